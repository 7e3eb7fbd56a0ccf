//! Expressions: from grammar nodes to tree.
//!
//! In: nodes of expression rules. Out: [`ast::Expr`]. The order of operators stands in `precedence`.

use super::DEPTH_LIMIT;
use super::ast::{self, Expr, ExprKind, Figure};
use super::build::Builder;
use super::grammar::Rule;
use super::nodes::{Children, Node};
use super::precedence;
use super::problem::SyntaxProblem;
use crate::source::Span;
use crate::value::comparison::Comparison;

/// What a level of nesting counts, where an operator in a row counts one: its frames on the stack are larger.
const LEVEL: u32 = 4;

impl Builder<'_> {
    /// The next expression among the children, if there is one.
    pub(super) fn next_expr(&mut self, children: &mut Children<'_>) -> Option<Expr> {
        loop {
            let node = children.any()?;
            if is_expression(node.as_rule()) {
                return Some(self.expr(node));
            }
        }
    }

    /// An expression node of any kind.
    pub fn expr(&mut self, node: Node<'_>) -> Expr {
        let span = self.span(&node);
        let length = match node.as_rule() {
            Rule::expr | Rule::open_expr => node.clone().into_inner().count() as u32 / 2,
            _ => 0,
        };
        if self.depth + length >= DEPTH_LIMIT {
            self.problems.push(SyntaxProblem::TooDeep { span });
            return Self::nothing(span);
        }
        self.depth += length + LEVEL;
        let expr = match node.as_rule() {
            Rule::expr | Rule::open_expr => precedence::climb(self, node.into_inner(), span),
            _ => self.primary(node),
        };
        self.depth -= length + LEVEL;
        expr
    }

    /// An operand.
    pub(super) fn primary(&mut self, node: Node<'_>) -> Expr {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::quantity => self.quantity(node),
            Rule::date => ExprKind::Date(self.date(&node)),
            Rule::text => ExprKind::Text(self.text(node)),
            Rule::truth => ExprKind::Truth(node.into_inner().any(|word| word.as_rule() == Rule::k_true)),
            Rule::reference => self.reference(node),
            Rule::ident => ExprKind::Reference(self.name(&node), None),
            Rule::paren => match self.next_expr(&mut Children::of(node)) {
                Some(inner) => ExprKind::Paren(Box::new(inner)),
                None => ExprKind::Missing,
            },
            Rule::conditional => self.conditional(node).unwrap_or(ExprKind::Missing),
            Rule::when => ExprKind::When(self.when(node)),
            Rule::band => self.band(node).map_or(ExprKind::Missing, |band| ExprKind::Band(Box::new(band))),
            Rule::linear => self.linear(node).unwrap_or(ExprKind::Missing),
            Rule::expr | Rule::open_expr => return self.expr(node),
            _ => ExprKind::Missing,
        };
        Expr { kind, span }
    }

    fn quantity(&mut self, node: Node<'_>) -> ExprKind {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let Some(number) = children.find(Rule::number) else { return ExprKind::Missing };
        let figure = self.figure(&number);
        if let Some(unit) = children.peek_text()
            && unit.starts_with('年')
            && unit.ends_with('月')
            && unit.chars().any(|letter| letter.is_ascii_digit())
        {
            // A month is no day.
            self.problems.push(SyntaxProblem::NoSuchDate { text: format!("{}{unit}", number.as_str()), span });
            return ExprKind::Quantity(Figure { amount: None, ..figure }, None);
        }
        ExprKind::Quantity(figure, children.take(Rule::unit_literal).map(|unit| self.unit_type(unit)))
    }

    fn reference(&mut self, node: Node<'_>) -> ExprKind {
        let at = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, at);
        let list = match children.peek() {
            Some(Rule::arguments | Rule::keys) => children.any(),
            _ => None,
        };
        children.take(Rule::dot);
        let member = children.any().map(|member| self.name(&member));
        match list {
            None => ExprKind::Reference(name, member),
            Some(list) => {
                let is_lookup = list.as_rule() == Rule::keys;
                let mut parts = Children::of(list);
                let mut values = Vec::new();
                while let Some(value) = self.next_expr(&mut parts) {
                    values.push(value);
                }
                if is_lookup {
                    ExprKind::Lookup(name, values, member)
                } else {
                    if let Some(member) = member {
                        self.problems.push(SyntaxProblem::MemberOfCall { span: member.span });
                    }
                    ExprKind::Call(name, values)
                }
            }
        }
    }

    fn conditional(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let mut children = Children::of(node);
        let condition = self.next_expr(&mut children)?;
        let then = self.next_expr(&mut children)?;
        let otherwise = self.next_expr(&mut children)?;
        Some(ExprKind::If(Box::new(ast::If { condition, then, otherwise })))
    }

    fn when(&mut self, node: Node<'_>) -> ast::When {
        let rows = Children::of(node).all(Rule::when_row).filter_map(|row| {
            let span = self.span(&row);
            let mut children = Children::of(row);
            let first = children.any()?;
            let guard = match first.as_rule() {
                Rule::k_otherwise => ast::Guard::Otherwise(self.span(&first)),
                Rule::k_missing => ast::Guard::Missing(self.span(&first)),
                _ => ast::Guard::Condition(self.expr(first)),
            };
            Some(ast::WhenRow { guard, value: self.next_expr(&mut children)?, span })
        });
        ast::When { rows: rows.collect() }
    }

    fn band(&mut self, node: Node<'_>) -> Option<ast::Band> {
        let mut children = Children::of(node);
        let subject = self.next_expr(&mut children)?;
        self.band_body(subject, children.find(Rule::band_body)?)
    }

    /// The rows of a band or grade.
    pub(super) fn band_body(&mut self, subject: Expr, node: Node<'_>) -> Option<ast::Band> {
        let body_span = self.span(&node);
        let rows = Children::of(node).all(Rule::band_row).filter_map(|row| {
            let span = self.span(&row);
            let mut children = Children::of(row);
            let pattern = self.pattern(children.find(Rule::pattern)?);
            Some(ast::BandRow { pattern, value: self.next_expr(&mut children)?, span })
        });
        Some(ast::Band { subject, rows: rows.collect(), body_span })
    }

    /// What a row takes.
    pub(super) fn pattern(&mut self, node: Node<'_>) -> ast::Pattern {
        let span = self.span(&node);
        let mut kind = ast::PatternKind::Values(Vec::new());
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::k_otherwise => kind = ast::PatternKind::Otherwise,
                Rule::k_missing => kind = ast::PatternKind::Missing,
                Rule::interval => kind = ast::PatternKind::Interval(self.interval(child)),
                Rule::shortcut => {
                    if let Some((comparison, bound)) = self.shortcut(child) {
                        kind = ast::PatternKind::Shortcut(comparison, bound);
                    }
                }
                Rule::pattern_item => {
                    let value = self.pattern_item(child);
                    if let ast::PatternKind::Values(values) = &mut kind {
                        values.extend(value);
                    }
                }
                _ => {}
            }
        }
        ast::Pattern { kind, span }
    }

    /// A plain value: a figure, a date, a text, a truth value, a name.
    pub(super) fn pattern_item(&mut self, node: Node<'_>) -> Option<Expr> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let negative = children.take(Rule::minus).is_some();
        let value = children.any().map(|value| self.primary(value))?;
        Some(if negative { Expr { kind: ExprKind::Negate(Box::new(value)), span } } else { value })
    }

    /// `>= 5`; between tabs, only a plain value.
    pub(super) fn shortcut(&mut self, node: Node<'_>) -> Option<(Comparison, Expr)> {
        let mut children = Children::of(node);
        let comparison = comparison_of(children.any()?.as_rule())?;
        let bound = match children.take(Rule::pattern_item) {
            Some(plain) => self.pattern_item(plain),
            None => self.next_expr(&mut children),
        };
        Some((comparison, bound?))
    }

    fn linear(&mut self, node: Node<'_>) -> Option<ExprKind> {
        let mut children = Children::of(node);
        let subject = self.next_expr(&mut children)?;
        let mut linear = ast::Linear { subject, knots: Vec::new(), missing: None, repeated_missing: None };
        for knot in children.all(Rule::knot) {
            let span = self.span(&knot);
            let mut parts = Children::of(knot);
            match parts.take(Rule::k_missing) {
                Some(_) => {
                    if linear.missing.is_some() {
                        linear.repeated_missing = Some(span);
                    }
                    linear.missing = self.next_expr(&mut parts);
                }
                None => {
                    let x = self.next_expr(&mut parts)?;
                    linear.knots.push((x, self.next_expr(&mut parts)?));
                }
            }
        }
        Some(ExprKind::Linear(Box::new(linear)))
    }

    /// An interval with its brackets.
    pub(super) fn interval(&mut self, node: Node<'_>) -> ast::Interval {
        let span = self.span(&node);
        let mut interval = ast::Interval { low: None, low_closed: false, high: None, high_closed: false, span };
        let mut bounds = 0;
        let (mut opening, mut closing) = (None, None);
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::lbracket => {
                    interval.low_closed = true;
                    opening = Some((self.span(&child), if child.as_str().is_ascii() { "(" } else { "（" }));
                }
                Rule::rbracket => {
                    interval.high_closed = true;
                    closing = Some((self.span(&child), if child.as_str().is_ascii() { ")" } else { "）" }));
                }
                Rule::bound => {
                    let inner = child.into_inner().find(|inner| inner.as_rule() == Rule::open_expr);
                    let bound = inner.map(|inner| self.expr(inner));
                    if bounds == 0 {
                        interval.low = bound;
                    } else {
                        interval.high = bound;
                    }
                    bounds += 1;
                }
                _ => {}
            }
        }
        let brackets: Vec<_> = opening.filter(|_| interval.low.is_none()).into_iter().chain(closing.filter(|_| interval.high.is_none())).collect();
        if !brackets.is_empty() {
            self.problems.push(SyntaxProblem::ClosedInfinity { span, brackets });
        }
        interval
    }

    /// The tests that follow an operand.
    pub(super) fn postfix(&mut self, subject: Expr, node: Node<'_>) -> Expr {
        let span = subject.span.to(self.span(&node));
        let Some(test) = node.into_inner().next() else { return subject };
        let rule = test.as_rule();
        let mut negation = ast::Negation::Plain;
        let (mut set, mut texts) = (None, Vec::new());
        for child in test.into_inner() {
            match child.as_rule() {
                Rule::k_is_not | Rule::k_not_in => negation = ast::Negation::Negated,
                Rule::interval => set = Some(ast::Set::Interval(Box::new(self.interval(child)))),
                Rule::members => {
                    let values: Vec<Expr> = Children::of(child).all(Rule::open_expr).map(|value| self.expr(value)).collect();
                    texts.clone_from(&values);
                    set = Some(ast::Set::Members(values));
                }
                Rule::text => texts.push(self.primary(child)),
                _ => {}
            }
        }
        let kind = match (rule, set) {
            (Rule::missing_test, _) => ExprKind::MissingTest(Box::new(subject), negation),
            (Rule::membership, Some(set)) => ExprKind::Membership(Box::new(ast::Membership { subject, negation, set })),
            _ => ExprKind::StartsWith(Box::new(subject), texts),
        };
        Expr { kind, span }
    }

    /// The empty place of an expression that is not there.
    pub(super) fn nothing(span: Span) -> Expr {
        // A figure without an amount: already reported, of no type.
        Expr { kind: ExprKind::Quantity(Figure { amount: None, span }, None), span }
    }
}

fn is_expression(rule: Rule) -> bool {
    matches!(rule, Rule::expr | Rule::open_expr)
}

/// The comparison of an operator rule.
pub(super) fn comparison_of(rule: Rule) -> Option<Comparison> {
    match rule {
        Rule::op_lt => Some(Comparison::Less),
        Rule::op_le => Some(Comparison::AtMost),
        Rule::op_gt => Some(Comparison::Greater),
        Rule::op_ge => Some(Comparison::AtLeast),
        Rule::op_eq => Some(Comparison::Equal),
        Rule::op_ne => Some(Comparison::Different),
        _ => None,
    }
}

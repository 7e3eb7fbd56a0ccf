//! Printing expressions, patterns and literals.
//!
//! In: [`ast::Expr`] and what it is made of. Out: text on the printer. Parentheses are nodes of the tree, so operators are
//! printed flat; only where a line end closed an operand does one stand again.

use super::ast::{self, Expr, ExprKind};
use super::print::Printer;
use crate::value::comparison::Comparison;

impl Printer {
    pub(super) fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Quantity(amount, unit) => self.put(&quantity(*amount, unit.as_ref())),
            ExprKind::Date(day) => self.put(&date(*day)),
            ExprKind::Text(text) => self.put(&escaped(&text.text)),
            ExprKind::Truth(truth) => self.put(if *truth { "true" } else { "false" }),
            ExprKind::Missing => self.put("missing"),
            ExprKind::Reference(name, member) => {
                self.put(&name.text);
                self.member(member.as_ref());
            }
            ExprKind::Call(name, arguments) => {
                self.put(&name.text);
                self.put("(");
                self.list(arguments);
                self.put(")");
            }
            ExprKind::Lookup(name, keys, column) => {
                self.put(&name.text);
                self.put("[");
                self.list(keys);
                self.put("]");
                self.member(column.as_ref());
            }
            ExprKind::Paren(inner) => {
                self.put("(");
                self.expr(inner);
                self.put(")");
            }
            ExprKind::Negate(operand) => {
                self.put("-");
                self.expr(operand);
            }
            ExprKind::Not(operand) => {
                self.put("not ");
                self.expr(operand);
            }
            ExprKind::Binary(binary) => self.infix(&binary.left, operator(binary.operator), &binary.right),
            ExprKind::Chain(chain) => {
                let mut before = &chain.first;
                self.expr(before);
                for (comparison, _, operand) in &chain.rest {
                    self.break_after(before);
                    self.put(comparison.symbol());
                    self.put(" ");
                    self.expr(operand);
                    before = operand;
                }
            }
            ExprKind::Membership(membership) => {
                self.expr(&membership.subject);
                self.break_after(&membership.subject);
                self.put(match membership.negation {
                    ast::Negation::Plain => "in ",
                    ast::Negation::Negated => "not in ",
                });
                match &membership.set {
                    ast::Set::Interval(interval) => self.interval(interval),
                    ast::Set::Members(members) => self.members(members),
                }
            }
            ExprKind::StartsWith(subject, starts) => {
                self.expr(subject);
                self.break_after(subject);
                self.put("starts with ");
                match starts.as_slice() {
                    [only] if matches!(only.kind, ExprKind::Text(_)) => self.expr(only),
                    several => self.members(several),
                }
            }
            ExprKind::MissingTest(subject, negation) => {
                self.expr(subject);
                self.break_after(subject);
                self.put(match negation {
                    ast::Negation::Plain => "is missing",
                    ast::Negation::Negated => "is not missing",
                });
            }
            ExprKind::If(choice) => {
                self.put("if ");
                self.expr(&choice.condition);
                self.put(" then ");
                self.expr(&choice.then);
                self.put(" else ");
                self.expr(&choice.otherwise);
            }
            ExprKind::When(when) => self.when(when),
            ExprKind::Band(band) => {
                self.put("band ");
                self.expr(&band.subject);
                self.put(" ");
                self.band_rows(&band.rows);
            }
            ExprKind::Linear(linear) => self.linear(linear),
        }
    }

    fn infix(&mut self, left: &Expr, operator: &str, right: &Expr) {
        self.expr(left);
        self.break_after(left);
        self.put(operator);
        self.put(" ");
        self.expr(right);
    }

    /// Before an operator. An `if` takes all operators that follow on its line; where it did not, a line end stood between.
    fn break_after(&mut self, operand: &Expr) {
        if ends_in_if(operand) {
            self.line();
        } else {
            self.put(" ");
        }
    }

    fn member(&mut self, member: Option<&ast::Name>) {
        if let Some(member) = member {
            self.put(".");
            self.put(&member.text);
        }
    }

    /// Expressions between commas.
    pub(super) fn list(&mut self, values: &[Expr]) {
        for (position, value) in values.iter().enumerate() {
            self.put(if position == 0 { "" } else { ", " });
            self.expr(value);
        }
    }

    fn members(&mut self, members: &[Expr]) {
        self.put("{ ");
        self.list(members);
        self.put(" }");
    }

    /// ` -> value`
    pub(super) fn result(&mut self, value: &Expr) {
        self.put(" -> ");
        self.expr(value);
    }

    fn when(&mut self, when: &ast::When) {
        self.put("when ");
        self.open();
        for row in &when.rows {
            self.line();
            match &row.guard {
                ast::Guard::Condition(condition) => self.expr(condition),
                ast::Guard::Otherwise(_) => self.put("otherwise"),
                ast::Guard::Missing(_) => self.put("missing"),
            }
            self.result(&row.value);
        }
        self.close();
    }

    /// The braces of a band or grade.
    pub(super) fn band_rows(&mut self, rows: &[ast::BandRow]) {
        self.open();
        for row in rows {
            self.line();
            self.pattern(&row.pattern);
            self.result(&row.value);
        }
        self.close();
    }

    fn linear(&mut self, linear: &ast::Linear) {
        self.put("linear ");
        self.expr(&linear.subject);
        self.put(" ");
        self.open();
        for (x, y) in &linear.knots {
            self.line();
            self.expr(x);
            self.result(y);
        }
        if let Some(value) = &linear.missing {
            self.line();
            self.put("missing");
            self.result(value);
        }
        self.close();
    }

    /// What a row takes.
    pub(super) fn pattern(&mut self, pattern: &ast::Pattern) {
        match &pattern.kind {
            ast::PatternKind::Otherwise => self.put("otherwise"),
            ast::PatternKind::Missing => self.put("missing"),
            ast::PatternKind::Interval(interval) => self.interval(interval),
            ast::PatternKind::Shortcut(comparison, bound) => self.shortcut(*comparison, bound),
            ast::PatternKind::Values(values) => self.list(values),
        }
    }

    /// `>= 5`
    pub(super) fn shortcut(&mut self, comparison: Comparison, bound: &Expr) {
        self.put(comparison.symbol());
        self.put(" ");
        self.expr(bound);
    }

    /// An interval with its brackets.
    pub(super) fn interval(&mut self, interval: &ast::Interval) {
        self.put(if interval.low_closed { "[" } else { "(" });
        self.bound(interval.low.as_ref());
        self.put(", ");
        self.bound(interval.high.as_ref());
        self.put(if interval.high_closed { "]" } else { ")" });
    }

    fn bound(&mut self, bound: Option<&Expr>) {
        match bound {
            None => self.put(".."),
            Some(bound) => self.expr(bound),
        }
    }
}

fn operator(operator: ast::Operator) -> &'static str {
    match operator {
        ast::Operator::Add => "+",
        ast::Operator::Subtract => "-",
        ast::Operator::Multiply => "*",
        ast::Operator::Divide => "/",
        ast::Operator::And => "and",
        ast::Operator::Or => "or",
        ast::Operator::Default => "default",
    }
}

fn ends_in_if(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::If(_) => true,
        ExprKind::Negate(operand) | ExprKind::Not(operand) => ends_in_if(operand),
        ExprKind::Binary(binary) => ends_in_if(&binary.right),
        ExprKind::Chain(chain) => chain.rest.last().is_some_and(|(_, _, operand)| ends_in_if(operand)),
        ExprKind::Quantity(..)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Truth(_)
        | ExprKind::Missing
        | ExprKind::Reference(..)
        | ExprKind::Call(..)
        | ExprKind::Lookup(..)
        | ExprKind::Paren(_)
        | ExprKind::Membership(_)
        | ExprKind::StartsWith(..)
        | ExprKind::MissingTest(..)
        | ExprKind::When(_)
        | ExprKind::Band(_)
        | ExprKind::Linear(_) => false,
    }
}

fn quantity(amount: ast::Figure, unit: Option<&ast::UnitType>) -> String {
    let Some(unit) = unit else { return figure(amount) };
    let gap = if unit.first.text.starts_with(['%', '‰']) { "" } else { " " };
    format!("{}{gap}{}", figure(amount), unit_type(unit))
}

/// A figure; 0 where it was too long to be one.
pub(super) fn figure(figure: ast::Figure) -> String {
    figure.amount.map_or_else(|| "0".to_string(), |amount| amount.to_string())
}

/// A date; the first of all where there is no such day.
pub(super) fn date(date: ast::Date) -> String {
    date.day.map_or_else(|| "1800-01-01".to_string(), |day| day.to_string())
}

/// `元/人`
pub(super) fn unit_type(unit: &ast::UnitType) -> String {
    let mut text = unit.first.text.clone();
    for (operator, name) in &unit.rest {
        text.push(match operator {
            ast::UnitOperator::Times => '*',
            ast::UnitOperator::Per => '/',
        });
        text.push_str(&name.text);
    }
    text
}

/// A text in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            // All quotes of Chinese typing end a text, and so does the end of a line.
            '\\' | '"' | '“' | '”' | '＂' | '\r' => quoted.extend(['\\', letter]),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

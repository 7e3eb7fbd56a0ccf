//! Indicators, scores, grades, eligibilities, tests, claims: from grammar nodes to tree.
//!
//! In: nodes of those declarations. Out: their `ast` types.

use super::ast;
use super::build::Builder;
use super::grammar::Rule;
use super::nodes::{Children, Node};
use crate::source::Span;

impl Builder<'_> {
    pub(super) fn indicator(&mut self, node: Node<'_>) -> ast::Indicator {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let out_of = children.take(Rule::out_of).and_then(|node| self.inner_figure(node));
        let mut indicator = ast::Indicator { name, label, out_of, values: vec![], points: vec![], sources: vec![], notes: vec![], span };
        for clause in children.all(Rule::indicator_clause).flat_map(Node::into_inner) {
            match clause.as_rule() {
                Rule::value_clause => {
                    let mut parts = Children::of(clause);
                    if let Some(value) = self.next_expr(&mut parts) {
                        indicator.values.push((value, self.optional_kind(&mut parts)));
                    }
                }
                Rule::points_clause => indicator.points.extend(self.next_expr(&mut Children::of(clause))),
                Rule::source => indicator.sources.extend(self.clause_text(clause)),
                Rule::note => indicator.notes.extend(self.clause_text(clause)),
                _ => {}
            }
        }
        indicator
    }

    fn traits(&mut self, children: &mut Children<'_>) -> ast::Traits {
        let mut traits = ast::Traits::default();
        while let Some(node) = children.take(Rule::score_trait) {
            let Some(node) = node.into_inner().next() else { continue };
            let (rule, span) = (node.as_rule(), self.span(&node));
            let figure = self.inner_figure(node);
            let place = match rule {
                Rule::out_of => &mut traits.out_of,
                Rule::up_to => &mut traits.up_to,
                Rule::at_least => &mut traits.at_least,
                _ => &mut traits.round,
            };
            if place.is_some() {
                traits.repeated = Some(span);
            } else {
                *place = figure;
            }
        }
        traits
    }

    pub(super) fn score(&mut self, node: Node<'_>) -> ast::Score {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let traits = self.traits(&mut children);
        let (mut items, mut groups, mut weights, mut sources, mut notes) = (vec![], vec![], vec![], vec![], vec![]);
        for part in children.all(Rule::score_part).flat_map(Node::into_inner) {
            match part.as_rule() {
                Rule::ident => items.push(self.name(&part)),
                Rule::group => groups.push(self.group(part)),
                Rule::weights => weights.push(self.weights(part)),
                Rule::source => sources.extend(self.clause_text(part)),
                Rule::note => notes.extend(self.clause_text(part)),
                _ => {}
            }
        }
        ast::Score { name, label, traits, items, groups, weights, sources, notes, span }
    }

    fn group(&mut self, node: Node<'_>) -> ast::Group {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let role = match children.peek() {
            Some(Rule::k_bonus) => ast::GroupRole::Bonus,
            Some(Rule::k_deduct) => ast::GroupRole::Deduct,
            _ => ast::GroupRole::Base,
        };
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let traits = self.traits(&mut children);
        let items = children.all(Rule::ident).map(|item| self.name(&item)).collect();
        ast::Group { role, name, label, traits, items, span }
    }

    fn weights(&mut self, node: Node<'_>) -> ast::Weights {
        let span = self.span(&node);
        let mut weights = ast::Weights { by: None, from: None, columns: vec![], rows: vec![], header_span: span, span };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::expr => weights.by = Some(self.expr(child)),
                Rule::dated => weights.from = self.dated(child),
                Rule::weight_grid => self.weight_grid(child, &mut weights),
                _ => {}
            }
        }
        weights
    }

    fn weight_grid(&mut self, node: Node<'_>, weights: &mut ast::Weights) {
        let mut corner = None;
        for row in node.into_inner() {
            match row.as_rule() {
                Rule::weight_head => {
                    weights.header_span = self.span(&row);
                    (corner, weights.columns) = self.weight_head(row);
                }
                Rule::weight_row => weights.rows.push(self.weight_row(row)),
                _ => {}
            }
        }
        // Pasted with tabs, a blank corner leaves no trace: the first head is then a column.
        let widest = weights.rows.iter().map(|row| row.weights.len()).max().unwrap_or(0);
        if let Some(corner) = corner.filter(|_| widest == weights.columns.len() + 1) {
            weights.columns.insert(0, corner);
        }
    }

    /// The corner and the column heads.
    fn weight_head(&self, node: Node<'_>) -> (Option<ast::Name>, Vec<ast::Name>) {
        let (mut corner, mut columns, mut separators, mut seen) = (None, Vec::new(), 0, false);
        let barred = node.as_str().trim_start().starts_with(['|', '｜']);
        let first_separator = if barred { 2 } else { 1 };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::bar | Rule::tab => {
                    if separators >= first_separator && !seen {
                        columns.push(ast::Name { text: String::new(), span: self.span(&child).before() });
                    }
                    separators += 1;
                    seen = false;
                }
                Rule::ident if separators < first_separator => corner = Some(self.name(&child)),
                Rule::ident => {
                    columns.push(self.name(&child));
                    seen = true;
                }
                _ => {}
            }
        }
        (corner, columns)
    }

    fn weight_row(&mut self, node: Node<'_>) -> ast::WeightRow {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let indicator = self.next_name(&mut children, span);
        let (mut weights, mut cells) = (Vec::new(), Vec::new());
        for cell in children.all(Rule::weight_cell) {
            cells.push(self.cell_span(&cell));
            weights.push(self.inner_figure(cell));
        }
        ast::WeightRow { indicator, weights, cells, span }
    }

    /// Where a cell stands; a blank one with its blanks, so that there is something to point at.
    fn cell_span(&self, node: &Node<'_>) -> Span {
        let span = self.span(node);
        let before = self.text.get(..span.start as usize).unwrap_or("");
        let blanks = before.len() - before.trim_end_matches([' ', '\u{3000}']).len();
        if span.start == span.end { Span { start: span.start - blanks as u32, ..span } } else { span }
    }

    pub(super) fn grade(&mut self, node: Node<'_>) -> Option<ast::Grade> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        children.take(Rule::colon);
        let kind = self.next_name(&mut children, span);
        let subject = self.next_expr(&mut children)?;
        let band = children.find(Rule::band_body).and_then(|body| self.band_body(subject, body))?;
        let source = children.find(Rule::source).and_then(|node| self.clause_text(node));
        Some(ast::Grade { name, label, kind, band, source, span })
    }

    pub(super) fn eligibility(&mut self, node: Node<'_>) -> ast::Eligibility {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let (mut clauses, mut sources, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for clause in children.all(Rule::clause).flat_map(Node::into_inner) {
            match clause.as_rule() {
                Rule::require => clauses.extend(clause.into_inner().find_map(|inner| self.condition(inner)).map(ast::Clause::Require)),
                Rule::veto => clauses.extend(clause.into_inner().find_map(|inner| self.condition(inner)).map(ast::Clause::Veto)),
                Rule::direct => clauses.extend(self.condition(clause).map(ast::Clause::Direct)),
                Rule::any_of | Rule::all_of => clauses.extend(self.condition(clause).map(ast::Clause::Require)),
                Rule::source => sources.extend(self.clause_text(clause)),
                Rule::note => notes.extend(self.clause_text(clause)),
                _ => {}
            }
        }
        ast::Eligibility { name, label, clauses, sources, notes, span }
    }

    /// `any_of`, `all_of`, `direct` (a disjunction) or `condition`.
    fn condition(&mut self, node: Node<'_>) -> Option<ast::Condition> {
        let (span, rule) = (self.span(&node), node.as_rule());
        let mut children = Children::of(node);
        match rule {
            Rule::any_of | Rule::all_of | Rule::direct => {
                let mut inner = Children::of(children.find(Rule::condition_block)?);
                let words = self.optional_text(&mut inner);
                let mut parts = Vec::new();
                while let Some(part) = inner.any() {
                    parts.extend(self.condition(part));
                }
                let kind = if rule == Rule::all_of { ast::ConditionKind::All(parts) } else { ast::ConditionKind::Any(parts) };
                Some(ast::Condition { kind, words, span })
            }
            Rule::condition => {
                let expr = self.next_expr(&mut children)?;
                Some(ast::Condition { kind: ast::ConditionKind::Single(expr), words: self.optional_text(&mut children), span })
            }
            _ => None,
        }
    }

    pub(super) fn example(&mut self, node: Node<'_>) -> ast::Example {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let base = children.take(Rule::from_base).map(|base| self.next_name(&mut Children::of(base), span));
        let values = children.find(Rule::assignments).map(|node| self.assignments(node)).unwrap_or_default();
        ast::Example { name, label, base, values, span }
    }

    fn assignments(&mut self, node: Node<'_>) -> Vec<ast::Assignment> {
        let mut list = Vec::new();
        for assignment in Children::of(node).all(Rule::assignment) {
            let at = self.span(&assignment);
            let mut parts = Children::of(assignment);
            let field = self.next_name(&mut parts, at);
            list.extend(self.next_expr(&mut parts).map(|value| ast::Assignment { field, value }));
        }
        list
    }

    pub(super) fn test(&mut self, node: Node<'_>) -> ast::Test {
        let span = self.span(&node);
        let mut test = ast::Test {
            name: ast::Text { text: String::new(), span },
            as_of: None,
            base: None,
            values: vec![],
            given_span: span,
            expect: ast::Expect::All(vec![]),
            span,
        };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::text => test.name = self.text(child),
                Rule::as_of_clause => test.as_of = self.dated(child),
                Rule::given => {
                    test.given_span = self.span(&child);
                    for part in child.into_inner() {
                        match part.as_rule() {
                            Rule::ident => test.base = Some(self.name(&part)),
                            Rule::assignments => test.values = self.assignments(part),
                            _ => {}
                        }
                    }
                }
                Rule::expect => test.expect = self.expect(child),
                _ => {}
            }
        }
        test
    }

    fn expect(&mut self, node: Node<'_>) -> ast::Expect {
        let mut list = Vec::new();
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::k_rejected => return ast::Expect::Rejected(self.span(&child)),
                Rule::expectation => list.extend(self.next_expr(&mut Children::of(child))),
                _ => {}
            }
        }
        ast::Expect::All(list)
    }

    pub(super) fn ensure(&mut self, node: Node<'_>) -> Option<ast::Ensure> {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let claim = match children.find_first(&[Rule::never_claim, Rule::expr])? {
            never if never.as_rule() == Rule::never_claim => ast::Claim::Never(self.next_expr(&mut Children::of(never))?),
            first => {
                let subject = self.expr(first);
                match children.take(Rule::claim_tail) {
                    None => ast::Claim::Always(subject),
                    Some(tail) => self.claim_tail(subject, tail)?,
                }
            }
        };
        let words = self.optional_text(&mut children);
        let assumed = children.take(Rule::assumed).and_then(|node| self.clause_text(node));
        Some(ast::Ensure { claim, words, assumed, span })
    }

    fn claim_tail(&mut self, subject: ast::Expr, node: Node<'_>) -> Option<ast::Claim> {
        let mut children = Children::of(node);
        let keyword = children.any()?.as_rule();
        let object = children.any()?;
        let object = if object.as_rule() == Rule::reference { self.primary(object) } else { self.expr(object) };
        Some(match keyword {
            Rule::k_rises => ast::Claim::Rises(subject, object),
            Rule::k_falls => ast::Claim::Falls(subject, object),
            Rule::k_independent => ast::Claim::Independent(subject, object),
            _ => ast::Claim::Implies(subject, object),
        })
    }

    /// The empty name at a place, for what the grammar promised and did not give.
    pub(super) fn no_name(span: Span) -> ast::Name {
        ast::Name { text: String::new(), span }
    }
}

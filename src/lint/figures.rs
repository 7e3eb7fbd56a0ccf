//! Figures that should have a name.
//!
//! In: the tree. Out: W0817 for a figure with a unit that stands in three or more places: compared with the same value, or used
//! in arithmetic. Bands, tables, params and points are lists of figures by nature and left out; so are 0, 1, 2 and 100.

use super::problem::LintProblem;
use super::walk::{self, Visit};
use super::{Ground, Report};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::decimal::Decimal;
use std::collections::HashMap;

/// How many places are too many.
const MANY: usize = 3;
/// How many places are shown.
const SHOWN: usize = 5;
/// A subject longer than this is no name for anything.
const LONGEST: u32 = 80;
/// Figures that mean nothing in particular.
const TRIVIAL: [i128; 4] = [0, 1, 2, 100];

/// A figure as written, and what it is compared with; nothing for arithmetic.
type Key = (String, String);

struct Figures<'t, 's> {
    ground: &'s Ground<'t>,
    places: HashMap<Key, Vec<Span>>,
}

/// Counts all figures.
pub(super) fn figures(ground: &Ground<'_>, report: &mut Report<'_>) {
    let mut figures = Figures { ground, places: HashMap::new() };
    for item in &ground.tree.items {
        if !matches!(item, ast::Item::Param(_) | ast::Item::Example(_) | ast::Item::Test(_)) {
            walk::item(item, &mut figures);
        }
    }
    let mut found: Vec<(Key, Vec<Span>)> = figures.places.into_iter().filter(|(_, spans)| spans.len() >= MANY).collect();
    found.sort_by(|(_, first), (_, second)| first.cmp(second));
    for ((figure, subject), mut spans) in found {
        let count = spans.len();
        spans.truncate(SHOWN);
        report.push(LintProblem::RepeatedFigure { figure, subject, count, spans });
    }
}

impl Figures<'_, '_> {
    fn text(&self, span: Span) -> String {
        self.ground.sources.slice(span).split_whitespace().collect()
    }

    fn note(&mut self, operand: &ast::Expr, subject: Option<&ast::Expr>) {
        let ast::ExprKind::Quantity(figure, Some(_)) = &operand.kind else { return };
        let is_trivial = |amount: Decimal| amount.scale == 0 && TRIVIAL.contains(&amount.mantissa);
        let is_long = |subject: &ast::Expr| subject.span.end - subject.span.start > LONGEST;
        if figure.amount.is_none_or(|amount| is_trivial(amount.normalized())) || subject.is_some_and(is_long) {
            return;
        }
        let key = (self.text(operand.span), subject.map(|subject| self.text(subject.span)).unwrap_or_default());
        let places = self.places.entry(key).or_default();
        places.push(operand.span);
    }
}

impl<'t> Visit<'t> for Figures<'t, '_> {
    fn expr(&mut self, expr: &'t ast::Expr) {
        match &expr.kind {
            ast::ExprKind::Chain(chain) => {
                let mut left = &chain.first;
                for (_, _, right) in &chain.rest {
                    self.note(left, Some(right));
                    self.note(right, Some(left));
                    left = right;
                }
            }
            ast::ExprKind::Binary(binary) => match binary.operator {
                ast::Operator::Add | ast::Operator::Subtract | ast::Operator::Multiply | ast::Operator::Divide => {
                    self.note(&binary.left, None);
                    self.note(&binary.right, None);
                }
                ast::Operator::And | ast::Operator::Or | ast::Operator::Default => {}
            },
            ast::ExprKind::Membership(membership) => {
                if let ast::Set::Interval(interval) = &membership.set {
                    interval.low.iter().chain(&interval.high).for_each(|bound| self.note(bound, Some(&membership.subject)));
                }
            }
            _ => {}
        }
    }
}

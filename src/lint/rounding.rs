//! Roundings that meet another rounding, or a threshold.
//!
//! In: the program. Out: W0801 where a rounded value is rounded again to fewer places, W0802 where a threshold or band judges a
//! rounded value. A rounding that can change nothing counts for nothing; rounding down before `>=` changes no answer.

use super::problem::LintProblem;
use super::{Ground, Report};
use crate::builtins::Builtin;
use crate::ir::expr::{Expr, ExprKind, LocalId};
use crate::ir::table::Pattern;
use crate::ir::{Program, SlotKind, walk};
use crate::source::Span;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::decimal::{Decimal, Rounding};
use crate::value::ty::Number;
use std::collections::HashMap;

/// The rounding that a value has behind it.
#[derive(Debug, Clone, Copy)]
struct Rounded {
    /// Decimal places that it has at most.
    places: u8,
    /// Decimal places that the rounding kept.
    kept: u8,
    how: Rounding,
    span: Span,
    /// Whether nothing was computed with it since.
    is_bare: bool,
}

struct Walk<'w, 'r> {
    program: &'w Program,
    report: &'w mut Report<'r>,
    /// Where `round` stands in a score or group.
    clauses: HashMap<Span, Span>,
    slots: Vec<Option<Rounded>>,
    locals: HashMap<LocalId, Option<Rounded>>,
}

/// Looks at every named value, each after those it uses.
pub(super) fn rounding(ground: &Ground<'_>, report: &mut Report<'_>) {
    let mut clauses = HashMap::new();
    for item in &ground.tree.items {
        if let crate::syntax::ast::Item::Score(score) = item {
            let own = std::iter::once((score.span, score.traits.round));
            let groups = score.groups.iter().map(|group| (group.span, group.traits.round));
            clauses.extend(own.chain(groups).filter_map(|(whole, round)| Some((whole, round?.span))));
        }
    }
    let mut walk = Walk { program: ground.program, report, clauses, slots: Vec::new(), locals: HashMap::new() };
    for slot in &ground.program.slots {
        let found = walk.expr(&slot.expr);
        walk.slots.push(found);
    }
}

/// Computed with since.
fn mixed(rounded: Option<Rounded>) -> Option<Rounded> {
    rounded.map(|rounded| Rounded { is_bare: false, ..rounded })
}

/// The one that keeps more places.
fn finer(first: Option<Rounded>, second: Option<Rounded>) -> Option<Rounded> {
    match (first, second) {
        (Some(a), Some(b)) => Some(if b.places > a.places { b } else { a }),
        (one, other) => one.or(other),
    }
}

impl Walk<'_, '_> {
    fn finest<'e>(&mut self, parts: impl IntoIterator<Item = &'e Expr>) -> Option<Rounded> {
        parts.into_iter().fold(None, |found, part| finer(found, self.expr(part)))
    }

    fn expr(&mut self, expr: &Expr) -> Option<Rounded> {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Field(_) | ExprKind::AsOf => None,
            ExprKind::Slot(id) => self.slots.get(id.0 as usize).copied().flatten(),
            ExprKind::Local(id) => self.locals.get(id).copied().flatten(),
            ExprKind::Rescale(inner) => self.expr(inner),
            ExprKind::Negate(inner) => mixed(self.expr(inner)),
            ExprKind::Add(left, right) | ExprKind::Subtract(left, right) => mixed(self.finest([left.as_ref(), right.as_ref()])),
            ExprKind::Multiply(left, right) | ExprKind::Divide(left, right) => {
                let (first, second) = (self.expr(left), self.expr(right));
                let (rounded, factor) = match (self.is_fixed(left), self.is_fixed(right)) {
                    (false, true) => (first?, right),
                    (true, false) => (second?, left),
                    (true, true) | (false, false) => return None,
                };
                let zeros = if matches!(expr.kind, ExprKind::Multiply(..)) { zeros(factor) } else { 0 };
                Some(Rounded { places: rounded.places.saturating_sub(zeros), is_bare: false, ..rounded })
            }
            ExprKind::Default(first, second) => self.finest([first.as_ref(), second.as_ref()]),
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition);
                self.finest([then.as_ref(), otherwise.as_ref()])
            }
            ExprKind::When(when) => {
                self.finest(when.rows.iter().map(|row| &row.guard));
                let rest = std::iter::once(when.otherwise.as_ref()).chain(when.missing.as_deref());
                self.finest(when.rows.iter().map(|row| &row.value).chain(rest))
            }
            ExprKind::Choose(choose) => {
                for (place, subject) in choose.subjects.iter().enumerate() {
                    let patterns = choose.rows.iter().filter_map(|row| row.patterns.get(place));
                    self.judged(subject, patterns, subject.span);
                }
                self.finest(choose.rows.iter().map(|row| &row.value))
            }
            ExprKind::Lookup(lookup) => {
                let table = self.program.tables.get(lookup.table.0 as usize);
                for (place, key) in lookup.keys.iter().enumerate() {
                    // A key of whole numbers cannot but be rounded before.
                    if table.and_then(|table| table.keys.get(place)).is_some_and(|key| key.ty.scale() == 0) {
                        self.expr(key);
                        continue;
                    }
                    let patterns = table.iter().flat_map(|table| &table.rows).filter_map(|row| row.keys.get(place));
                    self.judged(key, patterns, key.span);
                }
                None
            }
            ExprKind::Dated(rows) => self.finest(rows.iter().map(|row| &row.value)),
            ExprKind::Call(call) => {
                for (local, argument) in &call.arguments {
                    let found = self.expr(argument);
                    self.locals.insert(*local, found);
                }
                self.expr(&call.body)
            }
            ExprKind::Builtin(Builtin::Round(how), parts) => {
                let inner = self.finest(parts);
                let before = parts.first().map_or(0, |part| part.ty.scale());
                self.round(expr, *how, inner, before)
            }
            ExprKind::Builtin(Builtin::Min | Builtin::Max | Builtin::Clamp, parts) => self.finest(parts),
            ExprKind::Builtin(Builtin::Sum | Builtin::SumPresent | Builtin::Abs, parts) => mixed(self.finest(parts)),
            ExprKind::Compare(comparison, left, right) => {
                let (first, second) = (self.expr(left), self.expr(right));
                if let (Some(rounded), Some(edge)) = (first, constant(right)) {
                    self.compared(rounded, *comparison, left, edge, expr.span);
                } else if let (Some(rounded), Some(edge)) = (second, constant(left)) {
                    self.compared(rounded, comparison.mirrored(), right, edge, expr.span);
                }
                None
            }
            ExprKind::Matches(subject, pattern) => {
                self.judged(subject, std::iter::once(pattern), expr.span);
                None
            }
            ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::StartsWith(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Linear(_)
            | ExprKind::Builtin(..) => {
                self.finest(walk::children(expr));
                None
            }
        }
    }

    /// Whether a factor is the same for all records, but for tables of weights.
    fn is_fixed(&self, factor: &Expr) -> bool {
        match &factor.kind {
            ExprKind::Constant(_) => true,
            ExprKind::Rescale(inner) => self.is_fixed(inner),
            ExprKind::Slot(id) => matches!(self.program.slot(*id).kind, SlotKind::Param | SlotKind::Weight),
            _ => false,
        }
    }

    fn round(&mut self, expr: &Expr, how: Rounding, inner: Option<Rounded>, before: u8) -> Option<Rounded> {
        let places = expr.ty.scale();
        if before <= places {
            return inner;
        }
        let span = self.clauses.get(&expr.span).copied().unwrap_or(expr.span);
        if let Some(inner) = inner.filter(|inner| inner.places > places) {
            let cuts = matches!(how, Rounding::Floor | Rounding::Ceil | Rounding::Truncate);
            // Cutting twice the same way is cutting once.
            if !(cuts && inner.is_bare && inner.how == how) {
                self.report.push(LintProblem::RoundedTwice { span, places, inner: inner.span, inner_places: inner.kept });
            }
        }
        Some(Rounded { places, kept: places, how, span, is_bare: true })
    }

    fn compared(&mut self, rounded: Rounded, comparison: Comparison, subject: &Expr, edge: i128, span: Span) {
        let upward = match comparison {
            Comparison::AtLeast | Comparison::Less => true,
            Comparison::Greater | Comparison::AtMost => false,
            Comparison::Equal | Comparison::Different => return,
        };
        let harmless = if upward { Rounding::Floor } else { Rounding::Ceil };
        let Some(number) = subject.ty.number().filter(|number| rounded.is_bare && acting(rounded.how, number) != harmless) else { return };
        let example = example(number, edge, rounded, upward);
        self.report.push(LintProblem::RoundedThreshold { span, rounding: rounded.span, example });
    }

    fn judged<'p>(&mut self, subject: &Expr, patterns: impl Iterator<Item = &'p Pattern>, span: Span) {
        let Some((rounded, number)) = self.expr(subject).filter(|rounded| rounded.is_bare).zip(subject.ty.number()) else { return };
        if acting(rounded.how, number) == Rounding::Floor {
            return;
        }
        let edges = patterns.filter_map(|pattern| match pattern {
            Pattern::Between(range) if range.low > number.range.low && range.low <= number.range.high => Some(range.low),
            Pattern::Between(range) if range.high < number.range.high && range.high >= number.range.low => Some(range.high.saturating_add(1)),
            _ => None,
        });
        if let Some(edge) = edges.max() {
            let example = example(number, edge, rounded, true);
            self.report.push(LintProblem::RoundedThreshold { span, rounding: rounded.span, example });
        }
    }
}

/// What a rounding does to these numbers: cut toward zero, those that are never negative are cut down.
fn acting(how: Rounding, number: &Number) -> Rounding {
    if how == Rounding::Truncate && number.range.low >= 0 { Rounding::Floor } else { how }
}

fn constant(expr: &Expr) -> Option<i128> {
    match &expr.kind {
        ExprKind::Constant(Value::Number(mantissa)) => Some(*mantissa),
        _ => None,
    }
}

/// How many noughts a constant factor ends in: times 100, four places are two.
fn zeros(factor: &Expr) -> u8 {
    let amount = constant(factor).filter(|mantissa| *mantissa != 0).map(|mantissa| Decimal { mantissa, scale: factor.ty.scale() });
    amount.map_or(0, |amount| match amount.normalized().without_trailing_zeros() {
        (digits, zeros) if digits.scale == 0 => zeros,
        _ => 0,
    })
}

/// A value on one side of the edge that is rounded onto it, and the edge, as figures.
fn example(number: &Number, edge: i128, rounded: Rounded, upward: bool) -> Option<(String, String)> {
    let edge = Decimal { mantissa: edge, scale: number.scale };
    let on_grid = edge.rescale(rounded.places, Rounding::Floor).filter(|same| same.compare(edge).is_eq())?;
    let tenths = match (rounded.how, upward) {
        (Rounding::HalfAway, true) if on_grid.mantissa > 0 => -5,
        (Rounding::HalfAway | Rounding::HalfEven, true) => -4,
        (Rounding::HalfAway | Rounding::HalfEven, false) => 4,
        (Rounding::Ceil, true) => -9,
        (Rounding::Floor | Rounding::Truncate, false) => 9,
        (Rounding::Ceil, false) | (Rounding::Floor | Rounding::Truncate, true) => return None,
    };
    let value = Decimal { mantissa: on_grid.mantissa.checked_mul(10)?.checked_add(tenths)?, scale: rounded.places.checked_add(1)? };
    let figure = |amount: Decimal| number.unit.from_base(amount).map(|shown| format!("{}{}", shown.normalized(), number.unit.name));
    Some((figure(value)?, figure(on_grid)?))
}

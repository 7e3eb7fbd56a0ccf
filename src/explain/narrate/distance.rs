//! The way to more points: rows and knots that would give more, and what would have to change to reach them.
//!
//! In: how the points of an indicator came about. Out: [`NextStep`]s. A change of a figure of the record is only stated after
//! the whole policy was computed again with it; where that does not confirm it, nothing is said of the figure.

use super::context::{Context, beside, decimal, peel};
use super::formula::formula;
use super::lever::{Lever, changed, lever};
use super::reason::{otherwise, row_words};
use crate::builtins::Builtin;
use crate::explain::evaluate::Evaluation;
use crate::explain::explanation::{Bilingual, FieldChange, Figure, NextStep};
use crate::ir::expr::{Choose, Expr, ExprKind, Linear, When};
use crate::ir::scheme::{Indicator, Item, Role};
use crate::ir::table::Pattern;
use crate::ir::{SlotId, SlotKind};
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::decimal::{Decimal, PRODUCT_PLACES, QUOTIENT_PLACES, Rounding};
use crate::value::dimension::Dimension;
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use crate::value::unit::Unit;
use std::cmp::Ordering;
use std::sync::Arc;

/// How many ways are told.
const MOST: usize = 3;

/// The part of an indicator in a score.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    /// The item.
    pub item: &'a Item,
    /// What its group does.
    pub role: Role,
    /// The score.
    pub score: SlotId,
}

/// A bound that a value of the record would have to pass.
struct Target<'a> {
    /// The value.
    subject: &'a Expr,
    /// Its type, in the unit the rows are written in.
    ty: Type,
    /// The first mantissa of the subject, going its way, for which the row applies.
    mantissa: i128,
    /// Whether the value has to rise.
    upward: bool,
    /// The row that would apply.
    row: Bilingual,
    /// The value of that row, where the points are nothing but that.
    points: Option<Decimal>,
}

/// The ways to more points (fewer, for a deduction).
pub(super) fn next_steps(context: Context<'_>, indicator: &Indicator, part: Option<Part<'_>>) -> Vec<NextStep> {
    let Some(slot) = context.slot(indicator.points) else { return Vec::new() };
    let deduction = part.is_some_and(|part| part.role == Role::Deduction);
    let better = if deduction { Ordering::Less } else { Ordering::Greater };
    let mut found = Vec::new();
    targets(context, &slot.expr, true, better, &mut Vec::new(), &mut found);
    let mut result: Vec<NextStep> = Vec::new();
    for target in found {
        if let Some(step) = next_step(context, indicator, part, better, &target).map(|step| NextStep { deduction, ..step })
            && !result.iter().any(|known| known.field == step.field && known.bound == step.bound && known.subject == step.subject)
        {
            result.push(step);
        }
    }
    result.truncate(MOST);
    result
}

/// Collects the bounds within an expression. `whole`: the expression is all of the points.
fn targets<'a>(context: Context<'a>, expr: &'a Expr, whole: bool, better: Ordering, seen: &mut Vec<SlotId>, into: &mut Vec<Target<'a>>) {
    let expr = peel(expr);
    if context.value(expr).is_none() {
        return;
    }
    let row = context.trace.row(expr.id).map(|row| row as usize);
    let mut within = |part: &'a Expr, whole: bool, into: &mut Vec<Target<'a>>| targets(context, part, whole, better, seen, into);
    match &expr.kind {
        ExprKind::Slot(id) => {
            let Some(slot) = context.slot(*id).filter(|slot| matches!(slot.kind, SlotKind::Let | SlotKind::Output)) else { return };
            if !seen.contains(id) {
                seen.push(*id);
                targets(context, &slot.expr, whole, better, seen, into);
            }
        }
        ExprKind::Choose(choose) => {
            if let Some(row) = row {
                rows(context, choose, row, whole, better, into);
                if let Some(taken) = choose.rows.get(row) {
                    within(&taken.value, whole, into);
                }
            }
        }
        ExprKind::Linear(linear) => knots(context, expr, linear, whole, better, into),
        ExprKind::When(when) => {
            guards(context, when, into);
            let taken = row.and_then(|row| when.rows.get(row));
            let otherwise = row.filter(|row| *row == when.rows.len()).map(|_| &*when.otherwise);
            let value = taken.map(|taken| &taken.value).or(otherwise);
            if let Some(value) = value {
                within(value, whole, into);
            }
        }
        ExprKind::If(condition, then, otherwise) => {
            guard(context, condition, into);
            within(if row == Some(0) { then } else { otherwise }, whole, into);
        }
        ExprKind::Builtin(Builtin::Min | Builtin::Max | Builtin::Clamp | Builtin::Sum | Builtin::Round(_), parts) => {
            parts.iter().for_each(|part| within(part, false, into));
        }
        ExprKind::Add(left, right) | ExprKind::Multiply(left, right) => {
            within(left, false, into);
            within(right, false, into);
        }
        // Only where more of the part is more of the whole: anything else says nothing.
        _ => {}
    }
}

/// The nearest better rows of a band, upward and downward.
fn rows<'a>(context: Context<'a>, choose: &'a Choose, row: usize, whole: bool, better: Ordering, into: &mut Vec<Target<'a>>) {
    let [subject] = choose.subjects.as_slice() else { return };
    let (Some(Value::Number(now)), Some(present)) = (context.value(subject), choose.rows.get(row)) else { return };
    let Some(points) = constant(&present.value) else { return };
    let nearest = |upward: bool| {
        let candidates = choose.rows.iter().filter_map(|row| {
            let [Pattern::Between(range)] = row.patterns.as_slice() else { return None };
            let mantissa = if upward { range.low } else { range.high };
            let ahead = if upward { mantissa > *now } else { mantissa < *now };
            let value = constant(&row.value).filter(|value| value.compare(points) == better)?;
            let possible = subject.ty.number().is_none_or(|number| number.range.contains(mantissa));
            (ahead && possible).then_some((mantissa, value, row))
        });
        candidates.min_by_key(|(mantissa, ..)| mantissa.abs_diff(*now)).map(|found| (upward, found))
    };
    let ty = beside(context, &subject.ty, choose.rows.iter().map(|row| row.span));
    for (upward, (mantissa, value, row)) in [nearest(true), nearest(false)].into_iter().flatten() {
        into.push(Target { subject, ty: ty.clone(), mantissa, upward, row: row_words(context, choose, row), points: whole.then_some(value) });
    }
}

/// The nearest better knots of a line, upward and downward.
fn knots<'a>(context: Context<'a>, expr: &'a Expr, linear: &'a Linear, whole: bool, better: Ordering, into: &mut Vec<Target<'a>>) {
    let subject = &*linear.subject;
    let (Some(Value::Number(now)), Some(Value::Number(present))) = (context.value(subject), context.value(expr)) else { return };
    let ty = beside(context, &subject.ty, [expr.span].into_iter());
    for upward in [true, false] {
        let ahead = |x: i128| if upward { x > *now } else { x < *now };
        let possible = |x: i128| subject.ty.number().is_none_or(|number| number.range.contains(x));
        let candidates = linear.knots.iter().filter(|(x, y)| ahead(*x) && y.cmp(present) == better && possible(*x));
        if let Some((x, y)) = candidates.min_by_key(|(x, _)| x.abs_diff(*now)) {
            let (at, gives) = (context.shown(&Value::Number(*x), &ty), context.shown(&Value::Number(*y), &expr.ty));
            let row = Bilingual::new(format!("{} → {}", at.en, gives.en), format!("{} → {}", at.zh, gives.zh));
            let points = whole.then(|| Decimal::new(*y, expr.ty.scale()));
            into.push(Target { subject, ty: ty.clone(), mantissa: *x, upward, row, points });
        }
    }
}

fn constant(expr: &Expr) -> Option<Decimal> {
    match &peel(expr).kind {
        ExprKind::Constant(value) => decimal(value, &peel(expr).ty),
        _ => None,
    }
}

fn guards<'a>(context: Context<'a>, when: &'a When, into: &mut Vec<Target<'a>>) {
    when.rows.iter().for_each(|row| guard(context, &row.guard, into));
}

/// The bound at which a condition that compares a number turns.
fn guard<'a>(context: Context<'a>, condition: &'a Expr, into: &mut Vec<Target<'a>>) {
    let ExprKind::Compare(comparison, left, right) = &condition.kind else { return };
    let (Some(Value::Bool(holds)), Some(Value::Number(now)), Some(Value::Number(bound))) =
        (context.value(condition), context.value(left), context.value(right))
    else {
        return;
    };
    let (upward, mantissa) = match (comparison, holds) {
        (Comparison::AtLeast, false) | (Comparison::Less, true) => (true, *bound),
        (Comparison::Greater, false) | (Comparison::AtMost, true) => (true, bound + 1),
        (Comparison::AtMost, false) | (Comparison::Greater, true) => (false, *bound),
        (Comparison::Less, false) | (Comparison::AtLeast, true) => (false, bound - 1),
        (Comparison::Equal, false) => (now < bound, *bound),
        (Comparison::Equal, true) | (Comparison::Different, _) => return,
    };
    let row = if *holds { otherwise() } else { formula(context, condition).labels };
    let ty = beside(context, &left.ty, [condition.span].into_iter());
    into.push(Target { subject: left, ty, mantissa, upward, row, points: None });
}

fn next_step(context: Context<'_>, indicator: &Indicator, part: Option<Part<'_>>, better: Ordering, target: &Target<'_>) -> Option<NextStep> {
    let lever = lever(context, target.subject, target.mantissa, target.upward);
    match lever.and_then(|lever| changed(context, &lever).map(|after| (lever, after))) {
        Some((lever, after)) => confirmed(context, indicator, part, better, target, &lever, &after),
        None => stated(context, indicator, part, target),
    }
}

/// The step with a figure of the record changed, if the results computed again confirm it.
fn confirmed(
    context: Context<'_>,
    indicator: &Indicator,
    part: Option<Part<'_>>,
    better: Ordering,
    target: &Target<'_>,
    lever: &Lever,
    after: &Evaluation,
) -> Option<NextStep> {
    let amount = |evaluation: &Evaluation, id: SlotId| decimal(evaluation.slot(id), &context.slot(id)?.expr.ty);
    let (points, before) = (amount(after, indicator.points)?, context.slot_decimal(indicator.points)?);
    let as_stated = target.points.is_none_or(|stated| stated.compare(points).is_eq());
    if points.compare(before) != better || !as_stated {
        return None;
    }
    let figure = |id: SlotId| context.slot(id).map(|slot| context.figure(after.slot(id), &slot.expr.ty));
    let gain = part.and_then(|part| difference(amount(after, part.item.contribution)?, context.slot_decimal(part.item.contribution)?));
    let field = context.field(lever.field)?;
    let (from, to) = (context.field_value(lever.field), Value::Number(lever.mantissa));
    let ty = field.kind.value_type();
    let change = FieldChange { name: field.name.clone(), label: field.label.clone(), from: context.figure(from, &ty), to: context.figure(&to, &ty) };
    Some(NextStep {
        field: Some(change),
        points: figure(indicator.points)?,
        gain: gain.map(|gain| plain_figure(context, gain)),
        score: part.and_then(|part| figure(part.score)),
        ..bare(context, target, figure(indicator.points)?)
    })
}

/// The step as the row states it, where the row is all there is to the points.
fn stated(context: Context<'_>, indicator: &Indicator, part: Option<Part<'_>>, target: &Target<'_>) -> Option<NextStep> {
    let points = target.points?;
    let before = context.slot_decimal(indicator.points)?;
    let gain = part.and_then(|part| {
        let share = |points: Decimal| match part.item.weight {
            None => Some(points),
            Some(weight) => {
                let product = context.slot_decimal(weight)?.multiply(points)?;
                let product = product.rescale(product.scale.min(PRODUCT_PLACES), Rounding::HalfAway)?;
                product.divide(indicator.out_of?, QUOTIENT_PLACES, Rounding::HalfAway)
            }
        };
        // Only where this is how the contribution is made at present.
        let known = share(before)?.compare(context.slot_decimal(part.item.contribution)?).is_eq();
        known.then(|| difference(share(points)?, share(before)?)).flatten()
    });
    let gain = gain.map(|gain| plain_figure(context, gain));
    Some(NextStep { gain, ..bare(context, target, plain_figure(context, points)) })
}

fn bare(context: Context<'_>, target: &Target<'_>, points: Figure) -> NextStep {
    NextStep {
        subject: formula(context, target.subject).labels,
        now: context.figure(context.value(target.subject).unwrap_or(&Value::Missing), &target.ty),
        bound: bound(context, &target.ty, target.mantissa, target.upward),
        row: target.row.clone(),
        field: None,
        points,
        deduction: false,
        gain: None,
        score: None,
    }
}

/// How far apart two amounts are.
pub(super) fn difference(after: Decimal, before: Decimal) -> Option<Decimal> {
    let difference = after.add(Decimal::new(-before.mantissa, before.scale))?;
    Some(Decimal::new(difference.mantissa.abs(), difference.scale).normalized())
}

/// An amount without a unit.
pub(super) fn plain_figure(context: Context<'_>, amount: Decimal) -> Figure {
    let ty = Type::Number(Number {
        dimension: Dimension::none(),
        scale: amount.scale,
        range: Range::point(amount.mantissa),
        unit: Arc::new(Unit::plain()),
    });
    context.figure(&Value::Number(amount.mantissa), &ty)
}

/// The bound in words. The least value that suffices and the one just before it bound the same values; the shorter of the two
/// is what the policy says.
pub(super) fn bound(context: Context<'_>, ty: &Type, mantissa: i128, upward: bool) -> Bilingual {
    let beyond = if upward { mantissa - 1 } else { mantissa + 1 };
    let digits = |mantissa: i128| Decimal::new(mantissa, ty.scale()).normalized().scale;
    let inclusive = digits(mantissa) <= digits(beyond);
    let shown = context.shown(&Value::Number(if inclusive { mantissa } else { beyond }), ty);
    let (en, zh) = match (upward, inclusive) {
        (true, true) => ("at least", "不低于"),
        (true, false) => ("above", "高于"),
        (false, true) => ("at most", "不高于"),
        (false, false) => ("below", "低于"),
    };
    Bilingual::new(format!("{en} {}", shown.en), format!("{zh}{}", shown.zh))
}

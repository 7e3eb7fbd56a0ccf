//! The grade above.
//!
//! In: a grade that chooses by a score or another number of points. Out: the grade above and what is lacking to it. Says nothing
//! of grades that look at anything else, where more need not be better.

use super::context::{Context, beside, decimal, peel};
use super::distance::{bound, difference, plain_figure};
use super::formula::formula;
use crate::explain::explanation::GradeStep;
use crate::ir::SlotKind;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::table::Pattern;
use crate::value::Value;
use crate::value::decimal::Decimal;

/// The grade above.
pub(super) fn next(context: Context<'_>, expr: &Expr) -> Option<GradeStep> {
    let ExprKind::Choose(choose) = &peel(expr).kind else { return None };
    let [subject] = choose.subjects.as_slice() else { return None };
    if !is_points(context, subject) {
        return None;
    }
    let now = context.value(subject)?.mantissa()?;
    let above = choose.rows.iter().filter_map(|row| match row.patterns.as_slice() {
        [Pattern::Between(range)] if range.low > now => Some((range.low, row)),
        _ => None,
    });
    let (low, row) = above.min_by_key(|(low, _)| *low)?;
    if !subject.ty.number()?.range.contains(low) {
        return None;
    }
    let ExprKind::Constant(value) = &peel(&row.value).kind else { return None };
    let ty = beside(context, &subject.ty, choose.rows.iter().map(|row| row.span));
    let lacking = difference(Decimal::new(low, subject.ty.scale()), decimal(&Value::Number(now), &subject.ty)?)?;
    Some(GradeStep {
        result: context.figure(value, &row.value.ty),
        subject: formula(context, subject).labels,
        bound: bound(context, &ty, low, true),
        lacking: plain_figure(context, lacking),
    })
}

fn is_points(context: Context<'_>, subject: &Expr) -> bool {
    let ExprKind::Slot(id) = &peel(subject).kind else { return false };
    match context.slot(*id).map(|slot| slot.kind) {
        Some(SlotKind::Score | SlotKind::Group | SlotKind::IndicatorPoints) => true,
        Some(
            SlotKind::Param
            | SlotKind::Let
            | SlotKind::Output
            | SlotKind::Decision
            | SlotKind::IndicatorValue
            | SlotKind::Weight
            | SlotKind::Contribution
            | SlotKind::Grade
            | SlotKind::Condition
            | SlotKind::Eligibility,
        )
        | None => false,
    }
}

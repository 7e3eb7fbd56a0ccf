//! Levers: the one figure of the record that moves a value.
//!
//! In: a value and the bound it has to reach. Out: the field and the figure that suffices, on the grid of what can be filled
//! in; and the results of the policy with that figure. Says nothing where the value is more than a
//! field or a ratio of two, with a constant added or taken away.

use super::context::{Context, decimal, peel};
use crate::explain::evaluate::{Evaluation, check_record, evaluate};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{FieldId, FieldKind};
use crate::value::Value;
use crate::value::decimal::{Decimal, Rounding};

/// A figure that suffices.
pub(super) struct Lever {
    /// The field.
    pub field: FieldId,
    /// Its mantissa.
    pub mantissa: i128,
}

/// The lever of a value: a field, or the upper field of a ratio of two, at the present lower one; a constant may be added.
pub(super) fn lever(context: Context<'_>, subject: &Expr, mantissa: i128, upward: bool) -> Option<Lever> {
    let bound = Decimal::new(mantissa, subject.ty.scale());
    pull(context, subject, bound, if upward { Rounding::Ceil } else { Rounding::Floor })
}

fn pull(context: Context<'_>, subject: &Expr, bound: Decimal, toward: Rounding) -> Option<Lever> {
    let expr = through(context, subject);
    match &expr.kind {
        ExprKind::Field(id) => on_grid(context, *id, bound, toward),
        // A growth rate is a ratio less one.
        ExprKind::Subtract(inner, constant) => pull(context, inner, bound.add(fixed(constant)?)?, toward),
        ExprKind::Add(inner, constant) => {
            let fixed = fixed(constant)?;
            pull(context, inner, bound.add(Decimal::new(-fixed.mantissa, fixed.scale))?, toward)
        }
        ExprKind::Divide(above, below) => {
            let (ExprKind::Field(top), ExprKind::Field(bottom)) = (&through(context, above).kind, &through(context, below).kind) else { return None };
            let below = decimal(context.value(below)?, &below.ty).filter(|below| below.mantissa > 0)?;
            if top == bottom {
                return None;
            }
            on_grid(context, *top, bound.normalized().multiply(below.normalized())?, toward)
        }
        _ => None,
    }
}

fn fixed(expr: &Expr) -> Option<Decimal> {
    match &peel(expr).kind {
        ExprKind::Constant(value) => decimal(value, &peel(expr).ty),
        _ => None,
    }
}

/// What a value is, through names and rescalings.
fn through<'a>(context: Context<'a>, expr: &'a Expr) -> &'a Expr {
    let mut expr = peel(expr);
    while let ExprKind::Slot(id) = &expr.kind {
        // A slot only refers to slots before it, so this ends.
        match context.slot(*id) {
            Some(slot) => expr = peel(&slot.expr),
            None => return expr,
        }
    }
    expr
}

/// The nearest figure that can be filled in, on the far side of the amount.
fn on_grid(context: Context<'_>, id: FieldId, amount: Decimal, toward: Rounding) -> Option<Lever> {
    let FieldKind::Number { unit, decimals, scale, range } = &context.field(id)?.kind else { return None };
    let (factor, zeros) = unit.factor.normalized().without_trailing_zeros();
    let figure = if factor.mantissa == 1 {
        // A power of ten: moving the point is exact.
        let places = i32::from(amount.scale) + i32::from(zeros) - i32::from(factor.scale);
        match u8::try_from(places) {
            Ok(places) => Decimal::new(amount.mantissa, places),
            Err(_) => unit.from_base(amount)?,
        }
    } else {
        amount.divide(unit.factor, *decimals, toward)?
    };
    let figure = if figure.scale > *decimals { figure.rescale(*decimals, toward)? } else { figure };
    let base = unit.to_base(figure)?.normalized();
    let mantissa = if base.scale <= *scale { base.rescale(*scale, toward)?.mantissa } else { return None };
    (range.contains(mantissa) && context.field_value(id) != &Value::Number(mantissa)).then_some(Lever { field: id, mantissa })
}

/// The results with the figure changed; `None` where such a record would be rejected.
pub(super) fn changed(context: Context<'_>, lever: &Lever) -> Option<Evaluation> {
    let mut record = context.record.to_vec();
    *record.get_mut(lever.field.0 as usize)? = Value::Number(lever.mantissa);
    match check_record(context.program, &record, context.as_of) {
        Ok(None) => evaluate(context.program, &record, context.as_of).ok(),
        Ok(Some(_)) | Err(_) => None,
    }
}

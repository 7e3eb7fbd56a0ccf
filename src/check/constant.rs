//! What can be said without a record.
//!
//! In: checked expressions. Out: their constant values. Bounds, cells, weights and examples must have one.

use super::context::Context;
use crate::ir::SlotKind;
use crate::ir::expr::{Expr, ExprKind};
use crate::syntax::ast;
use crate::value::Value;
use crate::value::decimal::{self, Decimal, Rounding};

/// The value of an expression that uses no field and no date of reference.
pub fn value(ctx: &Context<'_>, expr: &Expr) -> Option<Value> {
    let number = |operand: &Expr| value(ctx, operand).and_then(|value| value.mantissa());
    match &expr.kind {
        ExprKind::Constant(value) => Some(value.clone()),
        ExprKind::Slot(id) => {
            let slot = ctx.slots.get(id.0 as usize).filter(|slot| slot.kind == SlotKind::Param)?;
            value(ctx, &slot.expr)
        }
        ExprKind::Negate(inner) => number(inner).map(|x| Value::Number(-x)),
        ExprKind::Rescale(inner) => decimal::scale_up(number(inner)?, u32::from(expr.ty.scale() - inner.ty.scale())).map(Value::Number),
        ExprKind::Add(left, right) => number(left)?.checked_add(number(right)?).map(Value::Number),
        ExprKind::Subtract(left, right) => number(left)?.checked_sub(number(right)?).map(Value::Number),
        ExprKind::Multiply(left, right) => {
            let drop = left.ty.scale() + right.ty.scale() - expr.ty.scale();
            decimal::multiply(number(left)?, number(right)?, u32::from(drop), Rounding::HalfAway).map(Value::Number)
        }
        ExprKind::Divide(left, right) => {
            let shift = i32::from(expr.ty.scale()) + i32::from(right.ty.scale()) - i32::from(left.ty.scale());
            decimal::divide(number(left)?, number(right)?, shift, Rounding::HalfAway).map(Value::Number)
        }
        _ => None,
    }
}

/// The amount of a constant number.
pub fn amount(ctx: &Context<'_>, expr: &Expr) -> Option<Decimal> {
    let mantissa = value(ctx, expr)?.mantissa()?;
    Some(Decimal { mantissa, scale: expr.ty.number()?.scale })
}

/// Whether a tree is written with literals only.
pub fn is_literal(tree: &ast::Expr) -> bool {
    match &tree.kind {
        ast::ExprKind::Quantity(..) | ast::ExprKind::Date(_) => true,
        ast::ExprKind::Negate(inner) | ast::ExprKind::Paren(inner) => is_literal(inner),
        _ => false,
    }
}

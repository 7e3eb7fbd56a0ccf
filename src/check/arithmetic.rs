//! Arithmetic: dimensions, scales, ranges.
//!
//! In: operands. Out: operations at the scales the language fixes: `+ -` exact, products cut to 18 places, quotients to 12,
//! always half away from zero. Overflow is impossible by the ranges, or reported.

use super::context::{Context, Hint};
use super::describe;
use super::expr::{self, number_constant};
use super::problem::{CheckProblem, TypeProblem};
use crate::ir::expr::{Expr, ExprKind, Missing};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::decimal::{self, Decimal, PRODUCT_PLACES, QUOTIENT_PLACES};
use crate::value::dimension::Dimension;
use crate::value::ty::{Number, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// Either cause of being missing.
pub fn either(left: &Expr, right: &Expr) -> Option<Arc<Missing>> {
    left.missing.clone().or_else(|| right.missing.clone())
}

/// The number an expression is, or nothing, its problem reported.
pub fn number<'e>(ctx: &mut Context<'_>, operand: &'e Expr) -> Option<&'e Number> {
    match &operand.ty {
        Type::Number(number) => Some(number),
        Type::Unknown => None,
        Type::Nothing => {
            ctx.report(TypeProblem::NoValue { span: operand.span });
            None
        }
        Type::Bool | Type::Date(_) | Type::Text | Type::Enum(_) => {
            let found = describe::type_phrase(ctx, &operand.ty);
            ctx.report(TypeProblem::NotNumber { found, span: operand.span });
            None
        }
    }
}

/// The same number at a greater scale.
pub fn rescale(ctx: &mut Context<'_>, operand: Expr, scale: u8) -> Expr {
    let Type::Number(number) = &operand.ty else { return operand };
    if scale <= number.scale {
        return operand;
    }
    let by = u32::from(scale - number.scale);
    let span = operand.span;
    let Some(range) = number.range.map(|x| decimal::scale_up(x, by)) else { return overflow(ctx, span, &[&operand]) };
    let ty = Type::Number(Number { scale, range, ..number.clone() });
    let missing = operand.missing.clone();
    let constant = match &operand.kind {
        ExprKind::Constant(Value::Number(mantissa)) => decimal::scale_up(*mantissa, by),
        _ => None,
    };
    let kind = constant.map_or_else(|| ExprKind::Rescale(Box::new(operand)), |mantissa| ExprKind::Constant(Value::Number(mantissa)));
    ctx.expr(span, ty, missing, kind)
}

/// Reports that a result may need more than 38 digits.
pub fn overflow(ctx: &mut Context<'_>, span: Span, operands: &[&Expr]) -> Expr {
    if ctx.widest {
        return ctx.unknown(span);
    }
    let operands = operands.iter().map(|operand| (operand.span, describe::range_text(&operand.ty))).collect();
    ctx.report(CheckProblem::Overflow { span, operands });
    ctx.unknown(span)
}

/// What stands in for an expression where only its place and a type matter: its parts are not copied.
pub fn like(value: &Expr, ty: Type) -> Expr {
    Expr { id: value.id, span: value.span, ty, missing: value.missing.clone(), kind: ExprKind::Constant(Value::Missing) }
}

/// A bare `0` fits every dimension.
pub fn adopt_zero(left: Expr, right: Expr) -> (Expr, Expr) {
    let wants = |zero: &Expr, other: &Expr| match (&zero.kind, &zero.ty, &other.ty) {
        (ExprKind::Constant(Value::Number(0)), Type::Number(z), Type::Number(o)) => z.dimension.is_none() && !o.dimension.is_none(),
        _ => false,
    };
    let adopt = |zero: Expr, other: &Expr| match (zero.ty, &other.ty) {
        (Type::Number(z), Type::Number(o)) => Expr { ty: Type::Number(Number { dimension: o.dimension.clone(), unit: o.unit.clone(), ..z }), ..zero },
        (ty, _) => Expr { ty, ..zero },
    };
    if wants(&left, &right) {
        (adopt(left, &right), right)
    } else if wants(&right, &left) {
        let right = adopt(right, &left);
        (left, right)
    } else {
        (left, right)
    }
}

/// Two numbers of one dimension at one scale, or nothing, the problem reported.
pub fn alike(ctx: &mut Context<'_>, left: Expr, right: Expr, doing: Doing, operator: Span) -> Option<(Expr, Expr)> {
    let (left, right) = adopt_zero(left, right);
    let (first, second) = (number(ctx, &left)?, number(ctx, &right)?);
    if first.dimension != second.dimension {
        let problem = TypeProblem::UnitsDiffer {
            doing,
            left: describe::quantity_phrase(first),
            right: describe::quantity_phrase(second),
            left_span: left.span,
            right_span: right.span,
            operator,
            hint: describe::unit_hint(first, &left, second, &right, ctx),
        };
        ctx.report(problem);
        return None;
    }
    let scale = first.scale.max(second.scale);
    let (left, right) = (rescale(ctx, left, scale), rescale(ctx, right, scale));
    (left.ty != Type::Unknown && right.ty != Type::Unknown).then_some((left, right))
}

/// What was tried with two quantities that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doing {
    /// Adding.
    Add,
    /// Subtracting.
    Subtract,
    /// Comparing.
    Compare,
    /// Choosing between.
    Choose,
}

/// `-x`
pub fn negate(ctx: &mut Context<'_>, inner: &ast::Expr, hint: &Hint, span: Span) -> Expr {
    let operand = expr::expr(ctx, inner, hint);
    let Some(found) = number(ctx, &operand) else { return ctx.unknown(span) };
    let ty = Type::Number(Number { range: found.range.negate(), ..found.clone() });
    let missing = operand.missing.clone();
    let kind = match &operand.kind {
        ExprKind::Constant(Value::Number(mantissa)) => ExprKind::Constant(Value::Number(-mantissa)),
        _ => ExprKind::Negate(Box::new(operand)),
    };
    ctx.expr(span, ty, missing, kind)
}

/// `x + y`, `x - y`
pub fn add(ctx: &mut Context<'_>, binary: &ast::Binary, hint: &Hint, span: Span) -> Expr {
    let (left, right) = (expr::expr(ctx, &binary.left, hint), expr::expr(ctx, &binary.right, hint));
    let adding = binary.operator == ast::Operator::Add;
    if matches!(left.ty, Type::Date(_)) || matches!(right.ty, Type::Date(_)) {
        let both = matches!((&left.ty, &right.ty), (Type::Date(_), Type::Date(_)));
        ctx.report(TypeProblem::DateArithmetic { both, adding, span });
        return ctx.unknown(span);
    }
    let missing = either(&left, &right);
    let doing = if adding { Doing::Add } else { Doing::Subtract };
    let Some((left, right)) = alike(ctx, left, right, doing, binary.operator_span) else { return ctx.unknown(span) };
    let (Type::Number(first), Type::Number(second)) = (&left.ty, &right.ty) else { return ctx.unknown(span) };
    let range = if adding { first.range.add(second.range) } else { first.range.subtract(second.range) };
    let Some(range) = range else { return overflow(ctx, span, &[&left, &right]) };
    let ty = Type::Number(Number { range, ..first.clone() });
    let (left, right) = (Box::new(left), Box::new(right));
    let kind = if adding { ExprKind::Add(left, right) } else { ExprKind::Subtract(left, right) };
    let sum = ctx.expr(span, ty, missing, kind);
    ctx.by_relations(sum)
}

/// `x * y`
pub fn multiply(ctx: &mut Context<'_>, binary: &ast::Binary, span: Span) -> Expr {
    let (left, right) = (expr::expr(ctx, &binary.left, &Hint::default()), expr::expr(ctx, &binary.right, &Hint::default()));
    product(ctx, left, right, span)
}

/// The product of two checked operands.
pub fn product(ctx: &mut Context<'_>, left: Expr, right: Expr, span: Span) -> Expr {
    let (first, second) = (number(ctx, &left).cloned(), number(ctx, &right).cloned());
    let (Some(first), Some(second)) = (first, second) else { return ctx.unknown(span) };
    let dimension = first.dimension.times(&second.dimension);
    let full = first.scale + second.scale;
    let scale = full.min(PRODUCT_PLACES);
    let missing = either(&left, &right);
    let Some(range) = first.range.multiply(second.range, u32::from(full - scale)) else { return overflow(ctx, span, &[&left, &right]) };
    let unit = unit_for(&dimension, &[&first, &second]);
    let ty = Type::Number(Number { dimension, scale, range, unit });
    ctx.expr(span, ty, missing, ExprKind::Multiply(Box::new(left), Box::new(right)))
}

/// `x / y`
pub fn divide(ctx: &mut Context<'_>, binary: &ast::Binary, span: Span) -> Expr {
    let (left, right) = (expr::expr(ctx, &binary.left, &Hint::default()), expr::expr(ctx, &binary.right, &Hint::default()));
    quotient(ctx, left, right, span)
}

/// The quotient of two checked operands: missing where the divisor is zero.
pub fn quotient(ctx: &mut Context<'_>, left: Expr, right: Expr, span: Span) -> Expr {
    quotient_to(ctx, QUOTIENT_PLACES, left, right, span)
}

/// The share that a checked number is of a positive amount. A share of 100, or of anything else by which every number ends after a
/// few places, has just these places: the same value as any quotient, in fewer digits.
pub fn share(ctx: &mut Context<'_>, number: Expr, whole: Decimal, span: Span) -> Expr {
    let whole = whole.normalized();
    let ends = |places: &u32| decimal::power_of_ten(*places).is_some_and(|power| power % whole.mantissa == 0);
    let exact = (0..=u32::from(QUOTIENT_PLACES)).find(ends).and_then(|places| {
        let places = u32::from(number.ty.scale()) + places;
        u8::try_from(places.saturating_sub(u32::from(whole.scale))).ok()
    });
    let places = exact.map_or(QUOTIENT_PLACES, |exact| exact.min(QUOTIENT_PLACES));
    let whole = number_constant(ctx, whole, Arc::new(Unit::plain()), span);
    quotient_to(ctx, places, number, whole, span)
}

fn quotient_to(ctx: &mut Context<'_>, places: u8, left: Expr, right: Expr, span: Span) -> Expr {
    let (first, second) = (number(ctx, &left).cloned(), number(ctx, &right).cloned());
    let (Some(first), Some(second)) = (first, second) else { return ctx.unknown(span) };
    let dimension = first.dimension.over(&second.dimension);
    let shift = i32::from(places) + i32::from(second.scale) - i32::from(first.scale);
    if second.range.single() == Some(0) {
        ctx.report(CheckProblem::DivisionByZero { span: right.span });
        return ctx.unknown(span);
    }
    let Some(range) = first.range.divide(second.range, shift) else { return overflow(ctx, span, &[&left, &right]) };
    let zero = second.range.contains(0).then(|| Arc::new(Missing::Divisor { span: right.span }));
    let missing = either(&left, &right).or(zero);
    let unit = unit_for(&dimension, &[&first]);
    let ty = Type::Number(Number { dimension, scale: places, range, unit });
    let quotient = ctx.expr(span, ty, missing, ExprKind::Divide(Box::new(left), Box::new(right)));
    ctx.by_relations(quotient)
}

/// The unit to show a result in: the unit of an operand that has the dimension, else base units.
fn unit_for(dimension: &Dimension, operands: &[&Number]) -> Arc<Unit> {
    if dimension.is_none() {
        return Arc::new(Unit::plain());
    }
    let same = operands.iter().find(|operand| operand.dimension == *dimension);
    same.map_or_else(
        || Arc::new(Unit { name: dimension.to_string(), dimension: dimension.clone(), factor: Decimal::ONE, decimals: None, whole: false }),
        |operand| operand.unit.clone(),
    )
}

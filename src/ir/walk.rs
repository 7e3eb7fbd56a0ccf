//! Walking expressions.
//!
//! In: an expression. Out: a visit to each node below it, outermost first.

use super::expr::{Expr, ExprKind};

/// Calls `visit` for the expression and everything below it.
pub fn each<'e>(expr: &'e Expr, visit: &mut impl FnMut(&'e Expr)) {
    visit(expr);
    for child in children(expr) {
        each(child, visit);
    }
}

/// The direct parts of an expression, in the order of evaluation.
#[must_use]
pub fn children(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Constant(_) | ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_) | ExprKind::AsOf => Vec::new(),
        ExprKind::Rescale(inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) | ExprKind::IsMissing(inner) => vec![inner],
        ExprKind::Matches(inner, _) | ExprKind::StartsWith(inner, _) => vec![inner],
        ExprKind::Add(left, right)
        | ExprKind::Subtract(left, right)
        | ExprKind::Multiply(left, right)
        | ExprKind::Divide(left, right)
        | ExprKind::Compare(_, left, right)
        | ExprKind::Default(left, right) => vec![left, right],
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Builtin(_, parts) => parts.iter().collect(),
        ExprKind::If(condition, then, otherwise) => vec![condition, then, otherwise],
        ExprKind::When(when) => {
            let rows = when.rows.iter().flat_map(|row| [&row.guard, &row.value]);
            rows.chain([when.otherwise.as_ref()]).chain(when.missing.as_deref()).collect()
        }
        ExprKind::Choose(choose) => choose.subjects.iter().chain(choose.rows.iter().map(|row| &row.value)).collect(),
        ExprKind::Linear(linear) => std::iter::once(linear.subject.as_ref()).chain(linear.missing.as_deref()).collect(),
        ExprKind::Lookup(lookup) => lookup.keys.iter().collect(),
        ExprKind::Dated(rows) => rows.iter().map(|row| &row.value).collect(),
        ExprKind::Call(call) => call.arguments.iter().map(|(_, argument)| argument).chain([call.body.as_ref()]).collect(),
    }
}

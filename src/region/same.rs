//! Facts about calculations that cannot be turned round: what was assumed of a quotient is remembered for every quotient written
//! the same.
//!
//! In: expressions. Out: whether two always have the same value because they are written the same, and what is noted of one.

use super::{Possible, Reader};
use crate::ir::expr::{Expr, ExprKind};

/// How many facts are kept.
const MOST: usize = 32;
/// How deep expressions are held against each other.
const DEPTH: u32 = 12;

impl<'w> Reader<'w> {
    /// Remembers what a calculation is here.
    pub(super) fn note(&mut self, expr: &'w Expr, to: &Possible) {
        if self.noted.len() < MOST {
            self.noted.push((expr, to.clone()));
        }
    }

    /// What a calculation can be, by what was noted of ones written the same.
    pub(super) fn as_noted(&self, expr: &Expr, found: Possible) -> Possible {
        self.noted.iter().filter(|(known, _)| is_same(known, expr)).fold(found, |found, (_, to)| found.meet(to))
    }
}

/// Whether two expressions are the same calculation; `false` also where that is not looked into.
pub(super) fn is_same(a: &Expr, b: &Expr) -> bool {
    is_same_within(a, b, DEPTH)
}

fn is_same_within(a: &Expr, b: &Expr, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    if a.ty.scale() != b.ty.scale() {
        return false;
    }
    let both = |a: &Expr, b: &Expr, c: &Expr, d: &Expr| is_same_within(a, b, depth) && is_same_within(c, d, depth);
    match (&a.kind, &b.kind) {
        (ExprKind::Constant(a), ExprKind::Constant(b)) => a == b,
        (ExprKind::Field(a), ExprKind::Field(b)) => a == b,
        (ExprKind::Slot(a), ExprKind::Slot(b)) => a == b,
        (ExprKind::Local(a), ExprKind::Local(b)) => a == b,
        (ExprKind::AsOf, ExprKind::AsOf) => true,
        (ExprKind::Rescale(a), ExprKind::Rescale(b)) | (ExprKind::Negate(a), ExprKind::Negate(b)) => is_same_within(a, b, depth),
        (ExprKind::Add(a, c), ExprKind::Add(b, d))
        | (ExprKind::Subtract(a, c), ExprKind::Subtract(b, d))
        | (ExprKind::Multiply(a, c), ExprKind::Multiply(b, d))
        | (ExprKind::Divide(a, c), ExprKind::Divide(b, d)) => both(a, b, c, d),
        (ExprKind::Builtin(one, first), ExprKind::Builtin(other, second)) => {
            one == other && first.len() == second.len() && first.iter().zip(second).all(|(a, b)| is_same_within(a, b, depth))
        }
        _ => false,
    }
}

//! What is known of a figure where a guard of `when` is reached: every guard before it has failed.
//!
//! In: a `when`. Out: for guards that compare a figure with a constant, the range the figure can still have. Only guards that
//! compare the same figure are understood; of the others nothing is concluded.

use super::outcomes::range;
use crate::ir::expr::{Expr, ExprId, ExprKind, When};
use crate::value::comparison::Comparison;
use crate::value::range::Range;

/// The range of the figure on the left of each guard, where it was narrowed.
pub(super) fn guards(when: &When) -> Vec<(ExprId, Range)> {
    let mut failed: Vec<(&Expr, Comparison, i128)> = Vec::new();
    let mut found = Vec::new();
    for row in &when.rows {
        let ExprKind::Compare(comparison, figure, bound) = &row.guard.kind else { continue };
        let (Some(whole), Some(bound)) = (range(&figure.ty), range(&bound.ty).and_then(Range::single)) else { continue };
        let mut before = failed.iter().filter(|(other, _, _)| same(figure, other));
        let left = before.try_fold(whole, |left, (_, comparison, bound)| without(left, *comparison, *bound));
        if let Some(left) = left.filter(|left| *left != whole) {
            found.push((row.guard.id, left));
        }
        failed.push((figure, *comparison, bound));
    }
    found
}

/// What of a range is left where a comparison with the bound fails.
fn without(range: Range, comparison: Comparison, bound: i128) -> Option<Range> {
    let Range { low, high } = range;
    let (low, high) = match comparison {
        Comparison::Less => (low.max(bound), high),
        Comparison::AtMost => (low.max(bound.checked_add(1)?), high),
        Comparison::Greater => (low, high.min(bound)),
        Comparison::AtLeast => (low, high.min(bound.checked_sub(1)?)),
        Comparison::Different => (low.max(bound), high.min(bound)),
        Comparison::Equal if bound == low => (low + 1, high),
        Comparison::Equal if bound == high => (low, high - 1),
        Comparison::Equal => (low, high),
    };
    Range::new(low, high)
}

/// Whether two expressions of one `when` are the same figure, as far as is easily seen.
fn same(a: &Expr, b: &Expr) -> bool {
    let pair = |(a, b): (&Expr, &Expr), (c, d): (&Expr, &Expr)| same(a, c) && same(b, d);
    a.ty.scale() == b.ty.scale()
        && match (&a.kind, &b.kind) {
            (ExprKind::Constant(a), ExprKind::Constant(b)) => a == b,
            (ExprKind::Field(a), ExprKind::Field(b)) => a == b,
            (ExprKind::Slot(a), ExprKind::Slot(b)) => a == b,
            (ExprKind::Local(a), ExprKind::Local(b)) => a == b,
            (ExprKind::Rescale(a), ExprKind::Rescale(b)) | (ExprKind::Negate(a), ExprKind::Negate(b)) => same(a, b),
            (ExprKind::Default(a, b), ExprKind::Default(c, d))
            | (ExprKind::Add(a, b), ExprKind::Add(c, d))
            | (ExprKind::Subtract(a, b), ExprKind::Subtract(c, d))
            | (ExprKind::Divide(a, b), ExprKind::Divide(c, d)) => pair((a, b), (c, d)),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Range, without};

    #[test]
    fn a_failed_guard_leaves_the_rest() {
        let range = Range { low: 0, high: 9 };
        assert_eq!(without(range, Comparison::Less, 4), Range::new(4, 9));
        assert_eq!(without(range, Comparison::AtMost, 4), Range::new(5, 9));
        assert_eq!(without(range, Comparison::Greater, 4), Range::new(0, 4));
        assert_eq!(without(range, Comparison::AtLeast, 4), Range::new(0, 3));
        assert_eq!(without(range, Comparison::Different, 4), Range::new(4, 4));
        assert_eq!((without(range, Comparison::Equal, 4), without(range, Comparison::Equal, 0)), (Range::new(0, 9), Range::new(1, 9)));
        assert_eq!(without(range, Comparison::AtLeast, 0), None);
    }
}

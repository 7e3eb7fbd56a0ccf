//! Straight lines between knots.
//!
//! In: knots with strictly rising `x`, and an `x`. Out: the height there, flat outside the knots.

use super::decimal::{self, Rounding};

/// The height at `x`, half away from zero; `None` where a distance does not fit 38 digits or there is no knot.
#[must_use]
pub fn height(knots: &[(i128, i128)], x: i128) -> Option<i128> {
    let after = next(knots, x);
    let before = after.checked_sub(1).and_then(|position| knots.get(position));
    match (before, knots.get(after)) {
        (Some((_, y)), None) | (None, Some((_, y))) => Some(*y),
        (Some((x0, y0)), Some((x1, y1))) => {
            let step = decimal::multiply_divide(x - x0, y1 - y0, x1 - x0, Rounding::HalfAway)?;
            y0.checked_add(step)
        }
        (None, None) => None,
    }
}

/// The position of the first knot beyond `x`.
#[must_use]
pub fn next(knots: &[(i128, i128)], x: i128) -> usize {
    knots.partition_point(|(knot, _)| *knot <= x)
}

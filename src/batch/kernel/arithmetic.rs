//! Sums, products, the smaller and the greater.
//!
//! In: whole numbers of 64 bits. Out: the same; what does not fit wraps around, so that a caller proves beforehand that it fits.

use super::dispatch::{one, two};

/// `a + b`
pub fn add(a: &[i64], b: &[i64], out: &mut [i64]) {
    two(a, b, out, i64::wrapping_add);
}

/// `a - b`
pub fn subtract(a: &[i64], b: &[i64], out: &mut [i64]) {
    two(a, b, out, i64::wrapping_sub);
}

/// `a × b`
pub fn multiply(a: &[i64], b: &[i64], out: &mut [i64]) {
    two(a, b, out, i64::wrapping_mul);
}

/// `-x`
pub fn negate(x: &[i64], out: &mut [i64]) {
    one(x, out, i64::wrapping_neg);
}

/// `x` without its sign.
pub fn absolute(x: &[i64], out: &mut [i64]) {
    one(x, out, i64::wrapping_abs);
}

/// The smaller of two.
pub fn minimum(a: &[i64], b: &[i64], out: &mut [i64]) {
    two(a, b, out, i64::min);
}

/// The greater of two.
pub fn maximum(a: &[i64], b: &[i64], out: &mut [i64]) {
    two(a, b, out, i64::max);
}

/// `x + constant`
pub fn add_constant(x: &[i64], constant: i64, out: &mut [i64]) {
    one(x, out, move |x| x.wrapping_add(constant));
}

/// `x × constant`
pub fn multiply_constant(x: &[i64], constant: i64, out: &mut [i64]) {
    one(x, out, move |x| x.wrapping_mul(constant));
}

/// `x`, no less than `low` and no more than `high`; `high` where the two are the wrong way round.
pub fn clamp(x: &[i64], low: i64, high: i64, out: &mut [i64]) {
    one(x, out, move |x| x.max(low).min(high));
}

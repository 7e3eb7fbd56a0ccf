//! Sums, products, the smaller and the greater of long numbers.
//!
//! In: whole numbers of 128 bits. Out: the same; what does not fit wraps around. Seldom used, so plain loops.

/// `a + b`
pub fn add(a: &[i128], b: &[i128], out: &mut [i128]) {
    two(a, b, out, i128::wrapping_add);
}

/// `a - b`
pub fn subtract(a: &[i128], b: &[i128], out: &mut [i128]) {
    two(a, b, out, i128::wrapping_sub);
}

/// `a × b`
pub fn multiply(a: &[i128], b: &[i128], out: &mut [i128]) {
    two(a, b, out, i128::wrapping_mul);
}

/// `-x`
pub fn negate(x: &[i128], out: &mut [i128]) {
    one(x, out, i128::wrapping_neg);
}

/// `x` without its sign.
pub fn absolute(x: &[i128], out: &mut [i128]) {
    one(x, out, i128::wrapping_abs);
}

/// The smaller of two.
pub fn minimum(a: &[i128], b: &[i128], out: &mut [i128]) {
    two(a, b, out, i128::min);
}

/// The greater of two.
pub fn maximum(a: &[i128], b: &[i128], out: &mut [i128]) {
    two(a, b, out, i128::max);
}

/// `x + constant`
pub fn add_constant(x: &[i128], constant: i128, out: &mut [i128]) {
    one(x, out, |x| x.wrapping_add(constant));
}

/// `x × constant`
pub fn multiply_constant(x: &[i128], constant: i128, out: &mut [i128]) {
    one(x, out, |x| x.wrapping_mul(constant));
}

/// `x`, no less than `low` and no more than `high`; `high` where the two are the wrong way round.
pub fn clamp(x: &[i128], low: i128, high: i128, out: &mut [i128]) {
    one(x, out, |x| x.max(low).min(high));
}

/// The same numbers in more bits.
pub fn widen(x: &[i64], out: &mut [i128]) {
    one(x, out, i128::from);
}

/// The same numbers in fewer bits; what does not fit is the nearest that does.
pub fn narrow(x: &[i128], out: &mut [i64]) {
    one(x, out, |x| i64::try_from(x).unwrap_or(if x < 0 { i64::MIN } else { i64::MAX }));
}

fn one<X: Copy, Y>(x: &[X], out: &mut [Y], lane: impl Fn(X) -> Y) {
    out.iter_mut().zip(x).for_each(|(out, x)| *out = lane(*x));
}

fn two(a: &[i128], b: &[i128], out: &mut [i128], lane: impl Fn(i128, i128) -> i128) {
    out.iter_mut().zip(a).zip(b).for_each(|((out, a), b)| *out = lane(*a, *b));
}

//! 256-bit intermediates for products and quotients of mantissas.
//!
//! In: unsigned 128-bit words. Out: exact products, and quotients with remainders. Schoolbook arithmetic in 64-bit halves
//! and shift-and-subtract division for the rare wide case.

/// An unsigned 256-bit number: `high × 2^128 + low`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wide {
    /// The upper half.
    pub high: u128,
    /// The lower half.
    pub low: u128,
}

const HALF: u128 = u64::MAX as u128;

/// The exact product of two words.
pub fn multiply(a: u128, b: u128) -> Wide {
    let (a_high, a_low) = (a >> 64, a & HALF);
    let (b_high, b_low) = (b >> 64, b & HALF);
    let low = a_low * b_low;
    let middle = a_high * b_low + (low >> 64);
    let cross = a_low * b_high + (middle & HALF);
    Wide { high: a_high * b_high + (middle >> 64) + (cross >> 64), low: (cross << 64) | (low & HALF) }
}

/// Quotient and remainder of `n ÷ d`; `None` where `d` is zero or the quotient needs more than 128 bits.
pub fn divide(n: Wide, d: u128) -> Option<(u128, u128)> {
    if d == 0 || n.high >= d {
        return None;
    }
    if n.high == 0 {
        return Some((n.low / d, n.low % d));
    }
    let (mut remainder, mut quotient) = (n.high, 0u128);
    for bit in (0..128).rev() {
        let carry = remainder >> 127 == 1;
        remainder = (remainder << 1) | ((n.low >> bit) & 1);
        quotient <<= 1;
        if carry || remainder >= d {
            remainder = remainder.wrapping_sub(d);
            quotient |= 1;
        }
    }
    Some((quotient, remainder))
}

/// The greatest whole number whose square is not above `n`, for `n` below 2^254, and whether more than half of the way to the
/// next one remains: `n > root² + root`.
pub fn square_root(n: Wide) -> (u128, bool) {
    let mut root: u128 = 0;
    for bit in (0..127).rev() {
        let trial = root | (1 << bit);
        if multiply(trial, trial) <= n {
            root = trial;
        }
    }
    (root, multiply(root, root + 1) < n)
}

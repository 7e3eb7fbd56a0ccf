//! Exact quotients by way of an estimate in floating point.
//!
//! In: whole numbers of 64 bits. Out: whole numbers, rounded exactly as `value::decimal` rounds. The only file of the engine with
//! floating point: an estimate says where the quotient is to within one, whole numbers say what it is. Knows no scale of a type.
//!
//! **Why one step is enough.** Each conversion to `f64`, each product and each quotient is off by a factor within `1 ± 2^-53`. At
//! most five of them (two conversions, the power of ten, a product, a quotient) meet in an estimate `e` of the true quotient `t`,
//! so `|e - t| <= 5.01 × 2^-53 × |t|`, which is below 0.63 for `|t| <= 2^50 + 2`. Rounding `e` to a whole number `q` adds at most
//! 0.5, so `|q - t| < 1.13`. The right answer `r` has `|r - t| <= 0.5`; whole numbers less than 1.63 apart differ by at most one.
//!
//! **Why the remainder is exact.** It is `(t - q) × b`, so its magnitude is below `1.13 × |b|`, and twice that is below `2^63` where
//! `|b| < 2^61`. Arithmetic that wraps gives its low 64 bits whatever the products in between are, and these are all it has.
//!
//! **Outside the window.** An estimate is kept within `low - 2` and `high + 2`. Where `t` is inside these, that only brings it
//! nearer to `t`. Where `t` is above `high + 2`, `e` is above `high + 1.37` and `q` is at least `high + 1`; the remainder may have
//! wrapped, but a step of one leaves at least `high`, which is what the true quotient is cut to as well. Below `low` likewise.

use super::dispatch::two;

/// A power of ten that a quotient is multiplied by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift(Power);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Power {
    /// The dividend is multiplied: by the low 64 bits of a power of ten, and by about that power.
    Up { low_bits: i64, about: f64 },
    /// The divisor is multiplied by a power of ten.
    Down { factor: i64 },
}

impl Shift {
    /// `10^places`; the estimate is good enough for at most 44 places.
    #[must_use]
    pub fn new(places: i32) -> Shift {
        let low_bits = 10i64.wrapping_pow(places.unsigned_abs());
        // To 10^22 every step is exact; beyond, a power is put together from two that are, which is one rounding.
        let power = |steps: std::ops::Range<u32>| steps.fold(1.0, |power, _| power * 10.0);
        let steps = places.unsigned_abs().min(44);
        let about = power(0..steps.min(22)) * power(22..steps);
        Shift(if places < 0 { Power::Down { factor: low_bits } } else { Power::Up { low_bits, about } })
    }
}

/// `a × shift ÷ b`, rounded to a whole number with halves away from zero, within what matters: cut to `low` and `high`, the result
/// is the true quotient cut to them. Anything where `b` is zero.
///
/// The caller sees to it that `low` and `high` lie within `±2^50`, that `shift` is at most `10^44`, and that `|b|` is below `2^61`;
/// with a shift downwards, `|b|` times the power of ten.
pub fn divide(a: &[i64], b: &[i64], shift: Shift, low: i64, high: i64, out: &mut [i64]) {
    let window = Window { low: low.wrapping_sub(2) as f64, high: high.wrapping_add(2) as f64 };
    match shift.0 {
        Power::Up { low_bits, about } => two(a, b, out, move |a, b| {
            let estimate = window.whole(a as f64 * about / b as f64);
            settle(a.wrapping_mul(low_bits), b, estimate, a)
        }),
        Power::Down { factor } => two(a, b, out, move |a, b| {
            let divisor = b.wrapping_mul(factor);
            settle(a, divisor, window.whole(a as f64 / divisor as f64), a)
        }),
    }
}

/// The nearest whole number, halves away from zero, of a quotient that an estimate misses by at most one. `sign` has the sign of the
/// dividend, whose own may be lost.
#[inline(always)]
fn settle(dividend: i64, divisor: i64, estimate: i64, sign: i64) -> i64 {
    let remainder = dividend.wrapping_sub(estimate.wrapping_mul(divisor));
    let turn = divisor >> 63;
    let (twice, size) = (((remainder ^ turn).wrapping_sub(turn)).wrapping_mul(2), divisor.wrapping_abs());
    // A half goes up where the quotient is positive, down where it is negative: -1 where negative, else 0.
    let negative = (sign ^ divisor) >> 63;
    let up = i64::from(twice.wrapping_add(negative) >= size);
    let down = i64::from(twice.wrapping_neg().wrapping_sub(1).wrapping_sub(negative) >= size);
    estimate.wrapping_add(up).wrapping_sub(down)
}

/// Adding this to a number within `±2^51` leaves no place for a fraction, and the whole number in the low bits.
const SHIFTER: f64 = 6_755_399_441_055_744.0;

/// The nearest whole number, halves to even; anything beyond `±2^51`.
#[inline(always)]
fn nearest(x: f64) -> i64 {
    (x + SHIFTER).to_bits().wrapping_sub(SHIFTER.to_bits()) as i64
}

#[derive(Clone, Copy)]
struct Window {
    low: f64,
    high: f64,
}

impl Window {
    #[inline(always)]
    fn whole(self, estimate: f64) -> i64 {
        let estimate = if estimate < self.low { self.low } else { estimate };
        nearest(if estimate > self.high { self.high } else { estimate })
    }
}

/// An estimate of `x ÷ divisor` for one divisor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reciprocal(f64);

impl Reciprocal {
    /// For a positive divisor.
    pub(super) fn of(divisor: i64) -> Reciprocal {
        Reciprocal(1.0 / divisor as f64)
    }

    /// A whole number within 0.76 of `x ÷ divisor`, where that is within `±2^49`: two conversions, a quotient and a product are off
    /// by `4.01 × 2^-53 × 2^49`, and rounding by one half.
    #[inline(always)]
    pub(super) fn quotient(self, x: i64) -> i64 {
        nearest(x as f64 * self.0)
    }
}

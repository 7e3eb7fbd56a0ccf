//! Quotients by a constant, in every way of rounding.
//!
//! In: whole numbers of 64 bits and a positive divisor. Out: what `value::decimal` gives. Knows no scale of a type.

use super::dispatch::one;
use super::divide::Reciprocal;
use crate::value::decimal::Rounding;

/// `x ÷ divisor` rounded to a whole number, exactly. `bound` is the greatest magnitude of a lane with a value: lanes beyond it hold
/// anything afterwards. A divisor below one is taken as one.
pub fn scale_down(x: &[i64], divisor: i64, rounding: Rounding, bound: i64, out: &mut [i64]) {
    multiply_scale_down(x, 1, divisor, rounding, bound, out);
}

/// `x × factor ÷ divisor` rounded to a whole number, exactly, where `bound × factor` fits. As [`scale_down`] otherwise.
pub fn multiply_scale_down(x: &[i64], factor: i64, divisor: i64, rounding: Rounding, bound: i64, out: &mut [i64]) {
    let divisor = divisor.max(1);
    let greatest = u128::from(bound.unsigned_abs()) * u128::from(factor.unsigned_abs());
    let divide = Constant { divisor, beyond_half: divisor / 2 + 1, even: i64::from(divisor % 2 == 0) };
    if divisor == 1 {
        one(x, out, move |x| x.wrapping_mul(factor));
    } else if divisor < 1 << 61 && greatest / u128::from(divisor.unsigned_abs()) < 1 << 49 {
        let reciprocal = Reciprocal::of(divisor);
        divide.all(x, rounding, out, move |x| {
            let x = x.wrapping_mul(factor);
            (x, reciprocal.quotient(x))
        });
    } else {
        divide.all(x, rounding, out, move |x| {
            let x = x.wrapping_mul(factor);
            (x, x.checked_div(divisor).unwrap_or(0))
        });
    }
}

/// A divisor, and how much of it is more than half.
#[derive(Clone, Copy)]
struct Constant {
    divisor: i64,
    beyond_half: i64,
    /// 1 where there are exact halves, else 0.
    even: i64,
}

impl Constant {
    /// From estimates that are less than the whole divisor away; for halves, less than one and a half.
    #[inline(always)]
    fn all(self, x: &[i64], rounding: Rounding, out: &mut [i64], estimate: impl Fn(i64) -> (i64, i64)) {
        match rounding {
            Rounding::HalfAway => one(x, out, move |x| {
                let (x, quotient) = estimate(x);
                let negative = x >> 63 & 1;
                self.nearest(x, quotient, 1 - negative, negative)
            }),
            Rounding::HalfEven => one(x, out, move |x| {
                let (x, quotient) = estimate(x);
                self.nearest(x, quotient, quotient & 1, quotient & 1)
            }),
            Rounding::Floor => one(x, out, move |x| {
                let (x, quotient) = estimate(x);
                quotient.wrapping_sub(i64::from(self.rest(x, quotient) < 0))
            }),
            Rounding::Ceil => one(x, out, move |x| {
                let (x, quotient) = estimate(x);
                quotient.wrapping_add(i64::from(self.rest(x, quotient) > 0))
            }),
            Rounding::Truncate => one(x, out, move |x| {
                let (x, quotient) = estimate(x);
                let (rest, negative) = (self.rest(x, quotient), x >> 63);
                let (up, down) = (i64::from(rest > 0), i64::from(rest < 0));
                quotient.wrapping_add(up & negative).wrapping_sub(down & !negative)
            }),
        }
    }

    #[inline(always)]
    fn rest(self, x: i64, quotient: i64) -> i64 {
        x.wrapping_sub(quotient.wrapping_mul(self.divisor))
    }

    /// `up` and `down` are 1 where an exact half goes that way.
    #[inline(always)]
    fn nearest(self, x: i64, quotient: i64, up: i64, down: i64) -> i64 {
        let rest = self.rest(x, quotient);
        let up = i64::from(rest.wrapping_add(up & self.even) >= self.beyond_half);
        let down = i64::from(rest.wrapping_neg().wrapping_add(down & self.even) >= self.beyond_half);
        quotient.wrapping_add(up).wrapping_sub(down)
    }
}

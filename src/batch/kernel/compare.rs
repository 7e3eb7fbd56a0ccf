//! Comparisons.
//!
//! In: numbers, and whether they are there. Out: marks of three values. Knows no type.

use super::dispatch::{change, one, two};
use super::{FALSE, MISSING};
use crate::value::comparison::Comparison;

/// Whether the comparison holds; [`MISSING`] where `present` says that a side is not there.
pub fn compare(a: &[i64], b: &[i64], comparison: Comparison, present: Option<&[u8]>, out: &mut [u8]) {
    match comparison {
        Comparison::Less => two(a, b, out, |a, b| u8::from(a < b)),
        Comparison::AtMost => two(a, b, out, |a, b| u8::from(a <= b)),
        Comparison::Greater => two(a, b, out, |a, b| u8::from(a > b)),
        Comparison::AtLeast => two(a, b, out, |a, b| u8::from(a >= b)),
        Comparison::Equal => two(a, b, out, |a, b| u8::from(a == b)),
        Comparison::Different => two(a, b, out, |a, b| u8::from(a != b)),
    }
    if let Some(present) = present {
        absent(present, out);
    }
}

/// [`compare`] with one number.
pub fn compare_constant(x: &[i64], constant: i64, comparison: Comparison, present: Option<&[u8]>, out: &mut [u8]) {
    match comparison {
        Comparison::Less => one(x, out, move |x| u8::from(x < constant)),
        Comparison::AtMost => one(x, out, move |x| u8::from(x <= constant)),
        Comparison::Greater => one(x, out, move |x| u8::from(x > constant)),
        Comparison::AtLeast => one(x, out, move |x| u8::from(x >= constant)),
        Comparison::Equal => one(x, out, move |x| u8::from(x == constant)),
        Comparison::Different => one(x, out, move |x| u8::from(x != constant)),
    }
    if let Some(present) = present {
        absent(present, out);
    }
}

/// [`compare`] for numbers of 128 bits.
pub fn compare_wide(a: &[i128], b: &[i128], comparison: Comparison, present: Option<&[u8]>, out: &mut [u8]) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = u8::from(comparison.holds(a.cmp(b)));
    }
    if let Some(present) = present {
        absent(present, out);
    }
}

/// Whether a number is not nought.
pub fn non_zero(x: &[i64], out: &mut [u8]) {
    one(x, out, |x| u8::from(x != 0));
}

/// [`non_zero`] for numbers of 128 bits.
pub fn non_zero_wide(x: &[i128], out: &mut [u8]) {
    out.iter_mut().zip(x).for_each(|(out, x)| *out = u8::from(*x != 0));
}

fn absent(present: &[u8], out: &mut [u8]) {
    change(present, out, |mark, present| if present == FALSE { MISSING } else { mark });
}

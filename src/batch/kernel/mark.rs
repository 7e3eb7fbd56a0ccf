//! Marks put together.
//!
//! In: marks. Out: marks. Knows not what they say.

use super::dispatch::{one, run, two};
use pulp::NullaryFnOnce;

/// `a` and `b`, bit by bit: of marks of two values, whether both are yes.
pub fn both(a: &[u8], b: &[u8], out: &mut [u8]) {
    two(a, b, out, |a, b| a & b);
}

/// `a` or `b`, bit by bit: of marks of two values, whether one is yes.
pub fn either(a: &[u8], b: &[u8], out: &mut [u8]) {
    two(a, b, out, |a, b| a | b);
}

/// Whether a mark is this one.
pub fn equals(mark: &[u8], code: u8, out: &mut [u8]) {
    one(mark, out, move |mark| u8::from(mark == code));
}

/// Whether any mark is this one.
#[must_use]
pub fn any_equal(mark: &[u8], code: u8) -> bool {
    run(AnyEqual { mark, code })
}

struct AnyEqual<'a> {
    mark: &'a [u8],
    code: u8,
}

impl NullaryFnOnce for AnyEqual<'_> {
    type Output = bool;

    #[inline(always)]
    fn call(self) -> bool {
        self.mark.iter().fold(0, |found, mark| found | u8::from(*mark == self.code)) != 0
    }
}

/// Truth values as marks.
pub fn marks(truth: &[bool], out: &mut [u8]) {
    one(truth, out, u8::from);
}

/// Marks as truth values.
pub fn truths(mark: &[u8], out: &mut [bool]) {
    one(mark, out, |mark| mark == super::TRUE);
}

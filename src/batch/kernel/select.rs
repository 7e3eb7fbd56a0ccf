//! One of two, lane by lane, and lanes of another width.
//!
//! In: marks and lanes. Out: lanes. Knows not what they stand for.

use super::TRUE;
use super::dispatch::{one, three};

/// `a` where the mark is [`TRUE`], else `b`.
pub fn select<T: Copy>(mark: &[u8], a: &[T], b: &[T], out: &mut [T]) {
    three(mark, a, b, out, |mark, a, b| if mark == TRUE { a } else { b });
}

/// Days as numbers.
pub fn load_i32(x: &[i32], out: &mut [i64]) {
    one(x, out, i64::from);
}

/// Days from numbers; what does not fit is the nearest that does.
pub fn store_i32(x: &[i64], out: &mut [i32]) {
    one(x, out, |x| x.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
}

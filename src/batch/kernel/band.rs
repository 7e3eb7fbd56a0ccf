//! Which band a number lies in.
//!
//! In: numbers and rising cuts. Out: how many cuts a number has reached. Knows no band by name.

use super::FALSE;
use super::dispatch::{change, one};

/// The greatest number of cuts.
pub const GREATEST: usize = 254;
/// More cuts than this are searched by halving.
const FEW: usize = 24;

/// How many of the `cuts`, which rise, are at most `x`; one more than there are cuts where `present` says that `x` is not there. At
/// most [`GREATEST`] cuts; later ones count for nothing.
pub fn band(x: &[i64], cuts: &[i64], present: Option<&[u8]>, out: &mut [u8]) {
    let cuts = cuts.get(..GREATEST).unwrap_or(cuts);
    if cuts.len() <= FEW {
        count(x, cuts, out);
    } else {
        out.iter_mut().zip(x).for_each(|(out, x)| *out = position(cuts, x));
    }
    if let Some(present) = present {
        absent(cuts.len(), present, out);
    }
}

/// [`band`] for numbers of 128 bits.
pub fn band_wide(x: &[i128], cuts: &[i128], present: Option<&[u8]>, out: &mut [u8]) {
    let cuts = cuts.get(..GREATEST).unwrap_or(cuts);
    out.iter_mut().zip(x).for_each(|(out, x)| *out = position(cuts, x));
    if let Some(present) = present {
        absent(cuts.len(), present, out);
    }
}

fn position<T: Ord>(cuts: &[T], x: &T) -> u8 {
    u8::try_from(cuts.partition_point(|cut| cut <= x)).unwrap_or(u8::MAX)
}

fn absent(cuts: usize, present: &[u8], out: &mut [u8]) {
    let beyond = u8::try_from(cuts + 1).unwrap_or(u8::MAX);
    change(present, out, move |band, present| if present == FALSE { beyond } else { band });
}

/// How many of these few cuts are at most `x`.
#[inline(always)]
fn reached<const N: usize>(cuts: [i64; N], x: i64) -> u8 {
    cuts.iter().fold(0u8, |reached, cut| reached.wrapping_add(u8::from(x >= *cut)))
}

/// Four cuts at a time, each one comparison of many lanes.
fn count(x: &[i64], cuts: &[i64], out: &mut [u8]) {
    let (fours, rest) = cuts.as_chunks::<4>();
    match *rest {
        [a, b, c, ..] => one(x, out, move |x| reached([a, b, c], x)),
        [a, b] => one(x, out, move |x| reached([a, b], x)),
        [a] => one(x, out, move |x| reached([a], x)),
        [] => one(x, out, |_| 0),
    }
    for four in fours {
        let four = *four;
        change(x, out, move |before, x| before.wrapping_add(reached(four, x)));
    }
}

//! Heights of a line through knots.
//!
//! In: numbers, and knots with rising `x`. Out: what `value::knots` gives. Knows no grade.
//!
//! A line is the height of its first knot and the climb of every segment: all of it behind a number, none of it ahead, and part of
//! it only where the number lies, so that only one climb is rounded and the sum is what `knots::height` gives.

use super::dispatch::{change, one};
use super::divide::Reciprocal;
use crate::value::decimal::greatest_common;
use crate::value::knots;

/// More segments than this are searched for.
const FEW: usize = 8;

/// A line through knots, made ready.
#[derive(Debug, Clone)]
pub struct Line(Way);

#[derive(Debug, Clone)]
enum Way {
    /// Every climb fits.
    Segments { start: i64, segments: Box<[Segment]> },
    /// One number at a time.
    Knots(Box<[(i128, i128)]>),
}

/// A climb of `rise ÷ run` a step, in lowest terms, from `from` on, over `length` steps.
#[derive(Debug, Clone, Copy)]
struct Segment {
    from: i64,
    length: i64,
    /// Without its sign.
    rise: i64,
    run: i64,
    /// -1 where the line falls, else 1.
    sign: i64,
    reciprocal: Reciprocal,
}

impl Segment {
    /// `None` where a product or an estimate might not fit.
    fn between((x0, y0): (i128, i128), (x1, y1): (i128, i128)) -> Option<Segment> {
        let (length, climb) = (x1.checked_sub(x0)?, y1.checked_sub(y0)?);
        let (from, _) = (i64::try_from(x0).ok()?, i64::try_from(x1).ok()?);
        let shared = i128::try_from(greatest_common(length.unsigned_abs(), climb.unsigned_abs())).ok()?;
        let (run, rise) = (length.checked_div(shared)?, climb.checked_div(shared)?.checked_abs()?);
        let product = length.checked_mul(rise)?;
        let fits = length > 0 && climb.unsigned_abs() < 1 << 49 && run < 1 << 61 && product <= i128::from(i64::MAX);
        let run = i64::try_from(run).ok().filter(|_| fits)?;
        let (length, rise) = (i64::try_from(length).ok()?, i64::try_from(rise).ok()?);
        Some(Segment { from, length, rise, run, sign: if climb < 0 { -1 } else { 1 }, reciprocal: Reciprocal::of(run) })
    }

    /// The climb up to `x`; halves away from zero.
    #[inline(always)]
    fn climb(self, x: i64) -> i64 {
        let steps = x.max(self.from).min(self.from.wrapping_add(self.length)).wrapping_sub(self.from);
        let product = steps.wrapping_mul(self.rise);
        let quotient = self.reciprocal.quotient(product);
        let twice = product.wrapping_sub(quotient.wrapping_mul(self.run)).wrapping_mul(2);
        let (up, down) = (i64::from(twice >= self.run), i64::from(twice.wrapping_neg() > self.run));
        let climb = quotient.wrapping_add(up).wrapping_sub(down);
        climb.wrapping_mul(self.sign)
    }
}

impl Line {
    /// A line through knots with strictly rising `x`.
    #[must_use]
    pub fn new(knots: &[(i128, i128)]) -> Line {
        let start = knots.first().and_then(|(_, y)| i64::try_from(*y).ok());
        let segments = || knots.iter().zip(knots.iter().skip(1)).map(|(before, after)| Segment::between(*before, *after)).collect();
        let way = match (start, (knots.len() <= FEW + 1).then(segments).flatten()) {
            (Some(start), Some(segments)) => Way::Segments { start, segments },
            _ => Way::Knots(knots.into()),
        };
        Line(way)
    }
}

/// The height of the line at each number, halves away from zero, flat outside the knots. A height beyond 64 bits is the nearest
/// that fits; nought where there is no knot.
pub fn heights(x: &[i64], line: &Line, out: &mut [i64]) {
    let (start, segments) = match &line.0 {
        Way::Segments { start, segments } => (*start, segments),
        Way::Knots(knots) => return linear(x, knots, out),
    };
    match segments.split_first() {
        None => one(x, out, move |_| start),
        Some((first, rest)) => {
            // Copied into the loop: it need not be read again after every lane that is written.
            let first = *first;
            one(x, out, move |x| start.wrapping_add(first.climb(x)));
            for segment in rest {
                let segment = *segment;
                change(x, out, move |height, x| height.wrapping_add(segment.climb(x)));
            }
        }
    }
}

/// [`heights`], one number at a time, whatever the knots.
pub fn linear(x: &[i64], knots: &[(i128, i128)], out: &mut [i64]) {
    for (out, x) in out.iter_mut().zip(x) {
        let height = knots::height(knots, i128::from(*x)).unwrap_or(0);
        *out = height.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
    }
}

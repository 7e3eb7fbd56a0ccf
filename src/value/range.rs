//! Closed ranges of mantissas: what a number, a date or a member position can be.
//!
//! In: two whole numbers at one scale. Out: arithmetic on ranges, with `None` where 38 digits do not suffice.
//! At a fixed scale every open end has a closed equal, so closed ranges say everything exactly.

use super::decimal::{self, LIMIT, Rounding};

/// All whole numbers from `low` to `high`, both included; `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The least.
    pub low: i128,
    /// The greatest.
    pub high: i128,
}

impl Range {
    /// A range, if it is not empty and fits 38 digits.
    #[must_use]
    pub fn new(low: i128, high: i128) -> Option<Range> {
        (low <= high && low > -LIMIT && high < LIMIT).then_some(Range { low, high })
    }

    /// One number.
    #[must_use]
    pub fn point(value: i128) -> Range {
        Range { low: value, high: value }
    }

    /// The one number it holds, if it holds just one.
    #[must_use]
    pub fn single(self) -> Option<i128> {
        (self.low == self.high).then_some(self.low)
    }

    /// Whether `value` lies in it.
    #[must_use]
    pub fn contains(self, value: i128) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub fn covers(self, other: Range) -> bool {
        self.low <= other.low && other.high <= self.high
    }

    /// What both have.
    #[must_use]
    pub fn meet(self, other: Range) -> Option<Range> {
        Range::new(self.low.max(other.low), self.high.min(other.high))
    }

    /// The least range with both in it.
    #[must_use]
    pub fn join(self, other: Range) -> Range {
        Range { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Of `-x`.
    #[must_use]
    pub fn negate(self) -> Range {
        Range { low: -self.high, high: -self.low }
    }

    /// Of `x + y` at one scale.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "a sum may not fit, so that this is no operator")]
    pub fn add(self, other: Range) -> Option<Range> {
        Range::new(self.low.checked_add(other.low)?, self.high.checked_add(other.high)?)
    }

    /// Of `x - y` at one scale.
    #[must_use]
    pub fn subtract(self, other: Range) -> Option<Range> {
        self.add(other.negate())
    }

    /// Of `x × y` with `drop` decimal places rounded away.
    #[must_use]
    pub fn multiply(self, other: Range, drop: u32) -> Option<Range> {
        self.corners(other, |a, b| decimal::multiply(a, b, drop, Rounding::HalfAway))
    }

    /// Of `x × 10^shift ÷ y` rounded half away from zero, leaving out `y = 0`; `None` also where `y` is always zero.
    #[must_use]
    pub fn divide(self, other: Range, shift: i32) -> Option<Range> {
        let negative = Range::new(other.low, other.high.min(-1));
        let positive = Range::new(other.low.max(1), other.high);
        let mut result: Option<Range> = None;
        for part in [negative, positive].into_iter().flatten() {
            let quotient = self.corners(part, |a, b| decimal::divide(a, b, shift, Rounding::HalfAway))?;
            result = Some(result.map_or(quotient, |known| known.join(quotient)));
        }
        result
    }

    /// Of a monotone rising function.
    #[must_use]
    pub fn map(self, rising: impl Fn(i128) -> Option<i128>) -> Option<Range> {
        Range::new(rising(self.low)?, rising(self.high)?)
    }

    /// Of `|x|`.
    #[must_use]
    pub fn absolute(self) -> Range {
        let high = self.low.abs().max(self.high.abs());
        let low = if self.contains(0) { 0 } else { self.low.abs().min(self.high.abs()) };
        Range { low, high }
    }

    fn corners(self, other: Range, function: impl Fn(i128, i128) -> Option<i128>) -> Option<Range> {
        let (a, b) = (function(self.low, other.low)?, function(self.low, other.high)?);
        let (c, d) = (function(self.high, other.low)?, function(self.high, other.high)?);
        Range::new(a.min(b).min(c).min(d), a.max(b).max(c).max(d))
    }
}

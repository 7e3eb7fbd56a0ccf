//! Amounts on a line: where they stand, round numbers beside it, marks above it.
//!
//! In: amounts as whole numbers at some number of places. Out: places in hundredths. Nothing overflows: very large amounts lose
//! digits that no drawing shows.

use super::drawing::{Anchor, Drawing, LETTER, Paint, Type, UNIT, cut, room};
use crate::value::decimal::Decimal;

/// Amounts beyond this are measured more coarsely.
const LARGE: u128 = 1 << 90;
/// How many low bits are left out then.
const COARSE: u32 = 40;
/// The room between two things that must not touch.
const GAP: i64 = 8 * UNIT;

/// Something to be marked on a line, such as the points from which one passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub at: i128,
    /// What it is.
    pub label: String,
}

/// A line from `low` at `from` to `high` at `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    low: i128,
    high: i128,
    from: i64,
    to: i64,
    places: u8,
}

impl Scale {
    /// The line over all these amounts, at `places` decimal places; a line of one amount is given some length.
    pub fn over(amounts: impl Iterator<Item = i128>, places: u8, from: i64, to: i64) -> Scale {
        let (mut low, mut high) = (None, None);
        for amount in amounts {
            low = Some(low.map_or(amount, |low: i128| low.min(amount)));
            high = Some(high.map_or(amount, |high: i128| high.max(amount)));
        }
        let (low, high) = (low.unwrap_or(0), high.unwrap_or(0));
        let high = if low == high { high.saturating_add(1) } else { high };
        Scale { low, high, from, to, places }
    }

    /// Where an amount stands; amounts beyond the ends stand at the ends.
    pub fn at(&self, amount: i128) -> i64 {
        let shift = if self.low.unsigned_abs().max(self.high.unsigned_abs()) > LARGE { COARSE } else { 0 };
        let amount = amount.clamp(self.low, self.high) >> shift;
        let (low, high) = (self.low >> shift, self.high >> shift);
        let length = i128::from(self.to - self.from);
        let offset = (amount - low) * length / (high - low).max(1);
        self.from + i64::try_from(offset).unwrap_or(0)
    }

    /// Round amounts within the line, as few as their words have room for.
    pub fn ticks(&self) -> Vec<i128> {
        let mut step = 1i128;
        // 1, 2, 5, 10, 20, 50 and so on, until the words fit.
        for turn in 0..115u32 {
            let ticks = self.multiples(step);
            if ticks.as_ref().is_some_and(|ticks| self.fits(ticks)) {
                return ticks.unwrap_or_default();
            }
            let next = if turn % 3 == 1 { step.checked_div(2).and_then(|half| half.checked_mul(5)) } else { step.checked_mul(2) };
            match next {
                Some(next) => step = next,
                None => break,
            }
        }
        Vec::new()
    }

    /// The multiples of a step on the line; `None` where they are too many.
    fn multiples(&self, step: i128) -> Option<Vec<i128>> {
        let first = self.low.checked_sub(self.low.rem_euclid(step))?;
        let first = if first < self.low { first.checked_add(step)? } else { first };
        let mut ticks = Vec::new();
        let mut at = first;
        while at <= self.high {
            if ticks.len() == 12 {
                return None;
            }
            ticks.push(at);
            at = at.checked_add(step)?;
        }
        Some(ticks)
    }

    fn fits(&self, ticks: &[i128]) -> bool {
        let half = |tick: i128| room(&self.shown(tick)) / 2;
        ticks.windows(2).all(|pair| match pair {
            [left, right] => self.at(*left) + half(*left) + GAP <= self.at(*right) - half(*right),
            _ => true,
        })
    }

    /// An amount in words.
    pub fn shown(&self, amount: i128) -> String {
        grouped(&Decimal::new(amount, self.places).normalized().to_string())
    }

    /// Rules and words of the ticks: rules from `top` to `bottom`, words below.
    pub fn draw_ticks(&self, drawing: &mut Drawing, top: i64, bottom: i64) {
        for tick in self.ticks() {
            let x = self.at(tick);
            drawing.rule((x, top), (x, bottom), Paint::Line);
            drawing.words((x, bottom + LETTER + 3 * UNIT), Type::new(Anchor::Middle, Paint::Muted), &self.shown(tick));
        }
    }
}

/// Digits in groups of three.
fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, rest) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let mut result = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            result.push(',');
        }
        result.push(digit);
    }
    result.push_str(rest);
    result
}

/// A mark with its words set: where it stands, and the line of words it is on, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SetMark {
    pub x: i64,
    words_x: i64,
    pub line: i64,
    pub label: String,
}

/// Sets the words of marks, those that would touch on lines of their own.
pub(super) fn set_marks(marks: &[Mark], scale: &Scale, from: i64, to: i64) -> Vec<SetMark> {
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    sorted.sort_by(|left, right| left.at.cmp(&right.at).then_with(|| left.label.cmp(&right.label)));
    let mut ends: Vec<i64> = Vec::new();
    let mut set = Vec::new();
    for mark in sorted {
        let label = cut(&mark.label, to - from);
        let (x, half) = (scale.at(mark.at), room(&label) / 2);
        let words_x = x.clamp(from + half, (to - half).max(from + half));
        let start = words_x - half;
        let free = ends.iter().position(|end| end + GAP <= start);
        let line = free.unwrap_or(ends.len());
        match ends.get_mut(line) {
            Some(end) => *end = words_x + half,
            None => ends.push(words_x + half),
        }
        set.push(SetMark { x, words_x, line: i64::try_from(line).unwrap_or(0), label });
    }
    set
}

/// How high the lines of words of some marks are together.
pub(super) fn marks_height(marks: &[SetMark]) -> i64 {
    marks.iter().map(|mark| mark.line + 1).max().unwrap_or(0) * (LETTER + 4 * UNIT)
}

/// Draws marks: words in lines upward from `top`, broken rules from there to `bottom`.
pub(super) fn draw_marks(drawing: &mut Drawing, marks: &[SetMark], top: i64, bottom: i64) {
    for mark in marks {
        let foot = top - mark.line * (LETTER + 4 * UNIT);
        drawing.dashes((mark.x, foot + 2 * UNIT), (mark.x, bottom), Paint::Contrast);
        drawing.words((mark.words_x, foot - 2 * UNIT), Type::new(Anchor::Middle, Paint::Contrast), &mark.label);
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Scale, UNIT, grouped, set_marks};

    fn scale(amounts: &[i128], places: u8) -> Scale {
        Scale::over(amounts.iter().copied(), places, 0, 500 * UNIT)
    }

    #[test]
    fn amounts_stand_in_order_however_far_apart() {
        let far = scale(&[i128::MIN, -1, 0, 1, i128::MAX], 0);
        assert_eq!((far.at(i128::MIN), far.at(i128::MAX)), (0, 500 * UNIT));
        assert_eq!(far.at(0), 250 * UNIT);
        let near = scale(&[0, 3], 0);
        assert_eq!([near.at(-9), near.at(1), near.at(2), near.at(9)], [0, 16_666, 33_333, 50_000]);
    }

    #[test]
    fn one_amount_and_none_have_a_line() {
        assert_eq!(scale(&[7], 0).at(7), 0);
        assert_eq!(scale(&[], 0).at(0), 0);
        assert_eq!(scale(&[i128::MAX], 0).at(i128::MAX), 0);
    }

    #[test]
    fn ticks_are_round_and_have_room() {
        assert_eq!(scale(&[0, 100], 0).ticks(), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
        assert_eq!(scale(&[-40, 260], 0).ticks(), [0, 50, 100, 150, 200, 250]);
        let wide = scale(&[0, 90_000_000_000_000_000], 2);
        assert!(wide.ticks().len() >= 2 && wide.ticks().len() <= 5, "{:?}", wide.ticks());
        assert!(scale(&[i128::MIN, i128::MAX], 0).ticks().len() < 4);
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!([grouped("-1234567.89"), grouped("999")], ["-1,234,567.89", "999"]);
    }

    #[test]
    fn marks_that_would_touch_get_lines_of_their_own() {
        let line = scale(&[0, 100], 0);
        let mark = |at, label: &str| Mark { at, label: label.to_owned() };
        let set = set_marks(&[mark(60, "及格线六十分"), mark(61, "优秀线六十一分"), mark(0, "零")], &line, 0, 500 * UNIT);
        assert_eq!(set.iter().map(|mark| mark.line).collect::<Vec<i64>>(), [0, 0, 1]);
    }
}

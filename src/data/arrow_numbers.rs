//! Arrow columns of numbers to mantissas at the scale of a field.
//!
//! In: the numbers of a batch, and what the field declares. Out: lanes, and the rows that need a closer look. Does for whole columns
//! what [`crate::data::cell::CellReader`] does for a cell; whatever is not plain is left to it. Knows no row and no other field.

use super::arrow_lanes::Notes;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::unit::Unit;
use arrow_buffer::NullBuffer;

/// Up to this many, whole numbers of hundredths or the like are told apart by a double, and each has digits of its own: 10^15.
const DISTINCT: f64 = 1e15;
/// Adding it makes a double below 2^51 a whole number, which then stands in its low bits.
const MAGIC: f64 = 6_755_399_441_055_744.0;
/// Smaller doubles may have more decimal places than can be kept.
const TINY: f64 = 1e-20;
/// Powers of ten that a double holds exactly.
const EXACT_POWERS: u8 = 22;

/// What a number of a file becomes: `round(number ÷ drop) × times`, if the rounded number lies between `low` and `high`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Steps {
    drop: i128,
    times: i128,
    low: i128,
    high: i128,
    /// Whether what would be rounded is refused.
    whole: bool,
}

impl Steps {
    /// For numbers with so many decimal places; none where the way is longer.
    pub(crate) fn of(unit: &Unit, decimals: u8, scale: u8, range: Range, places: i8) -> Option<Steps> {
        let kept = u8::try_from(places).unwrap_or(0).min(decimals);
        let dropped = u32::try_from(i16::from(places) - i16::from(decimals)).unwrap_or(0);
        let noughts = u32::try_from(-i16::from(places)).unwrap_or(0);
        let one = unit.to_base(Decimal::new(1, kept))?.normalized();
        let up = u32::from(scale.checked_sub(one.scale)?);
        let power = |exponent: u32| 10i128.checked_pow(exponent);
        let times = one.mantissa.checked_mul(power(up)?)?.checked_mul(power(noughts)?)?;
        if times <= 0 {
            return None;
        }
        let low = range.low.div_euclid(times) + i128::from(range.low.rem_euclid(times) != 0);
        let high = range.high.div_euclid(times);
        Some(Steps { drop: power(dropped)?, times, low, high, whole: unit.whole && decimals == 0 })
    }
}

/// Numbers of at most 64 bits into lanes of 64 bits.
pub(crate) fn narrow<T: Copy + Into<i64>>(values: &[T], nulls: Option<&NullBuffer>, steps: &Steps, lanes: &mut Vec<i64>, notes: &mut Notes) {
    let (low, high) = (narrowed(steps.low), narrowed(steps.high));
    match (i64::try_from(steps.times), steps.drop) {
        (Ok(times), 1) if low <= high => {
            // Either difference is negative where a number lies outside; both cannot wrap at once.
            let mut outside = 0;
            lanes.clear();
            let mut check = |value: i64| {
                outside |= value.wrapping_sub(low) | high.wrapping_sub(value);
                value
            };
            if times == 1 {
                lanes.extend(values.iter().map(|value| check((*value).into())));
            } else {
                lanes.extend(values.iter().map(|value| check((*value).into()).wrapping_mul(times)));
            }
            if outside < 0 {
                notes.suspect(values, nulls, |value| !(low..=high).contains(&value.into()));
            }
        }
        _ => match (i64::try_from(steps.times), i64::try_from(steps.drop)) {
            (Ok(times), Ok(drop)) => rounded(values, nulls, (drop, times), steps, lanes, notes),
            _ => wide(values, nulls, steps, lanes, notes, |value| value.into().into(), narrowed),
        },
    }
}

/// The same for numbers with more places than the field keeps.
fn rounded<T: Copy + Into<i64>>(
    values: &[T],
    nulls: Option<&NullBuffer>,
    (drop, times): (i64, i64),
    steps: &Steps,
    lanes: &mut Vec<i64>,
    notes: &mut Notes,
) {
    let (low, high) = (narrowed(steps.low), narrowed(steps.high));
    lanes.clear();
    for (row, value) in values.iter().enumerate() {
        let value: i64 = (*value).into();
        let (quotient, rest) = (value / drop, value % drop);
        let away = rest.unsigned_abs() >= drop.unsigned_abs() - rest.unsigned_abs();
        let number = quotient + if away { rest.signum() } else { 0 };
        let fits = (number >= low) & (number <= high) & !((rest != 0) & steps.whole);
        lanes.push(number.wrapping_mul(times));
        if (!fits || rest != 0) && nulls.is_none_or(|nulls| nulls.is_valid(row)) {
            if fits { notes.rounded(row) } else { notes.suspects.push(row as u32) }
        }
    }
}

/// Numbers of any width into lanes of any width.
pub(crate) fn wide<T: Copy, L>(
    values: &[T],
    nulls: Option<&NullBuffer>,
    steps: &Steps,
    lanes: &mut Vec<L>,
    notes: &mut Notes,
    widen: impl Fn(T) -> i128,
    put: impl Fn(i128) -> L,
) {
    lanes.clear();
    for (row, value) in values.iter().enumerate() {
        let (mut number, mut rounded) = (widen(*value), false);
        if steps.drop != 1 {
            let rest = number % steps.drop;
            rounded = rest != 0;
            let away = rest.unsigned_abs() >= steps.drop.unsigned_abs() - rest.unsigned_abs();
            number = number / steps.drop + if away { rest.signum() } else { 0 };
        }
        let fits = number >= steps.low && number <= steps.high && !(rounded && steps.whole);
        lanes.push(put(if fits { number.wrapping_mul(steps.times) } else { 0 }));
        if (!fits || rounded) && nulls.is_none_or(|nulls| nulls.is_valid(row)) {
            if fits { notes.rounded(row) } else { notes.suspects.push(row as u32) }
        }
    }
}

/// Doubles into lanes of 64 bits, at the places of the field; `steps` are those of numbers with that many places.
///
/// A double that is the one nearest to a decimal of at most 15 digits at these places means that decimal: no other has so few digits.
/// Of the others those far enough from a tie are rounded as their shortest digits would be; the rest is left to the digits.
pub(crate) fn doubles(values: &[f64], nulls: Option<&NullBuffer>, decimals: u8, steps: &Steps, lanes: &mut Vec<i64>, notes: &mut Notes) {
    let (low, high, times) = (narrowed(steps.low), narrowed(steps.high), narrowed(steps.times));
    if decimals > EXACT_POWERS || low > high || steps.drop != 1 {
        lanes.clear();
        lanes.resize(values.len(), 0);
        return notes.suspect(values, nulls, |_| true);
    }
    let power = 10f64.powi(i32::from(decimals));
    let mut outside = 0;
    let mut inexact = false;
    lanes.clear();
    lanes.extend(values.iter().map(|value| {
        let (number, exact) = nearest(*value, power);
        inexact |= !exact;
        outside |= number.wrapping_sub(low) | high.wrapping_sub(number);
        number.wrapping_mul(times)
    }));
    if !inexact && outside >= 0 {
        return;
    }
    for (row, (value, lane)) in values.iter().zip(lanes).enumerate() {
        if nulls.is_some_and(|nulls| nulls.is_null(row)) {
            continue;
        }
        let (number, exact) = nearest(*value, power);
        let number = if exact { Some(number) } else { clear(*value, power).filter(|_| !steps.whole) };
        match number.filter(|number| (low..=high).contains(number)) {
            Some(number) => {
                *lane = number.wrapping_mul(times);
                if !exact {
                    notes.rounded(row);
                }
            }
            None => notes.suspects.push(row as u32),
        }
    }
}

/// `value × power` as a whole number, and whether `value` is the double nearest to that number divided by `power`.
fn nearest(value: f64, power: f64) -> (i64, bool) {
    let shifted = value * power + MAGIC;
    let whole = shifted - MAGIC;
    let number = (shifted.to_bits() as i64).wrapping_sub(MAGIC.to_bits() as i64);
    (number, (whole / power == value) & (whole.abs() <= DISTINCT))
}

/// `value × power` rounded, where no digits of `value` that read back as it could be rounded another way.
fn clear(value: f64, power: f64) -> Option<i64> {
    let shifted = (value * power).abs();
    let below = shifted.floor();
    // The digits lie within half a unit of the last place of the double, the product within another half.
    let margin = (shifted + 1.0) * 4.0 * f64::EPSILON;
    let sure = shifted <= DISTINCT && value.abs() >= TINY && (shifted - below - 0.5).abs() > margin;
    let rounded = (below + if shifted - below > 0.5 { 1.0 } else { 0.0 }) as i64;
    sure.then_some(if value < 0.0 { -rounded } else { rounded })
}

/// Clamped to 64 bits.
pub(crate) fn narrowed(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::{clear, nearest};
    use crate::value::decimal::{Decimal, Rounding};

    /// What the digits of a double say at so many places.
    fn by_digits(value: f64, places: u8) -> i128 {
        let digits = Decimal::parse(&value.to_string()).unwrap();
        digits.rescale(places, Rounding::HalfAway).unwrap().mantissa
    }

    #[test]
    fn doubles_mean_their_shortest_digits() {
        let near_ties =
            [0.285, 1.005, 1.0049999999999997, 2.675, -2.675, 0.5, -0.5, 1e-19, 0.1 + 0.2, 123_456_789_012.345, 8.5, 4_503_599_627_370.495];
        // A simple generator: every run tries the same.
        let mut state = 1u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 11
        };
        let random = (0..20_000).flat_map(|_| {
            let digits = draw() % 10u64.pow((draw() % 16) as u32 + 1);
            let exact = digits as f64 / 10f64.powi((draw() % 8) as i32);
            [exact, -exact, f64::from_bits(exact.to_bits() + 1), exact / 3.0]
        });
        let (mut taken, mut refused) = (0, 0);
        for value in random.chain(near_ties) {
            for places in [0u8, 2, 4, 6] {
                let power = 10f64.powi(i32::from(places));
                let (number, exact) = nearest(value, power);
                let found = if exact { Some(number) } else { clear(value, power) };
                let Some(found) = found else {
                    refused += 1;
                    continue;
                };
                taken += 1;
                assert_eq!(i128::from(found), by_digits(value, places), "{value} at {places} places");
                assert_eq!(exact, Decimal::parse(&value.to_string()).unwrap().normalized().scale <= places, "{value} at {places} places");
            }
        }
        assert!(taken > 5 * refused, "{taken} taken, {refused} refused");
    }

    #[test]
    fn what_is_no_number_is_not_taken() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-21, 2e15, -2e15] {
            assert!(!nearest(value, 100.0).1 && clear(value, 100.0).is_none(), "{value}");
        }
        assert_eq!(nearest(-0.0, 100.0), (0, true));
    }
}

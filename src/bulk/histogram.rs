//! A histogram: how often numbers fall between round borders.
//!
//! In: numbers at one scale, rising, each with how often it occurs. Out: a few bars, each with its interval and count. The intervals have round borders and
//! are half-open, so that every number is in just one; the last one is closed where the greatest number is its border. Draws nothing.

use crate::value::decimal::Decimal;

/// One bar: the numbers from `low` (in it) to `high`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The least number it counts.
    pub low: Decimal,
    /// The border above.
    pub high: Decimal,
    /// Whether the border above is in it.
    pub closed: bool,
    /// How many it counts.
    pub count: u64,
}

/// At most so many bars over rising mantissas; none where there are no numbers or they are all the same.
#[must_use]
pub fn bars(pairs: &[(i128, u64)], scale: u8, most: u32) -> Vec<Bar> {
    let (Some(&(least, _)), Some(&(greatest, _))) = (pairs.first(), pairs.last()) else { return Vec::new() };
    if least == greatest {
        return Vec::new();
    }
    let step = round_step(greatest.saturating_sub(least), i128::from(most.max(1)));
    let first = least.div_euclid(step);
    let last = (greatest - 1).div_euclid(step);
    let below = |border: i128| pairs.partition_point(|(number, _)| *number < border);
    let bar = |index: i128| {
        let (low, high) = (index * step, (index + 1) * step);
        let amount = |mantissa| Decimal::new(mantissa, scale).normalized();
        let closed = index == last && greatest == high;
        let end = if closed { pairs.len() } else { below(high) };
        let inside = pairs.get(below(low)..end).unwrap_or(&[]);
        Bar { low: amount(low), high: amount(high), closed, count: inside.iter().map(|(_, count)| count).sum() }
    };
    (first..=last).map(bar).collect()
}

/// The least of 1, 2, 5, 10, 20, 50, … of which no more than `most` cover the distance.
fn round_step(distance: i128, most: i128) -> i128 {
    let mut power: i128 = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if distance.saturating_sub(1) / step < most || step == i128::MAX {
                return step;
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::{Bar, round_step};

    /// Bars over numbers that occur once each.
    fn bars(sorted: &[i128], scale: u8) -> Vec<Bar> {
        super::bars(&sorted.iter().map(|number| (*number, 1)).collect::<Vec<(i128, u64)>>(), scale, 10)
    }

    #[test]
    fn every_number_is_in_one_bar_with_round_borders() {
        let sorted = [0, 5, 1999, 2000, 5000, 9999, 10000];
        let bars = bars(&sorted, 2);
        assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<u64>>(), [2, 1, 1, 0, 0, 1, 0, 0, 0, 2]);
        assert_eq!((bars[0].low.to_string(), bars[0].high.to_string(), bars[0].closed), ("0".to_owned(), "10".to_owned(), false));
        assert_eq!((bars[9].high.to_string(), bars[9].closed), ("100".to_owned(), true));
    }

    #[test]
    fn negative_numbers_fall_into_the_bar_below_nought() {
        let bars = bars(&[-15, -1, 0, 14], 0);
        assert!(bars.iter().any(|bar| bar.high.to_string() == "0" && bar.count >= 1));
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 4);
    }

    #[test]
    fn a_number_counts_as_often_as_it_occurs() {
        let counts = super::bars(&[(1, 3), (2, 4), (30, 5)], 0, 10).iter().map(|bar| bar.count).collect::<Vec<u64>>();
        assert_eq!(counts, [7, 0, 0, 0, 0, 5]);
    }

    #[test]
    fn no_bars_where_there_is_nothing_to_compare() {
        assert!(bars(&[], 0).is_empty());
        assert!(bars(&[7, 7, 7], 0).is_empty());
    }

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!([1, 9, 10, 11, 20, 21, 50, 100].map(|distance| round_step(distance, 10)), [1, 1, 1, 2, 2, 5, 5, 10]);
        assert!(round_step(i128::MAX, 10) > 0);
    }
}

//! How often each number occurs, in little memory.
//!
//! In: numbers of one range, many or few. Out: counts that can be put together in any order. They are exact where the range or what
//! occurs is small; else numbers that differ by less than a thousandth count as one, and only the least, the greatest and the sum are exact.

use crate::value::column::{Column, Lanes};
use crate::value::range::Range;
use std::collections::BTreeMap;

/// Ranges of at most so many numbers have a count for each.
const TABLE: i128 = 1 << 20;
/// Of wider ranges so many different numbers are told apart.
const DIFFERENT: usize = 1 << 16;
/// Numbers in one bin share so many leading bits.
const BITS: u32 = 10;

/// How often each number occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    way: Way,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    /// A count for each number of a small range; those outside `seen` are nought.
    Table { low: i128, counts: Vec<u64>, seen: Option<(usize, usize)> },
    /// A count for each number that occurs.
    Each(BTreeMap<i128, u64>),
    /// A count for numbers that begin with the same digits.
    Bins(Box<Bins>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Bins {
    negative: Vec<u64>,
    others: Vec<u64>,
    least: i128,
    greatest: i128,
    sum: Option<i128>,
}

impl Counts {
    /// No number yet, of those in a range.
    #[must_use]
    pub fn new(range: Range) -> Counts {
        let size = range.high.saturating_sub(range.low).saturating_add(1);
        let way = if size <= TABLE {
            Way::Table { low: range.low, counts: vec![0; usize::try_from(size).unwrap_or(0)], seen: None }
        } else {
            Way::Each(BTreeMap::new())
        };
        Counts { way }
    }

    /// Counts the numbers of a column, in the lanes that are marked where there are marks.
    pub fn add(&mut self, column: &Column, kept: Option<&[bool]>) {
        match (&column.lanes, &column.present, kept, &mut self.way) {
            (Lanes::Number(lanes), None, None, Way::Table { low, counts, seen }) => {
                // Where the whole range is narrow, so are its ends.
                let low = i64::try_from(*low).unwrap_or(0);
                let (mut first, mut last) = seen.unwrap_or((usize::MAX, 0));
                for lane in lanes {
                    let place = lane.wrapping_sub(low) as usize;
                    if let Some(count) = counts.get_mut(place) {
                        *count += 1;
                        (first, last) = (first.min(place), last.max(place));
                    }
                }
                *seen = (first <= last).then_some((first, last));
            }
            _ => {
                for row in 0..column.len() {
                    if kept.is_none_or(|kept| kept.get(row) == Some(&true))
                        && let Some(number) = column.value(row).mantissa()
                    {
                        self.count(number, 1);
                    }
                }
            }
        }
    }

    /// Counts a number so many times.
    pub fn count(&mut self, number: i128, times: u64) {
        match &mut self.way {
            Way::Table { low, counts, seen } => {
                let place = usize::try_from(number.saturating_sub(*low)).unwrap_or(usize::MAX);
                if let Some(count) = counts.get_mut(place) {
                    *count += times;
                    let (first, last) = seen.unwrap_or((place, place));
                    *seen = Some((first.min(place), last.max(place)));
                }
            }
            Way::Each(counts) => {
                *counts.entry(number).or_default() += times;
                if counts.len() > DIFFERENT {
                    let mut bins = Bins::default();
                    counts.iter().for_each(|(number, times)| bins.count(*number, *times));
                    self.way = Way::Bins(Box::new(bins));
                }
            }
            Way::Bins(bins) => bins.count(number, times),
        }
    }

    /// Takes in what was counted elsewhere over the same range.
    pub fn absorb(&mut self, other: &Counts) {
        match (&mut self.way, &other.way) {
            (Way::Bins(own), Way::Bins(bins)) => own.absorb(bins),
            (Way::Each(counts), Way::Bins(bins)) => {
                let mut whole = bins.clone();
                counts.iter().for_each(|(number, times)| whole.count(*number, *times));
                self.way = Way::Bins(whole);
            }
            _ => other.pairs().into_iter().for_each(|(number, times)| self.count(number, times)),
        }
    }

    /// Whether every number has its own count.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        match self.way {
            Way::Table { .. } | Way::Each(_) => true,
            Way::Bins(_) => false,
        }
    }

    /// The numbers that occur, rising, and how often; where they are not exact, each stands for those near it.
    #[must_use]
    pub fn pairs(&self) -> Vec<(i128, u64)> {
        match &self.way {
            Way::Table { low, counts, seen } => {
                let Some((first, last)) = *seen else { return Vec::new() };
                let numbers = (first..=last).map(|place| low + place as i128);
                let counts = counts.get(first..=last).unwrap_or(&[]);
                numbers.zip(counts).filter(|(_, count)| **count > 0).map(|(number, count)| (number, *count)).collect()
            }
            Way::Each(counts) => counts.iter().map(|(number, count)| (*number, *count)).collect(),
            Way::Bins(bins) => bins.pairs(),
        }
    }

    /// The least number.
    #[must_use]
    pub fn least(&self) -> Option<i128> {
        match &self.way {
            Way::Bins(bins) => Some(bins.least),
            Way::Table { .. } | Way::Each(_) => self.pairs().first().map(|(number, _)| *number),
        }
    }

    /// The greatest number.
    #[must_use]
    pub fn greatest(&self) -> Option<i128> {
        match &self.way {
            Way::Bins(bins) => Some(bins.greatest),
            Way::Table { .. } | Way::Each(_) => self.pairs().last().map(|(number, _)| *number),
        }
    }

    /// The sum of all numbers; `None` past 128 bits.
    #[must_use]
    pub fn sum(&self) -> Option<i128> {
        match &self.way {
            Way::Bins(bins) => bins.sum,
            Way::Table { .. } | Way::Each(_) => {
                self.pairs().into_iter().try_fold(0, |sum: i128, (number, times)| sum.checked_add(number.checked_mul(i128::from(times))?))
            }
        }
    }
}

impl Default for Bins {
    fn default() -> Bins {
        Bins { negative: Vec::new(), others: Vec::new(), least: i128::MAX, greatest: i128::MIN, sum: Some(0) }
    }
}

impl Bins {
    fn count(&mut self, number: i128, times: u64) {
        let side = if number < 0 { &mut self.negative } else { &mut self.others };
        let bin = bin(number.unsigned_abs());
        if side.len() <= bin {
            side.resize(bin + 1, 0);
        }
        if let Some(count) = side.get_mut(bin) {
            *count += times;
        }
        (self.least, self.greatest) = (self.least.min(number), self.greatest.max(number));
        self.sum = self.sum.and_then(|sum| sum.checked_add(number.checked_mul(i128::from(times))?));
    }

    fn absorb(&mut self, other: &Bins) {
        for (own, other) in [(&mut self.negative, &other.negative), (&mut self.others, &other.others)] {
            if own.len() < other.len() {
                own.resize(other.len(), 0);
            }
            own.iter_mut().zip(other).for_each(|(own, other)| *own += other);
        }
        (self.least, self.greatest) = (self.least.min(other.least), self.greatest.max(other.greatest));
        self.sum = self.sum.zip(other.sum).and_then(|(own, other)| own.checked_add(other));
    }

    fn pairs(&self) -> Vec<(i128, u64)> {
        let amount = |bin: usize| i128::try_from(start(bin)).unwrap_or(i128::MAX);
        let negative = self.negative.iter().enumerate().rev().map(|(bin, count)| (-amount(bin), *count));
        let others = self.others.iter().enumerate().map(|(bin, count)| (amount(bin), *count));
        let all = negative.chain(others).filter(|(_, count)| *count > 0);
        all.map(|(number, count)| (number.clamp(self.least, self.greatest), count)).collect()
    }
}

/// The bin of an amount: itself where it is small, else its leading bits and how many follow.
fn bin(amount: u128) -> usize {
    let shift = (u128::BITS - amount.leading_zeros()).saturating_sub(BITS + 1);
    ((shift as usize) << BITS) + (amount >> shift) as usize
}

/// The least amount of a bin.
fn start(bin: usize) -> u128 {
    let shift = (bin >> BITS).saturating_sub(1);
    ((bin - (shift << BITS)) as u128) << shift
}

#[cfg(test)]
mod tests {
    use super::{Counts, bin, start};
    use crate::value::range::Range;

    fn of(range: Range, numbers: &[i128]) -> Counts {
        let mut counts = Counts::new(range);
        numbers.iter().for_each(|number| counts.count(*number, 1));
        counts
    }

    #[test]
    fn bins_are_narrow_and_rise() {
        let mut before = 0;
        for bits in 0..126 {
            for amount in [(1u128 << bits) - 1, 1 << bits, (1 << bits) + (1 << bits) / 3] {
                let bin = bin(amount);
                assert!(start(bin) <= amount && amount - start(bin) <= amount >> 10, "{amount}");
                assert_eq!(super::bin(start(bin)), bin);
                assert!(before <= bin);
                before = bin;
            }
        }
    }

    #[test]
    fn small_ranges_and_few_numbers_are_exact() {
        let small = Range { low: -5, high: 100 };
        let wide = Range { low: -(1 << 90), high: 1 << 90 };
        for range in [small, wide] {
            let mut counts = of(range, &[3, -5, 100, 3]);
            counts.absorb(&of(range, &[3, 7]));
            assert_eq!(counts.pairs(), [(-5, 1), (3, 3), (7, 1), (100, 1)]);
            assert!(counts.is_exact());
            assert_eq!((counts.least(), counts.greatest(), counts.sum()), (Some(-5), Some(100), Some(111)));
        }
        assert_eq!((of(small, &[]).pairs(), of(small, &[]).least()), (Vec::new(), None));
    }

    #[test]
    fn many_different_numbers_are_counted_in_bins_however_they_are_put_together() {
        let wide = Range { low: -(1 << 90), high: 1 << 90 };
        let numbers: Vec<i128> = (0..100_000).map(|step: i128| (step - 30_000) * 1_000_003).collect();
        let whole = of(wide, &numbers);
        for length in [7_000, 70_000] {
            let mut counts = Counts::new(wide);
            numbers.chunks(length).for_each(|chunk| counts.absorb(&of(wide, chunk)));
            assert_eq!(counts.sum(), Some(numbers.iter().sum()));
            assert_eq!(counts, whole);
        }
        assert!(!whole.is_exact());
        assert_eq!((whole.least(), whole.greatest()), (numbers.first().copied(), numbers.last().copied()));
        let pairs = whole.pairs();
        assert!(pairs.is_sorted());
        assert_eq!(pairs.iter().map(|(_, count)| count).sum::<u64>(), 100_000);
    }
}

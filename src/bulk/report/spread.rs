//! How the values of a score lie in each of many groups, in bounded memory.
//!
//! In: a group and a number. Out: for each group the numbers that occur in it and how often. They are exact where the range of the score is
//! narrow or few different numbers occur; else numbers with the same leading bits count as one, as many bits as there is room for. What comes
//! out depends on what was counted alone, not on its order nor on how it was put together.

use crate::value::range::Range;
use std::collections::HashMap;

/// Scores with at most so many possible numbers have a count for each.
const NARROW: i128 = 1 << 14;
/// The counts of all groups together while there is one for each number.
const TABLES: usize = 1 << 22;
/// So many pairs of a group and a number are told apart beyond that.
const PAIRS: usize = 1 << 18;

/// How numbers lie in each group.
#[derive(Debug, Clone)]
pub struct Spread {
    low: i128,
    /// How many numbers there can be; nought where there are too many.
    size: usize,
    way: Way,
    pairs: usize,
    tables: usize,
}

#[derive(Debug, Clone)]
enum Way {
    /// A list of counts by number for each group, empty where nothing was counted, and how many are not.
    Tables { tables: Vec<Vec<u64>>, filled: usize },
    /// Counts by group and number, without so many of its last bits.
    Pairs { level: u32, counts: HashMap<(u32, i128), u64> },
}

impl Spread {
    /// Nothing counted, of numbers in a range.
    #[must_use]
    pub fn new(range: Range) -> Spread {
        Spread::within(range, TABLES, PAIRS)
    }

    fn within(range: Range, tables: usize, pairs: usize) -> Spread {
        let size = range.high.saturating_sub(range.low).saturating_add(1);
        let size = if size <= NARROW { usize::try_from(size).unwrap_or(0) } else { 0 };
        let way = if size > 0 { Way::Tables { tables: Vec::new(), filled: 0 } } else { Way::Pairs { level: 0, counts: HashMap::new() } };
        Spread { low: range.low, size, way, pairs, tables }
    }

    /// Counts a number of a group so many times; groups are few and numbered from 0.
    pub fn count(&mut self, group: u32, number: i128, times: u64) {
        match &mut self.way {
            Way::Tables { tables, filled } => {
                let place = group as usize;
                if place >= tables.len() {
                    tables.resize(place + 1, Vec::new());
                }
                let Some(table) = tables.get_mut(place) else { return };
                if table.is_empty() {
                    *filled += 1;
                    if filled.saturating_mul(self.size) > self.tables {
                        self.use_pairs();
                        return self.count(group, number, times);
                    }
                    table.resize(self.size, 0);
                }
                if let Some(count) = usize::try_from(number.saturating_sub(self.low)).ok().and_then(|at| table.get_mut(at)) {
                    *count += times;
                }
            }
            Way::Pairs { level, counts } => {
                *counts.entry((group, number >> *level)).or_default() += times;
                if counts.len() > self.pairs {
                    self.settle();
                }
            }
        }
    }

    fn use_pairs(&mut self) {
        let Way::Tables { tables, .. } = &self.way else { return };
        let mut counts = HashMap::new();
        for (group, table) in tables.iter().enumerate() {
            for (at, count) in table.iter().enumerate().filter(|(_, count)| **count > 0) {
                counts.insert((group as u32, self.low + at as i128), *count);
            }
        }
        self.way = Way::Pairs { level: 0, counts };
        self.settle();
    }

    /// Leaves out as many bits as it takes.
    fn settle(&mut self) {
        let Way::Pairs { level, counts } = &mut self.way else { return };
        while counts.len() > self.pairs && *level < 126 {
            *level += 1;
            let mut fewer = HashMap::with_capacity(counts.len());
            for ((group, number), count) in counts.drain() {
                *fewer.entry((group, number >> 1)).or_default() += count;
            }
            *counts = fewer;
        }
    }

    /// Takes in what was counted elsewhere of numbers in the same range; `group_of` says which group here each group there is.
    pub fn absorb(&mut self, other: &Spread, group_of: &[u32]) {
        let group = |place: u32| group_of.get(place as usize).copied();
        match &other.way {
            Way::Tables { tables, .. } => {
                for (place, table) in tables.iter().enumerate() {
                    let Some(group) = group(place as u32) else { continue };
                    for (at, count) in table.iter().enumerate().filter(|(_, count)| **count > 0) {
                        self.count(group, self.low + at as i128, *count);
                    }
                }
            }
            Way::Pairs { level: theirs, counts } => {
                self.use_pairs();
                let Way::Pairs { level, counts: own } = &mut self.way else { return };
                // Both lose as many bits as the one that has lost more.
                let common = (*level).max(*theirs);
                if common > *level {
                    let mut fewer: HashMap<(u32, i128), u64> = HashMap::with_capacity(own.len());
                    for ((place, number), count) in own.drain() {
                        *fewer.entry((place, number >> (common - *level))).or_default() += count;
                    }
                    (*own, *level) = (fewer, common);
                }
                for ((place, number), count) in counts {
                    if let Some(group) = group(*place) {
                        *own.entry((group, number >> (common - theirs))).or_default() += count;
                    }
                }
                self.settle();
            }
        }
    }

    /// Whether numbers that differ count apart.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        match self.way {
            Way::Tables { .. } => true,
            Way::Pairs { level, .. } => level == 0,
        }
    }

    /// For each of so many groups the numbers that occur, rising, and how often.
    #[must_use]
    pub fn by_group(&self, groups: usize) -> Vec<Vec<(i128, u64)>> {
        let mut found = vec![Vec::new(); groups];
        match &self.way {
            Way::Tables { tables, .. } => {
                for (table, list) in tables.iter().zip(&mut found) {
                    let numbers = table.iter().enumerate().filter(|(_, count)| **count > 0);
                    *list = numbers.map(|(at, count)| (self.low + at as i128, *count)).collect();
                }
            }
            Way::Pairs { level, counts } => {
                for ((group, number), count) in counts {
                    if let Some(list) = found.get_mut(*group as usize) {
                        list.push((number << level, *count));
                    }
                }
                found.iter_mut().for_each(|list| list.sort_unstable());
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;
    use crate::value::range::Range;
    use std::collections::BTreeMap;

    fn numbers(count: usize) -> impl Iterator<Item = (u32, i128)> {
        let mut state = 7_u64;
        (0..count).map(move |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 60) as u32, i128::from((state >> 20) % 5_000) - 900)
        })
    }

    #[test]
    fn small_counts_are_exact_either_way() {
        let mut naive: BTreeMap<(u32, i128), u64> = BTreeMap::new();
        numbers(20_000).for_each(|key| *naive.entry(key).or_default() += 1);
        let wide = Range { low: -(1 << 80), high: 1 << 80 };
        let narrow = Range { low: -1_000, high: 5_000 };
        for (range, tables) in [(wide, usize::MAX), (narrow, usize::MAX), (narrow, 30_000)] {
            let mut spread = Spread::within(range, tables, 1 << 20);
            numbers(20_000).for_each(|(group, number)| spread.count(group, number, 1));
            let found = spread.by_group(16);
            assert!(spread.is_exact());
            let listed = found.iter().enumerate().flat_map(|(group, list)| list.iter().map(move |(number, count)| ((group as u32, *number), *count)));
            assert_eq!(listed.collect::<BTreeMap<(u32, i128), u64>>(), naive);
        }
    }

    #[test]
    fn what_comes_out_does_not_depend_on_how_it_is_put_together() {
        let all: Vec<(u32, i128)> = numbers(9_000).collect();
        let same: Vec<u32> = (0..16).collect();
        for (range, tables) in [(Range { low: -(1 << 80), high: 1 << 80 }, 0), (Range { low: -1_000, high: 5_000 }, 40_000)] {
            let of = |list: &[(u32, i128)]| {
                let mut spread = Spread::within(range, tables, 500);
                list.iter().for_each(|(group, number)| spread.count(*group, *number, 1));
                spread
            };
            let whole = of(&all);
            assert!(!whole.is_exact());
            for length in [10, 1_000, 8_999] {
                let mut parts: Vec<Spread> = all.chunks(length).map(of).collect();
                let mut forth = Spread::within(range, tables, 500);
                parts.iter().for_each(|part| forth.absorb(part, &same));
                parts.reverse();
                let mut back = Spread::within(range, tables, 500);
                parts.iter().for_each(|part| back.absorb(part, &same));
                assert_eq!(forth.by_group(16), whole.by_group(16));
                assert_eq!(back.by_group(16), whole.by_group(16));
            }
        }
    }
}

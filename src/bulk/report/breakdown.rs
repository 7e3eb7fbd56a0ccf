//! Records by the value of a field: how many there are of each, who of them is eligible, how their scores lie, what they leave blank.
//!
//! In: a column by whose values records are grouped, and the columns that are counted. Out: counts for each value, in memory that does not
//! grow with the records: a field of more than some thousand different values is not told apart at all, which is said. What comes out
//! depends on the records alone, not on their order.

use super::spread::Spread;
use crate::value::column::{Column, Lanes, Texts};
use crate::value::range::Range;
use std::collections::HashMap;
use std::sync::Arc;

/// Fields of more different values than this are not told apart.
pub const MOST_VALUES: usize = 4096;
/// Nor are texts that take more room than this together.
pub const MOST_BYTES: usize = 1 << 20;
/// A row that does not count.
const NOWHERE: u32 = u32::MAX;
/// Members and years below this are looked up by position.
const QUICK: usize = 4096;

/// A value by which records are grouped.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A member of an enum, by position.
    Member(u32),
    /// Yes or no.
    Truth(bool),
    /// The year of a date.
    Year(i32),
    /// A text.
    Text(Arc<str>),
    /// No value.
    Blank,
}

/// What is counted of the records of each value, apart from how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// How many eligibilities.
    pub eligibilities: usize,
    /// How many fields may be blank.
    pub optional: usize,
}

/// Records by the values of a field.
#[derive(Debug, Clone)]
pub struct Breakdown {
    shape: Shape,
    /// The values seen, numbered in the order of their first record; nothing once there are too many.
    groups: HashMap<Key, u32>,
    /// The numbers of members, truths and years, by position.
    quick: Vec<u32>,
    bytes: usize,
    too_many: bool,
    /// For each group its counts: records, then three for each eligibility, then blanks of each field.
    counts: Vec<u64>,
    /// For each group and score how many have it, and its sum while it fits.
    sums: Vec<(u64, Option<i128>)>,
    spreads: Vec<Spread>,
    /// The group of each row of a table.
    codes: Vec<u32>,
}

/// The columns that are counted, in the order of the questions.
pub struct Counted<'c> {
    /// The truth values of eligibilities.
    pub eligibilities: Vec<Option<&'c Column>>,
    /// The fields that may be blank.
    pub optional: Vec<Option<&'c Column>>,
    /// The scores.
    pub scores: Vec<Option<&'c Column>>,
}

/// The records of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The value.
    pub key: Key,
    /// How many.
    pub records: u64,
    /// For each eligibility: eligible, not, undetermined.
    pub verdicts: Vec<[u64; 3]>,
    /// How many leave each field blank that may be.
    pub blanks: Vec<u64>,
    /// Each score.
    pub scores: Vec<GroupScore>,
}

/// A score over the records of one value, or of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupScore {
    /// How many have it.
    pub count: u64,
    /// Their sum; `None` past 128 bits.
    pub sum: Option<i128>,
    /// The numbers that occur, rising, and how often.
    pub pairs: Vec<(i128, u64)>,
}

impl Breakdown {
    /// Nothing counted; `ranges` are those of the scores.
    #[must_use]
    pub fn new(shape: Shape, ranges: &[Range]) -> Breakdown {
        Breakdown {
            shape,
            groups: HashMap::new(),
            quick: Vec::new(),
            bytes: 0,
            too_many: false,
            counts: Vec::new(),
            sums: Vec::new(),
            spreads: ranges.iter().map(|range| Spread::new(*range)).collect(),
            codes: Vec::new(),
        }
    }

    fn stride(&self) -> usize {
        1 + 3 * self.shape.eligibilities + self.shape.optional
    }

    /// Counts the rows of a table: those marked, where there are marks.
    pub fn add(&mut self, by: &Column, rows: usize, kept: Option<&[bool]>, counted: &Counted<'_>) {
        if self.too_many {
            return;
        }
        let mut codes = std::mem::take(&mut self.codes);
        codes.clear();
        self.number(by, rows, kept, &mut codes);
        if !self.too_many {
            self.count(&codes, counted);
        }
        self.codes = codes;
    }

    fn number(&mut self, by: &Column, rows: usize, kept: Option<&[bool]>, codes: &mut Vec<u32>) {
        let mut entries: Vec<u32> = match &by.lanes {
            Lanes::Text(Texts::Dictionary { entries, .. }) => vec![NOWHERE; entries.len()],
            Lanes::Text(Texts::Plain { .. }) | Lanes::Number(_) | Lanes::Wide(_) | Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) => Vec::new(),
        };
        let mut blank = NOWHERE;
        for row in 0..rows {
            if self.too_many {
                return;
            }
            if kept.is_some_and(|kept| kept.get(row) != Some(&true)) {
                codes.push(NOWHERE);
                continue;
            }
            if !by.is_present(row) {
                if blank == NOWHERE {
                    blank = self.group(Key::Blank);
                }
                codes.push(blank);
                continue;
            }
            let code = match &by.lanes {
                Lanes::Member(lanes) => lanes.get(row).map_or(NOWHERE, |member| self.quickly(*member as usize, Key::Member(*member))),
                Lanes::Bool(lanes) => lanes.get(row).map_or(NOWHERE, |truth| self.quickly(usize::from(*truth), Key::Truth(*truth))),
                Lanes::Day(lanes) => lanes.get(row).map_or(NOWHERE, |day| {
                    let (year, _, _) = crate::value::calendar::Day(*day).civil();
                    self.quickly(usize::try_from(year).unwrap_or(usize::MAX), Key::Year(year))
                }),
                Lanes::Text(Texts::Dictionary { codes, entries: words }) => {
                    let code = codes.get(row).map_or(usize::MAX, |code| *code as usize);
                    match entries.get(code).copied() {
                        Some(NOWHERE) | None => {
                            let group = self.group(Key::Text(words.get(code).cloned().unwrap_or_default()));
                            if let Some(known) = entries.get_mut(code) {
                                *known = group;
                            }
                            group
                        }
                        Some(group) => group,
                    }
                }
                Lanes::Text(texts) => self.group(Key::Text(Arc::from(texts.get(row)))),
                Lanes::Number(_) | Lanes::Wide(_) => NOWHERE,
            };
            codes.push(code);
        }
    }

    fn quickly(&mut self, place: usize, key: Key) -> u32 {
        match self.quick.get(place).copied() {
            Some(group) if group != NOWHERE => group,
            _ => {
                let group = self.group(key);
                if place < QUICK && !self.too_many {
                    if place >= self.quick.len() {
                        self.quick.resize(place + 1, NOWHERE);
                    }
                    if let Some(known) = self.quick.get_mut(place) {
                        *known = group;
                    }
                }
                group
            }
        }
    }

    /// The number of a value; none once there are too many.
    fn group(&mut self, key: Key) -> u32 {
        if let Some(group) = self.groups.get(&key) {
            return *group;
        }
        if self.too_many {
            return NOWHERE;
        }
        if let Key::Text(text) = &key {
            self.bytes += text.len();
        }
        let group = self.groups.len() as u32;
        self.groups.insert(key, group);
        if self.groups.len() > MOST_VALUES || self.bytes > MOST_BYTES {
            self.give_up();
            return NOWHERE;
        }
        self.counts.resize(self.counts.len() + self.stride(), 0);
        self.sums.resize(self.sums.len() + self.spreads.len(), (0, Some(0)));
        group
    }

    /// There are too many values: nothing is told of them.
    fn give_up(&mut self) {
        self.too_many = true;
        self.groups = HashMap::new();
        (self.quick, self.counts, self.sums, self.spreads) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    }

    fn count(&mut self, codes: &[u32], counted: &Counted<'_>) {
        let stride = self.stride();
        let at = |code: u32| code as usize * stride;
        let counts = &mut self.counts;
        let mut add = |place: usize| {
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        };
        let grouped = || codes.iter().enumerate().filter(|(_, code)| **code != NOWHERE);
        grouped().for_each(|(_, code)| add(at(*code)));
        for (position, column) in counted.eligibilities.iter().enumerate() {
            let Some(column @ Column { lanes: Lanes::Bool(lanes), .. }) = column else { continue };
            for (row, code) in grouped() {
                let outcome = match lanes.get(row).filter(|_| column.is_present(row)) {
                    Some(true) => 0,
                    Some(false) => 1,
                    None => 2,
                };
                add(at(*code) + 1 + 3 * position + outcome);
            }
        }
        for (position, column) in counted.optional.iter().enumerate() {
            let Some(present) = column.and_then(|column| column.present.as_ref()) else { continue };
            for (_, code) in grouped().filter(|(row, _)| present.get(*row) == Some(&false)) {
                add(at(*code) + 1 + 3 * self.shape.eligibilities + position);
            }
        }
        let scores = counted.scores.len();
        for (position, (column, spread)) in counted.scores.iter().zip(&mut self.spreads).enumerate() {
            let Some(column) = column else { continue };
            let number = |row: usize| match &column.lanes {
                Lanes::Number(lanes) => lanes.get(row).map(|lane| i128::from(*lane)),
                Lanes::Wide(lanes) => lanes.get(row).copied(),
                Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) | Lanes::Text(_) => None,
            };
            for (row, code) in grouped() {
                let Some(number) = number(row).filter(|_| column.is_present(row)) else { continue };
                if let Some((count, sum)) = self.sums.get_mut(*code as usize * scores + position) {
                    *count += 1;
                    *sum = sum.and_then(|sum| sum.checked_add(number));
                }
                spread.count(*code, number, 1);
            }
        }
    }

    /// Takes in what was counted over other records.
    pub fn absorb(&mut self, other: &Breakdown) {
        if self.too_many {
            return;
        }
        if other.too_many {
            return self.give_up();
        }
        let mut keys: Vec<(&Key, u32)> = other.groups.iter().map(|(key, group)| (key, *group)).collect();
        keys.sort_unstable_by_key(|(_, group)| *group);
        let groups: Vec<u32> = keys.iter().map(|(key, _)| self.group((*key).clone())).collect();
        if self.too_many {
            return;
        }
        let (stride, scores) = (self.stride(), self.spreads.len());
        for (position, group) in groups.iter().enumerate() {
            let (from, to) = (position * stride, *group as usize * stride);
            let theirs = other.counts.get(from..from + stride).unwrap_or(&[]);
            self.counts.iter_mut().skip(to).zip(theirs).for_each(|(count, other)| *count += other);
            let (from, to) = (position * scores, *group as usize * scores);
            let theirs = other.sums.get(from..from + scores).unwrap_or(&[]);
            for ((count, sum), (other, others)) in self.sums.iter_mut().skip(to).zip(theirs) {
                *count += other;
                *sum = sum.zip(*others).and_then(|(sum, other)| sum.checked_add(other));
            }
        }
        for (spread, other) in self.spreads.iter_mut().zip(&other.spreads) {
            spread.absorb(other, &groups);
        }
    }

    /// Whether there are too many different values to be told apart.
    #[must_use]
    pub fn is_too_many(&self) -> bool {
        self.too_many
    }

    /// Whether the numbers of a score that differ count apart.
    #[must_use]
    pub fn is_exact(&self, score: usize) -> bool {
        self.spreads.get(score).is_none_or(Spread::is_exact)
    }

    /// The values with most records first; of as many, in the order of values.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let (stride, scores) = (self.stride(), self.spreads.len());
        let mut pairs: Vec<Vec<Vec<(i128, u64)>>> = self.spreads.iter().map(|spread| spread.by_group(self.groups.len())).collect();
        let mut found: Vec<Group> = Vec::with_capacity(self.groups.len());
        for (key, group) in &self.groups {
            let place = *group as usize;
            let counts = self.counts.get(place * stride..(place + 1) * stride).unwrap_or(&[]);
            let (records, rest) = counts.split_first().map_or((0, &[][..]), |(first, rest)| (*first, rest));
            let (verdicts, blanks) = rest.split_at(rest.len().min(3 * self.shape.eligibilities));
            let sums = self.sums.get(place * scores..(place + 1) * scores).unwrap_or(&[]);
            let scores = sums.iter().zip(&mut pairs).map(|((count, sum), pairs)| GroupScore {
                count: *count,
                sum: *sum,
                pairs: pairs.get_mut(place).map(std::mem::take).unwrap_or_default(),
            });
            found.push(Group {
                key: key.clone(),
                records,
                verdicts: verdicts.chunks_exact(3).map(|three| [0, 1, 2].map(|at: usize| three.get(at).copied().unwrap_or(0))).collect(),
                blanks: blanks.to_vec(),
                scores: scores.collect(),
            });
        }
        found.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.key.cmp(&b.key)));
        found
    }
}

impl Group {
    /// Adds the records of another value.
    pub fn absorb(&mut self, other: &Group) {
        self.records += other.records;
        for (own, other) in self.verdicts.iter_mut().zip(&other.verdicts) {
            own.iter_mut().zip(other).for_each(|(count, other)| *count += other);
        }
        self.blanks.iter_mut().zip(&other.blanks).for_each(|(count, other)| *count += other);
        for (own, other) in self.scores.iter_mut().zip(&other.scores) {
            own.count += other.count;
            own.sum = own.sum.zip(other.sum).and_then(|(sum, other)| sum.checked_add(other));
            let mut merged: std::collections::BTreeMap<i128, u64> = own.pairs.drain(..).collect();
            other.pairs.iter().for_each(|(number, count)| *merged.entry(*number).or_default() += count);
            own.pairs = merged.into_iter().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Breakdown, Counted, Group, MOST_VALUES, Shape};
    use crate::value::column::{Column, Lanes, Texts};
    use crate::value::range::Range;

    /// Records whose text, outcome, blank and score follow from a number.
    fn count(into: &mut Breakdown, numbers: &[u64], values: u64) {
        let mut texts = Texts::Plain { text: String::new(), ends: Vec::new() };
        numbers.iter().for_each(|number| texts.push(&format!("town {}", number * number % values)));
        let present = |every: u64| Some(numbers.iter().map(|number| number % every > 0).collect::<Vec<bool>>());
        let by = Column { lanes: Lanes::Text(texts), present: present(13) };
        let outcome = Column { lanes: Lanes::Bool(numbers.iter().map(|number| number % 3 == 0).collect()), present: present(5) };
        let optional = Column { lanes: Lanes::Bool(vec![true; numbers.len()]), present: present(7) };
        let score = Column { lanes: Lanes::Number(numbers.iter().map(|number| (number % 50) as i64).collect()), present: present(11) };
        let kept: Vec<bool> = numbers.iter().map(|number| number % 17 > 0).collect();
        let counted = Counted { eligibilities: vec![Some(&outcome)], optional: vec![Some(&optional)], scores: vec![Some(&score)] };
        into.add(&by, numbers.len(), Some(&kept), &counted);
    }

    fn breakdown() -> Breakdown {
        Breakdown::new(Shape { eligibilities: 1, optional: 1 }, &[Range { low: 0, high: 99 }])
    }

    #[test]
    fn parts_add_up_to_the_whole_in_any_order() {
        let numbers: Vec<u64> = (0..5_000).collect();
        let mut whole = breakdown();
        count(&mut whole, &numbers, 97);
        let counted = |number: &&u64| !number.is_multiple_of(17);
        let groups = whole.groups();
        let sum = |of: fn(&Group) -> u64| groups.iter().map(of).sum::<u64>();
        let naive = |is: fn(u64) -> bool| numbers.iter().filter(counted).filter(|number| is(**number)).count() as u64;
        assert_eq!(sum(|group| group.records), naive(|_| true));
        assert_eq!(sum(|group| group.verdicts[0][0]), naive(|number| number % 5 > 0 && number % 3 == 0));
        assert_eq!(sum(|group| group.verdicts[0][2]), naive(|number| number % 5 == 0));
        assert_eq!(sum(|group| group.blanks[0]), naive(|number| number % 7 == 0));
        assert_eq!(sum(|group| group.scores[0].pairs.iter().map(|(_, count)| count).sum()), naive(|number| number % 11 > 0));
        for length in [1, 333, 4_999] {
            let part = |chunk: &[u64]| {
                let mut part = breakdown();
                count(&mut part, chunk, 97);
                part
            };
            let mut parts: Vec<Breakdown> = numbers.chunks(length).map(part).collect();
            parts.reverse();
            let mut found = breakdown();
            parts.iter().for_each(|part| found.absorb(part));
            assert_eq!(found.groups(), groups);
        }
    }

    #[test]
    fn too_many_values_are_noticed_wherever_they_come_together() {
        let half = MOST_VALUES as u64 * 3 / 4;
        let (first, second): (Vec<u64>, Vec<u64>) = ((0..half).collect(), (half..2 * half).collect());
        let part = |numbers: &[u64]| {
            let mut part = breakdown();
            count(&mut part, numbers, u64::MAX);
            part
        };
        let (mut one, mut other) = (part(&first), part(&second));
        assert!(!one.is_too_many() && !other.is_too_many());
        one.absorb(&other);
        other.absorb(&one);
        assert!(one.is_too_many() && other.is_too_many());
        assert_eq!((one.groups(), other.groups()), (Vec::new(), Vec::new()));
        assert!(part(&[first, second].concat()).is_too_many());
    }
}

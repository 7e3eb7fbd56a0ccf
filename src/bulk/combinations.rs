//! Why eligibilities are not given, for many records at once.
//!
//! In: the truth values of an eligibility and its conditions, as columns. Out: a column of reasons, and counts of reasons. Reasons follow
//! from the truth values alone, and few combinations of them occur: words are made once for each.

use super::verdict::{self, Reason};
use crate::diagnostic::Lang;
use crate::ir::SlotId;
use crate::ir::scheme::Eligibility;
use crate::value::column::{Column, Lanes, Texts};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// So many truth values are numbered together, two bits each.
const TOGETHER: usize = 16;
/// Beyond so many combinations all are forgotten and numbered anew, so that memory stays small.
const MOST: usize = 1 << 16;

/// The outcomes of an eligibility, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Records that are eligible.
    pub eligible: u64,
    /// Records that are not.
    pub ineligible: u64,
    /// Records of which it cannot be said.
    pub undetermined: u64,
    /// How often each reason stands in the way.
    pub reasons: BTreeMap<Reason, u64>,
    /// How often a reason is the only one: records that would be eligible but for it.
    pub alone: BTreeMap<Reason, u64>,
}

/// Combinations of truth values seen so far; each thread has its own.
pub struct Combinations {
    eligibility: Eligibility,
    slots: Vec<SlotId>,
    /// The position of the column of each slot.
    columns: Vec<usize>,
    words: Option<Lang>,
    levels: Vec<Numbering>,
    seen: Vec<Combination>,
    texts: Vec<Arc<str>>,
    text_numbers: HashMap<Arc<str>, u32>,
    /// For each text its place in the list of the present column, where it has one.
    places: Vec<Option<u32>>,
    codes: Vec<u32>,
    bits: Vec<u32>,
    counts: Vec<u64>,
    /// Beyond so many combinations all are forgotten.
    most: usize,
}

struct Combination {
    result: Option<bool>,
    reasons: Vec<Reason>,
    alone: Option<Reason>,
    /// The number of its text; none where there is no reason.
    text: Option<u32>,
}

impl Combinations {
    /// The combinations of an eligibility; `column_of` says where the truth values of a slot are.
    #[must_use]
    pub fn new(eligibility: &Eligibility, column_of: impl Fn(SlotId) -> usize, words: Option<Lang>) -> Combinations {
        let slots = verdict::slots(eligibility);
        let levels = slots.chunks(TOGETHER).map(|_| Numbering::default()).collect();
        Combinations {
            columns: slots.iter().map(|slot| column_of(*slot)).collect(),
            slots,
            eligibility: eligibility.clone(),
            words,
            levels,
            seen: Vec::new(),
            texts: Vec::new(),
            text_numbers: HashMap::new(),
            places: Vec::new(),
            codes: Vec::new(),
            bits: Vec::new(),
            counts: Vec::new(),
            most: MOST,
        }
    }

    /// Reads the truth values of some records.
    pub fn read(&mut self, columns: &[Column], rows: usize) {
        self.codes.clear();
        self.codes.resize(rows, 0);
        for level in 0..self.levels.len() {
            self.bits.clear();
            self.bits.resize(rows, 0);
            for position in self.columns.iter().skip(level * TOGETHER).take(TOGETHER) {
                if let Some(column) = columns.get(*position) {
                    add_bits(column, &mut self.bits);
                }
            }
            if let Some(numbering) = self.levels.get_mut(level) {
                for (code, bits) in self.codes.iter_mut().zip(&self.bits) {
                    *code = numbering.number(u64::from(*code) << 32 | u64::from(*bits));
                }
            }
        }
        for row in 0..rows {
            // Numbers are given in the order of rows, so that a new one is the next.
            if self.codes.get(row).is_some_and(|code| *code as usize == self.seen.len()) {
                let combination = self.combination(columns, row);
                self.seen.push(combination);
                self.counts.push(0);
            }
        }
    }

    fn combination(&mut self, columns: &[Column], row: usize) -> Combination {
        let truth = |slot: SlotId| {
            let position = self.slots.iter().position(|known| *known == slot)?;
            columns.get(*self.columns.get(position)?)?.value(row).truth()
        };
        let reasons = verdict::reasons(&self.eligibility, &truth);
        let alone = verdict::alone(&self.eligibility, &truth);
        let text = verdict::joined(&reasons, self.words);
        let result = truth(self.eligibility.slot);
        let text = (!text.is_empty()).then(|| self.text(&text));
        Combination { result, reasons, alone, text }
    }

    fn text(&mut self, text: &str) -> u32 {
        if let Some(number) = self.text_numbers.get(text) {
            return *number;
        }
        let (number, text): (u32, Arc<str>) = (self.texts.len() as u32, Arc::from(text));
        self.texts.push(text.clone());
        self.text_numbers.insert(text, number);
        number
    }

    /// Counts the records read, those that are marked where there are marks.
    pub fn count(&mut self, kept: Option<&[bool]>) {
        for (row, code) in self.codes.iter().enumerate() {
            if kept.is_none_or(|kept| kept.get(row) == Some(&true))
                && let Some(count) = self.counts.get_mut(*code as usize)
            {
                *count += 1;
            }
        }
    }

    /// Whether what was counted should be taken, so that what was seen can be forgotten.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.seen.len() > self.most
    }

    /// Hands over what was counted.
    pub fn tell(&mut self, verdicts: &mut Verdicts) {
        for (combination, count) in self.seen.iter().zip(&mut self.counts) {
            let count = std::mem::take(count);
            if count == 0 {
                continue;
            }
            *match combination.result {
                Some(true) => &mut verdicts.eligible,
                Some(false) => &mut verdicts.ineligible,
                None => &mut verdicts.undetermined,
            } += count;
            for reason in &combination.reasons {
                match verdicts.reasons.get_mut(reason) {
                    Some(known) => *known += count,
                    None => {
                        verdicts.reasons.insert(reason.clone(), count);
                    }
                }
            }
            if let Some(reason) = &combination.alone {
                *verdicts.alone.entry(reason.clone()).or_default() += count;
            }
        }
        if self.is_full() {
            self.levels.iter_mut().for_each(|level| *level = Numbering::default());
            self.seen.clear();
            self.counts.clear();
            self.texts.clear();
            self.text_numbers.clear();
        }
    }

    /// The reasons of the records read; the list of texts depends on these records alone, in the order in which they have them.
    pub fn reasons(&mut self, column: &mut Column) {
        self.places.clear();
        self.places.resize(self.texts.len(), None);
        let mut entries: Vec<Arc<str>> = Vec::new();
        let mut present = Vec::with_capacity(self.codes.len());
        let mut codes = Vec::with_capacity(self.codes.len());
        for code in &self.codes {
            let text = self.seen.get(*code as usize).and_then(|combination| combination.text);
            present.push(text.is_some());
            let place = text.and_then(|text| {
                let place = self.places.get_mut(text as usize)?;
                if place.is_none() {
                    *place = Some(entries.len() as u32);
                    entries.extend(self.texts.get(text as usize).cloned());
                }
                *place
            });
            codes.push(place.unwrap_or(0));
        }
        *column = Column { lanes: Lanes::Text(Texts::Dictionary { codes, entries: Arc::from(entries) }), present: Some(present) };
    }
}

/// Two further bits for each record: true, false or undetermined.
fn add_bits(column: &Column, bits: &mut [u32]) {
    let Lanes::Bool(lanes) = &column.lanes else {
        bits.iter_mut().for_each(|bits| *bits = *bits << 2 | 2);
        return;
    };
    match &column.present {
        None => bits.iter_mut().zip(lanes).for_each(|(bits, truth)| *bits = *bits << 2 | u32::from(*truth)),
        Some(present) => bits.iter_mut().zip(lanes).zip(present).for_each(|((bits, truth), present)| {
            *bits = *bits << 2 | if *present { u32::from(*truth) } else { 2 };
        }),
    }
}

/// Numbers from 0 in the order in which keys are first seen.
#[derive(Default)]
struct Numbering {
    numbers: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    last: Option<(u64, u32)>,
}

impl Numbering {
    fn number(&mut self, key: u64) -> u32 {
        if let Some((last, number)) = self.last
            && last == key
        {
            return number;
        }
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        self.last = Some((key, number));
        number
    }
}

/// A quick hash of one number.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(self.0 ^ u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let product = u128::from(number ^ 0x9e37_79b9_7f4a_7c15) * 0xbf58_476d_1ce4_e5b9;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::{Combinations, Verdicts, verdict};
    use crate::ir::SlotId;
    use crate::ir::scheme::{Clause, Condition, Eligibility, Parts};
    use crate::source::{FileId, Span};
    use crate::value::Value;
    use crate::value::column::{Column, LaneKind};
    use std::collections::BTreeSet;

    fn condition(number: u32, parts: Parts) -> Condition {
        let span = Span { file: FileId(0), start: number, end: number + 1 };
        Condition { slot: SlotId(number), words: format!("condition {number}"), parts, span }
    }

    /// An eligibility of so many conditions; every fifth is a veto, one has parts.
    fn eligibility(conditions: u32) -> Eligibility {
        let clause = |number: u32| match number {
            number if number.is_multiple_of(5) => Clause::Veto(condition(number, Parts::Single)),
            1 => Clause::Require(condition(1, Parts::All(vec![condition(conditions + 1, Parts::Single), condition(conditions + 2, Parts::Single)]))),
            number => Clause::Require(condition(number, Parts::Single)),
        };
        Eligibility { slot: SlotId(0), clauses: (1..=conditions).map(clause).collect(), sources: Vec::new(), notes: Vec::new() }
    }

    /// Columns of truth values in which most are alike.
    fn columns(count: u32, rows: usize, seed: u64) -> Vec<Column> {
        let mut state = seed;
        let mut random = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 60
        };
        let mut column = |_| {
            let mut column = Column::new(LaneKind::Bool);
            (0..rows).for_each(|_| column.push(&[Value::Bool(false), Value::Missing].get(random() as usize).cloned().unwrap_or(Value::Bool(true))));
            column
        };
        (0..count).map(&mut column).collect()
    }

    #[test]
    fn says_what_a_look_at_each_record_says_however_many_conditions_there_are() {
        for conditions in [1, 7, 15, 16, 40, 70] {
            let eligibility = eligibility(conditions);
            for most in [super::MOST, 4] {
                let mut combinations = Combinations { most, ..Combinations::new(&eligibility, |slot| slot.0 as usize, None) };
                let (mut found, mut expected) = (Verdicts::default(), Verdicts::default());
                for block in 0..4 {
                    let columns = columns(conditions + 3, 200, block);
                    let kept: Vec<bool> = (0..200).map(|row| row % 9 > 0).collect();
                    combinations.read(&columns, 200);
                    combinations.count(Some(&kept));
                    let mut reasons = Column::new(LaneKind::Text);
                    combinations.reasons(&mut reasons);
                    for (row, kept) in kept.iter().enumerate() {
                        let truth = |slot: SlotId| columns[slot.0 as usize].value(row).truth();
                        let plain = verdict::reasons(&eligibility, &truth);
                        let text = verdict::joined(&plain, None);
                        let cell = if text.is_empty() { Value::Missing } else { Value::Text(text.into()) };
                        assert_eq!(reasons.value(row), cell);
                        if *kept {
                            *match truth(SlotId(0)) {
                                Some(true) => &mut expected.eligible,
                                Some(false) => &mut expected.ineligible,
                                None => &mut expected.undetermined,
                            } += 1;
                            if let Some(reason) = verdict::alone(&eligibility, &truth) {
                                *expected.alone.entry(reason).or_default() += 1;
                            }
                            plain.into_iter().for_each(|reason| *expected.reasons.entry(reason).or_default() += 1);
                        }
                    }
                    if combinations.is_full() {
                        combinations.tell(&mut found);
                    }
                }
                combinations.tell(&mut found);
                assert_eq!(found, expected, "{conditions} conditions");
            }
        }
    }

    #[test]
    fn the_list_of_texts_depends_on_the_records_at_hand_alone() {
        let eligibility = eligibility(12);
        let list = |before: u64| {
            let mut combinations = Combinations::new(&eligibility, |slot| slot.0 as usize, None);
            let mut reasons = Column::new(LaneKind::Text);
            for seed in [before, 99] {
                combinations.read(&columns(15, 300, seed), 300);
                combinations.reasons(&mut reasons);
            }
            reasons
        };
        let one = list(1);
        assert_eq!(one, list(2));
        let super::Lanes::Text(super::Texts::Dictionary { entries, .. }) = &one.lanes else { panic!("{one:?}") };
        assert_eq!(entries.iter().collect::<BTreeSet<_>>().len(), entries.len());
    }
}

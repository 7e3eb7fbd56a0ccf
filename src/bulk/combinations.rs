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
}

struct Combination {
    result: Option<bool>,
    reasons: Vec<Reason>,
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
        let text = verdict::joined(&reasons, self.words);
        let result = truth(self.eligibility.slot);
        let text = (!text.is_empty()).then(|| self.text(&text));
        Combination { result, reasons, text }
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
        self.seen.len() > MOST
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

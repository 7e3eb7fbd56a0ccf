//! Whether keys rise from record to record.
//!
//! In: keys, one after the other, or how those of a further run lie. Out: which repeat the one before them, and whether some key is
//! less than the one before it. Numbers are compared as such, texts by their bytes.

use crate::ir::record::{Field, FieldKind};
use crate::value::calendar::Day;
use crate::value::column::{Column, Lanes};
use crate::value::decimal::{Decimal, Rounding};
use std::cmp::Ordering;

/// A key as it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// The value of a figure, a date, a member or a truth value.
    Number(i128),
    /// A text.
    Text(&'a str),
}

impl<'a> Key<'a> {
    /// The key in a lane, where it holds one.
    #[must_use]
    pub fn of_lane(column: &'a Column, row: usize) -> Option<Key<'a>> {
        if !column.is_present(row) {
            return None;
        }
        match &column.lanes {
            Lanes::Number(lanes) => lanes.get(row).map(|lane| Key::Number(i128::from(*lane))),
            Lanes::Wide(lanes) => lanes.get(row).map(|lane| Key::Number(*lane)),
            Lanes::Bool(lanes) => lanes.get(row).map(|lane| Key::Number(i128::from(*lane))),
            Lanes::Day(lanes) => lanes.get(row).map(|lane| Key::Number(i128::from(*lane))),
            Lanes::Member(lanes) => lanes.get(row).map(|lane| Key::Number(i128::from(*lane))),
            Lanes::Text(texts) => (row < texts.len()).then(|| Key::Text(texts.get(row))),
        }
    }

    /// The key that a cell says; the text itself where it says none.
    #[must_use]
    pub fn of_cell(field: &Field, text: &'a str) -> Key<'a> {
        let number = match &field.kind {
            FieldKind::Number { unit, scale, .. } => {
                let base = Decimal::parse(text).and_then(|figure| unit.to_base(figure));
                base.and_then(|base| base.rescale(*scale, Rounding::HalfAway)).map(|base| base.mantissa)
            }
            FieldKind::Date { .. } => Day::parse(text).map(|day| i128::from(day.0)),
            FieldKind::Bool | FieldKind::Text | FieldKind::Enum(_) => None,
        };
        number.map_or(Key::Text(text), Key::Number)
    }

    /// As people read it; `members` are the names of an enum.
    pub(super) fn shown(self, kind: &FieldKind, members: &[String]) -> String {
        let number = match self {
            Key::Text(text) => return text.to_owned(),
            Key::Number(number) => number,
        };
        match kind {
            FieldKind::Number { unit, scale, .. } => {
                let base = Decimal::new(number, *scale);
                unit.from_base(base).unwrap_or(base).normalized().to_string()
            }
            FieldKind::Date { .. } => i32::try_from(number).map_or_else(|_| number.to_string(), |day| Day(day).to_string()),
            FieldKind::Enum(_) => usize::try_from(number).ok().and_then(|place| members.get(place)).cloned().unwrap_or_else(|| number.to_string()),
            FieldKind::Bool => (number != 0).to_string(),
            FieldKind::Text => number.to_string(),
        }
    }

    /// 128 bits that stand for it.
    pub(super) fn digest(self) -> [u64; 2] {
        match self {
            Key::Number(number) => digest(1, &number.to_le_bytes()),
            Key::Text(text) => digest(2, text.as_bytes()),
        }
    }
}

/// Two sums of products over eight bytes at a time; for telling keys apart, not for safety.
fn digest(kind: u64, bytes: &[u8]) -> [u64; 2] {
    let mix = |state: u64, factor: u64| {
        let product = u128::from(state) * u128::from(factor);
        product as u64 ^ (product >> 64) as u64
    };
    let mut state = [0x243f_6a88_85a3_08d3 ^ kind, 0x1319_8a2e_0370_7344 ^ bytes.len() as u64];
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        let word = u64::from_le_bytes(word);
        state = [mix(state[0] ^ word, 0x9e37_79b9_7f4a_7c15), mix(state[1].rotate_left(29) ^ word, 0xbf58_476d_1ce4_e5b9)];
    }
    [mix(state[0] ^ bytes.len() as u64, 0x94d0_49bb_1331_11eb), mix(state[1] ^ kind, 0xd6e8_feb8_6659_fd93)]
}

/// A record with the key of an earlier one.
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    /// The key.
    pub key: Own,
    /// The row.
    pub row: u64,
    /// The earlier row.
    pub first: u64,
    /// The file of the earlier row, from 1.
    pub file: usize,
}

/// The greatest key so far, which is the last one while keys rise.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    /// The file being read, from 1.
    pub file: usize,
    /// Whether some key is less than the one before it.
    pub falls: bool,
    first: Option<Place>,
    last: Option<Place>,
}

/// A key, and the first place where it stands.
#[derive(Debug, Clone)]
struct Place {
    key: Own,
    row: u64,
    file: usize,
}

/// A key that is kept.
#[derive(Debug, Clone)]
pub(super) enum Own {
    Number(i128),
    Text(String),
}

impl Own {
    pub(super) fn of(key: Key<'_>) -> Own {
        match key {
            Key::Number(number) => Own::Number(number),
            Key::Text(text) => Own::Text(text.to_owned()),
        }
    }

    pub(super) fn key(&self) -> Key<'_> {
        match self {
            Own::Number(number) => Key::Number(*number),
            Own::Text(text) => Key::Text(text),
        }
    }

    fn set(&mut self, key: Key<'_>) {
        match (self, key) {
            (Own::Number(own), Key::Number(number)) => *own = number,
            (Own::Text(own), Key::Text(text)) => {
                own.clear();
                own.push_str(text);
            }
            (own, key) => *own = Own::of(key),
        }
    }
}

impl Order {
    /// Takes the next key; tells where the same one stands before it.
    pub(super) fn note(&mut self, key: Key<'_>, row: u64) -> Option<Repeat> {
        let file = self.file;
        let Some(last) = &mut self.last else {
            let place = Place { key: Own::of(key), row, file };
            (self.first, self.last) = (Some(place.clone()), Some(place));
            return None;
        };
        match last.key.key().cmp(&key) {
            Ordering::Less => {
                last.key.set(key);
                (last.row, last.file) = (row, file);
                None
            }
            Ordering::Equal => Some(Repeat { key: Own::of(key), row, first: last.row, file: last.file }),
            Ordering::Greater => {
                self.falls = true;
                None
            }
        }
    }

    /// Takes the keys of a run; tells where the first of them stands before it.
    pub(super) fn follow(&mut self, run: &Order) -> Option<Repeat> {
        let (Some(first), Some(last)) = (&run.first, &run.last) else { return None };
        let repeat = self.note(first.key.key(), first.row);
        self.falls |= run.falls;
        if !self.falls && last.key.key() > first.key.key() {
            self.last = Some(Place { file: self.file, ..last.clone() });
        }
        repeat
    }
}

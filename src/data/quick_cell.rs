//! The cells that most cells are, read quickly: plain figures, ISO dates, known words, texts, blanks.
//!
//! In: a text cell. Out: a lane of the field's column, as [`CellReader`] reads the cell; or nothing, and then the cell is for
//! [`CellReader`], which knows every other way of writing and what is wrong with the rest.

use super::cell::CellReader;
use super::fold;
use super::raw::Raw;
use crate::ir;
use crate::ir::record::{Field, FieldKind, Record};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::column::{Column, Lanes};
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::unit::Unit;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// So many digits fit 64 bits whatever they are.
const DIGITS: usize = 18;
/// Ways of writing yes and no that are common in files.
const TRUTHS: [&str; 14] = ["是", "否", "1", "0", "true", "false", "TRUE", "FALSE", "True", "False", "yes", "no", "Y", "N"];

/// Reads the common cells of one field.
#[derive(Debug, Clone)]
pub(crate) struct QuickCell {
    kind: Kind,
    /// Whether a blank is a missing value.
    blank_is_missing: bool,
}

/// What came of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It was read.
    Plain,
    /// It was read, and rounded.
    Rounded,
    /// It is not a common one; the column is as it was.
    Not,
}

#[derive(Debug, Clone)]
enum Kind {
    /// A figure.
    Figure(Figure),
    /// A date, in days.
    Day { low: i32, high: i32 },
    /// A text.
    Text,
    /// A text that must be one.
    Key(Box<CellReader>),
    /// One of some words.
    Words(Words),
    /// Nothing is common.
    Other,
}

#[derive(Debug, Clone)]
struct Figure {
    /// Decimal places that are kept.
    decimals: usize,
    /// What one unit of the last of so many decimal places is, as a base mantissa.
    ones: Vec<i64>,
    /// Whether a fraction is refused.
    whole: bool,
    low: i64,
    high: i64,
}

#[derive(Debug, Clone, Default)]
struct Words {
    positions: HashMap<Box<[u8]>, u32, BuildHasherDefault<Folding>>,
}

impl QuickCell {
    /// The quick ways of all fields of a record.
    pub(crate) fn all(record: &Record, enums: &[ir::Enum], cells: &CellReader) -> Vec<QuickCell> {
        record.fields.iter().enumerate().map(|(position, field)| QuickCell::of(field, position, enums, cells)).collect()
    }

    fn of(field: &Field, position: usize, enums: &[ir::Enum], cells: &CellReader) -> QuickCell {
        let word = |text: &str| match cells.read(position, &Raw::Text(text.to_owned())).map(|read| read.value) {
            Ok(Value::Member(member)) => Some(member),
            Ok(Value::Bool(truth)) => Some(u32::from(truth)),
            _ => None,
        };
        let figures = !cells.has_missing_figures();
        let kind = match &field.kind {
            FieldKind::Number { unit, decimals, scale, range } if figures => {
                Figure::of(unit, *decimals, *scale, *range).map_or(Kind::Other, Kind::Figure)
            }
            FieldKind::Date { range } if figures => Kind::Day { low: day(range.low), high: day(range.high) },
            FieldKind::Number { .. } | FieldKind::Date { .. } => Kind::Other,
            FieldKind::Bool => Kind::Words(Words::of(TRUTHS.into_iter(), word)),
            FieldKind::Text if field.key => Kind::Key(Box::new(cells.clone())),
            FieldKind::Text => Kind::Text,
            FieldKind::Enum(id) => {
                let members = enums.get(id.0 as usize).map(|list| list.members.as_slice()).unwrap_or_default();
                let spellings = members.iter().flat_map(|member| [&member.name, &member.label].into_iter().chain(&member.codes));
                Kind::Words(Words::of(spellings.map(String::as_str), word))
            }
        };
        let blank_is_missing = cells.read(position, &Raw::Blank).is_ok_and(|read| read.value == Value::Missing);
        QuickCell { kind, blank_is_missing }
    }

    /// Reads a cell into the column of the field.
    pub(crate) fn read(&self, cell: &str, column: &mut Column) -> Taken {
        if cell.is_empty() {
            if self.blank_is_missing {
                column.push_missing();
            }
            return if self.blank_is_missing { Taken::Plain } else { Taken::Not };
        }
        let taken = match (&self.kind, &mut column.lanes) {
            (Kind::Figure(figure), Lanes::Number(lanes)) => figure.read(cell, |mantissa| lanes.push(mantissa)),
            (Kind::Figure(figure), Lanes::Wide(lanes)) => figure.read(cell, |mantissa| lanes.push(i128::from(mantissa))),
            (Kind::Day { low, high }, Lanes::Day(lanes)) => {
                let day = iso(cell.as_bytes()).filter(|day| (*low..=*high).contains(&day.0));
                taken(day.map(|day| lanes.push(day.0)))
            }
            (Kind::Words(words), Lanes::Member(lanes)) => taken(words.find(cell).map(|member| lanes.push(member))),
            (Kind::Words(words), Lanes::Bool(lanes)) => taken(words.find(cell).map(|truth| lanes.push(truth == 1))),
            (Kind::Text, Lanes::Text(lanes)) => taken(Some(trimmed(cell)).filter(|text| !text.is_empty()).map(|text| lanes.push(text))),
            (Kind::Key(cells), Lanes::Text(lanes)) => {
                let text = trimmed(cell);
                taken((!cells.may_be_missing(text)).then(|| lanes.push(text)))
            }
            (Kind::Figure(_) | Kind::Day { .. } | Kind::Words(_) | Kind::Text | Kind::Key(_) | Kind::Other, _) => Taken::Not,
        };
        if taken != Taken::Not {
            column.push_present();
        }
        taken
    }
}

impl Figure {
    fn of(unit: &Unit, decimals: u8, scale: u8, range: Range) -> Option<Figure> {
        let one = |places: u8| {
            let base = unit.to_base(Decimal::new(1, places))?.normalized();
            // Only what needs no rounding is the same for every figure.
            let by = u32::from(scale.checked_sub(base.scale)?);
            i64::try_from(crate::value::decimal::scale_up(base.mantissa, by)?).ok()
        };
        let ones = (0..=decimals).map(one).collect::<Option<Vec<i64>>>()?;
        let clip = |limit: i128| limit.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64;
        Some(Figure { decimals: usize::from(decimals), ones, whole: unit.whole && decimals == 0, low: clip(range.low), high: clip(range.high) })
    }

    fn read(&self, cell: &str, push: impl FnOnce(i64)) -> Taken {
        let Some((digits, places, negative)) = plain_figure(cell.as_bytes()) else { return Taken::Not };
        let Some((digits, places, note)) = self.rounded(digits, places) else { return Taken::Not };
        let mantissa = self.ones.get(places).and_then(|one| digits.checked_mul(*one));
        let Some(mantissa) = mantissa.map(|magnitude| if negative { -magnitude } else { magnitude }) else { return Taken::Not };
        if mantissa < self.low || mantissa > self.high {
            return Taken::Not;
        }
        push(mantissa);
        note
    }

    /// A magnitude with no more places than are kept, halves rounded up.
    fn rounded(&self, digits: i64, places: usize) -> Option<(i64, usize, Taken)> {
        let excess = places.saturating_sub(self.decimals);
        if excess == 0 {
            // Whole figures keep no places, so there are none here.
            return Some((digits, places, Taken::Plain));
        }
        let divisor = 10i64.pow(excess as u32);
        let (kept, rest) = (digits / divisor, digits % divisor);
        match rest {
            0 => Some((kept, self.decimals, Taken::Plain)),
            _ if self.whole => None,
            rest => Some((kept + i64::from(rest >= divisor - rest), self.decimals, Taken::Rounded)),
        }
    }
}

impl Words {
    fn of<'a>(spellings: impl Iterator<Item = &'a str>, read: impl Fn(&str) -> Option<u32>) -> Words {
        Words { positions: spellings.filter_map(|text| Some((Box::from(text.as_bytes()), read(text)?))).collect() }
    }

    fn find(&self, cell: &str) -> Option<u32> {
        self.positions.get(cell.as_bytes()).copied()
    }
}

fn taken(read: Option<()>) -> Taken {
    read.map_or(Taken::Not, |()| Taken::Plain)
}

fn day(limit: i128) -> i32 {
    limit.clamp(i128::from(i32::MIN), i128::from(i32::MAX)) as i32
}

/// The text without blanks around it.
fn trimmed(cell: &str) -> &str {
    match cell.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => fold::trim(cell),
    }
}

/// A figure of ASCII digits with at most a sign and a point: its digits, how many are decimal places, whether it is negative.
fn plain_figure(cell: &[u8]) -> Option<(i64, usize, bool)> {
    let (negative, digits) = match cell {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    // A point and digits; the count of digits is checked at the end, for a wrong one only makes a wrong sum.
    if digits.len() > DIGITS + 1 {
        return None;
    }
    let (mut sum, mut point) = (0i64, None);
    for (at, byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            sum = sum.wrapping_mul(10).wrapping_add(i64::from(digit));
        } else if *byte == b'.' && point.is_none() {
            point = Some(at);
        } else {
            return None;
        }
    }
    let count = digits.len() - usize::from(point.is_some());
    let places = point.map_or(0, |at| digits.len() - 1 - at);
    ((1..=DIGITS).contains(&count)).then_some((sum, places, negative))
}

/// A date written `2024-08-13`, `2024/08/13` or `2024.08.13`.
fn iso(cell: &[u8]) -> Option<Day> {
    let [y1, y2, y3, y4, first, m1, m2, second, d1, d2] = cell else { return None };
    if first != second || !matches!(first, b'-' | b'/' | b'.') {
        return None;
    }
    let number = |digits: &[u8]| digits.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i32::from(byte - b'0')));
    Day::from_civil(number(&[*y1, *y2, *y3, *y4])?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
}

/// A quick hash for the words of a policy, which nobody chooses to make it slow.
#[derive(Debug, Default)]
struct Folding(u64);

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
            self.write_u64(word);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0.rotate_left(26)
    }
}

//! Arrow columns to columns of a field.
//!
//! In: an array of a batch and the field it belongs to. Out: a column, and the rows whose cell breaks the schema. Plain cells are
//! converted a column at a time; all others go through [`CellReader`] one by one, so that a cell means the same in every format.

use super::arrow_numbers::{self, Steps, narrowed};
use super::arrow_raw::{offset, raw};
use super::arrow_texts::{self, Words};
use super::cell::{CellReader, Note, Read};
use crate::ir::record::{Field, FieldKind};
use crate::value::Value;
use crate::value::column::{Column, Lanes, Texts};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{DataType, TimeUnit};

/// The truth values of the bits of a byte, lowest first.
const BITS: [[bool; 8]; 256] = bits();

/// A field whose columns are converted.
pub(crate) struct Target<'a> {
    /// Its position in the record.
    pub position: usize,
    /// The field.
    pub field: &'a Field,
    /// Reads what is not plain.
    pub cells: &'a CellReader,
}

/// What was noticed in a column.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Rows that need a closer look.
    pub suspects: Vec<u32>,
    /// How many figures had more places than the field keeps.
    pub rounded: u64,
    /// The first row of them.
    pub first_rounded: u32,
    /// How many texts may have lost digits.
    pub lost: Vec<u32>,
    /// For each row whether a cell of it breaks the schema, in this column or an earlier one.
    pub bad: Vec<bool>,
    /// Whether any does.
    pub any_bad: bool,
}

impl Notes {
    /// For a batch of so many rows.
    pub(crate) fn begin(&mut self, rows: usize) {
        self.bad.clear();
        self.bad.resize(rows, false);
        self.any_bad = false;
    }

    /// Forgets what was noticed in one column only.
    pub(crate) fn begin_column(&mut self) {
        self.suspects.clear();
        self.lost.clear();
        (self.rounded, self.first_rounded) = (0, 0);
    }

    /// A figure was rounded.
    pub(crate) fn rounded(&mut self, row: usize) {
        self.first_rounded = if self.rounded == 0 { row as u32 } else { self.first_rounded.min(row as u32) };
        self.rounded += 1;
    }

    /// A cell breaks the schema.
    pub(crate) fn bad(&mut self, row: usize) {
        if let Some(bad) = self.bad.get_mut(row) {
            (*bad, self.any_bad) = (true, true);
        }
    }

    /// Marks the rows with a value that looks wrong.
    pub(crate) fn suspect<T: Copy>(&mut self, values: &[T], nulls: Option<&NullBuffer>, wrong: impl Fn(T) -> bool) {
        let is_valid = |row: usize| nulls.is_none_or(|nulls| nulls.is_valid(row));
        let found = values.iter().enumerate().filter(|(row, value)| wrong(**value) && is_valid(*row));
        self.suspects.extend(found.map(|(row, _)| row as u32));
    }

    /// Takes note of how a cell was read.
    pub(crate) fn note(&mut self, note: Note, row: usize) {
        match note {
            Note::Plain => {}
            Note::Rounded => self.rounded(row),
            Note::DigitsLost => self.lost.push(row as u32),
        }
    }
}

impl Target<'_> {
    /// Fills a column from an array.
    pub(crate) fn fill(&self, array: &ArrayRef, column: &mut Column, words: &mut Words, notes: &mut Notes) {
        let nulls = array.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        let filled = self.plain(array, nulls.as_ref(), column, notes) || arrow_texts::fill(self, array, nulls.as_ref(), column, words, notes);
        if !filled {
            return self.one_by_one(array, column, notes);
        }
        if (self.field.key || !self.field.optional)
            && let Some(nulls) = &nulls
        {
            let missing = (0..array.len()).filter(|row| nulls.is_null(*row));
            missing.for_each(|row| notes.bad(row));
        }
        for row in std::mem::take(&mut notes.suspects) {
            let row = row as usize;
            match self.cells.read(self.position, &raw(array.as_ref(), row)) {
                Ok(Read { value, note }) => {
                    notes.note(note, row);
                    set(column, row, &value);
                }
                Err(_) => {
                    notes.bad(row);
                    set(column, row, &Value::Missing);
                }
            }
        }
    }

    /// A column whose field has no column in the file.
    pub(crate) fn absent(&self, rows: usize, column: &mut Column) {
        column.clear();
        match &mut column.lanes {
            Lanes::Number(lanes) => lanes.resize(rows, 0),
            Lanes::Wide(lanes) => lanes.resize(rows, 0),
            Lanes::Bool(lanes) => lanes.resize(rows, false),
            Lanes::Day(lanes) => lanes.resize(rows, 0),
            Lanes::Member(lanes) => lanes.resize(rows, 0),
            Lanes::Text(texts) => *texts = Texts::Plain { text: String::new(), ends: vec![0; rows] },
        }
        column.present = Some(vec![false; rows]);
    }

    /// Numbers, truth values and days that are stored as such.
    fn plain(&self, array: &ArrayRef, nulls: Option<&NullBuffer>, column: &mut Column, notes: &mut Notes) -> bool {
        let filled = match &self.field.kind {
            FieldKind::Number { .. } => self.numbers(array, nulls, &mut column.lanes, notes),
            FieldKind::Bool => match (array.as_boolean_opt(), &mut column.lanes) {
                (Some(array), Lanes::Bool(lanes)) => {
                    expand(array.values(), lanes);
                    true
                }
                _ => false,
            },
            FieldKind::Date { .. } => self.days(array, nulls, &mut column.lanes, notes),
            FieldKind::Text | FieldKind::Enum(_) => false,
        };
        if filled {
            presence(nulls, column);
        }
        filled
    }

    fn numbers(&self, array: &ArrayRef, nulls: Option<&NullBuffer>, lanes: &mut Lanes, notes: &mut Notes) -> bool {
        let FieldKind::Number { unit, decimals, scale, range } = &self.field.kind else { return false };
        let data = array.data_type();
        let places = match data {
            DataType::Decimal32(_, places) | DataType::Decimal64(_, places) | DataType::Decimal128(_, places) => *places,
            DataType::Float64 => i8::try_from(*decimals).unwrap_or(i8::MAX),
            _ => 0,
        };
        let Some(steps) = Steps::of(unit, *decimals, *scale, *range, places) else { return false };
        let steps = &steps;
        match lanes {
            Lanes::Number(lanes) => {
                match data {
                    DataType::Int8 => arrow_numbers::narrow(values::<Int8Type>(array), nulls, steps, lanes, notes),
                    DataType::Int16 => arrow_numbers::narrow(values::<Int16Type>(array), nulls, steps, lanes, notes),
                    DataType::Int32 => arrow_numbers::narrow(values::<Int32Type>(array), nulls, steps, lanes, notes),
                    DataType::Int64 => arrow_numbers::narrow(values::<Int64Type>(array), nulls, steps, lanes, notes),
                    DataType::UInt8 => arrow_numbers::narrow(values::<UInt8Type>(array), nulls, steps, lanes, notes),
                    DataType::UInt16 => arrow_numbers::narrow(values::<UInt16Type>(array), nulls, steps, lanes, notes),
                    DataType::UInt32 => arrow_numbers::narrow(values::<UInt32Type>(array), nulls, steps, lanes, notes),
                    DataType::UInt64 => arrow_numbers::wide(values::<UInt64Type>(array), nulls, steps, lanes, notes, i128::from, narrowed),
                    DataType::Decimal32(..) => arrow_numbers::narrow(values::<Decimal32Type>(array), nulls, steps, lanes, notes),
                    DataType::Decimal64(..) => arrow_numbers::narrow(values::<Decimal64Type>(array), nulls, steps, lanes, notes),
                    DataType::Decimal128(..) => arrow_numbers::wide(values::<Decimal128Type>(array), nulls, steps, lanes, notes, |v| v, narrowed),
                    DataType::Float64 => arrow_numbers::doubles(values::<Float64Type>(array), nulls, *decimals, steps, lanes, notes),
                    _ => return false,
                }
                true
            }
            Lanes::Wide(lanes) => {
                match data {
                    DataType::Int32 => arrow_numbers::wide(values::<Int32Type>(array), nulls, steps, lanes, notes, i128::from, |v| v),
                    DataType::Int64 => arrow_numbers::wide(values::<Int64Type>(array), nulls, steps, lanes, notes, i128::from, |v| v),
                    DataType::UInt64 => arrow_numbers::wide(values::<UInt64Type>(array), nulls, steps, lanes, notes, i128::from, |v| v),
                    DataType::Decimal64(..) => arrow_numbers::wide(values::<Decimal64Type>(array), nulls, steps, lanes, notes, i128::from, |v| v),
                    DataType::Decimal128(..) => arrow_numbers::wide(values::<Decimal128Type>(array), nulls, steps, lanes, notes, |v| v, |v| v),
                    _ => return false,
                }
                true
            }
            Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) | Lanes::Text(_) => false,
        }
    }

    fn days(&self, array: &ArrayRef, nulls: Option<&NullBuffer>, lanes: &mut Lanes, notes: &mut Notes) -> bool {
        let (FieldKind::Date { range }, Lanes::Day(lanes)) = (&self.field.kind, lanes) else { return false };
        let clamped = |limit: i128| i32::try_from(limit).unwrap_or(if limit < 0 { i32::MIN } else { i32::MAX });
        let (low, high) = (clamped(range.low), clamped(range.high));
        match array.data_type() {
            DataType::Date32 => {
                let days = values::<Date32Type>(array);
                let mut outside = false;
                lanes.clear();
                lanes.extend(days.iter().map(|day| {
                    outside |= (*day < low) | (*day > high);
                    *day
                }));
                if outside {
                    notes.suspect(days, nulls, |day| day < low || day > high);
                }
                return true;
            }
            DataType::Date64 => instants(values::<Date64Type>(array), nulls, (1_000, 0), (low, high), lanes, notes),
            DataType::Timestamp(unit, zone) => {
                let Some(ahead) = offset(zone.as_deref()) else { return false };
                match unit {
                    TimeUnit::Second => instants(values::<TimestampSecondType>(array), nulls, (1, ahead), (low, high), lanes, notes),
                    TimeUnit::Millisecond => {
                        instants(values::<TimestampMillisecondType>(array), nulls, (1_000, ahead), (low, high), lanes, notes);
                    }
                    TimeUnit::Microsecond => {
                        instants(values::<TimestampMicrosecondType>(array), nulls, (1_000_000, ahead), (low, high), lanes, notes);
                    }
                    TimeUnit::Nanosecond => {
                        instants(values::<TimestampNanosecondType>(array), nulls, (1_000_000_000, ahead), (low, high), lanes, notes);
                    }
                }
            }
            _ => return false,
        }
        true
    }

    /// Whatever there is, cell by cell.
    fn one_by_one(&self, array: &ArrayRef, column: &mut Column, notes: &mut Notes) {
        column.clear();
        for row in 0..array.len() {
            match self.cells.read(self.position, &raw(array.as_ref(), row)) {
                Ok(Read { value, note }) => {
                    notes.note(note, row);
                    column.push(&value);
                }
                Err(_) => {
                    notes.bad(row);
                    column.push(&Value::Missing);
                }
            }
        }
    }
}

/// The stored values; those of null rows hold anything.
pub(crate) fn values<T: ArrowPrimitiveType>(array: &ArrayRef) -> &[T::Native] {
    array.as_primitive_opt::<T>().map(|array| array.values().as_ref()).unwrap_or_default()
}

/// Which lanes hold a value.
pub(crate) fn presence(nulls: Option<&NullBuffer>, column: &mut Column) {
    let Some(nulls) = nulls else {
        column.present = None;
        return;
    };
    expand(nulls.inner(), column.present.get_or_insert_with(Vec::new));
}

/// Takes a value out of a lane, or puts one in.
pub(crate) fn set(column: &mut Column, row: usize, value: &Value) {
    let taken = match (&mut column.lanes, value) {
        (Lanes::Number(lanes), Value::Number(number)) => put(lanes, row, narrowed(*number)),
        (Lanes::Wide(lanes), Value::Number(number)) => put(lanes, row, *number),
        (Lanes::Bool(lanes), Value::Bool(truth)) => put(lanes, row, *truth),
        (Lanes::Day(lanes), Value::Date(day)) => put(lanes, row, day.0),
        (Lanes::Member(lanes), Value::Member(member)) => put(lanes, row, *member),
        _ => false,
    };
    if !taken {
        let length = column.len();
        put(column.present.get_or_insert_with(|| vec![true; length]), row, false);
    }
}

fn put<T>(lanes: &mut [T], row: usize, value: T) -> bool {
    lanes.get_mut(row).map(|lane| *lane = value).is_some()
}

/// Moments that should be midnights, in so many parts of a second and so many seconds ahead of UTC.
fn instants(
    moments: &[i64],
    nulls: Option<&NullBuffer>,
    (parts, ahead): (i64, i64),
    (low, high): (i32, i32),
    lanes: &mut Vec<i32>,
    notes: &mut Notes,
) {
    let (shift, length) = (ahead * parts, parts * 86_400);
    let day = |moment: i64| {
        let local = moment.checked_add(shift).filter(|local| local.rem_euclid(length) == 0)?;
        i32::try_from(local.div_euclid(length)).ok().filter(|day| (low..=high).contains(day))
    };
    let mut odd = false;
    lanes.clear();
    lanes.extend(moments.iter().map(|moment| {
        let found = day(*moment);
        odd |= found.is_none();
        found.unwrap_or(0)
    }));
    if odd {
        notes.suspect(moments, nulls, |moment| day(moment).is_none());
    }
}

/// Bits as truth values.
fn expand(bits: &BooleanBuffer, into: &mut Vec<bool>) {
    into.clear();
    if bits.offset().is_multiple_of(8) {
        let bytes = bits.values().get(bits.offset() / 8..).unwrap_or_default();
        let lanes = bytes.iter().take(bits.len().div_ceil(8)).flat_map(|byte| BITS.get(usize::from(*byte)));
        lanes.for_each(|lanes| into.extend_from_slice(lanes));
        into.truncate(bits.len());
    } else {
        into.extend(bits.iter());
    }
}

#[expect(clippy::indexing_slicing, reason = "both loops count to the lengths of the arrays")]
const fn bits() -> [[bool; 8]; 256] {
    let mut table = [[false; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            table[byte][bit] = byte >> bit & 1 == 1;
            bit += 1;
        }
        byte += 1;
    }
    table
}

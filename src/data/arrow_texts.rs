//! Arrow columns of texts, and of values that are listed once, to columns of a field.
//!
//! In: an array and the field it belongs to. Out: a column. What is listed in a dictionary is read once, by [`CellReader`]; so are
//! the words of an enum. Texts of a text field are copied. Leaves all other arrays alone.

use super::arrow_lanes::{Notes, Target, presence, set, values};
use super::arrow_raw::raw;
use super::cell::Read;
use super::fold;
use super::raw::Raw;
use crate::ir::record::FieldKind;
use crate::value::Value;
use crate::value::column::{Column, Lanes, Texts};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use std::collections::HashMap;
use std::sync::Arc;

/// Dictionaries with more entries are not read as a whole.
const LARGE: usize = 65_536;
/// So many different words are kept.
const KEPT_WORDS: usize = 4096;

/// What the texts of one column turned out to be.
#[derive(Default)]
pub(crate) struct Words {
    /// The dictionary that was read last; batches of one row group share it.
    dictionary: Option<ArrayRef>,
    /// What each entry of it is; none where it breaks the schema.
    entries: Vec<Option<Read>>,
    /// The members of the entries, where the field is an enum; any where an entry is none.
    members: Vec<u32>,
    /// The texts of the entries, where the field is a text.
    texts: Arc<[Arc<str>]>,
    /// Whether every entry is a value.
    clean: bool,
    /// Words that stood in no dictionary.
    known: HashMap<String, Option<Read>>,
}

/// Fills a column from an array of texts or a dictionary; leaves other arrays alone and says so.
pub(crate) fn fill(
    target: &Target<'_>,
    array: &ArrayRef,
    nulls: Option<&NullBuffer>,
    column: &mut Column,
    words: &mut Words,
    notes: &mut Notes,
) -> bool {
    if let DataType::Dictionary(..) = array.data_type() {
        return dictionary(target, array, nulls, column, words, notes);
    }
    match &target.field.kind {
        FieldKind::Text => match (texts(array), whole_numbers(array)) {
            (Some(get), _) => {
                let rows = (0..array.len()).map(|row| if is_valid(nulls, row) { get(row).map(fold::trim) } else { Some("") });
                copy(target, rows, nulls, column, notes);
                true
            }
            (None, Some(get)) => {
                digits(target, array.len(), get, nulls, column, notes);
                true
            }
            (None, None) => false,
        },
        FieldKind::Enum(_) | FieldKind::Bool => match texts(array) {
            Some(get) => {
                look_up(target, array.len(), get, nulls, column, words, notes);
                true
            }
            None => false,
        },
        FieldKind::Number { .. } | FieldKind::Date { .. } => false,
    }
}

type Get<'a, T> = Box<dyn Fn(usize) -> T + 'a>;

/// The texts of an array; none for bytes that are no text.
fn texts(array: &ArrayRef) -> Option<Get<'_, Option<&str>>> {
    fn checked<'a>(get: impl Fn(usize) -> &'a [u8] + 'a) -> Option<Get<'a, Option<&'a str>>> {
        Some(Box::new(move |row| str::from_utf8(get(row)).ok()))
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string_opt::<i32>().map(|array| -> Get<'_, Option<&str>> { Box::new(|row| Some(array.value(row))) }),
        DataType::LargeUtf8 => array.as_string_opt::<i64>().map(|array| -> Get<'_, Option<&str>> { Box::new(|row| Some(array.value(row))) }),
        DataType::Utf8View => array.as_string_view_opt().map(|array| -> Get<'_, Option<&str>> { Box::new(|row| Some(array.value(row))) }),
        DataType::Binary => array.as_binary_opt::<i32>().and_then(|array| checked(|row| array.value(row))),
        DataType::LargeBinary => array.as_binary_opt::<i64>().and_then(|array| checked(|row| array.value(row))),
        DataType::BinaryView => array.as_binary_view_opt().and_then(|array| checked(|row| array.value(row))),
        _ => None,
    }
}

/// The whole numbers of an array.
fn whole_numbers(array: &ArrayRef) -> Option<Get<'_, i128>> {
    fn boxed<T: Copy + Into<i128>>(values: &[T]) -> Option<Get<'_, i128>> {
        Some(Box::new(|row| values.get(row).map_or(0, |value| (*value).into())))
    }
    match array.data_type() {
        DataType::Int8 => boxed(values::<Int8Type>(array)),
        DataType::Int16 => boxed(values::<Int16Type>(array)),
        DataType::Int32 => boxed(values::<Int32Type>(array)),
        DataType::Int64 => boxed(values::<Int64Type>(array)),
        DataType::UInt8 => boxed(values::<UInt8Type>(array)),
        DataType::UInt16 => boxed(values::<UInt16Type>(array)),
        DataType::UInt32 => boxed(values::<UInt32Type>(array)),
        DataType::UInt64 => boxed(values::<UInt64Type>(array)),
        _ => None,
    }
}

fn is_valid(nulls: Option<&NullBuffer>, row: usize) -> bool {
    nulls.is_none_or(|nulls| nulls.is_valid(row))
}

/// Texts into a text column; none breaks the schema, and an empty one is missing.
fn copy<'a>(target: &Target<'_>, rows: impl Iterator<Item = Option<&'a str>>, nulls: Option<&NullBuffer>, column: &mut Column, notes: &mut Notes) {
    let (mut text, mut ends) = emptied(&mut column.lanes);
    let key = target.field.key;
    let mut blank = Vec::new();
    for (row, found) in rows.enumerate() {
        match found {
            Some(found) if !(found.is_empty() || key && target.cells.is_missing(found)) => text.push_str(found),
            Some(_) if is_valid(nulls, row) && target.field.optional && !key => blank.push(row),
            Some(_) if is_valid(nulls, row) => notes.bad(row),
            Some(_) => {}
            None => notes.bad(row),
        }
        ends.push(text.len() as u32);
    }
    column.lanes = Lanes::Text(Texts::Plain { text, ends });
    presence(nulls, column);
    blank.into_iter().for_each(|row| set(column, row, &Value::Missing));
}

/// Whole numbers into a text column.
fn digits(target: &Target<'_>, rows: usize, get: Get<'_, i128>, nulls: Option<&NullBuffer>, column: &mut Column, notes: &mut Notes) {
    let (mut text, mut ends) = emptied(&mut column.lanes);
    for row in 0..rows {
        if is_valid(nulls, row) {
            let start = text.len();
            write_digits(&mut text, get(row));
            let missing = target.field.key && text.get(start..).is_some_and(|digits| target.cells.is_missing(digits));
            if missing {
                text.truncate(start);
                notes.bad(row);
            }
        }
        ends.push(text.len() as u32);
    }
    column.lanes = Lanes::Text(Texts::Plain { text, ends });
    presence(nulls, column);
}

/// The memory of plain texts, without the texts.
fn emptied(lanes: &mut Lanes) -> (String, Vec<u32>) {
    match lanes {
        Lanes::Text(Texts::Plain { text, ends }) => {
            let (mut text, mut ends) = (std::mem::take(text), std::mem::take(ends));
            text.clear();
            ends.clear();
            (text, ends)
        }
        _ => (String::new(), Vec::new()),
    }
}

fn write_digits(text: &mut String, number: i128) {
    let Ok(mut left) = u64::try_from(number.unsigned_abs()) else {
        text.push_str(&number.to_string());
        return;
    };
    let mut digits = [b'0'; 20];
    let mut length = 0;
    for place in digits.iter_mut().rev() {
        *place = b'0' + (left % 10) as u8;
        left /= 10;
        length += 1;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        text.push('-');
    }
    text.push_str(digits.get(digits.len() - length..).and_then(|digits| str::from_utf8(digits).ok()).unwrap_or_default());
}

/// Texts that stand for a few values, each read once.
fn look_up(
    target: &Target<'_>,
    rows: usize,
    get: Get<'_, Option<&str>>,
    nulls: Option<&NullBuffer>,
    column: &mut Column,
    words: &mut Words,
    notes: &mut Notes,
) {
    column.clear();
    for row in 0..rows {
        if !is_valid(nulls, row) {
            column.push(&Value::Missing);
            continue;
        }
        match get(row).and_then(|word| words.read(target, word)) {
            Some(read) => column.push(&read.value),
            None => {
                notes.bad(row);
                column.push(&Value::Missing);
            }
        }
    }
}

impl Words {
    /// What a word is; none where it breaks the schema.
    fn read(&mut self, target: &Target<'_>, word: &str) -> Option<Read> {
        if let Some(known) = self.known.get(word) {
            return known.clone();
        }
        let cell = if word.is_empty() { Raw::Blank } else { Raw::Text(word.to_owned()) };
        let read = target.cells.read(target.position, &cell).ok();
        if self.known.len() < KEPT_WORDS {
            self.known.insert(word.to_owned(), read.clone());
        }
        read
    }

    /// Reads the entries of a dictionary, unless it was the last.
    fn learn(&mut self, target: &Target<'_>, listed: &ArrayRef) {
        if self.dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(known, listed)) {
            return;
        }
        self.dictionary = Some(listed.clone());
        self.entries = (0..listed.len()).map(|entry| target.cells.read(target.position, &raw(listed.as_ref(), entry)).ok()).collect();
        let member = |entry: &Option<Read>| match entry {
            Some(Read { value: Value::Member(member), .. }) => *member,
            Some(_) | None => 0,
        };
        let text = |entry: &Option<Read>| match entry {
            Some(Read { value: Value::Text(text), .. }) => text.clone(),
            Some(_) | None => Arc::from(""),
        };
        self.members = self.entries.iter().map(member).collect();
        self.texts = self.entries.iter().map(text).collect();
        self.clean = self.entries.iter().all(|entry| entry.as_ref().is_some_and(|read| read.value != Value::Missing));
    }
}

/// Values that are listed once.
fn dictionary(target: &Target<'_>, array: &ArrayRef, nulls: Option<&NullBuffer>, column: &mut Column, words: &mut Words, notes: &mut Notes) -> bool {
    let Some(listing) = array.as_any_dictionary_opt() else { return false };
    if listing.values().is_empty() || listing.values().len() > LARGE {
        return false;
    }
    words.learn(target, listing.values());
    let positions: Vec<u32>;
    match array.as_dictionary_opt::<Int32Type>() {
        Some(plain) => by_entry(target, plain.keys().values().iter().map(|key| *key as u32), nulls, column, words, notes),
        None => {
            positions = listing.normalized_keys().into_iter().map(|key| key as u32).collect();
            by_entry(target, positions.into_iter(), nulls, column, words, notes);
        }
    }
    true
}

fn by_entry(
    target: &Target<'_>,
    positions: impl Iterator<Item = u32> + Clone,
    nulls: Option<&NullBuffer>,
    column: &mut Column,
    words: &Words,
    notes: &mut Notes,
) {
    match (&mut column.lanes, &target.field.kind) {
        (Lanes::Member(lanes), FieldKind::Enum(_)) => {
            lanes.clear();
            lanes.extend(positions.clone().map(|position| words.members.get(position as usize).copied().unwrap_or(0)));
            presence(nulls, column);
        }
        (Lanes::Text(lanes), FieldKind::Text) => {
            let mut codes = match std::mem::replace(lanes, Texts::Plain { text: String::new(), ends: Vec::new() }) {
                Texts::Dictionary { codes, .. } => codes,
                Texts::Plain { .. } => Vec::new(),
            };
            codes.clear();
            codes.extend(positions.clone());
            *lanes = Texts::Dictionary { codes, entries: words.texts.clone() };
            presence(nulls, column);
        }
        _ => {
            column.clear();
            for (row, position) in positions.enumerate() {
                match words.entries.get(position as usize) {
                    Some(Some(read)) if is_valid(nulls, row) => {
                        notes.note(read.note, row);
                        column.push(&read.value);
                    }
                    found => {
                        if found.is_some() && is_valid(nulls, row) {
                            notes.bad(row);
                        }
                        column.push(&Value::Missing);
                    }
                }
            }
            return;
        }
    }
    if words.clean {
        return;
    }
    for (row, position) in positions.enumerate().filter(|(row, _)| is_valid(nulls, *row)) {
        match words.entries.get(position as usize) {
            Some(Some(Read { value: Value::Missing, .. })) => set(column, row, &Value::Missing),
            Some(Some(_)) => {}
            Some(None) | None => notes.bad(row),
        }
    }
}

//! How a file was understood: what was decided, and what was counted.
//!
//! In: what the reader found. Out: plain data for people and for the record of a run.

use super::options::{Encoding, Format};
use super::warning::{DataWarning, RepeatedKey};
use crate::ir::record::{Field, FieldKind, Record};
use crate::value::Value;
use crate::value::decimal::Decimal;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many examples are kept for a warning.
const EXAMPLES: usize = 5;
/// So many figures between -1 and 1 in a percent field are suspicious.
const FRACTIONS: u64 = 5;

/// How a file was understood. Counts are those of the rows read so far.
#[derive(Debug, Clone)]
pub struct Report {
    /// The name of the file; `-` for standard input.
    pub file: String,
    /// Its format.
    pub format: Format,
    /// The encoding of a text file.
    pub encoding: Option<Encoding>,
    /// What stands between the cells of a CSV file.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row of the headers, where the file has one.
    pub header_row: Option<u64>,
    /// The fields that have a column, in the order of the record.
    pub matched: Vec<MatchedColumn>,
    /// Headers of columns that are no field.
    pub unused: Vec<String>,
    /// Optional fields without a column.
    pub absent: Vec<String>,
    /// Rows with ink.
    pub rows: u64,
    /// Rows with a problem.
    pub rejected: u64,
    /// Rows without ink.
    pub blank: u64,
    /// What is odd.
    pub warnings: Vec<DataWarning>,
}

/// A field and its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedColumn {
    /// The name of the field.
    pub name: String,
    /// The label of the field.
    pub label: String,
    /// The header in the file.
    pub header: String,
}

/// The keys seen so far, over one file or several. Of each only a 128-bit digest is kept, so that a million rows stay small.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    seen: HashMap<u128, (u32, u64)>,
    files: Vec<String>,
}

impl Keys {
    /// A further file begins.
    fn begin(&mut self, file: &str) {
        self.files.push(file.to_owned());
    }

    /// Notes a key of the present file; the file and row that had it before.
    fn note(&mut self, key: &str, row: u64) -> Option<(u32, u64)> {
        let digest = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, key).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        let place = (self.files.len().saturating_sub(1) as u32, row);
        match self.seen.entry(digest(0) << 64 | digest(1)) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(free) => {
                free.insert(place);
                None
            }
        }
    }

    /// The name of a file, where there are several.
    fn file(&self, position: usize) -> Option<String> {
        self.files.get(position).filter(|_| self.files.len() > 1).cloned()
    }
}

/// Counts what the report tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Rows with ink.
    pub rows: u64,
    /// Rows with a problem.
    pub rejected: u64,
    /// Rows without ink.
    pub blank: u64,
    keys: Keys,
    repeated: u64,
    repeated_examples: Vec<RepeatedKey>,
    fields: Vec<FieldTally>,
}

#[derive(Debug, Clone, Default)]
struct FieldTally {
    label: String,
    decimals: u8,
    /// One hundredth of a percent field, as a base mantissa: the limit of suspicious figures.
    one: Option<i128>,
    rounded: u64,
    rounded_row: u64,
    lost: u64,
    lost_row: u64,
    figures: u64,
    fractions: u64,
}

impl Tally {
    pub(crate) fn new(record: &Record, file: &str) -> Tally {
        let mut tally = Tally { fields: record.fields.iter().map(FieldTally::of).collect(), ..Tally::default() };
        tally.keys.begin(file);
        tally
    }

    /// Puts the keys of earlier files before those of this one, which must not have begun.
    pub(crate) fn after(&mut self, mut keys: Keys) {
        keys.files.append(&mut self.keys.files);
        self.keys = keys;
    }

    pub(crate) fn take_keys(&mut self) -> Keys {
        std::mem::take(&mut self.keys)
    }

    pub(crate) fn rounded(&mut self, field: usize, row: u64) {
        if let Some(tally) = self.fields.get_mut(field) {
            tally.rounded += 1;
            tally.rounded_row = if tally.rounded == 1 { row } else { tally.rounded_row };
        }
    }

    pub(crate) fn digits_lost(&mut self, field: usize, row: u64) {
        if let Some(tally) = self.fields.get_mut(field) {
            tally.lost += 1;
            tally.lost_row = if tally.lost == 1 { row } else { tally.lost_row };
        }
    }

    pub(crate) fn value(&mut self, field: usize, value: &Value) {
        if let Some(tally) = self.fields.get_mut(field)
            && let (Some(one), Some(mantissa)) = (tally.one, value.mantissa())
        {
            // Nought says nothing either way.
            tally.figures += u64::from(mantissa != 0);
            tally.fractions += u64::from(mantissa != 0 && mantissa.unsigned_abs() <= one.unsigned_abs());
        }
    }

    /// Notes a key.
    pub(crate) fn key(&mut self, key: &str, row: u64) {
        let Some((first_file, first)) = self.keys.note(key, row) else { return };
        self.repeated += 1;
        if self.repeated_examples.len() < EXAMPLES {
            let here = self.keys.files.len().saturating_sub(1);
            // In one and the same file the rows say enough.
            let (file, first_file) = match first_file as usize {
                same if same == here => (None, None),
                other => (self.keys.file(here), self.keys.file(other)),
            };
            self.repeated_examples.push(RepeatedKey { key: key.to_owned(), row, file, first, first_file });
        }
    }

    pub(crate) fn warnings(&self) -> Vec<DataWarning> {
        let mut warnings = Vec::new();
        if self.repeated > 0 {
            warnings.push(DataWarning::RepeatedKeys { count: self.repeated, examples: self.repeated_examples.clone() });
        }
        for tally in &self.fields {
            let label = || tally.label.clone();
            if tally.lost > 0 {
                warnings.push(DataWarning::DigitsLost { label: label(), count: tally.lost, row: tally.lost_row });
            }
            if tally.rounded > 0 {
                let (count, row, decimals) = (tally.rounded, tally.rounded_row, tally.decimals);
                warnings.push(DataWarning::Rounded { label: label(), count, row, decimals });
            }
            if tally.figures >= FRACTIONS && tally.fractions == tally.figures {
                warnings.push(DataWarning::Fractions { label: label(), count: tally.figures });
            }
        }
        warnings
    }
}

impl FieldTally {
    fn of(field: &Field) -> FieldTally {
        let (decimals, one) = match &field.kind {
            FieldKind::Number { unit, decimals, scale, .. } if unit.is_percent() => {
                let one = Decimal::PERCENT.rescale(*scale, crate::value::decimal::Rounding::HalfAway).map(|base| base.mantissa);
                (*decimals, one)
            }
            FieldKind::Number { decimals, .. } => (*decimals, None),
            FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => (0, None),
        };
        FieldTally { label: field.label.clone(), decimals, one, ..FieldTally::default() }
    }
}

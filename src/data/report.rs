//! How a file was understood: what was decided, and what was counted.
//!
//! In: what the reader found. Out: plain data for people and for the record of a run.

use super::options::{Encoding, Format};
use super::warning::DataWarning;
use crate::ir::record::{Field, FieldKind, Record};
use crate::value::Value;
use crate::value::decimal::Decimal;

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

/// Counts what the report tells, over all rows of a file or over some of them.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Rows with ink.
    pub rows: u64,
    /// Rows with a problem.
    pub rejected: u64,
    /// Rows without ink.
    pub blank: u64,
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
    /// Nothing counted yet.
    #[must_use]
    pub fn new(record: &Record) -> Tally {
        Tally { fields: record.fields.iter().map(FieldTally::of).collect(), ..Tally::default() }
    }

    /// The same with nothing counted.
    #[must_use]
    pub fn emptied(&self) -> Tally {
        let fields = self.fields.iter().map(|tally| FieldTally {
            label: tally.label.clone(),
            decimals: tally.decimals,
            one: tally.one,
            ..FieldTally::default()
        });
        Tally { fields: fields.collect(), ..Tally::default() }
    }

    /// Adds what was counted over rows behind these.
    pub fn absorb(&mut self, later: &Tally) {
        self.rows += later.rows;
        self.rejected += later.rejected;
        self.blank += later.blank;
        for (tally, later) in self.fields.iter_mut().zip(&later.fields) {
            tally.absorb(later);
        }
    }

    /// A figure had more decimal places than the field keeps.
    pub fn rounded(&mut self, field: usize, row: u64) {
        if let Some(tally) = self.fields.get_mut(field) {
            tally.rounded += 1;
            tally.rounded_row = if tally.rounded == 1 { row } else { tally.rounded_row };
        }
    }

    /// A text was stored as a number that may have lost digits.
    pub fn digits_lost(&mut self, field: usize, row: u64) {
        if let Some(tally) = self.fields.get_mut(field) {
            tally.lost += 1;
            tally.lost_row = if tally.lost == 1 { row } else { tally.lost_row };
        }
    }

    /// Takes note of a value, for warnings about figures as a whole.
    pub fn value(&mut self, field: usize, value: &Value) {
        if let Some(tally) = self.fields.get_mut(field)
            && let (Some(one), Some(mantissa)) = (tally.one, value.mantissa())
        {
            // Nought says nothing either way.
            tally.figures += u64::from(mantissa != 0);
            tally.fractions += u64::from(mantissa != 0 && mantissa.unsigned_abs() <= one.unsigned_abs());
        }
    }

    /// Several figures of a field had more decimal places than it keeps; `row` is the first of them.
    pub fn rounded_often(&mut self, field: usize, count: u64, row: u64) {
        if let Some(tally) = self.fields.get_mut(field).filter(|_| count > 0) {
            tally.rounded_row = if tally.rounded == 0 { row } else { tally.rounded_row };
            tally.rounded += count;
        }
    }

    /// The same as [`Tally::value`] for many mantissas, of which those that are nought say nothing.
    pub fn mantissas(&mut self, field: usize, mantissas: impl Iterator<Item = i128>) {
        if let Some(tally) = self.fields.get_mut(field)
            && let Some(one) = tally.one.map(i128::unsigned_abs)
        {
            for mantissa in mantissas.filter(|mantissa| *mantissa != 0) {
                tally.figures += 1;
                tally.fractions += u64::from(mantissa.unsigned_abs() <= one);
            }
        }
    }

    /// What is odd.
    #[must_use]
    pub fn warnings(&self) -> Vec<DataWarning> {
        let mut warnings = Vec::new();
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
    fn absorb(&mut self, later: &FieldTally) {
        self.rounded_row = if self.rounded == 0 { later.rounded_row } else { self.rounded_row };
        self.rounded += later.rounded;
        self.lost_row = if self.lost == 0 { later.lost_row } else { self.lost_row };
        self.lost += later.lost;
        self.figures += later.figures;
        self.fractions += later.fractions;
    }

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

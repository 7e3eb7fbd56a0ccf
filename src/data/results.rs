//! Results as columns, made by several threads and written in order.
//!
//! In: result columns, block after block. Out: parts, made by whichever thread has the block, and a file to which they are appended in
//! the order of the records. What a part holds depends on its blocks alone, never on the number of threads. Nothing is rounded here.

use super::atomic::Target;
use super::column::{Cell, OutColumn};
use super::error::DataError;
use super::sink::{Sink, SinkOptions, Written};
use crate::value::Value;
use crate::value::column::Column;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::unit::Unit;
use std::sync::Arc;

/// A column of a result, and how its lanes become cells.
#[derive(Clone)]
pub struct ResultColumn {
    /// Its header and kind.
    pub column: OutColumn,
    /// What its lanes are.
    pub what: What,
}

/// What the lanes of a result column are.
#[derive(Clone)]
pub enum What {
    /// Mantissas in base units; written in the unit, with every digit.
    Number {
        /// Decimal places of the mantissa.
        scale: u8,
        /// The unit figures are written in.
        unit: Arc<Unit>,
        /// What the mantissa can be.
        range: Range,
    },
    /// Truth values.
    Bool,
    /// Dates.
    Date,
    /// Texts.
    Text,
    /// Members of an enum: what is written for each.
    Member(Arc<[Arc<str>]>),
    /// An eligibility: true, false or undetermined, as a truth value or as one of these words, in this order.
    Verdict([&'static str; 3]),
    /// Shown to people, cell by cell.
    Shown(Arc<dyn Fn(&Value) -> Cell + Send + Sync>),
}

/// A result being written. Dropped before [`Results::finish`], a file stays as it was.
pub struct Results {
    sink: Sink,
    columns: Arc<[ResultColumn]>,
}

/// Makes parts of a result, on any thread.
#[derive(Clone)]
pub struct Maker {
    columns: Arc<[ResultColumn]>,
}

/// A part being made.
pub struct Making {
    columns: Arc<[ResultColumn]>,
    rows: Vec<Vec<Cell>>,
}

/// A part, ready to be appended.
pub struct Part {
    rows: Vec<Vec<Cell>>,
}

impl Results {
    /// Starts a result with its headers.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn create(target: Target, columns: Vec<ResultColumn>, options: &SinkOptions) -> Result<Results, DataError> {
        let sink = Sink::create(target, columns.iter().map(|column| column.column.clone()).collect(), options)?;
        Ok(Results { sink, columns: Arc::from(columns) })
    }

    /// What makes the parts.
    #[must_use]
    pub fn maker(&self) -> Maker {
        Maker { columns: self.columns.clone() }
    }

    /// Appends the next part.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn append(&mut self, part: Part) -> Result<(), DataError> {
        part.rows.iter().try_for_each(|row| self.sink.write_row(row))
    }

    /// Whether the reader of the output went away, so that the rest need not be made.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.sink.is_closed()
    }

    /// Writes what is left, and puts a file into its place.
    ///
    /// # Errors
    /// Why it cannot be written; a file then stays as it was.
    pub fn finish(self) -> Result<Written, DataError> {
        self.sink.finish()
    }
}

impl Maker {
    /// Begins a part.
    #[must_use]
    pub fn begin(&self) -> Making {
        Making { columns: self.columns.clone(), rows: Vec::new() }
    }
}

impl Making {
    /// Adds a block: as many lanes in each column.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn add(&mut self, lanes: &[Column]) -> Result<(), DataError> {
        let rows = lanes.first().map_or(0, Column::len);
        for row in 0..rows {
            self.rows.push(self.columns.iter().zip(lanes).map(|(column, lanes)| column.what.cell(&lanes.value(row))).collect());
        }
        Ok(())
    }

    /// Ends the part.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn finish(self) -> Result<Part, DataError> {
        Ok(Part { rows: self.rows })
    }
}

impl What {
    /// The cell of a value.
    #[must_use]
    pub fn cell(&self, value: &Value) -> Cell {
        match (self, value) {
            (What::Shown(show), _) => show(value),
            (What::Verdict([yes, no, open]), _) => Cell::Text(value.truth().map_or(*open, |truth| if truth { *yes } else { *no }).to_owned()),
            (_, Value::Missing) => Cell::Missing,
            (What::Number { scale, unit, .. }, Value::Number(mantissa)) => {
                let base = Decimal::new(*mantissa, *scale);
                Cell::Number(unit.from_base(base).unwrap_or(base).normalized())
            }
            (What::Member(names), Value::Member(member)) => {
                Cell::Text(names.get(*member as usize).map_or_else(String::new, |name| name.as_ref().to_owned()))
            }
            (_, Value::Bool(truth)) => Cell::Bool(*truth),
            (_, Value::Date(day)) => Cell::Date(*day),
            (_, Value::Text(text)) => Cell::Text(text.as_ref().to_owned()),
            (_, Value::Number(_) | Value::Member(_)) => Cell::Missing,
        }
    }
}

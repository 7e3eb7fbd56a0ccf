//! A record made from figures.
//!
//! In: figures by the name of their field, or a JSON object. Out: a record that keeps the schema, or everything that is wrong. Cells
//! are read exactly as those of data files are.

use super::error::RecordError;
use super::{Known, Policy};
use crate::data::json;
use crate::data::problem::{CellProblem, Fault};
use crate::data::raw::Raw;
use crate::diagnostic::suggest;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;
use std::sync::Arc;

/// A record that keeps the schema of a policy; rules between fields are looked at when it is evaluated.
#[derive(Debug, Clone)]
pub struct Record {
    pub(super) known: Arc<Known>,
    pub(super) values: Arc<[Value]>,
}

impl Record {
    /// A record from a JSON object: as [`Policy::record_from_json`].
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn from_json(policy: &Policy, text: &str) -> Result<Record, RecordError> {
        policy.record_from_json(text)
    }

    /// One value for each field, in the order of the fields.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

/// What is put into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Missing,
    /// A text, read as a cell of a CSV file: figures, dates, yes and no, members of enums can all be written so.
    Text(String),
    /// A figure in the unit of the field.
    Number(Decimal),
    /// Yes or no.
    Truth(bool),
    /// A date.
    Date(Day),
}

/// A record in the making.
#[derive(Debug, Clone)]
pub struct RecordBuilder {
    known: Arc<Known>,
    cells: Vec<Raw>,
    unknown: Option<RecordError>,
}

impl RecordBuilder {
    pub(super) fn new(known: Arc<Known>) -> RecordBuilder {
        let cells = vec![Raw::Blank; known.program.record.fields.len()];
        RecordBuilder { known, cells, unknown: None }
    }

    /// Puts something into a field, named by its name, label or a further heading. What is said last holds.
    #[must_use]
    pub fn set(mut self, field: &str, cell: impl Into<Cell>) -> RecordBuilder {
        match self.known.matcher.named(field).and_then(|position| self.cells.get_mut(position)) {
            Some(place) => *place = raw(cell.into()),
            None => {
                let names = self.known.program.record.fields.iter().map(|known| known.name.as_str());
                let nearest = suggest::nearest(field, names).map(str::to_owned);
                self.unknown.get_or_insert(RecordError::UnknownField { name: field.to_owned(), nearest });
            }
        }
        self
    }

    /// The record.
    ///
    /// # Errors
    /// A field that the policy does not have; else every figure that breaks the schema, and every one that is needed and not there.
    pub fn build(self) -> Result<Record, RecordError> {
        match self.unknown {
            Some(unknown) => Err(unknown),
            None => self.known.read(&self.cells).map(|values| Record { known: self.known, values: Arc::from(values) }),
        }
    }
}

/// A record from a JSON object; names that are no field are passed over.
pub(super) fn from_json(known: &Arc<Known>, text: &str) -> Result<Record, RecordError> {
    let whole = |(shown, fault)| RecordError::Cells(vec![CellProblem::of_row(shown, fault)]);
    let mut cells: Vec<Option<Raw>> = vec![None; known.program.record.fields.len()];
    for (name, cell) in json::object(text).map_err(whole)? {
        let Some(place) = known.matcher.named(&name).and_then(|position| cells.get_mut(position)) else { continue };
        if place.replace(cell).is_some() {
            return Err(RecordError::Cells(vec![CellProblem::repeated_name(&name)]));
        }
    }
    let cells: Vec<Raw> = cells.into_iter().map(|cell| cell.unwrap_or(Raw::Blank)).collect();
    known.read(&cells).map(|values| Record { known: known.clone(), values: Arc::from(values) })
}

impl Known {
    /// The values of cells, one for each field.
    fn read(&self, cells: &[Raw]) -> Result<Vec<Value>, RecordError> {
        let values = cells.iter().enumerate().map(|(position, raw)| self.rows.cells.read(position, raw).map(|read| read.value));
        values.collect::<Result<Vec<Value>, Fault>>().map_err(|_| RecordError::Cells(self.rows.problems(cells)))
    }
}

fn raw(cell: Cell) -> Raw {
    match cell {
        Cell::Missing => Raw::Blank,
        Cell::Text(text) => Raw::Text(text),
        Cell::Number(figure) => Raw::Number(figure.to_string()),
        Cell::Truth(truth) => Raw::Bool(truth),
        Cell::Date(day) => Raw::Text(day.to_string()),
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<i32> for Cell {
    fn from(figure: i32) -> Cell {
        Cell::Number(Decimal::new(figure.into(), 0))
    }
}

impl From<i64> for Cell {
    fn from(figure: i64) -> Cell {
        Cell::Number(Decimal::new(figure.into(), 0))
    }
}

impl From<u32> for Cell {
    fn from(figure: u32) -> Cell {
        Cell::Number(Decimal::new(figure.into(), 0))
    }
}

impl From<u64> for Cell {
    fn from(figure: u64) -> Cell {
        Cell::Number(Decimal::new(figure.into(), 0))
    }
}

impl From<Decimal> for Cell {
    fn from(figure: Decimal) -> Cell {
        Cell::Number(figure)
    }
}

impl From<bool> for Cell {
    fn from(truth: bool) -> Cell {
        Cell::Truth(truth)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Cell {
        Cell::Date(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Missing, Into::into)
    }
}

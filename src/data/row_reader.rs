//! One row of raw cells against the record.
//!
//! In: cells as the file holds them. Out: values in the order of the fields, or everything that is wrong with them; what is to be
//! counted goes to a tally. Knows which column is which field, but neither file nor format.

use super::cell::{CellReader, Note};
use super::columns::{Columns, Matcher};
use super::fold;
use super::problem::{CellProblem, Fault};
use super::raw::{Raw, RawRow};
use super::reader::Row;
use super::report::{Report, Tally};
use super::warning::DataWarning;
use crate::ir::record::{FieldId, Record};
use crate::value::Value;
use std::sync::Arc;

/// What cells to the right of the last header are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// A sign that the row is out of step with the headers: text.
    Wrong,
    /// Remarks beside the table: workbooks, where cells know their column.
    Remarks,
}

/// Reads rows of one file.
#[derive(Debug, Clone)]
pub(crate) struct RowReader {
    /// Reads cells.
    pub cells: CellReader,
    /// Which column is which field.
    pub columns: Columns,
    names: Vec<(Arc<str>, Arc<str>)>,
    key: Option<FieldId>,
    beyond: Beyond,
}

impl RowReader {
    /// A reader of rows with these columns.
    pub(crate) fn new(record: &Record, cells: CellReader, columns: Columns, beyond: Beyond) -> RowReader {
        let names = record.fields.iter().map(|field| (Arc::from(field.name.as_str()), Arc::from(field.label.as_str()))).collect();
        RowReader { cells, columns, names, key: record.key(), beyond }
    }

    /// The same for a file with other columns.
    pub(crate) fn over(&self, columns: Columns) -> RowReader {
        RowReader { columns, ..self.clone() }
    }

    /// Adds columns for names that have turned up.
    pub(crate) fn learn(&mut self, names: &[String], matcher: &Matcher) {
        for name in names.iter().skip(self.columns.headers.len()) {
            let field = matcher.late(name, &self.columns);
            self.columns.add(name, field);
        }
    }

    /// Reads a row that is not blank.
    pub(crate) fn row(&self, raw: RawRow, tally: &mut Tally) -> Row {
        let RawRow { number, cells, fault } = raw;
        let mut problems: Vec<CellProblem> = Vec::new();
        let mut values = Vec::with_capacity(self.names.len());
        match fault {
            Some((text, fault)) => problems.push(row_problem(text, fault)),
            None => self.read_cells(number, &cells, &mut values, &mut problems, tally),
        }
        tally.rows += 1;
        tally.rejected += u64::from(!problems.is_empty());
        let original = RawRow { number, cells, fault: None }.original();
        Row { number, key: self.key(&original), original, outcome: if problems.is_empty() { Ok(values) } else { Err(problems) } }
    }

    fn read_cells(&self, number: u64, cells: &[Raw], values: &mut Vec<Value>, problems: &mut Vec<CellProblem>, tally: &mut Tally) {
        for (position, column) in self.columns.column_of.iter().enumerate() {
            let raw = column.and_then(|column| cells.get(column)).unwrap_or(&Raw::Blank);
            match self.cell(position, raw, number, tally) {
                Ok(value) => values.push(value),
                Err(problem) => problems.push(*problem),
            }
        }
        problems.extend(self.extra_cells(cells));
    }

    /// The value of a cell of the field at `position`, or what is wrong with it.
    pub(crate) fn cell(&self, position: usize, raw: &Raw, number: u64, tally: &mut Tally) -> Result<Value, Box<CellProblem>> {
        match self.cells.read(position, raw) {
            Ok(read) => {
                match read.note {
                    Note::Plain => {}
                    Note::Rounded => tally.rounded(position, number),
                    Note::DigitsLost => tally.digits_lost(position, number),
                }
                tally.value(position, &read.value);
                Ok(read.value)
            }
            Err(fault) => Err(Box::new(self.problem(position, raw, fault))),
        }
    }

    /// Everything that is wrong with the cells of a row; nothing is counted.
    pub(crate) fn problems(&self, cells: &[Raw]) -> Vec<CellProblem> {
        let wrong = self.columns.column_of.iter().enumerate().filter_map(|(position, column)| {
            let raw = column.and_then(|column| cells.get(column)).unwrap_or(&Raw::Blank);
            self.cells.read(position, raw).err().map(|fault| self.problem(position, raw, fault))
        });
        wrong.collect()
    }

    fn problem(&self, position: usize, raw: &Raw, fault: Fault) -> CellProblem {
        let (name, label) = self.names.get(position).cloned().unwrap_or_default();
        let column = self.columns.column_of.get(position).copied().flatten();
        let header = column.and_then(|column| self.columns.headers.get(column)).cloned();
        CellProblem { field: Some(FieldId(position as u32)), name, label, header, value: fold::trim(&raw.text()).to_owned(), fault }
    }

    /// The problem of a row with cells to the right of the last header.
    pub(crate) fn extra_cells(&self, cells: &[Raw]) -> Option<CellProblem> {
        let extra = cells.iter().skip(self.columns.headers.len()).filter(|cell| !cell.is_blank());
        self.out_of_step(extra.map(Raw::text))
    }

    /// The problem of a row with these cells, which have ink, to the right of the last header.
    pub(crate) fn out_of_step<T: AsRef<str>>(&self, mut cells: impl Iterator<Item = T>) -> Option<CellProblem> {
        match self.beyond {
            Beyond::Remarks => None,
            Beyond::Wrong => {
                let first = cells.next()?;
                Some(CellProblem::of_row(fold::trim(first.as_ref()), Fault::ExtraCells { count: cells.count() + 1 }))
            }
        }
    }

    /// The key of a row with these cells, where the record declares one and the cell is not blank.
    pub(crate) fn key(&self, original: &[String]) -> Option<String> {
        let column = self.columns.column_of.get(self.key?.0 as usize).copied().flatten()?;
        let text = fold::trim(original.get(column)?);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Completes the report of a file with its columns, and with what is odd about them.
    pub(crate) fn describe(&self, about: &Report) -> Report {
        let mut report = about.clone();
        report.matched = self.columns.matched(self.names.iter().map(|(name, label)| (name.as_ref(), label.as_ref())));
        let unused = self.columns.headers.iter().zip(&self.columns.fields).filter(|(_, field)| field.is_none());
        report.unused.extend(unused.map(|(header, _)| fold::trim(header).to_owned()).filter(|header| !header.is_empty()));
        if !report.absent.is_empty() {
            report.warnings.push(DataWarning::AbsentFields { labels: report.absent.clone() });
        }
        report
    }
}

/// A problem of a whole record; a repeated name is shown as the label.
pub(crate) fn row_problem(text: String, fault: Fault) -> CellProblem {
    match fault {
        Fault::RepeatedName => CellProblem::repeated_name(&text),
        fault => CellProblem::of_row(text, fault),
    }
}

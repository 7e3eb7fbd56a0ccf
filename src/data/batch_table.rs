//! Batches of Arrow columns to records.
//!
//! In: batches with the columns of a file that are fields, in the order of the file. Out: a table of the rows that keep the schema,
//! and the other rows with their problems; or cell by cell for whoever reads row by row. Knows no file format.

use super::arrow_lanes::{Notes, Target};
use super::arrow_raw::raw;
use super::arrow_texts::Words;
use super::columns::Columns;
use super::feed::{Originals, Portion};
use super::problem::CellProblem;
use super::raw::Raw;
use super::reader::Row;
use super::report::Tally;
use super::row_reader::RowReader;
use super::table::Table;
use crate::ir::record::{FieldKind, Record};
use crate::value::Value;
use crate::value::column::{Column, Lanes};
use arrow_array::RecordBatch;
use std::ops::ControlFlow;
use std::sync::Arc;

/// So many rows are read at once.
pub(crate) const BATCH_ROWS: usize = 8192;

/// What a row without ink is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlankRows {
    /// Nothing: files often end in such rows.
    Skipped,
    /// A record like any other.
    Records,
}

/// Everything needed to read the batches of one file, prepared once.
pub(crate) struct BatchReader {
    record: Arc<Record>,
    rows: RowReader,
    blank: BlankRows,
    /// Whether a row without ink keeps the schema.
    may_be_blank: bool,
}

/// What came of a batch; the memory is used again for the next one.
pub(crate) struct Batch {
    /// The rows that keep the schema.
    table: Table,
    /// The rows that break it.
    rejected: Vec<Row>,
    notes: Notes,
    words: Vec<Words>,
}

/// A batch as it stands in the file.
struct Stored<'a> {
    reader: &'a BatchReader,
    batch: &'a RecordBatch,
    table: &'a Table,
    /// The number of its first row.
    first: u64,
}

impl BatchReader {
    /// Prepares the reading of batches that hold the columns of `rows`.
    pub(crate) fn new(record: &Arc<Record>, rows: RowReader, blank: BlankRows) -> BatchReader {
        let may_be_blank = record.fields.iter().all(|field| field.optional && !field.key);
        BatchReader { record: record.clone(), rows, blank, may_be_blank }
    }

    /// The columns that are read.
    pub(crate) fn columns(&self) -> &Columns {
        &self.rows.columns
    }

    /// Memory for the batches of one piece.
    pub(crate) fn memory(&self) -> Batch {
        let words = self.record.fields.iter().map(|_| Words::default()).collect();
        Batch { table: Table::new(&self.record), rejected: Vec::new(), notes: Notes::default(), words }
    }

    /// Nothing counted yet.
    pub(crate) fn tally(&self) -> Tally {
        Tally::new(&self.record)
    }

    /// Reads a batch of any length, whose first row has the number `first`, and hands it out some rows at a time.
    pub(crate) fn each(
        &self,
        whole: &RecordBatch,
        first: u64,
        memory: &mut Batch,
        tally: &mut Tally,
        take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for start in (0..whole.num_rows()).step_by(BATCH_ROWS) {
            let batch = whole.slice(start, BATCH_ROWS.min(whole.num_rows() - start));
            let first = first + start as u64;
            self.read(&batch, first, memory, tally);
            let originals = Stored { reader: self, batch: &batch, table: &memory.table, first };
            take(Portion { table: &memory.table, rejected: &memory.rejected, originals: &originals })?;
        }
        ControlFlow::Continue(())
    }

    /// Reads a batch whose first row has the number `first`.
    fn read(&self, batch: &RecordBatch, first: u64, into: &mut Batch, tally: &mut Tally) {
        let rows = batch.num_rows();
        let Batch { table, rejected, notes, words } = into;
        notes.begin(rows);
        rejected.clear();
        let columns = self.rows.columns.column_of.iter().zip(&mut table.columns).zip(words);
        for (position, (field, ((at, column), words))) in self.record.fields.iter().zip(columns).enumerate() {
            let target = Target { position, field, cells: &self.rows.cells };
            match at.and_then(|at| batch.columns().get(at)) {
                Some(array) => target.fill(array, column, words, notes),
                None => target.absent(rows, column),
            }
            tally.rounded_often(position, notes.rounded, first + u64::from(notes.first_rounded));
            for row in &notes.lost {
                tally.digits_lost(position, first + u64::from(*row));
            }
            notes.begin_column();
        }
        let blank = self.blank_rows(batch, table, notes);
        for (position, (field, column)) in self.record.fields.iter().zip(&table.columns).enumerate() {
            if let FieldKind::Number { unit, .. } = &field.kind
                && unit.is_percent()
            {
                tally.mantissas(position, mantissas(column));
            }
        }
        tally.rows += (rows - blank) as u64;
        tally.blank += blank as u64;
        table.numbers.clear();
        if !notes.any_bad {
            table.numbers.extend(first..first + rows as u64);
            return;
        }
        let kept: Vec<bool> = notes.bad.iter().map(|bad| !bad).collect();
        table.columns.iter_mut().for_each(|column| column.retain(&kept));
        for (row, kept) in kept.iter().enumerate() {
            let number = first + row as u64;
            if *kept {
                table.numbers.push(number);
                continue;
            }
            let cells = cells(batch, row);
            if self.blank == BlankRows::Records || !cells.iter().all(Raw::is_blank) {
                rejected.push(self.row(number, &cells, Err(self.rows.problems(&cells))));
            }
        }
        tally.rejected += rejected.len() as u64;
    }

    /// Marks the rows without ink, where they count for nothing, and says how many there are.
    fn blank_rows(&self, batch: &RecordBatch, table: &Table, notes: &mut Notes) -> usize {
        if self.blank == BlankRows::Records || !self.may_be_blank && !notes.any_bad {
            return 0;
        }
        let mut blank = 0;
        for row in 0..batch.num_rows() {
            let suspicious = notes.bad.get(row) == Some(&true) || self.may_be_blank && table.columns.iter().all(|column| !column.is_present(row));
            if suspicious && batch.columns().iter().all(|column| raw(column.as_ref(), row).is_blank()) {
                notes.bad(row);
                blank += 1;
            }
        }
        blank
    }

    fn row(&self, number: u64, cells: &[Raw], outcome: Result<Vec<Value>, Vec<CellProblem>>) -> Row {
        let original: Vec<String> = cells.iter().map(|cell| cell.text().into_owned()).collect();
        Row { number, key: self.rows.key(&original), original, outcome }
    }
}

impl Originals for Stored<'_> {
    fn row(&self, position: usize) -> Row {
        let number = self.table.numbers.get(position).copied().unwrap_or(self.first);
        let cells = cells(self.batch, usize::try_from(number - self.first).unwrap_or(usize::MAX));
        self.reader.row(number, &cells, Ok(self.table.record(position)))
    }
}

/// The cells of a row, in the order of the columns that are read.
pub(crate) fn cells(batch: &RecordBatch, row: usize) -> Vec<Raw> {
    batch.columns().iter().map(|column| raw(column.as_ref(), row)).collect()
}

/// The mantissas of the lanes that hold a value.
fn mantissas(column: &Column) -> impl Iterator<Item = i128> {
    let mantissa = |row: usize| match &column.lanes {
        Lanes::Number(lanes) => lanes.get(row).map(|lane| i128::from(*lane)),
        Lanes::Wide(lanes) => lanes.get(row).copied(),
        Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) | Lanes::Text(_) => None,
    };
    (0..column.len()).filter(|row| column.is_present(*row)).filter_map(mantissa)
}

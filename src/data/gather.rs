//! Rows of a piece gathered into tables.
//!
//! In: rows one after another, cell by cell. Out: portions: a table of the rows that keep the schema, and those that break it, a few
//! thousand at a time. What common cells are is read quickly, everything else by [`RowReader`]. Knows no file.

use super::feed::{Originals, Portion};
use super::problem::CellProblem;
use super::quick_cell::{QuickCell, Taken};
use super::raw::{Raw, RawRow};
use super::reader::Row;
use super::report::Tally;
use super::row_reader::{RowReader, row_problem};
use super::table::Table;
use crate::ir;
use crate::ir::record::{FieldKind, Record};
use std::borrow::Cow;
use std::ops::ControlFlow;

/// So many rows are in a portion.
const PORTION: usize = 4096;
/// So many rejected rows are handed out even where there are few others: their reasons take room, and should not leave the cache.
const REJECTED: usize = 256;

/// How the rows of a file are read, by any number of threads.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Reads rows.
    pub reading: RowReader,
    record: Record,
    quick: Vec<QuickCell>,
    /// Whether figures of the field are counted one by one.
    counted: Vec<bool>,
}

/// A cell of a row that is being gathered.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell<'a> {
    /// A text; a blank where it is empty.
    Text(&'a str),
    /// A number of JSON.
    Number(&'a str),
    /// Something else.
    Raw(&'a Raw),
}

/// Gathers the rows of a piece.
pub(crate) struct Gatherer<'a> {
    plan: &'a Plan,
    /// The cells of the row at a place of the piece, as they stand in the file.
    original: &'a dyn Fn(usize) -> Vec<String>,
    take: &'a mut dyn FnMut(Portion<'_>) -> ControlFlow<()>,
    table: Table,
    places: Vec<usize>,
    rejected: Vec<Row>,
    tally: Tally,
}

/// The rows of a table as they stand in the file.
struct Good<'a> {
    plan: &'a Plan,
    table: &'a Table,
    places: &'a [usize],
    original: &'a dyn Fn(usize) -> Vec<String>,
}

impl Plan {
    /// A plan for the rows of a file.
    pub(crate) fn new(reading: RowReader, record: &Record, enums: &[ir::Enum]) -> Plan {
        let quick = QuickCell::all(record, enums, &reading.cells);
        let is_percent = |kind: &FieldKind| matches!(kind, FieldKind::Number { unit, .. } if unit.is_percent());
        let counted = record.fields.iter().map(|field| is_percent(&field.kind)).collect();
        Plan { reading, record: record.clone(), quick, counted }
    }
}

impl<'a> Gatherer<'a> {
    /// A gatherer that hands its portions to `take`.
    pub(crate) fn new(
        plan: &'a Plan,
        original: &'a dyn Fn(usize) -> Vec<String>,
        take: &'a mut dyn FnMut(Portion<'_>) -> ControlFlow<()>,
    ) -> Gatherer<'a> {
        let (table, tally) = (Table::new(&plan.record), Tally::new(&plan.record));
        Gatherer { plan, original, take, table, places: Vec::new(), rejected: Vec::new(), tally }
    }

    /// Counts a row without ink.
    pub(crate) fn blank(&mut self) {
        self.tally.blank += 1;
    }

    /// Adds a row that stands at `place`; `cell` gives its cells by column, `beyond` is what is wrong with it apart from them.
    pub(crate) fn row<'c>(&mut self, number: u64, place: usize, beyond: Option<CellProblem>, cell: impl Fn(usize) -> Cell<'c>) -> ControlFlow<()> {
        let mut problems = Vec::new();
        let reading = &self.plan.reading;
        let fields = reading.columns.column_of.iter().zip(&self.plan.quick).zip(&self.plan.counted).zip(&mut self.table.columns);
        for (position, (((column, quick), counted), lanes)) in fields.enumerate() {
            let cell = column.map_or(Cell::Text(""), &cell);
            let taken = match cell {
                Cell::Text(text) | Cell::Number(text) => quick.read(text, lanes),
                Cell::Raw(_) => Taken::Not,
            };
            match taken {
                Taken::Plain => {}
                Taken::Rounded => self.tally.rounded(position, number),
                Taken::Not => {
                    match reading.cell(position, &cell.raw(), number, &mut self.tally) {
                        Ok(value) => lanes.push(&value),
                        Err(problem) => problems.push(*problem),
                    }
                    continue;
                }
            }
            if *counted {
                self.tally.value(position, &lanes.value(lanes.len().saturating_sub(1)));
            }
        }
        problems.extend(beyond);
        self.tally.rows += 1;
        if problems.is_empty() {
            self.table.numbers.push(number);
            self.places.push(place);
        } else {
            self.reject(number, place, problems);
        }
        self.go_on()
    }

    /// Adds a row of raw cells.
    pub(crate) fn raw_row(&mut self, row: &RawRow, place: usize) -> ControlFlow<()> {
        if let Some((text, fault)) = &row.fault {
            return self.faulty(row.number, place, row_problem(text.clone(), fault.clone()));
        }
        if row.is_blank() {
            self.blank();
            return ControlFlow::Continue(());
        }
        let cell = |column: usize| row.cells.get(column).map_or(Cell::Text(""), Cell::Raw);
        self.row(row.number, place, self.plan.reading.extra_cells(&row.cells), cell)
    }

    /// Adds a row that cannot be read at all.
    pub(crate) fn faulty(&mut self, number: u64, place: usize, problem: CellProblem) -> ControlFlow<()> {
        self.tally.rows += 1;
        self.reject(number, place, vec![problem]);
        self.go_on()
    }

    fn reject(&mut self, number: u64, place: usize, problems: Vec<CellProblem>) {
        let rows = self.table.rows();
        self.table.columns.iter_mut().for_each(|column| column.truncate(rows));
        let original = (self.original)(place);
        self.tally.rejected += 1;
        self.rejected.push(Row { number, key: self.plan.reading.key(&original), original, outcome: Err(problems) });
    }

    fn go_on(&mut self) -> ControlFlow<()> {
        let is_full = self.table.rows() + self.rejected.len() >= PORTION || self.rejected.len() >= REJECTED;
        if is_full { self.hand_out() } else { ControlFlow::Continue(()) }
    }

    /// Hands out the last rows: what was counted.
    pub(crate) fn finish(mut self) -> Tally {
        if self.table.rows() + self.rejected.len() > 0 {
            // There is nothing left to stop.
            let _ = self.hand_out();
        }
        self.tally
    }

    fn hand_out(&mut self) -> ControlFlow<()> {
        let originals = Good { plan: self.plan, table: &self.table, places: &self.places, original: self.original };
        let flow = (self.take)(Portion { table: &self.table, rejected: &self.rejected, originals: &originals });
        self.table.clear();
        self.places.clear();
        self.rejected.clear();
        flow
    }
}

impl Originals for Good<'_> {
    fn row(&self, position: usize) -> Row {
        let original = self.places.get(position).map(|place| (self.original)(*place)).unwrap_or_default();
        let number = self.table.numbers.get(position).copied().unwrap_or(0);
        Row { number, key: self.plan.reading.key(&original), original, outcome: Ok(self.table.record(position)) }
    }
}

impl<'a> Cell<'a> {
    fn raw(self) -> Cow<'a, Raw> {
        match self {
            Cell::Text("") => Cow::Owned(Raw::Blank),
            Cell::Text(text) => Cow::Owned(Raw::Text(text.to_owned())),
            Cell::Number(digits) => Cow::Owned(Raw::Number(digits.to_owned())),
            Cell::Raw(raw) => Cow::Borrowed(raw),
        }
    }
}

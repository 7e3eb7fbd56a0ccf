//! Many records at once, from and to Arrow.
//!
//! In: a batch of records, the columnar evaluator. Out: a batch of results with a row for each record, and which were rejected and
//! why.

use super::Known;
use super::error::RecordError;
use crate::bulk::columns::{self, Manner, Origin};
use crate::bulk::scorer::{Scored, Scorer, Scratch};
use crate::data::arrow_raw::is_read;
use crate::data::batch_table::{BatchReader, BlankRows};
use crate::data::column_feed::Chosen;
use crate::data::error::DataError;
use crate::data::feed::Portion;
use crate::data::typed::{Misfit, Typed};
use crate::diagnostic::{Lang, quote};
use crate::value::column::{Column, LaneKind};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, Field, Schema};
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

/// The results of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchScores {
    /// A row for each record, in their order, and a column for each result of the policy; all blank where a record is rejected.
    /// Their types are those of the Arrow files that `ics score` writes: numbers, in the unit they are shown in, are whole numbers or
    /// decimals, as narrow as what the result can be allows; eligibilities are truth values, null where undetermined; enums and
    /// grades are dictionaries of the names of members.
    pub results: RecordBatch,
    /// The records without results, in their order.
    pub rejected: Vec<Rejected>,
}

/// A record without results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Its row, from 0.
    pub row: usize,
    /// Why.
    pub reason: RecordError,
}

/// Why a batch cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchError {
    /// Columns that are missing, stand twice, or are in another unit; never empty.
    Columns(Vec<DataError>),
    /// A column of a type that holds no cells: lists, structures, times of day.
    Kind {
        /// Its name.
        column: String,
        /// The type, as Arrow calls it.
        found: String,
    },
    /// Something depends on the reference date, and none is given.
    NoReferenceDate,
    /// A result holds more than an array does: texts of more than 2 GiB.
    TooMuch {
        /// Its name.
        column: String,
    },
    /// A fault of Arrow.
    Arrow {
        /// What it says.
        reason: String,
    },
}

impl BatchError {
    /// What is wrong, in one language; a line for each column.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (BatchError::Columns(errors), _) => errors.iter().map(|error| error.words(lang).headline).collect::<Vec<String>>().join("\n"),
            (BatchError::Kind { column, found }, Lang::En) => format!("the column {} is of the type {found}, which is not read", quote(lang, column)),
            (BatchError::Kind { column, found }, Lang::Zh) => format!("列{}的类型是 {found}，不能读取", quote(lang, column)),
            (BatchError::NoReferenceDate, _) => RecordError::NoReferenceDate.text(lang),
            (BatchError::TooMuch { column }, Lang::En) => {
                format!("{} holds more than an array of Arrow does; evaluate fewer records at once", quote(lang, column))
            }
            (BatchError::TooMuch { column }, Lang::Zh) => format!("{}的内容超出 Arrow 数组的容量；请一次少算一些记录", quote(lang, column)),
            (BatchError::Arrow { reason }, _) => reason.clone(),
        }
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for BatchError {}

pub(super) fn evaluate(known: &Known, scorer: &Scorer, records: &RecordBatch) -> Result<BatchScores, BatchError> {
    let (reader, read) = reader(known, records)?;
    let mut gathered = Gathered::new(known, scorer);
    let (mut memory, mut tally) = (reader.memory(), reader.tally());
    let _ = reader.each(&read, 0, &mut memory, &mut tally, &mut |portion| {
        gathered.add(&portion);
        ControlFlow::Continue(())
    });
    let Gathered { columns, rejected, .. } = gathered;
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (id, column) in known.program.results.iter().zip(&columns) {
        let name = known.program.slot(*id).name.clone();
        let written = columns::Column { name: name.clone(), label: String::new(), origin: Origin::Slot(*id) };
        let typed = Typed::new(&written.written(&known.program, Manner::Json, Lang::En), name.clone(), Lang::En);
        arrays.push(typed.array(column).map_err(|Misfit| BatchError::TooMuch { column: name })?);
        fields.push(typed.field());
    }
    // A policy may have no result at all; its rows are there all the same.
    let options = RecordBatchOptions::new().with_row_count(Some(records.num_rows()));
    let results = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options);
    Ok(BatchScores { results: results.map_err(|error| arrow(&error))?, rejected })
}

/// What reads the columns that are fields, and these columns.
fn reader(known: &Known, records: &RecordBatch) -> Result<(BatchReader, RecordBatch), BatchError> {
    let schema = records.schema();
    let headers: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let chosen = Chosen::of(&known.matcher, &headers).map_err(BatchError::Columns)?;
    let fields = chosen.places.iter().filter_map(|place| schema.fields().get(*place));
    if let Some(field) = fields.into_iter().find(|field| !is_read(field.data_type())) {
        return Err(BatchError::Kind { column: field.name().clone(), found: field.data_type().to_string() });
    }
    let read = records.project(&chosen.places).map_err(|error| arrow(&error))?;
    Ok((BatchReader::new(&known.record, known.rows.over(chosen.columns), BlankRows::Records), read))
}

fn arrow(error: &ArrowError) -> BatchError {
    BatchError::Arrow { reason: error.to_string() }
}

/// The results so far.
struct Gathered<'a> {
    known: &'a Known,
    scorer: &'a Scorer,
    scratch: Scratch,
    scored: Scored,
    /// A column for each result, with a lane for each record.
    columns: Vec<Column>,
    rejected: Vec<Rejected>,
    rows: usize,
}

impl<'a> Gathered<'a> {
    fn new(known: &'a Known, scorer: &'a Scorer) -> Gathered<'a> {
        let program = &known.program;
        let columns = program.results.iter().map(|id| Column::new(LaneKind::of(&program.slot(*id).expr.ty))).collect();
        Gathered { known, scorer, scratch: scorer.scratch(), scored: Scored::default(), columns, rejected: Vec::new(), rows: 0 }
    }

    /// Adds the next records.
    fn add(&mut self, portion: &Portion<'_>) {
        let Gathered { known, scorer, scratch, scored, columns, rejected, rows } = self;
        let table = portion.table;
        scorer.score(scratch, table, scored);
        let before = rejected.len();
        for row in portion.rejected {
            let problems = row.outcome.as_ref().err().cloned().unwrap_or_default();
            rejected.push(Rejected { row: row.number as usize, reason: RecordError::Cells(problems) });
        }
        if !scored.broken.is_empty() {
            let mut keeps_rules = vec![true; table.rows()];
            for (lane, rule) in &scored.broken {
                if let (Some(keeps), Some(number)) = (keeps_rules.get_mut(*lane), table.numbers.get(*lane)) {
                    *keeps = false;
                    rejected.push(Rejected { row: *number as usize, reason: known.rule_broken(*rule) });
                }
            }
            scored.columns.iter_mut().for_each(|column| column.retain(&keeps_rules));
        }
        let count = table.rows() + portion.rejected.len();
        let added = rejected.get_mut(before..).unwrap_or_default();
        if !added.is_empty() {
            added.sort_by_key(|rejected| rejected.row);
            let mut kept = vec![true; count];
            for rejected in added {
                if let Some(kept) = kept.get_mut(rejected.row - *rows) {
                    *kept = false;
                }
            }
            scored.columns.iter_mut().for_each(|column| column.spread(&kept));
        }
        columns.iter_mut().zip(&scored.columns).for_each(|(column, lanes)| column.append(lanes));
        *rows += count;
    }
}

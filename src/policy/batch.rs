//! Many records at once, from and to Arrow.
//!
//! In: a batch of records, the columnar evaluator. Out: a batch of results with a row for each record, and which were rejected and
//! why.

use super::error::RecordError;
use super::{Known, arrays};
use crate::bulk::scorer::{Scored, Scorer};
use crate::data::error::DataError;
use crate::data::raw::Raw;
use crate::data::table::Table;
use crate::diagnostic::{Lang, quote};
use crate::value::calendar::Day;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_schema::{Field, Schema};
use std::fmt;
use std::sync::Arc;

/// The results of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchScores {
    /// A row for each record, in their order, and a column for each result of the policy; all blank where a record is rejected.
    /// Numbers are decimals in the unit they are shown in; eligibilities are truth values, null where undetermined; enums and
    /// grades are the names of members.
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
    /// A column of a type that holds no cells.
    Kind {
        /// Its name.
        column: String,
        /// The type, as Arrow calls it.
        found: String,
    },
    /// Something depends on the reference date, and none is given.
    NoReferenceDate,
    /// A result has more digits than Arrow keeps.
    TooLong {
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
            (BatchError::TooLong { column }, Lang::En) => format!("a figure of {} has more digits than Arrow keeps", quote(lang, column)),
            (BatchError::TooLong { column }, Lang::Zh) => format!("{}的数字位数超出 Arrow 的范围", quote(lang, column)),
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

pub(super) fn evaluate(known: &Known, scorer: &Scorer, as_of: Day, records: &RecordBatch) -> Result<BatchScores, BatchError> {
    let program = &known.program;
    let columns = columns(known, records)?;
    let (mut table, mut rejected) = (Table::new(&program.record), Vec::new());
    // The lane of each row that keeps the schema.
    let mut lanes: Vec<Option<usize>> = Vec::with_capacity(records.num_rows());
    let mut cells: Vec<Raw> = Vec::new();
    for row in 0..records.num_rows() {
        cells.clear();
        cells.extend(columns.iter().map(|column| column.as_ref().map_or(Raw::Blank, |column| arrays::raw(column, row))));
        match known.read(&cells) {
            Ok(values) => {
                lanes.push(Some(table.rows()));
                table.push(row as u64, &values);
            }
            Err(reason) => {
                lanes.push(None);
                rejected.push(Rejected { row, reason });
            }
        }
    }
    let mut scored = Scored::default();
    scorer.score(&mut scorer.scratch(), &table, &mut scored);
    for (lane, _) in &scored.broken {
        let row = table.numbers.get(*lane).map_or(0, |number| *number as usize);
        // A rule that is broken is looked up where its words are.
        if let Err(reason) = known.rules_kept(&table.record(*lane), as_of) {
            rejected.push(Rejected { row, reason });
        }
        if let Some(place) = lanes.get_mut(row) {
            *place = None;
        }
    }
    rejected.sort_by_key(|rejected| rejected.row);
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for (id, column) in program.results.iter().zip(&scored.columns) {
        let slot = program.slot(*id);
        let found = arrays::results(&slot.name, column, &slot.expr.ty, program, &lanes);
        let (field, array) = found.ok_or_else(|| BatchError::TooLong { column: slot.name.clone() })?;
        fields.push(field);
        arrays.push(array);
    }
    // A policy may have no result at all; its rows are there all the same.
    let options = RecordBatchOptions::new().with_row_count(Some(records.num_rows()));
    let results = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options);
    let results = results.map_err(|error| BatchError::Arrow { reason: error.to_string() })?;
    Ok(BatchScores { results, rejected })
}

/// The column of each field, where it has one.
fn columns(known: &Known, records: &RecordBatch) -> Result<Vec<Option<ArrayRef>>, BatchError> {
    let schema = records.schema();
    let headers: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
    let matched = known.matcher.columns(&headers, &[]).map_err(BatchError::Columns)?;
    let unread = schema.fields().iter().zip(&matched.fields).find(|(field, known)| known.is_some() && !arrays::is_read(field.data_type()));
    if let Some((field, _)) = unread {
        return Err(BatchError::Kind { column: field.name().clone(), found: field.data_type().to_string() });
    }
    Ok(matched.column_of.iter().map(|column| column.and_then(|column| records.columns().get(column)).cloned()).collect())
}

//! Results as columns, made by several threads and written in order.
//!
//! In: result columns, block after block. Out: parts, made by whichever thread has the block, and a file to which they are appended in
//! the order of the records. What a part holds depends on its blocks alone, never on the number of threads. Nothing is rounded here.

use super::arrow_results::{ArrowMaker, ArrowResults};
use super::atomic::Target;
use super::column::{Cell, OutColumn};
use super::error::{DataError, Reason};
use super::parquet_results::{self, ParquetMaker, ParquetResults};
use super::pile::Piled;
use super::sink::{OutFormat, Sink, SinkOptions, Written};
use super::text_results::{TextMaker, TextResults};
use crate::value::Value;
use crate::value::column::Column;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::unit::Unit;
use arrow_array::RecordBatch;
use std::sync::Arc;

/// A column of a result, and how its lanes become cells.
#[derive(Debug, Clone)]
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
    body: Body,
    maker: Maker,
    file: String,
    rows: u64,
}

enum Body {
    Cells(Sink),
    Text(TextResults),
    Parquet(Box<ParquetResults>),
    Arrow(Box<ArrowResults>),
}

/// Makes parts of a result, on any thread.
#[derive(Clone)]
pub struct Maker {
    way: Way,
}

#[derive(Clone)]
enum Way {
    Cells(Arc<[ResultColumn]>),
    Text(Arc<TextMaker>),
    Parquet(Arc<ParquetMaker>),
    Arrow(Arc<ArrowMaker>),
}

/// A part being made.
pub struct Making {
    way: Way,
    part: Part,
}

/// A part, ready to be appended.
pub struct Part {
    rows: u64,
    made: Made,
}

enum Made {
    Cells(Vec<Vec<Cell>>),
    Text(Vec<u8>),
    Parquet(Piled<parquet_results::Group>),
    Arrow(Piled<RecordBatch>),
}

impl Results {
    /// Starts a result with its headers.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn create(target: Target, columns: Vec<ResultColumn>, options: &SinkOptions) -> Result<Results, DataError> {
        let maker = Maker::new(columns, options, &target.name())?;
        Results::open(target, maker, options)
    }

    /// Starts a result whose parts are made by `maker`.
    pub(crate) fn open(target: Target, maker: Maker, options: &SinkOptions) -> Result<Results, DataError> {
        let file = target.name();
        let body = match &maker.way {
            Way::Cells(columns) => Body::Cells(Sink::create(target, columns.iter().map(|column| column.column.clone()).collect(), options)?),
            Way::Text(maker) => Body::Text(TextResults::create(target, maker)?),
            Way::Parquet(maker) => Body::Parquet(Box::new(ParquetResults::create(target, maker.clone())?)),
            Way::Arrow(maker) => Body::Arrow(Box::new(ArrowResults::create(target, maker.clone())?)),
        };
        Ok(Results { body, maker, file, rows: 0 })
    }

    /// What makes the parts.
    #[must_use]
    pub fn maker(&self) -> Maker {
        self.maker.clone()
    }

    /// Appends the next part.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn append(&mut self, part: Part) -> Result<(), DataError> {
        match (&mut self.body, part.made) {
            (Body::Cells(sink), Made::Cells(rows)) => rows.iter().try_for_each(|row| sink.write_row(row))?,
            (Body::Text(results), Made::Text(bytes)) => results.append(&bytes)?,
            (Body::Parquet(results), Made::Parquet(piled)) => results.append(piled)?,
            (Body::Arrow(results), Made::Arrow(piled)) => results.append(piled)?,
            // Made for another format.
            (Body::Cells(_) | Body::Text(_) | Body::Parquet(_) | Body::Arrow(_), _) => {
                return Err(DataError::Unwritable { file: self.file.clone(), reason: Reason::Misfit });
            }
        }
        self.rows += part.rows;
        Ok(())
    }

    /// Whether the reader of the output went away, so that the rest need not be made.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        match &self.body {
            Body::Cells(sink) => sink.is_closed(),
            Body::Text(results) => results.is_closed(),
            Body::Parquet(results) => results.is_closed(),
            Body::Arrow(results) => results.is_closed(),
        }
    }

    /// Writes what is left, and puts a file into its place.
    ///
    /// # Errors
    /// Why it cannot be written; a file then stays as it was.
    pub fn finish(self) -> Result<Written, DataError> {
        let written = Written { rows: self.rows, ..Written::default() };
        match self.body {
            Body::Cells(sink) => sink.finish(),
            Body::Text(results) => results.finish().map(|()| written),
            Body::Parquet(results) => results.finish().map(|()| written),
            Body::Arrow(results) => results.finish().map(|()| written),
        }
    }
}

impl Maker {
    /// Prepares parts for a result called `file` in messages.
    pub(crate) fn new(columns: Vec<ResultColumn>, options: &SinkOptions, file: &str) -> Result<Maker, DataError> {
        let way = match options.format {
            OutFormat::Csv => Way::Text(Arc::new(TextMaker::csv(&columns, options))),
            OutFormat::Ndjson => Way::Text(Arc::new(TextMaker::lines(&columns, options))),
            OutFormat::Json | OutFormat::Xlsx | OutFormat::Table => Way::Cells(Arc::from(columns)),
            OutFormat::Parquet => Way::Parquet(Arc::new(ParquetMaker::new(&columns, options, file)?)),
            OutFormat::Arrow => Way::Arrow(Arc::new(ArrowMaker::new(&columns, options, file)?)),
        };
        Ok(Maker { way })
    }

    /// Prepares parts that hold nothing, for a run whose results nobody writes.
    #[must_use]
    pub fn of_nothing() -> Maker {
        Maker { way: Way::Cells(Arc::from(Vec::new())) }
    }

    /// Begins a part.
    #[must_use]
    pub fn begin(&self) -> Making {
        let made = match &self.way {
            Way::Cells(_) => Made::Cells(Vec::new()),
            Way::Text(_) => Made::Text(Vec::new()),
            Way::Parquet(_) => Made::Parquet(Piled::default()),
            Way::Arrow(_) => Made::Arrow(Piled::default()),
        };
        Making { way: self.way.clone(), part: Part { rows: 0, made } }
    }
}

impl Making {
    /// Adds a block: as many lanes in each column.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn add(&mut self, lanes: &[Column]) -> Result<(), DataError> {
        let rows = lanes.first().map_or(0, Column::len);
        self.part.rows += rows as u64;
        match (&self.way, &mut self.part.made) {
            (Way::Cells(columns), Made::Cells(made)) => {
                let row = |row: usize| columns.iter().zip(lanes).map(|(column, lanes)| column.what.cell(&lanes.value(row))).collect();
                made.extend((0..rows).map(row));
                Ok(())
            }
            (Way::Text(maker), Made::Text(bytes)) => {
                maker.write(bytes, lanes, rows);
                Ok(())
            }
            (Way::Parquet(maker), Made::Parquet(piled)) => piled.add(lanes, rows, maker.as_ref()),
            (Way::Arrow(maker), Made::Arrow(piled)) => piled.add(lanes, rows, maker.as_ref()),
            (Way::Cells(_) | Way::Text(_) | Way::Parquet(_) | Way::Arrow(_), _) => Ok(()),
        }
    }

    /// Ends the part.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn finish(mut self) -> Result<Part, DataError> {
        match (&self.way, &mut self.part.made) {
            (Way::Parquet(maker), Made::Parquet(piled)) => piled.end(maker.as_ref())?,
            (Way::Arrow(maker), Made::Arrow(piled)) => piled.end(maker.as_ref())?,
            (Way::Cells(_) | Way::Text(_) | Way::Parquet(_) | Way::Arrow(_), _) => {}
        }
        Ok(self.part)
    }
}

impl Part {
    /// How many rows it has.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

impl std::fmt::Debug for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            What::Number { scale, unit, range } => write!(f, "Number {{ scale: {scale}, unit: {}, range: {range:?} }}", unit.name),
            What::Bool => f.write_str("Bool"),
            What::Date => f.write_str("Date"),
            What::Text => f.write_str("Text"),
            What::Member(names) => write!(f, "Member({names:?})"),
            What::Verdict(words) => write!(f, "Verdict({words:?})"),
            What::Shown(_) => f.write_str("Shown"),
        }
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

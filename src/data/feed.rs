//! Files cut into pieces, so that several threads can read one.
//!
//! In: an opened file. Out: pieces in the order of the file; cutting is quick and done by one thread, what is in a piece is read by
//! whichever thread takes it. How a file is cut depends on the file alone, never on the number of threads.

use super::column_feed::ColumnFeed;
use super::columns::Matcher;
use super::csv_feed::{self, CsvFeed};
use super::error::DataError;
use super::gather::{Gatherer, Plan};
use super::input::{self, Source};
use super::json_feed::JsonFeed;
use super::options::{Encoding, Format, Options};
use super::raw::RawRow;
use super::reader::{self, Opened, Reader, Row, Rows};
use super::report::{Report, Tally};
use super::table::Table;
use super::warning::DataWarning;
use crate::ir;
use crate::ir::record::{FieldId, Record};
use std::ops::ControlFlow;
use std::sync::Arc;

/// So many rows are in a piece of a file that is read row by row.
const PIECE_ROWS: usize = 8192;

/// How large pieces are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Bytes of a text file, about.
    pub bytes: usize,
    /// Rows of a file that is cut row by row.
    pub rows: usize,
}

impl Default for Sizes {
    fn default() -> Sizes {
        Sizes { bytes: 4 << 20, rows: PIECE_ROWS }
    }
}

/// Opens a source, recognises its columns, and cuts it in the quickest way there is for its format.
///
/// # Errors
/// Everything that is wrong with the file as a whole; never empty.
pub fn open(source: &Source, record: &Record, enums: &[ir::Enum], options: &Options) -> Result<Box<dyn Feed>, Vec<DataError>> {
    open_in(source, record, enums, options, Sizes::default())
}

/// Opens a source as [`open`] does, and cuts it into pieces of other sizes.
///
/// # Errors
/// As those of [`open`].
pub fn open_in(source: &Source, record: &Record, enums: &[ir::Enum], options: &Options, sizes: Sizes) -> Result<Box<dyn Feed>, Vec<DataError>> {
    let input = input::open(source, options.format).map_err(|error| vec![error])?;
    match input.format {
        Format::Parquet | Format::Arrow => {
            let mut about = Report::of(input.name.clone(), input.format);
            let opened = reader::open_columns(input, record, &Matcher::new(record), &mut about)?;
            let columns = &opened.chosen.columns;
            about.matched = columns.matched(record.fields.iter().map(|field| (field.name.as_str(), field.label.as_str())));
            about.absent = columns.absent(record);
            if !about.absent.is_empty() {
                about.warnings.push(DataWarning::AbsentFields { labels: about.absent.clone() });
            }
            Ok(Box::new(ColumnFeed::new(opened, about, &Arc::new(record.clone()), enums, &options.missing_words)))
        }
        Format::Csv | Format::Xlsx | Format::Json | Format::Ndjson => {
            rows(reader::open_input(input, record, enums, options)?, record, enums, sizes).map_err(|error| vec![error])
        }
    }
}

/// Cuts a file of rows in the quickest way there is for its format.
fn rows(reader: Reader, record: &Record, enums: &[ir::Enum], sizes: Sizes) -> Result<Box<dyn Feed>, DataError> {
    let Opened { rows, matcher, reading, about } = reader.opened();
    let plan = Plan::new(reading, record, enums);
    match rows {
        Rows::Text(text) if csv_feed::can_cut(text.text().encoding(), text.delimiter()) => {
            CsvFeed::open(*text, plan, about, sizes.bytes).map(|feed| Box::new(feed) as Box<dyn Feed>)
        }
        Rows::Json { json, .. } if about.format == Format::Ndjson && json.text().encoding() == Encoding::Utf8 => {
            JsonFeed::open(*json, matcher, plan, about, sizes.bytes).map(|feed| Box::new(feed) as Box<dyn Feed>)
        }
        rows => Ok(Box::new(RowFeed::of(rows, matcher, plan, about, sizes.rows))),
    }
}

/// A file that is cut into pieces.
pub trait Feed: Send {
    /// How the file was understood; the counts are for whoever counts.
    fn about(&self) -> Report;

    /// The headers of the file, in its order; JSON may add names while it is read.
    fn headers(&self) -> &[Arc<str>];

    /// The field of each header, where it is one.
    fn fields(&self) -> &[Option<FieldId>];

    /// How much of the file has been cut, and how much there is, in one and the same unit; unknown for a stream.
    fn progress(&self) -> Option<(u64, u64)>;

    /// The next piece.
    ///
    /// # Errors
    /// A file that turns out unreadable.
    fn next(&mut self) -> Result<Option<Box<dyn Piece>>, DataError>;
}

/// A part of a file, to be read by one thread.
pub trait Piece: Send {
    /// Reads it, and hands out what it holds in the order of the file, until `take` says stop.
    ///
    /// # Errors
    /// A file that turns out unreadable.
    fn read(&self, take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>) -> Result<Tally, DataError>;
}

/// Some rows of a piece: a few thousand.
pub struct Portion<'a> {
    /// The rows that keep the schema.
    pub table: &'a Table,
    /// The rows that break it.
    pub rejected: &'a [Row],
    /// The rows of the table as they stand in the file.
    pub originals: &'a dyn Originals,
}

/// Rows as they stand in a file.
pub trait Originals {
    /// A row of the table of the portion, by position.
    fn row(&self, position: usize) -> Row;
}

/// A file that is cut row by row, by the thread that finds its cells; they are read by others.
pub struct RowFeed {
    rows: Rows,
    matcher: Matcher,
    plan: Arc<Plan>,
    about: Report,
    size: usize,
    /// A row for the next piece.
    held: Option<RawRow>,
}

struct RowPiece {
    rows: Vec<RawRow>,
    plan: Arc<Plan>,
}

impl RowFeed {
    /// Cuts a file of which no row has been read.
    #[must_use]
    pub fn new(reader: Reader, record: Arc<Record>) -> RowFeed {
        let Opened { rows, matcher, reading, about } = reader.opened();
        RowFeed::of(rows, matcher, Plan::new(reading, &record, &[]), about, PIECE_ROWS)
    }

    fn of(rows: Rows, matcher: Matcher, plan: Plan, about: Report, size: usize) -> RowFeed {
        RowFeed { rows, matcher, plan: Arc::new(plan), about, size, held: None }
    }
}

impl Feed for RowFeed {
    fn about(&self) -> Report {
        self.plan.reading.describe(&self.about)
    }

    fn headers(&self) -> &[Arc<str>] {
        &self.plan.reading.columns.headers
    }

    fn fields(&self) -> &[Option<FieldId>] {
        &self.plan.reading.columns.fields
    }

    fn progress(&self) -> Option<(u64, u64)> {
        None
    }

    fn next(&mut self) -> Result<Option<Box<dyn Piece>>, DataError> {
        let mut rows: Vec<RawRow> = self.held.take().into_iter().collect();
        let mut plan = self.plan.clone();
        while rows.len() < self.size {
            let Some(row) = self.rows.next()? else { break };
            if self.rows.names().len() > plan.reading.columns.headers.len() {
                Arc::make_mut(&mut self.plan).reading.learn(self.rows.names(), &self.matcher);
                if !rows.is_empty() {
                    // Rows before it know nothing of the new names.
                    self.held = Some(row);
                    break;
                }
                plan = self.plan.clone();
            }
            rows.push(row);
        }
        Ok(if rows.is_empty() { None } else { Some(Box::new(RowPiece { rows, plan })) })
    }
}

impl Piece for RowPiece {
    fn read(&self, take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>) -> Result<Tally, DataError> {
        let original = |place: usize| self.rows.get(place).map(RawRow::original).unwrap_or_default();
        let mut gatherer = Gatherer::new(&self.plan, &original, take);
        for (place, row) in self.rows.iter().enumerate() {
            if gatherer.raw_row(row, place).is_break() {
                break;
            }
        }
        Ok(gatherer.finish())
    }
}

//! Files cut into pieces, so that several threads can read one.
//!
//! In: an opened file. Out: pieces in the order of the file; cutting is quick and done by one thread, what is in a piece is read by
//! whichever thread takes it. How a file is cut depends on the file alone, never on the number of threads.

use super::column_feed::ColumnFeed;
use super::columns::Matcher;
use super::error::DataError;
use super::input::{self, Source};
use super::options::{Format, Options};
use super::reader::{self, Reader, Row};
use super::report::{Report, Tally};
use super::table::Table;
use super::warning::DataWarning;
use crate::ir;
use crate::ir::record::{FieldId, Record};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many rows are in a piece of a file that is read row by row.
const PIECE_ROWS: usize = 8192;

/// Opens a source, finds its format and recognises its columns.
///
/// # Errors
/// Everything that is wrong with the file as a whole; never empty.
pub fn open(source: &Source, record: &Arc<Record>, enums: &[ir::Enum], options: &Options) -> Result<Box<dyn Feed>, Vec<DataError>> {
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
            Ok(Box::new(ColumnFeed::new(opened, about, record, enums, &options.missing_words)))
        }
        Format::Csv | Format::Xlsx | Format::Json | Format::Ndjson => {
            let reader = reader::open_input(input, record, enums, options)?;
            Ok(Box::new(RowFeed::new(reader, record.clone())))
        }
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

/// A file that is read row by row, by the thread that cuts it.
pub struct RowFeed {
    reader: Reader,
    record: Arc<Record>,
    left: Option<Arc<AtomicU64>>,
    piece: usize,
}

struct RowPiece {
    good: Vec<Row>,
    rejected: Vec<Row>,
    record: Arc<Record>,
    tally: Tally,
}

impl RowFeed {
    /// Cuts what a reader reads.
    #[must_use]
    pub fn new(reader: Reader, record: Arc<Record>) -> RowFeed {
        RowFeed { reader: reader.without_keys(), record, left: None, piece: PIECE_ROWS }
    }

    /// Cuts pieces of so many rows.
    #[must_use]
    pub fn in_pieces(self, rows: usize) -> RowFeed {
        RowFeed { piece: rows.max(1), ..self }
    }

    /// Reads no more than what is left of a number of records that several files share.
    #[must_use]
    pub fn limited(self, left: Arc<AtomicU64>) -> RowFeed {
        RowFeed { left: Some(left), ..self }
    }
}

impl Feed for RowFeed {
    fn about(&self) -> Report {
        self.reader.report()
    }

    fn headers(&self) -> &[Arc<str>] {
        self.reader.headers()
    }

    fn fields(&self) -> &[Option<FieldId>] {
        self.reader.fields()
    }

    fn progress(&self) -> Option<(u64, u64)> {
        None
    }

    fn next(&mut self) -> Result<Option<Box<dyn Piece>>, DataError> {
        let left = self.left.as_ref().map_or(u64::MAX, |left| left.load(Ordering::Relaxed));
        let most = self.piece.min(usize::try_from(left).unwrap_or(usize::MAX));
        let rows = self.reader.by_ref().take(most).collect::<Result<Vec<Row>, DataError>>()?;
        if let Some(left) = &self.left {
            left.fetch_sub(rows.len() as u64, Ordering::Relaxed);
        }
        let tally = self.reader.take_tally();
        if rows.is_empty() && tally.blank == 0 {
            return Ok(None);
        }
        let (good, rejected) = rows.into_iter().partition(|row| row.outcome.is_ok());
        Ok(Some(Box::new(RowPiece { good, rejected, record: self.record.clone(), tally })))
    }
}

impl Piece for RowPiece {
    fn read(&self, take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>) -> Result<Tally, DataError> {
        let mut table = Table::new(&self.record);
        for row in &self.good {
            table.push(row.number, row.outcome.as_deref().unwrap_or_default());
        }
        // A caller that stops has its own reasons.
        let _ = take(Portion { table: &table, rejected: &self.rejected, originals: &self.good });
        Ok(self.tally.clone())
    }
}

impl Originals for Vec<Row> {
    #[expect(clippy::indexing_slicing, reason = "positions are those of the table made of these rows")]
    fn row(&self, position: usize) -> Row {
        self[position].clone()
    }
}

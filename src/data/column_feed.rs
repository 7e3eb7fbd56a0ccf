//! Files of columns, cut into pieces.
//!
//! In: stretches of a file, each of which can be decoded on any thread. Out: pieces with tables of records, or raw rows one by one.
//! What Parquet and Arrow have in common; knows neither.

use super::batch_table::{BatchReader, BlankRows, cells};
use super::cell::CellReader;
use super::columns::{Columns, Matcher};
use super::error::DataError;
use super::feed::{Feed, Piece, Portion};
use super::guard::guarded;
use super::options::Format;
use super::raw::Raw;
use super::report::{Report, Tally};
use super::row_reader::{Beyond, RowReader};
use super::shared::Shared;
use super::{arrow_feed, parquet_feed};
use crate::ir;
use crate::ir::record::{FieldId, Record};
use arrow_array::RecordBatch;
use std::ops::ControlFlow;
use std::sync::Arc;

/// So many rows, about, are in a piece.
pub(crate) const PIECE_ROWS: u64 = 122_880;

/// Batches of a stretch, in the order of the file.
pub(crate) type Batches = Box<dyn Iterator<Item = Result<RecordBatch, DataError>> + Send>;

/// A part of a file that is decoded by itself.
pub(crate) trait Stretch: Send + Sync {
    /// How many rows it has.
    fn rows(&self) -> u64;

    /// What is in it: the columns that are read, in the order of the file.
    ///
    /// # Errors
    /// A file that turns out unreadable.
    fn batches(&self) -> Result<Batches, DataError>;
}

/// The stretches of a file, in its order.
pub(crate) trait Stretches: Send {
    /// How many rows there are in all; unknown for a stream.
    fn rows(&self) -> Option<u64>;

    /// The next stretch.
    ///
    /// # Errors
    /// A file that turns out unreadable.
    fn next(&mut self) -> Result<Option<Arc<dyn Stretch>>, DataError>;
}

/// Which columns of a file are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chosen {
    /// Those that are fields, with their places among the columns that are read.
    pub columns: Columns,
    /// Their places in the file, rising.
    pub places: Vec<usize>,
    /// The names of the others.
    pub unused: Vec<String>,
}

/// An opened file of columns.
pub(crate) struct Opened {
    /// Which columns are read.
    pub chosen: Chosen,
    /// The stretches of the file.
    pub stretches: Box<dyn Stretches>,
    /// The format of the file.
    pub format: Format,
}

/// Opens a file of columns.
///
/// # Errors
/// Everything that is wrong with the file as a whole; never empty.
pub(crate) fn open(bytes: Shared, format: Format, record: &Record, matcher: &Matcher) -> Result<Opened, Vec<DataError>> {
    let opened = guarded(|| match format {
        Format::Parquet => parquet_feed::open(bytes, record, matcher),
        Format::Arrow | Format::Csv | Format::Xlsx | Format::Json | Format::Ndjson => arrow_feed::open(&bytes, matcher),
    });
    opened.unwrap_or_else(|| Err(vec![DataError::contradictory(format)]))
}

/// Batches up to the first error; a panic of the library is one.
struct Careful {
    batches: Batches,
    format: Format,
    broken: bool,
}

impl Iterator for Careful {
    type Item = Result<RecordBatch, DataError>;

    fn next(&mut self) -> Option<Result<RecordBatch, DataError>> {
        if self.broken {
            return None;
        }
        let batch = guarded(|| self.batches.next()).unwrap_or_else(|| Some(Err(DataError::contradictory(self.format))));
        self.broken = matches!(batch, Some(Err(_)));
        batch
    }
}

/// The batches of a stretch.
fn decode(stretch: &dyn Stretch, format: Format) -> Result<Careful, DataError> {
    let batches = guarded(|| stretch.batches()).unwrap_or_else(|| Err(DataError::contradictory(format)))?;
    Ok(Careful { batches, format, broken: false })
}

/// The next stretch of a file.
fn further(stretches: &mut dyn Stretches, format: Format) -> Result<Option<Arc<dyn Stretch>>, DataError> {
    guarded(|| stretches.next()).unwrap_or_else(|| Err(DataError::contradictory(format)))
}

impl Chosen {
    /// Recognises the names of a file.
    pub(crate) fn of(matcher: &Matcher, names: &[String]) -> Result<Chosen, Vec<DataError>> {
        let all = matcher.columns(names, &[])?;
        let mut chosen = Chosen { columns: Columns { column_of: vec![None; all.column_of.len()], ..Columns::default() }, ..Chosen::default() };
        for (place, (header, field)) in all.headers.iter().zip(&all.fields).enumerate() {
            match field {
                Some(field) => {
                    chosen.columns.add(header, Some(*field));
                    chosen.places.push(place);
                }
                None => chosen.unused.push(header.to_string()),
            }
        }
        Ok(chosen)
    }
}

/// A file of columns that is cut into pieces.
pub(crate) struct ColumnFeed {
    reader: Arc<BatchReader>,
    stretches: Box<dyn Stretches>,
    about: Report,
    cut: u64,
}

struct ColumnPiece {
    reader: Arc<BatchReader>,
    stretch: Arc<dyn Stretch>,
    format: Format,
    /// The number of its first row.
    first: u64,
}

impl ColumnFeed {
    /// Cuts an opened file; `about` says how it was understood.
    pub(crate) fn new(opened: Opened, about: Report, record: &Arc<Record>, enums: &[ir::Enum], missing_words: &[String]) -> ColumnFeed {
        let Opened { chosen, stretches, .. } = opened;
        let rows = RowReader::new(record, CellReader::new(record, enums, missing_words), chosen.columns, Beyond::Wrong);
        let reader = BatchReader::new(record, rows, BlankRows::Skipped);
        ColumnFeed { reader: Arc::new(reader), stretches, about, cut: 0 }
    }
}

impl Feed for ColumnFeed {
    fn about(&self) -> Report {
        self.about.clone()
    }

    fn headers(&self) -> &[Arc<str>] {
        &self.reader.columns().headers
    }

    fn fields(&self) -> &[Option<FieldId>] {
        &self.reader.columns().fields
    }

    fn progress(&self) -> Option<(u64, u64)> {
        Some((self.cut, self.stretches.rows()?))
    }

    fn next(&mut self) -> Result<Option<Box<dyn Piece>>, DataError> {
        let format = self.about.format;
        let Some(stretch) = further(self.stretches.as_mut(), format)? else { return Ok(None) };
        let first = self.cut + 1;
        self.cut += stretch.rows();
        Ok(Some(Box::new(ColumnPiece { reader: self.reader.clone(), stretch, format, first })))
    }
}

impl Piece for ColumnPiece {
    fn read(&self, take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>) -> Result<Tally, DataError> {
        let mut tally = self.reader.tally();
        let mut memory = self.reader.memory();
        let mut first = self.first;
        for whole in decode(self.stretch.as_ref(), self.format)? {
            let whole = whole?;
            if self.reader.each(&whole, first, &mut memory, &mut tally, take).is_break() {
                break;
            }
            first += whole.num_rows() as u64;
        }
        Ok(tally)
    }
}

/// The rows of a file of columns, one by one.
pub(crate) struct ColumnRows {
    stretches: Box<dyn Stretches>,
    format: Format,
    batches: Option<Careful>,
    batch: Option<RecordBatch>,
    /// The next row of the batch.
    row: usize,
    /// How many rows have been handed out.
    read: u64,
}

impl ColumnRows {
    /// The rows of an opened file.
    pub(crate) fn new(opened: Opened) -> ColumnRows {
        let Opened { stretches, format, .. } = opened;
        ColumnRows { stretches, format, batches: None, batch: None, row: 0, read: 0 }
    }

    /// The next row: its number, and its cells.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, Vec<Raw>)>, DataError> {
        loop {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.row < batch.num_rows()) {
                let found = cells(batch, self.row);
                self.row += 1;
                self.read += 1;
                return Ok(Some((self.read, found)));
            }
            match self.batches.as_mut().and_then(Iterator::next) {
                Some(batch) => (self.batch, self.row) = (Some(batch?), 0),
                None => {
                    self.batch = None;
                    let Some(stretch) = further(self.stretches.as_mut(), self.format)? else { return Ok(None) };
                    self.batches = Some(decode(stretch.as_ref(), self.format)?);
                }
            }
        }
    }
}

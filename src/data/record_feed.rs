//! Files cut record by record, where it must be known how many records were read.
//!
//! In: an opened file, and how many records are left to be read. Out: pieces of records that are read already. Slower than the other
//! feeds, for one thread reads all; nothing behind the last record is looked at.

use super::error::DataError;
use super::feed::{Feed, Originals, Piece, Portion};
use super::reader::{Reader, Row};
use super::report::{Report, Tally};
use super::table::Table;
use crate::ir::record::{FieldId, Record};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many records are in a piece.
const PIECE_ROWS: usize = 8192;

/// A file that is read row by row, by the thread that cuts it.
pub struct RecordFeed {
    reader: Reader,
    record: Arc<Record>,
    left: Option<Arc<AtomicU64>>,
    piece: usize,
}

struct RecordPiece {
    good: Vec<Row>,
    rejected: Vec<Row>,
    record: Arc<Record>,
    tally: Tally,
}

impl RecordFeed {
    /// Cuts what a reader reads.
    #[must_use]
    pub fn new(reader: Reader, record: Arc<Record>) -> RecordFeed {
        RecordFeed { reader: reader.without_keys(), record, left: None, piece: PIECE_ROWS }
    }

    /// Cuts pieces of so many rows.
    #[must_use]
    pub fn in_pieces(self, rows: usize) -> RecordFeed {
        RecordFeed { piece: rows.max(1), ..self }
    }

    /// Reads no more than what is left of a number of records that several files share.
    #[must_use]
    pub fn limited(self, left: Arc<AtomicU64>) -> RecordFeed {
        RecordFeed { left: Some(left), ..self }
    }
}

impl Feed for RecordFeed {
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
        Ok(Some(Box::new(RecordPiece { good, rejected, record: self.record.clone(), tally })))
    }
}

impl Piece for RecordPiece {
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

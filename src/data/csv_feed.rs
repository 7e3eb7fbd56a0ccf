//! Delimited text cut into pieces of whole rows.
//!
//! In: the bytes of a file whose headers are known. Out: pieces of some megabytes, cut without being decoded: what is in one is
//! decoded, split and read by the thread that takes it. UTF-8 and GB 18030 can be cut like that; UTF-16 cannot.

use super::delimited::Delimited;
use super::error::{DataError, FileKind};
use super::feed::{Feed, Piece, Portion};
use super::fold;
use super::gather::{Cell, Gatherer, Plan};
use super::input::Bytes;
use super::options::Encoding;
use super::report::{Report, Tally};
use super::row_ends::row_ends;
use super::splitter::{Behind, Split, Splitter};
use super::text;
use crate::ir::record::FieldId;
use memchr::{memchr, memchr_iter};
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;

/// A delimited text file that is cut into pieces.
pub(crate) struct CsvFeed {
    bytes: Box<dyn Bytes>,
    /// What was read and not yet handed out; begins with a row.
    rest: Vec<u8>,
    behind: Behind,
    size: usize,
    before: Before,
    /// How many bytes were handed out, and how many there are.
    progress: (u64, u64),
    about: Report,
    shared: Arc<Shared>,
}

/// What stands before a piece.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// How many rows.
    rows: u64,
    /// How many lines: rows, and line feeds in quoted cells.
    lines: u64,
    /// How many line feeds.
    feeds: u64,
}

/// What all pieces need.
#[derive(Debug)]
struct Shared {
    plan: Plan,
    delimiter: u8,
    encoding: Encoding,
    file: String,
}

struct CsvPiece {
    bytes: Vec<u8>,
    before: Before,
    shared: Arc<Shared>,
}

/// Whether a file with these marks can be cut before it is decoded.
pub(crate) fn can_cut(encoding: Encoding, delimiter: u8) -> bool {
    let plain = delimiter.is_ascii() && !matches!(delimiter, b'"' | b'\n' | b'\r');
    match encoding {
        Encoding::Utf8 => plain,
        // Later bytes of its characters are digits, or `@` and beyond.
        Encoding::Gb18030 => plain && !delimiter.is_ascii_digit() && delimiter < b'@',
        Encoding::Utf16Le | Encoding::Utf16Be => false,
    }
}

impl CsvFeed {
    /// Cuts a file that was opened, into pieces of about `size` bytes.
    pub(crate) fn open(rows: Delimited, plan: Plan, about: Report, size: usize) -> Result<CsvFeed, DataError> {
        let delimiter = rows.delimiter();
        let text = rows.into_text();
        let encoding = text.encoding();
        let shared = Shared { plan, delimiter, encoding, file: about.file.clone() };
        let (mut bytes, start) = text.into_bytes();
        let length = bytes.seek(SeekFrom::End(0)).and_then(|length| bytes.seek(SeekFrom::Start(start)).map(|_| length));
        let length = length.map_err(|error| text::unreadable(&shared.file, &error))?;
        let (before, behind) = (Before::default(), Behind::More);
        let progress = (start, length);
        let mut feed = CsvFeed { bytes, rest: Vec::new(), behind, size, before, progress, about, shared: Arc::new(shared) };
        feed.skip(feed.about.header_row.unwrap_or(0))?;
        Ok(feed)
    }

    /// Goes past the headers and what stands above them.
    fn skip(&mut self, rows: u64) -> Result<(), DataError> {
        loop {
            self.fill()?;
            let ends = row_ends(&self.rest, self.shared.delimiter, self.behind, rows);
            if ends.rows == rows || self.behind == Behind::Nothing {
                let rest = self.rest.split_off(ends.end);
                let above = std::mem::replace(&mut self.rest, rest);
                self.pass(&above, ends.rows, ends.breaks);
                return Ok(());
            }
        }
    }

    /// Reads as much as a piece is to have, or twice as much as there is where no row ends in that.
    fn fill(&mut self) -> Result<(), DataError> {
        let wanted = if self.rest.len() < self.size { self.size - self.rest.len() } else { self.rest.len() };
        if self.behind == Behind::Nothing {
            return Ok(());
        }
        self.rest.reserve(wanted);
        let read = (&mut self.bytes).take(wanted as u64).read_to_end(&mut self.rest);
        let count = read.map_err(|error| text::unreadable(&self.shared.file, &error))?;
        if count < wanted {
            self.behind = Behind::Nothing;
        }
        Ok(())
    }

    /// Counts what is handed out.
    fn pass(&mut self, bytes: &[u8], rows: u64, breaks: u64) {
        self.before.rows += rows;
        self.before.lines += rows + breaks;
        self.before.feeds += memchr_iter(b'\n', bytes).count() as u64;
        self.progress.0 += bytes.len() as u64;
    }
}

impl Feed for CsvFeed {
    fn about(&self) -> Report {
        self.shared.plan.reading.describe(&self.about)
    }

    fn headers(&self) -> &[Arc<str>] {
        &self.shared.plan.reading.columns.headers
    }

    fn fields(&self) -> &[Option<FieldId>] {
        &self.shared.plan.reading.columns.fields
    }

    fn progress(&self) -> Option<(u64, u64)> {
        Some(self.progress)
    }

    fn next(&mut self) -> Result<Option<Box<dyn Piece>>, DataError> {
        loop {
            self.fill()?;
            let ends = row_ends(&self.rest, self.shared.delimiter, self.behind, u64::MAX);
            if ends.rows > 0 {
                let rest = self.rest.get(ends.end..).unwrap_or(&[]).to_vec();
                let mut bytes = std::mem::replace(&mut self.rest, rest);
                bytes.truncate(ends.end);
                let before = self.before;
                self.pass(&bytes, ends.rows, ends.breaks);
                return Ok(Some(Box::new(CsvPiece { bytes, before, shared: self.shared.clone() })));
            }
            if self.behind == Behind::Nothing {
                return match ends.open {
                    Some(breaks) => Err(DataError::UnclosedQuote { line: self.before.lines + breaks + 1 }),
                    None => Ok(None),
                };
            }
        }
    }
}

impl Piece for CsvPiece {
    fn read(&self, take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>) -> Result<Tally, DataError> {
        let Shared { plan, delimiter, encoding, file } = self.shared.as_ref();
        let text = text::whole(&self.bytes, *encoding)
            .map_err(|feeds| DataError::Undecodable { encoding: *encoding, line: self.before.feeds + feeds + 1 })?;
        if memchr(0, text.as_bytes()).is_some() {
            return Err(DataError::Kind { file: file.clone(), kind: FileKind::Binary });
        }
        let original = |place: usize| {
            let mut splitter = Splitter::new(*delimiter);
            splitter.split(&text, place, Behind::Nothing);
            splitter.owned(&text)
        };
        let mut gatherer = Gatherer::new(plan, &original, take);
        let mut splitter = Splitter::new(*delimiter);
        let (mut at, mut number) = (0, self.before.rows);
        while at < text.len() {
            // The rows of a piece are whole.
            let Split::Row { next, .. } = splitter.split(&text, at, Behind::Nothing) else { break };
            number += 1;
            let cell = |column: usize| splitter.cell(&text, column);
            if (0..splitter.len()).all(|column| fold::trim(cell(column)).is_empty()) {
                gatherer.blank();
            } else {
                let extra = (plan.reading.columns.headers.len()..splitter.len()).map(cell).filter(|cell| !fold::trim(cell).is_empty());
                let beyond = plan.reading.out_of_step(extra);
                if gatherer.row(number, at, beyond, |column| Cell::Text(cell(column))).is_break() {
                    break;
                }
            }
            at = next;
        }
        Ok(gatherer.finish())
    }
}

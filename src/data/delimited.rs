//! Rows of a delimited text file.
//!
//! In: decoded text. Out: its rows one at a time, numbered as a spreadsheet numbers them, and the delimiter: the one with which
//! the headers are recognised. Knows headers only through [`Matcher`].

use super::columns::{HEAD_ROWS, Matcher};
use super::error::DataError;
use super::splitter::{Behind, Split, Splitter};
use super::text::Text;
use std::collections::VecDeque;

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// A delimited text file being read.
pub(crate) struct Delimited {
    text: Text,
    splitter: Splitter,
    delimiter: u8,
    buffer: String,
    used: usize,
    behind: Behind,
    row: u64,
    line: u64,
    queue: VecDeque<Vec<String>>,
}

/// The headers, and the rows above them.
pub(crate) struct Head {
    /// The row of the headers, from 1.
    pub row: u64,
    /// The headers.
    pub headers: Vec<String>,
    /// The rows above.
    pub above: Vec<Vec<String>>,
}

impl Delimited {
    /// Starts reading.
    pub(crate) fn open(mut text: Text, wanted: Option<u8>, matcher: &Matcher) -> Result<Delimited, DataError> {
        let mut buffer = String::new();
        let behind = more(&mut text, &mut buffer)?;
        let delimiter = wanted.unwrap_or_else(|| find_delimiter(&buffer, matcher));
        let splitter = Splitter::new(delimiter);
        Ok(Delimited { text, splitter, delimiter, buffer, used: 0, behind, row: 0, line: 1, queue: VecDeque::new() })
    }

    /// What stands between cells.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// The text from its start, to be read in another way.
    pub(crate) fn into_text(self) -> Text {
        self.text
    }

    /// Reads up to the headers; the next row is the first below them.
    pub(crate) fn head(&mut self, file: &str, wanted: Option<u32>, matcher: &Matcher) -> Result<Head, DataError> {
        let wanted = wanted.map(|row| row as usize);
        let mut rows = Vec::new();
        while rows.len() < wanted.unwrap_or(HEAD_ROWS) {
            let Some(row) = self.split()? else { break };
            rows.push(row);
        }
        let at = match wanted {
            Some(row) => row.checked_sub(1).filter(|at| *at < rows.len()).ok_or(DataError::HeaderRow { row: row as u32 })?,
            None => matcher.header_row(&rows).map(|(at, _)| at).ok_or_else(|| no_header(&rows, file, matcher))?,
        };
        self.queue = rows.split_off(at + 1).into();
        let headers = rows.pop().unwrap_or_default();
        self.row = at as u64 + 1;
        Ok(Head { row: self.row, headers, above: rows })
    }

    /// The next row and its number.
    pub(crate) fn next(&mut self) -> Result<Option<(u64, Vec<String>)>, DataError> {
        let row = match self.queue.pop_front() {
            Some(row) => Some(row),
            None => self.split()?,
        };
        self.row += 1;
        Ok(row.map(|row| (self.row, row)))
    }

    fn split(&mut self) -> Result<Option<Vec<String>>, DataError> {
        loop {
            if self.used < self.buffer.len() {
                match self.splitter.split(&self.buffer, self.used, self.behind) {
                    Split::Row { next, breaks } => {
                        self.used = next;
                        self.line += breaks + 1;
                        return Ok(Some(self.splitter.owned(&self.buffer)));
                    }
                    Split::Unclosed { breaks } => return Err(DataError::UnclosedQuote { line: self.line + breaks }),
                    Split::Partial => {}
                }
            } else if self.behind == Behind::Nothing {
                return Ok(None);
            }
            self.buffer.drain(..std::mem::take(&mut self.used));
            self.behind = more(&mut self.text, &mut self.buffer)?;
        }
    }
}

/// Adds to a buffer at least as much text as it holds, so that a long row is not looked at over and over.
fn more(text: &mut Text, buffer: &mut String) -> Result<Behind, DataError> {
    let wanted = buffer.len().max(1) * 2;
    while buffer.len() < wanted {
        let piece = text.fill()?;
        if piece.is_empty() {
            return Ok(Behind::Nothing);
        }
        let length = piece.len();
        // What is decoded ends with a whole character.
        buffer.push_str(&String::from_utf8_lossy(piece));
        text.consume(length);
    }
    Ok(Behind::More)
}

/// The error of rows without headers.
pub(crate) fn no_header(rows: &[Vec<String>], file: &str, matcher: &Matcher) -> DataError {
    let inked = |row: &&Vec<String>| row.iter().any(|cell| !super::fold::trim(cell).is_empty());
    match rows.iter().find(inked) {
        Some(first_row) => DataError::NoHeader { first_row: first_row.clone(), wanted: matcher.wanted() },
        None => DataError::Empty { file: file.to_owned() },
    }
}

/// The delimiter under which most headers are recognised; else the most frequent one in the first line.
fn find_delimiter(text: &str, matcher: &Matcher) -> u8 {
    if let [b's', b'e', b'p', b'=', delimiter, b'\r' | b'\n', ..] = text.as_bytes() {
        return *delimiter;
    }
    let score = |delimiter: u8| matcher.header_row(&sample(text, delimiter)).map_or(0, |(_, score)| score);
    let line = text.as_bytes().split(|b| *b == b'\n').next().unwrap_or(&[]);
    let count = |delimiter: u8| line.iter().filter(|b| **b == delimiter).count();
    let ranked = DELIMITERS.iter().rev().max_by_key(|delimiter| (score(**delimiter), count(**delimiter)));
    ranked.copied().unwrap_or(b',')
}

fn sample(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let (mut splitter, mut rows, mut at) = (Splitter::new(delimiter), Vec::new(), 0);
    while rows.len() < HEAD_ROWS && at < text.len() {
        let Split::Row { next, .. } = splitter.split(text, at, Behind::Nothing) else { break };
        rows.push(splitter.owned(text));
        at = next;
    }
    rows
}

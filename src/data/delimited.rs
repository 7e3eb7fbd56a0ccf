//! Rows of a delimited text file.
//!
//! In: decoded text. Out: its rows one at a time, numbered as a spreadsheet numbers them, and the delimiter: the one with which
//! the headers are recognised. Knows headers only through [`Matcher`].

use super::columns::{HEAD_ROWS, Matcher};
use super::error::DataError;
use super::splitter::Splitter;
use super::text::Text;
use std::collections::VecDeque;

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// A delimited text file being read.
pub(crate) struct Delimited {
    text: Text,
    splitter: Splitter,
    delimiter: u8,
    row: u64,
    queue: VecDeque<Vec<String>>,
    done: bool,
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
        let delimiter = match wanted {
            Some(delimiter) => delimiter,
            None => find_delimiter(text.fill()?, matcher),
        };
        Ok(Delimited { text, splitter: Splitter::new(delimiter), delimiter, row: 0, queue: VecDeque::new(), done: false })
    }

    /// What stands between cells.
    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// The decoded text.
    pub(crate) fn text(&self) -> &Text {
        &self.text
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
        while !self.done {
            let piece = self.text.fill()?;
            if piece.is_empty() {
                self.done = true;
                return self.splitter.finish().map_err(|line| DataError::UnclosedQuote { line });
            }
            let (used, row) = self.splitter.feed(piece);
            self.text.consume(used);
            if row.is_some() {
                return Ok(row);
            }
        }
        Ok(None)
    }
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
fn find_delimiter(piece: &[u8], matcher: &Matcher) -> u8 {
    if let [b's', b'e', b'p', b'=', delimiter, b'\r' | b'\n', ..] = piece {
        return *delimiter;
    }
    let score = |delimiter: u8| matcher.header_row(&sample(piece, delimiter)).map_or(0, |(_, score)| score);
    let line = piece.split(|b| *b == b'\n').next().unwrap_or(&[]);
    let count = |delimiter: u8| line.iter().filter(|b| **b == delimiter).count();
    let ranked = DELIMITERS.iter().rev().max_by_key(|delimiter| (score(**delimiter), count(**delimiter)));
    ranked.copied().unwrap_or(b',')
}

fn sample(piece: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut splitter = Splitter::new(delimiter);
    let (mut rows, mut rest) = (Vec::new(), piece);
    while rows.len() < HEAD_ROWS && !rest.is_empty() {
        let (used, row) = splitter.feed(rest);
        rest = rest.get(used..).unwrap_or(&[]);
        rows.extend(row);
    }
    if rows.len() < HEAD_ROWS {
        rows.extend(splitter.finish().ok().flatten());
    }
    rows
}

//! NDJSON cut into pieces of whole lines.
//!
//! In: the bytes of a UTF-8 file of which the first records were looked at. Out: pieces of some megabytes; their lines are parsed by
//! the thread that takes them. Whoever cuts looks at the names of the members only, so that a name that turns up late is a column
//! from its first line on.

use super::columns::Matcher;
use super::error::{DataError, FileKind};
use super::feed::{Feed, Piece, Portion};
use super::fold;
use super::gather::{Cell, Gatherer, Plan};
use super::input::Bytes;
use super::json::{Json, Names};
use super::members::{Found, Members};
use super::options::Encoding;
use super::report::{Report, Tally};
use super::splitter::Behind;
use super::text;
use crate::ir::record::FieldId;
use memchr::{memchr, memchr_iter, memrchr};
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;

/// A file of one object a line that is cut into pieces.
pub(crate) struct JsonFeed {
    bytes: Box<dyn Bytes>,
    /// What was read and not yet handed out; begins with a line.
    rest: Vec<u8>,
    behind: Behind,
    size: usize,
    /// How many lines were handed out.
    lines: u64,
    /// How many bytes were handed out, and how many there are.
    progress: (u64, u64),
    matcher: Matcher,
    about: Report,
    shared: Arc<Shared>,
}

/// What all pieces need; those behind a new name need a new one.
#[derive(Debug, Clone)]
struct Shared {
    plan: Plan,
    names: Names,
    file: String,
}

struct JsonPiece {
    bytes: Vec<u8>,
    lines: u64,
    shared: Arc<Shared>,
}

impl JsonFeed {
    /// Cuts a file of which the head was read, into pieces of about `size` bytes.
    pub(crate) fn open(json: Json, matcher: Matcher, plan: Plan, about: Report, size: usize) -> Result<JsonFeed, DataError> {
        let shared = Shared { plan, names: json.known().clone(), file: about.file.clone() };
        let (mut bytes, start) = json.into_text().into_bytes();
        let length = bytes.seek(SeekFrom::End(0)).and_then(|length| bytes.seek(SeekFrom::Start(start)).map(|_| length));
        let length = length.map_err(|error| text::unreadable(&shared.file, &error))?;
        let progress = (start, length);
        Ok(JsonFeed { bytes, rest: Vec::new(), behind: Behind::More, size, lines: 0, progress, matcher, about, shared: Arc::new(shared) })
    }

    /// Reads as much as a piece is to have, or twice as much as there is where no line ends in that.
    fn fill(&mut self) -> Result<(), DataError> {
        let wanted = if self.rest.len() < self.size { self.size - self.rest.len() } else { self.rest.len() };
        if self.behind == Behind::More {
            let read = (&mut self.bytes).take(wanted as u64).read_to_end(&mut self.rest);
            let count = read.map_err(|error| text::unreadable(&self.shared.file, &error))?;
            self.behind = if count < wanted { Behind::Nothing } else { Behind::More };
        }
        Ok(())
    }

    /// Where a piece ends that begins with the rest and is `length` long at most: before the first line with a new name, unless that
    /// is the first line. New names are learnt.
    fn learn(&mut self, length: usize) -> usize {
        let mut at = 0;
        for line in self.rest.get(..length).unwrap_or(&[]).split_inclusive(|byte| *byte == b'\n') {
            if may_be_news(&self.shared.names, line) {
                let mut names = self.shared.names.clone();
                // What is wrong with the line is said by whoever reads it.
                names.line(line, 0);
                if names.list().len() > self.shared.names.list().len() {
                    if at > 0 {
                        return at;
                    }
                    let mut shared = Shared::clone(&self.shared);
                    shared.plan.reading.learn(names.list(), &self.matcher);
                    shared.names = names;
                    self.shared = Arc::new(shared);
                }
            }
            at += line.len();
        }
        at
    }
}

impl Feed for JsonFeed {
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
        let length = loop {
            self.fill()?;
            match (self.behind, memrchr(b'\n', &self.rest)) {
                (Behind::Nothing, _) => break self.rest.len(),
                (Behind::More, Some(last)) => break last + 1,
                (Behind::More, None) => {}
            }
        };
        if length == 0 {
            return Ok(None);
        }
        let end = self.learn(length);
        let rest = self.rest.get(end..).unwrap_or(&[]).to_vec();
        let mut bytes = std::mem::replace(&mut self.rest, rest);
        bytes.truncate(end);
        let lines = self.lines;
        self.lines += memchr_iter(b'\n', &bytes).count() as u64;
        self.progress.0 += bytes.len() as u64;
        Ok(Some(Box::new(JsonPiece { bytes, lines, shared: self.shared.clone() })))
    }
}

impl Piece for JsonPiece {
    fn read(&self, take: &mut dyn FnMut(Portion<'_>) -> ControlFlow<()>) -> Result<Tally, DataError> {
        let Shared { plan, names, file } = self.shared.as_ref();
        let text = text::whole(&self.bytes, Encoding::Utf8)
            .map_err(|feeds| DataError::Undecodable { encoding: Encoding::Utf8, line: self.lines + feeds + 1 })?;
        if memchr(0, text.as_bytes()).is_some() {
            return Err(DataError::Kind { file: file.clone(), kind: FileKind::Binary });
        }
        let line_at = |place: usize| text.get(place..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
        let slowly = |place: usize, number: u64| names.clone().line(line_at(place).as_bytes(), number);
        let original = |place: usize| slowly(place, 0).original();
        let mut gatherer = Gatherer::new(plan, &original, take);
        let mut members = Members::new(names);
        let (mut at, mut number) = (0, self.lines);
        while at < text.len() {
            let line = line_at(at);
            let place = at;
            at += line.len() + 1;
            number += 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let flow = match members.of(line) {
                Some(cells) if cells.iter().all(is_blank) => {
                    gatherer.blank();
                    ControlFlow::Continue(())
                }
                Some(cells) => gatherer.row(number, place, None, |column| cells.get(column).map_or(Cell::Text(""), Found::cell)),
                None => gatherer.raw_row(&slowly(place, number), place),
            };
            if flow.is_break() {
                break;
            }
        }
        Ok(gatherer.finish())
    }
}

fn is_blank(found: &Found<'_>) -> bool {
    match found {
        Found::Text(text) => fold::trim(text).is_empty(),
        Found::Number(_) => false,
        Found::Raw(raw) => raw.is_blank(),
    }
}

/// Whether a line may have a name that has not been met. Names inside members count too, and those written with escapes: it is
/// enough to find every name that is new.
fn may_be_news(names: &Names, line: &[u8]) -> bool {
    let (mut at, mut expected) = (0, 0);
    while let Some(open) = line.get(at..).and_then(|rest| memchr(b'"', rest)) {
        let start = at + open + 1;
        // A line with an open string is no record.
        let Some(end) = string_end(line, start) else { return false };
        at = end + 1;
        let behind = line.get(at..).unwrap_or(&[]);
        if behind.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b':') {
            continue;
        }
        let name = line.get(start..end).unwrap_or(&[]);
        if names.list().get(expected).is_none_or(|next| next.as_bytes() != name) {
            match std::str::from_utf8(name).ok().and_then(|name| names.find(name)) {
                Some(place) => expected = place,
                None => return true,
            }
        }
        expected += 1;
    }
    false
}

/// The quotation mark that ends a string of JSON: one without an odd number of backslashes before it.
fn string_end(line: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let mark = at + memchr(b'"', line.get(at..)?)?;
        let escapes = line.get(start..mark)?.iter().rev().take_while(|byte| **byte == b'\\').count();
        if escapes % 2 == 0 {
            return Some(mark);
        }
        at = mark + 1;
    }
}

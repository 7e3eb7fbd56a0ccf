//! Source texts and places in them.
//!
//! In: file names and texts. Out: [`Span`]s, and the line and column of an offset. Knows nothing of the language.

use serde::Serialize;

/// A source text held by [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `other`, which must be in the same file.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start, end: other.end.max(self.start) }
    }

    /// The empty span at the start of `self`.
    #[must_use]
    pub fn before(self) -> Span {
        Span { end: self.start, ..self }
    }

    /// The empty span at the end of `self`.
    #[must_use]
    pub fn after(self) -> Span {
        Span { start: self.end, ..self }
    }
}

/// A place as people count it: lines and columns from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: u32,
    /// Column in UTF-16 code units, from 1, as editors count.
    pub utf16_column: u32,
}

/// One text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The name shown to people, usually a path as it was given.
    pub name: String,
    /// The whole text, without a byte-order mark.
    pub text: String,
    /// The bytes of the byte-order mark that stood before it: 3, or 0 where there was none.
    pub mark_bytes: u32,
    line_starts: Vec<u32>,
}

impl SourceFile {
    /// The position of a byte offset; an offset past the end is taken as the end.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset as u32);
        let start = self.line_starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(0) as usize;
        let before = self.text.get(start..offset).unwrap_or("");
        Position { line, column: before.chars().count() as u32 + 1, utf16_column: before.encode_utf16().count() as u32 + 1 }
    }

    /// The line of a byte offset, from 1, without the cost of counting columns.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|start| *start <= offset) as u32
    }

    /// The text of a line, counted from 1, without its line end, and the byte offset it starts at.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<(u32, &str)> {
        let index = number.checked_sub(1)? as usize;
        let start = *self.line_starts.get(index)?;
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let line = self.text.get(start as usize..end)?;
        let line = line.strip_suffix('\n').unwrap_or(line);
        Some((start, line.strip_suffix('\r').unwrap_or(line)))
    }
}

/// All source texts of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a text; a leading byte-order mark is dropped.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(source_file(name.into(), text.into()));
        FileId(self.files.len() as u32 - 1)
    }

    /// The same texts, with another one in the place of a file; all ids stay.
    #[must_use]
    pub fn with_text(&self, id: FileId, text: String) -> Sources {
        let mut other = self.clone();
        if let Some(file) = other.files.get_mut(id.0 as usize) {
            *file = source_file(std::mem::take(&mut file.name), text);
        }
        other
    }

    /// The file of an id that [`Sources::add`] gave.
    ///
    /// # Panics
    /// When the id comes from other `Sources`.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "ids are only made by `add`")]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The text under a span; empty where the span does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

fn source_file(name: String, mut text: String) -> SourceFile {
    let mut mark_bytes = 0;
    if text.starts_with('\u{feff}') {
        mark_bytes = '\u{feff}'.len_utf8() as u32;
        text.drain(..'\u{feff}'.len_utf8());
    }
    let starts = std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
    let line_starts = starts.collect();
    SourceFile { name, text, mark_bytes, line_starts }
}

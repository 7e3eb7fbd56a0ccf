//! A text that is not yet broken into lines.
//!
//! In: pieces. Out: [`Doc`], with the width it has on one line. Knows neither the language nor how wide a page is.

use super::gaps::Gap;
use unicode_width::UnicodeWidthStr;

/// A piece of text and where it may be broken.
#[derive(Debug, Clone)]
pub enum Doc {
    /// As it stands.
    Text(String),
    /// A blank, or a line end where its group is broken.
    Line,
    /// Nothing, or a line end where its group is broken.
    SoftLine,
    /// A line end.
    Hard,
    /// Comments that stand before what follows.
    Gap(Gap),
    /// One after the other.
    Concat(Vec<Doc>),
    /// Broken as a whole, where it does not fit on its line.
    Group(Vec<Doc>),
    /// Deeper, where its group is broken.
    Indent(Vec<Doc>),
    /// As many on a line as fit.
    Fill(Vec<Doc>),
    /// What is given behind `=` or an arrow: on the next line where it fits there and not here.
    Given(Box<Doc>),
    /// Braces with rows between them.
    Block(Box<Block>),
}

/// Braces with rows between them: on one line, or a line a row.
#[derive(Debug, Clone)]
pub struct Block {
    /// The rows.
    pub rows: Vec<Row>,
    /// Comments before the closing brace.
    pub last: Gap,
    /// Whether each row must stand on a line of its own.
    pub lines: Lines,
}

/// Whether rows must stand on lines of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Only where they do not fit on one line.
    AsFit,
    /// They must.
    Own,
}

/// A row: cells, of which those of neighbours are aligned.
#[derive(Debug, Clone)]
pub struct Row {
    /// Comments and blank lines before it.
    pub gap: Gap,
    /// Its cells; an empty one keeps its place.
    pub cells: Vec<Doc>,
    /// With which rows it is aligned, and how.
    pub class: Class,
    /// What separates it from the next one.
    pub comma: Comma,
}

/// What stands behind a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comma {
    /// Nothing.
    None,
    /// A comma where the next row stands on the same line.
    Inline,
    /// A comma: without it the rows would be read as one.
    Always,
}

/// With which rows a row is aligned, and how. Rows of different classes are never aligned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Class {
    /// With none.
    Plain,
    /// A name, a label, a type, remarks.
    Fields,
    /// Declarations of one kind, whose parts are these.
    Declarations(String),
    /// A name and what it is given.
    Columns,
    /// What must hold, and its words.
    Words,
    /// A keyword and what it says.
    Clauses,
    /// A row of a table; the flags say which columns are figures.
    Cells(Vec<bool>),
}

impl Class {
    /// Whether a blank line ends the rows that are aligned with each other.
    pub fn ends_at_blank(&self) -> bool {
        match self {
            Class::Plain | Class::Declarations(_) | Class::Words => true,
            Class::Fields | Class::Columns | Class::Clauses | Class::Cells(_) => false,
        }
    }

    /// Whether a row of several lines ends the rows that are aligned with each other.
    pub fn ends_at_long(&self) -> bool {
        matches!(self, Class::Declarations(_))
    }

    /// Whether a last cell may have several lines and is aligned nevertheless.
    pub fn takes_long(&self) -> bool {
        matches!(self, Class::Clauses)
    }

    /// The column that may stand on a line of its own where the line is full.
    pub fn words(&self) -> Option<usize> {
        match self {
            Class::Fields => Some(3),
            Class::Words => Some(1),
            Class::Plain | Class::Declarations(_) | Class::Columns | Class::Clauses | Class::Cells(_) => None,
        }
    }
}

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

impl Doc {
    /// A text.
    pub fn text(text: impl Into<String>) -> Doc {
        Doc::Text(text.into())
    }

    /// Nothing.
    pub fn nothing() -> Doc {
        Doc::Concat(Vec::new())
    }

    /// Whether there is nothing in it.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Doc::Concat(parts) if parts.iter().all(Doc::is_nothing))
    }

    /// Its first part, before the loosest operator.
    pub fn head(&self) -> &Doc {
        match self {
            Doc::Group(parts) | Doc::Concat(parts) => parts.first().unwrap_or(self),
            Doc::Text(_) | Doc::Line | Doc::SoftLine | Doc::Hard | Doc::Gap(_) | Doc::Indent(_) | Doc::Fill(_) | Doc::Given(_) | Doc::Block(_) => {
                self
            }
        }
    }

    /// Its width on one line; none where it must have several.
    pub fn flat_width(&self) -> Option<usize> {
        match self {
            Doc::Text(text) => Some(width(text)),
            Doc::Line => Some(1),
            Doc::SoftLine => Some(0),
            Doc::Hard => None,
            Doc::Gap(gap) => gap.is_empty().then_some(0),
            Doc::Concat(parts) | Doc::Group(parts) | Doc::Indent(parts) => parts.iter().map(Doc::flat_width).sum(),
            Doc::Fill(parts) => {
                parts.iter().map(|part| part.flat_width().map(|width| width + 1)).sum::<Option<usize>>().map(|all| all.saturating_sub(1))
            }
            Doc::Given(given) => given.flat_width().map(|wide| wide + 1),
            Doc::Block(block) => block.flat_width(),
        }
    }

    /// Whether comments or line ends that must be stand in it, inner blocks apart.
    pub fn must_break(&self) -> bool {
        match self {
            Doc::Hard => true,
            Doc::Text(_) | Doc::Line | Doc::SoftLine | Doc::Block(_) => false,
            Doc::Gap(gap) => !gap.is_empty(),
            Doc::Given(given) => given.must_break(),
            Doc::Concat(parts) | Doc::Group(parts) | Doc::Indent(parts) | Doc::Fill(parts) => parts.iter().any(Doc::must_break),
        }
    }
}

impl Block {
    /// Its width on one line; none where it must have several.
    pub fn flat_width(&self) -> Option<usize> {
        if self.lines == Lines::Own || self.last.has_comment() {
            return None;
        }
        let mut all = 0;
        for (place, row) in self.rows.iter().enumerate() {
            if row.gap.has_comment() {
                return None;
            }
            all += row.flat_width()? + 1;
            let is_last = place + 1 == self.rows.len();
            all += match row.comma {
                Comma::Inline | Comma::Always if !is_last => 1,
                Comma::None | Comma::Inline | Comma::Always => 0,
            };
        }
        Some(if self.rows.is_empty() { 2 } else { all + 3 })
    }
}

impl Row {
    /// Its width on one line without alignment; none where it must have several.
    pub fn flat_width(&self) -> Option<usize> {
        let mut all = 0;
        for cell in self.cells.iter().filter(|cell| !cell.is_nothing()) {
            all += cell.flat_width()? + 1;
        }
        Some(all.saturating_sub(1))
    }
}

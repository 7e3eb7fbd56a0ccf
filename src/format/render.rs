//! From a document to lines.
//!
//! In: a [`Doc`]. Out: its text, no line wider than the page where it can be broken. Rows are aligned by `rows`, comments behind
//! lines by `page`.

use super::doc::{Block, Class, Comma, Doc, Lines, Row, width};
use super::gaps::{Gap, GapLine};
use super::page::Page;
use super::rows::{self, Place};

/// How wide a line may be.
pub const WIDTH: usize = 100;
/// Columns of one level.
pub const INDENT: usize = 2;

/// Whether line ends of the group around stand as blanks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Flat,
    Broken,
}

/// The text of rows one below the other.
pub fn render(rows: &[Row], last: &Gap) -> String {
    let mut renderer = Renderer { page: Page::default() };
    renderer.rows(rows, 0);
    renderer.gap(last, 0);
    renderer.page.text()
}

struct Renderer {
    page: Page,
}

impl Renderer {
    /// A document; `tail` columns must be left on its last line.
    fn doc(&mut self, doc: &Doc, mode: Mode, indent: usize, tail: usize) {
        match doc {
            Doc::Text(text) => self.page.put(text),
            Doc::Line if mode == Mode::Flat => self.page.put(" "),
            Doc::SoftLine if mode == Mode::Flat => {}
            Doc::Line | Doc::SoftLine | Doc::Hard => self.page.line(indent),
            Doc::Gap(gap) => self.gap(gap, indent),
            Doc::Concat(parts) => self.parts(parts, mode, indent, tail),
            Doc::Indent(parts) => self.parts(parts, mode, if mode == Mode::Flat { indent } else { indent + INDENT }, tail),
            Doc::Group(parts) => {
                let flat = mode == Mode::Flat || !doc.must_break() && self.fits(parts, tail);
                self.parts(parts, if flat { Mode::Flat } else { Mode::Broken }, indent, tail);
            }
            Doc::Fill(parts) => self.fill(parts, indent, tail),
            Doc::Given(given) => self.given(given, mode, indent, tail),
            Doc::Block(block) => self.block(block, mode, indent, tail),
        }
    }

    fn given(&mut self, given: &Doc, mode: Mode, indent: usize, tail: usize) {
        let here = WIDTH.saturating_sub(self.page.column() + 1);
        let below = WIDTH.saturating_sub(indent + INDENT);
        let moves = match given.flat_width() {
            Some(wide) => wide + tail > here && wide + tail <= below,
            None => false,
        };
        let head = || given.head().flat_width().is_some_and(|wide| wide > here && wide <= below);
        if mode == Mode::Broken && (moves || head()) {
            self.page.line(indent + INDENT);
            return self.doc(given, mode, indent + INDENT, tail);
        }
        self.page.put(" ");
        self.doc(given, mode, indent, tail);
    }

    fn parts(&mut self, parts: &[Doc], mode: Mode, indent: usize, tail: usize) {
        let mut rest = parts;
        while let Some((part, behind)) = rest.split_first() {
            let tail = if mode == Mode::Broken
                && matches!(part, Doc::Group(_) | Doc::Fill(_) | Doc::Block(_) | Doc::Concat(_) | Doc::Indent(_) | Doc::Given(_))
            {
                lead(behind, mode).unwrap_or_else(|wide| wide + tail)
            } else {
                0
            };
            self.doc(part, mode, indent, tail);
            rest = behind;
        }
    }

    /// Items as many on a line as fit; each brings its comma.
    fn fill(&mut self, parts: &[Doc], indent: usize, tail: usize) {
        for (place, part) in parts.iter().enumerate() {
            let is_last = place + 1 == parts.len();
            let tail = if is_last { tail } else { 0 };
            if place > 0 {
                let wide = part.flat_width().unwrap_or(0);
                if self.page.column() + 1 + wide + tail > WIDTH {
                    self.page.line(indent);
                } else {
                    self.page.put(" ");
                }
            }
            self.doc(part, Mode::Broken, indent, tail);
        }
    }

    fn block(&mut self, block: &Block, mode: Mode, indent: usize, tail: usize) {
        let flat = block.flat_width();
        let fits = mode == Mode::Flat || flat.is_some_and(|wide| self.page.column() + wide + tail <= WIDTH);
        self.page.put("{");
        match flat.filter(|_| fits) {
            Some(_) => {
                for (place, row) in block.rows.iter().enumerate() {
                    self.page.put(" ");
                    self.flat_row(row);
                    let is_last = place + 1 == block.rows.len();
                    match row.comma {
                        Comma::Inline | Comma::Always if !is_last => self.page.put(","),
                        Comma::None | Comma::Inline | Comma::Always => {}
                    }
                }
                self.page.put(if block.rows.is_empty() { "" } else { " " });
            }
            None => {
                let inner = indent + INDENT;
                self.rows(&block.rows, inner);
                self.gap(&block.last, inner);
                self.page.line(indent);
            }
        }
        self.page.put("}");
    }

    /// The cells of a row with a blank between them.
    fn flat_row(&mut self, row: &Row) {
        for (place, cell) in row.cells.iter().filter(|cell| !cell.is_nothing()).enumerate() {
            self.page.put(if place > 0 { " " } else { "" });
            self.doc(cell, Mode::Flat, 0, 0);
        }
    }

    fn rows(&mut self, rows: &[Row], indent: usize) {
        let places = rows::places(rows, indent, WIDTH);
        for (number, (row, place)) in rows.iter().zip(&places).enumerate() {
            self.page.line(indent);
            self.gap(&row.gap, indent);
            match &row.class {
                Class::Cells(figures) => self.cells(row, figures, place),
                Class::Plain | Class::Fields | Class::Declarations(_) | Class::Columns | Class::Words | Class::Clauses => {
                    self.row(row, place, indent)
                }
            }
            if row.comma == Comma::Always && number + 1 < rows.len() {
                self.page.put(",");
            }
        }
    }

    fn row(&mut self, row: &Row, place: &Place, indent: usize) {
        let finished = self.page.finished();
        let cells: Vec<(usize, &Doc)> = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_nothing()).collect();
        let mut rest = cells.as_slice();
        while let Some(((column, cell), behind)) = rest.split_first() {
            let is_words = row.class.words() == Some(*column);
            match place.get(*column).copied().flatten() {
                _ if *column == 0 => {}
                Some(start) => self.page.pad(indent + start),
                None if is_words => {
                    let one_line = self.page.finished() == finished;
                    let start = self.page.column() + rows::BEFORE_WORDS;
                    match cell.flat_width() {
                        Some(wide) if one_line && start + wide <= WIDTH => self.page.pad(start),
                        _ => self.page.line(indent + INDENT),
                    }
                }
                None => self.page.put(" "),
            }
            let mut tail = 0;
            for (_, next) in behind.iter().take_while(|(column, _)| row.class.words() != Some(*column)) {
                match lead(std::slice::from_ref(*next), Mode::Broken) {
                    Ok(wide) => {
                        tail += 1 + wide;
                        break;
                    }
                    Err(wide) => tail += 1 + wide,
                }
            }
            self.doc(cell, Mode::Broken, indent, tail);
            rest = behind;
        }
    }

    /// Cells between bars.
    fn cells(&mut self, row: &Row, figures: &[bool], widths: &Place) {
        self.page.put("|");
        for (column, cell) in row.cells.iter().enumerate() {
            let wide = cell.flat_width().unwrap_or(0);
            let blanks = " ".repeat(widths.get(column).copied().flatten().unwrap_or(0).saturating_sub(wide));
            let is_figure = figures.get(column).copied().unwrap_or(false);
            self.page.put(" ");
            self.page.put(if is_figure { &blanks } else { "" });
            self.doc(cell, Mode::Flat, 0, 0);
            self.page.put(if is_figure { "" } else { &blanks });
            self.page.put(" |");
        }
    }

    fn gap(&mut self, gap: &Gap, indent: usize) {
        if let Some(comment) = &gap.trailing {
            self.page.comment_behind(comment, indent);
        }
        for line in &gap.lines {
            match line {
                GapLine::Blank => self.page.blank(indent),
                GapLine::Comment(comment) => {
                    self.page.line(indent);
                    self.page.put(comment);
                    self.page.line(indent);
                }
            }
        }
    }

    /// Whether documents fit on the line up to their first line end.
    fn fits(&self, parts: &[Doc], tail: usize) -> bool {
        match lead(parts, Mode::Flat) {
            Ok(wide) => self.page.column() + wide <= WIDTH,
            Err(wide) => self.page.column() + wide + tail <= WIDTH,
        }
    }
}

/// The columns that documents take up to the first place where the line ends or may end; as an error where there is none.
fn lead(parts: &[Doc], mode: Mode) -> Result<usize, usize> {
    let mut all = 0;
    for part in parts {
        let found = match part {
            Doc::Text(text) => Err(width(text)),
            Doc::Line if mode == Mode::Flat => Err(1),
            Doc::SoftLine if mode == Mode::Flat => Err(0),
            Doc::Line | Doc::SoftLine | Doc::Hard => Ok(0),
            Doc::Gap(gap) if gap.is_empty() => Err(0),
            Doc::Gap(_) => Ok(0),
            Doc::Concat(parts) | Doc::Group(parts) | Doc::Indent(parts) => lead(parts, mode),
            Doc::Fill(parts) => match (mode, parts.split_first()) {
                (Mode::Broken, Some((first, rest))) if !rest.is_empty() => Ok(first.flat_width().unwrap_or(0)),
                _ => part.flat_width().map_or(Ok(0), Err),
            },
            Doc::Given(_) if mode == Mode::Broken => Ok(0),
            Doc::Given(given) => match lead(std::slice::from_ref(given), mode) {
                Ok(wide) => Ok(wide + 1),
                Err(wide) => Err(wide + 1),
            },
            Doc::Block(block) if block.lines == Lines::Own || mode == Mode::Broken => Ok(1),
            Doc::Block(block) => block.flat_width().map_or(Ok(1), Err),
        };
        match found {
            Ok(wide) => return Ok(all + wide),
            Err(wide) => all += wide,
        }
    }
    Err(all)
}

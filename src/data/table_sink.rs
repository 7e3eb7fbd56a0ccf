//! Results as an aligned table for the terminal.
//!
//! In: rows of cells. Out: columns lined up by what a terminal shows, where a Chinese character takes two places; figures on
//! the right. Columns that do not fit are left out whole and named to the caller, for half a figure is worse than none.

use super::atomic::Output;
use super::column::{Cell, CellKind, OutColumn};
use super::error::DataError;
use super::fold;
use super::sink::SinkOptions;
use crate::diagnostic::Lang;
use std::io::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Widths are settled by so many rows; wider figures below stand out to the left.
const SETTLING_ROWS: usize = 1000;
/// Longer texts are cut.
const TEXT_WIDTH: usize = 40;
const GAP: &str = "  ";

/// A table being written.
pub(crate) struct TableSink {
    output: Output,
    columns: Vec<OutColumn>,
    headers: Vec<String>,
    lang: Lang,
    limit: Option<usize>,
    waiting: Vec<Vec<String>>,
    widths: Option<Vec<usize>>,
}

impl TableSink {
    /// A table with these columns.
    pub(crate) fn new(output: Output, columns: Vec<OutColumn>, options: &SinkOptions) -> TableSink {
        let headers = columns.iter().map(|column| one_line(&column.header(options.headers, options.lang), usize::MAX)).collect();
        TableSink { output, columns, headers, lang: options.lang, limit: options.width, waiting: Vec::new(), widths: None }
    }

    /// Takes a row; it is written once the widths are settled.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> Result<(), DataError> {
        let show = |cell: &Cell| match cell {
            Cell::Missing => "-".to_owned(),
            Cell::Text(text) => one_line(text, TEXT_WIDTH),
            Cell::Number(_) | Cell::Bool(_) | Cell::Date(_) => cell.text(self.lang),
        };
        let texts: Vec<String> = cells.iter().map(show).collect();
        if self.widths.is_some() {
            return self.write_line(&texts);
        }
        self.waiting.push(texts);
        if self.waiting.len() >= SETTLING_ROWS { self.settle() } else { Ok(()) }
    }

    /// Whether the reader of the output went away.
    pub(crate) fn is_closed(&self) -> bool {
        self.output.is_closed()
    }

    /// Ends the table; the headers of the columns left out.
    pub(crate) fn finish(mut self) -> Result<Vec<String>, DataError> {
        self.settle()?;
        let shown = self.widths.as_ref().map_or(0, Vec::len);
        let left_out: Vec<String> = self.headers.iter().skip(shown).cloned().collect();
        self.output.finish()?;
        Ok(left_out)
    }

    fn settle(&mut self) -> Result<(), DataError> {
        if self.widths.is_some() {
            return Ok(());
        }
        let natural = self.headers.iter().enumerate().map(|(column, header)| {
            let cells = self.waiting.iter().filter_map(|row| row.get(column)).map(|text| text.width());
            cells.max().unwrap_or(0).max(header.width())
        });
        let mut widths: Vec<usize> = natural.collect();
        if let Some(limit) = self.limit {
            let mut taken = 0;
            let fits = widths.iter().take_while(|width| {
                taken += **width + if taken == 0 { 0 } else { GAP.len() };
                taken <= limit
            });
            let count = fits.count().max(1);
            widths.truncate(count);
        }
        let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        self.widths = Some(widths);
        self.write_line(&self.headers.clone())?;
        self.write_line(&rule)?;
        std::mem::take(&mut self.waiting).iter().try_for_each(|row| self.write_line(row))
    }

    fn write_line(&mut self, texts: &[String]) -> Result<(), DataError> {
        let widths = self.widths.as_deref().unwrap_or(&[]);
        let cells = texts.iter().zip(widths).zip(&self.columns).map(|((text, width), column)| pad(text, *width, column.kind));
        let line = cells.collect::<Vec<String>>().join(GAP);
        self.write(&format!("{}\n", line.trim_end()))
    }

    fn write(&mut self, text: &str) -> Result<(), DataError> {
        let written = self.output.write_all(text.as_bytes());
        written.map_err(|error| self.output.failed(&error))
    }
}

fn pad(text: &str, width: usize, kind: CellKind) -> String {
    let blanks = " ".repeat(width.saturating_sub(text.width()));
    if kind.is_figure() { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
}

/// A text on one line, cut to a width.
fn one_line(text: &str, limit: usize) -> String {
    let text: String = fold::trim(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.width() <= limit {
        return text;
    }
    let mut taken = 0;
    let fits = text.chars().take_while(|c| {
        taken += c.width().unwrap_or(0);
        taken < limit
    });
    let mut cut: String = fits.collect();
    cut.push('…');
    cut
}

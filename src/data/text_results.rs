//! Results as CSV and as one JSON object a line, formatted from lanes.
//!
//! In: result columns, block after block. Out: bytes, the same that the row-wise sinks write for the same cells. A figure goes from its
//! mantissa to digits without a cell or a text between.

use super::atomic::{Output, Target};
use super::column::{Cell, yes_no};
use super::digits::{self, Figures};
use super::error::DataError;
use super::json_sink;
use super::results::{ResultColumn, What};
use super::sink::SinkOptions;
use crate::diagnostic::Lang;
use crate::value::calendar::Day;
use crate::value::column::{Column, Lanes, Texts};
use crate::value::decimal::Decimal;
use std::io::Write;

/// Formats blocks as text, on any thread.
pub(crate) struct TextMaker {
    columns: Vec<Prepared>,
    style: Style,
    start: Vec<u8>,
    end: &'static [u8],
}

/// Text being written.
pub(crate) struct TextResults {
    output: Output,
}

/// How cells become bytes.
struct Style {
    syntax: Syntax,
    lang: Lang,
}

enum Syntax {
    /// Cells between delimiters.
    Csv {
        /// Which bytes need quotation marks around the cell.
        quoted: Box<[bool; 256]>,
        /// Whether figures and dates may hold such bytes.
        quoted_figures: bool,
        /// What an empty cell is: a line of nothing but an empty cell would be no record.
        empty: &'static [u8],
    },
    /// Members of an object.
    Json,
}

/// A column with everything about it that does not change from row to row.
struct Prepared {
    column: ResultColumn,
    before: Vec<u8>,
    pen: Pen,
}

/// What of a column is written the same way every time.
enum Pen {
    Figures(Figures),
    Truth { no: Vec<u8>, yes: Vec<u8> },
    Verdict { no: Vec<u8>, yes: Vec<u8>, open: Vec<u8> },
    Members { names: Vec<Vec<u8>>, other: Vec<u8> },
    Days,
    Texts,
    Cells,
}

/// The lanes of a block beside what they are written with.
enum Strip<'a> {
    Narrow(&'a [i64], &'a Figures),
    Wide(&'a [i128], &'a Figures),
    Truth(&'a [bool], &'a [u8], &'a [u8]),
    Verdict(&'a [bool], [&'a [u8]; 3]),
    Members(&'a [u32], &'a [Vec<u8>], &'a [u8]),
    Days(&'a [i32]),
    Texts(&'a Texts),
    /// Anything else, cell by cell.
    Cells(&'a What),
}

impl TextMaker {
    /// CSV.
    pub(crate) fn csv(columns: &[ResultColumn], options: &SinkOptions) -> TextMaker {
        let mut quoted = Box::new([false; 256]);
        for (byte, mark) in (0..=u8::MAX).zip(quoted.iter_mut()) {
            *mark = byte == options.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        }
        let quoted_figures = options.delimiter == b'-' || options.delimiter == b'.' || options.delimiter.is_ascii_digit();
        let empty: &[u8] = if columns.len() == 1 { b"\"\"" } else { b"" };
        let style = Style { syntax: Syntax::Csv { quoted, quoted_figures, empty }, lang: options.lang };
        let mut start = if options.bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
        for (position, column) in columns.iter().enumerate() {
            if position > 0 {
                start.push(options.delimiter);
            }
            style.text(&mut start, &column.column.header(options.headers, options.lang));
        }
        start.push(b'\n');
        let before = |position: usize| if position == 0 { Vec::new() } else { vec![options.delimiter] };
        let prepared = columns.iter().enumerate().map(|(position, column)| Prepared::new(column, before(position), &style)).collect();
        TextMaker { columns: prepared, style, start, end: b"\n" }
    }

    /// One JSON object a line.
    pub(crate) fn lines(columns: &[ResultColumn], options: &SinkOptions) -> TextMaker {
        let style = Style { syntax: Syntax::Json, lang: options.lang };
        let before = |position: usize, column: &ResultColumn| {
            let opening = if position == 0 { "{" } else { ", " };
            format!("{opening}{}: ", json_sink::quoted(&column.column.header(options.headers, options.lang))).into_bytes()
        };
        let prepared = columns.iter().enumerate().map(|(position, column)| Prepared::new(column, before(position, column), &style)).collect();
        TextMaker { columns: prepared, style, start: Vec::new(), end: b"}\n" }
    }

    /// Appends a block of `rows` lanes.
    pub(crate) fn write(&self, out: &mut Vec<u8>, lanes: &[Column], rows: usize) {
        let strips: Vec<(&[u8], Strip, &Column)> =
            self.columns.iter().zip(lanes).map(|(prepared, lanes)| (prepared.before.as_slice(), prepared.strip(lanes), lanes)).collect();
        for row in 0..rows {
            for (before, strip, column) in &strips {
                out.extend_from_slice(before);
                self.style.cell(out, strip, column, row);
            }
            out.extend_from_slice(self.end);
        }
    }
}

impl TextResults {
    /// Starts a file with its headers.
    pub(crate) fn create(target: Target, maker: &TextMaker) -> Result<TextResults, DataError> {
        let mut results = TextResults { output: Output::create(target)? };
        results.append(&maker.start)?;
        Ok(results)
    }

    /// Appends a part.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        self.output.write_all(bytes).map_err(|error| self.output.failed(&error))
    }

    /// Whether the reader of the output went away.
    pub(crate) fn is_closed(&self) -> bool {
        self.output.is_closed()
    }

    /// Puts a file into its place.
    pub(crate) fn finish(self) -> Result<(), DataError> {
        self.output.finish()
    }
}

impl Prepared {
    fn new(column: &ResultColumn, before: Vec<u8>, style: &Style) -> Prepared {
        let bytes = |cell: &Cell| {
            let mut out = Vec::new();
            style.any(&mut out, cell);
            out
        };
        let word = |text: &str| bytes(&Cell::Text(text.to_owned()));
        let pen = match &column.what {
            What::Number { scale, unit, .. } => Pen::Figures(Figures::new(*scale, unit.clone())),
            What::Bool => Pen::Truth { no: bytes(&Cell::Bool(false)), yes: bytes(&Cell::Bool(true)) },
            What::Verdict([yes, no, open]) => Pen::Verdict { no: word(no), yes: word(yes), open: word(open) },
            What::Member(names) => Pen::Members { names: names.iter().map(|name| word(name)).collect(), other: word("") },
            What::Date => Pen::Days,
            What::Text => Pen::Texts,
            What::Shown(_) => Pen::Cells,
        };
        Prepared { column: column.clone(), before, pen }
    }

    fn strip<'a>(&'a self, column: &'a Column) -> Strip<'a> {
        match (&self.pen, &column.lanes) {
            (Pen::Figures(figures), Lanes::Number(lanes)) => Strip::Narrow(lanes, figures),
            (Pen::Figures(figures), Lanes::Wide(lanes)) => Strip::Wide(lanes, figures),
            (Pen::Truth { no, yes }, Lanes::Bool(lanes)) => Strip::Truth(lanes, no, yes),
            (Pen::Verdict { no, yes, open }, Lanes::Bool(lanes)) => Strip::Verdict(lanes, [no, yes, open]),
            (Pen::Members { names, other }, Lanes::Member(lanes)) => Strip::Members(lanes, names, other),
            (Pen::Days, Lanes::Day(lanes)) => Strip::Days(lanes),
            (Pen::Texts, Lanes::Text(lanes)) => Strip::Texts(lanes),
            (_, _) => Strip::Cells(&self.column.what),
        }
    }
}

impl Style {
    fn cell(&self, out: &mut Vec<u8>, strip: &Strip, column: &Column, row: usize) {
        match (strip, column.is_present(row)) {
            (Strip::Cells(what), _) => self.any(out, &what.cell(&column.value(row))),
            (Strip::Verdict(_, [_, _, open]), false) => out.extend_from_slice(open),
            (_, false) => self.missing(out),
            (Strip::Narrow(lanes, figures), true) => self.figure(out, |out| figures.write_lane(out, lanes.get(row).copied().unwrap_or(0))),
            (Strip::Wide(lanes, figures), true) => self.figure(out, |out| figures.write(out, lanes.get(row).copied().unwrap_or(0))),
            (Strip::Truth(lanes, no, yes) | Strip::Verdict(lanes, [no, yes, _]), true) => {
                out.extend_from_slice(if lanes.get(row) == Some(&true) { yes } else { no });
            }
            (Strip::Members(lanes, names, other), true) => {
                let name = lanes.get(row).and_then(|member| names.get(*member as usize));
                out.extend_from_slice(name.map_or(other, Vec::as_slice));
            }
            (Strip::Days(lanes), true) => self.day(out, Day(lanes.get(row).copied().unwrap_or(0))),
            (Strip::Texts(texts), true) => self.text(out, texts.get(row)),
        }
    }

    fn any(&self, out: &mut Vec<u8>, cell: &Cell) {
        match (cell, &self.syntax) {
            (Cell::Missing, _) => self.missing(out),
            (Cell::Number(number), _) => self.number(out, *number),
            (Cell::Bool(truth), Syntax::Csv { .. }) => self.text(out, yes_no(*truth, self.lang)),
            (Cell::Bool(truth), Syntax::Json) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
            (Cell::Date(day), _) => self.day(out, *day),
            (Cell::Text(text), _) => self.text(out, text),
        }
    }

    fn missing(&self, out: &mut Vec<u8>) {
        match &self.syntax {
            Syntax::Csv { empty, .. } => out.extend_from_slice(empty),
            Syntax::Json => out.extend_from_slice(b"null"),
        }
    }

    fn number(&self, out: &mut Vec<u8>, number: Decimal) {
        self.figure(out, |out| digits::write_decimal(out, number));
    }

    /// Digits, a point and a minus sign need quotation marks only beside a strange delimiter.
    fn figure(&self, out: &mut Vec<u8>, write: impl Fn(&mut Vec<u8>)) {
        match &self.syntax {
            Syntax::Csv { quoted_figures: true, .. } => {
                let mut digits = Vec::new();
                write(&mut digits);
                self.text(out, &String::from_utf8_lossy(&digits));
            }
            Syntax::Csv { .. } | Syntax::Json => write(out),
        }
    }

    fn day(&self, out: &mut Vec<u8>, day: Day) {
        match &self.syntax {
            Syntax::Csv { .. } => self.figure(out, |out| write_day(out, day)),
            Syntax::Json => {
                out.push(b'"');
                write_day(out, day);
                out.push(b'"');
            }
        }
    }

    fn text(&self, out: &mut Vec<u8>, text: &str) {
        match &self.syntax {
            Syntax::Csv { empty, .. } if text.is_empty() => out.extend_from_slice(empty),
            Syntax::Csv { quoted, .. } => {
                if text.bytes().any(|byte| quoted.get(usize::from(byte)) == Some(&true)) {
                    out.push(b'"');
                    for (position, piece) in text.split('"').enumerate() {
                        out.extend_from_slice(if position == 0 { b"" } else { b"\"\"" });
                        out.extend_from_slice(piece.as_bytes());
                    }
                    out.push(b'"');
                } else {
                    out.extend_from_slice(text.as_bytes());
                }
            }
            Syntax::Json => json_sink::write_quoted(out, text),
        }
    }
}

fn write_day(out: &mut Vec<u8>, day: Day) {
    // Writing into memory does not fail.
    let _written = write!(out, "{day}");
}

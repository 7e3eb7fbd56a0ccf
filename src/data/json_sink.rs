//! Results as JSON.
//!
//! In: rows of cells. Out: objects with names in the order of the columns; numbers keep every digit, missing is `null`.

use super::atomic::Output;
use super::column::{Cell, OutColumn};
use super::error::DataError;
use super::sink::SinkOptions;
use std::io::{self, Write};

/// JSON being written.
pub(crate) struct JsonSink {
    output: Output,
    keys: Vec<String>,
    layout: Layout,
    first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Array,
    Lines,
}

impl JsonSink {
    /// An array of objects.
    pub(crate) fn array(output: Output, columns: &[OutColumn], options: &SinkOptions) -> JsonSink {
        let keys = columns.iter().map(|column| quoted(&column.header(options.headers, options.lang))).collect();
        JsonSink { output, keys, layout: Layout::Array, first: true }
    }

    /// One object a line.
    pub(crate) fn lines(output: Output, columns: &[OutColumn], options: &SinkOptions) -> JsonSink {
        JsonSink { layout: Layout::Lines, ..JsonSink::array(output, columns, options) }
    }

    /// Writes an object.
    pub(crate) fn row(&mut self, cells: &[Cell]) -> Result<(), DataError> {
        let members: Vec<String> = self.keys.iter().zip(cells).map(|(key, cell)| format!("{key}: {}", value(cell))).collect();
        let before = match (self.layout, std::mem::take(&mut self.first)) {
            (Layout::Array, true) => "[\n  ",
            (Layout::Array, false) => ",\n  ",
            (Layout::Lines, _) => "",
        };
        let after = match self.layout {
            Layout::Array => "",
            Layout::Lines => "\n",
        };
        let text = format!("{before}{{{}}}{after}", members.join(", "));
        self.write(&text)
    }

    /// Whether the reader of the output went away.
    pub(crate) fn is_closed(&self) -> bool {
        self.output.is_closed()
    }

    /// Ends the output.
    pub(crate) fn finish(mut self) -> Result<(), DataError> {
        match (self.layout, self.first) {
            (Layout::Array, true) => self.write("[]\n")?,
            (Layout::Array, false) => self.write("\n]\n")?,
            (Layout::Lines, _) => {}
        }
        self.output.finish()
    }

    fn write(&mut self, text: &str) -> Result<(), DataError> {
        let written: io::Result<()> = self.output.write_all(text.as_bytes());
        written.map_err(|error| self.output.failed(&error))
    }
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Missing => "null".to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Bool(truth) => truth.to_string(),
        Cell::Date(day) => quoted(&day.to_string()),
        Cell::Text(text) => quoted(text),
    }
}

/// A text of JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Appends a text of JSON.
pub(crate) fn write_quoted(out: &mut Vec<u8>, text: &str) {
    // Neither a text nor memory fails.
    let _written = serde_json::to_writer(out, text);
}

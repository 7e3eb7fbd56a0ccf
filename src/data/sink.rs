//! Results as CSV, JSON, Excel or a table in the terminal.
//!
//! In: columns, then rows of cells. Out: one of the formats that are made row by row. Nothing is rounded here: cells carry the digits to
//! be shown.

use super::atomic::{Output, Target};
use super::column::{Cell, Headers, OutColumn};
use super::error::{DataError, Reason};
use super::json_sink::JsonSink;
use super::table_sink::TableSink;
use super::workbook_sink::WorkbookSink;
use crate::diagnostic::Lang;
use std::io::Write;
use std::path::Path;

/// The shape of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutFormat {
    /// Cells with commas between them.
    Csv,
    /// A JSON array of objects.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// An Excel workbook.
    Xlsx,
    /// An aligned table for the terminal.
    Table,
    /// A Parquet file.
    Parquet,
    /// An Arrow file, also known as Feather.
    Arrow,
}

/// How the columns of Parquet and Arrow files are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// Snappy, which Arrow files do not know.
    Snappy,
    /// LZ4.
    Lz4,
    /// Zstandard at its first level.
    Zstd,
}

impl Compression {
    /// The compression of a name as options give it.
    #[must_use]
    pub fn named(name: &str) -> Option<Compression> {
        match name.to_ascii_lowercase().as_str() {
            "none" => Some(Compression::None),
            "snappy" => Some(Compression::Snappy),
            "lz4" => Some(Compression::Lz4),
            "zstd" => Some(Compression::Zstd),
            _ => None,
        }
    }
}

impl OutFormat {
    /// The format of a name as options give it, or of a file ending.
    #[must_use]
    pub fn named(name: &str) -> Option<OutFormat> {
        match name.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => Some(OutFormat::Csv),
            "json" => Some(OutFormat::Json),
            "ndjson" | "jsonl" => Some(OutFormat::Ndjson),
            "xlsx" => Some(OutFormat::Xlsx),
            "table" => Some(OutFormat::Table),
            "parquet" => Some(OutFormat::Parquet),
            "arrow" | "ipc" | "feather" => Some(OutFormat::Arrow),
            _ => None,
        }
    }

    /// Its name, as options give it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            OutFormat::Csv => "csv",
            OutFormat::Json => "json",
            OutFormat::Ndjson => "ndjson",
            OutFormat::Xlsx => "xlsx",
            OutFormat::Table => "table",
            OutFormat::Parquet => "parquet",
            OutFormat::Arrow => "arrow",
        }
    }

    /// The ending of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            OutFormat::Table => "txt",
            OutFormat::Csv | OutFormat::Json | OutFormat::Ndjson | OutFormat::Xlsx | OutFormat::Parquet | OutFormat::Arrow => self.name(),
        }
    }

    /// The format of a file by its ending.
    #[must_use]
    pub fn of_path(path: &Path) -> Option<OutFormat> {
        path.extension().and_then(|ending| ending.to_str()).and_then(OutFormat::named)
    }
}

/// How a result is to be written.
#[derive(Debug, Clone)]
pub struct SinkOptions {
    /// The shape.
    pub format: OutFormat,
    /// Whether CSV starts with a byte-order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// What stands between the cells of CSV.
    pub delimiter: u8,
    /// What stands in the header row.
    pub headers: Headers,
    /// The language of 是/否 and of notes.
    pub lang: Lang,
    /// How many columns of characters a table may take; as many as it needs where this is open.
    pub width: Option<usize>,
    /// The name of the sheet of a workbook.
    pub sheet: String,
    /// How Parquet and Arrow files are compressed; the usual way of the format where this is open.
    pub compression: Option<Compression>,
    /// What Parquet and Arrow files say about themselves: keys and values.
    pub notes: Vec<(String, String)>,
}

impl SinkOptions {
    /// The usual way of a format: labels for people, names for programs.
    #[must_use]
    pub fn new(format: OutFormat, lang: Lang) -> SinkOptions {
        let headers = match format {
            OutFormat::Csv | OutFormat::Xlsx | OutFormat::Table => Headers::Labels,
            OutFormat::Json | OutFormat::Ndjson | OutFormat::Parquet | OutFormat::Arrow => Headers::Names,
        };
        let sheet = match lang {
            Lang::En => "results",
            Lang::Zh => "结果",
        };
        SinkOptions { format, bom: false, delimiter: b',', headers, lang, width: None, sheet: sheet.to_owned(), compression: None, notes: Vec::new() }
    }
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// How many rows.
    pub rows: u64,
    /// Headers of columns for which a table had no room.
    pub left_out: Vec<String>,
    /// Figures with more than 15 digits, which a workbook holds as text to keep them exact.
    pub as_text: u64,
}

/// A result being written. Dropped before [`Sink::finish`], a file stays as it was.
pub struct Sink {
    body: Body,
    rows: u64,
}

enum Body {
    Csv(Box<CsvSink>),
    Json(JsonSink),
    Xlsx(Box<WorkbookSink>),
    Table(TableSink),
}

struct CsvSink {
    writer: csv::Writer<Output>,
    lang: Lang,
}

impl Sink {
    /// Starts a result with its headers.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn create(target: Target, columns: Vec<OutColumn>, options: &SinkOptions) -> Result<Sink, DataError> {
        let name = target.name();
        let output = Output::create(target)?;
        let body = match options.format {
            OutFormat::Csv => Body::Csv(Box::new(CsvSink::new(output, &columns, options)?)),
            OutFormat::Json => Body::Json(JsonSink::array(output, &columns, options)),
            OutFormat::Ndjson => Body::Json(JsonSink::lines(output, &columns, options)),
            OutFormat::Xlsx => Body::Xlsx(Box::new(WorkbookSink::new(output, columns, options)?)),
            OutFormat::Table => Body::Table(TableSink::new(output, columns, options)),
            OutFormat::Parquet | OutFormat::Arrow => return Err(DataError::Unwritable { file: name, reason: Reason::RowByRow }),
        };
        Ok(Sink { body, rows: 0 })
    }

    /// Writes a row: one cell for each column.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn write_row(&mut self, cells: &[Cell]) -> Result<(), DataError> {
        self.rows += 1;
        match &mut self.body {
            Body::Csv(sink) => sink.row(cells),
            Body::Json(sink) => sink.row(cells),
            Body::Xlsx(sink) => sink.row(cells),
            Body::Table(sink) => sink.row(cells),
        }
    }

    /// Whether the reader of the output went away, so that the rest need not be made.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        match &self.body {
            Body::Csv(sink) => sink.writer.get_ref().is_closed(),
            Body::Json(sink) => sink.is_closed(),
            Body::Xlsx(_) => false,
            Body::Table(sink) => sink.is_closed(),
        }
    }

    /// Writes what is left, and puts a file into its place.
    ///
    /// # Errors
    /// Why it cannot be written; a file then stays as it was.
    pub fn finish(self) -> Result<Written, DataError> {
        let written = Written { rows: self.rows, ..Written::default() };
        match self.body {
            Body::Csv(sink) => sink.finish().map(|()| written),
            Body::Json(sink) => sink.finish().map(|()| written),
            Body::Xlsx(sink) => sink.finish().map(|as_text| Written { as_text, ..written }),
            Body::Table(sink) => sink.finish().map(|left_out| Written { left_out, ..written }),
        }
    }
}

impl CsvSink {
    fn new(output: Output, columns: &[OutColumn], options: &SinkOptions) -> Result<CsvSink, DataError> {
        let mut writer = csv_writer(output, options.delimiter, options.bom)?;
        let headers: Vec<String> = columns.iter().map(|column| column.header(options.headers, options.lang)).collect();
        write_record(&mut writer, &headers)?;
        Ok(CsvSink { writer, lang: options.lang })
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), DataError> {
        let texts: Vec<String> = cells.iter().map(|cell| cell.text(self.lang)).collect();
        write_record(&mut self.writer, &texts)
    }

    fn finish(self) -> Result<(), DataError> {
        finish_csv(self.writer)
    }
}

/// A CSV writer, with a byte-order mark where asked for.
pub(crate) fn csv_writer(mut output: Output, delimiter: u8, bom: bool) -> Result<csv::Writer<Output>, DataError> {
    if bom {
        output.write_all("\u{feff}".as_bytes()).map_err(|error| output.failed(&error))?;
    }
    Ok(csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(output))
}

/// Writes a record of texts.
pub(crate) fn write_record(writer: &mut csv::Writer<Output>, cells: &[String]) -> Result<(), DataError> {
    let written = writer.write_record(cells);
    written.map_err(|error| writer.get_ref().failed(&std::io::Error::other(error)))
}

/// Ends a CSV file.
pub(crate) fn finish_csv(mut writer: csv::Writer<Output>) -> Result<(), DataError> {
    writer.flush().map_err(|error| writer.get_ref().failed(&error))?;
    match writer.into_inner() {
        Ok(output) => output.finish(),
        // Nothing is left to be written after a flush.
        Err(failed) => {
            let error = std::io::Error::new(failed.error().kind(), failed.error().to_string());
            Err(failed.into_inner().get_ref().failed(&error))
        }
    }
}

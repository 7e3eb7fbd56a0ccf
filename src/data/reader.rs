//! Records of a file, one at a time.
//!
//! In: a source, the record schema, and options. Out: rows, each with values in the order of the fields or with everything
//! that is wrong with it; a report of how the file was understood. All files stream.
//! Rules between fields are not checked here, for they are expressions.

use super::cell::CellReader;
use super::column_feed::{self, ColumnRows};
use super::columns::{Columns, Matcher};
use super::delimited::{Delimited, Head};
use super::error::{DataError, Reason};
use super::input::{self, Input, Source};
use super::json::Json;
use super::keys::Keys;
use super::options::{Format, Options};
use super::problem::CellProblem;
use super::raw::{Raw, RawRow};
use super::report::{Report, Tally};
use super::row_reader::{Beyond, RowReader};
use super::sheet_rows::SheetRows;
use super::text::Text;
use super::warning::DataWarning;
use super::workbook;
use crate::ir;
use crate::ir::record::{FieldId, Record};
use crate::value::Value;
use std::collections::VecDeque;
use std::sync::Arc;

/// So many records of a JSON file are looked at to learn its names.
const JSON_HEAD: usize = 1000;

/// One record of a file.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number: the row as a spreadsheet shows it, headers counted; the line in NDJSON; the place in a JSON array.
    pub number: u64,
    /// Its key, where the record declares one and the cell is not blank.
    pub key: Option<String>,
    /// The cells as they stand in the file, in the order of [`Reader::headers`].
    pub original: Vec<String>,
    /// One value for each field, or everything that is wrong.
    pub outcome: Result<Vec<Value>, Vec<CellProblem>>,
}

/// A file being read.
pub struct Reader {
    rows: Rows,
    matcher: Matcher,
    reading: RowReader,
    tally: Tally,
    keys: Option<Keys>,
    about: Report,
    failed: bool,
}

/// Where raw rows come from.
pub(crate) enum Rows {
    /// Delimited text.
    Text(Box<Delimited>),
    /// A sheet of a workbook.
    Sheet(Box<SheetRows>),
    /// JSON; the records of its head are in the queue.
    Json {
        /// What follows the queue.
        json: Box<Json>,
        /// Records that were looked at for their names.
        queue: VecDeque<RawRow>,
    },
    /// A file of columns.
    Columns(Box<ColumnRows>),
}

/// What a reader has found out about a file, for whoever reads its rows in another way.
pub(crate) struct Opened {
    /// Where raw rows come from; none has been taken.
    pub rows: Rows,
    /// Recognises headers.
    pub matcher: Matcher,
    /// Reads rows.
    pub reading: RowReader,
    /// How the file was understood, without its columns.
    pub about: Report,
}

/// Opens a source and recognises its columns.
///
/// # Errors
/// Everything that is wrong with the file as a whole; never empty.
pub fn open(source: &Source, record: &Record, enums: &[ir::Enum], options: &Options) -> Result<Reader, Vec<DataError>> {
    open_input(input::open(source, options.format).map_err(|error| vec![error])?, record, enums, options)
}

/// The same for what is open already.
pub(crate) fn open_input(input: Input, record: &Record, enums: &[ir::Enum], options: &Options) -> Result<Reader, Vec<DataError>> {
    let one = |error: DataError| vec![error];
    let matcher = Matcher::new(record);
    let mut about = Report::of(input.name.clone(), input.format);
    let (rows, head) = match input.format {
        Format::Xlsx => {
            let sheet = workbook::read(input.bytes, options.sheet.as_deref(), options.header_row, &matcher).map_err(one)?;
            if !sheet.rivals.is_empty() {
                about.warnings.push(DataWarning::OtherSheets { read: sheet.name.clone(), others: sheet.rivals });
            }
            about.sheet = Some(sheet.name);
            about.header_row = Some(sheet.head.row);
            (Rows::Sheet(Box::new(sheet.rows)), sheet.head)
        }
        Format::Csv => {
            let text = Text::open(input.bytes, &about.file, options.encoding).map_err(one)?;
            let mut rows = Delimited::open(text, options.delimiter, &matcher).map_err(one)?;
            let head = rows.head(&about.file, options.header_row, &matcher).map_err(one)?;
            about.encoding = Some(rows.text().encoding());
            about.delimiter = Some(rows.delimiter());
            about.header_row = Some(head.row);
            (Rows::Text(Box::new(rows)), head)
        }
        Format::Json | Format::Ndjson => {
            let text = Text::open(input.bytes, &about.file, options.encoding).map_err(one)?;
            let mut json = if input.format == Format::Json { Json::array(text) } else { Json::lines(text) };
            about.encoding = Some(json.text().encoding());
            let mut queue = VecDeque::new();
            while queue.len() < JSON_HEAD {
                let Some(row) = json.next().map_err(one)? else { break };
                queue.push_back(row);
            }
            let head = Head { row: 0, headers: json.names().to_vec(), above: Vec::new() };
            (Rows::Json { json: Box::new(json), queue }, head)
        }
        Format::Parquet | Format::Arrow => {
            let opened = open_columns(input, record, &matcher, &mut about)?;
            let columns = opened.chosen.columns.clone();
            let rows = Rows::Columns(Box::new(ColumnRows::new(opened)));
            return Ok(Reader::new(rows, matcher, columns, about, record, enums, options));
        }
    };
    let nothing = matches!(&rows, Rows::Json { queue, .. } if queue.iter().all(|row| row.fault.is_some()));
    let columns = if nothing { Columns::unmatched(record) } else { matcher.columns(&head.headers, &head.above)? };
    Ok(Reader::new(rows, matcher, columns, about, record, enums, options))
}

/// Opens a file of columns, and notes which of them are not read.
pub(crate) fn open_columns(input: Input, record: &Record, matcher: &Matcher, about: &mut Report) -> Result<column_feed::Opened, Vec<DataError>> {
    let Input { name, bytes, format } = input;
    let bytes = bytes.shared().map_err(|error| vec![DataError::Unreadable { file: name, reason: Reason::from(&error) }])?;
    let opened = column_feed::open(bytes, format, record, matcher)?;
    about.unused = opened.chosen.unused.clone();
    Ok(opened)
}

impl Reader {
    fn new(rows: Rows, matcher: Matcher, columns: Columns, mut about: Report, record: &Record, enums: &[ir::Enum], options: &Options) -> Reader {
        about.absent = columns.absent(record);
        let cells = CellReader::new(record, enums, &options.missing_words);
        let mut keys = Keys::default();
        keys.begin(&about.file);
        let beyond = match rows {
            Rows::Text(_) => Beyond::Wrong,
            Rows::Sheet(_) | Rows::Json { .. } | Rows::Columns(_) => Beyond::Remarks,
        };
        let reading = RowReader::new(record, cells, columns, beyond);
        Reader { rows, matcher, reading, tally: Tally::new(record), keys: Some(keys), about, failed: false }
    }

    /// The headers of the file, in its order; JSON may add names while it is read.
    #[must_use]
    pub fn headers(&self) -> &[Arc<str>] {
        &self.reading.columns.headers
    }

    /// The field of each header, where it is one.
    #[must_use]
    pub fn fields(&self) -> &[Option<FieldId>] {
        &self.reading.columns.fields
    }

    /// The name of the file; `-` for standard input.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.about.file
    }

    /// The keys of this file and those before it, to be handed to the reader of the next one.
    pub fn take_keys(&mut self) -> Keys {
        self.keys.take().unwrap_or_default()
    }

    /// Leaves it to others to look for repeated keys.
    #[must_use]
    pub fn without_keys(mut self) -> Reader {
        self.keys = None;
        self
    }

    /// What was counted since the last time it was taken.
    pub fn take_tally(&mut self) -> Tally {
        let empty = self.tally.emptied();
        std::mem::replace(&mut self.tally, empty)
    }

    /// Takes the keys of earlier files, before the first row, so that a key that stands in two files is noticed.
    pub fn after(&mut self, mut keys: Keys) {
        keys.begin(&self.about.file);
        self.keys = Some(keys);
    }

    /// How the file was understood, up to the rows read so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut report = self.reading.describe(&self.about);
        (report.rows, report.rejected, report.blank) = (self.tally.rows, self.tally.rejected, self.tally.blank);
        report.warnings.extend(self.keys.as_ref().and_then(Keys::warning));
        report.warnings.extend(self.tally.warnings());
        report
    }

    /// What was found out, before the first row is taken.
    pub(crate) fn opened(self) -> Opened {
        Opened { rows: self.rows, matcher: self.matcher, reading: self.reading, about: self.about }
    }

    fn row(&mut self, raw: RawRow) -> Row {
        let row = self.reading.row(raw, &mut self.tally);
        if let (Some(keys), Some(key)) = (&mut self.keys, &row.key) {
            keys.note(key, row.number);
        }
        row
    }
}

impl Rows {
    /// The next row.
    pub(crate) fn next(&mut self) -> Result<Option<RawRow>, DataError> {
        match self {
            Rows::Text(rows) => {
                let row = rows.next()?;
                let text = |cell: String| if cell.is_empty() { Raw::Blank } else { Raw::Text(cell) };
                Ok(row.map(|(number, cells)| RawRow { number, cells: cells.into_iter().map(text).collect(), fault: None }))
            }
            Rows::Sheet(rows) => rows.next(),
            Rows::Columns(rows) => Ok(rows.next()?.map(|(number, cells)| RawRow { number, cells, fault: None })),
            Rows::Json { json, queue } => match queue.pop_front() {
                Some(row) => Ok(Some(row)),
                None => json.next(),
            },
        }
    }

    /// The names met so far, where there are no headers.
    pub(crate) fn names(&self) -> &[String] {
        match self {
            Rows::Text(_) | Rows::Sheet(_) | Rows::Columns(_) => &[],
            Rows::Json { json, .. } => json.names(),
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Row, DataError>;

    fn next(&mut self) -> Option<Result<Row, DataError>> {
        while !self.failed {
            let raw = self.rows.next();
            self.reading.learn(self.rows.names(), &self.matcher);
            match raw {
                Err(error) => {
                    self.failed = true;
                    return Some(Err(error));
                }
                Ok(None) => return None,
                Ok(Some(raw)) if raw.is_blank() => self.tally.blank += 1,
                Ok(Some(raw)) => return Some(Ok(self.row(raw))),
            }
        }
        None
    }
}

impl Report {
    /// Nothing known yet.
    pub(crate) fn of(file: String, format: Format) -> Report {
        Report {
            file,
            format,
            encoding: None,
            delimiter: None,
            sheet: None,
            header_row: None,
            matched: Vec::new(),
            unused: Vec::new(),
            absent: Vec::new(),
            rows: 0,
            rejected: 0,
            blank: 0,
            warnings: Vec::new(),
        }
    }
}

//! Records of a file, one at a time.
//!
//! In: a source, the record schema, and options. Out: rows, each with values in the order of the fields or with everything
//! that is wrong with it; a report of how the file was understood. Text files stream; the sheet of a workbook is held whole.
//! Rules between fields are not checked here, for they are expressions.

use super::cell::{CellReader, Note};
use super::column_feed::{self, ColumnRows, Opened};
use super::columns::{Columns, Matcher};
use super::delimited::{Delimited, Head};
use super::error::{DataError, Reason};
use super::fold;
use super::input::{self, Input, Source};
use super::json::{Json, JsonRow};
use super::keys::Keys;
use super::options::{Format, Options};
use super::problem::{CellProblem, Fault};
use super::raw::Raw;
use super::report::{MatchedColumn, Report, Tally};
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
    cells: CellReader,
    columns: Columns,
    names: Vec<(Arc<str>, Arc<str>)>,
    key: Option<FieldId>,
    tally: Tally,
    keys: Option<Keys>,
    about: Report,
    failed: bool,
}

enum Rows {
    Text(Box<Delimited>),
    Sheet(std::vec::IntoIter<(u64, Vec<Raw>)>),
    Json { json: Box<Json>, queue: VecDeque<JsonRow> },
    Columns(Box<ColumnRows>),
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
            (Rows::Sheet(sheet.rows.into_iter()), sheet.head)
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
pub(crate) fn open_columns(input: Input, record: &Record, matcher: &Matcher, about: &mut Report) -> Result<Opened, Vec<DataError>> {
    let Input { name, bytes, format } = input;
    let bytes = bytes.shared().map_err(|error| vec![DataError::Unreadable { file: name, reason: Reason::from(&error) }])?;
    let opened = column_feed::open(bytes, format, record, matcher)?;
    about.unused = opened.chosen.unused.clone();
    Ok(opened)
}

impl Reader {
    fn new(rows: Rows, matcher: Matcher, columns: Columns, mut about: Report, record: &Record, enums: &[ir::Enum], options: &Options) -> Reader {
        let names = record.fields.iter().map(|field| (Arc::from(field.name.as_str()), Arc::from(field.label.as_str()))).collect();
        about.absent = columns.absent(record);
        let cells = CellReader::new(record, enums, &options.missing_words);
        let mut keys = Keys::default();
        keys.begin(&about.file);
        Reader { rows, matcher, cells, columns, names, key: record.key(), tally: Tally::new(record), keys: Some(keys), about, failed: false }
    }

    /// The headers of the file, in its order; JSON may add names while it is read.
    #[must_use]
    pub fn headers(&self) -> &[Arc<str>] {
        &self.columns.headers
    }

    /// The field of each header, where it is one.
    #[must_use]
    pub fn fields(&self) -> &[Option<FieldId>] {
        &self.columns.fields
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
        let mut report = self.about.clone();
        report.matched = self.columns.matched(self.names.iter().map(|(name, label)| (name.as_ref(), label.as_ref())));
        let unused = self.columns.headers.iter().zip(&self.columns.fields).filter(|(_, field)| field.is_none());
        report.unused.extend(unused.map(|(header, _)| fold::trim(header).to_owned()).filter(|header| !header.is_empty()));
        (report.rows, report.rejected, report.blank) = (self.tally.rows, self.tally.rejected, self.tally.blank);
        if !report.absent.is_empty() {
            report.warnings.push(DataWarning::AbsentFields { labels: report.absent.clone() });
        }
        report.warnings.extend(self.keys.as_ref().and_then(Keys::warning));
        report.warnings.extend(self.tally.warnings());
        report
    }

    fn next_raw(&mut self) -> Result<Option<JsonRow>, DataError> {
        match &mut self.rows {
            Rows::Text(rows) => {
                let row = rows.next()?;
                let text = |cell: String| if cell.is_empty() { Raw::Blank } else { Raw::Text(cell) };
                Ok(row.map(|(number, cells)| JsonRow { number, cells: cells.into_iter().map(text).collect(), fault: None }))
            }
            Rows::Columns(rows) => Ok(rows.next()?.map(|(number, cells)| JsonRow { number, cells, fault: None })),
            Rows::Sheet(rows) => Ok(rows.next().map(|(number, cells)| JsonRow { number, cells, fault: None })),
            Rows::Json { json, queue } => {
                let row = match queue.pop_front() {
                    Some(row) => Some(row),
                    None => json.next()?,
                };
                for name in json.names().iter().skip(self.columns.headers.len()) {
                    let field = self.matcher.late(name, &self.columns);
                    self.columns.add(name, field);
                }
                Ok(row)
            }
        }
    }

    fn row(&mut self, raw: JsonRow) -> Row {
        let JsonRow { number, cells, fault } = raw;
        self.tally.rows += 1;
        let mut problems: Vec<CellProblem> = Vec::new();
        let mut values = Vec::with_capacity(self.names.len());
        match fault {
            Some((text, fault)) => problems.push(self.row_problem(text, fault)),
            None => self.read_cells(number, &cells, &mut values, &mut problems),
        }
        let key = self.key_text(&cells);
        if let (Some(keys), Some(key)) = (&mut self.keys, &key) {
            keys.note(key, number);
        }
        self.tally.rejected += u64::from(!problems.is_empty());
        let original = cells.iter().map(|cell| cell.text().into_owned()).collect();
        Row { number, key, original, outcome: if problems.is_empty() { Ok(values) } else { Err(problems) } }
    }

    fn read_cells(&mut self, number: u64, cells: &[Raw], values: &mut Vec<Value>, problems: &mut Vec<CellProblem>) {
        for (position, column) in self.columns.column_of.iter().enumerate() {
            let raw = column.and_then(|column| cells.get(column)).unwrap_or(&Raw::Blank);
            match self.cells.read(position, raw) {
                Ok(read) => {
                    match read.note {
                        Note::Plain => {}
                        Note::Rounded => self.tally.rounded(position, number),
                        Note::DigitsLost => self.tally.digits_lost(position, number),
                    }
                    self.tally.value(position, &read.value);
                    values.push(read.value);
                }
                Err(fault) => {
                    let (name, label) = self.names.get(position).cloned().unwrap_or_default();
                    let header = column.and_then(|column| self.columns.headers.get(column)).cloned();
                    let value = fold::trim(&raw.text()).to_owned();
                    problems.push(CellProblem { field: Some(FieldId(position as u32)), name, label, header, value, fault });
                }
            }
        }
        // A workbook cannot be out of step with its headers; a text row with too many cells is.
        if matches!(self.rows, Rows::Text(_)) {
            let extra: Vec<&Raw> = cells.iter().skip(self.columns.headers.len()).filter(|cell| !cell.is_blank()).collect();
            if let Some(first) = extra.first() {
                problems.push(CellProblem::of_row(fold::trim(&first.text()), Fault::ExtraCells { count: extra.len() }));
            }
        }
    }

    /// A problem of a whole record; a repeated name is shown as the label.
    fn row_problem(&self, text: String, fault: Fault) -> CellProblem {
        match fault {
            Fault::RepeatedName => CellProblem::repeated_name(&text),
            fault => CellProblem::of_row(text, fault),
        }
    }

    fn key_text(&self, cells: &[Raw]) -> Option<String> {
        let column = self.columns.column_of.get(self.key?.0 as usize).copied().flatten()?;
        let text = cells.get(column)?.text();
        let text = fold::trim(&text);
        (!text.is_empty()).then(|| text.to_owned())
    }
}

impl Iterator for Reader {
    type Item = Result<Row, DataError>;

    fn next(&mut self) -> Option<Result<Row, DataError>> {
        while !self.failed {
            match self.next_raw() {
                Err(error) => {
                    self.failed = true;
                    return Some(Err(error));
                }
                Ok(None) => return None,
                Ok(Some(raw)) if raw.fault.is_none() && raw.cells.iter().all(Raw::is_blank) => self.tally.blank += 1,
                Ok(Some(raw)) => return Some(Ok(self.row(raw))),
            }
        }
        None
    }
}

impl Columns {
    /// The columns of a file that names none.
    fn unmatched(record: &Record) -> Columns {
        Columns { column_of: vec![None; record.fields.len()], ..Columns::default() }
    }

    /// The labels of optional fields without a column.
    pub(crate) fn absent(&self, record: &Record) -> Vec<String> {
        let absent = record.fields.iter().zip(&self.column_of).filter(|(field, column)| field.optional && column.is_none());
        absent.map(|(field, _)| field.label.clone()).collect()
    }

    /// The fields, given by name and label, that have a column.
    pub(crate) fn matched<'a>(&self, fields: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<MatchedColumn> {
        let matched = fields.zip(&self.column_of).filter_map(|((name, label), column)| {
            let header = self.headers.get((*column)?)?;
            Some(MatchedColumn { name: name.to_owned(), label: label.to_owned(), header: fold::trim(header).to_owned() })
        });
        matched.collect()
    }

    /// Adds a column behind the others.
    pub(crate) fn add(&mut self, header: &str, field: Option<FieldId>) {
        if let Some(column) = field.and_then(|field| self.column_of.get_mut(field.0 as usize)) {
            *column = Some(self.headers.len());
        }
        self.headers.push(Arc::from(header));
        self.fields.push(field);
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

//! The rejects file: what could not be used, why, and the row as it was.
//!
//! In: problems of rows, from reading or from rules between fields. Out: a CSV file with one line a row, all its reasons in the
//! language of the reader, and the original cells behind, so that the file can be mended and read again: each record stands in it once.
//! Lines are made on any thread and appended in the order of the records.

use super::atomic::{Output, Target};
use super::error::DataError;
use super::problem::CellProblem;
use super::reader::Row;
use super::union::Union;
use crate::diagnostic::{Lang, Words};
use std::io::Write;
use std::sync::Arc;

/// One reason why a row was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowReject {
    /// The file, where several are read.
    pub file: Option<String>,
    /// The row, as [`Row::number`].
    pub row: u64,
    /// Its key, where it has one.
    pub key: Option<String>,
    /// The header of the column; empty where it concerns the whole row.
    pub column: String,
    /// The name of the field; empty where it concerns the whole row.
    pub field: String,
    /// The cell as it stood in the file.
    pub value: String,
    /// The stable code.
    pub code: String,
    /// English words.
    pub en: Words,
    /// Chinese words.
    pub zh: Words,
}

impl RowReject {
    /// A problem of a row.
    #[must_use]
    pub fn new(row: &Row, problem: &CellProblem) -> RowReject {
        let column = problem.header.as_ref().unwrap_or(&problem.label).to_string();
        RowReject {
            file: None,
            row: row.number,
            key: row.key.clone(),
            column,
            field: problem.name.to_string(),
            value: problem.value.clone(),
            code: problem.code().to_owned(),
            en: problem.words(Lang::En),
            zh: problem.words(Lang::Zh),
        }
    }

    /// The words in one language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    /// The words in one language, and what to do, as one sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let mut sentence = String::new();
        add_sentence(self.words(lang), lang, &mut sentence);
        sentence
    }
}

/// A rejects file being written.
pub struct RejectsWriter {
    output: Output,
    format: RejectsFormat,
}

/// How reasons become lines, on any thread.
#[derive(Debug, Clone)]
pub struct RejectsFormat {
    lang: Lang,
    /// The names of the files, where there are several.
    files: Arc<[String]>,
    headers: Arc<Union>,
}

/// Lines of a rejects file, made of the rows of one file.
pub struct RejectLines {
    format: RejectsFormat,
    file: usize,
    /// What is said of the row at hand: columns, values, codes, reasons.
    said: [String; 4],
    lines: Vec<u8>,
}

/// Between several problems of one row.
const BETWEEN: &str = " | ";

impl RejectsFormat {
    /// Reasons in one language, for rows under the headers of files; a column names the file where `files` has names.
    #[must_use]
    pub fn new(lang: Lang, headers: Union, files: Vec<String>) -> RejectsFormat {
        RejectsFormat { lang, files: Arc::from(files), headers: Arc::new(headers) }
    }

    /// Begins lines for rows of a file, counted from 0.
    #[must_use]
    pub fn begin(&self, file: usize) -> RejectLines {
        RejectLines { format: self.clone(), file, said: Default::default(), lines: Vec::new() }
    }

    fn headers(&self) -> Vec<&str> {
        let file = (!self.files.is_empty()).then_some(match self.lang {
            Lang::En => "file",
            Lang::Zh => "文件",
        });
        let own = match self.lang {
            Lang::En => ["row", "key", "column", "value", "code", "reason"],
            Lang::Zh => ["行号", "主键", "列", "值", "代码", "原因"],
        };
        file.into_iter().chain(own).chain(self.headers.headers().iter().map(String::as_str)).collect()
    }
}

impl RejectLines {
    /// Adds a row with the problems of its cells; a row without any is none to reject.
    pub fn problems(&mut self, row: &Row, problems: &[CellProblem]) {
        if problems.is_empty() {
            return;
        }
        for problem in problems {
            let column = problem.header.as_ref().unwrap_or(&problem.label);
            let words = problem.words(self.format.lang);
            self.say([column, &problem.value, problem.code()], &words);
        }
        self.line(row.number, row.key.as_deref(), &row.original);
    }

    /// Adds a row with a reason; `original` are its cells.
    pub fn reject(&mut self, reject: &RowReject, original: &[String]) {
        self.say([&reject.column, &reject.value, &reject.code], reject.words(self.format.lang));
        self.line(reject.row, reject.key.as_deref(), original);
    }

    /// The lines.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.lines
    }

    /// One more problem of the row at hand.
    fn say(&mut self, facts: [&str; 3], words: &Words) {
        let mut said = self.said.iter_mut();
        for (fact, said) in facts.into_iter().zip(&mut said) {
            said.push_str(fact);
            said.push_str(BETWEEN);
        }
        if let Some(reason) = said.next() {
            add_sentence(words, self.format.lang, reason);
            reason.push_str(BETWEEN);
        }
    }

    /// Ends the line of the row at hand.
    fn line(&mut self, row: u64, key: Option<&str>, original: &[String]) {
        let row = row.to_string();
        let said = self.said.iter().map(|said| said.strip_suffix(BETWEEN).unwrap_or(said));
        let file = self.format.files.get(self.file).map(String::as_str);
        let own = file.into_iter().chain([row.as_str(), key.unwrap_or("")]).chain(said);
        add_cells(own.chain(self.format.headers.cells(self.file, original)), &mut self.lines);
        self.lines.push(b'\n');
        self.said.iter_mut().for_each(String::clear);
    }
}

impl RejectsWriter {
    /// Starts a rejects file; `bom` marks it as UTF-8 for Excel.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn create(target: Target, format: RejectsFormat, bom: Mark) -> Result<RejectsWriter, DataError> {
        let mut output = Output::create(target)?;
        let mut start = match bom {
            Mark::Written => "\u{feff}".as_bytes().to_vec(),
            Mark::LeftOut => Vec::new(),
        };
        add_cells(format.headers(), &mut start);
        start.push(b'\n');
        output.write_all(&start).map_err(|error| output.failed(&error))?;
        Ok(RejectsWriter { output, format })
    }

    /// What makes the lines.
    #[must_use]
    pub fn format(&self) -> &RejectsFormat {
        &self.format
    }

    /// Appends lines.
    ///
    /// # Errors
    /// Why they cannot be written.
    pub fn append(&mut self, lines: &[u8]) -> Result<(), DataError> {
        self.output.write_all(lines).map_err(|error| self.output.failed(&error))
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// Why it cannot be written; the file then stays as it was.
    pub fn finish(self) -> Result<(), DataError> {
        self.output.finish()
    }
}

/// Whether a text file starts with a byte-order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It does.
    Written,
    /// It does not.
    LeftOut,
}

fn add_cells<'a>(cells: impl IntoIterator<Item = &'a str>, to: &mut Vec<u8>) {
    for (position, text) in cells.into_iter().enumerate() {
        if position > 0 {
            to.push(b',');
        }
        add_cell(text, to);
    }
}

/// A cell, in quotation marks where they are needed.
fn add_cell(text: &str, to: &mut Vec<u8>) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        to.extend_from_slice(text.as_bytes());
        return;
    }
    to.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            to.push(b'"');
        }
        to.push(byte);
    }
    to.push(b'"');
}

/// What is wrong and what to do, in one sentence.
fn add_sentence(words: &Words, lang: Lang, to: &mut String) {
    to.push_str(&words.headline);
    if let Some(help) = &words.help {
        to.push_str(match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        });
        to.push_str(help);
    }
}

//! The rejects file: what could not be used, why, and the row as it was.
//!
//! In: problems of rows, from reading or from rules between fields. Out: a CSV file with one line a problem, the reasons in the
//! language of the reader, and the original cells behind, so that the file can be mended and read again.

use super::atomic::{Output, Target};
use super::error::DataError;
use super::problem::CellProblem;
use super::reader::Row;
use super::sink::{csv_writer, finish_csv, write_record};
use crate::diagnostic::{Lang, Words};

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
        let words = self.words(lang);
        match (&words.help, lang) {
            (None, _) => words.headline.clone(),
            (Some(help), Lang::En) => format!("{}; {help}", words.headline),
            (Some(help), Lang::Zh) => format!("{}；{help}", words.headline),
        }
    }
}

/// Whether a rejects file says from which file a row comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// All rows come from one file.
    OneFile,
    /// A column names the file.
    Files,
}

/// Every problem of a row; none where it could be used.
#[must_use]
pub fn of_row(row: &Row) -> Vec<RowReject> {
    match &row.outcome {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|problem| RowReject::new(row, problem)).collect(),
    }
}

/// A rejects file being written.
pub struct RejectsWriter {
    writer: csv::Writer<Output>,
    lang: Lang,
    origin: Origin,
    columns: usize,
    count: u64,
}

impl RejectsWriter {
    /// Starts a rejects file; `headers` are those of the file read, `bom` marks it as UTF-8 for Excel.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn create(target: Target, headers: &[impl AsRef<str>], origin: Origin, lang: Lang, bom: bool) -> Result<RejectsWriter, DataError> {
        let file = (origin == Origin::Files).then_some(match lang {
            Lang::En => "file",
            Lang::Zh => "文件",
        });
        let own = match lang {
            Lang::En => ["row", "key", "column", "value", "code", "reason"],
            Lang::Zh => ["行号", "主键", "列", "值", "代码", "原因"],
        };
        let mut writer = csv_writer(Output::create(target)?, b',', bom)?;
        let line = file.into_iter().chain(own).chain(headers.iter().map(AsRef::as_ref)).map(str::to_owned).collect::<Vec<String>>();
        write_record(&mut writer, &line)?;
        Ok(RejectsWriter { writer, lang, origin, columns: headers.len(), count: 0 })
    }

    /// Writes one reason; `original` are the cells of the row.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn write(&mut self, reject: &RowReject, original: &[String]) -> Result<(), DataError> {
        self.count += 1;
        let file = (self.origin == Origin::Files).then(|| reject.file.clone().unwrap_or_default());
        let own = [
            reject.row.to_string(),
            reject.key.clone().unwrap_or_default(),
            reject.column.clone(),
            reject.value.clone(),
            reject.code.clone(),
            reject.sentence(self.lang),
        ];
        let blanks = self.columns.saturating_sub(original.len());
        let line: Vec<String> =
            file.into_iter().chain(own).chain(original.iter().cloned()).chain(std::iter::repeat_n(String::new(), blanks)).collect();
        write_record(&mut self.writer, &line)
    }

    /// How many reasons were written.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// Why it cannot be written; the file then stays as it was.
    pub fn finish(self) -> Result<(), DataError> {
        finish_csv(self.writer)
    }
}

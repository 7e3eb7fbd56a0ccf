//! Rejected records: into a file where asked, and the first few for the terminal.
//!
//! In: the reasons of one row after the other. Out: a CSV file, counts, lines for people. A file is there in full or not at all.

use super::problem::Failure;
use crate::data::atomic::Target;
use crate::data::rejects::{RejectsWriter, RowReject};
use crate::diagnostic::Lang;
use std::path::PathBuf;
use std::sync::Arc;

/// How many reasons are shown where no file takes them.
const SHOWN: usize = 5;

/// The rejected records of a run.
pub struct TurnedAway {
    path: Option<PathBuf>,
    lang: Lang,
    bom: bool,
    writer: Option<RejectsWriter>,
    /// Headers of the first file, and for each the column of the present file.
    headers: Vec<Arc<str>>,
    places: Vec<Option<usize>>,
    rows: u64,
    first: Vec<RowReject>,
    reasons: usize,
}

impl TurnedAway {
    /// Nothing rejected yet.
    #[must_use]
    pub fn new(path: Option<PathBuf>, lang: Lang, bom: bool) -> TurnedAway {
        TurnedAway { path, lang, bom, writer: None, headers: Vec::new(), places: Vec::new(), rows: 0, first: Vec::new(), reasons: 0 }
    }

    /// A further data file begins; its cells go under the headers of the first.
    ///
    /// # Errors
    /// A file of rejects that cannot be written.
    pub fn next_file(&mut self, headers: &[Arc<str>]) -> Result<(), Failure> {
        if let (None, Some(path)) = (&self.writer, &self.path) {
            self.headers = headers.to_vec();
            let target = Target::from_argument(Some(&path.display().to_string()));
            self.writer = Some(RejectsWriter::create(target, headers, self.lang, self.bom)?);
        }
        self.places = self.headers.iter().map(|header| headers.iter().position(|other| other == header)).collect();
        Ok(())
    }

    /// Takes a rejected row.
    ///
    /// # Errors
    /// A file of rejects that cannot be written.
    pub fn take(&mut self, reasons: &[RowReject], original: &[String]) -> Result<(), Failure> {
        self.rows += 1;
        self.reasons += reasons.len();
        let room = SHOWN.saturating_sub(self.first.len());
        self.first.extend(reasons.iter().take(room).cloned());
        if let Some(writer) = &mut self.writer {
            let cell = |place: &Option<usize>| place.and_then(|place| original.get(place)).cloned().unwrap_or_default();
            let mut cells: Vec<String> = self.places.iter().map(cell).collect();
            // Cells beyond the headers are what is wrong with such a row: they stay.
            cells.extend(original.iter().skip(self.places.len()).cloned());
            for reason in reasons {
                writer.write(reason, &cells)?;
            }
        }
        Ok(())
    }

    /// Puts the file into its place; returns how many rows were rejected.
    ///
    /// # Errors
    /// A file of rejects that cannot be written.
    pub fn finish(&mut self) -> Result<u64, Failure> {
        if let Some(writer) = self.writer.take() {
            writer.finish()?;
        }
        Ok(self.rows)
    }

    /// What was rejected: where it is written, or the first reasons.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        if let Some(path) = &self.path {
            return vec![match lang {
                Lang::En => format!("{} rejected records written to {}", self.rows, path.display()),
                Lang::Zh => format!("已将 {} 条退回的记录写入 {}", self.rows, path.display()),
            }];
        }
        let mut lines: Vec<String> = self.first.iter().map(|reason| line(reason, lang)).collect();
        let more = self.reasons - self.first.len();
        lines.push(match (lang, more) {
            (Lang::En, 0) => "`--rejects FILE` writes rejected records to a file".to_owned(),
            (Lang::En, _) => format!("… and {more} more reasons; `--rejects FILE` writes rejected records to a file"),
            (Lang::Zh, 0) => "用 `--rejects 文件` 可把退回的记录写入文件".to_owned(),
            (Lang::Zh, _) => format!("……另有 {more} 条原因；用 `--rejects 文件` 可把退回的记录写入文件"),
        });
        lines
    }
}

fn line(reason: &RowReject, lang: Lang) -> String {
    let RowReject { row, key, code, .. } = reason;
    let key = key.as_deref().unwrap_or("");
    let words = &reason.words(lang).headline;
    match (lang, key.is_empty()) {
        (Lang::En, true) => format!("row {row}: [{code}] {words}"),
        (Lang::En, false) => format!("row {row}, {key}: [{code}] {words}"),
        (Lang::Zh, true) => format!("第 {row} 行：[{code}] {words}"),
        (Lang::Zh, false) => format!("第 {row} 行 {key}：[{code}] {words}"),
    }
}

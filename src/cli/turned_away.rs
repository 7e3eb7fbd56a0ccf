//! Rejected records: into a file where asked, and the first few for the terminal.
//!
//! In: the reasons of one row after the other. Out: a CSV file, counts, lines for people. A file is there in full or not at all.
//! Where several data files are read, every reason names its file.

use super::problem::Failure;
use crate::data::atomic::Target;
use crate::data::reader::Reader;
use crate::data::rejects::{Origin, RejectsWriter, RowReject};
use crate::data::union::{Headed, Union};
use crate::diagnostic::Lang;
use std::path::PathBuf;

/// How many reasons are shown where no file takes them.
const SHOWN: usize = 5;

/// The rejected records of a run.
pub struct TurnedAway {
    path: Option<PathBuf>,
    writer: Option<RejectsWriter>,
    union: Union,
    /// The names of the data files, where there are several.
    files: Vec<String>,
    rows: u64,
    first: Vec<RowReject>,
    reasons: usize,
}

impl TurnedAway {
    /// Nothing rejected yet; the data files are about to be read.
    ///
    /// # Errors
    /// A file of rejects that cannot be written.
    pub fn new(path: Option<PathBuf>, lang: Lang, bom: bool, readers: &[Reader]) -> Result<TurnedAway, Failure> {
        let headers: Vec<Headed<'_>> = readers.iter().map(|reader| Headed { headers: reader.headers(), fields: reader.fields() }).collect();
        let union = Union::of(&headers);
        let origin = if readers.len() > 1 { Origin::Files } else { Origin::OneFile };
        let writer = match &path {
            Some(path) => {
                let target = Target::from_argument(Some(&path.display().to_string()));
                Some(RejectsWriter::create(target, union.headers(), origin, lang, bom)?)
            }
            None => None,
        };
        let files = match origin {
            Origin::Files => readers.iter().map(|reader| reader.file().to_owned()).collect(),
            Origin::OneFile => Vec::new(),
        };
        Ok(TurnedAway { path, writer, union, files, rows: 0, first: Vec::new(), reasons: 0 })
    }

    /// Takes a rejected row of a data file, counted from 0.
    ///
    /// # Errors
    /// A file of rejects that cannot be written.
    pub fn take(&mut self, file: usize, reasons: Vec<RowReject>, original: &[String]) -> Result<(), Failure> {
        self.rows += 1;
        self.reasons += reasons.len();
        let name = self.files.get(file).cloned();
        let reasons = reasons.into_iter().map(|reason| RowReject { file: name.clone(), ..reason });
        match &mut self.writer {
            Some(writer) => {
                let cells = self.union.cells(file, original);
                for reason in reasons {
                    writer.write(&reason, &cells)?;
                }
            }
            None => self.first.extend(reasons.take(SHOWN.saturating_sub(self.first.len()))),
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
            // Where they stand among the results they need no announcement.
            if path.as_os_str() == "-" {
                return Vec::new();
            }
            return vec![match (lang, self.rows) {
                (Lang::En, 1) => format!("1 rejected record written to {}", path.display()),
                (Lang::En, rows) => format!("{rows} rejected records written to {}", path.display()),
                (Lang::Zh, rows) => format!("已将 {rows} 条退回的记录写入 {}", path.display()),
            }];
        }
        let mut lines: Vec<String> = self.first.iter().map(|reason| line(reason, lang)).collect();
        let more = self.reasons - self.first.len();
        lines.push(match (lang, more) {
            (Lang::En, 0) => "`--rejects FILE` writes rejected records to a file".to_owned(),
            (Lang::En, 1) => "… and 1 more reason; `--rejects FILE` writes rejected records to a file".to_owned(),
            (Lang::En, _) => format!("… and {more} more reasons; `--rejects FILE` writes rejected records to a file"),
            (Lang::Zh, 0) => "用 `--rejects 文件` 可把退回的记录写入文件".to_owned(),
            (Lang::Zh, _) => format!("……另有 {more} 条原因；用 `--rejects 文件` 可把退回的记录写入文件"),
        });
        lines
    }
}

/// Where the row stands, then what is wrong and what to do.
fn line(reason: &RowReject, lang: Lang) -> String {
    let RowReject { file, row, key, code, .. } = reason;
    let sentence = reason.sentence(lang);
    let key = key.as_deref().unwrap_or("");
    match lang {
        Lang::En => {
            let file = file.as_ref().map_or_else(String::new, |file| format!("{file}, "));
            let key = if key.is_empty() { String::new() } else { format!(", {key}") };
            format!("{file}row {row}{key}: [{code}] {sentence}")
        }
        Lang::Zh => {
            let file = file.as_ref().map_or_else(String::new, |file| format!("{file} "));
            let key = if key.is_empty() { String::new() } else { format!(" {key}") };
            format!("{file}第 {row} 行{key}：[{code}] {sentence}")
        }
    }
}

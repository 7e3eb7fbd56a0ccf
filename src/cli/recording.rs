//! The record of a run of `ics score`, made beside it.
//!
//! In: the options, the policy, what was scored. Out: the record. Data are hashed on a thread of their own while they are scored. Files that
//! were written are read once more: they lie in the memory of the system still, and whatever wrote them need not know that anybody hashes.

use super::arguments::Ready;
use super::load::POLICY;
use super::problem::{CliProblem, Failure};
use super::record_problem::{RecordProblem, What};
use super::score_options::ScoreOptions;
use crate::bulk::manifest::{self, Engine, InputFile, Manifest, OutputFile, PolicyMark, PreludeMark, RejectsFile, path_text};
use crate::bulk::totals::Totals;
use crate::compile::PRELUDE;
use crate::data::digest::{self, FileMark, Hash};
use crate::data::error::DataError;
use crate::data::report::Report;
use crate::data::sink::OutFormat;
use crate::source::SourceFile;
use std::path::Path;
use std::thread::JoinHandle;

/// A record being made.
pub struct Recording {
    /// What the records amount to; whoever scores adds to it.
    pub totals: Totals,
    hashing: JoinHandle<Result<Vec<FileMark>, DataError>>,
}

/// What came out of a run.
#[derive(Debug, Clone, Copy)]
pub struct CameOut<'a> {
    /// How each file of data was read.
    pub reports: &'a [Report],
    /// The format of the results.
    pub format: OutFormat,
    /// How many results there are.
    pub rows: u64,
    /// How many records were rejected.
    pub rejected: u64,
}

impl Recording {
    /// Begins to hash the data.
    ///
    /// # Errors
    /// Data or results that cannot be read again later.
    pub fn start(options: &ScoreOptions, ready: &Ready) -> Result<Recording, CliProblem> {
        for path in &ready.data {
            readable_again(path, What::Data)?;
        }
        readable_again(options.output.as_deref().unwrap_or(Path::new("-")), What::Results)?;
        if let Some(path) = &options.rejects {
            readable_again(path, What::Rejects)?;
        }
        let paths = ready.data.clone();
        let hashing = std::thread::spawn(move || paths.iter().map(|path| digest::of_file(path)).collect());
        Ok(Recording { totals: Totals::new(&ready.program), hashing })
    }

    /// The record, after all files have their places.
    ///
    /// # Errors
    /// A file that cannot be read again.
    pub fn finish(self, options: &ScoreOptions, ready: &Ready, out: CameOut<'_>) -> Result<Manifest, Failure> {
        let CameOut { reports, format, rows, rejected } = out;
        let text = ready.sources.file(POLICY);
        // A thread that does not come back has panicked, and has said so.
        let marks = self.hashing.join().unwrap_or_else(|_| ready.data.iter().map(|path| digest::of_file(path)).collect())?;
        let inputs = ready.data.iter().zip(marks).zip(reports).map(|((path, mark), report)| input(path, mark, report));
        let output = options.output_file().map(|path| digest::of_file(path).map(|mark| output(path, mark, format, rows))).transpose()?;
        let rejects = options.rejects.as_ref().map(|path| digest::of_file(path).map(|mark| rejects(path, mark, rejected))).transpose()?;
        let blank = reports.iter().map(|report| report.blank).sum();
        let policy = &ready.program.policy;
        Ok(Manifest {
            manifest: manifest::VERSION,
            engine: Engine::this(),
            policy: PolicyMark {
                path: path_text(Path::new(&text.name)),
                name: policy.name.clone(),
                title: policy.title.clone(),
                sha256: hash_of(text),
            },
            prelude: PreludeMark { sha256: Hash::of(&[PRELUDE.as_bytes()]) },
            reference_date: ready.as_of.to_string(),
            options: options.choices.clone(),
            inputs: inputs.collect(),
            output: options.output_file().map(|path| path_text(path)).unwrap_or_default(),
            outputs: output.into_iter().collect(),
            rejects,
            results: self.totals.results(&ready.program, rejected, blank),
        })
    }
}

/// The hash of the file a text was read from: what was compiled counts, not what the file holds by now.
fn hash_of(file: &SourceFile) -> Hash {
    let mark = if file.mark_bytes > 0 { "\u{feff}" } else { "" };
    Hash::of(&[mark.as_bytes(), file.text.as_bytes()])
}

/// Standard input and output, pipes and devices hold nothing afterwards.
fn readable_again(path: &Path, what: What) -> Result<(), CliProblem> {
    let is_stream = path.as_os_str() == "-" || std::fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir());
    if is_stream { Err(CliProblem::Record(RecordProblem::Stream(what))) } else { Ok(()) }
}

fn input(path: &Path, mark: FileMark, report: &Report) -> InputFile {
    InputFile {
        path: path_text(path),
        format: report.format.name().to_owned(),
        bytes: mark.bytes,
        sha256: mark.sha256,
        rows: report.rows,
        rejected: report.rejected,
        blank: report.blank,
    }
}

fn output(path: &Path, mark: FileMark, format: OutFormat, rows: u64) -> OutputFile {
    OutputFile { path: path_text(path), format: format.name().to_owned(), rows, bytes: mark.bytes, sha256: mark.sha256, part: None }
}

fn rejects(path: &Path, mark: FileMark, rows: u64) -> RejectsFile {
    RejectsFile { path: path_text(path), rows, bytes: mark.bytes, sha256: mark.sha256 }
}

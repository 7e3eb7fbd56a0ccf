//! The record of a run of `ics score`, made beside it.
//!
//! In: the options, the policy, what was scored. Out: the record; of results in a folder also what stands in it after each finished part, by
//! which a run that breaks off can be gone on with. Data are hashed on a thread of their own while they are scored. Files that were written
//! are read once more: they lie in the memory of the system still, and whatever wrote them need not know that anybody hashes.

use super::arguments::Ready;
use super::files;
use super::load::POLICY;
use super::problem::{CliProblem, Failure};
use super::record_problem::{RecordProblem, What};
use super::score_options::{Place, Record, ScoreOptions};
use crate::bulk::manifest::{
    self, Engine, InputFile, Manifest, OutputFile, PartMark, PolicyMark, PreludeMark, RejectsFile, Results, Stretch, path_text,
};
use crate::bulk::outlet::{Extent, Finished};
use crate::bulk::pipeline::Outcome;
use crate::bulk::resume;
use crate::bulk::totals::Totals;
use crate::compile::PRELUDE;
use crate::data::atomic::{Output, Target};
use crate::data::digest::{self, FileMark, Hash};
use crate::data::error::DataError;
use crate::data::feed::Feed;
use crate::data::parts::Fate;
use crate::data::sink::OutFormat;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// A record being made.
pub struct Recording<'a> {
    options: &'a ScoreOptions,
    ready: &'a Ready,
    format: OutFormat,
    hashing: Option<JoinHandle<Result<Vec<FileMark>, DataError>>>,
    inputs: Vec<InputFile>,
    /// Parts that an earlier run has finished, by their paths.
    kept: BTreeMap<String, FileMark>,
    parts: Vec<OutputFile>,
}

impl<'a> Recording<'a> {
    /// Begins to hash the data.
    ///
    /// # Errors
    /// Data or results that cannot be read again later.
    pub fn start(options: &'a ScoreOptions, ready: &'a Ready, format: OutFormat) -> Result<Recording<'a>, CliProblem> {
        for path in &ready.data {
            readable_again(path, What::Data)?;
        }
        readable_again(options.output.path().unwrap_or(Path::new("-")), What::Results)?;
        if let Some(path) = &options.rejects {
            readable_again(path, What::Rejects)?;
        }
        let paths = ready.data.clone();
        let hashing = std::thread::spawn(move || paths.iter().map(|path| digest::of_file(path)).collect());
        Ok(Recording { options, ready, format, hashing: Some(hashing), inputs: Vec::new(), kept: BTreeMap::new(), parts: Vec::new() })
    }

    /// The names of the parts that an earlier run into the folder has finished.
    ///
    /// # Errors
    /// A record that is none, an earlier run that was another one, files that cannot be read.
    pub fn resume(&mut self) -> Result<BTreeSet<String>, Failure> {
        let (Record::File(path), Place::Folder(folder)) = (&self.options.record, &self.options.output) else { return Ok(BTreeSet::new()) };
        if !path.exists() {
            return Ok(BTreeSet::new());
        }
        let not_one = |unusable| CliProblem::Record(RecordProblem::NotOne { path: path.display().to_string(), unusable });
        let before = Manifest::parse(&files::read_text(path)?).map_err(not_one)?;
        self.hashed()?;
        let now = self.manifest(Vec::new(), None, Results::default());
        let plan = resume::plan(&before, &now, |path| digest::of_file(Path::new(path)).ok())
            .map_err(|changes| CliProblem::Record(RecordProblem::Changed { folder: folder.display().to_string(), changes }))?;
        let part = |output: OutputFile| (output.path, FileMark { bytes: output.bytes, sha256: output.sha256 });
        self.kept = plan.finished.into_iter().map(part).collect();
        let name = |path: &String| Path::new(path).strip_prefix(folder).ok().map(|name| name.to_string_lossy().into_owned());
        Ok(self.kept.keys().filter_map(name).collect())
    }

    /// Notes the files of data that were opened.
    pub fn opened(&mut self, feeds: &[Box<dyn Feed>]) {
        let formats = feeds.iter().map(|feed| feed.about().format.name().to_owned());
        let unread = |(path, format): (&PathBuf, String)| InputFile {
            path: path_text(path),
            format,
            bytes: 0,
            sha256: Hash::of(&[]),
            rows: 0,
            rejected: 0,
            blank: 0,
        };
        self.inputs = self.ready.data.iter().zip(formats).map(unread).collect();
    }

    /// Waits until the data are hashed.
    fn hashed(&mut self) -> Result<(), DataError> {
        let Some(hashing) = self.hashing.take() else { return Ok(()) };
        // A thread that does not come back has panicked, and has said so.
        let marks = hashing.join().unwrap_or_else(|_| self.ready.data.iter().map(|path| digest::of_file(path)).collect())?;
        for (input, mark) in self.inputs.iter_mut().zip(marks) {
            (input.bytes, input.sha256) = (mark.bytes, mark.sha256);
        }
        Ok(())
    }

    /// Enters a finished part.
    ///
    /// # Errors
    /// A part that cannot be read again, a record that cannot be written.
    pub fn part(&mut self, part: &Finished) -> Result<(), DataError> {
        let Some(folder) = self.options.output.path() else { return Ok(()) };
        self.hashed()?;
        let file = folder.join(&part.placed.name);
        let known = self.kept.get(&path_text(&file)).cloned().filter(|_| part.placed.fate == Fate::Kept);
        let mark = known.map_or_else(|| digest::of_file(&file), Ok)?;
        for extent in &part.from {
            if let Some(input) = self.inputs.get_mut(extent.file) {
                (input.rows, input.rejected, input.blank) = (input.rows + extent.rows, input.rejected + extent.rejected, input.blank + extent.blank);
            }
        }
        let from = part.from.iter().filter_map(|extent| self.stretch(extent)).collect();
        let blank = part.from.iter().map(|extent| extent.blank).sum();
        let results = self.amount(part.totals.as_ref(), part.rejected, blank);
        let mark_of_part = PartMark { from, results, rejects: None };
        self.parts.push(OutputFile { part: Some(mark_of_part), ..output(&file, mark, self.format, part.placed.rows) });
        self.write()
    }

    fn stretch(&self, extent: &Extent) -> Option<Stretch> {
        let Extent { file, first, rows, rejected, blank } = *extent;
        Some(Stretch { path: self.inputs.get(file)?.path.clone(), first, rows, rejected, blank })
    }

    /// The record as far as parts are finished, for a run that goes on with this one.
    fn write(&self) -> Result<(), DataError> {
        let path = match &self.options.record {
            Record::File(path) if path.as_os_str() != "-" => path.clone(),
            Record::File(_) | Record::No | Record::Back => return Ok(()),
        };
        let mut sum = self.amount(None, 0, 0);
        self.parts.iter().filter_map(|part| part.part.as_ref()).for_each(|part| sum.absorb(&part.results));
        let text = self.manifest(self.parts.clone(), None, sum).text();
        let mut file = Output::create(Target::Path(path))?;
        file.write_all(text.as_bytes()).map_err(|error| file.failed(&error))?;
        file.finish()
    }

    fn amount(&self, totals: Option<&Totals>, rejected: u64, blank: u64) -> Results {
        let program = &self.ready.program;
        totals.map_or_else(|| Totals::new(program).results(program, rejected, blank), |totals| totals.results(program, rejected, blank))
    }

    /// The record, after all files have their places.
    ///
    /// # Errors
    /// A file that cannot be read again.
    pub fn finish(mut self, outcome: &Outcome) -> Result<Manifest, Failure> {
        self.hashed()?;
        for (input, report) in self.inputs.iter_mut().zip(&outcome.reports) {
            (input.rows, input.rejected, input.blank) = (report.rows, report.rejected, report.blank);
        }
        let outputs = match &self.options.output {
            Place::Nowhere | Place::Stream => Vec::new(),
            Place::File(path) => vec![output(path, digest::of_file(path)?, self.format, outcome.scored)],
            Place::Folder(_) => std::mem::take(&mut self.parts),
        };
        let rejected = outcome.rejected.rows;
        let rejects = self.options.rejects.as_ref().map(|path| digest::of_file(path).map(|mark| rejects(path, mark, rejected))).transpose()?;
        let blank = outcome.reports.iter().map(|report| report.blank).sum();
        let results = self.amount(outcome.totals.as_ref(), rejected, blank);
        Ok(self.manifest(outputs, rejects, results))
    }

    fn manifest(&self, outputs: Vec<OutputFile>, rejects: Option<RejectsFile>, results: Results) -> Manifest {
        let text = self.ready.sources.file(POLICY);
        let policy = &self.ready.program.policy;
        Manifest {
            manifest: manifest::VERSION,
            engine: Engine::this(),
            policy: PolicyMark {
                path: path_text(Path::new(&text.name)),
                name: policy.name.clone(),
                title: policy.title.clone(),
                sha256: hash_of(text),
            },
            prelude: PreludeMark { sha256: Hash::of(&[PRELUDE.as_bytes()]) },
            reference_date: self.ready.as_of.to_string(),
            options: self.options.choices.clone(),
            inputs: self.inputs.clone(),
            output: self.options.output.path().map(path_text).unwrap_or_default(),
            outputs,
            rejects,
            results,
        }
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

fn output(path: &Path, mark: FileMark, format: OutFormat, rows: u64) -> OutputFile {
    OutputFile { path: path_text(path), format: format.name().to_owned(), rows, bytes: mark.bytes, sha256: mark.sha256, part: None }
}

fn rejects(path: &Path, mark: FileMark, rows: u64) -> RejectsFile {
    RejectsFile { path: path_text(path), rows, bytes: mark.bytes, sha256: mark.sha256 }
}

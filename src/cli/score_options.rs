//! What `ics score` is asked to do, as plain data.
//!
//! In: parsed arguments, or the record of an earlier run. Out: the same options either way, so that a run can be made again. Of the files it
//! only looks whether the place of the results is a folder.

use super::arguments::{self, Asked};
use super::inputs::RECORD_OF_A_RUN;
use super::reading;
use super::screen::Screen;
use crate::bulk::manifest::Choices;
use crate::data::parts;
use crate::diagnostic::Lang;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// A run of `ics score`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreOptions {
    /// The policy and the data.
    pub asked: Asked,
    /// Where the results go.
    pub output: Place,
    /// Where rejected records go, if anywhere.
    pub rejects: Option<PathBuf>,
    /// Whether the run is recorded.
    pub record: Record,
    /// Whether an earlier run is gone on with.
    pub start: Start,
    /// The report on the population, if one is wanted.
    pub report: Option<ReportWanted>,
    /// How many threads work; as many as the machine has processors where this is open.
    pub threads: Option<u64>,
    /// Everything else that decides what is written.
    pub choices: Choices,
}

/// Where results go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: a report is all that is wanted.
    Nowhere,
    /// To standard output.
    Stream,
    /// To a file.
    File(PathBuf),
    /// To a folder, in parts.
    Folder(PathBuf),
}

/// A report on the population.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportWanted {
    /// Where it goes: a page, or JSON where the name ends in `.json` and on standard output.
    pub path: PathBuf,
    /// The names of the fields and values by which records are grouped.
    pub by: Vec<String>,
}

/// Where a run starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// From nothing.
    Afresh,
    /// From the parts that an earlier run has finished.
    Resumed,
}

/// Whether a run is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// It is not.
    No,
    /// The record is handed back.
    Back,
    /// The record is written to a file and handed back.
    File(PathBuf),
}

impl ScoreOptions {
    /// What the arguments ask for.
    #[must_use]
    pub fn of(screen: &Screen, options: &ArgMatches) -> ScoreOptions {
        let asked = arguments::asked(options);
        let path = |name: &str| options.get_one::<PathBuf>(name).cloned();
        let choices = Choices {
            lang: lang_name(screen.lang).to_owned(),
            as_of: asked.as_of.clone(),
            format: options.get_one::<String>("format").cloned(),
            columns: options.get_many::<String>("columns").into_iter().flatten().cloned().collect(),
            with_inputs: options.get_flag("with-inputs"),
            all: options.get_flag("all"),
            labels: options.get_flag("labels"),
            bom: options.get_flag("bom"),
            limit: options.get_one::<u64>("limit").copied(),
            compression: options.get_one::<String>("compression").cloned(),
            part_rows: options.get_one::<u64>("part-rows").copied(),
            reading: reading::choices(options),
        };
        let by = options.get_many::<String>("by").into_iter().flatten().cloned().collect();
        let report = path("report").map(|path| ReportWanted { path, by });
        // Whoever asks for a report alone does not want a million results on the screen.
        let output = match (&report, path("output"), &choices.format) {
            (Some(_), None, None) => Place::Nowhere,
            (_, output, _) => Place::of(output),
        };
        let record = match (path("manifest"), &output) {
            (Some(path), _) => Record::File(path),
            (None, Place::Folder(folder)) => Record::File(folder.join(RECORD_OF_A_RUN)),
            (None, Place::Nowhere | Place::Stream | Place::File(_)) => Record::No,
        };
        let start = if options.get_flag("resume") { Start::Resumed } else { Start::Afresh };
        let threads = options.get_one::<u64>("threads").copied();
        ScoreOptions { asked, output, rejects: path("rejects"), record, start, report, threads, choices }
    }
}

impl Place {
    /// What `--output` means.
    fn of(argument: Option<PathBuf>) -> Place {
        match argument {
            None => Place::Stream,
            Some(path) if path.as_os_str() == "-" => Place::Stream,
            // Without the stroke at its end, as it stands before the names of its files.
            Some(path) if parts::names_folder(&path.to_string_lossy()) => Place::Folder(path.components().collect()),
            Some(path) => Place::File(path),
        }
    }

    /// The file or folder; none where there is neither.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Place::Nowhere | Place::Stream => None,
            Place::File(path) | Place::Folder(path) => Some(path),
        }
    }
}

/// The name of a language as `--lang` takes it.
#[must_use]
pub fn lang_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The language of a name.
#[must_use]
pub fn lang_named(name: &str) -> Lang {
    if name == "zh" { Lang::Zh } else { Lang::En }
}

//! What `ics score` is asked to do, as plain data.
//!
//! In: parsed arguments, or the record of an earlier run. Out: the same options either way, so that a run can be made again. Reads no file.

use super::arguments::{self, Asked};
use super::reading;
use super::screen::Screen;
use crate::bulk::manifest::Choices;
use crate::diagnostic::Lang;
use clap::ArgMatches;
use std::path::PathBuf;

/// A run of `ics score`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreOptions {
    /// The policy and the data.
    pub asked: Asked,
    /// Where the results go; none, or `-`, is standard output.
    pub output: Option<PathBuf>,
    /// Where rejected records go, if anywhere.
    pub rejects: Option<PathBuf>,
    /// Whether the run is recorded.
    pub record: Record,
    /// Everything else that decides what is written.
    pub choices: Choices,
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
            reading: reading::choices(options),
        };
        let record = path("manifest").map_or(Record::No, Record::File);
        ScoreOptions { asked, output: path("output"), rejects: path("rejects"), record, choices }
    }

    /// The file of the results; none where they go to standard output.
    #[must_use]
    pub fn output_file(&self) -> Option<&PathBuf> {
        self.output.as_ref().filter(|path| path.as_os_str() != "-")
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

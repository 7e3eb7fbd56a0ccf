//! Where the results and the rejected records of `ics score` go, and in which shape.
//!
//! In: options, the policy, opened files. Out: outputs ready to be filled, or what is wrong with the options.

use super::arguments::Ready;
use super::problem::{CliProblem, Failure};
use super::score_options::{Place, ScoreOptions, Start};
use super::screen::Screen;
use super::usage::Usage;
use crate::bulk::columns::{Column, Manner};
use crate::bulk::manifest::Engine;
use crate::bulk::outlet::Outlet;
use crate::bulk::pipeline;
use crate::data::atomic::Target;
use crate::data::column::Headers;
use crate::data::feed::Feed;
use crate::data::parts::{Parts, Plan, USUAL_ROWS};
use crate::data::rejects::{Mark, RejectsFormat, RejectsWriter};
use crate::data::results::{ResultColumn, Results};
use crate::data::sink::{Compression, OutFormat, SinkOptions};
use std::collections::BTreeSet;
use std::path::Path;

/// The command in messages.
pub const COMMAND: &str = "ics score";
/// How many records a terminal shows where no format is asked for.
const ROWS_SHOWN: u64 = 20;

/// The shape of the results, and whether a terminal shows only the first of them.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The format.
    pub format: OutFormat,
    /// How Parquet and Arrow are compressed; the usual way of the format where this is open.
    pub compression: Option<Compression>,
    /// How many results are shown; all where it is open.
    pub most: Option<u64>,
}

/// The shape that the options ask for.
///
/// # Errors
/// Options that do not go together, a name that says nothing of the format.
pub fn shape(screen: &Screen, options: &ScoreOptions) -> Result<Shape, CliProblem> {
    one_stream_each(options)?;
    folders_only(options)?;
    let (format, most) = format(screen, options)?;
    let compression = compression(options, format)?;
    Ok(Shape { format, compression, most })
}

fn format(screen: &Screen, options: &ScoreOptions) -> Result<(OutFormat, Option<u64>), CliProblem> {
    let asked = options.choices.format.as_deref().and_then(OutFormat::named);
    match (asked, &options.output) {
        (Some(OutFormat::Xlsx | OutFormat::Parquet | OutFormat::Arrow), Place::Stream) if screen.terminal_out => {
            Err(usage(Usage::Missing { arguments: vec!["--output".to_owned()] }))
        }
        (Some(OutFormat::Table), Place::Folder(_)) => Err(bad("--format", "table", &["parquet", "arrow", "csv", "ndjson", "json", "xlsx"])),
        (Some(format), _) => Ok((format, None)),
        (None, Place::Nowhere) => Ok((OutFormat::Csv, None)),
        (None, Place::Folder(_)) => Ok((OutFormat::Parquet, None)),
        (None, Place::File(path)) => match (OutFormat::of_path(path), path.extension()) {
            (Some(format), _) => Ok((format, None)),
            (None, None) => Ok((OutFormat::Csv, None)),
            (None, Some(ending)) if ending == "txt" => Ok((OutFormat::Csv, None)),
            (None, Some(_)) => Err(usage(Usage::UnknownEnding { path: path.display().to_string() })),
        },
        (None, Place::Stream) if screen.terminal_out => Ok((OutFormat::Table, Some(ROWS_SHOWN))),
        (None, Place::Stream) => Ok((OutFormat::Csv, None)),
    }
}

fn compression(options: &ScoreOptions, format: OutFormat) -> Result<Option<Compression>, CliProblem> {
    let Some(compression) = options.choices.compression.as_deref().and_then(Compression::named) else { return Ok(None) };
    match (format, compression) {
        (OutFormat::Arrow, Compression::Snappy) => Err(bad("--compression", "snappy", &["none", "lz4", "zstd"])),
        (OutFormat::Parquet | OutFormat::Arrow, _) => Ok(Some(compression)),
        (OutFormat::Csv | OutFormat::Json | OutFormat::Ndjson | OutFormat::Xlsx | OutFormat::Table, _) => {
            Err(usage(Usage::Uncompressed { format: format.name().to_owned() }))
        }
    }
}

/// Results and rejected records cannot both go to standard output.
fn one_stream_each(options: &ScoreOptions) -> Result<(), CliProblem> {
    match (&options.output, &options.rejects) {
        (Place::Stream, Some(path)) if path.as_os_str() == "-" => {
            Err(usage(Usage::OneStream { first: "--output".to_owned(), second: "--rejects".to_owned() }))
        }
        (Place::Nowhere | Place::Stream | Place::File(_) | Place::Folder(_), _) => Ok(()),
    }
}

/// Some options speak of the parts of a folder.
fn folders_only(options: &ScoreOptions) -> Result<(), CliProblem> {
    let resume = (options.start == Start::Resumed).then_some("--resume");
    let part_rows = options.choices.part_rows.map(|_| "--part-rows");
    match (&options.output, resume.or(part_rows)) {
        (Place::Nowhere | Place::Stream | Place::File(_), Some(option)) => Err(usage(Usage::NoFolder { option: option.to_owned() })),
        (Place::Nowhere | Place::Stream | Place::File(_), None) | (Place::Folder(_), _) => Ok(()),
    }
}

fn usage(usage: Usage) -> CliProblem {
    CliProblem::Usage { usage, command: COMMAND.to_owned() }
}

fn bad(option: &str, value: &str, possible: &[&str]) -> CliProblem {
    let possible = possible.iter().map(|one| (*one).to_owned()).collect();
    usage(Usage::BadValue { option: option.to_owned(), value: value.to_owned(), possible })
}

/// For whom the results are.
#[must_use]
pub fn manner(format: OutFormat, options: &ScoreOptions) -> Manner {
    let labels = options.choices.labels;
    match format {
        OutFormat::Table => Manner::Table,
        OutFormat::Xlsx => Manner::Labels,
        OutFormat::Csv if labels => Manner::Labels,
        OutFormat::Json | OutFormat::Ndjson if labels => Manner::Labels,
        OutFormat::Csv | OutFormat::Parquet | OutFormat::Arrow => Manner::Names,
        OutFormat::Json | OutFormat::Ndjson => Manner::Json,
    }
}

/// The place of the results; files of a folder that are `finished` stay as they are.
///
/// # Errors
/// Why it cannot be written.
pub fn results(
    screen: &Screen,
    options: &ScoreOptions,
    ready: &Ready,
    columns: &[Column],
    shape: Shape,
    finished: BTreeSet<String>,
) -> Result<Outlet, Failure> {
    let manner = manner(shape.format, options);
    let written: Vec<ResultColumn> = columns.iter().map(|column| column.written(&ready.program, manner, screen.lang)).collect();
    let sink = sink(screen, options, ready, shape, manner);
    match &options.output {
        Place::Nowhere => Ok(Outlet::Nowhere),
        Place::Stream => Ok(Results::create(Target::Stdout, written, &sink)?.into()),
        Place::File(path) => Ok(Results::create(Target::Path(path.clone()), written, &sink)?.into()),
        Place::Folder(path) => {
            let rows = options.choices.part_rows.unwrap_or(USUAL_ROWS);
            Ok(Parts::create(path.clone(), written, &sink, Plan { rows, first: 0, finished })?.into())
        }
    }
}

fn sink(screen: &Screen, options: &ScoreOptions, ready: &Ready, shape: Shape, manner: Manner) -> SinkOptions {
    let headers = match manner {
        Manner::Names | Manner::Json => Headers::Names,
        Manner::Labels | Manner::Table => Headers::Labels,
    };
    // Only what a terminal shows is cut to its width.
    let path = options.output.path();
    let width = (screen.terminal_out && path.is_none()).then_some(screen.width);
    let is_tsv = path.and_then(Path::extension).is_some_and(|ending| ending.eq_ignore_ascii_case("tsv"));
    let delimiter = if is_tsv { b'\t' } else { b',' };
    let engine = Engine::this();
    let mut notes = vec![("policy".to_owned(), ready.program.policy.name.clone())];
    // Where nothing depends on a date and none is named, any date would do, and none was meant.
    if options.choices.as_of.is_some() || ready.program.policy.as_of.is_some() {
        notes.push(("reference_date".to_owned(), ready.as_of.to_string()));
    }
    notes.push(("engine".to_owned(), format!("{} {}", engine.name, engine.version)));
    let compression = shape.compression;
    SinkOptions { bom: options.choices.bom, delimiter, headers, width, compression, notes, ..SinkOptions::new(shape.format, screen.lang) }
}

/// The file of rejected records, where there is to be one.
///
/// # Errors
/// Why it cannot be written.
pub fn rejects(screen: &Screen, options: &ScoreOptions, feeds: &[Box<dyn Feed>]) -> Result<Option<RejectsWriter>, Failure> {
    let Some(path) = &options.rejects else { return Ok(None) };
    let format = RejectsFormat::new(screen.lang, pipeline::headers(feeds), pipeline::names(feeds));
    let mark = if options.choices.bom { Mark::Written } else { Mark::LeftOut };
    Ok(Some(RejectsWriter::create(Target::from_argument(Some(&path.display().to_string())), format, mark)?))
}

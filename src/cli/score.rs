//! `ics score`: records through a policy.
//!
//! In: a policy, data, options. Out: the results, to a file or standard output; the rejected records, to a file where asked;
//! a summary on standard error.

use super::arguments::{self, Ready};
use super::columns::{self, Column, Inputs, Values, Wanted};
use super::problem::{CliProblem, Failure};
use super::progress::Progress;
use super::recording::{CameOut, Recording};
use super::score_options::{Record, ScoreOptions};
use super::scoring::{self, Fate};
use super::screen::Screen;
use super::summary::{Look, Others, Summary};
use super::turned_away::TurnedAway;
use super::usage::Usage;
use super::writing::{self, Manner};
use super::{Outcome, files, reading};
use crate::bulk::manifest::Manifest;
use crate::data::atomic::Target;
use crate::data::column::{Cell, Headers, OutColumn};
use crate::data::keys::Keys;
use crate::data::report::Report;
use crate::data::sink::{OutFormat, Sink, SinkOptions, Written};
use crate::diagnostic::Lang;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

const COMMAND: &str = "ics score";
/// How many records a terminal shows where no format is asked for.
const ROWS_SHOWN: u64 = 20;

/// Scores the records.
///
/// # Errors
/// Unreadable or faulty files, results that cannot be written.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    score(screen, &ScoreOptions::of(screen, options)).map(|ran| ran.outcome)
}

/// What came of a run.
pub struct Ran {
    /// How it ended.
    pub outcome: Outcome,
    /// The record of it, where one was asked for.
    pub manifest: Option<Manifest>,
}

/// Scores records as the options say, which may come from the record of an earlier run.
///
/// # Errors
/// Unreadable or faulty files, results that cannot be written.
pub fn score(screen: &Screen, options: &ScoreOptions) -> Result<Ran, Failure> {
    let ready = arguments::policy_and_data(screen, &options.asked, COMMAND)?;
    let choices = reading::options(&options.choices.reading, COMMAND)?;
    let shape = shape(screen, options)?;
    one_stream_each(options)?;
    let columns = columns::select(&ready.program, &wanted(options), screen.lang)?;
    let mut recording = match &options.record {
        Record::No => None,
        Record::Back | Record::File(_) => Some(Recording::start(options, &ready)?),
    };
    // All files are opened before a line is written: a column that is missing spoils no result.
    let mut readers = Vec::new();
    for path in &ready.data {
        readers.push(reading::open(&ready.program, path, &choices)?);
    }
    let mut results = Results::create(screen, options, &ready, columns, shape)?;
    let mut away = TurnedAway::new(options.rejects.clone(), screen.lang, options.choices.bom, &readers)?;
    let mut summary = Summary::new(&ready.program);
    let mut blank = 0;
    let mut left = options.choices.limit.unwrap_or(u64::MAX);
    let mut progress = Progress::new(screen);
    let mut total = 0;
    let mut reports = Vec::new();
    let mut keys = Keys::default();
    for (file, mut reader) in readers.into_iter().enumerate() {
        reader.after(keys);
        let Ready { program, sources, as_of, .. } = &ready;
        let read = scoring::run(program, sources, *as_of, &mut reader, left, |row, fate| {
            total += 1;
            progress.at(total);
            match fate {
                Fate::Scored(values, evaluation) => {
                    summary.add(program, evaluation);
                    if let Some(recording) = &mut recording {
                        recording.totals.add(|slot| evaluation.slot(slot));
                    }
                    results.write(&ready, |column, manner| column.content(program, row.number, values, evaluation, manner.words(screen.lang)))
                }
                Fate::Rejected(problems) => away.take(file, writing::rejected(row, problems), &row.original),
                Fate::RuleBroken(check) => away.take(file, vec![writing::rule_broken(program, row, check, screen.lang)], &row.original),
            }
        })?;
        left = left.saturating_sub(read);
        let report = reader.report();
        blank += report.blank;
        reports.push(report);
        keys = reader.take_keys();
    }
    progress.finish();
    let shown = results.finish()?;
    let rejected = away.finish()?;
    let out = CameOut { reports: &reports, format: shape.format, rows: shown.seen, rejected };
    let manifest = recording.map(|recording| recording.finish(options, &ready, out)).transpose()?;
    shown.tell(screen, options.output.as_ref());
    let several = reports.len() > 1;
    reports.iter().for_each(|report| tell_report(screen, &ready, report, several.then_some(report.file.as_str())));
    away_lines(screen, &away.lines(screen.lang), rejected);
    let look = Look { lang: screen.lang, block: if screen.unicode { '█' } else { '#' } };
    summary.lines(&ready.program, Others { rejected, blank }, look).iter().for_each(|line| screen.say(line));
    if let (Record::File(path), Some(manifest)) = (&options.record, &manifest) {
        write_record(screen, path, manifest)?;
    }
    let outcome = ready.warnings.outcome(if rejected == 0 { Outcome::Fine } else { Outcome::Findings });
    Ok(Ran { outcome, manifest })
}

/// Writes the record of the run after everything it speaks of.
fn write_record(screen: &Screen, path: &Path, manifest: &Manifest) -> Result<(), Failure> {
    if path.as_os_str() == "-" {
        return screen.out(&manifest.text());
    }
    files::write_whole(path, manifest.text().as_bytes())?;
    screen.say(&match screen.lang {
        Lang::En => format!("record of the run written to {}", path.display()),
        Lang::Zh => format!("已将运行记录写入 {}", path.display()),
    });
    Ok(())
}

/// The shape of the results, and whether a terminal shows only the first of them.
#[derive(Debug, Clone, Copy)]
struct Shape {
    format: OutFormat,
    most: u64,
}

fn shape(screen: &Screen, options: &ScoreOptions) -> Result<Shape, CliProblem> {
    let asked = options.choices.format.as_deref().and_then(OutFormat::named);
    let output = options.output_file();
    let all = |format| Shape { format, most: u64::MAX };
    match (asked, output) {
        (Some(OutFormat::Xlsx), None) if screen.terminal_out => {
            let usage = Usage::Missing { arguments: vec!["--output".to_owned()] };
            Err(CliProblem::Usage { usage, command: COMMAND.to_owned() })
        }
        (Some(format), _) => Ok(all(format)),
        (None, Some(path)) => match (OutFormat::of_path(path), path.extension()) {
            (Some(format), _) => Ok(all(format)),
            (None, None) => Ok(all(OutFormat::Csv)),
            (None, Some(ending)) if ending == "txt" => Ok(all(OutFormat::Csv)),
            (None, Some(_)) => {
                let usage = Usage::UnknownEnding { path: path.display().to_string() };
                Err(CliProblem::Usage { usage, command: COMMAND.to_owned() })
            }
        },
        (None, None) if screen.terminal_out => Ok(Shape { format: OutFormat::Table, most: ROWS_SHOWN }),
        (None, None) => Ok(all(OutFormat::Csv)),
    }
}

/// Results and rejected records cannot both go to standard output.
fn one_stream_each(options: &ScoreOptions) -> Result<(), CliProblem> {
    let standard = |path: &PathBuf| path.as_os_str() == "-";
    let both = options.rejects.as_ref().is_some_and(standard) && options.output.as_ref().is_none_or(standard);
    if !both {
        return Ok(());
    }
    let usage = Usage::OneStream { first: "--output".to_owned(), second: "--rejects".to_owned() };
    Err(CliProblem::Usage { usage, command: COMMAND.to_owned() })
}

fn wanted(options: &ScoreOptions) -> Wanted {
    let choices = &options.choices;
    Wanted {
        names: choices.columns.clone(),
        inputs: if choices.with_inputs { Inputs::All } else { Inputs::Key },
        values: if choices.all { Values::All } else { Values::Results },
    }
}

/// The results being written.
struct Results {
    sink: Sink,
    columns: Vec<Column>,
    manner: Manner,
    lang: Lang,
    most: u64,
    seen: u64,
}

/// What came of writing the results.
struct Shown {
    written: Written,
    seen: u64,
    most: u64,
}

impl Results {
    fn create(screen: &Screen, options: &ScoreOptions, ready: &Ready, columns: Vec<Column>, shape: Shape) -> Result<Results, Failure> {
        let labels = options.choices.labels;
        let manner = match shape.format {
            OutFormat::Table => Manner::Table,
            OutFormat::Xlsx => Manner::Labels,
            OutFormat::Csv if labels => Manner::Labels,
            OutFormat::Json | OutFormat::Ndjson if labels => Manner::Labels,
            OutFormat::Csv => Manner::Names,
            OutFormat::Json | OutFormat::Ndjson => Manner::Json,
        };
        let headers = match manner {
            Manner::Names | Manner::Json => Headers::Names,
            Manner::Labels | Manner::Table => Headers::Labels,
        };
        // Only what a terminal shows is cut to its width.
        let width = (screen.terminal_out && options.output_file().is_none()).then_some(screen.width);
        let path = options.output.as_ref().map(|path| path.display().to_string());
        let delimiter = if path.as_ref().is_some_and(|path| path.to_ascii_lowercase().ends_with(".tsv")) { b'\t' } else { b',' };
        let sink_options = SinkOptions { bom: options.choices.bom, delimiter, headers, width, ..SinkOptions::new(shape.format, screen.lang) };
        let out: Vec<OutColumn> = columns.iter().map(|column| writing::out_column(&ready.program, column, manner)).collect();
        let sink = Sink::create(Target::from_argument(path.as_deref()), out, &sink_options)?;
        Ok(Results { sink, columns, manner, lang: screen.lang, most: shape.most, seen: 0 })
    }

    fn write<'a>(&mut self, ready: &Ready, content: impl Fn(&Column, Manner) -> columns::Content<'a>) -> Result<(), Failure> {
        self.seen += 1;
        if self.seen > self.most {
            return Ok(());
        }
        let cells: Vec<Cell> =
            self.columns.iter().map(|column| writing::cell(&ready.program, &content(column, self.manner), self.manner, self.lang)).collect();
        self.sink.write_row(&cells)?;
        if self.sink.is_closed() { Err(Failure::PipeClosed) } else { Ok(()) }
    }

    fn finish(self) -> Result<Shown, Failure> {
        Ok(Shown { written: self.sink.finish()?, seen: self.seen, most: self.most })
    }
}

impl Shown {
    fn tell(&self, screen: &Screen, output: Option<&PathBuf>) {
        let more = self.seen.saturating_sub(self.most);
        if more > 0 {
            screen.say(&match screen.lang {
                Lang::En if more == 1 => "… and 1 more record; `-o FILE` writes all".to_owned(),
                Lang::En => format!("… and {more} more records; `-o FILE` writes all"),
                Lang::Zh => format!("……另有 {more} 条记录；用 `-o 文件` 写出全部"),
            });
        }
        if !self.written.left_out.is_empty() {
            let names = self.written.left_out.join(screen.pick(", ", "、"));
            screen.say(&match screen.lang {
                Lang::En => format!("columns without room here: {names}; `--columns` chooses"),
                Lang::Zh => format!("此处放不下的列：{names}；可用 `--columns` 选择"),
            });
        }
        if self.written.as_text > 0 {
            let count = self.written.as_text;
            screen.say(&match screen.lang {
                Lang::En if count == 1 => "1 figure of more than 15 digits is written as text, because Excel would cut it".to_owned(),
                Lang::En => format!("{count} figures of more than 15 digits are written as text, because Excel would cut them"),
                Lang::Zh => format!("{count} 个超过 15 位的数按文本写出，以免被 Excel 截断"),
            });
        }
        if let Some(path) = output.filter(|path| path.as_os_str() != "-") {
            screen.say(&match screen.lang {
                Lang::En if self.seen == 1 => format!("1 result written to {}", path.display()),
                Lang::En => format!("{} results written to {}", self.seen, path.display()),
                Lang::Zh => format!("已将 {} 条结果写入 {}", self.seen, path.display()),
            });
        }
    }
}

/// Warnings name the file where there are several.
fn tell_report(screen: &Screen, ready: &Ready, report: &Report, file: Option<&str>) {
    for warning in &report.warnings {
        let words = warning.words(screen.lang);
        let words = file.map_or(words.clone(), |file| super::named(file, words, screen.lang));
        ready.warnings.say(screen, &ready.sources, warning.code(), &words);
    }
    if !report.unused.is_empty() {
        let names = report.unused.join(screen.pick(", ", "、"));
        screen.say(&match screen.lang {
            Lang::En => format!("columns of {} that the policy does not use: {names}", report.file),
            Lang::Zh => format!("{} 中政策未用到的列：{names}", report.file),
        });
    }
}

fn away_lines(screen: &Screen, lines: &[String], rejected: u64) {
    if rejected > 0 {
        lines.iter().for_each(|line| screen.say(line));
    }
}

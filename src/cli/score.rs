//! `ics score`: records through a policy.
//!
//! In: a policy, data, options. Out: the results, to a file or standard output; the rejected records, to a file where asked;
//! a summary on standard error.

use super::arguments::{self, Ready};
use super::columns::{self, Inputs, Values, Wanted};
use super::problem::{CliProblem, Failure};
use super::progress::Progress;
use super::screen::{Screen, Talk};
use super::summary::{self, Look, Others};
use super::usage::Usage;
use super::{Outcome, interrupt, reading, turned_away};
use crate::bulk::columns::{Column, Manner};
use crate::bulk::pipeline::{self, Ending, Outputs, Running};
use crate::bulk::plan::{self, Plan, Summing};
use crate::data::atomic::Target;
use crate::data::column::Headers;
use crate::data::feed::Feed;
use crate::data::rejects::{Mark, RejectsFormat, RejectsWriter};
use crate::data::report::Report;
use crate::data::results::{ResultColumn, Results};
use crate::data::sink::{OutFormat, SinkOptions, Written};
use crate::diagnostic::Lang;
use clap::ArgMatches;
use std::path::PathBuf;

const COMMAND: &str = "ics score";
/// How many records a terminal shows where no format is asked for.
const ROWS_SHOWN: u64 = 20;
/// More threads than this help nobody.
const MOST_THREADS: usize = 512;

/// Scores the records.
///
/// # Errors
/// Unreadable or faulty files, results that cannot be written.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let ready = arguments::policy_and_data(screen, options, COMMAND)?;
    let choices = reading::options(options, COMMAND)?;
    let shape = shape(screen, options)?;
    one_stream_each(options)?;
    let columns = columns::select(&ready.program, &wanted(options), screen.lang)?;
    let manner = manner(shape.format, options);
    // All files are opened before a line is written: a column that is missing spoils no result.
    let feeds = reading::feeds(&ready.program, &ready.data, &choices, options.get_one::<u64>("limit").copied())?;
    // From here on there are unfinished files to be cleared away.
    let stop = interrupt::flag();
    let outputs = Outputs {
        results: results(screen, options, &ready, &columns, shape.format, manner)?,
        most: shape.most,
        rejects: rejects(screen, options, &feeds)?,
    };
    let summing = if screen.talk == Talk::Quiet { Summing::LeftOut } else { Summing::Wanted };
    let plan = plan::Wanted { columns: &columns, words: manner.words(screen.lang), summing, lang: screen.lang };
    let plan = Plan::new(&ready.program, ready.as_of, plan);
    let mut progress = Progress::new(screen);
    let ran = pipeline::run(&plan, Running { threads: threads(options), stop: &stop }, feeds, outputs, &mut |at| progress.at(at));
    progress.finish();
    let outcome = ran?;
    match outcome.ending {
        Ending::Whole => tell(screen, options, &ready, &outcome, shape),
        Ending::Closed => return Err(Failure::PipeClosed),
        Ending::Stopped => {
            screen.print_error(screen.pick("interrupted; no file was written\n", "已中断；没有写入任何文件\n"));
            return Ok(Outcome::Interrupted);
        }
    }
    Ok(ready.warnings.outcome(if outcome.rejected.rows == 0 { Outcome::Fine } else { Outcome::Findings }))
}

/// As many as asked for, else as the machine has processors.
fn threads(options: &ArgMatches) -> usize {
    let asked = options.get_one::<u64>("threads").map(|asked| usize::try_from(*asked).unwrap_or(MOST_THREADS)).filter(|asked| *asked > 0);
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).min(MOST_THREADS)
}

/// The shape of the results, and whether a terminal shows only the first of them.
#[derive(Debug, Clone, Copy)]
struct Shape {
    format: OutFormat,
    most: Option<u64>,
}

fn shape(screen: &Screen, options: &ArgMatches) -> Result<Shape, CliProblem> {
    let asked = options.get_one::<String>("format").and_then(|name| OutFormat::named(name));
    let output = options.get_one::<PathBuf>("output").filter(|path| path.as_os_str() != "-");
    let all = |format| Shape { format, most: None };
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
        (None, None) if screen.terminal_out => Ok(Shape { format: OutFormat::Table, most: Some(ROWS_SHOWN) }),
        (None, None) => Ok(all(OutFormat::Csv)),
    }
}

/// Results and rejected records cannot both go to standard output.
fn one_stream_each(options: &ArgMatches) -> Result<(), CliProblem> {
    let standard = |path: &PathBuf| path.as_os_str() == "-";
    let both = options.get_one::<PathBuf>("rejects").is_some_and(standard) && options.get_one::<PathBuf>("output").is_none_or(standard);
    if !both {
        return Ok(());
    }
    let usage = Usage::OneStream { first: "--output".to_owned(), second: "--rejects".to_owned() };
    Err(CliProblem::Usage { usage, command: COMMAND.to_owned() })
}

fn wanted(options: &ArgMatches) -> Wanted {
    Wanted {
        names: options.get_many::<String>("columns").into_iter().flatten().cloned().collect(),
        inputs: if options.get_flag("with-inputs") { Inputs::All } else { Inputs::Key },
        values: if options.get_flag("all") { Values::All } else { Values::Results },
    }
}

/// For whom the results are.
fn manner(format: OutFormat, options: &ArgMatches) -> Manner {
    let labels = options.get_flag("labels");
    match format {
        OutFormat::Table => Manner::Table,
        OutFormat::Xlsx => Manner::Labels,
        OutFormat::Csv if labels => Manner::Labels,
        OutFormat::Json | OutFormat::Ndjson if labels => Manner::Labels,
        OutFormat::Csv | OutFormat::Parquet | OutFormat::Arrow => Manner::Names,
        OutFormat::Json | OutFormat::Ndjson => Manner::Json,
    }
}

fn results(screen: &Screen, options: &ArgMatches, ready: &Ready, columns: &[Column], format: OutFormat, manner: Manner) -> Result<Results, Failure> {
    let headers = match manner {
        Manner::Names | Manner::Json => Headers::Names,
        Manner::Labels | Manner::Table => Headers::Labels,
    };
    let width = screen.terminal_out.then_some(screen.width);
    let path = options.get_one::<PathBuf>("output").map(|path| path.display().to_string());
    let delimiter = if path.as_ref().is_some_and(|path| path.to_ascii_lowercase().ends_with(".tsv")) { b'\t' } else { b',' };
    let sink = SinkOptions { bom: options.get_flag("bom"), delimiter, headers, width, ..SinkOptions::new(format, screen.lang) };
    let written: Vec<ResultColumn> = columns.iter().map(|column| column.written(&ready.program, manner, screen.lang)).collect();
    Ok(Results::create(Target::from_argument(path.as_deref()), written, &sink)?)
}

fn rejects(screen: &Screen, options: &ArgMatches, feeds: &[Box<dyn Feed>]) -> Result<Option<RejectsWriter>, Failure> {
    let Some(path) = options.get_one::<PathBuf>("rejects") else { return Ok(None) };
    let format = RejectsFormat::new(screen.lang, pipeline::headers(feeds), pipeline::names(feeds));
    let mark = if options.get_flag("bom") { Mark::Written } else { Mark::LeftOut };
    Ok(Some(RejectsWriter::create(Target::from_argument(Some(&path.display().to_string())), format, mark)?))
}

/// Says what came of the run.
fn tell(screen: &Screen, options: &ArgMatches, ready: &Ready, outcome: &pipeline::Outcome, shape: Shape) {
    tell_written(screen, options, &outcome.written, outcome.scored, shape.most);
    let several = outcome.reports.len() > 1;
    outcome.reports.iter().for_each(|report| tell_report(screen, ready, report, several.then_some(report.file.as_str())));
    if let Some(compared) = outcome.compared {
        screen.say(&match screen.lang {
            Lang::En => format!("keys are not in rising order, so only those of the first {compared} records were compared with each other"),
            Lang::Zh => format!("主键不是按升序排列，因此只在前 {compared} 条记录之间查找了重复"),
        });
    }
    if outcome.rejected.rows > 0 {
        let path = options.get_one::<PathBuf>("rejects").map(PathBuf::as_path);
        turned_away::lines(&outcome.rejected, path, screen.lang).iter().for_each(|line| screen.say(line));
    }
    if let Some(counted) = &outcome.summary {
        let look = Look { lang: screen.lang, block: if screen.unicode { '█' } else { '#' } };
        let blank = outcome.reports.iter().map(|report| report.blank).sum();
        let others = Others { rejected: outcome.rejected.rows, blank };
        summary::lines(counted, &ready.program, others, look).iter().for_each(|line| screen.say(line));
    }
}

fn tell_written(screen: &Screen, options: &ArgMatches, written: &Written, scored: u64, most: Option<u64>) {
    let more = most.map_or(0, |most| scored.saturating_sub(most));
    if more > 0 {
        screen.say(&match screen.lang {
            Lang::En if more == 1 => "… and 1 more record; `-o FILE` writes all".to_owned(),
            Lang::En => format!("… and {more} more records; `-o FILE` writes all"),
            Lang::Zh => format!("……另有 {more} 条记录；用 `-o 文件` 写出全部"),
        });
    }
    if !written.left_out.is_empty() {
        let names = written.left_out.join(screen.pick(", ", "、"));
        screen.say(&match screen.lang {
            Lang::En => format!("columns without room here: {names}; `--columns` chooses"),
            Lang::Zh => format!("此处放不下的列：{names}；可用 `--columns` 选择"),
        });
    }
    if written.as_text > 0 {
        let count = written.as_text;
        screen.say(&match screen.lang {
            Lang::En if count == 1 => "1 figure of more than 15 digits is written as text, because Excel would cut it".to_owned(),
            Lang::En => format!("{count} figures of more than 15 digits are written as text, because Excel would cut them"),
            Lang::Zh => format!("{count} 个超过 15 位的数按文本写出，以免被 Excel 截断"),
        });
    }
    if let Some(path) = options.get_one::<PathBuf>("output").filter(|path| path.as_os_str() != "-") {
        screen.say(&match screen.lang {
            Lang::En if scored == 1 => format!("1 result written to {}", path.display()),
            Lang::En => format!("{} results written to {}", scored, path.display()),
            Lang::Zh => format!("已将 {} 条结果写入 {}", scored, path.display()),
        });
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

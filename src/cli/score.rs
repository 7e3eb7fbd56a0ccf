//! `ics score`: records through a policy.
//!
//! In: a policy, data, options. Out: the results, to a file, a folder or standard output; the rejected records, to a file where asked;
//! the record of the run, where asked; a summary on standard error.

use super::arguments::{self, Ready};
use super::columns::{self, Inputs, Values, Wanted};
use super::outputs::{self, COMMAND, Shape};
use super::population::Reporting;
use super::problem::Failure;
use super::progress::Progress;
use super::recording::Recording;
use super::score_options::{Place, Record, ScoreOptions, Start};
use super::screen::{Screen, Talk};
use super::summary::{self, Look, Others};
use super::{Outcome, files, interrupt, reading, turned_away};
use crate::bulk::manifest::Manifest;
use crate::bulk::outlet::Finished;
use crate::bulk::pipeline::{self, Ending, Outputs, Running, Watcher};
use crate::bulk::plan::{self, Plan, Summing};
use crate::data::error::DataError;
use crate::data::report::Report;
use crate::data::sink::Written;
use crate::diagnostic::Lang;
use crate::value::calendar::Day;
use clap::ArgMatches;
use std::collections::BTreeSet;
use std::path::Path;

/// More threads than this help nobody.
const MOST_THREADS: usize = 512;

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
    let shape = outputs::shape(screen, options)?;
    let columns = columns::select(&ready.program, &wanted(options), screen.lang)?;
    let mut recording = match &options.record {
        Record::No => None,
        Record::Back | Record::File(_) => Some(Recording::start(options, &ready, shape.format)?),
    };
    let reporting = Reporting::start(options, &ready.program, ready.as_of)?;
    // All files are opened before a line is written: a column that is missing spoils no result.
    let feeds = reading::feeds(&ready.program, &ready.data, &choices, options.choices.limit)?;
    let mut finished = BTreeSet::new();
    if let Some(recording) = &mut recording {
        recording.opened(&feeds);
        if options.start == Start::Resumed {
            finished = recording.resume()?;
        }
    }
    let kept = finished.len();
    // From here on there are unfinished files to be cleared away.
    let stop = interrupt::flag();
    let outputs = Outputs {
        results: outputs::results(screen, options, &ready, &columns, shape, finished)?,
        most: shape.most,
        rejects: outputs::rejects(screen, options, &feeds)?,
    };
    let plan = plan::Wanted {
        columns: if options.output == Place::Nowhere { &[] } else { &columns },
        words: outputs::manner(shape.format, options).words(screen.lang),
        summing: if screen.talk == Talk::Quiet && reporting.is_none() { Summing::LeftOut } else { Summing::Wanted },
        totals: if recording.is_some() { Summing::Wanted } else { Summing::LeftOut },
        report: reporting.as_ref().map(|reporting| &reporting.questions),
        lang: screen.lang,
    };
    let plan = Plan::new(&ready.program, ready.as_of, plan);
    let mut watching = Watching { progress: Progress::new(screen), recording, parts: 0 };
    let ran = pipeline::run(&plan, Running { threads: threads(options), stop: &stop }, feeds, outputs, &mut watching);
    let Watching { progress, recording, parts } = watching;
    progress.finish();
    let outcome = ran?;
    let manifest = match outcome.ending {
        Ending::Whole => recording.map(|recording| recording.finish(&outcome)).transpose()?,
        Ending::Closed => return Err(Failure::PipeClosed),
        Ending::Stopped => {
            screen.print_error(&interrupted(screen, options, parts));
            return Ok(Ran { outcome: Outcome::Interrupted, manifest: None });
        }
    };
    if let Some(reporting) = reporting {
        reporting.finish(screen, &ready.program, meant_date(options, &ready), &outcome)?;
    }
    tell(screen, options, &ready, &outcome, shape, Files { parts, kept });
    if let (Record::File(path), Some(manifest)) = (&options.record, &manifest) {
        write_record(screen, path, manifest)?;
    }
    let outcome = ready.warnings.outcome(if outcome.rejected.rows == 0 { Outcome::Fine } else { Outcome::Findings });
    Ok(Ran { outcome, manifest })
}

/// What hears of the run while it goes on.
struct Watching<'a> {
    progress: Progress<'a>,
    recording: Option<Recording<'a>>,
    parts: usize,
}

/// The files of a folder.
#[derive(Debug, Clone, Copy)]
struct Files {
    parts: usize,
    /// Of them, those that were finished before.
    kept: usize,
}

impl Watcher for Watching<'_> {
    fn at(&mut self, progress: pipeline::Progress) {
        self.progress.at(progress);
    }

    fn finished(&mut self, part: Finished) -> Result<(), DataError> {
        self.parts += 1;
        self.recording.as_mut().map_or(Ok(()), |recording| recording.part(&part))
    }
}

/// As many as asked for, else as the machine has processors.
fn threads(options: &ScoreOptions) -> usize {
    let asked = options.threads.map(|asked| usize::try_from(asked).unwrap_or(MOST_THREADS)).filter(|asked| *asked > 0);
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).min(MOST_THREADS)
}

/// The reference date; where nothing depends on a date and none is named, any would do, and none was meant.
fn meant_date(options: &ScoreOptions, ready: &Ready) -> Option<Day> {
    let policy = &ready.program.policy;
    (options.choices.as_of.is_some() || policy.as_of.is_some() || policy.needs_as_of).then_some(ready.as_of)
}

fn wanted(options: &ScoreOptions) -> Wanted {
    let choices = &options.choices;
    Wanted {
        names: choices.columns.clone(),
        inputs: if choices.with_inputs { Inputs::All } else { Inputs::Key },
        values: if choices.all { Values::All } else { Values::Results },
    }
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

/// What an interrupted run leaves behind.
fn interrupted(screen: &Screen, options: &ScoreOptions, parts: usize) -> String {
    match (&options.output, parts, screen.lang) {
        (Place::Folder(folder), 1.., Lang::En) => {
            let files = if parts == 1 { "1 file is".to_owned() } else { format!("{parts} files are") };
            format!("interrupted; {files} finished in {}, and `--resume` goes on from there\n", folder.display())
        }
        (Place::Folder(folder), 1.., Lang::Zh) => format!("已中断；{} 中已完成 {parts} 个文件，用 `--resume` 可接着做\n", folder.display()),
        (Place::Nowhere | Place::Stream | Place::File(_) | Place::Folder(_), _, Lang::En) => "interrupted; no file was written\n".to_owned(),
        (Place::Nowhere | Place::Stream | Place::File(_) | Place::Folder(_), _, Lang::Zh) => "已中断；没有写入任何文件\n".to_owned(),
    }
}

/// Says what came of the run.
fn tell(screen: &Screen, options: &ScoreOptions, ready: &Ready, outcome: &pipeline::Outcome, shape: Shape, files: Files) {
    tell_written(screen, &outcome.written, outcome.scored, shape.most);
    tell_place(screen, options, outcome, files);
    let several = outcome.reports.len() > 1;
    outcome.reports.iter().for_each(|report| tell_report(screen, ready, report, several.then_some(report.file.as_str())));
    if let Some(compared) = outcome.compared {
        screen.say(&match screen.lang {
            Lang::En => format!("keys are not in rising order, so only those of the first {compared} records were compared with each other"),
            Lang::Zh => format!("主键不是按升序排列，因此只在前 {compared} 条记录之间查找了重复"),
        });
    }
    if outcome.rejected.rows > 0 {
        turned_away::lines(&outcome.rejected, options.rejects.as_deref(), screen.lang).iter().for_each(|line| screen.say(line));
    }
    if let Some(counted) = &outcome.summary {
        let look = Look { lang: screen.lang, block: if screen.unicode { '█' } else { '#' } };
        let blank = outcome.reports.iter().map(|report| report.blank).sum();
        let others = Others { rejected: outcome.rejected.rows, blank };
        summary::lines(counted, &ready.program, others, look).iter().for_each(|line| screen.say(line));
    }
}

fn tell_written(screen: &Screen, written: &Written, scored: u64, most: Option<u64>) {
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
}

fn tell_place(screen: &Screen, options: &ScoreOptions, outcome: &pipeline::Outcome, files: Files) {
    let scored = outcome.scored;
    let results = if scored == 1 { "1 result".to_owned() } else { format!("{scored} results") };
    match &options.output {
        Place::Nowhere | Place::Stream => {}
        Place::File(path) => screen.say(&match screen.lang {
            Lang::En => format!("{results} written to {}", path.display()),
            Lang::Zh => format!("已将 {scored} 条结果写入 {}", path.display()),
        }),
        Place::Folder(path) => {
            let Files { parts, kept } = files;
            let (folder, leftovers) = (path.display(), outcome.leftovers.join(screen.pick(", ", "、")));
            screen.say(&match (screen.lang, kept) {
                (Lang::En, 0) => format!("{results} in {folder}: {}", counted(parts)),
                (Lang::En, _) => format!("{results} in {folder}: {}, {kept} of them finished before", counted(parts)),
                (Lang::Zh, 0) => format!("{folder} 中有 {scored} 条结果，共 {parts} 个文件"),
                (Lang::Zh, _) => format!("{folder} 中有 {scored} 条结果，共 {parts} 个文件，其中 {kept} 个此前已完成"),
            });
            if !leftovers.is_empty() {
                screen.say(&match screen.lang {
                    Lang::En => format!("files of an earlier result still in {folder}: {leftovers}; whoever reads the folder reads them too"),
                    Lang::Zh => format!("{folder} 中还有以前结果的文件：{leftovers}；读取整个文件夹时会一并读入"),
                });
            }
        }
    }
}

fn counted(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
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

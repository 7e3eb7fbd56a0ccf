//! Whole files through a policy: read, score, write.
//!
//! In: opened files, a plan, where results and rejected records go, how many threads may work. Out: the results in their place, in the order
//! of the records, and an account of the run. Results, rejected records and counts are the same whatever the number of threads.

use super::flow::{self, End};
use super::outlet::{Basis, Extent, Finished, Outlet, Pending};
use super::plan::{Plan, Summing};
use super::rejected::Rejected;
use super::report::Answers;
use super::summary::Summary;
use super::totals::Totals;
use super::worker::{Bench, Done, Trouble, Worker};
use crate::data::error::DataError;
use crate::data::feed::{Feed, Piece};
use crate::data::keys::Keys;
use crate::data::rejects::RejectsWriter;
use crate::data::report::{Report, Tally};
use crate::data::sink::Written;
use crate::data::union::{Headed, Union};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// The progress of a file counts in so many steps.
const STEPS: u64 = 1 << 20;

/// Where the records of a run go.
pub struct Outputs {
    /// The results.
    pub results: Outlet,
    /// How many of them are shown; all where it is open.
    pub most: Option<u64>,
    /// The rejected records, where a file takes them.
    pub rejects: Option<RejectsWriter>,
}

/// How a run is carried out.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// How many threads work.
    pub threads: usize,
    /// Set to end the run before its end.
    pub stop: &'a AtomicBool,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many records have been read.
    pub records: u64,
    /// How much of the files that is, and how much there is, where it is known.
    pub share: Option<(u64, u64)>,
}

/// Hears of a run while it goes on.
pub trait Watcher {
    /// How far it has come.
    fn at(&mut self, progress: Progress);

    /// A file of a folder is in its place.
    ///
    /// # Errors
    /// Why that cannot be noted; the run then ends.
    fn finished(&mut self, part: Finished) -> Result<(), DataError>;
}

impl<F: FnMut(Progress)> Watcher for F {
    fn at(&mut self, progress: Progress) {
        self(progress);
    }

    fn finished(&mut self, _: Finished) -> Result<(), DataError> {
        Ok(())
    }
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// All was read and written.
    Whole,
    /// The reader of the results went away.
    Closed,
    /// It was told to stop; no file was put into its place.
    Stopped,
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// How many records were scored.
    pub scored: u64,
    /// The records that were not.
    pub rejected: Rejected,
    /// How each file was understood, with its counts and warnings.
    pub reports: Vec<Report>,
    /// What was written.
    pub written: Written,
    /// Files of a longer result that stand in the folder behind those of this one.
    pub leftovers: Vec<String>,
    /// What the scored records amount to, where that was wanted.
    pub totals: Option<Totals>,
    /// The counts over all records, where they were wanted.
    pub summary: Option<Summary>,
    /// What was counted for a report, where there is to be one.
    pub answers: Option<Answers>,
    /// How many records were compared for repeated keys, where there were more.
    pub compared: Option<u64>,
}

/// Why a run could not be carried out.
#[derive(Debug)]
pub enum Failure {
    /// A file turned out unreadable.
    Input {
        /// Its name.
        file: String,
        /// Why.
        error: DataError,
    },
    /// The results or the rejected records cannot be written.
    Output(DataError),
}

/// The headers of several files as one list, for the file of rejects.
#[must_use]
pub fn headers(feeds: &[Box<dyn Feed>]) -> Union {
    let headed: Vec<Headed<'_>> = feeds.iter().map(|feed| Headed { headers: feed.headers(), fields: feed.fields() }).collect();
    Union::of(&headed)
}

/// The names of files, where there are several.
#[must_use]
pub fn names(feeds: &[Box<dyn Feed>]) -> Vec<String> {
    if feeds.len() > 1 { feeds.iter().map(|feed| feed.about().file).collect() } else { Vec::new() }
}

/// Carries out a run; `watcher` hears how far it has come.
///
/// # Errors
/// The first file, in their order, that turns out unreadable; outputs that cannot be written. No output is then put into its place.
pub fn run(plan: &Plan, running: Running<'_>, feeds: Vec<Box<dyn Feed>>, outputs: Outputs, watcher: &mut dyn Watcher) -> Result<Outcome, Failure> {
    let keys_full = AtomicBool::new(false);
    let answers = Mutex::new(None);
    let bench = Bench {
        plan,
        maker: outputs.results.maker(),
        rejects: outputs.rejects.as_ref().map(|rejects| rejects.format().clone()),
        files: names(&feeds),
        most: outputs.most,
        stop: running.stop,
        answers: &answers,
        keys_full: &keys_full,
    };
    let mut collector = Collector::new(plan, outputs, &feeds);
    let mut cutter = Cutter { count: feeds.len() as u64, feeds: feeds.into_iter(), present: None, opened: 0 };
    let worker = || {
        let mut worker = Worker::new(&bench);
        move |job: Job| match job {
            Job::Piece { file, piece, share } => match worker.piece(file, piece.as_ref()) {
                Ok(done) => Message::Done { done: Box::new(done), share },
                Err(Trouble::Read(error)) => Message::Unreadable(error),
                Err(Trouble::Made(error)) => Message::Unwritable(error),
            },
            Job::End(report) => Message::End(report),
            Job::Unreadable(error) => Message::Unreadable(error),
        }
    };
    let end = flow::run(
        running.threads,
        running.stop,
        || cutter.next(),
        worker,
        |message| {
            let taken = collector.take(message, watcher);
            keys_full.store(collector.keys.is_full(), Ordering::Relaxed);
            taken
        },
    );
    let answers = answers.lock().unwrap_or_else(PoisonError::into_inner).take();
    collector.finish(end, watcher).map(|outcome| Outcome { answers, ..outcome })
}

/// What is to be done next.
enum Job {
    Piece { file: usize, piece: Box<dyn Piece>, share: Option<(u64, u64)> },
    End(Box<Report>),
    Unreadable(DataError),
}

/// What came of it.
enum Message {
    Done { done: Box<Done>, share: Option<(u64, u64)> },
    End(Box<Report>),
    Unreadable(DataError),
    Unwritable(DataError),
}

/// Cuts one file after the other.
struct Cutter {
    feeds: std::vec::IntoIter<Box<dyn Feed>>,
    present: Option<Box<dyn Feed>>,
    opened: usize,
    count: u64,
}

impl Cutter {
    fn next(&mut self) -> Option<Job> {
        let mut feed = match self.present.take() {
            Some(feed) => feed,
            None => {
                self.opened += 1;
                self.feeds.next()?
            }
        };
        match feed.next() {
            Ok(Some(piece)) => {
                let file = self.opened - 1;
                let share = feed.progress().map(|(cut, whole)| self.share(file as u64, cut, whole));
                self.present = Some(feed);
                Some(Job::Piece { file, piece, share })
            }
            Ok(None) => Some(Job::End(Box::new(feed.about()))),
            Err(error) => {
                // What stands behind it is not read.
                self.feeds = Vec::new().into_iter();
                Some(Job::Unreadable(error))
            }
        }
    }

    /// All files count alike.
    fn share(&self, file: u64, cut: u64, whole: u64) -> (u64, u64) {
        let steps = u128::from(cut.min(whole)) * u128::from(STEPS) / u128::from(whole.max(1));
        (file * STEPS + steps as u64, self.count * STEPS)
    }
}

/// Takes what came of the pieces, in their order.
struct Collector {
    outputs: Outputs,
    shown: u64,
    names: Vec<String>,
    present: usize,
    tally: Tally,
    keys: Keys,
    failure: Option<Failure>,
    outcome: Outcome,
    records: u64,
    /// What went to the outlet and stands in no finished file.
    pending: Pending,
}

impl Collector {
    fn new(plan: &Plan, outputs: Outputs, feeds: &[Box<dyn Feed>]) -> Collector {
        let outcome = Outcome {
            ending: Ending::Whole,
            scored: 0,
            rejected: Rejected::default(),
            reports: Vec::new(),
            written: Written::default(),
            leftovers: Vec::new(),
            totals: (plan.totals == Summing::Wanted).then(|| Totals::new(&plan.program)),
            summary: (plan.summing == Summing::Wanted).then(|| Summary::new(&plan.program)),
            answers: None,
            compared: None,
        };
        let mut collector = Collector {
            outputs,
            shown: 0,
            names: feeds.iter().map(|feed| feed.about().file).collect(),
            present: 0,
            tally: Tally::new(&plan.program.record),
            keys: Keys::of(&plan.program.record, &plan.program.enums),
            failure: None,
            outcome,
            records: 0,
            pending: Pending::default(),
        };
        collector.begin();
        collector
    }

    fn begin(&mut self) {
        if let Some(name) = self.names.get(self.present) {
            self.keys.begin(name);
        }
    }

    fn take(&mut self, message: Message, watcher: &mut dyn Watcher) -> ControlFlow<()> {
        let failure = match message {
            Message::Done { done, share } => match self.done(*done, watcher) {
                Ok(()) => {
                    watcher.at(Progress { records: self.records, share });
                    None
                }
                Err(error) => Some(Failure::Output(error)),
            },
            Message::End(report) => {
                self.end(*report);
                None
            }
            Message::Unreadable(error) => {
                let file = self.names.get(self.present).cloned().unwrap_or_default();
                Some(Failure::Input { file, error })
            }
            Message::Unwritable(error) => Some(Failure::Output(error)),
        };
        self.failure = failure;
        if self.failure.is_some() || self.outputs.results.is_closed() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn done(&mut self, done: Done, watcher: &mut dyn Watcher) -> Result<(), DataError> {
        let Done { parts, results, rejected, tally, summary, totals, keys } = done;
        let extent = Extent { file: self.present, first: self.tally.rows, rows: tally.rows, rejected: tally.rejected, blank: tally.blank };
        self.records += tally.rows;
        self.outcome.scored += results;
        self.tally.absorb(&tally);
        self.keys.absorb(&keys);
        if let (Some(whole), Some(summary)) = (&mut self.outcome.summary, &summary) {
            whole.absorb(summary);
        }
        if let (Some(whole), Some(totals)) = (&mut self.outcome.totals, &totals) {
            whole.absorb(totals);
        }
        // In a folder a piece has one part.
        let basis = Basis { extent, rejected: rejected.rejected.rows, totals };
        for part in parts {
            if self.outputs.most.is_none_or(|most| self.shown < most) {
                self.shown += 1;
                self.outputs.results.append(part, basis.clone(), &mut self.pending, &mut |part| watcher.finished(part))?;
            }
        }
        if let Some(rejects) = &mut self.outputs.rejects {
            rejects.append(&rejected.lines)?;
        }
        self.outcome.rejected.absorb(rejected.rejected);
        Ok(())
    }

    /// A file has been read to its end.
    fn end(&mut self, mut report: Report) {
        let empty = self.tally.emptied();
        let tally = std::mem::replace(&mut self.tally, empty);
        (report.rows, report.rejected, report.blank) = (tally.rows, tally.rejected, tally.blank);
        report.warnings.extend(self.keys.warning());
        report.warnings.extend(tally.warnings());
        self.outcome.reports.push(report);
        self.present += 1;
        self.begin();
    }

    fn finish(mut self, end: End, watcher: &mut dyn Watcher) -> Result<Outcome, Failure> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let Outputs { results, rejects, .. } = self.outputs;
        let ending = match end {
            End::Whole => Ending::Whole,
            End::Enough => Ending::Closed,
            End::Stopped => Ending::Stopped,
        };
        let mut outcome = Outcome { ending, compared: self.keys.compared(), ..self.outcome };
        if ending == Ending::Whole {
            let filled = results.finish(&mut self.pending, &mut |part| watcher.finished(part)).map_err(Failure::Output)?;
            (outcome.written, outcome.leftovers) = (filled.written, filled.leftovers);
            rejects.map_or(Ok(()), RejectsWriter::finish).map_err(Failure::Output)?;
        }
        Ok(outcome)
    }
}

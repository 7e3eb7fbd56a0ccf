//! One piece of a file, from its rows to a part of the result.
//!
//! In: a piece. Out: everything that comes of it: a part of the result, rejected rows, counts, keys. What comes of a piece depends on the
//! piece alone; nothing is written here.

use super::combinations::Combinations;
use super::plan::{Plan, Source, Summing};
use super::rejected::{RejectedPart, Rejecting, ScoredRows};
use super::report::{Answers, Gathering};
use super::scorer::{Scored, Scratch};
use super::summary::Summary;
use super::totals::Totals;
use crate::data::error::DataError;
use crate::data::feed::{Piece, Portion};
use crate::data::key_order::Key;
use crate::data::keys::{Kept, KeyRun};
use crate::data::rejects::RejectsFormat;
use crate::data::report::Tally;
use crate::data::results::{Maker, Making, Part};
use crate::ir::record::FieldId;
use crate::value::column::{Column, LaneKind, Lanes};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// What all threads work by.
pub(super) struct Bench<'a> {
    pub plan: &'a Plan,
    pub maker: Maker,
    pub rejects: Option<RejectsFormat>,
    /// The names of the files, where there are several.
    pub files: Vec<String>,
    /// How many results are shown; all of them where it is open.
    pub most: Option<u64>,
    pub stop: &'a AtomicBool,
    /// What the threads have counted for a report, where there is to be one.
    pub answers: &'a Mutex<Option<Answers>>,
    /// Whether there are already as many keys as are compared.
    pub keys_full: &'a AtomicBool,
}

/// A thread's own things.
pub(super) struct Worker<'a> {
    bench: &'a Bench<'a>,
    key: Option<FieldId>,
    scratch: Scratch,
    scored: Scored,
    combinations: Vec<Combinations>,
    lanes: Vec<Column>,
    kept: Vec<bool>,
    gathering: Option<Gathering<'a>>,
    /// The file of the piece at hand.
    file: usize,
}

/// What comes of a piece.
pub(super) struct Done {
    /// One part; where only some results are shown, one for each of these.
    pub parts: Vec<Part>,
    pub results: u64,
    pub rejected: RejectedPart,
    pub tally: Tally,
    pub summary: Option<Summary>,
    pub totals: Option<Totals>,
    pub keys: KeyRun,
}

/// Why nothing comes of a piece.
pub(super) enum Trouble {
    /// It cannot be read.
    Read(DataError),
    /// Its part of the result cannot be made.
    Made(DataError),
}

/// A piece in the making.
struct Work<'a> {
    making: Option<Making>,
    parts: Vec<Part>,
    results: u64,
    rejecting: Rejecting<'a>,
    summary: Option<Summary>,
    totals: Option<Totals>,
    keys: KeyRun,
}

impl<'a> Worker<'a> {
    pub(super) fn new(bench: &'a Bench<'a>) -> Worker<'a> {
        Worker {
            bench,
            key: bench.plan.program.record.key(),
            scratch: bench.plan.scorer.scratch(),
            scored: Scored::default(),
            combinations: bench.plan.combinations(),
            lanes: bench.plan.columns.iter().map(|_| Column::new(LaneKind::Number)).collect(),
            kept: Vec::new(),
            gathering: bench.plan.report.as_ref().map(|questions| Gathering::new(&bench.plan.program, questions, bench.answers)),
            file: 0,
        }
    }

    /// Does a piece of a file, counted from 0.
    pub(super) fn piece(&mut self, file: usize, piece: &dyn Piece) -> Result<Done, Trouble> {
        let bench = self.bench;
        self.file = file;
        let Plan { program, lang, summing, totals, .. } = bench.plan;
        let kept = if bench.keys_full.load(Ordering::Relaxed) { Kept::Ends } else { Kept::Every };
        let name = bench.files.get(file).map(String::as_str);
        let mut work = Work {
            making: bench.most.is_none().then(|| bench.maker.begin()),
            parts: Vec::new(),
            results: 0,
            rejecting: Rejecting::new(program, *lang, name, bench.rejects.as_ref(), file),
            summary: (*summing == Summing::Wanted).then(|| Summary::new(program)),
            totals: (*totals == Summing::Wanted).then(|| Totals::new(program)),
            keys: KeyRun::new(kept),
        };
        let mut failed = None;
        let read = piece.read(&mut |portion| {
            if bench.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            match self.portion(&portion, &mut work) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(error) = failed {
            return Err(Trouble::Made(error));
        }
        let tally = read.map_err(Trouble::Read)?;
        self.tell(&mut work);
        work.parts.extend(work.making.map(Making::finish).transpose().map_err(Trouble::Made)?);
        let Work { parts, results, rejecting, summary, totals, keys, .. } = work;
        Ok(Done { parts, results, rejected: rejecting.finish(), tally, summary, totals, keys })
    }

    fn portion(&mut self, portion: &Portion<'_>, work: &mut Work<'_>) -> Result<(), DataError> {
        let Worker { bench, scratch, scored, .. } = self;
        let rows = portion.table.rows();
        bench.plan.scorer.score(scratch, portion.table, scored);
        self.keys(portion, &mut work.keys);
        work.rejecting.portion(portion, &self.scored.broken);
        let whole = self.scored.broken.is_empty();
        if !whole {
            self.kept.clear();
            self.kept.resize(rows, true);
            for (position, _) in &self.scored.broken {
                if let Some(kept) = self.kept.get_mut(*position) {
                    *kept = false;
                }
            }
        }
        let kept = (!whole).then_some(self.kept.as_slice());
        for combinations in &mut self.combinations {
            combinations.read(&self.scored.columns, rows);
        }
        if let Some(summary) = &mut work.summary {
            summary.add(rows, kept, |slot| self.bench.plan.column_of(slot), &self.scored.columns);
            self.combinations.iter_mut().for_each(|combinations| combinations.count(kept));
        }
        if let Some(totals) = &mut work.totals {
            totals.add(rows, kept, |slot| self.scored.columns.get(self.bench.plan.column_of(slot)?));
        }
        if let Some(gathering) = &mut self.gathering {
            let file = (self.file, self.bench.files.get(self.file).map(String::as_str));
            let rows = ScoredRows { kept, broken: &self.scored.broken };
            let column = |slot| self.scored.columns.get(self.bench.plan.column_of(slot)?);
            gathering.portion(file, portion, &rows, column, self.bench.plan.lang);
        }
        work.results += kept.map_or(rows, |kept| kept.iter().filter(|kept| **kept).count()) as u64;
        self.write(portion, rows, work)?;
        if self.combinations.iter().any(Combinations::is_full) {
            self.tell(work);
        }
        Ok(())
    }

    /// Hands what was counted of eligibilities to the summary.
    fn tell(&mut self, work: &mut Work<'_>) {
        let mut unread = Default::default();
        for (combinations, position) in self.combinations.iter_mut().zip(&self.bench.plan.eligibilities) {
            let verdicts = work.summary.as_mut().and_then(|summary| summary.eligibilities.get_mut(*position));
            combinations.tell(verdicts.unwrap_or(&mut unread));
        }
    }

    fn write(&mut self, portion: &Portion<'_>, rows: usize, work: &mut Work<'_>) -> Result<(), DataError> {
        let whole = self.scored.broken.is_empty();
        for (lanes, source) in self.lanes.iter_mut().zip(&self.bench.plan.columns) {
            match source {
                Source::Numbers => row_numbers(&portion.table.numbers, lanes),
                Source::Field(position) => copy(portion.table.columns.get(*position), rows, lanes),
                Source::Slot(position) => copy(self.scored.columns.get(*position), rows, lanes),
                Source::Reasons(position) => {
                    if let Some(combinations) = self.combinations.get_mut(*position) {
                        combinations.reasons(lanes);
                    }
                }
            }
            if !whole {
                lanes.retain(&self.kept);
            }
        }
        if let Some(making) = &mut work.making {
            return making.add(&self.lanes);
        }
        // Each result shown is a part of its own, for nobody knows yet how many of this piece are shown.
        let most = self.bench.most.unwrap_or(u64::MAX);
        let count = self.lanes.first().map_or(0, Column::len);
        for row in 0..count {
            if work.parts.len() as u64 >= most {
                break;
            }
            let marks: Vec<bool> = (0..count).map(|other| other == row).collect();
            let one: Vec<Column> = self
                .lanes
                .iter()
                .map(|lanes| {
                    let mut one = lanes.clone();
                    one.retain(&marks);
                    one
                })
                .collect();
            let mut making = self.bench.maker.begin();
            making.add(&one)?;
            work.parts.push(making.finish()?);
        }
        Ok(())
    }

    /// Notes the keys of all rows in the order of the file.
    fn keys(&self, portion: &Portion<'_>, keys: &mut KeyRun) {
        let Some(key) = self.key else { return };
        let Some(column) = portion.table.columns.get(key.0 as usize) else { return };
        if portion.rejected.is_empty() {
            keys.column(column, &portion.table.numbers);
            return;
        }
        let field = self.bench.plan.program.record.field(key);
        let mut good = portion.table.numbers.iter().enumerate().peekable();
        let note = |keys: &mut KeyRun, position: usize, number: u64| {
            if let Some(key) = Key::of_lane(column, position) {
                keys.note(key, number);
            }
        };
        for row in portion.rejected {
            while let Some((position, number)) = good.next_if(|(_, number)| **number < row.number) {
                note(keys, position, *number);
            }
            if let Some(text) = &row.key {
                keys.note(Key::of_cell(field, text), row.number);
            }
        }
        good.for_each(|(position, number)| note(keys, position, *number));
    }
}

fn row_numbers(numbers: &[u64], to: &mut Column) {
    if let Lanes::Number(lanes) = &mut to.lanes {
        lanes.clear();
        lanes.extend(numbers.iter().map(|number| i64::try_from(*number).unwrap_or(i64::MAX)));
    }
}

fn copy(from: Option<&Column>, rows: usize, to: &mut Column) {
    match from {
        Some(from) => to.copy_from(from),
        None => *to = Column { lanes: Lanes::Bool(vec![false; rows]), present: Some(vec![false; rows]) },
    }
}

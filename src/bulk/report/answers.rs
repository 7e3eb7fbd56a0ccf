//! What was counted for a report.
//!
//! In: scored tables and the rows that were rejected, on any thread. Out: counts that are put together in any order. A thread counts all its tables
//! into one place and hands that over when it ends.

use super::breakdown::{Breakdown, Counted, Shape};
use super::questions::{FigureQuestion, Questions};
use super::rejections::Rejections;
use super::windows::{self, Tally};
use crate::analyse::figures::{Case, Source};
use crate::bulk::rejected;
use crate::data::feed::Portion;
use crate::diagnostic::Lang;
use crate::ir::{Program, SlotId};
use crate::value::column::{Column, Lanes};
use crate::value::range::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// What was counted.
#[derive(Debug, Clone)]
pub struct Answers {
    /// How many leave each field blank that may be.
    pub blanks: Vec<u64>,
    /// How many have each subtotal, and its sum.
    pub parts: Vec<Sum>,
    /// Each figure between its borders.
    pub tallies: Vec<Tally>,
    /// By each field that was asked for.
    pub by: Vec<Breakdown>,
    /// Why records were rejected.
    pub rejections: Rejections,
}

/// A sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// Of so many numbers.
    pub count: u64,
    /// The sum; `None` past 128 bits.
    pub sum: Option<i128>,
}

/// Scored rows.
pub struct Rows<'r> {
    /// How many.
    pub count: usize,
    /// Which of them count, where not all do.
    pub kept: Option<&'r [bool]>,
    /// The fields.
    pub fields: &'r [Column],
}

impl Answers {
    /// Nothing counted.
    #[must_use]
    pub fn new(program: &Program, questions: &Questions) -> Answers {
        let shape = Shape { eligibilities: questions.eligibilities.len(), optional: questions.optional.len() };
        let range = |id: &SlotId| program.slot(*id).expr.ty.number().map_or(Range::point(0), |number| number.range);
        let ranges: Vec<Range> = questions.scores.iter().map(range).collect();
        Answers {
            blanks: vec![0; questions.optional.len()],
            parts: vec![Sum { count: 0, sum: Some(0) }; questions.parts.len()],
            tallies: questions.figures.iter().map(windows::tally).collect(),
            by: questions.by.iter().map(|_| Breakdown::new(shape, &ranges)).collect(),
            rejections: Rejections::default(),
        }
    }

    /// Counts scored rows; `slot` gives the columns of named values.
    pub fn add<'r>(&mut self, questions: &Questions, rows: &Rows<'r>, slot: impl Fn(SlotId) -> Option<&'r Column>) {
        let column = |source: Source| match source {
            Source::Field(id) => rows.fields.get(id.0 as usize),
            Source::Slot(id) => slot(id),
        };
        let kept = |row: usize| rows.kept.is_none_or(|kept| kept.get(row) == Some(&true));
        let optional: Vec<Option<&Column>> = questions.optional.iter().map(|id| column(Source::Field(*id))).collect();
        for (count, column) in self.blanks.iter_mut().zip(&optional) {
            let Some(present) = column.and_then(|column| column.present.as_ref()) else { continue };
            *count += present.iter().enumerate().filter(|(row, present)| !**present && kept(*row)).count() as u64;
        }
        for (sum, id) in self.parts.iter_mut().zip(&questions.parts) {
            let Some(column) = slot(*id) else { continue };
            sum.add(column, rows.count, kept);
        }
        for (tally, figure) in self.tallies.iter_mut().zip(&questions.figures) {
            count_figure(figure, tally, rows, kept, &column);
        }
        if self.by.is_empty() {
            return;
        }
        let columns = |ids: &[SlotId]| ids.iter().map(|id| slot(*id)).collect::<Vec<Option<&Column>>>();
        let counted = Counted { eligibilities: columns(&questions.eligibilities), optional, scores: columns(&questions.scores) };
        for (breakdown, by) in self.by.iter_mut().zip(&questions.by) {
            if let Some(column) = column(by.source) {
                breakdown.add(column, rows.count, rows.kept, &counted);
            }
        }
    }

    /// Takes in what was counted elsewhere.
    pub fn absorb(&mut self, other: Answers) {
        self.blanks.iter_mut().zip(&other.blanks).for_each(|(count, other)| *count += other);
        for (sum, other) in self.parts.iter_mut().zip(&other.parts) {
            sum.count += other.count;
            sum.sum = sum.sum.zip(other.sum).and_then(|(sum, other)| sum.checked_add(other));
        }
        for (tally, other) in self.tallies.iter_mut().zip(&other.tallies) {
            tally.iter_mut().zip(other).for_each(|(count, other)| *count += other);
        }
        self.by.iter_mut().zip(&other.by).for_each(|(breakdown, other)| breakdown.absorb(other));
        self.rejections.absorb(other.rejections);
    }
}

impl Sum {
    fn add(&mut self, column: &Column, rows: usize, kept: impl Fn(usize) -> bool) {
        let counts = |row: &usize| kept(*row) && column.is_present(*row);
        let numbers: (u64, Option<i128>) = match &column.lanes {
            // As many numbers of 64 bits as a table has add up to far less than 128 bits.
            Lanes::Number(lanes) => lanes
                .iter()
                .enumerate()
                .filter(|(row, _)| counts(row))
                .fold((0, Some(0)), |(count, sum), (_, lane)| (count + 1, sum.map(|sum: i128| sum.wrapping_add(i128::from(*lane))))),
            Lanes::Wide(lanes) => (0..rows)
                .filter(counts)
                .filter_map(|row| lanes.get(row))
                .fold((0, Some(0)), |(count, sum), lane| (count + 1, sum.and_then(|sum: i128| sum.checked_add(*lane)))),
            Lanes::Bool(_) | Lanes::Day(_) | Lanes::Member(_) | Lanes::Text(_) => (0, Some(0)),
        };
        self.count += numbers.0;
        self.sum = self.sum.zip(numbers.1).and_then(|(own, sum)| own.checked_add(sum));
    }
}

fn count_figure<'r>(
    figure: &FigureQuestion,
    tally: &mut Tally,
    rows: &Rows<'r>,
    kept: impl Fn(usize) -> bool,
    column: &impl Fn(Source) -> Option<&'r Column>,
) {
    let Some(numbers) = column(figure.source) else { return };
    if figure.cases.is_empty() {
        match rows.kept {
            None => windows::count(&figure.borders, tally, numbers, |_| true),
            Some(_) => windows::count(&figure.borders, tally, numbers, kept),
        }
        return;
    }
    let cases: Vec<(&Case, Option<&Column>)> = figure.cases.iter().map(|case| (case, column(case.source))).collect();
    windows::count(&figure.borders, tally, numbers, |row| {
        kept(row) && cases.iter().all(|(case, column)| column.is_some_and(|column| is_in(case, column, row)))
    });
}

/// Whether a row is in a case.
fn is_in(case: &Case, column: &Column, row: usize) -> bool {
    let member = match &column.lanes {
        Lanes::Member(lanes) => lanes.get(row).copied(),
        Lanes::Bool(lanes) => lanes.get(row).map(|truth| u32::from(*truth)),
        Lanes::Number(_) | Lanes::Wide(_) | Lanes::Day(_) | Lanes::Text(_) => None,
    };
    column.is_present(row) && member.is_some_and(|member| case.members.contains(&member))
}

/// A thread's own count, handed over when the thread ends.
pub struct Gathering<'a> {
    program: &'a Program,
    questions: Arc<Questions>,
    answers: Option<Answers>,
    into: &'a Mutex<Option<Answers>>,
}

impl<'a> Gathering<'a> {
    /// Begins to count.
    #[must_use]
    pub fn new(program: &'a Program, questions: &Arc<Questions>, into: &'a Mutex<Option<Answers>>) -> Gathering<'a> {
        Gathering { program, questions: questions.clone(), answers: Some(Answers::new(program, questions)), into }
    }

    /// Counts a portion; `file` is the position of its file, and its name where there are several.
    pub fn portion<'r>(
        &mut self,
        file: (usize, Option<&str>),
        portion: &Portion<'r>,
        scored: &'r rejected::ScoredRows<'r>,
        slot: impl Fn(SlotId) -> Option<&'r Column>,
        lang: Lang,
    ) {
        let Some(answers) = &mut self.answers else { return };
        let rows = Rows { count: portion.table.rows(), kept: scored.kept, fields: &portion.table.columns };
        answers.add(&self.questions, &rows, slot);
        if !portion.rejected.is_empty() || !scored.broken.is_empty() {
            answers.rejections.add(self.program, file, portion, scored.broken, lang);
        }
    }
}

impl Drop for Gathering<'_> {
    fn drop(&mut self) {
        let Some(answers) = self.answers.take().filter(|_| !std::thread::panicking()) else { return };
        let mut whole = self.into.lock().unwrap_or_else(PoisonError::into_inner);
        match whole.as_mut() {
            Some(whole) => whole.absorb(answers),
            None => *whole = Some(answers),
        }
    }
}

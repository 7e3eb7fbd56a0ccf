//! What a run amounts to: how scores lie, how often grades are given, who is eligible and why others are not.
//!
//! In: named values of many records, as columns. Out: counts that are put together piece by piece, in memory that does not grow with
//! the records. Has no words: those are for the command line.

use super::combinations::Verdicts;
use super::counts::Counts;
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::column::{Column, Lanes};
use crate::value::range::Range;
use crate::value::ty::Type;

/// What has been counted so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many records were scored.
    pub scored: u64,
    /// Each score.
    pub scores: Vec<ScoreCounts>,
    /// Each grade.
    pub grades: Vec<GradeCounts>,
    /// Each eligibility, in the order of the program.
    pub eligibilities: Vec<Verdicts>,
}

/// How the values of a score lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreCounts {
    /// The score.
    pub slot: SlotId,
    /// Its mantissas.
    pub counts: Counts,
}

/// How often each grade is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeCounts {
    /// The grade.
    pub slot: SlotId,
    /// By position of the member.
    pub counts: Vec<u64>,
}

impl Summary {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(program: &Program) -> Summary {
        let members = |slot: SlotId| match &program.slot(slot).expr.ty {
            Type::Enum(id) => program.enumeration(*id).members.len(),
            Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Date(_) | Type::Text => 0,
        };
        let range = |slot: SlotId| program.slot(slot).expr.ty.number().map_or(Range::point(0), |number| number.range);
        Summary {
            scored: 0,
            scores: of_kind(program, SlotKind::Score).map(|slot| ScoreCounts { slot, counts: Counts::new(range(slot)) }).collect(),
            grades: of_kind(program, SlotKind::Grade).map(|slot| GradeCounts { slot, counts: vec![0; members(slot)] }).collect(),
            eligibilities: vec![Verdicts::default(); program.eligibilities.len()],
        }
    }

    /// The named values it is made of, but for those of eligibilities.
    #[must_use]
    pub fn slots(program: &Program) -> Vec<SlotId> {
        of_kind(program, SlotKind::Score).chain(of_kind(program, SlotKind::Grade)).collect()
    }

    /// Counts records: those of the rows that are marked, where there are marks.
    pub fn add(&mut self, rows: usize, kept: Option<&[bool]>, column_of: impl Fn(SlotId) -> Option<usize>, columns: &[Column]) {
        let column = |slot: SlotId| columns.get(column_of(slot)?);
        self.scored += kept.map_or(rows, |kept| kept.iter().filter(|kept| **kept).count()) as u64;
        for score in &mut self.scores {
            if let Some(column) = column(score.slot) {
                score.counts.add(column, kept);
            }
        }
        for grade in &mut self.grades {
            if let Some(column) = column(grade.slot) {
                add_members(column, kept, &mut grade.counts);
            }
        }
    }

    /// Takes in what was counted over other records.
    pub fn absorb(&mut self, other: &Summary) {
        self.scored += other.scored;
        for (score, other) in self.scores.iter_mut().zip(&other.scores) {
            score.counts.absorb(&other.counts);
        }
        for (grade, other) in self.grades.iter_mut().zip(&other.grades) {
            grade.counts.iter_mut().zip(&other.counts).for_each(|(count, other)| *count += other);
        }
        for (verdicts, other) in self.eligibilities.iter_mut().zip(&other.eligibilities) {
            verdicts.absorb(other);
        }
    }
}

fn of_kind(program: &Program, kind: SlotKind) -> impl Iterator<Item = SlotId> {
    let ids = (0..program.slots.len()).map(|position| SlotId(position as u32));
    ids.filter(move |id| program.slot(*id).kind == kind)
}

fn add_members(column: &Column, kept: Option<&[bool]>, counts: &mut [u64]) {
    let Lanes::Member(lanes) = &column.lanes else { return };
    for (row, member) in lanes.iter().enumerate() {
        if kept.is_none_or(|kept| kept.get(row) == Some(&true))
            && column.is_present(row)
            && let Some(count) = counts.get_mut(*member as usize)
        {
            *count += 1;
        }
    }
}

impl Verdicts {
    fn absorb(&mut self, other: &Verdicts) {
        self.eligible += other.eligible;
        self.ineligible += other.ineligible;
        self.undetermined += other.undetermined;
        for (reason, count) in &other.reasons {
            *self.reasons.entry(reason.clone()).or_default() += count;
        }
        for (reason, count) in &other.alone {
            *self.alone.entry(reason.clone()).or_default() += count;
        }
    }
}

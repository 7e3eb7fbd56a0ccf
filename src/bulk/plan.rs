//! What is to be computed and written, worked out once for all threads.
//!
//! In: a program, the columns of the result, whether a summary or totals are wanted. Out: the named values to be computed, each once, and where each
//! column finds its lanes. Nothing is computed that nobody asked for.

use super::columns::{Column, Origin};
use super::combinations::Combinations;
use super::report::Questions;
use super::scorer::Scorer;
use super::summary::Summary;
use super::totals::Totals;
use super::verdict;
use crate::diagnostic::Lang;
use crate::ir::{Program, SlotId};
use crate::value::calendar::Day;
use std::sync::Arc;

/// What is to be computed and written.
pub struct Plan {
    pub(super) program: Arc<Program>,
    pub(super) scorer: Scorer,
    pub(super) lang: Lang,
    pub(super) columns: Vec<Source>,
    pub(super) summing: Summing,
    pub(super) totals: Summing,
    /// What a report asks, where there is to be one.
    pub(super) report: Option<Arc<Questions>>,
    /// The eligibilities whose reasons are looked into, and the words of their reasons.
    pub(super) eligibilities: Vec<usize>,
    words: Option<Lang>,
    slots: Vec<SlotId>,
}

/// Whether records are summed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summing {
    /// They are.
    Wanted,
    /// Nobody reads the sums.
    LeftOut,
}

/// Where a column of the result finds its lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The numbers of the rows.
    Numbers,
    /// A column of the table.
    Field(usize),
    /// A column of what was scored.
    Slot(usize),
    /// The reasons of one of the eligibilities that are looked into.
    Reasons(usize),
}

/// What a plan is for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The columns of the result.
    pub columns: &'a [Column],
    /// The words of reasons, where they are people's.
    pub words: Option<Lang>,
    /// Whether the run is summed up.
    pub summing: Summing,
    /// Whether totals are kept, for the record of the run.
    pub totals: Summing,
    /// What a report asks, where there is to be one.
    pub report: Option<&'a Arc<Questions>>,
    /// The language of reasons for rejecting a record.
    pub lang: Lang,
}

impl Plan {
    /// Works out what is to be done.
    #[must_use]
    pub fn new(program: &Arc<Program>, as_of: Day, wanted: Wanted<'_>) -> Plan {
        let mut slots = Slots::default();
        let mut eligibilities: Vec<usize> = match wanted.summing {
            Summing::Wanted => (0..program.eligibilities.len()).collect(),
            Summing::LeftOut => Vec::new(),
        };
        if wanted.summing == Summing::Wanted {
            Summary::slots(program).into_iter().for_each(|slot| {
                slots.position(slot);
            });
        }
        if wanted.totals == Summing::Wanted {
            Totals::new(program).slots().for_each(|slot| {
                slots.position(slot);
            });
        }
        if let Some(questions) = wanted.report {
            questions.slots().for_each(|slot| {
                slots.position(slot);
            });
        }
        let columns = wanted.columns.iter().map(|column| match column.origin {
            Origin::Row => Source::Numbers,
            Origin::Field(id) => Source::Field(id.0 as usize),
            Origin::Slot(id) => Source::Slot(slots.position(id)),
            Origin::Verdict(position) => {
                let eligibility = program.eligibilities.get(position);
                Source::Slot(eligibility.map_or(usize::MAX, |eligibility| slots.position(eligibility.slot)))
            }
            Origin::Reasons(position) => Source::Reasons(place(&mut eligibilities, position)),
        });
        let columns = columns.collect();
        for position in &eligibilities {
            if let Some(eligibility) = program.eligibilities.get(*position) {
                verdict::slots(eligibility).into_iter().for_each(|slot| {
                    slots.position(slot);
                });
            }
        }
        Plan {
            scorer: Scorer::new(program.clone(), as_of, slots.list.clone()),
            program: program.clone(),
            lang: wanted.lang,
            columns,
            summing: wanted.summing,
            totals: wanted.totals,
            report: wanted.report.cloned(),
            eligibilities,
            words: wanted.words,
            slots: slots.list,
        }
    }

    /// The position of the column of a named value that is computed.
    pub(super) fn column_of(&self, slot: SlotId) -> Option<usize> {
        self.slots.iter().position(|known| *known == slot)
    }

    /// What looks into the eligibilities, for one thread.
    pub(super) fn combinations(&self) -> Vec<Combinations> {
        let found = self.eligibilities.iter().filter_map(|position| self.program.eligibilities.get(*position));
        found.map(|eligibility| Combinations::new(eligibility, |slot| self.column_of(slot).unwrap_or(usize::MAX), self.words)).collect()
    }
}

#[derive(Default)]
struct Slots {
    list: Vec<SlotId>,
}

impl Slots {
    fn position(&mut self, slot: SlotId) -> usize {
        place(&mut self.list, slot)
    }
}

/// Where an item stands in a list, at whose end it is put where it is new.
fn place<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|known| *known == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

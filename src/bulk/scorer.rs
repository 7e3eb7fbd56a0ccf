//! A table of records through a policy.
//!
//! In: a table whose rows keep the schema. Out: which rows break a rule between fields, and a column for each named value asked for.

use crate::batch::{self, Plan};
use crate::data::table::Table;
use crate::ir::{Program, SlotId};
use crate::value::Value;
use crate::value::calendar::Day;
use std::sync::Arc;

pub use crate::batch::{Lanes, Scored, Scratch};

/// A policy, ready to score tables on any thread.
#[derive(Debug, Clone)]
pub struct Scorer {
    plan: Arc<Plan>,
}

impl Scorer {
    /// Prepares a policy to compute some of its named values.
    #[must_use]
    pub fn new(program: Arc<Program>, as_of: Day, slots: Vec<SlotId>) -> Scorer {
        Scorer { plan: Arc::new(Plan::new(&program, as_of, &slots)) }
    }

    /// Memory for one thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        self.plan.scratch()
    }

    /// Memory for one thread that takes so many records at a time; results do not depend on it.
    #[must_use]
    pub fn scratch_of(&self, block: usize) -> Scratch {
        self.plan.scratch_of(block.clamp(1, batch::BLOCK))
    }

    /// Memory for one thread that scores record by record.
    #[must_use]
    pub fn lanes(&self) -> Lanes {
        self.plan.lanes()
    }

    /// Scores one record, without allocating; the named values asked for are put into `found`, in their order.
    ///
    /// # Errors
    /// The position of the first rule between fields that the record breaks.
    pub fn score_one(&self, lanes: &mut Lanes, record: &[Value], found: &mut Vec<Value>) -> Result<(), usize> {
        self.plan.run_one(lanes, record, found)
    }

    /// Scores a table.
    pub fn score(&self, scratch: &mut Scratch, table: &Table, scored: &mut Scored) {
        self.plan.run(scratch, &table.columns, table.rows(), scored);
    }
}

//! A table of records through a policy.
//!
//! In: a table whose rows keep the schema. Out: which rows break a rule between fields, and a column for each named value asked for.

use crate::data::table::Table;
use crate::explain;
use crate::ir::{Program, SlotId};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::column::{Column, LaneKind};
use std::sync::Arc;

/// A policy, ready to score tables on any thread.
#[derive(Debug, Clone)]
pub struct Scorer {
    program: Arc<Program>,
    as_of: Day,
    slots: Vec<SlotId>,
}

/// What came of a table.
#[derive(Debug, Clone, Default)]
pub struct Scored {
    /// For each row that breaks a rule between fields: its position, and the position of the first rule it breaks.
    pub broken: Vec<(usize, usize)>,
    /// A column for each named value, over all rows; what it holds for a row that breaks a rule means nothing.
    pub columns: Vec<Column>,
}

/// Memory that is used again from table to table; each thread has its own.
#[derive(Debug, Default)]
pub struct Scratch {}

impl Scorer {
    /// Prepares a policy to compute some of its named values.
    #[must_use]
    pub fn new(program: Arc<Program>, as_of: Day, slots: Vec<SlotId>) -> Scorer {
        Scorer { program, as_of, slots }
    }

    /// Memory for one thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        Scratch::default()
    }

    /// Scores a table.
    pub fn score(&self, _scratch: &mut Scratch, table: &Table, scored: &mut Scored) {
        scored.broken.clear();
        scored.columns = self.slots.iter().map(|slot| Column::new(LaneKind::of(&self.program.slot(*slot).expr.ty))).collect();
        for row in 0..table.rows() {
            let record = table.record(row);
            if let Ok(Some(check)) = explain::check_record(&self.program, &record, self.as_of) {
                let position = self.program.record.checks.iter().position(|known| known.span == check.span);
                scored.broken.push((row, position.unwrap_or(0)));
            }
            let evaluation = explain::evaluate(&self.program, &record, self.as_of);
            for (column, slot) in scored.columns.iter_mut().zip(&self.slots) {
                column.push(evaluation.as_ref().map_or(&Value::Missing, |evaluation| evaluation.slot(*slot)));
            }
        }
    }
}

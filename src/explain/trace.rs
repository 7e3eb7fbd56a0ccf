//! Evaluation with a memory: the value of every expression and the row every choice took.
//!
//! In: as for `evaluate`. Out: [`Trace`], indexed by expression. The program itself is the tree; what was not evaluated has
//! no value.

use super::evaluate::{Defect, Evaluation, Recorder, checks_with, evaluate_with};
use crate::ir::Program;
use crate::ir::expr::ExprId;
use crate::value::Value;
use crate::value::calendar::Day;

/// What happened in the evaluation of one record.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The values of the slots.
    pub evaluation: Evaluation,
    values: Vec<Option<Value>>,
    rows: Vec<Option<u32>>,
}

impl Trace {
    /// The value of an expression; `None` where it was not needed.
    #[must_use]
    pub fn value(&self, id: ExprId) -> Option<&Value> {
        self.values.get(id.0 as usize)?.as_ref()
    }

    /// The row a choice took: the position of a `when`, band, decision or dated row; 0 and 1 for the alternatives of `if`.
    #[must_use]
    pub fn row(&self, id: ExprId) -> Option<u32> {
        *self.rows.get(id.0 as usize)?
    }
}

struct Memory {
    values: Vec<Option<Value>>,
    rows: Vec<Option<u32>>,
}

impl Memory {
    fn of(program: &Program) -> Memory {
        let count = program.expr_count as usize;
        Memory { values: vec![None; count], rows: vec![None; count] }
    }

    fn with(self, evaluation: Evaluation) -> Trace {
        Trace { evaluation, values: self.values, rows: self.rows }
    }
}

impl Recorder for Memory {
    fn value(&mut self, id: ExprId, value: &Value) {
        if let Some(place) = self.values.get_mut(id.0 as usize) {
            *place = Some(value.clone());
        }
    }

    fn row(&mut self, id: ExprId, row: usize) {
        if let Some(place) = self.rows.get_mut(id.0 as usize) {
            *place = Some(row as u32);
        }
    }
}

/// Evaluates a record and remembers everything.
///
/// # Errors
/// A [`Defect`] of the engine; a checked policy has none.
pub fn trace(program: &Program, record: &[Value], as_of: Day) -> Result<Trace, Defect> {
    let mut memory = Memory::of(program);
    let evaluation = evaluate_with(program, record, as_of, &mut memory)?;
    Ok(memory.with(evaluation))
}

/// Computes every record check and remembers everything; no slot has a value.
///
/// # Errors
/// A [`Defect`] of the engine; a checked policy has none.
pub fn trace_checks(program: &Program, record: &[Value], as_of: Day) -> Result<Trace, Defect> {
    let mut memory = Memory::of(program);
    let evaluation = checks_with(program, record, as_of, &mut memory)?;
    Ok(memory.with(evaluation))
}

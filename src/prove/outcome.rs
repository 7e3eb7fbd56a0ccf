//! What came of a claim.
//!
//! In and out: plain data, for messages and for other commands.

use super::direction::Stop;
use crate::ir::record::FieldId;
use crate::value::Value;
use crate::value::calendar::Day;

/// What came of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Its position among the claims of the program.
    pub claim: usize,
    /// What was found.
    pub verdict: Verdict,
    /// How many cases were looked at.
    pub cases: u32,
}

/// Whether a claim holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It holds for every valid record.
    Proved,
    /// It holds because there is no record it speaks of.
    Vacuous,
    /// Records show that it does not hold; the evaluator confirms them.
    Refuted(Witness),
    /// Neither; the policy says to take it as given.
    Assumed(Obstacle),
    /// Neither.
    Open(Obstacle),
}

/// Valid records for which a claim fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// One value per field.
    pub record: Vec<Value>,
    /// For claims that compare records: another that differs in the one field only, in which it is greater where it has an order.
    pub other: Option<Vec<Value>>,
    /// The reference date.
    pub as_of: Day,
}

/// What a proof could not get past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Obstacle {
    /// The first expression that could not be settled.
    pub stop: Option<Stop>,
    /// The field whose cases were not told apart far enough.
    pub field: Option<FieldId>,
}

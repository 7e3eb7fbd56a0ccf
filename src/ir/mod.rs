//! The checked program: typed, resolved, every rounding written out.
//!
//! In: what `check` builds. Out: what `explain`, and every later evaluator, walks. Names are text for people only; all
//! references are ids. Knows nothing of syntax, and does nothing itself.

pub mod expr;
pub mod needs;
pub mod record;
pub mod scheme;
pub mod table;
pub mod walk;

use crate::source::Span;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::ty::EnumId;
use crate::value::unit::Unit;
use expr::{Expr, ExprId};
use record::Record;
use scheme::{Claim, Eligibility, Grade, Indicator, Score};
use std::sync::Arc;
use table::Table;

/// A named value of the program, by position; a slot only refers to slots before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotId(pub u32);

/// A checked policy.
#[derive(Debug, Clone)]
pub struct Program {
    /// The header.
    pub policy: Policy,
    /// All enums.
    pub enums: Vec<Enum>,
    /// What an enterprise's record holds.
    pub record: Record,
    /// Every named value, in an order in which each can be computed from those before it.
    pub slots: Vec<Slot>,
    /// Look-up tables and keyed or banded params.
    pub tables: Vec<Table>,
    /// Indicators, in the order of the file.
    pub indicators: Vec<Indicator>,
    /// Scores, in the order of the file.
    pub scores: Vec<Score>,
    /// Grades, in the order of the file.
    pub grades: Vec<Grade>,
    /// Eligibilities, in the order of the file.
    pub eligibilities: Vec<Eligibility>,
    /// Declared outputs, in the order of the file.
    pub outputs: Vec<SlotId>,
    /// The default columns of a result, in the order of the file: outputs, scores with their groups, grades, eligibilities.
    pub results: Vec<SlotId>,
    /// Tests, in the order of the file.
    pub tests: Vec<Test>,
    /// Examples, in the order of the file.
    pub examples: Vec<Example>,
    /// Claims, in the order of the file.
    pub claims: Vec<Claim>,
    /// The first reference date for which every dated value is defined.
    pub earliest_as_of: Option<Day>,
    /// How many expressions there are: ids run from 0 to one less.
    pub expr_count: u32,
    /// How many local values there are.
    pub local_count: u32,
}

impl Program {
    /// The slot of an id.
    ///
    /// # Panics
    /// When the id comes from another program.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "slot ids are made with the program they belong to")]
    pub fn slot(&self, id: SlotId) -> &Slot {
        &self.slots[id.0 as usize]
    }

    /// The enum of an id.
    ///
    /// # Panics
    /// When the id comes from another program.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "enum ids are made with the program they belong to")]
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.0 as usize]
    }

    /// The slot with a public name, such as `total` or `staff_share.value`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SlotId> {
        self.slots.iter().position(|slot| slot.name == name).map(|position| SlotId(position as u32))
    }
}

/// The header of a policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Its name.
    pub name: String,
    /// Its title, for people; empty where none was written.
    pub title: String,
    /// The documents it implements.
    pub sources: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// The first day it is in force.
    pub effective_from: Option<Day>,
    /// The last day it is in force.
    pub effective_to: Option<Day>,
    /// The reference date used where the caller names none.
    pub as_of: Option<Day>,
    /// Whether some value depends on the reference date.
    pub needs_as_of: bool,
}

/// An enum.
#[derive(Debug, Clone)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// Its members, in the order of the file.
    pub members: Vec<Member>,
}

/// A member of an enum.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// Codes under which data may know it.
    pub codes: Vec<String>,
}

/// What a slot is, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// A single param.
    Param,
    /// A `let`.
    Let,
    /// An `output`.
    Output,
    /// A decision table.
    Decision,
    /// The value of an indicator.
    IndicatorValue,
    /// The points of an indicator.
    IndicatorPoints,
    /// The weight of an indicator in a score.
    Weight,
    /// What an indicator adds to a score.
    Contribution,
    /// The subtotal of a group.
    Group,
    /// A score.
    Score,
    /// A grade.
    Grade,
    /// One condition of an eligibility.
    Condition,
    /// An eligibility.
    Eligibility,
}

/// A named value.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Its public name: `total`, `staff_share` (points), `staff_share.value`, `total.staff_share` (contribution).
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// What it is.
    pub kind: SlotKind,
    /// How it is computed.
    pub expr: Expr,
    /// Where it is declared.
    pub span: Span,
}

/// A record written in the policy: one value per field, in the order of the fields.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its name; empty for the record of a test.
    pub name: String,
    /// Values of the fields.
    pub record: Vec<Value>,
    /// Fields whose value breaks the schema, so that the record would be rejected.
    pub broken: Vec<record::FieldId>,
    /// Where it stands.
    pub span: Span,
}

/// A test.
#[derive(Debug, Clone)]
pub struct Test {
    /// Its words.
    pub name: String,
    /// Where its words stand.
    pub span: Span,
    /// The record.
    pub given: Example,
    /// The reference date it states.
    pub as_of: Option<Day>,
    /// What it expects.
    pub expect: Expect,
}

/// What a test expects.
#[derive(Debug, Clone)]
pub enum Expect {
    /// That the record breaks the schema and is rejected.
    Rejected {
        /// Where that stands.
        span: Span,
    },
    /// That every one of these holds.
    All(Vec<Expectation>),
}

/// One expectation: a condition over the results, and the value to show where it does not hold.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Must be true.
    pub condition: Expr,
    /// The side shown as "found", where the condition is a comparison.
    pub found: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// Shared handle of a unit.
pub type UnitRef = Arc<Unit>;

/// Hands out expression ids.
#[derive(Debug, Default)]
pub struct ExprIds {
    next: u32,
}

impl ExprIds {
    /// The next id.
    pub fn fresh(&mut self) -> ExprId {
        self.next += 1;
        ExprId(self.next - 1)
    }

    /// How many were handed out.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.next
    }
}

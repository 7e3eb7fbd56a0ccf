//! Trees of schemes: indicators, scores, weights, grades, eligibilities, examples, tests, claims.
//!
//! In: nothing. Out: plain data with a span on every node.

use super::{Band, Date, Expr, Figure, Kind, Name, Text};
use crate::source::Span;

/// `indicator`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// `out of N`
    pub out_of: Option<Figure>,
    /// `value` clauses; more than one is an error.
    pub values: Vec<(Expr, Option<Kind>)>,
    /// `points` clauses; exactly one is right.
    pub points: Vec<Expr>,
    /// Clauses it implements.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// What a score or group says of its total.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traits {
    /// `out of N`
    pub out_of: Option<Figure>,
    /// `up to N`
    pub up_to: Option<Figure>,
    /// `at least N`
    pub at_least: Option<Figure>,
    /// `round N`
    pub round: Option<Figure>,
    /// One that stands twice.
    pub repeated: Option<Span>,
}

/// `score`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// What it says of its total.
    pub traits: Traits,
    /// Indicators outside groups.
    pub items: Vec<Name>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Weights.
    pub weights: Vec<Weights>,
    /// Clauses it implements.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// What a group does to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupRole {
    /// Part of the base score.
    Base,
    /// `bonus`
    Bonus,
    /// `deduct`
    Deduct,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What it does.
    pub role: GroupRole,
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// What it says of its subtotal.
    pub traits: Traits,
    /// Its indicators.
    pub items: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// `weights`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// `by …`
    pub by: Option<Expr>,
    /// `from …`
    pub from: Option<Date>,
    /// Column heads.
    pub columns: Vec<Name>,
    /// Rows.
    pub rows: Vec<WeightRow>,
    /// Where the header row stands.
    pub header_span: Span,
    /// All of it.
    pub span: Span,
}

/// A row of weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightRow {
    /// The indicator.
    pub indicator: Name,
    /// One weight per column; `None` where the cell is blank.
    pub weights: Vec<Option<Figure>>,
    /// Where each cell stands.
    pub cells: Vec<Span>,
    /// All of it.
    pub span: Span,
}

/// `grade`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// The enum it gives.
    pub kind: Name,
    /// What is graded, in bands.
    pub band: Band,
    /// The clause it implements.
    pub source: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// `eligibility`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eligibility {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// Its clauses.
    pub clauses: Vec<Clause>,
    /// Documents.
    pub sources: Vec<Text>,
    /// Remarks.
    pub notes: Vec<Text>,
    /// All of it.
    pub span: Span,
}

/// A clause of an eligibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    /// `require`, `any`, `all`
    Require(Condition),
    /// `veto`
    Veto(Condition),
    /// `direct`
    Direct(Condition),
}

/// A condition or a combination of conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What.
    pub kind: ConditionKind,
    /// Its words.
    pub words: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// What a condition is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionKind {
    /// An expression.
    Single(Expr),
    /// `any { … }`
    Any(Vec<Condition>),
    /// `all { … }`
    All(Vec<Condition>),
}

/// `example`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its name.
    pub name: Name,
    /// Its label.
    pub label: Option<Text>,
    /// The example it changes.
    pub base: Option<Name>,
    /// Its values.
    pub values: Vec<Assignment>,
    /// All of it.
    pub span: Span,
}

/// `field = value`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The field.
    pub field: Name,
    /// The value.
    pub value: Expr,
}

/// `test`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Its words.
    pub name: Text,
    /// The reference date.
    pub as_of: Option<Date>,
    /// The example it starts from.
    pub base: Option<Name>,
    /// Its values.
    pub values: Vec<Assignment>,
    /// Where `given` stands.
    pub given_span: Span,
    /// What it expects.
    pub expect: Expect,
    /// All of it.
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// `expect rejected`
    Rejected(Span),
    /// `expect { … }`
    All(Vec<Expr>),
}

/// `ensure`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ensure {
    /// What is claimed.
    pub claim: Claim,
    /// Its words.
    pub words: Option<Text>,
    /// `assume "…"`: why it is taken to hold where it is not decided.
    pub assumed: Option<Text>,
    /// All of it.
    pub span: Span,
}

/// What is claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The condition always holds.
    Always(Expr),
    /// `never …`
    Never(Expr),
    /// `… implies …`
    Implies(Expr, Expr),
    /// `… rises with …`
    Rises(Expr, Expr),
    /// `… falls with …`
    Falls(Expr, Expr),
    /// `… does not depend on …`
    Independent(Expr, Expr),
}

//! What a scheme is made of: indicators, scores, grades, eligibilities, claims.
//!
//! In: declarations. Out: their structure over slots, for tables, explanations and reports. Computing needs only the slots.

use super::SlotId;
use super::expr::Expr;
use crate::source::Span;
use crate::value::decimal::Decimal;

/// An indicator.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The slot of its value, if one is declared.
    pub value: Option<SlotId>,
    /// The slot of its points.
    pub points: SlotId,
    /// Its maximum, if one is declared.
    pub out_of: Option<Decimal>,
    /// The clauses it implements.
    pub sources: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// A score.
#[derive(Debug, Clone)]
pub struct Score {
    /// Its slot.
    pub slot: SlotId,
    /// What its parts total at most, if declared: bonus groups left out.
    pub out_of: Option<Decimal>,
    /// The cap, if declared.
    pub up_to: Option<Decimal>,
    /// The floor, if declared.
    pub at_least: Option<Decimal>,
    /// Decimal places it is rounded to, if declared.
    pub round: Option<u8>,
    /// Groups, in the order of the file.
    pub groups: Vec<Group>,
    /// Indicators outside groups.
    pub items: Vec<Item>,
    /// Clauses.
    pub sources: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

impl Score {
    /// Every indicator's part, those in groups first.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        self.groups.iter().flat_map(|group| &group.items).chain(&self.items)
    }
}

/// What a group does to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Part of the base score.
    Base,
    /// Added beyond `out of`.
    Bonus,
    /// Taken away.
    Deduction,
}

/// A group of indicators with a subtotal.
#[derive(Debug, Clone)]
pub struct Group {
    /// The slot of the subtotal.
    pub slot: SlotId,
    /// What it does to the score.
    pub role: Role,
    /// What it totals at most, if declared.
    pub out_of: Option<Decimal>,
    /// The cap, if declared.
    pub up_to: Option<Decimal>,
    /// Decimal places the subtotal is rounded to, if declared.
    pub round: Option<u8>,
    /// Its indicators.
    pub items: Vec<Item>,
}

/// An indicator's part in a score.
#[derive(Debug, Clone)]
pub struct Item {
    /// The position of the indicator in the program.
    pub indicator: u32,
    /// The slot of the weight, in a weighted score.
    pub weight: Option<SlotId>,
    /// The slot of what it adds: `weight × points ÷ maximum`, or the points themselves.
    pub contribution: SlotId,
}

/// A grade.
#[derive(Debug, Clone)]
pub struct Grade {
    /// Its slot.
    pub slot: SlotId,
    /// The clause it implements.
    pub sources: Vec<String>,
}

/// An eligibility. Eligible: no veto is met, and either every requirement or any direct route is met, in three-valued logic.
#[derive(Debug, Clone)]
pub struct Eligibility {
    /// Its slot: true eligible, false ineligible, missing undetermined.
    pub slot: SlotId,
    /// Its clauses, in the order of the file.
    pub clauses: Vec<Clause>,
    /// Clauses of the document.
    pub sources: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// A clause of an eligibility.
#[derive(Debug, Clone)]
pub enum Clause {
    /// Must be met.
    Require(Condition),
    /// Must not be met.
    Veto(Condition),
    /// Met, it makes up for every requirement.
    Direct(Condition),
}

/// A condition or a combination of conditions.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its slot: true met, false not met, missing undetermined.
    pub slot: SlotId,
    /// Its words; where none were written, its text.
    pub words: String,
    /// What it combines.
    pub parts: Parts,
    /// Where it stands.
    pub span: Span,
}

/// What a condition combines.
#[derive(Debug, Clone)]
pub enum Parts {
    /// It is a single expression.
    Single,
    /// At least one of these.
    Any(Vec<Condition>),
    /// Each of these.
    All(Vec<Condition>),
}

/// A claim about the policy, to be proved by the checker.
#[derive(Debug, Clone)]
pub struct Claim {
    /// What is claimed.
    pub kind: ClaimKind,
    /// Its words; empty where none were written.
    pub words: String,
    /// Why it is taken to hold where it is not decided, if it is.
    pub assumed: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What is claimed.
#[derive(Debug, Clone)]
pub enum ClaimKind {
    /// The condition holds for every valid record.
    Always(Expr),
    /// The condition holds for no valid record.
    Never(Expr),
    /// Where the first holds, so does the second.
    Implies(Expr, Expr),
    /// The first never falls when the field rises.
    Rises(Expr, Expr),
    /// The first never rises when the field rises.
    Falls(Expr, Expr),
    /// The first is the same whatever the field is.
    Independent(Expr, Expr),
}

//! What an analysis finds, as plain data in both languages.
//!
//! In: what the other files of the module work out. Out: a tree for JSON and for the printers. Computes nothing.

use crate::explain::explanation::{Bilingual, Figure};
use serde::Serialize;

/// The number of the JSON form; it rises when a reader has to change.
pub const SCHEMA_VERSION: u32 = 1;

/// All that is found of a policy.
#[derive(Debug, Clone, Serialize)]
pub struct Analysis {
    /// The number of this form.
    pub schema_version: u32,
    /// The name of the policy.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// The first and last reference date considered; `None` where nothing depends on it.
    pub dates: Option<(String, String)>,
    /// The steepest edges, steepest first: places in `indicators` or `outputs`.
    pub cliffs: Vec<Cliff>,
    /// Scores.
    pub scores: Vec<ScoreReport>,
    /// Indicators.
    pub indicators: Vec<ValueReport>,
    /// Grades and outputs.
    pub outputs: Vec<ValueReport>,
    /// Eligibilities.
    pub eligibilities: Vec<EligibilityReport>,
    /// Edges that several rules share.
    pub shared: Vec<SharedEdge>,
    /// Fields.
    pub fields: Vec<FieldReport>,
    /// The records that show what is reached.
    pub records: Vec<RecordReport>,
}

/// Which name is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Name {
    /// Its name in the policy; empty for a formula without one.
    pub name: String,
    /// For people.
    pub label: Bilingual,
}

/// An end of a range.
#[derive(Debug, Clone, Serialize)]
pub struct End {
    /// The bound: proved.
    #[serde(flatten)]
    pub figure: Figure,
    /// The number of the record that reaches it; `None`: whether it is reached is open.
    pub record: Option<u32>,
}

/// An alternative that a result can take.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    /// It.
    pub value: Figure,
    /// The number of a record that gives it; `None`: whether one does is open.
    pub record: Option<u32>,
}

/// What a value can be.
#[derive(Debug, Clone, Serialize)]
pub struct Reach {
    /// The ends of a number or date.
    pub ends: Option<(End, End)>,
    /// The alternatives of anything else.
    pub choices: Vec<Choice>,
    /// Alternatives that no record gives: proved.
    pub never: Vec<Figure>,
    /// Whether it may be missing.
    pub missing: bool,
    /// The number of a record that leaves it missing.
    pub missing_record: Option<u32>,
}

/// What a value can be on one side of an edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The least and greatest number.
    pub ends: Option<(Figure, Figure)>,
    /// The alternatives.
    pub choices: Vec<Figure>,
    /// Whether it may be missing.
    pub missing: bool,
}

/// A jump: between these, for every record that stands at the edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Jump {
    /// At least.
    pub least: Figure,
    /// At most.
    pub most: Figure,
    /// Whether crossing the edge upwards can lower the value and cannot raise it.
    pub falls: bool,
}

/// A jump of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreJump {
    /// The score.
    pub score: Name,
    /// The column of its weights; `None` where it has one only.
    pub column: Option<Bilingual>,
    /// The jump.
    pub jump: Jump,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EdgeReport {
    /// The alternative that the bound is for, where it is looked up by one.
    pub case: Option<Bilingual>,
    /// From where the upper side applies: "from 25%".
    pub edge: Bilingual,
    /// The figure the policy states.
    pub stated: Figure,
    /// Which side that figure itself belongs to: `above` or `below`.
    pub included: &'static str,
    /// The last figure below.
    pub last_below: Figure,
    /// The first figure above.
    pub first_above: Figure,
    /// What the value can be just below.
    pub below: Side,
    /// What it can be just above.
    pub above: Side,
    /// How far it jumps, where it is a number.
    pub jump: Option<Jump>,
    /// What that means for scores.
    pub scores: Vec<ScoreJump>,
    /// The reference dates for which this holds, where it is not all of them.
    pub dates: Vec<(String, String)>,
}

/// The edges of one figure.
#[derive(Debug, Clone, Serialize)]
pub struct EdgeGroup {
    /// The figure.
    pub figure: Name,
    /// Whether it is a field of the record.
    pub field: bool,
    /// What the records that get there have in common.
    pub under: Vec<Bilingual>,
    /// The edges, rising.
    pub edges: Vec<EdgeReport>,
}

/// A line between two knots.
#[derive(Debug, Clone, Serialize)]
pub struct SlopeReport {
    /// The figure.
    pub figure: Name,
    /// Where the line starts.
    pub from: Figure,
    /// Where it ends.
    pub to: Figure,
    /// The value at its start.
    pub start: Figure,
    /// The value at its end.
    pub end: Figure,
}

/// A row that no record gets to.
#[derive(Debug, Clone, Serialize)]
pub struct RowReport {
    /// The line of the policy.
    pub line: u32,
    /// Its text.
    pub text: String,
}

/// What a blank field does to a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// Blank, it always leaves the result open: proved.
    Always,
    /// Blank, it leaves the result open for some records, as one shows.
    Shown,
    /// Blank, it may leave the result open; no record was found.
    Perhaps,
}

/// A field that may be blank, and a result.
#[derive(Debug, Clone, Serialize)]
pub struct BlankReport {
    /// The field.
    pub field: Name,
    /// What its being blank does.
    pub effect: Blank,
    /// The number of a record that shows it.
    pub record: Option<u32>,
}

/// An indicator, a grade or an output.
#[derive(Debug, Clone, Serialize)]
pub struct ValueReport {
    /// It.
    pub name: Name,
    /// The maximum that is declared.
    pub out_of: Option<String>,
    /// What it can be.
    pub reach: Reach,
    /// Its edges.
    pub edges: Vec<EdgeGroup>,
    /// Its lines.
    pub slopes: Vec<SlopeReport>,
    /// Rows that no record gets to.
    pub never: Vec<RowReport>,
    /// Fields that leave it missing.
    pub blanks: Vec<BlankReport>,
    /// Another reason why it may be missing although every field is there.
    pub other_cause: Option<Bilingual>,
}

/// One of the steepest edges.
#[derive(Debug, Clone, Serialize)]
pub struct Cliff {
    /// The indicator or output.
    pub name: Name,
    /// The figure.
    pub figure: Name,
    /// What the records that get there have in common.
    pub under: Vec<Bilingual>,
    /// The edge.
    pub edge: EdgeReport,
    /// What it is measured by: the greatest jump of a score, or of the value itself where no score counts it.
    pub size: Figure,
}

/// An indicator in a column of weights.
#[derive(Debug, Clone, Serialize)]
pub struct ItemReport {
    /// The indicator.
    pub indicator: Name,
    /// Its weight, in a weighted score.
    pub weight: Option<Figure>,
    /// What it adds at least.
    pub least: Figure,
    /// What it adds at most.
    pub most: Figure,
    /// What it would add at its declared maximum, where its points cannot get there.
    pub short_of: Option<Figure>,
}

/// A column of the weights of a score.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Which records it is for; `None` for all.
    pub label: Option<Bilingual>,
    /// The least total, proved.
    pub least: Figure,
    /// The greatest total, proved.
    pub most: Figure,
    /// The indicators.
    pub items: Vec<ItemReport>,
}

/// Whether a limit binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Binds {
    /// For every record.
    Always,
    /// For no record.
    Never,
    /// For some perhaps.
    Sometimes,
}

/// A group of a score.
#[derive(Debug, Clone, Serialize)]
pub struct GroupReport {
    /// It.
    pub name: Name,
    /// What it can be.
    pub reach: Reach,
    /// The cap, if one is declared, and whether it binds.
    pub cap: Option<(String, Binds)>,
}

/// A score.
#[derive(Debug, Clone, Serialize)]
pub struct ScoreReport {
    /// It.
    pub name: Name,
    /// The maximum that is declared.
    pub out_of: Option<String>,
    /// What it can be.
    pub reach: Reach,
    /// The columns of its weights; one where they are the same for all.
    pub columns: Vec<Column>,
    /// Its groups.
    pub groups: Vec<GroupReport>,
}

/// What can come of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It holds for every record.
    Always,
    /// It holds for no record.
    Never,
    /// It depends on the record.
    Depends,
}

/// A condition of an eligibility.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionReport {
    /// Its words.
    pub words: Bilingual,
    /// How deep it stands.
    pub depth: u32,
    /// Whether it is a veto.
    pub veto: bool,
    /// What can come of it.
    pub truth: Truth,
    /// Its thresholds.
    pub edges: Vec<EdgeGroup>,
}

/// An eligibility.
#[derive(Debug, Clone, Serialize)]
pub struct EligibilityReport {
    /// It.
    pub name: Name,
    /// What can come of it.
    pub reach: Reach,
    /// Its conditions.
    pub conditions: Vec<ConditionReport>,
    /// Fields that leave it open.
    pub blanks: Vec<BlankReport>,
    /// Another reason why it may be open although every field is there.
    pub other_cause: Option<Bilingual>,
}

/// A rule that has an edge somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The result or condition.
    pub name: Name,
    /// Which side of the edge the stated figure belongs to: `above` or `below`.
    pub included: &'static str,
}

/// A figure at which several rules change.
#[derive(Debug, Clone, Serialize)]
pub struct SharedEdge {
    /// The figure that is looked at.
    pub figure: Name,
    /// Where: one figure or several.
    pub stated: Vec<Figure>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// Whether they all count the stated figure on one side.
    pub agree: bool,
}

/// How a result moves when a field rises and nothing else changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// It does not change.
    Same,
    /// It never falls.
    Rises,
    /// It never rises.
    Falls,
    /// Either way, or not proved.
    Open,
    /// The field does not rise: its alternatives have no order.
    Unordered,
}

/// What a field does to a result.
#[derive(Debug, Clone, Serialize)]
pub struct Move {
    /// The result.
    pub result: Name,
    /// Which way it moves.
    pub way: Way,
    /// For a result without numbers: the alternative it moves towards, if anywhere.
    pub toward: Option<Figure>,
    /// What stopped the proof, where the way is open.
    pub reason: Option<Bilingual>,
    /// The most by which two records that differ in this field alone can differ, where the result is a number.
    pub most: Option<Figure>,
}

/// What a field is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Some result depends on it.
    Results,
    /// Only record checks read it.
    Checks,
    /// It names the record.
    Key,
    /// Nothing depends on it.
    Nothing,
}

/// A field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldReport {
    /// It.
    pub name: Name,
    /// What it is for.
    pub used: Use,
    /// What it does to each result that it can change.
    pub moves: Vec<Move>,
}

/// A record that shows what is reached.
#[derive(Debug, Clone, Serialize)]
pub struct RecordReport {
    /// Its number in this report.
    pub number: u32,
    /// What it is: `example`, `test` or `made`.
    pub origin: &'static str,
    /// The name of the example or test.
    pub from: String,
    /// The field left blank in it, where it is that example or test but for this.
    pub blank: Option<Name>,
    /// The reference date, where results depend on it.
    pub as_of: Option<String>,
    /// The fields that matter, with their values.
    pub fields: Vec<(Name, Figure)>,
}

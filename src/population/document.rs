//! A report on a population as plain data, in both languages at once.
//!
//! In: what `build` makes of the counts. Out: a tree for JSON and for the page. Counts are whole numbers; shares and means are worked out from
//! them and rounded, and what they are worked out from stands beside them.

use crate::explain::explanation::{Bilingual, Figure};
use serde::Serialize;

/// The version of this shape.
pub const SCHEMA_VERSION: u32 = 1;

/// A report on a population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Population {
    /// The version of this shape.
    pub schema_version: u32,
    /// What was run.
    pub about: About,
    /// How many records there are.
    pub records: Records,
    /// Why records were rejected, the most frequent reason first.
    pub rejections: Vec<Rejection>,
    /// Each score.
    pub scores: Vec<Score>,
    /// Each grade.
    pub grades: Vec<Grade>,
    /// Each eligibility.
    pub eligibilities: Vec<Eligibility>,
    /// By each field that was asked for.
    pub by: Vec<Breakdown>,
    /// Fields left blank.
    pub blanks: Blanks,
    /// Where enterprises lie close to an edge.
    pub edges: Edges,
}

/// What was run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// The name of the policy.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// The documents it implements.
    pub sources: Vec<String>,
    /// Its remarks.
    pub notes: Vec<String>,
    /// The first day it is in force.
    pub effective_from: Option<String>,
    /// The last day it is in force.
    pub effective_to: Option<String>,
    /// The reference date, where one was named or the policy depends on one.
    pub reference_date: Option<String>,
    /// What made the report.
    pub engine: String,
    /// The data.
    pub files: Vec<File>,
}

/// A file of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its name.
    pub file: String,
    /// How many records it has.
    pub records: u64,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Records {
    /// Read.
    pub read: u64,
    /// Of them, scored.
    pub scored: u64,
    /// Of them, rejected.
    pub rejected: u64,
    /// Blank rows, which count nowhere else.
    pub blank: u64,
}

/// A count and its share of a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// In percent, rounded to a tenth; nothing where there is no whole.
    pub percent: Option<String>,
}

/// Why records were rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The code.
    pub code: String,
    /// The column, or the columns of a rule between fields; empty where it concerns the whole row.
    pub column: String,
    /// How many cells or rows.
    pub count: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// A rejected record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Its file, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Its row.
    pub row: u64,
    /// Its key.
    pub key: Option<String>,
    /// What is wrong.
    pub says: Bilingual,
}

/// How a score lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How many records have it.
    pub count: u64,
    /// How many have none.
    pub missing: u64,
    /// The sum of all.
    pub sum: Option<Figure>,
    /// The sum divided by the count, rounded: to two places more than the score has, but not beyond four unless the score has more.
    pub mean: Option<Figure>,
    /// Least, lower quartile, median, upper quartile, greatest: each the score of some record. Empty where there is none.
    pub quartiles: Vec<Figure>,
    /// Whether every score was counted apart; else those that differ by less than a thousandth count as one.
    pub exact: bool,
    /// Where a condition or a grade asks for this much.
    pub passes: Vec<Pass>,
    /// How many lie between round borders.
    pub bars: Vec<Bar>,
    /// Its groups, or what each indicator adds where it has none.
    pub parts: Vec<Part>,
}

/// Where a condition or a grade changes with a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pass {
    /// What changes: the eligibility or the grade.
    pub of: String,
    /// The words of the condition; empty for a grade.
    pub words: String,
    /// The least score above.
    pub at: Figure,
}

/// Scores between two borders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// The border below, which belongs to it.
    pub low: Figure,
    /// The border above.
    pub high: Figure,
    /// Whether the border above belongs to it too.
    pub closed: bool,
    /// How many.
    pub count: u64,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How many records have it.
    pub count: u64,
    /// The sum of all.
    pub sum: Option<Figure>,
    /// The mean.
    pub mean: Option<Figure>,
    /// What it can be at most, by what the policy declares or the checker proves.
    pub maximum: Option<Figure>,
    /// The mean in percent of that, rounded to a tenth.
    pub percent: Option<String>,
}

/// How often a grade is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grade {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Each of its members that occurs, and all where there are few.
    pub members: Vec<Member>,
    /// Records without it.
    pub missing: Share,
}

/// A member of a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How many.
    pub records: Share,
}

/// Who is eligible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Who is.
    pub eligible: Share,
    /// Who is not.
    pub ineligible: Share,
    /// Of whom it cannot be said.
    pub undetermined: Share,
}

/// An eligibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Eligibility {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Who is eligible.
    pub verdicts: Verdicts,
    /// What stands in the way, the most frequent first.
    pub refusals: Vec<Refusal>,
}

/// A condition that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Its words.
    pub words: String,
    /// Whether it is undetermined because a figure is missing; else it is not met.
    pub undetermined: bool,
    /// Of how many records, among those that are not eligible.
    pub records: Share,
    /// Of them, those of which it is the only one: they would be eligible but for it.
    pub alone: u64,
}

/// Records by the values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// The name of the field or value.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether dates are counted by year.
    pub by_year: bool,
    /// How many different values there are; nothing where there are too many to be told apart.
    pub values: Option<u64>,
    /// The values with most records.
    pub groups: Vec<GroupReport>,
    /// The records of all other values together.
    pub others: Option<GroupReport>,
}

/// Records of one value, or of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupReport {
    /// The value as programs write it; nothing where it is blank, or where several values are taken together.
    pub value: Option<String>,
    /// For people.
    pub label: Bilingual,
    /// How many records.
    pub records: Share,
    /// Each eligibility, in the order of the report.
    pub verdicts: Vec<Verdicts>,
    /// Each score, in the order of the report.
    pub scores: Vec<GroupScore>,
}

/// A score over the records of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupScore {
    /// How many have it.
    pub count: u64,
    /// The sum.
    pub sum: Option<Figure>,
    /// The mean.
    pub mean: Option<Figure>,
    /// Least, lower quartile, median, upper quartile, greatest.
    pub quartiles: Vec<Figure>,
    /// Whether every score was counted apart.
    pub exact: bool,
}

/// Fields left blank by scored records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blanks {
    /// The fields that may be blank: name and label.
    pub fields: Vec<Field>,
    /// By each field that was asked for, in the order of the report.
    pub by: Vec<BlanksBy>,
}

/// A field that may be blank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How many leave it blank.
    pub blank: Share,
}

/// Fields left blank, by the values of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BlanksBy {
    /// The name of the field or value by which records are grouped.
    pub name: String,
    /// For each group of the breakdown, the blanks of each field.
    pub groups: Vec<Vec<Share>>,
}

/// Edges of the policy and how close to them enterprises lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edges {
    /// How many edges were looked at.
    pub examined: u64,
    /// How many more there are.
    pub left_out: u64,
    /// Those at which the two sides differ most, the strongest first.
    pub strongest: Vec<EdgeReport>,
}

/// An edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EdgeReport {
    /// The name of the figure.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The edge, as the policy states it.
    pub at: Figure,
    /// Whether the edge itself counts as above; else as below.
    pub at_is_above: bool,
    /// What changes there.
    pub rules: Vec<String>,
    /// The alternatives for which it applies: only these records are counted.
    pub only: Vec<Bilingual>,
    /// Whether something else decides too who comes to this edge, which was not looked at.
    pub conditional: bool,
    /// How wide the window is on either side.
    pub width: Figure,
    /// How many lie in the window just below.
    pub below: u64,
    /// How many lie in the window just above.
    pub above: u64,
    /// Windows around the edge, rising.
    pub parts: Vec<u64>,
    /// How many of these lie below the edge.
    pub parts_below: u64,
}

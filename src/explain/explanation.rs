//! An explanation as plain data, in both languages at once.
//!
//! In: what `narrate` finds in a trace. Out: a tree for JSON and for the printers. Computes nothing.

use crate::diagnostic::Lang;
use serde::Serialize;

/// The same words in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Bilingual {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

impl Bilingual {
    /// Words in both languages.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Bilingual {
        Bilingual { en: en.into(), zh: zh.into() }
    }

    /// A text that is the same in both languages.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Bilingual {
        let text = text.into();
        Bilingual { en: text.clone(), zh: text }
    }

    /// The words in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Every digit in the unit below, the name of a member, `true` or `false`, an ISO date; `None` where there is no value.
    pub exact: Option<String>,
    /// The unit of a number; empty for a plain number and for anything else.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// For people.
    pub text: Bilingual,
}

/// A formula in three forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// As written in the policy, on one line.
    pub source: String,
    /// With labels for names.
    pub labels: Bilingual,
    /// Whether it is a condition other than a single name.
    pub condition: bool,
    /// With the numbers in; `None` where it has no names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Bilingual>,
}

/// Whether a condition holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// A missing figure leaves it open.
    Undetermined,
}

/// What made a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// A band or another choice by one value.
    Band,
    /// A decision table with several columns.
    Decision,
    /// Guarded rows.
    When,
    /// `if … then … else …`.
    If,
    /// A line between knots.
    Linear,
    /// A cell of a table.
    Lookup,
    /// A value by the reference date.
    Dated,
    /// A function of the policy.
    Call,
}

/// What a choice looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// Its formula.
    pub formula: Formula,
    /// Its value.
    pub value: Figure,
}

/// A condition that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guard {
    /// The condition.
    pub formula: Formula,
    /// Whether it holds.
    pub state: State,
}

/// A choice that was made: which row, and what it gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What chose.
    pub kind: StepKind,
    /// The table or function; empty for others.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it looked at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Subject>,
    /// Conditions tried, in order, the one that decided last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Guard>,
    /// The row taken.
    pub row: Bilingual,
    /// Its line in the policy, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// How its value is computed, where that is more than a constant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<Formula>,
    /// What it gave.
    pub value: Figure,
    /// Choices made within it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// How a value came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Reason {
    /// The formula, where it is more than a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<Formula>,
    /// The choices made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}

/// A way to more points: the nearest better row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NextStep {
    /// What would have to change.
    pub subject: Bilingual,
    /// Its present value.
    pub now: Figure,
    /// What it would have to be: `at least 30%`.
    pub bound: Bilingual,
    /// The row that would apply.
    pub row: Bilingual,
    /// The figure to change, where that is certain, with nothing else changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldChange>,
    /// The points of the indicator then.
    pub points: Figure,
    /// Whether the indicator is a deduction, so that fewer points are better.
    pub deduction: bool,
    /// What its contribution would gain; for a deduction, what is no longer taken away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gain: Option<Figure>,
    /// The score then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Figure>,
}

/// A change of one figure of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The name of the field.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The figure now.
    pub from: Figure,
    /// The figure that suffices.
    pub to: Figure,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndicatorReport {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its value, if one is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Figure>,
    /// How the value came about.
    pub value_reason: Reason,
    /// Its points.
    pub points: Figure,
    /// How the points came about.
    pub points_reason: Reason,
    /// Its maximum, if one is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of: Option<String>,
    /// Ways to more points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextStep>,
    /// Clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Remarks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// An indicator's part in a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemReport {
    /// The indicator.
    pub indicator: IndicatorReport,
    /// Its weight, in a weighted score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<Figure>,
    /// What it adds, or takes away in a deduction.
    pub contribution: Figure,
}

/// What a group does to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupRole {
    /// Part of the base score.
    Base,
    /// Added beyond the maximum.
    Bonus,
    /// Taken away.
    Deduction,
}

/// A group of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupReport {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What it does.
    pub role: GroupRole,
    /// Its subtotal.
    pub subtotal: Figure,
    /// Its maximum, if one is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of: Option<String>,
    /// Caps and rounding that changed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Bilingual>,
    /// Its indicators.
    pub items: Vec<ItemReport>,
}

/// A fixed amount that a condition compares a score with: where one passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoundReport {
    /// The comparison, with labels for names: `创新积分 >= 60`.
    pub words: Bilingual,
    /// The amount.
    pub at: Figure,
    /// Whether the comparison holds.
    pub state: State,
}

/// A score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScoreReport {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The result.
    pub result: Figure,
    /// Its maximum, if one is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of: Option<String>,
    /// Caps, floors and rounding that changed it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Bilingual>,
    /// Which weights applied, where there are several columns or dates of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Bilingual>,
    /// Where one passes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bounds: Vec<BoundReport>,
    /// Groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupReport>,
    /// Indicators outside groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemReport>,
    /// Clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Remarks of the policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl ScoreReport {
    /// Every indicator's part, those in groups first.
    pub(super) fn all_items(&self) -> impl Iterator<Item = &ItemReport> {
        self.groups.iter().flat_map(|group| &group.items).chain(&self.items)
    }
}

/// A named value beside the scores: an output, a `let`, a decision, a dated param.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueReport {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether it is an output of the policy.
    pub output: bool,
    /// Its value.
    pub value: Figure,
    /// How it came about.
    pub reason: Reason,
}

/// The grade above, and what is lacking to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradeStep {
    /// The grade above.
    pub result: Figure,
    /// What the grade looks at.
    pub subject: Bilingual,
    /// What it would have to be: `at least 80`.
    pub bound: Bilingual,
    /// How much is lacking.
    pub lacking: Figure,
}

/// A grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GradeReport {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The grade.
    pub result: Figure,
    /// How it came about.
    pub reason: Reason,
    /// The grade above, where points decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<GradeStep>,
    /// Clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// The answer of an eligibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Eligible.
    Eligible,
    /// Not eligible.
    Ineligible,
    /// Missing figures leave it open.
    Undetermined,
}

/// What a clause does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClauseRole {
    /// Must be met.
    Require,
    /// Must not be met.
    Veto,
    /// Met, it makes up for every requirement.
    Direct,
}

/// How a condition combines its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Combination {
    /// It has no parts.
    Single,
    /// At least one.
    Any,
    /// Each.
    All,
}

/// A field by name and label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldName {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionReport {
    /// Its words; where none were written, its text with labels.
    pub words: Bilingual,
    /// Whether it holds.
    pub state: State,
    /// Its text; `None` for a combination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<Formula>,
    /// Blank fields that leave it open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<FieldName>,
    /// Other reasons for which a figure does not exist.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Bilingual>,
    /// How its parts combine.
    pub combination: Combination,
    /// Its parts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ConditionReport>,
}

/// A clause of an eligibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseReport {
    /// What it does.
    pub role: ClauseRole,
    /// Its condition.
    pub condition: ConditionReport,
}

/// An eligibility.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EligibilityReport {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The answer.
    pub result: Answer,
    /// Its clauses.
    pub clauses: Vec<ClauseReport>,
    /// Blank fields that would decide it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<FieldName>,
    /// Clauses of the document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Remarks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// A figure of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldReport {
    /// The name of the field.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What was filled in.
    pub value: Figure,
}

/// The policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyReport {
    /// Its name.
    pub name: String,
    /// Its title; the name where none was written.
    pub title: String,
    /// The documents it implements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
}

/// The record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordReport {
    /// What it is: 企业.
    pub label: String,
    /// The key, if one is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<FieldReport>,
    /// Texts beside the key, such as a name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<FieldReport>,
    /// Every figure, in the order of the policy.
    pub fields: Vec<FieldReport>,
}

/// Why one record has its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The policy.
    pub policy: PolicyReport,
    /// The reference date; `None` where nothing depends on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// The record.
    pub record: RecordReport,
    /// Scores.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scores: Vec<ScoreReport>,
    /// Indicators in no score.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<IndicatorReport>,
    /// Grades.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<GradeReport>,
    /// Eligibilities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub eligibilities: Vec<EligibilityReport>,
    /// Outputs, and values on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueReport>,
    /// Fields left blank.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blank: Vec<FieldName>,
}

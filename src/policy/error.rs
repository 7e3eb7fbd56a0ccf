//! Why a record has no results, with its words in both languages.
//!
//! In: facts. Out: words for people. What can be wrong with a cell has its words in `data`.

use crate::data::problem::CellProblem;
use crate::diagnostic::{Lang, quote};
use crate::explain::Defect;
use std::fmt;

/// Why a record has no results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordError {
    /// The policy has no such field.
    UnknownField {
        /// The name.
        name: String,
        /// The nearest name of a field, where one is near.
        nearest: Option<String>,
    },
    /// Figures break the schema; never empty.
    Cells(Vec<CellProblem>),
    /// The record breaks a rule between fields.
    RuleBroken {
        /// The words of the rule.
        words: String,
    },
    /// Something depends on the reference date, and none is given.
    NoReferenceDate,
    /// The record was made for another policy.
    OtherPolicy,
    /// A fault of the engine: a checked policy has none.
    Defect {
        /// What the checker had promised.
        promise: &'static str,
    },
}

impl RecordError {
    /// What is wrong, in one language; a line for each cell.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (RecordError::UnknownField { name, nearest: Some(nearest) }, Lang::En) => {
                format!("there is no field {}; did you mean {}?", quote(lang, name), quote(lang, nearest))
            }
            (RecordError::UnknownField { name, nearest: None }, Lang::En) => format!("there is no field {}", quote(lang, name)),
            (RecordError::UnknownField { name, nearest: Some(nearest) }, Lang::Zh) => {
                format!("没有字段{}；是不是{}？", quote(lang, name), quote(lang, nearest))
            }
            (RecordError::UnknownField { name, nearest: None }, Lang::Zh) => format!("没有字段{}", quote(lang, name)),
            (RecordError::Cells(problems), _) => problems.iter().map(|problem| cell(problem, lang)).collect::<Vec<String>>().join("\n"),
            (RecordError::RuleBroken { words }, Lang::En) => format!("the record breaks a rule: {words}"),
            (RecordError::RuleBroken { words }, Lang::Zh) => format!("记录不符合核对规则：{words}"),
            (RecordError::NoReferenceDate, Lang::En) => "the policy depends on the reference date, and none is given".to_owned(),
            (RecordError::NoReferenceDate, Lang::Zh) => "政策取决于基准日，而没有给出基准日".to_owned(),
            (RecordError::OtherPolicy, Lang::En) => "the record was made for another policy".to_owned(),
            (RecordError::OtherPolicy, Lang::Zh) => "这条记录是为另一项政策建的".to_owned(),
            (RecordError::Defect { promise }, Lang::En) => format!("a defect of the engine: {promise}"),
            (RecordError::Defect { promise }, Lang::Zh) => format!("引擎有误：{promise}"),
        }
    }
}

/// A problem of a cell on one line, with what to do.
fn cell(problem: &CellProblem, lang: Lang) -> String {
    let words = problem.words(lang);
    let (code, headline) = (problem.code(), words.headline);
    match (words.help, lang) {
        (None, _) => format!("[{code}] {headline}"),
        (Some(help), Lang::En) => format!("[{code}] {headline}; {help}"),
        (Some(help), Lang::Zh) => format!("[{code}] {headline}；{help}"),
    }
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for RecordError {}

impl From<Defect> for RecordError {
    fn from(defect: Defect) -> RecordError {
        RecordError::Defect { promise: defect.promise }
    }
}

//! The outcome of an eligibility for a record, and why it is not given.
//!
//! In: an eligibility and the values of a record. Out: a word, and the words of the conditions that stand in the way. Explains
//! nothing further: that is for `explain`.

use crate::diagnostic::Lang;
use crate::explain::Evaluation;
use crate::ir::scheme::{Clause, Condition, Eligibility, Parts};
use crate::value::Value;

/// Why a condition stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// It is decided against the record.
    Unmet,
    /// A missing figure keeps it from being decided.
    Undetermined,
}

/// A condition that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// Where the condition stands in the policy: the order of reasons.
    pub place: u32,
    /// Its words.
    pub words: String,
    /// Why it stands in the way.
    pub lack: Lack,
}

impl Reason {
    /// The words; where the condition is undetermined, people are told so behind them, programs by `? ` before them.
    #[must_use]
    pub fn text(&self, people: Option<Lang>) -> String {
        let words = &self.words;
        match (self.lack, people) {
            (Lack::Unmet, _) => words.clone(),
            (Lack::Undetermined, None) => format!("? {words}"),
            (Lack::Undetermined, Some(Lang::En)) => format!("{words} (undetermined)"),
            (Lack::Undetermined, Some(Lang::Zh)) => format!("{words}（待定）"),
        }
    }
}

/// The outcome as a word of the language of policies, or of people.
#[must_use]
pub fn word(value: &Value, people: Option<Lang>) -> &'static str {
    match (value.truth(), people) {
        (Some(true), None) => "eligible",
        (Some(false), None) => "ineligible",
        (None, None) => "undetermined",
        (Some(true), Some(lang)) => super::language::pick(lang, "eligible", "符合"),
        (Some(false), Some(lang)) => super::language::pick(lang, "ineligible", "不符合"),
        (None, Some(lang)) => super::language::pick(lang, "undetermined", "待定"),
    }
}

/// The conditions that stand in the way, in the order of the file; none where the record is eligible. Direct routes are not among
/// them: nobody has to take one. Where the record is ineligible, conditions that are only undetermined decide nothing and are
/// left out.
#[must_use]
pub fn reasons(eligibility: &Eligibility, evaluation: &Evaluation) -> Vec<Reason> {
    let result = evaluation.slot(eligibility.slot).truth();
    if result == Some(true) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for clause in &eligibility.clauses {
        match clause {
            Clause::Require(condition) => unmet(condition, evaluation, &mut found),
            Clause::Veto(condition) => match evaluation.slot(condition.slot).truth() {
                Some(false) => {}
                Some(true) => found.push(reason(condition, Lack::Unmet)),
                None => found.push(reason(condition, Lack::Undetermined)),
            },
            Clause::Direct(_) => {}
        }
    }
    if result == Some(false) && found.iter().any(|reason| reason.lack == Lack::Unmet) {
        found.retain(|reason| reason.lack == Lack::Unmet);
    }
    found
}

/// Of several conditions that all must be met, those that are not; of alternatives, the words of the whole.
fn unmet(condition: &Condition, evaluation: &Evaluation, found: &mut Vec<Reason>) {
    let lack = match evaluation.slot(condition.slot).truth() {
        Some(true) => return,
        Some(false) => Lack::Unmet,
        None => Lack::Undetermined,
    };
    match &condition.parts {
        Parts::All(parts) => parts.iter().for_each(|part| unmet(part, evaluation, found)),
        Parts::Single | Parts::Any(_) => found.push(reason(condition, lack)),
    }
}

fn reason(condition: &Condition, lack: Lack) -> Reason {
    Reason { place: condition.span.start, words: condition.words.clone(), lack }
}

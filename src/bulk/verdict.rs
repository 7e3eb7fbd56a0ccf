//! The outcome of an eligibility for a record, and why it is not given.
//!
//! In: an eligibility and the truth values of a record. Out: a word, and the words of the conditions that stand in the way. Explains
//! nothing further: that is for `explain`.

use crate::diagnostic::Lang;
use crate::ir::SlotId;
use crate::ir::scheme::{Clause, Condition, Eligibility, Parts};

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
pub fn word(truth: Option<bool>, people: Option<Lang>) -> &'static str {
    match (truth, people) {
        (Some(true), None) => "eligible",
        (Some(false), None) => "ineligible",
        (None, None) => "undetermined",
        (Some(true), Some(lang)) => pick(lang, "eligible", "符合"),
        (Some(false), Some(lang)) => pick(lang, "ineligible", "不符合"),
        (None, Some(lang)) => pick(lang, "undetermined", "待定"),
    }
}

/// Reasons as one text; empty where there is none.
#[must_use]
pub fn joined(reasons: &[Reason], people: Option<Lang>) -> String {
    let gap = if people == Some(Lang::Zh) { "；" } else { "; " };
    reasons.iter().map(|reason| reason.text(people)).collect::<Vec<String>>().join(gap)
}

/// The conditions that stand in the way, in the order of the file; none where the record is eligible. Direct routes are not among
/// them: nobody has to take one. Where the record is ineligible, conditions that are only undetermined decide nothing and are
/// left out.
#[must_use]
pub fn reasons(eligibility: &Eligibility, truth: &dyn Fn(SlotId) -> Option<bool>) -> Vec<Reason> {
    let mut found = lacking(eligibility, truth);
    if truth(eligibility.slot) == Some(false) && found.iter().any(|reason| reason.lack == Lack::Unmet) {
        found.retain(|reason| reason.lack == Lack::Unmet);
    }
    found
}

/// The one condition without which an ineligible record would be eligible: nothing else is unmet or undetermined.
#[must_use]
pub fn alone(eligibility: &Eligibility, truth: &dyn Fn(SlotId) -> Option<bool>) -> Option<Reason> {
    let mut found = lacking(eligibility, truth).into_iter();
    match (truth(eligibility.slot), found.next(), found.next()) {
        (Some(false), Some(one), None) if one.lack == Lack::Unmet => Some(one),
        (_, _, _) => None,
    }
}

/// Every condition that is unmet or undetermined.
fn lacking(eligibility: &Eligibility, truth: &dyn Fn(SlotId) -> Option<bool>) -> Vec<Reason> {
    let mut found = Vec::new();
    if truth(eligibility.slot) == Some(true) {
        return found;
    }
    for clause in &eligibility.clauses {
        match clause {
            Clause::Require(condition) => unmet(condition, truth, &mut found),
            Clause::Veto(condition) => match truth(condition.slot) {
                Some(false) => {}
                Some(true) => found.push(reason(condition, Lack::Unmet)),
                None => found.push(reason(condition, Lack::Undetermined)),
            },
            Clause::Direct(_) => {}
        }
    }
    found
}

/// Of several conditions that all must be met, those that are not; of alternatives, the words of the whole.
fn unmet(condition: &Condition, truth: &dyn Fn(SlotId) -> Option<bool>, found: &mut Vec<Reason>) {
    let lack = match truth(condition.slot) {
        Some(true) => return,
        Some(false) => Lack::Unmet,
        None => Lack::Undetermined,
    };
    match &condition.parts {
        Parts::All(parts) => parts.iter().for_each(|part| unmet(part, truth, found)),
        Parts::Single | Parts::Any(_) => found.push(reason(condition, lack)),
    }
}

fn reason(condition: &Condition, lack: Lack) -> Reason {
    Reason { place: condition.span.start, words: condition.words.clone(), lack }
}

/// The slots whose truth values decide on the outcome and its reasons: the eligibility itself first.
#[must_use]
pub fn slots(eligibility: &Eligibility) -> Vec<SlotId> {
    let mut slots = vec![eligibility.slot];
    for clause in &eligibility.clauses {
        match clause {
            Clause::Require(condition) => required(condition, &mut slots),
            Clause::Veto(condition) => slots.push(condition.slot),
            Clause::Direct(_) => {}
        }
    }
    slots
}

fn required(condition: &Condition, slots: &mut Vec<SlotId>) {
    slots.push(condition.slot);
    match &condition.parts {
        Parts::All(parts) => parts.iter().for_each(|part| required(part, slots)),
        Parts::Single | Parts::Any(_) => {}
    }
}

fn pick(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

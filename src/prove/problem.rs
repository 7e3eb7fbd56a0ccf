//! Problems of claims.
//!
//! In: facts found by the proofs. Out: codes E0605 to E0607 and W0602, places, words in both languages.

use super::direction::Stop;
use super::problem_words as words;
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::{Lang, Problem, Words};
use crate::source::Span;
use serde::Serialize;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Shown {
    /// Written once for each language.
    pub(super) fn of(write: impl Fn(Lang) -> String) -> Shown {
        Shown { en: write(Lang::En), zh: write(Lang::Zh) }
    }

    /// In a language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// How a value moved that should not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It fell.
    Falls,
    /// It rose.
    Rises,
    /// It changed.
    Changes,
}

/// One of two records that are compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// What the field is.
    pub field: Shown,
    /// What the value is.
    pub result: Shown,
}

/// A problem of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum ProofProblem {
    /// A valid record breaks it.
    Refuted {
        /// The claim.
        span: Span,
        /// The results it names, and what they are.
        values: Vec<(String, Shown)>,
        /// The record, as an example gives it.
        record: Shown,
        /// The reference date, where it matters.
        as_of: Option<String>,
    },
    /// Two valid records that differ in the field break it.
    Moved {
        /// The claim.
        span: Span,
        /// How.
        how: Move,
        /// The text of the value.
        subject: String,
        /// Whether that is a condition.
        is_condition: bool,
        /// The field.
        field: String,
        /// Whether that is a yes or no.
        is_switch: bool,
        /// The two records.
        records: Box<[Moved; 2]>,
        /// What both have.
        record: Shown,
        /// The reference date, where it matters.
        as_of: Option<String>,
    },
    /// It is neither proved nor refuted.
    Open {
        /// The claim.
        span: Span,
        /// What could not be settled.
        stop: Option<Stop>,
        /// The field whose cases are open.
        field: Option<String>,
        /// How many cases were looked at.
        cases: u32,
    },
    /// Its condition never holds.
    Vacuous {
        /// The condition.
        span: Span,
    },
}

impl Problem for ProofProblem {
    fn code(&self) -> &'static str {
        match self {
            ProofProblem::Refuted { .. } => "E0605",
            ProofProblem::Moved { .. } => "E0606",
            ProofProblem::Open { .. } => "E0607",
            ProofProblem::Vacuous { .. } => "W0602",
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            ProofProblem::Refuted { span, .. } | ProofProblem::Moved { span, .. } | ProofProblem::Vacuous { span } => vec![*span],
            ProofProblem::Open { span, stop, .. } => std::iter::once(*span).chain(stop.map(|stop| stop.span)).collect(),
        }
    }

    fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => words::english(self),
            Lang::Zh => words::chinese(self),
        }
    }
}

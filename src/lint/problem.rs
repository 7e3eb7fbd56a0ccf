//! What lints find.
//!
//! In: facts. Out: codes W08…, and E0801 for a header that names no lint. The words stand in the file beside this one.

use super::problem_words;
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::suggest::is_slip;
use crate::diagnostic::{Fix, Lang, Problem, Words};
use crate::source::Span;
use serde::Serialize;

/// Something that nothing uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unused {
    /// A field of the record.
    Field,
    /// A param.
    Param,
    /// A `let`.
    Let,
    /// A decision table.
    Decision,
    /// A function.
    Function,
    /// A unit.
    Unit,
    /// A whole enum.
    Enum,
    /// A member of an enum of results.
    Member,
    /// A table.
    Table,
    /// A column of a table.
    Column,
    /// An indicator.
    Indicator,
}

/// How two names are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// But for capital letters or full width.
    Form,
    /// To the eye.
    Look,
}

/// What lacks a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsourced {
    /// An indicator.
    Indicator,
    /// An eligibility.
    Eligibility,
}

/// Which row an edge belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The row above it: `[a, b)`.
    Above,
    /// The row below it: `(a, b]`.
    Below,
}

/// Among what an edge is the odd one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// The edges of one band.
    Edges,
    /// The bands of the policy.
    Bands,
}

/// What a lint found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum LintProblem {
    /// The header names no lint.
    UnknownLint {
        /// The name.
        name: String,
        /// Where.
        span: Span,
        /// A name much like it.
        nearest: Option<String>,
    },
    /// A rounded value is rounded again.
    RoundedTwice {
        /// The second rounding.
        span: Span,
        /// How many places it keeps.
        places: u8,
        /// The first.
        inner: Span,
        /// How many places that keeps.
        inner_places: u8,
    },
    /// A rounded value meets a threshold.
    RoundedThreshold {
        /// The threshold or band.
        span: Span,
        /// The rounding.
        rounding: Span,
        /// A value, and what it is taken for.
        example: Option<(String, String)>,
    },
    /// An edge belongs to the other row than most do.
    MixedBoundaries {
        /// The odd edge.
        span: Span,
        /// Which row it belongs to.
        side: Side,
        /// How many are like it.
        count: usize,
        /// One of the others.
        other: Span,
        /// How many there are of them.
        others: usize,
        /// Among what.
        among: Among,
    },
    /// An edge that the subject cannot be.
    EdgeOffGrid {
        /// The edge.
        span: Span,
        /// The least step of the subject.
        step: String,
    },
    /// Two things have one label.
    SameLabel {
        /// The label.
        label: String,
        /// The second.
        span: Span,
        /// The first.
        first: Span,
    },
    /// A label is the name of something else.
    LabelIsName {
        /// The label.
        label: String,
        /// Where.
        span: Span,
        /// What has that name.
        declared: Span,
    },
    /// A parameter has the name of a value.
    ShadowingParameter {
        /// The name.
        name: String,
        /// The parameter.
        span: Span,
        /// The value.
        declared: Span,
    },
    /// Nothing uses it.
    Unused {
        /// What it is.
        what: Unused,
        /// Its name.
        name: String,
        /// Where it is declared.
        span: Span,
    },
    /// The expectations of a test are the same for every record.
    ConstantTest {
        /// Its words.
        span: Span,
    },
    /// A figure stands in many places.
    RepeatedFigure {
        /// As written.
        figure: String,
        /// What it is compared with; empty for arithmetic.
        subject: String,
        /// In how many places: at least three.
        count: usize,
        /// The first of them.
        spans: Vec<Span>,
    },
    /// Two names look alike.
    ConfusableNames {
        /// The second.
        name: String,
        /// Where.
        span: Span,
        /// The first.
        other: String,
        /// Where.
        first: Span,
        /// How they are alike.
        likeness: Likeness,
    },
    /// No source is named.
    MissingSource {
        /// Of what.
        what: Unsourced,
        /// Its name.
        name: String,
        /// Where.
        span: Span,
    },
}

impl Problem for LintProblem {
    fn code(&self) -> &'static str {
        match self {
            LintProblem::UnknownLint { .. } => "E0801",
            LintProblem::RoundedTwice { .. } => "W0801",
            LintProblem::RoundedThreshold { .. } => "W0802",
            LintProblem::MixedBoundaries { .. } => "W0803",
            LintProblem::EdgeOffGrid { .. } => "W0804",
            LintProblem::SameLabel { .. } => "W0805",
            LintProblem::LabelIsName { .. } => "W0806",
            LintProblem::ShadowingParameter { .. } => "W0807",
            LintProblem::Unused { what, .. } => what.code(),
            LintProblem::ConstantTest { .. } => "W0816",
            LintProblem::RepeatedFigure { .. } => "W0817",
            LintProblem::ConfusableNames { .. } => "W0818",
            LintProblem::MissingSource { .. } => "W0819",
        }
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            LintProblem::UnknownLint { span, .. }
            | LintProblem::EdgeOffGrid { span, .. }
            | LintProblem::Unused { span, .. }
            | LintProblem::ConstantTest { span }
            | LintProblem::MissingSource { span, .. } => vec![*span],
            LintProblem::RoundedTwice { span, inner: other, .. }
            | LintProblem::RoundedThreshold { span, rounding: other, .. }
            | LintProblem::MixedBoundaries { span, other, .. }
            | LintProblem::SameLabel { span, first: other, .. }
            | LintProblem::LabelIsName { span, declared: other, .. }
            | LintProblem::ShadowingParameter { span, declared: other, .. }
            | LintProblem::ConfusableNames { span, first: other, .. } => vec![*span, *other],
            LintProblem::RepeatedFigure { spans, .. } => spans.clone(),
        }
    }

    fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => problem_words::english(self),
            Lang::Zh => problem_words::chinese(self),
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }

    fn fixes(&self) -> Vec<Fix> {
        match self {
            LintProblem::UnknownLint { name, span, nearest: Some(nearest) } if is_slip(name, nearest) => {
                vec![Fix { span: *span, replacement: nearest.clone() }]
            }
            _ => Vec::new(),
        }
    }
}

impl Unused {
    fn code(self) -> &'static str {
        match self {
            Unused::Field => "W0808",
            Unused::Param => "W0809",
            Unused::Let | Unused::Decision => "W0810",
            Unused::Function => "W0811",
            Unused::Unit => "W0812",
            Unused::Enum | Unused::Member => "W0813",
            Unused::Table | Unused::Column => "W0814",
            Unused::Indicator => "W0815",
        }
    }

    /// Its name in a language.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        let (english, chinese) = match self {
            Unused::Field => ("field", "字段"),
            Unused::Param => ("param", "参数"),
            Unused::Let => ("`let`", "「设」"),
            Unused::Decision => ("decision table", "决策表"),
            Unused::Function => ("function", "函数"),
            Unused::Unit => ("unit", "单位"),
            Unused::Enum => ("enum", "枚举"),
            Unused::Member => ("member", "成员"),
            Unused::Table => ("table", "表"),
            Unused::Column => ("column", "列"),
            Unused::Indicator => ("indicator", "指标"),
        };
        match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        }
    }
}

//! Errors of schemes and tests.
//!
//! In: facts found while checking indicators, scores, weights, eligibilities, examples, tests and claims. Out: codes E045… to
//! E046…, E06… and W06…; the words stand in `scheme_words`.

use super::describe::Phrase;
use super::scheme_words as words;
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::suggest::is_slip;
use crate::diagnostic::{Fix, Lang, Problem, Words};
use crate::source::Span;
use serde::Serialize;

/// An error of a scheme or a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum SchemeProblem {
    /// An indicator has no value clause.
    NoValueClause {
        /// The indicator.
        indicator: String,
        /// Where.
        span: Span,
    },
    /// A clause stands twice.
    ClauseCount {
        /// Its English keyword.
        english: &'static str,
        /// Its Chinese keyword.
        chinese: &'static str,
        /// Where.
        span: Span,
    },
    /// An indicator has no points.
    NoPoints {
        /// The indicator.
        indicator: String,
        /// Where.
        span: Span,
    },
    /// Points may leave what `out of` says.
    PointsBeyond {
        /// What they can be.
        range: String,
        /// The maximum.
        most: String,
        /// Where.
        span: Span,
        /// The maximum.
        declared: Span,
    },
    /// A score has no parts.
    EmptyScore {
        /// The score.
        score: String,
        /// Where.
        span: Span,
    },
    /// An indicator counts twice.
    IndicatorTwice {
        /// The indicator.
        indicator: String,
        /// Where.
        span: Span,
        /// The first.
        first: Span,
    },
    /// An indicator needs a maximum.
    NoMaximum {
        /// The indicator.
        indicator: String,
        /// Where.
        span: Span,
    },
    /// One of several weight tables has no date.
    UndatedWeights {
        /// Where.
        span: Span,
    },
    /// A member has no column of weights.
    NoWeightColumn {
        /// The member.
        member: String,
        /// Where.
        span: Span,
    },
    /// An indicator has two rows of weights.
    WeightTwice {
        /// The indicator.
        indicator: String,
        /// Where.
        span: Span,
        /// The first.
        first: Span,
    },
    /// Weights for something outside the score.
    StrayWeight {
        /// The name.
        indicator: String,
        /// Where.
        span: Span,
        /// A name much like it.
        nearest: Option<String>,
    },
    /// A cell of weights is blank.
    NoWeight {
        /// The indicator.
        indicator: String,
        /// The column.
        column: String,
        /// Where.
        span: Span,
        /// The indicator in the row.
        row: Span,
    },
    /// An indicator has no weights.
    WeightMissing {
        /// The indicator.
        indicator: String,
        /// Where.
        span: Span,
        /// The weights.
        weights: Span,
    },
    /// A column of weights has the wrong total.
    WeightTotal {
        /// The score or group.
        of: String,
        /// The column.
        column: String,
        /// The total.
        total: String,
        /// What is declared.
        wanted: String,
        /// The difference, with its sign.
        difference: String,
        /// Where.
        span: Span,
        /// The declaration.
        declared: Span,
    },
    /// The maxima have the wrong total.
    MaximaTotal {
        /// The score or group.
        of: String,
        /// The total.
        total: String,
        /// What is declared.
        wanted: String,
        /// The difference, with its sign.
        difference: String,
        /// Where.
        span: Span,
        /// The declaration.
        declared: Span,
    },
    /// A floor or rounding lets a group reach more than its parts.
    GroupLifted {
        /// The group.
        group: String,
        /// The score.
        score: String,
        /// What its parts total.
        total: String,
        /// What it can reach.
        reach: String,
        /// What the score declares.
        wanted: String,
        /// The group.
        span: Span,
        /// What the score declares.
        declared: Span,
    },
    /// An eligibility asks for nothing.
    EmptyEligibility {
        /// The eligibility.
        name: String,
        /// Where.
        span: Span,
    },
    /// A policy ends before it starts.
    EffectiveOrder {
        /// Where.
        span: Span,
    },
    /// A required field is given as missing.
    GivenMissing {
        /// The field.
        field: String,
        /// Where.
        span: Span,
        /// The field.
        declared: Span,
    },
    /// A given figure has more places than the field keeps.
    GivenTooFine {
        /// The field.
        field: String,
        /// The finest step.
        step: String,
        /// Where.
        span: Span,
    },
    /// A given value lies outside the field.
    GivenOutside {
        /// The field.
        field: String,
        /// What is allowed.
        allowed: String,
        /// Where.
        span: Span,
        /// The field.
        declared: Span,
    },
    /// A given record lacks fields.
    GivenIncomplete {
        /// The fields.
        fields: Vec<String>,
        /// Where.
        span: Span,
    },
    /// A claim says that something rises or falls that has no order.
    ClaimOrder {
        /// What it is.
        found: Phrase,
        /// Where.
        span: Span,
    },
    /// A claim compares records by something that is no field.
    ClaimField {
        /// Where.
        span: Span,
    },
}

impl Problem for SchemeProblem {
    fn code(&self) -> &'static str {
        match self {
            SchemeProblem::NoValueClause { .. } => "E0451",
            SchemeProblem::ClauseCount { .. } => "E0452",
            SchemeProblem::NoPoints { .. } => "E0453",
            SchemeProblem::PointsBeyond { .. } => "E0454",
            SchemeProblem::EmptyScore { .. } => "E0455",
            SchemeProblem::IndicatorTwice { .. } => "E0456",
            SchemeProblem::NoMaximum { .. } => "E0457",
            SchemeProblem::UndatedWeights { .. } => "E0458",
            SchemeProblem::NoWeightColumn { .. } => "E0459",
            SchemeProblem::WeightTwice { .. } => "E0460",
            SchemeProblem::StrayWeight { .. } => "E0461",
            SchemeProblem::NoWeight { .. } => "E0462",
            SchemeProblem::WeightMissing { .. } => "E0463",
            SchemeProblem::WeightTotal { .. } => "E0464",
            SchemeProblem::MaximaTotal { .. } => "E0465",
            SchemeProblem::EmptyEligibility { .. } => "E0466",
            SchemeProblem::EffectiveOrder { .. } => "E0467",
            SchemeProblem::GroupLifted { .. } => "E0468",
            SchemeProblem::GivenMissing { .. } => "E0601",
            SchemeProblem::GivenTooFine { .. } => "E0602",
            SchemeProblem::GivenOutside { .. } => "E0603",
            SchemeProblem::GivenIncomplete { .. } => "E0604",
            SchemeProblem::ClaimField { .. } => "E0608",
            SchemeProblem::ClaimOrder { .. } => "E0609",
        }
    }

    fn is_lack(&self) -> bool {
        matches!(
            self,
            SchemeProblem::NoValueClause { .. }
                | SchemeProblem::NoPoints { .. }
                | SchemeProblem::EmptyScore { .. }
                | SchemeProblem::NoMaximum { .. }
                | SchemeProblem::UndatedWeights { .. }
                | SchemeProblem::NoWeightColumn { .. }
                | SchemeProblem::StrayWeight { .. }
                | SchemeProblem::NoWeight { .. }
                | SchemeProblem::WeightMissing { .. }
                | SchemeProblem::WeightTotal { .. }
                | SchemeProblem::MaximaTotal { .. }
                | SchemeProblem::EmptyEligibility { .. }
                | SchemeProblem::GivenIncomplete { .. }
        )
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            SchemeProblem::WeightTotal { span, declared, .. } | SchemeProblem::GroupLifted { span, declared, .. } => vec![*span, *declared],
            SchemeProblem::NoWeight { span, row, .. } => vec![*span, *row],
            SchemeProblem::NoValueClause { span, .. }
            | SchemeProblem::ClauseCount { span, .. }
            | SchemeProblem::NoPoints { span, .. }
            | SchemeProblem::EmptyScore { span, .. }
            | SchemeProblem::NoMaximum { span, .. }
            | SchemeProblem::UndatedWeights { span, .. }
            | SchemeProblem::NoWeightColumn { span, .. }
            | SchemeProblem::StrayWeight { span, .. }
            | SchemeProblem::EmptyEligibility { span, .. }
            | SchemeProblem::EffectiveOrder { span, .. }
            | SchemeProblem::GivenTooFine { span, .. }
            | SchemeProblem::GivenIncomplete { span, .. }
            | SchemeProblem::ClaimOrder { span, .. }
            | SchemeProblem::ClaimField { span, .. } => vec![*span],
            SchemeProblem::PointsBeyond { span, declared, .. }
            | SchemeProblem::MaximaTotal { span, declared, .. }
            | SchemeProblem::GivenMissing { span, declared, .. }
            | SchemeProblem::GivenOutside { span, declared, .. } => vec![*span, *declared],
            SchemeProblem::IndicatorTwice { span, first, .. } | SchemeProblem::WeightTwice { span, first, .. } => vec![*span, *first],
            SchemeProblem::WeightMissing { span, weights, .. } => vec![*span, *weights],
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }

    fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => words::english_scheme(self),
            Lang::Zh => words::chinese_scheme(self),
        }
    }

    fn fixes(&self) -> Vec<Fix> {
        match self {
            SchemeProblem::StrayWeight { span, indicator, nearest: Some(nearest) } if is_slip(indicator, nearest) => {
                vec![Fix { span: *span, replacement: nearest.clone() }]
            }
            _ => Vec::new(),
        }
    }
}

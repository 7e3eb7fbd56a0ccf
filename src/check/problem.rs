//! Errors of values, cases, tables and ranges.
//!
//! In: facts found while checking. Out: codes E04… and W04…; the words stand in `problem_words`.

use super::causes::Step;
use super::describe::Phrase;
use super::problem_words as words;
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::{Lang, Problem, Words};
use crate::source::Span;
use serde::Serialize;

pub use super::scheme_problem::SchemeProblem;
pub use super::type_problem::TypeProblem;

/// What needs a value that may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The condition of an `if`.
    IfCondition,
    /// A guard of a `when`.
    Guard,
    /// The subject of a band.
    Band,
    /// The subject of a `linear`.
    Linear,
    /// The points of an indicator.
    Points,
    /// A grade.
    Grade,
    /// The key of weights.
    WeightKey,
    /// An argument of a function.
    Argument,
    /// A value declared without `?`.
    Promised {
        /// Its name.
        name: String,
        /// The declared type.
        declared: Span,
    },
}

/// An error of values, cases, tables or ranges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum CheckProblem {
    /// A value may be missing where it must be answered.
    MayBeMissing {
        /// What needs it.
        place: Place,
        /// Where.
        span: Span,
        /// Why it may be missing.
        cause: Vec<Step>,
    },
    /// A case no row takes.
    Gap {
        /// Where.
        span: Span,
        /// What the rows look at.
        subject: Span,
        /// The case.
        case: Phrase,
        /// The neighbouring rows on a line.
        line: String,
        /// One value of it, where it has several.
        example: String,
    },
    /// A case two rows take.
    Overlap {
        /// Where.
        span: Span,
        /// The other row.
        first: Span,
        /// The case.
        case: Phrase,
        /// One value of it, where it has several.
        example: String,
    },
    /// A branch of an `if` that no record takes.
    BranchUnreachable {
        /// Its value.
        span: Span,
        /// Why.
        because: Phrase,
    },
    /// A row nothing reaches.
    RowUnreachable {
        /// Where.
        span: Span,
        /// Why.
        because: Phrase,
    },
    /// A table has no row for a key.
    TableGap {
        /// The table.
        table: String,
        /// The key.
        case: Phrase,
        /// Where.
        span: Span,
    },
    /// A look-up may find no row.
    NoRowForKey {
        /// The table.
        table: String,
        /// The key.
        case: Phrase,
        /// Where.
        span: Span,
        /// The table.
        declared: Span,
    },
    /// A `when` does not say what holds otherwise.
    NoOtherwise {
        /// Where.
        span: Span,
    },
    /// A row stands after `otherwise`.
    RowAfterOtherwise {
        /// Where.
        span: Span,
        /// The `otherwise` row.
        otherwise: Span,
    },
    /// A special row stands twice.
    RowTwice {
        /// Its English keyword.
        english: &'static str,
        /// Its Chinese keyword.
        chinese: &'static str,
        /// Where.
        span: Span,
        /// The first.
        first: Span,
    },
    /// There are no rows.
    NoRows {
        /// Where.
        span: Span,
    },
    /// An interval holds nothing.
    EmptyInterval {
        /// Where.
        span: Span,
    },
    /// A constant is wanted.
    NotConstant {
        /// Where.
        span: Span,
    },
    /// A list without members.
    NoMembers {
        /// Where.
        span: Span,
    },
    /// A result may need more than 38 digits.
    Overflow {
        /// Where.
        span: Span,
        /// The operands, with what each can be.
        operands: Vec<(Span, String)>,
    },
    /// A divisor is always zero.
    DivisionByZero {
        /// Where.
        span: Span,
    },
    /// A literal has too many places.
    LiteralTooFine {
        /// Where.
        span: Span,
    },
    /// Knots do not rise.
    KnotOrder {
        /// Where.
        span: Span,
    },
    /// Too few knots.
    TooFewKnots {
        /// Where.
        span: Span,
    },
    /// A table is used without keys.
    TableWithoutKeys {
        /// The table.
        table: String,
        /// Its keys.
        keys: Vec<String>,
        /// Where.
        span: Span,
    },
    /// The number of keys is wrong.
    KeyCount {
        /// The table.
        table: String,
        /// Its keys.
        keys: Vec<String>,
        /// How many are given.
        found: usize,
        /// Where.
        span: Span,
    },
    /// A column has to be named.
    ColumnNeeded {
        /// The table.
        table: String,
        /// Its columns.
        columns: Vec<String>,
        /// Where.
        span: Span,
    },
    /// A key has more places than the table.
    KeyTooFine {
        /// Where.
        span: Span,
        /// The places of the table.
        scale: u8,
    },
    /// A param with rows does not say by what.
    KeyNeeded {
        /// The param.
        param: String,
        /// Where.
        span: Span,
    },
    /// A param with one value has a key.
    KeyOfSingle {
        /// Where.
        span: Span,
    },
    /// Dated rows and others are mixed.
    MixedRows {
        /// Where.
        span: Span,
    },
    /// Dates do not rise.
    DateOrder {
        /// Where.
        span: Span,
    },
    /// A table has keys only.
    NoValueColumn {
        /// How many keys.
        keys: usize,
        /// Where.
        span: Span,
    },
    /// A row is wider or narrower than the header.
    RowWidth {
        /// Its cells.
        found: usize,
        /// Those of the header.
        expected: usize,
        /// Where.
        span: Span,
        /// The header.
        header: Span,
    },
    /// A cell is blank in a column that promises values.
    BlankCell {
        /// The column.
        column: String,
        /// The type its header should have.
        kind: String,
        /// Where.
        span: Span,
        /// The header cell.
        header: Span,
    },
    /// A cell of values must hold one value.
    NotOneValue {
        /// Where.
        span: Span,
    },
    /// The number of arguments is wrong.
    ArgumentCount {
        /// The function.
        function: String,
        /// How it is called.
        shape: String,
        /// How many are given.
        found: usize,
        /// Where.
        span: Span,
    },
    /// An argument may lie outside what the function allows.
    ArgumentRange {
        /// What it can be.
        range: String,
        /// What is allowed.
        allowed: String,
        /// Where.
        span: Span,
        /// The parameter.
        parameter: Span,
    },
    /// The bounds of `clamp` may cross.
    ClampOrder {
        /// Where.
        span: Span,
    },
    /// A root of a negative number.
    AlwaysNegative {
        /// Where.
        span: Span,
    },
    /// A shifted date may leave the calendar.
    DateOutOfReach {
        /// By how much it is shifted.
        range: String,
        /// Where.
        span: Span,
    },
    /// The month-end rule is not said.
    MonthEndRule {
        /// Where.
        span: Span,
    },
    /// A number of places is wrong.
    Places {
        /// The most.
        most: u8,
        /// Where.
        span: Span,
    },
    /// A unit has no positive factor.
    UnitFactor {
        /// Where.
        span: Span,
    },
    /// A compound unit has no exact factor.
    InexactUnit {
        /// The unit.
        name: String,
        /// Where.
        span: Span,
    },
    /// Two members are read from the same spelling.
    SpellingTwice {
        /// The spelling.
        spelling: String,
        /// Where.
        span: Span,
        /// The other.
        first: Span,
    },
    /// A record has two keys.
    TwoKeys {
        /// Where.
        span: Span,
        /// The first.
        first: Span,
    },
    /// A key may be missing.
    OptionalKey {
        /// Where.
        span: Span,
    },
    /// Places of something that has none.
    DecimalsOfNone {
        /// Where.
        span: Span,
    },
    /// The type of a value was never found.
    Unchecked {
        /// Where.
        span: Span,
    },
    /// A bare number beside percentages.
    BarePercent {
        /// The number.
        number: String,
        /// What it is in percent.
        percent: String,
        /// Where.
        span: Span,
    },
    /// A range starts beyond what is assumed where its other end is open.
    RangeBeyond {
        /// What is assumed.
        assumed: String,
        /// The end that is written.
        end: String,
        /// Where.
        span: Span,
    },
    /// The rows tell too many cases apart to look at each.
    TooManyCases {
        /// Where.
        span: Span,
    },
    /// The policy is too large.
    TooLarge {
        /// Where.
        span: Span,
    },
}

impl Problem for CheckProblem {
    fn code(&self) -> &'static str {
        match self {
            CheckProblem::MayBeMissing { .. } => "E0401",
            CheckProblem::Gap { .. } => "E0402",
            CheckProblem::Overlap { .. } => "E0403",
            CheckProblem::RowUnreachable { .. } | CheckProblem::BranchUnreachable { .. } => "W0401",
            CheckProblem::TableGap { .. } => "E0404",
            CheckProblem::NoRowForKey { .. } => "E0405",
            CheckProblem::NoOtherwise { .. } => "E0406",
            CheckProblem::RowAfterOtherwise { .. } => "E0407",
            CheckProblem::RowTwice { .. } => "E0408",
            CheckProblem::NoRows { .. } => "E0409",
            CheckProblem::EmptyInterval { .. } => "E0410",
            CheckProblem::NotConstant { .. } => "E0411",
            CheckProblem::NoMembers { .. } => "E0412",
            CheckProblem::Overflow { .. } => "E0413",
            CheckProblem::DivisionByZero { .. } => "E0414",
            CheckProblem::LiteralTooFine { .. } => "E0415",
            CheckProblem::KnotOrder { .. } => "E0416",
            CheckProblem::TooFewKnots { .. } => "E0417",
            CheckProblem::TableWithoutKeys { .. } => "E0418",
            CheckProblem::KeyCount { .. } => "E0419",
            CheckProblem::ColumnNeeded { .. } => "E0420",
            CheckProblem::KeyTooFine { .. } => "E0421",
            CheckProblem::KeyNeeded { .. } => "E0422",
            CheckProblem::KeyOfSingle { .. } => "E0423",
            CheckProblem::MixedRows { .. } => "E0424",
            CheckProblem::DateOrder { .. } => "E0425",
            CheckProblem::NoValueColumn { .. } => "E0426",
            CheckProblem::RowWidth { .. } => "E0427",
            CheckProblem::BlankCell { .. } => "E0428",
            CheckProblem::NotOneValue { .. } => "E0429",
            CheckProblem::ArgumentCount { .. } => "E0430",
            CheckProblem::ArgumentRange { .. } => "E0431",
            CheckProblem::ClampOrder { .. } => "E0432",
            CheckProblem::AlwaysNegative { .. } => "E0433",
            CheckProblem::DateOutOfReach { .. } => "E0434",
            CheckProblem::MonthEndRule { .. } => "E0435",
            CheckProblem::Places { .. } => "E0436",
            CheckProblem::UnitFactor { .. } => "E0437",
            CheckProblem::InexactUnit { .. } => "E0438",
            CheckProblem::SpellingTwice { .. } => "E0439",
            CheckProblem::TwoKeys { .. } => "E0440",
            CheckProblem::OptionalKey { .. } => "E0441",
            CheckProblem::DecimalsOfNone { .. } => "E0442",
            CheckProblem::TooLarge { .. } => "E0443",
            CheckProblem::Unchecked { .. } => "E0444",
            CheckProblem::TooManyCases { .. } => "E0445",
            CheckProblem::RangeBeyond { .. } => "E0446",
            CheckProblem::BarePercent { .. } => "W0402",
        }
    }

    fn is_lack(&self) -> bool {
        matches!(
            self,
            CheckProblem::MayBeMissing { .. }
                | CheckProblem::Gap { .. }
                | CheckProblem::TableGap { .. }
                | CheckProblem::NoRowForKey { .. }
                | CheckProblem::NoOtherwise { .. }
                | CheckProblem::NoRows { .. }
                | CheckProblem::NoMembers { .. }
                | CheckProblem::TooFewKnots { .. }
                | CheckProblem::NoValueColumn { .. }
        )
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            CheckProblem::MayBeMissing { span, cause, .. } => std::iter::once(*span).chain(cause.iter().map(|step| step.span)).collect(),
            CheckProblem::Gap { span, subject, line, .. } if !line.is_empty() => vec![*subject, *span],
            CheckProblem::Gap { span, .. } => vec![*span],
            CheckProblem::Overlap { span, first, .. }
            | CheckProblem::RowTwice { span, first, .. }
            | CheckProblem::SpellingTwice { span, first, .. }
            | CheckProblem::TwoKeys { span, first, .. } => vec![*span, *first],
            CheckProblem::RowUnreachable { span, .. }
            | CheckProblem::BranchUnreachable { span, .. }
            | CheckProblem::TableGap { span, .. }
            | CheckProblem::NoOtherwise { span, .. }
            | CheckProblem::NoRows { span, .. }
            | CheckProblem::EmptyInterval { span, .. }
            | CheckProblem::NotConstant { span, .. }
            | CheckProblem::NoMembers { span, .. }
            | CheckProblem::DivisionByZero { span, .. }
            | CheckProblem::LiteralTooFine { span, .. }
            | CheckProblem::KnotOrder { span, .. }
            | CheckProblem::TooFewKnots { span, .. }
            | CheckProblem::TableWithoutKeys { span, .. }
            | CheckProblem::KeyCount { span, .. }
            | CheckProblem::ColumnNeeded { span, .. }
            | CheckProblem::KeyTooFine { span, .. }
            | CheckProblem::KeyNeeded { span, .. }
            | CheckProblem::KeyOfSingle { span, .. }
            | CheckProblem::MixedRows { span, .. }
            | CheckProblem::DateOrder { span, .. }
            | CheckProblem::NoValueColumn { span, .. }
            | CheckProblem::NotOneValue { span, .. }
            | CheckProblem::ArgumentCount { span, .. }
            | CheckProblem::ClampOrder { span, .. }
            | CheckProblem::AlwaysNegative { span, .. }
            | CheckProblem::DateOutOfReach { span, .. }
            | CheckProblem::MonthEndRule { span, .. }
            | CheckProblem::Places { span, .. }
            | CheckProblem::UnitFactor { span, .. }
            | CheckProblem::InexactUnit { span, .. }
            | CheckProblem::OptionalKey { span, .. }
            | CheckProblem::DecimalsOfNone { span, .. }
            | CheckProblem::TooLarge { span, .. }
            | CheckProblem::BarePercent { span, .. }
            | CheckProblem::RangeBeyond { span, .. }
            | CheckProblem::TooManyCases { span }
            | CheckProblem::Unchecked { span } => vec![*span],
            CheckProblem::NoRowForKey { span, declared, .. } => vec![*span, *declared],
            CheckProblem::RowAfterOtherwise { span, otherwise, .. } => vec![*span, *otherwise],
            CheckProblem::Overflow { span, operands } => std::iter::once(*span).chain(operands.iter().map(|(place, _)| *place)).collect(),
            CheckProblem::RowWidth { span, header, .. } | CheckProblem::BlankCell { span, header, .. } => vec![*span, *header],
            CheckProblem::ArgumentRange { span, parameter, .. } => vec![*span, *parameter],
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }

    fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => words::english_case(self),
            Lang::Zh => words::chinese_case(self),
        }
    }
}

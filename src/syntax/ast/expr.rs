//! Trees of expressions.
//!
//! In: nothing. Out: plain data with a span on every node.

use super::{Date, Figure, Name, Text, UnitType};
use crate::source::Span;
use crate::value::comparison::Comparison;

/// An expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    /// What.
    pub kind: ExprKind,
    /// All of it.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    /// A number with or without a unit, which is written without spaces: `450000 元/人`.
    Quantity(Figure, Option<UnitType>),
    /// A date.
    Date(Date),
    /// A text.
    Text(Text),
    /// A truth value.
    Truth(bool),
    /// `missing`
    Missing,
    /// A name, with `.column` or `.value` where written.
    Reference(Name, Option<Name>),
    /// A function and its arguments.
    Call(Name, Vec<Expr>),
    /// A table, its keys, and the column where written.
    Lookup(Name, Vec<Expr>, Option<Name>),
    /// Parentheses.
    Paren(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `not x`
    Not(Box<Expr>),
    /// Two operands.
    Binary(Box<Binary>),
    /// `a < b <= c`
    Chain(Box<Chain>),
    /// `x in …`, `x not in …`
    Membership(Box<Membership>),
    /// `x starts with …`
    StartsWith(Box<Expr>, Vec<Expr>),
    /// `x is missing`; `true` for `x is not missing`
    MissingTest(Box<Expr>, Negation),
    /// `if … then … else …`
    If(Box<If>),
    /// `when { … }`
    When(When),
    /// `band … { … }`
    Band(Box<Band>),
    /// `linear … { … }`
    Linear(Box<Linear>),
}

/// Whether a test is turned round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Negation {
    /// As it stands.
    Plain,
    /// With `not`.
    Negated,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `and`
    And,
    /// `or`
    Or,
    /// `default`
    Default,
}

/// Two operands and what joins them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// What joins them.
    pub operator: Operator,
    /// Where it stands.
    pub operator_span: Span,
    /// On its left.
    pub left: Expr,
    /// On its right.
    pub right: Expr,
}

/// A chain of comparisons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The first operand.
    pub first: Expr,
    /// Each comparison, where it stands, and its right operand.
    pub rest: Vec<(Comparison, Span, Expr)>,
}

/// `x in …`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// What is tested.
    pub subject: Expr,
    /// `not in`
    pub negation: Negation,
    /// What it should be in.
    pub set: Set,
}

/// What a membership test looks in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Set {
    /// An interval.
    Interval(Box<Interval>),
    /// `{ a, b }`
    Members(Vec<Expr>),
}

/// An interval; `None` for an open end without a bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The lower bound.
    pub low: Option<Expr>,
    /// Whether it is included.
    pub low_closed: bool,
    /// The upper bound.
    pub high: Option<Expr>,
    /// Whether it is included.
    pub high_closed: bool,
    /// All of it.
    pub span: Span,
}

/// `if`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct If {
    /// The condition.
    pub condition: Expr,
    /// The value where it holds.
    pub then: Expr,
    /// The value where it does not.
    pub otherwise: Expr,
}

/// `when`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Its rows.
    pub rows: Vec<WhenRow>,
}

/// A row of `when`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhenRow {
    /// When it is taken.
    pub guard: Guard,
    /// Its value.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

impl WhenRow {
    /// Where its guard stands.
    #[must_use]
    pub fn guard_span(&self) -> Span {
        match &self.guard {
            Guard::Condition(guard) => guard.span,
            Guard::Otherwise(place) | Guard::Missing(place) => *place,
        }
    }
}

/// When a row is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// A condition.
    Condition(Expr),
    /// `otherwise`
    Otherwise(Span),
    /// `missing`
    Missing(Span),
}

/// `band`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// What is looked at.
    pub subject: Expr,
    /// Its rows.
    pub rows: Vec<BandRow>,
    /// The braces and what is between.
    pub body_span: Span,
}

/// A row of `band`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandRow {
    /// What it takes.
    pub pattern: Pattern,
    /// Its value.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// What a row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What.
    pub kind: PatternKind,
    /// Where it stands.
    pub span: Span,
}

/// What a row takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternKind {
    /// `otherwise`
    Otherwise,
    /// `missing`
    Missing,
    /// An interval.
    Interval(Interval),
    /// `>= 5`
    Shortcut(Comparison, Expr),
    /// Values.
    Values(Vec<Expr>),
}

/// `linear`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linear {
    /// What is interpolated over.
    pub subject: Expr,
    /// Knots: `x -> y`.
    pub knots: Vec<(Expr, Expr)>,
    /// The `missing` row.
    pub missing: Option<Expr>,
    /// A second `missing` row.
    pub repeated_missing: Option<Span>,
}

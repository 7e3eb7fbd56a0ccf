//! Typed expressions.
//!
//! In: what `check` resolved. Out: a tree in which each node says exactly which operation at which scale; rescaling and
//! rounding are nodes of their own. Evaluation is a plain walk.

use super::SlotId;
use super::record::FieldId;
use super::table::{Pattern, TableId};
use crate::builtins::Builtin;
use crate::source::Span;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::comparison::Comparison;
use crate::value::ty::Type;
use std::sync::Arc;

/// An expression of the program, by number; every node has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

/// A value bound inside an expression: an argument of an expanded function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalId(pub u32);

/// A typed expression.
#[derive(Debug, Clone)]
pub struct Expr {
    /// Its number.
    pub id: ExprId,
    /// The text it comes from.
    pub span: Span,
    /// Its type.
    pub ty: Type,
    /// Why it may be missing; `None`: it never is.
    pub missing: Option<Arc<Missing>>,
    /// What it does.
    pub kind: ExprKind,
}

/// Why a value may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The field may be left blank.
    Field(FieldId),
    /// The divisor may be zero.
    Divisor {
        /// Where the divisor stands.
        span: Span,
    },
    /// The number under the root may be negative.
    NegativeRoot {
        /// Where it stands.
        span: Span,
    },
    /// A cell of the table is blank.
    Cell(TableId),
    /// The literal `missing`.
    Literal {
        /// Where it stands.
        span: Span,
    },
    /// A record of this kind may lack it for another reason, stated in words by the declaration: an optional parameter.
    Declared {
        /// Where it is declared.
        span: Span,
    },
    /// A named value may be missing.
    Through {
        /// Its name.
        name: String,
        /// Where it is declared.
        span: Span,
        /// Why.
        cause: Arc<Missing>,
    },
}

/// What an expression does. Unless said otherwise, a missing operand makes the result missing.
#[derive(Debug, Clone)]
pub enum ExprKind {
    /// A constant; a number at the scale of the type.
    Constant(Value),
    /// A field of the record.
    Field(FieldId),
    /// A named value.
    Slot(SlotId),
    /// A bound value.
    Local(LocalId),
    /// The reference date.
    AsOf,
    /// The same number with more decimal places.
    Rescale(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `x + y`, both at the scale of the result.
    Add(Box<Expr>, Box<Expr>),
    /// `x - y`, both at the scale of the result.
    Subtract(Box<Expr>, Box<Expr>),
    /// `x × y`; the scales add up and are cut to the scale of the result, half away from zero.
    Multiply(Box<Expr>, Box<Expr>),
    /// `x ÷ y` at the scale of the result, half away from zero; missing where `y` is zero.
    Divide(Box<Expr>, Box<Expr>),
    /// A comparison of two values of one type and scale.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Not; missing stays missing.
    Not(Box<Expr>),
    /// All hold: false if any is false, else missing if any is missing, else true.
    And(Vec<Expr>),
    /// Any holds: true if any is true, else missing if any is missing, else false.
    Or(Vec<Expr>),
    /// Whether the subject is accepted.
    Matches(Box<Expr>, Pattern),
    /// Whether the text starts with one of these.
    StartsWith(Box<Expr>, Vec<Arc<str>>),
    /// Whether the subject is missing; never missing itself.
    IsMissing(Box<Expr>),
    /// The first, or the second where the first is missing.
    Default(Box<Expr>, Box<Expr>),
    /// A condition that is never missing, and two alternatives.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// Guarded rows: the first whose guard is true. A guard that is missing before that takes `missing`.
    When(When),
    /// Rows by what the subjects are: bands and decision tables.
    Choose(Choose),
    /// Straight lines between knots, flat outside them; 12 places, half away from zero.
    Linear(Linear),
    /// A cell of a table.
    Lookup(Lookup),
    /// A value by the reference date: the last row whose day is not after it.
    Dated(Vec<DatedRow>),
    /// A function of the policy, expanded: the arguments are bound, then the body is computed.
    Call(Call),
    /// A built-in function; see its row for what it does with missing arguments.
    Builtin(Builtin, Vec<Expr>),
}

/// See [`ExprKind::When`].
#[derive(Debug, Clone)]
pub struct When {
    /// Guards and values.
    pub rows: Vec<WhenRow>,
    /// Taken where no guard is true.
    pub otherwise: Box<Expr>,
    /// Taken where a guard is missing before one is true.
    pub missing: Option<Box<Expr>>,
}

/// A guarded row.
#[derive(Debug, Clone)]
pub struct WhenRow {
    /// The guard.
    pub guard: Expr,
    /// The value.
    pub value: Expr,
}

/// See [`ExprKind::Choose`].
#[derive(Debug, Clone)]
pub struct Choose {
    /// What the rows look at: one for a band, several for a decision table.
    pub subjects: Vec<Expr>,
    /// Exactly one accepts any given subjects; `Otherwise` rows stand last.
    pub rows: Vec<ChooseRow>,
}

/// A row of a band or decision table.
#[derive(Debug, Clone)]
pub struct ChooseRow {
    /// One pattern per subject.
    pub patterns: Vec<Pattern>,
    /// The value.
    pub value: Expr,
    /// Where the patterns stand.
    pub span: Span,
}

/// See [`ExprKind::Linear`].
#[derive(Debug, Clone)]
pub struct Linear {
    /// What is interpolated over.
    pub subject: Box<Expr>,
    /// Strictly rising `x` at the subject's scale, and `y` at the scale of the result.
    pub knots: Vec<(i128, i128)>,
    /// Taken where the subject is missing.
    pub missing: Option<Box<Expr>>,
}

/// See [`ExprKind::Lookup`].
#[derive(Debug, Clone)]
pub struct Lookup {
    /// The table.
    pub table: TableId,
    /// The value column.
    pub column: u32,
    /// One expression per key.
    pub keys: Vec<Expr>,
}

/// A row of a dated value.
#[derive(Debug, Clone)]
pub struct DatedRow {
    /// The first day it applies.
    pub from: Day,
    /// The value.
    pub value: Expr,
}

/// See [`ExprKind::Call`].
#[derive(Debug, Clone)]
pub struct Call {
    /// The name of the function.
    pub function: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// Arguments, bound to locals of their own.
    pub arguments: Vec<(LocalId, Expr)>,
    /// The body.
    pub body: Box<Expr>,
}

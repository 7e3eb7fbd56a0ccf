//! Patterns and look-up tables.
//!
//! In: rows of bands, params, tables and decision tables. Out: what a value is matched against. A checked table covers
//! every case exactly once.

use crate::source::Span;
use crate::value::Value;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::sync::Arc;

/// A table, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableId(pub u32);

/// What one cell or row accepts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Numbers (mantissas at the subject's scale) or days in a closed range.
    Between(Range),
    /// Any of several ranges.
    AnyOf(Vec<Range>),
    /// Members of an enum by position, or `false` as 0 and `true` as 1.
    Members(Vec<u32>),
    /// Any of these texts.
    Texts(Vec<Arc<str>>),
    /// No value.
    Missing,
    /// Every value, and none where the column may be missing (`*`).
    Anything,
    /// Every value that no other row of the band takes.
    Otherwise,
    /// No value can match: the interval holds nothing the subject can be.
    Never,
}

impl Pattern {
    /// Whether it accepts a value.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Pattern::Anything, _) | (Pattern::Missing, Value::Missing) => true,
            (_, Value::Missing) | (Pattern::Missing | Pattern::Never, _) => false,
            (Pattern::Otherwise, _) => true,
            (Pattern::Between(range), Value::Number(mantissa)) => range.contains(*mantissa),
            (Pattern::Between(range), Value::Date(day)) => range.contains(i128::from(day.0)),
            (Pattern::AnyOf(ranges), Value::Number(mantissa)) => ranges.iter().any(|range| range.contains(*mantissa)),
            (Pattern::AnyOf(ranges), Value::Date(day)) => ranges.iter().any(|range| range.contains(i128::from(day.0))),
            (Pattern::Members(members), Value::Member(member)) => members.contains(member),
            (Pattern::Members(members), Value::Bool(truth)) => members.contains(&u32::from(*truth)),
            (Pattern::Texts(texts), Value::Text(text)) => texts.contains(text),
            (Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Members(_) | Pattern::Texts(_), _) => false,
        }
    }
}

/// A look-up table: constant cells under keys.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// Key columns.
    pub keys: Vec<Key>,
    /// Value columns; a param has one, named like the param.
    pub columns: Vec<Column>,
    /// Rows; each has a pattern per key and a value per column.
    pub rows: Vec<Row>,
    /// The document it comes from.
    pub source: String,
    /// Where its name stands.
    pub span: Span,
}

/// A key column.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its header.
    pub name: String,
    /// What is looked up; numbers are matched at this scale.
    pub ty: Type,
}

/// A value column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// The type of its cells.
    pub ty: Type,
    /// Whether some cell is blank.
    pub optional: bool,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// One pattern per key.
    pub keys: Vec<Pattern>,
    /// One value per column; numbers at the column's scale.
    pub cells: Vec<Value>,
    /// Where it stands.
    pub span: Span,
}

//! Values and what describes them: decimals, days, dimensions, units, ranges, types.
//!
//! In and out: plain data. Operations here know no spans, no policy, no clock.

pub mod calendar;
pub mod column;
pub mod comparison;
pub mod decimal;
pub mod dimension;
pub mod knots;
pub mod range;
pub mod ty;
pub mod unit;
mod wide;

use std::sync::Arc;

/// What one field or expression is worth for one record.
///
/// Numbers are mantissas; their scale is static and stands in the type of the expression or field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// No value: the figure was left blank, or a ratio does not exist.
    Missing,
    /// A number: `mantissa × 10^-scale` in base units, the scale standing in the type.
    Number(i128),
    /// A truth value.
    Bool(bool),
    /// A civil date.
    Date(calendar::Day),
    /// A text.
    Text(Arc<str>),
    /// The member of an enum, by position.
    Member(u32),
}

impl Value {
    /// Whether there is no value.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// How two values of one kind compare; `None` where one is missing or the kinds differ.
    #[must_use]
    pub fn order(&self, other: &Value) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Value::Number(x), Value::Number(y)) => Some(x.cmp(y)),
            (Value::Bool(x), Value::Bool(y)) => Some(x.cmp(y)),
            (Value::Date(x), Value::Date(y)) => Some(x.cmp(y)),
            (Value::Text(x), Value::Text(y)) => Some(x.cmp(y)),
            (Value::Member(x), Value::Member(y)) => Some(x.cmp(y)),
            (Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_), _) => None,
        }
    }

    /// The mantissa of a number.
    #[must_use]
    pub fn mantissa(&self) -> Option<i128> {
        match self {
            Value::Number(mantissa) => Some(*mantissa),
            Value::Missing | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => None,
        }
    }

    /// The truth value.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::Bool(truth) => Some(*truth),
            Value::Missing | Value::Number(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => None,
        }
    }
}

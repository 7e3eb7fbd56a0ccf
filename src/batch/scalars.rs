//! What is computed record by record: calendars, roots, look-ups in long tables.
//!
//! In: one value for each operand. Out: a value, by the same code that the table of functions names.

use super::graph::{CHUNK, Scalar};
use crate::builtins::{self, Scales};
use crate::ir::table::{Pattern, Table};
use crate::value::Value;

/// The value of a scalar.
pub(super) fn compute(scalar: &Scalar, values: &[Value], tables: &[Table]) -> Value {
    match scalar {
        Scalar::Builtin { builtin, argument, result } => {
            builtins::apply(*builtin, values, Scales { argument: *argument, result: *result }).unwrap_or(Value::Missing)
        }
        Scalar::Lookup { table, column } => {
            if values.iter().any(Value::is_missing) {
                return Value::Missing;
            }
            let rows = tables.get(table.0 as usize).map(|table| table.rows.as_slice()).unwrap_or_default();
            let found = rows.iter().find(|row| accepts(&row.keys, values));
            found.and_then(|row| row.cells.get(*column as usize)).cloned().unwrap_or(Value::Missing)
        }
        Scalar::Compare(comparison) => match values {
            [left, right] => left.order(right).map_or(Value::Missing, |order| Value::Bool(comparison.holds(order))),
            _ => Value::Missing,
        },
        Scalar::RowDigit { rows, unit } => position(rows, values).map_or(Value::Missing, |row| Value::Number((row / unit % CHUNK) as i128)),
    }
}

fn position(rows: &[Vec<Pattern>], values: &[Value]) -> Option<usize> {
    rows.iter().position(|patterns| accepts(patterns, values))
}

fn accepts(patterns: &[Pattern], values: &[Value]) -> bool {
    patterns.iter().zip(values).all(|(pattern, value)| pattern.accepts(value))
}

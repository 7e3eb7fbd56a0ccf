//! The figures a field can hold: a cell keeps so many places in its unit, and nothing finer is ever computed with.
//!
//! In: a field. Out: the distance between neighbouring figures, and the neighbours of any number.

use crate::ir::record::FieldKind;
use crate::value::Value;
use crate::value::decimal::Decimal;

/// The distance between neighbouring figures of a field, in mantissas.
pub(super) fn step(kind: &FieldKind) -> i128 {
    match kind {
        FieldKind::Number { unit, decimals, scale, .. } => {
            let least = unit.to_base(Decimal::new(1, *decimals));
            let exact =
                least.and_then(|least| least.rescale(*scale, crate::value::decimal::Rounding::Floor).filter(|kept| kept.compare(least).is_eq()));
            exact.map_or(1, |least| least.mantissa.max(1))
        }
        FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => 1,
    }
}

/// The figures at or next to a number, the lower one first.
pub(super) fn beside(x: i128, step: i128) -> [i128; 2] {
    let low = x.div_euclid(step) * step;
    if low == x { [x, x] } else { [low, low.saturating_add(step)] }
}

/// Whether a field can hold a value.
pub(super) fn can_hold(kind: &FieldKind, value: &Value) -> bool {
    match value {
        Value::Number(x) => x.rem_euclid(step(kind)) == 0,
        Value::Missing | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => true,
    }
}

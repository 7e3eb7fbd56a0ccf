//! Arrow arrays as cells, and columns of results as Arrow arrays.
//!
//! In: an array and a row; a column of results and its type. Out: the cell; an array. Figures are exact: decimals at the places of
//! the unit they are shown in.

use crate::data::raw::Raw;
use crate::ir::Program;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::column::Column;
use crate::value::decimal::{Decimal, QUOTIENT_PLACES, Rounding};
use crate::value::ty::{Number, Type};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, StringArray, downcast_dictionary_array};
use arrow_schema::{DECIMAL128_MAX_PRECISION, DataType, Field};
use std::sync::Arc;

/// Whether arrays of a type hold cells.
pub(super) fn is_read(found: &DataType) -> bool {
    match found {
        DataType::Dictionary(_, values) => is_read(values),
        DataType::Decimal32(_, scale) | DataType::Decimal64(_, scale) | DataType::Decimal128(_, scale) => *scale >= 0,
        found => {
            matches!(found, DataType::Null | DataType::Boolean | DataType::Date32 | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
                || found.is_integer()
        }
    }
}

/// The cell of a row; blank where there is none, or the type is not read.
pub(super) fn raw(array: &dyn Array, row: usize) -> Raw {
    if row >= array.len() || array.is_null(row) {
        return Raw::Blank;
    }
    match array.data_type() {
        DataType::Boolean => Raw::Bool(array.as_boolean().value(row)),
        DataType::Int8 => Raw::Number(native::<Int8Type>(array, row).to_string()),
        DataType::Int16 => Raw::Number(native::<Int16Type>(array, row).to_string()),
        DataType::Int32 => Raw::Number(native::<Int32Type>(array, row).to_string()),
        DataType::Int64 => Raw::Number(native::<Int64Type>(array, row).to_string()),
        DataType::UInt8 => Raw::Number(native::<UInt8Type>(array, row).to_string()),
        DataType::UInt16 => Raw::Number(native::<UInt16Type>(array, row).to_string()),
        DataType::UInt32 => Raw::Number(native::<UInt32Type>(array, row).to_string()),
        DataType::UInt64 => Raw::Number(native::<UInt64Type>(array, row).to_string()),
        DataType::Decimal32(_, scale) => decimal(native::<Decimal32Type>(array, row).into(), *scale),
        DataType::Decimal64(_, scale) => decimal(native::<Decimal64Type>(array, row).into(), *scale),
        DataType::Decimal128(_, scale) => decimal(native::<Decimal128Type>(array, row), *scale),
        DataType::Date32 => Raw::Text(Day(native::<Date32Type>(array, row)).to_string()),
        DataType::Utf8 => text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => text(array.as_string_view().value(row)),
        DataType::Dictionary(..) => downcast_dictionary_array!(
            array => array.key(row).map_or(Raw::Blank, |key| raw(array.values().as_ref(), key)),
            _ => Raw::Blank,
        ),
        _ => Raw::Blank,
    }
}

/// The value of a row that holds one.
fn native<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn decimal(mantissa: i128, scale: i8) -> Raw {
    Raw::Number(Decimal::new(mantissa, scale.unsigned_abs()).to_string())
}

fn text(text: &str) -> Raw {
    if text.is_empty() { Raw::Blank } else { Raw::Text(text.to_owned()) }
}

/// A column of results under its name. For each row of the batch: its lane, or none where the row is rejected. `None` where a figure
/// has more digits than Arrow keeps.
pub(super) fn results(name: &str, column: &Column, ty: &Type, program: &Program, lanes: &[Option<usize>]) -> Option<(Field, ArrayRef)> {
    let values = || lanes.iter().map(|lane| lane.map_or(Value::Missing, |lane| column.value(lane)));
    let array: ArrayRef = match ty {
        Type::Number(number) => Arc::new(figures(number, values())?),
        Type::Bool | Type::Unknown | Type::Nothing => Arc::new(values().map(|value| value.truth()).collect::<BooleanArray>()),
        Type::Date(_) => Arc::new(values().map(|value| if let Value::Date(day) = value { Some(day.0) } else { None }).collect::<Date32Array>()),
        Type::Text => Arc::new(values().map(|value| if let Value::Text(text) = value { Some(text) } else { None }).collect::<StringArray>()),
        Type::Enum(id) => {
            let members = program.enums.get(id.0 as usize).map_or(&[][..], |list| &list.members);
            let name = |value: Value| match value {
                Value::Member(position) => members.get(position as usize).map(|member| member.name.as_str()),
                _ => None,
            };
            Arc::new(values().map(name).collect::<StringArray>())
        }
    };
    Some((Field::new(name, array.data_type().clone(), true), array))
}

/// Figures in the unit they are shown in; at all places there are, or 12 where the unit is no power of ten of its base.
fn figures(number: &Number, values: impl Iterator<Item = Value>) -> Option<Decimal128Array> {
    let (digits, _) = number.unit.factor.normalized().without_trailing_zeros();
    let places = match digits.mantissa {
        1 => number.unit.from_base(Decimal::new(1, number.scale))?.scale,
        _ => QUOTIENT_PLACES,
    };
    let figure = |mantissa: i128| Some(number.unit.from_base(Decimal::new(mantissa, number.scale))?.rescale(places, Rounding::HalfAway)?.mantissa);
    let mantissas = values.map(|value| match value.mantissa() {
        Some(mantissa) => figure(mantissa).map(Some),
        None => Some(None),
    });
    let array: Decimal128Array = mantissas.collect::<Option<Vec<Option<i128>>>>()?.into_iter().collect();
    array.with_precision_and_scale(DECIMAL128_MAX_PRECISION, i8::try_from(places).ok()?).ok()
}

//! One cell of an Arrow column, as a cell of any other file.
//!
//! In: an array and a row. Out: what stands there, for [`crate::data::cell::CellReader`]. This says what every type of Arrow means;
//! [`crate::data::arrow_lanes`] does the same for whole columns, faster. Knows no field.

use super::raw::Raw;
use crate::value::calendar::Day;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, ArrowTimestampType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type,
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, downcast_dictionary_array};
use arrow_schema::{DataType, TimeUnit};

/// Whether the cells of a type have a meaning; those of all others are [`Raw::Nested`].
pub(crate) fn is_read(found: &DataType) -> bool {
    match found {
        DataType::Dictionary(_, values) => is_read(values),
        DataType::Null | DataType::Boolean | DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => true,
        found => found.is_numeric(),
    }
}

/// The cell of a row; blank where there is no such row.
pub(crate) fn raw(array: &dyn Array, row: usize) -> Raw {
    if row >= array.len() || array.is_null(row) {
        return Raw::Blank;
    }
    match array.data_type() {
        DataType::Null => Raw::Blank,
        DataType::Boolean => Raw::Bool(array.as_boolean().value(row)),
        DataType::Int8 => digits(primitive::<Int8Type>(array, row)),
        DataType::Int16 => digits(primitive::<Int16Type>(array, row)),
        DataType::Int32 => digits(primitive::<Int32Type>(array, row)),
        DataType::Int64 => digits(primitive::<Int64Type>(array, row)),
        DataType::UInt8 => digits(primitive::<UInt8Type>(array, row)),
        DataType::UInt16 => digits(primitive::<UInt16Type>(array, row)),
        DataType::UInt32 => digits(primitive::<UInt32Type>(array, row)),
        DataType::UInt64 => digits(primitive::<UInt64Type>(array, row)),
        DataType::Float16 => float(f64::from(primitive::<Float16Type>(array, row)), primitive::<Float16Type>(array, row)),
        DataType::Float32 => float(f64::from(primitive::<Float32Type>(array, row)), primitive::<Float32Type>(array, row)),
        DataType::Float64 => float(primitive::<Float64Type>(array, row), primitive::<Float64Type>(array, row)),
        DataType::Decimal32(_, scale) => decimal(primitive::<Decimal32Type>(array, row), *scale),
        DataType::Decimal64(_, scale) => decimal(primitive::<Decimal64Type>(array, row), *scale),
        DataType::Decimal128(_, scale) => decimal(primitive::<Decimal128Type>(array, row), *scale),
        DataType::Decimal256(_, scale) => decimal(primitive::<Decimal256Type>(array, row), *scale),
        DataType::Utf8 => text(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => text(array.as_string::<i64>().value(row)),
        DataType::Utf8View => text(array.as_string_view().value(row)),
        DataType::Binary => bytes(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => bytes(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => bytes(array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => bytes(array.as_fixed_size_binary().value(row)),
        DataType::Date32 => moment(Some(primitive::<Date32Type>(array, row).into()), 0),
        DataType::Date64 => instant(primitive::<Date64Type>(array, row), 1_000, None),
        DataType::Timestamp(unit, zone) => {
            let (value, parts) = match unit {
                TimeUnit::Second => stamp::<TimestampSecondType>(array, row, 1),
                TimeUnit::Millisecond => stamp::<TimestampMillisecondType>(array, row, 1_000),
                TimeUnit::Microsecond => stamp::<TimestampMicrosecondType>(array, row, 1_000_000),
                TimeUnit::Nanosecond => stamp::<TimestampNanosecondType>(array, row, 1_000_000_000),
            };
            instant(value, parts, zone.as_deref())
        }
        DataType::Dictionary(..) => dictionary(array, row),
        other => Raw::Nested(format!("<{other}>")),
    }
}

/// How many seconds a time zone is ahead of UTC; none for zones with a name, whose rules are not known here.
pub(crate) fn offset(zone: Option<&str>) -> Option<i64> {
    let Some(zone) = zone else { return Some(0) };
    if matches!(zone, "UTC" | "utc" | "Z" | "GMT" | "Etc/UTC") {
        return Some(0);
    }
    let (sign, rest) = match zone.as_bytes().first()? {
        b'+' => (1, zone.get(1..)?),
        b'-' => (-1, zone.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').or_else(|| rest.split_at_checked(2))?;
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<i64>().ok()? };
    Some(sign * (hours.parse::<i64>().ok()? * 3600 + minutes * 60))
}

fn primitive<T: ArrowPrimitiveType>(array: &dyn Array, row: usize) -> T::Native {
    array.as_primitive::<T>().value(row)
}

fn stamp<T: ArrowTimestampType>(array: &dyn Array, row: usize, parts: i64) -> (i64, i64) {
    (array.as_primitive::<T>().value(row), parts)
}

fn digits(number: impl std::fmt::Display) -> Raw {
    Raw::Number(number.to_string())
}

/// The shortest digits that give the number back, with an exponent where there would be many noughts.
fn float<T: std::fmt::Display + std::fmt::LowerExp>(size: f64, number: T) -> Raw {
    let plain = size == 0.0 || !size.is_finite() || (1e-7..1e17).contains(&size.abs());
    Raw::Number(if plain { number.to_string() } else { format!("{number:e}") })
}

/// A mantissa with its point; a negative scale stands for noughts behind.
fn decimal(mantissa: impl std::fmt::Display, scale: i8) -> Raw {
    let digits = mantissa.to_string();
    let Ok(places) = usize::try_from(scale) else {
        return Raw::Number(format!("{digits}{}", "0".repeat(usize::from(scale.unsigned_abs()))));
    };
    if places == 0 {
        return Raw::Number(digits);
    }
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits.as_str()), |digits| ("-", digits));
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, places) = digits.split_at(digits.len() - places);
    Raw::Number(format!("{sign}{whole}.{places}"))
}

fn text(text: &str) -> Raw {
    if text.is_empty() { Raw::Blank } else { Raw::Text(text.to_owned()) }
}

/// Bytes that are text are text: older writers do not say which bytes are.
fn bytes(bytes: &[u8]) -> Raw {
    match str::from_utf8(bytes) {
        Ok(found) => text(found),
        Err(_) => Raw::Nested(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
    }
}

fn dictionary(array: &dyn Array, row: usize) -> Raw {
    downcast_dictionary_array!(
        array => array.key(row).map_or(Raw::Blank, |key| raw(array.values().as_ref(), key)),
        _ => Raw::Blank
    )
}

/// Parts of a second since 1970-01-01 as a date. In a zone whose rules are not known nothing is midnight.
fn instant(value: i64, parts: i64, zone: Option<&str>) -> Raw {
    let day = parts * 86_400;
    match offset(zone).and_then(|ahead| value.checked_add(ahead * parts)) {
        Some(local) => moment(Some(local.div_euclid(day)), local.rem_euclid(day).div_euclid(parts).max(i64::from(local.rem_euclid(day) != 0))),
        None => match moment(Some(value.div_euclid(day)), value.rem_euclid(day).div_euclid(parts)) {
            Raw::SheetDate { day, clock, digits, .. } => Raw::SheetDate { day, time: true, clock: format!("{clock} UTC"), digits },
            other => other,
        },
    }
}

/// A day since 1970-01-01 and a second of it; a fraction of the first second counts as one.
fn moment(day: Option<i64>, second: i64) -> Raw {
    let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    let digits = day.map(|day| day.to_string()).unwrap_or_default();
    let day = day.and_then(|day| i32::try_from(day).ok()).map(Day);
    Raw::SheetDate { day, time: second != 0, clock, digits }
}

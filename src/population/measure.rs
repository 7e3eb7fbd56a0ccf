//! Figures of a report: means, shares, quartiles.
//!
//! In: counts and sums. Out: figures in both languages, worked out in whole numbers and rounded once.

use super::document::Share;
use crate::bulk::order_statistics::five_numbers;
use crate::diagnostic::Lang;
use crate::explain::explanation::{Bilingual, Figure};
use crate::explain::{exact, show};
use crate::ir::Program;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::{self, Rounding};
use crate::value::ty::{Number, Type};

/// A mean has two decimal places more than what it is the mean of, where that has few.
const MEAN_PLACES: u8 = 2;
/// With so many a mean needs no more.
const ENOUGH_PLACES: u8 = 4;

/// A value as a figure.
#[must_use]
pub fn figure(program: &Program, value: &Value, ty: &Type) -> Figure {
    let unit = match value {
        Value::Number(_) => ty.number().map_or_else(String::new, |number| number.unit.name.clone()),
        Value::Missing | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => String::new(),
    };
    let text = Bilingual::new(show(value, ty, program, Lang::En), show(value, ty, program, Lang::Zh));
    Figure { exact: (!value.is_missing()).then(|| exact(value, ty, program)), unit, text }
}

/// A number or day as a figure.
#[must_use]
pub fn number(program: &Program, mantissa: i128, ty: &Type) -> Figure {
    match ty {
        Type::Date(_) => figure(program, &Value::Date(Day(i32::try_from(mantissa).unwrap_or(0))), ty),
        Type::Number(_) | Type::Bool | Type::Text | Type::Enum(_) | Type::Unknown | Type::Nothing => figure(program, &Value::Number(mantissa), ty),
    }
}

/// The mean of a sum over so many, and the type that has its places; nothing where there are none.
#[must_use]
pub fn mean(sum: Option<i128>, count: u64, ty: &Type) -> Option<(i128, Type)> {
    let number = ty.number()?;
    let scale = (number.scale + MEAN_PLACES).min(ENOUGH_PLACES).max(number.scale);
    let mean = decimal::divide(sum?, i128::from(count), i32::from(scale - number.scale), Rounding::HalfAway)?;
    Some((mean, Type::Number(Number { scale, ..number.clone() })))
}

/// The mean as a figure.
#[must_use]
pub fn mean_figure(program: &Program, sum: Option<i128>, count: u64, ty: &Type) -> Option<Figure> {
    mean(sum, count, ty).map(|(mean, ty)| number(program, mean, &ty))
}

/// Five numbers as figures; none where there are no numbers.
#[must_use]
pub fn quartiles(program: &Program, pairs: &[(i128, u64)], ty: &Type) -> Vec<Figure> {
    five_numbers(pairs).map(|five| five.iter().map(|one| number(program, *one, ty)).collect()).unwrap_or_default()
}

/// A count and its share.
#[must_use]
pub fn share(count: u64, of: u64) -> Share {
    Share { count, of, percent: (of > 0).then(|| tenths(thousandths(count, of))) }
}

/// The share of a thousand, rounded half up.
#[must_use]
pub fn thousandths(count: u64, of: u64) -> u64 {
    let of = u128::from(of.max(1));
    u64::try_from((u128::from(count) * 2000 + of) / (2 * of)).unwrap_or(u64::MAX)
}

/// Thousandths as percent.
fn tenths(thousandths: u64) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// A mean in percent of a maximum of the same scale, rounded to a tenth.
#[must_use]
pub fn percent_of(sum: i128, count: u64, maximum: i128) -> Option<String> {
    let whole = maximum.checked_mul(i128::from(count)).filter(|whole| *whole > 0)?;
    let share = decimal::divide(sum, whole, 3, Rounding::HalfAway)?;
    let sign = if share < 0 { "-" } else { "" };
    Some(format!("{sign}{}", tenths(u64::try_from(share.unsigned_abs()).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::{percent_of, share, thousandths};

    #[test]
    fn shares_are_rounded_to_a_tenth_of_a_percent() {
        assert_eq!(share(1, 3).percent.as_deref(), Some("33.3"));
        assert_eq!(share(0, 0).percent, None);
        assert_eq!(share(u64::MAX, u64::MAX).percent.as_deref(), Some("100.0"));
        assert_eq!(thousandths(1, 2000), 1);
        assert_eq!(percent_of(5_000, 2, 10_000).as_deref(), Some("25.0"));
        assert_eq!(percent_of(-5_000, 2, 10_000).as_deref(), Some("-25.0"));
        assert_eq!(percent_of(0, 0, 10), None);
    }
}

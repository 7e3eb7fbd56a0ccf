//! What built-in functions compute.
//!
//! In: arguments, numbers all at one scale. Out: the result at its own scale; `None` only where a proof of the checker was
//! wrong.

use super::Builtin;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::{self, Rounding};

/// The scales of numeric arguments and of the result.
#[derive(Debug, Clone, Copy)]
pub struct Scales {
    /// Of the arguments.
    pub argument: u8,
    /// Of the result.
    pub result: u8,
}

/// The value of a function. A missing argument makes the result missing, but for the `…_present` functions.
#[must_use]
pub fn apply(builtin: Builtin, arguments: &[Value], scales: Scales) -> Option<Value> {
    let present_only = matches!(builtin, Builtin::SumPresent | Builtin::MeanPresent);
    if !present_only && arguments.iter().any(Value::is_missing) {
        return Some(Value::Missing);
    }
    let numbers: Vec<i128> = arguments.iter().filter_map(Value::mantissa).collect();
    let number = |mantissa: Option<i128>| mantissa.map(Value::Number);
    let count = |n: i32| Some(Value::Number(i128::from(n)));
    match builtin {
        Builtin::Min => number(numbers.iter().min().copied()),
        Builtin::Max => number(numbers.iter().max().copied()),
        Builtin::Clamp => match numbers.as_slice() {
            [x, low, high] => Some(Value::Number((*x).max(*low).min(*high))),
            _ => None,
        },
        Builtin::Abs => number(numbers.first().map(|x| x.abs())),
        Builtin::Sum => number(total(&numbers)),
        Builtin::Mean => number(mean(&numbers, scales)),
        Builtin::SumPresent if numbers.is_empty() => Some(Value::Missing),
        Builtin::SumPresent => number(total(&numbers)),
        Builtin::MeanPresent if numbers.is_empty() => Some(Value::Missing),
        Builtin::MeanPresent => number(mean(&numbers, scales)),
        Builtin::Count => Some(Value::Number(arguments.iter().filter(|value| value.truth() == Some(true)).count() as i128)),
        Builtin::Round(rounding) => {
            let x = *numbers.first()?;
            if scales.result >= scales.argument {
                number(decimal::scale_up(x, u32::from(scales.result - scales.argument)))
            } else {
                Some(Value::Number(decimal::scale_down(x, u32::from(scales.argument - scales.result), rounding)))
            }
        }
        Builtin::Sqrt => match *numbers.first()? {
            negative if negative < 0 => Some(Value::Missing),
            x => number(decimal::square_root(x, scales.argument, scales.result)),
        },
        Builtin::YearsBetween => count(day(arguments, 0)?.years_to(day(arguments, 1)?)),
        Builtin::MonthsBetween => count(day(arguments, 0)?.months_to(day(arguments, 1)?)),
        Builtin::DaysBetween => count(day(arguments, 1)?.0 - day(arguments, 0)?.0),
        Builtin::AddYears(rule) => {
            let months = i32::try_from(*numbers.first()?).ok()?.checked_mul(12)?;
            day(arguments, 0)?.add_months(months, rule).map(Value::Date)
        }
        Builtin::AddMonths(rule) => day(arguments, 0)?.add_months(i32::try_from(*numbers.first()?).ok()?, rule).map(Value::Date),
        Builtin::AddDays => {
            let days = day(arguments, 0)?.0.checked_add(i32::try_from(*numbers.first()?).ok()?)?;
            Some(Value::Date(Day(days)))
        }
        Builtin::Year => count(day(arguments, 0)?.civil().0),
        Builtin::Month => count(day(arguments, 0)?.civil().1),
        Builtin::DayOfMonth => count(day(arguments, 0)?.civil().2),
    }
}

fn total(numbers: &[i128]) -> Option<i128> {
    numbers.iter().try_fold(0i128, |sum, x| sum.checked_add(*x))
}

fn mean(numbers: &[i128], scales: Scales) -> Option<i128> {
    decimal::divide(total(numbers)?, numbers.len() as i128, i32::from(scales.result) - i32::from(scales.argument), Rounding::HalfAway)
}

fn day(arguments: &[Value], position: usize) -> Option<Day> {
    match arguments.get(position) {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    }
}

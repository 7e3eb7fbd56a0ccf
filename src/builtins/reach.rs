//! What a function can yield when its arguments lie in ranges.
//!
//! In: a range per argument and whether it may be missing. Out: the range of the result. Almost every function rises or falls
//! steadily with each argument, so its bounds are its values at the corners, computed by the very code that evaluates it.

use super::{Builtin, Scales, apply};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::range::Range;

/// What an argument can be.
#[derive(Debug, Clone, Copy)]
pub struct Operand {
    /// Numbers at the common scale of the arguments, or days.
    pub range: Range,
    /// Whether it may be missing.
    pub missing: bool,
}

/// The range of a function over numbers and dates; `None` where a result may not fit, or where there is nothing to say.
/// Conditions (`count`) are not numbers: each counts from 0 to 1.
#[must_use]
pub fn reach(builtin: Builtin, operands: &[Operand], scales: Scales) -> Option<Range> {
    let low = |operand: &Operand| operand.range.low;
    let high = |operand: &Operand| operand.range.high;
    match builtin {
        Builtin::Abs => operands.first().map(|operand| operand.range.absolute()),
        Builtin::Month | Builtin::DayOfMonth => {
            let days = operands.first()?.range;
            let (from, to) = (day(days.low)?, day(days.high)?);
            let most = if builtin == Builtin::Month { 12 } else { 31 };
            let (first, last) = (from.civil(), to.civil());
            let steady = first.0 == last.0 && (builtin == Builtin::Month || first.1 == last.1);
            if steady { corners(builtin, [&[from], &[to]], scales) } else { Some(Range { low: 1, high: most }) }
        }
        Builtin::YearsBetween | Builtin::MonthsBetween | Builtin::DaysBetween => {
            let (from, to) = (operands.first()?.range, operands.get(1)?.range);
            corners(builtin, [&[day(from.high)?, day(to.low)?], &[day(from.low)?, day(to.high)?]], scales)
        }
        Builtin::Year => {
            let days = operands.first()?.range;
            corners(builtin, [&[day(days.low)?], &[day(days.high)?]], scales)
        }
        Builtin::AddYears(_) | Builtin::AddMonths(_) | Builtin::AddDays => {
            let (start, by) = (operands.first()?.range, operands.get(1)?.range);
            let moved = |from: i128, by: i128| result(apply(builtin, &[Value::Date(day(from)?), Value::Number(by)], scales));
            Range::new(moved(start.low, by.low)?, moved(start.high, by.high)?)
        }
        Builtin::Sqrt => {
            let range = operands.first()?.range;
            let root = |x: i128| result(apply(builtin, &[Value::Number(x.max(0))], scales));
            Range::new(root(range.low)?, root(range.high)?)
        }
        Builtin::SumPresent => some(operands),
        Builtin::MeanPresent | Builtin::Mean => {
            let least = operands.iter().map(low).min()?;
            let most = operands.iter().map(high).max()?;
            if builtin == Builtin::Mean {
                sum(operands, low).zip(sum(operands, high))?
            } else {
                some(operands).map(|range| (range.low, range.high))?
            };
            let mean = |x: i128| result(apply(Builtin::Mean, &[Value::Number(x)], scales));
            let all = operands.iter().all(|operand| !operand.missing);
            if all { numbers(Builtin::Mean, operands, scales) } else { Range::new(mean(least)?, mean(most)?) }
        }
        Builtin::Min | Builtin::Max | Builtin::Clamp | Builtin::Sum | Builtin::Round(_) => numbers(builtin, operands, scales),
        Builtin::Count => Range::new(sum(operands, low)?, sum(operands, high)?),
    }
}

/// Whether the result may be missing.
#[must_use]
pub fn may_miss(builtin: Builtin, operands: &[Operand]) -> bool {
    match builtin {
        Builtin::SumPresent | Builtin::MeanPresent => operands.iter().all(|operand| operand.missing),
        Builtin::Sqrt => operands.iter().any(|operand| operand.missing || operand.range.low < 0),
        _ => operands.iter().any(|operand| operand.missing),
    }
}

/// All arguments at their least and at their greatest.
fn numbers(builtin: Builtin, operands: &[Operand], scales: Scales) -> Option<Range> {
    let at = |pick: fn(&Operand) -> i128| {
        let values: Vec<Value> = operands.iter().map(|operand| Value::Number(pick(operand))).collect();
        result(apply(builtin, &values, scales))
    };
    Range::new(at(|operand| operand.range.low)?, at(|operand| operand.range.high)?)
}

fn corners(builtin: Builtin, at: [&[Day]; 2], scales: Scales) -> Option<Range> {
    let value = |days: &[Day]| result(apply(builtin, &days.iter().map(|day| Value::Date(*day)).collect::<Vec<Value>>(), scales));
    let [low, high] = at;
    Range::new(value(low)?, value(high)?)
}

fn sum(operands: &[Operand], pick: impl Fn(&Operand) -> i128) -> Option<i128> {
    operands.iter().map(pick).try_fold(0i128, i128::checked_add)
}

/// The sum of those that are there, at least one.
fn some(operands: &[Operand]) -> Option<Range> {
    let any_certain = operands.iter().any(|operand| !operand.missing);
    let least = sum(operands, |operand| if operand.missing { operand.range.low.min(0) } else { operand.range.low })?;
    let most = sum(operands, |operand| if operand.missing { operand.range.high.max(0) } else { operand.range.high })?;
    if any_certain {
        return Range::new(least, most);
    }
    // At least one is there: above 0 if all are, below 0 if all are.
    let lowest = operands.iter().map(|operand| operand.range.low).min()?;
    let highest = operands.iter().map(|operand| operand.range.high).max()?;
    Range::new(if lowest >= 0 { lowest } else { least }, if highest <= 0 { highest } else { most })
}

fn result(value: Option<Value>) -> Option<i128> {
    match value? {
        Value::Number(mantissa) => Some(mantissa),
        Value::Date(day) => Some(i128::from(day.0)),
        Value::Missing | Value::Bool(_) | Value::Text(_) | Value::Member(_) => None,
    }
}

fn day(days: i128) -> Option<Day> {
    i32::try_from(days).ok().map(Day)
}

//! The functions every policy can call.
//!
//! In: values at the scales the checker arranged. Out: values. One row per function in [`TABLE`]: names, shape, words,
//! example; its rule of types stands in `check`, its code in [`apply`]. Knows no spans and no policy.

mod apply;
mod reach;
mod table;

pub use apply::{Scales, apply};
pub use reach::{Operand, may_miss, reach};
pub use table::{Row, TABLE, find, names, shape_as};

use crate::value::calendar::MonthEnd;
use crate::value::decimal::Rounding;

/// A built-in function, with everything about it that is decided before evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// The least of several values.
    Min,
    /// The greatest of several values.
    Max,
    /// A value held between two bounds.
    Clamp,
    /// The magnitude.
    Abs,
    /// The sum; missing if any is missing.
    Sum,
    /// The mean to 12 places; missing if any is missing.
    Mean,
    /// The sum of those that are there; missing if none is.
    SumPresent,
    /// The mean to 12 places of those that are there; missing if none is.
    MeanPresent,
    /// How many conditions hold; missing if any is missing.
    Count,
    /// A cut to the scale of the result.
    Round(Rounding),
    /// The square root to 12 places; missing for a negative number.
    Sqrt,
    /// Completed years from one date to another.
    YearsBetween,
    /// Completed months from one date to another.
    MonthsBetween,
    /// Days from one date to another.
    DaysBetween,
    /// A date some years later.
    AddYears(MonthEnd),
    /// A date some months later.
    AddMonths(MonthEnd),
    /// A date some days later.
    AddDays,
    /// The year of a date.
    Year,
    /// The month of a date.
    Month,
    /// The day of the month of a date.
    DayOfMonth,
}

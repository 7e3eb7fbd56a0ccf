//! The table of built-in functions.
//!
//! In: nothing. Out: names in both languages, shape, words and an example for each; the manual, completion and messages are
//! made from it.

use super::Builtin;
use crate::value::calendar::MonthEnd;
use crate::value::decimal::Rounding;

/// One function.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// What it is; where variants differ by an argument, the first of them.
    pub builtin: Builtin,
    /// The English name.
    pub english: &'static str,
    /// The Chinese name.
    pub chinese: &'static str,
    /// Its shape.
    pub shape: &'static str,
    /// The fewest arguments.
    pub least: usize,
    /// The most arguments.
    pub most: usize,
    /// What it does, in English.
    pub doc: &'static str,
    /// What it does, in Chinese.
    pub doc_zh: &'static str,
    /// An expression and its value.
    pub example: (&'static str, &'static str),
}

const MANY: usize = 64;

macro_rules! rows {
    ($($builtin:expr, $english:literal $chinese:literal $shape:literal $least:literal..=$most:tt, $doc:literal $doc_zh:literal, $example:literal = $value:literal;)*) => {
        /// All functions, in the order of the manual.
        pub const TABLE: &[Row] = &[$(Row {
            builtin: $builtin, english: $english, chinese: $chinese, shape: $shape, least: $least, most: $most,
            doc: $doc, doc_zh: $doc_zh, example: ($example, $value),
        }),*];
    };
}

rows! {
    Builtin::Min, "min" "最小" "min(x, y, …)" 1..=MANY, "the least of its arguments; missing if any is missing" "各参数中最小者；任一缺失则结果缺失", "min(3, 2.5)" = "2.5";
    Builtin::Max, "max" "最大" "max(x, y, …)" 1..=MANY, "the greatest of its arguments; missing if any is missing" "各参数中最大者；任一缺失则结果缺失", "max(3, 2.5)" = "3";
    Builtin::Clamp, "clamp" "限定" "clamp(x, low, high)" 3..=3, "`x`, but not below `low` and not above `high`" "把 x 限定在 low 与 high 之间", "clamp(120, 0, 100)" = "100";
    Builtin::Abs, "abs" "绝对值" "abs(x)" 1..=1, "the magnitude of a number" "绝对值", "abs(-3)" = "3";
    Builtin::Sum, "sum" "求和" "sum(x, y, …)" 1..=MANY, "the sum of its arguments; missing if any is missing" "各参数之和；任一缺失则结果缺失", "sum(1, 2, 3.5)" = "6.5";
    Builtin::Mean, "mean" "平均" "mean(x, y, …)" 1..=MANY, "the mean to 12 places; missing if any is missing" "平均数，保留 12 位小数；任一缺失则结果缺失", "mean(1, 2, 6)" = "3";
    Builtin::SumPresent, "sum_present" "有值求和" "sum_present(x, y, …)" 1..=MANY, "the sum of those arguments that are not missing; missing if all are" "未缺失的各参数之和；全部缺失则结果缺失", "sum_present(1, missing, 3)" = "4";
    Builtin::MeanPresent, "mean_present" "有值平均" "mean_present(x, y, …)" 1..=MANY, "the mean to 12 places of those arguments that are not missing; missing if all are" "未缺失的各参数的平均数，保留 12 位小数；全部缺失则结果缺失", "mean_present(1, missing, 4)" = "2.5";
    Builtin::Count, "count" "计数" "count(condition, …)" 1..=MANY, "how many conditions hold; missing if any is missing" "成立的条件个数；任一缺失则结果缺失", "count(1 < 2, 2 < 1, 3 = 3)" = "2";
    Builtin::Round(Rounding::HalfAway), "round" "四舍五入" "round(x, places)" 1..=2, "rounded to decimal places of the base unit (none if not said), halves away from zero" "按基本单位四舍五入到指定小数位（不写则为整数）", "round(2.345, 2)" = "2.35";
    Builtin::Round(Rounding::HalfEven), "round_half_even" "五成双" "round_half_even(x, places)" 1..=2, "rounded to the nearest, halves to the even neighbour" "四舍六入五成双", "round_half_even(2.345, 2)" = "2.34";
    Builtin::Round(Rounding::Floor), "floor" "向下取整" "floor(x, places)" 1..=2, "rounded down, toward minus infinity" "向下取整", "floor(-2.5)" = "-3";
    Builtin::Round(Rounding::Ceil), "ceil" "向上取整" "ceil(x, places)" 1..=2, "rounded up, toward plus infinity" "向上取整", "ceil(2.1)" = "3";
    Builtin::Round(Rounding::Truncate), "truncate" "截断" "truncate(x, places)" 1..=2, "cut toward zero" "向零截断", "truncate(-2.5)" = "-2";
    Builtin::Sqrt, "sqrt" "平方根" "sqrt(x)" 1..=1, "the square root, correctly rounded to 12 places; missing for a negative number" "平方根，正确舍入到 12 位小数；负数则结果缺失", "sqrt(2)" = "1.414213562373";
    Builtin::YearsBetween, "years_between" "整年数" "years_between(from, to)" 2..=2, "completed years; negative, by the same count, if `to` is earlier" "整年数；若后一日期较早则为相应的负数", "years_between(2024-02-29, 2025-02-28)" = "0 年";
    Builtin::MonthsBetween, "months_between" "整月数" "months_between(from, to)" 2..=2, "completed months; negative, by the same count, if `to` is earlier" "整月数；若后一日期较早则为相应的负数", "months_between(2024-01-31, 2024-03-01)" = "1 月";
    Builtin::DaysBetween, "days_between" "天数" "days_between(from, to)" 2..=2, "days from one date to the other" "两日期相隔天数", "days_between(2024-02-28, 2024-03-01)" = "2 天";
    Builtin::AddYears(MonthEnd::LastDay), "add_years" "加年" "add_years(date, n 年, last_day | next_day)" 3..=3, "the date `n` years later; where the month has no such day, its last day or the day after it" "n 年后的日期；当月无此日时取当月最后一天（last_day／月末）或次日（next_day／次日）", "add_years(2024-02-29, 1 年, last_day)" = "2025-02-28";
    Builtin::AddMonths(MonthEnd::LastDay), "add_months" "加月" "add_months(date, n 月, last_day | next_day)" 3..=3, "the date `n` months later; where the month has no such day, its last day or the day after it" "n 个月后的日期；当月无此日时取当月最后一天（last_day／月末）或次日（next_day／次日）", "add_months(2024-01-31, 1 月, next_day)" = "2024-03-01";
    Builtin::AddDays, "add_days" "加天" "add_days(date, n 天)" 2..=2, "the date `n` days later" "n 天后的日期", "add_days(2024-02-28, 2 天)" = "2024-03-01";
    Builtin::Year, "year" "年份" "year(date)" 1..=1, "the year, a plain number" "年份，为普通数值", "year(2024-08-13)" = "2024";
    Builtin::Month, "month" "月份" "month(date)" 1..=1, "the month, 1 to 12" "月份，1 至 12", "month(2024-08-13)" = "8";
    Builtin::DayOfMonth, "day" "日数" "day(date)" 1..=1, "the day of the month, 1 to 31" "日，1 至 31", "day(2024-08-13)" = "13";
}

/// How a function is called, under the name that was used for it.
#[must_use]
pub fn shape_as(row: &Row, name: &str) -> String {
    let arguments = row.shape.find('(').and_then(|place| row.shape.get(place..)).unwrap_or("(…)");
    let spelling = if name == row.chinese { row.chinese } else { row.english };
    format!("{spelling}{arguments}")
}

/// The function of a name, in either language.
#[must_use]
pub fn find(name: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| row.english == name || row.chinese == name)
}

/// All names in both languages.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().flat_map(|row| [row.english, row.chinese])
}

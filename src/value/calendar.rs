//! Civil dates as days, and the calendar arithmetic of rules.
//!
//! In: days since 1970-01-01. Out: years, months, days between, shifted dates. No clock and no time zone.

use jiff::civil::Date;

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

/// The first day dates can have: 1800-01-01.
pub const FIRST: Day = Day(-62_091);
/// The last day dates can have: 2299-12-31.
pub const LAST: Day = Day(120_529);

/// Where a shifted date lands when the month has no such day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonthEnd {
    /// On the last day of the month: 01-31 and one month is 02-28.
    LastDay,
    /// On the first day of the next month: 01-31 and one month is 03-01.
    NextDay,
}

impl Day {
    /// The day of a civil date; `None` where there is no such day or it lies outside [`FIRST`] to [`LAST`].
    #[must_use]
    pub fn from_civil(year: i32, month: i32, day: i32) -> Option<Day> {
        let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        let days = (date - epoch()).get_days();
        (FIRST.0..=LAST.0).contains(&days).then_some(Day(days))
    }

    /// Year, month, day of month.
    #[must_use]
    pub fn civil(self) -> (i32, i32, i32) {
        // Days to civil after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (year_of_era + era * 400 + i32::from(month <= 2), month, day)
    }

    /// Reads `2024-08-13`, `2024/8/13`, `2024.8.13`, `20240813` and `2024年8月13日`; a time of day of zero may follow.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let text = text.trim();
        let text = text.strip_suffix(" 00:00:00").or_else(|| text.strip_suffix("T00:00:00")).unwrap_or(text);
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            let part = |from: usize, to: usize| text.get(from..to)?.parse::<i32>().ok();
            return Day::from_civil(part(0, 4)?, part(4, 6)?, part(6, 8)?);
        }
        let plain = text.strip_suffix('日').unwrap_or(text);
        let parts: Vec<&str> = plain.split(['-', '/', '.', '年', '月']).collect();
        match parts.as_slice() {
            [year, month, day] if year.len() == 4 => {
                let number = |part: &str| part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i32>().ok()).flatten();
                Day::from_civil(number(year)?, number(month)?, number(day)?)
            }
            _ => None,
        }
    }

    /// The date `months` later (earlier if negative).
    #[must_use]
    pub fn add_months(self, months: i32, rule: MonthEnd) -> Option<Day> {
        let (year, month, day) = self.civil();
        let total = year * 12 + month - 1 + months;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        match Day::from_civil(year, month, day) {
            Some(found) => Some(found),
            None => {
                let first_of_next = match month {
                    12 => Day::from_civil(year + 1, 1, 1),
                    _ => Day::from_civil(year, month + 1, 1),
                }?;
                match rule {
                    MonthEnd::LastDay => Some(Day(first_of_next.0 - 1)),
                    MonthEnd::NextDay => Some(first_of_next),
                }
            }
        }
    }

    /// Completed months from `self` to `to`; negative, by the same count, where `to` is earlier.
    #[must_use]
    pub fn months_to(self, to: Day) -> i32 {
        if to < self {
            return -to.months_to(self);
        }
        let ((y1, m1, d1), (y2, m2, d2)) = (self.civil(), to.civil());
        (y2 - y1) * 12 + m2 - m1 - i32::from(d2 < d1)
    }

    /// Completed years from `self` to `to`; negative, by the same count, where `to` is earlier.
    #[must_use]
    pub fn years_to(self, to: Day) -> i32 {
        self.months_to(to) / 12
    }
}

impl std::fmt::Display for Day {
    /// ISO: `2024-08-13`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn epoch() -> Date {
    jiff::civil::date(1970, 1, 1)
}

//! Civil dates as days, and the calendar arithmetic of rules.
//!
//! In: days since 1970-01-01. Out: years, months, days between, shifted dates. No clock and no time zone.

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

/// The first day dates can have: 1800-01-01.
pub const FIRST: Day = Day(-62_091);
/// The last day dates can have: 2299-12-31.
pub const LAST: Day = Day(120_529);

/// The first day of a date whose declaration says no range, and of a reference date: 1900-01-01.
pub const USUAL_FIRST: Day = Day(-25_567);
/// The last day of a date whose declaration says no range, and of a reference date: 2199-12-31.
pub const USUAL_LAST: Day = Day(84_005);

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
        if !(1800..=2299).contains(&year) || !(1..=days_in_month(year, month)).contains(&day) {
            return None;
        }
        // Civil to days after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms": years start in March.
        let shifted_year = year - i32::from(month <= 2);
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let shifted_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Day(era * 146_097 + day_of_era - EPOCH))
    }

    /// Year, month, day of month.
    #[must_use]
    pub fn civil(self) -> (i32, i32, i32) {
        // Days to civil, from the same paper.
        let z = self.0.saturating_add(EPOCH);
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (year_of_era + era * 400 + i32::from(month <= 2), month, day)
    }

    /// Reads `2024-08-13`, `2024/8/13`, `2024.8.13`, `20240813` and `2024年8月13日`; a time of day of zero may follow, as
    /// spreadsheets write it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Day> {
        let text = text.trim();
        let text = MIDNIGHT.iter().find_map(|time| text.strip_suffix(time)).unwrap_or(text);
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Day::from_civil(number(text.get(..4)?)?, number(text.get(4..6)?)?, number(text.get(6..)?)?);
        }
        let (year, rest) = text.split_once(['-', '/', '.', '年'])?;
        let (month, day) = match text.get(year.len()..)?.chars().next()? {
            '年' => rest.strip_suffix('日').unwrap_or(rest).split_once('月')?,
            separator => rest.split_once(separator)?,
        };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        Day::from_civil(number(year)?, number(month)?, number(day)?)
    }

    /// The date `months` later (earlier if negative); `None` outside [`FIRST`] to [`LAST`].
    #[must_use]
    pub fn add_months(self, months: i32, rule: MonthEnd) -> Option<Day> {
        let (year, month, day) = self.civil();
        let total = year.checked_mul(12)?.checked_add(month - 1)?.checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        let last = days_in_month(year, month);
        if day <= last {
            return Day::from_civil(year, month, day);
        }
        match rule {
            MonthEnd::LastDay => Day::from_civil(year, month, last),
            // A month that lacks a day is not December.
            MonthEnd::NextDay => Day::from_civil(year, month + 1, 1),
        }
    }

    /// Completed months from `self` to `to`: the most that [`Day::add_months`] with [`MonthEnd::NextDay`] can add without
    /// passing `to`. A month from the 31st is complete on the 1st after a shorter month, not on its last day. Negative, by the
    /// same count, where `to` is earlier.
    #[must_use]
    pub fn months_to(self, to: Day) -> i32 {
        if to < self {
            return -to.months_to(self);
        }
        let ((y1, m1, d1), (y2, m2, d2)) = (self.civil(), to.civil());
        (y2 - y1) * 12 + m2 - m1 - i32::from(d2 < d1)
    }

    /// Completed years from `self` to `to`: whole dozens of completed months, so that one born on 02-29 completes a year on 03-01
    /// of a common year. Negative, by the same count, where `to` is earlier.
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

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i32 = 719_468;

/// Midnight as spreadsheets and databases append it to a date.
const MIDNIGHT: [&str; 5] = [" 00:00:00", "T00:00:00", " 0:00:00", " 00:00", " 0:00"];

/// How many days a month has; 0 for a number that is no month.
fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Digits and nothing else.
fn number(text: &str) -> Option<i32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

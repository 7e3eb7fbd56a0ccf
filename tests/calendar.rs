//! Days against an independent calendar (jiff), and against definitions by brute force.

mod random;

use ics::value::calendar::{Day, FIRST, LAST, MonthEnd};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use random::Random;

fn jiff_date(day: Day) -> Date {
    date(1970, 1, 1).checked_add(i64::from(day.0).days()).unwrap()
}

fn day(date: Date) -> Option<Day> {
    Day::from_civil(date.year().into(), date.month().into(), date.day().into())
}

/// A day, every other time near the end of a month.
fn random_day(random: &mut Random) -> Day {
    let found = Day(random.between(FIRST.0, LAST.0));
    if random.next().is_multiple_of(2) {
        return found;
    }
    let end = jiff_date(found).last_of_month();
    Day(day(end).unwrap().0 - random.between(0, 3))
}

#[test]
fn every_day_there_and_back() {
    let mut expected = date(1800, 1, 1);
    for number in FIRST.0..=LAST.0 {
        let found = Day(number);
        assert_eq!(found.civil(), (expected.year().into(), expected.month().into(), expected.day().into()));
        assert_eq!(day(expected), Some(found));
        let text = found.to_string();
        assert_eq!(text, expected.to_string());
        assert_eq!(Day::parse(&text), Some(found));
        expected = expected.tomorrow().unwrap();
    }
    assert_eq!(expected, date(2300, 1, 1));
}

#[test]
fn no_other_day_exists() {
    for year in 1799..=2300 {
        for month in -1..=14 {
            for number in -1..=33 {
                let known = i8::try_from(month).ok().zip(i8::try_from(number).ok()).and_then(|(m, d)| Date::new(year as i16, m, d).ok());
                let inside = known.is_some() && (1800..=2299).contains(&year);
                assert_eq!(Day::from_civil(year, month, number).is_some(), inside, "{year}-{month}-{number}");
            }
        }
    }
    for extreme in [i32::MIN, i32::MAX] {
        assert_eq!(Day::from_civil(extreme, 1, 1), None);
        assert_eq!(Day::from_civil(2024, extreme, 1), None);
        assert_eq!(Day::from_civil(2024, 1, extreme), None);
        let _ = Day(extreme).civil();
    }
}

/// `months` later as jiff has it: it lands on the last day of a shorter month.
fn expected_months(from: Day, months: i32, rule: MonthEnd) -> Option<Day> {
    let start = jiff_date(from);
    let landed = start.checked_add(months.months()).ok()?;
    match rule {
        MonthEnd::NextDay if landed.day() < start.day() => day(landed.tomorrow().ok()?),
        MonthEnd::LastDay | MonthEnd::NextDay => day(landed),
    }
}

#[test]
fn months_are_added_as_jiff_adds_them() {
    let mut random = Random(1);
    for _ in 0..200_000 {
        let from = random_day(&mut random);
        let months = if random.next().is_multiple_of(4) { random.between(-6100, 6100) } else { random.between(-30, 30) };
        for rule in [MonthEnd::LastDay, MonthEnd::NextDay] {
            assert_eq!(from.add_months(months, rule), expected_months(from, months, rule), "{from} {months:+} {rule:?}");
        }
    }
}

#[test]
fn months_stop_at_both_ends_of_the_calendar() {
    for rule in [MonthEnd::LastDay, MonthEnd::NextDay] {
        for number in 0..62 {
            for months in -5..=5 {
                for from in [Day(FIRST.0 + number), Day(LAST.0 - number)] {
                    assert_eq!(from.add_months(months, rule), expected_months(from, months, rule), "{from} {months:+} {rule:?}");
                }
            }
        }
        assert_eq!(FIRST.add_months(i32::MIN, rule), None);
        assert_eq!(LAST.add_months(i32::MAX, rule), None);
        assert_eq!(Day(i32::MAX).add_months(i32::MAX, rule), None);
    }
}

/// The greatest number of months that can be added to `from` without passing `to`, counted one by one.
fn counted_months(from: Day, to: Day) -> i32 {
    let passes = |months: i32| expected_months(from, months, MonthEnd::NextDay).is_none_or(|reached| reached > to);
    (0..).take_while(|months| !passes(*months)).last().unwrap()
}

#[test]
fn completed_months_and_years_by_counting() {
    let mut random = Random(2);
    for round in 0..4_000 {
        let from = random_day(&mut random);
        let to = match round % 3 {
            // Anniversaries and their neighbours.
            0 => match from.add_months(random.between(0, 60), MonthEnd::LastDay) {
                Some(near) => Day((near.0 + random.between(-2, 2)).clamp(FIRST.0, LAST.0)),
                None => continue,
            },
            1 => Day(random.between(from.0, (from.0 + 2_000).min(LAST.0))),
            _ => Day(random.between(from.0, (from.0 + 40_000).min(LAST.0))),
        };
        let (early, late) = (from.min(to), from.max(to));
        let months = counted_months(early, late);
        let years = (0..).take_while(|years| years * 12 <= months).last().unwrap();
        assert_eq!(early.months_to(late), months, "{early} to {late}");
        assert_eq!(early.years_to(late), years, "{early} to {late}");
        assert_eq!(late.months_to(early), -months);
        assert_eq!(late.years_to(early), -years);
    }
}

fn on(text: &str) -> Day {
    Day::parse(text).unwrap()
}

#[test]
fn leap_days() {
    let born = on("2024-02-29");
    assert_eq!(born.years_to(on("2025-02-28")), 0);
    assert_eq!(born.years_to(on("2025-03-01")), 1);
    assert_eq!(born.years_to(on("2028-02-28")), 3);
    assert_eq!(born.years_to(on("2028-02-29")), 4);
    assert_eq!(born.add_months(12, MonthEnd::LastDay), Some(on("2025-02-28")));
    assert_eq!(born.add_months(12, MonthEnd::NextDay), Some(on("2025-03-01")));
    assert_eq!(born.add_months(48, MonthEnd::NextDay), Some(on("2028-02-29")));
    assert_eq!(on("2024-01-31").add_months(1, MonthEnd::LastDay), Some(born));
    assert_eq!(on("2024-01-31").months_to(born), 0);
    assert_eq!(on("2024-01-31").months_to(on("2024-03-01")), 1);
    assert_eq!((Day::parse("1900-02-29"), Day::parse("2023-02-29")), (None, None));
    assert_eq!(on("2000-02-29").0 + 1, on("2000-03-01").0);
}

#[test]
fn spellings_of_one_date() {
    let expected = Day::from_civil(2024, 8, 3);
    for text in [
        "2024-08-03",
        "2024-8-3",
        "2024/8/3",
        "2024/08/03",
        "2024.8.3",
        "20240803",
        "2024年8月3日",
        "2024年08月03日",
        "2024年8月3",
        " 2024-08-03\t",
        "2024-08-03 00:00:00",
        "2024-08-03T00:00:00",
        "2024/8/3 0:00:00",
        "2024/8/3 0:00",
        "2024/8/3 00:00",
    ] {
        assert_eq!(Day::parse(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_no_date() {
    for text in [
        "",
        " ",
        "2024",
        "2024-08",
        "24-08-03",
        "02024-08-03",
        "2024-008-03",
        "2024-08-003",
        "2024-13-01",
        "2024-00-10",
        "2024-02-30",
        "20240230",
        "2024-08-03-01",
        "2024-08/03",
        "2024年8月3号",
        "2024年8-3",
        "2024-8月3日",
        "2024-08-03日",
        "2024--03",
        "2024-08-",
        "2024-+8-03",
        "-024-08-03",
        "2024-08-03 12:00:00",
        "08/03/2024",
        "1799-12-31",
        "2300-01-01",
        "２０２４-08-03",
        "45507",
        "年月日",
    ] {
        assert_eq!(Day::parse(text), None, "{text:?}");
    }
}

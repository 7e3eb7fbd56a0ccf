//! What the cells of each kind of field may look like, and what is refused.

use crate::schema::{codes, enums, number, record, rows, text, value};
use ics::data::cell::{CellReader, Note};
use ics::data::options::Options;
use ics::data::raw::Raw;
use ics::diagnostic::Lang;
use ics::ir::record::FieldKind;
use ics::value::Value;
use ics::value::calendar::Day;

const STAFF: usize = 1;
const SALES: usize = 2;
const INTENSITY: usize = 3;
const RATIO: usize = 4;
const FOUNDED: usize = 5;
const RESIDENT: usize = 6;
const KIND: usize = 7;
const REMARK: usize = 8;

fn reader() -> CellReader {
    CellReader::new(&record(), &enums(), &Options::default().missing_words)
}

fn code(position: usize, raw: &Raw) -> &'static str {
    let fault = reader().read(position, raw).expect_err(&format!("{raw:?} was taken"));
    ics::data::problem::CellProblem::of_row("", fault).code()
}

#[test]
fn figures_become_exact_base_values() {
    let day = |y, m, d| Value::Date(Day::from_civil(y, m, d).unwrap());
    let cases = [
        (STAFF, "120", Value::Number(120)),
        (STAFF, "１２０人", Value::Number(120)),
        (STAFF, "1,200.00", Value::Number(1200)),
        (STAFF, "1.2E+03", Value::Number(1200)),
        // 万元 with 6 places is 元 with 2: base mantissas count 分.
        (SALES, "1200", Value::Number(1_200_000_000)),
        (SALES, "1，200.5万元", Value::Number(1_200_500_000)),
        (SALES, "0.000001", Value::Number(1)),
        (SALES, "1.2E+08", Value::Number(120_000_000_000_000)),
        (INTENSITY, "13.97", Value::Number(1397)),
        (INTENSITY, "13.97%", Value::Number(1397)),
        (INTENSITY, "１３．９７％", Value::Number(1397)),
        (INTENSITY, "(4.5)", Value::Number(-450)),
        (INTENSITY, "—", Value::Missing),
        (RATIO, "25%", Value::Number(2500)),
        (RATIO, "-0.5", Value::Number(-5000)),
        (RATIO, "N/A", Value::Missing),
        (RATIO, "无", Value::Missing),
        (RATIO, " / ", Value::Missing),
        (RATIO, "　", Value::Missing),
        (FOUNDED, "2024-08-13", day(2024, 8, 13)),
        (FOUNDED, "2024/8/13", day(2024, 8, 13)),
        (FOUNDED, "2024年8月13日", day(2024, 8, 13)),
        (FOUNDED, "２０２４－０８－１３", day(2024, 8, 13)),
        (FOUNDED, "20240813", day(2024, 8, 13)),
        (FOUNDED, "2024-08-13 00:00:00", day(2024, 8, 13)),
        (FOUNDED, "--", Value::Missing),
        (RESIDENT, "是", Value::Bool(true)),
        (RESIDENT, "Yes", Value::Bool(true)),
        (RESIDENT, "√", Value::Bool(true)),
        (RESIDENT, "１", Value::Bool(true)),
        (RESIDENT, "N", Value::Bool(false)),
        (RESIDENT, "FALSE", Value::Bool(false)),
        (RESIDENT, "×", Value::Bool(false)),
        (RESIDENT, "null", Value::Missing),
        (KIND, "private", Value::Member(0)),
        (KIND, " 国有企业 ", Value::Member(1)),
        (KIND, "０３", Value::Member(2)),
        (KIND, "-", Value::Missing),
        // A text is a text, whatever it says.
        (REMARK, "无", text("无")),
        (REMARK, "  a b ", text("a b")),
        (REMARK, " ", Value::Missing),
    ];
    let reader = reader();
    for (position, cell, expected) in cases {
        let read = reader.read(position, &Raw::Text(cell.into())).unwrap_or_else(|fault| panic!("{cell}: {fault:?}"));
        assert_eq!((read.value, read.note), (expected, Note::Plain), "{cell}");
    }
}

#[test]
fn what_could_mean_something_else_is_refused() {
    let cases = [
        (0, "", "E0530"),
        (0, "—", "E0530"),
        (STAFF, "", "E0531"),
        (STAFF, "无", "E0531"),
        (STAFF, "many", "E0532"),
        (STAFF, "约120", "E0532"),
        (STAFF, "2024-08-13", "E0532"),
        (STAFF, "1,23", "E0533"),
        (STAFF, "123456789012345678901234567890123456789012", "E0534"),
        (STAFF, "1200万元", "E0535"),
        (STAFF, "12%", "E0535"),
        (STAFF, "1.2万", "E0535"),
        (STAFF, "12.5", "E0536"),
        (STAFF, "0", "E0537"),
        (SALES, "1200元", "E0535"),
        (SALES, "¥1200", "E0535"),
        (SALES, "-1", "E0537"),
        (SALES, "1e30", "E0537"),
        (INTENSITY, "5‰", "E0535"),
        (RESIDENT, "maybe", "E0538"),
        (RESIDENT, "2", "E0538"),
        (FOUNDED, "13/08/2024", "E0539"),
        (FOUNDED, "2023-02-29", "E0539"),
        (FOUNDED, "45517", "E0539"),
        (FOUNDED, "2024-08-13 14:30", "E0540"),
        (FOUNDED, "1492-10-12", "E0539"),
        (KIND, "私企", "E0543"),
    ];
    for (position, cell, expected) in cases {
        assert_eq!(code(position, &Raw::Text(cell.into())), expected, "{cell}");
    }
}

#[test]
fn a_field_may_keep_decimals_of_a_unit_that_comes_whole() {
    // An average number of persons over the year: `人 decimals 2`.
    let mut record = record();
    let FieldKind::Number { unit, .. } = record.fields[STAFF].kind.clone() else { panic!("a figure") };
    record.fields[STAFF].kind = number(unit, 2, 1, 1_000_000);
    let reader = CellReader::new(&record, &enums(), &Options::default().missing_words);
    let read = reader.read(STAFF, &Raw::Text("12.25".into())).expect("a fraction is allowed");
    assert_eq!((read.value, read.note), (Value::Number(1225), Note::Plain));
}

#[test]
fn excel_cells_mean_what_people_see() {
    let stored = |digits: &str, percent| Raw::SheetNumber { digits: digits.into(), percent };
    let day = Day::from_civil(2019, 5, 6);
    let date = |time| Raw::SheetDate { day, time, clock: "10:30:00".into(), digits: "43591".into() };
    let reader = reader();
    let cases = [
        (INTENSITY, stored("0.1397", true), Value::Number(1397), Note::Plain),
        (INTENSITY, stored("13.97", false), Value::Number(1397), Note::Plain),
        (RATIO, stored("0.25", true), Value::Number(2500), Note::Plain),
        // Left-overs of binary sums are below what Excel shows.
        (STAFF, stored("12.000000000000002", false), Value::Number(12), Note::Plain),
        (RATIO, stored("0.30000000000000004", false), Value::Number(3000), Note::Plain),
        (RATIO, stored("0.12345", false), Value::Number(1235), Note::Rounded),
        (RATIO, stored("-0.12345", false), Value::Number(-1235), Note::Rounded),
        (REMARK, stored("123456789012345680", false), text("123456789012345680"), Note::DigitsLost),
        (REMARK, date(false), text("2019-05-06"), Note::Plain),
        (FOUNDED, date(false), Value::Date(day.unwrap()), Note::Plain),
        (FOUNDED, stored("20190506", false), Value::Date(day.unwrap()), Note::Plain),
        (RESIDENT, Raw::Bool(true), Value::Bool(true), Note::Plain),
        (RESIDENT, stored("0", false), Value::Bool(false), Note::Plain),
        (RATIO, Raw::SheetError("#N/A".into()), Value::Missing, Note::Plain),
        (REMARK, Raw::SheetError("#N/A".into()), Value::Missing, Note::Plain),
    ];
    for (position, raw, value, note) in cases {
        let read = reader.read(position, &raw).unwrap_or_else(|fault| panic!("{raw:?}: {fault:?}"));
        assert_eq!((read.value, read.note), (value, note), "{raw:?}");
    }
    assert_eq!(code(SALES, &stored("0.25", true)), "E0535");
    assert_eq!(code(SALES, &date(false)), "E0542");
    assert_eq!(code(RESIDENT, &date(false)), "E0542");
    assert_eq!(code(FOUNDED, &date(true)), "E0540");
    assert_eq!(code(FOUNDED, &stored("43591", false)), "E0539");
    assert_eq!(code(STAFF, &Raw::SheetError("#DIV/0!".into())), "E0544");
    assert_eq!(code(KIND, &Raw::SheetError("#REF!".into())), "E0544");
    assert_eq!(code(STAFF, &Raw::Bool(true)), "E0532");
    assert_eq!(code(STAFF, &Raw::Nested("[1]".into())), "E0545");
}

#[test]
fn messages_say_the_range_in_the_unit_of_the_field_and_what_is_near() {
    let found = rows("a.csv", "id,staff,sales,kind,founded\nA,0,-3,民营企也,45517\n");
    assert_eq!(codes(&found[0]), ["E0537", "E0537", "E0539", "E0543"]);
    let problems = found[0].outcome.as_ref().unwrap_err();
    let words = |at: usize, lang| problems[at].words(lang);
    assert_eq!(words(0, Lang::En).headline, "`职工总数` lies outside [1, ..) 人: `0`");
    assert_eq!(words(1, Lang::Zh).headline, "「年销售收入」超出允许范围 [0, ..) 万元：「-3」");
    assert!(words(2, Lang::Zh).help.unwrap().contains("2024-08-13"), "the serial number is shown as a date");
    assert_eq!(words(3, Lang::En).help.unwrap(), "perhaps `民营企业` is meant");
}

#[test]
fn a_limit_nobody_wrote_is_shown_where_it_is_crossed() {
    let found = rows("a.csv", "id,staff,sales\nA,9999999999999,1\n");
    let problems = found[0].outcome.as_ref().unwrap_err();
    assert_eq!(problems[0].words(Lang::En).headline, "`职工总数` lies outside [1, 1000000000000] 人: `9999999999999`");
}

#[test]
fn a_cell_that_only_says_there_is_nothing_is_quoted() {
    let found = rows("a.csv", "id,staff,sales\nA,—,\n");
    let problems = found[0].outcome.as_ref().unwrap_err();
    assert_eq!(problems[0].words(Lang::Zh).headline, "必填项「职工总数」没有数据，只写了「—」");
    assert_eq!(problems[1].words(Lang::En).headline, "`年销售收入` is required, and the cell is blank");
}

#[test]
fn a_time_of_day_is_shown_as_people_read_it() {
    let day = Day::from_civil(2015, 1, 1);
    let cell = Raw::SheetDate { day, time: true, clock: "10:30:00".into(), digits: "42005.4375".into() };
    assert_eq!(cell.text(), "2015-01-01 10:30:00");
}

#[test]
fn missing_words_can_be_chosen() {
    let options = Options { missing_words: vec!["未填报".into(), "999".into()], ..Options::default() };
    let reader = CellReader::new(&record(), &enums(), &options.missing_words);
    for (cell, missing) in [("未填报", true), ("999", true), ("", true), ("9", false)] {
        let read = reader.read(RATIO, &Raw::Text(cell.into())).unwrap();
        assert_eq!(read.value.is_missing(), missing, "{cell}");
    }
    assert!(reader.read(RATIO, &Raw::Text("N/A".into())).is_err());
}

#[test]
fn every_figure_of_a_row_is_judged_at_once() {
    let found = rows("a.csv", "id,staff,sales\n,x,\nB,3,4\n");
    assert_eq!(codes(&found[0]), ["E0530", "E0532", "E0531"]);
    assert_eq!((found[0].number, found[0].key.clone()), (2, None));
    assert_eq!(value(&found[1], STAFF), Value::Number(3));
}

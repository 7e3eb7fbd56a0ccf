//! Which column is which field.

use crate::schema::{errors, open, open_with, rows, value};
use ics::data::error::DataError;
use ics::data::options::Options;
use ics::diagnostic::Lang;
use ics::value::Value;

fn sales_under(header: &str) -> Value {
    let rows = rows("a.csv", format!("id,staff,\"{header}\"\nA,5,1200\n"));
    value(&rows[0], 2)
}

#[test]
fn headers_match_by_name_label_or_alias_in_any_width_and_with_their_unit() {
    for header in [
        "sales",
        "SALES",
        "年销售收入",
        " 年销售 收入 ",
        "年销售\n收入",
        "*年销售收入：",
        "年销售收入（万元）",
        "年销售收入(万元)",
        "年销售收入［万元］",
        "年销售收入[万元]",
        "年销售收入，单位：万元",
        "年销售收入（单位：万元）",
        "年销售收入（万元，保留两位小数）",
        "年销售收入/万元",
        "年销售收入（不含税）",
        "年销售收入（2023年）（万元）",
        "ｓａｌｅｓ",
        "net  sales",
    ] {
        assert_eq!(sales_under(header), Value::Number(1_200_000_000), "{header}");
    }
}

#[test]
fn another_unit_in_a_header_is_never_converted() {
    for (header, found) in [("年销售收入（元）", "元"), ("年销售收入(亿元)", "亿元"), ("年销售收入，单位：千元", "千元"), ("年销售收入（人）", "人")]
    {
        let errors = errors("a.csv", format!("id,staff,\"{header}\"\nA,5,1200\n"));
        match &errors[..] {
            [DataError::HeaderUnit { found: word, expected, .. }] => assert_eq!((word.as_str(), expected.as_str()), (found, "万元")),
            other => panic!("{header}: {other:?}"),
        }
    }
    // A unit for the whole table, above it, counts for figures that name none of their own.
    let table = |note: &str, header: &str| format!("企业情况表,,\n{note},,\nid,staff,{header}\nA,5,1200\n");
    assert!(matches!(&errors("a.csv", table("单位：元", "年销售收入"))[..], [DataError::HeaderUnit { .. }]));
    assert_eq!(rows("a.csv", table("单位：万元、人", "年销售收入")).len(), 1);
    assert_eq!(rows("a.csv", table("单位：元", "年销售收入（万元）")).len(), 1);
    assert_eq!(rows("a.csv", table("填报单位：某某公司", "年销售收入")).len(), 1);
}

#[test]
fn repeated_and_missing_columns_are_all_reported_at_once() {
    let found = errors("a.csv", "信用代码,统一社会信用代码,年销售受入,x\nA,A,1,2\n");
    let codes: Vec<&str> = found.iter().map(DataError::code).collect();
    assert_eq!(codes, ["E0507", "E0506"]);
    let words = found[1].words(Lang::Zh);
    assert_eq!(words.headline, "缺少 2 个必填列：「职工总数」、「年销售收入」");
    assert!(words.help.unwrap().starts_with("「年销售受入」可能就是「年销售收入」"));
    assert!(found[0].words(Lang::En).headline.contains("信用代码, 统一社会信用代码"));
}

#[test]
fn a_file_without_headers_shows_its_first_row() {
    let found = errors("a.csv", "91310000MA1K,120,3400\n91310000MA1L,80,900\n");
    assert!(matches!(&found[..], [DataError::NoHeader { first_row, .. }] if first_row[0] == "91310000MA1K"));
    assert!(found[0].words(Lang::En).headline.contains("91310000MA1K, 120, 3400"));
    assert!(matches!(&errors("a.csv", "")[..], [DataError::Empty { .. }]));
}

#[test]
fn title_rows_may_come_before_the_headers() {
    let text = "2023年度企业情况表,,\n填报日期：2024-03-01,,\n信用代码,职工总数,年销售收入（万元）,序号\nA,5,1200,1\n";
    let found = rows("a.csv", text);
    assert_eq!((found.len(), found[0].number), (1, 4));
    let reader = open("a.csv", text).unwrap_or_else(|errors| panic!("{errors:?}"));
    let report = reader.report();
    assert_eq!((report.header_row, report.unused), (Some(3), vec!["序号".to_owned()]));
    let matched: Vec<_> = report.matched.iter().map(|column| (column.name.as_str(), column.header.as_str())).collect();
    assert_eq!(matched, [("id", "信用代码"), ("staff", "职工总数"), ("sales", "年销售收入（万元）")]);
    assert_eq!(report.absent.len(), 6);
    assert!(report.warnings[0].words(Lang::Zh).headline.contains("「研发强度」"));

    let wrong_row = Options { header_row: Some(1), ..Options::default() };
    let found = open_with("a.csv", text, &wrong_row).err().unwrap();
    assert!(matches!(&found[..], [DataError::MissingColumns { .. }]), "{found:?}");
    let beyond = Options { header_row: Some(9), ..Options::default() };
    assert!(matches!(&open_with("a.csv", text, &beyond).err().unwrap()[..], [DataError::HeaderRow { row: 9 }]));
}

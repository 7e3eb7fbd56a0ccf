//! Excel workbooks, made here and read back.

use crate::schema::{codes, errors, field, number, open, open_with, rows, text, unit, value};
use ics::data::error::DataError;
use ics::data::input::Source;
use ics::data::options::{Format as FileFormat, Options};
use ics::data::reader;
use ics::data::warning::DataWarning;
use ics::diagnostic::Lang;
use ics::ir::record::{FieldKind, Record};
use ics::value::Value;
use ics::value::calendar::Day;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use std::path::PathBuf;

fn bytes(fill: impl FnOnce(&mut Workbook) -> Result<(), rust_xlsxwriter::XlsxError>) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book).expect("a workbook");
    book.save_to_buffer().expect("bytes")
}

fn headers(sheet: &mut Worksheet, row: u32, headers: &[&str]) -> Result<(), rust_xlsxwriter::XlsxError> {
    for (header, column) in headers.iter().zip(0u16..) {
        sheet.write_string(row, column, *header)?;
    }
    Ok(())
}

/// Two title rows, one merged; then headers, and rows with every kind of cell.
fn full() -> Vec<u8> {
    bytes(|book| {
        let sheet = book.add_worksheet().set_name("企业")?;
        sheet.merge_range(0, 0, 0, 7, "2023年度企业情况表", &Format::new().set_bold())?;
        sheet.write_string(1, 7, "金额单位：万元")?;
        headers(
            sheet,
            2,
            &["统一社会\n信用代码", "职工总数（人）", "年销售收入（万元）", "研发强度（％）", "系数", "成立日期", "境内注册", "企业类型"],
        )?;
        let (percent, date) = (Format::new().set_num_format("0.00%"), Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""));
        sheet.write_string(3, 0, "A1")?.write_number(3, 1, 120)?.write_number(3, 2, 3400.25)?;
        sheet.write_number_with_format(3, 3, 0.1397, &percent)?;
        sheet.write_number_with_format(3, 4, 0.25, &percent)?;
        sheet.write_datetime_with_format(3, 5, ExcelDateTime::from_ymd(2019, 5, 6)?, &date)?;
        sheet.write_boolean(3, 6, true)?.write_string(3, 7, "国有企业")?;
        // Row 5 is blank; row 6 has a long number for a key, a formula error, and a percentage that is only drawn as one.
        sheet.write_number(5, 0, 913100001234567890.0)?.write_formula(5, 1, Formula::new("=1/0").set_result("#DIV/0!"))?;
        sheet.write_number(5, 2, 37033.5805)?.write_number_with_format(5, 3, 13.97, &Format::new().set_num_format("0.00\"%\""))?;
        sheet.write_number(6, 0, 42)?.write_number(6, 1, 3)?.write_number(6, 2, 0.1 + 0.2)?.write_string(6, 3, "13.97%")?;
        Ok(())
    })
}

#[test]
fn a_workbook_is_read_as_people_see_it() {
    let mut reader = open("a.xlsx", full()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let found: Vec<_> = reader.by_ref().map(|row| row.expect("a row")).collect();
    let numbers: Vec<u64> = found.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [4, 6, 7]);
    let first: Vec<Value> = (0..8).map(|position| value(&found[0], position)).collect();
    let day = Value::Date(Day::from_civil(2019, 5, 6).unwrap());
    let expected = [text("A1"), Value::Number(120), Value::Number(3_400_250_000), Value::Number(1397), Value::Number(2500), day];
    assert_eq!(first[..6], expected);
    assert_eq!(first[6..], [Value::Bool(true), Value::Member(1)]);
    assert_eq!(found[0].original[3..6], ["13.97%", "25%", "2019-05-06"]);
    assert_eq!(codes(&found[1]), ["E0544"]);
}

#[test]
fn error_cells_long_ids_and_left_overs_are_noticed() {
    let mut reader = open("a.xlsx", full()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let found: Vec<_> = reader.by_ref().map(|row| row.expect("a row")).collect();
    assert_eq!(found[1].key.as_deref(), Some("913100001234568000"));
    assert_eq!((value(&found[2], 0), value(&found[2], 2), value(&found[2], 3)), (text("42"), Value::Number(300_000), Value::Number(1397)));
    let report = reader.report();
    assert_eq!((report.sheet.as_deref(), report.header_row), (Some("企业"), Some(3)));
    let lost = report.warnings.iter().find(|warning| matches!(warning, DataWarning::DigitsLost { count: 1, row: 6, .. }));
    assert!(lost.expect("a warning").words(Lang::Zh).headline.contains("末几位可能已丢失"));
}

#[test]
fn a_second_header_row_under_merged_cells_is_understood() {
    let book = bytes(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 3, "情况表", &plain)?;
        sheet.merge_range(1, 0, 2, 0, "统一社会信用代码", &plain)?;
        sheet.merge_range(1, 1, 2, 1, "职工总数", &plain)?;
        sheet.merge_range(1, 2, 1, 3, "经营情况", &plain)?;
        sheet.write_string(2, 2, "年销售收入（万元）")?.write_string(2, 3, "研发强度")?;
        sheet.write_string(3, 0, "A")?.write_number(3, 1, 5)?.write_number(3, 2, 7)?.write_number(3, 3, 8)?;
        Ok(())
    });
    let found = rows("a.xlsx", book);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].number, value(&found[0], 1), value(&found[0], 3)), (4, Value::Number(5), Value::Number(800)));
}

#[test]
fn sheets_are_chosen_by_name_number_or_headers() {
    let two = |second: &str| {
        bytes(|book| {
            headers(book.add_worksheet().set_name("封面")?, 0, &["说明"])?;
            for (name, id) in [("一季度", "A"), (second, "B")] {
                let sheet = book.add_worksheet().set_name(name)?;
                headers(sheet, 0, &["id", "staff", "sales"])?;
                sheet.write_string(1, 0, id)?.write_number(1, 1, 1)?.write_number(1, 2, 1)?;
            }
            Ok(())
        })
    };
    let book = two("二季度");
    let mut reader = open("a.xlsx", &book).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(reader.next().unwrap().unwrap().key.as_deref(), Some("A"));
    let warning = &reader.report().warnings[0];
    assert_eq!(warning.words(Lang::Zh).headline, "读取了工作表「一季度」；「二季度」也有这些列");
    for wanted in ["二季度", "3"] {
        let options = Options { sheet: Some(wanted.into()), ..Options::default() };
        let mut reader = open_with("a.xlsx", &book, &options).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(reader.next().unwrap().unwrap().key.as_deref(), Some("B"), "{wanted}");
    }
    let options = Options { sheet: Some("四季度".into()), ..Options::default() };
    let found = open_with("a.xlsx", &book, &options).err().unwrap();
    assert_eq!(found[0].words(Lang::En).help.as_deref(), Some("the sheets are: 封面, 一季度, 二季度"));
    let options = Options { sheet: Some("1".into()), ..Options::default() };
    assert!(matches!(&open_with("a.xlsx", &book, &options).err().unwrap()[..], [DataError::NoHeader { .. }]));
    assert!(matches!(&errors("a.xlsx", bytes(|book| book.add_worksheet().set_name("空").map(drop)))[..], [DataError::Empty { .. }]));
    assert!(matches!(&errors("a.xlsx", &book[..book.len() / 2])[..], [DataError::BrokenWorkbook { .. }]));
}

#[test]
fn a_workbook_is_known_by_its_content() {
    assert_eq!(rows("export.csv", full()).len(), 3);
    let options = Options { format: Some(FileFormat::Csv), ..Options::default() };
    assert!(open_with("-", full(), &options).is_ok());
}

#[test]
fn unnamed_columns_beside_the_table_are_left_alone() {
    let book = bytes(|book| {
        let sheet = book.add_worksheet();
        headers(sheet, 0, &["id", "staff", "sales"])?;
        sheet.write_string(1, 0, "A")?.write_number(1, 1, 1)?.write_number(1, 2, 1)?.write_string(1, 5, "旁注")?;
        Ok(())
    });
    assert_eq!(codes(&rows("a.xlsx", book)[0]), Vec::<&str>::new());
}

/// The EU industrial R&D scoreboard of 2023, where a copy lies in `$ICS_SHARED/data`.
#[test]
fn the_eu_scoreboard_is_read_whole() {
    let Some(shared) = std::env::var_os("ICS_SHARED") else {
        eprintln!("skipped: ICS_SHARED does not name the folder with data/eu-rd-scoreboard-2023.xlsx");
        return;
    };
    let million = unit("million_EUR", "EUR", 1_000_000, 0);
    let far = 10i128.pow(18);
    let alias = |name: &str, header: &str, kind: FieldKind| {
        let mut field = field(name, name, kind);
        field.aliases.push(header.into());
        field
    };
    let mut fields = vec![
        alias("company", "Company", FieldKind::Text),
        alias("rd", "R&D", number(million.clone(), 6, 0, far)),
        alias("net_sales", "Net sales", number(million, 6, -far, far)),
        alias("intensity", "R&D intensity", number(unit("%", "", 1, 2), 4, -far, far)),
    ];
    fields[0].key = true;
    for field in &mut fields[2..] {
        field.optional = true;
    }
    let schema = Record { name: "company".into(), label: "company".into(), fields, checks: vec![] };
    let path = PathBuf::from(shared).join("data/eu-rd-scoreboard-2023.xlsx");
    let mut reader = reader::open(&Source::Path(path), &schema, &[], &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let found: Vec<_> = reader.by_ref().map(|row| row.expect("a row")).collect();
    assert_eq!(found.len(), 2500);
    let rejected: Vec<_> = found.iter().filter(|row| row.outcome.is_err()).map(|row| (row.number, codes(row))).collect();
    // Two firms without sales have `#NUM!` for their intensity.
    assert_eq!(rejected.iter().map(|(_, codes)| codes.clone()).collect::<Vec<_>>(), [["E0544"], ["E0544"]], "{rejected:?}");
    let first = found[0].outcome.as_ref().unwrap();
    assert_eq!(first[..2], [text("ALPHABET"), Value::Number(37_033_580_500)]);
    assert_eq!(found[2499].number, 2501);
}

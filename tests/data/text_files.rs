//! CSV in the encodings and shapes people send.

use crate::schema::{codes, errors, open, open_with, rows, text, value};
use ics::data::error::DataError;
use ics::data::input::Source;
use ics::data::keys::Keys;
use ics::data::options::{Encoding, Options};
use ics::data::reader::{self, Row};
use ics::data::warning::DataWarning;
use ics::diagnostic::Lang;
use ics::value::Value;

const TABLE: &str = "统一社会信用代码,职工总数,年销售收入（万元）,备注\nA1,120,3400,朝阳区\nA2,80,900.5,𠮷野\n";

fn check(found: &[Row]) {
    assert_eq!(found.len(), 2);
    assert_eq!((value(&found[0], 0), value(&found[0], 1)), (text("A1"), Value::Number(120)));
    assert_eq!((value(&found[1], 2), value(&found[1], 8)), (Value::Number(900_500_000), text("𠮷野")));
}

#[test]
fn encodings_are_found_and_never_guessed_wrong_silently() {
    let utf16 = |little: bool| -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        std::iter::once(0xfeff).chain(TABLE.encode_utf16()).flat_map(bytes).collect()
    };
    let gb18030 = encoding_rs::GB18030.encode(TABLE).0.into_owned();
    let cases = [
        (TABLE.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{feff}{TABLE}").into_bytes(), Encoding::Utf8),
        (gb18030.clone(), Encoding::Gb18030),
        (utf16(true), Encoding::Utf16Le),
        (utf16(false), Encoding::Utf16Be),
    ];
    for (bytes, encoding) in cases {
        let reader = open("a.csv", &bytes).unwrap_or_else(|errors| panic!("{encoding:?}: {errors:?}"));
        assert_eq!(reader.report().encoding, Some(encoding));
        check(&rows("a.csv", &bytes));
    }
    let without_mark: Vec<u8> = TABLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(matches!(&errors("a.csv", &without_mark)[..], [DataError::Kind { .. }]));
    let options = Options { encoding: Encoding::named("UTF-16LE"), ..Options::default() };
    assert!(open_with("a.csv", &without_mark, &options).is_ok());
    let forced = Options { encoding: Some(Encoding::Utf8), ..Options::default() };
    assert!(matches!(&open_with("a.csv", &gb18030, &forced).err().unwrap()[..], [DataError::Undecodable { encoding: Encoding::Utf8, line: 1 }]));
}

#[test]
fn damaged_text_is_an_error_with_its_line() {
    let mut bytes = format!("{TABLE}{}", "A3,1,2,统一社会信用代码统一社会信用代码统一社会信用代码\n".repeat(3)).into_bytes();
    bytes.extend_from_slice(b"A9,1,2,\xff\xfe\n");
    assert!(matches!(&errors("a.csv", &bytes)[..], [DataError::Undecodable { encoding: Encoding::Utf8, line: 7 }]));
}

#[test]
fn delimiters_and_line_ends_are_found() {
    for delimiter in ["\t", ";", "|", ","] {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = TABLE.replace(',', delimiter).replace('\n', line_end);
            check(&rows("a.txt", &text));
        }
    }
    check(&rows("a.csv", format!("sep=;\n{}", TABLE.replace(',', ";"))));
    let chosen = Options { delimiter: Some(b'~'), ..Options::default() };
    assert!(open_with("a.csv", TABLE.replace(',', "~"), &chosen).is_ok());
}

#[test]
fn quoted_cells_hold_separators_and_line_ends() {
    let found = rows("a.csv", "id,staff,sales,\"备\n注\"\nA,\"1,200\",3,\"一\n二, \"\"三\"\"\"\nB,1,2,\"\"\n");
    assert_eq!((value(&found[0], 1), value(&found[0], 8)), (Value::Number(1200), text("一\n二, \"三\"")));
    assert_eq!((found[1].number, value(&found[1], 8)), (3, Value::Missing));
    let unclosed = "id,staff,sales\nA,1,2\nB,\"1,2\nC,1,2\n";
    assert!(matches!(&errors("a.csv", unclosed)[..], [DataError::UnclosedQuote { line: 3 }]));
    let late = format!("id,staff,sales\n{}B,\"1,2\nC,1,2\n", "A,1,2\n".repeat(50));
    let reader = open("a.csv", late).unwrap_or_else(|errors| panic!("{errors:?}"));
    let last = reader.last().unwrap();
    assert!(matches!(last, Err(DataError::UnclosedQuote { line: 52 })), "{last:?}");
}

#[test]
fn rows_may_be_short_or_blank_but_not_long() {
    let found = rows("a.csv", "id,staff,sales,remark\nA,1,2\n\n,,,\nB,1,2,x,,\nC,1,2,x,y,z\n");
    let numbers: Vec<u64> = found.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [2, 5, 6]);
    assert_eq!(value(&found[0], 8), Value::Missing);
    assert_eq!(value(&found[1], 8), text("x"));
    assert_eq!(codes(&found[2]), ["E0546"]);
    assert_eq!(found[2].original, ["C", "1", "2", "x", "y", "z"]);

    let mut reader = open("a.csv", "id,staff,sales\nA,1,2\n\n,,\nB,x,2\n").unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(reader.by_ref().count(), 2);
    let report = reader.report();
    assert_eq!((report.rows, report.rejected, report.blank), (2, 1, 2));
    assert_eq!(rows("a.csv", "id,staff,sales\n").len(), 0);
    assert_eq!(rows("a.csv", "id,staff,sales").len(), 0);
}

#[test]
fn repeated_keys_rounding_and_fractions_are_counted() {
    let lines: String = (0..6).map(|n| format!("K{},1,1.12345678,0.{n}5\n", n % 5)).collect();
    let mut reader = open("a.csv", format!("id,staff,sales,intensity\n{lines}")).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(reader.by_ref().filter(|row| row.as_ref().is_ok_and(|row| row.outcome.is_ok())).count(), 6);
    let warnings = reader.report().warnings;
    let codes: Vec<&str> = warnings.iter().map(DataWarning::code).collect();
    assert_eq!(codes, ["W0506", "W0501", "W0503", "W0504"]);
    assert_eq!(warnings[1].words(Lang::Zh).headline, "主键重复（1 行）：「K0」见于第 2 行和第 7 行");
    assert!(matches!(&warnings[2], DataWarning::Rounded { count: 6, row: 2, decimals: 6, .. }));
    assert!(matches!(&warnings[3], DataWarning::Fractions { count: 6, .. }));
}

#[test]
fn a_key_in_two_files_is_noticed() {
    let read = |name: &str, text: &str, keys: Keys| {
        let mut reader = open(name, text).unwrap_or_else(|errors| panic!("{errors:?}"));
        reader.after(keys);
        assert!(reader.by_ref().all(|row| row.is_ok()));
        let repeated = reader.report().warnings.iter().find(|warning| warning.code() == "W0501").map(|warning| warning.words(Lang::Zh).headline);
        (repeated, reader.take_keys())
    };
    let (none, keys) = read("a.csv", "id,staff,sales\nA,1,1\nB,1,1\n", Keys::default());
    assert_eq!(none, None);
    let (repeated, keys) = read("b.csv", "id,staff,sales\nC,1,1\nB,1,1\n", keys);
    assert_eq!(repeated.as_deref(), Some("主键重复（1 行）：「B」见于 a.csv 第 3 行和 b.csv 第 3 行"));
    let (repeated, _) = read("c.csv", "id,staff,sales\nD,1,1\nD,1,1\n", keys);
    assert_eq!(repeated.as_deref(), Some("主键重复（1 行）：「D」见于第 2 行和第 3 行"));
}

#[test]
fn one_cell_is_one_cell() {
    let warning = |count| DataWarning::Rounded { label: "收入".into(), count, row: 7, decimals: 1 }.words(Lang::En).headline;
    assert_eq!(warning(1), "`收入` was rounded to 1 decimal place in 1 cell, in row 7");
    assert_eq!(warning(2), "`收入` was rounded to 1 decimal place in 2 cells, first in row 7");
}

#[test]
fn blank_lines_alone_are_an_empty_file() {
    assert!(matches!(&errors("a.csv", "\n , \n\n")[..], [DataError::Empty { file }] if file == "a.csv"));
}

#[test]
fn files_that_are_something_else_are_named() {
    let kind = |name: &str, bytes: &[u8]| errors(name, bytes)[0].words(Lang::En).headline;
    assert!(kind("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").contains("Excel 97"));
    assert!(kind("a.xls", b"<html><table><tr>").contains("web page"));
    assert!(kind("a.xlsx", b"id,staff\n").contains("zip archive"));
    assert!(kind("a.csv", b"id,staff,sales\nA,1,\0\n").contains("not a text file"));
    let source = Source::Path("no/such/file.csv".into());
    let found = reader::open(&source, &crate::schema::record(), &[], &Options::default()).err().unwrap();
    assert_eq!(found[0].words(Lang::Zh).headline, "无法读取「no/such/file.csv」：没有这个文件或文件夹");
}

#[test]
fn a_long_file_streams_across_pieces() {
    let lines: String = (0..20_000).map(|n| format!("企业{n},{},{n}.5,备注说明\n", n + 1)).collect();
    for bytes in [
        format!("id,staff,sales,remark\n{lines}").into_bytes(),
        encoding_rs::GB18030.encode(&format!("id,staff,sales,remark\n{lines}")).0.into_owned(),
    ] {
        let found = rows("a.csv", &bytes);
        assert_eq!(found.len(), 20_000);
        assert_eq!((value(&found[19_999], 1), value(&found[19_999], 8)), (Value::Number(20_000), text("备注说明")));
        assert_eq!(found[19_999].key.as_deref(), Some("企业19999"));
    }
}

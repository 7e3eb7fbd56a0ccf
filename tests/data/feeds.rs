//! Files cut into pieces hold the same rows as files read row by row: values, problems, numbers, counts.

use crate::schema::{enums, open_with, record};
use ics::data::error::DataError;
use ics::data::feed::{self, Portion, Sizes};
use ics::data::input::Source;
use ics::data::options::{Encoding, Options};
use ics::data::reader::Row;
use ics::data::report::Tally;
use ics::data::warning::DataWarning;
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use std::ops::ControlFlow;

/// What a file holds, in whatever way it was read.
#[derive(Debug, PartialEq)]
struct Held {
    rows: Vec<String>,
    counts: [u64; 3],
    warnings: Vec<DataWarning>,
    headers: Vec<String>,
    matched: Vec<String>,
    end: Result<(), DataError>,
}

/// Blanks behind the last cell count for nothing: a record of JSON may be read before its last names are known, or after.
fn shown(row: &Row) -> String {
    let inked = row.original.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    format!("{} {:?} {:?} {:?}", row.number, row.key, &row.original[..inked], row.outcome)
}

fn by_row(name: &str, bytes: &[u8], options: &Options) -> Result<Held, Vec<DataError>> {
    let mut reader = open_with(name, bytes, options)?;
    let (mut rows, mut end) = (Vec::new(), Ok(()));
    for row in reader.by_ref() {
        match row {
            Ok(row) => rows.push(shown(&row)),
            Err(error) => end = Err(error),
        }
    }
    let report = reader.report();
    let warnings = report.warnings.into_iter().filter(|warning| !matches!(warning, DataWarning::RepeatedKeys { .. })).collect();
    Ok(Held {
        rows,
        counts: [report.rows, report.rejected, report.blank],
        warnings,
        headers: reader.headers().iter().map(|header| header.to_string()).collect(),
        matched: report.matched.iter().map(|column| format!("{column:?}")).collect(),
        end,
    })
}

/// The rows of all pieces, and how many pieces there were.
fn by_piece(name: &str, bytes: &[u8], options: &Options, sizes: Sizes) -> Result<(Held, usize), Vec<DataError>> {
    let source = Source::Bytes { name: name.into(), bytes: bytes.to_vec() };
    let record = record();
    let mut feed = feed::open_in(&source, &record, &enums(), options, sizes)?;
    let (mut rows, mut end, mut tally, mut pieces) = (Vec::new(), Ok(()), Tally::new(&record), 0);
    loop {
        let piece = match feed.next() {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) => {
                end = Err(error);
                break;
            }
        };
        pieces += 1;
        let mut found: Vec<Row> = Vec::new();
        let mut take = |portion: Portion<'_>| {
            assert!(portion.table.columns.iter().all(|column| column.len() == portion.table.rows()));
            for position in 0..portion.table.rows() {
                let row = portion.originals.row(position);
                assert_eq!(row.outcome.as_ref().unwrap(), &portion.table.record(position));
                assert_eq!(row.number, portion.table.numbers[position]);
                found.push(row);
            }
            found.extend_from_slice(portion.rejected);
            ControlFlow::Continue(())
        };
        let read = piece.read(&mut take);
        found.sort_by_key(|row| row.number);
        rows.extend(found.iter().map(shown));
        match read {
            Ok(counted) => tally.absorb(&counted),
            Err(error) => {
                end = Err(error);
                break;
            }
        }
    }
    let report = feed.about();
    let mut warnings = report.warnings;
    warnings.extend(tally.warnings());
    let held = Held {
        rows,
        counts: [tally.rows, tally.rejected, tally.blank],
        warnings,
        headers: feed.headers().iter().map(|header| header.to_string()).collect(),
        matched: report.matched.iter().map(|column| format!("{column:?}")).collect(),
        end,
    };
    Ok((held, pieces))
}

/// The rows of a file in pieces of several sizes, which are those read one by one.
fn agree(name: &str, bytes: &[u8], options: &Options) -> Held {
    let expected = by_row(name, bytes, options).unwrap_or_else(|errors| panic!("{errors:?}"));
    for size in [1, 2, 3, 5, 7, 16, 40, 100, 1 << 20] {
        let sizes = Sizes { bytes: size, rows: size };
        let (held, pieces) = by_piece(name, bytes, options, sizes).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(held, expected, "in pieces of {size}");
        assert!(pieces <= 1 || size < bytes.len());
    }
    expected
}

fn csv(text: &str) -> Held {
    agree("a.csv", text.as_bytes(), &Options::default())
}

#[test]
fn quoted_line_ends_stand_across_pieces() {
    let held = csv("id,staff,sales,remark\nA,1,2,\"一\n二\r\n三, \"\"四\"\"\"\n\"B\",\"1,200\",\"3\",\"\"\r\nC,1,2,\"x\"y\nD,1,2,z\"\n");
    assert_eq!(held.counts, [4, 0, 0]);
    assert!(held.rows[0].contains("一\\n二\\r\\n三"));
}

#[test]
fn every_line_end_is_one() {
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", end] {
            let text = format!("id,staff,sales{end}A,1,2{end}{end} ,{end}B,x,2{end}C,1,3{last}");
            let held = csv(&text);
            assert_eq!(held.counts, [3, 1, 2], "{text:?}");
            assert!(held.rows[2].starts_with("6 "), "{:?}", held.rows);
        }
    }
}

#[test]
fn files_of_next_to_nothing() {
    assert_eq!(csv("id,staff,sales").counts, [0; 3]);
    assert_eq!(csv("id,staff,sales\n").counts, [0; 3]);
    assert_eq!(csv("id,staff,sales\n\n\n").counts, [0, 0, 2]);
    assert_eq!(csv("id,staff,sales\nA,1,2").counts, [1, 0, 0]);
    assert_eq!(csv("\u{feff}表\n\nid;staff;sales\nA;1;2;x\n").counts, [1, 1, 0]);
    let empty = by_piece("a.csv", b"", &Options::default(), Sizes::default()).err().unwrap();
    assert!(matches!(&empty[..], [DataError::Empty { .. }]));
}

#[test]
fn a_quotation_mark_that_stays_open_is_named_by_its_line() {
    let rows = "A,1,2,\"x\ny\"\n".repeat(30);
    let held = csv(&format!("id,staff,sales,remark\n{rows}B,1,2,\"z\nC,1,2\n"));
    assert_eq!((held.rows.len(), held.end), (30, Err(DataError::UnclosedQuote { line: 62 })));
}

#[test]
fn characters_of_gb18030_are_cut_nowhere() {
    // 「丂」 and its like have later bytes that are letters and signs of ASCII.
    let text = "id,staff,sales,remark\n企业丂,1,2,\"丂\n亅乚乥,|\"\n甲乙丙,１２,3,𠮷野\n".repeat(3);
    let bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
    for encoding in [None, Some(Encoding::Gb18030)] {
        let held = agree("a.csv", &bytes, &Options { encoding, ..Options::default() });
        assert_eq!(held.counts, [8, 2, 0]);
    }
    let bars = encoding_rs::GB18030.encode(&text.replace(',', "|")).0.into_owned();
    agree("a.csv", &bars, &Options { encoding: Some(Encoding::Gb18030), ..Options::default() });
}

#[test]
fn damage_is_found_with_its_line_in_whichever_piece_it_is() {
    let mut bytes = format!("id,staff,sales,remark\n{}", "A,1,2,\"统一\n代码\"\n".repeat(4000)).into_bytes();
    bytes.extend_from_slice(b"B,1,2,\xff\n");
    let options = Options { encoding: Some(Encoding::Utf8), ..Options::default() };
    for size in [100, 1000, 100_000] {
        let (held, _) = by_piece("a.csv", &bytes, &options, Sizes { bytes: size, rows: 1 }).unwrap();
        assert_eq!(held.end, Err(DataError::Undecodable { encoding: Encoding::Utf8, line: 8002 }), "{size}");
    }
}

#[test]
fn utf_16_is_read_as_well() {
    let text = "id,staff,sales\nA,1,2\nB,x,3\n\nC,1,4\n";
    let bytes: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(agree("a.csv", &bytes, &Options::default()).counts, [3, 1, 1]);
}

#[test]
fn many_rows_come_in_many_portions() {
    let lines: String = (0..20_000).map(|n| if n % 7 == 0 { format!("K{n},x,1,\n") } else { format!("K{n},{n},1.5,备注\n") }).collect();
    let text = format!("id,staff,sales,remark\n{lines}");
    let expected = by_row("a.csv", text.as_bytes(), &Options::default()).unwrap();
    let (held, pieces) = by_piece("a.csv", text.as_bytes(), &Options::default(), Sizes { bytes: 100_000, rows: 1 }).unwrap();
    assert_eq!(held, expected);
    assert!(pieces > 3);
}

fn json_lines(lines: &[&str]) -> Held {
    agree("a.ndjson", (lines.join("\n") + "\n").as_bytes(), &Options::default())
}

#[test]
fn lines_of_json_are_read_in_pieces() {
    let held = json_lines(&[
        r#"{"id":"A","staff":1,"sales":1.50,"remark":"一\"二\\","intensity":12.345}"#,
        "",
        r#" {"sales" : 1E2, "staff":"1,200", "id":"企\u4e1a", "resident":true, "x":{"id":[1,"}"]}} "#,
        r#"{"id":"B","#,
        r#"{"id":"C","staff":1,"sales":2,"staff":3}"#,
        r#"[{"id":"D"}]"#,
        "{}",
        r#"{"id":null,"staff":null,"sales":" "}"#,
        r#"{"id":"E","staff":[1],"sales":0.1234567,"kind":"03","founded":"2024-08-13","ratio":-0}"#,
        r#"{"id":"F","staff":1,"sales":2,"remark":"\ud800"}"#,
        r#"{"id":"G","staff":1,"sales":2} x"#,
    ]);
    assert_eq!(held.counts, [8, 6, 2]);
}

#[test]
fn names_that_turn_up_late_are_columns_from_then_on() {
    let plain: String = (0..1200).map(|n| format!("{{\"id\":\"A{n}\",\"staff\":1,\"sales\":2}}\n")).collect();
    let late = concat!(
        "{\"id\":\"B\",\"staff\":1,\"sales\":2,\"系数\":\"25%\"}\n",
        "{\"id\":\"C\",\"staff\":1,\"sales\":2,\"ratio\":7,\"x\":{\"y\":1}}\n",
        "{\"id\":\"D\",\"staff\":1,\"sales\":2,\"系数\":\"x\",\"y\":1}\n",
        "{\"id\":\"E\",\"staff\":1,\"sales\":2,\"\\u5907注\":\"z\"}\n",
        "{\"id\":\"F\",\"staff\":1,\"sales\":2,\"nie\":"
    );
    let text = plain + late;
    let expected = by_row("a.ndjson", text.as_bytes(), &Options::default()).unwrap();
    for bytes in [100, 5000, 1 << 20] {
        let (held, pieces) = by_piece("a.ndjson", text.as_bytes(), &Options::default(), Sizes { bytes, rows: 1 }).unwrap();
        assert_eq!(held, expected);
        assert!(pieces >= 4);
    }
    assert_eq!(expected.headers, ["id", "staff", "sales", "系数", "ratio", "x", "y", "备注"]);
    // The first of two names that are one field is its column.
    assert!(expected.rows[1200].contains("Number(2500)") && !expected.rows[1201].contains("Number(70000)"), "{:?}", &expected.rows[1200..]);
    let array = format!("[{}]", text.lines().take(1204).collect::<Vec<&str>>().join(","));
    let expected = by_row("a.json", array.as_bytes(), &Options::default()).unwrap();
    for rows in [1, 7, 5000] {
        let (held, _) = by_piece("a.json", array.as_bytes(), &Options::default(), Sizes { bytes: 1, rows }).unwrap();
        assert_eq!(held, expected);
    }
}

#[test]
fn figures_of_json_are_shown_alike() {
    let figures = ["1", "-0", "1.50", "1E2", "1e+2", "1.5E-1", "0.1e1", "123456789012345678901234567890", "1e400", "-1.0e-7"];
    let lines: String = figures.iter().map(|figure| format!("{{\"id\":\"A\",\"staff\":1,\"sales\":2,\"remark\":{figure}}}\n")).collect();
    let held = agree("a.ndjson", lines.as_bytes(), &Options::default());
    assert_eq!(held.counts, [10, 0, 0]);
}

#[test]
fn damaged_text_between_lines_of_json_is_found() {
    let mut bytes = "{\"id\":\"统一\",\"staff\":1,\"sales\":2}\n".repeat(4000).into_bytes();
    bytes.extend_from_slice(b"{\"id\":\"\xff\"}\n");
    let options = Options { encoding: Some(Encoding::Utf8), ..Options::default() };
    for size in [100, 1000, 1 << 20] {
        let (held, _) = by_piece("a.ndjson", &bytes, &options, Sizes { bytes: size, rows: 1 }).unwrap();
        assert_eq!(held.end, Err(DataError::Undecodable { encoding: Encoding::Utf8, line: 4001 }), "{size}");
    }
}

#[test]
fn a_sheet_is_read_in_pieces_and_may_be_left_early() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (header, column) in ["id", "staff", "sales", "intensity"].into_iter().zip(0u16..) {
        sheet.write_string(2, column, header).unwrap();
    }
    let percent = rust_xlsxwriter::Format::new().set_num_format("0.00%");
    for row in (3..3000u32).filter(|row| row % 11 != 0) {
        sheet.write_string(row, 0, format!("K{row}")).unwrap();
        if row % 5 == 0 {
            sheet.write_string(row, 1, "很多").unwrap();
        } else {
            sheet.write_number(row, 1, row).unwrap();
        }
        sheet.write_number(row, 2, f64::from(row) / 8.0).unwrap().write_number_with_format(row, 3, 0.125, &percent).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let options = Options::default();
    let expected = by_row("a.xlsx", &bytes, &options).unwrap();
    for rows in [1, 100, 512, 5000] {
        let (held, _) = by_piece("a.xlsx", &bytes, &options, Sizes { bytes: 1, rows }).unwrap();
        assert_eq!(held, expected);
    }
    assert_eq!(expected.rows.len(), 2725);
    let source = Source::Bytes { name: "a.xlsx".into(), bytes };
    let mut feed = feed::open_in(&source, &record(), &enums(), &options, Sizes { bytes: 1, rows: 10 }).unwrap_or_else(|errors| panic!("{errors:?}"));
    assert!(feed.next().unwrap().is_some());
}

#[test]
fn reading_ends_where_it_is_told_to() {
    let text = format!("id,staff,sales\n{}", "A,1,2\n".repeat(10_000));
    let source = Source::Bytes { name: "a.csv".into(), bytes: text.into_bytes() };
    let mut feed = feed::open(&source, &record(), &enums(), &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let piece = feed.next().unwrap().unwrap();
    let mut portions = 0;
    let tally = piece.read(&mut |portion| {
        portions += portion.table.rows();
        ControlFlow::Break(())
    });
    assert!((1..10_000).contains(&portions));
    assert_eq!(tally.unwrap().rows, portions as u64);
}

fn atom() -> impl Strategy<Value = String> {
    let common = ["\"", ",", "\n", "\r", "\r\n", "A", "12", "1.5", "企业", "\"\"", " ", "-"].map(str::to_owned);
    proptest::sample::select(common.to_vec())
}

/// What people write into cells, and what they should not.
fn cell() -> impl Strategy<Value = String> {
    let known = [
        "",
        " ",
        "N/A",
        "-",
        "--",
        "无",
        "是",
        "否",
        "TRUE",
        "1",
        "0",
        "y",
        "private",
        "国有企业",
        "03",
        "外资",
        "privat",
        "Ａ类",
        "2024-08-13",
        "2024/8/13",
        "2024.08.13",
        "1799-01-01",
        "2024-02-30",
        "20240813",
        "45000",
        "2024-08-13 00:00:00",
        "2024-08-13 10:00",
        "1,234",
        "１２３",
        "12%",
        "3.5％",
        "1200万元",
        "¥5",
        "(3)",
        "1e3",
        "1.2E+08",
        ".5",
        "5.",
        ".",
        "+",
        "+7",
        "-7",
        "－7",
        "0.005",
        "-0.005",
        "-0.004",
        "000000000000000000001",
        "12.000",
        "999999999999999999",
        "9999999999999999999",
        "1234567890123456.78",
        "-999",
        "1 200",
        "0x10",
        "1.2.3",
        "--5",
        "abc",
        "\u{feff}7",
        " 8 ",
        "\t9",
    ];
    prop_oneof![
        3 => proptest::sample::select(known.map(str::to_owned).to_vec()),
        2 => any::<i64>().prop_map(|n| n.to_string()),
        2 => (any::<i32>(), 0..12usize).prop_map(|(n, places)| format!("{:.*}", places, f64::from(n) / 1000.0)),
        1 => (0..13u8, 0..33u8).prop_map(|(month, day)| format!("2001-{month:02}-{day:02}")),
        1 => "[0-9]{1,9}[.]?[0-9]{0,9}",
        1 => "\\PC{0,6}",
    ]
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #[test]
    fn any_text_has_the_same_rows_in_any_pieces(atoms in proptest::collection::vec(atom(), 0..60), size in 1..80usize, gb in any::<bool>()) {
        let text = format!("id,staff,sales,remark\n{}", atoms.concat());
        let encoding = if gb { Encoding::Gb18030 } else { Encoding::Utf8 };
        let bytes = if gb { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.clone().into_bytes() };
        let options = Options { encoding: Some(encoding), delimiter: Some(b','), ..Options::default() };
        let held = by_piece("a.csv", &bytes, &options, Sizes { bytes: size, rows: size }).map(|(held, _)| held);
        prop_assert_eq!(held, by_row("a.csv", &bytes, &options));
    }

    #[test]
    fn any_cells_mean_the_same(
        rows in proptest::collection::vec(proptest::collection::vec(cell(), 9), 1..12),
        missing in prop_oneof![3 => Just(None), 1 => Just(Some("-999")), 1 => Just(Some("7")), 1 => Just(Some("无此项"))],
    ) {
        let lines = rows.iter().map(|row| row.iter().map(|cell| quoted(cell)).collect::<Vec<String>>().join(",") + "\n");
        let text = format!("id,staff,sales,intensity,ratio,founded,resident,kind,remark\n{}", lines.collect::<String>());
        let mut options = Options { delimiter: Some(b','), ..Options::default() };
        options.missing_words.extend(missing.map(str::to_owned));
        let held = by_piece("a.csv", text.as_bytes(), &options, Sizes { bytes: 200, rows: 3 }).map(|(held, _)| held);
        prop_assert_eq!(held, by_row("a.csv", text.as_bytes(), &options));
    }
}

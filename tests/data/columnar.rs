//! Parquet and Arrow files: every type means what the same cells mean in a CSV file, and pieces hold what single rows hold.

use crate::schema::{codes, enums, field, number, optional, record, rows, text, unit, value};
use arrow_array::builder::{StringDictionaryBuilder, StringViewBuilder};
use arrow_array::types::{Int8Type, Int32Type};
use arrow_array::*;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions, StreamWriter};
use arrow_schema::{DataType, Field as Column, Schema};
use ics::data::feed::{self, Feed};
use ics::data::input::Source;
use ics::data::options::Options;
use ics::data::reader::{self, Row};
use ics::data::report::Tally;
use ics::data::warning::DataWarning;
use ics::ir::record::{FieldKind, Record};
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::column::{Lanes, Texts};
use ics::value::range::Range;
use ics::value::unit::Unit;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::ops::ControlFlow;
use std::sync::Arc;

pub fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

pub fn parquet_with(batches: &[RecordBatch], properties: WriterProperties) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batches[0].schema(), Some(properties)).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.close().unwrap();
    bytes
}

pub fn parquet(batches: &[RecordBatch]) -> Vec<u8> {
    parquet_with(batches, WriterProperties::builder().build())
}

pub fn arrow(batches: &[RecordBatch], compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &batches[0].schema(), options).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

pub fn stream(batches: &[RecordBatch]) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batches[0].schema()).unwrap();
    batches.iter().for_each(|batch| writer.write(batch).unwrap());
    writer.into_inner().unwrap()
}

fn source(bytes: &[u8]) -> Source {
    Source::Bytes { name: "data".into(), bytes: bytes.to_vec() }
}

pub fn feed(bytes: &[u8], record: &Record) -> Box<dyn Feed> {
    feed::open(&source(bytes), &Arc::new(record.clone()), &enums(), &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

/// All rows of all pieces, in the order of their numbers, and what was counted.
pub fn pieces(bytes: &[u8], record: &Record) -> (Vec<Row>, Tally) {
    let mut feed = feed(bytes, record);
    let (mut rows, mut tally) = (Vec::new(), Tally::new(record));
    while let Some(piece) = feed.next().unwrap() {
        let counted = piece.read(&mut |portion| {
            assert!(portion.table.columns.iter().all(|column| column.len() == portion.table.rows()));
            for position in 0..portion.table.rows() {
                let row = portion.originals.row(position);
                assert_eq!((row.number, row.outcome.as_ref().unwrap()), (portion.table.numbers[position], &portion.table.record(position)));
                rows.push(row);
            }
            rows.extend(portion.rejected.iter().cloned());
            ControlFlow::Continue(())
        });
        tally.absorb(&counted.unwrap());
    }
    rows.sort_by_key(|row| row.number);
    (rows, tally)
}

/// All rows, one by one, and what was odd.
pub fn singles(bytes: &[u8], record: &Record) -> (Vec<Row>, Vec<DataWarning>, [u64; 3]) {
    let mut reader = reader::open(&source(bytes), record, &enums(), &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let rows: Vec<Row> = reader.by_ref().map(|row| row.unwrap()).collect();
    let report = reader.report();
    let tally = reader.take_tally();
    (rows, tally.warnings(), [report.rows, report.rejected, report.blank])
}

/// Reads a batch in every shape a file can have, checks that all agree, and gives its rows.
pub fn read(record: &Record, batches: &[RecordBatch]) -> Vec<Row> {
    let plain = WriterProperties::builder().set_dictionary_enabled(false).set_compression(Compression::SNAPPY);
    let small = WriterProperties::builder().set_max_row_group_row_count(Some(3)).set_data_page_row_count_limit(2).set_write_batch_size(1);
    let shapes = [
        ("Parquet", parquet(batches)),
        ("plain pages", parquet_with(batches, plain.build())),
        ("small groups", parquet_with(batches, small.build())),
        ("Arrow", arrow(batches, None)),
        ("compressed", arrow(batches, Some(CompressionType::ZSTD))),
        ("stream", stream(batches)),
    ];
    let shown = |rows: &[Row]| rows.iter().map(|row| format!("{row:?}")).collect::<Vec<String>>();
    let mut first: Option<Vec<Row>> = None;
    for (name, bytes) in &shapes {
        let (one_by_one, warnings, counts) = singles(bytes, record);
        let (rows, tally) = pieces(bytes, record);
        assert_eq!(shown(&rows), shown(&one_by_one), "{name}: pieces and rows");
        assert_eq!((tally.warnings(), [tally.rows, tally.rejected, tally.blank]), (warnings, counts), "{name}: counts");
        let known = first.get_or_insert(rows.clone());
        assert_eq!(shown(&rows), shown(known), "{name}: formats");
    }
    first.unwrap()
}

/// Checks that rows have the values and faults of the rows of a CSV file.
fn same_as_csv(rows: &[Row], record: &Record, csv: &str) {
    let source = Source::Bytes { name: "a.csv".into(), bytes: csv.as_bytes().to_vec() };
    let reader = reader::open(&source, record, &enums(), &Options::default()).unwrap_or_else(|errors| panic!("{errors:?}"));
    let expected: Vec<Row> = reader.map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), expected.len());
    for (row, expected) in rows.iter().zip(&expected) {
        let faults = |row: &Row| row.outcome.clone().err().map(|problems| problems.into_iter().map(|p| (p.field, p.fault)).collect::<Vec<_>>());
        assert_eq!(row.outcome.clone().ok(), expected.outcome.clone().ok(), "row {}", row.number);
        assert_eq!(faults(row), faults(expected), "row {}", row.number);
        assert_eq!(row.key, expected.key);
    }
}

fn strings(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn ids(count: usize) -> ArrayRef {
    Arc::new(StringArray::from((0..count).map(|n| format!("N{n}")).collect::<Vec<String>>()))
}

/// A record of a key and one field.
fn record_of(kind: FieldKind) -> Record {
    let key = ics::ir::record::Field { key: true, ..field("id", "编号", FieldKind::Text) };
    Record { name: "r".into(), label: "r".into(), fields: vec![key, optional(field("x", "数", kind))], checks: vec![] }
}

/// What becomes of a column of one field: the value, or the code of the problem.
fn column(kind: FieldKind, array: ArrayRef) -> Vec<Result<Value, &'static str>> {
    let record = record_of(kind);
    let found = read(&record, &[batch(vec![("id", ids(array.len())), ("x", array)])]);
    found.iter().map(|row| row.outcome.as_ref().map(|values| values[1].clone()).map_err(|problems| problems[0].code())).collect()
}

fn numbers(values: &[i128]) -> Vec<Result<Value, &'static str>> {
    values.iter().map(|value| Ok(Value::Number(*value))).collect()
}

fn money(decimals: u8, low: i128, high: i128) -> FieldKind {
    number(unit("元", "元", 1, 0), decimals, low, high)
}

#[test]
fn a_table_of_all_fields_is_what_it_is_in_csv() {
    let found = read(
        &record(),
        &[batch(vec![
            ("信用代码", strings(&[Some(" A "), Some("B"), None, Some("D"), Some("E"), Some("-")])),
            ("staff", Arc::new(Int32Array::from(vec![Some(5), Some(0), Some(7), None, Some(9), Some(1)]))),
            ("年销售收入（万元）", Arc::new(Float64Array::from(vec![12.5, 0.000001, 3.0, 4.0, 5.0, 6.0]))),
            ("not a field", Arc::new(Int32Array::from(vec![1, 2, 3, 4, 5, 6]))),
            (
                "研发强度",
                Arc::new(Decimal128Array::from(vec![Some(1250), None, Some(1), Some(2), Some(-3), Some(4)]).with_precision_and_scale(10, 3).unwrap()),
            ),
            ("founded", Arc::new(Date32Array::from(vec![Some(19000), Some(-62_092), None, Some(120_529), Some(0), Some(120_530)]))),
            ("境内注册", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false), Some(true), Some(false), None]))),
            ("kind", strings(&[Some("private"), Some("国有企业"), Some(" 03"), Some("N/A"), Some("privat"), None])),
            ("备注", strings(&[Some("甲"), Some(""), Some("　"), None, Some(" 乙 丙 "), Some("-")])),
        ])],
    );
    let csv = "信用代码,staff,年销售收入（万元）,研发强度,founded,境内注册,kind,备注\n\
        A,5,12.5,1.250,2022-01-08,TRUE,private,甲\n\
        B,0,0.000001,,1799-12-31,,国有企业,\n\
        ,7,3,0.001,,FALSE,03,　\n\
        D,,4,0.002,2299-12-31,TRUE,N/A,\n\
        E,9,5,-0.003,1970-01-01,FALSE,privat,乙 丙\n\
        -,1,6,0.004,2300-01-01,,,-\n";
    // A date outside the calendar is no date in text, and a date out of range where it is stored as one.
    assert_eq!(codes(&found[1]), ["E0537", "E0541"]);
    assert_eq!(codes(&found[5]), ["E0530", "E0541"]);
    same_as_csv(
        &[&found[..1], &found[2..5]].concat(),
        &record(),
        &csv.lines().enumerate().filter(|(n, _)| *n != 2 && *n != 6).map(|(_, line)| format!("{line}\n")).collect::<String>(),
    );
    assert_eq!(found[0].number, 1);
    assert_eq!(
        found[0].original,
        ["A", "5", "12.5", "1.250", "2022-01-08", "TRUE", "private", "甲"].map(|cell| if cell == "A" { " A " } else { cell })
    );
}

#[test]
fn what_is_not_a_field_is_reported_and_not_read() {
    let bytes = parquet(&[batch(vec![("x", ids(1)), ("id", ids(1)), ("sales", ids(1)), ("staff", ids(1))])]);
    let feed = feed(&bytes, &record());
    let about = feed.about();
    assert_eq!(about.unused, ["x"]);
    assert_eq!(feed.headers().iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["id", "sales", "staff"]);
    assert_eq!(
        about.matched.iter().map(|found| (found.name.as_str(), found.header.as_str())).collect::<Vec<_>>(),
        [("id", "id"), ("staff", "staff"), ("sales", "sales")]
    );
    assert_eq!(about.absent, ["研发强度", "系数", "成立日期", "境内注册", "企业类型", "备注"]);
    assert!(matches!(&about.warnings[..], [DataWarning::AbsentFields { .. }]));
    assert_eq!(feed.progress(), Some((0, 1)));
}

#[test]
fn whole_numbers_of_every_width() {
    let range = |array: ArrayRef| column(money(0, -3, 100), array);
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Int8Array::from(vec![Some(-3), None, Some(100), Some(-4), Some(101)])),
        Arc::new(Int16Array::from(vec![Some(-3), None, Some(100), Some(-4), Some(101)])),
        Arc::new(Int32Array::from(vec![Some(-3), None, Some(100), Some(-4), Some(i32::MIN)])),
        Arc::new(Int64Array::from(vec![Some(-3), None, Some(100), Some(i64::MIN), Some(i64::MAX)])),
    ];
    for array in arrays {
        let expected = vec![Ok(Value::Number(-3)), Ok(Value::Missing), Ok(Value::Number(100)), Err("E0537"), Err("E0537")];
        assert_eq!(range(array), expected);
    }
    let unsigned: Vec<ArrayRef> = vec![
        Arc::new(UInt8Array::from(vec![Some(0), Some(100), None, Some(101)])),
        Arc::new(UInt16Array::from(vec![Some(0), Some(100), None, Some(u16::MAX)])),
        Arc::new(UInt32Array::from(vec![Some(0), Some(100), None, Some(u32::MAX)])),
        Arc::new(UInt64Array::from(vec![Some(0), Some(100), None, Some(u64::MAX)])),
    ];
    for array in unsigned {
        assert_eq!(range(array), vec![Ok(Value::Number(0)), Ok(Value::Number(100)), Ok(Value::Missing), Err("E0537")]);
    }
    // The whole of 64 bits, and a range that begins above nought.
    let all = column(money(0, i128::from(i64::MIN), i128::from(i64::MAX)), Arc::new(Int64Array::from(vec![i64::MIN, i64::MAX, 0])));
    assert_eq!(all, numbers(&[i128::from(i64::MIN), i128::from(i64::MAX), 0]));
    let high =
        column(money(0, i128::from(i64::MAX) - 1, i128::from(i64::MAX)), Arc::new(Int64Array::from(vec![i64::MAX, i64::MIN, -2, i64::MAX - 2])));
    assert_eq!(high, [Ok(Value::Number(i128::from(i64::MAX))), Err("E0537"), Err("E0537"), Err("E0537")]);
}

#[test]
fn figures_are_in_the_unit_of_the_field() {
    let ten_thousands = || number(unit("万元", "元", 10_000, 0), 6, -5_000_000, 12_500_000);
    let decimals = |mantissas: Vec<i128>, precision: u8, scale: i8| -> ArrayRef {
        Arc::new(Decimal128Array::from(mantissas).with_precision_and_scale(precision, scale).unwrap())
    };
    // 12.5 万元 are 125,000 元, or 12,500,000 fen.
    assert_eq!(
        column(ten_thousands(), Arc::new(Int32Array::from(vec![12, 13, -5, -6]))),
        [Ok(Value::Number(12_000_000)), Err("E0537"), Ok(Value::Number(-5_000_000)), Err("E0537")]
    );
    assert_eq!(
        column(ten_thousands(), decimals(vec![1250, 1251, -500, -501], 18, 2)),
        [Ok(Value::Number(12_500_000)), Err("E0537"), Ok(Value::Number(-5_000_000)), Err("E0537")]
    );
    assert_eq!(
        column(ten_thousands(), decimals(vec![12_500_000_499, 12_500_000_500, -4], 30, 9)),
        [Ok(Value::Number(12_500_000)), Err("E0537"), Ok(Value::Number(0))]
    );
    let percent = || number(unit("%", "", 1, 2), 2, -10_000, 10_000);
    assert_eq!(
        column(percent(), Arc::new(Float64Array::from(vec![12.5, 100.0, 100.01, -0.0]))),
        [Ok(Value::Number(1250)), Ok(Value::Number(10_000)), Err("E0537"), Ok(Value::Number(0))]
    );
}

#[test]
fn decimals_of_every_width_are_rounded_half_away() {
    let expected = numbers(&[13, -13, 12, 0, 100]);
    let kinds = || money(1, -100, 100);
    let mantissas = [125, -125, 124, 4, 1004];
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(Decimal32Array::from(mantissas.to_vec()).with_precision_and_scale(9, 2).unwrap()),
        Arc::new(Decimal64Array::from(mantissas.map(i64::from).to_vec()).with_precision_and_scale(18, 2).unwrap()),
        Arc::new(Decimal128Array::from(mantissas.map(i128::from).to_vec()).with_precision_and_scale(20, 2).unwrap()),
        Arc::new(
            Decimal256Array::from(mantissas.map(|m| arrow_buffer::i256::from_i128(i128::from(m))).to_vec()).with_precision_and_scale(50, 2).unwrap(),
        ),
        Arc::new(Float64Array::from(mantissas.map(|m| f64::from(m) / 100.0).to_vec())),
        Arc::new(Float32Array::from(mantissas.map(|m| m as f32 / 100.0).to_vec())),
    ];
    for array in arrays {
        let of = format!("{:?}", array.data_type());
        assert_eq!(column(kinds(), array.clone()), expected, "{of}");
        let bytes = parquet(&[batch(vec![("id", ids(5)), ("x", array)])]);
        let (_, tally) = pieces(&bytes, &record_of(kinds()));
        assert_eq!(tally.warnings(), [DataWarning::Rounded { label: "数".into(), count: 5, row: 1, decimals: 1 }], "{of}");
    }
    // Noughts behind the point are no further places.
    let exact: ArrayRef = Arc::new(Decimal64Array::from(vec![120, 5000]).with_precision_and_scale(10, 2).unwrap());
    let person = Arc::new(Unit { whole: true, ..(*unit("人", "人", 1, 0)).clone() });
    assert_eq!(column(number(person.clone(), 0, 0, 100), exact), [Err("E0536"), Ok(Value::Number(50))]);
    assert_eq!(
        column(number(person, 0, 0, 100), Arc::new(Float64Array::from(vec![7.0, 7.5, f64::NAN]))),
        [Ok(Value::Number(7)), Err("E0536"), Err("E0532")]
    );
    // A scale below nought stands for noughts.
    let hundreds: ArrayRef = Arc::new(Decimal128Array::from(vec![3, -1]).with_precision_and_scale(5, -2).unwrap());
    let bytes = arrow(&[batch(vec![("id", ids(2)), ("x", hundreds)])], None);
    let (rows, _) = pieces(&bytes, &record_of(money(0, -100, 300)));
    assert_eq!(rows.iter().map(|row| value(row, 1)).collect::<Vec<Value>>(), [Value::Number(300), Value::Number(-100)]);
}

#[test]
fn numbers_beyond_64_bits() {
    let wide = 10i128.pow(30);
    let kinds = || money(2, -wide, wide);
    let decimals: ArrayRef = Arc::new(Decimal128Array::from(vec![wide, -wide, wide + 1, 7]).with_precision_and_scale(38, 2).unwrap());
    assert_eq!(column(kinds(), decimals), [Ok(Value::Number(wide)), Ok(Value::Number(-wide)), Err("E0537"), Ok(Value::Number(7))]);
    assert_eq!(column(kinds(), Arc::new(UInt64Array::from(vec![u64::MAX]))), numbers(&[i128::from(u64::MAX) * 100]));
    assert_eq!(column(kinds(), Arc::new(Int64Array::from(vec![i64::MIN]))), numbers(&[i128::from(i64::MIN) * 100]));
    assert_eq!(column(kinds(), Arc::new(Float64Array::from(vec![1e20, 0.285]))), numbers(&[10i128.pow(22), 29]));
    let long: ArrayRef = Arc::new(Decimal128Array::from(vec![10i128.pow(37), 100]).with_precision_and_scale(38, 0).unwrap());
    assert_eq!(column(money(0, -5, 100), long), [Err("E0537"), Ok(Value::Number(100))]);
}

#[test]
fn doubles_mean_their_shortest_digits() {
    let far = 10i128.pow(18);
    let found = column(
        money(2, -far, far),
        Arc::new(Float64Array::from(vec![0.285, 1.005, 2.675, -2.675, 1.0049999999999997, 0.1 + 0.2, 1e15 + 0.5, -0.0, 123_456_789_012.34, 4.35])),
    );
    assert_eq!(found, numbers(&[29, 101, 268, -268, 100, 30, 100_000_000_000_000_050, 0, 12_345_678_901_234, 435]));
    let bad = column(money(2, -far, far), Arc::new(Float64Array::from(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 1e-300])));
    assert_eq!(bad, [Err("E0532"), Err("E0532"), Err("E0532"), Err("E0534"), Err("E0534")]);
    let single = column(money(2, -far, far), Arc::new(Float32Array::from(vec![0.285f32, 16_777_216.0, 1234.56])));
    assert_eq!(single, numbers(&[29, 1_677_721_600, 123_456]));
    // Null rows may hold anything.
    let nulls = Float64Array::new(vec![f64::NAN, 1.0].into(), Some(vec![false, true].into()));
    assert_eq!(column(money(2, 0, 100), Arc::new(nulls)), [Ok(Value::Missing), Ok(Value::Number(100))]);
}

#[test]
fn dates_are_days_and_midnights() {
    let kind = || FieldKind::Date { range: Range { low: 0, high: 20_000 } };
    let day = |day: i32| Ok(Value::Date(Day(day)));
    assert_eq!(
        column(kind(), Arc::new(Date32Array::from(vec![Some(0), None, Some(20_000), Some(-1), Some(20_001)]))),
        [day(0), Ok(Value::Missing), day(20_000), Err("E0541"), Err("E0541")]
    );
    assert_eq!(column(kind(), Arc::new(Date64Array::from(vec![0, 86_400_000, 86_400_000 * 20_001]))), [day(0), day(1), Err("E0541")]);
    let midnight = 19_000 * 86_400;
    let stamps: Vec<ArrayRef> = vec![
        Arc::new(TimestampSecondArray::from(vec![midnight, midnight + 1])),
        Arc::new(TimestampMillisecondArray::from(vec![midnight * 1_000, midnight * 1_000 + 1])),
        Arc::new(TimestampMicrosecondArray::from(vec![midnight * 1_000_000, midnight * 1_000_000 - 1])),
        Arc::new(TimestampNanosecondArray::from(vec![midnight * 1_000_000_000, midnight * 1_000_000_000 + 1])),
        Arc::new(TimestampMillisecondArray::from(vec![midnight * 1_000, midnight * 1_000 + 1]).with_timezone("UTC")),
    ];
    for stamp in stamps {
        assert_eq!(column(kind(), stamp.clone()), [day(19_000), Err("E0540")], "{:?}", stamp.data_type());
    }
    // Midnight in Beijing, eight hours before that of UTC; the rules of a zone with a name are not known.
    let ahead = |zone: &str| -> ArrayRef { Arc::new(TimestampSecondArray::from(vec![midnight - 8 * 3600, midnight]).with_timezone(zone)) };
    assert_eq!(column(kind(), ahead("+08:00")), [day(19_000), Err("E0540")]);
    let named = arrow(&[batch(vec![("id", ids(2)), ("x", ahead("Asia/Shanghai"))])], None);
    assert_eq!(pieces(&named, &record_of(kind())).0.iter().flat_map(codes).collect::<Vec<_>>(), ["E0540", "E0540"]);
    assert_eq!(column(kind(), strings(&[Some("2022-01-08"), Some("2022/1/8"), Some("soon")])), [day(19_000), day(19_000), Err("E0539")]);
    // A date where a number is expected.
    assert_eq!(column(money(0, 0, 10), Arc::new(Date32Array::from(vec![5]))), [Err("E0542")]);
}

#[test]
fn members_by_name_label_and_code_in_every_encoding() {
    let kind = || FieldKind::Enum(ics::value::ty::EnumId(0));
    let words = [Some("private"), Some("国有企业"), Some(" 03 "), None, Some("—"), Some("nobody"), Some("０１")];
    let expected = [
        Ok(Value::Member(0)),
        Ok(Value::Member(1)),
        Ok(Value::Member(2)),
        Ok(Value::Missing),
        Ok(Value::Missing),
        Err("E0543"),
        Ok(Value::Member(0)),
    ];
    let mut view = StringViewBuilder::new();
    words.iter().for_each(|word| view.append_option(*word));
    let mut small = StringDictionaryBuilder::<Int8Type>::new();
    words.iter().for_each(|word| small.append_option(*word));
    let mut usual = StringDictionaryBuilder::<Int32Type>::new();
    words.iter().for_each(|word| usual.append_option(*word));
    let arrays: Vec<ArrayRef> = vec![
        strings(&words),
        Arc::new(LargeStringArray::from(words.to_vec())),
        Arc::new(view.finish()),
        Arc::new(small.finish()),
        Arc::new(usual.finish()),
        Arc::new(BinaryArray::from_opt_vec(words.iter().map(|word| word.map(str::as_bytes)).collect())),
    ];
    for array in arrays {
        assert_eq!(column(kind(), array.clone()), expected, "{:?}", array.data_type());
    }
    assert_eq!(column(kind(), Arc::new(Int32Array::from(vec![1, 2]))), [Err("E0543"), Err("E0543")]);
}

#[test]
fn truth_values_and_what_stands_for_them() {
    let yes = || Ok(Value::Bool(true));
    let no = || Ok(Value::Bool(false));
    assert_eq!(column(FieldKind::Bool, Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))), [yes(), no(), Ok(Value::Missing)]);
    assert_eq!(column(FieldKind::Bool, Arc::new(Int8Array::from(vec![1, 0, 2]))), [yes(), no(), Err("E0538")]);
    assert_eq!(
        column(FieldKind::Bool, strings(&[Some("是"), Some("否"), Some("N/A"), Some("maybe")])),
        [yes(), no(), Ok(Value::Missing), Err("E0538")]
    );
    // More than a byte of bits, and a batch that begins within one.
    let many: Vec<Option<bool>> = (0..1000).map(|n| (n % 7 != 0).then_some(n % 3 == 0)).collect();
    let whole = batch(vec![("id", ids(1000)), ("x", Arc::new(BooleanArray::from(many.clone())))]);
    for bytes in [parquet(&[whole.slice(3, 900)]), arrow(&[whole.slice(3, 900)], None)] {
        let (rows, _) = pieces(&bytes, &record_of(FieldKind::Bool));
        let expected: Vec<Value> = many[3..903].iter().map(|truth| truth.map_or(Value::Missing, Value::Bool)).collect();
        assert_eq!(rows.iter().map(|row| value(row, 1)).collect::<Vec<Value>>(), expected);
    }
}

#[test]
fn texts_are_trimmed_and_numbers_can_be_keys() {
    let kind = || FieldKind::Text;
    let words = [Some("甲"), Some(" a b "), Some(""), None, Some("　"), Some("-")];
    let expected = [Ok(text("甲")), Ok(text("a b")), Ok(Value::Missing), Ok(Value::Missing), Ok(Value::Missing), Ok(text("-"))];
    assert_eq!(column(kind(), strings(&words)), expected);
    assert_eq!(
        column(kind(), Arc::new(Int64Array::from(vec![0, -12, i64::MIN]))),
        [Ok(text("0")), Ok(text("-12")), Ok(text("-9223372036854775808"))]
    );
    assert_eq!(column(kind(), Arc::new(UInt64Array::from(vec![u64::MAX]))), [Ok(text("18446744073709551615"))]);
    assert_eq!(column(kind(), Arc::new(Float64Array::from(vec![5.0, 0.5]))), [Ok(text("5")), Ok(text("0.5"))]);
    assert_eq!(column(kind(), Arc::new(Date32Array::from(vec![0]))), [Ok(text("1970-01-01"))]);
    // Bytes that are no text.
    assert_eq!(column(kind(), Arc::new(BinaryArray::from_vec(vec![b"ok", b"\xff\xfe"]))), [Ok(text("ok")), Err("E0545")]);
    let keys = read(&record_of(kind()), &[batch(vec![("id", Arc::new(Int64Array::from(vec![Some(7), None]))), ("x", ids(2))])]);
    assert_eq!((value(&keys[0], 0), keys[0].key.as_deref(), codes(&keys[1])), (text("7"), Some("7"), vec!["E0530"]));
}

#[test]
fn texts_that_repeat_keep_their_dictionary() {
    let words: Vec<&str> = (0..20_000).map(|n| ["甲市", "乙市", " 丙市"][n % 3]).collect();
    let bytes = parquet(&[batch(vec![("id", ids(20_000)), ("x", Arc::new(StringArray::from(words)))])]);
    let mut feed = feed(&bytes, &record_of(FieldKind::Text));
    let piece = feed.next().unwrap().unwrap();
    let mut portions = 0;
    let tally = piece.read(&mut |portion| {
        portions += 1;
        let Lanes::Text(Texts::Dictionary { entries, .. }) = &portion.table.columns[1].lanes else { panic!("not a dictionary") };
        assert_eq!(entries.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["甲市", "乙市", "丙市"]);
        assert!(matches!(&portion.table.columns[0].lanes, Lanes::Text(Texts::Plain { .. })));
        ControlFlow::Continue(())
    });
    assert_eq!((portions, tally.unwrap().rows), (3, 20_000));
}

#[test]
fn nested_values_are_refused_cell_by_cell() {
    let list = ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)]), None]);
    assert_eq!(column(money(0, 0, 9), Arc::new(list)), [Err("E0545"), Ok(Value::Missing)]);
    assert_eq!(column(money(0, 0, 9), Arc::new(NullArray::new(2))), [Ok(Value::Missing), Ok(Value::Missing)]);
    let structs = StructArray::from(vec![(Arc::new(Column::new("a", DataType::Int32, true)), Arc::new(Int32Array::from(vec![1])) as ArrayRef)]);
    assert_eq!(column(FieldKind::Text, Arc::new(structs)), [Err("E0545")]);
}

#[test]
fn rows_without_ink_are_left_out() {
    let fields = vec![optional(field("a", "甲", money(0, 0, 9))), optional(field("b", "乙", FieldKind::Text))];
    let record = Record { name: "r".into(), label: "r".into(), fields, checks: vec![] };
    let found = read(
        &record,
        &[batch(vec![("a", Arc::new(Int32Array::from(vec![Some(1), None, None, Some(99)]))), ("b", strings(&[None, Some("  "), Some("x"), None]))])],
    );
    assert_eq!(found.iter().map(|row| row.number).collect::<Vec<u64>>(), [1, 3, 4]);
    let keyed =
        read(&record_of(FieldKind::Text), &[batch(vec![("id", strings(&[None, Some("A"), None])), ("x", strings(&[None, None, Some("x")]))])]);
    assert_eq!(keyed.iter().map(|row| (row.number, codes(row))).collect::<Vec<_>>(), [(2, vec![]), (3, vec!["E0530"])]);
}

#[test]
fn files_without_rows() {
    let empty = batch(vec![("id", ids(0)), ("x", ids(0))]);
    assert!(read(&record_of(FieldKind::Text), &[empty]).is_empty());
}

#[test]
fn pieces_follow_the_file_and_not_each_other() {
    let kind = || money(0, 0, 1_000_000_000);
    let whole = batch(vec![("id", ids(1000)), ("x", Arc::new(Int32Array::from_iter_values(0..1000)))]);
    let groups = WriterProperties::builder().set_max_row_group_row_count(Some(100)).build();
    let small = parquet_with(std::slice::from_ref(&whole), groups);
    let record = record_of(kind());
    // Small groups are read together, and pieces can be read in any order, more than once.
    let mut feed = feed(&small, &record);
    let piece = feed.next().unwrap().unwrap();
    assert!(feed.next().unwrap().is_none());
    assert_eq!(feed.progress(), Some((1000, 1000)));
    for _ in 0..2 {
        let mut numbers = Vec::new();
        piece
            .read(&mut |portion| {
                numbers.extend_from_slice(&portion.table.numbers);
                ControlFlow::Break(())
            })
            .unwrap();
        assert_eq!(numbers, (1..=1000).collect::<Vec<u64>>());
    }
}

#[test]
fn a_huge_row_group_is_read_in_parts() {
    let count = 600_000;
    let schema = Arc::new(Schema::new(vec![Column::new("id", DataType::Int32, false), Column::new("x", DataType::Int32, false)]));
    let column: ArrayRef = Arc::new(Int32Array::from_iter_values(0..count));
    let whole = RecordBatch::try_new(schema, vec![column.clone(), column]).unwrap();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(1 << 20)).build();
    let record = record_of(money(0, 0, 1_000_000_000));
    let mut feed = feed(&parquet_with(&[whole], properties), &record);
    let (mut pieces, mut next) = (0, 1);
    while let Some(piece) = feed.next().unwrap() {
        pieces += 1;
        let tally = piece.read(&mut |portion| {
            for (row, number) in portion.table.numbers.iter().enumerate() {
                assert_eq!(*number, next);
                assert_eq!(portion.table.columns[1].value(row), Value::Number(i128::from(*number) - 1));
                next += 1;
            }
            ControlFlow::Continue(())
        });
        assert!(tally.is_ok());
    }
    assert_eq!((pieces, next), (2, u64::try_from(count).unwrap() + 1));
}

#[test]
fn the_same_figures_as_rows_of_text() {
    // A file read as columns and its CSV give the same values; `rows` is the reader of the other tests.
    let csv = rows("a.csv", "id,staff,sales\nA,3,1.5\nB,4,2\n");
    let found = read(
        &record(),
        &[batch(vec![
            ("id", strings(&[Some("A"), Some("B")])),
            ("staff", Arc::new(UInt16Array::from(vec![3, 4]))),
            ("sales", Arc::new(Float32Array::from(vec![1.5, 2.0]))),
        ])],
    );
    assert_eq!(found.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>(), csv.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>());
}

//! Results made from columns: what is read back is what was put in, whatever the format, and the same parts are the same bytes.

use crate::writing::Shared;
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::FileReader;
use arrow_schema::DataType;
use ics::data::atomic::Target;
use ics::data::column::{Cell, CellKind, OutColumn};
use ics::data::error::{DataError, Reason};
use ics::data::results::{ResultColumn, Results, What};
use ics::data::sink::{Compression, OutFormat, Sink, SinkOptions};
use ics::diagnostic::Lang;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::column::{Column, LaneKind, Lanes, Texts};
use ics::value::decimal::Decimal;
use ics::value::dimension::Dimension;
use ics::value::range::Range;
use ics::value::unit::Unit;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression as Codec, Encoding};
use parquet::file::metadata::ParquetMetaData;
use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};
use std::io::{self, Cursor, Write};
use std::sync::Arc;

const FORMATS: [OutFormat; 4] = [OutFormat::Csv, OutFormat::Ndjson, OutFormat::Parquet, OutFormat::Arrow];
const COMPRESSIONS: [Compression; 4] = [Compression::None, Compression::Snappy, Compression::Lz4, Compression::Zstd];

pub fn unit(factor: &str) -> Arc<Unit> {
    let factor = Decimal::parse(factor).unwrap();
    Arc::new(Unit { name: "u".to_owned(), dimension: Dimension::base("元"), factor, decimals: None, whole: false })
}

pub fn column(name: &str, kind: CellKind, what: What) -> ResultColumn {
    ResultColumn { column: OutColumn { name: name.into(), label: format!("{name}，label"), unit: String::new(), kind }, what }
}

fn number(name: &str, scale: u8, factor: &str, low: i128, high: i128) -> ResultColumn {
    column(name, CellKind::Number, What::Number { scale, unit: unit(factor), range: Range { low, high } })
}

/// One column of each kind.
pub fn columns() -> Vec<ResultColumn> {
    let names: Arc<[Arc<str>]> = Arc::from(vec![Arc::from("甲"), Arc::from("B, \"b\""), Arc::from("")]);
    let shown = |value: &Value| match value {
        Value::Number(mantissa) => Cell::Text(format!("reason {mantissa}")),
        _ => Cell::Missing,
    };
    vec![
        number("id", 0, "1", 0, 9_999_999_999),
        number("staff", 0, "1", 0, 1_000_000),
        number("total", 2, "1", 0, 10_000),
        number("sales", 2, "10000", -1_000_000_000_000, 1_000_000_000_000),
        number("share", 0, "0.01", -100, 100),
        number("great", 6, "1", -(10_i128.pow(30)), 10_i128.pow(30)),
        number("area", 0, "15", 0, 1_000),
        column("passed", CellKind::Bool, What::Bool),
        column("eligible", CellKind::Text, What::Verdict(["yes", "no", "unknown"])),
        column("founded", CellKind::Date, What::Date),
        column("grade", CellKind::Text, What::Member(names)),
        column("name", CellKind::Text, What::Text),
        column("reason", CellKind::Text, What::Shown(Arc::new(shown))),
    ]
}

/// Rows `from..to` of a table in which everything is missing now and then.
pub fn block(from: usize, to: usize) -> Vec<Column> {
    let kinds = [
        LaneKind::Number,
        LaneKind::Number,
        LaneKind::Number,
        LaneKind::Number,
        LaneKind::Number,
        LaneKind::Wide,
        LaneKind::Number,
        LaneKind::Bool,
        LaneKind::Bool,
        LaneKind::Day,
        LaneKind::Member,
        LaneKind::Text,
        LaneKind::Number,
    ];
    let mut list: Vec<Column> = kinds.into_iter().map(Column::new).collect();
    for row in from..to {
        let n = row as i128;
        let values = [
            Value::Number(4_000_000_000 + n),
            Value::Number(n % 1_000_000),
            Value::Number(n * 37 % 10_001),
            Value::Number(n * 1_234_567 - 500_000_000),
            Value::Number(n % 201 - 100),
            Value::Number(n * 10_i128.pow(24) - 10_i128.pow(29)),
            Value::Number(n % 1_001),
            Value::Bool(row % 3 == 0),
            Value::Bool(row % 2 == 0),
            Value::Date(Day((row % 20_000) as i32)),
            Value::Member((row % 3) as u32),
            Value::Text(Arc::from(format!("企业 {row}\"").as_str())),
            Value::Number(n % 5),
        ];
        for (position, (column, value)) in list.iter_mut().zip(values).enumerate() {
            column.push(if position > 0 && (row + position) % 11 == 0 { &Value::Missing } else { &value });
        }
    }
    list
}

/// The bytes of a result made of parts, each of blocks.
fn written(columns: &[ResultColumn], options: &SinkOptions, parts: &[Vec<Vec<Column>>]) -> Vec<u8> {
    let shared = Shared::default();
    let mut results = Results::create(shared.target(), columns.to_vec(), options).unwrap();
    let maker = results.maker();
    let mut rows = 0;
    for part in parts {
        let mut making = maker.begin();
        part.iter().for_each(|lanes| making.add(lanes).unwrap());
        let part = making.finish().unwrap();
        rows += part.rows();
        results.append(part).unwrap();
    }
    assert_eq!(results.finish().unwrap().rows, rows);
    shared.bytes()
}

/// The bytes the row-wise sink writes for the same cells.
fn row_wise(columns: &[ResultColumn], options: &SinkOptions, parts: &[Vec<Vec<Column>>]) -> Vec<u8> {
    let shared = Shared::default();
    let mut sink = Sink::create(shared.target(), columns.iter().map(|column| column.column.clone()).collect(), options).unwrap();
    for lanes in parts.iter().flatten() {
        for row in 0..lanes[0].len() {
            let cells: Vec<Cell> = columns.iter().zip(lanes).map(|(column, lanes)| column.what.cell(&lanes.value(row))).collect();
            sink.write_row(&cells).unwrap();
        }
    }
    sink.finish().unwrap();
    shared.bytes()
}

fn options(format: OutFormat) -> SinkOptions {
    SinkOptions::new(format, Lang::Zh)
}

fn parquet(bytes: &[u8]) -> (Arc<ParquetMetaData>, Vec<RecordBatch>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let metadata = builder.metadata().clone();
    let reader: ParquetRecordBatchReader = builder.with_batch_size(1 << 20).build().unwrap();
    (metadata, reader.map(Result::unwrap).collect())
}

fn arrow(bytes: &[u8]) -> Vec<RecordBatch> {
    FileReader::try_new(Cursor::new(bytes), None).unwrap().map(Result::unwrap).collect()
}

/// The cells of an array as CSV has them.
fn cells(array: &dyn Array) -> Vec<Option<String>> {
    let decimal = |mantissa: i128, scale: i8| Decimal::new(mantissa, u8::try_from(scale).unwrap()).normalized().to_string();
    let text = |row: usize| match array.data_type() {
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).to_string(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).to_string(),
        DataType::Decimal32(_, scale) => decimal(array.as_primitive::<Decimal32Type>().value(row).into(), *scale),
        DataType::Decimal64(_, scale) => decimal(array.as_primitive::<Decimal64Type>().value(row).into(), *scale),
        DataType::Decimal128(_, scale) => decimal(array.as_primitive::<Decimal128Type>().value(row), *scale),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Date32 => Day(array.as_primitive::<Date32Type>().value(row)).to_string(),
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Dictionary(_, _) => {
            let list = array.as_dictionary::<Int32Type>();
            list.values().as_string::<i32>().value(usize::try_from(list.keys().value(row)).unwrap()).to_owned()
        }
        other => panic!("{other}"),
    };
    (0..array.len()).map(|row| array.is_valid(row).then(|| text(row))).collect()
}

/// What every cell should be: the cell of the row-wise way, with truth values and verdicts as truth values.
fn expected(columns: &[ResultColumn], parts: &[Vec<Vec<Column>>], position: usize) -> Vec<Option<String>> {
    let cell = |value: &Value| match (&columns[position].what, value) {
        (What::Bool | What::Verdict(_), value) => value.truth().map(|truth| truth.to_string()),
        (what, value) => Some(what.cell(value)).filter(|cell| *cell != Cell::Missing).map(|cell| cell.text(Lang::Zh)),
    };
    parts.iter().flatten().flat_map(|lanes| (0..lanes[position].len()).map(|row| cell(&lanes[position].value(row))).collect::<Vec<_>>()).collect()
}

fn holds(batches: &[RecordBatch], columns: &[ResultColumn], parts: &[Vec<Vec<Column>>]) {
    for position in 0..columns.len() {
        let found: Vec<Option<String>> = batches.iter().flat_map(|batch| cells(batch.column(position))).collect();
        let expected = expected(columns, parts, position);
        assert!(found == expected, "{}", columns[position].column.name);
    }
}

#[test]
fn text_is_what_the_row_wise_sinks_write() {
    let parts = [vec![block(0, 40), block(40, 41)], vec![], vec![block(41, 200)]];
    for format in [OutFormat::Csv, OutFormat::Ndjson, OutFormat::Json, OutFormat::Table] {
        for lang in [Lang::En, Lang::Zh] {
            let options = SinkOptions { bom: true, delimiter: b'\t', ..SinkOptions::new(format, lang) };
            let (found, expected) = (written(&columns(), &options, &parts), row_wise(&columns(), &options, &parts));
            assert_eq!(String::from_utf8(found).unwrap(), String::from_utf8(expected).unwrap(), "{format:?}");
        }
    }
}

#[test]
fn every_value_comes_back_with_its_type() {
    let parts = [vec![block(0, 300)], vec![block(300, 301), block(301, 1_000)]];
    let parquet_types = [
        DataType::Int64,
        DataType::Int32,
        DataType::Decimal128(5, 2),
        DataType::Decimal128(13, 6),
        DataType::Int32,
        DataType::Decimal128(31, 6),
        DataType::Decimal128(14, 12),
        DataType::Boolean,
        DataType::Boolean,
        DataType::Date32,
        DataType::Utf8,
        DataType::Utf8,
        DataType::Utf8,
    ];
    let (metadata, batches) = parquet(&written(&columns(), &options(OutFormat::Parquet), &parts));
    assert_eq!(metadata.num_row_groups(), 1);
    let types: Vec<DataType> = batches[0].schema().fields().iter().map(|field| field.data_type().clone()).collect();
    assert_eq!(types, parquet_types);
    holds(&batches, &columns(), &parts);

    let batches = arrow(&written(&columns(), &options(OutFormat::Arrow), &parts));
    assert_eq!(batches[0].schema().field(10).data_type(), &DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)));
    holds(&batches, &columns(), &parts);
}

#[test]
fn figures_are_stored_as_narrow_as_their_range_and_keys_as_differences() {
    use parquet::basic::Type::{BOOLEAN, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT32, INT64};
    let (metadata, _) = parquet(&written(&columns(), &options(OutFormat::Parquet), &[vec![block(0, 500)]]));
    let physical: Vec<_> = metadata.row_group(0).columns().iter().map(|column| column.column_type()).collect();
    let expected = [INT64, INT32, INT32, INT64, INT32, FIXED_LEN_BYTE_ARRAY, INT64, BOOLEAN, BOOLEAN, INT32, BYTE_ARRAY, BYTE_ARRAY, BYTE_ARRAY];
    assert_eq!(physical, expected);
    let encodings = |position: usize| metadata.row_group(0).column(position).encodings().collect::<Vec<Encoding>>();
    assert!(encodings(0).contains(&Encoding::DELTA_BINARY_PACKED));
    // Figures and texts that differ from row to row are not listed; grades and reasons are.
    for position in 0..columns().len() {
        assert_eq!(encodings(position).contains(&Encoding::RLE_DICTIONARY), matches!(position, 10 | 12), "{position}");
    }
}

#[test]
fn texts_that_came_as_a_dictionary_are_written_as_one() {
    let names = [column("province", CellKind::Text, What::Text)];
    let entries: Arc<[Arc<str>]> = Arc::from(vec![Arc::from("北京"), Arc::from("上海")]);
    let codes = (0..1_000).map(|row| row % 2).collect();
    let lanes = Column { lanes: Lanes::Text(Texts::Dictionary { codes, entries }), present: Some((0..1_000).map(|row| row % 7 != 0).collect()) };
    let parts = [vec![vec![lanes.clone()], vec![lanes.clone()]], vec![vec![lanes]]];
    let (metadata, batches) = parquet(&written(&names, &options(OutFormat::Parquet), &parts));
    assert!(metadata.row_group(0).column(0).encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY));
    holds(&batches, &names, &parts);
    holds(&arrow(&written(&names, &options(OutFormat::Arrow), &parts)), &names, &parts);
}

#[test]
fn digits_beyond_any_decimal_are_texts() {
    let columns = [number("long", 30, "100000000000", 0, 10_i128.pow(37)), number("wide", 0, "0.01", 0, 10_i128.pow(37))];
    let mut lanes = vec![Column::new(LaneKind::Wide), Column::new(LaneKind::Wide)];
    for mantissa in [0, 7, 10_i128.pow(37)] {
        lanes.iter_mut().for_each(|lanes| lanes.push(&Value::Number(mantissa)));
    }
    let parts = [vec![lanes]];
    let (_, batches) = parquet(&written(&columns, &options(OutFormat::Parquet), &parts));
    assert_eq!(batches[0].schema().field(0).data_type(), &DataType::Utf8);
    holds(&batches, &columns, &parts);
}

#[test]
fn groups_are_neither_tiny_nor_huge() {
    let columns = [number("n", 0, "1", 0, 10_000_000)];
    let lanes = |from: usize, to: usize| vec![Column { lanes: Lanes::Number((from as i64..to as i64).collect()), present: None }];
    let groups = |cuts: &[usize]| {
        let ends = cuts.iter().scan(0, |end, rows| {
            *end += rows;
            Some((*end - rows, *end))
        });
        let parts: Vec<_> = ends.map(|(from, to)| vec![lanes(from, to)]).collect();
        let (metadata, from_parquet) = parquet(&written(&columns, &options(OutFormat::Parquet), &parts));
        let from_arrow = arrow(&written(&columns, &options(OutFormat::Arrow), &parts));
        for batches in [&from_parquet, &from_arrow] {
            let numbers = batches.iter().flat_map(|batch| batch.column(0).as_primitive::<Int32Type>().values().to_vec());
            assert!(numbers.eq(0..cuts.iter().sum::<usize>() as i32));
        }
        let rows: Vec<usize> = from_arrow.iter().map(RecordBatch::num_rows).collect();
        let groups: Vec<usize> = metadata.row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap()).collect();
        assert_eq!(rows, groups);
        groups
    };
    // Parts as large as a group are groups.
    assert_eq!(groups(&[122_880, 122_880, 100_000, 65_536]), [122_880, 122_880, 100_000, 65_536]);
    // Small ones wait for each other.
    assert_eq!(groups(&[40_000; 7]), [122_880, 122_880, 34_240]);
    // Large ones are cut, never leaving a small rest.
    assert_eq!(groups(&[400_000]), [122_880, 122_880, 77_120, 77_120]);
    assert_eq!(groups(&[130_000]), [65_000, 65_000]);
    // What waits keeps its place.
    assert_eq!(groups(&[5, 70_000, 3]), [5, 70_000, 3]);
}

#[test]
fn the_same_parts_are_the_same_bytes() {
    let parts = [vec![block(0, 700), block(700, 900)], vec![block(900, 1_500)]];
    let notes: Vec<(String, String)> = (0..9).map(|number| (format!("key {number}"), format!("{}", number * 7))).collect();
    for format in FORMATS {
        let options = SinkOptions { notes: notes.clone(), ..options(format) };
        let first = written(&columns(), &options, &parts);
        for _ in 0..3 {
            assert!(written(&columns(), &options, &parts) == first, "{format:?}");
        }
        // Blocks and parts that are cut elsewhere, all smaller than a group.
        let others = [vec![block(0, 1)], vec![block(1, 1_200)], vec![block(1_200, 1_203), block(1_203, 1_500)]];
        assert!(written(&columns(), &options, &others) == first, "{format:?}");
    }
}

#[test]
fn lanes_without_a_value_leave_no_trace() {
    let column = [number("n", 2, "1", 0, 100)];
    let lanes = |hidden: i64| vec![vec![vec![Column { lanes: Lanes::Number(vec![hidden, 7]), present: Some(vec![false, true]) }]]];
    for format in FORMATS {
        assert_eq!(written(&column, &options(format), &lanes(0)), written(&column, &options(format), &lanes(i64::MAX)), "{format:?}");
    }
}

#[test]
fn files_can_be_compressed() {
    let parts = [vec![block(0, 5_000)]];
    let codecs = [Codec::UNCOMPRESSED, Codec::SNAPPY, Codec::LZ4_RAW, Codec::ZSTD(parquet::basic::ZstdLevel::default())];
    let mut sizes = Vec::new();
    for (compression, codec) in COMPRESSIONS.into_iter().zip(codecs) {
        let bytes = written(&columns(), &SinkOptions { compression: Some(compression), ..options(OutFormat::Parquet) }, &parts);
        let (metadata, batches) = parquet(&bytes);
        assert_eq!(metadata.row_group(0).column(11).compression(), codec);
        holds(&batches, &columns(), &parts);
        sizes.push(bytes.len());
    }
    assert!(sizes[1..].iter().all(|size| *size < sizes[0]), "{sizes:?}");
    let arrow_bytes = |compression| written(&columns(), &SinkOptions { compression, ..options(OutFormat::Arrow) }, &parts);
    let plain = arrow_bytes(Some(Compression::None));
    assert_eq!(arrow_bytes(None), plain);
    for compression in [Compression::Lz4, Compression::Zstd] {
        let bytes = arrow_bytes(Some(compression));
        assert!(bytes.len() < plain.len());
        holds(&arrow(&bytes), &columns(), &parts);
    }
    let snappy = SinkOptions { compression: Some(Compression::Snappy), ..options(OutFormat::Arrow) };
    let error = Results::create(Shared::default().target(), columns(), &snappy).err();
    assert_eq!(error, Some(DataError::Unwritable { file: "-".to_owned(), reason: Reason::Compression }));
    assert_eq!(COMPRESSIONS.map(|compression| Compression::named(&format!("{compression:?}"))), COMPRESSIONS.map(Some));
    assert_eq!(Compression::named("gzip"), None);
}

#[test]
fn notes_stand_in_the_file_and_nothing_else_does() {
    let notes = vec![("policy".to_owned(), "national".to_owned()), ("as_of".to_owned(), "2026-01-01".to_owned())];
    let with = |format, notes| written(&columns(), &SinkOptions { notes, ..options(format) }, &[]);
    let (metadata, batches) = parquet(&with(OutFormat::Parquet, notes.clone()));
    let found = metadata.file_metadata().key_value_metadata().unwrap();
    let found: Vec<_> = found.iter().map(|pair| (pair.key.clone(), pair.value.clone().unwrap())).collect();
    assert_eq!(found, notes);
    assert_eq!((metadata.num_row_groups(), batches.len()), (0, 0));
    assert_eq!(metadata.file_metadata().schema_descr().num_columns(), columns().len());
    assert!(parquet(&with(OutFormat::Parquet, vec![])).0.file_metadata().key_value_metadata().is_none());
    let bytes = with(OutFormat::Arrow, notes);
    let reader = FileReader::try_new(Cursor::new(bytes), None).unwrap();
    assert_eq!(reader.schema().metadata().get("as_of").map(|value| value.to_string()), Some("2026-01-01".to_owned()));
    assert_eq!((reader.schema().fields().len(), reader.num_batches()), (columns().len(), 0));
}

#[test]
fn a_value_outside_its_column_is_an_error() {
    let cases = [
        (number("n", 2, "1", 0, 100), Column { lanes: Lanes::Number(vec![5, 101]), present: None }),
        (number("n", 2, "1", 0, 100), Column { lanes: Lanes::Wide(vec![5, 1 << 100]), present: None }),
        (number("n", 0, "15", 0, 100), Column { lanes: Lanes::Number(vec![-1]), present: None }),
        (number("n", 0, "0.01", -9, 9), Column { lanes: Lanes::Number(vec![10]), present: None }),
        (number("n", 0, "1", 0, 100), Column { lanes: Lanes::Text(Texts::Plain { text: "x".into(), ends: vec![1] }), present: None }),
        (column("m", CellKind::Text, What::Member(Arc::from(vec![Arc::from("a")]))), Column { lanes: Lanes::Member(vec![0, 1]), present: None }),
        (column("b", CellKind::Bool, What::Bool), Column { lanes: Lanes::Bool(vec![true]), present: Some(vec![]) }),
    ];
    for format in [OutFormat::Parquet, OutFormat::Arrow] {
        for (column, lanes) in &cases {
            let mut results = Results::create(Shared::default().target(), vec![column.clone()], &options(format)).unwrap();
            let mut making = results.maker().begin();
            making.add(std::slice::from_ref(lanes)).unwrap();
            let error = making.finish().and_then(|part| results.append(part)).and_then(|()| results.finish()).err();
            assert_eq!(error, Some(DataError::Unwritable { file: "-".to_owned(), reason: Reason::Misfit }), "{lanes:?}");
        }
    }
}

#[test]
fn columns_may_share_a_name() {
    let columns = [number("n", 0, "1", 0, 1_000), number("n", 6, "1", 0, 10_i128.pow(30))];
    let lanes = vec![Column { lanes: Lanes::Number(vec![7, 8]), present: None }, Column { lanes: Lanes::Wide(vec![9, 10]), present: None }];
    for format in FORMATS {
        written(&columns, &options(format), &[vec![lanes.clone()]]);
    }
}

/// A target whose writing fails.
struct Failing(io::ErrorKind);

impl Write for Failing {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from(self.0))
    }
    fn flush(&mut self) -> io::Result<()> {
        Err(io::Error::from(self.0))
    }
}

/// Writes one large part to a failing target.
fn attempt(format: OutFormat, kind: io::ErrorKind) -> (bool, Result<u64, DataError>) {
    let mut results = match Results::create(Target::Writer(Box::new(Failing(kind))), columns(), &options(format)) {
        Ok(results) => results,
        Err(error) => return (false, Err(error)),
    };
    let mut making = results.maker().begin();
    let lanes = block(0, 66_000);
    making.add(&lanes).unwrap();
    let appended = making.finish().and_then(|part| results.append(part));
    (results.is_closed(), appended.and_then(|()| results.finish()).map(|written| written.rows))
}

#[test]
fn a_reader_that_goes_away_is_no_error_and_a_full_disk_is_one() {
    for format in FORMATS {
        assert_eq!(attempt(format, io::ErrorKind::BrokenPipe), (true, Ok(66_000)), "{format:?}");
        let (_, failed) = attempt(format, io::ErrorKind::StorageFull);
        assert_eq!(failed.unwrap_err().words(Lang::Zh).headline, "无法写入标准输出：磁盘空间不足", "{format:?}");
    }
}

#[test]
fn formats_of_columns_are_not_written_row_by_row() {
    for format in [OutFormat::Parquet, OutFormat::Arrow] {
        let error = Sink::create(Shared::default().target(), vec![], &options(format)).err().unwrap();
        assert!(error.words(Lang::En).headline.contains("row by row") && error.words(Lang::Zh).headline.contains("逐行"));
    }
}

/// A column of any kind with its lanes; `rows` of them.
fn any_column(rows: usize) -> impl Strategy<Value = (ResultColumn, Column)> {
    let figures = (0..7_usize, 0..20_u8, any::<bool>(), prop::collection::vec(prop_oneof![any::<i64>(), -100_000..100_000_i64], rows));
    let numbers = figures.prop_map(|(factor, scale, wide, lanes)| {
        let factor = ["1", "10000", "100000000", "0.01", "0.001", "15", "0.3"][factor];
        let range = Range { low: i64::MIN.into(), high: i64::MAX.into() };
        let what = What::Number { scale, unit: unit(factor), range };
        let lanes = if wide { Lanes::Wide(lanes.into_iter().map(i128::from).collect()) } else { Lanes::Number(lanes) };
        (column("a \"number\"", CellKind::Number, what), lanes)
    });
    let texts = prop::collection::vec(prop_oneof![Just(String::new()), "[a-z,;\"\n\r\t 企]{0,6}", any::<String>()], rows).prop_map(|list| {
        let mut texts = Texts::Plain { text: String::new(), ends: vec![] };
        list.iter().for_each(|text| texts.push(text));
        (column("text", CellKind::Text, What::Text), Lanes::Text(texts))
    });
    let names: Arc<[Arc<str>]> = Arc::from(vec![Arc::from("甲"), Arc::from("a,b"), Arc::from("")]);
    let members = prop::collection::vec(0..3_u32, rows)
        .prop_map(move |lanes| (column("member", CellKind::Text, What::Member(names.clone())), Lanes::Member(lanes)));
    let truths = (any::<bool>(), prop::collection::vec(any::<bool>(), rows)).prop_map(|(verdict, lanes)| {
        let what = if verdict { What::Verdict(["yes", "no, never", ""]) } else { What::Bool };
        (column("truth", CellKind::Bool, what), Lanes::Bool(lanes))
    });
    let days = prop::collection::vec(-62_091..120_530_i32, rows).prop_map(|lanes| (column("day", CellKind::Date, What::Date), Lanes::Day(lanes)));
    let presence = prop::option::of(prop::collection::vec(any::<bool>(), rows));
    (prop_oneof![numbers, texts, members, truths, days], presence).prop_map(|((column, lanes), present)| (column, Column { lanes, present }))
}

proptest! {
    #[test]
    fn random_columns_are_written_as_their_cells_are(
        table in (0..9_usize, 1..5_usize).prop_flat_map(|(rows, count)| prop::collection::vec(any_column(rows), count)),
        delimiter in prop_oneof![Just(b','), Just(b'\t'), Just(b'-'), Just(b'1'), Just(b'.')],
    ) {
        let (columns, lanes): (Vec<ResultColumn>, Vec<Column>) = table.into_iter().unzip();
        let parts = [vec![lanes]];
        for format in [OutFormat::Csv, OutFormat::Ndjson] {
            let options = SinkOptions { delimiter, ..options(format) };
            let (found, expected) = (written(&columns, &options, &parts), row_wise(&columns, &options, &parts));
            prop_assert_eq!(String::from_utf8_lossy(&found), String::from_utf8_lossy(&expected));
        }
        let (_, batches) = parquet(&written(&columns, &options(OutFormat::Parquet), &parts));
        holds(&batches, &columns, &parts);
        holds(&arrow(&written(&columns, &options(OutFormat::Arrow), &parts)), &columns, &parts);
    }
}

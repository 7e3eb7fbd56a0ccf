//! A policy inside another program.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Float64Type, Int32Type, Int64Type, UInt8Type};
use arrow_array::{
    Array, ArrayAccessor, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, DictionaryArray, Float64Array,
    Int32Array, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt8Array,
};
use arrow_buffer::i256;
use arrow_schema::DataType;
use ics::Policy;
use ics::data::error::DataError;
use ics::diagnostic::Lang;
use ics::policy::{BatchError, Cell, DateError, LoadError, Record, RecordError};
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::decimal::Decimal;
use std::sync::Arc;

const TEXT: &str = r#"
policy small "小办法" {
  source "示例"
}
enum kind "类别" { north "北方" code "N", south "南方" code "S" }
enum level_kind "等级" { high "高", low "低" }
record firm "企业" {
  key id   "编号"     : text
  kind     "类别"     : kind
  founded  "成立日期" : date [1990-01-01, 2030-12-31]
  sales    "营业收入" : 万元 [0, 100000]
  rd       "研发费用" : 万元? [0, 100000]
  staff    "职工"     : 人 [1, 10000]
  listed   "失信"     : bool?
  check rd <= sales "研发费用不能超过营业收入"
}
output share "研发强度" : %? = rd / sales
output per_head "人均研发" : 万元/人 = (rd default 0) / staff
output since "起算日" : date = add_years(founded, 1 年, last_day)
output name : text = id
score total { points }
indicator points out of 10 { points if kind = north then 10 else 4 }
grade level "等级" : level_kind by total { >= 5 -> high, < 5 -> low }
eligibility fine "合格" { require total >= 5, veto listed }
"#;

fn small() -> Policy {
    Policy::from_text("small.ics", TEXT).unwrap_or_else(|error| panic!("{error}"))
}

fn firm(policy: &Policy) -> Record {
    let record = policy.record().set("id", "E1").set("kind", "北方").set("founded", Day::parse("2012-02-29").unwrap()).set("sales", 2000);
    record.set("rd", "12.5万元").set("staff", 7_u64).set("listed", false).build().unwrap()
}

/// A policy is used from many threads, and so is what comes of it.
#[test]
fn everything_goes_from_thread_to_thread() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<Policy>();
    shared::<Record>();
    shared::<ics::policy::Scores>();
    shared::<LoadError>();
    shared::<RecordError>();
    let policy = small();
    let record = firm(&policy);
    let total = |policy: Policy, record: Record| std::thread::spawn(move || policy.evaluate(&record).unwrap().exact("total"));
    let threads: Vec<_> = (0..4).map(|_| total(policy.clone(), record.clone())).collect();
    threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap().as_deref(), Some("10")));
}

#[test]
fn results_have_the_shapes_of_their_types() {
    let policy = small();
    let scores = policy.evaluate(&firm(&policy)).unwrap();
    assert_eq!(scores.number("share"), Some(Decimal::new(625, 3)));
    assert_eq!(scores.number("per_head").map(|figure| figure.to_string()).as_deref(), Some("1.7857142857142857"));
    assert_eq!(scores.date("since"), Day::parse("2013-02-28"));
    assert_eq!(scores.text("name"), Some("E1"));
    assert_eq!(scores.member("level"), Some("high"));
    assert_eq!(scores.truth("fine"), Some(true));
    assert_eq!(scores.value("points"), Some(&Value::Number(10)));
    assert_eq!(scores.shown("level", Lang::Zh).as_deref(), Some("高"));
    assert_eq!(scores.names().collect::<Vec<_>>(), ["share", "per_head", "since", "name", "total", "level", "fine"]);
    // Of another type, or of no value.
    assert_eq!((scores.number("level"), scores.truth("total"), scores.member("total")), (None, None, None));
    assert_eq!((scores.number("nothing"), scores.value("nothing"), scores.exact("nothing")), (None, None, None));
}

#[test]
fn what_is_missing_stays_missing() {
    let policy = small();
    let record = policy.record().set("id", "E2").set("kind", "S").set("founded", "2012年2月29日").set("sales", 0).set("staff", 1);
    let record = record.set("rd", Cell::Missing).set("listed", None::<bool>).build().unwrap();
    let scores = policy.evaluate(&record).unwrap();
    assert_eq!((scores.value("share"), scores.number("share")), (Some(&Value::Missing), None));
    assert_eq!(scores.exact("share").as_deref(), Some(""));
    assert_eq!(scores.truth("fine"), Some(false));
}

#[test]
fn records_are_read_as_data_files_are() {
    let policy = small();
    let json = r#"{"编号": "E1", "kind": "N", "remark": [1], "成立日期": "2012-02-29", "sales": 2000, "rd": 12.5, "staff": "7", "listed": "否"}"#;
    assert_eq!(policy.record_from_json(json).unwrap().values(), firm(&policy).values());
    assert_eq!(Record::from_json(&policy, json).unwrap().values(), firm(&policy).values());
    let codes = |text: &str| codes(&policy.record_from_json(text).unwrap_err());
    // Key, enum, date and sales are blank or wrong, staff is no whole number.
    assert_eq!(codes(r#"{"kind": "west", "sales": -1, "staff": 1.5}"#), ["E0530", "E0543", "E0531", "E0537", "E0536"]);
    assert_eq!(codes(r#"{"id": "E1", "编号": "E1"}"#), ["E0548"]);
    assert_eq!(codes("[1, 2]"), ["E0547"]);
    assert_eq!(codes(r#"{"id": "E1""#), ["E0549"]);
    assert_eq!(codes(r#"{"id": {}, "kind": "N", "founded": "2012-02-29", "sales": 1, "staff": 1}"#), ["E0545"]);
}

#[test]
fn what_is_wrong_with_a_record_is_said() {
    let policy = small();
    let error = policy.record().set("id", "E1").set("saels", 3).build().unwrap_err();
    assert_eq!(error.to_string(), "there is no field `saels`; did you mean `sales`?");
    assert_eq!(error.text(Lang::Zh), "没有字段「saels」；是不是「sales」？");
    let error =
        policy.record().set("id", "E1").set("kind", "N").set("founded", "1989-12-31").set("sales", "1亿").set("staff", 1).build().unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("[E0541] `成立日期` ") && text.lines().count() == 2, "{text}");
    let broken = policy.record().set("id", "E1").set("kind", "N").set("founded", "1990-01-01").set("sales", 1).set("rd", 2).set("staff", 1);
    let broken = broken.build().unwrap();
    assert_eq!(policy.evaluate(&broken).unwrap_err(), RecordError::RuleBroken { words: "研发费用不能超过营业收入".to_owned() });
    assert_eq!(policy.explain(&broken).unwrap_err().to_string(), "the record breaks a rule: 研发费用不能超过营业收入");
    let other = small();
    assert_eq!(other.evaluate(&firm(&policy)).unwrap_err(), RecordError::OtherPolicy);
}

#[test]
fn a_policy_that_cannot_be_used_says_why() {
    let missing = Policy::load("no/such/policy.ics").unwrap_err();
    assert!(matches!(&missing, LoadError::Unreadable(DataError::Unreadable { .. })) && missing.diagnostics().is_empty());
    assert!(missing.to_string().contains("no/such/policy.ics"), "{missing}");
    let faulty = Policy::from_text("two.ics", &TEXT.replace("rd / sales", "rd / sale").replace("10 else 4", "11 else 4")).unwrap_err();
    let codes: Vec<&str> = faulty.diagnostics().iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
    let text = faulty.to_string();
    assert!(text.contains("two.ics:") && text.contains("`sale`") && codes.iter().all(|code| text.contains(code)), "{text}");
    assert!(faulty.text(Lang::Zh).contains("错误"));
}

#[test]
fn a_policy_stands_on_a_date() {
    let text = "policy p \"试\" { }\nrecord firm { key id : text }\nparam rate : % {\n  from 2018-01-01 -> 75%\n  from 2023-01-01 -> 100%\n}\noutput share : % = rate";
    let policy = Policy::from_text("p.ics", text).unwrap();
    let day = |text: &str| Day::parse(text).unwrap();
    let record = policy.record().set("id", "E1").build().unwrap();
    assert_eq!(policy.as_of(), None);
    assert_eq!(policy.evaluate(&record).unwrap_err(), RecordError::NoReferenceDate);
    assert_eq!(policy.evaluate_batch(&ids(["E1"])).unwrap_err(), BatchError::NoReferenceDate);
    let share = |date: &str| policy.on(day(date)).unwrap().evaluate(&record).unwrap().exact("share");
    assert_eq!([share("2022-12-31"), share("2023-01-01")], [Some("75".to_owned()), Some("100".to_owned())]);
    let batch = |date: &str| policy.on(day(date)).unwrap().evaluate_batch(&ids(["E1"])).unwrap().results;
    assert_ne!(batch("2022-12-31"), batch("2023-01-01"));
    assert_eq!(policy.on(day("2017-12-31")).unwrap_err(), DateError::TooEarly { as_of: day("2017-12-31"), earliest: day("2018-01-01") });
    assert!(matches!(policy.on(day("1850-01-01")), Err(DateError::OutOfReach { .. })));
}

fn ids<const N: usize>(ids: [&str; N]) -> RecordBatch {
    let ids: ArrayRef = Arc::new(StringArray::from(ids.to_vec()));
    RecordBatch::try_from_iter([("id", ids)]).unwrap()
}

fn money(figures: Vec<Option<i128>>) -> ArrayRef {
    Arc::new(Decimal128Array::from(figures).with_precision_and_scale(18, 2).unwrap())
}

/// The figure in a row, of whatever type the array is.
fn figure(array: &ArrayRef, row: usize) -> Decimal {
    let (mantissa, places) = match array.data_type() {
        DataType::Int32 => (array.as_primitive::<Int32Type>().value(row).into(), 0),
        DataType::Int64 => (array.as_primitive::<Int64Type>().value(row).into(), 0),
        DataType::Decimal32(_, places) => (array.as_primitive::<Decimal32Type>().value(row).into(), *places),
        DataType::Decimal64(_, places) => (array.as_primitive::<Decimal64Type>().value(row).into(), *places),
        DataType::Decimal128(_, places) => (array.as_primitive::<Decimal128Type>().value(row), *places),
        other => panic!("{other}"),
    };
    Decimal::new(mantissa, u8::try_from(places).unwrap())
}

/// Six firms: the first is in order, the others break the schema, a rule, or leave something open.
fn batch() -> Vec<(&'static str, ArrayRef)> {
    let kinds: DictionaryArray<Int32Type> = vec!["北方", "S", "south", "west", "N", "N"].into_iter().collect();
    let day = |text: &str| Day::parse(text).map(|day| day.0);
    vec![
        ("编号", Arc::new(StringArray::from(vec!["E1", "E2", "E3", "E4", "E5", "E6"]))),
        ("kind", Arc::new(kinds)),
        (
            "founded",
            Arc::new(Date32Array::from(vec![day("2012-02-29"), day("2000-01-01"), day("2000-01-01"), None, day("1990-01-01"), day("1990-01-01")])),
        ),
        ("sales", money(vec![Some(200_000), Some(0), Some(100), Some(100), Some(100), Some(100)])),
        ("rd", money(vec![Some(1_250), None, Some(101), Some(1), Some(33), Some(0)])),
        ("staff", Arc::new(UInt8Array::from(vec![7, 1, 1, 0, 3, 2]))),
        ("listed", Arc::new(BooleanArray::from(vec![Some(false), None, None, None, None, Some(true)]))),
        ("remark", Arc::new(Float64Array::from(vec![0.5; 6]))),
    ]
}

#[test]
fn a_batch_gives_what_each_record_gives() {
    let policy = small();
    let records = RecordBatch::try_from_iter_with_nullable(batch().into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let scores = policy.evaluate_batch(&records).unwrap();
    let results = &scores.results;
    assert_eq!(results.num_rows(), 6);
    let rejected: Vec<(usize, String)> = scores.rejected.iter().map(|rejected| (rejected.row, rejected.reason.to_string())).collect();
    assert_eq!(rejected.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(rejected[0].1, "the record breaks a rule: 研发费用不能超过营业收入");
    assert_eq!(rejected[1].1.lines().count(), 3, "{}", rejected[1].1);
    let column = |name: &str| results.column_by_name(name).unwrap();
    let fine: Vec<Option<bool>> = column("fine").as_boolean().iter().collect();
    assert_eq!(fine, [Some(true), Some(false), None, None, None, Some(false)]);
    let level: Vec<Option<&str>> = column("level").as_dictionary::<Int32Type>().downcast_dict::<StringArray>().unwrap().into_iter().collect();
    assert_eq!(level, [Some("high"), Some("low"), None, None, Some("high"), Some("high")]);
    assert_eq!(column("since").as_primitive::<Date32Type>().value(0), Day::parse("2013-02-28").unwrap().0);
    assert_eq!(column("name").as_string::<i32>().value(4), "E5");
    // Each figure is that of the record alone.
    let share = column("share").clone();
    for (row, rd, sales, id) in [(0, "12.5", 2000, "E1"), (4, "0.33", 1, "E5"), (5, "0", 1, "E6")] {
        let record = policy.record().set("id", id).set("kind", "N").set("founded", "1990-01-01").set("sales", sales).set("rd", rd).set("staff", 7);
        let alone = policy.evaluate(&record.build().unwrap()).unwrap().number("share").unwrap();
        let together = figure(&share, row);
        assert!(alone.compare(together).is_eq(), "{row}: {alone} and {together}");
    }
    assert!(share.is_null(1) && share.is_null(2));
    let empty = policy.evaluate_batch(&records.slice(0, 0)).unwrap();
    assert_eq!((empty.results.num_rows(), empty.rejected.len()), (0, 0));
    assert_eq!(policy.evaluate_batch(&records.slice(5, 1)).unwrap().results, results.slice(5, 1));
}

/// Floats by their shortest digits, midnights as dates, the widest decimals, bytes that are text: as in files.
#[test]
fn a_batch_holds_what_columns_of_files_hold() {
    let policy = small();
    let mut columns = batch();
    let midnight = |text: &str| Day::parse(text).map(|day| i64::from(day.0) * 86_400_000_000);
    let founded = ["2012-02-29", "2000-01-01", "2000-01-01", "2000-01-01", "1990-01-01", "1990-01-01"].map(midnight).to_vec();
    let mut founded: Vec<i64> = founded.into_iter().flatten().collect();
    founded[3] += 1;
    columns[0].1 = Arc::new(BinaryArray::from_vec(vec![b"E1", b"E2", b"E3", b"E4", b"\xff", b"E6"]));
    columns[2].1 = Arc::new(TimestampMicrosecondArray::from(founded));
    let sales = [200_000, 0, 100, 100, 100, 100].map(i256::from_i128).to_vec();
    columns[3].1 = Arc::new(Decimal256Array::from(sales).with_precision_and_scale(60, 2).unwrap());
    columns[4].1 = Arc::new(Float64Array::from(vec![Some(12.5), None, Some(f64::NAN), Some(0.01), Some(0.33), Some(0.1 + 0.2)]));
    columns[5].1 = Arc::new(UInt8Array::from(vec![7, 1, 1, 1, 3, 2]));
    let records = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let scores = policy.evaluate_batch(&records).unwrap();
    let codes: Vec<(usize, Vec<&str>)> = scores.rejected.iter().map(|rejected| (rejected.row, codes(&rejected.reason))).collect();
    assert_eq!(codes, [(2, vec!["E0532"]), (3, vec!["E0543", "E0540"]), (4, vec!["E0545"])]);
    let share = scores.results.column_by_name("share").unwrap();
    assert_eq!(figure(share, 0).to_string().trim_end_matches('0'), "0.625");
    assert_eq!(scores.results.column_by_name("since").unwrap().as_primitive::<Date32Type>().value(0), Day::parse("2013-02-28").unwrap().0);
    assert_eq!(scores.results.column_by_name("name").unwrap().as_string::<i32>().value(5), "E6");
}

/// A row without ink is a record: it is rejected for what it lacks, or has results where nothing is needed.
#[test]
fn a_row_without_ink_is_a_record() {
    let policy = small();
    let mut columns = batch();
    columns.iter_mut().for_each(|(_, array)| *array = arrow_array::new_null_array(array.data_type(), 2));
    let records = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let scores = policy.evaluate_batch(&records).unwrap();
    let rejected: Vec<(usize, Vec<&str>)> = scores.rejected.iter().map(|rejected| (rejected.row, codes(&rejected.reason))).collect();
    let lacking = ["E0530", "E0531", "E0531", "E0531", "E0531"];
    assert_eq!(rejected, [(0, lacking.to_vec()), (1, lacking.to_vec())]);
    let text = "policy p \"试\" { }\nrecord firm { staff : 人? [0, 10] }\noutput more : 人 = (staff default 0人) + 1人";
    let policy = Policy::from_text("p.ics", text).unwrap();
    let staff: ArrayRef = Arc::new(UInt8Array::from(vec![None, Some(11), Some(2)]));
    let scores = policy.evaluate_batch(&RecordBatch::try_from_iter([("staff", staff)]).unwrap()).unwrap();
    assert_eq!(scores.rejected.iter().map(|rejected| rejected.row).collect::<Vec<_>>(), [1]);
    let more = scores.results.column_by_name("more").unwrap();
    assert_eq!((figure(more, 0), more.is_null(1), figure(more, 2)), (Decimal::new(1, 0), true, Decimal::new(3, 0)));
}

/// Long batches are read some rows at a time; rows and rejected records keep their places.
#[test]
fn a_long_batch_gives_what_its_parts_give() {
    let policy = small();
    let once = RecordBatch::try_from_iter_with_nullable(batch().into_iter().map(|(name, array)| (name, array, true))).unwrap();
    let part = policy.evaluate_batch(&once).unwrap();
    let times = 3_000;
    let many: Vec<(String, ArrayRef)> = once
        .schema()
        .fields()
        .iter()
        .zip(once.columns())
        .map(|(field, array)| {
            let values: Vec<Option<String>> = (0..times * 6).map(|row| shown(array, row % 6)).collect();
            (field.name().clone(), Arc::new(StringArray::from(values)) as ArrayRef)
        })
        .collect();
    let whole =
        policy.evaluate_batch(&RecordBatch::try_from_iter_with_nullable(many.iter().map(|(name, array)| (name, array.clone(), true))).unwrap());
    let whole = whole.unwrap();
    let rejected: Vec<usize> = whole.rejected.iter().map(|rejected| rejected.row).collect();
    assert_eq!(rejected, (0..times).flat_map(|time| [time * 6 + 2, time * 6 + 3]).collect::<Vec<_>>());
    assert_eq!(whole.results.schema(), part.results.schema());
    for time in [0, 1_364, 1_365, 1_366, 2_730, 2_731, 2_999] {
        assert_eq!(whole.results.slice(time * 6, 6), part.results, "{time}");
    }
}

/// A cell as a text that is read as it is.
fn shown(array: &ArrayRef, row: usize) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Dictionary(..) => array.as_dictionary::<Int32Type>().downcast_dict::<StringArray>().unwrap().value(row).to_owned(),
        DataType::Date32 => Day(array.as_primitive::<Date32Type>().value(row)).to_string(),
        DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).to_string(),
        _ => figure(array, row).to_string(),
    })
}

fn codes(error: &RecordError) -> Vec<&'static str> {
    match error {
        RecordError::Cells(problems) => problems.iter().map(|problem| problem.code()).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_batch_that_cannot_be_read_says_why() {
    let policy = small();
    let error = |change: fn(&mut Vec<(&'static str, ArrayRef)>)| {
        let mut columns = batch();
        change(&mut columns);
        let records = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap();
        policy.evaluate_batch(&records).unwrap_err()
    };
    let missing = error(|columns| drop(columns.remove(3)));
    assert!(matches!(&missing, BatchError::Columns(errors) if matches!(errors[..], [DataError::MissingColumns { .. }])), "{missing}");
    let twice = error(|columns| columns.push(("职工", Arc::new(Int32Array::from(vec![1; 6])))));
    assert!(matches!(&twice, BatchError::Columns(errors) if matches!(errors[..], [DataError::RepeatedColumn { .. }])), "{twice}");
    let unit = error(|columns| columns[3].0 = "sales（元）");
    assert!(matches!(&unit, BatchError::Columns(errors) if matches!(errors[..], [DataError::HeaderUnit { .. }])), "{unit}");
    let kind =
        error(|columns| columns[5].1 = Arc::new(arrow_array::new_null_array(&arrow_schema::DataType::Time32(arrow_schema::TimeUnit::Second), 6)));
    assert!(matches!(&kind, BatchError::Kind { column, .. } if column == "staff"), "{kind}");
    let counts: ArrayRef = Arc::new(Int64Array::from(vec![1; 6]));
    // A figure for a text is its digits.
    let ids = RecordBatch::try_from_iter_with_nullable(
        batch().into_iter().map(|(name, array)| (name, if name == "编号" { counts.clone() } else { array }, true)),
    );
    assert_eq!(policy.evaluate_batch(&ids.unwrap()).unwrap().results.column_by_name("name").unwrap().as_string::<i32>().value(0), "1");
}

/// The national example, as its own README shows it.
#[test]
fn the_national_example_is_embedded() {
    let policy = Policy::load("examples/national/national.ics").unwrap();
    assert!(policy.warnings().is_empty());
    assert_eq!(policy.as_of(), Day::parse("2026-01-01"));
    let mut reader = csv::Reader::from_path("examples/national/sample.csv").unwrap();
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let columns = headers.iter().enumerate().map(|(position, header)| {
        let cells: ArrayRef = Arc::new(rows.iter().map(|row| Some(&row[position])).collect::<StringArray>());
        (header.as_str(), cells)
    });
    let batch = policy.evaluate_batch(&RecordBatch::try_from_iter(columns).unwrap()).unwrap();
    let total = batch.results.column_by_name("total").unwrap();
    let mut rejected = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let record = headers.iter().zip(row).fold(policy.record(), |record, (header, cell)| record.set(header, cell));
        match record.build() {
            Ok(record) => {
                let alone = policy.evaluate(&record).unwrap().number("total").unwrap();
                let together = figure(total, position);
                assert!(alone.compare(together).is_eq(), "row {position}: {alone} and {together}");
            }
            Err(error) => {
                assert_eq!(batch.rejected[rejected.len()].reason.to_string(), error.to_string());
                rejected.push(position);
            }
        }
    }
    assert_eq!(rejected, [10, 11]);
}

//! A record schema built by hand, and short ways to read bytes with it.

use ics::data::error::DataError;
use ics::data::input::Source;
use ics::data::options::Options;
use ics::data::problem::CellProblem;
use ics::data::reader::{self, Reader, Row};
use ics::ir::record::{Field, FieldKind, Record};
use ics::ir::{Enum, Member};
use ics::source::{FileId, Span};
use ics::value::Value;
use ics::value::decimal::Decimal;
use ics::value::dimension::Dimension;
use ics::value::range::Range;
use ics::value::ty::EnumId;
use ics::value::unit::Unit;
use std::sync::Arc;

pub fn unit(name: &str, base: &str, mantissa: i128, scale: u8) -> Arc<Unit> {
    let dimension = if base.is_empty() { Dimension::none() } else { Dimension::base(base) };
    Arc::new(Unit { name: name.into(), dimension, factor: Decimal::new(mantissa, scale), decimals: None, whole: false })
}

pub fn field(name: &str, label: &str, kind: FieldKind) -> Field {
    let span = Span { file: FileId(0), start: 0, end: 0 };
    Field { name: name.into(), label: label.into(), key: false, kind, optional: false, aliases: vec![], notes: vec![], span }
}

pub fn number(unit: Arc<Unit>, decimals: u8, low: i128, high: i128) -> FieldKind {
    let scale = unit.base_scale(decimals);
    FieldKind::Number { unit, decimals, scale, range: Range { low, high } }
}

pub fn optional(field: Field) -> Field {
    Field { optional: true, ..field }
}

/// id, staff (人, whole, at least 1), sales (万元, 6 places), intensity (%, 2 places, optional), ratio (plain, 4 places,
/// optional), founded (date, optional), resident (bool, optional), kind (enum, optional), remark (text, optional).
pub fn record() -> Record {
    let person = Arc::new(Unit { whole: true, ..(*unit("人", "人", 1, 0)).clone() });
    let far = 1_000_000_000_000;
    let fields = vec![
        Field { key: true, aliases: vec!["信用代码".into()], ..field("id", "统一社会信用代码", FieldKind::Text) },
        field("staff", "职工总数", number(person, 0, 1, far)),
        Field {
            aliases: vec!["Net sales".into()], ..field("sales", "年销售收入", number(unit("万元", "元", 10_000, 0), 6, 0, 10i128.pow(17)))
        },
        optional(field("intensity", "研发强度", number(unit("%", "", 1, 2), 2, -far, far))),
        optional(field("ratio", "系数", number(Arc::new(Unit::plain()), 4, -far, far))),
        optional(field("founded", "成立日期", FieldKind::Date { range: Range { low: -62_091, high: 120_529 } })),
        optional(field("resident", "境内注册", FieldKind::Bool)),
        optional(field("kind", "企业类型", FieldKind::Enum(EnumId(0)))),
        optional(field("remark", "备注", FieldKind::Text)),
    ];
    Record { name: "enterprise".into(), label: "企业".into(), fields, checks: vec![] }
}

pub fn enums() -> Vec<Enum> {
    let member = |name: &str, label: &str, code: &str| Member { name: name.into(), label: label.into(), codes: vec![code.into()] };
    let members = vec![member("private", "民营企业", "01"), member("state", "国有企业", "02"), member("foreign", "外资企业", "03")];
    vec![Enum { name: "kind".into(), label: "企业类型".into(), members }]
}

pub fn open(name: &str, bytes: impl AsRef<[u8]>) -> Result<Reader, Vec<DataError>> {
    open_with(name, bytes, &Options::default())
}

pub fn open_with(name: &str, bytes: impl AsRef<[u8]>, options: &Options) -> Result<Reader, Vec<DataError>> {
    let source = Source::Bytes { name: name.into(), bytes: bytes.as_ref().to_vec() };
    reader::open(&source, &record(), &enums(), options)
}

pub fn rows(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Row> {
    let reader = open(name, bytes).unwrap_or_else(|errors| panic!("{errors:?}"));
    reader.map(|row| row.expect("a row")).collect()
}

pub fn errors(name: &str, bytes: impl AsRef<[u8]>) -> Vec<DataError> {
    open(name, bytes).err().expect("errors")
}

pub fn codes(row: &Row) -> Vec<&'static str> {
    row.outcome.as_ref().err().map(|problems| problems.iter().map(CellProblem::code).collect()).unwrap_or_default()
}

pub fn text(value: &str) -> Value {
    Value::Text(Arc::from(value))
}

/// The value of the field at `position` of a row that must be right.
pub fn value(row: &Row, position: usize) -> Value {
    row.outcome.as_ref().unwrap_or_else(|problems| panic!("row {}: {problems:?}", row.number))[position].clone()
}

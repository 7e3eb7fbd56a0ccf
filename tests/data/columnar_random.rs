//! Random tables through every format of columns: pieces and single rows agree on values, faults and counts.

use crate::columnar::{batch, read};
use crate::schema::record;
use arrow_array::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use std::sync::Arc;

/// Texts of figures, words for missing values, and others.
fn word() -> impl Strategy<Value = String> {
    let usual = [
        "",
        " ",
        "-",
        "N/A",
        "1",
        "0",
        "12.5",
        "１２",
        "5%",
        "3万元",
        "private",
        "国有企业",
        "03",
        "是",
        "no",
        "2022-01-08",
        "2022/1/8",
        "abc",
        "nan",
    ];
    prop_oneof![4 => proptest::sample::select(usual.to_vec()).prop_map(str::to_owned), 1 => "[ 0-9a-z.甲－％]{0,6}"]
}

/// Numbers small and large, near the edges of the fields.
fn whole() -> impl Strategy<Value = i64> {
    prop_oneof![4 => -3i64..200, 1 => any::<i64>(), 1 => proptest::sample::select(vec![1_000_000_000_000, 1_000_000_000_001, -62_091, 120_530])]
}

fn double() -> impl Strategy<Value = f64> {
    let special = proptest::sample::select(vec![0.285, 1.005, -0.0, f64::NAN, f64::INFINITY, 1e15 + 0.5, 1e-7, 1e17, 0.1 + 0.2]);
    prop_oneof![3 => whole().prop_map(|n| n as f64 / 100.0), 2 => -1000.0..1000.0f64, 1 => any::<f64>(), 1 => special]
}

/// A column of one of the types, with so many rows.
fn column(rows: usize) -> impl Strategy<Value = ArrayRef> {
    fn array(array: impl Array + 'static) -> ArrayRef {
        Arc::new(array)
    }
    prop_oneof![
        3 => vec(option::of(word()), rows).prop_map(|cells| array(StringArray::from(cells))),
        1 => vec(option::of(word()), rows).prop_map(|cells| array(LargeStringArray::from(cells))),
        1 => vec(option::of(word()), rows).prop_map(|cells| array(cells.iter().map(Option::as_deref).collect::<DictionaryArray<types::Int32Type>>())),
        2 => vec(option::of(whole()), rows).prop_map(|cells| array(Int64Array::from(cells))),
        1 => vec(option::of(any::<i8>()), rows).prop_map(|cells| array(Int8Array::from(cells))),
        1 => vec(option::of(any::<u64>()), rows).prop_map(|cells| array(UInt64Array::from(cells))),
        2 => vec(option::of(double()), rows).prop_map(|cells| array(Float64Array::from(cells))),
        1 => vec(option::of(double()), rows).prop_map(|cells| array(cells.into_iter().map(|cell| cell.map(|cell| cell as f32)).collect::<Float32Array>())),
        1 => vec(option::of(-99_999_999i32..99_999_999), rows).prop_map(|cells| array(Decimal32Array::from(cells).with_precision_and_scale(9, 3).unwrap())),
        2 => (vec(option::of(-(10i64.pow(17))..10i64.pow(17)), rows), 0i8..9)
            .prop_map(|(cells, scale)| array(Decimal64Array::from(cells).with_precision_and_scale(18, scale).unwrap())),
        1 => vec(option::of(whole()), rows).prop_map(|cells| {
            array(cells.into_iter().map(|cell| cell.map(i128::from)).collect::<Decimal128Array>().with_precision_and_scale(38, 2).unwrap())
        }),
        1 => vec(option::of(any::<bool>()), rows).prop_map(|cells| array(BooleanArray::from(cells))),
        1 => vec(option::of(-70_000i32..130_000), rows).prop_map(|cells| array(Date32Array::from(cells))),
        1 => vec(option::of((-70_000i64..130_000, prop_oneof![4 => Just(0i64), 1 => 0i64..86_400_000])), rows).prop_map(|cells| {
            array(cells.into_iter().map(|cell| cell.map(|(day, part)| day * 86_400_000 + part)).collect::<TimestampMillisecondArray>())
        }),
    ]
}

fn table() -> impl Strategy<Value = RecordBatch> {
    let names = ["id", "staff", "sales", "intensity", "ratio", "founded", "resident", "kind", "remark"];
    (0usize..40).prop_flat_map(move |rows| vec(column(rows), names.len()).prop_map(move |columns| batch(names.into_iter().zip(columns).collect())))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_way_of_reading_agrees(table in table(), cut in 0usize..40) {
        let cut = cut.min(table.num_rows());
        let parts = [table.slice(0, cut), table.slice(cut, table.num_rows() - cut)];
        // `read` compares pieces with single rows, and formats with each other.
        let rows = read(&record(), &parts);
        prop_assert!(rows.len() <= table.num_rows());
    }
}

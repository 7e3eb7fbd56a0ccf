//! Parquet and Arrow files that cannot be read, or only in part.

use crate::columnar::{arrow, batch, parquet, parquet_with, stream};
use crate::schema::{enums, record};
use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
use ics::data::error::{DataError, Unread};
use ics::data::feed;
use ics::data::input::Source;
use ics::data::options::{Format, Options};
use ics::data::reader;
use ics::diagnostic::Lang;
use parquet::file::properties::WriterProperties;
use std::ops::ControlFlow;
use std::sync::Arc;

fn good(count: usize) -> RecordBatch {
    let ids: ArrayRef = Arc::new(StringArray::from((0..count).map(|n| format!("N{n}")).collect::<Vec<String>>()));
    let staff: ArrayRef = Arc::new(Int32Array::from_iter_values((0..count).map(|n| n as i32 + 1)));
    batch(vec![("id", ids), ("staff", staff.clone()), ("sales", staff)])
}

fn source(name: &str, bytes: &[u8]) -> Source {
    Source::Bytes { name: name.into(), bytes: bytes.to_vec() }
}

/// What is wrong with a file, or with a piece of it; the row-wise reader must find something wrong as well.
fn wrong(name: &str, bytes: &[u8]) -> Vec<DataError> {
    let row_wise = reader::open(&source(name, bytes), &record(), &enums(), &Options::default());
    assert!(row_wise.is_err() || row_wise.is_ok_and(|mut reader| reader.any(|row| row.is_err())), "{name} read row by row");
    let mut feed = match feed::open(&source(name, bytes), &Arc::new(record()), &enums(), &Options::default()) {
        Ok(feed) => feed,
        Err(errors) => return errors,
    };
    loop {
        match feed.next() {
            Ok(Some(piece)) => {
                if let Err(error) = piece.read(&mut |_| ControlFlow::Continue(())) {
                    return vec![error];
                }
            }
            Ok(None) => panic!("{name} was read"),
            Err(error) => return vec![error],
        }
    }
}

fn code(name: &str, bytes: &[u8]) -> &'static str {
    wrong(name, bytes)[0].code()
}

#[test]
fn names_and_units_of_columns_are_checked_as_in_other_files() {
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1]));
    let named = |names: [&'static str; 3]| parquet(&[batch(names.map(|name| (name, numbers.clone())).to_vec())]);
    assert!(
        matches!(&wrong("a", &named(["id", "stafff", "sales"]))[..], [DataError::MissingColumns { columns }] if columns[0].nearest.as_deref() == Some("stafff"))
    );
    assert!(matches!(
        &wrong("a", &named(["id", "staff", "年销售收入（亿元）"]))[..],
        [DataError::HeaderUnit { .. }, ..] | [.., DataError::HeaderUnit { .. }]
    ));
    let twice = [batch(vec![("id", numbers.clone()), ("staff", numbers.clone()), ("sales", numbers.clone()), ("职工总数", numbers)])];
    for bytes in [parquet(&twice), arrow(&twice, None), stream(&twice)] {
        assert!(matches!(&wrong("a", &bytes)[..], [DataError::RepeatedColumn { .. }]));
    }
}

#[test]
fn files_that_end_too_early() {
    for bytes in [parquet(&[good(500)]), arrow(&[good(500)], None), stream(&[good(500)])] {
        for length in [8, 20, bytes.len() / 2, bytes.len() - 9, bytes.len() - 4, bytes.len() - 1] {
            let kept = &bytes[..length];
            // A stream may end after a message, without the mark of its end.
            if bytes.starts_with(&[0xff; 4]) && length + 9 > bytes.len() {
                continue;
            }
            assert_eq!(code("cut", kept), "E0520", "{length} of {}", bytes.len());
        }
    }
    assert_eq!(code("empty", b""), "E0503");
}

#[test]
fn damage_is_an_error_and_never_other_figures() {
    // One byte at a time, all over the file. Where the format has no checksum a figure may change; but nothing panics.
    for bytes in [parquet(&[good(12)]), arrow(&[good(12)], None), stream(&[good(12)])] {
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            if let Ok(mut feed) = feed::open(&source("damaged", &damaged), &Arc::new(record()), &enums(), &Options::default()) {
                while let Ok(Some(piece)) = feed.next() {
                    let mut rows = 0;
                    let read = piece.read(&mut |portion| {
                        rows += portion.table.rows() + portion.rejected.len();
                        ControlFlow::Continue(())
                    });
                    assert!(read.is_err() || rows <= 1 << 20, "byte {at}: {rows} rows");
                }
            }
        }
    }
}

#[test]
fn other_magics() {
    let good = parquet(&[good(3)]);
    let mut encrypted = good.clone();
    let end = encrypted.len() - 4;
    encrypted[end..].copy_from_slice(b"PARE");
    let encryption = DataError::UnreadColumns { format: Format::Parquet, why: Unread::Encrypted };
    assert_eq!(wrong("a.parquet", &encrypted), std::slice::from_ref(&encryption));
    assert_eq!(wrong("a.parquet", b"PARE and so on"), [encryption]);
    assert_eq!(code("a.parquet", b"id,staff,sales\n"), "E0520");
    assert_eq!(code("a.arrow", b"id,staff,sales\n"), "E0520");
    let options = Options { format: Some(Format::Csv), ..Options::default() };
    assert!(reader::open(&source("a.csv", &good), &record(), &enums(), &options).is_ok(), "the magic says more than the name");
}

#[test]
fn words_in_both_languages() {
    let codec = DataError::UnreadColumns { format: Format::Parquet, why: Unread::Codec("BROTLI".into()) };
    assert_eq!(codec.words(Lang::En).headline, "the Parquet file is compressed with BROTLI, which is not read");
    assert_eq!(codec.words(Lang::Zh).headline, "Parquet 文件用 BROTLI 压缩，不支持读取");
    let cut = wrong("cut", &parquet(&[good(5)])[..50]);
    assert_eq!(cut[0].words(Lang::En).headline, "the Parquet file cannot be read: the file ends before its table of contents");
    assert_eq!(cut[0].words(Lang::Zh).headline, "无法读取 Parquet 文件：文件在目录之前就结束了");
}

#[test]
fn statistics_and_page_indexes_do_not_matter() {
    let whole = good(300);
    let properties =
        WriterProperties::builder().set_statistics_enabled(parquet::file::properties::EnabledStatistics::None).set_offset_index_disabled(true);
    let bare = parquet_with(std::slice::from_ref(&whole), properties.build());
    let (rows, _) = crate::columnar::pieces(&bare, &record());
    assert_eq!(rows.len(), 300);
}

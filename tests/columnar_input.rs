//! Parquet and Arrow files on the command line: scored, explained, tested and rejected like the same records in CSV.

mod support;

use arrow_array::{ArrayRef, BooleanArray, Date32Array, Decimal64Array, Float64Array, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use parquet::arrow::ArrowWriter;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

const POLICY: &str = "tests/cli/score.in/grant.ics";

/// Two firms that are scored, one with a bad figure, and one that breaks a rule between fields.
fn firms() -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("Id", Arc::new(StringArray::from(vec!["A", "B", "C", "D"]))),
        ("Sales", Arc::new(Float64Array::from(vec![1000.0, 50.0, -1.0, 100.0]))),
        ("R&D", Arc::new(Decimal64Array::from(vec![3333, 1000, 0, 12000]).with_precision_and_scale(10, 2).unwrap())),
        ("Founded", Arc::new(Date32Array::from(vec![16436, 19538, 16436, 16436]))),
        ("Listed", Arc::new(BooleanArray::from(vec![Some(false), None, None, Some(true)]))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

const CSV: &str = "Id,Sales,R&D,Founded,Listed\nA,1000,33.33,2015-01-01,no\nB,50,10,2023-06-30,\nC,-1,0,2015-01-01,\nD,100,120,2015-01-01,yes\n";

/// A folder with the firms as CSV, Parquet, an Arrow file and an Arrow stream.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let create = |name: &str| File::create(folder.path().join(name)).unwrap();
    let batch = firms();
    fs::write(folder.path().join("firms.csv"), CSV).unwrap();
    let mut parquet = ArrowWriter::try_new(create("firms.parquet"), batch.schema(), None).unwrap();
    parquet.write(&batch).unwrap();
    parquet.close().unwrap();
    let mut file = FileWriter::try_new(create("firms.arrow"), &batch.schema()).unwrap();
    file.write(&batch).unwrap();
    file.finish().unwrap();
    let mut stream = StreamWriter::try_new(create("firms.arrows"), &batch.schema()).unwrap();
    stream.write(&batch).unwrap();
    stream.finish().unwrap();
    folder
}

const NAMES: [&str; 3] = ["firms.parquet", "firms.arrow", "firms.arrows"];

fn ics(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(arguments).args(["--lang", "en"]).current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "100");
    command
}

fn policy() -> String {
    support::root().join(POLICY).to_string_lossy().into_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn scored_like_the_same_records_in_csv() {
    let (folder, policy) = (folder(), policy());
    let score =
        |data: &str, rejects: &str| ics(folder.path(), &["score", &policy, data, "--as-of", "2024-12-31", "--rejects", rejects]).output().unwrap();
    let csv = score("firms.csv", "csv.csv");
    assert_eq!(out(&csv).lines().count(), 3, "{}", out(&csv));
    for name in NAMES {
        let found = score(name, "columns.csv");
        assert_eq!((out(&found), found.status.code()), (out(&csv), csv.status.code()), "{name}");
        // The number of a row is one less, for there is no row of headers; what a cell holds is written as the format writes it.
        let rejects = |file: &str| support::read(&folder.path().join(file));
        let codes = |text: &str| text.lines().map(|line| line.matches("E05").count()).collect::<Vec<usize>>();
        assert_eq!(codes(&rejects("columns.csv")), codes(&rejects("csv.csv")), "{name}");
    }
}

#[test]
fn scored_from_standard_input() {
    let (folder, policy) = (folder(), policy());
    let arguments = ["score", policy.as_str(), "-", "--as-of", "2024-12-31"];
    let expected = ics(folder.path(), &arguments).stdin(File::open(folder.path().join("firms.csv")).unwrap()).output().unwrap();
    assert!(out(&expected).starts_with("id,"), "{}", out(&expected));
    for name in NAMES {
        let found = ics(folder.path(), &arguments).stdin(Stdio::from(File::open(folder.path().join(name)).unwrap())).output().unwrap();
        assert_eq!(out(&found), out(&expected), "{name}");
    }
}

#[test]
fn explained_by_key_and_by_row() {
    let (folder, policy) = (folder(), policy());
    let explain = |data: &str, which: [&str; 2]| {
        let output = ics(folder.path(), &["explain", &policy, data, "--as-of", "2024-12-31", which[0], which[1]]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        out(&output)
    };
    let expected = explain("firms.csv", ["--id", "B"]);
    for name in NAMES {
        assert_eq!(explain(name, ["--id", "B"]), expected, "{name}");
        assert_eq!(explain(name, ["--row", "2"]), explain("firms.csv", ["--row", "3"]), "{name}");
    }
}

#[test]
fn golden_folders_may_hold_columns() {
    let folder = folder();
    for name in ["parquet", "arrow"] {
        let golden = folder.path().join(format!("{name}.golden"));
        fs::create_dir(&golden).unwrap();
        fs::copy(folder.path().join(format!("firms.{name}")), golden.join(format!("input.{name}"))).unwrap();
        fs::copy(policy(), folder.path().join("grant.ics")).unwrap();
        fs::write(golden.join("policy"), "../grant.ics\nas of 2024-12-31\n").unwrap();
        let test = |more: &[&str]| ics(folder.path(), &[&["test", golden.to_str().unwrap()], more].concat()).output().unwrap();
        assert_ne!(test(&[]).status.code(), Some(0), "nothing is expected yet");
        assert!(test(&["--update"]).status.success());
        assert!(test(&[]).status.success());
        assert!(support::read(&golden.join("expected.csv")).starts_with("id,"));
    }
}

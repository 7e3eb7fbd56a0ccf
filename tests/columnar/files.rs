//! The same records in files of several kinds and orders: each has the same result, and the same ones are rejected.

use crate::random::Random;
use crate::records::Records;
use crate::support;
use ics::compile::compile;
use ics::explain::exact;
use ics::ir::Program;
use ics::source::Sources;
use ics::value::Value;
use rust_xlsxwriter::Workbook;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const POLICY: &str = "examples/national/national.ics";
const COLUMNS: &str = "id,stage,total,g1,g2,g3,eligible,rd_intensity.value,productivity";
/// How many records are written.
const RECORDS: usize = 400;
/// An Excel number keeps so many digits.
const EXCEL_DIGITS: usize = 15;

/// Records as people write them: headers, and a cell for each field; every sixtieth breaks the schema.
fn rows(program: &Program) -> (Vec<String>, Vec<Vec<String>>) {
    let (drawn, mut random) = (Records::new(program), Random(3));
    let fields = &program.record.fields;
    let row = |number: usize| {
        let record = drawn.record(&mut random);
        let cells = fields.iter().zip(record).map(|(field, value)| match (field.name.as_str(), number % 60) {
            ("id", _) => number.to_string(),
            ("revenue_ty", 30) => "-0.01".to_owned(),
            ("industry", 59) => "Z".to_owned(),
            _ => exact(&value, &field.kind.value_type(), program),
        });
        cells.collect::<Vec<String>>()
    };
    let rows = (1..=RECORDS).map(row).collect();
    (fields.iter().map(|field| field.name.clone()).collect(), rows)
}

/// The results by key, and the keys of the rejected records.
fn scored(file: &Path) -> (BTreeMap<String, String>, Vec<String>) {
    let rejects = file.with_extension("rejects.csv");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(["score", "--quiet", "--format", "csv", "--lang", "en", "--columns", COLUMNS, "--rejects"]);
    let output = command.arg(&rejects).arg(support::root().join(POLICY)).arg(file).output().unwrap();
    // Some records are rejected.
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let keyed = |line: &str| (line.split(',').next().unwrap_or("").to_owned(), line.to_owned());
    let results: BTreeMap<String, String> = text.lines().skip(1).map(keyed).collect();
    assert_eq!(results.len(), text.lines().count() - 1);
    let mut reader = csv::Reader::from_path(&rejects).unwrap();
    let column = reader.headers().unwrap().iter().position(|header| header == "id").unwrap();
    let mut rejected: Vec<String> = reader.records().map(|record| record.unwrap()[column].to_owned()).collect();
    rejected.sort();
    (results, rejected)
}

fn csv_file(path: &Path, headers: &[String], rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(headers).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

/// Figures as numbers, but for those with more digits than Excel keeps.
fn workbook(path: &Path, headers: &[String], rows: &[Vec<String>]) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in std::iter::once(headers).chain(rows.iter().map(Vec::as_slice)).enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let figure = cell.parse::<f64>().ok().filter(|_| cell.bytes().filter(u8::is_ascii_digit).count() <= EXCEL_DIGITS);
            let (row, column) = (row as u32, column as u16);
            match figure {
                Some(figure) => sheet.write_number(row, column, figure).unwrap(),
                None => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save(path).unwrap();
}

/// Objects whose names stand in another order in every other record; what is blank is left out or null.
fn objects(headers: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let object = |(number, row): (usize, &Vec<String>)| {
        let mut entries: Vec<String> = Vec::new();
        for (header, cell) in headers.iter().zip(row) {
            match cell.as_str() {
                "" if number.is_multiple_of(3) => {}
                "" => entries.push(format!("\"{header}\": null")),
                figure if figure.parse::<f64>().is_ok() => entries.push(format!("\"{header}\": {figure}")),
                text => entries.push(format!("\"{header}\": \"{text}\"")),
            }
        }
        if number.is_multiple_of(2) {
            entries.reverse();
        }
        format!("{{{}}}", entries.join(", "))
    };
    rows.iter().enumerate().map(object).collect()
}

#[test]
fn the_kind_of_file_and_the_order_of_rows_do_not_matter() {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", support::read(&support::root().join(POLICY)));
    let program = compile(sources, file, &[]).program.unwrap();
    let (headers, rows) = rows(&program);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);

    csv_file(&path("a.csv"), &headers, &rows);
    let (results, rejected) = scored(&path("a.csv"));
    assert_eq!(rejected.len(), RECORDS / 60 + (RECORDS + 30) / 60);
    assert_eq!(results.len() + rejected.len(), RECORDS);

    // Rows from last to first, columns turned by one.
    let turned = |row: &Vec<String>| row.iter().cycle().skip(1).take(row.len()).cloned().collect::<Vec<String>>();
    csv_file(&path("turned.csv"), &turned(&headers), &rows.iter().rev().map(turned).collect::<Vec<_>>());
    workbook(&path("book.xlsx"), &headers, &rows);
    let objects = objects(&headers, &rows);
    std::fs::write(path("lines.ndjson"), objects.join("\n")).unwrap();
    std::fs::write(path("array.json"), format!("[{}]", objects.join(",\n"))).unwrap();
    for name in ["turned.csv", "book.xlsx", "lines.ndjson", "array.json"] {
        assert_eq!(scored(&path(name)), (results.clone(), rejected.clone()), "{name}");
    }
}

/// What the columns show is what the evaluator that explains says of the records.
#[test]
fn the_columns_hold_what_is_said_of_each_record() {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", support::read(&support::root().join(POLICY)));
    let program = compile(sources, file, &[]).program.unwrap();
    let as_of = program.policy.as_of.unwrap();
    let (drawn, mut random) = (Records::new(&program), Random(11));
    let records: Vec<Vec<Value>> = (0..RECORDS as i128)
        .map(|number| {
            let mut record = drawn.record(&mut random);
            record[0] = Value::Number(number + 1);
            record
        })
        .collect();
    let fields = &program.record.fields;
    let cells = |record: &Vec<Value>| fields.iter().zip(record).map(|(field, value)| exact(value, &field.kind.value_type(), &program)).collect();
    let rows: Vec<Vec<String>> = records.iter().map(cells).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    csv_file(&path, &fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>(), &rows);
    let columns = "id,total,g1,g2,g3,productivity";
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(["score", "--quiet", "--format", "csv", "--columns", columns]).arg(support::root().join(POLICY)).arg(&path);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), RECORDS + 1);
    for (record, line) in records.iter().zip(text.lines().skip(1)) {
        let evaluation = ics::explain::evaluate(&program, record, as_of).unwrap();
        let shown = columns.split(',').skip(1).map(|name| {
            let id = program.find(name).unwrap();
            exact(evaluation.slot(id), &program.slot(id).expr.ty, &program)
        });
        let expected: Vec<String> = std::iter::once(exact(&record[0], &fields[0].kind.value_type(), &program)).chain(shown).collect();
        assert_eq!(line, expected.join(","), "{}", drawn.show(record));
    }
}

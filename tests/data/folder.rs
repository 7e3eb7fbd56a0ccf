//! Results as a folder of files, written at once or in several runs.

use crate::columnar_results::{block, columns};
use ics::data::atomic::Target;
use ics::data::parts::{Fate, Filled, Parts, Placed, Plan, names_folder};
use ics::data::results::Results;
use ics::data::sink::{OutFormat, SinkOptions, Written};
use ics::diagnostic::Lang;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

const FORMATS: [OutFormat; 5] = [OutFormat::Csv, OutFormat::Ndjson, OutFormat::Json, OutFormat::Parquet, OutFormat::Arrow];

/// Rows that come as one part.
const CUTS: [Range<usize>; 6] = [0..40, 40..70, 70..100, 100..230, 230..231, 231..300];

fn options(format: OutFormat) -> SinkOptions {
    SinkOptions::new(format, Lang::Zh)
}

/// Fills a folder with parts of the given rows.
fn fill(folder: &Path, format: OutFormat, plan: Plan, cuts: &[Range<usize>]) -> (Vec<Placed>, Filled) {
    let mut placed = Vec::new();
    let mut parts = Parts::create(folder.to_owned(), columns(), &options(format), plan).unwrap();
    let maker = parts.maker();
    for cut in cuts {
        let mut making = maker.begin();
        making.add(&block(cut.start, cut.end)).unwrap();
        parts.append(making.finish().unwrap(), |file| placed.push(file.clone())).unwrap();
    }
    let filled = parts.finish(|file| placed.push(file.clone())).unwrap();
    (placed, filled)
}

fn plan(rows: u64) -> Plan {
    Plan { rows, ..Plan::default() }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn files_end_where_the_rows_say() {
    for format in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("made").join("here");
        let (placed, filled) = fill(&inside, format, plan(100), &CUTS);
        let ending = format.ending();
        let file = |number: u32, rows, parts| Placed { name: format!("part-0000{number}.{ending}"), rows, parts, fate: Fate::Written };
        assert_eq!(placed, [file(0, 100, 3), file(1, 130, 1), file(2, 70, 2)]);
        assert_eq!(filled, Filled { written: Written { rows: 300, ..Written::default() }, leftovers: vec![] });
        assert_eq!(names(&inside), placed.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
        // Each file is what its rows alone would be.
        for (file, rows) in placed.iter().zip([0..100, 100..230, 230..300]) {
            let alone = folder.path().join("alone");
            let mut results = Results::create(Target::Path(alone.clone()), columns(), &options(format)).unwrap();
            let mut making = results.maker().begin();
            making.add(&block(rows.start, rows.end)).unwrap();
            results.append(making.finish().unwrap()).unwrap();
            results.finish().unwrap();
            assert!(fs::read(inside.join(&file.name)).unwrap() == fs::read(alone).unwrap(), "{}", file.name);
        }
    }
}

#[test]
fn finished_files_are_counted_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let finished = BTreeSet::from(["part-00000.csv".to_owned(), "part-00002.csv".to_owned()]);
    fs::write(folder.path().join("part-00000.csv"), "kept").unwrap();
    let (placed, filled) = fill(folder.path(), OutFormat::Csv, Plan { finished, ..plan(100) }, &CUTS);
    assert_eq!(placed.iter().map(|file| (file.rows, file.fate)).collect::<Vec<_>>(), [(100, Fate::Kept), (130, Fate::Written), (70, Fate::Kept)]);
    assert_eq!(filled.written.rows, 130);
    assert_eq!(names(folder.path()), ["part-00000.csv", "part-00001.csv"]);
    assert_eq!(fs::read_to_string(folder.path().join("part-00000.csv")).unwrap(), "kept");
}

#[test]
fn a_second_run_goes_on_behind_the_first() {
    let (whole, halves) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (all, _) = fill(whole.path(), OutFormat::Parquet, plan(100), &CUTS);
    // The first run stopped in its second file: only what is in its place counts.
    let (first, _) = fill(halves.path(), OutFormat::Parquet, plan(100), &CUTS[..3]);
    let done = usize::try_from(first.iter().map(|file| file.parts).sum::<u64>()).unwrap();
    let (second, _) = fill(halves.path(), OutFormat::Parquet, Plan { first: 1, ..plan(100) }, &CUTS[done..]);
    assert_eq!([first, second].concat(), all);
    for name in names(whole.path()) {
        assert!(fs::read(whole.path().join(&name)).unwrap() == fs::read(halves.path().join(&name)).unwrap(), "{name}");
    }
    // Nothing was left to do.
    assert_eq!(fill(halves.path(), OutFormat::Parquet, Plan { first: 3, ..plan(100) }, &[]), (vec![], Filled::default()));
}

#[test]
fn a_run_that_stops_leaves_whole_files_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut placed = 0;
    let mut parts = Parts::create(folder.path().to_owned(), columns(), &options(OutFormat::Csv), plan(50)).unwrap();
    for cut in CUTS {
        let mut making = parts.maker().begin();
        making.add(&block(cut.start, cut.end)).unwrap();
        parts.append(making.finish().unwrap(), |_| placed += 1).unwrap();
    }
    drop(parts);
    assert_eq!(names(folder.path()).len(), placed);
    assert_eq!(fs::read_to_string(folder.path().join("part-00000.csv")).unwrap().lines().count(), 41);
}

#[test]
fn no_rows_are_one_file_and_leftovers_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["part-00000.csv", "part-00001.csv", "part-00007.csv", "part-00007.parquet", "part-7.csv", "part-.csv", "notes.csv"] {
        fs::write(folder.path().join(name), "old").unwrap();
    }
    let (placed, filled) = fill(folder.path(), OutFormat::Csv, Plan::default(), &[]);
    assert_eq!(placed, [Placed { name: "part-00000.csv".to_owned(), rows: 0, parts: 0, fate: Fate::Written }]);
    assert_eq!(filled.leftovers, ["part-00001.csv", "part-00007.csv"]);
    assert_eq!(fs::read_to_string(folder.path().join("part-00000.csv")).unwrap().lines().count(), 1);
    assert_eq!(fs::read_to_string(folder.path().join("part-00001.csv")).unwrap(), "old");
}

#[test]
fn a_folder_is_known_by_its_name_or_by_being_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display().to_string();
    assert!(names_folder("nowhere/") && names_folder(&path));
    assert!(!names_folder("nowhere") && !names_folder("-") && !names_folder(&format!("{path}/file.csv")));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(Parts::create(file, columns(), &options(OutFormat::Csv), Plan::default()).is_err());
}

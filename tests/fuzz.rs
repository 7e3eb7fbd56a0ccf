//! The fuzz targets, replayed: each over its corpus, and those that read policies over the faulty or the sound cases.

#[path = "../fuzz/src/lib.rs"]
mod bodies;
mod support;

use std::fs;

/// The corpus of a target: small files picked by hand, whatever their ending.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(support::root().join("fuzz/corpus").join(target)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 5, "{target} has a corpus");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// The policies of a folder.
fn policies(folder: &str) -> Vec<Vec<u8>> {
    support::files(folder, "ics").iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn parse() {
    corpus("parse").iter().chain(&policies("tests/cases/faulty")).for_each(|bytes| bodies::parse(bytes));
}

#[test]
fn check() {
    corpus("check").iter().chain(&policies("tests/cases/faulty")).for_each(|bytes| bodies::check(bytes));
}

#[test]
fn evaluate() {
    corpus("evaluate").iter().chain(&policies("tests/cases/sound")).for_each(|bytes| bodies::evaluate(bytes));
}

#[test]
fn decode_csv() {
    corpus("decode_csv").iter().for_each(|bytes| bodies::decode_csv(bytes));
    let files = support::files("examples", "csv").into_iter().chain(support::files("tests", "csv"));
    files.for_each(|path| bodies::decode_csv(&fs::read(path).unwrap()));
}

/// A comparison that lets everything pass would prove nothing.
#[test]
#[should_panic = "not the same tree"]
fn the_round_trip_sees_a_difference() {
    let tree = |text| bodies::round_trip::read(text).0;
    bodies::round_trip::same("", &tree("let a = 1\n"), &tree("let a = 2\n"));
}

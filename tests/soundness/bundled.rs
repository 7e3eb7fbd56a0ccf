//! Thousands of random records through every policy of the project.

use crate::promises::kept_by_all;
use ics::compile::compile;
use ics::source::Sources;
use std::fs;
use std::path::{Path, PathBuf};

/// How many records are tried, all policies together, unless more are asked for.
const CASES: usize = 60_000;

pub fn policies() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["policies", "policies/huangyan", "examples", "examples/national"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let is_policy = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".ics") && !name.ends_with("_test.ics") && name != "prelude.ics"
    };
    let mut found: Vec<PathBuf> = files.filter(is_policy).collect();
    found.sort();
    found
}

#[test]
fn every_bundled_policy_keeps_its_promises() {
    let many = policies().len();
    assert!(many >= 14);
    let (records, mut total) = (crate::cases(CASES).div_ceil(many), 0);
    for (position, path) in policies().iter().enumerate() {
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", fs::read_to_string(path).unwrap());
        let program = compile(sources, file, &[]).program.unwrap();
        match kept_by_all(&program, position as u64, records) {
            Ok(evaluated) => {
                assert!(evaluated > records / 100, "{}: only {evaluated} records keep the schema", path.display());
                total += evaluated;
            }
            Err(problem) => panic!("{}: {problem}", path.display()),
        }
    }
    println!("{many} policies, {records} records each, {total} of them evaluated");
}

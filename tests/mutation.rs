//! The tests of the bundled policies, judged: each change of a rule must be noticed.

mod support;

use ics::compile::Drafts;
use ics::testing::mutate::{self, Fate, Report};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn policies() -> Vec<PathBuf> {
    let wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        !name.ends_with("_test.ics") && name != "prelude.ics"
    };
    support::files("policies", "ics").into_iter().filter(wanted).collect()
}

fn judged(path: &Path, most: usize) -> Report {
    let (sources, policy, tests) = support::with_tests(path);
    let drafts = Drafts::new(sources, policy, &tests);
    let program = drafts.compile().program.unwrap();
    mutate::mutate(&drafts, policy, &program, most).unwrap()
}

#[test]
fn explore() {
    let most = std::env::var("N").map_or(40, |n| n.parse().unwrap());
    let only = std::env::var("P").unwrap_or_default();
    for path in policies().into_iter().filter(|path| path.display().to_string().contains(&only)) {
        let start = Instant::now();
        let report = judged(&path, most);
        let same = report.tried.iter().filter(|j| j.fate == Fate::Same).count();
        println!("{} possible {} tried {} check {} tests {} same {} survived {} in {:?}", path.file_name().unwrap().display(), report.possible, report.tried.len(), report.by_check(), report.by_tests(), same, report.survivors().count(), start.elapsed());
        for judged in report.survivors() {
            println!("   {}: {}\n      -> {}", judged.kind.id(), judged.before, judged.after);
        }
    }
}

//! The bundled policies: each is accepted without a remark, and does what its own tests say.

use ics::cli::files::tests_of;
use ics::compile::{Compiled, compile};
use ics::diagnostic::Lang;
use ics::explain;
use ics::ir::{Expect, Program, Test};
use ics::prove::outcome::Verdict;
use ics::source::{FileId, Sources};
use ics::testing::coverage::Coverage;
use ics::value::Value;
use ics::value::calendar::Day;
use std::fs;
use std::path::{Path, PathBuf};

/// Every policy of a folder of the project.
fn policies(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let is_policy = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".ics") && !name.ends_with("_test.ics") && name != "prelude.ics"
    };
    found.retain(is_policy);
    found.sort();
    found
}

fn all() -> Vec<PathBuf> {
    ["policies", "policies/huangyan", "examples", "examples/national"].into_iter().flat_map(policies).collect()
}

fn compiled(path: &Path) -> Compiled {
    let mut sources = Sources::default();
    let policy = sources.add(path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap());
    let beside = tests_of(path).into_iter();
    let tests = beside.map(|beside| sources.add(beside.file_name().unwrap().to_str().unwrap(), fs::read_to_string(&beside).unwrap()));
    let tests: Vec<FileId> = tests.collect();
    assert!(!tests.is_empty(), "{} has no tests", path.display());
    compile(sources, policy, &tests)
}

fn date(program: &Program, test: &Test) -> Option<Day> {
    test.as_of.or(program.policy.as_of).or_else(|| (!program.policy.needs_as_of).then_some(Day(0)))
}

/// What of a test does not hold.
fn failures(program: &Program, sources: &Sources, test: &Test) -> Vec<String> {
    let Some(as_of) = date(program, test) else { return vec![format!("{}: states no reference date", test.name)] };
    let record = &test.given.record;
    let rejected = !test.given.broken.is_empty() || explain::check_record(program, record, as_of).unwrap().is_some();
    match (&test.expect, rejected) {
        (Expect::Rejected { .. }, true) => vec![],
        (Expect::Rejected { .. }, false) => vec![format!("{}: the record is not rejected", test.name)],
        (Expect::All(_), true) => vec![format!("{}: the record is rejected", test.name)],
        (Expect::All(expectations), false) => {
            let evaluation = explain::evaluate(program, record, as_of).unwrap();
            let value = |condition| explain::value_of(program, condition, record, &evaluation, as_of).unwrap();
            let broken = expectations.iter().filter(|expectation| value(&expectation.condition) != Value::Bool(true));
            broken.map(|expectation| format!("{}: {}", test.name, sources.slice(expectation.span))).collect()
        }
    }
}

#[test]
fn every_policy_is_accepted_without_a_remark() {
    for path in all() {
        let compiled = compiled(&path);
        assert!(compiled.program.is_some() && compiled.diagnostics.is_empty(), "{}: {:#?}", path.display(), compiled.diagnostics);
    }
}

#[test]
fn every_policy_does_what_its_tests_say() {
    for path in all() {
        let compiled = compiled(&path);
        let program = compiled.program.unwrap();
        assert!(!program.tests.is_empty(), "{} has no tests", path.display());
        let broken: Vec<String> = program.tests.iter().flat_map(|test| failures(&program, &compiled.sources, test)).collect();
        assert!(broken.is_empty(), "{}: {broken:#?}", path.display());
    }
}

#[test]
fn every_row_branch_condition_and_edge_is_tested() {
    for path in all() {
        let compiled = compiled(&path);
        let program = compiled.program.unwrap();
        let mut coverage = Coverage::new(&program, FileId(0));
        for test in program.tests.iter().filter(|test| test.given.broken.is_empty()) {
            coverage.observe(&program, &test.given.record, date(&program, test).unwrap()).unwrap();
        }
        let left = coverage.points().iter().filter(|point| point.hits == 0);
        let left: Vec<String> = left.map(|point| point.words(&compiled.sources, Lang::En)).collect();
        assert!(left.is_empty(), "{}: {left:#?}", path.display());
        assert!(!coverage.points().is_empty(), "{} has nothing to test", path.display());
    }
}

#[test]
fn every_claim_is_proved() {
    let mut counts = Vec::new();
    for path in all() {
        let compiled = compiled(&path);
        for outcome in &compiled.claims {
            let claim = &compiled.program.as_ref().unwrap().claims[outcome.claim];
            let text = compiled.sources.slice(claim.span);
            assert_eq!(outcome.verdict, Verdict::Proved, "{}: {text}", path.display());
            assert!(outcome.cases <= 50, "{}: {text} takes {} cases", path.display(), outcome.cases);
        }
        counts.push((path.file_stem().unwrap().to_str().unwrap().to_owned(), compiled.claims.len()));
    }
    counts.retain(|(_, count)| *count > 0);
    let counts: Vec<(&str, usize)> = counts.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    let expected = [
        ("hnte_2016", 9),
        ("ics_guarantee", 2),
        ("ics_template", 6),
        ("innovative_sme_2022", 7),
        ("little_giant_2022", 3),
        ("little_giant_2026", 4),
        ("rd_super_deduction", 6),
        ("sme_size_2011", 5),
        ("srdi_sme_2022", 4),
        ("srdi_sme_2026", 3),
        ("tech_sme_2017", 11),
        ("tech_sme_2017_zh", 11),
        ("national", 3),
    ];
    assert_eq!(counts, expected);
}

#[test]
fn both_spellings_of_one_policy_give_the_same_results() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let english = compiled(&folder.join("tech_sme_2017.ics")).program.unwrap();
    let chinese = compiled(&folder.join("tech_sme_2017_zh.ics")).program.unwrap();
    let results = |program: &Program, test: &Test| {
        let evaluation = explain::evaluate(program, &test.given.record, Day(0)).unwrap();
        program.results.iter().map(|slot| evaluation.slot(*slot).clone()).collect::<Vec<Value>>()
    };
    assert_eq!(english.tests.len(), chinese.tests.len());
    for (first, second) in english.tests.iter().zip(&chinese.tests) {
        assert_eq!(first.given.record, second.given.record, "{}", first.name);
        if matches!(first.expect, Expect::All(_)) {
            assert_eq!(results(&english, first), results(&chinese, second), "{}", first.name);
        }
    }
}

#[test]
fn the_prelude_asks_for_no_reference_date() {
    let asking = |path: &PathBuf| compiled(path).program.unwrap().policy.needs_as_of;
    let names: Vec<PathBuf> = policies("policies").into_iter().filter(asking).collect();
    let names: Vec<&str> = names.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["hnte_2016", "rd_super_deduction"]);
}

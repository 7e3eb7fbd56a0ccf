//! Mutation testing: what it changes, and whether check and the tests of the bundled policies notice every change of a rule.

#[path = "../support/mod.rs"]
mod support;

use ics::compile::Drafts;
use ics::diagnostic::Lang;
use ics::ir::Program;
use ics::source::FileId;
use ics::testing::mutate::{self, Change, Fate, Kind, Report};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many changes of each policy are tried, beside those that docs/mutation.md explains.
const MOST: usize = 200;
/// Both spellings of one policy have the same changes: of the second there is a small sample.
const SECOND_SPELLING: (&str, usize) = ("tech_sme_2017_zh.ics", 60);

/// A policy with something of everything.
const EVERY_KIND: &str = "tests/mutation/every_kind.ics";

fn drafts(path: &Path) -> (Drafts, FileId, Program) {
    let (sources, policy, tests) = support::with_tests(path);
    let drafts = Drafts::new(sources, policy, &tests);
    let program = drafts.compile().program.unwrap();
    (drafts, policy, program)
}

fn changes(path: &str) -> Vec<Change> {
    let (drafts, policy, program) = drafts(&support::root().join(path));
    mutate::changes(&drafts, policy, &program)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn policies() -> Vec<PathBuf> {
    let wanted = |path: &PathBuf| !name(path).ends_with("_test.ics") && name(path) != "prelude.ics";
    support::files("policies", "ics").into_iter().filter(wanted).collect()
}

/// A sample of the changes of a policy, and those that are explained.
fn sampled(path: &Path, explained: &BTreeSet<String>) -> Report {
    let (drafts, policy, program) = drafts(path);
    let all = mutate::changes(&drafts, policy, &program);
    let possible = all.len();
    let name = name(path);
    let most = if name == SECOND_SPELLING.0 { SECOND_SPELLING.1 } else { MOST };
    let mut chosen = mutate::sample(all.clone(), most);
    let left: Vec<Change> = all.into_iter().filter(|change| explained.contains(&row(&name, change)) && !chosen.contains(change)).collect();
    chosen.extend(left);
    Report { possible, tried: mutate::judge(&drafts, policy, &program, chosen).unwrap() }
}

/// The changes of all policies, two policies at a time.
fn all_judged() -> Vec<(String, Report)> {
    let policies = policies();
    let explained = explained();
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let work = || {
        while let Some(path) = policies.get(next.fetch_add(1, Ordering::Relaxed)) {
            let report = sampled(path, &explained);
            done.lock().unwrap().push((name(path), report));
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    let mut all = done.into_inner().unwrap();
    all.sort_by(|first, second| first.0.cmp(&second.0));
    all
}

/// A change as docs/mutation.md writes it.
fn row(policy: &str, change: &Change) -> String {
    let cell = |text: &str| format!("`{}`", text.replace('\n', " ").replace('|', "¦"));
    format!("| {policy} | {} | {} |", cell(&change.before), cell(&change.after))
}

/// The rows of docs/mutation.md without their explanations, which may not be empty.
fn explained() -> BTreeSet<String> {
    let text = support::read(&support::root().join("docs/mutation.md"));
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains(".ics |"));
    let split = |line: &str| {
        let (change, why) = line.trim_end_matches(" |").rsplit_once(" | ").unwrap();
        assert!(why.len() > 20, "no explanation: {line}");
        format!("{change} |")
    };
    rows.map(split).collect()
}

#[test]
fn every_change_of_a_bundled_policy_is_noticed_or_explained() {
    let all = all_judged();
    let (mut noticed, mut counted) = (0, 0);
    let mut unnoticed = BTreeSet::new();
    for (policy, report) in &all {
        let (check, tests, left) = (report.by_check(), report.by_tests(), report.survivors().count());
        println!(
            "{policy:28} {:4} changes, {:4} tried: {check:3} by check, {tests:3} by tests, {left} unnoticed",
            report.possible,
            report.tried.len()
        );
        assert!(report.counted() >= 40, "{policy}: too few changes to say anything");
        noticed += check + tests;
        counted += report.counted();
        unnoticed.extend(report.survivors().map(|change| row(policy, change)));
        // A change that is no policy text would be caught by anyone.
        for judged in &report.tried {
            assert!(!matches!(judged.fate, Fate::Check { code } if code.starts_with("E01")), "{policy}: {judged:#?}");
        }
    }
    println!("{noticed} of {counted}");
    assert!(noticed * 100 >= counted * 95, "only {noticed} of {counted} changes are noticed");
    assert_eq!(unnoticed, explained(), "docs/mutation.md explains every change that nobody notices, and no other");
}

#[test]
fn every_kind_of_change_is_made() {
    let (drafts, policy, program) = drafts(&support::root().join(EVERY_KIND));
    let report = mutate::mutate(&drafts, policy, &program, usize::MAX).unwrap();
    let made: BTreeSet<Kind> = report.tried.iter().map(|judged| judged.change.kind).collect();
    let lacking: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !made.contains(kind)).collect();
    assert!(lacking.is_empty(), "{lacking:?}");
    let mut text = String::new();
    for judged in &report.tried {
        let fate = match &judged.fate {
            Fate::Check { code } => (*code).to_owned(),
            Fate::Test { .. } => "test".to_owned(),
            Fate::Same => "same".to_owned(),
            Fate::Survived => "unnoticed".to_owned(),
        };
        let shown = |text: &str| text.replace('\n', " ⏎ ");
        text.push_str(&format!("{} ({fate})\n    {}\n    {}\n", judged.change.kind.id(), shown(&judged.change.before), shown(&judged.change.after)));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_sample_has_every_kind_and_is_always_the_same() {
    let whole = changes(EVERY_KIND);
    let sample = mutate::sample(whole.clone(), Kind::ALL.len());
    assert_eq!(sample.len(), Kind::ALL.len());
    assert_eq!(sample.iter().map(|change| change.kind).collect::<BTreeSet<Kind>>().len(), Kind::ALL.len());
    assert!(sample.iter().all(|change| whole.contains(change)));
    assert_eq!(sample, mutate::sample(changes(EVERY_KIND), Kind::ALL.len()));
    assert_eq!(mutate::sample(whole.clone(), usize::MAX), whole);
}

#[test]
fn every_hint_is_said_in_both_languages() {
    let mut shapes = BTreeSet::new();
    let mut text = String::new();
    for change in changes(EVERY_KIND) {
        let shape = format!("{:?}", change.hint).split(' ').next().unwrap().to_owned();
        if shapes.insert(shape) {
            for lang in [Lang::En, Lang::Zh] {
                text.push_str(&format!("{}\n", change.hint.words(lang)));
            }
        }
    }
    assert_eq!(shapes.len(), 7, "{shapes:?}");
    insta::assert_snapshot!(text);
}

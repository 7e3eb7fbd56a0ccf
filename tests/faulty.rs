//! Faulty policies, one file each, with what is said about them in both languages. Every code has a case.

mod support;

use ics::compile::{Compiled, compile_with};
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{self, Style};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// All cases, each as a user has it: under its own name, with the tests beside it.
static CASES: LazyLock<BTreeMap<PathBuf, Compiled>> = LazyLock::new(|| {
    let policies = support::files("tests/cases/faulty", "ics").into_iter().filter(|path| is_policy(path));
    policies.map(|path| (path.canonicalize().unwrap(), compiled(&path))).collect()
});

fn compiled(path: &Path) -> Compiled {
    let (sources, policy, tests) = support::with_tests(path);
    compile_with(sources, policy, &tests, &support::levels_of(path))
}

fn is_policy(path: &Path) -> bool {
    !path.to_string_lossy().ends_with("_test.ics")
}

#[test]
fn what_is_said() {
    insta::glob!("cases/faulty/*.ics", |path| {
        if !is_policy(path) {
            return;
        }
        let found = &CASES[&path.canonicalize().unwrap()];
        let mut text = support::shortened(&support::read(path));
        for (lang, name) in [(Lang::En, "English"), (Lang::Zh, "中文")] {
            let style = Style { lang, color: false, unicode: true, width: 100 };
            let _ = write!(text, "\n──── {name} ────\n");
            for diagnostic in &found.diagnostics {
                let _ = write!(text, "\n{}", support::shortened(&terminal::render(diagnostic, &found.sources, &style)));
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "cases/faulty/snapshots" }, {
            insta::assert_snapshot!(text);
        });
    });
}

#[test]
fn every_case_reports_something_and_every_code_has_a_case() {
    let mut seen = BTreeSet::new();
    for (path, found) in CASES.iter() {
        assert!(!found.diagnostics.is_empty(), "{}: nothing reported", path.display());
        seen.extend(found.diagnostics.iter().map(|diagnostic| diagnostic.code.to_string()));
    }
    // E0444 is a net below the other rules: a policy that reached it would show a defect of the checker.
    let unseen: Vec<String> = support::codes_of_policies().into_iter().filter(|code| !seen.contains(code) && code != "E0444").collect();
    assert!(unseen.is_empty(), "no faulty case shows {}", unseen.join(", "));
}

#[test]
fn words_keep_the_rules() {
    for (path, found) in CASES.iter() {
        for diagnostic in &found.diagnostics {
            let here = format!("{}: {}", path.display(), diagnostic.code);
            for words in [&diagnostic.en, &diagnostic.zh] {
                assert!(!words.headline.ends_with(['.', '。']), "{here}: a full stop after the headline");
                assert_eq!(words.labels.len(), diagnostic.spans.len(), "{here}: labels and places");
            }
            assert!(!diagnostic.en.headline.starts_with(char::is_uppercase), "{here}: a headline starts with a capital letter");
            assert!(!diagnostic.en.headline.to_lowercase().contains("you "), "{here}: speaks of the reader");
            assert!(!diagnostic.zh.headline.is_ascii(), "{here}: no Chinese headline");
            assert!(!diagnostic.zh.headline.contains('`') || diagnostic.zh.headline.matches('`').count() % 2 == 0, "{here}: an odd back-tick");
        }
    }
}

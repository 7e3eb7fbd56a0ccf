//! Claims: what is proved, what is refuted and by which records, what is not decided.

#[path = "support/broken.rs"]
mod broken;
mod support;

use broken::not_broken;
use ics::check;
use ics::compile::{Compiled, PRELUDE, PRELUDE_NAME, compile};
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{self, Style};
use ics::ir::Program;
use ics::prove::outcome::Verdict;
use ics::prove::prove;
use ics::resolve::{Part, resolve};
use ics::source::{Sources, Span};
use ics::syntax;
use std::fmt::Write;
use std::path::Path;

fn compiled(path: &Path) -> Compiled {
    let (sources, policy, tests) = support::with_tests(path);
    compile(sources, policy, &tests)
}

fn said(found: &Compiled, lang: Lang) -> String {
    let style = Style { lang, color: false, unicode: true, width: 100 };
    found.diagnostics.iter().map(|diagnostic| format!("\n{}", terminal::render(diagnostic, &found.sources, &style))).collect()
}

/// A policy that is checked and not proved: also one that its claims would refuse.
fn checked(path: &Path) -> (Sources, Program) {
    let (mut sources, policy, _) = support::with_tests(path);
    let prelude = sources.add(PRELUDE_NAME, PRELUDE);
    let (standard, _) = syntax::parse(&sources, prelude);
    let (tree, _) = syntax::parse(&sources, policy);
    let files = [(Part::Prelude, &standard), (Part::Policy, &tree)];
    let (names, problems) = resolve(&files);
    let (program, _) = check::check(&names, &sources, Span { file: policy, start: 0, end: 0 }, problems);
    (sources, program.unwrap())
}

#[test]
fn claims_that_hold_are_proved() {
    let mut count = 0;
    for path in support::files("tests/cases/claims/accepted", "ics") {
        let found = compiled(&path);
        // Not every field has to serve.
        let quiet = found.diagnostics.iter().all(|diagnostic| diagnostic.code == "W0808");
        assert!(quiet, "{}\n{}", path.display(), said(&found, Lang::En));
        let program = found.program.as_ref().unwrap();
        assert!(!found.claims.is_empty(), "{}: no claims", path.display());
        for outcome in &found.claims {
            let claim = found.sources.slice(program.claims[outcome.claim].span);
            assert_eq!(outcome.verdict, Verdict::Proved, "{}: {claim}", path.display());
            assert!(outcome.cases <= 200, "{claim}: {} cases", outcome.cases);
        }
        count += found.claims.len();
    }
    assert!(count >= 40, "only {count} claims");
}

#[test]
fn a_claim_that_is_assumed_is_no_proof_and_refuses_nothing() {
    let found = compiled(&support::root().join("tests/cases/claims/assumed.ics"));
    assert!(found.program.is_some() && found.diagnostics.is_empty(), "{}", said(&found, Lang::En));
    let verdicts: Vec<&Verdict> = found.claims.iter().map(|outcome| &outcome.verdict).collect();
    assert!(matches!(verdicts.as_slice(), [Verdict::Assumed(_), Verdict::Proved]), "{verdicts:?}");
}

#[test]
fn claims_that_fail_are_refused() {
    let mut refuted = 0;
    insta::glob!("cases/claims/refused/*.ics", |path| {
        let found = compiled(path);
        assert!(found.program.is_none(), "{}: the policy is not refused", path.display());
        refuted += found.claims.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Refuted(_))).count();
        let mut text = String::new();
        for (lang, name) in [(Lang::En, "English"), (Lang::Zh, "中文")] {
            let _ = write!(text, "──── {name} ────\n{}\n", said(&found, lang));
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "cases/claims/snapshots" }, {
            insta::assert_snapshot!(text);
        });
    });
    assert!(refuted >= 40, "only {refuted} claims are refuted");
}

#[test]
fn the_evaluator_confirms_every_refutation() {
    let mut seen = 0;
    for path in support::files("tests/cases/claims/refused", "ics") {
        let (sources, program) = checked(&path);
        for outcome in prove(&program) {
            if let Verdict::Refuted(witness) = &outcome.verdict {
                let claim = &program.claims[outcome.claim];
                assert_eq!(not_broken(&program, &claim.kind, witness), None, "{}: {}", path.display(), sources.slice(claim.span));
                seen += 1;
            }
        }
    }
    assert!(seen >= 40, "only {seen} refutations");
}

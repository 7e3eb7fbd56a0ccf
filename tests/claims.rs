//! Claims: what is proved, what is refuted and by which records, what is not decided.

mod support;

use ics::check;
use ics::compile::{Compiled, PRELUDE, PRELUDE_NAME, compile};
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{self, Style};
use ics::explain::{check_record, evaluate, value_of};
use ics::ir::Program;
use ics::ir::expr::{Expr, ExprKind};
use ics::ir::scheme::ClaimKind;
use ics::prove::outcome::{Verdict, Witness};
use ics::prove::prove;
use ics::resolve::{Part, resolve};
use ics::source::{Sources, Span};
use ics::syntax;
use ics::value::Value;
use std::cmp::Ordering;
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
        assert!(found.diagnostics.is_empty(), "{}\n{}", path.display(), said(&found, Lang::En));
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

/// How two values are ordered; `None` for texts and where one is not there.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Why a witness does not break its claim.
fn not_broken(program: &Program, kind: &ClaimKind, witness: &Witness) -> Option<&'static str> {
    let records = std::iter::once(&witness.record).chain(&witness.other);
    if records.clone().any(|record| !matches!(check_record(program, record, witness.as_of), Ok(None))) {
        return Some("a record check rejects it");
    }
    let value = |expr: &Expr, record: &[Value]| {
        let evaluation = evaluate(program, record, witness.as_of).unwrap();
        value_of(program, expr, record, &evaluation, witness.as_of).unwrap()
    };
    let is = |expr: &Expr, truth: bool| value(expr, &witness.record) == Value::Bool(truth);
    let moved = |subject: &Expr, object: &Expr, wrong: fn(Ordering) -> bool, texts: bool| -> Option<&'static str> {
        let ExprKind::Field(id) = object.kind else { return Some("no field") };
        let other = witness.other.as_ref().unwrap();
        let own = id.0 as usize;
        if (0..other.len()).any(|position| position != own && other[position] != witness.record[position]) {
            return Some("the records differ in another field");
        }
        if order(&witness.record[own], &other[own]).is_some_and(|order| !order.is_lt()) {
            return Some("the field does not rise");
        }
        let (a, b) = (value(subject, &witness.record), value(subject, other));
        let broken = !a.is_missing() && !b.is_missing() && order(&a, &b).map_or(texts && a != b, wrong);
        (!broken).then_some("the value does not move the wrong way")
    };
    let (broken, why) = match kind {
        ClaimKind::Always(one) => (is(one, false), "the condition is not false"),
        ClaimKind::Never(one) => (is(one, true), "the condition is not true"),
        ClaimKind::Implies(first, second) => (is(first, true) && is(second, false), "the first holds and so does the second"),
        ClaimKind::Rises(subject, object) => return moved(subject, object, Ordering::is_gt, false),
        ClaimKind::Falls(subject, object) => return moved(subject, object, Ordering::is_lt, false),
        ClaimKind::Independent(subject, object) => return moved(subject, object, Ordering::is_ne, true),
    };
    (!broken).then_some(why)
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

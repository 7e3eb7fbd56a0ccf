//! Sound policies, one construct each: nothing is reported, and their tests hold.

#[path = "../benches/policies/mod.rs"]
mod measured;
mod support;

use ics::compile::{Compiled, compile, compile_with};
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{self, Style};
use ics::explain;
use ics::ir::{Expect, Program, Test};
use ics::value::Value;
use ics::value::calendar::Day;
use std::path::Path;

fn compiled(path: &Path) -> Compiled {
    let (sources, policy, tests) = support::with_tests(path);
    compile_with(sources, policy, &tests, &support::levels_of(path))
}

/// What of a test does not hold.
fn failures(found: &Compiled, program: &Program, test: &Test) -> Vec<String> {
    let day = test.as_of.or(program.policy.as_of).unwrap_or(Day::parse("2024-12-31").unwrap());
    let broken = !test.given.broken.is_empty() || explain::check_record(program, &test.given.record, day).unwrap().is_some();
    match (&test.expect, broken) {
        (Expect::Rejected { .. }, true) => Vec::new(),
        (Expect::Rejected { .. }, false) => vec!["not rejected".to_string()],
        (Expect::All(_), true) => vec!["rejected".to_string()],
        (Expect::All(list), false) => {
            let evaluation = explain::evaluate(program, &test.given.record, day).unwrap();
            let value = |expr: &ics::ir::expr::Expr| explain::value_of(program, expr, &test.given.record, &evaluation, day).unwrap();
            let wrong = list.iter().filter(|expectation| value(&expectation.condition) != Value::Bool(true));
            let words = |expectation: &ics::ir::Expectation| {
                format!("{}: found {:?}", found.sources.slice(expectation.span), expectation.found.as_ref().map(&value))
            };
            wrong.map(words).collect()
        }
    }
}

#[test]
fn nothing_is_reported_and_tests_hold() {
    let mut wrong = Vec::new();
    let files = support::files("tests/cases/sound", "ics");
    assert!(files.len() >= 15);
    for path in files {
        let found = compiled(&path);
        let here = path.file_name().unwrap().to_string_lossy().into_owned();
        let style = Style { lang: Lang::En, color: false, unicode: true, width: 100 };
        wrong.extend(found.diagnostics.iter().map(|diagnostic| format!("{here}\n{}", terminal::render(diagnostic, &found.sources, &style))));
        let Some(program) = &found.program else { continue };
        assert!(!program.tests.is_empty(), "{here} has no tests");
        for test in &program.tests {
            wrong.extend(failures(&found, program, test).into_iter().map(|failure| format!("{here}, {}: {failure}", test.name)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is measured is a whole policy of the length it is said to have.
#[test]
fn measured_policies_are_sound() {
    let large = measured::realistic(1_000);
    assert_eq!(large.lines().count(), 1_000);
    let others = [measured::one_line_indicators(50), measured::wide_decision(), measured::reordered_decision(), measured::lookup(50)];
    for text in others.into_iter().chain([large]) {
        let mut sources = ics::source::Sources::default();
        let file = sources.add("measured.ics", text);
        let found = compile(sources, file, &[]);
        // What is measured need not be used.
        let remark = found.diagnostics.iter().find(|diagnostic| !diagnostic.code.starts_with("W08"));
        assert!(found.program.is_some() && remark.is_none(), "{remark:?}");
    }
}

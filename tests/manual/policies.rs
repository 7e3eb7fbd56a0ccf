//! Compiling and running the examples.

use crate::support::parts;
use ics::compile::{Compiled, compile_with};
use ics::diagnostic::Lang;
use ics::explain::{check_record, evaluate, exact, show, value_of};
use ics::ir::{Expect, Program, Test};
use ics::source::Sources;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::ty::Type;

/// A policy in which nothing is declared.
pub const EMPTY: &str = "policy empty { }\nrecord thing { key id : text }\n";

fn compiled(text: &str, code: &str) -> Compiled {
    let mut sources = Sources::default();
    let file = sources.add("example.ics", text);
    compile_with(sources, file, &[], &parts(code))
}

fn found(compiled: &Compiled) -> Vec<String> {
    let line = |diagnostic: &ics::diagnostic::Diagnostic| {
        let place = diagnostic.primary().map(|span| {
            let file = compiled.sources.file(span.file);
            let line = file.position(span.start).line;
            format!("{}:{line} {:?}", file.name, file.line(line).map_or("", |(_, text)| text))
        });
        format!("{} {:?} at {}", diagnostic.code, diagnostic.en, place.unwrap_or_default())
    };
    compiled.diagnostics.iter().map(line).collect()
}

/// The text compiles without a remark, and its tests hold.
pub fn holds(text: &str) -> Result<(), String> {
    let compiled = compiled(text, "");
    let Some(program) = compiled.program.as_ref().filter(|_| compiled.diagnostics.is_empty()) else {
        return Err(found(&compiled).join("\n"));
    };
    for test in &program.tests {
        outcome(&compiled, program, test).map_err(|why| format!("test {:?}: {why}", test.name))?;
    }
    Ok(())
}

/// Exactly this code is found, once or several times.
pub fn finds(text: &str, code: &str) -> Result<(), String> {
    let compiled = compiled(text, code);
    let all = !compiled.diagnostics.is_empty() && compiled.diagnostics.iter().all(|diagnostic| diagnostic.code == code);
    if all { Ok(()) } else { Err(format!("{code} was to be found, not\n{}", found(&compiled).join("\n"))) }
}

/// The value of an expression is shown so: all digits, with the unit.
pub fn shows(standard: &str, expression: &str, wanted: &str) -> Result<(), String> {
    // Most values are there; where one may not be, `let` allows it.
    let text = format!("{standard}\nlet example_value = {expression}\n");
    let compiled = compiled(&text, "");
    let Some(program) = compiled.program.as_ref().filter(|_| compiled.diagnostics.is_empty()) else {
        return Err(format!("`{expression}`: {}", found(&compiled).join("\n")));
    };
    let record = program.examples.first().map_or_else(|| vec![Value::Text("A".into())], |example| example.record.clone());
    let as_of = program.policy.as_of.or_else(|| Day::parse("2025-06-30")).unwrap();
    let evaluation = evaluate(program, &record, as_of).map_err(|defect| defect.promise.to_string())?;
    let slot = program.find("example_value").unwrap();
    let (value, ty) = (evaluation.slot(slot), &program.slot(slot).expr.ty);
    let shown = match (value, ty) {
        (Value::Missing, _) => "missing".to_string(),
        (Value::Number(_), Type::Number(number)) if !number.unit.name.is_empty() => {
            let gap = if number.unit.is_percent() { "" } else { " " };
            format!("{}{gap}{}", exact(value, ty, program), number.unit.name)
        }
        _ => exact(value, ty, program),
    };
    if shown == wanted { Ok(()) } else { Err(format!("`{expression}` is `{shown}`, not `{wanted}`")) }
}

fn outcome(compiled: &Compiled, program: &Program, test: &Test) -> Result<(), String> {
    let as_of = match test.as_of.or(program.policy.as_of) {
        Some(day) => day,
        None if program.policy.needs_as_of => return Err("no reference date".to_string()),
        None => Day(0),
    };
    let record = &test.given.record;
    let broken = if test.given.broken.is_empty() {
        check_record(program, record, as_of).map_err(|defect| defect.promise.to_string())?.map(|check| check.words.clone())
    } else {
        Some("a field outside its declared range".to_string())
    };
    match (&test.expect, broken) {
        (Expect::Rejected { .. }, Some(_)) => Ok(()),
        (Expect::Rejected { .. }, None) => Err("the record was to be rejected".to_string()),
        (Expect::All(_), Some(why)) => Err(format!("the record is rejected: {why}")),
        (Expect::All(expectations), None) => {
            let evaluation = evaluate(program, record, as_of).map_err(|defect| defect.promise.to_string())?;
            for expectation in expectations {
                let value = value_of(program, &expectation.condition, record, &evaluation, as_of).map_err(|defect| defect.promise.to_string())?;
                if value != Value::Bool(true) {
                    let found = expectation.found.as_ref().map(|found| {
                        let value = value_of(program, found, record, &evaluation, as_of).unwrap();
                        show(&value, &found.ty, program, Lang::En)
                    });
                    return Err(format!("`{}` does not hold: found {}", compiled.sources.slice(expectation.span), found.unwrap_or_default()));
                }
            }
            Ok(())
        }
    }
}

//! Tests, run from the editor.
//!
//! In: a file, a command. Out: a lens over each test and one over the policy; how a test ended, as a message and as the result of the
//! command.

use super::server::{Client, Refused, result};
use super::state::{Freshness, State};
use super::view::View;
use crate::cli::test_blocks;
use crate::diagnostic::{Lang, quote};
use crate::ide::symbol::SymbolKind;
use crate::ir::{Program, Test};
use crate::source::Span;
use crate::testing::run;
use gen_lsp_types as lsp;
use serde_json::{Value, json};

/// The command that runs one test: the address of its file, its name, and the line it starts on.
pub const RUN_TEST: &str = "ics.runTest";
/// The command that runs all tests of a policy: the address of one of its files.
pub const RUN_TESTS: &str = "ics.runTests";

/// The lenses of a file.
///
/// # Errors
/// None.
pub fn lenses(state: &mut State, params: &lsp::CodeLensParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let address = params.text_document.uri.0.clone();
    let Some(view) = state.view(&address, Freshness::Recent) else { return result(json!([])) };
    let mut told = Vec::new();
    let lens = |span: Span, title: String, command: &str, arguments: Vec<Value>| {
        let range = view.range(span)?;
        Some(json!({ "range": range, "command": { "title": title, "command": command, "arguments": arguments } }))
    };
    let of_file = view.analysis.index.symbols.iter().filter(|symbol| symbol.span.file == view.file);
    for symbol in of_file {
        match symbol.kind {
            SymbolKind::Test => {
                let title = match lang {
                    Lang::En => "▶ run test",
                    Lang::Zh => "▶ 运行测试",
                };
                let line = view.range(symbol.span).map(|range| range.start.line);
                let arguments = vec![json!(address), json!(symbol.name), json!(line)];
                told.extend(lens(symbol.place, title.to_owned(), RUN_TEST, arguments));
            }
            SymbolKind::Policy => {
                let tally = view.analysis.program.as_deref().filter(|program| !program.tests.is_empty()).map(|program| tally(&view, program, lang));
                told.extend(tally.and_then(|title| lens(symbol.place, title, RUN_TESTS, vec![json!(address)])));
            }
            _ => {}
        }
    }
    result(told)
}

/// How many tests pass, in words.
fn tally(view: &View, program: &Program, lang: Lang) -> String {
    let all = program.tests.len();
    let passed = *view.passed.get_or_init(|| program.tests.iter().filter(|test| run::passes(program, test) == Ok(true)).count());
    match (lang, all) {
        (Lang::En, 1) => format!("{passed} of 1 test passes"),
        (Lang::En, _) => format!("{passed} of {all} tests pass"),
        (Lang::Zh, _) => format!("{all} 个测试中 {passed} 个通过"),
    }
}

/// Does a command.
///
/// # Errors
/// A command that is not known, arguments that do not fit, a policy with errors.
pub fn execute(state: &mut State, client: &Client, params: lsp::ExecuteCommandParams) -> Result<Value, Refused> {
    let arguments = params.arguments.unwrap_or_default();
    let text = |place: usize| arguments.get(place).and_then(Value::as_str);
    let lang = state.lang;
    let wanted = match params.command.as_str() {
        RUN_TEST => Some(text(1).ok_or_else(|| Refused::parameters("the name of a test is wanted"))?.to_owned()),
        RUN_TESTS => None,
        other => return Err(Refused::parameters(format!("`{other}` is not a command of this server"))),
    };
    let address = text(0).ok_or_else(|| Refused::parameters("the address of a file is wanted"))?;
    let view = state.view(address, Freshness::Present).ok_or_else(|| Refused::parameters(format!("{address} is not known")))?;
    let faulty = match lang {
        Lang::En => "the policy has errors; mend them first",
        Lang::Zh => "政策有错误，请先改正",
    };
    let program = view.analysis.program.clone().ok_or_else(|| Refused::failed(faulty))?;
    let tests: Vec<&Test> = match &wanted {
        // Two tests may have one name: the line tells which.
        Some(name) => {
            let line = arguments.get(2).and_then(Value::as_u64);
            let is_there = |test: &&&Test| view.range(test.span).map(|range| u64::from(range.start.line)) == line;
            let named: Vec<&Test> = program.tests.iter().filter(|test| test.name == *name).collect();
            let one = named.iter().find(is_there).or(named.first()).copied();
            one.into_iter().collect()
        }
        None => program.tests.iter().collect(),
    };
    if tests.is_empty() {
        let none = match lang {
            Lang::En => "there is no such test",
            Lang::Zh => "没有这个测试",
        };
        return Err(Refused::failed(none));
    }
    let ended: Vec<(&Test, Vec<String>)> =
        tests.into_iter().map(|test| Ok((test, misses(&view, &program, test, lang)?))).collect::<Result<_, Refused>>()?;
    let failed: Vec<&(&Test, Vec<String>)> = ended.iter().filter(|(_, misses)| !misses.is_empty()).collect();
    let message = summary(&ended, &failed, lang);
    client.notify("window/showMessage", json!({ "type": if failed.is_empty() { 3 } else { 1 }, "message": message }));
    let each = |(test, misses): &(&Test, Vec<String>)| json!({ "name": test.name, "passed": misses.is_empty(), "misses": misses });
    result(json!({ "passed": failed.is_empty(), "message": message, "tests": ended.iter().map(each).collect::<Vec<Value>>() }))
}

/// What did not come out as a test expects, a line each.
fn misses(view: &View, program: &Program, test: &Test, lang: Lang) -> Result<Vec<String>, Refused> {
    let misses = test_blocks::misses(program, &view.analysis.sources, test, lang).map_err(|defect| Refused::failed(format!("{defect:?}")))?;
    let line = |miss: test_blocks::Miss| match lang {
        Lang::En => format!("expected {}, found {}", miss.expected, miss.found),
        Lang::Zh => format!("期望 {}，实际为 {}", miss.expected, miss.found),
    };
    Ok(misses.into_iter().map(line).collect())
}

fn summary(ended: &[(&Test, Vec<String>)], failed: &[&(&Test, Vec<String>)], lang: Lang) -> String {
    let named = |test: &Test| quote(lang, &test.name);
    let head = match (ended, failed.len(), lang) {
        ([(test, _)], 0, Lang::En) => format!("{} passes", named(test)),
        ([(test, _)], 0, Lang::Zh) => format!("{}通过", named(test)),
        ([(test, _)], _, Lang::En) => format!("{} fails", named(test)),
        ([(test, _)], _, Lang::Zh) => format!("{}未通过", named(test)),
        (all, failed, Lang::En) => format!("{} tests: {} passed, {failed} failed", all.len(), all.len() - failed),
        (all, failed, Lang::Zh) => format!("{} 个测试：通过 {} 个，未通过 {failed} 个", all.len(), all.len() - failed),
    };
    let is_one = ended.len() == 1;
    let lines = failed.iter().flat_map(|(test, misses)| {
        let before = if is_one { String::new() } else { format!("{} ", named(test)) };
        misses.iter().map(move |miss| format!("{before}{miss}"))
    });
    std::iter::once(head).chain(lines).collect::<Vec<String>>().join("\n")
}

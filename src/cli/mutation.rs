//! `ics test --mutate`: which changes of a policy nobody would notice.
//!
//! In: policies whose tests pass. Out: for each policy how many changes check and the tests noticed, and every change they did
//! not, on standard output; a summary on standard error.

use super::load::{self, Tests};
use super::problem::{CliProblem, Failure};
use super::screen::Screen;
use super::{Outcome, arguments, check, test, test_blocks};
use crate::compile::Drafts;
use crate::diagnostic::Lang;
use crate::source::{FileId, Sources, Span};
use crate::testing::mutate::{self, Change, Report};
use clap::ArgMatches;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The version of the JSON shape. It grows when a reader of the old shape would go wrong.
const SCHEMA_VERSION: u32 = 1;
/// How many changes of a policy are shown to people.
const SHOWN: usize = 20;

/// What became of the changes of one policy, with its text.
struct Tried {
    sources: Sources,
    policy: FileId,
    report: Report,
}

/// Tries changes of policies.
///
/// # Errors
/// Paths that cannot be read, no policy at all, a defect of the engine.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let policies: Vec<PathBuf> = check::policies(&arguments::paths(options))?.into_iter().filter(|path| !check::is_prelude(path)).collect();
    if !all_pass(screen, &policies)? {
        return Ok(Outcome::Findings);
    }
    let most = options.get_one::<u64>("mutants").map_or(mutate::USUAL, |most| usize::try_from(*most).unwrap_or(usize::MAX));
    let is_json = options.get_one::<String>("mutate").is_some_and(|format| format == "json");
    let mut all = Vec::new();
    for path in &policies {
        let tried = tried(path, most)?;
        if !is_json {
            print(screen, path, &tried)?;
        }
        all.push(tried);
    }
    if is_json {
        let list: Vec<Value> = policies.iter().zip(&all).map(|(path, tried)| as_json(path, tried)).collect();
        screen.out(&format!("{:#}\n", json!({ "schema_version": SCHEMA_VERSION, "policies": list })))?;
    }
    screen.say(&summary(screen.lang, &all));
    let least = options.get_one::<u64>("min-caught").copied().unwrap_or(0);
    let below = |report: &Report| noticed(report) as u64 * 100 < least.saturating_mul(report.counted() as u64);
    Ok(if all.iter().any(|tried| below(&tried.report)) { Outcome::Findings } else { Outcome::Fine })
}

/// Whether all tests pass as things stand; those that fail are printed.
fn all_pass(screen: &Screen, policies: &[PathBuf]) -> Result<bool, Failure> {
    let mut suites = Vec::new();
    for path in policies {
        suites.push(test::blocks(screen, path, "", &mut Vec::new()).or_else(|failure| test::unusable(screen, path, failure))?);
    }
    let mut pass = true;
    for case in suites.iter().flat_map(|suite| &suite.cases).filter(|case| !case.failures.is_empty()) {
        pass = false;
        test::print(screen, case)?;
    }
    if !pass {
        let words = screen.pick("; changes are tried once all tests pass", "；全部测试通过后才试改动");
        screen.say(&format!("{}{words}", test::summary(screen.lang, &suites)));
    }
    Ok(pass)
}

fn tried(path: &Path, most: usize) -> Result<Tried, Failure> {
    let (sources, tests) = load::sources(&load::texts(path, Tests::Beside)?);
    let policy = load::POLICY;
    let drafts = Drafts::new(sources, policy, &tests);
    let defect =
        |sources: &Sources, span: Span, promise: &str| CliProblem::Defect { place: test_blocks::place(sources, span), promise: promise.to_owned() };
    let compiled = drafts.compile();
    let Some(program) = compiled.program else {
        // It has just passed its tests, so that the file was changed meanwhile.
        let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        return Err(CliProblem::FaultyPolicy { path: path.display().to_string(), errors }.into());
    };
    let report = mutate::mutate(&drafts, policy, &program, most).map_err(|found| defect(&drafts.sources, found.span, found.promise))?;
    Ok(Tried { sources: drafts.sources, policy, report })
}

fn noticed(report: &Report) -> usize {
    report.by_check() + report.by_tests()
}

/// A share as `98.7%`, rounded down, so that 100% means all; a dash where there is nothing to share.
fn share(part: usize, whole: usize) -> String {
    match (part * 1000).checked_div(whole) {
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
        None => "-".to_owned(),
    }
}

fn print(screen: &Screen, path: &Path, tried: &Tried) -> Result<(), Failure> {
    let report = &tried.report;
    let (by_check, by_tests, survived) = (report.by_check(), report.by_tests(), report.survivors().count());
    let (count, same) = (report.tried.len(), report.tried.len() - report.counted());
    let part = share(noticed(report), report.counted());
    let mut text = match screen.lang {
        Lang::En => {
            let without = if same == 0 { String::new() } else { format!(", {same} without effect") };
            format!(
                "{}: {count} of {} changes tried: {by_check} refused by check, {by_tests} caught by tests, {survived} unnoticed{without}; {part} noticed\n",
                path.display(),
                report.possible
            )
        }
        Lang::Zh => {
            let without = if same == 0 { String::new() } else { format!("，{same} 个没有影响") };
            format!(
                "{}：共有 {} 个改动，试 {count} 个：检查拒绝 {by_check} 个，测试发现 {by_tests} 个，未察觉 {survived} 个{without}；察觉 {part}\n",
                path.display(),
                report.possible
            )
        }
    };
    for change in report.survivors().take(SHOWN) {
        text.push_str(&survivor(screen, tried, change));
    }
    if survived > SHOWN {
        let more = survived - SHOWN;
        text.push_str(&match screen.lang {
            Lang::En => format!("\n    and {more} more; `--mutate=json` lists all\n"),
            Lang::Zh => format!("\n    另有 {more} 个；用 `--mutate=json` 列出全部\n"),
        });
    }
    if survived > 0 {
        text.push('\n');
    }
    screen.out(&text)
}

fn survivor(screen: &Screen, tried: &Tried, change: &Change) -> String {
    let lang = screen.lang;
    let head = screen.paint_out(screen.pick("unnoticed", "未察觉"), anstyle::AnsiColor::Yellow);
    let place = test_blocks::place(&tried.sources, Span { file: tried.policy, start: change.offset, end: change.offset });
    let nothing = screen.pick("(left out)", "（删去）");
    let indented = |label: &str, lines: &str| {
        let indent = format!("\n{}", " ".repeat(4 + unicode_width::UnicodeWidthStr::width(label) + 2));
        format!("    {label}  {}\n", if lines.is_empty() { nothing.to_owned() } else { lines.replace('\n', &indent) })
    };
    let [before, after, hint] = match lang {
        Lang::En => ["before", "after ", "hint  "],
        Lang::Zh => ["原为", "改为", "提示"],
    };
    let mut text = format!("\n{head}  {}  ({place})\n", change.kind.words(lang));
    text.push_str(&indented(before, &change.before));
    text.push_str(&indented(after, &change.after));
    text.push_str(&indented(hint, &change.hint.words(lang)));
    text
}

fn as_json(path: &Path, tried: &Tried) -> Value {
    let report = &tried.report;
    let entry = |change: &Change| {
        let position = tried.sources.file(tried.policy).position(change.offset);
        json!({
            "kind": change.kind.id(),
            "line": position.line,
            "column": position.column,
            "before": change.before,
            "after": change.after,
            "hint": { "en": change.hint.words(Lang::En), "zh": change.hint.words(Lang::Zh) },
        })
    };
    json!({
        "policy": path.display().to_string(),
        "possible": report.possible,
        "tried": report.tried.len(),
        "by_check": report.by_check(),
        "by_tests": report.by_tests(),
        "without_effect": report.tried.len() - report.counted(),
        "unnoticed": report.survivors().map(entry).collect::<Vec<Value>>(),
    })
}

fn summary(lang: Lang, all: &[Tried]) -> String {
    let policies = all.len();
    let counted: usize = all.iter().map(|tried| tried.report.counted()).sum();
    let caught: usize = all.iter().map(|tried| noticed(&tried.report)).sum();
    let part = share(caught, counted);
    match lang {
        Lang::En => {
            let of = if policies == 1 { "1 policy".to_owned() } else { format!("{policies} policies") };
            format!("{of}: {caught} of {counted} changes noticed, {part}")
        }
        Lang::Zh => format!("{policies} 个政策：{counted} 个改动中察觉 {caught} 个，{part}"),
    }
}

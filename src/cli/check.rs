//! `ics check`: whether policies can be used.
//!
//! In: policies and folders. Out: every problem on standard output, in one of three formats, and a summary on standard error.
//! A file of tests is checked with the policy beside it, a file of standard units by itself.

use super::files::{self, Found};
use super::load::{self, Tests};
use super::problem::{CliProblem, Failure};
use super::screen::{Screen, Stream};
use super::{Outcome, arguments};
use crate::compile::{Compiled, compile_prelude};
use crate::diagnostic::{Diagnostic, Lang, json, short, terminal};
use crate::prove::outcome::{Outcome as ClaimOutcome, Verdict};
use crate::source::Sources;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// The name of the file of standard units.
const PRELUDE_NAME: &str = "prelude.ics";

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Human,
    Short,
    Json,
}

/// Checks the policies.
///
/// # Errors
/// Paths that cannot be read, no policy at all.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let format = match options.get_one::<String>("format").map(String::as_str) {
        Some("short") => Format::Short,
        Some("json") => Format::Json,
        Some(_) | None => Format::Human,
    };
    let paths = arguments::paths(options);
    let policies = policies(&paths)?;
    let mut entries = Vec::new();
    let mut tally = Tally::default();
    for path in &policies {
        let Compiled { sources, diagnostics, claims, .. } = match check(path) {
            Ok(checked) => checked,
            // One unreadable file says nothing about the others.
            Err(problem) => {
                screen.problem(&problem);
                tally.unread += 1;
                continue;
            }
        };
        tally.add(&diagnostics);
        if let Some(line) = claims_line(&claims, screen.lang) {
            screen.say(&format!("{}{}", named(path, policies.len(), screen.lang), line));
        }
        match format {
            Format::Human => print_all(&diagnostics, |one| format!("{}\n", terminal::render(one, &sources, &screen.style(Stream::Out))), screen)?,
            Format::Short => print_all(&diagnostics, |one| format!("{}\n", short::line(one, &sources, screen.lang)), screen)?,
            Format::Json => entries.extend(list(json::to_json(&diagnostics, &sources))),
        }
    }
    if format == Format::Json {
        let report = serde_json::json!({ "schema_version": json::SCHEMA_VERSION, "diagnostics": entries });
        screen.out(&format!("{report:#}\n"))?;
    }
    screen.say(&tally.summary(screen));
    Ok(match (tally.unread, tally.errors) {
        (0, 0) => Outcome::Fine,
        (0, _) => Outcome::Findings,
        _ => Outcome::Incomplete,
    })
}

/// The policies to check: those found, and those whose tests were found.
///
/// # Errors
/// Paths that cannot be read, tests without their policy, no policy at all.
pub fn policies(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliProblem> {
    let Found { mut policies, tests, .. } = files::find(paths)?;
    for path in tests {
        let policy = files::policy_of(&path);
        if !policy.is_file() {
            return Err(CliProblem::OrphanTest { path: path.display().to_string(), policy: policy.display().to_string() });
        }
        policies.insert(policy);
    }
    if policies.is_empty() {
        return Err(CliProblem::NoPolicies { path: arguments::joined(paths) });
    }
    Ok(policies.into_iter().collect())
}

/// Whether the file declares standard units and is no policy.
#[must_use]
pub fn is_prelude(path: &Path) -> bool {
    files::name_of(path) == PRELUDE_NAME
}

fn check(path: &Path) -> Result<Compiled, CliProblem> {
    if is_prelude(path) {
        let mut sources = Sources::default();
        let file = sources.add(path.display().to_string(), files::read_text(path)?);
        return Ok(compile_prelude(sources, file));
    }
    load::policy(path, Tests::Beside)
}

/// What came of the claims of a policy; `None` where it makes none.
fn claims_line(claims: &[ClaimOutcome], lang: Lang) -> Option<String> {
    let count = |test: fn(&Verdict) -> bool| claims.iter().filter(|outcome| test(&outcome.verdict)).count();
    let proved = count(|verdict| matches!(verdict, Verdict::Proved | Verdict::Vacuous));
    let assumed = count(|verdict| matches!(verdict, Verdict::Assumed(_)));
    let refuted = count(|verdict| matches!(verdict, Verdict::Refuted(_)));
    let open = count(|verdict| matches!(verdict, Verdict::Open(_)));
    let words = match lang {
        Lang::En => ["proved", "assumed", "refuted", "not decided"],
        Lang::Zh => ["已证明", "假定", "不成立", "未判定"],
    };
    let parts: Vec<(usize, &str)> = [proved, assumed, refuted, open].into_iter().zip(words).filter(|(count, _)| *count > 0).collect();
    if parts.is_empty() {
        return None;
    }
    Some(match lang {
        Lang::En => {
            let noun = if parts.first().is_some_and(|(count, _)| *count == 1) { "claim" } else { "claims" };
            let all = parts.iter().enumerate().map(|(position, (count, word))| match position {
                0 => format!("{count} {noun} {word}"),
                _ => format!("{count} {word}"),
            });
            all.collect::<Vec<String>>().join(", ")
        }
        Lang::Zh => format!("保证：{}", parts.iter().map(|(count, word)| format!("{word} {count} 项")).collect::<Vec<String>>().join("，")),
    })
}

/// Which file is spoken of, where there are several.
fn named(path: &Path, files: usize, lang: Lang) -> String {
    match (files, lang) {
        (1, _) => String::new(),
        (_, Lang::En) => format!("{}: ", path.display()),
        (_, Lang::Zh) => format!("{}：", path.display()),
    }
}

fn print_all(diagnostics: &[Diagnostic], print: impl Fn(&Diagnostic) -> String, screen: &Screen) -> Result<(), Failure> {
    diagnostics.iter().try_for_each(|diagnostic| screen.out(&print(diagnostic)))
}

fn list(report: serde_json::Value) -> Vec<serde_json::Value> {
    match report {
        serde_json::Value::Object(mut fields) => match fields.remove("diagnostics") {
            Some(serde_json::Value::Array(entries)) => entries,
            Some(_) | None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// How many of what.
#[derive(Debug, Default)]
struct Tally {
    policies: usize,
    errors: usize,
    warnings: usize,
    unread: usize,
}

impl Tally {
    fn add(&mut self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        self.policies += 1;
        self.errors += errors;
        self.warnings += diagnostics.len() - errors;
    }

    fn summary(&self, screen: &Screen) -> String {
        let problems = terminal::summary(self.errors, self.warnings, screen.lang);
        let unread = match (screen.lang, self.unread) {
            (_, 0) => String::new(),
            (Lang::En, count) => format!("; {count} could not be read"),
            (Lang::Zh, count) => format!("；另有 {count} 个文件无法读取"),
        };
        match (screen.lang, self.policies) {
            (Lang::En, 1) => format!("1 file checked: {problems}{unread}"),
            (Lang::En, files) => format!("{files} files checked: {problems}{unread}"),
            (Lang::Zh, files) => format!("已检查 {files} 个文件：{problems}{unread}"),
        }
    }
}

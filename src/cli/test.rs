//! `ics test`: `test` blocks and golden folders.
//!
//! In: policies and folders. Out: every failing test with what was expected and found, on standard output; a summary on
//! standard error; JUnit XML where asked. A policy with errors is a failed test.

use super::files;
use super::golden::{self, Update};
use super::load::{self, Tests};
use super::problem::{CliProblem, Failure};
use super::screen::{Screen, Stream};
use super::test_blocks::{self, Miss};
use super::{Outcome, arguments, check, coverage, junit, mutation};
use crate::compile::Compiled;
use crate::diagnostic::{Lang, Words, terminal};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// All tests of one policy, or one golden folder.
#[derive(Debug, Clone)]
pub struct Suite {
    /// Its path.
    pub name: String,
    /// Its tests, in the order of the file.
    pub cases: Vec<Case>,
}

/// How one test ended.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its words.
    pub name: String,
    /// Where it stands, as `file:line:column`.
    pub place: String,
    /// What went wrong, a block of lines each; nothing where it passed.
    pub failures: Vec<String>,
}

/// Runs the tests.
///
/// # Errors
/// Paths that cannot be read, nothing to test, a defect of the engine.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    if options.contains_id("mutate") {
        return mutation::run(screen, options);
    }
    let paths = arguments::paths(options);
    let filter = options.get_one::<String>("filter").map_or("", String::as_str);
    let update = if options.get_flag("update") { Update::Rewrite } else { Update::Compare };
    let goldens = files::find(&paths)?.goldens;
    let policies = match check::policies(&paths) {
        Err(CliProblem::NoPolicies { .. }) if !goldens.is_empty() => Vec::new(),
        other => other?,
    };
    let (mut suites, mut compiled, mut recorded) = (Vec::new(), Vec::new(), Vec::new());
    for path in policies.iter().filter(|path| !check::is_prelude(path)) {
        suites.push(blocks(screen, path, filter, &mut compiled).or_else(|failure| unusable(screen, path, failure))?);
    }
    for folder in &goldens {
        if folder.display().to_string().contains(filter) {
            suites.push(golden::run(screen, folder, update, &mut recorded).or_else(|failure| unusable(screen, folder, failure))?);
        }
    }
    if !filter.is_empty() && suites.iter().all(|suite| suite.cases.is_empty()) {
        return Err(CliProblem::NoTest { filter: filter.to_owned() }.into());
    }
    for suite in &suites {
        for case in suite.cases.iter().filter(|case| !case.failures.is_empty()) {
            print(screen, case)?;
        }
    }
    if let Some(path) = options.get_one::<PathBuf>("junit") {
        files::write_whole(path, &junit::document(&suites))?;
    }
    let covered = match coverage::wanted(options) {
        Some(wanted) => coverage::report(screen, &wanted, compiled, &recorded, filter)?,
        None => Outcome::Fine,
    };
    screen.say(&summary(screen.lang, &suites));
    let failed = suites.iter().any(|suite| suite.cases.iter().any(|case| !case.failures.is_empty()));
    Ok(if failed { Outcome::Findings } else { covered })
}

/// A policy or golden folder that cannot be used is a failed test; the others still run.
pub(super) fn unusable(screen: &Screen, path: &Path, failure: Failure) -> Result<Suite, Failure> {
    let all = match failure {
        Failure::PipeClosed => return Err(Failure::PipeClosed),
        Failure::Problem(problem) => vec![(problem.code(), problem.words(screen.lang))],
        Failure::Data { errors, .. } => errors.iter().map(|error| (error.code(), error.words(screen.lang))).collect(),
    };
    let line = |(code, words): (&str, Words)| {
        let help = words.help.map(|help| format!("\n{}{help}", screen.pick("help: ", "帮助："))).unwrap_or_default();
        format!("[{code}] {}{help}", words.headline)
    };
    let name = path.display().to_string();
    let words = screen.pick("it cannot be run", "无法运行").to_owned();
    Ok(Suite { cases: vec![Case { name: words, place: name.clone(), failures: all.into_iter().map(line).collect() }], name })
}

/// Runs the tests of a policy; one without errors is added to `compiled`.
///
/// # Errors
/// A file that cannot be read, a defect of the engine.
pub(super) fn blocks(screen: &Screen, path: &Path, filter: &str, compiled: &mut Vec<(PathBuf, Compiled)>) -> Result<Suite, Failure> {
    let name = path.display().to_string();
    let Compiled { sources, program, diagnostics, levels, claims } = load::policy(path, Tests::Beside)?;
    let Some(program) = program else {
        let plain = terminal::Style { color: false, ..screen.style(Stream::Out) };
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
        let failures = errors.map(|error| terminal::render(error, &sources, &plain).trim_end().to_owned()).collect();
        let words = screen.pick("the policy has errors", "政策有错误").to_owned();
        return Ok(Suite { cases: vec![Case { name: words, place: name.clone(), failures }], name });
    };
    let mut cases = Vec::new();
    for test in program.tests.iter().filter(|test| test.name.contains(filter)) {
        let misses = test_blocks::misses(&program, &sources, test, screen.lang)
            .map_err(|defect| CliProblem::Defect { place: test_blocks::place(&sources, defect.span), promise: defect.promise.to_owned() })?;
        let failures = misses.iter().map(|miss| words(screen.lang, miss)).collect();
        cases.push(Case { name: test.name.clone(), place: test_blocks::place(&sources, test.span), failures });
    }
    compiled.push((path.to_path_buf(), Compiled { sources, program: Some(program), diagnostics, levels, claims }));
    Ok(Suite { name, cases })
}

fn words(lang: Lang, miss: &Miss) -> String {
    let Miss { place, expected, found } = miss;
    match lang {
        Lang::En => format!("expected  {expected}\nfound     {found}\nat        {place}"),
        Lang::Zh => format!("期望  {expected}\n实际  {found}\n位置  {place}"),
    }
}

/// Prints a test that failed.
///
/// # Errors
/// A stream that cannot be written.
pub(super) fn print(screen: &Screen, case: &Case) -> Result<(), Failure> {
    let failed = screen.paint_out(screen.pick("failed", "未通过"), anstyle::AnsiColor::Red);
    let mut text = format!("{failed}  {}  ({})\n", case.name, case.place);
    for failure in &case.failures {
        for line in failure.lines() {
            text.push_str(&format!("    {line}\n"));
        }
        text.push('\n');
    }
    screen.out(&text)
}

/// How many tests passed and failed.
pub(super) fn summary(lang: Lang, suites: &[Suite]) -> String {
    let cases: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let failed: usize = suites.iter().map(|suite| suite.cases.iter().filter(|case| !case.failures.is_empty()).count()).sum();
    let tested = suites.iter().filter(|suite| !suite.cases.is_empty()).count();
    let passed = cases - failed;
    let of = |count: usize, one: &str, more: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {more}") };
    match lang {
        Lang::En => {
            let (tests, files) = (of(cases, "test", "tests"), of(tested, "file", "files"));
            format!("{tests} in {files}: {passed} passed, {failed} failed")
        }
        Lang::Zh => format!("{tested} 个文件中 {cases} 个测试：通过 {passed} 个，未通过 {failed} 个"),
    }
}

//! `ics check`: whether policies can be used.
//!
//! In: policies and folders. Out: every problem on standard output, in the format asked for, and a summary on standard error; with
//! `--fix` the files mended first, with `--diff` what that would change. A file of tests is checked with the policy beside it, a
//! file of standard units by itself: it is never changed.

use super::files::{self, Found};
use super::fixing::{self, Mended};
use super::load::{self, Tests};
use super::problem::{CliProblem, Failure};
use super::report::{Finding, Format, Report};
use super::screen::Screen;
use super::{Outcome, arguments, claims, settings, watch};
use crate::compile::{Compiled, compile_prelude};
use crate::diagnostic::{Diagnostic, Lang, short, terminal};
use crate::lint::levels::Choice;
use crate::source::Sources;
use clap::ArgMatches;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The name of the file of standard units.
const PRELUDE_NAME: &str = "prelude.ics";

/// What is done about certain fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixing {
    /// They are shown.
    Shown,
    /// They are applied, and what is left is shown.
    Applied,
    /// What they would change is shown, and nothing else.
    Compared,
}

/// How policies are checked.
#[derive(Debug, Clone)]
pub struct Job {
    /// What is done about fixes.
    pub fixing: Fixing,
    /// Levels of warnings from the command line.
    pub levels: Vec<Choice>,
}

/// Checks the policies.
///
/// # Errors
/// Paths that cannot be read, no policy at all.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let format = options.get_one::<String>("format").and_then(|name| Format::named(name)).unwrap_or_default();
    let paths = arguments::paths(options);
    let levels = settings::of_options(options, "ics check")?;
    if options.get_flag("watch") {
        return watch::run(screen, &paths, format, levels);
    }
    let fixing = match (options.get_flag("fix"), options.get_flag("diff")) {
        (_, true) => Fixing::Compared,
        (true, false) => Fixing::Applied,
        (false, false) => Fixing::Shown,
    };
    let (outcome, summary) = once(screen, &paths, format, &Job { fixing, levels })?;
    screen.say(&summary);
    Ok(outcome)
}

/// Checks the policies one time, and says in one line how it went.
///
/// # Errors
/// Paths that cannot be read, no policy at all.
pub fn once(screen: &Screen, paths: &[PathBuf], format: Format, job: &Job) -> Result<(Outcome, String), Failure> {
    let fixing = job.fixing;
    let mut told = BTreeSet::new();
    let mut report = Report::new(screen, format);
    let mut tally = Tally::default();
    let policies = policies(paths)?;
    for path in &policies {
        match treat(screen, path, job, &mut tally) {
            Ok(mut finding) => {
                // One settings file may serve many policies; what is wrong with it is said once.
                let Finding { sources, diagnostics, .. } = &mut finding;
                diagnostics.retain(|one| !is_of_settings(one, sources) || told.insert(short::line(one, sources, screen.lang)));
                tally.add(&finding, is_prelude(path));
                if let Some(line) = claims::line(&finding.claims, screen.lang) {
                    screen.say(&format!("{}{line}", claims::of(path, policies.len(), screen.lang)));
                }
                if fixing != Fixing::Compared {
                    report.add(finding)?;
                }
            }
            // One unreadable file says nothing about the others.
            Err(Failure::Problem(problem)) => {
                tally.unread += 1;
                report.add_unread(path, *problem)?;
            }
            Err(failure @ (Failure::Data { .. } | Failure::PipeClosed)) => return Err(failure),
        }
    }
    if fixing != Fixing::Compared {
        report.finish()?;
    }
    let outcome = match (tally.unread, tally.errors, tally.to_change) {
        (0, 0, 0) => Outcome::Fine,
        (0, _, _) => Outcome::Findings,
        _ => Outcome::Incomplete,
    };
    Ok((outcome, tally.summary(screen.lang, fixing)))
}

/// What there is to say about a policy, after whatever is done about it.
fn treat(screen: &Screen, path: &Path, job: &Job, tally: &mut Tally) -> Result<Finding, Failure> {
    let fixing = job.fixing;
    let name = path.display().to_string();
    if fixing == Fixing::Shown || is_prelude(path) {
        let Compiled { sources, diagnostics, claims, .. } = check(path, &job.levels)?;
        return Ok(Finding { name, sources, diagnostics, claims });
    }
    let Mended { changes, compiled, refused } = fixing::mend(path, &job.levels)?;
    tally.refused += refused;
    for change in changes {
        match fixing {
            Fixing::Compared => {
                tally.to_change += change.fixed;
                screen.out(&change.difference())?;
            }
            Fixing::Applied | Fixing::Shown => {
                change.write()?;
                screen.say(&said(&change.path, change.fixed, screen.lang));
            }
        }
    }
    Ok(Finding { name, sources: compiled.sources, diagnostics: compiled.diagnostics, claims: compiled.claims })
}

fn said(path: &Path, fixed: usize, lang: Lang) -> String {
    let path = path.display();
    match (lang, fixed) {
        (Lang::En, 1) => format!("{path}: 1 problem fixed"),
        (Lang::En, _) => format!("{path}: {fixed} problems fixed"),
        (Lang::Zh, _) => format!("{path}：已修正 {fixed} 处"),
    }
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

fn is_of_settings(diagnostic: &Diagnostic, sources: &Sources) -> bool {
    diagnostic.primary().is_some_and(|place| files::name_of(Path::new(&sources.file(place.file).name)) == settings::FILE)
}

fn check(path: &Path, levels: &[Choice]) -> Result<Compiled, CliProblem> {
    if is_prelude(path) {
        let mut sources = Sources::default();
        let file = sources.add(path.display().to_string(), files::read_text(path)?);
        return Ok(compile_prelude(sources, file));
    }
    load::compiled(&load::texts(path, Tests::Beside)?, levels)
}

/// How many of what.
#[derive(Debug, Default)]
struct Tally {
    policies: usize,
    errors: usize,
    warnings: usize,
    unread: usize,
    /// Problems that `--fix` would mend.
    fixable: usize,
    /// Problems that `--diff` shows mended.
    to_change: usize,
    /// Fixes that would do harm.
    refused: usize,
}

impl Tally {
    fn add(&mut self, finding: &Finding, is_prelude: bool) {
        let errors = finding.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        self.policies += 1;
        self.errors += errors;
        self.warnings += finding.diagnostics.len() - errors;
        if !is_prelude {
            self.fixable += finding.diagnostics.iter().filter(|one| !one.fixes.is_empty() && !is_of_settings(one, &finding.sources)).count();
        }
    }

    fn summary(&self, lang: Lang, fixing: Fixing) -> String {
        let problems = terminal::summary(self.errors, self.warnings, lang);
        let files = match (lang, self.policies) {
            (Lang::En, 1) => "1 file checked: ".to_owned(),
            (Lang::En, files) => format!("{files} files checked: "),
            (Lang::Zh, files) => format!("已检查 {files} 个文件："),
        };
        let mut parts = vec![match (fixing, self.to_change, lang) {
            (Fixing::Compared, 1.., Lang::En) => format!("{files}{} would be fixed; after that {problems}", self.to_change),
            (Fixing::Compared, 1.., Lang::Zh) => format!("{files}可修正 {} 处；修正后：{problems}", self.to_change),
            (Fixing::Compared, 0, _) | (Fixing::Shown | Fixing::Applied, _, _) => format!("{files}{problems}"),
        }];
        match (fixing, self.fixable, lang) {
            (Fixing::Shown, 1.., Lang::En) => parts.push(format!("`--fix` mends {}", self.fixable)),
            (Fixing::Shown, 1.., Lang::Zh) => parts.push(format!("`--fix` 可修正 {} 处", self.fixable)),
            (Fixing::Shown, 0, _) | (Fixing::Applied | Fixing::Compared, _, _) => {}
        }
        match (self.refused, lang) {
            (0, _) => {}
            (1, Lang::En) => parts.push("1 fix left out, because more errors would follow".to_owned()),
            (count, Lang::En) => parts.push(format!("{count} fixes left out, because more errors would follow")),
            (count, Lang::Zh) => parts.push(format!("有 {count} 处未修正，因为修正后错误更多")),
        }
        match (self.unread, fixing, lang) {
            (0, _, _) => {}
            (count, Fixing::Applied, Lang::En) => parts.push(format!("{count} could not be read or written")),
            (count, Fixing::Applied, Lang::Zh) => parts.push(format!("另有 {count} 个文件无法读取或写入")),
            (count, Fixing::Shown | Fixing::Compared, Lang::En) => parts.push(format!("{count} could not be read")),
            (count, Fixing::Shown | Fixing::Compared, Lang::Zh) => parts.push(format!("另有 {count} 个文件无法读取")),
        }
        parts.join(match lang {
            Lang::En => "; ",
            Lang::Zh => "；",
        })
    }
}

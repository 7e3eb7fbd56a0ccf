//! `ics test --coverage`: what the tests of policies exercise.
//!
//! In: compiled policies, their tests, the records of golden folders. Out: a report as text, JSON or lcov, on standard output or
//! in a file, and whether it is enough. Runs no test: `test` did.

mod documents;

use super::golden::Recorded;
use super::load::{self, Tests};
use super::problem::Failure;
use super::screen::{Screen, Talk};
use super::{Outcome, files, scoring, test_blocks};
use crate::compile::Compiled;
use crate::diagnostic::Lang;
use crate::ir::Program;
use crate::source::{FileId, Sources};
use crate::testing::coverage::{Coverage, Measure, Point, Side, Totals};
use crate::testing::run;
use clap::ArgMatches;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// How coverage is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
    Lcov,
}

/// What is wanted of coverage.
pub struct Wanted {
    format: Format,
    output: Option<PathBuf>,
    least: Option<u8>,
}

/// The coverage of one policy.
struct Measured {
    sources: Sources,
    file: FileId,
    coverage: Coverage,
}

/// What the options ask for; `None` where they do not ask for coverage.
#[must_use]
pub fn wanted(options: &ArgMatches) -> Option<Wanted> {
    let least = options.get_one::<u8>("min-coverage").copied();
    let format = match options.get_one::<String>("coverage").map(String::as_str) {
        Some("json") => Format::Json,
        Some("lcov") => Format::Lcov,
        Some(_) => Format::Text,
        None => least.map(|_| Format::Text)?,
    };
    Some(Wanted { format, output: options.get_one::<PathBuf>("coverage-output").cloned(), least })
}

/// Measures the policies and reports. Golden records count for their policy; one that was not among the paths is measured too.
///
/// # Errors
/// A file that cannot be read or written, a defect of the engine.
pub fn report(screen: &Screen, wanted: &Wanted, policies: Vec<(PathBuf, Compiled)>, records: &[Recorded], filter: &str) -> Result<Outcome, Failure> {
    let mut policies = policies;
    for recorded in records {
        if !policies.iter().any(|(path, _)| same(path, &recorded.policy)) {
            policies.push((recorded.policy.clone(), load::policy(&recorded.policy, Tests::Left)?));
        }
    }
    let mut all = Vec::new();
    for (path, compiled) in policies {
        let Compiled { sources, program, .. } = compiled;
        let Some(program) = program else { continue };
        let records = records.iter().filter(|recorded| same(&path, &recorded.policy));
        let coverage = measure(&program, &sources, records, filter)?;
        all.push(Measured { sources, file: load::POLICY, coverage });
    }
    let text = match wanted.format {
        Format::Text => all.iter().map(|measured| words(screen, measured)).collect::<Vec<String>>().join("\n"),
        Format::Json => documents::json(&all, screen.lang),
        Format::Lcov => documents::lcov(&all),
    };
    match &wanted.output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => screen.out(&text)?,
    }
    let mut outcome = Outcome::Fine;
    for measured in &all {
        if let Some(complaint) = wanted.least.and_then(|least| too_little(screen.lang, measured, least)) {
            screen.print_error(&format!("{complaint}\n"));
            outcome = Outcome::Findings;
        }
    }
    Ok(outcome)
}

fn measure<'r>(program: &Program, sources: &Sources, records: impl Iterator<Item = &'r Recorded>, filter: &str) -> Result<Coverage, Failure> {
    let failure = |defect| scoring::failure(sources, &defect);
    let mut coverage = Coverage::new(program, load::POLICY);
    for test in program.tests.iter().filter(|test| test.name.contains(filter) && test.given.broken.is_empty()) {
        if let Ok(as_of) = run::reference_date(program, test) {
            coverage.observe(program, &test.given.record, as_of).map_err(failure)?;
        }
    }
    for recorded in records {
        for record in &recorded.records {
            coverage.observe(program, record, recorded.as_of).map_err(failure)?;
        }
    }
    Ok(coverage)
}

fn same(a: &Path, b: &Path) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    a == b || whole(a) == whole(b)
}

/// The totals of a policy and, unless quiet, what was not exercised.
fn words(screen: &Screen, measured: &Measured) -> String {
    let Measured { sources, file, coverage } = measured;
    let mut text = format!("{}\n", sources.file(*file).name);
    let rows: Vec<[String; 3]> = Measure::ALL
        .iter()
        .map(|measure| {
            let totals = coverage.totals(*measure);
            [measure.words(screen.lang).to_owned(), format!("{}/{}", totals.covered, totals.possible), percent(totals)]
        })
        .collect();
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let (names, counts, shares) = (widest(0), widest(1), widest(2));
    let fill = |cell: &str, width: usize| " ".repeat(width.saturating_sub(cell.width()));
    for [name, count, share] in &rows {
        text.push_str(&format!("  {name}{}  {}{count}  {}{share}\n", fill(name, names), fill(count, counts), fill(share, shares)));
    }
    if screen.talk == Talk::Quiet {
        return text;
    }
    let left: Vec<&Point> = coverage.points().iter().filter(|point| point.hits == 0).collect();
    if !left.is_empty() {
        text.push_str(screen.pick("  not exercised:\n", "  未测到：\n"));
    }
    for edge in left.chunk_by(|a, b| a.shares_edge(b)) {
        let sides: Vec<Side> = edge.iter().filter_map(|point| point.aim.side()).collect();
        if let Some(point) = edge.first() {
            let place = test_blocks::place(sources, point.span);
            text.push_str(&format!("    {place}  {}\n", point.words_with(&sides, sources, screen.lang)));
        }
    }
    text
}

/// A share with one decimal place, rounded down; a dash where there is nothing to share.
fn percent(totals: Totals) -> String {
    if totals.possible == 0 {
        return "-".to_owned();
    }
    let permille = totals.permille();
    format!("{}.{}%", permille / 10, permille % 10)
}

fn too_little(lang: Lang, measured: &Measured, least: u8) -> Option<String> {
    let judged = [Measure::Rows, Measure::Edges].map(|measure| (measure, measured.coverage.totals(measure)));
    let poor: Vec<String> = judged
        .into_iter()
        .filter(|(_, totals)| totals.permille() < usize::from(least) * 10)
        .map(|(measure, totals)| match lang {
            Lang::En => format!("{} of {}", percent(totals), measure.words(lang)),
            Lang::Zh => format!("{}{}", measure.words(lang), percent(totals)),
        })
        .collect();
    let policy = &measured.sources.file(measured.file).name;
    (!poor.is_empty()).then(|| match lang {
        Lang::En => format!("{policy}: tests exercise {}; {least}% are asked for", poor.join(" and ")),
        Lang::Zh => format!("{policy}：测试覆盖{}，要求达到{least}%", poor.join("、")),
    })
}

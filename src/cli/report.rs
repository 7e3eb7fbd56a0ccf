//! What `check` found, in the format that was asked for.
//!
//! In: the diagnostics of one policy after another, files that could not be read. Out: lines as they come, or one document at the
//! end, on standard output. Checks nothing itself.

use super::problem::{CliProblem, Failure};
use super::screen::{Screen, Stream};
use super::{error, junit};
use crate::diagnostic::sarif::{self, Checked, Page, Unread};
use crate::diagnostic::{Diagnostic, Lang, github, json, short, terminal};
use crate::prove::outcome::Outcome;
use crate::source::Sources;
use std::path::Path;

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the lines in question.
    #[default]
    Human,
    /// A line each.
    Short,
    /// One document with everything in both languages.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands.
    Github,
    /// JUnit XML.
    Junit,
}

/// The names of the formats, as options have them.
pub const FORMATS: [&str; 6] = ["human", "short", "json", "sarif", "github", "junit"];

impl Format {
    /// The format of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Format> {
        let all = [Format::Human, Format::Short, Format::Json, Format::Sarif, Format::Github, Format::Junit];
        FORMATS.into_iter().zip(all).find(|(known, _)| *known == name).map(|(_, format)| format)
    }
}

/// What was found in one policy and the tests beside it.
#[derive(Debug)]
pub struct Finding {
    /// Its path.
    pub name: String,
    /// Its texts.
    pub sources: Sources,
    /// What is said about them.
    pub diagnostics: Vec<Diagnostic>,
    /// What came of its claims.
    pub claims: Vec<Outcome>,
}

/// A report being made.
#[derive(Debug)]
pub struct Report<'s> {
    screen: &'s Screen,
    format: Format,
    /// Kept for formats that are one document.
    findings: Vec<Finding>,
    unread: Vec<(String, CliProblem)>,
}

impl<'s> Report<'s> {
    /// A report without anything in it.
    #[must_use]
    pub fn new(screen: &'s Screen, format: Format) -> Report<'s> {
        Report { screen, format, findings: Vec::new(), unread: Vec::new() }
    }

    /// Adds what was found in one policy.
    ///
    /// # Errors
    /// Nobody reads standard output, or it cannot be written.
    pub fn add(&mut self, finding: Finding) -> Result<(), Failure> {
        let (sources, lang) = (&finding.sources, self.screen.lang);
        match self.format {
            Format::Human => self.print(&finding, |one| terminal::render(one, sources, &self.screen.style(Stream::Out))),
            Format::Short => self.print(&finding, |one| short::line(one, sources, lang)),
            Format::Github => self.print(&finding, |one| github::line(one, sources, lang)),
            Format::Json | Format::Sarif | Format::Junit => {
                self.findings.push(finding);
                Ok(())
            }
        }
    }

    /// Adds a file that cannot be checked; the problem is printed on standard error as well.
    ///
    /// # Errors
    /// Nobody reads standard output, or it cannot be written.
    pub fn add_unread(&mut self, path: &Path, problem: CliProblem) -> Result<(), Failure> {
        self.screen.problem(&problem);
        let name = path.display().to_string();
        match self.format {
            Format::Human | Format::Short => Ok(()),
            Format::Github => {
                let line = github::without_place(&name, problem.code(), &problem.words(self.screen.lang).headline);
                self.screen.out(&format!("{line}\n"))
            }
            Format::Json | Format::Sarif | Format::Junit => {
                self.unread.push((name, problem));
                Ok(())
            }
        }
    }

    /// Prints what is printed at the end.
    ///
    /// # Errors
    /// Nobody reads standard output, or it cannot be written.
    pub fn finish(self) -> Result<(), Failure> {
        let text = match self.format {
            Format::Human | Format::Short | Format::Github => return Ok(()),
            Format::Json => format!("{:#}\n", self.json()),
            Format::Sarif => format!("{:#}\n", self.sarif()),
            Format::Junit => junit::problems(&self.findings, &self.unread, self.screen.lang),
        };
        self.screen.out(&text)
    }

    fn print(&self, finding: &Finding, print: impl Fn(&Diagnostic) -> String) -> Result<(), Failure> {
        finding.diagnostics.iter().try_for_each(|diagnostic| self.screen.out(&format!("{}\n", print(diagnostic))))
    }

    fn json(&self) -> serde_json::Value {
        let all = self.findings.iter().flat_map(|finding| json::report(&finding.diagnostics, &finding.sources).diagnostics).collect();
        let report = json::Report { schema_version: json::SCHEMA_VERSION, diagnostics: all };
        // Plain structs of texts and numbers always convert.
        serde_json::to_value(report).unwrap_or_default()
    }

    fn sarif(&self) -> serde_json::Value {
        let checked: Vec<Checked<'_>> =
            self.findings.iter().map(|finding| Checked { sources: &finding.sources, diagnostics: &finding.diagnostics }).collect();
        let headline = |problem: &CliProblem| problem.words(self.screen.lang).headline;
        let unread: Vec<Unread> = self.unread.iter().map(|(_, problem)| Unread { code: problem.code(), headline: headline(problem) }).collect();
        let page = |code: &str, lang: Lang| error::page(code, lang).map(|(title, text)| Page { title, text });
        sarif::document(&checked, &unread, page, self.screen.lang)
    }
}

//! Mutation testing: would check and the tests notice if a rule were another?
//!
//! In: a policy and its tests. Out: [`Report`]: changes of the policy's text, and for each who caught it. Tests and claims
//! are never changed. All in memory; the same every time.

mod collect;
mod expr;
mod figures;
mod kind;
mod page;
mod possible;
mod rows;
mod same;
mod sample;
mod scheme;

pub use kind::{Hint, Kind};

use super::run;
use crate::compile::Drafts;
use crate::explain::Defect;
use crate::ir::Program;
use crate::source::FileId;
use collect::Mutant;
use page::Page;
use same::Likeness;
use std::collections::BTreeSet;

/// How many changes are tried where nobody says.
pub const USUAL: usize = 500;

/// What became of the changes of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many changes there are, tried or not.
    pub possible: usize,
    /// Those tried, in the order of the file.
    pub tried: Vec<Judged>,
}

/// A change and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What it does.
    pub kind: Kind,
    /// Where it starts, in bytes.
    pub offset: u32,
    /// The lines it changes, as they are.
    pub before: String,
    /// The same lines, changed; empty where nothing is left of them.
    pub after: String,
    /// Who caught it.
    pub fate: Fate,
    /// Which test would catch it.
    pub hint: Hint,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// The policy is refused.
    Check {
        /// The code of the first error.
        code: &'static str,
    },
    /// A test fails.
    Test {
        /// Its words.
        name: String,
    },
    /// It makes no difference to any record: not counted.
    Same,
    /// Nobody noticed.
    Survived,
}

impl Report {
    /// How many changes `check` caught.
    #[must_use]
    pub fn by_check(&self) -> usize {
        self.tried.iter().filter(|judged| matches!(judged.fate, Fate::Check { .. })).count()
    }

    /// How many changes a test caught.
    #[must_use]
    pub fn by_tests(&self) -> usize {
        self.tried.iter().filter(|judged| matches!(judged.fate, Fate::Test { .. })).count()
    }

    /// Those nobody noticed.
    pub fn survivors(&self) -> impl Iterator<Item = &Judged> {
        self.tried.iter().filter(|judged| judged.fate == Fate::Survived)
    }

    /// How many changes make a difference.
    #[must_use]
    pub fn counted(&self) -> usize {
        self.tried.iter().filter(|judged| judged.fate != Fate::Same).count()
    }
}

/// Tries at most `most` changes of a policy whose tests pass.
///
/// # Errors
/// A defect of the engine.
pub fn mutate(drafts: &Drafts, policy: FileId, program: &Program, most: usize) -> Result<Report, Defect> {
    let page = Page { text: &drafts.sources.file(policy).text, file: policy };
    let trees: Vec<_> = drafts.trees().collect();
    let mutants = collect::collect(page, &trees, program);
    let possible = mutants.len();
    let likeness = same::likeness(program);
    let mut tried = Vec::new();
    for mutant in sample::sample(mutants, most) {
        let text = page.with(&mutant.edits);
        let (before, after) = lines(page, &mutant, &text);
        let fate = fate(drafts, text, &likeness)?;
        let offset = mutant.edits.iter().map(|edit| edit.start).min().unwrap_or(0) as u32;
        tried.push(Judged { kind: mutant.kind, offset, before, after, fate, hint: mutant.hint });
    }
    Ok(Report { possible, tried })
}

fn fate(drafts: &Drafts, text: String, likeness: &Likeness) -> Result<Fate, Defect> {
    let compiled = drafts.compile_text(text);
    let Some(program) = compiled.program else {
        let code = compiled.diagnostics.iter().find(|diagnostic| diagnostic.is_error()).map_or("", |error| error.code);
        return Ok(Fate::Check { code });
    };
    for test in &program.tests {
        if !run::passes(&program, test)? {
            return Ok(Fate::Test { name: test.name.clone() });
        }
    }
    Ok(if same::likeness(&program) == *likeness { Fate::Same } else { Fate::Survived })
}

/// The lines that a change touches, before and after.
fn lines(page: Page<'_>, mutant: &Mutant, text: &str) -> (String, String) {
    let line_of = |offset: usize| page.text.get(..offset).map_or(0, |before| before.matches('\n').count());
    let touched: BTreeSet<usize> = mutant.edits.iter().flat_map(|edit| line_of(edit.start)..=line_of(edit.end)).collect();
    let shown = |text: &str| {
        let lines = text.lines().enumerate().filter(|(number, _)| touched.contains(number));
        let lines = lines.map(|(_, line)| line.split_whitespace().collect::<Vec<&str>>().join(" ")).filter(|line| !line.is_empty());
        lines.collect::<Vec<String>>().join(" ⏎ ")
    };
    (shown(page.text), shown(text))
}

//! Mutation testing: would check and the tests notice if a rule were another?
//!
//! In: a policy and its tests. Out: [`Report`]: changes of the policy's text, and for each who caught it. Tests and claims
//! are never changed. All in memory; the same every time.

mod change;
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

pub use change::Change;
pub use kind::{Hint, Kind};
pub use sample::sample;

use super::run;
use crate::compile::Drafts;
use crate::explain::Defect;
use crate::ir::Program;
use crate::source::FileId;
use page::Page;
use same::Likeness;

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
    /// The change.
    pub change: Change,
    /// Who caught it.
    pub fate: Fate,
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
    pub fn survivors(&self) -> impl Iterator<Item = &Change> {
        self.tried.iter().filter(|judged| judged.fate == Fate::Survived).map(|judged| &judged.change)
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
    let changes = changes(drafts, policy, program);
    let possible = changes.len();
    Ok(Report { possible, tried: judge(drafts, policy, program, sample(changes, most))? })
}

/// Every change of a policy worth trying, in the order of the file.
#[must_use]
pub fn changes(drafts: &Drafts, policy: FileId, program: &Program) -> Vec<Change> {
    let trees: Vec<_> = drafts.trees().collect();
    collect::collect(page(drafts, policy), &trees, program)
}

/// Tries changes of a policy whose tests pass.
///
/// # Errors
/// A defect of the engine.
pub fn judge(drafts: &Drafts, policy: FileId, program: &Program, changes: Vec<Change>) -> Result<Vec<Judged>, Defect> {
    let likeness = same::likeness(program);
    let mut tried = Vec::with_capacity(changes.len());
    for change in changes {
        let fate = fate(drafts, page(drafts, policy).with(&change.edits), &likeness)?;
        tried.push(Judged { change, fate });
    }
    Ok(tried)
}

fn page(drafts: &Drafts, policy: FileId) -> Page<'_> {
    Page { text: &drafts.sources.file(policy).text, file: policy }
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

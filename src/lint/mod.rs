//! Lints: what is allowed, and probably not meant.
//!
//! In: a policy without errors, as tree, names and program, and the levels. Out: problems with codes W08…. Whether one is said,
//! warned of or refused is a matter of [`levels`]. Each lint looks once at everything; none changes anything.

mod boundaries;
mod confusable;
mod constant_tests;
mod edges;
mod figures;
mod labels;
pub mod levels;
pub mod problem;
mod problem_words;
pub mod registry;
mod rounding;
mod sources;
mod unused;
mod walk;

use crate::diagnostic::Problems;
use crate::ir::Program;
use crate::resolve::Names;
use crate::source::Sources;
use crate::syntax::ast;
use levels::Levels;
use problem::LintProblem;

/// What lints look at.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'t> {
    /// The texts.
    pub sources: &'t Sources,
    /// The tree of the policy.
    pub tree: &'t ast::File,
    /// All names, those of standard units and tests among them.
    pub names: &'t Names<'t>,
    /// The checked program.
    pub program: &'t Program,
}

/// Runs the lints that are not allowed.
#[must_use]
pub fn lint(ground: &Ground<'_>, levels: &Levels) -> Problems {
    let mut report = Report { problems: Problems::default(), levels };
    rounding::rounding(ground, &mut report);
    boundaries::boundaries(ground, &mut report);
    edges::edges(ground, &mut report);
    labels::labels(ground, &mut report);
    unused::unused(ground, &mut report);
    constant_tests::constant_tests(ground, &mut report);
    figures::figures(ground, &mut report);
    confusable::confusable(ground, &mut report);
    sources::sources(ground, &mut report);
    report.problems
}

/// Takes what lints find.
struct Report<'l> {
    problems: Problems,
    levels: &'l Levels,
}

impl Report<'_> {
    fn push(&mut self, problem: LintProblem) {
        if self.levels.says(crate::diagnostic::Problem::code(&problem)) {
            self.problems.push(problem);
        }
    }
}

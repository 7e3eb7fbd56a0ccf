//! The whole way from text to checked program.
//!
//! In: sources and the file of the policy. Out: the program, if nothing is an error, and all problems by place. Pure: no file
//! is read here.

use crate::check;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ir::Program;
use crate::prove::{self, outcome::Outcome};
use crate::resolve::{self, Part};
use crate::source::{FileId, Sources, Span};
use crate::syntax;

/// Standard units and functions, in the language; part of every policy.
pub const PRELUDE: &str = include_str!("../policies/prelude.ics");

/// The name the prelude has in messages.
pub const PRELUDE_NAME: &str = "prelude.ics";

/// What came of a policy.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The texts, the prelude among them.
    pub sources: Sources,
    /// The program, if there is no error.
    pub program: Option<Program>,
    /// Errors and warnings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What came of each claim; empty where something else is an error.
    pub claims: Vec<Outcome>,
}

/// The least that is a policy: it stands in where standard units are checked by themselves.
const STAND_IN: &str = "policy stand_in \"\" { source \"\" }\nrecord stand_in_record \"\" { key stand_in_key : text }\n";

/// Checks a file that takes the place of the prelude: its own diagnostics, and no program.
#[must_use]
pub fn compile_prelude(mut sources: Sources, prelude: FileId) -> Compiled {
    let stand_in = sources.add("", STAND_IN);
    let Found { mut diagnostics, .. } = pipeline(&sources, stand_in, &[(Part::Prelude, prelude), (Part::Policy, stand_in)]);
    diagnostics.retain(|diagnostic| diagnostic.primary().is_some_and(|place| place.file == prelude));
    Compiled { sources, program: None, diagnostics, claims: Vec::new() }
}

/// Compiles a policy together with the test files beside it.
#[must_use]
pub fn compile(mut sources: Sources, policy: FileId, tests: &[FileId]) -> Compiled {
    let prelude = sources.add(PRELUDE_NAME, PRELUDE);
    let mut parts = vec![(Part::Prelude, prelude), (Part::Policy, policy)];
    parts.extend(tests.iter().map(|file| (Part::Tests, *file)));
    let Found { program, diagnostics, claims } = pipeline(&sources, policy, &parts);
    Compiled { sources, program, diagnostics, claims }
}

struct Found {
    program: Option<Program>,
    diagnostics: Vec<Diagnostic>,
    claims: Vec<Outcome>,
}

fn pipeline(sources: &Sources, policy: FileId, parts: &[(Part, FileId)]) -> Found {
    let mut problems = Problems::default();
    let mut trees = Vec::new();
    for (part, file) in parts {
        let (tree, found) = syntax::parse(sources, *file);
        problems.extend(found);
        trees.push((*part, tree));
    }
    let files: Vec<(Part, &syntax::ast::File)> = trees.iter().map(|(part, tree)| (*part, tree)).collect();
    let (names, found) = resolve::resolve(&files);
    problems.extend(found);
    let start = Span { file: policy, start: 0, end: 0 };
    let (program, mut problems) = check::check(&names, sources, start, problems);
    let claims = program.as_ref().map(prove::prove).unwrap_or_default();
    if let Some(program) = &program {
        problems.extend(prove::problems(program, sources, &claims));
    }
    // A policy does not do what it claims: nothing may be computed by it.
    let program = program.filter(|_| !problems.has_errors());
    Found { program, diagnostics: problems.sorted(), claims }
}

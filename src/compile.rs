//! The whole way from text to checked program.
//!
//! In: sources, the file of the policy, and the levels of warnings chosen outside it. Out: the program, if nothing is an error,
//! and all problems by place. Pure: no file is read here.

pub mod desk;

use crate::check;
use crate::diagnostic::{Diagnostic, Problems};
use crate::ir::Program;
use crate::lint::levels::{self, Choices, Levels};
use crate::lint::{self, Ground};
use crate::prove::{self, outcome::Outcome};
use crate::resolve::{self, Part};
use crate::source::{FileId, Sources, Span};
use crate::syntax;
use std::sync::Arc;

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
    /// The levels of warnings, for those that only data can give rise to.
    pub levels: Levels,
    /// What came of each claim; empty where something else is an error.
    pub claims: Vec<Outcome>,
}

/// The least that is a policy: it stands in where standard units are checked by themselves.
const STAND_IN: &str = "policy stand_in \"\" { source \"\" }\nrecord stand_in_record \"\" { key stand_in_key : text }\n";

/// Checks a file that takes the place of the prelude: its own diagnostics, and no program.
#[must_use]
pub fn compile_prelude(mut sources: Sources, prelude: FileId) -> Compiled {
    let stand_in = sources.add("", STAND_IN);
    let parts = [(Part::Prelude, prelude), (Part::Policy, stand_in)];
    let Compiled { sources, mut diagnostics, levels, .. } = pipeline(sources, stand_in, &parts, &Choices::default());
    diagnostics.retain(|diagnostic| diagnostic.primary().is_some_and(|place| place.file == prelude));
    Compiled { sources, program: None, diagnostics, levels, claims: Vec::new() }
}

/// Compiles a policy together with the test files beside it.
#[must_use]
pub fn compile(sources: Sources, policy: FileId, tests: &[FileId]) -> Compiled {
    compile_with(sources, policy, tests, &Choices::default())
}

/// Compiles a policy for which levels of warnings were chosen outside it.
#[must_use]
pub fn compile_with(sources: Sources, policy: FileId, tests: &[FileId], choices: &Choices) -> Compiled {
    let Drafts { sources, policy, parsed } = Drafts::new(sources, policy, tests);
    finish(sources, policy, &parsed.iter().map(Arc::as_ref).collect::<Vec<&Parsed>>(), choices)
}

/// A policy to be compiled with several texts of its own: the prelude and the tests are parsed once.
#[derive(Debug)]
pub struct Drafts {
    /// The texts, the prelude among them.
    pub sources: Sources,
    policy: FileId,
    parsed: Vec<Arc<Parsed>>,
}

#[derive(Debug, Clone)]
struct Parsed {
    part: Part,
    file: FileId,
    tree: syntax::ast::File,
    problems: Problems,
}

impl Parsed {
    fn of(sources: &Sources, part: Part, file: FileId) -> Parsed {
        let (tree, problems) = syntax::parse(sources, file);
        Parsed { part, file, tree, problems }
    }
}

impl Drafts {
    /// Parses a policy and the test files beside it.
    #[must_use]
    pub fn new(sources: Sources, policy: FileId, tests: &[FileId]) -> Drafts {
        Drafts::parsed_with(sources, policy, tests, |_, _| None)
    }

    /// Parses a policy and the test files beside it; what stands under the same number with the same text in earlier drafts is not
    /// parsed again.
    #[must_use]
    pub fn after(earlier: &Drafts, sources: Sources, policy: FileId, tests: &[FileId]) -> Drafts {
        let is_same = |known: &Parsed, sources: &Sources, part: Part, file: FileId| {
            known.part == part && known.file == file && earlier.sources.file(file).text == sources.file(file).text
        };
        Drafts::parsed_with(sources, policy, tests, |sources, (part, file)| {
            earlier.parsed.iter().find(|known| is_same(known, sources, part, file)).cloned()
        })
    }

    fn parsed_with(
        mut sources: Sources,
        policy: FileId,
        tests: &[FileId],
        known: impl Fn(&Sources, (Part, FileId)) -> Option<Arc<Parsed>>,
    ) -> Drafts {
        let prelude = sources.add(PRELUDE_NAME, PRELUDE);
        let mut parts = vec![(Part::Prelude, prelude), (Part::Policy, policy)];
        parts.extend(tests.iter().map(|file| (Part::Tests, *file)));
        let parse = |(part, file)| known(&sources, (part, file)).unwrap_or_else(|| Arc::new(Parsed::of(&sources, part, file)));
        let parsed = parts.into_iter().map(parse).collect();
        Drafts { sources, policy, parsed }
    }

    /// The trees of the prelude and of the policy as it stands.
    pub fn trees(&self) -> impl Iterator<Item = &syntax::ast::File> {
        self.parsed.iter().filter(|parsed| parsed.part != Part::Tests).map(|parsed| &parsed.tree)
    }

    /// Every tree, with its file and the part it plays: the prelude first, then the policy, then its tests.
    pub fn parts(&self) -> impl Iterator<Item = (Part, FileId, &syntax::ast::File)> {
        self.parsed.iter().map(|parsed| (parsed.part, parsed.file, &parsed.tree))
    }

    /// The policy as it stands, compiled.
    #[must_use]
    pub fn compile(&self) -> Compiled {
        self.compile_with(&Choices::default())
    }

    /// The policy as it stands, compiled with levels of warnings chosen outside it.
    #[must_use]
    pub fn compile_with(&self, choices: &Choices) -> Compiled {
        finish(self.sources.clone(), self.policy, &self.parsed.iter().map(Arc::as_ref).collect::<Vec<&Parsed>>(), choices)
    }

    /// The policy with another text, compiled.
    #[must_use]
    pub fn compile_text(&self, text: String) -> Compiled {
        let sources = self.sources.with_text(self.policy, text);
        let policy = Parsed::of(&sources, Part::Policy, self.policy);
        let parts = self.parsed.iter().map(|parsed| if parsed.part == Part::Policy { &policy } else { parsed.as_ref() });
        finish(sources, self.policy, &parts.collect::<Vec<&Parsed>>(), &Choices::default())
    }
}

fn pipeline(sources: Sources, policy: FileId, parts: &[(Part, FileId)], choices: &Choices) -> Compiled {
    let parsed: Vec<Parsed> = parts.iter().map(|(part, file)| Parsed::of(&sources, *part, *file)).collect();
    finish(sources, policy, &parsed.iter().collect::<Vec<&Parsed>>(), choices)
}

fn finish(sources: Sources, policy: FileId, parsed: &[&Parsed], choices: &Choices) -> Compiled {
    let mut problems = Problems::default();
    for part in parsed {
        problems.extend(part.problems.clone());
    }
    let files: Vec<(Part, &syntax::ast::File)> = parsed.iter().map(|parsed| (parsed.part, &parsed.tree)).collect();
    let (names, found) = resolve::resolve(&files);
    problems.extend(found);
    let levels = Levels::new(choices, &levels::header(names.policy, &mut problems));
    let start = Span { file: policy, start: 0, end: 0 };
    let (program, mut problems) = check::check(&names, &sources, start, problems);
    let claims = program.as_ref().map(prove::prove).unwrap_or_default();
    if let Some(program) = &program {
        problems.extend(prove::problems(program, &sources, &claims));
    }
    if let (Some(program), Some(policy)) = (&program, parsed.iter().find(|parsed| parsed.part == Part::Policy)) {
        problems.extend(lint::lint(&Ground { sources: &sources, tree: &policy.tree, names: &names, program }, &levels));
    }
    let diagnostics = levels.apply(problems.sorted(), &sources);
    // A policy that does not do what it claims computes nothing.
    let program = program.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    Compiled { sources, program, diagnostics, levels, claims }
}

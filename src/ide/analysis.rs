//! A project as it stands.
//!
//! In: texts, levels of warnings, the analysis before it. Out: trees, names, diagnostics, and a program: the present one, or the last one
//! without errors, of which names and types still tell something while a line is being written.

use super::index::Index;
use crate::compile::{Compiled, Drafts, compile_prelude};
use crate::diagnostic::Diagnostic;
use crate::ir::Program;
use crate::lint::levels::Choices;
use crate::resolve::Part;
use crate::source::{FileId, Sources};
use crate::syntax::ast;
use std::sync::Arc;

/// A project as it stands.
#[derive(Debug)]
pub struct Analysis {
    /// The texts, the policy first and the prelude last.
    pub sources: Sources,
    /// Errors and warnings, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// All names.
    pub index: Index,
    /// The program of these very texts, if there is no error.
    pub program: Option<Arc<Program>>,
    /// The last program that was without errors; its places are those of another text.
    pub known: Option<Arc<Program>>,
    /// The prelude among the sources.
    pub prelude: FileId,
    drafts: Drafts,
}

/// The policy among the sources.
pub const POLICY: FileId = FileId(0);

/// What the first text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Main {
    /// A policy.
    Policy,
    /// A file of standard units and functions, in the place of the built-in one.
    Prelude,
}

impl Analysis {
    /// Analyses a project. The policy is the first of the sources, its tests follow; what did not change since `earlier` is not parsed again.
    #[must_use]
    pub fn new(sources: Sources, tests: &[FileId], choices: &Choices, main: Main, earlier: Option<&Analysis>) -> Analysis {
        let drafts = match earlier {
            Some(earlier) => Drafts::after(&earlier.drafts, sources.clone(), POLICY, tests),
            None => Drafts::new(sources.clone(), POLICY, tests),
        };
        let Compiled { program, diagnostics, .. } = match main {
            Main::Policy => drafts.compile_with(choices),
            Main::Prelude => compile_prelude(sources, POLICY),
        };
        let parts: Vec<(Part, FileId, &ast::File)> = drafts.parts().collect();
        let prelude = parts.iter().find(|(part, ..)| *part == Part::Prelude).map_or(POLICY, |(_, file, _)| *file);
        let index = Index::new(&parts);
        let program = program.map(Arc::new);
        let known = program.clone().or_else(|| earlier.and_then(|earlier| earlier.known.clone()));
        Analysis { sources: drafts.sources.clone(), diagnostics, index, program, known, prelude, drafts }
    }

    /// The tree of a file.
    #[must_use]
    pub fn tree(&self, file: FileId) -> Option<&ast::File> {
        self.drafts.parts().find(|(_, known, _)| *known == file).map(|(_, _, tree)| tree)
    }

    /// The text of a file.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        &self.sources.file(file).text
    }
}

//! A policy from its file to a checked program.
//!
//! In: a path. Out: what `compile` makes of it, diagnostics included, or the program alone where a command needs nothing else.

use super::files;
use super::problem::{CliProblem, Failure};
use super::screen::{Screen, Stream};
use crate::compile::{Compiled, compile};
use crate::diagnostic::terminal;
use crate::ir::Program;
use crate::source::Sources;
use std::path::Path;

/// Whether the tests beside a policy are compiled with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    /// With `NAME_test.ics`, where it is there.
    Beside,
    /// The policy alone.
    Left,
}

/// Compiles a policy.
///
/// # Errors
/// A file that cannot be read.
pub fn policy(path: &Path, tests: Tests) -> Result<Compiled, CliProblem> {
    let mut sources = Sources::default();
    let text = files::read_text(path)?;
    let file = sources.add(path.display().to_string(), text);
    let mut others = Vec::new();
    let beside = files::tests_of(path);
    if tests == Tests::Beside && beside.is_file() {
        let text = files::read_text(&beside)?;
        others.push(sources.add(beside.display().to_string(), text));
    }
    Ok(compile(sources, file, &others))
}

/// The program of a policy without errors; errors are printed.
///
/// # Errors
/// A file that cannot be read, a policy with errors.
pub fn program(screen: &Screen, path: &Path) -> Result<(Sources, Program), Failure> {
    program_with(screen, path, Tests::Left)
}

/// The same, with the tests beside it where they are wanted.
///
/// # Errors
/// A file that cannot be read, a policy with errors.
pub fn program_with(screen: &Screen, path: &Path, tests: Tests) -> Result<(Sources, Program), Failure> {
    let compiled = policy(path, tests)?;
    match compiled.program {
        Some(program) => Ok((compiled.sources, program)),
        None => {
            let errors: Vec<_> = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
            for error in &errors {
                screen.print_error(&format!("{}\n", terminal::render(error, &compiled.sources, &screen.style(Stream::Err))));
            }
            Err(CliProblem::FaultyPolicy { path: path.display().to_string(), errors: errors.len() }.into())
        }
    }
}

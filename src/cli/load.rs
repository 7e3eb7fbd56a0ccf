//! A policy from its file to a checked program.
//!
//! In: a path, and levels of warnings from the command line. Out: what `compile` makes of it under the settings file that is found
//! for it, diagnostics included, or the program alone where a command needs nothing else.

use super::files;
use super::problem::{CliProblem, Failure};
use super::screen::{Screen, Stream};
use super::settings;
use crate::compile::{Compiled, compile_with};
use crate::diagnostic::terminal;
use crate::ir::Program;
use crate::lint::levels::{Choice, Choices, Levels};
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
    leveled(path, tests, Vec::new())
}

/// Compiles a policy for which the command line chooses levels of warnings.
///
/// # Errors
/// A file that cannot be read.
pub fn leveled(path: &Path, tests: Tests, command_line: Vec<Choice>) -> Result<Compiled, CliProblem> {
    let mut sources = Sources::default();
    let text = files::read_text(path)?;
    let file = sources.add(path.display().to_string(), text);
    let mut others = Vec::new();
    let beside = files::tests_of(path);
    if tests == Tests::Beside && beside.is_file() {
        let text = files::read_text(&beside)?;
        others.push(sources.add(beside.display().to_string(), text));
    }
    let (settings, problems) = settings::of_policy(path, &mut sources)?;
    let compiled = compile_with(sources, file, &others, &Choices { settings, command_line });
    if problems.is_empty() {
        return Ok(compiled);
    }
    // What a broken settings file asks for is not known, so that nothing may be used.
    let diagnostics = [problems.sorted(), compiled.diagnostics].concat();
    Ok(Compiled { program: None, diagnostics, ..compiled })
}

/// The program of a policy without errors, and the levels of its warnings; errors are printed.
///
/// # Errors
/// A file that cannot be read, a policy with errors.
pub fn program(screen: &Screen, path: &Path) -> Result<(Sources, Program, Levels), Failure> {
    let compiled = policy(path, Tests::Left)?;
    match compiled.program {
        Some(program) => Ok((compiled.sources, program, compiled.levels)),
        None => {
            let errors: Vec<_> = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
            for error in &errors {
                screen.print_error(&format!("{}\n", terminal::render(error, &compiled.sources, &screen.style(Stream::Err))));
            }
            Err(CliProblem::FaultyPolicy { path: path.display().to_string(), errors: errors.len() }.into())
        }
    }
}

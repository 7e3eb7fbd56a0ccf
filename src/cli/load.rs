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
use crate::source::{FileId, Sources};
use std::path::{Path, PathBuf};

/// Whether the tests beside a policy are compiled with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    /// With `NAME_test.ics` and `NAME_…_test.ics`, where they are there.
    Beside,
    /// The policy alone.
    Left,
}

/// The policy among the texts of [`policy`], which adds it first.
pub const POLICY: FileId = FileId(0);

/// A file of a policy with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The file.
    pub path: PathBuf,
    /// All of it, a byte-order mark included.
    pub text: String,
}

/// The texts of a policy: its own first.
///
/// # Errors
/// A file that cannot be read.
pub fn texts(path: &Path, tests: Tests) -> Result<Vec<Text>, CliProblem> {
    let beside = if tests == Tests::Beside { files::tests_of(path) } else { Vec::new() };
    let paths = std::iter::once(path.to_path_buf()).chain(beside);
    paths.map(|path| Ok(Text { text: files::read_text(&path)?, path })).collect()
}

/// The sources of the texts of a policy, and which of them are tests; their files have the numbers of their places.
#[must_use]
pub fn sources(texts: &[Text]) -> (Sources, Vec<FileId>) {
    let mut sources = Sources::default();
    let ids: Vec<FileId> = texts.iter().map(|text| sources.add(text.path.display().to_string(), text.text.as_str())).collect();
    (sources, ids.into_iter().skip(1).collect())
}

/// Compiles the texts of a policy, with levels of warnings from its settings file and from the command line.
///
/// # Errors
/// A settings file that cannot be read.
pub fn compiled(texts: &[Text], command_line: &[Choice]) -> Result<Compiled, CliProblem> {
    let (mut sources, tests) = sources(texts);
    let (settings, problems) = match texts.first() {
        Some(policy) => settings::of_policy(&policy.path, &mut sources)?,
        None => Default::default(),
    };
    let compiled = compile_with(sources, POLICY, &tests, &Choices { settings, command_line: command_line.to_vec() });
    if problems.is_empty() {
        return Ok(compiled);
    }
    // What a broken settings file asks for is not known, so that nothing may be used.
    let diagnostics = [problems.sorted(), compiled.diagnostics].concat();
    Ok(Compiled { program: None, diagnostics, ..compiled })
}

/// Compiles a policy.
///
/// # Errors
/// A file that cannot be read.
pub fn policy(path: &Path, tests: Tests) -> Result<Compiled, CliProblem> {
    compiled(&texts(path, tests)?, &[])
}

/// The program of a policy without errors, and the levels of its warnings; errors are printed.
///
/// # Errors
/// A file that cannot be read, a policy with errors.
pub fn program(screen: &Screen, path: &Path) -> Result<(Sources, Program, Levels), Failure> {
    program_with(screen, path, Tests::Left)
}

/// The same, with the tests beside it where they are wanted.
///
/// # Errors
/// A file that cannot be read, a file of tests in place of its policy, a policy with errors.
pub fn program_with(screen: &Screen, path: &Path, tests: Tests) -> Result<(Sources, Program, Levels), Failure> {
    let tested = files::policy_of(path);
    if files::name_of(path).ends_with(files::TEST_SUFFIX) && tested.is_file() && tested != path {
        return Err(CliProblem::NotAPolicy { path: path.display().to_string(), policy: tested.display().to_string() }.into());
    }
    let compiled = policy(path, tests)?;
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

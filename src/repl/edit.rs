//! `:edit`: a text in the editor of the user.
//!
//! In: the policy's file, or the last input. Out: the file as the editor left it, or the text that becomes the next input.

use super::problem::{Refusal, SessionProblem};
use crate::cli::problem::{CliProblem, Reason};
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Opens a file in `$VISUAL` or `$EDITOR`, and waits.
///
/// # Errors
/// An editor that is not set or ends badly.
pub fn open(path: &Path) -> Result<(), Refusal> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| if cfg!(windows) { "notepad".to_owned() } else { "vi".to_owned() });
    let failed = |reason: String| Refusal::from(SessionProblem::Editor { editor: editor.clone(), reason });
    let mut words = editor.split_whitespace();
    let Some(program) = words.next() else { return Err(failed(String::new())) };
    let status = Command::new(program).args(words).arg(path).status().map_err(|error| failed(error.to_string()))?;
    if status.success() { Ok(()) } else { Err(failed(status.to_string())) }
}

/// A text as the editor leaves it.
///
/// # Errors
/// An editor that is not set or ends badly.
pub fn text(text: &str) -> Result<String, Refusal> {
    let failed = |error: std::io::Error| Refusal::from(CliProblem::CannotWrite { path: "-".to_owned(), reason: Reason::of(&error) });
    let mut file = tempfile::Builder::new().prefix("ics-").suffix(".ics").tempfile().map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(failed)?;
    open(file.path())?;
    std::fs::read_to_string(file.path()).map_err(failed)
}

//! `:save`: what was added, as a file.
//!
//! In: a path, whether the whole policy is wanted. Out: a file. One that is there is only replaced where that was said.

use super::command::Row;
use super::input::Force;
use super::problem::{Refusal, SessionProblem};
use super::session::Session;
use crate::cli::files;
use std::path::Path;

/// The answer to `:save`.
///
/// # Errors
/// No path, nothing to save, a file that is there or cannot be written.
pub fn save(session: &Session, argument: &str, force: Force, command: &'static Row) -> Result<String, Refusal> {
    let (first, rest) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
    let (path, text) = match (first, rest.trim()) {
        ("", _) => return Err(SessionProblem::Usage { command }.into()),
        ("all" | "全部", path) if !path.is_empty() => (path, session.desk.whole_text()),
        _ if session.desk.added().is_empty() => return Err(SessionProblem::NothingAdded.into()),
        _ => (argument, session.desk.added().iter().map(|added| format!("{}\n", added.text)).collect::<Vec<String>>().join("\n")),
    };
    if force == Force::No && Path::new(path).exists() {
        return Err(SessionProblem::Exists { path: path.to_owned() }.into());
    }
    files::write_whole(Path::new(path), text.as_bytes())?;
    let lines = text.lines().count();
    Ok(match session.screen.lang {
        crate::diagnostic::Lang::En => format!("{lines} lines written to {path}\n"),
        crate::diagnostic::Lang::Zh => format!("已写入 {path}，共 {lines} 行\n"),
    })
}

//! A session that is read from a file or a pipe.
//!
//! In: lines on standard input. Out: the answers on standard output, in their order; whether some input failed. There is no prompt;
//! inputs are printed where that was asked for.

use super::input::Lines;
use super::respond::{is_end, respond};
use super::session::Session;
use crate::cli::problem::{CliProblem, Failure, Reason};
use std::io::BufRead;

/// Whether inputs are printed before their answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// They are.
    Inputs,
    /// They are not.
    Nothing,
}

/// Runs the inputs; returns whether some failed.
///
/// # Errors
/// Input that cannot be read, output that cannot be written.
pub fn run(session: &mut Session, echo: Echo) -> Result<bool, Failure> {
    let mut failed = false;
    let mut lines = Lines::default();
    let unreadable = |error: &std::io::Error| CliProblem::CannotRead { path: "-".to_owned(), reason: Reason::of(error) };
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| unreadable(&error))?;
        for input in lines.take(line.strip_prefix('\u{feff}').unwrap_or(&line)) {
            failed |= one(session, &input, echo)?;
            if session.over {
                return Ok(failed);
            }
        }
    }
    if let Some(input) = lines.rest() {
        failed |= one(session, &input, echo)?;
    }
    Ok(failed)
}

/// Answers an input; returns whether it failed.
fn one(session: &mut Session, text: &str, echo: Echo) -> Result<bool, Failure> {
    let text = text.trim_end();
    if echo == Echo::Inputs && !text.is_empty() {
        session.screen.out(&format!("> {}\n", text.replace('\n', "\n| ")))?;
    }
    let (told, failed) = match respond(session, text) {
        Ok(answer) => (answer, false),
        Err(refusal) if is_end(&refusal) => return Err(Failure::PipeClosed),
        Err(refusal) => (session.told(&refusal), true),
    };
    session.screen.out(&told)?;
    Ok(failed)
}

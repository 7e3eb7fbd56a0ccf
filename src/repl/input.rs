//! What an input is, and where it ends.
//!
//! In: lines as they were typed. Out: a command with its argument and where that stands, a declaration or an expression; whether more
//! lines belong to it.

use super::command::{self, Row};
use super::problem::SessionProblem;
use crate::syntax::lexicon::{TokenKind, tokens};
use crate::syntax::unfinished::{is_unfinished, starts_declaration};
use std::ops::Range;

/// An input.
#[derive(Debug)]
pub enum Input {
    /// Nothing but blanks and comments.
    Nothing,
    /// A command; whether it is written with `!`, and where its argument stands in the input.
    Command(&'static Row, Force, Range<usize>),
    /// Declarations.
    Declaration,
    /// An expression.
    Expression,
}

/// Whether a command was written with `!`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Force {
    /// It was not.
    No,
    /// It was: files may be replaced.
    Yes,
}

/// Whether a line is a command.
#[must_use]
pub fn is_command(line: &str) -> bool {
    line.trim_start().starts_with([':', '：'])
}

/// Whether a text is only the beginning of an input. An empty line ends every input.
#[must_use]
pub fn goes_on(text: &str) -> bool {
    let ended = text.lines().next_back().is_some_and(|line| line.trim().is_empty()) || text.ends_with("\n\n");
    !is_command(text) && !ended && is_unfinished(text)
}

/// Lines that become inputs, one after the other.
#[derive(Debug, Default)]
pub struct Lines {
    pending: String,
}

impl Lines {
    /// The inputs that a further line completes.
    pub fn take(&mut self, line: &str) -> Vec<String> {
        let mut whole = Vec::new();
        // A command, or a declaration outside brackets, ends what was not finished: it is easier to find where that is reported.
        let ends = is_command(line) || (starts_declaration(line) && !has_open(&self.pending));
        if ends && !self.pending.is_empty() {
            whole.push(std::mem::take(&mut self.pending));
        }
        self.pending.push_str(line);
        self.pending.push('\n');
        let rest = self.pending.trim_end_matches('\n');
        if !goes_on(if line.trim().is_empty() { &self.pending } else { rest }) {
            whole.push(std::mem::take(&mut self.pending));
        }
        whole
    }

    /// What is left where no more lines follow.
    pub fn rest(&mut self) -> Option<String> {
        Some(std::mem::take(&mut self.pending)).filter(|rest| !rest.is_empty())
    }
}

/// Whether a bracket of a text is open.
fn has_open(text: &str) -> bool {
    let all = tokens(text);
    let count = |kind: TokenKind| all.iter().filter(|token| token.kind == kind).count();
    count(TokenKind::Open) > count(TokenKind::Close)
}

/// What an input is.
///
/// # Errors
/// A command that there is not.
pub fn read(text: &str) -> Result<Input, SessionProblem> {
    if is_command(text) {
        let start = text.find([':', '：']).unwrap_or(0);
        let behind = text.get(start..).unwrap_or("");
        let name_at = start + behind.chars().next().map_or(0, char::len_utf8);
        let rest = text.get(name_at..).unwrap_or("");
        let name = rest.split(|letter: char| letter.is_whitespace() || letter == '!' || letter == '！').next().unwrap_or("");
        let row = command::find(name)?;
        let forced = rest.get(name.len()..).unwrap_or("").starts_with(['!', '！']);
        let mark = rest.get(name.len()..).and_then(|rest| rest.chars().next()).filter(|_| forced).map_or(0, char::len_utf8);
        let from = name_at + name.len() + mark;
        return Ok(Input::Command(row, if forced { Force::Yes } else { Force::No }, trimmed(text, from..text.len())));
    }
    let bare = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with(['#', '＃']));
    Ok(if bare {
        Input::Nothing
    } else if starts_declaration(text) {
        Input::Declaration
    } else {
        Input::Expression
    })
}

/// A part of a text without the blanks around it.
#[must_use]
pub fn trimmed(text: &str, part: Range<usize>) -> Range<usize> {
    let inner = text.get(part.clone()).unwrap_or("");
    let start = part.start + (inner.len() - inner.trim_start().len());
    start..(start + inner.trim().len())
}

#[cfg(test)]
mod tests {
    use super::{Force, Input, Lines, goes_on, read};

    #[test]
    fn a_command_and_its_argument() {
        let text = "：find  a > 1 ";
        assert!(matches!(read(text), Ok(Input::Command(row, Force::No, part)) if row.english == "find" && &text[part.clone()] == "a > 1"));
        assert!(matches!(read(":save! x.ics"), Ok(Input::Command(row, Force::Yes, part)) if row.english == "save" && part == (7..12)));
        assert!(matches!(read(":quit"), Ok(Input::Command(row, Force::No, part)) if row.english == "quit" && part.is_empty()));
        assert!(read(":nonsense").is_err());
    }

    #[test]
    fn lines_become_inputs() {
        let mut lines = Lines::default();
        let mut found: Vec<String> = Vec::new();
        for line in ["1 + 1", "(2 +", "3)", "4 +", ":next", "5 +", "let x = 1", "(6", "", "7 +"] {
            found.extend(lines.take(line));
        }
        found.extend(lines.rest());
        let shown: Vec<&str> = found.iter().map(|input| input.trim_end()).collect();
        assert_eq!(shown, ["1 + 1", "(2 +\n3)", "4 +", ":next", "5 +", "let x = 1", "(6", "7 +"]);
    }

    #[test]
    fn an_empty_line_ends_what_is_unfinished() {
        assert!(goes_on("(1 +\n2"));
        assert!(!goes_on("(1 +\n\n"));
        assert!(!goes_on(":find (1"));
        assert!(matches!(read("# nothing\n"), Ok(Input::Nothing)));
        assert!(matches!(read("let x = 1"), Ok(Input::Declaration)));
        assert!(matches!(read("1 + 1"), Ok(Input::Expression)));
    }
}

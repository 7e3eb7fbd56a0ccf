//! A session at a terminal.
//!
//! In: what is typed, with completion, hints, colours, history. Out: answers. What a word may become is worked out elsewhere; here it
//! meets the terminal.

use super::complete::{Hint as Known, Offer, Words};
use super::input::{Lines, goes_on};
use super::respond::{greeting, is_end, respond};
use super::session::Session;
use super::{history, input};
use crate::cli::problem::{CliProblem, Failure, Reason};
use crate::explain::width;
use crate::syntax::keyword::Class;
use crate::syntax::lexicon::{Token, TokenKind, tokens};
use anstyle::{AnsiColor, Style};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;

/// So many inputs are kept.
const KEPT: usize = 1000;
/// A prompt is no wider than this.
const PROMPT: usize = 24;

/// Runs the session until it is ended; what failed was told.
///
/// # Errors
/// A terminal that cannot be used.
pub fn run(session: &mut Session) -> Result<bool, Failure> {
    let broken = |error: &ReadlineError| Failure::from(CliProblem::CannotRead { path: "-".to_owned(), reason: Reason::Other(error.to_string()) });
    let colours = if session.screen.colour_out { ColorMode::Forced } else { ColorMode::Disabled };
    let config = Config::builder().completion_type(CompletionType::Circular).color_mode(colours).history_ignore_space(true).auto_add_history(false);
    let config = config.max_history_size(KEPT).and_then(|config| config.history_ignore_dups(true)).map_err(|error| broken(&error))?.build();
    let past = FileHistory::with_config(&config);
    let mut editor: Editor<Aid, FileHistory> = Editor::with_history(config, past).map_err(|error| broken(&error))?;
    let kept = history::path(|name| std::env::var(name).ok());
    if let Some(path) = &kept {
        history::make_folder(path);
        // No history yet, or one that cannot be read: a session starts all the same.
        drop(editor.load_history(path));
    }
    session.screen.out(&greeting(session))?;
    while !session.over {
        editor.set_helper(Some(Aid::of(session)));
        match editor.readline(&prompt(session)) {
            Ok(line) => {
                let line = line.trim_end().to_owned();
                if line.is_empty() {
                    continue;
                }
                drop(editor.add_history_entry(line.as_str()));
                if let Some(path) = &kept {
                    drop(editor.append_history(path));
                }
                // What was pasted may be several inputs.
                let mut lines = Lines::default();
                let mut inputs: Vec<String> = line.lines().flat_map(|line| lines.take(line)).collect();
                inputs.extend(lines.rest());
                for input in &inputs {
                    let told = match respond(session, input.trim_end()) {
                        Ok(answer) => answer,
                        Err(refusal) if is_end(&refusal) => return Err(Failure::PipeClosed),
                        Err(refusal) => session.told(&refusal),
                    };
                    session.screen.out(&told)?;
                    if session.over {
                        break;
                    }
                }
            }
            Err(ReadlineError::Interrupted | ReadlineError::Signal(_)) => {}
            Err(ReadlineError::Eof) => session.over = true,
            Err(error) => return Err(broken(&error)),
        }
    }
    Ok(false)
}

/// The prompt: the current record, with a mark where it was changed.
fn prompt(session: &Session) -> String {
    let Some(current) = &session.records.current else { return "ics> ".to_owned() };
    let name = if current.name.is_empty() { session.pick("new", "新") } else { &current.name };
    let mut shown = String::new();
    for letter in name.chars().filter(|letter| !letter.is_control()) {
        if width(&shown) >= PROMPT.min(session.screen.width / 3) {
            shown.push_str("..");
            break;
        }
        shown.push(letter);
    }
    format!("{shown}{}> ", if current.changed { "*" } else { "" })
}

/// What helps while a line is typed.
struct Aid {
    words: Words,
    files: FilenameCompleter,
    room: usize,
    coloured: bool,
}

impl Aid {
    fn of(session: &Session) -> Aid {
        let words = Words::of(&session.program, session.screen.lang);
        Aid { words, files: FilenameCompleter::new(), room: session.screen.width, coloured: session.screen.colour_out }
    }
}

impl Helper for Aid {}

impl Completer for Aid {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, context: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        match self.words.offer(line, at) {
            Offer::Files => self.files.complete(line, at, context),
            Offer::Words(start, found) => {
                let pair = |candidate: super::complete::Candidate| Pair { display: candidate.text.clone(), replacement: candidate.text };
                Ok((start, found.into_iter().map(pair).collect()))
            }
        }
    }
}

/// A hint as the terminal shows it.
struct Shown {
    display: String,
    rest: String,
}

impl Hint for Shown {
    fn display(&self) -> &str {
        &self.display
    }

    fn completion(&self) -> Option<&str> {
        Some(self.rest.as_str()).filter(|rest| !rest.is_empty())
    }
}

impl Hinter for Aid {
    type Hint = Shown;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Shown> {
        let Known { rest, about } = self.words.hint(line, at)?;
        // Without colours what is shown must not look typed.
        let display = match (self.coloured, about.is_empty()) {
            (true, true) => rest.clone(),
            (true, false) => format!("{rest}  {about}"),
            (false, true) => return None,
            (false, false) => format!("  ({about})"),
        };
        // A hint that needs another line would push the prompt about.
        let line = line.rsplit('\n').next().unwrap_or("");
        (width(line) + width(&display) + PROMPT < self.room).then_some(Shown { display, rest })
    }
}

impl Highlighter for Aid {
    fn highlight<'l>(&self, line: &'l str, at: usize) -> Cow<'l, str> {
        let code = if input::is_command(line) { line.find(char::is_whitespace).unwrap_or(line.len()) } else { 0 };
        let all: Vec<Token> = tokens(line.get(code..).unwrap_or(""));
        let pair = pair(line, &all, code, at);
        let mut painted = String::with_capacity(line.len() * 2);
        let command = AnsiColor::Magenta.on_default();
        painted.push_str(&format!("{command}{}{command:#}", line.get(..code).unwrap_or("")));
        let mut from = code;
        for token in &all {
            let (start, end) = (token.start + code, token.end + code);
            painted.push_str(line.get(from..start).unwrap_or(""));
            let style = style(token.kind);
            let style = if pair.contains(&Some(start)) { style.bold().underline() } else { style };
            painted.push_str(&format!("{style}{}{style:#}", line.get(start..end).unwrap_or("")));
            from = end;
        }
        painted.push_str(line.get(from..).unwrap_or(""));
        Cow::Owned(painted)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        let style = Style::new().dimmed();
        Cow::Owned(format!("{style}{hint}{style:#}"))
    }

    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str, _: bool) -> Cow<'b, str> {
        let style = AnsiColor::Green.on_default().bold();
        Cow::Owned(format!("{style}{prompt}{style:#}"))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        true
    }
}

impl Validator for Aid {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let ended = format!("{}\n", context.input());
        let more = goes_on(&ended);
        Ok(if more { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

/// How a token is coloured.
fn style(kind: TokenKind) -> Style {
    match kind {
        TokenKind::Comment => Style::new().dimmed(),
        TokenKind::Text => AnsiColor::Green.on_default(),
        TokenKind::Number | TokenKind::Date => AnsiColor::Cyan.on_default(),
        TokenKind::Keyword(Class::Item | Class::Reserved) => AnsiColor::Blue.on_default().bold(),
        TokenKind::Keyword(Class::Contextual) | TokenKind::Name | TokenKind::Sign | TokenKind::Open | TokenKind::Close => Style::new(),
        TokenKind::Other => AnsiColor::Red.on_default(),
    }
}

/// The bracket at the cursor or before it, and the one it belongs to.
fn pair(line: &str, all: &[Token], code: usize, at: usize) -> [Option<usize>; 2] {
    let is_bracket = |token: &&Token| matches!(token.kind, TokenKind::Open | TokenKind::Close);
    let touches = |token: &&Token| token.start + code == at || token.end + code == at;
    let brackets: Vec<&Token> = all.iter().filter(is_bracket).collect();
    let Some(here) = brackets.iter().rposition(touches) else { return [None, None] };
    let mut open: Vec<usize> = Vec::new();
    for (position, token) in brackets.iter().enumerate() {
        if token.kind == TokenKind::Open {
            open.push(position);
        } else if let Some(opened) = open.pop()
            && (opened == here || position == here)
        {
            let start = |position: usize| brackets.get(position).map(|token| token.start + code).filter(|start| *start < line.len());
            return [start(opened), start(position)];
        }
    }
    [None, None]
}

#[cfg(test)]
mod tests {
    use super::{pair, tokens};

    #[test]
    fn the_bracket_at_the_cursor_finds_its_partner() {
        let line = "(a + [b])";
        let all = tokens(line);
        assert_eq!(pair(line, &all, 0, 9), [Some(0), Some(8)]);
        assert_eq!(pair(line, &all, 0, 6), [Some(5), Some(7)]);
        assert_eq!(pair(line, &all, 0, 3), [None, None]);
    }
}

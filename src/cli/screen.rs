//! Where words go: results to standard output, messages to standard error, plain or coloured, in one language.
//!
//! In: what the environment and the global options say. Out: printed text. A closed pipe is not an error of ours: it ends
//! the run quietly. Knows no command.

use super::language::pick;
use super::problem::{CliProblem, Failure};
use crate::diagnostic::terminal::Style;
use crate::diagnostic::{Lang, Severity, Words};
use std::io::{IsTerminal, Write};

/// What `--color` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal that wants it.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    /// Summaries, notes, warnings and errors.
    Normal,
    /// Errors only.
    Quiet,
}

/// The two streams and how to write on them.
#[derive(Debug, Clone)]
pub struct Screen {
    /// The language.
    pub lang: Lang,
    /// How much is said.
    pub talk: Talk,
    /// Whether box-drawing characters and other signs beyond ASCII may frame what is printed.
    pub unicode: bool,
    /// Whether results may be coloured.
    pub colour_out: bool,
    /// Whether messages may be coloured.
    pub colour_err: bool,
    /// Whether standard output is a terminal.
    pub terminal_out: bool,
    /// Whether standard error is a terminal.
    pub terminal_err: bool,
    /// The width of the terminal in columns, 100 where there is none.
    pub width: usize,
}

impl Screen {
    /// The screen of this process.
    #[must_use]
    pub fn new(lang: Lang, colour: Colour, talk: Talk, ascii: bool) -> Screen {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let (terminal_out, terminal_err) = (std::io::stdout().is_terminal(), std::io::stderr().is_terminal());
        let coloured = |terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto if set("NO_COLOR") => false,
            Colour::Auto => set("CLICOLOR_FORCE") || (terminal && !dumb),
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|text| text.parse::<usize>().ok());
        let measured = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = columns.or(measured).unwrap_or(100).clamp(40, 400);
        // The classic console of Windows draws frames two columns wide under Chinese fonts.
        let narrow_frames = !cfg!(windows) || set("WT_SESSION") || set("TERM_PROGRAM");
        Screen {
            lang,
            talk,
            unicode: !ascii && narrow_frames,
            colour_out: coloured(terminal_out),
            colour_err: coloured(terminal_err),
            terminal_out,
            terminal_err,
            width,
        }
    }

    /// The one of two texts in the language of this run.
    #[must_use]
    pub fn pick<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        pick(self.lang, en, zh)
    }

    /// How diagnostics look on standard error, or on standard output where `out` results are diagnostics.
    #[must_use]
    pub fn style(&self, stream: Stream) -> Style {
        let color = match stream {
            Stream::Out => self.colour_out,
            Stream::Err => self.colour_err,
        };
        Style { lang: self.lang, color, unicode: self.unicode, width: self.width }
    }

    /// Prints a result.
    ///
    /// # Errors
    /// [`Failure::PipeClosed`] when nobody reads any more, a problem when the stream cannot be written.
    pub fn out(&self, text: &str) -> Result<(), Failure> {
        let mut stream = std::io::stdout().lock();
        stream.write_all(text.as_bytes()).and_then(|()| stream.flush()).map_err(|error| Failure::writing("-", &error))
    }

    /// Prints a line of a message, unless quiet. What standard error refuses is lost.
    pub fn say(&self, line: &str) {
        if self.talk == Talk::Normal {
            self.print_error(&format!("{line}\n"));
        }
    }

    /// Prints a text on standard error even when quiet.
    pub fn print_error(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints a problem with the run, warnings only when not quiet.
    pub fn problem(&self, problem: &CliProblem) {
        self.message(problem.severity(), problem.code(), &problem.words(self.lang));
    }

    /// Prints a message with its code and help.
    pub fn message(&self, severity: Severity, code: &str, words: &Words) {
        if severity == Severity::Warning && self.talk == Talk::Quiet {
            return;
        }
        self.print_error(&self.message_text(severity, code, words, Stream::Err));
    }

    /// A message with its code and help, as it looks on one of the streams.
    #[must_use]
    pub fn message_text(&self, severity: Severity, code: &str, words: &Words, stream: Stream) -> String {
        let wanted = match stream {
            Stream::Out => self.colour_out,
            Stream::Err => self.colour_err,
        };
        let (name, colour) = match severity {
            Severity::Error => (self.pick("error", "错误"), anstyle::AnsiColor::Red),
            Severity::Warning => (self.pick("warning", "警告"), anstyle::AnsiColor::Yellow),
        };
        let head = paint(wanted, &format!("{name}[{code}]"), colour);
        let mut text = format!("{head}{}{}\n", self.pick(": ", "："), words.headline);
        if let Some(help) = &words.help {
            let label = paint(wanted, self.pick("help", "帮助"), anstyle::AnsiColor::Cyan);
            let indent = " ".repeat(self.pick("  help: ", "  帮助：").chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum());
            let lines: Vec<&str> = help.lines().collect();
            text.push_str(&format!("  {label}{}{}\n", self.pick(": ", "："), lines.join(&format!("\n{indent}"))));
        }
        text
    }

    /// Bold and coloured for standard output, where colours are wanted.
    #[must_use]
    pub fn paint_out(&self, text: &str, colour: anstyle::AnsiColor) -> String {
        paint(self.colour_out, text, colour)
    }
}

/// One of the two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

fn paint(wanted: bool, text: &str, colour: anstyle::AnsiColor) -> String {
    if !wanted {
        return text.to_owned();
    }
    let style = anstyle::Style::new().bold().fg_color(Some(colour.into()));
    format!("{}{text}{}", style.render(), style.render_reset())
}

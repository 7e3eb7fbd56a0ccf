//! The one layout of a policy.
//!
//! In: a text that parses. Out: the same text in its one layout: indented by two, rows aligned by the columns they take on a
//! screen, long expressions broken, signs of half width, comments and blank lines where they belong. Laid out twice it is laid out
//! once. Knows no files and changes no meaning: what it writes has the tokens, the comments and the tree of what it read.
//!
//! Whether a block stands on one line is the writer's choice: it is put on several lines where one line was ended in it, or
//! where it does not fit.

mod doc;
mod expressions;
mod gaps;
mod grid;
mod guard;
mod layout;
mod names;
mod page;
mod range;
mod render;
mod rows;
mod spelling;

use crate::diagnostic::{Diagnostic, Lang};
use crate::source::{FileId, Sources};
use crate::syntax::{ast, concrete, parse};
use guard::Read;
pub use range::{Edit, format_range};
pub use render::WIDTH;

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// The language of keywords; without one each stays as it is.
    pub keywords: Option<Lang>,
}

/// Why a text is not laid out.
#[derive(Debug, Clone)]
pub enum Refused {
    /// It does not parse.
    Broken {
        /// The text, for the places of the problems.
        sources: Sources,
        /// What is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
    /// It would say something else: a fault of the formatter.
    Changed,
}

/// How often a layout is laid out again before it is taken as it is.
const MOST_ROUNDS: usize = 3;

/// A text in its one layout. Its line ends stay `\r\n` where most of them are, and a byte-order mark stays.
///
/// # Errors
/// A text that does not parse.
///
/// ```
/// let text = "let  a=1+2 # sum\n";
/// let formatted = ics::format::format(text, &ics::format::Options::default());
/// assert_eq!(formatted.ok().as_deref(), Some("let a = 1 + 2  # sum\n"));
/// ```
pub fn format(text: &str, options: &Options) -> Result<String, Refused> {
    format_named("", text, options)
}

/// The same, with the name of the file for the places of problems.
///
/// # Errors
/// A text that does not parse.
pub fn format_named(name: &str, text: &str, options: &Options) -> Result<String, Refused> {
    let (mark, body) = match text.strip_prefix('\u{feff}') {
        Some(body) => ("\u{feff}", body),
        None => ("", text),
    };
    let before = read(name, text)?;
    let mut once = lay_out(body, &before.tokens, options);
    let after = read(name, &once).map_err(|_| Refused::Changed)?;
    let same = guard::same(&before.on(body), &after.on(&once), options.keywords);
    if !same {
        return Err(Refused::Changed);
    }
    let mut tokens = after.tokens;
    for _ in 1..MOST_ROUNDS {
        let again = lay_out(&once, &tokens, options);
        if again == once {
            break;
        }
        let after = read(name, &again).map_err(|_| Refused::Changed)?;
        if !guard::same(&before.on(body), &after.on(&again), options.keywords) {
            break;
        }
        (once, tokens) = (again, after.tokens);
    }
    let ends = if body.matches("\r\n").count() * 2 > body.matches('\n').count() { "\r\n" } else { "\n" };
    Ok(format!("{mark}{}", once.replace('\n', ends)))
}

fn lay_out(text: &str, tokens: &concrete::Node, options: &Options) -> String {
    let (rows, last) = layout::file(text, tokens, options);
    render::render(&rows, &last)
}

/// A text that parses.
struct Parsed {
    tree: ast::File,
    tokens: concrete::Node,
}

impl Parsed {
    fn on<'t>(&'t self, text: &'t str) -> Read<'t> {
        Read { text, tree: &self.tree, tokens: &self.tokens }
    }
}

fn read(name: &str, text: &str) -> Result<Parsed, Refused> {
    let mut sources = Sources::default();
    let file: FileId = sources.add(name, text);
    let (tree, problems) = parse(&sources, file);
    let tokens = concrete::file(&sources.file(file).text);
    let diagnostics = problems.sorted();
    match tokens.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) {
        Some(tokens) => Ok(Parsed { tree, tokens }),
        None => Err(Refused::Broken { sources, diagnostics }),
    }
}

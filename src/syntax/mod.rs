//! From text to syntax tree.
//!
//! In: one source text. Out: [`ast::File`] and problems; a broken declaration keeps its whole parts, or becomes
//! [`ast::Item::Broken`]; the rest is still there. Knows no names and no types.

pub mod ast;
mod brackets;
mod build;
mod build_expr;
mod build_scheme;
mod build_table;
pub mod concrete;
mod expected;
mod grammar;
mod habits;
pub mod keyword;
pub mod lexicon;
mod mend;
mod nodes;
mod precedence;
pub mod print;
mod print_expr;
mod print_scheme;
pub mod problem;
mod recover;
mod slips;
pub mod unfinished;

use crate::diagnostic::Problems;
use crate::source::{FileId, Sources, Span};
use build::Builder;
use grammar::{Grammar, Rule};
pub(crate) use habits::glued;
use pest::Parser;
use problem::SyntaxProblem;
use std::ops::Range;

/// How deep expressions may nest: a level counts four, an operator in a row one.
pub const DEPTH_LIMIT: u32 = 256;

/// Parses one file.
#[must_use]
pub fn parse(sources: &Sources, file: FileId) -> (ast::File, Problems) {
    let text = sources.file(file).text.as_str();
    let mut builder = Builder::new(file, text);
    if text.trim_start().get(..15).is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        let start = (text.len() - text.trim_start().len()) as u32;
        builder.problems.push(SyntaxProblem::Calendar { span: Span { file, start, end: start + 15 } });
        return (ast::File::default(), builder.problems);
    }
    let tree = match Grammar::parse(Rule::file, text) {
        Ok(mut pairs) => pairs.next().map(|pair| builder.file(pair)).unwrap_or_default(),
        Err(error) => {
            builder.problems.push(recover::whole_file(file, text, &error));
            ast::File::default()
        }
    };
    (tree, builder.problems)
}

/// Parses the expression that stands at a place of a file; none where it cannot be read.
#[must_use]
pub fn parse_expr(sources: &Sources, file: FileId, place: Range<usize>) -> (Option<ast::Expr>, Problems) {
    let text = sources.file(file).text.as_str();
    let written = text.get(place.clone()).unwrap_or("");
    let mut builder = Builder::new(file, text);
    let expr = match Grammar::parse(Rule::one_expr, written) {
        Ok(pairs) => builder.one_expr(place.start as u32, pairs),
        Err(error) => {
            let problem = match slips::problem_of(file, place.start as u32, written, &error) {
                // What ends is no declaration.
                SyntaxProblem::Unexpected { found, span, expected } if found.is_empty() => {
                    SyntaxProblem::Unexpected { found: "\n".to_owned(), span, expected }
                }
                problem => problem,
            };
            builder.problems.push(problem);
            None
        }
    };
    (expr, builder.problems)
}

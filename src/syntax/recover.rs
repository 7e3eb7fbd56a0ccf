//! Text that is no declaration.
//!
//! In: text between declarations. Out: its pieces, and for each either what is left of it once its broken parts are blanked, or
//! the problem that keeps it from being read at all.

use super::brackets::Brackets;
use super::grammar::Rule;
use super::keyword::{Class, KEYWORDS};
use super::mend::{self, Mended};
use super::problem::SyntaxProblem;
use super::slips::{self, first_word};
use crate::diagnostic::suggest;
use crate::source::{FileId, Span};
use pest::error::Error;

/// What is left of a broken declaration once its broken parts are blanked, while there is effort left for it; and what was wrong
/// with it.
///
/// # Errors
/// The most telling problem, where nothing can be saved.
pub fn broken_item(file: FileId, text: &str, span: Span, effort: &mut usize) -> Result<Mended, SyntaxProblem> {
    let slice = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let left = effort.checked_sub(mend::effort_of(slice));
    *effort = left.unwrap_or(*effort);
    let Some(problem) = unknown_item(slice, span) else {
        return match left {
            Some(_) => mend::mend(file, span.start, slice),
            None => Err(mend::first_problem(file, span.start, slice)),
        };
    };
    if left.is_none() {
        return Err(problem);
    }
    // A misspelt keyword hides nothing: the declaration is read with the right one.
    let SyntaxProblem::UnknownItem { word, nearest: Some(nearest), .. } = &problem else { return Err(problem) };
    let behind = slice.get(word.len()..).unwrap_or("");
    let base = (span.start as usize + word.len()).checked_sub(nearest.len());
    let read = base.and_then(|base| mend::mend(file, base as u32, &format!("{nearest}{behind}")).ok());
    match read {
        Some(mended) => Ok(Mended { problems: std::iter::once(problem).chain(mended.problems).collect(), ..mended }),
        None => Err(problem),
    }
}

/// The places of broken declarations in text that is none: it is parted before lines that start with a misspelt keyword, so that
/// each is reported.
pub fn pieces(text: &str, span: Span) -> Vec<Span> {
    let slice = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let mut starts = vec![0];
    let mut brackets = Brackets::default();
    let mut offset = 0;
    for line in slice.split_inclusive('\n') {
        let word = first_word(line);
        let is_formula = matches!(word, "=" | "＝");
        let is_item = word.starts_with(char::is_alphabetic) && nearest_item(word).is_some();
        if offset > 0 && brackets.open.is_empty() && (is_item || is_formula) {
            starts.push(offset);
        }
        brackets.read(line, offset);
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([slice.len()]);
    let place = |(start, end): (usize, usize)| {
        let length = slice.get(start..end).unwrap_or("").trim_end().len();
        Span { file: span.file, start: span.start + start as u32, end: span.start + (start + length) as u32 }
    };
    starts.iter().copied().zip(ends).map(place).collect()
}

/// The keyword of a declaration that a word was perhaps meant to be.
pub fn nearest_item(word: &str) -> Option<&'static str> {
    let spellings = || KEYWORDS.iter().filter(|k| k.class == Class::Item).flat_map(|k| [k.english, k.chinese]);
    let nearest = suggest::nearest(word, spellings())?;
    spellings().find(|spelling| *spelling == nearest)
}

/// The problem of a file that could not be parsed at all: only a limit can do that.
pub fn whole_file(file: FileId, text: &str, error: &Error<Rule>) -> SyntaxProblem {
    slips::problem_of(file, 0, text, error)
}

/// A declaration that starts with no keyword.
fn unknown_item(slice: &str, span: Span) -> Option<SyntaxProblem> {
    let word = first_word(slice);
    if KEYWORDS.iter().any(|k| k.class == Class::Item && (k.english == word || k.chinese == word)) {
        return None;
    }
    let span = Span { end: span.start + word.len() as u32, ..span };
    match word.chars().next()? {
        bracket @ ('}' | '｝' | ')' | '）' | ']' | '］') => Some(SyntaxProblem::Unopened { bracket, span }),
        _ => Some(SyntaxProblem::UnknownItem { word: word.to_string(), span, nearest: nearest_item(word) }),
    }
}

//! Saving what is whole of a broken declaration.
//!
//! In: the text of a declaration that does not parse. Out: the same text with every broken part blanked (so that places stay
//! what they are), one problem for each, and what was lost. A part is as small as it can be: an element of a list on one line, a
//! row or clause of a line, a clause with its braces. Knows no names and no types.

use super::brackets;
use super::grammar::{Grammar, Rule};
use super::keyword;
use super::problem::SyntaxProblem;
use super::slips;
use crate::source::{FileId, Span};
use pest::Parser;
use pest::error::Error;
use std::ops::Range;

/// How much text of a file is read again to save what is whole; each declaration counts as one of [`LEAST`] at least. Nobody reads
/// hundreds of problems, and what is broken throughout is no policy.
pub const EFFORT: usize = 1 << 20;
const LEAST: usize = 4 << 10;

/// How many broken parts of one declaration are looked for.
const MOST: usize = 16;

/// A declaration without its broken parts.
#[derive(Debug)]
pub struct Mended {
    /// Where it starts in its file.
    pub base: u32,
    /// Its text, as long as it was.
    pub text: String,
    /// What was blanked, in places of the text.
    pub lost: Vec<Range<usize>>,
    /// What was wrong.
    pub problems: Vec<SyntaxProblem>,
}

/// What a text takes of the effort.
pub fn effort_of(text: &str) -> usize {
    text.len().max(LEAST)
}

/// The first problem of a declaration that is not mended.
pub fn first_problem(file: FileId, base: u32, slice: &str) -> SyntaxProblem {
    match parse(slice) {
        Err(error) => slips::problem_of(file, base, slice, &error),
        Ok(()) => {
            let start = base + slice.len() as u32;
            SyntaxProblem::Unexpected { found: String::new(), span: Span { file, start, end: start }, expected: Vec::new() }
        }
    }
}

/// Blanks the broken parts of a declaration that starts at `base` in its file.
///
/// # Errors
/// The first problem, where what is left cannot be read either.
pub fn mend(file: FileId, base: u32, slice: &str) -> Result<Mended, SyntaxProblem> {
    let mut mended = Mended { base, text: slice.to_string(), lost: Vec::new(), problems: Vec::new() };
    for _ in 0..MOST {
        let Err(error) = parse(&mended.text) else { break };
        let problem = slips::problem_of(file, base, &mended.text, &error);
        let hopeless = matches!(problem, SyntaxProblem::Unclosed { bracket: '{' | '｛', .. } | SyntaxProblem::TooDeep { .. });
        let Some((part, text)) = (if hopeless { None } else { best_blank(&mended.text, &error) }) else {
            mended.problems.push(problem);
            break;
        };
        let before = std::mem::replace(&mut mended.text, text);
        mended.problems.push(at_line_end(problem, file, (base, before.as_str()), &part, &error));
        mended.lost.push(part);
    }
    match parse(&mended.text) {
        Ok(()) => Ok(mended),
        Err(error) => Err(mended.problems.into_iter().next().unwrap_or_else(|| slips::problem_of(file, base, slice, &error))),
    }
}

/// What a line lacks at its end is noticed on the next one, and belongs to it.
fn at_line_end(problem: SyntaxProblem, file: FileId, (base, text): (u32, &str), part: &Range<usize>, error: &Error<Rule>) -> SyntaxProblem {
    match problem {
        SyntaxProblem::Unexpected { expected, .. } if part.end < slips::offset_of(error) => {
            let end = base + part.end as u32;
            if let Some(open) = brackets::Brackets::of(text.get(..part.end).unwrap_or("")).open.last().filter(|open| open.offset >= part.start) {
                let start = base + open.offset as u32;
                let span = Span { file, start, end: start + open.bracket.len_utf8() as u32 };
                return SyntaxProblem::Unclosed { bracket: open.bracket, span, at: Span { file, start: end, end } };
            }
            SyntaxProblem::Unexpected { found: "\n".to_string(), span: Span { file, start: end, end }, expected }
        }
        other => other,
    }
}

/// The names that a blanked part seems to have declared: its words that are not reserved, texts and comments left out.
pub fn lost_names(part: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for line in part.lines() {
        let code = line.split(['#', '＃']).next().unwrap_or("");
        for outside in code.split(['"', '“', '”', '＂']).step_by(2) {
            let words = outside.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let named = words.filter(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '_') && !keyword::is_reserved(word));
            names.extend(named);
        }
    }
    names
}

fn parse(text: &str) -> Result<(), Box<Error<Rule>>> {
    Grammar::parse(Rule::one_item, text).map(|_| ()).map_err(Box::new)
}

/// The part whose blanking lets parsing get furthest, if it gets beyond it; of several, the smallest.
fn best_blank(text: &str, error: &Error<Rule>) -> Option<(Range<usize>, String)> {
    let at = slips::offset_of(error);
    let mut best: Option<(usize, Range<usize>, String)> = None;
    for part in candidates(text, at) {
        let blanked = blank(text, &part);
        let reached = parse(&blanked).map_or_else(|error| slips::offset_of(&error), |()| usize::MAX);
        if reached >= part.end && reached > at && best.as_ref().is_none_or(|(furthest, ..)| reached > *furthest) {
            best = Some((reached, part, blanked));
        }
    }
    best.map(|(_, part, text)| (part, text))
}

/// The parts that may be broken where parsing stopped at `at`, smallest first.
fn candidates(text: &str, at: usize) -> Vec<Range<usize>> {
    let head = text.find(['{', '｛', '\n']).unwrap_or(text.len());
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let mut list = Vec::new();
    if at < head {
        // Of the first line only what stands behind its whole beginning can go.
        if line == 0 && text.get(head..).is_some_and(|rest| rest.starts_with(['{', '｛'])) {
            list.push(at..head);
        }
        return list;
    }
    if let Some(brackets::Place { start, end, element }) = brackets::place(text, line, at) {
        if let Some(element) = element {
            list.push(element);
        }
        list.push(start..end);
        let whole = with_continuation(text, end);
        if whole > end {
            list.push(start..whole);
        }
    }
    let is_first = text.get(line..at).is_some_and(|before| before.trim().is_empty());
    if is_first && line > head {
        // What is lacking at the end of a line is noticed at the start of the next one.
        let before = text.get(..line).map_or("", str::trim_end);
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        if start > head
            && let Some(place) = brackets::place(text, start, before.len())
        {
            list.push(place.start..place.end);
        }
    }
    list.retain(|part| part.start >= head && text.get(part.clone()).is_some_and(|part| !part.trim().is_empty()));
    list.into_iter().filter_map(|part| whole_grid(text, part)).filter(|part| part.start >= head).collect()
}

/// The end of what goes on in the lines behind `end`: those that start with an operator or with the words of a condition.
fn with_continuation(text: &str, end: usize) -> usize {
    let mut whole = end;
    for line in text.get(end..).unwrap_or("").split_inclusive('\n').skip(1) {
        let from = whole + 1;
        let start = line.trim_start();
        let word = slips::first_word(start);
        let goes_on = matches!(word, "and" | "or" | "default" | "且" | "或" | "缺省" | "\"" | "“" | "+" | "＋" | "*" | "×" | "/" | "÷");
        if !goes_on {
            break;
        }
        whole = from + line.trim_end_matches('\n').len();
    }
    whole.min(text.len())
}

/// A part; or the clause with its braces, where the part is the header of a grid: rows mean nothing without it.
fn whole_grid(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let before = text.get(..part.start)?.trim_end();
    let cells = text.get(part.clone())?;
    let is_header = before.ends_with(['{', '｛']) && (cells.trim_start().starts_with(['|', '｜']) || cells.trim_end().contains('\t'));
    if !is_header {
        return Some(part);
    }
    let brace = before.rfind(['{', '｛'])?;
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    brackets::place(text, line, brace).map(|place| place.start..place.end)
}

/// The text with blanks for a part, its line ends kept.
fn blank(text: &str, part: &Range<usize>) -> String {
    let (before, after) = (text.get(..part.start).unwrap_or(""), text.get(part.end..).unwrap_or(""));
    let mut blanked = String::with_capacity(text.len());
    blanked.push_str(before);
    for letter in text.get(part.clone()).unwrap_or("").chars() {
        match letter {
            '\n' | '\r' => blanked.push(letter),
            _ => blanked.extend(std::iter::repeat_n(' ', letter.len_utf8())),
        }
    }
    blanked.push_str(after);
    blanked
}

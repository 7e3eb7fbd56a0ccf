//! How a file is built up: its declarations, what can be folded, what encloses a place.
//!
//! In: an analysis, or a text. Out: nested symbols; pairs of brackets and runs of comments, found by tokens, so that unfinished text has
//! them too.

use super::Analysis;
use super::symbol::{Symbol, SymbolId, SymbolKind};
use crate::source::{FileId, Span};
use crate::syntax::lexicon::{Token, TokenKind};

/// A declaration and its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The declaration.
    pub id: SymbolId,
    /// Its parts.
    pub parts: Vec<Entry>,
}

/// The declarations of a file, in order.
#[must_use]
pub fn entries(analysis: &Analysis, file: FileId) -> Vec<Entry> {
    let index = &analysis.index;
    let is_shown = |symbol: &Symbol| symbol.span.file == file && !matches!(symbol.kind, SymbolKind::Value | SymbolKind::Parameter);
    let top = index.all().filter(|(_, symbol)| symbol.owner.is_none() && is_shown(symbol));
    let part = |(id, _): (SymbolId, &Symbol)| Entry { id, parts: Vec::new() };
    let whole = |(id, _): (SymbolId, &Symbol)| Entry { id, parts: index.parts_of(id).filter(|(_, symbol)| is_shown(symbol)).map(part).collect() };
    top.map(whole).collect()
}

/// What a stretch that can be folded is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// Between two brackets.
    Brackets,
    /// Several lines of comments.
    Comments,
}

/// A stretch that can be folded, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// What it is.
    pub kind: FoldKind,
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// The pairs of brackets, brackets included, inner ones first.
#[must_use]
pub fn pairs(tokens: &[Token]) -> Vec<(u32, u32)> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for token in tokens {
        match token.kind {
            TokenKind::Open => open.push(token.start),
            TokenKind::Close => found.extend(open.pop().map(|start| (start as u32, token.end as u32))),
            TokenKind::Comment
            | TokenKind::Text
            | TokenKind::Number
            | TokenKind::Date
            | TokenKind::Keyword(_)
            | TokenKind::Name
            | TokenKind::Sign
            | TokenKind::Other => {}
        }
    }
    found
}

/// What can be folded.
#[must_use]
pub fn folds(text: &str, tokens: &[Token]) -> Vec<Fold> {
    let spans_lines = |start: u32, end: u32| text.get(start as usize..end as usize).is_some_and(|inside| inside.contains('\n'));
    let mut folds: Vec<Fold> = pairs(tokens).into_iter().map(|(start, end)| Fold { kind: FoldKind::Brackets, start, end }).collect();
    let mut run: Option<(usize, usize)> = None;
    for token in tokens {
        let line_start = text.get(..token.start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let alone = text.get(line_start..token.start).is_some_and(|before| before.trim().is_empty());
        let is_comment = token.kind == TokenKind::Comment && alone;
        let follows = run.is_some_and(|(_, end)| text.get(end..token.start).is_some_and(|between| between.matches('\n').count() == 1));
        match run {
            Some((start, _)) if is_comment && follows => run = Some((start, token.end)),
            _ => {
                folds.extend(run.map(|(start, end)| Fold { kind: FoldKind::Comments, start: start as u32, end: end as u32 }));
                run = is_comment.then_some((token.start, token.end));
            }
        }
    }
    folds.extend(run.map(|(start, end)| Fold { kind: FoldKind::Comments, start: start as u32, end: end as u32 }));
    folds.retain(|fold| spans_lines(fold.start, fold.end));
    folds.sort_by_key(|fold| (fold.start, fold.end));
    folds
}

/// The stretches around a place, the innermost first: the word, what stands between brackets, the brackets too, the declaration, the file.
#[must_use]
pub fn around(analysis: &Analysis, file: FileId, tokens: &[Token], offset: u32) -> Vec<Span> {
    let holds = |start: u32, end: u32| start <= offset && offset <= end;
    let mut found: Vec<(u32, u32)> = Vec::new();
    found.extend(tokens.iter().map(|token| (token.start as u32, token.end as u32)).filter(|(start, end)| holds(*start, *end)));
    for (start, end) in pairs(tokens).into_iter().filter(|(start, end)| holds(*start, *end)) {
        let (inside, width) = (start + width(analysis, file, start), width(analysis, file, end.saturating_sub(1)));
        let inner_end = end.saturating_sub(width.max(1));
        if inside < inner_end && holds(inside, inner_end) {
            found.push((inside, inner_end));
        }
        found.push((start, end));
    }
    let items = analysis.index.all().filter(|(_, symbol)| symbol.span.file == file).map(|(_, symbol)| (symbol.span.start, symbol.span.end));
    found.extend(items.filter(|(start, end)| start < end && holds(*start, *end)));
    found.push((0, analysis.text(file).len() as u32));
    found.sort_by_key(|(start, end)| (end - start, *start));
    let mut nested: Vec<Span> = Vec::new();
    for (start, end) in found {
        let fits = nested.last().is_none_or(|inner| start <= inner.start && inner.end <= end && (start, end) != (inner.start, inner.end));
        if fits {
            nested.push(Span { file, start, end });
        }
    }
    nested
}

/// The bytes of the character that starts at a place, or holds it.
fn width(analysis: &Analysis, file: FileId, offset: u32) -> u32 {
    let text = analysis.text(file);
    let mut start = (offset as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, |letter| letter.len_utf8() as u32)
}

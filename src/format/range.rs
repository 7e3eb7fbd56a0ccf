//! A part of a text in its layout.
//!
//! In: a text, and a range of its bytes. Out: changes that put the declarations touched by the range into the layout they have when
//! the whole text is laid out.

use super::{Options, Refused, format, read};
use crate::syntax::concrete::Node;
use std::ops::Range;

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced, in bytes of the text.
    pub range: Range<usize>,
    /// What stands there then.
    pub text: String,
}

/// The changes that lay out the declarations touched by a range, with the comments before them; none where they are laid out.
///
/// # Errors
/// A text that does not parse.
pub fn format_range(text: &str, range: Range<usize>, options: &Options) -> Result<Vec<Edit>, Refused> {
    let formatted = format(text, options)?;
    let (before, after) = (pieces(text)?, pieces(&formatted)?);
    let touched = |piece: &Range<usize>| piece.start <= range.end && range.start <= piece.end;
    let changes = before.into_iter().zip(after).filter(|(old, _)| touched(old)).filter_map(|(old, new)| {
        let new = formatted.get(new)?;
        (text.get(old.clone())? != new).then(|| Edit { range: old, text: new.to_owned() })
    });
    Ok(changes.collect())
}

/// Where each declaration stands, with what belongs to it: whole lines, from behind the one before it.
fn pieces(text: &str) -> Result<Vec<Range<usize>>, Refused> {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let tree = read("", text)?.tokens;
    let mut pieces = Vec::with_capacity(tree.children.len());
    let mut start = mark;
    let mut items = tree.children.iter().peekable();
    while let Some(item) = items.next() {
        let end = match items.peek() {
            Some(next) => line_end(text, item.end + mark, next_start(next) + mark),
            None => text.len(),
        };
        pieces.push(start..end);
        start = end;
    }
    Ok(pieces)
}

fn next_start(next: &Node) -> usize {
    next.first().start
}

/// Behind the line that ends after one place and before another; the first place where none does.
fn line_end(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).and_then(|between| between.find('\n')).map_or(from, |place| from + place + 1)
}

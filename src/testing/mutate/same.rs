//! Whether two programs are the same but for where they stand in their texts.
//!
//! In: checked programs. Out: all of a program as text without places and numbers of expressions; equal texts mean that the
//! programs do the same with every record.

use crate::ir::Program;

/// What a program is, without places.
#[must_use]
pub fn likeness(program: &Program) -> String {
    let text = format!("{program:?}");
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = next_place(rest) {
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// The text before the next place or number, and the text after it.
fn next_place(text: &str) -> Option<(&str, &str)> {
    const MARKS: [(&str, char); 2] = [("Span {", '}'), ("ExprId(", ')')];
    let (start, end) = MARKS.iter().filter_map(|(mark, end)| Some((text.find(mark)?, *end))).min()?;
    let (before, place) = text.split_at(start);
    let (_, after) = place.split_once(end)?;
    Some((before, after))
}

//! Labels that lie inside others.
//!
//! In: labels of one file and its text. Out: the same labels without overlap, so that each can be drawn under its own text: of a
//! label on one line that holds others only its longest remaining part is marked. Changes no diagnostic, only a drawing.

use super::excerpt::Label;
use crate::source::Span;

/// The labels, cut so that none holds another on its line; a label with nothing left stays as it is.
pub(super) fn apart(labels: &[Label], text: &str) -> Vec<Label> {
    let cut = |label: &Label| {
        let on_one_line = slice(text, label.span.start, label.span.end).is_some_and(|part| !part.contains('\n'));
        let mut inner: Vec<Span> = labels.iter().map(|other| other.span).filter(|span| is_within(*span, label.span)).collect();
        inner.sort_unstable();
        if !on_one_line || inner.is_empty() {
            return label.clone();
        }
        Label { span: remaining(label.span, &inner, text).unwrap_or(label.span), ..label.clone() }
    };
    labels.iter().map(cut).collect()
}

fn is_within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && inner != outer && inner.start >= outer.start && inner.end <= outer.end && inner.start < inner.end
}

/// The longest part of a span that no inner one covers, without the blanks around it.
fn remaining(outer: Span, inner: &[Span], text: &str) -> Option<Span> {
    let starts = std::iter::once(outer.start).chain(inner.iter().map(|span| span.end));
    let ends = inner.iter().map(|span| span.start).chain([outer.end]);
    let parts = starts.zip(ends).filter_map(|(start, end)| trimmed(outer, start, end, text));
    parts.max_by_key(|span| (span.end - span.start, std::cmp::Reverse(span.start)))
}

fn trimmed(outer: Span, start: u32, end: u32, text: &str) -> Option<Span> {
    let part = slice(text, start, end)?;
    let (before, length) = (part.len() - part.trim_start().len(), part.trim().len());
    (length > 0).then(|| Span { start: start + before as u32, end: start + (before + length) as u32, ..outer })
}

fn slice(text: &str, start: u32, end: u32) -> Option<&str> {
    text.get(start as usize..end as usize)
}

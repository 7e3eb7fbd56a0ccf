//! The text of a policy and changes of it.
//!
//! In: spans of the syntax tree. Out: [`Edit`]s, and the text they make. Every edit keeps the number of lines, so that places
//! stay what they were.

use crate::source::{FileId, Span};
use std::collections::BTreeSet;

/// A piece of the text and what takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is put there.
    pub text: String,
}

/// The text of a policy.
#[derive(Debug, Clone, Copy)]
pub struct Page<'t> {
    /// The text.
    pub text: &'t str,
    /// Its file.
    pub file: FileId,
}

const BLANK: [char; 3] = [' ', '\t', '\u{3000}'];
const COMMA: [char; 5] = [',', '，', '、', ';', '；'];

impl<'t> Page<'t> {
    /// The text under a span.
    #[must_use]
    pub fn slice(self, span: Span) -> &'t str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The text under a span, as one line.
    #[must_use]
    pub fn line(self, span: Span) -> String {
        self.slice(span).split_whitespace().collect::<Vec<&str>>().join(" ")
    }

    /// Whether nothing stands before a span in its line.
    #[must_use]
    pub fn starts_line(self, span: Span) -> bool {
        let before = self.text.get(..span.start as usize).unwrap_or("");
        before.trim_end_matches(BLANK).ends_with('\n')
    }

    /// A span without white space at its end.
    #[must_use]
    pub fn trimmed(self, span: Span) -> Span {
        let text = self.slice(span);
        Span { end: span.end - (text.len() - text.trim_end().len()) as u32, ..span }
    }

    /// Another text in the place of a span.
    #[must_use]
    pub fn replace(self, span: Span, text: impl Into<String>) -> Edit {
        let span = self.trimmed(span);
        let lost = self.slice(span).matches('\n').count();
        let mut text: String = text.into();
        let kept = text.matches('\n').count();
        text.push_str(&"\n".repeat(lost.saturating_sub(kept)));
        Edit { start: span.start as usize, end: span.end as usize, text }
    }

    /// A text before a place.
    #[must_use]
    pub fn insert(self, place: u32, text: &str) -> Edit {
        Edit { start: place as usize, end: place as usize, text: text.to_owned() }
    }

    /// A span left out, with the comma after it.
    #[must_use]
    pub fn remove(self, span: Span) -> Edit {
        let edit = self.replace(span, "");
        let rest = self.text.get(edit.end..).unwrap_or("");
        let after = rest.trim_start_matches(BLANK);
        let end = if after.starts_with(COMMA) { self.text.len() - after.len() + after.chars().next().map_or(0, char::len_utf8) } else { edit.end };
        Edit { end, ..edit }
    }

    /// Two spans that change places.
    #[must_use]
    pub fn swap(self, first: Span, second: Span) -> Vec<Edit> {
        vec![self.replace(first, self.slice(self.trimmed(second))), self.replace(second, self.slice(self.trimmed(first)))]
    }

    /// The span from here to there, without white space around it.
    #[must_use]
    pub fn between(self, start: u32, end: u32) -> Span {
        let text = self.text.get(start as usize..end as usize).unwrap_or("");
        let start = start + (text.len() - text.trim_start().len()) as u32;
        self.trimmed(Span { file: self.file, start, end: end.max(start) })
    }

    /// The text with edits made; they must not overlap.
    #[must_use]
    pub fn with(self, edits: &[Edit]) -> String {
        self.part_with(0, self.text.len(), edits)
    }

    /// The lines that edits touch, before and after, without indentation and blank lines.
    #[must_use]
    pub fn lines(self, edits: &[Edit]) -> (String, String) {
        let start = edits.iter().map(|edit| edit.start).min().unwrap_or(0);
        let end = edits.iter().map(|edit| edit.end).max().unwrap_or(start);
        let start = self.text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |place| place + 1);
        let end = self.text.get(end..).and_then(|after| after.find('\n')).map_or(self.text.len(), |place| end + place);
        let line_of = |place: usize| self.text.get(start..place).map_or(0, |before| before.matches('\n').count());
        let touched: BTreeSet<usize> = edits.iter().flat_map(|edit| line_of(edit.start)..=line_of(edit.end)).collect();
        let shown = |text: &str| {
            let lines = text.split('\n').enumerate().filter(|(number, _)| touched.contains(number));
            let lines = lines.map(|(_, line)| line.split_whitespace().collect::<Vec<&str>>().join(" ")).filter(|line| !line.is_empty());
            lines.collect::<Vec<String>>().join("\n")
        };
        (shown(self.text.get(start..end).unwrap_or("")), shown(&self.part_with(start, end, edits)))
    }

    /// A part of the text with edits made in it.
    fn part_with(self, start: usize, end: usize, edits: &[Edit]) -> String {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.start, edit.end));
        let mut text = String::with_capacity(end - start + 16);
        let mut done = start;
        for edit in edits {
            text.push_str(self.text.get(done..edit.start).unwrap_or(""));
            text.push_str(&edit.text);
            done = edit.end;
        }
        text.push_str(self.text.get(done..end).unwrap_or(""));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{FileId, Page, Span};

    fn page(text: &str) -> Page<'_> {
        Page { text, file: FileId(0) }
    }

    fn span(text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap() as u32;
        Span { file: FileId(0), start, end: start + part.len() as u32 }
    }

    #[test]
    fn removes_with_the_comma_and_keeps_lines() {
        let text = "a -> 1 ， b\n -> 2, c -> 3";
        assert_eq!(page(text).with(&[page(text).remove(span(text, "a -> 1"))]), " b\n -> 2, c -> 3");
        assert_eq!(page(text).with(&[page(text).remove(span(text, "b\n -> 2"))]), "a -> 1 ， \n c -> 3");
        assert_eq!(page(text).with(&[page(text).remove(span(text, "c -> 3"))]), "a -> 1 ， b\n -> 2, ");
    }

    #[test]
    fn swaps_texts_of_different_length() {
        let text = "band { x -> 10, y -> 5 }";
        assert_eq!(page(text).with(&page(text).swap(span(text, "10"), span(text, "5"))), "band { x -> 5, y -> 10 }");
    }

    #[test]
    fn shows_touched_lines_only() {
        let text = "one\n  two  2\nthree\n four\n";
        let edits = [page(text).replace(span(text, "2"), "3"), page(text).remove(span(text, " four"))];
        assert_eq!(page(text).lines(&edits), ("two 2\nfour".to_owned(), "two 3".to_owned()));
    }

    #[test]
    fn finds_what_stands_between() {
        let text = "a  >=\n b";
        assert_eq!(page(text).slice(page(text).between(1, 7)), ">=");
    }
}

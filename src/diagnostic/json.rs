//! Diagnostics as JSON, for programs.
//!
//! In: [`Diagnostic`]s and their sources. Out: one JSON value with the words in both languages and every place as byte offset, line,
//! character column and UTF-16 column. Offsets count from the start of the text after a byte-order mark, if there was one.

use super::arguments::Arguments;
use super::{Diagnostic, Severity, Words};
use crate::source::{Sources, Span};
use serde::Serialize;

/// The version of the shape below. It grows when a reader of the old shape would go wrong.
pub const SCHEMA_VERSION: u32 = 1;

/// All diagnostics of a run.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// In the order given.
    pub diagnostics: Vec<Entry<'a>>,
}

/// One diagnostic.
#[derive(Debug, Serialize)]
pub struct Entry<'a> {
    /// The stable code.
    pub code: &'a str,
    /// `error` or `warning`.
    pub severity: Severity,
    /// What is wrong.
    pub headline: Both<'a>,
    /// What to do next, if there is something to say.
    pub help: Option<Both<'a>>,
    /// The places, the primary one first.
    pub spans: Vec<Place<'a>>,
    /// Replacements that certainly mend it; all of them together.
    pub fixes: Vec<Replacement<'a>>,
    /// The facts of the problem by name; a place is its number in `spans`.
    pub arguments: &'a Arguments,
}

/// A text in both languages.
#[derive(Debug, Serialize)]
pub struct Both<'a> {
    /// English.
    pub en: &'a str,
    /// Chinese.
    pub zh: &'a str,
}

/// A labelled place.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    /// Where.
    #[serde(flatten)]
    pub region: Region<'a>,
    /// What is to be seen there; empty where only the place counts.
    pub label: Both<'a>,
}

/// A part of a file, half open.
#[derive(Debug, Serialize)]
pub struct Region<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// Its first character.
    pub start: Point,
    /// One past its last character.
    pub end: Point,
}

/// A point in a file.
#[derive(Debug, Serialize)]
pub struct Point {
    /// The byte, from 0.
    pub offset: u32,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters (Unicode scalar values), from 1.
    pub column: u32,
    /// The column in UTF-16 code units, from 1.
    pub utf16_column: u32,
}

/// A replacement that certainly mends the problem.
#[derive(Debug, Serialize)]
pub struct Replacement<'a> {
    /// What is replaced; empty for an insertion.
    #[serde(flatten)]
    pub region: Region<'a>,
    /// The new text.
    pub replacement: &'a str,
}

/// The diagnostics as a JSON value.
#[must_use]
pub fn to_json(list: &[Diagnostic], sources: &Sources) -> serde_json::Value {
    // Plain structs of texts and numbers always convert.
    serde_json::to_value(report(list, sources)).unwrap_or_default()
}

/// The diagnostics as data, for a caller that writes them itself.
#[must_use]
pub fn report<'a>(list: &'a [Diagnostic], sources: &'a Sources) -> Report<'a> {
    Report { schema_version: SCHEMA_VERSION, diagnostics: list.iter().map(|diagnostic| entry(diagnostic, sources)).collect() }
}

fn entry<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Entry<'a> {
    let Diagnostic { code, severity, spans, en, zh, fixes, arguments } = diagnostic;
    let label = |words: &'a Words, number: usize| words.labels.get(number).map_or("", String::as_str);
    let place =
        |(number, span): (usize, &Span)| Place { region: region(*span, sources), label: Both { en: label(en, number), zh: label(zh, number) } };
    let help = match (&en.help, &zh.help) {
        (None, None) => None,
        (en, zh) => Some(Both { en: en.as_deref().unwrap_or(""), zh: zh.as_deref().unwrap_or("") }),
    };
    Entry {
        code,
        severity: *severity,
        headline: Both { en: &en.headline, zh: &zh.headline },
        help,
        spans: spans.iter().enumerate().map(place).collect(),
        arguments,
        fixes: fixes.iter().map(|fix| Replacement { region: region(fix.span, sources), replacement: &fix.replacement }).collect(),
    }
}

fn region(span: Span, sources: &Sources) -> Region<'_> {
    let file = sources.file(span.file);
    let point = |offset: u32| {
        let position = file.position(offset);
        Point { offset, line: position.line, column: position.column, utf16_column: position.utf16_column }
    };
    Region { file: &file.name, start: point(span.start), end: point(span.end) }
}

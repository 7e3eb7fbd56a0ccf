//! Diagnostics as one line each, for editors, pipes and `grep`.
//!
//! In: a [`Diagnostic`] and its sources. Out: `file:line:column: error[E0304]: headline`, with no line feed. The part before the
//! headline is the same in both languages, so that one pattern finds it; columns count characters.

use super::{Diagnostic, Lang};
use crate::source::Sources;

/// The diagnostic on one line; only the headline is in `lang`.
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let place = diagnostic.primary().map_or(String::new(), |span| {
        let file = sources.file(span.file);
        let position = file.position(span.start);
        format!("{}:{}:{}: ", file.name, position.line, position.column)
    });
    let headline = diagnostic.words(lang).headline.split_whitespace().collect::<Vec<&str>>().join(" ");
    format!("{place}{}[{}]: {headline}", diagnostic.severity.word(Lang::En), diagnostic.code)
}

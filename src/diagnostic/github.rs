//! Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a change.
//!
//! In: a [`Diagnostic`] and its sources. Out: one line, `::error file=…,line=…,…::words`, without a line feed. Line ends and signs
//! that the format reads itself are escaped. Columns count characters; they are given only where the place is on one line, because
//! they are not read otherwise.

use super::{Diagnostic, Lang, Severity};
use crate::source::Sources;

/// The diagnostic as a workflow command, its words in `lang`.
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(span) = diagnostic.primary() {
        let file = sources.file(span.file);
        let (start, end) = (file.position(span.start), file.position(span.end));
        properties.push(format!("file={}", property(&file.name)));
        properties.push(format!("line={}", start.line));
        properties.push(format!("endLine={}", end.line));
        if start.line == end.line {
            properties.push(format!("col={}", start.column));
            properties.push(format!("endColumn={}", end.column.max(start.column)));
        }
    }
    properties.push(format!("title={}", property(diagnostic.code)));
    format!("::{command} {}::{}", properties.join(","), data(&message(diagnostic, lang)))
}

/// A command about a problem that has no place in a policy: a file that cannot be read.
#[must_use]
pub fn without_place(file: &str, code: &str, headline: &str) -> String {
    format!("::error file={},title={}::{}", property(file), property(code), data(headline))
}

/// Headline, what is to be seen at the place, help: a line each.
fn message(diagnostic: &Diagnostic, lang: Lang) -> String {
    let words = diagnostic.words(lang);
    let label = words.labels.first().filter(|label| !label.is_empty());
    [Some(&words.headline), label, words.help.as_ref()].into_iter().flatten().map(String::as_str).collect::<Vec<&str>>().join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

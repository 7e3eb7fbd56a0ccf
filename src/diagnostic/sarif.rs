//! Diagnostics as SARIF 2.1.0, the exchange format of code checkers that forges and editors read.
//!
//! In: diagnostics with their sources, the pages about their codes. Out: one JSON value with one run. Messages are in the language
//! asked for, the headline in both stands among the properties. Columns and character offsets count UTF-16 code units, as
//! `columnKind` says; byte offsets count from the first byte of the file, a byte-order mark included. Reads no file: who calls
//! knows the pages.

use super::{Diagnostic, Fix, Lang, Severity, Words};
use crate::source::{FileId, Sources, Span};
use serde_json::{Map, Value, json};

/// The schema of the format.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// Whatever may stand in the path of a URI besides letters and digits.
const PLAIN: &str = "-._~/!$&'()*+,;=@";

/// What is known about a code.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// What it is about, in a few words.
    pub title: &'a str,
    /// The page in Markdown.
    pub text: &'a str,
}

/// What the checker says about some files.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// What is said about them.
    pub diagnostics: &'a [Diagnostic],
}

/// A file that could not be checked.
#[derive(Debug, Clone)]
pub struct Unread {
    /// The code of the problem.
    pub code: &'static str,
    /// What is wrong, in the language of the document.
    pub headline: String,
}

/// The document.
#[must_use]
pub fn document<'p>(checked: &[Checked<'_>], unread: &[Unread], page: impl Fn(&str, Lang) -> Option<Page<'p>>, lang: Lang) -> Value {
    let mut run = Run::default();
    for Checked { sources, diagnostics } in checked {
        for diagnostic in *diagnostics {
            let result = run.result(diagnostic, sources, lang);
            run.results.push(result);
        }
    }
    let rules: Vec<Value> = run.rules.iter().map(|(code, severity)| rule(code, *severity, &page, lang)).collect();
    let artifact =
        |name: &String| json!({ "location": { "uri": uri(name) }, "roles": ["analysisTarget"], "sourceLanguage": "ics", "encoding": "utf-8" });
    let notification = |unread: &Unread| json!({ "level": "error", "message": { "text": unread.headline }, "descriptor": { "id": unread.code } });
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ics",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "language": match lang { Lang::En => "en", Lang::Zh => "zh-CN" },
                "rules": rules,
            } },
            "columnKind": "utf16CodeUnits",
            "invocations": [{
                "executionSuccessful": unread.is_empty(),
                "toolExecutionNotifications": unread.iter().map(notification).collect::<Vec<Value>>(),
            }],
            "artifacts": run.artifacts.iter().map(artifact).collect::<Vec<Value>>(),
            "results": run.results,
        }],
    })
}

/// What the run holds so far: a rule and an artifact stand once, however often they are named.
#[derive(Debug, Default)]
struct Run {
    rules: Vec<(&'static str, Severity)>,
    artifacts: Vec<String>,
    results: Vec<Value>,
}

impl Run {
    fn result(&mut self, diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Value {
        let rule = position(&mut self.rules, (diagnostic.code, diagnostic.severity));
        let words = diagnostic.words(lang);
        let mut places = diagnostic.spans.iter().enumerate().map(|(number, span)| {
            let label = words.labels.get(number).filter(|label| !label.is_empty());
            self.location(*span, number, label.map(String::as_str), sources)
        });
        let first: Vec<Value> = places.next().into_iter().collect();
        let others: Vec<Value> = places.collect();
        let mut result = json!({
            "ruleId": diagnostic.code,
            "ruleIndex": rule,
            "level": level(diagnostic.severity),
            "message": { "text": message(words) },
            "locations": first,
            "properties": { "headline": { "en": diagnostic.en.headline, "zh": diagnostic.zh.headline } },
        });
        if let Some(fields) = result.as_object_mut() {
            insert(fields, "relatedLocations", others);
            insert(fields, "fixes", self.fix(diagnostic, sources, lang).into_iter().collect());
        }
        result
    }

    fn location(&mut self, span: Span, number: usize, label: Option<&str>, sources: &Sources) -> Value {
        let mut location = json!({ "physicalLocation": { "artifactLocation": self.artifact(span.file, sources), "region": region(span, sources) } });
        if let Some(fields) = location.as_object_mut() {
            if number > 0 {
                fields.insert("id".to_owned(), json!(number));
            }
            if let Some(label) = label {
                fields.insert("message".to_owned(), json!({ "text": label }));
            }
        }
        location
    }

    fn artifact(&mut self, file: FileId, sources: &Sources) -> Value {
        let name = &sources.file(file).name;
        json!({ "uri": uri(name), "index": position(&mut self.artifacts, name.clone()) })
    }

    /// All replacements of a diagnostic belong together: one fix, with a change for each file.
    fn fix(&mut self, diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Option<Value> {
        let description = super::mend::words(diagnostic, sources, lang)?;
        let mut files: Vec<FileId> = Vec::new();
        for fix in &diagnostic.fixes {
            position(&mut files, fix.span.file);
        }
        let replacement = |fix: &Fix| json!({ "deletedRegion": region(fix.span, sources), "insertedContent": { "text": fix.replacement } });
        let mut changes = Vec::new();
        for file in files {
            let replacements: Vec<Value> = diagnostic.fixes.iter().filter(|fix| fix.span.file == file).map(replacement).collect();
            changes.push(json!({ "artifactLocation": self.artifact(file, sources), "replacements": replacements }));
        }
        Some(json!({ "description": { "text": description }, "artifactChanges": changes }))
    }
}

/// The place of an item in a list, put there if it is new.
fn position<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    match list.iter().position(|known| *known == item) {
        Some(place) => place,
        None => {
            list.push(item);
            list.len() - 1
        }
    }
}

fn insert(fields: &mut Map<String, Value>, name: &str, list: Vec<Value>) {
    if !list.is_empty() {
        fields.insert(name.to_owned(), Value::Array(list));
    }
}

fn rule<'p>(code: &str, severity: Severity, page: &impl Fn(&str, Lang) -> Option<Page<'p>>, lang: Lang) -> Value {
    let mut rule = json!({ "id": code, "defaultConfiguration": { "level": level(severity) } });
    let (Some(shown), Some(fields)) = (page(code, lang), rule.as_object_mut()) else { return rule };
    fields.insert("shortDescription".to_owned(), json!({ "text": shown.title }));
    fields.insert("help".to_owned(), json!({ "text": shown.text, "markdown": shown.text }));
    if let (Some(en), Some(zh)) = (page(code, Lang::En), page(code, Lang::Zh)) {
        fields.insert("properties".to_owned(), json!({ "title": { "en": en.title, "zh": zh.title }, "page": { "en": en.text, "zh": zh.text } }));
    }
    rule
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// The headline, and the help in a paragraph of its own.
fn message(words: &Words) -> String {
    match &words.help {
        Some(help) => format!("{}\n\n{help}", words.headline),
        None => words.headline.clone(),
    }
}

fn region(span: Span, sources: &Sources) -> Value {
    let file = sources.file(span.file);
    let (start, end) = (file.position(span.start), file.position(span.end));
    let units = |from: u32, to: u32| file.text.get(from as usize..to as usize).unwrap_or("").encode_utf16().count();
    json!({
        "startLine": start.line,
        "startColumn": start.utf16_column,
        "endLine": end.line,
        "endColumn": end.utf16_column,
        "charOffset": units(0, span.start),
        "charLength": units(span.start, span.end),
        "byteOffset": span.start + file.mark_bytes,
        "byteLength": span.end - span.start,
    })
}

/// The name of a file as a URI: relative stays relative.
fn uri(name: &str) -> String {
    let path = name.replace('\\', "/");
    let is_drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let prefix = match (is_drive, path.starts_with('/')) {
        (true, _) => "file:///",
        (false, true) => "file://",
        (false, false) => "",
    };
    let mut text = prefix.to_owned();
    for (place, byte) in path.bytes().enumerate() {
        let letter = char::from(byte);
        if letter.is_ascii_alphanumeric() || PLAIN.contains(letter) || (is_drive && place == 1) {
            text.push(letter);
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("policies/甲 1.ics"), "policies/%E7%94%B2%201.ics");
        assert_eq!(uri("/a/b.ics"), "file:///a/b.ics");
        assert_eq!(uri("C:\\a\\b.ics"), "file:///C:/a/b.ics");
        assert_eq!(uri("100%:x"), "100%25%3Ax");
    }
}

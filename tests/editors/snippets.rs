//! Snippets of VS Code are parts of policies: each parses, in the language it is written in.

use crate::support::{read, root};
use crate::words::{Role, keywords};
use ics::source::Sources;
use ics::syntax::keyword::KEYWORDS;
use ics::syntax::lexicon::{TokenKind, tokens};
use serde_json::Value;

/// The text that a snippet leaves when nothing is typed into its places.
fn filled(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        rest = match after.strip_prefix('{') {
            None => after.trim_start_matches(|letter: char| letter.is_ascii_digit()),
            Some(place) => {
                let (inside, behind) = place.split_once('}').expect("a place of a snippet ends");
                text.push_str(place_text(inside));
                behind
            }
        };
    }
    text + rest
}

/// `1:text` or `1|one,other|`.
fn place_text(inside: &str) -> &str {
    let choices = inside.split_once('|').map(|(_, list)| list.trim_end_matches('|').split(',').next().unwrap_or(""));
    choices.or_else(|| inside.split_once(':').map(|(_, text)| text)).unwrap_or("")
}

fn snippets() -> Vec<(String, String, String)> {
    let text = read(&root().join("editors/vscode/snippets/ics-policy.json"));
    let Value::Object(all) = serde_json::from_str(&text).unwrap() else { panic!("snippets are an object") };
    let body = |value: &Value| match value.get("body") {
        Some(Value::Array(lines)) => lines.iter().map(|line| line.as_str().unwrap_or("")).collect::<Vec<_>>().join("\n"),
        other => other.and_then(Value::as_str).unwrap_or("").to_string(),
    };
    let prefix = |value: &Value| value.get("prefix").and_then(Value::as_str).unwrap_or("").to_string();
    all.iter().map(|(name, value)| (name.clone(), prefix(value), body(value))).collect()
}

/// What the parser says of a text.
fn said_of(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("snippet.ics", format!("{text}\n"));
    let (_, problems) = ics::syntax::parse(&sources, file);
    let place = |problem: &ics::diagnostic::Diagnostic| problem.primary().map(|span| sources.file(span.file).position(span.start).line);
    problems.sorted().iter().map(|problem| format!("line {:?}: {:?}", place(problem), problem.en)).collect()
}

#[test]
fn the_samples_parse() {
    for sample in crate::SAMPLES {
        let said = said_of(&read(&root().join(sample)));
        assert!(said.is_empty(), "{sample}:\n{}", said.join("\n"));
    }
}

#[test]
fn every_snippet_parses() {
    let declarations = keywords(Role::Declaration);
    let mut failures = Vec::new();
    for (name, _, body) in snippets() {
        let text = filled(&body).replace('\t', "  ");
        // Some are expressions.
        let is_declaration = text.split(' ').next().is_some_and(|word| declarations.contains(&word));
        let text = if is_declaration { text } else { format!("let x = {text}") };
        let said = said_of(&text);
        if !said.is_empty() {
            failures.push(format!("{name}:\n{text}\n{}", said.join("\n")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn a_snippet_speaks_one_language_and_every_declaration_has_one_in_both() {
    let all = snippets();
    for (name, prefix, body) in &all {
        let chinese = KEYWORDS.iter().any(|keyword| prefix.starts_with(keyword.chinese));
        let text = filled(body);
        for token in tokens(&text).iter().filter(|token| matches!(token.kind, TokenKind::Keyword(_))) {
            let word = text[token.start..token.end].split_whitespace().collect::<Vec<_>>().join(" ");
            let own = KEYWORDS.iter().any(|keyword| word == if chinese { keyword.chinese } else { keyword.english });
            assert!(own, "{name}: `{word}` is not of the language of `{prefix}`");
        }
    }
    let declarations = keywords(Role::Declaration);
    let absent: Vec<&&str> = declarations.iter().filter(|word| !all.iter().any(|(_, prefix, _)| prefix == **word)).collect();
    assert!(absent.is_empty(), "no snippet for {absent:?}");
}

#[test]
fn places_are_filled() {
    assert_eq!(filled("a ${1:b} ${2|c,d|} $0e $12f"), "a b c e f");
}

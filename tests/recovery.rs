//! One slip costs one line: a sign that belongs nowhere, put into a sound policy, is reported on its line, and nothing else is.

mod support;

use ics::compile::compile;
use ics::source::Sources;
use std::path::Path;

/// How many lines of each file are tried.
const EACH: usize = 12;

/// Policies that check, without their tests.
fn policies() -> Vec<(String, String)> {
    let files = support::files("policies", "ics").into_iter().chain(support::files("tests/cases/sound", "ics"));
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let wanted = files.filter(|path| !name(path).ends_with("_test.ics") && name(path) != "prelude.ics");
    wanted.map(|path| (name(&path), support::read(&path))).collect()
}

/// The places behind the first word of lines inside braces: in no text, no comment.
fn places(text: &str) -> Vec<usize> {
    let mut list = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let code = line.split(['#', '＃']).next().unwrap_or("");
        let indent = code.len() - code.trim_start().len();
        let word = code[indent..].find(' ').map(|end| indent + end);
        if let Some(place) = word.filter(|place| indent > 0 && !code[..*place].contains(['"', '“', '|', '｜'])) {
            list.push(start + place);
        }
        start += line.len();
    }
    list
}

#[test]
fn a_stray_sign_is_reported_on_its_line_and_nothing_else_is() {
    let mut tried = 0;
    for (name, text) in policies() {
        let places = places(&text);
        for place in places.iter().step_by((places.len() / EACH).max(1)) {
            let broken = format!("{} @{}", &text[..*place], &text[*place..]);
            let line = text[..*place].matches('\n').count() as u32 + 1;
            let mut sources = Sources::default();
            let file = sources.add(name.as_str(), broken);
            let found = compile(sources, file, &[]);
            let lines: Vec<(&str, u32)> = found
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.is_error())
                .filter_map(|diagnostic| Some((diagnostic.code, found.sources.file(file).line_of(diagnostic.primary()?.start))))
                .collect();
            assert!(matches!(lines.as_slice(), [(_, only)] if *only == line), "{name}:{line}: {lines:?}");
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} places were tried");
}

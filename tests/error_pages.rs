//! The pages about errors: one a code, in both languages, with examples that do what they say.

mod support;

use ics::compile::compile_with;
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{self, Style};
use ics::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// The line between the English part and the Chinese one.
const BETWEEN: &str = "\n---zh---\n";

/// Codes that no policy is known to reach.
const NETS: [&str; 1] = ["E0444"];

/// Codes whose failing example cannot but report others as well.
const MORE: [&str; 1] = ["E0445"];

/// Whether a code is about data or commands: their examples are not policies.
fn is_outside(code: &str) -> bool {
    matches!(code.get(1..3), Some("05" | "07"))
}

/// A code block: the words after its fence, and its text.
struct Block {
    words: Vec<String>,
    text: String,
}

fn pages() -> BTreeMap<String, String> {
    let files = support::files("docs/errors", "md").into_iter();
    let named = files.map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), support::read(&path)));
    named.filter(|(name, _)| name != "README").collect()
}

fn parts(page: &str) -> Option<[(Lang, &str); 2]> {
    let (english, chinese) = page.split_once(BETWEEN)?;
    Some([(Lang::En, english), (Lang::Zh, chinese)])
}

fn blocks(part: &str) -> Vec<Block> {
    let mut list = Vec::new();
    let mut open: Option<Block> = None;
    for line in part.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(words), None) => open = Some(Block { words: words.split(' ').map(str::to_string).collect(), text: String::new() }),
            (Some(_), Some(block)) => list.push(block),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    list
}

/// The header that examples follow, as the README of the pages shows it: English first.
fn header(lang: Lang) -> String {
    let readme = support::read(&support::root().join("docs/errors/README.md"));
    let mut shown = blocks(&readme).into_iter().filter(|block| block.words == ["ics"]).map(|block| block.text);
    let (english, chinese) = (shown.next().unwrap(), shown.next().unwrap());
    match lang {
        Lang::En => english,
        Lang::Zh => chinese,
    }
}

/// The codes a block reports, and what is said of them.
fn reported(code: &str, block: &Block, lang: Lang) -> (BTreeSet<&'static str>, String) {
    let head = header(lang);
    let has = |word: &str| block.words.iter().any(|found| found == word);
    let mut sources = Sources::default();
    let (policy, tests) = if has("tests") {
        let policy = sources.add("example.ics", head);
        (policy, vec![sources.add("example_test.ics", block.text.as_str())])
    } else {
        let text = if has("whole") { block.text.clone() } else { format!("{head}{}", block.text) };
        (sources.add("example.ics", text), Vec::new())
    };
    let found = compile_with(sources, policy, &tests, &support::parts(code));
    let style = Style { lang, color: false, unicode: true, width: 100 };
    let said = found.diagnostics.iter().map(|diagnostic| terminal::render(diagnostic, &found.sources, &style)).collect();
    (found.diagnostics.iter().map(|diagnostic| diagnostic.code).collect(), said)
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let pages = pages();
    let mut codes = support::codes_of_policies();
    // The data layer, whole populations, the command line and sessions declare codes of their own.
    let outer = ["src/data", "src/bulk", "src/cli", "src/repl"].into_iter().flat_map(|folder| support::files(folder, "rs"));
    codes.extend(outer.flat_map(|path| support::codes_in(&path.to_string_lossy())).filter(|code| is_outside(code)));
    let lacking: Vec<&String> = codes.iter().filter(|code| !pages.contains_key(*code)).collect();
    assert!(lacking.is_empty(), "no page about {lacking:?}");
    let stray: Vec<&String> = pages.keys().filter(|name| !codes.contains(*name)).collect();
    assert!(stray.is_empty(), "pages without a code: {stray:?}");
}

#[test]
fn every_page_has_both_languages_and_examples() {
    for (code, page) in pages() {
        let parts = parts(&page).unwrap_or_else(|| panic!("{code}: no line between the languages"));
        for (_, part) in parts {
            let part = part.trim_start();
            let title = part.lines().next().unwrap_or("");
            assert!(title.strip_prefix(&format!("# {code}: ")).is_some_and(|title| !title.is_empty()), "{code}: title `{title}`");
            let why = part.lines().nth(2).unwrap_or("");
            assert!(why.chars().count() >= 8, "{code} does not say why");
            let examples = blocks(part).len();
            assert!(examples == 2 || is_outside(&code), "{code}: one failing example and one mended");
        }
        let [(_, english), (_, chinese)] = parts;
        assert!(chinese.lines().nth(1).is_some_and(|title| !title.is_ascii()), "{code}: no Chinese title");
        let prose = |part: &str| part.lines().nth(2).unwrap_or("").to_string();
        assert!(prose(english).chars().filter(|c| !c.is_ascii()).count() < 12, "{code}: the English part is not English");
    }
}

#[test]
fn headers_are_sound() {
    for (lang, words) in [(Lang::En, "ics fixed"), (Lang::Zh, "ics fixed")] {
        let empty = Block { words: vec![words.to_string()], text: String::new() };
        let (codes, said) = reported("", &empty, lang);
        assert!(codes.is_empty(), "{said}");
    }
}

#[test]
fn examples_do_what_they_say() {
    let mut wrong = Vec::new();
    for (code, page) in pages() {
        let Some(parts) = parts(&page) else { continue };
        for (lang, part) in parts {
            for block in blocks(part) {
                let is = |word: &str| block.words.iter().any(|found| found == word);
                if is("text") || is("sh") {
                    assert!(is_outside(&code) || NETS.contains(&code.as_str()), "{code}: examples are not run");
                    continue;
                }
                let (codes, said) = reported(&code, &block, lang);
                let wanted: BTreeSet<&str> = if is("fail") { BTreeSet::from([code.as_str()]) } else { BTreeSet::new() };
                let also_more = is("fail") && MORE.contains(&code.as_str()) && codes.is_superset(&wanted);
                if codes != wanted && !also_more {
                    wrong.push(format!("{code} ({lang:?}): reports {codes:?}\n{}\n{said}", block.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! The manual is true: its examples compile, its tests hold, its tables are those of the program.
//!
//! Blocks of ```` ```ics ```` are whole policies. ```` ```ics standard ```` is the header and record that fragments are read
//! behind, ```` ```ics fragment ```` such a fragment, ```` ```ics error E0402 ```` (or `warning W0602`) a policy or fragment in
//! which exactly that is found, and ```` ```ics expression ```` one expression a line, with its value behind `# =`.
//! With `ICS_UPDATE=1` the tables are written anew.

mod blocks;
mod policies;
mod sessions;
#[path = "../support/mod.rs"]
mod support;
mod tables;

use blocks::{Block, Kind};
use std::path::{Path, PathBuf};

const FILES: [&str; 3] = ["docs/language.md", "docs/language.zh.md", "README.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The text of a page; the README may not be there.
fn page(name: &str) -> Option<String> {
    std::fs::read_to_string(root().join(name)).ok()
}

#[test]
fn every_example_does_what_it_says() {
    let mut failures = Vec::new();
    let mut count = 0;
    for name in FILES {
        let Some(text) = page(name) else { continue };
        let found = blocks::of(&text);
        let standard = found.iter().find(|block| block.kind == Kind::Standard).map_or("", |block| block.text.as_str());
        for block in &found {
            count += 1;
            failures.extend(run(block, standard).err().map(|why| format!("{name}:{}: {why}", block.line)));
        }
    }
    assert!(count >= 25, "only {count} examples were found");
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

fn run(block: &Block, standard: &str) -> Result<(), String> {
    let whole = || if is_policy(&block.text) { block.text.clone() } else { format!("{standard}\n{}", block.text) };
    match &block.kind {
        Kind::Standard | Kind::Policy if !is_policy(&block.text) => Err("a policy starts with `policy`; is this a fragment?".to_string()),
        Kind::Standard | Kind::Policy | Kind::Fragment => policies::holds(&whole()),
        Kind::Finds(code) => policies::finds(&whole(), code),
        Kind::Expressions => block.text.lines().try_for_each(|line| match line.split_once("# =") {
            Some((expression, value)) => policies::shows(standard, expression.trim(), value.trim()),
            None if line.trim().is_empty() => Ok(()),
            None => Err(format!("no value behind `{line}`")),
        }),
        Kind::Unknown(info) => Err(format!("`{info}` is no kind of example")),
    }
}

fn is_policy(text: &str) -> bool {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with(['#', '＃']));
    first.is_some_and(|line| line.starts_with("policy ") || line.starts_with("政策 "))
}

#[test]
fn every_session_runs_as_it_is_printed() {
    let text = page("docs/repl.md").unwrap();
    let (renewed, count) = sessions::renewed(&text, &root());
    assert!(count >= 5, "only {count} sessions were found");
    if renewed != text && std::env::var_os("ICS_UPDATE").is_some() {
        std::fs::write(root().join("docs/repl.md"), &renewed).unwrap();
    }
    assert_eq!(page("docs/repl.md").unwrap(), renewed, "`ICS_UPDATE=1 cargo test --test manual` prints the sessions anew");
}

#[test]
fn every_function_has_a_true_example() {
    let failures: Vec<String> =
        ics::builtins::TABLE.iter().filter_map(|row| policies::shows(policies::EMPTY, row.example.0, row.example.1).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_keyword_stands_in_an_example_of_the_manual() {
    let text = page("docs/language.md").unwrap();
    let examples: String = blocks::of(&text).iter().flat_map(|block| block.text.lines()).map(bare).collect();
    let words: Vec<&str> = examples.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).filter(|word| !word.is_empty()).collect();
    let stands = |keyword: &str| {
        let parts: Vec<&str> = keyword.split(' ').collect();
        words.windows(parts.len()).any(|window| window == parts)
    };
    let absent: Vec<&str> = ics::syntax::keyword::KEYWORDS.iter().map(|keyword| keyword.english).filter(|keyword| !stands(keyword)).collect();
    assert!(absent.is_empty(), "no example uses {}", absent.join(", "));
}

/// A line without its texts and its comment.
fn bare(line: &str) -> String {
    let outside: Vec<&str> = line.split('"').step_by(2).collect();
    let outside = outside.join(" ");
    format!("{}\n", outside.split('#').next().unwrap_or(""))
}

#[test]
fn tables_are_those_of_the_program() {
    let mut failures = Vec::new();
    for (name, lang) in [("docs/language.md", tables::Lang::En), ("docs/language.zh.md", tables::Lang::Zh)] {
        let text = page(name).unwrap();
        let current = tables::renewed(&text, lang);
        if current != text {
            if std::env::var_os("ICS_UPDATE").is_some() {
                std::fs::write(root().join(name), current).unwrap();
            } else {
                failures.push(format!("{name}:\n{}", tables::difference(&text, &current)));
            }
        }
    }
    assert!(failures.is_empty(), "ICS_UPDATE=1 writes the tables anew\n{}", failures.join("\n"));
    let manual = page("docs/language.md").unwrap();
    for table in ["keywords", "functions", "units", "lints"] {
        assert!(manual.contains(&format!("<!-- {table} -->")), "docs/language.md has no table of {table}");
    }
}

//! Printing a tree and parsing the text gives the tree again: for random policies and for every policy in the repository.

mod policy_text;

use ics::source::Sources;
use ics::syntax::{ast, parse, print::print};
use policy_text::Choices;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::test_runner::RngSeed;
use std::path::{Path, PathBuf};

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_shrink_iters: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(20261121), ..ProptestConfig::default() })]

    #[test]
    fn random_policies(choices in prop::collection::vec(any::<u16>(), 0..900)) {
        let text = policy_text::policy(&mut Choices::new(choices));
        let (tree, problems) = read(&text);
        assert!(problems.is_empty(), "the generator wrote what does not parse:\n{text}\n{problems:#?}");
        comes_back(&text, &tree);
    }
}

#[test]
fn policies_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["policies", "examples", "tests"] {
        collect(&root.join(folder), &mut files);
    }
    let mut kept = 0;
    for file in &files {
        // Among the data of tests are files in other encodings.
        let Ok(text) = String::from_utf8(std::fs::read(file).unwrap()) else { continue };
        let (tree, problems) = read(&text);
        // A broken text has no whole tree to print.
        if problems.is_empty() {
            comes_back(&text, &tree);
            kept += 1;
        }
    }
    assert!(kept > 0, "no policy found under {}", root.display());
}

#[test]
fn line_ends_that_close_an_operand_stay() {
    let text = "let a = (if b then c else d\n - e)\nlet f = (if b then c else d - e)\nlet g = (if b then c else d\n in { e })\n";
    let (tree, problems) = read(text);
    assert!(problems.is_empty(), "{problems:#?}");
    comes_back(text, &tree);
}

#[test]
fn a_bare_number_takes_no_keyword_for_its_unit() {
    let text = "ensure 5\nrises with x\nscore s { a\n weights by 5\n from 2020-01-01 {\n| | k |\n| a | 1 |\n} }\n";
    let (tree, problems) = read(text);
    assert!(problems.is_empty(), "{problems:#?}");
    comes_back(text, &tree);
}

#[test]
fn names_that_look_like_keywords_stay_names() {
    let text = "enum e { a, code \"x\", code code \"1\" }\nrecord r { a : 元, note \"n\" : text, check : bool }\n\
                eligibility g { any { x, \"a\" = y \"words\" } require z }\nscore s { bonus, deduct, g { a, round } }\n";
    let (tree, problems) = read(text);
    assert!(problems.is_empty(), "{problems:#?}");
    comes_back(text, &tree);
}

#[test]
fn cells_between_tabs_stay_apart() {
    let text = "table t by 人, date, bool {\nstaff\tday\tlisted\tpoints\n>= 5\t2024-01-01\t是\t-3\n< 5\t*\tfalse\t1, 2\n}\n";
    let (tree, problems) = read(text);
    assert!(problems.is_empty(), "{problems:#?}");
    let Some(ast::Item::Table(table)) = tree.items.first() else { panic!("no table") };
    assert_eq!(table.rows.iter().map(|row| row.cells.len()).collect::<Vec<_>>(), [4, 4]);
    comes_back(text, &tree);
}

#[test]
fn a_day_is_a_row_of_a_band() {
    let (tree, problems) = read("let x = band d { < 2024-01-01 -> 1, 2024-01-01 -> 2, 2024年1月2日 -> 3, otherwise -> 4 }\n");
    assert!(problems.is_empty(), "{problems:#?}");
    comes_back("", &tree);
}

fn read(text: &str) -> (ast::File, Vec<ics::diagnostic::Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let (tree, problems) = parse(&sources, file);
    (tree, problems.sorted())
}

fn comes_back(text: &str, tree: &ast::File) {
    let printed = print(tree);
    let (again, problems) = read(&printed);
    assert!(problems.is_empty(), "what was printed does not parse:\n{text}\n── printed\n{printed}\n{problems:#?}");
    let (before, after) = (without_spans(tree), without_spans(&again));
    if before != after {
        let place = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(200);
        let from = (0..=place).rev().find(|place| before.is_char_boundary(*place) && after.is_char_boundary(*place)).unwrap_or(0);
        let head = |text: &str| text[from..].chars().take(600).collect::<String>();
        panic!("not the same tree:\n{text}\n── printed\n{printed}\n── before\n{}\n── after\n{}", head(&before), head(&after));
    }
    assert_eq!(print(&again), printed, "printing is not stable");
}

/// The whole tree as text, without the places of its nodes.
fn without_spans(tree: &ast::File) -> String {
    let full = format!("{tree:?}");
    let mut text = String::with_capacity(full.len());
    let mut rest = full.as_str();
    while let Some((before, after)) = rest.split_once("Span { file: ") {
        text.push_str(before);
        rest = after.split_once(" }").map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "ics") {
            files.push(path);
        }
    }
}

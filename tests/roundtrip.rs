//! Printing a tree and parsing the text gives the tree again: for random policies and for every policy in the repository.

mod policy_text;
#[path = "../fuzz/src/round_trip.rs"]
mod round_trip;

use ics::syntax::ast;
use policy_text::Choices;
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::test_runner::RngSeed;
use round_trip::{comes_back, read};
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

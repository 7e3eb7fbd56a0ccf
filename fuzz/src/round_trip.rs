//! There and back: from tree to text to tree.
//!
//! In: a tree that was parsed without a problem. Out: nothing; a difference panics.

use ics::diagnostic::Diagnostic;
use ics::source::Sources;
use ics::syntax::{ast, parse, print::print};

/// The tree of a text, and what is wrong with it.
pub fn read(text: &str) -> (ast::File, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let (tree, problems) = parse(&sources, file);
    (tree, problems.sorted())
}

/// Printing a tree and parsing the text gives the tree again, and printing that gives the same text.
pub fn comes_back(text: &str, tree: &ast::File) {
    let printed = print(tree);
    let (again, problems) = read(&printed);
    assert!(problems.is_empty(), "what was printed does not parse:\n{text}\n── printed\n{printed}\n{problems:#?}");
    same(&format!("{text}\n── printed\n{printed}"), tree, &again);
    assert_eq!(print(&again), printed, "printing is not stable");
}

/// Two trees are the same but for the places of their nodes; what is told on a difference starts with `text`.
pub fn same(text: &str, tree: &ast::File, again: &ast::File) {
    let (before, after) = (without_spans(tree), without_spans(again));
    if before != after {
        let place = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(200);
        let from = (0..=place).rev().find(|place| before.is_char_boundary(*place) && after.is_char_boundary(*place)).unwrap_or(0);
        let head = |text: &str| text[from..].chars().take(600).collect::<String>();
        panic!("not the same tree:\n{text}\n── before\n{}\n── after\n{}", head(&before), head(&after));
    }
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

//! The scheme as a document: complete for every bundled policy, and word by word for two.

mod support;

use ics::compile::compile;
use ics::diagnostic::Lang;
use ics::document::{Document, document};
use ics::ir::scheme::{Clause, Condition, Parts};
use ics::ir::{Program, SlotKind};
use ics::source::{FileId, Sources};
use ics::syntax::ast::Item;
use std::path::{Path, PathBuf};

struct Checked {
    sources: Sources,
    program: Program,
    policy: FileId,
}

fn checked(path: &Path) -> Checked {
    let (sources, policy, tests) = support::with_tests(path);
    let compiled = compile(sources, policy, &tests);
    let program = compiled.program.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), compiled.diagnostics));
    Checked { sources: compiled.sources, program, policy }
}

fn written(checked: &Checked, lang: Lang) -> Document {
    document(&checked.program, &checked.sources, checked.policy, lang)
}

/// Every policy that is shipped.
fn policies() -> Vec<PathBuf> {
    let all = support::files("policies", "ics").into_iter().chain(support::files("examples", "ics"));
    let is_policy = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        !name.ends_with("_test.ics") && name != "prelude.ics"
    };
    all.filter(is_policy).collect()
}

fn conditions<'p>(condition: &'p Condition, into: &mut Vec<&'p str>) {
    into.push(&condition.words);
    match &condition.parts {
        Parts::Single => {}
        Parts::Any(parts) | Parts::All(parts) => parts.iter().for_each(|part| conditions(part, into)),
    }
}

/// Everything a policy gives a name to for people.
fn labels(checked: &Checked) -> Vec<String> {
    let program = &checked.program;
    let mut labels: Vec<&str> = vec![&program.record.label];
    labels.extend(program.record.fields.iter().flat_map(|field| field.notes.iter().chain([&field.label])).map(String::as_str));
    labels.extend(program.record.checks.iter().map(|check| check.words.as_str()));
    labels.extend(program.enums.iter().flat_map(|known| known.members.iter().map(|member| &member.label).chain([&known.label])).map(String::as_str));
    let told = program.slots.iter().filter(|slot| !matches!(slot.kind, SlotKind::Weight | SlotKind::Contribution | SlotKind::Condition));
    labels.extend(told.filter(|slot| slot.kind != SlotKind::IndicatorValue).map(|slot| slot.label.as_str()));
    let tables = program.tables.iter().filter(|table| !table.name.ends_with(".weights"));
    labels.extend(tables.flat_map(|table| table.columns.iter().map(|column| &column.label).chain([&table.label])).map(String::as_str));
    for clause in program.eligibilities.iter().flat_map(|one| &one.clauses) {
        match clause {
            Clause::Require(condition) | Clause::Veto(condition) | Clause::Direct(condition) => conditions(condition, &mut labels),
        }
    }
    labels.extend(program.claims.iter().map(|claim| claim.words.as_str()));
    labels.extend(program.indicators.iter().flat_map(|one| one.sources.iter().chain(&one.notes)).map(String::as_str));
    labels.extend(program.scores.iter().flat_map(|one| one.sources.iter().chain(&one.notes)).map(String::as_str));
    labels.extend(program.eligibilities.iter().flat_map(|one| one.sources.iter().chain(&one.notes)).map(String::as_str));
    labels.extend(program.policy.sources.iter().chain(&program.policy.notes).map(String::as_str));
    let (tree, _) = ics::syntax::parse(&checked.sources, checked.policy);
    let mut owned: Vec<String> = labels.into_iter().map(str::to_owned).collect();
    for item in &tree.items {
        match item {
            Item::Function(function) => owned.push(function.label.as_ref().map_or(&function.name.text, |label| &label.text).clone()),
            Item::Unit(unit) => owned.extend(unit.label.iter().map(|label| label.text.clone()).chain([unit.name.text.clone()])),
            _ => {}
        }
    }
    owned.retain(|label| !label.is_empty());
    owned
}

#[test]
fn every_declaration_stands_in_the_document() {
    let policies = policies();
    assert!(policies.len() >= 15, "{policies:?}");
    let mut absent = Vec::new();
    for path in &policies {
        let checked = checked(path);
        let labels = labels(&checked);
        assert!(labels.len() > 5, "{}: {labels:?}", path.display());
        for lang in [Lang::En, Lang::Zh] {
            let text = written(&checked, lang).to_html();
            let lost = labels.iter().filter(|label| !text.contains(&ics::page::escape(label)));
            absent.extend(lost.map(|label| format!("{}: {label}", path.file_name().unwrap().display())));
        }
    }
    assert!(absent.is_empty(), "{}", absent.join("\n"));
}

/// Tags that are opened and not closed, or closed and not opened.
fn unbalanced(html: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap();
        let name = inside.split([' ', '/']).find(|word| !word.is_empty()).unwrap_or("");
        if inside.starts_with('!') || inside.ends_with('/') || matches!(name, "meta" | "br") {
            continue;
        }
        if inside.starts_with('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> where {open:?} is open"));
            }
        } else {
            open.push(name);
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} stays open"))
}

#[test]
fn pages_are_well_formed() {
    assert_eq!(unbalanced("<p>a<b>c</p>"), Some("</p> where [\"p\"] is open".to_owned()));
    for path in policies() {
        let checked = checked(&path);
        assert_eq!(unbalanced(&written(&checked, Lang::Zh).to_html()), None, "{}", path.display());
    }
}

/// Rows of a table have as many cells as its head.
#[test]
fn tables_are_regular() {
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    for path in policies() {
        let checked = checked(&path);
        let text = written(&checked, Lang::Zh).to_markdown();
        let lines: Vec<&str> = text.lines().collect();
        let pairs = lines.windows(2).filter(|pair| pair[0].starts_with('|') && pair[1].starts_with('|'));
        let wrong: Vec<&str> = pairs.filter(|pair| cells(pair[0]) != cells(pair[1])).map(|pair| pair[1]).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
    }
}

#[test]
fn word_by_word() {
    let root = support::root();
    let first = checked(&root.join("examples/first_steps/policy.ics"));
    let rich = checked(&root.join("tests/explain/rich.ics"));
    insta::assert_snapshot!("first_steps_in_english", written(&first, Lang::En).to_markdown());
    insta::assert_snapshot!("first_steps_in_chinese", written(&first, Lang::Zh).to_markdown());
    insta::assert_snapshot!("rich_in_english", written(&rich, Lang::En).to_markdown());
    insta::assert_snapshot!("rich_in_chinese", written(&rich, Lang::Zh).to_markdown());
    let page = written(&rich, Lang::Zh).to_html();
    let (before, rest) = page.split_once("<style>").unwrap();
    insta::assert_snapshot!("rich_page_in_chinese", format!("{before}{}", rest.split_once("</style>").unwrap().1));
}

/// Weights of every column are added up below it.
#[test]
fn columns_of_weights_have_totals() {
    let checked = checked(&support::root().join("examples/national/national.ics"));
    let text = written(&checked, Lang::En).to_markdown();
    assert!(text.contains("| Part | Out of | 初创期 | 成长期 | 稳定期 |"), "{text}");
    assert!(text.contains("| **Total** |  | **100** | **100** | **100** |"), "{text}");
}

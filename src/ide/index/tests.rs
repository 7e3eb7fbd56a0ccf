//! Names of small policies: which declaration each stands for.

use crate::ide::Analysis;
use crate::ide::analysis::{Main, POLICY};
use crate::ide::symbol::{SymbolKind, Target};
use crate::lint::levels::Choices;
use crate::source::Sources;

const HEAD: &str = "policy p \"\" { source \"\" }\nenum a \"甲\" { low, high }\nenum b \"乙\" { low, top }\n\
    record r { key id : text, x : a, y : b?, n : 人 [1, ..), other : 人 [1, ..), value : 分 [0, 9] }\n";

fn analysis(text: &str) -> Analysis {
    let mut sources = Sources::default();
    sources.add("p.ics", format!("{HEAD}{text}"));
    Analysis::new(sources, &[], &Choices::default(), Main::Policy, None)
}

/// What the word before the mark stands for: its kind, and the line of the text on which that is declared.
fn meant(marked: &str) -> Option<(SymbolKind, String)> {
    let offset = HEAD.len() + marked.find('¦').unwrap();
    let analysis = analysis(&marked.replace('¦', ""));
    let Target::Symbol(id) = analysis.index.at(POLICY, offset as u32)?.target else { return None };
    let symbol = analysis.index.symbol(id)?;
    let file = analysis.sources.file(symbol.place.file);
    let (_, line) = file.line(file.line_of(symbol.place.start))?;
    Some((symbol.kind, line.trim().chars().take(8).collect()))
}

fn is(marked: &str, kind: SymbolKind, line: &str) {
    assert_eq!(meant(marked), Some((kind, line.to_owned())), "{marked}");
}

#[test]
fn members_that_several_enums_have_belong_to_what_they_stand_beside() {
    is("let t = x = low¦", SymbolKind::Member, "enum a \"");
    is("let t = y = low¦", SymbolKind::Member, "enum b \"");
    is("let t = low¦ = y", SymbolKind::Member, "enum b \"");
    is("let t = y in { top, low¦ }", SymbolKind::Member, "enum b \"");
    is("let t = band x { low¦ -> 1, high -> 2 }", SymbolKind::Member, "enum a \"");
    is("let t : b? = if n > 3 then low¦ else y", SymbolKind::Member, "enum b \"");
    is("let u = y default top\nlet t = u = low¦", SymbolKind::Member, "enum b \"");
    is("param q by b : 分 { low¦ -> 1\n top -> 2 }", SymbolKind::Member, "enum b \"");
    is("table t by b {\n | k | v : 分 |\n | low¦ | 1 |\n}", SymbolKind::Member, "enum b \"");
    is("function f(k : b) = k = low¦", SymbolKind::Member, "enum b \"");
    is("example e { y = low¦ }", SymbolKind::Member, "enum b \"");
    is("let t = high¦", SymbolKind::Member, "enum a \"");
    assert_eq!(meant("let t = low¦"), None);
}

#[test]
fn parameters_and_values_hide_what_is_outside() {
    is("function f(n : 人) = n¦ / 2", SymbolKind::Parameter, "function");
    is("function f(m : 人) = n¦", SymbolKind::Field, "record r");
    is("indicator i { value n\n points band value¦ { (.., 3) -> 1 } }", SymbolKind::Value, "indicato");
    is("indicator i { points value¦ }", SymbolKind::Field, "record r");
    is("indicator i { value n\n points 1 }\nlet t = i.value¦", SymbolKind::Value, "indicato");
    is("indicator i { points 1 }\nscore s { i }\nlet t = s.i¦", SymbolKind::Indicator, "indicato");
}

#[test]
fn units_are_those_of_the_policy_or_standard_ones() {
    is("unit 队 = 5 人\nlet t = 3 队¦", SymbolKind::Unit, "unit 队 =");
    is("let t = 3 人¦", SymbolKind::Unit, "unit 人  ");
    is("let t : 分¦ = 3", SymbolKind::Unit, "unit 分  ");
    is("let t = n > 5％¦", SymbolKind::Unit, "unit %  ");
}

#[test]
fn broken_text_keeps_the_names_around_it() {
    is("let t = (n +\n\nindicator i { value other¦\n points 1 }", SymbolKind::Field, "record r");
    is("let t =\n\nindicator i { value other¦\n points 1 }", SymbolKind::Field, "record r");
    is("lett t = 3\nlet u = t¦ + 1", SymbolKind::Let, "lett t =");
    is("let u = n¦\nindicator i { points }", SymbolKind::Field, "record r");
}

//! Labels and parameters that could be taken for something else.
//!
//! In: the tree. Out: W0805 for two fields, indicators or results with one label, W0806 for a label that is the name of another
//! declaration, W0807 for a parameter with the name of a value. Two members with one label are refused by the checker.

use super::problem::LintProblem;
use super::walk::{self, Visit};
use super::{Ground, Report};
use crate::source::Span;
use crate::syntax::ast;
use std::collections::{HashMap, HashSet};

/// What a report shows side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shelf {
    Fields,
    Indicators,
    Results,
    /// Groups of one score, by the place of its name.
    Groups(Span),
    Others,
}

/// A declared value.
struct Declared<'t> {
    shelf: Shelf,
    name: &'t ast::Name,
    label: Option<&'t ast::Text>,
    /// The declaration; none for a field.
    item: Option<&'t ast::Item>,
}

/// Looks at every declared value.
pub(super) fn labels(ground: &Ground<'_>, report: &mut Report<'_>) {
    let all: Vec<Declared<'_>> = ground.tree.items.iter().flat_map(declared).collect();
    let names: HashMap<&str, Span> = all.iter().map(|one| (one.name.text.as_str(), one.name.span)).collect();
    let mut labels: HashMap<(Shelf, &str), Span> = HashMap::new();
    for one in &all {
        let Some(label) = one.label.filter(|label| !label.text.is_empty()) else { continue };
        if one.shelf != Shelf::Others
            && let Some(first) = labels.insert((one.shelf, &label.text), label.span)
        {
            report.push(LintProblem::SameLabel { label: label.text.clone(), span: label.span, first });
        }
        if let Some(declared) = names.get(label.text.as_str())
            && label.text != one.name.text
            && !one.item.is_some_and(|item| Mentions::of(item).contains(label.text.as_str()))
        {
            report.push(LintProblem::LabelIsName { label: label.text.clone(), span: label.span, declared: *declared });
        }
    }
    for item in &ground.tree.items {
        if let ast::Item::Function(function) = item {
            for parameter in &function.parameters {
                if let Some(declared) = names.get(parameter.name.text.as_str()) {
                    let (name, span) = (parameter.name.text.clone(), parameter.name.span);
                    report.push(LintProblem::ShadowingParameter { name, span, declared: *declared });
                }
            }
        }
    }
}

/// The values that an item declares.
fn declared(item: &ast::Item) -> Vec<Declared<'_>> {
    let found: Vec<(Shelf, &ast::Name, Option<&ast::Text>)> = match item {
        ast::Item::Record(record) => {
            let fields = record.fields.iter();
            return fields.map(|field| Declared { shelf: Shelf::Fields, name: &field.name, label: field.label.as_ref(), item: None }).collect();
        }
        ast::Item::Param(param) => vec![(Shelf::Others, &param.name, param.label.as_ref())],
        ast::Item::Definition(definition) => {
            let shelf = if definition.output { Shelf::Results } else { Shelf::Others };
            vec![(shelf, &definition.name, definition.label.as_ref())]
        }
        ast::Item::Table(table) => vec![(Shelf::Others, &table.name, table.label.as_ref())],
        ast::Item::Decision(decision) => vec![(Shelf::Others, &decision.name, decision.label.as_ref())],
        ast::Item::Indicator(indicator) => vec![(Shelf::Indicators, &indicator.name, indicator.label.as_ref())],
        ast::Item::Score(score) => {
            let groups = score.groups.iter().map(|group| (Shelf::Groups(score.name.span), &group.name, group.label.as_ref()));
            groups.chain([(Shelf::Results, &score.name, score.label.as_ref())]).collect()
        }
        ast::Item::Grade(grade) => vec![(Shelf::Results, &grade.name, grade.label.as_ref())],
        ast::Item::Eligibility(eligibility) => vec![(Shelf::Results, &eligibility.name, eligibility.label.as_ref())],
        ast::Item::Policy(_)
        | ast::Item::Unit(_)
        | ast::Item::Enum(_)
        | ast::Item::Function(_)
        | ast::Item::Example(_)
        | ast::Item::Test(_)
        | ast::Item::Ensure(_)
        | ast::Item::Broken(_) => Vec::new(),
    };
    found.into_iter().map(|(shelf, name, label)| Declared { shelf, name, label, item: Some(item) }).collect()
}

/// The names a declaration mentions: an indicator may be labelled like the value it is about.
#[derive(Default)]
struct Mentions<'t> {
    names: HashSet<&'t str>,
}

impl<'t> Mentions<'t> {
    fn of(item: &'t ast::Item) -> HashSet<&'t str> {
        let mut mentions = Mentions::default();
        walk::item(item, &mut mentions);
        if let ast::Item::Score(score) = item {
            mentions.names.extend(score.items.iter().chain(score.groups.iter().flat_map(|group| &group.items)).map(|name| name.text.as_str()));
        }
        mentions.names
    }
}

impl<'t> Visit<'t> for Mentions<'t> {
    fn expr(&mut self, expr: &'t ast::Expr) {
        if let ast::ExprKind::Reference(name, _) | ast::ExprKind::Lookup(name, _, _) = &expr.kind {
            self.names.insert(&name.text);
        }
    }
}

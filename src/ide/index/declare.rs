//! Declarations.
//!
//! In: a tree. Out: a symbol for each declaration and its parts, the first of a name under that name.

use super::Index;
use super::enums::Bodies;
use crate::ide::symbol::{Symbol, SymbolId, SymbolKind};
use crate::source::Span;
use crate::syntax::ast;

/// Declares everything in a file.
pub fn file<'t>(index: &mut Index, bodies: &mut Bodies<'t>, file: &'t ast::File) {
    for item in &file.items {
        declare(index, bodies, item);
    }
    for lost in &file.lost {
        for name in &lost.names {
            let symbol = plain(SymbolKind::Broken, name, None, name.span);
            let id = index.add(symbol);
            index.values.entry(name.text.clone()).or_insert(id);
        }
    }
}

fn plain(kind: SymbolKind, name: &ast::Name, label: Option<&ast::Text>, span: Span) -> Symbol {
    Symbol {
        kind,
        name: name.text.clone(),
        label: label.map(|label| label.text.clone()),
        place: name.span,
        span,
        owner: None,
        written: None,
        formula: None,
        sources: Vec::new(),
        notes: Vec::new(),
    }
}

fn texts(texts: &[ast::Text]) -> Vec<String> {
    texts.iter().map(|text| text.text.clone()).collect()
}

fn text(text: Option<&ast::Text>) -> Vec<String> {
    text.iter().map(|text| text.text.clone()).collect()
}

fn written(kind: Option<&ast::Kind>) -> Option<Span> {
    kind.map(|kind| kind.span)
}

fn value(index: &mut Index, symbol: Symbol) -> SymbolId {
    let name = symbol.name.clone();
    let id = index.add(symbol);
    index.values.entry(name).or_insert(id);
    id
}

fn declare<'t>(index: &mut Index, bodies: &mut Bodies<'t>, item: &'t ast::Item) {
    match item {
        ast::Item::Policy(tree) => {
            let symbol = Symbol {
                sources: texts(&tree.sources),
                notes: texts(&tree.notes),
                ..plain(SymbolKind::Policy, &tree.name, tree.title.as_ref(), tree.span)
            };
            index.add(symbol);
        }
        ast::Item::Unit(tree) => {
            let formula = tree.base.as_ref().map(|(figure, unit)| unit.as_ref().map_or(figure.span, |unit| figure.span.to(unit.span)));
            let id = index.add(Symbol { formula, ..plain(SymbolKind::Unit, &tree.name, tree.label.as_ref(), tree.span) });
            index.units.entry(tree.name.text.clone()).or_insert(id);
        }
        ast::Item::Enum(tree) => enumeration(index, tree),
        ast::Item::Record(tree) => record(index, bodies, tree),
        ast::Item::Param(tree) => {
            let formula = match &tree.body {
                ast::ParamBody::Single(value) => Some(value.span),
                ast::ParamBody::Rows(rows) => rows.first().zip(rows.last()).map(|(first, last)| first.span.to(last.span)),
            };
            let symbol = Symbol {
                written: written(tree.kind.as_ref()),
                formula,
                sources: text(tree.source.as_ref()),
                ..plain(SymbolKind::Param, &tree.name, tree.label.as_ref(), tree.span)
            };
            let id = value(index, symbol);
            let body = match &tree.body {
                ast::ParamBody::Single(value) => Some(value),
                ast::ParamBody::Rows(rows) => rows.first().map(|row| &row.value),
            };
            bodies.add(id, tree.kind.as_ref(), body);
        }
        ast::Item::Definition(tree) => {
            let kind = if tree.output { SymbolKind::Output } else { SymbolKind::Let };
            let symbol = Symbol {
                written: written(tree.kind.as_ref()),
                formula: Some(tree.value.span),
                sources: text(tree.source.as_ref()),
                ..plain(kind, &tree.name, tree.label.as_ref(), tree.span)
            };
            let id = value(index, symbol);
            bodies.add(id, tree.kind.as_ref(), Some(&tree.value));
        }
        ast::Item::Function(tree) => function(index, bodies, tree),
        ast::Item::Table(tree) => table(index, bodies, tree),
        ast::Item::Decision(tree) => {
            let symbol = Symbol {
                written: written(tree.kind.as_ref()),
                sources: text(tree.source.as_ref()),
                ..plain(SymbolKind::Decision, &tree.name, tree.label.as_ref(), tree.span)
            };
            let id = value(index, symbol);
            bodies.add(id, tree.kind.as_ref(), None);
        }
        ast::Item::Indicator(tree) => indicator(index, bodies, tree),
        ast::Item::Score(tree) => {
            let symbol = Symbol {
                sources: texts(&tree.sources),
                notes: texts(&tree.notes),
                ..plain(SymbolKind::Score, &tree.name, tree.label.as_ref(), tree.span)
            };
            let score = value(index, symbol);
            for group in &tree.groups {
                value(index, Symbol { owner: Some(score), ..plain(SymbolKind::Group, &group.name, group.label.as_ref(), group.span) });
            }
        }
        ast::Item::Grade(tree) => {
            let symbol = Symbol {
                written: Some(tree.kind.span),
                formula: Some(tree.band.subject.span),
                sources: text(tree.source.as_ref()),
                ..plain(SymbolKind::Grade, &tree.name, tree.label.as_ref(), tree.span)
            };
            let id = value(index, symbol);
            bodies.grade(id, &tree.kind);
        }
        ast::Item::Eligibility(tree) => {
            let symbol = Symbol {
                sources: texts(&tree.sources),
                notes: texts(&tree.notes),
                ..plain(SymbolKind::Eligibility, &tree.name, tree.label.as_ref(), tree.span)
            };
            value(index, symbol);
        }
        ast::Item::Example(tree) => {
            let id = index.add(plain(SymbolKind::Example, &tree.name, tree.label.as_ref(), tree.span));
            index.examples.entry(tree.name.text.clone()).or_insert(id);
        }
        ast::Item::Test(tree) => {
            let name = ast::Name { text: tree.name.text.clone(), span: tree.name.span };
            index.add(plain(SymbolKind::Test, &name, None, tree.span));
        }
        ast::Item::Ensure(tree) => {
            let words = tree.words.as_ref().map(|words| words.text.clone()).unwrap_or_default();
            let name = ast::Name { text: words, span: tree.span.before() };
            index.add(plain(SymbolKind::Claim, &name, None, tree.span));
        }
        ast::Item::Broken(tree) => {
            if let Some(name) = &tree.name {
                let id = value(index, plain(SymbolKind::Broken, name, None, tree.span));
                index.functions.entry(name.text.clone()).or_insert(id);
            }
        }
    }
}

fn enumeration(index: &mut Index, tree: &ast::Enum) {
    let id = index.add(plain(SymbolKind::Enum, &tree.name, tree.label.as_ref(), tree.span));
    index.enums.entry(tree.name.text.clone()).or_insert(id);
    for member in &tree.members {
        let end = member.codes.last().or(member.label.as_ref()).map_or(member.name.span, |text| member.name.span.to(text.span));
        let symbol = Symbol { owner: Some(id), ..plain(SymbolKind::Member, &member.name, member.label.as_ref(), end) };
        let member_id = index.add(symbol);
        index.members.entry(member.name.text.clone()).or_default().push(member_id);
    }
}

fn record<'t>(index: &mut Index, bodies: &mut Bodies<'t>, tree: &'t ast::Record) {
    let record = index.add(plain(SymbolKind::Record, &tree.name, tree.label.as_ref(), tree.span));
    for field in &tree.fields {
        let symbol = Symbol {
            owner: Some(record),
            written: Some(field.kind.span),
            notes: texts(&field.notes),
            ..plain(SymbolKind::Field, &field.name, field.label.as_ref(), field.span)
        };
        let id = value(index, symbol);
        bodies.add(id, Some(&field.kind), None);
    }
}

fn function<'t>(index: &mut Index, bodies: &mut Bodies<'t>, tree: &'t ast::Function) {
    let symbol = Symbol {
        written: written(tree.kind.as_ref()),
        formula: Some(tree.body.span),
        ..plain(SymbolKind::Function, &tree.name, tree.label.as_ref(), tree.span)
    };
    let id = index.add(symbol);
    index.functions.entry(tree.name.text.clone()).or_insert(id);
    bodies.add(id, tree.kind.as_ref(), None);
    for parameter in &tree.parameters {
        let end = parameter.range.as_ref().map_or(parameter.kind.span, |range| range.span);
        let whole = parameter.name.span.to(end);
        let symbol = Symbol { owner: Some(id), written: Some(parameter.kind.span), ..plain(SymbolKind::Parameter, &parameter.name, None, whole) };
        let parameter_id = index.add(symbol);
        bodies.add(parameter_id, Some(&parameter.kind), None);
    }
}

fn table<'t>(index: &mut Index, bodies: &mut Bodies<'t>, tree: &'t ast::Table) {
    let symbol = Symbol { sources: text(tree.source.as_ref()), ..plain(SymbolKind::Table, &tree.name, tree.label.as_ref(), tree.span) };
    let id = value(index, symbol);
    for (place, cell) in tree.header.iter().enumerate() {
        if cell.name.text.is_empty() {
            continue;
        }
        let symbol = Symbol {
            owner: Some(id),
            written: written(cell.kind.as_ref()),
            ..plain(SymbolKind::Column, &cell.name, cell.label.as_ref(), cell.name.span)
        };
        let column = index.add(symbol);
        bodies.add(column, cell.kind.as_ref().or(tree.keys.get(place)), None);
    }
}

fn indicator<'t>(index: &mut Index, bodies: &mut Bodies<'t>, tree: &'t ast::Indicator) {
    let formula = tree.points.first().map(|points| points.span);
    let symbol = Symbol {
        formula,
        sources: texts(&tree.sources),
        notes: texts(&tree.notes),
        ..plain(SymbolKind::Indicator, &tree.name, tree.label.as_ref(), tree.span)
    };
    let id = value(index, symbol);
    for (expr, kind) in tree.values.iter().take(1) {
        let name = ast::Name { text: tree.name.text.clone(), span: expr.span };
        let whole = kind.as_ref().map_or(expr.span, |kind| expr.span.to(kind.span));
        let symbol = Symbol {
            owner: Some(id),
            written: written(kind.as_ref()),
            formula: Some(expr.span),
            ..plain(SymbolKind::Value, &name, tree.label.as_ref(), whole)
        };
        let value = index.add(symbol);
        bodies.add(value, kind.as_ref(), Some(expr));
    }
}

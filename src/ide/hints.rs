//! What stands between the lines: totals of weight columns, types that are inferred.
//!
//! In: an analysis. Out: short texts at places.

use super::Analysis;
use super::facts::{self, Known};
use super::symbol::{Symbol, SymbolKind};
use crate::diagnostic::Lang;
use crate::ir::SlotId;
use crate::source::{FileId, Span};
use crate::syntax::ast;
use crate::value::decimal::Decimal;
use std::collections::HashMap;

/// What a hint tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// A type.
    Type,
    /// The total of a column.
    Total,
}

/// A hint behind a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// What it tells.
    pub kind: HintKind,
    /// What it stands behind.
    pub behind: Span,
    /// Its text.
    pub text: String,
}

/// The hints of a file, by place.
#[must_use]
pub fn hints(analysis: &Analysis, file: FileId, lang: Lang) -> Vec<Hint> {
    let mut hints = types(analysis, file, lang);
    let scores = analysis.tree(file).into_iter().flat_map(|tree| &tree.items).filter_map(|item| match item {
        ast::Item::Score(score) => Some(score),
        _ => None,
    });
    hints.extend(scores.flat_map(|score| &score.weights).flat_map(totals));
    hints.sort_by_key(|hint| hint.behind.end);
    hints
}

fn types(analysis: &Analysis, file: FileId, lang: Lang) -> Vec<Hint> {
    let Some(program) = analysis.known.as_deref() else { return Vec::new() };
    let slots: HashMap<&str, SlotId> = program.slots.iter().enumerate().rev().map(|(id, slot)| (slot.name.as_str(), SlotId(id as u32))).collect();
    let is_open = |symbol: &&Symbol| {
        symbol.span.file == file && symbol.written.is_none() && matches!(symbol.kind, SymbolKind::Let | SymbolKind::Output | SymbolKind::Value)
    };
    let hint = |symbol: &Symbol| {
        let name = if symbol.kind == SymbolKind::Value { format!("{}.value", symbol.name) } else { symbol.name.clone() };
        let slot = program.slot(*slots.get(name.as_str())?);
        let known = Known { ty: slot.expr.ty.clone(), optional: slot.expr.missing.is_some() };
        let ty = facts::type_text(Some(program), &known, lang);
        (!ty.is_empty()).then(|| Hint { kind: HintKind::Type, behind: symbol.place, text: format!(": {ty}") })
    };
    analysis.index.symbols.iter().filter(is_open).filter_map(hint).collect()
}

/// The total of every column of weights.
fn totals(weights: &ast::Weights) -> Vec<Hint> {
    let total = |column: usize| {
        let mut cells = weights.rows.iter().filter_map(|row| row.weights.get(column)?.as_ref()?.amount);
        cells.try_fold(Decimal::ZERO, Decimal::add)
    };
    let hint = |(place, column): (usize, &ast::Name)| {
        let total = total(place).filter(|_| column.span.start < column.span.end)?;
        Some(Hint { kind: HintKind::Total, behind: column.span, text: format!("Σ {}", total.normalized()) })
    };
    weights.columns.iter().enumerate().filter_map(hint).collect()
}

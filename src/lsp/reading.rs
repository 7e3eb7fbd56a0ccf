//! What an editor shows of a file: its declarations, folds, selections, colours, hints.
//!
//! In: a file. Out: facts of [`crate::ide`] as the protocol has them.

use super::names;
use super::server::{Refused, result};
use super::state::{Freshness, State};
use super::view::View;
use crate::diagnostic::Lang;
use crate::ide::colours::{self, COLOURS, Coloured};
use crate::ide::facts;
use crate::ide::hints::{self, Hint, HintKind};
use crate::ide::outline::{self, Entry, FoldKind};
use gen_lsp_types as lsp;
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// The declarations of a file.
///
/// # Errors
/// None.
pub fn symbols(state: &mut State, params: &lsp::DocumentSymbolParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Recent) else { return result(json!([])) };
    let entries = outline::entries(&view.analysis, view.file);
    result(entries.iter().filter_map(|entry| symbol(&view, entry, lang)).collect::<Vec<lsp::DocumentSymbol>>())
}

fn symbol(view: &View, entry: &Entry, lang: Lang) -> Option<lsp::DocumentSymbol> {
    let symbol = view.analysis.index.symbol(entry.id)?;
    let range = view.range(symbol.span)?;
    // A stretch that is not inside the whole would be refused.
    let selection_range = view.range(symbol.place).filter(|inner| range.start <= inner.start && inner.end <= range.end).unwrap_or(range);
    let parts: Vec<lsp::DocumentSymbol> = entry.parts.iter().filter_map(|part| self::symbol(view, part, lang)).collect();
    let name = if symbol.name.is_empty() { facts::kind_word(symbol.kind, lang).to_owned() } else { symbol.name.clone() };
    #[expect(deprecated, reason = "the field has to be given a value")]
    Some(lsp::DocumentSymbol {
        name,
        detail: symbol.label.clone(),
        kind: names::kind(symbol.kind),
        tags: None,
        deprecated: None,
        range,
        selection_range,
        children: (!parts.is_empty()).then_some(parts),
    })
}

/// What can be folded in a file.
///
/// # Errors
/// None.
pub fn folds(state: &mut State, params: &lsp::FoldingRangeParams) -> Result<Value, Refused> {
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Recent) else { return result(json!([])) };
    let text = view.text();
    let mut told: Vec<lsp::FoldingRange> = Vec::new();
    for fold in outline::folds(text, view.tokens()) {
        let Some(range) = view.present_range(view.file, fold.start, fold.end) else { continue };
        // The line of the closing bracket stays.
        let (end_line, kind) = match fold.kind {
            FoldKind::Brackets => (range.end.line.saturating_sub(1), lsp::FoldingRangeKind::Region),
            FoldKind::Comments => (range.end.line, lsp::FoldingRangeKind::Comment),
        };
        let is_new = told.iter().all(|other| other.start_line != range.start.line);
        if end_line > range.start.line && is_new {
            told.push(lsp::FoldingRange {
                start_line: range.start.line,
                start_character: None,
                end_line,
                end_character: None,
                kind: Some(kind),
                collapsed_text: None,
            });
        }
    }
    result(told)
}

/// What encloses each of some places.
///
/// # Errors
/// None.
pub fn selections(state: &mut State, params: &lsp::SelectionRangeParams) -> Result<Value, Refused> {
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Present) else { return result(json!([])) };
    let nested = |position: &lsp::Position| {
        let spans = outline::around(&view.analysis, view.file, view.tokens(), view.offset(*position));
        let ranges = spans.into_iter().rev().filter_map(|span| view.range(span));
        ranges.fold(None, |parent: Option<Box<lsp::SelectionRange>>, range| Some(Box::new(lsp::SelectionRange { range, parent })))
    };
    let empty = |position: &lsp::Position| Box::new(lsp::SelectionRange { range: lsp::Range { start: *position, end: *position }, parent: None });
    result(params.positions.iter().map(|position| nested(position).unwrap_or_else(|| empty(position))).collect::<Vec<Box<lsp::SelectionRange>>>())
}

/// The colours of a file.
///
/// # Errors
/// None.
pub fn colours(state: &mut State, params: &lsp::SemanticTokensParams) -> Result<Value, Refused> {
    coloured(state, &params.text_document.uri.0, 0..=u32::MAX)
}

/// The colours of the lines that are seen, which editors ask for first.
///
/// # Errors
/// None.
pub fn colours_seen(state: &mut State, params: &lsp::SemanticTokensRangeParams) -> Result<Value, Refused> {
    let (start, end) = (params.range.start.line, params.range.end.line);
    coloured(state, &params.text_document.uri.0, start.min(end)..=start.max(end))
}

/// Colours: five numbers a stretch, each place counted from the one before.
fn coloured(state: &mut State, uri: &str, lines: RangeInclusive<u32>) -> Result<Value, Refused> {
    let Some(view) = state.view(uri, Freshness::Recent) else { return result(json!({ "data": [] })) };
    let found = colours::colours(&view.analysis, view.file, view.text(), view.tokens(), view.shift());
    let mut data: Vec<u32> = Vec::with_capacity(found.len() * 5);
    let (mut line, mut column) = (0, 0);
    for one in found {
        let Some(range) = view.present_range(view.file, one.start, one.end) else { continue };
        if range.start.line != range.end.line || !lines.contains(&range.start.line) {
            continue;
        }
        let (start, length) = (range.start, range.end.character - range.start.character);
        if start.line != line {
            column = 0;
        }
        let kind = COLOURS.iter().position(|colour| *colour == one.colour).unwrap_or(0) as u32;
        data.extend([start.line - line, start.character - column, length, kind, modifiers(&one)]);
        (line, column) = (start.line, start.character);
    }
    result(json!({ "data": data }))
}

/// The bits of the modifiers, in the order in which they were announced.
fn modifiers(one: &Coloured) -> u32 {
    u32::from(one.declares) | u32::from(one.is_fixed) << 1 | u32::from(one.is_standard) << 2
}

/// The hints in a part of a file.
///
/// # Errors
/// None.
pub fn hints(state: &mut State, params: &lsp::InlayHintParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Recent) else { return result(json!([])) };
    let (first, last) = (params.range.start.line.min(params.range.end.line), params.range.start.line.max(params.range.end.line));
    let hint = |hint: Hint| {
        let position = view.range(hint.behind)?.end;
        let (kind, padding) = match hint.kind {
            HintKind::Type => (Some(lsp::InlayHintKind::Type), None),
            HintKind::Total => (None, Some(true)),
        };
        (first <= position.line && position.line <= last).then(|| lsp::InlayHint {
            position,
            label: lsp::Label::String(hint.text),
            kind,
            text_edits: None,
            tooltip: None,
            padding_left: padding,
            padding_right: None,
            data: None,
        })
    };
    result(hints::hints(&view.analysis, view.file, lang).into_iter().filter_map(hint).collect::<Vec<lsp::InlayHint>>())
}

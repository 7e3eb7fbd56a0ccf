//! Help in writing: what may stand here, fixes, layout.
//!
//! In: a position or a stretch. Out: completions and edits as the protocol has them.

use super::checking;
use super::names::edited;
use super::server::{Refused, result};
use super::state::{Freshness, State};
use super::view::View;
use crate::diagnostic::{Diagnostic, Lang, mend};
use crate::format::{self, Options};
use crate::ide::completion::{self, Item, ItemKind};
use crate::source::Span;
use gen_lsp_types as lsp;
use serde_json::{Value, json};

/// What may stand at a place.
///
/// # Errors
/// None.
pub fn completion(state: &mut State, params: &lsp::CompletionParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let position = params.text_document_position_params.position;
    let Some(view) = state.view(&params.text_document_position_params.text_document.uri.0, Freshness::Recent) else { return Ok(Value::Null) };
    let found = completion::completion(&view.analysis, view.text(), view.present(position), lang);
    let range = view.present_range(view.file, found.start, found.end).unwrap_or(lsp::Range { start: position, end: position });
    let items: Vec<Value> = found.items.iter().map(|item| completed(item, range)).collect();
    result(json!({ "isIncomplete": found.is_cut, "items": items }))
}

fn completed(item: &Item, range: lsp::Range) -> Value {
    let kind = match item.kind {
        ItemKind::Keyword => lsp::CompletionItemKind::Keyword,
        ItemKind::Type => lsp::CompletionItemKind::Class,
        ItemKind::Unit => lsp::CompletionItemKind::Unit,
        ItemKind::Enum => lsp::CompletionItemKind::Enum,
        ItemKind::Member => lsp::CompletionItemKind::EnumMember,
        ItemKind::Field => lsp::CompletionItemKind::Field,
        ItemKind::Value => lsp::CompletionItemKind::Variable,
        ItemKind::Function => lsp::CompletionItemKind::Function,
        ItemKind::Example => lsp::CompletionItemKind::Reference,
        ItemKind::Warning => lsp::CompletionItemKind::Constant,
    };
    let mut told = json!({ "label": item.name, "kind": kind, "sortText": format!("{}{}", item.rank, item.name) });
    let mut more = |name: &str, value: Value| {
        if let Some(fields) = told.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    if !item.detail.is_empty() {
        more("detail", json!(item.detail));
    }
    if let Some(label) = &item.label {
        more("labelDetails", json!({ "description": label }));
        more("filterText", json!(format!("{} {label}", item.name)));
    }
    if !item.documentation.is_empty() {
        more("documentation", json!({ "kind": "markdown", "value": item.documentation }));
    }
    more("textEdit", json!({ "range": range, "newText": item.name }));
    told
}

/// The fixes of what is wrong in a stretch, and all of the file at once.
///
/// # Errors
/// None.
pub fn actions(state: &mut State, params: &lsp::CodeActionParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Present) else { return result(json!([])) };
    let wanted = params.context.only.as_ref().map(|kinds| kinds.iter().map(|kind| json!(kind)).collect::<Vec<Value>>());
    let is_wanted =
        |kind: &str| wanted.as_ref().is_none_or(|kinds| kinds.iter().any(|wanted| wanted.as_str().is_some_and(|wanted| is_part(kind, wanted))));
    let (start, end) = (view.offset(params.range.start), view.offset(params.range.end));
    let (start, end) = (start.min(end), start.max(end));
    let touches = |span: Span| span.file == view.file && span.start <= end && start <= span.end;
    let mut told = Vec::new();
    if is_wanted("quickfix") {
        let here = view.analysis.diagnostics.iter().filter(|fault| fault.primary().is_some_and(touches) && !fault.fixes.is_empty());
        told.extend(here.map(|fault| quick_fix(&view, fault, lang)));
    }
    if is_wanted("source.fixAll") {
        let chosen = mend::choose(&view.analysis.diagnostics, |file| file == view.file);
        if !chosen.is_empty() {
            let title = match lang {
                Lang::En => "Apply all certain fixes of this file",
                Lang::Zh => "修正本文件中所有有把握的问题",
            };
            let edits = chosen.iter().flat_map(|fault| fixes(&view, fault));
            told.push(json!({ "title": title, "kind": "source.fixAll", "edit": { "documentChanges": edited(&view, edits) } }));
        }
    }
    result(told)
}

/// Whether a kind of action is a wanted one or a part of it.
fn is_part(kind: &str, wanted: &str) -> bool {
    wanted.is_empty() || kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
}

fn quick_fix(view: &View, fault: &Diagnostic, lang: Lang) -> Value {
    let title = mend::words(fault, &view.analysis.sources, lang).unwrap_or_default();
    let diagnostics: Vec<lsp::Diagnostic> = checking::converted(view, fault, lang).into_iter().collect();
    let edit = json!({ "documentChanges": edited(view, fixes(view, fault)) });
    json!({ "title": title, "kind": "quickfix", "diagnostics": diagnostics, "isPreferred": true, "edit": edit })
}

/// The edits of a fix; new lines end as those of the file do.
fn fixes<'a>(view: &'a View, fault: &'a Diagnostic) -> impl Iterator<Item = (Span, String)> + 'a {
    fault.fixes.iter().map(|fix| {
        let of_windows = view.analysis.text(fix.span.file).contains("\r\n");
        let text = fix.replacement.replace("\r\n", "\n");
        (fix.span, if of_windows { text.replace('\n', "\r\n") } else { text })
    })
}

/// The edits that lay out a file.
///
/// # Errors
/// None.
pub fn whole(state: &mut State, params: &lsp::DocumentFormattingParams) -> Result<Value, Refused> {
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Present) else { return Ok(Value::Null) };
    let text = view.text();
    match format::format(text, &Options::default()) {
        Ok(formatted) => result(replaced(&view, text, &formatted)),
        Err(_) => Ok(Value::Null),
    }
}

/// The edits that lay out a part of a file.
///
/// # Errors
/// None.
pub fn part(state: &mut State, params: &lsp::DocumentRangeFormattingParams) -> Result<Value, Refused> {
    let Some(view) = state.view(&params.text_document.uri.0, Freshness::Present) else { return Ok(Value::Null) };
    let text = view.text();
    let (start, end) = (view.present(params.range.start) as usize, view.present(params.range.end) as usize);
    let Ok(edits) = format::format_range(text, start.min(end)..start.max(end), &Options::default()) else { return Ok(Value::Null) };
    let told = edits.into_iter().filter_map(|edit| {
        let range = view.present_range(view.file, u32::try_from(edit.range.start).ok()?, u32::try_from(edit.range.end).ok()?)?;
        Some(lsp::TextEdit { range, new_text: edit.text })
    });
    result(told.collect::<Vec<lsp::TextEdit>>())
}

/// One edit for what differs between two texts; none where nothing does.
fn replaced(view: &View, old: &str, new: &str) -> Vec<lsp::TextEdit> {
    let (start, old_end, new_end) = crate::ide::shift::Shift::between(old, new).stretch();
    let text = new.get(start as usize..new_end as usize).unwrap_or("");
    let is_same = old == new;
    let range = view.present_range(view.file, start, old_end).filter(|_| !is_same);
    range.map(|range| lsp::TextEdit { range, new_text: text.to_owned() }).into_iter().collect()
}

//! Questions about names: what one is, where it is declared and used, what else it could be called.
//!
//! In: a position, a new name, a part of a name. Out: facts of [`crate::ide`] as the protocol has them.

use super::server::{Refused, result};
use super::state::{Freshness, State};
use super::uri;
use super::view::View;
use crate::cli::{error, files};
use crate::diagnostic::Lang;
use crate::ide::symbol::{Occurrence, Role, Symbol, SymbolKind, Target};
use crate::ide::{hover as ide_hover, rename as ide_rename};
use crate::source::Span;
use gen_lsp_types as lsp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The most symbols of a workspace that are told.
const MOST_SYMBOLS: usize = 500;

/// The view of a request, and the byte of the analysed text it asks about.
fn asked(state: &mut State, params: &lsp::TextDocumentPositionParams, freshness: Freshness) -> Option<(View, u32)> {
    let view = state.view(&params.text_document.uri.0, freshness)?;
    let offset = view.offset(params.position);
    Some((view, offset))
}

/// What is told about a place: the name that stands there, and what is wrong there.
///
/// # Errors
/// None; the shape is that of all answers.
pub fn hover(state: &mut State, params: lsp::HoverParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let Some((view, offset)) = asked(state, &params.text_document_position_params, Freshness::Recent) else { return Ok(Value::Null) };
    let found = ide_hover::hover(&view.analysis, view.file, offset, lang);
    let is_here = |span: &Span| span.file == view.file && span.start <= offset && offset <= span.end;
    let faults = view.analysis.diagnostics.iter().filter_map(|fault| fault.primary().filter(|span| is_here(span)).map(|span| (fault, span)));
    let mut range = found.as_ref().and_then(|found| view.range(found.span));
    let mut parts: Vec<String> = found.into_iter().map(|found| found.markdown).collect();
    let mut told: Vec<&str> = Vec::new();
    for (fault, span) in faults {
        range = range.or_else(|| view.range(span));
        if !told.contains(&fault.code) {
            parts.extend(page(fault.code, lang));
            told.push(fault.code);
        }
    }
    if parts.is_empty() {
        return Ok(Value::Null);
    }
    let contents = lsp::Contents::MarkupContent(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: parts.join("\n\n---\n\n") });
    result(lsp::Hover { contents, range })
}

/// The first lines of the page about a code.
fn page(code: &str, lang: Lang) -> Option<String> {
    let (title, text) = error::page(code, lang)?;
    let body = text.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let first: Vec<&str> = body.take_while(|line| !line.trim().is_empty()).collect();
    let more = match lang {
        Lang::En => format!("`ics error {code}` tells more."),
        Lang::Zh => format!("详见 `ics error {code}`。"),
    };
    Some(format!("**{code}** {title}\n\n{}\n\n{more}", first.join("\n")))
}

/// Where the name at a place is declared.
///
/// # Errors
/// None.
pub fn definition(state: &mut State, params: lsp::DefinitionParams) -> Result<Value, Refused> {
    let Some((view, offset)) = asked(state, &params.text_document_position_params, Freshness::Recent) else { return Ok(Value::Null) };
    let target = view.analysis.index.at(view.file, offset).map(|found| found.target);
    let place = match target {
        Some(Target::Symbol(id)) => view.analysis.index.symbol(id).map(|symbol| symbol.place),
        // A built-in function stands in no file.
        Some(Target::Builtin(_)) | None => None,
    };
    match place.and_then(|place| view.location(place)) {
        Some(location) => result(location),
        None => Ok(Value::Null),
    }
}

/// Where the name at a place stands.
///
/// # Errors
/// None.
pub fn references(state: &mut State, params: lsp::ReferenceParams) -> Result<Value, Refused> {
    let Some((view, offset)) = asked(state, &params.text_document_position_params, Freshness::Recent) else { return result(json!([])) };
    let with_declaration = params.context.include_declaration;
    let is_wanted = |found: &&Occurrence| with_declaration || found.role == Role::Uses;
    let places: Vec<lsp::Location> = match view.analysis.index.at(view.file, offset) {
        Some(here) => view.analysis.index.places(here.target).filter(is_wanted).filter_map(|found| view.location(found.span)).collect(),
        None => Vec::new(),
    };
    result(places)
}

/// Where the name at a place stands in the same file.
///
/// # Errors
/// None.
pub fn highlights(state: &mut State, params: lsp::DocumentHighlightParams) -> Result<Value, Refused> {
    let Some((view, offset)) = asked(state, &params.text_document_position_params, Freshness::Recent) else { return result(json!([])) };
    let Some(here) = view.analysis.index.at(view.file, offset) else { return result(json!([])) };
    let same = view.analysis.index.of_file(view.file).filter(|found| found.target == here.target);
    let highlight = |found: &Occurrence| {
        let kind = match found.role {
            Role::Declares => lsp::DocumentHighlightKind::Write,
            Role::Uses => lsp::DocumentHighlightKind::Read,
        };
        Some(lsp::DocumentHighlight { range: view.range(found.span)?, kind: Some(kind) })
    };
    result(same.filter_map(highlight).collect::<Vec<lsp::DocumentHighlight>>())
}

/// Whether the name at a place can be changed.
///
/// # Errors
/// Why not.
pub fn prepare_rename(state: &mut State, params: lsp::PrepareRenameParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let Some((view, offset)) = asked(state, &params.text_document_position_params, Freshness::Present) else { return Ok(Value::Null) };
    let span = ide_rename::prepare(&view.analysis, view.file, offset).map_err(|refusal| Refused::failed(refusal.words(lang)))?;
    match view.range(span) {
        Some(range) => result(lsp::PrepareRenamePlaceholder { range, placeholder: view.analysis.sources.slice(span).to_owned() }),
        None => Ok(Value::Null),
    }
}

/// The edits that give the name at a place another one.
///
/// # Errors
/// Why it cannot have that name.
pub fn rename(state: &mut State, params: lsp::RenameParams) -> Result<Value, Refused> {
    let lang = state.lang;
    let name = params.new_name.trim().to_owned();
    let Some((view, offset)) = asked(state, &params.text_document_position_params, Freshness::Present) else { return Ok(Value::Null) };
    let spans = ide_rename::rename(&view.analysis, view.file, offset, &name).map_err(|refusal| Refused::failed(refusal.words(lang)))?;
    let edits = spans.into_iter().map(|span| (span, name.clone()));
    result(json!({ "documentChanges": edited(&view, edits) }))
}

/// Edits of stretches of any files, as the protocol has them.
#[must_use]
pub fn edited(view: &View, edits: impl Iterator<Item = (Span, String)>) -> Vec<Value> {
    let mut by_file: BTreeMap<_, Vec<lsp::TextEdit>> = BTreeMap::new();
    for (span, new_text) in edits {
        if let Some(range) = view.range(span) {
            by_file.entry(span.file).or_default().push(lsp::TextEdit { range, new_text });
        }
    }
    let change = |(file, edits): (_, Vec<lsp::TextEdit>)| {
        let (uri, version) = view.address(file)?;
        Some(json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits }))
    };
    by_file.into_iter().filter_map(change).collect()
}

/// Declarations of all policies in the workspace whose name or label holds a text.
///
/// # Errors
/// None.
pub fn workspace_symbols(state: &mut State, params: &lsp::WorkspaceSymbolParams) -> Result<Value, Refused> {
    let query = params.query.to_lowercase();
    // Folders are searched once something is asked for.
    let folders: &[PathBuf] = if query.is_empty() { &[] } else { &state.folders };
    let on_disk = files::find(folders).map(|found| found.policies).unwrap_or_default();
    let open = state.documents.all().map(|(plain, _)| plain.clone());
    let mut addresses: Vec<String> = on_disk.iter().map(|path| uri::of_path(path)).chain(open).collect();
    addresses.sort();
    addresses.dedup();
    let mut told: Vec<(usize, lsp::WorkspaceSymbol)> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for address in addresses {
        let policy = super::project::policy_of(&address, &state.documents);
        if seen.contains(&policy) || told.len() >= MOST_SYMBOLS {
            continue;
        }
        seen.push(policy.clone());
        let Some(view) = state.view(&policy, Freshness::Recent) else { continue };
        let matching = view.analysis.index.symbols.iter().filter_map(|symbol| Some((rank(symbol, &query)?, symbol)));
        told.extend(matching.filter_map(|(rank, symbol)| Some((rank, workspace_symbol(&view, symbol)?))));
    }
    told.sort_by_key(|(rank, _)| *rank);
    told.truncate(MOST_SYMBOLS);
    result(told.into_iter().map(|(_, symbol)| symbol).collect::<Vec<lsp::WorkspaceSymbol>>())
}

/// How well a symbol fits a text: whole, at the start, anywhere.
fn rank(symbol: &Symbol, query: &str) -> Option<usize> {
    let (name, label) = (symbol.name.to_lowercase(), symbol.label.as_deref().unwrap_or("").to_lowercase());
    let is_named = !matches!(symbol.kind, SymbolKind::Value | SymbolKind::Parameter | SymbolKind::Claim | SymbolKind::Broken);
    if !is_named {
        None
    } else if name == query || label == query {
        Some(0)
    } else if name.starts_with(query) || label.starts_with(query) {
        Some(1)
    } else {
        (name.contains(query) || label.contains(query)).then_some(2)
    }
}

fn workspace_symbol(view: &View, symbol: &Symbol) -> Option<lsp::WorkspaceSymbol> {
    let is_standard = symbol.place.file == view.analysis.prelude;
    let location = view.location(symbol.place).filter(|_| !is_standard)?;
    let container = symbol.owner.and_then(|owner| view.analysis.index.symbol(owner)).map(|owner| owner.name.clone());
    let container = symbol.label.clone().or(container);
    Some(lsp::WorkspaceSymbol {
        location: lsp::WorkspaceSymbolLocation::Location(location),
        data: None,
        base_symbol_information: lsp::BaseSymbolInformation {
            name: symbol.name.clone(),
            kind: kind(symbol.kind),
            tags: None,
            container_name: container,
        },
    })
}

/// What the protocol calls a symbol.
#[must_use]
pub fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Policy => lsp::SymbolKind::Module,
        SymbolKind::Unit => lsp::SymbolKind::TypeParameter,
        SymbolKind::Enum => lsp::SymbolKind::Enum,
        SymbolKind::Member => lsp::SymbolKind::EnumMember,
        SymbolKind::Record => lsp::SymbolKind::Struct,
        SymbolKind::Field | SymbolKind::Column => lsp::SymbolKind::Field,
        SymbolKind::Param => lsp::SymbolKind::Constant,
        SymbolKind::Let | SymbolKind::Output | SymbolKind::Parameter | SymbolKind::Value | SymbolKind::Broken => lsp::SymbolKind::Variable,
        SymbolKind::Function => lsp::SymbolKind::Function,
        SymbolKind::Table | SymbolKind::Decision => lsp::SymbolKind::Array,
        SymbolKind::Indicator => lsp::SymbolKind::Property,
        SymbolKind::Group => lsp::SymbolKind::Namespace,
        SymbolKind::Score => lsp::SymbolKind::Number,
        SymbolKind::Grade => lsp::SymbolKind::Class,
        SymbolKind::Eligibility => lsp::SymbolKind::Boolean,
        SymbolKind::Example => lsp::SymbolKind::Object,
        SymbolKind::Test => lsp::SymbolKind::Event,
        SymbolKind::Claim => lsp::SymbolKind::Interface,
    }
}

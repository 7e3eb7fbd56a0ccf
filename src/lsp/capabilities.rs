//! What the server tells the client it can do.
//!
//! In: what the client can do. Out: the answer to `initialize`.

use super::running::{RUN_TEST, RUN_TESTS};
use super::state::State;
use crate::ide::colours::{COLOURS, Colour};
use crate::ide::lines::Encoding;
use serde_json::{Value, json};

/// What modifiers of colours are called, in the order of their bits.
pub const MODIFIERS: [&str; 3] = ["declaration", "readonly", "defaultLibrary"];

/// The answer to `initialize`.
#[must_use]
pub fn initialized(state: &State) -> Value {
    let encoding = match state.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
    };
    let types: Vec<&str> = COLOURS.into_iter().map(type_name).collect();
    let mut capabilities = json!({
        "positionEncoding": encoding,
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "completionProvider": { "triggerCharacters": [":", "=", ".", "|"] },
        "hoverProvider": true,
        "definitionProvider": true,
        "declarationProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "codeActionProvider": { "codeActionKinds": ["quickfix", "source.fixAll"] },
        "codeLensProvider": { "resolveProvider": false },
        "documentFormattingProvider": true,
        "documentRangeFormattingProvider": true,
        "renameProvider": { "prepareProvider": true },
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "executeCommandProvider": { "commands": [RUN_TEST, RUN_TESTS] },
        "semanticTokensProvider": { "legend": { "tokenTypes": types, "tokenModifiers": MODIFIERS }, "full": true, "range": true },
        "inlayHintProvider": true,
    });
    if let Some(fields) = capabilities.as_object_mut().filter(|_| state.pulls) {
        let options = json!({ "identifier": "ics", "interFileDependencies": true, "workspaceDiagnostics": false });
        fields.insert("diagnosticProvider".to_owned(), options);
    }
    json!({ "capabilities": capabilities, "serverInfo": { "name": "ics", "version": env!("CARGO_PKG_VERSION") } })
}

/// The name the protocol has for a colour.
fn type_name(colour: Colour) -> &'static str {
    match colour {
        Colour::Keyword => "keyword",
        Colour::Comment => "comment",
        Colour::Text => "string",
        Colour::Number => "number",
        Colour::Operator => "operator",
        Colour::Policy => "namespace",
        Colour::Unit => "type",
        Colour::Enum => "enum",
        Colour::Member => "enumMember",
        Colour::Record => "class",
        Colour::Field => "property",
        Colour::Value => "variable",
        Colour::Parameter => "parameter",
        Colour::Function => "function",
    }
}

//! Texts that editors hold.
//!
//! In: what was opened, changed and closed. Out: the present texts. A change that fits no text is applied as far as it goes: places behind
//! the end are the end.

use super::uri;
use crate::ide::lines::{Encoding, Lines, Place};
use gen_lsp_types::{Position, TextDocumentContentChangeEvent};
use std::collections::BTreeMap;

/// A text that an editor holds.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its address, as the editor writes it.
    pub uri: String,
    /// The number the editor gave its text.
    pub version: i32,
    /// The text.
    pub lines: Lines,
}

impl Document {
    /// The text without a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        self.lines.text().trim_start_matches('\u{feff}')
    }
}

/// All texts that editors hold, by plain address.
#[derive(Debug, Default)]
pub struct Documents {
    open: BTreeMap<String, Document>,
}

impl Documents {
    /// The document of a plain address.
    #[must_use]
    pub fn get(&self, plain: &str) -> Option<&Document> {
        self.open.get(plain)
    }

    /// All documents.
    pub fn all(&self) -> impl Iterator<Item = (&String, &Document)> {
        self.open.iter()
    }

    /// Opens a text; one that is open is replaced.
    pub fn open(&mut self, address: &str, version: i32, text: String) -> String {
        let plain = uri::plain(address);
        self.open.insert(plain.clone(), Document { uri: address.to_owned(), version, lines: Lines::new(text) });
        plain
    }

    /// Closes a text.
    pub fn close(&mut self, plain: &str) {
        self.open.remove(plain);
    }

    /// Changes a text; `false` where it is not open.
    pub fn change(&mut self, plain: &str, version: i32, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) -> bool {
        let Some(document) = self.open.get_mut(plain) else { return false };
        document.version = version;
        for change in changes {
            document.lines = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => Lines::new(whole.text),
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let offset = |position| document.lines.whole_offset(place(position), encoding);
                    let (one, other) = (offset(part.range.start), offset(part.range.end));
                    let mut text = document.lines.text().to_owned();
                    text.replace_range(one.min(other)..one.max(other), &part.text);
                    Lines::new(text)
                }
            };
        }
        true
    }
}

/// A position of the protocol.
#[must_use]
pub fn place(position: Position) -> Place {
    Place { line: position.line, column: position.character }
}

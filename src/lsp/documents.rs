//! Texts that editors hold.
//!
//! In: what was opened, changed and closed. Out: the present texts. A change that fits no text is applied as far as it goes: places behind
//! the end are the end.

use super::uri;
use crate::ide::lines::{Encoding, Lines, Place};
use crate::ide::words::updated;
use crate::syntax::lexicon::Token;
use gen_lsp_types::{Position, TextDocumentContentChangeEvent};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A text that an editor holds.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its address, as the editor writes it.
    pub uri: String,
    /// The number the editor gave its text.
    pub version: i32,
    /// The text.
    pub lines: Arc<Lines>,
    /// Its tokens, once somebody asked.
    pub tokens: Arc<OnceLock<Vec<Token>>>,
}

impl Document {
    /// The text becomes another one; tokens that are known are kept where they can be.
    fn become_text(&mut self, text: String) {
        let known = std::mem::take(&mut self.tokens);
        let old = std::mem::replace(&mut self.lines, Arc::new(Lines::new(text)));
        if let Some(known) = known.get() {
            self.tokens = Arc::new(OnceLock::from(updated(known, old.content(), self.lines.content())));
        }
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
        self.open.insert(plain.clone(), Document { uri: address.to_owned(), version, lines: Arc::new(Lines::new(text)), tokens: Arc::default() });
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
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let offset = |position| document.lines.whole_offset(place(position), encoding);
                    let (one, other) = (offset(part.range.start), offset(part.range.end));
                    let mut text = document.lines.text().to_owned();
                    text.replace_range(one.min(other)..one.max(other), &part.text);
                    text
                }
            };
            document.become_text(text);
        }
        true
    }
}

/// A position of the protocol.
#[must_use]
pub fn place(position: Position) -> Place {
    Place { line: position.line, column: position.character }
}

//! One change of a policy.
//!
//! In: what is changed and where. Out: plain data, with the lines as they are and as they would be.

use super::kind::{Hint, Kind};
use super::page::{Edit, Page};

/// A change of the text of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it does.
    pub kind: Kind,
    /// Where it starts, in bytes.
    pub offset: u32,
    /// The lines it changes, as they are.
    pub before: String,
    /// The same lines, changed; empty where nothing is left of them.
    pub after: String,
    /// Which test would catch it.
    pub hint: Hint,
    pub(super) edits: Vec<Edit>,
}

impl Change {
    pub(super) fn new(page: Page<'_>, kind: Kind, edits: Vec<Edit>, hint: Hint) -> Change {
        let (before, after) = page.lines(&edits);
        let offset = edits.iter().map(|edit| edit.start).min().unwrap_or(0) as u32;
        Change { kind, offset, before, after, hint, edits }
    }
}

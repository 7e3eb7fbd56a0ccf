//! Values as programs read them in text.
//!
//! In: what a column holds for a record. Out: text with names and every digit.

use super::columns::Content;
use crate::explain;
use crate::ir::Program;

/// What a cell for programs says, as text.
#[must_use]
pub fn exact(program: &Program, content: &Content<'_>) -> String {
    match content {
        Content::Typed(value, ty) => explain::exact(value, ty, program),
        Content::Text(text) => text.clone(),
        Content::Row(row) => row.to_string(),
    }
}

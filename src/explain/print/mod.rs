//! Printers of explanations: the terminal, Markdown, a letter. JSON is the explanation itself.
//!
//! In: an [`Explanation`](super::Explanation). Out: text. They compute nothing and leave nothing out that decides.

mod layout;
mod letter;
mod letter_tables;
mod markdown;
mod sentences;
mod text;
mod words;

pub(crate) use layout::{width, wrap};
pub use letter::to_letter;
pub(crate) use letter_tables::typeset;
pub(crate) use markdown::escape;
pub use markdown::to_markdown;
pub use text::{to_ascii, to_text};

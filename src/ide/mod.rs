//! What an editor, or somebody typing, may want to know about a policy.
//!
//! In: a checked program. Out: plain data. Reads no file and knows no protocol and no terminal.

mod vocabulary;

pub use vocabulary::{Entry, Sort, functions, vocabulary};

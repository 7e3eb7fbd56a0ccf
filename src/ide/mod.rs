//! What an editor, or somebody typing, shows and asks, worked out from a policy as it stands, finished or not.
//!
//! In: the texts of a policy and its tests, places in them by byte. Out: [`Analysis`], and from it facts as plain data: what a name stands
//! for, what may be written here, how a file is built up. Knows no protocol, no editor, no terminal and no file.

pub mod analysis;
pub mod colours;
pub mod completion;
pub mod facts;
pub mod hints;
pub mod hover;
pub mod index;
pub mod lines;
pub mod outline;
pub mod rename;
pub mod shift;
pub mod symbol;
mod vocabulary;
pub mod words;

pub use analysis::Analysis;
pub use vocabulary::{Entry, Sort, functions, vocabulary};

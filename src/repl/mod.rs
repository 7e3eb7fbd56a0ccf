//! A session: somebody types expressions, declarations and commands, and reads the answers.
//!
//! In: inputs, from a terminal or a script. Out: answers as text. The policy with everything added to it is compiled anew at every
//! change, and the program before stays where that fails; so an error loses nothing.

mod answer;
mod assign;
pub(crate) mod command;
mod complete;
mod edit;
pub(crate) mod editor;
mod explaining;
mod fields;
mod help;
mod history;
mod input;
mod mode;
mod problem;
mod ranges;
mod records;
mod respond;
mod save;
pub(crate) mod script;
pub(crate) mod session;
mod table;
mod tests_here;
mod timing;
mod what_if;

//! What tests are worth: running them, and judging them.
//!
//! In: policies with their tests. Out: how a test ends; what tests notice. Prints nothing and reads no file.

pub mod mutate;
pub mod run;

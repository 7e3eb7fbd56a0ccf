//! What tests are worth: running them, and judging them.
//!
//! In: policies with their tests. Out: how a test ends; what tests exercise; which changes they notice. Prints nothing and reads
//! no file.

pub mod coverage;
pub mod mutate;
pub mod run;

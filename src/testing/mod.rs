//! What the tests of a policy are worth.
//!
//! In: a checked program and records. Out: what the records exercise. Reads no file and prints nothing.

pub mod coverage;

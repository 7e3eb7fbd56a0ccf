//! Scoring many records at a time.
//!
//! In: columns. Out: columns. Knows no file, no record by itself and no trace: what a figure rests on is told by `explain`.

pub mod kernel;

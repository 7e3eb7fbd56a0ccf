//! What a report on a population counts, beside the summary of a run.
//!
//! In: scored tables, on any thread. Out: counts by any field, blanks, subtotals, how many lie near each edge, why records are rejected; in
//! memory that does not grow with the records, and the same in whatever order tables are counted. Has no words: those are for the report.

mod answers;
pub mod breakdown;
mod questions;
pub mod rejections;
mod spread;
pub mod windows;

pub use answers::{Answers, Gathering, Rows, Sum};
pub use questions::{By, EdgeQuestion, FigureQuestion, Questions, Ungroupable, parts, ungroupable};

//! Two evaluators agree: what a table of records gives is what the evaluator that explains gives for each record alone, for every
//! policy, record, named value and rule between fields.

mod agreement;
#[path = "../manual/blocks.rs"]
mod blocks;
mod bundled;
mod corners;
mod files;
#[path = "../soundness/generator.rs"]
mod generator;
#[path = "../soundness/generator_scheme.rs"]
mod generator_scheme;
mod invented;
#[path = "../random/mod.rs"]
mod random;
#[path = "../soundness/records.rs"]
mod records;
#[path = "../soundness/related_generator.rs"]
mod related_generator;
mod rough;
#[path = "../support/mod.rs"]
mod support;

/// How many records are tried, all policies of a test together: `ICS_COLUMNAR_CASES`, or else fewer.
fn cases(or_else: usize) -> usize {
    std::env::var("ICS_COLUMNAR_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(or_else)
}

//! A report on a population: what a run of many records amounts to, as plain data, as JSON and as a page.
//!
//! In: what was counted. Out: a [`Population`] in both languages, and its printed forms. Counts nothing and reads no file.

mod build;
mod document;
mod edges;
mod groups;
mod measure;
mod page;
mod page_groups;

pub use build::{Basis, population};
pub use document::{
    About, Bar, Blanks, BlanksBy, Breakdown, EdgeReport, Edges, Eligibility, Example, Field, File, Grade, GroupReport, GroupScore, Member, Part,
    Pass, Population, Records, Refusal, Rejection, SCHEMA_VERSION, Score, Share, Verdicts,
};
pub use page::to_html;

/// The report for programs.
#[must_use]
pub fn to_json(population: &Population) -> String {
    let text = serde_json::to_string_pretty(population).unwrap_or_default();
    format!("{text}\n")
}

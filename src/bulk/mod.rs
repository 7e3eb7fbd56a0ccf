//! Populations through a policy: many records, several threads, little memory.
//!
//! In: files cut into pieces, a checked program, what is to be written. Out: parts of a result in the order of the records, rejected
//! records with their reasons, counts, and the record of a run. Knows no option of the command line and no screen.

pub mod change;
pub mod columns;
pub mod combinations;
pub mod counts;
pub mod difference;
pub mod histogram;
pub mod manifest;
pub mod order_statistics;
pub mod outlet;
pub mod pipeline;
pub mod plan;
pub mod rejected;
pub mod report;
pub mod resume;
pub mod scorer;
pub mod summary;
pub mod totals;
pub mod verdict;

mod flow;
mod worker;

//! Populations through a policy: many records, several threads, little memory.
//!
//! In: files cut into pieces, a checked program, what is to be written. Out: parts of a result in the order of the records, rejected
//! records with their reasons, counts, and the record of a run. Knows no option of the command line and no screen.

pub mod change;
pub mod difference;
pub mod manifest;
pub mod resume;
pub mod scorer;
pub mod totals;

//! A policy that checks cannot fail on a valid record: random records through every policy, random policies, and policies
//! written to deceive the checker.

mod adversary;
mod analysis;
mod bundled;
mod directions;
mod generator;
mod generator_scheme;
mod invented;
mod promises;
#[path = "../random/mod.rs"]
mod random;
mod records;
mod regions;

//! A policy that checks cannot fail on a valid record: random records through every policy, random policies, and policies
//! written to deceive the checker.

mod adversary;
mod analysis;
#[path = "../support/broken.rs"]
mod broken;
mod bundled;
mod claims;
mod coverage;
mod directions;
mod generator;
mod generator_scheme;
mod invented;
mod promises;
#[path = "../random/mod.rs"]
mod random;
mod records;
mod regions;
mod related;
mod related_generator;
mod unreachable;

/// How many cases are tried in random policies, and how many in those of the project: `ICS_SOUNDNESS_CASES`, or else fewer.
fn cases(or_else: usize) -> usize {
    std::env::var("ICS_SOUNDNESS_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(or_else)
}

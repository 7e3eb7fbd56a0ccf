//! Random policies, over random records.

use crate::agreement::agree;
use crate::generator::Generator;
use crate::related_generator;
use std::sync::Arc;

/// How many records are tried, all policies together, unless more are asked for.
const CASES: usize = 6_000;
/// How many records each policy is tried on.
const RECORDS: usize = 60;
/// Each such policy is tried on many records, for tables that are full.
const LONG: u64 = 16;

/// The first seed: `ICS_COLUMNAR_SEED`, or else this one.
fn first(or_else: u64) -> u64 {
    std::env::var("ICS_COLUMNAR_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(or_else)
}

/// Policies of consecutive seeds, until enough records were tried.
fn agreed(policy: fn(u64) -> String, first: u64, cases: usize) {
    let (wanted, mut scored, mut broken, mut refused, mut accepted) = (crate::cases(cases), 0, 0, 0, 0);
    let mut seed = first;
    while scored < wanted {
        let text = policy(seed);
        match related_generator::compiled(&text).0 {
            None => refused += 1,
            Some(program) => {
                let many = if accepted % LONG == LONG - 1 { 20 * RECORDS } else { RECORDS };
                match agree(&Arc::new(program), seed, many) {
                    Ok(counts) => (scored, broken) = (scored + counts.0, broken + counts.1),
                    Err(problem) => panic!("policy {seed}: {problem}\n{text}"),
                }
                accepted += 1;
            }
        }
        seed += 1;
        assert!(refused <= 3 * accepted + 100, "too few are accepted: {accepted}, refused {refused}");
    }
    println!("{accepted} policies accepted, {refused} refused; {scored} records scored, {broken} broke a rule");
}

#[test]
fn policies_of_wild_arithmetic() {
    agreed(Generator::policy, first(1), CASES);
}

#[test]
fn policies_full_of_relations() {
    agreed(related_generator::policy, first(90_000), CASES / 4);
}

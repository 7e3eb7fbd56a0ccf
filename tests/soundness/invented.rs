//! Random policies: what the checker accepts keeps its promises on random records.

use crate::generator::Generator;
use crate::promises::kept_by_all;
use crate::random::Random;
use crate::records::Records;
use crate::unreachable::{taken, unreachable_rows};
use ics::compile::compile;
use ics::diagnostic::{Lang, Severity};
use ics::explain::{check_record, explanation, to_markdown, to_text, trace};
use ics::ir::Program;
use ics::source::Sources;
use std::collections::BTreeMap;

/// How many records are tried, all policies together, unless more are asked for.
const CASES: usize = 15_000;
/// How many records each policy is tried on.
const RECORDS: usize = 50;

/// Explaining a record never panics, and gives both languages.
fn explained(program: &Program, sources: &Sources, seed: u64) {
    let (records, mut random) = (Records::new(program), Random(seed));
    let (record, as_of) = (records.record(&mut random), records.reference_date(&mut random));
    // A record that breaks a rule is rejected before anything is explained.
    if !matches!(check_record(program, &record, as_of), Ok(None)) {
        return;
    }
    let trace = trace(program, &record, as_of).unwrap();
    let explanation = explanation(program, sources, &trace, &record, as_of);
    assert!(!to_text(&explanation, Lang::Zh, 60).is_empty() && !to_markdown(&explanation, Lang::En).is_empty());
}

#[test]
fn accepted_random_policies_keep_their_promises() {
    let first: u64 = std::env::var("ICS_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let policies = crate::cases(CASES).div_ceil(RECORDS);
    let (mut accepted, mut tried, mut evaluated, mut unreachable) = (0, 0, 0, 0);
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    while accepted < policies {
        let seed = first + tried as u64;
        tried += 1;
        let text = Generator::policy(seed);
        let mut sources = Sources::default();
        let file = sources.add("random.ics", text.as_str());
        let compiled = compile(sources, file, &[]);
        let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        let Some(program) = &compiled.program else {
            let codes: std::collections::BTreeSet<String> = errors.map(|diagnostic| diagnostic.code.to_string()).collect();
            if std::env::var("ICS_TEST_SHOW").is_ok_and(|code| codes.contains(&code)) {
                println!(
                    "{:#?}\n{text}",
                    compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect::<Vec<_>>()
                );
            }
            codes.into_iter().for_each(|code| *refused.entry(code).or_default() += 1);
            assert!(tried < policies * 3 + 100, "too few are accepted: {accepted} of {tried}, refused {refused:?}");
            continue;
        };
        accepted += 1;
        match kept_by_all(program, seed, RECORDS) {
            Ok(count) => evaluated += count,
            Err(problem) => panic!("policy {seed}: {problem}\n{text}"),
        }
        let closed = unreachable_rows(&compiled.diagnostics);
        unreachable += closed.len();
        if let Some(problem) = taken(program, &closed, seed, RECORDS) {
            panic!("policy {seed}: {problem}\n{text}");
        }
        explained(program, &compiled.sources, seed);
    }
    println!("{accepted} of {tried} accepted, {evaluated} records evaluated, {unreachable} rows out of reach; refused: {refused:?}");
}

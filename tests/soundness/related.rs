//! Small policies full of relations between few fields of few values, so that few records meet every edge: what the checker
//! accepts for its relations, guards and missing figures, and what is proved of it, is held against them.

use crate::claims::{claim, counterexample};
use crate::promises::broken;
use crate::random::Random;
use crate::records::Records;
use crate::regions::held;
use crate::related_generator::{compiled, policy};
use crate::unreachable::{takes, unreachable_rows};
use ics::explain::{check_record, trace};
use ics::ir::Program;
use ics::ir::record::Field;
use ics::ir::scheme::Claim;
use ics::prove::outcome::Verdict;
use ics::prove::prove;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::ty::Type;

/// How many records each policy is tried on.
const RECORDS: usize = 250;
/// The reference date.
const REFERENCE: Day = Day(20_000);

/// Valid records, ends of ranges more often than not.
fn records(program: &Program, random: &mut Random, many: usize) -> Vec<Vec<Value>> {
    let value = |random: &mut Random, field: &Field| {
        let ty = field.kind.value_type();
        let range = match (&ty, random.between(0, 4)) {
            (_, 0) if field.optional => return Value::Missing,
            (Type::Bool, _) => return Value::Bool(random.between(0, 1) == 0),
            (Type::Number(number), _) => number.range,
            (Type::Date(range), _) => *range,
            _ => return Value::Text("1".into()),
        };
        let at = match random.between(0, 5) {
            0 => range.low,
            1 => range.high,
            _ => range.low + i128::from(random.between(0, (range.high - range.low) as i32)),
        };
        if matches!(ty, Type::Date(_)) { Value::Date(Day(at as i32)) } else { Value::Number(at) }
    };
    let mut found = Vec::new();
    for _ in 0..4 * many {
        let record: Vec<Value> = program.record.fields.iter().map(|field| value(random, field)).collect();
        if found.len() < many && matches!(check_record(program, &record, REFERENCE), Ok(None)) {
            found.push(record);
        }
    }
    found
}

/// What is wrong with a policy; how many claims were proved otherwise.
fn judged(text: &str, seed: u64, many: usize) -> Result<usize, String> {
    let (Some(mut program), diagnostics) = compiled(text) else { return Err("refused".to_owned()) };
    let mut random = Random(seed);
    let records = records(&program, &mut random, many);
    let shown = |record: &[Value]| Records::new(&program).show(record);
    let rows = unreachable_rows(&diagnostics);
    for (position, record) in records.iter().enumerate() {
        if let Some(Err(problem)) = broken(&program, record, REFERENCE) {
            return Err(format!("{problem}\nrecord: {}", shown(record)));
        }
        let trace = trace(&program, record, REFERENCE).map_err(|defect| format!("{defect:?}"))?;
        if let Some(span) = takes(&program, &trace, &rows) {
            return Err(format!("a row out of reach of {span:?} is taken\nrecord: {}", shown(record)));
        }
        if position < 4 {
            held(&program, record, REFERENCE, &mut random).map_err(|problem| format!("{problem}\nrecord: {}", shown(record)))?;
        }
    }
    let seen: Vec<(Vec<Value>, Day)> = records.into_iter().map(|record| (record, REFERENCE)).collect();
    if seen.is_empty() || program.slots.is_empty() {
        return Ok(0);
    }
    let kinds = (0..6).filter_map(|_| claim(&program, &seen, &mut random)).collect::<Vec<_>>();
    program.claims = kinds.into_iter().map(|kind| Claim { kind, words: String::new(), assumed: None, span: program.slots[0].span }).collect();
    let mut proved = 0;
    for outcome in prove(&program) {
        let kind = &program.claims[outcome.claim].kind;
        if matches!(outcome.verdict, Verdict::Proved | Verdict::Vacuous) {
            proved += 1;
            if let Some(witness) = counterexample(&program, kind, &seen, &mut random) {
                return Err(format!("{kind:?} is said to be proved, and fails for {witness:?}"));
            }
        }
    }
    Ok(proved)
}

#[test]
fn nothing_that_relations_prove_fails_for_a_record() {
    let wanted = crate::cases(6 * RECORDS).div_ceil(RECORDS) as u64;
    let first: u64 = std::env::var("ICS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(70_000);
    let mut proved = 0;
    for seed in first..first + wanted {
        let text = policy(seed);
        match judged(&text, seed, RECORDS) {
            Ok(claims) => proved += claims,
            Err(problem) => panic!("policy {seed}: {problem}\n{text}"),
        }
    }
    assert!(proved as u64 > wanted, "only {proved} claims were proved");
}

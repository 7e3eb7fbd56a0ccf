//! What is said to move one way does, on random pairs of records that differ in one field.

use crate::broken::order;
use crate::generator::Generator;
use crate::random::Random;
use crate::records::Records;
use ics::compile::compile;
use ics::explain::{check_record, evaluate};
use ics::ir::record::FieldId;
use ics::ir::{Program, SlotId};
use ics::prove::direction::{Motion, direction};
use ics::region::{Region, World};
use ics::source::Sources;
use std::cmp::Ordering;
use std::collections::HashMap;

/// How many policies are tried, unless the environment says otherwise.
const POLICIES: usize = 25;
/// How many records each is tried on.
const RECORDS: usize = 40;

/// What is counted, so that the test cannot become empty.
#[derive(Debug, Default)]
struct Tally {
    pairs: usize,
    settled: usize,
}

fn held_by_all(program: &Program, seed: u64, tally: &mut Tally) -> Result<(), String> {
    let world = World::of(program);
    let valid = Region::valid(world);
    let mut motions: HashMap<(usize, FieldId), Motion> = HashMap::new();
    let (mut random, records) = (Random(seed), Records::new(program));
    for _ in 0..RECORDS {
        let as_of = records.reference_date(&mut random);
        let mut record = records.record(&mut random);
        for _ in 0..40 {
            let Ok(Some(check)) = check_record(program, &record, as_of) else { break };
            records.redraw(&mut random, &check.fields, &mut record);
        }
        let id = FieldId(random.between(0, record.len() as i32 - 1) as u32);
        let mut other = record.clone();
        records.redraw(&mut random, &[id], &mut other);
        let valid_pair = [&record, &other].into_iter().all(|record| matches!(check_record(program, record, as_of), Ok(None)));
        let (before, after) = (&record[id.0 as usize], &other[id.0 as usize]);
        let (low, high) = match order(before, after) {
            Some(Ordering::Less) if valid_pair => (&record, &other),
            Some(Ordering::Greater) if valid_pair => (&other, &record),
            _ => continue,
        };
        tally.pairs += 1;
        let (first, second) = (evaluate(program, low, as_of).unwrap(), evaluate(program, high, as_of).unwrap());
        for (position, slot) in program.slots.iter().enumerate() {
            let motion = *motions.entry((position, id)).or_insert_with(|| direction(world, &valid, &slot.expr, id));
            tally.settled += usize::from(motion.falls.is_none() != motion.rises.is_none());
            let (a, b) = (first.slot(SlotId(position as u32)), second.slot(SlotId(position as u32)));
            let wrong = match order(a, b) {
                Some(Ordering::Less) => motion.rises.is_none(),
                Some(Ordering::Greater) => motion.falls.is_none(),
                Some(Ordering::Equal) | None => false,
            };
            if wrong {
                let field = &program.record.field(id).name;
                return Err(format!(
                    "{} goes from {a:?} to {b:?} with {field}, said to be {motion:?}\nas of {as_of}\n{}\n{}",
                    slot.name,
                    records.show(low),
                    records.show(high)
                ));
            }
        }
    }
    Ok(())
}

#[test]
fn values_move_as_they_are_said_to() {
    let wanted = std::env::var("ICS_SOUNDNESS_POLICIES").ok().and_then(|number| number.parse().ok()).unwrap_or(POLICIES);
    let (mut accepted, mut tally) = (0, Tally::default());
    for seed in 9_000.. {
        let text = Generator::policy(seed);
        let mut sources = Sources::default();
        let file = sources.add("random.ics", text.as_str());
        let Some(program) = compile(sources, file, &[]).program else { continue };
        accepted += 1;
        if let Err(problem) = held_by_all(&program, seed, &mut tally) {
            panic!("policy {seed}: {problem}\n{text}");
        }
        if accepted == wanted {
            break;
        }
    }
    assert!(tally.pairs > 4 * wanted && tally.settled > wanted, "{tally:?}");
}

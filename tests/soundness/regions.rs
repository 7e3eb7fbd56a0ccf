//! Reasoning about regions of records never leaves out what a record does.
//!
//! Whatever is assumed that is true of a record, the record must stay in the region, and every value it gives must stay possible.

use crate::generator::Generator;
use crate::random::Random;
use crate::records::Records;
use ics::compile::compile;
use ics::explain::{check_record, evaluate};
use ics::ir::record::FieldId;
use ics::ir::{Program, SlotId};
use ics::region::{Possible, Region, Values, World};
use ics::source::Sources;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::range::Range;

/// How many policies are tried.
const POLICIES: usize = 40;
/// How many of its slots are narrowed for each record.
const SLOTS: usize = 5;
/// How many records each is tried on.
const RECORDS: usize = 4;

/// The first slot whose value the region holds to be impossible.
fn left_out(program: &Program, region: &Region, values: &[Value]) -> Option<String> {
    let world = World::of(program);
    program.slots.iter().zip(values).find_map(|(slot, value)| {
        let possible = region.possible(world, &slot.expr);
        (!possible.contains(value)).then(|| format!("{} is {value:?}, not within {possible:?}", slot.name))
    })
}

/// A field narrowed around the value that the record has.
fn around(random: &mut Random, possible: &Possible, value: &Value) -> Possible {
    let within = |x: i128, range: Range, random: &mut Random| {
        let low = if random.between(0, 1) == 0 { x } else { range.low };
        let high = if random.between(0, 1) == 0 { x } else { range.high };
        Possible::there(Values::Range(Range { low, high }))
    };
    match (value, possible.range()) {
        (Value::Number(x), Some(range)) => within(*x, range, random),
        (Value::Date(day), Some(range)) => within(i128::from(day.0), range, random),
        _ => Possible::of(value),
    }
}

/// Whether a record stays in every region that is true of it.
pub fn held(program: &Program, record: &[Value], as_of: Day, random: &mut Random) -> Result<(), String> {
    let world = World::of(program);
    let evaluation = evaluate(program, record, as_of).map_err(|defect| format!("{defect:?}"))?;
    let values: Vec<Value> = (0..program.slots.len()).map(|position| evaluation.slot(SlotId(position as u32)).clone()).collect();
    let dated = |region: Region| region.with_as_of(Range::point(i128::from(as_of.0)));
    let valid = Region::valid(world);
    for (position, value) in record.iter().enumerate() {
        let possible = valid.field(world, FieldId(position as u32));
        if !possible.contains(value) {
            return Err(format!("field {position} is {value:?}, not within {possible:?}"));
        }
    }
    if let Some(problem) = left_out(program, &dated(valid.clone()), &values) {
        return Err(format!("all records: {problem}"));
    }
    let mut region = dated(valid.clone());
    for _ in 0..3 {
        let id = FieldId(random.between(0, record.len() as i32 - 1) as u32);
        let Some(value) = record.get(id.0 as usize) else { continue };
        let to = around(random, &valid.field(world, id), value);
        region = region.with_field(world, id, &to).ok_or(format!("{to:?} is refused for field {id:?}"))?;
        if let Some(problem) = left_out(program, &region, &values) {
            return Err(format!("field {id:?} in {to:?}: {problem}"));
        }
    }
    for _ in 0..SLOTS {
        let position = random.between(0, program.slots.len() as i32 - 1) as usize;
        let (slot, value) = (&program.slots[position], &values[position]);
        let near = Possible {
            values: around(random, &valid.possible(world, &slot.expr), value).values,
            missing: value.is_missing() || random.between(0, 1) == 0,
        };
        for to in [Possible::of(value), near] {
            let narrowed =
                dated(valid.clone()).narrowed(world, &slot.expr, &to).ok_or(format!("{} in {to:?} is held to be impossible", slot.name))?;
            if let Some(problem) = left_out(program, &narrowed, &values) {
                return Err(format!("{} in {to:?}: {problem}", slot.name));
            }
        }
    }
    Ok(())
}

/// Tries random valid records; how many were tried.
fn held_by_all(program: &Program, seed: u64, tries: usize) -> Result<usize, String> {
    let (mut random, records) = (Random(seed), Records::new(program));
    let mut tried = 0;
    for _ in 0..tries {
        let as_of = records.reference_date(&mut random);
        let mut record = records.record(&mut random);
        for _ in 0..40 {
            let Ok(Some(check)) = check_record(program, &record, as_of) else { break };
            records.redraw(&mut random, &check.fields, &mut record);
        }
        if matches!(check_record(program, &record, as_of), Ok(None)) {
            held(program, &record, as_of, &mut random).map_err(|problem| format!("{problem}\nas of {as_of}, record: {}", records.show(&record)))?;
            tried += 1;
        }
    }
    Ok(tried)
}

#[test]
fn nothing_that_happens_is_held_to_be_impossible() {
    let mut accepted = 0;
    let mut tried = 0;
    for seed in 5_000.. {
        let text = Generator::policy(seed);
        let mut sources = Sources::default();
        let file = sources.add("random.ics", text.as_str());
        let Some(program) = compile(sources, file, &[]).program else { continue };
        accepted += 1;
        match held_by_all(&program, seed, RECORDS) {
            Ok(records) => tried += records,
            Err(problem) => panic!("policy {seed}: {problem}\n{text}"),
        }
        if accepted == POLICIES {
            break;
        }
    }
    assert!(tried > POLICIES, "only {tried} records keep their checks");
}

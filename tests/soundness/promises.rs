//! What the checker promises of one record, held against what the evaluator does.

use super::random::Random;
use super::records::Records;
use ics::explain::{check_record, evaluate, trace};
use ics::ir::expr::Expr;
use ics::ir::{Program, SlotId, walk};
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::decimal::LIMIT;
use ics::value::ty::Type;

/// What went wrong with a record, or nothing; `None` where a record check rejects it.
pub fn broken(program: &Program, record: &[Value], as_of: Day) -> Option<Result<(), String>> {
    match check_record(program, record, as_of) {
        Err(defect) => return Some(Err(format!("record check: {defect:?}"))),
        Ok(Some(_)) => return None,
        Ok(None) => {}
    }
    Some(kept(program, record, as_of))
}

fn kept(program: &Program, record: &[Value], as_of: Day) -> Result<(), String> {
    let evaluation = evaluate(program, record, as_of).map_err(|defect| format!("evaluate: {defect:?}"))?;
    let trace = trace(program, record, as_of).map_err(|defect| format!("trace: {defect:?}"))?;
    if trace.evaluation != evaluation {
        return Err("trace and evaluate differ".to_owned());
    }
    for (position, slot) in program.slots.iter().enumerate() {
        let value = evaluation.slot(SlotId(position as u32));
        if trace.value(slot.expr.id) != Some(value) {
            return Err(format!("{}: the trace has another value", slot.name));
        }
        let mut found = None;
        walk::each(&slot.expr, &mut |part| {
            if let Some(problem) = trace.value(part.id).and_then(|value| unlike(program, part, value)) {
                found.get_or_insert(problem);
            }
        });
        if let Some(problem) = found {
            return Err(format!("{}: {problem}", slot.name));
        }
    }
    Ok(())
}

/// Why a value is not of the type of its expression.
fn unlike(program: &Program, expr: &Expr, value: &Value) -> Option<String> {
    let fits = match (&expr.ty, value) {
        (_, Value::Missing) => expr.missing.is_some(),
        (Type::Number(number), Value::Number(x)) => number.range.contains(*x) && *x > -LIMIT && *x < LIMIT,
        (Type::Date(range), Value::Date(day)) => range.contains(i128::from(day.0)),
        (Type::Enum(id), Value::Member(member)) => (*member as usize) < program.enumeration(*id).members.len(),
        (Type::Bool, Value::Bool(_)) | (Type::Text, Value::Text(_)) => true,
        (Type::Number(_) | Type::Date(_) | Type::Enum(_) | Type::Bool | Type::Text | Type::Nothing | Type::Unknown, _) => false,
    };
    (!fits).then(|| format!("{value:?} is no {:?} (missing: {}) in {:?}", expr.ty, expr.missing.is_some(), expr.kind))
}

/// Evaluates random valid records; how many were evaluated, or what went wrong first.
pub fn kept_by_all(program: &Program, seed: u64, tries: usize) -> Result<usize, String> {
    let mut random = Random(seed);
    let records = Records::new(program);
    let mut evaluated = 0;
    for _ in 0..tries {
        let as_of = records.reference_date(&mut random);
        let mut record = records.record(&mut random);
        // Few random records keep the rules between fields: fields of a broken rule are drawn again.
        for _ in 0..40 {
            let Ok(Some(check)) = check_record(program, &record, as_of) else { break };
            records.redraw(&mut random, &check.fields, &mut record);
        }
        match broken(program, &record, as_of) {
            Some(Err(problem)) => return Err(format!("{problem}\nas of {as_of}, record: {}", records.show(&record))),
            Some(Ok(())) => evaluated += 1,
            None => {}
        }
    }
    Ok(evaluated)
}

//! Trying records: the evaluator has the last word on every counterexample.
//!
//! In: records, what they should bring about. Out: whether they do, and for claims that compare records the two that are closest.

use super::cone::Cone;
use super::direction::ends;
use super::need::Need;
use super::outcome::Witness;
use super::search::Fault;
use super::step::{beside, can_hold, step};
use crate::explain::{check_record, evaluate, value_of};
use crate::ir::Program;
use crate::ir::expr::Expr;
use crate::ir::record::{FieldId, FieldKind};
use crate::region::{Possible, World};
use crate::value::Value;
use crate::value::calendar::Day;
use std::cmp::Ordering;
use std::sync::Arc;

/// Whether a valid record brings all needs about.
pub(super) fn brings_about(program: &Program, needs: &[Need<'_>], record: &[Value], as_of: Day) -> bool {
    if !is_valid(program, record, as_of) {
        return false;
    }
    let Ok(evaluation) = evaluate(program, record, as_of) else { return false };
    needs.iter().all(|need| value_of(program, need.expr, record, &evaluation, as_of).is_ok_and(|value| value.truth() == need.truth))
}

/// Whether a record keeps the schema and every record check.
pub(super) fn is_valid(program: &Program, record: &[Value], as_of: Day) -> bool {
    let world = World::of(program);
    let declared = record.iter().enumerate().all(|(position, value)| world.declared(FieldId(position as u32)).contains(value));
    let written = program.record.fields.iter().zip(record).all(|(field, value)| can_hold(&field.kind, value));
    declared && written && record.len() == program.record.fields.len() && matches!(check_record(program, record, as_of), Ok(None))
}

/// A value of the field and what the claim's value then is.
type Point = (Value, Value);

/// Two records like a given one, differing in a field, between which a value moves the wrong way.
pub(super) fn pair(program: &Program, cone: &Cone, subject: &Expr, field: FieldId, fault: Fault, record: &[Value], as_of: Day) -> Option<Witness> {
    let changed = |value: &Value| -> Vec<Value> {
        let own = field.0 as usize;
        record.iter().enumerate().map(|(position, old)| if position == own { value.clone() } else { old.clone() }).collect()
    };
    let point = |value: Value| -> Option<Point> {
        let record = changed(&value);
        if !is_valid(program, &record, as_of) {
            return None;
        }
        let evaluation = evaluate(program, &record, as_of).ok()?;
        let found = value_of(program, subject, &record, &evaluation, as_of).ok()?;
        (!found.is_missing()).then_some((value, found))
    };
    let points: Vec<Point> = values(program, cone, field, record.get(field.0 as usize)).into_iter().filter_map(point).collect();
    let (mut low, mut high) = worst(&points, fault)?;
    // The closest two: what lies between is wrong against one of them.
    let apart = program.record.fields.get(field.0 as usize).map_or(1, |field| step(&field.kind));
    while let Some(middle) = between(&low.0, &high.0, apart).and_then(point) {
        if is_wrong(fault, &low.1, &middle.1) {
            high = middle;
        } else {
            low = middle;
        }
    }
    is_wrong(fault, &low.1, &high.1).then(|| Witness { record: changed(&low.0), other: Some(changed(&high.0)), as_of })
}

/// The first two neighbours between which the value moves the wrong way.
fn worst(points: &[Point], fault: Fault) -> Option<(Point, Point)> {
    points.windows(2).find_map(|two| match two {
        [low, high] if is_wrong(fault, &low.1, &high.1) => Some((low.clone(), high.clone())),
        _ => None,
    })
}

/// Whether a value moves the wrong way.
fn is_wrong(fault: Fault, from: &Value, to: &Value) -> bool {
    let order = match (ends(&Possible::of(from).values), ends(&Possible::of(to).values)) {
        (Some(a), Some(b)) => a.low.cmp(&b.low),
        _ if from == to => Ordering::Equal,
        _ => return fault == Fault::Changes,
    };
    match fault {
        Fault::Falls => order.is_gt(),
        Fault::Rises => order.is_lt(),
        Fault::Changes => order.is_ne(),
    }
}

/// Values of the field to try, in rising order.
fn values(program: &Program, cone: &Cone, field: FieldId, own: Option<&Value>) -> Vec<Value> {
    let figures = |low: i128, high: i128, step: i128| -> Vec<i128> {
        let near = match own {
            Some(Value::Number(x)) => Some(*x),
            Some(Value::Date(day)) => Some(i128::from(day.0)),
            _ => None,
        };
        let edges = cone.edges(field).iter().flat_map(|edge| [edge - 1, *edge]);
        let width = high - low;
        let shares = (1..8).map(|share| low + width / 8 * share);
        let powers = (1..=32).map(|power| width >> power).take_while(|step| *step > 0).step_by(2).map(|step| low + step);
        let around = near.into_iter().flat_map(|x| [x / 2, x - 1, x, x + 1, x * 2]);
        let found = [low, low + 1, high].into_iter().chain(edges).chain(shares).chain(powers).chain(around);
        let mut all: Vec<i128> = found.flat_map(|x| beside(x, step)).collect();
        all.retain(|x| low <= *x && *x <= high);
        all.sort_unstable();
        all.dedup();
        all
    };
    match program.record.fields.get(field.0 as usize).map(|field| &field.kind) {
        Some(kind @ FieldKind::Number { range, .. }) => figures(range.low, range.high, step(kind)).into_iter().map(Value::Number).collect(),
        Some(FieldKind::Date { range }) => {
            figures(range.low, range.high, 1).into_iter().filter_map(|x| i32::try_from(x).ok()).map(|x| Value::Date(Day(x))).collect()
        }
        Some(FieldKind::Bool) => vec![Value::Bool(false), Value::Bool(true)],
        Some(FieldKind::Enum(id)) => {
            let count = program.enums.get(id.0 as usize).map_or(0, |found| found.members.len() as u32);
            (0..count).map(Value::Member).collect()
        }
        Some(FieldKind::Text) => {
            let named = cone.texts.iter().cloned().chain([Arc::from("1"), Arc::from("甲")]);
            own.cloned().into_iter().chain(named.map(Value::Text)).collect()
        }
        None => Vec::new(),
    }
}

/// What lies halfway between two figures or days; `None` where they are neighbours.
fn between(low: &Value, high: &Value, step: i128) -> Option<Value> {
    match (low, high) {
        (Value::Number(a), Value::Number(b)) if b - a > step => Some(Value::Number(a + (b - a) / (2 * step) * step)),
        (Value::Date(a), Value::Date(b)) if b.0 - a.0 > 1 => Some(Value::Date(Day(a.0 + (b.0 - a.0) / 2))),
        _ => None,
    }
}

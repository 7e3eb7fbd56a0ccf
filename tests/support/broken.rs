//! Whether records break a claim, judged by the evaluator alone.

use ics::explain::{check_record, evaluate, value_of};
use ics::ir::Program;
use ics::ir::expr::{Expr, ExprKind};
use ics::ir::scheme::ClaimKind;
use ics::prove::outcome::Witness;
use ics::value::Value;
use std::cmp::Ordering;

/// How two values are ordered; `None` for texts that differ and where one is not there.
pub fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Member(a), Value::Member(b)) => Some(a.cmp(b)),
        (Value::Text(a), Value::Text(b)) if a == b => Some(Ordering::Equal),
        _ => None,
    }
}

/// Why a witness does not break its claim.
pub fn not_broken(program: &Program, kind: &ClaimKind, witness: &Witness) -> Option<&'static str> {
    let records = std::iter::once(&witness.record).chain(&witness.other);
    if records.clone().any(|record| !matches!(check_record(program, record, witness.as_of), Ok(None))) {
        return Some("a record check rejects it");
    }
    let value = |expr: &Expr, record: &[Value]| {
        let evaluation = evaluate(program, record, witness.as_of).unwrap();
        value_of(program, expr, record, &evaluation, witness.as_of).unwrap()
    };
    let is = |expr: &Expr, truth: bool| value(expr, &witness.record) == Value::Bool(truth);
    let moved = |subject: &Expr, object: &Expr, wrong: fn(Ordering) -> bool, texts: bool| -> Option<&'static str> {
        let ExprKind::Field(id) = object.kind else { return Some("no field") };
        let other = witness.other.as_ref().unwrap();
        let own = id.0 as usize;
        if (0..other.len()).any(|position| position != own && other[position] != witness.record[position]) {
            return Some("the records differ in another field");
        }
        if order(&witness.record[own], &other[own]).is_some_and(|order| !order.is_lt()) {
            return Some("the field does not rise");
        }
        let (a, b) = (value(subject, &witness.record), value(subject, other));
        let broken = !a.is_missing() && !b.is_missing() && order(&a, &b).map_or(texts && a != b, wrong);
        (!broken).then_some("the value does not move the wrong way")
    };
    let (broken, why) = match kind {
        ClaimKind::Always(one) => (is(one, false), "the condition is not false"),
        ClaimKind::Never(one) => (is(one, true), "the condition is not true"),
        ClaimKind::Implies(first, second) => (is(first, true) && is(second, false), "the first holds and so does the second"),
        ClaimKind::Rises(subject, object) => return moved(subject, object, Ordering::is_gt, false),
        ClaimKind::Falls(subject, object) => return moved(subject, object, Ordering::is_lt, false),
        ClaimKind::Independent(subject, object) => return moved(subject, object, Ordering::is_ne, true),
    };
    (!broken).then_some(why)
}

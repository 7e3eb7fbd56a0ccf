//! What is proved of random policies holds for random records, and what is refuted is shown by records that break it.

use crate::broken::{not_broken, order};
use crate::generator::Generator;
use crate::random::Random;
use crate::records::Records;
use ics::compile::compile;
use ics::explain::{check_record, evaluate};
use ics::ir::expr::{Expr, ExprId, ExprKind};
use ics::ir::record::FieldId;
use ics::ir::scheme::{Claim, ClaimKind};
use ics::ir::{Program, SlotId};
use ics::prove::outcome::{Verdict, Witness};
use ics::prove::prove;
use ics::source::Sources;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::comparison::Comparison;
use ics::value::ty::Type;
use std::cmp::Ordering;

/// How many policies are tried, unless the environment says otherwise.
const POLICIES: usize = 10;
/// How many claims are made about each.
const CLAIMS: usize = 8;
/// How many records each claim is tried on.
const RECORDS: usize = 60;

/// Valid records with their dates.
fn valid(program: &Program, random: &mut Random) -> Vec<(Vec<Value>, Day)> {
    let records = Records::new(program);
    let mut found = Vec::new();
    for _ in 0..RECORDS {
        let as_of = records.reference_date(random);
        let mut record = records.record(random);
        for _ in 0..40 {
            let Ok(Some(check)) = check_record(program, &record, as_of) else { break };
            records.redraw(random, &check.fields, &mut record);
        }
        if matches!(check_record(program, &record, as_of), Ok(None)) {
            found.push((record, as_of));
        }
    }
    found
}

/// A node that stands nowhere in the text.
fn node(program: &Program, id: SlotId, ty: Type, kind: ExprKind) -> Expr {
    let slot = program.slot(id);
    Expr { id: ExprId(program.expr_count), span: slot.span, ty, missing: slot.expr.missing.clone(), kind }
}

/// A claim about a slot that often holds: its bounds are among the values of some records.
pub fn claim(program: &Program, seen: &[(Vec<Value>, Day)], random: &mut Random) -> Option<ClaimKind> {
    let id = SlotId(random.between(0, program.slots.len() as i32 - 1) as u32);
    let ty = program.slot(id).expr.ty.clone();
    let subject = node(program, id, ty.clone(), ExprKind::Slot(id));
    let field = FieldId(random.between(0, program.record.fields.len() as i32 - 1) as u32);
    let object = Expr { missing: None, ..node(program, id, program.record.field(field).kind.value_type(), ExprKind::Field(field)) };
    let values = || seen.iter().map(|(record, day)| evaluate(program, record, *day).unwrap().slot(id).clone());
    let bound = |random: &mut Random| -> Option<(Comparison, Value)> {
        let least = random.between(0, 1) == 0;
        let there: Vec<Value> = values().filter(|value| !value.is_missing()).collect();
        let best = |a: &Value, b: &Value| order(a, b).unwrap_or(Ordering::Equal);
        let (comparison, value) = if least {
            (Comparison::AtLeast, there.iter().min_by(|a, b| best(a, b)))
        } else {
            (Comparison::AtMost, there.iter().max_by(|a, b| best(a, b)))
        };
        Some((comparison, value?.clone()))
    };
    let condition = |random: &mut Random| -> Option<Expr> {
        match ty {
            Type::Bool => Some(subject.clone()),
            Type::Number(_) | Type::Date(_) => {
                let (comparison, value) = bound(random)?;
                let constant = Expr { missing: None, ..node(program, id, ty.clone(), ExprKind::Constant(value)) };
                Some(node(program, id, Type::Bool, ExprKind::Compare(comparison, Box::new(subject.clone()), Box::new(constant))))
            }
            Type::Text | Type::Enum(_) | Type::Nothing | Type::Unknown => None,
        }
    };
    Some(match random.between(0, 8) {
        0 | 1 => ClaimKind::Always(condition(random)?),
        2 => {
            let inner = condition(random)?;
            ClaimKind::Never(Expr { kind: ExprKind::Not(Box::new(inner.clone())), ..inner })
        }
        3 => {
            let other = program.slots.iter().position(|slot| matches!(slot.expr.ty, Type::Bool)).map(|position| SlotId(position as u32))?;
            ClaimKind::Implies(node(program, other, Type::Bool, ExprKind::Slot(other)), condition(random)?)
        }
        4 | 5 => ClaimKind::Rises(subject, object),
        6 | 7 => ClaimKind::Falls(subject, object),
        _ => ClaimKind::Independent(subject, object),
    })
}

/// A record, or two, that break a claim said to be proved.
pub fn counterexample(program: &Program, kind: &ClaimKind, seen: &[(Vec<Value>, Day)], random: &mut Random) -> Option<Witness> {
    let records = Records::new(program);
    for (record, as_of) in seen {
        let mut witness = Witness { record: record.clone(), other: None, as_of: *as_of };
        if let ClaimKind::Rises(_, object) | ClaimKind::Falls(_, object) | ClaimKind::Independent(_, object) = kind {
            let ExprKind::Field(field) = object.kind else { return None };
            let mut other = record.clone();
            records.redraw(random, &[field], &mut other);
            let own = field.0 as usize;
            if order(&record[own], &other[own]).is_some_and(Ordering::is_gt) {
                std::mem::swap(&mut witness.record, &mut other);
            }
            if witness.record[own].is_missing() || other[own].is_missing() || witness.record[own] == other[own] {
                continue;
            }
            witness.other = Some(other);
        }
        if not_broken(program, kind, &witness).is_none() {
            return Some(witness);
        }
    }
    None
}

#[test]
fn proofs_and_refutations_hold() {
    let wanted = std::env::var("ICS_SOUNDNESS_POLICIES").ok().and_then(|number| number.parse().ok()).unwrap_or(POLICIES);
    let (mut accepted, mut proved, mut refuted) = (0, 0, 0);
    for seed in 21_000.. {
        let text = Generator::policy(seed);
        let mut sources = Sources::default();
        let file = sources.add("random.ics", text.as_str());
        let Some(mut program) = compile(sources, file, &[]).program else { continue };
        let mut random = Random(seed);
        let seen = valid(&program, &mut random);
        let kinds: Vec<ClaimKind> = (0..CLAIMS).filter_map(|_| claim(&program, &seen, &mut random)).collect();
        let claims = kinds.into_iter().map(|kind| Claim { kind, words: String::new(), assumed: None, span: program.slots[0].span });
        program.claims = claims.collect();
        accepted += 1;
        for outcome in prove(&program) {
            let kind = &program.claims[outcome.claim].kind;
            match &outcome.verdict {
                Verdict::Proved | Verdict::Vacuous => {
                    proved += 1;
                    if let Some(witness) = counterexample(&program, kind, &seen, &mut random) {
                        panic!("policy {seed}: {kind:?} is said to be proved, and fails for {witness:?}\n{text}");
                    }
                }
                Verdict::Refuted(witness) => {
                    refuted += 1;
                    assert_eq!(not_broken(&program, kind, witness), None, "policy {seed}: {kind:?} is said to be refuted by {witness:?}\n{text}");
                }
                Verdict::Open(_) | Verdict::Assumed(_) => {}
            }
        }
        if accepted == wanted {
            break;
        }
    }
    assert!(proved > 2 * wanted && refuted > wanted, "{proved} proved and {refuted} refuted of {accepted} policies");
}

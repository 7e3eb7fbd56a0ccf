//! From outcomes to problems: records and values in words.
//!
//! In: an outcome, the program, the texts. Out: the problem to report, if there is one. Records are written as an `example` is.

use super::cone::Cone;
use super::outcome::{Obstacle, Outcome, Verdict, Witness};
use super::problem::{Move, Moved, ProofProblem, Shown};
use crate::diagnostic::Lang;
use crate::explain::{evaluate, show, value_of};
use crate::ir::Program;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{Field, FieldId, FieldKind};
use crate::ir::scheme::{Claim, ClaimKind};
use crate::ir::walk;
use crate::region::World;
use crate::source::{Sources, Span};
use crate::value::Value;
use crate::value::decimal::Decimal;
use crate::value::ty::Type;
use std::collections::BTreeSet;

/// What is to be said of a claim.
pub(super) fn problem(program: &Program, sources: &Sources, claim: &Claim, outcome: &Outcome) -> Option<ProofProblem> {
    match &outcome.verdict {
        Verdict::Proved | Verdict::Assumed(_) => None,
        Verdict::Vacuous => match &claim.kind {
            ClaimKind::Implies(first, _) => Some(ProofProblem::Vacuous { span: first.span }),
            ClaimKind::Always(_) | ClaimKind::Never(_) | ClaimKind::Rises(..) | ClaimKind::Falls(..) | ClaimKind::Independent(..) => None,
        },
        Verdict::Open(obstacle) => Some(open(program, claim, *obstacle, outcome.cases)),
        Verdict::Refuted(witness) => match &claim.kind {
            ClaimKind::Always(one) | ClaimKind::Never(one) => Some(refuted(program, claim, &[one], witness)),
            ClaimKind::Implies(first, second) => Some(refuted(program, claim, &[first, second], witness)),
            ClaimKind::Rises(subject, object) => moved(program, sources, claim, Move::Falls, subject, object, witness),
            ClaimKind::Falls(subject, object) => moved(program, sources, claim, Move::Rises, subject, object, witness),
            ClaimKind::Independent(subject, object) => moved(program, sources, claim, Move::Changes, subject, object, witness),
        },
    }
}

fn open(program: &Program, claim: &Claim, obstacle: Obstacle, cases: u32) -> ProofProblem {
    let field = obstacle.field.map(|id| program.record.field(id).name.clone());
    ProofProblem::Open { span: claim.span, stop: obstacle.stop.filter(|stop| is_other(stop.span, claim.span)), field, cases }
}

/// Whether a place says more than the claim as a whole.
fn is_other(span: Span, whole: Span) -> bool {
    span != whole && span.start < span.end
}

fn refuted(program: &Program, claim: &Claim, exprs: &[&Expr], witness: &Witness) -> ProofProblem {
    ProofProblem::Refuted {
        span: claim.span,
        values: named(program, exprs, witness),
        record: Shown::of(|lang| written(program, &fields(program, exprs, None), &witness.record, lang)),
        as_of: dated(program, exprs, witness),
    }
}

fn moved(program: &Program, sources: &Sources, claim: &Claim, how: Move, subject: &Expr, object: &Expr, witness: &Witness) -> Option<ProofProblem> {
    let ExprKind::Field(id) = object.kind else { return None };
    let field = program.record.field(id);
    let other = witness.other.as_ref().unwrap_or(&witness.record);
    let result = |record: &[Value]| -> Value {
        let found = evaluate(program, record, witness.as_of).and_then(|found| value_of(program, subject, record, &found, witness.as_of));
        found.unwrap_or(Value::Missing)
    };
    let at = |record: &[Value]| -> Moved {
        let own = record.get(id.0 as usize).cloned().unwrap_or(Value::Missing);
        let result = result(record);
        Moved { field: Shown::of(|lang| figure(program, field, &own, lang)), result: Shown::of(|lang| show(&result, &subject.ty, program, lang)) }
    };
    Some(ProofProblem::Moved {
        span: claim.span,
        how,
        subject: sources.slice(subject.span).to_owned(),
        is_condition: matches!(subject.ty, Type::Bool),
        field: field.name.clone(),
        is_switch: matches!(field.kind, FieldKind::Bool),
        records: Box::new([at(&witness.record), at(other)]),
        record: Shown::of(|lang| written(program, &fields(program, &[subject], Some(id)), &witness.record, lang)),
        as_of: dated(program, &[subject], witness),
    })
}

/// The fields that some expressions are computed from.
fn fields(program: &Program, exprs: &[&Expr], without: Option<FieldId>) -> Vec<FieldId> {
    let mut found = Cone::of(World::of(program), exprs).fields;
    found.retain(|id| Some(*id) != without);
    found
}

/// The reference date, where it matters.
fn dated(program: &Program, exprs: &[&Expr], witness: &Witness) -> Option<String> {
    Cone::of(World::of(program), exprs).dated.then(|| witness.as_of.to_string())
}

/// The names of a claim with their values: results, or fields where it names no results.
fn named(program: &Program, exprs: &[&Expr], witness: &Witness) -> Vec<(String, Shown)> {
    let Ok(evaluation) = evaluate(program, &witness.record, witness.as_of) else { return Vec::new() };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for expr in exprs {
        walk::each(expr, &mut |part| {
            if let ExprKind::Slot(id) = part.kind
                && seen.insert(id)
            {
                let slot = program.slot(id);
                let value = evaluation.slot(id).clone();
                found.push((slot.name.clone(), Shown::of(|lang| show(&value, &slot.expr.ty, program, lang))));
            }
        });
    }
    found
}

/// Some fields of a record, as an example gives them.
fn written(program: &Program, fields: &[FieldId], record: &[Value], lang: Lang) -> String {
    let parts: Vec<String> = fields
        .iter()
        .filter_map(|id| {
            let field = program.record.field(*id);
            record.get(id.0 as usize).map(|value| format!("{} = {}", field.name, figure(program, field, value, lang)))
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!("{{ {} }}", parts.join(", ")) }
}

/// A value of a field as a writer types it.
fn figure(program: &Program, field: &Field, value: &Value, lang: Lang) -> String {
    let pick = |en: &str, zh: &str| match lang {
        Lang::En => en.to_owned(),
        Lang::Zh => zh.to_owned(),
    };
    match (&field.kind, value) {
        (_, Value::Missing) => pick("missing", "缺失"),
        (_, Value::Bool(true)) => pick("true", "是"),
        (_, Value::Bool(false)) => pick("false", "否"),
        (FieldKind::Number { unit, scale, .. }, Value::Number(mantissa)) => {
            let base = Decimal::new(*mantissa, *scale);
            let figure = unit.from_base(base).unwrap_or(base).normalized();
            let gap = if unit.name.starts_with(|first: char| first.is_ascii_alphabetic()) { " " } else { "" };
            format!("{figure}{gap}{}", unit.name)
        }
        (_, Value::Text(text)) => format!("\"{text}\""),
        (kind, value) => crate::explain::exact(value, &kind.value_type(), program),
    }
}

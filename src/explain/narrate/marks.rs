//! What stands beside a score: which weights applied, and where one passes.
//!
//! In: a score and the conditions of the policy. Out: words. A bound is told where a condition compares the score itself with
//! an amount that is the same for every record.

use super::context::{Context, peel};
use super::formula::formula;
use super::reason::{reason, state};
use crate::explain::explanation::{Bilingual, BoundReport, Step, StepKind};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::scheme::Score;
use crate::ir::{SlotId, SlotKind, walk};
use crate::value::comparison::Comparison;

/// Which weights applied: by date, by column.
pub(super) fn weights(context: Context<'_>, score: &Score) -> Vec<Bilingual> {
    let first = score.all_items().find_map(|item| item.weight).and_then(|id| context.slot(id));
    let mut words = Vec::new();
    if let Some(slot) = first {
        reason(context, &slot.expr).steps.iter().for_each(|step| applied(step, &mut words));
    }
    words
}

fn applied(step: &Step, words: &mut Vec<Bilingual>) {
    match step.kind {
        StepKind::Lookup => {
            let by: Vec<&Bilingual> = step.subjects.iter().map(|subject| &subject.formula.labels).collect();
            let joined = |side: fn(&Bilingual) -> &str| by.iter().map(|label| side(label)).collect::<Vec<&str>>().join(", ");
            let (en, zh) = (joined(|label| &label.en), joined(|label| &label.zh));
            words.push(Bilingual::new(
                format!("weights of the column {} ({en})", step.row.en),
                format!("适用「{}」一栏的权重（按{zh}）", step.row.zh),
            ));
        }
        StepKind::Dated => words.push(Bilingual::new(format!("weights in force {}", step.row.en), format!("适用{}施行的权重", step.row.zh))),
        StepKind::Band | StepKind::Decision | StepKind::When | StepKind::If | StepKind::Linear | StepKind::Call => {}
    }
    step.steps.iter().for_each(|inner| applied(inner, words));
}

/// Where one passes.
pub(super) fn bounds(context: Context<'_>, score: SlotId) -> Vec<BoundReport> {
    let mut found: Vec<BoundReport> = Vec::new();
    for slot in context.program.slots.iter().filter(|slot| slot.kind == SlotKind::Condition) {
        walk::each(&slot.expr, &mut |expr| {
            if let Some(bound) = bound(context, score, expr).filter(|bound| !found.iter().any(|known| known.at == bound.at)) {
                found.push(bound);
            }
        });
    }
    found
}

fn bound(context: Context<'_>, score: SlotId, expr: &Expr) -> Option<BoundReport> {
    let ExprKind::Compare(comparison, left, right) = &expr.kind else { return None };
    match comparison {
        Comparison::AtLeast | Comparison::Greater | Comparison::AtMost | Comparison::Less => {}
        Comparison::Equal | Comparison::Different => return None,
    }
    let is_score = |side: &Expr| matches!(&peel(side).kind, ExprKind::Slot(id) if *id == score);
    let amount = match (is_score(left), is_score(right)) {
        (true, false) => peel(right),
        (false, true) => peel(left),
        (true, true) | (false, false) => return None,
    };
    let value = fixed(context, amount)?;
    Some(BoundReport { words: formula(context, expr).labels, at: context.figure(value, &amount.ty), state: state(context.value(expr)) })
}

/// An amount that is the same for every record.
fn fixed<'a>(context: Context<'a>, amount: &'a Expr) -> Option<&'a crate::value::Value> {
    match &amount.kind {
        ExprKind::Constant(value) => Some(value),
        ExprKind::Slot(id) => {
            let slot = context.slot(*id).filter(|slot| slot.kind == SlotKind::Param)?;
            Some(context.slot_value(*id)).filter(|_| slot.expr.missing.is_none())
        }
        _ => None,
    }
}

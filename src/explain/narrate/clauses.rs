//! Eligibilities: which conditions hold, and what leaves them open.
//!
//! In: the clauses of an eligibility and their values. Out: the same tree in words; for an open condition, the blank fields
//! that would decide it, found by following missing values to where they begin.

use super::context::{Context, peel};
use super::formula::{flat, formula, one_line};
use super::reason::state;
use crate::explain::explanation::{
    Answer, Bilingual, ClauseReport, ClauseRole, Combination, ConditionReport, EligibilityReport, FieldName, Formula, State,
};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::FieldId;
use crate::ir::scheme::{Clause, Condition, Eligibility, Parts};
use crate::ir::walk::children;
use crate::value::Value;

/// An eligibility in words.
pub(super) fn eligibility(context: Context<'_>, eligibility: &Eligibility) -> Option<EligibilityReport> {
    let slot = context.slot(eligibility.slot)?;
    let result = match state(Some(context.slot_value(eligibility.slot))) {
        State::Met => Answer::Eligible,
        State::NotMet => Answer::Ineligible,
        State::Undetermined => Answer::Undetermined,
    };
    let clauses: Vec<ClauseReport> = eligibility.clauses.iter().map(|one| clause(context, one)).collect();
    let mut causes = Causes::default();
    if result == Answer::Undetermined {
        // The clauses themselves: how the slot joins them may say a thing twice.
        eligibility.clauses.iter().for_each(|clause| causes.open(context, condition_of(clause)));
    }
    Some(EligibilityReport {
        name: slot.name.clone(),
        label: slot.label.clone(),
        result,
        clauses,
        missing: causes.fields(context),
        sources: eligibility.sources.clone(),
        notes: eligibility.notes.clone(),
    })
}

fn condition_of(clause: &Clause) -> &Condition {
    match clause {
        Clause::Require(condition) | Clause::Veto(condition) | Clause::Direct(condition) => condition,
    }
}

fn clause(context: Context<'_>, clause: &Clause) -> ClauseReport {
    let role = match clause {
        Clause::Require(_) => ClauseRole::Require,
        Clause::Veto(_) => ClauseRole::Veto,
        Clause::Direct(_) => ClauseRole::Direct,
    };
    ClauseReport { role, condition: condition(context, condition_of(clause)) }
}

fn condition(context: Context<'_>, one: &Condition) -> ConditionReport {
    let (combination, parts): (Combination, &[Condition]) = match &one.parts {
        Parts::Single => (Combination::Single, &[]),
        Parts::Any(parts) => (Combination::Any, parts),
        Parts::All(parts) => (Combination::All, parts),
    };
    let state = state(Some(context.slot_value(one.slot)));
    let mut causes = Causes::default();
    if state == State::Undetermined {
        causes.open(context, one);
    }
    let text = context.slot(one.slot).filter(|_| combination == Combination::Single).map(|slot| formula(context, &slot.expr));
    // Words that are the condition's own text are better read with labels.
    let written = text.as_ref().filter(|text| text.source == flat(&one.words));
    let words = written.map_or_else(|| Bilingual::same(one.words.clone()), |text| text.labels.clone());
    let own_words = written.is_none();
    ConditionReport {
        words,
        state,
        formula: text.map(|text| if own_words { fact(context, one, text) } else { text }),
        missing: causes.fields(context),
        remarks: causes.remarks,
        combination,
        parts: parts.iter().map(|part| condition(context, part)).collect(),
    }
}

/// Under words that say what is wanted, "violation: no" is read more easily than "not violation: not no".
fn fact(context: Context<'_>, one: &Condition, text: Formula) -> Formula {
    let Some(slot) = context.slot(one.slot) else { return text };
    match &peel(&slot.expr).kind {
        ExprKind::Not(inner) if matches!(peel(inner).kind, ExprKind::Field(_) | ExprKind::Slot(_)) => {
            Formula { source: text.source, ..formula(context, inner) }
        }
        _ => text,
    }
}

/// Where missing values begin.
#[derive(Default)]
struct Causes {
    fields: Vec<FieldId>,
    remarks: Vec<Bilingual>,
}

impl Causes {
    fn fields(&self, context: Context<'_>) -> Vec<FieldName> {
        self.fields.iter().filter_map(|id| context.field_name(*id)).collect()
    }

    /// Follows an open condition into its open parts.
    fn open(&mut self, context: Context<'_>, condition: &Condition) {
        if !context.slot_value(condition.slot).is_missing() {
            return;
        }
        match &condition.parts {
            Parts::Single => {
                if let Some(slot) = context.slot(condition.slot) {
                    self.follow(context, &slot.expr);
                }
            }
            Parts::Any(parts) | Parts::All(parts) => parts.iter().for_each(|part| self.open(context, part)),
        }
    }

    /// Follows an expression whose value is missing.
    fn follow(&mut self, context: Context<'_>, expr: &Expr) {
        let expr = peel(expr);
        if !context.value(expr).is_some_and(Value::is_missing) {
            return;
        }
        match &expr.kind {
            ExprKind::Field(id) => {
                if !self.fields.contains(id) {
                    self.fields.push(*id);
                }
            }
            ExprKind::Slot(id) => {
                if let Some(slot) = context.slot(*id) {
                    self.slot(context, *id, &slot.expr);
                }
            }
            ExprKind::Divide(above, below) => {
                if context.value(below).and_then(Value::mantissa) == Some(0) {
                    let text = formula(context, below).labels;
                    self.remark(Bilingual::new(format!("{} is 0, so the ratio does not exist", text.en), format!("{}为 0，比值不存在", text.zh)));
                }
                self.follow(context, above);
                self.follow(context, below);
            }
            ExprKind::Lookup(lookup) => {
                if context.trace.row(expr.id).is_some() {
                    let text = one_line(context, expr.span);
                    self.remark(Bilingual::new(format!("`{text}` is a blank cell of the table"), format!("「{text}」在表中为空")));
                }
                lookup.keys.iter().for_each(|key| self.follow(context, key));
            }
            ExprKind::Constant(_)
            | ExprKind::Local(_)
            | ExprKind::AsOf
            | ExprKind::Rescale(_)
            | ExprKind::Negate(_)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Compare(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Matches(..)
            | ExprKind::StartsWith(..)
            | ExprKind::IsMissing(_)
            | ExprKind::Default(..)
            | ExprKind::If(..)
            | ExprKind::When(_)
            | ExprKind::Choose(_)
            | ExprKind::Linear(_)
            | ExprKind::Dated(_)
            | ExprKind::Call(_)
            | ExprKind::Builtin(..) => children(expr).into_iter().for_each(|child| self.follow(context, child)),
        }
    }

    /// Follows a named value; where it is a condition of another eligibility, that one's slot says how.
    fn slot(&mut self, context: Context<'_>, id: crate::ir::SlotId, expr: &Expr) {
        let other = context.program.eligibilities.iter().find(|one| one.slot == id);
        match other {
            Some(other) => other.clauses.iter().for_each(|clause| self.open(context, condition_of(clause))),
            None => self.follow(context, expr),
        }
    }

    fn remark(&mut self, remark: Bilingual) {
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }
}

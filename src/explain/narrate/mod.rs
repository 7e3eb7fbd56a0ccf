//! Narration: a trace turned into words and figures.
//!
//! In: a program, its texts, a record and its trace. Out: an [`Explanation`] in both languages. Lays out nothing: the printers
//! and JSON do.

mod clauses;
mod context;
mod distance;
mod formula;
mod grade;
mod keyword;
mod lever;
mod marks;
mod reason;
mod rules;
mod score;

use super::explanation::{Bilingual, Explanation, FieldName, GradeReport, IndicatorReport, PolicyReport, Reason, RecordReport, ValueReport};
use super::trace::Trace;
use crate::ir::expr::{Choose, ChooseRow, Expr};
use crate::ir::record::{FieldId, FieldKind};
use crate::ir::table::Pattern;
use crate::ir::{Program, Slot, SlotId, SlotKind};
use crate::source::Sources;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::ty::Type;
use context::Context;
pub use rules::Rule;

/// The explanation of one record.
///
/// `trace` must be the trace of `record` at `as_of`, and `sources` the texts the program was made from.
#[must_use]
pub fn explanation(program: &Program, sources: &Sources, trace: &Trace, record: &[Value], as_of: Day) -> Explanation {
    let context = Context { program, sources, trace, record, as_of };
    let policy = &program.policy;
    let title = if policy.title.is_empty() { &policy.name } else { &policy.title };
    let fields = || (0..program.record.fields.len()).filter_map(|position| u32::try_from(position).ok().map(FieldId));
    Explanation {
        policy: PolicyReport { name: policy.name.clone(), title: title.clone(), sources: policy.sources.clone() },
        as_of: policy.needs_as_of.then(|| as_of.to_string()),
        record: RecordReport {
            label: program.record.label.clone(),
            key: program.record.key().and_then(|key| context.field_report(key)),
            texts: fields().filter(|id| is_text(context, *id)).filter_map(|id| context.field_report(id)).collect(),
            fields: fields().filter_map(|id| context.field_report(id)).collect(),
        },
        scores: program.scores.iter().filter_map(|one| score::score(context, one)).collect(),
        indicators: score::loose(context),
        grades: program.grades.iter().filter_map(|grade| grade_report(context, grade.slot, &grade.sources)).collect(),
        eligibilities: program.eligibilities.iter().filter_map(|one| clauses::eligibility(context, one)).collect(),
        values: values(context),
        blank: fields().filter(|id| context.field_value(*id).is_missing()).filter_map(|id| context.field_name(id)).collect::<Vec<FieldName>>(),
    }
}

/// An expression of the policy as written, with labels for names.
#[must_use]
pub fn in_labels(program: &Program, sources: &Sources, expr: &Expr) -> Bilingual {
    let trace = Trace::default();
    let context = Context { program, sources, trace: &trace, record: &[], as_of: Day(0) };
    formula::formula(context, expr).labels
}

/// How an expression is computed for every record, with labels for names.
#[must_use]
pub fn rules(program: &Program, sources: &Sources, expr: &Expr) -> Vec<Rule> {
    let trace = Trace::default();
    rules::rules(Context { program, sources, trace: &trace, record: &[], as_of: Day(0) }, expr)
}

/// What a pattern accepts, as a notice puts it.
#[must_use]
pub fn pattern_in_words(program: &Program, sources: &Sources, pattern: &Pattern, ty: &Type) -> Bilingual {
    let trace = Trace::default();
    rules::pattern_words(Context { program, sources, trace: &trace, record: &[], as_of: Day(0) }, pattern, ty)
}

/// The patterns of a row of a choice, a text for each subject.
#[must_use]
pub fn row_in_words(program: &Program, sources: &Sources, choose: &Choose, row: &ChooseRow) -> Vec<Bilingual> {
    let trace = Trace::default();
    rules::cells(Context { program, sources, trace: &trace, record: &[], as_of: Day(0) }, choose, row)
}

/// Whether an expression chooses between rows, so that its text says little.
#[must_use]
pub fn is_choice(expr: &Expr) -> bool {
    formula::is_choice(context::peel(expr))
}

/// Whether a field that is not the key holds a text.
fn is_text(context: Context<'_>, id: FieldId) -> bool {
    context.field(id).is_some_and(|field| !field.key && matches!(field.kind, FieldKind::Text)) && !context.field_value(id).is_missing()
}

fn grade_report(context: Context<'_>, id: SlotId, sources: &[String]) -> Option<GradeReport> {
    let slot = context.slot(id)?;
    Some(GradeReport {
        name: slot.name.clone(),
        label: slot.label.clone(),
        result: context.slot_figure(id),
        reason: reason::reason(context, &slot.expr),
        next: grade::next(context, &slot.expr),
        sources: sources.to_vec(),
    })
}

fn values(context: Context<'_>) -> Vec<ValueReport> {
    let slots = context.program.slots.iter().enumerate();
    let told = slots.filter_map(|(position, slot)| Some((SlotId(u32::try_from(position).ok()?), slot)));
    told.filter_map(|(id, slot)| value_report(context, id, slot)).collect()
}

fn value_report(context: Context<'_>, id: SlotId, slot: &Slot) -> Option<ValueReport> {
    let why = reason::reason(context, &slot.expr);
    let told = match slot.kind {
        SlotKind::Let | SlotKind::Output | SlotKind::Decision => true,
        // A constant explains itself; a value by date does not.
        SlotKind::Param => !why.steps.is_empty(),
        SlotKind::IndicatorValue
        | SlotKind::IndicatorPoints
        | SlotKind::Weight
        | SlotKind::Contribution
        | SlotKind::Group
        | SlotKind::Score
        | SlotKind::Grade
        | SlotKind::Condition
        | SlotKind::Eligibility => false,
    };
    told.then(|| ValueReport {
        name: slot.name.clone(),
        label: slot.label.clone(),
        output: context.program.outputs.contains(&id),
        value: context.slot_figure(id),
        reason: why,
    })
}

/// An indicator in words, its ways to more points as its part in a score counts them.
fn indicator(context: Context<'_>, indicator: &crate::ir::scheme::Indicator, part: Option<distance::Part<'_>>) -> IndicatorReport {
    let why = |id: SlotId| context.slot(id).map_or_else(Reason::default, |slot| reason::reason(context, &slot.expr));
    IndicatorReport {
        name: indicator.name.clone(),
        label: indicator.label.clone(),
        value: indicator.value.map(|id| context.slot_figure(id)),
        value_reason: indicator.value.map_or_else(Reason::default, why),
        points: context.slot_figure(indicator.points),
        points_reason: why(indicator.points),
        out_of: indicator.out_of.map(super::show::show_decimal),
        next: distance::next_steps(context, indicator, part),
        sources: indicator.sources.clone(),
        notes: indicator.notes.clone(),
    }
}

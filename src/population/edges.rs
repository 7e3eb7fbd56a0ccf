//! The edges near which enterprises bunch.
//!
//! In: counts of windows around every edge. Out: the edges at which the window above and the one below differ most. They are ranked by the
//! square of the difference over the sum: the greater it is, the less chance alone explains it. Whole numbers only.

use super::document::{EdgeReport, Edges};
use super::measure;
use crate::analyse::figures::{Case, FigureEdge, Source};
use crate::bulk::report::windows::{self, Around};
use crate::bulk::report::{Answers, EdgeQuestion, Questions};
use crate::diagnostic::Lang;
use crate::explain::explanation::Bilingual;
use crate::explain::show;
use crate::ir::scheme::{Clause, Condition, Parts};
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::Value;
use crate::value::ty::Type;

/// So many edges are listed.
const LISTED: usize = 12;

/// The strongest edges.
#[must_use]
pub fn edges(program: &Program, questions: &Questions, answers: &Answers) -> Edges {
    let mut found: Vec<(&EdgeQuestion, Around, Vec<String>, bool)> = Vec::new();
    for question in &questions.edges {
        let (Some(figure), Some(tally)) = (questions.figures.get(question.figure), answers.tallies.get(question.figure)) else { continue };
        let rule = rule(program, &question.edge);
        match found.iter_mut().find(|(known, ..)| known.figure == question.figure && known.edge.below == question.edge.below) {
            // Several rules may change at one edge.
            Some((_, _, rules, conditional)) => {
                *conditional &= question.edge.conditional;
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
            None => found.push((question, windows::around(question, figure, tally), vec![rule], question.edge.conditional)),
        }
    }
    let examined = found.len() as u64;
    found.retain(|(_, around, ..)| around.above != around.below);
    // Stable: of two that are alike the first in the policy comes first.
    found.sort_by(|(_, a, ..), (_, b, ..)| stronger(b, a));
    found.truncate(LISTED);
    let strongest = found.into_iter().map(|(question, around, rules, conditional)| report(program, question, around, rules, conditional)).collect();
    Edges { examined, left_out: questions.left_out as u64, strongest }
}

/// Compares the square of the difference over the sum.
fn stronger(a: &Around, b: &Around) -> std::cmp::Ordering {
    let square = |around: &Around| u128::from(around.above.abs_diff(around.below)).saturating_pow(2);
    let sum = |around: &Around| u128::from(around.above) + u128::from(around.below);
    square(a).saturating_mul(sum(b)).cmp(&square(b).saturating_mul(sum(a)))
}

fn report(program: &Program, question: &EdgeQuestion, around: Around, rules: Vec<String>, conditional: bool) -> EdgeReport {
    let EdgeQuestion { edge, window, .. } = question;
    let (name, label, ty) = named(program, edge.source);
    let stated = if edge.states_above { edge.below.saturating_add(1) } else { edge.below };
    let width = match &ty {
        Type::Date(_) => measure::figure(program, &Value::Number(i128::from(window.width)), &Type::Nothing),
        _ => measure::number(program, i128::from(window.width), &ty),
    };
    EdgeReport {
        name,
        label,
        at: measure::number(program, stated, &ty),
        at_is_above: edge.states_above,
        rules,
        only: edge.cases.iter().map(|case| case_words(program, case)).collect(),
        conditional,
        width,
        below: around.below,
        above: around.above,
        parts: around.parts,
        parts_below: u64::try_from(window.lower).unwrap_or(0),
    }
}

/// The name, the label and the type of a figure.
#[must_use]
pub fn named(program: &Program, source: Source) -> (String, String, Type) {
    match source {
        Source::Field(id) => {
            let field = program.record.field(id);
            (field.name.clone(), field.label.clone(), field.kind.value_type())
        }
        Source::Slot(id) => {
            let slot = program.slot(id);
            (slot.name.clone(), slot.label.clone(), slot.expr.ty.clone())
        }
    }
}

fn case_words(program: &Program, case: &Case) -> Bilingual {
    let (_, label, ty) = named(program, case.source);
    let words = |lang: Lang| {
        let value = |member: &u32| match ty {
            Type::Bool => show(&Value::Bool(*member == 1), &ty, program, lang),
            _ => show(&Value::Member(*member), &ty, program, lang),
        };
        let list: Vec<String> = case.members.iter().map(value).collect();
        match lang {
            Lang::En => format!("{label}: {}", list.join(", ")),
            Lang::Zh => format!("{label}：{}", list.join("、")),
        }
    };
    Bilingual::new(words(Lang::En), words(Lang::Zh))
}

/// What changes at an edge, in the words of the policy.
#[must_use]
pub fn rule(program: &Program, edge: &FigureEdge) -> String {
    let slot = program.slot(edge.of);
    if slot.kind != SlotKind::Condition {
        return slot.label.clone();
    }
    let words = program.eligibilities.iter().find_map(|eligibility| {
        let condition = eligibility.clauses.iter().find_map(|clause| match clause {
            Clause::Require(condition) | Clause::Veto(condition) | Clause::Direct(condition) => condition_of(condition, edge.of),
        })?;
        Some(condition.words.clone())
    });
    words.unwrap_or_else(|| slot.label.clone())
}

/// The condition of a slot.
#[must_use]
pub fn condition_of(condition: &Condition, slot: SlotId) -> Option<&Condition> {
    if condition.slot == slot {
        return Some(condition);
    }
    match &condition.parts {
        Parts::Single => None,
        Parts::Any(parts) | Parts::All(parts) => parts.iter().find_map(|part| condition_of(part, slot)),
    }
}

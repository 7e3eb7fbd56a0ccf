//! The edges near which enterprises bunch.
//!
//! In: counts of windows around every edge. Out: the edges at which the window above and the one below differ most. They are ranked by the
//! difference beyond what the windows further out let expect, measured by what chance alone would do. Whole numbers only.

use super::document::{EdgeReport, Edges};
use super::measure;
use crate::analyse::figures::{Case, FigureEdge, Source};
use crate::bulk::report::windows::{self, Around, Window};
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
    let mut ranked: Vec<(Strength, _)> = found.into_iter().filter_map(|one| Some((strength(one.0.window, &one.1)?, one))).collect();
    // Stable: of two that are alike the first in the policy comes first.
    ranked.sort_by(|(a, _), (b, _)| b.compare(*a));
    ranked.truncate(LISTED);
    let strongest =
        ranked.into_iter().map(|(_, (question, around, rules, conditional))| report(program, question, around, rules, conditional)).collect();
    Edges { examined, left_out: questions.left_out as u64, strongest }
}

/// How far the two sides differ beyond what the windows further out let expect: a square over a variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Strength {
    square: u128,
    variance: u128,
}

impl Strength {
    fn compare(self, other: Strength) -> std::cmp::Ordering {
        self.square.saturating_mul(other.variance).cmp(&other.square.saturating_mul(self.variance))
    }
}

/// Over the four windows p, b | a, n a distribution that only slopes rises by a third of n − p from each to the next; how far a − b goes beyond that is
/// three times a − b less n − p, whose variance is 9a + 9b + n + p where chance alone decides. Nothing where there is no room for four windows, or where
/// nothing differs.
fn strength(window: Window, around: &Around) -> Option<Strength> {
    let edge = usize::try_from(window.lower).ok()?;
    let [p, b, a, n] = *around.parts.get(edge.checked_sub(2)?..edge + 2)? else { return None };
    let [p, b, a, n] = [p, b, a, n].map(i128::from);
    let beyond = (3 * (a - b) - (n - p)).unsigned_abs();
    let variance = (9 * (a + b) + n + p).unsigned_abs();
    (beyond > 0 && a != b).then_some(Strength { square: beyond.saturating_mul(beyond), variance })
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

#[cfg(test)]
mod tests {
    use super::{Around, Window, strength};

    fn of(parts: [u64; 4]) -> Option<super::Strength> {
        strength(Window { below: 9, width: 1, lower: 2, upper: 2 }, &Around { below: parts[1], above: parts[2], parts: parts.to_vec() })
    }

    #[test]
    fn a_slope_alone_is_no_bunching() {
        assert_eq!(of([40, 30, 20, 10]), None);
        assert_eq!(of([10, 10, 10, 10]), None);
        let (steep, bunched) = (of([80, 40, 20, 10]).unwrap(), of([40, 10, 60, 30]).unwrap());
        assert!(bunched.compare(steep).is_gt());
    }

    #[test]
    fn many_that_differ_count_for_more_than_few() {
        assert!(of([100, 50, 150, 100]).unwrap().compare(of([2, 1, 3, 2]).unwrap()).is_gt());
        assert!(of([150, 150, 50, 100]).unwrap().compare(of([100, 99, 101, 100]).unwrap()).is_gt());
    }

    #[test]
    fn an_edge_without_room_on_both_sides_is_not_ranked() {
        let window = Window { below: 0, width: 1, lower: 1, upper: 8 };
        assert_eq!(strength(window, &Around { below: 90, above: 10, parts: vec![90, 10, 5, 3, 2, 1, 1, 1, 1] }), None);
    }
}

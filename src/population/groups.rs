//! Records by the values of a field, for a report.
//!
//! In: the counts of each value. Out: the values with most records, the others together, and what each leaves blank.

use super::document::{BlanksBy, Breakdown, GroupReport, GroupScore, Share, Verdicts};
use super::edges::named;
use super::measure::{mean_figure, number, quartiles, share};
use crate::bulk::report::breakdown::{self, Group, Key};
use crate::bulk::report::{By, Questions};
use crate::diagnostic::Lang;
use crate::explain::explanation::Bilingual;
use crate::explain::{exact, show};
use crate::ir::Program;
use crate::value::Value;
use crate::value::ty::Type;

/// So many values are listed.
const LISTED: usize = 40;

/// What is told of the records by the values of a field, and what each group leaves blank.
#[must_use]
pub fn breakdown(program: &Program, questions: &Questions, by: By, counted: &breakdown::Breakdown, scored: u64) -> (Breakdown, BlanksBy) {
    let (name, label, ty) = named(program, by.source);
    let mut groups = counted.groups();
    let values = groups.iter().filter(|group| group.key != Key::Blank).count() as u64;
    let rest = groups.split_off(groups.len().min(LISTED));
    // Years in their order, whichever has most.
    if groups.iter().any(|group| matches!(group.key, Key::Year(_))) {
        groups.sort_by(|a, b| a.key.cmp(&b.key));
    }
    let others = rest.into_iter().fold(None, |sum: Option<(u64, Group)>, group| match sum {
        Some((count, mut whole)) => {
            whole.absorb(&group);
            Some((count + 1, whole))
        }
        None => Some((1, group)),
    });
    let report = |group: &Group, value: Option<String>, label: Bilingual| GroupReport {
        value,
        label,
        records: share(group.records, scored),
        verdicts: group.verdicts.iter().map(|counts| verdicts(*counts, group.records)).collect(),
        scores: questions
            .scores
            .iter()
            .zip(&group.scores)
            .enumerate()
            .map(|(position, (id, score))| {
                let ty = &program.slot(*id).expr.ty;
                GroupScore {
                    count: score.count,
                    sum: score.sum.map(|sum| number(program, sum, ty)),
                    mean: mean_figure(program, score.sum, score.count, ty),
                    quartiles: quartiles(program, &score.pairs, ty),
                    exact: counted.is_exact(position),
                }
            })
            .collect(),
    };
    let told = Breakdown {
        by_year: matches!(ty, Type::Date(_)),
        values: (!counted.is_too_many()).then_some(values),
        groups: groups.iter().map(|group| report(group, value(program, &group.key, &ty), key_words(program, &group.key, &ty))).collect(),
        others: others.as_ref().map(|(count, group)| report(group, None, Bilingual::new(format!("{count} others"), format!("其余 {count} 种")))),
        name: name.clone(),
        label,
    };
    let blanks = |group: &Group| -> Vec<Share> { group.blanks.iter().map(|count| share(*count, group.records)).collect() };
    (told, BlanksBy { name, groups: groups.iter().map(blanks).collect() })
}

/// Counts of the outcomes of an eligibility.
#[must_use]
pub fn verdicts([eligible, ineligible, undetermined]: [u64; 3], of: u64) -> Verdicts {
    Verdicts { eligible: share(eligible, of), ineligible: share(ineligible, of), undetermined: share(undetermined, of) }
}

fn typed(key: &Key) -> Option<Value> {
    match key {
        Key::Member(member) => Some(Value::Member(*member)),
        Key::Truth(truth) => Some(Value::Bool(*truth)),
        Key::Text(text) => Some(Value::Text(text.clone())),
        Key::Year(_) | Key::Blank => None,
    }
}

fn value(program: &Program, key: &Key, ty: &Type) -> Option<String> {
    match (key, typed(key)) {
        (_, Some(value)) => Some(exact(&value, ty, program)),
        (Key::Year(year), None) => Some(year.to_string()),
        (Key::Blank | Key::Member(_) | Key::Truth(_) | Key::Text(_), None) => None,
    }
}

fn key_words(program: &Program, key: &Key, ty: &Type) -> Bilingual {
    match (key, typed(key)) {
        (_, Some(value)) => Bilingual::new(show(&value, ty, program, Lang::En), show(&value, ty, program, Lang::Zh)),
        (Key::Year(year), None) => Bilingual::same(year.to_string()),
        (Key::Blank | Key::Member(_) | Key::Truth(_) | Key::Text(_), None) => Bilingual::new("(blank)", "（空白）"),
    }
}

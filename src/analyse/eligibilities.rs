//! Eligibilities: which answers there are, which conditions always or never hold, what leaves them open.
//!
//! In: an eligibility. Out: its report.

use super::report::{ConditionReport, EligibilityReport, Truth};
use super::study::Study;
use super::values;
use crate::explain::explanation::Bilingual;
use crate::ir::scheme::{Clause, Condition, Eligibility, Parts};

/// The report of an eligibility.
pub fn report(study: &mut Study<'_>, eligibility: &Eligibility) -> EligibilityReport {
    let mut conditions = Vec::new();
    for clause in &eligibility.clauses {
        match clause {
            Clause::Require(one) | Clause::Direct(one) => condition(study, one, 0, false, &mut conditions),
            Clause::Veto(one) => condition(study, one, 0, true, &mut conditions),
        }
    }
    let reach = study.reach(eligibility.slot);
    let (blanks, other_cause) = values::blanks(study, eligibility.slot);
    EligibilityReport { name: study.slot_name(eligibility.slot), reach, conditions, blanks, other_cause }
}

fn condition(study: &Study<'_>, one: &Condition, depth: u32, veto: bool, into: &mut Vec<ConditionReport>) {
    let possible = study.possible(one.slot, &study.valid);
    let truth = match () {
        () if possible.holds() => Truth::Always,
        () if possible.fails() => Truth::Never,
        () => Truth::Depends,
    };
    let parts: &[Condition] = match &one.parts {
        Parts::Single => &[],
        Parts::Any(parts) | Parts::All(parts) => parts,
    };
    let combined = match &one.parts {
        Parts::Single => None,
        Parts::Any(_) => Some(Bilingual::new("any of", "任一满足")),
        Parts::All(_) => Some(Bilingual::new("all of", "全部满足")),
    };
    let edges = if combined.is_none() { values::edges(study, one.slot, &[]).0 } else { Vec::new() };
    let words = match combined {
        Some(how) if one.words.is_empty() => how,
        Some(how) => Bilingual::new(format!("{} ({})", one.words, how.en), format!("{}（{}）", one.words, how.zh)),
        None => Bilingual::same(one.words.clone()),
    };
    into.push(ConditionReport { words, depth, veto, truth, edges });
    for part in parts {
        condition(study, part, depth + 1, false, into);
    }
}

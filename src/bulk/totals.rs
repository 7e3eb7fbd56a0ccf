//! What the records of a run amount to: sums and extremes of scores, how many have each grade, how many are eligible.
//!
//! In: named values of scored records as columns, in any order and on any thread. Out: counts that can be added up, as the record of a run holds them. Keeps no
//! record and no value.

use super::manifest::{Counts, EligibilityTotal, GradeTotal, MemberCount, Results, ScoreTotal};
use crate::explain;
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::Value;
use crate::value::column::{Column, Lanes};
use crate::value::ty::Type;

/// Sums of more than 38 digits are not kept: no decimal holds them.
const MOST: i128 = 10_i128.pow(38) - 1;

/// Counts over some of the records of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    scored: u64,
    scores: Vec<Sum>,
    grades: Vec<Members>,
    eligibilities: Vec<Verdicts>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Sum {
    slot: SlotId,
    count: u64,
    sum: Option<i128>,
    extremes: Option<(i128, i128)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Members {
    slot: SlotId,
    counts: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Verdicts {
    slot: SlotId,
    eligible: u64,
    ineligible: u64,
    undetermined: u64,
}

impl Totals {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(program: &Program) -> Totals {
        let of_kind = |kind: SlotKind| {
            let ids = (0..program.slots.len()).map(|position| SlotId(position as u32));
            ids.filter(move |id| program.slot(*id).kind == kind)
        };
        let members = |slot: SlotId| match &program.slot(slot).expr.ty {
            Type::Enum(id) => program.enumeration(*id).members.len(),
            Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Date(_) | Type::Text => 0,
        };
        let verdicts = |slot: SlotId| Verdicts { slot, eligible: 0, ineligible: 0, undetermined: 0 };
        Totals {
            scored: 0,
            scores: of_kind(SlotKind::Score).map(|slot| Sum { slot, count: 0, sum: Some(0), extremes: None }).collect(),
            grades: of_kind(SlotKind::Grade).map(|slot| Members { slot, counts: vec![0; members(slot)] }).collect(),
            eligibilities: program.eligibilities.iter().map(|eligibility| verdicts(eligibility.slot)).collect(),
        }
    }

    /// The named values that are counted; others need not be computed for this.
    pub fn slots(&self) -> impl Iterator<Item = SlotId> {
        let scores = self.scores.iter().map(|sum| sum.slot);
        scores.chain(self.grades.iter().map(|members| members.slot)).chain(self.eligibilities.iter().map(|verdicts| verdicts.slot))
    }

    /// Counts scored records: those of the rows that are marked, where there are marks.
    pub fn add<'c>(&mut self, rows: usize, kept: Option<&[bool]>, column_of: impl Fn(SlotId) -> Option<&'c Column>) {
        let counted = || (0..rows).filter(|row| kept.is_none_or(|kept| kept.get(*row) == Some(&true)));
        self.scored += counted().count() as u64;
        for sum in &mut self.scores {
            match column_of(sum.slot) {
                Some(column @ Column { lanes: Lanes::Number(lanes), .. }) => {
                    sum.add(present(column, counted()), |row| lanes.get(row).map(|lane| i128::from(*lane)))
                }
                Some(column @ Column { lanes: Lanes::Wide(lanes), .. }) => sum.add(present(column, counted()), |row| lanes.get(row).copied()),
                Some(_) | None => {}
            }
        }
        for members in &mut self.grades {
            let Some(column @ Column { lanes: Lanes::Member(lanes), .. }) = column_of(members.slot) else { continue };
            for row in present(column, counted()) {
                if let Some(count) = lanes.get(row).and_then(|member| members.counts.get_mut(*member as usize)) {
                    *count += 1;
                }
            }
        }
        for verdicts in &mut self.eligibilities {
            let Some(column @ Column { lanes: Lanes::Bool(lanes), .. }) = column_of(verdicts.slot) else { continue };
            for row in counted() {
                match lanes.get(row).filter(|_| column.is_present(row)) {
                    Some(true) => verdicts.eligible += 1,
                    Some(false) => verdicts.ineligible += 1,
                    None => verdicts.undetermined += 1,
                }
            }
        }
    }

    /// Adds what was counted over other records.
    pub fn absorb(&mut self, other: &Totals) {
        self.scored += other.scored;
        for (sum, other) in self.scores.iter_mut().zip(&other.scores) {
            sum.absorb(other);
        }
        for (members, other) in self.grades.iter_mut().zip(&other.grades) {
            for (count, other) in members.counts.iter_mut().zip(&other.counts) {
                *count += other;
            }
        }
        for (verdicts, other) in self.eligibilities.iter_mut().zip(&other.eligibilities) {
            verdicts.eligible += other.eligible;
            verdicts.ineligible += other.ineligible;
            verdicts.undetermined += other.undetermined;
        }
    }

    /// The same, as the record of a run holds it.
    #[must_use]
    pub fn results(&self, program: &Program, rejected: u64, blank: u64) -> Results {
        let name = |slot: SlotId| program.slot(slot).name.clone();
        let member_counts = |members: &Members| {
            let Type::Enum(id) = &program.slot(members.slot).expr.ty else { return Vec::new() };
            let named = program.enumeration(*id).members.iter().zip(&members.counts);
            named.map(|(member, count)| MemberCount { name: member.name.clone(), count: *count }).collect()
        };
        let grade = |members: &Members| GradeTotal { name: name(members.slot), counts: member_counts(members) };
        let eligibility = |verdicts: &Verdicts| EligibilityTotal {
            name: name(verdicts.slot),
            eligible: verdicts.eligible,
            ineligible: verdicts.ineligible,
            undetermined: verdicts.undetermined,
        };
        Results {
            counts: Counts { read: self.scored + rejected, scored: self.scored, rejected, blank },
            scores: self.scores.iter().map(|sum| sum.total(program)).collect(),
            grades: self.grades.iter().map(grade).collect(),
            eligibilities: self.eligibilities.iter().map(eligibility).collect(),
        }
    }
}

impl Sum {
    fn add(&mut self, rows: impl Iterator<Item = usize>, mantissa: impl Fn(usize) -> Option<i128>) {
        for mantissa in rows.filter_map(mantissa) {
            self.absorb(&Sum { slot: self.slot, count: 1, sum: Some(mantissa), extremes: Some((mantissa, mantissa)) });
        }
    }

    fn absorb(&mut self, other: &Sum) {
        self.count += other.count;
        self.sum = self.sum.zip(other.sum).and_then(|(sum, other)| sum.checked_add(other)).filter(|sum| sum.unsigned_abs() <= MOST.unsigned_abs());
        self.extremes = match (self.extremes, other.extremes) {
            (Some((least, greatest)), Some((low, high))) => Some((least.min(low), greatest.max(high))),
            (one, other) => one.or(other),
        };
    }

    fn total(&self, program: &Program) -> ScoreTotal {
        let slot = program.slot(self.slot);
        let text = |mantissa: i128| explain::exact(&Value::Number(mantissa), &slot.expr.ty, program);
        ScoreTotal {
            name: slot.name.clone(),
            count: self.count,
            sum: self.sum.map(text),
            min: self.extremes.map(|(least, _)| text(least)),
            max: self.extremes.map(|(_, greatest)| text(greatest)),
        }
    }
}

/// The rows in which a column has a value.
fn present(column: &Column, rows: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
    rows.filter(|row| column.is_present(*row))
}

#[cfg(test)]
mod tests {
    use super::{MOST, Sum, Totals};
    use crate::compile::compile;
    use crate::explain::{self, Evaluation};
    use crate::ir::{Program, SlotId};
    use crate::source::Sources;
    use crate::value::Value;
    use crate::value::calendar::Day;
    use crate::value::column::{Column, LaneKind};
    use std::sync::Arc;

    const POLICY: &str = include_str!("../../examples/first_steps/policy.ics");

    fn program() -> Program {
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", POLICY);
        compile(sources, file, &[]).program.unwrap()
    }

    fn evaluations(program: &Program) -> Vec<Evaluation> {
        let staff = program.record.fields.iter().position(|field| field.label == "科技人员数").unwrap();
        let record = |count: i128| -> Vec<Value> {
            let fields = program.record.fields.iter().enumerate();
            let value = |(position, field): (usize, &crate::ir::record::Field)| match field.kind.value_type() {
                crate::value::ty::Type::Number(_) if position == staff => Value::Number(count),
                crate::value::ty::Type::Number(number) => Value::Number(100 * 10_i128.pow(u32::from(number.scale))),
                crate::value::ty::Type::Text => Value::Text(Arc::from("x")),
                crate::value::ty::Type::Enum(_) => Value::Member(0),
                _ => Value::Missing,
            };
            fields.map(value).collect()
        };
        [0, 10, 30, 31].map(|count| explain::evaluate(program, &record(count), Day(0)).unwrap()).into()
    }

    /// Every named value as a column.
    fn columns(program: &Program, evaluations: &[Evaluation]) -> Vec<Column> {
        let column = |position: usize| {
            let slot = SlotId(position as u32);
            let mut column = Column::new(LaneKind::of(&program.slot(slot).expr.ty));
            evaluations.iter().for_each(|evaluation| column.push(evaluation.slot(slot)));
            column
        };
        (0..program.slots.len()).map(column).collect()
    }

    #[test]
    fn rows_without_a_mark_do_not_count() {
        let program = program();
        let evaluations = evaluations(&program);
        let add = |some: &[Evaluation], kept: Option<&[bool]>| {
            let columns = columns(&program, some);
            let mut totals = Totals::new(&program);
            totals.add(some.len(), kept, |slot| columns.get(slot.0 as usize));
            totals
        };
        assert_eq!(add(&evaluations, Some(&[false, true, true, false])), add(&evaluations[1..3], None));
        assert_ne!(add(&evaluations, None), add(&evaluations[1..3], None));
    }

    #[test]
    fn parts_add_up_to_the_whole_in_any_order() {
        let program = program();
        let evaluations = evaluations(&program);
        let count = |some: &[Evaluation]| {
            let columns = columns(&program, some);
            let mut totals = Totals::new(&program);
            totals.add(some.len(), None, |slot| columns.get(slot.0 as usize));
            totals
        };
        let whole = count(&evaluations);
        let (front, back) = evaluations.split_at(1);
        let (mut forth, mut reverse) = (count(front), count(back));
        forth.absorb(&count(back));
        reverse.absorb(&count(front));
        assert_eq!(forth, whole);
        assert_eq!(reverse, whole);
        let results = whole.results(&program, 3, 1);
        assert_eq!((results.counts.read, results.counts.scored), (7, 4));
        let score = &results.scores[0];
        let expected = evaluations.iter().map(|evaluation| evaluation.slot(program_score(&program)).mantissa().unwrap()).sum::<i128>();
        let ty = &program.slot(program_score(&program)).expr.ty;
        assert_eq!(score.sum.clone().unwrap(), explain::exact(&Value::Number(expected), ty, &program));
        assert_ne!(score.min, score.max);
        let verdicts = &results.eligibilities[0];
        assert_eq!(verdicts.eligible + verdicts.ineligible + verdicts.undetermined, 4);
        let mut texts = count(front).results(&program, 1, 1);
        texts.absorb(&count(back).results(&program, 2, 0));
        assert_eq!(texts, results);
    }

    fn program_score(program: &Program) -> SlotId {
        program.scores[0].slot
    }

    #[test]
    fn a_sum_beyond_38_digits_is_given_up() {
        let mut sum = Sum { slot: SlotId(0), count: 0, sum: Some(0), extremes: None };
        let add = |sum: &mut Sum, mantissa: i128| sum.add(0..1, |_| Some(mantissa));
        add(&mut sum, MOST);
        assert_eq!(sum.sum, Some(MOST));
        add(&mut sum, 1);
        add(&mut sum, -1);
        assert_eq!((sum.sum, sum.count, sum.extremes), (None, 3, Some((-1, MOST))));
    }
}

//! The search for a proof or a counterexample: case by case, within a fixed number of steps.
//!
//! In: what a claim would need to fail. Out: a proof that nothing brings it about, records that do, or what could not be settled.
//! A case is closed where no record is left; else records of it are tried, and it is split.

use super::cone::Cone;
use super::depends::Dependences;
use super::direction::{Hurdle, Motion, Stop, direction_within};
use super::need::{Need, apart, ways};
use super::outcome::{Obstacle, Witness};
use super::sample::{self, Taste};
use super::split::{Cuts, Splitter};
use super::trial;
use crate::ir::Program;
use crate::ir::expr::Expr;
use crate::ir::record::FieldId;
use crate::region::{Reader, Region, World};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::range::Range;

/// How many cases are tried with records one after another; later ones now and then.
const EAGER: u32 = 24;

/// How much a search may cost; it is counted, not timed, so that it ends the same everywhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Cases.
    pub(super) cases: u32,
    /// Expressions looked at.
    pub(super) steps: u32,
}

/// What would make a claim fail.
#[derive(Debug, Clone)]
pub(super) enum Goal<'w> {
    /// One record for which all of these are so.
    Record(Vec<Need<'w>>),
    /// Two records that differ in a field, between which a value moves the wrong way.
    Pair {
        /// The value.
        subject: &'w Expr,
        /// The field.
        field: FieldId,
        /// What it must not do.
        fault: Fault,
    },
}

/// How a value must not move while a field rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It falls.
    Falls,
    /// It rises.
    Rises,
    /// It changes.
    Changes,
}

impl Fault {
    /// What stopped the proof that it does not happen.
    fn stop(self, motion: Motion) -> Option<Stop> {
        match self {
            Fault::Falls => motion.falls,
            Fault::Rises => motion.rises,
            Fault::Changes => motion.falls.or(motion.rises),
        }
    }
}

/// How a search ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing brings it about.
    Proved,
    /// Records that do.
    Refuted(Witness),
    /// Not settled.
    Open(Obstacle),
}

/// A part of all records.
#[derive(Debug, Clone)]
struct Case<'w> {
    region: Region,
    needs: Vec<Need<'w>>,
    cuts: Cuts,
}

/// A program in whose records proofs and counterexamples are looked for.
#[derive(Debug)]
pub(super) struct Search<'w> {
    pub(super) program: &'w Program,
    pub(super) world: World<'w>,
    valid: Region,
    /// Valid records of the policy itself.
    usual: Vec<Vec<Value>>,
    /// Their reference dates and that of the policy.
    days: Vec<Day>,
}

impl<'w> Search<'w> {
    /// Of a program.
    pub(super) fn new(program: &'w Program) -> Search<'w> {
        let world = World::of(program);
        let valid = Region::valid(world);
        let days = valid.as_of();
        let valid = valid.with_as_of(Range { low: program.earliest_as_of.map_or(days.low, |day| i128::from(day.0)), ..days });
        let tests = program.tests.iter().map(|test| &test.given);
        let days: Vec<Day> = {
            let tests = program.tests.iter().filter_map(|test| test.as_of);
            program.policy.as_of.into_iter().chain(tests).chain(program.policy.effective_from).collect()
        };
        let usual = program.examples.iter().chain(tests).filter(|example| example.broken.is_empty()).map(|example| example.record.clone()).collect();
        Search { program, world, valid, usual, days }
    }

    /// Looks for a proof that nothing brings the goal about, or for records that do.
    pub(super) fn settle(&self, goal: &Goal<'w>, budget: Budget) -> (Found, u32) {
        let exprs: Vec<&'w Expr> = match goal {
            Goal::Record(needs) => needs.iter().map(|need| need.expr).collect(),
            Goal::Pair { subject, .. } => vec![*subject],
        };
        let cone = Cone::of(self.world, &exprs);
        let splitter = Splitter { cone: &cone, whole: if let Goal::Pair { field, .. } = goal { Some(*field) } else { None } };
        let mut steps = budget.steps;
        let mut obstacle: Option<Obstacle> = None;
        let needs = if let Goal::Record(needs) = goal { needs.clone() } else { Vec::new() };
        let mut open = vec![Case { region: self.valid.clone(), needs, cuts: Cuts::default() }];
        let mut cases = 0;
        while let Some(mut case) = open.pop() {
            cases += 1;
            let Some(stop) = self.left(goal, &mut case, &mut steps) else { continue };
            if cases == 1
                && let Some(witness) = self.usual.iter().find_map(|record| self.tried(goal, &cone, record, &self.valid))
            {
                return (Found::Refuted(witness), cases);
            }
            if (cases <= EAGER || cases % 16 == 0)
                && let Some(witness) = self.sampled(goal, &cone, &case, cases, &mut steps)
            {
                return (Found::Refuted(witness), cases);
            }
            let here = Obstacle { stop: Some(stop), field: splitter.open_field(self.world, &case.region) };
            if cases >= budget.cases || steps == 0 {
                return (Found::Open(obstacle.unwrap_or(here)), cases);
            }
            match self.parts(goal, &splitter, &mut case, &mut steps) {
                Some(parts) => open.extend(parts.into_iter().rev()),
                // Other cases may still show that the claim fails.
                None => drop(obstacle.get_or_insert(here)),
            }
        }
        (obstacle.map_or(Found::Proved, Found::Open), cases)
    }

    /// Narrows a case to the records that would break the claim; what is in the way, unless none is left.
    fn left(&self, goal: &Goal<'w>, case: &mut Case<'w>, steps: &mut u32) -> Option<Stop> {
        match goal {
            Goal::Pair { subject, field, fault } => fault.stop(direction_within(self.world, &case.region, subject, *field, steps)),
            Goal::Record(_) => {
                case.needs = apart(self.world, &case.needs);
                let mut reader = Reader::new(self.world, case.region.clone());
                let allowed = (*steps).min(crate::region::STEPS);
                reader.allow(allowed);
                let mut good = case.needs.iter().all(|need| need.can_be(&reader.possible(need.expr)));
                for _ in 0..2 {
                    good = good && case.needs.iter().all(|need| need.is_taken_in(&mut reader)) && reader.checks_again();
                }
                good = good && case.needs.iter().all(|need| need.can_be(&reader.possible(need.expr)));
                *steps = steps.saturating_sub(allowed.saturating_sub(reader.steps()).max(1));
                case.region = reader.region().clone();
                // What the claim says last is what it concludes.
                let last = case.needs.last().filter(|_| good)?;
                Some(Stop { span: last.expr.span, hurdle: Hurdle::Truth })
            }
        }
    }

    /// Records near the edges of a case.
    fn sampled(&self, goal: &Goal<'w>, cone: &Cone, case: &Case<'w>, number: u32, steps: &mut u32) -> Option<Witness> {
        let usual = self.usual.first().map(Vec::as_slice);
        let many = if number == 1 { 12 } else { 3 };
        let tastes = [Taste::Usual, Taste::Low, Taste::High].into_iter().chain((0..many).map(|taste| Taste::Mixed(number * 31 + taste)));
        tastes.into_iter().find_map(|taste| {
            let record = sample::record(self.world, cone, &case.region, &case.needs, usual, taste, steps)?;
            self.tried(goal, cone, &record, &case.region)
        })
    }

    /// Whether a record brings the goal about on a reference date of a region.
    fn tried(&self, goal: &Goal<'w>, cone: &Cone, record: &[Value], region: &Region) -> Option<Witness> {
        let days = sample::days(region, cone, &self.days);
        days.into_iter().find_map(|as_of| match goal {
            Goal::Record(needs) => {
                trial::brings_about(self.program, needs, record, as_of).then(|| Witness { record: record.to_vec(), other: None, as_of })
            }
            Goal::Pair { subject, field, fault } => trial::pair(self.program, cone, subject, *field, *fault, record, as_of),
        })
    }

    /// The cases a case falls into; `None` where there is nothing left to tell apart.
    fn parts(&self, goal: &Goal<'w>, splitter: &Splitter<'_>, case: &mut Case<'w>, steps: &mut u32) -> Option<Vec<Case<'w>>> {
        if let Some(ways) = ways(self.world, &case.needs) {
            return Some(ways.into_iter().map(|needs| Case { needs, ..case.clone() }).collect());
        }
        let regions = splitter.by_kinds(self.world, &case.region).or_else(|| splitter.by_days(&case.region)).or_else(|| {
            let mut reader = Reader::new(self.world, case.region.clone());
            let allowed = (*steps).min(crate::region::STEPS);
            reader.allow(allowed);
            let mut dependences = Dependences::default();
            let regions = match goal {
                Goal::Record(_) => {
                    let exprs: Vec<&'w Expr> = case.needs.iter().map(|need| need.expr).collect();
                    splitter.by_rows(&mut reader, &exprs, &mut case.cuts, &mut |_| true)
                }
                Goal::Pair { subject, field, .. } => {
                    // A choice that reads the field by an argument of a function is not told apart either.
                    let apart = |expr: &'w Expr| !dependences.of(self.world, expr).contains(field) && !has_local(expr);
                    splitter.by_rows(&mut reader, &[*subject], &mut case.cuts, &mut { apart })
                }
            };
            *steps = steps.saturating_sub(allowed.saturating_sub(reader.steps()));
            regions
        });
        let regions = regions.or_else(|| splitter.by_edges(self.world, &case.region));
        let regions = regions.or_else(|| splitter.by_halves(self.world, &case.region, &mut case.cuts))?;
        Some(regions.into_iter().map(|region| Case { region, ..case.clone() }).collect())
    }
}

fn has_local(expr: &Expr) -> bool {
    let mut found = false;
    crate::ir::walk::each(expr, &mut |part| found |= matches!(part.kind, crate::ir::expr::ExprKind::Local(_)));
    found
}

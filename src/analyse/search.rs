//! Valid records that show what is reached.
//!
//! In: the records written in the policy and its tests. Out: for a slot and a direction the record with the greatest or least
//! value found, for a value a record that gives it. Every record returned keeps its checks and was evaluated; that none is
//! found proves nothing.

use super::model::Model;
use crate::explain::{Evaluation, check_record, evaluate};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{FieldId, FieldKind};
use crate::ir::table::Pattern;
use crate::ir::{Program, SlotId, walk};
use crate::region::{Possible, Region, Texts, Values};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::{self, Decimal, Rounding};
use crate::value::range::Range;
use std::collections::BTreeSet;

/// How many records are tried for one question.
const TRIES: u32 = 600;
/// How many records are started from.
const STARTS: usize = 6;

/// How many records are tried with a field left blank.
const BLANKED: usize = 60;

/// Where a record comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An example of the policy, by name.
    Example(String),
    /// A test, by its words.
    Test(String),
    /// It was made here.
    Made,
}

/// A valid record and what it gives.
#[derive(Debug, Clone)]
pub struct Found {
    /// The values of the fields.
    pub record: Vec<Value>,
    /// The reference date.
    pub as_of: Day,
    /// Where it comes from.
    pub origin: Origin,
    /// The field left blank in it, where it is that record but for this.
    pub blank: Option<FieldId>,
    /// What it gives.
    pub evaluation: Evaluation,
}

/// Searches records of a program.
#[derive(Debug)]
pub struct Search<'m> {
    model: &'m Model<'m>,
    region: Region,
    /// Numbers the policy names, with their scales.
    numbers: Vec<(i128, u8)>,
    /// Days the policy names.
    named_days: BTreeSet<i32>,
    days: Vec<Day>,
    /// Valid records, those of the policy first.
    pool: Vec<Found>,
}

impl<'m> Search<'m> {
    /// A search among valid records with reference dates among these.
    #[must_use]
    pub fn new(model: &'m Model<'m>, region: &Region, days: &[Day]) -> Search<'m> {
        let program = model.program;
        let named_days = program.slots.iter().flat_map(|slot| days_in(&slot.expr)).collect();
        let numbers = named_numbers(program);
        let mut search = Search { model, region: region.clone(), numbers, named_days, days: days.to_vec(), pool: Vec::new() };
        let examples = program.examples.iter().map(|one| (one, None, Origin::Example(one.name.clone())));
        let tests = program.tests.iter().map(|test| (&test.given, test.as_of, Origin::Test(test.name.clone())));
        let written: Vec<_> = examples.chain(tests).filter(|(one, ..)| one.broken.is_empty()).collect();
        for (example, day, origin) in written {
            let within = |day: &Day| region.as_of().contains(i128::from(day.0));
            for as_of in day.into_iter().chain(days.iter().copied()).filter(within).take(1) {
                search.keep(example.record.clone(), as_of, origin.clone());
            }
        }
        if search.pool.is_empty() {
            let record: Vec<Value> = (0..program.record.fields.len()).map(|position| search.least(FieldId(position as u32))).collect();
            let made: Vec<Day> = search.days.clone();
            made.into_iter().for_each(|day| search.keep(record.clone(), day, Origin::Made));
        }
        search
    }

    fn keep(&mut self, record: Vec<Value>, as_of: Day, origin: Origin) {
        if let Some(evaluation) = self.valid(&record, as_of) {
            self.pool.push(Found { record, as_of, origin, blank: None, evaluation });
        }
    }

    /// What a record gives, if it keeps its checks.
    fn valid(&self, record: &[Value], as_of: Day) -> Option<Evaluation> {
        let program = self.model.program;
        let keeps = check_record(program, record, as_of).ok()?.is_none();
        if keeps { evaluate(program, record, as_of).ok() } else { None }
    }

    /// The simplest value of a field.
    fn least(&self, id: FieldId) -> Value {
        of(&self.region.field(self.model.world(), id), |range| if range.contains(0) { 0 } else { range.low }, self.model.program, id)
    }

    /// The record with the greatest (or least) number in a slot, within `bound`.
    pub fn extreme(&mut self, id: SlotId, bound: i128, greatest: bool) -> Option<(i128, Found)> {
        let sign = if greatest { 1 } else { -1 };
        let better =
            |value: &Value, best: &Option<(i128, Found)>| value.mantissa().filter(|x| best.as_ref().is_none_or(|(known, _)| sign * x > sign * known));
        let mut best: Option<(i128, Found)> = None;
        for found in &self.pool {
            if let Some(x) = better(found.evaluation.slot(id), &best) {
                best = Some((x, found.clone()));
            }
        }
        let mut tries = TRIES;
        let expr = &self.model.slot(id)?.expr;
        let target = Possible::there(Values::Range(Range::point(bound)));
        let guided = self.region.narrowed(self.model.world(), expr, &target);
        let mut starts: Vec<Found> = best.iter().map(|(_, found)| found.clone()).collect();
        starts.extend(self.pool.iter().take(STARTS).cloned());
        for start in starts {
            if best.as_ref().is_some_and(|(x, _)| *x == bound) {
                return best;
            }
            let projected = guided.as_ref().map(|region| self.projected(&start.record, region));
            for record in [projected, Some(start.record)].into_iter().flatten() {
                self.climb(id, record, start.as_of, bound, &better, &mut best, &mut tries);
            }
        }
        if let Some((_, found)) = best.clone().filter(|(_, found)| found.origin == Origin::Made) {
            self.pool.push(found);
        }
        best
    }

    /// Changes one field at a time as long as that makes the value better.
    #[expect(clippy::too_many_arguments, reason = "one loop of one search")]
    fn climb(
        &self,
        id: SlotId,
        mut record: Vec<Value>,
        as_of: Day,
        bound: i128,
        better: &impl Fn(&Value, &Option<(i128, Found)>) -> Option<i128>,
        best: &mut Option<(i128, Found)>,
        tries: &mut u32,
    ) {
        let fields = self.model.reads(id).fields;
        let mut own: Option<(i128, Found)> = None;
        for _ in 0..4 {
            let before = own.as_ref().map(|(x, _)| *x);
            for field in &fields {
                for value in self.candidates(*field, &record) {
                    *tries = tries.saturating_sub(1);
                    if *tries == 0 {
                        return;
                    }
                    let Some(place) = record.get_mut(field.0 as usize) else { continue };
                    let old = std::mem::replace(place, value);
                    let evaluation = self.valid(&record, as_of);
                    let reached = evaluation.as_ref().and_then(|evaluation| better(evaluation.slot(id), &own));
                    if let (Some(x), Some(evaluation)) = (reached, evaluation) {
                        let found = Found { record: record.clone(), as_of, origin: Origin::Made, blank: None, evaluation };
                        if better(&Value::Number(x), best).is_some() {
                            *best = Some((x, found.clone()));
                        }
                        own = Some((x, found));
                        if x == bound {
                            return;
                        }
                    } else if let Some(place) = record.get_mut(field.0 as usize) {
                        *place = old;
                    }
                }
            }
            if own.as_ref().map(|(x, _)| *x) == before {
                return;
            }
        }
    }

    /// A record that gives this value in a slot.
    pub fn giving(&mut self, id: SlotId, value: &Value) -> Option<Found> {
        if let Some(found) = self.pool.iter().find(|found| found.evaluation.slot(id) == value) {
            return Some(found.clone());
        }
        let expr = &self.model.slot(id)?.expr;
        let region = self.region.narrowed(self.model.world(), expr, &Possible::of(value))?;
        let fields = self.model.reads(id).fields;
        let mut tries = TRIES / 2;
        let starts: Vec<Found> = self.pool.iter().take(STARTS).cloned().collect();
        for start in starts {
            for base in [self.projected(&start.record, &region), start.record] {
                if let Some(found) = self.around(id, value, &base, start.as_of, &fields, &mut tries) {
                    self.pool.push(found.clone());
                    return Some(found);
                }
            }
        }
        None
    }

    /// The record or one that differs in a single field.
    fn around(&self, id: SlotId, value: &Value, base: &[Value], as_of: Day, fields: &BTreeSet<FieldId>, tries: &mut u32) -> Option<Found> {
        let attempt = |record: Vec<Value>| {
            let evaluation = self.valid(&record, as_of).filter(|evaluation| evaluation.slot(id) == value)?;
            Some(Found { record, as_of, origin: Origin::Made, blank: None, evaluation })
        };
        if let Some(found) = attempt(base.to_vec()) {
            return Some(found);
        }
        for field in fields {
            for candidate in self.candidates(*field, base) {
                *tries = tries.checked_sub(1)?;
                let mut record = base.to_vec();
                if let Some(place) = record.get_mut(field.0 as usize) {
                    *place = candidate;
                }
                if let Some(found) = attempt(record) {
                    return Some(found);
                }
            }
        }
        None
    }

    /// A record left open in a slot by a blank field: one of the policy as it is, or one that is decided with the field filled in.
    pub fn blanked(&self, id: SlotId, field: FieldId) -> Option<Found> {
        let others: Vec<FieldId> = self.model.reads(id).fields.into_iter().filter(|other| *other != field).collect();
        let is_blank = |found: &Found, id: &FieldId| found.record.get(id.0 as usize).is_some_and(Value::is_missing);
        let whole = |found: &&Found| !others.iter().any(|other| is_blank(found, other));
        if let Some(found) = self.pool.iter().filter(whole).find(|found| is_blank(found, &field) && found.evaluation.slot(id).is_missing()) {
            return Some(found.clone());
        }
        let decided = || self.pool.iter().filter(|found| !found.evaluation.slot(id).is_missing());
        let first = decided().filter(whole).take(BLANKED);
        for found in first.chain(decided().filter(|found| !whole(found)).take(BLANKED)) {
            let mut record = found.record.clone();
            if let Some(place) = record.get_mut(field.0 as usize) {
                *place = Value::Missing;
            }
            if let Some(evaluation) = self.valid(&record, found.as_of).filter(|evaluation| evaluation.slot(id).is_missing()) {
                return Some(Found { record, as_of: found.as_of, origin: found.origin.clone(), blank: Some(field), evaluation });
            }
        }
        None
    }

    /// A record moved into a region, field by field.
    fn projected(&self, record: &[Value], region: &Region) -> Vec<Value> {
        let (world, program) = (self.model.world(), self.model.program);
        let field = |(position, value): (usize, &Value)| {
            let id = FieldId(position as u32);
            let possible = region.field(world, id);
            if possible.contains(value) {
                return value.clone();
            }
            let near = value.mantissa();
            of(&possible, |range| near.unwrap_or(range.low).clamp(range.low, range.high), program, id)
        };
        record.iter().enumerate().map(field).collect()
    }

    /// Values worth trying in a field.
    fn candidates(&self, id: FieldId, record: &[Value]) -> Vec<Value> {
        let program = self.model.program;
        let possible = self.region.field(self.model.world(), id);
        let mut found: Vec<Value> = match (&possible.values, &program.record.field(id).kind) {
            (Values::Range(range), FieldKind::Number { scale, .. }) => self.figures(*range, *scale, record).into_iter().map(Value::Number).collect(),
            (Values::Range(range), _) => {
                let days = self.named_days.iter().flat_map(|day| [day - 1, *day, day + 1]);
                let ends = [range.low, range.high].into_iter().chain(days.map(i128::from)).filter(|day| range.contains(*day));
                ends.filter_map(|day| Some(Value::Date(Day(i32::try_from(day).ok()?)))).collect()
            }
            (Values::Truth { yes, no }, _) => {
                [(true, yes), (false, no)].iter().filter(|(_, may)| **may).map(|(truth, _)| Value::Bool(*truth)).collect()
            }
            (Values::Members(members), _) => members.iter().map(|member| Value::Member(*member)).collect(),
            (Values::Texts(Texts::Only(texts)), _) => texts.iter().cloned().map(Value::Text).collect(),
            (Values::Texts(Texts::Except(_)) | Values::None, _) => Vec::new(),
        };
        if possible.missing {
            found.push(Value::Missing);
        }
        found
    }

    fn figures(&self, range: Range, scale: u8, record: &[Value]) -> BTreeSet<i128> {
        let mut found = BTreeSet::from([range.low, range.high]);
        let one = decimal::power_of_ten(u32::from(scale)).unwrap_or(1);
        found.extend([0, 1, one]);
        let at = |mantissa: i128, from: u8| Decimal::new(mantissa, from).rescale(scale, Rounding::Ceil).map(|found| found.mantissa);
        for (mantissa, from) in &self.numbers {
            found.extend(at(*mantissa, *from).into_iter().flat_map(|x| [x - 1, x]));
        }
        // The size of another figure, for shares.
        for (field, value) in self.model.program.record.fields.iter().zip(record) {
            if let (FieldKind::Number { scale: from, .. }, Value::Number(mantissa)) = (&field.kind, value) {
                found.extend(at(*mantissa, *from));
            }
        }
        found.into_iter().filter(|x| range.contains(*x)).collect()
    }
}

fn of(possible: &Possible, number: impl Fn(Range) -> i128, program: &Program, id: FieldId) -> Value {
    match &possible.values {
        Values::Range(range) => match &program.record.field(id).kind {
            FieldKind::Date { .. } => Value::Date(Day(i32::try_from(number(*range)).unwrap_or(0))),
            FieldKind::Number { .. } | FieldKind::Bool | FieldKind::Text | FieldKind::Enum(_) => Value::Number(number(*range)),
        },
        Values::Truth { no, .. } => Value::Bool(!no),
        Values::Members(members) => members.first().map_or(Value::Missing, |member| Value::Member(*member)),
        Values::Texts(Texts::Only(texts)) => texts.first().cloned().map_or(Value::Missing, Value::Text),
        Values::Texts(Texts::Except(_)) => Value::Text(program.record.field(id).label.as_str().into()),
        Values::None => Value::Missing,
    }
}

fn named_numbers(program: &Program) -> Vec<(i128, u8)> {
    let mut found = BTreeSet::new();
    let mut pattern = |pattern: &Pattern, scale: u8| {
        let ranges: &[Range] = match pattern {
            Pattern::Between(range) => std::slice::from_ref(range),
            Pattern::AnyOf(ranges) => ranges,
            _ => &[],
        };
        found.extend(ranges.iter().map(|range| (range.low, scale)));
    };
    for slot in &program.slots {
        walk::each(&slot.expr, &mut |part| match &part.kind {
            ExprKind::Constant(Value::Number(mantissa)) => pattern(&Pattern::Between(Range::point(*mantissa)), part.ty.scale()),
            ExprKind::Matches(subject, one) => pattern(one, subject.ty.scale()),
            ExprKind::Linear(linear) => {
                linear.knots.iter().for_each(|(x, _)| pattern(&Pattern::Between(Range::point(*x)), linear.subject.ty.scale()));
            }
            ExprKind::Choose(choose) => {
                for row in &choose.rows {
                    choose.subjects.iter().zip(&row.patterns).for_each(|(subject, one)| pattern(one, subject.ty.scale()));
                }
            }
            _ => {}
        });
    }
    found.into_iter().collect()
}

fn days_in(expr: &Expr) -> Vec<i32> {
    let mut found = Vec::new();
    walk::each(expr, &mut |part| {
        if let ExprKind::Constant(Value::Date(day)) = &part.kind {
            found.push(day.0);
        }
    });
    found
}

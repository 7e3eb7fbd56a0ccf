//! The points of a policy.
//!
//! In: a checked program. Out: every point with the observations that cover it. A function is written once and expanded at each
//! call: points at one place are one point, covered where any call covers it. What can happen where is for `paths` to say.

use super::near::{Locals, Steps};
use super::{Aim, Coverage, Measure, Outcome, Point, Probe, Sign};
use crate::ir::Program;
use crate::ir::expr::{ExprId, ExprKind};
use crate::ir::record::Record;
use crate::ir::walk;
use crate::region::{Reader, Region, World};
use crate::source::{FileId, Span};
use crate::value::Value;
use std::collections::{HashMap, HashSet};

/// The points of a program that stand in `file`, none of them covered.
pub(super) fn coverage(program: &Program, file: FileId) -> Coverage {
    let all = || program.slots.iter().map(|slot| &slot.expr).chain(program.record.checks.iter().map(|check| &check.condition));
    // Checks are computed for records that break them, too.
    let unchecked = Record { checks: Vec::new(), ..program.record.clone() };
    let mut locals = Locals::new();
    for root in all() {
        walk::each(root, &mut |expr| {
            if let ExprKind::Call(call) = &expr.kind {
                locals.extend(call.arguments.iter().map(|(local, argument)| (*local, argument)));
            }
        });
    }
    let mut collector = Collector {
        program,
        file,
        locals: &locals,
        steps: Steps::new(program, &locals),
        points: Vec::new(),
        known: HashMap::new(),
        probes: Vec::new(),
        places: Vec::new(),
        negated: HashSet::new(),
    };
    for root in all() {
        walk::each(root, &mut |expr| collector.place(expr.id, expr.span));
    }
    let world = World::of(program);
    let valid = Reader::new(world, Region::valid(world));
    for slot in &program.slots {
        collector.expr(&slot.expr, &mut valid.clone());
    }
    let any = Reader::new(World { record: &unchecked, ..world }, Region::default());
    for check in &program.record.checks {
        collector.expr(&check.condition, &mut any.clone());
        if any.clone().possible(&check.condition).may_fail() {
            collector.value(Measure::Conditions, check.span, Aim::Broken, check.condition.id, Value::Bool(false));
        }
    }
    for eligibility in &program.eligibilities {
        let slot = program.slot(eligibility.slot);
        let can = valid.clone().possible(&slot.expr);
        let outcomes = [
            (can.may_hold(), Outcome::Eligible, Value::Bool(true)),
            (can.may_fail(), Outcome::Ineligible, Value::Bool(false)),
            (can.missing, Outcome::Undetermined, Value::Missing),
        ];
        for (_, outcome, value) in outcomes.into_iter().filter(|(possible, _, _)| *possible) {
            collector.value(Measure::Conditions, slot.span, Aim::Outcome { name: slot.name.clone(), outcome }, slot.expr.id, value);
        }
    }
    let Collector { points, probes, places, .. } = collector;
    in_order(points, probes, places)
}

/// Sorts points by place and lets the probes follow.
fn in_order(points: Vec<Point>, mut probes: Vec<Probe>, places: Vec<(ExprId, Span)>) -> Coverage {
    let mut sorted: Vec<(usize, Point)> = points.into_iter().enumerate().collect();
    sorted.sort_by_key(|(_, point)| (point.span, point.measure));
    let mut moved = vec![0; sorted.len()];
    for (new, (old, _)) in sorted.iter().enumerate() {
        if let Some(place) = moved.get_mut(*old) {
            *place = new;
        }
    }
    for probe in &mut probes {
        probe.point = moved.get(probe.point).copied().unwrap_or(probe.point);
    }
    let evaluated = vec![0; places.len()];
    Coverage { points: sorted.into_iter().map(|(_, point)| point).collect(), probes, places, evaluated }
}

/// Gathers the points of a program.
pub(super) struct Collector<'p> {
    pub(super) program: &'p Program,
    file: FileId,
    pub(super) locals: &'p Locals<'p>,
    pub(super) steps: Steps<'p>,
    points: Vec<Point>,
    known: HashMap<(Span, Aim), usize>,
    probes: Vec<Probe>,
    places: Vec<(ExprId, Span)>,
    /// Conditions that only stand for their opposite.
    pub(super) negated: HashSet<ExprId>,
}

impl Collector<'_> {
    /// Adds a point, once for a place, and an observation that covers it. What the standard units bring is no point.
    pub(super) fn point(&mut self, measure: Measure, span: Span, aim: Aim, expr: ExprId, sign: Sign) {
        if span.file != self.file {
            return;
        }
        let next = self.points.len();
        let point = *self.known.entry((span, aim.clone())).or_insert(next);
        if point == next {
            self.points.push(Point { measure, span, aim, hits: 0 });
        }
        self.probes.push(Probe { point, expr, sign });
    }

    pub(super) fn row(&mut self, span: Span, aim: Aim, expr: ExprId, row: usize) {
        self.point(Measure::Rows, span, aim, expr, Sign::Row(row as u32));
    }

    pub(super) fn value(&mut self, measure: Measure, span: Span, aim: Aim, expr: ExprId, value: Value) {
        self.point(measure, span, aim, expr, Sign::Value(value));
    }

    fn place(&mut self, expr: ExprId, span: Span) {
        if span.file == self.file {
            self.places.push((expr, span));
        }
    }
}

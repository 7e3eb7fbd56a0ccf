//! The points of a policy.
//!
//! In: a checked program. Out: every point with the observations that cover it. A function is written once and expanded at each
//! call: points at one place are one point, covered where any call covers it. A point is left out only where the ranges of the
//! checker rule it out.

use super::narrowed;
use super::near::{Locals, Steps};
use super::outcomes::{self, can_accept};
use super::{Aim, Coverage, Measure, Outcome, Point, Probe, Sign};
use crate::diagnostic::Lang;
use crate::explain::show;
use crate::ir::Program;
use crate::ir::expr::{Choose, Expr, ExprId, ExprKind, Linear, Lookup, When};
use crate::ir::walk;
use crate::source::{FileId, Span};
use crate::value::Value;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::{HashMap, HashSet};

/// The points of a program that stand in `file`, none of them covered.
pub(super) fn coverage(program: &Program, file: FileId) -> Coverage {
    let all = || program.slots.iter().map(|slot| &slot.expr).chain(program.record.checks.iter().map(|check| &check.condition));
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
        narrowed: HashMap::new(),
        negated: HashSet::new(),
    };
    for root in all() {
        walk::each(root, &mut |expr| collector.expr(expr));
    }
    for check in &program.record.checks {
        if outcomes::of(&check.condition).fails {
            collector.value(Measure::Conditions, check.span, Aim::Broken, check.condition.id, Value::Bool(false));
        }
    }
    for eligibility in &program.eligibilities {
        let slot = program.slot(eligibility.slot);
        let missing = slot.expr.missing.as_ref().map(|_| (Outcome::Undetermined, Value::Missing));
        let outcomes = [(Outcome::Eligible, Value::Bool(true)), (Outcome::Ineligible, Value::Bool(false))];
        for (outcome, value) in outcomes.into_iter().chain(missing) {
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
    /// What is left of the left side of a guard where it is reached.
    pub(super) narrowed: HashMap<ExprId, Range>,
    /// Conditions that only stand for their opposite.
    negated: HashSet<ExprId>,
}

impl<'p> Collector<'p> {
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

    fn value(&mut self, measure: Measure, span: Span, aim: Aim, expr: ExprId, value: Value) {
        self.point(measure, span, aim, expr, Sign::Value(value));
    }

    fn expr(&mut self, expr: &'p Expr) {
        if expr.span.file == self.file {
            self.places.push((expr.id, expr.span));
        }
        match &expr.kind {
            ExprKind::Compare(_, left, right) => {
                self.condition(expr);
                self.meeting(expr, left, right);
            }
            ExprKind::Matches(subject, pattern) => {
                self.condition(expr);
                self.edges(subject, subject.span, [(pattern, expr.span)]);
            }
            // `is not missing` and `not in` are one condition, the one that is written.
            ExprKind::Not(inner) => {
                if inner.span == expr.span {
                    self.negated.insert(inner.id);
                    self.condition(expr);
                }
            }
            ExprKind::StartsWith(..) | ExprKind::IsMissing(_) => self.condition(expr),
            ExprKind::Field(_) if expr.ty == Type::Bool => self.condition(expr),
            ExprKind::Default(first, _) => {
                let ways = [(0, false), (1, true)];
                for (row, taken) in ways.into_iter().filter(|(_, taken)| !taken || first.missing.is_some()) {
                    self.point(Measure::Branches, expr.span, Aim::Default { taken }, expr.id, Sign::Row(row));
                }
            }
            ExprKind::If(condition, _, _) => {
                let can = outcomes::of(condition);
                for (row, truth) in [(0, true), (1, false)] {
                    if if truth { can.holds } else { can.fails } {
                        self.point(Measure::Branches, condition.span, Aim::If(truth), expr.id, Sign::Row(row));
                    }
                }
            }
            ExprKind::When(when) => self.when(expr, when),
            ExprKind::Choose(choose) => self.choose(expr, choose),
            ExprKind::Linear(linear) => self.linear(expr, linear),
            ExprKind::Lookup(lookup) => self.lookup(expr, lookup),
            ExprKind::Dated(rows) => self.dated(expr, rows),
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Slot(_)
            | ExprKind::Local(_)
            | ExprKind::AsOf
            | ExprKind::Rescale(_)
            | ExprKind::Negate(_)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Call(_)
            | ExprKind::Builtin(..) => {}
        }
    }

    fn condition(&mut self, expr: &Expr) {
        if self.negated.contains(&expr.id) {
            return;
        }
        let can = outcomes::of(expr);
        let values = [(can.holds, Some(true)), (can.fails, Some(false)), (expr.missing.is_some(), None)];
        for (_, truth) in values.into_iter().filter(|(possible, _)| *possible) {
            let value = truth.map_or(Value::Missing, Value::Bool);
            self.value(Measure::Conditions, expr.span, Aim::Truth(truth), expr.id, value);
        }
    }

    fn when(&mut self, expr: &Expr, when: &When) {
        self.narrowed.extend(narrowed::guards(when));
        for (position, row) in when.rows.iter().enumerate() {
            let can = outcomes::of(&row.guard);
            if can.holds {
                self.row(row.guard.span, Aim::Row, expr.id, position);
            }
            for (_, truth) in [(can.holds, true), (can.fails, false)].into_iter().filter(|(possible, _)| *possible) {
                self.value(Measure::Branches, row.guard.span, Aim::Guard(truth), row.guard.id, Value::Bool(truth));
            }
        }
        if when.rows.iter().all(|row| outcomes::of(&row.guard).fails) {
            self.row(when.otherwise.span, Aim::Otherwise, expr.id, when.rows.len());
        }
        if let Some(missing) = &when.missing {
            self.row(missing.span, Aim::MissingRow, expr.id, when.rows.len() + 1);
        }
    }

    fn choose(&mut self, expr: &Expr, choose: &'p Choose) {
        for (position, row) in choose.rows.iter().enumerate() {
            if row.patterns.iter().zip(&choose.subjects).all(|(pattern, subject)| can_accept(pattern, subject)) {
                self.row(row.span, Aim::Row, expr.id, position);
            }
        }
        for (column, subject) in choose.subjects.iter().enumerate() {
            let patterns = choose.rows.iter().filter_map(|row| Some((row.patterns.get(column)?, row.span)));
            self.edges(subject, subject.span, patterns);
        }
    }

    fn linear(&mut self, expr: &Expr, linear: &'p Linear) {
        let Some(range) = outcomes::range(&linear.subject.ty) else { return };
        let shown = |at: i128| show(&Value::Number(at), &linear.subject.ty, self.program, Lang::En);
        let mut points = Vec::new();
        for (position, (knot, _)) in linear.knots.iter().enumerate() {
            let next = linear.knots.get(position + 1).map(|(next, _)| *next);
            let from = if position == 0 { range.low } else { *knot };
            let to = next.map_or(range.high, |next| next - 1);
            if Range::new(from, to).and_then(|segment| segment.meet(range)).is_some() {
                points.push((Aim::Segment { from: shown(*knot), to: next.map(shown) }, position));
            }
        }
        for (aim, row) in points {
            self.row(expr.span, aim, expr.id, row);
        }
        if let Some(missing) = linear.missing.as_deref().filter(|_| linear.subject.missing.is_some()) {
            self.row(missing.span, Aim::MissingRow, expr.id, linear.knots.len());
        }
        let knots: Vec<i128> = linear.knots.iter().map(|(knot, _)| *knot).filter(|knot| range.contains(*knot)).collect();
        for knot in knots {
            self.edge(&linear.subject, linear.subject.span, expr.span, knot, range);
        }
    }

    fn lookup(&mut self, expr: &Expr, lookup: &'p Lookup) {
        let Some(table) = self.program.tables.get(lookup.table.0 as usize) else { return };
        let Some(column) = table.columns.get(lookup.column as usize) else { return };
        for (position, row) in table.rows.iter().enumerate() {
            if row.keys.iter().zip(&lookup.keys).all(|(pattern, key)| can_accept(pattern, key)) {
                let aim = Aim::Cell { table: table.name.clone(), column: column.name.clone() };
                self.row(row.span, aim, expr.id, position);
            }
        }
        for (position, key) in lookup.keys.iter().enumerate() {
            let patterns = table.rows.iter().filter_map(|row| Some((row.keys.get(position)?, row.span)));
            self.edges(key, table.span, patterns);
        }
    }
}

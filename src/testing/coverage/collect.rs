//! The points of a policy.
//!
//! In: a checked program. Out: every point with the observations that cover it. A function is written once and expanded at each
//! call: points at one place are one point, covered where any call covers it. A point is left out only where the ranges of the
//! checker rule it out.

use super::narrowed;
use super::near::{Locals, Reach, Steps, stands_for, whole};
use super::outcomes::{self, can_accept, orders};
use super::{Aim, Coverage, Measure, Outcome, Point, Probe, Side, Sign};
use crate::diagnostic::Lang;
use crate::explain::show;
use crate::ir::Program;
use crate::ir::expr::{Choose, DatedRow, Expr, ExprId, ExprKind, Linear, Lookup, When};
use crate::ir::table::Pattern;
use crate::ir::walk;
use crate::source::{FileId, Span};
use crate::value::Value;
use crate::value::decimal;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

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
    sorted.sort_by(|(_, a), (_, b)| (a.span, a.measure).cmp(&(b.span, b.measure)));
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

struct Collector<'p> {
    program: &'p Program,
    file: FileId,
    locals: &'p Locals<'p>,
    steps: Steps<'p>,
    points: Vec<Point>,
    known: HashMap<(Span, Aim), usize>,
    probes: Vec<Probe>,
    places: Vec<(ExprId, Span)>,
    /// What is left of the left side of a guard where it is reached.
    narrowed: HashMap<ExprId, Range>,
}

impl<'p> Collector<'p> {
    /// Adds a point, once for a place, and an observation that covers it. What the standard units bring is no point.
    fn point(&mut self, measure: Measure, span: Span, aim: Aim, expr: ExprId, sign: Sign) {
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

    fn row(&mut self, span: Span, aim: Aim, expr: ExprId, row: usize) {
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
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Call(_)
            | ExprKind::Builtin(..) => {}
        }
    }

    fn condition(&mut self, expr: &Expr) {
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

    fn dated(&mut self, expr: &Expr, rows: &[DatedRow]) {
        for (position, row) in rows.iter().enumerate() {
            self.row(row.value.span, Aim::DatedRow(row.from), expr.id, position);
            if position > 0 {
                for side in [Side::Below, Side::At, Side::Above] {
                    let aim = Aim::DatedEdge { from: row.from, side };
                    self.point(Measure::Edges, row.value.span, aim, expr.id, Sign::Dated(row.from, side));
                }
            }
        }
    }

    /// The edges of rows over one subject: an edge between two rows is one edge, and stands with the first of them. The end of
    /// what the subject can be is no edge.
    fn edges<'r>(&mut self, subject: &'p Expr, named: Span, rows: impl IntoIterator<Item = (&'r Pattern, Span)>) {
        let Some(range) = outcomes::range(&subject.ty) else { return };
        let mut found: BTreeMap<i128, Span> = BTreeMap::new();
        for (pattern, span) in rows {
            let accepted = match pattern {
                Pattern::Between(accepted) => std::slice::from_ref(accepted),
                Pattern::AnyOf(ranges) => ranges.as_slice(),
                Pattern::Members(_) | Pattern::Texts(_) | Pattern::Missing | Pattern::Anything | Pattern::Otherwise | Pattern::Never => &[],
            };
            for accepted in accepted {
                for upper in [accepted.low, accepted.high.saturating_add(1)] {
                    if range.low < upper && upper <= range.high {
                        found.entry(upper).or_insert(span);
                    }
                }
            }
        }
        for (upper, place) in found {
            self.edge(subject, named, place, written(upper, &subject.ty), range);
        }
    }

    fn edge(&mut self, subject: &'p Expr, named: Span, place: Span, at: i128, range: Range) {
        let value = match &subject.ty {
            Type::Date(_) => i32::try_from(at).map_or(Value::Missing, |day| Value::Date(crate::value::calendar::Day(day))),
            Type::Number(_) | Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => Value::Number(at),
        };
        let shown = show(&value, &subject.ty, self.program, Lang::En);
        let reach = self.steps.reach(subject, None);
        for (possible, side) in [(range.low < at, Side::Below), (true, Side::At), (at < range.high, Side::Above)] {
            if possible {
                let aim = Aim::Edge { subject: named, at: shown.clone(), side };
                self.point(Measure::Edges, place, aim, subject.id, Sign::Near(at, reach, side));
            }
        }
    }

    /// The edge of a comparison: where its two sides are equal. A figure of a table is an edge in every row.
    fn meeting(&mut self, expr: &Expr, left: &'p Expr, right: &'p Expr) {
        let (Some(a), Some(b)) = (outcomes::range(&left.ty), outcomes::range(&right.ty)) else { return };
        let a = self.narrowed.get(&expr.id).copied().unwrap_or(a);
        let turned = (a.single().is_some() && b.single().is_none()) || (self.cell(left).is_some() && self.cell(right).is_none());
        let (subject, other, of_subject, of_other) = if turned { (right, left, b, a) } else { (left, right, a, b) };
        let reach = self.steps.reach(subject, of_other.single().is_none().then_some(other));
        if let Some((id, lookup)) = self.cell(other) {
            self.cell_edges(expr, subject, other, (id, lookup), of_subject);
            return;
        }
        for side in sides(of_subject, of_other) {
            let sign = Sign::Meets { other: other.id, row: None, reach, side };
            self.point(Measure::Edges, expr.span, Aim::Meeting(side), subject.id, sign);
        }
    }

    fn cell_edges(&mut self, expr: &Expr, subject: &'p Expr, other: &'p Expr, (id, lookup): (ExprId, &'p Lookup), range: Range) {
        let Some(table) = self.program.tables.get(lookup.table.0 as usize) else { return };
        let Some(column) = table.columns.get(lookup.column as usize) else { return };
        let reach: Reach = self.steps.reach(subject, None);
        for (position, row) in table.rows.iter().enumerate() {
            let cell = row.cells.get(lookup.column as usize).and_then(whole);
            let raised = cell.and_then(|cell| decimal::scale_up(cell, u32::from(other.ty.scale().saturating_sub(column.ty.scale()))));
            let Some(edge) = raised.filter(|_| row.keys.iter().zip(&lookup.keys).all(|(pattern, key)| can_accept(pattern, key))) else { continue };
            for side in sides(range, Range::point(edge)) {
                let aim = Aim::CellEdge { comparison: expr.span, column: column.name.clone(), side };
                let sign = Sign::Meets { other: other.id, row: Some((id, position as u32)), reach, side };
                self.point(Measure::Edges, row.span, aim, subject.id, sign);
            }
        }
    }

    /// The look-up that a side of a comparison is, behind names, parameters and rescaling.
    fn cell(&self, expr: &'p Expr) -> Option<(ExprId, &'p Lookup)> {
        let mut found = expr;
        loop {
            found = match &found.kind {
                ExprKind::Lookup(lookup) => return Some((found.id, lookup)),
                ExprKind::Rescale(inner) => inner,
                _ => stands_for(self.program, self.locals, found)?,
            };
        }
    }
}

/// The sides on which a value of one range can lie of one of another.
fn sides(subject: Range, other: Range) -> impl Iterator<Item = Side> {
    orders(subject, other).map(|order| match order {
        Ordering::Less => Side::Below,
        Ordering::Equal => Side::At,
        Ordering::Greater => Side::Above,
    })
}

/// The edge between `upper` and the value before it, as a policy writes it: the rounder of the two, in doubt the upper.
fn written(upper: i128, ty: &Type) -> i128 {
    let zeros = |value: i128| match value {
        0 => u32::MAX,
        value => (0..38).take_while(|places| decimal::power_of_ten(places + 1).is_some_and(|power| value % power == 0)).count() as u32,
    };
    match ty {
        Type::Number(_) if zeros(upper - 1) > zeros(upper) => upper - 1,
        Type::Number(_) | Type::Date(_) | Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => upper,
    }
}

#[cfg(test)]
mod tests {
    use super::{Range, Type, written};
    use crate::value::dimension::Dimension;
    use crate::value::ty::Number;
    use crate::value::unit::Unit;

    #[test]
    fn an_edge_is_the_rounder_neighbour() {
        let ty = Type::Number(Number {
            dimension: Dimension::none(),
            scale: 4,
            range: Range { low: 0, high: 9999 },
            unit: std::sync::Arc::new(Unit::plain()),
        });
        assert_eq!((written(5500, &ty), written(5501, &ty), written(4, &ty), written(1, &ty)), (5500, 5500, 4, 0));
        assert_eq!(written(5501, &Type::Date(Range { low: 0, high: 9999 })), 5501);
    }
}

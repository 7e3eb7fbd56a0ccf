//! The points of an expression and of its parts, each where it is reached.
//!
//! In: an expression and a reader of the records that get there. Out: its points, for the collector. A point is left out only
//! where `region` proves that no such record covers it.

use super::collect::Collector;
use super::{Aim, Measure, Sign};
use crate::diagnostic::Lang;
use crate::explain::show;
use crate::ir::expr::{Choose, Expr, ExprKind, Linear, Lookup, When};
use crate::ir::walk;
use crate::region::{Possible, Reader};
use crate::value::Value;
use crate::value::range::Range;
use crate::value::ty::Type;

/// How many expressions one question may look at.
const STEPS: u32 = 2_000;

/// What an expression can be for the records that get there.
pub(super) fn possible<'p>(here: &mut Reader<'p>, expr: &'p Expr) -> Possible {
    here.allow(STEPS);
    here.possible(expr)
}

/// The records among these for which something holds besides; `None` if there are none.
fn under<'p>(here: &Reader<'p>, assume: impl FnOnce(&mut Reader<'p>) -> bool) -> Option<Reader<'p>> {
    let mut inside = here.clone();
    inside.allow(STEPS);
    (assume(&mut inside) && inside.checks_again()).then_some(inside)
}

impl<'p> Collector<'p> {
    /// The points of an expression that is computed for these records.
    pub(super) fn expr(&mut self, expr: &'p Expr, here: &mut Reader<'p>) {
        match &expr.kind {
            ExprKind::Compare(_, left, right) => {
                self.condition(expr, here);
                self.meeting(expr, left, right, here);
            }
            ExprKind::Matches(subject, pattern) => {
                self.condition(expr, here);
                self.edges(subject, subject.span, [(pattern, expr.span)], here);
            }
            // `is not missing` and `not in` are one condition, the one that is written.
            ExprKind::Not(inner) => {
                if inner.span == expr.span {
                    self.negated.insert(inner.id);
                    self.condition(expr, here);
                }
            }
            ExprKind::StartsWith(..) | ExprKind::IsMissing(_) => self.condition(expr, here),
            ExprKind::Field(_) if expr.ty == Type::Bool => self.condition(expr, here),
            ExprKind::Lookup(lookup) => self.lookup(expr, lookup, here),
            ExprKind::Default(first, second) => return self.default(expr, (first, second), here),
            ExprKind::If(condition, then, otherwise) => return self.if_else(expr, condition, (then, otherwise), here),
            ExprKind::When(when) => return self.when(expr, when, here),
            ExprKind::Choose(choose) => return self.choose(expr, choose, here),
            ExprKind::Linear(linear) => return self.linear(expr, linear, here),
            ExprKind::Dated(rows) => return self.dated(expr, rows, here),
            ExprKind::Call(call) => {
                call.arguments.iter().for_each(|(_, argument)| self.expr(argument, here));
                here.allow(STEPS);
                here.enter(call);
                return self.expr(&call.body, here);
            }
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
            | ExprKind::Builtin(..) => {}
        }
        walk::children(expr).into_iter().for_each(|part| self.expr(part, here));
    }

    /// An expression that is computed for the records of a region, if there are any.
    pub(super) fn within(&mut self, expr: &'p Expr, region: Option<Reader<'p>>) {
        if let Some(mut inside) = region {
            self.expr(expr, &mut inside);
        }
    }

    fn condition(&mut self, expr: &'p Expr, here: &mut Reader<'p>) {
        if self.negated.contains(&expr.id) {
            return;
        }
        let can = possible(here, expr);
        let values = [(can.may_hold(), Some(true)), (can.may_fail(), Some(false)), (can.missing, None)];
        for (_, truth) in values.into_iter().filter(|(possible, _)| *possible) {
            let value = truth.map_or(Value::Missing, Value::Bool);
            self.value(Measure::Conditions, expr.span, Aim::Truth(truth), expr.id, value);
        }
    }

    fn default(&mut self, expr: &'p Expr, (first, second): (&'p Expr, &'p Expr), here: &mut Reader<'p>) {
        self.expr(first, here);
        let there = under(here, |inside| inside.assume_missing(first, false));
        let missing = under(here, |inside| inside.assume_missing(first, true));
        for (row, taken, region) in [(0, false, &there), (1, true, &missing)] {
            if region.is_some() {
                self.point(Measure::Branches, expr.span, Aim::Default { taken }, expr.id, Sign::Row(row));
            }
        }
        self.within(second, missing);
    }

    fn if_else(&mut self, expr: &'p Expr, condition: &'p Expr, (then, otherwise): (&'p Expr, &'p Expr), here: &mut Reader<'p>) {
        self.expr(condition, here);
        for (row, truth, value) in [(0, true, then), (1, false, otherwise)] {
            let taken = truth_of(here, condition, truth);
            if taken.is_some() {
                self.point(Measure::Branches, condition.span, Aim::If(truth), expr.id, Sign::Row(row));
            }
            self.within(value, taken);
        }
    }

    fn when(&mut self, expr: &'p Expr, when: &'p When, here: &Reader<'p>) {
        // Each guard stands in what the guards before it leave.
        let mut rest = Some(here.clone());
        let mut unclear = false;
        for (position, row) in when.rows.iter().enumerate() {
            let Some(mut reached) = rest else { break };
            self.expr(&row.guard, &mut reached);
            unclear |= possible(&mut reached, &row.guard).missing;
            let taken = truth_of(&mut reached, &row.guard, true);
            rest = truth_of(&mut reached, &row.guard, false);
            if taken.is_some() {
                self.row(row.guard.span, Aim::Row, expr.id, position);
            }
            for (_, truth) in [(taken.is_some(), true), (rest.is_some(), false)].into_iter().filter(|(possible, _)| *possible) {
                self.value(Measure::Branches, row.guard.span, Aim::Guard(truth), row.guard.id, Value::Bool(truth));
            }
            self.within(&row.value, taken);
        }
        if rest.is_some() {
            self.row(when.otherwise.span, Aim::Otherwise, expr.id, when.rows.len());
        }
        self.within(&when.otherwise, rest);
        if let Some(missing) = when.missing.as_deref().filter(|_| unclear) {
            self.row(missing.span, Aim::MissingRow, expr.id, when.rows.len() + 1);
            self.within(missing, Some(here.clone()));
        }
    }

    fn choose(&mut self, expr: &'p Expr, choose: &'p Choose, here: &mut Reader<'p>) {
        for (column, subject) in choose.subjects.iter().enumerate() {
            self.expr(subject, here);
            let patterns = choose.rows.iter().filter_map(|row| Some((row.patterns.get(column)?, row.span)));
            self.edges(subject, subject.span, patterns, here);
        }
        let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| possible(here, subject)).collect();
        for (position, row) in choose.rows.iter().enumerate() {
            let Some(met) = here.row(choose, position, &subjects) else { continue };
            let taken = under(here, |inside| choose.subjects.iter().zip(&met).all(|(subject, to)| inside.narrow(subject, to)));
            if taken.is_some() {
                self.row(row.span, Aim::Row, expr.id, position);
            }
            self.within(&row.value, taken);
        }
    }

    fn linear(&mut self, expr: &'p Expr, linear: &'p Linear, here: &mut Reader<'p>) {
        self.expr(&linear.subject, here);
        let found = possible(here, &linear.subject);
        if let Some(missing) = linear.missing.as_deref().filter(|_| found.missing) {
            self.row(missing.span, Aim::MissingRow, expr.id, linear.knots.len());
            self.within(missing, under(here, |inside| inside.assume_missing(&linear.subject, true)));
        }
        let Some(range) = found.range() else { return };
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
        let knots: Vec<i128> = linear.knots.iter().map(|(knot, _)| *knot).filter(|knot| range.contains(*knot)).collect();
        for knot in knots {
            self.edge(&linear.subject, linear.subject.span, expr.span, knot, range);
        }
    }

    fn lookup(&mut self, expr: &'p Expr, lookup: &'p Lookup, here: &mut Reader<'p>) {
        let Some(table) = self.program.tables.get(lookup.table.0 as usize) else { return };
        let Some(column) = table.columns.get(lookup.column as usize) else { return };
        for position in rows_in_reach(lookup, here) {
            let Some(row) = table.rows.get(position) else { continue };
            let aim = Aim::Cell { table: table.name.clone(), column: column.name.clone() };
            self.row(row.span, aim, expr.id, position);
        }
        for (position, key) in lookup.keys.iter().enumerate() {
            let patterns = table.rows.iter().filter_map(|row| Some((row.keys.get(position)?, row.span)));
            self.edges(key, table.span, patterns, here);
        }
    }
}

/// The records for which a condition certainly has this truth.
fn truth_of<'p>(here: &mut Reader<'p>, condition: &'p Expr, truth: bool) -> Option<Reader<'p>> {
    let can = possible(here, condition);
    let may = if truth { can.may_hold() } else { can.may_fail() };
    under(here, |inside| may && inside.assume(condition, truth))
}

/// The rows of a table that some record looks up.
pub(super) fn rows_in_reach<'p>(lookup: &'p Lookup, here: &mut Reader<'p>) -> Vec<usize> {
    let keys: Vec<Possible> = lookup.keys.iter().map(|key| possible(here, key)).collect();
    here.looked_up(lookup, &keys)
}

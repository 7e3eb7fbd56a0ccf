//! Edges: where values must lie at, just below and just above.
//!
//! In: rows over a subject, knots, dated rows, comparisons. Out: a point for each side of each edge that the subject can reach.
//! The end of what it can be is no edge.

use super::collect::Collector;
use super::near::{Reach, stands_for, whole};
use super::paths::{possible, rows_in_reach};
use super::{Aim, Measure, Side, Sign};
use crate::diagnostic::Lang;
use crate::explain::{in_percent, show};
use crate::ir::expr::{DatedRow, Expr, ExprId, ExprKind, Lookup};
use crate::ir::table::Pattern;
use crate::region::Reader;
use crate::source::Span;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::cmp::Ordering;
use std::collections::BTreeMap;

impl<'p> Collector<'p> {
    /// A dated row counts as a row, and its first day as an edge.
    pub(super) fn dated(&mut self, expr: &'p Expr, rows: &'p [DatedRow], here: &Reader<'p>) {
        let days = here.region().as_of();
        for (position, row) in rows.iter().enumerate() {
            let from = i128::from(row.from.0);
            let until = rows.get(position + 1).map_or(i128::MAX, |next| i128::from(next.from.0) - 1);
            let Some(current) = Range::new(from.max(days.low), until.min(days.high)) else { continue };
            self.row(row.value.span, Aim::DatedRow(row.from), expr.id, position);
            let sides = [(from - 1, Side::Below), (from, Side::At), (from + 1, Side::Above)];
            for (_, side) in sides.into_iter().filter(|(day, _)| position > 0 && days.contains(*day)) {
                let aim = Aim::DatedEdge { from: row.from, side };
                self.point(Measure::Edges, row.value.span, aim, expr.id, Sign::Dated(row.from, side));
            }
            let mut inside = here.clone();
            let reached = current == days || inside.within_days(current);
            self.within(&row.value, reached.then_some(inside));
        }
    }

    /// The edges of rows over one subject: an edge between two rows is one edge, and stands with the first of them. The end of
    /// what the subject can be is no edge.
    pub(super) fn edges<'r>(&mut self, subject: &'p Expr, named: Span, rows: impl IntoIterator<Item = (&'r Pattern, Span)>, here: &mut Reader<'p>) {
        let Some(range) = possible(here, subject).range() else { return };
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

    pub(super) fn edge(&mut self, subject: &'p Expr, named: Span, place: Span, at: i128, range: Range) {
        let value = match &subject.ty {
            Type::Date(_) => i32::try_from(at).map_or(Value::Missing, |day| Value::Date(Day(day))),
            Type::Number(_) | Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => Value::Number(at),
        };
        let shown = show(&value, &subject.ty, self.program, Lang::En);
        let percent = in_percent(&subject.ty).map(|ty| show(&value, &ty, self.program, Lang::En));
        let reach = self.steps.reach(subject, None);
        for (possible, side) in [(range.low < at, Side::Below), (true, Side::At), (at < range.high, Side::Above)] {
            if possible {
                let aim = Aim::Edge { subject: named, at: shown.clone(), percent: percent.clone(), side };
                self.point(Measure::Edges, place, aim, subject.id, Sign::Near(at, reach, side));
            }
        }
    }

    /// The edge of a comparison: where its two sides are equal. A figure of a table is an edge in every row.
    pub(super) fn meeting(&mut self, expr: &Expr, left: &'p Expr, right: &'p Expr, here: &mut Reader<'p>) {
        let (Some(a), Some(b)) = (possible(here, left).range(), possible(here, right).range()) else { return };
        let turned = (a.single().is_some() && b.single().is_none()) || (self.cell(left).is_some() && self.cell(right).is_none());
        let (subject, other, of_subject, of_other) = if turned { (right, left, b, a) } else { (left, right, a, b) };
        let reach = self.steps.reach(subject, of_other.single().is_none().then_some(other));
        if let Some((id, lookup)) = self.cell(other) {
            self.cell_edges(expr, subject, other, (id, lookup), of_subject, here);
            return;
        }
        for side in here.orders(subject, other).map(side) {
            let sign = Sign::Meets { other: other.id, row: None, reach, side };
            self.point(Measure::Edges, expr.span, Aim::Meeting(side), subject.id, sign);
        }
    }

    fn cell_edges(
        &mut self,
        expr: &Expr,
        subject: &'p Expr,
        other: &'p Expr,
        (id, lookup): (ExprId, &'p Lookup),
        range: Range,
        here: &mut Reader<'p>,
    ) {
        let Some(table) = self.program.tables.get(lookup.table.0 as usize) else { return };
        let Some(column) = table.columns.get(lookup.column as usize) else { return };
        let reach: Reach = self.steps.reach(subject, None);
        for position in rows_in_reach(lookup, here) {
            let Some(row) = table.rows.get(position) else { continue };
            let cell = row.cells.get(lookup.column as usize).and_then(whole);
            let raised = cell.and_then(|cell| decimal::scale_up(cell, u32::from(other.ty.scale().saturating_sub(column.ty.scale()))));
            let Some(edge) = raised else { continue };
            let sides = [(range.low < edge, Side::Below), (range.contains(edge), Side::At), (range.high > edge, Side::Above)];
            for (_, side) in sides.into_iter().filter(|(possible, _)| *possible) {
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

fn side(order: Ordering) -> Side {
    match order {
        Ordering::Less => Side::Below,
        Ordering::Equal => Side::At,
        Ordering::Greater => Side::Above,
    }
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

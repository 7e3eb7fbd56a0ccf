//! Sums, products, quotients.
//!
//! Operations with constants are brought to `x × factor ÷ divisor`; the terms of a sum that are tables are added beforehand.

use super::super::graph::{Node, NodeId, NumberKind};
use super::super::tabled::{Tabled, combinations};
use super::{Lowered, Lowering, Numbers, range_of};
use crate::ir::expr::{Expr, ExprKind};
use crate::value::Value;
use crate::value::decimal::{self, Rounding};
use crate::value::range::Range;

/// Terms of a sum are added beforehand where they have at most so many combinations: a larger table leaves the nearest cache.
const SUMMED: usize = 1024;

impl Lowering<'_> {
    /// A function of numbers, where all are tables; the others as columns with their common mark.
    fn tabled_or(
        &mut self,
        parts: &[&Lowered],
        function: &mut dyn FnMut(&[i128]) -> Option<i128>,
    ) -> Result<Lowered, (Vec<Numbers>, Option<NodeId>)> {
        let tables: Option<Vec<&Tabled>> = parts
            .iter()
            .map(|part| match part {
                Lowered::Tabled(tabled) => Some(tabled),
                Lowered::Numbers(_) | Lowered::Texts(_) => None,
            })
            .collect();
        let mut values = |values: &[&Value]| {
            let numbers: Option<Vec<i128>> = values.iter().map(|value| value.mantissa()).collect();
            // What does not fit cannot occur: the checker has proved it.
            numbers.and_then(|numbers| function(&numbers)).map_or(Value::Missing, Value::Number)
        };
        if let Some(tabled) = tables.and_then(|tables| self.graph.tabulate(&tables, &mut values)) {
            return Ok(Lowered::Tabled(tabled));
        }
        let numbers: Vec<Numbers> = parts.iter().map(|part| self.numbers(part)).collect();
        let present = self.all(&numbers.iter().map(|numbers| numbers.present).collect::<Vec<Option<NodeId>>>());
        Err((numbers, present))
    }

    pub(super) fn unary(
        &mut self,
        inner: &Lowered,
        function: &mut dyn FnMut(i128) -> Option<i128>,
        node: impl FnOnce(NodeId) -> Node,
        range: Range,
    ) -> Lowered {
        let mut single = |numbers: &[i128]| numbers.first().and_then(|x| function(*x));
        match self.tabled_or(&[inner], &mut single) {
            Ok(tabled) => tabled,
            Err((numbers, present)) => {
                let Some(Numbers { x, .. }) = numbers.first() else { return super::nothing() };
                let x = self.graph.add(node(*x), Some(range));
                Lowered::Numbers(Numbers { x, present, kind: NumberKind::Number })
            }
        }
    }

    pub(super) fn binary(
        &mut self,
        [left, right]: [&Lowered; 2],
        function: &mut dyn FnMut(i128, i128) -> Option<i128>,
        node: impl FnOnce(NodeId, NodeId) -> Node,
        range: Range,
        kind: NumberKind,
    ) -> Lowered {
        let mut both = |numbers: &[i128]| match numbers {
            [left, right] => function(*left, *right),
            _ => None,
        };
        match self.tabled_or(&[left, right], &mut both) {
            Ok(tabled) => tabled,
            Err((numbers, present)) => {
                let [left, right] = numbers.as_slice() else { return super::nothing() };
                let x = self.graph.add(node(left.x, right.x), Some(range));
                Lowered::Numbers(Numbers { x, present, kind })
            }
        }
    }

    pub(super) fn rescale(&mut self, expr: &Expr, inner: &Expr) -> Lowered {
        let by = u32::from(expr.ty.scale().saturating_sub(inner.ty.scale()));
        let (inner, range) = (self.lower(inner), range_of(&expr.ty, self.program));
        let factor = decimal::power_of_ten(by).unwrap_or(1);
        self.unary(&inner, &mut |x| decimal::scale_up(x, by), |x| Node::Scale { x, factor }, range)
    }

    pub(super) fn negate(&mut self, inner: &Expr) -> Lowered {
        let (range, inner) = (range_of(&inner.ty, self.program).negate(), self.lower(inner));
        self.unary(&inner, &mut |x| Some(-x), |x| Node::Scale { x, factor: -1 }, range)
    }

    /// A sum of any number of terms.
    pub(super) fn sum(&mut self, expr: &Expr) -> Lowered {
        let mut terms: Vec<(bool, Lowered)> = Vec::new();
        self.terms(expr, false, &mut terms);
        self.total(terms, range_of(&expr.ty, self.program))
    }

    /// The terms of a sum, and whether they are taken away.
    fn terms(&mut self, expr: &Expr, negative: bool, terms: &mut Vec<(bool, Lowered)>) {
        match &expr.kind {
            ExprKind::Add(left, right) => {
                self.terms(left, negative, terms);
                self.terms(right, negative, terms);
            }
            ExprKind::Subtract(left, right) => {
                self.terms(left, negative, terms);
                self.terms(right, !negative, terms);
            }
            _ => {
                let term = self.lower(expr);
                terms.push((negative, term));
            }
        }
    }

    pub(super) fn total(&mut self, terms: Vec<(bool, Lowered)>, range: Range) -> Lowered {
        let mut tables: Vec<Tabled> = Vec::new();
        let mut columns: Vec<(bool, Numbers)> = Vec::new();
        for (negative, term) in terms {
            match term {
                Lowered::Tabled(tabled) if negative => {
                    tables.push(tabled.map(|value| value.mantissa().map_or(Value::Missing, |x| Value::Number(-x))))
                }
                Lowered::Tabled(tabled) => tables.push(tabled),
                term @ (Lowered::Numbers(_) | Lowered::Texts(_)) => {
                    let numbers = self.numbers(&term);
                    columns.push((negative, numbers));
                }
            }
        }
        let mut groups: Vec<Tabled> = Vec::new();
        for table in tables {
            let place = groups.iter().position(|group| combinations(&[group, &table]) <= SUMMED.max(group.cells.len()).max(table.cells.len()));
            match place.and_then(|place| groups.get_mut(place)) {
                Some(group) => {
                    if let Some(sum) = super::super::tabled::combine(&[&*group, &table], usize::MAX, &mut added) {
                        *group = sum;
                    }
                }
                None => groups.push(table),
            }
        }
        if columns.is_empty()
            && let [group] = groups.as_slice()
        {
            return Lowered::Tabled(group.clone());
        }
        // A difference before a sum: the first column must not be taken away.
        columns.sort_by_key(|(negative, _)| *negative);
        let nought = |value: &Value| *value == Value::Number(0);
        let tables: Vec<Numbers> =
            groups.into_iter().filter(|group| !group.cells.iter().all(nought)).map(|group| self.numbers(&Lowered::Tabled(group))).collect();
        let present: Vec<Option<NodeId>> = columns.iter().map(|(_, column)| column.present).chain(tables.iter().map(|table| table.present)).collect();
        let present = self.all(&present);
        let mut known: Option<NodeId> = None;
        for (negative, next) in tables.into_iter().map(|table| (false, table)).chain(columns) {
            // Sums on the way wrap around where they do not fit, and come back: only the last one has to fit.
            known = Some(match (known, negative) {
                (None, false) => next.x,
                (None, true) => self.graph.add(Node::Scale { x: next.x, factor: -1 }, Some(range)),
                (Some(known), false) => self.graph.add(Node::Add(known, next.x), Some(range)),
                (Some(known), true) => self.graph.add(Node::Subtract(known, next.x), Some(range)),
            });
        }
        known.map_or(Lowered::Tabled(Tabled::constant(Value::Number(0))), |x| Lowered::Numbers(Numbers { x, present, kind: NumberKind::Number }))
    }

    pub(super) fn multiply(&mut self, expr: &Expr, left: &Expr, right: &Expr) -> Lowered {
        let drop = (u32::from(left.ty.scale()) + u32::from(right.ty.scale())).saturating_sub(u32::from(expr.ty.scale()));
        let range = range_of(&expr.ty, self.program);
        let (left, right) = (self.lower(left), self.lower(right));
        let divisor = decimal::power_of_ten(drop).unwrap_or(i128::MAX);
        for (column, constant) in [(&left, &right), (&right, &left)] {
            if let (Lowered::Numbers(_), Lowered::Tabled(tabled)) = (column, constant)
                && let Some(Value::Number(constant)) = tabled.single()
            {
                return self.ratio(column, *constant, divisor, Rounding::HalfAway, range);
            }
        }
        let mut product = |x: i128, y: i128| decimal::multiply(x, y, drop, Rounding::HalfAway);
        let exact = match (&left, &right) {
            (Lowered::Tabled(_), Lowered::Tabled(_)) => None,
            _ => {
                let (a, b) = (self.numbers(&left), self.numbers(&right));
                self.graph.range(a.x).multiply(self.graph.range(b.x), 0)
            }
        };
        match exact {
            Some(exact) if drop > 0 => {
                let product = self.binary([&left, &right], &mut |x, y| x.checked_mul(y), Node::Multiply, exact, NumberKind::Number);
                self.ratio(&product, 1, divisor, Rounding::HalfAway, range)
            }
            Some(_) => self.binary([&left, &right], &mut product, Node::Multiply, range, NumberKind::Number),
            None => self.binary([&left, &right], &mut product, |left, right| Node::MultiplyDrop { left, right, drop }, range, NumberKind::Number),
        }
    }

    /// `x × factor ÷ divisor`, rounded; the divisor is positive.
    pub(super) fn ratio(&mut self, x: &Lowered, factor: i128, divisor: i128, rounding: Rounding, range: Range) -> Lowered {
        if factor < 0 {
            // Rounding is mirrored with the number.
            let mirrored = match rounding {
                Rounding::Floor => Rounding::Ceil,
                Rounding::Ceil => Rounding::Floor,
                Rounding::HalfAway | Rounding::HalfEven | Rounding::Truncate => rounding,
            };
            let magnitude = self.ratio(x, -factor, divisor, mirrored, range.negate());
            return self.unary(&magnitude, &mut |x| Some(-x), |x| Node::Scale { x, factor: -1 }, range);
        }
        // A product with the cells of a table: the factor goes into the cells.
        if let (Lowered::Numbers(numbers), 1) = (x, divisor)
            && let Node::Multiply(left, right) = self.graph.node(numbers.x).clone()
        {
            for (table, other) in [(left, right), (right, left)] {
                if let Node::Cells { index, cells } = self.graph.node(table).clone()
                    && let Some(scaled) = cells.iter().map(|cell| cell.checked_mul(factor)).collect::<Option<Vec<i128>>>()
                    && let (Some(low), Some(high)) = (scaled.iter().min().copied(), scaled.iter().max().copied())
                {
                    let table = self.graph.add(Node::Cells { index, cells: scaled.into() }, Some(Range { low, high }));
                    let x = self.graph.add(Node::Multiply(table, other), Some(range));
                    return Lowered::Numbers(Numbers { x, ..*numbers });
                }
            }
        }
        let common = decimal::greatest_common(factor.max(1).unsigned_abs(), divisor.max(1).unsigned_abs()) as i128;
        let (factor, divisor) = (factor / common, divisor / common);
        let mut value = |x: i128| decimal::multiply_divide(x, factor, divisor, rounding);
        let node = |x: NodeId| match (factor, divisor) {
            (_, 1) => Node::Scale { x, factor },
            _ => Node::Ratio { x, factor, divisor, rounding },
        };
        match x {
            Lowered::Numbers(_) if (factor, divisor) == (1, 1) => x.clone(),
            Lowered::Numbers(_) if factor == 0 => {
                let there = self.presence(x);
                Lowered::Tabled(there.map(|there| if there.truth() == Some(true) { Value::Number(0) } else { Value::Missing }))
            }
            Lowered::Tabled(_) | Lowered::Numbers(_) | Lowered::Texts(_) => self.unary(x, &mut value, node, range),
        }
    }

    pub(super) fn divide(&mut self, expr: &Expr, left: &Expr, right: &Expr) -> Lowered {
        let shift = i32::from(expr.ty.scale()) + i32::from(right.ty.scale()) - i32::from(left.ty.scale());
        let range = range_of(&expr.ty, self.program);
        let (left, right) = (self.lower(left), self.lower(right));
        if let (Lowered::Numbers(_), Lowered::Tabled(divisor)) = (&left, &right)
            && let Some(Value::Number(divisor)) = divisor.single().filter(|divisor| **divisor != Value::Number(0))
            && let (Some(up), Some(down)) = (decimal::power_of_ten(shift.max(0).unsigned_abs()), decimal::power_of_ten(shift.min(0).unsigned_abs()))
            && let Some(down) = divisor.checked_abs().and_then(|divisor| divisor.checked_mul(down))
        {
            return self.ratio(&left, up * divisor.signum(), down, Rounding::HalfAway, range);
        }
        let mut quotient = |x: i128, y: i128| decimal::divide(x, y, shift, Rounding::HalfAway);
        if let (Lowered::Tabled(a), Lowered::Tabled(b)) = (&left, &right) {
            let mut values = |values: &[&Value]| match values {
                [Value::Number(x), Value::Number(y)] => quotient(*x, *y).map_or(Value::Missing, Value::Number),
                _ => Value::Missing,
            };
            if let Some(tabled) = self.graph.tabulate(&[a, b], &mut values) {
                return Lowered::Tabled(tabled);
            }
        }
        let zero = self.non_zero(&right);
        let node = |left, right| Node::Divide { left, right, shift };
        match self.binary([&left, &right], &mut quotient, node, range, NumberKind::Number) {
            Lowered::Numbers(numbers) => {
                let present = self.all(&[numbers.present, zero]);
                Lowered::Numbers(Numbers { present, ..numbers })
            }
            tabled @ (Lowered::Tabled(_) | Lowered::Texts(_)) => tabled,
        }
    }

    /// A mark that is 1 where a divisor is not zero; `None` where it never is.
    fn non_zero(&mut self, divisor: &Lowered) -> Option<NodeId> {
        match divisor {
            Lowered::Tabled(tabled) => {
                let truth = tabled.map(|value| Value::Bool(*value != Value::Number(0)));
                self.mark(&truth)
            }
            Lowered::Numbers(Numbers { x, .. }) if self.graph.range(*x).contains(0) => Some(self.graph.add(Node::NonZero(*x), None)),
            Lowered::Numbers(_) | Lowered::Texts(_) => None,
        }
    }
}

/// A sum of two values; missing if one is. What does not fit wraps around: what is taken away later brings it back.
fn added(values: &[&Value]) -> Value {
    match values {
        [Value::Number(x), Value::Number(y)] => Value::Number(x.wrapping_add(*y)),
        _ => Value::Missing,
    }
}

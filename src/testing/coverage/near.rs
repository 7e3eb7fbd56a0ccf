//! How near to an edge a value must lie to be just below or just above it.
//!
//! In: what is compared with the edge. Out: [`Reach`]. The nearest value there is would be the ideal; a ratio rarely hits it. So
//! a value counts when it lies no farther from the edge than the greatest of: 1 % of the edge; one step of what is compared,
//! which is the last decimal place of a field, one of what is counted in whole numbers, or the least difference between two
//! totals of points; for an edge at zero, 1 % of the unit. Dates must be neighbours.

use super::Side;
use crate::builtins::Builtin;
use crate::ir::expr::{Expr, ExprKind, LocalId};
use crate::ir::record::FieldKind;
use crate::ir::{Program, SlotId};
use crate::value::Value;
use crate::value::decimal::{self, Decimal, Rounding};
use crate::value::ty::Type;
use std::collections::HashMap;

/// How far from an edge still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// A day.
    Days,
    /// 1 % of the edge, or `step` if that is more, or `zero` at an edge of zero.
    Amount {
        /// One step.
        step: i128,
        /// At an edge of zero.
        zero: i128,
    },
}

impl Reach {
    /// On which side of an edge a value lies, if it is near.
    pub(super) fn side(self, value: i128, edge: i128) -> Option<Side> {
        let farthest = match self {
            Reach::Days => 1,
            Reach::Amount { step, zero } => {
                let share = if edge == 0 { zero } else { (edge / 100).abs() };
                share.max(step)
            }
        };
        let distance = value.checked_sub(edge)?;
        match distance.signum() {
            0 => Some(Side::At),
            sign if distance.abs() <= farthest => Some(if sign < 0 { Side::Below } else { Side::Above }),
            _ => None,
        }
    }
}

/// The whole number that stands for a quantity or a day.
pub(super) fn whole(value: &Value) -> Option<i128> {
    match value {
        Value::Number(mantissa) => Some(*mantissa),
        Value::Date(day) => Some(i128::from(day.0)),
        Value::Missing | Value::Bool(_) | Value::Text(_) | Value::Member(_) => None,
    }
}

/// Expressions bound to the parameters of expanded functions.
pub(super) type Locals<'p> = HashMap<LocalId, &'p Expr>;

/// What a name, a parameter or a call stands for.
pub(super) fn stands_for<'p>(program: &'p Program, locals: &Locals<'p>, expr: &'p Expr) -> Option<&'p Expr> {
    match &expr.kind {
        ExprKind::Slot(id) => Some(&program.slot(*id).expr),
        ExprKind::Local(id) => locals.get(id).copied(),
        ExprKind::Call(call) => Some(call.body.as_ref()),
        _ => None,
    }
}

/// Finds steps; remembers those of named values.
pub(super) struct Steps<'p> {
    program: &'p Program,
    locals: &'p Locals<'p>,
    /// The divisors of named values and of bound ones; each is found once.
    slots: HashMap<SlotId, i128>,
    bound: HashMap<LocalId, i128>,
}

impl<'p> Steps<'p> {
    pub(super) fn new(program: &'p Program, locals: &'p Locals<'p>) -> Steps<'p> {
        let mut steps = Steps { program, locals, slots: HashMap::new(), bound: HashMap::new() };
        // A value refers to values before it only, so that none of this nests deeper than an expression does.
        for (position, slot) in program.slots.iter().enumerate() {
            let found = steps.grain(&slot.expr);
            steps.slots.insert(SlotId(position as u32), found);
        }
        steps
    }

    /// How near to an edge the subject must come. Compared with another figure, the lesser step of the two counts.
    pub(super) fn reach(&mut self, subject: &'p Expr, other: Option<&'p Expr>) -> Reach {
        let Type::Number(number) = &subject.ty else { return Reach::Days };
        let own = self.step(subject);
        let step = other.map_or(own, |other| own.min(self.step(other)));
        let unit = number.unit.to_base(Decimal::PERCENT).and_then(|base| base.rescale(number.scale, Rounding::Floor));
        Reach::Amount { step: step.max(1), zero: unit.map_or(1, |unit| unit.mantissa).max(1) }
    }

    /// One step of a value at its own scale. A quotient of whole numbers moves by no more than one in the greatest divisor.
    fn step(&mut self, expr: &'p Expr) -> i128 {
        match &self.behind(expr).kind {
            ExprKind::Divide(left, right) => {
                let shift = i32::from(expr.ty.scale()) + i32::from(right.ty.scale()) - i32::from(left.ty.scale());
                let greatest = right.ty.number().map_or(0, |number| number.range.low.abs().max(number.range.high.abs()));
                let unit = self.grain(left);
                decimal::divide(unit, greatest.max(1), shift, Rounding::Ceil).unwrap_or(1).max(1)
            }
            _ => self.grain(expr),
        }
    }

    /// What a name or parameter stands for, where its scale is the same.
    fn behind(&self, expr: &'p Expr) -> &'p Expr {
        let mut found = expr;
        while let Some(next) = stands_for(self.program, self.locals, found).filter(|next| next.ty.scale() == expr.ty.scale()) {
            found = next;
        }
        found
    }

    /// A number that divides every value of the expression; 0 where it is never anything but zero or missing.
    fn grain(&mut self, expr: &'p Expr) -> i128 {
        let scale = expr.ty.scale();
        match &expr.kind {
            ExprKind::Constant(value) => whole(value).map_or(0, i128::abs),
            ExprKind::Field(id) => match &self.program.record.field(*id).kind {
                FieldKind::Number { unit, decimals, .. } => {
                    let step = unit.to_base(Decimal { mantissa: 1, scale: *decimals }).and_then(|step| step.rescale(scale, Rounding::Floor));
                    step.map_or(1, |step| step.mantissa).max(1)
                }
                FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => 1,
            },
            ExprKind::Slot(id) if self.program.slot(*id).expr.ty.scale() == scale => self.slots.get(id).copied().unwrap_or(1),
            ExprKind::Local(id) => match (self.bound.get(id), self.locals.get(id).copied()) {
                (Some(known), _) => *known,
                (None, Some(argument)) if argument.ty.scale() == scale => {
                    let found = self.grain(argument);
                    self.bound.insert(*id, found);
                    found
                }
                (None, _) => 1,
            },
            ExprKind::Rescale(inner) => decimal::scale_up(self.grain(inner), u32::from(scale - inner.ty.scale())).unwrap_or(1),
            ExprKind::Negate(inner) => self.grain(inner),
            ExprKind::Add(left, right) | ExprKind::Subtract(left, right) | ExprKind::Default(left, right) | ExprKind::If(_, left, right) => {
                self.common([left.as_ref(), right.as_ref()])
            }
            ExprKind::Multiply(left, right) if left.ty.scale() + right.ty.scale() == scale => {
                self.grain(left).checked_mul(self.grain(right)).unwrap_or(1)
            }
            ExprKind::When(when) => {
                let rows = when.rows.iter().map(|row| &row.value);
                self.common(rows.chain([when.otherwise.as_ref()]).chain(when.missing.as_deref()))
            }
            ExprKind::Choose(choose) => self.common(choose.rows.iter().map(|row| &row.value)),
            ExprKind::Dated(rows) => self.common(rows.iter().map(|row| &row.value)),
            ExprKind::Lookup(lookup) => {
                let table = self.program.tables.get(lookup.table.0 as usize);
                let cells = table.into_iter().flat_map(|table| &table.rows).filter_map(|row| row.cells.get(lookup.column as usize));
                cells.filter_map(whole).fold(0, divisor)
            }
            ExprKind::Call(call) if call.body.ty.scale() == scale => self.grain(&call.body),
            ExprKind::Builtin(Builtin::Min | Builtin::Max | Builtin::Clamp | Builtin::Abs | Builtin::Sum | Builtin::SumPresent, arguments)
                if arguments.iter().all(|argument| argument.ty.scale() == scale) =>
            {
                self.common(arguments)
            }
            ExprKind::Slot(_)
            | ExprKind::Multiply(..)
            | ExprKind::Divide(..)
            | ExprKind::Linear(_)
            | ExprKind::Call(_)
            | ExprKind::Builtin(..)
            | ExprKind::AsOf
            | ExprKind::Compare(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Matches(..)
            | ExprKind::StartsWith(..)
            | ExprKind::IsMissing(_) => 1,
        }
    }

    fn common(&mut self, parts: impl IntoIterator<Item = &'p Expr>) -> i128 {
        parts.into_iter().fold(0, |found, part| divisor(found, self.grain(part)))
    }
}

/// The greatest common divisor; 0 has every divisor.
fn divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::{Reach, Side, divisor};

    #[test]
    fn near_is_within_one_percent_or_one_step() {
        let reach = Reach::Amount { step: 1, zero: 7 };
        assert_eq!(reach.side(1000, 1000), Some(Side::At));
        assert_eq!((reach.side(990, 1000), reach.side(989, 1000)), (Some(Side::Below), None));
        assert_eq!((reach.side(1010, 1000), reach.side(1011, 1000)), (Some(Side::Above), None));
        assert_eq!((reach.side(-990, -1000), reach.side(-1011, -1000)), (Some(Side::Above), None));
        assert_eq!((reach.side(4, 5), reach.side(3, 5)), (Some(Side::Below), None));
        assert_eq!((reach.side(-7, 0), reach.side(8, 0)), (Some(Side::Below), None));
    }

    #[test]
    fn dates_are_neighbours() {
        assert_eq!((Reach::Days.side(20_001, 20_000), Reach::Days.side(19_998, 20_000)), (Some(Side::Above), None));
    }

    #[test]
    fn divisors() {
        assert_eq!((divisor(0, 12), divisor(20, 12), divisor(-5, 0)), (12, 4, 5));
    }
}

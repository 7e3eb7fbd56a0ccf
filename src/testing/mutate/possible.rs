//! Values that an expression can have, where they are few.
//!
//! In: a checked program. Out: for an expression all its numbers, or nothing where they are many or hard to tell. Points of
//! bands and their sums are few. Not what `region` tells, which is one range: here the gaps between the values count, since an edge
//! moved within a gap changes nothing.

use crate::builtins::Builtin;
use crate::ir::Program;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::FieldKind;
use crate::value::Value;
use crate::value::decimal;
use std::collections::BTreeSet;

/// All numbers it can be, apart from missing; `None`: not known.
pub type Possible = Option<BTreeSet<i128>>;

/// More than this are many.
const MANY: usize = 1000;
/// More pairs than this are not added up.
const PAIRS: usize = 100_000;

/// Of every slot.
#[must_use]
pub fn of_slots(program: &Program) -> Vec<Possible> {
    let mut known = Vec::with_capacity(program.slots.len());
    for slot in &program.slots {
        let values = of(&slot.expr, program, &known);
        known.push(values);
    }
    known
}

/// Of an expression, where those of the slots before it are known.
#[must_use]
pub fn of(expr: &Expr, program: &Program, known: &[Possible]) -> Possible {
    let values = |expr: &Expr| of(expr, program, known);
    let any = |parts: Vec<&Expr>| {
        parts.into_iter().try_fold(BTreeSet::new(), |all, part| Some(all.into_iter().chain(values(part)?).collect::<BTreeSet<i128>>()))
    };
    let found: Possible = match &expr.kind {
        ExprKind::Constant(Value::Number(number)) => Some(BTreeSet::from([*number])),
        ExprKind::Constant(Value::Missing) => Some(BTreeSet::new()),
        ExprKind::Constant(Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_)) => None,
        ExprKind::Field(id) => match &program.record.field(*id).kind {
            FieldKind::Number { range, .. } if range.high.checked_sub(range.low).is_some_and(|width| width < 100) => {
                Some((range.low..=range.high).collect())
            }
            _ => None,
        },
        ExprKind::Slot(id) => known.get(id.0 as usize).cloned().flatten(),
        ExprKind::Rescale(inner) => {
            let by = u32::from(expr.ty.scale() - inner.ty.scale());
            values(inner)?.into_iter().map(|value| decimal::scale_up(value, by)).collect()
        }
        ExprKind::Add(left, right) => sums(values(left)?, &values(right)?),
        ExprKind::Builtin(Builtin::Sum, parts) => {
            let same_scale = parts.iter().all(|part| part.ty.scale() == expr.ty.scale());
            let start = same_scale.then(|| BTreeSet::from([0]))?;
            parts.iter().try_fold(start, |all, part| sums(all, &values(part)?))
        }
        ExprKind::Default(left, right) | ExprKind::If(_, left, right) => any(vec![left, right]),
        ExprKind::When(when) => any(when.rows.iter().map(|row| &row.value).chain([when.otherwise.as_ref()]).chain(when.missing.as_deref()).collect()),
        ExprKind::Choose(choose) => any(choose.rows.iter().map(|row| &row.value).collect()),
        ExprKind::Dated(rows) => any(rows.iter().map(|row| &row.value).collect()),
        ExprKind::Call(call) => values(&call.body),
        ExprKind::Local(_)
        | ExprKind::AsOf
        | ExprKind::Negate(_)
        | ExprKind::Subtract(..)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..)
        | ExprKind::Compare(..)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Matches(..)
        | ExprKind::StartsWith(..)
        | ExprKind::IsMissing(_)
        | ExprKind::Linear(_)
        | ExprKind::Lookup(_)
        | ExprKind::Builtin(..) => None,
    };
    found.filter(|values| values.len() <= MANY)
}

fn sums(left: BTreeSet<i128>, right: &BTreeSet<i128>) -> Possible {
    if left.len().saturating_mul(right.len()) > PAIRS {
        return None;
    }
    let mut all = BTreeSet::new();
    for one in &left {
        for other in right {
            all.insert(one.checked_add(*other)?);
        }
    }
    (all.len() <= MANY).then_some(all)
}

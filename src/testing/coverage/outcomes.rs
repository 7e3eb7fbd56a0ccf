//! What a condition can come to, as far as types and ranges tell.
//!
//! In: a condition. Out: which truth values it can have. An outcome is left out only where the ranges that the checker found
//! rule it out.

use crate::ir::expr::{Expr, ExprKind};
use crate::ir::table::Pattern;
use crate::value::Value;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::cmp::Ordering;

/// Which truth values a condition can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcomes {
    /// It can hold.
    pub(super) holds: bool,
    /// It can fail to hold.
    pub(super) fails: bool,
}

impl Outcomes {
    const BOTH: Outcomes = Outcomes { holds: true, fails: true };
}

/// The range of a quantity or a date.
pub(super) fn range(ty: &Type) -> Option<Range> {
    match ty {
        Type::Number(number) => Some(number.range),
        Type::Date(range) => Some(*range),
        Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => None,
    }
}

/// How a value of one range can lie to one of another.
pub(super) fn orders(left: Range, right: Range) -> impl Iterator<Item = Ordering> {
    let less = (left.low < right.high).then_some(Ordering::Less);
    let equal = left.meet(right).map(|_| Ordering::Equal);
    let greater = (left.high > right.low).then_some(Ordering::Greater);
    [less, equal, greater].into_iter().flatten()
}

/// Whether a value of the type, missing where that is possible, can be accepted.
pub(super) fn can_accept(pattern: &Pattern, subject: &Expr) -> bool {
    let meets = |accepted: &Range| range(&subject.ty).is_none_or(|range| accepted.meet(range).is_some());
    match pattern {
        Pattern::Between(accepted) => meets(accepted),
        Pattern::AnyOf(ranges) => ranges.iter().any(meets),
        Pattern::Missing => subject.missing.is_some(),
        Pattern::Never => false,
        Pattern::Members(members) => !members.is_empty(),
        Pattern::Texts(texts) => !texts.is_empty(),
        Pattern::Anything | Pattern::Otherwise => true,
    }
}

/// Which truth values a condition can have.
pub(super) fn of(condition: &Expr) -> Outcomes {
    match &condition.kind {
        ExprKind::Constant(Value::Bool(truth)) => Outcomes { holds: *truth, fails: !*truth },
        ExprKind::Compare(comparison, left, right) => match (range(&left.ty), range(&right.ty)) {
            (Some(a), Some(b)) => {
                let can = |truth: bool| orders(a, b).any(|order| comparison.holds(order) == truth);
                Outcomes { holds: can(true), fails: can(false) }
            }
            _ => Outcomes::BOTH,
        },
        ExprKind::Matches(subject, pattern) => {
            let all = match (pattern, range(&subject.ty)) {
                (Pattern::Between(accepted), Some(range)) => accepted.covers(range),
                _ => false,
            };
            Outcomes { holds: can_accept(pattern, subject), fails: !all }
        }
        ExprKind::IsMissing(subject) => Outcomes { holds: subject.missing.is_some(), fails: true },
        ExprKind::Not(inner) => {
            let Outcomes { holds, fails } = of(inner);
            Outcomes { holds: fails, fails: holds }
        }
        ExprKind::And(parts) => {
            let parts: Vec<Outcomes> = parts.iter().map(of).collect();
            Outcomes { holds: parts.iter().all(|part| part.holds), fails: parts.iter().any(|part| part.fails) }
        }
        ExprKind::Or(parts) => {
            let parts: Vec<Outcomes> = parts.iter().map(of).collect();
            Outcomes { holds: parts.iter().any(|part| part.holds), fails: parts.iter().all(|part| part.fails) }
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
        | ExprKind::StartsWith(..)
        | ExprKind::Default(..)
        | ExprKind::If(..)
        | ExprKind::When(_)
        | ExprKind::Choose(_)
        | ExprKind::Linear(_)
        | ExprKind::Lookup(_)
        | ExprKind::Dated(_)
        | ExprKind::Call(_)
        | ExprKind::Builtin(..) => Outcomes::BOTH,
    }
}

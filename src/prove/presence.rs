//! Whether a value's being missing has to do with a field.
//!
//! In: an expression. Out: whether it is there in both of two records that differ in the field only, or in neither, the field itself
//! being there in both.

use super::direction::Walk;
use crate::builtins::Builtin;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::walk;

impl<'w> Walk<'w> {
    /// Whether an expression is missing does not change with the field.
    pub(super) fn is_steady(&mut self, expr: &'w Expr) -> bool {
        if !self.reads_field(expr) || !self.possible(expr).missing {
            return true;
        }
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::Field(_) | ExprKind::AsOf | ExprKind::IsMissing(_) => true,
            ExprKind::Slot(id) => match self.world.slots.get(id.0 as usize) {
                Some(slot) => self.is_steady(&slot.expr),
                None => true,
            },
            ExprKind::Rescale(_)
            | ExprKind::Negate(_)
            | ExprKind::Add(..)
            | ExprKind::Subtract(..)
            | ExprKind::Multiply(..)
            | ExprKind::Compare(..)
            | ExprKind::Not(_)
            | ExprKind::Matches(..)
            | ExprKind::StartsWith(..)
            | ExprKind::Dated(_) => walk::children(expr).into_iter().all(|part| self.is_steady(part)),
            ExprKind::Divide(left, right) => {
                let certain = !self.reads_field(right) || self.possible(right).range().is_none_or(|range| !range.contains(0));
                certain && self.is_steady(left) && self.is_steady(right)
            }
            ExprKind::Linear(linear) => self.is_steady(&linear.subject) && linear.missing.as_deref().is_none_or(|missing| self.is_steady(missing)),
            ExprKind::Default(first, second) => self.is_steady(first) && self.is_steady(second),
            ExprKind::Builtin(builtin, arguments) => match builtin {
                Builtin::Sqrt => {
                    let negative = |walk: &mut Walk<'w>, part| walk.possible(part).range().is_some_and(|range| range.low < 0);
                    arguments.iter().all(|part| self.is_steady(part) && (!negative(self, part) || !self.reads_field(part)))
                }
                _ => arguments.iter().all(|part| self.is_steady(part)),
            },
            ExprKind::Call(call) => {
                self.enter(call);
                self.is_steady(&call.body)
            }
            ExprKind::Local(id) => match self.bound(*id) {
                Some(argument) => self.is_steady(argument),
                None => false,
            },
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::If(..) | ExprKind::When(_) | ExprKind::Choose(_) | ExprKind::Lookup(_) => false,
        }
    }
}

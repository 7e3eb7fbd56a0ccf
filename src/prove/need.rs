//! What a record that breaks a claim has to bring about.
//!
//! In: conditions and the truth they need. Out: the same in smaller parts: all of several, or one of several.

use crate::ir::expr::{Expr, ExprKind};
use crate::region::{Possible, Reader, World};

/// A condition and what it has to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need<'w> {
    /// The condition.
    pub(super) expr: &'w Expr,
    /// Its truth; `None`: missing.
    pub(super) truth: Option<bool>,
}

impl<'w> Need<'w> {
    /// A condition of some truth.
    pub(super) fn of(expr: &'w Expr, truth: bool) -> Need<'w> {
        Need { expr, truth: Some(truth) }
    }

    /// Narrows the region to it; false where no record is so.
    pub(super) fn is_taken_in(self, reader: &mut Reader<'w>) -> bool {
        match self.truth {
            Some(truth) => reader.assume(self.expr, truth),
            None => reader.assume_missing(self.expr, true),
        }
    }

    /// Whether it can be, given what its condition can be.
    pub(super) fn can_be(self, possible: &Possible) -> bool {
        match self.truth {
            Some(true) => possible.may_hold(),
            Some(false) => possible.may_fail(),
            None => possible.missing,
        }
    }

    /// The ways in which it can come about, each a list of smaller needs; `None` where it has no parts.
    fn ways(self, world: World<'w>) -> Option<Vec<Vec<Need<'w>>>> {
        let truth = self.truth?;
        let all = |parts: &'w [Expr]| vec![parts.iter().map(|part| Need::of(part, truth)).collect::<Vec<Need<'w>>>()];
        let any = |parts: &'w [Expr]| parts.iter().map(|part| vec![Need::of(part, truth)]).collect::<Vec<Vec<Need<'w>>>>();
        match &self.expr.kind {
            ExprKind::Slot(id) => world.slots.get(id.0 as usize).map(|slot| vec![vec![Need::of(&slot.expr, truth)]]),
            ExprKind::Not(inner) => Some(vec![vec![Need::of(inner, !truth)]]),
            ExprKind::And(parts) => Some(if truth { all(parts) } else { any(parts) }),
            ExprKind::Or(parts) => Some(if truth { any(parts) } else { all(parts) }),
            ExprKind::If(condition, then, otherwise) => {
                Some(vec![vec![Need::of(condition, true), Need::of(then, truth)], vec![Need::of(condition, false), Need::of(otherwise, truth)]])
            }
            ExprKind::Default(first, second) => {
                Some(vec![vec![Need::of(first, truth)], vec![Need { expr: first, truth: None }, Need::of(second, truth)]])
            }
            _ => None,
        }
    }
}

/// Takes needs apart as far as there is one way only.
pub(super) fn apart<'w>(world: World<'w>, needs: &[Need<'w>]) -> Vec<Need<'w>> {
    let mut done = Vec::new();
    let mut open: Vec<Need<'w>> = needs.iter().rev().copied().collect();
    while let Some(need) = open.pop() {
        match need.ways(world) {
            Some(ways) if ways.len() == 1 => open.extend(ways.into_iter().flatten().rev()),
            _ => done.push(need),
        }
    }
    done
}

/// The ways in which the first need that has several can come about, beside the others.
pub(super) fn ways<'w>(world: World<'w>, needs: &[Need<'w>]) -> Option<Vec<Vec<Need<'w>>>> {
    let (position, found) = needs.iter().enumerate().find_map(|(position, need)| Some((position, need.ways(world)?)))?;
    let before = || needs.iter().take(position).copied();
    let after = || needs.iter().skip(position + 1).copied();
    Some(found.into_iter().map(|way| before().chain(way).chain(after()).collect()).collect())
}

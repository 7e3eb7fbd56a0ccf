//! Which fields an expression reads.
//!
//! In: an expression. Out: the fields that it, and every name it uses, is computed from. A field that is not among them cannot
//! change the value.

use crate::ir::SlotId;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::FieldId;
use crate::ir::walk;
use crate::region::World;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The fields an expression is computed from.
#[must_use]
pub fn depends(world: World<'_>, expr: &Expr) -> BTreeSet<FieldId> {
    Dependences::default().of(world, expr)
}

/// The fields of every name met so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Dependences {
    slots: HashMap<SlotId, Arc<BTreeSet<FieldId>>>,
}

impl Dependences {
    /// The fields an expression is computed from; what arguments are bound to is not looked at.
    pub(super) fn of(&mut self, world: World<'_>, expr: &Expr) -> BTreeSet<FieldId> {
        // Names are met with an explicit stack: they may follow each other in a long row.
        let mut open = slots_of(expr);
        while let Some(id) = open.last().copied() {
            let Some(slot) = world.slots.get(id.0 as usize).filter(|_| !self.slots.contains_key(&id)) else {
                open.pop();
                continue;
            };
            let before: Vec<SlotId> = slots_of(&slot.expr).into_iter().filter(|id| !self.slots.contains_key(id)).collect();
            if before.is_empty() {
                let fields = self.gathered(&slot.expr);
                self.slots.insert(id, Arc::new(fields));
                open.pop();
            } else {
                open.extend(before);
            }
        }
        self.gathered(expr)
    }

    fn gathered(&self, expr: &Expr) -> BTreeSet<FieldId> {
        let mut found = BTreeSet::new();
        walk::each(expr, &mut |part| match &part.kind {
            ExprKind::Field(id) => {
                found.insert(*id);
            }
            ExprKind::Slot(id) => found.extend(self.slots.get(id).into_iter().flat_map(|fields| fields.iter().copied())),
            _ => {}
        });
        found
    }
}

fn slots_of(expr: &Expr) -> Vec<SlotId> {
    let mut found = Vec::new();
    walk::each(expr, &mut |part| {
        if let ExprKind::Slot(id) = part.kind {
            found.push(id);
        }
    });
    found
}

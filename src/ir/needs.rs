//! What a value needs: which other values, which fields, whether the reference date.
//!
//! In: a program and one of its slots. Out: what is used on the way to it. Evaluates nothing.

use super::expr::ExprKind;
use super::record::FieldId;
use super::{Program, SlotId, walk};
use std::collections::BTreeSet;

/// What a value needs.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// For each slot, whether it is used.
    pub slots: Vec<bool>,
    /// The fields.
    pub fields: BTreeSet<FieldId>,
    /// Whether the reference date is read.
    pub date: bool,
}

impl Needs {
    /// What these slots need, themselves included.
    #[must_use]
    pub fn of(program: &Program, wanted: &[SlotId]) -> Needs {
        let mut needs = Needs { slots: vec![false; program.slots.len()], ..Needs::default() };
        let mut open: Vec<SlotId> = wanted.to_vec();
        while let Some(id) = open.pop() {
            let Some(place) = needs.slots.get_mut(id.0 as usize) else { continue };
            if std::mem::replace(place, true) {
                continue;
            }
            walk::each(&program.slot(id).expr, &mut |part| match &part.kind {
                ExprKind::Field(field) => {
                    needs.fields.insert(*field);
                }
                ExprKind::Slot(other) => open.push(*other),
                ExprKind::AsOf | ExprKind::Dated(_) => needs.date = true,
                ExprKind::Constant(_)
                | ExprKind::Local(_)
                | ExprKind::Rescale(_)
                | ExprKind::Negate(_)
                | ExprKind::Add(..)
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
                | ExprKind::Default(..)
                | ExprKind::If(..)
                | ExprKind::When(_)
                | ExprKind::Choose(_)
                | ExprKind::Linear(_)
                | ExprKind::Lookup(_)
                | ExprKind::Call(_)
                | ExprKind::Builtin(..) => {}
            });
        }
        needs
    }
}

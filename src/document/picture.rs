//! What is computed from what.
//!
//! In: the slots of a policy. Out: a graph of fields, indicators, values and results; weights, groups and conditions count as the
//! score or eligibility they belong to, params are left out.

use super::Block;
use super::outline::Desk;
use crate::chart::{Graph, Node, NodeKind};
use crate::ir::expr::ExprKind;
use crate::ir::scheme::{Clause, Condition, Parts};
use crate::ir::{SlotId, SlotKind, walk};

/// A picture with more boxes leaves the fields out.
const MOST: usize = 70;

/// The picture; nothing where nothing is computed.
pub(super) fn picture(desk: &Desk<'_>) -> Vec<Block> {
    let program = desk.program;
    let fields = program.record.fields.len();
    let mut nodes: Vec<Node> = program.record.fields.iter().map(|field| Node { label: field.label.clone(), kind: NodeKind::Given }).collect();
    let mut owners: Vec<Option<usize>> = vec![None; program.slots.len()];
    for (position, slot) in program.slots.iter().enumerate() {
        let kind = match slot.kind {
            SlotKind::Let | SlotKind::Decision | SlotKind::IndicatorPoints => NodeKind::Between,
            SlotKind::Output | SlotKind::Score | SlotKind::Grade | SlotKind::Eligibility => NodeKind::Result,
            SlotKind::Param | SlotKind::IndicatorValue | SlotKind::Weight | SlotKind::Contribution | SlotKind::Group | SlotKind::Condition => {
                continue;
            }
        };
        if let Some(owner) = owners.get_mut(position) {
            *owner = Some(nodes.len());
        }
        nodes.push(Node { label: slot.label.clone(), kind });
    }
    for (part, whole) in parts(desk) {
        let owner = owners.get(whole.0 as usize).copied().flatten();
        if let Some(place) = owners.get_mut(part.0 as usize) {
            *place = owner;
        }
    }
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for (slot, owner) in program.slots.iter().zip(&owners) {
        let Some(to) = owner else { continue };
        walk::each(&slot.expr, &mut |expr| {
            let from = match &expr.kind {
                ExprKind::Field(id) => Some(id.0 as usize),
                ExprKind::Slot(id) => owners.get(id.0 as usize).copied().flatten(),
                _ => None,
            };
            if let Some(from) = from.filter(|from| from != to && !edges.contains(&(*from, *to))) {
                edges.push((from, *to));
            }
        });
    }
    if nodes.len() == fields {
        return Vec::new();
    }
    let title = desk.say("What is computed from what", "计算关系");
    let shown = |node: usize| (nodes.len() <= MOST || node >= fields) && edges.iter().any(|(from, to)| *from == node || *to == node);
    let kept: Vec<usize> = (0..nodes.len()).filter(|node| shown(*node)).collect();
    let place = |node: usize| kept.iter().position(|kept| *kept == node);
    let edges: Vec<(usize, usize)> = edges.iter().filter_map(|(from, to)| Some((place(*from)?, place(*to)?))).collect();
    let nodes: Vec<Node> = nodes.iter().zip(0usize..).filter(|(_, node)| kept.contains(node)).map(|(node, _)| node.clone()).collect();
    if nodes.is_empty() { Vec::new() } else { vec![Block::Picture(Graph { title, nodes, edges })] }
}

/// Slots that are part of another one, and which.
fn parts(desk: &Desk<'_>) -> Vec<(SlotId, SlotId)> {
    let mut parts = Vec::new();
    for indicator in &desk.program.indicators {
        parts.extend(indicator.value.map(|value| (value, indicator.points)));
    }
    for score in &desk.program.scores {
        parts.extend(score.groups.iter().map(|group| (group.slot, score.slot)));
        parts.extend(score.all_items().flat_map(|item| item.weight.into_iter().chain([item.contribution])).map(|part| (part, score.slot)));
    }
    for one in &desk.program.eligibilities {
        for clause in &one.clauses {
            match clause {
                Clause::Require(condition) | Clause::Veto(condition) | Clause::Direct(condition) => conditions(condition, one.slot, &mut parts),
            }
        }
    }
    parts
}

fn conditions(condition: &Condition, whole: SlotId, into: &mut Vec<(SlotId, SlotId)>) {
    into.push((condition.slot, whole));
    match &condition.parts {
        Parts::Single => {}
        Parts::Any(parts) | Parts::All(parts) => parts.iter().for_each(|part| conditions(part, whole, into)),
    }
}

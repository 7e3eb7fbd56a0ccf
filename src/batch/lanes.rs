//! Where the lanes of a node are read.
//!
//! In: a node and a block. Out: its lanes. Numbers of the table are read where they stand.

use super::graph::{Node, NodeId};
use super::plan::Plan;
use super::run::{Block, Numbers, Scratch};
use super::schedule::Bank;
use crate::value::Value;
use crate::value::column::Lanes;

impl Plan {
    /// The lanes of a number.
    pub(super) fn numbers<'s>(&self, scratch: &'s Scratch, block: Block<'s>, id: NodeId) -> Numbers<'s> {
        if let Node::Field(field) = self.graph.node(id) {
            let rows = block.base..block.base + block.rows;
            match block.fields.get(*field as usize).map(|column| &column.lanes) {
                Some(Lanes::Number(lanes)) => return Numbers::Narrow(lanes.get(rows).unwrap_or_default()),
                Some(Lanes::Wide(lanes)) => return Numbers::Wide(lanes.get(rows).unwrap_or_default()),
                _ => {}
            }
        }
        match self.schedule.at(id) {
            Some(place) if place.bank == Bank::Narrow => Numbers::Narrow(part(&scratch.narrow, place.slot, block.rows)),
            Some(place) => Numbers::Wide(part(&scratch.wide, place.slot, block.rows)),
            None => Numbers::Narrow(&[]),
        }
    }

    /// The lanes of a code.
    pub(super) fn codes<'s>(&self, scratch: &'s Scratch, id: NodeId, rows: usize) -> &'s [u8] {
        self.schedule.at(id).map_or(&[], |place| part(&scratch.codes, place.slot, rows))
    }

    /// The lanes of an index.
    pub(super) fn index<'s>(&self, scratch: &'s Scratch, id: NodeId, rows: usize) -> &'s [u16] {
        self.schedule.at(id).map_or(&[], |place| part(&scratch.index, place.slot, rows))
    }

    /// The handles of texts.
    pub(super) fn handles<'s>(&self, scratch: &'s Scratch, id: NodeId, rows: usize) -> &'s [u64] {
        self.schedule.at(id).map_or(&[], |place| part(&scratch.texts, place.slot, rows))
    }

    /// Values of any kind.
    pub(super) fn values<'s>(&self, scratch: &'s Scratch, id: NodeId, rows: usize) -> &'s [Value] {
        self.schedule.at(id).map_or(&[], |place| part(&scratch.values, place.slot, rows))
    }
}

impl Numbers<'_> {
    /// A lane.
    pub(super) fn get(self, row: usize) -> i128 {
        match self {
            Numbers::Narrow(lanes) => lanes.get(row).copied().map_or(0, i128::from),
            Numbers::Wide(lanes) => lanes.get(row).copied().unwrap_or(0),
        }
    }
}

fn part<T>(bank: &[Vec<T>], slot: u16, rows: usize) -> &[T] {
    bank.get(usize::from(slot)).and_then(|lanes| lanes.get(..rows)).unwrap_or_default()
}

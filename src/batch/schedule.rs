//! In which order nodes are computed, where their lanes stand, and which need not be computed at all.
//!
//! In: the graph and the nodes that are wanted. Out: steps, each after those it needs; lanes that nobody needs any more are used
//! again. What is needed for one alternative only is guarded by its mark: a block in which no record takes the alternative skips it.

use super::demand::Widths;
use super::graph::{Class, Graph, Node, NodeId};
use std::collections::BTreeMap;

/// Where the lanes of a node stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    /// What kind of lanes.
    pub bank: Bank,
    /// Which of them.
    pub slot: u16,
}

/// Kinds of lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Bank {
    /// Codes.
    Code,
    /// Positions.
    Index,
    /// Numbers of 64 bits.
    Narrow,
    /// Numbers of 128 bits.
    Wide,
    /// Texts.
    Text,
    /// Values.
    Values,
}

/// A node to be computed.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// The node.
    pub node: NodeId,
    /// Needed only where this mark has this code.
    pub guard: Option<(NodeId, u8)>,
}

/// The whole order.
#[derive(Debug, Default)]
pub(super) struct Schedule {
    /// Nodes in an order in which each can be computed.
    pub steps: Vec<Step>,
    /// Where each node stands, by node.
    pub places: Vec<Option<Place>>,
    /// How many of each kind of lanes there are.
    pub sizes: BTreeMap<Bank, u16>,
}

/// Alternatives that must be taken for a node to be needed, outermost first.
type Path = Vec<(NodeId, u8)>;

impl Schedule {
    /// Orders what the wanted nodes need.
    pub(super) fn of(graph: &Graph, widths: &Widths, wanted: &[NodeId]) -> Schedule {
        let guards = guards(graph, wanted);
        let mut schedule = Schedule { places: vec![None; graph.len()], ..Schedule::default() };
        let mut seen = vec![false; graph.len()];
        for node in wanted {
            schedule.visit(graph, &guards, *node, &mut seen);
        }
        schedule.place(graph, widths, wanted);
        schedule
    }

    fn visit(&mut self, graph: &Graph, guards: &[Option<Path>], node: NodeId, seen: &mut [bool]) {
        match seen.get_mut(node.0 as usize) {
            Some(seen) if !*seen => *seen = true,
            _ => return,
        }
        let path = guards.get(node.0 as usize).cloned().flatten().unwrap_or_default();
        for (mark, _) in &path {
            self.visit(graph, guards, *mark, seen);
        }
        for operand in graph.node(node).operands() {
            self.visit(graph, guards, operand, seen);
        }
        self.steps.push(Step { node, guard: path.last().copied() });
    }

    /// Gives each node its lanes. Constants and what is wanted keep theirs.
    fn place(&mut self, graph: &Graph, widths: &Widths, wanted: &[NodeId]) {
        let mut last = vec![0usize; graph.len()];
        for (position, step) in self.steps.iter().enumerate() {
            let used = graph.node(step.node).operands().into_iter().chain(step.guard.map(|(mark, _)| mark)).chain([step.node]);
            for node in used {
                if let Some(last) = last.get_mut(node.0 as usize) {
                    *last = position;
                }
            }
        }
        for node in wanted {
            if let Some(last) = last.get_mut(node.0 as usize) {
                *last = usize::MAX;
            }
        }
        let mut free: BTreeMap<Bank, Vec<u16>> = BTreeMap::new();
        for (position, step) in self.steps.iter().enumerate() {
            let node = graph.node(step.node);
            let bank = bank(node, widths, step.node);
            let is_constant = matches!(node, Node::Constant(_));
            let reused = if is_constant { None } else { free.get_mut(&bank).and_then(Vec::pop) };
            let slot = reused.unwrap_or_else(|| {
                let size = self.sizes.entry(bank).or_default();
                *size += 1;
                *size - 1
            });
            if let Some(place) = self.places.get_mut(step.node.0 as usize) {
                *place = Some(Place { bank, slot });
            }
            // Only now: a step never writes over what it reads.
            let mut ended: Vec<NodeId> = node.operands();
            ended.extend(step.guard.map(|(mark, _)| mark));
            ended.push(step.node);
            ended.sort_unstable();
            ended.dedup();
            for ended in ended {
                let over = last.get(ended.0 as usize) == Some(&position);
                let constant = matches!(graph.node(ended), Node::Constant(_));
                if let (true, false, Some(Some(place))) = (over, constant, self.places.get(ended.0 as usize)) {
                    free.entry(place.bank).or_default().push(place.slot);
                }
            }
        }
    }

    /// Where a node stands.
    pub(super) fn at(&self, node: NodeId) -> Option<Place> {
        self.places.get(node.0 as usize).copied().flatten()
    }
}

fn bank(node: &Node, widths: &Widths, id: NodeId) -> Bank {
    match node.class() {
        Class::Code => Bank::Code,
        Class::Index => Bank::Index,
        Class::Number if widths.is_narrow(id) => Bank::Narrow,
        Class::Number => Bank::Wide,
        Class::Text => Bank::Text,
        Class::Values => Bank::Values,
    }
}

/// For each node the alternatives under which alone it is needed; `None` where it is not needed at all.
fn guards(graph: &Graph, wanted: &[NodeId]) -> Vec<Option<Path>> {
    let mut paths: Vec<Option<Path>> = vec![None; graph.len()];
    let need = |paths: &mut Vec<Option<Path>>, node: NodeId, path: &[(NodeId, u8)]| {
        if let Some(known) = paths.get_mut(node.0 as usize) {
            *known = Some(match known.take() {
                None => path.to_vec(),
                Some(known) => known.into_iter().zip(path).take_while(|(a, b)| a == *b).map(|(a, _)| a).collect(),
            });
        }
    };
    for node in wanted {
        need(&mut paths, *node, &[]);
    }
    for position in (0..graph.len()).rev() {
        let id = NodeId(position as u32);
        let Some(path) = paths.get(position).cloned().flatten() else { continue };
        match graph.node(id) {
            Node::Select { mark, yes, no } | Node::TextSelect { mark, yes, no } => {
                need(&mut paths, *mark, &path);
                for (operand, code) in [(yes, 1), (no, 0)] {
                    let mut longer = path.clone();
                    longer.push((*mark, code));
                    need(&mut paths, *operand, &longer);
                }
            }
            node => node.operands().into_iter().for_each(|operand| need(&mut paths, operand, &path)),
        }
    }
    paths
}

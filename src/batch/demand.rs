//! How much of a number matters, and how many bits it needs.
//!
//! In: the graph, and the nodes whose every digit is wanted. Out: for each number the interval outside which its users cannot tell one
//! value from another, and whether 64 bits hold it. A ratio that only decides a band may be as large as it likes: beyond the last
//! cut it is all the same.

use super::graph::{Class, Graph, Node, NodeId};
use crate::value::column;
use crate::value::range::Range;

/// Quotients in a window this wide are computed from an estimate.
const ESTIMATED: i128 = 1 << 50;
/// Divisors below this leave room for the remainder in 64 bits.
const DIVISOR: i128 = 1 << 61;
/// Numbers beyond this matter no more than this one.
const FAR: i128 = i128::MAX / 4;

/// What is known about the numbers of each node.
#[derive(Debug)]
pub(super) struct Widths {
    demands: Vec<Option<Range>>,
    held: Vec<Range>,
    narrow: Vec<bool>,
}

impl Widths {
    /// Works it out; `wide_fields` are those whose lanes have 128 bits.
    pub(super) fn of(graph: &Graph, wanted: &[NodeId], wide_fields: &[bool]) -> Widths {
        let mut widths = Widths { demands: vec![None; graph.len()], held: vec![Range::point(0); graph.len()], narrow: vec![true; graph.len()] };
        for node in wanted {
            widths.demand(*node, everything());
        }
        for position in (0..graph.len()).rev() {
            widths.spread(graph, NodeId(position as u32));
        }
        let mut saturated = vec![false; graph.len()];
        for position in 0..graph.len() {
            let id = NodeId(position as u32);
            if graph.node(id).class() != Class::Number {
                continue;
            }
            let (held, cut) = widths.holds(graph, id, &saturated);
            let narrow = match graph.node(id) {
                Node::Field(field) => wide_fields.get(*field as usize) != Some(&true),
                _ => column::is_narrow(held),
            };
            if let (Some(place), Some(mark), Some(width)) =
                (widths.held.get_mut(position), saturated.get_mut(position), widths.narrow.get_mut(position))
            {
                (*place, *mark, *width) = (held, cut, narrow);
            }
        }
        widths
    }

    /// Whether the lanes of a number have 64 bits.
    pub(super) fn is_narrow(&self, id: NodeId) -> bool {
        self.narrow.get(id.0 as usize) == Some(&true)
    }

    /// What stands in the lanes that matter.
    pub(super) fn held(&self, id: NodeId) -> Range {
        self.held.get(id.0 as usize).copied().unwrap_or(everything())
    }

    /// The window of a quotient that can be estimated: outside it only the side matters.
    pub(super) fn window(&self, graph: &Graph, id: NodeId) -> Option<(i64, i64)> {
        let Node::Divide { left, right, shift } = graph.node(id) else { return None };
        let range = graph.range(id);
        let demand = self.demands.get(id.0 as usize).copied().flatten().unwrap_or(everything());
        let window = Range { low: demand.low.max(range.low), high: demand.high.min(range.high) };
        let small = |bound: i128| bound.abs() < ESTIMATED;
        let divisor = self.held(*right);
        let down = crate::value::decimal::power_of_ten((*shift).min(0).unsigned_abs())?;
        let largest = divisor.low.unsigned_abs().max(divisor.high.unsigned_abs()).checked_mul(down.unsigned_abs())?;
        let fits = self.is_narrow(*left) && self.is_narrow(*right) && largest < DIVISOR.unsigned_abs();
        // An empty window: whatever comes out is on the same side.
        let (low, high) = (window.low.min(window.high), window.low.max(window.high));
        (fits && small(low) && small(high)).then_some((i64::try_from(low).ok()?, i64::try_from(high).ok()?))
    }

    fn demand(&mut self, id: NodeId, demand: Range) {
        if let Some(known) = self.demands.get_mut(id.0 as usize) {
            *known = Some(known.map_or(demand, |known| known.join(demand)));
        }
    }

    /// What a node's users want of it, it wants of what it is made of.
    fn spread(&mut self, graph: &Graph, id: NodeId) {
        let Some(own) = self.demands.get(id.0 as usize).copied().flatten() else {
            // Codes, texts and values have no window; a number that nobody wants asks for nothing.
            if graph.node(id).class() != Class::Number {
                self.ask(graph, id, everything());
            }
            return;
        };
        self.ask(graph, id, own);
    }

    fn ask(&mut self, graph: &Graph, id: NodeId, own: Range) {
        let node = graph.node(id);
        match node {
            Node::Band { x, cuts, .. } => {
                if let (Some(first), Some(last)) = (cuts.first(), cuts.last()) {
                    self.demand(*x, Range { low: *first - 1, high: *last });
                }
            }
            Node::Linear { x, knots } => {
                if let (Some((first, _)), Some((last, _))) = (knots.first(), knots.last()) {
                    self.demand(*x, Range { low: *first, high: *last });
                }
            }
            Node::Clamp { x, low, high } => self.demand(*x, Range { low: *low, high: *high }),
            Node::Scale { x, factor } if *factor > 0 => {
                let back = |bound: i128| if bound.abs() >= FAR { bound } else { bound / factor };
                self.demand(*x, Range { low: back(own.low).saturating_sub(1), high: back(own.high).saturating_add(1) });
            }
            Node::Ratio { x, factor, divisor, .. } => {
                let back = |bound: i128, slack: i128| match bound.abs() >= FAR {
                    true => bound,
                    false => (bound + slack).checked_mul(*divisor).map_or(bound.signum() * FAR, |product| product / factor + slack),
                };
                self.demand(*x, Range { low: back(own.low, -1), high: back(own.high, 1) });
            }
            Node::Select { yes, no, .. } => {
                self.demand(*yes, own);
                self.demand(*no, own);
            }
            Node::Least(left, right) => {
                let (a, b) = (graph.range(*left).high, graph.range(*right).high);
                self.demand(*left, Range { low: own.low.min(b), high: own.high.min(b) });
                self.demand(*right, Range { low: own.low.min(a), high: own.high.min(a) });
            }
            Node::Greatest(left, right) => {
                let (a, b) = (graph.range(*left).low, graph.range(*right).low);
                self.demand(*left, Range { low: own.low.max(b), high: own.high.max(b) });
                self.demand(*right, Range { low: own.low.max(a), high: own.high.max(a) });
            }
            Node::Field(_)
            | Node::Constant(_)
            | Node::Cells { .. }
            | Node::Add(..)
            | Node::Subtract(..)
            | Node::Multiply(..)
            | Node::MultiplyDrop { .. }
            | Node::Scale { .. }
            | Node::Divide { .. }
            | Node::Absolute(_)
            | Node::NumberOf(_)
            | Node::Present(_)
            | Node::FieldCode { .. }
            | Node::Compare { .. }
            | Node::NonZero(_)
            | Node::Recode { .. }
            | Node::Both(..)
            | Node::Class { .. }
            | Node::TextClass { .. }
            | Node::CodeOf { .. }
            | Node::Index(_)
            | Node::TextField(_)
            | Node::TextCells { .. }
            | Node::TextSelect { .. }
            | Node::TextOf(_)
            | Node::Scalar { .. } => node.operands().into_iter().for_each(|operand| self.demand(operand, everything())),
        }
    }

    /// What the lanes of a number hold, and whether it may be cut off at its window.
    fn holds(&self, graph: &Graph, id: NodeId, saturated: &[bool]) -> (Range, bool) {
        let own = graph.range(id);
        let cut = |operand: &NodeId| saturated.get(operand.0 as usize) == Some(&true);
        let image = |x: &NodeId, factor: i128, divisor: i128| {
            let held = self.held(*x);
            let to = |bound: i128, slack: i128| bound.checked_mul(factor).map_or(bound.signum() * FAR, |product| product / divisor + slack);
            Range { low: to(held.low, -1), high: to(held.high, 1) }
        };
        match graph.node(id) {
            Node::Divide { .. } => match self.window(graph, id) {
                Some((low, high)) => (Range { low: i128::from(low) - 3, high: i128::from(high) + 3 }, true),
                None => (own, false),
            },
            Node::Scale { x, factor } if *factor > 0 && cut(x) => (image(x, *factor, 1), true),
            Node::Ratio { x, factor, divisor, .. } if cut(x) => (image(x, *factor, *divisor), true),
            Node::Select { yes, no, .. } if cut(yes) || cut(no) => (self.held(*yes).join(self.held(*no)), true),
            Node::Least(left, right) | Node::Greatest(left, right) if cut(left) || cut(right) => (self.held(*left).join(self.held(*right)), true),
            _ => (own, false),
        }
    }
}

/// Every digit.
fn everything() -> Range {
    Range { low: -FAR, high: FAR }
}

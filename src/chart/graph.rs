//! What depends on what: boxes in columns, joined by lines from left to right.
//!
//! In: nodes and edges from what is used to what uses it; no circles. Out: a column a step away from the start, boxes ordered so
//! that lines cross little. An edge that would close a circle is left out.

use super::drawing::{Anchor, Area, Drawing, LETTER, Paint, Type, UNIT, WIDTH, cut, place, widest};
use crate::page::Html;

const BOX: i64 = 22 * UNIT;
const ROW: i64 = 29 * UNIT;
/// The room between two columns.
const BETWEEN: i64 = 44 * UNIT;
/// Boxes are no wider, and no narrower where words are cut.
const WIDEST: i64 = 190 * UNIT;
const NARROWEST: i64 = 84 * UNIT;
const PADDING: i64 = 8 * UNIT;
/// How often the order of the columns is improved.
const SWEEPS: usize = 6;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// Given: a field.
    Given,
    /// On the way.
    Between,
    /// A result.
    Result,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub label: String,
    /// Its kind.
    pub kind: NodeKind,
}

/// A graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// What it shows.
    pub title: String,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Pairs of positions: the first is used by the second.
    pub edges: Vec<(usize, usize)>,
}

impl Graph {
    /// The drawing; nothing where there are no nodes.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        if self.nodes.is_empty() {
            return Html::default();
        }
        let edges = self.sound_edges();
        let columns = self.columns(&edges);
        let count = i64::try_from(columns.len()).unwrap_or(1).max(1);
        let wanted = widest(self.nodes.iter().map(|node| node.label.as_str()), WIDEST) + 2 * PADDING;
        let fitting = (WIDTH - (count - 1) * BETWEEN) / count;
        let column = wanted.min(fitting.max(NARROWEST));
        let width = (count * column + (count - 1) * BETWEEN).max(WIDTH);
        let between = if count > 1 { (width - count * column) / (count - 1) } else { 0 };
        let tallest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let height = i64::try_from(tallest).unwrap_or(0) * ROW + 4 * UNIT;
        let mut places = vec![(0, 0); self.nodes.len()];
        for (nodes, step) in columns.iter().zip(0i64..) {
            let free = height - i64::try_from(nodes.len()).unwrap_or(0) * ROW;
            for (node, row) in nodes.iter().zip(0i64..) {
                if let Some(place) = places.get_mut(*node) {
                    *place = (step * (column + between), free / 2 + row * ROW + (ROW - BOX) / 2);
                }
            }
        }
        let mut drawing = Drawing::default();
        for (from, to) in &edges {
            if let (Some(from), Some(to)) = (places.get(*from), places.get(*to)) {
                join(&mut drawing, (from.0 + column, from.1 + BOX / 2), (to.0, to.1 + BOX / 2));
            }
        }
        for (node, at) in self.nodes.iter().zip(&places) {
            draw_node(&mut drawing, node, Area { x: at.0, y: at.1, width: column, height: BOX });
        }
        drawing.finish_wide(width, height, &self.title, &self.says(&edges))
    }

    /// The edges between known nodes that close no circle, each once.
    fn sound_edges(&self) -> Vec<(usize, usize)> {
        let mut sound: Vec<(usize, usize)> = Vec::new();
        for edge in &self.edges {
            let known = edge.0 < self.nodes.len() && edge.1 < self.nodes.len() && edge.0 != edge.1;
            if known && !sound.contains(edge) && !reaches(&sound, edge.1, edge.0) {
                sound.push(*edge);
            }
        }
        sound
    }

    /// The nodes by column: as many steps from the start as the longest way to them has; those that nothing leads to stand just
    /// before what uses them.
    fn columns(&self, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let mut depth = vec![0usize; self.nodes.len()];
        // The longest way has fewer edges than there are nodes.
        for _ in 0..self.nodes.len() {
            let mut changed = false;
            for (from, to) in edges {
                let least = depth.get(*from).map_or(0, |depth| depth + 1);
                if let Some(depth) = depth.get_mut(*to).filter(|depth| **depth < least) {
                    *depth = least;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
        let deepest = depth.iter().copied().max().unwrap_or(0);
        let mut columns = vec![Vec::new(); deepest + 1];
        for (node, depth) in depth.iter().enumerate() {
            if let Some(column) = columns.get_mut(*depth) {
                column.push(node);
            }
        }
        for sweep in 0..SWEEPS {
            self.sort_columns(&mut columns, edges, sweep);
        }
        columns
    }

    /// Puts each node near the middle of its neighbours in the columns before, or after, by turns.
    fn sort_columns(&self, columns: &mut [Vec<usize>], edges: &[(usize, usize)], sweep: usize) {
        let mut place = vec![0u64; self.nodes.len()];
        let measure = |columns: &[Vec<usize>], place: &mut Vec<u64>| {
            for column in columns {
                let share = 1_000_000 / (column.len() as u64).max(1);
                for (node, row) in column.iter().zip(0u64..) {
                    if let Some(place) = place.get_mut(*node) {
                        *place = row * share + share / 2;
                    }
                }
            }
        };
        let order: Vec<usize> = if sweep.is_multiple_of(2) { (0..columns.len()).collect() } else { (0..columns.len()).rev().collect() };
        for position in order {
            measure(columns, &mut place);
            let middle = |node: usize| {
                let neighbours = edges.iter().filter_map(|(from, to)| match sweep % 2 {
                    0 => (*to == node).then_some(*from),
                    _ => (*from == node).then_some(*to),
                });
                let (sum, count) = neighbours.fold((0, 0), |(sum, count), other| (sum + place.get(other).copied().unwrap_or(0), count + 1));
                u64::checked_div(sum, count).unwrap_or_else(|| place.get(node).copied().unwrap_or(0))
            };
            if let Some(column) = columns.get_mut(position) {
                let mut sorted: Vec<(u64, usize)> = column.iter().map(|node| (middle(*node), *node)).collect();
                sorted.sort_by_key(|(middle, _)| *middle);
                *column = sorted.into_iter().map(|(_, node)| node).collect();
            }
        }
    }

    fn says(&self, edges: &[(usize, usize)]) -> String {
        let label = |node: usize| self.nodes.get(node).map_or("", |node| node.label.as_str());
        let uses = |node: usize| {
            let from: Vec<&str> = edges.iter().filter(|(_, to)| *to == node).map(|(from, _)| label(*from)).collect();
            (!from.is_empty()).then(|| format!("{} ← {}", label(node), from.join(", ")))
        };
        (0..self.nodes.len()).filter_map(uses).collect::<Vec<String>>().join("; ")
    }
}

/// Whether edges lead from one node to another.
fn reaches(edges: &[(usize, usize)], from: usize, to: usize) -> bool {
    let (mut open, mut seen) = (vec![from], vec![from]);
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        for (_, next) in edges.iter().filter(|(start, _)| *start == node) {
            if !seen.contains(next) {
                seen.push(*next);
                open.push(*next);
            }
        }
    }
    false
}

fn join(drawing: &mut Drawing, from: (i64, i64), to: (i64, i64)) {
    let tip = to.0 - 5 * UNIT;
    let bend = (tip - from.0).clamp(0, 2 * BETWEEN) / 2;
    let (x1, y1, x2, y2) = (place(from.0), place(from.1), place(tip), place(to.1));
    drawing.path(&format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", place(from.0 + bend), place(tip - bend)), Paint::Muted);
    drawing.corners(&[(tip, to.1 - 3 * UNIT), (to.0, to.1), (tip, to.1 + 3 * UNIT)], Paint::Muted);
}

fn draw_node(drawing: &mut Drawing, node: &Node, area: Area) {
    let (fill, edge, ink) = match node.kind {
        NodeKind::Given => (Paint::Pale, Paint::Line, Paint::Ink),
        NodeKind::Between => (Paint::Paper, Paint::Accent, Paint::Ink),
        NodeKind::Result => (Paint::Accent, Paint::Accent, Paint::Paper),
    };
    drawing.frame(area, fill, edge, &node.label);
    let foot = area.y + (area.height + LETTER) / 2 - 2 * UNIT;
    drawing.words((area.x + area.width / 2, foot), Type::new(Anchor::Middle, ink), &cut(&node.label, area.width - PADDING));
}

//! Values that depend on little: a table over a few codes.
//!
//! In: codes of a record, each of a few sizes, and functions of values. Out: the value for every combination of codes, computed
//! once with the policy instead of for each record. A constant is a table over nothing. Whatever is made of such values alone
//! is tabled too: points by band and weight by stage become one table, and so does their product.

use super::graph::{Graph, Node, NodeId, lane};
use crate::value::Value;
use crate::value::range::Range;
use std::collections::HashMap;
use std::sync::Arc;

/// A table holds at most so many values, which stay in the cache.
pub(super) const MOST: usize = 4096;

/// A code a value depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Factor {
    /// The node of the code.
    pub node: NodeId,
    /// The code is less than this.
    pub size: u16,
}

/// A value for each combination of codes; the last factor changes fastest.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tabled {
    /// The codes, in rising order of their nodes.
    pub factors: Vec<Factor>,
    /// As many as the product of the sizes.
    pub cells: Vec<Value>,
}

impl Tabled {
    /// One value, whatever the record.
    pub(super) fn constant(value: Value) -> Tabled {
        Tabled { factors: Vec::new(), cells: vec![value] }
    }

    /// A value for each code of a node.
    pub(super) fn of_code(node: NodeId, cells: Vec<Value>) -> Tabled {
        Tabled { factors: vec![Factor { node, size: cells.len() as u16 }], cells }
    }

    /// The one value it always has, if it has.
    pub(super) fn single(&self) -> Option<&Value> {
        let (first, others) = self.cells.split_first()?;
        others.iter().all(|cell| cell == first).then_some(first)
    }

    /// How many different values there are.
    pub(super) fn distinct(&self) -> usize {
        self.cells.iter().collect::<std::collections::HashSet<&Value>>().len()
    }

    /// Whether it is the truth of a single code that is 0 or 1.
    pub(super) fn is_mark(&self) -> bool {
        matches!((self.factors.as_slice(), self.cells.as_slice()), ([_], [Value::Bool(false), Value::Bool(true)]))
    }

    /// The same with another value for each.
    pub(super) fn map(&self, function: impl Fn(&Value) -> Value) -> Tabled {
        Tabled { factors: self.factors.clone(), cells: self.cells.iter().map(function).collect() }.trimmed()
    }

    /// Without the factors when nothing depends on them.
    fn trimmed(self) -> Tabled {
        match self.single().cloned() {
            Some(value) if !self.factors.is_empty() => Tabled::constant(value),
            _ => self,
        }
    }

    /// The value at the codes given for factors that include its own.
    fn at(&self, factors: &[Factor], codes: &[u16]) -> &Value {
        let mut position = 0;
        for own in &self.factors {
            let code = factors.iter().position(|factor| factor == own).and_then(|place| codes.get(place)).copied().unwrap_or(0);
            position = position * usize::from(own.size) + usize::from(code);
        }
        self.cells.get(position).unwrap_or(&Value::Missing)
    }
}

/// The factors of several tables together.
fn united(parts: &[&Tabled]) -> Vec<Factor> {
    let mut factors: Vec<Factor> = parts.iter().flat_map(|part| part.factors.iter().copied()).collect();
    factors.sort_unstable();
    factors.dedup();
    factors
}

/// How many combinations several tables have together.
pub(super) fn combinations(parts: &[&Tabled]) -> usize {
    united(parts).iter().fold(1usize, |product, factor| product.saturating_mul(usize::from(factor.size)))
}

/// A function of tabled values, tabled; `None` where there would be more than `most` combinations.
pub(super) fn combine(parts: &[&Tabled], most: usize, function: &mut dyn FnMut(&[&Value]) -> Value) -> Option<Tabled> {
    if combinations(parts) > most {
        return None;
    }
    let factors = united(parts);
    let count = combinations(parts);
    let mut codes = vec![0u16; factors.len()];
    let mut cells = Vec::with_capacity(count);
    for _ in 0..count {
        let values: Vec<&Value> = parts.iter().map(|part| part.at(&factors, &codes)).collect();
        cells.push(function(&values));
        for (code, factor) in codes.iter_mut().zip(&factors).rev() {
            *code += 1;
            if *code < factor.size {
                break;
            }
            *code = 0;
        }
    }
    Some(Tabled { factors, cells }.trimmed())
}

impl Graph {
    /// The position in the cells of a table.
    pub(super) fn index(&mut self, tabled: &Tabled) -> NodeId {
        let mut stride: u16 = 1;
        let mut parts: Vec<(NodeId, u16)> = Vec::new();
        for factor in tabled.factors.iter().rev() {
            parts.push((factor.node, stride));
            stride = stride.wrapping_mul(factor.size);
        }
        parts.reverse();
        self.add(Node::Index(Arc::from(parts)), None)
    }

    /// The same value as a table over a single code with as few sizes as there are different values; `None` past 255.
    pub(super) fn compressed(&mut self, tabled: &Tabled) -> Option<Tabled> {
        let mut distinct: Vec<Value> = Vec::new();
        let mut known: HashMap<&Value, u8> = HashMap::new();
        let mut codes: Vec<u8> = Vec::with_capacity(tabled.cells.len());
        for cell in &tabled.cells {
            let code = match known.get(cell) {
                Some(code) => *code,
                None => {
                    let code = u8::try_from(distinct.len()).ok().filter(|code| *code < 255)?;
                    distinct.push(cell.clone());
                    known.insert(cell, code);
                    code
                }
            };
            codes.push(code);
        }
        if distinct.len() == 1 {
            return distinct.pop().map(Tabled::constant);
        }
        let straight = codes.iter().enumerate().all(|(position, code)| usize::from(*code) == position);
        if let ([_], true) = (tabled.factors.as_slice(), straight) {
            return Some(tabled.clone());
        }
        let index = self.index(tabled);
        let node = self.add(Node::Recode { index, cells: Arc::from(codes) }, None);
        Some(Tabled::of_code(node, distinct))
    }

    /// A function of tabled values, tabled, after compressing those that have most combinations where needed; `None` where that
    /// is not enough.
    pub(super) fn tabulate(&mut self, parts: &[&Tabled], function: &mut dyn FnMut(&[&Value]) -> Value) -> Option<Tabled> {
        if let Some(tabled) = combine(parts, MOST, function) {
            return Some(tabled);
        }
        let mut owned: Vec<Tabled> = parts.iter().map(|part| (*part).clone()).collect();
        let mut order: Vec<usize> = (0..owned.len()).collect();
        order.sort_by_key(|position| std::cmp::Reverse(owned.get(*position).map_or(0, |part| part.cells.len())));
        for position in order {
            if let Some(part) = owned.get_mut(position) {
                *part = self.compressed(part)?;
            }
            if let Some(tabled) = combine(&owned.iter().collect::<Vec<&Tabled>>(), MOST, function) {
                return Some(tabled);
            }
        }
        None
    }

    /// The numbers of a table; missing is nought.
    pub(super) fn numbers(&mut self, tabled: &Tabled) -> NodeId {
        let cells: Vec<i128> = tabled.cells.iter().map(|cell| lane(cell).unwrap_or(0)).collect();
        let (low, high) = (cells.iter().min().copied().unwrap_or(0), cells.iter().max().copied().unwrap_or(0));
        let range = Some(Range { low, high });
        if low == high {
            return self.add(Node::Constant(low), range);
        }
        let index = self.index(tabled);
        self.add(Node::Cells { index, cells: Arc::from(cells) }, range)
    }

    /// The texts of a table; missing is empty.
    pub(super) fn texts(&mut self, tabled: &Tabled) -> NodeId {
        let lane = |value: &Value| match value {
            Value::Text(text) => text.clone(),
            Value::Missing | Value::Bool(_) | Value::Number(_) | Value::Date(_) | Value::Member(_) => Arc::from(""),
        };
        let index = self.index(tabled);
        self.add(Node::TextCells { index, cells: tabled.cells.iter().map(lane).collect() }, None)
    }

    /// Codes that say which of some sets the value of a table is in: the position of the first set, by `code`.
    pub(super) fn recoded(&mut self, tabled: &Tabled, code: impl Fn(&Value) -> u8) -> NodeId {
        let cells: Vec<u8> = tabled.cells.iter().map(code).collect();
        let straight = cells.iter().enumerate().all(|(position, code)| usize::from(*code) == position);
        if let ([factor], true) = (tabled.factors.as_slice(), straight) {
            return factor.node;
        }
        let index = self.index(tabled);
        self.add(Node::Recode { index, cells: Arc::from(cells) }, None)
    }
}

//! The graph of a policy: what each column of numbers, codes or texts is made of.
//!
//! In: nodes, each made of earlier ones. Out: a list in which equal nodes stand once, with the range of each number. Knows no
//! expression of the policy and no record.

use crate::builtins::Builtin;
use crate::ir::table::{Pattern, TableId};
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::decimal::Rounding;
use crate::value::range::Range;
use std::collections::HashMap;
use std::sync::Arc;

/// A node, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NodeId(pub u32);

/// What a column is made of. Codes are small whole numbers; what they mean is known to whoever made the node. A number or text
/// may stand in a lane in which there is no value: what then stands there means nothing, and some code says so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// Numbers: a field of numbers, dates, or members of a long list.
    Field(u32),
    /// Numbers: one and the same.
    Constant(i128),
    /// Numbers: by the position an index says.
    Cells { index: NodeId, cells: Arc<[i128]> },
    /// Numbers: a sum.
    Add(NodeId, NodeId),
    /// Numbers: a difference.
    Subtract(NodeId, NodeId),
    /// Numbers: an exact product.
    Multiply(NodeId, NodeId),
    /// Numbers: a product whose exact form may need more than 128 bits, with places rounded away.
    MultiplyDrop { left: NodeId, right: NodeId, drop: u32 },
    /// Numbers: times a constant.
    Scale { x: NodeId, factor: i128 },
    /// Numbers: `x × factor ÷ divisor`, rounded; both positive.
    Ratio { x: NodeId, factor: i128, divisor: i128, rounding: Rounding },
    /// Numbers: `left × 10^shift ÷ right`, half away from zero.
    Divide { left: NodeId, right: NodeId, shift: i32 },
    /// Numbers: straight lines between knots.
    Linear { x: NodeId, knots: Arc<[(i128, i128)]> },
    /// Numbers: held between two bounds.
    Clamp { x: NodeId, low: i128, high: i128 },
    /// Numbers: the lesser.
    Least(NodeId, NodeId),
    /// Numbers: the greater.
    Greatest(NodeId, NodeId),
    /// Numbers: the magnitude.
    Absolute(NodeId),
    /// Numbers: `yes` where the mark is 1, else `no`.
    Select { mark: NodeId, yes: NodeId, no: NodeId },
    /// Numbers: those of values.
    NumberOf(NodeId),
    /// Codes: 1 where a field holds a value, else 0.
    Present(u32),
    /// Codes: a truth value or member; missing is one more than the last.
    FieldCode { field: u32, size: u8 },
    /// Codes: how many cuts are not above `x`; one more than there are cuts where it is not present.
    Band { x: NodeId, cuts: Arc<[i128]>, present: Option<NodeId> },
    /// Codes: 1 where the comparison holds, 0 where not, 2 where not present.
    Compare { left: NodeId, right: NodeId, comparison: Comparison, present: Option<NodeId> },
    /// Codes: 1 where the number is not zero.
    NonZero(NodeId),
    /// Codes: by the position an index says.
    Recode { index: NodeId, cells: Arc<[u8]> },
    /// Codes: 1 where both marks are.
    Both(NodeId, NodeId),
    /// Codes: by the position a number says, which is one of a long list; the last where it is not present.
    Class { x: NodeId, cells: Arc<[u8]>, present: Option<NodeId> },
    /// Codes: the first test that the text passes, one more than the last where none, two more where it is not present.
    TextClass { text: NodeId, tests: Arc<[TextTest]>, present: Option<NodeId> },
    /// Codes: those of values; missing is one more than the last.
    CodeOf { values: NodeId, size: u8 },
    /// Positions: codes times strides.
    Index(Arc<[(NodeId, u16)]>),
    /// Texts: a field.
    TextField(u32),
    /// Texts: by the position an index says.
    TextCells { index: NodeId, cells: Arc<[Arc<str>]> },
    /// Texts: `yes` where the mark is 1, else `no`.
    TextSelect { mark: NodeId, yes: NodeId, no: NodeId },
    /// Texts: those of values.
    TextOf(NodeId),
    /// Values: what is rare enough to be computed record by record.
    Scalar { scalar: Scalar, operands: Arc<[Operand]> },
}

/// Choices that are made record by record tell so many rows apart at a time, as a code can count.
pub(super) const CHUNK: usize = 200;

/// A question about a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TextTest {
    /// It is this one.
    Is(Arc<str>),
    /// It starts with one of these.
    StartsWith(Arc<[Arc<str>]>),
}

/// What is computed record by record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Scalar {
    /// A built-in function.
    Builtin { builtin: Builtin, argument: u8, result: u8 },
    /// A cell of a table.
    Lookup { table: TableId, column: u32 },
    /// A comparison, of texts for the most part.
    Compare(Comparison),
    /// A digit of the position of the first row whose patterns accept all operands: how many times `unit` it is, less whole times
    /// [`CHUNK`].
    RowDigit { rows: Arc<[Vec<Pattern>]>, unit: usize },
}

/// A value for a scalar.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Operand {
    /// A number, date or member of a long list.
    Number { x: NodeId, present: Option<NodeId>, kind: NumberKind },
    /// A text.
    Text { text: NodeId, present: Option<NodeId> },
    /// A value by the position an index says.
    Cells { index: NodeId, cells: Arc<[Value]> },
}

/// What a column of numbers stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NumberKind {
    /// Mantissas.
    Number,
    /// Days.
    Day,
    /// Members of an enum.
    Member,
}

impl NumberKind {
    /// The value of a lane.
    pub(super) fn value(self, lane: i128) -> Value {
        match self {
            NumberKind::Number => Value::Number(lane),
            NumberKind::Day => Value::Date(crate::value::calendar::Day(i32::try_from(lane).unwrap_or(0))),
            NumberKind::Member => Value::Member(u32::try_from(lane).unwrap_or(0)),
        }
    }
}

/// The lane of a number, date or member.
pub(super) fn lane(value: &Value) -> Option<i128> {
    match value {
        Value::Number(mantissa) => Some(*mantissa),
        Value::Date(day) => Some(i128::from(day.0)),
        Value::Member(member) => Some(i128::from(*member)),
        Value::Missing | Value::Bool(_) | Value::Text(_) => None,
    }
}

/// The code of a value in [`Node::CodeOf`]; of size 0, whether there is one.
pub(super) fn code(value: &Value, size: u8) -> u8 {
    match value {
        value if size == 0 => u8::from(!value.is_missing()),
        Value::Bool(truth) => u8::from(*truth),
        Value::Member(member) => u8::try_from(*member).unwrap_or(size),
        Value::Number(row) => u8::try_from(*row).unwrap_or(size),
        Value::Missing | Value::Date(_) | Value::Text(_) => size,
    }
}

/// What the lanes of a node are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Class {
    /// Small codes.
    Code,
    /// Positions in a table.
    Index,
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Values of any kind.
    Values,
}

/// All nodes of a policy.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    ranges: Vec<Option<Range>>,
    known: HashMap<Node, NodeId>,
}

impl Graph {
    /// The node, new or known already. `range` is what its numbers can be where they matter to whoever asks.
    pub(super) fn add(&mut self, node: Node, range: Option<Range>) -> NodeId {
        match self.known.get(&node) {
            Some(id) => {
                if let Some(known) = self.ranges.get_mut(id.0 as usize) {
                    // Under a guard less may be possible than elsewhere.
                    *known = match (*known, range) {
                        (Some(known), Some(range)) => Some(known.join(range)),
                        (known, range) => known.or(range),
                    };
                }
                *id
            }
            None => {
                let id = NodeId(self.nodes.len() as u32);
                self.known.insert(node.clone(), id);
                self.nodes.push(node);
                self.ranges.push(range);
                id
            }
        }
    }

    /// A node of the graph.
    #[expect(clippy::indexing_slicing, reason = "ids are handed out with the node they belong to")]
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// What the numbers of a node can be.
    pub(super) fn range(&self, id: NodeId) -> Range {
        self.ranges.get(id.0 as usize).copied().flatten().unwrap_or(Range { low: i128::MIN / 4, high: i128::MAX / 4 })
    }

    /// How many nodes there are; operands come before those made of them.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}

impl Node {
    /// What its lanes are.
    pub(super) fn class(&self) -> Class {
        match self {
            Node::Field(_)
            | Node::Constant(_)
            | Node::Cells { .. }
            | Node::Add(..)
            | Node::Subtract(..)
            | Node::Multiply(..)
            | Node::MultiplyDrop { .. }
            | Node::Scale { .. }
            | Node::Ratio { .. }
            | Node::Divide { .. }
            | Node::Linear { .. }
            | Node::Clamp { .. }
            | Node::Least(..)
            | Node::Greatest(..)
            | Node::Absolute(_)
            | Node::Select { .. }
            | Node::NumberOf(_) => Class::Number,
            Node::Present(_)
            | Node::FieldCode { .. }
            | Node::Band { .. }
            | Node::Compare { .. }
            | Node::NonZero(_)
            | Node::Recode { .. }
            | Node::Both(..)
            | Node::Class { .. }
            | Node::TextClass { .. }
            | Node::CodeOf { .. } => Class::Code,
            Node::Index(_) => Class::Index,
            Node::TextField(_) | Node::TextCells { .. } | Node::TextSelect { .. } | Node::TextOf(_) => Class::Text,
            Node::Scalar { .. } => Class::Values,
        }
    }

    /// The nodes it is made of.
    pub(super) fn operands(&self) -> Vec<NodeId> {
        match self {
            Node::Field(_) | Node::Constant(_) | Node::Present(_) | Node::FieldCode { .. } | Node::TextField(_) => Vec::new(),
            Node::Cells { index, .. } | Node::Recode { index, .. } | Node::TextCells { index, .. } => vec![*index],
            Node::Add(left, right)
            | Node::Subtract(left, right)
            | Node::Multiply(left, right)
            | Node::MultiplyDrop { left, right, .. }
            | Node::Divide { left, right, .. }
            | Node::Least(left, right)
            | Node::Greatest(left, right)
            | Node::Both(left, right) => vec![*left, *right],
            Node::Scale { x, .. }
            | Node::Ratio { x, .. }
            | Node::Linear { x, .. }
            | Node::Clamp { x, .. }
            | Node::Absolute(x)
            | Node::NumberOf(x)
            | Node::NonZero(x)
            | Node::CodeOf { values: x, .. }
            | Node::TextOf(x) => vec![*x],
            Node::Select { mark, yes, no } | Node::TextSelect { mark, yes, no } => vec![*mark, *yes, *no],
            Node::Band { x, present, .. } | Node::Class { x, present, .. } | Node::TextClass { text: x, present, .. } => {
                std::iter::once(*x).chain(*present).collect()
            }
            Node::Compare { left, right, present, .. } => [*left, *right].into_iter().chain(*present).collect(),
            Node::Index(parts) => parts.iter().map(|(code, _)| *code).collect(),
            Node::Scalar { operands, .. } => operands.iter().flat_map(Operand::nodes).collect(),
        }
    }
}

impl Operand {
    fn nodes(&self) -> Vec<NodeId> {
        match self {
            Operand::Number { x, present, .. } | Operand::Text { text: x, present } => std::iter::once(*x).chain(*present).collect(),
            Operand::Cells { index, .. } => vec![*index],
        }
    }
}

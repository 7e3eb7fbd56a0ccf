//! A plan over one record, for services that score one at a time.
//!
//! In: a plan, and the values of a record that keeps the schema. Out: the named values asked for, or the rule between fields that is
//! broken. The same steps as for columns, with one lane each and nothing allocated.

use super::graph::{Node, NodeId, Operand, code, lane};
use super::plan::{NO_VALUE, Output, Plan, Prepared};
use super::{kernel, scalars, texts};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::column::LaneKind;
use crate::value::decimal::{self, Rounding};
use crate::value::knots;
use std::sync::Arc;

/// Memory for one thread that runs a plan record by record.
#[derive(Debug, Clone, Default)]
pub struct Lanes {
    /// Codes, positions, handles of texts and numbers of 64 bits, by node.
    narrow: Vec<i64>,
    /// Numbers of 128 bits, by node; as many as there are nodes where there is one.
    wide: Vec<i128>,
    values: Vec<Value>,
    arguments: Vec<Value>,
}

impl Plan {
    /// Memory for one thread.
    #[must_use]
    pub fn lanes(&self) -> Lanes {
        let count = self.graph.len();
        let has = |wanted: super::schedule::Bank| if self.schedule.sizes.contains_key(&wanted) { count } else { 0 };
        let wide = vec![0; has(super::schedule::Bank::Wide)];
        Lanes { narrow: vec![0; count], wide, values: vec![Value::Missing; has(super::schedule::Bank::Values)], arguments: Vec::new() }
    }

    /// Runs over one record; the values asked for are put into `found`, in their order.
    ///
    /// # Errors
    /// The position of the first rule between fields that the record breaks.
    pub fn run_one(&self, lanes: &mut Lanes, record: &[Value], found: &mut Vec<Value>) -> Result<(), usize> {
        for (step, prepared) in self.schedule.steps.iter().zip(&self.prepared) {
            if step.guard.is_none_or(|(mark, code)| lanes.code(mark) == i64::from(code)) {
                self.step_one(lanes, record, step.node, prepared);
            }
        }
        for (position, (check, code)) in self.checks.iter().zip(&self.check_codes).enumerate() {
            let broken = match code {
                Some(code) => lanes.code(*code) == 0,
                None => check.single() == Some(&Value::Bool(false)),
            };
            if broken {
                return Err(position);
            }
        }
        found.clear();
        found.extend(self.outputs.iter().map(|output| self.value_one(lanes, record, output)));
        Ok(())
    }

    fn step_one(&self, lanes: &mut Lanes, record: &[Value], id: NodeId, prepared: &Prepared) {
        let field = |position: &u32| record.get(*position as usize).unwrap_or(&Value::Missing);
        let there = |lanes: &Lanes, present: &Option<NodeId>| present.is_none_or(|mark| lanes.code(mark) != 0);
        let narrow = match (self.graph.node(id), prepared) {
            (Node::Present(position), _) => i64::from(!field(position).is_missing()),
            (Node::FieldCode { field: position, size }, _) => match field(position) {
                Value::Bool(truth) => i64::from(*truth),
                Value::Member(member) => i64::from((*member).min(u32::from(*size))),
                Value::Missing | Value::Number(_) | Value::Date(_) | Value::Text(_) => i64::from(*size),
            },
            (Node::Band { x, present, .. }, _) if !there(lanes, present) => match self.graph.node(id) {
                Node::Band { cuts, .. } => cuts.len() as i64 + 1,
                _ => 0,
            },
            (Node::Band { x, .. }, Prepared::Cuts(cuts)) => {
                let x = lanes.code(*x);
                cuts.iter().map(|cut| i64::from(*cut <= x)).sum()
            }
            (Node::Band { x, cuts, .. }, _) => {
                let x = self.number(lanes, *x);
                cuts.partition_point(|cut| *cut <= x) as i64
            }
            (Node::Compare { left, right, comparison, present }, _) => match there(lanes, present) {
                true => i64::from(comparison.holds(self.number(lanes, *left).cmp(&self.number(lanes, *right)))),
                false => 2,
            },
            (Node::NonZero(x), _) => i64::from(self.number(lanes, *x) != 0),
            (Node::Recode { index, cells }, _) => cell(cells, lanes.code(*index)).map_or(0, i64::from),
            (Node::Both(a, b), _) => lanes.code(*a) & lanes.code(*b),
            (Node::Class { x, cells, present }, _) => {
                let member = if there(lanes, present) { lanes.code(*x) } else { i64::MAX };
                cell(cells, member).or(cells.last().copied()).map_or(0, i64::from)
            }
            (Node::TextClass { text, tests, present }, prepared) => match there(lanes, present) {
                true => {
                    let named = match prepared {
                        Prepared::Named(named) => Some(named),
                        _ => None,
                    };
                    i64::from(texts::class(tests, named, self.text(record, lanes.code(*text))))
                }
                false => tests.len() as i64 + 1,
            },
            (Node::CodeOf { values, size }, _) => i64::from(code(lanes.values.get(values.0 as usize).unwrap_or(&Value::Missing), *size)),
            (Node::Index(parts), _) => parts.iter().map(|(code, stride)| lanes.code(*code) * i64::from(*stride)).sum(),
            (Node::TextField(position), _) => ((u64::from(*position) + 1) << 32) as i64,
            (Node::TextCells { index, .. }, Prepared::Texts(cells)) => {
                let mut handle = [0u64];
                kernel::cells::cells(&[lanes.code(*index) as u16], cells, &mut handle);
                handle[0] as i64
            }
            (Node::TextSelect { mark, yes, no }, _) => lanes.code(if lanes.code(*mark) == 1 { *yes } else { *no }),
            (Node::TextOf(values), _) => lanes.values.get(values.0 as usize).map_or(0, |value| self.pool.find(value)) as i64,
            (Node::Scalar { scalar, operands }, _) => {
                let mut arguments = std::mem::take(&mut lanes.arguments);
                arguments.clear();
                arguments.extend(operands.iter().map(|operand| self.operand_one(lanes, record, operand)));
                if let Some(place) = lanes.values.get_mut(id.0 as usize) {
                    *place = scalars::compute(scalar, &arguments, &self.tables);
                }
                lanes.arguments = arguments;
                return;
            }
            _ if self.widths.is_narrow(id) => self.narrow_one(lanes, record, id, prepared),
            _ => {
                let number = self.number_one(lanes, record, id);
                if let Some(place) = lanes.wide.get_mut(id.0 as usize) {
                    *place = number;
                }
                return;
            }
        };
        lanes.put(id, narrow);
    }

    fn narrow_one(&self, lanes: &Lanes, record: &[Value], id: NodeId, prepared: &Prepared) -> i64 {
        let narrow = |x: &NodeId| self.widths.is_narrow(*x).then(|| lanes.code(*x));
        match (self.graph.node(id), prepared) {
            (Node::Field(position), _) => match record.get(*position as usize) {
                Some(Value::Number(mantissa)) => *mantissa as i64,
                Some(Value::Date(day)) => i64::from(day.0),
                Some(Value::Member(member)) => i64::from(*member),
                Some(Value::Missing | Value::Bool(_) | Value::Text(_)) | None => 0,
            },
            (Node::Cells { index, cells }, _) => cell(cells, lanes.code(*index)).map_or(0, |cell| cell as i64),
            (Node::Add(a, b), _) if let (Some(a), Some(b)) = (narrow(a), narrow(b)) => a.wrapping_add(b),
            (Node::Subtract(a, b), _) if let (Some(a), Some(b)) = (narrow(a), narrow(b)) => a.wrapping_sub(b),
            (Node::Multiply(a, b), _) if let (Some(a), Some(b)) = (narrow(a), narrow(b)) => a.wrapping_mul(b),
            (Node::Scale { x, factor }, _) if let Some(x) = narrow(x) => x.wrapping_mul(*factor as i64),
            (Node::Clamp { x, low, high }, _) if let Some(x) = narrow(x) => x.max(*low as i64).min(*high as i64),
            (Node::Select { mark, yes, no }, _) if let (Some(yes), Some(no)) = (narrow(yes), narrow(no)) => {
                if lanes.code(*mark) == 1 {
                    yes
                } else {
                    no
                }
            }
            (Node::Ratio { x, rounding, .. }, Prepared::Small { bound, factor, divisor }) if let Some(x) = narrow(x) => {
                let mut out = [0];
                kernel::scale::multiply_scale_down(&[x], *factor, *divisor, *rounding, *bound, &mut out);
                out[0]
            }
            (Node::Linear { x, .. }, Prepared::Line(line)) if let Some(x) = narrow(x) => {
                let mut out = [0];
                kernel::line::heights(&[x], line, &mut out);
                out[0]
            }
            (Node::Divide { left, right, .. }, Prepared::Window { shift, low, high })
                if let (Some(left), Some(right)) = (narrow(left), narrow(right)) =>
            {
                let mut out = [0];
                kernel::divide::divide(&[left], &[right], *shift, *low, *high, &mut out);
                out[0]
            }
            _ => self.number_one(lanes, record, id) as i64,
        }
    }

    /// A number with all digits.
    fn number_one(&self, lanes: &Lanes, record: &[Value], id: NodeId) -> i128 {
        let number = |x: &NodeId| self.number(lanes, *x);
        match self.graph.node(id) {
            Node::Field(position) => record.get(*position as usize).and_then(Value::mantissa).unwrap_or(0),
            Node::Constant(constant) => *constant,
            Node::Cells { index, cells } => cell(cells, lanes.code(*index)).unwrap_or(0),
            Node::Add(a, b) => number(a).wrapping_add(number(b)),
            Node::Subtract(a, b) => number(a).wrapping_sub(number(b)),
            Node::Multiply(a, b) => number(a).wrapping_mul(number(b)),
            Node::MultiplyDrop { left, right, drop } => decimal::multiply(number(left), number(right), *drop, Rounding::HalfAway).unwrap_or(0),
            Node::Scale { x, factor } => number(x).wrapping_mul(*factor),
            Node::Ratio { x, factor, divisor, rounding } => decimal::multiply_divide(number(x), *factor, *divisor, *rounding).unwrap_or(0),
            Node::Divide { left, right, shift } => decimal::divide(number(left), number(right), *shift, Rounding::HalfAway).unwrap_or(0),
            Node::Linear { x, knots } => knots::height(knots, number(x)).unwrap_or(0),
            Node::Clamp { x, low, high } => number(x).max(*low).min(*high),
            Node::Least(a, b) => number(a).min(number(b)),
            Node::Greatest(a, b) => number(a).max(number(b)),
            Node::Absolute(x) => number(x).wrapping_abs(),
            Node::Select { mark, yes, no } => number(if lanes.code(*mark) == 1 { yes } else { no }),
            Node::NumberOf(values) => lanes.values.get(values.0 as usize).and_then(lane).unwrap_or(0),
            Node::Present(_)
            | Node::FieldCode { .. }
            | Node::Band { .. }
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
            | Node::Scalar { .. } => 0,
        }
    }

    fn number(&self, lanes: &Lanes, id: NodeId) -> i128 {
        if self.widths.is_narrow(id) { i128::from(lanes.code(id)) } else { lanes.wide.get(id.0 as usize).copied().unwrap_or(0) }
    }

    fn text<'t>(&'t self, record: &'t [Value], handle: i64) -> &'t str {
        let handle = handle as u64;
        match (handle >> 32).checked_sub(1) {
            None => texts::resolve(&self.pool, &[], handle),
            Some(field) => match record.get(field as usize) {
                Some(Value::Text(text)) => text,
                _ => "",
            },
        }
    }

    fn operand_one(&self, lanes: &Lanes, record: &[Value], operand: &Operand) -> Value {
        let there = |present: &Option<NodeId>| present.is_none_or(|mark| lanes.code(mark) == 1);
        match operand {
            Operand::Number { x, present, kind } if there(present) => kind.value(self.number(lanes, *x)),
            Operand::Text { text, present } if there(present) => Value::Text(Arc::from(self.text(record, lanes.code(*text)))),
            Operand::Number { .. } | Operand::Text { .. } => Value::Missing,
            Operand::Cells { index, cells } => {
                usize::try_from(lanes.code(*index)).ok().and_then(|position| cells.get(position)).cloned().unwrap_or(Value::Missing)
            }
        }
    }

    fn value_one(&self, lanes: &Lanes, record: &[Value], output: &Output) -> Value {
        let there = |present: &Option<NodeId>| present.is_none_or(|mark| lanes.code(mark) == 1);
        match output {
            Output::Numbers { numbers, .. } if !there(&numbers.present) => Value::Missing,
            Output::Numbers { numbers, kind } => {
                let number = self.number(lanes, numbers.x);
                match kind {
                    LaneKind::Number | LaneKind::Wide => Value::Number(number),
                    LaneKind::Day => Value::Date(Day(i32::try_from(number).unwrap_or(0))),
                    LaneKind::Member => Value::Member(u32::try_from(number).unwrap_or(0)),
                    LaneKind::Bool | LaneKind::Text => Value::Missing,
                }
            }
            Output::Codes { code, kind } => match (lanes.code(*code), kind) {
                (code, _) if code == i64::from(NO_VALUE) => Value::Missing,
                (code, LaneKind::Bool) => Value::Bool(code == 1),
                (code, LaneKind::Member | LaneKind::Number | LaneKind::Wide | LaneKind::Day | LaneKind::Text) => Value::Member(code as u32),
            },
            Output::Dictionary { code, entries } => {
                usize::try_from(lanes.code(*code)).ok().and_then(|code| entries.get(code)).cloned().map_or(Value::Missing, Value::Text)
            }
            Output::Texts(wanted) if !there(&wanted.present) => Value::Missing,
            Output::Texts(wanted) => Value::Text(Arc::from(self.text(record, lanes.code(wanted.text)))),
        }
    }
}

impl Lanes {
    fn code(&self, id: NodeId) -> i64 {
        self.narrow.get(id.0 as usize).copied().unwrap_or(0)
    }

    fn put(&mut self, id: NodeId, lane: i64) {
        if let Some(place) = self.narrow.get_mut(id.0 as usize) {
            *place = lane;
        }
    }
}

fn cell<T: Copy>(cells: &[T], position: i64) -> Option<T> {
    usize::try_from(position).ok().and_then(|position| cells.get(position)).copied()
}

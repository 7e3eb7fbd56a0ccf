//! From expressions to the graph.
//!
//! In: a checked program and the reference date. Out: for each named value asked for, nodes of the graph or a table over a few codes.
//! Everything that is one and the same for all records is computed here: constants, dated values, points times weights. It cannot
//! fail: whatever has no quicker way is computed record by record.

mod arithmetic;
mod calls;
mod choices;
mod conditions;

use super::graph::{Graph, Node, NodeId, NumberKind, Operand, Scalar};
use super::tabled::Tabled;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{FieldId, FieldKind};
use crate::ir::{Program, SlotId};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::sync::Arc;

/// A list of alternatives longer than this is held as numbers, not as codes.
const LONG: usize = 254;

/// What an expression became.
#[derive(Debug, Clone)]
pub(super) enum Lowered {
    /// A value by a few codes; truth values always are.
    Tabled(Tabled),
    /// A column of numbers.
    Numbers(Numbers),
    /// A column of texts.
    Texts(Texts),
}

/// A column of numbers, dates, or members of a long list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    /// The lanes.
    pub x: NodeId,
    /// A mark that is 1 where there is a value; `None`: everywhere.
    pub present: Option<NodeId>,
    /// What they stand for.
    pub kind: NumberKind,
}

/// A column of texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Texts {
    /// The lanes.
    pub text: NodeId,
    /// A mark that is 1 where there is a value; `None`: everywhere.
    pub present: Option<NodeId>,
}

/// The graph of a program in the making.
pub(super) struct Lowering<'p> {
    program: &'p Program,
    as_of: Day,
    pub(super) graph: Graph,
    slots: Vec<Option<Lowered>>,
    locals: Vec<Option<Lowered>>,
}

impl<'p> Lowering<'p> {
    /// Nothing lowered yet.
    pub(super) fn new(program: &'p Program, as_of: Day) -> Lowering<'p> {
        let slots = vec![None; program.slots.len()];
        Lowering { program, as_of, graph: Graph::default(), slots, locals: vec![None; program.local_count as usize] }
    }

    /// A named value.
    pub(super) fn slot(&mut self, id: SlotId) -> Lowered {
        if let Some(Some(known)) = self.slots.get(id.0 as usize) {
            return known.clone();
        }
        let lowered = self.lower(&self.program.slot(id).expr);
        let lowered = self.settled(lowered);
        if let Some(place) = self.slots.get_mut(id.0 as usize) {
            *place = Some(lowered.clone());
        }
        lowered
    }

    /// A named value is used often: a table over several codes becomes one over a single code, where that is smaller.
    fn settled(&mut self, lowered: Lowered) -> Lowered {
        match &lowered {
            Lowered::Tabled(tabled) if tabled.factors.len() > 1 && tabled.distinct() * 2 <= tabled.cells.len() => {
                self.graph.compressed(tabled).map_or(lowered, Lowered::Tabled)
            }
            Lowered::Tabled(_) | Lowered::Numbers(_) | Lowered::Texts(_) => lowered,
        }
    }

    /// An expression.
    pub(super) fn lower(&mut self, expr: &Expr) -> Lowered {
        match &expr.kind {
            ExprKind::Constant(value) => Lowered::Tabled(Tabled::constant(value.clone())),
            ExprKind::Field(id) => self.field(*id, expr),
            ExprKind::Slot(id) => self.slot(*id),
            ExprKind::Local(id) => self.locals.get(id.0 as usize).cloned().flatten().unwrap_or(nothing()),
            ExprKind::AsOf => Lowered::Tabled(Tabled::constant(Value::Date(self.as_of))),
            ExprKind::Rescale(inner) => self.rescale(expr, inner),
            ExprKind::Negate(inner) => self.negate(inner),
            ExprKind::Add(..) | ExprKind::Subtract(..) => self.sum(expr),
            ExprKind::Multiply(left, right) => self.multiply(expr, left, right),
            ExprKind::Divide(left, right) => self.divide(expr, left, right),
            ExprKind::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            ExprKind::Not(inner) => self.condition(inner, |truth| truth.map(|truth| !truth)),
            ExprKind::And(parts) => self.junction(parts, false),
            ExprKind::Or(parts) => self.junction(parts, true),
            ExprKind::Matches(subject, pattern) => self.matches(subject, pattern),
            ExprKind::StartsWith(subject, prefixes) => self.starts_with(subject, prefixes),
            ExprKind::IsMissing(subject) => {
                let subject = self.lower(subject);
                Lowered::Tabled(self.presence(&subject).map(|present| Value::Bool(present.truth() != Some(true))))
            }
            ExprKind::Default(first, second) => {
                let (first, second) = (self.lower(first), self.lower(second));
                let row = self.presence(&first).map(|present| Value::Number(i128::from(present.truth() != Some(true))));
                self.pick(&row, &[first.without_marks(), second])
            }
            ExprKind::If(condition, then, otherwise) => {
                let condition = self.lower(condition);
                let row = self.tabled(&condition).map(|value| Value::Number(i128::from(value.truth() != Some(true))));
                let alternatives = [self.lower(then), self.lower(otherwise)];
                self.pick(&row, &alternatives)
            }
            ExprKind::When(when) => self.when(when),
            ExprKind::Choose(choose) => self.choose(choose),
            ExprKind::Linear(linear) => self.linear(linear),
            ExprKind::Lookup(lookup) => self.lookup(expr, lookup),
            ExprKind::Dated(rows) => {
                let row = rows.iter().rev().find(|row| row.from <= self.as_of);
                row.map_or(nothing(), |row| self.lower(&row.value))
            }
            ExprKind::Call(call) => {
                for (local, argument) in &call.arguments {
                    let argument = self.lower(argument);
                    if let Some(place) = self.locals.get_mut(local.0 as usize) {
                        *place = Some(argument);
                    }
                }
                self.lower(&call.body)
            }
            ExprKind::Builtin(builtin, arguments) => self.builtin(expr, *builtin, arguments),
        }
    }

    fn field(&mut self, id: FieldId, expr: &Expr) -> Lowered {
        let field = self.program.record.field(id);
        let codes = |size: usize| (size <= LONG).then_some(size as u8);
        let coded = match &field.kind {
            FieldKind::Bool => Some((2, (0..2).map(|code| Value::Bool(code == 1)).collect::<Vec<Value>>())),
            FieldKind::Enum(list) => {
                let size = codes(self.program.enumeration(*list).members.len());
                size.map(|size| (size, (0..u32::from(size)).map(Value::Member).collect()))
            }
            FieldKind::Number { .. } | FieldKind::Date { .. } | FieldKind::Text => None,
        };
        if let Some((size, mut cells)) = coded {
            let node = self.graph.add(Node::FieldCode { field: id.0, size }, None);
            if field.optional {
                cells.push(Value::Missing);
            }
            return Lowered::Tabled(Tabled::of_code(node, cells));
        }
        let present = field.optional.then(|| self.graph.add(Node::Present(id.0), None));
        if let FieldKind::Text = field.kind {
            return Lowered::Texts(Texts { text: self.graph.add(Node::TextField(id.0), None), present });
        }
        let range = range_of(&expr.ty, self.program);
        let x = self.graph.add(Node::Field(id.0), Some(range));
        Lowered::Numbers(Numbers { x, present, kind: kind_of(&expr.ty) })
    }

    /// Whether there is a value: a truth value that is never missing.
    pub(super) fn presence(&mut self, lowered: &Lowered) -> Tabled {
        match lowered {
            Lowered::Tabled(tabled) => tabled.map(|value| Value::Bool(!value.is_missing())),
            Lowered::Numbers(Numbers { present, .. }) | Lowered::Texts(Texts { present, .. }) => match present {
                Some(mark) => Tabled::of_code(*mark, vec![Value::Bool(false), Value::Bool(true)]),
                None => Tabled::constant(Value::Bool(true)),
            },
        }
    }

    /// A mark that is 1 where a truth value is true; `None` where it always is.
    pub(super) fn mark(&mut self, truth: &Tabled) -> Option<NodeId> {
        match truth.single() {
            Some(Value::Bool(true)) => None,
            _ => Some(self.graph.recoded(truth, |value| u8::from(value.truth() == Some(true)))),
        }
    }

    /// A mark that is 1 where all of these are.
    pub(super) fn all(&mut self, marks: &[Option<NodeId>]) -> Option<NodeId> {
        marks.iter().flatten().copied().fold(None, |known, mark| match known {
            None => Some(mark),
            Some(known) if known == mark => Some(known),
            Some(known) => Some(self.graph.add(Node::Both(known.min(mark), known.max(mark)), None)),
        })
    }

    /// A column of numbers, whatever it was.
    pub(super) fn numbers(&mut self, lowered: &Lowered) -> Numbers {
        match lowered {
            Lowered::Numbers(numbers) => *numbers,
            Lowered::Tabled(tabled) => {
                let kind = tabled.cells.iter().find_map(|value| match value {
                    Value::Number(_) | Value::Bool(_) | Value::Text(_) => Some(NumberKind::Number),
                    Value::Date(_) => Some(NumberKind::Day),
                    Value::Member(_) => Some(NumberKind::Member),
                    Value::Missing => None,
                });
                let there = self.presence(lowered);
                Numbers { x: self.graph.numbers(tabled), present: self.mark(&there), kind: kind.unwrap_or(NumberKind::Number) }
            }
            Lowered::Texts(Texts { present, .. }) => {
                Numbers { x: self.graph.numbers(&Tabled::constant(Value::Number(0))), present: *present, kind: NumberKind::Number }
            }
        }
    }

    /// A column of texts, whatever it was.
    pub(super) fn texts(&mut self, lowered: &Lowered) -> Texts {
        match lowered {
            Lowered::Texts(texts) => *texts,
            Lowered::Tabled(tabled) => {
                let there = self.presence(lowered);
                Texts { text: self.graph.texts(tabled), present: self.mark(&there) }
            }
            Lowered::Numbers(Numbers { present, .. }) => Texts { text: self.graph.texts(&Tabled::constant(Value::Missing)), present: *present },
        }
    }

    /// A table, where it is one; truth values always are.
    pub(super) fn tabled(&mut self, lowered: &Lowered) -> Tabled {
        match lowered {
            Lowered::Tabled(tabled) => tabled.clone(),
            Lowered::Numbers(_) | Lowered::Texts(_) => Tabled::constant(Value::Missing),
        }
    }

    /// What is computed record by record, as an operand.
    fn operand(&mut self, lowered: &Lowered) -> Operand {
        match lowered {
            Lowered::Tabled(tabled) => Operand::Cells { index: self.graph.index(tabled), cells: Arc::from(tabled.cells.clone()) },
            Lowered::Numbers(Numbers { x, present, kind }) => Operand::Number { x: *x, present: *present, kind: *kind },
            Lowered::Texts(Texts { text, present }) => Operand::Text { text: *text, present: *present },
        }
    }

    /// Something computed record by record, of the given type.
    pub(super) fn scalar(&mut self, scalar: Scalar, operands: &[Lowered], ty: &Type) -> Lowered {
        let operands = operands.iter().map(|operand| self.operand(operand)).collect();
        let values = self.graph.add(Node::Scalar { scalar, operands }, None);
        let coded = match ty {
            Type::Bool => Some((2, (0..2).map(|code| Value::Bool(code == 1)).collect::<Vec<Value>>())),
            Type::Enum(list) => {
                let size = self.program.enumeration(*list).members.len();
                (size <= LONG).then(|| (size as u8, (0..size as u32).map(Value::Member).collect()))
            }
            Type::Number(_) | Type::Date(_) | Type::Text | Type::Unknown | Type::Nothing => None,
        };
        if let Some((size, mut cells)) = coded {
            cells.push(Value::Missing);
            return Lowered::Tabled(Tabled::of_code(self.graph.add(Node::CodeOf { values, size }, None), cells));
        }
        let present = Some(self.graph.add(Node::CodeOf { values, size: 0 }, None));
        if let Type::Text = ty {
            return Lowered::Texts(Texts { text: self.graph.add(Node::TextOf(values), None), present });
        }
        let range = range_of(ty, self.program);
        Lowered::Numbers(Numbers { x: self.graph.add(Node::NumberOf(values), Some(range)), present, kind: kind_of(ty) })
    }
}

impl Lowered {
    /// The same where it is known that there is a value.
    fn without_marks(self) -> Lowered {
        match self {
            Lowered::Numbers(numbers) => Lowered::Numbers(Numbers { present: None, ..numbers }),
            Lowered::Texts(texts) => Lowered::Texts(Texts { present: None, ..texts }),
            tabled @ Lowered::Tabled(_) => tabled,
        }
    }
}

/// No value at all.
fn nothing() -> Lowered {
    Lowered::Tabled(Tabled::constant(Value::Missing))
}

/// What the numbers of a type stand for.
fn kind_of(ty: &Type) -> NumberKind {
    match ty {
        Type::Date(_) => NumberKind::Day,
        Type::Enum(_) => NumberKind::Member,
        Type::Number(_) | Type::Bool | Type::Text | Type::Unknown | Type::Nothing => NumberKind::Number,
    }
}

/// What the numbers of a type can be.
fn range_of(ty: &Type, program: &Program) -> Range {
    match ty {
        Type::Number(number) => number.range,
        Type::Date(range) => *range,
        Type::Enum(list) => Range { low: 0, high: program.enumeration(*list).members.len().saturating_sub(1) as i128 },
        Type::Bool | Type::Text | Type::Unknown | Type::Nothing => Range::point(0),
    }
}

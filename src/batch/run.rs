//! A plan over columns of records, a block at a time.
//!
//! In: a plan and the columns of a table. Out: which rows break a rule between fields, and a column for each named value. A block is
//! as many records as stay in the cache; its lanes are used again for the next one, so that nothing is allocated once the first
//! block is through.

use super::graph::{Node, NodeId, Operand, code, lane};
use super::kernel;
use super::plan::{Plan, Prepared};
use super::schedule::{Bank, Place, Step};
use super::{scalars, texts};
use crate::value::Value;
use crate::value::column::{Column, Lanes, Texts};
use crate::value::decimal::{self, Rounding};
use crate::value::knots;
use std::collections::HashMap;
use std::sync::Arc;

/// So many records are in a block.
pub const BLOCK: usize = 1024;

/// Memory for one thread that runs a plan.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) codes: Vec<Vec<u8>>,
    pub(super) index: Vec<Vec<u16>>,
    pub(super) narrow: Vec<Vec<i64>>,
    pub(super) wide: Vec<Vec<i128>>,
    pub(super) texts: Vec<Vec<u64>>,
    pub(super) values: Vec<Vec<Value>>,
    classes: HashMap<NodeId, Classes>,
    size: usize,
}

/// The classes of the texts of a list, worked out once for it.
#[derive(Debug)]
struct Classes {
    entries: Arc<[Arc<str>]>,
    codes: Vec<u8>,
}

/// What came of a table.
#[derive(Debug, Clone, Default)]
pub struct Scored {
    /// For each row that breaks a rule between fields: its position, and the position of the first rule it breaks.
    pub broken: Vec<(usize, usize)>,
    /// A column for each named value, over all rows; what it holds for a row that breaks a rule means nothing.
    pub columns: Vec<Column>,
}

/// Some rows of a table.
#[derive(Clone, Copy)]
pub(super) struct Block<'t> {
    pub fields: &'t [Column],
    pub base: usize,
    pub rows: usize,
}

/// Lanes of a number, whatever their width.
#[derive(Clone, Copy)]
pub(super) enum Numbers<'s> {
    Narrow(&'s [i64]),
    Wide(&'s [i128]),
}

impl Plan {
    /// Memory for one thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        self.scratch_of(BLOCK)
    }

    /// Memory for blocks of another size; results do not depend on it.
    #[must_use]
    pub fn scratch_of(&self, block: usize) -> Scratch {
        let count = |bank: Bank| usize::from(self.schedule.sizes.get(&bank).copied().unwrap_or(0));
        let mut scratch = Scratch {
            codes: vec![vec![0; block]; count(Bank::Code)],
            index: vec![vec![0; block]; count(Bank::Index)],
            narrow: vec![vec![0; block]; count(Bank::Narrow)],
            wide: vec![vec![0; block]; count(Bank::Wide)],
            texts: vec![vec![0; block]; count(Bank::Text)],
            values: vec![vec![Value::Missing; block]; count(Bank::Values)],
            classes: HashMap::new(),
            size: block,
        };
        for step in &self.schedule.steps {
            if let (Node::Constant(constant), Some(place)) = (self.graph.node(step.node), self.schedule.at(step.node)) {
                match place.bank {
                    Bank::Wide => scratch.wide.get_mut(usize::from(place.slot)).into_iter().for_each(|lanes| lanes.fill(*constant)),
                    Bank::Narrow | Bank::Code | Bank::Index | Bank::Text | Bank::Values => {
                        scratch.narrow.get_mut(usize::from(place.slot)).into_iter().for_each(|lanes| lanes.fill(*constant as i64));
                    }
                }
            }
        }
        scratch
    }

    /// Runs over a table of `rows` rows with one column for each field.
    pub fn run(&self, scratch: &mut Scratch, fields: &[Column], rows: usize, scored: &mut Scored) {
        scored.broken.clear();
        if scored.columns.len() != self.outputs.len() {
            scored.columns = self.outputs.iter().map(|output| Column::new(output.kind())).collect();
        }
        scored.columns.iter_mut().for_each(Column::clear);
        let size = scratch.size.max(1);
        let mut base = 0;
        while base < rows {
            let block = Block { fields, base, rows: size.min(rows - base) };
            for (step, prepared) in self.schedule.steps.iter().zip(&self.prepared) {
                self.step(scratch, block, step, prepared);
            }
            self.broken(scratch, block, &mut scored.broken);
            for (output, column) in self.outputs.iter().zip(&mut scored.columns) {
                self.append(scratch, block, output, column);
            }
            base += block.rows;
        }
    }

    fn broken(&self, scratch: &Scratch, block: Block<'_>, broken: &mut Vec<(usize, usize)>) {
        let mut first: Option<Vec<Option<usize>>> = None;
        for (position, (check, code)) in self.checks.iter().zip(&self.check_codes).enumerate().rev() {
            let fails: Vec<usize> = match code {
                Some(code) => {
                    let codes = self.codes(scratch, *code, block.rows);
                    if !kernel::mark::any_equal(codes, 0) {
                        continue;
                    }
                    codes.iter().enumerate().filter(|(_, code)| **code == 0).map(|(row, _)| row).collect()
                }
                None if check.single() == Some(&Value::Bool(false)) => (0..block.rows).collect(),
                None => continue,
            };
            let first = first.get_or_insert_with(|| vec![None; block.rows]);
            fails.into_iter().filter_map(|row| first.get_mut(row).map(|place| *place = Some(position))).for_each(drop);
        }
        let found = first.into_iter().flatten().enumerate();
        broken.extend(found.filter_map(|(row, check)| check.map(|check| (block.base + row, check))));
    }

    fn step(&self, scratch: &mut Scratch, block: Block<'_>, step: &Step, prepared: &Prepared) {
        if let Some((mark, code)) = step.guard
            && !kernel::mark::any_equal(self.codes(scratch, mark, block.rows), code)
        {
            return;
        }
        let Some(Place { bank, slot }) = self.schedule.at(step.node) else { return };
        let slot = usize::from(slot);
        // The lanes are taken out while they are written, so that others can be read beside them.
        match bank {
            Bank::Code => {
                let mut out = scratch.codes.get_mut(slot).map(std::mem::take).unwrap_or_default();
                self.codes_step(scratch, block, step.node, prepared, out.get_mut(..block.rows).unwrap_or_default());
                put(&mut scratch.codes, slot, out);
            }
            Bank::Index => {
                let mut out = scratch.index.get_mut(slot).map(std::mem::take).unwrap_or_default();
                if let Node::Index(parts) = self.graph.node(step.node) {
                    let out = out.get_mut(..block.rows).unwrap_or_default();
                    match parts.as_ref() {
                        [] => out.fill(0),
                        [(a, stride)] => kernel::cells::index(&[(self.codes(scratch, *a, block.rows), *stride)], out),
                        parts => {
                            let parts: Vec<(&[u8], u16)> =
                                parts.iter().map(|(code, stride)| (self.codes(scratch, *code, block.rows), *stride)).collect();
                            kernel::cells::index(&parts, out);
                        }
                    }
                }
                put(&mut scratch.index, slot, out);
            }
            Bank::Narrow => {
                let mut out = scratch.narrow.get_mut(slot).map(std::mem::take).unwrap_or_default();
                self.narrow_step(scratch, block, step.node, prepared, out.get_mut(..block.rows).unwrap_or_default());
                put(&mut scratch.narrow, slot, out);
            }
            Bank::Wide => {
                let mut out = scratch.wide.get_mut(slot).map(std::mem::take).unwrap_or_default();
                self.wide_step(scratch, block, step.node, prepared, out.get_mut(..block.rows).unwrap_or_default());
                put(&mut scratch.wide, slot, out);
            }
            Bank::Text => {
                let mut out = scratch.texts.get_mut(slot).map(std::mem::take).unwrap_or_default();
                self.texts_step(scratch, block, step.node, prepared, out.get_mut(..block.rows).unwrap_or_default());
                put(&mut scratch.texts, slot, out);
            }
            Bank::Values => {
                let mut out = scratch.values.get_mut(slot).map(std::mem::take).unwrap_or_default();
                self.values_step(scratch, block, step.node, out.get_mut(..block.rows).unwrap_or_default());
                put(&mut scratch.values, slot, out);
            }
        }
    }

    fn narrow_step(&self, scratch: &Scratch, block: Block<'_>, id: NodeId, prepared: &Prepared, out: &mut [i64]) {
        let lanes = |node: &NodeId| match self.numbers(scratch, block, *node) {
            Numbers::Narrow(lanes) => Some(lanes),
            Numbers::Wide(_) => None,
        };
        match (self.graph.node(id), prepared) {
            (Node::Constant(_), _) => {}
            (Node::Field(field), _) => match block.fields.get(*field as usize).map(|column| &column.lanes) {
                Some(Lanes::Day(days)) => kernel::select::load_i32(days.get(block.base..).unwrap_or_default(), out),
                Some(Lanes::Member(members)) => {
                    for (out, member) in out.iter_mut().zip(members.iter().skip(block.base)) {
                        *out = i64::from(*member);
                    }
                }
                // Read where they stand.
                _ => {}
            },
            (Node::Cells { index, .. }, Prepared::Narrow(cells)) => kernel::cells::cells(self.index(scratch, *index, block.rows), cells, out),
            (Node::Add(a, b), _) if let (Some(a), Some(b)) = (lanes(a), lanes(b)) => kernel::arithmetic::add(a, b, out),
            (Node::Subtract(a, b), _) if let (Some(a), Some(b)) = (lanes(a), lanes(b)) => kernel::arithmetic::subtract(a, b, out),
            (Node::Multiply(a, b), _) if let (Some(a), Some(b)) = (lanes(a), lanes(b)) => kernel::arithmetic::multiply(a, b, out),
            (Node::Least(a, b), _) if let (Some(a), Some(b)) = (lanes(a), lanes(b)) => kernel::arithmetic::minimum(a, b, out),
            (Node::Greatest(a, b), _) if let (Some(a), Some(b)) = (lanes(a), lanes(b)) => kernel::arithmetic::maximum(a, b, out),
            (Node::Absolute(x), _) if let Some(x) = lanes(x) => kernel::arithmetic::absolute(x, out),
            (Node::Clamp { x, low, high }, _) if let Some(x) = lanes(x) => kernel::arithmetic::clamp(x, *low as i64, *high as i64, out),
            (Node::Scale { x, factor }, _) if let Some(x) = lanes(x) => kernel::arithmetic::multiply_constant(x, *factor as i64, out),
            (Node::Select { mark, yes, no }, _) if let (Some(yes), Some(no)) = (lanes(yes), lanes(no)) => {
                kernel::select::select(self.codes(scratch, *mark, block.rows), yes, no, out);
            }
            (Node::Ratio { x, rounding, .. }, Prepared::Small { bound, factor, divisor }) if let Some(x) = lanes(x) => {
                kernel::scale::multiply_scale_down(x, *factor, *divisor, *rounding, *bound, out);
            }
            (Node::Linear { x, .. }, Prepared::Line(line)) if let Some(x) = lanes(x) => kernel::line::heights(x, line, out),
            (Node::Divide { left, right, .. }, Prepared::Window { shift, low, high })
                if let (Some(left), Some(right)) = (lanes(left), lanes(right)) =>
            {
                kernel::divide::divide(left, right, *shift, *low, *high, out);
            }
            _ => self.each(scratch, block, id, |row, lane| {
                if let Some(out) = out.get_mut(row) {
                    *out = lane as i64;
                }
            }),
        }
    }

    fn wide_step(&self, scratch: &Scratch, block: Block<'_>, id: NodeId, prepared: &Prepared, out: &mut [i128]) {
        match (self.graph.node(id), prepared) {
            (Node::Constant(_) | Node::Field(_), _) => {}
            (Node::Cells { index, .. }, Prepared::Wide(cells)) => kernel::cells::cells(self.index(scratch, *index, block.rows), cells, out),
            _ => self.each(scratch, block, id, |row, lane| {
                if let Some(out) = out.get_mut(row) {
                    *out = lane;
                }
            }),
        }
    }

    /// A number lane by lane, with all digits.
    fn each(&self, scratch: &Scratch, block: Block<'_>, id: NodeId, mut put: impl FnMut(usize, i128)) {
        let rows = 0..block.rows;
        let mut one = |x: NodeId, function: &dyn Fn(i128) -> i128| {
            let x = self.numbers(scratch, block, x);
            rows.clone().for_each(|row| put(row, function(x.get(row))));
        };
        match self.graph.node(id) {
            Node::Scale { x, factor } => return one(*x, &|x| x.wrapping_mul(*factor)),
            Node::Ratio { x, factor, divisor, rounding } => {
                return one(*x, &|x| decimal::multiply_divide(x, *factor, *divisor, *rounding).unwrap_or(0));
            }
            Node::Linear { x, knots } => return one(*x, &|x| knots::height(knots, x).unwrap_or(0)),
            Node::Clamp { x, low, high } => return one(*x, &|x| x.max(*low).min(*high)),
            Node::Absolute(x) => return one(*x, &i128::wrapping_abs),
            _ => {}
        }
        let mut two = |left: NodeId, right: NodeId, function: &dyn Fn(i128, i128) -> i128| {
            let (left, right) = (self.numbers(scratch, block, left), self.numbers(scratch, block, right));
            rows.clone().for_each(|row| put(row, function(left.get(row), right.get(row))));
        };
        match self.graph.node(id) {
            Node::Add(left, right) => two(*left, *right, &i128::wrapping_add),
            Node::Subtract(left, right) => two(*left, *right, &i128::wrapping_sub),
            Node::Multiply(left, right) => two(*left, *right, &i128::wrapping_mul),
            Node::MultiplyDrop { left, right, drop } => {
                two(*left, *right, &|x, y| decimal::multiply(x, y, *drop, Rounding::HalfAway).unwrap_or(0));
            }
            Node::Divide { left, right, shift } => two(*left, *right, &|x, y| decimal::divide(x, y, *shift, Rounding::HalfAway).unwrap_or(0)),
            Node::Least(left, right) => two(*left, *right, &i128::min),
            Node::Greatest(left, right) => two(*left, *right, &i128::max),
            Node::Select { mark, yes, no } => {
                let marks = self.codes(scratch, *mark, block.rows);
                let (yes, no) = (self.numbers(scratch, block, *yes), self.numbers(scratch, block, *no));
                marks.iter().enumerate().for_each(|(row, mark)| put(row, if *mark == 1 { yes.get(row) } else { no.get(row) }));
            }
            Node::NumberOf(values) => {
                self.values(scratch, *values, block.rows).iter().enumerate().for_each(|(row, value)| put(row, lane(value).unwrap_or(0)));
            }
            _ => {}
        }
    }

    fn codes_step(&self, scratch: &mut Scratch, block: Block<'_>, id: NodeId, prepared: &Prepared, out: &mut [u8]) {
        let field = |field: u32| block.fields.get(field as usize);
        match (self.graph.node(id), prepared) {
            (Node::Present(position), _) => match field(*position).map(|column| &column.present) {
                Some(Some(present)) => kernel::mark::marks(present.get(block.base..).unwrap_or_default(), out),
                Some(None) => out.fill(1),
                None => out.fill(0),
            },
            (Node::FieldCode { field: position, size }, _) => {
                let Some(column) = field(*position) else { return out.fill(*size) };
                match &column.lanes {
                    Lanes::Bool(truths) => out.iter_mut().zip(truths.iter().skip(block.base)).for_each(|(out, truth)| *out = u8::from(*truth)),
                    Lanes::Member(members) => {
                        out.iter_mut().zip(members.iter().skip(block.base)).for_each(|(out, member)| *out = (*member).min(u32::from(*size)) as u8);
                    }
                    Lanes::Number(_) | Lanes::Wide(_) | Lanes::Day(_) | Lanes::Text(_) => out.fill(*size),
                }
                if let Some(present) = &column.present {
                    for (out, present) in out.iter_mut().zip(present.iter().skip(block.base)) {
                        *out = if *present { *out } else { *size };
                    }
                }
            }
            (Node::Band { x, cuts, present }, _) => {
                let marks = present.map(|mark| self.codes(scratch, mark, block.rows));
                match (self.numbers(scratch, block, *x), prepared) {
                    (Numbers::Narrow(lanes), Prepared::Cuts(cuts)) => kernel::band::band(lanes, cuts, marks, out),
                    (lanes, _) => {
                        for (row, out) in out.iter_mut().enumerate() {
                            let there = marks.is_none_or(|marks| marks.get(row) != Some(&0));
                            *out = if there { cuts.partition_point(|cut| *cut <= lanes.get(row)) as u8 } else { cuts.len() as u8 + 1 };
                        }
                    }
                }
            }
            (Node::Compare { left, right, comparison, present }, _) => {
                let marks = present.map(|mark| self.codes(scratch, mark, block.rows));
                match (self.numbers(scratch, block, *left), self.numbers(scratch, block, *right)) {
                    (Numbers::Narrow(left), Numbers::Narrow(right)) => kernel::compare::compare(left, right, *comparison, marks, out),
                    (left, right) => {
                        for (row, out) in out.iter_mut().enumerate() {
                            let there = marks.is_none_or(|marks| marks.get(row) != Some(&0));
                            *out = if there { u8::from(comparison.holds(left.get(row).cmp(&right.get(row)))) } else { 2 };
                        }
                    }
                }
            }
            (Node::NonZero(x), _) => match self.numbers(scratch, block, *x) {
                Numbers::Narrow(lanes) => kernel::compare::non_zero(lanes, out),
                Numbers::Wide(lanes) => out.iter_mut().zip(lanes).for_each(|(out, lane)| *out = u8::from(*lane != 0)),
            },
            (Node::Recode { index, .. }, Prepared::Codes(cells)) => kernel::cells::cells(self.index(scratch, *index, block.rows), cells, out),
            (Node::Both(a, b), _) => kernel::mark::both(self.codes(scratch, *a, block.rows), self.codes(scratch, *b, block.rows), out),
            (Node::Class { x, cells, present }, _) => {
                let marks = present.map(|mark| self.codes(scratch, mark, block.rows));
                let lanes = self.numbers(scratch, block, *x);
                let last = cells.last().copied().unwrap_or(0);
                for (row, out) in out.iter_mut().enumerate() {
                    let there = marks.is_none_or(|marks| marks.get(row) != Some(&0));
                    let cell = usize::try_from(lanes.get(row)).ok().and_then(|member| cells.get(member)).copied();
                    *out = if there { cell.unwrap_or(last) } else { last };
                }
            }
            (Node::CodeOf { values, size }, _) => {
                for (out, value) in out.iter_mut().zip(self.values(scratch, *values, block.rows)) {
                    *out = code(value, *size);
                }
            }
            (Node::TextClass { text, tests, present }, prepared) => {
                let named = match prepared {
                    Prepared::Named(named) => Some(named),
                    _ => None,
                };
                self.text_classes(scratch, block, id, *text, &|text| texts::class(tests, named, text), out);
                if let Some(mark) = present {
                    let absent = tests.len() as u8 + 1;
                    for (out, mark) in out.iter_mut().zip(self.codes(scratch, *mark, block.rows)) {
                        *out = if *mark == 0 { absent } else { *out };
                    }
                }
            }
            _ => {}
        }
    }

    /// The classes of texts: once for each text of a list, where the texts come from one.
    fn text_classes(&self, scratch: &mut Scratch, block: Block<'_>, id: NodeId, text: NodeId, class: &dyn Fn(&str) -> u8, out: &mut [u8]) {
        if let Node::TextField(field) = self.graph.node(text)
            && let Some(Lanes::Text(Texts::Dictionary { codes, entries })) = block.fields.get(*field as usize).map(|column| &column.lanes)
        {
            let worked_out = || Classes { entries: entries.clone(), codes: entries.iter().map(|entry| class(entry)).chain([class("")]).collect() };
            let known = scratch.classes.entry(id).or_insert_with(worked_out);
            if !Arc::ptr_eq(&known.entries, entries) {
                *known = worked_out();
            }
            let beyond = known.codes.last().copied().unwrap_or(0);
            for (out, code) in out.iter_mut().zip(codes.iter().skip(block.base)) {
                *out = known.codes.get(*code as usize).copied().unwrap_or(beyond);
            }
            return;
        }
        for (out, handle) in out.iter_mut().zip(self.handles(scratch, text, block.rows)) {
            *out = class(texts::resolve(&self.pool, block.fields, *handle));
        }
    }

    fn texts_step(&self, scratch: &Scratch, block: Block<'_>, id: NodeId, prepared: &Prepared, out: &mut [u64]) {
        match (self.graph.node(id), prepared) {
            (Node::TextField(field), _) => match block.fields.get(*field as usize) {
                Some(column) => texts::load(*field, column, block.base, out),
                None => out.fill(0),
            },
            (Node::TextCells { index, .. }, Prepared::Texts(cells)) => kernel::cells::cells(self.index(scratch, *index, block.rows), cells, out),
            (Node::TextOf(values), _) => {
                for (out, value) in out.iter_mut().zip(self.values(scratch, *values, block.rows)) {
                    *out = self.pool.find(value);
                }
            }
            (Node::TextSelect { mark, yes, no }, _) => {
                let (yes, no) = (self.handles(scratch, *yes, block.rows), self.handles(scratch, *no, block.rows));
                kernel::select::select(self.codes(scratch, *mark, block.rows), yes, no, out);
            }
            _ => {}
        }
    }

    fn values_step(&self, scratch: &Scratch, block: Block<'_>, id: NodeId, out: &mut [Value]) {
        let Node::Scalar { scalar, operands } = self.graph.node(id) else { return };
        let mut arguments: Vec<Value> = Vec::with_capacity(operands.len());
        for (row, out) in out.iter_mut().enumerate() {
            arguments.clear();
            arguments.extend(operands.iter().map(|operand| self.value(scratch, block, operand, row)));
            *out = scalars::compute(scalar, &arguments, &self.tables);
        }
    }

    fn value(&self, scratch: &Scratch, block: Block<'_>, operand: &Operand, row: usize) -> Value {
        let there = |present: &Option<NodeId>| present.is_none_or(|mark| self.codes(scratch, mark, block.rows).get(row) == Some(&1));
        match operand {
            Operand::Number { x, present, kind } if there(present) => kind.value(self.numbers(scratch, block, *x).get(row)),
            Operand::Text { text, present } if there(present) => {
                let handle = self.handles(scratch, *text, block.rows).get(row).copied().unwrap_or(0);
                Value::Text(Arc::from(texts::resolve(&self.pool, block.fields, handle)))
            }
            Operand::Number { .. } | Operand::Text { .. } => Value::Missing,
            Operand::Cells { index, cells } => {
                let position = self.index(scratch, *index, block.rows).get(row).copied().unwrap_or(0);
                cells.get(usize::from(position)).cloned().unwrap_or(Value::Missing)
            }
        }
    }
}

fn put<T>(bank: &mut [T], slot: usize, lanes: T) {
    if let Some(place) = bank.get_mut(slot) {
        *place = lanes;
    }
}

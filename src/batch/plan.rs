//! A policy, ready to be computed column by column.
//!
//! In: a checked program, the reference date, and which named values are wanted. Out: a plan that any number of threads can run, each
//! with memory of its own. The plan holds everything that does not depend on a record.

use super::demand::Widths;
use super::graph::{Graph, Node, NodeId, Scalar};
use super::kernel::cells::Padded;
use super::kernel::divide::Shift;
use super::kernel::line::Line;
use super::lower::{Lowered, Lowering, Numbers, Texts};
use super::schedule::Schedule;
use super::tabled::Tabled;
use super::texts::Pool;
use crate::ir::table::Table;
use crate::ir::{Program, SlotId};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::column::LaneKind;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::HashMap;
use std::sync::Arc;

/// A policy, ready to be computed for many records.
#[derive(Debug)]
pub struct Plan {
    pub(super) graph: Graph,
    pub(super) widths: Widths,
    pub(super) schedule: Schedule,
    pub(super) prepared: Vec<Prepared>,
    pub(super) pool: Pool,
    pub(super) tables: Vec<Table>,
    /// For each rule between fields a code that is 0 where it is broken.
    pub(super) checks: Vec<Tabled>,
    pub(super) check_codes: Vec<Option<NodeId>>,
    pub(super) outputs: Vec<Output>,
}

/// What a step needs beside its node.
#[derive(Debug)]
pub(super) enum Prepared {
    /// Nothing.
    Nothing,
    /// Codes by position.
    Codes(Padded<u8>),
    /// Numbers of 64 bits by position.
    Narrow(Padded<i64>),
    /// Numbers of 128 bits by position.
    Wide(Padded<i128>),
    /// Texts by position.
    Texts(Padded<u64>),
    /// Cuts of a band of numbers of 64 bits.
    Cuts(Vec<i64>),
    /// The window of a quotient.
    Window { shift: Shift, low: i64, high: i64 },
    /// A line through knots.
    Line(Line),
    /// A ratio whose products stay in 64 bits: the greatest of them, and its factors.
    Small { bound: i64, factor: i64, divisor: i64 },
    /// Which test a text passes, for those that only name it.
    Named(HashMap<Arc<str>, u8>),
}

/// How a wanted value is taken from the lanes.
#[derive(Debug)]
pub(super) enum Output {
    /// Numbers, dates, or members of a long list.
    Numbers { numbers: Numbers, kind: LaneKind },
    /// Truth values or members by code; one code stands for missing.
    Codes { code: NodeId, kind: LaneKind },
    /// One of a few texts by code.
    Dictionary { code: NodeId, entries: Arc<[Arc<str>]> },
    /// Texts.
    Texts(Texts),
}

/// The code of a missing truth value or member in an output.
pub(super) const NO_VALUE: u8 = 255;

impl Plan {
    /// Plans a program for a reference date: the rules between fields, and these named values.
    #[must_use]
    pub fn new(program: &Program, as_of: Day, slots: &[SlotId]) -> Plan {
        let mut lowering = Lowering::new(program, as_of);
        let checks: Vec<Tabled> = program
            .record
            .checks
            .iter()
            .map(|check| {
                let condition = lowering.lower(&check.condition);
                lowering.tabled(&condition)
            })
            .collect();
        let kept = |value: &Value| u8::from(value.truth() != Some(false));
        let check_codes: Vec<Option<NodeId>> =
            checks.iter().map(|check| if check.single().is_some() { None } else { Some(lowering.graph.recoded(check, kept)) }).collect();
        let outputs: Vec<Output> = slots
            .iter()
            .map(|slot| {
                let lowered = lowering.slot(*slot);
                output(&mut lowering, &lowered, &program.slot(*slot).expr.ty)
            })
            .collect();
        let mut wanted: Vec<NodeId> = check_codes.iter().flatten().copied().collect();
        wanted.extend(outputs.iter().flat_map(Output::nodes));
        let numbers: Vec<NodeId> = outputs
            .iter()
            .filter_map(|output| match output {
                Output::Numbers { numbers, .. } => Some(numbers.x),
                Output::Codes { .. } | Output::Dictionary { .. } | Output::Texts(_) => None,
            })
            .collect();
        let graph = lowering.graph;
        let wide: Vec<bool> = program.record.fields.iter().map(|field| LaneKind::of(&field.kind.value_type()) == LaneKind::Wide).collect();
        let widths = Widths::of(&graph, &numbers, &wide);
        let schedule = Schedule::of(&graph, &widths, &wanted);
        let mut pool = Pool::default();
        let prepared = schedule.steps.iter().map(|step| prepare(&graph, &widths, &mut pool, &program.tables, step.node)).collect();
        Plan { graph, widths, schedule, prepared, pool, tables: program.tables.clone(), checks, check_codes, outputs }
    }
}

impl Output {
    fn nodes(&self) -> Vec<NodeId> {
        match self {
            Output::Numbers { numbers, .. } => std::iter::once(numbers.x).chain(numbers.present).collect(),
            Output::Codes { code, .. } | Output::Dictionary { code, .. } => vec![*code],
            Output::Texts(texts) => std::iter::once(texts.text).chain(texts.present).collect(),
        }
    }
}

fn output(lowering: &mut Lowering<'_>, lowered: &Lowered, ty: &Type) -> Output {
    let kind = LaneKind::of(ty);
    if let Lowered::Tabled(tabled) = lowered {
        match kind {
            LaneKind::Bool => {
                let code = |value: &Value| value.truth().map_or(NO_VALUE, u8::from);
                return Output::Codes { code: lowering.graph.recoded(tabled, code), kind };
            }
            LaneKind::Member if tabled.cells.iter().all(|cell| matches!(cell, Value::Missing) || member(cell).is_some()) => {
                return Output::Codes { code: lowering.graph.recoded(tabled, |value| member(value).unwrap_or(NO_VALUE)), kind };
            }
            LaneKind::Text => {
                if let Some(few) = dictionary(lowering, tabled) {
                    return few;
                }
            }
            LaneKind::Number | LaneKind::Wide | LaneKind::Day | LaneKind::Member => {}
        }
    }
    match kind {
        LaneKind::Text => Output::Texts(lowering.texts(lowered)),
        LaneKind::Number | LaneKind::Wide | LaneKind::Bool | LaneKind::Day | LaneKind::Member => {
            Output::Numbers { numbers: lowering.numbers(lowered), kind }
        }
    }
}

fn member(value: &Value) -> Option<u8> {
    match value {
        Value::Member(member) => u8::try_from(*member).ok().filter(|code| *code != NO_VALUE),
        Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Text(_) => None,
    }
}

/// Few texts by code; `None` where there are too many.
fn dictionary(lowering: &mut Lowering<'_>, tabled: &Tabled) -> Option<Output> {
    let mut entries: Vec<Arc<str>> = Vec::new();
    for cell in &tabled.cells {
        if let Value::Text(text) = cell
            && !entries.contains(text)
        {
            entries.push(text.clone());
        }
    }
    if entries.len() >= usize::from(NO_VALUE) {
        return None;
    }
    let position = |value: &Value| match value {
        Value::Text(text) => entries.iter().position(|entry| entry == text).and_then(|position| u8::try_from(position).ok()),
        Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Member(_) => None,
    };
    let code = lowering.graph.recoded(tabled, |value| position(value).unwrap_or(NO_VALUE));
    Some(Output::Dictionary { code, entries: Arc::from(entries) })
}

/// A ratio whose arithmetic stays in 64 bits.
fn small_ratio(held: Range, factor: i128, divisor: i128) -> Option<Prepared> {
    let bound = held.low.unsigned_abs().max(held.high.unsigned_abs()).checked_mul(factor.unsigned_abs())?;
    let bound = i64::try_from(bound).ok().filter(|bound| *bound < i64::MAX / 2)?;
    let divisor = i64::try_from(divisor).ok().filter(|divisor| *divisor < i64::MAX / 4)?;
    Some(Prepared::Small { bound, factor: i64::try_from(factor).ok()?, divisor })
}

fn prepare(graph: &Graph, widths: &Widths, pool: &mut Pool, tables: &[Table], id: NodeId) -> Prepared {
    match graph.node(id) {
        Node::Divide { shift, .. } => {
            widths.window(graph, id).map_or(Prepared::Nothing, |(low, high)| Prepared::Window { shift: Shift::new(*shift), low, high })
        }
        Node::Linear { x, knots } if widths.is_narrow(*x) && widths.is_narrow(id) => Prepared::Line(Line::new(knots)),
        Node::Ratio { x, factor, divisor, .. } if widths.is_narrow(*x) && widths.is_narrow(id) => {
            small_ratio(widths.held(*x), *factor, *divisor).unwrap_or(Prepared::Nothing)
        }
        Node::TextOf(values) => {
            if let Node::Scalar { scalar: Scalar::Lookup { table, column }, .. } = graph.node(*values) {
                let rows = tables.get(table.0 as usize).map(|table| table.rows.as_slice()).unwrap_or_default();
                for cell in rows.iter().filter_map(|row| row.cells.get(*column as usize)) {
                    if let Value::Text(text) = cell {
                        pool.handle(text);
                    }
                }
            }
            Prepared::Nothing
        }
        Node::Cells { cells, .. } if widths.is_narrow(id) => {
            Prepared::Narrow(Padded::new(&cells.iter().map(|cell| *cell as i64).collect::<Vec<i64>>(), 0))
        }
        Node::Cells { cells, .. } => Prepared::Wide(Padded::new(cells, 0)),
        Node::Recode { cells, .. } => Prepared::Codes(Padded::new(cells, 0)),
        Node::TextCells { cells, .. } => Prepared::Texts(Padded::new(&cells.iter().map(|text| pool.handle(text)).collect::<Vec<u64>>(), 0)),
        Node::Band { x, cuts, .. } if widths.is_narrow(*x) => {
            // Cuts beyond 64 bits lie beyond every number that matters; the greatest stands for those above.
            let clamp = |cut: &i128| i64::try_from((*cut).clamp(i128::from(i64::MIN), i128::from(i64::MAX))).unwrap_or(0);
            Prepared::Cuts(cuts.iter().map(clamp).collect())
        }
        Node::TextClass { tests, .. } => super::texts::named(tests).map_or(Prepared::Nothing, Prepared::Named),
        _ => Prepared::Nothing,
    }
}

//! Random records that keep a schema, most of them near an edge: ends of ranges, nought, every constant of the policy and its
//! neighbours, and amounts that make a ratio come out at a constant exactly.

use super::random::Random;
use ics::ir::Program;
use ics::ir::expr::{Expr, ExprKind};
use ics::ir::record::{Field, FieldId, FieldKind};
use ics::ir::table::Pattern;
use ics::ir::walk;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::decimal::{self, Decimal, Rounding};
use ics::value::range::Range;
use ics::value::ty::Type;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What random records of a program are made of.
pub struct Records<'p> {
    program: &'p Program,
    /// Every number the policy names, by mantissa and scale.
    numbers: Vec<(i128, u8)>,
    days: Vec<i32>,
    texts: Vec<Arc<str>>,
}

#[derive(Default)]
struct Found {
    numbers: BTreeSet<(i128, u8)>,
    days: BTreeSet<i32>,
    texts: BTreeSet<Arc<str>>,
}

impl Found {
    fn pattern(&mut self, pattern: &Pattern, scale: u8) {
        let ranges: &[Range] = match pattern {
            Pattern::Between(range) => std::slice::from_ref(range),
            Pattern::AnyOf(ranges) => ranges,
            Pattern::Texts(texts) => return self.texts.extend(texts.iter().cloned()),
            Pattern::Members(_) | Pattern::Missing | Pattern::Anything | Pattern::Otherwise | Pattern::Never => &[],
        };
        for end in ranges.iter().flat_map(|range| [range.low, range.high]) {
            self.numbers.insert((end, scale));
            self.days.extend(i32::try_from(end));
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Constant(Value::Number(mantissa)) => drop(self.numbers.insert((*mantissa, expr.ty.scale()))),
            ExprKind::Constant(Value::Date(day)) => drop(self.days.insert(day.0)),
            ExprKind::Constant(Value::Text(text)) => drop(self.texts.insert(text.clone())),
            ExprKind::StartsWith(_, prefixes) => self.texts.extend(prefixes.iter().cloned()),
            ExprKind::Matches(subject, pattern) => self.pattern(pattern, subject.ty.scale()),
            ExprKind::Linear(linear) => self.numbers.extend(linear.knots.iter().map(|(x, _)| (*x, linear.subject.ty.scale()))),
            ExprKind::Choose(choose) => {
                for row in &choose.rows {
                    choose.subjects.iter().zip(&row.patterns).for_each(|(subject, pattern)| self.pattern(pattern, subject.ty.scale()));
                }
            }
            _ => {}
        }
    }
}

impl<'p> Records<'p> {
    pub fn new(program: &'p Program) -> Records<'p> {
        let mut found = Found::default();
        let checks = program.record.checks.iter().map(|check| &check.condition);
        program.slots.iter().map(|slot| &slot.expr).chain(checks).for_each(|expr| walk::each(expr, &mut |part| found.expr(part)));
        for table in &program.tables {
            for row in &table.rows {
                table.keys.iter().zip(&row.keys).for_each(|(key, pattern)| found.pattern(pattern, key.ty.scale()));
            }
        }
        let Found { numbers, days, texts } = found;
        Records { program, numbers: numbers.into_iter().collect(), days: days.into_iter().collect(), texts: texts.into_iter().collect() }
    }

    /// A record whose every field keeps its declaration.
    pub fn record(&self, random: &mut Random) -> Vec<Value> {
        let mut record: Vec<Value> = Vec::new();
        // Some records are blank or small throughout, so that rare coincidences occur.
        let blank = random.next() % 6;
        for field in &self.program.record.fields {
            let value = match (field.optional, random.next() % 6 <= blank) {
                (true, true) => Value::Missing,
                (true, false) | (false, _) => self.value(random, field, &record),
            };
            record.push(value);
        }
        record
    }

    /// Draws one of some fields again, or makes it like another of them.
    pub fn redraw(&self, random: &mut Random, fields: &[FieldId], record: &mut [Value]) {
        let (Some(id), Some(other)) = (pick(random, fields).copied(), pick(random, fields).copied()) else { return };
        let field = self.program.record.field(id);
        let like = record[other.0 as usize].clone();
        let value = match (&field.kind, like, random.next() % 4) {
            (FieldKind::Number { range, .. }, _, 0) => Value::Number(if range.contains(0) { 0 } else { range.low }),
            (FieldKind::Number { range, .. }, Value::Number(x), 1 | 2) => Value::Number(x.clamp(range.low, range.high)),
            _ => self.value(random, field, record),
        };
        record[id.0 as usize] = value;
    }

    fn value(&self, random: &mut Random, field: &Field, before: &[Value]) -> Value {
        match &field.kind {
            FieldKind::Number { scale, range, .. } => Value::Number(self.number(random, *scale, *range, before)),
            FieldKind::Bool => Value::Bool(random.next().is_multiple_of(2)),
            FieldKind::Date { range } => {
                let at = pick(random, &self.days).copied().unwrap_or(0) + random.between(-1, 1);
                let inside = random.between(range.low as i32, range.high as i32);
                let day = match random.next() % 6 {
                    0 => range.low as i32,
                    1 => range.high as i32,
                    2 => LEAP_DAYS[(random.next() % 4) as usize],
                    3 => inside,
                    _ => at,
                };
                Value::Date(Day(if range.contains(i128::from(day)) { day } else { inside }))
            }
            FieldKind::Text => {
                let text = pick(random, &self.texts).cloned().unwrap_or_else(|| Arc::from("甲"));
                Value::Text(match random.next() % 4 {
                    0 => Arc::from(""),
                    1 => Arc::from(format!("{text}1")),
                    _ => text,
                })
            }
            FieldKind::Enum(id) => {
                let count = self.program.enumeration(*id).members.len() as u64;
                Value::Member((random.next() % count) as u32)
            }
        }
    }

    fn number(&self, random: &mut Random, scale: u8, range: Range, before: &[Value]) -> i128 {
        let near = i128::from(random.between(-1, 1));
        let constant = pick(random, &self.numbers).copied().unwrap_or((0, 0));
        let at_scale = |(mantissa, at): (i128, u8)| Decimal { mantissa, scale: at }.rescale(scale, Rounding::Floor).map(|d| d.mantissa);
        let wide = i128::from(random.next()) << (random.next() % 60);
        let found = match random.next() % 10 {
            0 => Some(range.low),
            1 => Some(range.high),
            2 => Some(0),
            3 | 4 => at_scale(constant),
            5 | 6 => at_scale(constant).map(|at| at + near),
            // A constant share of a figure before this one.
            7 => {
                let position = random.next() as usize % before.len().max(1);
                let other = before.get(position).and_then(Value::mantissa).unwrap_or(1);
                let there = self.program.record.fields.get(position).map_or(0, |field| field.kind.value_type().scale());
                decimal::multiply(constant.0, other, 0, Rounding::Floor).and_then(|product| {
                    let amount = Decimal { mantissa: product, scale: constant.1 + there };
                    amount.rescale(scale, Rounding::Floor).map(|d| d.mantissa + near)
                })
            }
            8 => Some(i128::from(random.between(-3, 12))),
            _ => Some(range.low + wide % (range.high - range.low + 1)),
        };
        let inside = |x: i128| x.clamp(range.low, range.high);
        found.map_or(range.low, inside)
    }

    /// A reference date that the policy allows, often its first.
    pub fn reference_date(&self, random: &mut Random) -> Day {
        let first = self.program.earliest_as_of.map_or(-25_567, |day| day.0.max(-25_567));
        match random.next() % 5 {
            0 => Day(first),
            1 => Day(84_005),
            2 => Day(pick(random, &self.days).copied().unwrap_or(first).clamp(first, 84_005)),
            _ => Day(random.between(first, 84_005)),
        }
    }

    /// A record for people.
    pub fn show(&self, record: &[Value]) -> String {
        let fields = self.program.record.fields.iter().zip(record);
        let cells = fields.map(|(field, value)| match (&field.kind.value_type(), value) {
            (Type::Number(number), Value::Number(mantissa)) => {
                format!("{} = {}", field.name, Decimal { mantissa: *mantissa, scale: number.scale })
            }
            (_, Value::Date(day)) => format!("{} = {day}", field.name),
            (_, value) => format!("{} = {value:?}", field.name),
        });
        cells.collect::<Vec<String>>().join(", ")
    }
}

/// 1904-02-29, 2000-02-29, 2024-02-29, 2024-01-31.
const LEAP_DAYS: [i32; 4] = [-24_048, 11_016, 19_782, 19_753];

fn pick<'v, T>(random: &mut Random, list: &'v [T]) -> Option<&'v T> {
    list.get(random.next() as usize % list.len().max(1))
}

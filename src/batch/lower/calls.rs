//! Built-in functions.
//!
//! Of tables they are tables. Of columns, the arithmetic ones have nodes of their own; calendars and roots are computed record by
//! record, by the code that the table of functions names.

use super::super::graph::{Node, NodeId, NumberKind, Scalar};
use super::super::tabled::Tabled;
use super::{Lowered, Lowering, Numbers, range_of};
use crate::builtins::{self, Builtin, Scales};
use crate::ir::expr::Expr;
use crate::value::Value;
use crate::value::decimal::{self, Rounding};
use crate::value::range::Range;

impl Lowering<'_> {
    pub(super) fn builtin(&mut self, expr: &Expr, builtin: Builtin, arguments: &[Expr]) -> Lowered {
        let argument = arguments.iter().map(|argument| argument.ty.scale()).max().unwrap_or(0);
        let scales = Scales { argument, result: expr.ty.scale() };
        let lowered: Vec<Lowered> = arguments.iter().map(|argument| self.lower(argument)).collect();
        let tables: Option<Vec<&Tabled>> = lowered
            .iter()
            .map(|argument| match argument {
                Lowered::Tabled(tabled) => Some(tabled),
                Lowered::Numbers(_) | Lowered::Texts(_) => None,
            })
            .collect();
        if let Some(tables) = tables {
            let mut apply = |values: &[&Value]| {
                let values: Vec<Value> = values.iter().map(|value| (*value).clone()).collect();
                builtins::apply(builtin, &values, scales).unwrap_or(Value::Missing)
            };
            if let Some(tabled) = self.graph.tabulate(&tables, &mut apply) {
                return Lowered::Tabled(tabled);
            }
        }
        self.of_columns(expr, builtin, scales, &lowered)
    }

    fn of_columns(&mut self, expr: &Expr, builtin: Builtin, scales: Scales, arguments: &[Lowered]) -> Lowered {
        let range = range_of(&expr.ty, self.program);
        match builtin {
            Builtin::Sum => self.total(arguments.iter().map(|argument| (false, argument.clone())).collect(), range),
            Builtin::Min => self.chain(arguments, &mut |x, y| Some(x.min(y)), Node::Least),
            Builtin::Max => self.chain(arguments, &mut |x, y| Some(x.max(y)), Node::Greatest),
            Builtin::Clamp => match arguments {
                [x, low, high] => match (constant(low), constant(high)) {
                    (Some(low), Some(high)) if low <= high => {
                        let held = Range { low, high };
                        self.unary(x, &mut |x| Some(x.max(low).min(high)), |x| Node::Clamp { x, low, high }, held)
                    }
                    _ => {
                        let raised = self.chain(&[x.clone(), low.clone()], &mut |x, y| Some(x.max(y)), Node::Greatest);
                        self.chain(&[raised, high.clone()], &mut |x, y| Some(x.min(y)), Node::Least)
                    }
                },
                _ => super::nothing(),
            },
            Builtin::Abs => match arguments {
                [x] => self.unary(x, &mut |x| Some(x.abs()), Node::Absolute, range),
                _ => super::nothing(),
            },
            Builtin::Count => self.count(arguments),
            Builtin::Round(rounding) => match arguments.first() {
                Some(x) => self.round(x, scales, rounding, range),
                None => super::nothing(),
            },
            Builtin::DaysBetween => match arguments {
                [from, to] => {
                    let [from, to] = [self.plain(from), self.plain(to)];
                    self.total(vec![(false, to), (true, from)], range)
                }
                _ => super::nothing(),
            },
            Builtin::AddDays => match arguments {
                [date, days] => {
                    let [date, days] = [self.plain(date), self.plain(days)];
                    match self.total(vec![(false, date), (false, days)], range) {
                        Lowered::Numbers(numbers) => Lowered::Numbers(Numbers { kind: NumberKind::Day, ..numbers }),
                        Lowered::Tabled(days) => {
                            Lowered::Tabled(days.map(|days| days.mantissa().map_or(Value::Missing, |day| NumberKind::Day.value(day))))
                        }
                        texts @ Lowered::Texts(_) => texts,
                    }
                }
                _ => super::nothing(),
            },
            Builtin::Mean
            | Builtin::SumPresent
            | Builtin::MeanPresent
            | Builtin::Sqrt
            | Builtin::YearsBetween
            | Builtin::MonthsBetween
            | Builtin::AddYears(_)
            | Builtin::AddMonths(_)
            | Builtin::Year
            | Builtin::Month
            | Builtin::DayOfMonth => {
                let scalar = Scalar::Builtin { builtin, argument: scales.argument, result: scales.result };
                self.scalar(scalar, arguments, &expr.ty)
            }
        }
    }

    /// One after the other, two at a time; of one kind and scale.
    fn chain(&mut self, parts: &[Lowered], function: &mut dyn FnMut(i128, i128) -> Option<i128>, node: impl Fn(NodeId, NodeId) -> Node) -> Lowered {
        let Some((first, others)) = parts.split_first() else { return super::nothing() };
        others.iter().fold(first.clone(), |known, next| {
            let [a, b] = [self.numbers(&known), self.numbers(next)];
            let range = self.graph.range(a.x).join(self.graph.range(b.x));
            let kind = a.kind;
            match (&known, next) {
                (Lowered::Tabled(_), Lowered::Tabled(_)) => self.binary([&known, next], function, &node, range, kind),
                _ => self.binary([&Lowered::Numbers(a), &Lowered::Numbers(b)], function, &node, range, kind),
            }
        })
    }

    /// How many conditions hold; missing if any is missing.
    fn count(&mut self, conditions: &[Lowered]) -> Lowered {
        let mut add = |values: &[&Value]| match values {
            [Value::Number(count), Value::Bool(truth)] => Value::Number(count + i128::from(*truth)),
            _ => Value::Missing,
        };
        let conditions: Vec<Tabled> = conditions.iter().map(|condition| self.tabled(condition)).collect();
        Lowered::Tabled(self.fold(Tabled::constant(Value::Number(0)), &conditions, &mut add))
    }

    fn round(&mut self, x: &Lowered, scales: Scales, rounding: Rounding, range: Range) -> Lowered {
        if scales.result >= scales.argument {
            let factor = decimal::power_of_ten(u32::from(scales.result - scales.argument)).unwrap_or(1);
            return self.ratio(x, factor, 1, rounding, range);
        }
        let divisor = decimal::power_of_ten(u32::from(scales.argument - scales.result)).unwrap_or(i128::MAX);
        self.ratio(x, 1, divisor, rounding, range)
    }

    /// Days as plain numbers, so that they can be added.
    fn plain(&self, lowered: &Lowered) -> Lowered {
        match lowered {
            Lowered::Tabled(tabled) => Lowered::Tabled(tabled.map(|value| match value {
                Value::Date(day) => Value::Number(i128::from(day.0)),
                other => other.clone(),
            })),
            Lowered::Numbers(numbers) => Lowered::Numbers(Numbers { kind: NumberKind::Number, ..*numbers }),
            Lowered::Texts(_) => super::nothing(),
        }
    }
}

/// The number that is always the same.
fn constant(lowered: &Lowered) -> Option<i128> {
    match lowered {
        Lowered::Tabled(tabled) => tabled.single().and_then(Value::mantissa),
        Lowered::Numbers(_) | Lowered::Texts(_) => None,
    }
}

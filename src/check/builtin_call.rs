//! Calls of built-in functions: their rules of types, scales and ranges.
//!
//! In: a row of the table and arguments as written. Out: a typed call. What a function computes stands in `builtins`.

use super::arithmetic::{self, overflow};
use super::choice;
use super::context::{Context, Hint};
use super::describe;
use super::expr::{self, condition};
use super::problem::{CheckProblem, TypeProblem};
use super::units;
use crate::builtins::{self, Builtin, Operand, Row, Scales};
use crate::ir::expr::{Expr, ExprKind, Missing};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::calendar::{Day, MonthEnd};
use crate::value::decimal::{self, QUOTIENT_PLACES, Rounding};
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// Checks a call of a built-in function.
pub fn call(ctx: &mut Context<'_>, row: &Row, name: &ast::Name, arguments: &[ast::Expr], hint: &Hint, span: Span) -> Expr {
    if arguments.len() < row.least || arguments.len() > row.most {
        ctx.report(CheckProblem::ArgumentCount {
            function: name.text.clone(),
            shape: crate::builtins::shape_as(row, &name.text),
            found: arguments.len(),
            span,
        });
        return ctx.unknown(span);
    }
    let found = match row.builtin {
        Builtin::Min | Builtin::Max | Builtin::Clamp | Builtin::Sum | Builtin::Mean | Builtin::SumPresent | Builtin::MeanPresent => {
            several(ctx, row.builtin, arguments, hint, span)
        }
        Builtin::Abs => one(ctx, row.builtin, arguments, span, |number| Some(Number { range: number.range.absolute(), ..number.clone() })),
        Builtin::Count => count(ctx, arguments, span),
        Builtin::Round(rounding) => round(ctx, rounding, arguments, span),
        Builtin::Sqrt => sqrt(ctx, arguments, span),
        Builtin::YearsBetween | Builtin::MonthsBetween | Builtin::DaysBetween => between(ctx, row.builtin, arguments, span),
        Builtin::AddYears(_) | Builtin::AddMonths(_) | Builtin::AddDays => shift(ctx, row.builtin, arguments, span),
        Builtin::Year | Builtin::Month | Builtin::DayOfMonth => part(ctx, row.builtin, arguments, span),
    };
    found.unwrap_or_else(|| ctx.unknown(span))
}

fn several(ctx: &mut Context<'_>, builtin: Builtin, arguments: &[ast::Expr], hint: &Hint, span: Span) -> Option<Expr> {
    let mut checked = Vec::new();
    for argument in arguments {
        let value = expr::expr(ctx, argument, hint);
        // What is left out where it is missing may be written as missing.
        if value.ty != Type::Nothing || !matches!(builtin, Builtin::SumPresent | Builtin::MeanPresent) {
            arithmetic::number(ctx, &value)?;
        }
        checked.push(value);
    }
    let joined = choice::join(ctx, checked);
    if joined.ty == Type::Nothing {
        ctx.report(TypeProblem::NoValue { span });
    }
    let first = joined.ty.number()?.clone();
    let ranges: Vec<Range> = joined.values.iter().filter_map(|value| value.ty.number()).map(|number| number.range).collect();
    let low = ranges.iter().map(|range| range.low).min()?;
    let high = ranges.iter().map(|range| range.high).max()?;
    let present_only = matches!(builtin, Builtin::SumPresent | Builtin::MeanPresent);
    let missing = if present_only && joined.values.iter().any(|value| value.missing.is_none()) { None } else { joined.missing.clone() };
    let to_mean = |range: Range| range.map(|x| decimal::divide(x, 1, i32::from(QUOTIENT_PLACES) - i32::from(first.scale), Rounding::HalfAway));
    let sum = |pick: fn(&Range) -> i128| ranges.iter().map(pick).try_fold(0i128, i128::checked_add);
    let total = sum(|range| range.low).zip(sum(|range| range.high)).and_then(|(low, high)| Range::new(low, high));
    // The sum of some of them, at least one.
    let least = if low >= 0 { Some(low) } else { sum(|range| range.low.min(0)) };
    let most = if high <= 0 { Some(high) } else { sum(|range| range.high.max(0)) };
    let some = least.zip(most).and_then(|(low, high)| Range::new(low, high));
    let (range, scale) = match builtin {
        Builtin::Min => (Range::new(low, ranges.iter().map(|range| range.high).min()?), first.scale),
        Builtin::Max => (Range::new(ranges.iter().map(|range| range.low).max()?, high), first.scale),
        Builtin::Clamp => match ranges.as_slice() {
            [x, floor, ceiling] => {
                if floor.high > ceiling.low {
                    ctx.report(CheckProblem::ClampOrder { span });
                    return None;
                }
                (Range::new(x.low.max(floor.low).min(ceiling.low), x.high.max(floor.high).min(ceiling.high)), first.scale)
            }
            _ => return None,
        },
        Builtin::Sum => (total, first.scale),
        Builtin::SumPresent => (some, first.scale),
        // The sum comes first and has to fit as well.
        Builtin::Mean => (total.and_then(|_| to_mean(Range { low, high })), QUOTIENT_PLACES),
        _ => (some.and_then(|_| to_mean(Range { low, high })), QUOTIENT_PLACES),
    };
    let Some(range) = range else {
        return Some(overflow(ctx, span, &joined.values.iter().collect::<Vec<&Expr>>()));
    };
    let ty = Type::Number(Number { range, scale, ..first });
    Some(ctx.expr(span, ty, missing, ExprKind::Builtin(builtin, joined.values)))
}

fn one(ctx: &mut Context<'_>, builtin: Builtin, arguments: &[ast::Expr], span: Span, result: impl Fn(&Number) -> Option<Number>) -> Option<Expr> {
    let value = expr::expr(ctx, arguments.first()?, &Hint::default());
    let found = arithmetic::number(ctx, &value)?;
    let Some(number) = result(found) else { return Some(overflow(ctx, span, &[&value])) };
    let missing = value.missing.clone();
    Some(ctx.expr(span, Type::Number(number), missing, ExprKind::Builtin(builtin, vec![value])))
}

fn count(ctx: &mut Context<'_>, arguments: &[ast::Expr], span: Span) -> Option<Expr> {
    let values: Vec<Expr> = arguments.iter().map(|argument| condition(ctx, argument)).collect();
    if values.iter().any(|value| value.ty == Type::Unknown) {
        return None;
    }
    let missing = values.iter().find_map(|value| value.missing.clone());
    let ty = plain(0, Range { low: 0, high: values.len() as i128 });
    Some(ctx.expr(span, ty, missing, ExprKind::Builtin(Builtin::Count, values)))
}

fn round(ctx: &mut Context<'_>, rounding: Rounding, arguments: &[ast::Expr], span: Span) -> Option<Expr> {
    let places = match arguments.get(1) {
        None => 0,
        Some(ast::Expr { kind: ast::ExprKind::Quantity(figure, None), .. }) => units::small(ctx, figure, 18)?,
        Some(other) => {
            ctx.report(CheckProblem::Places { most: 18, span: other.span });
            return None;
        }
    };
    one(ctx, Builtin::Round(rounding), arguments, span, |number| {
        let scale = places.min(number.scale);
        let range = reached(Builtin::Round(rounding), &[number.range], Scales { argument: number.scale, result: scale })?;
        Some(Number { scale, range, ..number.clone() })
    })
}

fn sqrt(ctx: &mut Context<'_>, arguments: &[ast::Expr], span: Span) -> Option<Expr> {
    let value = expr::expr(ctx, arguments.first()?, &Hint::default());
    let number = arithmetic::number(ctx, &value)?.clone();
    let Some(dimension) = number.dimension.root() else {
        let found = describe::quantity_phrase(&number);
        ctx.report(TypeProblem::NoRoot { found, span: value.span });
        return None;
    };
    if number.range.high < 0 {
        ctx.report(CheckProblem::AlwaysNegative { span: value.span });
        return None;
    }
    let scales = Scales { argument: number.scale, result: QUOTIENT_PLACES };
    let Some(range) = reached(Builtin::Sqrt, &[number.range], scales) else { return Some(overflow(ctx, span, &[&value])) };
    let negative = (number.range.low < 0).then(|| Arc::new(Missing::NegativeRoot { span: value.span }));
    let missing = value.missing.clone().or(negative);
    let unit = if dimension.is_none() {
        Arc::new(Unit::plain())
    } else {
        Arc::new(Unit { name: dimension.to_string(), dimension: dimension.clone(), ..Unit::plain() })
    };
    let ty = Type::Number(Number { dimension, scale: QUOTIENT_PLACES, range, unit });
    Some(ctx.expr(span, ty, missing, ExprKind::Builtin(Builtin::Sqrt, vec![value])))
}

fn date(ctx: &mut Context<'_>, argument: &ast::Expr) -> Option<(Expr, Range)> {
    let value = expr::expr(ctx, argument, &Hint::default());
    match &value.ty {
        Type::Date(range) => {
            let range = *range;
            Some((value, range))
        }
        Type::Unknown => None,
        other => {
            let found = describe::type_phrase(ctx, other);
            let expected = describe::type_phrase(ctx, &Type::Date(units::date_range()));
            ctx.report(TypeProblem::WrongType { found, expected, span: value.span, because: None });
            None
        }
    }
}

/// The range of a function whose arguments are there.
fn reached(builtin: Builtin, ranges: &[Range], scales: Scales) -> Option<Range> {
    let operands: Vec<Operand> = ranges.iter().map(|range| Operand { range: *range, missing: false }).collect();
    builtins::reach(builtin, &operands, scales)
}

fn day(days: i128) -> Day {
    Day(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN } else { i32::MAX }))
}

fn between(ctx: &mut Context<'_>, builtin: Builtin, arguments: &[ast::Expr], span: Span) -> Option<Expr> {
    let (from, from_range) = date(ctx, arguments.first()?)?;
    let (to, to_range) = date(ctx, arguments.get(1)?)?;
    let range = reached(builtin, &[from_range, to_range], Scales { argument: 0, result: 0 })?;
    let name = match builtin {
        Builtin::YearsBetween => "年",
        Builtin::MonthsBetween => "月",
        _ => "天",
    };
    let unit = ctx.units.get(name).cloned().unwrap_or_else(|| Arc::new(Unit::plain()));
    let ty = Type::Number(Number { dimension: unit.dimension.clone(), scale: 0, range, unit });
    let missing = arithmetic::either(&from, &to);
    let count = ctx.expr(span, ty, missing, ExprKind::Builtin(builtin, vec![from, to]));
    Some(ctx.by_relations(count))
}

fn shift(ctx: &mut Context<'_>, builtin: Builtin, arguments: &[ast::Expr], span: Span) -> Option<Expr> {
    let (start, start_range) = date(ctx, arguments.first()?)?;
    let written = arguments.get(1)?;
    let amount = expr::expr(ctx, written, &Hint::default());
    let number = arithmetic::number(ctx, &amount)?.clone();
    let unit_name = match builtin {
        Builtin::AddYears(_) => "年",
        Builtin::AddMonths(_) => "月",
        _ => "天",
    };
    let dimension = ctx.units.get(unit_name).map(|unit| unit.dimension.clone()).unwrap_or_default();
    if number.dimension != dimension || number.scale != 0 {
        let expected = describe::Phrase::new(format!("a whole number in `{unit_name}`"), format!("以「{unit_name}」计的整数"));
        ctx.report(TypeProblem::WrongType { found: describe::quantity_phrase(&number), expected, span: written.span, because: None });
        return None;
    }
    let rule = match arguments.get(2) {
        None => MonthEnd::LastDay,
        Some(written) => month_end(ctx, written)?,
    };
    let builtin = match builtin {
        Builtin::AddYears(_) => Builtin::AddYears(rule),
        Builtin::AddMonths(_) => Builtin::AddMonths(rule),
        other => other,
    };
    let moved = |start: i128, by: i128| {
        let by = i32::try_from(by).ok()?;
        let shifted = match builtin {
            Builtin::AddYears(rule) => day(start).add_months(by.checked_mul(12)?, rule)?,
            Builtin::AddMonths(rule) => day(start).add_months(by, rule)?,
            _ => day(i128::from(day(start).0.checked_add(by)?)),
        };
        (crate::value::calendar::FIRST..=crate::value::calendar::LAST).contains(&shifted).then_some(i128::from(shifted.0))
    };
    let low = moved(start_range.low, number.range.low);
    let high = moved(start_range.high, number.range.high);
    let Some(range) = low.zip(high).and_then(|(low, high)| Range::new(low, high)) else {
        if !ctx.widest {
            ctx.report(CheckProblem::DateOutOfReach { range: describe::range_text(&amount.ty), span: written.span });
        }
        return None;
    };
    let missing = arithmetic::either(&start, &amount);
    Some(ctx.expr(span, Type::Date(range), missing, ExprKind::Builtin(builtin, vec![start, amount])))
}

fn month_end(ctx: &mut Context<'_>, written: &ast::Expr) -> Option<MonthEnd> {
    if let ast::ExprKind::Reference(name, None) = &written.kind {
        match name.text.as_str() {
            "last_day" | "月末" => return Some(MonthEnd::LastDay),
            "next_day" | "次日" => return Some(MonthEnd::NextDay),
            _ => {}
        }
    }
    ctx.report(CheckProblem::MonthEndRule { span: written.span });
    None
}

fn part(ctx: &mut Context<'_>, builtin: Builtin, arguments: &[ast::Expr], span: Span) -> Option<Expr> {
    let (value, range) = date(ctx, arguments.first()?)?;
    let range = match builtin {
        Builtin::Year => Range { low: i128::from(day(range.low).civil().0), high: i128::from(day(range.high).civil().0) },
        Builtin::Month => Range { low: 1, high: 12 },
        _ => Range { low: 1, high: 31 },
    };
    let missing = value.missing.clone();
    Some(ctx.expr(span, plain(0, range), missing, ExprKind::Builtin(builtin, vec![value])))
}

/// The type of a plain number.
pub fn plain(scale: u8, range: Range) -> Type {
    Type::Number(Number { dimension: crate::value::dimension::Dimension::none(), scale, range, unit: Arc::new(Unit::plain()) })
}

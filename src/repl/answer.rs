//! The answer to an expression: its value, and its type and range.
//!
//! In: an expression. Out: a line or two. What a value is shown like is that of explanations.

use super::problem::{Refusal, SessionProblem};
use super::records::Ground;
use super::session::{Digits, Question, Session};
use crate::bulk::verdict;
use crate::check::describe::interval_text;
use crate::cli::scoring;
use crate::diagnostic::{Lang, quote};
use crate::explain::{self, wrap};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::needs::Needs;
use crate::ir::{Program, SlotId, SlotKind};
use crate::resolve::Given;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::ty::Type;
use std::ops::Range;

/// Answers an expression; its value is `_` from then on.
///
/// # Errors
/// What is wrong with it, or that it needs a record.
pub fn answer(session: &mut Session, input: &str, place: Range<usize>) -> Result<String, Refusal> {
    let question = session.ask(input, &[place])?;
    let slot = question.first()?;
    let expr = &question.program.slot(slot).expr;
    let value = value(session, &question.program, slot)?;
    let shown = match expr.kind {
        ExprKind::Slot(id) if question.program.slot(id).kind == SlotKind::Eligibility => {
            verdict::word(value.truth(), Some(session.screen.lang)).to_owned()
        }
        _ => shown(session, &value, &expr.ty, &question.program),
    };
    let below = wrap(&about(session, expr, &question.program), session.screen.width.saturating_sub(2)).join("\n  ");
    let text = format!("{}{shown}\n  {below}\n", question.noticed);
    let ty = if value.is_missing() { expr.ty.clone() } else { narrowed(&expr.ty, &value) };
    session.last = Some(Given { name: "_".to_owned(), ty, value });
    Ok(text)
}

/// The answer to `:type`.
///
/// # Errors
/// What is wrong with the expression.
pub fn type_of(session: &Session, input: &str, place: Range<usize>) -> Result<String, Refusal> {
    let question = session.ask(input, &[place])?;
    let expr = &question.program.slot(question.first()?).expr;
    Ok(format!("{}{}\n", question.noticed, about(session, expr, &question.program)))
}

/// The value of a slot for the current record; none is needed where it uses no field.
///
/// # Errors
/// Fields that no record states, no reference date where one is needed.
pub fn value(session: &Session, program: &Program, slot: SlotId) -> Result<Value, Refusal> {
    let needs = Needs::of(program, &[slot]);
    let empty = Vec::new();
    let record = session.records.current.as_ref().map_or(&empty, |current| &current.values);
    let is_there = |id: &crate::ir::record::FieldId| {
        let missing = record.get(id.0 as usize).is_none_or(Value::is_missing);
        !missing || (program.record.field(*id).optional && !record.is_empty())
    };
    let lacking: Vec<String> = needs.fields.iter().filter(|id| !is_there(id)).map(|id| program.record.field(*id).label.clone()).collect();
    if !lacking.is_empty() {
        let about = about(session, &program.slot(slot).expr, program);
        return Err(SessionProblem::NeedsRecord { lacking, about: Some(about) }.into());
    }
    let as_of = if needs.date { session.date()? } else { Day(0) };
    let evaluation = explain::evaluate_some(program, record, as_of, &needs.slots).map_err(|defect| scoring::failure(session.sources(), &defect))?;
    Ok(evaluation.slot(slot).clone())
}

/// A value with the digits of the session.
#[must_use]
pub fn shown(session: &Session, value: &Value, ty: &Type, program: &Program) -> String {
    let rounded = explain::show(value, ty, program, session.screen.lang);
    let rounded = if session.screen.unicode { rounded } else { rounded.replace('≈', "~") };
    match (session.digits, value, ty) {
        (Digits::Exact, Value::Number(_), Type::Number(number)) => {
            let gap = if number.unit.name.starts_with(|first: char| first.is_ascii_alphabetic()) { " " } else { "" };
            format!("{}{gap}{}", explain::exact(value, ty, program), number.unit.name)
        }
        (_, Value::Text(text), _) => format!("\"{text}\""),
        (_, Value::Member(_), _) => {
            let name = explain::exact(value, ty, program);
            if name == rounded { name } else { format!("{name}{}", bracketed(session.screen.lang, &rounded)) }
        }
        (Digits::Exact | Digits::Rounded, ..) => rounded,
    }
}

/// A remark in brackets.
fn bracketed(lang: Lang, text: &str) -> String {
    match lang {
        Lang::En => format!(" ({text})"),
        Lang::Zh => format!("（{text}）"),
    }
}

/// The type and range of an expression in words.
#[must_use]
pub fn about(session: &Session, expr: &Expr, program: &Program) -> String {
    let lang = session.screen.lang;
    let say = |en: &str, zh: &str| session.pick(en, zh).to_owned();
    let mut parts = match &expr.ty {
        Type::Number(number) if number.unit.name.is_empty() => vec![say("plain number", "无单位的数")],
        Type::Number(number) => vec![format!("{}{}", session.pick("in ", "单位："), number.unit.name)],
        Type::Bool => vec![say("condition", "条件")],
        Type::Date(_) => vec![say("date", "日期")],
        Type::Text => vec![say("text", "文本")],
        Type::Enum(id) => vec![program.enums.get(id.0 as usize).map_or_else(String::new, |found| match lang {
            Lang::En => format!("member of {}", quote(lang, &found.name)),
            Lang::Zh => format!("枚举{}的成员", quote(lang, &found.name)),
        })],
        Type::Nothing | Type::Unknown => vec![say("always missing", "总是缺失")],
    };
    parts.extend(range_of(&expr.ty).map(|range| format!("{}{range}", session.pick("range ", "范围 "))));
    if expr.missing.is_some() && !matches!(expr.ty, Type::Nothing | Type::Unknown) {
        parts.push(say("may be missing", "可能缺失"));
    }
    parts.join(session.pick("; ", "；"))
}

/// The range of a type that has one and is no constant.
fn range_of(ty: &Type) -> Option<String> {
    let range = match ty {
        Type::Number(number) => number.range,
        Type::Date(range) => *range,
        Type::Bool | Type::Text | Type::Enum(_) | Type::Nothing | Type::Unknown => return None,
    };
    (range.single().is_none()).then(|| interval_text(ty, range.low, range.high))
}

/// The type of a value that is known.
fn narrowed(ty: &Type, value: &Value) -> Type {
    use crate::value::range::Range;
    match (ty, value) {
        (Type::Number(number), Value::Number(mantissa)) => {
            Type::Number(crate::value::ty::Number { range: Range::point(*mantissa), ..number.clone() })
        }
        (Type::Date(_), Value::Date(day)) => Type::Date(Range::point(i128::from(day.0))),
        _ => ty.clone(),
    }
}

/// What records are held against in this session.
///
/// # Errors
/// Record checks depend on the reference date, and none is given.
pub fn ground(session: &Session) -> Result<Ground<'_>, Refusal> {
    let reads_date = session.program.policy.needs_as_of && !session.program.record.checks.is_empty();
    let as_of = if reads_date { session.date()? } else { Day(0) };
    Ok(Ground { program: &session.program, sources: session.sources(), as_of, lang: session.screen.lang })
}

/// The value of a condition of the session for a record; whether it holds.
///
/// # Errors
/// A defect of the engine.
pub fn holds(question: &Question, needs: &Needs, record: &[Value], as_of: Day) -> Result<bool, Refusal> {
    let evaluated = explain::evaluate_some(&question.program, record, as_of, &needs.slots);
    let evaluation = evaluated.map_err(|defect| scoring::failure(&question.sources, &defect))?;
    Ok(evaluation.slot(question.first()?).truth() == Some(true))
}

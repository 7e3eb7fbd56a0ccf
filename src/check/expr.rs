//! Expressions: what each means and what it may be.
//!
//! In: a tree and what its place says of it. Out: a typed expression. Each family of constructs has its own file; this one
//! sends them there, and looks up names.

use super::context::{Binding, Context, Hint, Inner, NESTING_LIMIT};
use super::problem::{CheckProblem, SchemeProblem, TypeProblem};
use super::{arithmetic, call, choice, compare, describe, lookup, units};
use crate::diagnostic::suggest;
use crate::ir::expr::{Expr, ExprKind, Missing};
use crate::resolve::Declaration;
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::{ast, glued};
use crate::value::Value;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::ty::{EnumId, Number, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// Checks an expression.
pub fn expr(ctx: &mut Context<'_>, tree: &ast::Expr, hint: &Hint) -> Expr {
    if ctx.nesting == NESTING_LIMIT {
        ctx.report(CheckProblem::TooLarge { span: tree.span });
        return ctx.unknown(tree.span);
    }
    ctx.nesting += 1;
    let checked = of_kind(ctx, tree, hint);
    ctx.nesting -= 1;
    checked
}

fn of_kind(ctx: &mut Context<'_>, tree: &ast::Expr, hint: &Hint) -> Expr {
    let span = tree.span;
    match &tree.kind {
        ast::ExprKind::Quantity(figure, unit) => quantity(ctx, figure, unit.as_ref(), hint, span),
        ast::ExprKind::Date(date) => match date.day {
            Some(day) => ctx.expr(span, Type::Date(Range::point(i128::from(day.0))), None, ExprKind::Constant(Value::Date(day))),
            None => ctx.unknown(span),
        },
        ast::ExprKind::Text(text) => ctx.expr(span, Type::Text, None, ExprKind::Constant(Value::Text(Arc::from(text.text.as_str())))),
        ast::ExprKind::Truth(truth) => ctx.expr(span, Type::Bool, None, ExprKind::Constant(Value::Bool(*truth))),
        ast::ExprKind::Missing => {
            let cause = Some(Arc::new(Missing::Literal { span }));
            ctx.expr(span, Type::Nothing, cause, ExprKind::Constant(Value::Missing))
        }
        ast::ExprKind::Reference(name, member) => reference(ctx, name, member.as_ref(), hint, span),
        ast::ExprKind::Call(name, arguments) => call::call(ctx, name, arguments, hint, span),
        ast::ExprKind::Lookup(name, keys, column) => lookup::lookup(ctx, name, keys, column.as_ref(), span),
        ast::ExprKind::Paren(inner) => expr(ctx, inner, hint),
        ast::ExprKind::Negate(inner) => arithmetic::negate(ctx, inner, hint, span),
        ast::ExprKind::Not(inner) => compare::not(ctx, inner, span),
        ast::ExprKind::Binary(binary) => match binary.operator {
            ast::Operator::Add | ast::Operator::Subtract => arithmetic::add(ctx, binary, hint, span),
            ast::Operator::Multiply => arithmetic::multiply(ctx, binary, span),
            ast::Operator::Divide => arithmetic::divide(ctx, binary, span),
            ast::Operator::And | ast::Operator::Or => compare::junction(ctx, binary, span),
            ast::Operator::Default => choice::default(ctx, binary, hint, span),
        },
        ast::ExprKind::Chain(chain) => compare::chain(ctx, chain, span),
        ast::ExprKind::Membership(membership) => compare::membership(ctx, membership, span),
        ast::ExprKind::StartsWith(subject, prefixes) => compare::starts_with(ctx, subject, prefixes, span),
        ast::ExprKind::MissingTest(subject, negation) => compare::missing_test(ctx, subject, *negation, span),
        ast::ExprKind::If(choice) => choice::if_else(ctx, choice, hint, span),
        ast::ExprKind::When(when) => choice::when(ctx, when, hint, span),
        ast::ExprKind::Band(band) => choice::band(ctx, band, hint, span),
        ast::ExprKind::Linear(linear) => choice::linear(ctx, linear, span),
    }
}

/// Checks an expression that must be a condition.
pub fn condition(ctx: &mut Context<'_>, tree: &ast::Expr) -> Expr {
    let checked = expr(ctx, tree, &Hint::default());
    match checked.ty {
        Type::Bool | Type::Unknown | Type::Nothing => checked,
        Type::Number(_) | Type::Date(_) | Type::Text | Type::Enum(_) => {
            let found = describe::type_phrase(ctx, &checked.ty);
            ctx.report(TypeProblem::NotCondition { found, span: tree.span });
            ctx.unknown(tree.span)
        }
    }
}

/// A number of a plain constant.
pub fn number_constant(ctx: &mut Context<'_>, amount: Decimal, unit: Arc<Unit>, span: Span) -> Expr {
    let number = Number { dimension: unit.dimension.clone(), scale: amount.scale, range: Range::point(amount.mantissa), unit };
    ctx.expr(span, Type::Number(number), None, ExprKind::Constant(Value::Number(amount.mantissa)))
}

fn quantity(ctx: &mut Context<'_>, figure: &ast::Figure, unit: Option<&ast::UnitType>, hint: &Hint, span: Span) -> Expr {
    let Some(amount) = figure.amount else { return ctx.unknown(span) };
    let unit = match unit {
        None => hint.unit.clone().unwrap_or_else(|| Arc::new(Unit::plain())),
        Some(written) => {
            if let Some(problem) = bound_in_words(ctx, figure, written, span) {
                ctx.report(problem);
                return ctx.unknown(span);
            }
            if let Some(problem) = value_as_unit(ctx, figure, written, span) {
                ctx.report(problem);
                return ctx.unknown(span);
            }
            match units::unit_of(ctx, written) {
                Some(unit) => unit,
                None => return ctx.unknown(span),
            }
        }
    };
    match unit.to_base(amount).map(Decimal::normalized) {
        Some(base) if base.scale <= 18 => number_constant(ctx, base, unit, span),
        _ => {
            ctx.report(CheckProblem::LiteralTooFine { span });
            ctx.unknown(span)
        }
    }
}

/// A bound as notices write it: `10人以上`, `30%以下`.
fn bound_in_words(ctx: &Context<'_>, figure: &ast::Figure, written: &ast::UnitType, span: Span) -> Option<NameProblem> {
    const WORDS: [(&str, &str, &str); 5] =
        [("及以上", ">=", ">"), ("以上", ">=", ">"), ("及以下", "<=", "<"), ("以下", "<=", "<"), ("以内", "<=", "<")];
    let name = written.first.text.as_str();
    let (word, including, excluding) = WORDS.into_iter().find(|(word, ..)| name.ends_with(word)).filter(|_| written.rest.is_empty())?;
    let unit = name.strip_suffix(word)?;
    let is_unit = unit.is_empty() || ctx.units.get(unit).is_some();
    let amount = format!("{}{unit}", ctx.text(figure.span));
    is_unit.then_some(NameProblem::BoundInWords { word, amount, including, excluding, span })
}

/// A value where a unit should stand: `2 staff`, `2亿元/sales`.
fn value_as_unit(ctx: &Context<'_>, figure: &ast::Figure, written: &ast::UnitType, span: Span) -> Option<TypeProblem> {
    let is_value = |ctx: &Context<'_>, name: &ast::Name| {
        let known = ctx.names.values.contains_key(&name.text) || ctx.inner.iter().any(|(inner, _)| *inner == name.text);
        known && ctx.units.get(&name.text).is_none()
    };
    if is_value(ctx, &written.first) {
        return Some(TypeProblem::MissingTimes { number: ctx.text(figure.span), name: written.first.text.clone(), span });
    }
    let (position, (_, name)) = written.rest.iter().enumerate().find(|(_, (_, name))| is_value(ctx, name))?;
    let before = position.checked_sub(1).and_then(|position| written.rest.get(position)).map_or(&written.first, |(_, name)| name);
    let left = Span { start: span.start, ..before.span };
    let right = Span { end: span.end, ..name.span };
    Some(TypeProblem::DividedUnit { left: ctx.text(left), right: ctx.text(right), name: name.text.clone(), span })
}

/// What a name in an expression stands for.
fn reference(ctx: &mut Context<'_>, name: &ast::Name, member: Option<&ast::Name>, hint: &Hint, span: Span) -> Expr {
    let inner = ctx.inner.iter().rev().find(|(known, _)| *known == name.text).map(|(_, inner)| inner.clone());
    if let Some(inner) = inner {
        if let Some(member) = member {
            ctx.report(NameProblem::WrongKind { name: name.text.clone(), is: What::Value, expected: What::Indicator, span: member.span });
        }
        return match inner {
            Inner::Local(id, ty, missing) => {
                let (ty, missing) = ctx.local_here(id, ty, missing);
                ctx.expr(span, ty, missing, ExprKind::Local(id))
            }
            Inner::Value(slot) => ctx.slot_expr(slot, span),
        };
    }
    // Where a name is both a value and a member, which is reported, the member is meant beside its enum.
    if member.is_none()
        && let Some(id) = hint.enumeration
        && ctx.names.members.get(&name.text).is_some_and(|owners| owners.iter().any(|(owner, _)| *owner == id.0))
        && let Some(found) = enum_member(ctx, name, hint, span)
    {
        return found;
    }
    if let Some(id) = ctx.names.values.get(&name.text) {
        let is_lost = matches!(ctx.names.declaration(*id), Declaration::Broken);
        let binding = if is_lost { Some(Binding::Broken) } else { ctx.bindings.get(id).copied() };
        return bound(ctx, name, member, binding, span);
    }
    if member.is_none() {
        if let Some(found) = enum_member(ctx, name, hint, span) {
            return found;
        }
        if matches!(name.text.as_str(), "as_of" | "基准日") {
            return ctx.expr(span, Type::Date(units::date_range()), None, ExprKind::AsOf);
        }
        if let Some(unit) = ctx.units.get(&name.text).cloned() {
            let base = unit.to_base(Decimal::ONE).map(Decimal::normalized).filter(|base| base.scale <= 18);
            return match base {
                Some(base) => number_constant(ctx, base, unit, span),
                None => ctx.unknown(span),
            };
        }
    }
    unknown_name(ctx, name, hint);
    ctx.unknown(span)
}

fn bound(ctx: &mut Context<'_>, name: &ast::Name, member: Option<&ast::Name>, binding: Option<Binding>, span: Span) -> Expr {
    if ctx.fields_only && !matches!(binding, Some(Binding::Field(_) | Binding::Broken)) {
        ctx.report(NameProblem::OnlyFields { name: name.text.clone(), span });
        return ctx.unknown(span);
    }
    let wrong_member = |ctx: &mut Context<'_>, is: What| {
        if let Some(member) = member {
            ctx.report(NameProblem::WrongKind { name: name.text.clone(), is, expected: What::Indicator, span: member.span });
        }
    };
    match binding {
        Some(Binding::Field(id)) => {
            wrong_member(ctx, What::Field);
            let (ty, missing) = ctx.field_here(id);
            ctx.expr(span, ty, missing, ExprKind::Field(id))
        }
        Some(Binding::Slot(id)) => {
            // `total.indicator`: what an indicator adds to a score.
            let part = member.and_then(|member| ctx.slot_names.get(&format!("{}.{}", name.text, member.text)).copied());
            // What an indicator adds is not known where the indicator is not.
            let is_lost = |member: &ast::Name| {
                let id = ctx.names.values.get(&member.text);
                id.is_some_and(|id| {
                    !matches!(ctx.bindings.get(id), Some(Binding::Indicator { .. } | Binding::Field(_) | Binding::Slot(_) | Binding::Table(_)))
                })
            };
            let is_unknown = ctx.slots.get(id.0 as usize).is_some_and(|slot| slot.expr.ty == Type::Unknown);
            if part.is_none() && member.is_some_and(|member| is_unknown || is_lost(member)) {
                return ctx.unknown(span);
            }
            if part.is_none() {
                wrong_member(ctx, What::Value);
            }
            ctx.slot_expr(part.unwrap_or(id), span)
        }
        Some(Binding::Indicator { points, value, .. }) => match member.map(|member| (member.text.as_str(), member.span)) {
            None | Some(("points" | "得分", _)) => ctx.slot_expr(points, span),
            Some(("value" | "取值", place)) => match value {
                Some(value) => ctx.slot_expr(value, span),
                None => {
                    ctx.report(SchemeProblem::NoValueClause { indicator: name.text.clone(), span: place });
                    ctx.unknown(span)
                }
            },
            Some((other, place)) => {
                let nearest = suggest::nearest(other, ["value", "points", "取值", "得分"]).map(str::to_string);
                let choices = vec!["value".to_string(), "points".to_string()];
                ctx.report(NameProblem::Unknown { what: What::Column, name: other.to_string(), span: place, nearest, choices });
                ctx.unknown(span)
            }
        },
        Some(Binding::Table(id)) => {
            let keys = ctx.tables.get(id.0 as usize).map(|table| table.keys.iter().map(|key| key.name.clone()).collect()).unwrap_or_default();
            ctx.report(CheckProblem::TableWithoutKeys { table: name.text.clone(), keys, span });
            ctx.unknown(span)
        }
        Some(Binding::Broken) | None => ctx.unknown(span),
    }
}

/// A member of the enum that is meant, or of the only enum that has it.
fn enum_member(ctx: &mut Context<'_>, name: &ast::Name, hint: &Hint, span: Span) -> Option<Expr> {
    let owners = ctx.names.members.get(&name.text)?;
    let chosen = match (hint.enumeration, owners.as_slice()) {
        (Some(wanted), owners) => owners.iter().find(|(owner, _)| *owner == wanted.0).or(owners.first()),
        (None, [only]) => Some(only),
        (None, several) => {
            let enums = several.iter().filter_map(|(owner, _)| ctx.names.enums.get(*owner as usize)).map(|e| e.name.text.clone()).collect();
            ctx.report(NameProblem::AmbiguousMember { name: name.text.clone(), enums, span });
            return Some(ctx.unknown(span));
        }
    };
    let (owner, member) = *chosen?;
    Some(ctx.expr(span, Type::Enum(EnumId(owner)), None, ExprKind::Constant(Value::Member(member))))
}

fn unknown_name(ctx: &mut Context<'_>, name: &ast::Name, hint: &Hint) {
    // The value of an indicator may have been declared in the part of it that was lost.
    let may_be_lost = matches!(name.text.as_str(), "value" | "取值") && ctx.names.is_partial(name.span);
    if ctx.names.incomplete || may_be_lost {
        return;
    }
    let may_suggest = ctx.may_suggest();
    let wanted = hint.enumeration.and_then(|id| ctx.enumeration(id)).filter(|_| may_suggest);
    let problem = match wanted {
        Some(enumeration) => {
            let members: Vec<&str> = enumeration.members.iter().map(|member| member.name.as_str()).collect();
            let by_label = enumeration.members.iter().find(|member| member.label == name.text).map(|member| member.name.clone());
            let nearest = by_label.or_else(|| suggest::nearest(&name.text, members.iter().copied()).map(str::to_string));
            let choices = if members.len() <= 12 { members.iter().map(|member| (*member).to_string()).collect() } else { vec![] };
            NameProblem::Unknown { what: What::Member, name: name.text.clone(), span: name.span, nearest, choices }
        }
        None if !may_suggest => {
            let what = if hint.enumeration.is_some() { What::Member } else { What::Value };
            NameProblem::Unknown { what, name: name.text.clone(), span: name.span, nearest: None, choices: vec![] }
        }
        None => {
            let mut known: Vec<&str> = ctx.names.values.keys().chain(ctx.names.members.keys()).map(String::as_str).collect();
            known.extend(ctx.inner.iter().map(|(inner, _)| inner.as_str()));
            known.sort_unstable();
            let by_label = ctx.record.fields.iter().find(|field| field.label == name.text).map(|field| field.name.clone());
            let glued = || glued(&name.text, ctx.record.fields.iter().map(|field| field.name.as_str()));
            let nearest = by_label.or_else(glued);
            let nearest = nearest.or_else(|| keyword_meant(&name.text).map(str::to_string));
            let nearest = nearest.or_else(|| suggest::nearest(&name.text, known).map(str::to_string));
            NameProblem::Unknown { what: What::Value, name: name.text.clone(), span: name.span, nearest, choices: vec![] }
        }
    };
    ctx.report(problem);
}

/// The word of the language that an unknown name was meant as: `TRUE`, `其他`, `otherwize`.
fn keyword_meant(name: &str) -> Option<&'static str> {
    const SYNONYMS: [(&str, &str); 6] = [("其他", "其余"), ("其它", "其余"), ("真", "是"), ("假", "否"), ("空", "缺失"), ("空白", "缺失")];
    let synonym = SYNONYMS.into_iter().find(|(known, _)| *known == name).map(|(_, meant)| meant);
    synonym.or_else(|| {
        let words = ["true", "false", "missing", "otherwise", "其余", "缺失"];
        let nearest = if name.chars().count() > 2 { suggest::nearest(name, words) } else { None };
        words.into_iter().find(|word| Some(*word) == nearest)
    })
}

//! Params, `let`, `output`.
//!
//! In: their declarations. Out: slots; keyed and banded params become tables.

use super::choice::{self, must_be_there};
use super::constant;
use super::context::{Binding, Context, Hint};
use super::describe;
use super::expr;
use super::limits;
use super::pattern;
use super::problem::{CheckProblem, Place, TypeProblem};
use super::tables;
use super::units::{self, DeclaredBase};
use crate::ir::SlotKind;
use crate::ir::expr::{DatedRow, Expr, ExprKind, Missing};
use crate::ir::table::{Column, Key, Pattern, Row, Table};
use crate::resolve::Given;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::ty::{Number, Type};
use std::sync::Arc;

/// Holds a value against its declared type: the kind must agree, a quantity takes the unit for showing, and only a type with
/// `?` may be missing.
pub fn with_declared(ctx: &mut Context<'_>, value: Expr, kind: Option<&ast::Kind>, name: &str) -> Expr {
    let Some(kind) = kind else { return value };
    let declared = units::declared(ctx, kind);
    if !declared.optional && value.missing.is_some() {
        must_be_there(ctx, &value, Place::Promised { name: name.to_string(), declared: kind.span });
    }
    let span = value.span;
    match (&declared.base, &value.ty) {
        (DeclaredBase::Unknown, _) | (_, Type::Unknown) => value,
        (_, Type::Nothing) => Expr { ty: units::type_of(&declared, None), ..value },
        (DeclaredBase::Number(unit), Type::Number(_)) => {
            let wanted = Number { unit: unit.clone(), dimension: unit.dimension.clone(), scale: 0, range: crate::value::range::Range::point(0) };
            let model = super::arithmetic::like(&value, Type::Number(wanted.clone()));
            let (_, value) = super::arithmetic::adopt_zero(model, value);
            match value.ty.clone() {
                Type::Number(found) if found.dimension == unit.dimension => {
                    Expr { ty: Type::Number(Number { unit: unit.clone(), ..found }), ..value }
                }
                Type::Number(found) => {
                    super::examples::wrong_quantity(ctx, &found, &wanted, span, kind.span, &value);
                    ctx.unknown(span)
                }
                _ => value,
            }
        }
        (DeclaredBase::Bool, Type::Bool) | (DeclaredBase::Text, Type::Text) | (DeclaredBase::Date, Type::Date(_)) => value,
        (DeclaredBase::Enum(a), Type::Enum(b)) if a == b => value,
        (_, found) => {
            let (found, expected) = (describe::type_phrase(ctx, found), describe::type_phrase(ctx, &units::type_of(&declared, None)));
            ctx.report(TypeProblem::WrongType { found, expected, span, because: Some(kind.span) });
            ctx.unknown(span)
        }
    }
}

/// The hint a declared type gives to what stands under it.
pub fn hint_of(ctx: &mut Context<'_>, kind: Option<&ast::Kind>) -> Hint {
    match kind.map(|kind| units::declared(ctx, kind)) {
        Some(declared) => Hint::from_type(&units::type_of(&declared, None)),
        None => Hint::default(),
    }
}

/// A value that is given from outside; what is missing has its cause at `start`.
pub fn given(ctx: &mut Context<'_>, given: &Given, start: Span) {
    let missing = given.value.is_missing().then(|| Arc::new(Missing::Declared { span: start }));
    let value = ctx.expr(start, given.ty.clone(), missing, ExprKind::Constant(given.value.clone()));
    let slot = ctx.slot(given.name.clone(), None, SlotKind::Let, value, start);
    ctx.bind(&ast::Name { text: given.name.clone(), span: start }, Binding::Slot(slot));
}

/// `let`, `output`
pub fn definition(ctx: &mut Context<'_>, tree: &ast::Definition) {
    let hint = hint_of(ctx, tree.kind.as_ref());
    let value = expr::expr(ctx, &tree.value, &hint);
    let value = with_declared(ctx, value, tree.kind.as_ref(), &tree.name.text);
    limits::always_there(ctx, &tree.name, &value, tree.kind.as_ref());
    if tree.output && tree.kind.is_none() {
        must_be_there(ctx, &value, Place::Promised { name: tree.name.text.clone(), declared: tree.name.span });
    }
    let kind = if tree.output { SlotKind::Output } else { SlotKind::Let };
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), kind, value, tree.name.span);
    if tree.output {
        ctx.outputs.push((tree.span.start, slot));
        ctx.results.push((tree.span.start, slot));
    }
    ctx.bind(&tree.name, Binding::Slot(slot));
}

/// `param`
pub fn param(ctx: &mut Context<'_>, tree: &ast::Param) {
    match &tree.body {
        ast::ParamBody::Single(value) => {
            if let Some(key) = &tree.key {
                ctx.report(CheckProblem::KeyOfSingle { span: key.span });
            }
            let hint = hint_of(ctx, tree.kind.as_ref());
            let value = expr::expr(ctx, value, &hint);
            let value = with_declared(ctx, value, tree.kind.as_ref(), &tree.name.text);
            let value = constant_only(ctx, value);
            let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Param, value, tree.name.span);
            ctx.bind(&tree.name, Binding::Slot(slot));
        }
        ast::ParamBody::Rows(rows) => {
            if rows.is_empty() {
                ctx.report(CheckProblem::NoRows { span: tree.span });
                ctx.bind(&tree.name, Binding::Broken);
                return;
            }
            let dated = rows.iter().filter(|row| matches!(row.selector, ast::ParamSelector::From(_))).count();
            match (dated, &tree.key) {
                (0, Some(key)) => keyed(ctx, tree, rows, key),
                (0, None) => {
                    ctx.report(CheckProblem::KeyNeeded { param: tree.name.text.clone(), span: tree.name.span });
                    ctx.bind(&tree.name, Binding::Broken);
                }
                (count, None) if count == rows.len() => dated_param(ctx, tree, rows),
                _ => {
                    ctx.report(CheckProblem::MixedRows { span: tree.name.span });
                    ctx.bind(&tree.name, Binding::Broken);
                }
            }
        }
    }
}

/// Reports a value that is not constant.
fn constant_only(ctx: &mut Context<'_>, value: Expr) -> Expr {
    if value.ty == Type::Unknown || constant::value(ctx, &value).is_some() {
        return value;
    }
    ctx.report(CheckProblem::NotConstant { span: value.span });
    ctx.unknown(value.span)
}

fn dated_param(ctx: &mut Context<'_>, tree: &ast::Param, rows: &[ast::ParamRow]) {
    let hint = hint_of(ctx, tree.kind.as_ref());
    let (mut days, mut values): (Vec<Day>, Vec<Expr>) = (Vec::new(), Vec::new());
    for row in rows {
        let ast::ParamSelector::From(date) = &row.selector else { continue };
        let value = expr::expr(ctx, &row.value, &hint);
        let value = with_declared(ctx, value, tree.kind.as_ref(), &tree.name.text);
        values.push(constant_only(ctx, value));
        if let Some(day) = date.day {
            if days.last().is_some_and(|before| *before >= day) {
                ctx.report(CheckProblem::DateOrder { span: date.span });
            }
            days.push(day);
        }
    }
    let joined = choice::join(ctx, values);
    let Some(first) = days.first().copied().filter(|_| days.len() == rows.len()) else {
        ctx.bind(&tree.name, Binding::Broken);
        return;
    };
    note_date(ctx, first);
    let rows = days.into_iter().zip(joined.values).map(|(from, value)| DatedRow { from, value }).collect();
    let value = ctx.expr(tree.span, joined.ty, joined.missing, ExprKind::Dated(rows));
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Param, value, tree.name.span);
    ctx.bind(&tree.name, Binding::Slot(slot));
}

/// Something is defined from this day on: no earlier reference date will do.
pub fn note_date(ctx: &mut Context<'_>, day: Day) {
    ctx.earliest_as_of = Some(ctx.earliest_as_of.map_or(day, |known| known.max(day)));
}

fn keyed(ctx: &mut Context<'_>, tree: &ast::Param, rows: &[ast::ParamRow], key: &ast::Kind) {
    let declared = units::declared(ctx, key);
    let key_type = tables::key_type(&declared);
    let key_hint = tables::cell_hint(&declared);
    let hint = hint_of(ctx, tree.kind.as_ref());
    let (mut patterns, mut values) = (Vec::new(), Vec::new());
    for row in rows {
        let ast::ParamSelector::Pattern(written) = &row.selector else { continue };
        patterns.push((pattern::pattern(ctx, written, &key_type, &Hint { unit: None, ..key_hint.clone() }), row.span));
        let value = expr::expr(ctx, &row.value, &hint);
        let value = with_declared(ctx, value, tree.kind.as_ref(), &tree.name.text);
        values.push(constant_only(ctx, value));
    }
    let joined = choice::join(ctx, values);
    let cells: Vec<Option<Value>> = joined.values.iter().map(|value| constant::value(ctx, value)).collect();
    let mut checked = Vec::new();
    for ((pattern, span), cell) in patterns.into_iter().zip(cells) {
        match (pattern, cell) {
            (Some(pattern), Some(cell)) => checked.push(Row { keys: vec![pattern], cells: vec![cell], span }),
            _ => {
                ctx.bind(&tree.name, Binding::Broken);
                return;
            }
        }
    }
    checked.sort_by_key(|row| matches!(row.keys.as_slice(), [Pattern::Otherwise]));
    let label = tree.label.as_ref().map_or_else(|| tree.name.text.clone(), |label| label.text.clone());
    let name = key.span;
    let table = Table {
        name: tree.name.text.clone(),
        label: label.clone(),
        keys: vec![Key { name: ctx.text(name), ty: key_type }],
        columns: vec![Column { name: tree.name.text.clone(), label, ty: joined.ty, optional: joined.missing.is_some() }],
        rows: checked,
        source: tree.source.as_ref().map(|source| source.text.clone()).unwrap_or_default(),
        span: tree.name.span,
    };
    tables::add(ctx, &tree.name, table);
}

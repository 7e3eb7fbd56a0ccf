//! Look-ups: `table[key].column`.
//!
//! In: a table, keys as written, a column. Out: a look-up whose keys fit, and that finds a row for every key.

use super::arithmetic::{self, Doing};
use super::context::{Binding, Context, Hint};
use super::coverage;
use super::covering;
use super::describe;
use super::expr;
use super::problem::{CheckProblem, TypeProblem};
use crate::diagnostic::suggest;
use crate::ir::expr::{Expr, ExprKind, Lookup, Missing};
use crate::ir::table::{Key, Pattern, TableId};
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::ty::Type;
use std::sync::Arc;

/// Checks a look-up.
pub fn lookup(ctx: &mut Context<'_>, name: &ast::Name, keys: &[ast::Expr], column: Option<&ast::Name>, span: Span) -> Expr {
    let binding = ctx.names.values.get(&name.text).and_then(|id| ctx.bindings.get(id)).copied();
    let id = match binding {
        Some(Binding::Table(id)) => id,
        Some(Binding::Broken) => return ctx.unknown(span),
        Some(Binding::Field(_) | Binding::Slot(_) | Binding::Indicator { .. }) => {
            ctx.report(NameProblem::WrongKind { name: name.text.clone(), is: What::Value, expected: What::Table, span: name.span });
            return ctx.unknown(span);
        }
        None => {
            if !ctx.names.values.contains_key(&name.text) {
                let tables: Vec<&str> = ctx.tables.iter().map(|table| table.name.as_str()).collect();
                let nearest = suggest::nearest(&name.text, tables).map(str::to_string);
                ctx.report(NameProblem::Unknown { what: What::Table, name: name.text.clone(), span: name.span, nearest, choices: vec![] });
            }
            return ctx.unknown(span);
        }
    };
    if ctx.fields_only {
        ctx.report(NameProblem::OnlyFields { name: name.text.clone(), span });
        return ctx.unknown(span);
    }
    with_table(ctx, id, name, keys, column, span)
}

fn with_table(ctx: &mut Context<'_>, id: TableId, name: &ast::Name, keys: &[ast::Expr], column: Option<&ast::Name>, span: Span) -> Expr {
    let Some(table) = ctx.tables.get(id.0 as usize) else { return ctx.unknown(span) };
    let (wanted, columns) = (table.keys.clone(), table.columns.clone());
    if wanted.len() != keys.len() {
        let names = wanted.iter().map(|key| key.name.clone()).collect();
        ctx.report(CheckProblem::KeyCount { table: name.text.clone(), keys: names, found: keys.len(), span });
        return ctx.unknown(span);
    }
    let position = match (column, columns.as_slice()) {
        (None, [_]) => Some(0),
        (None, several) => {
            ctx.report(CheckProblem::ColumnNeeded { table: name.text.clone(), columns: several.iter().map(|c| c.name.clone()).collect(), span });
            None
        }
        (Some(column), several) => {
            let found = several.iter().position(|c| c.name == column.text);
            if found.is_none() {
                let names: Vec<&str> = several.iter().map(|c| c.name.as_str()).collect();
                let nearest = suggest::nearest(&column.text, names.iter().copied()).map(str::to_string);
                let choices = names.iter().map(|name| (*name).to_string()).collect();
                ctx.report(NameProblem::Unknown { what: What::Column, name: column.text.clone(), span: column.span, nearest, choices });
            }
            found
        }
    };
    let mut checked = Vec::new();
    for (key, written) in wanted.iter().zip(keys) {
        let value = expr::expr(ctx, written, &Hint::from_type(&key.ty));
        checked.extend(fit_key(ctx, key, value));
    }
    let Some((position, column)) = position.and_then(|position| Some((position, columns.get(position)?))) else { return ctx.unknown(span) };
    if checked.len() != wanted.len() {
        return ctx.unknown(span);
    }
    find_gap(ctx, id, &checked, span);
    let blank = column.optional.then(|| Arc::new(Missing::Cell(id)));
    let missing = checked.iter().find_map(|key| key.missing.clone()).or(blank);
    ctx.expr(span, column.ty.clone(), missing, ExprKind::Lookup(Lookup { table: id, column: position as u32, keys: checked }))
}

/// A key at the scale of the table.
fn fit_key(ctx: &mut Context<'_>, key: &Key, value: Expr) -> Option<Expr> {
    match (&key.ty, &value.ty) {
        (_, Type::Unknown) | (Type::Unknown, _) => None,
        (Type::Number(wanted), Type::Number(found)) => {
            let (wanted, scale) = (wanted.clone(), found.scale);
            if scale > wanted.scale {
                ctx.report(CheckProblem::KeyTooFine { span: value.span, scale: wanted.scale });
                return None;
            }
            let model = arithmetic::like(&value, key.ty.clone());
            let place = value.span;
            arithmetic::alike(ctx, model, value, Doing::Compare, place).map(|(_, value)| value)
        }
        (Type::Date(_), Type::Date(_)) => Some(value),
        (a, b) if a == b => Some(value),
        (a, b) => {
            let (expected, found) = (describe::type_phrase(ctx, a), describe::type_phrase(ctx, b));
            ctx.report(TypeProblem::WrongType { found, expected, span: value.span, because: None });
            None
        }
    }
}

/// Keys over quantities and texts are checked against what is looked up: a row for everything it can be. Tables over enums
/// alone were checked where they are declared.
fn find_gap(ctx: &mut Context<'_>, id: TableId, keys: &[Expr], span: Span) {
    if keys.iter().all(|key| matches!(key.ty, Type::Enum(_) | Type::Bool)) {
        return;
    }
    let domains: Option<Vec<_>> = keys.iter().map(|key| covering::domain(ctx, &key.ty, false)).collect();
    let (Some(domains), Some(table)) = (domains, ctx.tables.get(id.0 as usize)) else { return };
    if table.rows.iter().any(|row| row.keys.contains(&Pattern::Otherwise)) {
        return;
    }
    let rows: Vec<&[Pattern]> = table.rows.iter().map(|row| row.keys.as_slice()).collect();
    let findings = coverage::cover(&domains, &rows, &|case| covering::occurs(ctx, keys, case));
    let (table_name, table_span) = (table.name.clone(), table.span);
    if findings.incomplete && findings.gaps.is_empty() {
        ctx.report(CheckProblem::TooManyCases { span: table_span });
    }
    for case in &findings.gaps {
        let case = covering::case_phrase(ctx, keys, case);
        ctx.report(CheckProblem::NoRowForKey { table: table_name.clone(), case, span, declared: table_span });
    }
}

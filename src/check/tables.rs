//! Look-up tables and decision tables.
//!
//! In: grids as written. Out: tables with patterns and constant cells; decision tables as choices over all their inputs.

use super::choice;
use super::constant;
use super::context::{Binding, Context, Hint};
use super::coverage;
use super::covering::{self, Rows};
use super::describe::{self, Phrase};
use super::expr;
use super::pattern;
use super::problem::CheckProblem;
use super::units::{self, Declared, DeclaredBase};
use super::values::{hint_of, with_declared};
use crate::ir::SlotKind;
use crate::ir::expr::{Choose, ChooseRow, Expr, ExprKind};
use crate::ir::table::{Column, Key, Pattern, Row, Table, TableId};
use crate::resolve::problem::NameProblem;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::ty::Type;
use std::collections::HashMap;

/// The scale at which quantities are looked up, so that any key of up to as many places is matched exactly.
pub const KEY_PLACES: u8 = 18;

/// The type of a key column.
pub fn key_type(declared: &Declared) -> Type {
    match &declared.base {
        DeclaredBase::Number(unit) if !unit.whole => units::type_of(declared, Some(KEY_PLACES)),
        _ => units::type_of(declared, None),
    }
}

/// What a declared column says of its cells.
pub fn cell_hint(declared: &Declared) -> Hint {
    match &declared.base {
        DeclaredBase::Number(unit) => Hint { enumeration: None, unit: Some(unit.clone()) },
        DeclaredBase::Enum(id) => Hint { enumeration: Some(*id), unit: None },
        DeclaredBase::Bool | DeclaredBase::Text | DeclaredBase::Date | DeclaredBase::Unknown => Hint::default(),
    }
}

/// Adds a table, its overlaps and gaps reported.
pub fn add(ctx: &mut Context<'_>, name: &ast::Name, table: Table) {
    let id = TableId(ctx.tables.len() as u32);
    rows_alike(ctx, &table);
    ctx.tables.push(table);
    ctx.bind(name, Binding::Table(id));
}

/// Rows that take the same key, and members that no row takes. Gaps over quantities are found where the table is used.
fn rows_alike(ctx: &mut Context<'_>, table: &Table) {
    let domains: Option<Vec<_>> = table.keys.iter().map(|key| covering::domain(ctx, &key.ty, false)).collect();
    let Some(domains) = domains else { return };
    let plain: Vec<&Row> = table.rows.iter().filter(|row| !row.keys.contains(&Pattern::Otherwise)).collect();
    let patterns: Vec<&[Pattern]> = plain.iter().map(|row| row.keys.as_slice()).collect();
    let findings = coverage::cover(&domains, &patterns, &|_| true);
    let subjects: Vec<Expr> = table.keys.iter().map(|key| Expr { ty: key.ty.clone(), ..ctx.unknown(table.span) }).collect();
    for (first, second, case) in &findings.overlaps {
        if let (Some(a), Some(b)) = (plain.get(*first), plain.get(*second)) {
            let case = key_phrase(ctx, table, &subjects, case);
            ctx.report(CheckProblem::Overlap { span: b.span, first: a.span, case, example: String::new() });
        }
    }
    if findings.incomplete && findings.gaps.is_empty() {
        ctx.report(CheckProblem::TooManyCases { span: table.span });
    }
    for row in table.rows.iter().filter(|row| row.keys.contains(&Pattern::Missing)) {
        let because = Phrase::new("a look-up by a missing key is missing", "以缺失的键查表，结果也缺失");
        ctx.report(CheckProblem::RowUnreachable { span: row.span, because });
    }
    let listed = table.keys.iter().all(|key| matches!(key.ty, Type::Enum(_) | Type::Bool));
    if listed && plain.len() == table.rows.len() {
        for case in &findings.gaps {
            let case = key_phrase(ctx, table, &subjects, case);
            ctx.report(CheckProblem::TableGap { table: table.name.clone(), case, span: table.span });
        }
    }
}

fn key_phrase(ctx: &Context<'_>, table: &Table, subjects: &[Expr], case: &coverage::Case) -> Phrase {
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    for ((key, subject), piece) in table.keys.iter().zip(subjects).zip(case) {
        let words = describe::piece_phrase(ctx, &subject.ty, piece);
        english.push(format!("{} = {}", key.name, words.english));
        chinese.push(format!("{} = {}", key.name, words.chinese));
    }
    Phrase::new(english.join(", "), chinese.join("，"))
}

/// `table`
pub fn table(ctx: &mut Context<'_>, tree: &ast::Table) {
    let built = build(ctx, tree);
    match built {
        Some(table) => add(ctx, &tree.name, table),
        None => ctx.bind(&tree.name, Binding::Broken),
    }
}

fn build(ctx: &mut Context<'_>, tree: &ast::Table) -> Option<Table> {
    let keys: Vec<Declared> = tree.keys.iter().map(|kind| units::declared(ctx, kind)).collect();
    if tree.header.len() <= keys.len() {
        ctx.report(CheckProblem::NoValueColumn { keys: keys.len(), span: tree.header_span });
        return None;
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for cell in &tree.header {
        if let Some(first) = seen.insert(&cell.name.text, cell.name.span).filter(|_| !cell.name.text.is_empty()) {
            ctx.report(NameProblem::Duplicate { name: cell.name.text.clone(), span: cell.name.span, first });
        }
    }
    let mut good = true;
    for row in &tree.rows {
        good &= row_width(ctx, row, tree.header.len(), tree.header_span);
    }
    if tree.rows.is_empty() {
        ctx.report(CheckProblem::NoRows { span: tree.header_span });
        good = false;
    }
    if !good {
        return None;
    }
    let mut patterns: Vec<Vec<Pattern>> = vec![Vec::new(); tree.rows.len()];
    for (position, declared) in keys.iter().enumerate() {
        let (ty, hint) = (key_type(declared), cell_hint(declared));
        for (row, list) in tree.rows.iter().zip(&mut patterns) {
            match row.cells.get(position).and_then(|cell| pattern::cell(ctx, cell, &ty, &hint)) {
                Some(found) => list.push(found),
                None => good = false,
            }
        }
    }
    let mut columns = Vec::new();
    let mut cells: Vec<Vec<Value>> = vec![Vec::new(); tree.rows.len()];
    for (position, head) in tree.header.iter().enumerate().skip(keys.len()) {
        let (column, values) = column(ctx, tree, position, head)?;
        columns.push(column);
        for (list, value) in cells.iter_mut().zip(values) {
            list.push(value);
        }
    }
    if !good {
        return None;
    }
    let rows = tree.rows.iter().zip(patterns).zip(cells).map(|((row, keys), cells)| Row { keys, cells, span: row.span });
    Some(Table {
        name: tree.name.text.clone(),
        label: tree.label.as_ref().map_or_else(|| tree.name.text.clone(), |label| label.text.clone()),
        keys: keys.iter().zip(&tree.header).map(|(declared, head)| Key { name: head.name.text.clone(), ty: key_type(declared) }).collect(),
        columns,
        rows: rows.collect(),
        source: tree.source.as_ref().map(|source| source.text.clone()).unwrap_or_default(),
        span: tree.name.span,
    })
}

fn row_width(ctx: &mut Context<'_>, row: &ast::GridRow, width: usize, header: Span) -> bool {
    if row.cells.len() == width {
        return true;
    }
    ctx.report(CheckProblem::RowWidth { found: row.cells.len(), expected: width, span: row.span, header });
    false
}

/// A value column and its cells, at one scale.
fn column(ctx: &mut Context<'_>, tree: &ast::Table, position: usize, head: &ast::HeaderCell) -> Option<(Column, Vec<Value>)> {
    let declared = head.kind.as_ref().map(|kind| units::declared(ctx, kind));
    let hint = declared.as_ref().map(cell_hint).unwrap_or_default();
    let allowed = declared.as_ref().is_some_and(|declared| declared.optional);
    let mut checked = Vec::new();
    for row in &tree.rows {
        let cell = row.cells.get(position)?;
        let value = match &cell.content {
            ast::CellContent::Values(values) if values.len() == 1 => expr::expr(ctx, values.first()?, &hint),
            ast::CellContent::Blank | ast::CellContent::Missing | ast::CellContent::Star => {
                if !allowed {
                    let kind = head.kind.as_ref().map_or_else(|| "number?".to_string(), |kind| format!("{}?", ctx.text(kind.span)));
                    ctx.report(CheckProblem::BlankCell { column: head.name.text.clone(), kind, span: cell.span, header: head.name.span });
                }
                let tree = ast::Expr { kind: ast::ExprKind::Missing, span: cell.span };
                expr::expr(ctx, &tree, &hint)
            }
            ast::CellContent::Values(_) | ast::CellContent::Interval(_) | ast::CellContent::Shortcut(..) => {
                ctx.report(CheckProblem::NotOneValue { span: cell.span });
                ctx.unknown(cell.span)
            }
        };
        let value = if value.ty == Type::Nothing {
            value
        } else {
            let kind = head.kind.as_ref().map(|kind| ast::Kind { optional: true, ..kind.clone() });
            with_declared(ctx, value, kind.as_ref(), &head.name.text)
        };
        checked.push(value);
    }
    let joined = choice::join(ctx, checked);
    let mut values = Vec::new();
    for value in &joined.values {
        match constant::value(ctx, value) {
            Some(found) => values.push(found),
            None => {
                if value.ty != Type::Unknown {
                    ctx.report(CheckProblem::NotConstant { span: value.span });
                }
                return None;
            }
        }
    }
    if joined.ty == Type::Unknown {
        return None;
    }
    let label = head.label.as_ref().map_or_else(|| head.name.text.clone(), |label| label.text.clone());
    Some((Column { name: head.name.text.clone(), label, ty: joined.ty, optional: joined.missing.is_some() }, values))
}

/// `decision`
pub fn decision(ctx: &mut Context<'_>, tree: &ast::Decision) {
    let value = decided(ctx, tree).unwrap_or_else(|| ctx.unknown(tree.header_span));
    let value = with_declared(ctx, value, tree.kind.as_ref(), &tree.name.text);
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Decision, value, tree.name.span);
    ctx.bind(&tree.name, Binding::Slot(slot));
}

fn decided(ctx: &mut Context<'_>, tree: &ast::Decision) -> Option<Expr> {
    let (mut subjects, mut hints) = (Vec::new(), Vec::new());
    for (input, kind) in &tree.inputs {
        let value = choice::told_apart(ctx, input);
        let hint = match kind.as_ref().map(|kind| units::declared(ctx, kind)) {
            Some(declared) => cell_hint(&declared),
            None => Hint::from_type(&value.ty),
        };
        let value = with_declared(ctx, value, kind.as_ref().map(|kind| ast::Kind { optional: true, ..kind.clone() }).as_ref(), &tree.name.text);
        subjects.push(value);
        hints.push(hint);
    }
    let width = subjects.len();
    let mut good = !tree.rows.is_empty();
    if tree.rows.is_empty() {
        ctx.report(CheckProblem::NoRows { span: tree.header_span });
    }
    for row in &tree.rows {
        good &= row_width(ctx, row, width + 1, tree.header_span);
    }
    if !good {
        return None;
    }
    let output_hint = hint_of(ctx, tree.kind.as_ref());
    let (mut patterns, mut values) = (Vec::new(), Vec::new());
    for row in &tree.rows {
        let mut list = Vec::new();
        for ((cell, subject), hint) in row.cells.iter().zip(&subjects).zip(&hints) {
            let outer = ctx.matched.replace(subject.span);
            let found = pattern::cell(ctx, cell, &subject.ty, hint);
            ctx.matched = outer;
            match found {
                Some(found) => list.push(found),
                None => good = false,
            }
        }
        patterns.push(list);
        let last = row.cells.last()?;
        values.push(match &last.content {
            ast::CellContent::Values(values) if values.len() == 1 => expr::expr(ctx, values.first()?, &output_hint),
            ast::CellContent::Missing => expr::expr(ctx, &ast::Expr { kind: ast::ExprKind::Missing, span: last.span }, &output_hint),
            _ => {
                ctx.report(CheckProblem::NotOneValue { span: last.span });
                ctx.unknown(last.span)
            }
        });
    }
    let joined = choice::join(ctx, values);
    if !good || subjects.iter().any(|subject| subject.ty == Type::Unknown) {
        return None;
    }
    let rows: Vec<ChooseRow> = patterns
        .into_iter()
        .zip(joined.values)
        .zip(&tree.rows)
        .map(|((patterns, value), row)| ChooseRow { patterns, value, span: row.span })
        .collect();
    covering::check(ctx, &subjects, &rows, Rows::Decision { header: tree.header_span });
    Some(ctx.expr(tree.header_span, joined.ty, joined.missing, ExprKind::Choose(Choose { subjects, rows })))
}

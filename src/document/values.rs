//! Params, look-up tables, and values on the way: definitions, decisions, functions.
//!
//! In: slots and tables of a policy. Out: blocks of the document.

use super::outline::Desk;
use super::{Block, Sheet, Side};
use crate::explain::{Rule, pattern_in_words, row_in_words, rules, show};
use crate::ir::expr::{Choose, Expr, ExprKind};
use crate::ir::table::{Column, Key, Table};
use crate::ir::{Slot, SlotKind, walk};
use crate::value::Value;
use crate::value::ty::Type;

/// Rows longer than this stand in a table of their own.
const INLINE: usize = 1;

/// Rules as cells: when, nested further in, and what is given.
pub(super) fn rule_cells(desk: &Desk<'_>, rule: &Rule) -> [String; 2] {
    [format!("{}{}", "\u{2003}".repeat(rule.depth), desk.words(&rule.when)), desk.words(&rule.then)]
}

/// Params with one value, or values by date.
pub(super) fn params(desk: &Desk<'_>) -> Vec<Block> {
    let mut sheet = Sheet::new(&[(desk.pick("Parameter", "参数"), Side::Left), (desk.pick("Value", "数值"), Side::Wide)]);
    for slot in desk.program.slots.iter().filter(|slot| slot.kind == SlotKind::Param) {
        let rules = rules(desk.program, desk.sources, &slot.expr);
        let lines = rules.iter().map(|rule| {
            let [when, then] = rule_cells(desk, rule);
            if when.is_empty() { then } else { format!("{when}{}{then}", desk.colon()) }
        });
        sheet.plain(vec![slot.label.clone(), lines.collect::<Vec<String>>().join("\n")]);
    }
    if sheet.rows.is_empty() { Vec::new() } else { vec![Block::Table(sheet)] }
}

/// Look-up tables and params by a key; weights stand with their scores.
pub(super) fn tables(desk: &Desk<'_>) -> Vec<Block> {
    desk.program.tables.iter().filter(|table| !table.name.ends_with(".weights")).flat_map(|table| of_table(desk, table)).collect()
}

fn of_table(desk: &Desk<'_>, table: &Table) -> Vec<Block> {
    let keys = table.keys.iter().map(|key| (key_label(desk, key), Side::Left));
    let side = |column: &Column| if column.ty.number().is_some() { Side::Right } else { Side::Left };
    let columns = table.columns.iter().map(|column| (column.label.clone(), side(column)));
    let mut sheet = Sheet { columns: keys.chain(columns).collect(), rows: Vec::new() };
    for row in &table.rows {
        let keys = row.keys.iter().zip(&table.keys).map(|(pattern, key)| desk.words(&pattern_in_words(desk.program, desk.sources, pattern, &key.ty)));
        let cells = row.cells.iter().zip(&table.columns).map(|(cell, column)| match cell {
            Value::Missing => "—".to_owned(),
            value => show(value, &column.ty, desk.program, desk.lang),
        });
        sheet.plain(keys.chain(cells).collect());
    }
    let mut blocks = vec![Block::Part(table.label.clone()), Block::Table(sheet)];
    if !table.source.is_empty() {
        blocks.push(Block::Note(format!("{}{}{}", desk.pick("Source", "依据"), desk.colon(), table.source)));
    }
    blocks
}

/// The header of a key: the label of the field or value it is named after, else of the kind it is.
fn key_label(desk: &Desk<'_>, key: &Key) -> String {
    let field = desk.program.record.fields.iter().find(|field| field.name == key.name).map(|field| field.label.clone());
    let slot = || desk.program.find(&key.name).and_then(|id| desk.slot(id)).map(|slot| slot.label.clone());
    let kind = || match &key.ty {
        Type::Enum(id) => desk.program.enums.get(id.0 as usize).map(|known| known.label.clone()),
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Date(_) | Type::Text => None,
    };
    let amount = || {
        let unit = key.ty.number().map(|number| number.unit.name.as_str()).filter(|unit| *unit == key.name)?;
        Some(desk.say(format!("Amount ({unit})"), format!("数额（{unit}）")))
    };
    field.or_else(slot).or_else(kind).or_else(amount).unwrap_or_else(|| key.name.clone())
}

/// Definitions, outputs, decisions, and the functions they use.
pub(super) fn others(desk: &Desk<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut short = Sheet::new(&[(desk.pick("Value", "名称"), Side::Left), (desk.pick("Computed as", "计算方法"), Side::Wide)]);
    let mut long = Vec::new();
    for slot in desk.program.slots.iter().filter(|slot| matches!(slot.kind, SlotKind::Let | SlotKind::Output | SlotKind::Decision)) {
        one(desk, slot.label.clone(), &slot.expr, &mut short, &mut long);
    }
    for function in &desk.functions {
        let label = format!("{}{}{}{}", function.label, desk.pick("(", "（"), function.parameters.join(desk.comma()), desk.pick(")", "）"));
        match body(desk, &function.name) {
            Some(body) => one(desk, label, body, &mut short, &mut long),
            // A function that nothing uses has no checked body.
            None => short.plain(vec![label, function.body.clone()]),
        }
    }
    if !short.rows.is_empty() {
        blocks.push(Block::Table(short));
    }
    blocks.extend(long);
    blocks
}

fn one(desk: &Desk<'_>, label: String, expr: &Expr, short: &mut Sheet, long: &mut Vec<Block>) {
    if let Some(choose) = decision(expr) {
        long.extend([Block::Part(label), Block::Table(decision_sheet(desk, choose))]);
        return;
    }
    let rules = rules(desk.program, desk.sources, expr);
    if rules.len() <= INLINE {
        short.plain(vec![label, rules.iter().map(|rule| desk.words(&rule.then)).collect::<Vec<String>>().join("\n")]);
        return;
    }
    let mut sheet = Sheet::new(&[(desk.pick("Where", "情形"), Side::Wide), (desk.pick("It is", "结果"), Side::Left)]);
    rules.iter().for_each(|rule| sheet.plain(rule_cells(desk, rule).to_vec()));
    long.extend([Block::Part(label), Block::Table(sheet)]);
}

/// A choice by several things at once, which reads best as the table it is.
fn decision(expr: &Expr) -> Option<&Choose> {
    let mut expr = expr;
    while let ExprKind::Rescale(inner) = &expr.kind {
        expr = inner;
    }
    match &expr.kind {
        ExprKind::Choose(choose) if choose.subjects.len() > 1 => Some(choose),
        _ => None,
    }
}

fn decision_sheet(desk: &Desk<'_>, choose: &Choose) -> Sheet {
    let subjects = choose.subjects.iter().map(|subject| (desk.formula(subject), Side::Left));
    let mut sheet = Sheet { columns: subjects.chain([(desk.say("Result", "结果"), Side::Left)]).collect(), rows: Vec::new() };
    for row in &choose.rows {
        let mut cells: Vec<String> = row_in_words(desk.program, desk.sources, choose, row).iter().map(|words| desk.words(words)).collect();
        let value = rules(desk.program, desk.sources, &row.value);
        cells.push(value.iter().map(|rule| rule_cells(desk, rule).join("")).collect::<Vec<String>>().join("\n"));
        sheet.plain(cells);
    }
    sheet
}

/// The body of a function where it is first used.
fn body<'a>(desk: &Desk<'a>, name: &str) -> Option<&'a Expr> {
    let mut found = None;
    for slot in &desk.program.slots {
        let slot: &'a Slot = slot;
        walk::each(&slot.expr, &mut |expr| {
            if let ExprKind::Call(call) = &expr.kind
                && call.function == name
                && found.is_none()
            {
                found = Some(&*call.body);
            }
        });
    }
    found
}

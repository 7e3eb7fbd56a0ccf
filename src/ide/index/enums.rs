//! Which values are members of which enum.
//!
//! In: declared types and formulas. Out: the enum of each symbol that has one, and of an expression. A formula without a declared type is
//! looked into, a few names deep; where that says nothing, there is no enum.

use super::Index;
use crate::ide::symbol::{SymbolId, SymbolKind};
use crate::syntax::ast::{self, ExprKind};
use std::collections::HashMap;

/// How many names deep a formula is looked into.
const DEPTH: u32 = 16;

/// Declared types and formulas by symbol.
#[derive(Debug, Default)]
pub struct Bodies<'t> {
    kinds: Vec<(SymbolId, &'t str)>,
    formulas: HashMap<SymbolId, &'t ast::Expr>,
    order: Vec<SymbolId>,
}

impl<'t> Bodies<'t> {
    /// Notes the declared type of a symbol, or its formula where none is declared.
    pub fn add(&mut self, id: SymbolId, kind: Option<&'t ast::Kind>, formula: Option<&'t ast::Expr>) {
        match (kind.map(|kind| &kind.base), formula) {
            (Some(ast::KindBase::Unit(unit)), _) if unit.rest.is_empty() => self.kinds.push((id, &unit.first.text)),
            (None, Some(formula)) => {
                self.formulas.insert(id, formula);
                self.order.push(id);
            }
            (Some(_), _) | (None, None) => {}
        }
    }

    /// Notes the enum of a grade.
    pub fn grade(&mut self, id: SymbolId, kind: &'t ast::Name) {
        self.kinds.push((id, &kind.text));
    }
}

/// Finds the enum of every symbol.
pub fn infer(index: &mut Index, bodies: &Bodies<'_>) {
    for (id, name) in &bodies.kinds {
        if let Some(enumeration) = index.enums.get(*name).copied() {
            index.enumerations.insert(*id, enumeration);
        }
    }
    for id in &bodies.order {
        let found = bodies.formulas.get(id).and_then(|formula| of_formula(index, Some(bodies), formula, DEPTH));
        if let Some(found) = found {
            index.enumerations.insert(*id, found);
        }
    }
}

/// The enum an expression has members of as values.
pub fn of_expr(index: &Index, expr: &ast::Expr) -> Option<SymbolId> {
    of_formula(index, None, expr, DEPTH)
}

fn of_formula(index: &Index, bodies: Option<&Bodies<'_>>, expr: &ast::Expr, depth: u32) -> Option<SymbolId> {
    let depth = depth.checked_sub(1)?;
    let inner = |expr: &ast::Expr| of_formula(index, bodies, expr, depth);
    match &expr.kind {
        ExprKind::Reference(name, None) => match index.values.get(&name.text) {
            Some(id) => of_symbol(index, bodies, *id, depth),
            None => only_owner(index, &name.text),
        },
        ExprKind::Reference(name, Some(_)) => {
            let indicator = index.values.get(&name.text)?;
            let value = index.parts_of(*indicator).find(|(_, part)| part.kind == SymbolKind::Value)?.0;
            of_symbol(index, bodies, value, depth)
        }
        ExprKind::Lookup(name, keys, column) => {
            let table = index.values.get(&name.text)?;
            let column = match column {
                Some(column) => index.parts_of(*table).find(|(_, part)| part.name == column.text).map(|(id, _)| id),
                None => index.parts_of(*table).filter(|(_, part)| part.kind == SymbolKind::Column).nth(keys.len()).map(|(id, _)| id),
            };
            of_symbol(index, bodies, column.unwrap_or(*table), depth)
        }
        ExprKind::Call(name, _) => of_symbol(index, bodies, *index.functions.get(&name.text)?, depth),
        ExprKind::Paren(expr) => inner(expr),
        ExprKind::If(choice) => inner(&choice.then).or_else(|| inner(&choice.otherwise)),
        ExprKind::When(when) => when.rows.iter().find_map(|row| inner(&row.value)),
        ExprKind::Band(band) => band.rows.iter().find_map(|row| inner(&row.value)),
        ExprKind::Binary(binary) if binary.operator == ast::Operator::Default => inner(&binary.left).or_else(|| inner(&binary.right)),
        ExprKind::Quantity(..)
        | ExprKind::Date(_)
        | ExprKind::Text(_)
        | ExprKind::Truth(_)
        | ExprKind::Missing
        | ExprKind::Negate(_)
        | ExprKind::Not(_)
        | ExprKind::Binary(_)
        | ExprKind::Chain(_)
        | ExprKind::Membership(_)
        | ExprKind::StartsWith(..)
        | ExprKind::MissingTest(..)
        | ExprKind::Linear(_) => None,
    }
}

fn of_symbol(index: &Index, bodies: Option<&Bodies<'_>>, id: SymbolId, depth: u32) -> Option<SymbolId> {
    let known = index.enumerations.get(&id).copied();
    known.or_else(|| of_formula(index, bodies, bodies?.formulas.get(&id)?, depth))
}

/// The enum of a member that only one has.
fn only_owner(index: &Index, name: &str) -> Option<SymbolId> {
    match index.members.get(name)?.as_slice() {
        [only] => index.symbol(*only)?.owner,
        _ => None,
    }
}

//! What nothing uses.
//!
//! In: the tree. Out: W0808 to W0815. Results (`output`, scores, grades, eligibilities) are used by whoever reads them. Tests and
//! examples use nothing: what only they mention is of no use to the policy. The key and texts name the record and may be there
//! for people; the members of an enum that data give need not all be mentioned.

use super::problem::{LintProblem, Unused};
use super::walk::{self, Visit};
use super::{Ground, Report};
use crate::syntax::ast;
use std::collections::HashSet;

/// Every mention in the policy, tests and examples apart.
#[derive(Default)]
struct Mentions<'t> {
    /// Values, tables, members of enums, units that stand alone.
    values: HashSet<&'t str>,
    functions: HashSet<&'t str>,
    /// Units and enums in types, units of figures.
    types: HashSet<&'t str>,
    /// Columns, by table; an empty name is the only column.
    columns: HashSet<(&'t str, &'t str)>,
}

impl<'t> Visit<'t> for Mentions<'t> {
    fn expr(&mut self, expr: &'t ast::Expr) {
        match &expr.kind {
            ast::ExprKind::Reference(name, _) => {
                self.values.insert(&name.text);
            }
            ast::ExprKind::Call(name, _) => {
                self.functions.insert(&name.text);
            }
            ast::ExprKind::Lookup(name, _, column) => {
                self.values.insert(&name.text);
                self.columns.insert((&name.text, column.as_ref().map_or("", |column| &column.text)));
            }
            ast::ExprKind::Quantity(_, Some(unit)) => self.unit(unit),
            _ => {}
        }
    }

    fn kind(&mut self, kind: &'t ast::Kind) {
        if let ast::KindBase::Unit(unit) = &kind.base {
            self.unit(unit);
        }
    }
}

impl<'t> Mentions<'t> {
    fn unit(&mut self, unit: &'t ast::UnitType) {
        self.types.insert(&unit.first.text);
        self.types.extend(unit.rest.iter().map(|(_, name)| name.text.as_str()));
    }

    fn of(tree: &'t ast::File) -> Mentions<'t> {
        let mut mentions = Mentions::default();
        for item in &tree.items {
            match item {
                ast::Item::Example(_) | ast::Item::Test(_) => continue,
                ast::Item::Unit(unit) => unit.base.iter().filter_map(|(_, base)| base.as_ref()).for_each(|base| mentions.unit(base)),
                ast::Item::Score(score) => {
                    let items = score.items.iter().chain(score.groups.iter().flat_map(|group| &group.items));
                    let heads = score.weights.iter().flat_map(|weights| &weights.columns);
                    mentions.values.extend(items.chain(heads).map(|name| name.text.as_str()));
                }
                ast::Item::Grade(grade) => {
                    mentions.types.insert(&grade.kind.text);
                }
                ast::Item::Policy(_)
                | ast::Item::Enum(_)
                | ast::Item::Record(_)
                | ast::Item::Param(_)
                | ast::Item::Definition(_)
                | ast::Item::Function(_)
                | ast::Item::Table(_)
                | ast::Item::Decision(_)
                | ast::Item::Indicator(_)
                | ast::Item::Eligibility(_)
                | ast::Item::Ensure(_)
                | ast::Item::Broken(_) => {}
            }
            walk::item(item, &mut mentions);
        }
        mentions
    }
}

/// The types of what comes from outside, so that members need no mention: fields, parameters, keys and inputs of tables.
fn given<'t>(tree: &'t ast::File) -> HashSet<&'t str> {
    let mut kinds: Vec<&ast::Kind> = Vec::new();
    for item in &tree.items {
        match item {
            ast::Item::Record(record) => kinds.extend(record.fields.iter().map(|field| &field.kind)),
            ast::Item::Function(function) => kinds.extend(function.parameters.iter().map(|parameter| &parameter.kind)),
            ast::Item::Table(table) => kinds.extend(&table.keys),
            ast::Item::Param(param) => kinds.extend(&param.key),
            ast::Item::Decision(decision) => kinds.extend(decision.inputs.iter().filter_map(|(_, kind)| kind.as_ref())),
            _ => {}
        }
    }
    let name = |kind: &&'t ast::Kind| match &kind.base {
        ast::KindBase::Unit(unit) => Some(unit.first.text.as_str()),
        ast::KindBase::Bool | ast::KindBase::Text | ast::KindBase::Date | ast::KindBase::Number => None,
    };
    kinds.iter().filter_map(name).collect()
}

/// Looks at every declaration.
pub(super) fn unused(ground: &Ground<'_>, report: &mut Report<'_>) {
    let mentions = Mentions::of(ground.tree);
    let given = given(ground.tree);
    let has_scores = ground.tree.items.iter().any(|item| matches!(item, ast::Item::Score(_)));
    let mut unused = |what: Unused, name: &ast::Name| report.push(LintProblem::Unused { what, name: name.text.clone(), span: name.span });
    let is_read = |name: &ast::Name| mentions.values.contains(name.text.as_str());
    for item in &ground.tree.items {
        match item {
            ast::Item::Record(record) => {
                let wanted = |field: &&ast::Field| !field.key && field.kind.base != ast::KindBase::Text;
                record.fields.iter().filter(wanted).filter(|field| !is_read(&field.name)).for_each(|field| unused(Unused::Field, &field.name));
            }
            ast::Item::Param(param) if !is_read(&param.name) => unused(Unused::Param, &param.name),
            ast::Item::Definition(definition) if !definition.output && !is_read(&definition.name) => unused(Unused::Let, &definition.name),
            ast::Item::Decision(decision) if !is_read(&decision.name) => unused(Unused::Decision, &decision.name),
            ast::Item::Function(function) if !mentions.functions.contains(function.name.text.as_str()) => unused(Unused::Function, &function.name),
            ast::Item::Unit(unit) if !mentions.types.contains(unit.name.text.as_str()) && !is_read(&unit.name) => unused(Unused::Unit, &unit.name),
            ast::Item::Table(table) if !is_read(&table.name) => unused(Unused::Table, &table.name),
            ast::Item::Table(table) => {
                let columns = table.header.get(table.keys.len()..).unwrap_or_default();
                let of = |column: &str| mentions.columns.contains(&(table.name.text.as_str(), column));
                if !of("") {
                    columns.iter().filter(|column| !of(&column.name.text)).for_each(|column| unused(Unused::Column, &column.name));
                }
            }
            ast::Item::Indicator(indicator) if has_scores && !is_read(&indicator.name) => unused(Unused::Indicator, &indicator.name),
            ast::Item::Enum(tree) if !mentions.types.contains(tree.name.text.as_str()) => {
                if !tree.members.iter().any(|member| is_read(&member.name)) {
                    unused(Unused::Enum, &tree.name);
                }
            }
            ast::Item::Enum(tree) if !given.contains(tree.name.text.as_str()) => {
                tree.members.iter().filter(|member| !is_read(&member.name)).for_each(|member| unused(Unused::Member, &member.name));
            }
            ast::Item::Policy(_)
            | ast::Item::Unit(_)
            | ast::Item::Enum(_)
            | ast::Item::Param(_)
            | ast::Item::Definition(_)
            | ast::Item::Function(_)
            | ast::Item::Decision(_)
            | ast::Item::Indicator(_)
            | ast::Item::Score(_)
            | ast::Item::Grade(_)
            | ast::Item::Eligibility(_)
            | ast::Item::Example(_)
            | ast::Item::Test(_)
            | ast::Item::Ensure(_)
            | ast::Item::Broken(_) => {}
        }
    }
}

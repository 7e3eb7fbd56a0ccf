//! Uses of names.
//!
//! In: a tree, and all declarations. Out: an occurrence for every name that is used. A name that nothing declares is left out.

use super::{Index, enums};
use crate::builtins;
use crate::ide::symbol::{Role, SymbolId, SymbolKind, Target};
use crate::source::Span;
use crate::syntax::ast::{self, ExprKind};

/// Where an expression stands: which names hold only here, and the enum that is meant.
#[derive(Debug, Clone, Default)]
struct Place {
    /// The function whose parameters are seen.
    function: Option<SymbolId>,
    /// The indicator whose value is `value`.
    indicator: Option<SymbolId>,
}

/// Notes every use in a file.
pub fn file(index: &mut Index, file: &ast::File) {
    for item in &file.items {
        of_item(index, item);
    }
}

fn uses(index: &mut Index, span: Span, id: SymbolId) {
    index.note(span, Target::Symbol(id), Role::Uses);
}

fn value(index: &mut Index, name: &ast::Name) {
    if let Some(id) = index.values.get(&name.text).copied() {
        uses(index, name.span, id);
    }
}

fn of_item(index: &mut Index, item: &ast::Item) {
    let here = Place::default();
    match item {
        ast::Item::Policy(_) | ast::Item::Enum(_) | ast::Item::Broken(_) => {}
        ast::Item::Unit(tree) => tree.base.iter().for_each(|(_, base)| base.iter().for_each(|unit| units(index, unit))),
        ast::Item::Record(tree) => {
            for field in &tree.fields {
                kind(index, &field.kind);
                field.range.iter().for_each(|range| interval(index, &here, range));
            }
            tree.checks.iter().for_each(|check| expr(index, &here, &check.condition, None));
        }
        ast::Item::Param(tree) => param(index, &here, tree),
        ast::Item::Definition(tree) => {
            tree.kind.iter().for_each(|tree| kind(index, tree));
            let wanted = index.values.get(&tree.name.text).and_then(|id| index.enumeration(*id));
            expr(index, &here, &tree.value, wanted);
        }
        ast::Item::Function(tree) => {
            tree.kind.iter().for_each(|tree| kind(index, tree));
            for parameter in &tree.parameters {
                kind(index, &parameter.kind);
                parameter.range.iter().for_each(|range| interval(index, &here, range));
            }
            let own = index.functions.get(&tree.name.text).copied();
            let wanted = own.and_then(|id| index.enumeration(id));
            expr(index, &Place { function: own, ..here }, &tree.body, wanted);
        }
        ast::Item::Table(tree) => table(index, &here, tree),
        ast::Item::Decision(tree) => decision(index, &here, tree),
        ast::Item::Indicator(tree) => {
            tree.values.iter().for_each(|(tree, declared)| {
                declared.iter().for_each(|tree| kind(index, tree));
                expr(index, &here, tree, None);
            });
            let place = Place { indicator: index.values.get(&tree.name.text).copied(), ..here };
            tree.points.iter().for_each(|tree| expr(index, &place, tree, None));
        }
        ast::Item::Score(tree) => {
            let items = tree.items.iter().chain(tree.groups.iter().flat_map(|group| &group.items));
            items.for_each(|item| value(index, item));
            tree.weights.iter().for_each(|tree| weights(index, &here, tree));
        }
        ast::Item::Grade(tree) => {
            let wanted = index.enums.get(&tree.kind.text).copied();
            wanted.iter().for_each(|id| uses(index, tree.kind.span, *id));
            band(index, &here, &tree.band, wanted);
        }
        ast::Item::Eligibility(tree) => {
            for clause in &tree.clauses {
                let (ast::Clause::Require(tree) | ast::Clause::Veto(tree) | ast::Clause::Direct(tree)) = clause;
                condition(index, &here, tree);
            }
        }
        ast::Item::Example(tree) => {
            tree.base.iter().for_each(|base| example(index, base));
            assignments(index, &here, &tree.values);
        }
        ast::Item::Test(tree) => {
            tree.base.iter().for_each(|base| example(index, base));
            assignments(index, &here, &tree.values);
            if let ast::Expect::All(expectations) = &tree.expect {
                expectations.iter().for_each(|tree| expr(index, &here, tree, None));
            }
        }
        ast::Item::Ensure(tree) => match &tree.claim {
            ast::Claim::Always(one) | ast::Claim::Never(one) => expr(index, &here, one, None),
            ast::Claim::Implies(one, other) | ast::Claim::Rises(one, other) | ast::Claim::Falls(one, other) | ast::Claim::Independent(one, other) => {
                expr(index, &here, one, None);
                expr(index, &here, other, None);
            }
        },
    }
}

fn example(index: &mut Index, name: &ast::Name) {
    if let Some(id) = index.examples.get(&name.text).copied() {
        uses(index, name.span, id);
    }
}

fn assignments(index: &mut Index, here: &Place, values: &[ast::Assignment]) {
    for assignment in values {
        value(index, &assignment.field);
        let wanted = index.values.get(&assignment.field.text).and_then(|id| index.enumeration(*id));
        expr(index, here, &assignment.value, wanted);
    }
}

fn condition(index: &mut Index, here: &Place, tree: &ast::Condition) {
    match &tree.kind {
        ast::ConditionKind::Single(tree) => expr(index, here, tree, None),
        ast::ConditionKind::Any(parts) | ast::ConditionKind::All(parts) => parts.iter().for_each(|part| condition(index, here, part)),
    }
}

fn param(index: &mut Index, here: &Place, tree: &ast::Param) {
    tree.key.iter().chain(&tree.kind).for_each(|tree| kind(index, tree));
    let keys = tree.key.as_ref().and_then(|key| enum_of_kind(index, key));
    let wanted = index.values.get(&tree.name.text).and_then(|id| index.enumeration(*id));
    match &tree.body {
        ast::ParamBody::Single(tree) => expr(index, here, tree, wanted),
        ast::ParamBody::Rows(rows) => {
            for row in rows {
                if let ast::ParamSelector::Pattern(tree) = &row.selector {
                    pattern(index, here, tree, keys);
                }
                expr(index, here, &row.value, wanted);
            }
        }
    }
}

fn table(index: &mut Index, here: &Place, tree: &ast::Table) {
    tree.keys.iter().for_each(|tree| kind(index, tree));
    tree.header.iter().flat_map(|cell| &cell.kind).for_each(|tree| kind(index, tree));
    let kinds: Vec<Option<SymbolId>> = tree
        .header
        .iter()
        .enumerate()
        .map(|(place, cell)| cell.kind.as_ref().or(tree.keys.get(place)).and_then(|kind| enum_of_kind(index, kind)))
        .collect();
    rows(index, here, &tree.rows, &kinds);
}

fn decision(index: &mut Index, here: &Place, tree: &ast::Decision) {
    tree.kind.iter().for_each(|tree| kind(index, tree));
    let mut kinds = Vec::new();
    for (input, declared) in &tree.inputs {
        declared.iter().for_each(|tree| kind(index, tree));
        expr(index, here, input, None);
        kinds.push(enums::of_expr(index, input));
    }
    kinds.push(tree.kind.as_ref().and_then(|kind| enum_of_kind(index, kind)));
    rows(index, here, &tree.rows, &kinds);
}

fn rows(index: &mut Index, here: &Place, rows: &[ast::GridRow], kinds: &[Option<SymbolId>]) {
    for row in rows {
        for (place, cell) in row.cells.iter().enumerate() {
            let wanted = kinds.get(place).copied().flatten();
            match &cell.content {
                ast::CellContent::Blank | ast::CellContent::Star | ast::CellContent::Missing => {}
                ast::CellContent::Interval(tree) => interval(index, here, tree),
                ast::CellContent::Shortcut(_, tree) => expr(index, here, tree, wanted),
                ast::CellContent::Values(values) => values.iter().for_each(|tree| expr(index, here, tree, wanted)),
            }
        }
    }
}

fn weights(index: &mut Index, here: &Place, tree: &ast::Weights) {
    tree.by.iter().for_each(|by| expr(index, here, by, None));
    let wanted = tree.by.as_ref().and_then(|by| enums::of_expr(index, by));
    for column in &tree.columns {
        if let Some(id) = member(index, &column.text, wanted) {
            uses(index, column.span, id);
        }
    }
    tree.rows.iter().for_each(|row| value(index, &row.indicator));
}

fn enum_of_kind(index: &Index, kind: &ast::Kind) -> Option<SymbolId> {
    match &kind.base {
        ast::KindBase::Unit(unit) if unit.rest.is_empty() => index.enums.get(&unit.first.text).copied(),
        ast::KindBase::Unit(_) | ast::KindBase::Bool | ast::KindBase::Text | ast::KindBase::Date | ast::KindBase::Number => None,
    }
}

fn kind(index: &mut Index, tree: &ast::Kind) {
    let ast::KindBase::Unit(unit) = &tree.base else { return };
    match enum_of_kind(index, tree) {
        Some(id) => uses(index, unit.first.span, id),
        None => units(index, unit),
    }
}

fn units(index: &mut Index, tree: &ast::UnitType) {
    for name in std::iter::once(&tree.first).chain(tree.rest.iter().map(|(_, name)| name)) {
        // A written `％` is the unit `%`.
        let known = index.units.get(&name.text).or_else(|| if name.text == "％" { index.units.get("%") } else { None });
        if let Some(id) = known.copied() {
            uses(index, name.span, id);
        }
    }
}

fn member(index: &Index, name: &str, wanted: Option<SymbolId>) -> Option<SymbolId> {
    let owners = index.members.get(name)?;
    let is_wanted = |id: &&SymbolId| wanted.is_some() && index.symbol(**id).and_then(|symbol| symbol.owner) == wanted;
    owners.iter().find(is_wanted).or(if owners.len() == 1 { owners.first() } else { None }).copied()
}

fn parameter(index: &Index, here: &Place, name: &str) -> Option<SymbolId> {
    index.parts_of(here.function?).find(|(_, part)| part.name == name).map(|(id, _)| id)
}

fn value_of(index: &Index, indicator: SymbolId) -> Option<SymbolId> {
    index.parts_of(indicator).find(|(_, part)| part.kind == SymbolKind::Value).map(|(id, _)| id)
}

fn reference(index: &mut Index, here: &Place, name: &ast::Name, part: Option<&ast::Name>, wanted: Option<SymbolId>) {
    let own_value = || here.indicator.filter(|_| matches!(name.text.as_str(), "value" | "取值")).and_then(|id| value_of(index, id));
    let local = parameter(index, here, &name.text).or_else(own_value);
    let meant = wanted.and_then(|_| member(index, &name.text, wanted)).filter(|_| part.is_none());
    let meant = meant.filter(|id| index.symbol(*id).and_then(|symbol| symbol.owner) == wanted);
    let known = local.or(meant).or_else(|| index.value(&name.text)).or_else(|| member(index, &name.text, wanted));
    let known = known.or_else(|| index.units.get(&name.text).copied());
    let Some(id) = known else { return };
    uses(index, name.span, id);
    let Some(part) = part else { return };
    match index.symbol(id).map(|symbol| symbol.kind) {
        Some(SymbolKind::Indicator) if matches!(part.text.as_str(), "value" | "取值") => {
            if let Some(value) = value_of(index, id) {
                uses(index, part.span, value);
            }
        }
        Some(SymbolKind::Score | SymbolKind::Group) => value(index, part),
        _ => {}
    }
}

fn call(index: &mut Index, here: &Place, name: &ast::Name, arguments: &[ast::Expr]) {
    let builtin = builtins::TABLE.iter().position(|row| row.english == name.text || row.chinese == name.text);
    let function = index.functions.get(&name.text).copied();
    match (builtin, function) {
        (Some(row), _) => index.note(name.span, Target::Builtin(row as u32), Role::Uses),
        (None, Some(id)) => uses(index, name.span, id),
        (None, None) => {}
    }
    for (place, argument) in arguments.iter().enumerate() {
        let parameter = function.filter(|_| builtin.is_none()).and_then(|id| index.parts_of(id).nth(place));
        let wanted = parameter.and_then(|(id, _)| index.enumeration(id));
        expr(index, here, argument, wanted);
    }
}

fn expr(index: &mut Index, here: &Place, tree: &ast::Expr, wanted: Option<SymbolId>) {
    match &tree.kind {
        ExprKind::Date(_) | ExprKind::Text(_) | ExprKind::Truth(_) | ExprKind::Missing => {}
        ExprKind::Quantity(_, unit) => unit.iter().for_each(|unit| units(index, unit)),
        ExprKind::Reference(name, part) => reference(index, here, name, part.as_ref(), wanted),
        ExprKind::Call(name, arguments) => call(index, here, name, arguments),
        ExprKind::Lookup(name, keys, column) => lookup(index, here, name, keys, column.as_ref()),
        ExprKind::Paren(inner) => expr(index, here, inner, wanted),
        ExprKind::Negate(inner) | ExprKind::Not(inner) | ExprKind::MissingTest(inner, _) => expr(index, here, inner, None),
        ExprKind::Binary(binary) => {
            let wanted = wanted.filter(|_| binary.operator == ast::Operator::Default);
            expr(index, here, &binary.left, wanted);
            expr(index, here, &binary.right, wanted.or_else(|| side(index, here, &binary.left)));
        }
        ExprKind::Chain(chain) => {
            let operands = || std::iter::once(&chain.first).chain(chain.rest.iter().map(|(_, _, operand)| operand));
            let wanted = operands().find_map(|operand| side(index, here, operand));
            operands().for_each(|operand| expr(index, here, operand, wanted));
        }
        ExprKind::Membership(membership) => {
            expr(index, here, &membership.subject, None);
            let wanted = side(index, here, &membership.subject);
            match &membership.set {
                ast::Set::Interval(tree) => interval(index, here, tree),
                ast::Set::Members(members) => members.iter().for_each(|member| expr(index, here, member, wanted)),
            }
        }
        ExprKind::StartsWith(subject, prefixes) => {
            expr(index, here, subject, None);
            prefixes.iter().for_each(|prefix| expr(index, here, prefix, None));
        }
        ExprKind::If(choice) => {
            expr(index, here, &choice.condition, None);
            expr(index, here, &choice.then, wanted);
            expr(index, here, &choice.otherwise, wanted);
        }
        ExprKind::When(when) => {
            for row in &when.rows {
                if let ast::Guard::Condition(guard) = &row.guard {
                    expr(index, here, guard, None);
                }
                expr(index, here, &row.value, wanted);
            }
        }
        ExprKind::Band(tree) => band(index, here, tree, wanted),
        ExprKind::Linear(linear) => {
            expr(index, here, &linear.subject, None);
            for (x, y) in &linear.knots {
                expr(index, here, x, None);
                expr(index, here, y, None);
            }
            linear.missing.iter().for_each(|missing| expr(index, here, missing, None));
        }
    }
}

/// The enum that one side of a comparison says is meant on the other; a member says nothing that its own name would not.
fn side(index: &Index, here: &Place, tree: &ast::Expr) -> Option<SymbolId> {
    if let ExprKind::Reference(name, None) = &tree.kind
        && let Some(local) = parameter(index, here, &name.text)
    {
        return index.enumeration(local);
    }
    enums::of_expr(index, tree)
}

fn lookup(index: &mut Index, here: &Place, name: &ast::Name, keys: &[ast::Expr], column: Option<&ast::Name>) {
    value(index, name);
    let table = index.values.get(&name.text).copied();
    let columns: Vec<SymbolId> = table.map(|table| index.parts_of(table).map(|(id, _)| id).collect()).unwrap_or_default();
    for (place, key) in keys.iter().enumerate() {
        let wanted = columns.get(place).and_then(|column| index.enumeration(*column));
        expr(index, here, key, wanted);
    }
    if let Some(column) = column {
        let known = columns.iter().find(|id| index.symbol(**id).is_some_and(|known| known.name == column.text)).copied();
        known.iter().for_each(|id| uses(index, column.span, *id));
    }
}

fn band(index: &mut Index, here: &Place, tree: &ast::Band, wanted: Option<SymbolId>) {
    expr(index, here, &tree.subject, None);
    let subject = side(index, here, &tree.subject);
    for row in &tree.rows {
        pattern(index, here, &row.pattern, subject);
        expr(index, here, &row.value, wanted);
    }
}

fn pattern(index: &mut Index, here: &Place, tree: &ast::Pattern, wanted: Option<SymbolId>) {
    match &tree.kind {
        ast::PatternKind::Otherwise | ast::PatternKind::Missing => {}
        ast::PatternKind::Interval(tree) => interval(index, here, tree),
        ast::PatternKind::Shortcut(_, tree) => expr(index, here, tree, wanted),
        ast::PatternKind::Values(values) => values.iter().for_each(|tree| expr(index, here, tree, wanted)),
    }
}

fn interval(index: &mut Index, here: &Place, tree: &ast::Interval) {
    tree.low.iter().chain(&tree.high).for_each(|bound| expr(index, here, bound, None));
}

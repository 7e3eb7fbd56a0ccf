//! Weights: that every column totals exactly what `out of` says, that no indicator lacks one or has two.
//!
//! In: a score. Out: problems, the weight of each indicator as an expression, and the range that a proved total has.

use super::context::{Binding, Context, Hint};
use super::describe;
use super::expr::{self, number_constant};
use super::problem::{CheckProblem, SchemeProblem, TypeProblem};
use super::values::note_date;
use crate::diagnostic::suggest;
use crate::ir::expr::{DatedRow, Expr, ExprKind, Lookup};
use crate::ir::scheme::{Group, Role};
use crate::ir::table::{Column, Key, Pattern, Row, Table, TableId};
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::{Decimal, QUOTIENT_PLACES, Rounding};
use crate::value::range::Range;
use crate::value::ty::{EnumId, Number, Type};
use crate::value::unit::Unit;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Every name the score lists, in groups and outside, with the role of its group.
fn members(score: &ast::Score) -> Vec<(&ast::Name, ast::GroupRole)> {
    let grouped = score.groups.iter().flat_map(|group| group.items.iter().map(|item| (item, group.role)));
    score.items.iter().map(|item| (item, ast::GroupRole::Base)).chain(grouped).collect()
}

/// The weight of one indicator: a constant, a cell by the key, or one of these by date. `None` where it has none; reported by
/// [`prove`].
pub fn weight_of(ctx: &mut Context<'_>, score: &ast::Score, name: &ast::Name) -> Option<Expr> {
    let mut dated: Vec<(Option<Day>, Expr)> = Vec::new();
    for weights in &score.weights {
        let row = weights.rows.iter().find(|row| row.indicator.text == name.text)?;
        let value = match &weights.by {
            None => {
                let figure = row.weights.first().copied().flatten()?;
                number_constant(ctx, figure.amount?.normalized(), Arc::new(Unit::plain()), figure.span)
            }
            Some(by) => keyed(ctx, score, weights, by, row)?,
        };
        dated.push((weights.from.and_then(|date| date.day), value));
    }
    if let [(None, _)] = dated.as_slice() {
        return dated.pop().map(|(_, value)| value);
    }
    let (days, values): (Vec<Option<Day>>, Vec<Expr>) = dated.into_iter().unzip();
    let joined = super::choice::join(ctx, values);
    let mut rows = Vec::new();
    for (day, value) in days.into_iter().zip(joined.values) {
        rows.push(DatedRow { from: day?, value });
    }
    note_date(ctx, rows.first()?.from);
    Some(ctx.expr(name.span, joined.ty, joined.missing, ExprKind::Dated(rows)))
}

fn keyed(ctx: &mut Context<'_>, score: &ast::Score, weights: &ast::Weights, by: &ast::Expr, row: &ast::WeightRow) -> Option<Expr> {
    let key = expr::expr(ctx, by, &Hint::default());
    let Type::Enum(id) = key.ty else { return None };
    let table = table(ctx, score, weights, id)?;
    let column = weights.rows.iter().position(|other| other.indicator.text == row.indicator.text)? as u32;
    let ty = ctx.tables.get(table.0 as usize)?.columns.get(column as usize)?.ty.clone();
    let missing = key.missing.clone();
    Some(ctx.expr(row.indicator.span, ty, missing, ExprKind::Lookup(Lookup { table, column, keys: vec![key] })))
}

/// The weights as a table: a row per member of the key, a column per indicator. Made once per `weights`.
fn table(ctx: &mut Context<'_>, score: &ast::Score, weights: &ast::Weights, id: EnumId) -> Option<TableId> {
    let name = format!("{}.weights", score.name.text);
    if let Some(found) = ctx.tables.iter().position(|table| table.span == weights.header_span) {
        return Some(TableId(found as u32));
    }
    let enumeration = ctx.enumeration(id)?;
    let mut rows = Vec::new();
    let scale = figures(weights).map(|figure| figure.normalized().scale).max().unwrap_or(0);
    let cell = |figure: &Option<ast::Figure>| figure.and_then(|figure| figure.amount)?.rescale(scale, Rounding::HalfAway).map(|d| d.mantissa);
    for (position, head) in weights.columns.iter().enumerate() {
        let member = enumeration.members.iter().position(|member| member.name == head.text || member.label == head.text)? as u32;
        let cells: Option<Vec<Value>> = weights.rows.iter().map(|row| cell(row.weights.get(position)?).map(Value::Number)).collect();
        rows.push(Row { keys: vec![Pattern::Members(vec![member])], cells: cells?, span: head.span });
    }
    let columns = weights.rows.iter().map(|row| {
        let values: Vec<i128> = row.weights.iter().filter_map(cell).collect();
        let range = Range { low: values.iter().min().copied().unwrap_or(0), high: values.iter().max().copied().unwrap_or(0) };
        let ty = Type::Number(Number { dimension: crate::value::dimension::Dimension::none(), scale, range, unit: Arc::new(Unit::plain()) });
        Column { name: row.indicator.text.clone(), label: row.indicator.text.clone(), ty, optional: false }
    });
    let label = score.label.as_ref().map_or_else(|| name.clone(), |label| label.text.clone());
    let key = Key { name: enumeration.label.clone(), ty: Type::Enum(id) };
    let table = Table { name, label, keys: vec![key], columns: columns.collect(), rows, source: String::new(), span: weights.header_span };
    ctx.tables.push(table);
    Some(TableId(ctx.tables.len() as u32 - 1))
}

fn figures(weights: &ast::Weights) -> impl Iterator<Item = Decimal> {
    weights.rows.iter().flat_map(|row| &row.weights).filter_map(|figure| figure.and_then(|figure| figure.amount))
}

/// Reports everything that keeps the weights from being what the score says.
pub fn prove(ctx: &mut Context<'_>, score: &ast::Score) {
    let members = members(score);
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (name, _) in &members {
        if let Some(first) = seen.insert(&name.text, name.span) {
            ctx.report(SchemeProblem::IndicatorTwice { indicator: name.text.clone(), span: name.span, first });
        }
    }
    if score.weights.is_empty() {
        if !members.is_empty() {
            plain_total(ctx, score);
        }
        return;
    }
    for weights in &score.weights {
        if score.weights.len() > 1 && weights.from.is_none() {
            ctx.report(SchemeProblem::UndatedWeights { span: weights.span });
        }
        heads(ctx, weights);
        if rows(ctx, weights, &members) {
            columns(ctx, score, weights, &members);
        }
    }
    let days: Vec<(Day, Span)> = score.weights.iter().filter_map(|weights| weights.from.and_then(|date| Some((date.day?, date.span)))).collect();
    for pair in days.windows(2) {
        if let [(before, _), (after, span)] = pair
            && before >= after
        {
            ctx.report(CheckProblem::DateOrder { span: *span });
        }
    }
    for (name, _) in &members {
        match maximum(ctx, name) {
            Some(None) => ctx.report(SchemeProblem::NoMaximum { indicator: name.text.clone(), span: name.span }),
            Some(Some(most)) if most.mantissa <= 0 => ctx.report(SchemeProblem::NoMaximum { indicator: name.text.clone(), span: name.span }),
            _ => {}
        }
    }
}

/// The heads of keyed weights: every member of the enum, once.
fn heads(ctx: &mut Context<'_>, weights: &ast::Weights) {
    let Some(by) = &weights.by else {
        if weights.columns.len() > 1 {
            ctx.report(CheckProblem::RowWidth {
                found: weights.columns.len() + 1,
                expected: 2,
                span: weights.header_span,
                header: weights.header_span,
            });
        }
        return;
    };
    let key = expr::expr(ctx, by, &Hint::default());
    super::choice::must_be_there(ctx, &key, super::problem::Place::WeightKey);
    let id = match key.ty {
        Type::Enum(id) => id,
        Type::Unknown => return,
        other => {
            let found = describe::type_phrase(ctx, &other);
            ctx.report(TypeProblem::NotEnum { found, span: by.span });
            return;
        }
    };
    let Some(enumeration) = ctx.enumeration(id).cloned() else { return };
    let mut seen: HashMap<usize, Span> = HashMap::new();
    for head in &weights.columns {
        let found = enumeration.members.iter().position(|member| member.name == head.text || member.label == head.text);
        match found {
            None => {
                let names: Vec<String> = enumeration.members.iter().map(|member| member.name.clone()).collect();
                let nearest = suggest::nearest(&head.text, names.iter().map(String::as_str)).map(str::to_string);
                ctx.report(NameProblem::Unknown { what: What::Member, name: head.text.clone(), span: head.span, nearest, choices: names });
            }
            Some(position) => {
                if let Some(first) = seen.insert(position, head.span) {
                    ctx.report(NameProblem::Duplicate { name: head.text.clone(), span: head.span, first });
                }
            }
        }
    }
    for (position, member) in enumeration.members.iter().enumerate() {
        if !seen.contains_key(&position) {
            ctx.report(SchemeProblem::NoWeightColumn { member: member.name.clone(), span: weights.header_span });
        }
    }
}

/// The rows: every indicator of the score, once, a figure in every column. Returns whether the columns can be added up.
fn rows(ctx: &mut Context<'_>, weights: &ast::Weights, members: &[(&ast::Name, ast::GroupRole)]) -> bool {
    let known: HashSet<&str> = members.iter().map(|(name, _)| name.text.as_str()).collect();
    let mut whole = true;
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for row in &weights.rows {
        if let Some(first) = seen.insert(&row.indicator.text, row.indicator.span) {
            ctx.report(SchemeProblem::WeightTwice { indicator: row.indicator.text.clone(), span: row.indicator.span, first });
            whole = false;
        }
        if !known.contains(row.indicator.text.as_str()) {
            let names = members.iter().map(|(name, _)| name.text.as_str()).filter(|_| ctx.suggestions > 0);
            let nearest = suggest::nearest(&row.indicator.text, names).map(str::to_string);
            ctx.may_suggest();
            ctx.report(SchemeProblem::StrayWeight { indicator: row.indicator.text.clone(), span: row.indicator.span, nearest });
        }
        if row.weights.len() != weights.columns.len() {
            let (found, expected) = (row.weights.len() + 1, weights.columns.len() + 1);
            ctx.report(CheckProblem::RowWidth { found, expected, span: row.span, header: weights.header_span });
            whole = false;
        } else if let Some(position) = row.weights.iter().position(Option::is_none) {
            let column = weights.columns.get(position).map(|head| head.text.clone()).unwrap_or_default();
            let span = row.cells.get(position).copied().unwrap_or(row.span);
            ctx.report(SchemeProblem::NoWeight { indicator: row.indicator.text.clone(), column, span, row: row.indicator.span });
            whole = false;
        }
    }
    for (name, _) in members {
        if !seen.contains_key(name.text.as_str()) {
            ctx.report(SchemeProblem::WeightMissing { indicator: name.text.clone(), span: name.span, weights: weights.header_span });
            whole = false;
        }
    }
    whole
}

/// The columns: each totals what the score, and each group with a maximum, says; bonus and deduction groups do not count.
fn columns(ctx: &mut Context<'_>, score: &ast::Score, weights: &ast::Weights, members: &[(&ast::Name, ast::GroupRole)]) {
    let base: Vec<&str> = members.iter().filter(|(_, role)| *role == ast::GroupRole::Base).map(|(name, _)| name.text.as_str()).collect();
    for (position, head) in weights.columns.iter().enumerate() {
        let total = |wanted: &dyn Fn(&str) -> bool| {
            let cells = weights.rows.iter().filter(|row| wanted(&row.indicator.text)).filter_map(|row| row.weights.get(position).copied().flatten());
            cells.filter_map(|figure| figure.amount).try_fold(Decimal::ZERO, Decimal::add)
        };
        let all: Vec<(Option<ast::Figure>, String, Option<Decimal>)> =
            std::iter::once((score.traits.out_of, score.name.text.clone(), total(&|name| base.contains(&name))))
                .chain(score.groups.iter().map(|group| {
                    let total = total(&|name| group.items.iter().any(|item| item.text == name));
                    (group.traits.out_of, group.name.text.clone(), total)
                }))
                .collect();
        for (declared, of, total) in all {
            if let Some(group) = score.groups.iter().find(|group| group.name.text == of)
                && let Some(total) = total
            {
                not_lifted(ctx, score, group, total);
            }
            if let (Some((wanted, declared)), Some(total)) = (declared.and_then(|figure| Some((figure.amount?, figure.span))), total)
                && total.compare(wanted).is_ne()
            {
                let problem = SchemeProblem::WeightTotal {
                    of,
                    column: head.text.clone(),
                    total: total.normalized().to_string(),
                    wanted: wanted.to_string(),
                    difference: difference(total, wanted),
                    span: if head.text.is_empty() { weights.header_span } else { head.span },
                    declared,
                };
                ctx.report(problem);
            }
        }
    }
}

/// The maximum of an indicator, where it declares one; `None` for what is no indicator.
fn maximum(ctx: &Context<'_>, name: &ast::Name) -> Option<Option<Decimal>> {
    let id = ctx.names.values.get(&name.text)?;
    let Some(Binding::Indicator { position, .. }) = ctx.bindings.get(id) else { return None };
    ctx.indicators.get(*position as usize).map(|(_, indicator)| indicator.out_of)
}

fn difference(total: Decimal, wanted: Decimal) -> String {
    let negated = Decimal { mantissa: -wanted.mantissa, ..wanted };
    let difference = total.add(negated).unwrap_or(Decimal::ZERO).normalized();
    if difference.mantissa > 0 { format!("+{difference}") } else { difference.to_string() }
}

/// Without weights the maxima of the indicators, capped by their groups, total what the score says.
fn plain_total(ctx: &mut Context<'_>, score: &ast::Score) {
    let sum = |ctx: &Context<'_>, names: &[ast::Name]| {
        let mut total = Some(Decimal::ZERO);
        for name in names {
            total = match maximum(ctx, name) {
                Some(Some(most)) => total.and_then(|total| total.add(most)),
                Some(None) => None,
                None => return Err(()),
            };
        }
        Ok(total)
    };
    let mut total = sum(ctx, &score.items);
    for group in &score.groups {
        let own = sum(ctx, &group.items);
        let capped = own.map(|own| {
            let cap = group.traits.up_to.and_then(|figure| figure.amount);
            match (own, cap) {
                (Some(own), Some(cap)) => Some(if own.compare(cap).is_gt() { cap } else { own }),
                (own, cap) => own.or(cap),
            }
        });
        if let (Some((wanted, declared)), Ok(Some(found))) = (group.traits.out_of.and_then(|f| Some((f.amount?, f.span))), capped)
            && found.compare(wanted).is_ne()
        {
            report_total(ctx, &group.name, found, wanted, declared);
        }
        if let Ok(Some(found)) = capped {
            not_lifted(ctx, score, group, found);
        }
        if group.role == ast::GroupRole::Base {
            total = match (total, capped) {
                (Ok(Some(a)), Ok(Some(b))) => Ok(a.add(b)),
                (Ok(_), Ok(_)) => Ok(None),
                _ => Err(()),
            };
        }
    }
    if let (Some((wanted, declared)), Ok(found)) = (score.traits.out_of.and_then(|f| Some((f.amount?, f.span))), total) {
        match found {
            Some(found) if found.compare(wanted).is_ne() => report_total(ctx, &score.name, found, wanted, declared),
            Some(_) => {}
            None => {
                let names = members(score).into_iter().map(|(name, _)| name);
                let lacking = names.filter(|name| maximum(ctx, name) == Some(None)).map(|name| (name.text.clone(), name.span)).next();
                if let Some((indicator, span)) = lacking {
                    ctx.report(SchemeProblem::NoMaximum { indicator, span });
                }
            }
        }
    }
}

/// Reports a base group that its floor or rounding lifts above what its parts total, where the score says what it is out of.
fn not_lifted(ctx: &mut Context<'_>, score: &ast::Score, group: &ast::Group, total: Decimal) {
    let amount = |figure: Option<ast::Figure>| figure.and_then(|figure| figure.amount);
    let Some((wanted, declared)) = score.traits.out_of.and_then(|figure| Some((figure.amount?, figure.span))) else { return };
    if group.role != ast::GroupRole::Base {
        return;
    }
    // Floor, cap and rounding, in this order.
    let floored = amount(group.traits.at_least).filter(|floor| floor.compare(total).is_gt()).unwrap_or(total);
    let capped = amount(group.traits.up_to).filter(|cap| cap.compare(floored).is_lt()).unwrap_or(floored);
    let places = amount(group.traits.round).and_then(|places| u8::try_from(places.mantissa).ok()).filter(|places| *places < capped.scale);
    let reach = places.and_then(|places| capped.rescale(places, Rounding::HalfAway)).unwrap_or(capped);
    if reach.compare(total).is_gt() {
        ctx.report(SchemeProblem::GroupLifted {
            group: group.name.text.clone(),
            score: score.name.text.clone(),
            total: total.normalized().to_string(),
            reach: reach.normalized().to_string(),
            wanted: wanted.to_string(),
            span: group.name.span,
            declared,
        });
    }
}

fn report_total(ctx: &mut Context<'_>, of: &ast::Name, found: Decimal, wanted: Decimal, declared: Span) {
    let problem = SchemeProblem::MaximaTotal {
        of: of.text.clone(),
        total: found.normalized().to_string(),
        wanted: wanted.to_string(),
        difference: difference(found, wanted),
        span: of.span,
        declared,
    };
    ctx.report(problem);
}

/// Whether no base part can exceed its weights: contributions have 12 places, so finer weights may be rounded up; so may a group
/// that keeps fewer places than its weights have; and a group with a floor may lie above its weights.
fn keeps_to_weights(score: &ast::Score) -> bool {
    let places = score.weights.iter().flat_map(figures).map(|figure| figure.normalized().scale).max().unwrap_or(0);
    let keeps = |traits: &ast::Traits| {
        let floor = traits.at_least.and_then(|figure| figure.amount);
        let round = traits.round.and_then(|figure| figure.amount);
        floor.is_none_or(|floor| floor.mantissa <= 0) && round.is_none_or(|round| round.mantissa >= i128::from(places))
    };
    places <= QUOTIENT_PLACES && score.groups.iter().filter(|group| group.role == ast::GroupRole::Base).all(|group| keeps(&group.traits))
}

/// The range of a total whose weights were proved: no base part exceeds its weight, so the base is at most `out of` although
/// the greatest weights of different columns may add up to more.
pub fn promised(ctx: &Context<'_>, score: &ast::Score, groups: &[Group], sum: Expr) -> Expr {
    let (Some(out_of), false) = (score.traits.out_of.and_then(|figure| figure.amount), score.weights.is_empty()) else { return sum };
    let Some(number) = sum.ty.number().cloned().filter(|_| keeps_to_weights(score)) else { return sum };
    let bonus = groups.iter().filter(|group| group.role == Role::Bonus).filter_map(|group| ctx.slots.get(group.slot.0 as usize));
    let mut high = out_of.rescale(number.scale, Rounding::Ceil).map(|d| d.mantissa);
    for slot in bonus {
        let most = slot.expr.ty.number().and_then(|n| Decimal { mantissa: n.range.high, scale: n.scale }.rescale(number.scale, Rounding::Ceil));
        high = high.zip(most).and_then(|(high, most)| high.checked_add(most.mantissa.max(0)));
    }
    let high = high.map_or(number.range.high, |high| high.min(number.range.high)).max(number.range.low);
    Expr { ty: Type::Number(Number { range: Range { low: number.range.low, high }, ..number }), ..sum }
}

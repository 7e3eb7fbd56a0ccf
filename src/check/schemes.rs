//! Indicators, groups and scores.
//!
//! In: their declarations. Out: slots for values, points, weights, contributions, subtotals and totals, each with the range the
//! scheme promises. Weights are proved in `weights`.

use super::arithmetic;
use super::choice::must_be_there;
use super::context::{Binding, Context, Hint, Inner};
use super::expr::{self, number_constant};
use super::limits::{self, Limit};
use super::problem::{Place, SchemeProblem, TypeProblem};
use super::values::with_declared;
use super::{describe, units, weights};
use crate::builtins::Builtin;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::scheme::{Group, Indicator, Item, Role, Score};
use crate::ir::{SlotId, SlotKind};
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::decimal::{self, Decimal, Rounding};
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// `indicator`
pub fn indicator(ctx: &mut Context<'_>, tree: &ast::Indicator) {
    let value = tree.values.first().map(|(value, kind)| {
        let checked = expr::expr(ctx, value, &Hint::default());
        let checked = with_declared(ctx, checked, kind.as_ref().map(|kind| ast::Kind { optional: true, ..kind.clone() }).as_ref(), &tree.name.text);
        ctx.slot(format!("{}.value", tree.name.text), tree.label.as_ref(), SlotKind::IndicatorValue, checked, value.span)
    });
    if let [_, (second, _), ..] = tree.values.as_slice() {
        ctx.report(SchemeProblem::ClauseCount { english: "value", chinese: "取值", span: second.span });
    }
    if let Some(value) = value {
        ctx.inner = vec![("value".to_string(), Inner::Value(value)), ("取值".to_string(), Inner::Value(value))];
    }
    let points = match tree.points.as_slice() {
        [] => {
            ctx.report(SchemeProblem::NoPoints { indicator: tree.name.text.clone(), span: tree.name.span });
            ctx.unknown(tree.name.span)
        }
        [points, rest @ ..] => {
            if let Some(second) = rest.first() {
                ctx.report(SchemeProblem::ClauseCount { english: "points", chinese: "得分", span: second.span });
            }
            expr::expr(ctx, points, &Hint::default())
        }
    };
    ctx.inner.clear();
    let out_of = tree.out_of.and_then(|figure| figure.amount.map(|amount| (amount, figure.span)));
    let points = checked_points(ctx, points, out_of);
    limits::maximum(ctx, &tree.name, &points, out_of);
    let points = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::IndicatorPoints, points, tree.name.span);
    let position = ctx.indicators.len() as u32;
    let indicator = Indicator {
        name: tree.name.text.clone(),
        label: tree.label.as_ref().map_or_else(|| tree.name.text.clone(), |label| label.text.clone()),
        value,
        points,
        out_of: out_of.map(|(amount, _)| amount),
        sources: texts(&tree.sources),
        notes: texts(&tree.notes),
        span: tree.name.span,
    };
    ctx.indicators.push((tree.span.start, indicator));
    ctx.bind(&tree.name, Binding::Indicator { points, value, position });
}

/// The texts of sources or notes.
pub fn texts(list: &[ast::Text]) -> Vec<String> {
    list.iter().map(|text| text.text.clone()).collect()
}

/// Points must be plain numbers, there, and within the maximum.
fn checked_points(ctx: &mut Context<'_>, points: Expr, out_of: Option<(Decimal, Span)>) -> Expr {
    match &points.ty {
        Type::Number(number) if number.dimension.is_none() => {
            must_be_there(ctx, &points, Place::Points);
            if let Some((most, span)) = out_of {
                let bound = |mantissa: i128| Decimal { mantissa, scale: number.scale };
                let too_high = bound(number.range.high).compare(most).is_gt();
                let too_low = number.range.low < 0;
                if (too_high || too_low) && points.missing.is_none() {
                    let range = describe::range_text(&points.ty);
                    ctx.report(SchemeProblem::PointsBeyond { range, most: most.to_string(), span: points.span, declared: span });
                }
            }
            points
        }
        Type::Unknown => points,
        other => {
            let found = describe::type_phrase(ctx, other);
            ctx.report(TypeProblem::NotPoints { found, span: points.span });
            ctx.unknown(points.span)
        }
    }
}

/// An indicator that a score or group lists.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its position among the indicators checked so far.
    pub position: u32,
    /// The slot of its points.
    pub points: SlotId,
    /// Its name in the list.
    pub name: ast::Name,
}

/// The indicators that names stand for; anything else is reported.
pub fn listed(ctx: &mut Context<'_>, names: &[ast::Name]) -> Vec<Listed> {
    let mut found = Vec::new();
    for name in names {
        let binding = ctx.names.values.get(&name.text).map(|id| ctx.bindings.get(id).copied());
        match binding {
            Some(Some(Binding::Indicator { points, position, .. })) => found.push(Listed { position, points, name: name.clone() }),
            Some(Some(Binding::Broken) | None) => {}
            Some(Some(Binding::Field(_) | Binding::Slot(_) | Binding::Table(_))) => {
                ctx.report(NameProblem::WrongKind { name: name.text.clone(), is: What::Value, expected: What::Indicator, span: name.span });
            }
            None => {
                let known: Vec<&str> = ctx.indicators.iter().map(|(_, indicator)| indicator.name.as_str()).collect();
                let nearest = crate::diagnostic::suggest::nearest(&name.text, known).map(str::to_string);
                ctx.report(NameProblem::Unknown { what: What::Indicator, name: name.text.clone(), span: name.span, nearest, choices: vec![] });
            }
        }
    }
    found
}

/// A sum, unless a listed part is unknown, or what it adds was not found: then nothing is known of the sum either.
fn known_sum(ctx: &mut Context<'_>, names: &[ast::Name], found: usize, sum: Expr) -> Expr {
    let is_known = |name: &ast::Name| {
        let binding = ctx.names.values.get(&name.text).and_then(|id| ctx.bindings.get(id));
        matches!(binding, Some(Binding::Indicator { .. }))
    };
    if found == names.len() && names.iter().all(is_known) { sum } else { ctx.unknown(sum.span) }
}

/// What each listed indicator adds: a contribution slot, and a weight slot in a weighted score.
fn items(ctx: &mut Context<'_>, score: &ast::Score, listed: &[Listed]) -> Vec<Item> {
    let mut list = Vec::new();
    for item in listed {
        let span = item.name.span;
        let Some((out_of, label)) = ctx.indicators.get(item.position as usize).map(|(_, i)| (i.out_of, i.label.clone())) else { continue };
        let label = ast::Text { text: label, span };
        let points = ctx.slot_expr(item.points, span);
        let (weight, value) = if score.weights.is_empty() {
            (None, points)
        } else {
            let Some(weight) = weights::weight_of(ctx, score, &item.name) else { continue };
            let weight = ctx.slot(format!("{}.{}.weight", score.name.text, item.name.text), Some(&label), SlotKind::Weight, weight, span);
            let factor = ctx.slot_expr(weight, span);
            let product = arithmetic::product(ctx, factor, points, span);
            let Some(most) = out_of.filter(|most| most.mantissa > 0) else { continue };
            let share = arithmetic::share(ctx, product, most, span);
            (Some(weight), at_most(ctx, share, weight))
        };
        let name = format!("{}.{}", score.name.text, item.name.text);
        let contribution = ctx.slot(name, Some(&label), SlotKind::Contribution, value, span);
        list.push(Item { indicator: item.position, weight, contribution });
    }
    list
}

/// A contribution is at most its weight: points are at most the maximum, and the weight itself needs no rounding.
fn at_most(ctx: &Context<'_>, share: Expr, weight: SlotId) -> Expr {
    let most = ctx.slots.get(weight.0 as usize).and_then(|slot| slot.expr.ty.number()).map(|n| Decimal { mantissa: n.range.high, scale: n.scale });
    match (&share.ty, most) {
        (Type::Number(number), Some(most)) => {
            let high = most.rescale(number.scale, Rounding::Ceil).map_or(number.range.high, |d| d.mantissa).min(number.range.high);
            let range = Range { low: number.range.low.min(high), high };
            Expr { ty: Type::Number(Number { range, ..number.clone() }), ..share }
        }
        _ => share,
    }
}

/// `technology "…" { … }` in a score.
pub fn group(ctx: &mut Context<'_>, score: &ast::Score, tree: &ast::Group) {
    repeated_trait(ctx, &tree.traits);
    let listed = listed(ctx, &tree.items);
    let items = items(ctx, score, &listed);
    let parts: Vec<SlotId> = items.iter().map(|item| item.contribution).collect();
    let total = total(ctx, &parts, &[], tree.span);
    let total = known_sum(ctx, &tree.items, items.len(), total);
    let total = limited(ctx, total, &tree.traits, tree.span);
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Group, total, tree.name.span);
    ctx.results.push((tree.span.start, slot));
    let role = match tree.role {
        ast::GroupRole::Base => Role::Base,
        ast::GroupRole::Bonus => Role::Bonus,
        ast::GroupRole::Deduct => Role::Deduction,
    };
    let round = tree.traits.round.and_then(|figure| units::small(ctx, &figure, 12));
    let amount = |figure: Option<ast::Figure>| figure.and_then(|figure| figure.amount);
    let group = Group { slot, role, out_of: amount(tree.traits.out_of), up_to: amount(tree.traits.up_to), round, items };
    ctx.groups.insert(tree.name.text.clone(), group);
    ctx.bind(&tree.name, Binding::Slot(slot));
}

fn repeated_trait(ctx: &mut Context<'_>, traits: &ast::Traits) {
    if let Some(span) = traits.repeated {
        ctx.report(SchemeProblem::ClauseCount { english: "out of", chinese: "满分", span });
    }
}

/// `score`
pub fn score(ctx: &mut Context<'_>, tree: &ast::Score) {
    repeated_trait(ctx, &tree.traits);
    let listed = listed(ctx, &tree.items);
    let items = items(ctx, tree, &listed);
    let groups: Vec<Group> = tree.groups.iter().filter_map(|group| ctx.groups.get(&group.name.text).cloned()).collect();
    let added = groups.iter().filter(|group| group.role != Role::Deduction).map(|group| group.slot);
    let added: Vec<SlotId> = items.iter().map(|item| item.contribution).chain(added).collect();
    let taken: Vec<SlotId> = groups.iter().filter(|group| group.role == Role::Deduction).map(|group| group.slot).collect();
    if tree.items.is_empty() && tree.groups.is_empty() {
        ctx.report(SchemeProblem::EmptyScore { score: tree.name.text.clone(), span: tree.name.span });
    }
    weights::prove(ctx, tree);
    let sum = total(ctx, &added, &taken, tree.span);
    let sum = known_sum(ctx, &tree.items, items.len(), sum);
    let sum = weights::promised(ctx, tree, &groups, sum);
    let limited = limited(ctx, sum, &tree.traits, tree.span);
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Score, limited, tree.name.span);
    ctx.results.push((tree.span.start, slot));
    let round = tree.traits.round.and_then(|figure| units::small(ctx, &figure, 12));
    let amount = |figure: Option<ast::Figure>| figure.and_then(|figure| figure.amount);
    let score = Score {
        slot,
        out_of: amount(tree.traits.out_of),
        up_to: amount(tree.traits.up_to),
        at_least: amount(tree.traits.at_least),
        round,
        groups,
        items,
        sources: texts(&tree.sources),
        notes: texts(&tree.notes),
    };
    ctx.scores.push((tree.span.start, score));
    ctx.bind(&tree.name, Binding::Slot(slot));
}

/// The sum of some slots less the sum of others.
fn total(ctx: &mut Context<'_>, added: &[SlotId], taken: &[SlotId], span: Span) -> Expr {
    let plus = sum(ctx, added, span);
    if taken.is_empty() {
        return plus;
    }
    let minus = sum(ctx, taken, span);
    let pair = arithmetic::alike(ctx, plus, minus, arithmetic::Doing::Subtract, span);
    let Some((plus, minus)) = pair else { return ctx.unknown(span) };
    let (Some(a), Some(b)) = (plus.ty.number().cloned(), minus.ty.number().cloned()) else { return ctx.unknown(span) };
    match a.range.subtract(b.range) {
        Some(range) => {
            let missing = arithmetic::either(&plus, &minus);
            ctx.expr(span, Type::Number(Number { range, ..a }), missing, ExprKind::Subtract(Box::new(plus), Box::new(minus)))
        }
        None => arithmetic::overflow(ctx, span, &[&plus, &minus]),
    }
}

fn sum(ctx: &mut Context<'_>, slots: &[SlotId], span: Span) -> Expr {
    let parts: Vec<Expr> = slots.iter().map(|slot| ctx.slot_expr(*slot, span)).collect();
    if parts.iter().any(|part| part.ty == Type::Unknown) {
        return ctx.unknown(span);
    }
    if parts.is_empty() {
        return number_constant(ctx, Decimal::ZERO, Arc::new(Unit::plain()), span);
    }
    let joined = super::choice::join(ctx, parts);
    let ranges: Vec<Range> = joined.values.iter().filter_map(|part| part.ty.number()).map(|number| number.range).collect();
    let range = ranges.iter().skip(1).try_fold(ranges.first().copied().unwrap_or(Range::point(0)), |sum, range| sum.add(*range));
    match (joined.ty, range) {
        (Type::Number(number), Some(range)) => {
            let ty = Type::Number(Number { range, unit: Arc::new(Unit::plain()), ..number });
            ctx.expr(span, ty, joined.missing, ExprKind::Builtin(Builtin::Sum, joined.values))
        }
        (Type::Number(_), None) => arithmetic::overflow(ctx, span, &joined.values.iter().collect::<Vec<&Expr>>()),
        _ => ctx.unknown(span),
    }
}

/// A total with its floor, cap and rounding, in this order.
fn limited(ctx: &mut Context<'_>, sum: Expr, traits: &ast::Traits, span: Span) -> Expr {
    let mut value = sum;
    for (figure, builtin, limit) in [(traits.at_least, Builtin::Max, Limit::Floor), (traits.up_to, Builtin::Min, Limit::Cap)] {
        let Some((amount, place)) = figure.and_then(|figure| figure.amount.map(|amount| (amount.normalized(), figure.span))) else { continue };
        let bound = number_constant(ctx, amount, Arc::new(Unit::plain()), place);
        let missing = value.missing.clone();
        let Some((first, second)) = arithmetic::alike(ctx, value, bound, arithmetic::Doing::Compare, place) else { return ctx.unknown(span) };
        let (Some(a), Some(b)) = (first.ty.number().cloned(), second.ty.number().cloned()) else { return ctx.unknown(span) };
        limits::limit(ctx, limit, &first, &second);
        let pick = |x: i128, y: i128| if builtin == Builtin::Max { x.max(y) } else { x.min(y) };
        let range = Range { low: pick(a.range.low, b.range.low), high: pick(a.range.high, b.range.high) };
        value = ctx.expr(span, Type::Number(Number { range, ..a }), missing, ExprKind::Builtin(builtin, vec![first, second]));
    }
    if let Some(figure) = &traits.round {
        let Some(places) = units::small(ctx, figure, 12) else { return value };
        if let Some(number) = value.ty.number().cloned() {
            let scale = places.min(number.scale);
            let drop = u32::from(number.scale - scale);
            if let Some(range) = number.range.map(|x| Some(decimal::scale_down(x, drop, Rounding::HalfAway))) {
                let missing = value.missing.clone();
                let ty = Type::Number(Number { scale, range, ..number });
                value = ctx.expr(span, ty, missing, ExprKind::Builtin(Builtin::Round(Rounding::HalfAway), vec![value]));
            }
        }
    }
    value
}

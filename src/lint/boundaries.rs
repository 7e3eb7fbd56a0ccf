//! Bands that disagree about their edges.
//!
//! In: the tree. Out: W0803 for a band whose edges belong to the other row than in most bands, and for the odd edge of one band.
//! `[a, b)` gives an edge to the row above, `(a, b]` to the row below. Where every edge goes to the better row, or every edge to
//! the worse one, bands agree although `[a, b)` stands beside `(a, b]`.

use super::problem::{Among, LintProblem, Side};
use super::walk::{self, Visit};
use super::{Ground, Report};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::comparison::Comparison;
use crate::value::decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// An edge between two rows.
#[derive(Debug, Clone, Copy)]
struct Edge {
    span: Span,
    side: Side,
    /// Whether it goes to the row with more points, where both are plain figures.
    to_better: Option<bool>,
}

/// What rows say of one edge.
#[derive(Debug, Clone, Copy, Default)]
struct Sides {
    low: Option<(bool, Span, Option<Decimal>)>,
    high: Option<(bool, Option<Decimal>)>,
}

struct Bands<'t, 's> {
    ground: &'s Ground<'t>,
    list: Vec<Vec<Edge>>,
}

/// Compares all bands of the policy.
pub(super) fn boundaries(ground: &Ground<'_>, report: &mut Report<'_>) {
    let mut bands = Bands { ground, list: Vec::new() };
    for item in &ground.tree.items {
        match item {
            ast::Item::Table(table) => bands.columns(&table.rows, table.keys.len()),
            ast::Item::Decision(decision) => bands.columns(&decision.rows, decision.inputs.len()),
            ast::Item::Param(param) => bands.param(param),
            ast::Item::Example(_) | ast::Item::Test(_) => continue,
            ast::Item::Policy(_)
            | ast::Item::Unit(_)
            | ast::Item::Enum(_)
            | ast::Item::Record(_)
            | ast::Item::Definition(_)
            | ast::Item::Function(_)
            | ast::Item::Indicator(_)
            | ast::Item::Score(_)
            | ast::Item::Grade(_)
            | ast::Item::Eligibility(_)
            | ast::Item::Ensure(_)
            | ast::Item::Broken(_) => {}
        }
        walk::item(item, &mut bands);
    }
    bands.list.retain(|edges| edges.len() >= 2);
    for edges in &bands.list {
        within(edges, report);
    }
    across(&bands.list, report);
}

/// Whether every edge goes to the better row, or every edge to the worse.
fn follows_points<'e>(edges: impl IntoIterator<Item = &'e Edge>) -> bool {
    let mut sides = edges.into_iter().map(|edge| edge.to_better);
    match sides.next().flatten() {
        Some(first) => sides.all(|side| side == Some(first)),
        None => false,
    }
}

/// The side of all edges, where it is one.
fn uniform(edges: &[Edge]) -> Option<Side> {
    let first = edges.first()?.side;
    edges.iter().all(|edge| edge.side == first).then_some(first)
}

/// The odd edges of one band.
fn within(edges: &[Edge], report: &mut Report<'_>) {
    let (above, below): (Vec<&Edge>, Vec<&Edge>) = edges.iter().partition(|edge| edge.side == Side::Above);
    if follows_points(edges) {
        return;
    }
    let (few, many) = if above.len() < below.len() { (above, below) } else { (below, above) };
    if let (Some(odd), Some(other)) = (few.first(), many.first())
        && few.len() < many.len()
    {
        let (count, others) = (few.len(), many.len());
        report.push(LintProblem::MixedBoundaries { span: odd.span, side: odd.side, count, other: other.span, others, among: Among::Edges });
    }
}

/// The odd bands of the policy.
fn across(bands: &[Vec<Edge>], report: &mut Report<'_>) {
    let whole: Vec<(Side, &Vec<Edge>)> = bands.iter().filter_map(|edges| Some((uniform(edges)?, edges))).collect();
    if follows_points(whole.iter().flat_map(|(_, edges)| edges.iter())) {
        return;
    }
    let of = |side: Side| whole.iter().filter(|(found, _)| *found == side).filter_map(|(_, edges)| edges.first()).collect::<Vec<&Edge>>();
    let (above, below) = (of(Side::Above), of(Side::Below));
    let (few, many) = if above.len() < below.len() { (above, below) } else { (below, above) };
    if few.len() >= many.len() || many.len() < 2 {
        return;
    }
    for odd in &few {
        if let Some(other) = many.first() {
            let (count, others) = (few.len(), many.len());
            report.push(LintProblem::MixedBoundaries { span: odd.span, side: odd.side, count, other: other.span, others, among: Among::Bands });
        }
    }
}

/// A figure that stands by itself.
fn plain(value: Option<&ast::Expr>) -> Option<Decimal> {
    match &value?.kind {
        ast::ExprKind::Quantity(figure, _) => figure.amount,
        ast::ExprKind::Paren(inner) => plain(Some(inner)),
        ast::ExprKind::Negate(inner) => plain(Some(inner)).map(|amount| Decimal { mantissa: -amount.mantissa, ..amount }),
        _ => None,
    }
}

impl Bands<'_, '_> {
    /// The edges that stand on both sides, in the order of their text.
    fn edges(&mut self, sides: BTreeMap<String, Sides>) {
        let edges = sides.into_values().filter_map(|Sides { low, high }| {
            let ((includes, span, above), (included, below)) = (low?, high?);
            let side = match (includes, included) {
                (true, false) => Side::Above,
                (false, true) => Side::Below,
                (true, true) | (false, false) => return None,
            };
            let rises = above.zip(below).map(|(above, below)| above.compare(below)).filter(|order| order.is_ne()).map(Ordering::is_gt);
            Some(Edge { span, side, to_better: rises.map(|rises| rises == (side == Side::Above)) })
        });
        self.list.push(edges.collect());
    }

    fn low(&self, sides: &mut BTreeMap<String, Sides>, bound: &ast::Expr, included: bool, points: Option<Decimal>) {
        if let Some(key) = self.key(bound) {
            sides.entry(key).or_default().low = Some((included, bound.span, points));
        }
    }

    fn high(&self, sides: &mut BTreeMap<String, Sides>, bound: &ast::Expr, included: bool, points: Option<Decimal>) {
        if let Some(key) = self.key(bound) {
            sides.entry(key).or_default().high = Some((included, points));
        }
    }

    /// What makes two bounds one edge. Days have no sides to dispute, and nought goes its own way: none is not some.
    fn key(&self, bound: &ast::Expr) -> Option<String> {
        match &bound.kind {
            ast::ExprKind::Date(_) => None,
            ast::ExprKind::Quantity(figure, _) if figure.amount.is_none_or(|amount| amount.mantissa == 0) => None,
            _ => Some(self.ground.sources.slice(bound.span).split_whitespace().collect()),
        }
    }

    fn interval(&self, sides: &mut BTreeMap<String, Sides>, interval: &ast::Interval, points: Option<Decimal>) {
        if let Some(low) = &interval.low {
            self.low(sides, low, interval.low_closed, points);
        }
        if let Some(high) = &interval.high {
            self.high(sides, high, interval.high_closed, points);
        }
    }

    fn shortcut(&self, sides: &mut BTreeMap<String, Sides>, comparison: Comparison, bound: &ast::Expr, points: Option<Decimal>) {
        match comparison {
            Comparison::AtLeast => self.low(sides, bound, true, points),
            Comparison::Greater => self.low(sides, bound, false, points),
            Comparison::AtMost => self.high(sides, bound, true, points),
            Comparison::Less => self.high(sides, bound, false, points),
            Comparison::Equal | Comparison::Different => {}
        }
    }

    fn pattern(&self, sides: &mut BTreeMap<String, Sides>, pattern: &ast::Pattern, value: &ast::Expr) {
        match &pattern.kind {
            ast::PatternKind::Interval(interval) => self.interval(sides, interval, plain(Some(value))),
            ast::PatternKind::Shortcut(comparison, bound) => self.shortcut(sides, *comparison, bound, plain(Some(value))),
            ast::PatternKind::Otherwise | ast::PatternKind::Missing | ast::PatternKind::Values(_) => {}
        }
    }

    /// The key columns of a table: each is a band for what the other keys say. What a row gives is not one figure.
    fn columns(&mut self, rows: &[ast::GridRow], keys: usize) {
        for place in 0..keys {
            let mut bands: BTreeMap<Vec<&str>, BTreeMap<String, Sides>> = BTreeMap::new();
            for row in rows {
                let others = row.cells.iter().take(keys).enumerate().filter(|(other, _)| *other != place);
                let others = others.map(|(_, cell)| self.ground.sources.slice(cell.span)).collect();
                let Some(cell) = row.cells.get(place) else { continue };
                match &cell.content {
                    ast::CellContent::Interval(interval) => self.interval(bands.entry(others).or_default(), interval, None),
                    ast::CellContent::Shortcut(comparison, bound) => self.shortcut(bands.entry(others).or_default(), *comparison, bound, None),
                    ast::CellContent::Blank | ast::CellContent::Star | ast::CellContent::Missing | ast::CellContent::Values(_) => {}
                }
            }
            bands.into_values().for_each(|sides| self.edges(sides));
        }
    }

    fn param(&mut self, param: &ast::Param) {
        let ast::ParamBody::Rows(rows) = &param.body else { return };
        let mut sides = BTreeMap::new();
        for row in rows {
            if let ast::ParamSelector::Pattern(pattern) = &row.selector {
                self.pattern(&mut sides, pattern, &row.value);
            }
        }
        self.edges(sides);
    }
}

impl<'t> Visit<'t> for Bands<'t, '_> {
    fn band(&mut self, band: &'t ast::Band) {
        let mut sides = BTreeMap::new();
        for row in &band.rows {
            self.pattern(&mut sides, &row.pattern, &row.value);
        }
        self.edges(sides);
    }
}

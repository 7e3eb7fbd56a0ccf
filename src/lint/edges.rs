//! Edges that no value can stand on.
//!
//! In: the tree and the program. Out: W0804 for a bound or constant with more places than what it is compared with: `10.5人`.
//! The program says in which steps a subject goes, the tree what was written as its edge.

use super::problem::LintProblem;
use super::walk::{self, Visit};
use super::{Ground, Report};
use crate::ir::Program;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::FieldKind;
use crate::ir::table::{Pattern, Table};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::decimal::Decimal;
use crate::value::ty::Number;
use std::collections::{HashMap, HashSet};

/// In which steps a subject goes.
#[derive(Debug, Clone, Copy)]
struct Grid<'p> {
    number: &'p Number,
    /// Decimal places in its unit, for a field as it was given.
    decimals: Option<u8>,
}

/// Subjects by the place of the row that judges them, and their column in it.
type Subjects<'p> = HashMap<(Span, usize), Grid<'p>>;

struct Edges<'e, 't, 'r> {
    tables: HashMap<Span, &'t Table>,
    report: &'e mut Report<'r>,
    subjects: Subjects<'t>,
    factors: HashMap<&'t str, Decimal>,
    /// Edges of the band or table at hand that were reported: most stand in two rows.
    told: HashSet<Decimal>,
}

/// Looks at every bound and every constant of a comparison.
pub(super) fn edges(ground: &Ground<'_>, report: &mut Report<'_>) {
    let mut subjects = Subjects::new();
    let program = ground.program;
    let conditions = ground.program.record.checks.iter().map(|check| &check.condition);
    for whole in ground.program.slots.iter().map(|slot| &slot.expr).chain(conditions) {
        crate::ir::walk::each(whole, &mut |expr| {
            judged(program, expr, &mut subjects);
            compared(program, expr, report);
        });
    }
    let tables = ground.program.tables.iter().map(|table| (table.span, table)).collect();
    let mut edges = Edges { tables, report, subjects, factors: factors(ground), told: HashSet::new() };
    for item in &ground.tree.items {
        match item {
            ast::Item::Decision(decision) => edges.rows(&decision.rows, &HashMap::new()),
            ast::Item::Table(table) => {
                let keys = edges.tables.get(&table.name.span).map(|found| found.keys.as_slice()).unwrap_or_default();
                let numbers =
                    keys.iter().enumerate().filter_map(|(place, key)| Some((place, Grid { number: key.ty.number()?, decimals: None }))).collect();
                edges.rows(&table.rows, &numbers);
            }
            ast::Item::Param(param) => edges.param(param),
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
            | ast::Item::Example(_)
            | ast::Item::Test(_)
            | ast::Item::Ensure(_)
            | ast::Item::Broken(_) => {}
        }
        walk::item(item, &mut edges);
    }
}

fn judged<'p>(program: &'p Program, expr: &'p Expr, subjects: &mut Subjects<'p>) {
    match &expr.kind {
        ExprKind::Choose(choose) => {
            for row in &choose.rows {
                for (place, subject) in choose.subjects.iter().enumerate() {
                    subjects.extend(grid(program, subject).map(|grid| ((row.span, place), grid)));
                }
            }
        }
        ExprKind::Matches(subject, Pattern::Between(_) | Pattern::AnyOf(_)) => {
            subjects.extend(grid(program, subject).map(|grid| ((expr.span, 0), grid)));
        }
        _ => {}
    }
}

/// The steps of a subject, before it was given more places for the sake of a comparison.
fn grid<'p>(program: &'p Program, subject: &'p Expr) -> Option<Grid<'p>> {
    match &subject.kind {
        ExprKind::Rescale(inner) => grid(program, inner),
        ExprKind::Field(id) => {
            let decimals = match program.record.field(*id).kind {
                FieldKind::Number { decimals, .. } => Some(decimals),
                FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => None,
            };
            Some(Grid { number: subject.ty.number()?, decimals })
        }
        _ => Some(Grid { number: subject.ty.number()?, decimals: None }),
    }
}

/// A comparison with a constant.
fn compared(program: &Program, expr: &Expr, report: &mut Report<'_>) {
    let ExprKind::Compare(_, left, right) = &expr.kind else { return };
    for (subject, edge) in [(left, right), (right, left)] {
        if let ExprKind::Constant(Value::Number(mantissa)) = &edge.kind
            && let Some(grid) = grid(program, subject)
            && grid.lacks(Decimal { mantissa: *mantissa, scale: edge.ty.scale() })
        {
            report.push(LintProblem::EdgeOffGrid { span: edge.span, step: grid.step() });
        }
    }
}

/// How many base units one of each unit is.
fn factors<'t>(ground: &Ground<'t>) -> HashMap<&'t str, Decimal> {
    let mut factors: HashMap<&str, Decimal> = HashMap::new();
    for unit in &ground.names.units {
        let factor = match &unit.base {
            None => Some(Decimal::ONE),
            Some((figure, None)) => figure.amount,
            Some((figure, Some(base))) if base.rest.is_empty() => {
                figure.amount.zip(factors.get(base.first.text.as_str())).and_then(|(amount, factor)| amount.multiply(*factor))
            }
            Some(_) => None,
        };
        factors.extend(factor.map(|factor| (unit.name.text.as_str(), factor)));
    }
    factors
}

impl Grid<'_> {
    /// Decimal places in the unit, where its figures are exact in base units both ways.
    fn places(self) -> Option<u8> {
        let (digits, _) = self.number.unit.factor.normalized().without_trailing_zeros();
        self.decimals.filter(|_| digits.mantissa == 1)
    }

    /// Whether no value can be this amount.
    fn lacks(self, amount: Decimal) -> bool {
        let figure = self.places().zip(self.number.unit.from_base(amount));
        amount.normalized().scale > self.number.scale || figure.is_some_and(|(places, figure)| figure.normalized().scale > places)
    }

    /// The least step, in the unit.
    fn step(self) -> String {
        let least = match self.places() {
            Some(places) => Decimal { mantissa: 1, scale: places },
            None => {
                let base = Decimal { mantissa: 1, scale: self.number.scale };
                self.number.unit.from_base(base).unwrap_or(base)
            }
        };
        format!("{}{}", least.normalized(), self.number.unit.name)
    }
}

impl Edges<'_, '_, '_> {
    fn bound(&mut self, bound: &ast::Expr, grid: Grid<'_>) {
        let amount = match &bound.kind {
            ast::ExprKind::Paren(inner) | ast::ExprKind::Negate(inner) => return self.bound(inner, grid),
            ast::ExprKind::Quantity(figure, None) => figure.amount.and_then(|amount| grid.number.unit.to_base(amount)),
            ast::ExprKind::Quantity(figure, Some(unit)) if unit.rest.is_empty() => {
                figure.amount.zip(self.factors.get(unit.first.text.as_str())).and_then(|(amount, factor)| amount.multiply(*factor))
            }
            _ => None,
        };
        if amount.is_some_and(|amount| grid.lacks(amount) && self.told.insert(amount.normalized())) {
            self.report.push(LintProblem::EdgeOffGrid { span: bound.span, step: grid.step() });
        }
    }

    fn interval(&mut self, interval: &ast::Interval, grid: Grid<'_>) {
        interval.low.iter().chain(&interval.high).for_each(|bound| self.bound(bound, grid));
    }

    fn pattern(&mut self, pattern: &ast::Pattern, grid: Grid<'_>) {
        match &pattern.kind {
            ast::PatternKind::Otherwise | ast::PatternKind::Missing => {}
            ast::PatternKind::Interval(interval) => self.interval(interval, grid),
            ast::PatternKind::Shortcut(_, bound) => self.bound(bound, grid),
            ast::PatternKind::Values(values) => values.iter().for_each(|value| self.bound(value, grid)),
        }
    }

    /// Rows of a decision table, or of a table whose keys are these.
    fn rows(&mut self, rows: &[ast::GridRow], keys: &HashMap<usize, Grid<'_>>) {
        self.told.clear();
        for row in rows {
            for (place, cell) in row.cells.iter().enumerate() {
                let Some(grid) = keys.get(&place).or_else(|| self.subjects.get(&(row.span, place))).copied() else { continue };
                match &cell.content {
                    ast::CellContent::Blank | ast::CellContent::Star | ast::CellContent::Missing => {}
                    ast::CellContent::Interval(interval) => self.interval(interval, grid),
                    ast::CellContent::Shortcut(_, bound) => self.bound(bound, grid),
                    ast::CellContent::Values(values) => values.iter().for_each(|value| self.bound(value, grid)),
                }
            }
        }
    }

    fn param(&mut self, param: &ast::Param) {
        let key = self.tables.get(&param.name.span).and_then(|table| table.keys.first());
        let Some(number) = key.and_then(|key| key.ty.number()) else { return };
        let grid = Grid { number, decimals: None };
        self.told.clear();
        let ast::ParamBody::Rows(rows) = &param.body else { return };
        for row in rows {
            if let ast::ParamSelector::Pattern(pattern) = &row.selector {
                self.pattern(pattern, grid);
            }
        }
    }
}

impl<'t> Visit<'t> for Edges<'_, 't, '_> {
    fn band(&mut self, band: &'t ast::Band) {
        self.told.clear();
        for row in &band.rows {
            if let Some(grid) = self.subjects.get(&(row.pattern.span, 0)).copied() {
                self.pattern(&row.pattern, grid);
            }
        }
    }

    fn expr(&mut self, expr: &'t ast::Expr) {
        if let ast::ExprKind::Membership(membership) = &expr.kind
            && let Some(grid) = self.subjects.get(&(expr.span, 0)).copied()
        {
            self.told.clear();
            match &membership.set {
                ast::Set::Interval(interval) => self.interval(interval, grid),
                ast::Set::Members(members) => members.iter().for_each(|member| self.bound(member, grid)),
            }
        }
    }
}

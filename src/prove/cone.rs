//! What a claim is about: the fields it is computed from, and the figures at which something changes for them.
//!
//! In: expressions. Out: fields, and for each the values at which a row, a comparison or a line mentions its kind of quantity.

use super::depends::Dependences;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{FieldId, FieldKind};
use crate::ir::table::Pattern;
use crate::ir::walk;
use crate::region::World;
use crate::value::Value;
use crate::value::decimal::{Decimal, Rounding};
use crate::value::dimension::Dimension;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many figures are kept of one kind.
const MOST: usize = 400;

/// What a claim is computed from.
#[derive(Debug)]
pub(super) struct Cone {
    /// Fields, in the order of the record.
    pub(super) fields: Vec<FieldId>,
    /// For numbers and dates: the first values of what lies above an edge, rising.
    edges: BTreeMap<FieldId, Vec<i128>>,
    /// The days at which something changes with the reference date.
    pub(super) days: Vec<i128>,
    /// Whether the reference date matters.
    pub(super) dated: bool,
    /// Texts, and starts of texts, that are mentioned.
    pub(super) texts: Vec<Arc<str>>,
}

/// Figures met so far.
#[derive(Default)]
struct Figures {
    numbers: Vec<(Dimension, Decimal)>,
    days: BTreeSet<i128>,
    dated: bool,
    texts: BTreeSet<Arc<str>>,
}

impl Cone {
    /// Of some expressions.
    pub(super) fn of(world: World<'_>, exprs: &[&Expr]) -> Cone {
        let mut dependences = Dependences::default();
        let fields: BTreeSet<FieldId> = exprs.iter().flat_map(|expr| dependences.of(world, expr)).collect();
        let mut figures = Figures::default();
        let mut open: Vec<&Expr> = exprs.to_vec();
        open.extend(world.record.checks.iter().filter(|check| check.fields.iter().any(|field| fields.contains(field))).map(|check| &check.condition));
        let mut seen = BTreeSet::new();
        while let Some(expr) = open.pop() {
            walk::each(expr, &mut |part| {
                figures.note(world, part);
                if let ExprKind::Slot(id) = part.kind
                    && seen.insert(id)
                {
                    open.extend(world.slots.get(id.0 as usize).map(|slot| &slot.expr));
                }
            });
        }
        let edges = fields.iter().map(|id| (*id, figures.edges(world, *id))).collect();
        let days = figures.days.iter().flat_map(|day| [*day, day + 1]).collect::<BTreeSet<i128>>().into_iter().collect();
        Cone { fields: fields.into_iter().collect(), edges, days, dated: figures.dated, texts: figures.texts.into_iter().collect() }
    }

    /// The edges of a field.
    pub(super) fn edges(&self, id: FieldId) -> &[i128] {
        self.edges.get(&id).map_or(&[], Vec::as_slice)
    }
}

impl Figures {
    fn note(&mut self, world: World<'_>, expr: &Expr) {
        match &expr.kind {
            ExprKind::Constant(Value::Number(mantissa)) => self.number(&expr.ty, *mantissa),
            ExprKind::Constant(Value::Date(day)) => drop(self.days.insert(i128::from(day.0))),
            ExprKind::Constant(Value::Text(text)) => drop(self.texts.insert(text.clone())),
            ExprKind::StartsWith(_, prefixes) => self.texts.extend(prefixes.iter().cloned()),
            ExprKind::AsOf => self.dated = true,
            ExprKind::Dated(rows) => {
                self.dated = true;
                self.days.extend(rows.iter().map(|row| i128::from(row.from.0)));
            }
            ExprKind::Matches(subject, pattern) => self.pattern(&subject.ty, pattern),
            ExprKind::Choose(choose) => {
                for row in &choose.rows {
                    choose.subjects.iter().zip(&row.patterns).for_each(|(subject, pattern)| self.pattern(&subject.ty, pattern));
                }
            }
            ExprKind::Linear(linear) => linear.knots.iter().for_each(|(x, _)| self.number(&linear.subject.ty, *x)),
            ExprKind::Lookup(lookup) => {
                for row in world.tables.get(lookup.table.0 as usize).map_or(&[][..], |table| &table.rows) {
                    lookup.keys.iter().zip(&row.keys).for_each(|(key, pattern)| self.pattern(&key.ty, pattern));
                }
            }
            _ => {}
        }
    }

    fn pattern(&mut self, ty: &Type, pattern: &Pattern) {
        let ranges: &[Range] = match pattern {
            Pattern::Between(range) => std::slice::from_ref(range),
            Pattern::AnyOf(ranges) => ranges,
            Pattern::Texts(texts) => {
                self.texts.extend(texts.iter().cloned());
                &[]
            }
            Pattern::Members(_) | Pattern::Missing | Pattern::Anything | Pattern::Otherwise | Pattern::Never => &[],
        };
        for range in ranges {
            for end in [range.low, range.high] {
                match ty {
                    Type::Date(_) => drop(self.days.insert(end)),
                    _ => self.number(ty, end),
                }
            }
        }
    }

    fn number(&mut self, ty: &Type, mantissa: i128) {
        if let Type::Number(number) = ty
            && self.numbers.len() < MOST
        {
            self.numbers.push((number.dimension.clone(), Decimal::new(mantissa, number.scale)));
        }
    }

    /// The edges of a field within its range.
    fn edges(&self, world: World<'_>, id: FieldId) -> Vec<i128> {
        let mut found = BTreeSet::new();
        match world.record.fields.get(id.0 as usize).map(|field| &field.kind) {
            Some(FieldKind::Number { unit, scale, range, .. }) => {
                let own = self.numbers.iter().filter(|(dimension, _)| *dimension == unit.dimension);
                let starts =
                    own.filter_map(|(_, figure)| figure.rescale(*scale, Rounding::Floor)).flat_map(|figure| [figure.mantissa, figure.mantissa + 1]);
                found.extend(starts.chain([0, 1]).filter(|start| range.low < *start && *start <= range.high));
            }
            Some(FieldKind::Date { range }) => {
                found.extend(self.days.iter().flat_map(|day| [*day, day + 1]).filter(|start| range.low < *start && *start <= range.high));
            }
            Some(FieldKind::Bool | FieldKind::Text | FieldKind::Enum(_)) | None => {}
        }
        found.into_iter().collect()
    }
}

//! Telling cases apart: by rows of choices, members of enums, edges of figures, halves of ranges.
//!
//! In: a region and what a claim is about. Out: smaller regions that have every record of it between them.

use super::cone::Cone;
use crate::ir::SlotId;
use crate::ir::expr::{Expr, ExprId, ExprKind};
use crate::ir::record::{FieldId, FieldKind};
use crate::region::{Possible, Reader, Region, Texts, Values, World, possible};
use crate::value::range::Range;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// How many members are told apart one by one.
const MOST_MEMBERS: usize = 16;
/// How often the range of a field is halved.
const MOST_HALVES: u32 = 8;
/// How deep choices are looked for.
const DEPTH: u32 = 60;

/// How far the cases of a region were told apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Cuts {
    /// Choices whose rows were told apart.
    forked: Vec<ExprId>,
    /// How often each field was halved.
    halves: BTreeMap<FieldId, u32>,
}

/// The fields of a claim that may be split, and those figures at which it matters.
pub(super) struct Splitter<'c> {
    pub(super) cone: &'c Cone,
    /// The field that stays whole, if one does.
    pub(super) whole: Option<FieldId>,
}

impl Splitter<'_> {
    fn fields(&self) -> impl Iterator<Item = FieldId> {
        self.cone.fields.iter().copied().filter(|id| Some(*id) != self.whole)
    }

    /// Members, truth values, texts, blanks: each by itself.
    pub(super) fn by_kinds(&self, world: World<'_>, region: &Region) -> Option<Vec<Region>> {
        for id in self.fields() {
            let found = region.field(world, id);
            let parts: Vec<Possible> = match &found.values {
                Values::Members(list) if list.len() > 1 && list.len() <= MOST_MEMBERS => {
                    list.iter().map(|member| Possible::there(Values::Members(Arc::from([*member])))).collect()
                }
                Values::Truth { yes: true, no: true } => vec![Possible::truth(true, false, false), Possible::truth(false, true, false)],
                Values::Texts(Texts::Only(list)) if list.len() > 1 && list.len() <= MOST_MEMBERS => {
                    list.iter().map(|text| Possible::there(Values::Texts(Texts::Only(Arc::from([text.clone()]))))).collect()
                }
                values if found.missing && *values != Values::None => vec![Possible::there(values.clone())],
                _ => continue,
            };
            let blank = found.missing.then(Possible::blank);
            return Some(parts.into_iter().chain(blank).filter_map(|part| self.with_field(world, region, id, &part)).collect());
        }
        None
    }

    /// Reference dates on both sides of a day at which something changes.
    pub(super) fn by_days(&self, region: &Region) -> Option<Vec<Region>> {
        let range = region.as_of();
        let inside: Vec<i128> = self.cone.days.iter().copied().filter(|day| self.cone.dated && range.low < *day && *day <= range.high).collect();
        let edge = *inside.get(inside.len() / 2)?;
        let parts = [Range { high: edge - 1, ..range }, Range { low: edge, ..range }];
        Some(parts.into_iter().map(|days| region.clone().with_as_of(days)).collect())
    }

    /// The rows of the first choice that is not decided. `may` says which choices may be told apart.
    pub(super) fn by_rows<'w>(
        &self,
        reader: &mut Reader<'w>,
        exprs: &[&'w Expr],
        cuts: &mut Cuts,
        may: &mut dyn FnMut(&'w Expr) -> bool,
    ) -> Option<Vec<Region>> {
        let mut seen = HashSet::new();
        let fork = exprs.iter().find_map(|expr| undecided(reader, expr, &mut seen, &cuts.forked, may, DEPTH))?;
        cuts.forked.push(fork.id);
        Some(rows(reader, fork))
    }

    /// Figures on both sides of an edge.
    pub(super) fn by_edges(&self, world: World<'_>, region: &Region) -> Option<Vec<Region>> {
        let inside = |id: FieldId| -> Option<(usize, FieldId, Range, i128)> {
            let range = region.field(world, id).range()?;
            let list: Vec<i128> = self.cone.edges(id).iter().copied().filter(|edge| range.low < *edge && *edge <= range.high).collect();
            Some((list.len(), id, range, *list.get(list.len() / 2)?))
        };
        let (_, id, range, edge) = self.fields().filter_map(inside).min_by_key(|(count, id, _, _)| (*count, *id))?;
        Some(self.at(world, region, id, range, edge))
    }

    /// The halves of the range that was halved least often.
    pub(super) fn by_halves(&self, world: World<'_>, region: &Region, cuts: &mut Cuts) -> Option<Vec<Region>> {
        let halved = |id: &FieldId| cuts.halves.get(id).copied().unwrap_or(0);
        let open = self.fields().filter_map(|id| Some((id, region.field(world, id).range().filter(|range| range.low < range.high)?)));
        let (id, range) = open.filter(|(id, _)| halved(id) < MOST_HALVES).min_by_key(|(id, _)| halved(id))?;
        *cuts.halves.entry(id).or_insert(0) += 1;
        Some(self.at(world, region, id, range, range.low + (range.high - range.low) / 2 + 1))
    }

    fn at(&self, world: World<'_>, region: &Region, id: FieldId, range: Range, edge: i128) -> Vec<Region> {
        let missing = region.field(world, id).missing;
        let low = Possible { values: Values::Range(Range { high: edge - 1, ..range }), missing };
        let high = Possible::there(Values::Range(Range { low: edge, ..range }));
        [low, high].iter().filter_map(|part| self.with_field(world, region, id, part)).collect()
    }

    fn with_field(&self, world: World<'_>, region: &Region, id: FieldId, part: &Possible) -> Option<Region> {
        let mut reader = Reader::new(world, region.clone());
        let good = reader.narrow_field(id, part) && reader.checks_again();
        good.then(|| reader.region().clone())
    }

    /// The field whose cases are open, for messages.
    pub(super) fn open_field(&self, world: World<'_>, region: &Region) -> Option<FieldId> {
        let is_figure = |id: &FieldId| {
            matches!(world.record.fields.get(id.0 as usize).map(|field| &field.kind), Some(FieldKind::Number { .. } | FieldKind::Date { .. }))
        };
        let open = |id: &FieldId| !possible::is_single(&region.field(world, *id).values);
        self.fields().filter(|id| is_figure(id)).find(open).or_else(|| self.fields().find(open))
    }
}

/// The outermost choice of which several rows are open.
fn undecided<'w>(
    reader: &mut Reader<'w>,
    expr: &'w Expr,
    seen: &mut HashSet<SlotId>,
    forked: &[ExprId],
    may: &mut dyn FnMut(&'w Expr) -> bool,
    depth: u32,
) -> Option<&'w Expr> {
    let depth = depth.checked_sub(1)?;
    let found = reader.possible(expr);
    if possible::is_single(&found.values) && !found.missing || reader.steps() == 0 {
        return None;
    }
    let own = !forked.contains(&expr.id);
    // A part is only looked at where it is computed for every record of the region: elsewhere its type may not hold.
    let parts: Vec<&'w Expr> = match &expr.kind {
        ExprKind::Slot(id) => reader.world().slots.get(id.0 as usize).filter(|_| seen.insert(*id)).map(|slot| vec![&slot.expr])?,
        ExprKind::Choose(choose) => {
            let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| reader.possible(subject)).collect();
            let open: Vec<usize> = (0..choose.rows.len()).filter(|row| reader.row(choose, *row, &subjects).is_some()).collect();
            if own && open.len() > 1 && choose.subjects.iter().all(&mut *may) {
                return Some(expr);
            }
            let only = open.first().filter(|_| open.len() == 1).and_then(|row| choose.rows.get(*row));
            choose.subjects.iter().chain(only.map(|row| &row.value)).collect()
        }
        ExprKind::If(condition, then, otherwise) => {
            let test = reader.possible(condition);
            match (test.may_hold(), test.may_fail()) {
                (true, true) if own && may(condition) => return Some(expr),
                (true, true) => vec![condition],
                (true, false) => vec![condition, then],
                (false, _) => vec![condition, otherwise],
            }
        }
        ExprKind::When(when) => {
            let open = when.rows.iter().map(|row| (row, reader.possible(&row.guard))).find(|(_, guard)| !guard.fails());
            match open {
                Some((row, guard)) if guard.holds() => vec![&row.value],
                Some(_) if own && when.rows.iter().all(|row| may(&row.guard)) => return Some(expr),
                Some((row, _)) => vec![&row.guard],
                None => vec![&when.otherwise],
            }
        }
        ExprKind::Default(first, second) => {
            let found = reader.possible(first);
            if found.values == Values::None { vec![first, second] } else { vec![first] }
        }
        ExprKind::Linear(linear) => vec![&linear.subject],
        ExprKind::Dated(_) => Vec::new(),
        ExprKind::Call(call) => {
            reader.enter(call);
            crate::ir::walk::children(expr)
        }
        ExprKind::Constant(_)
        | ExprKind::Field(_)
        | ExprKind::Local(_)
        | ExprKind::AsOf
        | ExprKind::Rescale(_)
        | ExprKind::Negate(_)
        | ExprKind::Add(..)
        | ExprKind::Subtract(..)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..)
        | ExprKind::Compare(..)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Matches(..)
        | ExprKind::StartsWith(..)
        | ExprKind::IsMissing(_)
        | ExprKind::Lookup(_)
        | ExprKind::Builtin(..) => crate::ir::walk::children(expr),
    };
    parts.into_iter().find_map(|part| undecided(reader, part, seen, forked, may, depth))
}

/// The regions of the rows of a choice.
fn rows<'w>(reader: &mut Reader<'w>, expr: &'w Expr) -> Vec<Region> {
    let mut found = Vec::new();
    let mut note = |mut inside: Reader<'w>, good: bool| {
        if good && inside.checks_again() {
            found.push(inside.region().clone());
        }
    };
    match &expr.kind {
        ExprKind::Choose(choose) => {
            let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| reader.possible(subject)).collect();
            for row in 0..choose.rows.len() {
                let Some(met) = reader.row(choose, row, &subjects) else { continue };
                let mut inside = reader.clone();
                let good = choose.subjects.iter().zip(&met).all(|(subject, to)| inside.narrow(subject, to));
                note(inside, good);
            }
        }
        ExprKind::If(condition, _, _) => {
            for truth in [true, false] {
                let mut inside = reader.clone();
                let good = inside.assume(condition, truth);
                note(inside, good);
            }
        }
        ExprKind::When(when) => {
            let mut rest = reader.clone();
            let mut open = true;
            for row in &when.rows {
                let mut inside = rest.clone();
                let good = inside.assume(&row.guard, true);
                note(inside, good);
                if when.missing.is_some() {
                    let mut inside = rest.clone();
                    let good = inside.assume_missing(&row.guard, true);
                    note(inside, good);
                }
                open = rest.assume(&row.guard, false);
                if !open {
                    break;
                }
            }
            note(rest, open);
        }
        _ => found.push(reader.region().clone()),
    }
    found
}

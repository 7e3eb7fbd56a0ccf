//! How far apart a value is between two records that differ in one thing only.
//!
//! In: two regions, one for each record, and the figure in which the records differ. Out: a range in which the second value less
//! the first lies wherever both are there. Parts that do not read that figure cancel out; parts that do are followed as far as
//! sums, factors and bounds go, and taken by their ranges beyond.

use super::model::Model;
use crate::builtins::Builtin;
use crate::ir::SlotId;
use crate::ir::expr::{Expr, ExprKind, When};
use crate::ir::record::FieldId;
use crate::ir::walk;
use crate::region::Region;
use crate::value::decimal::{self, Rounding};
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::HashMap;

/// The figure in which two records differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// A field.
    Field(FieldId),
    /// A named value, whatever makes it differ; all else that reads its fields is held to be the same.
    Slot(SlotId),
}

impl Figure {
    /// The figure that an expression is, under rescalings, and how many decimal places those add.
    #[must_use]
    pub fn of(expr: &Expr) -> Option<(Figure, u32)> {
        match &expr.kind {
            ExprKind::Field(id) => Some((Figure::Field(*id), 0)),
            ExprKind::Slot(id) => Some((Figure::Slot(*id), 0)),
            ExprKind::Rescale(inner) => {
                let by = u32::from(expr.ty.scale().saturating_sub(inner.ty.scale()));
                Figure::of(inner).map(|(figure, more)| (figure, by + more))
            }
            _ => None,
        }
    }
}

/// Two records; see the module.
pub struct Pair<'m> {
    model: &'m Model<'m>,
    first: Region,
    second: Region,
    figure: Figure,
    known: HashMap<SlotId, Option<Range>>,
}

impl<'m> Pair<'m> {
    /// Two records of these regions that differ in the figure only.
    #[must_use]
    pub fn new(model: &'m Model<'m>, figure: Figure, first: Region, second: Region) -> Pair<'m> {
        Pair { model, first, second, figure, known: HashMap::new() }
    }

    /// The second value less the first, wherever both are there; `None` for what is no number or never there in both.
    pub fn difference(&mut self, expr: &Expr) -> Option<Range> {
        let wide = self.apart(expr)?;
        if !self.reads(expr) {
            return Some(Range::point(0));
        }
        Some(self.followed(expr).and_then(|close| close.meet(wide)).unwrap_or(wide))
    }

    /// Whether an expression reads the figure.
    #[must_use]
    pub fn reads(&self, expr: &Expr) -> bool {
        let mut found = false;
        walk::each(expr, &mut |part| {
            found |= match &part.kind {
                ExprKind::Field(id) => self.figure == Figure::Field(*id),
                ExprKind::Slot(id) => self.figure == Figure::Slot(*id) || reads(self.model, *id, self.figure),
                ExprKind::Local(_) => true,
                _ => false,
            };
        });
        found
    }

    /// By the ranges alone.
    fn apart(&self, expr: &Expr) -> Option<Range> {
        let world = self.model.world();
        match expr.ty {
            Type::Number(_) => self.second.possible(world, expr).range()?.subtract(self.first.possible(world, expr).range()?),
            Type::Unknown | Type::Nothing | Type::Bool | Type::Date(_) | Type::Text | Type::Enum(_) => None,
        }
    }

    /// What an expression that does not read the figure is in both records.
    fn same(&self, expr: &Expr) -> Option<Range> {
        let world = self.model.world();
        self.first.possible(world, expr).range()?.meet(self.second.possible(world, expr).range()?)
    }

    fn followed(&mut self, expr: &Expr) -> Option<Range> {
        match &expr.kind {
            ExprKind::Slot(id) if self.figure == Figure::Slot(*id) => None,
            ExprKind::Slot(id) => {
                if let Some(known) = self.known.get(id) {
                    return *known;
                }
                let model = self.model;
                let found = model.slot(*id).and_then(|slot| self.difference(&slot.expr));
                self.known.insert(*id, found);
                found
            }
            ExprKind::Rescale(inner) => {
                let by = u32::from(expr.ty.scale().saturating_sub(inner.ty.scale()));
                self.difference(inner)?.map(|x| decimal::scale_up(x, by))
            }
            ExprKind::Negate(inner) => Some(self.difference(inner)?.negate()),
            ExprKind::Add(left, right) => self.difference(left)?.add(self.difference(right)?),
            ExprKind::Subtract(left, right) => self.difference(left)?.subtract(self.difference(right)?),
            ExprKind::Multiply(left, right) => {
                let (moving, factor) = if self.reads(left) { (left, right) } else { (right, left) };
                if self.reads(factor) {
                    return None;
                }
                let drop = u32::from(left.ty.scale()) + u32::from(right.ty.scale()) - u32::from(expr.ty.scale());
                let (moved, factor) = (self.difference(moving)?, self.same(factor)?);
                let product = |rounding| corners(moved, factor, |a, b| decimal::multiply(a, b, drop, rounding));
                let cut = Range::new(product(Rounding::Floor)?.low, product(Rounding::Ceil)?.high)?;
                if drop == 0 { Some(cut) } else { self.cut(expr, cut, Rounding::HalfAway) }
            }
            ExprKind::Divide(left, right) if !self.reads(right) => {
                let shift = i32::from(expr.ty.scale()) + i32::from(right.ty.scale()) - i32::from(left.ty.scale());
                let (moved, divisor) = (self.difference(left)?, self.same(right)?);
                if divisor.contains(0) {
                    return None;
                }
                let quotient = |rounding| corners(moved, divisor, |a, b| decimal::divide(a, b, shift, rounding));
                let cut = Range::new(quotient(Rounding::Floor)?.low, quotient(Rounding::Ceil)?.high)?;
                self.cut(expr, cut, Rounding::HalfAway)
            }
            ExprKind::If(condition, then, otherwise) if !self.reads(condition) => {
                let test = self.first.possible(self.model.world(), condition);
                let mut found = None;
                if test.may_hold() {
                    self.row(then, &mut found)?;
                }
                if test.may_fail() {
                    self.row(otherwise, &mut found)?;
                }
                found
            }
            ExprKind::When(when) if !when.rows.iter().any(|row| self.reads(&row.guard)) => self.rows(when),
            ExprKind::Choose(choose) if !choose.subjects.iter().any(|subject| self.reads(subject)) => {
                let mut found = None;
                choose.rows.iter().try_for_each(|row| self.row(&row.value, &mut found))?;
                found
            }
            ExprKind::Dated(rows) => {
                let mut found = None;
                rows.iter().try_for_each(|row| self.row(&row.value, &mut found))?;
                found
            }
            ExprKind::Default(first, second) if !self.reads(first) => {
                let mut found = Some(Range::point(0));
                self.row(second, &mut found)?;
                found
            }
            ExprKind::Builtin(builtin, arguments) => self.builtin(expr, *builtin, arguments),
            _ => None,
        }
    }

    /// Rows chosen by what both records share: both take the same.
    fn rows(&mut self, when: &When) -> Option<Range> {
        let world = self.model.world();
        let (mut found, mut missing) = (None, false);
        for row in &when.rows {
            let guard = self.first.possible(world, &row.guard);
            missing |= guard.missing;
            if guard.may_hold() {
                self.row(&row.value, &mut found)?;
            }
            if guard.holds() {
                return found;
            }
        }
        self.row(&when.otherwise, &mut found)?;
        if let (true, Some(value)) = (missing, &when.missing) {
            self.row(value, &mut found)?;
        }
        found
    }

    fn builtin(&mut self, expr: &Expr, builtin: Builtin, arguments: &[Expr]) -> Option<Range> {
        match builtin {
            Builtin::Sum => {
                let mut sum = Range::point(0);
                for argument in arguments {
                    sum = sum.add(self.difference(argument)?)?;
                }
                Some(sum)
            }
            // Raising no argument by more than d raises none of these by more than d.
            Builtin::Min | Builtin::Max => {
                let mut found: Option<Range> = None;
                for argument in self.deciding(builtin, arguments)? {
                    let moved = self.difference(argument)?;
                    found = Some(found.map_or(moved, |known| known.join(moved)));
                }
                found
            }
            Builtin::Clamp => {
                let [inner, low, high] = arguments else { return None };
                let moved = self.difference(inner)?;
                if self.is_inside(inner, low, high) {
                    return Some(moved);
                }
                Some(moved.join(self.difference(low)?).join(self.difference(high)?))
            }
            Builtin::Round(rounding) => {
                let argument = arguments.first()?;
                let by = u32::from(argument.ty.scale().saturating_sub(expr.ty.scale()));
                let moved = self.difference(argument)?;
                let cut = Range::new(decimal::scale_down(moved.low, by, Rounding::Floor), decimal::scale_down(moved.high, by, Rounding::Ceil))?;
                self.cut(expr, cut, rounding)
            }
            Builtin::Abs
            | Builtin::Mean
            | Builtin::SumPresent
            | Builtin::MeanPresent
            | Builtin::Count
            | Builtin::Sqrt
            | Builtin::YearsBetween
            | Builtin::MonthsBetween
            | Builtin::DaysBetween
            | Builtin::AddYears(_)
            | Builtin::AddMonths(_)
            | Builtin::AddDays
            | Builtin::Year
            | Builtin::Month
            | Builtin::DayOfMonth => None,
        }
    }

    /// The arguments of a least or greatest value that can be the least or greatest in one of the records.
    fn deciding<'e>(&self, builtin: Builtin, arguments: &'e [Expr]) -> Option<Vec<&'e Expr>> {
        let world = self.model.world();
        let mut kept = vec![false; arguments.len()];
        for region in [&self.first, &self.second] {
            let ranges: Option<Vec<Range>> = arguments.iter().map(|argument| region.possible(world, argument).range()).collect();
            let ranges: Vec<Range> = if builtin == Builtin::Max { ranges?.into_iter().map(Range::negate).collect() } else { ranges? };
            for (position, range) in ranges.iter().enumerate() {
                // Of two that are alike the first decides.
                let beaten = ranges.iter().enumerate().any(|(other, one)| one.high < range.low || (one.high == range.low && other < position));
                if let Some(place) = kept.get_mut(position) {
                    *place |= !beaten;
                }
            }
        }
        Some(arguments.iter().zip(kept).filter(|(_, kept)| *kept).map(|(argument, _)| argument).collect())
    }

    /// Whether a number lies between two others in both records.
    fn is_inside(&self, inner: &Expr, low: &Expr, high: &Expr) -> bool {
        let world = self.model.world();
        [&self.first, &self.second].into_iter().all(|region| {
            let range = |expr: &Expr| region.possible(world, expr).range();
            match (range(inner), range(low), range(high)) {
                (Some(inner), Some(low), Some(high)) => low.high <= inner.low && inner.high <= high.low,
                _ => false,
            }
        })
    }

    /// The difference of two results that were cut to their last place, the exact difference lying within `exact` at that place.
    /// A cut that treats every place alike keeps whole distances; halves away from nought do so among numbers of one sign; the
    /// others may add a place.
    fn cut(&self, expr: &Expr, exact: Range, rounding: Rounding) -> Option<Range> {
        let world = self.model.world();
        let both = self.first.possible(world, expr).range()?.join(self.second.possible(world, expr).range()?);
        let alike = match rounding {
            Rounding::Floor | Rounding::Ceil => true,
            Rounding::HalfAway => both.low >= 0 || both.high <= 0,
            Rounding::HalfEven | Rounding::Truncate => false,
        };
        if alike { Some(exact) } else { Range::new(exact.low - 1, exact.high + 1) }
    }

    /// Adds the difference of a row that both records may take; `None` where it cannot be said.
    fn row(&mut self, value: &Expr, found: &mut Option<Range>) -> Option<()> {
        let world = self.model.world();
        let there = |region: &Region| region.possible(world, value).range().is_some();
        if there(&self.first) && there(&self.second) {
            let moved = self.difference(value)?;
            *found = Some(found.map_or(moved, |known| known.join(moved)));
        }
        Some(())
    }
}

/// Whether a slot reads a figure.
#[must_use]
pub fn reads(model: &Model<'_>, id: SlotId, figure: Figure) -> bool {
    let reads = model.reads(id);
    match figure {
        Figure::Field(field) => reads.fields.contains(&field),
        Figure::Slot(slot) => reads.slots.contains(&slot),
    }
}

fn corners(a: Range, b: Range, function: impl Fn(i128, i128) -> Option<i128>) -> Option<Range> {
    let all = [function(a.low, b.low)?, function(a.low, b.high)?, function(a.high, b.low)?, function(a.high, b.high)?];
    Range::new(all.iter().copied().min()?, all.iter().copied().max()?)
}

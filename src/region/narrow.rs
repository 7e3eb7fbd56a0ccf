//! What follows for fields when an expression takes certain values.
//!
//! In: an expression and what it is. Out: a narrower region, or the news that no record of the region is so. It walks against the
//! direction of evaluation: from a sum to its parts, from a band to its subject.

use super::assume::DEPTH;
use super::possible::Values;
use super::{Possible, Reader, Region};
use crate::builtins::Builtin;
use crate::ir::expr::{Choose, Expr, ExprKind, Lookup, When};
use crate::ir::record::FieldId;
use crate::value::Value;
use crate::value::decimal::{self, Rounding};
use crate::value::range::Range;

impl<'w> Reader<'w> {
    /// Takes in that an expression is one of `to`; false where no record of the region is so.
    pub fn narrow(&mut self, expr: &'w Expr, to: &Possible) -> bool {
        if to.is_impossible() {
            return false;
        }
        self.region.narrower = true;
        self.known.clear();
        if !self.takes_step() || self.depth > DEPTH {
            return true;
        }
        self.depth += 1;
        let good = self.narrow_kind(expr, to);
        self.depth -= 1;
        good
    }

    /// Takes in that a field is one of `to`; false where it cannot be.
    pub fn narrow_field(&mut self, id: FieldId, to: &Possible) -> bool {
        self.region.narrower = true;
        self.known.clear();
        let before = self.region.field(self.world, id);
        let met = before.meet(to);
        if met != before {
            self.changed.push(id);
            self.region.fields.insert(id, met.clone());
        }
        !met.is_impossible()
    }

    fn narrow_kind(&mut self, expr: &'w Expr, to: &Possible) -> bool {
        let world = self.world;
        match &expr.kind {
            ExprKind::Constant(value) => to.contains(value),
            ExprKind::Field(id) => self.narrow_field(*id, to),
            ExprKind::Slot(id) => {
                let met = self.noted_slot(*id).meet(to);
                self.region.slots.insert(*id, met.clone());
                let Some(slot) = world.slots.get(id.0 as usize) else { return true };
                !met.is_impossible() && self.narrow(&slot.expr, &met)
            }
            ExprKind::Local(id) => {
                let known = self.region.locals.get(id).cloned().unwrap_or_else(|| world.of_type(&expr.ty, expr.missing.is_some()));
                let met = known.meet(to);
                self.region.locals.insert(*id, met.clone());
                let bound = self.bindings.get(id).copied();
                !met.is_impossible() && bound.is_none_or(|argument| self.narrow(argument, &met))
            }
            ExprKind::AsOf => {
                let met = to.range().and_then(|range| range.meet(self.region.as_of()));
                self.region.as_of = met.or(self.region.as_of);
                met.is_some()
            }
            ExprKind::Rescale(inner) => {
                let by = u32::from(expr.ty.scale().saturating_sub(inner.ty.scale()));
                let down = |range: Range| {
                    let low = decimal::scale_down(range.low, by, Rounding::Ceil);
                    Range::new(low, decimal::scale_down(range.high, by, Rounding::Floor))
                };
                self.narrow_through(inner, to, down)
            }
            ExprKind::Negate(inner) => self.narrow_through(inner, to, |range| Some(range.negate())),
            ExprKind::Add(left, right) => {
                let back = |sum: Range, other: Range| sum.subtract(other);
                self.narrow_side(left, right, to, back) && self.narrow_side(right, left, to, back)
            }
            ExprKind::Subtract(left, right) => {
                self.narrow_side(left, right, to, |difference, right| difference.add(right))
                    && self.narrow_side(right, left, to, |difference, left| left.subtract(difference))
            }
            ExprKind::Multiply(left, right) => {
                let exact = u32::from(left.ty.scale()) + u32::from(right.ty.scale()) == u32::from(expr.ty.scale());
                let back = |product: Range, factor: Range| whole_share(product, factor.single().filter(|_| exact)?);
                self.narrow_side(left, right, to, back) && self.narrow_side(right, left, to, back)
            }
            ExprKind::Divide(left, right) => {
                self.note(expr, to);
                self.narrow_quotient(left, right, to)
            }
            ExprKind::Default(first, second) => {
                let other = self.possible(second);
                let only_first = other.meet(to).is_impossible();
                self.narrow(first, &Possible { values: to.values.clone(), missing: !only_first })
            }
            ExprKind::If(condition, then, otherwise) => {
                let yes = self.branch(then, to, |inside| inside.assume(condition, true));
                let no = self.branch(otherwise, to, |inside| inside.assume(condition, false));
                self.take([yes, no])
            }
            ExprKind::When(when) => self.narrow_when(when, to),
            ExprKind::Choose(choose) => self.narrow_choice(choose, to),
            ExprKind::Lookup(lookup) => self.narrow_keys(lookup, to),
            ExprKind::Call(call) => {
                self.enter(call);
                self.narrow(&call.body, to)
            }
            ExprKind::Builtin(builtin, arguments) => self.narrow_builtin(expr, *builtin, arguments, to),
            ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Compare(..)
            | ExprKind::Matches(..)
            | ExprKind::StartsWith(..)
            | ExprKind::IsMissing(_) => match &to.values {
                Values::Truth { yes, no } if yes != no && !to.missing => self.assume(expr, *yes),
                _ => self.fits(expr, to),
            },
            ExprKind::Linear(_) | ExprKind::Dated(_) => self.fits(expr, to),
        }
    }

    /// Whether it can be so at all.
    fn fits(&mut self, expr: &'w Expr, to: &Possible) -> bool {
        !self.possible(expr).meet(to).is_impossible()
    }

    /// Through a strict function of one operand.
    fn narrow_through(&mut self, inner: &'w Expr, to: &Possible, back: impl Fn(Range) -> Option<Range>) -> bool {
        let values = to.range().and_then(back).map_or(Values::None, Values::Range);
        self.narrow(inner, &Possible { values, missing: to.missing })
    }

    /// One operand of a strict function of two, by what the result and the other are.
    fn narrow_side(&mut self, side: &'w Expr, other: &'w Expr, to: &Possible, back: impl Fn(Range, Range) -> Option<Range>) -> bool {
        let known = self.possible(other);
        if to.missing && known.missing {
            // The result may be missing because the other is: nothing follows.
            return true;
        }
        let own = self.possible(side);
        let values = match (to.range(), known.range()) {
            (Some(result), Some(other)) => back(result, other).map_or(own.values, Values::Range),
            _ if to.missing => Values::None,
            _ => return false,
        };
        self.narrow(side, &Possible { values, missing: to.missing })
    }

    /// `left ÷ right`: where the quotient is there, both are, and the divisor is not 0.
    fn narrow_quotient(&mut self, left: &'w Expr, right: &'w Expr, to: &Possible) -> bool {
        if to.missing {
            return true;
        }
        let (over, under) = (self.possible(left), self.possible(right));
        let (Some(a), Some(b)) = (over.range(), under.range()) else { return false };
        let low = if b.low == 0 { 1 } else { b.low };
        let high = if b.high == 0 { -1 } else { b.high };
        let Some(b) = Range::new(low, high) else { return false };
        // Above 0 the quotient has the sign of what is divided.
        let sign = to.range().filter(|_| b.low > 0).map_or(Some(a), |quotient| match quotient {
            Range { low, .. } if low > 0 => Range::new(a.low.max(1), a.high),
            Range { high, .. } if high < 0 => Range::new(a.low, a.high.min(-1)),
            _ => Some(a),
        });
        let Some(a) = sign else { return false };
        self.narrow(left, &Possible::there(Values::Range(a))) && self.narrow(right, &Possible::there(Values::Range(b)))
    }

    /// A branch in which the expression is one of `to`: its region, if there is one.
    fn branch(&mut self, expr: &'w Expr, to: &Possible, assume: impl FnOnce(&mut Reader<'w>) -> bool) -> Option<Region> {
        let mut inside = self.inside();
        let good = assume(&mut inside) && {
            let met = inside.possible(expr).meet(to);
            !met.is_impossible() && inside.narrow(expr, &met)
        };
        self.steps = inside.steps;
        good.then_some(inside.region)
    }

    /// Takes the branches that are possible, together.
    fn take(&mut self, branches: impl IntoIterator<Item = Option<Region>>) -> bool {
        let joined = branches.into_iter().flatten().reduce(|known, other| known.join(&other));
        match joined {
            Some(region) => {
                self.region = region;
                true
            }
            None => false,
        }
    }

    fn narrow_when(&mut self, when: &'w When, to: &Possible) -> bool {
        let mut branches = Vec::new();
        let mut rest = self.inside();
        let mut open = true;
        for row in &when.rows {
            branches.push(rest.branch(&row.value, to, |inside| inside.assume(&row.guard, true)));
            if let Some(missing) = &when.missing {
                branches.push(rest.branch(missing, to, |inside| inside.assume_missing(&row.guard, true)));
            }
            open = rest.assume(&row.guard, false);
            if !open {
                break;
            }
        }
        if open {
            branches.push(rest.branch(&when.otherwise, to, |_| true));
        }
        self.steps = rest.steps;
        self.take(branches)
    }

    fn narrow_choice(&mut self, choose: &'w Choose, to: &Possible) -> bool {
        let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| self.possible(subject)).collect();
        let mut branches = Vec::new();
        for (position, row) in choose.rows.iter().enumerate() {
            let Some(met) = self.row(choose, position, &subjects) else { continue };
            branches.push(
                self.branch(&row.value, to, |inside| choose.subjects.iter().zip(&met).all(|(subject, possible)| inside.narrow(subject, possible))),
            );
        }
        self.take(branches)
    }

    fn narrow_keys(&mut self, lookup: &'w Lookup, to: &Possible) -> bool {
        if to.missing {
            return true;
        }
        let Some(table) = self.world.tables.get(lookup.table.0 as usize) else { return true };
        let keys: Vec<Possible> = lookup.keys.iter().map(|key| self.possible(key)).collect();
        let mut met: Vec<Values> = vec![Values::None; keys.len()];
        for row in &table.rows {
            let cell = row.cells.get(lookup.column as usize).unwrap_or(&Value::Missing);
            let parts: Vec<Values> = row.keys.iter().zip(&keys).map(|(pattern, key)| key.values.accepted(pattern)).collect();
            if to.contains(cell) && parts.iter().all(|part| *part != Values::None) {
                met = met.into_iter().zip(parts).map(|(known, part)| known.join(part)).collect();
            }
        }
        lookup.keys.iter().zip(met).all(|(key, values)| self.narrow(key, &Possible::there(values)))
    }

    fn narrow_builtin(&mut self, expr: &'w Expr, builtin: Builtin, arguments: &'w [Expr], to: &Possible) -> bool {
        let (false, Some(range)) = (to.missing, to.range()) else { return self.fits(expr, to) };
        let bound = match builtin {
            Builtin::Max => Range { low: -decimal::LIMIT + 1, high: range.high },
            Builtin::Min => Range { low: range.low, high: decimal::LIMIT - 1 },
            Builtin::Abs => Range { low: -range.high, high: range.high },
            Builtin::Round(_) => {
                let by = arguments.first().map_or(0, |argument| u32::from(argument.ty.scale().saturating_sub(expr.ty.scale())));
                let lifted = decimal::scale_up(range.low - 1, by).zip(decimal::scale_up(range.high + 1, by));
                match lifted.and_then(|(low, high)| Range::new(low, high)) {
                    Some(bound) => bound,
                    None => return true,
                }
            }
            _ => return self.fits(expr, to),
        };
        arguments.iter().all(|argument| {
            let values = self.possible(argument).values.meet(&Values::Range(bound));
            self.narrow(argument, &Possible::there(values))
        })
    }
}

/// What a factor is where the exact product with `factor` lies in a range.
fn whole_share(product: Range, factor: i128) -> Option<Range> {
    let (low, high) = if factor > 0 { (product.low, product.high) } else { (-product.high, -product.low) };
    let factor = factor.checked_abs().filter(|factor| *factor > 0)?;
    Range::new(decimal::divide(low, factor, 0, Rounding::Ceil)?, decimal::divide(high, factor, 0, Rounding::Floor)?)
}

impl Region {
    /// The records of either region, as far as fields and relations can say.
    #[must_use]
    pub fn join(&self, other: &Region) -> Region {
        let mut joined = self.clone();
        joined.fields.retain(|id, _| other.fields.contains_key(id));
        joined.slots.retain(|id, _| other.slots.contains_key(id));
        joined.locals.retain(|id, _| other.locals.contains_key(id));
        for (id, possible) in &mut joined.fields {
            if let Some(also) = other.fields.get(id) {
                *possible = possible.clone().join(also.clone());
            }
        }
        for (id, possible) in &mut joined.slots {
            if let Some(also) = other.slots.get(id) {
                *possible = possible.clone().join(also.clone());
            }
        }
        for (id, possible) in &mut joined.locals {
            if let Some(also) = other.locals.get(id) {
                *possible = possible.clone().join(also.clone());
            }
        }
        joined.forms.retain(|id, _| other.forms.contains_key(id));
        joined.relations.retain(|relation| other.relations.contains(relation));
        joined.as_of = self.as_of.zip(other.as_of).map(|(a, b)| a.join(b));
        joined
    }
}

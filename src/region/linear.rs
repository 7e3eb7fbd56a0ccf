//! Sums of fields: what relations between them say about differences and shares.
//!
//! In: expressions that only add, subtract and multiply by constants. Out: linear forms, their bounds under the region's ranges
//! and relations, and bounds of a quotient of two of them. A bound comes from taking a multiple of a relation (which is
//! at most 0) from the form, so that what is left is bounded by ranges alone; which multiples are tried is a matter of
//! sharpness, never of soundness.

use super::Reader;
use crate::builtins::Builtin;
use crate::ir::SlotId;
use crate::ir::expr::{Expr, ExprKind, LocalId};
use crate::ir::record::FieldId;
use crate::value::Value;
use crate::value::decimal::{self, Rounding, power_of_ten};
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::BTreeMap;

/// The most terms a form may have.
const MOST_TERMS: usize = 24;
/// How many names a form is followed through.
const DEPTH: u32 = 12;
/// How many relations are combined for one bound.
const COMBINED: usize = 3;
/// How many relations are combined to find a share worth trying.
const SHARE_STEPS: u32 = 2;
/// How many shares are tried.
const MOST_SHARES: usize = 32;

/// What a form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Atom {
    /// A field.
    Field(FieldId),
    /// A named value that is no linear form itself.
    Slot(SlotId),
    /// An argument of a function.
    Local(LocalId),
}

/// `Σ coefficient × mantissa + constant`, a mantissa at `scale`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linear {
    /// Coefficients of the mantissas, none of them 0.
    pub terms: BTreeMap<Atom, i128>,
    /// The constant part.
    pub constant: i128,
    /// Decimal places of the value.
    pub scale: u8,
}

impl Linear {
    fn constant(mantissa: i128, scale: u8) -> Linear {
        Linear { terms: BTreeMap::new(), constant: mantissa, scale }
    }

    fn atom(atom: Atom, scale: u8) -> Linear {
        Linear { terms: BTreeMap::from([(atom, 1)]), constant: 0, scale }
    }

    /// Taken `factor` times; `None` where that does not fit.
    #[must_use]
    pub fn times(&self, factor: i128) -> Option<Linear> {
        if factor == 0 {
            return Some(Linear::constant(0, self.scale));
        }
        let terms = self.terms.iter().map(|(atom, c)| Some((*atom, c.checked_mul(factor)?))).collect::<Option<BTreeMap<Atom, i128>>>()?;
        Some(Linear { terms, constant: self.constant.checked_mul(factor)?, scale: self.scale })
    }

    /// Its negative; `None` where that does not fit.
    #[must_use]
    pub fn negated(&self) -> Option<Linear> {
        self.times(-1)
    }

    /// Less another; `None` where that does not fit.
    #[must_use]
    pub fn less(&self, other: &Linear) -> Option<Linear> {
        self.plus(other, -1)
    }

    fn at_scale(&self, scale: u8) -> Option<Linear> {
        let by = scale.checked_sub(self.scale)?;
        Some(Linear { scale, ..self.times(power_of_ten(u32::from(by))?)? })
    }

    /// Both at the greater of the two scales, the second taken `factor` times.
    fn plus(&self, other: &Linear, factor: i128) -> Option<Linear> {
        let scale = self.scale.max(other.scale);
        let (mut sum, other) = (self.at_scale(scale)?, other.at_scale(scale)?.times(factor)?);
        for (atom, c) in other.terms {
            let place = sum.terms.entry(atom).or_insert(0);
            *place = place.checked_add(c)?;
        }
        sum.terms.retain(|_, c| *c != 0);
        sum.constant = sum.constant.checked_add(other.constant)?;
        (sum.terms.len() <= MOST_TERMS).then_some(sum)
    }
}

impl Reader<'_> {
    /// The linear form of an expression, if it is one.
    #[must_use]
    pub fn linear(&self, expr: &Expr) -> Option<Linear> {
        self.form(expr, DEPTH)
    }

    fn form(&self, expr: &Expr, depth: u32) -> Option<Linear> {
        let depth = depth.checked_sub(1)?;
        let scale = match &expr.ty {
            Type::Number(number) => number.scale,
            Type::Date(_) => 0,
            Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => return None,
        };
        match &expr.kind {
            ExprKind::Constant(Value::Number(mantissa)) => Some(Linear::constant(*mantissa, scale)),
            ExprKind::Constant(Value::Date(day)) => Some(Linear::constant(i128::from(day.0), 0)),
            ExprKind::Field(id) => Some(Linear::atom(Atom::Field(*id), scale)),
            ExprKind::Slot(id) => {
                // A value that is the same for all records here is a constant.
                let known = self.known.get(id).filter(|known| !known.missing).and_then(|known| known.range()?.single());
                let inner = || self.world.slots.get(id.0 as usize).and_then(|slot| self.form(&slot.expr, depth));
                let found = known.map(|mantissa| Linear::constant(mantissa, scale)).or_else(inner);
                Some(found.unwrap_or_else(|| Linear::atom(Atom::Slot(*id), scale)))
            }
            ExprKind::Local(id) => {
                let bound = self.bindings.get(id).and_then(|bound| self.form(bound, depth));
                let inner = bound.or_else(|| self.region.forms.get(id).cloned());
                Some(inner.unwrap_or_else(|| Linear::atom(Atom::Local(*id), scale)))
            }
            ExprKind::Rescale(inner) => self.form(inner, depth)?.at_scale(scale),
            ExprKind::Negate(inner) => self.form(inner, depth)?.times(-1),
            ExprKind::Add(left, right) => self.form(left, depth)?.plus(&self.form(right, depth)?, 1),
            ExprKind::Subtract(left, right) => self.form(left, depth)?.plus(&self.form(right, depth)?, -1),
            ExprKind::Multiply(left, right) if left.ty.scale().checked_add(right.ty.scale()) == Some(scale) => {
                let (left, right) = (self.form(left, depth)?, self.form(right, depth)?);
                let (form, factor) = if right.terms.is_empty() { (left, right) } else { (right, left) };
                factor.terms.is_empty().then_some(())?;
                Some(Linear { scale, ..form.times(factor.constant)? })
            }
            ExprKind::Builtin(Builtin::DaysBetween, dates) => match dates.as_slice() {
                [from, to] => self.form(to, depth)?.plus(&self.form(from, depth)?, -1),
                _ => None,
            },
            ExprKind::Builtin(Builtin::Sum, parts) => {
                let mut sum = Linear::constant(0, scale);
                for part in parts {
                    sum = sum.plus(&self.form(part, depth)?, 1)?;
                }
                Some(sum)
            }
            _ => None,
        }
    }

    /// What the relations say of an expression that adds and subtracts; `None` where they say nothing.
    #[must_use]
    pub fn by_relations(&self, expr: &Expr) -> Option<Range> {
        if !self.region.has_relations() {
            return None;
        }
        let form = self.linear(expr)?;
        if self.region.relations_of(&form).is_empty() {
            return None;
        }
        Some(Range { low: -self.at_most(&form.times(-1)?)?, high: self.at_most(&form)? }).filter(|range| range.low <= range.high)
    }

    /// What a quotient of two sums can be, `shift` decimal places being added and the divisor being above 0.
    #[must_use]
    pub fn quotient(&self, over: &Expr, under: &Expr, shift: i32) -> Option<Range> {
        // Shares are of mantissas; the shift takes care of the places.
        let (over, under) = (Linear { scale: 0, ..self.linear(over)? }, Linear { scale: 0, ..self.linear(under)? });
        if under.terms.is_empty() || over.terms.is_empty() {
            return None;
        }
        let high = self.share(&over, &under)?;
        let low = self.share(&over.times(-1)?, &under)?;
        let at = |(p, q): (i128, i128)| decimal::divide(p, q, shift, Rounding::HalfAway);
        Range::new(low.map_or(Some(-decimal::LIMIT + 1), |(p, q)| at((-p, q)))?, high.map_or(Some(decimal::LIMIT - 1), at)?)
    }

    /// The least `p/q` of those tried for which `over <= p/q × under` always holds.
    fn share(&self, over: &Linear, under: &Linear) -> Option<Option<(i128, i128)>> {
        let mut tried = vec![(0, 1)];
        self.shares(over, 1, under, SHARE_STEPS, &mut tried);
        let mut best: Option<(i128, i128)> = None;
        for (p, q) in tried {
            let better = match best {
                None => true,
                Some((bp, bq)) => p.checked_mul(bq).zip(bp.checked_mul(q)).is_some_and(|(this, known)| this < known),
            };
            if !better {
                continue;
            }
            let Some(gap) = over.times(q).zip(p.checked_neg()).and_then(|(form, p)| form.plus(under, p)) else { continue };
            if self.at_most(&gap).is_some_and(|most| most <= 0) {
                best = Some((p, q));
            }
        }
        Some(best)
    }

    /// Shares worth trying: those of the coefficients of each atom, in the form and in what relations leave of it.
    fn shares(&self, over: &Linear, by: i128, under: &Linear, depth: u32, tried: &mut Vec<(i128, i128)>) {
        for (atom, c) in &over.terms {
            let Some(d) = under.terms.get(atom) else { continue };
            let (p, q) = if *d < 0 { (c.checked_neg(), d.checked_neg()) } else { (Some(*c), Some(*d)) };
            tried.extend(p.zip(q.and_then(|q| q.checked_mul(by))).filter(|share| !tried.contains(share)));
        }
        let Some(depth) = depth.checked_sub(1) else { return };
        for relation in self.region.relations_of(over) {
            for (left, lift) in without(over, relation) {
                if let Some(by) = by.checked_mul(lift).filter(|_| tried.len() < MOST_SHARES) {
                    self.shares(&left, by, under, depth, tried);
                }
            }
        }
    }

    /// The most a form can be.
    #[must_use]
    pub fn at_most(&self, form: &Linear) -> Option<i128> {
        self.bounded(form, form, &mut Vec::new())
    }

    /// The most `form` can be; a relation counts where all it is about is there, as everything in `whole` is.
    fn bounded<'r>(&'r self, form: &Linear, whole: &Linear, taken: &mut Vec<&'r Linear>) -> Option<i128> {
        let mut best = self.by_ranges(form);
        if taken.len() == COMBINED {
            return best;
        }
        for relation in self.region.relations_of(form) {
            let counts = relation.terms.keys().all(|atom| whole.terms.contains_key(atom) || self.is_there(*atom));
            if !counts || taken.iter().any(|other| std::ptr::eq(*other, relation)) {
                continue;
            }
            taken.push(relation);
            for (left, by) in without(form, relation) {
                if let Some(most) = self.bounded(&left, whole, taken) {
                    let most = most.div_euclid(by);
                    best = Some(best.map_or(most, |known| known.min(most)));
                }
            }
            taken.pop();
        }
        best
    }

    fn by_ranges(&self, form: &Linear) -> Option<i128> {
        let mut most = form.constant;
        for (atom, c) in &form.terms {
            let range = self.range_of(*atom)?;
            most = most.checked_add(c.checked_mul(if *c > 0 { range.high } else { range.low })?)?;
        }
        Some(most)
    }

    fn range_of(&self, atom: Atom) -> Option<Range> {
        self.atom(atom).range()
    }

    /// Whether an atom is never missing here.
    #[must_use]
    pub fn is_there(&self, atom: Atom) -> bool {
        !self.atom(atom).missing
    }

    fn atom(&self, atom: Atom) -> super::Possible {
        match atom {
            Atom::Field(id) => self.region.field(self.world, id),
            Atom::Slot(id) => self.noted_slot(id),
            Atom::Local(id) => self.region.locals.get(&id).cloned().unwrap_or_else(super::Possible::blank),
        }
    }

    /// Takes in that an atom is there; false where it never is.
    pub(super) fn narrow_atom(&mut self, atom: Atom) -> bool {
        let there = super::Possible::there(self.atom(atom).values);
        let possible = !there.is_impossible();
        self.known.clear();
        match atom {
            Atom::Field(id) => drop(self.region.fields.insert(id, there)),
            Atom::Slot(id) => drop(self.region.slots.insert(id, there)),
            Atom::Local(id) => drop(self.region.locals.insert(id, there)),
        }
        possible
    }

    /// Notes that `form <= 0`.
    pub(super) fn relate(&mut self, form: Linear) {
        const MOST_RELATIONS: usize = 64;
        let is_new = || !self.region.relations_of(&form).contains(&&form);
        if form.terms.len() >= 2 && self.region.relations.len() < MOST_RELATIONS && is_new() {
            self.region.relations.push(form);
        }
    }
}

/// The form, `by` times, less a multiple of the relation that takes one atom away: at least what `by` times the form is, as the
/// relation is at most 0.
fn without<'l>(form: &'l Linear, relation: &'l Linear) -> impl Iterator<Item = (Linear, i128)> + 'l {
    let scale = form.scale.max(relation.scale);
    let both = form.at_scale(scale).zip(relation.at_scale(scale));
    let lift = power_of_ten(u32::from(scale - form.scale)).unwrap_or(1);
    both.into_iter().flat_map(move |(form, relation)| {
        let pairs: Vec<(i128, i128)> = form.terms.iter().filter_map(|(atom, c)| Some((*c, *relation.terms.get(atom)?))).collect();
        pairs.into_iter().filter_map(move |(c, r)| {
            if (c > 0) != (r > 0) {
                return None;
            }
            let common = gcd(c.unsigned_abs(), r.unsigned_abs()) as i128;
            let (by, factor) = ((r / common).checked_abs()?, (c / common).checked_abs()?);
            let left = form.times(by)?.plus(&relation, factor.checked_neg()?)?;
            Some((left, by.checked_mul(lift)?))
        })
    })
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

//! What follows from a condition.
//!
//! In: a condition and the truth it certainly has. Out: a narrower region, or the news that no record of the region is so. What
//! cannot be said as ranges and relations is left out, which keeps the region too large, never too small.

use super::possible::Values;
use super::{Linear, Possible, Reader, Region};
use crate::builtins::Builtin;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::table::Pattern;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::range::Range;

/// How deep names are followed when something is assumed of them.
pub(super) const DEPTH: u32 = 24;
/// How many alternatives of an `or` are looked at one by one.
const ALTERNATIVES: usize = 4;

impl<'w> Reader<'w> {
    /// Takes in that a condition certainly has this truth; false where no record of the region is so.
    pub fn assume(&mut self, condition: &'w Expr, truth: bool) -> bool {
        self.region.narrower = true;
        self.known.clear();
        if !self.takes_step() || self.depth > DEPTH {
            return true;
        }
        match &condition.kind {
            ExprKind::Constant(value) => *value == Value::Bool(truth),
            ExprKind::Not(inner) => self.assume(inner, !truth),
            ExprKind::And(parts) => self.assume_junction(parts, truth, false),
            ExprKind::Or(parts) => self.assume_junction(parts, truth, true),
            ExprKind::Compare(comparison, left, right) => {
                let comparison = if truth { *comparison } else { comparison.opposite() };
                self.assume_compared(comparison, left, right)
            }
            ExprKind::Matches(subject, pattern) => self.assume_matched(subject, pattern, truth, false),
            ExprKind::StartsWith(subject, _) => self.assume_missing(subject, false),
            ExprKind::IsMissing(subject) => self.assume_missing(subject, truth),
            _ => self.narrow(condition, &Possible::truth(truth, !truth, false)),
        }
    }

    /// Takes in that an expression is missing, or that it is there.
    pub fn assume_missing(&mut self, expr: &'w Expr, missing: bool) -> bool {
        let found = self.possible(expr);
        let wanted = if missing { Possible::blank() } else { Possible::there(found.values.clone()) };
        if found.meet(&wanted).is_impossible() {
            return false;
        }
        self.narrow(expr, &wanted)
    }

    fn assume_junction(&mut self, parts: &'w [Expr], truth: bool, decisive: bool) -> bool {
        if truth != decisive {
            return parts.iter().all(|part| self.assume(part, truth));
        }
        let found: Vec<Possible> = parts.iter().map(|part| self.possible(part)).collect();
        let may = |possible: &Possible| if truth { possible.may_hold() } else { possible.may_fail() };
        let open: Vec<&'w Expr> = parts.iter().zip(&found).filter(|(_, possible)| may(possible)).map(|(part, _)| part).collect();
        match open.as_slice() {
            [] => false,
            [only] => self.assume(only, truth),
            several if several.len() <= ALTERNATIVES && self.depth < 4 => {
                let mut joined: Option<Region> = None;
                for part in several {
                    let mut inside = self.inside();
                    if inside.assume(part, truth) {
                        joined = Some(match joined {
                            Some(known) => known.join(&inside.region),
                            None => inside.region.clone(),
                        });
                    }
                    self.steps = inside.steps;
                }
                match joined {
                    Some(region) => {
                        self.region = region;
                        true
                    }
                    None => false,
                }
            }
            _ => true,
        }
    }

    fn assume_compared(&mut self, comparison: Comparison, left: &'w Expr, right: &'w Expr) -> bool {
        if !self.compare(comparison, left, right).may_hold() {
            return false;
        }
        let (first, second) = (self.possible(left), self.possible(right));
        if !self.compared(comparison, (left, &first), (right, &second)).0 {
            return false;
        }
        let (a, b) = compared_sides(comparison, &first.values, &second.values);
        let good = self.narrow(left, &Possible::there(a)) && self.narrow(right, &Possible::there(b));
        if good {
            self.relate_compared(comparison, left, right);
        }
        good && self.assume_of_parts(comparison, left, right)
    }

    /// What is above something is so with every part of a least value; what is below, with every part of a greatest one.
    fn assume_of_parts(&mut self, comparison: Comparison, left: &'w Expr, right: &'w Expr) -> bool {
        let upward = matches!(comparison, Comparison::Greater | Comparison::AtLeast);
        let downward = matches!(comparison, Comparison::Less | Comparison::AtMost);
        let parts = |expr: &'w Expr, least: bool| match &self.world.through(expr).kind {
            ExprKind::Builtin(Builtin::Min, parts) if least => parts.as_slice(),
            ExprKind::Builtin(Builtin::Max, parts) if !least => parts.as_slice(),
            _ => &[],
        };
        if !upward && !downward {
            return true;
        }
        let (lefts, rights) = (parts(left, upward), parts(right, downward));
        let mut may = |left: &'w Expr, right: &'w Expr| {
            let (first, second) = (self.possible(left), self.possible(right));
            left.ty.scale() != right.ty.scale() || self.compared(comparison, (left, &first), (right, &second)).0
        };
        lefts.iter().all(|part| may(part, right)) && rights.iter().all(|part| may(left, part))
    }

    fn assume_matched(&mut self, subject: &'w Expr, pattern: &Pattern, truth: bool, missing: bool) -> bool {
        let found = self.possible(subject);
        let values = if truth { found.values.accepted(pattern) } else { found.values.refused(pattern) };
        self.narrow(subject, &Possible { values, missing })
    }

    /// Notes the relation between two compared sums.
    fn relate_compared(&mut self, comparison: Comparison, left: &Expr, right: &Expr) {
        let forms = self.linear(left).zip(self.linear(right)).and_then(|(a, b)| Some((a.less(&b)?, b.less(&a)?)));
        let Some((forward, backward)) = forms else { return };
        let strictly = |form: Linear| form.constant.checked_add(1).map(|constant| Linear { constant, ..form });
        let noted = match comparison {
            Comparison::Less => [strictly(forward), None],
            Comparison::AtMost => [Some(forward), None],
            Comparison::Greater => [strictly(backward), None],
            Comparison::AtLeast => [Some(backward), None],
            Comparison::Equal => [Some(forward), Some(backward)],
            Comparison::Different => [None, None],
        };
        noted.into_iter().flatten().for_each(|form| self.relate(form));
    }

    /// Takes in that a condition is not false: it holds, or it is missing. This is what a record check promises.
    pub fn hold(&mut self, condition: &'w Expr) -> bool {
        if !self.takes_step() {
            return true;
        }
        let found = self.possible(condition);
        if !found.missing {
            return found.may_hold() && self.assume(condition, true);
        }
        match &condition.kind {
            ExprKind::And(parts) => parts.iter().all(|part| self.hold(part)),
            ExprKind::Or(parts) => {
                let open: Vec<&'w Expr> = parts
                    .iter()
                    .filter(|part| {
                        let found = self.possible(part);
                        found.may_hold() || found.missing
                    })
                    .collect();
                match open.as_slice() {
                    [] => false,
                    [only] => self.hold(only),
                    _ => true,
                }
            }
            ExprKind::Compare(comparison, left, right) => self.hold_compared(*comparison, left, right),
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Compare(comparison, left, right) => self.hold_compared(comparison.opposite(), left, right),
                ExprKind::Matches(subject, pattern) => self.assume_matched(subject, pattern, false, true),
                _ => true,
            },
            ExprKind::Matches(subject, pattern) => self.assume_matched(subject, pattern, true, true),
            _ => true,
        }
    }

    /// A comparison that holds where both sides are there: each side is narrowed where the other is certainly there.
    fn hold_compared(&mut self, comparison: Comparison, left: &'w Expr, right: &'w Expr) -> bool {
        let (first, second) = (self.possible(left), self.possible(right));
        let (a, b) = compared_sides(comparison, &first.values, &second.values);
        let mut good = true;
        if !second.missing {
            good &= self.narrow(left, &Possible { values: a, missing: true });
        }
        if !first.missing {
            good &= self.narrow(right, &Possible { values: b, missing: true });
        }
        if good && self.is_there_with_relation(left, right) {
            self.relate_compared(comparison, left, right);
        }
        good
    }

    /// Whether both sides are there wherever all that their difference is about is there: a figure that cancels, as `c` does in
    /// `a + c <= b + c`, makes the comparison missing and would not be seen in the relation.
    fn is_there_with_relation(&self, left: &'w Expr, right: &'w Expr) -> bool {
        let Some(form) = self.linear(left).zip(self.linear(right)).and_then(|(a, b)| a.less(&b)) else { return false };
        let mut inside = self.inside();
        let there = form.terms.keys().all(|atom| inside.narrow_atom(*atom));
        !there || !inside.possible(left).missing && !inside.possible(right).missing
    }

    /// Takes in once more the record checks that a narrowed field takes part in; false where no record of the region is left.
    pub fn checks_again(&mut self) -> bool {
        let changed = std::mem::take(&mut self.changed);
        if changed.is_empty() {
            return true;
        }
        let checks = &self.world.record.checks;
        checks.iter().filter(|check| check.fields.iter().any(|field| changed.contains(field))).all(|check| self.hold(&check.condition))
    }
}

/// What is left of both sides where a comparison holds.
fn compared_sides(comparison: Comparison, left: &Values, right: &Values) -> (Values, Values) {
    let within = |values: &Values, low: i128, high: i128| Range::new(low, high).map_or(Values::None, |range| values.meet(&Values::Range(range)));
    let (Values::Range(a), Values::Range(b)) = (left, right) else {
        return match comparison {
            Comparison::Equal => (left.meet(right), right.meet(left)),
            Comparison::Different => (left.other_than(right), right.other_than(left)),
            Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => (left.clone(), right.clone()),
        };
    };
    match comparison {
        Comparison::Less => (within(left, a.low, b.high - 1), within(right, a.low + 1, b.high)),
        Comparison::AtMost => (within(left, a.low, b.high), within(right, a.low, b.high)),
        Comparison::Greater => (within(left, b.low + 1, a.high), within(right, b.low, a.high - 1)),
        Comparison::AtLeast => (within(left, b.low, a.high), within(right, b.low, a.high)),
        Comparison::Equal => (left.meet(right), right.meet(left)),
        Comparison::Different => (left.other_than(right), right.other_than(left)),
    }
}

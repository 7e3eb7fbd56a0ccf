//! What an expression can be in a region.
//!
//! In: an expression. Out: [`Possible`], by the rules of evaluation read over ranges. Choices are in `choices`.

use super::possible::compared;
use super::same::is_same;
use super::{Possible, Reader, Texts, Values};
use crate::builtins::{self, Builtin, Operand, Scales};
use crate::ir::SlotId;
use crate::ir::expr::{Call, Expr, ExprKind};
use crate::value::comparison::Comparison;
use crate::value::decimal;
use crate::value::range::Range;
use std::cmp::Ordering;

impl<'w> Reader<'w> {
    /// What an expression can be.
    pub fn possible(&mut self, expr: &'w Expr) -> Possible {
        let by_type = self.world.of_type(&expr.ty, expr.missing.is_some());
        if !self.takes_step() {
            return by_type;
        }
        let found = self.by_kind(expr);
        Possible { values: bounded(&found.values, &by_type.values), missing: found.missing && by_type.missing }
    }

    fn by_kind(&mut self, expr: &'w Expr) -> Possible {
        match &expr.kind {
            ExprKind::Constant(value) => Possible::of(value),
            ExprKind::Field(id) => self.region.field(self.world, *id),
            ExprKind::Slot(id) => self.slot(*id),
            ExprKind::Local(id) => match self.region.locals.get(id) {
                Some(possible) => possible.clone(),
                None => self.world.of_type(&expr.ty, expr.missing.is_some()),
            },
            ExprKind::AsOf => Possible::there(Values::Range(self.region.as_of())),
            ExprKind::Rescale(inner) => {
                let by = u32::from(expr.ty.scale().saturating_sub(inner.ty.scale()));
                let inner = self.possible(inner);
                self.number(expr, inner.missing, inner.range(), |range| range.map(|x| decimal::scale_up(x, by)))
            }
            ExprKind::Negate(inner) => {
                let inner = self.possible(inner);
                self.number(expr, inner.missing, inner.range(), |range| Some(range.negate()))
            }
            ExprKind::Add(left, right) => self.related(expr, left, right, Range::add),
            ExprKind::Subtract(left, right) => self.related(expr, left, right, Range::subtract),
            ExprKind::Multiply(left, right) => {
                let drop = u32::from(left.ty.scale()) + u32::from(right.ty.scale()) - u32::from(expr.ty.scale());
                self.pair(expr, left, right, |a, b| a.multiply(b, drop))
            }
            ExprKind::Divide(left, right) => {
                let found = self.divide(expr, left, right);
                self.as_noted(expr, found)
            }
            ExprKind::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            ExprKind::Not(inner) => {
                let inner = self.possible(inner);
                Possible::truth(inner.may_fail(), inner.may_hold(), inner.missing)
            }
            ExprKind::And(parts) => self.junction(parts, false),
            ExprKind::Or(parts) => self.junction(parts, true),
            ExprKind::Matches(subject, pattern) => {
                let subject = self.possible(subject);
                let (yes, no) = (subject.values.accepted(pattern), subject.values.refused(pattern));
                Possible::truth(yes != Values::None, no != Values::None, subject.missing)
            }
            ExprKind::StartsWith(subject, prefixes) => {
                let subject = self.possible(subject);
                let starts = |text: &str| prefixes.iter().any(|prefix| text.starts_with(prefix.as_ref()));
                let (yes, no) = match &subject.values {
                    Values::Texts(Texts::Only(texts)) => (texts.iter().any(|text| starts(text)), texts.iter().any(|text| !starts(text))),
                    Values::None => (false, false),
                    _ => (true, true),
                };
                Possible::truth(yes, no, subject.missing)
            }
            ExprKind::IsMissing(subject) => {
                let subject = self.possible(subject);
                Possible::truth(subject.missing, subject.values != Values::None, false)
            }
            ExprKind::Default(first, second) => self.default(first, second),
            ExprKind::If(condition, then, otherwise) => self.if_else(condition, then, otherwise),
            ExprKind::When(when) => self.when(when),
            ExprKind::Choose(choose) => self.choose(choose),
            ExprKind::Linear(linear) => self.lines(linear),
            ExprKind::Lookup(lookup) => self.lookup(lookup),
            ExprKind::Dated(rows) => self.dated(rows),
            ExprKind::Call(call) => {
                self.enter(call);
                self.possible(&call.body)
            }
            ExprKind::Builtin(builtin, arguments) => self.builtin(expr, *builtin, arguments),
        }
    }

    /// Binds the arguments of an expanded function, so that its body can be read.
    pub fn enter(&mut self, call: &'w Call) {
        for (local, argument) in &call.arguments {
            let possible = self.possible(argument);
            self.region.locals.insert(*local, possible);
            self.bindings.insert(*local, argument);
        }
    }

    /// What a slot can be: by what is noted, and worked out from its expression where the region says more than the types.
    pub(super) fn slot(&mut self, id: SlotId) -> Possible {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let noted = self.noted_slot(id);
        let Some(slot) = self.world.slots.get(id.0 as usize) else { return noted };
        if !self.region.narrower || self.depth > 40 {
            return noted;
        }
        self.depth += 1;
        let found = self.possible(&slot.expr);
        self.depth -= 1;
        let met = found.meet(&noted);
        if self.steps > 0 {
            self.known.insert(id, met.clone());
        }
        met
    }

    /// What is noted of a slot, or else its type.
    pub(super) fn noted_slot(&self, id: SlotId) -> Possible {
        match (self.region.slots.get(&id), self.world.slots.get(id.0 as usize)) {
            (Some(noted), _) => noted.clone(),
            (None, Some(slot)) => self.world.of_type(&slot.expr.ty, slot.expr.missing.is_some()),
            (None, None) => Possible::blank(),
        }
    }

    /// A strict function of numbers: missing where an operand is; its range, or that of its type where it does not fit.
    fn number(&self, expr: &Expr, missing: bool, range: Option<Range>, function: impl Fn(Range) -> Option<Range>) -> Possible {
        let Some(range) = range else { return Possible { values: Values::None, missing } };
        let values = function(range).map_or_else(|| self.world.of_type(&expr.ty, false).values, Values::Range);
        Possible { values, missing }
    }

    fn pair(&mut self, expr: &'w Expr, left: &'w Expr, right: &'w Expr, function: impl Fn(Range, Range) -> Option<Range>) -> Possible {
        let (left, right) = (self.possible(left), self.possible(right));
        let missing = left.missing || right.missing;
        match (left.range(), right.range()) {
            (Some(a), Some(b)) => self.number(expr, missing, Some(a), |a| function(a, b)),
            _ => Possible { values: Values::None, missing },
        }
    }

    /// A sum or difference, as sharp as the relations between its parts allow.
    fn related(&mut self, expr: &'w Expr, left: &'w Expr, right: &'w Expr, function: impl Fn(Range, Range) -> Option<Range>) -> Possible {
        let found = self.pair(expr, left, right, function);
        match (found.range(), self.by_relations(expr)) {
            (Some(_), Some(range)) => Possible { values: found.values.meet(&Values::Range(range)), ..found },
            _ => found,
        }
    }

    fn divide(&mut self, expr: &'w Expr, left: &'w Expr, right: &'w Expr) -> Possible {
        let shift = i32::from(expr.ty.scale()) + i32::from(right.ty.scale()) - i32::from(left.ty.scale());
        let (over, under) = (self.possible(left), self.possible(right));
        let zero = under.range().is_some_and(|range| range.contains(0));
        let missing = over.missing || under.missing || zero;
        let (Some(a), Some(b)) = (over.range(), under.range()) else { return Possible { values: Values::None, missing } };
        if b.single() == Some(0) {
            return Possible::blank();
        }
        let found = self.number(expr, missing, Some(a), |a| a.divide(b, shift));
        if b.low < 0 {
            return found;
        }
        match self.quotient(left, right, shift) {
            Some(range) => Possible { values: found.values.meet(&Values::Range(range)), ..found },
            None => found,
        }
    }

    pub(super) fn compare(&mut self, comparison: Comparison, left: &'w Expr, right: &'w Expr) -> Possible {
        let (first, second) = (self.possible(left), self.possible(right));
        let (yes, no) = self.compared(comparison, (left, &first), (right, &second));
        Possible::truth(yes, no, first.missing || second.missing)
    }

    /// Whether a comparison may hold and may fail between two expressions that can be so.
    pub(super) fn compared(&self, comparison: Comparison, left: (&Expr, &Possible), right: (&Expr, &Possible)) -> (bool, bool) {
        let (yes, no) = compared(comparison, &left.1.values, &right.1.values);
        if !yes || !no {
            return (yes, no);
        }
        if is_same(left.0, right.0) {
            let holds = comparison.holds(Ordering::Equal);
            return (holds, !holds);
        }
        let known = if self.region.has_relations() { self.difference(left.0, right.0) } else { None };
        known.map_or((yes, no), |range| compared(comparison, &Values::Range(range), &Values::Range(Range::point(0))))
    }

    /// How the first can lie to the second where both are there.
    pub fn orders(&mut self, left: &'w Expr, right: &'w Expr) -> impl Iterator<Item = Ordering> {
        let (first, second) = (self.possible(left), self.possible(right));
        let may = |comparison| self.compared(comparison, (left, &first), (right, &second)).0;
        let found = [(Comparison::Less, Ordering::Less), (Comparison::Equal, Ordering::Equal), (Comparison::Greater, Ordering::Greater)]
            .map(|(comparison, order)| may(comparison).then_some(order));
        found.into_iter().flatten()
    }

    /// What `left - right` can be by the relations.
    fn difference(&self, left: &Expr, right: &Expr) -> Option<Range> {
        let form = self.linear(left)?.less(&self.linear(right)?)?;
        let (low, high) = (-self.at_most(&form.negated()?)?, self.at_most(&form)?);
        Range::new(low, high)
    }

    /// `or` for `decisive` true, `and` for false. It is missing only where a part is while no other part decides.
    fn junction(&mut self, parts: &'w [Expr], decisive: bool) -> Possible {
        let found: Vec<Possible> = parts.iter().map(|part| self.possible(part)).collect();
        let may = |possible: &Possible, truth: bool| if truth { possible.may_hold() } else { possible.may_fail() };
        let decides = found.iter().any(|possible| may(possible, decisive));
        let certain = found.iter().any(|possible| may(possible, decisive) && !may(possible, !decisive) && !possible.missing);
        let all = found.iter().all(|possible| may(possible, !decisive));
        let missing = !certain && self.undecided(parts, &found, decisive);
        let (yes, no) = if decisive { (decides, all && !certain) } else { (all && !certain, decides) };
        Possible::truth(yes, no, missing)
    }

    /// Whether some part may be missing while the other parts leave the matter open.
    fn undecided(&mut self, parts: &'w [Expr], found: &[Possible], decisive: bool) -> bool {
        let open: Vec<usize> = found.iter().enumerate().filter(|(_, possible)| possible.missing).map(|(position, _)| position).collect();
        if open.len() > 8 || self.depth > 8 {
            return !open.is_empty();
        }
        open.iter().any(|position| {
            let mut inside = self.inside();
            // Parts that are certainly there must not decide; one that may be missing leaves the matter open by itself.
            let fits = parts
                .iter()
                .zip(found)
                .enumerate()
                .all(|(other, (part, possible))| other == *position || possible.missing || inside.assume(part, !decisive));
            let still = fits && parts.get(*position).is_some_and(|part| inside.possible(part).missing);
            self.steps = inside.steps;
            still
        })
    }

    fn builtin(&mut self, expr: &'w Expr, builtin: Builtin, arguments: &'w [Expr]) -> Possible {
        let scales = Scales { argument: arguments.iter().map(|argument| argument.ty.scale()).max().unwrap_or(0), result: expr.ty.scale() };
        let found: Vec<Possible> = arguments.iter().map(|argument| self.possible(argument)).collect();
        if builtin == Builtin::Count {
            let count = |test: fn(&Possible) -> bool| found.iter().filter(|possible| test(possible)).count() as i128;
            let range = Range { low: count(|possible| possible.may_hold() && !possible.may_fail()), high: count(Possible::may_hold) };
            return Possible { values: Values::Range(range), missing: found.iter().any(|possible| possible.missing) };
        }
        let present_only = matches!(builtin, Builtin::SumPresent | Builtin::MeanPresent);
        let never = |possible: &Possible| possible.values == Values::None;
        if if present_only { found.iter().all(never) } else { found.iter().any(never) } {
            return Possible::blank();
        }
        let operands: Vec<Operand> =
            found.iter().filter_map(|possible| possible.range().map(|range| Operand { range, missing: possible.missing })).collect();
        let values = builtins::reach(builtin, &operands, scales).map_or_else(|| self.world.of_type(&expr.ty, false).values, Values::Range);
        let values = match self.by_relations(expr).filter(|_| builtin == Builtin::DaysBetween) {
            Some(range) => values.meet(&Values::Range(range)),
            None => values,
        };
        Possible { values, missing: builtins::may_miss(builtin, &operands) }
    }
}

/// What was found, within what the type allows; the other way round where kinds differ.
fn bounded(found: &Values, by_type: &Values) -> Values {
    match (found, by_type) {
        (Values::Range(_), Values::Range(_)) => found.meet(by_type),
        _ => found.clone(),
    }
}

//! How choices move: each alternative in its own region, and which may follow which while the field rises.
//!
//! In: `if`, `when`, bands, decision tables, lines, look-ups, defaults, dated values. Out: a [`Motion`]. A choice never falls where
//! no alternative does and where no alternative may be followed by one with a smaller value.

use super::direction::{Hurdle, Motion, Stop, Walk, ends};
use crate::ir::expr::{Choose, DatedRow, Expr, Linear, Lookup, When};
use crate::ir::record::FieldId;
use crate::region::{Possible, Reader, Values};
use crate::source::Span;
use crate::value::knots;
use crate::value::range::Range;

/// How many alternatives are held against each other.
const MOST_BRANCHES: usize = 200;

/// An alternative.
struct Branch<'w> {
    /// What it yields; `None` for a cell of a table.
    value: Option<&'w Expr>,
    /// What that can be.
    possible: Possible,
    /// The records for which it is taken.
    walk: Walk<'w>,
}

/// What a guard is where an alternative is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    True,
    False,
    Missing,
}

/// How a guard moves.
#[derive(Debug, Clone, Copy)]
struct Guard {
    motion: Motion,
    steady: bool,
}

impl Guard {
    /// Whether it may go from one state to another while the field rises.
    fn may(self, from: State, to: State) -> bool {
        match (from, to) {
            (State::True, State::True) | (State::False, State::False) | (State::Missing, State::Missing) => true,
            (State::True, State::False) => self.motion.falls.is_some(),
            (State::False, State::True) => self.motion.rises.is_some(),
            (State::Missing, State::True | State::False) | (State::True | State::False, State::Missing) => !self.steady,
        }
    }
}

/// Which of two alternatives has the smaller value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    UpTo,
    DownTo,
}

impl<'w> Walk<'w> {
    fn guard(&mut self, condition: &'w Expr) -> Guard {
        Guard { motion: self.motion(condition), steady: self.is_steady(condition) }
    }

    fn branch(&self, value: &'w Expr, assume: impl FnOnce(&mut Reader<'w>) -> bool) -> Option<Branch<'w>> {
        let mut walk = self.under(assume)?;
        let possible = walk.possible(value);
        Some(Branch { value: Some(value), possible, walk })
    }

    pub(super) fn default(&mut self, expr: &'w Expr, first: &'w Expr, second: &'w Expr) -> Motion {
        if !self.possible(first).missing {
            return self.motion(first);
        }
        let steady = self.is_steady(first);
        let there = self.branch(first, |reader| reader.assume_missing(first, false));
        let missing = self.branch(second, |reader| reader.assume_missing(first, true));
        let branches: Vec<Branch<'w>> = [there, missing].into_iter().flatten().collect();
        let motion = self.settle(expr.span, branches, |_, _| !steady);
        // What is put in the place of a missing value is what stops the proof, if anything does.
        let absent = |stop: Option<Stop>| match stop {
            Some(Stop { hurdle: Hurdle::Order, .. }) => Some(Stop { span: first.span, hurdle: Hurdle::Absence }),
            stop => stop,
        };
        Motion { falls: absent(motion.falls), rises: absent(motion.rises) }
    }

    pub(super) fn if_else(&mut self, expr: &'w Expr, condition: &'w Expr, then: &'w Expr, otherwise: &'w Expr) -> Motion {
        let guard = self.guard(condition);
        let found = [(then, true), (otherwise, false)].map(|(value, truth)| {
            let branch = self.branch(value, |reader| reader.assume(condition, truth));
            branch.map(|branch| (branch, if truth { State::True } else { State::False }))
        });
        let (branches, states): (Vec<Branch<'w>>, Vec<State>) = found.into_iter().flatten().unzip();
        self.settle(expr.span, branches, |i, j| states.get(i).zip(states.get(j)).is_some_and(|(from, to)| guard.may(*from, *to)))
    }

    pub(super) fn when(&mut self, expr: &'w Expr, when: &'w When) -> Motion {
        let (mut branches, mut guards) = (Vec::new(), Vec::new());
        // An alternative is taken after so many guards that are false, by the state of the next.
        let mut taken: Vec<(usize, State)> = Vec::new();
        let mut rest = Some(self.clone());
        for (position, row) in when.rows.iter().enumerate() {
            let Some(mut here) = rest else { break };
            guards.push(here.guard(&row.guard));
            let found = here.possible(&row.guard);
            if found.may_hold()
                && let Some(branch) = here.branch(&row.value, |reader| reader.assume(&row.guard, true))
            {
                branches.push(branch);
                taken.push((position, State::True));
            }
            if found.missing
                && let Some(missing) = &when.missing
                && let Some(branch) = here.branch(missing, |reader| reader.assume_missing(&row.guard, true))
            {
                branches.push(branch);
                taken.push((position, State::Missing));
            }
            rest = if found.may_fail() { here.under(|reader| reader.assume(&row.guard, false)) } else { None };
        }
        if let Some(branch) = rest.and_then(|rest| rest.branch(&when.otherwise, |_| true)) {
            branches.push(branch);
            taken.push((when.rows.len(), State::False));
        }
        let state = |(position, state): (usize, State), guard: usize| if guard < position { State::False } else { state };
        self.settle(expr.span, branches, |i, j| {
            let (Some(from), Some(to)) = (taken.get(i).copied(), taken.get(j).copied()) else { return true };
            guards.iter().enumerate().take(from.0.min(to.0) + 1).all(|(position, guard)| guard.may(state(from, position), state(to, position)))
        })
    }

    pub(super) fn choose(&mut self, expr: &'w Expr, choose: &'w Choose) -> Motion {
        let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| self.possible(subject)).collect();
        let guards: Vec<Guard> = choose.subjects.iter().map(|subject| self.guard(subject)).collect();
        let (mut branches, mut taken) = (Vec::new(), Vec::new());
        for (position, row) in choose.rows.iter().enumerate() {
            let Some(met) = self.reader.row(choose, position, &subjects) else { continue };
            let narrowed = |reader: &mut Reader<'w>| choose.subjects.iter().zip(&met).all(|(subject, to)| reader.narrow(subject, to));
            if let Some(branch) = self.branch(&row.value, narrowed) {
                branches.push(branch);
                taken.push(met);
            }
        }
        self.settle(expr.span, branches, |i, j| rows_follow(&guards, taken.get(i), taken.get(j)))
    }

    pub(super) fn lookup(&mut self, expr: &'w Expr, lookup: &'w Lookup) -> Motion {
        let Some(table) = self.world.tables.get(lookup.table.0 as usize) else { return Motion::CONSTANT };
        let keys: Vec<Possible> = lookup.keys.iter().map(|key| self.possible(key)).collect();
        let guards: Vec<Guard> = lookup.keys.iter().map(|key| self.guard(key)).collect();
        let (mut branches, mut taken) = (Vec::new(), Vec::new());
        for row in &table.rows {
            let met: Vec<Possible> = row.keys.iter().zip(&keys).map(|(pattern, key)| Possible::there(key.values.accepted(pattern))).collect();
            let Some(cell) = row.cells.get(lookup.column as usize).filter(|cell| !cell.is_missing()) else { continue };
            if met.iter().any(Possible::is_impossible) {
                continue;
            }
            let narrowed = |reader: &mut Reader<'w>| lookup.keys.iter().zip(&met).all(|(key, to)| reader.narrow(key, to));
            if let Some(walk) = self.under(narrowed) {
                branches.push(Branch { value: None, possible: Possible::of(cell), walk });
                taken.push(met);
            }
        }
        self.settle(expr.span, branches, |i, j| rows_follow(&guards, taken.get(i), taken.get(j)))
    }

    pub(super) fn lines(&mut self, expr: &'w Expr, linear: &'w Linear) -> Motion {
        let subject = self.possible(&linear.subject);
        let own = self.motion(&linear.subject);
        let mut motion = match subject.range() {
            Some(range) => {
                let inner = linear.knots.iter().filter(|(x, _)| range.contains(*x)).map(|(_, y)| Some(*y));
                let first = std::iter::once(knots::height(&linear.knots, range.low));
                let heights: Option<Vec<i128>> = first.chain(inner).chain([knots::height(&linear.knots, range.high)]).collect();
                match heights {
                    Some(heights) if heights.is_sorted() => own,
                    Some(heights) if heights.iter().rev().is_sorted() => own.flipped(),
                    _ if own.stays() => own,
                    _ => Motion::open(expr.span, Hurdle::Nature),
                }
            }
            None => Motion::CONSTANT,
        };
        if subject.missing
            && let Some(missing) = &linear.missing
        {
            if !self.is_steady(&linear.subject) {
                return Motion::open(linear.subject.span, Hurdle::Absence);
            }
            if let Some(mut inside) = self.under(|reader| reader.assume_missing(&linear.subject, true)) {
                motion = motion.with(inside.motion(missing));
            }
        }
        motion
    }

    pub(super) fn dated(&mut self, rows: &'w [DatedRow]) -> Motion {
        let mut motion = Motion::CONSTANT;
        for (position, row) in rows.iter().enumerate() {
            let until = rows.get(position + 1).map_or(i128::MAX, |next| i128::from(next.from.0) - 1);
            let days = Range { low: i128::from(row.from.0), high: until };
            if let Some(mut inside) = self.under(|reader| reader.within_days(days)) {
                motion = motion.with(inside.motion(&row.value));
            }
        }
        motion
    }

    /// How a choice moves of whose alternatives the first may be followed by the second where `may` says so.
    fn settle(&mut self, span: Span, mut branches: Vec<Branch<'w>>, may: impl Fn(usize, usize) -> bool) -> Motion {
        let mut motion = Motion::CONSTANT;
        for branch in &mut branches {
            if let Some(value) = branch.value {
                motion = motion.with(branch.walk.motion(value));
            }
        }
        if branches.len() > MOST_BRANCHES {
            return Motion::open(span, Hurdle::Size);
        }
        for i in 0..branches.len() {
            for j in 0..branches.len() {
                if i == j || motion.falls.is_some() && motion.rises.is_some() || !may(i, j) {
                    continue;
                }
                let (Some(from), Some(to)) = (branches.get(i), branches.get(j)) else { continue };
                let stop = Stop { span: from.value.map_or(span, |value| value.span), hurdle: Hurdle::Order };
                if motion.falls.is_none() && !self.is_ordered(from, to, Order::UpTo) {
                    motion.falls = Some(stop);
                }
                if motion.rises.is_none() && !self.is_ordered(from, to, Order::DownTo) {
                    motion.rises = Some(stop);
                }
            }
        }
        motion
    }

    /// Whether the value of one alternative is at most (or at least) that of another that follows it.
    fn is_ordered(&mut self, from: &Branch<'w>, to: &Branch<'w>, order: Order) -> bool {
        let (Some(a), Some(b)) = (ends(&from.possible.values), ends(&to.possible.values)) else {
            let never = from.possible.values == Values::None || to.possible.values == Values::None;
            return never || from.possible.values == to.possible.values && crate::region::possible::is_single(&from.possible.values);
        };
        let by_range = match order {
            Order::UpTo => a.high <= b.low,
            Order::DownTo => a.low >= b.high,
        };
        by_range || !self.may_follow(from, to) || self.is_ordered_by_terms(from, to, order)
    }

    /// Whether the records of two alternatives may differ in the field only, with the greater value in the second.
    fn may_follow(&self, from: &Branch<'w>, to: &Branch<'w>) -> bool {
        let (first, second) = (from.walk.reader.region(), to.walk.reader.region());
        let rises = match (first.field(self.world, self.field).range(), second.field(self.world, self.field).range()) {
            (Some(a), Some(b)) => a.low < b.high,
            _ => true,
        };
        let others = (0..self.world.record.fields.len()).map(|position| FieldId(position as u32)).filter(|id| *id != self.field);
        rises
            && first.as_of().meet(second.as_of()).is_some()
            && others.into_iter().all(|id| !first.field(self.world, id).meet(&second.field(self.world, id)).is_impossible())
    }

    /// Through a third value: what the second alternative would yield for the first record, or the first for the second.
    fn is_ordered_by_terms(&mut self, from: &Branch<'w>, to: &Branch<'w>, order: Order) -> bool {
        let (Some(first), Some(second)) = (from.value, to.value) else { return false };
        let below = |walk: &Walk<'w>| {
            let mut walk = walk.clone();
            match order {
                Order::UpTo => walk.is_below(first, second),
                Order::DownTo => walk.is_below(second, first),
            }
        };
        let steady = |motion: Option<Motion>| {
            motion.is_some_and(|motion| match order {
                Order::UpTo => motion.falls.is_none(),
                Order::DownTo => motion.rises.is_none(),
            })
        };
        // Both must be sums that mean the same in either alternative, and be there.
        let (one, other) = (self.elsewhere(first), self.elsewhere(second));
        steady(other) && one.is_some() && below(&from.walk) || steady(one) && other.is_some() && below(&to.walk)
    }
}

/// Whether a row of a table may be followed by another while the field rises.
fn rows_follow(guards: &[Guard], from: Option<&Vec<Possible>>, to: Option<&Vec<Possible>>) -> bool {
    let (Some(from), Some(to)) = (from, to) else { return true };
    guards.iter().zip(from.iter().zip(to)).all(|(guard, (from, to))| {
        let both = from.values != Values::None && to.values != Values::None;
        let values = both
            && if guard.motion.stays() {
                from.values.meet(&to.values) != Values::None
            } else {
                match (ends(&from.values), ends(&to.values)) {
                    (Some(a), Some(b)) => (guard.motion.falls.is_some() || a.low <= b.high) && (guard.motion.rises.is_some() || a.high >= b.low),
                    _ => true,
                }
            };
        let absence = match (from.missing, to.missing) {
            (true, true) => true,
            (true, false) => !guard.steady && to.values != Values::None,
            (false, true) => !guard.steady && from.values != Values::None,
            (false, false) => false,
        };
        values || absence
    })
}

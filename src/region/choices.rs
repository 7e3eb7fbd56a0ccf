//! What choices can yield: each row in the region in which it is taken.
//!
//! In: `if`, `when`, bands, decision tables, lines, look-ups, dated values. Out: what the rows within reach can be, together.

use super::{Possible, Reader, Values};
use crate::ir::expr::{Choose, DatedRow, Expr, Linear, Lookup, When};
use crate::ir::table::{Pattern, Row};
use crate::value::knots;
use crate::value::range::Range;

impl<'w> Reader<'w> {
    /// What an expression can be where the reader may assume something first; impossible where that cannot be.
    fn under(&mut self, expr: &'w Expr, assume: impl FnOnce(&mut Reader<'w>) -> bool) -> Possible {
        let mut inside = self.inside();
        let found = if assume(&mut inside) { inside.possible(expr) } else { Possible::impossible() };
        self.steps = inside.steps;
        found
    }

    pub(super) fn default(&mut self, first: &'w Expr, second: &'w Expr) -> Possible {
        let found = self.possible(first);
        if !found.missing {
            return found;
        }
        let there = Possible::there(found.values);
        there.join(self.under(second, |inside| inside.assume_missing(first, true)))
    }

    pub(super) fn if_else(&mut self, condition: &'w Expr, then: &'w Expr, otherwise: &'w Expr) -> Possible {
        let test = self.possible(condition);
        let mut found = Possible::impossible();
        if test.may_hold() {
            found = found.join(self.under(then, |inside| inside.assume(condition, true)));
        }
        if test.may_fail() {
            found = found.join(self.under(otherwise, |inside| inside.assume(condition, false)));
        }
        found
    }

    pub(super) fn when(&mut self, when: &'w When) -> Possible {
        let mut found = Possible::impossible();
        // Each row stands in what the rows before it leave.
        let mut rest = self.inside();
        let mut open = true;
        for row in &when.rows {
            let guard = rest.possible(&row.guard);
            if guard.may_hold() {
                found = found.join(rest.under(&row.value, |inside| inside.assume(&row.guard, true)));
            }
            if guard.missing
                && let Some(missing) = &when.missing
            {
                found = found.join(rest.under(missing, |inside| inside.assume_missing(&row.guard, true)));
            }
            open = guard.may_fail() && rest.assume(&row.guard, false);
            if !open {
                break;
            }
        }
        if open {
            found = found.join(rest.possible(&when.otherwise));
        }
        self.steps = rest.steps;
        found
    }

    pub(super) fn choose(&mut self, choose: &'w Choose) -> Possible {
        let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| self.possible(subject)).collect();
        let mut found = Possible::impossible();
        for (position, row) in choose.rows.iter().enumerate() {
            let Some(met) = self.row(choose, position, &subjects) else { continue };
            let narrowed = |inside: &mut Reader<'w>| choose.subjects.iter().zip(&met).all(|(subject, to)| inside.narrow(subject, to));
            found = found.join(self.under(&row.value, narrowed));
        }
        found
    }

    /// What the subjects are where a row is taken; `None` where it cannot be.
    #[must_use]
    pub fn row(&self, choose: &Choose, position: usize, subjects: &[Possible]) -> Option<Vec<Possible>> {
        let row = choose.rows.get(position)?;
        let met: Vec<Possible> = match (row.patterns.as_slice(), subjects) {
            ([Pattern::Otherwise], [subject]) => {
                let others = choose.rows.iter().filter_map(|row| row.patterns.first());
                vec![Possible::there(rest(&subject.values, others))]
            }
            (patterns, subjects) => patterns.iter().zip(subjects).map(|(pattern, subject)| accepted(pattern, subject)).collect(),
        };
        met.iter().all(|possible| !possible.is_impossible()).then_some(met)
    }

    pub(super) fn lines(&mut self, linear: &'w Linear) -> Possible {
        let subject = self.possible(&linear.subject);
        let mut found = match (subject.missing, &linear.missing) {
            (true, Some(missing)) => self.under(missing, |inside| inside.assume_missing(&linear.subject, true)),
            (true, None) => Possible::blank(),
            (false, _) => Possible::impossible(),
        };
        if let Some(range) = subject.range() {
            let inner = linear.knots.iter().filter(|(x, _)| range.contains(*x)).map(|(_, y)| *y);
            let ends = [range.low, range.high].into_iter().filter_map(|x| knots::height(&linear.knots, x));
            let heights = inner.chain(ends).map(|y| Possible::there(Values::Range(Range::point(y))));
            found = heights.fold(found, Possible::join);
        }
        found
    }

    pub(super) fn lookup(&mut self, lookup: &'w Lookup) -> Possible {
        let keys: Vec<Possible> = lookup.keys.iter().map(|key| self.possible(key)).collect();
        let mut found = if keys.iter().any(|key| key.missing) { Possible::blank() } else { Possible::impossible() };
        let Some(table) = self.world.tables.get(lookup.table.0 as usize) else { return found };
        let rows = self.looked_up(lookup, &keys).into_iter().filter_map(|position| table.rows.get(position));
        for cell in rows.filter_map(|row| row.cells.get(lookup.column as usize)) {
            found = found.join(Possible::of(cell));
        }
        found
    }

    /// The rows of a table that keys like these look up.
    #[must_use]
    pub fn looked_up(&self, lookup: &Lookup, keys: &[Possible]) -> Vec<usize> {
        let Some(table) = self.world.tables.get(lookup.table.0 as usize) else { return Vec::new() };
        let fits = |row: &Row| row.keys.iter().zip(keys).all(|(pattern, key)| key.values.accepted(pattern) != Values::None);
        table.rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(position, _)| position).collect()
    }

    pub(super) fn dated(&mut self, rows: &'w [DatedRow]) -> Possible {
        let days = self.region.as_of();
        let mut found = Possible::impossible();
        for (position, row) in rows.iter().enumerate() {
            let from = i128::from(row.from.0);
            let until = rows.get(position + 1).map_or(i128::MAX, |next| i128::from(next.from.0) - 1);
            if from <= days.high && until >= days.low {
                found = found.join(self.possible(&row.value));
            }
        }
        found
    }
}

/// What a pattern accepts.
pub(super) fn accepted(pattern: &Pattern, subject: &Possible) -> Possible {
    let missing = subject.missing && matches!(pattern, Pattern::Missing | Pattern::Anything);
    Possible { values: subject.values.accepted(pattern), missing }
}

/// What a band's `otherwise` row takes: values no other row does.
fn rest<'p>(values: &Values, others: impl Iterator<Item = &'p Pattern>) -> Values {
    let others: Vec<&Pattern> = others.filter(|pattern| **pattern != Pattern::Otherwise).collect();
    if let Values::Range(_) = values {
        let mut ranges = Vec::new();
        for pattern in others {
            match pattern {
                Pattern::Between(range) => ranges.push(*range),
                Pattern::AnyOf(several) => ranges.extend(several),
                _ => {}
            }
        }
        return values.refused(&Pattern::AnyOf(ranges));
    }
    others.into_iter().fold(values.clone(), |left, pattern| left.refused(pattern))
}

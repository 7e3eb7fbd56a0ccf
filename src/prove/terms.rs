//! Sums of fields: how they move is read off their coefficients.
//!
//! In: expressions that add, subtract and multiply by constants. Out: their motion, also where parts move against each other, and
//! the motion of a quotient of two such sums. `None` where they are no such sums.

use super::direction::{Hurdle, Motion, Stop, Walk};
use crate::ir::expr::Expr;
use crate::region::{Atom, Linear};
use crate::source::Span;

impl<'w> Walk<'w> {
    /// How a sum moves.
    pub(super) fn by_terms(&mut self, expr: &'w Expr) -> Option<Motion> {
        let form = self.reader.linear(expr)?;
        self.of_form(&form, expr.span)
    }

    /// How `left - right` moves.
    pub(super) fn by_difference(&mut self, left: &'w Expr, right: &'w Expr) -> Option<Motion> {
        let form = self.reader.linear(left)?.less(&self.reader.linear(right)?)?;
        self.of_form(&form, left.span)
    }

    fn of_form(&mut self, form: &Linear, span: Span) -> Option<Motion> {
        let mut motion = Motion::CONSTANT;
        for (atom, coefficient) in &form.terms {
            let own = match atom {
                Atom::Field(id) if *id == self.field => Motion::rising(span),
                Atom::Field(_) => Motion::CONSTANT,
                Atom::Slot(id) => self.slot(*id),
                Atom::Local(id) => {
                    let argument = self.bound(*id)?;
                    self.motion(argument)
                }
            };
            motion = motion.with(if *coefficient > 0 { own } else { own.flipped() });
        }
        Some(motion)
    }

    /// How a quotient of two sums moves whose divisor has one sign. With `n` and `d` the coefficients of the field, `over ÷ under`
    /// rises where `n × under - d × over` is not below 0, and the field is no part of that.
    pub(super) fn by_share(&mut self, over: &'w Expr, under: &'w Expr) -> Option<Motion> {
        let bare = |form: Linear| Linear { scale: 0, ..form };
        let (above, below) = (bare(self.reader.linear(over)?), bare(self.reader.linear(under)?));
        let own = Atom::Field(self.field);
        let others = above.terms.keys().chain(below.terms.keys()).filter(|atom| **atom != own);
        for atom in others.copied().collect::<Vec<Atom>>() {
            let moves = match atom {
                Atom::Field(_) => false,
                Atom::Slot(id) => !self.slot(id).stays(),
                Atom::Local(_) => true,
            };
            if moves || !self.reader.is_there(atom) {
                return None;
            }
        }
        let coefficient = |form: &Linear| form.terms.get(&own).copied().unwrap_or(0);
        let (n, d) = (coefficient(&above), coefficient(&below));
        let gap = below.times(n)?.less(&above.times(d)?)?;
        let falls = self.reader.at_most(&gap.negated()?).is_none_or(|most| most > 0);
        let rises = self.reader.at_most(&gap).is_none_or(|most| most > 0);
        let stop = |open: bool| open.then_some(Stop { span: under.span, hurdle: Hurdle::Sign });
        Some(Motion { falls: stop(falls), rises: stop(rises) })
    }

    /// Whether `left <= right` for each record here by their sums, both being there; how `left` and `right` move elsewhere is the
    /// caller's to know.
    pub(super) fn is_below(&mut self, left: &'w Expr, right: &'w Expr) -> bool {
        let forms = self.reader.linear(left).zip(self.reader.linear(right));
        let gap = forms.and_then(|(left, right)| left.less(&right));
        gap.is_some_and(|gap| self.reader.at_most(&gap).is_some_and(|most| most <= 0))
    }

    /// How an expression moves that is a sum of fields and names which are there wherever the walk looks; such a sum means the
    /// same outside the alternative it is written in.
    pub(super) fn elsewhere(&mut self, expr: &'w Expr) -> Option<Motion> {
        let form = self.reader.linear(expr)?;
        let plain = form.terms.keys().all(|atom| !matches!(atom, Atom::Local(_)) && self.reader.is_there(*atom));
        if plain { self.of_form(&form, expr.span) } else { None }
    }
}

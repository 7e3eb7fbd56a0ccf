//! How a value moves when one field rises and everything else stays.
//!
//! In: an expression, a field, a region of records. Out: a [`Motion`]: whether the value never falls, whether it never rises, and
//! what stopped the proof where neither is certain.
//!
//! Two records of the region are compared that differ in the one field only, with the field there in both. Only records whose value
//! is there are compared: a value that goes missing has not fallen. Conditions rise from false to true, members of an enum in
//! the order of their declaration. The reference date is one of the things that stay.

use super::depends::Dependences;
use crate::builtins::Builtin;
use crate::ir::SlotId;
use crate::ir::expr::{Call, Expr, ExprId, ExprKind, LocalId};
use crate::ir::record::FieldId;
use crate::region::{Possible, Reader, Region, Values, World, possible};
use crate::source::Span;
use crate::value::comparison::Comparison;
use crate::value::range::Range;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// How many expressions one question may look at.
const STEPS: u32 = 200_000;
/// How many names are followed into each other.
const DEPTH: u32 = 200;

/// How a value moves while a field rises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It stays.
    Constant,
    /// It never falls.
    Rising,
    /// It never rises.
    Falling,
    /// Not settled.
    Unknown,
}

/// What stopped a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// The first expression that could not be settled.
    pub span: Span,
    /// Why.
    pub hurdle: Hurdle,
}

/// Why an expression could not be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hurdle {
    /// It moves the other way.
    Opposite,
    /// Its sign is open, and what it multiplies or divides moves.
    Sign,
    /// Two alternatives may follow each other whose values are not in order.
    Order,
    /// Whether it is missing may change with the field, and something is put in its place.
    Absence,
    /// It is of a kind that neither rises nor falls.
    Nature,
    /// Both truths are left.
    Truth,
    /// There were too many cases.
    Size,
}

/// What is certain of the way a value moves: `None` for what is proved, else what stopped the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Motion {
    /// What stopped the proof that it never falls.
    pub falls: Option<Stop>,
    /// What stopped the proof that it never rises.
    pub rises: Option<Stop>,
}

impl Motion {
    /// It stays.
    pub const CONSTANT: Motion = Motion { falls: None, rises: None };

    /// It rises with the field itself.
    pub(super) fn rising(span: Span) -> Motion {
        Motion { falls: None, rises: Some(Stop { span, hurdle: Hurdle::Opposite }) }
    }

    /// Nothing is certain.
    pub(super) fn open(span: Span, hurdle: Hurdle) -> Motion {
        let stop = Some(Stop { span, hurdle });
        Motion { falls: stop, rises: stop }
    }

    /// The direction that is certain.
    #[must_use]
    pub fn direction(self) -> Direction {
        match (self.falls, self.rises) {
            (None, None) => Direction::Constant,
            (None, Some(_)) => Direction::Rising,
            (Some(_), None) => Direction::Falling,
            (Some(_), Some(_)) => Direction::Unknown,
        }
    }

    /// Whether it certainly stays.
    #[must_use]
    pub fn stays(self) -> bool {
        self == Motion::CONSTANT
    }

    /// Of the negative.
    #[must_use]
    pub fn flipped(self) -> Motion {
        Motion { falls: self.rises, rises: self.falls }
    }

    /// Of something that rises with both.
    #[must_use]
    pub fn with(self, other: Motion) -> Motion {
        Motion { falls: self.falls.or(other.falls), rises: self.rises.or(other.rises) }
    }
}

/// How an expression moves with a field in a region.
#[must_use]
pub fn direction<'w>(world: World<'w>, region: &Region, expr: &'w Expr, field: FieldId) -> Motion {
    direction_within(world, region, expr, field, &mut { STEPS })
}

/// The same, looking at no more expressions than there are steps left.
#[must_use]
pub fn direction_within<'w>(world: World<'w>, region: &Region, expr: &'w Expr, field: FieldId, steps: &mut u32) -> Motion {
    let there = Possible::there(region.field(world, field).values);
    let Some(region) = region.with_field(world, field, &there) else { return Motion::CONSTANT };
    let shared =
        Rc::new(Shared { steps: Cell::new(*steps), dependences: RefCell::default(), bindings: RefCell::default(), readers: RefCell::default() });
    let mut walk = Walk { world, field, reader: Reader::new(world, region), shared: shared.clone(), slots: HashMap::new(), depth: 0 };
    let found = walk.motion(expr);
    *steps = shared.steps.get();
    found
}

/// What all the walks of one question share.
#[derive(Debug)]
struct Shared<'w> {
    steps: Cell<u32>,
    dependences: RefCell<Dependences>,
    bindings: RefCell<HashMap<LocalId, &'w Expr>>,
    /// Which expressions read the field, as far as known.
    readers: RefCell<HashMap<ExprId, bool>>,
}

/// A walk over expressions in one region.
#[derive(Debug, Clone)]
pub(super) struct Walk<'w> {
    pub(super) world: World<'w>,
    pub(super) field: FieldId,
    pub(super) reader: Reader<'w>,
    shared: Rc<Shared<'w>>,
    slots: HashMap<SlotId, Motion>,
    depth: u32,
}

impl<'w> Walk<'w> {
    /// What an expression can be here.
    pub(super) fn possible(&mut self, expr: &'w Expr) -> Possible {
        self.reads(|reader| reader.possible(expr))
    }

    /// Asks the reader something; its steps count.
    pub(super) fn reads<T>(&mut self, question: impl FnOnce(&mut Reader<'w>) -> T) -> T {
        let allowed = self.shared.steps.get().min(crate::region::STEPS);
        self.reader.allow(allowed);
        let answer = question(&mut self.reader);
        let used = allowed.saturating_sub(self.reader.steps()).max(1);
        self.shared.steps.set(self.shared.steps.get().saturating_sub(used));
        answer
    }

    /// The walk in a part of its region; `None` where there is no such record.
    pub(super) fn under(&self, assume: impl FnOnce(&mut Reader<'w>) -> bool) -> Option<Walk<'w>> {
        // What is certain in the whole region is certain in its parts.
        let slots = self.slots.iter().filter(|(_, motion)| motion.direction() != Direction::Unknown).map(|(id, motion)| (*id, *motion)).collect();
        let mut inside = Walk { slots, depth: self.depth + 1, ..self.clone() };
        inside.reads(assume).then_some(inside)
    }

    /// Whether an expression is computed from the field.
    pub(super) fn reads_field(&self, expr: &'w Expr) -> bool {
        if let Some(known) = self.shared.readers.borrow().get(&expr.id) {
            return *known;
        }
        let found = self.finds_field(expr);
        self.shared.readers.borrow_mut().insert(expr.id, found);
        found
    }

    fn finds_field(&self, expr: &'w Expr) -> bool {
        let mut dependences = self.shared.dependences.borrow_mut();
        let bindings = self.shared.bindings.borrow();
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            if dependences.of(self.world, expr).contains(&self.field) {
                return true;
            }
            crate::ir::walk::each(expr, &mut |part| {
                if let ExprKind::Local(id) = part.kind {
                    open.extend(bindings.get(&id).copied());
                }
            });
        }
        false
    }

    /// How an expression moves.
    pub(super) fn motion(&mut self, expr: &'w Expr) -> Motion {
        if !self.reads_field(expr) {
            return Motion::CONSTANT;
        }
        if self.shared.steps.get() == 0 || self.depth > DEPTH {
            return Motion::open(expr.span, Hurdle::Size);
        }
        let found = self.by_kind(expr);
        if !found.stays() && possible::is_single(&self.possible(expr).values) { Motion::CONSTANT } else { found }
    }

    fn by_kind(&mut self, expr: &'w Expr) -> Motion {
        match &expr.kind {
            ExprKind::Constant(_) | ExprKind::AsOf => Motion::CONSTANT,
            ExprKind::Field(id) if *id == self.field => Motion::rising(expr.span),
            ExprKind::Field(_) => Motion::CONSTANT,
            ExprKind::Slot(id) => self.slot(*id),
            ExprKind::Local(id) => self.local(expr, *id),
            ExprKind::Rescale(inner) => self.motion(inner),
            ExprKind::Negate(inner) | ExprKind::Not(inner) => self.motion(inner).flipped(),
            ExprKind::Add(left, right) => match self.by_terms(expr) {
                Some(motion) => motion,
                None => self.motion(left).with(self.motion(right)),
            },
            ExprKind::Subtract(left, right) => self.difference(left, right),
            ExprKind::Multiply(left, right) => self.product(left, right),
            ExprKind::Divide(left, right) => self.quotient(left, right),
            ExprKind::Compare(comparison, left, right) => match comparison {
                Comparison::Less | Comparison::AtMost => self.difference(left, right).flipped(),
                Comparison::Greater | Comparison::AtLeast => self.difference(left, right),
                Comparison::Equal => self.equality(expr, left, right),
                Comparison::Different => self.equality(expr, left, right).flipped(),
            },
            ExprKind::And(parts) | ExprKind::Or(parts) => self.all(parts),
            ExprKind::Matches(subject, pattern) => {
                let values = self.possible(subject).values;
                let (yes, no) = (ends(&values.accepted(pattern)), ends(&values.refused(pattern)));
                match (yes, no) {
                    (Some(yes), Some(no)) if no.high < yes.low => self.motion(subject),
                    (Some(yes), Some(no)) if yes.high < no.low => self.motion(subject).flipped(),
                    _ if self.motion(subject).stays() => Motion::CONSTANT,
                    _ => Motion::open(expr.span, Hurdle::Nature),
                }
            }
            ExprKind::StartsWith(subject, _) if self.motion(subject).stays() => Motion::CONSTANT,
            ExprKind::StartsWith(..) => Motion::open(expr.span, Hurdle::Nature),
            ExprKind::IsMissing(subject) if self.is_steady(subject) => Motion::CONSTANT,
            ExprKind::IsMissing(subject) => Motion::open(subject.span, Hurdle::Absence),
            ExprKind::Default(first, second) => self.default(expr, first, second),
            ExprKind::If(condition, then, otherwise) => self.if_else(expr, condition, then, otherwise),
            ExprKind::When(when) => self.when(expr, when),
            ExprKind::Choose(choose) => self.choose(expr, choose),
            ExprKind::Linear(linear) => self.lines(expr, linear),
            ExprKind::Lookup(lookup) => self.lookup(expr, lookup),
            ExprKind::Dated(rows) => self.dated(rows),
            ExprKind::Call(call) => {
                self.enter(call);
                self.motion(&call.body)
            }
            ExprKind::Builtin(builtin, arguments) => self.builtin(expr, *builtin, arguments),
        }
    }

    /// Binds the arguments of an expanded function.
    pub(super) fn enter(&mut self, call: &'w Call) {
        self.shared.bindings.borrow_mut().extend(call.arguments.iter().map(|(local, argument)| (*local, argument)));
        self.reads(|reader| reader.enter(call));
    }

    /// What an argument of a function is bound to.
    pub(super) fn bound(&self, id: LocalId) -> Option<&'w Expr> {
        self.shared.bindings.borrow().get(&id).copied()
    }

    pub(super) fn slot(&mut self, id: SlotId) -> Motion {
        if let Some(known) = self.slots.get(&id) {
            return *known;
        }
        let Some(slot) = self.world.slots.get(id.0 as usize) else { return Motion::CONSTANT };
        self.depth += 1;
        let found = self.motion(&slot.expr);
        self.depth -= 1;
        self.slots.insert(id, found);
        found
    }

    fn local(&mut self, expr: &'w Expr, id: LocalId) -> Motion {
        match self.bound(id) {
            Some(argument) => self.motion(argument),
            None => Motion::open(expr.span, Hurdle::Nature),
        }
    }

    fn all(&mut self, parts: &'w [Expr]) -> Motion {
        parts.iter().map(|part| self.motion(part)).fold(Motion::CONSTANT, Motion::with)
    }

    fn difference(&mut self, left: &'w Expr, right: &'w Expr) -> Motion {
        match self.by_difference(left, right) {
            Some(motion) => motion,
            None => self.motion(left).with(self.motion(right).flipped()),
        }
    }

    /// Whether two values are equal: where one is never the smaller, equality can only be lost, or only be gained.
    fn equality(&mut self, expr: &'w Expr, left: &'w Expr, right: &'w Expr) -> Motion {
        let motion = self.difference(left, right);
        match (self.possible(left).range(), self.possible(right).range()) {
            _ if motion.stays() => motion,
            (Some(a), Some(b)) if a.low >= b.high => motion.flipped(),
            (Some(a), Some(b)) if a.high <= b.low => motion,
            _ => Motion::open(expr.span, Hurdle::Nature),
        }
    }

    /// A factor's move counts by the sign of the other.
    fn product(&mut self, left: &'w Expr, right: &'w Expr) -> Motion {
        let (first, second) = (self.motion(left), self.motion(right));
        let (a, b) = (self.sign(left), self.sign(right));
        signed(first, b, right.span).with(signed(second, a, left.span))
    }

    /// A quotient rises with what is divided and falls with the divisor, by the signs of both.
    fn quotient(&mut self, left: &'w Expr, right: &'w Expr) -> Motion {
        let (over, under) = (self.sign(left), self.sign(right));
        if under != Sign::Open
            && let Some(motion) = self.by_share(left, right)
        {
            return motion;
        }
        let (first, second) = (self.motion(left), self.motion(right));
        let divisor = if under == Sign::Open && !second.stays() { Motion::open(right.span, Hurdle::Sign) } else { second.flipped() };
        signed(first, under, right.span).with(signed(divisor, over, left.span))
    }

    fn sign(&mut self, expr: &'w Expr) -> Sign {
        match self.possible(expr).range() {
            Some(range) if range.low >= 0 => Sign::Plus,
            Some(range) if range.high <= 0 => Sign::Minus,
            Some(_) => Sign::Open,
            // It is never there, nor is the result.
            None => Sign::Plus,
        }
    }

    fn builtin(&mut self, expr: &'w Expr, builtin: Builtin, arguments: &'w [Expr]) -> Motion {
        match builtin {
            Builtin::Min | Builtin::Max | Builtin::Clamp | Builtin::Mean | Builtin::Count | Builtin::Round(_) | Builtin::Sqrt => self.all(arguments),
            Builtin::Sum => match self.by_terms(expr) {
                Some(motion) => motion,
                None => self.all(arguments),
            },
            Builtin::AddYears(_) | Builtin::AddMonths(_) | Builtin::AddDays | Builtin::Year => self.all(arguments),
            Builtin::SumPresent | Builtin::MeanPresent => match arguments.iter().find(|argument| !self.is_steady(argument)) {
                Some(unsteady) => Motion::open(unsteady.span, Hurdle::Absence),
                None => self.all(arguments),
            },
            Builtin::YearsBetween | Builtin::MonthsBetween | Builtin::DaysBetween => match arguments {
                [from, to] => self.motion(to).with(self.motion(from).flipped()),
                _ => Motion::open(expr.span, Hurdle::Nature),
            },
            Builtin::Abs => match arguments {
                [inner] => {
                    let sign = self.sign(inner);
                    signed(self.motion(inner), sign, inner.span)
                }
                _ => Motion::open(expr.span, Hurdle::Nature),
            },
            Builtin::Month | Builtin::DayOfMonth if self.all(arguments).stays() => Motion::CONSTANT,
            Builtin::Month | Builtin::DayOfMonth => Motion::open(expr.span, Hurdle::Nature),
        }
    }
}

/// The sign of a number, nought allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Plus,
    Minus,
    Open,
}

/// How something moves that is multiplied by a number of a sign.
fn signed(motion: Motion, sign: Sign, span: Span) -> Motion {
    match sign {
        _ if motion.stays() => motion,
        Sign::Plus => motion,
        Sign::Minus => motion.flipped(),
        Sign::Open => Motion::open(span, Hurdle::Sign),
    }
}

/// The least and the greatest value, in the order in which values rise; `None` for texts, and where there is none.
pub(super) fn ends(values: &Values) -> Option<Range> {
    match values {
        Values::Range(range) => Some(*range),
        Values::Truth { yes, no } => Some(Range { low: i128::from(!no), high: i128::from(*yes) }),
        Values::Members(list) => list.first().zip(list.last()).map(|(low, high)| Range { low: i128::from(*low), high: i128::from(*high) }),
        Values::None | Values::Texts(_) => None,
    }
}

//! Where a value can jump: the edges of bands, comparisons and look-ups on the way to it.
//!
//! In: a slot, the region of records. Out: every edge of a figure that a choice on the way looks at, with the records that get
//! there; the lines between knots; the rows that no record gets to. What the value does at an edge is asked elsewhere.

use super::difference::Figure;
use super::model::Model;
use crate::ir::expr::{Choose, Expr, ExprKind, Linear, Lookup};
use crate::ir::record::FieldId;
use crate::ir::table::Pattern;
use crate::ir::{SlotId, SlotKind, walk};
use crate::region::{Possible, Reader, Region, Values};
use crate::source::Span;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::decimal::{self, Rounding};
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::{BTreeMap, BTreeSet};

/// How many expressions are looked at for one value.
const STEPS: u32 = 20_000;
/// How many cases of an enum a bound is read in.
const CASES: usize = 64;

/// What was assumed on the way to an edge.
#[derive(Debug, Clone)]
pub enum Under<'m> {
    /// This condition has this truth.
    Guard {
        /// The condition.
        guard: &'m Expr,
        /// Its truth.
        truth: bool,
    },
    /// This alternative is one of these.
    Is {
        /// Whose.
        subject: &'m Expr,
        /// What it is.
        values: Possible,
    },
    /// This figure is in this row of a band.
    Row {
        /// Which figure.
        subject: &'m Expr,
        /// Where the row stands.
        span: Span,
    },
    /// This alternative decides the bound.
    Case {
        /// Whose.
        subject: &'m Expr,
        /// What it is.
        values: Possible,
    },
}

impl PartialEq for Under<'_> {
    fn eq(&self, other: &Under<'_>) -> bool {
        match (self, other) {
            (Under::Guard { guard, truth }, Under::Guard { guard: other, truth: same }) => std::ptr::eq(*guard, *other) && truth == same,
            (Under::Is { subject, values }, Under::Is { subject: other, values: same })
            | (Under::Case { subject, values }, Under::Case { subject: other, values: same }) => std::ptr::eq(*subject, *other) && values == same,
            (Under::Row { subject, span }, Under::Row { subject: other, span: same }) => std::ptr::eq(*subject, *other) && span == same,
            (Under::Guard { .. } | Under::Row { .. } | Under::Is { .. } | Under::Case { .. }, _) => false,
        }
    }
}

/// Which side of an edge the policy states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stated {
    /// The last value below.
    Below,
    /// The first value above.
    Above,
}

/// An edge: values to `below` on one side, from `below + 1` on the other.
#[derive(Debug, Clone)]
pub struct Edge<'m> {
    /// The figure.
    pub figure: Figure,
    /// The last value below, at the scale of the figure.
    pub below: i128,
    /// Which side the policy states.
    pub stated: Stated,
    /// Where it stands.
    pub span: Span,
    /// The records that get to the choice.
    pub region: Region,
    /// What they have in common.
    pub under: Vec<Under<'m>>,
}

/// A line between two knots.
#[derive(Debug, Clone)]
pub struct Slope {
    /// The figure.
    pub figure: Figure,
    /// Where it starts: the figure and the height, at their scales.
    pub from: (i128, i128),
    /// Where it ends.
    pub to: (i128, i128),
    /// The type of the heights.
    pub height: Type,
}

/// What was found on the way to a value.
#[derive(Debug, Clone, Default)]
pub struct Found<'m> {
    /// Edges.
    pub edges: Vec<Edge<'m>>,
    /// Lines.
    pub slopes: Vec<Slope>,
    /// Rows, in the order of the file, and whether some record gets there.
    pub rows: BTreeMap<Span, bool>,
}

/// Walks the way to a slot, for the records of a region.
#[must_use]
pub fn of_slot<'m>(model: &'m Model<'m>, id: SlotId, region: &Region) -> Found<'m> {
    let mut walk = Walk { model, found: Found::default(), steps: STEPS, results_too: false };
    if let Some(slot) = model.slot(id) {
        walk.results_too = !matches!(slot.kind, SlotKind::Output | SlotKind::Decision | SlotKind::Grade);
        walk.expr(&slot.expr, &Path { region: region.clone(), under: Vec::new() });
    }
    walk.found
}

#[derive(Clone)]
struct Path<'m> {
    region: Region,
    under: Vec<Under<'m>>,
}

impl<'m> Path<'m> {
    fn guarded(&self, region: Region, guard: &'m Expr, truth: bool) -> Path<'m> {
        let mut under = self.under.clone();
        under.push(Under::Guard { guard, truth });
        Path { region, under }
    }
}

struct Walk<'m> {
    model: &'m Model<'m>,
    found: Found<'m>,
    steps: u32,
    /// Whether the edges of outputs and decisions belong to it too.
    results_too: bool,
}

/// Whether what a slot is computed from belongs to whoever reads it: parts of the result have edges of their own.
fn is_passage(kind: SlotKind, results_too: bool) -> bool {
    match kind {
        SlotKind::Param | SlotKind::Let | SlotKind::IndicatorValue | SlotKind::Weight => true,
        SlotKind::Output | SlotKind::Decision => results_too,
        SlotKind::IndicatorPoints
        | SlotKind::Contribution
        | SlotKind::Group
        | SlotKind::Score
        | SlotKind::Grade
        | SlotKind::Condition
        | SlotKind::Eligibility => false,
    }
}

impl<'m> Walk<'m> {
    fn expr(&mut self, expr: &'m Expr, path: &Path<'m>) {
        self.steps = self.steps.saturating_sub(1);
        if self.steps == 0 {
            return;
        }
        let world = self.model.world();
        match &expr.kind {
            ExprKind::Slot(id) => {
                if let Some(slot) = self.model.slot(*id).filter(|slot| is_passage(slot.kind, self.results_too)) {
                    self.expr(&slot.expr, path);
                }
            }
            ExprKind::Compare(comparison, left, right) => {
                self.compared(*comparison, (left, right), expr.span, path);
                self.expr(left, path);
                self.expr(right, path);
            }
            ExprKind::Matches(subject, pattern) => {
                self.pattern(subject, pattern, expr.span, path);
                self.expr(subject, path);
            }
            ExprKind::If(condition, then, otherwise) => {
                self.expr(condition, path);
                for (truth, value) in [(true, then), (false, otherwise)] {
                    if let Some(region) = path.region.assume(world, condition, truth) {
                        self.expr(value, &path.guarded(region, condition, truth));
                    }
                }
            }
            ExprKind::When(when) => {
                let mut rest = Some(path.clone());
                for row in &when.rows {
                    let taken = rest.as_ref().and_then(|rest| rest.region.assume(world, &row.guard, true));
                    self.reached(row.guard.span, taken.is_some());
                    let Some(here) = rest else { continue };
                    self.expr(&row.guard, &here);
                    if let Some(region) = taken {
                        self.expr(&row.value, &here.guarded(region, &row.guard, true));
                    }
                    rest = here.region.assume(world, &row.guard, false).map(|region| here.guarded(region, &row.guard, false));
                }
                self.reached(when.otherwise.span, rest.is_some());
                if let Some(rest) = rest {
                    self.expr(&when.otherwise, &rest);
                }
                if let Some(missing) = &when.missing {
                    self.expr(missing, path);
                }
            }
            ExprKind::Choose(choose) => self.choice(choose, path),
            ExprKind::Linear(linear) => self.line(expr, linear, path),
            ExprKind::Lookup(lookup) => self.looked_up(lookup, path),
            _ => walk::children(expr).into_iter().for_each(|part| self.expr(part, path)),
        }
    }

    fn reached(&mut self, span: Span, reached: bool) {
        let known = self.found.rows.entry(span).or_insert(false);
        *known |= reached;
    }

    fn choice(&mut self, choose: &'m Choose, path: &Path<'m>) {
        let world = self.model.world();
        let subjects: Vec<Possible> = choose.subjects.iter().map(|subject| path.region.possible(world, subject)).collect();
        for subject in &choose.subjects {
            self.expr(subject, path);
        }
        let reader = Reader::new(world, path.region.clone());
        for (position, row) in choose.rows.iter().enumerate() {
            for (subject, pattern) in choose.subjects.iter().zip(&row.patterns) {
                self.pattern(subject, pattern, row.span, path);
            }
            let met = reader.row(choose, position, &subjects);
            let mut here = met.as_ref().map(|_| path.clone());
            for ((subject, possible), met) in choose.subjects.iter().zip(&subjects).zip(met.into_iter().flatten()) {
                here = here.and_then(|here| {
                    let region = here.region.narrowed(world, subject, &met)?;
                    let mut under = here.under;
                    let measured = matches!(subject.ty, Type::Number(_) | Type::Date(_));
                    if met != *possible && measured && choose.subjects.len() == 1 && !met.missing {
                        under.push(Under::Row { subject, span: row.span });
                    } else if met != *possible {
                        under.push(Under::Is { subject, values: met });
                    }
                    Some(Path { region, under })
                });
            }
            self.reached(row.span, here.is_some());
            if let Some(here) = here {
                self.expr(&row.value, &here);
            }
        }
    }

    fn line(&mut self, expr: &'m Expr, linear: &'m Linear, path: &Path<'m>) {
        self.expr(&linear.subject, path);
        if let Some(missing) = &linear.missing {
            self.expr(missing, path);
        }
        let Some((figure, by)) = Figure::of(&linear.subject) else { return };
        let down = |(x, y): (i128, i128)| (decimal::scale_down(x, by, Rounding::HalfAway), y);
        for pair in linear.knots.windows(2) {
            if let [from, to] = pair {
                let slope = Slope { figure, from: down(*from), to: down(*to), height: expr.ty.clone() };
                let known = self.found.slopes.iter().any(|one| one.figure == figure && (one.from, one.to) == (slope.from, slope.to));
                if !known {
                    self.found.slopes.push(slope);
                }
            }
        }
    }

    fn looked_up(&mut self, lookup: &'m Lookup, path: &Path<'m>) {
        let Some(table) = self.model.program.tables.get(lookup.table.0 as usize) else { return };
        for (position, key) in lookup.keys.iter().enumerate() {
            self.expr(key, path);
            for row in &table.rows {
                if let Some(pattern) = row.keys.get(position) {
                    self.pattern(key, pattern, row.span, path);
                }
            }
        }
    }

    /// The edges of a pattern.
    fn pattern(&mut self, subject: &'m Expr, pattern: &Pattern, span: Span, path: &Path<'m>) {
        let ranges: &[Range] = match pattern {
            Pattern::Between(range) => std::slice::from_ref(range),
            Pattern::AnyOf(ranges) => ranges,
            Pattern::Members(_) | Pattern::Texts(_) | Pattern::Missing | Pattern::Anything | Pattern::Otherwise | Pattern::Never => &[],
        };
        for range in ranges {
            for below in [range.low - 1, range.high] {
                self.edge(subject, below, None, span, path);
            }
        }
    }

    /// The edges of a comparison with something that is one value, in each case of the alternatives that decide it.
    fn compared(&mut self, comparison: Comparison, (left, right): (&'m Expr, &'m Expr), span: Span, path: &Path<'m>) {
        for (subject, bound, comparison) in [(left, right, comparison), (right, left, comparison.mirrored())] {
            if !matches!(subject.ty, Type::Number(_) | Type::Date(_)) || matches!(subject.kind, ExprKind::Constant(_)) {
                continue;
            }
            for here in self.cases(bound, path) {
                let possible = here.region.possible(self.model.world(), bound);
                let Some(value) = possible.range().and_then(Range::single) else { continue };
                let edges: &[(i128, Stated)] = match comparison {
                    Comparison::Less | Comparison::AtLeast => &[(value - 1, Stated::Above)],
                    Comparison::AtMost | Comparison::Greater => &[(value, Stated::Below)],
                    Comparison::Equal | Comparison::Different => &[(value - 1, Stated::Above), (value, Stated::Below)],
                };
                for (below, stated) in edges {
                    self.edge(subject, *below, Some(*stated), span, &here);
                }
            }
        }
    }

    /// The path in each case of the alternatives that an expression reads, where it is not one value already.
    fn cases(&self, bound: &'m Expr, path: &Path<'m>) -> Vec<Path<'m>> {
        let world = self.model.world();
        if path.region.possible(world, bound).range().is_some_and(|range| range.single().is_some()) {
            return vec![path.clone()];
        }
        let mut cases = vec![path.clone()];
        for field in self.model.read_by(bound).fields {
            let possible = path.region.field(world, field);
            let each: Vec<Possible> = match &possible.values {
                Values::Members(members) => members.iter().map(|member| Possible::of(&Value::Member(*member))).collect(),
                Values::Truth { .. } => [true, false].iter().map(|truth| Possible::of(&Value::Bool(*truth))).collect(),
                Values::None | Values::Range(_) | Values::Texts(_) => return Vec::new(),
            };
            if cases.len() * each.len() > CASES {
                return Vec::new();
            }
            let Some(subject) = self.field_in(bound, field) else { return Vec::new() };
            cases = cases
                .iter()
                .flat_map(|case| {
                    each.iter().filter_map(|one| {
                        let region = case.region.with_field(world, field, one)?;
                        let mut under = case.under.clone();
                        under.push(Under::Case { subject, values: one.clone() });
                        Some(Path { region, under })
                    })
                })
                .collect();
        }
        cases
    }

    /// An expression below `expr` that is this field.
    fn field_in(&self, expr: &'m Expr, field: FieldId) -> Option<&'m Expr> {
        let mut seen = BTreeSet::new();
        let mut open = vec![expr];
        while let Some(next) = open.pop() {
            let mut found = None;
            walk::each(next, &mut |part| match &part.kind {
                ExprKind::Field(id) if *id == field => found = Some(part),
                ExprKind::Slot(id) if seen.insert(*id) => open.extend(self.model.slot(*id).map(|slot| &slot.expr)),
                _ => {}
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn edge(&mut self, subject: &'m Expr, below: i128, stated: Option<Stated>, span: Span, path: &Path<'m>) {
        let Some((figure, by)) = Figure::of(subject) else { return };
        let low = decimal::scale_down(below, by, Rounding::Floor);
        let whole = subject.ty.scale() == u8::try_from(by).unwrap_or(0);
        let stated = stated.unwrap_or_else(|| if whole { Stated::Above } else { rounder(low) });
        let known = |edge: &Edge| edge.figure == figure && edge.below == low && edge.under == path.under;
        if !self.found.edges.iter().any(known) {
            self.found.edges.push(Edge { figure, below: low, stated, span, region: path.region.clone(), under: path.under.clone() });
        }
    }
}

/// The side with the rounder figure, which is the one that was written.
fn rounder(below: i128) -> Stated {
    let zeros = |mut x: i128| {
        let mut count = if x == 0 { u32::MAX } else { 0 };
        while x != 0 && x % 10 == 0 {
            x /= 10;
            count += 1;
        }
        count
    };
    if zeros(below) > zeros(below + 1) { Stated::Below } else { Stated::Above }
}

//! Coverage: which rows, branches, conditions and edges of a policy its tests exercise.
//!
//! In: a checked program, then records one by one. Out: every point of interest with how many records reached it. What a point
//! is stands in `paths` and `edges`, how near to an edge a value must lie in `near`. Judges no results: a test that expects nothing
//! exercises as much as any other.

mod collect;
mod edges;
mod near;
mod paths;
mod words;

use crate::explain::{self, Defect, Trace};
use crate::ir::Program;
use crate::ir::expr::ExprId;
use crate::source::{FileId, Span};
use crate::value::Value;
use crate::value::calendar::Day;
use near::Reach;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measure {
    /// Rows of bands, `when`, decision tables, dated values and interpolations; cells of tables, weights included.
    Rows,
    /// Both ways of `if`, `default` and the guards of `when`.
    Branches,
    /// Both truth values of every comparison and yes-or-no field, and missing where it may be; outcomes; broken checks.
    Conditions,
    /// Values at, just below and just above every edge.
    Edges,
}

impl Measure {
    /// All measures, in the order of reports.
    pub const ALL: [Measure; 4] = [Measure::Rows, Measure::Branches, Measure::Conditions, Measure::Edges];
}

/// Where a value lies, seen from an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// Less, and near.
    Below,
    /// Equal.
    At,
    /// Greater, and near.
    Above,
}

/// What an eligibility comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// True.
    Eligible,
    /// False.
    Ineligible,
    /// Missing.
    Undetermined,
}

/// What must happen for a point to be covered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aim {
    /// The row written at the place is taken.
    Row,
    /// No guard of the `when` holds.
    Otherwise,
    /// What is looked at is missing.
    MissingRow,
    /// The reference date lies in the row that starts on this day.
    DatedRow(Day),
    /// The value lies between two knots, or beyond the last.
    Segment {
        /// The lower knot.
        from: String,
        /// The upper knot; none past the last.
        to: Option<String>,
    },
    /// This cell is looked up.
    Cell {
        /// The table.
        table: String,
        /// The value column.
        column: String,
    },
    /// The condition of `if` holds, or does not.
    If(bool),
    /// The value before `default` is there, or is not.
    Default {
        /// Whether the second value is taken.
        taken: bool,
    },
    /// The guard holds, or does not.
    Guard(bool),
    /// The condition holds or does not; `None`: it is undetermined.
    Truth(Option<bool>),
    /// The eligibility has this outcome.
    Outcome {
        /// Its name.
        name: String,
        /// The outcome.
        outcome: Outcome,
    },
    /// A record breaks the check.
    Broken,
    /// A value lies at or beside an edge of a row.
    Edge {
        /// What is looked at.
        subject: Span,
        /// The edge.
        at: String,
        /// The same in %, where it is a plain number: a row may state it so.
        percent: Option<String>,
        /// Where the value lies.
        side: Side,
    },
    /// The two sides of a comparison are equal or nearly so.
    Meeting(Side),
    /// The reference date lies at or beside the first day of a dated row.
    DatedEdge {
        /// The first day.
        from: Day,
        /// Where the reference date lies.
        side: Side,
    },
    /// A value lies at or beside a cell of a table that it is compared with.
    CellEdge {
        /// The comparison.
        comparison: Span,
        /// The column of the cell.
        column: String,
        /// Where the value lies.
        side: Side,
    },
}

/// Something that tests can exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Where it counts.
    pub measure: Measure,
    /// Where it stands.
    pub span: Span,
    /// What must happen.
    pub aim: Aim,
    /// How many records made it happen.
    pub hits: u32,
}

/// How many points there are, and how many were exercised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Exercised.
    pub covered: usize,
    /// All.
    pub possible: usize,
}

impl Totals {
    /// The share in thousandths, rounded down, so that only everything is 1000; nothing to exercise is everything.
    #[must_use]
    pub fn permille(self) -> usize {
        (self.covered * 1000).checked_div(self.possible).unwrap_or(1000)
    }
}

/// An observation that covers a point.
struct Probe {
    point: usize,
    expr: ExprId,
    sign: Sign,
}

/// What shows in the trace of a record.
enum Sign {
    /// The choice took this row.
    Row(u32),
    /// The expression has this value.
    Value(Value),
    /// The expression has a value on this side of the edge.
    Near(i128, Reach, Side),
    /// The expression has a value on this side of another's; where a row is named, the other must have taken it.
    Meets { other: ExprId, row: Option<(ExprId, u32)>, reach: Reach, side: Side },
    /// The reference date lies on this side of the day, and the expression was needed.
    Dated(Day, Side),
}

/// The points of a policy and what was exercised so far.
pub struct Coverage {
    points: Vec<Point>,
    probes: Vec<Probe>,
    places: Vec<(ExprId, Span)>,
    evaluated: Vec<u32>,
}

impl Coverage {
    /// The points of a program that stand in `file`.
    #[must_use]
    pub fn new(program: &Program, file: FileId) -> Coverage {
        collect::coverage(program, file)
    }

    /// Counts what a record exercises. Its fields must keep the schema; a record that breaks a check exercises the checks only.
    ///
    /// # Errors
    /// A [`Defect`] of the engine; a checked policy has none.
    pub fn observe(&mut self, program: &Program, record: &[Value], as_of: Day) -> Result<(), Defect> {
        let checks = explain::trace_checks(program, record, as_of)?;
        let mut traces = vec![checks];
        if explain::check_record(program, record, as_of)?.is_none() {
            traces.push(explain::trace(program, record, as_of)?);
        }
        let mut hit = vec![false; self.points.len()];
        for trace in &traces {
            for probe in &self.probes {
                if let Some(hit) = hit.get_mut(probe.point)
                    && !*hit
                {
                    *hit = shows(trace, probe, as_of);
                }
            }
            for ((id, _), count) in self.places.iter().zip(&mut self.evaluated) {
                *count += u32::from(trace.value(*id).is_some());
            }
        }
        for (point, hit) in self.points.iter_mut().zip(hit) {
            point.hits += u32::from(hit);
        }
        Ok(())
    }

    /// The points, in the order of the file.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// How much of a measure was exercised.
    #[must_use]
    pub fn totals(&self, measure: Measure) -> Totals {
        let of = self.points.iter().filter(|point| point.measure == measure);
        of.fold(Totals::default(), |totals, point| Totals { covered: totals.covered + usize::from(point.hits > 0), possible: totals.possible + 1 })
    }

    /// Every expression with how many times it was computed, in no promised order.
    pub fn computed(&self) -> impl Iterator<Item = (Span, u32)> {
        self.places.iter().map(|(_, span)| *span).zip(self.evaluated.iter().copied())
    }
}

fn shows(trace: &Trace, probe: &Probe, as_of: Day) -> bool {
    let value = || trace.value(probe.expr);
    match &probe.sign {
        Sign::Row(row) => trace.row(probe.expr) == Some(*row),
        Sign::Value(wanted) => value() == Some(wanted),
        Sign::Near(edge, reach, side) => value().and_then(near::whole).is_some_and(|value| reach.side(value, *edge) == Some(*side)),
        Sign::Meets { other, row, reach, side } => {
            let took = row.is_none_or(|(choice, row)| trace.row(choice) == Some(row));
            let pair = value().and_then(near::whole).zip(trace.value(*other).and_then(near::whole));
            took && pair.is_some_and(|(value, edge)| reach.side(value, edge) == Some(*side))
        }
        Sign::Dated(day, side) => value().is_some() && Reach::Days.side(i128::from(as_of.0), i128::from(day.0)) == Some(*side),
    }
}

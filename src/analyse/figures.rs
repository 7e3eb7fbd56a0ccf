//! Figures at which something changes: every edge of a policy with the figure that lies below or above it.
//!
//! In: a checked program and the reference date. Out: edges of fields and named values, each with what it belongs to and the alternatives under
//! which it applies, for whoever counts real records around them. An edge of a figure without a name is left out: nobody can count it.

use super::difference::Figure as Atom;
use super::edges::{self, Stated, Under};
use super::model::Model;
use crate::ir::expr::ExprKind;
use crate::ir::record::FieldId;
use crate::ir::{Program, SlotId, SlotKind};
use crate::region::{Region, Values};
use crate::source::Span;
use crate::value::calendar::Day;
use crate::value::range::Range;
use crate::value::ty::{Number, Type};

/// What lies below or above an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// A field of the record.
    Field(FieldId),
    /// A named value.
    Slot(SlotId),
}

/// Alternatives under which an edge applies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Case {
    /// Whose.
    pub source: Source,
    /// Members of the enum by position, or 0 for no and 1 for yes.
    pub members: Vec<u32>,
}

/// An edge: figures to `below` on one side, from `below + 1` on the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureEdge {
    /// The figure.
    pub source: Source,
    /// The last value below, at the scale of the figure; a day for a date.
    pub below: i128,
    /// Whether the policy writes the first value above; else it writes the last one below.
    pub states_above: bool,
    /// What changes there: the points of an indicator, a condition, a grade, an output or a decision.
    pub of: SlotId,
    /// Where it stands.
    pub span: Span,
    /// The alternatives under which it applies.
    pub cases: Vec<Case>,
    /// Whether something else decides too whether a record comes to this edge, which is not looked at.
    pub conditional: bool,
}

/// The edges of all results, in the order of the program; each once, under what it applies to.
#[must_use]
pub fn figure_edges(program: &Program, as_of: Day) -> Vec<FigureEdge> {
    let model = Model::new(program);
    let region = Region::valid(model.world()).with_as_of(Range::point(i128::from(as_of.0)));
    let mut found: Vec<FigureEdge> = Vec::new();
    let slots = (0..program.slots.len()).map(|position| SlotId(position as u32));
    for of in slots.filter(|id| has_edges(program.slot(*id).kind)) {
        for edge in edges::of_slot(&model, of, &region).edges {
            let Some(source) = source(&model, edge.figure) else { continue };
            if !splits(program, source, edge.below) {
                continue;
            }
            let (cases, conditional) = cases(&model, &edge.under);
            let states_above = edge.stated == Stated::Above;
            let edge = FigureEdge { source, below: edge.below, states_above, of, span: edge.span, cases, conditional };
            let same = |known: &FigureEdge| known.source == edge.source && known.below == edge.below && known.of == of && known.cases == edge.cases;
            if !found.iter().any(same) {
                found.push(edge);
            }
        }
    }
    found
}

/// Whether the edges on the way to a value are its own: scores, groups and eligibilities change where what they are made of does.
fn has_edges(kind: SlotKind) -> bool {
    match kind {
        SlotKind::IndicatorPoints | SlotKind::Condition | SlotKind::Grade | SlotKind::Output | SlotKind::Decision => true,
        SlotKind::Param
        | SlotKind::Let
        | SlotKind::IndicatorValue
        | SlotKind::Weight
        | SlotKind::Contribution
        | SlotKind::Group
        | SlotKind::Score
        | SlotKind::Eligibility => false,
    }
}

/// Whether a figure can lie on either side: the bounds of its range are those of data, not of the policy.
fn splits(program: &Program, source: Source, below: i128) -> bool {
    let ty = match source {
        Source::Field(id) => program.record.field(id).kind.value_type(),
        Source::Slot(id) => program.slot(id).expr.ty.clone(),
    };
    match ty {
        Type::Number(Number { range, .. }) | Type::Date(range) => range.low <= below && below < range.high,
        Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => false,
    }
}

/// The figure as the program names it. What has a name in the model only is looked through: a figure with a replacement for a missing one
/// is that figure.
fn source(model: &Model<'_>, figure: Atom) -> Option<Source> {
    let id = match figure {
        Atom::Field(id) => return Some(Source::Field(id)),
        Atom::Slot(id) => id,
    };
    if (id.0 as usize) < model.program.slots.len() {
        return Some(Source::Slot(id));
    }
    match &model.slot(id)?.expr.kind {
        ExprKind::Default(inner, _) => match Atom::of(inner)? {
            (figure, 0) => source(model, figure),
            (_, _) => None,
        },
        _ => None,
    }
}

/// The alternatives of what was assumed on the way, and whether anything else was assumed.
fn cases(model: &Model<'_>, under: &[Under<'_>]) -> (Vec<Case>, bool) {
    let (mut cases, mut conditional) = (Vec::new(), false);
    for one in under {
        let (subject, possible) = match one {
            Under::Is { subject, values } | Under::Case { subject, values } => (subject, values),
            Under::Guard { .. } | Under::Row { .. } => {
                conditional = true;
                continue;
            }
        };
        let members = match &possible.values {
            Values::Members(members) => Some(members.iter().copied().collect::<Vec<u32>>()),
            Values::Truth { yes, no } => Some([(0, *no), (1, *yes)].into_iter().filter(|(_, can)| *can).map(|(position, _)| position).collect()),
            Values::None | Values::Range(_) | Values::Texts(_) => None,
        };
        let named = Atom::of(subject).and_then(|(figure, _)| source(model, figure));
        match (members, named, &subject.ty) {
            (Some(members), Some(source), Type::Enum(_) | Type::Bool) if !possible.missing => cases.push(Case { source, members }),
            _ => conditional = true,
        }
    }
    (cases, conditional)
}

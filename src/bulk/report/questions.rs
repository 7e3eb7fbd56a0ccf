//! What a report asks, worked out once for all threads.
//!
//! In: a program, the reference date, by what records are grouped. Out: the figures to be counted and around which edges, and the named values
//! that must be computed for it. Nothing is counted here.

use super::windows::{self, Window};
use crate::analyse::figures::{self, Case, FigureEdge, Source};
use crate::ir::record::FieldId;
use crate::ir::scheme::{Item, Score};
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::calendar::Day;
use crate::value::ty::Type;

/// So many edges are looked at; those of a policy that has more are left out from there on.
const MOST_EDGES: usize = 400;

/// By what records are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Whose value it is.
    pub source: Source,
}

/// Why records cannot be grouped by something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ungroupable {
    /// It is a number.
    Number,
    /// It is the key: every record has another one.
    Key,
}

/// A figure, with the borders of the windows around its edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureQuestion {
    /// The figure.
    pub source: Source,
    /// The alternatives of the records that count.
    pub cases: Vec<Case>,
    /// The borders between which records are counted, rising; the last number below each.
    pub borders: Vec<i64>,
}

/// An edge, with its window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgeQuestion {
    /// The edge.
    pub edge: FigureEdge,
    /// Its window.
    pub window: Window,
    /// Which of the figures.
    pub figure: usize,
}

/// What a report asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// By what records are grouped.
    pub by: Vec<By>,
    /// The fields that may be blank.
    pub optional: Vec<FieldId>,
    /// The scores, as the summary has them.
    pub scores: Vec<SlotId>,
    /// The eligibilities.
    pub eligibilities: Vec<SlotId>,
    /// The subtotals whose mean is told: groups of scores, or what each indicator adds where a score has no groups.
    pub parts: Vec<SlotId>,
    /// The figures to be counted.
    pub figures: Vec<FigureQuestion>,
    /// The edges, in the order of the policy.
    pub edges: Vec<EdgeQuestion>,
    /// How many edges were left out because there are too many.
    pub left_out: usize,
}

/// Why records cannot be grouped by this; nothing where they can.
#[must_use]
pub fn ungroupable(program: &Program, source: Source) -> Option<Ungroupable> {
    let ty = match source {
        Source::Field(id) if program.record.field(id).key => return Some(Ungroupable::Key),
        Source::Field(id) => program.record.field(id).kind.value_type(),
        Source::Slot(id) => program.slot(id).expr.ty.clone(),
    };
    match ty {
        Type::Number(_) => Some(Ungroupable::Number),
        Type::Unknown | Type::Nothing | Type::Bool | Type::Date(_) | Type::Text | Type::Enum(_) => None,
    }
}

impl Questions {
    /// What is asked about records grouped by these.
    #[must_use]
    pub fn new(program: &Program, as_of: Day, by: Vec<By>) -> Questions {
        let fields = program.record.fields.iter().enumerate();
        let optional = fields.filter(|(_, field)| field.optional).map(|(position, _)| FieldId(position as u32)).collect();
        let slots = (0..program.slots.len()).map(|position| SlotId(position as u32));
        let mut questions = Questions {
            by,
            optional,
            scores: slots.filter(|id| program.slot(*id).kind == SlotKind::Score).collect(),
            eligibilities: program.eligibilities.iter().map(|eligibility| eligibility.slot).collect(),
            parts: program.scores.iter().flat_map(parts).collect(),
            figures: Vec::new(),
            edges: Vec::new(),
            left_out: 0,
        };
        for edge in figures::figure_edges(program, as_of) {
            questions.ask(program, edge);
        }
        for figure in &mut questions.figures {
            figure.borders.sort_unstable();
            figure.borders.dedup();
        }
        questions
    }

    fn ask(&mut self, program: &Program, edge: FigureEdge) {
        let Some(window) = windows::window(program, &edge) else { return };
        if self.edges.len() >= MOST_EDGES {
            self.left_out += 1;
            return;
        }
        let known = self.figures.iter().position(|figure| figure.source == edge.source && figure.cases == edge.cases);
        let figure = known.unwrap_or_else(|| {
            self.figures.push(FigureQuestion { source: edge.source, cases: edge.cases.clone(), borders: Vec::new() });
            self.figures.len() - 1
        });
        if let Some(question) = self.figures.get_mut(figure) {
            question.borders.extend(window.borders());
        }
        self.edges.push(EdgeQuestion { edge, window, figure });
    }

    /// The named values that must be computed for it.
    pub fn slots(&self) -> impl Iterator<Item = SlotId> {
        let sources = self.by.iter().map(|by| by.source);
        let figures = self.figures.iter().flat_map(|figure| std::iter::once(figure.source).chain(figure.cases.iter().map(|case| case.source)));
        let named = sources.chain(figures).filter_map(|source| match source {
            Source::Slot(id) => Some(id),
            Source::Field(_) => None,
        });
        named.chain(self.scores.iter().copied()).chain(self.eligibilities.iter().copied()).chain(self.parts.iter().copied())
    }
}

/// The subtotals of a score that are told; a score without groups has what each indicator adds.
#[must_use]
pub fn parts(score: &Score) -> Vec<SlotId> {
    if score.groups.is_empty() {
        score.items.iter().map(|item: &Item| item.contribution).collect()
    } else {
        score.groups.iter().map(|group| group.slot).collect()
    }
}

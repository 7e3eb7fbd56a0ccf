//! Indicators, grades and outputs: what they can be, where they jump, what leaves them missing.
//!
//! In: a slot of the study. Out: its report. The jumps of scores are those that the indicator's own edge makes.

use super::difference::{Figure as Atom, Pair};
use super::edges::{self, Edge, Stated, Under};
use super::report::{Blank, BlankReport, EdgeGroup, EdgeReport, Jump, RowReport, ScoreJump, SlopeReport, ValueReport};
use super::scores::columns;
use super::study::Study;
use crate::explain::explanation::Bilingual;
use crate::ir::expr::Missing;
use crate::ir::record::FieldId;
use crate::ir::scheme::Score;
use crate::ir::{SlotId, SlotKind};
use crate::region::{Possible, Region, Values};
use crate::source::Span;
use crate::value::decimal::Decimal;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::BTreeMap;

/// The report of a slot, with its jumps in the scores that count it.
pub fn report(study: &mut Study<'_>, id: SlotId, out_of: Option<Decimal>, scores: &[&Score]) -> ValueReport {
    let reach = study.reach(id);
    let (edges, slopes, never) = edges(study, id, scores);
    let (blanks, other_cause) = blanks(study, id);
    let out_of = out_of.map(|most| most.normalized().to_string());
    ValueReport { name: study.slot_name(id), out_of, reach, edges, slopes, never, blanks, other_cause }
}

/// The edges of a slot by figure, its lines, and the rows that are never taken.
pub fn edges(study: &Study<'_>, id: SlotId, scores: &[&Score]) -> (Vec<EdgeGroup>, Vec<SlopeReport>, Vec<RowReport>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut slopes: Vec<SlopeReport> = Vec::new();
    let mut rows: BTreeMap<Span, bool> = BTreeMap::new();
    for period in &study.periods {
        let found = edges::of_slot(study.model, id, &study.valid.clone().with_as_of(*period));
        for (span, reached) in &found.rows {
            *rows.entry(*span).or_insert(false) |= reached;
        }
        for edge in &found.edges {
            let Some(report) = edge_report(study, id, edge, scores) else { continue };
            let is_case = |under: &&Under<'_>| matches!(under, Under::Case { .. });
            let under: Vec<Bilingual> = edge.under.iter().filter(|under| !is_case(under)).map(|under| study.under(under)).collect();
            let case = study.case(edge.under.iter().filter(is_case));
            let position = groups.iter().position(|group| group.atom == edge.figure && group.under == under).unwrap_or_else(|| {
                groups.push(Group { atom: edge.figure, under, cases: Vec::new(), edges: BTreeMap::new() });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(position) {
                let number = group.cases.iter().position(|known| *known == case).unwrap_or_else(|| {
                    group.cases.push(case.clone());
                    group.cases.len() - 1
                });
                group.edges.entry((number, edge.below)).or_default().push((EdgeReport { case, ..report }, *period));
            }
        }
        for slope in &found.slopes {
            let ty = study.atom_type(slope.figure);
            let (from, to) = (study.number(slope.from.0, &ty), study.number(slope.to.0, &ty));
            let (start, end) = (study.number(slope.from.1, &slope.height), study.number(slope.to.1, &slope.height));
            let report = SlopeReport { figure: study.atom_name(slope.figure), from, to, start, end };
            let same = |one: &SlopeReport| one.figure == report.figure && one.from == report.from && one.to == report.to && one.start == report.start;
            if !slopes.iter().any(same) {
                slopes.push(report);
            }
        }
    }
    let groups = groups.into_iter().map(|group| EdgeGroup {
        figure: study.atom_name(group.atom),
        field: matches!(group.atom, Atom::Field(_)),
        under: group.under,
        edges: group.edges.into_values().flat_map(|several| over_time(study, several)).collect(),
    });
    let file = study.model.slot(id).map(|slot| slot.span.file);
    let never = rows.into_iter().filter(|(span, reached)| !reached && Some(span.file) == file).map(|(span, _)| {
        let (line, text) = study.line(span);
        RowReport { line, text }
    });
    (groups.collect(), slopes, never.collect())
}

/// The edges of one figure, by case and place, as each period has them.
struct Group {
    atom: Atom,
    under: Vec<Bilingual>,
    cases: Vec<Option<Bilingual>>,
    edges: BTreeMap<(usize, i128), Vec<(EdgeReport, Range)>>,
}

/// One edge through the periods: where it is the same throughout, dates are not mentioned.
fn over_time(study: &Study<'_>, several: Vec<(EdgeReport, Range)>) -> Vec<EdgeReport> {
    let mut kinds: Vec<(EdgeReport, Vec<Range>)> = Vec::new();
    for (report, period) in several {
        match kinds.iter_mut().find(|(known, _)| *known == report) {
            Some((_, periods)) => match periods.last_mut() {
                Some(last) if last.high + 1 == period.low => last.high = period.high,
                Some(_) | None => periods.push(period),
            },
            None => kinds.push((report, vec![period])),
        }
    }
    let whole = study.valid.as_of();
    kinds
        .into_iter()
        .map(|(report, periods)| {
            let always = periods.iter().any(|period| period.covers(whole));
            let dates = if always { Vec::new() } else { periods.iter().map(|period| study.days(*period)).collect() };
            EdgeReport { dates, ..report }
        })
        .collect()
}

/// What a slot does at an edge; `None` where no record stands there or nothing changes.
fn edge_report(study: &Study<'_>, id: SlotId, edge: &Edge<'_>, scores: &[&Score]) -> Option<EdgeReport> {
    let world = study.model.world();
    let slot = study.model.slot(id)?;
    // Where a figure cannot stand right at the edge, all of that side is taken.
    let whole = study.possible_of(edge.figure, &edge.region).range()?;
    let sides = |x: i128| if x > edge.below { Range::new(x, whole.high) } else { Range::new(whole.low, x) };
    let at = |x: i128, region: &Region| {
        let point = Possible::there(Values::Range(Range::point(x)));
        let side = Possible::there(Values::Range(sides(x)?));
        study.standing(edge.figure, &point, region).or_else(|| study.standing(edge.figure, &side, region))
    };
    let (first, second) = (at(edge.below, &edge.region)?, at(edge.below + 1, &edge.region)?);
    let (low, high) = (first.possible(world, &slot.expr), second.possible(world, &slot.expr));
    let mut pair = Pair::new(study.model, edge.figure, first, second);
    let moved = pair.difference(&slot.expr);
    let unmoved = match moved {
        Some(moved) => moved == Range::point(0) && low.missing == high.missing,
        None => low == high,
    };
    if unmoved {
        return None;
    }
    let ty = study.beside(study.atom_type(edge.figure), edge.span);
    let (last_below, first_above) = (study.number(edge.below, &ty), study.number(edge.below + 1, &ty));
    let (stated, included) = match edge.stated {
        Stated::Below => (last_below.clone(), "below"),
        Stated::Above => (first_above.clone(), "above"),
    };
    let text = match edge.stated {
        Stated::Below => Bilingual::new(format!("above {}", stated.text.en), format!("超过{}", stated.text.zh)),
        Stated::Above => Bilingual::new(format!("from {}", stated.text.en), format!("{}起", stated.text.zh)),
    };
    let mut jumps = Vec::new();
    for score in scores {
        for (label, column) in columns(study, score, &edge.region) {
            let (Some(first), Some(second), Some(target)) = (at(edge.below, &column), at(edge.below + 1, &column), study.model.slot(score.slot))
            else {
                continue;
            };
            if let Some(moved) = Pair::new(study.model, edge.figure, first, second).difference(&target.expr) {
                jumps.push(ScoreJump { score: study.slot_name(score.slot), column: label, jump: jump(study, moved, &target.expr.ty) });
            }
        }
    }
    Some(EdgeReport {
        case: None,
        edge: text,
        stated,
        included,
        last_below,
        first_above,
        below: study.side(&low, &slot.expr.ty),
        above: study.side(&high, &slot.expr.ty),
        jump: moved.map(|moved| jump(study, moved, &slot.expr.ty)),
        scores: jumps,
        dates: Vec::new(),
    })
}

fn jump(study: &Study<'_>, moved: Range, ty: &Type) -> Jump {
    Jump { least: study.number(moved.low, ty), most: study.number(moved.high, ty), falls: moved.high <= 0 && moved.low < 0 }
}

/// The fields whose being blank leaves a slot missing, and another cause.
pub fn blanks(study: &mut Study<'_>, id: SlotId) -> (Vec<BlankReport>, Option<Bilingual>) {
    let model = study.model;
    let world = model.world();
    let Some(slot) = model.slot(id) else { return (Vec::new(), None) };
    if !study.possible(id, &study.valid).missing {
        return (Vec::new(), None);
    }
    let optional: Vec<FieldId> = model.reads(id).fields.into_iter().filter(|field| study.valid.field(world, *field).missing).collect();
    let there = |region: Region, skipped: Option<FieldId>| {
        optional.iter().filter(|field| Some(**field) != skipped).try_fold(region, |region, field| {
            let values = region.field(world, *field).values;
            region.with_field(world, *field, &Possible::there(values))
        })
    };
    let mut found = Vec::new();
    for field in &optional {
        let Some(blank) = study.valid.with_field(world, *field, &Possible::blank()) else { continue };
        let always = {
            let all = study.possible(id, &blank);
            all.values == Values::None
        };
        let alone = there(blank, Some(*field)).is_some_and(|region| study.possible(id, &region).missing);
        if !alone && !always {
            continue;
        }
        let record = study.blanked(id, *field);
        let effect = match (always, record) {
            (true, _) => Blank::Always,
            (false, Some(_)) => Blank::Shown,
            (false, None) => Blank::Perhaps,
        };
        found.push(BlankReport { field: study.field_name(*field), effect, record });
    }
    let whole = there(study.valid.clone(), None).is_some_and(|region| study.possible(id, &region).missing);
    let cause = if whole { slot.expr.missing.as_deref().and_then(|cause| cause_words(study, cause)) } else { None };
    (found, cause)
}

/// Why a value may be missing although every field is there.
fn cause_words(study: &Study<'_>, cause: &Missing) -> Option<Bilingual> {
    let text = |span: Span| study.line(span).1;
    match cause {
        Missing::Field(_) => None,
        Missing::Divisor { span } => Some(Bilingual::new(format!("`{}` may be 0", text(*span)), format!("「{}」可能为零", text(*span)))),
        Missing::NegativeRoot { span } => Some(Bilingual::new(format!("`{}` may be negative", text(*span)), format!("「{}」可能为负", text(*span)))),
        Missing::Cell(id) => {
            let label = study.model.program.tables.get(id.0 as usize)?.label.clone();
            Some(Bilingual::new(format!("table {label} has blank cells"), format!("表「{label}」有空单元格")))
        }
        Missing::Literal { span } => {
            let line = study.line(*span).0;
            Some(Bilingual::new(format!("line {line} says so"), format!("第 {line} 行写为缺失")))
        }
        Missing::Declared { .. } => None,
        Missing::Through { cause, .. } => cause_words(study, cause),
    }
}

/// Whether a slot is a result of its own for this report.
#[must_use]
pub fn is_output(kind: SlotKind) -> bool {
    matches!(kind, SlotKind::Output | SlotKind::Grade | SlotKind::Decision)
}

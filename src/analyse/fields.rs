//! Fields: which results each can change, which way, and by how much at most.
//!
//! In: the study. Out: a report for each field. The way is what `prove` can show of the program as it is; the most is a bound on
//! the distance of two records that differ in this field alone.

use super::difference::{Figure as Atom, Pair};
use super::report::{FieldReport, Move, Use, Way};
use super::scores::{columns, weight_fields};
use super::study::Study;
use super::values::is_output;
use crate::explain::explanation::{Bilingual, Figure};
use crate::ir::SlotId;
use crate::ir::record::{FieldId, FieldKind};
use crate::prove::direction::{Direction, Hurdle, Stop, direction};
use crate::region::{Region, World};
use crate::value::Value;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::BTreeSet;

/// The reports of all fields.
pub fn reports(study: &Study<'_>) -> Vec<FieldReport> {
    let program = study.model.program;
    let points = program.indicators.iter().map(|indicator| indicator.points);
    let outputs = || study.model.all().filter(|(_, slot)| is_output(slot.kind)).map(|(id, _)| id);
    let used: BTreeSet<FieldId> =
        program.results.iter().copied().chain(points).chain(outputs()).flat_map(|id| study.model.reads(id).fields).collect();
    let checked: BTreeSet<FieldId> = program.record.checks.iter().flat_map(|check| check.fields.iter().copied()).collect();
    let mut results: Vec<SlotId> = program.scores.iter().map(|score| score.slot).collect();
    results.extend(outputs());
    results.extend(program.eligibilities.iter().map(|one| one.slot));
    // Without a result of another kind, indicators are the results.
    if results.is_empty() {
        results.extend(program.indicators.iter().map(|indicator| indicator.points));
    }
    let ids = (0..program.record.fields.len()).map(|position| FieldId(position as u32));
    let report = |id: FieldId| {
        let kind = match () {
            () if used.contains(&id) => Use::Results,
            () if program.record.key() == Some(id) => Use::Key,
            () if checked.contains(&id) => Use::Checks,
            () => Use::Nothing,
        };
        let moves = results.iter().filter(|result| study.model.reads(**result).fields.contains(&id)).filter_map(|result| moved(study, *result, id));
        FieldReport { name: study.field_name(id), used: kind, moves: moves.collect() }
    };
    ids.map(report).collect()
}

fn moved(study: &Study<'_>, result: SlotId, id: FieldId) -> Option<Move> {
    let program = study.model.program;
    let world = World::of(program);
    let slot = program.slots.get(result.0 as usize)?;
    let region = Region::valid(world).with_as_of(study.valid.as_of());
    let motion = direction(world, &region, &slot.expr, id);
    let way = match motion.direction() {
        Direction::Constant => Way::Same,
        Direction::Rising => Way::Rises,
        Direction::Falling => Way::Falls,
        Direction::Unknown => Way::Open,
    };
    let ordered = !matches!(program.record.field(id).kind, FieldKind::Enum(_) | FieldKind::Text);
    let way = if ordered { way } else { Way::Unordered };
    let toward = match (&slot.expr.ty, way) {
        (Type::Enum(kind), Way::Rises) => program.enumeration(*kind).members.len().checked_sub(1),
        (Type::Enum(_), Way::Falls) => Some(0),
        _ => None,
    };
    let toward = match (&slot.expr.ty, way) {
        (Type::Bool, Way::Rises) => Some(study.figure(&Value::Bool(true), &slot.expr.ty)),
        (Type::Bool, Way::Falls) => Some(study.figure(&Value::Bool(false), &slot.expr.ty)),
        _ => toward.map(|member| study.figure(&Value::Member(member as u32), &slot.expr.ty)),
    };
    let reason = if way == Way::Open { motion.falls.or(motion.rises).map(|stop| reason(study, stop)) } else { None };
    Some(Move { result: study.slot_name(result), way, toward, reason, most: most(study, result, id) })
}

/// The most by which two records that differ in a field alone can differ.
fn most(study: &Study<'_>, result: SlotId, id: FieldId) -> Option<Figure> {
    let slot = study.model.slot(result)?;
    let Type::Number(_) = slot.expr.ty else { return None };
    let score = study.model.program.scores.iter().find(|score| score.slot == result);
    let regions: Vec<Region> = match score {
        // Two records in one column of the weights, unless the field chooses the column.
        Some(score) if !weight_fields(study, score).contains(&id) => {
            columns(study, score, &study.valid).into_iter().map(|(_, region)| region).collect()
        }
        Some(_) | None => vec![study.valid.clone()],
    };
    let mut found: Option<Range> = None;
    for region in regions {
        for period in &study.periods {
            let Some(days) = region.as_of().meet(*period) else { continue };
            let region = region.clone().with_as_of(days);
            let moved = Pair::new(study.model, Atom::Field(id), region.clone(), region).difference(&slot.expr);
            found = match (found, moved) {
                (Some(known), Some(moved)) => Some(known.join(moved)),
                (known, moved) => known.or(moved),
            };
        }
    }
    found.map(|range| study.number(range.absolute().high, &slot.expr.ty))
}

fn reason(study: &Study<'_>, stop: Stop) -> Bilingual {
    let (line, _) = study.line(stop.span);
    let (en, zh) = match stop.hurdle {
        Hurdle::Opposite => ("one part rises and another falls", "有的部分升，有的部分降"),
        Hurdle::Sign => ("a factor or divisor may be positive or negative", "乘数或除数可正可负"),
        Hurdle::Order => ("the values of its rows are not in order, or their order is not proved", "各行的取值没有按序排列，或未能证明"),
        Hurdle::Absence => ("something stands in where a figure is missing", "数据缺失时另有取值"),
        Hurdle::Nature => ("alternatives without an order, or `=`", "取值没有高低次序，或用了「=」"),
        Hurdle::Truth => ("a condition that may still hold or fail", "条件仍可能成立或不成立"),
        Hurdle::Size => ("too many cases to settle", "情形太多，未能逐一证明"),
    };
    Bilingual::new(format!("line {line}: {en}"), format!("第 {line} 行：{zh}"))
}

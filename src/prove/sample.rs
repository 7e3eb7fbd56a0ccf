//! Records of a region, to be tried.
//!
//! In: a region. Out: records near its edges that keep the record checks, as far as narrowing leads to them. Nothing is claimed of
//! them: the evaluator has the last word.

use super::cone::Cone;
use super::need::Need;
use super::step::{beside, step};
use crate::ir::record::{FieldId, FieldKind};
use crate::region::{Possible, Reader, Region, Texts, Values, World};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::range::Range;
use std::sync::Arc;

/// 2020-01-01, for policies that name no date.
const PLAIN_DAY: i128 = 18_262;

/// How a sample picks values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taste {
    /// What is nearest to a given record.
    Usual,
    /// The least.
    Low,
    /// The greatest.
    High,
    /// A mixture, by a number.
    Mixed(u32),
}

/// Draws a record from a region. `needs` are what it should bring about; `usual` is a record to stay near to.
pub(super) fn record<'w>(
    world: World<'w>,
    cone: &Cone,
    region: &Region,
    needs: &[Need<'w>],
    usual: Option<&[Value]>,
    taste: Taste,
    steps: &mut u32,
) -> Option<Vec<Value>> {
    let mut reader = Reader::new(world, region.clone());
    let allowed = (*steps).min(crate::region::STEPS);
    reader.allow(allowed);
    let count = world.record.fields.len();
    let own = cone.fields.iter().copied();
    let others = (0..count).map(|position| FieldId(position as u32)).filter(|id| !cone.fields.contains(id));
    let mut found = vec![Value::Missing; count];
    let mut good = true;
    for id in own.chain(others) {
        let inside = cone.fields.contains(&id);
        let near = usual.and_then(|record| record.get(id.0 as usize));
        let choices = choices(world, cone, id, &reader.region().field(world, id), near, if inside { taste } else { Taste::Usual });
        let taken = choices.into_iter().take(3).find_map(|value| {
            let mut next = reader.clone();
            let fits = next.narrow_field(id, &Possible::of(&value)) && next.checks_again();
            (fits && (!inside || needs.iter().all(|need| need.is_taken_in(&mut next)))).then_some((next, value))
        });
        let Some((next, value)) = taken else {
            good = false;
            break;
        };
        reader = next;
        if let Some(place) = found.get_mut(id.0 as usize) {
            *place = value;
        }
    }
    *steps = steps.saturating_sub(allowed.saturating_sub(reader.steps()).max(count as u32));
    good.then_some(found)
}

/// Values of a field to try, best first.
fn choices(world: World<'_>, cone: &Cone, id: FieldId, possible: &Possible, usual: Option<&Value>, taste: Taste) -> Vec<Value> {
    let kind = world.record.fields.get(id.0 as usize).map(|field| &field.kind);
    let is_date = matches!(kind, Some(FieldKind::Date { .. }));
    let mut list = match &possible.values {
        Values::None => Vec::new(),
        Values::Range(range) => {
            let value = |x: i128| if is_date { Value::Date(Day(i32::try_from(x).unwrap_or(0))) } else { Value::Number(x) };
            let step = kind.map_or(1, step);
            let wanted = figures(*range, cone.edges(id), usual, taste, id).into_iter().flat_map(|x| beside(x, step));
            let mut found: Vec<i128> = wanted.filter(|x| range.contains(*x)).collect();
            found.dedup();
            found.into_iter().map(value).collect()
        }
        Values::Truth { yes, no } => {
            let both = [(false, *no), (true, *yes)];
            both.into_iter().filter(|(_, may)| *may).map(|(truth, _)| Value::Bool(truth)).collect()
        }
        Values::Members(list) => list.iter().map(|member| Value::Member(*member)).collect(),
        Values::Texts(Texts::Only(list)) => list.iter().map(|text| Value::Text(text.clone())).collect(),
        Values::Texts(Texts::Except(list)) => {
            let plain = std::iter::once(Arc::from("1")).chain((0..list.len()).map(|number| Arc::from(format!("甲{number}"))));
            let texts: Box<dyn Iterator<Item = Arc<str>>> =
                if cone.fields.contains(&id) { Box::new(cone.texts.iter().cloned().chain(plain)) } else { Box::new(plain) };
            texts.filter(|text| !list.contains(text)).map(Value::Text).collect()
        }
    };
    if possible.missing {
        list.push(Value::Missing);
    }
    if !matches!(possible.values, Values::Range(_)) || possible.missing {
        match taste {
            Taste::Low => {}
            Taste::High => list.reverse(),
            Taste::Usual => {
                if let Some(place) = usual.and_then(|usual| list.iter().position(|value| value == usual)) {
                    list.rotate_left(place);
                }
            }
            Taste::Mixed(number) => {
                let turn = mixed(number, id) as usize % list.len().max(1);
                list.rotate_left(turn);
            }
        }
    }
    list
}

/// Figures of a range to try.
fn figures(range: Range, edges: &[i128], usual: Option<&Value>, taste: Taste, id: FieldId) -> Vec<i128> {
    let near = match usual {
        Some(Value::Number(x)) => *x,
        Some(Value::Date(day)) => i128::from(day.0),
        _ => 0,
    };
    let near = near.clamp(range.low, range.high);
    match taste {
        Taste::Usual => vec![near, range.low, range.high],
        Taste::Low => vec![range.low, near, range.high],
        Taste::High => vec![range.high, near, range.low],
        Taste::Mixed(number) => {
            let inside: Vec<i128> = edges.iter().flat_map(|edge| [edge - 1, *edge]).filter(|x| range.contains(*x)).collect();
            let all: Vec<i128> = [range.low, range.high, near, range.low + (range.high - range.low) / 2].into_iter().chain(inside).collect();
            let turn = mixed(number, id) as usize % all.len().max(1);
            all.iter().cycle().skip(turn).take(all.len().min(3)).copied().collect()
        }
    }
}

/// A number that looks accidental and is not.
fn mixed(number: u32, id: FieldId) -> u32 {
    let mut state = number.wrapping_mul(0x9e37_79b9) ^ id.0.wrapping_mul(0x85eb_ca6b);
    state ^= state >> 15;
    state = state.wrapping_mul(0x2c1b_3c6d);
    state ^ (state >> 13)
}

/// Reference dates of a region to try.
pub(super) fn days(region: &Region, cone: &Cone, usual: &[Day]) -> Vec<Day> {
    let range = region.as_of();
    let edges = cone.days.iter().flat_map(|day| [*day, day - 1]);
    let usual = usual.iter().map(|day| i128::from(day.0));
    let all = usual.chain([PLAIN_DAY.clamp(range.low, range.high)]).chain(edges).chain([range.high, range.low]);
    let mut found: Vec<Day> = Vec::new();
    for day in all.filter(|day| range.contains(*day)).filter_map(|day| i32::try_from(day).ok()).map(Day) {
        if !found.contains(&day) {
            found.push(day);
        }
    }
    found.truncate(if cone.dated { 4 } else { 1 });
    found
}

//! Edges seen together: the steepest of a policy, and those that several rules share.
//!
//! In: the reports of values and eligibilities. Out: lists made from them.

use super::report::{Cliff, EdgeGroup, EdgeReport, EligibilityReport, Jump, Name, Rule, SharedEdge, ValueReport};
use crate::explain::explanation::Figure;
use crate::value::decimal::Decimal;

/// Below this a jump is nothing to speak of.
const SLIGHT: Decimal = Decimal { mantissa: 1, scale: 4 };
/// How many of the steepest edges are told.
const STEEPEST: usize = 10;

/// The steepest edges: by what they do to a score; where no score counts anything, by what they do to the value itself.
#[must_use]
pub fn cliffs(indicators: &[ValueReport], outputs: &[ValueReport]) -> Vec<Cliff> {
    let scored = indicators.iter().any(|one| one.edges.iter().any(|group| group.edges.iter().any(|edge| !edge.scores.is_empty())));
    let mut found: Vec<(Decimal, Cliff)> = Vec::new();
    for value in indicators.iter().chain(outputs.iter().filter(|_| !scored)) {
        for group in &value.edges {
            for edge in &group.edges {
                let ends = jump_ends(edge, scored);
                let Some((size, figure)) = ends.iter().filter_map(size).max_by(|(a, _), (b, _)| a.compare(*b)) else { continue };
                // A jump that may go either way is a bound too wide to rank.
                let signs = |figure: &Figure| figure.exact.as_deref().map(|exact| exact.starts_with('-'));
                let either = edge.jump.as_ref().is_some_and(|jump| {
                    signs(&jump.least) == Some(true) && signs(&jump.most) == Some(false) && jump.most.exact.as_deref() != Some("0")
                });
                let bounded = !ends.iter().any(is_unlimited);
                if is_slight(size) || either || !bounded {
                    continue;
                }
                let cliff =
                    Cliff { name: value.name.clone(), figure: group.figure.clone(), under: group.under.clone(), edge: edge.clone(), size: figure };
                found.push((size, cliff));
            }
        }
    }
    // The sort is stable: of two that are alike the first in the policy comes first.
    found.sort_by(|(a, _), (b, _)| b.compare(*a));
    found.into_iter().take(STEEPEST).map(|(_, cliff)| cliff).collect()
}

/// The ends of the jumps that an edge is ranked by.
fn jump_ends(edge: &EdgeReport, scored: bool) -> Vec<Figure> {
    let jumps: Vec<&Jump> = if scored { edge.scores.iter().map(|one| &one.jump).collect() } else { edge.jump.iter().collect() };
    jumps.into_iter().flat_map(|jump| [jump.least.clone(), jump.most.clone()]).collect()
}

/// Whether a figure is a limit of data, not of the policy.
#[must_use]
pub fn is_unlimited(figure: &Figure) -> bool {
    figure.text.en == super::study::UNLIMITED.0
}

/// Whether a jump is nothing to speak of: the last place of a figure that moves without a jump.
fn is_slight(size: Decimal) -> bool {
    Decimal { mantissa: size.mantissa.abs(), ..size }.compare(SLIGHT).is_lt()
}

/// Whether a jump of this figure is nothing to speak of.
#[must_use]
pub fn is_slight_figure(figure: &Figure) -> bool {
    figure.exact.as_deref().and_then(Decimal::parse).is_some_and(is_slight)
}

/// How large a change is.
fn size(figure: &Figure) -> Option<(Decimal, Figure)> {
    let exact = Decimal::parse(figure.exact.as_deref()?)?;
    Some((Decimal { mantissa: exact.mantissa.abs(), ..exact }, figure.clone()))
}

/// Figures at which more than one rule changes.
#[must_use]
pub fn edges(indicators: &[ValueReport], outputs: &[ValueReport], eligibilities: &[EligibilityReport]) -> Vec<SharedEdge> {
    let mut found: Vec<SharedEdge> = Vec::new();
    for value in indicators.iter().chain(outputs) {
        value.edges.iter().for_each(|group| note(&value.name, group, &mut found));
    }
    for eligibility in eligibilities {
        for condition in &eligibility.conditions {
            let name = Name { name: eligibility.name.name.clone(), label: condition.words.clone() };
            condition.edges.iter().for_each(|group| note(&name, group, &mut found));
        }
    }
    found.retain(|edge| edge.rules.iter().any(|rule| edge.rules.first().is_some_and(|first| first.name != rule.name)));
    let mut merged: Vec<SharedEdge> = Vec::new();
    for mut edge in found {
        edge.agree = edge.rules.windows(2).all(|pair| pair.first().map(|rule| rule.included) == pair.last().map(|rule| rule.included));
        match merged.iter_mut().find(|known| known.figure == edge.figure && known.rules == edge.rules) {
            Some(known) => known.stated.append(&mut edge.stated),
            None => merged.push(edge),
        }
    }
    merged
}

fn note(name: &Name, group: &EdgeGroup, found: &mut Vec<SharedEdge>) {
    for edge in &group.edges {
        let EdgeReport { stated, included, .. } = edge;
        let rule = Rule { name: name.clone(), included };
        match found.iter_mut().find(|known| known.figure == group.figure && known.stated.first() == Some(stated)) {
            Some(known) if known.rules.contains(&rule) => {}
            Some(known) => known.rules.push(rule),
            None => found.push(SharedEdge { figure: group.figure.clone(), stated: vec![stated.clone()], rules: vec![rule], agree: true }),
        }
    }
}

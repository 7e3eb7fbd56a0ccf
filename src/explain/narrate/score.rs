//! Scores: groups, parts, and what caps and rounding did.
//!
//! In: the structure of a score and the values of its slots. Out: the same structure in words. A remark on a cap or rounding
//! is only made where adding up the parts again and applying it gives the very result.

use super::context::Context;
use super::distance::Part;
use super::{indicator, marks};
use crate::explain::explanation::{Bilingual, GroupReport, GroupRole, IndicatorReport, ItemReport, ScoreReport};
use crate::explain::show::show_decimal;
use crate::ir::SlotId;
use crate::ir::scheme::{Group, Item, Role, Score};
use crate::value::decimal::{Decimal, Rounding};
use std::collections::HashSet;

/// A score in words.
pub(super) fn score(context: Context<'_>, score: &Score) -> Option<ScoreReport> {
    let slot = context.slot(score.slot)?;
    Some(ScoreReport {
        name: slot.name.clone(),
        label: slot.label.clone(),
        result: context.slot_figure(score.slot),
        out_of: score.out_of.map(show_decimal),
        remarks: score_remarks(context, score).unwrap_or_default(),
        weights: marks::weights(context, score),
        bounds: marks::bounds(context, score.slot),
        groups: score.groups.iter().filter_map(|one| group(context, score.slot, one)).collect(),
        items: score.items.iter().filter_map(|one| item(context, score.slot, Role::Base, one)).collect(),
        sources: score.sources.clone(),
        notes: score.notes.clone(),
    })
}

/// The indicators that are part of no score.
pub(super) fn loose(context: Context<'_>) -> Vec<IndicatorReport> {
    let used: HashSet<u32> = context.program.scores.iter().flat_map(Score::all_items).map(|item| item.indicator).collect();
    let all = context.program.indicators.iter().enumerate();
    all.filter(|(position, _)| !used.contains(&(*position as u32))).map(|(_, one)| indicator(context, one, None)).collect()
}

fn item(context: Context<'_>, score: SlotId, role: Role, item: &Item) -> Option<ItemReport> {
    let declared = context.program.indicators.get(item.indicator as usize)?;
    Some(ItemReport {
        indicator: indicator(context, declared, Some(Part { item, role, score })),
        weight: item.weight.map(|id| context.slot_figure(id)),
        contribution: context.slot_figure(item.contribution),
    })
}

fn group(context: Context<'_>, score: SlotId, group: &Group) -> Option<GroupReport> {
    let slot = context.slot(group.slot)?;
    Some(GroupReport {
        name: slot.name.clone(),
        label: slot.label.clone(),
        role: match group.role {
            Role::Base => GroupRole::Base,
            Role::Bonus => GroupRole::Bonus,
            Role::Deduction => GroupRole::Deduction,
        },
        subtotal: context.slot_figure(group.slot),
        out_of: group.out_of.or(group.up_to).map(show_decimal),
        remarks: group_remarks(context, group).unwrap_or_default(),
        items: group.items.iter().filter_map(|one| item(context, score, group.role, one)).collect(),
    })
}

fn total(context: Context<'_>, items: &[Item]) -> Option<Decimal> {
    items.iter().try_fold(Decimal::ZERO, |sum, item| sum.add(context.slot_decimal(item.contribution)?))
}

fn group_remarks(context: Context<'_>, group: &Group) -> Option<Vec<Bilingual>> {
    let limits = Limits { up_to: group.up_to, at_least: None, round: group.round };
    limits.remarks(total(context, &group.items)?, context.slot_decimal(group.slot)?)
}

fn score_remarks(context: Context<'_>, score: &Score) -> Option<Vec<Bilingual>> {
    let mut sum = total(context, &score.items)?;
    for group in &score.groups {
        let subtotal = context.slot_decimal(group.slot)?;
        sum = match group.role {
            Role::Base | Role::Bonus => sum.add(subtotal)?,
            Role::Deduction => sum.add(Decimal::new(-subtotal.mantissa, subtotal.scale))?,
        };
    }
    let limits = Limits { up_to: score.up_to, at_least: score.at_least, round: score.round };
    limits.remarks(sum, context.slot_decimal(score.slot)?)
}

struct Limits {
    up_to: Option<Decimal>,
    at_least: Option<Decimal>,
    round: Option<u8>,
}

impl Limits {
    /// What turned the sum of the parts into the result, in either order of rounding and capping; nothing where that is not
    /// the whole story.
    fn remarks(&self, sum: Decimal, result: Decimal) -> Option<Vec<Bilingual>> {
        [true, false].into_iter().find_map(|round_last| self.in_order(sum, result, round_last))
    }

    fn in_order(&self, sum: Decimal, result: Decimal, round_last: bool) -> Option<Vec<Bilingual>> {
        let mut remarks = Vec::new();
        let amount = if round_last {
            let held = self.held(sum, &mut remarks);
            self.rounded(held, &mut remarks)?
        } else {
            let rounded = self.rounded(sum, &mut remarks)?;
            self.held(rounded, &mut remarks)
        };
        amount.compare(result).is_eq().then_some(remarks)
    }

    fn held(&self, amount: Decimal, remarks: &mut Vec<Bilingual>) -> Decimal {
        let shown = show_decimal(amount);
        if let Some(cap) = self.up_to.filter(|cap| amount.compare(*cap).is_gt()) {
            let limit = show_decimal(cap);
            remarks.push(Bilingual::new(format!("the parts total {shown}; at most {limit} counts"), format!("各项合计 {shown}，按上限计 {limit}")));
            return cap;
        }
        if let Some(floor) = self.at_least.filter(|floor| amount.compare(*floor).is_lt()) {
            let limit = show_decimal(floor);
            remarks.push(Bilingual::new(format!("the parts total {shown}; at least {limit} counts"), format!("各项合计 {shown}，按下限计 {limit}")));
            return floor;
        }
        amount
    }

    fn rounded(&self, amount: Decimal, remarks: &mut Vec<Bilingual>) -> Option<Decimal> {
        let Some(places) = self.round.filter(|places| *places < amount.scale) else { return Some(amount) };
        let rounded = amount.rescale(places, Rounding::HalfAway)?;
        if !rounded.compare(amount).is_eq() {
            let shown = show_decimal(amount);
            let (en, zh) = match places {
                0 => ("rounded to a whole number".to_owned(), "四舍五入取整".to_owned()),
                1 => ("rounded to 1 decimal place".to_owned(), "四舍五入保留 1 位小数".to_owned()),
                more => (format!("rounded to {more} decimal places"), format!("四舍五入保留 {more} 位小数")),
            };
            remarks.push(Bilingual::new(format!("{shown} {en}"), format!("{shown} {zh}")));
        }
        Some(rounded)
    }
}

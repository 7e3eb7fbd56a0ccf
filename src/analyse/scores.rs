//! Scores: what they can reach in each column of their weights, and whether caps bind.
//!
//! In: a score. Out: its report.

use super::report::{Binds, Column, GroupReport, ItemReport, Name, ScoreReport};
use super::study::Study;
use crate::builtins::Builtin;
use crate::diagnostic::Lang;
use crate::explain::explanation::Bilingual;
use crate::ir::SlotId;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::FieldId;
use crate::ir::scheme::{Group, Score};
use crate::region::{Possible, Region};
use crate::value::decimal::{Decimal, Rounding};
use crate::value::range::Range;
use std::collections::BTreeSet;

/// The report of a score.
pub fn report(study: &mut Study<'_>, score: &Score) -> ScoreReport {
    let mut columns_found = Vec::new();
    for (label, region) in columns(study, score, &study.valid) {
        columns_found.push(column(study, score, label, &region));
    }
    let groups = score.groups.iter().map(|group| self::group(study, group)).collect();
    let out_of = score.out_of.map(|most| most.normalized().to_string());
    ScoreReport { name: study.slot_name(score.slot), out_of, reach: study.reach(score.slot), columns: columns_found, groups }
}

/// The columns of the weights of a score within a region: a case for each alternative the weights depend on.
#[must_use]
pub fn columns(study: &Study<'_>, score: &Score, region: &Region) -> Vec<(Option<Bilingual>, Region)> {
    let fields = weight_fields(study, score);
    let name = |(id, value): &(FieldId, crate::value::Value)| {
        let ty = study.model.program.record.field(*id).kind.value_type();
        study.figure(value, &ty).text
    };
    let join = |names: &[(FieldId, crate::value::Value)]| {
        let list = |lang: Lang, gap: &str| names.iter().map(|one| name(one).get(lang).to_owned()).collect::<Vec<String>>().join(gap);
        (!names.is_empty()).then(|| Bilingual::new(list(Lang::En, ", "), list(Lang::Zh, "、")))
    };
    let cases = study.cases(&fields, region);
    cases.into_iter().map(|(region, names)| (join(&names), region)).collect()
}

/// The fields that the weights of a score depend on.
#[must_use]
pub fn weight_fields(study: &Study<'_>, score: &Score) -> BTreeSet<FieldId> {
    score.all_items().filter_map(|item| item.weight).flat_map(|weight| study.model.reads(weight).fields).collect()
}

/// What a slot adds in a region.
fn range(study: &Study<'_>, id: SlotId, region: &Region) -> Range {
    study.possible(id, region).range().unwrap_or(Range::point(0))
}

fn column(study: &Study<'_>, score: &Score, label: Option<Bilingual>, region: &Region) -> Column {
    let ty = study.model.slot(score.slot).map_or(crate::value::ty::Type::Unknown, |slot| slot.expr.ty.clone());
    let total = range(study, score.slot, region);
    let item = |item: &crate::ir::scheme::Item| {
        let indicator = study.model.program.indicators.get(item.indicator as usize)?;
        let contribution = study.model.slot(item.contribution)?;
        let added = range(study, item.contribution, region);
        let weight = item.weight.and_then(|id| {
            let slot = study.model.slot(id)?;
            Some((range(study, id, region).single()?, slot.expr.ty.clone()))
        });
        let full = match (&weight, item.weight) {
            (Some((weight, ty)), _) => Some(Decimal::new(*weight, ty.scale())),
            (None, None) => indicator.out_of,
            (None, Some(_)) => None,
        };
        let scale = contribution.expr.ty.scale();
        let short = full.and_then(|full| full.rescale(scale, Rounding::HalfAway)).filter(|full| full.mantissa > added.high);
        Some(ItemReport {
            indicator: Name { name: indicator.name.clone(), label: Bilingual::same(indicator.label.clone()) },
            weight: weight.map(|(weight, ty)| study.number(weight, &ty)),
            least: study.number(added.low, &contribution.expr.ty),
            most: study.number(added.high, &contribution.expr.ty),
            short_of: short.map(|full| study.number(full.mantissa, &contribution.expr.ty)),
        })
    };
    let items = score.all_items().filter_map(item).collect();
    Column { label, least: study.number(total.low, &ty), most: study.number(total.high, &ty), items }
}

fn group(study: &mut Study<'_>, group: &Group) -> GroupReport {
    let cap = group.up_to.map(|cap| {
        let sum = study.model.slot(group.slot).map(|slot| uncapped(&slot.expr));
        let before = sum.and_then(|sum| {
            let cases = study.cases(&study.model.read_by(sum).fields, &study.valid);
            let each = cases.iter().map(|(region, _)| region.possible(study.model.world(), sum));
            let range = each.fold(Possible::impossible(), Possible::join).range()?;
            let at = |x: i128| Decimal::new(x, sum.ty.scale());
            Some((at(range.low), at(range.high)))
        });
        let binds = match before {
            Some((low, _)) if low.compare(cap).is_gt() => Binds::Always,
            Some((_, high)) if high.compare(cap).is_le() => Binds::Never,
            Some(_) | None => Binds::Sometimes,
        };
        (cap.normalized().to_string(), binds)
    });
    GroupReport { name: study.slot_name(group.slot), reach: study.reach(group.slot), cap }
}

/// The sum below a floor, a cap and rounding.
fn uncapped(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Rescale(inner) => uncapped(inner),
        ExprKind::Builtin(Builtin::Min | Builtin::Max | Builtin::Round(_), arguments) => arguments.first().map_or(expr, uncapped),
        _ => expr,
    }
}

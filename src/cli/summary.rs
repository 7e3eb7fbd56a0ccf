//! What a run of `score` amounts to.
//!
//! In: every scored record, one after the other, and counts of the others. Out: lines for people: how many, how the scores lie,
//! who is eligible and what stands in the way most often. Order is by count, then by the order of the file; nothing depends on chance.

use super::verdict::{self, Reason};
use super::{histogram, order_statistics};
use crate::diagnostic::Lang;
use crate::explain::{self, Evaluation};
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::Value;
use std::collections::BTreeMap;

/// How many reasons are listed for each eligibility.
const REASONS_SHOWN: usize = 5;
/// The width of the longest bar.
const BAR_WIDTH: usize = 30;

/// What has been seen so far.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    scored: u64,
    scores: Vec<Numbers>,
    grades: Vec<Members>,
    eligibilities: Vec<Verdicts>,
}

#[derive(Debug, Clone)]
struct Numbers {
    slot: SlotId,
    values: Vec<i128>,
}

#[derive(Debug, Clone)]
struct Members {
    slot: SlotId,
    counts: BTreeMap<u32, u64>,
}

#[derive(Debug, Clone, Default)]
struct Verdicts {
    eligible: u64,
    ineligible: u64,
    undetermined: u64,
    reasons: BTreeMap<Reason, u64>,
}

/// Records that were not scored, by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Others {
    /// Rows that break the schema.
    pub rejected: u64,
    /// Rows without any cell.
    pub blank: u64,
}

/// How lines are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// What bars are made of.
    pub block: char,
}

impl Summary {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(program: &Program) -> Summary {
        let of_kind = |kind: SlotKind| {
            let ids = (0..program.slots.len()).map(|position| SlotId(position as u32));
            ids.filter(move |id| program.slot(*id).kind == kind)
        };
        Summary {
            scored: 0,
            scores: of_kind(SlotKind::Score).map(|slot| Numbers { slot, values: Vec::new() }).collect(),
            grades: of_kind(SlotKind::Grade).map(|slot| Members { slot, counts: BTreeMap::new() }).collect(),
            eligibilities: vec![Verdicts::default(); program.eligibilities.len()],
        }
    }

    /// Takes in a scored record.
    pub fn add(&mut self, program: &Program, evaluation: &Evaluation) {
        self.scored += 1;
        for numbers in &mut self.scores {
            numbers.values.extend(evaluation.slot(numbers.slot).mantissa());
        }
        for members in &mut self.grades {
            if let Value::Member(member) = evaluation.slot(members.slot) {
                *members.counts.entry(*member).or_default() += 1;
            }
        }
        for (verdicts, eligibility) in self.eligibilities.iter_mut().zip(&program.eligibilities) {
            match evaluation.slot(eligibility.slot).truth() {
                Some(true) => verdicts.eligible += 1,
                Some(false) => verdicts.ineligible += 1,
                None => verdicts.undetermined += 1,
            }
            for reason in verdict::reasons(eligibility, evaluation) {
                *verdicts.reasons.entry(reason).or_default() += 1;
            }
        }
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self, program: &Program, others: Others, look: Look) -> Vec<String> {
        let mut lines = vec![self.counts(others, look.lang)];
        if self.scored == 0 {
            return lines;
        }
        for numbers in &self.scores {
            score_lines(program, numbers, look, &mut lines);
        }
        for members in &self.grades {
            lines.push(String::new());
            grade_lines(program, members, self.scored, &mut lines);
        }
        for (verdicts, eligibility) in self.eligibilities.iter().zip(&program.eligibilities) {
            lines.push(String::new());
            verdict_lines(&program.slot(eligibility.slot).label, verdicts, self.scored, look.lang, &mut lines);
        }
        lines
    }

    fn counts(&self, others: Others, lang: Lang) -> String {
        let Others { rejected, blank } = others;
        let (scored, read) = (self.scored, self.scored + rejected);
        let records = if read == 1 { "record" } else { "records" };
        match (lang, blank) {
            (Lang::En, 0) => format!("{read} {records} read: {scored} scored, {rejected} rejected"),
            (Lang::En, 1) => format!("{read} {records} read: {scored} scored, {rejected} rejected; 1 blank row skipped"),
            (Lang::En, _) => format!("{read} {records} read: {scored} scored, {rejected} rejected; {blank} blank rows skipped"),
            (Lang::Zh, 0) => format!("读取 {read} 条记录：评分 {scored} 条，退回 {rejected} 条"),
            (Lang::Zh, _) => format!("读取 {read} 条记录：评分 {scored} 条，退回 {rejected} 条；跳过空行 {blank} 行"),
        }
    }
}

fn score_lines(program: &Program, numbers: &Numbers, look: Look, lines: &mut Vec<String>) {
    let slot = program.slot(numbers.slot);
    let mut sorted = numbers.values.clone();
    sorted.sort_unstable();
    let Some(five) = order_statistics::five_numbers(&sorted) else { return };
    let show = |mantissa: i128| explain::show(&Value::Number(mantissa), &slot.expr.ty, program, look.lang);
    let names = match look.lang {
        Lang::En => ["least", "lower quartile", "median", "upper quartile", "greatest"],
        Lang::Zh => ["最低", "下四分位", "中位", "上四分位", "最高"],
    };
    let gap = if look.lang == Lang::En { ", " } else { "，" };
    let parts: Vec<String> = names.iter().zip(five).map(|(name, value)| format!("{name} {}", show(value))).collect();
    lines.push(String::new());
    lines.push(format!("{}{}{}", slot.label, colon(look.lang), parts.join(gap)));
    let bars = histogram::bars(&sorted, slot.expr.ty.scale());
    lines.extend(histogram::lines(&bars, BAR_WIDTH, look.block).into_iter().map(|line| format!("  {line}")));
}

fn grade_lines(program: &Program, members: &Members, scored: u64, lines: &mut Vec<String>) {
    let slot = program.slot(members.slot);
    let crate::value::ty::Type::Enum(id) = &slot.expr.ty else { return };
    lines.push(slot.label.clone());
    let enumeration = program.enumeration(*id);
    let shown: Vec<(&str, u64)> = enumeration
        .members
        .iter()
        .enumerate()
        .map(|(position, member)| (member.label.as_str(), members.counts.get(&(position as u32)).copied().unwrap_or(0)))
        // A list of thousands would hide the summary: only what occurs is listed.
        .filter(|(_, count)| *count > 0 || enumeration.members.len() <= 12)
        .collect();
    let rows = shown.iter().map(|(label, count)| (*label, *count, share(*count, scored)));
    lines.extend(aligned(rows.collect()));
}

fn verdict_lines(label: &str, verdicts: &Verdicts, scored: u64, lang: Lang, lines: &mut Vec<String>) {
    lines.push(label.to_owned());
    let counts = [verdicts.eligible, verdicts.ineligible, verdicts.undetermined];
    let names = [Value::Bool(true), Value::Bool(false), Value::Missing].map(|value| verdict::word(&value, Some(lang)));
    let rows = names.into_iter().zip(counts).map(|(name, count)| (name, count, share(count, scored)));
    lines.extend(aligned(rows.collect()));
    let mut reasons: Vec<(&Reason, u64)> = verdicts.reasons.iter().map(|(reason, count)| (reason, *count)).collect();
    // Stable: equal counts stay in the order of the file.
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    if reasons.is_empty() {
        return;
    }
    lines.push(format!("  {}", super::language::pick(lang, "most frequent reasons", "最常见的原因")));
    let width = reasons.first().map_or(0, |(_, count)| count.to_string().len());
    for (reason, count) in reasons.iter().take(REASONS_SHOWN) {
        lines.push(format!("    {count:>width$}  {}", reason.text(Some(lang))));
    }
    let left = reasons.len().saturating_sub(REASONS_SHOWN);
    if left > 0 {
        lines.push(match lang {
            Lang::En => format!("    and {left} more"),
            Lang::Zh => format!("    另有 {left} 项"),
        });
    }
}

/// Names, counts and shares below each other.
fn aligned(rows: Vec<(&str, u64, String)>) -> Vec<String> {
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let names = rows.iter().map(|(name, _, _)| width(name)).max().unwrap_or(0);
    let counts = rows.iter().map(|(_, count, _)| count.to_string().len()).max().unwrap_or(0);
    let line = |(name, count, share): &(&str, u64, String)| format!("  {name}{}  {count:>counts$}  {share:>6}", " ".repeat(names - width(name)));
    rows.iter().map(line).collect()
}

/// A share in percent with one decimal place, rounded half up.
fn share(count: u64, of: u64) -> String {
    let of = u128::from(of.max(1));
    let tenths = (u128::from(count) * 2000 + of) / (2 * of);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn colon(lang: Lang) -> &'static str {
    super::language::pick(lang, ": ", "：")
}

#[cfg(test)]
mod tests {
    use super::{aligned, share};

    #[test]
    fn shares_are_rounded_to_a_tenth_of_a_percent() {
        assert_eq!(share(1, 3), "33.3%");
        assert_eq!(share(2, 3), "66.7%");
        assert_eq!(share(1, 2000), "0.1%");
        assert_eq!(share(1, 2001), "0.0%");
        assert_eq!(share(0, 0), "0.0%");
        assert_eq!(share(u64::MAX, u64::MAX), "100.0%");
    }

    #[test]
    fn chinese_names_line_up() {
        let lines = aligned(vec![("符合", 12, "60.0%".to_owned()), ("待定", 8, "40.0%".to_owned())]);
        assert_eq!(lines, ["  符合  12   60.0%", "  待定   8   40.0%"]);
    }
}

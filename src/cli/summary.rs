//! What a run of `score` amounts to.
//!
//! In: counts over the scored records, and counts of the others. Out: lines for people: how many, how the scores lie,
//! who is eligible and what stands in the way most often. Order is by count, then by the order of the file; nothing depends on chance.

use super::histogram;
use crate::bulk::combinations::Verdicts;
use crate::bulk::histogram::bars;
use crate::bulk::order_statistics;
use crate::bulk::summary::{GradeCounts, ScoreCounts, Summary};
use crate::bulk::verdict::{self, Reason};
use crate::diagnostic::Lang;
use crate::explain;
use crate::ir::Program;
use crate::value::Value;

/// How many reasons are listed for each eligibility.
const REASONS_SHOWN: usize = 5;
/// The most bars.
const MOST_BARS: u32 = 10;
/// The width of the longest bar.
const BAR_WIDTH: usize = 30;

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

/// The lines about a run.
#[must_use]
pub fn lines(summary: &Summary, program: &Program, others: Others, look: Look) -> Vec<String> {
    let scored = summary.scored;
    let mut lines = vec![counts(scored, others, look.lang)];
    if scored == 0 {
        return lines;
    }
    for score in &summary.scores {
        score_lines(program, score, look, &mut lines);
    }
    for grade in &summary.grades {
        lines.push(String::new());
        grade_lines(program, grade, scored, &mut lines);
    }
    for (verdicts, eligibility) in summary.eligibilities.iter().zip(&program.eligibilities) {
        lines.push(String::new());
        verdict_lines(&program.slot(eligibility.slot).label, verdicts, scored, look.lang, &mut lines);
    }
    lines
}

fn counts(scored: u64, others: Others, lang: Lang) -> String {
    let Others { rejected, blank } = others;
    let read = scored + rejected;
    let records = if read == 1 { "record" } else { "records" };
    match (lang, blank) {
        (Lang::En, 0) => format!("{read} {records} read: {scored} scored, {rejected} rejected"),
        (Lang::En, 1) => format!("{read} {records} read: {scored} scored, {rejected} rejected; 1 blank row skipped"),
        (Lang::En, _) => format!("{read} {records} read: {scored} scored, {rejected} rejected; {blank} blank rows skipped"),
        (Lang::Zh, 0) => format!("读取 {read} 条记录：评分 {scored} 条，退回 {rejected} 条"),
        (Lang::Zh, _) => format!("读取 {read} 条记录：评分 {scored} 条，退回 {rejected} 条；跳过空行 {blank} 行"),
    }
}

fn score_lines(program: &Program, score: &ScoreCounts, look: Look, lines: &mut Vec<String>) {
    let slot = program.slot(score.slot);
    let mut pairs = score.counts.pairs();
    // The greatest number is known even where others are not told apart.
    if let (Some((last, _)), Some(greatest)) = (pairs.last_mut(), score.counts.greatest()) {
        *last = greatest;
    }
    let Some(five) = order_statistics::five_numbers(&pairs) else { return };
    let about = if score.counts.is_exact() { "" } else { super::language::pick(look.lang, "about ", "约") };
    let show = |mantissa: i128| {
        let about = if mantissa == five[0] || mantissa == five[4] { "" } else { about };
        format!("{about}{}", explain::show(&Value::Number(mantissa), &slot.expr.ty, program, look.lang))
    };
    let names = match look.lang {
        Lang::En => ["least", "lower quartile", "median", "upper quartile", "greatest"],
        Lang::Zh => ["最低", "下四分位", "中位", "上四分位", "最高"],
    };
    let gap = if look.lang == Lang::En { ", " } else { "，" };
    let parts: Vec<String> = names.iter().zip(five).map(|(name, value)| format!("{name} {}", show(value))).collect();
    lines.push(String::new());
    lines.push(format!("{}{}{}", slot.label, colon(look.lang), parts.join(gap)));
    let bars = bars(&pairs, slot.expr.ty.scale(), MOST_BARS);
    lines.extend(histogram::lines(&bars, BAR_WIDTH, look.block).into_iter().map(|line| format!("  {line}")));
}

fn grade_lines(program: &Program, grade: &GradeCounts, scored: u64, lines: &mut Vec<String>) {
    let slot = program.slot(grade.slot);
    let crate::value::ty::Type::Enum(id) = &slot.expr.ty else { return };
    lines.push(slot.label.clone());
    let enumeration = program.enumeration(*id);
    let shown: Vec<(&str, u64)> = enumeration
        .members
        .iter()
        .enumerate()
        .map(|(position, member)| (member.label.as_str(), grade.counts.get(position).copied().unwrap_or(0)))
        // A list of thousands would hide the summary: only what occurs is listed.
        .filter(|(_, count)| *count > 0 || enumeration.members.len() <= 12)
        .collect();
    let rows = shown.iter().map(|(label, count)| (*label, *count, share(*count, scored)));
    lines.extend(aligned(rows.collect()));
}

fn verdict_lines(label: &str, verdicts: &Verdicts, scored: u64, lang: Lang, lines: &mut Vec<String>) {
    lines.push(label.to_owned());
    let counts = [verdicts.eligible, verdicts.ineligible, verdicts.undetermined];
    let names = [Some(true), Some(false), None].map(|truth| verdict::word(truth, Some(lang)));
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

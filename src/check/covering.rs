//! Coverage of bands and tables, reported.
//!
//! In: checked subjects and rows. Out: problems: gaps, overlaps, rows out of reach, a missing value without a row.

use super::causes;
use super::context::Context;
use super::coverage::{self, Case, Domain, Piece, Values};
use super::describe::{self, Phrase};
use super::problem::{CheckProblem, Place};
use crate::ir::expr::{ChooseRow, Expr};
use crate::ir::table::Pattern;
use crate::region::{self, Possible};
use crate::source::Span;
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use std::sync::Arc;

/// What the rows belong to.
#[derive(Debug, Clone, Copy)]
pub enum Rows {
    /// A band.
    Band {
        /// Its braces.
        body: Span,
    },
    /// A decision table.
    Decision {
        /// Its header row.
        header: Span,
    },
}

/// What a subject of a type can be; `None` where its type is not known.
pub fn domain(ctx: &Context<'_>, ty: &Type, missing: bool) -> Option<Domain> {
    let values = match ty {
        Type::Number(number) => Values::Range(number.range),
        Type::Date(range) => Values::Range(*range),
        Type::Bool => Values::Members(Arc::from([0, 1])),
        Type::Enum(id) => Values::Members((0..ctx.enumeration(*id)?.members.len() as u32).collect()),
        Type::Text => Values::Texts,
        // A written blank is nothing but missing.
        Type::Nothing => Values::Members(Arc::from([])),
        Type::Unknown => return None,
    };
    Some(Domain { values, missing })
}

/// What a subject can be where it stands.
fn domain_here(ctx: &Context<'_>, subject: &Expr) -> Option<Domain> {
    let widest = domain(ctx, &subject.ty, subject.missing.is_some())?;
    if !matches!(subject.ty, Type::Bool | Type::Enum(_)) || !ctx.region.is_narrower() {
        return Some(widest);
    }
    let values = match ctx.region.possible(ctx.world(), subject).values {
        region::Values::Members(members) => Values::Members(members),
        region::Values::Truth { yes, no } => {
            Values::Members([(no, 0), (yes, 1)].into_iter().filter(|(may, _)| *may).map(|(_, truth)| truth).collect())
        }
        region::Values::None | region::Values::Range(_) | region::Values::Texts(_) => return Some(widest),
    };
    Some(Domain { values, missing: widest.missing })
}

/// Whether some record can be so that the subjects are in these pieces.
pub fn occurs(ctx: &Context<'_>, subjects: &[Expr], case: &[Piece]) -> bool {
    if subjects.len() < 2 {
        return true;
    }
    let mut region = ctx.region.clone();
    subjects.iter().zip(case).all(|(subject, piece)| {
        let to = match piece {
            Piece::Between(low, high) => Possible::there(region::Values::Range(Range { low: *low, high: *high })),
            Piece::Member(member) if subject.ty == Type::Bool => Possible::truth(*member == 1, *member == 0, false),
            Piece::Member(member) => Possible::there(region::Values::Members(Arc::from([*member]))),
            Piece::Text(text) => Possible::there(region::Values::Texts(region::Texts::Only(Arc::from([text.clone()])))),
            Piece::OtherText => return true,
            Piece::Missing => Possible::blank(),
        };
        match region.narrowed(ctx.world(), subject, &to) {
            Some(narrower) => {
                region = narrower;
                true
            }
            None => false,
        }
    })
}

/// Reports what the rows leave open or take twice.
pub fn check(ctx: &mut Context<'_>, subjects: &[Expr], rows: &[ChooseRow], kind: Rows) {
    let domains: Option<Vec<Domain>> = subjects.iter().map(|subject| domain_here(ctx, subject)).collect();
    let Some(domains) = domains else { return };
    let otherwise = rows.iter().find(|row| matches!(row.patterns.as_slice(), [Pattern::Otherwise]));
    let plain: Vec<&ChooseRow> = rows.iter().filter(|row| !matches!(row.patterns.as_slice(), [Pattern::Otherwise])).collect();
    let patterns: Vec<&[Pattern]> = plain.iter().map(|row| row.patterns.as_slice()).collect();
    let findings = coverage::cover(&domains, &patterns, &|case| occurs(ctx, subjects, case));
    let body = match kind {
        Rows::Band { body } => body,
        Rows::Decision { header } => header,
    };
    if findings.incomplete && findings.gaps.is_empty() {
        ctx.report(CheckProblem::TooManyCases { span: body });
        return;
    }
    let mut filled_gap = false;
    for case in &findings.gaps {
        let only_missing = matches!(case.as_slice(), [Piece::Missing]);
        if only_missing && let [subject] = subjects {
            let cause = subject.missing.as_ref().map(|cause| causes::explain(ctx, cause)).unwrap_or_default();
            ctx.report(CheckProblem::MayBeMissing { place: Place::Band, span: subject.span, cause });
        } else if otherwise.is_some() {
            filled_gap = true;
        } else {
            let near = in_written_unit(ctx, subjects, &plain, case);
            let shown = near.as_deref().unwrap_or(subjects);
            let case_words = case_phrase(ctx, shown, case);
            let line = number_line(ctx, shown, &plain, case);
            let example = example(shown, case);
            let subject = subjects.first().map_or(body, |subject| subject.span);
            ctx.report(CheckProblem::Gap { span: body, subject, case: case_words, line, example });
        }
    }
    // No remark on rows of a function: what one call cannot reach another may, and without a declared range an argument may lie
    // outside what its unit usually allows.
    let is_judged = ctx.expansions == 0 && !ctx.widest && !findings.incomplete;
    if let Some(row) = otherwise.filter(|_| !filled_gap && is_judged) {
        ctx.report(CheckProblem::RowUnreachable {
            span: row.span,
            because: Phrase::new("the other rows already cover every case", "其他各行已覆盖所有情况"),
        });
    }
    for (first, second, case) in &findings.overlaps {
        if let (Some(a), Some(b)) = (plain.get(*first), plain.get(*second)) {
            let near = in_written_unit(ctx, subjects, &[*a, *b], case);
            let shown = near.as_deref().unwrap_or(subjects);
            let (example, case) = (example(shown, case), case_phrase(ctx, shown, case));
            ctx.report(CheckProblem::Overlap { span: b.span, first: a.span, case, example });
        }
    }
    for (row, reached) in plain.iter().zip(&findings.reached) {
        if !reached && is_judged {
            let because = unreachable_phrase(ctx, subjects, row);
            ctx.report(CheckProblem::RowUnreachable { span: row.span, because });
        }
    }
}

/// Why no record reaches a row: the first of its cells that takes nothing its subject can be.
fn unreachable_phrase(ctx: &Context<'_>, subjects: &[Expr], row: &ChooseRow) -> Phrase {
    let reasons = subjects.iter().zip(&row.patterns).find_map(|(subject, pattern)| {
        let text = ctx.text(subject.span);
        let (low, high) = match &subject.ty {
            Type::Number(number) => (number.range.low, number.range.high),
            Type::Date(range) => (range.low, range.high),
            Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => (i128::MIN, i128::MAX),
        };
        let is_beyond = |range: &Range| range.high < low || range.low > high;
        let lies = || {
            let range = describe::range_text(&subject.ty);
            Some(Phrase::new(format!("`{text}` lies in {range}"), format!("「{text}」在 {range} 之内")))
        };
        match pattern {
            Pattern::Missing if subject.missing.is_none() => Some(Phrase::new(format!("`{text}` is never missing"), format!("「{text}」不会缺失"))),
            Pattern::Never => {
                Some(Phrase::new(format!("`{text}` has fewer decimal places, and is never this"), format!("「{text}」的小数位较少，取不到此值")))
            }
            Pattern::Between(range) if is_beyond(range) => lies(),
            Pattern::AnyOf(ranges) if ranges.iter().all(is_beyond) => lies(),
            Pattern::Members(_) | Pattern::Texts(_) if subjects.len() == 1 => {
                Some(Phrase::new(format!("`{text}` is never so here"), format!("此处「{text}」不会如此")))
            }
            Pattern::Between(_)
            | Pattern::AnyOf(_)
            | Pattern::Members(_)
            | Pattern::Texts(_)
            | Pattern::Missing
            | Pattern::Anything
            | Pattern::Otherwise => None,
        }
    });
    reasons.unwrap_or_else(|| Phrase::new("no record can reach it", "没有记录能到达此行"))
}

/// The subject of a band with the unit in which the bounds of the nearest row are written.
fn in_written_unit(ctx: &Context<'_>, subjects: &[Expr], rows: &[&ChooseRow], case: &Case) -> Option<Vec<Expr>> {
    let ([subject], [Piece::Between(low, high)]) = (subjects, case.as_slice()) else { return None };
    let number = subject.ty.number()?;
    let distance = |row: &&&ChooseRow| match row.patterns.as_slice() {
        [Pattern::Between(range)] => range.low.abs_diff(high.saturating_add(1)).min(range.high.abs_diff(low.saturating_sub(1))),
        _ => u128::MAX,
    };
    let text = ctx.text(rows.iter().min_by_key(distance)?.span);
    let names = text.split(|letter: char| letter.is_numeric() || letter.is_whitespace() || ",，.-_[]()（）【】<>=≤≥".contains(letter));
    let unit = names.filter_map(|name| ctx.units.get(name)).find(|unit| unit.dimension == number.dimension)?.clone();
    let ty = Type::Number(Number { unit, ..number.clone() });
    Some(vec![super::arithmetic::like(subject, ty)])
}

/// One value of a case of one subject: the roundest there is. Empty where the case is one value already, or none of numbers.
fn example(subjects: &[Expr], case: &Case) -> String {
    let ([subject], [Piece::Between(low, high)]) = (subjects, case.as_slice()) else { return String::new() };
    let mut step: i128 = 1;
    let mut round = *low;
    if low == high {
        return String::new();
    }
    // The next multiple of a step that lies in the case, while there is one.
    while let Some(next) = step.checked_mul(10) {
        let multiple = low.div_euclid(next).checked_add(i128::from(low.rem_euclid(next) > 0)).and_then(|count| count.checked_mul(next));
        match multiple.filter(|multiple| multiple <= high) {
            Some(multiple) => (round, step) = (multiple, next),
            None => break,
        }
    }
    match &subject.ty {
        Type::Number(number) => describe::figure(number, round),
        Type::Date(_) => describe::interval_text(&subject.ty, *low, *low),
        Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => String::new(),
    }
}

/// A case in words: `industry = 工业, staff in [300 人, 1000 人)`.
pub fn case_phrase(ctx: &Context<'_>, subjects: &[Expr], case: &Case) -> Phrase {
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    for (subject, piece) in subjects.iter().zip(case) {
        let words = describe::piece_phrase(ctx, &subject.ty, piece);
        let name = ctx.text(subject.span);
        let joint = match piece {
            Piece::Between(low, high) if low != high => (" in ", " 在 "),
            Piece::Missing | Piece::OtherText => (" is ", " 为 "),
            Piece::Between(..) | Piece::Member(_) | Piece::Text(_) => (" = ", " = "),
        };
        if let [_] = subjects {
            return words;
        }
        english.push(format!("{name}{}{}", joint.0, words.english));
        chinese.push(format!("{name}{}{}", joint.1, words.chinese));
    }
    Phrase::new(english.join(", "), chinese.join("，"))
}

/// The rows of a band in order along a line, the open piece marked; empty for anything but a band over numbers.
fn number_line(ctx: &Context<'_>, subjects: &[Expr], rows: &[&ChooseRow], case: &Case) -> String {
    let ([subject], [Piece::Between(gap_low, gap_high)]) = (subjects, case.as_slice()) else { return String::new() };
    let mut pieces: Vec<(i128, i128, Option<Span>)> = vec![(*gap_low, *gap_high, None)];
    for row in rows {
        if let [Pattern::Between(range)] = row.patterns.as_slice() {
            pieces.push((range.low, range.high, Some(row.span)));
        }
    }
    pieces.sort_unstable();
    let position = pieces.iter().position(|(_, _, row)| row.is_none()).unwrap_or(0);
    let from = position.saturating_sub(2);
    // Rows as they are written.
    let shown = pieces.iter().skip(from).take(5).map(|(low, high, row)| match row {
        None => format!("?? {} ??", describe::interval_text(&subject.ty, *low, *high)),
        Some(row) => ctx.text(*row),
    });
    let mut line = shown.collect::<Vec<String>>().join(" ── ");
    if from > 0 {
        line = format!("… ── {line}");
    }
    if pieces.len() > from + 5 {
        line = format!("{line} ── …");
    }
    line
}

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
use crate::source::Span;
use crate::value::ty::Type;

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
        Type::Bool => Values::Members(2),
        Type::Enum(id) => Values::Members(ctx.enumeration(*id)?.members.len() as u32),
        Type::Text => Values::Texts,
        // A written blank is nothing but missing.
        Type::Nothing => Values::Members(0),
        Type::Unknown => return None,
    };
    Some(Domain { values, missing })
}

/// Reports what the rows leave open or take twice.
pub fn check(ctx: &mut Context<'_>, subjects: &[Expr], rows: &[ChooseRow], kind: Rows) {
    let domains: Option<Vec<Domain>> = subjects.iter().map(|subject| domain(ctx, &subject.ty, subject.missing.is_some())).collect();
    let Some(domains) = domains else { return };
    let otherwise = rows.iter().find(|row| matches!(row.patterns.as_slice(), [Pattern::Otherwise]));
    let plain: Vec<&ChooseRow> = rows.iter().filter(|row| !matches!(row.patterns.as_slice(), [Pattern::Otherwise])).collect();
    let patterns: Vec<&[Pattern]> = plain.iter().map(|row| row.patterns.as_slice()).collect();
    let findings = coverage::cover(&domains, &patterns);
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
            let case_words = case_phrase(ctx, subjects, case);
            let line = number_line(subjects, &plain, case);
            let subject = subjects.first().map_or(body, |subject| subject.span);
            ctx.report(CheckProblem::Gap { span: body, subject, case: case_words, line });
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
            let case = case_phrase(ctx, subjects, case);
            ctx.report(CheckProblem::Overlap { span: b.span, first: a.span, case });
        }
    }
    for (row, reached) in plain.iter().zip(&findings.reached) {
        if !reached && is_judged {
            let because = unreachable_phrase(ctx, subjects, row);
            ctx.report(CheckProblem::RowUnreachable { span: row.span, because });
        }
    }
}

fn unreachable_phrase(ctx: &Context<'_>, subjects: &[Expr], row: &ChooseRow) -> Phrase {
    match (subjects, row.patterns.as_slice()) {
        ([subject], [Pattern::Missing]) => {
            let text = ctx.text(subject.span);
            Phrase::new(format!("`{text}` is never missing"), format!("「{text}」不会缺失"))
        }
        ([subject], _) => {
            let (text, range) = (ctx.text(subject.span), describe::range_text(&subject.ty));
            Phrase::new(format!("`{text}` lies in {range}"), format!("「{text}」在 {range} 之内"))
        }
        _ => Phrase::new("no record can reach it", "没有记录能到达此行"),
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
fn number_line(subjects: &[Expr], rows: &[&ChooseRow], case: &Case) -> String {
    let ([subject], [Piece::Between(gap_low, gap_high)]) = (subjects, case.as_slice()) else { return String::new() };
    let mut pieces: Vec<(i128, i128, bool)> = vec![(*gap_low, *gap_high, true)];
    for row in rows {
        if let [Pattern::Between(range)] = row.patterns.as_slice() {
            pieces.push((range.low, range.high, false));
        }
    }
    pieces.sort_unstable();
    let position = pieces.iter().position(|(_, _, gap)| *gap).unwrap_or(0);
    let from = position.saturating_sub(2);
    let shown = pieces.iter().skip(from).take(5).map(|(low, high, gap)| {
        let text = describe::interval_text(&subject.ty, *low, *high);
        if *gap { format!("?? {text} ??") } else { text }
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

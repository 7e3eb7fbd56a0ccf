//! Formulas: the text of an expression, once with labels for names and once with the numbers in.
//!
//! In: an expression and what it was worth. Out: one-line texts. The text of the policy is kept as it was written; only names
//! are replaced, by their places. Choices within a formula stand for their values; `reason` tells their rows.

use super::context::{Context, peel};
use super::keyword::spelled;
use crate::builtins;
use crate::diagnostic::Lang;
use crate::explain::explanation::{Bilingual, Formula};
use crate::ir::SlotKind;
use crate::ir::expr::{Call, Expr, ExprKind, Lookup};
use crate::ir::table::Pattern;
use crate::ir::walk::children;
use crate::source::Span;
use crate::value::Value;
use crate::value::ty::Type;

/// A piece of text that stands for something.
struct Replacement {
    span: Span,
    text: Bilingual,
}

/// The formula of an expression.
pub(super) fn formula(context: Context<'_>, expr: &Expr) -> Formula {
    let expr = peel(expr);
    let (mut elided, mut labels, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    elisions(context, expr, &mut elided);
    label(context, expr, &mut labels);
    number(context, expr, &mut numbers);
    let in_numbers = apply(context, expr.span, numbers, spelled);
    Formula {
        source: apply(context, expr.span, elided, |word, _| word).0.en,
        labels: apply(context, expr.span, labels, spelled).0,
        condition: expr.ty == Type::Bool && !matches!(expr.kind, ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_)),
        numbers: in_numbers.1.then_some(in_numbers.0),
    }
}

/// Whether the expression chooses between rows, so that a formula says little of it.
pub(super) fn is_choice(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::When(_) | ExprKind::Choose(_) | ExprKind::Linear(_) | ExprKind::Dated(_) | ExprKind::If(..) => true,
        ExprKind::Constant(_)
        | ExprKind::Field(_)
        | ExprKind::Slot(_)
        | ExprKind::Local(_)
        | ExprKind::AsOf
        | ExprKind::Rescale(_)
        | ExprKind::Negate(_)
        | ExprKind::Add(..)
        | ExprKind::Subtract(..)
        | ExprKind::Multiply(..)
        | ExprKind::Divide(..)
        | ExprKind::Compare(..)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Matches(..)
        | ExprKind::StartsWith(..)
        | ExprKind::IsMissing(_)
        | ExprKind::Default(..)
        | ExprKind::Lookup(_)
        | ExprKind::Call(_)
        | ExprKind::Builtin(..) => false,
    }
}

/// A piece of the policy on one line, without comments.
pub(super) fn one_line(context: Context<'_>, span: Span) -> String {
    flat(context.sources.slice(span))
}

/// A text on one line, without comments.
pub(super) fn flat(text: &str) -> String {
    let mut flat = String::new();
    flatten(text, |word| word, &mut flat);
    flat.trim().to_owned()
}

/// The rows of a choice: from its opening brace to its end.
fn braces(context: Context<'_>, expr: &Expr) -> Option<Replacement> {
    let after = match &expr.kind {
        ExprKind::Choose(choose) => choose.subjects.last().map_or(expr.span.start, |subject| subject.span.end),
        ExprKind::Linear(linear) => linear.subject.span.end,
        _ => expr.span.start,
    };
    let rest = context.sources.slice(Span { start: after.max(expr.span.start), ..expr.span });
    let brace = rest.find(['{', '｛'])?;
    let start = after.max(expr.span.start) + u32::try_from(brace).ok()?;
    Some(Replacement { span: Span { start, ..expr.span }, text: Bilingual::same("{…}") })
}

fn elisions(context: Context<'_>, expr: &Expr, into: &mut Vec<Replacement>) {
    match &expr.kind {
        ExprKind::Choose(_) | ExprKind::When(_) | ExprKind::Linear(_) => into.extend(braces(context, expr)),
        _ => outer(expr).into_iter().for_each(|child| elisions(context, child, into)),
    }
}

/// The parts whose text stands in the text of the expression: all but the body of a function.
fn outer(expr: &Expr) -> Vec<&Expr> {
    match &expr.kind {
        ExprKind::Call(call) => call.arguments.iter().map(|(_, argument)| argument).collect(),
        _ => children(expr),
    }
}

fn label(context: Context<'_>, expr: &Expr, into: &mut Vec<Replacement>) {
    let mut say = |text: Bilingual| into.push(Replacement { span: expr.span, text });
    match &expr.kind {
        ExprKind::Field(id) => {
            if let Some(field) = context.field(*id) {
                say(Bilingual::same(field.label.clone()));
            }
        }
        ExprKind::Slot(id) => {
            if let Some(slot) = context.slot(*id) {
                let own = !context.sources.slice(expr.span).contains(['.', '．']);
                say(match slot.kind {
                    SlotKind::IndicatorValue if own => Bilingual::new("value", "取值"),
                    SlotKind::IndicatorValue => Bilingual::new(format!("value of {}", slot.label), format!("{}的取值", slot.label)),
                    _ => Bilingual::same(slot.label.clone()),
                });
            }
        }
        ExprKind::AsOf => say(Bilingual::new("reference date", "基准日")),
        ExprKind::Lookup(lookup) => {
            if let Some(text) = lookup_label(context, lookup) {
                say(text);
            }
        }
        ExprKind::Matches(subject, pattern) => {
            label(context, subject, into);
            into.extend(members(context, expr, subject, pattern));
        }
        ExprKind::Constant(value @ Value::Member(_)) => say(context.shown(value, &expr.ty)),
        ExprKind::Choose(choose) => {
            choose.subjects.iter().for_each(|subject| label(context, subject, into));
            into.extend(braces(context, expr));
        }
        ExprKind::Linear(linear) => {
            label(context, &linear.subject, into);
            into.extend(braces(context, expr));
        }
        ExprKind::When(_) => into.extend(braces(context, expr)),
        ExprKind::Builtin(_, arguments) => {
            into.extend(builtin_name(context, expr));
            arguments.iter().for_each(|argument| label(context, argument, into));
        }
        ExprKind::Call(call) => {
            into.extend(own_name(context, expr, call));
            call.arguments.iter().for_each(|(_, argument)| label(context, argument, into));
        }
        _ => outer(expr).into_iter().for_each(|child| label(context, child, into)),
    }
}

/// A look-up by the labels of table and column.
fn lookup_label(context: Context<'_>, lookup: &Lookup) -> Option<Bilingual> {
    let table = context.program.tables.get(lookup.table.0 as usize)?;
    let column = table.columns.get(lookup.column as usize).filter(|_| table.columns.len() > 1);
    let column = column.map_or_else(String::new, |column| format!(".{}", column.label));
    let keys: Vec<Formula> = lookup.keys.iter().map(|key| formula(context, key)).collect();
    let text = |lang| {
        let keys: Vec<&str> = keys.iter().map(|key| key.labels.get(lang)).collect();
        format!("{}[{}]{column}", table.label, keys.join(", "))
    };
    Some(Bilingual::new(text(Lang::En), text(Lang::Zh)))
}

/// The members a subject is compared with, by their labels.
fn members(context: Context<'_>, expr: &Expr, subject: &Expr, pattern: &Pattern) -> Vec<Replacement> {
    let (Type::Enum(id), Pattern::Members(_)) = (&subject.ty, pattern) else { return Vec::new() };
    let Some(known) = context.program.enums.get(id.0 as usize) else { return Vec::new() };
    let after = Span { start: subject.span.end.max(expr.span.start), ..expr.span };
    let (mut found, mut at) = (Vec::new(), after.start);
    for piece in context.sources.slice(after).split_inclusive(|letter: char| !is_word(letter)) {
        let word = piece.trim_end_matches(|letter: char| !is_word(letter));
        if let Some(member) = known.members.iter().find(|member| member.name == word) {
            let span = Span { start: at, end: at + word.len() as u32, ..expr.span };
            found.push(Replacement { span, text: Bilingual::same(member.label.clone()) });
        }
        at += piece.len() as u32;
    }
    found
}

/// The name of a built-in function in the language of the reader.
fn builtin_name(context: Context<'_>, expr: &Expr) -> Option<Replacement> {
    let (name, span) = called(context, expr)?;
    let row = builtins::find(name)?;
    Some(Replacement { span, text: Bilingual::new(row.english, row.chinese) })
}

/// The label of a function of the policy, where its name was written.
fn own_name(context: Context<'_>, expr: &Expr, call: &Call) -> Option<Replacement> {
    let (_, span) = called(context, expr).filter(|(name, _)| *name == call.function)?;
    Some(Replacement { span, text: Bilingual::same(call.label.clone()) })
}

/// The name before the parenthesis of a call, and where it stands.
fn called<'c>(context: Context<'c>, expr: &Expr) -> Option<(&'c str, Span)> {
    let text = context.sources.slice(expr.span);
    let name = text.get(..text.find(['(', '（'])?)?;
    let span = Span { end: expr.span.start + u32::try_from(name.len()).ok()?, ..expr.span };
    Some((name.trim(), span))
}

fn number(context: Context<'_>, expr: &Expr, into: &mut Vec<Replacement>) {
    let stands_for_its_value = match &expr.kind {
        ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_) | ExprKind::AsOf | ExprKind::Lookup(_) => true,
        ExprKind::Constant(value) => matches!(value, Value::Member(_)),
        _ => is_choice(expr),
    };
    if stands_for_its_value {
        if let Some(value) = context.value(expr) {
            into.push(Replacement { span: expr.span, text: context.shown(value, &expr.ty) });
        }
        return;
    }
    match &expr.kind {
        ExprKind::Builtin(..) => into.extend(builtin_name(context, expr)),
        ExprKind::Call(call) => into.extend(own_name(context, expr, call)),
        ExprKind::Matches(subject, pattern) => into.extend(members(context, expr, subject, pattern)),
        _ => {}
    }
    outer(expr).into_iter().for_each(|child| number(context, child, into));
}

/// How a word is spelled in a language.
type Spelling = fn(&str, Lang) -> &str;

/// The text of `span` with the replacements in, on one line; and whether any names a value.
fn apply(context: Context<'_>, span: Span, mut replacements: Vec<Replacement>, spelling: Spelling) -> (Bilingual, bool) {
    replacements
        .retain(|one| one.span.file == span.file && span.start <= one.span.start && one.span.start < one.span.end && one.span.end <= span.end);
    // Of two at one place the wider stands for both.
    replacements.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
    let (mut en, mut zh, mut at, mut any) = (String::new(), String::new(), span.start, false);
    let gap = |start: u32, end: u32, en: &mut String, zh: &mut String| {
        let gap = context.sources.slice(Span { start, end, ..span });
        flatten(gap, |word| spelling(word, Lang::En), en);
        flatten(gap, |word| spelling(word, Lang::Zh), zh);
    };
    for one in replacements {
        if one.span.start < at {
            continue;
        }
        gap(at, one.span.start, &mut en, &mut zh);
        en.push_str(&one.text.en);
        zh.push_str(&one.text.zh);
        at = one.span.end;
        any = true;
    }
    gap(at, span.end, &mut en, &mut zh);
    (Bilingual::new(en.trim(), zh.trim()), any)
}

/// Two English words that are one Chinese word.
fn join_negation(text: &mut String) {
    for (apart, joined) in [("为 非", "不为"), ("非 属于", "不属于")] {
        if text.ends_with(apart) {
            text.truncate(text.len() - apart.len());
            text.push_str(joined);
        }
    }
}

/// Appends a piece of policy text: runs of white space become one space, comments outside quotes go, words are respelled.
fn flatten<'t>(text: &'t str, spelling: impl Fn(&'t str) -> &'t str, into: &mut String) {
    let (mut quoted, mut comment, mut rest) = (false, false, text);
    while let Some(letter) = rest.chars().next() {
        let word = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(if word == 0 { letter.len_utf8() } else { word });
        rest = after;
        match letter {
            '\n' if comment => comment = false,
            _ if comment => continue,
            '"' | '“' | '”' | '＂' => quoted = !quoted,
            '#' | '＃' if !quoted => {
                comment = true;
                continue;
            }
            _ => {}
        }
        if quoted || (word == 0 && !letter.is_whitespace()) {
            into.push_str(piece);
        } else if word > 0 {
            into.push_str(spelling(piece));
            join_negation(into);
        } else if !into.ends_with(' ') {
            into.push(' ');
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::flatten;

    #[test]
    fn one_line_without_comments() {
        let mut text = String::new();
        flatten("a  # remark 备注\n  + \"b  # not\"\t/ not d", |word| if word == "not" { "非" } else { word }, &mut text);
        assert_eq!(text, "a + \"b  # not\" / 非 d");
    }
}

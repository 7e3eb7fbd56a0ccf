//! Formulas: the text of an expression, once with labels for names and once with the numbers in.
//!
//! In: an expression and what it was worth. Out: one-line texts. The text of the policy is kept as it was written; only names
//! are replaced, by their places. Choices within a formula stand for their values; `reason` tells their rows.

use super::context::{Context, children, peel};
use crate::builtins;
use crate::explain::explanation::{Bilingual, Formula};
use crate::ir::SlotKind;
use crate::ir::expr::{Expr, ExprKind};
use crate::source::Span;
use crate::value::Value;

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
    let in_numbers = apply(context, expr.span, numbers);
    Formula {
        source: apply(context, expr.span, elided).0.en,
        labels: apply(context, expr.span, labels).0,
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
    let mut text = String::new();
    flatten(context.sources.slice(span), &mut text);
    text.trim().to_owned()
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
        _ => outer(expr).into_iter().for_each(|child| label(context, child, into)),
    }
}

/// The name of a built-in function in the language of the reader.
fn builtin_name(context: Context<'_>, expr: &Expr) -> Option<Replacement> {
    let text = context.sources.slice(expr.span);
    let name = text.get(..text.find(['(', '（'])?)?;
    let row = builtins::find(name.trim())?;
    let span = Span { end: expr.span.start + u32::try_from(name.len()).ok()?, ..expr.span };
    Some(Replacement { span, text: Bilingual::new(row.english, row.chinese) })
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
    if let ExprKind::Builtin(..) = &expr.kind {
        into.extend(builtin_name(context, expr));
    }
    outer(expr).into_iter().for_each(|child| number(context, child, into));
}

/// The text of `span` with the replacements in, on one line; and whether any names a value.
fn apply(context: Context<'_>, span: Span, mut replacements: Vec<Replacement>) -> (Bilingual, bool) {
    replacements.retain(|one| one.span.file == span.file && span.start <= one.span.start && one.span.start < one.span.end && one.span.end <= span.end);
    // Of two at one place the wider stands for both.
    replacements.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
    let (mut en, mut zh, mut at, mut any) = (String::new(), String::new(), span.start, false);
    for one in replacements {
        if one.span.start < at {
            continue;
        }
        let gap = context.sources.slice(Span { start: at, end: one.span.start, ..span });
        flatten(gap, &mut en);
        flatten(gap, &mut zh);
        en.push_str(&one.text.en);
        zh.push_str(&one.text.zh);
        at = one.span.end;
        any = true;
    }
    let rest = context.sources.slice(Span { start: at, ..span });
    flatten(rest, &mut en);
    flatten(rest, &mut zh);
    (Bilingual::new(en.trim(), zh.trim()), any)
}

/// Appends a piece of policy text: runs of white space become one space, comments outside quotes go.
fn flatten(text: &str, into: &mut String) {
    let (mut quoted, mut comment) = (false, false);
    for letter in text.chars() {
        if comment {
            comment = letter != '\n';
            continue;
        }
        match letter {
            '"' | '“' | '”' | '＂' => quoted = !quoted,
            '#' | '＃' if !quoted => {
                comment = true;
                continue;
            }
            _ => {}
        }
        if letter.is_whitespace() && !quoted {
            if !into.ends_with(' ') {
                into.push(' ');
            }
        } else {
            into.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::flatten;

    #[test]
    fn one_line_without_comments() {
        let mut text = String::new();
        flatten("a  # remark 备注\n  + \"b  # c\"\t/ d", &mut text);
        assert_eq!(text, "a + \"b  # c\" / d");
    }
}

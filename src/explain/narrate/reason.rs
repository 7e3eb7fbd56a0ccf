//! Reasons: which rows choices took, from the outermost inwards.
//!
//! In: an expression and its trace. Out: a formula where there is one, and a step for every choice that was made.

use super::context::{Context, beside, peel};
use super::formula::{formula, is_choice, one_line};
use crate::diagnostic::Lang;
use crate::explain::explanation::{Bilingual, Formula, Guard, Reason, State, Step, StepKind, Subject};
use crate::explain::show::show;
use crate::ir::SlotKind;
use crate::ir::expr::{Call, Choose, ChooseRow, DatedRow, Expr, ExprId, ExprKind, Linear, Lookup, When};
use crate::ir::table::Pattern;
use crate::ir::walk::children;
use crate::source::Span;
use crate::value::Value;
use crate::value::ty::Type;

/// How an expression came to its value.
pub(super) fn reason(context: Context<'_>, expr: &Expr) -> Reason {
    let inner = peel(expr);
    let mut found = Vec::new();
    steps(context, inner, &mut found);
    if let (ExprKind::Slot(id), true) = (&inner.kind, found.is_empty()) {
        // A `let` that is nothing but a choice: its rows are the reason.
        if let Some(slot) = context.slot(*id).filter(|slot| slot.kind == SlotKind::Let || slot.kind == SlotKind::Decision) {
            steps(context, peel(&slot.expr), &mut found);
        }
    }
    let formula = (!is_choice(inner) && !is_constant(inner)).then(|| formula(context, inner));
    Reason { formula, steps: found }
}

fn is_constant(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(_))
}

/// Adds the steps of an expression: its own if it is a choice, else those within it.
fn steps(context: Context<'_>, expr: &Expr, into: &mut Vec<Step>) {
    if context.value(expr).is_none() {
        return;
    }
    let step = match &expr.kind {
        ExprKind::When(when) => when_step(context, expr, when),
        ExprKind::Choose(choose) => choose_step(context, expr, choose),
        ExprKind::If(condition, then, otherwise) => if_step(context, expr, condition, then, otherwise),
        ExprKind::Linear(linear) => linear_step(context, expr, linear),
        ExprKind::Lookup(lookup) => lookup_step(context, expr, lookup),
        ExprKind::Dated(rows) => dated_step(context, expr, rows),
        ExprKind::Call(call) => Some(call_step(context, expr, call)),
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
        | ExprKind::Builtin(..) => {
            children(expr).into_iter().for_each(|child| steps(context, child, into));
            None
        }
    };
    into.extend(step);
}

fn row_of(context: Context<'_>, id: ExprId) -> Option<usize> {
    context.trace.row(id).map(|row| row as usize)
}

fn step(context: Context<'_>, kind: StepKind, expr: &Expr, row: Bilingual) -> Step {
    let value = context.expr_figure(expr);
    Step { kind, name: String::new(), subjects: Vec::new(), tried: Vec::new(), row, line: None, formula: None, value, steps: Vec::new() }
}

/// The step with what the value of the row taken is made of.
fn with_value(context: Context<'_>, step: Step, value: &Expr) -> Step {
    let Reason { formula, steps } = reason(context, value);
    Step { formula, steps, ..step }
}

/// What a choice looks at, in the unit its rows are written in.
fn subject(context: Context<'_>, expr: &Expr, rows: impl Iterator<Item = Span>) -> Subject {
    let value = context.value(expr).unwrap_or(&Value::Missing);
    Subject { formula: formula(context, expr), value: context.figure(value, &beside(context, &expr.ty, rows)) }
}

fn guard(context: Context<'_>, expr: &Expr) -> Guard {
    Guard { formula: formula(context, expr), state: state(context.value(expr)) }
}

/// Whether a condition holds.
pub(super) fn state(value: Option<&Value>) -> State {
    match value.and_then(Value::truth) {
        Some(true) => State::Met,
        Some(false) => State::NotMet,
        None => State::Undetermined,
    }
}

/// The row that takes what no other does.
pub(super) fn otherwise() -> Bilingual {
    Bilingual::new("otherwise", "其余")
}

fn missing() -> Bilingual {
    Bilingual::new("missing", "缺失")
}

fn when_step(context: Context<'_>, expr: &Expr, when: &When) -> Option<Step> {
    let row = row_of(context, expr.id)?;
    let tried: Vec<Guard> = when.rows.iter().filter(|row| context.value(&row.guard).is_some()).map(|row| guard(context, &row.guard)).collect();
    let (words, value, line) = match when.rows.get(row) {
        Some(taken) => (formula(context, &taken.guard).labels, &taken.value, taken.guard.span),
        None if row == when.rows.len() => (otherwise(), &*when.otherwise, when.otherwise.span),
        None => {
            let value = when.missing.as_deref()?;
            (missing(), value, value.span)
        }
    };
    let step = Step { tried, line: Some(context.line(line)), ..step(context, StepKind::When, expr, words) };
    Some(with_value(context, step, value))
}

fn if_step(context: Context<'_>, expr: &Expr, condition: &Expr, then: &Expr, otherwise: &Expr) -> Option<Step> {
    let (words, value) = match row_of(context, expr.id)? {
        0 => (formula(context, condition).labels, then),
        _ => (Bilingual::new("else", "否则"), otherwise),
    };
    let step = Step { tried: vec![guard(context, condition)], line: Some(context.line(value.span)), ..step(context, StepKind::If, expr, words) };
    Some(with_value(context, step, value))
}

fn choose_step(context: Context<'_>, expr: &Expr, choose: &Choose) -> Option<Step> {
    let row = choose.rows.get(row_of(context, expr.id)?)?;
    let kind = if choose.subjects.len() == 1 { StepKind::Band } else { StepKind::Decision };
    let subjects = choose.subjects.iter().map(|one| subject(context, one, choose.rows.iter().map(|row| row.span))).collect();
    let words = row_words(context, choose, row);
    let step = Step { subjects, line: Some(context.line(row.span)), ..step(context, kind, expr, words) };
    Some(with_value(context, step, &row.value))
}

/// The patterns of a row as people read them.
pub(super) fn row_words(context: Context<'_>, choose: &Choose, row: &ChooseRow) -> Bilingual {
    if let ([subject], [pattern]) = (choose.subjects.as_slice(), row.patterns.as_slice()) {
        match pattern {
            Pattern::Otherwise => return otherwise(),
            Pattern::Missing => return missing(),
            Pattern::Members(members) => return member_words(context, members, &subject.ty),
            Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Texts(_) | Pattern::Anything | Pattern::Never => {}
        }
    }
    // The row of a decision table ends with its value, which is told apart.
    let value = peel(&row.value).span;
    let within = value.file == row.span.file && row.span.start < value.start && value.end <= row.span.end;
    let patterns = if within { Span { end: value.start, ..row.span } } else { row.span };
    Bilingual::same(one_line(context, patterns).trim_matches(['|', '｜', ' ', '\t']))
}

fn member_words(context: Context<'_>, members: &[u32], ty: &Type) -> Bilingual {
    let words = |member: &u32| match ty {
        Type::Bool => context.shown(&Value::Bool(*member == 1), ty),
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Date(_) | Type::Text | Type::Enum(_) => context.shown(&Value::Member(*member), ty),
    };
    let all: Vec<Bilingual> = members.iter().map(words).collect();
    let join = |side: fn(&Bilingual) -> &str, between: &str| all.iter().map(side).collect::<Vec<&str>>().join(between);
    Bilingual::new(join(|one| &one.en, ", "), join(|one| &one.zh, "、"))
}

fn linear_step(context: Context<'_>, expr: &Expr, linear: &Linear) -> Option<Step> {
    let row = row_of(context, expr.id)?;
    let ty = beside(context, &linear.subject.ty, [expr.span].into_iter());
    let subjects = vec![subject(context, &linear.subject, [expr.span].into_iter())];
    if row >= linear.knots.len() {
        let step = Step { subjects, ..step(context, StepKind::Linear, expr, missing()) };
        return Some(with_value(context, step, linear.missing.as_deref()?));
    }
    let knot = |(x, y): &(i128, i128)| {
        let (x, y) = (context.shown(&Value::Number(*x), &ty), context.shown(&Value::Number(*y), &expr.ty));
        format!("{} → {}", x.en, y.en)
    };
    let (here, x) = (linear.knots.get(row)?, context.value(&linear.subject)?.mantissa()?);
    let words = match linear.knots.get(row + 1) {
        _ if x < here.0 => Bilingual::new(format!("not above the first knot {}", knot(here)), format!("低于首个节点 {}", knot(here))),
        Some(next) => Bilingual::new(format!("between {} and {}", knot(here), knot(next)), format!("介于 {} 与 {} 之间", knot(here), knot(next))),
        None => Bilingual::new(format!("from the last knot {} on", knot(here)), format!("达到末个节点 {}", knot(here))),
    };
    Some(Step { subjects, ..step(context, StepKind::Linear, expr, words) })
}

fn lookup_step(context: Context<'_>, expr: &Expr, lookup: &Lookup) -> Option<Step> {
    let table = context.program.tables.get(lookup.table.0 as usize)?;
    let row = table.rows.get(row_of(context, expr.id)?)?;
    let column = table.columns.get(lookup.column as usize)?;
    let name = if table.columns.len() > 1 { format!("{} · {}", table.label, column.label) } else { table.label.clone() };
    let words = |lang| {
        let keys = row.keys.iter().zip(&table.keys).map(|(pattern, key)| pattern_words(context, pattern, &key.ty, lang));
        keys.collect::<Vec<String>>().join(" | ")
    };
    let words = Bilingual::new(words(Lang::En), words(Lang::Zh));
    let subjects = lookup.keys.iter().map(|key| subject(context, key, std::iter::empty())).collect();
    Some(Step { name, subjects, line: Some(context.line(row.span)), ..step(context, StepKind::Lookup, expr, words) })
}

/// A pattern in words made of its values, for rows whose text holds more than the pattern.
fn pattern_words(context: Context<'_>, pattern: &Pattern, ty: &Type, lang: Lang) -> String {
    let range = |range: &crate::value::range::Range| {
        let (low, high) = match ty {
            Type::Date(_) => (day(range.low), day(range.high)),
            Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Text | Type::Enum(_) => {
                (Value::Number(range.low), Value::Number(range.high))
            }
        };
        let all = match ty {
            Type::Number(number) => Some(number.range),
            Type::Date(all) => Some(*all),
            Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => None,
        };
        let (open_below, open_above) = (all.is_some_and(|all| range.low <= all.low), all.is_some_and(|all| range.high >= all.high));
        let shown = |value: &Value| show(value, ty, context.program, lang);
        match (open_below, open_above) {
            _ if low == high => shown(&low),
            (true, true) => "(.., ..)".to_owned(),
            (true, false) => format!("(.., {}]", shown(&high)),
            (false, true) => format!("[{}, ..)", shown(&low)),
            (false, false) => format!("[{}, {}]", shown(&low), shown(&high)),
        }
    };
    match pattern {
        Pattern::Between(one) => range(one),
        Pattern::AnyOf(several) => several.iter().map(range).collect::<Vec<String>>().join(", "),
        Pattern::Members(members) => member_words(context, members, ty).get(lang).to_owned(),
        Pattern::Texts(texts) => texts.join(", "),
        Pattern::Missing => missing().get(lang).to_owned(),
        Pattern::Anything => "*".to_owned(),
        Pattern::Otherwise => otherwise().get(lang).to_owned(),
        Pattern::Never => "-".to_owned(),
    }
}

fn day(mantissa: i128) -> Value {
    i32::try_from(mantissa).map_or(Value::Missing, |day| Value::Date(crate::value::calendar::Day(day)))
}

fn dated_step(context: Context<'_>, expr: &Expr, rows: &[DatedRow]) -> Option<Step> {
    let row = rows.get(row_of(context, expr.id)?)?;
    let words = Bilingual::new(format!("from {}", row.from), format!("自 {} 起", row.from));
    let step = Step { line: Some(context.line(row.value.span)), ..step(context, StepKind::Dated, expr, words) };
    Some(with_value(context, step, &row.value))
}

fn call_step(context: Context<'_>, expr: &Expr, call: &Call) -> Step {
    let Reason { formula: body, steps } = reason(context, &call.body);
    let whole: Formula = formula(context, expr);
    let row = whole.numbers.unwrap_or(whole.labels);
    Step { name: call.function.clone(), formula: body, steps, ..step(context, StepKind::Call, expr, row) }
}

//! How a value is computed, for every record: the rows of choices in words.
//!
//! In: an expression of the policy. Out: rows, those of nested choices further in. Needs no record: what `reason` tells of one,
//! this tells of all.

use super::context::{Context, beside, peel};
use super::distance::bound;
use super::formula::{formula, is_choice};
use super::reason::otherwise;
use crate::builtins::Builtin;
use crate::explain::explanation::Bilingual;
use crate::ir::expr::{Choose, ChooseRow, Expr, ExprKind, Linear};
use crate::ir::table::Pattern;
use crate::ir::walk::children;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::Rounding;
use crate::value::range::Range;
use crate::value::ty::Type;

/// A row: when it applies and what it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// How deep it is nested.
    pub depth: usize,
    /// When it applies; empty where it always does.
    pub when: Bilingual,
    /// What it gives; empty where rows after it, nested deeper, tell.
    pub then: Bilingual,
}

/// The rows of an expression.
pub(super) fn rules(context: Context<'_>, expr: &Expr) -> Vec<Rule> {
    let mut rows = Vec::new();
    collect(context, expr, 0, &mut rows);
    rows
}

fn collect(context: Context<'_>, expr: &Expr, depth: usize, into: &mut Vec<Rule>) {
    let expr = peel(expr);
    match &expr.kind {
        ExprKind::Choose(choose) => choose_rows(context, choose, depth, into),
        ExprKind::When(when) => {
            for row in &when.rows {
                row_of(context, formula(context, &row.guard).labels, &row.value, depth, into);
            }
            row_of(context, otherwise_words(), &when.otherwise, depth, into);
            if let Some(missing) = &when.missing {
                row_of(context, Bilingual::new("not known for want of figures", "缺少数据、无法判断"), missing, depth, into);
            }
        }
        ExprKind::If(condition, then, otherwise) => {
            row_of(context, formula(context, condition).labels, then, depth, into);
            row_of(context, otherwise_words(), otherwise, depth, into);
        }
        ExprKind::Linear(linear) => knots(context, expr, linear, depth, into),
        ExprKind::Dated(rows) => {
            for row in rows {
                row_of(context, Bilingual::new(format!("from {}", row.from), format!("自 {} 起", row.from)), &row.value, depth, into);
            }
        }
        ExprKind::Builtin(Builtin::Round(Rounding::HalfAway), parts) if rounds_a_choice(expr, parts) => {
            let places = expr.ty.scale();
            let when = match places {
                0 => Bilingual::new("rounded to a whole number:", "下列结果四舍五入取整数："),
                places => Bilingual::new(format!("rounded to {places} decimal places:"), format!("下列结果四舍五入保留 {places} 位小数：")),
            };
            into.push(Rule { depth, when, then: Bilingual::default() });
            parts.iter().take(1).for_each(|part| collect(context, part, depth + 1, into));
        }
        _ => {
            into.push(Rule { depth, when: Bilingual::default(), then: gives(context, expr) });
            inner_choices(context, expr, depth + 1, into);
        }
    }
}

/// Whether a plain number that a choice gives is rounded: the rows then say more than the formula.
fn rounds_a_choice(expr: &Expr, parts: &[Expr]) -> bool {
    let plain = expr.ty.number().is_some_and(|number| number.unit.name.is_empty());
    plain && parts.first().is_some_and(|part| is_choice(peel(part)))
}

/// The choices within a formula, which stand in it as `{…}`.
fn inner_choices(context: Context<'_>, expr: &Expr, depth: usize, into: &mut Vec<Rule>) {
    if matches!(expr.kind, ExprKind::Call(_)) {
        return;
    }
    for child in children(expr) {
        let child = peel(child);
        if is_choice(child) && !matches!(child.kind, ExprKind::If(..)) {
            collect(context, child, depth, into);
        } else {
            inner_choices(context, child, depth, into);
        }
    }
}

fn row_of(context: Context<'_>, when: Bilingual, value: &Expr, depth: usize, into: &mut Vec<Rule>) {
    let value = peel(value);
    if is_choice(value) {
        into.push(Rule { depth, when, then: Bilingual::default() });
        collect(context, value, depth + 1, into);
    } else {
        into.push(Rule { depth, when, then: gives(context, value) });
        inner_choices(context, value, depth + 1, into);
    }
}

/// A value in words: a constant as people read it, else the formula.
fn gives(context: Context<'_>, value: &Expr) -> Bilingual {
    match &value.kind {
        ExprKind::Constant(Value::Missing) => Bilingual::new("missing", "缺失"),
        ExprKind::Constant(constant) => context.shown(constant, &value.ty),
        _ => formula(context, value).labels,
    }
}

fn otherwise_words() -> Bilingual {
    Bilingual { zh: "其余情况".to_owned(), ..otherwise() }
}

/// Whether a subject is a name, so that rows read well with it in front.
fn is_name(subject: &Expr) -> bool {
    matches!(peel(subject).kind, ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_))
}

fn choose_rows(context: Context<'_>, choose: &Choose, depth: usize, into: &mut Vec<Rule>) {
    let names: Vec<Bilingual> = choose.subjects.iter().map(|subject| formula(context, subject).labels).collect();
    let single = names.len() == 1;
    let mut depth = depth;
    let mut named = true;
    if let ([subject], [name]) = (choose.subjects.as_slice(), names.as_slice())
        && !is_name(subject)
    {
        into.push(Rule { depth, when: Bilingual::new(format!("by {}:", name.en), format!("按「{}」：", name.zh)), then: Bilingual::default() });
        depth += 1;
        named = false;
    }
    for row in &choose.rows {
        let when = if single && !named { bare(context, choose, row) } else { full(context, choose, row, &names) };
        row_of(context, when, &row.value, depth, into);
    }
}

/// The only pattern of a row.
fn bare(context: Context<'_>, choose: &Choose, row: &ChooseRow) -> Bilingual {
    cells(context, choose, row).into_iter().next().unwrap_or_default()
}

/// Every pattern of a row behind what it is about.
fn full(context: Context<'_>, choose: &Choose, row: &ChooseRow, names: &[Bilingual]) -> Bilingual {
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for ((pattern, name), words) in row.patterns.iter().zip(names).zip(cells(context, choose, row)) {
        match pattern {
            Pattern::Anything => {}
            Pattern::Otherwise => {
                en.push(words.en);
                zh.push(words.zh);
            }
            Pattern::Between(_) | Pattern::AnyOf(_) | Pattern::Missing => {
                en.push(format!("{} {}", name.en, words.en));
                zh.push(format!("{}{}", name.zh, words.zh));
            }
            Pattern::Members(_) | Pattern::Texts(_) | Pattern::Never => {
                en.push(format!("{}: {}", name.en, words.en));
                zh.push(format!("{}为{}", name.zh, words.zh));
            }
        }
    }
    if en.is_empty() { otherwise_words() } else { Bilingual::new(en.join("; "), zh.join("；")) }
}

/// The patterns of a row, a text for each subject.
pub(super) fn cells(context: Context<'_>, choose: &Choose, row: &ChooseRow) -> Vec<Bilingual> {
    let cell = |(pattern, subject): (&Pattern, &Expr)| {
        let ty = beside(context, &subject.ty, choose.rows.iter().map(|row| row.span));
        pattern_words(context, pattern, &ty)
    };
    row.patterns.iter().zip(&choose.subjects).map(cell).collect()
}

/// A pattern as a notice puts it: `不低于20%、低于25%`.
pub(super) fn pattern_words(context: Context<'_>, pattern: &Pattern, ty: &Type) -> Bilingual {
    match pattern {
        Pattern::Between(range) => between(context, range, ty),
        Pattern::AnyOf(ranges) => {
            let all: Vec<Bilingual> = ranges.iter().map(|range| between(context, range, ty)).collect();
            joined(&all, " or ", "或")
        }
        Pattern::Members(members) => {
            let value = |member: &u32| if *ty == Type::Bool { Value::Bool(*member == 1) } else { Value::Member(*member) };
            let all: Vec<Bilingual> = members.iter().map(|member| context.shown(&value(member), ty)).collect();
            joined(&all, ", ", "、")
        }
        Pattern::Texts(texts) => Bilingual::new(texts.join(", "), texts.join("、")),
        Pattern::Missing => Bilingual::new("missing", "缺失"),
        Pattern::Anything => Bilingual::new("any", "不限"),
        Pattern::Otherwise => otherwise_words(),
        Pattern::Never => Bilingual::same("—"),
    }
}

fn joined(all: &[Bilingual], en: &str, zh: &str) -> Bilingual {
    let join = |side: fn(&Bilingual) -> &str, between: &str| all.iter().map(side).collect::<Vec<&str>>().join(between);
    Bilingual::new(join(|one| &one.en, en), join(|one| &one.zh, zh))
}

fn between(context: Context<'_>, range: &Range, ty: &Type) -> Bilingual {
    let all = match ty {
        Type::Number(number) => Some(number.range),
        Type::Date(range) => Some(*range),
        Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => None,
    };
    if range.low == range.high {
        return value_words(context, range.low, ty);
    }
    let open_below = all.is_some_and(|all| range.low <= all.low);
    let open_above = all.is_some_and(|all| range.high >= all.high);
    let low = || end(context, ty, range.low, true);
    let high = || end(context, ty, range.high, false);
    match (open_below, open_above) {
        (true, true) => Bilingual::new("any value", "任何数值"),
        (false, true) => low(),
        (true, false) => high(),
        (false, false) => joined(&[low(), high()], " and ", "、"),
    }
}

fn end(context: Context<'_>, ty: &Type, mantissa: i128, upward: bool) -> Bilingual {
    match ty {
        Type::Date(_) => {
            let day = value_words(context, mantissa, ty);
            if upward {
                Bilingual::new(format!("from {}", day.en), format!("{}及以后", day.zh))
            } else {
                Bilingual::new(format!("to {}", day.en), format!("{}及以前", day.zh))
            }
        }
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Text | Type::Enum(_) => bound(context, ty, mantissa, upward),
    }
}

fn value_words(context: Context<'_>, mantissa: i128, ty: &Type) -> Bilingual {
    let value = match ty {
        Type::Date(_) => i32::try_from(mantissa).map_or(Value::Missing, |day| Value::Date(Day(day))),
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Text | Type::Enum(_) => Value::Number(mantissa),
    };
    context.shown(&value, ty)
}

fn knots(context: Context<'_>, expr: &Expr, linear: &Linear, depth: usize, into: &mut Vec<Rule>) {
    let ty = beside(context, &linear.subject.ty, [expr.span].into_iter());
    let name = formula(context, &linear.subject).labels;
    let when = Bilingual::new(
        format!("in proportion between these points of {}, flat beyond them:", name.en),
        format!("按「{}」在下列各点之间按比例计算，两端以外取端点的数值：", name.zh),
    );
    into.push(Rule { depth, when, then: Bilingual::default() });
    for (x, y) in &linear.knots {
        let (at, gives) = (context.shown(&Value::Number(*x), &ty), context.shown(&Value::Number(*y), &expr.ty));
        into.push(Rule { depth: depth + 1, when: at, then: gives });
    }
    if let Some(missing) = &linear.missing {
        row_of(context, Bilingual::new("missing", "缺失"), missing, depth + 1, into);
    }
}

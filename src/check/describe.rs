//! Types and figures in words, for messages.
//!
//! In: types, ranges, pieces of columns. Out: phrases in both languages, figures in their display unit.

use super::context::Context;
use super::coverage::Piece;
use crate::ir::expr::{Expr, ExprKind};
use crate::source::Span;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::comparison::Comparison;
use crate::value::decimal::{Decimal, LIMIT};
use crate::value::ty::{Number, Type};
use serde::Serialize;

/// A phrase in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// In English.
    #[serde(rename = "en")]
    pub english: String,
    /// In Chinese.
    #[serde(rename = "zh")]
    pub chinese: String,
}

impl Phrase {
    /// The same in both languages.
    pub fn same(text: impl Into<String>) -> Phrase {
        let text = text.into();
        Phrase { english: text.clone(), chinese: text }
    }

    /// A phrase.
    pub fn new(english: impl Into<String>, chinese: impl Into<String>) -> Phrase {
        Phrase { english: english.into(), chinese: chinese.into() }
    }

    /// In a language.
    pub fn get(&self, lang: crate::diagnostic::Lang) -> &str {
        match lang {
            crate::diagnostic::Lang::En => &self.english,
            crate::diagnostic::Lang::Zh => &self.chinese,
        }
    }
}

/// A type in words.
pub fn type_phrase(ctx: &Context<'_>, ty: &Type) -> Phrase {
    match ty {
        Type::Unknown => Phrase::new("something unknown", "未知内容"),
        Type::Nothing => Phrase::new("a missing value", "缺失值"),
        Type::Number(number) => quantity_phrase(number),
        Type::Bool => Phrase::new("a condition (true or false)", "条件（是或否）"),
        Type::Date(_) => Phrase::new("a date", "日期"),
        Type::Text => Phrase::new("a text", "文本"),
        Type::Enum(id) => {
            let name = ctx.enumeration(*id).map_or("", |e| e.name.as_str());
            Phrase::new(format!("a member of `{name}`"), format!("枚举「{name}」的成员"))
        }
    }
}

/// A quantity in words.
pub fn quantity_phrase(number: &Number) -> Phrase {
    let unit = &number.unit.name;
    if number.dimension.is_none() {
        match unit.as_str() {
            "" => Phrase::new("a plain number", "无单位的数"),
            unit => Phrase::new(format!("a number (`{unit}`)"), format!("无量纲的数（{unit}）")),
        }
    } else {
        Phrase::new(format!("a quantity in `{unit}`"), format!("以「{unit}」计的量"))
    }
}

/// A base amount in its unit, without trailing zeros.
pub fn figure(number: &Number, mantissa: i128) -> String {
    let base = Decimal { mantissa, scale: number.scale };
    let shown = number.unit.from_base(base).unwrap_or(base).normalized();
    let gap = if number.unit.name.is_ascii() && number.unit.name.chars().any(char::is_alphabetic) { " " } else { "" };
    format!("{}{gap}{}", short(shown), number.unit.name)
}

/// Plain digits, but `10^15` for the great powers of ten that stand for "no limit declared".
fn short(figure: Decimal) -> String {
    let (digits, zeros) = figure.without_trailing_zeros();
    match (digits.mantissa, digits.scale, zeros) {
        (1, 0, 9..) => format!("10^{zeros}"),
        (-1, 0, 9..) => format!("-10^{zeros}"),
        _ => figure.to_string(),
    }
}

/// A closed range as an interval, edges of the unlimited kind as `..`.
pub fn interval_text(ty: &Type, low: i128, high: i128) -> String {
    let (first, last) = match ty {
        Type::Number(number) => (number.range.low, number.range.high),
        Type::Date(range) => (range.low, range.high),
        _ => (low, high),
    };
    if low == high {
        return edge(ty, low);
    }
    // At a scale of many places a closed range is best shown half open: [5%, 6%).
    let step_shows = matches!(ty, Type::Number(number) if number.scale > 0) && !is_round(ty, high) && is_round(ty, high.saturating_add(1));
    let open_low = matches!(ty, Type::Number(number) if number.scale > 0) && !is_round(ty, low) && is_round(ty, low.saturating_sub(1));
    let left = if low <= first && low <= -LIMIT / 2 {
        "(..".to_string()
    } else if open_low {
        format!("({}", edge(ty, low - 1))
    } else {
        format!("[{}", edge(ty, low))
    };
    let right = if high >= last && high >= LIMIT / 2 {
        "..)".to_string()
    } else if step_shows {
        format!("{})", edge(ty, high + 1))
    } else {
        format!("{}]", edge(ty, high))
    };
    format!("{left}, {right}")
}

/// Whether a figure has fewer digits than its neighbours, so that it was probably written by a person.
fn is_round(ty: &Type, mantissa: i128) -> bool {
    match ty {
        Type::Number(number) => Decimal { mantissa, scale: number.scale }.normalized().scale < number.scale || mantissa == 0,
        _ => true,
    }
}

fn edge(ty: &Type, mantissa: i128) -> String {
    match ty {
        Type::Number(number) => figure(number, mantissa),
        Type::Date(_) => i32::try_from(mantissa).map_or_else(|_| mantissa.to_string(), |day| Day(day).to_string()),
        _ => mantissa.to_string(),
    }
}

/// The range of a type.
pub fn range_text(ty: &Type) -> String {
    match ty {
        Type::Number(number) => interval_text(ty, number.range.low, number.range.high),
        Type::Date(range) => interval_text(ty, range.low, range.high),
        _ => String::new(),
    }
}

/// A piece of a column in words.
pub fn piece_phrase(ctx: &Context<'_>, ty: &Type, piece: &Piece) -> Phrase {
    match piece {
        Piece::Between(low, high) => Phrase::same(interval_text(ty, *low, *high)),
        Piece::Member(member) => match ty {
            Type::Bool => {
                if *member == 0 {
                    Phrase::new("false", "否")
                } else {
                    Phrase::new("true", "是")
                }
            }
            Type::Enum(id) => Phrase::same(ctx.enumeration(*id).and_then(|e| e.members.get(*member as usize)).map_or("", |m| m.name.as_str())),
            _ => Phrase::same(member.to_string()),
        },
        Piece::Text(text) => Phrase::same(format!("\"{text}\"")),
        Piece::OtherText => Phrase::new("any other text", "其他文本"),
        Piece::Missing => Phrase::new("missing", "缺失"),
    }
}

/// What to write where a plain number meets a quantity.
pub fn unit_hint(first: &Number, left: &Expr, second: &Number, right: &Expr, ctx: &Context<'_>) -> Option<String> {
    let plain = |number: &Number, expr: &Expr| {
        number.dimension.is_none() && number.unit.name.is_empty() && matches!(expr.kind, ExprKind::Constant(Value::Number(_)))
    };
    // `2亿` beside `万元`: the scale is said, the unit is not.
    let scaled = |number: &Number, expr: &Expr, other: &Number| {
        let base = other.unit.name.trim_start_matches(['万', '亿']);
        let whole = ctx.units.get(&format!("{}{base}", number.unit.name))?;
        (number.dimension.is_none() && !number.unit.name.is_empty() && whole.dimension == other.dimension)
            .then(|| format!("{}{base}", ctx.text(expr.span)))
    };
    if let Some(hint) = scaled(second, right, first).or_else(|| scaled(first, left, second)) {
        Some(hint)
    } else if plain(second, right) {
        Some(with_unit(&ctx.text(right.span), &first.unit.name))
    } else if plain(first, left) {
        Some(with_unit(&ctx.text(left.span), &second.unit.name))
    } else {
        None
    }
}

/// What to write where a bound lacks its unit.
pub fn bound_hint(ctx: &Context<'_>, subject: &Number, bound: &Expr) -> Option<String> {
    let plain = bound.ty.number().is_some_and(|number| number.dimension.is_none() && number.unit.name.is_empty());
    plain.then(|| with_unit(&ctx.text(bound.span), &subject.unit.name))
}

fn with_unit(number: &str, unit: &str) -> String {
    let gap = if unit.is_ascii() { " " } else { "" };
    format!("{number}{gap}{unit}")
}

/// What is meant where two sides cannot be compared: a date as other programs write it, a number or member in quotation marks, a
/// condition compared with yes or no. The place and what to write there.
pub fn remedy(ctx: &Context<'_>, first: &Expr, comparison: Comparison, second: &Expr) -> Option<(Span, String)> {
    meant(ctx, &first.ty, second)
        .map(|meant| (second.span, meant))
        .or_else(|| meant(ctx, &second.ty, first).map(|meant| (first.span, meant)))
        .or_else(|| {
            let condition = if first.ty == Type::Bool { first } else { second };
            let other = if first.ty == Type::Bool { second } else { first };
            let word = ctx.text(other.span).trim_matches(['"', '“', '”', '＂']).to_lowercase();
            let truth = match word.as_str() {
                "是" | "yes" | "y" | "true" | "1" => true,
                "否" | "no" | "n" | "false" | "0" => false,
                _ => return None,
            };
            let name = ctx.text(condition.span);
            let not = if name.is_ascii() { "not" } else { "非" };
            let holds = match comparison {
                Comparison::Equal => truth,
                Comparison::Different => !truth,
                Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => return None,
            };
            let is_condition = condition.ty == Type::Bool && matches!(condition.kind, ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_));
            is_condition.then(|| (first.span.to(second.span), if holds { name } else { format!("{not} {name}") }))
        })
}

/// What an operand is meant as, where the other side has the type `wanted`.
fn meant(ctx: &Context<'_>, wanted: &Type, operand: &Expr) -> Option<String> {
    let written = ctx.text(operand.span);
    let inner = written.trim_matches(['"', '“', '”', '＂']);
    match wanted {
        Type::Date(_) => Day::parse(inner).map(|day| day.to_string()),
        Type::Number(number) if operand.ty == Type::Text => Decimal::parse(inner).map(|_| with_unit(inner, &number.unit.name)),
        Type::Enum(id) if operand.ty == Type::Text => {
            let members = &ctx.enumeration(*id)?.members;
            members.iter().find(|member| member.name == inner || member.label == inner).map(|member| member.name.clone())
        }
        Type::Number(_) | Type::Enum(_) | Type::Bool | Type::Text | Type::Unknown | Type::Nothing => None,
    }
}

//! Limits that do nothing, or too much: maxima out of reach, caps and floors that never or always bind, values said to be
//! optional that are always there.
//!
//! In: what was checked, with its proved ranges. Out: warnings. Each says only what is proved.

use super::context::Context;
use super::describe;
use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::{Fix, Lang, Problem, Words, quote};
use crate::ir::expr::Expr;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::decimal::Decimal;
use crate::value::ty::Type;
use serde::Serialize;

/// A limit of a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// `up to`
    Cap,
    /// `at least`
    Floor,
}

/// What was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum LimitProblem {
    /// An indicator cannot reach its maximum.
    MaximumNotReached {
        /// The indicator.
        indicator: String,
        /// The most it can give.
        most: String,
        /// What is declared.
        maximum: String,
        /// The points.
        span: Span,
        /// The declaration.
        declared: Span,
    },
    /// A cap or floor that changes nothing.
    NeverBinds {
        /// Which.
        limit: Limit,
        /// What is limited, before the limit.
        range: String,
        /// The limit.
        span: Span,
    },
    /// A cap or floor that leaves one value only.
    AlwaysBinds {
        /// Which.
        limit: Limit,
        /// What is limited, before the limit.
        range: String,
        /// The limit.
        span: Span,
    },
    /// A value declared with `?` is never missing.
    AlwaysThere {
        /// The value.
        name: String,
        /// The `?`.
        span: Span,
    },
}

impl Problem for LimitProblem {
    fn code(&self) -> &'static str {
        match self {
            LimitProblem::AlwaysThere { .. } => "W0303",
            LimitProblem::MaximumNotReached { .. } => "W0451",
            LimitProblem::NeverBinds { .. } => "W0452",
            LimitProblem::AlwaysBinds { .. } => "W0453",
        }
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            LimitProblem::MaximumNotReached { span, declared, .. } => vec![*span, *declared],
            LimitProblem::NeverBinds { span, .. } | LimitProblem::AlwaysBinds { span, .. } | LimitProblem::AlwaysThere { span, .. } => vec![*span],
        }
    }

    fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => english(self),
            Lang::Zh => chinese(self),
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }

    fn fixes(&self) -> Vec<Fix> {
        match self {
            LimitProblem::AlwaysThere { span, .. } => vec![Fix { span: *span, replacement: String::new() }],
            _ => Vec::new(),
        }
    }
}

fn english(problem: &LimitProblem) -> Words {
    let named = |name: &str| quote(Lang::En, name);
    match problem {
        LimitProblem::MaximumNotReached { indicator, most, maximum, .. } => {
            Words::new(format!("{} never reaches its maximum of {maximum}", named(indicator)))
                .label(format!("gives at most {most}"))
                .label("the maximum")
                .help(format!("write `out of {most}`, or mend the rows: an enterprise cannot earn what the scheme promises"))
        }
        LimitProblem::NeverBinds { limit: Limit::Cap, range, .. } => {
            Words::new("this cap changes nothing").label(format!("the total lies in {range}")).help("remove it, or check whether it should be lower")
        }
        LimitProblem::NeverBinds { limit: Limit::Floor, range, .. } => Words::new("this floor changes nothing")
            .label(format!("the total lies in {range}"))
            .help("remove it, or check whether it should be higher"),
        LimitProblem::AlwaysBinds { limit: Limit::Cap, range, .. } => Words::new("this cap always applies, so the total is always the same")
            .label(format!("the total lies in {range}"))
            .help("check whether it should be higher"),
        LimitProblem::AlwaysBinds { limit: Limit::Floor, range, .. } => Words::new("this floor always applies, so the total is always the same")
            .label(format!("the total lies in {range}"))
            .help("check whether it should be lower"),
        LimitProblem::AlwaysThere { name, .. } => Words::new(format!("{} is never missing", named(name)))
            .label("says that it may be")
            .help("remove the `?`, so that it need not be answered"),
    }
}

fn chinese(problem: &LimitProblem) -> Words {
    let named = |name: &str| quote(Lang::Zh, name);
    match problem {
        LimitProblem::MaximumNotReached { indicator, most, maximum, .. } => Words::new(format!("{}得不到满分 {maximum}", named(indicator)))
            .label(format!("最多得 {most}"))
            .label("满分")
            .help(format!("请写「满分 {most}」，或改正各档得分：办法所定的满分，没有企业能够得到")),
        LimitProblem::NeverBinds { limit: Limit::Cap, range, .. } => {
            Words::new("这一上限不起作用").label(format!("合计在 {range} 之内")).help("请删去，或核对是否应当更低")
        }
        LimitProblem::NeverBinds { limit: Limit::Floor, range, .. } => {
            Words::new("这一下限不起作用").label(format!("合计在 {range} 之内")).help("请删去，或核对是否应当更高")
        }
        LimitProblem::AlwaysBinds { limit: Limit::Cap, range, .. } => {
            Words::new("这一上限总是适用，合计恒为同一数值").label(format!("合计在 {range} 之内")).help("请核对是否应当更高")
        }
        LimitProblem::AlwaysBinds { limit: Limit::Floor, range, .. } => {
            Words::new("这一下限总是适用，合计恒为同一数值").label(format!("合计在 {range} 之内")).help("请核对是否应当更低")
        }
        LimitProblem::AlwaysThere { name, .. } => {
            Words::new(format!("{}不会缺失", named(name))).label("此处声明为可以缺失").help("请删去 `?`，这样使用时不必再说明缺失如何处理")
        }
    }
}

/// Notices a maximum that the points never reach.
pub fn maximum(ctx: &mut Context<'_>, indicator: &ast::Name, points: &Expr, declared: Option<(Decimal, Span)>) {
    let (Some((maximum, place)), Type::Number(number), None) = (declared, &points.ty, &points.missing) else { return };
    let most = Decimal { mantissa: number.range.high, scale: number.scale };
    if most.compare(maximum).is_lt() {
        let (most, maximum) = (most.normalized().to_string(), maximum.to_string());
        ctx.report(LimitProblem::MaximumNotReached { indicator: indicator.text.clone(), most, maximum, span: points.span, declared: place });
    }
}

/// Notices a limit that never binds, or always.
pub fn limit(ctx: &mut Context<'_>, limit: Limit, total: &Expr, bound: &Expr) {
    let (Type::Number(total_type), Type::Number(bound_type)) = (&total.ty, &bound.ty) else { return };
    let (low, high, at) = (total_type.range.low, total_type.range.high, bound_type.range.low);
    let (never, always) = match limit {
        Limit::Cap => (high <= at, low >= at),
        Limit::Floor => (low >= at, high <= at),
    };
    let range = describe::range_text(&total.ty);
    if never {
        ctx.report(LimitProblem::NeverBinds { limit, range, span: bound.span });
    } else if always {
        ctx.report(LimitProblem::AlwaysBinds { limit, range, span: bound.span });
    }
}

/// Notices a value that is declared with `?` and never missing.
pub fn always_there(ctx: &mut Context<'_>, name: &ast::Name, value: &Expr, kind: Option<&ast::Kind>) {
    let Some(kind) = kind.filter(|kind| kind.optional && value.missing.is_none() && value.ty != Type::Unknown) else { return };
    let text = ctx.sources.slice(kind.span);
    let width = if text.ends_with('？') { '？'.len_utf8() } else { 1 };
    let span = Span { start: kind.span.end.saturating_sub(width as u32), ..kind.span };
    ctx.report(LimitProblem::AlwaysThere { name: name.text.clone(), span });
}

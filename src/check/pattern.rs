//! What rows accept.
//!
//! In: intervals, short forms and values as written, and the type they are matched against. Out: [`Pattern`]s over closed
//! ranges at the subject's scale. Bounds must be constants.

use super::arithmetic::{self, Doing};
use super::compare;
use super::constant;
use super::context::{Context, Hint};
use super::describe;
use super::expr;
use super::problem::{CheckProblem, TypeProblem};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::table::Pattern;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::decimal::{Decimal, LIMIT, Rounding};
use crate::value::range::Range;
use crate::value::ty::{Number, Type};

const LEAST: i128 = -LIMIT + 1;
const MOST: i128 = LIMIT - 1;

/// The pattern of a row that is matched against what stands at `matched`.
pub fn matched(ctx: &mut Context<'_>, tree: &ast::Pattern, subject: &Expr, hint: &Hint) -> Option<Pattern> {
    let outer = ctx.matched.replace(subject.span);
    let found = pattern(ctx, tree, &subject.ty, hint);
    ctx.matched = outer;
    found
}

/// The pattern of a row.
pub fn pattern(ctx: &mut Context<'_>, tree: &ast::Pattern, subject: &Type, hint: &Hint) -> Option<Pattern> {
    match &tree.kind {
        ast::PatternKind::Otherwise => Some(Pattern::Otherwise),
        ast::PatternKind::Missing => Some(Pattern::Missing),
        ast::PatternKind::Interval(written) => interval(ctx, written, subject, hint),
        ast::PatternKind::Shortcut(comparison, bound) => shortcut(ctx, *comparison, bound, subject, hint, tree.span),
        ast::PatternKind::Values(written) => values(ctx, written, subject, hint, tree.span),
    }
}

/// The pattern of a table cell.
pub fn cell(ctx: &mut Context<'_>, tree: &ast::Cell, subject: &Type, hint: &Hint) -> Option<Pattern> {
    match &tree.content {
        ast::CellContent::Blank | ast::CellContent::Star => Some(Pattern::Anything),
        ast::CellContent::Missing => Some(Pattern::Missing),
        ast::CellContent::Interval(written) => interval(ctx, written, subject, hint),
        ast::CellContent::Shortcut(comparison, bound) => shortcut(ctx, *comparison, bound, subject, hint, tree.span),
        ast::CellContent::Values(written) => values(ctx, written, subject, hint, tree.span),
    }
}

/// The pattern of an interval.
pub fn interval(ctx: &mut Context<'_>, tree: &ast::Interval, subject: &Type, hint: &Hint) -> Option<Pattern> {
    if matches!(subject, Type::Bool | Type::Text | Type::Enum(_)) {
        let found = describe::type_phrase(ctx, subject);
        ctx.report(TypeProblem::IntervalOver { found, span: tree.span });
        return None;
    }
    let low = match &tree.low {
        None => Some(LEAST),
        Some(written) => bound(ctx, written, subject, hint).map(|bound| bound.lower(tree.low_closed)),
    };
    let high = match &tree.high {
        None => Some(MOST),
        Some(written) => bound(ctx, written, subject, hint).map(|bound| bound.upper(tree.high_closed)),
    };
    let (low, high) = (low?, high?);
    if low > high {
        ctx.report(CheckProblem::EmptyInterval { span: tree.span });
        return None;
    }
    Some(Pattern::Between(Range { low, high }))
}

fn shortcut(ctx: &mut Context<'_>, comparison: Comparison, written: &ast::Expr, subject: &Type, hint: &Hint, span: Span) -> Option<Pattern> {
    if !matches!(subject, Type::Number(_) | Type::Date(_) | Type::Unknown) {
        return match comparison {
            Comparison::Equal => values(ctx, std::slice::from_ref(written), subject, hint, span),
            Comparison::Different if *subject == Type::Text => {
                // What stands there is judged first.
                values(ctx, std::slice::from_ref(written), subject, hint, span)?;
                let text = ctx.text(written.span);
                ctx.report(TypeProblem::TextsExcept { text, span });
                None
            }
            Comparison::Different => {
                values(ctx, std::slice::from_ref(written), subject, hint, span).and_then(|pattern| others(ctx, &pattern, subject))
            }
            Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => {
                let found = describe::type_phrase(ctx, subject);
                ctx.report(TypeProblem::NoOrder { found, operator: comparison.symbol(), span });
                None
            }
        };
    }
    let at = bound(ctx, written, subject, hint)?;
    let between = |low: i128, high: i128| if low <= high { Pattern::Between(Range { low, high }) } else { Pattern::Never };
    Some(match comparison {
        Comparison::Less => between(LEAST, at.upper(false)),
        Comparison::AtMost => between(LEAST, at.upper(true)),
        Comparison::Greater => between(at.lower(false), MOST),
        Comparison::AtLeast => between(at.lower(true), MOST),
        Comparison::Equal => between(at.lower(true), at.upper(true)),
        Comparison::Different => {
            let ranges = [Range::new(LEAST, at.upper(false)), Range::new(at.lower(false), MOST)];
            Pattern::AnyOf(ranges.into_iter().flatten().collect())
        }
    })
}

/// All members but these.
fn others(ctx: &Context<'_>, pattern: &Pattern, subject: &Type) -> Option<Pattern> {
    let count = match subject {
        Type::Bool => 2,
        Type::Enum(id) => ctx.enumeration(*id)?.members.len() as u32,
        Type::Unknown | Type::Nothing | Type::Number(_) | Type::Date(_) | Type::Text => return None,
    };
    match pattern {
        Pattern::Members(members) => Some(Pattern::Members((0..count).filter(|member| !members.contains(member)).collect())),
        _ => None,
    }
}

/// The pattern of one or several values.
pub fn values(ctx: &mut Context<'_>, written: &[ast::Expr], subject: &Type, hint: &Hint, span: Span) -> Option<Pattern> {
    let hint = Hint { enumeration: Hint::from_type(subject).enumeration, unit: hint.unit.clone() };
    let mut found: Vec<Pattern> = Vec::new();
    for tree in written {
        found.push(match subject {
            Type::Number(_) | Type::Date(_) => {
                let at = bound(ctx, tree, subject, &hint)?;
                let (low, high) = (at.lower(true), at.upper(true));
                if low <= high { Pattern::Between(Range { low, high }) } else { Pattern::Never }
            }
            Type::Bool | Type::Text | Type::Enum(_) => {
                let value = expr::expr(ctx, tree, &hint);
                let fits = value.ty == *subject;
                match constant::value(ctx, &value).filter(|_| fits) {
                    Some(Value::Missing) => {
                        ctx.report(TypeProblem::NoValue { span: tree.span });
                        return None;
                    }
                    Some(value) => compare::point(&value)?,
                    None => {
                        mismatch(ctx, &value, subject, tree.span);
                        return None;
                    }
                }
            }
            Type::Unknown | Type::Nothing => {
                expr::expr(ctx, tree, &hint);
                return None;
            }
        });
    }
    if found.is_empty() {
        ctx.report(CheckProblem::NoMembers { span });
        return None;
    }
    if found.len() == 1 {
        return found.pop();
    }
    let (mut ranges, mut members, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for pattern in found {
        match pattern {
            Pattern::Between(range) => ranges.push(range),
            Pattern::Members(list) => members.extend(list),
            Pattern::Texts(list) => texts.extend(list),
            Pattern::AnyOf(_) | Pattern::Missing | Pattern::Anything | Pattern::Otherwise | Pattern::Never => {}
        }
    }
    Some(match subject {
        Type::Number(_) | Type::Date(_) => Pattern::AnyOf(ranges),
        Type::Text => Pattern::Texts(texts),
        Type::Unknown | Type::Nothing | Type::Bool | Type::Enum(_) => Pattern::Members(members),
    })
}

fn mismatch(ctx: &mut Context<'_>, value: &Expr, subject: &Type, span: Span) {
    if value.ty == Type::Unknown || *subject == Type::Unknown {
        return;
    }
    if value.ty == *subject {
        ctx.report(CheckProblem::NotConstant { span });
        return;
    }
    let (found, expected) = (describe::type_phrase(ctx, &value.ty), describe::type_phrase(ctx, subject));
    ctx.report(TypeProblem::WrongType { found, expected, span, because: ctx.matched });
}

/// A constant bound, as the neighbouring whole numbers at the subject's scale.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    floor: i128,
    ceiling: i128,
}

impl Bound {
    fn lower(self, included: bool) -> i128 {
        if included || self.floor != self.ceiling { self.ceiling } else { self.ceiling.saturating_add(1) }
    }

    fn upper(self, included: bool) -> i128 {
        if included || self.floor != self.ceiling { self.floor } else { self.floor.saturating_sub(1) }
    }

    fn of(amount: Decimal, scale: u8) -> Option<Bound> {
        let at = |rounding| amount.rescale(scale, rounding).map(|d| d.mantissa);
        Some(Bound { floor: at(Rounding::Floor)?, ceiling: at(Rounding::Ceil)? })
    }
}

/// Checks a bound against the subject's type.
fn bound(ctx: &mut Context<'_>, written: &ast::Expr, subject: &Type, hint: &Hint) -> Option<Bound> {
    let checked = expr::expr(ctx, written, hint);
    match (subject, &checked.ty) {
        (Type::Unknown | Type::Nothing, _) | (_, Type::Unknown) => None,
        (_, Type::Nothing) => {
            ctx.report(TypeProblem::NoValue { span: written.span });
            None
        }
        (Type::Number(number), Type::Number(_)) => number_bound(ctx, checked, number, written.span),
        (Type::Date(_), Type::Date(_)) => match constant::value(ctx, &checked) {
            Some(Value::Date(day)) => Some(Bound { floor: i128::from(day.0), ceiling: i128::from(day.0) }),
            _ => {
                ctx.report(CheckProblem::NotConstant { span: written.span });
                None
            }
        },
        _ => {
            mismatch(ctx, &checked, subject, written.span);
            None
        }
    }
}

fn number_bound(ctx: &mut Context<'_>, checked: Expr, subject: &Number, span: Span) -> Option<Bound> {
    let like = Expr { ty: Type::Number(subject.clone()), ..ctx.unknown(span) };
    let (_, checked) = arithmetic::adopt_zero(like, checked);
    let found = checked.ty.number()?;
    if found.dimension != subject.dimension {
        let problem = TypeProblem::UnitsDiffer {
            doing: Doing::Compare,
            left: describe::quantity_phrase(subject),
            right: describe::quantity_phrase(found),
            left_span: ctx.matched.unwrap_or(span),
            right_span: span,
            operator: span,
            hint: describe::bound_hint(ctx, subject, &checked),
        };
        ctx.report(problem);
        return None;
    }
    bare_percent(ctx, subject, &checked, span);
    match constant::amount(ctx, &checked) {
        Some(amount) => {
            let bound = Bound::of(amount, subject.scale);
            if bound.is_none() {
                arithmetic::overflow(ctx, span, &[&checked]);
            }
            bound
        }
        None => {
            ctx.report(CheckProblem::NotConstant { span });
            None
        }
    }
}

/// Warns of a bare number of 1 or more beside percentages: `5` is 500%.
pub fn bare_percent(ctx: &mut Context<'_>, subject: &Number, bound: &Expr, span: Span) {
    let is_bare = subject.unit.is_percent() && bound.ty.number().is_some_and(|number| number.unit.name.is_empty());
    let amount = match &bound.kind {
        ExprKind::Constant(_) if is_bare => constant::amount(ctx, bound),
        _ => None,
    };
    if let Some(amount) = amount.filter(|amount| amount.compare(Decimal::ONE).is_ge()) {
        let percent = subject.unit.from_base(amount).unwrap_or(amount).normalized();
        ctx.report(CheckProblem::BarePercent { number: amount.normalized().to_string(), percent: format!("{percent}%"), span });
    }
}

//! Conditions: comparisons, membership, and, or, not.
//!
//! In: operands. Out: truth values in three-valued logic, numbers brought to one scale.

use super::arithmetic::{self, Doing};
use super::constant;
use super::context::{Context, Hint};
use super::describe;
use super::expr::{self, condition};
use super::pattern;
use super::problem::TypeProblem;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::table::Pattern;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::range::Range;
use crate::value::ty::Type;

/// `not x`
pub fn not(ctx: &mut Context<'_>, inner: &ast::Expr, span: Span) -> Expr {
    let operand = condition(ctx, inner);
    let missing = operand.missing.clone();
    ctx.expr(span, Type::Bool, missing, ExprKind::Not(Box::new(operand)))
}

/// `x and y`, `x or y`; a row of one operator becomes one node.
pub fn junction(ctx: &mut Context<'_>, binary: &ast::Binary, span: Span) -> Expr {
    let mut parts = Vec::new();
    flatten(ctx, binary, binary.operator, &mut parts);
    let missing = parts.iter().find_map(|part| part.missing.clone());
    let kind = if binary.operator == ast::Operator::And { ExprKind::And(parts) } else { ExprKind::Or(parts) };
    let junction = ctx.expr(span, Type::Bool, missing, kind);
    ctx.sure(junction)
}

fn flatten(ctx: &mut Context<'_>, binary: &ast::Binary, operator: ast::Operator, parts: &mut Vec<Expr>) {
    match &binary.left.kind {
        ast::ExprKind::Binary(left) if left.operator == operator => flatten(ctx, left, operator, parts),
        _ => parts.push(condition(ctx, &binary.left)),
    }
    parts.push(condition(ctx, &binary.right));
}

/// `a < b <= c`: every neighbouring pair.
pub fn chain(ctx: &mut Context<'_>, chain: &ast::Chain, span: Span) -> Expr {
    let mut parts = Vec::new();
    let mut left = &chain.first;
    for (comparison, operator, right) in &chain.rest {
        parts.push(pair(ctx, left, *comparison, *operator, right));
        left = right;
    }
    let missing = parts.iter().find_map(|part| part.missing.clone());
    match parts.len() {
        1 => parts.pop().unwrap_or_else(|| ctx.unknown(span)),
        _ => {
            let junction = ctx.expr(span, Type::Bool, missing, ExprKind::And(parts));
            ctx.sure(junction)
        }
    }
}

fn pair(ctx: &mut Context<'_>, left: &ast::Expr, comparison: Comparison, operator: Span, right: &ast::Expr) -> Expr {
    let span = left.span.to(right.span);
    // A bare member name takes its enum from the other side.
    let (first, second) = if is_member_name(ctx, left) {
        let second = expr::expr(ctx, right, &Hint::default());
        (expr::expr(ctx, left, &Hint::from_type(&second.ty)), second)
    } else {
        let first = expr::expr(ctx, left, &Hint::default());
        let hint = Hint::from_type(&first.ty);
        (first, expr::expr(ctx, right, &hint))
    };
    compared(ctx, first, comparison, operator, second, span)
}

/// `x is missing` for `x = missing`, where `x` is a name.
fn asked_for_missing(ctx: &Context<'_>, name: Span, comparison: Comparison, missing: Span) -> Option<String> {
    let (name, missing) = (ctx.text(name), ctx.text(missing));
    let is_name = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let english = missing == "missing";
    let verb = match comparison {
        Comparison::Equal => {
            if english {
                "is"
            } else {
                "为"
            }
        }
        Comparison::Different => {
            if english {
                "is not"
            } else {
                "不为"
            }
        }
        Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => return None,
    };
    (is_name && (english || missing == "缺失")).then(|| format!("{name} {verb} {missing}"))
}

/// A comparison of two checked operands.
pub fn compared(ctx: &mut Context<'_>, first: Expr, comparison: Comparison, operator: Span, second: Expr, span: Span) -> Expr {
    let missing = arithmetic::either(&first, &second);
    let ordered = !matches!(comparison, Comparison::Equal | Comparison::Different);
    let pair = match (&first.ty, &second.ty) {
        (Type::Unknown, _) | (_, Type::Unknown) => None,
        (Type::Nothing, _) | (_, Type::Nothing) => {
            let meant = asked_for_missing(ctx, first.span, comparison, second.span);
            ctx.report(TypeProblem::ComparedWithMissing { span, meant });
            None
        }
        (Type::Number(a), Type::Number(b)) => {
            let (a, b) = (a.clone(), b.clone());
            pattern::bare_percent(ctx, &a, &second, second.span);
            pattern::bare_percent(ctx, &b, &first, first.span);
            arithmetic::alike(ctx, first, second, Doing::Compare, operator)
        }
        (Type::Date(_), Type::Date(_)) => Some((first, second)),
        (Type::Bool, Type::Bool) | (Type::Text, Type::Text) if !ordered => Some((first, second)),
        (Type::Enum(a), Type::Enum(b)) if a == b && !ordered => Some((first, second)),
        (a, b) => {
            let same = std::mem::discriminant(a) == std::mem::discriminant(b) && !matches!((a, b), (Type::Enum(x), Type::Enum(y)) if x != y);
            let (left, right) = (describe::type_phrase(ctx, a), describe::type_phrase(ctx, b));
            let problem = if same {
                TypeProblem::NoOrder { found: left, operator: comparison.symbol(), span: operator }
            } else {
                let remedy = describe::remedy(ctx, &first, comparison, &second);
                TypeProblem::CannotCompare { left, right, left_span: first.span, right_span: second.span, remedy }
            };
            ctx.report(problem);
            None
        }
    };
    match pair {
        Some((first, second)) => ctx.expr(span, Type::Bool, missing, ExprKind::Compare(comparison, Box::new(first), Box::new(second))),
        None => Expr { ty: Type::Unknown, ..ctx.unknown(span) },
    }
}

fn is_member_name(ctx: &Context<'_>, tree: &ast::Expr) -> bool {
    match &tree.kind {
        ast::ExprKind::Reference(name, None) => !ctx.names.values.contains_key(&name.text) && ctx.names.members.contains_key(&name.text),
        _ => false,
    }
}

/// `x in [a, b)`, `x in { a, b }`
pub fn membership(ctx: &mut Context<'_>, membership: &ast::Membership, span: Span) -> Expr {
    let subject = expr::expr(ctx, &membership.subject, &Hint::default());
    if subject.ty == Type::Nothing {
        ctx.report(TypeProblem::ComparedWithMissing { span, meant: None });
        return ctx.unknown(span);
    }
    let tested = match &membership.set {
        ast::Set::Interval(interval) => in_interval(ctx, subject, &membership.subject, interval, span),
        ast::Set::Members(members) => {
            let missing = subject.missing.clone();
            match pattern::values(ctx, members, &subject.ty, &Hint::from_type(&subject.ty), span) {
                Some(pattern) => ctx.expr(span, Type::Bool, missing, ExprKind::Matches(Box::new(subject), pattern)),
                None => ctx.unknown(span),
            }
        }
    };
    match membership.negation {
        ast::Negation::Plain => tested,
        ast::Negation::Negated => {
            let missing = tested.missing.clone();
            ctx.expr(span, Type::Bool, missing, ExprKind::Not(Box::new(tested)))
        }
    }
}

fn in_interval(ctx: &mut Context<'_>, subject: Expr, tree: &ast::Expr, interval: &ast::Interval, span: Span) -> Expr {
    let constant_bounds = interval.low.iter().chain(&interval.high).all(constant::is_literal);
    if constant_bounds {
        let missing = subject.missing.clone();
        return match pattern::interval(ctx, interval, &subject.ty, &Hint::default()) {
            Some(pattern) => ctx.expr(span, Type::Bool, missing, ExprKind::Matches(Box::new(subject), pattern)),
            None => ctx.unknown(span),
        };
    }
    if !matches!(subject.ty, Type::Number(_) | Type::Date(_) | Type::Unknown | Type::Nothing) {
        let found = describe::type_phrase(ctx, &subject.ty);
        ctx.report(TypeProblem::IntervalOver { found, span: interval.span });
        return ctx.unknown(span);
    }
    let mut parts = Vec::new();
    let bounds = [
        (&interval.low, if interval.low_closed { Comparison::AtLeast } else { Comparison::Greater }),
        (&interval.high, if interval.high_closed { Comparison::AtMost } else { Comparison::Less }),
    ];
    for (bound, comparison) in bounds {
        if let Some(bound) = bound {
            let left = expr::expr(ctx, tree, &Hint::default());
            let right = expr::expr(ctx, bound, &Hint::default());
            parts.push(compared(ctx, left, comparison, bound.span, right, span));
        }
    }
    let missing = parts.iter().find_map(|part| part.missing.clone());
    ctx.expr(span, Type::Bool, missing, ExprKind::And(parts))
}

/// `x starts with …`
pub fn starts_with(ctx: &mut Context<'_>, subject: &ast::Expr, prefixes: &[ast::Expr], span: Span) -> Expr {
    let checked = expr::expr(ctx, subject, &Hint::default());
    if !matches!(checked.ty, Type::Text | Type::Unknown) {
        let found = describe::type_phrase(ctx, &checked.ty);
        ctx.report(TypeProblem::NotText { found, span: subject.span });
        return ctx.unknown(span);
    }
    let mut texts = Vec::new();
    for prefix in prefixes {
        match &prefix.kind {
            ast::ExprKind::Text(text) => texts.push(std::sync::Arc::from(text.text.as_str())),
            _ => {
                let other = expr::expr(ctx, prefix, &Hint::default());
                let found = describe::type_phrase(ctx, &other.ty);
                ctx.report(TypeProblem::NotText { found, span: prefix.span });
                return ctx.unknown(span);
            }
        }
    }
    let missing = checked.missing.clone();
    ctx.expr(span, Type::Bool, missing, ExprKind::StartsWith(Box::new(checked), texts))
}

/// `x is missing`, `x is not missing`
pub fn missing_test(ctx: &mut Context<'_>, subject: &ast::Expr, negation: ast::Negation, span: Span) -> Expr {
    let checked = expr::expr(ctx, subject, &Hint::default());
    if checked.missing.is_none() && checked.ty != Type::Unknown && ctx.expansions == 0 {
        ctx.report(TypeProblem::NeverMissing { span: subject.span });
    }
    let test = ctx.expr(span, Type::Bool, None, ExprKind::IsMissing(Box::new(checked)));
    match negation {
        ast::Negation::Plain => test,
        ast::Negation::Negated => ctx.expr(span, Type::Bool, None, ExprKind::Not(Box::new(test))),
    }
}

/// A pattern that accepts one value.
pub fn point(value: &Value) -> Option<Pattern> {
    match value {
        Value::Number(mantissa) => Some(Pattern::Between(Range::point(*mantissa))),
        Value::Date(day) => Some(Pattern::Between(Range::point(i128::from(day.0)))),
        Value::Bool(truth) => Some(Pattern::Members(vec![u32::from(*truth)])),
        Value::Member(member) => Some(Pattern::Members(vec![*member])),
        Value::Text(text) => Some(Pattern::Texts(vec![text.clone()])),
        Value::Missing => None,
    }
}

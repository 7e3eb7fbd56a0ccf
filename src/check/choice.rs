//! Choosing between values: `if`, `when`, `band`, `linear`, `default`.
//!
//! In: alternatives. Out: choices whose alternatives have one type at one scale, and that leave no case open.

use super::arithmetic::{self, Doing};
use super::constant;
use super::context::{Context, Hint};
use super::covering::{self, Rows};
use super::describe::{self, Phrase};
use super::expr::{self, condition};
use super::pattern;
use super::problem::{CheckProblem, Place, TypeProblem};
use crate::ir::expr::{Choose, ChooseRow, Expr, ExprKind, Linear, Missing, When, WhenRow};
use crate::ir::table::Pattern;
use crate::region::Region;
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::decimal::QUOTIENT_PLACES;
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use std::sync::Arc;

/// What several alternatives have in common.
pub struct Joined {
    /// The alternatives, at one scale.
    pub values: Vec<Expr>,
    /// Their type.
    pub ty: Type,
    /// Why one may be missing.
    pub missing: Option<Arc<Missing>>,
}

/// Brings alternatives to one type.
pub fn join(ctx: &mut Context<'_>, values: Vec<Expr>) -> Joined {
    let missing = values.iter().find_map(|value| value.missing.clone());
    let known = |ty: &Type| !matches!(ty, Type::Unknown | Type::Nothing);
    // The first alternative with a dimension of its own sets what the others must fit.
    let leading = |value: &&Expr| value.ty.number().is_some_and(|number| !number.dimension.is_none());
    let Some(first) = values.iter().find(leading).or_else(|| values.iter().find(|value| known(&value.ty))) else {
        let ty = if values.iter().any(|value| value.ty == Type::Unknown) { Type::Unknown } else { Type::Nothing };
        return Joined { values, ty, missing };
    };
    let model = arithmetic::like(first, first.ty.clone());
    let mut fitted = Vec::with_capacity(values.len());
    let mut broken = false;
    for value in values {
        let (_, value) = arithmetic::adopt_zero(model.clone(), value);
        let fits = match (&model.ty, &value.ty) {
            (_, Type::Unknown | Type::Nothing) => true,
            (Type::Number(a), Type::Number(b)) => a.dimension == b.dimension,
            (Type::Date(_), Type::Date(_)) => true,
            (a, b) => a == b,
        };
        if !fits {
            broken = true;
            let problem = match (&model.ty, &value.ty) {
                (Type::Number(a), Type::Number(b)) => TypeProblem::UnitsDiffer {
                    doing: Doing::Choose,
                    left: describe::quantity_phrase(a),
                    right: describe::quantity_phrase(b),
                    left_span: model.span,
                    right_span: value.span,
                    operator: value.span,
                    hint: describe::unit_hint(a, &model, b, &value, ctx),
                },
                (a, b) => TypeProblem::WrongType {
                    expected: describe::type_phrase(ctx, a),
                    found: describe::type_phrase(ctx, b),
                    span: value.span,
                    because: Some(model.span),
                },
            };
            ctx.report(problem);
        }
        fitted.push(value);
    }
    if broken {
        return Joined { values: fitted, ty: Type::Unknown, missing };
    }
    let scale = fitted.iter().map(|value| value.ty.scale()).max().unwrap_or(0);
    let values: Vec<Expr> = fitted.into_iter().map(|value| arithmetic::rescale(ctx, value, scale)).collect();
    // A blank alternative has the type of the others, and takes no part in how large they can be.
    let is_blank = |value: &&Expr| value.ty != Type::Unknown && matches!(value.kind, ExprKind::Constant(Value::Missing));
    let all_blank = values.iter().all(|value| is_blank(&value));
    let mut ty: Option<Type> = None;
    for value in values.iter().filter(|value| all_blank || !is_blank(value)) {
        ty = match (ty, &value.ty) {
            (ty, Type::Nothing) => ty,
            (_, Type::Unknown) => Some(Type::Unknown),
            (None, other) => Some(other.clone()),
            (Some(Type::Number(a)), Type::Number(b)) => Some(Type::Number(Number { range: a.range.join(b.range), ..a })),
            (Some(Type::Date(a)), Type::Date(b)) => Some(Type::Date(a.join(*b))),
            (Some(ty), _) => Some(ty),
        };
    }
    Joined { values, ty: ty.unwrap_or(Type::Unknown), missing }
}

/// Reports a value that may be missing where it must be answered.
pub fn must_be_there(ctx: &mut Context<'_>, value: &Expr, place: Place) {
    if let Some(cause) = &value.missing
        && value.ty != Type::Unknown
    {
        let cause = super::causes::explain(ctx, cause);
        ctx.report(CheckProblem::MayBeMissing { place, span: value.span, cause });
    }
}

/// Reports a value that may be missing, and takes it as there from then on, so that it is reported once.
fn answered(ctx: &mut Context<'_>, value: Expr, place: Place) -> Expr {
    must_be_there(ctx, &value, place);
    Expr { missing: None, ..value }
}

/// `x default y`
pub fn default(ctx: &mut Context<'_>, binary: &ast::Binary, hint: &Hint, span: Span) -> Expr {
    let first = expr::expr(ctx, &binary.left, hint);
    let inner = if hint.enumeration.is_none() { Hint { unit: hint.unit.clone(), ..Hint::from_type(&first.ty) } } else { hint.clone() };
    let blank = if constant::is_literal(&binary.right) { None } else { ctx.region.assume_missing(ctx.world(), &first, true) };
    let second = in_region(ctx, blank, &binary.right, &inner);
    // In the body of a function only its declaration is looked at: each call may bring other arguments.
    if first.missing.is_none() && first.ty != Type::Unknown && ctx.expansions == 0 {
        ctx.report(TypeProblem::NeverMissing { span: first.span });
    }
    let missing = second.missing.clone();
    let mut joined = join(ctx, vec![first, second]);
    match (joined.values.pop(), joined.values.pop()) {
        (Some(second), Some(first)) => ctx.expr(span, joined.ty, missing, ExprKind::Default(Box::new(first), Box::new(second))),
        _ => ctx.unknown(span),
    }
}

/// `if … then … else …`
pub fn if_else(ctx: &mut Context<'_>, choice: &ast::If, hint: &Hint, span: Span) -> Expr {
    let test = condition(ctx, &choice.condition);
    must_be_there(ctx, &test, Place::IfCondition);
    let (yes, no) = (ctx.supposing(&test, true), ctx.supposing(&test, false));
    for (region, branch, english, chinese) in [(&yes, &choice.then, "never", "不会"), (&no, &choice.otherwise, "always", "总是")] {
        if region.is_none() {
            let text = ctx.text(choice.condition.span);
            let because = Phrase::new(format!("`{text}` {english} holds here"), format!("此处「{text}」{chinese}成立"));
            ctx.never_taken(CheckProblem::BranchUnreachable { span: branch.span, because });
        }
    }
    let then = in_region(ctx, yes, &choice.then, hint);
    let hint = if hint.enumeration.is_none() { Hint { unit: hint.unit.clone(), ..Hint::from_type(&then.ty) } } else { hint.clone() };
    let otherwise = in_region(ctx, no, &choice.otherwise, &hint);
    let mut joined = join(ctx, vec![then, otherwise]);
    match (joined.values.pop(), joined.values.pop()) {
        (Some(otherwise), Some(then)) => ctx.expr(span, joined.ty, joined.missing, ExprKind::If(Box::new(test), Box::new(then), Box::new(otherwise))),
        _ => ctx.unknown(span),
    }
}

/// Checks an expression in a region; where no record gets there, where the checker stands.
fn in_region(ctx: &mut Context<'_>, region: Option<Region>, tree: &ast::Expr, hint: &Hint) -> Expr {
    let Some(region) = region else { return expr::expr(ctx, tree, hint) };
    let outside = ctx.enter(region);
    let value = expr::expr(ctx, tree, hint);
    ctx.leave(outside);
    value
}

/// `when { … }`
pub fn when(ctx: &mut Context<'_>, when: &ast::When, hint: &Hint, span: Span) -> Expr {
    let guarded = guards(ctx, when, hint);
    let (mut otherwise, mut missing): (Option<&ast::WhenRow>, Option<&ast::WhenRow>) = (None, None);
    for row in &when.rows {
        match row.guard {
            ast::Guard::Condition(_) => {
                if let Some(before) = otherwise {
                    ctx.report(CheckProblem::RowAfterOtherwise { span: row.span, otherwise: before.guard_span() });
                }
            }
            ast::Guard::Otherwise(place) => {
                repeated(ctx, otherwise.map(ast::WhenRow::guard_span), place, "otherwise", "其余");
                otherwise = Some(row);
            }
            ast::Guard::Missing(place) => {
                repeated(ctx, missing.map(ast::WhenRow::guard_span), place, "missing", "缺失");
                missing = Some(row);
            }
        }
    }
    // A last condition that is not understood may be meant as `otherwise`.
    let is_understood = guarded.rows.last().is_none_or(|(guard, _)| guard.ty != Type::Unknown);
    if otherwise.is_none() && is_understood {
        ctx.report(CheckProblem::NoOtherwise { span });
    }
    let mut doubtful = guarded.rows.iter().map(|(guard, _)| guard).filter(|guard| guard.missing.is_some());
    let (first, second) = (doubtful.next(), doubtful.next());
    match (first, missing) {
        (Some(guard), None) => must_be_there(ctx, guard, Place::Guard),
        (None, Some(row)) if ctx.expansions == 0 && guarded.rows.iter().all(|(guard, _)| guard.ty != Type::Unknown) => {
            ctx.report(TypeProblem::UselessMissingRow { span: row.guard_span() });
        }
        _ => {}
    }
    if let (false, Some(row)) = (guarded.open, otherwise) {
        let because = Phrase::new("the rows before it cover every case", "前面各行已覆盖所有情况");
        ctx.never_taken(CheckProblem::RowUnreachable { span: row.span, because });
    }
    // Where one guard alone may be missing, its row knows that it is.
    let blank = first.filter(|_| second.is_none()).and_then(|guard| ctx.region.assume_missing(ctx.world(), guard, true));
    let otherwise = otherwise.map(|row| in_region(ctx, Some(guarded.rest), &row.value, hint));
    let missing = missing.map(|row| in_region(ctx, blank, &row.value, hint));
    let (guards, mut values): (Vec<Expr>, Vec<Expr>) = guarded.rows.into_iter().unzip();
    let (has_otherwise, has_missing) = (otherwise.is_some(), missing.is_some());
    values.extend(missing);
    values.extend(otherwise);
    let mut joined = join(ctx, values);
    let rest = joined.values.pop().filter(|_| has_otherwise).map(Box::new);
    let blank = if has_missing { joined.values.pop().map(Box::new) } else { None };
    let rows = guards.into_iter().zip(joined.values).map(|(guard, value)| WhenRow { guard, value }).collect();
    match rest {
        Some(otherwise) => ctx.expr(span, joined.ty, joined.missing, ExprKind::When(When { rows, otherwise, missing: blank })),
        None => ctx.unknown(span),
    }
}

/// Guards with their values, each checked where those before it fail, and what is left where all fail.
struct Guarded {
    rows: Vec<(Expr, Expr)>,
    rest: Region,
    /// Whether a record can be left.
    open: bool,
}

fn guards(ctx: &mut Context<'_>, when: &ast::When, hint: &Hint) -> Guarded {
    let outside = ctx.region.clone();
    let mut rows = Vec::new();
    let mut open = true;
    for row in &when.rows {
        let ast::Guard::Condition(guard) = &row.guard else { continue };
        let guard = condition(ctx, guard);
        if !open {
            let because = Phrase::new("a row before it always holds", "前面已有一行总是成立");
            ctx.never_taken(CheckProblem::RowUnreachable { span: row.span, because });
        }
        let yes = ctx.supposing(&guard, true);
        if yes.is_none() && open && guard.missing.is_none() {
            let text = ctx.text(guard.span);
            let because = Phrase::new(format!("`{text}` never holds here"), format!("此处「{text}」不会成立"));
            ctx.never_taken(CheckProblem::RowUnreachable { span: row.span, because });
        }
        let value = in_region(ctx, yes, &row.value, hint);
        if open {
            match ctx.supposing(&guard, false) {
                Some(region) => drop(ctx.enter(region)),
                None => open = guard.missing.is_some(),
            }
        }
        rows.push((guard, value));
    }
    let rest = ctx.enter(outside);
    Guarded { rows, rest, open }
}

fn repeated(ctx: &mut Context<'_>, first: Option<Span>, span: Span, english: &'static str, chinese: &'static str) {
    if let Some(first) = first {
        ctx.report(CheckProblem::RowTwice { english, chinese, span, first });
    }
}

/// What rows are chosen by: something that can have a value.
pub fn told_apart(ctx: &mut Context<'_>, tree: &ast::Expr) -> Expr {
    let subject = expr::expr(ctx, tree, &Hint::default());
    if subject.ty == Type::Nothing {
        ctx.report(TypeProblem::NoValue { span: subject.span });
        return ctx.unknown(subject.span);
    }
    subject
}

/// `band x { … }`
pub fn band(ctx: &mut Context<'_>, band: &ast::Band, hint: &Hint, span: Span) -> Expr {
    let subject = told_apart(ctx, &band.subject);
    let subject_hint = Hint::from_type(&subject.ty);
    let (mut patterns, mut values) = (Vec::new(), Vec::new());
    let (mut otherwise, mut missing): (Option<Span>, Option<Span>) = (None, None);
    let mut written = Vec::new();
    for row in &band.rows {
        let is_second = match row.pattern.kind {
            ast::PatternKind::Otherwise => {
                repeated(ctx, otherwise, row.pattern.span, "otherwise", "其余");
                otherwise.replace(row.pattern.span).is_some()
            }
            ast::PatternKind::Missing => {
                repeated(ctx, missing, row.pattern.span, "missing", "缺失");
                missing.replace(row.pattern.span).is_some()
            }
            ast::PatternKind::Interval(_) | ast::PatternKind::Shortcut(..) | ast::PatternKind::Values(_) => false,
        };
        if is_second {
            continue;
        }
        written.push(row);
        let found = pattern::matched(ctx, &row.pattern, &subject, &subject_hint);
        let region = found.as_ref().filter(|_| !constant::is_literal(&row.value)).and_then(|found| ctx.in_row(&subject, found));
        values.push(in_region(ctx, region, &row.value, hint));
        patterns.push(found);
    }
    let complete = patterns.iter().all(Option::is_some) && subject.ty != Type::Unknown;
    let joined = join(ctx, values);
    let mut rows: Vec<ChooseRow> = Vec::new();
    for ((pattern, value), row) in patterns.into_iter().zip(joined.values).zip(written) {
        rows.extend(pattern.map(|pattern| ChooseRow { patterns: vec![pattern], value, span: row.pattern.span }));
    }
    rows.sort_by_key(|row| matches!(row.patterns.as_slice(), [Pattern::Otherwise]));
    if band.rows.is_empty() {
        ctx.report(CheckProblem::NoRows { span: band.body_span });
        return ctx.unknown(span);
    }
    if !complete {
        return ctx.unknown(span);
    }
    covering::check(ctx, std::slice::from_ref(&subject), &rows, Rows::Band { body: band.body_span });
    ctx.expr(span, joined.ty, joined.missing, ExprKind::Choose(Choose { subjects: vec![subject], rows }))
}

/// `linear x { … }`
pub fn linear(ctx: &mut Context<'_>, linear: &ast::Linear, span: Span) -> Expr {
    let subject = expr::expr(ctx, &linear.subject, &Hint::default());
    if let Some(repeat) = linear.repeated_missing {
        repeated(ctx, Some(repeat), repeat, "missing", "缺失");
    }
    let Some(number) = arithmetic::number(ctx, &subject).cloned() else { return ctx.unknown(span) };
    let (mut xs, mut ys) = (Vec::new(), Vec::new());
    for (x, y) in &linear.knots {
        let checked = expr::expr(ctx, x, &Hint::default());
        let like = Expr { id: subject.id, span: x.span, ty: subject.ty.clone(), missing: None, kind: ExprKind::Constant(Value::Missing) };
        let Some((_, checked)) = arithmetic::alike(ctx, like, checked, Doing::Compare, x.span) else { return ctx.unknown(span) };
        xs.push(checked);
        ys.push(expr::expr(ctx, y, &Hint::default()));
    }
    let scale = xs.iter().map(|x| x.ty.scale()).max().unwrap_or(number.scale);
    let subject = arithmetic::rescale(ctx, subject, scale);
    let missing_value = linear.missing.as_ref().map(|missing| expr::expr(ctx, missing, &Hint::default()));
    let subject = if missing_value.is_none() { answered(ctx, subject, Place::Linear) } else { subject };
    if let (None, Some(value), 0) = (&subject.missing, &missing_value, ctx.expansions) {
        ctx.report(TypeProblem::UselessMissingRow { span: value.span });
    }
    let knots = ys.len();
    let joined = join(ctx, ys.into_iter().chain(missing_value).collect());
    // Interpolation needs the places of quotients.
    let values: Vec<Expr> = joined.values.into_iter().map(|value| arithmetic::rescale(ctx, value, QUOTIENT_PLACES)).collect();
    if values.iter().any(|value| value.ty == Type::Unknown) {
        return ctx.unknown(span);
    }
    let mut points: Vec<(i128, i128)> = Vec::new();
    for (x, y) in xs.into_iter().zip(values.iter().take(knots)) {
        let x = arithmetic::rescale(ctx, x, scale);
        match (constant::value(ctx, &x), constant::value(ctx, y)) {
            (Some(Value::Number(at)), Some(Value::Number(height))) => {
                if points.last().is_some_and(|(before, _)| *before >= at) {
                    ctx.report(CheckProblem::KnotOrder { span: x.span });
                    return ctx.unknown(span);
                }
                points.push((at, height));
            }
            (None, _) => ctx.report(CheckProblem::NotConstant { span: x.span }),
            (Some(Value::Number(_)), _) => ctx.report(CheckProblem::NotConstant { span: y.span }),
            (Some(_), _) => ctx.report(CheckProblem::NotConstant { span: x.span }),
        }
    }
    if points.len() < 2 || points.len() != knots {
        if knots < 2 {
            ctx.report(CheckProblem::TooFewKnots { span });
        }
        return ctx.unknown(span);
    }
    if points.windows(2).any(|pair| !distances_fit(pair)) {
        return arithmetic::overflow(ctx, span, &values.iter().chain([&subject]).collect::<Vec<&Expr>>());
    }
    let missing = values.get(knots).cloned().map(Box::new);
    let heights =
        points.iter().map(|(_, y)| *y).chain(missing.iter().filter_map(|value| value.ty.number()).flat_map(|n| [n.range.low, n.range.high]));
    let (low, high) = heights.fold((i128::MAX, i128::MIN), |(low, high), y| (low.min(y), high.max(y)));
    let Some(model) = values.first().and_then(|value| value.ty.number()).cloned() else { return ctx.unknown(span) };
    let ty = Type::Number(Number { range: Range { low, high }, ..model });
    let may_miss = missing.as_ref().map_or_else(|| subject.missing.clone(), |value| value.missing.clone());
    ctx.expr(span, ty, may_miss, ExprKind::Linear(Linear { subject: Box::new(subject), knots: points, missing }))
}

/// Whether the distances between two neighbouring knots fit 38 digits, as interpolation needs.
fn distances_fit(pair: &[(i128, i128)]) -> bool {
    let fits = |from: i128, to: i128| Range::point(to).subtract(Range::point(from)).is_some();
    match pair {
        [(x0, y0), (x1, y1)] => fits(*x0, *x1) && fits(*y0, *y1),
        _ => true,
    }
}

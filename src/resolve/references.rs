//! The names an expression uses.
//!
//! In: trees. Out: every name of a value or function in them, with its place. Which of them are declared is for the caller.

use crate::source::Span;
use crate::syntax::ast;

/// A used name.
#[derive(Debug, Clone, Copy)]
pub enum Use<'t> {
    /// As a value or table.
    Value(&'t str, Span),
    /// As a function.
    Function(&'t str, Span),
}

/// All names used in an expression, in order.
pub fn of_expr<'t>(expr: &'t ast::Expr, uses: &mut Vec<Use<'t>>) {
    use ast::ExprKind as Kind;
    match &expr.kind {
        Kind::Quantity(..) | Kind::Date(_) | Kind::Text(_) | Kind::Truth(_) | Kind::Missing => {}
        Kind::Reference(name, _) => uses.push(Use::Value(&name.text, name.span)),
        Kind::Call(name, arguments) => {
            uses.push(Use::Function(&name.text, name.span));
            arguments.iter().for_each(|argument| of_expr(argument, uses));
        }
        Kind::Lookup(name, keys, _) => {
            uses.push(Use::Value(&name.text, name.span));
            keys.iter().for_each(|key| of_expr(key, uses));
        }
        Kind::Paren(inner) | Kind::Negate(inner) | Kind::Not(inner) | Kind::MissingTest(inner, _) => of_expr(inner, uses),
        Kind::Binary(binary) => {
            of_expr(&binary.left, uses);
            of_expr(&binary.right, uses);
        }
        Kind::Chain(chain) => {
            of_expr(&chain.first, uses);
            chain.rest.iter().for_each(|(_, _, operand)| of_expr(operand, uses));
        }
        Kind::Membership(membership) => {
            of_expr(&membership.subject, uses);
            match &membership.set {
                ast::Set::Interval(interval) => of_interval(interval, uses),
                ast::Set::Members(members) => members.iter().for_each(|member| of_expr(member, uses)),
            }
        }
        Kind::StartsWith(subject, prefixes) => {
            of_expr(subject, uses);
            prefixes.iter().for_each(|prefix| of_expr(prefix, uses));
        }
        Kind::If(choice) => {
            of_expr(&choice.condition, uses);
            of_expr(&choice.then, uses);
            of_expr(&choice.otherwise, uses);
        }
        Kind::When(when) => {
            for row in &when.rows {
                if let ast::Guard::Condition(guard) = &row.guard {
                    of_expr(guard, uses);
                }
                of_expr(&row.value, uses);
            }
        }
        Kind::Band(band) => of_band(band, uses),
        Kind::Linear(linear) => {
            of_expr(&linear.subject, uses);
            for (x, y) in &linear.knots {
                of_expr(x, uses);
                of_expr(y, uses);
            }
            linear.missing.iter().for_each(|missing| of_expr(missing, uses));
        }
    }
}

/// All names used in a band.
pub fn of_band<'t>(band: &'t ast::Band, uses: &mut Vec<Use<'t>>) {
    of_expr(&band.subject, uses);
    for row in &band.rows {
        of_pattern(&row.pattern, uses);
        of_expr(&row.value, uses);
    }
}

/// All names used in a pattern.
pub fn of_pattern<'t>(pattern: &'t ast::Pattern, uses: &mut Vec<Use<'t>>) {
    match &pattern.kind {
        ast::PatternKind::Otherwise | ast::PatternKind::Missing => {}
        ast::PatternKind::Interval(interval) => of_interval(interval, uses),
        ast::PatternKind::Shortcut(_, bound) => of_expr(bound, uses),
        ast::PatternKind::Values(values) => values.iter().for_each(|value| of_expr(value, uses)),
    }
}

fn of_interval<'t>(interval: &'t ast::Interval, uses: &mut Vec<Use<'t>>) {
    interval.low.iter().chain(&interval.high).for_each(|bound| of_expr(bound, uses));
}

/// All names used in table rows.
pub fn of_rows<'t>(rows: &'t [ast::GridRow], uses: &mut Vec<Use<'t>>) {
    for cell in rows.iter().flat_map(|row| &row.cells) {
        match &cell.content {
            ast::CellContent::Blank | ast::CellContent::Star | ast::CellContent::Missing => {}
            ast::CellContent::Interval(interval) => of_interval(interval, uses),
            ast::CellContent::Shortcut(_, bound) => of_expr(bound, uses),
            ast::CellContent::Values(values) => values.iter().for_each(|value| of_expr(value, uses)),
        }
    }
}

/// All names used in a condition.
pub fn of_condition<'t>(condition: &'t ast::Condition, uses: &mut Vec<Use<'t>>) {
    match &condition.kind {
        ast::ConditionKind::Single(expr) => of_expr(expr, uses),
        ast::ConditionKind::Any(parts) | ast::ConditionKind::All(parts) => parts.iter().for_each(|part| of_condition(part, uses)),
    }
}

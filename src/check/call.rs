//! Calls of the policy's own functions.
//!
//! In: a name and arguments as written. Out: the body, expanded for these arguments, so that scales and ranges are as sharp
//! as if it had been written out. Built-in functions are in `builtin_call`.

use super::builtin_call;
use super::context::{Context, Hint, Inner};
use super::describe;
use super::expr;
use super::problem::{CheckProblem, TypeProblem};
use super::units::{self, Declared};
use crate::builtins;
use crate::diagnostic::suggest;
use crate::ir::expr::{Call, Expr, ExprKind, Missing};
use crate::resolve::Declaration;
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::ty::{Number, Type};
use std::sync::Arc;

/// How deep functions may call functions.
const EXPANSION_DEPTH: u32 = 64;

/// Functions of spreadsheets, and what this language writes.
const FOREIGN: [(&[&str], &str, &str); 12] = [
    (&["IF", "如果"], "if condition then a else b", "若 条件 则 甲 否则 乙"),
    (&["IFS", "SWITCH", "CHOOSE"], "when { condition -> value, otherwise -> value }", "当 { 条件 -> 值, 其余 -> 值 }"),
    (&["AND"], "a and b", "甲 且 乙"),
    (&["OR"], "a or b", "甲 或 乙"),
    (&["NOT"], "not a", "非 甲"),
    (&["VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP", "INDEX"], "table[key]", "表[键]"),
    (&["ISBLANK", "ISNA", "ISERROR"], "x is missing", "甲 为 缺失"),
    (&["IFERROR", "IFNA"], "(a / b) default 0", "(甲 / 乙) 缺省 0"),
    (&["AVERAGE", "AVERAGEA"], "mean(a, b)", "平均(甲, 乙)"),
    (&["COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS"], "count(condition, condition)", "计数(条件, 条件)"),
    (&["TODAY", "NOW"], "as_of", "基准日"),
    (&["DATEDIF", "YEARFRAC"], "years_between(from, to)", "整年数(自, 至)"),
];

/// Checks a call.
pub fn call(ctx: &mut Context<'_>, name: &ast::Name, arguments: &[ast::Expr], hint: &Hint, span: Span) -> Expr {
    if let Some(row) = builtins::find(&name.text) {
        return builtin_call::call(ctx, row, name, arguments, hint, span);
    }
    let declaration = ctx.names.functions.get(&name.text).map(|id| ctx.names.declaration(*id));
    match declaration {
        Some(Declaration::Function(function)) => expand(ctx, function, name, arguments, span),
        Some(_) => ctx.unknown(span),
        None => {
            let mut known: Vec<&str> = if ctx.may_suggest() { builtins::names().collect() } else { Vec::new() };
            if !known.is_empty() {
                known.extend(ctx.names.functions.keys().map(String::as_str));
                known.sort_unstable();
            }
            let nearest = suggest::nearest(&name.text, known).map(str::to_string);
            let foreign = FOREIGN.into_iter().find(|(names, ..)| names.iter().any(|known| known.eq_ignore_ascii_case(&name.text)));
            let problem = if let Some((_, english, chinese)) = foreign {
                let (english, chinese) = written_out(ctx, &name.text, arguments).unwrap_or((english.to_string(), chinese.to_string()));
                NameProblem::ForeignFunction { name: name.text.clone(), english, chinese, span: name.span }
            } else if ctx.names.values.contains_key(&name.text) {
                NameProblem::WrongKind { name: name.text.clone(), is: What::Value, expected: What::Function, span: name.span }
            } else {
                NameProblem::Unknown { what: What::Function, name: name.text.clone(), span: name.span, nearest, choices: vec![] }
            };
            ctx.report(problem);
            ctx.unknown(span)
        }
    }
}

/// A choice or condition as this language writes it, where its parts are simple enough to be put side by side.
fn written_out(ctx: &Context<'_>, name: &str, arguments: &[ast::Expr]) -> Option<(String, String)> {
    let is_simple = |argument: &ast::Expr| {
        use ast::ExprKind as Kind;
        matches!(argument.kind, Kind::Chain(_) | Kind::Reference(..) | Kind::Quantity(..) | Kind::Text(_) | Kind::Truth(_))
    };
    let texts: Vec<String> = arguments.iter().filter(|argument| is_simple(argument)).map(|argument| ctx.text(argument.span)).collect();
    if texts.len() != arguments.len() {
        return None;
    }
    match (name.to_ascii_uppercase().as_str(), texts.as_slice()) {
        ("IF" | "如果", [condition, then, otherwise]) => {
            Some((format!("if {condition} then {then} else {otherwise}"), format!("若 {condition} 则 {then} 否则 {otherwise}")))
        }
        ("AND", [_, _, ..]) => Some((texts.join(" and "), texts.join(" 且 "))),
        ("OR", [_, _, ..]) => Some((texts.join(" or "), texts.join(" 或 "))),
        _ => None,
    }
}

fn expand(ctx: &mut Context<'_>, function: &ast::Function, name: &ast::Name, arguments: &[ast::Expr], span: Span) -> Expr {
    if arguments.len() != function.parameters.len() {
        let shape = shape(function);
        ctx.report(CheckProblem::ArgumentCount { function: name.text.clone(), shape, found: arguments.len(), span });
        return ctx.unknown(span);
    }
    if ctx.expansions >= EXPANSION_DEPTH {
        ctx.report(CheckProblem::TooLarge { span });
    }
    if ctx.expansions >= EXPANSION_DEPTH || ctx.is_full() {
        return ctx.unknown(span);
    }
    let mut bound = Vec::new();
    let mut names = Vec::new();
    for (parameter, argument) in function.parameters.iter().zip(arguments) {
        let declared = units::declared(ctx, &parameter.kind);
        let wanted = parameter_type(ctx, parameter, &declared);
        let value = expr::expr(ctx, argument, &Hint::from_type(&wanted));
        let Some(value) = fit(ctx, value, &wanted, &declared, parameter) else {
            return ctx.unknown(span);
        };
        let local = ctx.fresh_local();
        names.push((parameter.name.text.clone(), Inner::Local(local, value.ty.clone(), value.missing.clone())));
        bound.push((local, value));
    }
    let around = ctx.region.clone();
    for (local, value) in &bound {
        ctx.bind_local(*local, value);
    }
    // The body sees its parameters only, not the names around the call.
    let outside = std::mem::replace(&mut ctx.inner, names);
    ctx.expansions += 1;
    let body = expr::expr(ctx, &function.body, &Hint::default());
    ctx.expansions -= 1;
    ctx.leave(around);
    ctx.inner = outside;
    let body = super::values::with_declared(ctx, body, function.kind.as_ref(), &function.name.text);
    if body.ty == Type::Unknown {
        return ctx.unknown(span);
    }
    let (ty, missing) = (body.ty.clone(), body.missing.clone());
    let label = function.label.as_ref().map_or_else(|| name.text.clone(), |label| label.text.clone());
    ctx.expr(span, ty, missing, ExprKind::Call(Call { function: name.text.clone(), label, arguments: bound, body: Box::new(body) }))
}

fn shape(function: &ast::Function) -> String {
    let names: Vec<&str> = function.parameters.iter().map(|parameter| parameter.name.text.as_str()).collect();
    format!("{}({})", function.name.text, names.join(", "))
}

/// The widest type a parameter allows.
pub fn parameter_type(ctx: &mut Context<'_>, parameter: &ast::Parameter, declared: &Declared) -> Type {
    let ty = units::type_of(declared, None);
    match &parameter.range {
        Some(interval) => super::records::with_range(ctx, ty, declared, interval),
        None => ty,
    }
}

/// An argument as its parameter wants it: of the same dimension, within a declared range, missing only where allowed. It
/// keeps its own scale and range, and takes the parameter's unit for showing.
fn fit(ctx: &mut Context<'_>, value: Expr, wanted: &Type, declared: &Declared, parameter: &ast::Parameter) -> Option<Expr> {
    if value.missing.is_some() && !declared.optional && value.ty != Type::Unknown {
        super::choice::must_be_there(ctx, &value, super::problem::Place::Argument);
        return None;
    }
    match (wanted, &value.ty) {
        (Type::Unknown, _) | (_, Type::Unknown) => None,
        (_, Type::Nothing) => Some(Expr { ty: wanted.clone(), ..value }),
        (Type::Number(want), Type::Number(_)) => {
            let span = value.span;
            let model = super::arithmetic::like(&value, wanted.clone());
            let (_, value) = super::arithmetic::adopt_zero(model, value);
            let found = value.ty.number()?.clone();
            if found.dimension != want.dimension {
                let (found, expected) = (describe::quantity_phrase(&found), describe::quantity_phrase(want));
                ctx.report(TypeProblem::WrongType { found, expected, span, because: Some(parameter.name.span) });
                return None;
            }
            if parameter.range.is_some() && !within(&found, want) {
                // Both in the unit of the parameter.
                let given = Type::Number(Number { unit: want.unit.clone(), ..found });
                let (range, allowed) = (describe::range_text(&given), describe::range_text(wanted));
                ctx.report(CheckProblem::ArgumentRange { range, allowed, span, parameter: parameter.name.span });
                return None;
            }
            let ty = Type::Number(Number { unit: want.unit.clone(), ..found });
            Some(Expr { ty, ..value })
        }
        (Type::Date(want), Type::Date(found)) => {
            if parameter.range.is_some() && !want.covers(*found) {
                let (range, allowed) = (describe::range_text(&value.ty), describe::range_text(wanted));
                ctx.report(CheckProblem::ArgumentRange { range, allowed, span: value.span, parameter: parameter.name.span });
                return None;
            }
            Some(value)
        }
        (a, b) if a == b => Some(value),
        (a, b) => {
            let (expected, found) = (describe::type_phrase(ctx, a), describe::type_phrase(ctx, b));
            ctx.report(TypeProblem::WrongType { found, expected, span: value.span, because: Some(parameter.name.span) });
            None
        }
    }
}

fn within(found: &Number, wanted: &Number) -> bool {
    let at = |number: &Number, mantissa: i128| crate::value::decimal::Decimal { mantissa, scale: number.scale };
    at(found, found.range.low).compare(at(wanted, wanted.range.low)).is_ge()
        && at(found, found.range.high).compare(at(wanted, wanted.range.high)).is_le()
}

/// Checks a function on its own, with the widest arguments its parameters allow, so that its errors are found without a call.
/// Whether its results fit is not asked here: the arguments of each call decide that.
pub fn declaration(ctx: &mut Context<'_>, function: &ast::Function) {
    let mut names = Vec::new();
    for parameter in &function.parameters {
        let declared = units::declared(ctx, &parameter.kind);
        let ty = parameter_type(ctx, parameter, &declared);
        let missing = declared.optional.then(|| Arc::new(Missing::Declared { span: parameter.kind.span }));
        let local = ctx.fresh_local();
        names.push((parameter.name.text.clone(), Inner::Local(local, ty, missing)));
    }
    let outside = std::mem::replace(&mut ctx.inner, names);
    ctx.widest = true;
    let body = expr::expr(ctx, &function.body, &Hint::default());
    ctx.widest = false;
    ctx.inner = outside;
    super::values::with_declared(ctx, body, function.kind.as_ref(), &function.name.text);
}

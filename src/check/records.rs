//! Enums and the record.
//!
//! In: `enum` and `record` declarations. Out: the schema that data is checked against before anything is computed.

use super::context::{Binding, Context, Hint};
use super::describe;
use super::expr::condition;
use super::pattern;
use super::problem::CheckProblem;
use super::units::{self, Declared, DeclaredBase};
use crate::ir::expr::ExprKind;
use crate::ir::record::{Field, FieldId, FieldKind, Record, RecordCheck};
use crate::ir::table::Pattern;
use crate::ir::{Enum, Member, walk};
use crate::resolve::problem::NameProblem;
use crate::syntax::ast;
use crate::value::decimal::LIMIT;
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use std::collections::HashMap;

/// Checks all enums.
pub fn enums(ctx: &mut Context<'_>) {
    for tree in &ctx.names.enums {
        let mut seen: HashMap<&str, crate::source::Span> = HashMap::new();
        let mut known: HashMap<String, crate::source::Span> = HashMap::new();
        if tree.members.is_empty() {
            ctx.report(CheckProblem::NoMembers { span: tree.name.span });
        }
        let mut members = Vec::with_capacity(tree.members.len());
        for member in &tree.members {
            if let Some(first) = seen.insert(&member.name.text, member.name.span) {
                ctx.report(NameProblem::Duplicate { name: member.name.text.clone(), span: member.name.span, first });
            }
            let label = member.label.as_ref().map_or_else(|| member.name.text.clone(), |label| label.text.clone());
            let spellings = std::iter::once((label.clone(), member.name.span)).chain(member.codes.iter().map(|code| (code.text.clone(), code.span)));
            for (spelling, span) in spellings {
                if let Some(first) = known.insert(spelling.clone(), span).filter(|first| *first != span) {
                    ctx.report(CheckProblem::SpellingTwice { spelling, span, first });
                }
            }
            members.push(Member { name: member.name.text.clone(), label, codes: member.codes.iter().map(|code| code.text.clone()).collect() });
        }
        let label = tree.label.as_ref().map_or_else(|| tree.name.text.clone(), |label| label.text.clone());
        ctx.enums.push(Enum { name: tree.name.text.clone(), label, members });
    }
}

/// Checks the record: fields first, then rules between them.
pub fn record(ctx: &mut Context<'_>, tree: &ast::Record) {
    let label = tree.label.as_ref().map_or_else(|| tree.name.text.clone(), |label| label.text.clone());
    ctx.record = Record { name: tree.name.text.clone(), label, fields: vec![], checks: vec![] };
    let mut key: Option<crate::source::Span> = None;
    for field in &tree.fields {
        if field.key {
            if let Some(first) = key {
                ctx.report(CheckProblem::TwoKeys { span: field.name.span, first });
            }
            key = Some(field.name.span);
            if field.kind.optional {
                ctx.report(CheckProblem::OptionalKey { span: field.kind.span });
            }
        }
        let declared = units::declared(ctx, &field.kind);
        let Some(kind) = field_kind(ctx, field, &declared) else {
            ctx.bind(&field.name, Binding::Broken);
            continue;
        };
        let id = FieldId(ctx.record.fields.len() as u32);
        ctx.record.fields.push(Field {
            name: field.name.text.clone(),
            label: field.label.as_ref().map_or_else(|| field.name.text.clone(), |label| label.text.clone()),
            key: field.key,
            kind,
            optional: declared.optional,
            aliases: field.aliases.iter().map(|alias| alias.text.clone()).collect(),
            notes: field.notes.iter().map(|note| note.text.clone()).collect(),
            span: field.name.span,
        });
        ctx.bind(&field.name, Binding::Field(id));
    }
    ctx.fields_only = true;
    for check in &tree.checks {
        let condition = condition(ctx, &check.condition);
        if condition.ty == Type::Unknown {
            continue;
        }
        let mut fields = Vec::new();
        walk::each(&condition, &mut |expr| {
            if let ExprKind::Field(id) = expr.kind
                && !fields.contains(&id)
            {
                fields.push(id);
            }
        });
        ctx.record.checks.push(RecordCheck { condition, words: check.words.text.clone(), fields, span: check.span });
    }
    ctx.fields_only = false;
}

fn field_kind(ctx: &mut Context<'_>, field: &ast::Field, declared: &Declared) -> Option<FieldKind> {
    if let (Some(figure), false) = (&field.decimals, matches!(declared.base, DeclaredBase::Number(_))) {
        ctx.report(CheckProblem::DecimalsOfNone { span: figure.span });
    }
    let places = match (&declared.base, &field.decimals) {
        (DeclaredBase::Number(_), Some(figure)) => Some(units::small(ctx, figure, 12)?),
        _ => None,
    };
    let scale = match &declared.base {
        DeclaredBase::Number(unit) => Some(unit.base_scale(places.unwrap_or(units::places_of(unit)))),
        _ => None,
    };
    let mut ty = units::type_of(declared, scale);
    if let Some(interval) = &field.range {
        ty = with_range(ctx, ty, declared, interval);
    }
    match (ty, &declared.base) {
        (Type::Number(number), DeclaredBase::Number(unit)) => {
            let decimals = places.unwrap_or(units::places_of(unit));
            Some(FieldKind::Number { unit: unit.clone(), decimals, scale: number.scale, range: number.range })
        }
        (Type::Date(range), _) => Some(FieldKind::Date { range }),
        (Type::Bool, _) => Some(FieldKind::Bool),
        (Type::Text, _) => Some(FieldKind::Text),
        (Type::Enum(id), _) => Some(FieldKind::Enum(id)),
        _ => None,
    }
}

/// A type narrowed to an interval whose bare numbers are in the declared unit; an end left open keeps the default.
pub fn with_range(ctx: &mut Context<'_>, ty: Type, declared: &Declared, interval: &ast::Interval) -> Type {
    let hint = match &declared.base {
        DeclaredBase::Number(unit) => Hint { enumeration: None, unit: Some(unit.clone()) },
        _ => Hint::default(),
    };
    let Some(Pattern::Between(range)) = pattern::interval(ctx, interval, &ty, &hint) else { return ty };
    if let Some(problem) = beyond(&ty, range, interval) {
        ctx.report(problem);
        return ty;
    }
    let narrowed = |default: Range| {
        let low = if range.low <= -LIMIT + 1 { default.low.min(range.high) } else { range.low };
        let high = if range.high >= LIMIT - 1 { default.high.max(range.low) } else { range.high };
        Range { low, high }
    };
    match ty {
        Type::Number(number) => {
            let range = narrowed(number.range);
            Type::Number(Number { range, ..number })
        }
        Type::Date(default) => Type::Date(narrowed(default)),
        other => other,
    }
}

/// A range whose open end would have to lie beyond what is assumed for it.
fn beyond(ty: &Type, range: Range, interval: &ast::Interval) -> Option<CheckProblem> {
    let default = match ty {
        Type::Number(number) => number.range,
        Type::Date(default) => *default,
        Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => return None,
    };
    let written = match (&interval.low, &interval.high) {
        (Some(low), None) if range.low > default.high => low,
        (None, Some(high)) if range.high < default.low => high,
        _ => return None,
    };
    let end = if interval.high.is_none() { default.high } else { default.low };
    let at = describe::interval_text(ty, end, end);
    Some(CheckProblem::RangeBeyond { assumed: at.clone(), end: at, span: written.span })
}

//! Grades and eligibilities.
//!
//! In: their declarations. Out: slots in three-valued logic and the tree of conditions for explanations.

use super::choice::{self, must_be_there};
use super::context::{Binding, Context, Hint};
use super::describe;
use super::expr::condition;
use super::problem::{CheckProblem, Place, SchemeProblem, TypeProblem};
use super::schemes::texts;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::scheme::{Clause, Condition, Eligibility, Grade, Parts};
use crate::ir::{SlotId, SlotKind};
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::ty::{EnumId, Type};

/// `grade`
pub fn grade(ctx: &mut Context<'_>, tree: &ast::Grade) {
    let position = ctx.names.enums.iter().position(|e| e.name.text == tree.kind.text);
    let hint = Hint { enumeration: position.map(|position| EnumId(position as u32)), unit: None };
    if position.is_none() && !ctx.names.incomplete {
        let known: Vec<&str> = ctx.names.enums.iter().map(|e| e.name.text.as_str()).collect();
        let nearest = crate::diagnostic::suggest::nearest(&tree.kind.text, known).map(str::to_string);
        ctx.report(NameProblem::Unknown { what: What::Enum, name: tree.kind.text.clone(), span: tree.kind.span, nearest, choices: vec![] });
    }
    let span = tree.band.subject.span.to(tree.band.body_span);
    let value = choice::band(ctx, &tree.band, &hint, span);
    let value = match (&value.ty, hint.enumeration) {
        (Type::Enum(found), Some(wanted)) if *found == wanted => value,
        (Type::Unknown, _) | (_, None) => ctx.unknown(span),
        (other, Some(wanted)) => {
            let (found, expected) = (describe::type_phrase(ctx, other), describe::type_phrase(ctx, &Type::Enum(wanted)));
            ctx.report(TypeProblem::WrongType { found, expected, span, because: Some(tree.kind.span) });
            ctx.unknown(span)
        }
    };
    must_be_there(ctx, &value, Place::Grade);
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Grade, value, tree.name.span);
    ctx.results.push((tree.span.start, slot));
    let sources = tree.source.iter().map(|source| source.text.clone()).collect();
    ctx.grades.push((tree.span.start, Grade { slot, sources }));
    ctx.bind(&tree.name, Binding::Slot(slot));
}

/// `eligibility`
pub fn eligibility(ctx: &mut Context<'_>, tree: &ast::Eligibility) {
    if !tree.clauses.iter().any(|clause| !matches!(clause, ast::Clause::Veto(_))) {
        ctx.report(SchemeProblem::EmptyEligibility { name: tree.name.text.clone(), span: tree.name.span });
    }
    let mut maker = Maker { owner: &tree.name.text, count: 0 };
    let mut clauses = Vec::new();
    for clause in &tree.clauses {
        clauses.push(match clause {
            ast::Clause::Require(condition) => Clause::Require(maker.condition(ctx, condition)),
            ast::Clause::Veto(condition) => Clause::Veto(maker.condition(ctx, condition)),
            ast::Clause::Direct(condition) => Clause::Direct(maker.condition(ctx, condition)),
        });
    }
    let (mut required, mut direct, mut vetoes) = (Vec::new(), Vec::new(), Vec::new());
    for clause in &clauses {
        match clause {
            Clause::Require(condition) => required.push(condition.slot),
            Clause::Direct(condition) => direct.push(condition.slot),
            Clause::Veto(condition) => vetoes.push(condition.slot),
        }
    }
    let span = tree.name.span;
    let all_required = junction(ctx, &required, Join::All, span);
    let mut result = if direct.is_empty() {
        all_required
    } else {
        let mut routes: Vec<Expr> = direct.iter().map(|slot| ctx.slot_expr(*slot, span)).collect();
        if !required.is_empty() {
            routes.insert(0, all_required);
        }
        combined(ctx, routes, Join::Any, span)
    };
    if !vetoes.is_empty() {
        let mut parts = vec![result];
        for slot in &vetoes {
            let veto = ctx.slot_expr(*slot, span);
            let missing = veto.missing.clone();
            parts.push(ctx.expr(span, Type::Bool, missing, ExprKind::Not(Box::new(veto))));
        }
        result = combined(ctx, parts, Join::All, span);
    }
    let slot = ctx.slot(tree.name.text.clone(), tree.label.as_ref(), SlotKind::Eligibility, result, tree.name.span);
    ctx.results.push((tree.span.start, slot));
    let eligibility = Eligibility { slot, clauses, sources: texts(&tree.sources), notes: texts(&tree.notes) };
    ctx.eligibilities.push((tree.span.start, eligibility));
    ctx.bind(&tree.name, Binding::Slot(slot));
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Join {
    All,
    Any,
}

fn junction(ctx: &mut Context<'_>, slots: &[SlotId], join: Join, span: Span) -> Expr {
    let parts: Vec<Expr> = slots.iter().map(|slot| ctx.slot_expr(*slot, span)).collect();
    combined(ctx, parts, join, span)
}

fn combined(ctx: &mut Context<'_>, mut parts: Vec<Expr>, join: Join, span: Span) -> Expr {
    match (parts.len(), join) {
        (0, Join::All) => ctx.expr(span, Type::Bool, None, ExprKind::Constant(Value::Bool(true))),
        (1, _) => parts.pop().unwrap_or_else(|| ctx.unknown(span)),
        (_, join) => {
            let missing = parts.iter().find_map(|part| part.missing.clone());
            let kind = if join == Join::All { ExprKind::And(parts) } else { ExprKind::Or(parts) };
            let junction = ctx.expr(span, Type::Bool, missing, kind);
            ctx.sure(junction)
        }
    }
}

/// Numbers the conditions of one eligibility.
struct Maker<'n> {
    owner: &'n str,
    count: u32,
}

impl Maker<'_> {
    fn condition(&mut self, ctx: &mut Context<'_>, tree: &ast::Condition) -> Condition {
        let (expr, parts) = match &tree.kind {
            ast::ConditionKind::Single(written) => (condition(ctx, written), Parts::Single),
            ast::ConditionKind::Any(list) | ast::ConditionKind::All(list) => {
                if list.is_empty() {
                    ctx.report(CheckProblem::NoRows { span: tree.span });
                }
                let inner: Vec<Condition> = list.iter().map(|part| self.condition(ctx, part)).collect();
                let slots: Vec<SlotId> = inner.iter().map(|part| part.slot).collect();
                if matches!(tree.kind, ast::ConditionKind::Any(_)) {
                    (junction(ctx, &slots, Join::Any, tree.span), Parts::Any(inner))
                } else {
                    (junction(ctx, &slots, Join::All, tree.span), Parts::All(inner))
                }
            }
        };
        let text = match &tree.kind {
            ast::ConditionKind::Single(written) => ctx.text(written.span),
            ast::ConditionKind::Any(_) | ast::ConditionKind::All(_) => String::new(),
        };
        let words = tree.words.as_ref().map_or(text, |words| words.text.clone());
        self.count += 1;
        let name = format!("{}#{}", self.owner, self.count);
        let label = ast::Text { text: words.clone(), span: tree.span };
        let slot = ctx.slot(name, Some(&label), SlotKind::Condition, expr, tree.span);
        Condition { slot, words, parts, span: tree.span }
    }
}

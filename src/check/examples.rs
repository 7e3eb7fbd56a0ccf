//! Examples, tests, claims.
//!
//! In: their declarations. Out: records of values, expectations as conditions over the results, claims to be proved.

use super::compare;
use super::constant;
use super::context::{Binding, Context, Hint};
use super::describe;
use super::expr::{self, condition};
use super::problem::{CheckProblem, SchemeProblem, TypeProblem};
use crate::diagnostic::suggest;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{Field, FieldId, FieldKind};
use crate::ir::scheme::{Claim, ClaimKind};
use crate::ir::{Example, Expect, Expectation, SlotKind, Test};
use crate::resolve::Declaration;
use crate::resolve::problem::{NameProblem, What};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::decimal::{Decimal, Rounding};
use crate::value::ty::{Number, Type};
use std::collections::HashMap;

/// What an example gives each field, before gaps are judged.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// A value per field; `None` where nothing is said.
    values: Vec<Option<Value>>,
    /// Fields whose value breaks the schema.
    broken: Vec<FieldId>,
    /// Whether parts of it could not be read.
    partial: bool,
}

/// Examples by name.
pub type Known = HashMap<String, Given>;

/// Checks all examples; each may change one declared before it.
pub fn examples(ctx: &mut Context<'_>) -> (Vec<Example>, Known) {
    let mut known = Known::new();
    let mut list = Vec::new();
    for tree in &ctx.names.examples {
        let start = tree.base.as_ref().and_then(|base| base_of(ctx, &known, base));
        let mut given = assign(ctx, start.unwrap_or_default(), &tree.values, Strictness::Range);
        given.partial |= ctx.names.is_partial(tree.span);
        known.insert(tree.name.text.clone(), given.clone());
        let Given { values, broken, partial: _ } = given;
        let record = values.into_iter().map(|value| value.unwrap_or(Value::Missing)).collect();
        list.push(Example { name: tree.name.text.clone(), record, broken, span: tree.name.span });
    }
    (list, known)
}

fn base_of(ctx: &mut Context<'_>, known: &Known, base: &ast::Name) -> Option<Given> {
    let found = known.get(&base.text).cloned();
    if found.is_none() {
        let mut names: Vec<&str> = known.keys().map(String::as_str).collect();
        names.sort_unstable();
        let nearest = suggest::nearest(&base.text, names).map(str::to_string);
        ctx.report(NameProblem::Unknown { what: What::Example, name: base.text.clone(), span: base.span, nearest, choices: vec![] });
    }
    found
}

/// Whether figures outside the declared range are errors.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strictness {
    Range,
    Any,
}

fn assign(ctx: &mut Context<'_>, start: Given, values: &[ast::Assignment], strictness: Strictness) -> Given {
    let Given { values: mut given, mut broken, partial } = start;
    given.resize(ctx.record.fields.len(), None);
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for assignment in values {
        if let Some(first) = seen.insert(&assignment.field.text, assignment.field.span) {
            ctx.report(NameProblem::Duplicate { name: assignment.field.text.clone(), span: assignment.field.span, first });
        }
        let Some(id) = ctx.field(&assignment.field.text) else {
            let binding = ctx.names.values.get(&assignment.field.text).map(|id| ctx.names.declaration(*id));
            if ctx.names.incomplete || matches!(binding, Some(Declaration::Broken)) {
                continue;
            }
            let names = if ctx.may_suggest() { ctx.record.fields.as_slice() } else { &[] };
            let names: Vec<&str> = names.iter().map(|field| field.name.as_str()).collect();
            let nearest = suggest::nearest(&assignment.field.text, names).map(str::to_string);
            let declared = ctx.names.values.contains_key(&assignment.field.text);
            let problem = if declared && nearest.is_none() {
                NameProblem::WrongKind { name: assignment.field.text.clone(), is: What::Value, expected: What::Field, span: assignment.field.span }
            } else {
                NameProblem::Unknown { what: What::Field, name: assignment.field.text.clone(), span: assignment.field.span, nearest, choices: vec![] }
            };
            ctx.report(problem);
            continue;
        };
        let field = ctx.record.field(id).clone();
        broken.retain(|other| *other != id);
        let (value, outside) = field_value(ctx, &field, &assignment.value, strictness);
        if outside {
            broken.push(id);
        }
        if let Some(place) = given.get_mut(id.0 as usize) {
            // A value that was refused is reported; the field is not lacking as well.
            *place = value.or(Some(Value::Missing));
        }
    }
    Given { values: given, broken, partial }
}

/// The value a field is given, and whether it breaks the schema.
fn field_value(ctx: &mut Context<'_>, field: &Field, tree: &ast::Expr, strictness: Strictness) -> (Option<Value>, bool) {
    let ty = field.kind.value_type();
    let checked = expr::expr(ctx, tree, &Hint::from_type(&ty));
    if checked.ty == Type::Nothing {
        if !field.optional && strictness == Strictness::Range {
            ctx.report(SchemeProblem::GivenMissing { field: field.name.clone(), span: tree.span, declared: field.span });
        }
        return (Some(Value::Missing), !field.optional);
    }
    match (&field.kind, &checked.ty) {
        (_, Type::Unknown) => (None, false),
        (FieldKind::Number { scale, range, .. }, Type::Number(_)) => {
            let model = Expr { ty: ty.clone(), kind: ExprKind::Constant(Value::Missing), ..checked.clone() };
            let (_, checked) = super::arithmetic::adopt_zero(model, checked);
            let (Some(found), Type::Number(wanted)) = (checked.ty.number().cloned(), &ty) else { return (None, false) };
            if found.dimension != wanted.dimension {
                wrong_quantity(ctx, &found, wanted, tree.span, field.span, &checked);
                return (None, false);
            }
            let Some(amount) = constant::amount(ctx, &checked) else {
                ctx.report(CheckProblem::NotConstant { span: tree.span });
                return (None, false);
            };
            let exact = amount.rescale(*scale, Rounding::HalfAway).filter(|kept| kept.compare(amount).is_eq());
            let Some(kept) = exact else {
                let fits = Decimal { mantissa: 1, scale: *scale };
                let step = describe::figure(wanted, fits.mantissa);
                ctx.report(SchemeProblem::GivenTooFine { field: field.name.clone(), step, span: tree.span });
                return (None, false);
            };
            let outside = !range.contains(kept.mantissa);
            if outside && strictness == Strictness::Range {
                let allowed = describe::range_text(&ty);
                ctx.report(SchemeProblem::GivenOutside { field: field.name.clone(), allowed, span: tree.span, declared: field.span });
            }
            (Some(Value::Number(kept.mantissa)), outside)
        }
        (FieldKind::Date { range }, Type::Date(_)) => match constant::value(ctx, &checked) {
            Some(Value::Date(day)) => {
                let outside = !range.contains(i128::from(day.0));
                if outside && strictness == Strictness::Range {
                    let allowed = describe::range_text(&ty);
                    ctx.report(SchemeProblem::GivenOutside { field: field.name.clone(), allowed, span: tree.span, declared: field.span });
                }
                (Some(Value::Date(day)), outside)
            }
            _ => {
                ctx.report(CheckProblem::NotConstant { span: tree.span });
                (None, false)
            }
        },
        (_, found) if *found == ty => match constant::value(ctx, &checked) {
            Some(Value::Text(text)) if text.trim().is_empty() => (Some(Value::Missing), !field.optional),
            Some(value) => (Some(value), false),
            None => {
                ctx.report(CheckProblem::NotConstant { span: tree.span });
                (None, false)
            }
        },
        (_, found) => {
            let (found, expected) = (describe::type_phrase(ctx, found), describe::type_phrase(ctx, &ty));
            ctx.report(TypeProblem::WrongType { found, expected, span: tree.span, because: Some(field.span) });
            (None, false)
        }
    }
}

/// Reports a quantity where one of another dimension is wanted; a plain number only lacks its unit.
pub fn wrong_quantity(ctx: &mut Context<'_>, found: &Number, wanted: &Number, span: Span, declared: Span, value: &Expr) {
    match describe::bound_hint(ctx, wanted, value) {
        Some(hint) => ctx.report(TypeProblem::UnitsDiffer {
            doing: super::arithmetic::Doing::Choose,
            left: describe::quantity_phrase(wanted),
            right: describe::quantity_phrase(found),
            left_span: declared,
            right_span: span,
            operator: span,
            hint: Some(hint),
        }),
        None => ctx.report(TypeProblem::WrongType {
            found: describe::quantity_phrase(found),
            expected: describe::quantity_phrase(wanted),
            span,
            because: Some(declared),
        }),
    }
}

/// Checks all tests.
pub fn tests(ctx: &mut Context<'_>, known: &Known) -> Vec<Test> {
    let mut list = Vec::new();
    for tree in &ctx.names.tests {
        let start = tree.base.as_ref().and_then(|base| base_of(ctx, known, base));
        let base_missing = tree.base.is_some() && start.is_none();
        let rejected = matches!(tree.expect, ast::Expect::Rejected(_));
        let strictness = if rejected { Strictness::Any } else { Strictness::Range };
        let Given { values: given, mut broken, partial } = assign(ctx, start.unwrap_or_default(), &tree.values, strictness);
        let open: Vec<FieldId> = given
            .iter()
            .enumerate()
            .filter(|(position, value)| value.is_none() && !ctx.record.field(FieldId(*position as u32)).optional)
            .map(|(position, _)| FieldId(position as u32))
            .collect();
        if !open.is_empty() && !rejected && !base_missing && !partial {
            let fields = open.iter().map(|id| ctx.record.field(*id).name.clone()).collect();
            ctx.report(SchemeProblem::GivenIncomplete { fields, span: tree.given_span });
        }
        broken.extend(open);
        let record = given.into_iter().map(|value| value.unwrap_or(Value::Missing)).collect();
        let expect = match &tree.expect {
            ast::Expect::Rejected(span) => Expect::Rejected { span: *span },
            ast::Expect::All(list) => Expect::All(list.iter().map(|tree| expectation(ctx, tree)).collect()),
        };
        list.push(Test {
            name: tree.name.text.clone(),
            span: tree.name.span,
            given: Example { name: String::new(), record, broken, span: tree.given_span },
            as_of: tree.as_of.and_then(|date| date.day),
            expect,
        });
    }
    list
}

/// An expectation: `eligibility = eligible`, or any condition.
fn expectation(ctx: &mut Context<'_>, tree: &ast::Expr) -> Expectation {
    if let Some(found) = eligibility_expectation(ctx, tree).or_else(|| missing_expectation(ctx, tree)) {
        return found;
    }
    let checked = condition(ctx, tree);
    let found = match &checked.kind {
        ExprKind::Compare(_, left, _) => Some(innermost(left).clone()),
        ExprKind::Matches(subject, _) => Some(innermost(subject).clone()),
        _ => None,
    };
    Expectation { condition: checked, found, span: tree.span }
}

/// Through rescaling, to what was written.
fn innermost(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::Rescale(inner) => innermost(inner),
        _ => expr,
    }
}

fn comparison(tree: &ast::Expr) -> Option<(&ast::Expr, Comparison, Span, &ast::Expr)> {
    let ast::ExprKind::Chain(chain) = &tree.kind else { return None };
    match chain.rest.as_slice() {
        [(comparison @ (Comparison::Equal | Comparison::Different), span, right)] => Some((&chain.first, *comparison, *span, right)),
        _ => None,
    }
}

/// `name = eligible | ineligible | undetermined`
fn eligibility_expectation(ctx: &mut Context<'_>, tree: &ast::Expr) -> Option<Expectation> {
    let (left, comparison, _, right) = comparison(tree)?;
    let ast::ExprKind::Reference(name, None) = &left.kind else { return None };
    let binding = ctx.names.values.get(&name.text).and_then(|id| ctx.bindings.get(id)).copied();
    let ast::ExprKind::Reference(word, None) = &right.kind else { return None };
    // Of an eligibility that was read in part nothing is known but that it comes to one of these.
    let is_outcome = matches!(word.text.as_str(), "eligible" | "符合" | "ineligible" | "不符合" | "undetermined" | "待定");
    let is_lost = ctx.names.values.contains_key(&name.text) && matches!(binding, Some(Binding::Broken) | None);
    if is_outcome && is_lost {
        return Some(Expectation { condition: ctx.unknown(tree.span), found: None, span: tree.span });
    }
    let Some(Binding::Slot(slot)) = binding else { return None };
    if ctx.slots.get(slot.0 as usize).map(|slot| slot.kind) != Some(SlotKind::Eligibility) {
        return None;
    }
    let wanted = match word.text.as_str() {
        "eligible" | "符合" => Value::Bool(true),
        "ineligible" | "不符合" => Value::Bool(false),
        "undetermined" | "待定" => Value::Missing,
        other => {
            const WORDS: [&str; 3] = ["eligible", "ineligible", "undetermined"];
            const CHINESE: [&str; 3] = ["符合", "不符合", "待定"];
            let nearest = suggest::nearest(other, WORDS.into_iter().chain(CHINESE)).map(str::to_string);
            let shown = if other.is_ascii() { WORDS } else { CHINESE };
            let choices = shown.iter().map(|word| (*word).to_string()).collect();
            ctx.report(NameProblem::Unknown { what: What::Outcome, name: other.to_string(), span: word.span, nearest, choices });
            return Some(Expectation { condition: ctx.unknown(tree.span), found: None, span: tree.span });
        }
    };
    let found = ctx.slot_expr(slot, left.span);
    let subject = ctx.slot_expr(slot, left.span);
    let missing = subject.missing.is_some();
    let mut test = match wanted {
        Value::Missing => ctx.expr(tree.span, Type::Bool, None, ExprKind::IsMissing(Box::new(subject))),
        wanted => {
            // A result that is undetermined is not the wanted one.
            let no = ctx.expr(tree.span, Type::Bool, None, ExprKind::Constant(Value::Bool(false)));
            let pattern = compare::point(&wanted)?;
            let matches = ctx.expr(tree.span, Type::Bool, None, ExprKind::Matches(Box::new(subject), pattern));
            if missing { ctx.expr(tree.span, Type::Bool, None, ExprKind::Default(Box::new(matches), Box::new(no))) } else { matches }
        }
    };
    if comparison == Comparison::Different {
        test = ctx.expr(tree.span, Type::Bool, None, ExprKind::Not(Box::new(test)));
    }
    Some(Expectation { condition: test, found: Some(found), span: tree.span })
}

/// `x = missing`
fn missing_expectation(ctx: &mut Context<'_>, tree: &ast::Expr) -> Option<Expectation> {
    let (left, comparison, _, right) = comparison(tree)?;
    if !matches!(right.kind, ast::ExprKind::Missing) {
        return None;
    }
    let subject = expr::expr(ctx, left, &Hint::default());
    let found = subject.clone();
    let mut test = ctx.expr(tree.span, Type::Bool, None, ExprKind::IsMissing(Box::new(subject)));
    if comparison == Comparison::Different {
        test = ctx.expr(tree.span, Type::Bool, None, ExprKind::Not(Box::new(test)));
    }
    Some(Expectation { condition: test, found: Some(found), span: tree.span })
}

/// Checks the types of all claims; whether they hold is for the proofs.
pub fn claims(ctx: &mut Context<'_>) -> Vec<Claim> {
    let mut list = Vec::new();
    for tree in &ctx.names.claims {
        let kind = match &tree.claim {
            ast::Claim::Always(claim) => ClaimKind::Always(condition(ctx, claim)),
            ast::Claim::Never(claim) => ClaimKind::Never(condition(ctx, claim)),
            ast::Claim::Implies(first, second) => ClaimKind::Implies(condition(ctx, first), condition(ctx, second)),
            ast::Claim::Rises(subject, object) => {
                let (subject, object) = moved(ctx, subject, object, true);
                ClaimKind::Rises(subject, object)
            }
            ast::Claim::Falls(subject, object) => {
                let (subject, object) = moved(ctx, subject, object, true);
                ClaimKind::Falls(subject, object)
            }
            ast::Claim::Independent(subject, object) => {
                let (subject, object) = moved(ctx, subject, object, false);
                ClaimKind::Independent(subject, object)
            }
        };
        let words = tree.words.as_ref().map(|words| words.text.clone()).unwrap_or_default();
        let assumed = tree.assumed.as_ref().map(|reason| reason.text.clone());
        list.push(Claim { kind, words, assumed, span: tree.span });
    }
    list
}

/// A value and the field it moves with. Both need an order where it is to rise or fall.
fn moved(ctx: &mut Context<'_>, subject: &ast::Expr, object: &ast::Expr, needs_order: bool) -> (Expr, Expr) {
    let (subject, object) = (expr::expr(ctx, subject, &Hint::default()), expr::expr(ctx, object, &Hint::default()));
    let is_field = matches!(object.kind, ExprKind::Field(_));
    if !is_field && !matches!(object.ty, Type::Unknown) {
        ctx.report(SchemeProblem::ClaimField { span: object.span });
    }
    for side in [&subject, &object] {
        let ordered = match &side.ty {
            Type::Number(_) | Type::Date(_) | Type::Bool | Type::Unknown => true,
            Type::Nothing | Type::Text | Type::Enum(_) => false,
        };
        if needs_order && is_field && !ordered {
            let found = describe::type_phrase(ctx, &side.ty);
            ctx.report(SchemeProblem::ClaimOrder { found, span: side.span });
        }
    }
    (subject, object)
}

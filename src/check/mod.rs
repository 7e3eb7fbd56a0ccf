//! From names to the checked program: types, units, missing values, ranges, bands, weights.
//!
//! In: [`Names`] in an order in which each declaration comes after those it uses. Out: an [`ir::Program`] that cannot fail on a
//! valid record, or problems. Each family of constructs has a file; this one calls them in order.

mod arithmetic;
mod builtin_call;
mod call;
mod causes;
mod choice;
mod compare;
mod constant;
mod context;
pub mod coverage;
mod covering;
pub mod describe;
mod eligible;
mod examples;
mod expr;
mod facts;
pub mod limits;
mod lookup;
mod pattern;
pub mod problem;
mod problem_words;
mod records;
mod scheme_problem;
mod scheme_words;
mod schemes;
mod tables;
pub mod type_problem;
mod units;
mod values;
mod weights;

use crate::diagnostic::Problems;
use crate::ir;
use crate::resolve::problem::{NameProblem, What};
use crate::resolve::{Declaration, Names};
use crate::source::{Sources, Span};
use context::Context;
use problem::{CheckProblem, SchemeProblem};

/// Checks a policy. `start` is the start of its file, for what is missing altogether; `earlier` are the problems found so far.
/// Returns all problems, and the program if none is an error.
#[must_use]
pub fn check(names: &Names<'_>, sources: &Sources, start: Span, earlier: Problems) -> (Option<ir::Program>, Problems) {
    // What is missing altogether may have stood in text that did not parse.
    let readable = !earlier.has_errors();
    let mut ctx = Context { problems: earlier, ..Context::new(names, sources) };
    if names.policy.is_none() && readable {
        ctx.report(NameProblem::NoneOfOne { what: What::Policy, span: start });
    }
    let policy = header(&mut ctx);
    units::declare(&mut ctx);
    records::enums(&mut ctx);
    match names.record {
        Some(record) => records::record(&mut ctx, record),
        None if readable => ctx.report(NameProblem::NoneOfOne { what: What::Record, span: start }),
        None => {}
    }
    ctx.region = crate::region::Region::valid(ctx.world());
    for id in &names.order {
        declaration(&mut ctx, names.declaration(*id), start);
    }
    let (examples, known) = examples::examples(&mut ctx);
    let tests = examples::tests(&mut ctx, &known);
    let claims = examples::claims(&mut ctx);
    nothing_unchecked(&mut ctx);
    let Context {
        problems,
        ids,
        locals,
        enums,
        record,
        slots,
        tables,
        indicators,
        scores,
        grades,
        eligibilities,
        outputs,
        results,
        earliest_as_of,
        ..
    } = ctx;
    if problems.has_errors() {
        return (None, problems);
    }
    let (indicators, slots_of) = in_file_order(indicators);
    let mut program = ir::Program {
        policy,
        enums,
        record,
        slots,
        tables,
        indicators,
        scores: in_file_order(scores).0,
        grades: in_file_order(grades).0,
        eligibilities: in_file_order(eligibilities).0,
        outputs: in_file_order(outputs).0,
        results: in_file_order(results).0,
        tests,
        examples,
        claims,
        earliest_as_of,
        expr_count: ids.count(),
        local_count: locals,
    };
    renumber(&mut program, &slots_of);
    program.policy.needs_as_of = uses_date(&program);
    (Some(program), problems)
}

/// A value whose type was never found is an error, even if no rule above reported one: nothing unchecked may be evaluated.
fn nothing_unchecked(ctx: &mut Context<'_>) {
    if ctx.problems.has_errors() {
        return;
    }
    let mut unknown = None;
    each_part(&ctx.slots, &ctx.record, |part| {
        if matches!(part.ty, crate::value::ty::Type::Unknown) {
            unknown.get_or_insert(part.span);
        }
    });
    if let Some(span) = unknown {
        ctx.report(CheckProblem::Unchecked { span });
    }
}

fn declaration(ctx: &mut Context<'_>, declaration: Declaration<'_>, start: Span) {
    match declaration {
        Declaration::Field(_) | Declaration::Broken => {}
        Declaration::Given(given) => values::given(ctx, given, start),
        Declaration::Param(tree) => values::param(ctx, tree),
        Declaration::Definition(tree) => values::definition(ctx, tree),
        Declaration::Function(tree) => call::declaration(ctx, tree),
        Declaration::Table(tree) => tables::table(ctx, tree),
        Declaration::Decision(tree) => tables::decision(ctx, tree),
        Declaration::Indicator(tree) => schemes::indicator(ctx, tree),
        Declaration::Group(score, tree) => schemes::group(ctx, score, tree),
        Declaration::Score(tree) => schemes::score(ctx, tree),
        Declaration::Grade(tree) => eligible::grade(ctx, tree),
        Declaration::Eligibility(tree) => eligible::eligibility(ctx, tree),
    }
}

/// Whether any value or rule reads the reference date.
fn uses_date(program: &ir::Program) -> bool {
    let mut found = false;
    each_part(&program.slots, &program.record, |part| found |= matches!(part.kind, ir::expr::ExprKind::AsOf | ir::expr::ExprKind::Dated(_)));
    found
}

/// Visits everything that is evaluated for a record.
fn each_part(slots: &[ir::Slot], record: &ir::record::Record, mut visit: impl FnMut(&ir::expr::Expr)) {
    let checks = record.checks.iter().map(|check| &check.condition);
    for expr in slots.iter().map(|slot| &slot.expr).chain(checks) {
        ir::walk::each(expr, &mut |part| visit(part));
    }
}

/// What was checked in order of dependence, back in the order of the file; and where each went.
fn in_file_order<T>(list: Vec<(u32, T)>) -> (Vec<T>, Vec<u32>) {
    let mut indexed: Vec<(u32, usize, T)> = list.into_iter().enumerate().map(|(position, (start, item))| (start, position, item)).collect();
    indexed.sort_by_key(|(start, position, _)| (*start, *position));
    let mut moved = vec![0u32; indexed.len()];
    for (new, (_, old, _)) in indexed.iter().enumerate() {
        if let Some(place) = moved.get_mut(*old) {
            *place = new as u32;
        }
    }
    (indexed.into_iter().map(|(_, _, item)| item).collect(), moved)
}

/// Scores refer to indicators by position.
fn renumber(program: &mut ir::Program, moved: &[u32]) {
    for score in &mut program.scores {
        let items = score.items.iter_mut().chain(score.groups.iter_mut().flat_map(|group| group.items.iter_mut()));
        for item in items {
            item.indicator = moved.get(item.indicator as usize).copied().unwrap_or(item.indicator);
        }
    }
}

fn header(ctx: &mut Context<'_>) -> ir::Policy {
    let Some(tree) = ctx.names.policy else { return ir::Policy::default() };
    let day = |date: Option<crate::syntax::ast::Date>| date.and_then(|date| date.day);
    let (from, to) = tree.effective.as_ref().map_or((None, None), |effective| (day(effective.from), day(effective.to)));
    if let (Some(first), Some(last), Some(effective)) = (from, to, &tree.effective)
        && first > last
    {
        ctx.report(SchemeProblem::EffectiveOrder { span: effective.span });
    }
    ir::Policy {
        name: tree.name.text.clone(),
        title: tree.title.as_ref().map(|title| title.text.clone()).unwrap_or_default(),
        sources: schemes::texts(&tree.sources),
        notes: schemes::texts(&tree.notes),
        effective_from: from,
        effective_to: to,
        as_of: day(tree.as_of),
        needs_as_of: false,
    }
}

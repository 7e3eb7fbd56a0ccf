//! An order in which each declaration comes after those it uses.
//!
//! In: all names. Out: the order, by depth-first search without recursion; each cycle is reported once, with its whole path.

use super::problem::{NameProblem, Step};
use super::references::{self, Use};
use super::{Declaration, DeclarationId, Names};
use crate::diagnostic::Problems;
use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// Puts all declarations in order; those on a cycle, or behind one, are still in the order, after what could be ordered.
pub fn order(names: &Names<'_>, problems: &mut Problems) -> Vec<DeclarationId> {
    let edges: Vec<Vec<(DeclarationId, Span)>> = names.declarations.iter().map(|declaration| edges(names, *declaration)).collect();
    let mut states = vec![State::New; edges.len()];
    let mut order = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        if states.get(start) != Some(&State::New) {
            continue;
        }
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        set(&mut states, start, State::Open);
        while let Some((node, next)) = path.last_mut() {
            let edge = edges.get(*node).and_then(|list| list.get(*next)).copied();
            *next += 1;
            match edge {
                None => {
                    set(&mut states, *node, State::Done);
                    order.push(DeclarationId(*node as u32));
                    path.pop();
                }
                Some((target, span)) => match states.get(target.0 as usize) {
                    Some(State::New) => {
                        set(&mut states, target.0 as usize, State::Open);
                        path.push((target.0 as usize, 0));
                    }
                    Some(State::Open) => report(names, &edges, &path, target, span, problems),
                    Some(State::Done) | None => {}
                },
            }
        }
    }
    order
}

fn set(states: &mut [State], position: usize, state: State) {
    if let Some(place) = states.get_mut(position) {
        *place = state;
    }
}

fn report(
    names: &Names<'_>,
    edges: &[Vec<(DeclarationId, Span)>],
    path: &[(usize, usize)],
    target: DeclarationId,
    span: Span,
    problems: &mut Problems,
) {
    let start = path.iter().position(|(node, _)| *node == target.0 as usize).unwrap_or(0);
    let cycle = path.get(start..).unwrap_or(&[]);
    let mut steps: Vec<Step> = Vec::new();
    for (index, (node, next)) in cycle.iter().enumerate() {
        let used = if index + 1 == cycle.len() {
            Some(span)
        } else {
            edges.get(*node).and_then(|list| list.get(next.saturating_sub(1))).map(|(_, span)| *span)
        };
        let name = name_of(names.declaration(DeclarationId(*node as u32))).to_string();
        steps.extend(used.map(|span| Step { name, span }));
    }
    problems.push(NameProblem::Cycle { steps });
}

fn name_of<'t>(declaration: Declaration<'t>) -> &'t str {
    match declaration {
        Declaration::Field(field) => &field.name.text,
        Declaration::Param(param) => &param.name.text,
        Declaration::Definition(definition) => &definition.name.text,
        Declaration::Function(function) => &function.name.text,
        Declaration::Table(table) => &table.name.text,
        Declaration::Decision(decision) => &decision.name.text,
        Declaration::Indicator(indicator) => &indicator.name.text,
        Declaration::Group(_, group) => &group.name.text,
        Declaration::Score(score) => &score.name.text,
        Declaration::Grade(grade) => &grade.name.text,
        Declaration::Eligibility(eligibility) => &eligibility.name.text,
        Declaration::Given(given) => &given.name,
        Declaration::Broken => "",
    }
}

/// What a declaration uses.
fn edges(names: &Names<'_>, declaration: Declaration<'_>) -> Vec<(DeclarationId, Span)> {
    let mut uses = Vec::new();
    let mut own: Vec<&str> = Vec::new();
    match declaration {
        Declaration::Field(_) | Declaration::Given(_) | Declaration::Broken => {}
        Declaration::Param(param) => match &param.body {
            crate::syntax::ast::ParamBody::Single(value) => references::of_expr(value, &mut uses),
            crate::syntax::ast::ParamBody::Rows(rows) => {
                for row in rows {
                    if let crate::syntax::ast::ParamSelector::Pattern(pattern) = &row.selector {
                        references::of_pattern(pattern, &mut uses);
                    }
                    references::of_expr(&row.value, &mut uses);
                }
            }
        },
        Declaration::Definition(definition) => references::of_expr(&definition.value, &mut uses),
        Declaration::Function(function) => {
            own = function.parameters.iter().map(|parameter| parameter.name.text.as_str()).collect();
            references::of_expr(&function.body, &mut uses);
        }
        Declaration::Table(table) => references::of_rows(&table.rows, &mut uses),
        Declaration::Decision(decision) => {
            decision.inputs.iter().for_each(|(input, _)| references::of_expr(input, &mut uses));
            references::of_rows(&decision.rows, &mut uses);
        }
        Declaration::Indicator(indicator) => {
            if !indicator.values.is_empty() {
                own = vec!["value", "取值"];
            }
            indicator.values.iter().for_each(|(value, _)| references::of_expr(value, &mut uses));
            indicator.points.iter().for_each(|points| references::of_expr(points, &mut uses));
        }
        Declaration::Group(score, group) => {
            score.weights.iter().flat_map(|weights| &weights.by).for_each(|by| references::of_expr(by, &mut uses));
            uses.extend(group.items.iter().map(|item| Use::Value(&item.text, item.span)));
        }
        Declaration::Score(score) => {
            score.weights.iter().flat_map(|weights| &weights.by).for_each(|by| references::of_expr(by, &mut uses));
            uses.extend(score.items.iter().map(|item| Use::Value(&item.text, item.span)));
            uses.extend(score.groups.iter().map(|group| Use::Value(&group.name.text, group.name.span)));
        }
        Declaration::Grade(grade) => references::of_band(&grade.band, &mut uses),
        Declaration::Eligibility(eligibility) => {
            for clause in &eligibility.clauses {
                let (crate::syntax::ast::Clause::Require(condition)
                | crate::syntax::ast::Clause::Veto(condition)
                | crate::syntax::ast::Clause::Direct(condition)) = clause;
                references::of_condition(condition, &mut uses);
            }
        }
    }
    let found = uses.into_iter().filter_map(|used| match used {
        Use::Value(name, _) if own.contains(&name) => None,
        Use::Value(name, span) => names.values.get(name).map(|id| (*id, span)),
        Use::Function(name, span) => names.functions.get(name).map(|id| (*id, span)),
    });
    found.collect()
}

//! Conditions: comparisons, membership, and, or, not.
//!
//! A comparison of a number with constants is a band of that number; what it means for the condition stands in a table.

use super::super::graph::{Node, Scalar, TextTest, lane};
use super::super::tabled::Tabled;
use super::{Lowered, Lowering};
use crate::ir::expr::Expr;
use crate::ir::table::Pattern;
use crate::value::Value;
use crate::value::comparison::Comparison;
use crate::value::ty::Type;
use std::sync::Arc;

/// Comparing with at most so many constants is a band.
const FEW: usize = 12;

impl Lowering<'_> {
    pub(super) fn compare(&mut self, comparison: Comparison, left: &Expr, right: &Expr) -> Lowered {
        let (left, right) = (self.lower(left), self.lower(right));
        let holds = |values: &[&Value]| match values {
            [left, right] => left.order(right).map_or(Value::Missing, |order| Value::Bool(comparison.holds(order))),
            _ => Value::Missing,
        };
        match (&left, &right) {
            (Lowered::Tabled(a), Lowered::Tabled(b)) => {
                if let Some(tabled) = self.graph.tabulate(&[a, b], &mut { holds }) {
                    return Lowered::Tabled(tabled);
                }
            }
            (Lowered::Numbers(_), Lowered::Tabled(constants)) | (Lowered::Tabled(constants), Lowered::Numbers(_)) => {
                let column = if matches!(left, Lowered::Numbers(_)) { &left } else { &right };
                let mut points: Vec<i128> = constants.cells.iter().filter_map(lane).collect();
                points.sort_unstable();
                points.dedup();
                if points.len() <= FEW {
                    let oriented = if matches!(left, Lowered::Numbers(_)) { comparison } else { comparison.mirrored() };
                    let mut cuts: Vec<i128> = points.iter().flat_map(|point| turns(oriented, *point)).collect();
                    cuts.sort_unstable();
                    cuts.dedup();
                    let column = self.numbers(column);
                    let banded = self.band(column, cuts);
                    let sides = if matches!(left, Lowered::Numbers(_)) { [&banded, constants] } else { [constants, &banded] };
                    if let Some(tabled) = self.graph.tabulate(&sides, &mut { holds }) {
                        return Lowered::Tabled(tabled);
                    }
                }
            }
            (Lowered::Texts(_), Lowered::Tabled(constants)) | (Lowered::Tabled(constants), Lowered::Texts(_)) if is_equality(comparison) => {
                let column = if matches!(left, Lowered::Texts(_)) { &left } else { &right };
                let pattern = Pattern::Texts(constants.cells.iter().filter_map(text).collect());
                if let Some(classes) = self.classify(column, &[&pattern])
                    && let Some(tabled) = self.graph.tabulate(&[&classes, constants], &mut { holds })
                {
                    return Lowered::Tabled(tabled);
                }
            }
            (Lowered::Texts(_) | Lowered::Numbers(_), _) | (_, Lowered::Texts(_)) => {}
        }
        if matches!(left, Lowered::Texts(_)) || matches!(right, Lowered::Texts(_)) {
            return self.scalar(Scalar::Compare(comparison), &[left, right], &Type::Bool);
        }
        let [left, right] = match (left, right) {
            (Lowered::Tabled(a), Lowered::Tabled(b)) => ranked(&a, &b).map(Lowered::Tabled),
            (left, right) => [left, right],
        };
        let (a, b) = (self.numbers(&left), self.numbers(&right));
        let present = self.all(&[a.present, b.present]);
        let node = self.graph.add(Node::Compare { left: a.x, right: b.x, comparison, present }, None);
        let mut cells = vec![Value::Bool(false), Value::Bool(true)];
        cells.extend(present.map(|_| Value::Missing));
        Lowered::Tabled(Tabled::of_code(node, cells))
    }

    /// A function of one truth value, missing being `None`.
    pub(super) fn condition(&mut self, inner: &Expr, function: impl Fn(Option<bool>) -> Option<bool>) -> Lowered {
        let inner = self.lower(inner);
        Lowered::Tabled(self.tabled(&inner).map(|value| truth(function(value.truth()))))
    }

    /// `or` for `decisive` true, `and` for false.
    pub(super) fn junction(&mut self, parts: &[Expr], decisive: bool) -> Lowered {
        let parts: Vec<Tabled> = parts
            .iter()
            .map(|part| {
                let part = self.lower(part);
                self.tabled(&part)
            })
            .collect();
        let mut join = |values: &[&Value]| {
            if values.iter().any(|value| value.truth() == Some(decisive)) {
                Value::Bool(decisive)
            } else if values.iter().any(|value| value.is_missing()) {
                Value::Missing
            } else {
                Value::Bool(!decisive)
            }
        };
        Lowered::Tabled(self.fold(Tabled::constant(Value::Bool(!decisive)), &parts, &mut join))
    }

    /// Tables joined one after the other.
    pub(super) fn fold(&mut self, start: Tabled, parts: &[Tabled], join: &mut dyn FnMut(&[&Value]) -> Value) -> Tabled {
        parts.iter().fold(start, |known, part| match self.graph.tabulate(&[&known, part], join) {
            Some(tabled) => tabled,
            // What is folded has few values, at most two more than a chunk has rows: compressed, two of them always fit.
            None => known,
        })
    }

    pub(super) fn matches(&mut self, subject: &Expr, pattern: &Pattern) -> Lowered {
        let subject = self.lower(subject);
        let accepts = |value: &Value| if value.is_missing() { Value::Missing } else { Value::Bool(pattern.accepts(value)) };
        match self.classify(&subject, &[pattern]) {
            Some(classes) => Lowered::Tabled(classes.map(accepts)),
            None => {
                let row = self.rows(std::slice::from_ref(&subject), &[vec![pattern.clone()]]).unwrap_or_else(|| Tabled::constant(Value::Number(-1)));
                let there = self.presence(&subject);
                let mut both = |values: &[&Value]| match values {
                    [row, there] if there.truth() == Some(true) => Value::Bool(**row == Value::Number(0)),
                    _ => Value::Missing,
                };
                Lowered::Tabled(self.graph.tabulate(&[&row, &there], &mut both).unwrap_or_else(|| Tabled::constant(Value::Missing)))
            }
        }
    }

    pub(super) fn starts_with(&mut self, subject: &Expr, prefixes: &[Arc<str>]) -> Lowered {
        let starts = |text: &str| prefixes.iter().any(|prefix| text.starts_with(prefix.as_ref()));
        match self.lower(subject) {
            Lowered::Texts(texts) => {
                let tests = Arc::from(vec![TextTest::StartsWith(Arc::from(prefixes.to_vec()))]);
                let node = self.graph.add(Node::TextClass { text: texts.text, tests, present: texts.present }, None);
                let mut cells = vec![Value::Bool(true), Value::Bool(false)];
                cells.extend(texts.present.map(|_| Value::Missing));
                Lowered::Tabled(Tabled::of_code(node, cells))
            }
            Lowered::Tabled(tabled) => Lowered::Tabled(tabled.map(|value| match value {
                Value::Text(text) => Value::Bool(starts(text)),
                Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Member(_) => Value::Missing,
            })),
            Lowered::Numbers(_) => super::nothing(),
        }
    }
}

fn truth(truth: Option<bool>) -> Value {
    truth.map_or(Value::Missing, Value::Bool)
}

/// Where a comparison with a constant changes, going up.
fn turns(comparison: Comparison, point: i128) -> Vec<i128> {
    match comparison {
        Comparison::Less | Comparison::AtLeast => vec![point],
        Comparison::AtMost | Comparison::Greater => vec![point + 1],
        Comparison::Equal | Comparison::Different => vec![point, point + 1],
    }
}

fn is_equality(comparison: Comparison) -> bool {
    match comparison {
        Comparison::Equal | Comparison::Different => true,
        Comparison::Less | Comparison::AtMost | Comparison::Greater | Comparison::AtLeast => false,
    }
}

fn text(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Missing | Value::Bool(_) | Value::Number(_) | Value::Date(_) | Value::Member(_) => None,
    }
}

/// Two tables with numbers in place of their texts, which compare as the texts do.
fn ranked(left: &Tabled, right: &Tabled) -> [Tabled; 2] {
    let mut texts: Vec<Arc<str>> = left.cells.iter().chain(&right.cells).filter_map(text).collect();
    texts.sort();
    texts.dedup();
    let rank = |value: &Value| match value {
        Value::Text(text) => Value::Number(texts.partition_point(|other| other < text) as i128),
        other => other.clone(),
    };
    [left.map(rank), right.map(rank)]
}

//! Changes in expressions.
//!
//! In: an expression. Out: changes of what stands in it.

use super::collect::Collector;
use super::figures::{Direction, by_one, moved, other_digit};
use super::kind::{Hint, Kind};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::calendar::Day;
use crate::value::comparison::Comparison;
use crate::value::decimal::Decimal;

/// Functions whose arguments may stand in any order.
const UNORDERED: [&str; 16] = [
    "min",
    "最小",
    "max",
    "最大",
    "sum",
    "求和",
    "mean",
    "平均",
    "count",
    "计数",
    "sum_present",
    "有值求和",
    "mean_present",
    "有值平均",
    "abs",
    "绝对值",
];

/// Functions that round, each with another.
const ROUNDING: [(&str, &str); 8] = [
    ("round", "floor"),
    ("round_half_even", "ceil"),
    ("floor", "ceil"),
    ("ceil", "floor"),
    ("四舍五入", "向下取整"),
    ("五成双", "向上取整"),
    ("向下取整", "向上取整"),
    ("向上取整", "向下取整"),
];

impl<'a> Collector<'a> {
    /// All changes in an expression.
    pub(super) fn expr(&mut self, expr: &'a ast::Expr) {
        match &expr.kind {
            ast::ExprKind::Quantity(figure, unit) => {
                self.figure(figure);
                self.unit(figure, unit.as_ref());
            }
            ast::ExprKind::Date(date) => self.date(*date),
            ast::ExprKind::Truth(truth) => {
                let other = if *truth { "false" } else { "true" };
                self.push(Kind::Truth, vec![self.page.replace(expr.span, other)], self.expect_hint());
            }
            ast::ExprKind::Text(_) | ast::ExprKind::Missing => {}
            ast::ExprKind::Reference(name, None) => self.reference(name),
            ast::ExprKind::Reference(_, Some(_)) => {}
            ast::ExprKind::Call(name, arguments) => self.call(name, arguments),
            ast::ExprKind::Lookup(_, keys, _) => keys.iter().for_each(|key| self.expr(key)),
            ast::ExprKind::Paren(inner) | ast::ExprKind::Negate(inner) => self.expr(inner),
            ast::ExprKind::Not(inner) => {
                let word = Span { end: inner.span.start, ..expr.span };
                self.push(Kind::Negation, vec![self.page.replace(word, "")], self.decides(expr));
                self.expr(inner);
            }
            ast::ExprKind::Binary(binary) => self.binary(binary),
            ast::ExprKind::Chain(chain) => self.chain(chain),
            ast::ExprKind::Membership(membership) => {
                self.negated(expr);
                self.expr(&membership.subject);
                match &membership.set {
                    ast::Set::Interval(interval) => self.interval(&membership.subject, interval),
                    ast::Set::Members(members) => self.set(members),
                }
            }
            ast::ExprKind::StartsWith(subject, prefixes) => {
                self.negated(expr);
                self.expr(subject);
                self.set(prefixes);
            }
            ast::ExprKind::MissingTest(subject, _) => {
                self.negated(expr);
                self.expr(subject);
            }
            ast::ExprKind::If(branches) => {
                self.expr(&branches.condition);
                self.swapped((&branches.then, branches.then.span), &branches.otherwise);
                self.row_value(&branches.then, branches.then.span);
                self.row_value(&branches.otherwise, branches.otherwise.span);
            }
            ast::ExprKind::When(when) => self.when(when),
            ast::ExprKind::Band(band) => {
                self.expr(&band.subject);
                self.band(band);
            }
            ast::ExprKind::Linear(linear) => self.linear(linear),
        }
    }

    /// A test in which a condition alone decides.
    fn decides(&self, expr: &ast::Expr) -> Hint {
        Hint::Alone { clause: self.page.line(expr.span) }
    }

    fn negated(&mut self, expr: &ast::Expr) {
        let span = self.page.trimmed(expr.span);
        self.push(Kind::Negation, vec![self.page.insert(span.start, "not ("), self.page.insert(span.end, ")")], self.decides(expr));
    }

    fn set(&mut self, members: &[ast::Expr]) {
        if members.len() < 2 {
            return;
        }
        for member in members {
            let hint = Hint::Reach { row: self.page.line(member.span) };
            self.push(Kind::SetMember, vec![self.page.remove(member.span)], hint);
        }
    }

    fn reference(&mut self, name: &ast::Name) {
        if let Some(position) = self.variables.iter().position(|(known, _)| *known == name.text) {
            let of_type = self.variables.get(position).map(|(_, ty)| ty.as_str());
            let (before, after) = self.variables.split_at(position);
            // The next of the type is the likeliest slip; the last goes back to the first.
            let other = after.iter().skip(1).chain(before).find(|(_, ty)| Some(ty.as_str()) == of_type).map(|(other, _)| *other);
            if let Some(other) = other {
                let hint = Hint::Apart { first: name.text.clone(), second: other.to_owned() };
                self.push(Kind::Field, vec![self.page.replace(name.span, other)], hint);
            }
        } else if let Some(members) = self.members.get(name.text.as_str()) {
            let position = members.iter().position(|member| member.name.text == name.text).unwrap_or(0);
            let other = members.iter().cycle().skip(position + 1).take(members.len().saturating_sub(1)).next();
            if let Some(other) = other {
                self.push(Kind::Member, vec![self.page.replace(name.span, other.name.text.as_str())], Hint::Reach { row: name.text.clone() });
            }
        }
    }

    fn call(&mut self, name: &ast::Name, arguments: &'a [ast::Expr]) {
        if let Some((_, other)) = ROUNDING.iter().find(|(known, _)| *known == name.text) {
            self.push(Kind::Rounding, vec![self.page.replace(name.span, *other)], self.expect_hint());
        }
        if let [first, second, ..] = arguments
            && !UNORDERED.contains(&name.text.as_str())
            && self.page.line(first.span) != self.page.line(second.span)
        {
            self.push(Kind::Arguments, self.page.swap(first.span, second.span), self.expect_hint());
        }
        for argument in arguments {
            self.expr(argument);
        }
    }

    fn binary(&mut self, binary: &'a ast::Binary) {
        let ast::Binary { operator, operator_span, left, right } = binary;
        let other = match operator {
            // A minus at the start of a line would start another row.
            ast::Operator::Add if self.page.starts_line(*operator_span) => Some((Kind::Arithmetic, "+ -")),
            ast::Operator::Add => Some((Kind::Arithmetic, "-")),
            ast::Operator::Subtract => Some((Kind::Arithmetic, "+")),
            ast::Operator::Multiply => Some((Kind::Arithmetic, "/")),
            ast::Operator::Divide => Some((Kind::Arithmetic, "*")),
            ast::Operator::And => Some((Kind::Junction, "or")),
            ast::Operator::Or => Some((Kind::Junction, "and")),
            ast::Operator::Default => None,
        };
        if let Some((kind, other)) = other {
            let hint = match kind {
                Kind::Junction => Hint::Apart { first: self.page.line(left.span), second: self.page.line(right.span) },
                _ => self.expect_hint(),
            };
            self.push(kind, vec![self.page.replace(*operator_span, other)], hint);
        }
        self.expr(left);
        match (operator, literal(right)) {
            (ast::Operator::Default, Some((figure, _))) => {
                let hint = Hint::Blank { subject: self.page.line(left.span) };
                let changed = figure.amount.and_then(other_digit).map(|changed| self.page.replace(figure.span, changed.to_string()));
                if let Some(edit) = changed {
                    self.push(Kind::DefaultValue, vec![edit], hint);
                }
            }
            _ => self.expr(right),
        }
    }

    fn chain(&mut self, chain: &'a ast::Chain) {
        let mut left = &chain.first;
        let mut edges = Vec::new();
        for (comparison, span, right) in &chain.rest {
            let (subject, figure) = if literal(right).is_some() { (left, right) } else { (right, left) };
            let hint = Hint::At { subject: self.page.line(subject.span), figure: self.page.line(figure.span) };
            let (bound, opposite) = match comparison {
                Comparison::Less => (Some("<="), ">="),
                Comparison::AtMost => (Some("<"), ">="),
                Comparison::Greater => (Some(">="), "<="),
                Comparison::AtLeast => (Some(">"), "<="),
                Comparison::Equal => (None, "!="),
                Comparison::Different => (None, "="),
            };
            if let Some(bound) = bound {
                self.push(Kind::Bound, vec![self.page.replace(*span, bound)], hint.clone());
            }
            self.push(Kind::Comparison, vec![self.page.replace(*span, opposite)], hint);
            if literal(figure).is_some() {
                edges.push((subject, figure));
            }
            left = right;
        }
        for (subject, edge) in &edges {
            self.edge(subject, edge);
        }
        for operand in std::iter::once(&chain.first).chain(chain.rest.iter().map(|(_, _, right)| right)) {
            match literal(operand) {
                Some((figure, unit)) if edges.iter().any(|(_, edge)| edge.span == operand.span) => self.unit(figure, unit),
                Some(_) | None => self.expr(operand),
            }
        }
    }

    /// The edge of a comparison: a step up, a step down, another digit.
    fn edge(&mut self, subject: &ast::Expr, edge: &ast::Expr) {
        let Some((figure, unit)) = literal(edge) else { return };
        let Some(amount) = figure.amount else { return };
        let hint = Hint::At { subject: self.page.line(subject.span), figure: self.page.line(edge.span) };
        for changed in self.edge_figures(amount, unit, self.scale(subject.span)) {
            self.push(Kind::Edge, vec![self.page.replace(figure.span, changed.to_string())], hint.clone());
        }
    }

    /// What the figure of an edge could be instead.
    pub(super) fn edge_figures(&self, amount: Decimal, unit: Option<&ast::UnitType>, subject_scale: Option<u8>) -> Vec<Decimal> {
        let step = match unit {
            Some(unit) if !unit.rest.is_empty() => {
                // Between counts by counts, such as 件/年, there is no next figure.
                let mut parts = std::iter::once(&unit.first).chain(unit.rest.iter().map(|(_, name)| name));
                if parts.all(|part| self.units.is_whole(&part.text)) { Decimal::ONE } else { self.units.step(None, None, amount) }
            }
            unit => self.units.step(unit.map(|unit| unit.first.text.as_str()), subject_scale, amount),
        };
        let mut list: Vec<Decimal> = Vec::new();
        let candidates = [moved(amount, step, Direction::Up), moved(amount, step, Direction::Down), other_digit(amount)];
        for changed in candidates.into_iter().flatten() {
            if !list.iter().any(|known| known.compare(changed).is_eq()) {
                list.push(changed);
            }
        }
        list
    }

    fn figure(&mut self, figure: &ast::Figure) {
        if let Some(changed) = figure.amount.and_then(other_digit) {
            self.push(self.figure_kind, vec![self.page.replace(figure.span, changed.to_string())], self.expect_hint());
        }
    }

    /// A unit left out or exchanged; nought is nought in every unit.
    pub(super) fn unit(&mut self, figure: &ast::Figure, unit: Option<&ast::UnitType>) {
        let Some(unit) = unit else { return };
        if figure.amount.is_none_or(|amount| amount.mantissa == 0) {
            return;
        }
        let whole = Span { start: figure.span.end, ..unit.span };
        self.push(Kind::Unit, vec![self.page.replace(whole, "")], self.expect_hint());
        if let Some(sibling) = self.units.sibling(&unit.first.text) {
            let edit = self.page.replace(unit.first.span, sibling);
            self.push(Kind::Unit, vec![edit], self.expect_hint());
        }
    }

    pub(super) fn date(&mut self, date: ast::Date) {
        if let Some(day) = date.day {
            for other in [Day(day.0 + 1), Day(day.0 - 1)] {
                self.push(Kind::Date, vec![self.page.replace(date.span, other.to_string())], self.expect_hint());
            }
        }
    }

    /// The value of a row: a figure one less; anything else as it is.
    pub(super) fn row_value(&mut self, value: &'a ast::Expr, row: Span) {
        match literal(value) {
            Some((figure, unit)) => {
                let kind = if self.figure_kind == Kind::Param { Kind::Param } else { Kind::RowValue };
                if let Some(changed) = figure.amount.and_then(by_one) {
                    let hint = Hint::Reach { row: self.page.line(row) };
                    self.push(kind, vec![self.page.replace(figure.span, changed.to_string())], hint);
                }
                self.unit(figure, unit);
            }
            None => self.expr(value),
        }
    }

    /// The values of two rows, the first with its row.
    pub(super) fn swapped(&mut self, (first, row): (&ast::Expr, Span), second: &ast::Expr) {
        if self.page.line(first.span) != self.page.line(second.span) {
            let hint = Hint::Reach { row: self.page.line(row) };
            self.push(Kind::RowsSwapped, self.page.swap(first.span, second.span), hint);
        }
    }
}

/// A figure with its unit.
pub(super) fn literal(expr: &ast::Expr) -> Option<(&ast::Figure, Option<&ast::UnitType>)> {
    match &expr.kind {
        ast::ExprKind::Quantity(figure, unit) => Some((figure, unit.as_ref())),
        _ => None,
    }
}

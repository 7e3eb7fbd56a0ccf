//! Changes in rows: bands, `when`, `linear`, params, tables and decision tables.
//!
//! In: rows. Out: changes of rows, of their values, and of the edges between them.

use super::collect::Collector;
use super::expr::literal;
use super::figures::{Direction, by_one, moved, other_digit};
use super::kind::{Hint, Kind};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::comparison::Comparison;
use crate::value::decimal::Decimal;

/// A row of whatever has rows.
struct Row<'a> {
    span: Span,
    value: &'a ast::Expr,
    class: Class,
}

#[derive(PartialEq, Eq)]
enum Class {
    Plain,
    Otherwise,
    Missing,
}

/// What the second of two equal rows does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubled {
    /// It takes what the first takes.
    Clashes,
    /// It is never reached: the first row that holds is taken.
    Idle,
}

/// An end of what a row takes.
#[derive(Clone, Copy)]
struct Edge<'a> {
    bound: &'a ast::Expr,
    /// The bracket or operator, and what it would be with the edge on the other side.
    mark: Option<(Span, &'static str)>,
}

impl<'a> Collector<'a> {
    pub(super) fn band(&mut self, band: &'a ast::Band) {
        let patterns: Vec<&ast::Pattern> = band.rows.iter().map(|row| &row.pattern).collect();
        let rows = band.rows.iter().map(|row| Row { span: row.span, value: &row.value, class: class(&row.pattern) });
        self.edges(Some(&band.subject), None, &patterns.iter().flat_map(|pattern| self.pattern_edges(pattern)).collect::<Vec<Edge<'a>>>());
        self.rows(&rows.collect::<Vec<Row<'a>>>(), Some(&band.subject), Doubled::Clashes);
    }

    pub(super) fn when(&mut self, when: &'a ast::When) {
        for row in &when.rows {
            match &row.guard {
                ast::Guard::Condition(condition) => self.expr(condition),
                ast::Guard::Otherwise(_) | ast::Guard::Missing(_) => {}
            }
        }
        let class = |guard: &ast::Guard| match guard {
            ast::Guard::Condition(_) => Class::Plain,
            ast::Guard::Otherwise(_) => Class::Otherwise,
            ast::Guard::Missing(_) => Class::Missing,
        };
        let rows = when.rows.iter().map(|row| Row { span: row.span, value: &row.value, class: class(&row.guard) });
        self.rows(&rows.collect::<Vec<Row<'a>>>(), None, Doubled::Idle);
    }

    pub(super) fn param_rows(&mut self, rows: &'a [ast::ParamRow]) {
        let mut patterns = Vec::new();
        let mut list = Vec::new();
        for row in rows {
            let class = match &row.selector {
                ast::ParamSelector::From(date) => {
                    self.date(*date);
                    Class::Plain
                }
                ast::ParamSelector::Pattern(pattern) => {
                    patterns.push(pattern.as_ref());
                    class(pattern)
                }
            };
            list.push(Row { span: row.span, value: &row.value, class });
        }
        self.edges(None, None, &patterns.iter().flat_map(|pattern| self.pattern_edges(pattern)).collect::<Vec<Edge<'a>>>());
        self.rows(&list, None, Doubled::Clashes);
    }

    fn rows(&mut self, rows: &[Row<'a>], subject: Option<&ast::Expr>, doubled: Doubled) {
        for row in rows {
            let hint = match (&row.class, subject) {
                (Class::Missing, Some(subject)) => Hint::Blank { subject: self.page.line(subject.span) },
                (Class::Plain | Class::Otherwise | Class::Missing, _) => Hint::Reach { row: self.page.line(row.span) },
            };
            let kind = if row.class == Class::Missing { Kind::MissingRow } else { Kind::RowDropped };
            self.push(kind, vec![self.page.remove(row.span)], hint.clone());
            if doubled == Doubled::Clashes {
                let end = self.page.trimmed(row.span).end;
                let again = format!(", {}", self.page.line(row.span));
                self.push(Kind::RowDoubled, vec![self.page.insert(end, &again)], hint.clone());
            }
            if row.class == Class::Missing {
                self.missing_value(row.value, hint);
            } else {
                self.row_value(row.value, row.span);
            }
        }
        for (first, second) in rows.iter().zip(rows.iter().skip(1)) {
            self.swapped((first.value, first.span), second.value);
        }
    }

    fn missing_value(&mut self, value: &'a ast::Expr, hint: Hint) {
        match literal(value) {
            Some((figure, _)) => {
                if let Some(changed) = figure.amount.and_then(by_one) {
                    self.push(Kind::MissingRow, vec![self.page.replace(figure.span, changed.to_string())], hint);
                }
            }
            None => self.expr(value),
        }
    }

    pub(super) fn linear(&mut self, linear: &'a ast::Linear) {
        self.expr(&linear.subject);
        for (x, y) in &linear.knots {
            if let Some((figure, unit)) = literal(x) {
                let hint = Hint::At { subject: self.page.line(linear.subject.span), figure: self.page.line(x.span) };
                if let Some(changed) = figure.amount.and_then(other_digit) {
                    self.push(Kind::Edge, vec![self.page.replace(figure.span, changed.to_string())], hint);
                }
                self.unit(figure, unit);
            }
            let knot = Span { end: y.span.end, ..x.span };
            self.row_value(y, knot);
            self.push(Kind::RowDropped, vec![self.page.remove(knot)], Hint::Reach { row: self.page.line(knot) });
        }
        for ((x, first), (_, second)) in linear.knots.iter().zip(linear.knots.iter().skip(1)) {
            self.swapped((first, Span { end: first.span.end, ..x.span }), second);
        }
        if let Some(missing) = &linear.missing {
            self.missing_value(missing, Hint::Blank { subject: self.page.line(linear.subject.span) });
        }
    }

    pub(super) fn interval(&mut self, subject: &'a ast::Expr, interval: &'a ast::Interval) {
        let edges = self.interval_edges(interval);
        self.edges(Some(subject), None, &edges);
    }

    /// Edges that rows share move together, as a writer would move them; each alone as well.
    fn edges(&mut self, subject: Option<&ast::Expr>, header_unit: Option<&ast::UnitType>, edges: &[Edge<'a>]) {
        let mut done: Vec<String> = Vec::new();
        for edge in edges {
            let text = self.page.line(edge.bound.span);
            if done.contains(&text) {
                continue;
            }
            let shared: Vec<Edge<'a>> = edges.iter().filter(|other| self.page.line(other.bound.span) == text).copied().collect();
            let subject_text = subject.map_or_else(|| self.name.clone(), |subject| self.page.line(subject.span));
            let hint = Hint::At { subject: subject_text, figure: text.clone() };
            let marks: Vec<(Span, &'static str)> = shared.iter().filter_map(|edge| edge.mark).collect();
            if marks.len() == shared.len() {
                let edits = marks.iter().map(|(span, other)| self.page.replace(*span, *other)).collect();
                self.push(Kind::Bound, edits, hint.clone());
            }
            if let (Some((span, other)), true) = (edge.mark, shared.len() > 1) {
                self.push(Kind::LoneBound, vec![self.page.replace(span, other)], hint.clone());
            }
            self.shared_edge(subject, header_unit, &shared, &hint);
            done.push(text);
        }
    }

    fn shared_edge(&mut self, subject: Option<&ast::Expr>, header_unit: Option<&ast::UnitType>, shared: &[Edge<'a>], hint: &Hint) {
        let Some((figure, unit)) = shared.first().and_then(|edge| figure_of(edge.bound)) else { return };
        let Some(amount) = figure.amount else { return };
        let scale = subject.and_then(|subject| self.scale(subject.span));
        let places: Vec<&ast::Figure> = shared.iter().filter_map(|edge| figure_of(edge.bound)).map(|(figure, _)| figure).collect();
        for changed in self.edge_figures(amount, unit.or(header_unit), scale) {
            let edits = places.iter().map(|place| self.page.replace(place.span, changed.to_string())).collect();
            self.push(Kind::Edge, edits, hint.clone());
            if let (Some(first), true) = (places.first(), shared.len() > 1) {
                self.push(Kind::LoneEdge, vec![self.page.replace(first.span, changed.to_string())], hint.clone());
            }
        }
        if unit.is_some() && amount.mantissa != 0 {
            let units = shared.iter().filter_map(|edge| figure_of(edge.bound)).filter_map(|(figure, unit)| Some((figure, unit?)));
            let without = units.clone().map(|(figure, unit)| self.page.replace(Span { start: figure.span.end, ..unit.span }, "")).collect();
            self.push(Kind::Unit, without, hint.clone());
            if let Some(sibling) = unit.and_then(|unit| self.units.sibling(&unit.first.text)) {
                let edits = units.map(|(_, unit)| self.page.replace(unit.first.span, sibling)).collect();
                self.push(Kind::Unit, edits, hint.clone());
            }
        }
    }

    fn pattern_edges(&self, pattern: &'a ast::Pattern) -> Vec<Edge<'a>> {
        match &pattern.kind {
            ast::PatternKind::Otherwise | ast::PatternKind::Missing => Vec::new(),
            ast::PatternKind::Interval(interval) => self.interval_edges(interval),
            ast::PatternKind::Shortcut(comparison, bound) => vec![self.shortcut_edge(*comparison, bound, pattern.span)],
            ast::PatternKind::Values(values) => {
                values.iter().filter(|value| figure_of(value).is_some()).map(|bound| Edge { bound, mark: None }).collect()
            }
        }
    }

    fn cell_edges(&self, cell: &'a ast::Cell) -> Vec<Edge<'a>> {
        match &cell.content {
            ast::CellContent::Blank | ast::CellContent::Star | ast::CellContent::Missing => Vec::new(),
            ast::CellContent::Interval(interval) => self.interval_edges(interval),
            ast::CellContent::Shortcut(comparison, bound) => vec![self.shortcut_edge(*comparison, bound, cell.span)],
            ast::CellContent::Values(values) => {
                values.iter().filter(|value| figure_of(value).is_some()).map(|bound| Edge { bound, mark: None }).collect()
            }
        }
    }

    fn shortcut_edge(&self, comparison: Comparison, bound: &'a ast::Expr, span: Span) -> Edge<'a> {
        let mark = self.page.between(span.start, bound.span.start);
        let other = match comparison {
            Comparison::Less => Some("<="),
            Comparison::AtMost => Some("<"),
            Comparison::Greater => Some(">="),
            Comparison::AtLeast => Some(">"),
            Comparison::Equal | Comparison::Different => None,
        };
        Edge { bound, mark: other.map(|other| (mark, other)) }
    }

    fn interval_edges(&self, interval: &'a ast::Interval) -> Vec<Edge<'a>> {
        let span = self.page.trimmed(interval.span);
        let text = self.page.slice(span);
        let width = |letter: Option<char>| letter.map_or(0, char::len_utf8) as u32;
        let open = Span { end: span.start + width(text.chars().next()), ..span };
        let close = Span { start: span.end - width(text.chars().next_back()), ..span };
        let low = interval.low.iter().map(|bound| Edge { bound, mark: Some((open, if interval.low_closed { "(" } else { "[" })) });
        let high = interval.high.iter().map(|bound| Edge { bound, mark: Some((close, if interval.high_closed { ")" } else { "]" })) });
        low.chain(high).collect()
    }

    pub(super) fn table(&mut self, table: &'a ast::Table) {
        self.name.clone_from(&table.name.text);
        for column in 0..table.keys.len() {
            let edges: Vec<Edge<'a>> = table.rows.iter().filter_map(|row| row.cells.get(column)).flat_map(|cell| self.cell_edges(cell)).collect();
            let unit = table.keys.get(column).and_then(unit_of);
            self.edges(None, unit, &edges);
        }
        self.grid(&table.rows, table.keys.len());
    }

    pub(super) fn decision(&mut self, decision: &'a ast::Decision) {
        self.name.clone_from(&decision.name.text);
        for (column, (subject, kind)) in decision.inputs.iter().enumerate() {
            self.expr(subject);
            let edges: Vec<Edge<'a>> = decision.rows.iter().filter_map(|row| row.cells.get(column)).flat_map(|cell| self.cell_edges(cell)).collect();
            self.edges(Some(subject), kind.as_ref().and_then(unit_of), &edges);
        }
        self.grid(&decision.rows, decision.inputs.len());
    }

    /// Rows between bars, the values after some columns.
    fn grid(&mut self, rows: &'a [ast::GridRow], first_value: usize) {
        for row in rows {
            self.push(Kind::RowDropped, vec![self.page.replace(row.span, "")], Hint::Reach { row: self.page.line(row.span) });
            for cell in row.cells.iter().skip(first_value) {
                if let ast::CellContent::Values(values) = &cell.content {
                    values.iter().for_each(|value| self.cell_value(value, row.span));
                }
            }
        }
        for (first, second) in rows.iter().zip(rows.iter().skip(1)) {
            for (one, other) in first.cells.iter().zip(&second.cells).skip(first_value) {
                if self.page.line(one.span) != self.page.line(other.span) {
                    let hint = Hint::Apart { first: self.page.line(first.span), second: self.page.line(second.span) };
                    self.push(Kind::RowsSwapped, self.page.swap(one.span, other.span), hint);
                }
            }
        }
    }

    /// The figures of tables are often edges: one more and one less.
    fn cell_value(&mut self, value: &'a ast::Expr, row: Span) {
        match literal(value) {
            Some((figure, unit)) => {
                let hint = Hint::Reach { row: self.page.line(row) };
                if let Some(amount) = figure.amount {
                    for direction in [Direction::Up, Direction::Down] {
                        if let Some(changed) = moved(amount, Decimal::ONE, direction) {
                            self.push(Kind::RowValue, vec![self.page.replace(figure.span, changed.to_string())], hint.clone());
                        }
                    }
                }
                self.unit(figure, unit);
            }
            None => self.expr(value),
        }
    }
}

fn class(pattern: &ast::Pattern) -> Class {
    match &pattern.kind {
        ast::PatternKind::Otherwise => Class::Otherwise,
        ast::PatternKind::Missing => Class::Missing,
        ast::PatternKind::Interval(_) | ast::PatternKind::Shortcut(..) | ast::PatternKind::Values(_) => Class::Plain,
    }
}

/// The figure of a bound, with or without a sign.
fn figure_of(expr: &ast::Expr) -> Option<(&ast::Figure, Option<&ast::UnitType>)> {
    match &expr.kind {
        ast::ExprKind::Negate(inner) | ast::ExprKind::Paren(inner) => figure_of(inner),
        _ => literal(expr),
    }
}

fn unit_of(kind: &ast::Kind) -> Option<&ast::UnitType> {
    match &kind.base {
        ast::KindBase::Unit(unit) => Some(unit),
        ast::KindBase::Bool | ast::KindBase::Text | ast::KindBase::Date | ast::KindBase::Number => None,
    }
}

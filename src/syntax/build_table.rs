//! Tables: from grammar nodes to tree.
//!
//! In: nodes of grids. Out: headers and rows of cells. Whether rows are as wide as the header is for `check` to say.

use super::ast;
use super::build::Builder;
use super::grammar::Rule;
use super::nodes::{Children, Node};

impl Builder<'_> {
    pub(super) fn table(&mut self, node: Node<'_>) -> ast::Table {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let mut table = ast::Table { name, label, keys: vec![], header: vec![], header_span: span, rows: vec![], source: None, span };
        for child in children.rest() {
            match child.as_rule() {
                Rule::kind => table.keys.push(self.kind(child)),
                Rule::grid => {
                    for row in child.into_inner() {
                        match row.as_rule() {
                            Rule::header_row => {
                                table.header_span = self.span(&row);
                                table.header = Children::of(row).all(Rule::header_cell).map(|cell| self.header_cell(cell)).collect();
                            }
                            Rule::grid_row => table.rows.push(self.grid_row(row)),
                            _ => {}
                        }
                    }
                }
                Rule::source => table.source = self.clause_text(child),
                _ => {}
            }
        }
        table
    }

    fn header_cell(&mut self, node: Node<'_>) -> ast::HeaderCell {
        let span = self.span(&node);
        let mut cell = ast::HeaderCell { name: Self::no_name(span), label: None, kind: None };
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::ident => cell.name = self.name(&child),
                Rule::text => cell.label = Some(self.text(child)),
                Rule::kind => cell.kind = Some(self.kind(child)),
                _ => {}
            }
        }
        cell
    }

    pub(super) fn decision(&mut self, node: Node<'_>) -> ast::Decision {
        let span = self.span(&node);
        let mut children = Children::of(node);
        let name = self.next_name(&mut children, span);
        let label = self.optional_text(&mut children);
        let kind = self.optional_kind(&mut children);
        let mut decision = ast::Decision { name, label, kind, inputs: vec![], header_span: span, rows: vec![], source: None, span };
        for child in children.rest() {
            match child.as_rule() {
                Rule::decision_grid => {
                    for row in child.into_inner() {
                        match row.as_rule() {
                            Rule::decision_head => {
                                decision.header_span = self.span(&row);
                                let heads: Vec<Node<'_>> = Children::of(row).all(Rule::input_head).collect();
                                decision.inputs = heads.into_iter().filter_map(|head| self.input_head(head)).collect();
                            }
                            Rule::grid_row => decision.rows.push(self.grid_row(row)),
                            _ => {}
                        }
                    }
                }
                Rule::source => decision.source = self.clause_text(child),
                _ => {}
            }
        }
        decision
    }

    fn input_head(&mut self, node: Node<'_>) -> Option<(ast::Expr, Option<ast::Kind>)> {
        let mut children = Children::of(node);
        let input = self.next_expr(&mut children)?;
        Some((input, self.optional_kind(&mut children)))
    }

    fn grid_row(&mut self, node: Node<'_>) -> ast::GridRow {
        let span = self.span(&node);
        let cells = node.into_inner().filter(|child| matches!(child.as_rule(), Rule::cell | Rule::plain_cell));
        ast::GridRow { cells: cells.map(|cell| self.cell(cell)).collect(), span }
    }

    fn cell(&mut self, node: Node<'_>) -> ast::Cell {
        let span = self.span(&node);
        let (mut content, mut values) = (ast::CellContent::Blank, Vec::new());
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::star => content = ast::CellContent::Star,
                Rule::k_missing => content = ast::CellContent::Missing,
                Rule::interval => content = ast::CellContent::Interval(self.interval(child)),
                Rule::shortcut | Rule::plain_shortcut => {
                    if let Some((comparison, bound)) = self.shortcut(child) {
                        content = ast::CellContent::Shortcut(comparison, bound);
                    }
                }
                Rule::expr => values.push(self.expr(child)),
                Rule::pattern_item => values.extend(self.pattern_item(child)),
                _ => {}
            }
        }
        if !values.is_empty() {
            content = ast::CellContent::Values(values);
        }
        ast::Cell { content, span }
    }
}

//! Tables: cells between bars, one below the other.
//!
//! In: the braces of a table and its rows, cells between bars or tabs. Out: a block of rows between bars. Columns of figures are
//! aligned at their right edge.

use super::doc::{Block, Class, Comma, Doc, Lines, Row};
use super::layout::Layout;
use crate::syntax::concrete::{Kind, Node, Token};

impl Layout<'_> {
    /// The braces of a table.
    pub fn grid(&mut self, node: &Node) -> Doc {
        let rows: Vec<&Node> = node.children.iter().filter(|child| child.kind == Kind::GridRow).collect();
        let mut cells: Vec<Vec<Vec<&Node>>> = rows.iter().map(|row| cells(row)).collect();
        // Pasted with tabs, a blank corner leaves no trace.
        let widest = cells.iter().skip(1).map(Vec::len).max().unwrap_or(0);
        let is_weights = rows.first().is_some_and(|head| head.children.iter().all(|child| child.is(Token::Name) || child.is(Token::Tab)));
        if let Some(head) = cells.first_mut().filter(|head| is_weights && head.len() + 1 == widest) {
            head.insert(0, Vec::new());
        }
        let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
        let figures: Vec<bool> = (0..columns).map(|column| is_figures(cells.iter().skip(1).filter_map(|row| row.get(column)))).collect();
        let mut docs: Vec<Row> = Vec::new();
        for (row, cells) in rows.iter().zip(cells) {
            let mut gap = self.take(row);
            for first in cells.iter().filter_map(|cell| cell.first()) {
                // Between tabs, a line may end before a number.
                gap.join(self.take(first).without_blanks());
            }
            let gap = if docs.is_empty() { gap.without_first_blank() } else { gap };
            let cells = cells.into_iter().map(|cell| self.inline(cell.into_iter())).collect();
            docs.push(Row { gap, cells, class: Class::Cells(figures.clone()), comma: Comma::None });
        }
        let mut parts = Vec::new();
        let braces = (node.children.first(), node.children.last());
        let last = braces.1.map(|close| self.take(close).without_last_blank()).unwrap_or_default();
        if let Some(gap) = braces.0.map(|open| self.take(open)).filter(super::gaps::Gap::has_comment) {
            parts.push(Doc::Gap(gap.without_blanks()));
        }
        parts.push(Doc::Block(Box::new(Block { rows: docs, last, lines: Lines::Own })));
        Doc::Concat(parts)
    }
}

/// The cells of a row, each as the nodes that stand in it.
fn cells(row: &Node) -> Vec<Vec<&Node>> {
    let is_bar = |node: &Node| node.is(Token::Bar) || node.is(Token::Tab);
    let barred = row.children.first().is_some_and(|first| first.is(Token::Bar));
    let mut cells: Vec<Vec<&Node>> = row.children.split(is_bar).map(|cell| cell.iter().collect()).collect();
    if barred {
        // Nothing stands before the first bar and behind the last one.
        cells.pop();
        cells.drain(..1.min(cells.len()));
    }
    cells
}

/// Whether a column holds figures, and nothing else but blanks.
fn is_figures<'n>(cells: impl Iterator<Item = &'n Vec<&'n Node>>) -> bool {
    let mut found = false;
    for cell in cells {
        let mut kinds: Vec<Token> = Vec::new();
        cell.iter().for_each(|node| node.tokens(&mut |token| kinds.extend(token.token())));
        if kinds.first() == Some(&Token::Minus) {
            kinds.remove(0);
        }
        match kinds.as_slice() {
            [] | [Token::Dash] => {}
            [Token::Number] => found = true,
            [Token::Number, units @ ..] if units.iter().all(|unit| matches!(unit, Token::UnitName | Token::Operator)) => found = true,
            _ => return false,
        }
    }
    found
}

//! Expressions: where a long one is broken.
//!
//! In: nodes of expressions. Out: documents that break at the loosest operators first, and only where the grammar reads on: before
//! an operator that cannot start a row, behind any other, anywhere inside brackets.

use super::doc::Doc;
use super::layout::Layout;
use crate::syntax::concrete::{Kind, Node, Order, Token};

/// Operands and the operators between them.
struct Flat<'n> {
    operands: Vec<Vec<&'n Node>>,
    operators: Vec<(&'n Node, Order)>,
    within: Within,
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Inside brackets: lines end anywhere.
    Brackets,
    /// On a line: it ends there, unless an operator shows that it goes on.
    Line,
}

impl Layout<'_> {
    /// Operands and operators.
    pub fn operators(&mut self, node: &Node) -> Doc {
        let within = if node.kind == Kind::OpenExpr { Within::Brackets } else { Within::Line };
        let mut flat = Flat { operands: vec![Vec::new()], operators: Vec::new(), within };
        for child in &node.children {
            if child.kind == Kind::Operator {
                let sign = child.first();
                let order = sign.token().map_or(Order::Sum, |token| Order::of(token, self.written(sign)));
                flat.operators.push((child, order));
                flat.operands.push(Vec::new());
            } else if let Some(operand) = flat.operands.last_mut() {
                operand.push(child);
            }
        }
        self.level(&flat, 0, flat.operands.len())
    }

    /// Operands from one to another, parted at the loosest operators between them.
    fn level(&mut self, flat: &Flat<'_>, from: usize, to: usize) -> Doc {
        let between = flat.operators.get(from..to.saturating_sub(1)).unwrap_or(&[]);
        let Some(loosest) = between.iter().map(|(_, order)| *order).min() else { return self.operand(flat, from) };
        let splits: Vec<usize> = between.iter().enumerate().filter(|(_, (_, order))| *order == loosest).map(|(place, _)| from + place + 1).collect();
        let mut start = from;
        let mut first = None;
        let mut rest = Vec::new();
        for end in splits.iter().copied().chain(std::iter::once(to)) {
            if let Some((operator, _)) = start.checked_sub(1).filter(|_| start > from).and_then(|place| flat.operators.get(place)) {
                let sign = operator.first();
                let ends_in_if = start.checked_sub(1).and_then(|place| flat.operands.get(place)).is_some_and(|operand| ends_in_if(operand));
                let spelt = self.inline(operator.children.iter());
                let written = self.written(sign);
                let is_minus = matches!(written, "-" | "－" | "−");
                let leads = matches!(sign.token(), Some(Token::Keyword(_)))
                    || matches!(written, "+" | "＋" | "*" | "×" | "＊" | "/" | "÷" | "／")
                    || is_minus && flat.within == Within::Brackets;
                match (ends_in_if, leads) {
                    // The line end closes the last part of the conditional: without it the operator would belong to that part.
                    (true, _) => rest.extend([Doc::Hard, spelt, Doc::text(" ")]),
                    (false, true) => rest.extend([Doc::Line, spelt, Doc::text(" ")]),
                    (false, false) => rest.extend([Doc::text(" "), spelt, Doc::Line]),
                }
            }
            let part = self.level(flat, start, end);
            match first {
                None => first = Some(part),
                Some(_) => rest.push(part),
            }
            start = end;
        }
        Doc::Group(vec![first.unwrap_or_else(Doc::nothing), Doc::Indent(rest)])
    }

    fn operand(&mut self, flat: &Flat<'_>, place: usize) -> Doc {
        let parts = flat.operands.get(place).cloned().unwrap_or_default();
        self.inline(parts.into_iter())
    }

    /// `if … then … else …`
    pub fn conditional(&mut self, node: &Node) -> Doc {
        let mut head = Vec::new();
        let mut parts = Vec::new();
        for child in &node.children {
            let part = self.node(child);
            match child.token() {
                Some(Token::Keyword("if")) => head.extend([part, Doc::text(" ")]),
                Some(_) => parts.extend([Doc::Line, part, Doc::text(" ")]),
                None if parts.is_empty() => head.push(part),
                None => parts.push(part),
            }
        }
        head.push(Doc::Indent(parts));
        Doc::Group(head)
    }

    /// `[a, b)`
    pub fn interval(&mut self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        for child in &node.children {
            docs.push(self.node(child));
            if child.is(Token::Comma) {
                docs.push(Doc::text(" "));
            }
        }
        Doc::Concat(docs)
    }

    /// A number and its unit, with a blank between them where the writer left one.
    pub fn quantity(&mut self, node: &Node) -> Doc {
        let mut docs = Vec::new();
        let mut before: Option<&Node> = None;
        for child in &node.children {
            let is_sign = matches!(self.written(child), "%" | "％" | "‰");
            if before.is_some_and(|before| before.end < child.start) && !is_sign {
                docs.push(Doc::text(" "));
            }
            docs.push(self.node(child));
            before = Some(child);
        }
        Doc::Concat(docs)
    }
}

/// Whether the last part of an operand is the last part of a conditional.
pub fn ends_in_if(operand: &[&Node]) -> bool {
    operand.last().is_some_and(|node| match node.kind {
        Kind::If => true,
        Kind::Expr | Kind::OpenExpr => node.children.last().is_some_and(|last| ends_in_if(&[last])),
        _ => false,
    })
}

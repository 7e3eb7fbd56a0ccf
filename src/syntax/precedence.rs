//! The order of operators.
//!
//! In: a flat list of operands and operators. Out: a tree. From loose to tight: `or`, `and`, `not`, comparisons and tests
//! (chained), `+ -`, `* /`, `-x`, `default`.

use super::ast::{Binary, Chain, Expr, ExprKind, Operator};
use super::build::Builder;
use super::build_expr::comparison_of;
use super::grammar::Rule;
use super::nodes::Node;
use crate::source::Span;
use pest::iterators::Pairs;
use pest::pratt_parser::{Assoc, Op, PrattParser};
use std::sync::LazyLock;

static ORDER: LazyLock<PrattParser<Rule>> = LazyLock::new(|| {
    PrattParser::new()
        .op(Op::infix(Rule::op_or, Assoc::Left))
        .op(Op::infix(Rule::op_and, Assoc::Left))
        .op(Op::prefix(Rule::op_not))
        .op(comparisons() | Op::postfix(Rule::postfix))
        .op(Op::infix(Rule::op_add, Assoc::Left) | Op::infix(Rule::op_sub, Assoc::Left))
        .op(Op::infix(Rule::op_mul, Assoc::Left) | Op::infix(Rule::op_div, Assoc::Left))
        .op(Op::prefix(Rule::op_neg))
        .op(Op::infix(Rule::op_default, Assoc::Left))
});

fn comparisons() -> Op<Rule> {
    Op::infix(Rule::op_lt, Assoc::Left)
        | Op::infix(Rule::op_le, Assoc::Left)
        | Op::infix(Rule::op_gt, Assoc::Left)
        | Op::infix(Rule::op_ge, Assoc::Left)
        | Op::infix(Rule::op_eq, Assoc::Left)
        | Op::infix(Rule::op_ne, Assoc::Left)
}

/// Builds the tree of one expression.
pub fn climb(builder: &mut Builder<'_>, parts: Pairs<'_, Rule>, span: Span) -> Expr {
    // `infix`, `leading` and `prefix` wrap the operator itself; `postfix` stays whole.
    let flat = parts.flat_map(|part| match part.as_rule() {
        Rule::infix | Rule::leading | Rule::prefix => part.into_inner().collect::<Vec<Node<'_>>>(),
        _ => vec![part],
    });
    let mut flat = flat.peekable();
    if flat.peek().is_none() {
        return Builder::nothing(span);
    }
    let cell = std::cell::RefCell::new(builder);
    ORDER
        .map_primary(|node| cell.borrow_mut().primary(node))
        .map_prefix(|operator, operand| {
            let span = cell.borrow().span(&operator).to(operand.span);
            let operand = Box::new(operand);
            let kind = if operator.as_rule() == Rule::op_not { ExprKind::Not(operand) } else { ExprKind::Negate(operand) };
            Expr { kind, span }
        })
        .map_postfix(|subject, node| cell.borrow_mut().postfix(subject, node))
        .map_infix(|left, operator, right| {
            let operator_span = cell.borrow().span(&operator);
            let span = left.span.to(right.span);
            let kind = match comparison_of(operator.as_rule()) {
                Some(comparison) => match left.kind {
                    ExprKind::Chain(mut chain) => {
                        chain.rest.push((comparison, operator_span, right));
                        ExprKind::Chain(chain)
                    }
                    _ => ExprKind::Chain(Box::new(Chain { first: left, rest: vec![(comparison, operator_span, right)] })),
                },
                None => ExprKind::Binary(Box::new(Binary { operator: operator_of(operator.as_rule()), operator_span, left, right })),
            };
            Expr { kind, span }
        })
        .parse(flat)
}

fn operator_of(rule: Rule) -> Operator {
    match rule {
        Rule::op_sub => Operator::Subtract,
        Rule::op_mul => Operator::Multiply,
        Rule::op_div => Operator::Divide,
        Rule::op_and => Operator::And,
        Rule::op_or => Operator::Or,
        Rule::op_default => Operator::Default,
        _ => Operator::Add,
    }
}

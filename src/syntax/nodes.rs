//! Walking the children of a grammar node.
//!
//! In: pest pairs. Out: children by rule, in order. The grammar promises which children there are; where it breaks that
//! promise, a child is simply absent.

use super::grammar::Rule;
use pest::iterators::{Pair, Pairs};

/// A node of the parse.
pub type Node<'i> = Pair<'i, Rule>;

/// The children of a node, taken from the front.
pub struct Children<'i> {
    pairs: Pairs<'i, Rule>,
}

impl<'i> Children<'i> {
    /// The children of `node`.
    pub fn of(node: Node<'i>) -> Children<'i> {
        Children { pairs: node.into_inner() }
    }

    /// The rule of the next child.
    pub fn peek(&self) -> Option<Rule> {
        self.pairs.peek().map(|pair| pair.as_rule())
    }

    /// The text of the next child.
    pub fn peek_text(&self) -> Option<&'i str> {
        self.pairs.peek().map(|pair| pair.as_str())
    }

    /// The next child, whatever it is.
    pub fn any(&mut self) -> Option<Node<'i>> {
        self.pairs.next()
    }

    /// The next child, if it is a `rule`.
    pub fn take(&mut self, rule: Rule) -> Option<Node<'i>> {
        if self.peek() == Some(rule) { self.pairs.next() } else { None }
    }

    /// Skips children up to the next `rule` and takes it; the rest stays.
    pub fn find(&mut self, rule: Rule) -> Option<Node<'i>> {
        self.pairs.by_ref().find(|pair| pair.as_rule() == rule)
    }

    /// Skips children up to the next of several rules and takes it; the rest stays.
    pub fn find_first(&mut self, rules: &[Rule]) -> Option<Node<'i>> {
        self.pairs.by_ref().find(|pair| rules.contains(&pair.as_rule()))
    }

    /// All remaining children of one rule, the others dropped.
    pub fn all(self, rule: Rule) -> impl Iterator<Item = Node<'i>> {
        self.pairs.filter(move |pair| pair.as_rule() == rule)
    }

    /// All remaining children.
    pub fn rest(self) -> Pairs<'i, Rule> {
        self.pairs
    }
}

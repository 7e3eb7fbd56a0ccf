//! From the tokens of a file to rows of cells.
//!
//! In: the tree of tokens, and the text they stand in. Out: a row for each declaration, with documents in its cells. Expressions
//! and tables have files of their own. Here is decided what stands below what, and what a blank separates.

use super::Options;
use super::doc::{Block, Class, Comma, Doc, Lines, Row};
use super::expressions::ends_in_if;
use super::gaps::{Before, Gap};
use super::names;
use super::spelling;
use crate::syntax::concrete::{Item, Kind, Node, Token};
use crate::syntax::keyword::{Class as Words, KEYWORDS};
use std::collections::{BTreeMap, BTreeSet};

/// What is laid out, and the comments not yet placed.
pub struct Layout<'t> {
    text: &'t str,
    options: &'t Options,
    /// What stands before a token, by where it starts.
    gaps: BTreeMap<usize, Gap>,
    /// Where names stand that the language knows in both spellings.
    known: BTreeSet<usize>,
}

/// The rows of a file, and what stands behind the last one.
pub fn file(text: &str, tree: &Node, options: &Options) -> (Vec<Row>, Gap) {
    let mut gaps = BTreeMap::new();
    let mut end = 0;
    let mut before = Before::Nothing;
    tree.tokens(&mut |token| {
        let gap = Gap::read(text.get(end..token.start).unwrap_or(""), before);
        if !gap.is_empty() {
            gaps.insert(token.start, gap);
        }
        (end, before) = (token.end, Before::Token);
    });
    let last = Gap::read(text.get(end..).unwrap_or(""), before);
    let mut layout = Layout { text, options, gaps, known: names::known(text, tree) };
    let mut rows: Vec<Row> = tree.children.iter().map(|item| layout.row(item)).collect();
    if let Some(first) = rows.first_mut() {
        first.gap = std::mem::take(&mut first.gap).without_first_blank();
    }
    let last = if rows.is_empty() { last.without_first_blank() } else { last };
    (rows, last.without_last_blank())
}

impl Layout<'_> {
    /// What stands before the first token of a node; it is placed now.
    pub fn take(&mut self, node: &Node) -> Gap {
        self.gaps.remove(&node.first().start).unwrap_or_default()
    }

    pub fn written(&self, node: &Node) -> &str {
        self.text.get(node.start..node.end).unwrap_or("")
    }

    /// Whether a line ends between two nodes.
    pub fn apart(&self, before: &Node, after: &Node) -> bool {
        self.text.get(before.end..after.start).is_some_and(|between| between.contains(['\n', '\r']))
    }

    /// A token with the comments before it.
    pub fn token(&mut self, node: &Node) -> Doc {
        let text = self.text;
        let written = text.get(node.start..node.end).unwrap_or("");
        let spelt = Doc::text(match self.options.keywords {
            Some(lang) if self.known.contains(&node.start) => spelling::name(written, lang),
            _ => spelling::spell(node, written, self.options.keywords),
        });
        match self.gaps.remove(&node.start).filter(Gap::has_comment) {
            Some(gap) => Doc::Concat(vec![Doc::Gap(gap.without_blanks()), spelt]),
            None => spelt,
        }
    }

    // ── rows ────────────────────────────────────────────────────────────────────────────────────

    /// A row with what stands before it.
    fn row(&mut self, node: &Node) -> Row {
        let gap = self.take(node);
        let class = class(node);
        let parts = parts(node);
        let mut cells: Vec<Vec<&Node>> = vec![Vec::new()];
        for part in parts {
            let reached = cells.len() - 1;
            if let Some(column) = column(node.kind, part).filter(|column| *column > reached) {
                cells.resize(column + 1, Vec::new());
            }
            if let Some(cell) = cells.last_mut() {
                cell.push(part);
            }
        }
        let cells = match class {
            Class::Clauses if cells.len() == 1 => {
                // The keyword, and all that follows.
                let all = cells.pop().unwrap_or_default();
                let (keyword, rest) = all.split_at(all.len().min(1));
                vec![self.inline(keyword.iter().copied()), self.inline(rest.iter().copied())]
            }
            _ => cells.into_iter().map(|cell| self.inline(cell.into_iter())).collect(),
        };
        Row { gap, cells, class, comma: Comma::None }
    }

    /// Nodes one after the other, with the blanks between them that their tokens want.
    pub fn inline<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) -> Doc {
        let nodes: Vec<&Node> = nodes.collect();
        let mut docs: Vec<Doc> = Vec::new();
        let mut before: Option<&Node> = None;
        let mut rest = nodes.as_slice();
        while let Some((node, behind)) = rest.split_first() {
            if before.is_some_and(|before| before.is(Token::Equals) || before.is(Token::Arrow)) && node.kind == Kind::Expr {
                docs.push(Doc::Given(Box::new(self.node(node))));
                (before, rest) = (Some(*node), behind);
                continue;
            }
            if let Some(before) = before {
                docs.push(self.between(before, node));
            }
            if before.is_some() && (node.kind == Kind::Tail || is_source(node)) {
                // On the line as long as it fits.
                let ends_in_brace = before.is_some_and(|before| before.last().is(Token::CloseBrace)) && is_source(node);
                let blank = if matches!(docs.pop(), Some(Doc::Hard)) || ends_in_brace { Doc::Hard } else { Doc::Line };
                let parts = vec![blank, self.inline(node.children.iter())];
                docs = match node.kind {
                    Kind::Tail => vec![Doc::Group(vec![Doc::Concat(docs), Doc::Indent(parts)])],
                    _ => docs.into_iter().chain([Doc::Group(parts)]).collect(),
                };
                (before, rest) = (Some(*node), behind);
                continue;
            }
            let closing = match node.token() {
                Some(Token::OpenBrace) => behind.iter().position(|node| node.is(Token::CloseBrace)),
                Some(Token::Open) => behind.iter().position(|node| node.is(Token::Close)),
                _ => None,
            };
            let (last, used) = match closing.and_then(|place| Some((behind.get(place)?, behind.get(..place)?))) {
                Some((close, inner)) => {
                    docs.push(match node.token() {
                        Some(Token::OpenBrace) => self.block(node, inner, close),
                        _ => self.brackets(node, inner, close),
                    });
                    (*close, inner.len() + 1)
                }
                None => {
                    docs.push(self.node(node));
                    (*node, 0)
                }
            };
            before = Some(last);
            rest = behind.get(used..).unwrap_or(&[]);
        }
        match docs.len() {
            1 => docs.pop().unwrap_or_else(Doc::nothing),
            _ => Doc::Concat(docs),
        }
    }

    /// A node where a row has reached it.
    pub fn node(&mut self, node: &Node) -> Doc {
        match node.kind {
            Kind::Token(_) => self.token(node),
            Kind::Expr | Kind::OpenExpr => self.operators(node),
            Kind::If => self.conditional(node),
            Kind::Interval => self.interval(node),
            Kind::Grid => self.grid(node),
            Kind::Quantity => self.quantity(node),
            Kind::File
            | Kind::Item(_)
            | Kind::Clause
            | Kind::Member
            | Kind::Field
            | Kind::Check
            | Kind::Arrowed
            | Kind::Demand
            | Kind::Conditions
            | Kind::Condition
            | Kind::Group
            | Kind::Weights
            | Kind::Assignment
            | Kind::Expectation
            | Kind::Base
            | Kind::Trait
            | Kind::Column
            | Kind::Key
            | Kind::Parameter
            | Kind::Tail
            | Kind::Assumed
            | Kind::Type
            | Kind::Unit
            | Kind::GridRow
            | Kind::Cell
            | Kind::Pattern
            | Kind::Paren
            | Kind::Reference
            | Kind::Arguments
            | Kind::Prefix
            | Kind::Postfix
            | Kind::Members
            | Kind::Choice
            | Kind::Operator => self.inline(node.children.iter()),
        }
    }

    /// What stands between two nodes of a row.
    fn between(&self, before: &Node, after: &Node) -> Doc {
        let (left, right) = (before.last(), after.first());
        if is_tight(before, after) {
            return Doc::nothing();
        }
        // The line end closes the last part of a conditional: without it the test would belong to that part.
        if after.kind == Kind::Postfix && ends_in_if(&[before]) {
            return Doc::Hard;
        }
        if self.must_part(left, right) || is_source(after) && self.apart(before, after) {
            return Doc::Hard;
        }
        Doc::text(" ")
    }

    /// Whether only the line end keeps a word from being the unit of the number before it.
    fn must_part(&self, left: &Node, right: &Node) -> bool {
        let is_unit = match right.token() {
            Some(Token::Name | Token::UnitName) => true,
            Some(Token::Keyword(word)) => {
                let never = ["source", "implies", "assume", "rises with", "falls with", "does not depend on"];
                !never.contains(&word) && KEYWORDS.iter().any(|keyword| keyword.english == word && keyword.class != Words::Reserved)
            }
            _ => false,
        };
        is_unit && left.is(Token::Number) && self.apart(left, right)
    }

    // ── brackets ────────────────────────────────────────────────────────────────────────────────

    /// Brackets and what they hold, which is broken behind its commas.
    fn brackets(&mut self, open: &Node, inner: &[&Node], close: &Node) -> Doc {
        let opening = self.token(open);
        let mut docs = vec![Doc::SoftLine];
        for (place, part) in inner.iter().enumerate() {
            if part.is(Token::Comma) {
                docs.push(self.token(part));
                docs.push(Doc::Line);
            } else {
                let node = self.node(part);
                let parts = match (inner.get(place.wrapping_sub(1)), node) {
                    (Some(before), node) if !before.is(Token::Comma) => vec![self.between(before, part), node],
                    (_, node) => vec![node],
                };
                docs.extend(parts);
            }
        }
        if inner.is_empty() {
            docs.clear();
        }
        let closing = self.gaps.remove(&close.start).filter(Gap::has_comment);
        docs.extend(closing.map(|gap| Doc::Gap(gap.without_blanks())));
        let end = if inner.is_empty() { Doc::nothing() } else { Doc::SoftLine };
        Doc::Group(vec![opening, Doc::Indent(docs), end, self.token(close)])
    }

    /// Braces and the rows between them.
    fn block(&mut self, open: &Node, inner: &[&Node], close: &Node) -> Doc {
        let opening = self.gaps.remove(&open.start).filter(Gap::has_comment);
        let mut rows: Vec<Row> = Vec::new();
        let mut lines = Lines::AsFit;
        let mut before: &Node = open;
        let mut left_out = Gap::default();
        let mut rest = inner;
        while let Some((node, behind)) = rest.split_first() {
            rest = behind;
            if node.is(Token::Comma) {
                left_out.join(self.take(node));
                continue;
            }
            if self.apart(before, node) {
                lines = Lines::Own;
            }
            let (mut row, last, used) = if is_listed(node) { self.list(node, behind, &mut lines) } else { (self.row(node), *node, 0) };
            rest = behind.get(used..).unwrap_or(&[]);
            let mut gap = std::mem::take(&mut left_out);
            gap.join(row.gap);
            row.gap = if rows.is_empty() { gap.without_first_blank() } else { gap };
            let next = rest.iter().find(|node| !node.is(Token::Comma));
            row.comma = self.comma(last, rest.first().is_some_and(|node| node.is(Token::Comma)), next.copied());
            rows.push(row);
            before = last;
        }
        if self.apart(before, close) {
            lines = Lines::Own;
        }
        left_out.join(self.take(close));
        let last = left_out.without_last_blank();
        let last = if rows.is_empty() { last.without_first_blank() } else { last };
        let block = Doc::Block(Box::new(Block { rows, last, lines }));
        match opening {
            Some(gap) => Doc::Concat(vec![Doc::Gap(gap.without_blanks()), block]),
            None => block,
        }
    }

    /// Names or values between commas, as one row of as many lines as they need; its last node, and how many nodes it took
    /// behind the first.
    fn list<'n>(&mut self, first: &'n Node, behind: &[&'n Node], lines: &mut Lines) -> (Row, &'n Node, usize) {
        let gap = self.take(first);
        let mut items: Vec<(&Node, Gap)> = vec![(first, Gap::default())];
        let mut used = 0;
        let mut left_out = Vec::new();
        for (place, node) in behind.iter().enumerate() {
            if node.is(Token::Comma) {
                left_out.push(*node);
            } else if is_listed(node) {
                let mut gap = Gap::default();
                left_out.drain(..).for_each(|comma| gap.join(self.take(comma)));
                items.push((node, gap));
                used = place + 1;
            } else {
                break;
            }
        }
        let last = items.last().map_or(first, |(last, _)| *last);
        let mut docs = Vec::new();
        let mut before: Option<&Node> = None;
        for (item, mut gap) in items {
            if before.replace(item).is_some_and(|before| self.apart(before, item)) {
                *lines = Lines::Own;
            }
            gap.join(self.take(item));
            let mut parts = Vec::new();
            if gap.has_comment() {
                parts.push(Doc::Gap(gap.without_blanks()));
            }
            parts.push(self.node(item));
            if item.start != last.start {
                parts.push(Doc::text(","));
            }
            docs.push(Doc::Concat(parts));
        }
        (Row { gap, cells: vec![Doc::Fill(docs)], class: Class::Plain, comma: Comma::None }, last, used)
    }

    /// What separates a row from the next one.
    fn comma(&self, row: &Node, written: bool, next: Option<&Node>) -> Comma {
        let Some(next) = next else { return Comma::None };
        let is_word = |node: &Node| node.is(Token::Name) && spelling::is_keyword(self.written(node));
        let (left, right) = (row.last(), next.first());
        if written && (right.is(Token::Text) || is_word(right) || is_word(left) && right.is(Token::Name)) {
            return Comma::Always;
        }
        match (row.kind, next.kind) {
            (_, Kind::Clause | Kind::Weights) => Comma::None,
            (Kind::Clause | Kind::Demand | Kind::Group | Kind::Weights, _) if !written => Comma::None,
            _ => Comma::Inline,
        }
    }
}

/// The parts of a row: those of a condition stand in it.
fn parts(node: &Node) -> Vec<&Node> {
    let inner = |child: &&Node| child.kind == Kind::Condition;
    match node.kind {
        Kind::Demand => node.children.iter().flat_map(|child| if inner(&child) { child.children.iter().collect() } else { vec![child] }).collect(),
        Kind::Token(_) | Kind::Expr | Kind::OpenExpr => vec![node],
        _ => node.children.iter().collect(),
    }
}

/// With which rows a row is aligned.
fn class(node: &Node) -> Class {
    let has_block = |node: &Node| node.children.iter().any(|child| child.kind == Kind::Conditions);
    match node.kind {
        Kind::Item(Item::Unit | Item::Param | Item::Definition | Item::Function | Item::Indicator) => match node.first().token() {
            Some(Token::Keyword(word)) => Class::Declarations(word.to_owned()),
            _ => Class::Plain,
        },
        Kind::Item(Item::Ensure) | Kind::Check | Kind::Condition => Class::Words,
        Kind::Demand if !has_block(node) => Class::Words,
        Kind::Field => Class::Fields,
        Kind::Member | Kind::Assignment | Kind::Arrowed | Kind::Group => Class::Columns,
        Kind::Clause => Class::Clauses,
        _ => Class::Plain,
    }
}

/// The column that starts at a part of a row.
fn column(row: Kind, part: &Node) -> Option<usize> {
    let is = |token: Token| part.is(token);
    match row {
        Kind::Item(Item::Unit) => match part.kind {
            Kind::Token(Token::Text) => Some(1),
            Kind::Base => Some(2),
            Kind::Trait => Some(3),
            _ => None,
        },
        Kind::Item(Item::Param | Item::Definition | Item::Function) => match part.kind {
            Kind::Token(Token::Text) => Some(1),
            Kind::Key | Kind::Token(Token::Colon) => Some(2),
            Kind::Token(Token::Equals) => Some(3),
            _ => None,
        },
        Kind::Item(Item::Indicator) | Kind::Group => match part.kind {
            Kind::Token(Token::Text) => Some(1),
            Kind::Trait => Some(2),
            Kind::Token(Token::OpenBrace) => Some(3),
            _ => None,
        },
        Kind::Item(Item::Ensure) => (is(Token::Text) || part.kind == Kind::Assumed).then_some(1),
        Kind::Check | Kind::Demand | Kind::Condition => is(Token::Text).then_some(1),
        Kind::Field => match part.kind {
            Kind::Token(Token::Text) => Some(1),
            Kind::Token(Token::Colon) => Some(2),
            Kind::Column | Kind::Clause => Some(3),
            _ => None,
        },
        Kind::Member => match part.kind {
            Kind::Token(Token::Text) => Some(1),
            Kind::Token(Token::Keyword("code")) => Some(2),
            _ => None,
        },
        Kind::Assignment => is(Token::Equals).then_some(1),
        Kind::Arrowed => is(Token::Arrow).then_some(1),
        _ => None,
    }
}

/// Whether a node is one of several that stand between commas, as many on a line as fit.
fn is_listed(node: &Node) -> bool {
    matches!(node.kind, Kind::Token(Token::Name) | Kind::OpenExpr)
}

/// Whether a node is the source of a declaration.
fn is_source(node: &Node) -> bool {
    node.kind == Kind::Clause && node.first().is(Token::Keyword("source"))
}

/// Whether nothing stands between two nodes.
fn is_tight(before: &Node, after: &Node) -> bool {
    let opens_arguments = after.kind == Kind::Arguments || after.is(Token::Open) && before.is(Token::Name);
    let (left, right) = (before.last().token(), after.first().token());
    let unit = before.kind == Kind::Token(Token::Operator) && after.is(Token::UnitName) || before.is(Token::UnitName) && after.is(Token::Operator);
    opens_arguments
        || unit
        || matches!(left, Some(Token::Dot | Token::Open | Token::Minus))
        || matches!(right, Some(Token::Dot | Token::Comma | Token::Question | Token::Close))
}

//! The last look at what was written: nothing may be lost, and nothing may mean something else.
//!
//! In: a text and what was made of it. Out: whether both have the same tree, the same tokens and the same comments.

use super::gaps::{Before, Gap, GapLine};
use super::spelling;
use crate::diagnostic::Lang;
use crate::syntax::concrete::{self, Node, Token};
use crate::syntax::lexicon::{self, TokenKind};
use crate::syntax::{ast, print};

/// A text as it was read.
pub struct Read<'t> {
    /// The text.
    pub text: &'t str,
    /// Its syntax tree.
    pub tree: &'t ast::File,
    /// Its tokens.
    pub tokens: &'t concrete::Node,
}

/// Whether two texts say the same; where keywords were changed, names of the language may stand in either spelling.
pub fn same(before: &Read<'_>, after: &Read<'_>, keywords: Option<Lang>) -> bool {
    let (trees, again) = (print::print(before.tree), print::print(after.tree));
    let same_tree = match keywords {
        None => trees == again,
        Some(_) => in_english(&trees) == in_english(&again),
    };
    same_tree && all(before) == all(after)
}

/// The tokens of a printed tree, names of the language in English.
fn in_english(text: &str) -> Vec<String> {
    let word = |token: &lexicon::Token| {
        let written = text.get(token.start..token.end).unwrap_or("");
        match token.kind {
            TokenKind::Name | TokenKind::Keyword(_) => spelling::name(written, Lang::En).into_owned(),
            TokenKind::Comment
            | TokenKind::Text
            | TokenKind::Number
            | TokenKind::Date
            | TokenKind::Sign
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::Other => written.to_owned(),
        }
    };
    lexicon::tokens(text).iter().map(word).collect()
}

/// The tokens but for those that only separate, each in its one spelling; and the comments.
fn all(read: &Read<'_>) -> (Vec<String>, Vec<String>) {
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    let mut end = 0;
    let mut between = |from: usize, to: usize| {
        let gap = Gap::read(read.text.get(from..to).unwrap_or(""), Before::Token);
        comments.extend(gap.trailing);
        comments.extend(gap.lines.into_iter().filter_map(|line| match line {
            GapLine::Comment(comment) => Some(comment),
            GapLine::Blank => None,
        }));
    };
    read.tokens.tokens(&mut |node: &Node| {
        between(end, node.start);
        end = node.end;
        let written = read.text.get(node.start..node.end).unwrap_or("");
        match node.token() {
            Some(Token::Comma | Token::Bar | Token::Tab) | None => {}
            Some(Token::Name) => tokens.push(spelling::name(written, Lang::En).into_owned()),
            Some(_) => tokens.push(spelling::spell(node, written, Some(Lang::En)).into_owned()),
        }
    });
    between(end, read.text.len());
    (tokens, comments)
}

//! Whether a text that somebody is typing goes on.
//!
//! In: the text so far. Out: whether it starts a declaration, and whether it can only be the beginning of something. Knows the
//! grammar and nothing else.

use super::grammar::{Grammar, Rule};
use super::keyword::Class;
use super::lexicon::{Token, TokenKind, tokens};
use super::slips::offset_of;
use pest::Parser;

/// Whether a text starts with a declaration: a keyword that starts one, and what may follow it.
#[must_use]
pub fn starts_declaration(text: &str) -> bool {
    let all = tokens(text);
    let mut found = all.iter().filter(|token| token.kind != TokenKind::Comment);
    let (Some(first), Some(second)) = (found.next(), found.next()) else { return false };
    let is_ensure = text.get(first.start..first.end).is_some_and(|word| matches!(word, "ensure" | "保证"));
    let may_follow = match second.kind {
        TokenKind::Name | TokenKind::Text | TokenKind::Keyword(Class::Item | Class::Contextual) => true,
        TokenKind::Keyword(Class::Reserved) | TokenKind::Number | TokenKind::Date | TokenKind::Open => is_ensure,
        TokenKind::Sign | TokenKind::Comment | TokenKind::Close | TokenKind::Other => false,
    };
    first.kind == TokenKind::Keyword(Class::Item) && may_follow
}

/// Whether a text is the beginning of an expression or a declaration, and not all of one: a bracket is open, or it ends where
/// more must follow.
#[must_use]
pub fn is_unfinished(text: &str) -> bool {
    let text = text.trim_end();
    let all = tokens(text);
    let Some(last) = all.iter().rev().find(|token| token.kind != TokenKind::Comment) else { return false };
    if is_unclosed(text, last) {
        return false;
    }
    let depth = all.iter().try_fold(0i64, |depth, token| match token.kind {
        TokenKind::Open => Some(depth + 1),
        TokenKind::Close => Some(depth - 1).filter(|depth| *depth >= 0),
        TokenKind::Comment
        | TokenKind::Text
        | TokenKind::Number
        | TokenKind::Date
        | TokenKind::Keyword(_)
        | TokenKind::Name
        | TokenKind::Sign
        | TokenKind::Other => Some(depth),
    });
    let Some(depth) = depth else { return false };
    let rule = if starts_declaration(text) { Rule::one_item } else { Rule::one_expr };
    match Grammar::parse(rule, text) {
        Ok(_) => false,
        Err(error) => depth > 0 || offset_of(&error) >= last.end,
    }
}

/// Whether a text token runs to the end of its line because its closing quote lacks.
fn is_unclosed(text: &str, token: &Token) -> bool {
    let written = text.get(token.start..token.end).unwrap_or("");
    let closed = written.chars().count() > 1 && written.ends_with(['"', '”', '“', '＂']);
    token.kind == TokenKind::Text && !closed
}

#[cfg(test)]
mod tests {
    use super::{is_unfinished, starts_declaration};

    #[test]
    fn what_lacks_its_end_goes_on() {
        for text in
            ["(1 +", "1 +", "if a then 2", "let x =", "let x", "score total out of 100 {", "band a {", "当 { a -> 1,", "x in", "param a = 1 source"]
        {
            assert!(is_unfinished(text), "{text}");
        }
    }

    #[test]
    fn what_is_whole_or_wrong_does_not() {
        for text in ["", "1 + 2", "a", "1 + 2 # why", "let x = 5", "a b", "1 + )", ")", "\"abc", "enum e { a, b }", "a )  (", "2000万元 / 45 person"]
        {
            assert!(!is_unfinished(text), "{text}");
        }
    }

    #[test]
    fn declarations_are_told_from_expressions() {
        for text in ["let x = 5", "param x", "设 甲 = 3", "ensure (a > 1)", "test \"a\" {", "# first\nlet x = 1", "ensure never x"] {
            assert!(starts_declaration(text), "{text}");
        }
        for text in ["score + 1", "score", "grade = 甲", "staff", "1 + 2", "(let)", "test > 1"] {
            assert!(!starts_declaration(text), "{text}");
        }
    }
}

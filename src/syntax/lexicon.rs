//! The tokens of a text, one after the other, whether or not it parses.
//!
//! In: any text. Out: its tokens by byte, for colouring and for finding the word at a place. Every byte that is not blank is in
//! one token. Words that are keywords only in their place are told apart from names by their spelling alone.

use super::grammar::{Grammar, Rule};
use super::keyword::{Class, KEYWORDS, Keyword};
use pest::Parser;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `# …` to the end of the line.
    Comment,
    /// `"…"`; to the end of the line where the closing quote lacks.
    Text,
    /// A number without its unit.
    Number,
    /// A date.
    Date,
    /// A keyword, of one word or of several.
    Keyword(Class),
    /// A name: of a declaration, a field, a function, a unit.
    Name,
    /// An operator, an arrow, a comma, a bar.
    Sign,
    /// A bracket that opens.
    Open,
    /// A bracket that closes.
    Close,
    /// What no token starts with.
    Other,
}

/// A token: what it is and where it stands, in bytes, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The tokens of a text, in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let Ok(pairs) = Grammar::parse(Rule::tokens, text) else { return Vec::new() };
    let found: Vec<Token> = pairs.flat_map(pest::iterators::Pair::into_inner).filter_map(|pair| token(&pair)).collect();
    let mut joined: Vec<Token> = Vec::with_capacity(found.len());
    let mut rest = found.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        let (token, used) = keyword_at(text, *first, behind);
        joined.push(token);
        rest = behind.get(used..).unwrap_or(&[]);
    }
    joined
}

fn token(pair: &pest::iterators::Pair<'_, Rule>) -> Option<Token> {
    let kind = match pair.as_rule() {
        Rule::lex_comment => TokenKind::Comment,
        Rule::lex_text => TokenKind::Text,
        Rule::date => TokenKind::Date,
        Rule::number => TokenKind::Number,
        Rule::lex_word => TokenKind::Name,
        Rule::lex_sign => TokenKind::Sign,
        Rule::lex_open => TokenKind::Open,
        Rule::lex_close => TokenKind::Close,
        Rule::lex_other => TokenKind::Other,
        _ => return None,
    };
    Some(Token { kind, start: pair.as_span().start(), end: pair.as_span().end() })
}

/// The longest keyword that starts with a word, and how many more words it has; the word itself where none does.
fn keyword_at(text: &str, first: Token, behind: &[Token]) -> (Token, usize) {
    if first.kind != TokenKind::Name {
        return (first, 0);
    }
    let word = |token: &Token| text.get(token.start..token.end).unwrap_or("");
    let more = |keyword: &Keyword| {
        let mut words = keyword.english.split(' ');
        let matches = words.next() == Some(word(&first));
        if !matches && keyword.chinese != word(&first) {
            return None;
        }
        let others: Vec<&str> = words.collect();
        let follow = behind.get(..others.len()).unwrap_or(&[]);
        let same_line = text.get(first.start..follow.last().map_or(first.end, |last| last.end)).is_some_and(|all| !all.contains('\n'));
        let all = follow.len() == others.len() && follow.iter().zip(&others).all(|(token, other)| word(token) == *other);
        ((matches && all && same_line) || keyword.chinese == word(&first)).then_some(follow)
    };
    let found = KEYWORDS.iter().filter_map(|keyword| more(keyword).map(|follow| (keyword, follow)));
    let (keyword, follow) = match found.max_by_key(|(_, follow)| follow.len()) {
        Some(found) => found,
        None => return (first, 0),
    };
    let follow = if keyword.chinese == word(&first) { &[] } else { follow };
    let end = follow.last().map_or(first.end, |last| last.end);
    (Token { kind: TokenKind::Keyword(keyword.class), start: first.start, end }, follow.len())
}

#[cfg(test)]
mod tests {
    use super::{Class, TokenKind, tokens};

    fn shown(text: &str) -> Vec<(&str, TokenKind)> {
        tokens(text).iter().map(|token| (&text[token.start..token.end], token.kind)).collect()
    }

    #[test]
    fn keywords_of_several_words_are_one_token() {
        let item = TokenKind::Keyword(Class::Item);
        let contextual = TokenKind::Keyword(Class::Contextual);
        let text = "指标 研发 \"投入\" out  of 20 { # 说明\n value a not in [1％, 二)";
        let expected = [
            ("指标", item),
            ("研发", TokenKind::Name),
            ("\"投入\"", TokenKind::Text),
            ("out  of", contextual),
            ("20", TokenKind::Number),
            ("{", TokenKind::Open),
            ("# 说明", TokenKind::Comment),
            ("value", contextual),
            ("a", TokenKind::Name),
            ("not in", TokenKind::Keyword(Class::Reserved)),
            ("[", TokenKind::Open),
            ("1", TokenKind::Number),
            ("％", TokenKind::Sign),
            (",", TokenKind::Sign),
            ("二", TokenKind::Name),
            (")", TokenKind::Close),
        ];
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn what_does_not_parse_still_has_tokens() {
        let text = "source \"open\nx ?? 2017-05-03 -> 𠮷 ~\r\n";
        let kinds: Vec<TokenKind> = tokens(text).iter().map(|token| token.kind).collect();
        assert_eq!(kinds[1], TokenKind::Text);
        assert_eq!(shown(text)[1].0, "\"open");
        assert!(kinds.contains(&TokenKind::Date) && kinds.contains(&TokenKind::Other));
        let covered: String = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(covered, text.split_whitespace().collect::<String>());
    }

    #[test]
    fn words_on_two_lines_are_two_words() {
        assert_eq!(shown("out\nof").len(), 2);
    }
}

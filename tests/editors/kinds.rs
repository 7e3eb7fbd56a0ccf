//! The kind of every letter of a text, as a text of the same shape.
//!
//! In: a policy. Out: a letter for each of its letters, from the tokens of the program; what the editors colour is held against it.

use ics::syntax::keyword::Class;
use ics::syntax::lexicon::{TokenKind, tokens};

fn letter(kind: TokenKind) -> char {
    match kind {
        TokenKind::Comment => 'c',
        TokenKind::Text => 't',
        TokenKind::Number => 'n',
        TokenKind::Date => 'd',
        TokenKind::Keyword(Class::Item) => 'D',
        TokenKind::Keyword(Class::Reserved) => 'R',
        TokenKind::Keyword(Class::Contextual) => 'C',
        TokenKind::Name => 'w',
        TokenKind::Sign => 's',
        TokenKind::Open | TokenKind::Close => 'b',
        TokenKind::Other => '?',
    }
}

/// Each line of a text with its letters replaced by those of their kinds; blanks stay.
pub fn map(text: &str) -> String {
    let mut kinds = vec![' '; text.len()];
    for token in tokens(text) {
        kinds[token.start..token.end].fill(letter(token.kind));
    }
    let of = |(at, found): (usize, char)| if found == '\n' || found.is_whitespace() { found } else { kinds[at] };
    text.char_indices().map(of).map(|found| if found == '\u{3000}' { ' ' } else { found }).collect()
}

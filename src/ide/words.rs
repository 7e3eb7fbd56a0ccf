//! Tokens of a text that changes.
//!
//! In: the tokens of a text, and a later text. Out: its tokens. Hardly any token spans two lines, so that only lines that changed are read again.

use super::shift::Shift;
use crate::syntax::lexicon::{Token, tokens};

/// The tokens of a text, made from those of an earlier one.
#[must_use]
pub fn updated(old: &[Token], old_text: &str, text: &str) -> Vec<Token> {
    // A text whose line end is escaped goes on in the next line.
    if old_text.contains("\\\n") || text.contains("\\\n") {
        return tokens(text);
    }
    let (start, old_end, new_end) = Shift::between(old_text, text).stretch();
    let (start, old_end, new_end) = (start as usize, old_end as usize, new_end as usize);
    let first = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    // The line of the last change goes on alike in both texts.
    let rest = text.get(new_end..).and_then(|behind| behind.find('\n')).unwrap_or(text.len() - new_end);
    let (old_last, last) = (old_end + rest, new_end + rest);
    let mut found: Vec<Token> = old.get(..old.partition_point(|token| token.end <= first)).unwrap_or(&[]).to_vec();
    let again = text.get(first..last).map(tokens).unwrap_or_default();
    found.extend(again.into_iter().map(|token| Token { start: token.start + first, end: token.end + first, ..token }));
    let behind = old.get(old.partition_point(|token| token.start < old_last)..).unwrap_or(&[]);
    found.extend(behind.iter().map(|token| Token { start: token.start - old_last + last, end: token.end - old_last + last, ..*token }));
    found
}

#[cfg(test)]
mod tests {
    use super::{tokens, updated};
    use proptest::prelude::{Strategy, proptest};

    fn texts() -> impl Strategy<Value = String> {
        let pieces =
            ["let", " ", "\n", "\r\n", "out", "of", "\"", "#", "5", "万元", "研发", "𠮷", "->", "{", "}", "|", "x", "2024-08-13", "\\", "不", "属于"];
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..30).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn is_what_reading_all_of_it_gives(before in texts(), old in texts(), new in texts(), behind in texts()) {
            let (first, second) = (format!("{before}{old}{behind}"), format!("{before}{new}{behind}"));
            assert_eq!(updated(&tokens(&first), &first, &second), tokens(&second), "{first:?} {second:?}");
        }
    }
}

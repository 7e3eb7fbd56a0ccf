//! The words of formulas in the language of the reader.
//!
//! In: a piece of policy text between names. Out: the same with the words of the language in the other spelling. The words
//! are those of the grammar, which a test reads; layers forbid asking `syntax`.

use crate::diagnostic::Lang;

/// Words that can stand inside a formula, in both spellings.
const WORDS: &[(&str, &str)] = &[
    ("and", "且"),
    ("or", "或"),
    ("not", "非"),
    ("not in", "不属于"),
    ("in", "属于"),
    ("is not", "不为"),
    ("is", "为"),
    ("missing", "缺失"),
    ("default", "缺省"),
    ("if", "若"),
    ("then", "则"),
    ("else", "否则"),
    ("when", "当"),
    ("otherwise", "其余"),
    ("band", "分档"),
    ("linear", "线性"),
    ("true", "是"),
    ("false", "否"),
];

/// The spelling of a word in a language; the word itself where it is no word of the language.
pub(super) fn spelled(word: &str, lang: Lang) -> &str {
    let found = WORDS.iter().find(|(english, chinese)| *english == word || *chinese == word);
    match (found, lang) {
        (None, _) => word,
        (Some((english, _)), Lang::En) => english,
        (Some((_, chinese)), Lang::Zh) => chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn words_are_those_of_the_grammar() {
        let grammar = include_str!("../../../grammar/ics.pest");
        for (english, chinese) in WORDS {
            let rule = format!("k_{} ", english.replace(' ', "_"));
            let line = grammar.lines().find(|line| line.starts_with(&rule)).unwrap_or_else(|| panic!("no rule for {english}"));
            let english = english.replace(' ', "\" ~ blank+ ~ \"");
            assert!(line.contains(&format!("\"{english}\" | \"{chinese}\"")), "{line}");
        }
    }
}

//! How a token is written.
//!
//! In: a token as the writer wrote it. Out: its one spelling: signs of half width, quotes `"`, figures in ASCII, one blank between
//! the words of a keyword; keywords in the language asked for. Nothing inside a text changes.

use crate::builtins;
use crate::diagnostic::Lang;
use crate::syntax::concrete::{Node, Token};
use crate::syntax::keyword::KEYWORDS;
use std::borrow::Cow;

/// Names that the language gives a meaning in both spellings, functions apart.
const NAMES: [(&str, &str); 6] =
    [("value", "取值"), ("as_of", "基准日"), ("last_day", "月末"), ("eligible", "符合"), ("ineligible", "不符合"), ("undetermined", "待定")];

/// The spelling of a token; `keywords` says in which language words of the language are to be, else they stay.
pub fn spell<'t>(node: &Node, written: &'t str, keywords: Option<Lang>) -> Cow<'t, str> {
    match node.token() {
        Some(Token::Keyword(english)) => keyword(english, written, keywords),
        Some(Token::UnitName) if written == "％" => Cow::Borrowed("%"),
        Some(Token::Text) => quoted(written),
        Some(Token::Number | Token::Date) => narrow(written),
        Some(Token::Operator) => Cow::Borrowed(operator(written)),
        Some(Token::Minus | Token::Dash) => Cow::Borrowed("-"),
        Some(Token::OpenBrace) => Cow::Borrowed("{"),
        Some(Token::CloseBrace) => Cow::Borrowed("}"),
        Some(Token::Open) => Cow::Borrowed(if matches!(written, "(" | "（") { "(" } else { "[" }),
        Some(Token::Close) => Cow::Borrowed(if matches!(written, ")" | "）") { ")" } else { "]" }),
        Some(Token::Comma) => Cow::Borrowed(","),
        Some(Token::Colon) => Cow::Borrowed(":"),
        Some(Token::Equals) => Cow::Borrowed("="),
        Some(Token::Arrow) => Cow::Borrowed("->"),
        Some(Token::Dots) => Cow::Borrowed(".."),
        Some(Token::Dot) => Cow::Borrowed("."),
        Some(Token::Bar | Token::Tab) => Cow::Borrowed("|"),
        Some(Token::Star) => Cow::Borrowed("*"),
        Some(Token::Question) => Cow::Borrowed("?"),
        Some(Token::Name | Token::UnitName | Token::Junk) | None => Cow::Borrowed(written),
    }
}

/// Whether a word is a keyword in either spelling.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.english == word || keyword.chinese == word)
}

/// The spelling of a name that the language knows; any other stays.
pub fn name(written: &str, lang: Lang) -> Cow<'_, str> {
    let functions = builtins::TABLE.iter().map(|row| (row.english, row.chinese));
    let known = NAMES.into_iter().chain(functions).find(|(english, chinese)| *english == written || *chinese == written);
    match (known, lang) {
        (Some((english, _)), Lang::En) => Cow::Borrowed(english),
        (Some((_, chinese)), Lang::Zh) => Cow::Borrowed(chinese),
        (None, _) => Cow::Borrowed(written),
    }
}

fn keyword<'t>(english: &'static str, written: &'t str, lang: Option<Lang>) -> Cow<'t, str> {
    let Some(keyword) = KEYWORDS.iter().find(|keyword| keyword.english == english) else { return Cow::Borrowed(written) };
    let is_chinese = match lang {
        Some(lang) => lang == Lang::Zh,
        None => written == keyword.chinese,
    };
    Cow::Borrowed(if is_chinese { keyword.chinese } else { keyword.english })
}

fn quoted(written: &str) -> Cow<'_, str> {
    let mut letters = written.chars();
    match (letters.next(), letters.next_back()) {
        (Some('"'), Some('"')) => Cow::Borrowed(written),
        _ => Cow::Owned(format!("\"{}\"", letters.as_str())),
    }
}

fn narrow(written: &str) -> Cow<'_, str> {
    let is_wide = |letter: char| ('０'..='９').contains(&letter) || letter == '．';
    if !written.contains(is_wide) {
        return Cow::Borrowed(written);
    }
    Cow::Owned(
        written.chars().map(|letter| if is_wide(letter) { char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter) } else { letter }).collect(),
    )
}

fn operator(written: &str) -> &str {
    match written {
        "≤" | "<＝" | "＜=" | "＜＝" => "<=",
        "≥" | ">＝" | "＞=" | "＞＝" => ">=",
        "≠" | "!＝" | "！=" | "！＝" | "<>" | "<＞" | "＜>" | "＜＞" => "!=",
        "＜" => "<",
        "＞" => ">",
        "==" | "＝" => "=",
        "＋" => "+",
        "－" | "−" => "-",
        "×" | "＊" => "*",
        "÷" | "／" => "/",
        as_it_is => as_it_is,
    }
}

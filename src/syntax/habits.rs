//! Habits of spreadsheets, of other languages and of notices.
//!
//! In: the place where parsing stopped. Out: the problem, where it is one of these habits, with what this language writes.

use super::problem::SyntaxProblem;
use super::slips::{Here, first_word};
use crate::value::calendar::Day;

/// The habit that shows at a place, if one does.
pub fn problem(here: &Here<'_>) -> Option<SyntaxProblem> {
    separators(here)
        .or_else(|| date_form(here))
        .or_else(|| range_form(here))
        .or_else(|| foreign_operator(here))
        .or_else(|| other_quotes(here))
        .or_else(|| cell_range(here))
        .or_else(|| else_row(here))
}

/// `else -> 0` where a row says `otherwise`.
fn else_row(here: &Here<'_>) -> Option<SyntaxProblem> {
    let word = first_word(here.rest);
    let nearest = match word {
        "else" => "otherwise",
        "否则" => "其余",
        _ => return None,
    };
    let behind = here.rest.get(word.len()..)?.trim_start_matches([' ', '\t', '\u{3000}']);
    let is_row = behind.starts_with("->") || behind.starts_with('→');
    is_row.then(|| SyntaxProblem::Misspelt { word: word.to_string(), span: here.span(here.at, here.at + word.len()), nearest })
}

/// A known name, a word for a comparison and an amount written together, `收入超过10万元`: what to write.
pub fn glued<'k>(name: &str, mut known: impl Iterator<Item = &'k str>) -> Option<String> {
    let is_comparison = |sign: &str| sign.starts_with(['<', '>', '=', '!']);
    let parted = |subject: &str| {
        let behind = name.strip_prefix(subject)?;
        let words = WORDS.into_iter().filter(|(word, sign, _)| is_comparison(sign) && behind.starts_with(word));
        let (word, sign, _) = words.max_by_key(|(word, ..)| word.len())?;
        let amount = behind.strip_prefix(word)?;
        amount.starts_with(|letter: char| letter.is_ascii_digit()).then(|| format!("{subject} {sign} {amount}"))
    };
    known.find_map(parted)
}

/// An operator of another language, or a word of notices that a sign stands for here.
fn foreign_operator(here: &Here<'_>) -> Option<SyntaxProblem> {
    const FOREIGN: [(&str, &str, &str); 19] = [
        ("&&", "and", "且"),
        ("||", "or", "或"),
        ("&", "and", "且"),
        ("＆", "and", "且"),
        ("!", "not", "非"),
        ("！", "not", "非"),
        ("~", "not", "非"),
        ("^", "x * x", "x * x"),
        ("**", "x * x", "x * x"),
        ("=>", ">=", ">="),
        ("＝＞", ">=", ">="),
        ("=<", "<=", "<="),
        ("＝＜", "<=", "<="),
        ("≧", ">=", ">="),
        ("≦", "<=", "<="),
        ("AND", "and", "且"),
        ("And", "and", "且"),
        ("OR", "or", "或"),
        ("Or", "or", "或"),
    ];
    if let Some(problem) = word_of_notices(here) {
        return Some(problem);
    }
    // The first half of an operator may have been read as one of this language: `*` of `**`.
    let before = here.text.get(..here.at)?.chars().next_back().map_or(0, char::len_utf8);
    [here.at - before, here.at].into_iter().find_map(|at| {
        let rest = here.text.get(at..)?;
        let half = at < here.at;
        let (found, english, chinese) = FOREIGN
            .into_iter()
            .find(|(found, ..)| stands_first(found, rest) && (!half || found.len() > before && found.starts_with(['*', '=', '＝'])))?;
        Some(foreign(here, at, found, english, chinese))
    })
}

/// Whether a text starts with an operator; one of Latin letters must be a whole word.
fn stands_first(operator: &str, text: &str) -> bool {
    let is_word = operator.starts_with(|letter: char| letter.is_ascii_alphabetic());
    text.starts_with(operator) && (!is_word || first_word(text) == operator)
}

/// An operator of another language, with what to write for it, kept apart from the words beside it. `x * x` is only a thought, and
/// `=>` may stand for `->` as well.
fn foreign(here: &Here<'_>, at: usize, found: &'static str, english: &'static str, chinese: &'static str) -> SyntaxProblem {
    let is_chinese = first_word(here.text.trim_start()).chars().next().is_some_and(|letter| !letter.is_ascii());
    let word = if is_chinese { chinese } else { english };
    let touches = |neighbour: Option<char>| neighbour.is_some_and(|neighbour| !neighbour.is_whitespace());
    let before = here.text.get(..at).and_then(|text| text.chars().next_back());
    let after = here.text.get(at + found.len()..).and_then(|text| text.chars().next());
    let left = if touches(before) && english != "not" { " " } else { "" };
    let right = if touches(after) { " " } else { "" };
    let mended = (!matches!(found, "^" | "**" | "=>" | "＝＞")).then(|| format!("{left}{word}{right}"));
    SyntaxProblem::ForeignOperator { found, english, chinese, mended, span: here.span(at, at + found.len()) }
}

/// Words for which this language has signs or shorter words.
const WORDS: [(&str, &str, &str); 33] = [
    ("并且", "and", "且"),
    ("而且", "and", "且"),
    ("或者", "or", "或"),
    ("如果", "if", "若"),
    ("假如", "if", "若"),
    ("那么", "then", "则"),
    ("大于等于", ">=", ">="),
    ("大于或等于", ">=", ">="),
    ("不小于", ">=", ">="),
    ("不少于", ">=", ">="),
    ("不低于", ">=", ">="),
    ("小于等于", "<=", "<="),
    ("小于或等于", "<=", "<="),
    ("不大于", "<=", "<="),
    ("不多于", "<=", "<="),
    ("不超过", "<=", "<="),
    ("不高于", "<=", "<="),
    ("大于", ">", ">"),
    ("超过", ">", ">"),
    ("高于", ">", ">"),
    ("多于", ">", ">"),
    ("小于", "<", "<"),
    ("低于", "<", "<"),
    ("少于", "<", "<"),
    ("不足", "<", "<"),
    ("不满", "<", "<"),
    ("等于", "=", "="),
    ("不等于", "!=", "!="),
    ("加上", "+", "+"),
    ("减去", "-", "-"),
    ("乘以", "*", "*"),
    ("除以", "/", "/"),
    ("取反", "not", "非"),
];

/// `大于等于`, `如果`: here, or just before.
fn word_of_notices(here: &Here<'_>) -> Option<SyntaxProblem> {
    let before = here.text.get(..here.at)?.trim_end_matches([' ', '\u{3000}']);
    let last = before.char_indices().rev().take_while(|(_, letter)| letter.is_alphanumeric()).last().map_or(before.len(), |(start, _)| start);
    let places = [(here.at, here.at + first_word(here.rest).len()), (last, before.len())];
    places.into_iter().find_map(|(start, end)| {
        let word = here.text.get(start..end)?;
        let (found, english, chinese) = WORDS.into_iter().find(|(found, ..)| *found == word)?;
        Some(foreign(here, start, found, english, chinese))
    })
}

/// A number with commas in it.
fn separators(here: &Here<'_>) -> Option<SyntaxProblem> {
    let before = here.text.get(..here.at)?;
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let mut rest = here.rest;
    let mut plain = before.get(before.len() - digits..)?.to_string();
    while let Some(after) = rest.strip_prefix([',', '，'])
        && let Some(group) = after.get(..3).filter(|group| group.bytes().all(|b| b.is_ascii_digit()))
    {
        plain.push_str(group);
        rest = after.get(3..)?;
    }
    let whole = digits > 0 && digits <= 3 && rest.len() < here.rest.len() && !rest.starts_with(|c: char| c.is_ascii_digit());
    whole.then(|| SyntaxProblem::NumberWithSeparators { span: here.span(here.at - digits, here.at + here.rest.len() - rest.len()), plain })
}

/// `2024.1.1`
fn date_form(here: &Here<'_>) -> Option<SyntaxProblem> {
    let is_part = |letter: &char| letter.is_ascii_digit() || matches!(letter, '.' | '/' | '-' | '年' | '月' | '日');
    let start = here.at - here.text.get(..here.at)?.chars().rev().take_while(is_part).map(char::len_utf8).sum::<usize>();
    let end = here.at + here.rest.chars().take_while(is_part).map(char::len_utf8).sum::<usize>();
    let text = here.text.get(start..end).filter(|text| text.len() >= 8)?;
    let date = Day::parse(text)?.to_string();
    (date != text).then(|| SyntaxProblem::DateForm { text: text.to_string(), date, span: here.span(start, end) })
}

/// `‘x’`, `「x」`
fn other_quotes(here: &Here<'_>) -> Option<SyntaxProblem> {
    const PAIRS: [(char, char); 7] = [('‘', '’'), ('’', '’'), ('\'', '\''), ('「', '」'), ('『', '』'), ('《', '》'), ('`', '`')];
    let (mark, closing) = PAIRS.into_iter().find(|(mark, _)| here.rest.starts_with(*mark))?;
    let line = here.rest.lines().next()?.get(mark.len_utf8()..)?;
    let text = line.find(closing).and_then(|end| line.get(..end));
    let length = mark.len_utf8() + text.map_or(0, |text| text.len() + closing.len_utf8());
    let text = text.filter(|text| !text.contains(['"', '“', '”', '＂'])).map(str::to_string);
    Some(SyntaxProblem::OtherQuotes { mark, text, span: here.span(here.at, here.at + length) })
}

/// `A1:B20`
fn cell_range(here: &Here<'_>) -> Option<SyntaxProblem> {
    let is_part = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '$';
    let is_cell = |text: &str| {
        let plain = text.replace('$', "");
        let digits = plain.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        matches!(plain.len() - digits.len(), 1..=3) && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    let after = here.rest.strip_prefix([':', '：'])?;
    let start = here.at - here.text.get(..here.at)?.chars().rev().take_while(is_part).count();
    let length = after.chars().take_while(is_part).count();
    let end = here.at + here.rest.len() - after.len() + length;
    let both = is_cell(here.text.get(start..here.at)?) && is_cell(after.get(..length)?);
    both.then(|| SyntaxProblem::CellRange { text: here.text.get(start..end).unwrap_or("").to_string(), span: here.span(start, end) })
}

/// `10人-50人 -> 5`, `10 <= x < 50 -> 5` where a row of a band should stand.
fn range_form(here: &Here<'_>) -> Option<SyntaxProblem> {
    let before = here.text.get(..here.at)?;
    let start = before.rfind(['{', '｛', ',', '，', '\n']).and_then(|sign| Some(sign + before.get(sign..)?.chars().next()?.len_utf8()))?;
    let low = before.get(start..)?.trim();
    let row = here.rest.get(..here.rest.find("->").or_else(|| here.rest.find('→'))?)?;
    let row = row.split('\n').next().filter(|line| line.len() == row.len())?;
    let comparison = |row: &str| row.trim_start_matches(['<', '≤', '＜']).trim_start_matches(['=', '＝']).len() < row.len();
    let high = match row.chars().next()? {
        '-' | '－' | '–' | '—' | '~' | '～' => row.trim_start_matches(['-', '－', '–', '—', '~', '～']),
        '<' | '≤' | '＜' => row.rsplit(['<', '≤', '＜']).next()?.trim_start_matches(['=', '＝']),
        _ => return None,
    };
    let high = high.trim();
    let is_amount = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit()) && text.chars().count() <= 20;
    let is_pair = is_amount(low) && is_amount(high) && (!comparison(row) || row.matches(['<', '≤', '＜']).count() == 2);
    let from = start + before.get(start..)?.len() - before.get(start..)?.trim_start().len();
    is_pair.then(|| SyntaxProblem::RangeForm { low: low.to_string(), high: high.to_string(), span: here.span(from, here.at + row.trim_end().len()) })
}

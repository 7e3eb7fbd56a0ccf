//! What is wrong at the place where parsing stopped.
//!
//! In: the text of a declaration and the error of parsing it. Out: one problem, the most telling that can be said: known slips
//! first, then what was expected there.

use super::brackets::Brackets;
use super::expected;
use super::grammar::{Grammar, Rule};
use super::habits;
use super::keyword::{self, Class, KEYWORDS};
use super::problem::{Expected, SyntaxProblem};
use super::recover;
use crate::diagnostic::suggest;
use crate::source::{FileId, Span};
use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

/// Guesses are tried on declarations up to this length.
const LONGEST: usize = 64 << 10;

/// Words that start a clause.
const CLAUSES: [&str; 16] =
    ["source", "依据", "note", "说明", "points", "得分", "value", "取值", "require", "要求", "veto", "否决", "direct", "直通", "weights", "权重"];

/// Where parsing stopped.
pub fn offset_of(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(offset) | InputLocation::Span((offset, _)) => offset,
    }
}

/// The problem behind an error of parsing `text`, which starts at `base` in its file.
pub fn problem_of(file: FileId, base: u32, text: &str, error: &Error<Rule>) -> SyntaxProblem {
    let at = offset_of(error).min(text.len());
    let rules: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => {
            let start = base + at as u32;
            let span = Span { file, start, end: start + first_word(text.get(at..).unwrap_or("")).len() as u32 };
            return SyntaxProblem::TooDeep { span };
        }
    };
    let at = skip_blanks(text, at);
    let rest = text.get(at..).unwrap_or("");
    let here = Here { file, base, text, at, rest };
    here.unclosed_text(rules)
        .or_else(|| here.table_row())
        .or_else(|| here.table_header())
        .or_else(|| here.clause_in_rows())
        .or_else(|| habits::problem(&here))
        .or_else(|| here.reserved(rules))
        .or_else(|| here.brackets())
        .or_else(|| here.clause_as_unit())
        .or_else(|| here.parted())
        .or_else(|| here.misspelt())
        .or_else(|| here.surplus())
        .or_else(|| here.lacking(rules))
        .or_else(|| here.line_behind(rules))
        .unwrap_or_else(|| SyntaxProblem::Unexpected { found: found(rest), span: here.word_span(), expected: expected::in_words(rules) })
}

/// Where parsing stopped.
pub struct Here<'t> {
    file: FileId,
    /// Where the text starts in its file.
    base: u32,
    /// The declaration.
    pub text: &'t str,
    /// The place in it.
    pub at: usize,
    /// What stands there and behind.
    pub rest: &'t str,
}

impl Here<'_> {
    /// A place in the file.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: self.base + start as u32, end: self.base + end as u32 }
    }

    fn word_span(&self) -> Span {
        let word = first_word(self.rest);
        if word.is_empty() {
            let end = self.text.get(..self.at).map_or(self.at, |before| before.trim_end().len());
            return self.span(end, end);
        }
        let length = if word.starts_with('\n') || word.starts_with('\r') { 0 } else { word.len() };
        self.span(self.at, self.at + length)
    }

    fn unclosed_text(&self, rules: &[Rule]) -> Option<SyntaxProblem> {
        if !rules.iter().any(|rule| matches!(rule, Rule::unquote | Rule::text_body)) {
            return None;
        }
        let line_start = self.text.get(..self.at)?.rfind('\n').map_or(0, |i| i + 1);
        let line = self.text.get(line_start..self.at)?;
        let quote = line.rfind(['"', '“', '”', '＂']).map_or(self.at, |i| line_start + i);
        Some(SyntaxProblem::UnclosedText { span: self.span(quote, self.at) })
    }

    /// A clause where only rows can stand: the brace of the rows is still open.
    fn clause_in_rows(&self) -> Option<SyntaxProblem> {
        let before = self.text.get(..self.at)?;
        let line = before.rfind('\n')?;
        let word = before.get(line..)?.trim();
        let brackets = Brackets::of(before);
        let [.., _, inner] = brackets.open.as_slice() else { return None };
        let is_clause = CLAUSES.contains(&word) && matches!(inner.bracket, '{' | '｛');
        let (opening, end) = (inner.offset, before.get(..line)?.trim_end().len());
        let span = self.span(opening, opening + inner.bracket.len_utf8());
        is_clause.then(|| SyntaxProblem::Unclosed { bracket: inner.bracket, span, at: self.span(end, end) })
    }

    /// `require total >= 60 require …`: the second clause was read as the unit of the number before it.
    fn clause_as_unit(&self) -> Option<SyntaxProblem> {
        let before = self.text.get(..self.at)?.trim_end_matches([' ', '\t', '\u{3000}']);
        let word = CLAUSES.into_iter().filter(|word| before.ends_with(word)).max_by_key(|word| word.len())?;
        let start = before.len() - word.len();
        let amount = before.get(..start)?;
        let number = amount.trim_end_matches([' ', '\t', '\u{3000}']);
        let line = Expected {
            english: format!("a comma, or a text in quotation marks, before the next `{word}`: it is read as the unit of the number"),
            chinese: format!("逗号或引号中的文字，其后再写「{word}」；现被当作前面数字的单位"),
        };
        let is_behind = number.len() < amount.len() && number.ends_with(|letter: char| letter.is_ascii_digit());
        is_behind.then(|| SyntaxProblem::Unexpected { found: word.to_string(), span: self.span(start, start + word.len()), expected: vec![line] })
    }

    /// The header of a table whose cells stand between blanks.
    fn table_header(&self) -> Option<SyntaxProblem> {
        let word = first_word(self.text);
        let line = self.text.get(..self.at)?.rfind('\n')?;
        let is_header = matches!(word, "table" | "表") && self.text.get(..line)?.trim_end().ends_with(['{', '｛']);
        let header = self.text.get(line + 1..)?.lines().next()?.trim();
        let bars = Expected {
            english: "cells between bars, `| … | … |`, or tabs".to_string(),
            chinese: "以竖线分隔的单元格（`| … | … |`），或以制表符分隔".to_string(),
        };
        let is_bare = is_header && !header.contains(['|', '｜', '\t']) && header.contains(' ');
        is_bare.then(|| SyntaxProblem::Unexpected { found: found(self.rest), span: self.word_span(), expected: vec![bars] })
    }

    /// A row of a table that lacks its last bar: parsing went on into the next line.
    fn table_row(&self) -> Option<SyntaxProblem> {
        let before = self.text.get(..self.at)?;
        let (rows, blank) = before.rsplit_once('\n')?;
        let row = rows.lines().next_back()?;
        let row = row.split(['#', '＃']).next()?.trim_end();
        let is_cut =
            blank.trim().is_empty() && self.rest.starts_with(['|', '｜']) && row.trim_start().starts_with(['|', '｜']) && !row.ends_with(['|', '｜']);
        let end = rows.rfind('\n').map_or(0, |line| line + 1) + row.len();
        let bar = Expected { english: "`|`".to_string(), chinese: "「|」".to_string() };
        is_cut.then(|| SyntaxProblem::Unexpected { found: "\n".to_string(), span: self.span(end, end), expected: vec![bar] })
    }

    fn reserved(&self, rules: &[Rule]) -> Option<SyntaxProblem> {
        let word = first_word(self.rest);
        let wants_name = rules.iter().any(|rule| matches!(rule, Rule::ident | Rule::call_name | Rule::member | Rule::field | Rule::assignment));
        let wants_value = expected::in_words(rules).iter().any(|words| words.english == "an expression");
        let reserved = KEYWORDS.iter().any(|k| k.class == Class::Reserved && (k.english == word || k.chinese == word));
        (wants_name && !wants_value && reserved).then(|| SyntaxProblem::ReservedName { word: word.to_string(), span: self.word_span() })
    }

    /// A bracket that opens and never closes, where the text ends; or one that closes nothing.
    fn brackets(&self) -> Option<SyntaxProblem> {
        if !self.rest.trim().is_empty() {
            let first = self.rest.chars().next()?;
            let closes = matches!(first, '}' | '｝' | ')' | '）' | ']' | '］');
            let brackets = Brackets::of(self.text.get(..self.at)?);
            let line = self.text.get(..self.at)?.rfind('\n').map_or(0, |end| end + 1);
            if let Some(open) = brackets.open.last().filter(|open| open.offset >= line && !matches!(open.bracket, '{' | '｛'))
                && (self.rest.starts_with("->") || self.rest.starts_with('→'))
            {
                let end = self.text.get(..self.at)?.trim_end().len();
                let span = self.span(open.offset, open.offset + open.bracket.len_utf8());
                return Some(SyntaxProblem::Unclosed { bracket: open.bracket, span, at: self.span(end, end) });
            }
            return (closes && brackets.open.is_empty())
                .then(|| SyntaxProblem::Unopened { bracket: first, span: self.span(self.at, self.at + first.len_utf8()) });
        }
        let before = self.text.get(..self.at)?;
        let brackets = Brackets::of(before);
        let last = brackets.open.last().map(|open| (open.bracket, open.offset, before.len()))?;
        let (bracket, offset, end) = brackets.crossed.unwrap_or(last);
        let opening = offset;
        let end = before.get(..end)?.trim_end().len();
        Some(SyntaxProblem::Unclosed { bracket, span: self.span(opening, opening + bracket.len_utf8()), at: self.span(end, end) })
    }

    /// A keyword with a slip in it, where writing it right lets parsing go on.
    fn misspelt(&self) -> Option<SyntaxProblem> {
        let line = self.text.get(..self.at)?.rfind('\n').map_or(0, |end| end + 1);
        let before = self.text.get(line..self.at)?;
        let word = first_word(self.rest).len();
        let second = self.rest.get(word..)?.strip_prefix(' ').map(first_word).filter(|second| second.starts_with(char::is_alphabetic));
        let last = before.trim_end();
        let last_start =
            last.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '_').last().map_or(last.len(), |(start, _)| start);
        // Of a clause that is read as something else, the first word is wrong, and perhaps on the line before.
        let lines = [line, self.text.get(..line.saturating_sub(1))?.rfind('\n').map_or(0, |end| end + 1)];
        let first = |line: usize| {
            let text = self.text.get(line..self.at).unwrap_or("");
            let start = line + text.len() - text.trim_start().len();
            (start, start + self.text.get(start..self.at).map_or(0, |text| first_word(text).len()))
        };
        let [this, above] = lines.map(first);
        let places = [
            (self.at, self.at + word + second.map_or(0, |second| second.len() + 1)),
            (self.at, self.at + word),
            (line + last_start, line + last.len()),
            this,
            above,
        ];
        places.into_iter().find_map(|(start, end)| {
            let word = self.text.get(start..end).filter(|word| word.starts_with(char::is_alphabetic) && !keyword::is_word(word))?;
            let spellings = KEYWORDS.iter().flat_map(|keyword| [keyword.english, keyword.chinese]);
            let mut near = spellings.filter(|spelling| suggest::nearest(word, [*spelling]).is_some());
            let nearest = near.find(|spelling| self.left(start, end, spelling) < self.rest.len().min(self.text.len() - end))?;
            Some(SyntaxProblem::Misspelt { word: word.to_string(), span: self.span(start, end), nearest })
        })
    }

    /// A Chinese word with a blank in it, where writing it together lets the line make sense.
    fn parted(&self) -> Option<SyntaxProblem> {
        let after = self.rest.len() - self.rest.find('\n').unwrap_or(self.rest.len());
        let before = self.text.get(..self.at)?;
        let blanks = before.len() - before.trim_end_matches([' ', '\u{3000}']).len();
        let head = before.get(..self.at - blanks)?;
        let start = head.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || *c == '_').last().map_or(head.len(), |(start, _)| start);
        let first = self.at + first_word(self.rest).len();
        let next = self.text.get(first..)?;
        let second = first + next.len() - next.trim_start_matches([' ', '\u{3000}']).len();
        let places = [(start, first), (self.at, second + first_word(self.text.get(second..)?).len())];
        places.into_iter().find_map(|(start, end)| {
            let word = self.text.get(start..end)?;
            let whole: String = word.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect();
            // A keyword is whole already, unless both halves are another one.
            if word.split([' ', '\u{3000}']).any(keyword::is_word) && !keyword::is_word(&whole) {
                return None;
            }
            let is_chinese = whole.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
            let parted = is_chinese && whole.len() < word.len() && self.is_past(self.left(start, end, &whole), after);
            parted.then(|| SyntaxProblem::Parted { word: word.to_string(), whole, span: self.span(start, end) })
        })
    }

    /// A line of its own behind a whole declaration.
    fn line_behind(&self, rules: &[Rule]) -> Option<SyntaxProblem> {
        let before = self.text.get(..self.at)?;
        let is_first = before.rfind('\n').and_then(|end| before.get(end..)).is_some_and(|line| line.trim().is_empty());
        let word = first_word(self.rest);
        let is_behind = is_first && rules.contains(&Rule::EOI) && word.starts_with(char::is_alphabetic) && Brackets::of(before).open.is_empty();
        is_behind.then(|| SyntaxProblem::UnknownItem { word: word.to_string(), span: self.word_span(), nearest: recover::nearest_item(word) })
    }

    /// A sign without which the rest of the line makes no sense, and with which it does.
    fn lacking(&self, rules: &[Rule]) -> Option<SyntaxProblem> {
        const SIGNS: [&str; 6] = ["->", ":", "=", ",", "|", "{"];
        let expected = expected::in_words(rules);
        let line = self.rest.find('\n').unwrap_or(self.rest.len());
        let found = self.rest.chars().next().filter(|c| !c.is_whitespace())?;
        let wanted = || SIGNS.into_iter().filter(|sign| expected.iter().any(|words| words.english.trim_matches('`') == *sign));
        let after = self.rest.len() - line;
        // A comparison later on the line would take the place of the sign that is lacking.
        let again = self.rest.get(..line).is_some_and(|line| line.contains(['=', '＝']));
        let goes_on = |end: usize, sign: &&str| !(again && *sign == "=") && self.is_past(self.left(self.at, end, sign), after);
        if let Some(sign) = wanted().find(|sign| goes_on(self.at, sign)) {
            return Some(SyntaxProblem::Lacking { sign, instead: None, span: self.span(self.at, self.at) });
        }
        let end = self.at + found.len_utf8();
        let is_bracket = matches!(found, '{' | '｛' | '}' | '｝' | '(' | '（' | ')' | '）' | '[' | '［' | ']' | '］');
        let sign = wanted().find(|sign| !is_bracket && !found.is_alphanumeric() && goes_on(end, sign))?;
        Some(SyntaxProblem::Lacking { sign, instead: Some(found), span: self.span(self.at, end) })
    }

    /// Whether parsing got past a line that has `after` behind it.
    fn is_past(&self, left: usize, after: usize) -> bool {
        left == 0 || left < after
    }

    /// A sign or unit without which the line makes sense: `=` before a formula, `%` on a weight, the point of a sentence.
    fn surplus(&self) -> Option<SyntaxProblem> {
        const SURPLUS: [&str; 18] = ["==", "=", "＝", ":", "：", "%", "％", "。", ".", ";", "；", ",", "，", "分", ")", "）", "]", "］"];
        let found = SURPLUS.into_iter().find(|sign| self.rest.starts_with(sign))?;
        let is_word = found == "分";
        if is_word && first_word(self.rest) != found {
            return None;
        }
        let after = self.rest.len() - self.rest.find('\n').unwrap_or(self.rest.len());
        let end = self.at + found.len();
        let blanks = " ".repeat(found.len());
        let spare = self.is_past(self.left(self.at, end, &blanks), after);
        spare.then(|| SyntaxProblem::Surplus { found: found.to_string(), span: self.span(self.at, end) })
    }

    /// How much is left to parse when a part of the text is replaced.
    fn left(&self, start: usize, end: usize, replacement: &str) -> usize {
        if self.text.len() > LONGEST {
            return usize::MAX;
        }
        let (Some(before), Some(after)) = (self.text.get(..start), self.text.get(end..)) else { return usize::MAX };
        let text = format!("{before}{replacement}{after}");
        let reached = Grammar::parse(Rule::one_item, &text).map_or_else(|error| offset_of(&error), |_| text.len());
        text.len() - reached.min(text.len())
    }
}

/// The first word of a text: letters and digits, or one character.
pub fn first_word(text: &str) -> &str {
    let length = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let end = if length > 0 { length } else { text.chars().next().map_or(0, char::len_utf8) };
    text.get(..end).unwrap_or("")
}

/// What to call the text found: shortened, a line end as such.
fn found(rest: &str) -> String {
    let word = first_word(rest);
    if word.starts_with('\r') {
        return "\n".to_string();
    }
    if word.chars().count() > 40 { format!("{}…", word.chars().take(40).collect::<String>()) } else { word.to_string() }
}

/// Past blanks on the line, unless only blanks are left.
fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len()
}

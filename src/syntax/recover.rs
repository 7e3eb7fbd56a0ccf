//! What is wrong with text that is no declaration.
//!
//! In: the text of a broken declaration. Out: one problem, the most telling that can be said: known slips first, then what
//! was expected where parsing got furthest.

use super::brackets::Brackets;
use super::expected;
use super::grammar::{Grammar, Rule};
use super::keyword::{Class, KEYWORDS};
use super::problem::{Expected, SyntaxProblem};
use crate::diagnostic::suggest;
use crate::source::{FileId, Span};
use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

/// The problem of a broken declaration: it is parsed again on its own.
pub fn broken_item(file: FileId, text: &str, span: Span) -> SyntaxProblem {
    let (start, end) = (span.start as usize, span.end as usize);
    let slice = text.get(start..end).unwrap_or("");
    if let Some(problem) = unknown_item(file, slice, start) {
        return problem;
    }
    match Grammar::parse(Rule::one_item, slice) {
        Err(error) => problem_of(file, text, start, end, &error),
        Ok(_) => SyntaxProblem::Unexpected { found: first_word(slice).to_string(), span, expected: Vec::new() },
    }
}

/// The places of broken declarations in text that is none: it is parted before lines that start with a misspelt keyword, so that
/// each is reported.
pub fn pieces(text: &str, span: Span) -> Vec<Span> {
    let slice = text.get(span.start as usize..span.end as usize).unwrap_or("");
    let mut starts = vec![0];
    let mut brackets = Brackets::default();
    let mut offset = 0;
    for line in slice.split_inclusive('\n') {
        let word = first_word(line);
        if offset > 0 && brackets.open.is_empty() && word.chars().next().is_some_and(char::is_alphabetic) && nearest_item(word).is_some() {
            starts.push(offset);
        }
        brackets.read(line, offset);
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([slice.len()]);
    let place = |(start, end): (usize, usize)| {
        let length = slice.get(start..end).unwrap_or("").trim_end().len();
        Span { file: span.file, start: span.start + start as u32, end: span.start + (start + length) as u32 }
    };
    starts.iter().copied().zip(ends).map(place).collect()
}

/// The keyword of a declaration that a word was perhaps meant to be.
fn nearest_item(word: &str) -> Option<&'static str> {
    let spellings = || KEYWORDS.iter().filter(|k| k.class == Class::Item).flat_map(|k| [k.english, k.chinese]);
    let nearest = suggest::nearest(word, spellings())?;
    spellings().find(|spelling| *spelling == nearest)
}

/// The problem of a file that could not be parsed at all: only a limit can do that.
pub fn whole_file(file: FileId, text: &str, error: &Error<Rule>) -> SyntaxProblem {
    problem_of(file, text, 0, text.len(), error)
}

/// The problem behind an error of parsing `text[start..end]`.
pub fn problem_of(file: FileId, text: &str, start: usize, end: usize, error: &Error<Rule>) -> SyntaxProblem {
    let offset = match error.location {
        InputLocation::Pos(offset) | InputLocation::Span((offset, _)) => offset,
    };
    let at = (start + offset).min(text.len());
    let rules: &[Rule] = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => {
            let span = Span { file, start: at as u32, end: (at + first_word(text.get(at..).unwrap_or("")).len()) as u32 };
            return SyntaxProblem::TooDeep { span };
        }
    };
    let at = skip_blanks(text, at, end);
    let rest = text.get(at..end).unwrap_or("");
    let here = Here { file, text, start, at, rest };
    here.unclosed_text(rules)
        .or_else(|| here.table_row())
        .or_else(|| here.clause_in_rows())
        .or_else(|| here.foreign_operator())
        .or_else(|| here.separators())
        .or_else(|| here.reserved(rules))
        .or_else(|| here.brackets())
        .unwrap_or_else(|| SyntaxProblem::Unexpected { found: found(rest), span: here.word_span(), expected: expected::in_words(rules) })
}

/// Where parsing stopped.
struct Here<'t> {
    file: FileId,
    text: &'t str,
    start: usize,
    at: usize,
    rest: &'t str,
}

impl Here<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: start as u32, end: end as u32 }
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

    fn foreign_operator(&self) -> Option<SyntaxProblem> {
        // The longer before what it starts with.
        const FOREIGN: [(&str, &str, &str); 34] = [
            ("&&", "and", "且"),
            ("||", "or", "或"),
            ("&", "and", "且"),
            ("＆", "and", "且"),
            ("!", "not", "非"),
            ("！", "not", "非"),
            ("~", "not", "非"),
            ("并且", "and", "且"),
            ("或者", "or", "或"),
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
            ("大于等于", ">=", ">="),
            ("大于或等于", ">=", ">="),
            ("小于等于", "<=", "<="),
            ("小于或等于", "<=", "<="),
            ("不大于", "<=", "<="),
            ("不超过", "<=", "<="),
            ("不小于", ">=", ">="),
            ("不低于", ">=", ">="),
            ("不少于", ">=", ">="),
            ("不等于", "!=", "!="),
            ("大于", ">", ">"),
            ("小于", "<", "<"),
            ("等于", "=", "="),
        ];
        // The first half of an operator may have been read as one of this language: `*` of `**`.
        let before = self.text.get(self.start..self.at)?.chars().next_back().map_or(0, char::len_utf8);
        [self.at - before, self.at].into_iter().find_map(|at| {
            let rest = self.text.get(at..)?;
            let half = at < self.at;
            let (found, english, chinese) = FOREIGN
                .into_iter()
                .find(|(found, ..)| stands_first(found, rest) && (!half || found.len() > before && found.starts_with(['*', '=', '＝'])))?;
            let mended = self.in_place_of(found, english, chinese, at);
            Some(SyntaxProblem::ForeignOperator { found, english, chinese, mended, span: self.span(at, at + found.len()) })
        })
    }

    /// What to write for an operator of another language, kept apart from the words beside it. `x * x` is only a thought, and `=>`
    /// may stand for `->` as well.
    fn in_place_of(&self, found: &str, english: &str, chinese: &str, at: usize) -> Option<String> {
        if matches!(found, "^" | "**" | "=>" | "＝＞") {
            return None;
        }
        let is_chinese = first_word(self.text.get(self.start..)?).chars().next().is_some_and(|letter| !letter.is_ascii());
        let word = if is_chinese { chinese } else { english };
        let touches = |neighbour: Option<char>| neighbour.is_some_and(|neighbour| !neighbour.is_whitespace());
        let is_unary = english == "not";
        let before = self.text.get(..at)?.chars().next_back();
        let after = self.text.get(at + found.len()..)?.chars().next();
        let left = if touches(before) && !is_unary { " " } else { "" };
        let right = if touches(after) { " " } else { "" };
        Some(format!("{left}{word}{right}"))
    }

    /// A clause where only rows can stand: the brace of the rows is still open.
    fn clause_in_rows(&self) -> Option<SyntaxProblem> {
        const CLAUSES: [&str; 14] =
            ["source", "依据", "note", "说明", "points", "得分", "value", "取值", "require", "要求", "veto", "否决", "weights", "权重"];
        let before = self.text.get(self.start..self.at)?;
        let line = before.rfind('\n')?;
        let word = before.get(line..)?.trim();
        let brackets = Brackets::of(before);
        let [.., _, inner] = brackets.open.as_slice() else { return None };
        let is_clause = CLAUSES.contains(&word) && matches!(inner.bracket, '{' | '｛');
        let (opening, end) = (self.start + inner.offset, self.start + before.get(..line)?.trim_end().len());
        let span = self.span(opening, opening + inner.bracket.len_utf8());
        is_clause.then(|| SyntaxProblem::Unclosed { bracket: inner.bracket, span, at: self.span(end, end) })
    }

    /// A row of a table that lacks its last bar: parsing went on into the next line.
    fn table_row(&self) -> Option<SyntaxProblem> {
        let before = self.text.get(self.start..self.at)?;
        let (rows, blank) = before.rsplit_once('\n')?;
        let row = rows.lines().next_back()?;
        let row = row.split(['#', '＃']).next()?.trim_end();
        let is_cut =
            blank.trim().is_empty() && self.rest.starts_with(['|', '｜']) && row.trim_start().starts_with(['|', '｜']) && !row.ends_with(['|', '｜']);
        let end = self.start + rows.rfind('\n').map_or(0, |line| line + 1) + row.len();
        let bar = Expected { english: "`|`".to_string(), chinese: "「|」".to_string() };
        is_cut.then(|| SyntaxProblem::Unexpected { found: "\n".to_string(), span: self.span(end, end), expected: vec![bar] })
    }

    fn separators(&self) -> Option<SyntaxProblem> {
        let before = self.text.get(self.start..self.at)?;
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let mut rest = self.rest;
        let mut plain = before.get(before.len() - digits..)?.to_string();
        while let Some(after) = rest.strip_prefix([',', '，'])
            && let Some(group) = after.get(..3).filter(|group| group.bytes().all(|b| b.is_ascii_digit()))
        {
            plain.push_str(group);
            rest = after.get(3..)?;
        }
        let whole = digits > 0 && digits <= 3 && rest.len() < self.rest.len() && !rest.starts_with(|c: char| c.is_ascii_digit());
        whole.then(|| SyntaxProblem::NumberWithSeparators { span: self.span(self.at - digits, self.at + self.rest.len() - rest.len()), plain })
    }

    fn reserved(&self, rules: &[Rule]) -> Option<SyntaxProblem> {
        let word = first_word(self.rest);
        let wants_name = rules.iter().any(|rule| matches!(rule, Rule::ident | Rule::call_name | Rule::member | Rule::field | Rule::assignment));
        let reserved = KEYWORDS.iter().any(|k| k.class == Class::Reserved && (k.english == word || k.chinese == word));
        (wants_name && reserved).then(|| SyntaxProblem::ReservedName { word: word.to_string(), span: self.word_span() })
    }

    /// A bracket that opens and never closes, where the text ends; or one that closes nothing.
    fn brackets(&self) -> Option<SyntaxProblem> {
        if !self.rest.trim().is_empty() {
            let first = self.rest.chars().next()?;
            let closes = matches!(first, '}' | '｝' | ')' | '）' | ']' | '］');
            let brackets = Brackets::of(self.text.get(self.start..self.at)?);
            return (closes && brackets.open.is_empty())
                .then(|| SyntaxProblem::Unopened { bracket: first, span: self.span(self.at, self.at + first.len_utf8()) });
        }
        let before = self.text.get(self.start..self.at)?;
        let brackets = Brackets::of(before);
        let last = brackets.open.last().map(|open| (open.bracket, open.offset, before.len()))?;
        let (bracket, offset, end) = brackets.crossed.unwrap_or(last);
        let opening = self.start + offset;
        let end = self.start + before.get(..end)?.trim_end().len();
        Some(SyntaxProblem::Unclosed { bracket, span: self.span(opening, opening + bracket.len_utf8()), at: self.span(end, end) })
    }
}

/// A declaration that starts with no keyword.
fn unknown_item(file: FileId, slice: &str, start: usize) -> Option<SyntaxProblem> {
    let word = first_word(slice);
    if KEYWORDS.iter().any(|k| k.class == Class::Item && (k.english == word || k.chinese == word)) {
        return None;
    }
    let span = Span { file, start: start as u32, end: (start + word.len()) as u32 };
    match word.chars().next()? {
        bracket @ ('}' | '｝' | ')' | '）' | ']' | '］') => Some(SyntaxProblem::Unopened { bracket, span }),
        _ => Some(SyntaxProblem::UnknownItem { word: word.to_string(), span, nearest: nearest_item(word) }),
    }
}

/// Whether a text starts with an operator; one of Latin letters must be a whole word.
fn stands_first(operator: &str, text: &str) -> bool {
    let is_word = operator.starts_with(|letter: char| letter.is_ascii_alphabetic());
    text.starts_with(operator) && (!is_word || first_word(text) == operator)
}

/// The first word of a text: letters and digits, or one character.
fn first_word(text: &str) -> &str {
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
fn skip_blanks(text: &str, at: usize, end: usize) -> usize {
    let rest = text.get(at..end).unwrap_or("");
    let trimmed = rest.trim_start_matches([' ', '\t', '\u{3000}']);
    at + rest.len() - trimmed.len()
}

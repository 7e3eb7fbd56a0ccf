//! What kind of thing may stand at a place.
//!
//! In: a text, finished or not, and a byte of it. Out: [`Place`]: the word being written and what is wanted there. Only the declaration at
//! hand is read, and of it only what stands before the place.

use super::frames::{Frame, Lexeme, Open, ends_clause, is_opening, read};
use super::words;
use crate::syntax::keyword::{Class, KEYWORDS};
use crate::syntax::lexicon::{TokenKind, tokens};

/// Which spelling of keywords a text uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// `indicator`
    English,
    /// `指标`
    Chinese,
}

/// Something that may stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// These keywords, with this rank.
    Keywords(&'static [&'static str], u8),
    /// A type.
    Kinds,
    /// A unit.
    Units,
    /// An enum.
    Enums,
    /// What a name is compared with, or given.
    Members(String),
    /// A member of this enum.
    MembersOfEnum(String),
    /// A field.
    Fields,
    /// An indicator.
    Indicators,
    /// An example.
    Examples,
    /// A name in an expression.
    Names,
    /// What follows this name and a dot.
    PartsOf(String),
    /// The name of a warning.
    Warnings,
    /// What this eligibility is found to be.
    Outcomes(String),
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where the word being written starts.
    pub start: usize,
    /// The word, as far as it is written.
    pub word: String,
    /// What may stand there.
    pub wanted: Vec<Wanted>,
    /// How keywords are spelt.
    pub spelling: Spelling,
    /// The function whose body this is.
    pub function: Option<String>,
    /// Whether `value` is the value of the indicator at hand.
    pub in_points: bool,
}

/// The place of a byte; `None` inside comments and texts, where nothing is to be offered.
pub fn of(text: &str, offset: usize) -> Option<Place> {
    let before = text.get(..offset)?;
    let start = declaration_start(before);
    let slice = before.get(start..)?;
    let mut found = tokens(slice);
    if let Some(last) = found.last() {
        let is_touched = last.end == slice.len();
        let written = slice.get(last.start..last.end).unwrap_or("");
        if is_touched && (last.kind == TokenKind::Comment || last.kind == TokenKind::Text && !is_closed(written)) {
            return None;
        }
    }
    let word = found.pop_if(|last| last.end == slice.len() && matches!(last.kind, TokenKind::Name | TokenKind::Keyword(_)));
    let (word_start, word) = word.map_or((slice.len(), ""), |token| (token.start, slice.get(token.start..token.end).unwrap_or("")));
    // A number that is being written is no place for a word.
    if word.is_empty() && found.last().is_some_and(|last| last.end == slice.len() && matches!(last.kind, TokenKind::Number | TokenKind::Date)) {
        return None;
    }
    let spelling = spelling(text, word);
    let mut frames = vec![Open { frame: Frame::Top, clause: Vec::new() }];
    let mut end = 0;
    for token in found.iter().filter(|token| token.kind != TokenKind::Comment) {
        read(&mut frames, slice, token, end);
        end = token.end;
    }
    let line_breaks = slice.get(end..word_start).is_some_and(|gap| gap.contains('\n'));
    let at_margin = slice.get(..word_start).is_none_or(|before| before.is_empty() || before.ends_with('\n'));
    let function = function_of(&frames);
    let in_points = frames.iter().any(|open| open.frame == Frame::Indicator && open.clause.first().is_some_and(|first| first.word() == "points"));
    let innermost = frames.last_mut()?;
    if line_breaks && ends_clause(innermost) {
        innermost.clause.clear();
    }
    let is_new_declaration = innermost.frame == Frame::Top && (innermost.clause.is_empty() || at_margin && line_breaks);
    let wanted = if is_new_declaration { vec![Wanted::Keywords(ITEMS, 0)] } else { wanted(&frames, word_start.saturating_sub(end) == 0) };
    Some(Place { start: start + word_start, word: word.to_owned(), wanted, spelling, function, in_points })
}

/// All keywords that start a declaration; a test holds it against the table.
const ITEMS: &[&str] = &[
    "policy",
    "unit",
    "enum",
    "record",
    "param",
    "let",
    "output",
    "function",
    "table",
    "decision",
    "indicator",
    "score",
    "grade",
    "eligibility",
    "example",
    "test",
    "ensure",
];

/// Where the declaration at hand starts: the last line that begins with its keyword.
fn declaration_start(before: &str) -> usize {
    let mut end = before.len();
    loop {
        let start = before.get(..end).and_then(|text| text.rfind('\n')).map_or(0, |place| place + 1);
        let line = before.get(start..).unwrap_or("");
        let word = line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next().unwrap_or("");
        let is_item = KEYWORDS.iter().any(|keyword| keyword.class == Class::Item && (keyword.english == word || keyword.chinese == word));
        let goes_on = line.get(word.len()..).is_some_and(|rest| rest.starts_with([' ', '\t', '\u{3000}']));
        if is_item && goes_on || start == 0 {
            return start;
        }
        end = start - 1;
    }
}

fn is_closed(text: &str) -> bool {
    let quotes = ['"', '“', '”', '＂'];
    let mut letters = text.chars();
    letters.next();
    let mut closed = false;
    while let Some(letter) = letters.next() {
        closed = quotes.contains(&letter);
        if letter == '\\' {
            letters.next();
        }
    }
    closed
}

/// The spelling of the word being written, else of most declarations.
fn spelling(text: &str, word: &str) -> Spelling {
    if let Some(first) = word.chars().next() {
        return if first.is_ascii() { Spelling::English } else { Spelling::Chinese };
    }
    let starts = |spelling: fn(&'static crate::syntax::keyword::Keyword) -> &'static str| {
        let words: Vec<&str> = KEYWORDS.iter().filter(|keyword| keyword.class == Class::Item).map(spelling).collect();
        text.lines().filter(|line| words.contains(&line.split_whitespace().next().unwrap_or(""))).count()
    };
    if starts(|keyword| keyword.chinese) > starts(|keyword| keyword.english) { Spelling::Chinese } else { Spelling::English }
}

fn function_of(frames: &[Open<'_>]) -> Option<String> {
    let top = frames.first()?;
    let is_function = top.clause.first().is_some_and(|first| first.word() == "function");
    top.clause.get(1).filter(|_| is_function).map(|name| name.text.to_owned())
}

/// What may stand after what was read.
fn wanted(frames: &[Open<'_>], touches: bool) -> Vec<Wanted> {
    let Some(open) = frames.last() else { return Vec::new() };
    let clause = open.clause.as_slice();
    let last = clause.last();
    let first = clause.first().map_or("", Lexeme::word);
    let before_last = clause.len().checked_sub(2).and_then(|place| clause.get(place));
    if let Some(last) = last {
        match last.kind {
            TokenKind::Number => return after_number(before_last),
            TokenKind::Sign => {
                if let Some(wanted) = after_sign(open, first, last, before_last, touches) {
                    return wanted;
                }
            }
            _ => {}
        }
    }
    match &open.frame {
        Frame::Top => at_top(clause, first),
        Frame::Policy => in_policy(clause, first),
        Frame::Enum if clause.len() > 1 => vec![Wanted::Keywords(&["code"], 0)],
        Frame::Enum => Vec::new(),
        Frame::Record => in_record(clause, first),
        Frame::Param if clause.is_empty() => vec![Wanted::Keywords(&["from", "otherwise", "missing"], 1), Wanted::Names],
        Frame::Indicator if clause.is_empty() => vec![Wanted::Keywords(words::INDICATOR, 0)],
        Frame::Indicator if matches!(first, "source" | "note") => Vec::new(),
        Frame::Score if clause.is_empty() => vec![Wanted::Indicators, Wanted::Keywords(words::SCORE, 0)],
        Frame::Score if first == "weights" => match last.map(Lexeme::word) {
            Some("by") => vec![Wanted::Names],
            _ => vec![Wanted::Keywords(&["by", "from"], 0)],
        },
        Frame::Score if matches!(first, "source" | "note") => Vec::new(),
        Frame::Score => vec![Wanted::Keywords(words::TRAITS, 0)],
        Frame::Group => vec![Wanted::Indicators],
        Frame::Weights => vec![Wanted::Indicators],
        Frame::Grade(_) if clause.is_empty() => vec![Wanted::Keywords(words::ROWS, 0)],
        Frame::Eligibility if clause.is_empty() => vec![Wanted::Keywords(words::ELIGIBILITY, 0)],
        Frame::Eligibility if matches!(first, "source" | "note") => Vec::new(),
        Frame::Eligibility if clause.len() == 1 && first == "require" => [vec![Wanted::Keywords(words::COMBINED, 1)], expression(clause)].concat(),
        Frame::Eligibility if clause.len() == 1 && matches!(first, "any" | "all" | "direct") => Vec::new(),
        Frame::Conditions if clause.is_empty() => [vec![Wanted::Keywords(words::COMBINED, 1)], expression(clause)].concat(),
        Frame::Assignments if clause.is_empty() => vec![Wanted::Fields],
        Frame::Test if clause.is_empty() => vec![Wanted::Keywords(words::TEST, 0)],
        Frame::Test => match (first, clause.len()) {
            ("given", 1) => vec![Wanted::Examples],
            ("given", _) => vec![Wanted::Keywords(&["with"], 0)],
            ("expect", 1) => vec![Wanted::Keywords(&["rejected"], 0)],
            _ => Vec::new(),
        },
        Frame::Rows if clause.is_empty() => [vec![Wanted::Keywords(words::ROWS, 1)], expression(clause)].concat(),
        Frame::Members(left) => vec![Wanted::Members(left.clone())],
        Frame::Parameters => Vec::new(),
        Frame::Param
        | Frame::Grid
        | Frame::Indicator
        | Frame::Grade(_)
        | Frame::Eligibility
        | Frame::Conditions
        | Frame::Assignments
        | Frame::Expect
        | Frame::Rows
        | Frame::Inner => expression(clause),
    }
}

/// A unit, unless the number is a count: `out of 40`.
fn after_number(before: Option<&Lexeme<'_>>) -> Vec<Wanted> {
    let is_count = before.is_some_and(|before| matches!(before.word(), "out of" | "up to" | "at least" | "round" | "decimals"));
    let is_weight = before.is_some_and(|before| matches!(before.text, "|" | "｜"));
    match is_count || is_weight {
        true => Vec::new(),
        false => vec![Wanted::Units, Wanted::Keywords(&["and", "or", "then", "else"], 5)],
    }
}

/// What a sign asks for; `None` where the place says it.
fn after_sign(open: &Open<'_>, first: &str, last: &Lexeme<'_>, before: Option<&Lexeme<'_>>, touches: bool) -> Option<Vec<Wanted>> {
    let left = || before.filter(|before| before.is_name()).map(|before| before.text.to_owned());
    match last.text {
        ":" | "：" => Some(if first == "grade" && open.frame == Frame::Top { vec![Wanted::Enums] } else { vec![Wanted::Kinds] }),
        "." | "．" => Some(match before {
            Some(before) if before.kind == TokenKind::Close => table_before(open).map(Wanted::PartsOf).into_iter().collect(),
            _ => left().map(Wanted::PartsOf).into_iter().collect(),
        }),
        "->" | "→" | "=>" | "－＞" | "－>" | "-＞" => match &open.frame {
            Frame::Grade(kind) => Some(vec![Wanted::MembersOfEnum(kind.clone())]),
            _ => None,
        },
        "=" | "＝" | "==" | "!=" | "≠" | "！＝" => {
            let first = first.to_owned();
            let mut wanted: Vec<Wanted> = left().map(Wanted::Members).into_iter().collect();
            match (&open.frame, first.as_str()) {
                (Frame::Top, "example") => return Some(vec![Wanted::Examples]),
                (Frame::Top, "unit") => return Some(Vec::new()),
                (Frame::Expect, _) => wanted.extend(left().map(Wanted::Outcomes)),
                (Frame::Assignments, _) => wanted.push(Wanted::Keywords(&["missing", "true", "false"], 1)),
                _ => {}
            }
            wanted.extend(expression(&[]));
            Some(wanted)
        }
        "%" | "％" | "‰" if touches => Some(Vec::new()),
        "?" | "？" => match open.frame {
            Frame::Record => Some(vec![Wanted::Keywords(words::FIELD, 0)]),
            _ => Some(Vec::new()),
        },
        "|" | "｜" => match open.frame {
            Frame::Weights => Some(vec![Wanted::Indicators, Wanted::Names]),
            _ => None,
        },
        _ => None,
    }
}

/// The table of a look-up that has just been closed.
fn table_before(open: &Open<'_>) -> Option<String> {
    let place = open.clause.iter().rposition(|lexeme| lexeme.kind == TokenKind::Close)?;
    open.clause.get(place.checked_sub(1)?).filter(|name| name.is_name()).map(|name| name.text.to_owned())
}

fn at_top(clause: &[Lexeme<'_>], first: &str) -> Vec<Wanted> {
    let last = clause.last();
    let has = |sign: &[&str]| clause.iter().any(|lexeme| sign.contains(&lexeme.text));
    let is_past_equals = has(&["=", "＝"]);
    match first {
        "let" | "output" | "function" if is_past_equals => {
            let mut wanted = expression(clause);
            if last.is_some_and(Lexeme::ends_operand) && first != "function" {
                wanted.push(Wanted::Keywords(&["source"], 4));
            }
            wanted
        }
        "param" => match last.map(Lexeme::word) {
            Some("by") => vec![Wanted::Kinds],
            _ if is_past_equals => expression(clause),
            _ if clause.len() > 1 => vec![Wanted::Keywords(&["by"], 0)],
            _ => Vec::new(),
        },
        "table" => match last.map(Lexeme::word) {
            Some("by" | "," | "，" | "、") => vec![Wanted::Kinds],
            _ if clause.len() > 1 => vec![Wanted::Keywords(&["by"], 0)],
            _ => Vec::new(),
        },
        "grade" => match clause.iter().position(|lexeme| lexeme.word() == "by") {
            Some(by) => expression(clause.get(by + 1..).unwrap_or(&[])),
            None if has(&[":", "："]) => vec![Wanted::Keywords(&["by"], 0)],
            None => Vec::new(),
        },
        "unit" if clause.len() > 1 => vec![Wanted::Keywords(&["whole", "decimals"], 0)],
        "indicator" if clause.len() > 1 => vec![Wanted::Keywords(&["out of"], 0)],
        "score" if clause.len() > 1 => vec![Wanted::Keywords(words::TRAITS, 0)],
        "example" if is_past_equals => vec![Wanted::Keywords(&["with"], 0)],
        "test" if clause.len() > 1 => vec![Wanted::Keywords(&["as of"], 0)],
        "ensure" => {
            let mut wanted = expression(clause.get(1..).unwrap_or(&[]));
            if clause.len() == 1 {
                wanted.push(Wanted::Keywords(&["never"], 1));
            } else if last.is_some_and(Lexeme::ends_operand) {
                wanted.push(Wanted::Keywords(words::CLAIMS, 1));
            }
            wanted
        }
        _ => Vec::new(),
    }
}

fn in_policy(clause: &[Lexeme<'_>], first: &str) -> Vec<Wanted> {
    match (first, clause.len()) {
        (_, 0) => vec![Wanted::Keywords(words::POLICY, 0)],
        ("effective", _) => vec![Wanted::Keywords(&["from", "to"], 0)],
        ("allow" | "warn" | "deny", 1) => vec![Wanted::Warnings],
        _ => Vec::new(),
    }
}

fn in_record(clause: &[Lexeme<'_>], first: &str) -> Vec<Wanted> {
    let has_kind = clause.iter().any(|lexeme| matches!(lexeme.text, ":" | "："));
    match first {
        "" => vec![Wanted::Keywords(words::RECORD, 0)],
        "check" if !has_kind => expression(clause.get(1..).unwrap_or(&[])),
        _ if has_kind => vec![Wanted::Keywords(words::FIELD, 0)],
        _ => Vec::new(),
    }
}

/// What may stand in an expression, after what was written of it.
fn expression(clause: &[Lexeme<'_>]) -> Vec<Wanted> {
    match clause.last() {
        Some(last) if last.ends_operand() || last.is_name() && !is_opening(last) => vec![Wanted::Keywords(words::OPERATORS, 0)],
        Some(last) if last.word() == "is" || last.word() == "is not" => vec![Wanted::Keywords(&["missing"], 0)],
        Some(_) | None => vec![Wanted::Names, Wanted::Keywords(words::OPERANDS, 4)],
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, ITEMS, KEYWORDS, Place, Spelling, Wanted, of, words};

    fn at(text: &str) -> Option<Place> {
        let offset = text.find('¦').unwrap();
        of(&text.replace('¦', ""), offset)
    }

    fn wanted(text: &str) -> Vec<Wanted> {
        at(text).unwrap_or_else(|| panic!("nothing at {text:?}")).wanted
    }

    #[test]
    fn the_items_are_those_of_the_table() {
        let items = KEYWORDS.iter().filter(|keyword| keyword.class == Class::Item).map(|keyword| keyword.english);
        assert_eq!(items.collect::<Vec<&str>>(), ITEMS);
    }

    #[test]
    fn nothing_in_comments_texts_and_numbers() {
        for text in ["let a = 1 # x¦", "policy p \"a¦", "policy p “a ¦", "let a = 12¦", "let a = \"x\\\"¦"] {
            assert_eq!(at(text), None, "{text}");
        }
        assert!(at("let a = b # x\n¦").is_some() && at("policy p \"a\" ¦").is_some());
    }

    #[test]
    fn declarations_at_the_margin() {
        for text in ["¦", "ind¦", "let a = 1\n¦", "let a = 1\n\nind¦", "record r {\n}\n¦"] {
            assert_eq!(wanted(text), [Wanted::Keywords(ITEMS, 0)], "{text}");
        }
        assert_eq!(wanted("let a = b\n  ¦")[0], Wanted::Keywords(words::OPERATORS, 0));
    }

    #[test]
    fn clauses_inside_declarations() {
        assert_eq!(wanted("policy p \"x\" {\n  so¦"), [Wanted::Keywords(words::POLICY, 0)]);
        assert_eq!(wanted("policy p \"x\" {\n  allow ¦"), [Wanted::Warnings]);
        assert_eq!(wanted("record r {\n  a : 人\n  ¦"), [Wanted::Keywords(words::RECORD, 0)]);
        assert_eq!(wanted("record r {\n  a \"甲\" : ¦"), [Wanted::Kinds]);
        assert_eq!(wanted("record r {\n  a : 人 ¦"), [Wanted::Keywords(words::FIELD, 0)]);
        assert_eq!(wanted("indicator i out of 4 {\n  ¦"), [Wanted::Keywords(words::INDICATOR, 0)]);
        assert_eq!(wanted("indicator i out of 4 {\n value a / b : %\n po¦"), [Wanted::Keywords(words::INDICATOR, 0)]);
        assert_eq!(wanted("score s out of 100 { a, ¦"), [Wanted::Indicators, Wanted::Keywords(words::SCORE, 0)]);
        assert_eq!(wanted("score s {\n g \"x\" out of 5 { ¦"), [Wanted::Indicators]);
        assert_eq!(wanted("score s {\n weights by k {\n | i | a |\n | ¦"), [Wanted::Indicators, Wanted::Names]);
        assert_eq!(wanted("eligibility e {\n  ¦"), [Wanted::Keywords(words::ELIGIBILITY, 0)]);
        assert_eq!(wanted("test \"t\" {\n  given ¦"), [Wanted::Examples]);
        assert_eq!(wanted("test \"t\" {\n  given { a = 1, ¦"), [Wanted::Fields]);
        assert_eq!(wanted("资格 e {\n  ¦"), [Wanted::Keywords(words::ELIGIBILITY, 0)]);
    }

    #[test]
    fn names_units_and_members() {
        assert_eq!(wanted("let a = ¦")[..2], [Wanted::Members("a".into()), Wanted::Names]);
        assert_eq!(wanted("let a = stage = gr¦")[0], Wanted::Members("stage".into()));
        assert_eq!(wanted("let a = stage in { x, ¦"), [Wanted::Members("stage".into())]);
        assert_eq!(wanted("let a = 5 ¦")[0], Wanted::Units);
        assert_eq!(wanted("let a = 2000万¦")[0], Wanted::Units);
        assert_eq!(wanted("indicator i out of 40 ¦"), []);
        assert_eq!(wanted("let a = i.¦"), [Wanted::PartsOf("i".into())]);
        assert_eq!(wanted("let a = t[x].¦"), [Wanted::PartsOf("t".into())]);
        assert_eq!(wanted("grade g : lev¦"), [Wanted::Enums]);
        assert_eq!(wanted("grade g : level by total {\n  >= 80 -> ¦"), [Wanted::MembersOfEnum("level".into())]);
        assert_eq!(wanted("function f(x : ¦"), [Wanted::Kinds]);
        assert_eq!(at("function f(x : 人) = ¦").unwrap().function.as_deref(), Some("f"));
        assert!(at("indicator i {\n points band ¦").unwrap().in_points);
        assert!(at("indicator i { value n points band ¦").unwrap().in_points);
        assert_eq!(wanted("indicator i {\n points band value { ¦ ")[1], Wanted::Names);
        assert!(wanted("test \"t\" { given a expect { e = ¦").contains(&Wanted::Outcomes("e".into())));
    }

    #[test]
    fn keywords_as_the_text_spells_them() {
        assert_eq!(at("政策 p “x” {\n}\n设 a = ¦").unwrap().spelling, Spelling::Chinese);
        assert_eq!(at("policy p {\n}\n¦").unwrap().spelling, Spelling::English);
        assert_eq!(at("policy p {\n}\n指¦").unwrap().spelling, Spelling::Chinese);
    }
}

//! The brackets that are open at a place, and the clause being written in each.
//!
//! In: tokens, one after the other. Out: frames, the outermost first. What a bracket opens is told by the words before it; a clause ends with its
//! line, or where another one starts.

use super::words;
use crate::syntax::keyword::{Class, KEYWORDS};
use crate::syntax::lexicon::{Token, TokenKind};

/// What a bracket opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    Top,
    Policy,
    Enum,
    Record,
    Param,
    Grid,
    Indicator,
    Score,
    Group,
    Weights,
    Grade(String),
    Conditions,
    Eligibility,
    Assignments,
    Test,
    Expect,
    Rows,
    Members(String),
    Parameters,
    Inner,
}

/// A bracket that is open, and the clause being written in it.
pub struct Open<'t> {
    /// What it is.
    pub frame: Frame,
    /// What was read of the clause.
    pub clause: Vec<Lexeme<'t>>,
}

/// A token with its text.
#[derive(Debug, Clone, Copy)]
pub struct Lexeme<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// As written.
    pub text: &'t str,
}

impl Lexeme<'_> {
    /// The English spelling of a keyword; the text itself otherwise.
    pub fn word(&self) -> &str {
        match self.kind {
            TokenKind::Keyword(_) => english(self.text).unwrap_or(self.text),
            _ => self.text,
        }
    }

    pub fn is_name(&self) -> bool {
        match self.kind {
            TokenKind::Name => true,
            TokenKind::Keyword(class) => class != Class::Reserved,
            _ => false,
        }
    }

    /// Whether an operand may end with it.
    pub fn ends_operand(&self) -> bool {
        match self.kind {
            TokenKind::Name | TokenKind::Number | TokenKind::Date | TokenKind::Text | TokenKind::Close => true,
            TokenKind::Keyword(_) => matches!(self.word(), "true" | "false" | "missing"),
            TokenKind::Sign => matches!(self.text, "%" | "％" | "‰"),
            TokenKind::Comment | TokenKind::Open | TokenKind::Other => false,
        }
    }
}

fn english(text: &str) -> Option<&'static str> {
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    KEYWORDS.iter().find(|keyword| keyword.english == words || keyword.chinese == words).map(|keyword| keyword.english)
}

/// Reads a token: brackets open and close, lines and commas end clauses.
pub fn read<'t>(frames: &mut Vec<Open<'t>>, text: &'t str, token: &Token, end: usize) {
    let lexeme = Lexeme { kind: token.kind, text: text.get(token.start..token.end).unwrap_or("") };
    let breaks = text.get(end..token.start).is_some_and(|gap| gap.contains('\n'));
    if let Some(open) = frames.last_mut()
        && (breaks && ends_clause(open) || starts_clause(open, &lexeme))
    {
        open.clause.clear();
    }
    match token.kind {
        TokenKind::Open => {
            let frame = opened(frames, lexeme.text);
            frames.push(Open { frame, clause: Vec::new() });
        }
        TokenKind::Close => {
            if frames.len() > 1 {
                frames.pop();
            }
            if let Some(open) = frames.last_mut() {
                open.clause.push(lexeme);
            }
        }
        TokenKind::Sign if matches!(lexeme.text, "," | "，" | "、" | ";" | "；") => {
            if let Some(open) = frames.last_mut() {
                match open.frame {
                    Frame::Top | Frame::Inner => open.clause.push(lexeme),
                    _ => open.clause.clear(),
                }
            }
        }
        _ => {
            if let Some(open) = frames.last_mut() {
                open.clause.push(lexeme);
            }
        }
    }
}

/// Whether a line end is the end of the clause: not after what needs something behind it.
pub fn ends_clause(open: &Open<'_>) -> bool {
    let is_braced = !matches!(open.frame, Frame::Top | Frame::Inner | Frame::Parameters);
    is_braced && open.clause.last().is_none_or(|last| last.ends_operand() || last.is_name() || matches!(last.text, "|" | "｜" | "?" | "？" | "*"))
}

/// Whether a word is that of another clause on the same line: `given base expect { … }`.
fn starts_clause(open: &Open<'_>, lexeme: &Lexeme<'_>) -> bool {
    let starters: &[&str] = match open.frame {
        Frame::Indicator => words::INDICATOR,
        Frame::Eligibility => words::ELIGIBILITY,
        Frame::Test => words::TEST,
        _ => &[],
    };
    let is_keyword = matches!(lexeme.kind, TokenKind::Keyword(_)) && starters.contains(&lexeme.word());
    is_keyword && open.clause.last().is_some_and(|last| last.ends_operand() || last.is_name() && !is_opening(last) && last.word() != "given")
}

/// What a bracket opens, by the clause it stands in.
fn opened(frames: &[Open<'_>], bracket: &str) -> Frame {
    let Some(open) = frames.last() else { return Frame::Inner };
    let first = open.clause.first().map_or("", Lexeme::word);
    let last = open.clause.last();
    if !matches!(bracket, "{" | "｛") {
        let is_header = open.frame == Frame::Top && first == "function" && open.clause.len() == 2;
        return if is_header { Frame::Parameters } else { Frame::Inner };
    }
    if last.is_some_and(|last| matches!(last.word(), "in" | "not in" | "starts with")) {
        let left = open.clause.len().checked_sub(2).and_then(|place| open.clause.get(place));
        return Frame::Members(left.map(|left| left.text.to_owned()).unwrap_or_default());
    }
    let chooses = || open.clause.iter().any(|lexeme| matches!(lexeme.word(), "when" | "band" | "linear"));
    let has = |word: &str| open.clause.iter().any(|lexeme| lexeme.word() == word);
    match (&open.frame, first) {
        (Frame::Top, "policy") => Frame::Policy,
        (Frame::Top, "enum") => Frame::Enum,
        (Frame::Top, "record") => Frame::Record,
        (Frame::Top, "param") if !chooses() => Frame::Param,
        (Frame::Top, "table" | "decision") => Frame::Grid,
        (Frame::Top, "indicator") => Frame::Indicator,
        (Frame::Top, "score") => Frame::Score,
        (Frame::Top, "grade") => {
            let colon = open.clause.iter().position(|lexeme| matches!(lexeme.text, ":" | "："));
            let kind = colon.and_then(|place| open.clause.get(place + 1)).map(|kind| kind.text.to_owned());
            Frame::Grade(kind.unwrap_or_default())
        }
        (Frame::Top, "eligibility") => Frame::Eligibility,
        (Frame::Top, "example") => Frame::Assignments,
        (Frame::Top, "test") => Frame::Test,
        (Frame::Score, _) if has("weights") => Frame::Weights,
        (Frame::Score, _) => Frame::Group,
        (Frame::Eligibility | Frame::Conditions, _) if has("any") || has("all") || has("direct") => Frame::Conditions,
        (Frame::Test, "given") => Frame::Assignments,
        (Frame::Test, "expect") => Frame::Expect,
        _ => Frame::Rows,
    }
}

/// Whether an operand follows a keyword that could also be a name.
pub fn is_opening(lexeme: &Lexeme<'_>) -> bool {
    matches!(lexeme.kind, TokenKind::Keyword(_))
        && matches!(
            lexeme.word(),
            "value"
                | "points"
                | "require"
                | "veto"
                | "check"
                | "never"
                | "implies"
                | "rises with"
                | "falls with"
                | "does not depend on"
                | "by"
                | "ensure"
        )
}

//! What each word is, for colouring.
//!
//! In: the tokens of the present text, and names of an analysis that may be a keystroke older. Out: coloured stretches in order. A word that
//! is a keyword only in its place is a name where a name stands.

use super::Analysis;
use super::shift::Shift;
use super::symbol::{Role, SymbolKind, Target};
use crate::source::FileId;
use crate::syntax::keyword::Class;
use crate::syntax::lexicon::{Token, TokenKind};
use std::collections::HashMap;

/// What a stretch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// A keyword.
    Keyword,
    /// A comment.
    Comment,
    /// A text.
    Text,
    /// A number or a date.
    Number,
    /// An operator.
    Operator,
    /// The name of a policy.
    Policy,
    /// A unit.
    Unit,
    /// An enum.
    Enum,
    /// A member of an enum.
    Member,
    /// The record.
    Record,
    /// A field, or a column of a table.
    Field,
    /// A named value: indicators, scores, grades, outputs and the rest.
    Value,
    /// A parameter of a function.
    Parameter,
    /// A function.
    Function,
}

/// All colours, in the order in which a client learns them.
pub const COLOURS: [Colour; 14] = [
    Colour::Keyword,
    Colour::Comment,
    Colour::Text,
    Colour::Number,
    Colour::Operator,
    Colour::Policy,
    Colour::Unit,
    Colour::Enum,
    Colour::Member,
    Colour::Record,
    Colour::Field,
    Colour::Value,
    Colour::Parameter,
    Colour::Function,
];

/// A coloured stretch, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coloured {
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What it is.
    pub colour: Colour,
    /// Whether it is declared here.
    pub declares: bool,
    /// Whether it comes with the language.
    pub is_standard: bool,
    /// Whether it is a param, which no record changes.
    pub is_fixed: bool,
}

/// The coloured stretches of a file.
#[must_use]
pub fn colours(analysis: &Analysis, file: FileId, text: &str, tokens: &[Token], shift: Shift) -> Vec<Coloured> {
    let names: HashMap<(u32, u32), Coloured> = names(analysis, file, shift).map(|found| ((found.start, found.end), found)).collect();
    // The head of the first column of weights is free text, and often `指标`.
    let is_bar = |token: Option<&Token>| token.is_some_and(|token| token.kind == TokenKind::Sign && is_bar(text, token));
    let coloured = |(place, token): (usize, &Token)| {
        let in_grid = is_bar(place.checked_sub(1).and_then(|before| tokens.get(before))) && is_bar(tokens.get(place + 1));
        let (start, end) = (token.start as u32, token.end as u32);
        let plain = |colour| Some(Coloured { start, end, colour, declares: false, is_standard: false, is_fixed: false });
        let name = || names.get(&(start, end)).copied();
        match token.kind {
            TokenKind::Comment => plain(Colour::Comment),
            TokenKind::Text => plain(Colour::Text),
            TokenKind::Number | TokenKind::Date => plain(Colour::Number),
            TokenKind::Keyword(Class::Item) if in_grid => name(),
            TokenKind::Keyword(_) => name().or_else(|| plain(Colour::Keyword)),
            TokenKind::Sign => name().or_else(|| plain(Colour::Operator)),
            TokenKind::Name => name(),
            TokenKind::Open | TokenKind::Close | TokenKind::Other => None,
        }
    };
    tokens.iter().enumerate().filter_map(coloured).collect()
}

fn is_bar(text: &str, token: &Token) -> bool {
    matches!(text.get(token.start..token.end), Some("|" | "｜"))
}

fn names<'a>(analysis: &'a Analysis, file: FileId, shift: Shift) -> impl Iterator<Item = Coloured> + 'a {
    analysis.index.of_file(file).filter_map(move |found| {
        let span = shift.forward(found.span)?;
        let (colour, is_standard, is_fixed) = match found.target {
            Target::Builtin(_) => (Colour::Function, true, false),
            Target::Symbol(id) => {
                let symbol = analysis.index.symbol(id)?;
                (colour(symbol.kind)?, symbol.span.file == analysis.prelude, symbol.kind == SymbolKind::Param)
            }
        };
        Some(Coloured { start: span.start, end: span.end, colour, declares: found.role == Role::Declares, is_standard, is_fixed })
    })
}

fn colour(kind: SymbolKind) -> Option<Colour> {
    Some(match kind {
        SymbolKind::Policy => Colour::Policy,
        SymbolKind::Unit => Colour::Unit,
        SymbolKind::Enum => Colour::Enum,
        SymbolKind::Member => Colour::Member,
        SymbolKind::Record => Colour::Record,
        SymbolKind::Field | SymbolKind::Column => Colour::Field,
        SymbolKind::Parameter => Colour::Parameter,
        SymbolKind::Function => Colour::Function,
        SymbolKind::Param
        | SymbolKind::Let
        | SymbolKind::Output
        | SymbolKind::Table
        | SymbolKind::Decision
        | SymbolKind::Indicator
        | SymbolKind::Value
        | SymbolKind::Group
        | SymbolKind::Score
        | SymbolKind::Grade
        | SymbolKind::Eligibility
        | SymbolKind::Example => Colour::Value,
        SymbolKind::Test | SymbolKind::Claim | SymbolKind::Broken => return None,
    })
}

//! What may be written at a place.
//!
//! In: an analysis for the names, the present text for the place. Out: items with their kind, type, label and documentation, the likely ones
//! first. The line being written may be unfinished: the place is told by tokens.

mod frames;
mod place;
mod words;

use super::Analysis;
use super::facts;
use super::hover;
use super::symbol::{SymbolId, SymbolKind};
use crate::builtins;
use crate::diagnostic::Lang;
use crate::lint::registry;
use place::{Place, Spelling, Wanted};
use std::collections::HashSet;

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A keyword.
    Keyword,
    /// A type that is neither a unit nor an enum.
    Type,
    /// A unit.
    Unit,
    /// An enum.
    Enum,
    /// A member of an enum.
    Member,
    /// A field.
    Field,
    /// A named value.
    Value,
    /// A function.
    Function,
    /// An example.
    Example,
    /// The name of a warning.
    Warning,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// As it is written.
    pub name: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its label.
    pub label: Option<String>,
    /// Its type, its shape, its other spelling.
    pub detail: String,
    /// In Markdown; empty where there is none.
    pub documentation: String,
    /// The lower, the likelier.
    pub rank: u8,
    /// What is declared under this name.
    pub symbol: Option<SymbolId>,
}

/// What may be written at a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// Where the word that is being written starts, in bytes.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What may stand in its place.
    pub items: Vec<Item>,
    /// Whether there is more: another letter of the word narrows it.
    pub is_cut: bool,
}

/// The most items that are offered at once.
const MOST: usize = 400;

/// What may be written at a byte of the present text.
#[must_use]
pub fn completion(analysis: &Analysis, text: &str, offset: u32, lang: Lang) -> Completion {
    let Some(place) = place::of(text, offset as usize) else { return Completion { start: offset, end: offset, ..Completion::default() } };
    let mut items = Items { analysis, place: &place, lang, list: Vec::new(), seen: HashSet::new() };
    for wanted in &place.wanted {
        items.of(wanted);
    }
    let word = place.word.to_lowercase();
    let holds = |item: &Item| {
        let label = item.label.as_deref().unwrap_or("").to_lowercase();
        word.is_empty() || is_inside(&word, &item.name.to_lowercase()) || is_inside(&word, &label)
    };
    let mut list = items.list;
    list.retain(holds);
    list.sort_by(|one, other| (one.rank, !starts(one, &word), &one.name).cmp(&(other.rank, !starts(other, &word), &other.name)));
    let is_cut = list.len() > MOST;
    list.truncate(MOST);
    for item in &mut list {
        describe(analysis, item, lang);
    }
    Completion { start: place.start as u32, end: offset, items: list, is_cut }
}

/// Adds type and documentation of what is declared.
fn describe(analysis: &Analysis, item: &mut Item, lang: Lang) {
    let Some((id, symbol)) = item.symbol.and_then(|id| Some((id, analysis.index.symbol(id)?))) else { return };
    let ty = facts::type_of(analysis, id, lang);
    item.detail = if ty.is_empty() { facts::kind_word(symbol.kind, lang).to_owned() } else { ty };
    // Of a unit, the declaration says no more than the label.
    if symbol.kind != SymbolKind::Unit {
        item.documentation = hover::of_symbol(analysis, id, lang).unwrap_or_default();
    }
}

fn starts(item: &Item, word: &str) -> bool {
    item.name.to_lowercase().starts_with(word)
}

/// Whether the letters of a word stand in a text in this order.
fn is_inside(word: &str, text: &str) -> bool {
    let mut letters = text.chars();
    word.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

struct Items<'a> {
    analysis: &'a Analysis,
    place: &'a Place,
    lang: Lang,
    list: Vec<Item>,
    seen: HashSet<(ItemKindOf, String)>,
}

/// Names of functions and of values are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum ItemKindOf {
    Function,
    Other,
}

impl Items<'_> {
    fn push(&mut self, item: Item) {
        let kind = if item.kind == ItemKind::Function { ItemKindOf::Function } else { ItemKindOf::Other };
        if !item.name.is_empty() && self.seen.insert((kind, item.name.clone())) {
            self.list.push(item);
        }
    }

    fn of(&mut self, wanted: &Wanted) {
        match wanted {
            Wanted::Keywords(list, rank) => list.iter().for_each(|english| self.keyword(english, *rank)),
            Wanted::Kinds => self.kinds(),
            Wanted::Units => self.units(0),
            Wanted::Enums => self.symbols(0, |kind| kind == SymbolKind::Enum),
            Wanted::Members(left) => self.members_of(left),
            Wanted::MembersOfEnum(name) => {
                let id = self.analysis.index.enums.get(name).copied();
                id.iter().for_each(|id| self.members(*id, 0));
            }
            Wanted::Fields => self.symbols(1, |kind| kind == SymbolKind::Field),
            Wanted::Indicators => self.symbols(1, |kind| kind == SymbolKind::Indicator),
            Wanted::Examples => self.symbols(0, |kind| kind == SymbolKind::Example),
            Wanted::Names => self.names(),
            Wanted::PartsOf(name) => self.parts(name),
            Wanted::Warnings => self.warnings(),
            Wanted::Outcomes(left) => self.outcomes(left),
        }
    }

    fn keyword(&mut self, english: &str, rank: u8) {
        let Some((name, other)) = words::spelt(english, self.place.spelling) else { return };
        let documentation = words::meaning(english, self.lang).to_owned();
        self.push(Item { name: name.to_owned(), kind: ItemKind::Keyword, label: None, detail: other.to_owned(), documentation, rank, symbol: None });
    }

    fn symbol(&mut self, id: SymbolId, rank: u8) {
        let Some(symbol) = self.analysis.index.symbol(id) else { return };
        let kind = match symbol.kind {
            SymbolKind::Unit => ItemKind::Unit,
            SymbolKind::Enum => ItemKind::Enum,
            SymbolKind::Member => ItemKind::Member,
            SymbolKind::Field | SymbolKind::Column => ItemKind::Field,
            SymbolKind::Function => ItemKind::Function,
            SymbolKind::Example => ItemKind::Example,
            SymbolKind::Param
            | SymbolKind::Let
            | SymbolKind::Output
            | SymbolKind::Parameter
            | SymbolKind::Table
            | SymbolKind::Decision
            | SymbolKind::Indicator
            | SymbolKind::Value
            | SymbolKind::Group
            | SymbolKind::Score
            | SymbolKind::Grade
            | SymbolKind::Eligibility
            | SymbolKind::Broken => ItemKind::Value,
            SymbolKind::Policy | SymbolKind::Record | SymbolKind::Test | SymbolKind::Claim => return,
        };
        let (name, label) = (symbol.name.clone(), symbol.label.clone());
        self.push(Item { name, kind, label, detail: String::new(), documentation: String::new(), rank, symbol: Some(id) });
    }

    fn symbols(&mut self, rank: u8, is_wanted: impl Fn(SymbolKind) -> bool) {
        let found: Vec<SymbolId> = self.analysis.index.all().filter(|(_, symbol)| is_wanted(symbol.kind)).map(|(id, _)| id).collect();
        found.into_iter().for_each(|id| self.symbol(id, rank));
    }

    fn units(&mut self, rank: u8) {
        self.symbols(rank, |kind| kind == SymbolKind::Unit);
    }

    fn kinds(&mut self) {
        for english in ["number", "bool", "text", "date"] {
            let Some((name, other)) = words::spelt(english, self.place.spelling) else { continue };
            let documentation = words::meaning(english, self.lang).to_owned();
            self.push(Item {
                name: name.to_owned(),
                kind: ItemKind::Type,
                label: None,
                detail: other.to_owned(),
                documentation,
                rank: 1,
                symbol: None,
            });
        }
        self.symbols(0, |kind| kind == SymbolKind::Enum);
        self.units(2);
    }

    fn members(&mut self, enumeration: SymbolId, rank: u8) {
        let found: Vec<SymbolId> = self.analysis.index.parts_of(enumeration).map(|(id, _)| id).collect();
        found.into_iter().for_each(|id| self.symbol(id, rank));
    }

    /// What may stand on the other side of a name.
    fn members_of(&mut self, left: &str) {
        let index = &self.analysis.index;
        let Some(id) = self.local(left).or_else(|| index.value(left)) else { return };
        if let Some(enumeration) = index.enumeration(id) {
            self.members(enumeration, 0);
        }
        let is_bool = index.symbol(id).is_some_and(|symbol| {
            let written = symbol.written.map(|span| self.analysis.sources.slice(span).trim_end_matches(['?', '？']).trim());
            written.is_some_and(|written| matches!(written, "bool" | "是否"))
        });
        if is_bool {
            self.keyword("true", 0);
            self.keyword("false", 0);
        }
    }

    /// What an eligibility can be found to be.
    fn outcomes(&mut self, left: &str) {
        let index = &self.analysis.index;
        let is_eligibility = index.value(left).and_then(|id| index.symbol(id)).is_some_and(|symbol| symbol.kind == SymbolKind::Eligibility);
        if !is_eligibility {
            return;
        }
        for (english, chinese) in words::OUTCOMES {
            let (name, other) = match self.place.spelling {
                Spelling::English => (english, chinese),
                Spelling::Chinese => (chinese, english),
            };
            self.push(Item {
                name: name.to_owned(),
                kind: ItemKind::Member,
                label: None,
                detail: other.to_owned(),
                documentation: String::new(),
                rank: 0,
                symbol: None,
            });
        }
    }

    fn local(&self, name: &str) -> Option<SymbolId> {
        let function = self.analysis.index.functions.get(self.place.function.as_deref()?)?;
        self.analysis.index.parts_of(*function).find(|(_, part)| part.name == name).map(|(id, _)| id)
    }

    /// Everything that can stand in an expression.
    fn names(&mut self) {
        let index = &self.analysis.index;
        let function = self.place.function.as_ref().and_then(|name| index.functions.get(name).copied());
        let parameters: Vec<SymbolId> = function.map(|id| index.parts_of(id).map(|(id, _)| id).collect()).unwrap_or_default();
        parameters.into_iter().for_each(|id| self.symbol(id, 0));
        if self.place.in_points {
            self.keyword("value", 0);
        }
        let is_value = |kind: SymbolKind| match kind {
            SymbolKind::Field
            | SymbolKind::Param
            | SymbolKind::Let
            | SymbolKind::Output
            | SymbolKind::Table
            | SymbolKind::Decision
            | SymbolKind::Indicator
            | SymbolKind::Group
            | SymbolKind::Score
            | SymbolKind::Grade
            | SymbolKind::Eligibility
            | SymbolKind::Broken => true,
            SymbolKind::Policy
            | SymbolKind::Unit
            | SymbolKind::Enum
            | SymbolKind::Member
            | SymbolKind::Record
            | SymbolKind::Function
            | SymbolKind::Parameter
            | SymbolKind::Column
            | SymbolKind::Value
            | SymbolKind::Example
            | SymbolKind::Test
            | SymbolKind::Claim => false,
        };
        self.symbols(2, is_value);
        self.symbols(3, |kind| kind == SymbolKind::Function);
        for row in builtins::TABLE {
            let name = match self.place.spelling {
                Spelling::English => row.english,
                Spelling::Chinese => row.chinese,
            };
            let documentation = hover::of_builtin(row, name, self.lang);
            let detail = builtins::shape_as(row, name);
            self.push(Item { name: name.to_owned(), kind: ItemKind::Function, label: None, detail, documentation, rank: 3, symbol: None });
        }
    }

    /// What may follow a name and a dot.
    fn parts(&mut self, name: &str) {
        let index = &self.analysis.index;
        let Some(id) = index.value(name) else { return };
        match index.symbol(id).map(|symbol| symbol.kind) {
            Some(SymbolKind::Indicator) => {
                self.keyword("value", 0);
                self.keyword("points", 0);
            }
            Some(SymbolKind::Score) => self.symbols(0, |kind| kind == SymbolKind::Indicator),
            Some(SymbolKind::Table) => {
                let columns: Vec<SymbolId> = index.parts_of(id).map(|(id, _)| id).collect();
                columns.into_iter().for_each(|id| self.symbol(id, 0));
            }
            _ => {}
        }
    }

    fn warnings(&mut self) {
        for lint in registry::LINTS {
            let (name, other) = match self.place.spelling {
                Spelling::English => (lint.name, lint.chinese),
                Spelling::Chinese => (lint.chinese, lint.name),
            };
            let doc = match self.lang {
                Lang::En => lint.doc,
                Lang::Zh => lint.doc_zh,
            };
            let documentation = format!("**{}** {doc}", lint.code);
            self.push(Item {
                name: name.to_owned(),
                kind: ItemKind::Warning,
                label: None,
                detail: other.to_owned(),
                documentation,
                rank: 0,
                symbol: None,
            });
        }
    }
}

//! Every name of a project: what it stands for, and where it stands.
//!
//! In: the trees of the prelude, a policy and its tests, whole or with gaps. Out: symbols, and occurrences by place. Knows which enum a
//! member belongs to where several have it, as far as declarations tell; knows no other types.

mod declare;
mod enums;
mod walk;

#[cfg(test)]
mod tests;

use super::symbol::{Occurrence, Role, Symbol, SymbolId, SymbolKind, Target};
use crate::resolve::Part;
use crate::source::{FileId, Span};
use crate::syntax::ast;
use std::collections::HashMap;

/// The names of a project.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// All declarations, the prelude's first.
    pub symbols: Vec<Symbol>,
    /// All places of names, by place.
    pub occurrences: Vec<Occurrence>,
    pub(super) values: HashMap<String, SymbolId>,
    pub(super) functions: HashMap<String, SymbolId>,
    pub(super) units: HashMap<String, SymbolId>,
    pub(super) enums: HashMap<String, SymbolId>,
    pub(super) members: HashMap<String, Vec<SymbolId>>,
    pub(super) examples: HashMap<String, SymbolId>,
    /// The enum of a symbol whose values are members of one.
    pub(super) enumerations: HashMap<SymbolId, SymbolId>,
}

impl Index {
    /// Collects the names of all files.
    #[must_use]
    pub fn new(parts: &[(Part, FileId, &ast::File)]) -> Index {
        let mut index = Index::default();
        let mut bodies = enums::Bodies::default();
        for (_, _, file) in parts {
            declare::file(&mut index, &mut bodies, file);
        }
        enums::infer(&mut index, &bodies);
        for (_, _, file) in parts {
            walk::file(&mut index, file);
        }
        index.occurrences.sort_by_key(|occurrence| (occurrence.span, occurrence.role == Role::Uses));
        index.occurrences.dedup_by_key(|occurrence| occurrence.span);
        index
    }

    /// The symbol of an id.
    #[must_use]
    pub fn symbol(&self, id: SymbolId) -> Option<&Symbol> {
        self.symbols.get(id.0 as usize)
    }

    /// The name that stands at a place, or ends there.
    #[must_use]
    pub fn at(&self, file: FileId, offset: u32) -> Option<Occurrence> {
        let behind = self.occurrences.partition_point(|occurrence| (occurrence.span.file, occurrence.span.start) <= (file, offset));
        let found = self.occurrences.get(..behind)?.last()?;
        (found.span.file == file && found.span.end >= offset).then_some(*found)
    }

    /// The occurrences in one file, in order.
    pub fn of_file(&self, file: FileId) -> impl Iterator<Item = &Occurrence> {
        let start = self.occurrences.partition_point(|occurrence| occurrence.span.file < file);
        self.occurrences.get(start..).unwrap_or(&[]).iter().take_while(move |occurrence| occurrence.span.file == file)
    }

    /// Every place of a symbol or function.
    pub fn places(&self, target: Target) -> impl Iterator<Item = &Occurrence> {
        self.occurrences.iter().filter(move |occurrence| occurrence.target == target)
    }

    /// The symbol a name stands for as a value.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<SymbolId> {
        self.values.get(name).copied()
    }

    /// The enum whose members a symbol has as values.
    #[must_use]
    pub fn enumeration(&self, id: SymbolId) -> Option<SymbolId> {
        self.enumerations.get(&id).copied()
    }

    /// The symbols of a kind, in the order of the files.
    pub fn of_kind(&self, kind: SymbolKind) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        self.all().filter(move |(_, symbol)| symbol.kind == kind)
    }

    /// The parts of a symbol: members, parameters, columns. They follow it.
    pub fn parts_of(&self, owner: SymbolId) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        let behind = self.symbols.get(owner.0 as usize + 1..).unwrap_or(&[]);
        let parts = behind.iter().take_while(move |part| part.owner == Some(owner));
        parts.enumerate().map(move |(place, part)| (SymbolId(owner.0 + 1 + place as u32), part))
    }

    /// All symbols.
    pub fn all(&self) -> impl Iterator<Item = (SymbolId, &Symbol)> {
        self.symbols.iter().enumerate().map(|(place, symbol)| (SymbolId(place as u32), symbol))
    }

    /// Whether a name is taken where a new one of this kind would stand: the symbol that has it.
    #[must_use]
    pub fn taken(&self, kind: SymbolKind, owner: Option<SymbolId>, name: &str) -> Option<SymbolId> {
        let is_value = |id: &&SymbolId| self.symbol(**id).is_some();
        match kind {
            SymbolKind::Unit => self.units.get(name).copied(),
            SymbolKind::Enum => self.enums.get(name).or_else(|| self.units.get(name)).copied(),
            SymbolKind::Function => self.functions.get(name).copied(),
            SymbolKind::Example => self.examples.get(name).copied(),
            SymbolKind::Parameter | SymbolKind::Column => {
                owner.and_then(|owner| self.parts_of(owner).find(|(_, part)| part.name == name).map(|(id, _)| id))
            }
            SymbolKind::Member => {
                let own = owner.and_then(|owner| self.parts_of(owner).find(|(_, part)| part.name == name).map(|(id, _)| id));
                own.or_else(|| self.values.get(name).copied())
            }
            SymbolKind::Policy | SymbolKind::Record => None,
            SymbolKind::Field
            | SymbolKind::Param
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
            | SymbolKind::Test
            | SymbolKind::Claim
            | SymbolKind::Broken => {
                self.values.get(name).filter(is_value).copied().or_else(|| self.members.get(name).and_then(|owners| owners.first()).copied())
            }
        }
    }

    fn add(&mut self, symbol: Symbol) -> SymbolId {
        let id = SymbolId(self.symbols.len() as u32);
        // Of what was lost, the place is that of all that was lost.
        let is_exact =
            !matches!(symbol.kind, SymbolKind::Broken | SymbolKind::Member) || (symbol.place.end - symbol.place.start) as usize == symbol.name.len();
        if has_place(symbol.kind) && symbol.place.start < symbol.place.end && is_exact {
            self.note(symbol.place, Target::Symbol(id), Role::Declares);
        }
        self.symbols.push(symbol);
        id
    }

    fn note(&mut self, span: Span, target: Target, role: Role) {
        self.occurrences.push(Occurrence { span, target, role });
    }
}

/// Whether what is declared has a name that stands in the text.
fn has_place(kind: SymbolKind) -> bool {
    !matches!(kind, SymbolKind::Value | SymbolKind::Test | SymbolKind::Claim)
}

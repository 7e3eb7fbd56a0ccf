//! What names stand for.
//!
//! In: nothing. Out: plain data: a symbol a declaration, an occurrence a place where a name stands.

use crate::source::Span;

/// A symbol, by position in its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SymbolId(pub u32);

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// The policy.
    Policy,
    /// A unit.
    Unit,
    /// An enum.
    Enum,
    /// A member of an enum.
    Member,
    /// The record.
    Record,
    /// A field of the record.
    Field,
    /// A param.
    Param,
    /// A `let`.
    Let,
    /// An `output`.
    Output,
    /// A function.
    Function,
    /// A parameter of a function.
    Parameter,
    /// A table.
    Table,
    /// A column of a table.
    Column,
    /// A decision table.
    Decision,
    /// An indicator.
    Indicator,
    /// The value of an indicator.
    Value,
    /// A group of a score.
    Group,
    /// A score.
    Score,
    /// A grade.
    Grade,
    /// An eligibility.
    Eligibility,
    /// An example.
    Example,
    /// A test; its name is a text.
    Test,
    /// A claim; it has no name but its words.
    Claim,
    /// What could not be read.
    Broken,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: Option<String>,
    /// Where its name stands.
    pub place: Span,
    /// The whole declaration.
    pub span: Span,
    /// What it is a part of: the enum of a member, the function of a parameter, the indicator of a value.
    pub owner: Option<SymbolId>,
    /// Its type as written.
    pub written: Option<Span>,
    /// How it is computed, as written.
    pub formula: Option<Span>,
    /// The clauses it implements.
    pub sources: Vec<String>,
    /// Remarks.
    pub notes: Vec<String>,
}

/// What an occurrence of a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A declaration.
    Symbol(SymbolId),
    /// A built-in function, by position in its table.
    Builtin(u32),
}

/// What a name does where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is declared.
    Declares,
    /// It is used.
    Uses,
}

/// A place where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Where.
    pub span: Span,
    /// What it stands for.
    pub target: Target,
    /// What it does there.
    pub role: Role,
}

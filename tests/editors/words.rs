//! The words of the language, by what an editor shows them as.
//!
//! In: the tables of the library. Out: words in both languages.

use ics::builtins;
use ics::compile::{PRELUDE, PRELUDE_NAME};
use ics::source::Sources;
use ics::syntax::ast;
use ics::syntax::keyword::{Class, KEYWORDS, Keyword};

/// What an editor shows a keyword as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Starts a declaration.
    Declaration,
    /// A value: `missing`, `true`, `false`.
    Constant,
    /// An operator that is a word.
    Operator,
    /// Chooses between values: `if`, `when`, `band`.
    Control,
    /// A type.
    Type,
    /// A clause of a declaration.
    Clause,
}

/// All roles.
pub const ROLES: [Role; 6] = [Role::Declaration, Role::Constant, Role::Operator, Role::Control, Role::Type, Role::Clause];

/// The role of a keyword.
pub fn role(keyword: &Keyword) -> Role {
    match (keyword.class, keyword.english) {
        (Class::Item, _) => Role::Declaration,
        (Class::Reserved, "missing" | "true" | "false") => Role::Constant,
        (Class::Reserved, "if" | "then" | "else" | "when" | "otherwise" | "band" | "linear") => Role::Control,
        (Class::Reserved, _) => Role::Operator,
        (Class::Contextual, "bool" | "text" | "date" | "number") => Role::Type,
        (Class::Contextual, _) => Role::Clause,
    }
}

/// The keywords of a role, both spellings, in the order of the grammar.
pub fn keywords(of: Role) -> Vec<&'static str> {
    KEYWORDS.iter().filter(|keyword| role(keyword) == of).flat_map(|keyword| [keyword.english, keyword.chinese]).collect()
}

/// Both spellings of one keyword.
pub fn spellings(english: &str) -> Vec<&'static str> {
    let found = KEYWORDS.iter().find(|keyword| keyword.english == english);
    let keyword = found.unwrap_or_else(|| panic!("no keyword `{english}`"));
    vec![keyword.english, keyword.chinese]
}

/// The functions, both spellings: those of the table and those that the prelude declares.
pub fn functions() -> Vec<String> {
    let declared = prelude().into_iter().filter_map(|item| match item {
        ast::Item::Function(function) => Some(function.name.text),
        _ => None,
    });
    builtins::names().map(ToString::to_string).chain(declared).collect()
}

/// The units that every policy has.
pub fn units() -> Vec<String> {
    let declared = prelude().into_iter().filter_map(|item| match item {
        ast::Item::Unit(unit) => Some(unit.name.text),
        _ => None,
    });
    declared.collect()
}

fn prelude() -> Vec<ast::Item> {
    let mut sources = Sources::default();
    let file = sources.add(PRELUDE_NAME, PRELUDE);
    ics::syntax::parse(&sources, file).0.items
}

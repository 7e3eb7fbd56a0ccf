//! Another name for what is declared.
//!
//! In: an analysis, a place, a new name. Out: every stretch to replace, or why it cannot be. Labels and texts stay.

use super::Analysis;
use super::symbol::{SymbolId, SymbolKind, Target};
use crate::builtins;
use crate::diagnostic::{Lang, quote};
use crate::source::{FileId, Span};
use crate::syntax::keyword::{Class, KEYWORDS};
use crate::syntax::lexicon::{TokenKind, tokens};

/// Why a name cannot be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing that has a name stands there.
    NoName,
    /// It comes with the language.
    Standard {
        /// The name.
        name: String,
    },
    /// The new name is no name.
    NotAName {
        /// The new name.
        name: String,
    },
    /// The new name is a reserved word.
    Reserved {
        /// The new name.
        name: String,
    },
    /// The new name stands for something else.
    Taken {
        /// The new name.
        name: String,
    },
}

impl Refusal {
    /// Its words.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let named = |name: &str| quote(lang, name);
        match (self, lang) {
            (Refusal::NoName, Lang::En) => "there is no name here that could be changed".to_owned(),
            (Refusal::NoName, Lang::Zh) => "此处没有可以改名的名称".to_owned(),
            (Refusal::Standard { name }, Lang::En) => format!("{} comes with the language and keeps its name", named(name)),
            (Refusal::Standard { name }, Lang::Zh) => format!("{}是语言自带的，不能改名", named(name)),
            (Refusal::NotAName { name }, Lang::En) => {
                format!("{} is no name: start with a letter or `_`, go on with letters, digits and `_`", named(name))
            }
            (Refusal::NotAName { name }, Lang::Zh) => format!("{}不能作名称：以文字或「_」开头，其后为文字、数字或「_」", named(name)),
            (Refusal::Reserved { name }, Lang::En) => format!("{} is a reserved word; choose another name", named(name)),
            (Refusal::Reserved { name }, Lang::Zh) => format!("{}是保留字，请另选名称", named(name)),
            (Refusal::Taken { name }, Lang::En) => format!("{} already stands for something else; choose another name", named(name)),
            (Refusal::Taken { name }, Lang::Zh) => format!("{}已有所指，请另选名称", named(name)),
        }
    }
}

/// The name at a place that can be changed: where it stands there.
///
/// # Errors
/// No name, or one that comes with the language.
pub fn prepare(analysis: &Analysis, file: FileId, offset: u32) -> Result<Span, Refusal> {
    subject(analysis, file, offset).map(|(span, _)| span)
}

fn subject(analysis: &Analysis, file: FileId, offset: u32) -> Result<(Span, SymbolId), Refusal> {
    let found = analysis.index.at(file, offset).ok_or(Refusal::NoName)?;
    let standard = || Refusal::Standard { name: analysis.sources.slice(found.span).to_owned() };
    let id = match found.target {
        Target::Symbol(id) => id,
        Target::Builtin(_) => return Err(standard()),
    };
    let symbol = analysis.index.symbol(id).ok_or(Refusal::NoName)?;
    if symbol.place.file == analysis.prelude {
        return Err(standard());
    }
    match symbol.kind {
        // `value` is a word of the language, a test has words and no name.
        SymbolKind::Value | SymbolKind::Test | SymbolKind::Claim => Err(Refusal::NoName),
        _ => Ok((found.span, id)),
    }
}

/// The stretches that a new name replaces, in all files, by place.
///
/// # Errors
/// What cannot be renamed, and names that will not do.
pub fn rename(analysis: &Analysis, file: FileId, offset: u32, name: &str) -> Result<Vec<Span>, Refusal> {
    let (_, id) = subject(analysis, file, offset)?;
    let symbol = analysis.index.symbol(id).ok_or(Refusal::NoName)?;
    is_free(analysis, symbol.kind, symbol.owner, id, name)?;
    let places = analysis.index.places(Target::Symbol(id)).map(|found| found.span);
    Ok(places.filter(|span| span.file != analysis.prelude).collect())
}

fn is_free(analysis: &Analysis, kind: SymbolKind, owner: Option<SymbolId>, id: SymbolId, name: &str) -> Result<(), Refusal> {
    let reserved = KEYWORDS.iter().any(|keyword| keyword.class == Class::Reserved && (keyword.english == name || keyword.chinese == name));
    if reserved {
        return Err(Refusal::Reserved { name: name.to_owned() });
    }
    let whole = |found: &[crate::syntax::lexicon::Token]| match found {
        [only] => only.start == 0 && only.end == name.len() && matches!(only.kind, TokenKind::Name | TokenKind::Keyword(_)),
        _ => false,
    };
    if name.contains(char::is_whitespace) || !whole(&tokens(name)) {
        return Err(Refusal::NotAName { name: name.to_owned() });
    }
    let is_builtin = kind == SymbolKind::Function && builtins::find(name).is_some();
    // A parameter hides what has its name.
    let hides = kind == SymbolKind::Parameter && analysis.index.value(name).is_some();
    let taken = analysis.index.taken(kind, owner, name).is_some_and(|other| other != id);
    if taken || is_builtin || hides { Err(Refusal::Taken { name: name.to_owned() }) } else { Ok(()) }
}

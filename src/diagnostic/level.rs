//! How seriously a warning is taken.
//!
//! In: nothing. Out: three levels and their words, which are the keywords of the language too.

use super::Lang;

/// How seriously a warning is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// All levels.
    pub const ALL: [Level; 3] = [Level::Allow, Level::Warn, Level::Deny];

    /// Its word, as written in a policy.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Level::Allow, Lang::En) => "allow",
            (Level::Warn, Lang::En) => "warn",
            (Level::Deny, Lang::En) => "deny",
            (Level::Allow, Lang::Zh) => "允许",
            (Level::Warn, Lang::Zh) => "提示",
            (Level::Deny, Lang::Zh) => "禁止",
        }
    }

    /// The level of a word in either language.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| [Lang::En, Lang::Zh].into_iter().any(|lang| level.word(lang) == word))
    }
}

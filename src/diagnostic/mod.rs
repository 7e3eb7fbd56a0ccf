//! Errors and warnings as plain data, in both languages.
//!
//! In: a phase's problem enum (anything that is [`Problem`]). Out: [`Diagnostic`], serialisable, ready for any renderer.
//! Knows no phase and prints nothing; the renderers are its children.

pub mod arguments;
mod bare;
mod excerpt;
pub mod github;
pub mod json;
mod level;
pub mod mend;
mod nested;
pub mod sarif;
pub mod short;
pub mod suggest;
pub mod terminal;
mod wrap;

pub use level::Level;

use crate::source::Span;
use arguments::Arguments;
use serde::Serialize;
use std::collections::HashSet;

/// A language for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The policy cannot be used.
    Error,
    /// The policy can be used; something in it is probably not meant.
    Warning,
}

impl Severity {
    /// Its word.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::En) => "warning",
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "警告",
        }
    }
}

/// The words of one problem in one language: a headline, one text per span (in the order of [`Problem::spans`]; an
/// empty text marks the place only), and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Words {
    /// What is wrong: lower case, no full stop.
    pub headline: String,
    /// One text for each span.
    pub labels: Vec<String>,
    /// What to do next, as text to paste where possible.
    pub help: Option<String>,
}

impl Words {
    /// Words with a headline only.
    #[must_use]
    pub fn new(headline: impl Into<String>) -> Words {
        Words { headline: headline.into(), ..Words::default() }
    }

    /// Adds the text of the next span.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Words {
        self.labels.push(text.into());
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Words {
        self.help = Some(text.into());
        self
    }
}

/// A replacement that certainly mends the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// What a phase's problem enum provides. Its words stand beside its variants, once in each language.
pub trait Problem {
    /// The stable code, such as `E0304`.
    fn code(&self) -> &'static str;
    /// Error unless the code starts with `W`.
    fn severity(&self) -> Severity {
        if self.code().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
    /// Whether it says that something is not there.
    fn is_lack(&self) -> bool {
        false
    }
    /// The places: the first is the primary one.
    fn spans(&self) -> Vec<Span>;
    /// The words in one language.
    fn words(&self, lang: Lang) -> Words;
    /// Replacements that certainly mend it.
    fn fixes(&self) -> Vec<Fix> {
        Vec::new()
    }
    /// Its facts by name, for programs: [`arguments::of`] itself and its places.
    fn arguments(&self) -> Arguments {
        Arguments::new()
    }
}

/// A problem with its words in both languages: plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The stable code, such as `E0304`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// The places, primary first; never empty.
    pub spans: Vec<Span>,
    /// English words; `labels` has the length of `spans`.
    pub en: Words,
    /// Chinese words; `labels` has the length of `spans`.
    pub zh: Words,
    /// Replacements that certainly mend it.
    pub fixes: Vec<Fix>,
    /// Its facts by name, for programs.
    pub arguments: Arguments,
}

impl Diagnostic {
    /// The words in `lang`.
    #[must_use]
    pub fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }

    /// The primary place.
    #[must_use]
    pub fn primary(&self) -> Option<Span> {
        self.spans.first().copied()
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl<P: Problem> From<&P> for Diagnostic {
    fn from(problem: &P) -> Diagnostic {
        let spans = problem.spans();
        let words = |lang| {
            let mut words = problem.words(lang);
            words.labels.resize(spans.len(), String::new());
            words
        };
        let (code, severity, fixes, arguments) = (problem.code(), problem.severity(), problem.fixes(), problem.arguments());
        Diagnostic { code, severity, en: words(Lang::En), zh: words(Lang::Zh), fixes, arguments, spans }
    }
}

/// The problems a phase collects, in the order found; [`Problems::sorted`] puts them by place.
#[derive(Debug, Default, Clone)]
pub struct Problems {
    list: Vec<Diagnostic>,
    seen: HashSet<(&'static str, Vec<Span>, String)>,
}

impl Problems {
    /// Adds a problem, unless the very same one was reported before.
    pub fn push(&mut self, problem: impl Problem) {
        let diagnostic = Diagnostic::from(&problem);
        if self.seen.insert((diagnostic.code, diagnostic.spans.clone(), diagnostic.en.headline.clone())) {
            self.list.push(diagnostic);
        }
    }

    /// Adds all of another phase's.
    pub fn extend(&mut self, other: Problems) {
        self.list.extend(other.list);
        self.seen.extend(other.seen);
    }

    /// Whether any is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(Diagnostic::is_error)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, by place.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|d| (d.primary(), d.code));
        self.list
    }
}

/// Quotes user text: back-ticks in English, corner brackets in Chinese.
#[must_use]
pub fn quote(lang: Lang, text: &str) -> String {
    match lang {
        Lang::En => format!("`{text}`"),
        Lang::Zh => format!("「{text}」"),
    }
}

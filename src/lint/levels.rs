//! Which level each warning has, and what that does to it.
//!
//! In: what the settings file, the header and the command line chose. Out: diagnostics with what is allowed left out, and what
//! is denied made an error that says where it was denied. The command line wins over the header, the header over the settings
//! file; in one place a name wins over `warnings`, and what stands later over what stands earlier.

use super::problem::LintProblem;
use super::registry::{self, LINTS, Lint, Target};
use crate::diagnostic::{Diagnostic, Lang, Level, Problems, Severity, Words, quote};
use crate::source::{Sources, Span};
use crate::syntax::ast;

/// Where a level was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the settings file.
    Settings(Span),
    /// In the header of the policy.
    Header(Span),
    /// On the command line, with this text.
    CommandLine(String),
}

/// A level chosen for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// For what.
    pub target: Target,
    /// Which.
    pub level: Level,
    /// Where.
    pub origin: Origin,
}

/// The choices made outside the policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// In the settings file, in its order.
    pub settings: Vec<Choice>,
    /// On the command line, in its order.
    pub command_line: Vec<Choice>,
}

impl Choices {
    /// Nothing is said of what these names stand for; a name that is none is passed over.
    #[must_use]
    pub fn allowing(names: &[&str]) -> Choices {
        let choice = |name: &&str| {
            let target = registry::find(name)?;
            Some(Choice { target, level: Level::Allow, origin: Origin::CommandLine(format!("--allow {name}")) })
        };
        Choices { settings: Vec::new(), command_line: names.iter().filter_map(choice).collect() }
    }
}

/// The level of every warning, once all choices are known.
#[derive(Debug, Clone)]
pub struct Levels {
    list: Vec<(&'static Lint, Level, Option<Origin>)>,
}

/// The choices of a header; what names no warning is reported.
pub fn header(policy: Option<&ast::Policy>, problems: &mut Problems) -> Vec<Choice> {
    let mut choices = Vec::new();
    for clause in policy.iter().flat_map(|policy| &policy.lints) {
        match registry::find(&clause.lint.text) {
            Some(target) => choices.push(Choice { target, level: clause.level, origin: Origin::Header(clause.span) }),
            None => {
                let nearest = registry::nearest(&clause.lint.text).map(str::to_owned);
                problems.push(LintProblem::UnknownLint { name: clause.lint.text.clone(), span: clause.lint.span, nearest });
            }
        }
    }
    choices
}

impl Levels {
    /// The levels that all choices together make.
    #[must_use]
    pub fn new(choices: &Choices, header: &[Choice]) -> Levels {
        let mut list: Vec<(&'static Lint, Level, Option<Origin>)> = LINTS.iter().map(|lint| (lint, lint.level, None)).collect();
        for place in [choices.settings.as_slice(), header, choices.command_line.as_slice()] {
            for (lint, level, origin) in &mut list {
                // What is allowed is no warning, so `warnings` leaves it alone.
                let all = place.iter().rev().find(|choice| choice.target == Target::All && *level != Level::Allow);
                let one = place.iter().rev().find(|choice| choice.target == Target::One(lint));
                if let Some(choice) = one.or(all) {
                    (*level, *origin) = (choice.level, Some(choice.origin.clone()));
                }
            }
        }
        Levels { list }
    }

    /// The level of a code; what is no warning is an error.
    #[must_use]
    pub fn of(&self, code: &str) -> Level {
        self.find(code).map_or(Level::Deny, |(_, level, _)| *level)
    }

    /// Whether anything is to be said of a code.
    #[must_use]
    pub fn says(&self, code: &str) -> bool {
        self.of(code) != Level::Allow
    }

    /// Leaves out what is allowed, and makes errors of what is denied.
    #[must_use]
    pub fn apply(&self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> Vec<Diagnostic> {
        let leveled = |diagnostic: Diagnostic| match self.find(diagnostic.code) {
            None | Some((_, Level::Warn, _)) => Some(diagnostic),
            Some((_, Level::Allow, _)) => None,
            Some((lint, Level::Deny, origin)) => Some(denied(diagnostic, lint, origin.as_ref(), sources)),
        };
        diagnostics.into_iter().filter_map(leveled).collect()
    }

    /// The words of a warning at its level, or nothing where it is allowed.
    #[must_use]
    pub fn leveled(&self, code: &str, words: &Words, lang: Lang, sources: &Sources) -> Option<(Severity, Words)> {
        match self.find(code) {
            None | Some((_, Level::Warn, _)) => Some((Severity::Warning, words.clone())),
            Some((_, Level::Allow, _)) => None,
            Some((lint, Level::Deny, origin)) => Some((Severity::Error, with_reason(words, lint, origin.as_ref(), sources, lang))),
        }
    }

    fn find(&self, code: &str) -> Option<&(&'static Lint, Level, Option<Origin>)> {
        self.list.iter().find(|(lint, _, _)| lint.code == code)
    }
}

fn denied(diagnostic: Diagnostic, lint: &Lint, origin: Option<&Origin>, sources: &Sources) -> Diagnostic {
    let en = with_reason(&diagnostic.en, lint, origin, sources, Lang::En);
    let zh = with_reason(&diagnostic.zh, lint, origin, sources, Lang::Zh);
    Diagnostic { severity: Severity::Error, en, zh, ..diagnostic }
}

fn with_reason(words: &Words, lint: &Lint, origin: Option<&Origin>, sources: &Sources, lang: Lang) -> Words {
    let why = reason(lint, origin, sources, lang);
    let help = words.help.as_ref().map_or_else(|| why.clone(), |help| format!("{help}\n{why}"));
    Words { help: Some(help), ..words.clone() }
}

/// Why a warning is an error.
fn reason(lint: &Lint, origin: Option<&Origin>, sources: &Sources, lang: Lang) -> String {
    let name = quote(lang, lint.name_in(lang));
    let line = |span: &Span| {
        let file = sources.file(span.file);
        (file.name.clone(), file.line_of(span.start))
    };
    match (origin, lang) {
        (Some(Origin::Header(span)), Lang::En) => format!("the header denies {name} in line {}", line(span).1),
        (Some(Origin::Header(span)), Lang::Zh) => format!("文件头第 {} 行禁止{name}", line(span).1),
        (Some(Origin::Settings(span)), Lang::En) => format!("{} denies {name} in line {}", line(span).0, line(span).1),
        (Some(Origin::Settings(span)), Lang::Zh) => format!("{} 第 {} 行禁止{name}", line(span).0, line(span).1),
        (Some(Origin::CommandLine(text)), Lang::En) => format!("`{text}` denies {name}"),
        (Some(Origin::CommandLine(text)), Lang::Zh) => format!("`{text}` 禁止{name}"),
        (None, Lang::En) => format!("{name} is denied unless a level is chosen"),
        (None, Lang::Zh) => format!("未设级别时，{name}即为禁止"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, Choices, Level, Levels, Origin, registry};

    fn choice(name: &str, level: Level) -> Choice {
        Choice { target: registry::find(name).unwrap(), level, origin: Origin::CommandLine(String::new()) }
    }

    fn level(settings: &[Choice], header: &[Choice], command_line: &[Choice]) -> Level {
        let choices = Choices { settings: settings.to_vec(), command_line: command_line.to_vec() };
        Levels::new(&choices, header).of("W0808")
    }

    #[test]
    fn the_nearest_choice_wins() {
        let of = |level| vec![choice("unused_field", level)];
        let (allow, warn, deny) = (of(Level::Allow), of(Level::Warn), of(Level::Deny));
        assert_eq!(level(&[], &[], &[]), Level::Warn);
        assert_eq!(level(&deny, &[], &[]), Level::Deny);
        assert_eq!(level(&deny, &allow, &[]), Level::Allow);
        assert_eq!(level(&deny, &allow, &warn), Level::Warn);
        assert_eq!(level(&[allow, deny].concat(), &[], &[]), Level::Deny);
    }

    #[test]
    fn all_warnings_are_those_that_are_not_allowed() {
        let all = [choice("warnings", Level::Deny)];
        let allow = [choice("unused_field", Level::Allow)];
        assert_eq!(level(&[], &[], &all), Level::Deny);
        assert_eq!(level(&[], &allow, &all), Level::Allow);
        assert_eq!(level(&[], &[], &[all[0].clone(), allow[0].clone()]), Level::Allow);
        assert_eq!(level(&[], &[], &[allow[0].clone(), all[0].clone()]), Level::Allow);
        assert_eq!(Levels::new(&Choices { settings: vec![], command_line: all.to_vec() }, &[]).of("W0819"), Level::Allow);
    }
}

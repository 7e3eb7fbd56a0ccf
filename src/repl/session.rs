//! The state of a session: the policy with what was added to it, the records, the last result.
//!
//! In: files, declarations. Out: a checked program at any time. What fails changes nothing: a new state takes the place of the old
//! one only when it is whole.

use super::problem::Refusal;
use super::records::Records;
use crate::cli::language::pick;
use crate::cli::load::{self, Tests, Text};
use crate::cli::problem::{CliProblem, Failure};
use crate::cli::screen::{Screen, Stream};
use crate::cli::{files, named, reference_date, settings};
use crate::compile::Compiled;
use crate::compile::desk::{Added, Asked, Desk};
use crate::data::error::DataError;
use crate::data::options::{Format, Options};
use crate::diagnostic::{Diagnostic, Lang, Severity, terminal};
use crate::ir::{Program, SlotId};
use crate::lint::levels::Choices;
use crate::resolve::Given;
use crate::source::{FileId, Sources};
use crate::syntax::keyword::KEYWORDS;
use crate::value::calendar::Day;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What there is where no policy is named: enough for sums with units and functions.
const NO_POLICY: &str = "policy session \"\" { source \"\" }\nrecord nothing { }\n";

/// So many errors are shown of a policy that an input breaks.
const SHOWN: usize = 4;

/// What a session starts with.
#[derive(Debug)]
pub struct Start {
    /// The policy, where one is named.
    pub policy: Option<PathBuf>,
    /// The file of records, where one is named.
    pub data: Option<PathBuf>,
    /// How files of records are read.
    pub reading: Options,
    /// The reference date, where one is given.
    pub as_of: Option<Day>,
    /// Set by Ctrl-C while an answer is worked out.
    pub stop: Arc<AtomicBool>,
}

/// How many digits figures have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digits {
    /// As explanations show them, with `≈` where digits were dropped.
    Rounded,
    /// All of them.
    Exact,
}

/// A session.
pub struct Session {
    /// Language, width, colours.
    pub screen: Screen,
    /// The digits of figures.
    pub digits: Digits,
    /// The policy with what was added.
    pub desk: Desk,
    /// What it was compiled to.
    pub program: Arc<Program>,
    /// The file of the policy.
    pub policy: Option<PathBuf>,
    /// The records.
    pub records: Records,
    /// The last result.
    pub last: Option<Given>,
    /// The last input that was no command.
    pub last_input: String,
    /// The reference date that was given.
    pub as_of: Option<Day>,
    /// Set by Ctrl-C.
    pub stop: Arc<AtomicBool>,
    /// Whether the session is over.
    pub over: bool,
    inputs: u32,
}

impl Session {
    /// Opens a session.
    ///
    /// # Errors
    /// Files that cannot be read, a policy with errors.
    pub fn open(screen: Screen, start: Start) -> Result<Session, Failure> {
        let Start { policy, data, reading, as_of, stop } = start;
        let desk = desk(policy.as_deref())?;
        let compiled = desk.compile();
        let Some(program) = compiled.program else {
            let errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
            for error in &errors {
                screen.print_error(&format!("{}\n", terminal::render(error, &compiled.sources, &screen.style(Stream::Err))));
            }
            let path = policy.map(|path| path.display().to_string()).unwrap_or_default();
            return Err(CliProblem::FaultyPolicy { path, errors: errors.len() }.into());
        };
        if as_of.is_some() {
            reference_date::settle(&program, as_of)?;
        }
        let mut records = Records::new(reading);
        if let Some(data) = data {
            records.take(&program, &data)?;
        }
        let program = Arc::new(program);
        Ok(Session {
            screen,
            digits: Digits::Rounded,
            desk,
            program,
            policy,
            records,
            last: None,
            last_input: String::new(),
            as_of,
            stop,
            over: false,
            inputs: 0,
        })
    }

    /// The one of two texts in the language of the session.
    #[must_use]
    pub fn pick<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        pick(self.screen.lang, en, zh)
    }

    /// The texts of the policy.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.desk.sources
    }

    /// Adds declarations; returns what the checker notices about them.
    ///
    /// # Errors
    /// Declarations with errors: nothing is changed.
    pub fn add(&mut self, text: &str) -> Result<String, Refusal> {
        self.inputs += 1;
        let name = format!("<{} {}>", self.pick("input", "输入"), self.inputs);
        let desk = self.desk.with(&name, text);
        let (program, compiled) = self.compiled(&desk)?;
        let is_new = |diagnostic: &&Diagnostic| diagnostic.primary().is_some_and(|place| compiled.sources.file(place.file).name == name);
        let noticed = self.rendered(compiled.diagnostics.iter().filter(is_new), &compiled.sources);
        let told = self.declared(&desk);
        self.desk = desk;
        self.become_program(program)?;
        // A figure kept from before would be in the unit as it was.
        let is_unit = |word: &str| KEYWORDS.iter().any(|keyword| keyword.english == "unit" && [keyword.english, keyword.chinese].contains(&word));
        if text.split_whitespace().any(is_unit) {
            self.last = None;
        }
        Ok(format!("{noticed}{told}"))
    }

    /// What is new on a desk, in words.
    fn declared(&self, desk: &Desk) -> String {
        let is_new = |added: &&Added| !self.desk.added().contains(added);
        let line = |added: &Added| {
            let words = match (added.name.is_empty(), added.replaces.is_empty()) {
                (true, _) => return String::new(),
                (false, true) => self.pick("declared", "已声明"),
                (false, false) => self.pick("declared in the place of the policy's own", "已声明，取代政策中的同名声明"),
            };
            match self.screen.lang {
                Lang::En => format!("`{}` {words}\n", added.name),
                Lang::Zh => format!("「{}」{words}\n", added.name),
            }
        };
        desk.added().iter().filter(is_new).map(line).collect()
    }

    /// Takes another policy.
    ///
    /// # Errors
    /// A file that cannot be read, a policy with errors: nothing is changed.
    pub fn take_policy(&mut self, path: &Path) -> Result<(), Refusal> {
        let desk = desk(Some(path))?;
        let (program, _) = self.compiled(&desk)?;
        self.desk = desk;
        self.policy = Some(path.to_path_buf());
        self.become_program(program)
    }

    /// Reads the policy again, with what was added.
    ///
    /// # Errors
    /// A file that cannot be read, a policy with errors: nothing is changed.
    pub fn reload(&mut self) -> Result<(), Refusal> {
        let fresh = desk(self.policy.as_deref())?;
        let texts: Vec<String> = self.desk.added().iter().map(|added| added.text.clone()).collect();
        let name = format!("<{}>", self.pick("input", "输入"));
        let desk = texts.iter().fold(fresh, |desk, text| desk.with(&name, text));
        let (program, _) = self.compiled(&desk)?;
        self.desk = desk;
        self.become_program(program)
    }

    /// Puts expressions to the policy that stand at these places of an input.
    ///
    /// # Errors
    /// Expressions with errors.
    pub fn ask(&self, input: &str, places: &[Range<usize>]) -> Result<Question, Refusal> {
        let name = format!("<{}>", self.pick("input", "输入"));
        let given: Vec<Given> = self.last.iter().cloned().collect();
        let Asked { sources, answer, diagnostics } = self.desk.ask(&name, input, places, &given);
        let noticed = self.rendered(diagnostics.iter(), &sources);
        match answer {
            Some((program, slots)) => Ok(Question { program, slots, sources, noticed }),
            None => Err(Refusal::Shown(noticed)),
        }
    }

    /// The reference date for what depends on it.
    ///
    /// # Errors
    /// None is given, or one before the first dated value.
    pub fn date(&self) -> Result<Day, Refusal> {
        Ok(reference_date::settle(&self.program, self.as_of)?)
    }

    /// Whether Ctrl-C was pressed since the input began.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// A refusal as it is printed.
    #[must_use]
    pub fn told(&self, refusal: &Refusal) -> String {
        let screen = &self.screen;
        let message = |code: &str, words: &crate::diagnostic::Words| screen.message_text(Severity::Error, code, words, Stream::Out);
        match refusal {
            Refusal::Session(problem) => message(problem.code(), &problem.words(screen.lang)),
            Refusal::Command(problem) => message(problem.code(), &problem.words(screen.lang)),
            Refusal::Data(file, errors) => {
                let told = |error: &DataError| {
                    let words = error.words(screen.lang);
                    match file.as_deref().filter(|_| !error.names_file()) {
                        Some(file) => message(error.code(), &named(file, words, screen.lang)),
                        None => message(error.code(), &words),
                    }
                };
                errors.iter().map(told).collect()
            }
            Refusal::Shown(text) => text.clone(),
            Refusal::PipeClosed => String::new(),
        }
    }

    fn compiled(&self, desk: &Desk) -> Result<(Program, Compiled), Refusal> {
        let mut compiled = desk.compile();
        match compiled.program.take() {
            Some(program) => Ok((program, compiled)),
            None => {
                // What was typed is what is wrong; its texts have names in angle brackets.
                let is_typed = |error: &&Diagnostic| error.primary().is_some_and(|place| compiled.sources.file(place.file).name.starts_with('<'));
                let mut errors: Vec<&Diagnostic> = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
                errors.sort_by_key(|error| !is_typed(error));
                let mut shown = self.rendered(errors.iter().take(SHOWN).copied(), &compiled.sources);
                let more = errors.len().saturating_sub(SHOWN);
                if more > 0 {
                    shown.push_str(&match self.screen.lang {
                        Lang::En => format!("… and {more} more\n"),
                        Lang::Zh => format!("……另有 {more} 个错误\n"),
                    });
                }
                Err(Refusal::Shown(shown))
            }
        }
    }

    /// Everything that rests on the program follows it. The last result and the current record are kept where their schema is the same.
    fn become_program(&mut self, program: Program) -> Result<(), Refusal> {
        let shape = |program: &Program| {
            let fields: Vec<String> =
                program.record.fields.iter().map(|field| format!("{} {:?} {}", field.name, field.kind, field.optional)).collect();
            (fields, format!("{:?}", program.enums))
        };
        let same = shape(&program) == shape(&self.program);
        self.program = Arc::new(program);
        if same {
            return Ok(());
        }
        self.last = None;
        self.records.follow(&self.program)
    }

    fn rendered<'d>(&self, diagnostics: impl Iterator<Item = &'d Diagnostic>, sources: &Sources) -> String {
        let style = self.screen.style(Stream::Out);
        diagnostics.map(|diagnostic| terminal::render(diagnostic, sources, &style)).collect()
    }
}

/// Expressions that were checked.
#[derive(Debug)]
pub struct Question {
    /// The policy with a slot for each.
    pub program: Program,
    /// Those slots.
    pub slots: Vec<SlotId>,
    /// The texts.
    pub sources: Sources,
    /// Warnings, rendered.
    pub noticed: String,
}

impl Question {
    /// The slot of the first expression.
    ///
    /// # Errors
    /// There was none.
    pub fn first(&self) -> Result<SlotId, Refusal> {
        self.slots.first().copied().ok_or_else(|| Refusal::Shown(String::new()))
    }
}

/// Whether a file is one of records, by its name.
#[must_use]
pub fn is_data(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).and_then(Format::named).is_some()
}

fn desk(policy: Option<&Path>) -> Result<Desk, CliProblem> {
    let Some(path) = policy else {
        let mut sources = Sources::default();
        let policy = sources.add("", NO_POLICY);
        return Ok(Desk::new(sources, policy, &[], Choices::allowing(&["warnings"])));
    };
    let tested = files::policy_of(path);
    if files::name_of(path).ends_with(files::TEST_SUFFIX) && tested.is_file() && tested != path {
        return Err(CliProblem::NotAPolicy { path: path.display().to_string(), policy: tested.display().to_string() });
    }
    let texts: Vec<Text> = load::texts(path, Tests::Beside)?;
    let (mut sources, tests): (Sources, Vec<FileId>) = load::sources(&texts);
    // What is wrong with the settings `ics check` says; levels that cannot be read are those of the policy.
    let (settings, _) = settings::of_policy(path, &mut sources)?;
    Ok(Desk::new(sources, load::POLICY, &tests, Choices { settings, command_line: Vec::new() }))
}

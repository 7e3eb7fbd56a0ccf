//! From a file or text to a policy.
//!
//! In: a path, or a name and a text. Out: a policy, or what is wrong, with the words of the checker.

use super::{Dated, Known, Policy};
use crate::compile::{Compiled, compile};
use crate::data::cell::CellReader;
use crate::data::columns::{Columns, Matcher};
use crate::data::error::{DataError, Reason};
use crate::data::options::MISSING_WORDS;
use crate::data::row_reader::{Beyond, RowReader};
use crate::diagnostic::terminal::{self, Style};
use crate::diagnostic::{Diagnostic, Lang};
use crate::ir::SlotId;
use crate::source::Sources;
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Why a policy cannot be used.
#[derive(Debug, Clone)]
pub enum LoadError {
    /// Its file cannot be read.
    Unreadable(DataError),
    /// It has errors.
    Faulty {
        /// Errors and warnings, by place.
        diagnostics: Vec<Diagnostic>,
        /// The texts they point into.
        sources: Box<Sources>,
    },
}

impl LoadError {
    /// Errors and warnings, by place; none where the file cannot be read.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            LoadError::Unreadable(_) => &[],
            LoadError::Faulty { diagnostics, .. } => diagnostics,
        }
    }

    /// What is wrong, in one language, with the lines of the policy it is about.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            LoadError::Unreadable(error) => error.words(lang).headline,
            LoadError::Faulty { diagnostics, sources } => {
                let style = Style { lang, ..Style::default() };
                let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
                let texts: Vec<String> = errors.map(|diagnostic| terminal::render(diagnostic, sources, &style)).collect();
                texts.join("\n").trim_end().to_owned()
            }
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for LoadError {}

#[expect(clippy::disallowed_methods, reason = "a program that embeds a policy loads it from a file; nothing else is read")]
pub(super) fn load(path: &Path) -> Result<Policy, LoadError> {
    let file = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => from_text(&file, &text),
        Err(error) => Err(LoadError::Unreadable(DataError::Unreadable { file, reason: Reason::from(&error) })),
    }
}

pub(super) fn from_text(name: &str, text: &str) -> Result<Policy, LoadError> {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    let Compiled { sources, program, diagnostics, .. } = compile(sources, file, &[]);
    let Some(program) = program else {
        return Err(LoadError::Faulty { diagnostics, sources: Box::new(sources) });
    };
    let mut slots = HashMap::new();
    for (slot, id) in program.slots.iter().zip(0..) {
        slots.entry(slot.name.clone()).or_insert(SlotId(id));
    }
    let cells = CellReader::new(&program.record, &program.enums, &MISSING_WORDS.map(str::to_owned));
    let record = Arc::new(program.record.clone());
    let rows = RowReader::new(&record, cells, Columns::in_order(&record), Beyond::Wrong);
    let matcher = Matcher::new(&record);
    let known = Known { sources, program: Arc::new(program), warnings: diagnostics, record, rows, matcher, slots };
    Ok(Policy { known: Arc::new(known), dated: Dated::new(None) })
}

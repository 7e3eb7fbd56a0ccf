//! Warnings that commands give while data are read, at the level chosen for each.
//!
//! In: a code, its words, the levels of the policy. Out: a message on standard error, or none; and whether anything was denied, so
//! that the command ends with findings.

use super::Outcome;
use super::screen::Screen;
use crate::diagnostic::{Severity, Words};
use crate::lint::levels::Levels;
use crate::source::Sources;
use std::cell::Cell;

/// The levels of a run, and whether something was denied so far.
#[derive(Debug)]
pub struct Warnings {
    levels: Levels,
    denied: Cell<bool>,
}

impl Warnings {
    /// Nothing was said yet.
    #[must_use]
    pub fn new(levels: Levels) -> Warnings {
        Warnings { levels, denied: Cell::new(false) }
    }

    /// Says a warning at its level.
    pub fn say(&self, screen: &Screen, sources: &Sources, code: &str, words: &Words) {
        if let Some((severity, words)) = self.levels.leveled(code, words, screen.lang, sources) {
            self.denied.set(self.denied.get() || severity == Severity::Error);
            screen.message(severity, code, &words);
        }
    }

    /// How a command ends that would end like this if nothing was denied.
    #[must_use]
    pub fn outcome(&self, otherwise: Outcome) -> Outcome {
        match otherwise {
            Outcome::Fine if self.denied.get() => Outcome::Findings,
            Outcome::Fine | Outcome::Findings | Outcome::Incomplete | Outcome::Interrupted => otherwise,
        }
    }
}

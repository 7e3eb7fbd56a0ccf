//! How far a long run has come, on a terminal.
//!
//! In: a count now and then. Out: one moving line on standard error, from the second second on. Results never depend on it.

use super::screen::{Screen, Talk};
use crate::diagnostic::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// The clock is looked at every so many records.
const STEP: u64 = 256;

/// A moving line, or nothing.
pub struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
    wanted: bool,
    lang: Lang,
}

impl Progress {
    /// Starts to count.
    #[must_use]
    pub fn new(screen: &Screen) -> Progress {
        Progress { started: Instant::now(), bar: None, wanted: screen.terminal_err && screen.talk == Talk::Normal, lang: screen.lang }
    }

    /// Tells how many records have been read.
    pub fn at(&mut self, count: u64) {
        if !self.wanted || !count.is_multiple_of(STEP) || self.started.elapsed() < PATIENCE {
            return;
        }
        let lang = self.lang;
        let bar = self.bar.get_or_insert_with(|| {
            let template = match lang {
                Lang::En => "{spinner} {human_pos} records, {per_sec}",
                Lang::Zh => "{spinner} 已读 {human_pos} 条，{per_sec}",
            };
            let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
        });
        bar.set_position(count);
    }

    /// Takes the line away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

//! How far a long run has come, on a terminal.
//!
//! In: a count now and then. Out: one moving line on standard error, from the second second on. Results never depend on it.

use super::screen::{Screen, Talk};
use crate::diagnostic::Lang;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
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
                Lang::En => "{spinner} {human_pos} records read, {msg} a second",
                Lang::Zh => "{spinner} 已读 {human_pos} 条，每秒 {msg} 条",
            };
            let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
        });
        // The line appears late, so its own rate would count from then.
        bar.set_message(HumanCount(rate(count, self.started.elapsed())).to_string());
        bar.set_position(count);
    }

    /// Takes the line away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Records a second since the start.
fn rate(count: u64, elapsed: Duration) -> u64 {
    u64::try_from(u128::from(count) * 1000 / elapsed.as_millis().max(1)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Duration, rate};

    #[test]
    fn the_rate_counts_from_the_start_of_the_run() {
        assert_eq!(rate(44_032, Duration::from_millis(1001)), 43_988);
        assert_eq!(rate(5, Duration::ZERO), 5000);
    }
}

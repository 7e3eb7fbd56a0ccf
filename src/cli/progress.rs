//! How far a long run has come.
//!
//! In: how many records have been read, and what share of the files that is. Out: on a terminal one moving line, from the second second on;
//! elsewhere a plain line a minute. Results never depend on it.

use super::screen::{Screen, Talk};
use crate::bulk::pipeline;
use crate::diagnostic::Lang;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Runs shorter than this show nothing on a terminal.
const PATIENCE: Duration = Duration::from_secs(1);
/// Where there is no terminal, a line is written so often.
const LINES: Duration = Duration::from_secs(60);

/// A moving line, a line a minute, or nothing.
pub struct Progress<'a> {
    screen: &'a Screen,
    started: Instant,
    bar: Option<ProgressBar>,
    lines: u32,
}

impl<'a> Progress<'a> {
    /// Starts to count.
    #[must_use]
    pub fn new(screen: &'a Screen) -> Progress<'a> {
        Progress { screen, started: Instant::now(), bar: None, lines: 0 }
    }

    /// Tells how far the run has come.
    pub fn at(&mut self, progress: pipeline::Progress) {
        let elapsed = self.started.elapsed();
        match (self.screen.talk, self.screen.terminal_err) {
            (Talk::Quiet, _) => {}
            (Talk::Normal, true) if elapsed >= PATIENCE => {
                let bar = self.bar.get_or_insert_with(|| {
                    let style = ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
                    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
                });
                bar.set_message(line(progress, elapsed, self.screen.lang));
                bar.tick();
            }
            (Talk::Normal, false) if elapsed >= LINES * (self.lines + 1) => {
                // A long piece may have taken several minutes.
                self.lines = u32::try_from(elapsed.as_secs() / LINES.as_secs()).unwrap_or(u32::MAX - 1);
                self.screen.say(&line(progress, elapsed, self.screen.lang));
            }
            (Talk::Normal, _) => {}
        }
    }

    /// Takes the moving line away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Records, records a second, the share done and the time left.
fn line(progress: pipeline::Progress, elapsed: Duration, lang: Lang) -> String {
    let (records, rate) = (HumanCount(progress.records), HumanCount(rate(progress.records, elapsed)));
    let head = match lang {
        Lang::En => format!("{records} records read, {rate} a second"),
        Lang::Zh => format!("已读 {records} 条，每秒 {rate} 条"),
    };
    let Some((done, whole)) = progress.share.filter(|(done, whole)| *done > 0 && done <= whole) else { return head };
    let percent = u128::from(done) * 100 / u128::from(whole);
    let left = elapsed.as_millis() * u128::from(whole - done) / u128::from(done);
    let left = time(u64::try_from(left / 1000).unwrap_or(u64::MAX), lang);
    match lang {
        Lang::En => format!("{head}, {percent}% done, {left} left"),
        Lang::Zh => format!("{head}，完成 {percent}%，剩余 {left}"),
    }
}

fn time(seconds: u64, lang: Lang) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match (lang, minutes, hours) {
        (Lang::En, 0, _) => format!("{seconds} s"),
        (Lang::En, _, 0) => format!("{minutes} min {} s", seconds % 60),
        (Lang::En, _, _) => format!("{hours} h {} min", minutes % 60),
        (Lang::Zh, 0, _) => format!("{seconds} 秒"),
        (Lang::Zh, _, 0) => format!("{minutes} 分 {} 秒", seconds % 60),
        (Lang::Zh, _, _) => format!("{hours} 小时 {} 分", minutes % 60),
    }
}

/// Records a second since the start.
fn rate(count: u64, elapsed: Duration) -> u64 {
    u64::try_from(u128::from(count) * 1000 / elapsed.as_millis().max(1)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Duration, Lang, line, pipeline, rate};

    #[test]
    fn the_rate_counts_from_the_start_of_the_run() {
        assert_eq!(rate(44_032, Duration::from_millis(1001)), 43_988);
        assert_eq!(rate(5, Duration::ZERO), 5000);
    }

    #[test]
    fn the_line_tells_what_is_left_where_the_share_is_known() {
        let at = |share| pipeline::Progress { records: 1_200_000, share };
        let minute = Duration::from_secs(60);
        assert_eq!(line(at(None), minute, Lang::En), "1,200,000 records read, 20,000 a second");
        assert_eq!(line(at(Some((0, 8))), minute, Lang::En), "1,200,000 records read, 20,000 a second");
        assert_eq!(line(at(Some((3, 8))), minute, Lang::En), "1,200,000 records read, 20,000 a second, 37% done, 1 min 40 s left");
        assert_eq!(line(at(Some((3, 8))), minute, Lang::Zh), "已读 1,200,000 条，每秒 20,000 条，完成 37%，剩余 1 分 40 秒");
        assert_eq!(line(at(Some((1, 100))), minute, Lang::En), "1,200,000 records read, 20,000 a second, 1% done, 1 h 39 min left");
        assert_eq!(line(at(Some((8, 8))), minute, Lang::En), "1,200,000 records read, 20,000 a second, 100% done, 0 s left");
    }
}

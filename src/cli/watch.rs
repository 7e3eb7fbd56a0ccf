//! `ics check --watch`: checking again after every change.
//!
//! In: policies and folders. Out: after each change what `check` says, on a terminal after clearing it, and one line of status. The
//! folders are watched and not the files: editors save by putting another file in the place of the old one, and tests may be
//! written only later. Ends when interrupted, as any command does, or when nobody reads any more.

use super::check::{self, Fixing, Job};
use super::files;
use super::problem::{CliProblem, Failure};
use super::report::Format;
use super::screen::Screen;
use super::{Outcome, arguments};
use crate::lint::levels::Choice;
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long all must be quiet before a change counts as done.
const QUIET: Duration = Duration::from_millis(50);
/// How many times that is waited for: a file that never rests is checked all the same.
const PATIENCE: u32 = 40;
/// Clears a terminal and what was scrolled out of it.
const CLEAR: &str = "\u{1b}[2J\u{1b}[3J\u{1b}[H";

/// Checks the policies now and after every change.
///
/// # Errors
/// Paths that cannot be read at the start or watched, nobody reads standard output.
pub fn run(screen: &Screen, paths: &[PathBuf], format: Format, levels: Vec<Choice>) -> Result<Outcome, Failure> {
    check::policies(paths)?;
    let job = Job { fixing: Fixing::Shown, levels };
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Where nobody listens any more the command is ending. A failed event may hide a change.
        if event.map_or(true, |event| matters(&event)) {
            let _ = sender.send(());
        }
    })
    .map_err(|error| cannot_watch(&arguments::joined(paths), &error))?;
    for (folder, mode) in folders(paths) {
        watcher.watch(&folder, mode).map_err(|error| cannot_watch(&folder.display().to_string(), &error))?;
    }
    loop {
        report(screen, paths, format, &job)?;
        if changes.recv().is_err() || wait_for_quiet(&changes).is_none() {
            return Ok(Outcome::Fine);
        }
    }
}

fn report(screen: &Screen, paths: &[PathBuf], format: Format, job: &Job) -> Result<(), Failure> {
    if screen.terminal_out {
        screen.out(CLEAR)?;
    }
    let summary = match check::once(screen, paths, format, job) {
        Ok((_, summary)) => summary,
        // A folder may be empty for a while, and a file away.
        Err(Failure::Problem(problem)) => {
            screen.problem(&problem);
            screen.pick("nothing checked", "未作检查").to_owned()
        }
        Err(failure @ (Failure::Data { .. } | Failure::PipeClosed)) => return Err(failure),
    };
    screen.say(&format!("{summary}{}", screen.pick("; waiting for changes", "；等待文件变化")));
    Ok(())
}

/// The folders to watch: given ones with all that is in them, those of given files by themselves.
fn folders(paths: &[PathBuf]) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut folders = BTreeMap::new();
    for path in paths {
        if path.is_dir() {
            folders.insert(path.clone(), RecursiveMode::Recursive);
        } else {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            folders.entry(folder.to_path_buf()).or_insert(RecursiveMode::NonRecursive);
        }
    }
    folders
}

/// Whether an event may change what a check says. Reading does not; nor do the locks and copies of editors.
fn matters(event: &Event) -> bool {
    let is_policy = |path: &PathBuf| {
        let name = files::name_of(path);
        !name.starts_with('.') && (name.ends_with(".ics") || !name.contains('.'))
    };
    match event.kind {
        EventKind::Access(_) => false,
        EventKind::Any | EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) | EventKind::Other => {
            event.need_rescan() || event.paths.is_empty() || event.paths.iter().any(is_policy)
        }
    }
}

/// Waits until no change has come for a while; `None` where none can come any more.
fn wait_for_quiet(changes: &Receiver<()>) -> Option<()> {
    for _ in 0..PATIENCE {
        match changes.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Some(()),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(())
}

fn cannot_watch(path: &str, error: &notify::Error) -> CliProblem {
    CliProblem::CannotWatch { path: path.to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{folders, matters};
    use notify::event::{AccessKind, CreateKind, EventKind};
    use notify::{Event, RecursiveMode};
    use std::path::PathBuf;

    #[test]
    fn reading_and_the_files_of_editors_do_not_matter() {
        let of = |kind, path: &str| matters(&Event::new(kind).add_path(PathBuf::from(path)));
        let made = EventKind::Create(CreateKind::Any);
        assert!(of(made, "a/甲.ics") && of(made, "a/甲_test.ics") && of(made, "a/new_folder"));
        assert!(!of(made, "a/.甲.ics.swp") && !of(made, "a/.#甲.ics") && !of(made, "a/data.csv") && !of(made, "a/甲.ics~"));
        assert!(!of(EventKind::Access(AccessKind::Any), "a/甲.ics"));
    }

    #[test]
    fn files_are_watched_by_their_folder() {
        let found = folders(&["no/such.ics", "other.ics", "src", "src/x.ics"].map(PathBuf::from));
        let expected = [(".", RecursiveMode::NonRecursive), ("no", RecursiveMode::NonRecursive), ("src", RecursiveMode::Recursive)];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected.map(|(path, mode)| (PathBuf::from(path), mode)));
    }
}

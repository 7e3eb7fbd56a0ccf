//! `ics fmt`: policies in their one layout.
//!
//! In: policies and folders, or a text on standard input. Out: the files that change, written whole; or their names, or the
//! differences. A file that does not parse stays as it is, and what is wrong with it is shown.

use super::files::{self, Found};
use super::fixing::Change;
use super::problem::{CliProblem, Failure, Reason};
use super::screen::{Screen, Stream};
use super::{Outcome, arguments};
use crate::diagnostic::{Lang, terminal};
use crate::format::{Options, Refused, format_named};
use clap::ArgMatches;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What is done with a file whose layout is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// It is written.
    Write,
    /// It is named.
    Name,
    /// What would change is shown.
    Compare,
}

/// How many of what.
#[derive(Debug, Default)]
struct Tally {
    changed: usize,
    same: usize,
    broken: usize,
    unread: usize,
}

/// Lays out the policies.
///
/// # Errors
/// Paths that cannot be read, no policy at all, a file that cannot be written.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let act = match (options.get_flag("diff"), options.get_flag("check")) {
        (true, _) => Act::Compare,
        (false, true) => Act::Name,
        (false, false) => Act::Write,
    };
    let keywords = options.get_one::<String>("keywords").map(|name| if name == "zh" { Lang::Zh } else { Lang::En });
    let layout = Options { keywords };
    let paths = arguments::paths(options);
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return standard_input(screen, &layout, act);
    }
    let Found { policies, tests, .. } = files::find(&paths)?;
    let all: BTreeSet<PathBuf> = policies.into_iter().chain(tests).collect();
    if all.is_empty() {
        return Err(CliProblem::NoPolicies { path: arguments::joined(&paths) }.into());
    }
    let mut tally = Tally::default();
    for path in &all {
        let before = match files::read_text(path) {
            Ok(text) => text,
            // One unreadable file says nothing about the others.
            Err(problem) => {
                tally.unread += 1;
                screen.problem(&problem);
                continue;
            }
        };
        let Some(after) = laid_out(screen, path, &before, &layout)? else {
            tally.broken += 1;
            continue;
        };
        if after == before {
            tally.same += 1;
            continue;
        }
        tally.changed += 1;
        let change = Change { path: path.clone(), before, after, fixed: 0 };
        match act {
            Act::Write => change.write()?,
            Act::Name => screen.out(&format!("{}\n", path.display()))?,
            Act::Compare => screen.out(&change.difference())?,
        }
    }
    screen.say(&tally.summary(screen.lang, act));
    Ok(tally.outcome(act))
}

/// The text on standard input, laid out on standard output.
fn standard_input(screen: &Screen, layout: &Options, act: Act) -> Result<Outcome, Failure> {
    let mut before = String::new();
    let cannot = |error: std::io::Error| CliProblem::CannotRead { path: "-".to_owned(), reason: Reason::of(&error) };
    std::io::stdin().lock().read_to_string(&mut before).map_err(cannot)?;
    let path = PathBuf::from("-");
    let Some(after) = laid_out(screen, &path, &before, layout)? else { return Ok(Outcome::Findings) };
    let differs = after != before;
    match act {
        Act::Write => screen.out(&after)?,
        Act::Name if differs => screen.out("-\n")?,
        Act::Compare if differs => screen.out(&Change { path, before, after, fixed: 0 }.difference())?,
        Act::Name | Act::Compare => {}
    }
    Ok(if differs && act != Act::Write { Outcome::Findings } else { Outcome::Fine })
}

/// The layout of a text; none where it does not parse, as is shown.
fn laid_out(screen: &Screen, path: &Path, text: &str, layout: &Options) -> Result<Option<String>, Failure> {
    let name = path.display().to_string();
    match format_named(&name, text, layout) {
        Ok(after) => Ok(Some(after)),
        Err(Refused::Broken { sources, diagnostics }) => {
            for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
                screen.print_error(&format!("{}\n", terminal::render(diagnostic, &sources, &screen.style(Stream::Err))));
            }
            Ok(None)
        }
        Err(Refused::Changed) => {
            let promise = screen.pick("a layout that says the same as the text", "排版不改变内容").to_owned();
            Err(CliProblem::Defect { place: name, promise }.into())
        }
    }
}

impl Tally {
    fn outcome(&self, act: Act) -> Outcome {
        match (self.unread, self.broken, self.changed, act) {
            (1.., _, _, _) => Outcome::Incomplete,
            (0, 1.., _, _) | (0, 0, 1.., Act::Name | Act::Compare) => Outcome::Findings,
            (0, 0, 0, _) | (0, 0, 1.., Act::Write) => Outcome::Fine,
        }
    }

    fn summary(&self, lang: Lang, act: Act) -> String {
        let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let mut parts = Vec::new();
        match (lang, act, self.changed) {
            (_, _, 0) => {}
            (Lang::En, Act::Write, changed) => parts.push(format!("{} laid out", files(changed))),
            (Lang::En, Act::Name | Act::Compare, changed) => parts.push(format!("{} would change", files(changed))),
            (Lang::Zh, Act::Write, changed) => parts.push(format!("已排版 {changed} 个文件")),
            (Lang::Zh, Act::Name | Act::Compare, changed) => parts.push(format!("有 {changed} 个文件需要改动")),
        }
        match (lang, self.same) {
            (_, 0) => {}
            (Lang::En, same) => parts.push(format!("{} unchanged", files(same))),
            (Lang::Zh, same) => parts.push(format!("{same} 个文件没有变化")),
        }
        match (lang, self.broken) {
            (_, 0) => {}
            (Lang::En, broken) => {
                parts.push(format!("{} left as {} because of errors", files(broken), if broken == 1 { "it is" } else { "they are" }))
            }
            (Lang::Zh, broken) => parts.push(format!("{broken} 个文件有错误，保持原样")),
        }
        match (lang, self.unread) {
            (_, 0) => {}
            (Lang::En, unread) => parts.push(format!("{unread} could not be read")),
            (Lang::Zh, unread) => parts.push(format!("另有 {unread} 个文件无法读取")),
        }
        parts.join(match lang {
            Lang::En => ", ",
            Lang::Zh => "，",
        })
    }
}

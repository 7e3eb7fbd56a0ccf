//! The command line: a file for each command, and the only place that reads the environment, files and the clock of a
//! progress bar.
//!
//! In: arguments. Out: results on standard output, messages on standard error, an exit status: 0 all is well, 1 findings
//! (errors in a policy, failed tests, rejected records), 2 the command could not run.

mod analyse;
mod arguments;
mod check;
mod claims;
mod columns;
mod command;
mod completions;
mod coverage;
mod doc;
pub(crate) mod error;
mod explain;
pub mod files;
mod first_difference;
mod fixing;
mod fmt;
mod golden;
mod histogram;
mod init;
mod inputs;
pub(crate) mod interrupt;
mod json_schema;
mod junit;
pub(crate) mod language;
pub(crate) mod load;
mod lsp;
mod mutation;
mod outputs;
mod population;
pub(crate) mod problem;
mod progress;
pub(crate) mod reading;
mod record_problem;
mod recording;
pub(crate) mod reference_date;
mod repl;
mod report;
mod schema;
mod score;
mod score_options;
pub(crate) mod scoring;
pub(crate) mod screen;
pub(crate) mod settings;
mod settings_problem;
mod summary;
mod test;
pub(crate) mod test_blocks;
mod turned_away;
mod usage;
mod verify;
mod versions;
mod warnings;
mod watch;
mod writing;

use crate::data::guard;
use crate::diagnostic::{Lang, Severity, Words};
use problem::{CliProblem, Failure};
use screen::{Colour, Screen, Talk};
use std::ffi::OsString;
use std::process::ExitCode;
use usage::Usage;

/// How a command that could run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// It found something: errors, failed tests, rejected records.
    Findings,
    /// A part of what was asked for could not be done, as was said on the way.
    Incomplete,
    /// It was interrupted, as was said.
    Interrupted,
}

/// Main thread stacks are small on some systems, and expressions nest.
const STACK_BYTES: usize = 64 << 20;

/// Runs the command line of this process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = language::choose(&arguments, |name| std::env::var(name).ok());
    report_panics(lang);
    let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run_with(&arguments, lang));
    let status = worker.ok().and_then(|thread| thread.join().ok()).unwrap_or(2);
    ExitCode::from(status)
}

fn run_with(arguments: &[OsString], lang: Lang) -> u8 {
    let matches = match command::command(lang).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return refuse(&error, arguments, lang),
    };
    let colour = match matches.get_one::<String>("color").map(String::as_str) {
        Some("always") => Colour::Always,
        Some("never") => Colour::Never,
        Some(_) | None => Colour::Auto,
    };
    let talk = if matches.get_flag("quiet") { Talk::Quiet } else { Talk::Normal };
    let screen = Screen::new(lang, colour, talk, matches.get_flag("ascii"));
    let outcome = match matches.subcommand() {
        Some(("check", options)) => check::run(&screen, options),
        Some(("score", options)) => score::run(&screen, options),
        Some(("verify", options)) => verify::run(&screen, options),
        Some(("fmt", options)) => fmt::run(&screen, options),
        Some(("explain", options)) => explain::run(&screen, options),
        Some(("analyse", options)) => analyse::run(&screen, options),
        Some(("doc", options)) => doc::run(&screen, options),
        Some(("test", options)) => test::run(&screen, options),
        Some(("schema", options)) => schema::run(&screen, options),
        Some(("error", options)) => error::run(&screen, options),
        Some(("lsp", options)) => lsp::run(&screen, options),
        Some(("init", options)) => init::run(&screen, options),
        Some(("completions", options)) => completions::run(&screen, options),
        Some(("repl", options)) => repl::run(&screen, options),
        Some(_) | None => Ok(Outcome::Fine),
    };
    match outcome {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Findings) => 1,
        Ok(Outcome::Incomplete) => 2,
        Ok(Outcome::Interrupted) => interrupt::STATUS,
        Err(Failure::PipeClosed) => 0,
        Err(Failure::Problem(problem)) => {
            screen.problem(&problem);
            2
        }
        Err(Failure::Data { file, errors }) => {
            for error in &errors {
                let words = error.words(lang);
                let words = match file.as_deref().filter(|_| !error.names_file()) {
                    Some(file) => named(file, words, lang),
                    None => words,
                };
                screen.message(Severity::Error, error.code(), &words);
            }
            2
        }
    }
}

/// Words about a file, with its name before them.
pub(crate) fn named(file: &str, words: Words, lang: Lang) -> Words {
    Words { headline: format!("{file}{}{}", language::pick(lang, ": ", "："), words.headline), ..words }
}

/// Prints help or version where they were asked for, and what is wrong with the arguments otherwise.
fn refuse(error: &clap::Error, arguments: &[OsString], lang: Lang) -> u8 {
    use clap::error::ErrorKind;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand { 2 } else { 0 }
        }
        _ => {
            let screen = Screen::new(lang, Colour::Auto, Talk::Normal, false);
            let known = command::command(lang);
            let words = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
            let asked = words.into_iter().find_map(|word| known.find_subcommand(word).map(|sub| format!("ics {}", sub.get_name())));
            screen.problem(&CliProblem::Usage { usage: Usage::of(error), command: asked.unwrap_or_else(|| "ics".to_owned()) });
            2
        }
    }
}

/// A fault of the program itself is said in plain words, with the place for whoever mends it.
fn report_panics(lang: Lang) {
    std::panic::set_hook(Box::new(move |panic| {
        if guard::is_guarded() {
            return;
        }
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let cause = panic.payload_as_str().unwrap_or_default();
        let text = match lang {
            Lang::En => format!(
                "error[E0799]: ics has hit a fault of its own, at {place}: {cause}\n  help: nothing is wrong with the files; please report this with the command and the policy\n"
            ),
            Lang::Zh => {
                format!("错误[E0799]：ics 自身出现缺陷，位置{place}：{cause}\n  帮助：这不是文件的问题；请连同命令和政策一并报告\n")
            }
        };
        let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
    }));
}

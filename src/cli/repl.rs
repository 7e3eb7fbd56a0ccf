//! `ics repl`: a policy to work with by typing.
//!
//! In: a policy and data, where they are named. Out: a session, at a terminal or from a script; whether some input failed.

use super::problem::{CliProblem, Failure};
use super::screen::Screen;
use super::usage::Usage;
use super::{Outcome, interrupt, reading, reference_date};
use crate::repl::session::{Session, Start, is_data};
use crate::repl::{editor, script};
use clap::ArgMatches;
use std::io::IsTerminal;
use std::path::PathBuf;

const COMMAND: &str = "ics repl";

/// Runs a session.
///
/// # Errors
/// Files that cannot be read, a policy with errors.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    if let Some(data) = options.get_one::<PathBuf>("policy").filter(|path| is_data(path)) {
        return Err(CliProblem::Usage { usage: Usage::DataFirst { path: data.display().to_string() }, command: COMMAND.to_owned() }.into());
    }
    let start = Start {
        policy: options.get_one::<PathBuf>("policy").cloned(),
        data: options.get_one::<PathBuf>("data").cloned(),
        reading: reading::options(&reading::choices(options), COMMAND)?,
        as_of: reference_date::given(options)?,
        stop: interrupt::flag(),
    };
    let mut session = Session::open(screen.clone(), start)?;
    let failed = if std::io::stdin().is_terminal() && screen.terminal_out {
        editor::run(&mut session)?
    } else {
        let echo = if options.get_flag("echo") { script::Echo::Inputs } else { script::Echo::Nothing };
        script::run(&mut session, echo)?
    };
    Ok(if failed { Outcome::Findings } else { Outcome::Fine })
}

//! `ics completions`: a script that completes commands and options in a shell.
//!
//! In: the name of a shell. Out: the script on standard output.

use super::problem::Failure;
use super::screen::Screen;
use super::{Outcome, command};
use clap::ArgMatches;
use clap_complete::{Shell, generate};

/// Prints the script.
///
/// # Errors
/// A closed or unwritable standard output.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let shell = match options.get_one::<String>("shell").map(String::as_str) {
        Some("zsh") => Shell::Zsh,
        Some("fish") => Shell::Fish,
        Some("powershell") => Shell::PowerShell,
        Some("elvish") => Shell::Elvish,
        Some(_) | None => Shell::Bash,
    };
    let mut script = Vec::new();
    generate(shell, &mut command::command(screen.lang), "ics", &mut script);
    screen.out(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}

//! `ics lsp`: the language server, on standard input and output.
//!
//! In: nothing but the language. Out: the conversation with the editor. Its status is 0 after an orderly end, 1 where the editor was gone.

use super::Outcome;
use super::problem::Failure;
use super::screen::Screen;
use crate::lsp::server::Ending;
use crate::lsp::{self, Chosen, Options};
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::io::{self, BufReader};

/// Serves the editor that started it.
///
/// # Errors
/// None; the shape is that of all commands.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let is_set = std::env::var("ICS_LANG").is_ok_and(|value| !value.is_empty());
    let is_given = options.value_source("lang") == Some(ValueSource::CommandLine);
    let chosen = if is_set || is_given { Chosen::Outright } else { Chosen::ByDefault };
    match lsp::run(BufReader::new(io::stdin()), io::stdout(), Options { lang: screen.lang, chosen }) {
        Ending::Orderly => Ok(Outcome::Fine),
        Ending::Abrupt => Ok(Outcome::Findings),
    }
}

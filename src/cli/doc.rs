//! `ics doc`: the scheme as a document to attach to a notice.
//!
//! In: a policy, with the tests beside it to be counted. Out: the document as Markdown or HTML, on standard output or in a file.

use super::load::{POLICY, Tests};
use super::problem::Failure;
use super::screen::Screen;
use super::{Outcome, arguments, files, load, reference_date, versions};
use crate::document;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// Writes the document.
///
/// # Errors
/// Unreadable or faulty policies, a file that cannot be written.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let given = reference_date::given(options)?;
    let path = options.get_one::<PathBuf>("policy");
    let (sources, program, _) = match (options.get_one::<PathBuf>("policy-dir"), path) {
        (Some(folder), path) => versions::choose(screen, folder, path.map(|path| path.display().to_string()).as_deref(), given)?,
        (None, Some(path)) => load::program_with(screen, path, Tests::Beside)?,
        (None, None) => return Err(arguments::no_policy(screen, "ics doc")),
    };
    let output = options.get_one::<PathBuf>("output");
    let document = document::document(&program, &sources, POLICY, screen.lang);
    let text = match options.get_one::<String>("format").map(String::as_str) {
        Some("html") => document.to_html(),
        Some(_) => document.to_markdown(),
        None if output.is_some_and(|path| is_html(path)) => document.to_html(),
        None => document.to_markdown(),
    };
    match output {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => screen.out(&text)?,
    }
    Ok(Outcome::Fine)
}

fn is_html(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm"))
}

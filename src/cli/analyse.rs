//! `ics analyse`: what a policy does for every record it may see.
//!
//! In: a policy, with the tests beside it for their records. Out: the analysis as text, Markdown or JSON, on standard output or in
//! a file.

use super::load::Tests;
use super::problem::Failure;
use super::screen::Screen;
use super::{Outcome, arguments, files, load, reference_date, versions};
use crate::analyse::{self, Analysis};
use clap::ArgMatches;
use std::path::PathBuf;

/// Analyses a policy.
///
/// # Errors
/// Unreadable or faulty policies, a reference date that the policy does not allow.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let given = reference_date::given(options)?;
    let path = options.get_one::<PathBuf>("policy");
    let (sources, program, _) = match (options.get_one::<PathBuf>("policy-dir"), path) {
        (Some(folder), path) => versions::choose(screen, folder, path.map(|path| path.display().to_string()).as_deref(), given)?,
        (None, Some(path)) => load::program_with(screen, path, Tests::Beside)?,
        (None, None) => return Err(arguments::no_policy(screen, "ics analyse")),
    };
    let as_of = match given {
        Some(_) => Some(reference_date::settle(&program, given)?),
        None => None,
    };
    let analysis = analyse::analyse(&program, &sources, as_of);
    let text = print(screen, options, &analysis);
    match options.get_one::<PathBuf>("output") {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => screen.out(&text)?,
    }
    Ok(Outcome::Fine)
}

fn print(screen: &Screen, options: &ArgMatches, analysis: &Analysis) -> String {
    match options.get_one::<String>("format").map(String::as_str) {
        // Plain structs of texts and numbers always convert.
        Some("json") => format!("{}\n", serde_json::to_string_pretty(analysis).unwrap_or_default()),
        Some("markdown") => analyse::to_markdown(analysis, screen.lang),
        Some(_) | None if screen.unicode => analyse::to_text(analysis, screen.lang, screen.width),
        Some(_) | None => analyse::to_ascii(analysis, screen.lang, screen.width),
    }
}

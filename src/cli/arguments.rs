//! Small readings of parsed arguments that several commands share.
//!
//! In: parsed arguments. Out: paths, and which of them is the policy. Reads no file but the folder of versions.

use super::problem::{CliProblem, Failure};
use super::reference_date;
use super::screen::Screen;
use super::usage::Usage;
use super::warnings::Warnings;
use super::{inputs, load, versions};
use crate::data::options::Format;
use crate::ir::Program;
use crate::source::Sources;
use crate::value::calendar::Day;
use clap::ArgMatches;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The policy and the data as they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// What stands where the policy does: a file, or with `--policy-dir` a name.
    pub policy: Option<PathBuf>,
    /// The folder of versions.
    pub policy_dir: Option<PathBuf>,
    /// The data files.
    pub data: Vec<PathBuf>,
    /// The reference date.
    pub as_of: Option<String>,
}

/// A policy ready to be run.
pub struct Ready {
    /// The texts it comes from.
    pub sources: Sources,
    /// The checked policy.
    pub program: Arc<Program>,
    /// The reference date of the run.
    pub as_of: Day,
    /// Warnings, at the levels of the policy.
    pub warnings: Warnings,
    /// The data files.
    pub data: Vec<PathBuf>,
}

/// The paths given to `check` and `test`.
#[must_use]
pub fn paths(options: &ArgMatches) -> Vec<PathBuf> {
    options.get_many::<PathBuf>("paths").map(|paths| paths.cloned().collect()).unwrap_or_default()
}

/// Paths as one text.
#[must_use]
pub fn joined(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<String>>().join(" ")
}

/// What the arguments of `score` and `explain` name.
#[must_use]
pub fn asked(options: &ArgMatches) -> Asked {
    Asked {
        policy: options.get_one::<PathBuf>("policy").cloned(),
        policy_dir: options.get_one::<PathBuf>("policy-dir").cloned(),
        data: options.get_many::<PathBuf>("data").into_iter().flatten().cloned().collect(),
        as_of: options.get_one::<String>("as-of").cloned(),
    }
}

/// The policy, the reference date and the data of `score` and `explain`. With `--policy-dir` the first input names the policy
/// where the folder has one of that name; else all inputs are data.
///
/// # Errors
/// Unreadable or faulty policies, no reference date where one is needed, no data.
pub fn policy_and_data(screen: &Screen, asked: &Asked, command: &str) -> Result<Ready, Failure> {
    let inputs: Vec<PathBuf> = asked.policy.iter().chain(&asked.data).cloned().collect();
    let given = reference_date::named(asked.as_of.as_deref())?;
    let (sources, program, levels, data) = match &asked.policy_dir {
        Some(folder) => {
            let (name, data) = named(folder, &inputs)?;
            let (sources, program, levels) = versions::choose(screen, folder, name.as_deref(), given)?;
            (sources, program, levels, data)
        }
        None => {
            let Some((policy, data)) = inputs.split_first() else { return Err(missing(screen, command, ["POLICY", "DATA"], ["政策", "数据"])) };
            if is_data(policy) {
                return Err(CliProblem::Usage { usage: Usage::DataFirst { path: policy.display().to_string() }, command: command.to_owned() }.into());
            }
            let (sources, program, levels) = load::program(screen, policy)?;
            (sources, program, levels, data.to_vec())
        }
    };
    if data.is_empty() {
        return Err(missing(screen, command, ["DATA"], ["数据"]));
    }
    let warnings = Warnings::new(levels);
    let as_of = settle(screen, &sources, &program, &warnings, given)?;
    Ok(Ready { sources, program: Arc::new(program), as_of, warnings, data: inputs::expand(&data)? })
}

/// The policy of `schema`; the reference date only chooses the version.
///
/// # Errors
/// Unreadable or faulty policies.
pub fn policy(screen: &Screen, options: &ArgMatches) -> Result<Program, Failure> {
    let given = reference_date::given(options)?;
    let path = options.get_one::<PathBuf>("policy");
    match (options.get_one::<PathBuf>("policy-dir"), path) {
        (Some(folder), path) => {
            let name = path.map(|path| path.display().to_string());
            versions::choose(screen, folder, name.as_deref(), given).map(|(_, program, _)| program)
        }
        (None, Some(path)) => load::program(screen, path).map(|(_, program, _)| program),
        (None, None) => Err(no_policy(screen, "ics schema")),
    }
}

/// What is wrong with a command that names no policy.
#[must_use]
pub fn no_policy(screen: &Screen, command: &str) -> Failure {
    missing(screen, command, ["POLICY"], ["政策"])
}

fn settle(screen: &Screen, sources: &Sources, program: &Program, warnings: &Warnings, given: Option<Day>) -> Result<Day, CliProblem> {
    let as_of = reference_date::settle(program, given)?;
    let file = program.slots.first().map_or(String::new(), |slot| sources.file(slot.span.file).name.clone());
    if given.or(program.policy.as_of).is_some()
        && let Some(outside) = reference_date::outside(program, file, as_of)
    {
        warnings.say(screen, sources, outside.code(), &outside.words(screen.lang));
    }
    Ok(as_of)
}

/// Whether the name is that of a data file.
fn is_data(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).and_then(Format::named).is_some()
}

fn named(folder: &Path, inputs: &[PathBuf]) -> Result<(Option<String>, Vec<PathBuf>), CliProblem> {
    let Some((first, rest)) = inputs.split_first() else { return Ok((None, Vec::new())) };
    let text = first.display().to_string();
    if versions::holds(folder, &text) {
        return Ok((Some(text), rest.to_vec()));
    }
    if text.ends_with(".ics") {
        return Ok((versions::name_in(first)?, rest.to_vec()));
    }
    // A word that is neither a file, a folder, a pattern nor standard input is a misspelt name.
    let is_data = text == "-" || first.exists() || inputs::is_pattern(first);
    Ok(if is_data { (None, inputs.to_vec()) } else { (Some(text), rest.to_vec()) })
}

fn missing<const N: usize>(screen: &Screen, command: &str, en: [&str; N], zh: [&str; N]) -> Failure {
    let arguments = en.iter().zip(&zh).map(|(en, zh)| screen.pick(en, zh).to_owned()).collect();
    CliProblem::Usage { usage: Usage::Missing { arguments }, command: command.to_owned() }.into()
}

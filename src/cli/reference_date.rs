//! The reference date of a run.
//!
//! In: `--as-of` and the policy. Out: the date, or what is wrong with it. The clock is never read.

use super::problem::{CliProblem, Version};
use super::versions::covers;
use crate::ir::Program;
use crate::policy::{self, DateError};
use crate::value::calendar::Day;
use clap::ArgMatches;

/// The date of `--as-of`, if it is given.
///
/// # Errors
/// A text that is no date.
pub fn given(options: &ArgMatches) -> Result<Option<Day>, CliProblem> {
    named(options.get_one::<String>("as-of").map(String::as_str))
}

/// The date that the text of `--as-of` names, if there is one.
///
/// # Errors
/// A text that is no date.
pub fn named(text: Option<&str>) -> Result<Option<Day>, CliProblem> {
    text.map(|text| parse("--as-of", text)).transpose()
}

/// A date as text.
///
/// # Errors
/// A text that is no date.
pub fn parse(option: &str, text: &str) -> Result<Day, CliProblem> {
    Day::parse(text).ok_or_else(|| CliProblem::NotADate { option: option.to_owned(), text: text.to_owned() })
}

/// The reference date: the one given, else the policy's own, else any where nothing depends on it.
///
/// # Errors
/// No date where one is needed, one before the first dated value, or one no policy is proved for.
pub fn settle(program: &Program, given: Option<Day>) -> Result<Day, CliProblem> {
    policy::settle(program, given).map_err(|error| match error {
        DateError::Needed { policy } => CliProblem::NeedsReferenceDate { policy },
        DateError::TooEarly { as_of, earliest } => CliProblem::ReferenceDateTooEarly { as_of, earliest },
        DateError::OutOfReach { as_of, first, last } => CliProblem::ReferenceDateOutOfReach { as_of, first, last },
    })
}

/// The warning that the policy is not in force on the date, where it is not.
#[must_use]
pub fn outside(program: &Program, file: String, as_of: Day) -> Option<CliProblem> {
    let version = Version { file, from: program.policy.effective_from, to: program.policy.effective_to };
    (!covers(&version, as_of)).then_some(CliProblem::OutsideEffective { as_of, version })
}

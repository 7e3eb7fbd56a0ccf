//! The reference date of a run.
//!
//! In: `--as-of` and the policy. Out: the date, or what is wrong with it. The clock is never read.

use super::problem::{CliProblem, Version};
use super::versions::covers;
use crate::ir::Program;
use crate::value::calendar::{Day, USUAL_FIRST, USUAL_LAST};
use clap::ArgMatches;

/// Used where nothing depends on the date and the policy names none.
const ANY: Day = Day(0);

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
    let policy = &program.policy;
    let Some(as_of) = given.or(policy.as_of) else {
        if policy.needs_as_of {
            return Err(CliProblem::NeedsReferenceDate { policy: policy.name.clone() });
        }
        return Ok(policy.effective_from.unwrap_or(ANY));
    };
    if !(USUAL_FIRST..=USUAL_LAST).contains(&as_of) {
        return Err(CliProblem::ReferenceDateOutOfReach { as_of, first: USUAL_FIRST, last: USUAL_LAST });
    }
    match program.earliest_as_of {
        Some(earliest) if as_of < earliest => Err(CliProblem::ReferenceDateTooEarly { as_of, earliest }),
        Some(_) | None => Ok(as_of),
    }
}

/// The warning that the policy is not in force on the date, where it is not.
#[must_use]
pub fn outside(program: &Program, file: String, as_of: Day) -> Option<CliProblem> {
    let version = Version { file, from: program.policy.effective_from, to: program.policy.effective_to };
    (!covers(&version, as_of)).then_some(CliProblem::OutsideEffective { as_of, version })
}

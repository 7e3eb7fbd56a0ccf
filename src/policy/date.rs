//! The reference date on which a policy is evaluated.
//!
//! In: a program, and a date where one is given. Out: the date that holds, or why there is none. The clock is never read.

use crate::diagnostic::Lang;
use crate::ir::Program;
use crate::value::calendar::{Day, USUAL_FIRST, USUAL_LAST};
use std::fmt;

/// Used where nothing depends on the date and the policy names none.
const ANY: Day = Day(0);

/// Why a policy cannot be evaluated on a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// Something depends on the date, and none is given.
    Needed {
        /// The name of the policy.
        policy: String,
    },
    /// The date lies before the first for which every dated value is stated.
    TooEarly {
        /// The date.
        as_of: Day,
        /// The first that is possible.
        earliest: Day,
    },
    /// The date lies outside what is proved of policies.
    OutOfReach {
        /// The date.
        as_of: Day,
        /// The first that is possible.
        first: Day,
        /// The last that is possible.
        last: Day,
    },
}

impl DateError {
    /// What is wrong, in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (DateError::Needed { policy }, Lang::En) => format!("the policy `{policy}` depends on the reference date, and none is given"),
            (DateError::Needed { policy }, Lang::Zh) => format!("政策「{policy}」取决于基准日，而没有给出基准日"),
            (DateError::TooEarly { as_of, earliest }, Lang::En) => {
                format!("the reference date {as_of} lies before {earliest}, the first day for which every dated value is stated")
            }
            (DateError::TooEarly { as_of, earliest }, Lang::Zh) => format!("基准日 {as_of} 早于 {earliest}，此前有的数值没有规定"),
            (DateError::OutOfReach { as_of, first, last }, Lang::En) => format!("the reference date {as_of} does not lie from {first} to {last}"),
            (DateError::OutOfReach { as_of, first, last }, Lang::Zh) => format!("基准日 {as_of} 不在 {first} 至 {last} 之间"),
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl std::error::Error for DateError {}

/// The reference date: the one given, else the policy's own, else any where nothing depends on it.
///
/// # Errors
/// No date where one is needed, one before the first dated value, or one no policy is proved for.
pub(crate) fn settle(program: &Program, given: Option<Day>) -> Result<Day, DateError> {
    let policy = &program.policy;
    let Some(as_of) = given.or(policy.as_of) else {
        if policy.needs_as_of {
            return Err(DateError::Needed { policy: policy.name.clone() });
        }
        return Ok(policy.effective_from.unwrap_or(ANY));
    };
    if !(USUAL_FIRST..=USUAL_LAST).contains(&as_of) {
        return Err(DateError::OutOfReach { as_of, first: USUAL_FIRST, last: USUAL_LAST });
    }
    match program.earliest_as_of {
        Some(earliest) if as_of < earliest => Err(DateError::TooEarly { as_of, earliest }),
        Some(_) | None => Ok(as_of),
    }
}

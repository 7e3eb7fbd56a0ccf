//! Records through a policy, one after the other, in the order of the file.
//!
//! In: a reader and a program. Out: for each row what became of it, handed to whoever writes or counts. Keeps nothing.

use super::problem::{CliProblem, Failure};
use super::test_blocks::place;
use crate::data::problem::CellProblem;
use crate::data::reader::{Reader, Row};
use crate::explain::{self, Defect, Evaluation};
use crate::ir::Program;
use crate::ir::record::RecordCheck;
use crate::source::Sources;
use crate::value::Value;
use crate::value::calendar::Day;

/// What became of a row.
pub enum Fate<'a> {
    /// It was scored.
    Scored(&'a [Value], &'a Evaluation),
    /// Its cells break the schema.
    Rejected(&'a [CellProblem]),
    /// It breaks a rule between fields.
    RuleBroken(&'a RecordCheck),
}

/// Scores at most `limit` rows; returns how many it read.
///
/// # Errors
/// A file that turns out unreadable, a defect of the engine, what `each` returns.
pub fn run(
    program: &Program,
    sources: &Sources,
    as_of: Day,
    reader: &mut Reader,
    limit: u64,
    mut each: impl FnMut(&Row, Fate<'_>) -> Result<(), Failure>,
) -> Result<u64, Failure> {
    let mut read = 0;
    while read < limit {
        let Some(row) = reader.next() else { break };
        let row = row.map_err(|error| Failure::data(reader.file(), vec![error]))?;
        read += 1;
        let values = match &row.outcome {
            Ok(values) => values,
            Err(problems) => {
                each(&row, Fate::Rejected(problems))?;
                continue;
            }
        };
        match explain::check_record(program, values, as_of).map_err(|defect| failure(sources, &defect))? {
            Some(check) => each(&row, Fate::RuleBroken(check))?,
            None => {
                let evaluation = explain::evaluate(program, values, as_of).map_err(|defect| failure(sources, &defect))?;
                each(&row, Fate::Scored(values, &evaluation))?;
            }
        }
    }
    Ok(read)
}

/// A defect of the engine, as a problem of the run.
#[must_use]
pub fn failure(sources: &Sources, defect: &Defect) -> Failure {
    CliProblem::Defect { place: place(sources, defect.span), promise: defect.promise.to_owned() }.into()
}

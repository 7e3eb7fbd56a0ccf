//! One `test` block: how it ends.
//!
//! In: a checked program and one of its tests. Out: [`Ending`], as facts. Words are made of it elsewhere.

use crate::explain::{self, Defect, Evaluation};
use crate::ir::record::RecordCheck;
use crate::ir::{Expect, Expectation, Program, Test};
use crate::source::Span;
use crate::value::Value;
use crate::value::calendar::{Day, USUAL_FIRST, USUAL_LAST};

/// How a test ended.
#[derive(Debug)]
pub enum Ending<'p> {
    /// As it expects.
    Passed,
    /// It names no reference date, and the results depend on one.
    NoReferenceDate,
    /// Its reference date is one the policy has no values for.
    ReferenceDateOutside {
        /// The date it names.
        as_of: Day,
        /// The first date it may name.
        earliest: Day,
    },
    /// It expects a rejected record, and the record keeps the schema.
    NotRejected {
        /// Where it expects that.
        span: Span,
    },
    /// It expects results, and the record is rejected.
    Rejected(Rejection<'p>),
    /// Some of what it expects does not hold.
    Unmet {
        /// The values of the record.
        evaluation: Evaluation,
        /// The reference date.
        as_of: Day,
        /// What does not hold, each with the value of its condition.
        unmet: Vec<(&'p Expectation, Value)>,
    },
}

/// Why a record is rejected.
#[derive(Debug)]
pub enum Rejection<'p> {
    /// A field lacks a value or has one that is not allowed.
    Field(crate::ir::record::FieldId),
    /// A check of the record does not hold.
    Check(&'p RecordCheck),
}

/// Used where nothing depends on the reference date.
const ANY: Day = Day(0);

/// The reference date of a test for which the policy is defined; how the test ends where it has none.
///
/// # Errors
/// [`Ending::NoReferenceDate`], [`Ending::ReferenceDateOutside`].
pub fn reference_date<'p>(program: &Program, test: &Test) -> Result<Day, Ending<'p>> {
    let as_of = test.as_of.or(program.policy.as_of).or((!program.policy.needs_as_of).then_some(ANY)).ok_or(Ending::NoReferenceDate)?;
    let earliest = program.earliest_as_of.map_or(USUAL_FIRST, |earliest| earliest.max(USUAL_FIRST));
    if as_of < earliest || as_of > USUAL_LAST { Err(Ending::ReferenceDateOutside { as_of, earliest }) } else { Ok(as_of) }
}

/// Runs a test.
///
/// # Errors
/// A defect of the engine.
pub fn run<'p>(program: &'p Program, test: &'p Test) -> Result<Ending<'p>, Defect> {
    let as_of = match reference_date(program, test) {
        Ok(as_of) => as_of,
        Err(ending) => return Ok(ending),
    };
    let record = &test.given.record;
    let rejection = match test.given.broken.first() {
        Some(field) => Some(Rejection::Field(*field)),
        None => explain::check_record(program, record, as_of)?.map(Rejection::Check),
    };
    match (&test.expect, rejection) {
        (Expect::Rejected { .. }, Some(_)) => Ok(Ending::Passed),
        (Expect::Rejected { span }, None) => Ok(Ending::NotRejected { span: *span }),
        (Expect::All(_), Some(rejection)) => Ok(Ending::Rejected(rejection)),
        (Expect::All(expectations), None) => {
            let evaluation = explain::evaluate(program, record, as_of)?;
            let mut unmet = Vec::new();
            for expectation in expectations {
                let holds = explain::value_of(program, &expectation.condition, record, &evaluation, as_of)?;
                if holds != Value::Bool(true) {
                    unmet.push((expectation, holds));
                }
            }
            Ok(if unmet.is_empty() { Ending::Passed } else { Ending::Unmet { evaluation, as_of, unmet } })
        }
    }
}

/// Whether a test passes.
///
/// # Errors
/// A defect of the engine.
pub fn passes(program: &Program, test: &Test) -> Result<bool, Defect> {
    run(program, test).map(|ending| matches!(ending, Ending::Passed))
}

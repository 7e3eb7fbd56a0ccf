//! `:time`: how long an expression takes.
//!
//! In: an expression. Out: the time of an evaluation, as the mean of many.

use super::answer;
use super::problem::Refusal;
use super::session::Session;
use crate::explain;
use crate::ir::needs::Needs;
use crate::value::calendar::Day;
use std::hint::black_box;
use std::ops::Range;
use std::time::{Duration, Instant};

/// How long is measured.
const LONG_ENOUGH: Duration = Duration::from_millis(200);

/// The answer to `:time`.
///
/// # Errors
/// What is wrong with the expression, or that it needs a record.
pub fn time(session: &Session, input: &str, place: Range<usize>) -> Result<String, Refusal> {
    let start = Instant::now();
    let question = session.ask(input, &[place])?;
    let checked = start.elapsed();
    let slot = question.first()?;
    answer::value(session, &question.program, slot)?;
    let needs = Needs::of(&question.program, &[slot]);
    let as_of = if needs.date { session.date()? } else { Day(0) };
    let record = session.records.current.as_ref().map_or(Vec::new(), |current| current.values.clone());
    let start = Instant::now();
    let mut count: u32 = 0;
    while start.elapsed() < LONG_ENOUGH && !session.is_stopped() {
        for _ in 0..64 {
            drop(black_box(explain::evaluate_some(&question.program, &record, as_of, &needs.slots)));
        }
        count += 64;
    }
    let each = start.elapsed() / count.max(1);
    Ok(format!(
        "{}: {}\n{}: {}\n",
        session.pick("check of the policy with it", "连同政策检查"),
        shown(checked),
        session.pick("one evaluation", "求值一次"),
        shown(each)
    ))
}

/// A time with three digits.
fn shown(time: Duration) -> String {
    let nanos = time.as_nanos();
    let (unit, name) = match nanos {
        0..10_000 => return format!("{nanos} ns"),
        10_000..10_000_000 => (1_000, "µs"),
        10_000_000.. => (1_000_000, "ms"),
    };
    format!("{} {name}", nanos / unit)
}

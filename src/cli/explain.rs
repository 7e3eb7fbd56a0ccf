//! `ics explain`: why one record got its result.
//!
//! In: a policy, data, the key or row of a record. Out: the explanation as text, Markdown or JSON, on standard output or in a
//! file.

use super::arguments::{self, Ready};
use super::problem::{CliProblem, Failure};
use super::screen::Screen;
use super::{Outcome, files, reading, scoring};
use crate::data::reader::Row;
use crate::diagnostic::{Lang, Words, suggest};
use crate::explain::{self, Explanation};
use crate::ir::Program;
use crate::value::Value;
use clap::ArgMatches;
use std::path::PathBuf;

const COMMAND: &str = "ics explain";

/// Which record is meant.
enum Wanted {
    Key(String),
    Row(u64),
}

impl Wanted {
    fn is(&self, row: &Row) -> bool {
        match self {
            Wanted::Key(key) => row.key.as_ref() == Some(key),
            Wanted::Row(number) => row.number == *number,
        }
    }

    fn shown(&self, lang: Lang) -> String {
        match (self, lang) {
            (Wanted::Key(key), _) => key.clone(),
            (Wanted::Row(number), Lang::En) => format!("row {number}"),
            (Wanted::Row(number), Lang::Zh) => format!("第 {number} 行"),
        }
    }
}

/// Explains a record.
///
/// # Errors
/// Unreadable files, no such record, a record that was rejected.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let ready = arguments::policy_and_data(screen, options, COMMAND)?;
    let wanted = match options.get_one::<String>("id") {
        Some(_) if ready.program.record.key().is_none() => return Err(CliProblem::NoKey { record: ready.program.record.label.clone() }.into()),
        Some(key) => Wanted::Key(key.trim().to_owned()),
        None => Wanted::Row(options.get_one::<u64>("row").copied().unwrap_or(0)),
    };
    let values = find(screen, options, &ready, &wanted)?;
    let Ready { sources, program, as_of, .. } = &ready;
    let trace = explain::trace(program, &values, *as_of).map_err(|defect| scoring::failure(sources, &defect))?;
    let explanation = explain::explanation(program, sources, &trace, &values, *as_of);
    let text = print(screen, options, &explanation);
    match options.get_one::<PathBuf>("output") {
        Some(path) => files::write_whole(path, text.as_bytes())?,
        None => screen.out(&text)?,
    }
    Ok(Outcome::Fine)
}

fn print(screen: &Screen, options: &ArgMatches, explanation: &Explanation) -> String {
    match options.get_one::<String>("format").map(String::as_str) {
        // Plain structs of texts and numbers always convert.
        Some("json") => format!("{}\n", serde_json::to_string_pretty(explanation).unwrap_or_default()),
        Some("markdown") => explain::to_markdown(explanation, screen.lang),
        Some(_) | None if screen.unicode => explain::to_text(explanation, screen.lang, screen.width),
        Some(_) | None => explain::to_ascii(explanation, screen.lang, screen.width),
    }
}

/// The values of the record, from the first file that has it.
fn find(screen: &Screen, options: &ArgMatches, ready: &Ready, wanted: &Wanted) -> Result<Vec<Value>, Failure> {
    let choices = reading::options(options, COMMAND)?;
    let mut keys = Vec::new();
    let mut read = 0;
    for path in &ready.data {
        for row in reading::open(&ready.program, path, &choices)? {
            let row = row?;
            read += 1;
            if wanted.is(&row) {
                return accepted(screen, ready, wanted, row);
            }
            keys.extend(row.key);
        }
    }
    let near = match wanted {
        Wanted::Key(key) => suggest::nearest(key, keys.iter().map(String::as_str)).map(str::to_owned),
        Wanted::Row(_) => None,
    };
    Err(CliProblem::NoRecord { wanted: wanted.shown(screen.lang), near, read }.into())
}

fn accepted(screen: &Screen, ready: &Ready, wanted: &Wanted, row: Row) -> Result<Vec<Value>, Failure> {
    let rejected = |reasons: Vec<Words>| CliProblem::RecordRejected { wanted: wanted.shown(screen.lang), reasons };
    let program: &Program = &ready.program;
    let values = row.outcome.map_err(|problems| rejected(problems.iter().map(|problem| problem.words(screen.lang)).collect()))?;
    let broken = explain::check_record(program, &values, ready.as_of).map_err(|defect| scoring::failure(&ready.sources, &defect))?;
    match broken {
        Some(check) => Err(rejected(vec![Words::new(check.words.clone())]).into()),
        None => Ok(values),
    }
}

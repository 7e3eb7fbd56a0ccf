//! `ics explain`: why one record got its result.
//!
//! In: a policy, data, the key or row of a record. Out: the explanation as text, Markdown or JSON, or as a letter in HTML, on
//! standard output or in a file.

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
    let ready = arguments::policy_and_data(screen, &arguments::asked(options), COMMAND)?;
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
    Ok(ready.warnings.outcome(Outcome::Fine))
}

fn print(screen: &Screen, options: &ArgMatches, explanation: &Explanation) -> String {
    match options.get_one::<String>("format").map(String::as_str) {
        // Plain structs of texts and numbers always convert.
        Some("json") => format!("{}\n", serde_json::to_string_pretty(explanation).unwrap_or_default()),
        Some("markdown") => explain::to_markdown(explanation, screen.lang),
        Some("html") => explain::to_letter(explanation, screen.lang),
        Some(_) | None if screen.unicode => explain::to_text(explanation, screen.lang, screen.width),
        Some(_) | None => explain::to_ascii(explanation, screen.lang, screen.width),
    }
}

/// The values of the record, from the first row that has it; other rows are named.
fn find(screen: &Screen, options: &ArgMatches, ready: &Ready, wanted: &Wanted) -> Result<Vec<Value>, Failure> {
    let choices = reading::options(&reading::choices(options), COMMAND)?;
    let mut keys = Vec::new();
    let mut numbers: Option<(u64, u64)> = None;
    let mut read = 0;
    let mut found: Option<(Row, String)> = None;
    let mut others = Vec::new();
    let several = ready.data.len() > 1;
    for path in &ready.data {
        let name = path.display().to_string();
        for row in reading::open(&ready.program, path, &choices)? {
            let row = row.map_err(|error| Failure::data(&name, vec![error]))?;
            read += 1;
            numbers = Some((numbers.map_or(row.number, |(first, _)| first), row.number));
            if wanted.is(&row) {
                let place = place(screen.lang, several.then_some(name.as_str()), row.number);
                match &found {
                    None => found = Some((row, place)),
                    Some(_) => others.push(place.trim_start().to_owned()),
                }
                continue;
            }
            keys.extend(row.key.filter(|_| found.is_none()));
        }
        // A row number is the same in every file; a key should stand once in all of them.
        if found.is_some() && matches!(wanted, Wanted::Row(_)) {
            break;
        }
    }
    if let Some((row, place)) = found {
        if let (Wanted::Key(key), false) = (wanted, others.is_empty()) {
            let repeated = CliProblem::KeyRepeated { key: key.clone(), explained: place, others };
            ready.warnings.say(screen, &ready.sources, repeated.code(), &repeated.words(screen.lang));
        }
        return accepted(screen, ready, wanted, row);
    }
    let near = match wanted {
        Wanted::Key(key) => suggest::nearest(key, keys.iter().map(String::as_str)).map(str::to_owned),
        Wanted::Row(_) => None,
    };
    let (first, last) = match wanted {
        Wanted::Key(_) => (keys.first().cloned(), keys.last().cloned()),
        Wanted::Row(_) => {
            (numbers.map(|(first, _)| Wanted::Row(first).shown(screen.lang)), numbers.map(|(_, last)| Wanted::Row(last).shown(screen.lang)))
        }
    };
    Err(CliProblem::NoRecord { wanted: wanted.shown(screen.lang), near, read, first, last }.into())
}

/// A row as people name it, with its file where there are several.
fn place(lang: Lang, file: Option<&str>, row: u64) -> String {
    match (lang, file) {
        (Lang::En, None) => format!("row {row}"),
        (Lang::En, Some(file)) => format!("row {row} of {file}"),
        (Lang::Zh, None) => format!("第 {row} 行"),
        (Lang::Zh, Some(file)) => format!(" {file} 第 {row} 行"),
    }
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

//! `ics verify`: whether a recorded run still holds.
//!
//! In: the record of a run, and the files it names. Out: what differs, a line each; status 0 where nothing does, 1 where something does, 2
//! where it cannot be told. The run is made again in a folder of its own that is thrown away: no file is changed.

use super::arguments::Asked;
use super::first_difference;
use super::problem::{CliProblem, Failure, Reason};
use super::record_problem::RecordProblem;
use super::score::{self, Ran};
use super::score_options::{Place, Record, ScoreOptions, Start, lang_named};
use super::screen::{Screen, Talk};
use super::{Outcome, files};
use crate::bulk::change::{Change, changes};
use crate::bulk::difference::{self, Difference, differences};
use crate::bulk::manifest::{Engine, Manifest, path_text};
use crate::compile::PRELUDE;
use crate::data::digest::{self, FileMark, Hash};
use crate::diagnostic::Lang;
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// Checks a run.
///
/// # Errors
/// A record that is none, files that are not there, a policy or data that cannot be used any more.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let path = options.get_one::<PathBuf>("manifest").cloned().unwrap_or_default();
    let name = path.display().to_string();
    let not_one = |unusable| CliProblem::Record(RecordProblem::NotOne { path: name.clone(), unusable });
    let then = Manifest::parse(&files::read_text(&path)?).map_err(not_one)?;
    if let Some(base) = options.get_one::<PathBuf>("base") {
        // Names of files stand in results, so that they must be the very names of the run.
        let unreadable = |error| CliProblem::CannotRead { path: base.display().to_string(), reason: Reason::of(&error) };
        std::env::set_current_dir(base).map_err(unreadable)?;
    }
    let ground = ground(&then)?;
    let mut lines: Vec<String> = ground.changes.iter().map(|change| change.words(screen.lang)).collect();
    lines.extend(as_they_were(&then)?.iter().map(|difference| difference.words(screen.lang)));
    if !ground.missing.is_empty() {
        print(screen, &lines)?;
        return Err(CliProblem::Record(RecordProblem::Missing { path: name, missing: ground.missing }).into());
    }
    print(screen, &lines)?;
    let depth = if options.get_flag("quick") { Depth::Hashes } else { Depth::Everything };
    if depth == Depth::Everything {
        let again = again(screen, &then)?;
        print(screen, &again)?;
        lines.extend(again);
    }
    // An engine of another version that writes the same is no difference.
    let now = Engine::this();
    if then.engine != now {
        screen.say(&Change::Engine { then: then.engine.clone(), now }.words(screen.lang));
    }
    if !lines.is_empty() {
        return Ok(Outcome::Findings);
    }
    tell(screen, &name, &then, depth);
    Ok(Outcome::Fine)
}

/// How much was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Whether the files are as they were.
    Hashes,
    /// Whether the run gives the same once more.
    Everything,
}

/// What a run rests on, as it is now.
struct Ground {
    changes: Vec<Change>,
    missing: Vec<String>,
}

fn ground(then: &Manifest) -> Result<Ground, Failure> {
    let mut now = then.clone();
    let mut missing = Vec::new();
    match present(&then.policy.path)? {
        Some(mark) => now.policy.sha256 = mark.sha256,
        None => missing.push(then.policy.path.clone()),
    }
    now.prelude.sha256 = Hash::of(&[PRELUDE.as_bytes()]);
    for input in &mut now.inputs {
        match present(&input.path)? {
            Some(mark) => input.sha256 = mark.sha256,
            None => missing.push(input.path.clone()),
        }
    }
    missing.sort();
    missing.dedup();
    Ok(Ground { changes: changes(then, &now), missing })
}

/// What a file holds, if it is there.
fn present(path: &str) -> Result<Option<FileMark>, Failure> {
    let path = Path::new(path);
    if path.exists() { Ok(Some(digest::of_file(path)?)) } else { Ok(None) }
}

/// Whether the files that were written are as the run left them.
fn as_they_were(then: &Manifest) -> Result<Vec<Difference>, Failure> {
    let mut found = Vec::new();
    for (path, sha256) in written(then) {
        found.extend(difference::file(path, sha256, present(path)?.as_ref()));
    }
    Ok(found)
}

/// The files that a run wrote, with their hashes.
fn written(manifest: &Manifest) -> impl Iterator<Item = (&str, &Hash)> {
    let outputs = manifest.outputs.iter().map(|file| (file.path.as_str(), &file.sha256));
    outputs.chain(manifest.rejects.iter().map(|file| (file.path.as_str(), &file.sha256)))
}

/// Makes the run again; says what differs.
fn again(screen: &Screen, then: &Manifest) -> Result<Vec<String>, Failure> {
    let unwritable = |error| Failure::writing(&std::env::temp_dir().display().to_string(), &error);
    let folder = tempfile::Builder::new().prefix("ics-verify-").tempdir().map_err(unwritable)?;
    let results = folder.path().join("results");
    let rejects = folder.path().join("rejects");
    for place in [&results, &rejects] {
        std::fs::create_dir(place).map_err(unwritable)?;
    }
    // Formats follow from the ends of names.
    let name = files::name_of(Path::new(&then.output));
    let output = results.join(if name.is_empty() { "results" } else { name.as_str() });
    let rejects = then.rejects.as_ref().map(|file| rejects.join(files::name_of(Path::new(&file.path))));
    let options = ScoreOptions {
        asked: Asked {
            policy: Some(PathBuf::from(&then.policy.path)),
            policy_dir: None,
            data: then.inputs.iter().map(|input| PathBuf::from(&input.path)).collect(),
            as_of: then.options.as_of.clone(),
        },
        output: if is_folder(then) { Place::Folder(output.clone()) } else { Place::File(output.clone()) },
        rejects: rejects.clone(),
        record: Record::Back,
        start: Start::Afresh,
        report: None,
        threads: None,
        choices: then.options.clone(),
    };
    let quiet = Screen { lang: lang_named(&then.options.lang), talk: Talk::Quiet, ..screen.clone() };
    let Ran { manifest, .. } = score::score(&quiet, &options)?;
    let Some(mut now) = manifest else { return Ok(Vec::new()) };
    let from = path_text(&output);
    for file in &mut now.outputs {
        if let Some(rest) = file.path.strip_prefix(&from) {
            file.path = format!("{}{rest}", then.output);
        }
    }
    if let (Some(file), Some(before)) = (&mut now.rejects, &then.rejects) {
        file.path.clone_from(&before.path);
    }
    let dates = changes(then, &now).into_iter().filter(|change| matches!(change, Change::ReferenceDate { .. }));
    let mut lines: Vec<String> = dates.map(|change| change.words(screen.lang)).collect();
    for difference in differences(then, &now) {
        lines.push(difference.words(screen.lang));
        if let Difference::Bytes { path, .. } = &difference {
            let temporary = match (&then.rejects, &rejects) {
                (Some(file), Some(rejects)) if file.path == *path => rejects.clone(),
                _ => PathBuf::from(path.replacen(&then.output, &from, 1)),
            };
            lines.extend(record(then, path, &temporary)?.map(|difference| difference.words(screen.lang)));
        }
    }
    Ok(lines)
}

/// Whether the results of a run stand in a folder.
fn is_folder(manifest: &Manifest) -> bool {
    manifest.outputs.iter().any(|output| output.part.is_some())
}

/// The first record that differs, where the file of the run is still there as it was.
fn record(then: &Manifest, path: &str, temporary: &Path) -> Result<Option<Difference>, Failure> {
    let is_table = then.outputs.iter().all(|file| file.path != path || file.format == "csv");
    let is_intact =
        written(then).find(|(known, _)| *known == path).map(|(_, sha256)| present(path).map(|mark| difference::file(path, sha256, mark.as_ref())));
    match is_intact.transpose()? {
        Some(None) if is_table => Ok(first_difference::between(path, temporary)),
        Some(_) | None => Ok(None),
    }
}

fn print(screen: &Screen, lines: &[String]) -> Result<(), Failure> {
    if lines.is_empty() { Ok(()) } else { screen.out(&(lines.join("\n") + "\n")) }
}

/// Nothing differs.
fn tell(screen: &Screen, name: &str, then: &Manifest, depth: Depth) {
    let (inputs, scored) = (then.inputs.len(), then.results.counts.scored);
    let written = written(then).count();
    screen.say(&match (screen.lang, depth) {
        (Lang::En, Depth::Hashes) => format!("{name}: the policy, {} and {} are as they were", files_en(inputs, "data"), files_en(written, "result")),
        (Lang::En, Depth::Everything) => {
            let records = if scored == 1 { "1 record".to_owned() } else { format!("{scored} records") };
            format!("{name}: made again from the policy and {}: {records} scored, the same results to the byte", files_en(inputs, "data"))
        }
        (Lang::Zh, Depth::Hashes) => format!("{name}：政策、{inputs} 个数据文件和 {written} 个结果文件都与当时相同"),
        (Lang::Zh, Depth::Everything) => format!("{name}：已用该政策和 {inputs} 个数据文件重做：评分 {scored} 条，结果逐字节相同"),
    });
}

fn files_en(count: usize, kind: &str) -> String {
    if count == 1 { format!("1 {kind} file") } else { format!("{count} {kind} files") }
}

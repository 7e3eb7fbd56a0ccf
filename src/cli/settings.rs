//! The settings file `ics.toml`, and levels of warnings on the command line.
//!
//! In: the place of a policy, the options of `check`. Out: levels as plain data, and what is wrong with the file, with its place in
//! it. The file is looked for beside the policy and in the folders above, up to the one that holds `.git`.

use super::files;
use super::problem::CliProblem;
use super::settings_problem::SettingsProblem;
use super::usage::Usage;
use crate::diagnostic::{Level, Problems, suggest};
use crate::lint::levels::{Choice, Origin};
use crate::lint::problem::LintProblem;
use crate::lint::registry;
use crate::source::{FileId, Sources, Span};
use clap::ArgMatches;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the settings file.
pub const FILE: &str = "ics.toml";
/// The tables it may have.
const TABLES: [&str; 1] = ["lints"];
/// The options that choose a level; their names are the words of the levels.
pub const OPTIONS: [(&str, Level); 3] = [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

/// The levels that the settings file of a policy chooses, and what is wrong with it. Its text joins the sources.
///
/// # Errors
/// A settings file that cannot be read.
pub fn of_policy(policy: &Path, sources: &mut Sources) -> Result<(Vec<Choice>, Problems), CliProblem> {
    let Some(path) = find(policy) else { return Ok((Vec::new(), Problems::default())) };
    let file = sources.add(path.display().to_string(), files::read_text(&path)?);
    Ok(read(sources, file))
}

/// The nearest settings file, named as the policy is where that is possible: by a relative path.
fn find(policy: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(policy).ok()?;
    let is_plain = policy.components().all(|part| part != Component::ParentDir);
    let mut given = policy.ancestors().skip(1).filter(|_| is_plain);
    for folder in whole.ancestors().skip(1) {
        let here = given.next().unwrap_or(folder).join(FILE);
        if here.is_file() {
            return Some(here);
        }
        if folder.join(".git").exists() {
            return None;
        }
    }
    None
}

fn read(sources: &Sources, file: FileId) -> (Vec<Choice>, Problems) {
    let mut problems = Problems::default();
    let mut choices = Vec::new();
    let text = sources.file(file).text.as_str();
    let place = |range: std::ops::Range<usize>| Span { file, start: range.start as u32, end: range.end as u32 };
    let tables = match DeTable::parse(text) {
        Ok(tables) => tables,
        Err(error) => {
            problems.push(SettingsProblem::NotToml { span: place(error.span().unwrap_or(0..0)) });
            return (choices, problems);
        }
    };
    for (key, value) in tables.get_ref().iter() {
        let name = key.get_ref().to_string();
        match value.get_ref().as_table() {
            _ if !TABLES.contains(&name.as_str()) => {
                let nearest = suggest::nearest(&name, TABLES).map(str::to_owned);
                problems.push(SettingsProblem::UnknownTable { name, span: place(key.span()), nearest });
            }
            Some(table) => table.iter().for_each(|(key, value)| level(key, value, &place, &mut choices, &mut problems)),
            None => problems.push(SettingsProblem::NotATable { name, span: place(value.span()) }),
        }
    }
    choices.sort_by_key(|choice| match choice.origin {
        Origin::Settings(span) | Origin::Header(span) => span.start,
        Origin::CommandLine(_) => 0,
    });
    (choices, problems)
}

fn level(
    key: &Spanned<impl AsRef<str>>,
    value: &Spanned<DeValue<'_>>,
    place: &impl Fn(std::ops::Range<usize>) -> Span,
    choices: &mut Vec<Choice>,
    problems: &mut Problems,
) {
    let name = key.get_ref().as_ref();
    let target = registry::find(name);
    if target.is_none() {
        let nearest = registry::nearest(name).map(str::to_owned);
        problems.push(LintProblem::UnknownLint { name: name.to_owned(), span: place(key.span()), nearest });
    }
    let level = value.get_ref().as_str().and_then(Level::of_word);
    if level.is_none() {
        let nearest = value.get_ref().as_str().and_then(|word| suggest::nearest(word, OPTIONS.map(|(word, _)| word))).map(str::to_owned);
        problems.push(SettingsProblem::NotALevel { lint: name.to_owned(), span: place(value.span()), nearest });
    }
    if let (Some(target), Some(level)) = (target, level) {
        choices.push(Choice { target, level, origin: Origin::Settings(place(key.span())) });
    }
}

/// The levels that options choose, in the order in which they stand.
///
/// # Errors
/// A name that is none.
pub fn of_options(options: &ArgMatches, command: &str) -> Result<Vec<Choice>, CliProblem> {
    let mut found: Vec<(usize, Choice)> = Vec::new();
    for (option, level) in OPTIONS {
        let names = options.get_many::<String>(option).into_iter().flatten();
        for (place, name) in options.indices_of(option).into_iter().flatten().zip(names) {
            let text = format!("--{option} {name}");
            let Some(target) = registry::find(name) else {
                let possible = registry::nearest(name).map(str::to_owned).into_iter().collect();
                let usage = Usage::BadValue { option: format!("--{option}"), value: name.clone(), possible };
                return Err(CliProblem::Usage { usage, command: command.to_owned() });
            };
            found.push((place, Choice { target, level, origin: Origin::CommandLine(text) }));
        }
    }
    found.sort_by_key(|(place, _)| *place);
    Ok(found.into_iter().map(|(_, choice)| choice).collect())
}

#[cfg(test)]
mod tests {
    use super::{Level, Sources, read};

    fn found(text: &str) -> (Vec<Level>, Vec<(&'static str, String)>) {
        let mut sources = Sources::default();
        let file = sources.add("ics.toml", text);
        let (choices, problems) = read(&sources, file);
        let problems = problems.sorted().into_iter().map(|problem| (problem.code, sources.slice(problem.spans[0]).to_owned()));
        (choices.into_iter().map(|choice| choice.level).collect(), problems.collect())
    }

    #[test]
    fn levels_by_name_code_and_in_chinese() {
        let text = "[lints]\nwarnings = \"deny\"\nunused_field = \"allow\"\nW0803 = \"warn\"\n\"未用参数\" = \"禁止\"\n";
        assert_eq!(found(text), (vec![Level::Deny, Level::Allow, Level::Warn, Level::Deny], vec![]));
        assert_eq!(found(""), (vec![], vec![]));
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let wrong = |text: &str| found(text).1;
        assert_eq!(wrong("[lints]\nunused_feild = \"deny\""), [("E0801", "unused_feild".to_owned())]);
        assert_eq!(wrong("[lints]\nunused_field = \"denny\""), [("E0732", "\"denny\"".to_owned())]);
        assert_eq!(wrong("[lints]\nunused_field = true"), [("E0732", "true".to_owned())]);
        assert_eq!(wrong("[lint]\nunused_field = \"deny\""), [("E0731", "lint".to_owned())]);
        assert_eq!(wrong("lints = 3"), [("E0731", "3".to_owned())]);
        assert_eq!(wrong("[lints\n").iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["E0730"]);
    }
}

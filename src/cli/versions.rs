//! Which version of a policy is in force on a day.
//!
//! In: the versions found in a folder. Out: the one to use, or what keeps the choice from being clear: a day that two
//! versions claim, a day that none claims.

use super::files;
use super::problem::{CliProblem, Failure, Version};
use super::screen::Screen;
use crate::ir::Program;
use crate::lint::levels::Levels;
use crate::source::Sources;
use crate::syntax::{self, ast};
use crate::value::calendar::Day;
use std::collections::BTreeMap;
use std::path::Path;

/// The policy for a run: from one file, or the version of a folder that is in force.
///
/// # Errors
/// Unreadable or faulty policies, an unclear choice.
pub fn choose(screen: &Screen, folder: &Path, name: Option<&str>, as_of: Option<Day>) -> Result<(Sources, Program, Levels), Failure> {
    let by_name = names(folder)?;
    let shown = folder.display().to_string();
    let known: Vec<String> = by_name.keys().cloned().collect();
    let (policy, versions) = match (name, by_name.first_key_value()) {
        (_, None) => return Err(CliProblem::NoPolicies { path: shown }.into()),
        (None, Some(only)) if known.len() == 1 => only,
        (None, Some(_)) => return Err(CliProblem::WhichPolicy { folder: shown, known }.into()),
        (Some(name), Some(_)) => by_name.get_key_value(name).ok_or_else(|| CliProblem::UnknownPolicy {
            name: name.to_owned(),
            folder: shown.clone(),
            known: known.clone(),
        })?,
    };
    let chosen = in_force(policy, versions, as_of)?;
    super::load::program(screen, Path::new(&chosen.file))
}

/// Whether the folder holds a policy of this name.
#[must_use]
pub fn holds(folder: &Path, name: &str) -> bool {
    names(folder).is_ok_and(|names| names.contains_key(name))
}

/// The policies in a folder, by the name in their headers; files without a header are none.
fn names(folder: &Path) -> Result<BTreeMap<String, Vec<Version>>, CliProblem> {
    let mut result: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    for path in files::policies_in(folder)? {
        if let Some((name, version)) = header(&path)? {
            result.entry(name).or_default().push(version);
        }
    }
    Ok(result)
}

/// The name in the header of a policy.
///
/// # Errors
/// A file that cannot be read.
pub fn name_in(path: &Path) -> Result<Option<String>, CliProblem> {
    Ok(header(path)?.map(|(name, _)| name))
}

/// What the header says; only the version that is chosen need be free of errors.
fn header(path: &Path) -> Result<Option<(String, Version)>, CliProblem> {
    let mut sources = Sources::default();
    let name = path.display().to_string();
    let file = sources.add(name.clone(), files::read_text(path)?);
    let (tree, _) = syntax::parse(&sources, file);
    let policy = tree.items.into_iter().find_map(|item| if let ast::Item::Policy(policy) = item { Some(policy) } else { None });
    Ok(policy.map(|policy| {
        let day = |date: &Option<ast::Date>| date.as_ref().and_then(|date| date.day);
        let effective = policy.effective.as_ref();
        let from = effective.and_then(|effective| day(&effective.from));
        let to = effective.and_then(|effective| day(&effective.to));
        (policy.name.text, Version { file: name, from, to })
    }))
}

/// The version in force on the day; a single version needs no day.
fn in_force<'v>(policy: &str, versions: &'v [Version], as_of: Option<Day>) -> Result<&'v Version, CliProblem> {
    for (position, first) in versions.iter().enumerate() {
        if let Some(second) = versions.iter().skip(position + 1).find(|second| overlap(first, second)) {
            let (first, second) = if first.from <= second.from { (first, second) } else { (second, first) };
            return Err(CliProblem::VersionsOverlap { policy: policy.to_owned(), first: first.clone(), second: second.clone() });
        }
    }
    match (as_of, versions) {
        (None, [only]) => Ok(only),
        (None, _) => Err(CliProblem::WhichVersion { policy: policy.to_owned(), versions: in_order(versions) }),
        (Some(day), _) => {
            let found = versions.iter().find(|version| covers(version, day));
            found.ok_or_else(|| CliProblem::NoVersion { policy: policy.to_owned(), as_of: day, versions: in_order(versions) })
        }
    }
}

/// Whether the version is in force on the day.
#[must_use]
pub fn covers(version: &Version, day: Day) -> bool {
    version.from.is_none_or(|from| from <= day) && version.to.is_none_or(|to| day <= to)
}

fn overlap(first: &Version, second: &Version) -> bool {
    let starts_in_time = |one: &Version, other: &Version| one.from.zip(other.to).is_none_or(|(from, to)| from <= to);
    starts_in_time(first, second) && starts_in_time(second, first)
}

fn in_order(versions: &[Version]) -> Vec<Version> {
    let mut sorted = versions.to_vec();
    sorted.sort_by(|a, b| (a.from, &a.file).cmp(&(b.from, &b.file)));
    sorted
}

#[cfg(test)]
mod tests {
    use super::{CliProblem, Day, Version, in_force};

    fn version(file: &str, from: Option<&str>, to: Option<&str>) -> Version {
        Version { file: file.to_owned(), from: from.and_then(Day::parse), to: to.and_then(Day::parse) }
    }

    fn vintages() -> Vec<Version> {
        vec![version("b.ics", Some("2022-01-01"), None), version("a.ics", Some("2021-01-01"), Some("2021-12-31"))]
    }

    #[test]
    fn takes_the_version_whose_days_hold_the_date() {
        let vintages = vintages();
        let found = |date: &str| in_force("p", &vintages, Day::parse(date)).map(|version| version.file.as_str());
        assert_eq!(found("2021-12-31"), Ok("a.ics"));
        assert_eq!(found("2022-01-01"), Ok("b.ics"));
        assert!(matches!(found("2020-12-31"), Err(CliProblem::NoVersion { .. })));
    }

    #[test]
    fn refuses_a_day_with_two_versions() {
        let versions = [version("a.ics", Some("2021-01-01"), Some("2022-01-01")), version("b.ics", Some("2022-01-01"), None)];
        assert!(matches!(in_force("p", &versions, Day::parse("2025-01-01")), Err(CliProblem::VersionsOverlap { .. })));
        let endless = [version("a.ics", None, None), version("b.ics", Some("2022-01-01"), None)];
        assert!(matches!(in_force("p", &endless, Day::parse("2025-01-01")), Err(CliProblem::VersionsOverlap { .. })));
    }

    #[test]
    fn needs_a_date_only_where_there_is_a_choice() {
        assert!(in_force("p", &vintages()[..1], None).is_ok());
        assert!(matches!(in_force("p", &vintages(), None), Err(CliProblem::WhichVersion { .. })));
    }
}

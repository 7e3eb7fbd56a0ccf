//! Which files the data arguments mean.
//!
//! In: paths, patterns, folders. Out: files in order. A pattern is looked up here because not every shell does; a file that is really
//! called so comes first.

use super::files::name_of;
use super::problem::{CliProblem, Reason, Sought};
use crate::data::options::Format;
use std::path::{Path, PathBuf};

/// What a run leaves beside its results and is no data.
pub const RECORD_OF_A_RUN: &str = "manifest.json";

/// The files that some arguments mean.
///
/// # Errors
/// A pattern that nothing matches, a folder without data.
pub fn expand(arguments: &[PathBuf]) -> Result<Vec<PathBuf>, CliProblem> {
    let mut files = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            files.extend(in_folder(argument)?);
        } else if is_pattern(argument) {
            files.extend(matching(argument)?);
        } else {
            files.push(argument.clone());
        }
    }
    Ok(files)
}

/// Whether an argument is a pattern, and not a file that is called so.
#[must_use]
pub fn is_pattern(argument: &Path) -> bool {
    argument.to_str().is_some_and(|text| text.contains(['*', '?', '['])) && !argument.exists()
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, CliProblem> {
    let paths = glob::glob(&pattern.to_string_lossy()).into_iter().flatten().flatten();
    let files = paths.filter(|path| path.is_file() && !name_of(path).starts_with('.'));
    sorted(files.collect(), pattern, Sought::Pattern)
}

/// The data files that lie in a folder itself; hidden files, and those whose names begin with `_`, are marks of other programs.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, CliProblem> {
    let unreadable = |error: &std::io::Error| CliProblem::CannotRead { path: folder.display().to_string(), reason: Reason::of(error) };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(&error))? {
        let path = entry.map_err(|error| unreadable(&error))?.path();
        let name = name_of(&path);
        let is_data = path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| ending != "txt" && Format::named(ending).is_some());
        if is_data && path.is_file() && !name.starts_with(['.', '_', '~']) && name != RECORD_OF_A_RUN {
            files.push(path);
        }
    }
    sorted(files, folder, Sought::Folder)
}

fn sorted(mut files: Vec<PathBuf>, asked: &Path, sought: Sought) -> Result<Vec<PathBuf>, CliProblem> {
    if files.is_empty() {
        return Err(CliProblem::NoData { path: asked.display().to_string(), sought });
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{CliProblem, Path, PathBuf, Sought, expand, name_of};

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        files.iter().for_each(|name| std::fs::write(folder.path().join(name), "x").unwrap());
        folder
    }

    fn names(folder: &Path, argument: &str) -> Result<Vec<String>, CliProblem> {
        expand(&[folder.join(argument)]).map(|files| files.iter().map(|file| name_of(file)).collect())
    }

    #[test]
    fn a_pattern_means_the_files_it_matches_in_order() {
        let folder = folder(&["part-2.csv", "part-10.csv", "part-1.csv", "other.csv", ".part-3.csv"]);
        assert_eq!(names(folder.path(), "part-*.csv").unwrap(), ["part-1.csv", "part-10.csv", "part-2.csv"]);
        assert_eq!(names(folder.path(), "part-?.csv").unwrap(), ["part-1.csv", "part-2.csv"]);
        assert!(matches!(names(folder.path(), "p*.xlsx"), Err(CliProblem::NoData { sought: Sought::Pattern, .. })));
        assert!(matches!(names(folder.path(), "p[.xlsx"), Err(CliProblem::NoData { sought: Sought::Pattern, .. })));
    }

    #[test]
    fn a_file_that_is_called_like_a_pattern_is_that_file() {
        let folder = folder(&["[a].csv", "a.csv"]);
        assert_eq!(names(folder.path(), "[a].csv").unwrap(), ["[a].csv"]);
        assert_eq!(expand(&[PathBuf::from("-"), PathBuf::from("no.csv")]).unwrap(), [PathBuf::from("-"), PathBuf::from("no.csv")]);
    }

    #[test]
    fn a_folder_means_its_data_files_in_order() {
        let folder = folder(&["b.csv", "a.ndjson", "README.md", "notes.txt", "_SUCCESS.json", "manifest.json", "~$b.xlsx"]);
        assert_eq!(names(folder.path(), "").unwrap(), ["a.ndjson", "b.csv"]);
        std::fs::create_dir(folder.path().join("empty")).unwrap();
        assert!(matches!(names(folder.path(), "empty"), Err(CliProblem::NoData { sought: Sought::Folder, .. })));
    }
}

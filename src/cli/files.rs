//! Files as the commands need them: policies found in folders, texts read and written whole.
//!
//! In: paths. Out: sorted paths, texts, or a problem that names the path. Writing is atomic: a file is there in full or as
//! it was before.

use super::problem::{CliProblem, Failure, Reason};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What stands at the end of the name of a file of tests.
pub const TEST_SUFFIX: &str = "_test.ics";
/// What stands at the end of the name of a golden folder.
pub const GOLDEN_SUFFIX: &str = ".golden";

/// What was found under some paths, each list sorted and without doubles.
#[derive(Debug, Default)]
pub struct Found {
    /// Policies, and files of standard units.
    pub policies: BTreeSet<PathBuf>,
    /// Files of tests.
    pub tests: BTreeSet<PathBuf>,
    /// Golden folders.
    pub goldens: BTreeSet<PathBuf>,
}

/// Everything of interest under the paths; folders are searched through, hidden folders and files left out:
/// editors keep locks and copies in them.
///
/// # Errors
/// A path that cannot be read.
pub fn find(paths: &[PathBuf]) -> Result<Found, CliProblem> {
    let mut found = Found::default();
    for path in paths {
        let metadata = std::fs::metadata(path).map_err(|error| cannot_read(path, &error))?;
        if metadata.is_dir() {
            search(path, &mut found)?;
        } else {
            sort_in(path, &mut found);
        }
    }
    Ok(found)
}

fn search(folder: &Path, found: &mut Found) -> Result<(), CliProblem> {
    if name_of(folder).ends_with(GOLDEN_SUFFIX) {
        found.goldens.insert(folder.to_path_buf());
        return Ok(());
    }
    let entries = std::fs::read_dir(folder).map_err(|error| cannot_read(folder, &error))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| cannot_read(folder, &error))?.path();
        // What is found in `.` is better read without it.
        paths.push(path.strip_prefix(".").map_or(path.clone(), Path::to_path_buf));
    }
    paths.sort();
    for path in paths {
        let name = name_of(&path);
        if path.is_dir() {
            if !name.starts_with('.') && !path.is_symlink() {
                search(&path, found)?;
            }
        } else if name.ends_with(".ics") && !name.starts_with('.') {
            sort_in(&path, found);
        }
    }
    Ok(())
}

fn sort_in(path: &Path, found: &mut Found) {
    let list = if name_of(path).ends_with(TEST_SUFFIX) { &mut found.tests } else { &mut found.policies };
    list.insert(path.to_path_buf());
}

/// The policies that lie in a folder itself.
///
/// # Errors
/// A folder that cannot be read.
pub fn policies_in(folder: &Path) -> Result<Vec<PathBuf>, CliProblem> {
    let entries = std::fs::read_dir(folder).map_err(|error| cannot_read(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.is_file() && name_of(path).ends_with(".ics") && !name_of(path).ends_with(TEST_SUFFIX));
    paths.sort();
    Ok(paths)
}

/// The last part of a path, as text.
#[must_use]
pub fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The files of tests of a policy `NAME.ics`, in order: `NAME_test.ics`, and `NAME_…_test.ics` where no policy is called so.
#[must_use]
pub fn tests_of(policy: &Path) -> Vec<PathBuf> {
    let name = name_of(policy);
    let stem = name.strip_suffix(".ics").unwrap_or(&name);
    let folder = policy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_like = |other: &String| other.starts_with(stem) && other.ends_with(TEST_SUFFIX);
    let mut found: Vec<PathBuf> = beside.filter(is_like).map(|other| policy.with_file_name(other)).collect();
    found.retain(|tests| policy_of(tests) == policy && tests.is_file());
    found.sort_by_key(|tests| (name_of(tests).len(), name_of(tests)));
    found
}

/// The policy that a file of tests belongs to: the one that has most of its name. Where there is none, the one that has all of it.
#[must_use]
pub fn policy_of(tests: &Path) -> PathBuf {
    let name = name_of(tests);
    let whole = name.strip_suffix(TEST_SUFFIX).unwrap_or(&name);
    let policy = |stem: &str| tests.with_file_name(format!("{stem}.ics"));
    let shorter = std::iter::successors(Some(whole), |stem| stem.rsplit_once('_').map(|(stem, _)| stem));
    shorter.map(policy).find(|policy| policy.is_file()).unwrap_or_else(|| policy(whole))
}

/// The whole text of a file.
///
/// # Errors
/// A file that cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, CliProblem> {
    std::fs::read_to_string(path).map_err(|error| cannot_read(path, &error))
}

/// Writes a file whole, or leaves it as it was. What is there keeps its permissions, and a link keeps pointing where it points; a
/// file that may not be changed is not replaced either.
///
/// # Errors
/// A place that cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let name = path.display().to_string();
    let attempt = || {
        let known = std::fs::metadata(path).ok();
        let target = if known.is_some() { std::fs::canonicalize(path)? } else { path.to_path_buf() };
        if known.as_ref().is_some_and(|known| known.permissions().readonly()) {
            return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied));
        }
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".ics-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.flush()?;
        match known {
            Some(known) => std::fs::set_permissions(file.path(), known.permissions())?,
            None => share(file.path())?,
        }
        file.persist(&target).map_err(|error| error.error)
    };
    attempt().map(|_| ()).map_err(|error| Failure::writing(&name, &error))
}

/// A temporary file is for its owner only; a result is for whoever may read new files.
#[cfg(unix)]
fn share(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_: &Path) -> std::io::Result<()> {
    Ok(())
}

fn cannot_read(path: &Path, error: &std::io::Error) -> CliProblem {
    CliProblem::CannotRead { path: path.display().to_string(), reason: Reason::of(error) }
}

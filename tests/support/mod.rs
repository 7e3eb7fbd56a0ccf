//! Shared by the tests that run over files: reading them, and the codes the sources declare.
#![allow(dead_code, reason = "each test uses a part")]

use ics::lint::levels::Choices;
use ics::lint::registry::LINTS;
use ics::source::{FileId, Sources};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where the crate stands.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of an ending in a folder and the folders in it, sorted; none where there is no such folder.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut list = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                list.push(path);
            }
        }
    }
    list.sort();
    list
}

/// A policy and the file of tests beside it, if there is one, under their bare names.
pub fn with_tests(path: &Path) -> (Sources, FileId, Vec<FileId>) {
    let mut sources = Sources::default();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let policy = sources.add(name(path), read(path));
    let tests = ics::cli::files::tests_of(path).iter().map(|beside| sources.add(name(beside), read(beside))).collect();
    (sources, policy, tests)
}

/// Levels for parts of policies, in which more is declared than used: nothing is said of what is unused, but for one code.
pub fn parts(code: &str) -> Choices {
    let unused = LINTS.iter().filter(|lint| lint.name.starts_with("unused_") && lint.code != code);
    Choices::allowing(&unused.map(|lint| lint.name).collect::<Vec<&str>>())
}

/// The levels for a case: those about lints show everything, the others are parts.
pub fn levels_of(path: &Path) -> Choices {
    if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("lint_")) { Choices::default() } else { parts("") }
}

/// Very long lines cut, so that a snapshot stays readable.
pub fn shortened(text: &str) -> String {
    let cut = |line: &str| match line.char_indices().nth(200) {
        Some((place, _)) => format!("{} … ({} characters)\n", line.get(..place).unwrap_or(""), line.chars().count()),
        None => format!("{line}\n"),
    };
    text.lines().map(cut).collect()
}

/// The codes a source file declares, as in `=> "E0101"`.
pub fn codes_in(file: &str) -> BTreeSet<String> {
    let Ok(text) = fs::read_to_string(root().join(file)) else { return BTreeSet::new() };
    let quoted = text.split('"').filter(|part| {
        part.len() == 5 && part.starts_with(['E', 'W']) && part.get(1..).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
    });
    quoted.map(str::to_string).collect()
}

/// The codes of problems in policies.
pub fn codes_of_policies() -> BTreeSet<String> {
    let files = [
        "src/syntax/problem.rs",
        "src/resolve/problem.rs",
        "src/check/problem.rs",
        "src/check/type_problem.rs",
        "src/check/scheme_problem.rs",
        "src/check/limits.rs",
        "src/lint/problem.rs",
        "src/prove/problem.rs",
    ];
    files.into_iter().flat_map(codes_in).collect()
}

//! Certain fixes: each mends what it belongs to and breaks nothing, and `ics check --fix` writes them with care.

mod support;

use ics::compile::{Compiled, compile};
use ics::diagnostic::{Diagnostic, mend};
use ics::source::{FileId, Sources};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A policy and its tests, by name.
type Texts = Vec<(String, String)>;

fn texts(path: &Path) -> Texts {
    let (sources, policy, tests) = support::with_tests(path);
    let ids = std::iter::once(policy).chain(tests);
    ids.map(|id| (sources.file(id).name.clone(), sources.file(id).text.clone())).collect()
}

fn compiled(texts: &Texts) -> Compiled {
    let mut sources = Sources::default();
    let ids: Vec<FileId> = texts.iter().map(|(name, text)| sources.add(name.as_str(), text.as_str())).collect();
    compile(sources, ids[0], &ids[1..])
}

/// How often each error is reported, whatever its place.
fn errors(compiled: &Compiled) -> BTreeMap<(&'static str, String), usize> {
    let mut count = BTreeMap::new();
    for error in compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
        *count.entry((error.code, error.en.headline.clone())).or_insert(0) += 1;
    }
    count
}

fn same(one: &Diagnostic, compiled: &Compiled) -> usize {
    compiled.diagnostics.iter().filter(|other| other.code == one.code && other.en == one.en).count()
}

/// What is not understood hides what else is wrong there; mended, it brings that up.
const HIDING: [&str; 3] = [
    "unknown_item.ics: E0102: no declaration starts with `indicater`",
    "spreadsheet_habits.ics: E0123: `%` has no place here",
    "words_of_notices.ics: E0107: `如果` is not a word of this language",
];

#[test]
fn every_fix_of_every_faulty_case_mends_it_and_brings_no_new_error() {
    let mut codes = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in support::files("tests/cases/faulty", "ics").into_iter().filter(|path| !path.to_string_lossy().ends_with("_test.ics")) {
        let texts = texts(&path);
        let before = compiled(&texts);
        for diagnostic in before.diagnostics.iter().filter(|diagnostic| !diagnostic.fixes.is_empty()) {
            *codes.entry(diagnostic.code).or_insert(0) += 1;
            let here = format!("{}: {}: {}", path.file_name().unwrap().to_string_lossy(), diagnostic.code, diagnostic.en.headline);
            let chosen = mend::choose(std::slice::from_ref(diagnostic), |file| (file.0 as usize) < texts.len());
            assert_eq!(chosen.len(), 1, "{here}: reaches beyond the files of the policy");
            let apply = |(number, (name, text)): (usize, &(String, String))| (name.clone(), mend::apply(text, FileId(number as u32), &chosen));
            let mended: Texts = texts.iter().enumerate().map(apply).collect();
            let after = compiled(&mended);
            if same(diagnostic, &after) >= same(diagnostic, &before) {
                wrong.push(format!("{here}: is still there"));
            }
            let (known, left) = (errors(&before), errors(&after));
            if HIDING.iter().any(|start| here.starts_with(start)) {
                assert!(known.values().sum::<usize>() >= left.values().sum(), "{here}: leaves more errors: {left:?}");
                continue;
            }
            let new: Vec<_> = left.into_iter().filter(|(error, count)| known.get(error).is_none_or(|before| before < count)).collect();
            if !new.is_empty() {
                wrong.push(format!("{here}: brings {new:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let seen: Vec<&str> = codes.keys().copied().collect();
    let expected = [
        "E0102", "E0107", "E0108", "E0112", "E0116", "E0117", "E0118", "E0119", "E0121", "E0123", "E0204", "E0308", "E0310", "E0312", "E0315",
        "E0461", "W0303",
    ];
    assert_eq!(seen, expected);
}

fn ics(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ics")).args(arguments).current_dir(folder).env("ICS_LANG", "en").env("NO_COLOR", "1").output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with some files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn read(folder: &tempfile::TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap()
}

const POLICY: &str = "policy a \"A\" { source \"s\" }\nrecord r \"R\" { key id \"id\" : text, staff \"staff\" : 人 [1, 1000] }\n";

fn policy(rest: &str) -> String {
    format!("{POLICY}{rest}")
}

#[test]
fn mends_policy_and_tests_and_keeps_line_ends_and_mark() {
    let text = format!("\u{feff}{}", policy("output big \"big\" : bool = stafff >= 1,000 人 &&staff<9 人\n").replace('\n', "\r\n"));
    let tests = "test \"t\" { given { id = \"1\", stafff = 5 人 } expect { big } }";
    let folder = folder(&[("a.ics", &text), ("a_test.ics", tests)]);
    let shown = ics(folder.path(), &["check", "."]);
    assert!(err(&shown).ends_with("1 file checked: 3 errors; `--fix` mends 2\n"), "{}", err(&shown));
    let done = ics(folder.path(), &["check", "--fix", "a.ics"]);
    assert_eq!(err(&done), "a.ics: 3 problems fixed\na_test.ics: 1 problem fixed\n1 file checked: no errors\n", "{}", out(&done));
    assert_eq!(done.status.code(), Some(0));
    let expected = format!("\u{feff}{}", policy("output big \"big\" : bool = staff >= 1000 人 and staff<9 人\n").replace('\n', "\r\n"));
    assert_eq!(read(&folder, "a.ics"), expected);
    assert_eq!(read(&folder, "a_test.ics"), tests.replace("stafff", "staff"));
    let again = ics(folder.path(), &["check", "--diff", "."]);
    assert_eq!((out(&again).as_str(), again.status.code()), ("", Some(0)));
}

#[test]
fn a_difference_can_be_patched_and_changes_nothing() {
    let text = policy("output big \"big\" : bool = stafff >= 10 人");
    let folder = folder(&[("a.ics", &text)]);
    let shown = ics(folder.path(), &["check", "--diff", "a.ics"]);
    let expected = "--- a.ics\n+++ a.ics\n@@ -1,3 +1,3 @@\n policy a \"A\" { source \"s\" }\n record r \"R\" { key id \"id\" : text, staff \"staff\" : 人 [1, 1000] }\n\
                    -output big \"big\" : bool = stafff >= 10 人\n\\ No newline at end of file\n+output big \"big\" : bool = staff >= 10 人\n\\ No newline at end of file\n";
    assert_eq!(out(&shown), expected);
    assert_eq!(err(&shown), "1 file checked: 1 would be fixed; after that no errors\n");
    assert_eq!(shown.status.code(), Some(1));
    assert_eq!(read(&folder, "a.ics"), text);
}

#[test]
fn what_would_leave_more_errors_is_left_out() {
    // The operator hides that three names are not declared.
    let hiding = policy("output a1 \"a\" : bool = one = 1 && two = 2 and three = 3\noutput b1 \"b\" : bool = stafff > 3 人\n");
    let folder = folder(&[("a.ics", &hiding)]);
    let done = ics(folder.path(), &["check", "--fix", "--format", "short", "a.ics"]);
    assert!(err(&done).contains("a.ics: 1 problem fixed\n"), "{}", err(&done));
    assert!(err(&done).ends_with("1 error; 1 fix left out, because more errors would follow\n"), "{}", err(&done));
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(read(&folder, "a.ics"), hiding.replace("stafff", "staff"));
}

#[test]
fn standard_units_are_never_changed() {
    let text = "unit 个 \"个\"\nuint 百个 \"百个\" = 100 个\n";
    let folder = folder(&[("prelude.ics", text)]);
    let done = ics(folder.path(), &["check", "--fix", "--format", "short", "."]);
    assert!(out(&done).contains("error[E0102]"), "{}", out(&done));
    assert_eq!(read(&folder, "prelude.ics"), text);
    assert!(!err(&done).contains("fixed"), "{}", err(&done));
}

#[test]
fn a_file_that_may_not_be_changed_is_refused() {
    let text = policy("output big \"big\" : bool = stafff >= 10 人\n");
    let folder = folder(&[("a.ics", &text), ("b.ics", &text)]);
    let path = folder.path().join("a.ics");
    let mut permissions = std::fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).unwrap();
    let done = ics(folder.path(), &["check", "--fix", "."]);
    assert!(err(&done).starts_with("error[E0703]: cannot write `a.ics`: permission denied\n"), "{}", err(&done));
    assert!(err(&done).ends_with("b.ics: 1 problem fixed\n1 file checked: no errors; 1 could not be read or written\n"), "{}", err(&done));
    assert_eq!(done.status.code(), Some(2));
    assert_eq!(read(&folder, "a.ics"), text);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[("real.ics", &policy("output big \"big\" : bool = stafff >= 10 人\n"))]);
    let real: PathBuf = folder.path().join("real.ics");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o600)).unwrap();
    symlink("real.ics", folder.path().join("link.ics")).unwrap();
    let done = ics(folder.path(), &["check", "--fix", "link.ics"]);
    assert_eq!(done.status.code(), Some(0), "{}", err(&done));
    assert!(folder.path().join("link.ics").is_symlink());
    assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(read(&folder, "real.ics").contains("= staff >="));
}

#[test]
fn locks_of_editors_are_no_policies() {
    let folder = folder(&[("a.ics", POLICY), (".#a.ics", "not a policy")]);
    assert_eq!(err(&ics(folder.path(), &["check", "."])), "1 file checked: 1 warning\n");
}

//! Recorded runs as an auditor meets them: a run is recorded, something changes, and `ics verify` says what.

use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const POLICY: &str = include_str!("cli/files.in/grant.ics");
const EAST: &str = include_str!("cli/files.in/east.csv");
const WEST: &str = include_str!("cli/files.in/west.csv");

/// What a command said, and its status.
#[derive(Debug)]
struct Said {
    status: i32,
    out: String,
    err: String,
}

fn ics(folder: &Path, arguments: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(arguments).current_dir(folder).env("ICS_LANG", "en").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder with a policy, data and a recorded run.
fn recorded(more: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("grant.ics"), POLICY).unwrap();
    fs::write(folder.path().join("east.csv"), EAST).unwrap();
    fs::write(folder.path().join("west.csv"), WEST).unwrap();
    record(folder.path(), more);
    folder
}

fn record(folder: &Path, more: &[&str]) {
    let usual = ["score", "grant.ics", "east.csv", "west.csv", "--manifest", "run.json", "--rejects", "away.csv"];
    let output = if more.contains(&"-o") { &[][..] } else { &["-o", "results.csv"][..] };
    let said = ics(folder, &[&usual[..], output, more].concat());
    assert_eq!(said.status, 1, "some records are rejected: {said:?}");
}

/// Replaces the only place of a text in a file.
fn change(folder: &TempDir, file: &str, old: &str, new: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
    fs::write(path, text.replace(old, new)).unwrap();
}

/// Lines with hashes left out.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| line.split(" (sha256 ").next().unwrap_or_default().to_owned();
    text.lines().map(line).collect()
}

#[test]
fn the_same_run_has_the_same_record() {
    let folder = recorded(&[]);
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    let first = ["run.json", "results.csv", "away.csv"].map(read);
    record(folder.path(), &[]);
    assert_eq!(first, ["run.json", "results.csv", "away.csv"].map(read));
    let other = recorded(&[]);
    assert_eq!(first[0], fs::read(other.path().join("run.json")).unwrap());
}

#[test]
fn a_run_is_the_same_again_with_every_option_and_format() {
    let cases: [&[&str]; 8] = [
        &[],
        &["-o", "results.xlsx"],
        &["-o", "results.ndjson", "--all"],
        &["-o", "results.json", "--with-inputs", "--limit", "6"],
        &["-o", "results.tsv", "--labels", "--bom", "--lang", "zh"],
        &["-o", "results.txt", "--format", "table", "--lang", "zh"],
        &["--columns", "total,entitled_reasons", "--as-of", "2024-02-29"],
        &["--encoding", "utf-8", "--delimiter", ",", "--header-row", "1", "--missing-word", "小型", "--format-in", "csv"],
    ];
    for case in cases {
        let folder = recorded(case);
        for depth in [&["verify", "run.json"][..], &["verify", "run.json", "--quick"]] {
            let said = ics(folder.path(), depth);
            assert_eq!((said.status, said.out.as_str()), (0, ""), "{case:?}: {said:?}");
        }
        // A limit, other columns and other words make other results: the record must hold them.
        if case.contains(&"--limit") {
            change(&folder, "run.json", "\"limit\": 6", "\"limit\": 5");
            assert_eq!(ics(folder.path(), &["verify", "run.json"]).status, 1);
        }
    }
}

#[test]
fn a_changed_policy_is_named_with_what_follows_from_it() {
    let folder = recorded(&[]);
    change(&folder, "grant.ics", "(.., 100万元) -> 5", "(.., 100万元) -> 6");
    let said = ics(folder.path(), &["verify", "run.json"]);
    assert_eq!(said.status, 1, "{said:?}");
    assert_eq!(
        lines(&said.out),
        [
            "the policy `grant.ics` has changed since",
            "`total`, sum: 35 then, 36 now",
            "`total`, least: 5 then, 6 now",
            "`results.csv`: the run writes other bytes now",
            "`results.csv`: the first record that differs is `E4`: total `5` then, `6` now",
        ]
    );
    let quick = ics(folder.path(), &["verify", "run.json", "--quick"]);
    assert_eq!((quick.status, lines(&quick.out)), (1, vec!["the policy `grant.ics` has changed since".to_owned()]));
    change(&folder, "grant.ics", "out of 10 { size }", "out of 10 { size ");
    let said = ics(folder.path(), &["verify", "run.json"]);
    assert_eq!((said.status, lines(&said.out).len()), (2, 1), "{said:?}");
    assert!(said.err.contains("error[E0705]"), "{said:?}");
}

#[test]
fn a_policy_of_the_same_meaning_gives_the_same_results() {
    let folder = recorded(&[]);
    change(&folder, "grant.ics", "# A made-up policy.", "# A remark.");
    let said = ics(folder.path(), &["verify", "run.json"]);
    assert_eq!((said.status, lines(&said.out)), (1, vec!["the policy `grant.ics` has changed since".to_owned()]));
}

#[test]
fn changed_data_are_named_with_what_follows_from_them() {
    let folder = recorded(&[]);
    fs::write(folder.path().join("west.csv"), WEST.lines().take(2).collect::<Vec<&str>>().join("\n")).unwrap();
    let said = ics(folder.path(), &["verify", "run.json"]);
    assert_eq!(said.status, 1, "{said:?}");
    let lines = lines(&said.out);
    assert_eq!(lines[0], "the data file `west.csv` has changed since");
    assert!(lines.contains(&"`west.csv`, records read: 4 then, 1 now".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"`results.csv`: the records from `E1` on are not written now".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"`away.csv`: the run writes other bytes now".to_owned()), "{lines:#?}");
    assert_eq!(fs::read(folder.path().join("results.csv")).unwrap(), fs::read(recorded(&[]).path().join("results.csv")).unwrap());
}

#[test]
fn changed_results_are_told_from_changed_computation() {
    let folder = recorded(&[]);
    change(&folder, "results.csv", "E4,5,", "E4,9,");
    fs::remove_file(folder.path().join("away.csv")).unwrap();
    let said = ics(folder.path(), &["verify", "run.json"]);
    assert_eq!(
        (said.status, lines(&said.out)),
        (1, vec!["`results.csv` is not as the run left it".to_owned(), "`away.csv` is not there".to_owned()])
    );
}

#[test]
fn another_engine_is_no_difference_unless_it_computes_otherwise() {
    let folder = recorded(&[]);
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    change(&folder, "run.json", &version, "\"version\": \"0.0.1\"");
    let said = ics(folder.path(), &["verify", "run.json"]);
    assert_eq!((said.status, said.out.as_str()), (0, ""));
    let engine = format!("the engine was ics 0.0.1 then and is ics {} now", env!("CARGO_PKG_VERSION"));
    assert!(said.err.contains(&engine), "{said:?}");
    // A record that tells of other bytes stands for an engine that wrote them.
    let record = fs::read_to_string(folder.path().join("run.json")).unwrap();
    let mut record: serde_json::Value = serde_json::from_str(&record).unwrap();
    fs::write(folder.path().join("results.csv"), "id\n").unwrap();
    record["outputs"][0]["sha256"] = "0".repeat(64).into();
    fs::write(folder.path().join("run.json"), record.to_string()).unwrap();
    let said = ics(folder.path(), &["verify", "run.json"]);
    let words = format!(
        "`results.csv`: bytes differ although policy, data and options are the same: engine ics 0.0.1 then, ics {} now",
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!((said.status, lines(&said.out)), (1, vec!["`results.csv` is not as the run left it".to_owned(), words]));
}

#[test]
fn a_run_is_checked_from_elsewhere() {
    let folder = recorded(&[]);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(folder.path().join("run.json"), elsewhere.path().join("kept.json")).unwrap();
    let said = ics(elsewhere.path(), &["verify", "kept.json"]);
    assert_eq!(said.status, 2, "{said:?}");
    assert!(
        said.err.contains("error[E0726]: the run of `kept.json` cannot be checked: `east.csv`, `grant.ics`, `west.csv` are not there"),
        "{said:?}"
    );
    let said = ics(elsewhere.path(), &["verify", "kept.json", "--base", &folder.path().display().to_string()]);
    assert_eq!((said.status, said.out.as_str()), (0, ""), "{said:?}");
}

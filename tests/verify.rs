//! Recorded runs as an auditor meets them: a run is recorded, something changes, and `ics verify` says what; a run into a folder breaks off
//! and is gone on with.

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
    let cases: [&[&str]; 12] = [
        &[],
        &["-o", "results.parquet", "--compression", "zstd", "--all"],
        &["-o", "results.feather", "--compression", "lz4", "--as-of", "2024-02-29"],
        &["-o", "results/"],
        &["-o", "results/", "--format", "csv", "--part-rows", "1", "--threads", "3"],
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

/// A folder with a run into `out`, a file for each file of data.
fn in_parts(format: &str) -> TempDir {
    let folder = recorded(&["-o", "unused.csv"]);
    assert_eq!(parts(folder.path(), format, &[]).status, 1);
    folder
}

fn parts(folder: &Path, format: &str, more: &[&str]) -> Said {
    let usual = ["score", "grant.ics", "east.csv", "west.csv", "-o", "out/", "--part-rows", "1", "--rejects", "away.csv", "--format", format];
    ics(folder, &[&usual[..], more].concat())
}

/// Every file of a folder with what it holds.
fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn a_run_into_a_folder_is_recorded_part_by_part() {
    for format in ["parquet", "arrow", "csv", "ndjson", "xlsx"] {
        let folder = in_parts(format);
        let out = folder.path().join("out");
        let names: Vec<String> = content(&out).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["manifest.json".to_owned(), format!("part-00000.{format}"), format!("part-00001.{format}")]);
        let record: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
        let part = &record["outputs"][1];
        assert_eq!(part["path"], format!("out/part-00001.{format}"));
        assert_eq!(part["part"]["from"][0], serde_json::json!({"path": "west.csv", "first": 0, "rows": 4, "rejected": 1, "blank": 0}));
        assert_eq!(part["part"]["results"]["counts"], serde_json::json!({"read": 4, "scored": 2, "rejected": 2, "blank": 0}));
        // The parts amount to the run.
        let sum = |of: &dyn Fn(&serde_json::Value) -> u64| -> u64 { [0, 1].iter().map(|part| of(&record["outputs"][part]["part"]["results"])).sum() };
        assert_eq!(sum(&|part| part["counts"]["rejected"].as_u64().unwrap()), record["results"]["counts"]["rejected"].as_u64().unwrap());
        assert_eq!(sum(&|part| part["scores"][0]["count"].as_u64().unwrap()), record["results"]["scores"][0]["count"].as_u64().unwrap());
        let said = ics(folder.path(), &["verify", "out/manifest.json"]);
        assert_eq!((said.status, said.out.as_str()), (0, ""), "{format}: {said:?}");
        fs::write(out.join(format!("part-00000.{format}")), "x").unwrap();
        let said = ics(folder.path(), &["verify", "out/manifest.json", "--quick"]);
        assert_eq!((said.status, lines(&said.out)), (1, vec![format!("`out/part-00000.{format}` is not as the run left it")]));
    }
}

#[test]
fn a_run_that_is_gone_on_with_ends_as_if_it_had_not_broken_off() {
    for format in ["parquet", "csv"] {
        let folder = in_parts(format);
        let out = folder.path().join("out");
        let whole = content(&out);
        let first = out.join(format!("part-00000.{format}"));
        // As a run leaves it that breaks off in its second part.
        fs::remove_file(out.join(format!("part-00001.{format}"))).unwrap();
        let record = fs::read_to_string(out.join("manifest.json")).unwrap();
        let mut record: serde_json::Value = serde_json::from_str(&record).unwrap();
        record["outputs"].as_array_mut().unwrap().truncate(1);
        fs::write(out.join("manifest.json"), record.to_string()).unwrap();
        let before = fs::metadata(&first).unwrap().modified().unwrap();
        let said = parts(folder.path(), format, &["--resume"]);
        assert_eq!(said.status, 1, "{said:?}");
        assert!(said.err.contains("4 results in out: 2 files, 1 of them finished before\n"), "{said:?}");
        // The summary is that of all records.
        assert!(said.err.contains("8 records read: 4 scored, 4 rejected"), "{said:?}");
        assert_eq!(content(&out), whole);
        assert_eq!(fs::metadata(&first).unwrap().modified().unwrap(), before, "a finished part is not written again");
        // A part that was changed since is made again.
        fs::write(&first, "x").unwrap();
        let said = parts(folder.path(), format, &["--resume"]);
        assert!(said.err.contains("1 of them finished before"), "{said:?}");
        assert_eq!(content(&out), whole);
        assert_eq!(ics(folder.path(), &["verify", "out/manifest.json"]).status, 0);
    }
}

#[test]
fn a_run_that_would_be_another_one_is_not_gone_on_with() {
    let folder = in_parts("parquet");
    let whole = content(&folder.path().join("out"));
    change(&folder, "grant.ics", "(.., 100万元) -> 5", "(.., 100万元) -> 6");
    fs::write(folder.path().join("west.csv"), EAST).unwrap();
    let said = parts(folder.path(), "arrow", &["--resume", "--threads", "1"]);
    assert_eq!(said.status, 2, "{said:?}");
    let expected = [
        "error[E0727]: the run into `out` cannot be gone on with: its parts would not fit the new ones",
        "  help: the policy `grant.ics` has changed since",
        "        `--format parquet` was given then, and `--format arrow` is now",
        "        the data file `west.csv` has changed since",
        "        without `--resume` every part is made anew; another folder keeps these",
    ];
    assert_eq!(lines(&said.err), expected);
    assert_eq!(content(&folder.path().join("out")), whole);
    // Without `--resume` everything is made anew.
    assert_eq!(parts(folder.path(), "parquet", &[]).status, 1);
    assert_eq!(ics(folder.path(), &["verify", "out/manifest.json"]).status, 0);
    // Where nothing was begun, there is nothing to fit.
    fs::remove_dir_all(folder.path().join("out")).unwrap();
    assert_eq!(parts(folder.path(), "parquet", &["--resume"]).status, 1);
    assert_eq!(ics(folder.path(), &["verify", "out/manifest.json"]).status, 0);
}

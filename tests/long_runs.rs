//! Long runs of `ics score` as a shell meets them: interrupted, cut off by `head`, without a place to write.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const POLICY: &str = "policy a \"A\" { source \"s\" }\nrecord r \"R\" { key id \"id\" : text, staff \"staff\" : 人 [1, 1000] }\noutput big \"big\" : bool = staff >= 300 人\n";

/// Long enough for a busy machine; no test waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(120);

/// A folder with a policy and so many records, every tenth of them faulty.
fn folder(records: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.ics"), POLICY).unwrap();
    let line =
        |number: usize| format!("K{number:08},{}\n", if number.is_multiple_of(10) { "many".to_owned() } else { (1 + number % 1000).to_string() });
    fs::write(folder.path().join("data.csv"), format!("id,staff\n{}", (0..records).map(line).collect::<String>())).unwrap();
    folder
}

fn start(folder: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.args(["score", "a.ics", "data.csv"]).args(arguments).current_dir(folder).env("ICS_LANG", "en").env("NO_COLOR", "1");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_interrupted_run_leaves_no_file_behind() {
    let folder = folder(300_000);
    fs::write(folder.path().join("out.csv"), "as it was\n").unwrap();
    for threads in ["1", "3"] {
        let child = start(folder.path(), &["-o", "out.csv", "--rejects", "rejects.csv", "--threads", threads]);
        let end = Instant::now() + PATIENCE;
        // An unfinished file of results is there, and one of rejected records.
        while names(folder.path()).iter().filter(|name| name.ends_with(".part")).count() < 2 {
            assert!(Instant::now() < end, "no file was begun");
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(130));
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "interrupted; no file was written\n");
        assert_eq!(names(folder.path()), ["a.ics", "data.csv", "out.csv"]);
        assert_eq!(fs::read_to_string(folder.path().join("out.csv")).unwrap(), "as it was\n");
    }
}

#[test]
fn an_interrupted_run_into_a_folder_is_gone_on_with() {
    let folder = folder(1_500_000);
    let arguments = |out: &'static str| ["-o", out, "--format", "csv", "--part-rows", "20000", "--threads", "2"];
    let child = start(folder.path(), &arguments("out/"));
    let end = Instant::now() + PATIENCE;
    while !folder.path().join("out/manifest.json").exists() {
        assert!(Instant::now() < end, "no part was finished");
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.starts_with("interrupted; ") && said.ends_with(" finished in out, and `--resume` goes on from there\n"), "{said}");
    let (out, whole) = (folder.path().join("out"), folder.path().join("whole"));
    let finished = names(&out).len() - 1;
    let ended = start(folder.path(), &arguments("whole/")).wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(1));
    let files = names(&whole).len() - 1;
    assert!(0 < finished && finished < files, "{finished} of {files}");
    let ended = start(folder.path(), &[&arguments("out/")[..], &["--resume"]].concat()).wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains(&format!("1350000 results in out: {files} files, {finished} of them finished before\n")), "{finished}: {said}");
    assert_eq!(names(&out), names(&whole));
    for name in names(&whole).iter().filter(|name| name.ends_with(".csv")) {
        assert!(fs::read(out.join(name)).unwrap() == fs::read(whole.join(name)).unwrap(), "{name}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let folder = folder(50_000);
    let mut child = start(folder.path(), &["--threads", "2"]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "id,big");
    drop(lines);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), String::from_utf8_lossy(&ended.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_folder_that_may_not_be_written_is_named_before_anything_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(10);
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(closed.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let ended = start(folder.path(), &["-o", "closed/out.csv"]).wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("error[E0514]") && said.contains("permission denied"), "{said}");
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let folder = folder(40_000);
    let written = |threads: &str| {
        let ended = start(folder.path(), &["-o", "out.csv", "--rejects", "rejects.csv", "--threads", threads]).wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(1));
        let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
        (read("out.csv"), read("rejects.csv"), String::from_utf8_lossy(&ended.stderr).into_owned())
    };
    let one = written("1");
    assert_eq!(one.0.split(|byte| *byte == b'\n').count(), 36_002);
    assert_eq!(written("2"), one);
    assert_eq!(written("7"), one);
}

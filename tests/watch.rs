//! `ics check --watch` as a person at an editor meets it: the program is started, files change, reports are read, it is stopped.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const GOOD: &str = "policy a \"A\" { source \"s\" }\nrecord r \"R\" { key id \"id\" : text, staff \"staff\" : 人 [1, 1000] }\noutput big \"big\" : bool = staff >= 300 人\n";

/// Long enough for a busy machine; no test waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `ics`, stopped when it goes out of scope.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(folder: &Path, arguments: &[&str]) -> Watching {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
        command.args(["check", "--watch", "--format", "short"]).args(arguments).current_dir(folder).env("ICS_LANG", "en").env("NO_COLOR", "1");
        // One pipe for both streams, so that lines come in the order in which they were written.
        let (reader, writer) = std::io::pipe().unwrap();
        let child = command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer).spawn().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Watching { child, lines }
    }

    /// What is said up to the line of status, and that.
    fn report(&self) -> Vec<String> {
        let end = Instant::now() + PATIENCE;
        let mut said: Vec<String> = Vec::new();
        while !said.last().is_some_and(|line| line.ends_with("waiting for changes")) {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => said.push(line),
                Err(error) => panic!("no report: {error:?} after {said:?}"),
            }
        }
        said
    }

    /// Reports until one has this status: a change may be seen in two parts.
    fn report_until(&self, status: &str) -> Vec<String> {
        loop {
            let said = self.report();
            if said.last().is_some_and(|line| line == &format!("{status}; waiting for changes")) {
                return said;
            }
        }
    }

    fn is_silent(&self) -> bool {
        matches!(self.lines.recv_timeout(Duration::from_millis(400)), Err(RecvTimeoutError::Timeout))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// As many editors save: a new file takes the place of the old one.
fn save_by_renaming(path: &Path, text: &str) {
    let new = path.with_extension("ics.tmp");
    std::fs::write(&new, text).unwrap();
    std::fs::rename(&new, path).unwrap();
}

#[test]
fn reports_after_every_way_of_saving() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("a.ics");
    std::fs::write(&policy, GOOD).unwrap();
    let watching = Watching::start(folder.path(), &["a.ics"]);
    assert_eq!(watching.report(), ["1 file checked: no errors; waiting for changes"]);
    std::fs::write(&policy, GOOD.replace("staff >=", "stafff >=")).unwrap();
    let said = watching.report_until("1 file checked: 1 error; `--fix` mends 1");
    assert!(said.iter().any(|line| line == "a.ics:3:27: error[E0204]: there is no value `stafff`"), "{said:?}");
    save_by_renaming(&policy, GOOD);
    watching.report_until("1 file checked: no errors");
    // The second time as well: the file of the first time is gone.
    save_by_renaming(&policy, &GOOD.replace("300 人", "300 天"));
    watching.report_until("1 file checked: 1 error");
    // Tests are written beside the policy while it is watched.
    std::fs::write(&policy, GOOD).unwrap();
    watching.report_until("1 file checked: no errors");
    std::fs::write(folder.path().join("a_test.ics"), "test \"t\" { given { id = \"1\", staff = 5 人 } expect { bigg } }").unwrap();
    let said = watching.report_until("1 file checked: 1 error");
    assert!(said.iter().any(|line| line.starts_with("a_test.ics:1:")), "{said:?}");
}

#[test]
fn new_files_and_folders_are_found_and_others_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.ics"), GOOD).unwrap();
    let watching = Watching::start(folder.path(), &["."]);
    watching.report_until("1 file checked: no errors");
    std::fs::write(folder.path().join("data.csv"), "id,staff\n").unwrap();
    std::fs::write(folder.path().join(".#a.ics"), "lock").unwrap();
    std::fs::read(folder.path().join("a.ics")).unwrap();
    assert!(watching.is_silent(), "data, locks and reading do not matter");
    std::fs::create_dir(folder.path().join("more")).unwrap();
    std::fs::write(folder.path().join("more/b.ics"), GOOD).unwrap();
    watching.report_until("2 files checked: no errors");
    std::fs::remove_file(folder.path().join("more/b.ics")).unwrap();
    watching.report_until("1 file checked: no errors");
    std::fs::remove_file(folder.path().join("a.ics")).unwrap();
    let said = watching.report_until("nothing checked");
    assert!(said.iter().any(|line| line.starts_with("error[E0704]")), "{said:?}");
    std::fs::write(folder.path().join("a.ics"), GOOD).unwrap();
    watching.report_until("1 file checked: no errors");
}

#[test]
fn nothing_to_watch_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_ics")).args(["check", "--watch", "no.ics"]).current_dir(folder.path()).env("ICS_LANG", "en").output();
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error[E0702]"));
    assert!(output.stdout.is_empty(), "nothing is cleared where there is no terminal");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.ics"), GOOD).unwrap();
    let mut watching = Watching::start(folder.path(), &["."]);
    watching.report();
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", watching.child.id())]).status().unwrap();
    assert!(sent.success());
    let status = watching.child.wait().unwrap();
    // A shell shows this as 130.
    assert_eq!(status.signal(), Some(2));
}

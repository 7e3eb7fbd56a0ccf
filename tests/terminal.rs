//! A session in a real terminal: completion, hints, history, several lines, Ctrl-C, Chinese, the end.
//!
//! Where the system gives no pseudo-terminal the test says so and ends.
#![cfg(unix)]

mod support;

use rexpect::session::{PtySession, spawn_command};
use std::path::Path;
use std::process::Command;

/// How long an answer may take, in milliseconds: machines that test are busy. Nothing is measured.
const PATIENCE: u64 = 60_000;

const UP: &str = "\x1b[A";
const TAB: &str = "\t";
const ENTER: &str = "\r";

/// A session on the first example, with its own history.
fn session(history: &Path, arguments: &[&str]) -> Option<PtySession> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.current_dir(support::root()).arg("repl").args(arguments);
    command.env_remove("VISUAL").env("EDITOR", "true").env("TERM", "xterm").env("ICS_LANG", "en").env("NO_COLOR", "1").env("COLUMNS", "100");
    command.env("ICS_HISTORY", history);
    match spawn_command(command, Some(PATIENCE)) {
        Ok(session) => Some(session),
        Err(error) => {
            eprintln!("skipped: no pseudo-terminal ({error})");
            None
        }
    }
}

/// Types keys as they are.
fn press(session: &mut PtySession, keys: &str) {
    session.send(keys).unwrap();
    session.flush().unwrap();
}

/// Waits until something is shown.
fn sees(session: &mut PtySession, text: &str) {
    // What comes back is read byte by byte.
    let bytes: String = text.bytes().map(char::from).collect();
    if let Err(error) = session.exp_string(&bytes) {
        panic!("`{text}` is not shown: {error}");
    }
}

const EXAMPLE: [&str; 2] = ["examples/first_steps/policy.ics", "examples/first_steps/data.csv"];

#[test]
fn a_session_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("kept/history");
    let Some(mut ics) = session(&history, &EXAMPLE) else { return };
    sees(&mut ics, "Ctrl-D ends the session");
    sees(&mut ics, "ics> ");

    // The only command that begins so is completed.
    press(&mut ics, ":rec");
    press(&mut ics, TAB);
    press(&mut ics, " 甲");
    press(&mut ics, ENTER);
    sees(&mut ics, "甲 (row 2)");
    sees(&mut ics, "甲> ");

    // So is a name; its label is shown while it is typed.
    press(&mut ics, "reve");
    sees(&mut ics, "营业收入");
    press(&mut ics, TAB);
    press(&mut ics, ENTER);
    sees(&mut ics, "2,400万元");
    sees(&mut ics, "甲> ");

    // Several lines until the bracket is closed.
    press(&mut ics, "(1 +");
    press(&mut ics, ENTER);
    press(&mut ics, "41) * 10");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n420");
    sees(&mut ics, "甲> ");

    // The input before comes back.
    press(&mut ics, "6 * 7");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n42");
    sees(&mut ics, "甲> ");
    press(&mut ics, UP);
    press(&mut ics, " + 1000");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n1042");
    sees(&mut ics, "甲> ");

    // Ctrl-C drops the line and keeps the session.
    press(&mut ics, "1 + nonsense");
    ics.send_control('c').unwrap();
    sees(&mut ics, "甲> ");
    press(&mut ics, "2 + 2 = 4");
    press(&mut ics, ENTER);
    sees(&mut ics, "yes");
    sees(&mut ics, "甲> ");

    // Chinese, and the mark of a changed record.
    press(&mut ics, "：设 职工总数 = 200 人");
    press(&mut ics, ENTER);
    sees(&mut ics, "120人 → 200人");
    sees(&mut ics, "甲*> ");

    // An editor that changes nothing.
    press(&mut ics, ":edit");
    press(&mut ics, ENTER);
    sees(&mut ics, "policy: ");
    sees(&mut ics, "> ");

    ics.send_control('d').unwrap();
    ics.exp_eof().unwrap();
    let kept = std::fs::read_to_string(&history).unwrap();
    assert!(kept.contains("6 * 7 + 1000") && !kept.contains("nonsense"), "{kept}");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&history).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_was_typed_before_comes_back_in_another_session() {
    let folder = tempfile::tempdir().unwrap();
    let history = folder.path().join("history");
    let Some(mut ics) = session(&history, &[]) else { return };
    sees(&mut ics, "ics> ");
    press(&mut ics, "11 * 11");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n121");
    // The editor leaves the last input as it is, so that it is answered again.
    press(&mut ics, ":edit");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n121");
    press(&mut ics, "1 + 120");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n121");
    ics.send_control('d').unwrap();
    ics.exp_eof().unwrap();
    let Some(mut ics) = session(&history, &[]) else { return };
    sees(&mut ics, "ics> ");
    press(&mut ics, UP);
    press(&mut ics, UP);
    press(&mut ics, UP);
    press(&mut ics, " - 1");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n120");
    ics.send_control('d').unwrap();
    ics.exp_eof().unwrap();
}

#[test]
fn a_history_that_cannot_be_written_is_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let Some(mut ics) = session(folder.path(), &[]) else { return };
    sees(&mut ics, "ics> ");
    press(&mut ics, "1 + 1");
    press(&mut ics, ENTER);
    sees(&mut ics, "\n2");
    press(&mut ics, ":quit");
    press(&mut ics, ENTER);
    ics.exp_eof().unwrap();
}

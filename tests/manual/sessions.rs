//! Sessions of `ics repl` in a page: what stands behind `> ` is typed, and the rest is what comes back.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The fence of a session; the arguments of `ics repl` stand behind it.
const FENCE: &str = "```session";

/// A page with each session as it runs now; how many there are.
pub fn renewed(page: &str, root: &Path) -> (String, usize) {
    let (mut text, mut count) = (String::new(), 0);
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        text.push_str(line);
        text.push('\n');
        let Some(arguments) = line.strip_prefix(FENCE) else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        count += 1;
        text.push_str(&ran(&arguments.split_whitespace().collect::<Vec<&str>>(), &body, root));
        text.push_str("```\n");
    }
    (text, count)
}

fn ran(arguments: &[&str], body: &[&str], root: &Path) -> String {
    let typed = body.iter().filter_map(|line| line.strip_prefix("> ").or_else(|| line.strip_prefix("| ")));
    let script: String = typed.map(|line| format!("{line}\n")).collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.current_dir(root).args(["repl", "--echo"]).args(arguments).env("ICS_LANG", "en").env("NO_COLOR", "1").env("COLUMNS", "100");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

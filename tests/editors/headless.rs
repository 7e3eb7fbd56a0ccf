//! Vim and Emacs, where they are installed: the modes load without a remark, recognise policies by their first lines, and colour
//! the samples as the program reads them.

use crate::support::root;
use std::process::{Command, Stdio};

/// Whether a program is there; if not, it is said. The scripts write to what only Unix has.
fn is_installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
        && cfg!(unix);
    if !found {
        eprintln!("skipped: {program} is not installed");
    }
    found
}

fn run(command: &mut Command) {
    // What is generated is written first, if it is to be.
    crate::stale();
    let output = command.current_dir(root()).stdin(Stdio::null()).env("HOME", root().join("target")).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.contains("all is well"), "{}\n{said}", output.status);
}

#[test]
fn vim_recognises_and_colours_policies() {
    for program in ["vim", "nvim"] {
        if is_installed(program) {
            run(Command::new(program).args(["-u", "NONE", "-i", "NONE", "-n", "-es", "-S", "editors/vim/test.vim"]));
        }
    }
}

#[test]
fn emacs_recognises_and_colours_policies() {
    if is_installed("emacs") {
        run(Command::new("emacs").args(["--batch", "-Q", "-L", "editors/emacs", "-l", "editors/emacs/test.el"]));
    }
}

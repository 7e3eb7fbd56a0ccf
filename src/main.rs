//! The `ics` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ics::cli::run()
}

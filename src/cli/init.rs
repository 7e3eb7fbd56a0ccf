//! `ics init`: a folder to start from.
//!
//! In: a folder. Out: a policy with tests, data and settings in it, in the language of the run. All of it checks, and its tests
//! pass. Nothing is ever overwritten.

use super::Outcome;
use super::files;
use super::problem::{CliProblem, Failure};
use super::screen::Screen;
use crate::diagnostic::Lang;
use clap::ArgMatches;
use std::path::PathBuf;

const EN: [(&str, &str); 4] = [
    ("policy.ics", include_str!("starter/en/policy.ics")),
    ("policy_test.ics", include_str!("starter/en/policy_test.ics")),
    ("data.csv", include_str!("starter/en/data.csv")),
    ("README.md", include_str!("starter/en/README.md")),
];
const ZH: [(&str, &str); 4] = [
    ("policy.ics", include_str!("starter/zh/policy.ics")),
    ("policy_test.ics", include_str!("starter/zh/policy_test.ics")),
    ("data.csv", include_str!("starter/zh/data.csv")),
    ("README.md", include_str!("starter/zh/README.md")),
];
const SETTINGS: [(&str, &str); 3] = [
    (".gitattributes", include_str!("starter/gitattributes")),
    (".editorconfig", include_str!("starter/editorconfig")),
    (".vscode/settings.json", include_str!("starter/vscode_settings.json")),
];

/// Writes the folder.
///
/// # Errors
/// Files that are there already, a place that cannot be written.
pub fn run(screen: &Screen, options: &ArgMatches) -> Result<Outcome, Failure> {
    let folder = options.get_one::<PathBuf>("dir").cloned().unwrap_or_default();
    let own = match screen.lang {
        Lang::En => EN,
        Lang::Zh => ZH,
    };
    let all: Vec<(&str, &str)> = own.into_iter().chain(SETTINGS).collect();
    let there: Vec<String> = all.iter().filter(|(name, _)| folder.join(name).exists()).map(|(name, _)| (*name).to_owned()).collect();
    if !there.is_empty() {
        return Err(CliProblem::WouldOverwrite { folder: folder.display().to_string(), files: there }.into());
    }
    for (name, text) in &all {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| Failure::writing(&parent.display().to_string(), &error))?;
        }
        files::write_whole(&path, text.as_bytes())?;
    }
    let shown = folder.display();
    let next = format!("ics score {} {}", folder.join("policy.ics").display(), folder.join("data.csv").display());
    screen.say(&match screen.lang {
        Lang::En => format!("{} files written to {shown}; next: {next}", all.len()),
        Lang::Zh => format!("已在 {shown} 写入 {} 个文件；下一步：{next}", all.len()),
    });
    Ok(Outcome::Fine)
}

//! Where what was typed is kept.
//!
//! In: the environment. Out: a file that only its owner can read; none where no place for it can be made.

use std::path::{Path, PathBuf};

/// The file of the history: `ICS_HISTORY`, else one in the folder for the state of programs. An empty `ICS_HISTORY` means none.
#[must_use]
pub fn path(variable: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if let Some(path) = variable("ICS_HISTORY") {
        return Some(PathBuf::from(path)).filter(|path| !path.as_os_str().is_empty());
    }
    let set = |name: &str| variable(name).filter(|value| Path::new(value).is_absolute()).map(PathBuf::from);
    let state = set("XDG_STATE_HOME").or_else(|| set("LOCALAPPDATA")).or_else(|| set("HOME").map(|home| home.join(".local/state")));
    state.map(|state| state.join("ics").join("history"))
}

/// Makes the folder of a file, for its owner only. What cannot be made is noticed when the file is written.
pub fn make_folder(path: &Path) {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) else { return };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    drop(builder.create(folder));
}

#[cfg(test)]
mod tests {
    use super::path;
    use std::path::PathBuf;

    fn chosen(variables: &[(&str, &str)]) -> Option<PathBuf> {
        path(|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_variable_wins_and_an_empty_one_means_none() {
        assert_eq!(chosen(&[("ICS_HISTORY", "h.txt"), ("HOME", "/home/x")]), Some(PathBuf::from("h.txt")));
        assert_eq!(chosen(&[("ICS_HISTORY", ""), ("HOME", "/home/x")]), None);
        assert_eq!(chosen(&[]), None);
    }

    #[cfg(unix)]
    #[test]
    fn else_it_lies_in_the_folder_of_states() {
        assert_eq!(chosen(&[("HOME", "/home/x")]), Some(PathBuf::from("/home/x/.local/state/ics/history")));
        assert_eq!(chosen(&[("HOME", "/home/x"), ("XDG_STATE_HOME", "/state")]), Some(PathBuf::from("/state/ics/history")));
        assert_eq!(chosen(&[("HOME", "/home/x"), ("XDG_STATE_HOME", "relative")]), Some(PathBuf::from("/home/x/.local/state/ics/history")));
    }
}

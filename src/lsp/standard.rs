//! The standard units and functions as a file that an editor can open.
//!
//! In: nothing. Out: the path of a copy in the cache folder of the user, written once a version and read-only. Every editor can open a file;
//! a document without one would need support in each.

use crate::compile::{PRELUDE, PRELUDE_NAME};
use std::path::{Path, PathBuf};

/// The copy; `None` where there is no place for it.
#[must_use]
pub fn file() -> Option<PathBuf> {
    let path = path()?;
    if std::fs::read_to_string(&path).ok().as_deref() == Some(PRELUDE) {
        return Some(path);
    }
    let folder = path.parent()?;
    std::fs::create_dir_all(folder).ok()?;
    let mut copy = tempfile::Builder::new().prefix(".ics-").tempfile_in(folder).ok()?;
    std::io::Write::write_all(&mut copy, PRELUDE.as_bytes()).ok()?;
    let mut permissions = copy.as_file().metadata().ok()?.permissions();
    permissions.set_readonly(true);
    copy.as_file().set_permissions(permissions).ok()?;
    copy.persist(&path).ok()?;
    Some(path)
}

/// Whether a path is that of the copy.
#[must_use]
pub fn is_copy(path: &Path) -> bool {
    self::path().as_deref() == Some(path)
}

fn path() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || set("HOME");
    let cache = match std::env::consts::OS {
        "windows" => set("LOCALAPPDATA"),
        "macos" => home().map(|home| home.join("Library/Caches")),
        _ => set("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache"))),
    };
    let cache = cache.unwrap_or_else(std::env::temp_dir);
    Some(cache.join("ics").join(env!("CARGO_PKG_VERSION")).join(PRELUDE_NAME))
}

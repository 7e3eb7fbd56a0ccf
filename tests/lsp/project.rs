//! A small project in a folder of its own, with characters of every width.

use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const POLICY: &str = include_str!("project/小方案.ics");
pub const TESTS: &str = include_str!("project/小方案_test.ics");

/// A folder with the policy and its tests.
pub struct Project {
    pub folder: TempDir,
}

impl Project {
    pub fn new() -> Project {
        let folder = TempDir::new().unwrap();
        let project = Project { folder };
        std::fs::write(project.path("小方案.ics"), POLICY).unwrap();
        std::fs::write(project.path("小方案_test.ics"), TESTS).unwrap();
        project
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub fn uri(&self, name: &str) -> String {
        ics::lsp::uri::of_path(&self.path(name))
    }

    /// A text of the server without what differs from machine to machine.
    pub fn plain(&self, text: &str) -> String {
        let root = |path: &Path| ics::lsp::uri::of_path(path);
        let name = ics::lsp::uri::of_path(Path::new("/小方案")).trim_start_matches("file:///").to_owned();
        text.replace(&root(&self.root()), "file:///project").replace(&name, "小方案").replace(env!("CARGO_PKG_VERSION"), "VERSION")
    }
}

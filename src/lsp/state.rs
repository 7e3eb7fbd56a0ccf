//! What the server knows between two messages.
//!
//! In: texts opened, changed and closed. Out: views of them. An analysis is made when somebody asks, or when the typist pauses; of a large
//! policy the last one answers while a newer one is not there yet.

use super::Options;
use super::documents::Documents;
use super::project::{self, Project};
use super::view::View;
use super::{standard, uri};
use crate::diagnostic::Lang;
use crate::ide::lines::Encoding;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(150);

/// Up to how many bytes a project is analysed anew for every question: that takes a few milliseconds.
const SMALL: usize = 48 << 10;

/// How new an analysis has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Of the present texts.
    Present,
    /// The last one will do, where a new one takes its time.
    Recent,
}

/// What the server knows.
#[derive(Debug)]
pub struct State {
    /// The open texts.
    pub documents: Documents,
    /// Projects by the plain address of their policy.
    pub projects: BTreeMap<String, Project>,
    /// What columns count.
    pub encoding: Encoding,
    /// The language of messages.
    pub lang: Lang,
    /// Whether the client asks for diagnostics by itself.
    pub pulls: bool,
    /// Whether the client may be asked to watch files.
    pub can_watch: bool,
    /// The folders of the workspace.
    pub folders: Vec<PathBuf>,
}

impl State {
    /// Nothing is open yet.
    #[must_use]
    pub fn new(options: Options) -> State {
        State {
            documents: Documents::default(),
            projects: BTreeMap::new(),
            encoding: Encoding::Utf16,
            lang: options.lang,
            pulls: false,
            can_watch: false,
            folders: Vec::new(),
        }
    }

    /// Notes that a text is not what it was.
    pub fn touch(&mut self, plain: &str) {
        let policy = project::policy_of(plain, &self.documents);
        let now = Instant::now();
        let project = self.projects.entry(policy).or_default();
        project.changed = Some(now);
        project.unpublished = Some(now);
    }

    /// Notes that any file may have changed.
    pub fn touch_all(&mut self) {
        let now = Instant::now();
        for project in self.projects.values_mut() {
            project.changed = Some(now);
            project.unpublished = Some(now);
        }
        let open: Vec<String> = self.documents.all().map(|(plain, _)| plain.clone()).collect();
        open.iter().for_each(|plain| self.touch(plain));
    }

    /// Drops projects of which nothing is open; returns the addresses for which the client still shows diagnostics.
    pub fn forget(&mut self) -> Vec<String> {
        let used: Vec<String> = self.documents.all().map(|(plain, _)| project::policy_of(plain, &self.documents)).collect();
        let unused: Vec<String> = self.projects.keys().filter(|policy| !used.contains(policy)).cloned().collect();
        unused.iter().filter_map(|policy| self.projects.remove(policy)).flat_map(|project| project.published).collect()
    }

    /// The file of an address as an up-to-date or a recent analysis sees it.
    pub fn view(&mut self, address: &str, freshness: Freshness) -> Option<View> {
        let plain = uri::plain(address);
        let policy = project::policy_of(&plain, &self.documents);
        let is_known =
            self.projects.contains_key(&policy) || self.documents.get(&plain).is_some() || uri::to_path(&plain).is_some_and(|path| path.is_file());
        if !is_known {
            return None;
        }
        let project = self.projects.entry(policy.clone()).or_default();
        let can_wait = freshness == Freshness::Recent && project.bytes() > SMALL && project.member(&plain).is_some();
        if project.is_stale() && !(can_wait && project.analysis.is_some()) {
            project.refresh(&policy, &self.documents);
        }
        View::new(project, &plain, &self.documents, self.encoding)
    }

    /// When the next diagnostics are to be published.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.projects.values().filter_map(|project| project.unpublished).min().map(|since| since + PAUSE)
    }

    /// The policies whose diagnostics are to be published by now.
    #[must_use]
    pub fn overdue(&self, now: Instant) -> Vec<String> {
        let is_due = |project: &Project| project.unpublished.is_some_and(|since| since + PAUSE <= now);
        self.projects.iter().filter(|(_, project)| is_due(project)).map(|(policy, _)| policy.clone()).collect()
    }

    /// Whether a plain address is that of the copy of standard names, about which nothing is to be said.
    #[must_use]
    pub fn is_standard(plain: &str) -> bool {
        uri::to_path(plain).is_some_and(|path| standard::is_copy(&path))
    }
}

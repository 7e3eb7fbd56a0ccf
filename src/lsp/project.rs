//! A policy with its tests, as files and open texts give it.
//!
//! In: the address of a policy, the open texts, the folder it lies in. Out: an analysis, and which file of it has which address.

use super::documents::Documents;
use super::{standard, uri};
use crate::cli::{files, settings};
use crate::ide::Analysis;
use crate::ide::analysis::Main;
use crate::ide::lines::Lines;
use crate::lint::levels::Choices;
use crate::source::{FileId, Sources};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// A file of a project.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its plain address.
    pub plain: String,
    /// Its number in the analysis.
    pub file: FileId,
    /// The lines of the text that was analysed.
    pub lines: Arc<Lines>,
}

/// A project.
#[derive(Debug, Default)]
pub struct Project {
    /// The last analysis.
    pub analysis: Option<Arc<Analysis>>,
    /// Its files.
    pub members: Vec<Member>,
    /// Since when a text is not the one that was analysed.
    pub changed: Option<Instant>,
    /// Since when the client waits for its diagnostics.
    pub unpublished: Option<Instant>,
    /// The plain addresses the client has diagnostics for.
    pub published: Vec<String>,
    /// How many tests of the last analysis pass, once somebody asked.
    pub passed: Arc<OnceLock<usize>>,
}

impl Project {
    /// Whether a text is not the one that was analysed.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.changed.is_some() || self.analysis.is_none()
    }

    /// How many bytes the texts of the last analysis have.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.members.iter().map(|member| member.lines.text().len()).sum()
    }

    /// Analyses the texts as they are now.
    pub fn refresh(&mut self, policy: &str, documents: &Documents) {
        let texts = texts(policy, documents);
        let mut sources = Sources::default();
        let name = |plain: &str| uri::to_path(plain).map_or_else(|| plain.to_owned(), |path| path.display().to_string());
        let mut members: Vec<Member> = Vec::new();
        for (plain, text) in texts {
            let file = sources.add(name(&plain), text.as_str());
            members.push(Member { plain, file, lines: Arc::new(Lines::new(text)) });
        }
        let tests: Vec<FileId> = members.iter().skip(1).map(|member| member.file).collect();
        let path = uri::to_path(policy);
        let main = match &path {
            Some(path) if files::name_of(path) == crate::compile::PRELUDE_NAME => Main::Prelude,
            Some(_) | None => Main::Policy,
        };
        let (settings, problems) = path.and_then(|path| settings::of_policy(&path, &mut sources).ok()).unwrap_or_default();
        let settings_file = FileId(members.len() as u32);
        if !problems.is_empty() {
            let file = sources.file(settings_file);
            let (plain, lines) = (uri::of_path(Path::new(&file.name)), Arc::new(Lines::new(file.text.as_str())));
            members.push(Member { plain, file: settings_file, lines });
        }
        let choices = Choices { settings, command_line: Vec::new() };
        let mut analysis = Analysis::new(sources, &tests, &choices, main, self.analysis.as_deref());
        analysis.diagnostics.extend(problems.sorted());
        self.analysis = Some(Arc::new(analysis));
        self.members = members;
        self.passed = Arc::default();
        self.changed = None;
    }

    /// The member of a plain address.
    #[must_use]
    pub fn member(&self, plain: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.plain == plain)
    }
}

/// The address of the policy a document belongs to: its own, or the one of a file of tests.
#[must_use]
pub fn policy_of(plain: &str, documents: &Documents) -> String {
    let Some(path) = uri::to_path(plain) else { return plain.to_owned() };
    if !files::name_of(&path).ends_with(files::TEST_SUFFIX) || standard::is_copy(&path) {
        return plain.to_owned();
    }
    // A policy that was not saved yet counts as well.
    let policy = nearest(&path, documents).unwrap_or_else(|| files::policy_of(&path));
    let address = uri::of_path(&policy);
    if policy.is_file() || documents.get(&address).is_some() { address } else { plain.to_owned() }
}

/// The open policy that has most of the name of a file of tests, where no file has more.
fn nearest(tests: &Path, documents: &Documents) -> Option<PathBuf> {
    let name = files::name_of(tests);
    let whole = name.strip_suffix(files::TEST_SUFFIX)?;
    let policies = std::iter::successors(Some(whole), |stem| stem.rsplit_once('_').map(|(stem, _)| stem))
        .map(|stem| tests.with_file_name(format!("{stem}.ics")));
    policies.into_iter().find(|policy| policy.is_file() || documents.get(&uri::of_path(policy)).is_some())
}

/// The texts of a project: the policy first. What cannot be read is empty.
fn texts(policy: &str, documents: &Documents) -> Vec<(String, String)> {
    let text = |plain: &str| match documents.get(plain) {
        Some(document) => document.lines.text().to_owned(),
        None => uri::to_path(plain).and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default(),
    };
    let mut addresses = vec![policy.to_owned()];
    let path = uri::to_path(policy).filter(|path| !files::name_of(path).ends_with(files::TEST_SUFFIX));
    if let Some(path) = path {
        let mut tests: Vec<String> = files::tests_of(&path).iter().map(|tests| uri::of_path(tests)).collect();
        let open = documents.all().map(|(plain, _)| plain).filter(|plain| *plain != policy && policy_of(plain, documents) == policy);
        let more: Vec<String> = open.filter(|plain| !tests.contains(*plain)).cloned().collect();
        tests.extend(more);
        tests.retain(|tests| policy_of(tests, documents) == policy);
        addresses.extend(tests);
    }
    addresses.into_iter().map(|plain| (plain.clone(), text(&plain))).collect()
}

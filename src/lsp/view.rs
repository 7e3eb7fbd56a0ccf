//! An analysis as the present texts see it.
//!
//! In: a project, the open texts. Out: places of the protocol as places of the analysis and back. Where a text has changed since, places
//! move with it; what was changed has none.

use super::documents::{Documents, place};
use super::project::Project;
use super::{standard, uri};
use crate::ide::Analysis;
use crate::ide::lines::{Encoding, Lines};
use crate::ide::shift::Shift;
use crate::source::{FileId, Span};
use crate::syntax::lexicon::{Token, tokens};
use gen_lsp_types::{Location, Position, Range};
use std::sync::{Arc, OnceLock};

/// A file of an analysis, and its present text.
#[derive(Debug, Clone)]
struct Seen {
    file: FileId,
    uri: String,
    lines: Arc<Lines>,
    shift: Option<Shift>,
    version: Option<i32>,
}

/// An analysis as the present texts see it.
#[derive(Debug, Clone)]
pub struct View {
    /// The analysis.
    pub analysis: Arc<Analysis>,
    /// The file that was asked about.
    pub file: FileId,
    /// What columns count.
    pub encoding: Encoding,
    /// How many tests pass, once somebody asked.
    pub passed: Arc<OnceLock<usize>>,
    tokens: Arc<OnceLock<Vec<Token>>>,
    files: Vec<Seen>,
}

impl View {
    /// A project as the file of a plain address sees it; `None` where that is none of its files, or nothing was analysed yet.
    #[must_use]
    pub fn new(project: &Project, plain: &str, documents: &Documents, encoding: Encoding) -> Option<View> {
        let analysis = project.analysis.clone()?;
        let files = project.members.iter().map(|member| match documents.get(&member.plain) {
            Some(document) => {
                let is_same = document.lines.text() == member.lines.text();
                let shift = (!is_same).then(|| Shift::between(analysis.text(member.file), document.lines.content()));
                Seen { file: member.file, uri: document.uri.clone(), lines: document.lines.clone(), shift, version: Some(document.version) }
            }
            None => Seen { file: member.file, uri: member.plain.clone(), lines: member.lines.clone(), shift: None, version: None },
        });
        let files: Vec<Seen> = files.collect();
        let tokens = documents.get(plain).map(|document| document.tokens.clone()).unwrap_or_default();
        Some(View { file: project.member(plain)?.file, analysis, encoding, passed: project.passed.clone(), tokens, files })
    }

    fn seen(&self, file: FileId) -> Option<&Seen> {
        self.files.iter().find(|seen| seen.file == file)
    }

    /// The present text of the file that was asked about, without a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        self.seen(self.file).map_or("", |seen| seen.lines.content())
    }

    /// Its tokens.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        self.tokens.get_or_init(|| tokens(self.text()))
    }

    /// The address of a file, as the client writes it, and the number of its text.
    #[must_use]
    pub fn address(&self, file: FileId) -> Option<(&str, Option<i32>)> {
        self.seen(file).map(|seen| (seen.uri.as_str(), seen.version))
    }

    /// How the file that was asked about has changed.
    #[must_use]
    pub fn shift(&self) -> Shift {
        self.seen(self.file).and_then(|seen| seen.shift).unwrap_or_else(|| Shift::between("", ""))
    }

    /// The byte of a position in the present text.
    #[must_use]
    pub fn present(&self, position: Position) -> u32 {
        self.seen(self.file).map_or(0, |seen| seen.lines.offset(place(position), self.encoding))
    }

    /// The byte of a position in the analysed text.
    #[must_use]
    pub fn offset(&self, position: Position) -> u32 {
        let present = self.present(position);
        match self.seen(self.file).and_then(|seen| seen.shift) {
            Some(shift) => shift.back(present),
            None => present,
        }
    }

    /// The range of a stretch of the present text of a file.
    #[must_use]
    pub fn present_range(&self, file: FileId, start: u32, end: u32) -> Option<Range> {
        let lines = &self.seen(file)?.lines;
        let position = |offset| {
            let place = lines.place(offset, self.encoding);
            Position { line: place.line, character: place.column }
        };
        Some(Range { start: position(start), end: position(end) })
    }

    /// The range of a stretch of an analysed text; `None` where it was changed.
    #[must_use]
    pub fn range(&self, span: Span) -> Option<Range> {
        let seen = self.seen(span.file)?;
        let span = match seen.shift {
            Some(shift) => shift.forward(span)?,
            None => span,
        };
        self.present_range(span.file, span.start, span.end)
    }

    /// The place of a stretch of any file, that of standard names included.
    #[must_use]
    pub fn location(&self, span: Span) -> Option<Location> {
        if span.file == self.analysis.prelude {
            let path = standard::file()?;
            let lines = Lines::new(self.analysis.text(span.file));
            let position = |offset| {
                let place = lines.place(offset, self.encoding);
                Position { line: place.line, character: place.column }
            };
            return Some(Location { uri: uri::of_path(&path).into(), range: Range { start: position(span.start), end: position(span.end) } });
        }
        let (uri, _) = self.address(span.file)?;
        Some(Location { uri: uri.into(), range: self.range(span)? })
    }
}

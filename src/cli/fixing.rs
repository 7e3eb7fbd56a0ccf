//! Certain fixes applied to the files of a policy.
//!
//! In: a policy and the tests beside it. Out: their texts after all fixes that certainly mend something, and what is still wrong
//! with them. Fixes are applied in rounds, because one mended error may bring up the next. What would leave more errors than there
//! were is not applied. Line ends and byte-order marks stay. Writes no file by itself.

use super::files;
use super::load::{self, Tests, Text};
use super::problem::{CliProblem, Failure};
use crate::compile::Compiled;
use crate::diagnostic::{Diagnostic, mend};
use crate::lint::levels::Choice;
use crate::source::FileId;
use similar::TextDiff;
use std::path::{Path, PathBuf};

/// The most rounds: fixes that bring up fixes for ever would be a fault of the checker.
const ROUNDS: usize = 10;
/// The lines around a change that a difference shows.
const CONTEXT: usize = 3;

/// What came of the fixes.
#[derive(Debug)]
pub struct Mended {
    /// The files that change.
    pub changes: Vec<Change>,
    /// The texts after the fixes, and what is said about them.
    pub compiled: Compiled,
    /// Fixes left out because they would leave more errors than there were.
    pub refused: usize,
}

/// A file that changes.
#[derive(Debug)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its whole text.
    pub before: String,
    /// Its whole text after the fixes.
    pub after: String,
    /// How many problems were fixed in it.
    pub fixed: usize,
}

impl Change {
    /// Writes the file.
    ///
    /// # Errors
    /// A file that cannot be written, or may not be.
    pub fn write(&self) -> Result<(), Failure> {
        files::write_whole(&self.path, self.after.as_bytes())
    }

    /// The unified difference, as `patch` reads it.
    #[must_use]
    pub fn difference(&self) -> String {
        let name = self.path.display().to_string();
        let lines = TextDiff::from_lines(self.before.as_str(), self.after.as_str());
        lines.unified_diff().context_radius(CONTEXT).header(&name, &name).to_string()
    }
}

/// Applies the certain fixes of a policy and of the tests beside it.
///
/// # Errors
/// A file that cannot be read.
pub fn mend(path: &Path, levels: &[Choice]) -> Result<Mended, CliProblem> {
    let before = load::texts(path, Tests::Beside)?;
    let mut texts = before.clone();
    let mut compiled = load::compiled(&texts, levels)?;
    let mut fixed = vec![0; texts.len()];
    let mut refused = 0;
    for _ in 0..ROUNDS {
        let Round { texts: next, compiled: better, fixed: files, left_out } = round(&texts, &compiled, levels)?;
        refused = left_out;
        if files.is_empty() {
            break;
        }
        for file in files {
            if let Some(count) = fixed.get_mut(file.0 as usize) {
                *count += 1;
            }
        }
        (texts, compiled) = (next, better);
    }
    let pairs = before.into_iter().zip(texts).zip(fixed).filter(|((before, after), _)| before.text != after.text);
    let change = |((before, after), fixed): ((Text, Text), usize)| Change { path: before.path, before: before.text, after: after.text, fixed };
    Ok(Mended { changes: pairs.map(change).collect(), compiled, refused })
}

/// What one round did.
struct Round {
    texts: Vec<Text>,
    compiled: Compiled,
    /// The file of each problem that was fixed.
    fixed: Vec<FileId>,
    left_out: usize,
}

fn round(texts: &[Text], compiled: &Compiled, levels: &[Choice]) -> Result<Round, CliProblem> {
    let all = mend::choose(&compiled.diagnostics, |file| (file.0 as usize) < texts.len());
    let most = errors(compiled);
    let attempt = |chosen: &[&Diagnostic]| -> Result<Option<(Vec<Text>, Compiled)>, CliProblem> {
        let next = applied(texts, compiled, chosen);
        let better = load::compiled(&next, levels)?;
        Ok((errors(&better) <= most).then_some((next, better)))
    };
    let nothing = |left_out: usize| Round { texts: texts.to_vec(), compiled: compiled.clone(), fixed: Vec::new(), left_out };
    if all.is_empty() {
        return Ok(nothing(0));
    }
    // All together; if that makes it worse, those that do not by themselves.
    let mut done = attempt(&all)?.map(|done| (all.clone(), done));
    if done.is_none() {
        let mut harmless: Vec<&Diagnostic> = Vec::new();
        for one in &all {
            if attempt(&[one])?.is_some() {
                harmless.push(one);
            }
        }
        if !harmless.is_empty() {
            done = attempt(&harmless)?.map(|done| (harmless, done));
        }
    }
    let place = |one: &&Diagnostic| one.fixes.first().map(|fix| fix.span.file);
    Ok(match done {
        Some((chosen, (texts, compiled))) => {
            let left_out = all.len() - chosen.len();
            Round { texts, compiled, fixed: chosen.iter().filter_map(place).collect(), left_out }
        }
        None => nothing(all.len()),
    })
}

fn applied(texts: &[Text], compiled: &Compiled, chosen: &[&Diagnostic]) -> Vec<Text> {
    let apply = |(number, text): (usize, &Text)| {
        let id = FileId(number as u32);
        let file = compiled.sources.file(id);
        let mark = text.text.get(..file.mark_bytes as usize).unwrap_or("");
        Text { path: text.path.clone(), text: format!("{mark}{}", mend::apply(&file.text, id, chosen)) }
    };
    texts.iter().enumerate().map(apply).collect()
}

fn errors(compiled: &Compiled) -> usize {
    compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count()
}

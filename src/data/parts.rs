//! A result as a folder of files: `part-00000.parquet`, `part-00001.parquet` and so on.
//!
//! In: the parts of a result in the order of the records, and which files are finished already. Out: files of about as many rows each,
//! every one in its place only when it is whole, and word of each. Where a file ends depends on the rows alone. Which inputs were read,
//! and whether finished files still hold what they should, is for the caller to know.

use super::atomic::Target;
use super::error::{DataError, Reason};
use super::results::{Maker, Part, ResultColumn, Results};
use super::sink::{SinkOptions, Written};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// About as many rows as a file has, where nothing else is asked for.
pub const USUAL_ROWS: u64 = 1_000_000;

/// How a folder is to be filled.
#[derive(Debug, Clone)]
pub struct Plan {
    /// A file has at most so many rows, unless a single part has more.
    pub rows: u64,
    /// The number of the first file: those before it are finished, and their rows do not come again.
    pub first: u32,
    /// Names of files that are finished: their rows come again, and are counted but not written.
    pub finished: BTreeSet<String>,
}

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its name in the folder.
    pub name: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many parts it was made of.
    pub parts: u64,
    /// How it came about.
    pub fate: Fate,
}

/// How a file of a folder came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It was written, and is in its place.
    Written,
    /// It was finished before.
    Kept,
}

/// What came of filling a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// What was written, all files together.
    pub written: Written,
    /// Part files of the same format that stand behind the last one: leftovers of a longer result, which whoever reads the whole folder
    /// would take for a part of this one.
    pub leftovers: Vec<String>,
}

/// A folder being filled. Dropped before [`Parts::finish`], the files that are finished stay.
pub struct Parts {
    folder: PathBuf,
    options: SinkOptions,
    plan: Plan,
    maker: Maker,
    open: Option<Open>,
    next: u32,
    written: Written,
}

struct Open {
    placed: Placed,
    results: Option<Results>,
}

impl Default for Plan {
    fn default() -> Plan {
        Plan { rows: USUAL_ROWS, first: 0, finished: BTreeSet::new() }
    }
}

/// Whether an argument means a folder: its name ends as that of a folder does, or it is one.
#[must_use]
pub fn names_folder(argument: &str) -> bool {
    argument.ends_with(['/', std::path::MAIN_SEPARATOR]) || Path::new(argument).is_dir()
}

impl Parts {
    /// Prepares a folder, and makes it where it is missing.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn create(folder: PathBuf, columns: Vec<ResultColumn>, options: &SinkOptions, plan: Plan) -> Result<Parts, DataError> {
        let name = folder.display().to_string();
        fs::create_dir_all(&folder).map_err(|error| DataError::Unwritable { file: name.clone(), reason: Reason::from(&error) })?;
        let maker = Maker::new(columns, options, &name)?;
        Ok(Parts { folder, options: options.clone(), next: plan.first, plan, maker, open: None, written: Written::default() })
    }

    /// What makes the parts.
    #[must_use]
    pub fn maker(&self) -> Maker {
        self.maker.clone()
    }

    /// Appends the next part. `told` hears of a file that is now in its place.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn append(&mut self, part: Part, mut told: impl FnMut(&Placed)) -> Result<(), DataError> {
        let is_full = |open: &Open| open.placed.rows > 0 && open.placed.rows + part.rows() > self.plan.rows;
        if self.open.as_ref().is_some_and(is_full) {
            self.close(&mut told)?;
        }
        let open = self.opened()?;
        open.placed.rows += part.rows();
        open.placed.parts += 1;
        match &mut open.results {
            Some(results) => results.append(part),
            None => Ok(()),
        }
    }

    /// Puts the last file into its place; without any part, one file holds the headers alone.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn finish(mut self, mut told: impl FnMut(&Placed)) -> Result<Filled, DataError> {
        if self.next == 0 {
            self.opened()?;
        }
        self.close(&mut told)?;
        let leftovers = self.leftovers()?;
        Ok(Filled { written: self.written, leftovers })
    }

    fn opened(&mut self) -> Result<&mut Open, DataError> {
        let open = match self.open.take() {
            Some(open) => open,
            None => {
                let name = part_name(self.next, &self.options);
                self.next = self.next.saturating_add(1);
                let is_finished = self.plan.finished.contains(&name);
                let (fate, results) = if is_finished {
                    (Fate::Kept, None)
                } else {
                    let target = Target::Path(self.folder.join(&name));
                    (Fate::Written, Some(Results::open(target, self.maker.clone(), &self.options)?))
                };
                Open { placed: Placed { name, rows: 0, parts: 0, fate }, results }
            }
        };
        Ok(self.open.insert(open))
    }

    fn close(&mut self, told: &mut impl FnMut(&Placed)) -> Result<(), DataError> {
        let Some(Open { placed, results }) = self.open.take() else {
            return Ok(());
        };
        if let Some(results) = results {
            let Written { rows, left_out, as_text } = results.finish()?;
            self.written.rows += rows;
            self.written.as_text += as_text;
            self.written.left_out = left_out;
        }
        told(&placed);
        Ok(())
    }

    /// Names of part files with numbers that this result does not reach.
    fn leftovers(&self) -> Result<Vec<String>, DataError> {
        let failed = |error: std::io::Error| DataError::Unreadable { file: self.folder.display().to_string(), reason: Reason::from(&error) };
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
            let digits = name.strip_prefix("part-").and_then(|rest| rest.strip_suffix(&format!(".{}", self.options.format.ending())));
            let number = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).and_then(|digits| digits.parse::<u32>().ok());
            if number.is_some_and(|number| number >= self.next && part_name(number, &self.options) == name) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }
}

fn part_name(number: u32, options: &SinkOptions) -> String {
    format!("part-{number:05}.{}", options.format.ending())
}

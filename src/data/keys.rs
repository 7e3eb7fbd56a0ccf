//! Keys that stand more than once, in one file or in several.
//!
//! In: the keys of all records, one after the other, with their rows. Out: how many repeat an earlier one, and the first few.

use super::warning::{DataWarning, RepeatedKey};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many examples are kept for a warning.
const EXAMPLES: usize = 5;

/// The keys seen so far, over one file or several. Of each only a 128-bit digest is kept, so that a million rows stay small.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    seen: HashMap<u128, (u32, u64)>,
    files: Vec<String>,
    repeated: u64,
    examples: Vec<RepeatedKey>,
}

impl Keys {
    /// A further file begins, and the count of repeats anew.
    pub fn begin(&mut self, file: &str) {
        self.files.push(file.to_owned());
        (self.repeated, self.examples) = (0, Vec::new());
    }

    /// Notes a key of the present file.
    pub fn note(&mut self, key: &str, row: u64) {
        let Some((first_file, first)) = self.earlier(key, row) else { return };
        self.repeated += 1;
        if self.examples.len() < EXAMPLES {
            let here = self.files.len().saturating_sub(1);
            // In one and the same file the rows say enough.
            let (file, first_file) = match first_file as usize {
                same if same == here => (None, None),
                other => (self.file(here), self.file(other)),
            };
            self.examples.push(RepeatedKey { key: key.to_owned(), row, file, first, first_file });
        }
    }

    /// The file and row that had the key before.
    fn earlier(&mut self, key: &str, row: u64) -> Option<(u32, u64)> {
        let digest = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, key).hash(&mut hasher);
            u128::from(hasher.finish())
        };
        let place = (self.files.len().saturating_sub(1) as u32, row);
        match self.seen.entry(digest(0) << 64 | digest(1)) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(free) => {
                free.insert(place);
                None
            }
        }
    }

    /// The name of a file, where there are several.
    fn file(&self, position: usize) -> Option<String> {
        self.files.get(position).filter(|_| self.files.len() > 1).cloned()
    }

    /// What is odd about the keys of the present file.
    #[must_use]
    pub fn warning(&self) -> Option<DataWarning> {
        (self.repeated > 0).then(|| DataWarning::RepeatedKeys { count: self.repeated, examples: self.examples.clone() })
    }
}

//! Where results go: to one file or stream, or in files to a folder.
//!
//! In: the parts of a result in the order of the records, and what each was made from. Out: the result in its place, and for a folder word of
//! every file that is finished and of the records it stands for.

use super::totals::Totals;
use crate::data::error::DataError;
use crate::data::parts::{Filled, Parts, Placed};
use crate::data::results::{Maker, Part, Results};
use std::collections::VecDeque;

/// Where results go.
pub enum Outlet {
    /// Nowhere: only what is counted is wanted.
    Nowhere,
    /// To a file or a stream.
    File(Box<Results>),
    /// To a folder.
    Folder(Box<Parts>),
}

/// Records of a file, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// The file, counted from 0.
    pub file: usize,
    /// The first record, counted from 0 over all records of the file.
    pub first: u64,
    /// How many records.
    pub rows: u64,
    /// Of them, records that break the schema.
    pub rejected: u64,
    /// Blank rows among them.
    pub blank: u64,
}

/// What a part of a result was made from.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    pub extent: Extent,
    /// All its rejected records, those that break a rule between fields too.
    pub rejected: u64,
    pub totals: Option<Totals>,
}

/// A file of a folder that is in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// The file.
    pub placed: Placed,
    /// The records it was made from.
    pub from: Vec<Extent>,
    /// How many of them were rejected, for whatever reason.
    pub rejected: u64,
    /// What the others amount to, where that was wanted.
    pub totals: Option<Totals>,
}

/// What was put into an outlet and belongs to no finished file yet.
#[derive(Default)]
pub(super) struct Pending {
    bases: VecDeque<Basis>,
}

/// Hears of finished files.
pub(super) type Told<'t> = &'t mut dyn FnMut(Finished) -> Result<(), DataError>;

impl From<Results> for Outlet {
    fn from(results: Results) -> Outlet {
        Outlet::File(Box::new(results))
    }
}

impl From<Parts> for Outlet {
    fn from(parts: Parts) -> Outlet {
        Outlet::Folder(Box::new(parts))
    }
}

impl Outlet {
    /// What makes the parts.
    #[must_use]
    pub fn maker(&self) -> Maker {
        match self {
            Outlet::Nowhere => Maker::of_nothing(),
            Outlet::File(results) => results.maker(),
            Outlet::Folder(parts) => parts.maker(),
        }
    }

    /// Whether the reader of the output went away, so that the rest need not be made.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        match self {
            Outlet::File(results) => results.is_closed(),
            Outlet::Folder(_) | Outlet::Nowhere => false,
        }
    }

    pub(super) fn append(&mut self, part: Part, basis: Basis, pending: &mut Pending, told: Told<'_>) -> Result<(), DataError> {
        match self {
            Outlet::Nowhere => Ok(()),
            Outlet::File(results) => results.append(part),
            Outlet::Folder(parts) => {
                let mut heard = Ok(());
                parts.append(part, |placed| heard = told(pending.finished(placed)))?;
                pending.bases.push_back(basis);
                heard
            }
        }
    }

    pub(super) fn finish(self, pending: &mut Pending, told: Told<'_>) -> Result<Filled, DataError> {
        match self {
            Outlet::Nowhere => Ok(Filled { written: Default::default(), leftovers: Vec::new() }),
            Outlet::File(results) => results.finish().map(|written| Filled { written, leftovers: Vec::new() }),
            Outlet::Folder(parts) => {
                let mut heard = Ok(());
                let filled = parts.finish(|placed| heard = told(pending.finished(placed)))?;
                heard.map(|()| filled)
            }
        }
    }
}

impl Pending {
    /// A file of a folder holds the oldest parts.
    fn finished(&mut self, placed: &Placed) -> Finished {
        let mut finished = Finished { placed: placed.clone(), from: Vec::new(), rejected: 0, totals: None };
        let count = usize::try_from(placed.parts).unwrap_or(usize::MAX).min(self.bases.len());
        for basis in self.bases.drain(..count) {
            finished.take(basis);
        }
        finished
    }
}

impl Finished {
    fn take(&mut self, basis: Basis) {
        let Basis { extent, rejected, totals } = basis;
        match self.from.last_mut() {
            Some(last) if last.file == extent.file => {
                last.rows += extent.rows;
                last.rejected += extent.rejected;
                last.blank += extent.blank;
            }
            Some(_) | None => self.from.push(extent),
        }
        self.rejected += rejected;
        match (&mut self.totals, totals) {
            (Some(own), Some(later)) => own.absorb(&later),
            (own, later) => *own = own.take().or(later),
        }
    }
}

//! Rows piled up until there are enough for a group.
//!
//! In: blocks of lanes, and the piles of others. Out: groups of rows, neither tiny nor huge, cut where their number alone says. Knows no
//! type and no file.

use super::error::DataError;
use crate::value::column::{Column, Lanes, Texts};

/// A group has at most so many rows.
pub(crate) const MOST_ROWS: usize = 122_880;
/// Fewer rows than this wait for more.
pub(crate) const LEAST_ROWS: usize = 65_536;
/// A group with so many bytes of text in a column waits for no more rows.
const MUCH_TEXT: usize = 64 << 20;

/// Rows that are not yet a group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pile {
    columns: Vec<Column>,
    rows: usize,
}

/// The rows of a part: groups, made on any thread, and what is too little for one.
pub(crate) struct Piled<G> {
    groups: Vec<G>,
    rest: Pile,
}

/// Makes a group of lanes.
pub(crate) trait Grouping {
    /// What a group is.
    type Group;

    /// Encodes a group.
    ///
    /// # Errors
    /// Why it cannot be written.
    fn encode(&self, columns: &[Column]) -> Result<Self::Group, DataError>;
}

impl<G> Default for Piled<G> {
    fn default() -> Piled<G> {
        Piled { groups: Vec::new(), rest: Pile::default() }
    }
}

impl<G> Piled<G> {
    /// Adds a block.
    pub(crate) fn add(&mut self, lanes: &[Column], rows: usize, grouping: &impl Grouping<Group = G>) -> Result<(), DataError> {
        self.rest.add(lanes, rows);
        while let Some(columns) = self.rest.take_full() {
            self.groups.push(grouping.encode(&columns)?);
        }
        Ok(())
    }

    /// Ends the part: what is enough for groups becomes one or two.
    pub(crate) fn end(&mut self, grouping: &impl Grouping<Group = G>) -> Result<(), DataError> {
        if self.rest.rows > MOST_ROWS {
            let half = self.rest.rows / 2;
            let columns = self.rest.take(half);
            self.groups.push(grouping.encode(&columns)?);
        }
        if self.rest.rows >= LEAST_ROWS {
            let columns = self.rest.take(self.rest.rows);
            self.groups.push(grouping.encode(&columns)?);
        }
        Ok(())
    }

    /// Its groups, each given to `write` after what lay on `pile` before; the rest stays there.
    pub(crate) fn append_to(
        self,
        pile: &mut Pile,
        grouping: &impl Grouping<Group = G>,
        mut write: impl FnMut(G) -> Result<(), DataError>,
    ) -> Result<(), DataError> {
        for group in self.groups {
            if let Some(columns) = pile.take_all() {
                write(grouping.encode(&columns)?)?;
            }
            write(group)?;
        }
        pile.add(&self.rest.columns, self.rest.rows);
        while pile.rows >= MOST_ROWS || pile.has_much_text() {
            let columns = pile.take(pile.rows.min(MOST_ROWS));
            write(grouping.encode(&columns)?)?;
        }
        Ok(())
    }
}

impl Pile {
    /// Everything, if there is anything.
    pub(crate) fn take_all(&mut self) -> Option<Vec<Column>> {
        (self.rows > 0).then(|| self.take(self.rows))
    }

    fn add(&mut self, lanes: &[Column], rows: usize) {
        if rows == 0 {
            return;
        }
        if self.rows == 0 {
            self.columns = lanes.to_vec();
        } else {
            self.columns.iter_mut().zip(lanes).for_each(|(column, lanes)| column.append(lanes));
        }
        self.rows += rows;
    }

    /// A whole group, if as many rows again would be left, or there is much text.
    fn take_full(&mut self) -> Option<Vec<Column>> {
        (self.rows >= 2 * MOST_ROWS || self.has_much_text()).then(|| self.take(self.rows.min(MOST_ROWS)))
    }

    fn has_much_text(&self) -> bool {
        self.columns.iter().any(|column| matches!(&column.lanes, Lanes::Text(Texts::Plain { text, .. }) if text.len() >= MUCH_TEXT))
    }

    /// The first `rows` rows.
    fn take(&mut self, rows: usize) -> Vec<Column> {
        let left = self.rows.saturating_sub(rows);
        self.rows = left;
        if left == 0 {
            return std::mem::take(&mut self.columns);
        }
        self.columns.iter_mut().map(|column| first(column, rows)).collect()
    }
}

/// Cuts the first `rows` lanes off a column.
fn first(column: &mut Column, rows: usize) -> Column {
    let lanes = match &mut column.lanes {
        Lanes::Number(lanes) => Lanes::Number(head(lanes, rows)),
        Lanes::Wide(lanes) => Lanes::Wide(head(lanes, rows)),
        Lanes::Bool(lanes) => Lanes::Bool(head(lanes, rows)),
        Lanes::Day(lanes) => Lanes::Day(head(lanes, rows)),
        Lanes::Member(lanes) => Lanes::Member(head(lanes, rows)),
        Lanes::Text(Texts::Dictionary { codes, entries }) => Lanes::Text(Texts::Dictionary { codes: head(codes, rows), entries: entries.clone() }),
        Lanes::Text(Texts::Plain { text, ends }) => {
            let kept = head(ends, rows);
            let cut = kept.last().copied().unwrap_or(0);
            let rest = text.split_off((cut as usize).min(text.len()));
            ends.iter_mut().for_each(|end| *end -= cut);
            Lanes::Text(Texts::Plain { text: std::mem::replace(text, rest), ends: kept })
        }
    };
    let present = column.present.as_mut().map(|present| head(present, rows));
    Column { lanes, present }
}

fn head<T>(lanes: &mut Vec<T>, rows: usize) -> Vec<T> {
    let rest = lanes.split_off(rows.min(lanes.len()));
    std::mem::replace(lanes, rest)
}

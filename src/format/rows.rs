//! Where the cells of rows start, so that those of neighbours stand one below the other.
//!
//! In: rows. Out: for each cell its column within the row, or none where it follows the cell before. A row that is too wide for
//! the others to stand with is left out, rather than push them to the edge of the page.

use super::doc::{Class, Row};

/// Columns before words and remarks.
pub const BEFORE_WORDS: usize = 2;
/// How many wide rows may be left out before none is aligned.
const MOST_LEFT_OUT: usize = 16;

/// Where the cells of a row start; of a row of a table, how wide they are.
pub type Place = Vec<Option<usize>>;

/// The places of rows that stand so deep on a page so wide.
pub fn places(rows: &[Row], indent: usize, page: usize) -> Vec<Place> {
    let mut places = Vec::with_capacity(rows.len());
    let mut rest = rows;
    while let Some(first) = rest.first() {
        let width = page.saturating_sub(indent);
        let is_long = |row: &Row| row.class.ends_at_long() && row.flat_width().is_none_or(|wide| wide > width);
        let follows = |row: &&Row| row.class == first.class && !(row.class.ends_at_blank() && row.gap.has_blank()) && !is_long(row);
        let together = match first.class {
            Class::Plain => 1,
            _ if is_long(first) => 1,
            _ => 1 + rest.get(1..).unwrap_or(&[]).iter().take_while(follows).count(),
        };
        let (run, behind) = rest.split_at(together);
        places.extend(match first.class {
            Class::Cells(_) => grid(run),
            Class::Plain | Class::Fields | Class::Declarations(_) | Class::Columns | Class::Words | Class::Clauses => aligned(run, width),
        });
        rest = behind;
    }
    places
}

/// The width of each column of a table, for every row.
fn grid(run: &[Row]) -> Vec<Place> {
    let columns = run.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let widest = |column: usize| run.iter().filter_map(|row| row.cells.get(column)?.flat_width()).max().unwrap_or(0);
    let widths: Place = (0..columns).map(|column| Some(widest(column))).collect();
    vec![widths; run.len()]
}

/// The cells of a row as they are measured.
struct Measured {
    /// Widths of the cells before words; none for a cell of several lines, 0 for an empty one.
    widths: Vec<Option<usize>>,
    /// The width of its words, where it has any.
    words: Option<Option<usize>>,
    /// Whether it is aligned.
    aligned: bool,
}

impl Measured {
    fn of(row: &Row, width: usize) -> Measured {
        let words = row.class.words();
        let measure = |cell: &super::doc::Doc| if cell.is_nothing() { Some(0) } else { cell.flat_width() };
        let widths: Vec<Option<usize>> = row.cells.iter().take(words.unwrap_or(usize::MAX)).map(measure).collect();
        let words = words.and_then(|column| row.cells.get(column)).filter(|cell| !cell.is_nothing()).map(|cell| cell.flat_width());
        let mut measured = Measured { widths, words, aligned: false };
        let last = measured.last();
        let long_is_last = measured.widths.iter().take(last).all(Option::is_some);
        measured.aligned = match (measured.natural(), row.class.takes_long()) {
            (Some(natural), _) if natural <= width => true,
            (_, takes_long) => takes_long && long_is_last,
        };
        let is_long = measured.natural().is_none_or(|natural| natural > width);
        if let Some(last) = measured.widths.get_mut(last).filter(|_| is_long && row.class.takes_long()) {
            // It is broken, so that its width says nothing.
            *last = None;
        }
        measured
    }

    /// The column of its last cell before words.
    fn last(&self) -> usize {
        self.widths.iter().rposition(|width| *width != Some(0)).unwrap_or(0)
    }

    /// How wide it is with a blank between cells.
    fn natural(&self) -> Option<usize> {
        let cells: Option<Vec<usize>> = self.widths.iter().copied().collect();
        cells.map(|cells| cells.iter().filter(|wide| **wide > 0).map(|wide| wide + 1).sum::<usize>().saturating_sub(1))
    }

    /// Where it ends, if its cells start there.
    fn end(&self, starts: &[usize]) -> Option<usize> {
        let last = self.last();
        Some(starts.get(last).copied().unwrap_or(0) + self.widths.get(last).copied().flatten()?)
    }

    /// How far its cells before the last one reach by themselves.
    fn reach(&self) -> usize {
        self.widths.iter().take(self.last()).flatten().sum()
    }
}

fn aligned(run: &[Row], width: usize) -> Vec<Place> {
    let mut rows: Vec<Measured> = run.iter().map(|row| Measured::of(row, width)).collect();
    let mut starts = starts(&rows);
    let mut left_out = 0;
    while rows.iter().any(|row| row.aligned && row.end(&starts).is_some_and(|end| end > width)) {
        left_out += 1;
        let widest = rows.iter_mut().filter(|row| row.aligned).max_by_key(|row| row.reach());
        match widest {
            Some(row) if left_out <= MOST_LEFT_OUT => row.aligned = false,
            _ => rows.iter_mut().for_each(|row| row.aligned = false),
        }
        starts = self::starts(&rows);
    }
    let words = run.first().and_then(|row| row.class.words());
    let column = words.map(|_| words_column(&rows, &starts, width));
    let place = |row: &Measured| -> Place {
        let mut place: Place = match row.aligned {
            true => starts.iter().map(|start| Some(*start)).collect(),
            false => vec![None; starts.len()],
        };
        if let (Some(words), Some(column)) = (words, column) {
            place.resize(words, None);
            let joins = row
                .words
                .flatten()
                .is_some_and(|wide| row.natural_end(&starts).is_some_and(|end| end + BEFORE_WORDS <= column && column + wide <= width));
            place.push(joins.then_some(column));
        }
        place
    };
    rows.iter().map(place).collect()
}

impl Measured {
    /// Where it ends, aligned or not.
    fn natural_end(&self, starts: &[usize]) -> Option<usize> {
        if self.aligned { self.end(starts) } else { self.natural() }
    }
}

/// Where the columns start.
fn starts(rows: &[Measured]) -> Vec<usize> {
    let columns = rows.iter().map(|row| row.widths.len()).max().unwrap_or(0);
    let mut start = 0;
    let mut starts = Vec::with_capacity(columns);
    for column in 0..columns {
        starts.push(start);
        let widest = rows.iter().filter(|row| row.aligned && row.last() > column).filter_map(|row| row.widths.get(column).copied().flatten()).max();
        start += widest.filter(|wide| *wide > 0).map_or(0, |wide| wide + 1);
    }
    starts
}

/// Where words start, so that as many as can stand one below the other.
fn words_column(rows: &[Measured], starts: &[usize], width: usize) -> usize {
    let place = |row: &Measured| Some((row.natural_end(starts)? + BEFORE_WORDS, row.words.flatten()?));
    let mut fit: Vec<(usize, usize)> = rows.iter().filter_map(place).filter(|(start, wide)| start + wide <= width).collect();
    fit.sort_unstable();
    // The widest words of this row and those before it.
    let mut widest = 0;
    let mut column = 0;
    for (start, wide) in fit {
        widest = widest.max(wide);
        if start + widest > width {
            break;
        }
        column = start;
    }
    column
}

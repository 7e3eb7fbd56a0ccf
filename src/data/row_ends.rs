//! Where the rows of delimited text end, found without looking at cells.
//!
//! In: bytes that begin with a row, in UTF-8 or in GB 18030, of which no character has a line end or a quotation mark as a later
//! byte. Out: where the last whole row ends, and how many rows there are. Agrees with [`crate::data::splitter`], and is
//! quicker.

use super::splitter::{Behind, closing};
use memchr::{memchr, memchr_iter, memchr2_iter, memrchr2};

/// The whole rows at the start of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Ends {
    /// Where the last of them ends.
    pub end: usize,
    /// How many there are, blank ones too.
    pub rows: u64,
    /// How many line feeds stand inside their quoted cells.
    pub breaks: u64,
    /// The line feeds inside closed quoted cells before a quotation mark that is open at the end of the bytes, behind the last row.
    pub open: Option<u64>,
}

/// Finds the whole rows at the start of `bytes`, at most `limit` of them.
pub(crate) fn row_ends(bytes: &[u8], delimiter: u8, behind: Behind, limit: u64) -> Ends {
    let mut found = Ends::default();
    // Line feeds in closed cells of a row that has not ended yet.
    let (mut at, mut pending) = (0, 0);
    while found.rows < limit {
        let mark = opening(bytes, at, delimiter);
        let outside = mark.unwrap_or(bytes.len());
        if found.take_lines(bytes, at..outside, behind, limit) {
            found.breaks += std::mem::take(&mut pending);
        }
        let Some(mark) = mark.filter(|_| found.rows < limit) else { break };
        let Some(close) = closing(bytes, mark + 1) else {
            found.open = Some(pending);
            return found;
        };
        pending += memchr_iter(b'\n', bytes.get(mark..close).unwrap_or(&[])).count() as u64;
        at = close + 1;
    }
    if found.rows < limit && behind == Behind::Nothing && found.end < bytes.len() {
        found.rows += 1;
        found.breaks += pending;
        found.end = bytes.len();
    }
    found
}

impl Ends {
    /// Counts the line ends in a part of the bytes that stands outside quotation marks: whether there were any.
    fn take_lines(&mut self, bytes: &[u8], part: std::ops::Range<usize>, behind: Behind, limit: u64) -> bool {
        let (start, before) = (part.start, self.rows);
        let lines = bytes.get(part).unwrap_or(&[]);
        // A carriage return at the very end may have a line feed behind it.
        let undecided = behind == Behind::More && start + lines.len() == bytes.len() && lines.last() == Some(&b'\r');
        let lines = if undecided { lines.get(..lines.len() - 1).unwrap_or(&[]) } else { lines };
        let whole = |at: usize| lines.get(at) == Some(&b'\r') && lines.get(at + 1) == Some(&b'\n');
        if limit - before > lines.len() as u64 {
            let Some(last) = memrchr2(b'\n', b'\r', lines) else { return false };
            let returns = match memchr(b'\r', lines) {
                Some(first) => memchr_iter(b'\r', lines.get(first..).unwrap_or(&[])).filter(|at| !whole(first + at)).count(),
                None => 0,
            };
            self.rows += (memchr_iter(b'\n', lines).count() + returns) as u64;
            self.end = start + last + 1;
            return true;
        }
        for at in memchr2_iter(b'\n', b'\r', lines).filter(|at| !whole(*at)) {
            if self.rows == limit {
                break;
            }
            self.rows += 1;
            self.end = start + at + 1;
        }
        self.rows > before
    }
}

/// The next quotation mark from `at` that opens a cell: one at the start of a cell does, another is text.
fn opening(bytes: &[u8], at: usize, delimiter: u8) -> Option<usize> {
    let marks = memchr_iter(b'"', bytes.get(at..)?).map(|mark| at + mark);
    let before = |mark: usize| mark.checked_sub(1).and_then(|before| bytes.get(before));
    let mut opens = marks.filter(|mark| before(*mark).is_none_or(|byte| matches!(byte, b'\n' | b'\r') || *byte == delimiter));
    opens.next()
}

#[cfg(test)]
mod tests {
    use super::row_ends;
    use crate::data::splitter::{Behind, Split, Splitter};
    use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};

    fn piece_of_text() -> impl Strategy<Value = String> {
        let atom = prop_oneof![
            4 => Just("\""), 3 => Just(","), 2 => Just("\n"), 1 => Just("\r"), 1 => Just("\r\n"), 3 => Just("a"), 1 => Just("企业"), 1 => Just("\"\"")
        ];
        proptest::collection::vec(atom, 0..40).prop_map(|atoms| atoms.concat())
    }

    proptest! {
        /// The rows that the splitter finds end where the rows found here do, however many are asked for.
        #[test]
        fn agrees_with_the_splitter(text in piece_of_text(), whole in any::<bool>(), limit in prop_oneof![Just(u64::MAX), 0..6u64]) {
            let behind = if whole { Behind::Nothing } else { Behind::More };
            let mut splitter = Splitter::new(b',');
            let (mut end, mut rows, mut lines, mut open) = (0, 0, 0, None);
            while end < text.len() && rows < limit {
                match splitter.split(&text, end, behind) {
                    Split::Row { next, breaks } => {
                        (end, rows, lines) = (next, rows + 1, lines + breaks);
                    }
                    Split::Partial => break,
                    Split::Unclosed { breaks } => {
                        open = Some(breaks);
                        break;
                    }
                }
            }
            let found = row_ends(text.as_bytes(), b',', behind, limit);
            prop_assert_eq!((found.end, found.rows, found.breaks), (end, rows, lines));
            if whole {
                prop_assert_eq!(found.open, open);
            }
        }
    }
}

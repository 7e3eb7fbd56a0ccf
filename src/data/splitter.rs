//! Cells of a row of delimited text.
//!
//! In: UTF-8 text and where a row begins. Out: its cells and where the next row begins. Quoted cells may hold separators and
//! line ends; a quotation mark inside is written twice. A line ends with LF, CR LF or CR. Knows no header and no file.

use memchr::{memchr, memchr3};

/// A byte that no UTF-8 text has.
const NOWHERE: u8 = 0xff;

/// Splits rows into cells, one after the other.
#[derive(Debug)]
pub(crate) struct Splitter {
    delimiter: u8,
    cells: Vec<Cell>,
    /// Cells that do not stand in the text as they are meant, one behind the other.
    mended: String,
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy)]
struct Cell {
    start: usize,
    end: usize,
    place: Place,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Text,
    Mended,
}

/// What follows a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Behind {
    /// Nothing: the text ends the file.
    Nothing,
    /// Perhaps more.
    More,
}

/// What was found at the start of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// A whole row.
    Row {
        /// Where the next row begins.
        next: usize,
        /// How many line feeds stand inside its quoted cells.
        breaks: u64,
    },
    /// The text ends before the row does.
    Partial,
    /// A quotation mark is never closed.
    Unclosed {
        /// How many line feeds stand before it in the row.
        breaks: u64,
    },
}

impl Splitter {
    /// A splitter; a delimiter that is no ASCII character separates nothing.
    pub(crate) fn new(delimiter: u8) -> Splitter {
        let delimiter = if delimiter.is_ascii() { delimiter } else { NOWHERE };
        Splitter { delimiter, cells: Vec::new(), mended: String::new() }
    }

    /// Splits the row that begins at `start`, which lies before the end of the text.
    pub(crate) fn split(&mut self, text: &str, start: usize, behind: Behind) -> Split {
        self.cells.clear();
        self.mended.clear();
        let bytes = text.as_bytes();
        let (mut at, mut breaks) = (start, 0);
        loop {
            let end = if bytes.get(at) == Some(&b'"') {
                let Some(close) = closing(bytes, at + 1) else {
                    return if behind == Behind::More { Split::Partial } else { Split::Unclosed { breaks } };
                };
                breaks += memchr::memchr_iter(b'\n', bytes.get(at..close).unwrap_or(&[])).count() as u64;
                self.quoted(text, at + 1, close)
            } else {
                let end = self.stop(bytes, at);
                self.cells.push(Cell { start: at, end, place: Place::Text });
                end
            };
            let next = match (bytes.get(end), bytes.get(end + 1)) {
                (Some(byte), _) if *byte == self.delimiter => {
                    at = end + 1;
                    continue;
                }
                (None, _) | (Some(b'\r'), None) if behind == Behind::More => return Split::Partial,
                (None, _) => end,
                (Some(b'\r'), Some(b'\n')) => end + 2,
                (Some(_), _) => end + 1,
            };
            return Split::Row { next, breaks };
        }
    }

    /// How many cells the row has.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A cell of the row that was split from `text`; empty where the row has no such cell.
    pub(crate) fn cell<'a>(&'a self, text: &'a str, position: usize) -> &'a str {
        let Some(cell) = self.cells.get(position) else { return "" };
        let from = match cell.place {
            Place::Text => text,
            Place::Mended => self.mended.as_str(),
        };
        from.get(cell.start..cell.end).unwrap_or("")
    }

    /// All cells of the row.
    pub(crate) fn owned(&self, text: &str) -> Vec<String> {
        (0..self.len()).map(|position| self.cell(text, position).to_owned()).collect()
    }

    /// Where a cell without quotation marks ends, or what follows the closing one.
    fn stop(&self, bytes: &[u8], at: usize) -> usize {
        let found = bytes.get(at..).and_then(|rest| memchr3(self.delimiter, b'\n', b'\r', rest));
        found.map_or(bytes.len(), |length| at + length)
    }

    /// A cell with quotation marks before `start` and at `close`: where it ends.
    fn quoted(&mut self, text: &str, start: usize, close: usize) -> usize {
        let bytes = text.as_bytes();
        let end = self.stop(bytes, close + 1);
        let inside = text.get(start..close).unwrap_or("");
        let behind = text.get(close + 1..end).unwrap_or("");
        if behind.is_empty() && memchr(b'"', inside.as_bytes()).is_none() {
            self.cells.push(Cell { start, end: close, place: Place::Text });
            return end;
        }
        let from = self.mended.len();
        let mut parts = inside.split("\"\"");
        self.mended.push_str(parts.next().unwrap_or(""));
        for part in parts {
            self.mended.push('"');
            self.mended.push_str(part);
        }
        self.mended.push_str(behind);
        self.cells.push(Cell { start: from, end: self.mended.len(), place: Place::Mended });
        end
    }
}

/// The quotation mark that closes a cell whose text begins at `start`; one at the very end of the bytes counts.
pub(crate) fn closing(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let mark = at + memchr(b'"', bytes.get(at..)?)?;
        if bytes.get(mark + 1) != Some(&b'"') {
            return Some(mark);
        }
        at = mark + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::{Behind, Split, Splitter};

    fn split(text: &str) -> Result<Vec<Vec<String>>, u64> {
        let (mut splitter, mut rows, mut at) = (Splitter::new(b','), Vec::new(), 0);
        while at < text.len() {
            match splitter.split(text, at, Behind::Nothing) {
                Split::Row { next, .. } => {
                    rows.push(splitter.owned(text));
                    at = next;
                }
                Split::Partial => panic!("nothing follows"),
                Split::Unclosed { breaks } => return Err(breaks),
            }
        }
        Ok(rows)
    }

    fn owned(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn splits_what_people_send() {
        let text = "a,\"b \"\"x\"\"\ny\",c\r\n\r\n1,,3\r2,\"\"z\nq\"q,\" \n\"\" \"t\"\"\nlast";
        let expected = [&["a", "b \"x\"\ny", "c"][..], &[""], &["1", "", "3"], &["2", "z"], &["q\"q", " \n\" t\"\""], &["last"]];
        assert_eq!(split(text), Ok(owned(&expected)));
        assert_eq!(split("b,\"x\ny\",\"c\nd"), Err(1));
        assert_eq!(split("b,\"c\"\"\nd"), Err(0));
        assert_eq!(split(""), Ok(vec![]));
        assert_eq!(split("a,"), Ok(owned(&[&["a", ""]])));
        assert_eq!(split("\"\""), Ok(owned(&[&[""]])));
    }

    #[test]
    fn a_row_is_whole_only_where_nothing_can_change_it() {
        let mut splitter = Splitter::new(b',');
        for partial in ["a", "a,", "a\r", "\"a", "\"a\"", "\"a\"\"", "\"a\nb,"] {
            assert_eq!(splitter.split(partial, 0, Behind::More), Split::Partial, "{partial}");
        }
        for (whole, next, breaks) in [("a\n", 2, 0), ("a\rb", 2, 0), ("a\r\n", 3, 0), ("\"a\n\"\n\n", 5, 1)] {
            assert_eq!(splitter.split(whole, 0, Behind::More), Split::Row { next, breaks }, "{whole}");
        }
    }
}

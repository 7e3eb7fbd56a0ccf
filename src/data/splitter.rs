//! Cells and rows of delimited text.
//!
//! In: pieces of UTF-8. Out: rows of cells, counted as a spreadsheet counts them: blank lines are rows too. Quoted cells may
//! hold separators and line ends; a quotation mark inside is written twice. Knows no header.

/// Splits text into rows, piece by piece.
#[derive(Debug)]
pub(crate) struct Splitter {
    delimiter: u8,
    state: State,
    cells: Vec<String>,
    cell: Vec<u8>,
    line: u64,
    quote_line: u64,
    after_return: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first character of a cell.
    Start,
    /// In a cell without quotation marks, or after the closing one.
    Bare,
    /// Between quotation marks.
    Quoted,
    /// After a quotation mark that closes, unless another follows.
    Closing,
}

impl Splitter {
    /// A splitter at the start of a text.
    pub(crate) fn new(delimiter: u8) -> Splitter {
        Splitter { delimiter, state: State::Start, cells: Vec::new(), cell: Vec::new(), line: 1, quote_line: 0, after_return: false }
    }

    /// Takes a piece up to the end of the next row: how many bytes were used, and the row if it is complete.
    pub(crate) fn feed(&mut self, piece: &[u8]) -> (usize, Option<Vec<String>>) {
        let mut used = 0;
        while let Some(byte) = piece.get(used).copied() {
            if std::mem::take(&mut self.after_return) && byte == b'\n' {
                used += 1;
                continue;
            }
            match self.state {
                State::Quoted => {
                    let rest = piece.get(used..).unwrap_or(&[]);
                    let length = rest.iter().position(|b| *b == b'"').unwrap_or(rest.len());
                    let text = rest.get(..length).unwrap_or(&[]);
                    self.cell.extend_from_slice(text);
                    self.line += text.iter().filter(|b| **b == b'\n').count() as u64;
                    used += length;
                    if length < rest.len() {
                        self.state = State::Closing;
                        used += 1;
                    }
                }
                State::Closing if byte == b'"' => {
                    self.cell.push(b'"');
                    self.state = State::Quoted;
                    used += 1;
                }
                State::Start if byte == b'"' => {
                    self.quote_line = self.line;
                    self.state = State::Quoted;
                    used += 1;
                }
                State::Start | State::Bare | State::Closing if byte == self.delimiter => {
                    self.end_cell();
                    used += 1;
                }
                State::Start | State::Bare | State::Closing if byte == b'\n' || byte == b'\r' => {
                    self.after_return = byte == b'\r';
                    self.line += 1;
                    self.end_cell();
                    return (used + 1, Some(std::mem::take(&mut self.cells)));
                }
                State::Start | State::Bare | State::Closing => {
                    let rest = piece.get(used..).unwrap_or(&[]);
                    let stop = |b: &u8| *b == self.delimiter || *b == b'\n' || *b == b'\r';
                    let length = rest.iter().position(stop).unwrap_or(rest.len());
                    self.cell.extend_from_slice(rest.get(..length).unwrap_or(&[]));
                    self.state = State::Bare;
                    used += length;
                }
            }
        }
        (used, None)
    }

    /// The last row, where the text does not end with a line end.
    ///
    /// # Errors
    /// The line of a quotation mark that was never closed.
    pub(crate) fn finish(&mut self) -> Result<Option<Vec<String>>, u64> {
        if self.state == State::Quoted {
            return Err(self.quote_line);
        }
        if self.state == State::Start && self.cells.is_empty() {
            return Ok(None);
        }
        self.end_cell();
        Ok(Some(std::mem::take(&mut self.cells)))
    }

    fn end_cell(&mut self) {
        let bytes = std::mem::take(&mut self.cell);
        // Pieces are cut between characters, and so are cells: the bytes are UTF-8.
        let text = String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        self.cells.push(text);
        self.state = State::Start;
    }
}

#[cfg(test)]
mod tests {
    use super::Splitter;

    fn split(text: &str, size: usize) -> Result<Vec<Vec<String>>, u64> {
        let mut splitter = Splitter::new(b',');
        let mut rows = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            let mut rest = piece;
            while !rest.is_empty() {
                let (used, row) = splitter.feed(rest);
                rows.extend(row);
                rest = &rest[used..];
            }
        }
        rows.extend(splitter.finish()?);
        Ok(rows)
    }

    #[test]
    fn splits_the_same_in_any_pieces() {
        let text = "a,\"b \"\"x\"\"\ny\",c\r\n\r\n1,,3\r2,\"\"z\nlast";
        let expected = [vec!["a", "b \"x\"\ny", "c"], vec![""], vec!["1", "", "3"], vec!["2", "z"], vec!["last"]];
        for size in 1..=text.len() {
            assert_eq!(split(text, size), Ok(expected.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect()));
        }
        assert_eq!(split("a\nb,\"c\nd", 4), Err(2));
        assert_eq!(split("", 1), Ok(vec![]));
        assert_eq!(split("a,", 1), Ok(vec![vec!["a".to_owned(), String::new()]]));
    }
}

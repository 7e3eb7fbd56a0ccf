//! Places as editors count them, and byte offsets.
//!
//! In: the whole text of a file, a byte-order mark included. Out: offsets into the text without the mark, as [`crate::source`] counts
//! them, and lines with columns from 0 in bytes or in UTF-16 code units. A line ends at `\n`, `\r\n` or `\r`. Knows no language.

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
}

/// A line and a column, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

const MARK: char = '\u{feff}';

/// The lines of a text.
#[derive(Debug, Clone)]
pub struct Lines {
    text: String,
    /// Where each line starts, in bytes of the whole text.
    starts: Vec<usize>,
    mark: usize,
}

impl Lines {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Lines {
        let text = text.into();
        let bytes = text.as_bytes();
        let is_end = |(place, byte): &(usize, &u8)| **byte == b'\n' || **byte == b'\r' && bytes.get(place + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain(bytes.iter().enumerate().filter(is_end).map(|(place, _)| place + 1)).collect();
        let mark = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        Lines { text, starts, mark }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text without a byte-order mark.
    #[must_use]
    pub fn content(&self) -> &str {
        self.text.get(self.mark..).unwrap_or("")
    }

    /// How many lines there are; a text that ends with a line end has an empty last line.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The offset of a place. A column behind the end of its line is its end, a line behind the last one the end of the text, a place inside
    /// a character its start.
    #[must_use]
    pub fn offset(&self, place: Place, encoding: Encoding) -> u32 {
        (self.whole_offset(place, encoding).saturating_sub(self.mark)) as u32
    }

    /// The same, in bytes of the whole text.
    #[must_use]
    pub fn whole_offset(&self, place: Place, encoding: Encoding) -> usize {
        let Some(start) = self.starts.get(place.line as usize).copied() else { return self.text.len() };
        let line = self.line(place.line as usize);
        let mut left = place.column as usize;
        for (at, letter) in line.char_indices() {
            let width = width(letter, encoding);
            if left < width {
                return start + at;
            }
            left -= width;
        }
        start + line.len()
    }

    /// The place of an offset; one behind the end is the end, one inside a character is its start.
    #[must_use]
    pub fn place(&self, offset: u32, encoding: Encoding) -> Place {
        let mut whole = (offset as usize + self.mark).min(self.text.len());
        while !self.text.is_char_boundary(whole) {
            whole -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= whole).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = self.text.get(start..whole).unwrap_or("");
        // Between the two characters of a line end is its line's end.
        let before = before.trim_end_matches(['\r', '\n']);
        let column: usize = before.chars().map(|letter| width(letter, encoding)).sum();
        Place { line: line as u32, column: column as u32 }
    }

    /// A line without its end.
    fn line(&self, number: usize) -> &str {
        let start = self.starts.get(number).copied().unwrap_or(self.text.len());
        let end = self.starts.get(number + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\r', '\n'])
    }
}

fn width(letter: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Utf8 => letter.len_utf8(),
        Encoding::Utf16 => letter.len_utf16(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines, Place};
    use proptest::prelude::{Strategy, proptest};

    /// Counts from the start of the text, one character after the other.
    fn naive(text: &str, offset: usize, encoding: Encoding) -> Place {
        let (mut line, mut column) = (0, 0);
        let mut letters = text.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if at >= offset {
                break;
            }
            let next = letters.peek().map(|(_, next)| *next);
            if letter == '\n' || (letter == '\r' && next != Some('\n')) {
                (line, column) = (line + 1, 0);
            } else if letter != '\r' {
                column += match encoding {
                    Encoding::Utf8 => letter.len_utf8(),
                    Encoding::Utf16 => letter.len_utf16(),
                } as u32;
            }
        }
        Place { line, column }
    }

    fn texts() -> impl Strategy<Value = String> {
        let letters = ["a", "研", "𠮷", "😀", "e\u{301}", "\r\n", "\n", "\r", "\t", " ", "\u{3000}"];
        proptest::collection::vec(proptest::sample::select(letters.to_vec()), 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn agrees_with_counting(text in texts()) {
            let lines = Lines::new(text.clone());
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                    let place = lines.place(offset as u32, encoding);
                    assert_eq!(place, naive(&text, offset, encoding), "{text:?} {offset}");
                    let inside_end = text.get(..offset).is_some_and(|before| before.ends_with('\r')) && text.get(offset..).is_some_and(|rest| rest.starts_with('\n'));
                    let back = lines.offset(place, encoding) as usize;
                    assert_eq!(back, if inside_end { offset - 1 } else { offset }, "{text:?} {offset}");
                }
            }
        }

        #[test]
        fn any_place_is_some_offset(text in texts(), line in 0u32..50, column in 0u32..50) {
            let lines = Lines::new(text.clone());
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let offset = lines.offset(Place { line, column }, encoding) as usize;
                assert!(text.is_char_boundary(offset));
            }
        }
    }

    #[test]
    fn wide_characters_and_line_ends() {
        let lines = Lines::new("𠮷 = 1\r\n😀研\nx");
        let utf16 = |line, column| lines.offset(Place { line, column }, Encoding::Utf16);
        assert_eq!((utf16(0, 2), utf16(0, 1), utf16(1, 3), utf16(2, 9), utf16(9, 0)), (4, 0, 17, 19, 19));
        assert_eq!(lines.place(17, Encoding::Utf16), Place { line: 1, column: 3 });
        assert_eq!(lines.place(17, Encoding::Utf8), Place { line: 1, column: 7 });
        assert_eq!(lines.place(9, Encoding::Utf8), Place { line: 0, column: 8 });
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_offsets() {
        let lines = Lines::new("\u{feff}ab\nc");
        assert_eq!(lines.offset(Place { line: 0, column: 2 }, Encoding::Utf16), 1);
        assert_eq!(lines.offset(Place { line: 0, column: 0 }, Encoding::Utf16), 0);
        assert_eq!(lines.place(3, Encoding::Utf16), Place { line: 1, column: 0 });
        assert_eq!(lines.place(1, Encoding::Utf16), Place { line: 0, column: 2 });
    }
}

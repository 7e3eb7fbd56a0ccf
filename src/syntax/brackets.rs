//! Which brackets of a text are still open.
//!
//! In: text, line by line. Out: the open brackets, and the first that its indentation shows to be closed by a bracket meant for
//! another; and the row, clause or list element around a place. Knows only texts, comments, commas and brackets.

use std::ops::Range;

/// An open bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// The bracket.
    pub bracket: char,
    /// Where it stands.
    pub offset: usize,
    indent: usize,
}

/// The brackets of a text read so far.
#[derive(Debug, Clone, Default)]
pub struct Brackets {
    /// Those still open, outermost first.
    pub open: Vec<Open>,
    /// The first brace that is closed by a brace standing further out, with its place and the end of the line before that.
    pub crossed: Option<(char, usize, usize)>,
}

impl Brackets {
    /// The brackets of a whole text.
    pub fn of(text: &str) -> Brackets {
        let mut brackets = Brackets::default();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            brackets.read(line, offset);
            offset += line.len();
        }
        brackets
    }

    /// Reads a line that starts at `start`. Interval brackets may pair across kinds.
    pub fn read(&mut self, line: &str, start: usize) {
        let indent = line.len() - line.trim_start().len();
        let mut in_text = false;
        for (place, letter) in line.char_indices() {
            match letter {
                '"' | '“' | '”' | '＂' => in_text = !in_text,
                _ if in_text => {}
                '#' | '＃' => return,
                '{' | '｛' | '(' | '（' | '[' | '［' => self.open.push(Open { bracket: letter, offset: start + place, indent }),
                '}' | '｝' => {
                    if let Some(open) = self.open.pop_if(|open| matches!(open.bracket, '{' | '｛'))
                        && place == indent
                        && open.indent > indent
                        && self.crossed.is_none()
                    {
                        self.crossed = Some((open.bracket, open.offset, start));
                    }
                }
                ')' | '）' | ']' | '］' => {
                    self.open.pop_if(|open| !matches!(open.bracket, '{' | '｛'));
                }
                _ => {}
            }
        }
    }
}

/// The part of a text around a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where its line starts, or what stands in the innermost brace that opens on the line.
    pub start: usize,
    /// Where the line ends or the brace closes; behind the braces that open in between.
    pub end: usize,
    /// The element around the place, where commas part the line.
    pub element: Option<Range<usize>>,
}

/// The part around `at`, which stands on the line that starts at `line`; none where a brace in it never closes.
pub fn place(text: &str, line: usize, at: usize) -> Option<Place> {
    let (mut start, mut element, mut open) = (line, None, Vec::new());
    for (offset, sign) in Signs::new(text, line).take_while(|(offset, _)| *offset < at) {
        match sign {
            '{' | '｛' => {
                open.push((sign, start, element));
                (start, element) = (offset + sign.len_utf8(), None);
            }
            '}' | '｝' => {
                while open.pop_if(|(open, ..)| !matches!(open, '{' | '｛')).is_some() {}
                (start, element) = open.pop().map_or((offset + sign.len_utf8(), None), |(_, start, element)| (start, element));
            }
            '(' | '（' | '[' | '［' => open.push((sign, start, element)),
            ')' | '）' | ']' | '］' => {
                open.pop_if(|(open, ..)| !matches!(open, '{' | '｛'));
            }
            ',' | '，' | '、' | ';' | '；' if open.last().is_none_or(|(open, ..)| matches!(open, '{' | '｛')) => {
                element = Some(offset + sign.len_utf8());
            }
            _ => {}
        }
    }
    let end = end_of(text, start, at, Until::Line)?;
    let first = element.unwrap_or(start);
    let last = end_of(text, first, at, Until::Element).unwrap_or(end);
    let element = (element.is_some() || last < end).then_some(first..last);
    Some(Place { start, end, element })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Line,
    Element,
}

/// The end of what starts at `start` and holds `at`.
fn end_of(text: &str, start: usize, at: usize, until: Until) -> Option<usize> {
    let (mut braces, mut round) = (0usize, 0usize);
    for (offset, sign) in Signs::new(text, start) {
        match sign {
            '\n' if braces == 0 && offset >= at => return Some(offset),
            '}' | '｝' if braces == 0 && offset >= at => return Some(offset),
            ',' | '，' | '、' | ';' | '；' if until == Until::Element && braces == 0 && round == 0 && offset >= at => return Some(offset),
            '{' | '｛' => braces += 1,
            '}' | '｝' => braces = braces.saturating_sub(1),
            '(' | '（' | '[' | '［' => round += 1,
            ')' | '）' | ']' | '］' => round = round.saturating_sub(1),
            _ => {}
        }
    }
    (braces == 0).then_some(text.len())
}

/// Brackets, commas and line ends outside texts and comments. A text ends at the line end at the latest.
struct Signs<'t> {
    letters: std::str::CharIndices<'t>,
    base: usize,
    in_text: bool,
    in_comment: bool,
}

impl<'t> Signs<'t> {
    fn new(text: &'t str, base: usize) -> Signs<'t> {
        Signs { letters: text.get(base..).unwrap_or("").char_indices(), base, in_text: false, in_comment: false }
    }
}

impl Iterator for Signs<'_> {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        for (offset, letter) in self.letters.by_ref() {
            match letter {
                '\n' => (self.in_text, self.in_comment) = (false, false),
                _ if self.in_comment => continue,
                '"' | '“' | '”' | '＂' => {
                    self.in_text = !self.in_text;
                    continue;
                }
                _ if self.in_text => continue,
                '#' | '＃' => {
                    self.in_comment = true;
                    continue;
                }
                _ => {}
            }
            return Some((self.base + offset, letter));
        }
        None
    }
}

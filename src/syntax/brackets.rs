//! Which brackets of a text are still open.
//!
//! In: text, line by line. Out: the open brackets, and the first that its indentation shows to be closed by a bracket meant for
//! another. Knows only texts, comments and brackets.

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

//! What stands between two tokens: blanks, line ends, comments.
//!
//! In: the text between two tokens, of which the grammar promises that it is nothing else. Out: its comments and blank lines.

/// What stands before a token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gap {
    /// A comment on the line of the token before.
    pub trailing: Option<String>,
    /// Comments on lines of their own, and blank lines.
    pub lines: Vec<GapLine>,
}

/// A line between two tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapLine {
    /// Blank lines, however many.
    Blank,
    /// A comment.
    Comment(String),
}

/// Whether a token stands before a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// One does.
    Token,
    /// The text starts here.
    Nothing,
}

impl Gap {
    /// Reads what stands between two tokens.
    pub fn read(text: &str, before: Before) -> Gap {
        let mut gap = Gap::default();
        if !text.contains(['#', '＃', '\n', '\r']) {
            return gap;
        }
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let last = text.matches('\n').count();
        for (place, line) in text.split('\n').enumerate() {
            match comment(line) {
                Some(comment) if place == 0 && before == Before::Token => gap.trailing = Some(comment),
                Some(comment) => gap.lines.push(GapLine::Comment(comment)),
                None if place == 0 || place == last || gap.lines.last() == Some(&GapLine::Blank) => {}
                None => gap.lines.push(GapLine::Blank),
            }
        }
        gap
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.trailing.is_none() && self.lines.is_empty()
    }

    /// Whether there is a comment in it.
    pub fn has_comment(&self) -> bool {
        self.trailing.is_some() || self.lines.iter().any(|line| *line != GapLine::Blank)
    }

    /// Whether there is a blank line in it.
    pub fn has_blank(&self) -> bool {
        self.lines.contains(&GapLine::Blank)
    }

    /// Adds what stands behind a token that is left out.
    pub fn join(&mut self, other: Gap) {
        match (other.trailing, &self.trailing) {
            (Some(comment), None) if self.lines.is_empty() => self.trailing = Some(comment),
            (Some(comment), _) => self.lines.push(GapLine::Comment(comment)),
            (None, _) => {}
        }
        for line in other.lines {
            if line != GapLine::Blank || self.lines.last() != Some(&GapLine::Blank) {
                self.lines.push(line);
            }
        }
    }

    /// Without blank lines at its start.
    pub fn without_first_blank(mut self) -> Gap {
        if self.lines.first() == Some(&GapLine::Blank) {
            self.lines.remove(0);
        }
        self
    }

    /// Without blank lines at its end.
    pub fn without_last_blank(mut self) -> Gap {
        if self.lines.last() == Some(&GapLine::Blank) {
            self.lines.pop();
        }
        self
    }

    /// Without blank lines.
    pub fn without_blanks(mut self) -> Gap {
        self.lines.retain(|line| *line != GapLine::Blank);
        self
    }
}

/// The comment of a line between tokens, with the usual sign and without blanks behind it.
fn comment(line: &str) -> Option<String> {
    let place = line.find(['#', '＃'])?;
    let comment = line.get(place..)?.trim_end();
    Some(match comment.strip_prefix('＃') {
        Some(rest) => format!("#{rest}"),
        None => comment.to_owned(),
    })
}

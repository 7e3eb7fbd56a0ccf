//! Lines as they grow, and comments behind them.
//!
//! In: pieces of lines. Out: the text: nothing behind a line, comments of neighbouring lines one below the other.

use super::doc::width;

/// Columns between a line and the comment behind it.
const BEFORE_COMMENT: usize = 2;

/// The lines so far, and the one being written.
#[derive(Debug, Default)]
pub struct Page {
    lines: Vec<Line>,
    current: String,
    column: usize,
    indent: usize,
}

#[derive(Debug)]
struct Line {
    text: String,
    indent: usize,
    comment: Option<String>,
}

impl Line {
    fn is_comment(&self) -> bool {
        self.text.trim_start().starts_with('#')
    }
}

impl Page {
    /// Adds to the line; it starts with its indentation, and never with a blank.
    pub fn put(&mut self, text: &str) {
        if self.current.is_empty() {
            if text.trim().is_empty() {
                return;
            }
            self.current.extend(std::iter::repeat_n(' ', self.indent));
            self.column = self.indent;
        }
        self.current.push_str(text);
        self.column += width(text);
    }

    /// Blanks up to a column, one at least.
    pub fn pad(&mut self, column: usize) {
        self.put(&" ".repeat(column.saturating_sub(self.column()).max(1)));
    }

    /// The next piece stands on a new line, so deep.
    pub fn line(&mut self, indent: usize) {
        if !self.current.is_empty() {
            let text = std::mem::take(&mut self.current).trim_end().to_owned();
            self.lines.push(Line { text, indent: self.indent, comment: None });
        }
        self.indent = indent;
    }

    /// A blank line.
    pub fn blank(&mut self, indent: usize) {
        self.line(indent);
        if self.lines.last().is_some_and(|line| !line.text.is_empty()) {
            self.lines.push(Line { text: String::new(), indent, comment: None });
        }
    }

    /// A comment behind the last line; on its own where that has one already.
    pub fn comment_behind(&mut self, comment: &str, indent: usize) {
        self.line(indent);
        match self.lines.last_mut() {
            Some(line) if line.comment.is_none() && !line.text.is_empty() && !line.is_comment() => line.comment = Some(comment.to_owned()),
            _ => {
                self.put(comment);
                self.line(indent);
            }
        }
    }

    /// Where the next piece starts.
    pub fn column(&self) -> usize {
        if self.current.is_empty() { self.indent } else { self.column }
    }

    /// How many lines are finished.
    pub fn finished(&self) -> usize {
        self.lines.len()
    }

    /// The whole text.
    pub fn text(mut self) -> String {
        self.line(0);
        while self.lines.last().is_some_and(|line| line.text.is_empty()) {
            self.lines.pop();
        }
        let mut text = String::new();
        let mut rest = self.lines.as_slice();
        while let Some(first) = rest.first() {
            let together = rest.iter().take_while(|line| line.comment.is_some() && line.indent == first.indent).count();
            let (run, behind) = rest.split_at(together.max(1));
            let widest = run.iter().map(|line| width(&line.text)).max().unwrap_or(0);
            for line in run {
                text.push_str(&line.text);
                if let Some(comment) = &line.comment {
                    text.extend(std::iter::repeat_n(' ', widest - width(&line.text) + BEFORE_COMMENT));
                    text.push_str(comment);
                }
                text.push('\n');
            }
            rest = behind;
        }
        text
    }
}

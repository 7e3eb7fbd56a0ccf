//! Layout by display width: wrapping, padding, and a tree with aligned columns.
//!
//! In: texts. Out: lines that fit a width, a Chinese character counting two. Knows no policy.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The characters of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Strokes {
    /// Before a node that has later siblings.
    pub branch: &'static str,
    /// Before the last node.
    pub last: &'static str,
    /// Below a node that has later siblings, or above children.
    pub bar: &'static str,
}

/// Box-drawing characters.
pub(super) const LINES: Strokes = Strokes { branch: "├─ ", last: "└─ ", bar: "│  " };
/// ASCII.
pub(super) const ASCII: Strokes = Strokes { branch: "|- ", last: "`- ", bar: "|  " };

const BLANK: &str = "   ";
const GAP: usize = 2;
/// The characters that units of figures are written with.
const UNITS: &str = "百千万亿元人件项个家年月天日分倍亩公顷吨标煤瓦时";
/// The widest bracket that is kept on one line.
const WHOLE: usize = 24;
/// Below this width lines are no longer narrowed.
const LEAST: usize = 12;

/// A node of a tree.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// Its title.
    pub title: String,
    /// Right-aligned cells on the line of the title.
    pub cells: Vec<String>,
    /// Lines below it, each with its own indentation in columns.
    pub details: Vec<(usize, String)>,
    /// Nodes below it.
    pub children: Vec<Node>,
}

/// How many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Breaks a text into lines of at most `limit` columns: at spaces and between Chinese characters, no closing mark at the
/// start of a line, no opening one or arrow at its end, a figure not torn from its unit, a short bracket whole. A longer word is broken where it must be.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let limit = limit.max(LEAST);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for piece in pieces(text) {
        if width(&line) + width(piece.trim_end()) > limit && !line.is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        let piece = if line.is_empty() && !lines.is_empty() { piece.trim_start() } else { piece };
        for letter in piece.chars() {
            if width(&line) + letter.width().unwrap_or(0) > limit && !letter.is_whitespace() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The text in pieces between which a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut whole_to) = (Vec::new(), 0, 0);
    let (mut before, mut last_word, mut figure) = (None, ' ', false);
    for (at, letter) in text.char_indices() {
        let counted = letter.is_ascii_digit() && last_word.width() == Some(2);
        let led = "≈→↑✓✗".contains(last_word);
        let unit = figure && UNITS.contains(letter);
        figure = unit || letter.is_ascii_digit();
        if at >= whole_to && !counted && !led && !unit && before.is_some_and(|before| may_break(before, letter)) {
            pieces.extend(text.get(start..at));
            start = at;
        }
        if at >= whole_to && matches!(letter, '[' | '(') {
            whole_to = at + bracketed(text.get(at..).unwrap_or(""));
        }
        before = Some(letter);
        if !letter.is_whitespace() {
            last_word = letter;
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The length of a short bracket such as an interval, which stays on one line; 0 where it is long.
fn bracketed(text: &str) -> usize {
    let end = text.find([']', ')']).map(|end| end + 1);
    end.filter(|end| text.get(..*end).is_some_and(|group| width(group) <= WHOLE)).unwrap_or(0)
}

fn may_break(before: char, after: char) -> bool {
    let attached = matches!(after, '[' | '(') && !before.is_whitespace();
    if after.is_whitespace() || attached || closing(after) || opening(before) {
        return false;
    }
    if before.is_whitespace() {
        return true;
    }
    let wide = |letter: char| letter.width() == Some(2);
    let figure = before.is_ascii_digit() || before == '.' || before == '≈';
    !figure && (wide(before) || wide(after))
}

fn closing(letter: char) -> bool {
    "，。、；：？！）】」』》”’,.;:?!)]}%‰".contains(letter)
}

fn opening(letter: char) -> bool {
    "（【「『《“‘([{".contains(letter)
}

/// The lines of a tree: a heading with cells of the columns, then the nodes. `header` names the columns; empty for none.
pub(super) fn tree(nodes: &[Node], header: &[String], strokes: Strokes, limit: usize) -> Vec<String> {
    let mut columns: Vec<usize> = header.iter().map(|cell| width(cell)).collect();
    let mut labels = 0;
    measure(nodes, 3, &mut columns, &mut labels);
    let cells: usize = columns.iter().map(|column| column + GAP).sum();
    let room = labels.min(limit.saturating_sub(cells)).max(LEAST);
    let mut lines = Vec::new();
    if !header.is_empty() {
        lines.push(with_cells(String::new(), room, header, &columns));
    }
    let frame = Frame { strokes, limit, room, columns: &columns };
    frame.nodes(nodes, "", &mut lines);
    lines
}

fn measure(nodes: &[Node], indentation: usize, columns: &mut Vec<usize>, labels: &mut usize) {
    for node in nodes {
        columns.resize(columns.len().max(node.cells.len()), 0);
        columns.iter_mut().zip(&node.cells).for_each(|(column, cell)| *column = (*column).max(width(cell)));
        if !node.cells.is_empty() {
            *labels = (*labels).max(indentation + width(&node.title));
        }
        measure(&node.children, indentation + 3, columns, labels);
    }
}

fn with_cells(line: String, room: usize, cells: &[String], columns: &[usize]) -> String {
    let mut line = line;
    line.extend(std::iter::repeat_n(' ', room.saturating_sub(width(&line))));
    for (cell, column) in cells.iter().zip(columns) {
        line.extend(std::iter::repeat_n(' ', GAP + column.saturating_sub(width(cell))));
        line.push_str(cell);
    }
    line.trim_end().to_owned()
}

struct Frame<'a> {
    strokes: Strokes,
    limit: usize,
    room: usize,
    columns: &'a [usize],
}

impl Frame<'_> {
    fn nodes(&self, nodes: &[Node], before: &str, lines: &mut Vec<String>) {
        for (position, node) in nodes.iter().enumerate() {
            let last = position + 1 == nodes.len();
            let below = format!("{before}{}", if last { BLANK } else { self.strokes.bar });
            self.node(node, &format!("{before}{}", if last { self.strokes.last } else { self.strokes.branch }), &below, lines);
        }
    }

    fn node(&self, node: &Node, before: &str, below: &str, lines: &mut Vec<String>) {
        let body = format!("{below}{}", if node.children.is_empty() { BLANK } else { self.strokes.bar });
        let room = if node.cells.is_empty() { self.limit } else { self.room };
        let mut title = wrap(&node.title, room.saturating_sub(width(before)));
        if title.len() > 1 {
            title = wrap(&node.title, room.saturating_sub(width(&body)));
        }
        for (position, line) in title.into_iter().enumerate() {
            if position == 0 {
                lines.push(with_cells(format!("{before}{line}"), self.room, &node.cells, self.columns));
            } else {
                lines.push(format!("{body}{line}").trim_end().to_owned());
            }
        }
        for (indentation, detail) in &node.details {
            hanging(detail, &format!("{body}{}", " ".repeat(*indentation)), self.limit, lines);
        }
        self.nodes(&node.children, below, lines);
    }
}

/// A paragraph whose lines after the first stand two columns in.
pub(super) fn hanging(text: &str, before: &str, limit: usize, lines: &mut Vec<String>) {
    for (position, line) in wrap(text, limit.saturating_sub(width(before) + GAP)).into_iter().enumerate() {
        let inner = if position == 0 { "" } else { "  " };
        lines.push(format!("{before}{inner}{line}").trim_end().to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::{width, wrap};

    #[test]
    fn wraps_chinese_without_stray_marks() {
        let lines = wrap("第六条（二）：职工总数不超过500人、年销售收入不超过2亿元。", 20);
        assert!(lines.iter().all(|line| width(line) <= 20), "{lines:?}");
        assert!(lines.iter().all(|line| !line.starts_with(['，', '、', '。', '：', '）'])), "{lines:?}");
        assert_eq!(lines.concat(), "第六条（二）：职工总数不超过500人、年销售收入不超过2亿元。");
        assert!(!lines.iter().any(|line| line.ends_with("500")), "{lines:?}");
    }

    #[test]
    fn wraps_words() {
        assert_eq!(wrap("the quick brown fox jumps", 12), ["the quick", "brown fox", "jumps"]);
        assert_eq!(wrap("", 12), [""]);
        assert_eq!(wrap("abcdefghijklmnop", 12), ["abcdefghijkl", "mnop"]);
    }
}

//! The lines of a file that a diagnostic shows.
//!
//! In: labelled spans of one file and the columns there are. Out: blocks of neighbouring lines, cut around what is marked, with the
//! marks as byte offsets into the cut text. Long lines and long spans are cut here, tabs become spaces, and characters that would
//! move or hide others become visible, so that whoever draws carets has only plain lines left. Draws nothing itself.

use super::wrap::width_of;
use crate::source::{SourceFile, Span};

/// How many lines around a mark are shown.
const CONTEXT: u32 = 1;
/// A span over more lines than this is marked on its first line only.
const LONGEST: u32 = 8;
const TAB: usize = 4;

/// A labelled place.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub(super) span: Span,
    /// Where it is said to be, whatever part of it is drawn.
    pub(super) place: u32,
    pub(super) text: String,
    pub(super) is_primary: bool,
}

/// What the excerpt is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Canvas {
    /// The columns a line of text may take.
    pub(super) columns: usize,
    /// What stands for text left out.
    pub(super) ellipsis: &'static str,
    /// What stands for a character that cannot be shown.
    pub(super) unprintable: char,
}

/// Neighbouring lines, ready to be drawn.
#[derive(Debug)]
pub(super) struct Block {
    /// The line of the file that the first line is, from 1.
    pub(super) first_line: u32,
    /// The lines, each with a line feed after it.
    pub(super) text: String,
    /// What is marked in them; the most important first.
    pub(super) marks: Vec<Mark>,
}

/// A labelled place in a block.
#[derive(Debug)]
pub(super) struct Mark {
    /// The byte of the block's text where it starts.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// Where it starts in the file.
    pub(super) offset: u32,
    /// The last line of the file it reaches, where that is too far away to be shown.
    pub(super) reaches: Option<u32>,
    /// The columns left of its start.
    pub(super) column: usize,
    /// Whether it covers several lines of the block.
    pub(super) is_tall: bool,
    pub(super) text: String,
    pub(super) is_primary: bool,
}

/// A label with its lines.
#[derive(Debug)]
struct Placed {
    label: Label,
    first: u32,
    last: u32,
    reaches: Option<u32>,
}

/// The blocks that show all labels: that of the primary one first, the others by place. The labels must lie in `file`.
pub(super) fn blocks(file: &SourceFile, labels: Vec<Label>, canvas: Canvas) -> Vec<Block> {
    let mut placed: Vec<Placed> = labels.into_iter().map(|label| place(file, label)).collect();
    placed.sort_by_key(|found| (found.first, found.last));
    let mut groups: Vec<Vec<Placed>> = Vec::new();
    for found in placed {
        match groups.last_mut() {
            Some(group) if group.iter().any(|other| found.first <= other.last + 2 * CONTEXT + 1) => group.push(found),
            Some(_) | None => groups.push(vec![found]),
        }
    }
    // The primary place first, the others by line.
    groups.sort_by_key(|group| group.iter().all(|found| !found.label.is_primary));
    groups.into_iter().map(|group| block(file, group, canvas)).collect()
}

/// Fits a label into the file: whole characters, no line end at its end, and not too many lines.
fn place(file: &SourceFile, label: Label) -> Placed {
    let length = file.text.len();
    let mut start = (label.span.start as usize).min(length);
    while !file.text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (label.span.end as usize).clamp(start, length);
    while !file.text.is_char_boundary(end) {
        end += 1;
    }
    let marked = file.text.get(start..end).unwrap_or("");
    let kept = marked.trim_end_matches(['\r', '\n']);
    if !kept.is_empty() || marked.starts_with(['\r', '\n']) {
        end = start + kept.len();
    }
    let first = file.line_of(start as u32);
    let last = file.line_of(end as u32);
    let is_cut = last - first >= LONGEST;
    if is_cut {
        end = file.line(first).map_or(end, |(from, line)| from as usize + line.len());
    }
    let span = Span { start: start as u32, end: end as u32, ..label.span };
    Placed { label: Label { span, ..label }, first, last: if is_cut { first } else { last }, reaches: is_cut.then_some(last) }
}

fn block(file: &SourceFile, placed: Vec<Placed>, canvas: Canvas) -> Block {
    let first_line = placed.iter().map(|found| found.first).min().unwrap_or(1).saturating_sub(CONTEXT).max(1);
    let last_line = placed.iter().map(|found| found.last).max().unwrap_or(1) + CONTEXT;
    let mut text = String::new();
    let mut lines = Vec::new();
    for number in first_line..=last_line {
        let Some((from, line)) = file.line(number) else { break };
        let is_last = file.line(number + 1).is_none();
        if is_last && line.is_empty() && placed.iter().all(|found| found.last < number) {
            // The nothing after the last line feed.
            break;
        }
        let anchor = anchor(&placed, number, from as usize);
        let cut = Cut::new(line, anchor, canvas);
        lines.push((number, from as usize, text.len(), cut.columns_map(&mut text)));
    }
    let mark = |found: Placed| {
        let at = |offset: u32, line: u32, side: Side| {
            let known = lines.iter().find(|(number, ..)| *number == line);
            known.map_or(Point::default(), |(_, from, base, map)| {
                let point = map.point((offset as usize).saturating_sub(*from), side);
                Point { byte: point.byte + base, ..point }
            })
        };
        let Label { span, place, text, is_primary } = found.label;
        let start = at(span.start, found.first, if span.start == span.end { Side::Empty } else { Side::Start });
        let end = at(span.end, found.last, if span.start == span.end { Side::Empty } else { Side::End });
        Mark {
            start: start.byte,
            end: end.byte.max(start.byte),
            offset: place,
            reaches: found.reaches,
            column: (start.column + if found.first == found.last { end.column.max(start.column) } else { start.column }) / 2,
            is_tall: found.first != found.last,
            text,
            is_primary,
        }
    };
    let mut marks: Vec<Mark> = placed.into_iter().map(mark).collect();
    marks.sort_by_key(|mark| (!mark.is_primary, mark.start));
    Block { first_line, text, marks }
}

/// The byte of a line that must stay visible: where the most important label on it starts or ends.
fn anchor(placed: &[Placed], line: u32, from: usize) -> usize {
    let on_line = |found: &&Placed| found.first == line || found.last == line;
    let chosen = placed.iter().filter(on_line).min_by_key(|found| (!found.label.is_primary, found.label.span.start));
    chosen.map_or(0, |found| {
        let offset = if found.first == line { found.label.span.start } else { found.label.span.end };
        (offset as usize).saturating_sub(from)
    })
}

/// Which end of a span is looked up, where the text around it was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
    Empty,
}

/// A place in a cut line.
#[derive(Debug, Clone, Copy, Default)]
struct Point {
    byte: usize,
    column: usize,
}

/// The part of a line that is shown.
#[derive(Debug)]
struct Cut<'a> {
    line: &'a str,
    from: usize,
    to: usize,
    canvas: Canvas,
}

impl<'a> Cut<'a> {
    /// As much around `anchor` as fits. Looks no farther than that, however long the line.
    fn new(line: &'a str, anchor: usize, canvas: Canvas) -> Cut<'a> {
        let columns = canvas.columns.max(20);
        let anchor = anchor.min(line.len());
        if reach(line.chars(), columns) == line.len() {
            return Cut { line, from: 0, to: line.len(), canvas };
        }
        let room = columns - 2 * canvas.ellipsis.chars().count();
        let (before, after) = (line.get(..anchor).unwrap_or(""), line.get(anchor..).unwrap_or(""));
        let ahead = reach(after.chars(), room * 2 / 3);
        let spare = room.saturating_sub(shown_width(after.get(..ahead).unwrap_or("")));
        // Not more than half before it: the text of the label wants room.
        let behind = reach(before.chars().rev(), spare.min(room / 2));
        let from = anchor - behind;
        let left = room.saturating_sub(shown_width(line.get(from..anchor).unwrap_or("")));
        Cut { line, from, to: anchor + reach(after.chars(), left), canvas }
    }

    /// Appends the shown line to `text`, and says where each of its characters went.
    fn columns_map(&self, text: &mut String) -> Map {
        let base = text.len();
        let mut column = 0;
        let mut points = Vec::new();
        if self.from > 0 {
            text.push_str(self.canvas.ellipsis);
            column += self.canvas.ellipsis.chars().count();
        }
        for (index, character) in self.line.get(self.from..self.to).unwrap_or("").char_indices() {
            points.push((self.from + index, Point { byte: text.len() - base, column }));
            if character == '\t' {
                let blanks = TAB - column % TAB;
                text.extend(std::iter::repeat_n(' ', blanks));
                column += blanks;
            } else {
                let shown = if is_unprintable(character) { self.canvas.unprintable } else { character };
                text.push(shown);
                column += width_of(shown);
            }
        }
        points.push((self.to, Point { byte: text.len() - base, column }));
        if self.to < self.line.len() {
            text.push_str(self.canvas.ellipsis);
            column += self.canvas.ellipsis.chars().count();
        }
        let end = Point { byte: text.len() - base, column };
        text.push('\n');
        Map { points, end }
    }
}

/// Where the characters of a line went.
#[derive(Debug)]
struct Map {
    /// For each shown character, and the end of what is shown: its byte in the line, and its place in the cut line.
    points: Vec<(usize, Point)>,
    /// Behind everything, the ellipsis included.
    end: Point,
}

impl Map {
    /// Where the byte of the line is shown; on the ellipsis where it was left out.
    fn point(&self, byte: usize, side: Side) -> Point {
        let first = self.points.first().copied().unwrap_or_default();
        let last = self.points.last().copied().unwrap_or_default();
        if byte < first.0 {
            return match side {
                Side::Start | Side::Empty => Point::default(),
                Side::End => first.1,
            };
        }
        if byte > last.0 || (byte == last.0 && side == Side::Start) {
            return match side {
                Side::Start | Side::Empty => last.1,
                Side::End => self.end,
            };
        }
        let index = self.points.partition_point(|(known, _)| *known < byte);
        self.points.get(index).map_or(last.1, |(_, point)| *point)
    }
}

/// How many bytes of `characters` fit `columns`.
fn reach(characters: impl Iterator<Item = char>, columns: usize) -> usize {
    let (mut used, mut bytes) = (0, 0);
    for character in characters {
        used += shown_width_of(character);
        if used > columns || bytes > columns * 16 {
            break;
        }
        bytes += character.len_utf8();
    }
    bytes
}

fn shown_width(text: &str) -> usize {
    text.chars().map(shown_width_of).sum()
}

/// The most columns a character may take in an excerpt.
fn shown_width_of(character: char) -> usize {
    match character {
        '\t' => TAB,
        _ if is_unprintable(character) => 1,
        _ => width_of(character),
    }
}

/// Whether a character shows nothing, or changes how others are shown: controls, direction marks, invisible joiners.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

//! Lines that lead nowhere.
//!
//! In: an excerpt as drawn. Out: the same without the vertical lines below marks that have no text: they would hang in the air.

use super::wrap::width_of;

/// The drawing without vertical lines that end at no text.
pub(super) fn without_bare_lines(drawn: &str) -> String {
    let lines: Vec<Line<'_>> = drawn.lines().map(Line::new).collect();
    let mut text = String::with_capacity(drawn.len());
    // The last line of the file, where the lines below it end at texts, and where the text being read starts.
    let (mut source, mut ends, mut words): (Option<&Line<'_>>, Option<Vec<usize>>, usize) = (None, None, usize::MAX);
    for (number, line) in lines.iter().enumerate() {
        if !line.is_note() {
            (source, ends, words) = (Some(line), None, usize::MAX);
        }
        words = line.ends().last().copied().unwrap_or(words);
        for cell in &line.cells {
            // A bracket around several lines stands beside the text as well.
            let is_bracket = || source.is_some_and(|source| source.cells.iter().any(|other| other.column == cell.column && is_upright(other.shown)));
            let is_line = cell.column < words && matches!(cell.shown, '│' | '|');
            let hangs = is_line && ends.as_ref().is_some_and(|ends| !ends.contains(&cell.column)) && !is_bracket();
            text.push_str(cell.before);
            text.push(if hangs { ' ' } else { cell.shown });
        }
        text.push_str(line.behind);
        text.push('\n');
        if line.is_note() && ends.is_none() {
            let notes = lines.iter().skip(number).take_while(|line| line.is_note());
            ends = Some(notes.flat_map(Line::ends).collect());
        }
    }
    text
}

/// A drawn line.
struct Line<'t> {
    cells: Vec<Cell<'t>>,
    /// Escapes after the last character.
    behind: &'t str,
}

/// A character as it is shown, with the escapes before it.
struct Cell<'t> {
    before: &'t str,
    shown: char,
    column: usize,
}

impl<'t> Line<'t> {
    fn new(line: &'t str) -> Line<'t> {
        let mut cells = Vec::new();
        let (mut column, mut from, mut in_escape) = (0, 0, false);
        for (offset, letter) in line.char_indices() {
            match letter {
                '\u{1b}' => in_escape = true,
                'm' if in_escape => in_escape = false,
                _ if in_escape => {}
                shown => {
                    cells.push(Cell { before: line.get(from..offset).unwrap_or(""), shown, column });
                    column += width_of(shown);
                    from = offset + shown.len_utf8();
                }
            }
        }
        Line { cells, behind: line.get(from..).unwrap_or("") }
    }

    /// The columns where a line ends at a text, and where that text goes on.
    fn ends(&self) -> Vec<usize> {
        let Some(position) = self.cells.iter().position(|cell| matches!(cell.shown, '╰' | '`')).filter(|_| self.is_note()) else {
            return Vec::new();
        };
        let end = self.cells.iter().skip(position).take(3).filter(|cell| matches!(cell.shown, '╰' | '`' | '┤' | '|'));
        end.map(|cell| cell.column).collect()
    }

    /// Whether it stands below text: marks and what is said of them.
    fn is_note(&self) -> bool {
        self.cells.iter().map(|cell| cell.shown).find(|shown| *shown != ' ').is_some_and(|shown| matches!(shown, '·' | ':'))
    }
}

fn is_upright(shown: char) -> bool {
    matches!(shown, '│' | '|' | '╭' | '├' | ',')
}

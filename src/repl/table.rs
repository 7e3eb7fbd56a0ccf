//! Rows of cells with their columns aligned, by display width.
//!
//! In: texts. Out: lines no wider than asked, as far as the last column can be broken.

use crate::explain::{width, wrap};

const GAP: usize = 2;
/// The last column is not made narrower than this.
const LEAST: usize = 16;

/// The rows as lines; what is too wide in the last column goes on below itself.
#[must_use]
pub fn aligned(rows: &[Vec<String>], indentation: usize, limit: usize) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> =
        (0..columns).map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)).collect();
    let before: usize = indentation + widths.iter().take(columns.saturating_sub(1)).map(|width| width + GAP).sum::<usize>();
    let room = limit.saturating_sub(before).max(LEAST);
    let mut text = String::new();
    for row in rows {
        let mut line = " ".repeat(indentation);
        for (position, cell) in row.iter().enumerate() {
            if position + 1 == columns {
                let lines = wrap(cell, room);
                line.push_str(&lines.join(&format!("\n{}", " ".repeat(before))));
            } else {
                line.push_str(cell);
                let own = widths.get(position).copied().unwrap_or(0);
                line.push_str(&" ".repeat(own.saturating_sub(width(cell)) + GAP));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn a_chinese_character_counts_two() {
        let rows = [vec!["职工".to_owned(), "人".to_owned()], vec!["id".to_owned(), "text".to_owned()]];
        assert_eq!(aligned(&rows, 1, 80), " 职工  人\n id    text\n");
    }

    #[test]
    fn the_last_column_goes_on_below_itself() {
        let rows = [vec!["a".to_owned(), "one two three four five six".to_owned()]];
        assert_eq!(aligned(&rows, 0, 20), "a  one two three\n   four five six\n");
    }
}

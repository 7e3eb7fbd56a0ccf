//! A page of headings, lines and tables, and its two printed forms.
//!
//! In: blocks. Out: text for a terminal, aligned by display width and no wider than asked where words can be broken, or Markdown.
//! Knows no policy.

use crate::explain::{escape, width, wrap};

/// Whether a column holds words or figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading of a level, from 1.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// A table with a header.
    Table(Table),
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns.
    pub header: Vec<(String, Align)>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// Between columns.
const GAP: usize = 2;
/// Columns of words are not made narrower than this.
const LEAST: usize = 14;

/// The page as text.
#[must_use]
pub fn to_text(blocks: &[Block], limit: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(level, text) => {
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                let underline = if *level == 1 { "=" } else { "-" };
                let heading = wrap(text, limit);
                let widest = heading.iter().map(|line| width(line)).max().unwrap_or(0);
                lines.extend(heading);
                if *level <= 2 {
                    lines.push(underline.repeat(widest));
                }
            }
            Block::Text(text) => lines.extend(wrap(text, limit)),
            Block::List(items) => {
                for item in items {
                    let wrapped = wrap(item, limit.saturating_sub(4));
                    lines.extend(
                        wrapped.into_iter().enumerate().map(|(position, line)| format!("{}{line}", if position == 0 { "  - " } else { "    " })),
                    );
                }
            }
            Block::Table(table) => text_table(table, limit, &mut lines),
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn text_table(table: &Table, limit: usize, lines: &mut Vec<String>) {
    let mut widths: Vec<usize> = table.header.iter().map(|(name, _)| width(name)).collect();
    for row in &table.rows {
        widths.iter_mut().zip(row).for_each(|(known, cell)| *known = (*known).max(width(cell)));
    }
    // What does not fit is taken from the widest columns of words.
    loop {
        let total: usize = widths.iter().map(|width| width + GAP).sum();
        let words = widths.iter_mut().zip(&table.header).filter(|(width, (_, align))| *align == Align::Left && **width > LEAST);
        if total <= limit {
            break;
        }
        match words.max_by_key(|(width, _)| **width) {
            Some((widest, _)) => *widest -= 1,
            None => match widths.iter_mut().max().filter(|width| **width > LEAST) {
                Some(widest) => *widest -= 1,
                None => break,
            },
        }
    }
    let header: Vec<String> = table.header.iter().map(|(name, _)| name.clone()).collect();
    for row in std::iter::once(&header).chain(&table.rows) {
        let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(cell, width)| wrap(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        for position in 0..height {
            let mut line = String::new();
            for ((cell, room), (_, align)) in cells.iter().zip(&widths).zip(&table.header) {
                let text = cell.get(position).map_or("", String::as_str);
                let space = " ".repeat(room.saturating_sub(width(text)));
                line.push_str("  ");
                match align {
                    Align::Left => line.push_str(&format!("{text}{space}")),
                    Align::Right => line.push_str(&format!("{space}{text}")),
                }
            }
            lines.push(line);
        }
    }
}

/// The page as Markdown.
#[must_use]
pub fn to_markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Heading(level, text) => out.push_str(&format!("{} {}\n", "#".repeat(usize::from(*level)), escape(text))),
            Block::Text(text) => out.push_str(&format!("{}\n", escape(text))),
            Block::List(items) => items.iter().for_each(|item| out.push_str(&format!("- {}\n", escape(item)))),
            Block::Table(table) => {
                let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
                out.push_str(&line(table.header.iter().map(|(name, _)| escape(name)).collect()));
                let rule = |align: Align| if align == Align::Left { ":--" } else { "--:" }.to_owned();
                out.push_str(&line(table.header.iter().map(|(_, align)| rule(*align)).collect()));
                for row in &table.rows {
                    out.push_str(&line(row.iter().map(|cell| escape(cell)).collect()));
                }
            }
        }
    }
    out
}

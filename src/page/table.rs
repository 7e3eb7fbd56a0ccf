//! Tables of a page.
//!
//! In: columns and rows of cells. Out: markup in which figures stand on the right, and header cells are repeated on every sheet.

use super::html::{Html, escape};
use unicode_width::UnicodeWidthStr;

/// Figures longer than this may be broken, so that one of 38 digits does not widen a page.
const WHOLE: usize = 26;
/// A header up to this width stays on one line.
const SHORT_HEADER: usize = 12;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Words,
    Figures,
    Wide,
    Slim,
}

/// A column: its header and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    header: String,
    side: Side,
}

impl Column {
    /// Words, on the left.
    #[must_use]
    pub fn words(header: impl Into<String>) -> Column {
        Column { header: header.into(), side: Side::Words }
    }

    /// Figures, on the right.
    #[must_use]
    pub fn figures(header: impl Into<String>) -> Column {
        Column { header: header.into(), side: Side::Figures }
    }

    /// Long words, which take the room that others leave.
    #[must_use]
    pub fn wide(header: impl Into<String>) -> Column {
        Column { header: header.into(), side: Side::Wide }
    }

    /// A number of a row, a sign: as narrow as it goes, on one line.
    #[must_use]
    pub fn slim(header: impl Into<String>) -> Column {
        Column { header: header.into(), side: Side::Slim }
    }

    fn head(&self) -> String {
        let mut classes = vec![self.class()];
        if self.header.width() <= SHORT_HEADER {
            classes.push("short");
        }
        format!("<th scope=\"col\" class=\"{}\">{}</th>", classes.join(" "), escape(&self.header))
    }

    fn class(&self) -> &'static str {
        match self.side {
            Side::Words => "w",
            Side::Figures => "n",
            Side::Wide => "wide",
            Side::Slim => "slim",
        }
    }
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Plain,
    Group,
    Total,
}

/// A row: as many cells as the table has columns, the first of which names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    cells: Vec<Html>,
    rank: Rank,
}

impl Row {
    /// A row like any other.
    #[must_use]
    pub fn plain(cells: Vec<Html>) -> Row {
        Row { cells, rank: Rank::Plain }
    }

    /// The head of the rows after it.
    #[must_use]
    pub fn group(cells: Vec<Html>) -> Row {
        Row { cells, rank: Rank::Group }
    }

    /// The sum of the rows before it.
    #[must_use]
    pub fn total(cells: Vec<Html>) -> Row {
        Row { cells, rank: Rank::Total }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands above it; may be empty.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// The markup; nothing where there are no rows.
    #[must_use]
    pub fn to_html(&self) -> Html {
        if self.rows.is_empty() {
            return Html::default();
        }
        let caption = if self.caption.is_empty() { String::new() } else { format!("<caption>{}</caption>\n", escape(&self.caption)) };
        let head: String = self.columns.iter().map(Column::head).collect();
        let rows: String = self.rows.iter().map(|row| self.row(row)).collect();
        Html::raw(format!("<div class=\"table\"><table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"))
    }

    fn row(&self, row: &Row) -> String {
        let cells: String = self.columns.iter().zip(&row.cells).enumerate().map(|(place, (column, cell))| cell_of(column, cell, place)).collect();
        match row.rank {
            Rank::Plain => format!("<tr>{cells}</tr>\n"),
            Rank::Group => format!("<tr class=\"group\">{cells}</tr>\n"),
            Rank::Total => format!("<tr class=\"total\">{cells}</tr>\n"),
        }
    }
}

fn cell_of(column: &Column, cell: &Html, place: usize) -> String {
    let long = column.side == Side::Figures && cell.as_str().width() > WHOLE;
    let class = if long { "n long" } else { column.class() };
    match place {
        0 => format!("<th scope=\"row\" class=\"{class}\">{cell}</th>"),
        _ => format!("<td class=\"{class}\">{cell}</td>"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Html, Row, Table};

    fn table(rows: Vec<Row>) -> Table {
        Table { caption: String::new(), columns: vec![Column::words("指标"), Column::figures("得分")], rows }
    }

    #[test]
    fn figures_stand_on_the_right_and_long_ones_may_break() {
        let row = |figure: &str| Row::plain(vec![Html::text("研发"), Html::text(figure)]);
        let text = table(vec![row("12"), row(&"9".repeat(38))]).to_html().as_str().to_owned();
        assert!(text.contains("<th scope=\"row\" class=\"w\">研发</th><td class=\"n\">12</td>"), "{text}");
        assert!(text.contains("<td class=\"n long\">999"), "{text}");
    }

    #[test]
    fn no_rows_no_table() {
        assert!(table(Vec::new()).to_html().is_empty());
    }
}

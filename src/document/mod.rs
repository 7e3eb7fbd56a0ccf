//! The scheme as a document to attach to a notice: everything the policy says, in the words of its labels.
//!
//! In: a checked policy and its texts. Out: the document as Markdown or as an HTML page. Every declaration stands in it; nothing
//! is computed for any record.

mod html;
mod markdown;
mod outline;
mod picture;
mod schema;
mod scheme;
mod values;

pub use outline::document;

use crate::chart::Graph;
use crate::diagnostic::Lang;

/// Which side of a column its cells stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Wide,
    Right,
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Plain,
    Head,
    Total,
}

/// A table. Line ends in cells stay; leading wide spaces are indentation.
#[derive(Debug, Clone, Default)]
struct Sheet {
    columns: Vec<(String, Side)>,
    rows: Vec<(Rank, Vec<String>)>,
}

impl Sheet {
    fn new(columns: &[(&str, Side)]) -> Sheet {
        Sheet { columns: columns.iter().map(|(name, side)| ((*name).to_owned(), *side)).collect(), rows: Vec::new() }
    }

    fn plain(&mut self, cells: Vec<String>) {
        self.rows.push((Rank::Plain, cells));
    }

    fn head(&mut self, cells: Vec<String>) {
        self.rows.push((Rank::Head, cells));
    }
}

/// A piece of the document.
#[derive(Debug, Clone)]
enum Block {
    /// A numbered section.
    Section(String),
    /// A heading within a section.
    Part(String),
    /// A paragraph.
    Text(String),
    /// A remark.
    Note(String),
    /// A table.
    Table(Sheet),
    /// What depends on what.
    Picture(Graph),
}

/// The document.
#[derive(Debug, Clone)]
pub struct Document {
    lang: Lang,
    title: String,
    name: String,
    blocks: Vec<Block>,
}

impl Document {
    /// As Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// As an HTML page that stands by itself.
    #[must_use]
    pub fn to_html(&self) -> String {
        html::write(self)
    }

    /// The heading of a section, with its number from 1.
    fn numbered(&self, number: usize, title: &str) -> String {
        const NUMERALS: [&str; 16] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六"];
        match (self.lang, NUMERALS.get(number.wrapping_sub(1))) {
            (Lang::Zh, Some(numeral)) => format!("{numeral}、{title}"),
            (Lang::Zh | Lang::En, _) => format!("{number}. {title}"),
        }
    }
}

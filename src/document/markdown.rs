//! The document as Markdown.
//!
//! In: a document. Out: text with pipe tables; a picture becomes a table of what is computed from what.

use super::{Block, Document, Rank, Sheet, Side};
use crate::chart::Graph;
use crate::diagnostic::Lang;
use crate::explain::escape;

pub(super) fn write(document: &Document) -> String {
    let mut out = format!("# {}\n", escape(&document.title));
    let mut number = 0;
    for block in &document.blocks {
        out.push('\n');
        match block {
            Block::Section(title) => {
                number += 1;
                out.push_str(&format!("## {}\n", escape(&document.numbered(number, title))));
            }
            Block::Part(title) => out.push_str(&format!("### {}\n", escape(title))),
            Block::Text(text) => out.push_str(&format!("{}\n", escape(text))),
            Block::Note(text) => out.push_str(&format!("> {}\n", escape(text))),
            Block::Table(sheet) => table(sheet, &mut out),
            Block::Picture(graph) => table(&uses(graph, document.lang), &mut out),
        }
    }
    out
}

fn table(sheet: &Sheet, out: &mut String) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out.push_str(&line(sheet.columns.iter().map(|(name, _)| escape(name)).collect()));
    let rule = |side: &Side| match side {
        Side::Left | Side::Wide => ":--".to_owned(),
        Side::Right => "--:".to_owned(),
    };
    out.push_str(&line(sheet.columns.iter().map(|(_, side)| rule(side)).collect()));
    for (rank, cells) in &sheet.rows {
        let strong = |cell: &String| match rank {
            Rank::Head | Rank::Total if !cell.is_empty() => format!("**{}**", cell_of(cell)),
            Rank::Plain | Rank::Head | Rank::Total => cell_of(cell),
        };
        out.push_str(&line(cells.iter().map(strong).collect()));
    }
}

fn cell_of(cell: &str) -> String {
    cell.lines().map(|line| escape(line).replace('\u{2003}', "&emsp;")).collect::<Vec<String>>().join("<br>")
}

fn uses(graph: &Graph, lang: Lang) -> Sheet {
    let (result, from, comma) = match lang {
        Lang::En => ("Result", "Computed from", ", "),
        Lang::Zh => ("结果", "由以下各项算出", "、"),
    };
    let mut sheet = Sheet::new(&[(result, Side::Left), (from, Side::Wide)]);
    for (node, position) in graph.nodes.iter().zip(0usize..) {
        let used: Vec<&str> = graph
            .edges
            .iter()
            .filter(|(_, to)| *to == position)
            .filter_map(|(from, _)| graph.nodes.get(*from))
            .map(|node| node.label.as_str())
            .collect();
        if !used.is_empty() {
            sheet.plain(vec![node.label.clone(), used.join(comma)]);
        }
    }
    sheet
}

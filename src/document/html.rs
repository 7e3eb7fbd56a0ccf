//! The document as an HTML page.
//!
//! In: a document. Out: the text of the page, in the one style of all pages.

use super::{Block, Document, Rank, Sheet, Side};
use crate::diagnostic::Lang;
use crate::page::{Column, Format, Html, Page, Row, Table, figure, note, paragraph, section, subsection};

pub(super) fn write(document: &Document) -> String {
    let (kind, caption, footer) = match document.lang {
        Lang::En => ("The scheme in full", "From left to right: what is filed, what is computed from it, the results.", "Policy"),
        Lang::Zh => ("评价办法全文", "从左到右：填报的数据、由其算出的各项、结果。", "政策"),
    };
    let colon = if document.lang == Lang::Zh { "：" } else { ": " };
    let mut body = Html::default();
    let mut open: Option<(String, Html)> = None;
    let mut number = 0;
    for block in &document.blocks {
        if let Block::Section(title) = block {
            number += 1;
            if let Some((title, content)) = open.replace((document.numbered(number, title), Html::default())) {
                body.push(&section(&title, &content));
            }
            continue;
        }
        let made = match block {
            Block::Section(_) => Html::default(),
            Block::Part(title) => subsection(title, &Html::default()),
            Block::Text(text) => paragraph(Html::lines(text)),
            Block::Note(text) => note(&paragraph(Html::text(text))),
            Block::Table(sheet) => table(sheet),
            Block::Picture(graph) => figure(&graph.to_svg(), caption),
        };
        match &mut open {
            Some((_, content)) => content.push(&made),
            None => body.push(&made),
        }
    }
    if let Some((title, content)) = open {
        body.push(&section(&title, &content));
    }
    let footer = paragraph(Html::text(&format!("{footer}{colon}{}", document.name)));
    Page { lang: document.lang, format: Format::Report, kind, title: &document.title, body, footer }.to_html()
}

fn table(sheet: &Sheet) -> Html {
    let column = |(name, side): &(String, Side)| match side {
        Side::Left => Column::words(name.clone()),
        Side::Wide => Column::wide(name.clone()),
        Side::Right => Column::figures(name.clone()),
    };
    let row = |(rank, cells): &(Rank, Vec<String>)| {
        let cells = cells.iter().map(|cell| Html::lines(cell)).collect();
        match rank {
            Rank::Plain => Row::plain(cells),
            Rank::Head => Row::group(cells),
            Rank::Total => Row::total(cells),
        }
    };
    Table { caption: String::new(), columns: sheet.columns.iter().map(column).collect(), rows: sheet.rows.iter().map(row).collect() }.to_html()
}

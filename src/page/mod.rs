//! Pages for people: one self-contained HTML file, in light, in dark and on A4 paper.
//!
//! In: words, tables and drawings. Out: the text of the file: no script, nothing fetched from elsewhere. Knows languages and
//! nothing of policies; `chart` makes the drawings.

mod html;
mod parts;
mod table;

pub use html::{Html, escape};
pub use parts::{Outcome, Sign, badge, facts, figure, lead, list, note, outcomes, paragraph, section, subsection};
pub use table::{Column, Row, Table};

use crate::diagnostic::Lang;

const STYLE: &str = include_str!("style.css");

/// How wide a page is set on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A letter: narrow, to be read from top to bottom.
    Letter,
    /// A report: wide, for tables and charts.
    Report,
}

impl Format {
    fn class(self) -> &'static str {
        match self {
            Format::Letter => "letter",
            Format::Report => "report",
        }
    }
}

/// A page.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The language of its words.
    pub lang: Lang,
    /// How it is set.
    pub format: Format,
    /// What kind of paper it is, in small letters above the title; may be empty.
    pub kind: &'a str,
    /// Its title, which is also that of the window.
    pub title: &'a str,
    /// Everything below the title.
    pub body: Html,
    /// What stands at the end in small letters; may be empty.
    pub footer: Html,
}

impl Page<'_> {
    /// The text of the file.
    #[must_use]
    pub fn to_html(&self) -> String {
        let lang = match self.lang {
            Lang::En => "en",
            Lang::Zh => "zh-CN",
        };
        let title = if self.kind.is_empty() { escape(self.title) } else { format!("{} · {}", escape(self.title), escape(self.kind)) };
        let kind = if self.kind.is_empty() { String::new() } else { format!("<p class=\"kind\">{}</p>\n", escape(self.kind)) };
        let footer = if self.footer.is_empty() { String::new() } else { format!("<footer>\n{}</footer>\n", self.footer) };
        format!(
            "<!DOCTYPE html>\n\
             <html lang=\"{lang}\">\n\
             <head>\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n\
             <style>\n{STYLE}</style>\n\
             </head>\n\
             <body class=\"{}\">\n\
             <main>\n\
             <header>\n{kind}<h1>{}</h1>\n</header>\n\
             {}{footer}</main>\n\
             </body>\n\
             </html>\n",
            self.format.class(),
            escape(self.title),
            self.body
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Html, Lang, Page, paragraph};

    fn page(title: &str) -> String {
        let body = paragraph(Html::text("a < b"));
        Page { lang: Lang::Zh, format: Format::Letter, kind: "说明", title, body, footer: Html::default() }.to_html()
    }

    #[test]
    fn words_cannot_become_markup() {
        let text = page("<script>alert(1)</script>");
        assert!(text.contains("<title>&lt;script&gt;alert(1)&lt;/script&gt; · 说明</title>"), "{text}");
        assert!(!text.contains("<script"), "{text}");
        assert!(text.contains("<p>a &lt; b</p>"), "{text}");
    }

    #[test]
    fn nothing_is_fetched() {
        let text = page("办法");
        assert!(text.contains("default-src 'none'"));
        assert!(!["http://", "https://", "url(", "@import", "src=", "<link"].iter().any(|fetched| text.contains(fetched)), "{text}");
    }
}

//! Markup that is safe to stand in a page.
//!
//! In: words. Out: [`Html`], in which every character of them is escaped. Only this module and the builders of `page` and
//! `chart` write tags.

use std::fmt;

/// Markup. Made from words it escapes them; tags come from builders only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Words.
    #[must_use]
    pub fn text(text: &str) -> Html {
        Html(escape(text))
    }

    /// Words whose line ends stay.
    #[must_use]
    pub fn lines(text: &str) -> Html {
        Html(text.lines().map(escape).collect::<Vec<String>>().join("<br>"))
    }

    /// Words that carry weight.
    #[must_use]
    pub fn strong(text: &str) -> Html {
        Html(format!("<strong>{}</strong>", escape(text)))
    }

    /// Words beside the point, small and pale.
    #[must_use]
    pub fn small(text: &str) -> Html {
        Html(format!("<small>{}</small>", escape(text)))
    }

    /// Markup that a builder wrote.
    pub(crate) fn raw(markup: String) -> Html {
        Html(markup)
    }

    /// Appends.
    pub fn push(&mut self, other: &Html) {
        self.0.push_str(&other.0);
    }

    /// One after the other, each on a line of its own.
    #[must_use]
    pub fn stacked(parts: &[Html]) -> Html {
        Html(parts.iter().filter(|part| !part.is_empty()).map(|part| format!("<div>{part}</div>")).collect())
    }

    /// Whether nothing stands in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The markup.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(parts: I) -> Html {
        Html(parts.into_iter().map(|part| part.0).collect())
    }
}

/// Words with the characters replaced that mean something in markup or in a quoted attribute; control characters, which no page
/// may hold, become spaces.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(letter),
            control if control.is_control() => escaped.push(' '),
            // Marks that turn the direction of what follows could make a figure read backwards.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Html, escape};

    #[test]
    fn escapes_what_means_something() {
        assert_eq!(escape("a<b>&\"'研发"), "a&lt;b&gt;&amp;&quot;&#39;研发");
        assert_eq!(escape("a\u{0}b\u{202e}c"), "a b c");
        assert_eq!(Html::lines("一\n<二>").as_str(), "一<br>&lt;二&gt;");
    }

    #[test]
    fn stacks_what_is_there() {
        assert_eq!(Html::stacked(&[Html::text("a"), Html::default(), Html::text("b")]).as_str(), "<div>a</div><div>b</div>");
    }
}

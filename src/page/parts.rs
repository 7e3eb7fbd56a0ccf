//! The parts of a page: sections, facts, lists, signs, notes, figures.
//!
//! In: words and markup. Out: markup. What a part looks like stands in `style.css`.

use super::html::{Html, escape};

/// Whether something holds. Shown by a sign and words, never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It holds.
    Met,
    /// It does not hold.
    NotMet,
    /// It is not known.
    Open,
    /// Beside the point.
    Plain,
}

impl Sign {
    fn class(self) -> &'static str {
        match self {
            Sign::Met => "met",
            Sign::NotMet => "not-met",
            Sign::Open => "open",
            Sign::Plain => "plain",
        }
    }

    fn mark(self) -> &'static str {
        match self {
            Sign::Met => "✓",
            Sign::NotMet => "✗",
            Sign::Open => "?",
            Sign::Plain => "",
        }
    }
}

/// A sign with its words: `✓ met`.
#[must_use]
pub fn badge(sign: Sign, words: &str) -> Html {
    let mark = match sign.mark() {
        "" => String::new(),
        mark => format!("<span aria-hidden=\"true\">{mark}</span> "),
    };
    Html::raw(format!("<span class=\"badge {}\">{mark}{}</span>", sign.class(), escape(words)))
}

/// A section with a heading.
#[must_use]
pub fn section(title: &str, content: &Html) -> Html {
    Html::raw(format!("<section>\n<h2>{}</h2>\n{content}</section>\n", escape(title)))
}

/// A section within a section.
#[must_use]
pub fn subsection(title: &str, content: &Html) -> Html {
    Html::raw(format!("<section>\n<h3>{}</h3>\n{content}</section>\n", escape(title)))
}

/// A paragraph.
#[must_use]
pub fn paragraph(content: Html) -> Html {
    Html::raw(format!("<p>{content}</p>\n"))
}

/// The first paragraph, which says what matters.
#[must_use]
pub fn lead(content: &Html) -> Html {
    Html::raw(format!("<p class=\"lead\">{content}</p>\n"))
}

/// A result that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// What it is.
    pub label: String,
    /// The result itself: a figure, a word, a badge.
    pub figure: Html,
    /// What stands below it in small letters; may be empty.
    pub remark: String,
}

/// Results side by side; nothing where there are none.
#[must_use]
pub fn outcomes(results: &[Outcome]) -> Html {
    if results.is_empty() {
        return Html::default();
    }
    let card = |one: &Outcome| {
        let remark = if one.remark.is_empty() { String::new() } else { format!("<small>{}</small>", escape(&one.remark)) };
        format!("<div><span>{}</span><b>{}</b>{remark}</div>\n", escape(&one.label), one.figure)
    };
    Html::raw(format!("<div class=\"outcomes\">\n{}</div>\n", results.iter().map(card).collect::<String>()))
}

/// A remark: small letters beside a rule.
#[must_use]
pub fn note(content: &Html) -> Html {
    Html::raw(format!("<div class=\"note\">{content}</div>\n"))
}

/// A list; nothing where there are no items.
#[must_use]
pub fn list(items: &[Html]) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    let items: String = items.iter().map(|item| format!("<li>{item}</li>\n")).collect();
    Html::raw(format!("<ul>\n{items}</ul>\n"))
}

/// Names and what they are, side by side; those that are empty are left out.
#[must_use]
pub fn facts(pairs: &[(&str, Html)]) -> Html {
    let rows: String = pairs
        .iter()
        .filter(|(_, fact)| !fact.is_empty())
        .map(|(name, fact)| format!("<div><dt>{}</dt><dd>{fact}</dd></div>\n", escape(name)))
        .collect();
    if rows.is_empty() { Html::default() } else { Html::raw(format!("<dl class=\"facts\">\n{rows}</dl>\n")) }
}

/// A drawing with a caption below it; the caption may be empty.
#[must_use]
pub fn figure(drawing: &Html, caption: &str) -> Html {
    let caption = if caption.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>\n", escape(caption)) };
    Html::raw(format!("<figure>\n{drawing}{caption}</figure>\n"))
}

#[cfg(test)]
mod tests {
    use super::{Html, Sign, badge, facts, list};

    #[test]
    fn a_sign_never_stands_without_words() {
        assert_eq!(badge(Sign::NotMet, "不满足").as_str(), "<span class=\"badge not-met\"><span aria-hidden=\"true\">✗</span> 不满足</span>");
        assert_eq!(badge(Sign::Plain, "加分").as_str(), "<span class=\"badge plain\">加分</span>");
    }

    #[test]
    fn what_is_empty_leaves_nothing() {
        assert!(list(&[]).is_empty());
        assert!(facts(&[("依据", Html::default())]).is_empty());
    }
}

//! A drawing: shapes, words, and how much room words take.
//!
//! In: shapes at places in hundredths. Out: the text of an `<svg>`. Knows no chart.

use crate::page::{Html, escape};
use std::fmt::Write;
use unicode_width::UnicodeWidthChar;

/// One unit of a drawing; places are counted in hundredths of it.
pub(super) const UNIT: i64 = 100;
/// How wide a drawing is: as wide as the column of a page.
pub(super) const WIDTH: i64 = 720 * UNIT;
/// The size of letters.
pub(super) const LETTER: i64 = 12 * UNIT;

/// A colour of the page, and what it is where no page sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// Words and the bars of totals.
    Ink,
    /// Words beside the point.
    Muted,
    /// Thin rules.
    Line,
    /// What could have been.
    Pale,
    /// The ground.
    Paper,
    /// What adds.
    Accent,
    /// What takes away, and marks.
    Contrast,
    /// One of several parts, by place.
    Series(usize),
}

impl Paint {
    fn css(self) -> &'static str {
        match self {
            Paint::Ink => "var(--ink,#1e2730)",
            Paint::Muted => "var(--muted,#5b6670)",
            Paint::Line => "var(--line,#d8dde2)",
            Paint::Pale => "var(--pale,#f0f3f5)",
            Paint::Paper => "var(--paper,#ffffff)",
            Paint::Accent => "var(--accent,#1f5a8c)",
            Paint::Contrast => "var(--contrast,#b4560f)",
            Paint::Series(place) => match place % 5 {
                0 => "var(--series-1,#1f5a8c)",
                1 => "var(--series-2,#d08a1d)",
                2 => "var(--series-3,#2f8f85)",
                3 => "var(--series-4,#8b5c9e)",
                _ => "var(--series-5,#7b868f)",
            },
        }
    }
}

/// Which end of words stands at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
}

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Type {
    pub anchor: Anchor,
    pub paint: Paint,
    pub strong: Weight,
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    Strong,
}

impl Type {
    pub const fn new(anchor: Anchor, paint: Paint) -> Type {
        Type { anchor, paint, strong: Weight::Plain }
    }

    pub const fn strong(anchor: Anchor, paint: Paint) -> Type {
        Type { anchor, paint, strong: Weight::Strong }
    }
}

/// A number of hundredths as SVG writes it: `12`, `12.5`, `12.34`.
pub(super) fn place(hundredths: i64) -> String {
    let (sign, size) = if hundredths < 0 { ("-", hundredths.unsigned_abs()) } else { ("", hundredths.unsigned_abs()) };
    let (whole, rest) = (size / 100, size % 100);
    match (rest, rest % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}.{}", rest / 10),
        _ => format!("{sign}{whole}.{rest:02}"),
    }
}

/// How much room words take, a little more rather than less.
pub(super) fn room(text: &str) -> i64 {
    text.chars().map(letter_room).sum()
}

fn letter_room(letter: char) -> i64 {
    let share = match (letter, letter.width().unwrap_or(0)) {
        (_, 0) => 0,
        (_, 2) => 100,
        ('m' | 'w' | 'M' | 'W' | '%' | '—' | '…' | '→' | '≈', _) => 92,
        (letter, _) if letter.is_uppercase() => 74,
        ('i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' | '(' | ')' | '[' | ']', _) => 36,
        _ => 60,
    };
    LETTER * share / 100
}

/// Words cut to the room there is, with `…` where something was cut; nothing where there is none.
pub(super) fn cut(text: &str, most: i64) -> String {
    if room(text) <= most {
        return text.to_owned();
    }
    let mut left = most - letter_room('…');
    let mut kept = String::new();
    for letter in text.chars() {
        left -= letter_room(letter);
        if left < 0 {
            break;
        }
        kept.push(letter);
    }
    let kept = kept.trim_end();
    if kept.is_empty() { String::new() } else { format!("{kept}…") }
}

/// The room of the widest of several words, within bounds.
pub(super) fn widest<'a>(texts: impl Iterator<Item = &'a str>, most: i64) -> i64 {
    texts.map(room).max().unwrap_or(0).min(most)
}

/// A drawing under way.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    body: String,
}

impl Drawing {
    /// A filled rectangle that says what it is to those who point at it.
    pub fn area(&mut self, area: Area, paint: Paint, says: &str) {
        self.shape(area, &format!("fill:{}", paint.css()), says);
    }

    /// A filled rectangle of which `share` of 100 covers what is below.
    pub fn shade(&mut self, area: Area, paint: Paint, share: u8, says: &str) {
        let share = share.min(100);
        let opacity = if share == 100 { "1".to_owned() } else { format!("0.{share:02}") };
        self.shape(area, &format!("fill:{};fill-opacity:{opacity}", paint.css()), says);
    }

    /// A box with an edge.
    pub fn frame(&mut self, area: Area, fill: Paint, edge: Paint, says: &str) {
        self.shape(area, &format!("fill:{};stroke:{};stroke-width:1", fill.css(), edge.css()), says);
    }

    fn shape(&mut self, area: Area, style: &str, says: &str) {
        let Area { x, y, width, height } = area;
        let (x, y, width, height) = (place(x), place(y), place(width.max(0)), place(height.max(0)));
        let _ = write!(self.body, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" style=\"{style}\"");
        self.close("rect", says);
    }

    fn close(&mut self, tag: &str, says: &str) {
        let _ = if says.is_empty() { writeln!(self.body, "/>") } else { writeln!(self.body, "><title>{}</title></{tag}>", escape(says)) };
    }

    /// A thin rule.
    pub fn rule(&mut self, from: (i64, i64), to: (i64, i64), paint: Paint) {
        self.stroke(from, to, &format!("stroke:{};stroke-width:1", paint.css()));
    }

    /// A broken rule.
    pub fn dashes(&mut self, from: (i64, i64), to: (i64, i64), paint: Paint) {
        self.stroke(from, to, &format!("stroke:{};stroke-width:1.5;stroke-dasharray:4 3", paint.css()));
    }

    fn stroke(&mut self, from: (i64, i64), to: (i64, i64), style: &str) {
        let (x1, y1, x2, y2) = (place(from.0), place(from.1), place(to.0), place(to.1));
        let _ = writeln!(self.body, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" style=\"{style}\"/>");
    }

    /// A path; `points` as SVG writes them.
    pub fn path(&mut self, points: &str, paint: Paint) {
        let _ = writeln!(self.body, "<path d=\"{points}\" style=\"fill:none;stroke:{};stroke-width:1.2\"/>", paint.css());
    }

    /// A filled shape with corners.
    pub fn corners(&mut self, corners: &[(i64, i64)], paint: Paint) {
        let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{},{}", place(*x), place(*y))).collect();
        let _ = writeln!(self.body, "<polygon points=\"{}\" style=\"fill:{}\"/>", corners.join(" "), paint.css());
    }

    /// Words on a line whose foot stands at `y`.
    pub fn words(&mut self, at: (i64, i64), ty: Type, text: &str) {
        self.lettering(at, ty, text, "");
    }

    /// Words that rise to the right.
    pub fn rising(&mut self, at: (i64, i64), ty: Type, text: &str) {
        let turn = format!(" transform=\"rotate(-45 {} {})\"", place(at.0), place(at.1));
        self.lettering(at, ty, text, &turn);
    }

    fn lettering(&mut self, at: (i64, i64), ty: Type, text: &str, turn: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match ty.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = match ty.strong {
            Weight::Plain => "",
            Weight::Strong => ";font-weight:600",
        };
        let (x, y, fill) = (place(at.0), place(at.1), ty.paint.css());
        let _ = writeln!(self.body, "<text x=\"{x}\" y=\"{y}\"{anchor}{turn} style=\"fill:{fill}{weight}\">{}</text>", escape(text));
    }

    /// The `<svg>`, of the usual width.
    pub fn finish(self, height: i64, title: &str, says: &str) -> Html {
        self.finish_wide(WIDTH, height, title, says)
    }

    /// The `<svg>`. `title` names it, `says` tells what is to be seen.
    pub fn finish_wide(self, width: i64, height: i64, title: &str, says: &str) -> Html {
        let (width, height) = (place(width), place(height.max(UNIT)));
        let described = if says.is_empty() { String::new() } else { format!("<desc>{}</desc>\n", escape(says)) };
        Html::raw(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
             style=\"font-size:12px;font-family:var(--sans,sans-serif);font-variant-numeric:tabular-nums\">\n\
             <title>{}</title>\n{described}{}</svg>\n",
            escape(title),
            self.body
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::{LETTER, UNIT, cut, place, room};

    #[test]
    fn places_have_at_most_two_digits() {
        assert_eq!([place(0), place(1250), place(-1205), place(-5)], ["0", "12.5", "-12.05", "-0.05"]);
    }

    #[test]
    fn words_are_cut_to_the_room_there_is() {
        assert_eq!(cut("研发费用", 4 * LETTER), "研发费用");
        assert_eq!(cut("研发费用强度", 4 * LETTER), "研发费…");
        assert_eq!(cut("研发费用强度", UNIT), "");
        for text in ["a long label of an indicator", "企业研发费用总额占成本费用支出总额的比例"] {
            let short = cut(text, 100 * UNIT);
            assert!(room(&short) <= 100 * UNIT && short.ends_with('…'), "{short}");
        }
    }
}

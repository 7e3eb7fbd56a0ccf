//! A few small columns, as stand in a cell of a table: those before a border and those behind it.
//!
//! In: counts. Out: a drawing as large as a word, without axes: the figures stand beside it.

use super::drawing::{Area, Drawing, Paint, UNIT};
use crate::page::Html;

const COLUMN: i64 = 7 * UNIT;
const GAP: i64 = UNIT;
const HEIGHT: i64 = 34 * UNIT;
/// The room for the border between the two.
const BORDER: i64 = 3 * UNIT;
const LEAST: i64 = UNIT / 2;

/// Small columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spark {
    /// What they show.
    pub title: String,
    /// The counts.
    pub counts: Vec<u64>,
    /// How many of them stand before the border.
    pub before: usize,
}

impl Spark {
    /// The drawing.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        let most = self.counts.iter().copied().max().unwrap_or(0).max(1);
        let mut drawing = Drawing::default();
        let mut x = 0;
        for (place, count) in self.counts.iter().enumerate() {
            if place == self.before {
                drawing.dashes((x + BORDER / 2, 0), (x + BORDER / 2, HEIGHT), Paint::Contrast);
                x += BORDER + GAP;
            }
            let height = i64::try_from(u128::from(*count) * HEIGHT.unsigned_abs() as u128 / u128::from(most)).unwrap_or(HEIGHT);
            let height = if *count > 0 { height.max(LEAST) } else { 0 };
            let paint = if place < self.before { Paint::Series(4) } else { Paint::Accent };
            drawing.area(Area { x, y: HEIGHT - height, width: COLUMN, height }, paint, &count.to_string());
            x += COLUMN + GAP;
        }
        let width = x.max(UNIT);
        drawing.rule((0, HEIGHT), (width, HEIGHT), Paint::Line);
        let says: Vec<String> = self.counts.iter().map(u64::to_string).collect();
        drawing.finish_wide(width, HEIGHT + UNIT, &self.title, &says.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::Spark;

    #[test]
    fn a_column_is_as_high_as_its_share_of_the_highest() {
        let drawn = Spark { title: "a < b".to_owned(), counts: vec![10, 5, 0], before: 1 }.to_svg().as_str().to_owned();
        assert!(drawn.contains("a &lt; b"), "{drawn}");
        assert!(drawn.contains("height=\"34\" style") && drawn.contains("height=\"17\" style") && drawn.contains("height=\"0\" style"), "{drawn}");
    }

    #[test]
    fn nothing_at_all_is_drawn_as_nothing() {
        let drawn = Spark { title: String::new(), counts: Vec::new(), before: 0 }.to_svg();
        assert!(drawn.as_str().starts_with("<svg"));
    }
}

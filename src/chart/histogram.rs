//! A histogram: how many lie between which bounds, with marks where a rule begins.
//!
//! In: bins with counts, bounds at one number of places, marks. Out: a column a bin, as wide as the bin; marks as broken rules
//! with their words above.

use super::drawing::{Anchor, Area, Drawing, LETTER, Paint, Type, UNIT, WIDTH, widest};
use super::scale::{Mark, Scale, draw_marks, marks_height, set_marks};
use crate::page::Html;

const HEIGHT: i64 = 200 * UNIT;
const GAP: i64 = 10 * UNIT;
const MOST_FIGURES: i64 = 200 * UNIT;

/// A bin: from `low` to just below `high`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bin {
    /// Where it begins.
    pub low: i128,
    /// Where it ends.
    pub high: i128,
    /// How many lie in it.
    pub count: u64,
    /// The bin in words: `60–65`.
    pub shown: String,
}

/// A histogram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// What it shows.
    pub title: String,
    /// The decimal places of the bounds.
    pub places: u8,
    /// The bins, rising.
    pub bins: Vec<Bin>,
    /// Bounds of bands, pass marks.
    pub marks: Vec<Mark>,
    /// What is counted: `enterprises`.
    pub counted: String,
    /// What the bins are of: `points`.
    pub measured: String,
}

impl Histogram {
    /// The drawing.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        let most = self.bins.iter().map(|bin| i128::from(bin.count)).max().unwrap_or(0).max(1);
        let upright = Scale::over([0, most].into_iter(), 0, 0, HEIGHT);
        let ticks = thinned(upright.ticks(), &upright);
        let shown: Vec<String> = ticks.iter().map(|tick| upright.shown(*tick)).collect();
        let from = widest(shown.iter().map(String::as_str), MOST_FIGURES) + GAP;
        let bounds = self.bins.iter().flat_map(|bin| [bin.low, bin.high]).chain(self.marks.iter().map(|mark| mark.at));
        let scale = Scale::over(bounds, self.places, from, WIDTH - 2 * GAP);
        let marks = set_marks(&self.marks, &scale, from, WIDTH);
        let counted = LETTER + 6 * UNIT;
        let top = counted + marks_height(&marks) + GAP;
        let bottom = top + HEIGHT;
        let mut drawing = Drawing::default();
        drawing.words((0, LETTER), Type::new(Anchor::Start, Paint::Muted), &self.counted);
        for (tick, words) in ticks.iter().zip(&shown) {
            let y = bottom - upright.at(*tick);
            drawing.rule((from, y), (WIDTH - 2 * GAP, y), Paint::Line);
            drawing.words((from - GAP / 2, y + LETTER / 3), Type::new(Anchor::End, Paint::Muted), words);
        }
        for bin in self.bins.iter().filter(|bin| bin.count > 0) {
            let (left, right) = (scale.at(bin.low), scale.at(bin.high));
            let height = upright.at(i128::from(bin.count)).max(UNIT);
            let gap = if right - left > 4 * UNIT { UNIT } else { 0 };
            let area = Area { x: left + gap / 2, y: bottom - height, width: (right - left - gap).max(UNIT), height };
            drawing.area(area, Paint::Accent, &format!("{}: {}", bin.shown, upright.shown(i128::from(bin.count))));
        }
        drawing.rule((from, bottom), (WIDTH - 2 * GAP, bottom), Paint::Muted);
        for tick in scale.ticks() {
            drawing.rule((scale.at(tick), bottom), (scale.at(tick), bottom + 4 * UNIT), Paint::Muted);
            drawing.words((scale.at(tick), bottom + LETTER + 6 * UNIT), Type::new(Anchor::Middle, Paint::Muted), &scale.shown(tick));
        }
        drawing.words((WIDTH - 2 * GAP, bottom + 2 * LETTER + 12 * UNIT), Type::new(Anchor::End, Paint::Muted), &self.measured);
        draw_marks(&mut drawing, &marks, top - GAP / 2, bottom);
        drawing.finish(bottom + 2 * LETTER + 18 * UNIT, &self.title, &self.says(&upright))
    }

    fn says(&self, upright: &Scale) -> String {
        let bins = self.bins.iter().map(|bin| format!("{}: {}", bin.shown, upright.shown(i128::from(bin.count))));
        bins.chain(self.marks.iter().map(|mark| mark.label.clone())).collect::<Vec<String>>().join("; ")
    }
}

/// Ticks one above the other need no more room than a line of letters: every second one, or fewer, where they would touch.
fn thinned(ticks: Vec<i128>, upright: &Scale) -> Vec<i128> {
    let mut ticks = ticks;
    while ticks.len() > 2 && ticks.windows(2).any(|pair| matches!(pair, [low, high] if upright.at(*high) - upright.at(*low) < 2 * LETTER)) {
        ticks = ticks.into_iter().step_by(2).collect();
    }
    ticks
}

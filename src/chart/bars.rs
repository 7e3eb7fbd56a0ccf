//! Horizontal bars, whole or in parts that stand end to end.
//!
//! In: rows with amounts at one number of places. Out: a row a bar; with several parts, a legend above. Amounts below zero
//! stand to the left of it.

use super::drawing::{Anchor, Area, Drawing, LETTER, Paint, Type, UNIT, WIDTH, cut, room, widest};
use super::scale::Scale;
use crate::page::Html;

const ROW: i64 = 24 * UNIT;
const BAR: i64 = 15 * UNIT;
const LABELS: i64 = 230 * UNIT;
const FIGURES: i64 = 150 * UNIT;
const GAP: i64 = 12 * UNIT;
const LEAST: i64 = UNIT;
/// The side of a square in a legend.
const SQUARE: i64 = 10 * UNIT;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// Its parts, in the order of the legend.
    pub parts: Vec<i128>,
    /// It in words.
    pub shown: String,
}

/// Bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// What they show.
    pub title: String,
    /// The decimal places of all amounts.
    pub places: u8,
    /// What the parts are; of use where there is more than one.
    pub legend: Vec<String>,
    /// The bars.
    pub bars: Vec<Bar>,
}

impl Bars {
    /// The drawing.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        let labels = widest(self.bars.iter().map(|bar| bar.label.as_str()), LABELS);
        let figures = widest(self.bars.iter().map(|bar| bar.shown.as_str()), FIGURES);
        let scale = Scale::over(self.bars.iter().flat_map(ends).chain([0]), self.places, labels + GAP, WIDTH - figures - GAP);
        let mut drawing = Drawing::default();
        let top = if self.legend.len() > 1 { self.legend(&mut drawing) } else { 0 };
        let bottom = top + i64::try_from(self.bars.len()).unwrap_or(0) * ROW + 4 * UNIT;
        scale.draw_ticks(&mut drawing, top, bottom);
        for (bar, row) in self.bars.iter().zip(0i64..) {
            let y = top + row * ROW;
            self.bar(&mut drawing, &scale, bar, y);
            let foot = y + (ROW + LETTER) / 2 - 2 * UNIT;
            drawing.words((0, foot), Type::new(Anchor::Start, Paint::Ink), &cut(&bar.label, labels));
            drawing.words((WIDTH, foot), Type::new(Anchor::End, Paint::Ink), &cut(&bar.shown, FIGURES));
        }
        let zero = scale.at(0);
        drawing.rule((zero, top), (zero, bottom), Paint::Muted);
        drawing.finish(bottom + LETTER + 8 * UNIT, &self.title, &self.says())
    }

    fn bar(&self, drawing: &mut Drawing, scale: &Scale, bar: &Bar, y: i64) {
        let (mut above, mut below) = (0i128, 0i128);
        for (part, place) in bar.parts.iter().zip(0usize..) {
            let from = if *part < 0 { below } else { above };
            let to = from.saturating_add(*part);
            if *part < 0 {
                below = to
            } else {
                above = to
            }
            if *part == 0 {
                continue;
            }
            let (left, right) = (scale.at(from.min(to)), scale.at(from.max(to)));
            let area = Area { x: left, y: y + (ROW - BAR) / 2, width: (right - left).max(LEAST), height: BAR };
            let says = match self.legend.get(place).filter(|_| self.legend.len() > 1) {
                Some(name) => format!("{}, {name}: {}", bar.label, scale.shown(*part)),
                None => format!("{} {}", bar.label, bar.shown),
            };
            let paint = if bar.parts.len() == 1 && *part < 0 { Paint::Contrast } else { Paint::Series(place) };
            drawing.area(area, paint, &says);
        }
    }

    /// The legend, on as many lines as it needs; how high it is.
    fn legend(&self, drawing: &mut Drawing) -> i64 {
        let (mut x, mut y) = (0, 0);
        for (name, place) in self.legend.iter().zip(0usize..) {
            let name = cut(name, LABELS);
            let wide = SQUARE + 5 * UNIT + room(&name);
            if x > 0 && x + wide > WIDTH {
                (x, y) = (0, y + LETTER + 8 * UNIT);
            }
            drawing.area(Area { x, y: y + 2 * UNIT, width: SQUARE, height: SQUARE }, Paint::Series(place), "");
            drawing.words((x + SQUARE + 5 * UNIT, y + LETTER - UNIT), Type::new(Anchor::Start, Paint::Ink), &name);
            x += wide + 18 * UNIT;
        }
        y + LETTER + 12 * UNIT
    }

    fn says(&self) -> String {
        self.bars.iter().map(|bar| format!("{} {}", bar.label, bar.shown)).collect::<Vec<String>>().join("; ")
    }
}

/// Where a bar ends to the left and to the right.
fn ends(bar: &Bar) -> [i128; 2] {
    let sum = |wanted: fn(&i128) -> bool| bar.parts.iter().filter(|part| wanted(part)).fold(0i128, |sum, part| sum.saturating_add(*part));
    [sum(|part| *part < 0), sum(|part| *part > 0)]
}

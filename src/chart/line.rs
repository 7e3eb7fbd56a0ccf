//! A number line of bands: what each gives, and where a value stands.
//!
//! In: bands from the lowest to the highest, the bounds between them in words, the band of the value and how far into it. Out:
//! a strip of bands of equal width, not to scale, so that bounds far apart stay readable; the present one is marked.

use super::drawing::{Anchor, Area, Drawing, LETTER, Paint, Type, UNIT, WIDTH, cut, room};
use crate::page::Html;

const STRIP: i64 = 24 * UNIT;
const MARGIN: i64 = 30 * UNIT;

/// A band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What it gives: `12`.
    pub label: String,
    /// The bound at its lower end in words; empty where it has none.
    pub from: String,
}

/// A number line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segments {
    /// What it shows.
    pub title: String,
    /// The bands, rising.
    pub segments: Vec<Segment>,
    /// The bound at the upper end of the last one; empty where it has none.
    pub to: String,
    /// The value: its band, how far into it of a thousand, and it in words.
    pub value: Option<(usize, u32, String)>,
}

impl Segments {
    /// The drawing; nothing where there are no bands.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        let count = i64::try_from(self.segments.len()).unwrap_or(0);
        if count == 0 {
            return Html::default();
        }
        let width = (WIDTH - 2 * MARGIN) / count;
        let top = if self.value.is_some() { LETTER + 14 * UNIT } else { 4 * UNIT };
        let mut drawing = Drawing::default();
        let present = self.value.as_ref().map(|(band, ..)| *band);
        let mut taken = -MARGIN;
        for ((segment, place), x) in self.segments.iter().zip(0usize..).zip((0..count).map(|place| MARGIN + place * width)) {
            let here = present == Some(place);
            let (fill, ink) = if here { (Paint::Accent, Paint::Paper) } else { (Paint::Pale, Paint::Ink) };
            let area = Area { x: x + UNIT / 2, y: top, width: width - UNIT, height: STRIP };
            drawing.area(area, fill, &format!("{} → {}", segment.from, segment.label));
            let foot = top + (STRIP + LETTER) / 2 - 2 * UNIT;
            drawing.words((x + width / 2, foot), Type::new(Anchor::Middle, ink), &cut(&segment.label, width - 6 * UNIT));
            bound(&mut drawing, x, top + STRIP, &segment.from, &mut taken);
        }
        bound(&mut drawing, MARGIN + count * width, top + STRIP, &self.to, &mut taken);
        if let Some((band, share, shown)) = &self.value {
            let band = i64::try_from(*band).unwrap_or(0).clamp(0, count - 1);
            let x = MARGIN + band * width + width * i64::from((*share).min(1000)) / 1000;
            drawing.corners(&[(x - 5 * UNIT, top - 9 * UNIT), (x + 5 * UNIT, top - 9 * UNIT), (x, top - UNIT)], Paint::Contrast);
            let half = room(shown) / 2;
            let words = x.clamp(half.min(WIDTH / 2), (WIDTH - half).max(WIDTH / 2));
            drawing.words((words, top - 13 * UNIT), Type::strong(Anchor::Middle, Paint::Contrast), &cut(shown, WIDTH));
        }
        drawing.finish(top + STRIP + LETTER + 12 * UNIT, &self.title, &self.says())
    }

    fn says(&self) -> String {
        let bands = self.segments.iter().map(|segment| format!("{} → {}", segment.from, segment.label).trim_start().to_owned());
        let value = self.value.iter().map(|(_, _, shown)| shown.clone());
        bands.chain(value).collect::<Vec<String>>().join("; ")
    }
}

/// A bound below the strip, left out where it would touch the one before.
fn bound(drawing: &mut Drawing, x: i64, foot: i64, text: &str, taken: &mut i64) {
    if text.is_empty() {
        return;
    }
    drawing.rule((x, foot - 4 * UNIT), (x, foot + 4 * UNIT), Paint::Muted);
    let half = room(text) / 2;
    let words = x.clamp(half.min(WIDTH / 2), (WIDTH - half).max(WIDTH / 2));
    if words - half < *taken + 6 * UNIT {
        return;
    }
    *taken = words + half;
    drawing.words((words, foot + LETTER + 6 * UNIT), Type::new(Anchor::Middle, Paint::Muted), &cut(text, WIDTH));
}

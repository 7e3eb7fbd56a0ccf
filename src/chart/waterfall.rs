//! A waterfall: how parts add up to a total.
//!
//! In: steps with amounts at one number of places, the total, marks. Out: a row a step, each bar beginning where the one
//! before ended; behind it, pale, what the step could have been.

use super::drawing::{Anchor, Area, Drawing, LETTER, Paint, Type, UNIT, WIDTH, cut, widest};
use super::scale::{Mark, Scale, draw_marks, marks_height, set_marks};
use crate::page::Html;

const ROW: i64 = 28 * UNIT;
const BAR: i64 = 16 * UNIT;
/// The most room that labels and figures may take.
const LABELS: i64 = 230 * UNIT;
const FIGURES: i64 = 130 * UNIT;
const GAP: i64 = 12 * UNIT;
/// The least length of a bar, so that nothing is not invisible.
const LEAST: i64 = 2 * UNIT;

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It adds.
    Adds,
    /// It takes away.
    Takes,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is.
    pub label: String,
    /// How much, not counting the sign of its direction.
    pub amount: i128,
    /// How much it could be at most, if that is known.
    pub most: Option<i128>,
    /// The amount in words.
    pub shown: String,
    /// What it does.
    pub direction: Direction,
}

impl Step {
    fn signed(&self, amount: i128) -> i128 {
        match self.direction {
            Direction::Adds => amount,
            Direction::Takes => amount.saturating_neg(),
        }
    }
}

/// A waterfall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waterfall {
    /// What it shows.
    pub title: String,
    /// The decimal places of all amounts.
    pub places: u8,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What the steps come to: label, amount, the amount in words.
    pub total: (String, i128, String),
    /// Where one passes, for instance.
    pub marks: Vec<Mark>,
}

impl Waterfall {
    /// The drawing.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        let (total_label, total, total_shown) = &self.total;
        let labels = widest(self.steps.iter().map(|step| step.label.as_str()).chain([total_label.as_str()]), LABELS);
        let figures = widest(self.steps.iter().map(|step| step.shown.as_str()).chain([total_shown.as_str()]), FIGURES);
        let (from, to) = (labels + GAP, WIDTH - figures - GAP);
        let scale = Scale::over(self.reach(), self.places, from, to);
        let marks = set_marks(&self.marks, &scale, from, WIDTH);
        let top = marks_height(&marks);
        let count = i64::try_from(self.steps.len()).unwrap_or(0) + 1;
        let bottom = top + count * ROW + 4 * UNIT;
        let mut drawing = Drawing::default();
        scale.draw_ticks(&mut drawing, top, bottom);
        let mut y = top;
        let mut at = 0i128;
        for step in &self.steps {
            let end = at.saturating_add(step.signed(step.amount));
            let says = format!("{} {}", step.label, step.shown);
            if let Some(most) = step.most {
                let possible = at.saturating_add(step.signed(most));
                drawing.area(bar(&scale, at, possible, y), Paint::Pale, "");
            }
            let paint = if end < at { Paint::Contrast } else { Paint::Accent };
            drawing.area(bar(&scale, at, end, y), paint, &says);
            let x = scale.at(end);
            drawing.rule((x, y + (ROW + BAR) / 2), (x, y + ROW + (ROW - BAR) / 2), Paint::Muted);
            words(&mut drawing, y, &step.label, &step.shown, labels, Type::new(Anchor::Start, Paint::Ink));
            at = end;
            y += ROW;
        }
        drawing.area(bar(&scale, 0, *total, y), Paint::Ink, &format!("{total_label} {total_shown}"));
        words(&mut drawing, y, total_label, total_shown, labels, Type::strong(Anchor::Start, Paint::Ink));
        draw_marks(&mut drawing, &marks, top, bottom);
        drawing.finish(bottom + LETTER + 8 * UNIT, &self.title, &self.says())
    }

    /// Every amount that is drawn.
    fn reach(&self) -> impl Iterator<Item = i128> {
        let mut reached = vec![0, self.total.1];
        let mut at = 0i128;
        for step in &self.steps {
            reached.extend(step.most.map(|most| at.saturating_add(step.signed(most))));
            at = at.saturating_add(step.signed(step.amount));
            reached.push(at);
        }
        reached.extend(self.marks.iter().map(|mark| mark.at));
        reached.into_iter()
    }

    fn says(&self) -> String {
        let (label, _, shown) = &self.total;
        let steps = self.steps.iter().map(|step| {
            let sign = if step.direction == Direction::Takes { "-" } else { "" };
            format!("{} {sign}{}", step.label, step.shown)
        });
        let marks = self.marks.iter().map(|mark| mark.label.clone());
        steps.chain([format!("{label} {shown}")]).chain(marks).collect::<Vec<String>>().join("; ")
    }
}

fn bar(scale: &Scale, from: i128, to: i128, y: i64) -> Area {
    let (left, right) = (scale.at(from.min(to)), scale.at(from.max(to)));
    Area { x: left, y: y + (ROW - BAR) / 2, width: (right - left).max(LEAST), height: BAR }
}

fn words(drawing: &mut Drawing, y: i64, label: &str, shown: &str, labels: i64, ty: Type) {
    let foot = y + (ROW + LETTER) / 2 - 2 * UNIT;
    drawing.words((0, foot), ty, &cut(label, labels));
    drawing.words((WIDTH, foot), Type { anchor: Anchor::End, ..ty }, &cut(shown, FIGURES));
}

//! A heat map: a table of shares, the darker the more.
//!
//! In: rows and columns with shares of a thousand. Out: a cell a share, which is also written in it where there is room.

use super::drawing::{Anchor, Area, Drawing, LETTER, Paint, Type, UNIT, WIDTH, cut, room, widest};
use crate::page::Html;

const ROW: i64 = 24 * UNIT;
const LABELS: i64 = 210 * UNIT;
const HEADERS: i64 = 120 * UNIT;
const GAP: i64 = 10 * UNIT;
/// The widest column.
const WIDEST: i64 = 74 * UNIT;
/// From this share of a thousand on a cell is so dark that its words are light.
const DARK: u32 = 500;

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatCell {
    /// The share, of a thousand; more counts as a thousand.
    pub share: u32,
    /// It in words.
    pub shown: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// What it is.
    pub label: String,
    /// A cell a column; `None` where there is nothing to be a share of.
    pub cells: Vec<Option<HeatCell>>,
}

/// A heat map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    /// What it shows.
    pub title: String,
    /// What the columns are.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
}

impl Heat {
    /// The drawing.
    #[must_use]
    pub fn to_svg(&self) -> Html {
        let labels = widest(self.rows.iter().map(|row| row.label.as_str()), LABELS);
        let from = labels + GAP;
        let count = i64::try_from(self.columns.len()).unwrap_or(0).max(1);
        let column = ((WIDTH - from) / count).min(WIDEST);
        let straight = self.columns.iter().all(|name| room(name) + 4 * UNIT <= column);
        // Words that rise reach as far up as to the right; those that would reach beyond the drawing are cut.
        let rise = |place: i64| (WIDTH - from - place * column - column / 2).min(HEADERS) * 7 / 5;
        let top = match straight {
            true => LETTER + 8 * UNIT,
            false => self.columns.iter().zip(0i64..).map(|(name, place)| room(&cut(name, rise(place).min(HEADERS)))).max().unwrap_or(0) * 5 / 7 + GAP,
        };
        let mut drawing = Drawing::default();
        for (name, place) in self.columns.iter().zip(0i64..) {
            let x = from + place * column + column / 2;
            if straight {
                drawing.words((x, top - 6 * UNIT), Type::new(Anchor::Middle, Paint::Muted), name);
            } else {
                drawing.rising((x, top - 4 * UNIT), Type::new(Anchor::Start, Paint::Muted), &cut(name, rise(place).min(HEADERS)));
            }
        }
        for (row, place) in self.rows.iter().zip(0i64..) {
            let y = top + place * ROW;
            drawing.words((0, y + (ROW + LETTER) / 2 - 2 * UNIT), Type::new(Anchor::Start, Paint::Ink), &cut(&row.label, labels));
            for ((cell, name), place) in row.cells.iter().zip(&self.columns).zip(0i64..) {
                let area = Area { x: from + place * column, y, width: column - UNIT, height: ROW - UNIT };
                cell_of(&mut drawing, area, cell.as_ref(), &format!("{}, {name}", row.label));
            }
        }
        let height = top + i64::try_from(self.rows.len()).unwrap_or(0) * ROW + 4 * UNIT;
        drawing.finish(height, &self.title, &self.says())
    }

    fn says(&self) -> String {
        let row = |row: &HeatRow| {
            let cells: Vec<String> =
                row.cells.iter().zip(&self.columns).filter_map(|(cell, name)| cell.as_ref().map(|cell| format!("{name} {}", cell.shown))).collect();
            format!("{}: {}", row.label, cells.join(", "))
        };
        self.rows.iter().map(row).collect::<Vec<String>>().join("; ")
    }
}

fn cell_of(drawing: &mut Drawing, area: Area, cell: Option<&HeatCell>, says: &str) {
    let Some(cell) = cell else {
        let middle = area.y + area.height / 2;
        drawing.rule((area.x + area.width / 2 - 4 * UNIT, middle), (area.x + area.width / 2 + 4 * UNIT, middle), Paint::Line);
        return;
    };
    let share = cell.share.min(1000);
    drawing.area(area, Paint::Pale, "");
    // Ten steps, so that neighbours can be told apart; nothing at all stays pale.
    let step = if share == 0 { 0 } else { 12 + share / 100 * 8 };
    drawing.shade(area, Paint::Accent, u8::try_from(step).unwrap_or(92), &format!("{says}: {}", cell.shown));
    if room(&cell.shown) + 4 * UNIT <= area.width {
        let paint = if share >= DARK { Paint::Paper } else { Paint::Ink };
        let foot = area.y + (area.height + LETTER) / 2 - 2 * UNIT;
        drawing.words((area.x + area.width / 2, foot), Type::new(Anchor::Middle, paint), &cell.shown);
    }
}

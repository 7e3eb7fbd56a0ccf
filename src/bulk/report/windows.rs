//! How many records lie just below an edge, and how many just at or above it.
//!
//! In: an edge, the numbers of a column. Out: the window of the edge: a hundredth of it, but at least the smallest step of the figure;
//! counts between the borders of all windows of a figure, from which those of each window follow. Whole numbers only.

use super::questions::{EdgeQuestion, FigureQuestion};
use crate::analyse::figures::{FigureEdge, Source};
use crate::ir::Program;
use crate::ir::record::FieldKind;
use crate::value::column::{Column, Lanes};
use crate::value::decimal::{Decimal, Rounding};
use crate::value::range::Range;
use crate::value::ty::Type;

/// A window is so many hundredths of the edge.
pub const PERCENT: i128 = 1;
/// The window of a date, in days.
pub const DAYS: i128 = 30;
/// So many windows are drawn on either side.
pub const SIDE: i64 = 8;

/// The window of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The last number below the edge.
    pub below: i64,
    /// How wide it is on either side.
    pub width: i64,
    /// How many windows are drawn below the edge: as many as the figure has room for.
    pub lower: i64,
    /// How many are drawn above.
    pub upper: i64,
}

impl Window {
    /// The borders of all its parts, rising: the last number of each part.
    pub fn borders(self) -> impl Iterator<Item = i64> {
        (-self.lower..=self.upper).map(move |step| self.border(step))
    }

    /// The last number below a part, counted from the edge.
    #[must_use]
    pub fn border(self, step: i64) -> i64 {
        self.below.saturating_add(self.width.saturating_mul(step))
    }
}

/// How many records lie around an edge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// In the window just below.
    pub below: u64,
    /// In the window just above.
    pub above: u64,
    /// In each drawn window, rising; the first `lower` of them lie below the edge.
    pub parts: Vec<u64>,
}

/// The window of an edge; none where the figure is too wide a number to be counted.
#[must_use]
pub fn window(program: &Program, edge: &FigureEdge) -> Option<Window> {
    let ty = match edge.source {
        Source::Field(id) => program.record.field(id).kind.value_type(),
        Source::Slot(id) => program.slot(id).expr.ty.clone(),
    };
    let stated = if edge.states_above { edge.below.checked_add(1)? } else { edge.below };
    let (width, range) = match &ty {
        Type::Number(number) => {
            let one = base(Decimal::ONE.multiply(number.unit.factor)?, number.scale)?.max(1);
            let share = stated.checked_abs()?.checked_mul(PERCENT)? / 100;
            let width = match stated {
                0 => one,
                _ if is_whole(program, edge.source) => share.max(one),
                _ => share.max(1),
            };
            (width, number.range)
        }
        Type::Date(range) => (DAYS, *range),
        Type::Unknown | Type::Nothing | Type::Bool | Type::Text | Type::Enum(_) => return None,
    };
    let (below, width) = (i64::try_from(edge.below).ok()?, i64::try_from(width).ok()?);
    let room = |range: i128| i64::try_from(range.max(0) / i128::from(width)).unwrap_or(SIDE).saturating_add(1).min(SIDE);
    let Range { low, high } = range;
    let lower = if edge.below < low { 0 } else { room(edge.below.saturating_sub(low)) };
    let upper = if high <= edge.below { 0 } else { room(high.saturating_sub(edge.below).saturating_sub(1)) };
    // Numbers that end the range of lanes cannot be told from those beyond it.
    below.checked_add(width.checked_mul(SIDE)?)?;
    below.checked_sub(width.checked_mul(SIDE)?)?;
    (lower > 0 && upper > 0).then_some(Window { below, width, lower, upper })
}

fn base(amount: Decimal, scale: u8) -> Option<i128> {
    amount.rescale(scale, Rounding::HalfAway).map(|base| base.mantissa)
}

/// Whether a figure comes in whole numbers of its unit.
fn is_whole(program: &Program, source: Source) -> bool {
    match source {
        Source::Field(id) => match &program.record.field(id).kind {
            FieldKind::Number { unit, decimals, .. } => *decimals == 0 || unit.whole,
            FieldKind::Bool | FieldKind::Date { .. } | FieldKind::Text | FieldKind::Enum(_) => false,
        },
        Source::Slot(id) => program.slot(id).expr.ty.number().is_some_and(|number| number.unit.whole || number.scale == 0),
    }
}

/// Counts of a figure between its borders: one more than there are borders.
pub type Tally = Vec<u64>;

/// Nothing counted yet.
#[must_use]
pub fn tally(figure: &FigureQuestion) -> Tally {
    vec![0; figure.borders.len() + 1]
}

/// Counts the numbers of a column, in the lanes of the rows that count.
pub fn count(borders: &[i64], tally: &mut Tally, column: &Column, counts: impl Fn(usize) -> bool) {
    let (Some(first), Some(last)) = (borders.first().copied(), borders.last().copied()) else { return };
    let end = borders.len();
    let mut add = |row: usize, number: i64| {
        if !column.is_present(row) || !counts(row) {
            return;
        }
        // Most figures lie far from every edge.
        let place = if number <= first {
            0
        } else if number > last {
            end
        } else {
            borders.partition_point(|border| *border < number)
        };
        if let Some(count) = tally.get_mut(place) {
            *count += 1;
        }
    };
    match &column.lanes {
        Lanes::Number(lanes) => lanes.iter().enumerate().for_each(|(row, lane)| add(row, *lane)),
        Lanes::Wide(lanes) => lanes.iter().enumerate().for_each(|(row, lane)| add(row, clamped(*lane))),
        Lanes::Day(lanes) => lanes.iter().enumerate().for_each(|(row, lane)| add(row, i64::from(*lane))),
        Lanes::Bool(_) | Lanes::Member(_) | Lanes::Text(_) => {}
    }
}

/// No border lies where this makes a difference.
fn clamped(number: i128) -> i64 {
    number.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64
}

/// The counts around an edge.
#[must_use]
pub fn around(question: &EdgeQuestion, figure: &FigureQuestion, tally: &Tally) -> Around {
    let window = question.window;
    let up_to = |border: i64| figure.borders.partition_point(|known| *known <= border);
    let between = |step: i64| -> u64 {
        let (low, high) = (up_to(window.border(step)), up_to(window.border(step + 1)));
        tally.get(low..high).unwrap_or(&[]).iter().sum()
    };
    Around { below: between(-1), above: between(0), parts: (-window.lower..window.upper).map(between).collect() }
}

#[cfg(test)]
mod tests {
    use super::{Around, Window, around, count};
    use crate::analyse::figures::{FigureEdge, Source};
    use crate::bulk::report::{EdgeQuestion, FigureQuestion};
    use crate::ir::SlotId;
    use crate::ir::record::FieldId;
    use crate::source::{FileId, Span};
    use crate::value::column::{Column, Lanes};

    #[test]
    fn counts_are_those_of_a_look_at_each_number() {
        let windows = [Window { below: 99, width: 7, lower: 8, upper: 3 }, Window { below: 120, width: 2, lower: 4, upper: 8 }];
        let mut borders: Vec<i64> = windows.iter().flat_map(|window| window.borders()).collect();
        borders.sort_unstable();
        borders.dedup();
        let figure = FigureQuestion { source: Source::Field(FieldId(0)), cases: Vec::new(), borders };
        let numbers: Vec<i64> = (0..400).map(|step| (step * step * 31) % 173).collect();
        let present: Vec<bool> = (0..400).map(|step| step % 11 > 0).collect();
        let column = Column { lanes: Lanes::Number(numbers.clone()), present: Some(present.clone()) };
        let mut tally = super::tally(&figure);
        count(&figure.borders, &mut tally, &column, |row| row % 5 > 0);
        let counted = |low: i64, high: i64| {
            let one = |(row, number): &(usize, &i64)| present[*row] && row % 5 > 0 && **number > low && **number <= high;
            numbers.iter().enumerate().filter(one).count() as u64
        };
        for window in windows {
            let span = Span { file: FileId(0), start: 0, end: 0 };
            let edge = FigureEdge {
                source: figure.source,
                below: i128::from(window.below),
                states_above: true,
                of: SlotId(0),
                span,
                cases: Vec::new(),
                conditional: false,
            };
            let Around { below, above, parts } = around(&EdgeQuestion { edge, window, figure: 0 }, &figure, &tally);
            assert_eq!(below, counted(window.below - window.width, window.below));
            assert_eq!(above, counted(window.below, window.below + window.width));
            let each = (-window.lower..window.upper).map(|step| counted(window.border(step), window.border(step + 1)));
            assert_eq!(parts, each.collect::<Vec<u64>>());
        }
        assert_eq!(tally.iter().sum::<u64>(), counted(i64::MIN, i64::MAX));
    }
}

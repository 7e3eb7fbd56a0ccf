//! Mantissas as digits in the unit figures are written in.
//!
//! In: mantissas in base units, their scale, the unit. Out: digits without trailing zeros, appended to bytes; and the mantissa at the
//! scale of the written unit, for those who store numbers. Nothing is rounded where the factor of the unit is a power of ten.

use crate::value::decimal::{Decimal, QUOTIENT_PLACES};
use crate::value::range::Range;
use crate::value::unit::Unit;
use std::io::Write;
use std::sync::Arc;

/// How mantissas in base units become figures in a unit.
#[derive(Debug, Clone)]
pub(crate) struct Figures {
    base_scale: u8,
    unit: Arc<Unit>,
    moved: Option<Moved>,
}

/// A figure is the mantissa times a power of ten, with so many decimal places: the factor of the unit is a power of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moved {
    /// What the mantissa is multiplied with; one but where zeros must follow the digits.
    pub times: i128,
    /// The decimal places of the product.
    pub scale: u8,
}

impl Figures {
    /// Figures in `unit` of mantissas with `base_scale` decimal places.
    pub(crate) fn new(base_scale: u8, unit: Arc<Unit>) -> Figures {
        let (digits, _) = unit.factor.normalized().without_trailing_zeros();
        let one = (digits.mantissa == 1).then(|| unit.from_base(Decimal::new(1, base_scale))).flatten();
        let moved = one.map(|one| Moved { times: one.mantissa, scale: one.scale });
        Figures { base_scale, unit, moved }
    }

    /// The power of ten, where the unit is one.
    pub(crate) fn moved(&self) -> Option<Moved> {
        self.moved
    }

    /// The decimal places figures are stored with.
    pub(crate) fn scale(&self) -> u8 {
        self.moved.map_or(QUOTIENT_PLACES, |moved| moved.scale)
    }

    /// The figure of a mantissa, with the digits to be shown.
    pub(crate) fn figure(&self, mantissa: i128) -> Decimal {
        let base = Decimal::new(mantissa, self.base_scale);
        self.unit.from_base(base).unwrap_or(base).normalized()
    }

    /// The mantissa at [`Figures::scale`]; `None` where 38 digits do not suffice.
    pub(crate) fn stored(&self, mantissa: i128) -> Option<i128> {
        let figure = self.unit.from_base(Decimal::new(mantissa, self.base_scale))?;
        (figure.scale == self.scale()).then_some(figure.mantissa)
    }

    /// What the stored mantissa can be; `None` where 38 digits do not suffice.
    pub(crate) fn stored_range(&self, range: Range) -> Option<Range> {
        range.map(|mantissa| self.stored(mantissa))
    }

    /// Appends the digits of the figure of a mantissa.
    pub(crate) fn write(&self, out: &mut Vec<u8>, mantissa: i128) {
        let moved = self.moved.and_then(|moved| Some((mantissa.checked_mul(moved.times)?, moved.scale)));
        match moved.and_then(|(mantissa, scale)| Some((i64::try_from(mantissa).ok()?, scale))) {
            Some((mantissa, scale)) if usize::from(scale) < POWERS.len() => write_narrow(out, mantissa, scale),
            Some(_) | None => write_decimal(out, self.figure(mantissa)),
        }
    }

    /// Appends the digits of the figure of a mantissa of 64 bits.
    pub(crate) fn write_lane(&self, out: &mut Vec<u8>, mantissa: i64) {
        match self.moved {
            Some(Moved { times: 1, scale }) if usize::from(scale) < POWERS.len() => write_narrow(out, mantissa, scale),
            Some(_) | None => self.write(out, i128::from(mantissa)),
        }
    }
}

/// Appends a decimal as it is shown.
pub(crate) fn write_decimal(out: &mut Vec<u8>, decimal: Decimal) {
    // Writing into memory does not fail.
    let _written = write!(out, "{decimal}");
}

/// Powers of ten, by their number of zeros.
const POWERS: [u64; 20] = powers();

#[expect(clippy::indexing_slicing, reason = "a constant, worked out by the compiler, which would refuse a wrong position")]
const fn powers() -> [u64; 20] {
    let mut list = [1; 20];
    let mut zeros = 1;
    while zeros < list.len() {
        list[zeros] = list[zeros - 1] * 10;
        zeros += 1;
    }
    list
}

/// Appends `mantissa × 10^-scale` without trailing zeros.
fn write_narrow(out: &mut Vec<u8>, mantissa: i64, scale: u8) {
    let magnitude = mantissa.unsigned_abs();
    let power = POWERS.get(usize::from(scale)).copied().unwrap_or(1);
    let (whole, places) = if power == 1 { (magnitude, 0) } else { (magnitude / power, magnitude % power) };
    if mantissa < 0 {
        out.push(b'-');
    }
    let mut digits = [b'0'; 20];
    let used = fill(&mut digits, whole);
    out.extend_from_slice(digits.get(digits.len() - used..).unwrap_or_default());
    if places > 0 {
        out.push(b'.');
        let mut digits = [b'0'; 20];
        fill(&mut digits, places);
        let shown = digits.get(digits.len() - usize::from(scale)..).unwrap_or_default();
        let kept = shown.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
        out.extend_from_slice(shown.get(..kept).unwrap_or_default());
    }
}

/// Writes a number to the right; how many digits it has.
fn fill(digits: &mut [u8; 20], number: u64) -> usize {
    let mut left = number;
    let mut used = 0;
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
        used += 1;
        if left == 0 {
            break;
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use super::{Figures, Moved};
    use crate::value::decimal::Decimal;
    use crate::value::dimension::Dimension;
    use crate::value::range::Range;
    use crate::value::unit::Unit;
    use proptest::prelude::{Strategy, any, prop_assert_eq, prop_oneof, proptest};
    use std::sync::Arc;

    fn unit(factor: &str) -> Arc<Unit> {
        let factor = Decimal::parse(factor).unwrap();
        Arc::new(Unit { name: "u".to_owned(), dimension: Dimension::base("元"), factor, decimals: None, whole: false })
    }

    fn written(figures: &Figures, mantissa: i128) -> String {
        let mut out = Vec::new();
        figures.write(&mut out, mantissa);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn digits_stay_and_the_point_moves() {
        let cases: [(u8, &str, i128, &str); 9] = [
            (2, "1", 0, "0"),
            (2, "1", -5, "-0.05"),
            (2, "1", 5950, "59.5"),
            (0, "1", i128::from(i64::MIN), "-9223372036854775808"),
            (2, "10000", 1_234_567, "1.234567"),
            (2, "0.01", 1234, "1234"),
            (0, "0.01", -7, "-700"),
            (3, "15", 10_000, "0.666666666667"),
            (30, "1", 1, "0.000000000000000000000000000001"),
        ];
        for (scale, factor, mantissa, expected) in cases {
            assert_eq!(written(&Figures::new(scale, unit(factor)), mantissa), expected);
        }
    }

    #[test]
    fn stored_figures_have_one_scale() {
        let wan = Figures::new(2, unit("10000"));
        assert_eq!((wan.moved(), wan.stored(123)), (Some(Moved { times: 1, scale: 6 }), Some(123)));
        let percent = Figures::new(0, unit("0.01"));
        assert_eq!((percent.moved(), percent.stored(-7)), (Some(Moved { times: 100, scale: 0 }), Some(-700)));
        assert_eq!(percent.stored_range(Range { low: -1, high: 3 }), Some(Range { low: -100, high: 300 }));
        let mu = Figures::new(0, unit("15"));
        assert_eq!((mu.moved(), mu.scale(), mu.stored(30)), (None, 12, Some(2_000_000_000_000)));
        assert_eq!(mu.stored(30_000_000_000_000_000_000_000_000_000_000_000_000), None);
    }

    proptest! {
        #[test]
        fn figures_are_written_as_decimals_are(
            mantissa in prop_oneof![any::<i64>().prop_map(i128::from), -1_000_000..1_000_000_i128, -(10_i128.pow(38) - 1)..10_i128.pow(38)],
            scale in 0..39_u8,
            factor in 0..8_usize,
        ) {
            let factor = ["1", "10000", "100000000", "0.01", "0.001", "15", "0.5", "666.7"][factor];
            let figures = Figures::new(scale, unit(factor));
            let expected = figures.figure(mantissa).to_string();
            prop_assert_eq!(written(&figures, mantissa), expected.clone());
            if let Ok(lane) = i64::try_from(mantissa) {
                let mut out = Vec::new();
                figures.write_lane(&mut out, lane);
                prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
            }
        }
    }
}

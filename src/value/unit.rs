//! Units: named scales of a dimension.
//!
//! In: declared units. Out: conversion between what people write in a unit and exact base values.

use super::decimal::{Decimal, QUOTIENT_PLACES, Rounding};
use super::dimension::Dimension;

/// A unit or unit expression, ready to read and show figures in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    /// As written in a policy: `万元`, `元/人`, `%`; empty for a plain number.
    pub name: String,
    /// What it measures.
    pub dimension: Dimension,
    /// How many base units one of it is; positive.
    pub factor: Decimal,
    /// How many decimal places a figure in this unit keeps, where the unit says so.
    pub decimals: Option<u8>,
    /// Whether figures in it are whole numbers.
    pub whole: bool,
}

impl Unit {
    /// The unit of plain numbers.
    #[must_use]
    pub fn plain() -> Unit {
        Unit { name: String::new(), dimension: Dimension::none(), factor: Decimal::ONE, decimals: None, whole: false }
    }

    /// Whether figures in it are read as percentages.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.dimension.is_none() && self.factor.compare(Decimal::PERCENT).is_eq()
    }

    /// How many decimal places the base value of a figure with `decimals` places in this unit has: `万元` with 6 has 2.
    #[must_use]
    pub fn base_scale(&self, decimals: u8) -> u8 {
        let (factor, zeros) = self.digits();
        decimals.saturating_add(factor.scale).saturating_sub(zeros)
    }

    /// The base value of a figure in this unit, exactly, at the scale that [`Unit::base_scale`] says; `None` past 38 digits.
    #[must_use]
    pub fn to_base(&self, figure: Decimal) -> Option<Decimal> {
        let (factor, zeros) = self.digits();
        let product = figure.multiply(factor)?;
        product.shifted(i32::from(zeros))
    }

    /// The figure in this unit of a base value: exact where the factor is a power of ten, else to 12 places, or as many as 38
    /// digits leave room for.
    #[must_use]
    pub fn from_base(&self, base: Decimal) -> Option<Decimal> {
        let (factor, zeros) = self.digits();
        if factor.mantissa == 1 {
            return base.shifted(i32::from(factor.scale) - i32::from(zeros));
        }
        (0..=QUOTIENT_PLACES).rev().find_map(|places| base.divide(self.factor, places, Rounding::HalfAway))
    }

    /// The factor as digits without trailing zeros, with its decimal places, and how many zeros followed.
    fn digits(&self) -> (Decimal, u8) {
        self.factor.normalized().without_trailing_zeros()
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Dimension, Unit};

    fn unit(name: &str, dimension: Dimension, factor: &str) -> Unit {
        Unit { name: name.to_owned(), dimension, factor: decimal(factor), decimals: None, whole: false }
    }

    fn money(name: &str, factor: &str) -> Unit {
        unit(name, Dimension::base("元"), factor)
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    /// The base value of a figure, as text; its scale must be the one announced.
    fn base(unit: &Unit, figure: &str) -> String {
        let base = unit.to_base(decimal(figure)).unwrap();
        assert_eq!(base.scale, unit.base_scale(decimal(figure).scale), "{figure} {}", unit.name);
        base.to_string()
    }

    fn figure(unit: &Unit, base: &str) -> String {
        unit.from_base(decimal(base)).unwrap().to_string()
    }

    #[test]
    fn ten_thousand_yuan() {
        let unit = money("万元", "10000");
        assert_eq!((unit.base_scale(6), unit.base_scale(4), unit.base_scale(2), unit.base_scale(0)), (2, 0, 0, 0));
        assert_eq!(base(&unit, "1.234567"), "12345.67");
        assert_eq!(base(&unit, "-12"), "-120000");
        assert_eq!(base(&unit, "0.5"), "5000");
        assert_eq!(figure(&unit, "12345.67"), "1.234567");
        assert_eq!(figure(&unit, "1"), "0.0001");
        // The digits fit although digits and zeros together would not.
        assert_eq!(base(&unit, "1234567890123456789012345678901234.5678"), "12345678901234567890123456789012345678");
        assert_eq!(unit.to_base(decimal("12345678901234567890123456789012345678")), None);
    }

    #[test]
    fn hundred_million_yuan_of_whole_yuan_loses_nothing() {
        let unit = money("亿元", "100000000");
        assert_eq!(figure(&unit, "12345"), "0.00012345");
        assert_eq!(figure(&unit, "-1"), "-0.00000001");
        assert_eq!(figure(&unit, "99999999999999999999999999999999999999"), "999999999999999999999999999999.99999999");
        assert_eq!(base(&unit, "0.00012345"), "12345");
        assert_eq!(base(&unit, "2"), "200000000");
    }

    #[test]
    fn shares() {
        let (percent, permille) = (unit("%", Dimension::none(), "0.01"), unit("‰", Dimension::none(), "0.001"));
        assert!(percent.is_percent() && unit("%", Dimension::none(), "0.010").is_percent());
        assert!(!permille.is_percent() && !Unit::plain().is_percent());
        assert_eq!((base(&percent, "12.5"), base(&permille, "3")), ("0.125".to_owned(), "0.003".to_owned()));
        assert_eq!((figure(&percent, "0.125"), figure(&permille, "0.003")), ("12.5".to_owned(), "3".to_owned()));
        assert_eq!((figure(&percent, "1"), figure(&permille, "-2.5")), ("100".to_owned(), "-2500".to_owned()));
        assert_eq!(percent.from_base(decimal("12345678901234567890123456789012345678")), None);
    }

    #[test]
    fn people_are_themselves() {
        let unit = Unit { whole: true, ..unit("人", Dimension::base("人"), "1") };
        assert_eq!((base(&unit, "500"), figure(&unit, "500"), unit.base_scale(0)), ("500".to_owned(), "500".to_owned(), 0));
        assert_eq!((base(&Unit::plain(), "-0.50"), figure(&Unit::plain(), "-0.50")), ("-0.50".to_owned(), "-0.50".to_owned()));
    }

    #[test]
    fn factors_that_are_no_power_of_ten() {
        let mu = unit("亩", Dimension::base("公顷"), "15");
        assert_eq!((base(&mu, "2.5"), mu.base_scale(3)), ("37.5".to_owned(), 3));
        assert_eq!(figure(&mu, "30"), "2.000000000000");
        assert_eq!(figure(&mu, "1"), "0.066666666667");
        assert_eq!(figure(&mu, "-10"), "-0.666666666667");
        let half = money("half", "0.5");
        assert_eq!((base(&half, "3"), half.base_scale(0)), ("1.5".to_owned(), 1));
        assert_eq!(figure(&half, "1.5"), "3.000000000000");
        let hundreds = money("hundreds", "150");
        assert_eq!((base(&hundreds, "0.1"), base(&hundreds, "0.01"), base(&hundreds, "4")), ("15".to_owned(), "1.5".to_owned(), "600".to_owned()));
        // Fewer places where 38 digits leave no room for twelve.
        assert_eq!(figure(&mu, "30000000000000000000000000000000000000"), "2000000000000000000000000000000000000.0");
    }

    #[test]
    fn powers_of_ten_go_there_and_back() {
        for exponent in -6..=12i32 {
            let zeros = "0".repeat(exponent.unsigned_abs() as usize);
            let factor = if exponent < 0 { format!("0.{}1", &zeros[1..]) } else { format!("1{zeros}") };
            let unit = money("u", &factor);
            for text in ["0", "1", "-1", "12345", "0.01", "98765.4321", "-1000000.000001"] {
                let there = unit.from_base(decimal(text)).unwrap();
                let back = unit.to_base(there).unwrap();
                assert!(back.compare(decimal(text)).is_eq(), "{text} in 10^{exponent}: {there}, back {back}");
            }
        }
    }
}

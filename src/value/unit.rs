//! Units: named scales of a dimension.
//!
//! In: declared units. Out: conversion between what people write in a unit and exact base values.

use super::decimal::{Decimal, Rounding};
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
        self.dimension.is_none() && self.factor == Decimal::PERCENT
    }

    /// How many decimal places the base value of a figure with `decimals` places in this unit has: `万元` with 6 has 2.
    #[must_use]
    pub fn base_scale(&self, decimals: u8) -> u8 {
        let (factor, zeros) = self.factor.normalized().without_trailing_zeros();
        (decimals + factor.scale).saturating_sub(zeros)
    }

    /// The base value of a figure in this unit; `None` past 38 digits.
    #[must_use]
    pub fn to_base(&self, figure: Decimal) -> Option<Decimal> {
        figure.multiply(self.factor)
    }

    /// The figure in this unit of a base value: exact where the factor is a power of ten, else to 12 places.
    #[must_use]
    pub fn from_base(&self, base: Decimal) -> Option<Decimal> {
        let (factor, zeros) = self.factor.normalized().without_trailing_zeros();
        if factor.mantissa == 1 {
            let places = i32::from(base.scale) + i32::from(zeros) - i32::from(factor.scale);
            if places >= 0 {
                return u8::try_from(places).ok().map(|scale| Decimal { mantissa: base.mantissa, scale });
            }
            return Decimal { mantissa: base.mantissa, scale: 0 }
                .rescale(u8::try_from(-places).ok()?, Rounding::HalfAway)
                .map(|d| Decimal { scale: 0, ..d });
        }
        base.divide(self.factor, 12, Rounding::HalfAway)
    }
}

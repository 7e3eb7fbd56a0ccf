//! Types of expressions: quantities with a static scale and range, and the other kinds of value.
//!
//! In: declarations. Out: what the checker compares. Whether a value may be missing stands beside the type, in the IR.

use super::dimension::Dimension;
use super::range::Range;
use super::unit::Unit;
use std::sync::Arc;

/// An enum of the program, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnumId(pub u32);

/// What kind of value an expression has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Already reported as wrong; fits everything, so that one cause is reported once.
    Unknown,
    /// The literal `missing`: fits everything, and is always missing.
    Nothing,
    /// A quantity.
    Number(Number),
    /// A truth value.
    Bool,
    /// A civil date within a range of days since 1970-01-01.
    Date(Range),
    /// A text.
    Text,
    /// A member of an enum.
    Enum(EnumId),
}

/// The type of a quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// What it measures.
    pub dimension: Dimension,
    /// Decimal places of its mantissa, in base units.
    pub scale: u8,
    /// All mantissas it can have.
    pub range: Range,
    /// The unit it is shown in.
    pub unit: Arc<Unit>,
}

impl Type {
    /// The quantity, if it is one.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        match self {
            Type::Number(number) => Some(number),
            Type::Unknown | Type::Nothing | Type::Bool | Type::Date(_) | Type::Text | Type::Enum(_) => None,
        }
    }

    /// The scale of a quantity; 0 for anything else.
    #[must_use]
    pub fn scale(&self) -> u8 {
        self.number().map_or(0, |number| number.scale)
    }
}

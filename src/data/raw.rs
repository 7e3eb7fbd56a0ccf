//! A cell as the file holds it, before anything is made of it.
//!
//! In: what the CSV, Excel and JSON readers find. Out: one shape for all. Knows no field.

use super::problem::Fault;
use crate::value::calendar::Day;
use std::borrow::Cow;

/// A cell as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A number of JSON, digits as written.
    Number(String),
    /// A number of Excel.
    SheetNumber {
        /// The shortest digits that give the stored binary number back.
        digits: String,
        /// Whether the cell is shown as a percentage, so that 0.25 is seen as 25%.
        percent: bool,
    },
    /// A truth value.
    Bool(bool),
    /// A cell of Excel shown as a date or time.
    SheetDate {
        /// The day, where the serial number is one.
        day: Option<Day>,
        /// Whether a time of day other than midnight is stored too.
        time: bool,
        /// The time of day, as in `10:30:00`.
        clock: String,
        /// The stored serial number.
        digits: String,
    },
    /// An error value of Excel: `#DIV/0!`.
    SheetError(String),
    /// An object or array inside JSON, as its text.
    Nested(String),
}

/// A row as the file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawRow {
    /// Its number, as [`crate::data::reader::Row::number`].
    pub number: u64,
    /// Its cells, by column.
    pub cells: Vec<Raw>,
    /// What is wrong with it as a whole, and the text or name it concerns.
    pub fault: Option<(String, Fault)>,
}

impl RawRow {
    /// Its cells as text.
    pub(crate) fn original(&self) -> Vec<String> {
        self.cells.iter().map(|cell| cell.text().into_owned()).collect()
    }

    /// Whether there is no ink in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.cells.iter().all(Raw::is_blank)
    }
}

impl Raw {
    /// The cell as text, as people would type it.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Raw::Blank => Cow::Borrowed(""),
            Raw::Text(text) | Raw::Number(text) | Raw::SheetError(text) | Raw::Nested(text) => Cow::Borrowed(text),
            Raw::SheetNumber { digits, percent: false } => Cow::Borrowed(digits),
            Raw::SheetNumber { digits, percent: true } => match percentage(digits) {
                Some(shown) => Cow::Owned(shown),
                None => Cow::Borrowed(digits),
            },
            Raw::Bool(truth) => Cow::Borrowed(if *truth { "TRUE" } else { "FALSE" }),
            Raw::SheetDate { day: Some(day), time: false, .. } => Cow::Owned(day.to_string()),
            Raw::SheetDate { day: Some(day), time: true, clock, .. } => Cow::Owned(format!("{day} {clock}")),
            Raw::SheetDate { digits, .. } => Cow::Borrowed(digits),
        }
    }

    /// Whether there is no ink in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Raw::Blank => true,
            Raw::Text(text) => super::fold::trim(text).is_empty(),
            Raw::Number(_) | Raw::SheetNumber { .. } | Raw::Bool(_) | Raw::SheetDate { .. } | Raw::SheetError(_) | Raw::Nested(_) => false,
        }
    }
}

/// `0.25` as `25%`.
fn percentage(digits: &str) -> Option<String> {
    let fraction = crate::value::decimal::Decimal::parse(digits)?;
    let percent = fraction.multiply(crate::value::decimal::Decimal::new(100, 0))?.normalized();
    Some(format!("{percent}%"))
}

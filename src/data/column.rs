//! What a result holds: columns and cells, ready to be shown.
//!
//! In: figures already in their display unit. Out: one shape for every kind of output. Knows no expression and no scale.

use crate::diagnostic::Lang;
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;

/// A cell of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Missing,
    /// A figure in the unit of its column, with the decimal places to be shown.
    Number(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A date.
    Date(Day),
    /// A text: also the label of an enum member or of an eligibility.
    Text(String),
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Figures.
    Number,
    /// Figures in percent: 13.97 means 13.97%.
    Percent,
    /// Yes or no.
    Bool,
    /// Dates.
    Date,
    /// Texts.
    Text,
}

impl CellKind {
    /// Whether cells line up on the right.
    #[must_use]
    pub fn is_figure(self) -> bool {
        match self {
            CellKind::Number | CellKind::Percent => true,
            CellKind::Bool | CellKind::Date | CellKind::Text => false,
        }
    }
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutColumn {
    /// Its name, for machines.
    pub name: String,
    /// Its label, for people.
    pub label: String,
    /// The unit of its figures; empty where there is none.
    pub unit: String,
    /// What its cells are.
    pub kind: CellKind,
}

/// What stands in the header row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// Names, as programs want them.
    Names,
    /// Labels with their units, as people want them.
    Labels,
}

impl OutColumn {
    /// Its header.
    #[must_use]
    pub fn header(&self, headers: Headers, lang: Lang) -> String {
        match headers {
            Headers::Names => self.name.clone(),
            Headers::Labels => labelled(&self.label, &self.unit, lang),
        }
    }
}

/// A label with its unit: 「销售收入（万元）」, `sales (million_EUR)`.
#[must_use]
pub fn labelled(label: &str, unit: &str, lang: Lang) -> String {
    match lang {
        _ if unit.is_empty() => label.to_owned(),
        Lang::En => format!("{label} ({unit})"),
        Lang::Zh => format!("{label}（{unit}）"),
    }
}

impl Cell {
    /// The cell as text; missing is empty.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Cell::Missing => String::new(),
            Cell::Number(number) => number.to_string(),
            Cell::Bool(truth) => yes_no(*truth, lang).to_owned(),
            Cell::Date(day) => day.to_string(),
            Cell::Text(text) => text.clone(),
        }
    }
}

/// 是/否, yes/no.
#[must_use]
pub fn yes_no(truth: bool, lang: Lang) -> &'static str {
    match (truth, lang) {
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
        (true, Lang::Zh) => "是",
        (false, Lang::Zh) => "否",
    }
}

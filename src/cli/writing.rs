//! Values as cells of a result.
//!
//! In: what a column holds for a record. Out: cells and columns for a sink. Programs get names and every digit; people get
//! labels, and in a table also units and grouped figures.

use super::columns::{Column, Content};
use crate::data::column::{Cell, CellKind, OutColumn};
use crate::data::problem::CellProblem;
use crate::data::reader::Row;
use crate::data::rejects::RowReject;
use crate::diagnostic::{Lang, Words};
use crate::explain;
use crate::ir::Program;
use crate::ir::record::RecordCheck;
use crate::value::Value;
use crate::value::decimal::Decimal;
use crate::value::ty::{Number, Type};

/// The code of a record that breaks a rule between fields.
pub const RULE_CODE: &str = "E0560";

/// For whom cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Programs that read text: `true`, names, every digit.
    Names,
    /// Programs that read JSON: as [`Manner::Names`], with truth values as such.
    Json,
    /// People with a spreadsheet: labels, every digit.
    Labels,
    /// People at a terminal: as they read it in an explanation.
    Table,
}

impl Manner {
    /// The words of eligibilities, where they are people's.
    #[must_use]
    pub fn words(self, lang: Lang) -> Option<Lang> {
        match self {
            Manner::Names | Manner::Json => None,
            Manner::Labels | Manner::Table => Some(lang),
        }
    }
}

/// The column of a sink.
#[must_use]
pub fn out_column(program: &Program, column: &Column, manner: Manner) -> OutColumn {
    let ty = column.value_type(program);
    let (kind, unit) = match &ty {
        Some(Type::Number(number)) if number.unit.is_percent() => (CellKind::Percent, number.unit.name.clone()),
        Some(Type::Number(number)) => (CellKind::Number, number.unit.name.clone()),
        Some(Type::Bool) => (CellKind::Bool, String::new()),
        Some(Type::Date(_)) => (CellKind::Date, String::new()),
        Some(Type::Text | Type::Enum(_) | Type::Unknown | Type::Nothing) => (CellKind::Text, String::new()),
        None if column.is_row() => (CellKind::Number, String::new()),
        None => (CellKind::Text, String::new()),
    };
    // Figures in a table carry their unit themselves.
    let unit = if manner == Manner::Table { String::new() } else { unit };
    OutColumn { name: column.name.clone(), label: column.label.clone(), unit, kind }
}

/// The cell of a sink.
#[must_use]
pub fn cell(program: &Program, content: &Content<'_>, manner: Manner, lang: Lang) -> Cell {
    let (value, ty) = match content {
        Content::Text(text) if text.is_empty() => return Cell::Missing,
        Content::Text(text) => return Cell::Text(text.clone()),
        Content::Row(row) => return Cell::Number(Decimal::new(i128::from(*row), 0)),
        Content::Typed(Value::Missing, _) => return Cell::Missing,
        Content::Typed(value, ty) => (*value, ty),
    };
    match (manner, value) {
        (Manner::Table, _) => Cell::Text(explain::show(value, ty, program, lang)),
        (Manner::Json | Manner::Labels, Value::Bool(truth)) => Cell::Bool(*truth),
        (Manner::Labels, Value::Member(_)) => Cell::Text(explain::show(value, ty, program, lang)),
        (_, Value::Number(mantissa)) => Cell::Number(figure(*mantissa, ty.number())),
        (_, Value::Date(day)) => Cell::Date(*day),
        (_, Value::Missing | Value::Bool(_) | Value::Text(_) | Value::Member(_)) => Cell::Text(explain::exact(value, ty, program)),
    }
}

/// What a cell for programs says, as text.
#[must_use]
pub fn exact(program: &Program, content: &Content<'_>) -> String {
    match content {
        Content::Typed(value, ty) => explain::exact(value, ty, program),
        Content::Text(text) => text.clone(),
        Content::Row(row) => row.to_string(),
    }
}

fn figure(mantissa: i128, number: Option<&Number>) -> Decimal {
    let Some(number) = number else { return Decimal::new(mantissa, 0) };
    let base = Decimal::new(mantissa, number.scale);
    number.unit.from_base(base).unwrap_or(base).normalized()
}

/// Why a row was rejected, for the file of rejects: its cells.
#[must_use]
pub fn rejected(row: &Row, problems: &[CellProblem]) -> Vec<RowReject> {
    problems.iter().map(|problem| RowReject::new(row, problem)).collect()
}

/// Why a row was rejected, for the file of rejects: a rule between fields.
#[must_use]
pub fn rule_broken(program: &Program, row: &Row, check: &RecordCheck, lang: Lang) -> RowReject {
    let fields = check.fields.iter().map(|id| program.record.field(*id));
    let labels: Vec<&str> = fields.map(|field| field.label.as_str()).collect();
    let values = row.outcome.as_deref().unwrap_or_default();
    let shown = check.fields.iter().map(|id| {
        let ty = program.record.field(*id).kind.value_type();
        explain::show(values.get(id.0 as usize).unwrap_or(&Value::Missing), &ty, program, lang)
    });
    RowReject {
        file: None,
        row: row.number,
        key: row.key.clone(),
        column: labels.join(" / "),
        field: String::new(),
        value: shown.collect::<Vec<String>>().join(" / "),
        code: RULE_CODE.to_owned(),
        en: Words::new(check.words.clone()),
        zh: Words::new(check.words.clone()),
    }
}

//! The columns of a result: where each comes from, and how it is written.
//!
//! In: a program, a column, for whom it is written. Out: the kind of the column, and what its lanes are. Programs get names and every
//! digit; people get labels, and in a table also units and grouped figures. Does not know how columns are chosen.

use super::verdict;
use crate::data::column::{Cell, CellKind, OutColumn};
use crate::data::results::{ResultColumn, What};
use crate::diagnostic::Lang;
use crate::explain;
use crate::ir::record::FieldId;
use crate::ir::{Program, SlotId};
use crate::value::Value;
use crate::value::range::Range;
use crate::value::ty::{EnumId, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// Where a column comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The number of the row in the file.
    Row,
    /// A field of the record.
    Field(FieldId),
    /// A named value of the policy.
    Slot(SlotId),
    /// An eligibility, as a word.
    Verdict(usize),
    /// Why an eligibility is not given: the words of the conditions, by position of the eligibility.
    Reasons(usize),
}

/// A column of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// For whom cells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Programs that read text: `true`, names, every digit.
    Names,
    /// Programs that read types: as [`Manner::Names`], with truth values as such.
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

impl Column {
    /// Whether it holds row numbers.
    #[must_use]
    pub fn is_row(&self) -> bool {
        self.origin == Origin::Row
    }

    /// The type of what it holds, where that is a value with a type.
    #[must_use]
    pub fn value_type(&self, program: &Program) -> Option<Type> {
        match self.origin {
            Origin::Row | Origin::Verdict(_) | Origin::Reasons(_) => None,
            Origin::Field(id) => Some(program.record.field(id).kind.value_type()),
            Origin::Slot(id) => Some(program.slot(id).expr.ty.clone()),
        }
    }

    /// How it is written.
    #[must_use]
    pub fn written(&self, program: &Arc<Program>, manner: Manner, lang: Lang) -> ResultColumn {
        ResultColumn { column: out_column(program, self, manner), what: what(program, self, manner, lang) }
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

fn what(program: &Arc<Program>, column: &Column, manner: Manner, lang: Lang) -> What {
    match column.origin {
        Origin::Row => What::Number { scale: 0, unit: Arc::new(Unit::plain()), range: Range { low: 0, high: i128::from(i64::MAX) } },
        Origin::Verdict(_) => What::Verdict([Some(true), Some(false), None].map(|truth| verdict::word(truth, manner.words(lang)))),
        Origin::Reasons(_) => What::Text,
        Origin::Field(_) | Origin::Slot(_) => {
            let ty = column.value_type(program).unwrap_or(Type::Nothing);
            if manner == Manner::Table { shown(program, ty, lang) } else { typed(program, ty, manner) }
        }
    }
}

fn shown(program: &Arc<Program>, ty: Type, lang: Lang) -> What {
    let program = program.clone();
    What::Shown(Arc::new(move |value| match value {
        Value::Missing => Cell::Missing,
        value => Cell::Text(explain::show(value, &ty, &program, lang)),
    }))
}

fn typed(program: &Program, ty: Type, manner: Manner) -> What {
    match ty {
        Type::Number(number) => What::Number { scale: number.scale, unit: number.unit, range: number.range },
        // Text has no truth values: a missing one is blank.
        Type::Bool if manner == Manner::Names => What::Verdict(["true", "false", ""]),
        Type::Bool | Type::Unknown | Type::Nothing => What::Bool,
        Type::Date(_) => What::Date,
        Type::Text => What::Text,
        Type::Enum(id) => What::Member(members(program, id, manner)),
    }
}

fn members(program: &Program, id: EnumId, manner: Manner) -> Arc<[Arc<str>]> {
    let word = |member: &crate::ir::Member| match manner {
        Manner::Labels | Manner::Table => Arc::from(member.label.as_str()),
        Manner::Names | Manner::Json => Arc::from(member.name.as_str()),
    };
    program.enumeration(id).members.iter().map(word).collect()
}

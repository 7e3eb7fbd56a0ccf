//! The schema of a record: what data must look like before anything is computed.
//!
//! In: the `record` declaration. Out: what `data` checks cells against. A record that keeps it cannot make a checked
//! policy fail.

use super::expr::Expr;
use crate::source::Span;
use crate::value::range::Range;
use crate::value::ty::{EnumId, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// A field of the record, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub u32);

/// The `record` declaration.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// The fields, in the order of the file.
    pub fields: Vec<Field>,
    /// Rules between fields.
    pub checks: Vec<RecordCheck>,
}

impl Record {
    /// The field of an id.
    ///
    /// # Panics
    /// When the id comes from another record.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "field ids are made with the record they belong to")]
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0 as usize]
    }

    /// The position of the key field, if one is declared.
    #[must_use]
    pub fn key(&self) -> Option<FieldId> {
        self.fields.iter().position(|field| field.key).map(|position| FieldId(position as u32))
    }
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its label; the name where none was written.
    pub label: String,
    /// Whether it names the record.
    pub key: bool,
    /// What its cells hold.
    pub kind: FieldKind,
    /// Whether a cell may be blank.
    pub optional: bool,
    /// Other headers it is known by.
    pub aliases: Vec<String>,
    /// Remarks for whoever fills it in.
    pub notes: Vec<String>,
    /// Where its name stands.
    pub span: Span,
}

/// What the cells of a field hold.
#[derive(Debug, Clone)]
pub enum FieldKind {
    /// A figure.
    Number {
        /// The unit in which cells are written and shown.
        unit: Arc<Unit>,
        /// Decimal places a cell keeps, in that unit; more are rounded half away from zero, counted and reported.
        decimals: u8,
        /// Decimal places of the base value.
        scale: u8,
        /// What the base mantissa may be.
        range: Range,
    },
    /// Yes or no.
    Bool,
    /// A civil date; days since 1970-01-01 lie in the range.
    Date {
        /// What the day may be.
        range: Range,
    },
    /// A text.
    Text,
    /// A member of an enum.
    Enum(EnumId),
}

impl FieldKind {
    /// The type of the field's value.
    #[must_use]
    pub fn value_type(&self) -> Type {
        match self {
            FieldKind::Number { unit, scale, range, .. } => {
                Type::Number(crate::value::ty::Number { dimension: unit.dimension.clone(), scale: *scale, range: *range, unit: unit.clone() })
            }
            FieldKind::Bool => Type::Bool,
            FieldKind::Date { range } => Type::Date(*range),
            FieldKind::Text => Type::Text,
            FieldKind::Enum(id) => Type::Enum(*id),
        }
    }
}

/// A rule between fields: a record for which `condition` is false is rejected. Undetermined is not false.
#[derive(Debug, Clone)]
pub struct RecordCheck {
    /// What must hold; refers to fields only.
    pub condition: Expr,
    /// Its words.
    pub words: String,
    /// The fields it reads.
    pub fields: Vec<FieldId>,
    /// Where it stands.
    pub span: Span,
}

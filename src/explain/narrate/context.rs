//! What every part of a narration needs: the program, its texts, the record and what happened.
//!
//! In: references. Out: small look-ups and figures. Decides nothing.

use crate::diagnostic::Lang;
use crate::explain::explanation::{Bilingual, FieldName, FieldReport, Figure};
use crate::explain::show::{exact, show};
use crate::explain::trace::Trace;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::record::{Field, FieldId};
use crate::ir::{Program, Slot, SlotId};
use crate::source::{Sources, Span};
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;
use crate::value::ty::{Number, Type};
use crate::value::unit::Unit;
use std::sync::Arc;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The program.
    pub program: &'a Program,
    /// Its texts.
    pub sources: &'a Sources,
    /// What happened.
    pub trace: &'a Trace,
    /// The record.
    pub record: &'a [Value],
    /// The reference date.
    pub as_of: Day,
}

const BLANK: Value = Value::Missing;

impl<'a> Context<'a> {
    /// A value in words.
    pub fn figure(&self, value: &Value, ty: &Type) -> Figure {
        let unit = match value {
            Value::Number(_) => ty.number().map_or_else(String::new, |number| number.unit.name.clone()),
            Value::Missing | Value::Bool(_) | Value::Date(_) | Value::Text(_) | Value::Member(_) => String::new(),
        };
        let exact = (!value.is_missing()).then(|| exact(value, ty, self.program));
        Figure { exact, unit, text: self.shown(value, ty) }
    }

    /// A value for people.
    pub fn shown(&self, value: &Value, ty: &Type) -> Bilingual {
        Bilingual::new(show(value, ty, self.program, Lang::En), show(value, ty, self.program, Lang::Zh))
    }

    /// The value of a slot.
    pub fn slot_value(&self, id: SlotId) -> &'a Value {
        self.trace.evaluation.slot(id)
    }

    /// A slot; `None` where the id is of another program.
    pub fn slot(&self, id: SlotId) -> Option<&'a Slot> {
        self.program.slots.get(id.0 as usize)
    }

    /// The value of a slot in words.
    pub fn slot_figure(&self, id: SlotId) -> Figure {
        self.figure(self.slot_value(id), self.slot(id).map_or(&Type::Unknown, |slot| &slot.expr.ty))
    }

    /// The number a slot holds.
    pub fn slot_decimal(&self, id: SlotId) -> Option<Decimal> {
        decimal(self.slot_value(id), &self.slot(id)?.expr.ty)
    }

    /// The value of an expression; `None` where it was not needed.
    pub fn value(&self, expr: &Expr) -> Option<&'a Value> {
        self.trace.value(expr.id)
    }

    /// The value of an expression in words.
    pub fn expr_figure(&self, expr: &Expr) -> Figure {
        self.figure(self.value(expr).unwrap_or(&BLANK), &expr.ty)
    }

    /// A field; `None` where the id is of another record.
    pub fn field(&self, id: FieldId) -> Option<&'a Field> {
        self.program.record.fields.get(id.0 as usize)
    }

    /// What the record says of a field.
    pub fn field_value(&self, id: FieldId) -> &'a Value {
        self.record.get(id.0 as usize).unwrap_or(&BLANK)
    }

    /// A field and its figure.
    pub fn field_report(&self, id: FieldId) -> Option<FieldReport> {
        let field = self.field(id)?;
        let value = self.figure(self.field_value(id), &field.kind.value_type());
        Some(FieldReport { name: field.name.clone(), label: field.label.clone(), value })
    }

    /// A field by name and label.
    pub fn field_name(&self, id: FieldId) -> Option<FieldName> {
        self.field(id).map(|field| FieldName { name: field.name.clone(), label: field.label.clone() })
    }

    /// The line a span starts on, from 1.
    pub fn line(&self, span: Span) -> u32 {
        self.sources.file(span.file).position(span.start).line
    }
}

/// The amount of a number.
pub(super) fn decimal(value: &Value, ty: &Type) -> Option<Decimal> {
    value.mantissa().map(|mantissa| Decimal::new(mantissa, ty.scale()))
}

/// The expression under rescalings, which are no text of their own.
pub(super) fn peel(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let ExprKind::Rescale(inner) = &expr.kind {
        expr = inner;
    }
    expr
}

/// The type as it is best shown beside these texts: a plain number that they state in % is shown in %.
pub(super) fn beside(context: Context<'_>, ty: &Type, texts: impl Iterator<Item = Span>) -> Type {
    let stated = |span: Span| context.sources.slice(span).contains(['%', '％']);
    match ty {
        Type::Number(number) if number.unit.name.is_empty() && number.dimension.is_none() && { texts }.any(stated) => {
            let unit = Unit { name: "%".to_owned(), factor: Decimal::PERCENT, ..Unit::plain() };
            Type::Number(Number { unit: Arc::new(unit), ..number.clone() })
        }
        other => other.clone(),
    }
}

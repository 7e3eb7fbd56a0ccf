//! The results of one record, by name.
//!
//! In: the results, and the record they are of. Out: values in the shapes of Rust. A name is that of anything computed: `total`, `staff_share` (points),
//! `staff_share.value`, `total.staff_share` (contribution), a grade, an eligibility.

use super::Known;
use crate::diagnostic::Lang;
use crate::explain::{self, Evaluation};
use crate::ir::SlotId;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::Decimal;
use crate::value::ty::Type;
use std::sync::{Arc, OnceLock};

/// The results of one record.
#[derive(Debug, Clone)]
pub struct Scores {
    known: Arc<Known>,
    record: Arc<[Value]>,
    as_of: Day,
    results: Vec<Value>,
    /// All other named values, computed when the first of them is asked for.
    others: OnceLock<Evaluation>,
}

impl Scores {
    pub(super) fn new(known: Arc<Known>, record: Arc<[Value]>, as_of: Day, results: Vec<Value>) -> Scores {
        Scores { known, record, as_of, results, others: OnceLock::new() }
    }

    /// The amount of a number, in the unit it is shown in; `None` where it is missing, or no number has this name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<Decimal> {
        let (value, ty) = self.typed(name)?;
        let number = ty.number()?;
        let base = Decimal::new(value.mantissa()?, number.scale);
        Some(number.unit.from_base(base).unwrap_or(base).normalized())
    }

    /// A condition or eligibility; `None` where it is undetermined, or no condition has this name.
    #[must_use]
    pub fn truth(&self, name: &str) -> Option<bool> {
        self.value(name)?.truth()
    }

    /// The name of the member of an enum, such as a grade; `None` where it is missing, or no such value has this name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&str> {
        match self.typed(name)? {
            (Value::Member(position), Type::Enum(id)) => {
                let list = self.known.program.enums.get(id.0 as usize)?;
                list.members.get(*position as usize).map(|member| member.name.as_str())
            }
            _ => None,
        }
    }

    /// A date; `None` where it is missing, or no date has this name.
    #[must_use]
    pub fn date(&self, name: &str) -> Option<Day> {
        match self.value(name)? {
            Value::Date(day) => Some(*day),
            Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Text(_) | Value::Member(_) => None,
        }
    }

    /// A text; `None` where it is missing, or no text has this name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.value(name)? {
            Value::Text(text) => Some(text),
            Value::Missing | Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Member(_) => None,
        }
    }

    /// The value itself, a number as its mantissa; `None` where nothing has this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.known.slots.get(name).map(|id| self.slot(*id))
    }

    /// As result files have it: every digit in its unit, dates as ISO, names of members, empty where it is missing; `None` where
    /// nothing has this name.
    #[must_use]
    pub fn exact(&self, name: &str) -> Option<String> {
        self.typed(name).map(|(value, ty)| explain::exact(value, ty, &self.known.program))
    }

    /// As people read it, with its unit; `None` where nothing has this name.
    #[must_use]
    pub fn shown(&self, name: &str, lang: Lang) -> Option<String> {
        self.typed(name).map(|(value, ty)| explain::show(value, ty, &self.known.program, lang))
    }

    /// The names of the results, in the order of the policy: outputs, scores and their groups, grades, eligibilities.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.program.results.iter().map(|id| self.known.program.slot(*id).name.as_str())
    }

    fn slot(&self, id: SlotId) -> &Value {
        let Known { program, .. } = &*self.known;
        match program.results.iter().position(|known| *known == id) {
            Some(position) => self.results.get(position).unwrap_or(&Value::Missing),
            // A checked policy has a value for every record that keeps the schema.
            None => self.others.get_or_init(|| explain::evaluate(program, &self.record, self.as_of).unwrap_or_default()).slot(id),
        }
    }

    fn typed(&self, name: &str) -> Option<(&Value, &Type)> {
        let id: SlotId = *self.known.slots.get(name)?;
        Some((self.slot(id), &self.known.program.slot(id).expr.ty))
    }
}

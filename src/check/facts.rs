//! What is known where an expression stands: the guards it is under, and the rules of the record.
//!
//! In: conditions already checked. Out: sharper types for what is checked under them: a field known to be above 0 is a divisor
//! that cannot be zero, a field known to be there needs no answer. The reasoning is in `region`.

use super::context::Context;
use super::problem::CheckProblem;
use crate::builtins::Builtin;
use crate::ir::SlotId;
use crate::ir::expr::{Expr, ExprKind, LocalId, Missing};
use crate::ir::record::FieldId;
use crate::ir::table::Pattern;
use crate::region::{Possible, Region, Values, World};
use crate::value::range::Range;
use crate::value::ty::{Number, Type};
use std::sync::Arc;

impl Context<'_> {
    /// The declarations checked so far.
    pub fn world(&self) -> World<'_> {
        World { record: &self.record, enums: &self.enums, slots: &self.slots, tables: &self.tables }
    }

    /// Goes where the region says; back by [`Context::leave`].
    pub fn enter(&mut self, region: Region) -> Region {
        self.slots_here.clear();
        std::mem::replace(&mut self.region, region)
    }

    /// Goes back.
    pub fn leave(&mut self, outside: Region) {
        self.enter(outside);
    }

    /// The region in which a condition certainly has this truth; `None` where no record is so.
    pub fn supposing(&self, condition: &Expr, truth: bool) -> Option<Region> {
        if condition.ty == Type::Unknown { Some(self.region.clone()) } else { self.region.assume(self.world(), condition, truth) }
    }

    /// A field's type and cause of being missing, here.
    pub fn field_here(&self, id: FieldId) -> (Type, Option<Arc<Missing>>) {
        let field = self.record.field(id);
        let cause = field.optional.then(|| Arc::new(Missing::Field(id)));
        match self.region.noted_field(id) {
            Some(possible) => sharper(field.kind.value_type(), cause, possible),
            None => (field.kind.value_type(), cause),
        }
    }

    /// A slot's type and cause of being missing, here.
    pub fn slot_here(&mut self, id: SlotId, ty: Type, cause: Option<Arc<Missing>>) -> (Type, Option<Arc<Missing>>) {
        if !self.region.is_narrower() || matches!(ty, Type::Unknown | Type::Text | Type::Enum(_)) && cause.is_none() {
            return (ty, cause);
        }
        if !self.slots_here.contains_key(&id) {
            let found = self.region.slot_here(self.world(), id);
            self.slots_here.insert(id, found);
        }
        match self.slots_here.get(&id) {
            Some(possible) => sharper(ty, cause, possible),
            None => (ty, cause),
        }
    }

    /// An argument's type and cause of being missing, here.
    pub fn local_here(&self, id: LocalId, ty: Type, cause: Option<Arc<Missing>>) -> (Type, Option<Arc<Missing>>) {
        match self.region.local(id) {
            Some(possible) => sharper(ty, cause, possible),
            None => (ty, cause),
        }
    }

    /// Binds an argument: what it can be, and the sum of fields it is, if it is one.
    pub fn bind_local(&mut self, id: LocalId, value: &Expr) {
        let possible = self.world().of_type(&value.ty, value.missing.is_some());
        let form = self.region.linear(self.world(), value);
        let region = std::mem::take(&mut self.region);
        self.region = region.with_local(id, possible, form);
    }

    /// A sum, difference or quotient with its range as sharp as the relations between its parts allow.
    pub fn by_relations(&self, expr: Expr) -> Expr {
        let found = match &expr.kind {
            ExprKind::Add(..) | ExprKind::Subtract(..) | ExprKind::Builtin(Builtin::DaysBetween, _) => self.region.sum_range(self.world(), &expr),
            ExprKind::Divide(left, right) => self.region.quotient_range(self.world(), left, right, expr.ty.scale()),
            _ => None,
        };
        let Some(range) = found else { return expr };
        let ty = narrowed(expr.ty, range);
        Expr { ty, ..expr }
    }

    /// A junction of conditions, of which it may be found that it is never missing: a part that may be missing is so only
    /// where another part decides.
    pub fn sure(&self, junction: Expr) -> Expr {
        let doubtful = match &junction.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => junction.missing.is_some() && parts.iter().all(|part| part.ty != Type::Unknown),
            _ => false,
        };
        if doubtful && !self.region.possible(self.world(), &junction).missing { Expr { missing: None, ..junction } } else { junction }
    }

    /// Reports a row or branch that is never taken, unless it stands in a function: another call may take it.
    pub fn never_taken(&mut self, problem: CheckProblem) {
        if self.expansions == 0 && !self.widest {
            self.report(problem);
        }
    }

    /// The region in which a band takes the row of a pattern.
    pub fn in_row(&self, subject: &Expr, pattern: &Pattern) -> Option<Region> {
        let found = self.region.possible(self.world(), subject);
        let missing = found.missing && matches!(pattern, Pattern::Missing);
        self.region.narrowed(self.world(), subject, &Possible { values: found.values.accepted(pattern), missing })
    }
}

/// A type and its cause of being missing, as sharp as what is known.
fn sharper(ty: Type, cause: Option<Arc<Missing>>, possible: &Possible) -> (Type, Option<Arc<Missing>>) {
    let cause = cause.filter(|_| possible.missing);
    match possible.values {
        Values::Range(range) => (narrowed(ty, range), cause),
        Values::None | Values::Truth { .. } | Values::Members(_) | Values::Texts(_) => (ty, cause),
    }
}

fn narrowed(ty: Type, to: Range) -> Type {
    match ty {
        Type::Number(number) => Type::Number(Number { range: number.range.meet(to).unwrap_or(number.range), ..number }),
        Type::Date(range) => Type::Date(range.meet(to).unwrap_or(range)),
        other => other,
    }
}

//! The evaluator: a plain walk over the program.
//!
//! In: a checked program, a record that keeps the schema, the reference date. Out: the value of every slot. It cannot fail
//! on a checked program; a [`Defect`] means that a proof of the checker was wrong.

use crate::builtins::{self, Scales};
use crate::ir::expr::{Call, Choose, Expr, ExprId, ExprKind, Linear, Lookup, When};
use crate::ir::record::RecordCheck;
use crate::ir::{Program, SlotId};
use crate::source::Span;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::decimal::{self, Rounding};
use crate::value::knots;

/// A fault of the engine: the checker promised that this cannot happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The expression at fault.
    pub span: Span,
    /// What the checker had promised.
    pub promise: &'static str,
}

/// The values of one record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evaluation {
    slots: Vec<Value>,
}

impl Evaluation {
    /// The value of a slot.
    #[must_use]
    pub fn slot(&self, id: SlotId) -> &Value {
        self.slots.get(id.0 as usize).unwrap_or(&Value::Missing)
    }
}

/// Is told every value and every row taken.
pub trait Recorder {
    /// An expression was evaluated.
    fn value(&mut self, id: ExprId, value: &Value);
    /// A choice took a row.
    fn row(&mut self, id: ExprId, row: usize);
}

/// Remembers nothing.
struct Silent;

impl Recorder for Silent {
    fn value(&mut self, _: ExprId, _: &Value) {}
    fn row(&mut self, _: ExprId, _: usize) {}
}

/// Evaluates a record: one value per field, in the order of the fields.
///
/// # Errors
/// A [`Defect`] of the engine; a checked policy has none.
pub fn evaluate(program: &Program, record: &[Value], as_of: Day) -> Result<Evaluation, Defect> {
    evaluate_with(program, record, as_of, &mut Silent)
}

/// Evaluates the wanted slots of a record; with a slot must be wanted whatever it uses. The others stay missing.
///
/// # Errors
/// A [`Defect`] of the engine; a checked policy has none.
pub fn evaluate_some(program: &Program, record: &[Value], as_of: Day, wanted: &[bool]) -> Result<Evaluation, Defect> {
    let mut silent = Silent;
    let mut walk = Walk::new(program, record, as_of, &mut silent);
    for (slot, wanted) in program.slots.iter().zip(wanted) {
        let value = if *wanted { walk.value(&slot.expr)? } else { Value::Missing };
        walk.slots.push(value);
    }
    Ok(Evaluation { slots: walk.slots })
}

/// The first record check that the record breaks.
///
/// # Errors
/// A [`Defect`] of the engine; a checked policy has none.
pub fn check_record<'p>(program: &'p Program, record: &[Value], as_of: Day) -> Result<Option<&'p RecordCheck>, Defect> {
    let mut silent = Silent;
    let mut walk = Walk::new(program, record, as_of, &mut silent);
    for check in &program.record.checks {
        if walk.value(&check.condition)? == Value::Bool(false) {
            return Ok(Some(check));
        }
    }
    Ok(None)
}

/// The value of an expression of the program beside the slots, such as an expectation of a test.
///
/// # Errors
/// A [`Defect`] of the engine; a checked policy has none.
pub fn value_of(program: &Program, expr: &Expr, record: &[Value], evaluation: &Evaluation, as_of: Day) -> Result<Value, Defect> {
    let mut silent = Silent;
    let mut walk = Walk::new(program, record, as_of, &mut silent);
    walk.slots.clone_from(&evaluation.slots);
    walk.value(expr)
}

/// Computes the condition of every record check, also after one that is broken.
pub(super) fn checks_with<R: Recorder>(program: &Program, record: &[Value], as_of: Day, recorder: &mut R) -> Result<Evaluation, Defect> {
    let mut walk = Walk::new(program, record, as_of, recorder);
    for check in &program.record.checks {
        walk.value(&check.condition)?;
    }
    Ok(Evaluation { slots: walk.slots })
}

pub(super) fn evaluate_with<R: Recorder>(program: &Program, record: &[Value], as_of: Day, recorder: &mut R) -> Result<Evaluation, Defect> {
    let mut walk = Walk::new(program, record, as_of, recorder);
    for slot in &program.slots {
        let value = walk.value(&slot.expr)?;
        walk.slots.push(value);
    }
    Ok(Evaluation { slots: walk.slots })
}

struct Walk<'a, R> {
    program: &'a Program,
    record: &'a [Value],
    as_of: Day,
    slots: Vec<Value>,
    locals: Vec<Value>,
    recorder: &'a mut R,
}

impl<'a, R: Recorder> Walk<'a, R> {
    fn new(program: &'a Program, record: &'a [Value], as_of: Day, recorder: &'a mut R) -> Walk<'a, R> {
        let slots = Vec::with_capacity(program.slots.len());
        Walk { program, record, as_of, slots, locals: vec![Value::Missing; program.local_count as usize], recorder }
    }

    fn value(&mut self, expr: &Expr) -> Result<Value, Defect> {
        let value = self.compute(expr)?;
        self.recorder.value(expr.id, &value);
        Ok(value)
    }

    fn compute(&mut self, expr: &Expr) -> Result<Value, Defect> {
        match &expr.kind {
            ExprKind::Constant(value) => Ok(value.clone()),
            ExprKind::Field(id) => Ok(self.record.get(id.0 as usize).cloned().unwrap_or(Value::Missing)),
            ExprKind::Slot(id) => Ok(self.slots.get(id.0 as usize).cloned().unwrap_or(Value::Missing)),
            ExprKind::Local(id) => Ok(self.locals.get(id.0 as usize).cloned().unwrap_or(Value::Missing)),
            ExprKind::AsOf => Ok(Value::Date(self.as_of)),
            ExprKind::Rescale(inner) => {
                let by = u32::from(expr.ty.scale() - inner.ty.scale());
                self.unary(expr, inner, |x| decimal::scale_up(x, by))
            }
            ExprKind::Negate(inner) => self.unary(expr, inner, |x| Some(-x)),
            ExprKind::Add(left, right) => self.binary(expr, left, right, i128::checked_add),
            ExprKind::Subtract(left, right) => self.binary(expr, left, right, i128::checked_sub),
            ExprKind::Multiply(left, right) => {
                let drop = u32::from(left.ty.scale()) + u32::from(right.ty.scale()) - u32::from(expr.ty.scale());
                self.binary(expr, left, right, |x, y| decimal::multiply(x, y, drop, Rounding::HalfAway))
            }
            ExprKind::Divide(left, right) => self.divide(expr, left, right),
            ExprKind::Compare(comparison, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                Ok(left.order(&right).map_or(Value::Missing, |order| Value::Bool(comparison.holds(order))))
            }
            ExprKind::Not(inner) => Ok(match self.value(inner)? {
                Value::Bool(truth) => Value::Bool(!truth),
                _ => Value::Missing,
            }),
            ExprKind::And(parts) => self.junction(parts, false),
            ExprKind::Or(parts) => self.junction(parts, true),
            ExprKind::Matches(subject, pattern) => {
                let value = self.value(subject)?;
                Ok(if value.is_missing() { Value::Missing } else { Value::Bool(pattern.accepts(&value)) })
            }
            ExprKind::StartsWith(subject, prefixes) => Ok(match self.value(subject)? {
                Value::Text(text) => Value::Bool(prefixes.iter().any(|prefix| text.starts_with(prefix.as_ref()))),
                _ => Value::Missing,
            }),
            ExprKind::IsMissing(subject) => Ok(Value::Bool(self.value(subject)?.is_missing())),
            ExprKind::Default(first, second) => match self.value(first)? {
                Value::Missing => {
                    self.recorder.row(expr.id, 1);
                    self.value(second)
                }
                value => {
                    self.recorder.row(expr.id, 0);
                    Ok(value)
                }
            },
            ExprKind::If(condition, then, otherwise) => {
                let holds = self.value(condition)?.truth().ok_or(defect(expr, "the condition of `if` is never missing"))?;
                self.recorder.row(expr.id, usize::from(!holds));
                self.value(if holds { then } else { otherwise })
            }
            ExprKind::When(when) => self.when(expr, when),
            ExprKind::Choose(choose) => self.choose(expr, choose),
            ExprKind::Linear(linear) => self.linear(expr, linear),
            ExprKind::Lookup(lookup) => self.lookup(expr, lookup),
            ExprKind::Dated(rows) => {
                let found = rows.iter().enumerate().rev().find(|(_, row)| row.from <= self.as_of);
                let (position, row) = found.ok_or(defect(expr, "the reference date is not before the first dated row"))?;
                self.recorder.row(expr.id, position);
                self.value(&row.value)
            }
            ExprKind::Call(call) => self.call(call),
            ExprKind::Builtin(builtin, arguments) => {
                let values = arguments.iter().map(|argument| self.value(argument)).collect::<Result<Vec<Value>, Defect>>()?;
                let argument = arguments.iter().map(|argument| argument.ty.scale()).max().unwrap_or(0);
                builtins::apply(*builtin, &values, Scales { argument, result: expr.ty.scale() }).ok_or(defect(expr, "the result fits"))
            }
        }
    }

    fn unary(&mut self, expr: &Expr, inner: &Expr, function: impl Fn(i128) -> Option<i128>) -> Result<Value, Defect> {
        match self.value(inner)? {
            Value::Number(x) => function(x).map(Value::Number).ok_or(defect(expr, "the result fits 38 digits")),
            _ => Ok(Value::Missing),
        }
    }

    fn binary(&mut self, expr: &Expr, left: &Expr, right: &Expr, function: impl Fn(i128, i128) -> Option<i128>) -> Result<Value, Defect> {
        match (self.value(left)?, self.value(right)?) {
            (Value::Number(x), Value::Number(y)) => function(x, y).map(Value::Number).ok_or(defect(expr, "the result fits 38 digits")),
            _ => Ok(Value::Missing),
        }
    }

    fn divide(&mut self, expr: &Expr, left: &Expr, right: &Expr) -> Result<Value, Defect> {
        let shift = i32::from(expr.ty.scale()) + i32::from(right.ty.scale()) - i32::from(left.ty.scale());
        match (self.value(left)?, self.value(right)?) {
            (Value::Number(_), Value::Number(0)) => Ok(Value::Missing),
            (Value::Number(x), Value::Number(y)) => {
                let quotient = decimal::divide(x, y, shift, Rounding::HalfAway);
                quotient.map(Value::Number).ok_or(defect(expr, "the quotient fits 38 digits"))
            }
            _ => Ok(Value::Missing),
        }
    }

    /// `or` for `decisive` true, `and` for false. All parts are evaluated, so that an explanation can show each.
    fn junction(&mut self, parts: &[Expr], decisive: bool) -> Result<Value, Defect> {
        let (mut decided, mut missing) = (false, false);
        for part in parts {
            match self.value(part)? {
                Value::Bool(truth) => decided |= truth == decisive,
                _ => missing = true,
            }
        }
        Ok(match (decided, missing) {
            (true, _) => Value::Bool(decisive),
            (false, true) => Value::Missing,
            (false, false) => Value::Bool(!decisive),
        })
    }

    fn when(&mut self, expr: &Expr, when: &When) -> Result<Value, Defect> {
        for (position, row) in when.rows.iter().enumerate() {
            match self.value(&row.guard)? {
                Value::Bool(true) => {
                    self.recorder.row(expr.id, position);
                    return self.value(&row.value);
                }
                Value::Bool(false) => {}
                _ => {
                    let missing = when.missing.as_ref().ok_or(defect(expr, "a guard that may be missing has a `missing` row"))?;
                    self.recorder.row(expr.id, when.rows.len() + 1);
                    return self.value(missing);
                }
            }
        }
        self.recorder.row(expr.id, when.rows.len());
        self.value(&when.otherwise)
    }

    fn choose(&mut self, expr: &Expr, choose: &Choose) -> Result<Value, Defect> {
        let subjects = choose.subjects.iter().map(|subject| self.value(subject)).collect::<Result<Vec<Value>, Defect>>()?;
        let accepts = |patterns: &[crate::ir::table::Pattern]| patterns.iter().zip(&subjects).all(|(pattern, subject)| pattern.accepts(subject));
        let found = choose.rows.iter().enumerate().find(|(_, row)| accepts(&row.patterns));
        let (position, row) = found.ok_or(defect(expr, "the rows cover every case"))?;
        self.recorder.row(expr.id, position);
        self.value(&row.value)
    }

    fn linear(&mut self, expr: &Expr, linear: &Linear) -> Result<Value, Defect> {
        let x = match (self.value(&linear.subject)?, &linear.missing) {
            (Value::Number(x), _) => x,
            (_, Some(missing)) => {
                self.recorder.row(expr.id, linear.knots.len());
                return self.value(missing);
            }
            (_, None) => return Ok(Value::Missing),
        };
        self.recorder.row(expr.id, knots::next(&linear.knots, x).saturating_sub(1));
        knots::height(&linear.knots, x).map(Value::Number).ok_or(defect(expr, "interpolation fits 38 digits"))
    }

    fn lookup(&mut self, expr: &Expr, lookup: &Lookup) -> Result<Value, Defect> {
        let keys = lookup.keys.iter().map(|key| self.value(key)).collect::<Result<Vec<Value>, Defect>>()?;
        if keys.iter().any(Value::is_missing) {
            return Ok(Value::Missing);
        }
        let table = self.program.tables.get(lookup.table.0 as usize).ok_or(defect(expr, "the table is there"))?;
        let mut rows = table.rows.iter().enumerate();
        let found = rows.find(|(_, row)| row.keys.iter().zip(&keys).all(|(pattern, key)| pattern.accepts(key)));
        let (position, row) = found.ok_or(defect(expr, "the table covers every key"))?;
        self.recorder.row(expr.id, position);
        row.cells.get(lookup.column as usize).cloned().ok_or(defect(expr, "the column is there"))
    }

    fn call(&mut self, call: &Call) -> Result<Value, Defect> {
        for (local, argument) in &call.arguments {
            let value = self.value(argument)?;
            if let Some(place) = self.locals.get_mut(local.0 as usize) {
                *place = value;
            }
        }
        self.value(&call.body)
    }
}

fn defect(expr: &Expr, promise: &'static str) -> Defect {
    Defect { span: expr.span, promise }
}

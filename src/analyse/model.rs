//! The program as the analysis reads it: functions written out, and every figure that a choice looks at a named value.
//!
//! In: a checked program. Out: its slots, each computing what it computed before, with further slots behind them for the subjects
//! of bands, lines, look-ups and comparisons that have no name; and what each slot reads. A figure with a name can be narrowed
//! by a region, which is how the analysis stands just below an edge and on it.

use crate::ir::expr::{Call, Choose, ChooseRow, DatedRow, Expr, ExprKind, Linear, LocalId, Lookup, When, WhenRow};
use crate::ir::record::FieldId;
use crate::ir::{Program, Slot, SlotId, SlotKind, walk};
use crate::region::World;
use crate::value::ty::{Number, Type};
use std::collections::{BTreeSet, HashMap};

/// How many expressions functions may be written out to; calls beyond that stay calls.
const MOST: usize = 100_000;

/// What is read on the way to a value, however far away.
#[derive(Debug, Clone, Default)]
pub struct Reads {
    /// Fields of the record.
    pub fields: BTreeSet<FieldId>,
    /// Named values, those without a name of their own among them.
    pub slots: BTreeSet<SlotId>,
}

/// See the module.
#[derive(Debug)]
pub struct Model<'p> {
    /// The program.
    pub program: &'p Program,
    slots: Vec<Slot>,
    reads: Vec<Reads>,
}

impl<'p> Model<'p> {
    /// The model of a program.
    #[must_use]
    pub fn new(program: &'p Program) -> Model<'p> {
        let mut rebuild = Rebuild { base: program.slots.len(), hoisted: Vec::new(), written: None, size: 0 };
        let none = HashMap::new();
        let mut slots: Vec<Slot> = program.slots.iter().map(|slot| Slot { expr: rebuild.expr(&slot.expr, &none), ..slot.clone() }).collect();
        slots.extend(rebuild.hoisted);
        let mut reads: Vec<Option<Reads>> = vec![None; slots.len()];
        for position in 0..slots.len() {
            read(&slots, &mut reads, position);
        }
        Model { program, slots, reads: reads.into_iter().map(Option::unwrap_or_default).collect() }
    }

    /// The declarations, with these slots.
    #[must_use]
    pub fn world(&self) -> World<'_> {
        let program = self.program;
        World { record: &program.record, enums: &program.enums, slots: &self.slots, tables: &program.tables }
    }

    /// A slot.
    #[must_use]
    pub fn slot(&self, id: SlotId) -> Option<&Slot> {
        self.slots.get(id.0 as usize)
    }

    /// All slots with their ids.
    pub fn all(&self) -> impl Iterator<Item = (SlotId, &Slot)> {
        self.slots.iter().enumerate().map(|(position, slot)| (SlotId(position as u32), slot))
    }

    /// An expression as it was written: without the names given to subjects here.
    #[must_use]
    pub fn written(&self, expr: &Expr) -> Expr {
        let mut rebuild = Rebuild { base: self.program.slots.len(), hoisted: Vec::new(), written: Some(&self.slots), size: 0 };
        rebuild.expr(expr, &HashMap::new())
    }

    /// What a slot reads.
    #[must_use]
    pub fn reads(&self, id: SlotId) -> Reads {
        self.reads.get(id.0 as usize).cloned().unwrap_or_default()
    }

    /// What an expression reads.
    #[must_use]
    pub fn read_by(&self, expr: &Expr) -> Reads {
        let mut found = Reads::default();
        walk::each(expr, &mut |part| match &part.kind {
            ExprKind::Field(id) => drop(found.fields.insert(*id)),
            ExprKind::Slot(id) => {
                found.slots.insert(*id);
                if let Some(known) = self.reads.get(id.0 as usize) {
                    found.fields.extend(&known.fields);
                    found.slots.extend(&known.slots);
                }
            }
            _ => {}
        });
        found
    }
}

fn read(slots: &[Slot], reads: &mut Vec<Option<Reads>>, position: usize) {
    if reads.get(position).is_none_or(Option::is_some) {
        return;
    }
    let mut found = Reads::default();
    let mut below = Vec::new();
    if let Some(slot) = slots.get(position) {
        walk::each(&slot.expr, &mut |part| match &part.kind {
            ExprKind::Field(id) => drop(found.fields.insert(*id)),
            ExprKind::Slot(id) => below.push(*id),
            _ => {}
        });
    }
    for id in below {
        read(slots, reads, id.0 as usize);
        found.slots.insert(id);
        if let Some(Some(known)) = reads.get(id.0 as usize) {
            found.fields.extend(&known.fields);
            found.slots.extend(&known.slots);
        }
    }
    if let Some(place) = reads.get_mut(position) {
        *place = Some(found);
    }
}

struct Rebuild<'s> {
    base: usize,
    hoisted: Vec<Slot>,
    /// The slots whose names are taken away again, instead of given.
    written: Option<&'s [Slot]>,
    size: usize,
}

type Bound = HashMap<LocalId, Expr>;

impl Rebuild<'_> {
    fn expr(&mut self, expr: &Expr, bound: &Bound) -> Expr {
        self.size += 1;
        let kind = match &expr.kind {
            ExprKind::Slot(id) => {
                let named = self.written.filter(|_| id.0 as usize >= self.base).and_then(|slots| slots.get(id.0 as usize));
                return named.map_or_else(|| expr.clone(), |slot| self.expr(&slot.expr, bound));
            }
            ExprKind::Constant(_) | ExprKind::Field(_) | ExprKind::AsOf => return expr.clone(),
            ExprKind::Local(id) => {
                return match bound.get(id) {
                    // In a formula of the function the argument stands where its name stood.
                    Some(argument) if is_atom(argument) => shown_as(Expr { span: expr.span, ..argument.clone() }, &expr.ty),
                    Some(argument) => shown_as(argument.clone(), &expr.ty),
                    None => expr.clone(),
                };
            }
            ExprKind::Call(call) => {
                let arguments: Vec<(LocalId, Expr)> = call.arguments.iter().map(|(id, argument)| (*id, self.expr(argument, bound))).collect();
                if self.size <= MOST {
                    let mut inner = bound.clone();
                    inner.extend(arguments);
                    return shown_as(self.expr(&call.body, &inner), &expr.ty);
                }
                let body = Box::new(self.expr(&call.body, bound));
                ExprKind::Call(Call { function: call.function.clone(), label: call.label.clone(), arguments, body })
            }
            ExprKind::Rescale(inner) => ExprKind::Rescale(self.boxed(inner, bound)),
            ExprKind::Negate(inner) => ExprKind::Negate(self.boxed(inner, bound)),
            ExprKind::Not(inner) => ExprKind::Not(self.boxed(inner, bound)),
            ExprKind::IsMissing(inner) => ExprKind::IsMissing(self.boxed(inner, bound)),
            ExprKind::Add(a, b) => ExprKind::Add(self.boxed(a, bound), self.boxed(b, bound)),
            ExprKind::Subtract(a, b) => ExprKind::Subtract(self.boxed(a, bound), self.boxed(b, bound)),
            ExprKind::Multiply(a, b) => ExprKind::Multiply(self.boxed(a, bound), self.boxed(b, bound)),
            ExprKind::Divide(a, b) => ExprKind::Divide(self.boxed(a, bound), self.boxed(b, bound)),
            ExprKind::Default(a, b) => ExprKind::Default(self.boxed(a, bound), self.boxed(b, bound)),
            ExprKind::Compare(comparison, a, b) => ExprKind::Compare(*comparison, Box::new(self.subject(a, bound)), Box::new(self.subject(b, bound))),
            ExprKind::And(parts) => ExprKind::And(self.list(parts, bound)),
            ExprKind::Or(parts) => ExprKind::Or(self.list(parts, bound)),
            ExprKind::Matches(inner, pattern) => ExprKind::Matches(Box::new(self.subject(inner, bound)), pattern.clone()),
            ExprKind::StartsWith(inner, prefixes) => ExprKind::StartsWith(self.boxed(inner, bound), prefixes.clone()),
            ExprKind::If(a, b, c) => ExprKind::If(self.boxed(a, bound), self.boxed(b, bound), self.boxed(c, bound)),
            ExprKind::When(when) => {
                let rows = when.rows.iter();
                let rows = rows.map(|row| WhenRow { guard: self.expr(&row.guard, bound), value: self.expr(&row.value, bound) }).collect();
                let otherwise = self.boxed(&when.otherwise, bound);
                ExprKind::When(When { rows, otherwise, missing: when.missing.as_ref().map(|missing| self.boxed(missing, bound)) })
            }
            ExprKind::Choose(choose) => {
                let subjects = choose.subjects.iter().map(|subject| self.subject(subject, bound)).collect();
                let row = |row: &ChooseRow, this: &mut Rebuild<'_>| ChooseRow {
                    patterns: row.patterns.clone(),
                    value: this.expr(&row.value, bound),
                    span: row.span,
                };
                ExprKind::Choose(Choose { subjects, rows: choose.rows.iter().map(|one| row(one, self)).collect() })
            }
            ExprKind::Linear(linear) => ExprKind::Linear(Linear {
                subject: Box::new(self.subject(&linear.subject, bound)),
                knots: linear.knots.clone(),
                missing: linear.missing.as_ref().map(|missing| self.boxed(missing, bound)),
            }),
            ExprKind::Lookup(lookup) => {
                let keys = lookup.keys.iter().map(|key| self.subject(key, bound)).collect();
                ExprKind::Lookup(Lookup { table: lookup.table, column: lookup.column, keys })
            }
            ExprKind::Dated(rows) => {
                ExprKind::Dated(rows.iter().map(|row| DatedRow { from: row.from, value: self.expr(&row.value, bound) }).collect())
            }
            ExprKind::Builtin(builtin, arguments) => ExprKind::Builtin(*builtin, self.list(arguments, bound)),
        };
        Expr { kind, ..expr.clone() }
    }

    fn boxed(&mut self, expr: &Expr, bound: &Bound) -> Box<Expr> {
        Box::new(self.expr(expr, bound))
    }

    fn list(&mut self, parts: &[Expr], bound: &Bound) -> Vec<Expr> {
        parts.iter().map(|part| self.expr(part, bound)).collect()
    }

    /// What a choice looks at, with a name.
    fn subject(&mut self, expr: &Expr, bound: &Bound) -> Expr {
        let rebuilt = self.expr(expr, bound);
        if self.written.is_some() { rebuilt } else { self.named(rebuilt) }
    }

    fn named(&mut self, expr: Expr) -> Expr {
        if let ExprKind::Rescale(inner) = expr.kind {
            let inner = Box::new(self.named(*inner));
            return Expr { kind: ExprKind::Rescale(inner), ..expr };
        }
        let measured = matches!(expr.ty, Type::Number(_) | Type::Date(_));
        // Past the limit an argument may be known inside its call only.
        if !measured || is_atom(&expr) || self.size > MOST {
            return expr;
        }
        let id = SlotId((self.base + self.hoisted.len()) as u32);
        let named = Expr { kind: ExprKind::Slot(id), ..expr.clone() };
        let span = expr.span;
        self.hoisted.push(Slot { name: String::new(), label: String::new(), kind: SlotKind::Let, expr, span });
        named
    }
}

/// The same value in the unit of another type.
fn shown_as(expr: Expr, ty: &Type) -> Expr {
    match (&expr.ty, ty) {
        (Type::Number(own), Type::Number(other)) => Expr { ty: Type::Number(Number { unit: other.unit.clone(), ..own.clone() }), ..expr },
        _ => expr,
    }
}

fn is_atom(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Constant(_) | ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_) | ExprKind::AsOf)
}

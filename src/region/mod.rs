//! What values can be for all the records of a region: reasoning by ranges, relations and cases.
//!
//! In: the schema, the slots and tables checked so far, a region of records. Out: [`Possible`] for any expression, and regions
//! narrowed by what a condition says. Everything errs on one side: what can occur is never left out, so that what is found
//! impossible is impossible.

mod assume;
mod choices;
mod evaluate;
mod linear;
mod narrow;
pub mod possible;
mod same;

pub use linear::{Atom, Linear};
pub use possible::{Possible, Texts, Values};

use crate::ir::expr::{Expr, LocalId};
use crate::ir::record::{FieldId, Record};
use crate::ir::table::Table;
use crate::ir::{Enum, Program, Slot, SlotId};
use crate::value::calendar;
use crate::value::range::Range;
use crate::value::ty::Type;
use std::collections::HashMap;
use std::sync::Arc;

/// How many expressions one question may look at; what is left then is answered from the types alone.
pub const STEPS: u32 = 20_000;
/// How many when the checker asks for one named value.
const STEPS_FOR_SLOT: u32 = 500;

/// What is known of every record: the declarations.
#[derive(Debug, Clone, Copy)]
pub struct World<'w> {
    /// The schema.
    pub record: &'w Record,
    /// Enums.
    pub enums: &'w [Enum],
    /// Slots, as far as they are checked.
    pub slots: &'w [Slot],
    /// Tables, as far as they are checked.
    pub tables: &'w [Table],
}

impl<'w> World<'w> {
    /// The world of a checked program.
    #[must_use]
    pub fn of(program: &'w Program) -> World<'w> {
        World { record: &program.record, enums: &program.enums, slots: &program.slots, tables: &program.tables }
    }

    /// What a value of a type can be.
    #[must_use]
    pub fn of_type(&self, ty: &Type, missing: bool) -> Possible {
        let values = match ty {
            Type::Number(number) => Values::Range(number.range),
            Type::Date(range) => Values::Range(*range),
            Type::Bool => Values::Truth { yes: true, no: true },
            Type::Text => Values::Texts(Texts::Except(Arc::from([]))),
            Type::Enum(id) => {
                let count = self.enums.get(id.0 as usize).map_or(0, |found| found.members.len() as u32);
                if count == 0 { Values::None } else { Values::Members((0..count).collect()) }
            }
            Type::Nothing | Type::Unknown => Values::None,
        };
        Possible { values, missing }
    }

    /// What a name stands for, names followed.
    #[must_use]
    pub fn through(&self, expr: &'w Expr) -> &'w Expr {
        let mut expr = expr;
        // A slot only refers to slots before it.
        while let crate::ir::expr::ExprKind::Slot(id) = expr.kind
            && let Some(slot) = self.slots.get(id.0 as usize)
        {
            expr = &slot.expr;
        }
        expr
    }

    /// What a field can be by its declaration alone.
    #[must_use]
    pub fn declared(&self, id: FieldId) -> Possible {
        match self.record.fields.get(id.0 as usize) {
            Some(field) => self.of_type(&field.kind.value_type(), field.optional),
            None => Possible::blank(),
        }
    }
}

/// A set of records: those that keep all that is noted here. Only what differs from the declarations is noted, and what holds of
/// every valid record is shared, so that a region is cheap to copy.
#[derive(Debug, Clone, Default)]
pub struct Region {
    /// What holds of every valid record.
    base: Arc<Base>,
    fields: HashMap<FieldId, Possible>,
    slots: HashMap<SlotId, Possible>,
    locals: HashMap<LocalId, Possible>,
    /// Arguments that are sums of fields.
    forms: HashMap<LocalId, Linear>,
    as_of: Option<Range>,
    relations: Vec<Linear>,
    /// Whether it is smaller than the region of all valid records.
    narrower: bool,
}

/// What holds of every valid record, from the record checks.
#[derive(Debug, Clone, Default)]
struct Base {
    fields: HashMap<FieldId, Possible>,
    relations: Vec<Linear>,
    /// The relations that an atom takes part in.
    by_atom: HashMap<Atom, Vec<usize>>,
}

impl Base {
    fn take(&mut self, fields: HashMap<FieldId, Possible>, relations: Vec<Linear>) {
        self.fields.extend(fields);
        for relation in relations {
            for atom in relation.terms.keys() {
                self.by_atom.entry(*atom).or_default().push(self.relations.len());
            }
            self.relations.push(relation);
        }
    }
}

impl Region {
    /// Whether anything is known of how figures compare with each other.
    fn has_relations(&self) -> bool {
        !self.relations.is_empty() || !self.base.relations.is_empty()
    }

    /// The relations that have an atom in common with a form.
    fn relations_of(&self, form: &Linear) -> Vec<&Linear> {
        let mut shared: Vec<usize> = form.terms.keys().filter_map(|atom| self.base.by_atom.get(atom)).flatten().copied().collect();
        shared.sort_unstable();
        shared.dedup();
        let own = self.relations.iter().filter(|relation| relation.terms.keys().any(|atom| form.terms.contains_key(atom)));
        shared.into_iter().filter_map(|position| self.base.relations.get(position)).chain(own).collect()
    }

    /// The records that keep every record check.
    #[must_use]
    pub fn valid(world: World<'_>) -> Region {
        let mut base: Arc<Base> = Arc::default();
        // A check may say more once another has been taken in.
        for check in world.record.checks.iter().chain(&world.record.checks) {
            let mut reader = Reader::new(world, Region { base: base.clone(), ..Region::default() });
            if !reader.hold(&check.condition) {
                break;
            }
            let Region { base: shared, fields, relations, .. } = reader.region;
            drop(shared);
            Arc::make_mut(&mut base).take(fields, relations);
        }
        Region { base, ..Region::default() }
    }

    /// What a field can be here.
    #[must_use]
    pub fn field(&self, world: World<'_>, id: FieldId) -> Possible {
        self.noted_field(id).cloned().unwrap_or_else(|| world.declared(id))
    }

    /// The records among these in which a field is as given; `None` if there are none.
    #[must_use]
    pub fn with_field(&self, world: World<'_>, id: FieldId, possible: &Possible) -> Option<Region> {
        let met = self.field(world, id).meet(possible);
        if met.is_impossible() {
            return None;
        }
        let mut region = self.clone();
        region.fields.insert(id, met);
        region.narrower = true;
        Some(region)
    }

    /// The same with an argument of a function bound: what it can be, and the sum of fields it is, if it is one.
    #[must_use]
    pub fn with_local(mut self, id: LocalId, possible: Possible, form: Option<Linear>) -> Region {
        self.locals.insert(id, possible);
        self.forms.extend(form.map(|form| (id, form)));
        self
    }

    /// What a field can be here, where more is known than its declaration says.
    #[must_use]
    pub fn noted_field(&self, id: FieldId) -> Option<&Possible> {
        self.fields.get(&id).or_else(|| self.base.fields.get(&id))
    }

    /// What an argument can be here, where that is known.
    #[must_use]
    pub fn local(&self, id: LocalId) -> Option<&Possible> {
        self.locals.get(&id)
    }

    /// What a slot can be here.
    #[must_use]
    pub fn slot_here(&self, world: World<'_>, id: SlotId) -> Possible {
        Reader { steps: STEPS_FOR_SLOT, ..Reader::new(world, self.clone()) }.slot(id)
    }

    /// The sum of fields an expression is, if it is one.
    #[must_use]
    pub fn linear(&self, world: World<'_>, expr: &Expr) -> Option<Linear> {
        Reader::new(world, self.clone()).linear(expr)
    }

    /// What the relations here say of a sum or difference.
    #[must_use]
    pub fn sum_range(&self, world: World<'_>, expr: &Expr) -> Option<Range> {
        if self.has_relations() { Reader::new(world, self.clone()).by_relations(expr) } else { None }
    }

    /// What a quotient of two sums can be, at a scale of the result; `None` where nothing is known beyond their ranges.
    #[must_use]
    pub fn quotient_range(&self, world: World<'_>, over: &Expr, under: &Expr, scale: u8) -> Option<Range> {
        let divisor = Reader::new(world, self.clone());
        let shift = i32::from(scale) + i32::from(under.ty.scale()) - i32::from(over.ty.scale());
        under.ty.number().filter(|number| number.range.low >= 0).and_then(|_| divisor.quotient(over, under, shift))
    }

    /// Whether it is smaller than the region of all valid records.
    #[must_use]
    pub fn is_narrower(&self) -> bool {
        self.narrower
    }

    /// The reference dates considered.
    #[must_use]
    pub fn as_of(&self) -> Range {
        self.as_of.unwrap_or(Range { low: i128::from(calendar::FIRST.0), high: i128::from(calendar::LAST.0) })
    }

    /// The same with these reference dates.
    #[must_use]
    pub fn with_as_of(mut self, days: Range) -> Region {
        self.as_of = Some(days);
        self.narrower = true;
        self
    }

    /// What an expression can be here.
    #[must_use]
    pub fn possible(&self, world: World<'_>, expr: &Expr) -> Possible {
        Reader::new(world, self.clone()).possible(expr)
    }

    /// The records among these for which a condition certainly has this truth (it is not missing); `None` if there are none.
    #[must_use]
    pub fn assume(&self, world: World<'_>, condition: &Expr, truth: bool) -> Option<Region> {
        let mut reader = Reader::new(world, self.clone());
        (reader.assume(condition, truth) && reader.checks_again()).then_some(reader.region)
    }

    /// The records among these for which an expression is missing, or there; `None` if there are none.
    #[must_use]
    pub fn assume_missing(&self, world: World<'_>, expr: &Expr, missing: bool) -> Option<Region> {
        let mut reader = Reader::new(world, self.clone());
        (reader.assume_missing(expr, missing) && reader.checks_again()).then_some(reader.region)
    }

    /// The records among these for which an expression takes one of these values; `None` if there are none.
    #[must_use]
    pub fn narrowed(&self, world: World<'_>, expr: &Expr, to: &Possible) -> Option<Region> {
        let mut reader = Reader::new(world, self.clone());
        (reader.narrow(expr, to) && reader.checks_again()).then_some(reader.region)
    }
}

/// Reads expressions in a region.
///
/// One reader answers many questions about one region: what a slot can be is worked out once.
#[derive(Debug, Clone)]
pub struct Reader<'w> {
    world: World<'w>,
    region: Region,
    bindings: HashMap<LocalId, &'w Expr>,
    known: HashMap<SlotId, Possible>,
    /// What was assumed of calculations.
    noted: Vec<(&'w Expr, Possible)>,
    /// Fields narrowed since the record checks were last taken in.
    changed: Vec<FieldId>,
    steps: u32,
    depth: u32,
}

impl<'w> Reader<'w> {
    /// A reader of a region.
    #[must_use]
    pub fn new(world: World<'w>, region: Region) -> Reader<'w> {
        Reader { world, region, bindings: HashMap::new(), known: HashMap::new(), noted: Vec::new(), changed: Vec::new(), steps: STEPS, depth: 0 }
    }

    /// The region, narrowed by all that was assumed.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.region
    }

    /// Takes in that the reference date is one of these days; false where it cannot be.
    pub fn within_days(&mut self, days: Range) -> bool {
        let met = days.meet(self.region.as_of());
        self.region.narrower = true;
        self.known.clear();
        self.region.as_of = met.or(self.region.as_of);
        met.is_some()
    }

    /// A reader of the same region that can assume more without this one noticing.
    fn inside(&self) -> Reader<'w> {
        Reader {
            region: self.region.clone(),
            bindings: self.bindings.clone(),
            known: HashMap::new(),
            noted: self.noted.clone(),
            changed: self.changed.clone(),
            depth: self.depth + 1,
            ..*self
        }
    }

    /// The declarations it reads.
    #[must_use]
    pub fn world(&self) -> World<'w> {
        self.world
    }

    /// How many expressions it may still look at.
    #[must_use]
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Lets it look at so many expressions from now on.
    pub fn allow(&mut self, steps: u32) {
        self.steps = steps;
    }

    fn takes_step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps > 0
    }
}

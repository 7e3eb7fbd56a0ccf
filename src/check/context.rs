//! What the checker knows while it works.
//!
//! In: names. Out: the growing program: slots, tables, bindings of names, problems. Each construct adds to it in a file of
//! its own.

use super::problem::CheckProblem;
use super::units::Units;
use crate::diagnostic::{Problem, Problems};
use crate::ir::expr::{Expr, ExprKind, LocalId, Missing};
use crate::ir::record::{FieldId, Record};
use crate::ir::scheme::{Eligibility, Grade, Indicator, Score};
use crate::ir::table::{Table, TableId};
use crate::ir::{Enum, ExprIds, Slot, SlotId, SlotKind};
use crate::region::{Possible, Region};
use crate::resolve::{DeclarationId, Names};
use crate::source::{Sources, Span};
use crate::syntax::ast;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::ty::{EnumId, Type};
use crate::value::unit::Unit;
use std::collections::HashMap;
use std::sync::Arc;

/// How many expressions a policy may have after its functions are expanded.
pub const EXPRESSION_LIMIT: u32 = 1_000_000;

/// How many near names are looked for in one run: looking through all names takes its time, and nobody reads a hundred.
const SUGGESTION_LIMIT: u32 = 100;

/// How deep expressions may nest after functions are expanded.
pub const NESTING_LIMIT: u32 = 1_000;

/// What a checked name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Binding {
    /// A field.
    Field(FieldId),
    /// A slot.
    Slot(SlotId),
    /// An indicator: its points, and its value where it has one.
    Indicator {
        /// The points.
        points: SlotId,
        /// The value.
        value: Option<SlotId>,
        /// Its position in the program.
        position: u32,
    },
    /// A table.
    Table(TableId),
    /// Already reported.
    Broken,
}

/// A name that holds only inside an expression.
#[derive(Debug, Clone)]
pub enum Inner {
    /// An argument of a function.
    Local(LocalId, Type, Option<Arc<Missing>>),
    /// The value of the indicator whose points are being checked.
    Value(SlotId),
}

/// What the place of an expression says of it.
#[derive(Debug, Clone, Default)]
pub struct Hint {
    /// The enum whose members are meant.
    pub enumeration: Option<EnumId>,
    /// The unit of bare numbers, as a table column declares it.
    pub unit: Option<Arc<Unit>>,
}

impl Hint {
    /// From the type of the other side: its enum.
    pub fn from_type(ty: &Type) -> Hint {
        match ty {
            Type::Enum(id) => Hint { enumeration: Some(*id), unit: None },
            Type::Unknown | Type::Nothing | Type::Number(_) | Type::Bool | Type::Date(_) | Type::Text => Hint::default(),
        }
    }
}

/// The checker's state.
pub struct Context<'t> {
    pub names: &'t Names<'t>,
    pub sources: &'t Sources,
    pub problems: Problems,
    pub ids: ExprIds,
    pub locals: u32,
    pub units: Units,
    pub enums: Vec<Enum>,
    pub record: Record,
    pub slots: Vec<Slot>,
    pub slot_names: HashMap<String, SlotId>,
    pub tables: Vec<Table>,
    pub bindings: HashMap<DeclarationId, Binding>,
    pub inner: Vec<(String, Inner)>,
    pub indicators: Vec<(u32, Indicator)>,
    pub scores: Vec<(u32, Score)>,
    pub groups: HashMap<String, crate::ir::scheme::Group>,
    pub grades: Vec<(u32, Grade)>,
    pub eligibilities: Vec<(u32, Eligibility)>,
    pub outputs: Vec<(u32, SlotId)>,
    pub results: Vec<(u32, SlotId)>,
    pub earliest_as_of: Option<Day>,
    /// Where what is being checked stands: under which guards, and by which rules of the record.
    pub region: Region,
    /// What slots can be there, as far as it was asked.
    pub slots_here: HashMap<SlotId, Possible>,
    /// What the row being checked is matched against, where that is written.
    pub matched: Option<Span>,
    /// While a record check is checked: only fields may be used.
    pub fields_only: bool,
    /// While a function is checked on its own: what depends on how large its arguments are is left to its calls.
    pub widest: bool,
    /// How deep functions are being expanded.
    pub expansions: u32,
    /// How many near names may still be looked for.
    pub suggestions: u32,
    /// How deep the expression being checked is nested, expanded functions included.
    pub nesting: u32,
}

impl<'t> Context<'t> {
    pub fn new(names: &'t Names<'t>, sources: &'t Sources) -> Context<'t> {
        Context {
            names,
            sources,
            problems: Problems::default(),
            ids: ExprIds::default(),
            locals: 0,
            units: Units::default(),
            enums: Vec::new(),
            record: Record::default(),
            slots: Vec::new(),
            slot_names: HashMap::new(),
            tables: Vec::new(),
            bindings: HashMap::new(),
            inner: Vec::new(),
            indicators: Vec::new(),
            scores: Vec::new(),
            groups: HashMap::new(),
            grades: Vec::new(),
            eligibilities: Vec::new(),
            outputs: Vec::new(),
            results: Vec::new(),
            earliest_as_of: None,
            region: Region::default(),
            slots_here: HashMap::new(),
            matched: None,
            fields_only: false,
            widest: false,
            expansions: 0,
            suggestions: SUGGESTION_LIMIT,
            nesting: 0,
        }
    }

    /// Whether a near name may still be looked for; each question counts.
    pub fn may_suggest(&mut self) -> bool {
        let may = self.suggestions > 0;
        self.suggestions = self.suggestions.saturating_sub(1);
        may
    }

    /// Reports a problem, unless what is said to be lacking may have stood in text that did not parse: in the same declaration, or
    /// in the record, whose rules keep cases from occurring anywhere.
    pub fn report(&mut self, problem: impl Problem) {
        let is_lost = |place: Span| self.names.is_partial(place);
        let may_stand_there = || {
            let record = self.names.record.is_some_and(|record| is_lost(record.span));
            record || problem.spans().first().is_some_and(|place| is_lost(*place))
        };
        if self.names.partial.is_empty() || !problem.is_lack() || !may_stand_there() {
            self.problems.push(problem);
        }
    }

    pub fn expr(&mut self, span: Span, ty: Type, missing: Option<Arc<Missing>>, kind: ExprKind) -> Expr {
        if self.ids.count() == EXPRESSION_LIMIT {
            self.report(CheckProblem::TooLarge { span });
        }
        Expr { id: self.ids.fresh(), span, ty, missing, kind }
    }

    pub fn unknown(&mut self, span: Span) -> Expr {
        self.expr(span, Type::Unknown, None, ExprKind::Constant(Value::Missing))
    }

    /// Whether expansion has to stop.
    pub fn is_full(&self) -> bool {
        self.ids.count() > EXPRESSION_LIMIT
    }

    pub fn fresh_local(&mut self) -> LocalId {
        self.locals += 1;
        LocalId(self.locals - 1)
    }

    /// Adds a slot.
    pub fn slot(&mut self, name: String, label: Option<&ast::Text>, kind: SlotKind, expr: Expr, span: Span) -> SlotId {
        let id = SlotId(self.slots.len() as u32);
        let label = label.map_or_else(|| name.clone(), |label| label.text.clone());
        self.slot_names.entry(name.clone()).or_insert(id);
        self.slots.push(Slot { name, label, kind, expr, span });
        id
    }

    /// Binds a declared name. Of what was read in part, only fields are known.
    pub fn bind(&mut self, name: &ast::Name, binding: Binding) {
        let is_known = matches!(binding, Binding::Field(_)) || !self.names.is_partial(name.span);
        let binding = if is_known { binding } else { Binding::Broken };
        if let Some(id) = self.names.values.get(&name.text) {
            self.bindings.entry(*id).or_insert(binding);
        }
    }

    /// The field of a name; one whose name something else has too is still a field.
    pub fn field(&self, name: &str) -> Option<FieldId> {
        match self.names.values.get(name).and_then(|id| self.bindings.get(id)) {
            Some(Binding::Field(id)) => Some(*id),
            Some(Binding::Slot(_) | Binding::Indicator { .. } | Binding::Table(_) | Binding::Broken) | None => {
                self.record.fields.iter().position(|field| field.name == name).map(|position| FieldId(position as u32))
            }
        }
    }

    /// A reference to a slot.
    pub fn slot_expr(&mut self, id: SlotId, span: Span) -> Expr {
        let Some(slot) = self.slots.get(id.0 as usize) else { return self.unknown(span) };
        let (ty, name, place) = (slot.expr.ty.clone(), slot.name.clone(), slot.span);
        let missing = slot.expr.missing.clone().map(|cause| Arc::new(Missing::Through { name, span: place, cause: shortened(cause) }));
        let (ty, missing) = self.slot_here(id, ty, missing);
        self.expr(span, ty, missing, ExprKind::Slot(id))
    }

    /// The source text of a span on one line.
    pub fn text(&self, span: Span) -> String {
        self.sources.slice(span).split_whitespace().collect::<Vec<&str>>().join(" ")
    }

    pub fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.enums.get(id.0 as usize)
    }
}

/// How many names a cause remembers on the way to where the value is really missing.
const CAUSE_STEPS: usize = 32;

/// A cause without its middle, where it runs through very many names.
fn shortened(cause: Arc<Missing>) -> Arc<Missing> {
    let mut root = &cause;
    let mut steps = 0;
    while let Missing::Through { cause: inner, .. } = root.as_ref() {
        root = inner;
        steps += 1;
    }
    if steps < CAUSE_STEPS { cause } else { root.clone() }
}

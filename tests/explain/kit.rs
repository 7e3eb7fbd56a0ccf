//! A checked program built by hand, beside the text it would come from: what narration needs of the checker, and no more.

use ics::ir::expr::{Choose, ChooseRow, Expr, ExprId, ExprKind, When, WhenRow};
use ics::ir::record::{Field, FieldId, FieldKind, Record, RecordCheck};
use ics::ir::scheme::{Condition, Indicator, Item, Parts};
use ics::ir::table::Pattern;
use ics::ir::{Enum, ExprIds, Member, Policy, Program, Slot, SlotId, SlotKind};
use ics::source::{FileId, Sources, Span};
use ics::value::Value;
use ics::value::comparison::Comparison;
use ics::value::decimal::Decimal;
use ics::value::dimension::Dimension;
use ics::value::range::Range;
use ics::value::ty::{EnumId, Number, Type};
use ics::value::unit::Unit;
use std::sync::Arc;

const MOST: i128 = 10i128.pow(24);

pub struct Kit {
    pub sources: Sources,
    pub file: FileId,
    pub program: Program,
    ids: ExprIds,
    /// Texts are looked for from here on.
    anchor: usize,
}

pub fn unit(name: &str, base: &str, factor: Decimal, decimals: Option<u8>) -> Arc<Unit> {
    let dimension = if base.is_empty() { Dimension::none() } else { Dimension::base(base) };
    Arc::new(Unit { name: name.into(), dimension, factor, decimals, whole: decimals == Some(0) })
}

pub fn number(unit: &Arc<Unit>, scale: u8) -> Type {
    let range = Range::new(-MOST, MOST).unwrap();
    Type::Number(Number { dimension: unit.dimension.clone(), scale, range, unit: unit.clone() })
}

pub fn points(scale: u8) -> Type {
    number(&Arc::new(Unit::plain()), scale)
}

impl Kit {
    pub fn new(text: &str, title: &str) -> Kit {
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", text);
        let policy = Policy { name: "demo".into(), title: title.into(), sources: vec!["示例办法（2024年）".into()], ..Policy::default() };
        let program = Program {
            policy,
            enums: Vec::new(),
            record: Record { name: "enterprise".into(), label: "企业".into(), ..Record::default() },
            slots: Vec::new(),
            tables: Vec::new(),
            indicators: Vec::new(),
            scores: Vec::new(),
            grades: Vec::new(),
            eligibilities: Vec::new(),
            outputs: Vec::new(),
            results: Vec::new(),
            tests: Vec::new(),
            examples: Vec::new(),
            claims: Vec::new(),
            earliest_as_of: None,
            expr_count: 0,
            local_count: 0,
        };
        Kit { sources, file, program, ids: ExprIds::default(), anchor: 0 }
    }

    pub fn from(&mut self, text: &str) {
        self.anchor = self.sources.file(self.file).text.find(text).unwrap_or_else(|| panic!("no anchor {text}"));
    }

    pub fn span(&self, text: &str) -> Span {
        let all = &self.sources.file(self.file).text;
        let start = self.anchor + all[self.anchor..].find(text).unwrap_or_else(|| panic!("no text {text}"));
        Span { file: self.file, start: start as u32, end: (start + text.len()) as u32 }
    }

    /// From the first text to the end of the second after it.
    pub fn across(&self, first: &str, last: &str) -> Span {
        let start = self.span(first);
        let all = &self.sources.file(self.file).text;
        let end = start.start as usize + all[start.start as usize..].find(last).unwrap() + last.len();
        Span { end: end as u32, ..start }
    }

    pub fn expr(&mut self, span: Span, ty: Type, kind: ExprKind) -> Expr {
        let id: ExprId = self.ids.fresh();
        self.program.expr_count = self.ids.count();
        Expr { id, span, ty, missing: None, kind }
    }

    pub fn field(&mut self, name: &str, label: &str, kind: FieldKind, optional: bool) -> FieldId {
        let id = FieldId(self.program.record.fields.len() as u32);
        let span = self.span(name);
        let field = Field { name: name.into(), label: label.into(), key: id.0 == 0, kind, optional, aliases: vec![], notes: vec![], span };
        self.program.record.fields.push(field);
        id
    }

    pub fn slot(&mut self, name: &str, label: &str, kind: SlotKind, expr: Expr) -> SlotId {
        let span = expr.span;
        self.program.slots.push(Slot { name: name.into(), label: label.into(), kind, expr, span });
        SlotId(self.program.slots.len() as u32 - 1)
    }

    pub fn enumeration(&mut self, name: &str, members: &[(&str, &str)]) -> EnumId {
        let members = members.iter().map(|(name, label)| Member { name: (*name).into(), label: (*label).into(), codes: vec![] }).collect();
        self.program.enums.push(Enum { name: name.into(), label: name.into(), members });
        EnumId(self.program.enums.len() as u32 - 1)
    }

    pub fn read(&mut self, id: FieldId, text: &str) -> Expr {
        let (span, ty) = (self.span(text), self.program.record.field(id).kind.value_type());
        self.expr(span, ty, ExprKind::Field(id))
    }

    pub fn named(&mut self, id: SlotId, text: &str) -> Expr {
        let (span, ty) = (self.span(text), self.program.slot(id).expr.ty.clone());
        self.expr(span, ty, ExprKind::Slot(id))
    }

    pub fn constant(&mut self, text: &str, ty: Type, mantissa: i128) -> Expr {
        let span = self.span(text);
        self.expr(span, ty, ExprKind::Constant(Value::Number(mantissa)))
    }

    pub fn member(&mut self, text: &str, of: EnumId, position: u32) -> Expr {
        let span = self.span(text);
        self.expr(span, Type::Enum(of), ExprKind::Constant(Value::Member(position)))
    }

    pub fn divide(&mut self, above: Expr, below: Expr, unit: &Arc<Unit>) -> Expr {
        let span = above.span.to(below.span);
        self.expr(span, number(unit, 12), ExprKind::Divide(Box::new(above), Box::new(below)))
    }

    pub fn compare(&mut self, comparison: Comparison, left: Expr, right: Expr) -> Expr {
        let span = left.span.to(right.span);
        self.expr(span, Type::Bool, ExprKind::Compare(comparison, Box::new(left), Box::new(right)))
    }

    /// A band whose rows are `(text, low, high, points)`, `None` for the row `missing`.
    pub fn band(&mut self, span: Span, subject: Expr, rows: &[(&str, Option<(i128, i128)>, i128)]) -> Expr {
        let mut built = Vec::new();
        for (text, range, value) in rows {
            let (place, given) = (self.span(text), self.span(text).after());
            let pattern = range.map_or(Pattern::Missing, |(low, high)| Pattern::Between(Range::new(low, high).unwrap()));
            let value = self.expr(given, points(0), ExprKind::Constant(Value::Number(*value)));
            built.push(ChooseRow { patterns: vec![pattern], value, span: place });
        }
        self.expr(span, points(0), ExprKind::Choose(Choose { subjects: vec![subject], rows: built }))
    }

    pub fn when(&mut self, span: Span, rows: Vec<(Expr, Expr)>, otherwise: Expr) -> Expr {
        let rows = rows.into_iter().map(|(guard, value)| WhenRow { guard, value }).collect();
        self.expr(span, points(0), ExprKind::When(When { rows, otherwise: Box::new(otherwise), missing: None }))
    }

    pub fn indicator(
        &mut self,
        name: &str,
        label: &str,
        value: Option<Expr>,
        points: impl FnOnce(&mut Kit, Option<SlotId>) -> Expr,
        out_of: i128,
    ) -> u32 {
        let value = value.map(|expr| self.slot(&format!("{name}.value"), label, SlotKind::IndicatorValue, expr));
        let expr = points(self, value);
        let slot = self.slot(name, label, SlotKind::IndicatorPoints, expr);
        let span = self.program.slot(slot).span;
        let out_of = Some(Decimal::new(out_of, 0));
        let sources = vec![format!("第七条：{label}")];
        self.program.indicators.push(Indicator { name: name.into(), label: label.into(), value, points: slot, out_of, sources, notes: vec![], span });
        self.program.indicators.len() as u32 - 1
    }

    /// An indicator's part in the score `total`, unweighted.
    pub fn item(&mut self, indicator: u32) -> Item {
        let declared = self.program.indicators[indicator as usize].clone();
        let (ty, span) = (self.program.slot(declared.points).expr.ty.clone(), declared.span);
        let expr = self.expr(span, ty, ExprKind::Slot(declared.points));
        let contribution = self.slot(&format!("total.{}", declared.name), &declared.label, SlotKind::Contribution, expr);
        Item { indicator, weight: None, contribution }
    }

    pub fn check(&mut self, condition: Expr, words: &str, fields: Vec<FieldId>) {
        let span = condition.span;
        self.program.record.checks.push(RecordCheck { condition, words: words.into(), fields, span });
    }

    pub fn single(&mut self, expr: Expr, words: &str) -> Condition {
        let span = expr.span;
        let slot = self.slot(&format!("condition.{}", self.program.slots.len()), words, SlotKind::Condition, expr);
        Condition { slot, words: words.into(), parts: Parts::Single, span }
    }

    pub fn combined(&mut self, parts: Vec<Condition>, words: &str, any: bool) -> Condition {
        let span = parts[0].span;
        let slots: Vec<Expr> = parts.iter().map(|part| self.expr(span, Type::Bool, ExprKind::Slot(part.slot))).collect();
        let kind = if any { ExprKind::Or(slots) } else { ExprKind::And(slots) };
        let expr = self.expr(span, Type::Bool, kind);
        let slot = self.slot(&format!("condition.{}", self.program.slots.len()), words, SlotKind::Condition, expr);
        Condition { slot, words: words.into(), parts: if any { Parts::Any(parts) } else { Parts::All(parts) }, span }
    }
}

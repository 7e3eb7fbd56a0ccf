//! Every change worth trying in a policy, by its declarations.
//!
//! In: the syntax tree of a policy and its text. Out: [`Change`]s in the order of the file. Tests, examples and claims are not
//! changed: they judge.

use super::change::Change;
use super::figures::Units;
use super::kind::{Hint, Kind};
use super::page::{Edit, Page};
use crate::ir::{Program, walk};
use crate::source::Span;
use crate::syntax::ast;
use std::collections::HashMap;

/// Collects changes.
pub(super) struct Collector<'a> {
    pub(super) page: Page<'a>,
    pub(super) units: Units,
    /// What a reference may be exchanged for, with its type: fields, and in a function its parameters.
    pub(super) variables: Vec<(&'a str, String)>,
    /// The members of the enum of each member.
    pub(super) members: HashMap<&'a str, &'a [ast::Member]>,
    /// Decimal places of what stands at a place.
    scales: HashMap<Span, u8>,
    /// The declaration at hand.
    pub(super) name: String,
    /// The words of the check at hand.
    check: Option<String>,
    /// What a figure at hand is.
    pub(super) figure_kind: Kind,
    pub(super) found: Vec<Change>,
}

/// All changes of a policy, in the order of the file.
pub(super) fn collect<'a>(page: Page<'a>, trees: &[&'a ast::File], program: &Program) -> Vec<Change> {
    let items = || trees.iter().flat_map(|tree| &tree.items);
    let mut collector = Collector {
        page,
        units: Units::default(),
        variables: Vec::new(),
        members: HashMap::new(),
        scales: scales(program),
        name: String::new(),
        check: None,
        figure_kind: Kind::Figure,
        found: Vec::new(),
    };
    for item in items() {
        match item {
            ast::Item::Unit(unit) => collector.units.add(unit),
            ast::Item::Enum(declared) => {
                collector.members.extend(declared.members.iter().map(|member| (member.name.text.as_str(), declared.members.as_slice())))
            }
            ast::Item::Record(record) => {
                collector.variables = record.fields.iter().map(|field| (field.name.text.as_str(), type_text(page, &field.kind))).collect();
            }
            _ => {}
        }
    }
    let own = |item: &&ast::Item| place(item).is_some_and(|span| span.file == page.file);
    for item in items().filter(own) {
        collector.item(item);
    }
    collector.found
}

/// The declaration that is changed, if it is one.
fn place(item: &ast::Item) -> Option<Span> {
    match item {
        ast::Item::Record(record) => Some(record.span),
        ast::Item::Param(param) => Some(param.span),
        ast::Item::Definition(definition) => Some(definition.span),
        ast::Item::Function(function) => Some(function.span),
        ast::Item::Table(table) => Some(table.span),
        ast::Item::Decision(decision) => Some(decision.span),
        ast::Item::Indicator(indicator) => Some(indicator.span),
        ast::Item::Score(score) => Some(score.span),
        ast::Item::Grade(grade) => Some(grade.span),
        ast::Item::Eligibility(eligibility) => Some(eligibility.span),
        // No test sees the header; units and enums are words, not rules.
        ast::Item::Policy(_) | ast::Item::Unit(_) | ast::Item::Enum(_) => None,
        ast::Item::Example(_) | ast::Item::Test(_) | ast::Item::Ensure(_) | ast::Item::Broken(_) => None,
    }
}

/// Two names of one type may stand for each other, whether they may be blank or not.
fn type_text(page: Page<'_>, kind: &ast::Kind) -> String {
    page.line(kind.span).replace(['?', '？', ' '], "")
}

fn scales(program: &Program) -> HashMap<Span, u8> {
    let mut scales: HashMap<Span, u8> = HashMap::new();
    let checks = program.record.checks.iter().map(|check| &check.condition);
    for expr in program.slots.iter().map(|slot| &slot.expr).chain(checks) {
        walk::each(expr, &mut |part| {
            if let Some(number) = part.ty.number() {
                // What is rescaled has fewer places at the same place.
                let scale = scales.entry(part.span).or_insert(number.scale);
                *scale = number.scale.min(*scale);
            }
        });
    }
    scales
}

impl<'a> Collector<'a> {
    pub(super) fn push(&mut self, kind: Kind, edits: Vec<Edit>, hint: Hint) {
        self.found.push(Change::new(self.page, kind, edits, hint));
    }

    /// A test that expects what the declaration at hand computes.
    pub(super) fn expect_hint(&self) -> Hint {
        match &self.check {
            Some(check) => Hint::Rejected { check: check.clone() },
            None => Hint::Expect { name: self.name.clone() },
        }
    }

    pub(super) fn scale(&self, span: Span) -> Option<u8> {
        self.scales.get(&span).copied()
    }

    fn item(&mut self, item: &'a ast::Item) {
        self.figure_kind = Kind::Figure;
        match item {
            ast::Item::Record(record) => record.checks.iter().for_each(|check| self.check(check)),
            ast::Item::Param(param) => self.param(param),
            ast::Item::Definition(definition) => self.named(&definition.name, &definition.value),
            ast::Item::Function(function) => {
                let parameters = function.parameters.iter().map(|one| (one.name.text.as_str(), type_text(self.page, &one.kind))).collect();
                let fields = std::mem::replace(&mut self.variables, parameters);
                self.named(&function.name, &function.body);
                self.variables = fields;
            }
            ast::Item::Table(table) => self.table(table),
            ast::Item::Decision(decision) => self.decision(decision),
            ast::Item::Indicator(indicator) => self.indicator(indicator),
            ast::Item::Score(score) => self.score(score),
            ast::Item::Grade(grade) => {
                self.name.clone_from(&grade.name.text);
                self.band(&grade.band);
            }
            ast::Item::Eligibility(eligibility) => self.eligibility(eligibility),
            ast::Item::Policy(_) | ast::Item::Unit(_) | ast::Item::Enum(_) => {}
            ast::Item::Example(_) | ast::Item::Test(_) | ast::Item::Ensure(_) | ast::Item::Broken(_) => {}
        }
    }

    fn named(&mut self, name: &ast::Name, value: &'a ast::Expr) {
        self.name.clone_from(&name.text);
        self.expr(value);
    }

    fn check(&mut self, check: &'a ast::RecordCheck) {
        let hint = Hint::Rejected { check: check.words.text.clone() };
        self.push(Kind::RecordCheck, vec![self.page.remove(check.span)], hint);
        self.check = Some(check.words.text.clone());
        self.expr(&check.condition);
        self.check = None;
    }

    fn param(&mut self, param: &'a ast::Param) {
        self.name.clone_from(&param.name.text);
        self.figure_kind = Kind::Param;
        match &param.body {
            ast::ParamBody::Single(value) => self.expr(value),
            ast::ParamBody::Rows(rows) => self.param_rows(rows),
        }
    }

    fn indicator(&mut self, indicator: &'a ast::Indicator) {
        self.name.clone_from(&indicator.name.text);
        if let Some(figure) = &indicator.out_of {
            self.by_one(figure, Kind::OutOf);
        }
        for (value, _) in &indicator.values {
            self.expr(value);
        }
        for points in &indicator.points {
            self.expr(points);
        }
    }
}

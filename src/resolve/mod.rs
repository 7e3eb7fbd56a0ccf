//! From tree to names: what each name stands for, and an order in which everything can be checked.
//!
//! In: the syntax trees of the prelude, a policy and its tests. Out: [`Names`]: one table of declarations, free of duplicates
//! and cycles. Knows no types.

mod order;
pub mod problem;
mod references;

use crate::diagnostic::{Problems, suggest};
use crate::source::Span;
use crate::syntax::{ast, keyword};
use crate::value::Value;
use crate::value::ty::Type;
use problem::{NameProblem, What};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A declaration, by position in [`Names::declarations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeclarationId(pub u32);

/// What a name of a value or function stands for.
#[derive(Debug, Clone, Copy)]
pub enum Declaration<'t> {
    /// A field of the record.
    Field(&'t ast::Field),
    /// A param.
    Param(&'t ast::Param),
    /// A `let` or `output`.
    Definition(&'t ast::Definition),
    /// A function.
    Function(&'t ast::Function),
    /// A table.
    Table(&'t ast::Table),
    /// A decision table.
    Decision(&'t ast::Decision),
    /// An indicator.
    Indicator(&'t ast::Indicator),
    /// A group of a score.
    Group(&'t ast::Score, &'t ast::Group),
    /// A score.
    Score(&'t ast::Score),
    /// A grade.
    Grade(&'t ast::Grade),
    /// An eligibility.
    Eligibility(&'t ast::Eligibility),
    /// A value that is given from outside.
    Given(&'t Given),
    /// Something that did not parse.
    Broken,
}

/// A name and its value, known before anything is checked: the last result of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The name.
    pub name: String,
    /// The type.
    pub ty: Type,
    /// The value, at the scale of the type.
    pub value: Value,
}

/// All names.
#[derive(Debug, Default)]
pub struct Names<'t> {
    /// The header.
    pub policy: Option<&'t ast::Policy>,
    /// Units, in the order of the files.
    pub units: Vec<&'t ast::Unit>,
    /// Enums, in the order of the file.
    pub enums: Vec<&'t ast::Enum>,
    /// The record.
    pub record: Option<&'t ast::Record>,
    /// All named values and functions.
    pub declarations: Vec<Declaration<'t>>,
    /// The declaration of a value.
    pub values: HashMap<String, DeclarationId>,
    /// The declaration of a function.
    pub functions: HashMap<String, DeclarationId>,
    /// The enums that have a member of this name, with its position.
    pub members: HashMap<String, Vec<(u32, u32)>>,
    /// Examples, in the order of the files.
    pub examples: Vec<&'t ast::Example>,
    /// Tests, in the order of the files.
    pub tests: Vec<&'t ast::Test>,
    /// Claims, in the order of the file.
    pub claims: Vec<&'t ast::Ensure>,
    /// Declarations in an order in which each comes after those it uses; parts of cycles are left out.
    pub order: Vec<DeclarationId>,
    /// Whether names may have been lost with text that did not parse: then unknown names are no news.
    pub incomplete: bool,
    /// Declarations of which parts could not be read: what they seem to lack is no news.
    pub partial: Vec<Span>,
    places: HashMap<(Space, String), Span>,
}

/// Names that may not stand twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Space {
    Value,
    Function,
    Unit,
    Enum,
    Example,
}

/// The part a file plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Standard units and functions.
    Prelude,
    /// The policy.
    Policy,
    /// Tests beside the policy.
    Tests,
}

impl<'t> Names<'t> {
    /// The declaration of an id.
    #[must_use]
    pub fn declaration(&self, id: DeclarationId) -> Declaration<'t> {
        self.declarations.get(id.0 as usize).copied().unwrap_or(Declaration::Broken)
    }

    /// Whether a place lies in a declaration of which parts could not be read.
    #[must_use]
    pub fn is_partial(&self, place: Span) -> bool {
        self.partial.iter().any(|partial| partial.file == place.file && partial.start <= place.start && place.start < partial.end)
    }

    /// Adds values from outside; a name that the policy declares stays its own. Whatever uses them comes after them.
    pub fn give(&mut self, given: &'t [Given]) {
        for one in given {
            let id = DeclarationId(self.declarations.len() as u32);
            if let Entry::Vacant(place) = self.values.entry(one.name.clone()) {
                place.insert(id);
                self.declarations.push(Declaration::Given(one));
                self.order.insert(0, id);
            }
        }
    }

    fn claim(&mut self, space: Space, name: &ast::Name, problems: &mut Problems) -> bool {
        match self.places.get(&(space, name.text.clone())) {
            Some(first) => {
                problems.push(NameProblem::Duplicate { name: name.text.clone(), span: name.span, first: *first });
                false
            }
            None => {
                self.places.insert((space, name.text.clone()), name.span);
                true
            }
        }
    }

    fn value(&mut self, name: &ast::Name, declaration: Declaration<'t>, problems: &mut Problems) {
        if self.claim(Space::Value, name, problems) {
            self.values.insert(name.text.clone(), DeclarationId(self.declarations.len() as u32));
        }
        self.declarations.push(declaration);
    }
}

/// Collects the names of all files and puts the declarations in order.
#[must_use]
pub fn resolve<'t>(files: &[(Part, &'t ast::File)]) -> (Names<'t>, Problems) {
    let mut names = Names::default();
    let mut problems = Problems::default();
    for (part, file) in files {
        for item in &file.items {
            collect(&mut names, &mut problems, *part, item);
        }
        lost(&mut names, file);
    }
    for (name, owners) in &names.members {
        if let (Some(place), Some((enumeration, member))) = (names.places.get(&(Space::Value, name.clone())), owners.first()) {
            let member = names.enums.get(*enumeration as usize).and_then(|e| e.members.get(*member as usize));
            if let Some(member) = member {
                problems.push(NameProblem::ValueAndMember { name: name.clone(), span: *place, member: member.name.span });
            }
        }
    }
    names.order = order::order(&names, &mut problems);
    (names, problems)
}

fn collect<'t>(names: &mut Names<'t>, problems: &mut Problems, part: Part, item: &'t ast::Item) {
    if let Some((what, span)) = misplaced(part, item) {
        problems.push(NameProblem::Misplaced { what, span });
        return;
    }
    match item {
        ast::Item::Policy(policy) => match names.policy {
            Some(first) => problems.push(NameProblem::SecondOfOne { what: What::Policy, span: policy.name.span, first: first.name.span }),
            None => names.policy = Some(policy),
        },
        ast::Item::Unit(unit) => {
            if names.claim(Space::Unit, &unit.name, problems) {
                names.units.push(unit);
            }
        }
        ast::Item::Enum(enumeration) => {
            if names.claim(Space::Enum, &enumeration.name, problems) {
                let position = names.enums.len() as u32;
                for (index, member) in enumeration.members.iter().enumerate() {
                    names.members.entry(member.name.text.clone()).or_default().push((position, index as u32));
                }
                names.enums.push(enumeration);
            }
        }
        ast::Item::Record(record) => match names.record {
            Some(first) => problems.push(NameProblem::SecondOfOne { what: What::Record, span: record.name.span, first: first.name.span }),
            None => {
                names.record = Some(record);
                for field in &record.fields {
                    names.value(&field.name, Declaration::Field(field), problems);
                }
            }
        },
        ast::Item::Param(param) => names.value(&param.name, Declaration::Param(param), problems),
        ast::Item::Definition(definition) => names.value(&definition.name, Declaration::Definition(definition), problems),
        ast::Item::Table(table) => names.value(&table.name, Declaration::Table(table), problems),
        ast::Item::Decision(decision) => names.value(&decision.name, Declaration::Decision(decision), problems),
        ast::Item::Indicator(indicator) => names.value(&indicator.name, Declaration::Indicator(indicator), problems),
        ast::Item::Score(score) => {
            for group in &score.groups {
                names.value(&group.name, Declaration::Group(score, group), problems);
            }
            names.value(&score.name, Declaration::Score(score), problems);
        }
        ast::Item::Grade(grade) => names.value(&grade.name, Declaration::Grade(grade), problems),
        ast::Item::Eligibility(eligibility) => names.value(&eligibility.name, Declaration::Eligibility(eligibility), problems),
        ast::Item::Function(function) => {
            if let Some(row) = crate::builtins::find(&function.name.text) {
                problems.push(NameProblem::BuiltinName {
                    name: function.name.text.clone(),
                    shape: crate::builtins::shape_as(row, &function.name.text),
                    span: function.name.span,
                });
            } else if names.claim(Space::Function, &function.name, problems) {
                names.functions.insert(function.name.text.clone(), DeclarationId(names.declarations.len() as u32));
            }
            names.declarations.push(Declaration::Function(function));
        }
        ast::Item::Example(example) => {
            if names.claim(Space::Example, &example.name, problems) {
                names.examples.push(example);
            }
        }
        ast::Item::Test(test) => names.tests.push(test),
        ast::Item::Ensure(claim) => names.claims.push(claim),
        ast::Item::Broken(broken) => {
            names.incomplete |= hides_names(&broken.keyword);
            if let Some(name) = &broken.name {
                let id = DeclarationId(names.declarations.len() as u32);
                names.values.entry(name.text.clone()).or_insert(id);
                names.functions.entry(name.text.clone()).or_insert(id);
                names.declarations.push(Declaration::Broken);
            }
        }
    }
}

/// Parts of declarations that could not be read: a lost field or group is declared, but nothing is known of it.
fn lost(names: &mut Names<'_>, file: &ast::File) {
    for lost in &file.lost {
        names.partial.push(lost.span);
        let holds_names = |item: &&ast::Item| match item {
            ast::Item::Record(record) => record.span.start == lost.span.start,
            ast::Item::Score(score) => score.span.start == lost.span.start,
            _ => false,
        };
        if !file.items.iter().any(|item| holds_names(&item)) {
            continue;
        }
        for name in &lost.names {
            let id = DeclarationId(names.declarations.len() as u32);
            names.values.entry(name.text.clone()).or_insert(id);
            names.declarations.push(Declaration::Broken);
        }
    }
}

/// Whether a broken declaration may have declared more names than the one after its keyword.
fn hides_names(keyword: &str) -> bool {
    let items = || keyword::KEYWORDS.iter().filter(|known| known.class == keyword::Class::Item);
    let nearest = suggest::nearest(keyword, items().flat_map(|known| [known.english, known.chinese])).unwrap_or(keyword);
    let known = items().find(|known| [known.english, known.chinese].iter().any(|spelling| *spelling == keyword || *spelling == nearest));
    let is_word = keyword.starts_with(char::is_alphabetic);
    is_word && known.is_none_or(|known| matches!(known.english, "record" | "enum" | "unit" | "score"))
}

/// A declaration that does not belong into its file.
fn misplaced(part: Part, item: &ast::Item) -> Option<(What, Span)> {
    let (what, span) = match item {
        ast::Item::Policy(policy) => (What::Policy, policy.name.span),
        ast::Item::Record(record) => (What::Record, record.name.span),
        ast::Item::Unit(unit) => (What::Unit, unit.name.span),
        ast::Item::Enum(enumeration) => (What::Enum, enumeration.name.span),
        ast::Item::Function(function) => (What::Function, function.name.span),
        ast::Item::Param(param) => (What::Value, param.name.span),
        ast::Item::Definition(definition) => (What::Value, definition.name.span),
        ast::Item::Table(table) => (What::Value, table.name.span),
        ast::Item::Decision(decision) => (What::Value, decision.name.span),
        ast::Item::Indicator(indicator) => (What::Value, indicator.name.span),
        ast::Item::Score(score) => (What::Value, score.name.span),
        ast::Item::Grade(grade) => (What::Value, grade.name.span),
        ast::Item::Eligibility(eligibility) => (What::Value, eligibility.name.span),
        ast::Item::Ensure(claim) => (What::Claim, claim.span),
        ast::Item::Example(_) | ast::Item::Test(_) | ast::Item::Broken(_) => return None,
    };
    (part == Part::Tests).then_some((what, span))
}

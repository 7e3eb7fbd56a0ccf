//! Which columns a result has, and what each holds for a record.
//!
//! In: a program and what the options ask for. Out: columns by name, label and origin; for each record the value of each. Does
//! not know how a value is written.

use super::problem::CliProblem;
use crate::bulk::columns::{Column, Origin};
use crate::bulk::verdict;
use crate::diagnostic::{Lang, suggest};
use crate::explain::Evaluation;
use crate::ir::record::FieldId;
use crate::ir::scheme::Score;
use crate::ir::{Program, SlotId, SlotKind};
use crate::value::Value;
use crate::value::ty::Type;

/// What stands at the end of the name of a column of reasons: in the script of the eligibility, whatever the language of the
/// run, for programs go by names.
const REASONS_SUFFIX: &str = "_reasons";
const REASONS_SUFFIX_HAN: &str = "_原因";
/// The name of the column of row numbers, where records have no key.
const ROW_NAME: &str = "row";

/// What the options ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Names of columns; empty for the usual ones.
    pub names: Vec<String>,
    /// Whether the fields are among the usual ones.
    pub inputs: Inputs,
    /// How many of the named values are among the usual ones.
    pub values: Values,
}

/// Whether fields are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inputs {
    /// The key alone.
    Key,
    /// All of them.
    All,
}

/// Which named values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// Outputs, scores, groups, grades, eligibilities.
    Results,
    /// Indicators, contributions and intermediate values too.
    All,
}

/// What a column holds for a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<'a> {
    /// A value and its type.
    Typed(&'a Value, Type),
    /// A text.
    Text(String),
    /// The number of a row.
    Row(u64),
}

/// The columns asked for.
///
/// # Errors
/// A name that nothing has.
pub fn select(program: &Program, wanted: &Wanted, lang: Lang) -> Result<Vec<Column>, CliProblem> {
    if wanted.names.is_empty() {
        return Ok(told_apart(usual(program, wanted.inputs, wanted.values, lang), lang));
    }
    let known = usual(program, Inputs::All, Values::All, lang);
    let found: Result<Vec<Column>, CliProblem> = wanted.names.iter().map(|name| find(program, &known, name.trim(), lang)).collect();
    found.map(|columns| told_apart(columns, lang))
}

fn find(program: &Program, known: &[Column], name: &str, lang: Lang) -> Result<Column, CliProblem> {
    let by = |part: fn(&Column) -> &str| known.iter().find(|column| part(column) == name).cloned();
    let hidden = || program.find(name).map(|id| slot_column(program, id));
    let row = || (name == ROW_NAME).then(|| row_column(lang));
    by(|column| &column.name).or_else(hidden).or_else(|| by(|column| &column.label)).or_else(row).ok_or_else(|| {
        let names = suggest::nearest(name, known.iter().map(|column| column.name.as_str()));
        let near = names.or_else(|| suggest::nearest(name, known.iter().map(|column| column.label.as_str()))).map(str::to_owned);
        CliProblem::UnknownColumn { name: name.to_owned(), near, known: known.iter().map(|column| column.name.clone()).collect() }
    })
}

fn usual(program: &Program, inputs: Inputs, values: Values, lang: Lang) -> Vec<Column> {
    let mut columns = Vec::new();
    let key = program.record.key();
    match key {
        Some(key) => columns.push(field_column(program, key)),
        None => columns.push(row_column(lang)),
    }
    if inputs == Inputs::All {
        let fields = (0..program.record.fields.len()).map(|position| FieldId(position as u32));
        columns.extend(fields.filter(|field| Some(*field) != key).map(|field| field_column(program, field)));
    }
    if values == Values::All {
        columns.extend(details(program).into_iter().map(|id| slot_column(program, id)));
    }
    for id in &program.results {
        let eligibility = program.eligibilities.iter().position(|eligibility| eligibility.slot == *id);
        let column = slot_column(program, *id);
        match eligibility {
            Some(position) => {
                let suffix = if column.name.chars().any(is_han) { REASONS_SUFFIX_HAN } else { REASONS_SUFFIX };
                let (name, label) = (format!("{}{suffix}", column.name), reasons_label(&column.label, lang));
                columns.push(column);
                columns.push(Column { name, label, origin: Origin::Reasons(position) });
            }
            None => columns.push(column),
        }
    }
    columns
}

/// Intermediate values, then each indicator's value and points, then what each adds to each score.
fn details(program: &Program) -> Vec<SlotId> {
    let ids = (0..program.slots.len()).map(|position| SlotId(position as u32));
    let between = ids.filter(|id| match program.slot(*id).kind {
        SlotKind::Let | SlotKind::Decision => true,
        SlotKind::Param
        | SlotKind::Output
        | SlotKind::IndicatorValue
        | SlotKind::IndicatorPoints
        | SlotKind::Weight
        | SlotKind::Contribution
        | SlotKind::Group
        | SlotKind::Score
        | SlotKind::Grade
        | SlotKind::Condition
        | SlotKind::Eligibility => false,
    });
    let indicators = program.indicators.iter().flat_map(|indicator| indicator.value.into_iter().chain([indicator.points]));
    let items = program.scores.iter().flat_map(Score::all_items);
    let mut result: Vec<SlotId> = between.chain(indicators).collect();
    for item in items {
        // Without weights the contribution may be the points themselves.
        if !result.contains(&item.contribution) {
            result.push(item.contribution);
        }
    }
    result.retain(|id| !program.results.contains(id));
    result
}

fn field_column(program: &Program, id: FieldId) -> Column {
    let field = program.record.field(id);
    Column { name: field.name.clone(), label: field.label.clone(), origin: Origin::Field(id) }
}

fn slot_column(program: &Program, id: SlotId) -> Column {
    let slot = program.slot(id);
    let eligibility = program.eligibilities.iter().position(|eligibility| eligibility.slot == id);
    let origin = eligibility.map_or(Origin::Slot(id), Origin::Verdict);
    Column { name: slot.name.clone(), label: slot.label.clone(), origin }
}

fn row_column(lang: Lang) -> Column {
    Column { name: ROW_NAME.to_owned(), label: super::language::pick(lang, "Row", "行号").to_owned(), origin: Origin::Row }
}

fn is_han(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

/// Columns of one label get their names behind it, so that people can tell them apart.
fn told_apart(mut columns: Vec<Column>, lang: Lang) -> Vec<Column> {
    let labels: Vec<String> = columns.iter().map(|column| column.label.clone()).collect();
    for column in &mut columns {
        let same = labels.iter().filter(|label| **label == column.label).count();
        if same > 1 && column.label != column.name {
            column.label = match lang {
                Lang::En => format!("{} ({})", column.label, column.name),
                Lang::Zh => format!("{}（{}）", column.label, column.name),
            };
        }
    }
    columns
}

fn reasons_label(label: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{label}: reasons"),
        Lang::Zh => format!("{label}：原因"),
    }
}

/// What a column holds for a record.
#[must_use]
pub fn content<'a>(
    column: &Column,
    program: &Program,
    row: u64,
    record: &'a [Value],
    evaluation: &'a Evaluation,
    words: Option<Lang>,
) -> Content<'a> {
    match column.origin {
        Origin::Row => Content::Row(row),
        Origin::Field(id) => {
            let value = record.get(id.0 as usize).unwrap_or(&Value::Missing);
            Content::Typed(value, program.record.field(id).kind.value_type())
        }
        Origin::Slot(id) => Content::Typed(evaluation.slot(id), program.slot(id).expr.ty.clone()),
        Origin::Verdict(position) => {
            let eligibility = program.eligibilities.get(position);
            let truth = eligibility.and_then(|eligibility| evaluation.slot(eligibility.slot).truth());
            Content::Text(verdict::word(truth, words).to_owned())
        }
        Origin::Reasons(position) => {
            let truth = |slot| evaluation.slot(slot).truth();
            let reasons = program.eligibilities.get(position).map(|eligibility| verdict::reasons(eligibility, &truth)).unwrap_or_default();
            Content::Text(verdict::joined(&reasons, words))
        }
    }
}

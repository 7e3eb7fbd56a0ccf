//! `ics score --report`: the report on the population.
//!
//! In: options, a policy, what came of the run. Out: the report in its place, as a page or as JSON; what is wrong with the options, before a record is
//! read.

use super::outputs::COMMAND;
use super::problem::{CliProblem, Failure};
use super::score_options::{Place, ReportWanted, ScoreOptions};
use super::screen::Screen;
use super::usage::Usage;
use crate::analyse::figures::Source;
use crate::bulk::manifest::Engine;
use crate::bulk::pipeline::Outcome;
use crate::bulk::report::{By, Questions, ungroupable};
use crate::data::atomic::{Output, Target};
use crate::diagnostic::{Lang, suggest};
use crate::ir::needs::Needs;
use crate::ir::record::FieldId;
use crate::ir::{Program, Slot, SlotId, SlotKind};
use crate::population::{self, Basis};
use crate::value::calendar::Day;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// A report to be made.
pub struct Reporting {
    /// What it asks.
    pub questions: Arc<Questions>,
    output: Output,
    form: Form,
    name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Json,
}

impl Reporting {
    /// Prepares the report that the options ask for; its file is opened, so that a place that cannot be written is found before the run.
    ///
    /// # Errors
    /// A name of a file that says nothing of the form, something by which records cannot be grouped, a place that cannot be written.
    pub fn start(options: &ScoreOptions, program: &Program, as_of: Day) -> Result<Option<Reporting>, Failure> {
        let Some(ReportWanted { path, by }) = &options.report else { return Ok(None) };
        let form = form(path)?;
        let is_stream = path.as_os_str() == "-";
        let rejects_too = options.rejects.as_ref().is_some_and(|path| path.as_os_str() == "-");
        if is_stream && (options.output == Place::Stream || rejects_too) {
            let second = if rejects_too { "--rejects" } else { "--output" };
            let usage = Usage::OneStream { first: "--report".to_owned(), second: second.to_owned() };
            return Err(CliProblem::Usage { usage, command: COMMAND.to_owned() }.into());
        }
        let mut grouped: Vec<By> = Vec::new();
        for name in by {
            let one = By { source: find(program, name.trim())? };
            if !grouped.contains(&one) {
                grouped.push(one);
            }
        }
        let name = path.display().to_string();
        let output = Output::create(Target::from_argument(Some(&name)))?;
        Ok(Some(Reporting { questions: Arc::new(Questions::new(program, as_of, grouped)), output, form, name }))
    }

    /// Writes the report.
    ///
    /// # Errors
    /// A place that cannot be written.
    pub fn finish(mut self, screen: &Screen, program: &Program, as_of: Option<Day>, outcome: &Outcome) -> Result<(), Failure> {
        let engine = Engine::this();
        let engine = format!("{} {}", engine.name, engine.version);
        let Some(told) = population::population(&Basis { program, questions: &self.questions, outcome, as_of, engine }) else { return Ok(()) };
        let text = match self.form {
            Form::Page => population::to_html(&told, screen.lang),
            Form::Json => population::to_json(&told),
        };
        self.output.write_all(text.as_bytes()).map_err(|error| self.output.failed(&error))?;
        self.output.finish()?;
        if self.name != "-" {
            screen.say(&match screen.lang {
                Lang::En => format!("report on the population written to {}", self.name),
                Lang::Zh => format!("已将总体报告写入 {}", self.name),
            });
        }
        Ok(())
    }
}

fn form(path: &Path) -> Result<Form, CliProblem> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => Ok(Form::Page),
        Some("json") => Ok(Form::Json),
        None if path.as_os_str() == "-" => Ok(Form::Json),
        Some(_) | None => {
            let usage = Usage::ReportEnding { path: path.display().to_string() };
            Err(CliProblem::Usage { usage, command: COMMAND.to_owned() })
        }
    }
}

/// The field or named value of a name or label.
fn find(program: &Program, name: &str) -> Result<Source, CliProblem> {
    let fields = || program.record.fields.iter().enumerate().map(|(position, field)| (Source::Field(FieldId(position as u32)), field));
    let slots = || program.slots.iter().enumerate().map(|(position, slot)| (Source::Slot(SlotId(position as u32)), slot));
    let by_name = || fields().find(|(_, field)| field.name == name).map(|(source, _)| source);
    let by_slot = || slots().find(|(_, slot)| slot.name == name && !slot.name.is_empty()).map(|(source, _)| source);
    let by_label = || fields().find(|(_, field)| field.label == name || field.aliases.iter().any(|alias| alias == name)).map(|(source, _)| source);
    let by_slot_label = || slots().find(|(source, slot)| slot.label == name && ungroupable(program, *source).is_none()).map(|(source, _)| source);
    let can = |source: Source| ungroupable(program, source).is_none();
    let groupable = || {
        let named = fields().filter(|(source, _)| can(*source)).map(|(_, field)| field.name.clone());
        let values =
            slots().filter(|(source, slot)| can(*source) && is_groupable_value(slot) && differs(program, *source)).map(|(_, slot)| slot.name.clone());
        named.chain(values).collect::<Vec<String>>()
    };
    let Some(source) = by_name().or_else(by_slot).or_else(by_label).or_else(by_slot_label) else {
        let known = groupable();
        let labels: Vec<&str> = fields().filter(|(source, _)| can(*source)).map(|(_, field)| field.label.as_str()).collect();
        let near = suggest::nearest(name, known.iter().map(String::as_str)).or_else(|| suggest::nearest(name, labels)).map(str::to_owned);
        return Err(CliProblem::UnknownColumn { name: name.to_owned(), near, known });
    };
    match ungroupable(program, source) {
        None => Ok(source),
        Some(why) => Err(CliProblem::Ungroupable { name: name.to_owned(), why, known: groupable() }),
    }
}

/// Whether it can differ from record to record.
fn differs(program: &Program, source: Source) -> bool {
    match source {
        Source::Field(_) => true,
        Source::Slot(id) => !Needs::of(program, &[id]).fields.is_empty(),
    }
}

/// Whether a named value is one that people would group by.
fn is_groupable_value(slot: &Slot) -> bool {
    match slot.kind {
        SlotKind::Let | SlotKind::Output | SlotKind::Decision | SlotKind::Grade | SlotKind::Eligibility => !slot.name.is_empty(),
        SlotKind::Param
        | SlotKind::IndicatorValue
        | SlotKind::IndicatorPoints
        | SlotKind::Weight
        | SlotKind::Contribution
        | SlotKind::Group
        | SlotKind::Score
        | SlotKind::Condition => false,
    }
}

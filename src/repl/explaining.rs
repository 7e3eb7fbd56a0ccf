//! `:explain`: why the current record has its results, one of them, or the value of an expression.
//!
//! In: the name of a result, an expression, or nothing. Out: the text of the explanation.

use super::problem::{Refusal, SessionProblem};
use super::session::Session;
use crate::cli::scoring;
use crate::explain::Explanation;
use crate::explain::{self, explanation::IndicatorReport};
use crate::ir::Program;
use crate::source::Sources;
use std::ops::Range;

/// The answer to `:explain`.
///
/// # Errors
/// No whole record, no reference date, an expression with errors.
pub fn explain(session: &Session, input: &str, place: Range<usize>) -> Result<String, Refusal> {
    let name = input.get(place.clone()).unwrap_or("");
    if name.is_empty() {
        let whole = explanation(session, &session.program, session.sources())?;
        return Ok(text(session, &whole));
    }
    let is_known = session.program.find(name).is_some() || session.program.slots.iter().any(|slot| slot.label == name);
    if is_known {
        let whole = explanation(session, &session.program, session.sources())?;
        if let Some(part) = only(whole, name) {
            return Ok(without_head(&text(session, &part)));
        }
    }
    let question = session.ask(input, &[place])?;
    let slot = question.program.slot(question.first()?).name.clone();
    let whole = explanation(session, &question.program, &question.sources)?;
    let mut part = only(whole, &slot).unwrap_or_else(|| nothing(&session.program));
    part.values.iter_mut().for_each(|value| value.label = name.to_owned());
    Ok(format!("{}{}", question.noticed, without_head(&text(session, &part))))
}

fn explanation(session: &Session, program: &Program, sources: &Sources) -> Result<Explanation, Refusal> {
    let needed = |lacking: Vec<String>| Refusal::from(SessionProblem::NeedsRecord { lacking, about: None });
    let labels = |ids: &[crate::ir::record::FieldId]| ids.iter().map(|id| program.record.field(*id).label.clone()).collect::<Vec<String>>();
    let all: Vec<crate::ir::record::FieldId> = (0..program.record.fields.len()).map(|position| crate::ir::record::FieldId(position as u32)).collect();
    let blank = super::records::Current { name: String::new(), row: None, values: Vec::new(), changed: false };
    let current = match &session.records.current {
        Some(current) => current,
        None if all.is_empty() => &blank,
        None => return Err(needed(vec![program.record.label.clone()])),
    };
    let lacking = current.lacking(program);
    if !lacking.is_empty() {
        return Err(needed(labels(&lacking)));
    }
    let as_of = session.date()?;
    let trace = explain::trace(program, &current.values, as_of).map_err(|defect| scoring::failure(sources, &defect))?;
    Ok(explain::explanation(program, sources, &trace, &current.values, as_of))
}

/// The part of an explanation that is about one name or label.
fn only(whole: Explanation, name: &str) -> Option<Explanation> {
    let is = |own: &str, label: &str| own == name || label == name;
    let in_scores = whole.scores.iter().flat_map(|score| score.groups.iter().flat_map(|group| &group.items).chain(&score.items));
    let mut indicators: Vec<IndicatorReport> = in_scores.map(|item| item.indicator.clone()).chain(whole.indicators).collect();
    indicators.retain(|one| is(&one.name, &one.label));
    indicators.dedup_by(|one, other| one.name == other.name);
    let mut part = Explanation { indicators, blank: Vec::new(), ..whole };
    part.scores.retain(|one| is(&one.name, &one.label));
    part.grades.retain(|one| is(&one.name, &one.label));
    part.eligibilities.retain(|one| is(&one.name, &one.label));
    part.values.retain(|one| is(&one.name, &one.label));
    let empty = part.indicators.is_empty() && part.scores.is_empty() && part.grades.is_empty();
    (!(empty && part.eligibilities.is_empty() && part.values.is_empty())).then_some(part)
}

/// An explanation of nothing.
fn nothing(program: &Program) -> Explanation {
    let policy = explain::explanation::PolicyReport { name: program.policy.name.clone(), title: String::new(), sources: Vec::new() };
    let record = explain::explanation::RecordReport { label: String::new(), key: None, texts: Vec::new(), fields: Vec::new() };
    Explanation {
        policy,
        as_of: None,
        record,
        scores: Vec::new(),
        indicators: Vec::new(),
        grades: Vec::new(),
        eligibilities: Vec::new(),
        values: Vec::new(),
        blank: Vec::new(),
    }
}

fn text(session: &Session, explanation: &Explanation) -> String {
    let screen = &session.screen;
    if screen.unicode { explain::to_text(explanation, screen.lang, screen.width) } else { explain::to_ascii(explanation, screen.lang, screen.width) }
}

/// A part needs no title of the policy and no name of the record above it.
fn without_head(text: &str) -> String {
    text.split_once("\n\n").map_or_else(|| text.to_owned(), |(_, rest)| rest.to_owned())
}

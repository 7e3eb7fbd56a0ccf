//! `field = value`, once or several times.
//!
//! In: a text. Out: a record with those values. A value is read as a cell of a data file is, so that `2000`, `2000万元` and the label of
//! a member are all understood; what is none is an expression over the current record.

use super::answer::value;
use super::problem::{Refusal, SessionProblem};
use super::records::Current;
use super::session::Session;
use crate::cli::problem::CliProblem;
use crate::cli::scoring;
use crate::data::cell::CellReader;
use crate::data::columns::Matcher;
use crate::data::options::MISSING_WORDS;
use crate::data::problem::{CellProblem, Fault};
use crate::data::raw::Raw;
use crate::diagnostic::{Lang, Words, suggest};
use crate::explain;
use crate::ir::record::FieldId;
use crate::syntax::lexicon::{Token, TokenKind, tokens};
use crate::value::Value;
use crate::value::ty::Type;
use std::ops::Range;

/// A field and the place of what is written for it.
struct Assignment {
    field: FieldId,
    value: Range<usize>,
}

/// The current record, or a blank one, with what a text assigns.
///
/// # Errors
/// No assignment, an unknown field, a value that does not fit, a record that breaks a rule.
pub fn assigned(session: &Session, input: &str, place: Range<usize>, command: &'static super::command::Row) -> Result<Current, Refusal> {
    let fields = session.program.record.fields.len();
    let blank = Current { name: String::new(), row: None, values: vec![Value::Missing; fields], changed: false };
    let mut current = session.records.current.clone().unwrap_or(blank);
    for Assignment { field, value } in assignments(session, input, place, command)? {
        let found = read(session, input, value, field)?;
        if let Some(slot) = current.values.get_mut(field.0 as usize) {
            current.changed |= *slot != found;
            *slot = found;
        }
    }
    if current.lacking(&session.program).is_empty() {
        let ground = super::answer::ground(session)?;
        let broken = explain::check_record(ground.program, &current.values, ground.as_of);
        if let Some(rule) = broken.map_err(|defect| scoring::failure(ground.sources, &defect))? {
            let wanted = if current.name.is_empty() { session.pick("new", "新") } else { &current.name };
            return Err(CliProblem::RecordRejected { wanted: wanted.to_owned(), reasons: vec![Words::new(rule.words.clone())] }.into());
        }
    }
    Ok(current)
}

fn assignments(session: &Session, input: &str, place: Range<usize>, command: &'static super::command::Row) -> Result<Vec<Assignment>, Refusal> {
    let usage = || Refusal::from(SessionProblem::Usage { command });
    let text = input.get(place.clone()).unwrap_or("");
    let matcher = Matcher::new(&session.program.record);
    let mut list = Vec::new();
    for part in parts(text) {
        let piece = text.get(part.clone()).unwrap_or("");
        let at = piece.find(['=', '＝']).ok_or_else(usage)?;
        let name = piece.get(..at).unwrap_or("").trim();
        let sign = piece.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let value = super::input::trimmed(input, (place.start + part.start + at + sign)..(place.start + part.end));
        if name.is_empty() || value.is_empty() {
            return Err(usage());
        }
        let Some(position) = matcher.named(name) else {
            let names = session.program.record.fields.iter().flat_map(|field| [field.name.as_str(), field.label.as_str()]);
            let near = suggest::nearest(name, names).map(str::to_owned);
            return Err(SessionProblem::UnknownField { name: name.to_owned(), near }.into());
        };
        list.push(Assignment { field: FieldId(position as u32), value });
    }
    if list.is_empty() { Err(usage()) } else { Ok(list) }
}

/// The pieces of a text between the commas behind which another assignment begins.
fn parts(text: &str) -> Vec<Range<usize>> {
    let all = tokens(text);
    let word = |token: &Token| text.get(token.start..token.end).unwrap_or("");
    let mut starts = vec![0];
    let mut ends = Vec::new();
    for (position, token) in all.iter().enumerate() {
        let is_comma = matches!(word(token), "," | "，" | "、" | ";" | "；");
        let next = (all.get(position + 1), all.get(position + 2));
        if let (true, (Some(name), Some(sign))) = (is_comma, next)
            && !matches!(name.kind, TokenKind::Number | TokenKind::Date | TokenKind::Text)
            && matches!(word(sign), "=" | "＝")
        {
            ends.push(token.start);
            starts.push(token.end);
        }
    }
    ends.push(text.len());
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

/// The value that is written for a field.
fn read(session: &Session, input: &str, place: Range<usize>, field: FieldId) -> Result<Value, Refusal> {
    let program = &session.program;
    let cells = CellReader::new(&program.record, &program.enums, &MISSING_WORDS.map(str::to_owned));
    let written = input.get(place.clone()).unwrap_or("");
    let declared = program.record.field(field);
    let cell = match written {
        "missing" | "缺失" => Raw::Blank,
        written => Raw::Text(written.trim_matches(['"', '“', '”', '＂']).to_owned()),
    };
    let fault = match cells.read(field.0 as usize, &cell) {
        Ok(read) => return Ok(read.value),
        Err(fault) => fault,
    };
    // What no cell could hold is an expression; where that is wrong too, the cell says more of a plain value.
    let is_plain = tokens(written).len() == 1 || matches!(fault, Fault::Blank | Fault::KeyBlank);
    let unfit = |fault: Fault, shown: &str| {
        let problem = CellProblem {
            field: Some(field),
            name: declared.name.as_str().into(),
            label: declared.label.as_str().into(),
            header: None,
            value: shown.to_owned(),
            fault,
        };
        Refusal::from(SessionProblem::Unfit { words: Box::new((problem.words(Lang::En), problem.words(Lang::Zh))) })
    };
    let asked = match session.ask(input, &[place]) {
        Ok(asked) => asked,
        Err(_) if is_plain => return Err(unfit(fault, written)),
        Err(refusal) => return Err(refusal),
    };
    let slot = asked.first()?;
    let found = value(session, &asked.program, slot)?;
    let ty = &asked.program.slot(slot).expr.ty;
    let wanted = declared.kind.value_type();
    let text = match (ty, &wanted) {
        (Type::Number(number), Type::Number(wanted)) if number.dimension == wanted.dimension => {
            explain::exact(&found, &Type::Number(crate::value::ty::Number { unit: wanted.unit.clone(), ..number.clone() }), &asked.program)
        }
        (Type::Bool, Type::Bool) | (Type::Date(_), Type::Date(_)) | (Type::Text, Type::Text) => explain::exact(&found, ty, &asked.program),
        (Type::Enum(a), Type::Enum(b)) if a == b => explain::exact(&found, ty, &asked.program),
        (Type::Nothing, _) => String::new(),
        _ => return Err(unfit(fault, written)),
    };
    let cell = if found.is_missing() { Raw::Blank } else { Raw::Text(text.clone()) };
    cells.read(field.0 as usize, &cell).map(|read| read.value).map_err(|fault| unfit(fault, &text))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn commas_in_figures_part_nothing() {
        let cut = |text: &'static str| parts(text).into_iter().map(|part| text[part].trim()).collect::<Vec<&str>>();
        assert_eq!(cut("a = 1,000, b = 2"), ["a = 1,000", "b = 2"]);
        assert_eq!(cut("a = max(1, 2)，甲 = 3万元"), ["a = max(1, 2)", "甲 = 3万元"]);
        assert_eq!(cut("a = x"), ["a = x"]);
    }
}

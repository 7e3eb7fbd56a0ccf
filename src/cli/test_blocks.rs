//! One `test` block: whether what it expects is what comes out.
//!
//! In: a checked program and one of its tests. Out: what did not come out as expected, as text with places. Prints nothing.

use super::language::pick;
use super::verdict;
use crate::diagnostic::Lang;
use crate::explain::{self, Defect};
use crate::ir::expr::ExprKind;
use crate::ir::{Example, Expect, Expectation, Program, SlotKind, Test};
use crate::source::{Sources, Span};
use crate::value::Value;
use crate::value::calendar::{Day, USUAL_FIRST, USUAL_LAST};

/// An expectation that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Where it stands, as `file:line:column`.
    pub place: String,
    /// What it expects, as written.
    pub expected: String,
    /// What came out.
    pub found: String,
}

/// Used where nothing depends on the reference date.
const ANY: Day = Day(0);

/// What does not come out as the test expects; nothing where it passes.
///
/// # Errors
/// A defect of the engine.
pub fn misses(program: &Program, sources: &Sources, test: &Test, lang: Lang) -> Result<Vec<Miss>, Defect> {
    let Some(as_of) = date(program, test) else {
        let expected = pick(lang, "`as of DATE`: the results depend on the reference date", "写明 `基准日 日期`：结果取决于基准日").to_owned();
        let found = pick(lang, "no reference date", "没有基准日").to_owned();
        return Ok(vec![Miss { place: place(sources, test.span), expected, found }]);
    };
    let earliest = earliest(program);
    if !is_usable(program, as_of) {
        let expected = match lang {
            Lang::En => format!("a reference date from {earliest} to {USUAL_LAST}"),
            Lang::Zh => format!("{earliest} 至 {USUAL_LAST} 的基准日"),
        };
        return Ok(vec![Miss { place: place(sources, test.span), expected, found: as_of.to_string() }]);
    }
    let rejection = rejection(program, &test.given, as_of, lang)?;
    match (&test.expect, rejection) {
        (Expect::Rejected { .. }, Some(_)) => Ok(Vec::new()),
        (Expect::Rejected { span }, None) => {
            let found = pick(lang, "the record keeps the schema", "记录符合要求").to_owned();
            Ok(vec![Miss { place: place(sources, *span), expected: sources.slice(*span).to_owned(), found }])
        }
        (Expect::All(_), Some(reason)) => {
            let expected = pick(lang, "a record that keeps the schema", "符合要求的记录").to_owned();
            Ok(vec![Miss { place: place(sources, test.given.span), expected, found: reason }])
        }
        (Expect::All(expectations), None) => unmet(program, sources, &test.given.record, expectations, as_of, lang),
    }
}

/// The reference date of a test, where it has one for which the policy is defined.
#[must_use]
pub fn usable_date(program: &Program, test: &Test) -> Option<Day> {
    date(program, test).filter(|as_of| is_usable(program, *as_of))
}

fn date(program: &Program, test: &Test) -> Option<Day> {
    test.as_of.or(program.policy.as_of).or((!program.policy.needs_as_of).then_some(ANY))
}

fn earliest(program: &Program) -> Day {
    program.earliest_as_of.map_or(USUAL_FIRST, |earliest| earliest.max(USUAL_FIRST))
}

fn is_usable(program: &Program, as_of: Day) -> bool {
    earliest(program) <= as_of && as_of <= USUAL_LAST
}

fn unmet(program: &Program, sources: &Sources, record: &[Value], expectations: &[Expectation], as_of: Day, lang: Lang) -> Result<Vec<Miss>, Defect> {
    let evaluation = explain::evaluate(program, record, as_of)?;
    let mut misses = Vec::new();
    for expectation in expectations {
        let holds = explain::value_of(program, &expectation.condition, record, &evaluation, as_of)?;
        if holds == Value::Bool(true) {
            continue;
        }
        let found = match &expectation.found {
            Some(side) => {
                let value = explain::value_of(program, side, record, &evaluation, as_of)?;
                match &side.kind {
                    // In a policy the outcome of an eligibility is a word.
                    ExprKind::Slot(id) if program.slot(*id).kind == SlotKind::Eligibility => verdict::word(&value, None).to_owned(),
                    _ => explain::show(&value, &side.ty, program, lang),
                }
            }
            None if holds.is_missing() => pick(lang, "undetermined", "待定").to_owned(),
            None => pick(lang, "it does not hold", "不成立").to_owned(),
        };
        let expected = one_line(sources.slice(expectation.span));
        misses.push(Miss { place: place(sources, expectation.span), expected, found });
    }
    Ok(misses)
}

/// Why the record breaks the schema, in words; `None` where it keeps it.
fn rejection(program: &Program, given: &Example, as_of: Day, lang: Lang) -> Result<Option<String>, Defect> {
    if let Some(id) = given.broken.first() {
        let field = program.record.field(*id);
        let value = given.record.get(id.0 as usize).unwrap_or(&Value::Missing);
        let shown = explain::show(value, &field.kind.value_type(), program, lang);
        return Ok(Some(match lang {
            Lang::En => format!("{} is outside what is allowed: {shown}", field.label),
            Lang::Zh => format!("{}不在允许范围内：{shown}", field.label),
        }));
    }
    Ok(explain::check_record(program, &given.record, as_of)?.map(|check| check.words.clone()))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// `file:line:column` of a span.
#[must_use]
pub fn place(sources: &Sources, span: Span) -> String {
    let file = sources.file(span.file);
    let position = file.position(span.start);
    format!("{}:{}:{}", file.name, position.line, position.column)
}

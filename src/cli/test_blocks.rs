//! One `test` block: whether what it expects is what comes out.
//!
//! In: a checked program and one of its tests. Out: what did not come out as expected, as text with places. Prints nothing.

use super::language::pick;
use crate::bulk::verdict;
use crate::diagnostic::Lang;
use crate::explain::{self, Defect, Evaluation};
use crate::ir::expr::ExprKind;
use crate::ir::{Example, Expectation, Program, SlotKind, Test};
use crate::source::{Sources, Span};
use crate::testing::run::{self, Ending, Rejection};
use crate::value::Value;
use crate::value::calendar::{Day, USUAL_LAST};

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

/// What does not come out as the test expects; nothing where it passes.
///
/// # Errors
/// A defect of the engine.
pub fn misses(program: &Program, sources: &Sources, test: &Test, lang: Lang) -> Result<Vec<Miss>, Defect> {
    let miss = |span: Span, expected: String, found: String| vec![Miss { place: place(sources, span), expected, found }];
    Ok(match run::run(program, test)? {
        Ending::Passed => Vec::new(),
        Ending::NoReferenceDate => {
            let expected = pick(lang, "`as of DATE`: the results depend on the reference date", "写明 `基准日 日期`：结果取决于基准日").to_owned();
            miss(test.span, expected, pick(lang, "no reference date", "没有基准日").to_owned())
        }
        Ending::ReferenceDateOutside { as_of, earliest } => {
            let expected = match lang {
                Lang::En => format!("a reference date from {earliest} to {USUAL_LAST}"),
                Lang::Zh => format!("{earliest} 至 {USUAL_LAST} 的基准日"),
            };
            miss(test.span, expected, as_of.to_string())
        }
        Ending::NotRejected { span } => {
            miss(span, sources.slice(span).to_owned(), pick(lang, "the record keeps the schema", "记录符合要求").to_owned())
        }
        Ending::Rejected(rejection) => {
            let expected = pick(lang, "a record that keeps the schema", "符合要求的记录").to_owned();
            miss(test.given.span, expected, reason(program, &test.given, &rejection, lang))
        }
        Ending::Unmet { evaluation, as_of, unmet } => {
            let mut misses = Vec::new();
            for (expectation, holds) in &unmet {
                let found = found(program, test, expectation, holds, &evaluation, as_of, lang)?;
                let expected = one_line(sources.slice(expectation.span));
                misses.push(Miss { place: place(sources, expectation.span), expected, found });
            }
            misses
        }
    })
}

/// What came out where an expectation does not hold, in words.
fn found(
    program: &Program,
    test: &Test,
    expectation: &Expectation,
    holds: &Value,
    evaluation: &Evaluation,
    as_of: Day,
    lang: Lang,
) -> Result<String, Defect> {
    Ok(match &expectation.found {
        Some(side) => {
            let value = explain::value_of(program, side, &test.given.record, evaluation, as_of)?;
            match &side.kind {
                // In a policy the outcome of an eligibility is a word.
                ExprKind::Slot(id) if program.slot(*id).kind == SlotKind::Eligibility => verdict::word(value.truth(), None).to_owned(),
                _ => explain::show(&value, &side.ty, program, lang),
            }
        }
        None if holds.is_missing() => pick(lang, "undetermined", "待定").to_owned(),
        None => pick(lang, "it does not hold", "不成立").to_owned(),
    })
}

/// Why the record breaks the schema, in words.
fn reason(program: &Program, given: &Example, rejection: &Rejection<'_>, lang: Lang) -> String {
    match rejection {
        Rejection::Check(check) => check.words.clone(),
        Rejection::Field(id) => {
            let field = program.record.field(*id);
            let value = given.record.get(id.0 as usize).unwrap_or(&Value::Missing);
            let shown = explain::show(value, &field.kind.value_type(), program, lang);
            match lang {
                Lang::En => format!("{} is outside what is allowed: {shown}", field.label),
                Lang::Zh => format!("{}不在允许范围内：{shown}", field.label),
            }
        }
    }
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

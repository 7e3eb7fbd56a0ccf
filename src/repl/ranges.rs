//! `:range`: what an expression can be for every valid record, or for those that keep a condition.
//!
//! In: an expression and a condition. Out: an interval, the members, or the truth values that are possible.

use super::problem::{Refusal, SessionProblem};
use super::session::Session;
use crate::bulk::verdict;
use crate::check::describe::interval_text;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{Program, SlotKind};
use crate::region::{Possible, Region, Texts, Values, World};
use crate::syntax::lexicon::{TokenKind, tokens};
use crate::value::ty::Type;
use std::ops::Range;

/// The answer to `:range`.
///
/// # Errors
/// What is wrong with the expressions; a condition that is none.
pub fn range(session: &Session, input: &str, place: Range<usize>) -> Result<String, Refusal> {
    let places = parted(input, place);
    let question = session.ask(input, &places)?;
    let program = &question.program;
    let world = World::of(program);
    let mut region = Some(Region::valid(world));
    if let Some(condition) = question.slots.get(1) {
        let condition = &program.slot(*condition).expr;
        if condition.ty != Type::Bool {
            return Err(SessionProblem::NotCondition.into());
        }
        region = region.and_then(|region| region.assume(world, condition, true));
    }
    let expr = &program.slot(question.first()?).expr;
    let Some(region) = region else {
        return Ok(format!("{}{}\n", question.noticed, session.pick("no valid record keeps the condition", "没有合格的记录符合该条件")));
    };
    Ok(format!("{}{}\n", question.noticed, possible(session, program, expr, &region.possible(world, expr))))
}

/// The expression, and the condition behind `where` outside brackets.
fn parted(input: &str, place: Range<usize>) -> Vec<Range<usize>> {
    let text = input.get(place.clone()).unwrap_or("");
    let mut depth = 0i32;
    for token in tokens(text) {
        let word = text.get(token.start..token.end).unwrap_or("");
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth -= 1,
            TokenKind::Name if depth == 0 && matches!(word, "where" | "其中") => {
                let before = super::input::trimmed(input, place.start..(place.start + token.start));
                return vec![before, super::input::trimmed(input, (place.start + token.end)..place.end)];
            }
            TokenKind::Name
            | TokenKind::Comment
            | TokenKind::Text
            | TokenKind::Number
            | TokenKind::Date
            | TokenKind::Keyword(_)
            | TokenKind::Sign
            | TokenKind::Other => {}
        }
    }
    vec![place]
}

/// What is possible, in words.
fn possible(session: &Session, program: &Program, expr: &Expr, possible: &Possible) -> String {
    let comma = session.pick(", ", "、");
    let is_outcome = matches!(expr.kind, ExprKind::Slot(id) if program.slot(id).kind == SlotKind::Eligibility);
    let [yes_word, no_word, missing_word] = if is_outcome {
        [Some(true), Some(false), None].map(|outcome| verdict::word(outcome, Some(session.screen.lang)))
    } else {
        [session.pick("yes", "是"), session.pick("no", "否"), session.pick("missing", "缺失")]
    };
    let values = match (&possible.values, &expr.ty) {
        (Values::None, _) => Vec::new(),
        (Values::Range(range), ty) => vec![interval_text(ty, range.low, range.high)],
        (Values::Truth { yes, no }, _) => {
            let words = [(*yes, yes_word), (*no, no_word)];
            vec![words.iter().filter(|(possible, _)| *possible).map(|(_, word)| *word).collect::<Vec<&str>>().join(session.pick(" or ", "或"))]
        }
        (Values::Members(members), Type::Enum(id)) => {
            let names = program.enumeration(*id).members.iter().enumerate();
            let names = names.filter(|(position, _)| members.contains(&(*position as u32))).map(|(_, member)| member.name.as_str());
            vec![names.collect::<Vec<&str>>().join(comma)]
        }
        (Values::Members(_), _) => Vec::new(),
        (Values::Texts(Texts::Only(texts)), _) => vec![texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<String>>().join(comma)],
        (Values::Texts(Texts::Except(texts)), _) if texts.is_empty() => vec![session.pick("any text", "任何文本").to_owned()],
        (Values::Texts(Texts::Except(texts)), _) => {
            let list = texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<String>>().join(comma);
            vec![format!("{}{list}", session.pick("any text but ", "任何文本，除"))]
        }
    };
    let missing = possible.missing.then(|| match values.is_empty() {
        true => format!("{}{missing_word}", session.pick("always ", "总是")),
        false => format!("{}{missing_word}", session.pick("may be ", "可能")),
    });
    let all: Vec<String> = values.into_iter().chain(missing).collect();
    if all.is_empty() {
        session.pick("nothing: no valid record gets there", "无：没有合格的记录").to_owned()
    } else {
        all.join(session.pick("; ", "；"))
    }
}

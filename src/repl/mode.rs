//! `:mode`: how answers are given.
//!
//! In: a word or two. Out: the session with that mode; without words, the modes as they are.

use super::command::Row;
use super::problem::{Refusal, SessionProblem};
use super::session::{Digits, Session};
use crate::cli::reference_date;
use crate::diagnostic::Lang;

/// The answer to `:mode`.
///
/// # Errors
/// Words that are no mode, a date that is none.
pub fn mode(session: &mut Session, words: &str, command: &'static Row) -> Result<String, Refusal> {
    let mut parts = words.split_whitespace();
    match (parts.next(), parts.next()) {
        (None, _) => {}
        (Some("en" | "英文"), None) => session.screen.lang = Lang::En,
        (Some("zh" | "中文"), None) => session.screen.lang = Lang::Zh,
        (Some("exact" | "精确"), None) => session.digits = Digits::Exact,
        (Some("rounded" | "近似"), None) => session.digits = Digits::Rounded,
        (Some("width" | "宽度"), Some(width)) => match width.parse::<usize>() {
            Ok(width) => session.screen.width = width.clamp(20, 400),
            Err(_) => return Err(SessionProblem::Usage { command }.into()),
        },
        (Some("date" | "基准日"), Some(date)) => {
            let day = reference_date::parse(":mode date", date)?;
            session.as_of = Some(reference_date::settle(&session.program, Some(day))?);
        }
        (Some(_), _) => return Err(SessionProblem::Usage { command }.into()),
    }
    Ok(shown(session))
}

fn shown(session: &Session) -> String {
    let digits = match session.digits {
        Digits::Exact => session.pick("exact", "精确"),
        Digits::Rounded => session.pick("rounded", "近似"),
    };
    let date = session.as_of.or(session.program.policy.as_of).map(|day| day.to_string());
    let date = date.unwrap_or_else(|| session.pick("none", "无").to_owned());
    match session.screen.lang {
        Lang::En => format!("language en, digits {digits}, width {}, reference date {date}\n", session.screen.width),
        Lang::Zh => format!("语言 zh，数字{digits}，宽度 {}，基准日 {date}\n", session.screen.width),
    }
}

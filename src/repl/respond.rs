//! One input and its answer.
//!
//! In: a session and an input. Out: the answer, or why there is none. Every command passes here.

use super::answer::{self, answer, ground};
use super::command::{Command, Row};
use super::input::{self, Force, Input};
use super::problem::{Refusal, SessionProblem};
use super::session::{Session, is_data};
use super::{assign, edit, explaining, fields, help, mode, ranges, save, tests_here, timing, what_if};
use crate::cli::problem::CliProblem;
use crate::diagnostic::Lang;
use crate::ir::needs::Needs;
use crate::value::calendar::Day;
use crate::value::ty::Type;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Answers an input.
///
/// # Errors
/// Whatever keeps it from being answered; the session is as it was.
pub fn respond(session: &mut Session, text: &str) -> Result<String, Refusal> {
    session.stop.store(false, Ordering::SeqCst);
    match input::read(text)? {
        Input::Nothing => Ok(String::new()),
        Input::Declaration => {
            text.trim().clone_into(&mut session.last_input);
            session.add(text)
        }
        Input::Expression => {
            text.trim().clone_into(&mut session.last_input);
            let place = input::trimmed(text, 0..text.len());
            answer(session, text, place)
        }
        Input::Command(row, force, place) => command(session, text, row, force, place),
    }
}

fn command(session: &mut Session, text: &str, row: &'static Row, force: Force, place: Range<usize>) -> Result<String, Refusal> {
    let argument = text.get(place.clone()).unwrap_or("").to_owned();
    let argument = argument.as_str();
    let wanted = |wanted: bool| if wanted { Ok(()) } else { Err(Refusal::from(SessionProblem::Usage { command: row })) };
    match row.command {
        Command::Help => help::help(session, argument),
        Command::Fields => wanted(argument.is_empty()).map(|()| fields::fields(session)),
        Command::Type => wanted(!argument.is_empty()).and_then(|()| answer::type_of(session, text, place)),
        Command::Explain => explaining::explain(session, text, place),
        Command::Range => wanted(!argument.is_empty()).and_then(|()| ranges::range(session, text, place)),
        Command::Time => wanted(!argument.is_empty()).and_then(|()| timing::time(session, text, place)),
        Command::Test => tests_here::test(session, argument),
        Command::Set => {
            let current = assign::assigned(session, text, place, row)?;
            let told = fields::changes(session, &current);
            session.records.current = Some(current);
            Ok(format!("{}{told}", fields::headline(session)))
        }
        Command::WhatIf => what_if::what_if(session, text, place, row),
        Command::Record => record(session, argument),
        Command::Next => wanted(argument.is_empty()).and_then(|()| advance(session, None)),
        Command::Find => wanted(!argument.is_empty()).and_then(|()| find(session, text, place)),
        Command::Load => wanted(!argument.is_empty()).and_then(|()| load(session, argument)),
        Command::Reload => wanted(argument.is_empty()).and_then(|()| reload(session)),
        Command::Edit => edit(session, argument, row),
        Command::Save => save::save(session, argument, force, row),
        Command::Mode => mode::mode(session, argument, row),
        Command::Quit => {
            session.over = true;
            Ok(String::new())
        }
    }
}

fn record(session: &mut Session, argument: &str) -> Result<String, Refusal> {
    if argument.is_empty() {
        let whole = if session.records.current.is_some() { fields::fields(session) } else { String::new() };
        return Ok(format!("{}{whole}", fields::headline(session)));
    }
    let program = Arc::clone(&session.program);
    let (sources, as_of) = (session.sources().clone(), ground(session)?.as_of);
    let ground = super::records::Ground { program: &program, sources: &sources, as_of, lang: session.screen.lang };
    session.records.choose(ground, argument)?;
    Ok(fields::headline(session))
}

/// A condition that was checked, with what it needs.
struct Sought {
    question: super::session::Question,
    needs: Needs,
    as_of: Day,
}

fn find(session: &mut Session, text: &str, place: Range<usize>) -> Result<String, Refusal> {
    let question = session.ask(text, &[place])?;
    let slot = question.first()?;
    if question.program.slot(slot).expr.ty != Type::Bool {
        return Err(SessionProblem::NotCondition.into());
    }
    let needs = Needs::of(&question.program, &[slot]);
    let as_of = if needs.date { session.date()? } else { Day(0) };
    advance(session, Some(&Sought { question, needs, as_of }))
}

fn advance(session: &mut Session, sought: Option<&Sought>) -> Result<String, Refusal> {
    let program = Arc::clone(&session.program);
    let (sources, as_of) = (session.sources().clone(), ground(session)?.as_of);
    let ground = super::records::Ground { program: &program, sources: &sources, as_of, lang: session.screen.lang };
    let stop = Arc::clone(&session.stop);
    let passed = session.records.advance(ground, |values| match sought {
        _ if stop.load(Ordering::SeqCst) => Err(SessionProblem::Interrupted.into()),
        None => Ok(true),
        Some(Sought { question, needs, as_of }) => answer::holds(question, needs, values, *as_of),
    })?;
    let mut text = fields::headline(session);
    if passed > 0 {
        text.push_str(&match session.screen.lang {
            Lang::En => format!("  {passed} rejected on the way\n"),
            Lang::Zh => format!("  途中有 {passed} 条被退回的记录\n"),
        });
    }
    Ok(text)
}

fn load(session: &mut Session, argument: &str) -> Result<String, Refusal> {
    let path = PathBuf::from(argument.trim_matches('"'));
    if is_data(&path) {
        let program = Arc::clone(&session.program);
        session.records.take(&program, &path)?;
    } else {
        session.take_policy(&path)?;
    }
    Ok(loaded(session))
}

fn reload(session: &mut Session) -> Result<String, Refusal> {
    session.reload()?;
    let name = session.records.current.as_ref().map(|current| current.name.clone());
    let program = Arc::clone(&session.program);
    session.records.follow(&program)?;
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        // A record that is gone is no longer the current one.
        let _ = record(session, &name);
    }
    Ok(loaded(session))
}

/// What the session works with.
fn loaded(session: &Session) -> String {
    let policy = session.policy.as_ref().map(|path| {
        let title = &session.program.policy.title;
        let title = if title.is_empty() { &session.program.policy.name } else { title };
        format!("{}{title} ({})", session.pick("policy: ", "政策："), path.display())
    });
    let data = session.records.path.as_ref().map(|path| format!("{}{}", session.pick("records: ", "数据："), path.display()));
    policy.into_iter().chain(data).map(|line| format!("{line}\n")).collect()
}

fn edit(session: &mut Session, argument: &str, row: &'static Row) -> Result<String, Refusal> {
    match (argument, session.policy.clone()) {
        ("", Some(policy)) => {
            edit::open(&policy)?;
            reload(session)
        }
        ("" | "last" | "上次", _) => {
            let text = edit::text(&session.last_input)?;
            match input::read(&text)? {
                // An input that edits itself would never end.
                Input::Command(other, ..) if other.command == Command::Edit => Err(SessionProblem::Usage { command: row }.into()),
                Input::Nothing | Input::Command(..) | Input::Declaration | Input::Expression => respond(session, &text),
            }
        }
        _ => Err(SessionProblem::Usage { command: row }.into()),
    }
}

/// Words before the first prompt of a terminal.
#[must_use]
pub fn greeting(session: &Session) -> String {
    let first = session.pick("`:help` tells what can be typed, Ctrl-D ends the session.", "输入 `:帮助` 查看可以输入什么，按 Ctrl-D 结束。");
    format!("ics {}  {first}\n{}", env!("CARGO_PKG_VERSION"), loaded(session))
}

/// Whether a refusal only means that nobody reads any more.
#[must_use]
pub fn is_end(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::PipeClosed => true,
        Refusal::Command(problem) => matches!(&**problem, CliProblem::CannotWrite { path, .. } if path == "-"),
        Refusal::Session(_) | Refusal::Data(..) | Refusal::Shown(_) => false,
    }
}

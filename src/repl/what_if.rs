//! `:what-if`: what a change of the record would do.
//!
//! In: assignments. Out: results before and after, the rows of bands and tables that would be others, the conditions that would turn.
//! The record stays as it is.

use super::answer::shown;
use super::assign;
use super::command::Row;
use super::problem::{Refusal, SessionProblem};
use super::session::Session;
use super::table::aligned;
use crate::bulk::verdict;
use crate::cli::scoring;
use crate::diagnostic::Lang;
use crate::explain::{self, Trace};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::scheme::{Clause, Condition, Parts};
use crate::ir::{Program, SlotId, SlotKind, walk};
use crate::value::Value;
use std::ops::Range;

/// The answer to `:what-if`.
///
/// # Errors
/// No whole record, assignments that cannot be made.
pub fn what_if(session: &Session, input: &str, place: Range<usize>, command: &'static Row) -> Result<String, Refusal> {
    let program = &session.program;
    let after = assign::assigned(session, input, place, command)?;
    let Some(before) = session.records.current.clone() else {
        return Err(SessionProblem::NeedsRecord { lacking: vec![program.record.label.clone()], about: None }.into());
    };
    let lacking: Vec<String> = before.lacking(program).iter().map(|id| program.record.field(*id).label.clone()).collect();
    if !lacking.is_empty() {
        return Err(SessionProblem::NeedsRecord { lacking, about: None }.into());
    }
    let as_of = session.date()?;
    let trace = |values: &[Value]| explain::trace(program, values, as_of).map_err(|defect| scoring::failure(session.sources(), &defect));
    let both = Both { session, program, before: trace(&before.values)?, after: trace(&after.values)? };
    let mut text = both.results();
    for (title, lines) in [(session.pick("other rows", "所在的行"), both.rows()), (session.pick("conditions", "条件"), both.conditions())] {
        if !lines.is_empty() {
            text.push_str(&format!("{title}\n{}", aligned(&lines, 2, session.screen.width)));
        }
    }
    if text.is_empty() {
        text = format!("{}\n", session.pick("no result would change", "结果不变"));
    }
    Ok(text)
}

struct Both<'s> {
    session: &'s Session,
    program: &'s Program,
    before: Trace,
    after: Trace,
}

impl Both<'_> {
    /// The results and points that change.
    fn results(&self) -> String {
        let points = self.program.indicators.iter().map(|indicator| indicator.points);
        let ids: Vec<SlotId> = self.program.results.iter().copied().chain(points).collect();
        let rows = ids.into_iter().filter_map(|id| {
            let slot = self.program.slot(id);
            let (before, after) = (self.before.evaluation.slot(id), self.after.evaluation.slot(id));
            (before != after).then(|| vec![slot.label.clone(), format!("{} {} {}", self.shown(id, before), self.arrow(), self.shown(id, after))])
        });
        aligned(&rows.collect::<Vec<Vec<String>>>(), 0, self.session.screen.width)
    }

    fn shown(&self, id: SlotId, value: &Value) -> String {
        let slot = self.program.slot(id);
        match slot.kind {
            SlotKind::Eligibility => verdict::word(value.truth(), Some(self.session.screen.lang)).to_owned(),
            _ => shown(self.session, value, &slot.expr.ty, self.program),
        }
    }

    fn arrow(&self) -> &'static str {
        if self.session.screen.unicode { "→" } else { "->" }
    }

    /// The rows of bands and tables that change.
    fn rows(&self) -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        for slot in &self.program.slots {
            walk::each(&slot.expr, &mut |part| {
                let (before, after) = (self.before.row(part.id), self.after.row(part.id));
                if before != after
                    && let (Some(before), Some(after)) = (self.row(part, before), self.row(part, after))
                {
                    let line = vec![slot.label.clone(), format!("{before} {} {after}", self.arrow())];
                    if !lines.contains(&line) {
                        lines.push(line);
                    }
                }
            });
        }
        lines
    }

    /// A row as it is written; none for what has no rows of its own.
    fn row(&self, expr: &Expr, taken: Option<u32>) -> Option<String> {
        let sources = self.session.sources();
        let written = |span| sources.slice(span).split_whitespace().collect::<Vec<&str>>().join(" ");
        let missing = || self.session.pick("missing", "缺失").to_owned();
        let otherwise = || self.session.pick("otherwise", "其余").to_owned();
        let taken = taken.map(|taken| taken as usize);
        Some(match (&expr.kind, taken) {
            (ExprKind::Choose(choose), Some(taken)) => written(choose.rows.get(taken)?.span),
            (ExprKind::Lookup(lookup), Some(taken)) => {
                let table = self.program.tables.get(lookup.table.0 as usize)?;
                written(table.rows.get(taken)?.span)
            }
            (ExprKind::When(when), Some(taken)) => match when.rows.get(taken) {
                Some(row) => written(row.guard.span),
                None if taken == when.rows.len() => otherwise(),
                None => missing(),
            },
            (ExprKind::Lookup(_), None) => missing(),
            (ExprKind::Choose(_) | ExprKind::When(_), None) => return None,
            _ => return None,
        })
    }

    /// The conditions that turn.
    fn conditions(&self) -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        for eligibility in &self.program.eligibilities {
            for clause in &eligibility.clauses {
                let (Clause::Require(condition) | Clause::Veto(condition) | Clause::Direct(condition)) = clause;
                self.condition(condition, &mut lines);
            }
        }
        lines
    }

    fn condition(&self, condition: &Condition, lines: &mut Vec<Vec<String>>) {
        match &condition.parts {
            Parts::Single => {}
            Parts::Any(parts) | Parts::All(parts) => parts.iter().for_each(|part| self.condition(part, lines)),
        }
        let (before, after) = (self.before.evaluation.slot(condition.slot), self.after.evaluation.slot(condition.slot));
        if before != after && !condition.words.is_empty() {
            lines.push(vec![condition.words.clone(), format!("{} {} {}", self.state(before), self.arrow(), self.state(after))]);
        }
    }

    fn state(&self, value: &Value) -> &'static str {
        let lang: Lang = self.session.screen.lang;
        crate::cli::language::pick(
            lang,
            match value.truth() {
                Some(true) => "holds",
                Some(false) => "does not hold",
                None => "undetermined",
            },
            match value.truth() {
                Some(true) => "成立",
                Some(false) => "不成立",
                None => "待定",
            },
        )
    }
}

//! A row the checker calls out of reach is never taken.

use crate::random::Random;
use crate::records::Records;
use ics::diagnostic::Diagnostic;
use ics::explain::{Trace, check_record, trace};
use ics::ir::expr::{Expr, ExprKind};
use ics::ir::{Program, walk};
use ics::source::Span;
use std::collections::HashSet;

/// The places of the rows that are reported as out of reach.
pub fn unreachable_rows(diagnostics: &[Diagnostic]) -> HashSet<Span> {
    diagnostics.iter().filter(|diagnostic| diagnostic.code == "W0401").filter_map(Diagnostic::primary).collect()
}

/// The first of the rows that a random record takes after all.
pub fn taken(program: &Program, rows: &HashSet<Span>, seed: u64, tries: usize) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let (records, mut random) = (Records::new(program), Random(seed));
    for _ in 0..tries {
        let (record, as_of) = (records.record(&mut random), records.reference_date(&mut random));
        if !matches!(check_record(program, &record, as_of), Ok(None)) {
            continue;
        }
        let Ok(trace) = trace(program, &record, as_of) else { return Some("a defect".to_owned()) };
        if let Some(span) = takes(program, &trace, rows) {
            return Some(format!("a row out of reach of {span:?} is taken\nas of {as_of}, record: {}", records.show(&record)));
        }
    }
    None
}

/// The first place at which one of these rows is taken: a row of a band or a table, a guarded row, a branch.
pub fn takes(program: &Program, trace: &Trace, rows: &HashSet<Span>) -> Option<Span> {
    let around = |row: &Span, from: Span, to: Span| row.file == from.file && row.start <= from.start && to.end <= row.end;
    let mut found = None;
    let mut look = |part: &Expr| {
        let Some(row) = trace.row(part.id).map(|row| row as usize) else { return };
        // Its own row, not one around it: the guard of a row out of reach is computed all the same.
        let own = part.span;
        let reported = |from: Span, to: Span| rows.iter().any(|row| around(row, from, to) && !around(row, own, own));
        let taken = match &part.kind {
            ExprKind::Choose(choose) => choose.rows.get(row).is_some_and(|row| rows.contains(&row.span)),
            ExprKind::When(when) => match when.rows.get(row) {
                Some(row) => reported(row.guard.span, row.value.span),
                None if row == when.rows.len() => reported(when.otherwise.span, when.otherwise.span),
                None => false,
            },
            ExprKind::If(_, then, otherwise) => {
                let branch = if row == 0 { then.span } else { otherwise.span };
                reported(branch, branch)
            }
            _ => false,
        };
        if taken {
            found.get_or_insert(part.span);
        }
    };
    program.slots.iter().for_each(|slot| walk::each(&slot.expr, &mut look));
    found
}

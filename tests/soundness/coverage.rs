//! What coverage leaves out never happens: random records through the policies of the project and through invented ones. Every
//! row taken, every truth value and every value at an edge must be a point, and be counted.

use crate::generator::Generator;
use crate::random::Random;
use crate::records::Records;
use ics::compile::compile;
use ics::explain::{Trace, check_record, trace};
use ics::ir::expr::{Expr, ExprKind};
use ics::ir::{Program, walk};
use ics::source::{FileId, Sources, Span};
use ics::testing::coverage::{Aim, Coverage, Side};
use ics::value::Value;
use ics::value::calendar::Day;
use std::collections::HashSet;
use std::fs;

/// What happened in an expression, as the aims any of which says it.
fn happened(program: &Program, expr: &Expr, trace: &Trace) -> Vec<Vec<(Span, Aim)>> {
    let Some(value) = trace.value(expr.id) else { return Vec::new() };
    let truth = match value {
        Value::Bool(truth) => Some(*truth),
        _ => None,
    };
    let row = trace.row(expr.id).map(|row| row as usize);
    match (&expr.kind, row) {
        (ExprKind::Choose(choose), Some(row)) => vec![vec![(choose.rows[row].span, Aim::Row)]],
        (ExprKind::When(when), Some(row)) if row < when.rows.len() => vec![vec![(when.rows[row].guard.span, Aim::Row)]],
        (ExprKind::When(when), Some(row)) if row == when.rows.len() => vec![vec![(when.otherwise.span, Aim::Otherwise)]],
        (ExprKind::When(when), Some(_)) => vec![vec![(when.missing.as_ref().unwrap().span, Aim::MissingRow)]],
        (ExprKind::Dated(rows), Some(row)) => vec![vec![(rows[row].value.span, Aim::DatedRow(rows[row].from))]],
        (ExprKind::If(condition, ..), Some(row)) => vec![vec![(condition.span, Aim::If(row == 0))]],
        (ExprKind::Default(..), Some(row)) => vec![vec![(expr.span, Aim::Default { taken: row == 1 })]],
        (ExprKind::Lookup(lookup), Some(row)) => {
            let table = &program.tables[lookup.table.0 as usize];
            let column = table.columns[lookup.column as usize].name.clone();
            vec![vec![(table.rows[row].span, Aim::Cell { table: table.name.clone(), column })]]
        }
        (ExprKind::Compare(_, left, right), _) => {
            let mut all = vec![vec![(expr.span, Aim::Truth(truth))]];
            if let (Some(Value::Number(a)), Some(Value::Number(b))) = (trace.value(left.id), trace.value(right.id)) {
                // Which side counts as the edge is not said here.
                match (a - b).abs() {
                    0 => all.push(vec![(expr.span, Aim::Meeting(Side::At))]),
                    1 => all.push([Side::Below, Side::Above].map(|side| (expr.span, Aim::Meeting(side))).to_vec()),
                    _ => {}
                }
            }
            all
        }
        (ExprKind::Not(inner), _) if inner.span == expr.span => vec![vec![(expr.span, Aim::Truth(truth))]],
        (ExprKind::Matches(..) | ExprKind::IsMissing(_) | ExprKind::StartsWith(..), _) => vec![vec![(expr.span, Aim::Truth(truth))]],
        _ => Vec::new(),
    }
}

/// What happens to a record and is no point, or is not counted.
fn unforeseen(coverage: &mut Coverage, program: &Program, file: FileId, record: &[Value], trace: &Trace, as_of: Day) -> Option<String> {
    let before: Vec<u32> = coverage.points().iter().map(|point| point.hits).collect();
    coverage.observe(program, record, as_of).unwrap();
    let hit = coverage.points().iter().zip(before).filter(|(point, before)| point.hits == before + 1);
    let counted: HashSet<(Span, &Aim)> = hit.map(|(point, _)| (point.span, &point.aim)).collect();
    let of_cells: HashSet<(Span, Side)> = counted
        .iter()
        .filter_map(|(_, aim)| match aim {
            Aim::CellEdge { comparison, side, .. } => Some((*comparison, *side)),
            _ => None,
        })
        .collect();
    let known =
        |(span, aim): &(Span, Aim)| counted.contains(&(*span, aim)) || matches!(aim, Aim::Meeting(side) if of_cells.contains(&(*span, *side)));
    let (mut found, mut negated) = (None, HashSet::new());
    for slot in &program.slots {
        walk::each(&slot.expr, &mut |expr| {
            if let ExprKind::Not(inner) = &expr.kind
                && inner.span == expr.span
            {
                negated.insert(inner.id);
            }
            if negated.contains(&expr.id) {
                return;
            }
            for any in happened(program, expr, trace) {
                if any.iter().any(|(span, _)| span.file == file) && !any.iter().any(known) {
                    found.get_or_insert_with(|| format!("{any:?}"));
                }
            }
        });
    }
    found
}

/// Tries random records; how many kept the schema.
fn try_records(text: String, seed: u64, tries: usize) -> usize {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let compiled = compile(sources, file, &[]);
    let Some(program) = compiled.program else { return 0 };
    let mut random = Random(seed);
    let records = Records::new(&program);
    let mut coverage = Coverage::new(&program, file);
    let mut kept = 0;
    for _ in 0..tries {
        let as_of = records.reference_date(&mut random);
        let mut record = records.record(&mut random);
        for _ in 0..40 {
            let Some(check) = check_record(&program, &record, as_of).unwrap() else { break };
            records.redraw(&mut random, &check.fields, &mut record);
        }
        if check_record(&program, &record, as_of).unwrap().is_none() {
            kept += 1;
            let trace = trace(&program, &record, as_of).unwrap();
            let found = unforeseen(&mut coverage, &program, file, &record, &trace, as_of);
            assert!(found.is_none(), "seed {seed}: {}\nas of {as_of}, record: {}", found.unwrap(), records.show(&record));
        }
    }
    kept
}

#[test]
fn nothing_that_bundled_policies_do_is_left_out() {
    for (position, path) in crate::bundled::policies().iter().enumerate() {
        let kept = try_records(fs::read_to_string(path).unwrap(), position as u64, 60);
        assert!(kept > 0, "{}", path.display());
    }
}

#[test]
fn nothing_that_invented_policies_do_is_left_out() {
    let kept: usize = (0..150).map(|seed| try_records(Generator::policy(seed), seed, 15)).sum();
    assert!(kept > 500, "{kept}");
}

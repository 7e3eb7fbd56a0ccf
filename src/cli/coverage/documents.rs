//! Coverage for programs: JSON, and lcov for tools that draw source files.
//!
//! In: the coverage of policies. Out: the text of a document, the same for the same tests.

use super::Measured;
use crate::diagnostic::Lang;
use crate::testing::coverage::{Aim, Measure, Side};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The version of the JSON document.
const SCHEMA_VERSION: u32 = 1;

/// Every point with how many records reached it.
pub(super) fn json(all: &[Measured], lang: Lang) -> String {
    let policies: Vec<Json> = all.iter().map(|measured| policy(measured, lang)).collect();
    let document = json!({ "schema_version": SCHEMA_VERSION, "policies": policies });
    // A document of texts and numbers can always be written.
    serde_json::to_string_pretty(&document).map(|text| format!("{text}\n")).unwrap_or_default()
}

fn policy(measured: &Measured, lang: Lang) -> Json {
    let Measured { sources, file, coverage } = measured;
    let totals: serde_json::Map<String, Json> = Measure::ALL
        .iter()
        .map(|measure| {
            let totals = coverage.totals(*measure);
            (measure.words(Lang::En).to_owned(), json!({ "covered": totals.covered, "possible": totals.possible }))
        })
        .collect();
    let points: Vec<Json> = coverage
        .points()
        .iter()
        .map(|point| {
            let position = sources.file(point.span.file).position(point.span.start);
            json!({
                "measure": point.measure.words(Lang::En),
                "kind": kind(&point.aim),
                "line": position.line,
                "column": position.column,
                "hits": point.hits,
                "unexercised": point.words(sources, lang),
            })
        })
        .collect();
    json!({ "policy": sources.file(*file).name, "totals": totals, "points": points })
}

fn kind(aim: &Aim) -> &'static str {
    let side = |side: &Side| match side {
        Side::Below => "just_below",
        Side::At => "at",
        Side::Above => "just_above",
    };
    match aim {
        Aim::Row => "row",
        Aim::Otherwise => "otherwise_row",
        Aim::MissingRow => "missing_row",
        Aim::DatedRow(_) => "dated_row",
        Aim::Segment { .. } => "segment",
        Aim::Cell { .. } => "cell",
        Aim::If(true) => "then",
        Aim::If(false) => "else",
        Aim::Default { taken: true } => "default_taken",
        Aim::Default { taken: false } => "default_not_taken",
        Aim::Guard(true) => "guard_holds",
        Aim::Guard(false) => "guard_fails",
        Aim::Truth(Some(true)) => "true",
        Aim::Truth(Some(false)) => "false",
        Aim::Truth(None) => "undetermined",
        Aim::Outcome { .. } => "outcome",
        Aim::Broken => "check_broken",
        Aim::Edge { side: of, .. } | Aim::Meeting(of) | Aim::CellEdge { side: of, .. } | Aim::DatedEdge { side: of, .. } => side(of),
    }
}

/// Lines and branches: a line counts as often as what starts on it was computed, or as often as a row on it was taken. Rows,
/// branches and conditions are its branches; the format has no place for edges.
pub(super) fn lcov(all: &[Measured]) -> String {
    all.iter().map(section).collect()
}

fn section(measured: &Measured) -> String {
    let Measured { sources, file, coverage } = measured;
    let source = sources.file(*file);
    let mut lines: BTreeMap<u32, u32> = BTreeMap::new();
    let mut branches: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut count = |line: u32, hits: u32| {
        let known = lines.entry(line).or_insert(0);
        *known = (*known).max(hits);
    };
    for (span, hits) in coverage.computed() {
        count(source.line_of(span.start), hits);
    }
    for point in coverage.points() {
        let line = source.line_of(point.span.start);
        match point.measure {
            Measure::Rows | Measure::Branches | Measure::Conditions => {
                count(line, point.hits);
                branches.entry(line).or_default().push(point.hits);
            }
            Measure::Edges => {}
        }
    }
    let mut text = format!("TN:\nSF:{}\n", source.name);
    let (mut found, mut taken) = (0, 0);
    for (line, hits) in &branches {
        for (branch, hits) in hits.iter().enumerate() {
            let reached = lines.get(line).is_some_and(|hits| *hits > 0);
            let shown = if reached { hits.to_string() } else { "-".to_owned() };
            text.push_str(&format!("BRDA:{line},0,{branch},{shown}\n"));
            (found, taken) = (found + 1, taken + u32::from(*hits > 0));
        }
    }
    text.push_str(&format!("BRF:{found}\nBRH:{taken}\n"));
    for (line, hits) in &lines {
        text.push_str(&format!("DA:{line},{hits}\n"));
    }
    let hit = lines.values().filter(|hits| **hits > 0).count();
    text.push_str(&format!("LF:{}\nLH:{hit}\nend_of_record\n", lines.len()));
    text
}

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

#[cfg(test)]
mod tests {
    use super::{Json, Lang, Measured, json, lcov};
    use crate::compile::compile;
    use crate::source::Sources;
    use crate::testing::coverage::Coverage;
    use crate::value::calendar::Day;

    const POLICY: &str = "policy p \"P\" { source \"made up\" }\nrecord firm \"F\" { key id \"I\" : text, staff \"S\" : 人 [0, 9] }\n\
        output size : number = band staff {\n  [0 人, 5 人) -> 0\n  [5 人, 9 人] -> 1\n}\n\
        test \"t\" { given { id = \"A\", staff = 4 人 } expect { size = 0 } }\n";

    fn measured() -> Measured {
        let mut sources = Sources::default();
        let file = sources.add("p.ics", POLICY);
        let compiled = compile(sources, file, &[]);
        let program = compiled.program.unwrap();
        let mut coverage = Coverage::new(&program, file);
        coverage.observe(&program, &program.tests[0].given.record, Day(0)).unwrap();
        Measured { sources: compiled.sources, file, coverage }
    }

    #[test]
    fn json_lists_every_point() {
        let document: Json = serde_json::from_str(&json(&[measured()], Lang::En)).unwrap();
        assert_eq!(document["schema_version"], 1);
        let policy = &document["policies"][0];
        assert_eq!(
            (&policy["policy"], &policy["totals"]["rows"]["covered"], &policy["totals"]["edges"]["possible"]),
            (&"p.ics".into(), &1.into(), &3.into())
        );
        let points: Vec<(&Json, &Json, &Json)> =
            policy["points"].as_array().unwrap().iter().map(|point| (&point["kind"], &point["line"], &point["hits"])).collect();
        let expected = [("row", 4, 1), ("just_below", 4, 1), ("at", 4, 0), ("just_above", 4, 0), ("row", 5, 0)];
        let expected: Vec<(Json, Json, Json)> = expected.into_iter().map(|(kind, line, hits)| (kind.into(), line.into(), hits.into())).collect();
        assert_eq!(points, expected.iter().map(|(kind, line, hits)| (kind, line, hits)).collect::<Vec<_>>());
    }

    #[test]
    fn lcov_counts_lines_and_branches() {
        let expected = "TN:\nSF:p.ics\nBRDA:4,0,0,1\nBRDA:5,0,0,-\nBRF:2\nBRH:1\nDA:3,1\nDA:4,1\nDA:5,0\nLF:3\nLH:2\nend_of_record\n";
        assert_eq!(lcov(&[measured()]), expected);
    }
}

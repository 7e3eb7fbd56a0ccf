//! Whether two programs give every record the same results.
//!
//! In: checked programs. Out: what a program does, as text without places: equal texts mean equal results. Comparisons and rows
//! are written as what they accept of the values their subject can have, so that edges between such values are equal. What
//! only explanations show is left out. Equal results may still have different texts.

use super::possible::{self, Possible};
use crate::ir::Program;
use crate::ir::expr::{DatedRow, Expr, ExprKind};
use crate::ir::table::Pattern;
use crate::region::World;
use crate::value::Value;
use crate::value::calendar::Day;
use crate::value::comparison::Comparison;
use crate::value::range::Range;

/// What a program does with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness(String);

/// What a program does with a record.
#[must_use]
pub fn likeness(program: &Program) -> Likeness {
    let known = possible::of_slots(program);
    let plain = |expr: &Expr| {
        let mut expr = expr.clone();
        simplify(&mut expr, program, &known);
        without_places(&format!("{expr:?}"))
    };
    let mut text = without_places(&format!("{:?} {:?} {:?}", program.earliest_as_of, program.record.fields, program.tables));
    let checks = program.record.checks.iter().map(|check| &check.condition);
    for expr in checks.chain(program.slots.iter().map(|slot| &slot.expr)) {
        text.push_str(&plain(expr));
        text.push('\n');
    }
    Likeness(text)
}

fn simplify(expr: &mut Expr, program: &Program, known: &[Possible]) {
    for child in children(&mut expr.kind) {
        simplify(child, program, known);
    }
    match &mut expr.kind {
        ExprKind::Dated(rows) => dated(rows, program.earliest_as_of),
        ExprKind::Compare(comparison, left, right) => {
            if let ExprKind::Constant(Value::Number(edge)) = right.kind
                && let Some(pattern) = accepted(*comparison, edge, &possible::of(left, program, known))
            {
                expr.kind = ExprKind::Matches(left.clone(), pattern);
            }
        }
        ExprKind::Matches(subject, pattern) => clip(pattern, subject, program, known),
        ExprKind::Choose(choose) => {
            for row in &mut choose.rows {
                for (pattern, subject) in row.patterns.iter_mut().zip(&choose.subjects) {
                    clip(pattern, subject, program, known);
                }
            }
        }
        _ => {}
    }
}

/// Days before the first reference date are as good as that date; a row with the value of the row before changes nothing.
fn dated(rows: &mut Vec<DatedRow>, earliest: Option<Day>) {
    for row in rows.iter_mut() {
        row.from = earliest.map_or(row.from, |earliest| row.from.max(earliest));
    }
    let text = |row: &DatedRow| without_places(&format!("{:?}", row.value));
    rows.dedup_by(|later, earlier| text(later) == text(earlier));
}

/// What a comparison accepts of the values its subject can have.
fn accepted(comparison: Comparison, edge: i128, possible: &Possible) -> Option<Pattern> {
    let values = possible.as_ref()?;
    let accepted = values.iter().filter(|value| comparison.holds((*value).cmp(&edge)));
    Some(Pattern::AnyOf(accepted.map(|value| Range::point(*value)).collect()))
}

/// A pattern as what it accepts of the values its subject can have.
fn clip(pattern: &mut Pattern, subject: &Expr, program: &Program, known: &[Possible]) {
    let Pattern::Between(range) = *pattern else { return };
    if let Some(values) = possible::of(subject, program, known) {
        let accepted = values.iter().filter(|value| range.contains(**value));
        *pattern = Pattern::AnyOf(accepted.map(|value| Range::point(*value)).collect());
        return;
    }
    if let Some(whole) = World::of(program).of_type(&subject.ty, false).range() {
        *pattern = range.meet(whole).map_or(Pattern::Never, Pattern::Between);
    }
}

fn children(kind: &mut ExprKind) -> Vec<&mut Expr> {
    match kind {
        ExprKind::Constant(_) | ExprKind::Field(_) | ExprKind::Slot(_) | ExprKind::Local(_) | ExprKind::AsOf => Vec::new(),
        ExprKind::Rescale(inner) | ExprKind::Negate(inner) | ExprKind::Not(inner) | ExprKind::IsMissing(inner) => vec![inner],
        ExprKind::Matches(inner, _) | ExprKind::StartsWith(inner, _) => vec![inner],
        ExprKind::Add(left, right)
        | ExprKind::Subtract(left, right)
        | ExprKind::Multiply(left, right)
        | ExprKind::Divide(left, right)
        | ExprKind::Compare(_, left, right)
        | ExprKind::Default(left, right) => vec![left, right],
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Builtin(_, parts) => parts.iter_mut().collect(),
        ExprKind::If(condition, then, otherwise) => vec![condition, then, otherwise],
        ExprKind::When(when) => {
            let rows = when.rows.iter_mut().flat_map(|row| [&mut row.guard, &mut row.value]);
            rows.chain([when.otherwise.as_mut()]).chain(when.missing.as_deref_mut()).collect()
        }
        ExprKind::Choose(choose) => choose.subjects.iter_mut().chain(choose.rows.iter_mut().map(|row| &mut row.value)).collect(),
        ExprKind::Linear(linear) => std::iter::once(linear.subject.as_mut()).chain(linear.missing.as_deref_mut()).collect(),
        ExprKind::Lookup(lookup) => lookup.keys.iter_mut().collect(),
        ExprKind::Dated(rows) => rows.iter_mut().map(|row| &mut row.value).collect(),
        ExprKind::Call(call) => call.arguments.iter_mut().map(|(_, argument)| argument).chain([call.body.as_mut()]).collect(),
    }
}

/// Text of a tree without the places and numbers of its parts.
fn without_places(text: &str) -> String {
    let mut kept = String::with_capacity(text.len() / 2);
    let mut rest = text;
    while let Some((before, after)) = next_place(rest) {
        kept.push_str(before);
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// The text before the next place or number, and the text after it.
fn next_place(text: &str) -> Option<(&str, &str)> {
    let span = text.find("Span {");
    // Looking no further than the next place keeps this linear.
    let number = text.get(..span.unwrap_or(text.len()))?.find("ExprId(");
    let (start, end) = number.map(|start| (start, ')')).or(span.map(|start| (start, '}')))?;
    let (before, place) = text.split_at(start);
    let (_, after) = place.split_once(end)?;
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::{Likeness, likeness, without_places};
    use crate::compile::compile;
    use crate::source::Sources;

    fn of(rules: &str) -> Likeness {
        let mut sources = Sources::default();
        let text = format!(
            "policy p \"p\" {{ source \"s\" }}\nrecord firm \"firm\" {{ key id : text, staff : 人 [1, 100], sales : 元 [0, ..) }}\n{rules}\n"
        );
        let file = sources.add("p.ics", text);
        let compiled = compile(sources, file, &[]);
        assert!(compiled.program.is_some(), "{:#?}", compiled.diagnostics);
        likeness(&compiled.program.unwrap())
    }

    #[test]
    fn places_do_not_matter_and_rules_do() {
        assert_eq!(of("output x = staff >= 5 人"), of("  # a remark\noutput x = (staff) >= 5 人"));
        assert_ne!(of("output x = staff >= 5 人"), of("output x = staff > 5 人"));
        assert_eq!(without_places("a: Span { file: FileId(0), start: 1 }, id: ExprId(7), b"), "a: , id: , b");
    }

    #[test]
    fn edges_outside_what_is_possible_are_equal() {
        let band = |edge: &str| of(&format!("output x = band staff {{ [1 人, 50 人) -> 1, [50 人, {edge}] -> 2 }}"));
        assert_eq!(band("100 人"), band("200 人"));
        let points = "output y = band sales { [0元, 5元) -> 0, [5元, ..) -> 20 }\noutput x = y + y >= ";
        assert_eq!(of(&format!("{points}40")), of(&format!("{points}21")));
        assert_ne!(of(&format!("{points}40")), of(&format!("{points}20")));
    }

    #[test]
    fn dated_rows_with_one_value_are_one() {
        let param = |rows: &str| of(&format!("param r : % {{ {rows} }}\nparam q : % {{ from 2020-01-01 -> 1% }}\noutput x = r + q"));
        assert_eq!(
            param("from 2019-05-05 -> 5%, from 2021-01-01 -> 6%"),
            param("from 2018-01-01 -> 5%, from 2020-06-01 -> 5%, from 2021-01-01 -> 6%")
        );
        assert_ne!(param("from 2019-05-05 -> 5%, from 2021-01-01 -> 6%"), param("from 2019-05-05 -> 5%, from 2021-01-02 -> 6%"));
    }
}

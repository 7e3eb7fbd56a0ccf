//! What `analyse` says of a policy, held against random valid records and against the evaluator at the edges.

use crate::bundled::policies;
use crate::generator::Generator;
use crate::random::Random;
use crate::records::Records;
use ics::analyse::{Analysis, Blank, EdgeReport, Jump, Reach, Side, Use, ValueReport, Way, analyse};
use ics::cli::files::tests_of;
use ics::compile::compile;
use ics::explain::explanation::Figure;
use ics::explain::{Evaluation, check_record, evaluate, exact};
use ics::ir::Program;
use ics::ir::record::{FieldId, FieldKind};
use ics::source::Sources;
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::decimal::Decimal;
use std::fs;

/// How many records each bundled policy is tried on.
const RECORDS: usize = 150;
/// How many random policies are analysed.
const POLICIES: usize = 12;

struct Held<'p> {
    program: &'p Program,
    analysis: &'p Analysis,
    /// How many pairs of records were compared at an edge.
    edges: usize,
    /// How many pairs were compared that differ in one field.
    pairs: usize,
}

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap_or_else(|| panic!("{text} is no number"))
}

fn within(low: &Figure, value: Decimal, high: &Figure) -> bool {
    let end = |figure: &Figure| number(figure.exact.as_deref().unwrap());
    end(low).compare(value).is_le() && value.compare(end(high)).is_le()
}

fn less(a: Decimal, b: Decimal) -> Decimal {
    a.add(Decimal { mantissa: -b.mantissa, ..b }).unwrap()
}

impl<'p> Held<'p> {
    /// The value of a result as the report writes it; `None` where it is missing.
    fn value(&self, name: &str, evaluation: &Evaluation) -> Option<String> {
        let id = self.program.find(name).unwrap_or_else(|| panic!("there is no {name}"));
        let value = evaluation.slot(id);
        (!value.is_missing()).then(|| exact(value, &self.program.slot(id).expr.ty, self.program))
    }

    fn values(&self) -> impl Iterator<Item = &'p ValueReport> {
        self.analysis.indicators.iter().chain(&self.analysis.outputs)
    }

    fn reaches(&self) -> Vec<(&'p str, &'p Reach)> {
        let scores = self.analysis.scores.iter().flat_map(|score| {
            std::iter::once((score.name.name.as_str(), &score.reach)).chain(score.groups.iter().map(|group| (group.name.name.as_str(), &group.reach)))
        });
        let eligibilities = self.analysis.eligibilities.iter().map(|one| (one.name.name.as_str(), &one.reach));
        scores.chain(self.values().map(|value| (value.name.name.as_str(), &value.reach))).chain(eligibilities).collect()
    }

    fn ranges(&self, evaluation: &Evaluation) -> Result<(), String> {
        for (name, reach) in self.reaches() {
            let value = self.value(name, evaluation);
            let fits = match (&value, &reach.ends) {
                (None, _) => reach.missing,
                (Some(value), Some((low, high))) if Decimal::parse(value).is_some() => within(&low.figure, number(value), &high.figure),
                (Some(_), Some(_)) => true,
                (Some(value), None) if reach.choices.is_empty() => !reach.never.iter().any(|never| never.exact.as_ref() == Some(value)),
                (Some(value), None) => reach.choices.iter().any(|choice| choice.value.exact.as_ref() == Some(value)),
            };
            if !fits {
                return Err(format!("{name} is {value:?}, not within {reach:?}"));
            }
        }
        Ok(())
    }

    fn columns(&self, evaluation: &Evaluation) -> Result<(), String> {
        for score in &self.analysis.scores {
            let Some(total) = self.value(&score.name.name, evaluation) else { continue };
            if !score.columns.iter().any(|column| within(&column.least, number(&total), &column.most)) {
                return Err(format!("{} is {total}, within no column", score.name.name));
            }
        }
        Ok(())
    }

    fn conditions(&self, evaluation: &Evaluation) -> Result<(), String> {
        for (report, eligibility) in self.analysis.eligibilities.iter().zip(&self.program.eligibilities) {
            let own = self.program.slot(eligibility.slot).name.as_str();
            for (position, condition) in report.conditions.iter().enumerate() {
                // A combination is numbered after its parts, a report lists it before them: only single conditions are looked up.
                let truth = self.program.slots.iter().zip(0..).find(|(slot, _)| {
                    slot.name.starts_with(&format!("{own}#")) && slot.label == condition.words.en && condition.words.en == condition.words.zh
                });
                let Some((_, id)) = truth else { continue };
                let value = evaluation.slot(ics::ir::SlotId(id));
                let kept = match condition.truth {
                    ics::analyse::Truth::Always => *value == Value::Bool(true),
                    ics::analyse::Truth::Never => *value == Value::Bool(false),
                    ics::analyse::Truth::Depends => true,
                };
                if !kept {
                    return Err(format!("condition {position} of {own} is {value:?}, said to be {:?}", condition.truth));
                }
            }
        }
        Ok(())
    }

    /// A field changed and nothing else.
    fn pair(&mut self, id: FieldId, low: &Evaluation, high: &Evaluation) -> Result<(), String> {
        self.pairs += 1;
        let report = &self.analysis.fields[id.0 as usize];
        for (name, _) in self.reaches() {
            let (a, b) = (self.value(name, low), self.value(name, high));
            if report.used != Use::Results && a != b {
                return Err(format!("{name} goes from {a:?} to {b:?} with {}, which is said to be used for {:?}", report.name.name, report.used));
            }
        }
        for one in &report.moves {
            let slot = self.program.find(&one.result.name).unwrap();
            let (Some(a), Some(b)) = (self.value(&one.result.name, low), self.value(&one.result.name, high)) else { continue };
            let (x, y) = (order(low.slot(slot)), order(high.slot(slot)));
            let kept = match one.way {
                Way::Same => a == b,
                Way::Rises => x <= y,
                Way::Falls => x >= y,
                Way::Open | Way::Unordered => true,
            };
            if !kept {
                return Err(format!("{} goes from {a} to {b} with {}, said to be {:?}", one.result.name, report.name.name, one.way));
            }
            if let Some(most) = &one.most {
                let most = number(most.exact.as_deref().unwrap());
                let moved = less(number(&a), number(&b));
                if (Decimal { mantissa: moved.mantissa.abs(), ..moved }).compare(most).is_gt() {
                    return Err(format!("{} goes from {a} to {b} with {}, said to be at most {most}", one.result.name, report.name.name));
                }
            }
        }
        Ok(())
    }

    /// A value at an edge of a field: what is below, what is above, how far it jumps.
    fn edge(&mut self, name: &str, edge: &EdgeReport, low: &Evaluation, high: &Evaluation) -> Result<(), String> {
        let (a, b) = (self.value(name, low), self.value(name, high));
        if !on_side(a.as_deref(), &edge.below) || !on_side(b.as_deref(), &edge.above) {
            return Err(format!("{name} goes from {a:?} to {b:?} at {edge:?}"));
        }
        if let (Some(a), Some(b), Some(jump)) = (&a, &b, &edge.jump)
            && !jumps(a, b, jump)
        {
            return Err(format!("{name} jumps from {a} to {b} at {edge:?}"));
        }
        for score in &edge.scores {
            let jumps_of = || edge.scores.iter().filter(|one| one.score == score.score);
            let (Some(a), Some(b)) = (self.value(&score.score.name, low), self.value(&score.score.name, high)) else { continue };
            if !jumps_of().any(|one| jumps(&a, &b, &one.jump)) {
                return Err(format!("{} jumps from {a} to {b} at {edge:?}", score.score.name));
            }
        }
        self.edges += 1;
        Ok(())
    }
}

fn order(value: &Value) -> i128 {
    match value {
        Value::Number(x) => *x,
        Value::Bool(truth) => i128::from(*truth),
        Value::Member(member) => i128::from(*member),
        Value::Date(day) => i128::from(day.0),
        Value::Missing | Value::Text(_) => 0,
    }
}

fn jumps(a: &str, b: &str, jump: &Jump) -> bool {
    within(&jump.least, less(number(b), number(a)), &jump.most)
}

fn on_side(value: Option<&str>, side: &Side) -> bool {
    match value {
        None => side.missing,
        Some(value) => match (&side.ends, Decimal::parse(value)) {
            (Some((low, high)), Some(value)) => within(low, value, high),
            (Some(_), None) => true,
            (None, _) => side.choices.iter().any(|choice| choice.exact.as_deref() == Some(value)),
        },
    }
}

/// A figure of a field as a value.
fn field_value(program: &Program, id: FieldId, figure: &Figure) -> Option<Value> {
    let text = figure.exact.as_deref()?;
    match &program.record.field(id).kind {
        FieldKind::Number { unit, scale, .. } => {
            // A plain number is shown in % where the policy writes its edge so.
            let written = Decimal::parse(text)?;
            let base = if figure.unit == unit.name { unit.to_base(written)? } else { written.multiply(Decimal::PERCENT)? };
            base.rescale(*scale, ics::value::decimal::Rounding::HalfAway).map(|base| Value::Number(base.mantissa))
        }
        FieldKind::Date { .. } => Day::parse(text).map(Value::Date),
        FieldKind::Bool | FieldKind::Text | FieldKind::Enum(_) => None,
    }
}

/// Holds an analysis against random valid records.
fn held(program: &Program, analysis: &Analysis, seed: u64, tries: usize) -> Result<(usize, usize), String> {
    let (mut random, records) = (Random(seed), Records::new(program));
    let mut held = Held { program, analysis, edges: 0, pairs: 0 };
    let valid = |record: &[Value], as_of: Day| match check_record(program, record, as_of) {
        Ok(None) => evaluate(program, record, as_of).ok(),
        _ => None,
    };
    for _ in 0..tries {
        let as_of = program.policy.as_of.unwrap_or_else(|| records.reference_date(&mut random));
        let mut record = records.record(&mut random);
        for _ in 0..40 {
            let Ok(Some(check)) = check_record(program, &record, as_of) else { break };
            records.redraw(&mut random, &check.fields, &mut record);
        }
        let Some(evaluation) = valid(&record, as_of) else { continue };
        let told = |problem: String| format!("{problem}\nas of {as_of}, record: {}", records.show(&record));
        held.ranges(&evaluation).and_then(|()| held.columns(&evaluation)).and_then(|()| held.conditions(&evaluation)).map_err(told)?;
        for position in 0..program.record.fields.len() {
            let id = FieldId(position as u32);
            let mut other = record.clone();
            records.redraw(&mut random, &[id], &mut other);
            if other[position].is_missing() || record[position].is_missing() {
                continue;
            }
            let Some(second) = valid(&other, as_of) else { continue };
            let rising = order(&record[position]) <= order(&other[position]);
            let (low, high) = if rising { (&evaluation, &second) } else { (&second, &evaluation) };
            held.pair(id, low, high).map_err(told)?;
        }
        for value in held.values().collect::<Vec<_>>() {
            // Edges that every record gets to.
            for group in value.edges.iter().filter(|group| group.field && group.under.is_empty()) {
                let position = program.record.fields.iter().position(|field| field.name == group.figure.name).unwrap();
                let id = FieldId(position as u32);
                for edge in group.edges.iter().filter(|edge| edge.case.is_none() && edge.dates.is_empty()) {
                    let at = |figure: &Figure| {
                        let mut record = record.clone();
                        record[position] = field_value(program, id, figure)?;
                        valid(&record, as_of)
                    };
                    let (Some(low), Some(high)) = (at(&edge.last_below), at(&edge.first_above)) else { continue };
                    held.edge(&value.name.name, edge, &low, &high).map_err(told)?;
                }
            }
            // Edges of a named value, where the record happens to stand at one.
            for group in value.edges.iter().filter(|group| !group.field && group.under.is_empty()) {
                let Some(figure) = program.find(&group.figure.name) else { continue };
                for edge in group.edges.iter().filter(|edge| edge.case.is_none() && edge.dates.is_empty()) {
                    let own = exact(evaluation.slot(figure), &program.slot(figure).expr.ty, program);
                    let result = held.value(&value.name.name, &evaluation);
                    let kept = (Some(&own) != edge.last_below.exact.as_ref() || on_side(result.as_deref(), &edge.below))
                        && (Some(&own) != edge.first_above.exact.as_ref() || on_side(result.as_deref(), &edge.above));
                    if !kept {
                        return Err(told(format!("{} is {result:?} at {edge:?}", value.name.name)));
                    }
                }
            }
        }
    }
    Ok((held.pairs, held.edges))
}

/// A record named beside a bound reaches it; how many were looked at.
fn reached(program: &Program, analysis: &Analysis) -> usize {
    let held = Held { program, analysis, edges: 0, pairs: 0 };
    let mut looked_at = 0;
    for (name, reach) in held.reaches() {
        let ends = reach.ends.iter().flat_map(|(low, high)| [low, high]).map(|end| (Some(&end.figure), end.record));
        let choices = reach.choices.iter().map(|choice| (Some(&choice.value), choice.record));
        for (figure, number) in ends.chain(choices).chain([(None, reach.missing_record)]) {
            let Some(report) = number.and_then(|number| analysis.records.get(number as usize - 1)) else { continue };
            let example = program.examples.iter().find(|one| report.origin == "example" && one.name == report.from);
            let test = program.tests.iter().find(|one| report.origin == "test" && one.name == report.from).map(|one| &one.given);
            let Some(written) = example.or(test).filter(|_| report.blank.is_none()) else { continue };
            let as_of = report.as_of.as_deref().and_then(Day::parse).unwrap_or(Day(0));
            assert_eq!(check_record(program, &written.record, as_of).map(|broken| broken.is_none()), Ok(true), "{name}: {report:?}");
            let value = held.value(name, &evaluate(program, &written.record, as_of).unwrap());
            assert_eq!(value.as_ref(), figure.and_then(|figure| figure.exact.as_ref()), "{name}: {report:?}");
            looked_at += 1;
        }
    }
    looked_at
}

/// What a blank field is said always to do, it does.
fn blank_always(program: &Program, analysis: &Analysis) -> usize {
    let mut tried = 0;
    let eligibilities = analysis.eligibilities.iter().map(|one| (&one.name, &one.blanks));
    for (name, blanks) in analysis.outputs.iter().map(|one| (&one.name, &one.blanks)).chain(eligibilities) {
        for blank in blanks.iter().filter(|blank| blank.effect == Blank::Always) {
            let position = program.record.fields.iter().position(|field| field.name == blank.field.name).unwrap();
            for test in program.tests.iter().filter(|test| test.given.broken.is_empty()) {
                let mut record = test.given.record.clone();
                record[position] = Value::Missing;
                let Some(as_of) = test.as_of.or(program.policy.as_of).or(program.earliest_as_of).or(Some(Day(0))) else { continue };
                if matches!(check_record(program, &record, as_of), Ok(None)) {
                    let evaluation = evaluate(program, &record, as_of).unwrap();
                    assert!(evaluation.slot(program.find(&name.name).unwrap()).is_missing(), "{} with {} blank", name.name, blank.field.name);
                    tried += 1;
                }
            }
        }
    }
    tried
}

#[test]
fn what_is_said_of_the_bundled_policies_holds() {
    let (mut pairs, mut edges, mut shown) = (0, 0, 0);
    for (seed, path) in policies().into_iter().enumerate() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut sources = Sources::default();
        let file = sources.add(name.clone(), fs::read_to_string(&path).unwrap());
        let tests: Vec<_> = tests_of(&path).iter().map(|beside| sources.add("test.ics", fs::read_to_string(beside).unwrap())).collect();
        let compiled = compile(sources, file, &tests);
        let program = compiled.program.unwrap();
        let analysis = analyse(&program, &compiled.sources, None);
        match held(&program, &analysis, seed as u64 + 70, RECORDS) {
            Ok((some_pairs, some_edges)) => {
                pairs += some_pairs;
                edges += some_edges;
            }
            Err(problem) => panic!("{name}: {problem}"),
        }
        blank_always(&program, &analysis);
        shown += reached(&program, &analysis);
    }
    assert!(pairs > 5_000 && edges > 500 && shown > 100, "only {pairs} pairs, {edges} edges and {shown} records were looked at");
}

#[test]
fn what_is_said_of_random_policies_holds() {
    let policies: usize = std::env::var("ICS_SOUNDNESS_POLICIES").ok().and_then(|count| count.parse().ok()).unwrap_or(POLICIES);
    let (mut analysed, mut pairs) = (0, 0);
    for seed in 9_000.. {
        let text = Generator::policy(seed);
        let mut sources = Sources::default();
        let file = sources.add("random.ics", text.as_str());
        let compiled = compile(sources, file, &[]);
        let Some(program) = compiled.program else { continue };
        let analysis = analyse(&program, &compiled.sources, None);
        match held(&program, &analysis, seed, 25) {
            Ok((some, _)) => pairs += some,
            Err(problem) => panic!("policy {seed}: {problem}\n{text}"),
        }
        analysed += 1;
        if analysed == policies {
            break;
        }
    }
    assert!(pairs > policies, "only {pairs} pairs were compared");
}

//! Records through both evaluators, and where they differ.

use crate::random::Random;
use crate::records::Records;
use crate::rough::roughened;
use ics::bulk::scorer::{Scored, Scorer};
use ics::data::table::Table;
use ics::explain::{check_record, evaluate};
use ics::ir::{Program, SlotId};
use ics::value::Value;
use ics::value::calendar::Day;
use ics::value::column::{Column, LaneKind};
use std::sync::Arc;

/// So many records a table.
const SIZES: [usize; 3] = [1024, 7, 1];
/// So many tables of one size are enough.
const TABLES: usize = 40;

/// What the evaluator that explains says of a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// It breaks a rule between fields; the first such rule.
    Broken(usize),
    /// The value of every slot.
    Values(Vec<Value>),
}

fn said(program: &Program, record: &[Value], as_of: Day) -> Said {
    if let Some(check) = check_record(program, record, as_of).unwrap() {
        return Said::Broken(program.record.checks.iter().position(|known| std::ptr::eq(known, check)).unwrap());
    }
    let evaluation = evaluate(program, record, as_of).unwrap();
    Said::Values((0..program.slots.len()).map(|slot| evaluation.slot(SlotId(slot as u32)).clone()).collect())
}

/// The records as a table, numbered from 2 as in a sheet.
pub fn table(program: &Program, records: &[Vec<Value>]) -> Table {
    let mut table = Table::new(&program.record);
    records.iter().zip(2..).for_each(|(record, number)| table.push(number, record));
    table
}

/// What a policy says of some records on a day.
pub struct Trial<'r> {
    pub program: Arc<Program>,
    pub as_of: Day,
    pub records: &'r [Vec<Value>],
    pub said: Vec<Said>,
}

impl<'r> Trial<'r> {
    pub fn new(program: &Arc<Program>, as_of: Day, records: &'r [Vec<Value>]) -> Trial<'r> {
        let said = records.iter().map(|record| said(program, record, as_of)).collect();
        Trial { program: program.clone(), as_of, records, said }
    }

    /// Scores the records in tables of several sizes, all named values and some of them; the first difference there is.
    pub fn agrees(&self, random: &mut Random) -> Result<(), String> {
        let all: Vec<SlotId> = (0..self.program.slots.len() as u32).map(SlotId).collect();
        let one = all.get(random.next() as usize % all.len().max(1)).copied();
        for slots in [all, self.program.results.clone(), one.into_iter().collect()] {
            let scorer = Scorer::new(self.program.clone(), self.as_of, slots.clone());
            self.agrees_one_by_one(&scorer, &slots)?;
            // Memory of the tables before must not show in those that follow, nor how many records are taken at a time.
            let mut scored = Scored::default();
            let mut scratches = [scorer.scratch(), scorer.scratch_of(7), scorer.scratch_of(1)];
            for size in SIZES {
                for (position, rows) in self.records.chunks(size).enumerate().take(TABLES) {
                    let plain = table(&self.program, rows);
                    let tables = [roughened(&plain, random), plain];
                    for table in &tables {
                        let taken = random.next() as usize % scratches.len();
                        scorer.score(&mut scratches[taken], table, &mut scored);
                        let difference = self.difference(&slots, position * size, rows.len(), &scored);
                        difference.map_or(Ok(()), |difference| Err(format!("tables of {size}: {difference}")))?;
                    }
                }
            }
            scorer.score(&mut scratches[0], &table(&self.program, &[]), &mut scored);
            self.difference(&slots, 0, 0, &scored).map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    /// Scores the records one by one.
    fn agrees_one_by_one(&self, scorer: &Scorer, slots: &[SlotId]) -> Result<(), String> {
        let (mut lanes, mut found) = (scorer.lanes(), Vec::new());
        for (row, (record, said)) in self.records.iter().zip(&self.said).enumerate() {
            let outcome = scorer.score_one(&mut lanes, record, &mut found);
            let shown = || format!("one by one, as of {}, record: {}", self.as_of, Records::new(&self.program).show(&self.records[row]));
            if outcome.err() != said.broken() {
                return Err(format!("rule broken: {:?} expected, {:?} found\n{}", said.broken(), outcome.err(), shown()));
            }
            let Said::Values(values) = said else { continue };
            for (id, value) in slots.iter().zip(&found) {
                let expected = &values[id.0 as usize];
                if expected != value {
                    return Err(format!("{}: {expected:?} expected, {value:?} found\n{}", self.program.slot(*id).name, shown()));
                }
            }
        }
        Ok(())
    }

    /// Where what came of the records from `first` on differs from what is said of them.
    pub fn difference(&self, slots: &[SlotId], first: usize, rows: usize, scored: &Scored) -> Option<String> {
        let said = self.said.get(first..first + rows).unwrap_or(&[]);
        let shown = |row: usize| format!("as of {}, record: {}", self.as_of, Records::new(&self.program).show(&self.records[first + row]));
        let broken: Vec<(usize, usize)> = said.iter().enumerate().filter_map(|(row, said)| Some((row, said.broken()?))).collect();
        if let Some(row) = (0..rows.max(1)).find(|row| rule_of(&broken, *row) != rule_of(&scored.broken, *row)) {
            let (expected, found) = (rule_of(&broken, row), rule_of(&scored.broken, row));
            return Some(format!("rule broken: {expected:?} expected, {found:?} found\n{}", shown(row)));
        }
        if scored.broken.len() != broken.len() {
            return Some(format!("{:?} break a rule, not {:?}", broken, scored.broken));
        }
        if scored.columns.len() != slots.len() {
            return Some(format!("{} columns for {} named values", scored.columns.len(), slots.len()));
        }
        slots.iter().zip(&scored.columns).find_map(|(id, column)| {
            let slot = self.program.slot(*id);
            if column.len() != rows {
                return Some(format!("{}: {} lanes for {rows} records", slot.name, column.len()));
            }
            let kind = LaneKind::of(&slot.expr.ty);
            if std::mem::discriminant(&column.lanes) != std::mem::discriminant(&Column::new(kind).lanes) {
                return Some(format!("{}: lanes are not of {kind:?}", slot.name));
            }
            let differs = |row: &usize| said[*row].value(*id).is_some_and(|expected| *expected != column.value(*row));
            let row = (0..rows).find(differs)?;
            Some(format!("{}: {:?} expected, {:?} found\n{}", slot.name, said[row].value(*id)?, column.value(row), shown(row)))
        })
    }
}

impl Said {
    fn broken(&self) -> Option<usize> {
        match self {
            Said::Broken(rule) => Some(*rule),
            Said::Values(_) => None,
        }
    }

    fn value(&self, id: SlotId) -> Option<&Value> {
        match self {
            Said::Broken(_) => None,
            Said::Values(values) => values.get(id.0 as usize),
        }
    }
}

fn rule_of(broken: &[(usize, usize)], row: usize) -> Option<usize> {
    broken.iter().find(|(known, _)| *known == row).map(|(_, rule)| *rule)
}

/// Random records of a policy through both evaluators; how many were scored, and how many broke a rule.
pub fn agree(program: &Arc<Program>, seed: u64, many: usize) -> Result<(usize, usize), String> {
    let (drawn, mut random) = (Records::new(program), Random(seed));
    let mut counts = (0, 0);
    // A day or three, each with a part of the records.
    for part in [many.div_ceil(2), many.div_ceil(4), many / 4] {
        let as_of = drawn.reference_date(&mut random);
        let mut records: Vec<Vec<Value>> = Vec::new();
        for _ in 0..part {
            let mut record = drawn.record(&mut random);
            // Few random records keep all rules between fields: fields of a broken rule are drawn again, but not for ever.
            for _ in 0..random.between(0, 30) {
                let Ok(Some(check)) = check_record(program, &record, as_of) else { break };
                drawn.redraw(&mut random, &check.fields, &mut record);
            }
            records.push(record);
        }
        let trial = Trial::new(program, as_of, &records);
        trial.agrees(&mut random)?;
        let broken = trial.said.iter().filter(|said| said.broken().is_some()).count();
        counts = (counts.0 + records.len() - broken, counts.1 + broken);
    }
    Ok(counts)
}

mod tests {
    use super::{Said, Trial, table};
    use crate::random::Random;
    use ics::bulk::scorer::{Scored, Scorer};
    use ics::compile::compile;
    use ics::ir::{Program, SlotId};
    use ics::source::Sources;
    use ics::value::Value;
    use ics::value::calendar::Day;
    use ics::value::column::Lanes;
    use std::sync::Arc;

    const POLICY: &str = "policy p \"试\" { }\nrecord firm \"企业\" {\n  key id : text\n  a : number [0, 100] decimals 0\n  b : number? [0, 100] decimals 0\n  \
        check a <= 90 \"甲\"\n  check b >= 5 \"乙\"\n}\noutput high : bool = a >= 50\noutput ratio : number? = a / b\n";

    fn program() -> Arc<Program> {
        let mut sources = Sources::default();
        let file = sources.add("policy.ics", POLICY);
        Arc::new(compile(sources, file, &[]).program.unwrap())
    }

    fn record(a: i128, b: Option<i128>) -> Vec<Value> {
        vec![Value::Text(Arc::from("x")), Value::Number(a), b.map_or(Value::Missing, Value::Number)]
    }

    fn records() -> Vec<Vec<Value>> {
        vec![record(50, Some(20)), record(95, Some(1)), record(10, Some(4)), record(10, None)]
    }

    #[test]
    fn what_is_said_is_what_the_policy_means() {
        let (program, records) = (program(), records());
        let trial = Trial::new(&program, Day(0), &records);
        let broken: Vec<Option<usize>> = trial.said.iter().map(Said::broken).collect();
        assert_eq!(broken, [None, Some(0), Some(1), None]);
        let high = program.find("high").unwrap();
        assert_eq!([trial.said[0].value(high), trial.said[3].value(high)], [Some(&Value::Bool(true)), Some(&Value::Bool(false))]);
        assert_eq!(trial.agrees(&mut Random(1)), Ok(()));
    }

    /// Every kind of fault in what was scored is seen, and said with its name and record.
    #[test]
    fn a_difference_is_seen() {
        let (program, records) = (program(), records());
        let trial = Trial::new(&program, Day(0), &records);
        let slots: Vec<SlotId> = ["high", "ratio"].iter().map(|name| program.find(name).unwrap()).collect();
        let scored = |mutate: fn(&mut Scored)| {
            let scorer = Scorer::new(program.clone(), Day(0), slots.clone());
            let mut scored = Scored::default();
            scorer.score(&mut scorer.scratch(), &table(&program, &records), &mut scored);
            mutate(&mut scored);
            trial.difference(&slots, 0, records.len(), &scored)
        };
        assert_eq!(scored(|_| {}), None);
        let said = |mutate: fn(&mut Scored)| scored(mutate).unwrap();
        let turned = said(|scored| match &mut scored.columns[0].lanes {
            Lanes::Bool(lanes) => lanes[3] = true,
            other => panic!("{other:?}"),
        });
        assert!(
            turned.starts_with("high: Bool(false) expected, Bool(true) found\nas of 1970-01-01, record: ") && turned.contains("a = 10"),
            "{turned}"
        );
        let there = said(|scored| scored.columns[1].present = None);
        assert!(there.starts_with("ratio: Missing expected, "), "{there}");
        let gone = said(|scored| scored.columns[0].present = Some(vec![false; 4]));
        assert!(gone.starts_with("high: Bool(true) expected, Missing found"), "{gone}");
        assert!(said(|scored| scored.broken[0] = (1, 1)).starts_with("rule broken: Some(0) expected, Some(1) found"));
        assert!(said(|scored| scored.broken.truncate(1)).starts_with("rule broken: Some(1) expected, None found"));
        assert!(said(|scored| scored.broken.push((3, 0))).starts_with("rule broken: None expected, Some(0) found"));
        assert!(said(|scored| scored.broken.push((2, 1))).contains("break a rule, not"));
        assert!(said(|scored| scored.columns.truncate(1)).starts_with("1 columns for 2"));
        assert!(said(|scored| scored.columns[0].retain(&[true, true, true])).starts_with("high: 3 lanes for 4"));
        assert!(said(|scored| scored.columns[0].lanes = Lanes::Day(vec![0; 4])).starts_with("high: lanes are not of Bool"));
    }
}

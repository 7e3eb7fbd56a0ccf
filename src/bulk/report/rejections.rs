//! Why records are rejected, counted.
//!
//! In: rows that break the schema or a rule between fields. Out: for each reason how many cells have it, and the first rows that do. There are as many
//! reasons as codes and columns, so that memory does not grow with the rows.

use crate::bulk::rejected;
use crate::data::feed::Portion;
use crate::data::rejects::RowReject;
use crate::diagnostic::Lang;
use crate::ir::Program;
use std::collections::BTreeMap;

/// So many examples are kept of each reason.
const EXAMPLES: usize = 3;

/// A reason: what is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// The field, or the rule between fields, by position; none where it concerns the whole row.
    pub place: Place,
    /// The code.
    pub code: String,
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a field.
    Field(u32),
    /// Between fields: a rule.
    Rule(u32),
    /// In the row as a whole.
    Row,
}

/// How often a reason occurs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Times {
    /// How often.
    pub count: u64,
    /// The first of them, each with the position of its file and its row.
    pub examples: BTreeMap<(usize, u64), RowReject>,
}

/// Reasons for rejecting records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rejections {
    /// How many records were rejected.
    pub records: u64,
    /// Each reason.
    pub reasons: BTreeMap<Reason, Times>,
}

impl Rejections {
    /// Counts the rows of a portion that break the schema, and those that break a rule: positions in the table, and which rule. `file` is its
    /// position, and its name where there are several.
    pub fn add(&mut self, program: &Program, file: (usize, Option<&str>), portion: &Portion<'_>, broken: &[(usize, usize)], lang: Lang) {
        for row in portion.rejected {
            self.records += 1;
            for problem in row.outcome.as_ref().err().map_or(&[][..], Vec::as_slice) {
                let place = problem.field.map_or(Place::Row, |field| Place::Field(field.0));
                let times = self.reasons.entry(Reason { place, code: problem.code().to_owned() }).or_default();
                times.add((file.0, row.number), || RowReject { file: file.1.map(str::to_owned), ..RowReject::new(row, problem) });
            }
        }
        for (position, rule) in broken {
            self.records += 1;
            let Some(check) = program.record.checks.get(*rule) else { continue };
            let reason = Reason { place: Place::Rule(*rule as u32), code: rejected::RULE_CODE.to_owned() };
            let number = portion.table.numbers.get(*position).copied().unwrap_or(0);
            self.reasons.entry(reason).or_default().add((file.0, number), || {
                let row = portion.originals.row(*position);
                RowReject { file: file.1.map(str::to_owned), ..rejected::rule_broken(program, &row, check, lang) }
            });
        }
    }

    /// Takes in what was counted over other rows.
    pub fn absorb(&mut self, other: Rejections) {
        self.records += other.records;
        for (reason, other) in other.reasons {
            let times = self.reasons.entry(reason).or_default();
            times.count += other.count;
            times.examples.extend(other.examples);
            times.shorten();
        }
    }

    /// The reasons, the most frequent first; of as many, in the order of the record.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&Reason, &Times)> {
        let mut list: Vec<(&Reason, &Times)> = self.reasons.iter().collect();
        list.sort_by_key(|(_, times)| std::cmp::Reverse(times.count));
        list
    }
}

impl Times {
    fn add(&mut self, at: (usize, u64), example: impl FnOnce() -> RowReject) {
        self.count += 1;
        if self.examples.len() < EXAMPLES || self.examples.keys().next_back().is_some_and(|last| at < *last) {
            self.examples.insert(at, example());
            self.shorten();
        }
    }

    fn shorten(&mut self) {
        while self.examples.len() > EXAMPLES {
            self.examples.pop_last();
        }
    }
}

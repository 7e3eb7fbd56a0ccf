//! Records that are not scored: why, in lines of a file or as the first few reasons.
//!
//! In: rows that break the schema, rows that break a rule between fields. Out: counts, and either lines for the file of rejects or the
//! first reasons, in the order of the records. Memory does not grow with the rows.

use crate::data::feed::{Originals, Portion};
use crate::data::reader::Row;
use crate::data::rejects::{RejectLines, RejectsFormat, RowReject};
use crate::diagnostic::{Lang, Words};
use crate::explain;
use crate::ir::Program;
use crate::ir::record::RecordCheck;
use crate::value::Value;

/// The code of a record that breaks a rule between fields.
pub const RULE_CODE: &str = "E0560";
/// How many reasons are kept where no file takes them.
pub const SHOWN: usize = 5;

/// Records that were not scored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rejected {
    /// How many.
    pub rows: u64,
    /// How many reasons there are.
    pub reasons: u64,
    /// The first of them, where no file takes them.
    pub first: Vec<RowReject>,
}

/// What became of the rows of a table.
pub struct ScoredRows<'a> {
    /// Which of them were scored, where not all were.
    pub kept: Option<&'a [bool]>,
    /// Those that break a rule between fields: positions in the table, and which rule.
    pub broken: &'a [(usize, usize)],
}

/// Rejected records of a piece.
pub(super) struct Rejecting<'a> {
    program: &'a Program,
    lang: Lang,
    /// The name of the file, where several are read.
    file: Option<&'a str>,
    lines: Option<RejectLines>,
    rejected: Rejected,
}

/// What was rejected of a piece.
pub(super) struct RejectedPart {
    pub rejected: Rejected,
    pub lines: Vec<u8>,
}

impl Rejected {
    /// Adds what was rejected behind these.
    pub fn absorb(&mut self, later: Rejected) {
        self.rows += later.rows;
        self.reasons += later.reasons;
        let room = SHOWN.saturating_sub(self.first.len());
        self.first.extend(later.first.into_iter().take(room));
    }
}

impl<'a> Rejecting<'a> {
    pub(super) fn new(program: &'a Program, lang: Lang, file: Option<&'a str>, format: Option<&RejectsFormat>, position: usize) -> Rejecting<'a> {
        Rejecting { program, lang, file, lines: format.map(|format| format.begin(position)), rejected: Rejected::default() }
    }

    /// Takes the rows of a portion that break the schema, and those that break a rule: positions in the table, and which rule.
    pub(super) fn portion(&mut self, portion: &Portion<'_>, broken: &[(usize, usize)]) {
        let mut broken = broken.iter().peekable();
        for row in portion.rejected {
            let earlier = |position: usize| portion.table.numbers.get(position).is_some_and(|number| *number < row.number);
            while let Some((position, rule)) = broken.next_if(|(position, _)| earlier(*position)) {
                self.broken(portion.originals, *position, *rule);
            }
            self.faulty(row);
        }
        for (position, rule) in broken {
            self.broken(portion.originals, *position, *rule);
        }
    }

    fn faulty(&mut self, row: &Row) {
        let problems = row.outcome.as_ref().err().map_or(&[][..], Vec::as_slice);
        self.rejected.rows += 1;
        self.rejected.reasons += problems.len() as u64;
        match &mut self.lines {
            Some(lines) => lines.problems(row, problems),
            None => {
                let room = SHOWN.saturating_sub(self.rejected.first.len());
                let file = self.file.map(str::to_owned);
                let reasons = problems.iter().take(room).map(|problem| RowReject { file: file.clone(), ..RowReject::new(row, problem) });
                self.rejected.first.extend(reasons);
            }
        }
    }

    fn broken(&mut self, originals: &dyn Originals, position: usize, rule: usize) {
        self.rejected.rows += 1;
        self.rejected.reasons += 1;
        let Some(check) = self.program.record.checks.get(rule) else { return };
        if self.lines.is_none() && self.rejected.first.len() >= SHOWN {
            return;
        }
        let row = originals.row(position);
        let reject = rule_broken(self.program, &row, check, self.lang);
        match &mut self.lines {
            Some(lines) => lines.reject(&reject, &row.original),
            None => self.rejected.first.push(RowReject { file: self.file.map(str::to_owned), ..reject }),
        }
    }

    pub(super) fn finish(self) -> RejectedPart {
        RejectedPart { rejected: self.rejected, lines: self.lines.map(RejectLines::finish).unwrap_or_default() }
    }
}

/// Why a row was rejected: a rule between fields.
#[must_use]
pub fn rule_broken(program: &Program, row: &Row, check: &RecordCheck, lang: Lang) -> RowReject {
    let fields = check.fields.iter().map(|id| program.record.field(*id));
    let labels: Vec<&str> = fields.map(|field| field.label.as_str()).collect();
    let values = row.outcome.as_deref().unwrap_or_default();
    let shown = check.fields.iter().map(|id| {
        let ty = program.record.field(*id).kind.value_type();
        explain::show(values.get(id.0 as usize).unwrap_or(&Value::Missing), &ty, program, lang)
    });
    RowReject {
        file: None,
        row: row.number,
        key: row.key.clone(),
        column: labels.join(" / "),
        field: String::new(),
        value: shown.collect::<Vec<String>>().join(" / "),
        code: RULE_CODE.to_owned(),
        en: Words::new(check.words.clone()),
        zh: Words::new(check.words.clone()),
    }
}

//! The records of a session: a file that is walked through, and the current record.
//!
//! In: a file, what is wanted of it. Out: the current record, which may be changed; records of the policy's examples too. A record
//! that is not valid never becomes the current one, but for one that is being filled in by hand.

use super::problem::{Refusal, SessionProblem};
use crate::cli::problem::{CliProblem, Failure};
use crate::cli::{reading, scoring};
use crate::data::options::Options;
use crate::data::reader::{Reader, Row};
use crate::diagnostic::{Words, suggest};
use crate::explain;
use crate::ir::Program;
use crate::ir::record::FieldId;
use crate::source::Sources;
use crate::value::Value;
use crate::value::calendar::Day;
use std::path::{Path, PathBuf};

/// So many keys are held against one that is not found.
const COMPARED: usize = 100_000;

/// The current record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// What people call it: its key, its row, the name of an example; empty for one filled in by hand.
    pub name: String,
    /// Its row in the file.
    pub row: Option<u64>,
    /// One value for each field; missing where nothing was filled in yet.
    pub values: Vec<Value>,
    /// Whether it differs from the file.
    pub changed: bool,
}

impl Current {
    /// The fields that must have a value and have none.
    #[must_use]
    pub fn lacking(&self, program: &Program) -> Vec<FieldId> {
        let ids = (0..program.record.fields.len()).map(|position| FieldId(position as u32));
        ids.filter(|id| !program.record.field(*id).optional && self.value(*id).is_missing()).collect()
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, id: FieldId) -> &Value {
        self.values.get(id.0 as usize).unwrap_or(&Value::Missing)
    }
}

/// The records.
pub struct Records {
    /// The file.
    pub path: Option<PathBuf>,
    /// The current record.
    pub current: Option<Current>,
    options: Options,
    reader: Option<Reader>,
    /// The row that was read last, where the file has to be opened again.
    behind: u64,
}

impl Records {
    /// No file and no record.
    #[must_use]
    pub fn new(options: Options) -> Records {
        Records { path: None, current: None, options, reader: None, behind: 0 }
    }

    /// Takes a file; no record of it is current yet.
    ///
    /// # Errors
    /// A file that cannot be understood: the one before stays.
    pub fn take(&mut self, program: &Program, path: &Path) -> Result<(), Failure> {
        let reader = reading::open(program, path, &self.options)?;
        *self = Records { path: Some(path.to_path_buf()), current: None, options: self.options.clone(), reader: Some(reader), behind: 0 };
        Ok(())
    }

    /// The record has another schema now: the file is opened again, and the current record chosen anew.
    ///
    /// # Errors
    /// A file that cannot be understood any more: it is opened again when it is asked for.
    pub fn follow(&mut self, program: &Program) -> Result<(), Refusal> {
        self.current = None;
        self.rewind(0);
        let Some(path) = self.path.clone() else { return Ok(()) };
        Ok(self.take(program, &path)?)
    }

    /// The record with a key or of a row, or an example of the policy.
    ///
    /// # Errors
    /// None is there, or it is rejected.
    pub fn choose(&mut self, ground: Ground<'_>, wanted: &str) -> Result<(), Refusal> {
        if self.path.is_some() {
            let number: Option<u64> = wanted.parse().ok();
            let before = self.behind;
            let (mut of_row, mut read) = (None, 0);
            let (mut keys, mut first, mut last) = (Vec::new(), None, None);
            self.rewind(0);
            while let Some(row) = self.next_row(ground.program)? {
                read += 1;
                if row.key.as_deref() == Some(wanted) {
                    return self.become_row(ground, &row);
                }
                let name = row.key.clone().unwrap_or_else(|| row.number.to_string());
                if keys.len() < COMPARED {
                    keys.push(name.clone());
                }
                first.get_or_insert_with(|| name.clone());
                last = Some(name);
                if Some(row.number) == number {
                    of_row = Some(row);
                }
            }
            if let Some(row) = of_row {
                self.rewind(row.number);
                return self.become_row(ground, &row);
            }
            if self.take_example(ground.program, wanted) {
                return Ok(());
            }
            let near = suggest::nearest(wanted, keys.iter().map(String::as_str)).map(str::to_owned);
            self.rewind(before);
            return Err(CliProblem::NoRecord { wanted: wanted.to_owned(), near, read, first, last }.into());
        }
        if self.take_example(ground.program, wanted) {
            return Ok(());
        }
        let near = suggest::nearest(wanted, ground.program.examples.iter().map(|example| example.name.as_str())).map(str::to_owned);
        match near {
            Some(_) => Err(CliProblem::NoRecord { wanted: wanted.to_owned(), near, read: 0, first: None, last: None }.into()),
            None => Err(SessionProblem::NoData.into()),
        }
    }

    /// The next record for which a test holds; rejected ones are passed over. Returns how many were.
    ///
    /// # Errors
    /// None follows; what the test returns. The current record stays.
    pub fn advance(&mut self, ground: Ground<'_>, mut test: impl FnMut(&[Value]) -> Result<bool, Refusal>) -> Result<u64, Refusal> {
        if self.path.is_none() {
            return Err(SessionProblem::NoData.into());
        }
        let before = self.behind;
        let (mut read, mut rejected) = (0, 0);
        while let Some(row) = self.next_row(ground.program)? {
            read += 1;
            match accepted(ground, &row)? {
                Ok(values) => match test(values) {
                    Ok(false) => {}
                    Ok(true) => return self.become_row(ground, &row).map(|()| rejected),
                    Err(refusal) => {
                        self.rewind(before);
                        return Err(refusal);
                    }
                },
                Err(_) => rejected += 1,
            }
        }
        self.rewind(before);
        Err(SessionProblem::NoMore { read }.into())
    }

    /// The next row will be the one behind this.
    fn rewind(&mut self, row: u64) {
        self.reader = None;
        self.behind = row;
    }

    fn next_row(&mut self, program: &Program) -> Result<Option<Row>, Refusal> {
        let Some(path) = &self.path else { return Ok(None) };
        let mut reader = match self.reader.take() {
            Some(reader) => reader,
            None => reading::open(program, path, &self.options)?,
        };
        let file = path.display().to_string();
        loop {
            let row = match reader.next() {
                None => break,
                Some(row) => row.map_err(|error| Failure::data(&file, vec![error]))?,
            };
            if row.number > self.behind {
                self.behind = row.number;
                self.reader = Some(reader);
                return Ok(Some(row));
            }
        }
        self.reader = Some(reader);
        Ok(None)
    }

    fn become_row(&mut self, ground: Ground<'_>, row: &Row) -> Result<(), Refusal> {
        let name = row.key.clone().unwrap_or_else(|| row.number.to_string());
        match accepted(ground, row)? {
            Ok(values) => {
                self.current = Some(Current { name, row: Some(row.number), values: values.to_vec(), changed: false });
                Ok(())
            }
            Err(reasons) => Err(CliProblem::RecordRejected { wanted: name, reasons: reasons(ground.lang) }.into()),
        }
    }

    fn take_example(&mut self, program: &Program, wanted: &str) -> bool {
        let Some(example) = program.examples.iter().find(|example| example.name == wanted && example.broken.is_empty()) else { return false };
        self.current = Some(Current { name: example.name.clone(), row: None, values: example.record.clone(), changed: false });
        true
    }
}

/// What records are held against.
#[derive(Clone, Copy)]
pub struct Ground<'g> {
    /// The policy.
    pub program: &'g Program,
    /// Its texts.
    pub sources: &'g Sources,
    /// The reference date; only record checks may read it.
    pub as_of: Day,
    /// The language of reasons.
    pub lang: crate::diagnostic::Lang,
}

type Reasons = Box<dyn Fn(crate::diagnostic::Lang) -> Vec<Words>>;

/// The values of a row, or why it is rejected.
fn accepted<'r>(ground: Ground<'_>, row: &'r Row) -> Result<Result<&'r [Value], Reasons>, Refusal> {
    let values = match &row.outcome {
        Ok(values) => values,
        Err(problems) => {
            let problems = problems.clone();
            return Ok(Err(Box::new(move |lang| problems.iter().map(|problem| problem.words(lang)).collect())));
        }
    };
    let broken = explain::check_record(ground.program, values, ground.as_of).map_err(|defect| scoring::failure(ground.sources, &defect))?;
    Ok(match broken {
        None => Ok(values),
        Some(rule) => {
            let words = rule.words.clone();
            Err(Box::new(move |_| vec![Words::new(words.clone())]))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Day, Ground, Options, Records, SessionProblem};
    use crate::diagnostic::Lang;

    const POLICY: &str = "policy p \"试\" { source \"无\" }\nrecord firm { key id : text\n staff : 人 [0, 100] }\noutput many = staff > 5 人\n";

    #[test]
    fn what_is_interrupted_or_not_found_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::write(&path, "id,staff\na,1\nb,2\nc,3\n").unwrap();
        let policy = crate::Policy::from_text("p.ics", POLICY).unwrap();
        let ground = Ground { program: policy.program(), sources: policy.sources(), as_of: Day(0), lang: Lang::En };
        let mut records = Records::new(Options::default());
        records.take(policy.program(), &path).unwrap();
        let name = |records: &Records| records.current.as_ref().map(|current| current.name.clone());
        records.advance(ground, |_| Ok(true)).unwrap();
        assert_eq!(name(&records).as_deref(), Some("a"));
        assert!(records.advance(ground, |_| Err(SessionProblem::Interrupted.into())).is_err());
        assert!(records.advance(ground, |_| Ok(false)).is_err());
        assert!(records.choose(ground, "nobody").is_err());
        assert_eq!(name(&records).as_deref(), Some("a"));
        records.advance(ground, |_| Ok(true)).unwrap();
        assert_eq!(name(&records).as_deref(), Some("b"));
        records.choose(ground, "4").unwrap();
        assert_eq!(name(&records).as_deref(), Some("c"));
        assert!(records.advance(ground, |_| Ok(true)).is_err());
        records.choose(ground, "a").unwrap();
        records.advance(ground, |_| Ok(true)).unwrap();
        assert_eq!(name(&records).as_deref(), Some("b"));
    }
}

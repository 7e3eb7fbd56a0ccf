//! A policy inside another program: load it once, ask it for results as often as needed.
//!
//! In: a file or text, records as figures, JSON or Arrow batches. Out: scores, explanations, batches of results, or why there are
//! none. Apart from [`Policy::load`] nothing is read or written; the clock is never asked. Knows no command line.

mod batch;
mod date;
mod error;
mod load;
mod record;
mod scores;

pub use batch::{BatchError, BatchScores, Rejected};
pub use date::DateError;
pub use error::RecordError;
pub use load::LoadError;
pub use record::{Cell, Record, RecordBuilder};
pub use scores::Scores;

pub(crate) use date::settle;

use crate::bulk::scorer::Scorer;
use crate::data::columns::Matcher;
use crate::data::row_reader::RowReader;
use crate::diagnostic::Diagnostic;
use crate::explain::{self, Explanation};
use crate::ir::{self, Program, SlotId};
use crate::source::Sources;
use crate::value::Value;
use crate::value::calendar::Day;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// A checked policy, ready for use. It is shared between threads as it is, and a copy costs next to nothing.
///
/// ```
/// use ics::Policy;
///
/// let policy = Policy::load("examples/first_steps/policy.ics")?;
/// let record = policy.record().set("id", "E1").set("stage", "growth").set("staff", 100).set("tech", 30);
/// let record = record.set("revenue", "1000").set("rd", "50").build()?;
/// let scores = policy.evaluate(&record)?;
/// assert_eq!(scores.number("total").map(|total| total.to_string()), Some("100".to_owned()));
/// assert_eq!(scores.truth("support"), Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Policy {
    known: Arc<Known>,
    dated: Arc<Dated>,
}

/// What does not depend on the reference date.
#[derive(Debug)]
struct Known {
    sources: Sources,
    program: Arc<Program>,
    warnings: Vec<Diagnostic>,
    /// The record of the program, for whoever shares it.
    record: Arc<ir::record::Record>,
    /// Reads cells in the order of the fields.
    rows: RowReader,
    matcher: Matcher,
    slots: HashMap<String, SlotId>,
}

/// What does.
#[derive(Debug)]
struct Dated {
    as_of: Option<Day>,
    scorer: OnceLock<Scorer>,
}

impl Dated {
    fn new(as_of: Option<Day>) -> Arc<Dated> {
        Arc::new(Dated { as_of, scorer: OnceLock::new() })
    }
}

impl Policy {
    /// Reads and checks a policy file. Settings (`ics.toml`) and tests beside it are left alone.
    ///
    /// # Errors
    /// A file that cannot be read; everything that is wrong with the policy.
    pub fn load(path: impl AsRef<Path>) -> Result<Policy, LoadError> {
        load::load(path.as_ref())
    }

    /// Checks a policy; the name stands for the file in messages.
    ///
    /// # Errors
    /// Everything that is wrong with the policy.
    ///
    /// ```
    /// use ics::Policy;
    ///
    /// let error = Policy::from_text("mine.ics", "policy mine \"试\" { }\nrecord firm { key id : text }\noutput x = y").unwrap_err();
    /// assert!(error.to_string().contains("there is no value `y`"));
    /// assert_eq!(error.diagnostics().iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["E0204"]);
    /// ```
    pub fn from_text(name: &str, text: &str) -> Result<Policy, LoadError> {
        load::from_text(name, text)
    }

    /// The same policy on a reference date. Only policies in which something depends on the date need one, where their header
    /// states none.
    ///
    /// # Errors
    /// A date before the first for which every dated value is stated, or one that lies outside what is proved.
    ///
    /// ```
    /// use ics::Policy;
    /// use ics::value::calendar::Day;
    ///
    /// let text = "policy p \"试\" { }\nrecord firm { key id : text\n founded : date }\noutput age : 年 = age_years(founded)";
    /// let policy = Policy::from_text("age.ics", text)?;
    /// let record = policy.record().set("id", "E1").set("founded", "2015-03-31").build()?;
    /// assert!(policy.evaluate(&record).is_err());
    /// let dated = policy.on(Day::parse("2025-03-31").unwrap())?;
    /// assert_eq!(dated.evaluate(&record)?.exact("age").as_deref(), Some("10"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on(&self, as_of: Day) -> Result<Policy, DateError> {
        settle(&self.known.program, Some(as_of))?;
        Ok(Policy { known: self.known.clone(), dated: Dated::new(Some(as_of)) })
    }

    /// Starts a record.
    #[must_use]
    pub fn record(&self) -> RecordBuilder {
        RecordBuilder::new(self.known.clone())
    }

    /// A record from a JSON object, read as data files are: names, labels and further headings of fields, in any order; names that
    /// are no field are passed over.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn record_from_json(&self, text: &str) -> Result<Record, RecordError> {
        record::from_json(&self.known, text)
    }

    /// The results of a record, without an explanation.
    ///
    /// # Errors
    /// A rule between fields that the record breaks; a reference date that is needed and was not given; a record of another policy.
    pub fn evaluate(&self, record: &Record) -> Result<Scores, RecordError> {
        let as_of = self.day_for(record)?;
        let scorer = self.scorer(as_of);
        let mut found = Vec::with_capacity(self.known.program.results.len());
        match scorer.score_one(&mut scorer.lanes(), &record.values, &mut found) {
            Ok(()) => Ok(Scores::new(self.known.clone(), record.values.clone(), as_of, found)),
            Err(position) => Err(self.known.rule_broken(position)),
        }
    }

    /// Why a record gets its results: plain data, in both languages. [`explain::to_text`] and [`explain::to_markdown`] print it.
    ///
    /// # Errors
    /// As [`Policy::evaluate`].
    ///
    /// ```
    /// use ics::Policy;
    /// use ics::diagnostic::Lang;
    /// use ics::explain::to_text;
    ///
    /// let policy = Policy::load("examples/first_steps/policy.ics")?;
    /// let record = policy.record_from_json(r#"{"编号": "丙", "stage": "成长期", "staff": 300, "tech": 29, "revenue": 8000, "rd": 399.99}"#)?;
    /// let explanation = policy.explain(&record)?;
    /// assert!(to_text(&explanation, Lang::En, 100).contains("研发费用 399.99万元 → 400万元"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, record: &Record) -> Result<Explanation, RecordError> {
        let as_of = self.accepted(record)?;
        let Known { program, sources, .. } = &*self.known;
        let trace = explain::trace(program, &record.values, as_of)?;
        Ok(explain::explanation(program, sources, &trace, &record.values, as_of))
    }

    /// The results of many records, a row for each: its outputs, scores, groups, grades and eligibilities. Columns are found by the
    /// names, labels and further headings of the fields. Rows that are rejected have no results, and are listed with the reasons.
    /// Batches of some thousand rows are best.
    ///
    /// # Errors
    /// Columns that are missing, stand twice or are of a type that holds no cells; a reference date that is needed and was not given.
    ///
    /// ```
    /// use ics::Policy;
    /// use arrow_array::cast::AsArray;
    /// use arrow_array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
    /// use std::sync::Arc;
    ///
    /// let policy = Policy::load("examples/first_steps/policy.ics")?;
    /// let amounts = |figures: Vec<i128>| Decimal128Array::from(figures).with_precision_and_scale(18, 2);
    /// let columns: Vec<(&str, ArrayRef)> = vec![
    ///     ("id", Arc::new(StringArray::from(vec!["甲", "乙", "丙"]))),
    ///     ("stage", Arc::new(StringArray::from(vec!["成长期", "startup", "seed"]))),
    ///     ("staff", Arc::new(Int64Array::from(vec![100, 40, 10]))),
    ///     ("tech", Arc::new(Int64Array::from(vec![30, 11, 1]))),
    ///     ("revenue", Arc::new(amounts(vec![100_000, 60_000, 500])?)),
    ///     ("rd", Arc::new(amounts(vec![5_000, 0, 10])?)),
    /// ];
    /// let scores = policy.evaluate_batch(&RecordBatch::try_from_iter(columns)?)?;
    /// let support = scores.results.column_by_name("support").ok_or("no column")?.as_boolean();
    /// assert_eq!(support.iter().collect::<Vec<_>>(), [Some(true), Some(false), None]);
    /// assert_eq!(scores.rejected.iter().map(|rejected| rejected.row).collect::<Vec<_>>(), [2]);
    /// assert!(scores.rejected[0].reason.to_string().contains("`seed` is none of `生命周期`"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn evaluate_batch(&self, records: &arrow_array::RecordBatch) -> Result<BatchScores, BatchError> {
        let as_of = self.as_of().ok_or(BatchError::NoReferenceDate)?;
        batch::evaluate(&self.known, self.scorer(as_of), records)
    }

    /// The date on which it stands: the one given to [`Policy::on`], else its own, else any where nothing depends on it.
    #[must_use]
    pub fn as_of(&self) -> Option<Day> {
        settle(&self.known.program, self.dated.as_of).ok()
    }

    /// The checked program: everything the policy declares.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.known.program
    }

    /// What the checker found worth saying, though the policy can be used.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.known.warnings
    }

    /// The texts that diagnostics and places point into.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.known.sources
    }

    /// The reference date for a record of this policy.
    fn day_for(&self, record: &Record) -> Result<Day, RecordError> {
        if !Arc::ptr_eq(&self.known, &record.known) {
            return Err(RecordError::OtherPolicy);
        }
        self.as_of().ok_or(RecordError::NoReferenceDate)
    }

    /// The reference date, if the record can be evaluated.
    fn accepted(&self, record: &Record) -> Result<Day, RecordError> {
        let as_of = self.day_for(record)?;
        self.known.rules_kept(&record.values, as_of).map(|()| as_of)
    }

    /// What computes the results; made when it is first needed.
    fn scorer(&self, as_of: Day) -> &Scorer {
        self.dated.scorer.get_or_init(|| Scorer::new(self.known.program.clone(), as_of, self.known.program.results.clone()))
    }
}

impl Known {
    /// Why a record that breaks the rule at this position has no results.
    fn rule_broken(&self, position: usize) -> RecordError {
        let rule = self.program.record.checks.get(position);
        RecordError::RuleBroken { words: rule.map(|rule| rule.words.clone()).unwrap_or_default() }
    }

    /// Whether a record keeps the rules between fields.
    fn rules_kept(&self, values: &[Value], as_of: Day) -> Result<(), RecordError> {
        match explain::check_record(&self.program, values, as_of)? {
            Some(rule) => Err(RecordError::RuleBroken { words: rule.words.clone() }),
            None => Ok(()),
        }
    }
}

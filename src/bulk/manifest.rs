//! The record of a run: what went in, what came out, and by what means, so that the run can be checked later.
//!
//! In: facts about a run. Out: JSON whose fields stand in a fixed order. Holds nothing that depends on the machine, the hour or the number
//! of threads: runs that are alike have records that are alike to the byte. Paths stand as they were given, with `/` between folders.

use crate::data::digest::Hash;
use crate::value::decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The shape of the record; it grows when a reader of the old shape would go wrong.
pub const VERSION: u32 = 1;

/// The record of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`VERSION`].
    pub manifest: u32,
    /// What computed it.
    pub engine: Engine,
    /// The policy.
    pub policy: PolicyMark,
    /// The standard units and functions.
    pub prelude: PreludeMark,
    /// The day that `as of` means.
    pub reference_date: String,
    /// What was asked for beside the files.
    pub options: Choices,
    /// The data, in the order in which they were read.
    pub inputs: Vec<InputFile>,
    /// Where the results were to go: a file, or a folder for its parts.
    pub output: String,
    /// The results; several where they were written in parts.
    pub outputs: Vec<OutputFile>,
    /// The rejected records, where they were written.
    pub rejects: Option<RejectsFile>,
    /// What the run amounts to.
    pub results: Results,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyMark {
    /// Its file.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The hash of its file. The tests beside it do not count.
    pub sha256: Hash,
}

/// The standard units and functions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreludeMark {
    /// The hash of their text.
    pub sha256: Hash,
}

/// Options that decide what is written; each has the name it has on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Choices {
    /// The language of reasons and labels.
    pub lang: String,
    /// The reference date, where it was given.
    pub as_of: Option<String>,
    /// The format of the results, where it does not follow from the name of the file.
    pub format: Option<String>,
    /// The columns, where they were chosen.
    pub columns: Vec<String>,
    /// Whether the fields of the record were written.
    pub with_inputs: bool,
    /// Whether every named value was written.
    pub all: bool,
    /// Whether labels stood in the place of names.
    pub labels: bool,
    /// Whether CSV started with a byte-order mark.
    pub bom: bool,
    /// How many records were read at most.
    pub limit: Option<u64>,
    /// How Parquet and Arrow were compressed, where it was chosen.
    pub compression: Option<String>,
    /// How many rows a part of a folder was to have, where it was chosen.
    pub part_rows: Option<u64>,
    /// How the data were read.
    pub reading: ReadingChoices,
}

/// Options that decide how data are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct ReadingChoices {
    /// The format.
    pub format_in: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row of the headers.
    pub header_row: Option<u32>,
    /// The encoding of text.
    pub encoding: Option<String>,
    /// What stands between cells.
    pub delimiter: Option<String>,
    /// Further words for a blank cell.
    pub missing_word: Vec<String>,
}

/// A file of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFile {
    /// The file.
    pub path: String,
    /// Its format.
    pub format: String,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: Hash,
    /// Records read.
    pub rows: u64,
    /// Of them, records that break the schema. Those that break a rule between fields are counted in [`Counts`] alone.
    pub rejected: u64,
    /// Blank rows.
    pub blank: u64,
}

/// A file of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputFile {
    /// The file.
    pub path: String,
    /// Its format.
    pub format: String,
    /// Records in it.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: Hash,
    /// Where it is one of several: what it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<PartMark>,
}

/// What a part of a result stands for, so that a later run need not make it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartMark {
    /// The rows it was made from.
    pub from: Vec<Stretch>,
    /// What they amount to.
    pub results: Results,
    /// Their rejected records, where they were written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejects: Option<RejectsFile>,
}

/// Rows of a file, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// The file.
    pub path: String,
    /// The first record, counted from 0 over all records of the file.
    pub first: u64,
    /// How many records.
    pub rows: u64,
    /// Of them, records that break the schema, as [`InputFile::rejected`] counts.
    pub rejected: u64,
    /// Blank rows among them.
    pub blank: u64,
}

/// A file of rejected records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectsFile {
    /// The file.
    pub path: String,
    /// Records in it; each takes a line for every reason.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// Its hash.
    pub sha256: Hash,
}

/// What a run, or a part of one, amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    /// How many records.
    pub counts: Counts,
    /// The scores, in the order of the policy.
    pub scores: Vec<ScoreTotal>,
    /// The grades, in the order of the policy.
    pub grades: Vec<GradeTotal>,
    /// The eligibilities, in the order of the policy.
    pub eligibilities: Vec<EligibilityTotal>,
}

/// How many records became what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Records read.
    pub read: u64,
    /// Records scored.
    pub scored: u64,
    /// Records rejected.
    pub rejected: u64,
    /// Blank rows.
    pub blank: u64,
}

/// A score over all records; figures are decimals with every digit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreTotal {
    /// Its name.
    pub name: String,
    /// How many records have it.
    pub count: u64,
    /// The sum; none where it has too many digits.
    pub sum: Option<String>,
    /// The least; none where no record has it.
    pub min: Option<String>,
    /// The greatest; none where no record has it.
    pub max: Option<String>,
}

/// A grade over all records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeTotal {
    /// Its name.
    pub name: String,
    /// How many records have each member, in the order of the policy.
    pub counts: Vec<MemberCount>,
}

/// How many records have a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberCount {
    /// The name of the member.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// An eligibility over all records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EligibilityTotal {
    /// Its name.
    pub name: String,
    /// Records to which it is given.
    pub eligible: u64,
    /// Records to which it is not.
    pub ineligible: u64,
    /// Records for which a missing figure leaves it open.
    pub undetermined: u64,
}

/// Why a text is not the record of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is no JSON.
    NotJson {
        /// The line where it ceases to be, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// It lacks what a record has.
    NotOne,
    /// It is of a later shape.
    Later(u32),
}

/// A path as a record holds it.
#[must_use]
pub fn path_text(path: &Path) -> String {
    let text = path.display().to_string();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text }
}

impl Engine {
    /// This program.
    #[must_use]
    pub fn this() -> Engine {
        Engine { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

impl Manifest {
    /// The text of its file.
    #[must_use]
    pub fn text(&self) -> String {
        // Plain data with texts as keys always have a text.
        serde_json::to_string_pretty(self).map_or_else(|_| String::new(), |text| text + "\n")
    }

    /// The record in a file.
    ///
    /// # Errors
    /// Why it is none.
    pub fn parse(text: &str) -> Result<Manifest, Unusable> {
        let not_json = |error: serde_json::Error| Unusable::NotJson { line: error.line(), column: error.column() };
        let value: serde_json::Value = serde_json::from_str(text).map_err(not_json)?;
        let version = value.get("manifest").and_then(serde_json::Value::as_u64).and_then(|version| u32::try_from(version).ok());
        if let Some(later) = version.filter(|version| *version > VERSION) {
            return Err(Unusable::Later(later));
        }
        serde_json::from_value(value).map_err(|_| Unusable::NotOne)
    }
}

impl Results {
    /// Adds what further records amount to; the policy is the same.
    pub fn absorb(&mut self, later: &Results) {
        self.counts.read += later.counts.read;
        self.counts.scored += later.counts.scored;
        self.counts.rejected += later.counts.rejected;
        self.counts.blank += later.counts.blank;
        for (score, later) in self.scores.iter_mut().zip(&later.scores) {
            score.absorb(later);
        }
        for (grade, later) in self.grades.iter_mut().zip(&later.grades) {
            for (member, later) in grade.counts.iter_mut().zip(&later.counts) {
                member.count += later.count;
            }
        }
        for (eligibility, later) in self.eligibilities.iter_mut().zip(&later.eligibilities) {
            eligibility.eligible += later.eligible;
            eligibility.ineligible += later.ineligible;
            eligibility.undetermined += later.undetermined;
        }
    }
}

impl ScoreTotal {
    fn absorb(&mut self, later: &ScoreTotal) {
        self.count += later.count;
        let sum = number(self.sum.as_ref()).zip(number(later.sum.as_ref())).and_then(|(sum, later)| sum.add(later));
        self.sum = sum.map(|sum| sum.normalized().to_string());
        let is_less =
            |one: &String, other: &String| number(Some(one)).zip(number(Some(other))).is_some_and(|(one, other)| one.compare(other).is_lt());
        self.min = chosen(self.min.take(), later.min.clone(), |min, later| is_less(later, min));
        self.max = chosen(self.max.take(), later.max.clone(), |max, later| is_less(max, later));
    }
}

/// The one of two that is there; of two that are there the later one, where it wins.
fn chosen(one: Option<String>, later: Option<String>, wins: impl Fn(&String, &String) -> bool) -> Option<String> {
    match (one, later) {
        (Some(one), Some(later)) => Some(if wins(&one, &later) { later } else { one }),
        (one, later) => one.or(later),
    }
}

fn number(text: Option<&String>) -> Option<Decimal> {
    text.and_then(|text| Decimal::parse(text))
}

#[cfg(test)]
pub(super) mod tests {
    use super::{
        Choices, Counts, EligibilityTotal, Engine, GradeTotal, Hash, InputFile, Manifest, MemberCount, OutputFile, PolicyMark, PreludeMark, Results,
        ScoreTotal, Unusable,
    };

    /// A record of a small run; a test changes what it is about.
    pub fn example() -> Manifest {
        let hash = |text: &str| Hash::of(&[text.as_bytes()]);
        Manifest {
            manifest: 1,
            engine: Engine { name: "ics".to_owned(), version: "0.1.0".to_owned() },
            policy: PolicyMark { path: "p.ics".to_owned(), name: "p".to_owned(), title: "P".to_owned(), sha256: hash("policy") },
            prelude: PreludeMark { sha256: hash("prelude") },
            reference_date: "2024-12-31".to_owned(),
            options: Choices { lang: "en".to_owned(), ..Choices::default() },
            inputs: vec![input("east.csv", "east"), input("west.csv", "west")],
            output: "out".to_owned(),
            outputs: vec![output("out/part-1.csv", "one"), output("out/part-2.csv", "two")],
            rejects: None,
            results: results(10, "1.5", "0.5", "1"),
        }
    }

    pub fn input(path: &str, content: &str) -> InputFile {
        let (path, format) = (path.to_owned(), "csv".to_owned());
        InputFile { path, format, bytes: content.len() as u64, sha256: Hash::of(&[content.as_bytes()]), rows: 2, rejected: 0, blank: 0 }
    }

    pub fn output(path: &str, content: &str) -> OutputFile {
        let (path, format) = (path.to_owned(), "csv".to_owned());
        OutputFile { path, format, rows: 2, bytes: content.len() as u64, sha256: Hash::of(&[content.as_bytes()]), part: None }
    }

    fn results(count: u64, sum: &str, min: &str, max: &str) -> Results {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Results {
            counts: Counts { read: count + 1, scored: count, rejected: 1, blank: 0 },
            scores: vec![ScoreTotal { name: "total".to_owned(), count, sum: text(sum), min: text(min), max: text(max) }],
            grades: vec![GradeTotal { name: "grade".to_owned(), counts: vec![MemberCount { name: "high".to_owned(), count }] }],
            eligibilities: vec![EligibilityTotal { name: "entitled".to_owned(), eligible: count, ineligible: 0, undetermined: 0 }],
        }
    }

    #[test]
    fn a_record_is_read_as_it_was_written() {
        let manifest = example();
        assert_eq!(Manifest::parse(&manifest.text()), Ok(manifest.clone()));
        assert!(manifest.text().starts_with("{\n  \"manifest\": 1,\n  \"engine\": {\n    \"name\": \"ics\","));
        assert!(manifest.text().ends_with("}\n"));
    }

    #[test]
    fn later_shapes_and_other_files_are_told_apart() {
        let later = example().text().replacen("\"manifest\": 1", "\"manifest\": 7", 1);
        assert_eq!(Manifest::parse(&later), Err(Unusable::Later(7)));
        assert_eq!(Manifest::parse("{}"), Err(Unusable::NotOne));
        assert_eq!(Manifest::parse("{\n  \"manifest\": 1,"), Err(Unusable::NotJson { line: 2, column: 16 }));
    }

    #[test]
    fn options_that_a_record_does_not_name_are_open() {
        let mut value: serde_json::Value = serde_json::from_str(&example().text()).unwrap();
        value["options"] = serde_json::json!({"lang": "zh", "header-row": 3, "reading": {"header-row": 2}});
        let parsed = Manifest::parse(&value.to_string()).unwrap().options;
        assert_eq!((parsed.lang.as_str(), parsed.reading.header_row, parsed.limit), ("zh", Some(2), None));
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let mut whole = results(0, "0", "", "");
        whole.absorb(&results(10, "1.5", "-0.5", "1"));
        whole.absorb(&results(2, "-2.25", "-9", "10.00"));
        assert_eq!(whole.counts, Counts { read: 15, scored: 12, rejected: 3, blank: 0 });
        let score = &whole.scores[0];
        let texts = [&score.sum, &score.min, &score.max].map(|text| text.as_deref().unwrap());
        assert_eq!((score.count, texts), (12, ["-0.75", "-9", "10.00"]));
        assert_eq!((whole.grades[0].counts[0].count, whole.eligibilities[0].eligible), (12, 12));
    }

    #[test]
    fn a_sum_of_too_many_digits_is_none_and_stays_none() {
        let mut whole = results(1, "99999999999999999999999999999999999999", "1", "1");
        whole.absorb(&results(1, "1", "1", "1"));
        assert_eq!(whole.scores[0].sum, None);
        whole.absorb(&results(1, "-5", "1", "1"));
        assert_eq!(whole.scores[0].sum, None);
    }
}

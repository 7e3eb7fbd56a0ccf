//! Golden folders: records with the results expected of them.
//!
//! In: a folder `NAME.golden` with `policy`, `input.…`, `expected.csv` and perhaps `expected_rejects.csv`. Out: whether the policy
//! still gives these results, line by line; where asked, the expected files are rewritten after the difference is printed.

use super::columns::{self, Inputs, Values, Wanted};
use super::load::{self, Tests};
use super::problem::{CliProblem, Failure};
use super::scoring::{self, Fate};
use super::screen::Screen;
use super::test::{Case, Suite};
use super::{files, reading, reference_date, writing};
use crate::bulk::columns::Column;
use crate::bulk::rejected::RULE_CODE;
use crate::data::options::Options;
use crate::ir::Program;
use crate::source::Sources;
use crate::value::Value;
use crate::value::calendar::Day;
use std::path::{Component, Path, PathBuf};

/// What is done where results differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// The test fails.
    Compare,
    /// The expected files are rewritten.
    Rewrite,
}

/// The file that names the policy.
const POLICY: &str = "policy";
/// The data, in order of preference.
const INPUTS: [&str; 7] = ["input.csv", "input.tsv", "input.xlsx", "input.json", "input.ndjson", "input.parquet", "input.arrow"];
/// The results.
const RESULTS: &str = "expected.csv";
/// The rejected records.
const REJECTS: &str = "expected_rejects.csv";
/// How many differing lines are shown.
const SHOWN: usize = 20;

/// The records of a golden folder that keep the schema of their fields.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The policy they are for.
    pub policy: PathBuf,
    /// The reference date.
    pub as_of: Day,
    /// The records.
    pub records: Vec<Vec<Value>>,
}

/// Compares or rewrites a golden folder; its records are added to `recorded`.
///
/// # Errors
/// Files that are missing or cannot be read or written.
pub fn run(screen: &Screen, folder: &Path, update: Update, recorded: &mut Vec<Recorded>) -> Result<Suite, Failure> {
    let name = folder.display().to_string();
    let lacks = |lacks: &str| CliProblem::Golden { folder: name.clone(), lacks: lacks.to_owned() };
    let recipe = recipe(folder).map_err(|problem| if folder.join(POLICY).is_file() { problem } else { lacks(POLICY) })?;
    let input = INPUTS.iter().map(|input| folder.join(input)).find(|path| path.is_file()).ok_or_else(|| lacks("input.csv"))?;
    let compiled = load::policy(&recipe.policy, Tests::Left)?;
    let Some(program) = compiled.program else {
        let failure = screen.pick("the policy has errors; `ics check` shows them", "政策有错误；请用 `ics check` 查看").to_owned();
        let place = recipe.policy.display().to_string();
        return Ok(Suite { cases: vec![Case { name: name.clone(), place, failures: vec![failure] }], name });
    };
    let as_of = reference_date::settle(&program, recipe.as_of)?;
    let found = score(&program, &compiled.sources, &input, as_of)?;
    recorded.push(Recorded { policy: recipe.policy, as_of, records: found.records });
    let mut cases = Vec::new();
    for (file, text) in [(RESULTS, &found.results), (REJECTS, &found.rejects)] {
        let path = folder.join(file);
        let expected = if path.is_file() { Some(plain(&files::read_text(&path)?)) } else { None };
        // Without rejected records there is nothing to write down.
        let is_idle = file == REJECTS && expected.is_none() && found.rejected == 0;
        if is_idle || expected.as_ref() == Some(text) {
            cases.push(case(&path, Vec::new()));
            continue;
        }
        let difference = difference(expected.as_deref().unwrap_or(""), text);
        match update {
            Update::Compare if expected.is_none() && file == RESULTS => return Err(lacks(RESULTS).into()),
            Update::Compare => cases.push(case(&path, vec![difference])),
            Update::Rewrite => {
                screen.out(&format!("{}\n{difference}\n", path.display()))?;
                files::write_whole(&path, text.as_bytes())?;
                cases.push(case(&path, Vec::new()));
            }
        }
    }
    Ok(Suite { name, cases })
}

fn case(path: &Path, failures: Vec<String>) -> Case {
    Case { name: files::name_of(path), place: path.display().to_string(), failures }
}

/// What the file `policy` says.
struct Recipe {
    policy: PathBuf,
    as_of: Option<Day>,
}

fn recipe(folder: &Path) -> Result<Recipe, CliProblem> {
    let text = files::read_text(&folder.join(POLICY))?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let policy = lines.next().map(|line| beside(folder, line)).unwrap_or_default();
    let date = lines.find_map(|line| line.strip_prefix("as of").or_else(|| line.strip_prefix("基准日")));
    let as_of = date.map(|date| reference_date::parse("as of", date.trim())).transpose()?;
    Ok(Recipe { policy, as_of })
}

/// The path of `relative` seen from the folder, without `..` where a named folder can be left out instead.
fn beside(folder: &Path, relative: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    for part in Path::new(relative).components() {
        match part {
            Component::ParentDir if matches!(path.components().next_back(), Some(Component::Normal(_))) => {
                path.pop();
            }
            Component::CurDir => {}
            Component::ParentDir | Component::Normal(_) | Component::RootDir | Component::Prefix(_) => path.push(part),
        }
    }
    path
}

struct Found {
    results: String,
    rejects: String,
    rejected: u64,
    records: Vec<Vec<Value>>,
}

fn score(program: &Program, sources: &Sources, input: &Path, as_of: Day) -> Result<Found, Failure> {
    let wanted = Wanted { names: Vec::new(), inputs: Inputs::Key, values: Values::Results };
    let columns: Vec<Column> = columns::select(program, &wanted, crate::diagnostic::Lang::En)?;
    let mut reader = reading::open(program, input, &Options::default())?;
    let mut results = vec![columns.iter().map(|column| column.name.clone()).collect::<Vec<String>>()];
    let mut rejects = vec![["row", "key", "field", "value", "code"].map(str::to_owned).to_vec()];
    let mut records = Vec::new();
    scoring::run(program, sources, as_of, &mut reader, u64::MAX, |row, fate| {
        records.extend(row.outcome.as_ref().ok().cloned());
        let key = || row.key.clone().unwrap_or_default();
        match fate {
            Fate::Scored(values, evaluation) => {
                let cells =
                    columns.iter().map(|column| writing::exact(program, &columns::content(column, program, row.number, values, evaluation, None)));
                results.push(cells.collect());
            }
            Fate::Rejected(problems) => rejects.extend(problems.iter().map(|problem| {
                let code = problem.code().to_owned();
                vec![row.number.to_string(), key(), problem.name.to_string(), problem.value.clone(), code]
            })),
            Fate::RuleBroken(check) => {
                rejects.push(vec![row.number.to_string(), key(), check.words.clone(), String::new(), RULE_CODE.to_owned()]);
            }
        }
        Ok(())
    })?;
    let rejected = rejects.len() as u64 - 1;
    Ok(Found { results: csv_text(&results), rejects: csv_text(&rejects), rejected, records })
}

fn csv_text(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail, and all rows have the length of the header.
        let _ = writer.write_record(row);
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// The text without a byte-order mark and with plain line ends, as an editor may have left it.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// The lines that differ, `-` expected and `+` found; lines before and after that agree are left out.
fn difference(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let pairs: Vec<(Option<&&str>, Option<&&str>)> = if old.len() == new.len() {
        old.iter().map(Some).zip(new.iter().map(Some)).filter(|(a, b)| a != b).collect()
    } else {
        let before = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let after = old.iter().skip(before).rev().zip(new.iter().skip(before).rev()).take_while(|(a, b)| a == b).count();
        let middle = |lines: &[&str]| before..lines.len() - after;
        let gone = old.get(middle(&old)).unwrap_or_default().iter().map(|line| (Some(line), None));
        gone.chain(new.get(middle(&new)).unwrap_or_default().iter().map(|line| (None, Some(line)))).collect()
    };
    let mut lines = Vec::new();
    for (a, b) in pairs.iter().take(SHOWN) {
        lines.extend(a.map(|line| format!("- {line}")));
        lines.extend(b.map(|line| format!("+ {line}")));
    }
    if pairs.len() > SHOWN {
        lines.push(format!("… +{}", pairs.len() - SHOWN));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{difference, plain};

    #[test]
    fn shows_the_lines_that_differ() {
        assert_eq!(difference("id,total\nA,80\nB,60\n", "id,total\nA,80\nB,61\n"), "- B,60\n+ B,61");
        assert_eq!(difference("id\nA\nB\nC\n", "id\nA\nC\n"), "- B");
        assert_eq!(difference("id\nA\nC\n", "id\nA\nB\nC\n"), "+ B");
        assert_eq!(difference("", "id\n"), "+ id");
    }

    #[test]
    fn line_ends_and_marks_are_no_difference() {
        assert_eq!(plain("\u{feff}a\r\nb\r\n"), "a\nb\n");
    }
}

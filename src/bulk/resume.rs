//! Which parts of a result an earlier run has finished, so that a second one need not make them again.
//!
//! In: the record that the earlier run left in its folder, the record of the present run before it made anything, and what now stands in
//! the files. Out: the parts to keep and the parts to make again, or why the folder cannot be used. Pure: reads and writes nothing.
//!
//! A part is kept where its file has the very bytes it was finished with, and the run rests on the same policy, units, engine, date,
//! options and data: how a run is cut depends on these alone, so that every part would be made of the same rows again. Data are compared
//! by hash; the time of a file would be quicker and says nothing about its content. The list of rejected records must be intact as well.

use super::change::{Change, changes};
use super::manifest::{Manifest, OutputFile, Results, Stretch};
use crate::data::digest::FileMark;
use std::collections::BTreeSet;

/// What is left to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Parts that are finished, in the order of the record.
    pub finished: Vec<OutputFile>,
    /// Parts that the record names and that must be made again.
    pub again: Vec<Again>,
}

/// A part to be made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// Its file.
    pub path: String,
    /// Why.
    pub why: Why,
}

/// Why a part is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its file, or that of its rejected records, is not there.
    Gone,
    /// Its file, or that of its rejected records, has other bytes.
    Altered,
    /// It does not say which rows it stands for.
    Unknown,
    /// It stands for rows that another finished part stands for.
    Doubled,
}

/// What a second run has to do.
///
/// # Errors
/// Everything that has changed: parts of the earlier run do not fit those of this one.
pub fn plan(before: &Manifest, now: &Manifest, present: impl Fn(&str) -> Option<FileMark>) -> Result<Plan, Vec<Change>> {
    let changes = changes(before, now);
    if !changes.is_empty() {
        return Err(changes);
    }
    let mut plan = Plan { finished: Vec::new(), again: Vec::new() };
    let mut taken = BTreeSet::new();
    for output in &before.outputs {
        match why_again(output, &present, &taken) {
            Some(why) => plan.again.push(Again { path: output.path.clone(), why }),
            None => {
                taken.extend(stretches(output).iter().map(place));
                plan.finished.push(output.clone());
            }
        }
    }
    Ok(plan)
}

fn stretches(output: &OutputFile) -> &[Stretch] {
    output.part.as_ref().map_or(&[], |part| &part.from)
}

fn place(stretch: &Stretch) -> (String, u64) {
    (stretch.path.clone(), stretch.first)
}

fn why_again(output: &OutputFile, present: &impl Fn(&str) -> Option<FileMark>, taken: &BTreeSet<(String, u64)>) -> Option<Why> {
    let Some(part) = output.part.as_ref().filter(|part| !part.from.is_empty()) else { return Some(Why::Unknown) };
    if part.from.iter().map(place).any(|place| taken.contains(&place)) {
        return Some(Why::Doubled);
    }
    let files = [(&output.path, output.bytes, &output.sha256)];
    let rejects = part.rejects.iter().map(|rejects| (&rejects.path, rejects.bytes, &rejects.sha256));
    files.into_iter().chain(rejects).find_map(|(path, bytes, sha256)| match present(path) {
        None => Some(Why::Gone),
        Some(mark) if mark.bytes == bytes && mark.sha256 == *sha256 => None,
        Some(_) => Some(Why::Altered),
    })
}

impl Plan {
    /// The finished part that begins with a row, given by its file and its place among the records of the file.
    #[must_use]
    pub fn finished_from(&self, path: &str, first: u64) -> Option<&OutputFile> {
        self.finished.iter().find(|output| stretches(output).first().is_some_and(|stretch| stretch.path == path && stretch.first == first))
    }

    /// What the finished parts read of a file: records, those that break the schema, blank rows.
    #[must_use]
    pub fn read_of(&self, path: &str) -> (u64, u64, u64) {
        let of_file = self.finished.iter().flat_map(stretches).filter(|stretch| stretch.path == path);
        of_file.fold((0, 0, 0), |(rows, rejected, blank), stretch| (rows + stretch.rows, rejected + stretch.rejected, blank + stretch.blank))
    }

    /// What the finished parts amount to, on top of what the others will.
    #[must_use]
    pub fn results(&self) -> Option<Results> {
        let mut parts = self.finished.iter().filter_map(|output| output.part.as_ref());
        let mut sum = parts.next()?.results.clone();
        parts.for_each(|part| sum.absorb(&part.results));
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::tests::{example, input, output};
    use super::super::manifest::{Counts, Manifest, OutputFile, PartMark, RejectsFile, Results, Stretch};
    use super::{Again, Change, FileMark, Plan, Why, plan};
    use crate::data::digest::Hash;

    fn part(path: &str, content: &str, first: u64, rows: u64) -> OutputFile {
        let from = vec![Stretch { path: "east.csv".to_owned(), first, rows, rejected: 1, blank: 2 }];
        let results = Results { counts: Counts { read: rows, scored: rows, rejected: 0, blank: 0 }, ..example().results };
        OutputFile { rows, part: Some(PartMark { from, results, rejects: None }), ..output(path, content) }
    }

    fn before() -> Manifest {
        Manifest { outputs: vec![part("1.csv", "one", 0, 10), part("2.csv", "two", 10, 10), part("3.csv", "three", 20, 4)], ..example() }
    }

    /// The run about to begin: nothing made yet.
    fn now() -> Manifest {
        Manifest { outputs: Vec::new(), results: Results::default(), ..example() }
    }

    fn mark(content: &str) -> FileMark {
        FileMark { bytes: content.len() as u64, sha256: Hash::of(&[content.as_bytes()]) }
    }

    fn intact(path: &str) -> Option<FileMark> {
        [("1.csv", "one"), ("2.csv", "two"), ("3.csv", "three"), ("2.rejects.csv", "away")]
            .into_iter()
            .find(|(known, _)| *known == path)
            .map(|(_, content)| mark(content))
    }

    fn paths(plan: &Plan) -> Vec<&str> {
        plan.finished.iter().map(|output| output.path.as_str()).collect()
    }

    #[test]
    fn what_is_whole_is_kept() {
        let plan = plan(&before(), &now(), intact).unwrap();
        assert_eq!(paths(&plan), ["1.csv", "2.csv", "3.csv"]);
        assert_eq!(plan.again, []);
        assert_eq!(plan.finished_from("east.csv", 10).map(|output| output.path.as_str()), Some("2.csv"));
        assert_eq!(plan.finished_from("east.csv", 11), None);
        assert_eq!(plan.finished_from("west.csv", 10), None);
        assert_eq!(plan.results().unwrap().counts.read, 24);
        assert_eq!((plan.read_of("east.csv"), plan.read_of("west.csv")), ((24, 3, 6), (0, 0, 0)));
    }

    #[test]
    fn what_is_gone_or_altered_is_made_again() {
        let present = |path: &str| match path {
            "1.csv" => None,
            "2.csv" => Some(mark("TWO")),
            other => intact(other),
        };
        let plan = plan(&before(), &now(), present).unwrap();
        assert_eq!(paths(&plan), ["3.csv"]);
        let again = |path: &str, why| Again { path: path.to_owned(), why };
        assert_eq!(plan.again, [again("1.csv", Why::Gone), again("2.csv", Why::Altered)]);
        assert_eq!(plan.results().unwrap().counts.read, 4);
    }

    #[test]
    fn a_part_without_its_rejected_records_is_made_again() {
        let mut before = before();
        let rejects = RejectsFile { path: "2.rejects.csv".to_owned(), rows: 1, bytes: 4, sha256: Hash::of(&[b"away"]) };
        before.outputs[1].part.as_mut().unwrap().rejects = Some(rejects);
        assert_eq!(plan(&before, &now(), intact).unwrap().again, []);
        let without = |path: &str| intact(path).filter(|_| path != "2.rejects.csv");
        assert_eq!(plan(&before, &now(), without).unwrap().again, [Again { path: "2.csv".to_owned(), why: Why::Gone }]);
    }

    #[test]
    fn parts_that_say_too_little_or_the_same_are_made_again() {
        let mut before = before();
        before.outputs[0].part = None;
        before.outputs[2] = part("3.csv", "three", 10, 4);
        let plan = plan(&before, &now(), intact).unwrap();
        assert_eq!(paths(&plan), ["2.csv"]);
        assert_eq!(plan.again.iter().map(|again| again.why).collect::<Vec<Why>>(), [Why::Unknown, Why::Doubled]);
    }

    #[test]
    fn anything_that_changed_is_refused_by_name() {
        let refused = |change: fn(&mut Manifest)| {
            let mut now = now();
            change(&mut now);
            plan(&before(), &now, intact).unwrap_err()
        };
        assert!(matches!(refused(|now| now.policy.sha256 = Hash::of(&[])).as_slice(), [Change::Policy { .. }]));
        assert!(matches!(refused(|now| now.prelude.sha256 = Hash::of(&[])).as_slice(), [Change::Prelude { .. }]));
        assert!(matches!(refused(|now| now.engine.version = "0.2.0".to_owned()).as_slice(), [Change::Engine { .. }]));
        assert!(matches!(refused(|now| now.reference_date = "2025-01-01".to_owned()).as_slice(), [Change::ReferenceDate { .. }]));
        assert!(matches!(refused(|now| now.options.labels = true).as_slice(), [Change::Option { .. }]));
        assert!(matches!(refused(|now| now.inputs[0] = input("east.csv", "other")).as_slice(), [Change::Input { .. }]));
        assert!(matches!(refused(|now| now.inputs.reverse()).as_slice(), [Change::InputOrder]));
        assert!(matches!(refused(|now| now.inputs.truncate(1)).as_slice(), [Change::InputLeftOut { .. }]));
        assert_eq!(refused(|now| (now.options.labels, now.reference_date) = (true, "2025-01-01".to_owned())).len(), 2);
    }

    #[test]
    fn nothing_finished_amounts_to_nothing() {
        let plan = plan(&Manifest { outputs: Vec::new(), ..before() }, &now(), intact).unwrap();
        assert_eq!((paths(&plan).len(), plan.results()), (0, None));
    }
}

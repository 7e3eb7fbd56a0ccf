//! What a run made again makes differently.
//!
//! In: the record of a run, and that of the same run made again. Out: the differences, in a fixed order, with their words in both
//! languages. What the results rest on is compared elsewhere; here it only tells whom a difference can be put down to. Reads no file.

use super::change::{Change, changes};
use super::manifest::{Engine, Manifest, Results};
use crate::data::digest::{FileMark, Hash};
use crate::diagnostic::{Lang, quote};

/// A difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A file of results is not there.
    Gone {
        /// The file.
        path: String,
    },
    /// A file of results was changed after the run.
    Altered {
        /// The file.
        path: String,
        /// Its hash at the end of the run.
        then: Hash,
        /// Its hash now.
        now: Hash,
    },
    /// The run writes other bytes now.
    Bytes {
        /// The file.
        path: String,
        /// What may have caused it.
        cause: Cause,
    },
    /// A figure.
    Figure {
        /// What it says, in English.
        en: String,
        /// What it says, in Chinese.
        zh: String,
        /// Its value at the run.
        then: String,
        /// Its value now.
        now: String,
    },
    /// The first record that is written differently.
    Record {
        /// The file.
        path: String,
        /// Its first cell, which is the key where there is one.
        key: String,
        /// The header of the first cell that differs.
        column: String,
        /// The cell at the run.
        then: String,
        /// The cell now.
        now: String,
    },
    /// Records at the end of one file that the other lacks; all before them are alike.
    Rest {
        /// The file.
        path: String,
        /// The first cell of the first of them.
        key: String,
        /// Which file has them.
        side: Side,
    },
}

/// What may have caused other bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// Something that results rest on has changed, as is said of it.
    Ground,
    /// Nothing but the engine has changed.
    Engine {
        /// That of the run.
        then: Engine,
        /// The present one.
        now: Engine,
    },
    /// Nothing has changed.
    Nothing,
}

/// One of two runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The run of the record.
    Then,
    /// The run made again.
    Now,
}

/// Whether a file is still as a run left it.
#[must_use]
pub fn file(path: &str, then: &Hash, now: Option<&FileMark>) -> Option<Difference> {
    match now {
        None => Some(Difference::Gone { path: path.to_owned() }),
        Some(now) if now.sha256 == *then => None,
        Some(now) => Some(Difference::Altered { path: path.to_owned(), then: then.clone(), now: now.sha256.clone() }),
    }
}

/// What the run made again makes differently; its files have the paths of the run's.
#[must_use]
pub fn differences(then: &Manifest, now: &Manifest) -> Vec<Difference> {
    let mut found = Vec::new();
    let cause = cause(then, now);
    for (before, after) in then.inputs.iter().zip(&now.inputs) {
        let path = before.path.as_str();
        figure(&mut found, &format!("`{path}`, records read"), &format!("「{path}」读取的记录"), &before.rows, &after.rows);
        figure(
            &mut found,
            &format!("`{path}`, records that break the schema"),
            &format!("「{path}」不合要求的记录"),
            &before.rejected,
            &after.rejected,
        );
        figure(&mut found, &format!("`{path}`, blank rows"), &format!("「{path}」空行"), &before.blank, &after.blank);
    }
    results(&mut found, &then.results, &now.results);
    let files = |manifest: &Manifest| {
        let outputs = manifest.outputs.iter().map(|file| (file.path.clone(), file.rows, file.sha256.clone()));
        outputs.chain(manifest.rejects.iter().map(|file| (file.path.clone(), file.rows, file.sha256.clone()))).collect::<Vec<_>>()
    };
    let again = files(now);
    for (path, rows, sha256) in files(then) {
        match again.iter().find(|(other, _, _)| *other == path) {
            None => found.push(Difference::Gone { path }),
            Some((_, rows_now, sha256_now)) => {
                figure(&mut found, &format!("`{path}`, records"), &format!("「{path}」中的记录"), &rows, rows_now);
                if sha256 != *sha256_now {
                    found.push(Difference::Bytes { path, cause: cause.clone() });
                }
            }
        }
    }
    found
}

fn cause(then: &Manifest, now: &Manifest) -> Cause {
    let changes = changes(then, now);
    match changes.as_slice() {
        [] => Cause::Nothing,
        [Change::Engine { then, now }] => Cause::Engine { then: then.clone(), now: now.clone() },
        _ => Cause::Ground,
    }
}

fn results(found: &mut Vec<Difference>, then: &Results, now: &Results) {
    let (before, after) = (then.counts, now.counts);
    figure(found, "records read", "读取的记录", &before.read, &after.read);
    figure(found, "records scored", "评分的记录", &before.scored, &after.scored);
    figure(found, "records rejected", "退回的记录", &before.rejected, &after.rejected);
    figure(found, "blank rows", "空行", &before.blank, &after.blank);
    for (name, before, after) in pairs(&then.scores, &now.scores, |score| &score.name) {
        let figures = [("records", "记录数"), ("sum", "合计"), ("least", "最低"), ("greatest", "最高")];
        let values = |score: Option<&super::manifest::ScoreTotal>| match score {
            None => [None, None, None, None],
            Some(score) => [Some(score.count.to_string()), score.sum.clone(), score.min.clone(), score.max.clone()],
        };
        for ((en, zh), (before, after)) in figures.into_iter().zip(values(before).into_iter().zip(values(after))) {
            figure(found, &format!("`{name}`, {en}"), &format!("「{name}」{zh}"), &shown(before), &shown(after));
        }
    }
    for (name, before, after) in pairs(&then.grades, &now.grades, |grade| &grade.name) {
        let counts = |grade: Option<&super::manifest::GradeTotal>| grade.map(|grade| grade.counts.clone()).unwrap_or_default();
        for (member, before, after) in pairs(&counts(before), &counts(after), |member| &member.name) {
            let count = |member: Option<&super::manifest::MemberCount>| shown(member.map(|member| member.count.to_string()));
            figure(found, &format!("`{name}`, `{member}`"), &format!("「{name}」为「{member}」"), &count(before), &count(after));
        }
    }
    for (name, before, after) in pairs(&then.eligibilities, &now.eligibilities, |eligibility| &eligibility.name) {
        let figures = [("eligible", "符合"), ("ineligible", "不符合"), ("undetermined", "待定")];
        let values = |one: Option<&super::manifest::EligibilityTotal>| match one {
            None => [None; 3],
            Some(one) => [one.eligible, one.ineligible, one.undetermined].map(Some),
        };
        for ((en, zh), (before, after)) in figures.into_iter().zip(values(before).into_iter().zip(values(after))) {
            let text = |count: Option<u64>| shown(count.map(|count| count.to_string()));
            figure(found, &format!("`{name}`, {en}"), &format!("「{name}」{zh}"), &text(before), &text(after));
        }
    }
}

/// What two lists have under each name: first the names of the first list, then those of the second alone.
fn pairs<'a, T>(then: &'a [T], now: &'a [T], name: impl Fn(&T) -> &String) -> Vec<(String, Option<&'a T>, Option<&'a T>)> {
    let find = |list: &'a [T], wanted: &String| list.iter().find(|one| name(one) == wanted);
    let first = then.iter().map(|one| (name(one).clone(), Some(one), find(now, name(one))));
    let second = now.iter().filter(|one| find(then, name(one)).is_none()).map(|one| (name(one).clone(), None, Some(one)));
    first.chain(second).collect()
}

fn shown(text: Option<String>) -> String {
    text.unwrap_or_else(|| "—".to_owned())
}

fn figure<T: PartialEq + ToString>(found: &mut Vec<Difference>, en: &str, zh: &str, then: &T, now: &T) {
    if then != now {
        found.push(Difference::Figure { en: en.to_owned(), zh: zh.to_owned(), then: then.to_string(), now: now.to_string() });
    }
}

impl Difference {
    /// One line for people.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }

    fn en(&self) -> String {
        let q = |text: &str| quote(Lang::En, text);
        match self {
            Difference::Gone { path } => format!("{} is not there", q(path)),
            Difference::Altered { path, then, now } => {
                format!("{} is not as the run left it (sha256 {}… then, {}… now)", q(path), then.short(), now.short())
            }
            Difference::Bytes { path, cause } => match cause {
                Cause::Ground => format!("{}: the run writes other bytes now", q(path)),
                Cause::Engine { then, now } => format!(
                    "{}: bytes differ although policy, data and options are the same: engine {} {} then, {} {} now",
                    q(path),
                    then.name,
                    then.version,
                    now.name,
                    now.version
                ),
                Cause::Nothing => format!("{}: bytes differ although policy, data, options and engine are the same", q(path)),
            },
            Difference::Figure { en, then, now, .. } => format!("{en}: {then} then, {now} now"),
            Difference::Record { path, key, column, then, now } => {
                format!("{}: the first record that differs is {}: {column} {} then, {} now", q(path), q(key), q(then), q(now))
            }
            Difference::Rest { path, key, side: Side::Then } => format!("{}: the records from {} on are not written now", q(path), q(key)),
            Difference::Rest { path, key, side: Side::Now } => format!("{}: the records from {} on were not written then", q(path), q(key)),
        }
    }

    fn zh(&self) -> String {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            Difference::Gone { path } => format!("{}不存在", q(path)),
            Difference::Altered { path, then, now } => {
                format!("{}已不是当时写出的内容（sha256 当时为 {}…，现为 {}…）", q(path), then.short(), now.short())
            }
            Difference::Bytes { path, cause } => match cause {
                Cause::Ground => format!("{}：重新计算写出的内容不同", q(path)),
                Cause::Engine { then, now } => format!(
                    "{}：政策、数据和选项都相同，写出的内容却不同：引擎当时为 {} {}，现为 {} {}",
                    q(path),
                    then.name,
                    then.version,
                    now.name,
                    now.version
                ),
                Cause::Nothing => format!("{}：政策、数据、选项和引擎都相同，写出的内容却不同", q(path)),
            },
            Difference::Figure { zh, then, now, .. } => format!("{zh}：当时 {then}，现在 {now}"),
            Difference::Record { path, key, column, then, now } => {
                format!("{}：第一条不同的记录是{}：{column} 当时为{}，现为{}", q(path), q(key), q(then), q(now))
            }
            Difference::Rest { path, key, side: Side::Then } => format!("{}：自{}起的记录现在没有写出", q(path), q(key)),
            Difference::Rest { path, key, side: Side::Now } => format!("{}：自{}起的记录当时没有写出", q(path), q(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::RejectsFile;
    use super::super::manifest::tests::{example, input, output};
    use super::{Cause, Difference, Hash, Lang, differences, file};
    use crate::data::digest::FileMark;

    #[test]
    fn the_same_results_differ_in_nothing() {
        assert_eq!(differences(&example(), &example()), []);
    }

    #[test]
    fn other_bytes_are_put_down_to_what_changed() {
        let then = example();
        let mut now = example();
        now.outputs[1] = output("out/part-2.csv", "TWO");
        let cause = |differences: &[Difference]| match differences {
            [Difference::Bytes { path, cause }] => (path.clone(), cause.clone()),
            other => panic!("{other:?}"),
        };
        assert_eq!(cause(&differences(&then, &now)), ("out/part-2.csv".to_owned(), Cause::Nothing));
        now.engine.version = "0.2.0".to_owned();
        let found = differences(&then, &now);
        assert!(matches!(cause(&found).1, Cause::Engine { .. }));
        assert_eq!(
            found[0].words(Lang::En),
            "`out/part-2.csv`: bytes differ although policy, data and options are the same: engine ics 0.1.0 then, ics 0.2.0 now"
        );
        now.inputs[0] = input("east.csv", "other");
        assert_eq!(cause(&differences(&then, &now)).1, Cause::Ground);
    }

    #[test]
    fn every_figure_is_compared_by_name() {
        let then = example();
        let mut now = example();
        now.inputs[1].rows = 3;
        now.outputs[0].rows = 1;
        now.rejects = None;
        let results = &mut now.results;
        results.counts.scored = 9;
        results.scores[0].sum = None;
        results.scores[0].max = Some("2".to_owned());
        results.grades[0].counts[0].name = "top".to_owned();
        results.eligibilities[0].ineligible = 1;
        let words: Vec<String> = differences(&then, &now).iter().map(|difference| difference.words(Lang::En)).collect();
        assert_eq!(
            words,
            [
                "`west.csv`, records read: 2 then, 3 now",
                "records scored: 10 then, 9 now",
                "`total`, sum: 1.5 then, — now",
                "`total`, greatest: 1 then, 2 now",
                "`grade`, `high`: 10 then, — now",
                "`grade`, `top`: — then, 10 now",
                "`entitled`, ineligible: 0 then, 1 now",
                "`out/part-1.csv`, records: 2 then, 1 now",
            ]
        );
    }

    #[test]
    fn rejected_records_are_a_file_as_well() {
        let mut then = example();
        then.rejects = Some(RejectsFile { path: "away.csv".to_owned(), rows: 1, bytes: 1, sha256: Hash::of(&[b"x"]) });
        let mut now = then.clone();
        assert_eq!(differences(&then, &now), []);
        now.rejects = Some(RejectsFile { path: "away.csv".to_owned(), rows: 1, bytes: 1, sha256: Hash::of(&[b"y"]) });
        assert!(matches!(differences(&then, &now).as_slice(), [Difference::Bytes { path, .. }] if path == "away.csv"));
        now.rejects = None;
        assert_eq!(differences(&then, &now), [Difference::Gone { path: "away.csv".to_owned() }]);
    }

    #[test]
    fn a_file_is_there_altered_or_gone() {
        let mark = |text: &[u8]| FileMark { bytes: text.len() as u64, sha256: Hash::of(&[text]) };
        let then = Hash::of(&[b"one"]);
        assert_eq!(file("a", &then, Some(&mark(b"one"))), None);
        assert!(matches!(file("a", &then, Some(&mark(b"two"))), Some(Difference::Altered { .. })));
        assert_eq!(file("a", &then, None), Some(Difference::Gone { path: "a".to_owned() }));
    }
}

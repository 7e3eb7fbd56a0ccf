//! What has changed between two runs in what their results rest on: policy, standard units, engine, date, options, data.
//!
//! In: the records of two runs. Out: the changes, in a fixed order, with their words in both languages. Reads no file.

use super::manifest::{Choices, Engine, InputFile, Manifest};
use crate::data::digest::Hash;
use crate::diagnostic::{Lang, quote};
use std::collections::BTreeMap;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The text of the policy.
    Policy {
        /// Its file.
        path: String,
        /// Its hash at the earlier run.
        then: Hash,
        /// Its hash now.
        now: Hash,
    },
    /// The standard units and functions.
    Prelude {
        /// Their hash at the earlier run.
        then: Hash,
        /// Their hash now.
        now: Hash,
    },
    /// The program or its version.
    Engine {
        /// That of the earlier run.
        then: Engine,
        /// The present one.
        now: Engine,
    },
    /// The reference date.
    ReferenceDate {
        /// That of the earlier run.
        then: String,
        /// The present one.
        now: String,
    },
    /// An option.
    Option {
        /// Its name, as it is written.
        name: String,
        /// Its value at the earlier run; none where it was not given.
        then: Option<String>,
        /// Its present value.
        now: Option<String>,
    },
    /// What a file of data holds.
    Input {
        /// The file.
        path: String,
        /// Its hash at the earlier run.
        then: Hash,
        /// Its hash now.
        now: Hash,
    },
    /// A file of data that the earlier run did not read.
    InputAdded {
        /// The file.
        path: String,
    },
    /// A file of data that the earlier run read.
    InputLeftOut {
        /// The file.
        path: String,
    },
    /// The same files in another order.
    InputOrder,
}

/// What has changed; empty where a new run writes the same bytes.
#[must_use]
pub fn changes(then: &Manifest, now: &Manifest) -> Vec<Change> {
    let mut found = Vec::new();
    if then.policy.sha256 != now.policy.sha256 {
        found.push(Change::Policy { path: now.policy.path.clone(), then: then.policy.sha256.clone(), now: now.policy.sha256.clone() });
    }
    if then.prelude.sha256 != now.prelude.sha256 {
        found.push(Change::Prelude { then: then.prelude.sha256.clone(), now: now.prelude.sha256.clone() });
    }
    if then.engine != now.engine {
        found.push(Change::Engine { then: then.engine.clone(), now: now.engine.clone() });
    }
    if then.reference_date != now.reference_date {
        found.push(Change::ReferenceDate { then: then.reference_date.clone(), now: now.reference_date.clone() });
    }
    found.extend(options(&then.options, &now.options));
    found.extend(inputs(&then.inputs, &now.inputs));
    found
}

/// Options that differ. They are compared by name as they are written into a record, so that none can be forgotten here.
fn options(then: &Choices, now: &Choices) -> Vec<Change> {
    let (then, now) = (given(then), given(now));
    let names = then.iter().chain(now.iter().filter(|(name, _)| !then.iter().any(|(known, _)| known == name))).map(|(name, _)| name);
    let value = |list: &[(String, Option<String>)], name: &String| list.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.clone());
    let pairs = names.map(|name| (name, value(&then, name), value(&now, name)));
    pairs.filter(|(_, then, now)| then != now).map(|(name, then, now)| Change::Option { name: format!("--{name}"), then, now }).collect()
}

/// Options by name, with the values that were given.
fn given(choices: &Choices) -> Vec<(String, Option<String>)> {
    let mut list = Vec::new();
    if let Ok(value) = serde_json::to_value(choices) {
        flatten(&value, &mut list);
    }
    list
}

fn flatten(value: &serde_json::Value, list: &mut Vec<(String, Option<String>)>) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let text = match value {
            serde_json::Value::Object(_) => {
                flatten(value, list);
                continue;
            }
            serde_json::Value::Null | serde_json::Value::Bool(false) => None,
            serde_json::Value::Bool(true) => Some(String::new()),
            serde_json::Value::Number(number) => Some(number.to_string()),
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Array(several) if several.is_empty() => None,
            serde_json::Value::Array(several) => Some(several.iter().map(|one| one.as_str().unwrap_or_default()).collect::<Vec<&str>>().join(",")),
        };
        list.push((name.clone(), text));
    }
}

fn inputs(then: &[InputFile], now: &[InputFile]) -> Vec<Change> {
    let mut found = Vec::new();
    let (before, after) = (by_path(then), by_path(now));
    for (path, files) in &before {
        match after.get(path) {
            None => found.push(Change::InputLeftOut { path: (*path).to_owned() }),
            Some(present) => {
                for (then, now) in files.iter().zip(present).filter(|(then, now)| then.sha256 != now.sha256) {
                    found.push(Change::Input { path: (*path).to_owned(), then: then.sha256.clone(), now: now.sha256.clone() });
                }
            }
        }
    }
    found.extend(after.keys().filter(|path| !before.contains_key(*path)).map(|path| Change::InputAdded { path: (*path).to_owned() }));
    let paths = |files: &[InputFile]| files.iter().map(|file| file.path.clone()).collect::<Vec<String>>();
    if paths(then) != paths(now) && before.keys().eq(after.keys()) {
        found.push(Change::InputOrder);
    }
    found
}

fn by_path(files: &[InputFile]) -> BTreeMap<&str, Vec<&InputFile>> {
    let mut result: BTreeMap<&str, Vec<&InputFile>> = BTreeMap::new();
    for file in files {
        result.entry(&file.path).or_default().push(file);
    }
    result
}

impl Change {
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
            Change::Policy { path, then, now } => {
                format!("the policy {} has changed since (sha256 {}… then, {}… now)", q(path), then.short(), now.short())
            }
            Change::Prelude { then, now } => format!("the standard units have changed since (sha256 {}… then, {}… now)", then.short(), now.short()),
            Change::Engine { then, now } => format!("the engine was {} {} then and is {} {} now", then.name, then.version, now.name, now.version),
            Change::ReferenceDate { then, now } => format!("the reference date was {then} then and is {now} now"),
            Change::Option { name, then, now } => match (then, now) {
                (None, None) => format!("{} is as it was", q(name)),
                (None, Some(now)) => format!("{} was not given then and is now", q(&written(name, now))),
                (Some(then), None) => format!("{} was given then and is not now", q(&written(name, then))),
                (Some(then), Some(now)) => format!("{} was given then, and {} is now", q(&written(name, then)), q(&written(name, now))),
            },
            Change::Input { path, then, now } => {
                format!("the data file {} has changed since (sha256 {}… then, {}… now)", q(path), then.short(), now.short())
            }
            Change::InputAdded { path } => format!("the data file {} was not among the data then", q(path)),
            Change::InputLeftOut { path } => format!("the data file {} was among the data then and is not now", q(path)),
            Change::InputOrder => "the data files were given in another order then".to_owned(),
        }
    }

    fn zh(&self) -> String {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            Change::Policy { path, then, now } => format!("政策{}已改动（sha256 当时为 {}…，现为 {}…）", q(path), then.short(), now.short()),
            Change::Prelude { then, now } => format!("标准单位已改动（sha256 当时为 {}…，现为 {}…）", then.short(), now.short()),
            Change::Engine { then, now } => format!("引擎当时为 {} {}，现为 {} {}", then.name, then.version, now.name, now.version),
            Change::ReferenceDate { then, now } => format!("基准日当时为 {then}，现为 {now}"),
            Change::Option { name, then, now } => match (then, now) {
                (None, None) => format!("{}没有变化", q(name)),
                (None, Some(now)) => format!("当时没有给出{}，现在给出了", q(&written(name, now))),
                (Some(then), None) => format!("当时给出了{}，现在没有给出", q(&written(name, then))),
                (Some(then), Some(now)) => format!("当时给出的是{}，现在是{}", q(&written(name, then)), q(&written(name, now))),
            },
            Change::Input { path, then, now } => format!("数据文件{}已改动（sha256 当时为 {}…，现为 {}…）", q(path), then.short(), now.short()),
            Change::InputAdded { path } => format!("数据文件{}当时不在其中", q(path)),
            Change::InputLeftOut { path } => format!("数据文件{}当时在其中，现在没有给出", q(path)),
            Change::InputOrder => "数据文件的先后次序与当时不同".to_owned(),
        }
    }
}

/// An option with its value, as on the command line.
fn written(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name} {value}") }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::tests::{example, input};
    use super::{Change, Choices, Lang, changes};

    #[test]
    fn the_same_run_has_no_changes() {
        assert_eq!(changes(&example(), &example()), []);
    }

    #[test]
    fn every_part_of_the_ground_is_compared() {
        let then = example();
        let mut now = example();
        now.policy.sha256 = now.prelude.sha256.clone();
        now.prelude.sha256 = then.policy.sha256.clone();
        now.engine.version = "0.2.0".to_owned();
        now.reference_date = "2025-12-31".to_owned();
        now.inputs = vec![input("east.csv", "other"), input("north.csv", "north")];
        let words: Vec<String> = changes(&then, &now).iter().map(|change| change.words(Lang::En)).collect();
        assert_eq!(words.len(), 7, "{words:#?}");
        assert!(words[0].starts_with("the policy `p.ics` has changed since (sha256 "));
        assert_eq!(words[2], "the engine was ics 0.1.0 then and is ics 0.2.0 now");
        assert_eq!(words[3], "the reference date was 2024-12-31 then and is 2025-12-31 now");
        assert!(words[4].starts_with("the data file `east.csv` has changed since"));
        assert_eq!(words[5], "the data file `west.csv` was among the data then and is not now");
        assert_eq!(words[6], "the data file `north.csv` was not among the data then");
    }

    #[test]
    fn another_order_of_the_same_files_is_a_change() {
        let mut now = example();
        now.inputs.reverse();
        assert_eq!(changes(&example(), &now), [Change::InputOrder]);
    }

    #[test]
    fn the_same_file_twice_is_a_change() {
        let mut now = example();
        now.inputs.push(now.inputs[0].clone());
        assert_eq!(changes(&example(), &now), [Change::InputOrder]);
    }

    #[test]
    fn options_are_named_as_they_are_written() {
        let then = example();
        let mut now = example();
        now.options =
            Choices { lang: "zh".to_owned(), columns: vec!["id".to_owned(), "total".to_owned()], labels: true, limit: Some(5), ..Choices::default() };
        now.options.reading.header_row = Some(2);
        let words = |lang| changes(&then, &now).iter().map(|change| change.words(lang)).collect::<Vec<String>>();
        assert_eq!(
            words(Lang::En),
            [
                "`--lang en` was given then, and `--lang zh` is now",
                "`--columns id,total` was not given then and is now",
                "`--labels` was not given then and is now",
                "`--limit 5` was not given then and is now",
                "`--header-row 2` was not given then and is now",
            ]
        );
        assert_eq!(words(Lang::Zh)[2], "当时没有给出「--labels」，现在给出了");
    }
}

//! What can be wrong with the record of a run, with its words in both languages.
//!
//! In: facts found while a run is recorded or made again. Out: codes and words.

use super::problem::{list_en, list_zh};
use crate::bulk::change::Change;
use crate::bulk::manifest::{Unusable, VERSION};
use crate::diagnostic::{Lang, Words, quote};

/// A problem of the record of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordProblem {
    /// A stream stands where the record needs a file that can be read again.
    Stream(What),
    /// A file is not the record of a run.
    NotOne { path: String, unusable: Unusable },
    /// What a run rests on is not there.
    Missing { path: String, missing: Vec<String> },
    /// A run cannot be gone on with, because it would be another one.
    Changed { folder: String, changes: Vec<Change> },
}

/// What goes over a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The data.
    Data,
    /// The results.
    Results,
    /// The rejected records.
    Rejects,
}

impl RecordProblem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            RecordProblem::Stream(_) => "E0724",
            RecordProblem::NotOne { .. } => "E0725",
            RecordProblem::Missing { .. } => "E0726",
            RecordProblem::Changed { .. } => "E0727",
        }
    }

    /// The words in English.
    #[must_use]
    pub fn en(&self) -> Words {
        let q = |text: &str| quote(Lang::En, text);
        match self {
            RecordProblem::Stream(what) => {
                let (subject, remedy) = match what {
                    What::Data => ("data from a stream", "save the data to a file and name it"),
                    What::Results => ("results written to a stream", "add `--output FILE`"),
                    What::Rejects => ("rejected records written to a stream", "name a file after `--rejects`"),
                };
                Words::new(format!("a run cannot be recorded with {subject}, which nobody can check later")).help(remedy)
            }
            RecordProblem::NotOne { path, unusable } => match unusable {
                Unusable::NotJson { line, column } => {
                    Words::new(format!("{} is not the record of a run: in line {line}, column {column} it is no JSON", q(path)))
                        .help("`ics score … --manifest FILE` writes one")
                }
                Unusable::NotOne => Words::new(format!("{} is not the record of a run: it lacks what a record has", q(path)))
                    .help("`ics score … --manifest FILE` writes one"),
                Unusable::Later(version) => {
                    Words::new(format!("{} is a record of version {version}, and this program knows them up to {VERSION}", q(path)))
                        .help("check it with the version of `ics` that its `engine` names")
                }
            },
            RecordProblem::Missing { path, missing } => {
                let are = if missing.len() == 1 { "is" } else { "are" };
                Words::new(format!("the run of {} cannot be checked: {} {are} not there", q(path), list_en(missing)))
                    .help("paths in a record are seen from the folder in which the run was made; `--base DIR` names it")
            }
            RecordProblem::Changed { folder, changes } => {
                let list = lines(changes, Lang::En);
                Words::new(format!("the run into {} cannot be gone on with: its parts would not fit the new ones", q(folder)))
                    .help(format!("{list}\nwithout `--resume` every part is made anew; another folder keeps these"))
            }
        }
    }

    /// The words in Chinese.
    #[must_use]
    pub fn zh(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            RecordProblem::Stream(what) => {
                let (subject, remedy) = match what {
                    What::Data => ("数据来自数据流", "请把数据存成文件，再写明文件名"),
                    What::Results => ("结果写到数据流", "请加上 `--output 文件`"),
                    What::Rejects => ("退回的记录写到数据流", "请在 `--rejects` 之后写明文件名"),
                };
                Words::new(format!("{subject}，事后无从核对，不能记录这次运行")).help(remedy)
            }
            RecordProblem::NotOne { path, unusable } => match unusable {
                Unusable::NotJson { line, column } => Words::new(format!("{}不是运行记录：第 {line} 行第 {column} 列不是 JSON", q(path)))
                    .help("运行记录由 `ics score … --manifest 文件` 写出"),
                Unusable::NotOne => {
                    Words::new(format!("{}不是运行记录：缺少应有的内容", q(path))).help("运行记录由 `ics score … --manifest 文件` 写出")
                }
                Unusable::Later(version) => Words::new(format!("{}是第 {version} 版的运行记录，本程序只认得到第 {VERSION} 版", q(path)))
                    .help("请用记录中 `engine` 所写版本的 `ics` 核对"),
            },
            RecordProblem::Missing { path, missing } => Words::new(format!("无法核对{}所记的运行：{}不存在", q(path), list_zh(missing)))
                .help("记录中的路径相对于当时运行所在的文件夹；可用 `--base 文件夹` 指明"),
            RecordProblem::Changed { folder, changes } => {
                let list = lines(changes, Lang::Zh);
                Words::new(format!("写入{}的运行不能接着做：已完成的部分与新的部分不相符", q(folder)))
                    .help(format!("{list}\n不加 `--resume` 则全部重做；换一个文件夹可保留这些"))
            }
        }
    }
}

fn lines(changes: &[Change], lang: Lang) -> String {
    changes.iter().map(|change| change.words(lang)).collect::<Vec<String>>().join("\n")
}

//! What can be wrong with an input of a session, with its words in both languages.
//!
//! In: facts. Out: codes E075… and words. What is wrong with an expression or a declaration are diagnostics of the checker.

use super::command::Row;
use crate::cli::problem::{CliProblem, Failure};
use crate::data::error::DataError;
use crate::diagnostic::{Lang, Words, quote};

/// Why an input has no answer.
#[derive(Debug)]
pub enum Refusal {
    /// A problem of the session.
    Session(Box<SessionProblem>),
    /// A problem that every command can have.
    Command(Box<CliProblem>),
    /// Problems of a data file.
    Data(Option<String>, Vec<DataError>),
    /// Diagnostics, rendered already.
    Shown(String),
    /// Nobody reads the output any more.
    PipeClosed,
}

impl From<SessionProblem> for Refusal {
    fn from(problem: SessionProblem) -> Refusal {
        Refusal::Session(Box::new(problem))
    }
}

impl From<CliProblem> for Refusal {
    fn from(problem: CliProblem) -> Refusal {
        Refusal::Command(Box::new(problem))
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        match failure {
            Failure::Problem(problem) => Refusal::Command(problem),
            Failure::Data { file, errors } => Refusal::Data(file, errors),
            Failure::PipeClosed => Refusal::PipeClosed,
        }
    }
}

/// A problem of a session.
#[derive(Debug)]
pub enum SessionProblem {
    /// No command or topic is called so.
    Unknown {
        /// What was written.
        word: String,
        /// The nearest name.
        near: Option<String>,
    },
    /// Several commands begin so.
    Ambiguous {
        /// What was written.
        word: String,
        /// The commands.
        commands: Vec<String>,
    },
    /// A command was used in another way than it is meant.
    Usage {
        /// The command.
        command: &'static Row,
    },
    /// A value needs figures of a record, and there are none.
    NeedsRecord {
        /// The fields that lack.
        lacking: Vec<String>,
        /// What the expression is all the same: type and range.
        about: Option<String>,
    },
    /// There is no file of records.
    NoData,
    /// No further record is there, or none that is wanted.
    NoMore {
        /// How many were looked at.
        read: u64,
    },
    /// The record has no such field.
    UnknownField {
        /// What was written.
        name: String,
        /// The nearest name.
        near: Option<String>,
    },
    /// A value does not fit its field.
    Unfit {
        /// What is wrong, in English and in Chinese.
        words: Box<(Words, Words)>,
    },
    /// No test is called so.
    NoTest {
        /// What was written.
        words: String,
    },
    /// A condition is wanted.
    NotCondition,
    /// A file is there already.
    Exists {
        /// Its path.
        path: String,
    },
    /// There is nothing to save.
    NothingAdded,
    /// The editor did not work.
    Editor {
        /// The editor.
        editor: String,
        /// What the system says.
        reason: String,
    },
    /// It was interrupted.
    Interrupted,
}

impl SessionProblem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            SessionProblem::Unknown { .. } | SessionProblem::Ambiguous { .. } => "E0750",
            SessionProblem::Usage { .. } | SessionProblem::NotCondition => "E0751",
            SessionProblem::NeedsRecord { .. } => "E0752",
            SessionProblem::NoData | SessionProblem::NoMore { .. } | SessionProblem::NoTest { .. } => "E0753",
            SessionProblem::UnknownField { .. } | SessionProblem::Unfit { .. } => "E0754",
            SessionProblem::Exists { .. } | SessionProblem::NothingAdded => "E0755",
            SessionProblem::Editor { .. } => "E0756",
            SessionProblem::Interrupted => "E0757",
        }
    }

    /// The words in one language.
    #[must_use]
    pub fn words(&self, lang: Lang) -> Words {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }

    fn en(&self) -> Words {
        let q = |text: &str| quote(Lang::En, text);
        match self {
            SessionProblem::Unknown { word, near: Some(near) } => {
                Words::new(format!("there is no {}", q(word))).help(format!("is {} meant?", q(near)))
            }
            SessionProblem::Unknown { word, near: None } => Words::new(format!("there is no {}", q(word))).help("`:help` lists the commands"),
            SessionProblem::Ambiguous { word, commands } => {
                let list: Vec<String> = commands.iter().map(|one| q(one)).collect();
                Words::new(format!("several commands begin with {}", q(word))).help(format!("write more of {}", list.join(", ")))
            }
            SessionProblem::Usage { command } => Words::new(format!("{} is not used like this", q(&format!(":{}", command.english))))
                .help(format!("it is used like this: `{}`", command.usage_en)),
            SessionProblem::NeedsRecord { lacking, about } => {
                let list: Vec<String> = lacking.iter().map(|one| q(one)).collect();
                let remedy = "choose a record with `:record ID`, or set figures with `:set field = value`";
                let help = about.as_ref().map_or_else(|| remedy.to_owned(), |about| format!("{remedy}\nin any case: {about}"));
                Words::new(format!("the value depends on {}, which no record states", list.join(", "))).help(help)
            }
            SessionProblem::NoData => Words::new("there is no file of records").help("`:load FILE` takes one, such as `:load data.csv`"),
            SessionProblem::NoMore { read: 0 } => Words::new("there is no further record").help("`:record 1` or `:record ID` goes back"),
            SessionProblem::NoMore { read } => Words::new(format!("it holds for none of the {read} records that follow"))
                .help("`:record ID` goes back, so that earlier ones are looked at"),
            SessionProblem::UnknownField { name, near: Some(near) } => {
                Words::new(format!("the record has no field {}", q(name))).help(format!("is {} meant?", q(near)))
            }
            SessionProblem::UnknownField { name, near: None } => {
                Words::new(format!("the record has no field {}", q(name))).help("`:fields` lists the fields")
            }
            SessionProblem::Unfit { words } => words.0.clone(),
            SessionProblem::NoTest { words } if words.is_empty() => {
                Words::new("the policy has no tests").help("declare one, such as `test \"…\" { given … expect { … } }`")
            }
            SessionProblem::NoTest { words } => Words::new(format!("no test's words contain {}", q(words))).help("`:test` alone runs all tests"),
            SessionProblem::NotCondition => {
                Words::new("a condition is needed here").help("write something that is true or false, such as `staff > 10 人`")
            }
            SessionProblem::Exists { path } => {
                Words::new(format!("the file {} is there already", q(path))).help("name another one, or replace it with `:save! FILE`")
            }
            SessionProblem::NothingAdded => Words::new("no declaration was added in this session").help("`:save all FILE` writes the whole policy"),
            SessionProblem::Editor { editor, reason } => {
                Words::new(format!("the editor {} did not work: {reason}", q(editor))).help("set the variable EDITOR to the name of an editor")
            }
            SessionProblem::Interrupted => Words::new("interrupted"),
        }
    }

    fn zh(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        match self {
            SessionProblem::Unknown { word, near: Some(near) } => Words::new(format!("没有{}", q(word))).help(format!("是不是{}？", q(near))),
            SessionProblem::Unknown { word, near: None } => Words::new(format!("没有{}", q(word))).help("`:帮助` 列出全部命令"),
            SessionProblem::Ambiguous { word, commands } => {
                let list: Vec<String> = commands.iter().map(|one| q(one)).collect();
                Words::new(format!("以{}开头的命令不止一个", q(word))).help(format!("请写全：{}", list.join("、")))
            }
            SessionProblem::Usage { command } => {
                Words::new(format!("{}的用法不对", q(&format!(":{}", command.chinese)))).help(format!("用法：`{}`", command.usage_zh))
            }
            SessionProblem::NeedsRecord { lacking, about } => {
                let list: Vec<String> = lacking.iter().map(|one| q(one)).collect();
                let remedy = "请用 `:记录 编号` 选一条记录，或用 `:设 字段 = 值` 填写";
                let help = about.as_ref().map_or_else(|| remedy.to_owned(), |about| format!("{remedy}\n无论如何：{about}"));
                Words::new(format!("结果取决于{}，而没有记录给出", list.join("、"))).help(help)
            }
            SessionProblem::NoData => Words::new("没有数据文件").help("用 `:载入 文件` 载入，如 `:载入 data.csv`"),
            SessionProblem::NoMore { read: 0 } => Words::new("后面没有记录了").help("用 `:记录 1` 或 `:记录 编号` 回到前面"),
            SessionProblem::NoMore { read } => Words::new(format!("其后 {read} 条记录都不符合")).help("用 `:记录 编号` 回到前面，可以再找前面的记录"),
            SessionProblem::UnknownField { name, near: Some(near) } => {
                Words::new(format!("记录没有字段{}", q(name))).help(format!("是不是{}？", q(near)))
            }
            SessionProblem::UnknownField { name, near: None } => Words::new(format!("记录没有字段{}", q(name))).help("`:字段` 列出全部字段"),
            SessionProblem::Unfit { words } => words.1.clone(),
            SessionProblem::NoTest { words } if words.is_empty() => {
                Words::new("政策没有测试").help("可以声明一项，如 `测试 “…” { 给定 … 期望 { … } }`")
            }
            SessionProblem::NoTest { words } => Words::new(format!("没有名称含有{}的测试", q(words))).help("只写 `:测试` 则运行全部测试"),
            SessionProblem::NotCondition => Words::new("这里需要条件").help("请写能判断是否的式子，如 `职工 > 10 人`"),
            SessionProblem::Exists { path } => Words::new(format!("文件{}已经存在", q(path))).help("请换一个名称，或用 `:保存! 文件` 替换"),
            SessionProblem::NothingAdded => Words::new("本次没有新增声明").help("`:保存 全部 文件` 写出整个政策"),
            SessionProblem::Editor { editor, reason } => {
                Words::new(format!("编辑器{}无法使用：{reason}", q(editor))).help("请把环境变量 EDITOR 设为编辑器的名称")
            }
            SessionProblem::Interrupted => Words::new("已中断"),
        }
    }
}

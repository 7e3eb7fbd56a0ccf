//! What is wrong with the arguments, in words of our own: the parser only speaks English.
//!
//! In: an error of clap. Out: [`Usage`], with its words in both languages.

use super::command::COMMANDS;
use super::problem::{list_en, list_zh};
use crate::diagnostic::{Lang, Words, quote, suggest};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What is wrong with the arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// An option nobody knows.
    UnknownOption { option: String, near: Option<String> },
    /// A command nobody knows.
    UnknownCommand { command: String, near: Option<String> },
    /// A value that is none of the possible ones.
    BadValue { option: String, value: String, possible: Vec<String> },
    /// An option without its value.
    NoValue { option: String },
    /// Arguments that must be given.
    Missing { arguments: Vec<String> },
    /// An option given twice, or two that exclude each other.
    Conflict { option: String, other: String },
    /// A value that is no whole number, or a greater one than the option takes.
    NotWhole { option: String, value: String },
    /// Where the policy is expected stands a data file.
    DataFirst { path: String },
    /// Two outputs on one stream.
    OneStream { first: String, second: String },
    /// An option about compressed formats, and another format.
    Uncompressed { format: String },
    /// An option about results in a folder, which go elsewhere.
    NoFolder { option: String },
    /// The name of a file to be written ends in nothing known.
    UnknownEnding { path: String },
    /// The name of a report ends in nothing known.
    ReportEnding { path: String },
    /// Anything else the parser says.
    Other { text: String },
}

impl Usage {
    /// What an error of the parser says, as facts.
    #[must_use]
    pub fn of(error: &clap::Error) -> Usage {
        let text = |kind: ContextKind| texts(error, kind).into_iter().next().unwrap_or_default();
        let near = |kind: ContextKind| texts(error, kind).into_iter().next();
        let option = plain(&text(ContextKind::InvalidArg));
        match error.kind() {
            ErrorKind::UnknownArgument => Usage::UnknownOption { option, near: near(ContextKind::SuggestedArg) },
            ErrorKind::InvalidSubcommand => {
                let command = text(ContextKind::InvalidSubcommand);
                Usage::UnknownCommand { near: suggest::nearest(&command, COMMANDS).map(str::to_owned), command }
            }
            // Nothing but numbers is parsed from text.
            ErrorKind::ValueValidation => Usage::NotWhole { option, value: text(ContextKind::InvalidValue) },
            ErrorKind::InvalidValue => match text(ContextKind::InvalidValue) {
                value if value.is_empty() => Usage::NoValue { option },
                value => Usage::BadValue { option, value, possible: texts(error, ContextKind::ValidValue) },
            },
            ErrorKind::MissingRequiredArgument => {
                Usage::Missing { arguments: texts(error, ContextKind::InvalidArg).iter().map(|text| plain(text)).collect() }
            }
            ErrorKind::ArgumentConflict => {
                let other = near(ContextKind::PriorArg).map_or_else(|| option.clone(), |other| plain(&other));
                Usage::Conflict { option, other }
            }
            _ => Usage::Other { text: error.kind().to_string() },
        }
    }

    /// The words in English.
    pub(super) fn en(&self) -> Words {
        let q = |text: &str| quote(Lang::En, text);
        let meant = |words: Words, near: &Option<String>| near.iter().fold(words, |words, near| words.help(format!("is {} meant?", q(near))));
        match self {
            Usage::UnknownOption { option, near } => meant(Words::new(format!("there is no option {}", q(option))), near),
            Usage::UnknownCommand { command, near } => meant(Words::new(format!("there is no command {}", q(command))), near),
            Usage::BadValue { option, value, possible } => {
                let words = Words::new(format!("{} is no value of {}", q(value), q(option)));
                if possible.is_empty() { words } else { words.help(format!("it may be {}", list_en(possible))) }
            }
            Usage::NoValue { option } => Words::new(format!("{} needs a value", q(option))),
            Usage::Missing { arguments } if arguments.iter().any(|one| one == "--row") => {
                Words::new("the record to explain must be given").help("by its key, `--id KEY`, or by its row in the file, `--row N`")
            }
            Usage::Missing { arguments } => Words::new(format!("{} must be given", list_en(arguments))),
            Usage::NotWhole { option, value } if is_digits(value) => Words::new(format!("{} of {} is too large", q(value), q(option))),
            Usage::NotWhole { option, value } => Words::new(format!("{} of {} is not a whole number", q(value), q(option))),
            Usage::DataFirst { path } => {
                Words::new(format!("{} is a data file, where the policy is expected", q(path))).help("the policy comes first: POLICY DATA…")
            }
            Usage::OneStream { first, second } => {
                Words::new(format!("{} and {} would both write to standard output", q(first), q(second))).help("name a file for one of them")
            }
            Usage::UnknownEnding { path } => Words::new(format!("the name {} does not say in which format to write", q(path)))
                .help("end it in .csv, .tsv, .xlsx, .json, .ndjson, .parquet or .arrow, or add `--format`; the name of a folder ends in `/`"),
            Usage::ReportEnding { path } => {
                Words::new(format!("the name {} does not say in which form to write the report", q(path))).help("end it in .html or .json")
            }
            Usage::Uncompressed { format } => Words::new(format!("{} is for parquet and arrow, and the results are {format}", q("--compression")))
                .help("leave it out, or add `--format parquet`"),
            Usage::NoFolder { option } => {
                Words::new(format!("{} is for results in a folder", q(option))).help("name one after `--output`, with `/` at its end")
            }
            Usage::Conflict { option, other } if option == other => Words::new(format!("{} is given twice", q(option))),
            Usage::Conflict { option, other } => Words::new(format!("{} and {} exclude each other", q(option), q(other))),
            Usage::Other { text } => Words::new(text.clone()),
        }
    }

    /// The words in Chinese.
    pub(super) fn zh(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        let meant = |words: Words, near: &Option<String>| near.iter().fold(words, |words, near| words.help(format!("是不是{}？", q(near))));
        match self {
            Usage::UnknownOption { option, near } => meant(Words::new(format!("没有{}这个选项", q(option))), near),
            Usage::UnknownCommand { command, near } => meant(Words::new(format!("没有{}这个命令", q(command))), near),
            Usage::BadValue { option, value, possible } => {
                let words = Words::new(format!("{}不能取{}", q(option), q(value)));
                if possible.is_empty() { words } else { words.help(format!("可以是{}", list_zh(possible))) }
            }
            Usage::NoValue { option } => Words::new(format!("{}后面要有值", q(option))),
            Usage::Missing { arguments } if arguments.iter().any(|one| one == "--row") => {
                Words::new("没有说明要解释哪一条记录").help("按主键：`--id 主键`；或按文件中的行号：`--row 行号`")
            }
            Usage::Missing { arguments } => Words::new(format!("必须给出{}", list_zh(arguments))),
            Usage::NotWhole { option, value } if is_digits(value) => Words::new(format!("{}的值{}太大", q(option), q(value))),
            Usage::NotWhole { option, value } => Words::new(format!("{}的值{}不是整数", q(option), q(value))),
            Usage::DataFirst { path } => Words::new(format!("{}是数据文件，这里应为政策文件", q(path))).help("政策写在前面：政策 数据…"),
            Usage::OneStream { first, second } => Words::new(format!("{}与{}都要写到标准输出", q(first), q(second))).help("请为其中一个指定文件"),
            Usage::UnknownEnding { path } => Words::new(format!("从文件名{}看不出要写成什么格式", q(path)))
                .help("请以 .csv、.tsv、.xlsx、.json、.ndjson、.parquet 或 .arrow 结尾，或加 `--format`；文件夹的名称以 `/` 结尾"),
            Usage::ReportEnding { path } => Words::new(format!("从文件名{}看不出报告要写成什么形式", q(path))).help("请以 .html 或 .json 结尾"),
            Usage::Uncompressed { format } => {
                Words::new(format!("{}只用于 parquet 和 arrow，而结果是 {format}", q("--compression"))).help("请去掉它，或加 `--format parquet`")
            }
            Usage::NoFolder { option } => {
                Words::new(format!("{}只用于写入文件夹的结果", q(option))).help("请在 `--output` 之后写明文件夹，以 `/` 结尾")
            }
            Usage::Conflict { option, other } if option == other => Words::new(format!("{}重复给出", q(option))),
            Usage::Conflict { option, other } => Words::new(format!("{}与{}不能同时使用", q(option), q(other))),
            Usage::Other { text } => Words::new(text.clone()),
        }
    }
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

fn is_digits(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_digit())
}

/// `--format <FORMAT>` and `--format[=<FORMAT>]` as `--format`, `<PATH>...` as `PATH`.
fn plain(argument: &str) -> String {
    match argument.strip_prefix('<') {
        Some(name) => name.trim_end_matches('.').trim_end_matches('>').to_owned(),
        None => argument.split([' ', '=', '[']).next().unwrap_or(argument).to_owned(),
    }
}

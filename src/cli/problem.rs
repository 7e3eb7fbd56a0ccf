//! What can keep a command from running, with its words in both languages.
//!
//! In: facts found by commands. Out: codes E07… and words; they have no place in a source text. Problems inside policies
//! are diagnostics, problems inside data files belong to the data layer.

use super::record_problem::RecordProblem;
use super::usage::Usage;
use crate::bulk::pipeline;
use crate::bulk::report::Ungroupable;
use crate::data::error::DataError;
use crate::diagnostic::{Lang, Severity, Words, quote};
use crate::value::calendar::Day;
use std::io::ErrorKind;

/// Why a command ends before its end.
#[derive(Debug)]
pub enum Failure {
    /// A problem still to be printed.
    Problem(Box<CliProblem>),
    /// Problems of a data file still to be printed.
    Data {
        /// The file read; none where the problems name it themselves.
        file: Option<String>,
        /// What is wrong with it.
        errors: Vec<DataError>,
    },
    /// Nobody reads the output any more.
    PipeClosed,
}

impl Failure {
    /// What is wrong with a data file.
    #[must_use]
    pub fn data(file: &str, errors: Vec<DataError>) -> Failure {
        Failure::Data { file: Some(file.to_owned()), errors }
    }

    /// The failure to write to `path`.
    #[must_use]
    pub fn writing(path: &str, error: &std::io::Error) -> Failure {
        match error.kind() {
            ErrorKind::BrokenPipe => Failure::PipeClosed,
            _ => CliProblem::CannotWrite { path: path.to_owned(), reason: Reason::of(error) }.into(),
        }
    }
}

impl From<CliProblem> for Failure {
    fn from(problem: CliProblem) -> Failure {
        Failure::Problem(Box::new(problem))
    }
}

impl From<pipeline::Failure> for Failure {
    fn from(failure: pipeline::Failure) -> Failure {
        match failure {
            pipeline::Failure::Input { file, error } => Failure::data(&file, vec![error]),
            pipeline::Failure::Output(error) => error.into(),
        }
    }
}

impl From<DataError> for Failure {
    fn from(error: DataError) -> Failure {
        Failure::Data { file: None, errors: vec![error] }
    }
}

/// Why a file cannot be read or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There is none.
    NotFound,
    /// It may not be.
    Denied,
    /// It is a folder.
    IsFolder,
    /// It is not UTF-8 text.
    NotText,
    /// The disk is full.
    Full,
    /// What the system says.
    Other(String),
}

impl Reason {
    /// The reason behind an error of the system.
    #[must_use]
    pub fn of(error: &std::io::Error) -> Reason {
        match error.kind() {
            ErrorKind::NotFound => Reason::NotFound,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Reason::Denied,
            ErrorKind::IsADirectory => Reason::IsFolder,
            ErrorKind::InvalidData => Reason::NotText,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Reason::Full,
            _ => Reason::Other(error.to_string()),
        }
    }

    fn words(&self, lang: Lang) -> String {
        let (en, zh) = match self {
            Reason::NotFound => ("there is no such file or folder", "没有这个文件或文件夹"),
            Reason::Denied => ("permission denied", "没有权限"),
            Reason::IsFolder => ("it is a folder", "这是一个文件夹"),
            Reason::Full => ("no space left on the disk", "磁盘空间不足"),
            Reason::NotText => ("it is not UTF-8 text", "不是 UTF-8 编码的文本"),
            Reason::Other(text) => (text.as_str(), text.as_str()),
        };
        super::language::pick(lang, en, zh).to_owned()
    }
}

impl Reason {
    /// What to do about a place that cannot be written.
    fn remedy(&self, lang: Lang) -> Option<String> {
        let (en, zh) = match self {
            Reason::NotFound => ("make the folder first", "请先建好文件夹"),
            Reason::Denied => {
                ("close the file if a program has it open, or write to another folder", "若文件正被其他程序打开，请先关闭；或换一个文件夹")
            }
            Reason::IsFolder => ("name a file in it", "请写明其中的文件名"),
            Reason::Full => ("make room, or write to another disk", "请腾出空间，或换一个磁盘"),
            Reason::NotText | Reason::Other(_) => return None,
        };
        Some(super::language::pick(lang, en, zh).to_owned())
    }
}

/// The days on which one version of a policy is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its file.
    pub file: String,
    /// The first day, if one is stated.
    pub from: Option<Day>,
    /// The last day, if one is stated.
    pub to: Option<Day>,
}

/// Where data were sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// Among the files that match a pattern.
    Pattern,
    /// Among the files of a folder.
    Folder,
}

/// A problem of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CliProblem {
    /// The arguments make no sense.
    Usage { usage: Usage, command: String },
    /// A file cannot be read.
    CannotRead { path: String, reason: Reason },
    /// A file cannot be written.
    CannotWrite { path: String, reason: Reason },
    /// No policy among the paths.
    NoPolicies { path: String },
    /// No data where a pattern or a folder says.
    NoData { path: String, sought: Sought },
    /// A policy has errors, already printed.
    FaultyPolicy { path: String, errors: usize },
    /// Some value depends on the reference date and none is given.
    NeedsReferenceDate { policy: String },
    /// Several versions of the policy, and no reference date to choose by.
    WhichVersion { policy: String, versions: Vec<Version> },
    /// The reference date lies before the first dated value.
    ReferenceDateTooEarly { as_of: Day, earliest: Day },
    /// The reference date is one for which nothing is proved.
    ReferenceDateOutOfReach { as_of: Day, first: Day, last: Day },
    /// Not a date.
    NotADate { option: String, text: String },
    /// No policy of that name in the folder.
    UnknownPolicy { name: String, folder: String, known: Vec<String> },
    /// Several policies in the folder and none named.
    WhichPolicy { folder: String, known: Vec<String> },
    /// No version is in force on the date.
    NoVersion { policy: String, as_of: Day, versions: Vec<Version> },
    /// Two versions are in force on one day.
    VersionsOverlap { policy: String, first: Version, second: Version },
    /// No such result or field.
    UnknownColumn { name: String, near: Option<String>, known: Vec<String> },
    /// Something by which records cannot be grouped.
    Ungroupable { name: String, why: Ungroupable, known: Vec<String> },
    /// No record with that key.
    NoRecord { wanted: String, near: Option<String>, read: u64, first: Option<String>, last: Option<String> },
    /// Several rows have the key.
    KeyRepeated { key: String, explained: String, others: Vec<String> },
    /// The record has no key field, so `--id` finds nothing.
    NoKey { record: String },
    /// The record to be explained breaks the schema.
    RecordRejected { wanted: String, reasons: Vec<Words> },
    /// No such error code.
    UnknownCode { code: String, near: Vec<String> },
    /// Files that would be overwritten.
    WouldOverwrite { folder: String, files: Vec<String> },
    /// A file of tests where a policy is wanted.
    NotAPolicy { path: String, policy: String },
    /// A test file without its policy.
    OrphanTest { path: String, policy: String },
    /// A golden folder lacks something.
    Golden { folder: String, lacks: String },
    /// No test has these words.
    NoTest { filter: String },
    /// The system does not tell when something in the folder changes.
    CannotWatch { path: String, reason: String },
    /// The record of a run.
    Record(RecordProblem),
    /// The engine broke a promise of the checker.
    Defect { place: String, promise: String },
    /// The reference date lies outside the days on which the policy is in force.
    OutsideEffective { as_of: Day, version: Version },
}

impl CliProblem {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            CliProblem::Usage { .. } => "E0701",
            CliProblem::CannotRead { .. } => "E0702",
            CliProblem::CannotWrite { .. } => "E0703",
            CliProblem::NoPolicies { .. } => "E0704",
            CliProblem::FaultyPolicy { .. } => "E0705",
            CliProblem::NeedsReferenceDate { .. } | CliProblem::WhichVersion { .. } => "E0706",
            CliProblem::ReferenceDateTooEarly { .. } | CliProblem::ReferenceDateOutOfReach { .. } => "E0707",
            CliProblem::NotADate { .. } => "E0708",
            CliProblem::UnknownPolicy { .. } => "E0709",
            CliProblem::WhichPolicy { .. } => "E0710",
            CliProblem::NoVersion { .. } => "E0711",
            CliProblem::VersionsOverlap { .. } => "E0712",
            CliProblem::UnknownColumn { .. } => "E0713",
            CliProblem::Ungroupable { .. } => "E0741",
            CliProblem::NoRecord { .. } => "E0714",
            CliProblem::KeyRepeated { .. } => "W0702",
            CliProblem::NoKey { .. } => "E0715",
            CliProblem::RecordRejected { .. } => "E0716",
            CliProblem::UnknownCode { .. } => "E0717",
            CliProblem::WouldOverwrite { .. } => "E0718",
            CliProblem::OrphanTest { .. } => "E0719",
            CliProblem::Golden { .. } => "E0720",
            CliProblem::NoTest { .. } => "E0721",
            CliProblem::CannotWatch { .. } => "E0722",
            CliProblem::NotAPolicy { .. } => "E0723",
            CliProblem::NoData { .. } => "E0729",
            CliProblem::Record(problem) => problem.code(),
            CliProblem::Defect { .. } => "E0799",
            CliProblem::OutsideEffective { .. } => "W0701",
        }
    }

    /// Error unless the code starts with `W`.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.code().starts_with('W') { Severity::Warning } else { Severity::Error }
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
        let words = |headline: String| Words { headline, ..Words::default() };
        match self {
            CliProblem::Usage { usage, command } => help_if_none(usage.en(), format!("`{command} --help` shows what it takes")),
            CliProblem::CannotRead { path, reason } => {
                let help = match reason {
                    Reason::NotText => Some("save it as UTF-8, in Notepad by \"Save as\", encoding \"UTF-8\"".to_owned()),
                    Reason::NotFound | Reason::Denied | Reason::IsFolder | Reason::Full | Reason::Other(_) => None,
                };
                Words { help, ..words(format!("cannot read {}: {}", q(path), reason.words(Lang::En))) }
            }
            CliProblem::CannotWrite { path, reason } => {
                let place = if path == "-" { "standard output".to_owned() } else { q(path) };
                Words { help: reason.remedy(Lang::En), ..words(format!("cannot write {place}: {}", reason.words(Lang::En))) }
            }
            CliProblem::NoPolicies { path } => words(format!("no policy in {}", q(path))).help("policies are files that end in `.ics`; `ics init DIR` writes one to start from"),
            CliProblem::NoData { path, sought: Sought::Pattern } => {
                words(format!("no file matches {}", q(path))).help("`*` stands for any part of a name, `?` for one character; folders are not searched")
            }
            CliProblem::NoData { path, sought: Sought::Folder } => {
                words(format!("no data file in {}", q(path))).help("data files end in .csv, .tsv, .xlsx, .json, .ndjson, .parquet or .arrow; folders inside are not searched")
            }
            CliProblem::FaultyPolicy { path, errors } => {
                let count = if *errors == 1 { "an error".to_owned() } else { format!("{errors} errors") };
                words(format!("the policy {} has {count} and cannot be used", q(path)))
            }
            CliProblem::NeedsReferenceDate { policy } => words(format!("the policy {} depends on the reference date, and none is given", q(policy)))
                .help("add the date, as in `--as-of 2024-12-31`, or write `as of 2024-12-31` in the policy's header"),
            CliProblem::WhichVersion { policy, versions } => {
                words(format!("the policy {} has several versions, and no reference date chooses among them", q(policy)))
                    .help(format!("add the date, as in `--as-of 2024-12-31`
{}", lines(versions.iter().map(version_en))))
            }
            CliProblem::ReferenceDateTooEarly { as_of, earliest } => {
                words(format!("the reference date {as_of} lies before {earliest}, the first day for which every dated value is stated"))
                    .help(format!("give a date from {earliest} on, or add earlier rows to the dated values"))
            }
            CliProblem::ReferenceDateOutOfReach { as_of, first, last } => {
                words(format!("the reference date {as_of} does not lie from {first} to {last}")).help("check the year")
            }
            CliProblem::NotADate { option, text } => words(format!("{} of `{option}` is not a date", q(text))).help("write it like 2024-12-31"),
            CliProblem::UnknownPolicy { name, folder, known } => words(format!("no policy named {} in {}", q(name), q(folder))).help(format!("it holds {}", list_en(known))),
            CliProblem::WhichPolicy { folder, known } => {
                words(format!("{} holds several policies", q(folder))).help(format!("name one of {} before the data", list_en(known)))
            }
            CliProblem::NoVersion { policy, as_of, versions } => {
                words(format!("no version of the policy {} is in force on {as_of}", q(policy))).help(lines(versions.iter().map(version_en)))
            }
            CliProblem::VersionsOverlap { policy, first, second } => words(format!("two versions of the policy {} are in force at the same time", q(policy)))
                .help(format!("{}\nend the earlier one: `effective from … to …`", lines([version_en(first), version_en(second)]))),
            CliProblem::UnknownColumn { name, near, known } => words(format!("the policy has no result and no field named {}", q(name))).help(match near {
                Some(near) => format!("is {} meant?", q(near)),
                None => format!("it has {}", list_en(known)),
            }),
            CliProblem::Ungroupable { name, why, known } => words(match why {
                Ungroupable::Number => format!("records cannot be grouped by {}, which is a number", q(name)),
                Ungroupable::Key => format!("records cannot be grouped by {}, which is their key", q(name)),
            })
            .help(match known.as_slice() {
                [] => "the policy has no other field".to_owned(),
                known => format!("group by {}", list_en(known)),
            }),
            CliProblem::NoRecord { wanted, near, read, first, last } => {
                let found = words(format!("no record {} among the {read} read", q(wanted)));
                match (near, first, last) {
                    (Some(near), _, _) => found.help(format!("is {} meant?", q(near))),
                    (None, Some(first), Some(last)) => found.help(format!("the first is {}, the last {}", q(first), q(last))),
                    (None, _, _) => found,
                }
            }
            CliProblem::KeyRepeated { key, explained, others } => {
                words(format!("the key {} stands more than once; {explained} is explained", q(key))).help(format!("it also stands in {}", others.join(", ")))
            }
            CliProblem::NoKey { record } => {
                words(format!("the record {} has no key field, so nothing can be found by `--id`", q(record))).help("use `--row N`, or write `key` before a field of the record")
            }
            CliProblem::RecordRejected { wanted, reasons } => words(format!("the record {} breaks the schema and is not scored", q(wanted))).help(rejected(reasons)),
            CliProblem::UnknownCode { code, near } => words(format!("there is no page about {}", q(code))).help(match near.as_slice() {
                [] => "`ics error --list` shows all".to_owned(),
                [only] => format!("is {} meant? `ics error --list` shows all", q(only)),
                several => format!("near it are {}; `ics error --list` shows all", list_en(several)),
            }),
            CliProblem::WouldOverwrite { folder, files } => {
                words(format!("{} already has {}, which would be overwritten", q(folder), list_en(files))).help("choose another folder, or move these files away")
            }
            CliProblem::NotAPolicy { path, policy } => words(format!("{} holds tests, not a policy", q(path))).help(format!("give their policy, {}", q(policy))),
            CliProblem::OrphanTest { path, policy } => {
                words(format!("{} has no policy beside it", q(path))).help(format!("tests of {} stand in the same folder as the policy", q(policy)))
            }
            CliProblem::Golden { folder, lacks } => words(format!("the golden folder {} has no {}", q(folder), q(lacks)))
                .help("it holds `policy` (one line: the path of the policy, seen from the folder), `input.csv` (or .xlsx, .json), and `expected.csv`, which `--update` writes"),
            CliProblem::NoTest { filter } => {
                words(format!("no test's words contain {}", q(filter))).help("without `--filter` all tests run; `ics test` names those that fail")
            }
            CliProblem::CannotWatch { path, reason } => words(format!("changes in {} cannot be watched: {reason}", q(path)))
                .help("watch fewer folders, or run `ics check` after each change"),
            CliProblem::Record(problem) => problem.en(),
            CliProblem::Defect { place, promise } => words(format!("the engine broke a promise at {place}: {promise}"))
                .help("this is a fault of `ics`, not of the policy or the data; please report it with the policy and the record"),
            CliProblem::OutsideEffective { as_of, version } => words(format!("the reference date {as_of} lies outside the days on which the policy is in force")).help(version_en(version)),
        }
    }

    fn zh(&self) -> Words {
        let q = |text: &str| quote(Lang::Zh, text);
        let words = |headline: String| Words { headline, ..Words::default() };
        match self {
            CliProblem::Usage { usage, command } => help_if_none(usage.zh(), format!("用法见 `{command} --help`")),
            CliProblem::CannotRead { path, reason } => {
                let help = match reason {
                    Reason::NotText => Some("请另存为 UTF-8：在记事本中选「另存为」，编码选「UTF-8」".to_owned()),
                    Reason::NotFound | Reason::Denied | Reason::IsFolder | Reason::Full | Reason::Other(_) => None,
                };
                Words { help, ..words(format!("无法读取{}：{}", q(path), reason.words(Lang::Zh))) }
            }
            CliProblem::CannotWrite { path, reason } => {
                let place = if path == "-" { "标准输出".to_owned() } else { q(path) };
                Words { help: reason.remedy(Lang::Zh), ..words(format!("无法写入{place}：{}", reason.words(Lang::Zh))) }
            }
            CliProblem::NoPolicies { path } => {
                words(format!("{}中没有政策文件", q(path))).help("政策文件以 `.ics` 结尾；`ics init 文件夹` 可生成一份起步用的政策")
            }
            CliProblem::NoData { path, sought: Sought::Pattern } => {
                words(format!("没有与{}相符的文件", q(path))).help("`*` 代表名称中的任意一段，`?` 代表一个字符；不查找下级文件夹")
            }
            CliProblem::NoData { path, sought: Sought::Folder } => words(format!("{}中没有数据文件", q(path)))
                .help("数据文件以 .csv、.tsv、.xlsx、.json、.ndjson、.parquet 或 .arrow 结尾；不查找下级文件夹"),
            CliProblem::FaultyPolicy { path, errors } => words(format!("政策{}有 {errors} 个错误，不能使用", q(path))),
            CliProblem::NeedsReferenceDate { policy } => words(format!("政策{}取决于基准日，但没有给出基准日", q(policy)))
                .help("加上日期，如 `--as-of 2024-12-31`，或在政策开头写 `基准日 2024-12-31`"),
            CliProblem::WhichVersion { policy, versions } => words(format!("政策{}有多个版本，但没有给出用来选择的基准日", q(policy))).help(format!(
                "加上日期，如 `--as-of 2024-12-31`
{}",
                lines(versions.iter().map(version_zh))
            )),
            CliProblem::ReferenceDateTooEarly { as_of, earliest } => words(format!("基准日 {as_of} 早于 {earliest}，在此之前有的分期数值没有规定"))
                .help(format!("请给出 {earliest} 或以后的日期，或为分期数值补上更早的行")),
            CliProblem::ReferenceDateOutOfReach { as_of, first, last } => {
                words(format!("基准日 {as_of} 不在 {first} 至 {last} 之内")).help("请核对年份")
            }
            CliProblem::NotADate { option, text } => words(format!("`{option}` 的值{}不是日期", q(text))).help("请写成 2024-12-31 这样"),
            CliProblem::UnknownPolicy { name, folder, known } => {
                words(format!("{}中没有名为{}的政策", q(folder), q(name))).help(format!("其中有{}", list_zh(known)))
            }
            CliProblem::WhichPolicy { folder, known } => {
                words(format!("{}中有多个政策", q(folder))).help(format!("请在数据之前写明是哪一个：{}", list_zh(known)))
            }
            CliProblem::NoVersion { policy, as_of, versions } => {
                words(format!("政策{}没有在 {as_of} 有效的版本", q(policy))).help(lines(versions.iter().map(version_zh)))
            }
            CliProblem::VersionsOverlap { policy, first, second } => words(format!("政策{}有两个版本同时有效", q(policy)))
                .help(format!("{}\n请写明较早一版的终止日：`施行 自 … 至 …`", lines([version_zh(first), version_zh(second)]))),
            CliProblem::UnknownColumn { name, near, known } => words(format!("政策中没有名为{}的结果或字段", q(name))).help(match near {
                Some(near) => format!("是不是{}？", q(near)),
                None => format!("有{}", list_zh(known)),
            }),
            CliProblem::Ungroupable { name, why, known } => words(match why {
                Ungroupable::Number => format!("不能按{}分组，它是数值", q(name)),
                Ungroupable::Key => format!("不能按{}分组，它是主键", q(name)),
            })
            .help(match known.as_slice() {
                [] => "该政策没有其他字段".to_owned(),
                known => format!("可以按{}分组", list_zh(known)),
            }),
            CliProblem::NoRecord { wanted, near, read, first, last } => {
                let found = words(format!("读到的 {read} 条记录中没有{}", q(wanted)));
                match (near, first, last) {
                    (Some(near), _, _) => found.help(format!("是不是{}？", q(near))),
                    (None, Some(first), Some(last)) => found.help(format!("第一条是{}，最后一条是{}", q(first), q(last))),
                    (None, _, _) => found,
                }
            }
            CliProblem::KeyRepeated { key, explained, others } => {
                words(format!("主键{}不止出现一次；所说明的是{explained}", q(key))).help(format!("还见于：{}", others.join("、")))
            }
            CliProblem::NoKey { record } => {
                words(format!("记录{}没有主键字段，不能按 `--id` 查找", q(record))).help("请用 `--row 行号`，或在记录的某个字段前写 `主键`")
            }
            CliProblem::RecordRejected { wanted, reasons } => words(format!("记录{}不合要求，没有评分", q(wanted))).help(rejected(reasons)),
            CliProblem::UnknownCode { code, near } => words(format!("没有关于{}的说明", q(code))).help(match near.as_slice() {
                [] => "`ics error --list` 列出全部".to_owned(),
                [only] => format!("是不是{}？`ics error --list` 列出全部", q(only)),
                several => format!("相近的有{}；`ics error --list` 列出全部", list_zh(several)),
            }),
            CliProblem::WouldOverwrite { folder, files } => {
                words(format!("{}中已有{}，不能覆盖", q(folder), list_zh(files))).help("请换一个文件夹，或先移走这些文件")
            }
            CliProblem::NotAPolicy { path, policy } => {
                words(format!("{}是测试文件，不是政策", q(path))).help(format!("请给出所测试的政策{}", q(policy)))
            }
            CliProblem::OrphanTest { path, policy } => {
                words(format!("{}旁边没有它的政策", q(path))).help(format!("{}的测试与政策放在同一个文件夹", q(policy)))
            }
            CliProblem::Golden { folder, lacks } => words(format!("对照文件夹{}缺少{}", q(folder), q(lacks))).help(
                "其中应有 `policy`（一行：政策文件相对于本文件夹的路径）、`input.csv`（或 .xlsx、.json）和 `expected.csv`（由 `--update` 写出）",
            ),
            CliProblem::NoTest { filter } => {
                words(format!("没有名称含{}的测试", q(filter))).help("不加 `--filter` 则运行全部测试；未通过的会列出名称")
            }
            CliProblem::CannotWatch { path, reason } => {
                words(format!("无法监视{}中的变化：{reason}", q(path))).help("请减少监视的文件夹，或在每次修改后运行 `ics check`")
            }
            CliProblem::Record(problem) => problem.zh(),
            CliProblem::Defect { place, promise } => {
                words(format!("引擎在{place}处违背了检查的保证：{promise}")).help("这是 `ics` 的缺陷，不是政策或数据的问题；请连同政策和记录一并报告")
            }
            CliProblem::OutsideEffective { as_of, version } => words(format!("基准日 {as_of} 不在政策的有效期内")).help(version_zh(version)),
        }
    }
}

fn help_if_none(words: Words, help: String) -> Words {
    if words.help.is_some() { words } else { words.help(help) }
}

fn rejected(reasons: &[Words]) -> String {
    lines(reasons.iter().map(|reason| reason.headline.clone()))
}

fn lines(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().collect::<Vec<String>>().join("\n")
}

/// Quoted names with commas between.
pub(super) fn list_en(names: &[String]) -> String {
    names.iter().map(|name| quote(Lang::En, name)).collect::<Vec<String>>().join(", ")
}

/// Quoted names with Chinese commas between.
pub(super) fn list_zh(names: &[String]) -> String {
    names.iter().map(|name| quote(Lang::Zh, name)).collect::<Vec<String>>().join("、")
}

fn version_en(version: &Version) -> String {
    let file = &version.file;
    match (version.from, version.to) {
        (Some(from), Some(to)) => format!("{file}: from {from} to {to}"),
        (Some(from), None) => format!("{file}: from {from}"),
        (None, Some(to)) => format!("{file}: to {to}"),
        (None, None) => format!("{file}: always"),
    }
}

fn version_zh(version: &Version) -> String {
    let file = &version.file;
    match (version.from, version.to) {
        (Some(from), Some(to)) => format!("{file}：{from} 至 {to}"),
        (Some(from), None) => format!("{file}：自 {from} 起"),
        (None, Some(to)) => format!("{file}：至 {to} 止"),
        (None, None) => format!("{file}：一直有效"),
    }
}

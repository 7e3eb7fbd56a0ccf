//! What several commands share: how options look, files, the ways of reading data.
//!
//! In: a language. Out: arguments for clap.

use super::super::language::pick;
use super::DATA_FORMATS;
use crate::diagnostic::Lang;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use std::path::PathBuf;

/// An option of every command.
pub fn global(lang: Lang, arg: Arg) -> Arg {
    arg.global(true).help_heading(pick(lang, "Options", "选项"))
}

/// An option without a value.
pub fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

/// An option that takes one of some words.
pub fn choice(name: &'static str, values: &'static [&'static str]) -> Arg {
    Arg::new(name).long(name).value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
}

/// An option that takes a file.
pub fn file(name: &'static str) -> Arg {
    Arg::new(name).long(name).value_parser(value_parser!(PathBuf)).value_hint(ValueHint::FilePath)
}

/// A command with its texts; usage is written out because the generated one would be English.
pub struct Texts {
    /// What it does.
    pub about: &'static str,
    /// How it is called.
    pub usage: &'static str,
    /// What stands below its options.
    pub after: &'static str,
}

/// A command; its texts stand in the language asked for.
pub fn sub(lang: Lang, name: &'static str, texts: Texts, arguments: Vec<Arg>, options: Vec<Arg>) -> Command {
    let arguments = arguments.into_iter().enumerate().map(|(place, arg)| arg.help_heading(pick(lang, "Arguments", "参数")).display_order(place));
    let options = options.into_iter().map(|arg| arg.help_heading(pick(lang, "Options of the command", "本命令的选项")));
    Command::new(name)
        .about(texts.about)
        .override_usage(texts.usage)
        .after_help(texts.after)
        .disable_help_flag(true)
        .args(arguments)
        .args(options)
        .help_template(match lang {
            Lang::En => "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
            Lang::Zh => "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n",
        })
}

/// Policies and folders.
pub fn paths(lang: Lang) -> Arg {
    Arg::new("paths")
        .required(true)
        .num_args(1..)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::AnyPath)
        .value_name(pick(lang, "PATH", "路径"))
}

/// A policy and data for it.
pub fn policy_and_data(lang: Lang) -> Vec<Arg> {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let path = |name: &'static str| Arg::new(name).value_parser(value_parser!(PathBuf)).value_hint(ValueHint::FilePath);
    vec![
        path("policy").required(true).value_name(say("POLICY", "政策")).help(say("The policy", "政策文件")),
        path("data").num_args(0..).value_name(say("DATA", "数据")).help(say(
            "Files of records: .csv, .tsv, .xlsx, .json, .ndjson, .parquet, .arrow; a pattern such as `part-*.csv`; a folder; `-` is standard input",
            "数据文件：.csv、.tsv、.xlsx、.json、.ndjson、.parquet、.arrow；可写 `part-*.csv` 这样的模式，或文件夹；`-` 为标准输入",
        )),
    ]
}

/// How a version of a policy is chosen.
pub fn versions(lang: Lang) -> Vec<Arg> {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    vec![
        Arg::new("as-of").long("as-of").value_name(say("DATE", "日期")).help(say("The reference date, like 2024-12-31", "基准日，如 2024-12-31")),
        file("policy-dir").value_hint(ValueHint::DirPath).value_name(say("DIR", "文件夹")).help(say(
            "Choose among the versions in this folder the one in force on the reference date; POLICY is then its name and may be left out where all have one name",
            "从该文件夹的各版本中选用基准日有效的一版；这时「政策」写政策名，只有一个政策时可以不写",
        )),
    ]
}

/// How data are read.
pub fn reading(lang: Lang) -> Vec<Arg> {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    vec![
        choice("format-in", &DATA_FORMATS).value_name(say("FORMAT", "格式")).help(say(
            "Format of the data: csv, xlsx, json, ndjson, parquet, arrow [by the file name]",
            "数据的格式：csv、xlsx、json、ndjson、parquet、arrow [按文件名]",
        )),
        Arg::new("sheet")
            .long("sheet")
            .value_name(say("SHEET", "工作表"))
            .help(say("Sheet of a workbook, by name or number [the first]", "工作簿中的工作表，名称或序号 [第一个]")),
        Arg::new("header-row")
            .long("header-row")
            .value_parser(value_parser!(u32))
            .value_name(say("ROW", "行号"))
            .help(say("Row that holds the headers [found by itself]", "表头所在的行 [自动查找]")),
        Arg::new("encoding").long("encoding").value_name(say("NAME", "编码")).help(say(
            "Encoding of text: utf-8, gb18030, utf-16le, utf-16be [found by itself]",
            "文本编码：utf-8、gb18030、utf-16le、utf-16be [自动判断]",
        )),
        Arg::new("delimiter")
            .long("delimiter")
            .value_name(say("CHAR", "字符"))
            .help(say("What separates cells: `,` `;` or `tab` [found by itself]", "单元格之间的分隔符：`,`、`;` 或 `tab` [自动判断]")),
        Arg::new("missing-word")
            .long("missing-word")
            .action(ArgAction::Append)
            .value_name(say("WORD", "字样"))
            .help(say("A further word that means a blank cell; may be repeated", "另一个表示空白的字样；可以重复给出")),
    ]
}

/// One policy.
pub fn one_policy(lang: Lang) -> Arg {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    Arg::new("policy")
        .required_unless_present("policy-dir")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .value_name(say("POLICY", "政策"))
        .help(say("The policy", "政策文件"))
}

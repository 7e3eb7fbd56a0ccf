//! The commands and their options, described in one of the languages.
//!
//! In: a language. Out: clap's description of the command line, from which parsing, help and completions come. Knows what
//! options are called, not what they do.

use super::language::pick;
use super::report::FORMATS;
use crate::diagnostic::Lang;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use std::path::PathBuf;

/// Formats of results of `score`.
pub const RESULT_FORMATS: [&str; 7] = ["table", "csv", "json", "ndjson", "xlsx", "parquet", "arrow"];
/// How Parquet and Arrow are compressed.
pub const COMPRESSIONS: [&str; 4] = ["none", "snappy", "lz4", "zstd"];
/// Formats of data.
pub const DATA_FORMATS: [&str; 6] = ["csv", "xlsx", "json", "ndjson", "parquet", "arrow"];
/// The commands, in the order of help.
pub const COMMANDS: [&str; 14] = [
    "check", "fmt", "score", "verify", "explain", "analyse", "doc", "test", "repl", "schema", "error", "lsp", "init", "completions",
];
/// Shells with completions.
pub const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

/// The whole command line in `lang`.
#[must_use]
pub fn command(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    Command::new("ics")
        .version(env!("CARGO_PKG_VERSION"))
        .about(say(
            "Checks policies that score enterprises, scores data with them, and explains every result",
            "检查企业评分政策，用政策给数据评分，并说明每一个结果的由来",
        ))
        .help_template(match lang {
            Lang::En => "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}\n",
            Lang::Zh => "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n",
        })
        .override_usage(say("ics [OPTIONS] COMMAND", "ics [选项] 命令"))
        .after_help(say(
            "Exit status: 0 all is well; 1 errors, failed tests or rejected records were found; 2 the command could not run.\n\
             `ics COMMAND --help` tells more about a command.",
            "退出码：0 一切正常；1 发现错误、测试未通过或有记录被退回；2 命令无法执行。\n用 `ics 命令 --help` 查看某个命令的用法。",
        ))
        .subcommand_help_heading(say("Commands", "命令"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            choice("lang", &["en", "zh"])
                .global(true)
                .hide_possible_values(true)
                .value_name(say("LANG", "语言"))
                .help_heading(say("Options", "选项"))
                .help(say(
                    "Language of all messages: en, zh [else ICS_LANG, else the locale]",
                    "消息的语言：en 或 zh [未给出时依次看 ICS_LANG 和系统语言]",
                )),
        )
        .arg(global(lang, choice("color", &["auto", "always", "never"])).value_name(say("WHEN", "时机")).help(say(
            "Colours: auto, always, never [auto]; NO_COLOR is respected",
            "颜色：auto 自动、always 总是、never 从不 [auto]；遵从 NO_COLOR",
        )))
        .arg(global(lang, flag("ascii")).help(say("Draw with ASCII characters only", "只用 ASCII 字符画线")))
        .arg(global(lang, flag("quiet").short('q')).help(say("Print errors and results only", "只显示错误和结果")))
        .arg(global(lang, Arg::new("help").short('h').long("help").action(ArgAction::Help)).help(say("Print this help", "显示本帮助")))
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(say("Options", "选项"))
                .help(say("Print the version", "显示版本")),
        )
        .subcommands([
            check(lang),
            fmt(lang),
            score(lang),
            verify(lang),
            explain(lang),
            analyse(lang),
            doc(lang),
            test(lang),
            repl(lang),
            schema(lang),
            error(lang),
            lsp(lang),
            init(lang),
            completions(lang),
        ])
}

fn global(lang: Lang, arg: Arg) -> Arg {
    arg.global(true).help_heading(pick(lang, "Options", "选项"))
}

fn flag(name: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue)
}

fn choice(name: &'static str, values: &'static [&'static str]) -> Arg {
    Arg::new(name).long(name).value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
}

fn file(name: &'static str) -> Arg {
    Arg::new(name).long(name).value_parser(value_parser!(PathBuf)).value_hint(ValueHint::FilePath)
}

/// A command with its texts; usage is written out because the generated one would be English.
struct Texts {
    about: &'static str,
    usage: &'static str,
    after: &'static str,
}

fn sub(lang: Lang, name: &'static str, texts: Texts, arguments: Vec<Arg>, options: Vec<Arg>) -> Command {
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

fn paths(lang: Lang) -> Arg {
    Arg::new("paths")
        .required(true)
        .num_args(1..)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::AnyPath)
        .value_name(pick(lang, "PATH", "路径"))
}

fn check(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Check policies", "检查政策"),
        usage: say("ics check [OPTIONS] PATH…", "ics check [选项] 路径…"),
        after: say("`ics error CODE` explains an error at length.", "用 `ics error 代码` 查看某个错误的详细说明。"),
    };
    let arguments = vec![paths(lang).help(say("Policies, or folders searched for `.ics` files", "政策文件，或在其中查找 `.ics` 的文件夹"))];
    let options = vec![
        choice("format", &FORMATS).value_name(say("FORMAT", "格式")).help(say(
            "human: with the lines in question; short: a line each; json; sarif; github: annotations; junit [human]",
            "human：带原文；short：每条一行；json；sarif；github：批注；junit [human]",
        )),
        flag("fix").help(say("Apply all certain fixes, then check what is left", "自动修正有把握的问题，再检查其余")),
        flag("diff").conflicts_with("fix").help(say("Print what --fix would change, and change nothing", "显示 --fix 将作的修改，不写文件")),
        flag("watch")
            .conflicts_with_all(["fix", "diff"])
            .help(say("Check again after every change; Ctrl-C ends it", "文件变化后重新检查；按 Ctrl-C 结束")),
        level("deny", say("LINT", "检查项")).help(say(
            "Make a warning an error, by its name or code; `warnings` means all; may be repeated",
            "把警告当作错误，写名称或代码；`warnings` 指全部；可以重复给出",
        )),
        level("warn", say("LINT", "检查项")).help(say("Make it a warning", "作为警告")),
        level("allow", say("LINT", "检查项")).help(say("Say nothing of it", "不作提示")),
    ];
    sub(lang, "check", texts, arguments, options)
}

fn fmt(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Put policies into their one layout", "统一政策文件的排版"),
        usage: say("ics fmt [OPTIONS] PATH…", "ics fmt [选项] 路径…"),
        after: say("A file that does not parse is left as it is.", "有语法错误的文件保持原样。"),
    };
    let arguments = vec![paths(lang).help(say(
        "Policies, or folders searched for `.ics` files; `-` is standard input, laid out on standard output",
        "政策文件，或在其中查找 `.ics` 的文件夹；`-` 为标准输入，结果写到标准输出",
    ))];
    let options = vec![
        flag("check").help(say("Name the files that would change, and change none", "列出需要改动的文件，不写文件")),
        flag("diff").help(say("Print what would change, and change nothing", "显示将作的改动，不写文件")),
        choice("keywords", &["en", "zh"])
            .value_name(say("LANG", "语言"))
            .help(say("Write all keywords in this language: en, zh [as they are]", "关键字一律用此语言：en、zh [保持原样]")),
    ];
    sub(lang, "fmt", texts, arguments, options)
}

fn level(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::Append).value_name(value)
}

fn policy_and_data(lang: Lang) -> Vec<Arg> {
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

fn versions(lang: Lang) -> Vec<Arg> {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    vec![
        Arg::new("as-of").long("as-of").value_name(say("DATE", "日期")).help(say("The reference date, like 2024-12-31", "基准日，如 2024-12-31")),
        file("policy-dir").value_hint(ValueHint::DirPath).value_name(say("DIR", "文件夹")).help(say(
            "Choose among the versions in this folder the one in force on the reference date; POLICY is then its name and may be left out where all have one name",
            "从该文件夹的各版本中选用基准日有效的一版；这时「政策」写政策名，只有一个政策时可以不写",
        )),
    ]
}

fn reading(lang: Lang) -> Vec<Arg> {
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

fn score(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Score records with a policy", "用政策给记录评分"),
        usage: say("ics score [OPTIONS] POLICY DATA…", "ics score [选项] 政策 数据…"),
        after: say(
            "Results go to standard output or to --output, a summary to standard error.",
            "结果写到标准输出或 --output 指定的文件，汇总写到标准错误输出。",
        ),
    };
    let mut options = vec![
        file("output").short('o').value_name(say("FILE", "文件")).help(say(
            "Write the results to this file; to a folder, whose name ends in /, in parts",
            "把结果写到该文件；名称以 / 结尾的是文件夹，结果分成若干文件写入",
        )),
        choice("format", &RESULT_FORMATS).value_name(say("FORMAT", "格式")).help(say(
            "table, csv, json, ndjson, xlsx, parquet, arrow [by the name of --output; in a folder parquet, on a terminal a table, else csv]",
            "table、csv、json、ndjson、xlsx、parquet、arrow [按 --output 的文件名；文件夹中为 parquet，在终端上为表格，否则为 csv]",
        )),
        choice("compression", &COMPRESSIONS).value_name(say("WAY", "方式")).help(say(
            "How parquet and arrow are compressed: none, snappy, lz4, zstd; arrow knows no snappy",
            "parquet 和 arrow 的压缩方式：none、snappy、lz4、zstd；arrow 不支持 snappy",
        )),
    ];
    options.extend(versions(lang));
    options.extend([
        file("rejects")
            .value_name(say("FILE", "文件"))
            .help(say("Write rejected records with their reasons to this CSV file", "把退回的记录及原因写到该 CSV 文件")),
        Arg::new("columns")
            .long("columns")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .value_name(say("NAMES", "列名"))
            .help(say("Results and fields to write, as in `id,total,total.staff_share`", "要写出的结果和字段，如 `id,total,total.staff_share`")),
        flag("with-inputs").help(say("Write the fields of the record too", "同时写出记录的字段")),
        flag("all")
            .conflicts_with("columns")
            .help(say("Write every named value: indicators, contributions, intermediate values", "写出全部有名称的值：指标、贡献分、中间值")),
        flag("labels").help(say("Use labels for headers and alternatives instead of names", "表头和枚举值用标签而不用名称")),
        flag("bom").help(say("Start CSV with a byte-order mark, so that Excel reads it as UTF-8", "CSV 开头加字节序标记，使 Excel 按 UTF-8 打开")),
        Arg::new("limit")
            .long("limit")
            .value_parser(value_parser!(u64))
            .value_name(say("N", "条数"))
            .help(say("Read only the first N records", "只读前 N 条记录")),
        Arg::new("threads").long("threads").value_parser(value_parser!(u64)).value_name(say("N", "数目")).help(say(
            "How many threads work; results are the same for any number [one for each processor]",
            "并行线程数；结果与线程数无关 [每个处理器一个]",
        )),
        file("manifest").value_name(say("FILE", "文件")).help(say(
            "Record the run in this JSON file: hashes, options, counts and totals; `ics verify` checks it",
            "把这次运行记录到该 JSON 文件：散列值、选项、条数和合计；可用 `ics verify` 核对",
        )),
        file("report").value_name(say("FILE", "文件")).help(say(
            "Write a report on the population: a page (.html), or .json; `-` is JSON on standard output; without --output and --format nothing else is written",
            "写一份总体报告：网页（.html）或 .json；`-` 为在标准输出写 JSON；未给出 --output 和 --format 时不写其他结果",
        )),
        Arg::new("by").long("by").requires("report").value_delimiter(',').action(ArgAction::Append).value_name(say("NAME", "名称")).help(say(
            "With --report: group records by this field or value; may be repeated; dates count by year",
            "与 --report 同用：按该字段或值分组；可以重复给出；日期按年",
        )),
        Arg::new("part-rows")
            .long("part-rows")
            .value_parser(value_parser!(u64))
            .value_name(say("N", "条数"))
            .help(say("About how many rows a file of a folder has [1000000]", "文件夹中每个文件约有多少条 [1000000]")),
        flag("resume").help(say(
            "Go on with a run into a folder that broke off: files that are finished stay as they are",
            "接着做写入文件夹时中断的运行：已完成的文件保持不变",
        )),
    ]);
    options.extend(reading(lang));
    sub(lang, "score", texts, policy_and_data(lang), options)
}

fn verify(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Make a recorded run again and say what differs", "重做有记录的运行，指出不同之处"),
        usage: say("ics verify [OPTIONS] RECORD", "ics verify [选项] 运行记录"),
        after: say(
            "Status 0: nothing differs; 1: something differs; 2: it cannot be told. No file is changed.",
            "退出码：0 没有不同；1 有不同；2 无法核对。不改动任何文件。",
        ),
    };
    let arguments = vec![
        Arg::new("manifest")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .value_hint(ValueHint::FilePath)
            .value_name(say("RECORD", "运行记录"))
            .help(say("The record that `ics score --manifest` wrote", "`ics score --manifest` 写出的运行记录")),
    ];
    let options = vec![
        file("base").value_hint(ValueHint::DirPath).value_name(say("DIR", "文件夹")).help(say(
            "The folder in which the run was made, from which the paths in the record are seen [the current one]",
            "当时运行所在的文件夹，记录中的路径相对于它 [当前文件夹]",
        )),
        flag("quick").help(say("Compare hashes of files only, and compute nothing", "只比较文件的散列值，不重新计算")),
    ];
    sub(lang, "verify", texts, arguments, options)
}

fn explain(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Explain the result of one record", "说明一条记录的结果"),
        usage: say("ics explain [OPTIONS] POLICY DATA… --id KEY", "ics explain [选项] 政策 数据… --id 主键"),
        after: "",
    };
    let mut options = vec![
        Arg::new("id").long("id").value_name(say("KEY", "主键")).help(say("The key of the record", "该记录的主键")),
        Arg::new("row")
            .long("row")
            .value_parser(value_parser!(u64))
            .conflicts_with("id")
            .required_unless_present("id")
            .value_name(say("N", "行号"))
            .help(say("The row of the record, as the file counts", "该记录在文件中的行号")),
        choice("format", &["text", "json", "markdown", "html"])
            .value_name(say("FORMAT", "格式"))
            .help(say("text, json, markdown, or html: a letter to print [text]", "text、json、markdown，或 html：可打印的说明书 [text]")),
        file("output").short('o').value_name(say("FILE", "文件")).help(say("Write to this file", "写到该文件")),
    ];
    options.extend(versions(lang));
    options.extend(reading(lang));
    sub(lang, "explain", texts, policy_and_data(lang), options)
}

fn analyse(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Show what a policy does for every record: ranges, edges, what moves what", "分析政策：取值范围、断点、各项数据的影响"),
        usage: say("ics analyse [OPTIONS] POLICY", "ics analyse [选项] 政策"),
        after: say(
            "Bounds are proved for all valid records; what is reached is shown by a record. Without --as-of all reference dates count.",
            "上下限对所有合格记录均经证明；能达到的取值附有记录为证。不写 --as-of 时考虑所有基准日。",
        ),
    };
    let mut options = vec![
        choice("format", &["text", "json", "markdown"])
            .value_name(say("FORMAT", "格式"))
            .help(say("text, json, markdown [text]", "text、json、markdown [text]")),
        file("output").short('o').value_name(say("FILE", "文件")).help(say("Write to this file", "写到该文件")),
    ];
    options.extend(versions(lang));
    sub(lang, "analyse", texts, vec![one_policy(lang)], options)
}

fn doc(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Write the scheme as a document, with every standard and condition", "把政策写成文件：指标、标准、权重、条件齐全"),
        usage: say("ics doc [OPTIONS] POLICY", "ics doc [选项] 政策"),
        after: "",
    };
    let mut options = vec![
        choice("format", &["markdown", "html"])
            .value_name(say("FORMAT", "格式"))
            .help(say("markdown, html [by the name of --output, else markdown]", "markdown、html [按 --output 的文件名，否则为 markdown]")),
        file("output").short('o').value_name(say("FILE", "文件")).help(say("Write to this file", "写到该文件")),
    ];
    options.extend(versions(lang));
    sub(lang, "doc", texts, vec![one_policy(lang)], options)
}

fn one_policy(lang: Lang) -> Arg {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    Arg::new("policy")
        .required_unless_present("policy-dir")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::FilePath)
        .value_name(say("POLICY", "政策"))
        .help(say("The policy", "政策文件"))
}

fn test(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Run the tests of policies", "运行政策的测试"),
        usage: say("ics test [OPTIONS] PATH…", "ics test [选项] 路径…"),
        after: say(
            "Tests are `test` blocks in policies and in `NAME_test.ics` beside `NAME.ics`, and golden folders `NAME.golden` that hold\n\
             `policy` (a line with the path of the policy, seen from the folder, and if needed a line `as of DATE`), `input.csv` (or .xlsx,\n\
             .json, .ndjson, .parquet, .arrow), `expected.csv` and, where records are rejected, `expected_rejects.csv`.",
            "测试有两种：政策中及旁边 `名称_test.ics` 中的 `test` 块；名为 `名称.golden` 的对照文件夹，其中有\n\
             `policy`（一行为政策文件相对于该文件夹的路径，需要时再加一行 `as of 日期`）、`input.csv`（或 .xlsx、\n\
             .json、.ndjson、.parquet、.arrow）、`expected.csv`，有退回的记录时还有 `expected_rejects.csv`。",
        ),
    };
    let arguments =
        vec![paths(lang).help(say("Policies, golden folders, or folders searched for both", "政策文件、对照文件夹，或在其中查找两者的文件夹"))];
    let options = vec![
        Arg::new("filter")
            .long("filter")
            .value_name(say("TEXT", "文字"))
            .help(say("Run only the tests whose words contain this", "只运行名称含有该文字的测试")),
        flag("update").help(say("Rewrite what golden folders expect, after printing the difference", "先显示差异，再改写对照文件夹中的预期结果")),
        file("junit").value_name(say("FILE", "文件")).help(say("Write the outcome as JUnit XML", "把结果写成 JUnit XML")),
        choice("coverage", &["text", "json", "lcov"])
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("text")
            .value_name(say("FORMAT", "格式"))
            .help(say("Report what the tests exercise: text, json, lcov [text]", "报告测试覆盖了什么：text、json、lcov [text]")),
        file("coverage-output")
            .requires("coverage")
            .value_name(say("FILE", "文件"))
            .help(say("Write that report to this file", "把覆盖报告写到该文件")),
        Arg::new("min-coverage").long("min-coverage").value_parser(value_parser!(u8).range(0..=100)).value_name(say("PERCENT", "百分数")).help(say(
            "Fail where the tests exercise less than this of the rows or edges of a policy",
            "某政策的行或界限覆盖不到该百分数时，视为未通过",
        )),
        choice("mutate", &["text", "json"])
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("text")
            .conflicts_with_all(["filter", "update", "junit", "coverage", "min-coverage"])
            .value_name(say("FORMAT", "格式"))
            .help(say(
                "Change each policy in many small ways and list the changes that neither check nor its tests notice: text, json [text]",
                "逐一对政策作细小改动，列出检查和测试都未察觉的改动：text、json [text]",
            )),
        Arg::new("mutants")
            .long("mutants")
            .requires("mutate")
            .value_parser(value_parser!(u64))
            .value_name(say("N", "个数"))
            .help(say("With --mutate: try at most N changes of each policy [500]", "与 --mutate 同用：每个政策最多试 N 个改动 [500]")),
        Arg::new("min-caught").long("min-caught").requires("mutate").value_parser(value_parser!(u64)).value_name(say("PERCENT", "百分数")).help(say(
            "With --mutate: status 1 where fewer are noticed in some policy",
            "与 --mutate 同用：某个政策被察觉的改动少于此比例时退出码为 1",
        )),
    ];
    sub(lang, "test", texts, arguments, options)
}

fn repl(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Work with a policy by typing: expressions, records, what would be if", "逐行试用政策：算式、记录、假如某项数据不同"),
        usage: say("ics repl [OPTIONS] [POLICY] [DATA]", "ics repl [选项] [政策] [数据]"),
        after: say(
            "`:help` tells what can be typed. What comes from a file or a pipe is run without a prompt; status 1: some input failed.",
            "输入 `:帮助` 查看可以输入什么。来自文件或管道的输入逐条执行，不显示提示符；有输入失败时退出码为 1。",
        ),
    };
    let path = |name: &'static str| Arg::new(name).value_parser(value_parser!(PathBuf)).value_hint(ValueHint::FilePath);
    let arguments = vec![
        path("policy")
            .value_name(say("POLICY", "政策"))
            .help(say("The policy; without one, units and functions are there", "政策文件；没有时可用单位和函数")),
        path("data").value_name(say("DATA", "数据")).help(say("A file of records to walk through", "要逐条查看的数据文件")),
    ];
    let mut options = vec![
        flag("echo").help(say("Print each input before its answer, where input is no terminal", "输入不是来自终端时，先显示输入再显示结果")),
        Arg::new("as-of").long("as-of").value_name(say("DATE", "日期")).help(say("The reference date, like 2024-12-31", "基准日，如 2024-12-31")),
    ];
    options.extend(reading(lang));
    sub(lang, "repl", texts, arguments, options)
}

fn schema(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Show what data a policy needs", "显示政策需要的数据"),
        usage: say("ics schema [OPTIONS] POLICY", "ics schema [选项] 政策"),
        after: "",
    };
    let arguments = vec![one_policy(lang)];
    let mut options = vec![
        flag("json-schema").conflicts_with("template").help(say("Print the record as JSON Schema", "把记录的要求写成 JSON Schema")),
        file("template")
            .value_name(say("FILE", "文件"))
            .help(say("Write an empty form to fill in: .csv or .xlsx", "写一份空白填报表：.csv 或 .xlsx")),
    ];
    options.extend(versions(lang));
    sub(lang, "schema", texts, arguments, options)
}

fn error(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Explain an error code or a warning", "说明一个错误代码或警告"),
        usage: say("ics error CODE | --list", "ics error 代码 | --list"),
        after: "",
    };
    let arguments = vec![
        Arg::new("code")
            .required_unless_present("list")
            .value_name(say("CODE", "代码"))
            .help(say("The code, like E0304, or the name of a warning", "错误代码，如 E0304，或警告的名称")),
    ];
    let options = vec![flag("list").help(say("List all codes", "列出全部代码"))];
    sub(lang, "error", texts, arguments, options)
}

fn lsp(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Serve an editor as a language server", "作为语言服务器供编辑器使用"),
        usage: say("ics lsp", "ics lsp"),
        after: say(
            "Editors start it: it speaks the Language Server Protocol on standard input and output.",
            "由编辑器启动：通过标准输入和标准输出使用语言服务器协议（LSP）。",
        ),
    };
    // Editors add it by themselves; there is no other way to speak.
    let options = vec![flag("stdio").hide(true)];
    sub(lang, "lsp", texts, Vec::new(), options)
}

fn init(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Make a folder with a policy to start from", "建一个起步用的政策文件夹"),
        usage: say("ics init DIR", "ics init 文件夹"),
        after: say("Existing files are never overwritten.", "已有的文件不会被覆盖。"),
    };
    let arguments = vec![
        Arg::new("dir")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .value_hint(ValueHint::DirPath)
            .value_name(say("DIR", "文件夹"))
            .help(say("The folder; made if it is not there", "文件夹；没有时新建")),
    ];
    sub(lang, "init", texts, arguments, Vec::new())
}

fn completions(lang: Lang) -> Command {
    let say = |en: &'static str, zh: &'static str| pick(lang, en, zh);
    let texts = Texts {
        about: say("Print completions for a shell", "输出命令行补全脚本"),
        usage: say("ics completions SHELL", "ics completions 命令行程序"),
        after: say(
            "For bash: ics completions bash > ~/.local/share/bash-completion/completions/ics",
            "bash：ics completions bash > ~/.local/share/bash-completion/completions/ics",
        ),
    };
    let arguments = vec![
        Arg::new("shell")
            .required(true)
            .value_parser(PossibleValuesParser::new(SHELLS))
            .hide_possible_values(true)
            .value_name(say("SHELL", "命令行程序"))
            .help(say("bash, zsh, fish, powershell, elvish", "bash、zsh、fish、powershell、elvish")),
    ];
    sub(lang, "completions", texts, arguments, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::{Lang, command};

    #[test]
    fn is_consistent_in_both_languages() {
        command(Lang::En).debug_assert();
        command(Lang::Zh).debug_assert();
    }

    #[test]
    fn names_every_command_once() {
        let described: Vec<String> = command(Lang::En).get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        assert_eq!(described, super::COMMANDS);
    }

    #[test]
    fn speaks_one_language_at_a_time() {
        let mut zh = command(Lang::Zh);
        for sub in zh.get_subcommands_mut() {
            let help = sub.render_long_help().to_string();
            for english in ["Usage", "Options", "Arguments", "Commands", "Print", "possible values", "default:"] {
                assert!(!help.contains(english), "{english} in {help}");
            }
        }
    }
}

//! Commands that put records through a policy.
//!
//! In: a language. Out: their descriptions for clap.

use super::super::language::pick;
use super::parts::{Texts, choice, file, flag, policy_and_data, reading, sub, versions};
use super::{COMPRESSIONS, RESULT_FORMATS};
use crate::diagnostic::Lang;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use std::path::PathBuf;

/// `ics score`.
pub fn score(lang: Lang) -> Command {
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

/// `ics verify`.
pub fn verify(lang: Lang) -> Command {
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

/// `ics explain`.
pub fn explain(lang: Lang) -> Command {
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

/// `ics repl`.
pub fn repl(lang: Lang) -> Command {
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

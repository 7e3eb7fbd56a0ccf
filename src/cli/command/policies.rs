//! Commands that work on the text of a policy.
//!
//! In: a language. Out: their descriptions for clap.

use super::super::language::pick;
use super::super::report::FORMATS;
use super::parts::{Texts, choice, file, flag, one_policy, paths, sub, versions};
use crate::diagnostic::Lang;
use clap::{Arg, ArgAction, Command, value_parser};

/// `ics check`.
pub fn check(lang: Lang) -> Command {
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

fn level(name: &'static str, value: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::Append).value_name(value)
}

/// `ics fmt`.
pub fn fmt(lang: Lang) -> Command {
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

/// `ics analyse`.
pub fn analyse(lang: Lang) -> Command {
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

/// `ics doc`.
pub fn doc(lang: Lang) -> Command {
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

/// `ics test`.
pub fn test(lang: Lang) -> Command {
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

/// `ics schema`.
pub fn schema(lang: Lang) -> Command {
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

/// `ics lsp`.
pub fn lsp(lang: Lang) -> Command {
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

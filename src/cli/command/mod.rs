//! The commands and their options, described in one of the languages.
//!
//! In: a language. Out: clap's description of the command line, from which parsing, help and completions come. Knows what
//! options are called, not what they do.

mod parts;
mod policies;
mod records;

use super::language::pick;
use crate::diagnostic::Lang;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use parts::{Texts, choice, flag, global, sub};
use std::path::PathBuf;

/// Formats of results of `score`.
pub const RESULT_FORMATS: [&str; 7] = ["table", "csv", "json", "ndjson", "xlsx", "parquet", "arrow"];
/// How Parquet and Arrow are compressed.
pub const COMPRESSIONS: [&str; 4] = ["none", "snappy", "lz4", "zstd"];
/// Formats of data.
pub const DATA_FORMATS: [&str; 6] = ["csv", "xlsx", "json", "ndjson", "parquet", "arrow"];
/// The commands, in the order of help.
pub const COMMANDS: [&str; 14] =
    ["check", "fmt", "score", "verify", "explain", "analyse", "doc", "test", "repl", "schema", "error", "lsp", "init", "completions"];
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
            policies::check(lang),
            policies::fmt(lang),
            records::score(lang),
            records::verify(lang),
            records::explain(lang),
            policies::analyse(lang),
            policies::doc(lang),
            policies::test(lang),
            records::repl(lang),
            policies::schema(lang),
            error(lang),
            policies::lsp(lang),
            init(lang),
            completions(lang),
        ])
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

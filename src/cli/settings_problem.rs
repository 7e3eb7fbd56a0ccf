//! What is wrong with a settings file, with its words in both languages.
//!
//! In: facts found while reading it. Out: codes E0730 to E0732, with places in the file.

use crate::diagnostic::arguments::{self, Arguments};
use crate::diagnostic::{Lang, Problem, Words, quote};
use crate::source::Span;
use serde::Serialize;

/// A problem of a settings file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum SettingsProblem {
    /// It is not TOML.
    NotToml {
        /// Where it stops being so.
        span: Span,
    },
    /// A table or key that means nothing.
    UnknownTable {
        /// Its name.
        name: String,
        /// Where.
        span: Span,
        /// A name much like it.
        nearest: Option<String>,
    },
    /// A single value where a table is expected.
    NotATable {
        /// The name of the table.
        name: String,
        /// The value.
        span: Span,
    },
    /// Not a level.
    NotALevel {
        /// For which lint.
        lint: String,
        /// The value.
        span: Span,
        /// A level spelled much like it.
        nearest: Option<String>,
    },
}

impl Problem for SettingsProblem {
    fn code(&self) -> &'static str {
        match self {
            SettingsProblem::NotToml { .. } => "E0730",
            SettingsProblem::UnknownTable { .. } | SettingsProblem::NotATable { .. } => "E0731",
            SettingsProblem::NotALevel { .. } => "E0732",
        }
    }

    fn spans(&self) -> Vec<Span> {
        match self {
            SettingsProblem::NotToml { span }
            | SettingsProblem::UnknownTable { span, .. }
            | SettingsProblem::NotATable { span, .. }
            | SettingsProblem::NotALevel { span, .. } => vec![*span],
        }
    }

    fn words(&self, lang: Lang) -> Words {
        let q = |text: &str| quote(lang, text);
        match (self, lang) {
            (SettingsProblem::NotToml { .. }, Lang::En) => Words::new("this settings file is not TOML")
                .label("cannot be read from here on")
                .help("it looks like this, Chinese names in quotation marks:\n[lints]\nunused_field = \"deny\"\n\"未用字段\" = \"deny\""),
            (SettingsProblem::NotToml { .. }, Lang::Zh) => Words::new("设置文件不是 TOML 格式")
                .label("从此处起无法读取")
                .help("写法如下，中文名称须加引号：\n[lints]\nunused_field = \"deny\"\n\"未用字段\" = \"deny\""),
            (SettingsProblem::UnknownTable { name, nearest, .. }, Lang::En) => {
                let words = Words::new(format!("settings have no table {}", q(name))).label("not known");
                words.help(
                    nearest.as_ref().map_or_else(|| "levels of warnings stand under `[lints]`".to_owned(), |near| format!("did you mean `{near}`?")),
                )
            }
            (SettingsProblem::UnknownTable { name, nearest, .. }, Lang::Zh) => {
                let words = Words::new(format!("设置中没有{}这一节", q(name))).label("未知的名称");
                words.help(nearest.as_ref().map_or_else(|| "警告的级别写在 `[lints]` 一节".to_owned(), |near| format!("是否要写「{near}」？")))
            }
            (SettingsProblem::NotATable { name, .. }, Lang::En) => Words::new(format!("{} is a table, not a single value", q(name)))
                .label("expected a table")
                .help(format!("write `[{name}]`, and the names below it")),
            (SettingsProblem::NotATable { name, .. }, Lang::Zh) => {
                Words::new(format!("{}是一节，不是单个值", q(name))).label("应为一节").help(format!("请写 `[{name}]`，各项名称写在其下"))
            }
            (SettingsProblem::NotALevel { lint, nearest, .. }, Lang::En) => {
                let words = Words::new(format!("the level of {} is not one of three", q(lint))).label("expected a level");
                words.help(
                    nearest.as_ref().map_or_else(|| "write \"allow\", \"warn\" or \"deny\"".to_owned(), |near| format!("did you mean `{near}`?")),
                )
            }
            (SettingsProblem::NotALevel { lint, nearest, .. }, Lang::Zh) => {
                let words = Words::new(format!("{}的级别不是三种之一", q(lint))).label("应为级别");
                words.help(nearest.as_ref().map_or_else(|| "请写 \"allow\"、\"warn\" 或 \"deny\"".to_owned(), |near| format!("是否要写「{near}」？")))
            }
        }
    }

    fn arguments(&self) -> Arguments {
        arguments::of(self, &self.spans())
    }
}

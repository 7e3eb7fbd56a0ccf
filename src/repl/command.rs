//! The commands of a session: one table, a row a command.
//!
//! In: a word behind the colon. Out: the command it means; help and completion are made from the table.

use super::problem::SessionProblem;
use crate::diagnostic::{Lang, suggest};

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Tells what can be typed.
    Help,
    /// Takes another policy or file of records.
    Load,
    /// Reads the files again.
    Reload,
    /// Opens an editor.
    Edit,
    /// Lists the fields.
    Fields,
    /// Tells the type of an expression.
    Type,
    /// Explains a result.
    Explain,
    /// Changes the current record.
    Set,
    /// Chooses a record.
    Record,
    /// Goes to the next record.
    Next,
    /// Goes to the next record for which a condition holds.
    Find,
    /// Shows what a change would do.
    WhatIf,
    /// Tells what an expression can be.
    Range,
    /// Runs tests.
    Test,
    /// Measures an expression.
    Time,
    /// Shows or changes how answers are given.
    Mode,
    /// Writes what was added.
    Save,
    /// Ends the session.
    Quit,
}

/// What stands behind the name of a command, for completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    Nothing,
    /// The name of a command.
    Command,
    /// A file.
    File,
    /// An expression.
    Expression,
    /// A name of the policy.
    Name,
    /// `field = value`.
    Assignment,
    /// A record.
    Record,
    /// A word of the command's own.
    Mode,
    /// The words of a test.
    Test,
}

/// Everything about a command.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub command: Command,
    /// The English name.
    pub english: &'static str,
    /// The Chinese name.
    pub chinese: &'static str,
    /// What stands behind it.
    pub argument: Argument,
    /// How it is written, in English.
    pub usage_en: &'static str,
    /// How it is written, in Chinese.
    pub usage_zh: &'static str,
    /// What it does, in English.
    pub doc_en: &'static str,
    /// What it does, in Chinese.
    pub doc_zh: &'static str,
}

macro_rules! rows {
    ($($command:ident $argument:ident $english:literal $chinese:literal $usage_en:literal $usage_zh:literal $doc_en:literal $doc_zh:literal)*) => {
        /// All commands, in the order of help.
        pub static TABLE: &[Row] = &[$(Row {
            command: Command::$command, argument: Argument::$argument, english: $english, chinese: $chinese,
            usage_en: $usage_en, usage_zh: $usage_zh, doc_en: $doc_en, doc_zh: $doc_zh,
        }),*];
    };
}

rows! {
    Help Command "help" "帮助" ":help [COMMAND]" ":帮助 [命令]"
        "What can be typed; a command or a function at length" "可以输入什么；某个命令或函数的说明"
    Fields Nothing "fields" "字段" ":fields" ":字段"
        "The fields of the record, and the figures of the current one" "记录的字段，及当前记录的数据"
    Type Expression "type" "类型" ":type EXPRESSION" ":类型 算式"
        "The type and range of an expression, without its value" "算式的类型和范围，不求值"
    Explain Name "explain" "说明" ":explain [NAME | EXPRESSION]" ":说明 [名称 | 算式]"
        "Why the current record has its results; one result or expression alone" "当前记录的结果由来；也可只看一项结果或一个算式"
    Set Assignment "set" "设" ":set FIELD = VALUE, …" ":设 字段 = 值，…"
        "Change the current record; `missing` leaves a field blank" "改动当前记录；`缺失` 表示空白"
    Record Record "record" "记录" ":record [ID | ROW | EXAMPLE]" ":记录 [编号 | 行号 | 示例]"
        "Choose a record by its key, its row or the name of an example; show the current one" "按主键、行号或示例名选记录；显示当前记录"
    Next Nothing "next" "下一条" ":next" ":下一条"
        "The next record of the file" "文件中的下一条记录"
    Find Expression "find" "查找" ":find CONDITION" ":查找 条件"
        "The next record for which a condition holds" "下一条符合条件的记录"
    WhatIf Assignment "what-if" "假如" ":what-if FIELD = VALUE, …" ":假如 字段 = 值，…"
        "What a change of the record would do to results, bands and conditions" "改动记录会使哪些结果、分档、条件变化"
    Range Expression "range" "范围" ":range EXPRESSION [where CONDITION]" ":范围 算式 [其中 条件]"
        "What an expression can be for every valid record" "算式对所有合格记录的取值范围"
    Test Test "test" "测试" ":test [TEXT]" ":测试 [文字]"
        "Run the tests whose words contain the text" "运行名称含有该文字的测试"
    Time Expression "time" "计时" ":time EXPRESSION" ":计时 算式"
        "How long the evaluation of an expression takes" "算式求值所需的时间"
    Load File "load" "载入" ":load FILE" ":载入 文件"
        "Take another policy, or a file of records" "换用另一政策或数据文件"
    Reload Nothing "reload" "重载" ":reload" ":重载"
        "Read the policy and the data again; what was added stays" "重新读取政策和数据；新增的声明保留"
    Edit Nothing "edit" "编辑" ":edit [last]" ":编辑 [上次]"
        "Open the policy, or the last input, in $VISUAL or $EDITOR" "用 $VISUAL 或 $EDITOR 打开政策或上次输入"
    Save File "save" "保存" ":save [all] FILE" ":保存 [全部] 文件"
        "Write the declarations of this session, or the whole policy with them" "写出本次新增的声明，或连同声明的整个政策"
    Mode Mode "mode" "模式" ":mode [en | zh | exact | rounded | width N | date DATE]" ":模式 [en | zh | 精确 | 近似 | 宽度 N | 基准日 日期]"
        "How answers are given: language, digits, width, reference date" "结果的显示方式：语言、位数、宽度、基准日"
    Quit Nothing "quit" "退出" ":quit" ":退出"
        "End the session; so does Ctrl-D" "结束；也可按 Ctrl-D"
}

impl Row {
    /// The name in a language.
    #[must_use]
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.english,
            Lang::Zh => self.chinese,
        }
    }

    /// How it is written, in a language.
    #[must_use]
    pub fn usage(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.usage_en,
            Lang::Zh => self.usage_zh,
        }
    }

    /// What it does, in a language.
    #[must_use]
    pub fn doc(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.doc_en,
            Lang::Zh => self.doc_zh,
        }
    }
}

/// The command that a word means: its whole name in either language, or the beginning of just one.
///
/// # Errors
/// A word that means none, or several.
pub fn find(word: &str) -> Result<&'static Row, SessionProblem> {
    let word = word.to_lowercase();
    let names = |row: &Row| [row.english, row.chinese];
    if let Some(row) = TABLE.iter().find(|row| names(row).contains(&word.as_str()) || (row.command == Command::WhatIf && word == "whatif")) {
        return Ok(row);
    }
    let begun: Vec<&Row> = TABLE.iter().filter(|row| !word.is_empty() && names(row).iter().any(|name| name.starts_with(&word))).collect();
    match begun.as_slice() {
        [only] => Ok(only),
        [] => {
            let near = suggest::nearest(&word, TABLE.iter().flat_map(names));
            Err(SessionProblem::Unknown { word: format!(":{word}"), near: near.map(|near| format!(":{near}")) })
        }
        several => {
            let name = |row: &&Row| names(row).into_iter().find(|name| name.starts_with(&word)).unwrap_or(row.english);
            Err(SessionProblem::Ambiguous { word: format!(":{word}"), commands: several.iter().map(|row| format!(":{}", name(row))).collect() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Command, SessionProblem, TABLE, find};
    use std::collections::BTreeSet;

    #[test]
    fn names_are_found_whole_begun_and_in_both_languages() {
        let command = |word: &str| find(word).map(|row| row.command).ok();
        assert_eq!(command("set"), Some(Command::Set));
        assert_eq!(command("w"), Some(Command::WhatIf));
        assert_eq!(command("whatif"), Some(Command::WhatIf));
        assert_eq!(command("Q"), Some(Command::Quit));
        assert_eq!(command("假"), Some(Command::WhatIf));
        assert_eq!(command("查找"), Some(Command::Find));
    }

    #[test]
    fn what_means_none_or_several_says_so() {
        assert!(matches!(find("re"), Err(SessionProblem::Ambiguous { commands, .. }) if commands == [":record", ":reload"]));
        assert!(matches!(find("fidn"), Err(SessionProblem::Unknown { near: Some(near), .. }) if near == ":find"));
        assert!(matches!(find(""), Err(SessionProblem::Unknown { near: None, .. })));
    }

    #[test]
    fn every_name_stands_once_and_every_usage_begins_with_it() {
        let names: BTreeSet<&str> = TABLE.iter().flat_map(|row| [row.english, row.chinese]).collect();
        assert_eq!(names.len(), 2 * TABLE.len());
        for row in TABLE {
            assert!(row.usage_en.starts_with(&format!(":{}", row.english)), "{}", row.usage_en);
            assert!(row.usage_zh.starts_with(&format!(":{}", row.chinese)), "{}", row.usage_zh);
        }
    }
}

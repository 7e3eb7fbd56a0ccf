//! Everything that is said as a warning, under its name.
//!
//! In: nothing. Out: one table, a row a warning: code, name, level where nobody chose one, words. Levels, the manual and the
//! command line take names from here. Warnings of the checker, of data and of commands have rows too, so that a level can be
//! chosen for each.

use crate::diagnostic::{Lang, Level, suggest};

/// One warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lint {
    /// The stable code.
    pub code: &'static str,
    /// Its name, as `ics.toml`, the command line and English policies write it.
    pub name: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// Its level where nobody chose one.
    pub level: Level,
    /// When it is said, in English.
    pub doc: &'static str,
    /// When it is said, in Chinese.
    pub doc_zh: &'static str,
}

/// The name that stands for all warnings.
pub const ALL: [&str; 2] = ["warnings", "全部警告"];

macro_rules! rows {
    ($($code:literal $name:literal $chinese:literal $level:ident, $doc:literal $doc_zh:literal;)*) => {
        /// All warnings, by code.
        pub const LINTS: &[Lint] =
            &[$(Lint { code: $code, name: $name, chinese: $chinese, level: Level::$level, doc: $doc, doc_zh: $doc_zh }),*];
    };
}

rows! {
    "W0301" "never_missing" "不会缺失" Warn, "`default` or a test for what is missing, on a value that always is there" "对不会缺失的值写「缺省」或判断是否缺失";
    "W0302" "useless_missing_row" "多余缺失行" Warn, "a `missing` row that nothing reaches" "用不到的「缺失」行";
    "W0303" "always_there" "多余问号" Warn, "a type with `?` for what is never missing" "值不会缺失，类型却带 `?`";
    "W0401" "row_unreachable" "无法到达的行" Warn, "a row or branch that no record takes" "任何记录都不会用到的行或分支";
    "W0402" "bare_percentage" "百分数缺百分号" Warn, "a bare figure beside a percentage, such as `5` for 5%" "与百分数相比的数字没有写百分号，如以 `5` 表示 5%";
    "W0451" "maximum_not_reached" "满分不可得" Warn, "an indicator whose points never reach its `out of`" "得分永远达不到满分的指标";
    "W0452" "limit_never_binds" "限制不起作用" Warn, "a cap or floor that changes nothing" "不起作用的上限或下限";
    "W0453" "limit_always_binds" "限制总是适用" Warn, "a cap or floor that leaves one value only" "总是适用、合计恒定的上限或下限";
    "W0501" "repeated_keys" "主键重复" Warn, "a key that several records of the data have" "数据中有几条记录主键相同";
    "W0502" "digits_lost" "丢失数位" Warn, "long numbers that a workbook has cut" "工作簿中的长数字已丢失末位";
    "W0503" "rounded_data" "数据舍入" Warn, "figures of the data with more places than the field keeps" "数据的小数位多于字段保留的位数";
    "W0504" "percentages_below_one" "百分比小于一" Warn, "a column of percentages in which every figure is below one" "百分比一列的数全部小于一";
    "W0505" "other_sheets" "其他工作表" Warn, "a workbook with other sheets that could be meant" "工作簿中还有可能是所指的工作表";
    "W0506" "absent_fields" "缺少列" Warn, "optional fields for which the data have no column" "数据中没有某些可缺字段的列";
    "W0602" "claim_says_nothing" "保证落空" Warn, "a claim whose condition holds for no record" "条件从不成立、因而没有内容的保证";
    "W0701" "outside_effective" "有效期之外" Warn, "a reference date on which the policy is not in force" "基准日不在政策的有效期内";
    "W0702" "key_repeated" "主键不唯一" Warn, "`explain --id` finds several records" "`explain --id` 找到几条记录";
    "W0801" "rounded_twice" "重复舍入" Warn, "a rounded value rounded again to fewer places" "已经舍入的值又舍入到更少的小数位";
    "W0802" "rounded_threshold" "舍入后比较" Warn, "a threshold or band on a value that was rounded before" "先舍入、再与界限比较或分档";
    "W0803" "mixed_boundaries" "归属不一" Warn, "a band that puts its edges into the other row than most bands do" "分档界点的归属与多数分档不同";
    "W0804" "edge_off_grid" "取不到的界点" Warn, "an edge or constant with more places than what it is compared with" "界点或常数的小数位多于被比较的值";
    "W0805" "same_label" "标签相同" Warn, "two fields, indicators or results with one label" "两个字段、指标或结果的标签相同";
    "W0806" "label_is_name" "标签与名称相同" Warn, "a label that is the name of something else" "标签是另一项声明的名称";
    "W0807" "shadowing_parameter" "参数遮蔽" Warn, "a parameter of a function with the name of a value" "函数的参数与某个值同名";
    "W0808" "unused_field" "未用字段" Warn, "a field that nothing reads; the key and texts are left out" "没有用到的字段；主键和文本除外";
    "W0809" "unused_param" "未用参数" Warn, "a param that nothing reads" "没有用到的参数";
    "W0810" "unused_let" "未用的值" Warn, "a `let` or decision table that nothing reads" "没有用到的「设」或决策表";
    "W0811" "unused_function" "未用函数" Warn, "a function that nothing calls" "没有调用的函数";
    "W0812" "unused_unit" "未用单位" Warn, "a unit that nothing is written in" "没有用到的单位";
    "W0813" "unused_member" "未用枚举" Warn, "an enum that nothing uses, or a member of a result that nothing gives" "没有用到的枚举，或不会得出的结果成员";
    "W0814" "unused_table" "未用表" Warn, "a table or column that nothing looks up" "没有查找的表或列";
    "W0815" "unused_indicator" "未用指标" Warn, "an indicator that no score counts" "没有计入评分的指标";
    "W0816" "constant_test" "恒定测试" Warn, "a test whose expectations do not depend on its record" "期望与给定的记录无关的测试";
    "W0817" "repeated_figure" "重复数字" Warn, "the same figure compared with the same value, or used in arithmetic, in three or more places" "同一数字在三处以上与同一个值比较，或参与运算";
    "W0818" "confusable_names" "易混名称" Warn, "two names that look alike" "两个名称看上去相同或相近";
    "W0819" "missing_source" "缺少依据" Allow, "an indicator or eligibility that names no source" "没有写明依据的指标或资格";
}

/// What a level is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Everything that is a warning.
    All,
    /// One warning.
    One(&'static Lint),
}

/// What a name or code stands for.
#[must_use]
pub fn find(name: &str) -> Option<Target> {
    if ALL.contains(&name) {
        return Some(Target::All);
    }
    LINTS.iter().find(|lint| lint.name == name || lint.chinese == name || lint.code.eq_ignore_ascii_case(name)).map(Target::One)
}

/// The name nearest to a wrong one.
#[must_use]
pub fn nearest(name: &str) -> Option<&'static str> {
    suggest::nearest(name, LINTS.iter().flat_map(|lint| [lint.name, lint.chinese, lint.code]).chain(ALL))
}

impl Lint {
    /// Its name in a language.
    #[must_use]
    pub fn name_in(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.name,
            Lang::Zh => self.chinese,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, LINTS, Target, find, nearest};
    use std::collections::BTreeSet;

    #[test]
    fn codes_rise_and_names_are_distinct() {
        assert!(LINTS.windows(2).all(|pair| pair[0].code < pair[1].code));
        let names: BTreeSet<&str> = LINTS.iter().flat_map(|lint| [lint.name, lint.chinese]).chain(ALL).collect();
        assert_eq!(names.len(), 2 * LINTS.len() + ALL.len());
    }

    #[test]
    fn names_and_codes_are_found_in_both_languages() {
        let unused = LINTS.iter().find(|lint| lint.name == "unused_field").map(Target::One);
        assert!(unused.is_some());
        for spelling in ["unused_field", "未用字段", "W0808", "w0808"] {
            assert_eq!(find(spelling), unused, "{spelling}");
        }
        assert_eq!((find("warnings"), find("全部警告"), find("E0808")), (Some(Target::All), Some(Target::All), None));
        assert_eq!((nearest("unused_feild"), nearest("未用字断")), (Some("unused_field"), Some("未用字段")));
    }
}

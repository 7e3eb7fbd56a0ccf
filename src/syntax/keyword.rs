//! Keywords in both spellings.
//!
//! In: nothing. Out: one table, in the order of the grammar. A test holds it against the grammar rules; printing, completion,
//! highlighting and the manual take it from here.

use super::grammar::Rule;

/// A keyword.
#[derive(Debug, Clone, Copy)]
pub struct Keyword {
    pub(super) rule: Rule,
    /// The English spelling.
    pub english: &'static str,
    /// The Chinese spelling.
    pub chinese: &'static str,
    /// What it does in the language.
    pub class: Class,
}

/// What a keyword does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Starts a declaration.
    Item,
    /// Stands inside expressions, and is reserved.
    Reserved,
    /// Is a keyword only in its place.
    Contextual,
}

macro_rules! keywords {
    ($($class:ident $rule:ident $english:literal $chinese:literal)*) => {
        /// All keywords.
        pub const KEYWORDS: &[Keyword] =
            &[$(Keyword { rule: Rule::$rule, english: $english, chinese: $chinese, class: Class::$class }),*];
    };
}

keywords! {
    Reserved k_and "and" "且"
    Reserved k_or "or" "或"
    Reserved k_not "not" "非"
    Reserved k_not_in "not in" "不属于"
    Reserved k_in "in" "属于"
    Reserved k_is_not "is not" "不为"
    Reserved k_is "is" "为"
    Reserved k_missing "missing" "缺失"
    Reserved k_default "default" "缺省"
    Reserved k_if "if" "若"
    Reserved k_then "then" "则"
    Reserved k_else "else" "否则"
    Reserved k_when "when" "当"
    Reserved k_otherwise "otherwise" "其余"
    Reserved k_band "band" "分档"
    Reserved k_linear "linear" "线性"
    Reserved k_true "true" "是"
    Reserved k_false "false" "否"
    Reserved k_starts_with "starts with" "开头为"
    Item k_policy "policy" "政策"
    Contextual k_source "source" "依据"
    Contextual k_note "note" "说明"
    Contextual k_effective "effective" "施行"
    Contextual k_from "from" "自"
    Contextual k_to "to" "至"
    Contextual k_as_of "as of" "基准日"
    Contextual k_allow "allow" "允许"
    Contextual k_warn "warn" "提示"
    Contextual k_deny "deny" "禁止"
    Item k_unit "unit" "单位"
    Contextual k_whole "whole" "整数"
    Contextual k_decimals "decimals" "小数位"
    Item k_enum "enum" "枚举"
    Contextual k_code "code" "代码"
    Item k_record "record" "记录"
    Contextual k_check "check" "核对"
    Contextual k_key "key" "主键"
    Contextual k_column "column" "列名"
    Contextual k_bool "bool" "是否"
    Contextual k_text "text" "文本"
    Contextual k_date "date" "日期"
    Contextual k_number "number" "数值"
    Item k_param "param" "参数"
    Contextual k_by "by" "按"
    Item k_let "let" "设"
    Item k_output "output" "输出"
    Item k_function "function" "函数"
    Item k_table "table" "表"
    Item k_decision "decision" "决策表"
    Item k_indicator "indicator" "指标"
    Contextual k_value "value" "取值"
    Contextual k_points "points" "得分"
    Contextual k_out_of "out of" "满分"
    Contextual k_up_to "up to" "上限"
    Contextual k_at_least "at least" "下限"
    Contextual k_round "round" "保留"
    Item k_score "score" "评分"
    Contextual k_bonus "bonus" "加分"
    Contextual k_deduct "deduct" "扣分"
    Contextual k_weights "weights" "权重"
    Item k_grade "grade" "等级"
    Item k_eligibility "eligibility" "资格"
    Contextual k_require "require" "要求"
    Contextual k_veto "veto" "否决"
    Contextual k_direct "direct" "直通"
    Contextual k_any "any" "任一"
    Contextual k_all "all" "全部"
    Item k_example "example" "示例"
    Contextual k_with "with" "并改"
    Item k_test "test" "测试"
    Contextual k_given "given" "给定"
    Contextual k_expect "expect" "期望"
    Contextual k_rejected "rejected" "退回"
    Item k_ensure "ensure" "保证"
    Contextual k_never "never" "绝不"
    Contextual k_rises "rises with" "递增于"
    Contextual k_falls "falls with" "递减于"
    Contextual k_independent "does not depend on" "无关于"
    Contextual k_implies "implies" "蕴含"
    Contextual k_assume "assume" "假定"
}

/// The keyword of a rule.
pub(super) fn of_rule(rule: Rule) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.rule == rule)
}

/// Whether a word is a keyword in either spelling.
pub(super) fn is_word(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.english == word || keyword.chinese == word)
}

/// Whether a word is reserved in either spelling.
pub(super) fn is_reserved(word: &str) -> bool {
    KEYWORDS.iter().any(|keyword| keyword.class == Class::Reserved && (keyword.english == word || keyword.chinese == word))
}

#[cfg(test)]
mod tests {
    use super::super::grammar::{Grammar, Rule};
    use super::{Class, KEYWORDS};
    use pest::Parser;
    use std::collections::HashSet;

    #[test]
    fn both_spellings_parse_as_their_rule_and_only_whole_words_do() {
        for keyword in KEYWORDS {
            for spelling in [keyword.english, keyword.chinese] {
                let parsed = Grammar::parse(keyword.rule, spelling).unwrap_or_else(|e| panic!("{spelling}: {e}"));
                assert_eq!(parsed.as_str(), spelling);
                assert!(Grammar::parse(keyword.rule, &format!("{spelling}x")).is_err(), "{spelling}x");
                // `not in` is reserved because `not` is.
                let reserved = Grammar::parse(Rule::reserved, spelling).is_ok_and(|p| [spelling, "not", "is"].contains(&p.as_str()));
                assert_eq!(reserved, keyword.class == Class::Reserved, "{spelling}");
            }
        }
    }

    /// What an operator may start with is spelt out in the grammar, so that it is cheap to see that none follows.
    #[test]
    fn every_operator_starts_as_the_grammar_says() {
        let grammar = include_str!("../../grammar/ics.pest");
        let rules = |names: &[&str]| -> Vec<&str> {
            let lines = grammar.lines().filter(|line| names.iter().any(|name| line.starts_with(&format!("{name} "))));
            let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
            quoted.collect()
        };
        let starts = |rule: Rule, spelling: &str| Grammar::parse(rule, spelling).is_ok();
        let leading = rules(&["op_add", "op_mul", "op_div", "k_default", "k_and", "k_or"]);
        let infix = rules(&["op_le", "op_ge", "op_ne", "op_lt", "op_gt", "op_eq", "minus"]);
        let postfix = rules(&["k_is", "k_is_not", "k_in", "k_not_in", "k_starts_with"]);
        assert!(leading.len() > 12 && infix.len() > 12 && postfix.len() > 10);
        assert!(leading.iter().all(|spelling| starts(Rule::leading_start, spelling) && starts(Rule::infix_start, spelling)), "{leading:?}");
        assert!(infix.iter().all(|spelling| starts(Rule::infix_start, spelling)), "{infix:?}");
        let late = |spelling: &str| matches!(spelling, "not" | "with");
        assert!(postfix.iter().all(|spelling| late(spelling) || starts(Rule::postfix_start, spelling)), "{postfix:?}");
    }

    #[test]
    fn the_table_has_every_keyword_rule_once() {
        let grammar = include_str!("../../grammar/ics.pest");
        let rules = grammar.lines().filter(|line| line.starts_with("k_")).count();
        assert_eq!(KEYWORDS.len(), rules);
        let distinct: HashSet<&str> = KEYWORDS.iter().flat_map(|k| [k.english, k.chinese]).collect();
        assert_eq!(distinct.len(), 2 * KEYWORDS.len());
    }
}

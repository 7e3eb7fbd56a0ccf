//! Grammar rules in words.
//!
//! In: the rules that could have stood at a place. Out: what to call them in both languages, groups collapsed.

use super::grammar::Rule;
use super::keyword;
use super::problem::Expected;

/// How many alternatives a message lists before it stops being read.
const MOST: usize = 7;

/// What an expression may start with: not listed beside it.
const STARTS_EXPRESSION: [&str; 16] = [
    "a name",
    "a text in quotation marks",
    "a number",
    "a date such as 2024-08-13",
    "`(`",
    "`missing`",
    "`true`",
    "`false`",
    "`if`",
    "`when`",
    "`band`",
    "`linear`",
    "`not`",
    "`-`",
    "`[`",
    "an interval such as [0, 10)",
];

/// The alternatives in words, each once, keywords last.
pub fn in_words(rules: &[Rule]) -> Vec<Expected> {
    let mut list: Vec<Expected> = Vec::new();
    for rule in rules {
        for expected in words_of(*rule) {
            if !list.contains(&expected) {
                list.push(expected);
            }
        }
    }
    if list.iter().any(|expected| expected.english == "an expression") {
        list.retain(|expected| !STARTS_EXPRESSION.contains(&expected.english.as_str()));
    }
    list.sort_by_key(|expected| expected.english.starts_with('`'));
    list.truncate(MOST);
    list
}

fn words_of(rule: Rule) -> Vec<Expected> {
    if let Some(keyword) = keyword::of_rule(rule) {
        return vec![Expected { english: format!("`{}`", keyword.english), chinese: format!("「{}」", keyword.chinese) }];
    }
    let one = |english: &str, chinese: &str| vec![Expected { english: english.to_string(), chinese: chinese.to_string() }];
    let sign = |text: &str| vec![Expected { english: format!("`{text}`"), chinese: format!("「{text}」") }];
    let keywords = |rules: &[Rule]| rules.iter().flat_map(|rule| words_of(*rule)).collect();
    match rule {
        Rule::file | Rule::one_item | Rule::item | Rule::junk => one("a declaration", "一项声明"),
        Rule::one_expr => one("an expression", "表达式"),
        Rule::EOI => one("the end of the declaration", "声明结束"),
        Rule::ident | Rule::call_name => one("a name", "名称"),
        Rule::text | Rule::quote => one("a text in quotation marks", "引号中的文字"),
        Rule::unquote | Rule::text_body => one("a closing quotation mark", "右引号"),
        Rule::number | Rule::integer | Rule::digit | Rule::signed | Rule::quantity => one("a number", "数字"),
        Rule::date => one("a date such as 2024-08-13", "日期（如 2024-08-13）"),
        Rule::unit_name | Rule::unit_type => one("a unit", "单位"),
        Rule::kind => one("a type or unit", "类型或单位"),
        Rule::interval => one("an interval such as [0, 10)", "区间（如 [0, 10)）"),
        Rule::bound => one("a bound or `..`", "界限或 `..`"),
        Rule::expr
        | Rule::open_expr
        | Rule::reference
        | Rule::paren
        | Rule::truth
        | Rule::prefix
        | Rule::op_not
        | Rule::op_neg
        | Rule::conditional
        | Rule::when
        | Rule::band
        | Rule::linear => one("an expression", "表达式"),
        Rule::infix
        | Rule::leading
        | Rule::op_default
        | Rule::op_and
        | Rule::op_or
        | Rule::op_le
        | Rule::op_ge
        | Rule::op_ne
        | Rule::op_lt
        | Rule::op_gt
        | Rule::op_eq
        | Rule::op_add
        | Rule::op_sub
        | Rule::op_mul
        | Rule::op_div
        | Rule::postfix
        | Rule::missing_test
        | Rule::membership
        | Rule::prefix_test => one("an operator", "运算符"),
        Rule::unit_op => sign("/"),
        Rule::pattern | Rule::pattern_item | Rule::shortcut | Rule::band_row => one("a row such as `[0, 10) -> 5`", "一行分档（如 `[0, 10) -> 5`）"),
        Rule::when_row => one("a row such as `condition -> value`", "一行（如 `条件 -> 值`）"),
        Rule::knot => one("a row such as `0% -> 0`", "一行（如 `0% -> 0`）"),
        Rule::param_row | Rule::dated => one("a row such as `from 2024-01-01 -> 5%`", "一行（如 `自 2024-01-01 -> 5%`）"),
        Rule::grid | Rule::decision_grid | Rule::weight_grid | Rule::band_body | Rule::assignments | Rule::condition_block => sign("{"),
        Rule::header_row | Rule::grid_row | Rule::decision_head | Rule::weight_head | Rule::weight_row => {
            one("a table row `| … |`", "一行表格 `| … |`")
        }
        Rule::header_cell | Rule::cell | Rule::plain_cell | Rule::plain_shortcut | Rule::weight_cell | Rule::input_head => one("a cell", "单元格"),
        Rule::policy_clause => keywords(&[Rule::k_source, Rule::k_effective, Rule::k_as_of, Rule::k_note]),
        Rule::lint_level => keywords(&[Rule::k_allow, Rule::k_warn, Rule::k_deny]),
        Rule::indicator_clause => keywords(&[Rule::k_value, Rule::k_points, Rule::k_source, Rule::k_note]),
        Rule::value_clause => keywords(&[Rule::k_value]),
        Rule::points_clause => keywords(&[Rule::k_points]),
        Rule::source => keywords(&[Rule::k_source]),
        Rule::note => keywords(&[Rule::k_note]),
        Rule::effective => keywords(&[Rule::k_effective]),
        Rule::as_of_clause => keywords(&[Rule::k_as_of]),
        Rule::decimals => keywords(&[Rule::k_decimals]),
        Rule::column => keywords(&[Rule::k_column]),
        Rule::unit_trait => keywords(&[Rule::k_whole, Rule::k_decimals]),
        Rule::out_of => keywords(&[Rule::k_out_of]),
        Rule::up_to => keywords(&[Rule::k_up_to]),
        Rule::at_least => keywords(&[Rule::k_at_least]),
        Rule::rounding => keywords(&[Rule::k_round]),
        Rule::score_trait => keywords(&[Rule::k_out_of, Rule::k_up_to, Rule::k_at_least, Rule::k_round]),
        Rule::score_part => one("an indicator, a group or `weights`", "指标、分组或「权重」"),
        Rule::group => one("a group", "分组"),
        Rule::weights => keywords(&[Rule::k_weights]),
        Rule::clause => keywords(&[Rule::k_require, Rule::k_any, Rule::k_all, Rule::k_veto, Rule::k_direct]),
        Rule::any_of => keywords(&[Rule::k_any]),
        Rule::all_of => keywords(&[Rule::k_all]),
        Rule::condition => one("a condition", "条件"),
        Rule::require => keywords(&[Rule::k_require]),
        Rule::given => keywords(&[Rule::k_given]),
        Rule::expect => keywords(&[Rule::k_expect]),
        Rule::expectation => one("an expectation such as `total = 80`", "期望（如 `总分 = 80`）"),
        Rule::assignment => one("an assignment such as `staff = 10 人`", "赋值（如 `职工 = 10 人`）"),
        Rule::claim_tail => keywords(&[Rule::k_rises, Rule::k_falls, Rule::k_independent, Rule::k_implies]),
        Rule::assumed => keywords(&[Rule::k_assume]),
        Rule::field => one("a field such as `staff \"职工总数\" : 人`", "字段（如 `职工 \"职工总数\" : 人`）"),
        Rule::field_trait => keywords(&[Rule::k_decimals, Rule::k_column, Rule::k_note]),
        Rule::record_check => keywords(&[Rule::k_check]),
        Rule::member => one("a member", "枚举成员"),
        Rule::parameter => one("a parameter such as `x : 万元`", "参数（如 `x : 万元`）"),
        Rule::lbrace => sign("{"),
        Rule::rbrace => sign("}"),
        Rule::lparen | Rule::arguments => sign("("),
        Rule::rparen => sign(")"),
        Rule::lbracket | Rule::keys => sign("["),
        Rule::rbracket => sign("]"),
        Rule::comma => sign(","),
        Rule::colon => sign(":"),
        Rule::equals | Rule::unit_base => sign("="),
        Rule::arrow => sign("->"),
        Rule::bar => sign("|"),
        Rule::dots => sign(".."),
        Rule::members => sign("{"),
        _ => Vec::new(),
    }
}

//! Keywords by place, and what they mean.
//!
//! In: the English spelling of a keyword. Out: both spellings, the one that is wanted first, and a sentence about it in both languages.

use super::place::Spelling;
use crate::diagnostic::Lang;
use crate::syntax::keyword::KEYWORDS;

/// Clauses of the header.
pub const POLICY: &[&str] = &["source", "note", "effective", "as of", "allow", "warn", "deny"];
/// Clauses of a record.
pub const RECORD: &[&str] = &["key", "check"];
/// What may follow the type of a field.
pub const FIELD: &[&str] = &["decimals", "column", "note"];
/// Clauses of an indicator.
pub const INDICATOR: &[&str] = &["value", "points", "source", "note"];
/// Clauses of a score.
pub const SCORE: &[&str] = &["weights", "bonus", "deduct", "source", "note"];
/// What a score or group says of its total.
pub const TRAITS: &[&str] = &["out of", "up to", "at least", "round"];
/// Clauses of an eligibility.
pub const ELIGIBILITY: &[&str] = &["require", "veto", "direct", "any", "all", "source", "note"];
/// Combinations of conditions.
pub const COMBINED: &[&str] = &["any", "all"];
/// Clauses of a test.
pub const TEST: &[&str] = &["given", "expect"];
/// What an expression may start with.
pub const OPERANDS: &[&str] = &["if", "when", "band", "linear", "not", "true", "false", "missing"];
/// What may stand between operands, or behind one.
pub const OPERATORS: &[&str] = &["and", "or", "in", "not in", "is missing", "is not missing", "starts with", "default", "then", "else"];
/// What the rows of a choice may start with.
pub const ROWS: &[&str] = &["otherwise", "missing"];
/// What may follow a claim.
pub const CLAIMS: &[&str] = &["implies", "rises with", "falls with", "does not depend on", "assume"];
/// What an eligibility can be found to be.
pub const OUTCOMES: [(&str, &str); 3] = [("eligible", "符合"), ("ineligible", "不符合"), ("undetermined", "待定")];

/// A keyword, or two that go together, as the text spells them, and the other way.
pub fn spelt(english: &str, spelling: Spelling) -> Option<(&'static str, &'static str)> {
    let pair = match english {
        "is missing" => ("is missing", "为 缺失"),
        "is not missing" => ("is not missing", "不为 缺失"),
        _ => KEYWORDS.iter().find(|keyword| keyword.english == english).map(|keyword| (keyword.english, keyword.chinese))?,
    };
    Some(match spelling {
        Spelling::English => pair,
        Spelling::Chinese => (pair.1, pair.0),
    })
}

/// What a keyword means; empty where its place says it all.
pub fn meaning(english: &str, lang: Lang) -> &'static str {
    let (en, zh) = match english {
        "policy" => ("The header: name, title, source, dates.", "政策头部：名称、标题、依据、日期。"),
        "unit" => ("A further unit.", "另行声明的单位。"),
        "enum" => ("A list of alternatives.", "若干选项的清单。"),
        "record" => ("What the data of an enterprise hold.", "企业数据包含的字段。"),
        "param" => ("A figure that the policy sets, perhaps by key or date.", "政策规定的数值，可按类别或日期取值。"),
        "let" => ("A named value.", "有名称的中间值。"),
        "output" => ("A named value that stands among the results.", "列入结果的值。"),
        "function" => ("A formula with parameters.", "带参数的公式。"),
        "table" => ("Figures to look up by keys.", "按键查找的表。"),
        "decision" => ("A result by several inputs, row by row.", "按多个输入逐行判定的结果。"),
        "indicator" => ("A figure that earns points.", "计分的指标。"),
        "score" => ("The total of indicators.", "各指标的合计。"),
        "grade" => ("A grade by a score.", "按得分评定的等级。"),
        "eligibility" => ("Who qualifies.", "资格条件。"),
        "example" => ("A record to test with.", "供测试使用的记录。"),
        "test" => ("A record and what is expected of it.", "给定的记录及期望的结果。"),
        "ensure" => ("A claim that the checker proves.", "由检查器证明的保证。"),
        "value" => ("The figure that is rated.", "被评价的数值。"),
        "points" => ("How many points it earns.", "所得分数。"),
        "source" => ("The clause that is implemented.", "所依据的条文。"),
        "note" => ("A remark.", "说明文字。"),
        "require" => ("Must be met.", "必须满足。"),
        "veto" => ("Must not be met.", "不得出现。"),
        "direct" => ("Makes up for all requirements.", "满足即可直接认定。"),
        "check" => ("A rule between fields; a record that breaks it is rejected.", "字段之间的规则；不满足的记录被退回。"),
        "key" => ("Marks the field that names the record.", "标明记录的主键。"),
        "column" => ("Other headers of the field in data.", "数据中的其他列名。"),
        "decimals" => ("How many decimal places a figure keeps.", "保留的小数位数。"),
        "weights" => ("Weights of the indicators.", "各指标的权重。"),
        "bonus" => ("A group that adds beyond the maximum.", "超出满分的加分组。"),
        "deduct" => ("A group that takes away.", "扣分组。"),
        "band" => ("A value by the range another one lies in.", "按所在区间取值。"),
        "linear" => ("Straight lines between given points.", "在给定各点之间按直线取值。"),
        "when" => ("The first row whose condition holds.", "取第一个条件成立的行。"),
        "default" => ("Another value where the left one is missing.", "左边缺失时改用右边的值。"),
        "number" => ("A plain number.", "无单位的数。"),
        "bool" => ("True or false.", "是或否。"),
        "text" => ("A text.", "文本。"),
        "date" => ("A day.", "日期。"),
        _ => ("", ""),
    };
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

#[cfg(test)]
mod tests {
    use super::{CLAIMS, COMBINED, ELIGIBILITY, FIELD, INDICATOR, OPERANDS, OPERATORS, POLICY, RECORD, ROWS, SCORE, Spelling, TEST, TRAITS, spelt};

    #[test]
    fn every_word_is_one_of_the_language() {
        let lists = [POLICY, RECORD, FIELD, INDICATOR, SCORE, TRAITS, ELIGIBILITY, COMBINED, TEST, OPERANDS, OPERATORS, ROWS, CLAIMS];
        for word in lists.concat() {
            assert!(spelt(word, Spelling::Chinese).is_some(), "{word}");
        }
    }
}

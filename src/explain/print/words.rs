//! The words of the printers, once in each language.
//!
//! In: a language. Out: [`Words`].

use crate::diagnostic::Lang;
use crate::explain::explanation::{Answer, Combination, GroupRole};

/// Fixed words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub explanation: &'static str,
    pub as_of: &'static str,
    pub source: &'static str,
    pub note: &'static str,
    pub indicator: &'static str,
    pub points: &'static str,
    pub out_of: &'static str,
    pub weight: &'static str,
    pub contribution: &'static str,
    pub calculation: &'static str,
    pub value: &'static str,
    pub row: &'static str,
    pub otherwise: &'static str,
    pub missing_row: &'static str,
    pub bonus: &'static str,
    pub deduction: &'static str,
    pub loose: &'static str,
    pub grades: &'static str,
    pub outputs: &'static str,
    pub values: &'static str,
    pub blank: &'static str,
    pub lacking: &'static str,
    pub deciding: &'static str,
    pub any: &'static str,
    pub all: &'static str,
    pub veto: &'static str,
    pub direct: &'static str,
    pub condition: &'static str,
    pub finding: &'static str,
    pub met: &'static str,
    pub not_met: &'static str,
    pub undetermined: &'static str,
    pub triggered: &'static str,
    pub not_triggered: &'static str,
    pub record: &'static str,
    pub item: &'static str,
    pub figure: &'static str,
    pub improve: &'static str,
    /// Between a name and what is said of it.
    pub colon: &'static str,
    /// Between things listed.
    pub comma: &'static str,
    /// Between clauses.
    pub semicolon: &'static str,
    /// Around a remark.
    pub open: &'static str,
    pub close: &'static str,
}

const EN: Words = Words {
    explanation: "Explanation",
    as_of: "reference date",
    source: "source",
    note: "note",
    indicator: "indicator",
    points: "points",
    out_of: "out of",
    weight: "weight",
    contribution: "adds",
    calculation: "calculation",
    value: "value",
    row: ", row ",
    otherwise: "otherwise",
    missing_row: "missing",
    bonus: "bonus: ",
    deduction: "deduction: ",
    loose: "Other indicators",
    grades: "Grades",
    outputs: "Outputs",
    values: "Values on the way",
    blank: "Left blank",
    lacking: "lacking: ",
    deciding: "to be decided by: ",
    any: "any of",
    all: "all of",
    veto: "veto: ",
    direct: "direct route: ",
    condition: "condition",
    finding: "finding",
    met: "met",
    not_met: "not met",
    undetermined: "undetermined",
    triggered: "it applies",
    not_triggered: "it does not apply",
    record: "Record",
    item: "item",
    figure: "figure",
    improve: "The way to more points",
    colon: ": ",
    comma: ", ",
    semicolon: "; ",
    open: " (",
    close: ")",
};

const ZH: Words = Words {
    explanation: "评价说明",
    as_of: "基准日",
    source: "依据",
    note: "说明",
    indicator: "指标",
    points: "得分",
    out_of: "满分",
    weight: "权重",
    contribution: "计入",
    calculation: "计算",
    value: "取值",
    row: "，适用 ",
    otherwise: "其余情况",
    missing_row: "数据缺失",
    bonus: "加分：",
    deduction: "扣分：",
    loose: "其他指标",
    grades: "等级",
    outputs: "输出",
    values: "中间结果",
    blank: "未填写",
    lacking: "缺少：",
    deciding: "补充后可以确定：",
    any: "任一满足",
    all: "全部满足",
    veto: "否决情形：",
    direct: "直接认定：",
    condition: "条件",
    finding: "结论",
    met: "满足",
    not_met: "不满足",
    undetermined: "待定",
    triggered: "存在该情形",
    not_triggered: "不存在该情形",
    record: "填报数据",
    item: "项目",
    figure: "数据",
    improve: "提高得分的途径",
    colon: "：",
    comma: "、",
    semicolon: "；",
    open: "（",
    close: "）",
};

/// The words of a language.
pub(super) fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &EN,
        Lang::Zh => &ZH,
    }
}

/// The answer of an eligibility.
pub(super) fn answer(answer: Answer, lang: Lang) -> &'static str {
    match (answer, lang) {
        (Answer::Eligible, Lang::En) => "eligible",
        (Answer::Eligible, Lang::Zh) => "符合",
        (Answer::Ineligible, Lang::En) => "ineligible",
        (Answer::Ineligible, Lang::Zh) => "不符合",
        (Answer::Undetermined, Lang::En) => "undetermined",
        (Answer::Undetermined, Lang::Zh) => "待定",
    }
}

/// What stands before the label of a group.
pub(super) fn role(role: GroupRole, lang: Lang) -> &'static str {
    match role {
        GroupRole::Base => "",
        GroupRole::Bonus => words(lang).bonus,
        GroupRole::Deduction => words(lang).deduction,
    }
}

/// What stands before the words of a combination.
pub(super) fn combination(combination: Combination, lang: Lang) -> Option<&'static str> {
    match combination {
        Combination::Single => None,
        Combination::Any => Some(words(lang).any),
        Combination::All => Some(words(lang).all),
    }
}

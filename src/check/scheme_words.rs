//! Words of the errors of schemes and tests.
//!
//! In: problems. Out: words, once in each language.

use super::scheme_problem::SchemeProblem;
use crate::diagnostic::{Lang, Words, quote};

/// Quoted names in a row; of many only the first.
fn list(lang: Lang, names: &[String]) -> String {
    const MOST: usize = 8;
    let joint = match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    };
    let mut shown: Vec<String> = names.iter().take(MOST).map(|name| quote(lang, name)).collect();
    match (names.len().saturating_sub(MOST), lang) {
        (0, _) => {}
        (more, Lang::En) => shown.push(format!("and {more} more")),
        (more, Lang::Zh) => shown.push(format!("等另外 {more} 项")),
    }
    shown.join(joint)
}

/// English words.
pub fn english_scheme(problem: &SchemeProblem) -> Words {
    match problem {
        SchemeProblem::NoValueClause { indicator, .. } => {
            Words::new(format!("`{indicator}` has no `value`")).label("nothing to refer to").help("add `value …` to the indicator")
        }
        SchemeProblem::ClauseCount { english, .. } => {
            Words::new(format!("`{english}` stands twice")).label("the second one").help("keep one of them")
        }
        SchemeProblem::NoPoints { indicator, .. } => Words::new(format!("`{indicator}` does not say how points are given"))
            .label("no `points`")
            .help("add for example `points band value { [30%, ..) -> 20 … }`"),
        SchemeProblem::PointsBeyond { range, most, .. } => Words::new(format!("points may leave 0 to {most}"))
            .label(format!("they lie in {range}"))
            .label(format!("the maximum is {most}"))
            .help(format!("mend the rows, or hold the points with `clamp(…, 0, {most})`")),
        SchemeProblem::EmptyScore { score, .. } => {
            Words::new(format!("`{score}` adds up nothing")).label("no indicators").help("list indicators or groups in its braces")
        }
        SchemeProblem::IndicatorTwice { indicator, .. } => {
            Words::new(format!("`{indicator}` counts twice in this score")).label("again here").label("first here").help("remove one of them")
        }
        SchemeProblem::NoMaximum { indicator, .. } => Words::new(format!("`{indicator}` needs a maximum here"))
            .label("its `out of` is not declared or not positive")
            .help(format!("declare it: `indicator {indicator} out of 100 {{ … }}`")),
        SchemeProblem::UndatedWeights { .. } => {
            Words::new("with several tables of weights each needs a date").label("no `from`").help("write `weights by stage from 2025-01-01 { … }`")
        }
        SchemeProblem::NoWeightColumn { member, .. } => Words::new(format!("there is no column of weights for `{member}`"))
            .label("one column per member")
            .help(format!("add a column `{member}`")),
        SchemeProblem::WeightTwice { indicator, .. } => {
            Words::new(format!("`{indicator}` has weights twice")).label("again here").label("first here").help("keep one row")
        }
        SchemeProblem::StrayWeight { indicator, nearest, .. } => {
            let words = Words::new(format!("`{indicator}` is not part of this score")).label("weights for nothing");
            words.help(
                nearest
                    .as_ref()
                    .map_or_else(|| "remove the row, or list the indicator in the score".to_string(), |nearest| format!("did you mean `{nearest}`?")),
            )
        }
        SchemeProblem::NoWeight { indicator, column, .. } => Words::new(format!("`{indicator}` has no weight under `{column}`"))
            .label("this cell is blank")
            .label("the row")
            .help("write a figure; `0` where it does not count"),
        SchemeProblem::WeightMissing { indicator, .. } => Words::new(format!("`{indicator}` has no weight"))
            .label("part of the score")
            .label("no row for it here")
            .help(format!("add a row `| {indicator} | … |`")),
        SchemeProblem::WeightTotal { of, column, total, wanted, difference, .. } => {
            let column = if column.is_empty() { String::new() } else { format!(" under `{column}`") };
            Words::new(format!("the weights of `{of}`{column} total {total}, not {wanted}"))
                .label(format!("{difference} against what is declared"))
                .label("declared here")
                .help("mend the weights, so that the column totals exactly what `out of` says")
        }
        SchemeProblem::MaximaTotal { of, total, wanted, difference, .. } => Words::new(format!("the maxima of `{of}` total {total}, not {wanted}"))
            .label(format!("{difference} against what is declared"))
            .label("declared here")
            .help(format!("mend the maxima of the indicators, or write `out of {total}`")),
        SchemeProblem::GroupLifted { group, score, total, reach, wanted, .. } => {
            Words::new(format!("`{group}` can reach {reach}, although its parts total {total}: `{score}` may exceed {wanted}"))
                .label("its rounding or floor lifts it")
                .label("declared here")
                .help(format!("keep as many places as the parts have, lower `at least`, or write `up to {total}` on the group"))
        }
        SchemeProblem::EmptyEligibility { name, .. } => {
            Words::new(format!("`{name}` asks for nothing")).label("no requirement").help("add `require …`")
        }
        SchemeProblem::EffectiveOrder { .. } => {
            Words::new("the policy ends before it starts").label("the second date is earlier").help("write the earlier date after `from`")
        }
        SchemeProblem::GivenMissing { field, .. } => Words::new(format!("`{field}` cannot be missing"))
            .label("given as missing")
            .label("required by its type")
            .help("give a value, or declare the field with `?`"),
        SchemeProblem::GivenTooFine { field, step, .. } => {
            Words::new(format!("`{field}` keeps steps of {step}")).label("finer than that").help("round the figure, or declare more `decimals`")
        }
        SchemeProblem::GivenOutside { field, allowed, .. } => Words::new(format!("`{field}` lies in {allowed}"))
            .label("outside")
            .label("declared here")
            .help("such a record is rejected; say so with `expect rejected`"),
        SchemeProblem::GivenIncomplete { fields, .. } => Words::new(format!("the record lacks {}", list(Lang::En, fields)))
            .label("required fields are not given")
            .help("give them, or start from an example: `given base with { … }`"),
        SchemeProblem::ClaimOrder { found, .. } => Words::new("what rises or falls has an order")
            .label(format!("{} has none", found.english))
            .help("say `does not depend on`, or say what holds: `ensure a implies b`"),
        SchemeProblem::ClaimField { .. } => Words::new("records are compared by one of their fields")
            .label("no field of the record")
            .help("name the field that is to change, such as the one this is computed from"),
    }
}

/// Chinese words.
pub fn chinese_scheme(problem: &SchemeProblem) -> Words {
    match problem {
        SchemeProblem::NoValueClause { indicator, .. } => {
            Words::new(format!("指标「{indicator}」没有「取值」")).label("没有可引用的取值").help("请在指标中加上「取值 …」")
        }
        SchemeProblem::ClauseCount { chinese, .. } => Words::new(format!("「{chinese}」重复")).label("第二处").help("只保留一处"),
        SchemeProblem::NoPoints { indicator, .. } => {
            Words::new(format!("指标「{indicator}」没有说明如何得分")).label("缺少「得分」").help("请加上例如 `得分 分档 取值 { [30%, ..) -> 20 … }`")
        }
        SchemeProblem::PointsBeyond { range, most, .. } => Words::new(format!("得分可能超出 0 至 {most}"))
            .label(format!("得分范围为 {range}"))
            .label(format!("满分为 {most}"))
            .help(format!("请修改各行，或用 `限定(…, 0, {most})`")),
        SchemeProblem::EmptyScore { score, .. } => {
            Words::new(format!("评分「{score}」没有任何组成部分")).label("没有指标").help("请在花括号中列出指标或分组")
        }
        SchemeProblem::IndicatorTwice { indicator, .. } => {
            Words::new(format!("指标「{indicator}」在本评分中重复计算")).label("再次出现").label("首次出现").help("请删去其中一处")
        }
        SchemeProblem::NoMaximum { indicator, .. } => Words::new(format!("指标「{indicator}」在此需要满分"))
            .label("没有声明正的「满分」")
            .help(format!("请声明：`指标 {indicator} 满分 100 {{ … }}`")),
        SchemeProblem::UndatedWeights { .. } => {
            Words::new("有多张权重表时每张都要写日期").label("缺少「自」").help("请写 `权重 按 阶段 自 2025-01-01 { … }`")
        }
        SchemeProblem::NoWeightColumn { member, .. } => {
            Words::new(format!("权重表缺少「{member}」一列")).label("每个成员一列").help(format!("请增加「{member}」列"))
        }
        SchemeProblem::WeightTwice { indicator, .. } => {
            Words::new(format!("指标「{indicator}」的权重重复")).label("再次出现").label("首次出现").help("只保留一行")
        }
        SchemeProblem::StrayWeight { indicator, nearest, .. } => {
            let words = Words::new(format!("「{indicator}」不属于本评分")).label("多余的权重");
            words.help(nearest.as_ref().map_or_else(|| "请删去此行，或在评分中列出该指标".to_string(), |nearest| format!("是否要写「{nearest}」？")))
        }
        SchemeProblem::NoWeight { indicator, column, .. } => Words::new(format!("指标「{indicator}」在「{column}」列没有权重"))
            .label("此单元格为空")
            .label("所在行")
            .help("请填写数字；不计分则写 `0`"),
        SchemeProblem::WeightMissing { indicator, .. } => Words::new(format!("指标「{indicator}」没有权重"))
            .label("属于本评分")
            .label("此表中没有它的行")
            .help(format!("请增加一行 `| {indicator} | … |`")),
        SchemeProblem::WeightTotal { of, column, total, wanted, difference, .. } => {
            let column = if column.is_empty() { String::new() } else { format!("在「{column}」列") };
            Words::new(format!("「{of}」的权重{column}合计 {total}，不是 {wanted}"))
                .label(format!("与声明相差 {difference}"))
                .label("此处声明")
                .help("请修改权重，使该列合计恰好等于「满分」")
        }
        SchemeProblem::MaximaTotal { of, total, wanted, difference, .. } => Words::new(format!("「{of}」各项满分合计 {total}，不是 {wanted}"))
            .label(format!("与声明相差 {difference}"))
            .label("此处声明")
            .help(format!("请修改各指标的满分，或写「满分 {total}」")),
        SchemeProblem::GroupLifted { group, score, total, reach, wanted, .. } => {
            Words::new(format!("分组「{group}」各项合计 {total}，却可能得到 {reach}，「{score}」因此可能超过 {wanted}"))
                .label("取整或下限抬高了得分")
                .label("此处声明")
                .help(format!("请保留与各项相同的小数位，降低「下限」，或为分组写「上限 {total}」"))
        }
        SchemeProblem::EmptyEligibility { name, .. } => Words::new(format!("资格「{name}」没有任何要求")).label("没有条件").help("请加上「要求 …」"),
        SchemeProblem::EffectiveOrder { .. } => Words::new("政策的截止日早于施行日").label("后一日期较早").help("「自」之后写较早的日期"),
        SchemeProblem::GivenMissing { field, .. } => {
            Words::new(format!("字段「{field}」不能缺失")).label("给定为缺失").label("其类型要求有值").help("请给出值，或在字段类型后加 `?`")
        }
        SchemeProblem::GivenTooFine { field, step, .. } => {
            Words::new(format!("字段「{field}」的最小刻度为 {step}")).label("小数位过多").help("请四舍五入，或用「小数位」声明更多位数")
        }
        SchemeProblem::GivenOutside { field, allowed, .. } => Words::new(format!("字段「{field}」应在 {allowed} 之内"))
            .label("超出范围")
            .label("此处声明")
            .help("这样的记录会被退回；可写「期望 退回」"),
        SchemeProblem::GivenIncomplete { fields, .. } => {
            Words::new(format!("记录缺少{}", list(Lang::Zh, fields))).label("必填字段没有给出").help("请给出，或从示例出发：`给定 示例名 并改 { … }`")
        }
        SchemeProblem::ClaimOrder { found, .. } => Words::new("有大小的值才能递增或递减")
            .label(format!("{}没有大小", found.chinese))
            .help("请用「无关于」，或写明成立的条件：`保证 甲 蕴含 乙`"),
        SchemeProblem::ClaimField { .. } => {
            Words::new("只能按记录的一个字段比较").label("不是记录的字段").help("请写明变动的字段，如计算此值所用的字段")
        }
    }
}

//! The words of lints, in both languages.
//!
//! In: facts. Out: headline, labels, help.

use super::problem::{Among, Likeness, LintProblem, Side, Unsourced, Unused};
use crate::diagnostic::{Lang, Words, quote};

pub(super) fn english(problem: &LintProblem) -> Words {
    let q = |text: &str| quote(Lang::En, text);
    match problem {
        LintProblem::UnknownLint { name, nearest, .. } => {
            let words = Words::new(format!("there is no lint {}", q(name))).label("not known");
            match nearest {
                Some(nearest) => words.help(format!("did you mean `{nearest}`?")),
                None => words.help("the manual lists all names under \"Lints\"; `warnings` stands for all"),
            }
        }
        LintProblem::RoundedTwice { places, inner_places, .. } => Words::new("a rounded value is rounded again")
            .label(format!("rounded to {}", places_english(*places)))
            .label(format!("already rounded to {}", places_english(*inner_places)))
            .help("twice is not once: 0.445 becomes 0.45 and then 0.5; round once, at the end, unless the document asks for both"),
        LintProblem::RoundedThreshold { example, .. } => {
            let words = Words::new("a value is rounded before it meets this threshold").label("judged here").label("rounded here");
            match example {
                Some((value, taken)) => {
                    words.help(format!("{value} counts as {taken}; judge the value before rounding, unless the document judges the rounded one"))
                }
                None => words.help("judge the value before rounding, unless the document judges the rounded one"),
            }
        }
        LintProblem::MixedBoundaries { side, count, others, among, .. } => {
            let (here, there) = match side {
                Side::Above => ("above", "below"),
                Side::Below => ("below", "above"),
            };
            let (headline, unit) = match among {
                Among::Edges => (format!("an edge of this band belongs to the row {here} it, the others to the row {there}"), ("edge", "edges")),
                Among::Bands => (format!("the edges of this band belong to the row {here}, in most bands to the row {there}"), ("band", "bands")),
            };
            let counted = |number: usize| if number == 1 { format!("1 {}", unit.0) } else { format!("{number} {}", unit.1) };
            Words::new(headline)
                .label(format!("to the row {here}: so in {}", counted(*count)))
                .label(format!("to the row {there}: so in {}", counted(*others)))
                .help("compare with the document: \"以上\" includes the edge; where it really says both, allow `mixed_boundaries` with that reason")
        }
        LintProblem::EdgeOffGrid { step, .. } => Words::new("no value can stand on this edge")
            .label(format!("the subject goes in steps of {step}"))
            .help(format!("write a whole number of {step}, so that the edge is where it seems to be")),
        LintProblem::SameLabel { label, .. } => Words::new(format!("two things are labelled {}", q(label)))
            .label("labelled so here")
            .label("and here")
            .help("give them different labels: reports and forms show nothing else"),
        LintProblem::LabelIsName { label, .. } => Words::new(format!("the label {} is the name of something else", q(label)))
            .label("a label")
            .label("a name")
            .help("choose another label, or rename the other declaration"),
        LintProblem::ShadowingParameter { name, .. } => Words::new(format!("the parameter {} hides a value of that name", q(name)))
            .label("in the function, this one is meant")
            .label("this one is hidden")
            .help("give the parameter another name"),
        LintProblem::Unused { what, name, .. } => unused_english(*what, name),
        LintProblem::ConstantTest { .. } => Words::new("this test says nothing about its record")
            .label("every record gives the same outcome")
            .help("expect a result that is computed from the record"),
        LintProblem::RepeatedFigure { figure, subject, count, spans } => {
            let headline = if subject.is_empty() {
                format!("the figure {} stands in {} places", q(figure), count)
            } else {
                format!("{} is compared with {} in {} places", q(subject), q(figure), count)
            };
            let words =
                spans.iter().enumerate().fold(Words::new(headline), |words, (place, _)| words.label(if place == 0 { "here" } else { "and here" }));
            words.help(format!("give it a name, so that a change is made once: `param limit = {figure}`"))
        }
        LintProblem::ConfusableNames { name, other, likeness, .. } => {
            let how = match likeness {
                Likeness::Form => "differ only in capital letters or width",
                Likeness::Look => "look alike",
            };
            Words::new(format!("the names {} and {} {how}", q(name), q(other)))
                .label("this one")
                .label("and this one")
                .help("rename one of them, so that a reader can tell them apart")
        }
        LintProblem::MissingSource { what, name, .. } => {
            let what = match what {
                Unsourced::Indicator => "indicator",
                Unsourced::Eligibility => "eligibility",
            };
            Words::new(format!("the {what} {} names no source", q(name)))
                .label("from which clause?")
                .help("add a clause to it, such as `source \"article 7 (1)\"`")
        }
    }
}

fn places_english(places: u8) -> String {
    match places {
        0 => "whole numbers".to_owned(),
        1 => "1 decimal place".to_owned(),
        more => format!("{more} decimal places"),
    }
}

fn unused_english(what: Unused, name: &str) -> Words {
    let (label, help) = match what {
        Unused::Field => ("nothing reads it", "use it, remove it, or allow `unused_field` with the reason why it is collected"),
        Unused::Param | Unused::Let | Unused::Decision => ("nothing reads it", "use it or remove it; what is a result is declared with `output`"),
        Unused::Function => ("nothing calls it", "use it or remove it"),
        Unused::Unit => ("nothing is written in it", "use it or remove it"),
        Unused::Enum => ("nothing is of this type", "use it or remove it"),
        Unused::Member => ("no row gives it", "give it in some row, or remove it"),
        Unused::Table | Unused::Column => ("nothing looks it up", "use it or remove it"),
        Unused::Indicator => ("no score counts it, and nothing reads it", "add it to a score, or remove it"),
    };
    let headline = match what {
        Unused::Member => format!("the member {} is never a result", quote(Lang::En, name)),
        _ => format!("the {} {} is not used", what.word(Lang::En), quote(Lang::En, name)),
    };
    Words::new(headline).label(label).help(help)
}

pub(super) fn chinese(problem: &LintProblem) -> Words {
    let q = |text: &str| quote(Lang::Zh, text);
    match problem {
        LintProblem::UnknownLint { name, nearest, .. } => {
            let words = Words::new(format!("没有名为{}的检查项", q(name))).label("未知的名称");
            match nearest {
                Some(nearest) => words.help(format!("是否要写「{nearest}」？")),
                None => words.help("全部名称见手册「检查项」一章；「全部警告」代表所有各项"),
            }
        }
        LintProblem::RoundedTwice { places, inner_places, .. } => Words::new("已经舍入的值再次舍入")
            .label(format!("在此{}", places_chinese(*places)))
            .label(format!("此前已{}", places_chinese(*inner_places)))
            .help("两次舍入不等于一次：0.445 先成 0.45，再成 0.5。除非文件要求逐级舍入，请只在最后舍入一次"),
        LintProblem::RoundedThreshold { example, .. } => {
            let words = Words::new("这个值先经舍入，再与界限比较").label("在此判断").label("在此舍入");
            match example {
                Some((value, taken)) => words.help(format!("{value} 会按 {taken} 判断。除非文件规定以舍入后的值为准，请用舍入前的值判断")),
                None => words.help("除非文件规定以舍入后的值为准，请用舍入前的值判断"),
            }
        }
        LintProblem::MixedBoundaries { side, count, others, among, .. } => {
            let (here, there) = match side {
                Side::Above => ("上一档", "下一档"),
                Side::Below => ("下一档", "上一档"),
            };
            let (headline, unit) = match among {
                Among::Edges => (format!("此分档有界点归入{here}，其余界点归入{there}"), "处界点"),
                Among::Bands => (format!("此分档的界点归入{here}，多数分档的界点归入{there}"), "个分档"),
            };
            Words::new(headline)
                .label(format!("归入{here}：共 {count} {unit}"))
                .label(format!("归入{there}：共 {others} {unit}"))
                .help("请与文件核对：「以上」包含本数。如文件确是两种写法，请允许「归属不一」并写明理由")
        }
        LintProblem::EdgeOffGrid { step, .. } => Words::new("没有值能落在这个界点上")
            .label(format!("被判断的值以 {step} 为最小单位"))
            .help(format!("请写成 {step} 的整数倍，使界点与实际一致")),
        LintProblem::SameLabel { label, .. } => {
            Words::new(format!("两项的标签同为{}", q(label))).label("此处使用").label("此处也使用").help("请改用不同的标签：报告和表格只显示标签")
        }
        LintProblem::LabelIsName { label, .. } => {
            Words::new(format!("标签{}是另一项声明的名称", q(label))).label("标签").label("名称").help("请改换标签，或为另一项改名")
        }
        LintProblem::ShadowingParameter { name, .. } => {
            Words::new(format!("函数的参数{}与某个值同名", q(name))).label("函数中指的是这个参数").label("这个值在函数中不可见").help("请为参数改名")
        }
        LintProblem::Unused { what, name, .. } => unused_chinese(*what, name),
        LintProblem::ConstantTest { .. } => Words::new("此测试与给定的记录无关").label("任何记录的结果都一样").help("请写由记录计算得出的期望"),
        LintProblem::RepeatedFigure { figure, subject, count, spans } => {
            let headline = if subject.is_empty() {
                format!("数字{}出现了 {} 处", q(figure), count)
            } else {
                format!("{}与{}的比较出现了 {} 处", q(subject), q(figure), count)
            };
            let words = spans
                .iter()
                .enumerate()
                .fold(Words::new(headline), |words, (place, _)| words.label(if place == 0 { "此处" } else { "此处也是" }));
            words.help(format!("请为它命名，以便一处修改：`参数 上限额 = {figure}`"))
        }
        LintProblem::ConfusableNames { name, other, likeness, .. } => {
            let how = match likeness {
                Likeness::Form => "只有大小写或全半角不同",
                Likeness::Look => "看上去相同",
            };
            Words::new(format!("名称{}与{}{how}", q(name), q(other))).label("此处").label("与此处").help("请为其中之一改名，以免误读")
        }
        LintProblem::MissingSource { what, name, .. } => {
            let what = match what {
                Unsourced::Indicator => "指标",
                Unsourced::Eligibility => "资格",
            };
            Words::new(format!("{what}{}没有写明依据", q(name))).label("出自哪一条？").help("请补写条款，如 `依据 \"第七条（一）\"`")
        }
    }
}

fn places_chinese(places: u8) -> String {
    match places {
        0 => "舍入为整数".to_owned(),
        more => format!("舍入到 {more} 位小数"),
    }
}

fn unused_chinese(what: Unused, name: &str) -> Words {
    let (label, help) = match what {
        Unused::Field => ("没有任何规则用到", "请使用或删去；确需收集的，请允许「未用字段」并写明理由"),
        Unused::Param | Unused::Let | Unused::Decision => ("没有任何规则用到", "请使用或删去；属于结果的，请用「输出」声明"),
        Unused::Function => ("没有调用", "请使用或删去"),
        Unused::Unit => ("没有以它为单位的数", "请使用或删去"),
        Unused::Enum => ("没有属于它的值", "请使用或删去"),
        Unused::Member => ("没有一行得出它", "请在某一行中得出它，或删去"),
        Unused::Table | Unused::Column => ("没有查找", "请使用或删去"),
        Unused::Indicator => ("没有计入任何评分，也没有规则用到", "请计入评分，或删去"),
    };
    let headline = match what {
        Unused::Member => format!("成员{}不会成为结果", quote(Lang::Zh, name)),
        _ => format!("{}{}没有用到", what.word(Lang::Zh), quote(Lang::Zh, name)),
    };
    Words::new(headline).label(label).help(help)
}

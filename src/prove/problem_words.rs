//! The words of problems of claims, in both languages.
//!
//! In: a problem. Out: headline, labels, help.

use super::direction::Hurdle;
use super::problem::{Move, ProofProblem, Shown};
use crate::diagnostic::{Lang, Words, quote};

/// English words.
pub(super) fn english(problem: &ProofProblem) -> Words {
    let lang = Lang::En;
    match problem {
        ProofProblem::Refuted { values, record, as_of, .. } => {
            let found: Vec<String> = values.iter().map(|(name, value)| format!("{} is {}", quote(lang, name), value.get(lang))).collect();
            let label =
                if found.is_empty() { "fails for the record below".to_owned() } else { format!("for the record below, {}", found.join(", ")) };
            let words = Words::new("this claim does not hold for every record").label(label);
            match shown(lang, record, as_of.as_deref()) {
                Some(record) => words.help(format!(
                    "counterexample: {record}; if no such enterprise exists, say so in a record check, else mend the rule or the claim"
                )),
                None => words.help("it fails for every record; mend the rule or the claim"),
            }
        }
        ProofProblem::Moved { how, subject, is_condition, field, is_switch, records, record, as_of, .. } => {
            let [first, second] = records.as_ref();
            let (subject, field) = (quote(lang, subject), quote(lang, field));
            let cause = if *is_switch { format!("when {field} becomes true") } else { format!("while {field} rises") };
            let headline = match (how, is_condition) {
                (Move::Falls, false) => format!("{subject} can fall {cause}"),
                (Move::Rises, false) => format!("{subject} can rise {cause}"),
                (Move::Falls, true) => format!("{subject} can cease to hold {cause}"),
                (Move::Rises, true) => format!("{subject} can come to hold {cause}"),
                (Move::Changes, _) => format!("{subject} depends on {field}"),
            };
            let label = format!(
                "{field} {} gives {}, {} gives {}",
                first.field.get(lang),
                first.result.get(lang),
                second.field.get(lang),
                second.result.get(lang)
            );
            let words = Words::new(headline).label(label);
            match shown(lang, record, as_of.as_deref()) {
                Some(record) => words.help(format!("both records: {record}; mend the rule or the claim")),
                None => words.help("mend the rule or the claim"),
            }
        }
        ProofProblem::Open { stop, field, cases, .. } => {
            let count = match about(*cases) {
                (1, false) => "one case".to_owned(),
                (count, false) => format!("{count} cases"),
                (count, true) => format!("more than {count} cases"),
            };
            let mut words = Words::new("this claim is neither proved nor refuted").label(format!("not decided after {count}"));
            if let Some(stop) = stop {
                words = words.label(match stop.hurdle {
                    Hurdle::Opposite => "this moves against it",
                    Hurdle::Sign => "may be above or below 0",
                    Hurdle::Order => "may be followed by a row whose value is not known to be in order",
                    Hurdle::Absence => "the field decides whether this is missing",
                    Hurdle::Nature => "this neither rises nor falls steadily",
                    Hurdle::Truth => "may still be true or false",
                    Hurdle::Size => "too long to be followed",
                });
            }
            let narrower = field.as_ref().map_or_else(
                || "a record check may settle it".to_owned(),
                |field| format!("a narrower range of {}, or a record check, may settle it", quote(lang, field)),
            );
            words.help(format!("{narrower}; a claim that is known to hold may end with `assume \"why\"`"))
        }
        ProofProblem::Vacuous { .. } => {
            Words::new("this claim says nothing").label("holds for no record").help("mend the condition, or remove the claim")
        }
    }
}

/// Chinese words.
pub(super) fn chinese(problem: &ProofProblem) -> Words {
    let lang = Lang::Zh;
    match problem {
        ProofProblem::Refuted { values, record, as_of, .. } => {
            let found: Vec<String> = values.iter().map(|(name, value)| format!("{}为{}", quote(lang, name), value.get(lang))).collect();
            let label = if found.is_empty() { "对下列记录不成立".to_owned() } else { format!("对下列记录，{}", found.join("，")) };
            let words = Words::new("此保证并非对所有记录成立").label(label);
            match shown(lang, record, as_of.as_deref()) {
                Some(record) => words.help(format!("反例：{record}；如不会有此类企业，请用「核对」写明，否则请修改规则或此保证")),
                None => words.help("对所有记录均不成立，请修改规则或此保证"),
            }
        }
        ProofProblem::Moved { how, subject, is_condition, field, is_switch, records, record, as_of, .. } => {
            let [first, second] = records.as_ref();
            let (subject, field) = (quote(lang, subject), quote(lang, field));
            let cause = if *is_switch { format!("{field}由否变是时") } else { format!("{field}增大时") };
            let headline = match (how, is_condition) {
                (Move::Falls, false) => format!("{cause}，{subject}可能下降"),
                (Move::Rises, false) => format!("{cause}，{subject}可能上升"),
                (Move::Falls, true) => format!("{cause}，{subject}可能由成立变为不成立"),
                (Move::Rises, true) => format!("{cause}，{subject}可能由不成立变为成立"),
                (Move::Changes, _) => format!("{subject}随{field}变化"),
            };
            let label = format!(
                "{field}为{}时得{}，为{}时得{}",
                first.field.get(lang),
                first.result.get(lang),
                second.field.get(lang),
                second.result.get(lang)
            );
            let words = Words::new(headline).label(label);
            match shown(lang, record, as_of.as_deref()) {
                Some(record) => words.help(format!("两条记录其余相同：{record}；请修改规则或此保证")),
                None => words.help("请修改规则或此保证"),
            }
        }
        ProofProblem::Open { stop, field, cases, .. } => {
            let count = match about(*cases) {
                (count, false) => format!("{count} 种"),
                (count, true) => format!("{count} 余种"),
            };
            let mut words = Words::new("此保证既未证明也未否定").label(format!("查看 {count}情形后仍未判定"));
            if let Some(stop) = stop {
                words = words.label(match stop.hurdle {
                    Hurdle::Opposite => "此处变动方向相反",
                    Hurdle::Sign => "此处可正可负",
                    Hurdle::Order => "此后可能进入另一行，两行的值未能确定先后",
                    Hurdle::Absence => "此处是否缺失取决于该字段",
                    Hurdle::Nature => "此处并非一致上升或下降",
                    Hurdle::Truth => "此处仍可能成立或不成立",
                    Hurdle::Size => "此处过长，未能逐一查看",
                });
            }
            let narrower = field
                .as_ref()
                .map_or_else(|| "增加记录核对或可判定".to_owned(), |field| format!("缩小字段{}的范围或增加记录核对，或可判定", quote(lang, field)));
            words.help(format!("{narrower}；确知成立的，可在末尾写 `假定 \"理由\"`"))
        }
        ProofProblem::Vacuous { .. } => Words::new("此保证没有内容").label("没有记录满足此条件").help("请修改条件，或删除此保证"),
    }
}

/// How many, to one digit, and whether it was more.
fn about(count: u32) -> (u32, bool) {
    let unit = 10u32.pow(count.max(1).ilog10());
    let round = count / unit * unit;
    (round, round != count)
}

/// A record to paste, and its reference date; `None` where neither matters.
fn shown(lang: Lang, record: &Shown, as_of: Option<&str>) -> Option<String> {
    let record = Some(record.get(lang)).filter(|record| !record.is_empty()).map(|record| format!("`{record}`"));
    let day = as_of.map(|day| match lang {
        Lang::En => format!("as of {day}"),
        Lang::Zh => format!("基准日 {day}"),
    });
    match (record, day) {
        (Some(record), Some(day)) => Some(match lang {
            Lang::En => format!("{record} {day}"),
            Lang::Zh => format!("{record}（{day}）"),
        }),
        (record, day) => record.or(day),
    }
}

//! The later parts of the page: indicators, outputs, eligibilities, shared edges, fields, records.
//!
//! In: reports and a voice. Out: blocks.

use super::document::{Block, Table};
use super::phrases::Voice;
use super::report::{
    BlankReport, ConditionReport, EdgeGroup, EdgeReport, EligibilityReport, FieldReport, Move, Name, Reach, RecordReport, ScoreJump, SharedEdge,
    Truth, Use, ValueReport,
};
use super::shared::{is_slight_figure, is_unlimited};
use super::write::{left, right};
use crate::explain::explanation::{Bilingual, Figure};

/// The answers of an eligibility.
pub fn answers(reach: &Reach, voice: Voice) -> String {
    let word = |figure: &Figure| match figure.exact.as_deref() {
        Some("true") => voice.say("eligible", "符合"),
        _ => voice.say("ineligible", "不符合"),
    };
    voice.choices(reach, word, &voice.say("undetermined", "待定"))
}

/// Indicators, or grades and outputs.
pub fn values(title: &str, values: &[ValueReport], voice: Voice, page: &mut Vec<Block>) {
    let told = |value: &&ValueReport| {
        !(value.edges.is_empty() && value.slopes.is_empty() && value.never.is_empty() && value.blanks.is_empty() && value.other_cause.is_none())
    };
    let told: Vec<&ValueReport> = values.iter().filter(told).collect();
    if told.is_empty() {
        return;
    }
    page.push(Block::Heading(2, title.to_owned()));
    let plain: Vec<String> =
        values.iter().filter(|value| value.edges.is_empty() && value.slopes.is_empty()).map(|value| voice.name(&value.name)).collect();
    if !plain.is_empty() {
        let plain = voice.list(&plain);
        page.push(Block::Text(voice.say(format!("Without an edge or a stated line: {plain}."), format!("没有断点，也没有按比例的区间：{plain}。"))));
    }
    for value in told {
        page.push(Block::Heading(3, voice.name(&value.name)));
        for group in &value.edges {
            edges(group, voice, page);
        }
        let slopes = value.slopes.iter().map(|slope| {
            let name = voice.name(&slope.figure);
            let (x, y) = (
                voice.between(&voice.figure(&slope.from), &voice.figure(&slope.to)),
                voice.between(&voice.figure(&slope.start), &voice.figure(&slope.end)),
            );
            voice.say(format!("{name} {x}: {y}, in a straight line"), format!("{name}{x}：{y}，按比例"))
        });
        let never = value.never.iter().map(|row| {
            voice.say(format!("no record gets to line {}: {}", row.line, row.text), format!("没有记录会用到第 {} 行：{}", row.line, row.text))
        });
        let list: Vec<String> =
            slopes.chain(never).chain(blanks(&value.blanks, value.other_cause.as_ref(), &voice.say("missing", "缺失"), voice)).collect();
        if !list.is_empty() {
            page.push(Block::List(list));
        }
    }
}

fn blanks(blanks: &[BlankReport], other: Option<&Bilingual>, open: &str, voice: Voice) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    if !blanks.is_empty() {
        let each: Vec<String> = blanks.iter().map(|blank| voice.blank(blank)).collect();
        let each = each.join(&voice.say("; ", "、"));
        list.push(voice.say(format!("{open} where left blank: {each}"), format!("不填以下数据时{open}：{each}")));
    }
    if let Some(other) = other {
        let cause = voice.of(other);
        list.push(voice.say(format!("{open} even where nothing is left blank: {cause}"), format!("数据填全时仍可能{open}：{cause}")));
    }
    list
}

/// The scores that the edges of a group count in.
fn counted(group: &EdgeGroup) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for jump in group.edges.iter().flat_map(|edge| &edge.scores) {
        if !found.contains(&jump.score) {
            found.push(jump.score.clone());
        }
    }
    found
}

fn edges(group: &EdgeGroup, voice: Voice, page: &mut Vec<Block>) {
    let (told, plain): (Vec<&EdgeReport>, Vec<&EdgeReport>) = group.edges.iter().partition(|edge| settled(edge) == Settled::Jump);
    if !told.is_empty() {
        table(group, &told, voice, page);
    }
    let figure = voice.with_remark(&voice.name(&group.figure), &voice.under(&group.under));
    let mut list: Vec<String> = Vec::new();
    for edge in plain {
        let place = voice.say(format!("{figure} {}", voice.of(&edge.edge)), format!("{figure}{}", voice.of(&edge.edge)));
        let text = match settled(edge) {
            Settled::Level | Settled::Jump => voice.say(format!("{place}: another rule, without a jump"), format!("{place}：规则改变，取值没有跳变")),
            Settled::Open => {
                voice.say(format!("{place}: another rule; how far it jumps is not settled"), format!("{place}：规则改变，跳变幅度未能确定"))
            }
        };
        if !list.contains(&text) {
            list.push(text);
        }
    }
    if !list.is_empty() {
        page.push(Block::List(list));
    }
}

/// What is known of a jump.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settled {
    /// There is one, or there may be one within known bounds.
    Jump,
    /// There is none to speak of.
    Level,
    /// Nothing.
    Open,
}

fn settled(edge: &EdgeReport) -> Settled {
    match &edge.jump {
        Some(jump) if is_slight_figure(&jump.least) && is_slight_figure(&jump.most) => Settled::Level,
        Some(jump) if is_unlimited(&jump.least) || is_unlimited(&jump.most) => Settled::Open,
        Some(_) | None => Settled::Jump,
    }
}

fn table(group: &EdgeGroup, edges: &[&EdgeReport], voice: Voice, page: &mut Vec<Block>) {
    let scores = counted(group);
    let numbers = edges.iter().any(|edge| edge.jump.is_some());
    let figure = voice.with_remark(&voice.name(&group.figure), &voice.under(&group.under));
    page.push(Block::Text(voice.say(format!("By {figure}:"), format!("按{figure}："))));
    let cases = edges.iter().any(|edge| edge.case.is_some());
    let side = if numbers { right } else { left };
    let mut header = if cases { vec![left(voice.say("case", "情形"))] } else { Vec::new() };
    header.extend([left(voice.say("edge", "断点")), side(voice.say("below", "未达到")), side(voice.say("above", "达到"))]);
    if numbers {
        header.push(right(voice.say("jump", "变动")));
    }
    header.extend(scores.iter().map(|score| {
        let columns: Vec<String> = group
            .edges
            .first()
            .map_or(&[][..], |edge| edge.scores.as_slice())
            .iter()
            .filter(|one| one.score == *score)
            .filter_map(|one| Some(voice.of(one.column.as_ref()?)))
            .collect();
        right(voice.with_remark(&voice.name(score), &columns.join(" / ")))
    }));
    let rows = edges.iter().map(|edge| {
        let mut row = if cases { vec![edge.case.as_ref().map_or_else(String::new, |case| voice.of(case))] } else { Vec::new() };
        row.extend([voice.edge(edge), voice.side(&edge.below), voice.side(&edge.above)]);
        if numbers {
            row.push(edge.jump.as_ref().map_or_else(String::new, |jump| voice.jump(jump)));
        }
        row.extend(scores.iter().map(|score| voice.jumps(&edge.scores.iter().filter(|one| one.score == *score).collect::<Vec<&ScoreJump>>())));
        row
    });
    page.push(Block::Table(Table { rows: rows.collect(), header }));
}

/// An eligibility.
pub fn eligibility(one: &EligibilityReport, voice: Voice, page: &mut Vec<Block>) {
    page.push(Block::Heading(2, voice.name(&one.name)));
    let header = vec![left(voice.say("condition", "条件")), left(voice.say("threshold", "门槛")), left(voice.say("holds", "能否满足"))];
    let row = |condition: &ConditionReport| {
        let veto = if condition.veto { voice.say("veto: ", "否决情形：") } else { String::new() };
        let thresholds: Vec<String> = condition
            .edges
            .iter()
            .flat_map(|group| {
                let name = voice.name(&group.figure);
                group.edges.iter().map(move |edge| {
                    let met = voice.side(&edge.above) == voice.say("yes", "是");
                    let place = voice.edge(edge);
                    let threshold = if met { place } else { voice.say(format!("not {place}"), format!("{place}不满足")) };
                    let case = edge.case.as_ref().map_or_else(String::new, |case| voice.of(case));
                    voice.with_remark(&voice.say(format!("{name}: {threshold}"), format!("{name}{threshold}")), &case)
                })
            })
            .collect();
        let truth = match condition.truth {
            Truth::Always => voice.say("always", "始终满足"),
            Truth::Never => voice.say("never", "不可能满足"),
            Truth::Depends => voice.say("depends", "视情况"),
        };
        vec![format!("{}{veto}{}", voice.signs.part.repeat(condition.depth as usize), voice.of(&condition.words)), thresholds.join("; "), truth]
    };
    page.push(Block::Table(Table { header, rows: one.conditions.iter().map(row).collect() }));
    let list = blanks(&one.blanks, one.other_cause.as_ref(), &voice.say("undetermined", "待定"), voice);
    if !list.is_empty() {
        page.push(Block::List(list));
    }
}

/// Edges that several rules share.
pub fn shared(shared: &[SharedEdge], voice: Voice, page: &mut Vec<Block>) {
    if shared.is_empty() {
        return;
    }
    page.push(Block::Heading(2, voice.say("Figures at which several rules change", "多项规则共用的界线")));
    let item = |edge: &SharedEdge| {
        let mut rules: Vec<String> = edge.rules.iter().map(|rule| voice.name(&rule.name)).collect();
        rules.dedup();
        let rules = rules.join(&voice.say("; ", "；"));
        let stated: Vec<String> = edge.stated.iter().map(|stated| voice.figure(stated)).collect();
        let (name, stated) = (voice.name(&edge.figure), voice.list(&stated));
        let apart = if edge.agree {
            String::new()
        } else {
            voice.say("; they count the figure itself on different sides", "（该数本身的归属不一致）")
        };
        voice.say(format!("{name} at {stated}: {rules}{apart}"), format!("{name}{stated}：{rules}{apart}"))
    };
    page.push(Block::List(shared.iter().map(item).collect()));
}

/// Fields.
pub fn fields(fields: &[FieldReport], voice: Voice, page: &mut Vec<Block>) {
    page.push(Block::Heading(2, voice.say("When one field rises and all else stays", "某项数据增加而其余不变时")));
    page.push(Block::Text(voice.say(
        "A yes-or-no field rises from no to yes. The bound is for any two records that differ in this field alone.",
        "是否类数据由“否”变为“是”视为增加。变动上限指任意两条仅此项不同的记录之间的差距。",
    )));
    let bounded = fields.iter().any(|field| field.moves.iter().any(|one| one.most.is_some()));
    let mut rows = Vec::new();
    let mut reasons: Vec<String> = Vec::new();
    for field in fields {
        for (position, one) in field.moves.iter().enumerate() {
            let Move { result, reason, most, .. } = one;
            let mut text = voice.way(one);
            if let Some(reason) = reason {
                let reason = voice.of(reason);
                let number = reasons.iter().position(|known| *known == reason).unwrap_or_else(|| {
                    reasons.push(reason);
                    reasons.len() - 1
                });
                text.push_str(&format!(" ({})", letter(number)));
            }
            let name = if position == 0 { voice.name(&field.name) } else { String::new() };
            let mut row = vec![name, voice.name(result), text];
            if bounded {
                row.push(most.as_ref().map_or_else(String::new, |most| voice.figure(most)));
            }
            rows.push(row);
        }
    }
    if !rows.is_empty() {
        let mut header = vec![left(voice.say("field", "数据")), left(voice.say("result", "结果")), left(voice.say("moves", "方向"))];
        if bounded {
            header.push(right(voice.say("by at most", "变动上限")));
        }
        page.push(Block::Table(Table { header, rows }));
    }
    let mut list: Vec<String> = reasons.iter().enumerate().map(|(number, reason)| format!("({}) {reason}", letter(number))).collect();
    let named = |used: Use| -> Vec<String> { fields.iter().filter(|field| field.used == used).map(|field| voice.name(&field.name)).collect() };
    for (used, en, zh) in [(Use::Checks, "read by record checks only", "只用于数据校验"), (Use::Nothing, "no result depends on it", "不影响任何结果")]
    {
        let names = named(used);
        if !names.is_empty() {
            let names = voice.list(&names);
            list.push(voice.say(format!("{en}: {names}"), format!("{zh}：{names}")));
        }
    }
    if !list.is_empty() {
        page.push(Block::List(list));
    }
}

/// `a`, `b`, … `z`, `a1`, …
fn letter(number: usize) -> String {
    let letter = char::from(b'a' + (number % 26) as u8);
    if number < 26 { letter.to_string() } else { format!("{letter}{}", number / 26) }
}

/// The records that show what is reached.
pub fn records(records: &[RecordReport], voice: Voice, page: &mut Vec<Block>) {
    if records.is_empty() {
        return;
    }
    page.push(Block::Heading(2, voice.say("Records", "记录")));
    let item = |record: &RecordReport| {
        let fields: Vec<String> = record
            .fields
            .iter()
            .map(|(name, figure)| {
                let name = voice.name(name);
                match figure.exact {
                    Some(_) => voice.say(format!("{name} {}", voice.figure(figure)), format!("{name}为{}", voice.figure(figure))),
                    None => voice.say(format!("{name} left blank"), format!("{name}不填")),
                }
            })
            .collect();
        let origin = voice.origin(record);
        if record.origin == "made" {
            voice.say(
                format!("[{}] {origin}: {}", record.number, voice.list(&fields)),
                format!("[{}] {origin}：{}", record.number, voice.list(&fields)),
            )
        } else {
            format!("[{}] {origin}", record.number)
        }
    };
    page.push(Block::List(records.iter().map(item).collect()));
}

//! The page of an analysis: head, ranges, the steepest edges, weights; then the rest.
//!
//! In: an analysis and a language. Out: text or Markdown.

use super::document::{self, Align, Block, Table};
use super::phrases::{ASCII, PRINTED, Voice};
use super::print;
use super::report::{Analysis, Binds, Cliff, Column, ItemReport, ScoreReport};
use crate::diagnostic::Lang;

/// The analysis as text, no wider than `width` columns where words can be broken.
#[must_use]
pub fn to_text(analysis: &Analysis, lang: Lang, width: usize) -> String {
    document::to_text(&page(analysis, Voice { lang, signs: PRINTED }), width)
}

/// The analysis as text whose own signs are all ASCII; labels stay as they are.
#[must_use]
pub fn to_ascii(analysis: &Analysis, lang: Lang, width: usize) -> String {
    document::to_text(&page(analysis, Voice { lang, signs: ASCII }), width)
}

/// The analysis as Markdown.
#[must_use]
pub fn to_markdown(analysis: &Analysis, lang: Lang) -> String {
    document::to_markdown(&page(analysis, Voice { lang, signs: PRINTED }))
}

fn page(analysis: &Analysis, voice: Voice) -> Vec<Block> {
    let mut page = Vec::new();
    head(analysis, voice, &mut page);
    reached(analysis, voice, &mut page);
    cliffs(analysis, voice, &mut page);
    analysis.scores.iter().for_each(|score| weights(score, voice, &mut page));
    print::values(&voice.say("Indicators", "指标"), &analysis.indicators, voice, &mut page);
    print::values(&voice.say("Grades and outputs", "等级与输出"), &analysis.outputs, voice, &mut page);
    analysis.eligibilities.iter().for_each(|one| print::eligibility(one, voice, &mut page));
    print::shared(&analysis.shared, voice, &mut page);
    print::fields(&analysis.fields, voice, &mut page);
    print::records(&analysis.records, voice, &mut page);
    page
}

/// A left column.
pub(super) fn left(name: String) -> (String, Align) {
    (name, Align::Left)
}

/// A right column.
pub(super) fn right(name: String) -> (String, Align) {
    (name, Align::Right)
}

fn head(analysis: &Analysis, voice: Voice, page: &mut Vec<Block>) {
    page.push(Block::Heading(1, voice.say(format!("{}: analysis", analysis.title), format!("{}：政策分析", analysis.title))));
    let (most, least) = (voice.signs.at_most.trim_end(), voice.signs.at_least.trim_end());
    page.push(Block::Text(voice.say(
        format!(
            "What is said here holds for every valid record. A bound is proved; [n] names a record that reaches it, listed at the end; {most} or {least} marks a bound that no record was found for."
        ),
        format!("以下结论对每一条合格的记录都成立。上下限均经证明；[n]为实际达到该值的记录，列于文末；{most}或{least}表示该限值未找到达到它的记录。"),
    )));
    if let Some((from, to)) = &analysis.dates {
        let days = voice.between(from, to);
        page.push(Block::Text(voice.say(format!("Reference dates: {days}."), format!("基准日：{days}。"))));
    }
}

fn reached(analysis: &Analysis, voice: Voice, page: &mut Vec<Block>) {
    page.push(Block::Heading(2, voice.say("What can be reached", "取值范围")));
    let mut rows = Vec::new();
    let mut row = |name: String, reach: &super::report::Reach, out_of: Option<&String>| {
        if let Some((low, high)) = &reach.ends {
            let blank = if reach.missing { voice.say("may be missing", "可能缺失") } else { String::new() };
            rows.push(vec![voice.with_remark(&name, &blank), voice.low(low), voice.high(high), out_of.cloned().unwrap_or_default()]);
        }
    };
    for score in &analysis.scores {
        row(voice.name(&score.name), &score.reach, score.out_of.as_ref());
        score.groups.iter().for_each(|group| row(format!("{}{}", voice.signs.part, voice.name(&group.name)), &group.reach, None));
    }
    for value in analysis.indicators.iter().chain(&analysis.outputs) {
        row(voice.name(&value.name), &value.reach, value.out_of.as_ref());
    }
    if !rows.is_empty() {
        let header = vec![
            left(voice.say("result", "结果")),
            right(voice.say("least", "最少")),
            right(voice.say("greatest", "最多")),
            right(voice.say("out of", "满分")),
        ];
        page.push(Block::Table(Table { header, rows }));
    }
    let choices = analysis.outputs.iter().filter(|value| value.reach.ends.is_none()).map(|value| {
        let answers = voice.choices(&value.reach, |figure| voice.figure(figure), &voice.say("missing", "缺失"));
        voice.say(format!("{}: {answers}", voice.name(&value.name)), format!("{}：{answers}", voice.name(&value.name)))
    });
    let eligibilities = analysis.eligibilities.iter().map(|one| {
        let answers = print::answers(&one.reach, voice);
        voice.say(format!("{}: {answers}", voice.name(&one.name)), format!("{}：{answers}", voice.name(&one.name)))
    });
    let list: Vec<String> = choices.chain(eligibilities).collect();
    if !list.is_empty() {
        page.push(Block::List(list));
    }
}

fn cliffs(analysis: &Analysis, voice: Voice, page: &mut Vec<Block>) {
    if analysis.cliffs.is_empty() {
        return;
    }
    page.push(Block::Heading(2, voice.say("The steepest edges", "落差最大的断点")));
    let scored = analysis.cliffs.iter().any(|cliff| !cliff.edge.scores.is_empty());
    let mut header = vec![
        left(voice.say("result", "指标")),
        left(voice.say("edge", "断点")),
        right(voice.say("below", "未达到")),
        right(voice.say("above", "达到")),
    ];
    let first = analysis.cliffs.first().map_or(&[][..], |cliff| cliff.edge.scores.as_slice());
    let columns: Vec<String> = first.iter().filter_map(|jump| jump.column.as_ref()).map(|column| voice.of(column)).collect();
    header.push(right(if scored { voice.say("score", "总分变动") } else { voice.say("jump", "变动") }));
    if !columns.is_empty() {
        let columns = columns.join(" / ");
        page.push(Block::Text(voice.say(format!("Changes of the score for {columns}:"), format!("总分变动依次为{columns}："))));
    }
    let row = |cliff: &Cliff| {
        let name = voice.name(&cliff.figure);
        // Behind a formula the figure would read as part of its last name.
        let gap = if name.contains(' ') { " " } else { "" };
        let place = voice.say(format!("{name} {}", voice.edge(&cliff.edge)), format!("{name}{gap}{}", voice.edge(&cliff.edge)));
        let jump = if scored {
            voice.jumps(&cliff.edge.scores.iter().collect::<Vec<_>>())
        } else {
            cliff.edge.jump.as_ref().map_or_else(String::new, |jump| voice.jump(jump))
        };
        vec![
            voice.name(&cliff.name),
            voice.with_remark(&place, &voice.under(&cliff.under)),
            voice.side(&cliff.edge.below),
            voice.side(&cliff.edge.above),
            jump,
        ]
    };
    page.push(Block::Table(Table { header, rows: analysis.cliffs.iter().map(row).collect() }));
}

fn weights(score: &ScoreReport, voice: Voice, page: &mut Vec<Block>) {
    let title = voice.name(&score.name);
    page.push(Block::Heading(2, voice.say(format!("{title}: what counts how much"), format!("{title}：各项所占的份额"))));
    let label = |column: &Column, otherwise: String| column.label.as_ref().map_or(otherwise, |label| voice.of(label));
    let mut header = vec![left(voice.say("indicator", "指标"))];
    header.extend(score.columns.iter().map(|column| right(label(column, voice.say("at most", "最多计入")))));
    let names = score.columns.first().map_or(&[][..], |column| column.items.as_slice());
    let cell = |item: &ItemReport| match (&item.weight, &item.short_of) {
        (Some(weight), Some(_)) => voice.say(
            format!("{} of {}", voice.figure(&item.most), voice.figure(weight)),
            format!("{}（权重{}）", voice.figure(&item.most), voice.figure(weight)),
        ),
        (None, Some(full)) => voice.say(
            format!("{} of {}", voice.figure(&item.most), voice.figure(full)),
            format!("{}（满分{}）", voice.figure(&item.most), voice.figure(full)),
        ),
        (_, None) => voice.figure(&item.most),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (position, first) in names.iter().enumerate() {
        let mut row = vec![voice.name(&first.indicator)];
        row.extend(score.columns.iter().map(|column| column.items.get(position).map_or_else(String::new, cell)));
        rows.push(row);
    }
    let mut total = vec![voice.say("total, at most", "合计最多")];
    total.extend(score.columns.iter().map(|column| voice.figure(&column.most)));
    rows.push(total);
    page.push(Block::Table(Table { header, rows }));
    let mut remarks = Vec::new();
    for column in &score.columns {
        let short: Vec<String> = column.items.iter().filter(|item| item.short_of.is_some()).map(|item| voice.name(&item.indicator)).collect();
        if let (Some(out_of), false) = (&score.out_of, short.is_empty()) {
            let whose = label(column, title.clone());
            remarks.push(voice.say(
                format!(
                    "{whose}: at most {} of {out_of} can be reached, because these stay below their maximum: {}",
                    voice.figure(&column.most),
                    voice.list(&short)
                ),
                format!("{whose}：满分{out_of}，最多只能得到{}，因为以下指标达不到满分：{}", voice.figure(&column.most), voice.list(&short)),
            ));
        }
    }
    for group in &score.groups {
        if let Some((cap, binds)) = &group.cap {
            let name = voice.name(&group.name);
            remarks.push(match binds {
                Binds::Always => voice.say(format!("{name}: the cap of {cap} always binds"), format!("{name}：上限{cap}始终起作用")),
                Binds::Never => voice.say(format!("{name}: the cap of {cap} never binds"), format!("{name}：上限{cap}不会起作用")),
                Binds::Sometimes => voice.say(format!("{name}: the cap of {cap} may bind"), format!("{name}：上限{cap}可能起作用")),
            });
        }
    }
    if !remarks.is_empty() {
        page.push(Block::List(remarks));
    }
}

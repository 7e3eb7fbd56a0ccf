//! A report on a population as a page.
//!
//! In: a report, a language. Out: one self-contained HTML file. Says first how many, then how the scores lie, who is eligible and what stands in
//! the way, where enterprises bunch; then, by each field that was asked for, the same; what is left blank; why records were rejected.

use super::document::{About, EdgeReport, Edges, Eligibility, Grade, Part, Population, Rejection, Score};
use super::page_groups;
use crate::bulk::report::windows;
use crate::chart::{Bar, Bars, Bin, Histogram, Mark, Spark};
use crate::diagnostic::Lang;
use crate::explain::explanation::Figure;
use crate::page::{Column, Format, Html, Page, Row, Sign, Table, badge, facts, figure, list, note, paragraph, section, subsection};
use crate::value::decimal::{Decimal, Rounding};

/// So many reasons are listed of each kind.
const REASONS: usize = 20;

/// So many files are named.
const FILES: usize = 12;

/// Writes in one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub lang: Lang,
}

impl Pen {
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// A count with its thousands apart.
    pub fn count(self, count: u64) -> String {
        let digits = count.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A share in percent; a stroke where there is no whole.
    pub fn percent(self, percent: Option<&str>) -> String {
        percent.map_or_else(|| "–".to_owned(), |percent| format!("{percent}%"))
    }

    /// A figure, or a stroke where there is none.
    pub fn figure(self, figure: Option<&Figure>) -> Html {
        Html::text(figure.map_or("–", |figure| figure.text.get(self.lang)))
    }

    /// A figure that stands for those near it, where it is not exact.
    pub fn about(self, figure: Option<&Figure>, exact: bool) -> Html {
        match figure {
            Some(figure) if !exact => Html::text(&format!("{}{}", self.pick("about ", "约"), figure.text.get(self.lang))),
            figure => self.figure(figure),
        }
    }
}

/// Figures as whole numbers at one number of places.
pub(super) fn on_one_scale<'f>(figures: impl Iterator<Item = &'f Figure>) -> (u8, Vec<i128>) {
    let amounts: Vec<Decimal> = figures.map(|figure| figure.exact.as_deref().and_then(Decimal::parse).unwrap_or(Decimal::ZERO)).collect();
    let places = amounts.iter().map(|amount| amount.scale).max().unwrap_or(0);
    (places, amounts.iter().map(|amount| amount.rescale(places, Rounding::HalfAway).map_or(0, |amount| amount.mantissa)).collect())
}

/// The page.
#[must_use]
pub fn to_html(population: &Population, lang: Lang) -> String {
    let pen = Pen { lang };
    let mut body = overview(population, pen);
    for score in &population.scores {
        body.push(&section(&format!("{}{}", pen.pick("Score: ", "得分："), score.label), &score_part(score, pen)));
    }
    for grade in &population.grades {
        body.push(&section(&format!("{}{}", pen.pick("Grade: ", "等级："), grade.label), &grade_part(grade, pen)));
    }
    for eligibility in &population.eligibilities {
        let title = format!("{}{}", pen.pick("Eligibility: ", "资格："), eligibility.label);
        body.push(&section(&title, &eligibility_part(eligibility, pen)));
    }
    if population.records.scored > 0 {
        body.push(&section(pen.pick("Where enterprises bunch", "企业在哪些界限附近聚集"), &edges_part(&population.edges, pen)));
    }
    for breakdown in &population.by {
        let title = format!("{}{}", pen.pick("By ", "按"), breakdown.label);
        body.push(&section(&title, &page_groups::breakdown(population, breakdown, pen)));
    }
    body.push(&page_groups::blanks(population, pen));
    if !population.rejections.is_empty() {
        body.push(&section(pen.pick("Rejected records", "退回的记录"), &rejections_part(&population.rejections, pen)));
    }
    let kind = pen.pick("Population report", "总体报告");
    let title = if population.about.title.is_empty() { kind } else { population.about.title.as_str() };
    let made = format!("{}{}", pen.pick("Made by ", "由 "), population.about.engine);
    let made = match lang {
        Lang::En => format!("{made}. Counts are exact; shares and means are rounded."),
        Lang::Zh => format!("{made} 生成。计数准确无误；比例和平均数经过四舍五入。"),
    };
    Page { lang, format: Format::Report, kind, title, body, footer: paragraph(Html::text(&made)) }.to_html()
}

fn overview(population: &Population, pen: Pen) -> Html {
    let records = population.records;
    let About { policy, sources, notes, effective_from, effective_to, reference_date, files, .. } = &population.about;
    let lines = |texts: &[String]| Html::stacked(&texts.iter().map(|text| Html::text(text)).collect::<Vec<Html>>());
    let force = match (effective_from, effective_to) {
        (None, None) => String::new(),
        (from, to) => {
            let (from, to) = (from.as_deref().unwrap_or("…"), to.as_deref().unwrap_or("…"));
            format!("{from} – {to}")
        }
    };
    let mut data: Vec<Html> = files.iter().take(FILES).map(|file| Html::text(&format!("{} ({})", file.file, pen.count(file.records)))).collect();
    let more = files.len().saturating_sub(FILES);
    if more > 0 {
        data.push(Html::text(&match pen.lang {
            Lang::En => format!("… and {more} more files"),
            Lang::Zh => format!("……另有 {more} 个文件"),
        }));
    }
    let mut body = facts(&[
        (pen.pick("Records read", "读取记录"), Html::strong(&pen.count(records.read))),
        (pen.pick("Scored", "评分"), Html::text(&pen.count(records.scored))),
        (pen.pick("Rejected", "退回"), Html::text(&pen.count(records.rejected))),
        (pen.pick("Blank rows", "空行"), if records.blank > 0 { Html::text(&pen.count(records.blank)) } else { Html::default() }),
        (pen.pick("Reference date", "基准日"), Html::text(reference_date.as_deref().unwrap_or_default())),
        (pen.pick("Policy", "政策"), Html::text(policy)),
        (pen.pick("In force", "有效期"), Html::text(&force)),
        (pen.pick("Data", "数据"), Html::stacked(&data)),
        (pen.pick("Sources", "依据"), lines(sources)),
        (pen.pick("Remarks", "说明"), lines(notes)),
    ]);
    if records.scored == 0 {
        body.push(&note(&Html::text(
            pen.pick("No record was scored, so that there is nothing to report on.", "没有一条记录得到评分，因此没有可报告的内容。"),
        )));
    }
    body
}

fn score_part(score: &Score, pen: Pen) -> Html {
    if score.count == 0 {
        return paragraph(Html::text(pen.pick("No record has this score.", "没有记录有此得分。")));
    }
    let mut body = Html::default();
    if score.bars.is_empty() {
        let only = score.quartiles.first();
        let words = pen.pick("All records have the same score: ", "所有记录得分相同：");
        body.push(&paragraph([Html::text(words), pen.figure(only)].into_iter().collect()));
    } else {
        body.push(&figure(&histogram(score, pen), pen.pick("How many enterprises lie between which scores.", "各得分区间的企业数。")));
    }
    let names = match pen.lang {
        Lang::En => ["Least", "Lower quartile", "Median", "Upper quartile", "Greatest"],
        Lang::Zh => ["最低", "下四分位", "中位", "上四分位", "最高"],
    };
    let last = score.quartiles.len().saturating_sub(1);
    let mut columns = vec![Column::wide(""), Column::figures(pen.pick("Records", "记录数")), Column::figures(pen.pick("Mean", "平均"))];
    let mut cells = vec![Html::text(&score.label), Html::text(&pen.count(score.count)), pen.figure(score.mean.as_ref())];
    for (place, (name, quartile)) in names.into_iter().zip(&score.quartiles).enumerate() {
        columns.push(Column::figures(name));
        cells.push(pen.about(Some(quartile), score.exact || place == 0 || place == last));
    }
    body.push(&Table { caption: String::new(), columns, rows: vec![Row::plain(cells)] }.to_html());
    if score.missing > 0 {
        body.push(&paragraph(Html::text(&match pen.lang {
            Lang::En => format!("Records without this score: {}.", pen.count(score.missing)),
            Lang::Zh => format!("无此得分的记录：{} 条。", pen.count(score.missing)),
        })));
    }
    if !score.parts.is_empty() {
        body.push(&subsection(pen.pick("By group of the score", "各组得分"), &parts(&score.parts, pen)));
    }
    body
}

fn histogram(score: &Score, pen: Pen) -> Html {
    let borders = score.bars.iter().flat_map(|bar| [&bar.low, &bar.high]);
    let (places, amounts) = on_one_scale(borders.chain(score.passes.iter().map(|pass| &pass.at)));
    let (bounds, marks) = amounts.split_at((score.bars.len() * 2).min(amounts.len()));
    let bins = score.bars.iter().zip(bounds.chunks_exact(2)).map(|(bar, bounds)| Bin {
        low: bounds.first().copied().unwrap_or(0),
        high: bounds.last().copied().unwrap_or(0),
        count: bar.count,
        shown: format!("{}–{}", bar.low.text.get(pen.lang), bar.high.text.get(pen.lang)),
    });
    let mut set: Vec<Mark> = Vec::new();
    for (pass, at) in score.passes.iter().zip(marks) {
        let label = format!("{} {}", pass.of, pass.at.text.get(pen.lang));
        if !set.iter().any(|known| known.at == *at) {
            set.push(Mark { at: *at, label });
        }
    }
    Histogram {
        title: score.label.clone(),
        places,
        bins: bins.collect(),
        marks: set,
        counted: pen.pick("enterprises", "企业数").to_owned(),
        measured: score.label.clone(),
    }
    .to_svg()
}

fn parts(parts: &[Part], pen: Pen) -> Html {
    let columns = vec![
        Column::wide(pen.pick("Part", "组成")),
        Column::figures(pen.pick("Mean", "平均")),
        Column::figures(pen.pick("At most", "最高可得")),
        Column::figures(pen.pick("Mean of that", "平均占比")),
    ];
    let row = |part: &Part| {
        Row::plain(vec![
            Html::text(&part.label),
            pen.figure(part.mean.as_ref()),
            pen.figure(part.maximum.as_ref()),
            Html::text(&pen.percent(part.percent.as_deref())),
        ])
    };
    Table { caption: String::new(), columns, rows: parts.iter().map(row).collect() }.to_html()
}

fn counts_table(caption: &str, rows: Vec<(Html, u64, Option<&str>)>, pen: Pen) -> Html {
    let columns = vec![Column::wide(caption), Column::figures(pen.pick("Records", "记录数")), Column::figures(pen.pick("Share", "占比"))];
    let rows =
        rows.into_iter().map(|(name, count, percent)| Row::plain(vec![name, Html::text(&pen.count(count)), Html::text(&pen.percent(percent))]));
    Table { caption: String::new(), columns, rows: rows.collect() }.to_html()
}

fn grade_part(grade: &Grade, pen: Pen) -> Html {
    let mut rows: Vec<(Html, u64, Option<&str>)> =
        grade.members.iter().map(|member| (Html::text(&member.label), member.records.count, member.records.percent.as_deref())).collect();
    if grade.missing.count > 0 {
        rows.push((Html::text(pen.pick("(none)", "（无）")), grade.missing.count, grade.missing.percent.as_deref()));
    }
    let bars = grade.members.iter().map(|member| Bar {
        label: member.label.clone(),
        parts: vec![i128::from(member.records.count)],
        shown: format!("{} · {}", pen.count(member.records.count), pen.percent(member.records.percent.as_deref())),
    });
    let drawing = Bars { title: grade.label.clone(), places: 0, legend: vec![pen.pick("records", "记录数").to_owned()], bars: bars.collect() };
    let mut body = figure(&drawing.to_svg(), "");
    body.push(&counts_table(&grade.label, rows, pen));
    body
}

fn eligibility_part(eligibility: &Eligibility, pen: Pen) -> Html {
    let verdicts = &eligibility.verdicts;
    let rows = [
        (Sign::Met, pen.pick("eligible", "符合"), &verdicts.eligible),
        (Sign::NotMet, pen.pick("not eligible", "不符合"), &verdicts.ineligible),
        (Sign::Open, pen.pick("undetermined", "待定"), &verdicts.undetermined),
    ];
    let rows = rows.into_iter().map(|(sign, words, share)| (badge(sign, words), share.count, share.percent.as_deref())).collect();
    let mut body = counts_table(&eligibility.label, rows, pen);
    if eligibility.refusals.is_empty() {
        return body;
    }
    let columns = vec![
        Column::wide(pen.pick("Condition not met", "未满足的条件")),
        Column::figures(pen.pick("Records", "记录数")),
        Column::figures(pen.pick("Share", "占比")),
        Column::figures(pen.pick("Only this", "仅此一项")),
    ];
    let row = |refusal: &super::document::Refusal| {
        let mut words = Html::text(&refusal.words);
        if refusal.undetermined {
            words.push(&Html::text(" "));
            words.push(&badge(Sign::Open, pen.pick("undetermined", "待定")));
        }
        Row::plain(vec![
            words,
            Html::text(&pen.count(refusal.records.count)),
            Html::text(&pen.percent(refusal.records.percent.as_deref())),
            Html::text(&pen.count(refusal.alone)),
        ])
    };
    let rows = eligibility.refusals.iter().take(REASONS).map(row).collect();
    let mut reasons = Table { caption: String::new(), columns, rows }.to_html();
    let left = eligibility.refusals.len().saturating_sub(REASONS);
    if left > 0 {
        reasons.push(&paragraph(Html::text(&match pen.lang {
            Lang::En => format!("… and {left} more."),
            Lang::Zh => format!("……另有 {left} 项。"),
        })));
    }
    reasons.push(&note(&Html::text(pen.pick(
        "Shares are of the records that are not eligible or undetermined; a record may fail several conditions. “Only this”: the record would be eligible but for this condition.",
        "占比以不符合和待定的记录为总数；一条记录可能有几项条件未满足。“仅此一项”：若满足该条件即符合资格。",
    ))));
    body.push(&subsection(pen.pick("What stands in the way", "未获资格的原因"), &reasons));
    body
}

fn edges_part(edges: &Edges, pen: Pen) -> Html {
    let days = windows::DAYS;
    let explained = match pen.lang {
        Lang::En => format!(
            "At an edge of the policy a small difference decides. For each edge, the enterprises in a window just below it are counted against those in a window just above: \
             a window is {} % of the edge, at least one unit for whole numbers, one unit at nought, {days} days for dates. Where one side has many more, enterprises may have been steered \
             there. The drawing shows several windows on either side; listed first are the edges at which the difference goes furthest beyond what the next windows let expect, \
             and edges without room for these are not listed.",
            windows::PERCENT
        ),
        Lang::Zh => format!(
            "在政策的界限处，细小的差别就有不同的结果。对每个界限，统计略低于它和达到它的一小段内各有多少企业：一小段为界限值的 {}%，整数至少为一个单位，\
             界限为零时为一个单位，日期为 {days} 天。若一侧明显较多，企业可能有意靠向这一侧。小图为界限两侧的若干区间；先列出两侧之差最超出相邻区间变化趋势的界限，两侧容不下这些区间的界限不列。",
            windows::PERCENT
        ),
    };
    let mut body = paragraph(Html::text(&explained));
    let examined = match (pen.lang, edges.left_out) {
        (Lang::En, 0) => format!("Edges looked at: {}.", edges.examined),
        (Lang::En, more) => format!("Edges looked at: {}; not looked at: {more} more.", edges.examined),
        (Lang::Zh, 0) => format!("共查看 {} 个界限。", edges.examined),
        (Lang::Zh, more) => format!("共查看 {} 个界限，另有 {more} 个未查看。", edges.examined),
    };
    body.push(&paragraph(Html::text(&examined)));
    if edges.strongest.is_empty() {
        body.push(&paragraph(Html::text(pen.pick("None of them stands out.", "没有突出的界限。"))));
        return body;
    }
    let columns = vec![
        Column::words(pen.pick("Figure", "数据项")),
        Column::figures(pen.pick("Edge", "界限")),
        Column::figures(pen.pick("Window", "区间")),
        Column::figures(pen.pick("Just below", "略低")),
        Column::figures(pen.pick("Just above", "略高")),
        Column::words(pen.pick("Around it", "附近分布")),
        Column::wide(pen.pick("What changes", "变化的项目")),
    ];
    let row = |edge: &EdgeReport| {
        let mut name = Html::text(&edge.label);
        let mut remarks: Vec<String> = edge.only.iter().map(|only| only.get(pen.lang).to_owned()).collect();
        if edge.conditional {
            remarks.push(pen.pick("others decide too", "还取决于其他条件").to_owned());
        }
        if !remarks.is_empty() {
            name.push(&Html::text(" "));
            name.push(&Html::small(&remarks.join(pen.pick("; ", "；"))));
        }
        Row::plain(vec![
            name,
            Html::text(&stated(edge, pen)),
            Html::text(&width(edge, pen)),
            Html::text(&pen.count(edge.below)),
            Html::text(&pen.count(edge.above)),
            around(edge, pen),
            Html::text(&edge.rules.join(pen.pick("; ", "；"))),
        ])
    };
    body.push(&Table { caption: String::new(), columns, rows: edges.strongest.iter().map(row).collect() }.to_html());
    body
}

/// The edge as the policy states it: `≥ 60` or `> 60`.
fn stated(edge: &EdgeReport, pen: Pen) -> String {
    let sign = if edge.at_is_above { "≥ " } else { "> " };
    format!("{sign}{}", edge.at.text.get(pen.lang))
}

fn width(edge: &EdgeReport, pen: Pen) -> String {
    let is_date = edge.at.unit.is_empty() && edge.at.exact.as_deref().is_some_and(|exact| Decimal::parse(exact).is_none());
    match (is_date, pen.lang) {
        (true, Lang::En) => format!("{} days", edge.width.text.en),
        (true, Lang::Zh) => format!("{} 天", edge.width.text.zh),
        (false, _) => edge.width.text.get(pen.lang).to_owned(),
    }
}

/// Windows around an edge.
fn around(edge: &EdgeReport, pen: Pen) -> Html {
    let before = usize::try_from(edge.parts_below).unwrap_or(0);
    Spark { title: format!("{} {}", edge.label, stated(edge, pen)), counts: edge.parts.clone(), before }.to_svg()
}

fn rejections_part(rejections: &[Rejection], pen: Pen) -> Html {
    let columns = vec![
        Column::words(pen.pick("Code", "代码")),
        Column::words(pen.pick("Column", "列")),
        Column::figures(pen.pick("Cells", "次数")),
        Column::wide(pen.pick("For example", "例如")),
    ];
    let row = |rejection: &Rejection| {
        let example = |example: &super::document::Example| {
            let file = example.file.as_deref().map_or_else(String::new, |file| format!("{file} "));
            let key = example.key.as_deref().map_or_else(String::new, |key| match pen.lang {
                Lang::En => format!(", {key}"),
                Lang::Zh => format!(" {key}"),
            });
            let row = example.row;
            Html::text(&match pen.lang {
                Lang::En => format!("{file}row {row}{key}: {}", example.says.en),
                Lang::Zh => format!("{file}第 {row} 行{key}：{}", example.says.zh),
            })
        };
        Row::plain(vec![
            Html::text(&rejection.code),
            Html::text(if rejection.column.is_empty() { pen.pick("(whole row)", "（整行）") } else { &rejection.column }),
            Html::text(&pen.count(rejection.count)),
            list(&rejection.examples.iter().map(example).collect::<Vec<Html>>()),
        ])
    };
    let mut body = Table { caption: String::new(), columns, rows: rejections.iter().take(REASONS).map(row).collect() }.to_html();
    let left = rejections.len().saturating_sub(REASONS);
    if left > 0 {
        body.push(&paragraph(Html::text(&match pen.lang {
            Lang::En => format!("… and {left} more kinds."),
            Lang::Zh => format!("……另有 {left} 种。"),
        })));
    }
    body
}

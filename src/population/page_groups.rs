//! The parts of the page about groups: records by the values of a field, and what is left blank.
//!
//! In: a report, a language. Out: markup.

use super::document::{Blanks, Breakdown, GroupReport, Population, Share};
use super::measure::thousandths;
use super::page::Pen;
use crate::chart::{Bar, Bars, Heat, HeatCell, HeatRow};
use crate::diagnostic::Lang;
use crate::page::{Column, Html, Row, Table, figure, note, paragraph, section, subsection};

/// So many groups are columns of a heat map.
const HEAT_COLUMNS: usize = 15;
/// So many fields are rows of it.
const HEAT_ROWS: usize = 60;

/// Records by the values of a field.
pub(super) fn breakdown(population: &Population, breakdown: &Breakdown, pen: Pen) -> Html {
    let Some(values) = breakdown.values else {
        return note(&Html::text(pen.pick(
            "There are more different values than are told apart, so that nothing is said of each. Group by something of which there are few.",
            "取值种类太多，不再逐一统计。请按种类较少的数据项分组。",
        )));
    };
    if breakdown.groups.is_empty() {
        return Html::default();
    }
    let mut body = Html::default();
    if let Some(others) = &breakdown.others {
        let shown = breakdown.groups.len();
        body.push(&paragraph(Html::text(&match pen.lang {
            Lang::En => format!("{} different values; the {shown} with most records are listed, then {}.", pen.count(values), others.label.en),
            Lang::Zh => format!("共 {} 种取值；列出记录最多的 {shown} 种，其余合并为“{}”。", pen.count(values), others.label.zh),
        })));
    }
    if breakdown.by_year {
        body.push(&paragraph(Html::text(pen.pick("Dates are counted by year.", "日期按年统计。"))));
    }
    body.push(&figure(
        &records(population, breakdown, pen),
        pen.pick("Records by value, and how many of them are eligible.", "各取值的记录数及其中符合资格者。"),
    ));
    body.push(&counts(population, breakdown, pen));
    for (position, score) in population.scores.iter().enumerate() {
        let rows: Vec<Row> = all(breakdown).filter_map(|(group, is_rest)| score_row(group, position, is_rest, pen)).collect();
        let columns = vec![
            Column::wide(&*breakdown.label),
            Column::figures(pen.pick("Mean", "平均")),
            Column::figures(pen.pick("Least", "最低")),
            Column::figures(pen.pick("Lower quartile", "下四分位")),
            Column::figures(pen.pick("Median", "中位")),
            Column::figures(pen.pick("Upper quartile", "上四分位")),
            Column::figures(pen.pick("Greatest", "最高")),
        ];
        body.push(&subsection(&score.label, &Table { caption: String::new(), columns, rows }.to_html()));
    }
    body
}

/// The groups, then the others, and whether it is these.
fn all(breakdown: &Breakdown) -> impl Iterator<Item = (&GroupReport, bool)> {
    breakdown.groups.iter().map(|group| (group, false)).chain(breakdown.others.iter().map(|others| (others, true)))
}

fn records(population: &Population, breakdown: &Breakdown, pen: Pen) -> Html {
    let first = population.eligibilities.first();
    let bar = |group: &GroupReport| {
        let records = group.records.count;
        let (parts, shown) = match group.verdicts.first() {
            Some(verdicts) => {
                let eligible = &verdicts.eligible;
                let parts = vec![i128::from(eligible.count), i128::from(records.saturating_sub(eligible.count))];
                (parts, format!("{} · {}", pen.count(records), pen.percent(eligible.percent.as_deref())))
            }
            None => (vec![i128::from(records)], pen.count(records)),
        };
        Bar { label: group.label.get(pen.lang).to_owned(), parts, shown }
    };
    let legend = match first {
        Some(eligibility) => vec![eligibility.label.clone(), pen.pick("others", "其余").to_owned()],
        None => vec![pen.pick("records", "记录数").to_owned()],
    };
    Bars { title: breakdown.label.clone(), places: 0, legend, bars: all(breakdown).map(|(group, _)| bar(group)).collect() }.to_svg()
}

fn counts(population: &Population, breakdown: &Breakdown, pen: Pen) -> Html {
    let mut columns =
        vec![Column::wide(&*breakdown.label), Column::figures(pen.pick("Records", "记录数")), Column::figures(pen.pick("Share", "占比"))];
    for eligibility in &population.eligibilities {
        columns.push(Column::figures(&*eligibility.label));
        columns.push(Column::figures(pen.pick("Share", "比例")));
    }
    let row = |(group, is_rest): (&GroupReport, bool)| {
        let mut cells = vec![
            Html::text(group.label.get(pen.lang)),
            Html::text(&pen.count(group.records.count)),
            Html::text(&pen.percent(group.records.percent.as_deref())),
        ];
        for verdicts in &group.verdicts {
            cells.push(Html::text(&pen.count(verdicts.eligible.count)));
            cells.push(Html::text(&pen.percent(verdicts.eligible.percent.as_deref())));
        }
        if is_rest { Row::total(cells) } else { Row::plain(cells) }
    };
    Table { caption: String::new(), columns, rows: all(breakdown).map(row).collect() }.to_html()
}

fn score_row(group: &GroupReport, position: usize, is_rest: bool, pen: Pen) -> Option<Row> {
    let score = group.scores.get(position)?;
    let mut cells = vec![Html::text(group.label.get(pen.lang)), pen.figure(score.mean.as_ref())];
    (0..5).for_each(|place| cells.push(pen.about(score.quartiles.get(place), score.exact)));
    Some(if is_rest { Row::total(cells) } else { Row::plain(cells) })
}

/// What is left blank.
pub(super) fn blanks(population: &Population, pen: Pen) -> Html {
    let Blanks { fields, by } = &population.blanks;
    let title = pen.pick("Figures left blank", "空白的数据");
    if population.records.scored == 0 || fields.is_empty() {
        return Html::default();
    }
    // Those with most blanks first; of as many, in the order of the record.
    let mut order: Vec<usize> = (0..fields.len()).filter(|place| fields.get(*place).is_some_and(|field| field.blank.count > 0)).collect();
    order.sort_by_key(|place| std::cmp::Reverse(fields.get(*place).map_or(0, |field| field.blank.count)));
    let never = fields.len() - order.len();
    let mut body = Html::default();
    if order.is_empty() {
        body.push(&paragraph(Html::text(pen.pick("No scored record leaves anything blank.", "评分的记录没有空白。"))));
        return section(title, &body);
    }
    body.push(&paragraph(Html::text(&match (pen.lang, never) {
        (Lang::En, 0) => "Of the records that were scored: who leaves which field blank.".to_owned(),
        (Lang::En, _) => format!("Of the records that were scored: who leaves which field blank. Fields that nobody leaves blank: {never}."),
        (Lang::Zh, 0) => "评分的记录中各字段空白的比例。".to_owned(),
        (Lang::Zh, _) => format!("评分的记录中各字段空白的比例。另有 {never} 个字段没有空白。"),
    })));
    let left_out = order.len().saturating_sub(HEAT_ROWS);
    order.truncate(HEAT_ROWS);
    let all = pen.pick("all", "全部").to_owned();
    let row = |place: usize, cells: Vec<Option<HeatCell>>| {
        let field = fields.get(place)?;
        let whole = std::iter::once(Some(cell(&field.blank, pen)));
        Some(HeatRow { label: field.label.clone(), cells: whole.chain(cells).collect() })
    };
    if by.is_empty() {
        let rows = order.iter().filter_map(|place| row(*place, Vec::new())).collect();
        body.push(&figure(&Heat { title: title.to_owned(), columns: vec![all.clone()], rows }.to_svg(), ""));
    }
    for (grouped, breakdown) in by.iter().zip(&population.by) {
        let shown = most(breakdown);
        let names = shown.iter().filter_map(|place| breakdown.groups.get(*place)).map(|group| group.label.get(pen.lang).to_owned());
        let columns: Vec<String> = std::iter::once(all.clone()).chain(names).collect();
        let cells = |field: usize| -> Vec<Option<HeatCell>> {
            let shares = shown.iter().map(|place| grouped.groups.get(*place).and_then(|shares| shares.get(field)));
            shares.map(|share| share.map(|share| cell(share, pen))).collect()
        };
        let rows = order.iter().filter_map(|place| row(*place, cells(*place))).collect();
        let caption = match (pen.lang, breakdown.groups.len() > HEAT_COLUMNS) {
            (Lang::En, false) => format!("By {}.", breakdown.label),
            (Lang::En, true) => format!("By {}: the {HEAT_COLUMNS} values with most records.", breakdown.label),
            (Lang::Zh, false) => format!("按{}。", breakdown.label),
            (Lang::Zh, true) => format!("按{}：记录最多的 {HEAT_COLUMNS} 种。", breakdown.label),
        };
        body.push(&figure(&Heat { title: title.to_owned(), columns, rows }.to_svg(), &caption));
    }
    if left_out > 0 {
        body.push(&paragraph(Html::text(&match pen.lang {
            Lang::En => format!("… and {left_out} more fields with fewer blanks."),
            Lang::Zh => format!("……另有 {left_out} 个空白较少的字段。"),
        })));
    }
    section(title, &body)
}

/// The groups with most records, in their order.
fn most(breakdown: &Breakdown) -> Vec<usize> {
    let records = |place: &usize| std::cmp::Reverse(breakdown.groups.get(*place).map_or(0, |group| group.records.count));
    let mut places: Vec<usize> = (0..breakdown.groups.len()).collect();
    places.sort_by_key(records);
    places.truncate(HEAT_COLUMNS);
    places.sort_unstable();
    places
}

fn cell(share: &Share, pen: Pen) -> HeatCell {
    HeatCell { share: u32::try_from(thousandths(share.count, share.of)).unwrap_or(1000), shown: pen.percent(share.percent.as_deref()) }
}

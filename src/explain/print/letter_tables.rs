//! The sections of a letter: tables of indicators, conditions, ways and figures, and the waterfall.
//!
//! In: parts of an explanation. Out: markup. What the letter begins and ends with stands in `letter`.

use super::sentences::{Line, Voice};
use super::words::{combination, role};
use crate::chart::{Direction, Mark, Step, Waterfall};
use crate::diagnostic::Lang;
use crate::explain::explanation::{
    ClauseRole, ConditionReport, EligibilityReport, Explanation, Figure, GradeReport, GroupReport, GroupRole, IndicatorReport, ItemReport,
    ScoreReport, State, ValueReport,
};
use crate::page::{Column, Html, Row, Sign, Table, badge, figure, note, paragraph};
use crate::value::decimal::{Decimal, Rounding};

/// Decimal places of drawn amounts.
const PLACES: u8 = 4;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    /// The language and the marks.
    pub voice: Voice,
}

impl Letter {
    /// Words in the language of the letter.
    pub fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.voice.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// A header that begins with a capital in English.
    fn head(&self, word: &str) -> String {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// A score: the waterfall, the table, remarks.
    pub fn score(&self, score: &ScoreReport) -> Html {
        let words = self.voice.words();
        let weighted = score.all_items().any(|item| item.weight.is_some());
        let mut columns = vec![
            Column::words(self.head(words.indicator)),
            Column::wide(self.head(words.calculation)),
            Column::figures(self.head(words.points)),
            Column::figures(self.head(words.out_of)),
        ];
        if weighted {
            columns.extend([Column::figures(self.head(words.weight)), Column::figures(self.head(words.contribution))]);
        }
        let mut rows = Vec::new();
        for group in &score.groups {
            let subtotal = Html::text(self.voice.figure(&group.subtotal));
            let most = Html::text(group.out_of.as_deref().unwrap_or(""));
            let remarks: Vec<Html> = group.remarks.iter().map(|remark| Html::small(remark.get(self.voice.lang))).collect();
            let mut cells = vec![Html::text(&format!("{}{}", role(group.role, self.voice.lang), group.label)), Html::stacked(&remarks)];
            cells.extend(if weighted { vec![Html::default(), Html::default(), most, subtotal] } else { vec![subtotal, most] });
            rows.push(Row::group(cells));
            rows.extend(group.items.iter().map(|item| Row::plain(self.item(item, weighted))));
        }
        rows.extend(score.items.iter().map(|item| Row::plain(self.item(item, weighted))));
        let most = Html::text(score.out_of.as_deref().unwrap_or(""));
        let result = Html::text(self.voice.figure(&score.result));
        let mut total = vec![Html::text(&score.label), Html::default()];
        total.extend(if weighted { vec![Html::default(), Html::default(), most, result] } else { vec![result, most] });
        rows.push(Row::total(total));
        let mut section = self.waterfall(score);
        section.push(&Table { caption: String::new(), columns, rows }.to_html());
        let remarks = score.weights.iter().chain(&score.remarks).map(|remark| remark.get(self.voice.lang).to_owned());
        section.push(&self.remarks(remarks.chain(self.documents(&score.sources, &score.notes)).collect()));
        section
    }

    fn item(&self, item: &ItemReport, weighted: bool) -> Vec<Html> {
        let mut cells = self.indicator(&item.indicator);
        if weighted {
            cells.push(Html::text(item.weight.as_ref().map_or("", |weight| self.voice.figure(weight))));
            cells.push(Html::text(self.voice.figure(&item.contribution)));
        }
        cells
    }

    fn indicator(&self, indicator: &IndicatorReport) -> Vec<Html> {
        let mut label = vec![Html::text(&indicator.label)];
        label.extend(indicator.sources.iter().map(|source| Html::small(source)));
        let mut calculation = calculation(self.voice.indicator(indicator));
        calculation.extend(indicator.notes.iter().map(|note| Html::small(note)));
        let points = Html::text(self.voice.figure(&indicator.points));
        vec![Html::stacked(&label), Html::stacked(&calculation), points, Html::text(indicator.out_of.as_deref().unwrap_or(""))]
    }

    /// Indicators outside scores.
    pub fn loose(&self, indicators: &[IndicatorReport]) -> Html {
        let words = self.voice.words();
        let columns = vec![
            Column::words(self.head(words.indicator)),
            Column::wide(self.head(words.calculation)),
            Column::figures(self.head(words.points)),
            Column::figures(self.head(words.out_of)),
        ];
        let rows = indicators.iter().map(|one| Row::plain(self.indicator(one))).collect();
        Table { caption: String::new(), columns, rows }.to_html()
    }

    /// How groups, or indicators where there is no more than one group, add up to the score.
    fn waterfall(&self, score: &ScoreReport) -> Html {
        let Some(total) = amount(&score.result) else { return Html::default() };
        let steps: Option<Vec<Step>> = if score.groups.len() > 1 {
            let groups = score.groups.iter().map(|group| self.step(&group.label, &group.subtotal, most_of(group), direction(group.role)));
            groups.chain(score.items.iter().map(|item| self.item_step(item, GroupRole::Base))).collect()
        } else {
            let grouped = score.groups.iter().flat_map(|group| group.items.iter().map(|item| self.item_step(item, group.role)));
            grouped.chain(score.items.iter().map(|item| self.item_step(item, GroupRole::Base))).collect()
        };
        let Some(steps) = steps.filter(|steps| steps.len() > 1) else { return Html::default() };
        let mark = |bound: &crate::explain::explanation::BoundReport| {
            amount(&bound.at).map(|at| Mark { at, label: typeset(bound.words.get(self.voice.lang)) })
        };
        let drawing = Waterfall {
            title: score.label.clone(),
            places: PLACES,
            steps,
            total: (score.label.clone(), total, self.voice.figure(&score.result).to_owned()),
            marks: score.bounds.iter().filter_map(mark).collect(),
        };
        let caption = self.say("What each part adds; pale: what it could add at most.", "各部分计入的分数；浅色为最多可以计入的分数。");
        figure(&drawing.to_svg(), caption)
    }

    fn step(&self, label: &str, figure: &Figure, most: Option<Decimal>, direction: Direction) -> Option<Step> {
        let shown = self.voice.figure(figure).to_owned();
        Some(Step { label: label.to_owned(), amount: amount(figure)?, most: most.and_then(drawn), shown, direction })
    }

    fn item_step(&self, item: &ItemReport, role: GroupRole) -> Option<Step> {
        self.step(&item.indicator.label, &item.contribution, most_of_item(item), direction(role))
    }

    /// A grade with its reason and the one above.
    pub fn grade(&self, grade: &GradeReport) -> Html {
        let mut text = Html::strong(&format!("{}{}{}", grade.label, self.voice.words().colon, self.voice.figure(&grade.result)));
        let mut lines = calculation(self.voice.reason(&grade.reason, &grade.result));
        lines.extend(grade.next.iter().map(|next| Html::text(&format!("↑ {}", self.voice.next_grade(next)))));
        lines.extend(self.documents(&grade.sources, &[]).iter().map(|text| Html::small(text)));
        text.push(&Html::stacked(&lines));
        note(&text)
    }

    /// The conditions of an eligibility.
    pub fn eligibility(&self, eligibility: &EligibilityReport) -> Html {
        let words = self.voice.words();
        let columns = vec![
            Column::slim(self.say("No.", "序号")),
            Column::wide(self.head(words.condition)),
            Column::wide(self.say("Figures", "数据")),
            Column::slim(self.head(words.finding)),
        ];
        let mut rows = Vec::new();
        for (clause, number) in eligibility.clauses.iter().zip(1usize..) {
            self.condition(&clause.condition, clause.role, &number.to_string(), &mut rows);
        }
        let mut section = Table { caption: String::new(), columns, rows }.to_html();
        section.push(&self.remarks(self.documents(&eligibility.sources, &eligibility.notes)));
        section
    }

    /// The words of a condition; for a combination without words, how it combines.
    pub fn condition_words(&self, condition: &ConditionReport) -> String {
        let said = condition.words.get(self.voice.lang);
        match combination(condition.combination, self.voice.lang) {
            Some(how) if said.is_empty() => how.to_owned(),
            Some(_) | None => typeset(said),
        }
    }

    fn condition(&self, condition: &ConditionReport, clause: ClauseRole, number: &str, rows: &mut Vec<Row>) {
        let words = self.voice.words();
        let before = match clause {
            ClauseRole::Require => "",
            ClauseRole::Veto => words.veto,
            ClauseRole::Direct => words.direct,
        };
        let how = combination(condition.combination, self.voice.lang).filter(|_| !condition.words.get(self.voice.lang).is_empty());
        let how = how.map_or_else(String::new, |how| format!("{}{how}{}", words.open, words.close));
        let text = format!("{before}{}{how}", self.condition_words(condition));
        let details: Vec<Html> = self.voice.condition_details(condition).iter().map(|text| Html::text(&typeset(text))).collect();
        rows.push(Row::plain(vec![Html::text(number), Html::text(&text), Html::stacked(&details), self.finding(condition.state, clause)]));
        for (part, place) in condition.parts.iter().zip(1usize..) {
            self.condition(part, ClauseRole::Require, &format!("{number}.{place}"), rows);
        }
    }

    fn finding(&self, state: State, clause: ClauseRole) -> Html {
        let words = self.voice.words();
        match (clause, state) {
            (ClauseRole::Require | ClauseRole::Direct, State::Met) => badge(Sign::Met, words.met),
            (ClauseRole::Require, State::NotMet) => badge(Sign::NotMet, words.not_met),
            // A direct route that is not open takes nothing away.
            (ClauseRole::Direct, State::NotMet) => badge(Sign::Plain, words.not_met),
            (ClauseRole::Veto, State::Met) => badge(Sign::NotMet, words.triggered),
            (ClauseRole::Veto, State::NotMet) => badge(Sign::Met, words.not_triggered),
            (ClauseRole::Require | ClauseRole::Veto | ClauseRole::Direct, State::Undetermined) => badge(Sign::Open, words.undetermined),
        }
    }

    /// The ways to more points, of every indicator.
    pub fn ways(&self, explanation: &Explanation) -> Html {
        let words = self.voice.words();
        let indicators = explanation.scores.iter().flat_map(ScoreReport::all_items).map(|item| &item.indicator).chain(&explanation.indicators);
        let shown = |figure: Option<&Figure>| Html::text(figure.map_or("", |figure| self.voice.figure(figure)));
        let row = |indicator: &IndicatorReport| -> Vec<Row> {
            let next = indicator.next.iter();
            let cells = next.map(|next| {
                let gain = if next.gain.as_ref().and_then(amount) == Some(0) { None } else { next.gain.as_ref() };
                vec![
                    Html::text(&indicator.label),
                    Html::text(&typeset(&self.voice.way(next))),
                    shown(Some(&next.points)),
                    shown(gain),
                    shown(next.score.as_ref()),
                ]
            });
            cells.map(Row::plain).collect()
        };
        let rows: Vec<Row> = indicators.flat_map(row).collect();
        if rows.is_empty() {
            return Html::default();
        }
        let columns = vec![
            Column::words(self.head(words.indicator)),
            Column::wide(self.say("What would have to change", "需要达到")),
            Column::figures(self.head(words.points)),
            Column::figures(self.say("Gain", "计入增加")),
            Column::figures(self.say("Score then", "届时总分")),
        ];
        let mut section = Table { caption: String::new(), columns, rows }.to_html();
        let words = self.say(
            "Each row changes one figure and nothing else. It says what the rules would give, not what should be filed.",
            "每行只改变一项数据，其余不变；这里说明的是规则的结果，不是填报的建议。",
        );
        section.push(&note(&paragraph(Html::text(words))));
        section
    }

    /// Outputs, and values on the way.
    pub fn values(&self, values: &[ValueReport]) -> Html {
        let words = self.voice.words();
        let columns = vec![Column::words(self.head(words.item)), Column::wide(self.head(words.calculation)), Column::figures(self.head(words.value))];
        let row = |one: &ValueReport| {
            let reason = calculation(self.voice.reason(&one.reason, &one.value));
            Row::plain(vec![Html::text(&one.label), Html::stacked(&reason), Html::text(self.voice.figure(&one.value))])
        };
        let outputs = values.iter().filter(|one| one.output);
        let rows = outputs.chain(values.iter().filter(|one| !one.output)).map(row).collect();
        Table { caption: String::new(), columns, rows }.to_html()
    }

    /// Every figure of the record, two to a row.
    pub fn record(&self, explanation: &Explanation) -> Html {
        let words = self.voice.words();
        let shown = |figure: &Figure| match figure.exact {
            Some(_) => Html::text(self.voice.figure(figure)),
            None => badge(Sign::Open, self.say("left blank", "未填写")),
        };
        let pair = || [Column::words(self.head(words.item)), Column::figures(self.head(words.figure))];
        let columns: Vec<Column> = pair().into_iter().chain(pair()).collect();
        let fields = &explanation.record.fields;
        let (left, right) = fields.split_at(fields.len().div_ceil(2));
        let mut after = right.iter();
        let rows = left.iter().map(|field| {
            let mut cells = vec![Html::text(&field.label), shown(&field.value)];
            match after.next() {
                Some(field) => cells.extend([Html::text(&field.label), shown(&field.value)]),
                None => cells.extend([Html::default(), Html::default()]),
            }
            Row::plain(cells)
        });
        Table { caption: String::new(), columns, rows: rows.collect() }.to_html()
    }

    fn documents(&self, sources: &[String], notes: &[String]) -> Vec<String> {
        let words = self.voice.words();
        let sources = sources.iter().map(|source| format!("{}{}{source}", self.head(words.source), words.colon));
        sources.chain(notes.iter().map(|note| format!("{}{}{note}", self.head(words.note), words.colon))).collect()
    }

    fn remarks(&self, remarks: Vec<String>) -> Html {
        if remarks.is_empty() {
            return Html::default();
        }
        note(&remarks.iter().map(|remark| paragraph(Html::text(&self.head(&typeset(remark))))).collect())
    }
}

/// Lines of a calculation; what is nested stands further in.
fn calculation(lines: Vec<Line>) -> Vec<Html> {
    lines.into_iter().map(|(indentation, text)| Html::text(&format!("{}{}", "\u{2003}".repeat(indentation / 2), typeset(&text)))).collect()
}

/// Operators as they are printed rather than typed.
pub(crate) fn typeset(text: &str) -> String {
    text.replace(" >= ", " ≥ ").replace(" <= ", " ≤ ").replace(" != ", " ≠ ").replace(" * ", " × ").replace(" / ", " ÷ ")
}

fn direction(role: GroupRole) -> Direction {
    match role {
        GroupRole::Base | GroupRole::Bonus => Direction::Adds,
        GroupRole::Deduction => Direction::Takes,
    }
}

/// What an indicator contributes at most: its weight, or its maximum where there are no weights.
fn most_of_item(item: &ItemReport) -> Option<Decimal> {
    let most = item.weight.as_ref().map_or(item.indicator.out_of.as_deref(), |weight| weight.exact.as_deref());
    Decimal::parse(most?)
}

/// What a group contributes at most: what is declared, or what its indicators do together.
fn most_of(group: &GroupReport) -> Option<Decimal> {
    match &group.out_of {
        Some(most) => Decimal::parse(most),
        None => group.items.iter().try_fold(Decimal::ZERO, |sum, item| sum.add(most_of_item(item)?)),
    }
}

/// A figure as an amount to be drawn.
fn amount(figure: &Figure) -> Option<i128> {
    figure.exact.as_deref().and_then(Decimal::parse).and_then(drawn)
}

fn drawn(decimal: Decimal) -> Option<i128> {
    decimal.rescale(PLACES, Rounding::HalfAway).map(|decimal| decimal.mantissa)
}

//! Explanations as Markdown tables, for a letter or a file.
//!
//! In: an explanation and a language. Out: Markdown with pipe tables; texts of the policy are escaped.

use super::sentences::Voice;
use super::words::{answer, combination, role};
use crate::diagnostic::Lang;
use crate::explain::explanation::{
    ClauseRole, ConditionReport, EligibilityReport, Explanation, Figure, IndicatorReport, ItemReport, ScoreReport, State, ValueReport,
};

/// The explanation as Markdown.
#[must_use]
pub fn to_markdown(explanation: &Explanation, lang: Lang) -> String {
    let page = Page { voice: Voice { lang, marks: ["✓", "✗", "?"] } };
    page.print(explanation)
}

struct Page {
    voice: Voice,
}

/// Whether a column holds words or figures.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

impl Page {
    fn print(&self, explanation: &Explanation) -> String {
        let mut out = self.head(explanation);
        for score in &explanation.scores {
            self.score(score, &mut out);
        }
        self.loose(&explanation.indicators, &mut out);
        for eligibility in &explanation.eligibilities {
            self.eligibility(eligibility, &mut out);
        }
        self.grades(explanation, &mut out);
        self.values(explanation, &mut out);
        self.record(explanation, &mut out);
        out
    }

    fn head(&self, explanation: &Explanation) -> String {
        let words = self.voice.words();
        let mut out = format!("# {}{}{}\n\n", escape(&explanation.policy.title), words.colon, words.explanation);
        let mut bullet = |label: &str, text: &str| out.push_str(&format!("- {}{}{}\n", escape(label), words.colon, escape(text)));
        if let Some(key) = &explanation.record.key {
            bullet(&key.label, self.voice.figure(&key.value));
        }
        if let Some(day) = &explanation.as_of {
            bullet(words.as_of, day);
        }
        explanation.policy.sources.iter().for_each(|source| bullet(words.source, source));
        out
    }

    fn score(&self, score: &ScoreReport, out: &mut String) {
        let words = self.voice.words();
        let of = score.out_of.as_ref().map_or_else(String::new, |most| format!(" / {most}"));
        out.push_str(&format!("\n## {}{}{}{of}\n\n", escape(&score.label), words.colon, self.voice.figure(&score.result)));
        let weighted = score.all_items().any(|item| item.weight.is_some());
        let mut header =
            vec![(words.indicator, Side::Left), (words.calculation, Side::Left), (words.points, Side::Right), (words.out_of, Side::Right)];
        if weighted {
            header.extend([(words.weight, Side::Right), (words.contribution, Side::Right)]);
        }
        header.push((words.source, Side::Left));
        let mut rows = Vec::new();
        for group in &score.groups {
            let subtotal = strong(self.voice.figure(&group.subtotal));
            let most = group.out_of.clone().unwrap_or_default();
            let remarks: Vec<String> = group.remarks.iter().map(|remark| escape(remark.get(self.voice.lang))).collect();
            let mut row = vec![strong(&format!("{}{}", role(group.role, self.voice.lang), escape(&group.label))), remarks.join("<br>")];
            row.extend(if weighted { vec![String::new(), String::new(), most, subtotal] } else { vec![subtotal, most] });
            row.push(String::new());
            rows.push(row);
            rows.extend(group.items.iter().map(|item| self.item(item, weighted)));
        }
        rows.extend(score.items.iter().map(|item| self.item(item, weighted)));
        table(&header, &rows, out);
        for remark in score.weights.iter().chain(&score.remarks) {
            out.push_str(&format!("\n{}\n", escape(remark.get(self.voice.lang))));
        }
        self.documents(&score.sources, &score.notes, out);
        self.improvements(score.all_items().map(|item| &item.indicator), out);
    }

    fn item(&self, item: &ItemReport, weighted: bool) -> Vec<String> {
        let mut row = self.indicator(&item.indicator);
        if weighted {
            row.push(item.weight.as_ref().map_or_else(String::new, |weight| self.voice.figure(weight).to_owned()));
            row.push(self.voice.figure(&item.contribution).to_owned());
        }
        row.push(documents(&item.indicator));
        row
    }

    fn indicator(&self, indicator: &IndicatorReport) -> Vec<String> {
        let points = self.voice.figure(&indicator.points).to_owned();
        vec![escape(&indicator.label), paragraphs(self.voice.indicator(indicator)), points, indicator.out_of.clone().unwrap_or_default()]
    }

    fn improvements<'a>(&self, indicators: impl Iterator<Item = &'a IndicatorReport>, out: &mut String) {
        let words = self.voice.words();
        let lines: Vec<String> = indicators
            .flat_map(|indicator| {
                let label = &indicator.label;
                indicator.next.iter().map(move |next| format!("- {}{}{}\n", escape(label), words.colon, escape(&self.voice.next(next))))
            })
            .collect();
        if !lines.is_empty() {
            out.push_str(&format!("\n### {}\n\n{}", words.improve, lines.concat()));
        }
    }

    fn loose(&self, indicators: &[IndicatorReport], out: &mut String) {
        if indicators.is_empty() {
            return;
        }
        let words = self.voice.words();
        out.push_str(&format!("\n## {}\n\n", words.loose));
        let header = [
            (words.indicator, Side::Left),
            (words.calculation, Side::Left),
            (words.points, Side::Right),
            (words.out_of, Side::Right),
            (words.source, Side::Left),
        ];
        let row = |indicator: &IndicatorReport| {
            let mut row = self.indicator(indicator);
            row.push(documents(indicator));
            row
        };
        table(&header, &indicators.iter().map(row).collect::<Vec<Vec<String>>>(), out);
        self.improvements(indicators.iter(), out);
    }

    fn documents(&self, sources: &[String], notes: &[String], out: &mut String) {
        let words = self.voice.words();
        let labelled = sources.iter().map(|source| (words.source, source)).chain(notes.iter().map(|note| (words.note, note)));
        labelled.for_each(|(label, text)| out.push_str(&format!("\n{label}{}{}\n", words.colon, escape(text))));
    }

    fn eligibility(&self, eligibility: &EligibilityReport, out: &mut String) {
        let words = self.voice.words();
        let result = answer(eligibility.result, self.voice.lang);
        out.push_str(&format!("\n## {}{}{result}\n\n", escape(&eligibility.label), words.colon));
        let mut rows = Vec::new();
        for (position, clause) in eligibility.clauses.iter().enumerate() {
            let before = match clause.role {
                ClauseRole::Require => "",
                ClauseRole::Veto => words.veto,
                ClauseRole::Direct => words.direct,
            };
            self.condition(&clause.condition, before, &(position + 1).to_string(), &mut rows);
        }
        table(&[("", Side::Left), (words.condition, Side::Left), (words.calculation, Side::Left), (words.finding, Side::Left)], &rows, out);
        if !eligibility.missing.is_empty() {
            out.push_str(&format!("\n{}{}\n", words.deciding, escape(&self.voice.fields(&eligibility.missing))));
        }
        self.documents(&eligibility.sources, &eligibility.notes, out);
    }

    fn condition(&self, condition: &ConditionReport, before: &str, number: &str, rows: &mut Vec<Vec<String>>) {
        let words = self.voice.words();
        let finding = match condition.state {
            _ if before == words.veto => self.voice.veto(condition.state),
            State::Met => words.met,
            State::NotMet => words.not_met,
            State::Undetermined => words.undetermined,
        };
        let said = condition.words.get(self.voice.lang);
        let text = match combination(condition.combination, self.voice.lang) {
            Some(how) if said.is_empty() => format!("{before}{how}"),
            Some(how) => format!("{before}{said}{}{how}{}", words.open, words.close),
            None => format!("{before}{said}"),
        };
        let details: Vec<String> = self.voice.condition_details(condition).iter().map(|text| escape(text)).collect();
        rows.push(vec![number.to_owned(), escape(&text), details.join("<br>"), finding.to_owned()]);
        for (position, part) in condition.parts.iter().enumerate() {
            self.condition(part, "", &format!("{number}.{}", position + 1), rows);
        }
    }

    fn grades(&self, explanation: &Explanation, out: &mut String) {
        let words = self.voice.words();
        for grade in &explanation.grades {
            out.push_str(&format!("\n## {}{}{}\n", escape(&grade.label), words.colon, escape(self.voice.figure(&grade.result))));
            for (_, line) in self.voice.reason(&grade.reason, &grade.result) {
                out.push_str(&format!("\n{}\n", escape(&line)));
            }
            if let Some(next) = &grade.next {
                out.push_str(&format!("\n{}\n", escape(&self.voice.next_grade(next))));
            }
            self.documents(&grade.sources, &[], out);
        }
    }

    fn values(&self, explanation: &Explanation, out: &mut String) {
        let words = self.voice.words();
        for (output, title) in [(true, words.outputs), (false, words.values)] {
            let values: Vec<&ValueReport> = explanation.values.iter().filter(|one| one.output == output).collect();
            if values.is_empty() {
                continue;
            }
            let row = |one: &&ValueReport| {
                vec![escape(&one.label), escape(self.voice.figure(&one.value)), paragraphs(self.voice.reason(&one.reason, &one.value))]
            };
            out.push_str(&format!("\n## {title}\n\n"));
            let header = [(words.item, Side::Left), (words.value, Side::Right), (words.calculation, Side::Left)];
            table(&header, &values.iter().map(row).collect::<Vec<Vec<String>>>(), out);
        }
    }

    fn record(&self, explanation: &Explanation, out: &mut String) {
        let words = self.voice.words();
        out.push_str(&format!("\n## {}\n\n", words.record));
        let fields = explanation.record.fields.iter();
        let shown = |figure: &Figure| if figure.exact.is_some() { escape(self.voice.figure(figure)) } else { words.blank.to_owned() };
        let rows: Vec<Vec<String>> = fields.map(|field| vec![escape(&field.label), shown(&field.value)]).collect();
        table(&[(words.item, Side::Left), (words.figure, Side::Right)], &rows, out);
    }
}

fn documents(indicator: &IndicatorReport) -> String {
    indicator.sources.iter().chain(&indicator.notes).map(|text| escape(text)).collect::<Vec<String>>().join("<br>")
}

fn paragraphs(lines: Vec<(usize, String)>) -> String {
    lines
        .into_iter()
        .map(|(indentation, text)| format!("{}{}", "&emsp;".repeat(indentation / 2), escape(&text)))
        .collect::<Vec<String>>()
        .join("<br>")
}

fn table(header: &[(&str, Side)], rows: &[Vec<String>], out: &mut String) {
    let line = |cells: &mut dyn Iterator<Item = String>| format!("| {} |\n", cells.collect::<Vec<String>>().join(" | "));
    out.push_str(&line(&mut header.iter().map(|(name, _)| (*name).to_owned())));
    let rule = |side: &Side| match side {
        Side::Left => ":--".to_owned(),
        Side::Right => "--:".to_owned(),
    };
    out.push_str(&line(&mut header.iter().map(|(_, side)| rule(side))));
    for row in rows {
        out.push_str(&line(&mut row.iter().cloned()));
    }
}

fn strong(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("**{text}**") }
}

/// A text with everything escaped that Markdown would read.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '~' | '#' | '$' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '&' => escaped.push_str("&amp;"),
            '\n' | '\r' => escaped.push(' '),
            _ => escaped.push(letter),
        }
    }
    escaped
}

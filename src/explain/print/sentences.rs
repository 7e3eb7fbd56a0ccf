//! Sentences about reasons, shared by the printers.
//!
//! In: parts of an explanation. Out: one-line texts in one language, those of nested choices indented.

use super::words::{Words, words};
use crate::diagnostic::Lang;
use crate::explain::explanation::{
    ConditionReport, FieldName, Figure, Formula, GradeStep, IndicatorReport, NextStep, Reason, State, Step, StepKind, Subject,
};

/// What the sentences are made of.
#[derive(Clone, Copy)]
pub(super) struct Voice {
    /// The language.
    pub lang: Lang,
    /// Marks for met, not met, undetermined.
    pub marks: [&'static str; 3],
}

/// A line and its indentation.
pub(super) type Line = (usize, String);

impl Voice {
    /// The fixed words.
    pub fn words(self) -> &'static Words {
        words(self.lang)
    }

    /// The mark of a state.
    pub fn mark(self, state: State) -> &'static str {
        let [met, not_met, undetermined] = self.marks;
        match state {
            State::Met => met,
            State::NotMet => not_met,
            State::Undetermined => undetermined,
        }
    }

    /// What became of a veto.
    pub fn veto(self, state: State) -> &'static str {
        match state {
            State::Met => self.words().triggered,
            State::NotMet => self.words().not_triggered,
            State::Undetermined => self.words().undetermined,
        }
    }

    /// A value.
    pub fn figure(self, figure: &Figure) -> &str {
        figure.text.get(self.lang)
    }

    /// `formula = formula with numbers = value`, leaving out what would be said twice.
    pub fn equation(self, formula: &Formula, value: &Figure) -> String {
        if formula.condition {
            return format!("{} → {}", self.condition(formula), self.figure(value));
        }
        let numbers = formula.numbers.as_ref().map(|numbers| numbers.get(self.lang));
        let mut parts = vec![formula.labels.get(self.lang)];
        for part in numbers.into_iter().chain([self.figure(value)]) {
            if parts.last() != Some(&part) {
                parts.push(part);
            }
        }
        parts.join(" = ").replace(" = ≈", " ≈ ")
    }

    /// `condition: condition with numbers`.
    pub fn condition(self, formula: &Formula) -> String {
        let labels = formula.labels.get(self.lang);
        // `x = x` says no more than that the condition is met.
        let same = |text: &str| text.split_once(" = ").is_some_and(|(left, right)| left == right);
        match formula.numbers.as_ref().map(|numbers| numbers.get(self.lang)).filter(|numbers| *numbers != labels && !same(numbers)) {
            Some(numbers) => format!("{labels}{}{numbers}", self.words().colon),
            None => labels.to_owned(),
        }
    }

    /// How a value came about.
    pub fn reason(self, reason: &Reason, value: &Figure) -> Vec<Line> {
        let mut lines: Vec<Line> = reason.formula.iter().map(|formula| (0, self.equation(formula, value))).collect();
        reason.steps.iter().for_each(|step| self.step(step, 0, &mut lines));
        lines
    }

    /// How the points of an indicator came about: its value, then the rows.
    pub fn indicator(self, indicator: &IndicatorReport) -> Vec<Line> {
        let mut lines = Vec::new();
        if let Some(value) = &indicator.value {
            lines.extend(self.reason(&indicator.value_reason, value));
        }
        lines.extend(self.reason(&indicator.points_reason, &indicator.points));
        lines
    }

    fn subjects(self, subjects: &[Subject]) -> String {
        let all: Vec<String> = subjects.iter().map(|subject| self.equation(&subject.formula, &subject.value)).collect();
        all.join(self.words().semicolon)
    }

    /// What the row taken gave.
    fn given(self, step: &Step) -> String {
        match &step.formula {
            Some(formula) => self.equation(formula, &step.value),
            None => self.figure(&step.value).to_owned(),
        }
    }

    fn step(self, step: &Step, indentation: usize, lines: &mut Vec<Line>) {
        let words = self.words();
        let row = step.row.get(self.lang);
        // Where a choice within tells the value, it is not said before.
        let gives = if step.steps.is_empty() { format!(" → {}", self.given(step)) } else { String::new() };
        match step.kind {
            StepKind::Band | StepKind::Decision => {
                let text = format!("{}{}{row}{gives}", self.subjects(&step.subjects), words.row);
                lines.push((indentation, text));
            }
            StepKind::Linear => {
                let text = format!("{}{}{row}{gives}", self.subjects(&step.subjects), words.semicolon);
                lines.push((indentation, text));
            }
            StepKind::Lookup => {
                let text = format!("{}{}{}{}{row}{gives}", step.name, words.colon, self.subjects(&step.subjects), words.row);
                lines.push((indentation, text));
            }
            StepKind::Dated => lines.push((indentation, format!("{row}{gives}"))),
            StepKind::When | StepKind::If => self.guarded(step, indentation, &gives, lines),
            StepKind::Call => {
                let text = format!("{row} = {}", self.figure(&step.value)).replace(" = ≈", " ≈ ");
                if !lines.last().is_some_and(|(_, before)| before.ends_with(&text)) {
                    lines.push((indentation, text));
                }
                if let Some(formula) = &step.formula {
                    lines.push((indentation + 2, self.equation(formula, &step.value)));
                }
            }
        }
        step.steps.iter().for_each(|inner| self.step(inner, indentation + 2, lines));
    }

    fn guarded(self, step: &Step, indentation: usize, gives: &str, lines: &mut Vec<Line>) {
        let words = self.words();
        let last = step.tried.last().map(|guard| guard.state);
        for guard in &step.tried {
            let taken = if guard.state == State::Met { gives } else { "" };
            lines.push((indentation, format!("{} {}{taken}", self.mark(guard.state), self.condition(&guard.formula))));
        }
        match last {
            Some(State::Met) => {}
            Some(State::Undetermined) => lines.push((indentation, format!("{}{gives}", words.missing_row))),
            Some(State::NotMet) | None => lines.push((indentation, format!("{}{gives}", words.otherwise))),
        }
    }

    /// What would have to change for more points.
    pub fn way(self, step: &NextStep) -> String {
        let now = self.figure(&step.now);
        let (subject, bound) = (step.subject.get(self.lang), step.bound.get(self.lang));
        match (&step.field, self.lang) {
            (Some(field), _) if field.label == subject => {
                format!("{subject} {} → {}", self.figure(&field.from), self.figure(&field.to))
            }
            (Some(field), Lang::En) => {
                format!("{} {} → {} ({subject} {bound}, now {now})", field.label, self.figure(&field.from), self.figure(&field.to))
            }
            (Some(field), Lang::Zh) => {
                format!("{} {} → {}（{subject}{bound}，现为{now}）", field.label, self.figure(&field.from), self.figure(&field.to))
            }
            (None, Lang::En) => format!("{subject} {bound}, now {now}"),
            (None, Lang::Zh) => format!("{subject}{bound}（现为{now}）"),
        }
    }

    /// A way to more points.
    pub fn next(self, step: &NextStep) -> String {
        let points = self.figure(&step.points);
        let mut text = self.way(step);
        match self.lang {
            Lang::En => text.push_str(&format!(": {points} points")),
            Lang::Zh => text.push_str(&format!("：得分 {points}")),
        }
        if let Some(gain) = &step.gain {
            let gain = self.figure(gain);
            match (self.lang, step.deduction) {
                (Lang::En, false) => text.push_str(&format!(", {gain} more in the score")),
                (Lang::En, true) => text.push_str(&format!(", {gain} less taken away")),
                (Lang::Zh, false) => text.push_str(&format!("，计入增加 {gain}")),
                (Lang::Zh, true) => text.push_str(&format!("，扣分减少 {gain}")),
            }
        }
        if let Some(score) = &step.score {
            let score = self.figure(score);
            match self.lang {
                Lang::En => text.push_str(&format!(", total {score}")),
                Lang::Zh => text.push_str(&format!("，总分 {score}")),
            }
        }
        text
    }

    /// The grade above.
    pub fn next_grade(self, step: &GradeStep) -> String {
        let (grade, subject, bound) = (self.figure(&step.result), step.subject.get(self.lang), step.bound.get(self.lang));
        let lacking = self.figure(&step.lacking);
        match self.lang {
            Lang::En => format!("{grade}: {subject} {bound}, {lacking} more"),
            Lang::Zh => format!("{grade}：{subject}{bound}，还差 {lacking}"),
        }
    }

    /// Fields by label.
    pub fn fields(self, fields: &[FieldName]) -> String {
        fields.iter().map(|field| field.label.as_str()).collect::<Vec<&str>>().join(self.words().comma)
    }

    /// What is said below a condition: its text with the numbers in, and what is lacking.
    pub fn condition_details(self, condition: &ConditionReport) -> Vec<String> {
        let words = condition.words.get(self.lang);
        let text = condition.formula.iter().map(|formula| match &formula.numbers {
            Some(numbers) if formula.labels.get(self.lang) == words => numbers.get(self.lang).to_owned(),
            Some(_) | None => self.condition(formula),
        });
        let formula = text.filter(|text| !text.is_empty() && text != words);
        let lacking = (!condition.missing.is_empty() && condition.parts.is_empty())
            .then(|| format!("{}{}", self.words().lacking, self.fields(&condition.missing)));
        let remarks = condition.remarks.iter().filter(|_| condition.parts.is_empty()).map(|remark| remark.get(self.lang).to_owned());
        formula.chain(lacking).chain(remarks).collect()
    }
}

//! The letter to an enterprise: what came out, how, and what would change it.
//!
//! In: an explanation and a language. Out: one HTML page that prints on A4. It says what the explanation says; nothing is
//! promised, and no way of appeal is made up.

use super::letter_tables::Letter;
use super::sentences::Voice;
use super::words::answer;
use crate::diagnostic::Lang;
use crate::explain::explanation::{Answer, ClauseReport, ClauseRole, EligibilityReport, Explanation, GradeReport, ScoreReport, State};
use crate::page::{Format, Html, Outcome, Page, Sign, badge, facts, lead, list, note, outcomes, paragraph, section};

/// The explanation as a letter.
#[must_use]
pub fn to_letter(explanation: &Explanation, lang: Lang) -> String {
    let letter = Letter { voice: Voice { lang, marks: ["✓", "✗", "?"] } };
    let body = letter.body(explanation);
    let page = Page {
        lang,
        format: Format::Letter,
        kind: letter.say("Explanation of the result", "评价结果说明"),
        title: &explanation.policy.title,
        body,
        footer: letter.footer(explanation),
    };
    page.to_html()
}

/// The sign of an answer.
pub(super) fn answer_sign(answer: Answer) -> Sign {
    match answer {
        Answer::Eligible => Sign::Met,
        Answer::Ineligible => Sign::NotMet,
        Answer::Undetermined => Sign::Open,
    }
}

impl Letter {
    fn body(&self, explanation: &Explanation) -> Html {
        let mut body = self.addressee(explanation);
        body.push(&outcomes(&self.outcomes(explanation)));
        body.push(&self.opening(explanation));
        let many = explanation.scores.len() > 1;
        for score in &explanation.scores {
            let title = if many { score.label.clone() } else { self.say("How the score came about", "得分计算").to_owned() };
            body.push(&section(&title, &self.score(score)));
        }
        if !explanation.indicators.is_empty() {
            body.push(&section(self.voice.words().loose, &self.loose(&explanation.indicators)));
        }
        if !explanation.grades.is_empty() {
            body.push(&section(self.voice.words().grades, &explanation.grades.iter().map(|grade| self.grade(grade)).collect()));
        }
        for eligibility in &explanation.eligibilities {
            body.push(&section(&eligibility.label, &self.eligibility(eligibility)));
        }
        let ways = self.ways(explanation);
        if !ways.is_empty() {
            body.push(&section(self.voice.words().improve, &ways));
        }
        if !explanation.values.is_empty() {
            body.push(&section(self.say("Other values", "其他结果"), &self.values(&explanation.values)));
        }
        body.push(&section(self.say("Figures as filed", "填报数据"), &self.record(explanation)));
        body
    }

    /// Whom it concerns and what it is based on.
    fn addressee(&self, explanation: &Explanation) -> Html {
        let words = self.voice.words();
        let record = &explanation.record;
        let mut pairs = Vec::new();
        for field in record.key.iter().chain(&record.texts) {
            pairs.push((field.label.as_str(), Html::strong(self.voice.figure(&field.value))));
        }
        if let Some(day) = &explanation.as_of {
            pairs.push((self.title_case(words.as_of), Html::text(day)));
        }
        let sources: Vec<Html> = explanation.policy.sources.iter().map(|source| Html::text(source)).collect();
        pairs.push((self.title_case(words.source), Html::stacked(&sources)));
        facts(&pairs)
    }

    /// Words that begin a line in English begin with a capital.
    fn title_case(&self, word: &'static str) -> &'static str {
        match word {
            "reference date" => "Reference date",
            "source" => "Source",
            other => other,
        }
    }

    fn outcomes(&self, explanation: &Explanation) -> Vec<Outcome> {
        let of = |most: &Option<String>| most.as_ref().map_or_else(String::new, |most| format!("{}{most}", self.say("out of ", "满分 ")));
        let scores = explanation.scores.iter().map(|score| Outcome {
            label: score.label.clone(),
            figure: Html::text(self.voice.figure(&score.result)),
            remark: of(&score.out_of),
        });
        let grades = explanation.grades.iter().map(|grade| Outcome {
            label: grade.label.clone(),
            figure: Html::text(self.voice.figure(&grade.result)),
            remark: String::new(),
        });
        let answers = explanation.eligibilities.iter().map(|one| Outcome {
            label: one.label.clone(),
            figure: badge(answer_sign(one.result), answer(one.result, self.voice.lang)),
            remark: String::new(),
        });
        let outputs = explanation.values.iter().filter(|value| value.output).map(|value| Outcome {
            label: value.label.clone(),
            figure: Html::text(self.voice.figure(&value.value)),
            remark: String::new(),
        });
        scores.chain(grades).chain(answers).chain(outputs).collect()
    }

    /// The first paragraph: results in a sentence each, and what is wanting.
    fn opening(&self, explanation: &Explanation) -> Html {
        let mut sentences = vec![match self.voice.lang {
            Lang::En => format!("By the rules of {} and the figures filed:", explanation.policy.title),
            Lang::Zh => format!("根据「{}」和填报的数据，结果如下。", explanation.policy.title),
        }];
        sentences.extend(explanation.scores.iter().map(|score| self.score_sentence(score)));
        sentences.extend(explanation.grades.iter().map(|grade| self.grade_sentence(grade)));
        let between = self.say(" ", "");
        let mut opening = lead(&Html::text(&sentences.join(between)));
        let answers: Vec<Html> = explanation.eligibilities.iter().map(|one| self.answer_sentence(one)).collect();
        opening.push(&match answers.as_slice() {
            [one] => paragraph(one.clone()),
            several => list(several),
        });
        if !explanation.blank.is_empty() {
            let blank = self.voice.fields(&explanation.blank);
            opening.push(&note(&paragraph(Html::text(&match self.voice.lang {
                Lang::En => format!("Left blank: {blank}. What depends on them is missing or decided without them."),
                Lang::Zh => format!("未填写：{blank}。与之有关的结果缺失，或按未填写处理。"),
            }))));
        }
        opening
    }

    fn score_sentence(&self, score: &ScoreReport) -> String {
        let result = self.voice.figure(&score.result);
        match (self.voice.lang, &score.out_of) {
            (Lang::En, _) if score.result.exact.is_none() => format!("{} is missing.", score.label),
            (Lang::Zh, _) if score.result.exact.is_none() => format!("{}缺失。", score.label),
            (Lang::En, Some(most)) => format!("{} is {result} out of {most}.", score.label),
            (Lang::En, None) => format!("{} is {result}.", score.label),
            (Lang::Zh, Some(most)) => format!("{}为 {result} 分（满分 {most} 分）。", score.label),
            (Lang::Zh, None) => format!("{}为 {result} 分。", score.label),
        }
    }

    fn grade_sentence(&self, grade: &GradeReport) -> String {
        let result = self.voice.figure(&grade.result);
        match self.voice.lang {
            Lang::En => format!("{} is {result}.", grade.label),
            Lang::Zh => format!("{}为「{result}」。", grade.label),
        }
    }

    fn answer_sentence(&self, one: &EligibilityReport) -> Html {
        let mut sentence = Html::strong(&one.label);
        sentence.push(&Html::text(self.voice.words().colon));
        sentence.push(&badge(answer_sign(one.result), answer(one.result, self.voice.lang)));
        let why = match one.result {
            Answer::Eligible => String::new(),
            Answer::Ineligible => self.obstacles(one),
            Answer::Undetermined => match (self.voice.lang, self.voice.fields(&one.missing)) {
                (_, fields) if fields.is_empty() => String::new(),
                (Lang::En, fields) => format!(" It can be decided once these are filled in: {fields}."),
                (Lang::Zh, fields) => format!(" 补充以下数据后可以确定：{fields}。"),
            },
        };
        sentence.push(&Html::text(&why));
        sentence
    }

    /// What keeps the enterprise from being eligible.
    fn obstacles(&self, one: &EligibilityReport) -> String {
        let stands_against = |clause: &&ClauseReport| match clause.role {
            ClauseRole::Require => clause.condition.state == State::NotMet,
            ClauseRole::Veto => clause.condition.state == State::Met,
            ClauseRole::Direct => false,
        };
        let words: Vec<String> = one
            .clauses
            .iter()
            .filter(stands_against)
            .map(|clause| self.condition_words(&clause.condition))
            .filter(|words| !words.is_empty())
            .collect();
        match (self.voice.lang, words.is_empty()) {
            (_, true) => String::new(),
            (Lang::En, false) => format!(" It fails on: {}.", words.join("; ")),
            (Lang::Zh, false) => format!(" 未达到的条件：{}。", words.join("；")),
        }
    }

    fn footer(&self, explanation: &Explanation) -> Html {
        let first = self.say(
            "Every figure follows from the figures filed and the rules named; ≈ marks a figure shown with fewer digits than it has.",
            "各项结果均由填报数据按所列规则算出；标有 ≈ 的数字只显示了部分位数。",
        );
        let last = format!("{}{}{}", self.say("Policy", "政策"), self.voice.words().colon, explanation.policy.name);
        paragraph(Html::text(&format!("{first}{}{last}", self.say(" ", ""))))
    }
}

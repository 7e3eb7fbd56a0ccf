//! Explanations for a terminal: trees with aligned columns.
//!
//! In: an explanation, a language, a width in columns. Out: lines no wider than that, words that cannot be broken apart aside.
//! Uses no colour and asks nothing of the terminal.

use super::layout::{ASCII, LINES, Node, Strokes, hanging, tree};
use super::sentences::Voice;
use super::words::{answer, combination, role};
use crate::diagnostic::Lang;
use crate::explain::explanation::{
    ClauseReport, ClauseRole, ConditionReport, EligibilityReport, Explanation, GradeReport, GroupReport, IndicatorReport, ItemReport, Reason,
    ScoreReport, State, ValueReport,
};

/// The explanation as text with box-drawing characters and marks.
#[must_use]
pub fn to_text(explanation: &Explanation, lang: Lang, width: usize) -> String {
    let voice = Voice { lang, marks: ["✓", "✗", "?"] };
    let page = Page { voice, strokes: LINES, width, ascii: false };
    page.print(explanation)
}

/// The explanation as text whose own marks are all ASCII; labels stay as they are.
#[must_use]
pub fn to_ascii(explanation: &Explanation, lang: Lang, width: usize) -> String {
    let voice = Voice { lang, marks: ["[+]", "[-]", "[?]"] };
    let page = Page { voice, strokes: ASCII, width, ascii: true };
    page.print(explanation)
}

struct Page {
    voice: Voice,
    strokes: Strokes,
    width: usize,
    ascii: bool,
}

impl Page {
    fn print(&self, explanation: &Explanation) -> String {
        let words = self.voice.words();
        let mut lines = Vec::new();
        self.head(explanation, &mut lines);
        for score in &explanation.scores {
            self.score(score, &mut lines);
        }
        if !explanation.indicators.is_empty() {
            let items = explanation.indicators.iter().map(|one| self.indicator(one, None)).collect();
            self.section(words.loose.to_owned(), &[words.points.to_owned(), words.out_of.to_owned()], items, &mut lines);
        }
        if !explanation.grades.is_empty() {
            self.section(words.grades.to_owned(), &[], explanation.grades.iter().map(|one| self.grade(one)).collect(), &mut lines);
        }
        for eligibility in &explanation.eligibilities {
            self.eligibility(eligibility, &mut lines);
        }
        for (output, title) in [(true, words.outputs), (false, words.values)] {
            let nodes: Vec<Node> = explanation.values.iter().filter(|one| one.output == output).map(|one| self.value(one)).collect();
            if !nodes.is_empty() {
                self.section(title.to_owned(), &[], nodes, &mut lines);
            }
        }
        if !explanation.blank.is_empty() {
            lines.push(String::new());
            self.paragraph(&format!("{}{}{}", words.blank, words.colon, self.voice.fields(&explanation.blank)), &mut lines);
        }
        lines.join("\n") + "\n"
    }

    fn head(&self, explanation: &Explanation, lines: &mut Vec<String>) {
        let words = self.voice.words();
        self.paragraph(&explanation.policy.title, lines);
        if let Some(key) = &explanation.record.key {
            self.paragraph(&format!("{}{}{}", key.label, words.colon, self.voice.figure(&key.value)), lines);
        }
        if let Some(day) = &explanation.as_of {
            self.paragraph(&format!("{}{}{day}", words.as_of, words.colon), lines);
        }
        for source in &explanation.policy.sources {
            self.paragraph(&format!("{}{}{source}", words.source, words.colon), lines);
        }
    }

    fn paragraph(&self, text: &str, lines: &mut Vec<String>) {
        hanging(&self.plain(text), "", self.width, lines);
    }

    fn section(&self, title: String, header: &[String], nodes: Vec<Node>, lines: &mut Vec<String>) {
        lines.push(String::new());
        self.paragraph(&title, lines);
        let nodes: Vec<Node> = nodes.into_iter().map(|node| self.plain_node(node)).collect();
        lines.extend(tree(&nodes, header, self.strokes, self.width));
    }

    fn score(&self, score: &ScoreReport, lines: &mut Vec<String>) {
        let words = self.voice.words();
        let of = score.out_of.as_ref().map_or_else(String::new, |most| format!(" / {most}"));
        let title = format!("{}{}{}{of}", score.label, words.colon, self.voice.figure(&score.result));
        let weighted = score.all_items().any(|item| item.weight.is_some());
        let mut header = vec![words.points.to_owned(), words.out_of.to_owned()];
        if weighted {
            header.extend([words.weight.to_owned(), words.contribution.to_owned()]);
        }
        let groups = score.groups.iter().map(|group| self.group(group, weighted));
        let items = score.items.iter().map(|item| self.indicator(&item.indicator, Some(item).filter(|_| weighted)));
        let nodes: Vec<Node> = groups.chain(items).collect();
        self.section(title, &header, nodes, lines);
        for remark in score.weights.iter().chain(&score.remarks) {
            self.paragraph(remark.get(self.voice.lang), lines);
        }
        for text in self.documents(&score.sources, &score.notes) {
            self.paragraph(&text, lines);
        }
    }

    fn documents(&self, sources: &[String], notes: &[String]) -> Vec<String> {
        let words = self.voice.words();
        let sources = sources.iter().map(|source| format!("{}{}{source}", words.source, words.colon));
        sources.chain(notes.iter().map(|note| format!("{}{}{note}", words.note, words.colon))).collect()
    }

    fn group(&self, group: &GroupReport, weighted: bool) -> Node {
        let subtotal = self.voice.figure(&group.subtotal).to_owned();
        let most = group.out_of.clone().unwrap_or_default();
        let cells = if weighted { vec![String::new(), String::new(), most, subtotal] } else { vec![subtotal, most] };
        Node {
            title: format!("{}{}", role(group.role, self.voice.lang), group.label),
            cells,
            details: group.remarks.iter().map(|remark| (0, remark.get(self.voice.lang).to_owned())).collect(),
            children: group.items.iter().map(|item| self.indicator(&item.indicator, Some(item).filter(|_| weighted))).collect(),
        }
    }

    /// `weighted`: the item, where columns for weight and contribution are shown.
    fn indicator(&self, indicator: &IndicatorReport, weighted: Option<&ItemReport>) -> Node {
        let mut cells = vec![self.voice.figure(&indicator.points).to_owned(), indicator.out_of.clone().unwrap_or_default()];
        if let Some(item) = weighted {
            cells.push(item.weight.as_ref().map_or_else(String::new, |weight| self.voice.figure(weight).to_owned()));
            cells.push(self.voice.figure(&item.contribution).to_owned());
        }
        let mut details = self.voice.indicator(indicator);
        details.extend(indicator.next.iter().map(|next| (0, format!("↑ {}", self.voice.next(next)))));
        details.extend(self.documents(&indicator.sources, &indicator.notes).into_iter().map(|text| (0, text)));
        Node { title: indicator.label.clone(), cells, details, children: Vec::new() }
    }

    fn named(&self, label: &str, value: &str, reason: Vec<(usize, String)>, documents: Vec<String>) -> Node {
        let details = reason.into_iter().chain(documents.into_iter().map(|text| (0, text))).collect();
        Node { title: format!("{label}{}{value}", self.voice.words().colon), details, ..Node::default() }
    }

    fn grade(&self, grade: &GradeReport) -> Node {
        let mut reason = self.voice.reason(&grade.reason, &grade.result);
        reason.extend(grade.next.iter().map(|next| (0, format!("↑ {}", self.voice.next_grade(next)))));
        self.named(&grade.label, self.voice.figure(&grade.result), reason, self.documents(&grade.sources, &[]))
    }

    fn value(&self, value: &ValueReport) -> Node {
        let Reason { formula, steps } = &value.reason;
        // The value stands in the title; a formula without names says no more.
        let formula = formula.clone().filter(|formula| formula.numbers.is_some() || !steps.is_empty());
        let reason = self.voice.reason(&Reason { formula, steps: steps.clone() }, &value.value);
        self.named(&value.label, self.voice.figure(&value.value), reason, Vec::new())
    }

    fn eligibility(&self, eligibility: &EligibilityReport, lines: &mut Vec<String>) {
        let words = self.voice.words();
        let title = format!("{}{}{}", eligibility.label, words.colon, answer(eligibility.result, self.voice.lang));
        let nodes = eligibility.clauses.iter().map(|clause| self.clause(clause)).collect();
        self.section(title, &[], nodes, lines);
        if !eligibility.missing.is_empty() {
            self.paragraph(&format!("{}{}", words.deciding, self.voice.fields(&eligibility.missing)), lines);
        }
        for text in self.documents(&eligibility.sources, &eligibility.notes) {
            self.paragraph(&text, lines);
        }
    }

    fn clause(&self, clause: &ClauseReport) -> Node {
        let words = self.voice.words();
        match clause.role {
            ClauseRole::Require => self.condition(&clause.condition, "", Sense::Wanted),
            ClauseRole::Veto => {
                let node = self.condition(&clause.condition, words.veto, Sense::Unwanted);
                let state = self.voice.veto(clause.condition.state);
                Node { title: format!("{}{}{state}{}", node.title, words.open, words.close), ..node }
            }
            ClauseRole::Direct => self.condition(&clause.condition, words.direct, Sense::Wanted),
        }
    }

    fn condition(&self, condition: &ConditionReport, before: &str, sense: Sense) -> Node {
        let mark = self.voice.mark(sense.of(condition.state));
        let how = combination(condition.combination, self.voice.lang);
        let text = condition.words.get(self.voice.lang);
        let title = match how {
            Some(how) if text.is_empty() => format!("{mark} {before}{how}"),
            Some(how) => format!("{mark} {before}{text}{}{how}{}", self.voice.words().open, self.voice.words().close),
            None => format!("{mark} {before}{text}"),
        };
        let indentation = super::layout::width(mark) + 1;
        Node {
            title,
            cells: Vec::new(),
            details: self.voice.condition_details(condition).into_iter().map(|text| (indentation, text)).collect(),
            children: condition.parts.iter().map(|part| self.condition(part, "", sense)).collect(),
        }
    }

    fn plain_node(&self, node: Node) -> Node {
        Node {
            title: self.plain(&node.title),
            cells: node.cells.iter().map(|cell| self.plain(cell)).collect(),
            details: node.details.iter().map(|(indentation, text)| (*indentation, self.plain(text))).collect(),
            children: node.children.into_iter().map(|child| self.plain_node(child)).collect(),
        }
    }

    /// Our own marks in ASCII, where asked.
    fn plain(&self, text: &str) -> String {
        if !self.ascii {
            return text.to_owned();
        }
        text.replace('→', "->").replace('≈', "~").replace('↑', "^").replace("{…}", "{...}").replace('·', "-")
    }
}

/// Whether a condition should be met.
#[derive(Clone, Copy)]
enum Sense {
    Wanted,
    Unwanted,
}

impl Sense {
    fn of(self, state: State) -> State {
        match (self, state) {
            (Sense::Wanted, state) => state,
            (Sense::Unwanted, State::Met) => State::NotMet,
            (Sense::Unwanted, State::NotMet) => State::Met,
            (Sense::Unwanted, State::Undetermined) => State::Undetermined,
        }
    }
}

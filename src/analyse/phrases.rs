//! Short phrases of the printed forms, in one language.
//!
//! In: parts of a report and a language. Out: the words for a cell or a line.

use super::report::{Blank, BlankReport, Choice, EdgeReport, End, Jump, Move, Name, Reach, RecordReport, ScoreJump, Side, Way};
use super::shared::is_unlimited;
use crate::diagnostic::Lang;
use crate::explain::explanation::{Bilingual, Figure};

/// Signs of our own.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    /// Before a lower bound.
    pub at_least: &'static str,
    /// Before an upper bound.
    pub at_most: &'static str,
    /// Before what belongs to the line above.
    pub part: &'static str,
    /// Where there is nothing to say.
    pub nothing: &'static str,
}

/// As they are printed.
pub const PRINTED: Signs = Signs { at_least: "≥ ", at_most: "≤ ", part: "· ", nothing: "—" };
/// In ASCII.
pub const ASCII: Signs = Signs { at_least: ">= ", at_most: "<= ", part: ". ", nothing: "-" };

/// Speaks one language.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// The language.
    pub lang: Lang,
    /// The signs.
    pub signs: Signs,
}

impl Voice {
    /// The one of two texts.
    #[must_use]
    pub fn say(self, en: impl Into<String>, zh: impl Into<String>) -> String {
        match self.lang {
            Lang::En => en.into(),
            Lang::Zh => zh.into(),
        }
    }

    /// A text in this language.
    #[must_use]
    pub fn of(self, text: &Bilingual) -> String {
        text.get(self.lang).to_owned()
    }

    /// A name.
    #[must_use]
    pub fn name(self, name: &Name) -> String {
        self.of(&name.label)
    }

    /// A figure.
    #[must_use]
    pub fn figure(self, figure: &Figure) -> String {
        self.of(&figure.text)
    }

    /// Things in a row.
    #[must_use]
    pub fn list(self, items: &[String]) -> String {
        items.join(&self.say(", ", "、"))
    }

    /// Alternatives.
    #[must_use]
    pub fn either(self, items: &[String]) -> String {
        items.join(&self.say(" or ", "或"))
    }

    /// A title with a remark on it.
    #[must_use]
    pub fn with_remark(self, text: &str, remark: &str) -> String {
        if remark.is_empty() { text.to_owned() } else { self.say(format!("{text} ({remark})"), format!("{text}（{remark}）")) }
    }

    /// From one figure to another.
    #[must_use]
    pub fn between(self, low: &str, high: &str) -> String {
        if low == high { low.to_owned() } else { self.say(format!("{low} to {high}"), format!("{low}至{high}")) }
    }

    /// The reference to a record.
    fn record(record: Option<u32>) -> String {
        record.map_or_else(String::new, |number| format!(" [{number}]"))
    }

    /// The lower end of a range.
    #[must_use]
    pub fn low(self, end: &End) -> String {
        let bound = if end.record.is_none() && !is_unlimited(&end.figure) { self.signs.at_least } else { "" };
        format!("{bound}{}{}", self.figure(&end.figure), Voice::record(end.record))
    }

    /// The upper end of a range.
    #[must_use]
    pub fn high(self, end: &End) -> String {
        let bound = if end.record.is_none() && !is_unlimited(&end.figure) { self.signs.at_most } else { "" };
        format!("{bound}{}{}", self.figure(&end.figure), Voice::record(end.record))
    }

    /// The answers of something that is no number.
    #[must_use]
    pub fn choices(self, reach: &Reach, word: impl Fn(&Figure) -> String, missing: &str) -> String {
        let one = |choice: &Choice| {
            let open = if choice.record.is_none() { self.say(" (not shown)", "（未找到实例）") } else { String::new() };
            format!("{}{}{open}", word(&choice.value), Voice::record(choice.record))
        };
        let mut all: Vec<String> = reach.choices.iter().map(one).collect();
        if reach.missing {
            let open = if reach.missing_record.is_none() { self.say(" (not shown)", "（未找到实例）") } else { String::new() };
            all.push(format!("{missing}{}{open}", Voice::record(reach.missing_record)));
        }
        let mut text = self.list(&all);
        if !reach.never.is_empty() {
            let never: Vec<String> = reach.never.iter().map(word).collect();
            text.push_str(&self.say(format!("; never: {}", self.list(&never)), format!("；不会出现：{}", self.list(&never))));
        }
        text
    }

    /// What a value can be on one side.
    #[must_use]
    pub fn side(self, side: &Side) -> String {
        let mut all: Vec<String> = side.choices.iter().map(|choice| self.figure(choice)).collect();
        if let Some((low, high)) = &side.ends {
            all.push(self.between(&self.figure(low), &self.figure(high)));
        }
        if side.missing {
            all.push(self.say("missing", "缺失"));
        }
        self.either(&all)
    }

    /// A change with its sign.
    fn signed(self, figure: &Figure) -> String {
        let text = self.figure(figure);
        let exact = figure.exact.as_deref().unwrap_or("");
        let has_sign = exact.starts_with('-') || exact == "0" || !text.starts_with(|first: char| first.is_ascii_digit() || first == '≈');
        if has_sign { text } else { format!("+{text}") }
    }

    /// A jump.
    #[must_use]
    pub fn jump(self, jump: &Jump) -> String {
        self.between(&self.signed(&jump.least), &self.signed(&jump.most))
    }

    /// The jumps of the columns of one score.
    #[must_use]
    pub fn jumps(self, jumps: &[&ScoreJump]) -> String {
        let each: Vec<String> = jumps.iter().map(|one| self.jump(&one.jump)).collect();
        match each.first() {
            Some(first) if each.iter().all(|one| one == first) => first.clone(),
            _ => each.join(" / "),
        }
    }

    /// Where an edge lies, and when.
    #[must_use]
    pub fn edge(self, edge: &EdgeReport) -> String {
        let dates: Vec<String> = edge.dates.iter().map(|(from, to)| self.between(from, to)).collect();
        self.with_remark(&self.of(&edge.edge), &dates.join("; "))
    }

    /// The records an edge is for.
    #[must_use]
    pub fn under(self, under: &[Bilingual]) -> String {
        let all: Vec<String> = under.iter().map(|one| self.of(one)).collect();
        if all.is_empty() { String::new() } else { self.say(format!("where {}", all.join(", ")), format!("当{}时", all.join("，"))) }
    }

    /// What a blank field does.
    #[must_use]
    pub fn blank(self, blank: &BlankReport) -> String {
        let name = self.name(&blank.field);
        let record = Voice::record(blank.record);
        match blank.effect {
            Blank::Always => self.say(format!("{name}: always"), format!("{name}（必定）")),
            Blank::Shown => self.say(format!("{name}: for some records{record}"), format!("{name}（部分记录{record}）")),
            Blank::Perhaps => self.say(format!("{name}: perhaps (not shown)"), format!("{name}（或有可能，未找到实例）")),
        }
    }

    /// Which way a result moves.
    #[must_use]
    pub fn way(self, one: &Move) -> String {
        if let Some(toward) = &one.toward {
            let word = self.figure(toward);
            return match toward.exact.as_deref() {
                Some("true") => self.say("can only help", "只会有利"),
                Some("false") => self.say("can only hurt", "只会不利"),
                _ => self.say(format!("only towards {word}"), format!("只会趋向{word}")),
            };
        }
        match one.way {
            Way::Same => self.say("stays", "不变"),
            Way::Rises => self.say("never falls", "只升不降"),
            Way::Falls => self.say("never rises", "只降不升"),
            Way::Open => self.say("either way, or not proved", "可升可降，或未能证明"),
            Way::Unordered => self.signs.nothing.to_owned(),
        }
    }

    /// A record.
    #[must_use]
    pub fn origin(self, record: &RecordReport) -> String {
        let name = &record.from;
        let text = match record.origin {
            "example" => self.say(format!("example `{name}`"), format!("示例「{name}」")),
            "test" => self.say(format!("test `{name}`"), format!("测试「{name}」")),
            _ => self.say("made for this report", "为本报告构造"),
        };
        let text = match &record.blank {
            Some(field) => {
                let field = self.name(field);
                self.say(format!("{text}, with {field} left blank"), format!("{text}，「{field}」改为不填"))
            }
            None => text,
        };
        self.with_remark(&text, &record.as_of.as_ref().map_or_else(String::new, |day| self.say(format!("as of {day}"), format!("基准日{day}"))))
    }
}

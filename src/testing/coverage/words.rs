//! What a point asks for, in words.
//!
//! In: points that nothing exercised. Out: a line in one language for each, or for those of one edge together; the place left out.

use super::{Aim, Measure, Outcome, Point, Side};
use crate::diagnostic::{Lang, quote};
use crate::source::{Sources, Span};

/// How many characters of the policy are quoted.
const QUOTED: usize = 48;

impl Measure {
    /// Its name for people.
    #[must_use]
    pub fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Measure::Rows, Lang::En) => "rows",
            (Measure::Rows, Lang::Zh) => "行",
            (Measure::Branches, Lang::En) => "branches",
            (Measure::Branches, Lang::Zh) => "分支",
            (Measure::Conditions, Lang::En) => "conditions",
            (Measure::Conditions, Lang::Zh) => "条件",
            (Measure::Edges, Lang::En) => "edges",
            (Measure::Edges, Lang::Zh) => "界限",
        }
    }
}

impl Aim {
    /// Where a value lies, seen from an edge; `None` where it is about something else.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        match self {
            Aim::Edge { side, .. } | Aim::Meeting(side) | Aim::CellEdge { side, .. } | Aim::DatedEdge { side, .. } => Some(*side),
            Aim::Row
            | Aim::Otherwise
            | Aim::MissingRow
            | Aim::DatedRow(_)
            | Aim::Segment { .. }
            | Aim::Cell { .. }
            | Aim::If(_)
            | Aim::Default { .. }
            | Aim::Guard(_)
            | Aim::Truth(_)
            | Aim::Outcome { .. }
            | Aim::Broken => None,
        }
    }

    /// The same edge, at the edge itself.
    fn edge(&self) -> Option<Aim> {
        let mut edge = self.clone();
        match &mut edge {
            Aim::Edge { side, .. } | Aim::Meeting(side) | Aim::CellEdge { side, .. } | Aim::DatedEdge { side, .. } => *side = Side::At,
            _ => return None,
        }
        Some(edge)
    }
}

impl Point {
    /// Whether both are about one edge.
    #[must_use]
    pub fn shares_edge(&self, other: &Point) -> bool {
        let edge = self.aim.edge();
        self.span == other.span && edge.is_some() && edge == other.aim.edge()
    }

    /// What no test did.
    #[must_use]
    pub fn words(&self, sources: &Sources, lang: Lang) -> String {
        self.words_with(&self.aim.side().map(|side| vec![side]).unwrap_or_default(), sources, lang)
    }

    /// What no test did, on several sides of the edge that the point is about.
    #[must_use]
    pub fn words_with(&self, sides: &[Side], sources: &Sources, lang: Lang) -> String {
        let beside = || listed(&sides.iter().map(|side| side.words(lang)).collect::<Vec<&str>>(), lang);
        let text = |span: Span| quote(lang, &shortened(sources.slice(span)));
        let here = || text(self.span);
        match (&self.aim, lang) {
            (Aim::Row, Lang::En) => format!("row {} is never taken", here()),
            (Aim::Row, Lang::Zh) => format!("{}这一行从未用到", here()),
            (Aim::Otherwise, Lang::En) => format!("the `otherwise` row, {}, is never taken", here()),
            (Aim::Otherwise, Lang::Zh) => format!("「其余」一行{}从未用到", here()),
            (Aim::MissingRow, Lang::En) => format!("the `missing` row, {}, is never taken", here()),
            (Aim::MissingRow, Lang::Zh) => format!("「缺失」一行{}从未用到", here()),
            (Aim::DatedRow(day), Lang::En) => format!("no reference date lies in the row from {day}"),
            (Aim::DatedRow(day), Lang::Zh) => format!("没有基准日落在自{day}起的一行"),
            (Aim::Segment { from, to: Some(to) }, Lang::En) => format!("no value between the knots {from} and {to}"),
            (Aim::Segment { from, to: Some(to) }, Lang::Zh) => format!("没有值落在{from}与{to}之间"),
            (Aim::Segment { from, to: None }, Lang::En) => format!("no value at or beyond the last knot, {from}"),
            (Aim::Segment { from, to: None }, Lang::Zh) => format!("没有值达到最后一点{from}"),
            (Aim::Cell { table, column }, Lang::En) => {
                format!("row {} of {} is never looked up for {}", here(), quote(lang, table), quote(lang, column))
            }
            (Aim::Cell { table, column }, Lang::Zh) => format!("{}的{}一行从未用于查{}", quote(lang, table), here(), quote(lang, column)),
            (Aim::If(true), Lang::En) => format!("`if` {}: `then` is never taken", here()),
            (Aim::If(true), Lang::Zh) => format!("若{}：「则」从未用到", here()),
            (Aim::If(false), Lang::En) => format!("`if` {}: `else` is never taken", here()),
            (Aim::If(false), Lang::Zh) => format!("若{}：「否则」从未用到", here()),
            (Aim::Default { taken: true }, Lang::En) => format!("{}: the value after `default` is never taken", here()),
            (Aim::Default { taken: true }, Lang::Zh) => format!("{}：从未用到缺省值", here()),
            (Aim::Default { taken: false }, Lang::En) => format!("{}: the value after `default` is always taken", here()),
            (Aim::Default { taken: false }, Lang::Zh) => format!("{}：总是用缺省值", here()),
            (Aim::Guard(true), Lang::En) => format!("guard {} never holds", here()),
            (Aim::Guard(true), Lang::Zh) => format!("分支条件{}从未成立", here()),
            (Aim::Guard(false), Lang::En) => format!("guard {} never fails", here()),
            (Aim::Guard(false), Lang::Zh) => format!("分支条件{}从未不成立", here()),
            (Aim::Truth(Some(true)), Lang::En) => format!("{} is never true", here()),
            (Aim::Truth(Some(true)), Lang::Zh) => format!("{}从未成立", here()),
            (Aim::Truth(Some(false)), Lang::En) => format!("{} is never false", here()),
            (Aim::Truth(Some(false)), Lang::Zh) => format!("{}从未不成立", here()),
            (Aim::Truth(None), Lang::En) => format!("{} is never undetermined", here()),
            (Aim::Truth(None), Lang::Zh) => format!("{}从未待定", here()),
            (Aim::Outcome { name, outcome }, Lang::En) => format!("{} is never {}", quote(lang, name), outcome.words(lang)),
            (Aim::Outcome { name, outcome }, Lang::Zh) => format!("{}从未为{}", quote(lang, name), outcome.words(lang)),
            (Aim::Broken, Lang::En) => format!("no record breaks {}", here()),
            (Aim::Broken, Lang::Zh) => format!("没有记录违反{}", here()),
            (Aim::Edge { subject, at, percent, .. }, _) => {
                let row = sources.slice(self.span);
                let row = row.split("->").next().and_then(|row| row.split('→').next()).unwrap_or(row);
                let at = percent.as_ref().filter(|_| row.contains(['%', '％'])).unwrap_or(at);
                match lang {
                    Lang::En => format!("{}: no value {} {at}", text(*subject), beside()),
                    Lang::Zh => format!("{}：没有{}{at}的值", text(*subject), beside()),
                }
            }
            (Aim::Meeting(_), Lang::En) => format!("{}: no value {} the edge", here(), beside()),
            (Aim::Meeting(_), Lang::Zh) => format!("{}：没有{}界限的值", here(), beside()),
            (Aim::DatedEdge { from, .. }, _) => {
                let days: Vec<&str> = sides.iter().map(|side| side.day(lang)).collect();
                match lang {
                    Lang::En => format!("{from}: no reference date {}", listed(&days, lang)),
                    Lang::Zh => format!("{from}：没有{}的基准日", listed(&days, lang)),
                }
            }
            (Aim::CellEdge { comparison, column, .. }, Lang::En) => {
                format!("{} by {} in row {}: no value {} the edge", text(*comparison), quote(lang, column), here(), beside())
            }
            (Aim::CellEdge { comparison, column, .. }, Lang::Zh) => {
                format!("按{}一行的{}判断{}：没有{}界限的值", here(), quote(lang, column), text(*comparison), beside())
            }
        }
    }
}

impl Side {
    fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Side::Below, Lang::En) => "just below",
            (Side::Below, Lang::Zh) => "略低于",
            (Side::At, Lang::En) => "at",
            (Side::At, Lang::Zh) => "等于",
            (Side::Above, Lang::En) => "just above",
            (Side::Above, Lang::Zh) => "略高于",
        }
    }
}

impl Side {
    /// As a day.
    fn day(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Side::Below, Lang::En) => "on the day before",
            (Side::Below, Lang::Zh) => "前一天",
            (Side::At, Lang::En) => "on the day",
            (Side::At, Lang::Zh) => "当天",
            (Side::Above, Lang::En) => "on the day after",
            (Side::Above, Lang::Zh) => "后一天",
        }
    }
}

/// Alternatives one after the other: `a, b or c`, `a、b或c`.
fn listed(words: &[&str], lang: Lang) -> String {
    let (comma, or) = match lang {
        Lang::En => (", ", " or "),
        Lang::Zh => ("、", "或"),
    };
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}{or}{last}", rest.join(comma)),
        _ => words.concat(),
    }
}

impl Outcome {
    fn words(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Outcome::Eligible, Lang::En) => "eligible",
            (Outcome::Eligible, Lang::Zh) => "符合",
            (Outcome::Ineligible, Lang::En) => "ineligible",
            (Outcome::Ineligible, Lang::Zh) => "不符合",
            (Outcome::Undetermined, Lang::En) => "undetermined",
            (Outcome::Undetermined, Lang::Zh) => "待定",
        }
    }
}

/// A text on one line, without needless spaces, cut where it is long.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(&line).trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lang, listed, shortened};

    #[test]
    fn lists_alternatives() {
        assert_eq!(listed(&["at"], Lang::En), "at");
        assert_eq!(listed(&["just below", "at", "just above"], Lang::En), "just below, at or just above");
        assert_eq!(listed(&["略低于", "等于"], Lang::Zh), "略低于或等于");
    }

    #[test]
    fn quotes_one_short_line() {
        assert_eq!(shortened("a\n   and b"), "a and b");
        assert_eq!(shortened(&"甲".repeat(60)).chars().count(), 49);
    }
}

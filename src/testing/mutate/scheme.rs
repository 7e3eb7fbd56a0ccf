//! Changes in scores and eligibilities.
//!
//! In: scores with their groups and weights, eligibilities with their clauses. Out: changes of them.

use super::collect::Collector;
use super::figures::{Direction, moved};
use super::kind::{Hint, Kind};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::decimal::Decimal;

/// Words before a clause that belong to it.
const CLAUSE: [&str; 4] = ["require", "要求", "veto", "否决"];

impl<'a> Collector<'a> {
    pub(super) fn by_one(&mut self, figure: &ast::Figure, kind: Kind) {
        let Some(amount) = figure.amount else { return };
        for direction in [Direction::Up, Direction::Down] {
            if let Some(changed) = moved(amount, Decimal::ONE, direction) {
                self.push(kind, vec![self.page.replace(figure.span, changed.to_string())], self.expect_hint());
            }
        }
    }

    pub(super) fn score(&mut self, score: &'a ast::Score) {
        self.name.clone_from(&score.name.text);
        self.traits(&score.traits, score.name.span);
        for group in &score.groups {
            self.name.clone_from(&group.name.text);
            self.traits(&group.traits, group.name.span);
        }
        self.name.clone_from(&score.name.text);
        for weights in &score.weights {
            if let Some(by) = &weights.by {
                self.expr(by);
            }
            if let Some(from) = weights.from {
                self.date(from);
            }
            self.weights(weights);
        }
    }

    fn traits(&mut self, traits: &ast::Traits, after: Span) {
        let ast::Traits { out_of, up_to, at_least, round, repeated: _ } = traits;
        for (figure, kind) in [(out_of, Kind::OutOf), (up_to, Kind::Cap), (at_least, Kind::Cap), (round, Kind::Rounding)] {
            let Some(figure) = figure else { continue };
            self.by_one(figure, kind);
            if kind != Kind::OutOf
                && let Some(start) = self.keyword_before(figure.span, after)
            {
                let span = Span { start, ..figure.span };
                self.push(kind, vec![self.page.replace(span, "")], self.expect_hint());
            }
        }
    }

    /// Where the words before a figure start: `up to`, `上限`.
    fn keyword_before(&self, figure: Span, after: Span) -> Option<u32> {
        const WORDS: [[&str; 2]; 6] = [["up", "to"], ["at", "least"], ["", "上限"], ["", "下限"], ["", "round"], ["", "保留"]];
        let before = self.page.text.get(after.end as usize..figure.start as usize)?.trim_end();
        let before = before.strip_suffix('-').unwrap_or(before).trim_end();
        let rest = WORDS.iter().find_map(|[first, second]| before.strip_suffix(second)?.trim_end_matches([' ', '\t']).strip_suffix(first))?;
        Some(after.end + rest.len() as u32)
    }

    fn weights(&mut self, weights: &ast::Weights) {
        for row in &weights.rows {
            for figure in row.weights.iter().flatten() {
                self.by_one(figure, Kind::Weight);
            }
        }
        for (first, second) in weights.rows.iter().zip(weights.rows.iter().skip(1)) {
            for (one, other) in first.weights.iter().zip(&second.weights) {
                let (Some(one), Some(other)) = (one, other) else { continue };
                if one.amount != other.amount {
                    let hint = Hint::Apart { first: first.indicator.text.clone(), second: second.indicator.text.clone() };
                    self.push(Kind::WeightsSwapped, self.page.swap(one.span, other.span), hint);
                }
            }
        }
    }

    pub(super) fn eligibility(&mut self, eligibility: &'a ast::Eligibility) {
        for clause in &eligibility.clauses {
            self.name.clone_from(&eligibility.name.text);
            let condition = match clause {
                ast::Clause::Require(condition) | ast::Clause::Veto(condition) | ast::Clause::Direct(condition) => condition,
            };
            let span = self.with_keyword(condition.span);
            self.push(Kind::Clause, vec![self.page.remove(span)], self.alone(condition));
            self.condition(condition);
        }
    }

    fn alone(&self, condition: &ast::Condition) -> Hint {
        Hint::Alone { clause: condition.words.as_ref().map_or_else(|| self.page.line(condition.span), |words| words.text.clone()) }
    }

    /// A condition with the word that makes it a clause.
    fn with_keyword(&self, span: Span) -> Span {
        let before = self.page.text.get(..span.start as usize).unwrap_or("").trim_end();
        let rest = CLAUSE.iter().find_map(|word| before.strip_suffix(word));
        rest.map_or(span, |rest| Span { start: rest.len() as u32, ..span })
    }

    fn condition(&mut self, condition: &'a ast::Condition) {
        let parts = match &condition.kind {
            ast::ConditionKind::Single(expr) => return self.expr(expr),
            ast::ConditionKind::Any(parts) | ast::ConditionKind::All(parts) => parts,
        };
        let text = self.page.slice(condition.span);
        let words = [("any", "all"), ("all", "any"), ("任一", "全部"), ("全部", "任一")];
        if let Some((word, other)) = words.iter().find(|(word, _)| text.starts_with(word))
            && parts.len() > 1
        {
            let span = Span { end: condition.span.start + word.len() as u32, ..condition.span };
            self.push(Kind::Junction, vec![self.page.replace(span, *other)], self.alone(condition));
        }
        for part in parts {
            if parts.len() > 1 {
                self.push(Kind::Clause, vec![self.page.remove(part.span)], self.alone(part));
            }
            self.condition(part);
        }
    }
}

//! Printing indicators, scores, grades, eligibilities, examples, tests and claims.
//!
//! In: their `ast` types. Out: text on the printer.

use super::ast;
use super::print::Printer;
use super::print_expr::{date, figure};

impl Printer {
    pub(super) fn indicator(&mut self, indicator: &ast::Indicator) {
        self.head("indicator", &indicator.name, indicator.label.as_ref());
        if let Some(out_of) = indicator.out_of {
            self.put(&format!(" out of {}", figure(out_of)));
        }
        self.put(" ");
        self.open();
        for (value, kind) in &indicator.values {
            self.line();
            self.put("value ");
            self.expr(value);
            self.typed(kind.as_ref());
        }
        for points in &indicator.points {
            self.line();
            self.put("points ");
            self.expr(points);
        }
        self.texts("source", &indicator.sources);
        self.texts("note", &indicator.notes);
        self.close();
    }

    pub(super) fn traits(&mut self, traits: &ast::Traits) {
        let parts = [("out of", traits.out_of), ("up to", traits.up_to), ("at least", traits.at_least), ("round", traits.round)];
        for (words, amount) in parts {
            if let Some(amount) = amount {
                self.put(&format!(" {words} {}", figure(amount)));
            }
        }
    }

    pub(super) fn score(&mut self, score: &ast::Score) {
        self.head("score", &score.name, score.label.as_ref());
        self.traits(&score.traits);
        self.put(" ");
        self.open();
        self.items(&score.items);
        for group in &score.groups {
            self.line();
            match group.role {
                ast::GroupRole::Base => {}
                ast::GroupRole::Bonus => self.put("bonus "),
                ast::GroupRole::Deduct => self.put("deduct "),
            }
            self.put(&group.name.text);
            self.label(group.label.as_ref());
            self.traits(&group.traits);
            self.put(" ");
            self.open();
            self.items(&group.items);
            self.close();
        }
        for weights in &score.weights {
            self.line();
            self.weights(weights);
        }
        self.texts("source", &score.sources);
        self.texts("note", &score.notes);
        self.close();
    }

    pub(super) fn items(&mut self, items: &[ast::Name]) {
        for item in items {
            self.line();
            self.put(&item.text);
            self.put(",");
        }
    }

    pub(super) fn weights(&mut self, weights: &ast::Weights) {
        self.put("weights");
        if let Some(by) = &weights.by {
            self.put(" by ");
            self.expr(by);
        }
        if let Some(from) = weights.from {
            self.gap();
            self.put(&format!("from {}", date(from)));
        }
        self.put(" ");
        self.open();
        self.line();
        self.put("| |");
        for column in &weights.columns {
            self.put(&format!(" {} |", column.text));
        }
        for row in &weights.rows {
            self.line();
            self.put(&format!("| {} |", row.indicator.text));
            for weight in &row.weights {
                self.put(" ");
                self.put(&weight.map(figure).unwrap_or_default());
                self.put(" |");
            }
        }
        self.close();
    }

    pub(super) fn grade(&mut self, grade: &ast::Grade) {
        self.head("grade", &grade.name, grade.label.as_ref());
        self.put(&format!(" : {} by ", grade.kind.text));
        self.expr(&grade.band.subject);
        self.put(" ");
        self.band_rows(&grade.band.rows);
        self.source(grade.source.as_ref());
    }

    pub(super) fn eligibility(&mut self, eligibility: &ast::Eligibility) {
        self.head("eligibility", &eligibility.name, eligibility.label.as_ref());
        self.put(" ");
        self.open();
        for clause in &eligibility.clauses {
            self.line();
            match clause {
                ast::Clause::Require(condition) => {
                    self.put("require ");
                    self.condition(condition);
                }
                ast::Clause::Veto(condition) => {
                    self.put("veto ");
                    self.condition(condition);
                }
                ast::Clause::Direct(condition) => {
                    self.put("direct");
                    self.block(condition);
                }
            }
        }
        self.texts("source", &eligibility.sources);
        self.texts("note", &eligibility.notes);
        self.close();
    }

    pub(super) fn condition(&mut self, condition: &ast::Condition) {
        match &condition.kind {
            ast::ConditionKind::Single(expr) => {
                self.expr(expr);
                self.label(condition.words.as_ref());
            }
            ast::ConditionKind::Any(_) => {
                self.put("any");
                self.block(condition);
            }
            ast::ConditionKind::All(_) => {
                self.put("all");
                self.block(condition);
            }
        }
        // The next condition may start with a text, which would be the words of this one.
        self.put(",");
    }

    pub(super) fn block(&mut self, condition: &ast::Condition) {
        self.label(condition.words.as_ref());
        self.put(" ");
        self.open();
        let parts: &[ast::Condition] = match &condition.kind {
            ast::ConditionKind::Single(_) => std::slice::from_ref(condition),
            ast::ConditionKind::Any(parts) | ast::ConditionKind::All(parts) => parts,
        };
        for part in parts {
            self.line();
            self.condition(part);
        }
        self.close();
    }

    pub(super) fn assignments(&mut self, values: &[ast::Assignment]) {
        self.open();
        for assignment in values {
            self.line();
            self.put(&format!("{} = ", assignment.field.text));
            self.expr(&assignment.value);
        }
        self.close();
    }

    pub(super) fn example(&mut self, example: &ast::Example) {
        self.head("example", &example.name, example.label.as_ref());
        self.put(" ");
        if let Some(base) = &example.base {
            self.put(&format!("= {} with ", base.text));
        }
        self.assignments(&example.values);
    }

    pub(super) fn test(&mut self, test: &ast::Test) {
        self.put("test ");
        self.quoted(&test.name);
        if let Some(as_of) = test.as_of {
            self.put(&format!(" as of {}", date(as_of)));
        }
        self.put(" ");
        self.open();
        self.line();
        self.put("given ");
        match &test.base {
            Some(base) if test.values.is_empty() => self.put(&base.text),
            Some(base) => {
                self.put(&format!("{} with ", base.text));
                self.assignments(&test.values);
            }
            None => self.assignments(&test.values),
        }
        self.line();
        self.put("expect ");
        match &test.expect {
            ast::Expect::Rejected(_) => self.put("rejected"),
            ast::Expect::All(expectations) => {
                self.open();
                for expectation in expectations {
                    self.line();
                    self.expr(expectation);
                }
                self.close();
            }
        }
        self.close();
    }

    pub(super) fn ensure(&mut self, ensure: &ast::Ensure) {
        self.put("ensure ");
        let (first, tail) = match &ensure.claim {
            ast::Claim::Always(first) => (first, None),
            ast::Claim::Never(first) => {
                self.put("never ");
                (first, None)
            }
            ast::Claim::Implies(first, second) => (first, Some(("implies", second))),
            ast::Claim::Rises(first, second) => (first, Some(("rises with", second))),
            ast::Claim::Falls(first, second) => (first, Some(("falls with", second))),
            ast::Claim::Independent(first, second) => (first, Some(("does not depend on", second))),
        };
        self.expr(first);
        if let Some((words, second)) = tail {
            self.gap();
            self.put(words);
            self.put(" ");
            self.expr(second);
        }
        self.label(ensure.words.as_ref());
        if let Some(reason) = &ensure.assumed {
            self.put(" assume");
            self.label(Some(reason));
        }
    }
}

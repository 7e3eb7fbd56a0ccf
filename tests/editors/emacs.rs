//! The words and token rules of the Emacs mode.
//!
//! In: token rules and words. Out: Emacs Lisp.

use crate::rules::{Dialect, Rules};
use crate::words::{ROLES, Role, functions, keywords, units};

const DIALECT: Dialect = Dialect::Emacs;

fn name(role: Role) -> &'static str {
    match role {
        Role::Declaration => "declarations",
        Role::Constant => "constants",
        Role::Operator => "operators",
        Role::Control => "controls",
        Role::Type => "types",
        Role::Clause => "clauses",
    }
}

fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn list<T: AsRef<str>>(name: &str, doc: &str, words: &[T]) -> String {
    let mut lines = vec![String::new()];
    for word in words.iter().map(|word| text(word.as_ref())) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < 90 => {
                let gap = if line.is_empty() { "" } else { " " };
                line.push_str(&format!("{gap}{word}"));
            }
            _ => lines.push(word),
        }
    }
    format!("(defconst ics-policy-{name}\n  '({})\n  {})\n", lines.join("\n    "), text(doc))
}

/// `ics-policy-words.el`.
pub fn words(rules: &Rules) -> String {
    let mut parts: Vec<String> = ROLES.into_iter().map(|role| list(name(role), &format!("Keywords: {}.", name(role)), &keywords(role))).collect();
    parts.push(list("functions", "Functions that every policy has.", &functions()));
    parts.push(list("units", "Units that every policy has.", &units()));
    let any = |names: &[&str]| names.iter().map(|name| rules.regex(name, DIALECT)).collect::<Vec<_>>().join("\\|");
    let rules = [
        ("number", rules.regex("number", DIALECT), "A number without its unit."),
        ("date", rules.regex("date", DIALECT), "A date."),
        ("arrow", any(&["arrow", "dots"]), "Arrows and open ends."),
        ("sign", any(&["op_le", "op_ge", "op_ne", "op_lt", "op_gt", "op_eq", "op_add", "minus", "op_mul", "op_div"]), "Operators that are signs."),
    ];
    parts.extend(rules.map(|(name, regex, doc)| format!("(defconst ics-policy-{name}-regexp {}\n  {})\n", text(&regex), text(doc))));
    format!(
        ";;; ics-policy-words.el --- Words of the ICS policy language  -*- lexical-binding: t; coding: utf-8 -*-

;;; Commentary:
;; Generated from grammar/ics.pest and the tables of the program: ICS_UPDATE=1 cargo test --test editors

;;; Code:

{}
(provide 'ics-policy-words)
;;; ics-policy-words.el ends here
",
        parts.join("\n")
    )
}

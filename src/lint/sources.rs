//! Rules that do not say where they come from.
//!
//! In: the tree. Out: W0819 for an indicator or eligibility without `source`. Allowed unless somebody asks for it: a draft has
//! no clauses yet.

use super::problem::{LintProblem, Unsourced};
use super::{Ground, Report};
use crate::syntax::ast;

/// Looks at every indicator and eligibility.
pub(super) fn sources(ground: &Ground<'_>, report: &mut Report<'_>) {
    for item in &ground.tree.items {
        let (what, name) = match item {
            ast::Item::Indicator(indicator) if indicator.sources.is_empty() => (Unsourced::Indicator, &indicator.name),
            ast::Item::Eligibility(eligibility) if eligibility.sources.is_empty() => (Unsourced::Eligibility, &eligibility.name),
            _ => continue,
        };
        report.push(LintProblem::MissingSource { what, name: name.text.clone(), span: name.span });
    }
}

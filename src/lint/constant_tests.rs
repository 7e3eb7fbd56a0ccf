//! Tests that every record passes, or none.
//!
//! In: the program. Out: W0816 for a test whose expectations read neither a field nor the reference date.

use super::problem::LintProblem;
use super::{Ground, Report};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{Expect, walk};

/// Looks at every test.
pub(super) fn constant_tests(ground: &Ground<'_>, report: &mut Report<'_>) {
    if ground.program.tests.is_empty() {
        return;
    }
    let mut depends: Vec<bool> = Vec::with_capacity(ground.program.slots.len());
    for slot in &ground.program.slots {
        let found = reads(&slot.expr, &depends);
        depends.push(found);
    }
    for test in &ground.program.tests {
        if let Expect::All(list) = &test.expect
            && list.iter().all(|expectation| !reads(&expectation.condition, &depends))
        {
            report.push(LintProblem::ConstantTest { span: test.span });
        }
    }
}

/// Whether an expression reads a field or the date, itself or through a named value.
fn reads(expr: &Expr, depends: &[bool]) -> bool {
    let mut found = false;
    walk::each(expr, &mut |part| {
        found |= match &part.kind {
            ExprKind::Field(_) | ExprKind::AsOf | ExprKind::Dated(_) => true,
            ExprKind::Slot(id) => depends.get(id.0 as usize).copied().unwrap_or(true),
            _ => false,
        };
    });
    found
}

//! Proofs about what a policy does for every record.
//!
//! In: a checked program. Out: how values move with a field, and which claims hold. Reasons over regions of records; what it holds
//! to be so is so, what it holds to fail the evaluator confirms, and what it cannot settle it says.

mod branches;
mod cone;
pub mod depends;
pub mod direction;
mod need;
pub mod outcome;
mod presence;
pub mod problem;
mod problem_words;
mod report;
mod sample;
mod search;
mod split;
mod step;
mod terms;
mod trial;

use crate::diagnostic::Problems;
use crate::ir::Program;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::scheme::{Claim, ClaimKind};
use crate::source::Sources;
use need::Need;
use outcome::{Outcome, Verdict};
use search::{Budget, Fault, Found, Goal, Search};

/// What the proof of a claim may cost.
const OF_CLAIM: Budget = Budget { cases: 2_000, steps: 400_000 };
/// What the proof may cost that a claim speaks of no record.
const OF_NONE: Budget = Budget { cases: 100, steps: 30_000 };

/// Proves or refutes every claim of a program, in the order of the file.
#[must_use]
pub fn prove(program: &Program) -> Vec<Outcome> {
    if program.claims.is_empty() {
        return Vec::new();
    }
    let search = Search::new(program);
    program.claims.iter().enumerate().map(|(position, claim)| outcome(&search, position, claim)).collect()
}

/// What is to be said of the outcomes.
#[must_use]
pub fn problems(program: &Program, sources: &Sources, outcomes: &[Outcome]) -> Problems {
    let mut problems = Problems::default();
    for outcome in outcomes {
        if let Some(problem) = program.claims.get(outcome.claim).and_then(|claim| report::problem(program, sources, claim, outcome)) {
            problems.push(problem);
        }
    }
    problems
}

fn outcome<'w>(search: &Search<'w>, position: usize, claim: &'w Claim) -> Outcome {
    let (found, cases) = search.settle(&goal(&claim.kind), OF_CLAIM);
    let verdict = match found {
        Found::Refuted(witness) => Verdict::Refuted(witness),
        Found::Open(obstacle) if claim.assumed.is_some() => Verdict::Assumed(obstacle),
        Found::Open(obstacle) => Verdict::Open(obstacle),
        Found::Proved => match &claim.kind {
            ClaimKind::Implies(first, _) if search.settle(&Goal::Record(vec![Need::of(first, true)]), OF_NONE).0 == Found::Proved => Verdict::Vacuous,
            _ => Verdict::Proved,
        },
    };
    Outcome { claim: position, verdict, cases }
}

/// What would make a claim fail.
fn goal(kind: &ClaimKind) -> Goal<'_> {
    match kind {
        ClaimKind::Always(condition) => Goal::Record(vec![Need::of(condition, false)]),
        ClaimKind::Never(condition) => Goal::Record(vec![Need::of(condition, true)]),
        ClaimKind::Implies(first, second) => Goal::Record(vec![Need::of(first, true), Need::of(second, false)]),
        ClaimKind::Rises(subject, object) => pair(subject, object, Fault::Falls),
        ClaimKind::Falls(subject, object) => pair(subject, object, Fault::Rises),
        ClaimKind::Independent(subject, object) => pair(subject, object, Fault::Changes),
    }
}

fn pair<'w>(subject: &'w Expr, object: &'w Expr, fault: Fault) -> Goal<'w> {
    match object.kind {
        ExprKind::Field(field) => Goal::Pair { subject, field, fault },
        // The checker refuses anything else.
        _ => Goal::Record(Vec::new()),
    }
}

//! `:test`: the tests of the policy as it stands.
//!
//! In: a part of the words of a test. Out: which pass, and what does not come out as expected.

use super::problem::{Refusal, SessionProblem};
use super::session::Session;
use crate::cli::{scoring, test_blocks};
use crate::diagnostic::Lang;

/// The answer to `:test`.
///
/// # Errors
/// No test has these words; a test fails: what does not come out is told all the same.
pub fn test(session: &Session, filter: &str) -> Result<String, Refusal> {
    let (program, lang) = (&session.program, session.screen.lang);
    let tests: Vec<_> = program.tests.iter().filter(|test| test.name.contains(filter)).collect();
    if tests.is_empty() {
        return Err(SessionProblem::NoTest { words: filter.to_owned() }.into());
    }
    let [passed, failed] = if session.screen.unicode { ["✓", "✗"] } else { ["[+]", "[-]"] };
    let (mut text, mut failures) = (String::new(), 0);
    for test in &tests {
        if session.is_stopped() {
            return Err(SessionProblem::Interrupted.into());
        }
        let misses = test_blocks::misses(program, session.sources(), test, lang).map_err(|defect| scoring::failure(session.sources(), &defect))?;
        let mark = if misses.is_empty() { passed } else { failed };
        text.push_str(&format!("{mark} {}\n", test.name));
        failures += usize::from(!misses.is_empty());
        for miss in misses {
            let (expected, found) = match lang {
                Lang::En => ("expected", "found"),
                Lang::Zh => ("期望", "实际"),
            };
            let colon = session.pick(": ", "：");
            text.push_str(&format!("    {}\n    {expected}{colon}{}\n    {found}{colon}{}\n", miss.place, miss.expected, miss.found));
        }
    }
    let (all, good) = (tests.len(), tests.len() - failures);
    text.push_str(&match lang {
        Lang::En => format!("{good} of {all} passed\n"),
        Lang::Zh => format!("{all} 项中通过 {good} 项\n"),
    });
    if failures == 0 { Ok(text) } else { Err(Refusal::Shown(text)) }
}

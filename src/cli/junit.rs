//! The outcome of tests, and the problems of policies, as JUnit XML.
//!
//! In: suites of tests, or what was found in policies. Out: the text of the document, the same for the same outcome: no times, no
//! host.

use super::language::pick;
use super::problem::CliProblem;
use super::report::Finding;
use super::test::{Case, Suite};
use crate::diagnostic::{Diagnostic, Lang, Severity, short, terminal};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The document.
#[must_use]
pub fn document(suites: &[Suite]) -> Vec<u8> {
    let mut report = Report::new("ics test");
    for suite in suites {
        let mut element = TestSuite::new(suite.name.as_str());
        element.add_test_cases(suite.cases.iter().map(|case| test_case(&suite.name, case)));
        report.add_test_suite(element);
    }
    // Writing XML into memory does not fail.
    report.to_string().unwrap_or_default().into_bytes()
}

/// The document about problems: a suite for each policy, a failure for each error. A warning passes, with its text beside it; a
/// policy without errors has a case that passes.
#[must_use]
pub fn problems(findings: &[Finding], unread: &[(String, CliProblem)], lang: Lang) -> String {
    let mut report = Report::new("ics check");
    for finding in findings {
        let mut suite = TestSuite::new(finding.name.as_str());
        if !finding.diagnostics.iter().any(Diagnostic::is_error) {
            suite.add_test_case(case_of(&finding.name, pick(lang, "no errors", "没有错误"), TestCaseStatus::success()));
        }
        suite.add_test_cases(finding.diagnostics.iter().map(|diagnostic| problem_case(finding, diagnostic, lang)));
        report.add_test_suite(suite);
    }
    for (name, problem) in unread {
        let mut suite = TestSuite::new(name.as_str());
        let headline = problem.words(lang).headline;
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type(problem.code()).set_message(headline.as_str());
        suite.add_test_case(case_of(name, &headline, status));
        report.add_test_suite(suite);
    }
    // Writing XML into memory does not fail.
    report.to_string().unwrap_or_default()
}

fn problem_case(finding: &Finding, diagnostic: &Diagnostic, lang: Lang) -> TestCase {
    let style = terminal::Style { lang, ..terminal::Style::default() };
    let drawn = terminal::render(diagnostic, &finding.sources, &style);
    let name = short::line(diagnostic, &finding.sources, lang);
    match diagnostic.severity {
        Severity::Error => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let headline = diagnostic.words(lang).headline.as_str();
            status.set_type(diagnostic.code).set_message(headline).set_description(drawn);
            case_of(&finding.name, &name, status)
        }
        Severity::Warning => {
            let mut case = case_of(&finding.name, &name, TestCaseStatus::success());
            case.set_system_out(drawn);
            case
        }
    }
}

fn case_of(suite: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(suite);
    case
}

fn test_case(suite: &str, case: &Case) -> TestCase {
    let status = match case.failures.first() {
        None => TestCaseStatus::success(),
        Some(first) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let whole = format!("{}\n{}", case.place, case.failures.join("\n\n"));
            status.set_message(first.lines().next().unwrap_or("")).set_description(whole);
            status
        }
    };
    case_of(suite, &case.name, status)
}

#[cfg(test)]
mod tests {
    use super::{Case, Suite, document};

    #[test]
    fn names_what_failed_and_escapes_it() {
        let failed =
            Case { name: "不足 <60>".to_owned(), place: "a.ics:3:1".to_owned(), failures: vec!["expected  total >= 60\nfound     59".to_owned()] };
        let passed = Case { name: "fine".to_owned(), place: "a.ics:9:1".to_owned(), failures: Vec::new() };
        let suites = [Suite { name: "a.ics".to_owned(), cases: vec![failed, passed] }];
        let text = String::from_utf8(document(&suites)).unwrap();
        assert!(text.contains(r#"tests="2" skipped="0" failures="1""#), "{text}");
        assert!(text.contains("不足 &lt;60&gt;"), "{text}");
        assert!(text.contains("a.ics:3:1"), "{text}");
        assert_eq!(document(&suites), document(&suites));
    }
}

//! The outcome of tests as JUnit XML.
//!
//! In: suites of tests. Out: the bytes of the document, the same for the same outcome: no times, no host.

use super::test::{Case, Suite};
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
    let mut element = TestCase::new(case.name.as_str(), status);
    element.set_classname(suite);
    element
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

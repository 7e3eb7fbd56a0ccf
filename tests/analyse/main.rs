//! The report of `ics analyse`: what it says, and how it is printed.

#[path = "../support/mod.rs"]
mod support;

use ics::analyse::{Analysis, Binds, Truth, Use, analyse, to_markdown, to_text};
use ics::compile::compile;
use ics::diagnostic::Lang;
use ics::value::calendar::Day;
use unicode_width::UnicodeWidthStr;

/// The analysis of a policy of the project, with the tests beside it.
fn analysis(path: &str, as_of: Option<&str>) -> Analysis {
    let (sources, policy, tests) = support::with_tests(&support::root().join(path));
    let compiled = compile(sources, policy, &tests);
    let program = compiled.program.unwrap_or_else(|| panic!("{path}: {:#?}", compiled.diagnostics));
    analyse(&program, &compiled.sources, as_of.and_then(Day::parse))
}

#[test]
fn technology_sme_in_chinese() {
    insta::assert_snapshot!(to_text(&analysis("policies/tech_sme_2017.ics", None), Lang::Zh, 80));
}

#[test]
fn technology_sme_in_english() {
    insta::assert_snapshot!(to_text(&analysis("policies/tech_sme_2017.ics", None), Lang::En, 80));
}

#[test]
fn technology_sme_as_markdown() {
    insta::assert_snapshot!(to_markdown(&analysis("policies/tech_sme_2017.ics", None), Lang::Zh));
}

#[test]
fn template_in_chinese() {
    insta::assert_snapshot!(to_text(&analysis("policies/ics_template.ics", None), Lang::Zh, 80));
}

#[test]
fn template_as_markdown() {
    insta::assert_snapshot!(to_markdown(&analysis("policies/ics_template.ics", None), Lang::En));
}

#[test]
fn sizes_in_chinese() {
    insta::assert_snapshot!(to_text(&analysis("policies/sme_size_2011.ics", None), Lang::Zh, 80));
}

#[test]
fn deduction_at_one_date() {
    insta::assert_snapshot!(to_text(&analysis("policies/rd_super_deduction.ics", Some("2023-12-31")), Lang::En, 80));
}

#[test]
fn limits_in_english() {
    insta::assert_snapshot!(to_text(&analysis("tests/analyse/limits.ics", None), Lang::En, 80));
}

#[test]
fn limits_in_chinese() {
    insta::assert_snapshot!(to_text(&analysis("tests/analyse/limits.ics", None), Lang::Zh, 80));
}

#[test]
fn json_has_exact_figures_in_both_languages() {
    let analysis = analysis("tests/analyse/limits.ics", None);
    insta::assert_snapshot!(serde_json::to_string_pretty(&analysis).unwrap());
}

/// The prizes end at 60 of 100 because no more than 4 can be entered: 60 % of 10 and of 40.
#[test]
fn limits_are_found() {
    let analysis = analysis("tests/analyse/limits.ics", None);
    let score = &analysis.scores[0];
    let most: Vec<&str> = score.columns.iter().map(|column| column.most.exact.as_deref().unwrap()).collect();
    assert_eq!(most, ["96", "84"]);
    assert_eq!(score.groups[0].cap.as_ref().unwrap().1, Binds::Never);
    assert_eq!(analysis.indicators[1].never.len(), 1, "the row of 5 prizes");
    let conditions: Vec<Truth> = analysis.eligibilities[0].conditions.iter().map(|one| one.truth).collect();
    assert_eq!(conditions, [Truth::Depends, Truth::Always, Truth::Depends, Truth::Never]);
    let used: Vec<Use> = analysis.fields.iter().map(|field| field.used).collect();
    assert_eq!(used, [Use::Key, Use::Results, Use::Results, Use::Results, Use::Results, Use::Results, Use::Nothing]);
    let shared = &analysis.shared[0];
    assert_eq!((shared.figure.name.as_str(), shared.stated[0].exact.as_deref(), shared.agree), ("total", Some("60"), true));
}

/// 60 points more of a share with weight 90 are 54 of the total, with weight 60 they are 36.
#[test]
fn jumps_count_in_each_column() {
    let analysis = analysis("tests/analyse/limits.ics", None);
    let edge = &analysis.indicators[0].edges[0].edges[0];
    assert_eq!((edge.stated.exact.as_deref(), edge.stated.unit.as_str(), edge.included), (Some("20"), "%", "above"));
    let jumps: Vec<(&str, &str)> =
        edge.scores.iter().map(|one| (one.jump.least.exact.as_deref().unwrap(), one.jump.most.exact.as_deref().unwrap())).collect();
    assert_eq!(jumps, [("54", "54"), ("36", "36")]);
    assert_eq!(analysis.cliffs[0].edge, *edge);
}

#[test]
fn lines_fit_the_width() {
    let policies = ["policies/tech_sme_2017.ics", "policies/ics_template.ics", "policies/sme_size_2011.ics", "tests/analyse/limits.ics"];
    for path in policies {
        let analysis = analysis(path, None);
        for (lang, width) in [Lang::En, Lang::Zh].into_iter().flat_map(|lang| [80, 100, 120].map(|width| (lang, width))) {
            let text = to_text(&analysis, lang, width);
            let wide: Vec<&str> = text.lines().filter(|line| line.width() > width).collect();
            assert!(wide.is_empty(), "{path} at {width}: {wide:#?}");
        }
    }
}

#[test]
fn other_formats_say_as_much() {
    let analysis = analysis("tests/analyse/limits.ics", None);
    for lang in [Lang::En, Lang::Zh] {
        let (text, markdown) = (to_text(&analysis, lang, 400), to_markdown(&analysis, lang));
        let headings = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
        let underlined = text.lines().filter(|line| line.len() > 3 && line.chars().all(|letter| letter == '-')).count();
        assert_eq!(headings(&markdown), underlined);
    }
}

//! Explanations: what is said of a record, and how it is printed.

mod demo;
mod kit;

use demo::{Case, explain};
use ics::diagnostic::Lang;
use ics::explain::explanation::{Answer, ConditionReport, State};
use ics::explain::{Explanation, to_ascii, to_markdown, to_text};
use unicode_width::UnicodeWidthStr;

const CASE: Case = Case { staff: 120, tech_staff: 24, sales: 25_000, rd_expense: 1_400, class1_ip: 0, class2_ip: 1, violation: None, hnte: None };

/// `field from to points gain score` of every way to more points of an indicator; `-` where a thing is not said.
fn ways(explanation: &Explanation, position: usize) -> Vec<String> {
    let shown = |figure: &ics::explain::explanation::Figure| figure.text.zh.clone();
    let dash = || "-".to_owned();
    explanation.scores[0].items[position]
        .indicator
        .next
        .iter()
        .map(|next| {
            let field = next.field.as_ref().map_or_else(dash, |field| format!("{} {} {}", field.name, shown(&field.from), shown(&field.to)));
            let (gain, score) = (next.gain.as_ref().map_or_else(dash, shown), next.score.as_ref().map_or_else(dash, shown));
            format!("{field} | {} | {} {gain} {score}", next.bound.zh, shown(&next.points))
        })
        .collect()
}

#[test]
fn text_in_chinese() {
    insta::assert_snapshot!(to_text(&explain(CASE), Lang::Zh, 80));
}

#[test]
fn text_in_english_narrow() {
    insta::assert_snapshot!(to_text(&explain(CASE), Lang::En, 60));
}

#[test]
fn ascii_in_chinese_narrow() {
    insta::assert_snapshot!(to_ascii(&explain(CASE), Lang::Zh, 60));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(to_markdown(&explain(CASE), Lang::Zh));
}

#[test]
fn lines_fit_the_width() {
    let explanation = explain(CASE);
    for width in [40, 60, 80, 100] {
        for text in [to_text(&explanation, Lang::Zh, width), to_text(&explanation, Lang::En, width), to_ascii(&explanation, Lang::Zh, width)] {
            let wide: Vec<&str> = text.lines().filter(|line| line.width() > width).collect();
            assert!(wide.is_empty(), "wider than {width}: {wide:#?}");
        }
    }
}

/// 24 of 120 is 20 %, so 25 % takes 30; 1 400 of 25 000 is 5.6 %, so 6 % takes 1 500.
#[test]
fn the_way_to_more_points() {
    let explanation = explain(CASE);
    assert_eq!(ways(&explanation, 0), ["tech_staff 24人 30人 | 不低于25% | 16 4 62"]);
    assert_eq!(ways(&explanation, 1), ["rd_expense 1,400万元 1,500万元 | 不低于6% | 50 10 68"]);
    assert_eq!(ways(&explanation, 2), ["class1_ip 0件 1件 | 不低于1件 | 30 24 82", "class2_ip 1件 4件 | 不低于4件 | 24 18 76"]);
}

/// 25 % of 121 is 30.25 people: 31 are needed.
#[test]
fn figures_are_rounded_up_to_what_can_be_filled_in() {
    let explanation = explain(Case { staff: 121, ..CASE });
    assert_eq!(ways(&explanation, 0), ["tech_staff 24人 25人 | 不低于20% | 12 12 58"]);
    let explanation = explain(Case { staff: 121, tech_staff: 25, ..CASE });
    assert_eq!(ways(&explanation, 0), ["tech_staff 25人 31人 | 不低于25% | 16 4 62"]);
}

/// Without sales the ratio does not exist: the row `missing` applies, and no figure of expense would change that.
#[test]
fn nothing_is_said_where_the_ratio_does_not_exist() {
    let explanation = explain(Case { sales: 0, ..CASE });
    assert_eq!(ways(&explanation, 1), Vec::<String>::new());
    let step = &explanation.scores[0].items[1].indicator.points_reason.steps[0].steps[0];
    assert_eq!((step.row.en.as_str(), step.value.text.en.as_str()), ("missing", "0"));
}

/// At the top there is no better row.
#[test]
fn nothing_is_said_at_the_top() {
    let explanation = explain(Case { tech_staff: 120, class1_ip: 1, ..CASE });
    assert_eq!(ways(&explanation, 0), Vec::<String>::new());
    assert_eq!(ways(&explanation, 2), Vec::<String>::new());
}

#[test]
fn formulas_in_three_forms() {
    let explanation = explain(CASE);
    let reason = &explanation.scores[0].items[1].indicator.points_reason;
    let formula = &reason.steps[0].steps[0].subjects[0].formula;
    assert_eq!(formula.source, "rd_expense / sales");
    assert_eq!(formula.labels.zh, "研发费用总额 / 年销售收入");
    assert_eq!(formula.numbers.as_ref().unwrap().en, "1,400万元 / 25,000万元");
    assert_eq!(reason.steps[0].steps[0].line, Some(32));
}

fn states(condition: &ConditionReport, into: &mut Vec<State>) {
    into.push(condition.state);
    condition.parts.iter().for_each(|part| states(part, into));
}

#[test]
fn eligibility_follows_missing_figures_to_their_fields() {
    let explanation = explain(CASE);
    let eligibility = &explanation.eligibilities[0];
    assert_eq!(eligibility.result, Answer::Undetermined);
    assert_eq!(eligibility.missing.iter().map(|field| field.name.as_str()).collect::<Vec<&str>>(), ["violation", "hnte"]);
    let mut found = Vec::new();
    states(&eligibility.clauses[2].condition, &mut found);
    assert_eq!(found, [State::Undetermined, State::NotMet, State::NotMet, State::Met, State::Undetermined]);

    let decided = explain(Case { violation: Some(true), ..CASE });
    assert_eq!((decided.eligibilities[0].result, decided.eligibilities[0].missing.len()), (Answer::Ineligible, 0));
    let eligible = explain(Case { violation: Some(false), hnte: Some(true), ..CASE });
    assert_eq!(eligible.eligibilities[0].result, Answer::Eligible);
    assert!(eligible.blank.is_empty());
}

#[test]
fn json_has_both_languages() {
    let json = serde_json::to_value(explain(CASE)).unwrap();
    assert_eq!(json["scores"][0]["items"][0]["indicator"]["value"]["exact"], "20");
    assert_eq!(json["scores"][0]["items"][0]["indicator"]["value"]["unit"], "%");
    assert_eq!(json["eligibilities"][0]["result"], "undetermined");
    assert_eq!(json["record"]["fields"][8]["value"]["text"]["zh"], "缺失");
}

//! Explanations: what is said of a record, and how it is printed.

use ics::compile::compile;
use ics::diagnostic::Lang;
use ics::explain::explanation::{Answer, ConditionReport, State};
use ics::explain::{Explanation, explanation, to_ascii, to_letter, to_markdown, to_text, trace};
use ics::source::Sources;
use ics::value::calendar::Day;
use unicode_width::UnicodeWidthStr;

const SMALL: &str = include_str!("policy.ics");
const RICH: &str = include_str!("rich.ics");

/// The explanation of an example of a policy.
fn explain(text: &str, example: &str) -> Explanation {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let compiled = compile(sources, file, &[]);
    let program = compiled.program.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    let record = &program.examples.iter().find(|one| one.name == example).unwrap().record;
    let day = Day::from_civil(2024, 8, 13).unwrap();
    let trace = trace(&program, record, day).unwrap();
    explanation(&program, &compiled.sources, &trace, record, day)
}

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
    insta::assert_snapshot!(to_text(&explain(SMALL, "base"), Lang::Zh, 80));
}

#[test]
fn text_in_english_narrow() {
    insta::assert_snapshot!(to_text(&explain(SMALL, "base"), Lang::En, 60));
}

#[test]
fn ascii_in_chinese_narrow() {
    insta::assert_snapshot!(to_ascii(&explain(SMALL, "base"), Lang::Zh, 60));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(to_markdown(&explain(SMALL, "base"), Lang::Zh));
}

#[test]
fn rich_text_in_chinese() {
    insta::assert_snapshot!(to_text(&explain(RICH, "base"), Lang::Zh, 80));
}

#[test]
fn rich_text_in_english() {
    insta::assert_snapshot!(to_text(&explain(RICH, "mature"), Lang::En, 80));
}

#[test]
fn rich_markdown() {
    insta::assert_snapshot!(to_markdown(&explain(RICH, "blank"), Lang::En));
}

/// A letter without its style, which stands in a file of its own.
fn letter(text: &str, example: &str, lang: Lang) -> String {
    let page = to_letter(&explain(text, example), lang);
    let (before, rest) = page.split_once("<style>").unwrap();
    format!("{before}{}", rest.split_once("</style>").unwrap().1)
}

#[test]
fn letters() {
    insta::assert_snapshot!("letter_in_chinese", letter(SMALL, "base", Lang::Zh));
    insta::assert_snapshot!("letter_in_english", letter(SMALL, "base", Lang::En));
    insta::assert_snapshot!("rich_letter_in_chinese", letter(RICH, "base", Lang::Zh));
    insta::assert_snapshot!("rich_letter_in_english", letter(RICH, "mature", Lang::En));
    insta::assert_snapshot!("letter_with_blanks", letter(RICH, "blank", Lang::Zh));
}

const EDGE: &str = include_str!("edge.ics");

/// Figures of forty digits, figures below zero, a key that would be markup: all stand as they are, and nothing breaks.
#[test]
fn letter_of_an_edge() {
    let text = letter(EDGE, "edge", Lang::Zh);
    insta::assert_snapshot!("letter_of_an_edge", text);
    assert!(text.contains("&lt;b&gt;某某&amp;公司&lt;/b&gt;") && !text.contains("<b>某某"), "{text}");
    assert!(text.contains("-99,999,999,999.99万元"), "{text}");
}

/// A letter says everything that was filed and every label of the result.
#[test]
fn a_letter_is_complete() {
    for (policy, example) in [(SMALL, "base"), (SMALL, "violating"), (RICH, "base"), (RICH, "mature"), (RICH, "blank"), (EDGE, "edge")] {
        let explanation = explain(policy, example);
        for lang in [Lang::En, Lang::Zh] {
            let text = to_letter(&explanation, lang);
            let fields = explanation.record.fields.iter().map(|field| field.value.text.get(lang)).filter(|text| !matches!(*text, "missing" | "缺失"));
            let labels = explanation.record.fields.iter().map(|field| field.label.as_str());
            let scores = explanation.scores.iter().flat_map(|score| [score.label.as_str(), score.result.text.get(lang)]);
            let clauses = explanation.eligibilities.iter().flat_map(|one| &one.clauses).map(|clause| clause.condition.words.get(lang));
            for wanted in fields.chain(labels).chain(scores).chain(clauses) {
                let wanted = ics::page::escape(&wanted.replace(" >= ", " ≥ ").replace(" <= ", " ≤ "));
                assert!(text.contains(&wanted), "{wanted} does not stand in the letter of {example}");
            }
        }
    }
}

#[test]
fn where_one_passes() {
    let explanation = explain(SMALL, "base");
    let bounds: Vec<(&str, &str)> = explanation.scores[0].bounds.iter().map(|bound| (bound.words.zh.as_str(), bound.at.text.zh.as_str())).collect();
    assert_eq!(bounds, [("综合评价得分 >= 60", "60")]);
}

#[test]
fn lines_fit_the_width() {
    for (explanation, width) in
        [40, 60, 80, 100].into_iter().flat_map(|width| [(explain(SMALL, "base"), width), (explain(RICH, "base"), width.max(60))])
    {
        for text in [to_text(&explanation, Lang::Zh, width), to_text(&explanation, Lang::En, width), to_ascii(&explanation, Lang::Zh, width)] {
            let wide: Vec<&str> = text.lines().filter(|line| line.width() > width).collect();
            assert!(wide.is_empty(), "wider than {width}: {wide:#?}");
        }
    }
}

/// 24 of 120 is 20 %, so 25 % takes 30; 1 400 of 25 000 is 5.6 %, so 6 % takes 1 500.
#[test]
fn the_way_to_more_points() {
    let explanation = explain(SMALL, "base");
    assert_eq!(ways(&explanation, 0), ["tech_staff 24人 30人 | 不低于25% | 16 4 62"]);
    assert_eq!(ways(&explanation, 1), ["rd_expense 1,400万元 1,500万元 | 不低于6% | 50 10 68"]);
    assert_eq!(ways(&explanation, 2), ["class1_ip 0件 1件 | 不低于1件 | 30 24 82", "class2_ip 1件 4件 | 不低于4件 | 24 18 76"]);
}

/// 25 % of 121 is 30.25 people: 31 are needed.
#[test]
fn figures_are_rounded_up_to_what_can_be_filled_in() {
    let explanation = explain(SMALL, "uneven");
    assert_eq!(ways(&explanation, 0), ["tech_staff 24人 25人 | 不低于20% | 12 12 58"]);
    let explanation = explain(SMALL, "uneven_higher");
    assert_eq!(ways(&explanation, 0), ["tech_staff 25人 31人 | 不低于25% | 16 4 62"]);
}

/// Without sales the ratio does not exist: the row `missing` applies, and no figure of expense would change that.
#[test]
fn nothing_is_said_where_the_ratio_does_not_exist() {
    let explanation = explain(SMALL, "no_sales");
    assert_eq!(ways(&explanation, 1), Vec::<String>::new());
    let step = &explanation.scores[0].items[1].indicator.points_reason.steps[0].steps[0];
    assert_eq!((step.row.en.as_str(), step.value.text.en.as_str()), ("missing", "0"));
}

/// At the top there is no better row.
#[test]
fn nothing_is_said_at_the_top() {
    let explanation = explain(SMALL, "at_the_top");
    assert_eq!(ways(&explanation, 0), Vec::<String>::new());
    assert_eq!(ways(&explanation, 2), Vec::<String>::new());
}

#[test]
fn formulas_in_three_forms() {
    let explanation = explain(SMALL, "base");
    let reason = &explanation.scores[0].items[1].indicator.points_reason;
    let formula = &reason.steps[0].steps[0].subjects[0].formula;
    assert_eq!(formula.source, "rd_expense / sales");
    assert_eq!(formula.labels.zh, "研发费用总额 / 年销售收入");
    assert_eq!(formula.numbers.as_ref().unwrap().en, "1,400万元 / 25,000万元");
    assert_eq!(reason.steps[0].steps[0].line, Some(34));
}

fn states(condition: &ConditionReport, into: &mut Vec<State>) {
    into.push(condition.state);
    condition.parts.iter().for_each(|part| states(part, into));
}

#[test]
fn eligibility_follows_missing_figures_to_their_fields() {
    let explanation = explain(SMALL, "base");
    let eligibility = &explanation.eligibilities[0];
    assert_eq!(eligibility.result, Answer::Undetermined);
    assert_eq!(eligibility.missing.iter().map(|field| field.name.as_str()).collect::<Vec<&str>>(), ["violation", "hnte"]);
    let mut found = Vec::new();
    states(&eligibility.clauses[2].condition, &mut found);
    assert_eq!(found, [State::Undetermined, State::NotMet, State::NotMet, State::Met, State::Undetermined]);

    let decided = explain(SMALL, "violating");
    assert_eq!((decided.eligibilities[0].result, decided.eligibilities[0].missing.len()), (Answer::Ineligible, 0));
    let eligible = explain(SMALL, "holder");
    assert_eq!(eligible.eligibilities[0].result, Answer::Eligible);
    assert!(eligible.blank.is_empty());
}

#[test]
fn json_has_both_languages() {
    let json = serde_json::to_value(explain(SMALL, "base")).unwrap();
    assert_eq!(json["scores"][0]["items"][0]["indicator"]["value"]["exact"], "20");
    assert_eq!(json["scores"][0]["items"][0]["indicator"]["value"]["unit"], "%");
    assert_eq!(json["eligibilities"][0]["result"], "undetermined");
    assert_eq!(json["record"]["fields"][8]["value"]["text"]["zh"], "缺失");
}

/// Growing: 13 200 of 11 000 is 20 % more. The share of research falls to 456.5 of 13 200, that is 3.458333 %, which gives
/// 4.322917 of 10 points and 17.29 of 40; with 18, 30 and 10, less 5, the score is 70.29.
#[test]
fn a_changed_figure_is_followed_through_the_policy() {
    let explanation = explain(RICH, "base");
    let growth = &explanation.scores[0].groups[1].items[0].indicator;
    let next = &growth.next[0];
    assert_eq!(next.field.as_ref().map(|field| field.to.text.zh.as_str()), Some("13,200万元"));
    assert_eq!(next.gain.as_ref().map(|gain| gain.text.zh.as_str()), Some("12"));
    assert_eq!(next.score.as_ref().map(|score| score.text.zh.as_str()), Some("70.29"));
}

#[test]
fn fewer_deductions_are_better() {
    let explanation = explain(RICH, "base");
    let next = &explanation.scores[0].groups[3].items[0].indicator.next[0];
    assert!(next.deduction);
    assert_eq!((next.points.text.en.as_str(), next.bound.en.as_str()), ("0", "at most 0件"));
}

#[test]
fn vetoes_make_ineligible() {
    let explanation = explain(RICH, "mature");
    assert_eq!(explanation.eligibilities[0].result, Answer::Ineligible);
    assert_eq!(explanation.eligibilities[0].clauses[2].condition.state, State::Met);
}

//! What tests exercise: small policies with few tests, and the points that are left.

use ics::compile::compile;
use ics::diagnostic::Lang;
use ics::ir::Program;
use ics::source::Sources;
use ics::testing::coverage::{Coverage, Measure, Totals};
use ics::value::calendar::Day;

const RECORD: &str = "policy p \"P\" { source \"made up\" }\nenum colour \"C\" { red \"R\", blue \"B\" }\n\
    record firm \"F\" { key id \"I\" : text, staff \"S\" : 人 [0, 1000], sales \"A\" : 万元? [0, 1000], kind \"K\" : colour, big \"G\" : bool\n\
    check staff >= 5 人 \"at least five\" }\n\
    example base { id = \"A\", staff = 50 人, sales = 50万元, kind = red, big = true }\n";

/// The coverage of a policy whose rules and tests are these; every test must run.
fn covered(rules: &str) -> (Coverage, Sources) {
    let mut sources = Sources::default();
    let file = sources.add("p.ics", format!("{RECORD}{rules}"));
    let compiled = compile(sources, file, &[]);
    let program: Program = compiled.program.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    let mut coverage = Coverage::new(&program, file);
    for test in program.tests.iter().filter(|test| test.given.broken.is_empty()) {
        coverage.observe(&program, &test.given.record, test.as_of.unwrap_or(Day(0))).unwrap();
    }
    (coverage, compiled.sources)
}

/// What of one measure is left, without what the record itself asks for.
fn left(rules: &str, measure: Measure) -> Vec<String> {
    let (coverage, sources) = covered(rules);
    let points = coverage.points().iter().filter(|point| point.measure == measure && point.hits == 0);
    let rules = points.filter(|point| (point.span.start as usize) > RECORD.len());
    rules.map(|point| point.words(&sources, Lang::En)).collect()
}

fn test(changes: &str) -> String {
    format!("test \"t\" {{ given base with {{ {changes} }} expect {{ id = \"A\" }} }}\n")
}

const BAND: &str = "let points = band staff { [0 人, 100 人) -> 0, [100 人, 500 人] -> 1, (500 人, 1000 人] -> 2 }\n";

#[test]
fn rows_that_no_record_takes_are_left() {
    let rules = format!("{BAND}{}", test("staff = 50 人"));
    assert_eq!(left(&rules, Measure::Rows), ["row `[100 人, 500 人]` is never taken", "row `(500 人, 1000 人]` is never taken"]);
    let all = format!("{BAND}{}{}{}", test("staff = 50 人"), test("staff = 100 人"), test("staff = 501 人"));
    assert_eq!(left(&all, Measure::Rows), [""; 0]);
}

#[test]
fn an_edge_of_a_ratio_is_said_as_the_row_says_it() {
    let rules = |edge: &str| format!("let ratio = band staff / 1000 人 {{ [0, {edge}) -> 0, [{edge}, 1] -> 1 }}\n{}", test("staff = 100 人"));
    let expected = |edge: &str| ["just below", "at", "just above"].map(|side| format!("`staff / 1000 人`: no value {side} {edge}"));
    assert_eq!(left(&rules("50%"), Measure::Edges), expected("50%"));
    assert_eq!(left(&rules("0.5"), Measure::Edges), expected("0.5"));
}

#[test]
fn an_edge_wants_values_at_and_beside_it_and_the_end_of_the_range_is_none() {
    let rules = format!("{BAND}{}{}", test("staff = 99 人"), test("staff = 100 人"));
    let expected = [
        "`staff`: no value just above 100人",
        "`staff`: no value just below 500人",
        "`staff`: no value at 500人",
        "`staff`: no value just above 500人",
    ];
    assert_eq!(left(&rules, Measure::Edges), expected);
}

#[test]
fn a_value_farther_than_one_percent_and_one_step_is_not_near() {
    let near = |staff: &str| left(&format!("{BAND}{}", test(&format!("staff = {staff} 人"))), Measure::Edges).len();
    assert_eq!((near("494"), near("495"), near("499"), near("505"), near("506")), (6, 5, 5, 5, 6));
    // One person is one step, although it is more than 1 % of ten.
    let few = "let points = band staff { [0 人, 10 人) -> 0, [10 人, 1000 人] -> 1 }\n";
    assert_eq!(left(&format!("{few}{}", test("staff = 11 人")), Measure::Edges).len(), 2);
    assert_eq!(left(&format!("{few}{}", test("staff = 12 人")), Measure::Edges).len(), 3);
}

#[test]
fn points_are_near_within_one_step_of_the_total() {
    let rules = |staff: &str| {
        format!(
            "indicator a \"A\" out of 20 {{ points band staff {{ [0 人, 100 人) -> 0, [100 人, 200 人) -> 8, [200 人, 1000 人] -> 20 }} }}\n\
             score total \"T\" out of 20 {{ a }}\noutput passed : bool = total >= 10\n{}",
            test(&format!("staff = {staff} 人"))
        )
    };
    // Totals are 0, 8 and 20, all multiples of 4: 8 lies within a step of 10, 20 does not.
    let of_total = |staff: &str| left(&rules(staff), Measure::Edges).into_iter().filter(|words| words.contains("total")).collect::<Vec<_>>();
    assert_eq!(of_total("150"), ["`total >= 10`: no value at the edge", "`total >= 10`: no value just above the edge"]);
    assert_eq!(of_total("300").len(), 3);
}

#[test]
fn conditions_want_each_truth_value_and_missing_where_it_may_be() {
    let rules = "eligibility e \"E\" {\n require sales >= 50万元 \"s\"\n require big \"b\"\n}\n";
    let found = left(&format!("{rules}{}", test("big = false")), Measure::Conditions);
    let expected = [
        "`e` is never eligible",
        "`e` is never undetermined",
        "`sales >= 50万元` is never false",
        "`sales >= 50万元` is never undetermined",
        "`big` is never true",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_negated_test_is_judged_as_it_is_written() {
    let rules = "let a = if sales is not missing then 1 else 2\nlet b = if kind not in { blue } then 1 else 2\n";
    let found = left(&format!("{rules}{}", test("staff = 50 人")), Measure::Conditions);
    assert_eq!(found, ["`sales is not missing` is never false", "`kind not in { blue }` is never false"]);
}

#[test]
fn a_broken_check_needs_a_rejected_record() {
    let (coverage, sources) = covered(&test("staff = 5 人"));
    let words: Vec<String> = coverage.points().iter().filter(|point| point.hits == 0).map(|point| point.words(&sources, Lang::En)).collect();
    assert!(words.iter().any(|words| words.starts_with("no record breaks `check staff >= 5 人")), "{words:?}");
    let rejected = "test \"r\" { given base with { staff = 4 人 } expect rejected }\n";
    let (coverage, _) = covered(&format!("{}{rejected}{}", test("staff = 5 人"), test("staff = 6 人")));
    assert_eq!(coverage.points().iter().filter(|point| point.hits == 0).count(), 0);
}

#[test]
fn branches_go_both_ways() {
    let rules = "let a = if big then 1 else 2\nlet b = sales default 0万元\nlet c = when { staff > 10 人 -> 1, otherwise -> 2 }\n";
    let found = left(&format!("{rules}{}", test("big = true")), Measure::Branches);
    let expected =
        ["`if` `big`: `else` is never taken", "`sales default 0万元`: the value after `default` is never taken", "guard `staff > 10 人` never fails"];
    assert_eq!(found, expected);
    assert_eq!(left(&format!("{rules}{}{}", test("big = true"), test("big = false, sales = missing, staff = 9 人")), Measure::Branches), [""; 0]);
}

#[test]
fn a_function_is_covered_where_any_call_covers_it() {
    let rules = "function f(x : 人) : number = band x { (.., 500 人] -> 0, (500 人, ..) -> 1 }\n\
        output a : number = f(staff)\noutput b : number = f(staff + 500 人)\n";
    assert_eq!(left(&format!("{rules}{}", test("staff = 50 人")), Measure::Rows), [""; 0]);
}

#[test]
fn a_figure_of_a_table_is_an_edge_in_every_row() {
    let rules = "table bounds \"B\" by colour {\n | kind | least : 人 |\n | red | 10 |\n | blue | 20 |\n}\n\
        output enough : bool = staff >= bounds[kind].least\n";
    let tests = format!("{}{}{}", test("staff = 9 人"), test("staff = 10 人"), test("staff = 11 人"));
    let found = left(&format!("{rules}{tests}"), Measure::Edges);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found.iter().all(|words| words.contains("| blue | 20 |")), "{found:?}");
    assert_eq!(left(&format!("{rules}{tests}"), Measure::Rows), ["row `| blue | 20 |` of `bounds` is never looked up for `least`"]);
}

#[test]
fn what_ranges_rule_out_is_not_asked_for() {
    let rules =
        "let never = when { staff > 2000 人 -> 1, otherwise -> 2 }\nlet zero = when { staff < 10 人 -> 1, staff = 10 人 -> 2, otherwise -> 3 }\n";
    let (coverage, _) = covered(rules);
    let all: Vec<_> = coverage.points().iter().filter(|point| point.span.start as usize > RECORD.len()).collect();
    // Below 10 the second guard is never asked; above 1,000 there is no staff.
    assert_eq!(all.iter().filter(|point| point.measure == Measure::Rows).count(), 1 + 3);
    assert_eq!(all.iter().filter(|point| point.measure == Measure::Edges).count(), 1 + 3 + 2);
}

#[test]
fn what_the_way_to_a_test_rules_out_is_not_asked_for() {
    let rules = "let twice = staff * 2\nlet deep = if staff < 100 人 then (if twice >= 400 人 then 1 else 2) else 3\n";
    let (coverage, _) = covered(rules);
    let points = |measure| {
        let rules = coverage.points().iter().filter(|point| point.span.start as usize > RECORD.len());
        rules.filter(|point| point.measure == measure).count()
    };
    // Where staff is below 100, twice the staff is never 400 nor close to it from above.
    assert_eq!((points(Measure::Branches), points(Measure::Conditions), points(Measure::Edges)), (2 + 1, 2 + 1, 3 + 1));
}

#[test]
fn knots_are_edges_and_segments_are_rows() {
    // By the rule of the record there are no fewer than five.
    let rules = "output y : number = linear staff { 5 人 -> 0, 100 人 -> 10 }\n";
    assert_eq!(left(&format!("{rules}{}", test("staff = 50 人")), Measure::Rows), ["no value at or beyond the last knot, 100人"]);
    let edges = ["`staff`: no value at 5人", "`staff`: no value just above 5人", "`staff`: no value just below 100人"];
    assert_eq!(left(&format!("{rules}{}{}", test("staff = 100 人"), test("staff = 101 人")), Measure::Edges), edges);
}

#[test]
fn dated_rows_want_the_day_and_its_neighbours() {
    let rules = "param rate : % {\n from 2020-01-01 -> 1%\n from 2021-01-01 -> 2%\n}\noutput r : % = rate\n\
        test \"t\" as of 2021-01-02 { given base expect { r = 2% } }\ntest \"u\" as of 2020-12-30 { given base expect { r = 1% } }\n";
    assert_eq!(left(rules, Measure::Edges), ["2021-01-01: no reference date on the day before", "2021-01-01: no reference date on the day"]);
}

#[test]
fn shares_are_rounded_down_and_nothing_is_everything() {
    assert_eq!(Totals { covered: 1999, possible: 2000 }.permille(), 999);
    assert_eq!(Totals::default().permille(), 1000);
}

#[test]
fn functions_within_functions_cost_no_more_than_they_are_long() {
    let nested = (0..50).fold("x".to_owned(), |inner, _| format!("twice({inner})"));
    let rules =
        format!("function twice(y : number) : number = max(y, y - 1)\nfunction f(x : number) : number = {nested}\noutput o : bool = f(3) > 2\n");
    assert_eq!(left(&format!("{rules}{}", test("staff = 50 人")), Measure::Edges), [""; 0]);
}

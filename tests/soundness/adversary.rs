//! Policies written to deceive the checker: each either is refused with a code, or keeps its promises.

use crate::promises::kept_by_all;
use ics::compile::compile;
use ics::diagnostic::Severity;
use ics::source::Sources;

/// A policy with these fields and declarations.
fn policy(fields: &str, rest: &str) -> String {
    let enums = "enum stage \"阶段\" { startup \"初创\", growth \"成长\", mature \"成熟\" }\nenum level { high, low }\n\
        enum many { m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11 }";
    format!("policy p \"试\" {{ }}\n{enums}\nrecord firm \"企业\" {{\n  key id : text\n{fields}\n}}\n{rest}\n")
}

/// The codes of the errors.
fn errors(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let compiled = compile(sources, file, &[]);
    let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| diagnostic.code.to_string()).collect()
}

/// Refused with exactly these codes, whatever their number.
#[track_caller]
fn refused(fields: &str, rest: &str, code: &str) {
    let mut found = errors(&policy(fields, rest));
    found.dedup();
    assert_eq!(found, [code]);
}

/// Accepted, and random records find nothing wrong.
#[track_caller]
fn kept(fields: &str, rest: &str) {
    let text = policy(fields, rest);
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text);
    let compiled = compile(sources, file, &[]);
    let Some(program) = compiled.program else { panic!("refused: {:#?}", compiled.diagnostics) };
    if let Err(problem) = kept_by_all(&program, 1, 2_000) {
        panic!("{problem}");
    }
}

/// The gap of a missing value is found although `otherwise` fills ten others.
#[test]
fn otherwise_with_many_gaps_does_not_hide_a_missing_subject() {
    refused("  a : many?", "let x = band a { m0 -> 1, m11 -> 2, otherwise -> 0 }", "E0401");
    let rows = (0..12).map(|n| format!("{} -> {n}", 2 * n)).collect::<Vec<String>>().join(", ");
    refused("  a : number? [0, 100] decimals 0", &format!("let x = band a {{ {rows}, otherwise -> 0 }}"), "E0401");
}

/// A blank that was written down is of no type; no band can take it but by a row `missing`.
#[test]
fn a_written_blank_needs_a_row() {
    for rows in ["(.., ..) -> 1", "otherwise -> 1"] {
        let found = errors(&policy("  a : number", &format!("let n = missing\nlet x = band n {{ {rows} }}")));
        assert!(!found.is_empty(), "{rows}");
    }
    let decision = "let n = missing\ndecision d { | n | -> |\n | (.., ..) | 1 |\n}";
    assert!(!errors(&policy("  a : number", decision)).is_empty());
}

/// A table over texts cannot have a row for every text.
#[test]
fn a_table_over_texts_needs_a_row_for_the_others() {
    refused("  code : text", "table t by text { | code | x |\n | \"A\" | 1 |\n | \"B\" | 2 |\n}\nlet x = t[code]", "E0405");
    refused(
        "  code : text\n  s : stage",
        "table t by stage, text { | s | code | x |\n | startup | \"A\" | 1 |\n | growth | * | 1 |\n | mature | * | 1 |\n}\nlet x = t[s, code]",
        "E0405",
    );
    refused("  code : text", "param t by text { \"A\" -> 1 }\nlet x = t[code]", "E0405");
    kept("  code : text", "param t by text { \"A\" -> 1, otherwise -> 2 }\nlet x = t[code]");
    kept("  code : text", "table t by text { | code | x |\n | * | 1 |\n}\nlet x = t[code]");
}

/// Bounds of `clamp` that vary.
#[test]
fn clamp_between_bounds_that_vary() {
    kept("  a : number [10, 20]\n  c : number [1, 5]", "let x = clamp(a, 0, c)\nlet y = band x { [5, ..) -> 1, (.., 5) -> 0 }");
    kept("  a : number [0, 1]\n  f : number [2, 5]", "let x = clamp(a, f, 10)\nlet y = band x { [0, 2] -> 1, (2, ..) -> 0 }");
    kept("  a : number [-9, 9]\n  f : number [-5, 1]\n  c : number [1, 5]", "let x = clamp(a, f, c)");
}

/// A mean may fit although the sum before it does not.
#[test]
fn the_sum_of_a_mean_fits() {
    let fields = "  a : 元 [0, 90000000000000000000000000000000000]\n  b : 元 [0, 90000000000000000000000000000000000]";
    let found = errors(&policy(fields, "let x = mean(a, b)"));
    assert!(found.iter().all(|code| code == "E0413"), "{found:?}");
    let fine = "  a : number [0, 90000000000000000000] decimals 12\n  b : number [0, 90000000000000000000] decimals 12";
    let times = "let c = a * 0.000001\nlet d = b * 0.000001\n";
    let found = errors(&policy(fine, &format!("{times}let x = mean(a * 1.000001, b * 1.000001, a * 1.000001)")));
    assert!(found.is_empty() || found == ["E0413"], "{found:?}");
    if found.is_empty() {
        kept(fine, &format!("{times}let x = mean(a * 1.000001, b * 1.000001, a * 1.000001)"));
    }
}

/// Knots so far apart that their distance does not fit.
#[test]
fn knots_far_apart() {
    let found = errors(&policy(
        "  a : number [-90000000000000000000000000000000000000, 90000000000000000000000000000000000000] decimals 0",
        "let x = linear a { -90000000000000000000000000000000000000 -> 0, 90000000000000000000000000000000000000 -> 1 }",
    ));
    assert_eq!(found, ["E0413"]);
    let found =
        errors(&policy("  a : number [0, 1] decimals 0", "let x = linear a { 0 -> -90000000000000000000000000, 1 -> 90000000000000000000000000 }"));
    assert_eq!(found, ["E0413"]);
}

/// The row `missing` of `linear` has the places of the knots.
#[test]
fn the_missing_row_of_linear_has_the_places_of_the_knots() {
    let fields = "  a : number? [0, 1]\n  n : number [0, 1000000000000] decimals 0";
    let found = errors(&policy(fields, "let x = linear a { 0 -> 0, 1 -> 1, missing -> n * n * n }"));
    assert_eq!(found, ["E0413"]);
    kept(fields, "let x = linear a { 0 -> 0, 1 -> 1, missing -> n * n }");
}

/// A weighted total is at most `out of` only where no group adds by rounding or by a floor of its own: such groups are refused.
#[test]
fn groups_that_round_up_or_have_a_floor_exceed_their_weights() {
    let indicators = "indicator a out of 10 { points clamp(n, 0, 10) }\nindicator b out of 10 { points clamp(n, 0, 10) }\n\
        enum grade_kind { ok, over }\ngrade g : grade_kind by total { [0, 100] -> ok, (100, ..) -> over }\n";
    let weights = "weights { | | w |\n | a | 12.5 |\n | b | 87.5 |\n }";
    let found = errors(&policy(
        "  n : number [0, 10]",
        &format!("{indicators}score total out of 100 {{ one round 0 {{ a }} two round 0 {{ b }} {weights} }}"),
    ));
    assert_eq!(found, ["E0468", "E0468"]);
    let found =
        errors(&policy("  n : number [0, 10]", &format!("{indicators}score total out of 100 {{ one at least 30 {{ a }} two {{ b }} {weights} }}")));
    assert_eq!(found, ["E0468"]);
    let fine = "weights { | | w |\n | a | 12.5000000000005 |\n | b | 87.4999999999995 |\n }";
    kept("  n : number [0, 10]", &format!("{indicators}score total out of 100 {{ a, b {fine} }}"));
}

/// Far reference dates: what is added to them leaves no calendar.
#[test]
fn reference_dates() {
    kept("  born : date", "let x = add_years(as_of, 50 年, next_day)\nlet y = years_between(born, as_of)");
}

/// A hole behind a million combinations of columns.
#[test]
fn a_decision_of_many_columns_has_no_hidden_hole() {
    let columns = 20;
    let fields: String = (0..columns).map(|n| format!("  b{n} : bool\n")).collect();
    let heads: String = (0..columns).map(|n| format!(" b{n} |")).collect();
    let row = |wanted: usize, truth: &str| {
        let cells: String = (0..columns).map(|n| if n == wanted { format!(" {truth} |") } else { " * |".to_owned() }).collect();
        format!(" |{cells} {wanted} | 1 |\n")
    };
    let rows: String =
        (0..columns).flat_map(|n| ["true", "false"].map(|truth| (n, truth))).filter(|at| *at != (0, "true")).map(|(n, t)| row(n, t)).collect();
    let decision = format!("decision d {{\n |{heads} last | -> |\n{rows}}}");
    let fields = format!("{fields}  last : number [0, {}] decimals 0", columns - 1);
    refused(&fields, &decision, "E0402");
}

/// Functions that call each other deeply, and names that follow each other in a long row.
#[test]
fn depth_has_a_bound() {
    let mut functions = String::from("function f0(v: number [0, 1]) = v\n");
    for n in 1..30 {
        functions += &format!("function f{n}(v: number [0, 1]) = {}f{}(v){}\n", "max(".repeat(60), n - 1, ", 0)".repeat(60));
    }
    let text = policy("  a : number [0, 1]", &format!("{functions}let x = f29(1)"));
    let names: String = (1..20_000).map(|n| format!("let x{n} = max(x{}, 1)\n", n - 1)).collect();
    let long = policy("  a : number? [0, 1]", &format!("let x0 = a\n{names}"));
    let checked = std::thread::Builder::new().stack_size(64 << 20).spawn(move || (errors(&text), errors(&long)));
    let (mut deep, long) = checked.unwrap().join().unwrap();
    deep.dedup();
    assert_eq!((deep, long), (vec!["E0443".to_owned()], vec![]));
}

/// Whether results fit is decided by the arguments of each call, not by the widest there could be.
#[test]
fn functions_of_plain_numbers() {
    let function = "function f(x: number, y: number) = x * y\n";
    kept("  a : number [0, 1]", &format!("{function}let z = f(a, a)"));
    refused("  a : number", &format!("{function}let z = f(a, a)"), "E0413");
    let later = "function f(d: date, n: 年) = add_years(d, n, last_day)\n";
    kept("  d : date\n  n : 年 [0, 50]", &format!("{later}let z = f(d, n)"));
    refused("  d : date\n  n : 年", &format!("{later}let z = f(d, n)"), "E0434");
}

/// A range that a parameter declares binds its arguments, dates as well as numbers.
#[test]
fn ranges_of_parameters() {
    let function = "function f(d: date [2010-01-01, 2020-01-01]) = year(d)\n";
    refused("  d : date", &format!("{function}let y = f(d)"), "E0431");
    kept("  d : date [2011-01-01, 2012-01-01]", &format!("{function}let y = f(d)"));
    refused("  a : number", "function f(x: number [0, 1]) = x\nlet y = f(a)", "E0431");
}

/// Names of parameters hide members and outer names, and nothing else.
#[test]
fn names_of_parameters() {
    kept("  s : stage", "function f(mature: stage) = if mature = startup then 1 else 0\nlet z = f(s)");
    kept("  a : number [0, 1]", "function f(startup: number) = startup + 1\nlet z = f(a)");
    kept("  a : number [0, 1]", "function f(x: number) = x + 1\nfunction g(x: number) = f(x + 1) + x\nlet z = g(f(g(a)))");
}

/// Bounds that do not fit are reported, not ignored.
#[test]
fn bounds_that_do_not_fit() {
    refused("  a : number [0, 100000000000000000000000000000000000]", "let x = a", "E0413");
}

/// Parts of an eligibility that are blank, written so or not.
#[test]
fn eligibilities_over_blanks() {
    let answer = "let y = when { e -> 1, missing -> 2, otherwise -> 0 }";
    kept("  a : bool?\n  b : bool", &format!("eligibility e {{ require a veto b direct {{ a b }} }}\n{answer}"));
    kept("  a : bool?", &format!("eligibility e {{ require missing }}\n{answer}"));
    kept("  a : bool?", &format!("eligibility e {{ direct {{ a missing }} veto a }}\n{answer}"));
}

/// Caps, floors and rounding of totals, in this order and at their bounds.
#[test]
fn limits_of_totals() {
    let indicators = "indicator i { points -a }\nindicator j out of 5 { points a }\n";
    kept(
        "  a : number [0, 1]",
        &format!("{indicators}score t {{ j deduct d {{ i }} }}\nscore u round 0 at least 0 {{ j deduct e up to 0.3 {{ i }} }}"),
    );
    kept(
        "  a : number [0, 5]",
        "indicator i out of 5 { points a }\nscore t out of 5 up to 4.995 at least 1.2345 round 2 { i }\nscore u out of 5 up to 0.5 at least 3 { i }",
    );
}

/// A check that is missing where a figure is that its two sides cancel says nothing of the others.
#[test]
fn a_check_says_nothing_where_a_figure_it_cancels_is_missing() {
    let share = "let x : number? = a / b\nlet y = band x { (.., 1] -> 0, (1, ..) -> 1, missing -> 2 }";
    let fields =
        |check: &str| format!("  a : number [0, 9] decimals 0\n  b : number [0, 9] decimals 0\n  c : number? [0, 9]\n  check {check} \"核对\"");
    for check in ["a + c <= b + c", "a + c - c <= b", "a + c * 0 <= b", "not a - c > b - c"] {
        kept(&fields(check), share);
        let found = errors(&policy(&fields(check), "let x : number? = a / b\nlet y = band x { (.., 1] -> 0, missing -> 2 }"));
        assert_eq!(found, ["E0402"], "{check}");
    }
}

/// Checks that no record keeps prove anything, and stop nothing.
#[test]
fn checks_that_contradict_each_other() {
    let fields = "  a : number [0, 9]\n  b : number? [0, 9]\n  check a < b \"核对\"\n  check b < a \"核对\"";
    kept(
        fields,
        "let x = if a > 3 then 1 else 2\nlet y = band a { [0, 4] -> 1, (4, 9] -> 2 }\nlet z = when { b > a -> 1, otherwise -> 0, missing -> 2 }",
    );
    let fields = "  a : number [0, 9]\n  b : number [0, 9]\n  check a < b \"核对\"\n  check b < a \"核对\"";
    kept(fields, "let x = if a > b then a / b default 0 else 2\nlet y = band a { [0, 4] -> 1, (4, 9] -> 2 }");
}

/// Shares at the edge of a relation, where the quotient is rounded away from zero beyond it.
#[test]
fn shares_that_are_rounded_beyond_their_relation() {
    let fields = "  a : number [-9, 9] decimals 0\n  b : number [0, 9] decimals 0\n  check 3 * a <= 2 * b \"核对\"\n  check -3 * a <= 2 * b \"核对\"";
    let found = errors(&policy(fields, "let x : number? = a / b\nlet y = band x { [-0.66, 0.66] -> 1, missing -> 0 }"));
    assert_eq!(found, ["E0402", "E0402"]);
    kept(fields, "let x : number? = a / b\nlet y = band x { [-0.666666666667, 0.666666666667] -> 1, missing -> 0 }");
    let rest = "let y = band x { (.., -0.666666666666] -> 1, (-0.666666666666, 0.666666666666) -> 2, [0.666666666666, ..) -> 3, missing -> 0 }";
    kept(fields, &format!("let x : number? = a / b\n{rest}"));
}

//! Policies made to be hard on tables and lanes: lists too long for a code, more rows than a code counts, texts by many members,
//! numbers at the ends of what fits.

use crate::agreement::{Said, Trial};
use crate::random::Random;
use crate::records::Records;
use ics::compile::compile;
use ics::ir::Program;
use ics::source::Sources;
use ics::value::Value;
use std::sync::Arc;

fn compiled(record: &str, rest: &str) -> Arc<Program> {
    let text = format!("policy p \"试\" {{ }}\n{rest}\nrecord firm \"企业\" {{\n  key id : text\n{record}\n}}\n");
    let mut sources = Sources::default();
    let file = sources.add("policy.ics", text.clone());
    let compiled = compile(sources, file, &[]);
    let shown: String = text.chars().take(3_000).collect();
    compiled.program.map(Arc::new).unwrap_or_else(|| panic!("{:#?}\n{shown}", compiled.diagnostics.iter().take(3).collect::<Vec<_>>()))
}

/// So many records through both evaluators; some of them keep the rules.
fn agreed(record: &str, rest: &str, many: usize) {
    let program = compiled(record, rest);
    let (drawn, mut random) = (Records::new(&program), Random(many as u64));
    let records: Vec<Vec<Value>> = (0..many).map(|_| drawn.record(&mut random)).collect();
    let trial = Trial::new(&program, drawn.reference_date(&mut random), &records);
    let kept = trial.said.iter().filter(|said| matches!(said, Said::Values(_))).count();
    assert!(kept > many / 5, "only {kept} of {many} records keep the rules");
    trial.agrees(&mut random).unwrap_or_else(|problem| panic!("{problem}"));
}

/// An enum with so many members, and a table of what each of them has.
fn listed(name: &str, many: usize) -> String {
    let members: Vec<String> = (0..many).map(|member| format!("{name}{member}")).collect();
    format!("enum {name} \"{name}\" {{ {} }}\n", members.join(", "))
}

fn table(name: &str, by: &str, of: &str, cell: impl Fn(usize) -> String, many: usize) -> String {
    let rows: Vec<String> = (0..many).map(|row| format!("  | {by}{row} | {} |\n", cell(row))).collect();
    format!("table {name} by {by} {{\n  | {by} | cell : {of} |\n{}}}\n", rows.concat())
}

#[test]
fn members_of_long_lists() {
    let last = |many: usize| {
        let mut rest = listed("a", many) + &listed("b", 300);
        rest += &table("other", "a", "b", |row| format!("b{}", (row * 7 + 299) % 300), many);
        rest += &table("perhaps", "a", "b?", |row| if row % 5 == 0 { "-".to_owned() } else { format!("b{}", 299 - row % 300) }, many);
        rest += &table("weight", "b", "number", |row| format!("{}", row * 3), 300);
        rest += "output o : b = other[x]\noutput q : b? = perhaps[x]\noutput is_last : bool = o = b299\n";
        rest +=
            "output in_list : bool = o in { b299, b3, b5, b7, b9, b11, b13, b15 }\noutput w : number = weight[o]\noutput v : number? = weight[q]\n";
        rest += "output d : b = q default y default b298\noutput p : b = when { flag -> o, y is missing -> b299, otherwise -> d }\n";
        rest += "output of_p : number = band p { b0, b2, b4, b6, b8, b299 -> 1, b1, b100, b200, b298 -> 2, otherwise -> 3 }\n";
        rest += "output same : bool? = p = y\noutput differs : bool = p != o\noutput one : b = if flag then b299 else b0\n";
        rest += "output of_one : number = band one { b299, b5, b7, b9, b11, b13 -> 1, otherwise -> 2 }\n";
        rest += "output of_d : number = weight[d] + weight[one]\n";
        rest
    };
    for many in [254, 255, 700] {
        agreed("  x : a\n  y : b?\n  flag : bool", &last(many), 120);
    }
}

/// Enums of a hundred members have a code each, but no table over two of them fits.
#[test]
fn pairs_of_middling_lists() {
    let mut rest = listed("a", 100) + &listed("b", 120) + &listed("c", 250);
    rest += &table("named", "a", "text", |row| format!("\"文{row}\""), 100);
    rest += &table("called", "b", "text", |row| format!("\"文{}\"", row / 2 + 3), 120);
    rest += &table("known", "c", "text?", |row| if row % 9 == 0 { "-".to_owned() } else { format!("\"文{row}\"") }, 250);
    rest += &table("due", "a", "date", |row| format!("{}-02-28", 1900 + row), 100);
    rest += &table("until", "b", "date", |row| format!("{}-02-28", 2000 - row), 120);
    rest += &table("truth", "c", "bool?", |row| ["true", "false", "-"][row % 3].to_owned(), 250);
    rest += &table("first", "a", "c", |row| format!("c{}", 249 - row), 100);
    rest += &table("second", "b", "c", |row| format!("c{}", row * 2), 120);
    rest += "output equal : bool = named[x] = called[y]\noutput unequal : bool? = named[x] != known[z]\noutput below : bool = due[x] < until[y]\n";
    rest += "output known_equal : bool? = known[z] = called[y]\noutput days : 天 = days_between(due[x], until[y])\n";
    rest += "output chosen : text = known[z] default named[x]\noutput text_is : bool = chosen = called[y]\noutput text_starts : bool = chosen starts with \"文1\"\n";
    rest += "output both : bool? = truth[z] and named[x] = called[y]\noutput f : c = first[x]\noutput same_c : bool = first[x] = second[y]\n";
    rest += "output picked : c = if flag then first[x] else second[y]\noutput at_last : bool = picked = c249\n";
    rest += "output of_picked : number = band picked { c249 -> 1, c238 -> 2, c0 -> 3, otherwise -> 4 }\noutput truth_of : bool? = truth[picked]\n";
    rest += "output several : c = when { flag -> first[x], x = a3 -> second[y], otherwise -> z }\noutput known_of : text? = known[several]\n";
    rest += "output later : date = if due[x] < until[y] then until[y] else due[x]\noutput years : 年 = years_between(due[x], later)\n";
    agreed("  x : a\n  y : b\n  z : c\n  flag : bool", &rest, 1_100);
}

/// More guards than a code counts.
#[test]
fn guards_by_the_hundred() {
    for many in [201, 256, 450] {
        let rows: String = (0..many).map(|row| format!("  x < {} -> {}\n", row * 3, row * 5 % 997)).collect();
        let maybe: String = (0..many).map(|row| format!("  y = {} -> {}\n", row * 3, row * 5 % 997)).collect();
        let rest = format!(
            "output o : number = when {{\n{rows}  otherwise -> 1\n}}\noutput q : number = when {{\n{maybe}  otherwise -> x\n  missing -> -1\n}}\n"
        );
        agreed("  x : number [0, 2200] decimals 0\n  y : number? [0, 2200] decimals 0", &rest, 100);
    }
}

/// As many conditions as can be counted, and as many as can be joined.
#[test]
fn conditions_by_the_dozen() {
    let parts: Vec<String> = (0..64).map(|part| format!("{} > {}", if part % 20 == 19 { "y" } else { "x" }, part * 2)).collect();
    let rest = format!("output o : number? = count({})\noutput all : bool? = {}\n", parts.join(", "), parts.join(" and "));
    agreed("  x : number [0, 150] decimals 0\n  y : number? [0, 150] decimals 0", &rest, 200);
}

/// Bands, decisions and tables with more rows than a code has values.
#[test]
fn rows_by_the_hundred() {
    for many in [254, 300] {
        let last = many - 1;
        let band = |value: &dyn Fn(usize) -> String| -> String {
            let row = |row: usize| match row {
                0 => format!("  < 1 -> {}\n", value(0)),
                row if row == last => format!("  >= {row} -> {}\n", value(row)),
                row => format!("  [{row}, {}) -> {}\n", row + 1, value(row)),
            };
            (0..many).map(row).collect()
        };
        let plain = band(&|row| format!("{}", row * 31 % 89));
        let mixed = band(&|row| if row % 7 == 0 { "x + y".to_owned() } else { format!("{row}") });
        let truth = band(&|row| if row % 3 == 0 { "x > y".to_owned() } else { "flag".to_owned() });
        let text = band(&|row| if row % 3 == 0 { "id".to_owned() } else { format!("\"文{row}\"") });
        let member = band(&|row| if row % 3 == 0 { "m".to_owned() } else { format!("a{}", row % 300) });
        let mut rest = listed("a", 300);
        rest += &format!("output o : number = band x {{\n{plain}}}\noutput q : number = band x {{\n{mixed}}}\n");
        rest += &format!("output t : bool = band x {{\n{truth}}}\noutput s : text = band x {{\n{text}}}\noutput n : a = band x {{\n{member}}}\n");
        rest += "output both : bool = t and o > 40\noutput n_is : bool = n = a299 or n = m\noutput s_is : bool = s = \"文4\"\n";
        let names: Vec<String> = (0..many).map(|name| format!("\"文{name}\"")).collect();
        rest += &format!("output named : bool = code in {{ {} }}\n", names.join(", "));
        let one: Vec<String> = (0..many).map(|name| format!("{}", name * 2)).collect();
        rest += &format!("output odd : bool = x in {{ {} }}\n", one.join(", "));
        rest += &format!(
            "output by_code : number = band code {{\n{}  otherwise -> 0\n}}\n",
            names.iter().enumerate().map(|(row, name)| format!("  {name} -> {}\n", row % 50)).collect::<String>()
        );
        agreed("  x : number [-5, 400]\n  y : number [0, 300] decimals 0\n  m : a\n  code : text\n  flag : bool", &rest, 100);
    }
}

#[test]
fn decisions_over_four_columns() {
    let mut rest = listed("a", 30);
    let mut rows = String::new();
    let mut count = 0;
    for member in 0..30 {
        for (low, high) in [("..", "10"), ("10", "20"), ("20", "30"), ("30", "..")] {
            for third in ["< 0.5", ">= 0.5"] {
                for flag in ["true", "false"] {
                    count += 1;
                    let open = if low == ".." { "(" } else { "[" };
                    let made = if count % 4 == 0 { "y * x".to_owned() } else { format!("{count}") };
                    rows += &format!("  | a{member} | {open}{low}, {high}) | {third} | {flag} | {made} |\n");
                }
            }
        }
    }
    rest += &format!("decision dd : number {{\n  | m | x | y | flag | -> |\n{rows}}}\noutput o : number = dd * 2\noutput p : bool = dd > 200\n");
    agreed("  m : a\n  x : number [0, 50]\n  y : number [0, 1]\n  flag : bool", &rest, 200);
}

/// Many classes on each side: rows are found record by record.
#[test]
fn decisions_too_wide_for_a_table() {
    for many in [90, 130, 230] {
        let mut rows = String::new();
        for row in 0..many {
            let next = row + 1;
            rows += &format!("  | [{row}, {next}) | < {row} | * | {row} |\n  | [{row}, {next}) | >= {row} | * | x - y |\n");
        }
        rows += &format!("  | >= {many} | * | * | -1 |\n");
        let truths = rows
            .replace("| x - y |", "| true |")
            .lines()
            .enumerate()
            .map(|(line, row)| {
                let cut = row.rfind("| ").map_or(row, |_| row);
                let cells: Vec<&str> = cut.split('|').collect();
                format!("  |{}|{}|{}| {} |\n", cells[1], cells[2], cells[3], ["true", "false", "x > y"][line % 3])
            })
            .collect::<String>();
        let rest = format!(
            "decision dd : number {{\n  | x | y | code | -> |\n{rows}}}\ndecision tt : bool {{\n  | x | y | code | -> |\n{truths}}}\noutput o : number = dd\noutput t : bool = tt\noutput u : bool = tt and dd > 3\n"
        );
        agreed("  x : number [0, 500] decimals 1\n  y : number [0, 500] decimals 1\n  code : text", &rest, 100);
    }
}

#[test]
fn texts_of_every_kind() {
    let mut rest = listed("a", 40);
    rest += &table("word", "a", "text?", |row| if row % 4 == 0 { "-".to_owned() } else { format!("\"甲{row}\"") }, 40);
    rest += "output same : bool = s = t\noutput differs : bool? = s != u\noutput starts : bool = s starts with { \"甲\", \"乙1\" }\n";
    rest += "output d : text = u default s\noutput d_starts : bool = d starts with \"甲\"\noutput w : text? = word[m]\noutput wu : text = w default u default \"无\"\n";
    rest += "output p : text = when { flag -> s, s = \"甲1\" -> t, otherwise -> wu }\noutput p_is : bool = p in { \"甲1\", \"甲2\", \"甲3\", \"甲5\", \"甲6\", \"无\" }\n";
    rest += "output pt : bool = p = t\noutput maybe : text? = if flag then u else missing\noutput maybe_starts : bool? = maybe starts with \"甲\"\n";
    rest += "output wp : bool? = w = p\noutput const_starts : bool? = w starts with \"甲1\"\noutput known : bool = id = p\n";
    rest += "output band_p : number = band p { \"甲1\" -> 1, \"甲2\", \"\" -> 2, otherwise -> 3 }\n";
    agreed("  s : text\n  t : text\n  u : text?\n  m : a\n  flag : bool", &rest, 300);
}

#[test]
fn days_of_every_kind() {
    let rest = "output gap : 天 = days_between(a, b)\noutput gap2 : 天? = days_between(b, c)\noutput years : 年 = years_between(a, b)\noutput months : 月? = months_between(c, as_of)\n\
        output next : date = add_months(a, 1月, last_day)\noutput soon : date? = add_days(c, 30天)\noutput later : date = if a < b then b else a\noutput first : date = c default later\n\
        output old : bool = years_between(first, as_of) >= 10年\noutput between : bool = 2000-01-01 <= first < 2020-02-29\noutput y : number = year(first)\n\
        output same : bool? = add_days(a, 1天) = c\noutput by_day : number = band first { < 2000-02-29 -> 1, 2000-02-29 -> 2, otherwise -> 3 }\n";
    agreed("  a : date [1950-01-31, 2100-12-31]\n  b : date [1900-01-31, 2100-12-31]\n  c : date? [1900-01-31, 2100-12-31]", rest, 300);
}

#[test]
fn numbers_at_the_ends() {
    let rest = "output s : number = a + b - c\noutput t : number = a - b + c - a\noutput p : number = a * d\noutput q : number? = a / d\noutput r : number? = d / a\n\
        output n : number = -a + -b\noutput neg : number? = a / e\noutput back : number = a / 0.000001 * 0.000001\noutput wide : number? = a / e * e\n\
        output big : number = a * b * 0.0000001\noutput cut : number? = d * d * d / e\noutput low : number = min(a, b, c, 12345.678)\noutput high : number = max(a * 2, b, -c)\n\
        output m : number? = abs(a / e)\noutput banded : number = band a / e { < -1000000000 -> 1, [-1000000000, 0) -> 2, [0, 0.333333333333) -> 3, >= 0.333333333333 -> 4, missing -> 5 }\n\
        output rounded : number = round(a * 0.5, 0) + floor(a * -0.5, 1) + ceil(b * -1.5, 0) + truncate(c * -0.25, 2) + round_half_even(a * 0.5, 0) + round_half_even(b * -0.5, 3)\n\
        output huge : number = a * b * f\noutput huge_too : number = a * b * f * 0.01 + f\noutput ratio : number? = f / a / b\noutput is_huge : bool = a * b * f > 5000000000000000000000\n";
    agreed(
        "  a : number [-1000000000000, 1000000000000] decimals 2\n  b : number [-1000000000000, 1000000000000] decimals 0\n  c : number [-9000, 1000000000000000]\n  d : number [-1, 1000] decimals 12\n  e : number [-100, 100] decimals 2\n  f : number [-900, 1000000] decimals 0",
        rest,
        400,
    );
}

/// A quotient that is cut to what matters for one user is whole for another.
#[test]
fn ratios_used_twice() {
    let many = [
        "round(r default 0, 2)",
        "clamp(r default 0, -1, 2)",
        "min(r default 7, 3)",
        "max(r default 7, b, 0.5)",
        "-(r default 0)",
        "(r default 0) * 3",
        "(r default 0) * 0.07",
        "linear r { 0 -> 0, 1 -> 10, 3 -> 5, missing -> 1 }",
        "abs(r default 0)",
        "(r default 1) * (r default 2)",
        "(r default 1) + b",
        "floor((r default 0) * 100, 0) / 7",
        "if b > 0 then a / b else 3",
        "when { b > 1 -> a / b, b < 0 -> -a / b, otherwise -> r default 9 }",
        "min(r default 0, max(s default 0, 1)) * 10",
        "(s default 0) - (r default 0)",
        "when { flag -> clamp(r default 0, 0, 1) * 100, otherwise -> min(s default 0, 5) / 3 }",
        "round_half_even(min(r default 1, 4) / 8, 1)",
        "ceil(-min(r default 1, 4) * 0.3, 1)",
    ];
    let banded = |name: &str| format!("band {name} {{ < -2 -> 0, [-2, 0) -> 1, [0, 0.3) -> 2, [0.3, 0.3] -> 3, (0.3, 1.5] -> 4, > 1.5 -> 5 }}");
    for shown in ["", "output"] {
        let mut rest = "let r : number? = a / b\nlet s : number? = b / c\n".to_owned();
        for (position, text) in many.iter().enumerate() {
            rest += &format!(
                "{} v{position} : number = {text}\noutput g{position} : number = {}\n",
                if shown.is_empty() { "let" } else { shown },
                banded(&format!("v{position}"))
            );
        }
        rest += "output rr : number = band r { < 0.6 -> 1, [0.6, 0.7) -> 2, >= 0.7 -> 3, missing -> 4 }\n";
        agreed(
            "  a : number [-1000, 100000] decimals 2\n  b : number [-100, 3000] decimals 1\n  c : number [-0.5, 900] decimals 3\n  flag : bool",
            &rest,
            400,
        );
    }
}

#[test]
fn guards_that_narrow() {
    let rest = "function share(x : number, y : number [1, ..)) : number = band x / y { < 0.5 -> x / y, [0.5, 2] -> x * y, > 2 -> x - y }\n\
        output o : number = when { b >= 1 and b < 10 -> a / b, b > 20 -> share(a, b) + share(b, b), otherwise -> a * b }\noutput p : number? = a / b\n\
        output q : number = if 0 < a and a < 3 then band a * b { < 5 -> 1, >= 5 -> a * b } else band a * b { < -5 -> a, [-5, 6) -> b, >= 6 -> 0 }\noutput r : number = a * b\n\
        output t : number = if b in [2, 4] then share(share(a, b), b) else share(share(b, 3), 2)\noutput u : number? = if c > 3 then a / c else missing\n";
    let rest = rest.replace("if c > 3", "if (c default 0) > 3");
    agreed("  a : number [-1000000000, 1000000000]\n  b : number [-1000000, 1000000]\n  c : number? [-100, 100]", &rest, 400);
}

#[test]
fn missing_everywhere() {
    let rest = "output n : number? = count(p, q, a > 3)\noutput both : bool? = p and q and a > b\noutput one : bool? = p or q or a > b\noutput sum0 : number? = sum_present(a, b)\noutput mean0 : number? = mean_present(a, b, 3)\n\
        output total : number? = sum(a, b, 1)\noutput mean1 : number? = mean(a, b)\noutput always : bool = 1 < 2\noutput never : number? = missing\noutput k : number = 7\n\
        output w : number = when { p -> a default 1, not q -> 2, otherwise -> 3, missing -> b default 4 }\noutput root : number? = sqrt(a)\n";
    agreed(
        "  p : bool?\n  q : bool?\n  a : number? [-10, 10]\n  b : number? [-10, 10] decimals 0\n  check a <= b or p \"甲\"\n  check a > -9 \"丁\"\n  unused : text?",
        rest,
        300,
    );
}

#[test]
fn no_named_value_at_all() {
    agreed("  a : number? [0, 10]\n  check a != 3 \"甲\"", "", 300);
    agreed("  a : number? [0, 10]", "", 300);
}

/// Sums of tables that fit only together with what is taken away.
#[test]
fn tables_whose_sum_alone_does_not_fit() {
    let huge = format!("9{}", "0".repeat(37));
    let rest = format!(
        "let x : number = if p then {huge} else 0\nlet y : number = if q then {huge} else 1\n\
        output o : number = x - clamp(a * {huge}, 85{zeros}, 95{zeros}) + y\n",
        zeros = "0".repeat(36)
    );
    agreed("  p : bool\n  q : bool\n  a : number [0, 1] decimals 0", &rest, 100);
}

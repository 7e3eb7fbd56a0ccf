//! Nothing a file can hold makes the compiler panic, overflow the stack, or take longer than its length explains. Everything runs
//! on a stack of 2 MiB, as threads of tests and servers have, unless a test says otherwise.

mod random;
mod support;

use ics::compile::{Compiled, compile};
use ics::diagnostic::Lang;
use ics::diagnostic::terminal::{self, Style};
use ics::source::Sources;
use random::Random;
use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

const SMALL_STACK: usize = 2 << 20;
const MAIN_STACK: usize = 8 << 20;

/// Runs on a stack of a given size and hands back what came of it.
fn on_stack<T: Send + 'static>(size: usize, act: impl FnOnce() -> T + Send + 'static) -> T {
    thread::Builder::new().stack_size(size).spawn(act).unwrap().join().expect("no panic")
}

fn compiled(text: &str) -> Compiled {
    let mut sources = Sources::default();
    let file = sources.add("随机.ics", text);
    compile(sources, file, &[])
}

/// Compiles and draws what was found, in both languages.
fn tried(text: &str) -> Compiled {
    let found = compiled(text);
    for lang in [Lang::En, Lang::Zh] {
        for diagnostic in found.diagnostics.iter().take(8) {
            let drawn = terminal::render(diagnostic, &found.sources, &Style { lang, color: false, unicode: true, width: 80 });
            assert!(!drawn.is_empty());
        }
    }
    found
}

/// The time an act takes, held against a limit of about three times what a release build needs on a quiet machine; a debug build
/// may take thirty times as much: these are guards against quadratic growth, not measurements.
fn within(limit: Duration, what: &str, act: impl FnOnce()) {
    let start = Instant::now();
    act();
    let (taken, limit) = (start.elapsed(), if cfg!(debug_assertions) { limit * 30 } else { limit });
    println!("{what}: {} ms", taken.as_millis());
    assert!(taken < limit, "{what} took {taken:?}, allowed are {limit:?}");
}

fn below(random: &mut Random, many: usize) -> usize {
    random.between(0, many as i32 - 1) as usize
}

/// How often a debug build repeats what a release build repeats `many` times.
fn thorough(many: usize) -> usize {
    if cfg!(debug_assertions) { many / 8 } else { many }
}

const SOUP: &[&str] = &[
    "policy",
    "政策",
    "record",
    "记录",
    "enum",
    "枚举",
    "param",
    "参数",
    "let",
    "设",
    "output",
    "输出",
    "table",
    "表",
    "decision",
    "决策表",
    "indicator",
    "指标",
    "score",
    "评分",
    "grade",
    "等级",
    "eligibility",
    "资格",
    "example",
    "示例",
    "test",
    "测试",
    "ensure",
    "保证",
    "unit",
    "单位",
    "function",
    "函数",
    "key",
    "主键",
    "band",
    "分档",
    "when",
    "当",
    "linear",
    "线性",
    "otherwise",
    "其余",
    "missing",
    "缺失",
    "if",
    "若",
    "then",
    "则",
    "else",
    "否则",
    "default",
    "缺省",
    "and",
    "且",
    "or",
    "或",
    "not",
    "非",
    "in",
    "属于",
    "is",
    "为",
    "by",
    "按",
    "from",
    "自",
    "out of",
    "满分",
    "points",
    "得分",
    "value",
    "取值",
    "weights",
    "权重",
    "given",
    "给定",
    "expect",
    "期望",
    "with",
    "并改",
    "source",
    "依据",
    "require",
    "要求",
    "any",
    "任一",
    "check",
    "核对",
    "人",
    "万元",
    "%",
    "％",
    "‰",
    "元/人",
    "x",
    "职工总数",
    "é",
    "e\u{301}",
    "企业",
    "a_b",
    "1",
    "2.5",
    "100",
    "１０",
    "99999999999999999999999999999999999999999",
    "5%",
    "2亿元",
    "2024-01-01",
    "2024年2月30日",
    "\"文字\"",
    "“文字”",
    "\"",
    "“",
    "”",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "（",
    "）",
    "［",
    "］",
    "【",
    "】",
    "｛",
    "｝",
    ",",
    "，",
    "、",
    ";",
    ":",
    "：",
    "->",
    "→",
    "=>",
    "..",
    "…",
    ".",
    "．",
    "|",
    "｜",
    "\t",
    "*",
    "-",
    "—",
    "?",
    "？",
    "#",
    "＃",
    "=",
    "==",
    "＝",
    "≠",
    "<",
    "≤",
    ">",
    "≥",
    "+",
    "×",
    "÷",
    "/",
    "!",
    "&&",
    " ",
    "\u{3000}",
    "\n",
    "\r\n",
    "\n\n",
    "🀄",
    "\u{0}",
    "\u{200b}",
    "\u{feff}",
    "ﬁ",
    "𠮷",
];

#[test]
fn soup_of_words() {
    on_stack(SMALL_STACK, || {
        let mut random = Random(20_240_813);
        for _ in 0..thorough(10_000) {
            let mut text = String::new();
            for _ in 0..below(&mut random, 24) {
                text.push_str(SOUP[below(&mut random, SOUP.len())]);
                if below(&mut random, 3) > 0 {
                    text.push(' ');
                }
            }
            tried(&text);
        }
    });
}

/// Policies to cut and mend: the bundled ones, and the sound cases.
fn policies() -> Vec<String> {
    let bundled = support::files("policies", "ics").into_iter().filter(|path| !path.ends_with("prelude.ics"));
    bundled.chain(support::files("tests/cases/sound", "ics")).map(|path| support::read(&path)).collect()
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[test]
fn prefixes_of_policies() {
    on_stack(SMALL_STACK, || {
        for text in policies() {
            let step = if cfg!(debug_assertions) { 37.max(text.len() / 12) } else { 37 };
            for at in (0..text.len()).step_by(step) {
                tried(&text[..boundary(&text, at)]);
            }
        }
    });
}

#[test]
fn policies_with_holes() {
    on_stack(SMALL_STACK, || {
        let mut random = Random(7);
        for text in policies() {
            for _ in 0..thorough(40) {
                let start = boundary(&text, below(&mut random, text.len()));
                let end = boundary(&text, (start + below(&mut random, 40)).min(text.len()));
                tried(&format!("{}{}", &text[..start], &text[end..]));
            }
        }
    });
}

const HEAD: &str = "policy p \"p\" { source \"s\" }\nrecord r { key id : text, x : number [0, 100], b : bool }\n";

#[test]
fn deep_nesting() {
    let shapes: [(&str, &str, &str); 12] = [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{", "1", "}"),
        ("not ", "b", ""),
        ("- ", "1", ""),
        ("if b then ", "1", " else 2"),
        ("if ", "b", " then b else b"),
        ("when { b -> ", "1", "\n otherwise -> 2 }"),
        ("band x { >= 0 -> ", "1", " }"),
        ("linear ", "x", " { 0 -> 0, 1 -> 1 }"),
        ("f(", "1", ")"),
        ("x[", "1", "]"),
    ];
    for (stack, depths) in [(SMALL_STACK, [100, 255, 256, 1000, 100_000]), (MAIN_STACK, [100, 255, 256, 1000, 100_000])] {
        on_stack(stack, move || {
            for (open, middle, close) in shapes {
                for depth in depths {
                    for (open, close) in [(open, close), (open, "")] {
                        let text = format!("{HEAD}output y : number = {}{middle}{}\n", open.repeat(depth), close.repeat(depth));
                        within(Duration::from_secs(1), &format!("{depth} × {open:?}"), || drop(tried(&text)));
                    }
                }
            }
            for part in ["any \"a\" { ", "all { ", "require any \"a\" { "] {
                let text = format!("{HEAD}eligibility e \"e\" {{ {} b {} }}\n", part.repeat(50_000), "}".repeat(50_000));
                within(Duration::from_secs(1), part, || drop(tried(&text)));
            }
        });
    }
}

#[test]
fn long_chains() {
    on_stack(SMALL_STACK, || {
        for operator in [" + ", " and ", " default ", " < ", "\n  + ", " / "] {
            for count in [200, 300, 100_000] {
                let text = format!("{HEAD}output y : number = x{}\n", format!("{operator}x").repeat(count));
                within(Duration::from_secs(2), &format!("{count} × {operator:?}"), || drop(tried(&text)));
            }
        }
    });
}

#[test]
fn ten_megabytes_on_one_line() {
    const SIZE: usize = 10 << 20;
    on_stack(SMALL_STACK, || {
        let words = "职工总数 abc ".repeat(SIZE / 17);
        let texts = [
            ("words", words.clone()),
            ("words in an expression", format!("{HEAD}output y : number = {words}")),
            ("one text", format!("{HEAD}output y : text = \"{words}\"\n")),
            ("one open text", format!("{HEAD}output y : text = \"{words}\n")),
            ("one comment", format!("# {words}\n{HEAD}")),
            ("one name", format!("{HEAD}output {} : number = 1\n", "名".repeat(SIZE / 3))),
            ("one number", format!("{HEAD}output y : number = {}\n", "1".repeat(SIZE))),
            ("braces", "{".repeat(SIZE / 10)),
            ("closing braces", "}".repeat(SIZE / 10)),
            ("quotation marks", "\"“".repeat(SIZE / 10)),
            ("commas", format!("{HEAD}output y : number = 1{}\n", ",000".repeat(SIZE / 10))),
            ("blanks", format!("{HEAD}output y{}: number = 1\n", " ".repeat(SIZE))),
            ("bars", format!("{HEAD}table t by number {{ {} }}\n", "| a ".repeat(SIZE / 40))),
        ];
        for (what, text) in texts {
            within(Duration::from_secs(5), what, || drop(tried(&text)));
        }
    });
}

#[test]
fn many_lines() {
    on_stack(SMALL_STACK, || {
        let texts = [
            ("broken declarations", "output = 1\n".repeat(20_000)),
            ("misspelt declarations", "outputt x = 1\n".repeat(20_000)),
            ("lines of prose", "规模要求：职工不少于 10 人\n".repeat(100_000)),
            ("unknown names", format!("{HEAD}{}", (0..5_000).map(|i| format!("output y{i} : number = z{i}\n")).collect::<String>())),
            ("doubled names", format!("{HEAD}{}", "output y : number = 1\n".repeat(20_000))),
            ("open braces", "indicator a {\n".repeat(20_000)),
            ("values in a row", (0..20_000).fold(format!("{HEAD}let y0 = x\n"), |text, i| format!("{text}let y{} = y{i}\n", i + 1))),
        ];
        for (what, text) in texts {
            within(Duration::from_secs(5), what, || drop(tried(&text)));
        }
    });
}

#[test]
fn an_enum_of_thousands() {
    on_stack(SMALL_STACK, || {
        let mut text = String::from("policy p \"p\" { source \"s\" }\nenum city \"城市\" {\n");
        for i in 0..5_000 {
            let _ = writeln!(text, "  c{i} \"城市{i}\" code \"{i:06}\"");
        }
        text.push_str("}\nrecord r { key id : text, where : city }\nparam bonus \"加分\" by city : number {\n");
        for i in 0..5_000 {
            let _ = writeln!(text, "  c{i} -> {}", i % 10);
        }
        text.push_str("}\noutput points : number = bonus[where]\noutput banded : number = band where {\n");
        for i in 0..5_000 {
            let _ = writeln!(text, "  c{i} -> {}", i % 10);
        }
        text.push_str("}\n");
        within(Duration::from_secs(2), "an enum of 5,000 members", || {
            let found = tried(&text);
            assert!(found.program.is_some(), "{:?}", found.diagnostics.first());
        });
    });
}

#[test]
fn a_policy_of_ten_thousand_indicators() {
    on_stack(SMALL_STACK, || {
        const COUNT: usize = 10_000;
        let mut text =
            String::from("policy p \"p\" { source \"s\" }\nenum stage { startup, growth }\nrecord r {\n  key id : text\n  stage_of : stage\n");
        for i in 0..COUNT {
            let _ = writeln!(text, "  f{i} \"字段{i}\" : 万元 [0, 1000000]");
        }
        text.push_str("}\n");
        for i in 0..COUNT {
            let _ = writeln!(
                text,
                "indicator i{i} \"指标{i}\" out of 10 {{\n  value f{i}\n  points band value {{ >= 100万元 -> 10, [1万元, 100万元) -> 5, < 1万元 -> 0 }}\n}}"
            );
        }
        let names = |from: usize, to: usize| (from..to).map(|i| format!("i{i}")).collect::<Vec<String>>().join(", ");
        let _ = writeln!(text, "score plain \"总分\" out of {} {{ {} }}", COUNT * 10, names(0, COUNT));
        let rows: String = (0..1000).map(|i| format!("    | i{i} | 1 | 1 |\n")).collect();
        let _ = writeln!(
            text,
            "score weighted \"加权\" out of 1000 {{\n  {}\n  weights by stage_of {{\n    | | startup | growth |\n{rows}  }}\n}}",
            names(0, 1000)
        );
        within(Duration::from_secs(3), "a policy of 10,000 indicators", || {
            let found = compiled(&text);
            assert!(found.program.is_some(), "{:?}", found.diagnostics.first());
        });
    });
}

#[test]
fn a_table_of_thousands_of_rows() {
    on_stack(SMALL_STACK, || {
        let mut text = format!("{HEAD}param step \"分段\" by number : number {{\n");
        for i in 0..5_000 {
            let _ = writeln!(text, "  [{}, {}) -> {}", i, i + 1, i % 10);
        }
        text.push_str("  otherwise -> 0\n}\noutput y : number = step[x]\ndecision d \"表\" : number {\n  | x | b | -> |\n");
        for i in 0..100 {
            let _ = writeln!(text, "  | [{}, {}) | true | {} |\n  | [{}, {}) | false | 1 |", i, i + 1, i % 10, i, i + 1);
        }
        text.push_str("  | 100 | * | 7 |\n}\n");
        within(Duration::from_secs(2), "tables of thousands of rows", || {
            let found = tried(&text);
            assert!(found.program.is_some(), "{:?}", found.diagnostics.first());
        });
    });
}

#[test]
fn huge_figures() {
    on_stack(SMALL_STACK, || {
        let most = "9".repeat(38);
        for expression in [
            format!("{most} * {most}"),
            format!("{most} + {most}"),
            format!("-{most} - {most}"),
            format!("x / 0.{}1", "0".repeat(17)),
            format!("x * {most}.5"),
            format!("round({most} / 3, 18)"),
            format!("sqrt({most})"),
            format!("band x {{ >= {most} -> 1, < {most} -> 0 }}"),
            format!("linear x {{ 0 -> 0, {most} -> {most} }}"),
            format!("linear x {{ -{most} -> -{most}, {most} -> {most} }}"),
            format!("{most}亿元 / 1元"),
            format!("add_days(2299-12-31, {most} 天)"),
            format!("add_years(1800-01-01, -{most} 年, last_day)"),
            format!("x in [-{most}, {most}]"),
            format!("abs(-{most}) + floor({most}.9) + mean({most}, {most})"),
        ] {
            tried(&format!("{HEAD}let y = {expression}\nparam p = {expression}\n"));
        }
        tried("unit 大 = 99999999999999999999999999999999999999 元 decimals 12\nunit 巨 = 99999999999999999999999999999999999999 大\n");
        tried(&format!("{HEAD}indicator i out of {most} {{ points {most} }}\nscore s out of {most} {{ i }}\nscore t out of 1 round 12 {{ i }}\n"));
    });
}

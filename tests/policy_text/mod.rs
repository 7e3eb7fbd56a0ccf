//! Random policies that parse: every declaration and every kind of expression, in both spellings, with the line ends, signs
//! and quotes of Chinese typing. They mean nothing.
//!
//! A list of choices drives the generator, and simple choices are small numbers, so that proptest can shrink what fails.

use ics::syntax::keyword::KEYWORDS;

/// How deep expressions nest.
const DEPTH: u32 = 4;

/// What is decided next, from a list; where the list ends, always the simplest.
pub struct Choices {
    list: std::vec::IntoIter<u16>,
}

impl Choices {
    pub fn new(list: Vec<u16>) -> Choices {
        Choices { list: list.into_iter() }
    }

    fn below(&mut self, count: usize) -> usize {
        usize::from(self.list.next().unwrap_or(0)) % count
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn sometimes(&mut self, make: impl FnOnce(&mut Choices) -> String) -> String {
        if self.below(2) == 1 { make(self) } else { String::new() }
    }

    /// Several of something, each behind `before`.
    fn several(&mut self, least: usize, before: &str, make: impl Fn(&mut Choices) -> String) -> String {
        let count = least + self.below(3);
        (0..count).map(|_| format!("{before}{}", make(self))).collect()
    }

    fn joined(&mut self, least: usize, make: impl Fn(&mut Choices) -> String) -> String {
        let comma = self.one(&[", ", "，", "、"]);
        let count = least + self.below(3);
        (0..count).map(|_| make(self)).collect::<Vec<_>>().join(comma)
    }

    /// A keyword, by its English spelling.
    fn word(&mut self, english: &str) -> &'static str {
        let keyword = KEYWORDS.iter().find(|keyword| keyword.english == english).unwrap();
        if self.below(2) == 1 { keyword.chinese } else { keyword.english }
    }
}

/// A policy of several declarations.
pub fn policy(c: &mut Choices) -> String {
    let count = 1 + c.below(6);
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(&item(c));
        text.push_str(c.one(&["\n", "\n\n# a remark ＃\n", "  ＃ 说明 {\n", "\r\n"]));
    }
    text
}

fn item(c: &mut Choices) -> String {
    match c.below(16) {
        0 => {
            let (keyword, kind, value) = (c.one(&["let", "output", "设", "输出"]), c.sometimes(typed), expr(c, DEPTH));
            format!("{keyword} {}{kind} = {value}{}", head(c), c.sometimes(source))
        }
        1 => {
            let (keyword, clause) = (c.word("policy"), c.several(0, "\n  ", policy_clause));
            format!("{keyword} {} {{{clause}\n}}", head(c))
        }
        2 => {
            let (keyword, base) = (c.word("unit"), c.sometimes(|c| format!(" = 10_000 {}", unit_type(c))));
            let whole = c.sometimes(|c| format!(" {}", c.word("whole")));
            format!("{keyword} {}{base}{whole}{}", head(c), c.sometimes(decimals))
        }
        3 => {
            let (keyword, members) = (c.word("enum"), c.joined(1, |c| head(c) + &c.several(0, " ", |c| format!("{} {}", c.word("code"), text(c)))));
            format!("{keyword} {} {{ {members} }}", head(c))
        }
        4 => {
            let (keyword, parts) = (c.word("record"), c.several(1, "\n  ", field));
            format!("{keyword} {} {{{parts}\n}}", head(c))
        }
        5 => param(c),
        6 => {
            let (keyword, list) = (c.word("function"), c.joined(0, |c| name(c) + &typed(c) + &c.sometimes(|c| format!(" {}", interval(c, 1)))));
            let (label, kind) = (c.sometimes(|c| format!(" {}", text(c))), c.sometimes(typed));
            format!("{keyword} {}({list}){label}{kind} = {}", name(c), expr(c, DEPTH))
        }
        7 => table(c),
        8 => decision(c),
        9 => {
            let (keyword, most) = (c.word("indicator"), c.sometimes(|c| format!(" {} {}", c.word("out of"), number(c))));
            let clauses = c.several(1, "\n  ", indicator_clause);
            format!("{keyword} {}{most} {{{clauses}\n}}", head(c))
        }
        10 => {
            let (keyword, traits, parts) = (c.word("score"), traits(c), c.several(1, "\n  ", score_part));
            format!("{keyword} {}{traits} {{{parts}\n}}", head(c))
        }
        11 => {
            let (keyword, by, subject) = (c.word("grade"), c.word("by"), expr(c, 2));
            format!("{keyword} {} : {} {by} {subject} {}{}", head(c), name(c), band_rows(c, 2), c.sometimes(source))
        }
        12 => {
            let (keyword, clauses) = (c.word("eligibility"), c.several(1, "\n  ", clause));
            format!("{keyword} {} {{{clauses}\n}}", head(c))
        }
        13 => {
            let (keyword, base) = (c.word("example"), c.sometimes(|c| format!(" = {} {}", name(c), c.word("with"))));
            format!("{keyword} {}{base} {}", head(c), assignments(c))
        }
        14 => test(c),
        _ => ensure(c),
    }
}

fn policy_clause(c: &mut Choices) -> String {
    match c.below(4) {
        0 => format!("{} {}", c.word("source"), text(c)),
        1 => format!("{} {}", c.word("note"), text(c)),
        2 => {
            let level = c.one(&["allow", "warn", "deny"]);
            let (keyword, reason) = (c.word(level), c.sometimes(|c| format!(" {}", text(c))));
            format!("{keyword} {}{reason}", name(c))
        }
        _ => format!("{} {}", c.word("note"), "“one more”"),
    }
}

fn field(c: &mut Choices) -> String {
    if c.below(4) == 3 {
        return format!("{} {} {}", c.word("check"), expr(c, 2), text(c));
    }
    let (key, head, kind) = (c.sometimes(|c| format!("{} ", c.word("key"))), head(c), typed(c));
    let range = c.sometimes(|c| format!(" {}", interval(c, 1)));
    let aliases = c.sometimes(|c| format!(" {} {}", c.word("column"), c.joined(1, text)));
    let note = c.sometimes(|c| format!(" {} {}", c.word("note"), text(c)));
    format!("{key}{head}{kind}{range}{}{aliases}{note}{}", c.sometimes(decimals), c.one(&["", ",", "；"]))
}

fn param(c: &mut Choices) -> String {
    let (keyword, head) = (c.word("param"), head(c));
    let by = c.sometimes(|c| format!(" {} {}", c.word("by"), kind(c)));
    let kind = c.sometimes(typed);
    let body = match c.below(3) {
        0 => format!(" = {}", expr(c, DEPTH)),
        1 => format!(" {{{}\n}}", c.several(1, "\n  ", |c| format!("{} {} -> {}", c.word("from"), date(c), expr(c, 2)))),
        _ => format!(" {{{}\n}}", c.several(1, "\n  ", |c| format!("{} {} {}", pattern(c, 2), c.one(&["->", "→", "=>"]), expr(c, 2)))),
    };
    format!("{keyword} {head}{by}{kind}{body}{}", c.sometimes(source))
}

fn table(c: &mut Choices) -> String {
    let (keyword, by, keys) = (c.word("table"), c.word("by"), c.joined(1, kind));
    let tabs = c.below(3) == 2;
    let width = 2 + c.below(2);
    let mut lines = Vec::new();
    // A blank at the start of a pasted line is indentation.
    let header = |c: &mut Choices, blank: bool| if blank && c.below(6) == 5 { String::new() } else { head(c) + &c.sometimes(typed) };
    lines.push(row(width, tabs, |position| header(c, !tabs || position > 0)));
    for _ in 0..1 + c.below(3) {
        lines.push(row(width, tabs, |position| if tabs { plain_cell(c, position) } else { cell(c) }));
    }
    format!("{keyword} {} {by} {keys} {{\n{}\n}}{}", head(c), lines.join("\n"), c.sometimes(source))
}

fn row(width: usize, tabs: bool, mut cell: impl FnMut(usize) -> String) -> String {
    let cells: Vec<String> = (0..width).map(&mut cell).collect();
    if tabs { cells.join("\t") } else { format!("  | {} |", cells.join(" | ")) }
}

fn cell(c: &mut Choices) -> String {
    match c.below(6) {
        0 => c.joined(1, |c| expr(c, 2)),
        1 => c.one(&["-", "*", "", "—", "缺失", "＊"]).to_string(),
        2 => interval(c, 1),
        3 => format!("{} {}", comparison(c), expr(c, 1)),
        _ => number(c),
    }
}

fn plain_cell(c: &mut Choices, position: usize) -> String {
    match c.below(6) {
        0 if position == 0 => name(c),
        1 => format!("-{}", number(c)),
        2 => format!("{}万元", number(c)),
        3 => interval(c, 1),
        4 => format!(">= {}", number(c)),
        5 if position == 0 => date(c),
        _ => number(c),
    }
}

fn decision(c: &mut Choices) -> String {
    let (keyword, kind) = (c.word("decision"), c.sometimes(typed));
    let width = 2 + c.below(2);
    let mut lines = vec![format!("{} -> {}|", row(width, false, |_| expr(c, 2) + &c.sometimes(typed)), c.sometimes(|c| name(c) + " "))];
    for _ in 0..1 + c.below(3) {
        lines.push(row(width + 1, false, |_| cell(c)));
    }
    format!("{keyword} {}{kind} {{\n{}\n}}{}", head(c), lines.join("\n"), c.sometimes(source))
}

fn indicator_clause(c: &mut Choices) -> String {
    match c.below(4) {
        0 => format!("{} {}", c.word("points"), expr(c, DEPTH)),
        1 => format!("{} {}{}", c.word("value"), expr(c, 3), c.sometimes(typed)),
        2 => format!("{} {}", c.word("source"), text(c)),
        _ => format!("{} {}", c.word("note"), text(c)),
    }
}

fn traits(c: &mut Choices) -> String {
    let parts = ["out of", "up to", "at least", "round"].map(|words| {
        c.sometimes(|c| {
            let sign = if words == "at least" { c.one(&["", "-"]) } else { "" };
            let amount = if words == "round" { "2".to_string() } else { number(c) };
            format!(" {} {sign}{amount}", c.word(words))
        })
    });
    parts.concat()
}

fn score_part(c: &mut Choices) -> String {
    match c.below(4) {
        0 => c.joined(1, name),
        1 => {
            let (role, traits) = (c.one(&["", "bonus ", "deduct ", "加分 ", "扣分 "]), traits(c));
            format!("{role}{}{traits} {{ {} }}", head(c), c.joined(1, name))
        }
        2 => format!("{} {}", c.word("source"), text(c)),
        _ => {
            let (keyword, by) = (c.word("weights"), c.sometimes(|c| format!(" {} ({})", c.word("by"), expr(c, 2))));
            let from = c.sometimes(|c| format!(" {} {}", c.word("from"), date(c)));
            let width = 1 + c.below(3);
            let mut lines = vec![format!("  | | {} |", (0..width).map(|_| name(c)).collect::<Vec<_>>().join(" | "))];
            for _ in 0..1 + c.below(3) {
                let cells: Vec<String> = (0..width).map(|_| c.sometimes(number)).collect();
                lines.push(format!("  | {} | {} |", name(c), cells.join(" | ")));
            }
            format!("{keyword}{by}{from} {{\n{}\n}}", lines.join("\n"))
        }
    }
}

fn clause(c: &mut Choices) -> String {
    match c.below(5) {
        0 => format!("{} {}", c.word("require"), condition(c, 2)),
        1 => format!("{} {}{}", c.word("veto"), expr(c, 2), c.sometimes(|c| format!(" {}", text(c)))),
        2 => format!("{}{}", c.word("direct"), block(c, 2)),
        3 => format!("{}{}", c.one(&["any", "all", "任一", "全部"]), block(c, 2)),
        _ => format!("{} {}", c.one(&["source", "note", "依据", "说明"]), text(c)),
    }
}

fn condition(c: &mut Choices, depth: u32) -> String {
    if depth > 0 && c.below(3) == 2 {
        return format!("{}{}", c.one(&["any", "all", "任一", "全部"]), block(c, depth - 1));
    }
    format!("{}{}", expr(c, 2), c.sometimes(|c| format!(" {}", text(c))))
}

fn block(c: &mut Choices, depth: u32) -> String {
    let words = c.sometimes(|c| format!(" {}", text(c)));
    let count = 1 + c.below(3);
    let parts: Vec<String> = (0..count).map(|_| condition(c, depth)).collect();
    format!("{words} {{\n{}\n}}", parts.join(",\n"))
}

fn assignments(c: &mut Choices) -> String {
    let between = c.one(&["\n", ", ", "，\n"]);
    let count = c.below(3);
    let parts: Vec<String> = (0..count).map(|_| format!("{} {} {}", name(c), c.one(&["=", "＝"]), expr(c, 1))).collect();
    format!("{{ {} }}", parts.join(between))
}

fn test(c: &mut Choices) -> String {
    let (keyword, as_of) = (c.word("test"), c.sometimes(|c| format!(" {} {}", c.word("as of"), date(c))));
    let given = match c.below(3) {
        0 => name(c),
        1 => assignments(c),
        _ => format!("{} {} {}", name(c), c.word("with"), assignments(c)),
    };
    let expect = match c.below(3) {
        2 => c.word("rejected").to_string(),
        _ => format!("{{ {} }}", c.joined(0, |c| expr(c, 2))),
    };
    format!("{keyword} {}{as_of} {{\n{} {given}\n{} {expect}\n}}", text(c), c.word("given"), c.word("expect"))
}

fn ensure(c: &mut Choices) -> String {
    let keyword = c.word("ensure");
    let claim = match c.below(4) {
        0 => expr(c, 2),
        1 => format!("{} ({})", c.word("never"), expr(c, 2)),
        2 => format!("({}) {} {}", expr(c, 2), c.word("implies"), expr(c, 1)),
        _ => {
            let words = ["rises with", "falls with", "does not depend on"][c.below(3)];
            format!("{} {} {}", name(c), c.word(words), name(c))
        }
    };
    format!("{keyword} {claim}{}", c.sometimes(|c| format!(" {}", text(c))))
}

// ── pieces ──────────────────────────────────────────────────────────────────────────────────────

fn head(c: &mut Choices) -> String {
    name(c) + &c.sometimes(|c| format!(" {}", text(c)))
}

fn source(c: &mut Choices) -> String {
    format!("\n  {} {}", c.word("source"), text(c))
}

fn decimals(c: &mut Choices) -> String {
    format!(" {} {}", c.word("decimals"), c.below(19))
}

/// A name; some are keywords elsewhere.
fn name(c: &mut Choices) -> String {
    c.one(&["a", "b", "营业收入", "rd_2024", "Ⅰ类知识产权", "_x", "value", "得分", "total", "施行", "eligible"]).to_string()
}

fn text(c: &mut Choices) -> String {
    let body = c.one(&["words", "第六条（一）", "", "a \\\" b", "tab\\tline\\nend", "\\\\", "# no remark", "| bar"]);
    let (open, close) = [("\"", "\""), ("“", "”"), ("＂", "＂")][c.below(3)];
    format!("{open}{body}{close}")
}

fn kind(c: &mut Choices) -> String {
    let base = match c.below(6) {
        0 => c.word("number").to_string(),
        1 => c.word("bool").to_string(),
        2 => c.word("text").to_string(),
        3 => c.word("date").to_string(),
        _ => unit_type(c),
    };
    base + c.one(&["", "?", "？"])
}

fn typed(c: &mut Choices) -> String {
    format!(" {} {}", c.one(&[":", "："]), kind(c))
}

fn unit_type(c: &mut Choices) -> String {
    c.one(&["元", "万元", "%", "％", "元/人", "人 / 件", "元*年/人", "‰", "person"]).to_string()
}

fn number(c: &mut Choices) -> String {
    c.one(&["0", "1", "12.50", "1_000", "３．５", "100", "99999999999999999999", "0.000001"]).to_string()
}

fn date(c: &mut Choices) -> String {
    c.one(&["2024-08-13", "2023年1月1日", "2020-02-29", "２０２４-０１-０１", "1800-01-01"]).to_string()
}

fn comparison(c: &mut Choices) -> &'static str {
    c.one(&["<", "<=", ">", ">=", "=", "!=", "≤", "≥", "≠", "＝", "＞＝"])
}

fn interval(c: &mut Choices, depth: u32) -> String {
    let (low_bracket, low) = if c.below(3) == 2 { ("(", "..".to_string()) } else { (c.one(&["[", "(", "【", "（"]), expr(c, depth)) };
    let (high, high_bracket) = if c.below(3) == 2 { ("…".to_string(), ")") } else { (expr(c, depth), c.one(&["]", ")", "】", "）"])) };
    format!("{low_bracket}{low}{}{high}{high_bracket}", c.one(&[", ", "，"]))
}

fn pattern(c: &mut Choices, depth: u32) -> String {
    match c.below(6) {
        0 => c.joined(1, |c| c.one(&["a", "-5%", "2024-08-13", "\"C26\"", "true", "否", "3 件"]).to_string()),
        1 => c.word("otherwise").to_string(),
        2 => c.word("missing").to_string(),
        3 => format!("{} {}", comparison(c), expr(c, depth - 1)),
        _ => interval(c, depth - 1),
    }
}

fn band_rows(c: &mut Choices, depth: u32) -> String {
    format!("{{{}\n}}", c.several(1, "\n", |c| format!("{} -> {}", pattern(c, depth.max(1)), expr(c, depth - 1))))
}

// ── expressions ─────────────────────────────────────────────────────────────────────────────────

fn expr(c: &mut Choices, depth: u32) -> String {
    if depth == 0 || c.below(4) == 0 {
        return leaf(c);
    }
    let below = depth - 1;
    match c.below(15) {
        0..=2 => {
            let operator = c.one(&["+", "-", "*", "/", "and", "or", "default", "÷", "×", "且", "或", "缺省"]);
            let before = if matches!(operator, "-" | "/" | "÷") { " " } else { c.one(&[" ", "\n  "]) };
            format!("{}{before}{operator}{}{}", expr(c, below), c.one(&[" ", "\n"]), expr(c, below))
        }
        3 => format!("{} {} {}", expr(c, below), comparison(c), expr(c, below)),
        4 => format!("({})", open(c, below)),
        5 => format!("{} {}", c.word("not"), expr(c, below)),
        6 => format!("{}{}", c.one(&["-", "－"]), expr(c, below)),
        7 => {
            let words = [c.word("if"), c.word("then"), c.word("else")];
            format!("{} {} {} {} {} {}", words[0], expr(c, below), words[1], expr(c, below), words[2], expr(c, below))
        }
        8 => {
            let rows = c.several(1, "\n", |c| format!("{} -> {}", guard(c, below), expr(c, below)));
            format!("{} {{{rows}\n}}", c.word("when"))
        }
        9 => format!("{} {} {}", c.word("band"), expr(c, below), band_rows(c, depth)),
        10 => {
            let knots = c.several(1, "\n", |c| format!("{} -> {}", number(c), expr(c, below)));
            let missing = c.sometimes(|c| format!("\n{} -> {}", c.word("missing"), leaf(c)));
            format!("{} {} {{{knots}{missing}\n}}", c.word("linear"), expr(c, below))
        }
        11 => format!("{}({})", name(c), c.joined(0, |c| open(c, below))),
        12 => format!("{}[{}]{}", name(c), c.joined(1, |c| open(c, below)), c.sometimes(|c| format!(".{}", name(c)))),
        13 => {
            let test = ["in", "not in"][c.below(2)];
            let set = if c.below(2) == 0 { interval(c, below) } else { format!("{{ {} }}", c.joined(1, |c| expr(c, below))) };
            format!("{} {} {set}", expr(c, below), c.word(test))
        }
        _ => match c.below(2) {
            0 => {
                let test = ["is", "is not"][c.below(2)];
                format!("{} {} {}", expr(c, below), c.word(test), c.word("missing"))
            }
            _ => {
                let starts = if c.below(2) == 0 { text(c) } else { format!("{{ {} }}", c.joined(1, text)) };
                format!("{} {} {starts}", expr(c, below), c.word("starts with"))
            }
        },
    }
}

/// Inside brackets, where line ends mean nothing between operands.
fn open(c: &mut Choices, depth: u32) -> String {
    let first = expr(c, depth);
    let rest = c.sometimes(|c| format!("{}{} {}", c.one(&[" ", "\n"]), c.one(&["-", "<", "+", "=", "and"]), expr(c, depth)));
    first + &rest
}

fn guard(c: &mut Choices, depth: u32) -> String {
    match c.below(4) {
        3 => c.one(&["otherwise", "missing", "其余", "缺失"]).to_string(),
        // `missing` at the start of a row is the row for what is missing.
        _ => format!("{} = {}", name(c), expr(c, depth)),
    }
}

fn leaf(c: &mut Choices) -> String {
    match c.below(9) {
        0 => name(c),
        1 => format!("{}{}", number(c), c.one(&["%", " 人", "万元", "元/人", "％", ""])),
        2 => number(c),
        3 => date(c),
        4 => text(c),
        5 => c.one(&["true", "false", "是", "否", "missing", "缺失"]).to_string(),
        6 => format!("{}{}{}", name(c), c.one(&[".", "．"]), c.one(&["value", "points", "取值", "得分", "staff"])),
        _ => name(c),
    }
}

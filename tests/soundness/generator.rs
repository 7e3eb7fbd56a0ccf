//! Random policies that should be accepted: well-typed declarations, wild arithmetic, every missing value answered.
//!
//! Whether a value may be missing is tracked too widely rather than too narrowly: a needless answer is only a warning.

use crate::random::Random;

/// What kind of value an expression has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Money,
    People,
    Plain,
    Years,
    Truth,
    Day,
    Stage,
    Code,
}

pub use Kind::{Code, Day, Money, People, Plain, Stage, Truth, Years};

const QUANTITIES: [Kind; 4] = [Money, People, Plain, Years];
const STAGES: [&str; 3] = ["startup", "growth", "mature"];
const CODES: [&str; 4] = ["\"A\"", "\"B1\"", "\"甲\"", "\"\""];

/// An expression as text, and whether it may be missing.
#[derive(Debug, Clone)]
pub struct Made {
    pub text: String,
    pub missing: bool,
}

/// A named value.
#[derive(Debug, Clone)]
pub struct Named {
    pub name: String,
    pub kind: Kind,
    pub missing: bool,
}

/// A look-up: `name[key]` or `name[key].column`.
#[derive(Debug, Clone)]
struct Keyed {
    name: String,
    column: String,
    key: Kind,
    made: Kind,
    missing: bool,
}

/// A function with the kinds of its parameters; an optional one may be given a missing argument.
#[derive(Debug, Clone)]
struct Function {
    name: String,
    parameters: Vec<(Kind, bool)>,
    made: Kind,
    missing: bool,
}

/// A policy in the making.
pub struct Generator {
    pub random: Random,
    pub text: String,
    pub named: Vec<Named>,
    keyed: Vec<Keyed>,
    functions: Vec<Function>,
    count: usize,
}

impl Generator {
    /// A whole policy.
    pub fn policy(seed: u64) -> String {
        let random = Random(seed.wrapping_mul(0x9E37_79B9).wrapping_add(7));
        let mut made = Generator { random, text: String::new(), named: vec![], keyed: vec![], functions: vec![], count: 0 };
        made.text.push_str("policy random \"随机\" { }\nenum stage \"阶段\" { startup \"初创\", growth \"成长\", mature \"成熟\" }\n");
        made.text.push_str("enum verdict \"结论\" { good, fair, poor }\n");
        made.record();
        for _ in 0..made.up_to(3) {
            made.param();
        }
        for _ in 0..made.up_to(2) {
            made.function();
        }
        for _ in 0..1 + made.up_to(3) {
            made.definition();
        }
        if made.chance(2) {
            made.decision();
        }
        made.scheme();
        made.text
    }

    pub fn up_to(&mut self, most: usize) -> usize {
        self.random.next() as usize % (most + 1)
    }

    /// One in `many`.
    pub fn chance(&mut self, many: u64) -> bool {
        self.random.next().is_multiple_of(many)
    }

    pub fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.random.next() as usize % list.len()].clone()
    }

    pub fn fresh(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}{}", self.count)
    }

    fn record(&mut self) {
        self.text.push_str("record firm \"企业\" {\n  key id : text\n");
        let always = [Money, People, Plain, Truth, Stage];
        let more = self.up_to(6);
        let kinds: Vec<Kind> =
            always.into_iter().chain((0..more).map(|_| self.pick(&[Money, Money, People, Plain, Years, Truth, Day, Stage, Code]))).collect();
        for kind in kinds {
            let (name, missing) = (self.fresh("f"), self.chance(3));
            let range = self.field_type(kind, missing);
            self.text.push_str(&format!("  {name} \"栏{name}\" : {range}\n"));
            self.named.push(Named { name, kind, missing });
        }
        self.checks();
        self.text.push_str("}\n");
    }

    /// Rules between fields of one kind: one is not above another, a sum of two is not above a third, a field needs another.
    fn checks(&mut self) {
        for _ in 0..self.up_to(3) {
            let kind = self.pick(&[Money, Money, People, Plain, Day]);
            let known: Vec<Named> = self.named.iter().filter(|named| named.kind == kind).cloned().collect();
            let Some(one) = known.first().cloned() else { continue };
            let (a, b, c) = (self.pick(&known).name, self.pick(&known).name, one.name);
            let rule = match self.up_to(3) {
                0 if kind != Day => format!("{a} + {c} <= {b} + {b}"),
                1 if self.named.iter().any(|named| named.name == a && named.missing) => format!("{b} > {c} or {a} is not missing"),
                _ => format!("{a} <= {b}"),
            };
            self.text.push_str(&format!("  check {rule} \"rule\"\n"));
        }
    }

    fn field_type(&mut self, kind: Kind, missing: bool) -> String {
        let (low, high) = (self.random.between(-20, 3), self.random.between(4, 900));
        let types: &[&str] = match kind {
            Money => &["元", "万元", "亿元"],
            People => &["人"],
            Plain => &["number", "%"],
            Years => &["年"],
            Truth => &["bool"],
            Day => &["date"],
            Stage => &["stage"],
            Code => &["text"],
        };
        let name = self.pick(types);
        let range = match (kind, self.up_to(5)) {
            (Truth | Stage | Code, _) | (_, 0) => String::new(),
            (Day, _) => self.pick(&["", " [1950-01-31, 2049-12-31]", " [2000-02-29, ..)", " (.., 2024-02-29]"]).to_owned(),
            (_, 1) => " [0, ..)".to_owned(),
            (_, 2) => format!(" [1, {high}]"),
            (_, 3) => format!(" (0, {high})"),
            (People, _) => format!(" [0, {high}00000]"),
            _ => format!(" [{low}, {high}]"),
        };
        let decimals = if matches!(kind, Plain) && self.chance(3) { " decimals 2" } else { "" };
        format!("{name}{}{range}{decimals}", if missing { "?" } else { "" })
    }

    /// A constant of a quantity, with its number for sorting.
    fn figure(&mut self, kind: Kind) -> (i64, String) {
        let whole = i64::from(match self.up_to(3) {
            0 => self.random.between(0, 3),
            1 => self.random.between(-20, 20),
            _ => self.random.between(0, 900),
        });
        let sign = |text: String| if whole < 0 { format!("(-{text})") } else { text };
        let n = whole.abs();
        match (kind, self.up_to(2)) {
            (Money, 0) => (whole * 100, sign(format!("{n}元"))),
            (Money, 1) => (whole * 25, sign(format!("{}.{:02}元", n / 4, n % 4 * 25))),
            (Money, _) => (whole * 1_000_000, sign(format!("{n}万元"))),
            (People, _) => (whole, sign(format!("{n}人"))),
            (Years, _) => (whole, sign(format!("{n}年"))),
            (_, 0) => (whole * 10, sign(format!("{n}%"))),
            (_, 1) => (whole * 125, sign(format!("{}.{:03}", n / 8, n % 8 * 125))),
            (_, _) => (whole * 1_000, sign(n.to_string())),
        }
    }

    /// Rising constants.
    fn cuts(&mut self, kind: Kind) -> Vec<String> {
        let many = 1 + self.up_to(3);
        let mut cuts: Vec<(i64, String)> = (0..many).map(|_| self.figure(kind)).collect();
        cuts.sort();
        cuts.dedup_by_key(|cut| cut.0);
        cuts.into_iter().map(|(_, text)| text).collect()
    }

    /// Rows that cover every number once.
    pub fn pieces(&mut self, kind: Kind) -> Vec<String> {
        let cuts = self.cuts(kind);
        let included: Vec<bool> = cuts.iter().map(|_| self.chance(2)).collect();
        let opening = |upper: bool| if upper { '(' } else { '[' };
        let closing = |upper: bool| if upper { ']' } else { ')' };
        let mut rows = vec![format!("(.., {}{}", cuts[0], closing(included[0]))];
        for position in 1..cuts.len() {
            rows.push(format!("{}{}, {}{}", opening(included[position - 1]), cuts[position - 1], cuts[position], closing(included[position])));
        }
        rows.push(format!("{}{}, ..)", opening(included[cuts.len() - 1]), cuts[cuts.len() - 1]));
        rows
    }

    /// An expression that is never missing.
    pub fn answered(&mut self, kind: Kind, depth: usize) -> String {
        let made = self.expr(kind, depth);
        if !made.missing {
            return made.text;
        }
        let answer = self.constant(kind);
        format!("({} default {answer})", made.text)
    }

    fn constant(&mut self, kind: Kind) -> String {
        match kind {
            Money | People | Plain | Years => self.figure(kind).1,
            Truth => self.pick(&["true", "false"]).to_owned(),
            Day => self.pick(&["2024-02-29", "2000-01-31", "1999年12月31日"]).to_owned(),
            Stage => self.pick(&STAGES).to_owned(),
            Code => self.pick(&CODES).to_owned(),
        }
    }

    fn leaf(&mut self, kind: Kind) -> Made {
        let known: Vec<Named> = self.named.iter().filter(|named| named.kind == kind).cloned().collect();
        if known.is_empty() || self.chance(5) {
            return Made { text: self.constant(kind), missing: false };
        }
        let named = self.pick(&known);
        Made { text: named.name, missing: named.missing }
    }

    /// An expression of a kind.
    pub fn expr(&mut self, kind: Kind, depth: usize) -> Made {
        if depth == 0 {
            return self.leaf(kind);
        }
        match (kind, self.up_to(11)) {
            (_, 0) => self.leaf(kind),
            (_, 1) => self.conditional(kind, depth - 1),
            (_, 2) => self.when(kind, depth - 1),
            (_, 3) => self.band(kind, depth - 1),
            (_, 4) => self.keyed(kind, depth - 1),
            (_, 5) => self.called(kind, depth - 1),
            (Money | People | Plain | Years, _) => self.arithmetic(kind, depth - 1),
            (Truth, _) => self.condition(depth - 1),
            (Day, _) => self.date(depth - 1),
            (Stage | Code, _) => self.leaf(kind),
        }
    }

    fn conditional(&mut self, kind: Kind, depth: usize) -> Made {
        let test = self.answered(Truth, depth);
        let (a, b) = (self.expr(kind, depth), self.expr(kind, depth));
        Made { text: format!("(if {test} then {} else {})", a.text, b.text), missing: a.missing || b.missing }
    }

    fn when(&mut self, kind: Kind, depth: usize) -> Made {
        let (mut rows, mut missing, mut guarded) = (Vec::new(), false, false);
        for _ in 0..1 + self.up_to(2) {
            let (guard, value) = (self.expr(Truth, depth), self.expr(kind, depth));
            (missing, guarded) = (missing | value.missing, guarded | guard.missing);
            rows.push(format!("{} -> {}", guard.text, value.text));
        }
        if guarded {
            let value = self.expr(kind, depth);
            missing |= value.missing;
            rows.push(format!("missing -> {}", value.text));
        }
        let value = self.expr(kind, depth);
        rows.push(format!("otherwise -> {}", value.text));
        Made { text: format!("(when {{ {} }})", rows.join(", ")), missing: missing | value.missing }
    }

    fn band(&mut self, kind: Kind, depth: usize) -> Made {
        let over = self.pick(&[Money, People, Plain, Years, Stage, Truth, Code]);
        let subject = self.expr(over, depth);
        let mut patterns = match over {
            Stage => self
                .pick(&[&["startup", "growth, mature"][..], &["growth", "otherwise"][..], &["mature", "growth", "startup"][..]])
                .iter()
                .map(|s| (*s).to_owned())
                .collect(),
            Truth => vec!["true".to_owned(), "false".to_owned()],
            Code => vec!["\"A\", \"甲\"".to_owned(), "otherwise".to_owned()],
            _ if self.chance(4) => {
                let mut cuts = self.cuts(over);
                cuts.push("otherwise".to_owned());
                cuts.into_iter().map(|cut| if cut == "otherwise" { cut } else { format!("= {cut}") }).collect()
            }
            _ => self.pieces(over),
        };
        if subject.missing {
            patterns.insert(0, "missing".to_owned());
        }
        let mut missing = false;
        let mut rows = Vec::new();
        for pattern in patterns {
            let value = self.expr(kind, depth);
            missing |= value.missing;
            rows.push(format!("{pattern} -> {}", value.text));
        }
        Made { text: format!("(band {} {{ {} }})", subject.text, rows.join(", ")), missing }
    }

    fn keyed(&mut self, kind: Kind, depth: usize) -> Made {
        let known: Vec<Keyed> = self.keyed.iter().filter(|keyed| keyed.made == kind).cloned().collect();
        if known.is_empty() {
            return self.leaf(kind);
        }
        let keyed = self.pick(&known);
        let key = if keyed.key == People { Made { text: self.leaf(People).text, missing: true } } else { self.expr(keyed.key, depth) };
        Made { text: format!("{}[{}]{}", keyed.name, key.text, keyed.column), missing: keyed.missing || key.missing }
    }

    fn called(&mut self, kind: Kind, depth: usize) -> Made {
        let known: Vec<Function> = self.functions.iter().filter(|function| function.made == kind).cloned().collect();
        if known.is_empty() {
            return self.leaf(kind);
        }
        let function = self.pick(&known);
        let arguments: Vec<String> = function
            .parameters
            .iter()
            .map(|(kind, optional)| if *optional { self.expr(*kind, depth).text } else { self.answered(*kind, depth) })
            .collect();
        Made { text: format!("{}({})", function.name, arguments.join(", ")), missing: function.missing }
    }

    fn arithmetic(&mut self, kind: Kind, depth: usize) -> Made {
        let pair = |a: Made, operator: &str, b: Made| Made { text: format!("({} {operator} {})", a.text, b.text), missing: a.missing || b.missing };
        let (a, b) = (self.expr(kind, depth), self.expr(kind, depth));
        let call = |name: &str, parts: &[&Made]| Made {
            text: format!("{name}({})", parts.iter().map(|part| part.text.as_str()).collect::<Vec<&str>>().join(", ")),
            missing: parts.iter().any(|part| part.missing),
        };
        match self.up_to(17) {
            0 => pair(a, "+", b),
            1 => pair(a, "-", b),
            2 | 3 => {
                let share = self.expr(Plain, depth);
                pair(share, "*", a)
            }
            4 | 5 => {
                let over = self.expr(Plain, depth);
                let text = format!("({} / {})", a.text, over.text);
                Made { text, missing: true }
            }
            6 => Made { text: format!("(-{})", a.text), missing: a.missing },
            7 => call(self.pick(&["min", "max", "sum", "mean"]), &[&a, &b]),
            8 => call(self.pick(&["sum_present", "mean_present"]), &[&a, &b]),
            9 => call("abs", &[&a]),
            10 => {
                let (low, high) = (self.figure(kind), self.figure(kind));
                let (low, high) = if low.0 <= high.0 { (low.1, high.1) } else { (high.1, low.1) };
                let bounds = match self.up_to(2) {
                    0 => format!("{low}, {high}"),
                    1 => format!("{low}, max({low}, {})", b.text),
                    _ => format!("min({high}, {}), {high}", b.text),
                };
                Made { text: format!("clamp({}, {bounds})", a.text), missing: a.missing || b.missing }
            }
            11 => {
                let name = self.pick(&["round", "round_half_even", "floor", "ceil", "truncate"]);
                let places = self.up_to(4);
                Made { text: if places == 0 { format!("{name}({})", a.text) } else { format!("{name}({}, {places})", a.text) }, missing: a.missing }
            }
            12 if kind == Plain => Made { text: format!("sqrt({})", a.text), missing: true },
            13 if kind == Plain => self.counted(depth),
            14 | 15 if kind == Plain => self.ratio(depth),
            16 if kind == Plain => self.linear(depth),
            12..=14 if kind == Years => {
                let (from, to) = (self.expr(Day, depth), self.expr(Day, depth));
                call("years_between", &[&from, &to])
            }
            _ => a,
        }
    }

    fn counted(&mut self, depth: usize) -> Made {
        let (a, b) = (self.expr(Truth, depth), self.expr(Truth, depth));
        Made { text: format!("count({}, {})", a.text, b.text), missing: a.missing || b.missing }
    }

    fn ratio(&mut self, depth: usize) -> Made {
        if self.chance(5) {
            let day = self.expr(Day, depth);
            let text = format!("{}({})", self.pick(&["year", "month", "day"]), day.text);
            return Made { text, missing: day.missing };
        }
        let kind = self.pick(&QUANTITIES);
        let (a, b) = (self.expr(kind, depth), self.expr(kind, depth));
        if self.chance(2) {
            // Under these guards the ratio is never missing.
            let (sign, test) = self.pick(&[("> 0", "is missing"), ("!= 0", "is missing"), ("< 0", "is missing")]);
            let text = format!("(when {{ {} {test} -> 1, {} {sign} -> {} / {}, otherwise -> 2 }})", b.text, b.text, a.text, b.text);
            return Made { text, missing: a.missing };
        }
        Made { text: format!("({} / {})", a.text, b.text), missing: true }
    }

    fn linear(&mut self, depth: usize) -> Made {
        let over = self.pick(&QUANTITIES);
        let subject = self.expr(over, depth);
        let mut cuts = self.cuts(over);
        if cuts.len() < 2 {
            return self.leaf(Plain);
        }
        for cut in &mut cuts {
            *cut = format!("{cut} -> {}", self.figure(Plain).1);
        }
        if subject.missing {
            cuts.push(format!("missing -> {}", self.figure(Plain).1));
        }
        Made { text: format!("(linear {} {{ {} }})", subject.text, cuts.join(", ")), missing: false }
    }

    fn date(&mut self, depth: usize) -> Made {
        let day = self.expr(Day, depth);
        let (n, rule) = (self.random.between(-40, 40), self.pick(&["last_day", "next_day"]));
        match self.up_to(4) {
            0 => Made { text: format!("add_years({}, ({n}年), {rule})", day.text), missing: day.missing },
            1 => Made { text: format!("add_months({}, ({n}月), {rule})", day.text), missing: day.missing },
            2 => Made { text: format!("add_days({}, ({n}天))", day.text), missing: day.missing },
            3 => Made { text: "as_of".to_owned(), missing: false },
            _ => day,
        }
    }

    fn condition(&mut self, depth: usize) -> Made {
        let kind = self.pick(&QUANTITIES);
        let (a, b) = (self.expr(kind, depth), self.expr(kind, depth));
        let missing = a.missing || b.missing;
        match self.up_to(9) {
            0 | 1 => {
                let operator = self.pick(&["<", "<=", ">", ">=", "=", "!="]);
                Made { text: format!("({} {operator} {})", a.text, b.text), missing }
            }
            2 => {
                let low = self.figure(kind).1;
                Made { text: format!("({low} < {} <= {})", a.text, b.text), missing }
            }
            3 => {
                let pieces = self.pieces(kind);
                let (not, piece) = (self.pick(&["", "not "]), self.pick(&pieces));
                Made { text: format!("({} {not}in {piece})", a.text), missing: a.missing }
            }
            4 => Made { text: format!("({} is missing)", a.text), missing: false },
            5 => {
                let stage = self.expr(Stage, depth);
                let text = match self.up_to(2) {
                    0 => format!("({} = {})", stage.text, self.pick(&STAGES)),
                    1 => format!("({} in {{ startup, mature }})", stage.text),
                    _ => format!("({} != {})", self.pick(&STAGES), stage.text),
                };
                Made { text, missing: stage.missing }
            }
            6 => {
                let code = self.leaf(Code);
                let text = match self.up_to(2) {
                    0 => format!("({} = {})", code.text, self.pick(&CODES)),
                    1 => format!("({} in {{ \"A\", \"C\" }})", code.text),
                    _ => format!("({} starts with \"B\")", code.text),
                };
                Made { text, missing: code.missing }
            }
            7 => {
                let (from, to) = (self.expr(Day, depth), self.expr(Day, depth));
                Made { text: format!("({} <= {})", from.text, to.text), missing: from.missing || to.missing }
            }
            8 => {
                let inner = self.expr(Truth, depth);
                Made { text: format!("(not {})", inner.text), missing: inner.missing }
            }
            _ => {
                let (a, b) = (self.expr(Truth, depth), self.expr(Truth, depth));
                Made { text: format!("({} {} {})", a.text, self.pick(&["and", "or"]), b.text), missing: a.missing || b.missing }
            }
        }
    }

    fn param(&mut self) {
        let name = self.fresh("p");
        let kind = self.pick(&[Money, Plain]);
        let (a, b, c) = (self.figure(kind).1, self.figure(kind).1, self.figure(kind).1);
        let keyed = |key, missing, column: &str| Keyed { name: name.clone(), column: column.to_owned(), key, made: kind, missing };
        let unit = if kind == Money { "万元" } else { "%" };
        match self.up_to(5) {
            0 => {
                self.text.push_str(&format!("param {name} : {unit} = {a}\n"));
                self.named.push(Named { name, kind, missing: false });
            }
            1 => {
                self.text.push_str(&format!("param {name} : {unit} {{ from 1990-01-01 -> {a}, from 2024-02-29 -> {b} }}\n"));
                self.named.push(Named { name, kind, missing: false });
            }
            2 => {
                self.text.push_str(&format!("param {name} by stage : {unit} {{ startup -> {a}, growth -> {b}, mature -> {c} }}\n"));
                self.keyed.push(keyed(Stage, false, ""));
            }
            3 => {
                let over = self.pick(&[Plain, Money]);
                let rows: Vec<String> = self.pieces(over).into_iter().map(|piece| format!("{piece} -> {}", self.figure(kind).1)).collect();
                let over_unit = if over == Money { "元" } else { "number" };
                self.text.push_str(&format!("param {name} by {over_unit} : {unit} {{ {} }}\n", rows.join(", ")));
                self.keyed.push(keyed(over, false, ""));
            }
            4 => {
                self.text.push_str(&format!("param {name} by text : {unit} {{ \"A\" -> {a}, otherwise -> {b} }}\n"));
                self.keyed.push(keyed(Code, false, ""));
            }
            _ => {
                let rows = format!("| startup | 1.5 | 7 |\n| growth | - | 8 |\n| mature | {} | 9.25 |\n", self.up_to(900));
                self.text.push_str(&format!("table {name} by stage {{\n| k | x : {unit}? | y : {unit} |\n{rows}}}\n"));
                self.keyed.push(keyed(Stage, true, ".x"));
                self.keyed.push(keyed(Stage, false, ".y"));
            }
        }
    }

    fn function(&mut self) {
        let name = self.fresh("g");
        let outside = std::mem::take(&mut self.named);
        let mut parameters = Vec::new();
        let mut words = Vec::new();
        for _ in 0..1 + self.up_to(2) {
            let (parameter, kind, optional) = (self.fresh("a"), self.pick(&[Money, Plain, People, Truth, Stage]), self.chance(3));
            let unit = match kind {
                Money => "元",
                People => "人",
                Truth => "bool",
                Stage => "stage",
                Plain | Years | Day | Code => "number",
            };
            words.push(format!("{parameter}: {unit}{}", if optional { "?" } else { "" }));
            parameters.push((kind, optional));
            self.named.push(Named { name: parameter, kind, missing: optional });
        }
        let made = self.pick(&[Money, Plain, Truth]);
        let body = self.expr(made, 2);
        self.named = outside;
        self.text.push_str(&format!("function {name}({}) = {}\n", words.join(", "), body.text));
        self.functions.push(Function { name, parameters, made, missing: body.missing });
    }

    fn definition(&mut self) {
        let (name, kind) = (self.fresh("x"), self.pick(&[Money, Money, Plain, Plain, People, Years, Truth, Day, Stage]));
        let made = self.expr(kind, 3);
        self.text.push_str(&format!("let {name} = {}\n", made.text));
        self.named.push(Named { name, kind, missing: made.missing });
    }

    /// A decision table over a quantity and a condition or stage: every combination has a row.
    fn decision(&mut self) {
        let name = self.fresh("d");
        let over = self.pick(&[Money, Plain, People]);
        let (first, second) = (self.expr(over, 1), self.expr(Truth, 1));
        let mut left = self.pieces(over);
        left.extend(first.missing.then(|| "missing".to_owned()));
        let right = if second.missing { vec!["true", "false", "missing"] } else { vec!["true", "false"] };
        let mut rows = String::new();
        for piece in left {
            if self.chance(3) {
                rows.push_str(&format!("| {piece} | * | {} |\n", self.figure(Plain).1));
                continue;
            }
            for truth in &right {
                rows.push_str(&format!("| {piece} | {truth} | {} |\n", self.figure(Plain).1));
            }
        }
        self.text.push_str(&format!("decision {name} {{\n| {} | {} | -> |\n{rows}}}\n", first.text, second.text));
        self.named.push(Named { name, kind: Plain, missing: false });
    }
}

//! Small policies full of relations between few fields of few values, so that few records meet every edge. Each declaration is
//! kept only where the checker accepts it.

use crate::random::Random;
use ics::compile::compile;
use ics::diagnostic::Diagnostic;
use ics::ir::Program;
use ics::source::Sources;

/// The figures, of which some may be missing.
const FIELDS: [&str; 4] = ["a", "b", "c", "d"];
/// What is written before everything else.
const HEAD: &str = "policy p \"试\" { }\nrecord firm \"企业\" {\n  key id : text\n";
/// Functions that hide a sum, a choice, a share and a comparison.
const FUNCTIONS: &str = "function gap(x: number?, y: number?) = x - y\n\
    function up(x: number?, y: number?) = when { x > y -> x, otherwise -> y, missing -> 0 }\n\
    function share(x: number?, y: number?) = x / y\n\
    function twice(x: number?, y: number?) = gap(gap(x, y), up(y, x))\n\
    function under(x: number?, y: number?) = x <= y\n";

/// Writes expressions.
struct Writer {
    random: Random,
    /// Names of numbers and of conditions so far.
    numbers: Vec<String>,
    conditions: Vec<String>,
}

impl Writer {
    fn up_to(&mut self, most: i32) -> i32 {
        self.random.between(0, most)
    }

    fn figure(&mut self) -> String {
        match self.random.between(-3, 5) {
            5 => "0.5".to_owned(),
            4 => "-1.5".to_owned(),
            whole => whole.to_string(),
        }
    }

    /// A field or a name.
    fn name(&mut self) -> String {
        let names = self.numbers.len() as i32 - 1;
        let at = if self.up_to(2) == 0 { self.up_to(names) } else { self.up_to(names.min(3)) };
        self.numbers[at as usize].clone()
    }

    /// A sum of fields.
    fn sum(&mut self) -> String {
        match self.up_to(7) {
            0 => self.figure(),
            7 if self.up_to(2) == 0 => self.days(),
            1 => format!("({} + {})", self.name(), self.name()),
            2 => format!("({} - {})", self.name(), self.name()),
            3 => format!("{} * {}", self.name(), self.figure()),
            _ => self.name(),
        }
    }

    /// A span of days or months.
    fn days(&mut self) -> String {
        let (function, unit) = [("days_between", "天"), ("months_between", "月")][self.up_to(1) as usize];
        let (from, till) = if self.up_to(3) == 0 { ("till", "from") } else { ("from", "till") };
        format!("({function}({from}, {till}) / 1{unit})")
    }

    fn number(&mut self, depth: u32) -> String {
        let Some(depth) = depth.checked_sub(1) else { return self.sum() };
        let (x, y) = (self.number(depth.min(1)), self.number(depth));
        let function = ["min", "max", "sum", "sum_present", "mean", "mean_present", "gap", "up", "share", "twice"][self.up_to(9) as usize];
        match self.up_to(16) {
            0 => format!("({x} + {y})"),
            1 | 2 => format!("({x} - {y})"),
            3 => format!("({x}) * ({y})"),
            4..=6 => format!("({x}) / ({y})"),
            7 => format!("-({x})"),
            8 => format!("abs({x})"),
            9 => format!("round(({x}) / ({y}), {})", self.up_to(2)),
            10 => format!("(({x}) default ({y}))"),
            11 | 12 => format!("{function}({x}, {y})"),
            13 => format!("(if {} default false then {x} else {y})", self.condition(depth)),
            14 => format!(
                "(when {{ {} -> {x}, {} -> {y}, otherwise -> {}, missing -> {} }})",
                self.condition(depth),
                self.condition(depth),
                self.sum(),
                self.sum()
            ),
            15 => format!("(linear {x} {{ -2 -> {}, 1 -> 0.5, 2 -> {}, missing -> {y} }})", self.up_to(3), self.up_to(3)),
            _ => self.band(depth),
        }
    }

    /// A band of which a row may be left out, so that only some are accepted.
    fn band(&mut self, depth: u32) -> String {
        let (subject, edge) = (self.number(depth), self.figure());
        let rows = [format!("(.., {edge})"), edge.clone(), format!("({edge}, ..)"), "missing".to_owned()];
        let left_out = self.up_to(6) as usize;
        let rows = rows.iter().enumerate().filter(|(position, _)| *position != left_out).map(|(_, row)| row.clone()).collect::<Vec<String>>();
        let rows: Vec<String> = rows.into_iter().map(|row| format!("{row} -> {}", self.sum())).collect();
        format!("(band {subject} {{ {} }})", rows.join(", "))
    }

    fn compared(&mut self, depth: u32) -> String {
        let comparison = ["<", "<=", ">", ">=", "=", "!="][self.up_to(5) as usize];
        let (left, right) = (self.number(depth), if self.up_to(3) == 0 { self.figure() } else { self.number(depth) });
        format!("{left} {comparison} {right}")
    }

    fn condition(&mut self, depth: u32) -> String {
        let Some(depth) = depth.checked_sub(1) else { return format!("({})", self.compared(0)) };
        let (one, other) = (self.condition(depth), self.condition(depth));
        match self.up_to(9) {
            0 | 1 => format!("({one} and {other})"),
            2 | 3 => format!("({one} or {other})"),
            4 => format!("(not {one})"),
            5 if self.up_to(1) == 0 => ["(from < till)", "e", "(not e)", "(days_between(from, till) >= 30天)"][self.up_to(3) as usize].to_owned(),
            5 => format!("({} is missing)", self.name()),
            6 => format!("({} is not missing)", self.name()),
            7 if !self.conditions.is_empty() => {
                let last = self.conditions.len() as i32 - 1;
                let at = self.up_to(last);
                self.conditions[at as usize].clone()
            }
            8 => format!("({} in [{}, 1])", self.number(depth), self.random.between(-2, 1)),
            _ => format!("({})", self.compared(depth)),
        }
    }

    /// What relates the fields.
    fn check(&mut self) -> String {
        let sum = |writer: &mut Writer| match writer.up_to(3) {
            0 => format!("{} + {}", writer.sum(), writer.sum()),
            _ => writer.sum(),
        };
        let (left, right, third) = (sum(self), sum(self), sum(self));
        let comparison = ["<", "<=", ">=", "="][self.up_to(3) as usize];
        match self.up_to(10) {
            0 => format!("{left} <= {right} and {right} <= {third}"),
            1 => format!("{left} <= {right} or {right} {comparison} {third}"),
            2 => format!("not {left} > {right}"),
            3 => format!("{} is missing or {left} {comparison} {right}", self.name()),
            4 => format!("under({left}, {right})"),
            5 => format!("gap({left}, {right}) <= {third}"),
            6 => ["from <= till", "from < till or e", "days_between(from, till) <= 40天", "e or a <= b"][self.up_to(3) as usize].to_owned(),
            7 => format!("({left}) / ({right}) <= {}", self.figure()),
            _ => format!("{left} {comparison} {right}"),
        }
    }

    /// A table over two sums of which rows may be left out.
    fn decision(&mut self, name: &str) -> String {
        let (one, other) = (self.sum(), self.sum());
        let (edge, second) = (self.figure(), if self.up_to(1) == 0 { "0".to_owned() } else { self.figure() });
        let cells = |edge: &str| [format!("< {edge}"), format!(">= {edge}"), "missing".to_owned()];
        let mut rows = String::new();
        for first in cells(&edge) {
            if self.up_to(3) == 0 {
                rows += &format!("  | {first} | * | {} |\n", self.sum());
                continue;
            }
            for second in cells(&second) {
                if self.up_to(4) > 0 {
                    rows += &format!("  | {first} | {second} | {} |\n", self.sum());
                }
            }
        }
        format!("decision {name} {{\n  | {one} | {other} | -> |\n{rows}}}\n")
    }
}

/// The program of a text, and what is said of it.
pub fn compiled(text: &str) -> (Option<Program>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("random.ics", text);
    let compiled = compile(sources, file, &[]);
    (compiled.program, compiled.diagnostics)
}

/// A policy of declarations each of which was accepted.
pub fn policy(seed: u64) -> String {
    let mut writer = Writer { random: Random(seed), numbers: FIELDS.map(str::to_owned).to_vec(), conditions: Vec::new() };
    let mut fields = String::new();
    for field in FIELDS {
        let optional = if writer.up_to(1) == 0 { "?" } else { "" };
        let (low, high) = (writer.random.between(-2, 1), writer.random.between(1, 3));
        let tenths = field == "d" && writer.up_to(1) == 0;
        let range = if tenths { "[-0.3, 1.2] decimals 1".to_owned() } else { format!("[{low}, {high}] decimals 0") };
        fields += &format!("  {field} : number{optional} {range}\n");
    }
    fields += "  e : bool?\n  from : date [2023-12-29, 2024-03-02]\n  till : date? [2024-01-30, 2024-03-31]\n";
    let mut text = format!("{HEAD}{fields}}}\n{FUNCTIONS}");
    let mut checks = String::new();
    for _ in 0..=writer.up_to(2) {
        let check = format!("  check {} \"核对\"\n", writer.check());
        let tried = format!("{HEAD}{fields}{checks}{check}}}\n{FUNCTIONS}");
        if compiled(&tried).0.is_some() {
            (checks, text) = (checks + &check, tried);
        }
    }
    for position in 0..14 {
        let name = format!("n{position}");
        let (line, is_condition) = match position % 4 {
            0 => (format!("let {name} = {}\n", writer.condition(2)), true),
            1 if position > 4 => (writer.decision(&name), false),
            _ => (format!("let {name} = {}\n", writer.number(2)), false),
        };
        let tried = format!("{text}{line}");
        if compiled(&tried).0.is_some() {
            text = tried;
            if is_condition { &mut writer.conditions } else { &mut writer.numbers }.push(name);
        }
    }
    text
}
